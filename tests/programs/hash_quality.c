/* How well hashes spread: of the bytes hash (and SipHash), as a map uses them, finished with a seed; the bits that
 * choose a slot and those that make the tag are judged apart. All of it is deterministic. The last test shows that the
 * judges would have found a poor hash out. */
#include "test.h"

#include "cchash.h"

typedef uint64_t hash_function(const void *bytes, size_t size, uint64_t seed);

static uint64_t of_bytes(const void *bytes, size_t size, uint64_t seed) { return cchash_hash_bytes(bytes, size, seed); }
static uint64_t of_siphash(const void *bytes, size_t size, uint64_t seed) {
    const uint64_t key[2] = {seed, ~seed};
    return cchash_siphash13(bytes, size, key);
}
/* As a map of strings places its keys: the top bits of this choose the slot, the low byte makes the tag. */
static uint64_t of_placed(const void *bytes, size_t size, uint64_t seed) {
    return cchash_priv_finalize_hash(cchash_hash_bytes(bytes, size, 0), seed, true);
}
/* And a map with other keys than strings. */
static uint64_t of_placed_well(const void *bytes, size_t size, uint64_t seed) {
    return cchash_priv_finalize_hash(cchash_hash_bytes(bytes, size, 0), seed, false);
}
/* Poor ones, for the test of the tests. */
static uint64_t of_fnv1a(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t hash = 0xcbf29ce484222325u ^ seed;
    for (size_t i = 0; i < size; i++) hash = (hash ^ at[i]) * 0x100000001b3u;
    return hash;
}
static uint64_t of_sum(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t hash = seed + size;
    for (size_t i = 0; i < size; i++) hash = hash * 31 + at[i];
    return hash * 0x9e3779b97f4a7c15u;
}

enum { MOST_BYTES = 256 };

/* ---- Avalanche: each input bit flips each output bit half of the time ---- */

/* The largest bias of any pair of bits, in standard deviations; `step`: every so many input bits. */
static double worst_avalanche(hash_function *hash, size_t size, size_t step, int samples) {
    unsigned char bytes[MOST_BYTES];
    uint64_t random = size * 1000003u;
    double worst = 0;
    for (size_t bit = 0; bit < size * 8; bit += step) {
        int flips[64] = {0};
        for (int sample = 0; sample < samples; sample++) {
            for (size_t at = 0; at < size; at++) bytes[at] = (unsigned char)random64(&random);
            const uint64_t before = hash(bytes, size, 0);
            bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
            const uint64_t changed = before ^ hash(bytes, size, 0);
            for (int out = 0; out < 64; out++) flips[out] += (int)(changed >> out & 1);
        }
        for (int out = 0; out < 64; out++) {
            const double off = (flips[out] - samples / 2.0), deviation = off * off / (samples / 4.0);
            if (deviation > worst) worst = deviation;
        }
    }
    return worst; /* squared */
}

static const size_t sizes[] = {1,  2,  3,  4,  5,  7,  8,  9,  12, 15,  16,  17,  20,  23, 24,
                               31, 32, 33, 40, 48, 63, 64, 65, 80, 127, 128, 129, 200, 256};
enum { SIZES = sizeof sizes / sizeof *sizes };
/* Six and a half standard deviations, squared: by chance, once in ten thousand runs over all pairs. */
static const double bound = 42;

TEST(avalanche) {
    const size_t size = sizes[_i], step = size <= 24 ? 1 : size / 12;
    /* There are only 128 pairs of bytes that differ in one bit: more samples would say the same again. */
    const int samples = size == 1 ? 64 : (int)test_parameter("TEST_SAMPLES", 1000);
    CHECK_MSG(worst_avalanche(of_bytes, size, step, samples) < bound, "%zu bytes", size);
    CHECK_MSG(worst_avalanche(of_placed, size, step, samples) < bound, "%zu bytes, placed", size);
    CHECK_MSG(worst_avalanche(of_siphash, size, step * 3, samples) < bound, "%zu bytes, SipHash", size);
}
END_TEST

/* The same for the bits of the seed. */
TEST(seed_avalanche) {
    unsigned char bytes[MOST_BYTES] = {0};
    const int samples = (int)test_parameter("TEST_SAMPLES", 1000);
    for (int s = 0; s < SIZES; s++) {
        uint64_t random = (uint64_t)s;
        for (int bit = 0; bit < 64; bit++) {
            int flips[64] = {0};
            for (int sample = 0; sample < samples; sample++) {
                const uint64_t seed = random64(&random);
                bytes[0] = (unsigned char)sample;
                const uint64_t changed = cchash_hash_bytes(bytes, sizes[s], seed) ^
                                         cchash_hash_bytes(bytes, sizes[s], seed ^ (uint64_t)1 << bit);
                for (int out = 0; out < 64; out++) flips[out] += (int)(changed >> out & 1);
            }
            for (int out = 0; out < 64; out++) {
                const double off = flips[out] - samples / 2.0;
                CHECK_MSG(off * off / (samples / 4.0) < bound, "%zu bytes, seed bit %d, bit %d", sizes[s], bit, out);
            }
        }
    }
}
END_TEST

/* ---- Sets of keys that real programs have, and that poor hashes stumble over ---- */

enum { SET_MOST = 1 << 17 };
static uint64_t hashes[SET_MOST], sorted[SET_MOST], other[SET_MOST];
static size_t hash_count;
static hash_function *set_hash;

static void take(const void *bytes, size_t size) {
    if (hash_count < SET_MOST) hashes[hash_count++] = set_hash(bytes, size, 0x5eed);
}

/* Zeros but for at most three bits. */
static void sparse_set(size_t size) {
    unsigned char bytes[MOST_BYTES] = {0};
    const size_t bits = size * 8;
    take(bytes, size);
#define FLIP(bit_) (bytes[(bit_) / 8] ^= (unsigned char)(1u << (bit_) % 8))
    for (size_t i = 0; i < bits; i++) {
        FLIP(i);
        take(bytes, size);
        for (size_t j = 0; j < i; j++) {
            FLIP(j);
            take(bytes, size);
            for (size_t k = 0; k < j && bits <= 80; k++) {
                FLIP(k);
                take(bytes, size);
                FLIP(k);
            }
            FLIP(j);
        }
        FLIP(i);
    }
}

/* A short pattern again and again. */
static void cyclic_set(size_t size) {
    unsigned char bytes[MOST_BYTES];
    for (uint32_t n = 0; n < 60000; n++) {
        unsigned char pattern[4];
        const size_t period = 3 + n % 2;
        for (size_t at = 0; at < 4; at++) pattern[at] = (unsigned char)(n / 2 >> (at * 5) & 31);
        for (size_t at = 0; at < size; at++) bytes[at] = pattern[at % period];
        take(bytes, size);
    }
}

/* Numbers in words: key_0, key_1, … and the same with a long beginning or end. */
static void text_set(size_t size) {
    char text[MOST_BYTES];
    for (int n = 0; n < 100000; n++) {
        int length =
            size == 16   ? snprintf(text, sizeof text, "key_%d", n)
            : size == 32 ? snprintf(text, sizeof text, "/usr/share/doc/package-%d", n)
            : size == 24
                ? snprintf(text, sizeof text, "2026-%02d-%02d %02d:%02d", n % 12, n / 12 % 28, n / 336 % 24, n / 8064)
                : snprintf(text, sizeof text, "%d, and a text that is the same in all of the keys, to the last", n);
        take(text, (size_t)length);
    }
}

/* Counters of different widths, in either byte order, at either end of zeros. */
static void counter_set(size_t size) {
    unsigned char bytes[MOST_BYTES] = {0};
    for (uint32_t n = 0; n < 100000; n++) {
        for (size_t at = 0; at < 4 && at < size; at++)
            bytes[size % 3 ? at : size - 1 - at] = (unsigned char)(n >> (8 * at));
        take(bytes, size);
    }
}

/* Keys of four symbols: low entropy in every byte. */
static void symbols_set(size_t size) {
    unsigned char bytes[MOST_BYTES];
    for (uint32_t n = 0; n < 1u << 16; n++) {
        memset(bytes, 'A', size);
        for (size_t at = 0; at < 8; at++) bytes[at * size / 8] = (unsigned char)("ACGT"[n >> (2 * at) & 3]);
        take(bytes, size);
    }
}

/* Lengths alone. */
static void length_set(size_t size) {
    static const unsigned char zeros[5000] = {0};
    for (size_t n = 0; n < sizeof zeros; n++) take(zeros, n);
    (void)size;
}

static void sort_hashes(int shift, int width) { /* by those bits, into sorted[] */
    const uint64_t mask = width == 64 ? UINT64_MAX : ((uint64_t)1 << width) - 1;
    for (size_t i = 0; i < hash_count; i++) sorted[i] = hashes[i] >> shift & mask;
    for (int pass = 0; pass * 8 < width; pass++) {
        size_t places[257] = {0};
        for (size_t i = 0; i < hash_count; i++) places[(sorted[i] >> (8 * pass) & 255) + 1]++;
        for (int digit = 0; digit < 256; digit++) places[digit + 1] += places[digit];
        for (size_t i = 0; i < hash_count; i++) other[places[sorted[i] >> (8 * pass) & 255]++] = sorted[i];
        memcpy(sorted, other, hash_count * sizeof *sorted);
    }
}

static double collisions(int shift, int width) {
    size_t equal = 0;
    sort_hashes(shift, width);
    for (size_t i = 1; i < hash_count; i++) equal += sorted[i] == sorted[i - 1];
    return (double)equal;
}

/* Chi-squared of those bits, less what is expected, in its own standard deviations. */
static double unevenness(int shift, int width) {
    static size_t counts[1 << 12];
    const size_t bins = (size_t)1 << width;
    const double expected = (double)hash_count / (double)bins;
    double sum = 0;
    memset(counts, 0, sizeof counts);
    for (size_t i = 0; i < hash_count; i++) counts[hashes[i] >> shift & (bins - 1)]++;
    for (size_t bin = 0; bin < bins; bin++) {
        const double off = (double)counts[bin] - expected;
        sum += off * off / expected;
    }
    double off = sum - (double)(bins - 1), deviation = 1;
    while (deviation * deviation < 2.0 * (double)(bins - 1)) deviation += 0.25;
    return off / deviation;
}

typedef struct {
    const char *name;
    void (*make)(size_t size);
    size_t size;
} key_set;
static const key_set sets[] = {
    {"sparse", sparse_set, 2},     {"sparse", sparse_set, 4},      {"sparse", sparse_set, 8},
    {"sparse", sparse_set, 16},    {"sparse", sparse_set, 24},     {"sparse", sparse_set, 40},
    {"sparse", sparse_set, 64},    {"sparse", sparse_set, 160},    {"cyclic", cyclic_set, 8},
    {"cyclic", cyclic_set, 16},    {"cyclic", cyclic_set, 24},     {"cyclic", cyclic_set, 48},
    {"cyclic", cyclic_set, 64},    {"cyclic", cyclic_set, 128},    {"cyclic", cyclic_set, 250},
    {"text", text_set, 16},        {"text", text_set, 24},         {"text", text_set, 32},
    {"text", text_set, 64},        {"counters", counter_set, 4},   {"counters", counter_set, 8},
    {"counters", counter_set, 9},  {"counters", counter_set, 20},  {"counters", counter_set, 33},
    {"counters", counter_set, 64}, {"counters", counter_set, 130}, {"symbols", symbols_set, 8},
    {"symbols", symbols_set, 16},  {"symbols", symbols_set, 24},   {"symbols", symbols_set, 48},
    {"symbols", symbols_set, 100}, {"lengths", length_set, 0}};
enum { SETS = sizeof sets / sizeof *sets };

/* What is wrong with a hash on a set of keys, or NULL. Equal keys that a set has twice are left out. */
static const char *judge(hash_function *hash, const key_set *set) {
    set_hash = of_siphash; /* how many different keys there are, a good hash tells */
    hash_count = 0;
    set->make(set->size);
    const double keys = (double)hash_count, twice = collisions(0, 64);
    set_hash = hash;
    hash_count = 0;
    set->make(set->size);
    const double expected = keys * keys / 8589934592.0; /* pairs / 2^32 */
    const double most = twice + expected + 6 + 4 * expected;
    if (collisions(0, 64) > twice) return "two keys have one hash";
    if (collisions(32, 32) > most) return "collisions in the top 32 bits, which choose the slot";
    if (collisions(0, 32) > most) return "collisions in the low 32 bits";
    if (twice == 0) {
        if (unevenness(0, 8) > 6.5) return "tags are uneven";
        if (keys > 40000 && unevenness(52, 12) > 6.5) return "the top 12 bits are uneven";
        if (unevenness(56, 8) > 6.5) return "the top 8 bits are uneven";
        if (keys > 40000 && unevenness(58, 6) > 6.5) return "the top 6 bits are uneven";
    }
    return NULL;
}

TEST(key_sets) {
    const key_set *set = &sets[_i];
    const char *wrong = judge(of_placed, set);
    CHECK_MSG(!wrong, "placed, %s keys of %zu bytes: %s", set->name, set->size, wrong);
    wrong = judge(of_placed_well, set);
    CHECK_MSG(!wrong, "placed twice as well, %s keys of %zu bytes: %s", set->name, set->size, wrong);
    wrong = judge(of_bytes, set);
    CHECK_MSG(!wrong, "bytes, %s keys of %zu bytes: %s", set->name, set->size, wrong);
}
END_TEST

/* Differentials: keys that differ in two or three given bits must not meet more often than chance has it. */
TEST(differentials) {
    unsigned char bytes[24];
    uint64_t random = 77;
    size_t meetings = 0, tried = 0;
    for (size_t size = 3; size <= 24; size += 3) {
        for (int change = 0; change < 4000; change++) {
            const int first = random_below(&random, (int)size * 8), second = random_below(&random, (int)size * 8),
                      third = random_below(&random, (int)size * 8);
            if (first == second || second == third || first == third) continue;
            for (int key = 0; key < 40; key++) {
                for (size_t at = 0; at < size; at++) bytes[at] = (unsigned char)random64(&random);
                const uint64_t before = of_placed(bytes, size, 1);
                FLIP((size_t)first);
                FLIP((size_t)second);
                FLIP((size_t)third);
                const uint64_t changed = before ^ of_placed(bytes, size, 1);
                CHECK(changed != 0);
                meetings += changed >> 44 == 0 || (changed & 0xfffff) == 0; /* 20 bits */
                tried++;
            }
        }
    }
    CHECK_MSG((double)meetings < 6 + 4 * (double)tried / 524288.0, "%zu of %zu", meetings, tried);
}
END_TEST

TEST(poor_hashes_are_found_out) {
    int fnv1a_fails = 0, sum_fails = 0;
    for (int i = 0; i < SETS; i++) {
        fnv1a_fails += judge(of_fnv1a, &sets[i]) != NULL;
        sum_fails += judge(of_sum, &sets[i]) != NULL;
    }
    CHECK_MSG(fnv1a_fails > 3 && sum_fails > 3, "%d, %d", fnv1a_fails, sum_fails);
    CHECK(worst_avalanche(of_fnv1a, 8, 1, 1000) > bound && worst_avalanche(of_sum, 8, 1, 1000) > bound);
}
END_TEST

/* ---- Keys that an attacker chooses ----
 * He knows the source, not the seed. A folded multiply forgets one factor if the other is 0, so that the published
 * attacks on hashes of its kind put the right constant in the right place; others make two lanes equal, so that they
 * cancel, or change two words in a way that does. */

/* The hash of 9 to 16 bytes that this library had, with one constant factor: for the test of the tests. */
static uint64_t of_constant_factor(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = (const unsigned char *)bytes;
    return cchash_priv_fold(CCHASH_PRIV_PI2 ^ size,
                            cchash_priv_fold(cchash_priv_read64(at) ^ CCHASH_PRIV_PI1,
                                             cchash_priv_read64(at + size - 8) ^ seed ^ CCHASH_PRIV_PI0));
}
static uint64_t of_text(const void *bytes, size_t size, uint64_t seed) {
    (void)seed;
    return cchash_hash_view(cchash_view_n((const char *)bytes, size));
}

static const uint64_t digits[7] = {CCHASH_PRIV_PI0, CCHASH_PRIV_PI1, CCHASH_PRIV_PI2, CCHASH_PRIV_PI3,
                                   CCHASH_PRIV_PI4, CCHASH_PRIV_PI5, CCHASH_PRIV_PI6};

/* What may stand in the code as a constant, or be the difference of two: digits, their differences, what seed 0 makes
 * of them, and patterns. */
enum { GUESSES = 7 + 21 + CCHASH_PRIV_HASH_WORDS + 6 };
static void make_guesses(uint64_t guesses[GUESSES]) {
    size_t count = 0;
    for (size_t i = 0; i < 7; i++) {
        guesses[count++] = digits[i];
        for (size_t j = 0; j < i; j++) guesses[count++] = digits[i] ^ digits[j];
    }
    cchash_priv_expand(0, guesses + count);
    count += CCHASH_PRIV_HASH_WORDS;
    guesses[count++] = 0;
    guesses[count++] = 1;
    guesses[count++] = UINT64_MAX;
    guesses[count++] = (uint64_t)1 << 63;
    guesses[count++] = (uint64_t)1 << 32;
    guesses[count++] = CCHASH_PRIV_ODD;
    CHECK_EQ(count, GUESSES);
}

static void write64(unsigned char *to, uint64_t word) {
    for (size_t at = 0; at < 8; at++) to[at] = (unsigned char)(word >> (8 * at));
}

enum { FAMILY = 256 };

/* Makes key number i of those that have `word` at offset `at` and are all the same but for a byte elsewhere. */
static void make_member(unsigned char *key, size_t size, uint64_t word, size_t at, size_t varied, int i) {
    memset(key, 'f', size);
    write64(key + at, word);
    key[varied] = (unsigned char)i;
}

/* Pairs of equal hashes in all families of that length in which a word takes a guessed value. */
static size_t caught(hash_function *hash, size_t size, uint64_t seed) {
    uint64_t guesses[GUESSES];
    unsigned char key[MOST_BYTES];
    size_t equal = 0;
    make_guesses(guesses);
    for (size_t at = 0; at + 8 <= size; at += at + 16 <= size || at + 8 == size ? 8 : size - 8 - at) {
        for (size_t guess = 0; guess < GUESSES; guess++) {
            for (size_t varied = 0; varied < size; varied += at + 16 <= size ? 5 : 1) {
                if (varied >= at && varied < at + 8) continue;
                for (hash_count = 0; hash_count < FAMILY / 4; hash_count++) {
                    make_member(key, size, guesses[guess], at, varied, (int)hash_count);
                    hashes[hash_count] = hash(key, size, seed);
                }
                equal += (size_t)collisions(0, 64);
            }
        }
    }
    return equal;
}

static const size_t attacked[] = {9, 12, 15, 16, 17, 24, 32, 33, 40, 48, 63, 64, 65, 72, 80, 100, 128, 160, 192};
enum { ATTACKED = sizeof attacked / sizeof *attacked };

TEST(zeroed_factors) {
    const size_t size = attacked[_i];
    for (uint64_t seed = 1; seed < 4; seed++) CHECK_EQ(caught(of_bytes, size, mix64(seed)), 0);
    CHECK_EQ(caught(of_text, size, 0), 0);
    if (size <= 16) CHECK(caught(of_constant_factor, size, mix64(1)) > FAMILY / 8); /* the judge knows one */
}
END_TEST

/* Two words changed by guessed differences, and pieces exchanged: each time another hash, for every seed. */
TEST(cancelling_differences) {
    uint64_t guesses[GUESSES], random = 5;
    unsigned char key[MOST_BYTES], changed[MOST_BYTES];
    const size_t size = attacked[_i];
    make_guesses(guesses);
    for (size_t first = 0; first + 8 <= size; first += 8) {
        for (size_t second = first + 8; second + 8 <= size; second += 8) {
            const uint64_t seed = random64(&random);
            for (size_t at = 0; at < size; at++) key[at] = (unsigned char)random64(&random);
            const uint64_t before = cchash_hash_bytes(key, size, seed), text = of_text(key, size, 0);
            for (size_t i = 0; i < GUESSES; i++) {
                for (size_t j = 0; j < GUESSES; j++) {
                    memcpy(changed, key, size);
                    write64(changed + first, cchash_priv_read64(key + first) ^ guesses[i]);
                    write64(changed + second, cchash_priv_read64(key + second) ^ guesses[j]);
                    if (memcmp(changed, key, size) == 0) continue;
                    CHECK(cchash_hash_bytes(changed, size, seed) != before && of_text(changed, size, 0) != text);
                }
            }
            for (size_t piece = 8; second + piece <= size && first + piece <= second; piece *= 2) {
                memcpy(changed, key, size);
                memcpy(changed + first, key + second, piece);
                memcpy(changed + second, key + first, piece);
                CHECK(cchash_hash_bytes(changed, size, seed) != before && of_text(changed, size, 0) != text);
            }
        }
    }
}
END_TEST

/* Lanes made equal: two blocks that differ by guesses, which follow each other through many values. */
TEST(equal_lanes) {
    uint64_t guesses[GUESSES];
    unsigned char key[MOST_BYTES];
    static const size_t lengths[] = {32, 64, 128, 160, 192};
    make_guesses(guesses);
    for (size_t l = 0; l < sizeof lengths / sizeof *lengths; l++) {
        const size_t size = lengths[l];
        for (size_t first = 0; first < size && first < 64; first += 16) {
            for (size_t second = first + 16; second < size && second < 64; second += 16) {
                for (size_t guess = 0; guess < GUESSES * GUESSES; guess++) {
                    for (hash_count = 0; hash_count < 8; hash_count++) {
                        const uint64_t left = mix64(hash_count), right = mix64(~(uint64_t)hash_count);
                        memset(key, 'f', size);
                        write64(key + first, left);
                        write64(key + first + 8, right);
                        write64(key + second, left ^ guesses[guess % GUESSES]);
                        write64(key + second + 8, right ^ guesses[guess / GUESSES]);
                        hashes[hash_count] = cchash_hash_bytes(key, size, 0x5eed);
                        other[hash_count] = of_text(key, size, 0);
                    }
                    for (size_t i = 1; i < 8; i++) CHECK(hashes[i] != hashes[0] && other[i] != other[0]);
                }
            }
        }
    }
}
END_TEST

CCHASH_DEFINE_EX(fast, cchash_view, int, cchash_hash_view, cchash_eq_view, (CCHASH_GOOD_HASH));
CCHASH_DEFINE(usual, cchash_view, int, cchash_hash_view, cchash_eq_view);
CCHASH_DEFINE_EX(keyed, cchash_view, int, cchash_sip_view, cchash_eq_view, (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH));

enum { FLOOD = 3000 };

/* A flood as above in maps: as many probes as other keys take. */
TEST(attack) {
    static char flood[FLOOD][MOST_BYTES], plain[FLOOD][MOST_BYTES];
    const size_t size = attacked[_i];
    for (size_t digit = 0; digit < sizeof digits / sizeof *digits; digit++) {
        fast strong = EMPTY, rest = EMPTY;
        usual finished = EMPTY;
        keyed secret = EMPTY;
        for (int i = 0; i < FLOOD; i++) {
            memset(flood[i], 'f', size);
            flood[i][size - 1] = (char)i; /* 9 bytes: 256 keys */
            if (size > 9) flood[i][size - 2] = (char)(i >> 8);
            write64((unsigned char *)flood[i], digits[digit]);
            for (size_t at = 0; at < size; at++) plain[i][at] = (char)mix64((uint64_t)i * MOST_BYTES + at);
            if (size == 9 && i >= 256) continue;
            const cchash_view key = cchash_view_n(flood[i], size);
            CHECK_EQ(fast_put(&strong, key, i), CCHASH_INSERTED);
            CHECK_EQ(usual_put(&finished, key, i), CCHASH_INSERTED);
            CHECK_EQ(keyed_put(&secret, key, i), CCHASH_INSERTED);
            CHECK_EQ(fast_put(&rest, cchash_view_n(plain[i], size), i), CCHASH_INSERTED);
        }
        const double normal = fast_stats(&rest).mean_probe;
        CHECK(fast_stats(&strong).mean_probe <= 2 * normal && usual_stats(&finished).mean_probe <= 2 * normal);
        CHECK(keyed_stats(&secret).mean_probe <= 2 * normal);
        CHECK(fast_capacity(&strong) == fast_capacity(&rest) && keyed_capacity(&secret) == fast_capacity(&rest));
        fast_free(&strong);
        fast_free(&rest);
        usual_free(&finished);
        keyed_free(&secret);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("hash_quality");
    TCase *c = tcase_create("hash_quality");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_loop_test(c, avalanche, 0, SIZES);
    tcase_add_test(c, seed_avalanche);
    tcase_add_loop_test(c, key_sets, 0, SETS);
    tcase_add_test(c, differentials);
    tcase_add_test(c, poor_hashes_are_found_out);
    tcase_add_loop_test(c, zeroed_factors, 0, ATTACKED);
    tcase_add_loop_test(c, cancelling_differences, 0, ATTACKED);
    tcase_add_test(c, equal_lanes);
    tcase_add_loop_test(c, attack, 0, ATTACKED);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
