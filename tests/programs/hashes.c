/* The ready-made hash and equality functions: values, unaligned and page-edge reads, seeds. */
#define _DEFAULT_SOURCE
#include "test.h"

#include "cchash.h"
#include <limits.h>
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* SipHash-c-d as its paper describes it, one byte at a time; written for this test alone. */
static uint64_t rotate(uint64_t x, int by) { return x << by | x >> (64 - by); }
static void sip_rounds(uint64_t v[4], int rounds) {
    while (rounds--) {
        v[0] += v[1], v[1] = rotate(v[1], 13), v[1] ^= v[0], v[0] = rotate(v[0], 32);
        v[2] += v[3], v[3] = rotate(v[3], 16), v[3] ^= v[2];
        v[0] += v[3], v[3] = rotate(v[3], 21), v[3] ^= v[0];
        v[2] += v[1], v[1] = rotate(v[1], 17), v[1] ^= v[2], v[2] = rotate(v[2], 32);
    }
}
static uint64_t sip(int c, int d, const unsigned char *bytes, size_t size, const uint64_t key[2]) {
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du, key[0] ^ 0x6c7967656e657261u,
                     key[1] ^ 0x7465646279746573u};
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word |= (uint64_t)bytes[i] << (i % 8 * 8);
        if (i % 8 == 7) {
            v[3] ^= word;
            sip_rounds(v, c);
            v[0] ^= word;
            word = 0;
        }
    }
    word |= (uint64_t)(size & 255) << 56;
    v[3] ^= word;
    sip_rounds(v, c);
    v[0] ^= word;
    v[2] ^= 255;
    sip_rounds(v, d);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static const uint64_t paper_key[2] = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};

TEST(siphash) {
    unsigned char bytes[300];
    for (int i = 0; i < 300; i++) {
        bytes[i] = (unsigned char)i;
    }
    /* The model itself against SipHash-2-4's published vectors (Aumasson and Bernstein, appendix A and vectors.h). */
    CHECK(sip(2, 4, bytes, 0, paper_key) == 0x726fdb47dd0e0e31u);
    CHECK(sip(2, 4, bytes, 15, paper_key) == 0xa129ca6149be45e5u);
    CHECK(cchash_siphash13(NULL, 0, paper_key) == 0xabac0158050fc4dcu);
    for (size_t size = 0; size < 300; size++) {
        const uint64_t expected = sip(1, 3, bytes, size, paper_key);
        CHECK(cchash_siphash13(bytes, size, paper_key) == expected);
        unsigned char moved[320];
        for (size_t shift = 1; shift < 9; shift++) {
            memcpy(moved + shift, bytes, size);
            CHECK(cchash_siphash13(moved + shift, size, paper_key) == expected);
        }
        const uint64_t other[2] = {paper_key[0], paper_key[1] ^ 1};
        CHECK(cchash_siphash13(bytes, size, other) == sip(1, 3, bytes, size, other));
        CHECK(cchash_siphash13(bytes, size, other) != expected);
    }
}
END_TEST

static uint64_t digest_of_lengths(void) {
    unsigned char bytes[301];
    uint64_t digest = 0;
    for (int i = 0; i < 301; i++) {
        bytes[i] = (unsigned char)(i * 7 + 3);
    }
    for (size_t size = 0; size <= 300; size++) {
        digest = mix64(digest ^ cchash_hash_bytes(bytes, size, size * 0x123456789u));
    }
    return digest;
}

/* Values are part of the layout: saved figures, traces and iteration order hang on them, on every machine. */
TEST(pinned_values) {
    CHECK_MSG(digest_of_lengths() == 0xe24c7c53c3a1193eu, "digest of cchash_hash_bytes is 0x%016" PRIx64,
              digest_of_lengths());
    CHECK_MSG(cchash_hash_bytes("cache", 5, 0) == 0x3002469acdbcb40au, "hash of \"cache\" is 0x%016" PRIx64,
              cchash_hash_bytes("cache", 5, 0));
}
END_TEST

TEST(bytes_anywhere) {
    static unsigned char aligned[320], moved[340];
    for (int i = 0; i < 320; i++) {
        aligned[i] = (unsigned char)(i * 31);
    }
    for (size_t size = 0; size <= 300; size++) {
        const uint64_t expected = cchash_hash_bytes(aligned, size, 7);
        for (size_t shift = 0; shift < 17; shift++) {
            memset(moved, 0xff, sizeof moved);
            memcpy(moved + shift, aligned, size);
            CHECK(cchash_hash_bytes(moved + shift, size, 7) == expected);
            memset(moved, 0x00, sizeof moved);
            memcpy(moved + shift, aligned, size);
            CHECK(cchash_hash_bytes(moved + shift, size, 7) == expected);
        }
        CHECK(cchash_hash_bytes(aligned, size, 8) != expected);
        CHECK(cchash_hash_bytes(aligned, size + 1, 7) != expected); /* a zero more is another key */
        for (size_t at = 0; at < size; at++) {                      /* every bit of every byte counts */
            aligned[at] ^= (unsigned char)(1 << at % 8);
            CHECK(cchash_hash_bytes(aligned, size, 7) != expected);
            aligned[at] ^= (unsigned char)(1 << at % 8);
        }
    }
    CHECK(cchash_hash_bytes(NULL, 0, 7) == cchash_hash_bytes(aligned, 0, 7));
    static const unsigned char zeros[64] = {0};
    for (size_t size = 1; size < 64; size++) { /* runs of zeros differ by their length */
        CHECK(cchash_hash_bytes(zeros, size, 0) != cchash_hash_bytes(zeros, size - 1, 0));
    }
}
END_TEST

/* Nothing is read before the first byte or behind the last: the pages around are not there. */
TEST(page_edges) {
    const size_t page = 65536; /* a multiple of any machine's page */
    unsigned char *start =
        (unsigned char *)mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK((void *)start != MAP_FAILED);
    CHECK(mprotect(start, page, PROT_NONE) == 0 && mprotect(start + 2 * page, page, PROT_NONE) == 0);
    uint64_t digest = 0;
    for (size_t size = 0; size <= 300; size++) {
        unsigned char *ends[2] = {start + page, start + 2 * page - size};
        for (int i = 0; i < 2; i++) {
            digest ^= cchash_hash_bytes(ends[i], size, 0) ^ cchash_siphash13(ends[i], size, paper_key);
            cchash_view v;
            v.ptr = (const char *)ends[i];
            v.len = size;
            digest ^= cchash_hash_view(v);
            CHECK(cchash_eq_view(v, v));
        }
    }
    char *text = (char *)start + 2 * page - 6;
    memcpy(text, "cache", 6);
    CHECK(cchash_hash_cstr(text) == cchash_hash_cstr("cache"));
    CHECK(cchash_eq_cstr(text, "cache"));
    CHECK(digest != 1);
    munmap(start, 3 * page);
}
END_TEST

TEST(equality) {
    CHECK(cchash_eq_cstr("", "") && !cchash_eq_cstr("", "a") && !cchash_eq_cstr("ab", "a") &&
          cchash_eq_cstr("ab", "ab"));
    CHECK(cchash_hash_cstr("a") != cchash_hash_cstr("b") && cchash_hash_cstr("") != cchash_hash_cstr("a"));
    CHECK(cchash_hash_cstr("\xc3\xa9t\xc3\xa9") != cchash_hash_cstr("\xc3\xa8t\xc3\xa8"));
    cchash_view a = EMPTY, b = EMPTY, c = EMPTY, nothing = EMPTY;
    a.ptr = "a\0b";
    a.len = 3;
    b.ptr = "a\0c";
    b.len = 3;
    c.ptr = "a\0b!";
    c.len = 3;
    CHECK(cchash_eq_view(a, c) && cchash_hash_view(a) == cchash_hash_view(c));
    CHECK(!cchash_eq_view(a, b) && cchash_hash_view(a) != cchash_hash_view(b)); /* NUL is a byte like any other */
    c.len = 4;
    CHECK(!cchash_eq_view(a, c));
    c.len = 0;
    CHECK(cchash_eq_view(nothing, nothing) && cchash_eq_view(nothing, c));
    CHECK(cchash_hash_view(nothing) == cchash_hash_view(c));
    CHECK(!cchash_eq_view(nothing, a));
    CHECK(cchash_eq_u64(UINT64_MAX, UINT64_MAX) && !cchash_eq_u64(UINT64_MAX, UINT32_MAX));
    CHECK(cchash_eq_u32(UINT32_MAX, UINT32_MAX) && !cchash_eq_u32(0, 1));
    CHECK(cchash_hash_u64(1) != cchash_hash_u64(2) && cchash_hash_u64((uint64_t)1 << 63) != cchash_hash_u64(0));
    CHECK(cchash_hash_u32(1) != cchash_hash_u32(2));
    int x[2] = {0, 0};
    CHECK(cchash_eq_ptr(&x[0], &x[0]) && !cchash_eq_ptr(&x[0], &x[1]));
    CHECK(cchash_hash_ptr(&x[0]) != cchash_hash_ptr(&x[1]));
    CHECK(cchash_eq_ptr(NULL, NULL));
    (void)cchash_hash_ptr(NULL);
}
END_TEST

/* Each of the ready-made pairs in a map. */
CCHASH_DEFINE(by_u32, uint32_t, int, cchash_hash_u32, cchash_eq_u32);
CCHASH_DEFINE(by_pointer, const void *, int, cchash_hash_ptr, cchash_eq_ptr);
CCHASH_DEFINE(by_view, cchash_view, int, cchash_hash_view, cchash_eq_view);
static uint64_t sip_view(cchash_view v, uint64_t seed) {
    const uint64_t key[2] = {seed, ~seed};
    return cchash_siphash13(v.ptr, v.len, key);
}
CCHASH_DEFINE_EX(by_secret, cchash_view, int, sip_view, cchash_eq_view, (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH));
#define HASH_MACRO(key_) ((uint64_t)(key_)*31u)
#define EQ_MACRO(left_, right_) ((left_) == (right_))
CCHASH_DEFINE(by_macro, short, int, HASH_MACRO, EQ_MACRO);

TEST(ready_made) {
    by_u32 a = EMPTY;
    by_pointer b = EMPTY;
    by_view c = EMPTY;
    by_secret d = EMPTY;
    by_macro e = EMPTY;
    static const char text[300] = {0};
    for (int i = 0; i < 300; i++) {
        cchash_view v;
        v.ptr = text;
        v.len = (size_t)i;
        CHECK_EQ(by_u32_put(&a, (uint32_t)0 - (uint32_t)i, i), CCHASH_INSERTED);
        CHECK_EQ(by_pointer_put(&b, i ? text + i : NULL, i), CCHASH_INSERTED);
        CHECK_EQ(by_view_put(&c, v, i), CCHASH_INSERTED);
        CHECK_EQ(by_secret_put(&d, v, i), CCHASH_INSERTED);
        CHECK_EQ(by_macro_put(&e, (short)(-i), i), CCHASH_INSERTED);
    }
    for (int i = 0; i < 300; i++) {
        cchash_view v;
        v.ptr = text;
        v.len = (size_t)i;
        CHECK_EQ(by_u32_get_or(&a, (uint32_t)0 - (uint32_t)i, -1), i);
        CHECK_EQ(by_pointer_get_or(&b, i ? text + i : NULL, -1), i);
        CHECK_EQ(by_view_get_or(&c, v, -1), i);
        CHECK_EQ(by_secret_get_or(&d, v, -1), i);
        CHECK_EQ(by_macro_get_or(&e, (short)(-i), -1), i);
    }
    CHECK(by_u32_verify(&a) && by_pointer_verify(&b) && by_view_verify(&c) && by_secret_verify(&d) &&
          by_macro_verify(&e));
    by_u32_free(&a);
    by_pointer_free(&b);
    by_view_free(&c);
    by_secret_free(&d);
    by_macro_free(&e);
}
END_TEST

/* ---- Secrets of the process ---- */

CCHASH_DEFINE_STR(by_text, int);
CCHASH_DEFINE_EX(by_sip, cchash_view, int, cchash_sip_view, cchash_eq_view, (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH));

static char kept_text[100][8];

enum { SECRETS = 5 };
static void show_secrets(uint64_t shown[SECRETS]) {
    by_text map = EMPTY;
    shown[0] = cchash_hash_cstr("cache");
    shown[1] = cchash_hash_view(cchash_view_n("a text of more than sixteen bytes", 33));
    shown[2] = cchash_hash_view(
        cchash_view_n("a text of more than sixty-four bytes, which takes another way, out of line", 74));
    shown[3] = cchash_sip_cstr("cache", 7);
    CHECK_EQ(by_text_put(&map, "cache", 1), CCHASH_INSERTED);
    CHECK(by_text_hash(&map, "cache") == shown[0]); /* the map's seed is no part of it */
    shown[4] = map.cchash_table.seed;
    by_text_free(&map);
}

static const char *own_path;

/* This program once more, in a process of its own. */
static void ask_another(uint64_t shown[SECRETS]) {
    char command[600];
    snprintf(command, sizeof command, "%s %s secrets", emulator(), own_path);
    FILE *pipe = popen(command, "r");
    CHECK(pipe != NULL);
    for (int i = 0; i < SECRETS; i++) CHECK_EQ(fscanf(pipe, "%" SCNx64, &shown[i]), 1);
    CHECK_EQ(pclose(pipe), 0);
}

TEST(processes_differ) {
    uint64_t own[SECRETS], again[SECRETS], first[SECRETS], second[SECRETS];
    show_secrets(own);
    show_secrets(again);
    ask_another(first);
    ask_another(second);
    for (int i = 0; i < SECRETS; i++) {
        CHECK(first[i] != second[i] && first[i] != own[i]);
        CHECK(i == 4 || own[i] == again[i]);
    }
    CHECK(own[4] != again[4]);
}
END_TEST

/* Threads that come to the secrets at the same moment agree: the first thing that the other process does. */
enum { THREADS = 4 };
static pthread_barrier_t start_line;
static void *show_in_thread(void *to) {
    pthread_barrier_wait(&start_line);
    show_secrets((uint64_t *)to);
    return NULL;
}
static int race_for_secrets(void) {
    static uint64_t shown[THREADS][SECRETS];
    pthread_t threads[THREADS];
    pthread_barrier_init(&start_line, NULL, THREADS);
    for (int i = 0; i < THREADS; i++) {
        if (pthread_create(&threads[i], NULL, show_in_thread, shown[i]) != 0) return 1;
    }
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
    for (int i = 1; i < THREADS; i++) {
        if (memcmp(shown[i], shown[0], 4 * sizeof shown[0][0]) != 0 || shown[i][4] == shown[0][4]) return 1;
    }
    return 0;
}
TEST(threads_agree) {
    char command[600];
    snprintf(command, sizeof command, "%s %s threads", emulator(), own_path);
    for (int i = 0; i < 20; i++) CHECK_EQ(system(command), 0);
}
END_TEST

TEST(errno_is_left) {
    by_text map = EMPTY;
    errno = 77;
    (void)cchash_hash_cstr("cache");
    CHECK_EQ(by_text_put(&map, "cache", 1), CCHASH_INSERTED);
    CHECK_EQ(errno, 77);
    by_text_free(&map);
}
END_TEST

/* All 64 bits of a seed vary where the hash is keyed, and 48 where consecutive integers may come. */
TEST(seed_bits) {
    uint64_t keyed_ones = 0, keyed_zeros = 0, ones = 0, zeros = 0;
    for (int i = 0; i < 200; i++) {
        by_sip secret = EMPTY;
        by_u32 plain = EMPTY;
        CHECK_EQ(by_sip_put(&secret, cchash_view_n("a", 1), 1), CCHASH_INSERTED);
        CHECK_EQ(by_u32_put(&plain, 1, 1), CCHASH_INSERTED);
        keyed_ones |= secret.cchash_table.seed;
        keyed_zeros |= ~secret.cchash_table.seed;
        ones |= plain.cchash_table.seed;
        zeros |= ~plain.cchash_table.seed;
        by_sip_free(&secret);
        by_u32_free(&plain);
    }
    CHECK(keyed_ones == UINT64_MAX && keyed_zeros == UINT64_MAX);
    CHECK((ones & zeros) == ~CCHASH_PRIV_PACE_MASK);
    CHECK(cchash_sip_cstr("a", 1) != cchash_sip_cstr("a", 2) && cchash_sip_cstr("a", 1) == cchash_sip_cstr("a", 1));
}
END_TEST

/* A hash made with a map's seed stays good whatever happens to the map. */
TEST(kept_hashes) {
    by_sip map = EMPTY, copy = EMPTY;
    const cchash_view key = cchash_view_n("a key", 5), other = cchash_view_n("another", 7);
    CHECK_EQ(by_sip_put(&map, key, 1), CCHASH_INSERTED);
    const uint64_t hash = by_sip_hash(&map, key);
    by_sip_clear(&map);
    CHECK(by_sip_hash(&map, key) == hash);
    CHECK(by_sip_shrink(&map) && by_sip_hash(&map, key) == hash);
    CHECK_EQ(by_sip_put_hashed(&map, hash, key, 2), CCHASH_INSERTED);
    CHECK_EQ(by_sip_get_or(&map, key, 0), 2);
    by_sip_free(&map);
    CHECK(by_sip_hash(&map, key) == hash);
    CHECK_EQ(by_sip_put_hashed(&map, hash, key, 3), CCHASH_INSERTED);
    CHECK_EQ(by_sip_get_or(&map, key, 0), 3);
    for (int i = 0; i < 100; i++) {
        char text[8];
        snprintf(text, sizeof text, "%d", i);
        CHECK_EQ(by_sip_put(&map, cchash_view_n(strcpy(kept_text[i], text), strlen(text)), i), CCHASH_INSERTED);
    }
    for (int i = 0; i < 100; i++) CHECK(by_sip_remove(&map, cchash_view_n(kept_text[i], strlen(kept_text[i]))));
    CHECK(by_sip_shrink(&map) && by_sip_verify(&map));
    CHECK(by_sip_hash(&map, key) == hash && *by_sip_get_hashed(&map, hash, key) == 3);
    CHECK_EQ(by_sip_put(&copy, other, 4), CCHASH_INSERTED);
    CHECK(by_sip_clone(&copy, &map) && by_sip_hash(&copy, key) == hash); /* a clone takes the seed over */
    by_sip_free(&copy);
    by_sip_free(&map);
}
END_TEST

/* The seeds of maps that processes draw after fork, each beside its parent, sisters and children. */
enum { DRAWS = 50, CHILDREN = 12 };
static void draw_seeds(uint64_t *to) {
    for (int i = 0; i < DRAWS; i++) {
        by_u32 map = EMPTY;
        CHECK_EQ(by_u32_put(&map, 1, 1), CCHASH_INSERTED);
        to[i] = map.cchash_table.seed;
        by_u32_free(&map);
    }
}
static void fork_and_draw(uint64_t (*seeds)[DRAWS], int first, int count) { /* in children, first to first + count */
    for (int i = first; i < first + count; i++) {
        const pid_t child = fork();
        CHECK(child >= 0);
        if (child == 0) {
            draw_seeds(seeds[i]);
            if (count > 1 && i == first) fork_and_draw(seeds, first + count, 1); /* a grandchild */
            _exit(0);
        }
        int status;
        CHECK(waitpid(child, &status, 0) == child && status == 0);
    }
}
TEST(forks_differ) {
    const size_t bytes = (CHILDREN + 1) * sizeof(uint64_t[DRAWS]);
    uint64_t(*seeds)[DRAWS] =
        (uint64_t(*)[DRAWS])mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CHECK((void *)seeds != MAP_FAILED);
    if (_i == 1) draw_seeds(seeds[0]); /* else the children draw the first of all */
    fork_and_draw(seeds, 1, CHILDREN - 1);
    draw_seeds(seeds[0]);
    const uint64_t *all = seeds[0];
    for (int i = 0; i < (CHILDREN + 1) * DRAWS; i++) {
        CHECK_MSG(all[i] != 0, "seed %d", i);
        for (int j = 0; j < i; j++) CHECK_MSG(all[i] != all[j], "seeds %d and %d", i, j);
    }
    munmap((void *)seeds, bytes);
}
END_TEST

/* ---- Integers, floating point, parts ---- */

typedef enum sign { SIGN_LOW = -5, SIGN_HIGH = 7 } sign;
#ifdef __cplusplus
enum class scoped : signed char { low = -5, high = 7 };
#endif
/* Extremes of a type, as 64-bit two's complement. */
#define CHECK_INT(T_, value_)                                                                                          \
    do {                                                                                                               \
        const T_ number_ = (T_)(value_);                                                                               \
        CHECK(cchash_hash_int(number_) == (uint64_t)number_ && cchash_eq_int(number_, number_));                       \
        CHECK(!cchash_eq_int(number_, (T_)(number_ == (T_)1 ? 0 : 1)));                                                \
    } while (0)
TEST(integers) {
    CHECK_INT(signed char, SCHAR_MIN);
    CHECK_INT(unsigned char, UCHAR_MAX);
    CHECK_INT(char, 'x');
    CHECK_INT(short, SHRT_MIN);
    CHECK_INT(unsigned short, USHRT_MAX);
    CHECK_INT(int, INT_MIN);
    CHECK_INT(unsigned, UINT_MAX);
    CHECK_INT(long, LONG_MIN);
    CHECK_INT(unsigned long, ULONG_MAX);
    CHECK_INT(int64_t, INT64_MIN);
    CHECK_INT(uint64_t, UINT64_MAX);
    CHECK_INT(bool, true);
    CHECK_INT(bool, false);
    CHECK_INT(sign, SIGN_LOW);
    CHECK_INT(sign, SIGN_HIGH);
    CHECK(cchash_hash_int((signed char)-1) == UINT64_MAX && cchash_hash_int((int64_t)1 << 40) == UINT64_C(1) << 40);
#ifdef __cplusplus
    CHECK(cchash_hash_int(scoped::low) == (uint64_t)-5 && !cchash_eq_int(scoped::low, scoped::high));
#endif
}
END_TEST

static double double_of(uint64_t bits) {
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
static float float_of(uint32_t bits) {
    float number;
    memcpy(&number, &bits, sizeof number);
    return number;
}
/* Each row is equal within, and different from all others. */
TEST(floating_point) {
    static const uint64_t same[][4] = {
        {0, UINT64_C(1) << 63, 0, 0},
        {UINT64_C(0x7ff8000000000000), UINT64_C(0xfff8000000000000), UINT64_C(0x7ff8000000000001),
         UINT64_C(0xffffffffffffffff)},
        {UINT64_C(0x7ff0000000000000), UINT64_C(0x7ff0000000000000), UINT64_C(0x7ff0000000000000),
         UINT64_C(0x7ff0000000000000)},
        {UINT64_C(0xfff0000000000000), UINT64_C(0xfff0000000000000), UINT64_C(0xfff0000000000000),
         UINT64_C(0xfff0000000000000)},
        {1, 1, 1, 1},
        {UINT64_C(1) << 63 | 1, UINT64_C(1) << 63 | 1, UINT64_C(1) << 63 | 1, UINT64_C(1) << 63 | 1}};
    enum { ROWS = sizeof same / sizeof *same };
    for (int i = 0; i < 4 * ROWS; i++) {
        for (int j = 0; j < 4 * ROWS; j++) {
            const bool expected = i / 4 == j / 4;
            const double left = double_of(same[i / 4][i % 4]), right = double_of(same[j / 4][j % 4]);
            CHECK(cchash_eq_double(left, right) == expected);
            CHECK((cchash_hash_double(left) == cchash_hash_double(right)) == expected);
            CHECK((cchash_sip_double(left, 3) == cchash_sip_double(right, 3)) == expected);
        }
    }
    const uint32_t sign_bit = UINT32_C(1) << 31, infinity = UINT32_C(0x7f800000);
    CHECK(cchash_eq_float(0, float_of(sign_bit)) && cchash_hash_float(0) == cchash_hash_float(float_of(sign_bit)));
    CHECK(cchash_eq_float(float_of(infinity + 1 + (infinity >> 1) % 64), float_of(sign_bit | (infinity + 9))));
    CHECK(cchash_hash_float(float_of(infinity | 0x400000)) ==
          cchash_hash_float(float_of(sign_bit | infinity | 0x400001)));
    CHECK(!cchash_eq_float(float_of(infinity), float_of(infinity | 0x400000)));
    CHECK(!cchash_eq_float(float_of(infinity), float_of(sign_bit | infinity)) && !cchash_eq_float(1, -1));
    CHECK(cchash_sip_float(0, 3) == cchash_sip_float(float_of(sign_bit), 3) &&
          cchash_sip_float(1, 3) != cchash_sip_float(1, 4));
}
END_TEST

static int compare_u64(const void *left, const void *right) {
    uint64_t a, b;
    memcpy(&a, left, sizeof a);
    memcpy(&b, right, sizeof b);
    return a < b ? -1 : a > b;
}
/* A grid of 2^16 pairs: no collision, order matters, and the top 16 bits are spread like random ones. */
TEST(combine) {
    enum { SIDE = 256, ALL = SIDE * SIDE };
    uint64_t *hashes = (uint64_t *)malloc(ALL * sizeof *hashes);
    unsigned char *taken = (unsigned char *)calloc(ALL, 1);
    CHECK(hashes && taken);
    for (int scale = 0; scale < 64; scale += 8) {
        size_t places = 0;
        memset(taken, 0, ALL);
        for (uint64_t x = 0; x < SIDE; x++) {
            for (uint64_t y = 0; y < SIDE; y++) {
                const uint64_t hash = cchash_hash_combine(x << scale % 56, y << scale / 2);
                hashes[x * SIDE + y] = hash;
                places += !taken[hash >> 48];
                taken[hash >> 48] = 1;
            }
        }
        qsort(hashes, ALL, sizeof *hashes, compare_u64);
        for (int i = 1; i < ALL; i++) CHECK(hashes[i] != hashes[i - 1]);
        CHECK_MSG(places > ALL * 6 / 10, "scale %d: %d of %d places", scale, (int)places, ALL); /* random: 0.632 */
    }
    free(hashes);
    free(taken);
}
END_TEST

typedef struct inner {
    short s;
    int64_t i;
} inner;
typedef struct parts {
    char c;
    inner in;
    unsigned char a[3];
    int grid[2][2];
    const char *p;
    bool b;
    int f1, f2, f3, f4, f5, f6, f7, f8, f9, f10;
} parts;
CCHASH_STRUCT_KEY(all_parts, parts, c, in.s, in.i, a, grid, p, b, f1, f2, f3, f4, f5, f6, f7, f8, f9);
CCHASH_STRUCT_KEY(one_part, parts, in.i);
static parts parts_over(int padding) {
    parts key;
    memset(&key, padding, sizeof key);
    key.c = 1, key.in.s = -2, key.in.i = 3, key.p = NULL, key.b = true;
    memset(key.a, 4, sizeof key.a);
    memset(key.grid, 5, sizeof key.grid);
    key.f1 = key.f2 = key.f3 = key.f4 = key.f5 = key.f6 = key.f7 = key.f8 = key.f9 = 6;
    return key; /* f10 is in no key */
}
TEST(struct_keys) {
    const parts key = parts_over(0), same = parts_over(0xff);
    CHECK(all_parts_hash(key) == all_parts_hash(same) && all_parts_eq(key, same));
    CHECK(one_part_hash(key) == one_part_hash(same) && one_part_eq(key, same));
#define CHECK_PART(change_)                                                                                            \
    do {                                                                                                               \
        parts other_ = parts_over(0);                                                                                  \
        other_.change_;                                                                                                \
        CHECK(!all_parts_eq(key, other_) && all_parts_hash(key) != all_parts_hash(other_));                            \
    } while (0)
    CHECK_PART(c = 2);
    CHECK_PART(in.s = 2);
    CHECK_PART(in.i = -3);
    CHECK_PART(a[2] = 0);
    CHECK_PART(grid[1][1] = 0);
    CHECK_PART(p = "");
    CHECK_PART(b = false);
    CHECK_PART(f1 = 0);
    CHECK_PART(f9 = 0);
}
END_TEST

/* Whose hash function is it? One of the user's may jump out, whatever its name is. */
static inline uint64_t cchash_hash_of_ours(uint64_t key) { return key; }
CCHASH_DEFINE(library_map, uint64_t, int, cchash_hash_u64, cchash_eq_u64);
CCHASH_DEFINE(user_map, uint64_t, int, cchash_hash_of_ours, cchash_eq_u64);
CCHASH_DEFINE_STR(library_words, int);
CCHASH_DEFINE_STR(library_secret_words, int, (CCHASH_SIPHASH));
CCHASH_DEFINE(library_texts, const char *, int, cchash_hash_cstr, cchash_eq_cstr);
CCHASH_DEFINE(library_views, cchash_view, int, cchash_hash_view, cchash_eq_view);
CCHASH_DEFINE_EX(library_cached_texts, const char *, int, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_CACHED_HASH));
TEST(which_functions_read_text) {
    CHECK(library_texts_priv_type.hashes_text && library_views_priv_type.hashes_text);
    CHECK(!library_cached_texts_priv_type.hashes_text && !library_map_priv_type.hashes_text);
    CHECK(!library_words_priv_type.hashes_text && !library_secret_words_priv_type.hashes_text);
    CHECK(!user_map_priv_type.hashes_text);
    library_texts texts = EMPTY; /* growth reads what it has prefetched */
    library_views views = EMPTY;
    static char names[20000][8];
    for (int i = 0; i < 20000; i++) {
        snprintf(names[i], sizeof names[i], "%d", i);
        CHECK_EQ(library_texts_put(&texts, names[i], i), CCHASH_INSERTED);
        CHECK_EQ(library_views_put(&views, cchash_view_n(names[i], i ? strlen(names[i]) : 0), i), CCHASH_INSERTED);
    }
    for (int i = 0; i < 20000; i++) CHECK(*library_texts_get(&texts, names[i]) == i);
    CHECK(library_texts_verify(&texts) && library_views_verify(&views));
    library_texts_free(&texts);
    library_views_free(&views);
}
END_TEST

TEST(which_functions_return) {
    CHECK(library_map_priv_type.hash_returns && library_words_priv_type.hash_returns);
    CHECK(library_secret_words_priv_type.hash_returns && !user_map_priv_type.hash_returns);
}
END_TEST

int main(int argc, char **argv) {
    own_path = argv[0];
    if (argc > 1 && strcmp(argv[1], "threads") == 0) return race_for_secrets();
    if (argc > 1) {
        uint64_t shown[SECRETS];
        show_secrets(shown);
        for (int i = 0; i < SECRETS; i++) printf("%" PRIx64 "\n", shown[i]);
        return 0;
    }
    Suite *suite = suite_create("hashes");
    TCase *c = tcase_create("hashes");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, siphash);
    tcase_add_test(c, pinned_values);
    tcase_add_test(c, bytes_anywhere);
    tcase_add_test(c, page_edges);
    tcase_add_test(c, equality);
    tcase_add_test(c, ready_made);
    tcase_add_test(c, processes_differ);
    tcase_add_test(c, threads_agree);
    tcase_add_test(c, errno_is_left);
    tcase_add_test(c, seed_bits);
    tcase_add_test(c, kept_hashes);
    tcase_add_loop_test(c, forks_differ, 0, 2);
    tcase_add_test(c, integers);
    tcase_add_test(c, floating_point);
    tcase_add_test(c, combine);
    tcase_add_test(c, struct_keys);
    tcase_add_test(c, which_functions_return);
    tcase_add_test(c, which_functions_read_text);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
