/* Concurrent maps: what each function does, with one thread and with several; memory that fails; readers that write
 * nothing; threads that stop at the worst moment. */
#define _DEFAULT_SOURCE
#define HEAP_ONLY_BY_CONTEXT
#include "test_heap.h"
#include "cchash_sync.h"
#include <pthread.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct triple {
    uint64_t a, b, c;
} triple;
typedef struct lump {
    unsigned char bytes[101];
} lump;
typedef struct odd_key {
    uint16_t parts[3];
} odd_key;
static uint64_t hash_odd(odd_key k) { return cchash_hash_bytes(&k, sizeof k, 1); }
static bool same_odd(odd_key a, odd_key b) { return memcmp(&a, &b, sizeof a) == 0; }
static uint64_t hash_all_alike(uint64_t k) { return k & 1; }
static uint64_t seeded(uint64_t k, uint64_t seed) { return mix64(k ^ seed); }

CCHASH_CONCURRENT_DEFINE(words, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE(halves, uint32_t, uint32_t, cchash_hash_u32, cchash_eq_u32);
CCHASH_CONCURRENT_DEFINE(triples, uint64_t, triple, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE_EX(lumps, uint32_t, lump, cchash_hash_u32, cchash_eq_u32, (CCHASH_SIPHASH));
CCHASH_CONCURRENT_DEFINE_EX(odds, odd_key, uint8_t, hash_odd, same_odd, (CCHASH_GOOD_HASH));
CCHASH_CONCURRENT_DEFINE(alike, uint64_t, uint64_t, hash_all_alike, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE_EX(watched, uint64_t, uint64_t, seeded, cchash_eq_u64,
                            (CCHASH_SEEDED_HASH, CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to)));
CCHASH_CONCURRENT_DEFINE_SET(ids, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE_SET_EX(bytes_set, uint8_t, cchash_hash_u32, cchash_eq_u32, (CCHASH_SIPHASH));

/* ---- One thread, against a model: an array of values, 0 for an absent key ---------------------------------------- */

enum { MODEL = 3000 };

static bool is_multiple_of_3(const uint64_t *key, const uint64_t *value, void *unused) {
    (void)key, (void)unused;
    return *value % 3 == 0;
}
static cchash_verdict change(const uint64_t *key, uint64_t *value, bool present, void *context) {
    const unsigned kind = *(const unsigned *)context;
    (void)key;
    if (!present && *value != 0) return CCHASH_REMOVE; /* an absent value comes as zeros */
    *value += 5;
    return kind == 0 ? CCHASH_KEEP : kind == 1 ? CCHASH_STORE : CCHASH_REMOVE;
}
static bool make(const uint64_t *key, uint64_t *value, void *context) {
    *value = *key + 1;
    return *(const unsigned *)context != 0;
}
static bool sum_up(const uint64_t *key, const uint64_t *value, void *context) {
    uint64_t *sums = (uint64_t *)context;
    sums[0] += *key, sums[1] += *value, sums[2]++;
    return sums[2] != sums[3];
}

#define MODEL_TEST(name_)                                                                                              \
    static void name_##_model(uint64_t seed, int operations) {                                                         \
        static uint64_t model[MODEL];                                                                                  \
        name_ m = EMPTY;                                                                                               \
        size_t size = 0;                                                                                               \
        memset(model, 0, sizeof model);                                                                                \
        for (int i = 0; i < operations; i++) {                                                                         \
            const uint64_t k = random64(&seed) % (i % 1000 < 500 ? MODEL : 40), fresh = random64(&seed) | 1;           \
            uint64_t *have = &model[k], out = 12345, expected;                                                         \
            unsigned kind = (unsigned)random_below(&seed, 3);                                                          \
            switch (random_below(&seed, 12)) {                                                                         \
            case 0:                                                                                                    \
                CHECK_EQ(name_##_put(&m, k, fresh), *have ? CCHASH_PRESENT : CCHASH_INSERTED);                         \
                *have = fresh;                                                                                         \
                break;                                                                                                 \
            case 1:                                                                                                    \
                CHECK_EQ(name_##_add(&m, k, fresh, &out), *have ? CCHASH_PRESENT : CCHASH_INSERTED);                   \
                if (*have) CHECK(out == *have);                                                                        \
                if (!*have) *have = fresh;                                                                             \
                break;                                                                                                 \
            case 2:                                                                                                    \
                CHECK_EQ(name_##_remove(&m, k), *have != 0);                                                           \
                *have = 0;                                                                                             \
                break;                                                                                                 \
            case 3:                                                                                                    \
                CHECK_EQ(name_##_take(&m, k, &out), *have != 0);                                                       \
                if (*have) CHECK(out == *have);                                                                        \
                *have = 0;                                                                                             \
                break;                                                                                                 \
            case 4:                                                                                                    \
                expected = *have && *have % 3 == 0;                                                                    \
                CHECK_EQ(name_##_remove_if(&m, k, is_multiple_of_3, NULL), expected);                                  \
                if (expected) *have = 0;                                                                               \
                break;                                                                                                 \
            case 5:                                                                                                    \
                expected = kind ? *have : *have + 1;                                                                   \
                CHECK_EQ(name_##_replace(&m, k, &expected, fresh), kind &&*have);                                      \
                if (kind && *have) *have = fresh;                                                                      \
                break;                                                                                                 \
            case 6:                                                                                                    \
                CHECK_EQ(name_##_upsert(&m, k, change, &kind), *have       ? CCHASH_PRESENT                            \
                                                               : kind == 1 ? CCHASH_INSERTED                           \
                                                                           : CCHASH_DECLINED);                         \
                *have = kind == 1 ? *have + 5 : kind == 2 ? 0 : *have;                                                 \
                break;                                                                                                 \
            case 7:                                                                                                    \
                CHECK_EQ(name_##_compute_if_absent(&m, k, make, &kind, &out), *have  ? CCHASH_PRESENT                  \
                                                                              : kind ? CCHASH_INSERTED                 \
                                                                                     : CCHASH_DECLINED);               \
                if (!*have && kind) *have = k + 1;                                                                     \
                if (*have) CHECK(out == *have);                                                                        \
                break;                                                                                                 \
            case 8:                                                                                                    \
                CHECK_EQ(name_##_fetch_add(&m, k, 7, &out), *have ? CCHASH_PRESENT : CCHASH_INSERTED);                 \
                CHECK(out == *have);                                                                                   \
                *have += 7;                                                                                            \
                break;                                                                                                 \
            default:                                                                                                   \
                CHECK_EQ(name_##_get(&m, k, &out), *have != 0);                                                        \
                CHECK(out == (*have ? *have : 12345));                                                                 \
                CHECK(name_##_get_or(&m, k, 9) == (*have ? *have : 9) && name_##_contains(&m, k) == (*have != 0));     \
            }                                                                                                          \
            if (i % 4096 == 0) CHECK(name_##_verify(&m));                                                              \
            if (i % 20000 == 19999) {                                                                                  \
                uint64_t sums[4] = {0, 0, 0, 0}, expect[3] = {0, 0, 0};                                                \
                for (uint64_t j = 0; j < MODEL; j++)                                                                   \
                    if (model[j]) expect[0] += j, expect[1] += model[j], expect[2]++;                                  \
                name_##_for_each(&m, sum_up, sums);                                                                    \
                CHECK(memcmp(sums, expect, sizeof expect) == 0 && name_##_size(&m) == expect[2]);                      \
                if (i % 40000 == 39999) {                                                                              \
                    size = expect[2];                                                                                  \
                    for (uint64_t j = 0; j < MODEL; j++)                                                               \
                        if (model[j] && model[j] % 3 != 0) model[j] = 0, size--;                                       \
                    CHECK_EQ(name_##_retain(&m, is_multiple_of_3, NULL), expect[2] - size);                            \
                    CHECK(name_##_verify(&m) && name_##_size(&m) == size);                                             \
                    name_##_reclaim(&m);                                                                               \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        name_##_clear(&m);                                                                                             \
        CHECK(name_##_size(&m) == 0 && name_##_verify(&m) && !name_##_contains(&m, 1));                                \
        name_##_free(&m);                                                                                              \
    }
MODEL_TEST(words)
MODEL_TEST(alike)

TEST(model) {
    const int operations = (int)test_parameter("TEST_OPS", 100000) > 600 ? 200000 : 60000;
    words_model((uint64_t)test_parameter("TEST_SEED", 1), operations);
    alike_model((uint64_t)test_parameter("TEST_SEED", 1) + 1, operations / 8);
}
END_TEST

static bool three(const uint64_t *key, const uint64_t *value, void *context) {
    (void)key, (void)value;
    return ++*(int *)context < 3;
}

TEST(every_shape) {
    halves h = EMPTY;
    triples t = EMPTY;
    lumps l = EMPTY;
    odds o = EMPTY;
    ids s = EMPTY;
    bytes_set b = EMPTY;
    lump piece;
    triple of;
    uint32_t half;
    uint8_t tiny;
    int shown = 0;
    for (uint32_t i = 0; i < 5000; i++) {
        const odd_key key = {{(uint16_t)i, (uint16_t)(i * 7), 3}};
        const triple value = {i, i + 1, i + 2};
        memset(&piece, (int)(i & 255), sizeof piece);
        CHECK(halves_put(&h, i, ~i) == 1 && triples_put(&t, i, value) == 1 && lumps_put(&l, i, piece) == 1);
        CHECK(odds_put(&o, key, (uint8_t)i) == 1 && ids_add(&s, i) == 1 && ids_add(&s, i) == 0);
        CHECK(bytes_set_add(&b, (uint8_t)i) == (i < 256 ? 1 : 0));
        if (i % 3 == 0) CHECK(halves_remove(&h, i) && triples_remove(&t, i) && lumps_remove(&l, i));
        if (i % 3 == 0) CHECK(odds_remove(&o, key) && ids_remove(&s, i) && !ids_remove(&s, i));
    }
    for (uint32_t i = 0; i < 5000; i++) {
        const odd_key key = {{(uint16_t)i, (uint16_t)(i * 7), 3}};
        const bool in = i % 3 != 0;
        CHECK(halves_get(&h, i, &half) == in && (!in || half == ~i));
        CHECK(triples_get(&t, i, &of) == in && (!in || (of.a == i && of.b == i + 1 && of.c == i + 2)));
        CHECK(lumps_get(&l, i, &piece) == in &&
              (!in || (piece.bytes[0] == (i & 255) && piece.bytes[100] == (i & 255))));
        CHECK(odds_get(&o, key, &tiny) == in && (!in || tiny == (uint8_t)i));
        CHECK(ids_contains(&s, i) == in && bytes_set_contains(&b, (uint8_t)i));
    }
    CHECK(halves_verify(&h) && triples_verify(&t) && lumps_verify(&l) && odds_verify(&o) && ids_verify(&s));
    CHECK(bytes_set_verify(&b) && bytes_set_size(&b) == 256);
    CHECK(halves_fetch_add(&h, 1, 3, &half) == CCHASH_PRESENT && half == ~UINT32_C(1));
    CHECK(halves_get_or(&h, 1, 0) == 1); /* modulo 2^32 */
    words w = EMPTY;
    CHECK(words_reserve(&w, 20000));
    const size_t reserved = words_stats(&w).bytes;
    uint64_t keys[100], values[100];
    bool found[100];
    for (uint64_t i = 0; i < 10000; i++) words_put(&w, 2 * i, i);
    CHECK(words_stats(&w).bytes < reserved + reserved / 5); /* children, and no second array */
    for (uint64_t i = 0; i < 100; i++) keys[i] = i;
    CHECK(words_get_many(&w, keys, 100, values, found) == 50);
    CHECK(words_get_many(&w, keys, 100, NULL, NULL) == 50);
    for (uint64_t i = 0; i < 100; i++) CHECK(found[i] == (i % 2 == 0) && (i % 2 || values[i] == i / 2));
    words_for_each(&w, three, &shown);
    CHECK(shown == 3 && words_stats(&w).size == 10000);
    halves_free(&h);
    triples_free(&t);
    lumps_free(&l);
    odds_free(&o);
    ids_free(&s);
    bytes_set_free(&b);
    words_free(&w);
}
END_TEST

TEST(a_small_map_is_small) {
    words w = EMPTY;
    CHECK(words_stats(&w).bytes == 0 && words_size(&w) == 0 && !words_remove(&w, 1) && words_verify(&w));
    for (int maps = 0; maps < 1000; maps++) { /* each with a seed of its own */
        words tens = EMPTY;
        for (uint64_t i = 0; i < 10; i++) words_put(&tens, i, i);
        CHECK(words_stats(&tens).bytes + sizeof tens <= 1024);
        words_free(&tens);
    }
}
END_TEST

/* While the map grows, an operation moves its own line and at most four more, and growth ends in time. */
TEST(growth_comes_in_small_steps) {
    words w = EMPTY;
    size_t growths = 0, most = 0;
    for (uint64_t k = 0; k < 100000; k++) {
        const cchash_priv_word array = w.cchash_lines.current;
        cchash_priv_array *header = array ? cchash_priv_lines_header(array) : NULL;
        const size_t before = header ? header->moved : 0;
        CHECK(words_put(&w, k, k) == CCHASH_INSERTED);
        const size_t moved = header ? header->moved - before : 0;
        most = moved > most ? moved : most;
        if (header && moved && header->moved == header->lines) growths++;
        CHECK(moved <= 1 + CCHASH_PRIV_HELP);
        /* Not more than two arrays at a time: the next growth begins when this one has ended. */
        CHECK(!header || !header->next || !cchash_priv_lines_header(header->next)->next);
    }
    CHECK_MSG(most == 1 + CCHASH_PRIV_HELP && growths >= 10, "%zu lines at most, %zu growths", most, growths);
    words_free(&w);
}
END_TEST

/* Insertions, removals and insertions at a steady size leave memory and probes where they were. */
TEST(churn_leaves_no_trace) {
    words w = EMPTY;
    enum { N = 20000 };
    for (uint64_t i = 0; i < N; i++) words_put(&w, i, i);
    words_reclaim(&w);
    const cchash_stats before = words_stats(&w);
    const uint64_t laps = test_parameter("TEST_OPS", 100000) > 600 ? 40 : 10;
    for (uint64_t i = N; i < laps * N; i++) {
        CHECK(words_put(&w, i, i) == 1);
        CHECK(words_remove(&w, i - N));
    }
    words_reclaim(&w);
    const cchash_stats after = words_stats(&w);
    CHECK_MSG(after.bytes <= before.bytes * 5 / 4 || after.bytes <= before.bytes * 5 / 2, "%zu bytes, then %zu",
              before.bytes, after.bytes);
    CHECK_MSG(after.mean_probe < 1.2, "%f probes", after.mean_probe);
    CHECK(words_verify(&w));
    words_free(&w);
}
END_TEST

/* ---- Memory that fails --------------------------------------------------------------------------------------------
 */

TEST(any_allocation_may_fail) {
    for (long after = 0;; after++) {
        struct heap h;
        memset(&h, 0, sizeof h);
        h.fail_after = after;
        h.fail_always = true;
        watched m;
        watched_init_allocator(&m, &h);
        bool in[600];
        size_t size = 0;
        for (uint64_t k = 0; k < 600; k++) {
            const int result = watched_put(&m, k, k + 1);
            CHECK(result == CCHASH_INSERTED || (result == CCHASH_NOMEM && h.failed));
            in[k] = result == CCHASH_INSERTED;
            size += in[k];
        }
        CHECK(watched_size(&m) == size && watched_verify(&m));
        for (uint64_t k = 0; k < 600; k++) CHECK(watched_get_or(&m, k, 0) == (in[k] ? k + 1 : 0));
        const bool failed = h.failed;
        for (uint64_t k = 0; k < 600; k += 2) CHECK(watched_remove(&m, k) == in[k]);
        h.fail_after = -1, h.fail_always = false;
        for (uint64_t k = 0; k < 600; k++) CHECK(watched_put(&m, k, k) != CCHASH_NOMEM); /* and goes on */
        for (uint64_t k = 0; k < 600; k++) CHECK(watched_get_or(&m, k, 7777) == k);
        CHECK(watched_size(&m) == 600 && watched_verify(&m));
        watched_free(&m);
        CHECK(h.live == 0);
        if (!failed) break;
    }
    struct heap h;
    memset(&h, 0, sizeof h);
    h.fail_after = 0;
    h.fail_always = true;
    watched m;
    watched_init_allocator(&m, &h);
    CHECK(!watched_reserve(&m, 1000) && watched_size(&m) == 0 && !watched_reserve(&m, SIZE_MAX / 2));
    watched_free(&m);
}
END_TEST

/* ---- Readers write nothing ----------------------------------------------------------------------------------------
 */

enum { ARENA = 1 << 22 };
struct arena {
    char *start;
    size_t used;
};
static void *arena_take(struct arena *a, size_t size, size_t align) {
    const size_t at = (a->used + align - 1) / align * align;
    CHECK(at + size <= ARENA);
    a->used = at + size;
    return a->start + at;
}
static void arena_give(struct arena *a, void *block, size_t size, size_t align) {
    (void)a, (void)block, (void)size, (void)align;
}
CCHASH_CONCURRENT_DEFINE_EX(frozen, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64,
                            (CCHASH_ALLOCATOR(struct arena *, arena_take, arena_give)));
static bool make_never(const uint64_t *key, uint64_t *value, void *context) {
    (void)key, (void)value, (void)context;
    return false;
}

TEST(reads_write_nothing) {
    struct arena a = {NULL, 0};
    uint64_t out, sums[4] = {0, 0, 0, 0};
    a.start = (char *)mmap(NULL, ARENA, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(a.start != MAP_FAILED);
    frozen *m = (frozen *)arena_take(&a, sizeof *m, 64);
    frozen_init_allocator(m, &a);
    for (uint64_t k = 0; k < 9000; k++) CHECK(frozen_put(m, k, ~k) == CCHASH_INSERTED);
    CHECK(mprotect(a.start, ARENA, PROT_READ) == 0);
    for (uint64_t k = 0; k < 20000; k++) {
        CHECK(frozen_get(m, k, &out) == (k < 9000) && frozen_contains(m, k) == (k < 9000));
        CHECK(frozen_get_or(m, k, 1) == (k < 9000 ? ~k : 1));
        if (k < 9000) {
            CHECK(frozen_add(m, k, 1, &out) == CCHASH_PRESENT && out == ~k);
            CHECK(frozen_compute_if_absent(m, k, make_never, NULL, &out) == CCHASH_PRESENT && out == ~k);
        } else {
            CHECK(!frozen_remove(m, k) && !frozen_take(m, k, &out) && !frozen_replace(m, k, &k, 1));
            CHECK(!frozen_remove_if(m, k, is_multiple_of_3, NULL));
        }
    }
    frozen_for_each(m, sum_up, sums);
    CHECK(sums[2] == 9000 && frozen_size(m) == 9000 && frozen_verify(m) && frozen_stats(m).size == 9000);
    CHECK(munmap(a.start, ARENA) == 0);
}
END_TEST

/* ---- Threads that stop --------------------------------------------------------------------------------------------
 */

/* A writer stops with its line locked, at each of the moments between its stores: readers of that line go on, unless it
 * is dirty; readers and writers of other lines go on in any case, also through growth. */
TEST(a_stopped_writer_stops_only_its_line) {
    for (int moment = 0; moment < 3; moment++) {
        words m = EMPTY;
        uint64_t out;
        size_t elsewhere = 0;
        for (uint64_t k = 0; k < 2000; k++) words_put(&m, k, k);
        const uint64_t victim = 7;
        cchash_priv_held held = words_priv_lock(&m, &victim);
        cchash_priv_held dirty = held;
        if (moment == 1) cchash_priv_line_dirty(&dirty);
        for (uint64_t k = 0; k < 6000; k++) {
            const cchash_priv_word array = held.array;
            const bool same_line = cchash_priv_lines_home(array, words_priv_mixed(&m, &k)) == held.index;
            if (same_line && moment == 1) continue;
            CHECK(words_get(&m, k, &out) == (k < 2000));
            if (same_line) continue;
            CHECK(words_put(&m, k, k + 1) == (k < 2000 ? CCHASH_PRESENT : CCHASH_INSERTED)); /* and growth begins */
            elsewhere++;
        }
        CHECK(elsewhere > 5900);
        CHECK(moment == 1 || (words_get(&m, victim, &out) && out == victim));
        if (moment == 2) { /* it goes on, in the old array, which has not been left */
            const cchash_priv_place place = cchash_priv_line_seek(&words_priv_type, &held, &victim);
            cchash_priv_line_overwrite(&words_priv_type, &held, place, &elsewhere);
        }
        cchash_priv_line_unlock(&held);
        for (uint64_t k = 0; k < 6000; k++) words_put(&m, k, k);
        CHECK(words_verify(&m) && words_size(&m) == 6000);
        words_free(&m);
    }
}
END_TEST

/* A thread begins growth and stops before it moves anything: nobody waits for it, and others move all. Each operation
 * moves its own line and at most four more. */
TEST(abandoned_growth_is_finished_by_others) {
    words m = EMPTY;
    CHECK(words_reserve(&m, 20000));
    for (uint64_t k = 0; k < 20000; k++) words_put(&m, k, k);
    const cchash_priv_word old = m.cchash_lines.current;
    cchash_priv_array *header = cchash_priv_lines_header(old);
    CHECK(cchash_priv_lines_grow(&m.cchash_lines, &words_priv_type, old, 2 * header->lines));
    uint64_t out, operations = 0;
    for (uint64_t k = 0; k < 20000; k++) CHECK(words_get(&m, k, &out) && out == k);
    CHECK(header->moved == 0);
    while (m.cchash_lines.current == old) {
        const size_t before = header->moved;
        words_put(&m, operations * 7919 % 20000, 1);
        operations++;
        CHECK(header->moved - before <= 5);
    }
    CHECK(operations <= header->lines / 4 + 1 && words_verify(&m));
    /* A late reader, and a late writer, still have the old array, whose pages have gone back. */
#ifdef __linux__
    CHECK(cchash_priv_lines_at(&words_priv_type, old, header->lines / 2)->head == 0);
#endif
    for (uint64_t k = 0; k < 20000; k++) {
        const uint64_t mixed = words_priv_mixed(&m, &k);
        cchash_priv_line *line = cchash_priv_lines_of(&words_priv_type, old, mixed);
        if (line->head == 0) line->head = CCHASH_PRIV_LINE_LOCK; /* a late writer that has not looked further yet */
        CHECK(cchash_priv_lines_get(&m.cchash_lines, &words_priv_type, old, mixed, &k, &out, words_priv_get_slow));
        if (line->head == CCHASH_PRIV_LINE_LOCK) line->head = 0;
    }
    for (uint64_t k = 0; k < 20000; k++) CHECK(words_contains(&m, k));
    CHECK(cchash_priv_line_move(&m.cchash_lines, &words_priv_type, old, header->lines / 2, true) ==
          CCHASH_PRIV_MOVED_BEFORE);
    CHECK(header->moved == header->lines && words_verify(&m));
    for (uint64_t k = 0; k < 20000; k++) CHECK(words_contains(&m, k));
    words_free(&m);
}
END_TEST

/* ---- Threads ------------------------------------------------------------------------------------------------------
 */

enum { THREADS = 4, OWN = 3000, SHARED = 64 };
static words shared_map;
static triples shared_triples;
static unsigned shared_made[SHARED], wrong;
static int rounds;

static void is_wrong(void) { (void)__atomic_add_fetch(&wrong, 1, __ATOMIC_RELAXED); }
static cchash_verdict increment(const uint64_t *key, uint64_t *value, bool present, void *context) {
    (void)key, (void)present, (void)context;
    ++*value;
    return CCHASH_STORE;
}
static bool make_once(const uint64_t *key, uint64_t *value, void *context) {
    (void)context;
    (void)__atomic_add_fetch(&shared_made[*key % SHARED], 1, __ATOMIC_RELAXED);
    *value = 1;
    return true;
}
/* Elements with keys from 1 << 32 stay: each is to be seen exactly once. */
static bool count_those_that_stay(const uint64_t *key, const uint64_t *value, void *context) {
    uint8_t *seen = (uint8_t *)context;
    if (*key >> 32 == 1) seen[(uint32_t)*key]++;
    if (*key >> 32 == 1 && *value != (uint32_t)*key) is_wrong();
    return true;
}
enum { STAY = 2000 };

static void *work(void *argument) {
    const uint64_t id = (uint64_t)(uintptr_t)argument;
    uint64_t state = id * 1000003, out;
    static uint64_t mine[THREADS][OWN];
    uint8_t seen[STAY];
    for (int i = 0; i < rounds; i++) {
        const uint64_t which = random64(&state) % OWN, key = (id + 2) << 32 | which;
        uint64_t *have = &mine[id][which];
        if (i % 64 == 0 && words_size(&shared_map) > STAY + SHARED + THREADS * OWN) is_wrong(); /* while others write */
        switch (random_below(&state, 8)) {
        case 0:
        case 1:
            if (words_put(&shared_map, key, state) != (*have ? CCHASH_PRESENT : CCHASH_INSERTED)) is_wrong();
            *have = state;
            break;
        case 2:
            if (words_remove(&shared_map, key) != (*have != 0)) is_wrong();
            *have = 0;
            break;
        case 3:
            if (words_upsert(&shared_map, random64(&state) % SHARED, increment, NULL) == CCHASH_NOMEM) is_wrong();
            break;
        case 4:
            if (words_fetch_add(&shared_map, random64(&state) % SHARED, 1, NULL) == CCHASH_NOMEM) is_wrong();
            break;
        case 5: {
            const uint64_t at = random64(&state), k = at % SHARED;
            const triple of = {at, at * 3, at ^ 77};
            triple got;
            if (triples_put(&shared_triples, k, of) == CCHASH_NOMEM) is_wrong();
            if (triples_get(&shared_triples, (k + 1) % SHARED, &got) && (got.b != got.a * 3 || got.c != (got.a ^ 77)))
                is_wrong();
            if (at >> 60 == 0) triples_remove(&shared_triples, k);
            break;
        }
        default:
            if (words_get(&shared_map, key, &out) != (*have != 0) || (*have && out != *have)) is_wrong();
        }
        if (i % 4096 == 4095) {
            memset(seen, 0, sizeof seen);
            words_for_each(&shared_map, count_those_that_stay, seen);
            for (int k = 0; k < STAY; k++)
                if (seen[k] != 1) is_wrong();
        }
        if (i % 16 == 0)
            words_compute_if_absent(&shared_map, UINT64_C(1) << 40 | (uint64_t)(i / 16 % SHARED), make_once, NULL,
                                    NULL);
    }
    for (uint64_t which = 0; which < OWN; which++)
        if (words_get(&shared_map, (id + 2) << 32 | which, &out) != (mine[id][which] != 0)) is_wrong();
    return NULL;
}

TEST(threads) {
    pthread_t thread[THREADS];
    rounds = (int)test_parameter("TEST_OPS", 100000) > 600 ? 200000 : 15000;
    for (uint64_t k = 0; k < STAY; k++) words_put(&shared_map, UINT64_C(1) << 32 | k, k);
    for (uintptr_t id = 0; id < THREADS; id++) CHECK(pthread_create(&thread[id], NULL, work, (void *)id) == 0);
    for (int id = 0; id < THREADS; id++) CHECK(pthread_join(thread[id], NULL) == 0);
    CHECK_EQ(wrong, 0);
    CHECK(words_verify(&shared_map) && triples_verify(&shared_triples));
    for (int k = 0; k < SHARED; k++) CHECK_EQ(shared_made[k], 1);
    words_free(&shared_map);
    triples_free(&shared_triples);
}
END_TEST

/* Threads come and go: counts that they leave behind are right. */
static void *come_and_go(void *argument) {
    for (uint64_t k = 0; k < 20; k++) words_put(&shared_map, (uint64_t)(uintptr_t)argument * 20 + k, k);
    words_remove(&shared_map, (uint64_t)(uintptr_t)argument * 20);
    return NULL;
}
TEST(threads_come_and_go) {
    pthread_t thread[8];
    const size_t all = (size_t)test_parameter("TEST_OPS", 100000) > 600 ? 2000 : 200;
    for (uintptr_t begun = 0; begun < all; begun += 8) {
        for (uintptr_t id = 0; id < 8; id++)
            CHECK(pthread_create(&thread[id], NULL, come_and_go, (void *)(begun + id)) == 0);
        for (int id = 0; id < 8; id++) CHECK(pthread_join(thread[id], NULL) == 0);
    }
    CHECK_EQ(words_size(&shared_map), all * 19);
    CHECK(words_verify(&shared_map));
    words_free(&shared_map);
}
END_TEST

/* Old arrays are freed while others use the map: a sanitizer would see a use of one after that. */
static cchash_qsbr crew;
static words grown;
static void *grow_and_reclaim(void *argument) {
    const uint64_t id = (uint64_t)(uintptr_t)argument;
    cchash_qsbr_thread me;
    uint64_t state = id + 99, out;
    cchash_qsbr_enter(&crew, &me);
    for (uint64_t i = 0; i < 4000; i++) {
        if (words_put(&grown, id << 32 | i, i) != CCHASH_INSERTED) is_wrong();
        for (int look = 0; look < 4; look++) {
            const uint64_t k = random_below(&state, i + 1);
            if (!words_get(&grown, id << 32 | k, &out) || out != k) is_wrong();
        }
        if (i % 16 == 0) cchash_qsbr_quiescent(&me);
        if (i % 64 == 0) (void)words_reclaim_qsbr(&grown, &crew);
        if (i % 1000 == 999) {
            cchash_qsbr_leave(&me);
            cchash_qsbr_enter(&crew, &me);
        }
    }
    cchash_qsbr_leave(&me);
    return NULL;
}

TEST(old_arrays_are_freed_under_threads) {
    pthread_t thread[THREADS];
    for (int lap = 0; lap < 10; lap++) {
        for (uintptr_t id = 0; id < THREADS; id++)
            CHECK(pthread_create(&thread[id], NULL, grow_and_reclaim, (void *)id) == 0);
        for (int id = 0; id < THREADS; id++) CHECK(pthread_join(thread[id], NULL) == 0);
        CHECK_EQ(wrong, 0);
        CHECK(words_verify(&grown) && words_size(&grown) == THREADS * 4000);
        CHECK(words_reclaim_qsbr(&grown, &crew)); /* all have left */
        const size_t bytes = words_stats(&grown).bytes;
        words_reclaim(&grown);
        CHECK_EQ(words_stats(&grown).bytes, bytes);
        words_free(&grown);
    }
}
END_TEST

/* Nothing is freed before each thread has been quiescent since. */
TEST(a_thread_holds_up_reclamation) {
    cchash_qsbr two;
    cchash_qsbr_thread early, late;
    memset(&two, 0, sizeof two);
    words w = EMPTY;
    cchash_qsbr_enter(&two, &early);
    for (uint64_t k = 0; k < 1000; k++) words_put(&w, k, k);
    const size_t before = words_stats(&w).bytes;
    CHECK(!words_reclaim_qsbr(&w, &two) && words_stats(&w).bytes == before);
    cchash_qsbr_enter(&two, &late); /* sees nothing of what was taken out */
    CHECK(!words_reclaim_qsbr(&w, &two) && words_stats(&w).bytes == before);
    cchash_qsbr_quiescent(&early);
    CHECK(words_reclaim_qsbr(&w, &two) && words_stats(&w).bytes < before);
    cchash_qsbr_leave(&early);
    cchash_qsbr_leave(&late);
    CHECK(words_verify(&w) && words_reclaim_qsbr(&w, &two));
    words_free(&w);
}
END_TEST

/* After fork a child has one thread and a copy of the map. It may use it if nobody was writing: here all other threads
 * wait for something else, and growth has begun. */
static int told[2], asked[2]; /* pipes: from the threads, and to them */
static void *write_and_wait(void *argument) {
    char byte = 0;
    for (uint64_t k = (uint64_t)(uintptr_t)argument; k < 5000; k += THREADS)
        if (words_put(&shared_map, k, k * 3) != CCHASH_INSERTED) is_wrong();
    if (write(told[1], &byte, 1) != 1 || read(asked[0], &byte, 1) != 0) is_wrong();
    return NULL;
}
static bool goes_on(uint64_t first) {
    uint64_t out;
    for (uint64_t k = 0; k < 5000; k++)
        if (!words_get(&shared_map, k, &out) || out != k * 3) return false;
    if (words_size(&shared_map) != 5000) return false;
    for (uint64_t k = first; k < first + 20000; k++)
        if (words_put(&shared_map, k, k) != CCHASH_INSERTED) return false;
    for (uint64_t k = 0; k < 5000; k++)
        if (words_fetch_add(&shared_map, k, 1, &out) != CCHASH_PRESENT || out != k * 3 || !words_remove(&shared_map, k))
            return false;
    return words_size(&shared_map) == 20000 && words_verify(&shared_map);
}
TEST(a_child_after_fork_has_the_map) {
    pthread_t thread[THREADS];
    int status = 0;
    char byte;
    wrong = 0;
    CHECK(pipe(told) == 0 && pipe(asked) == 0);
    for (uintptr_t id = 0; id < THREADS; id++)
        CHECK(pthread_create(&thread[id], NULL, write_and_wait, (void *)id) == 0);
    for (int id = 0; id < THREADS; id++) CHECK(read(told[0], &byte, 1) == 1);
    const cchash_priv_word array = cchash_priv_word_load_acquire(&shared_map.cchash_lines.current);
    CHECK(cchash_priv_lines_grow(&shared_map.cchash_lines, &words_priv_type, array,
                                 2 * cchash_priv_lines_header(array)->lines));
    const pid_t child = fork();
    if (child == 0) {
        alarm(60);
        _exit(goes_on(UINT64_C(1) << 20) ? 0 : 1);
    }
    CHECK(child > 0 && waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    for (uint64_t k = 0; k < 20000; k++) CHECK(!words_contains(&shared_map, UINT64_C(1) << 20 | k));
    CHECK(goes_on(UINT64_C(1) << 21)); /* the parent has what it had */
    close(asked[1]);
    for (int id = 0; id < THREADS; id++) CHECK(pthread_join(thread[id], NULL) == 0);
    close(asked[0]), close(told[0]), close(told[1]);
    CHECK_EQ(wrong, 0);
    words_free(&shared_map);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("concurrent");
    TCase *c = tcase_create("concurrent");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, model);
    tcase_add_test(c, every_shape);
    tcase_add_test(c, a_small_map_is_small);
    tcase_add_test(c, growth_comes_in_small_steps);
    tcase_add_test(c, churn_leaves_no_trace);
    tcase_add_test(c, any_allocation_may_fail);
    tcase_add_test(c, reads_write_nothing);
    tcase_add_test(c, a_stopped_writer_stops_only_its_line);
    tcase_add_test(c, abandoned_growth_is_finished_by_others);
    tcase_add_test(c, threads);
    tcase_add_test(c, threads_come_and_go);
    tcase_add_test(c, old_arrays_are_freed_under_threads);
    tcase_add_test(c, a_thread_holds_up_reclamation);
    tcase_add_test(c, a_child_after_fork_has_the_map);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
