/* Everything that can be done to a small table: all sequences of operations up to a length over four keys and every
 * partition of their hashes, and removal of every subset while iterating. */
#include "test_heap.h"
#include ROW_HEADER

/* Which hash class each key is in, and the hash of a class. Keys from 100 on are filler with hashes of their own. */
static int class_of[4];
static int hash_set;
static uint64_t class_hash(uint32_t key) {
    if (key >= 100) {
        return mix64(key);
    }
    const uint64_t c = (uint64_t)class_of[key];
    switch (hash_set) {
    case 0: return c;                /* neighbours */
    case 1: return ~(uint64_t)0 - c; /* the last places, if the hash is taken as it is: chains wrap round the end */
    default: return c << 60 | 1;     /* the same low bits */
    }
}
ROW_MAP(finished, uint32_t, int, class_hash, cchash_eq_u32);
ROW_MAP_EX(trusted, uint32_t, int, class_hash, cchash_eq_u32,
           ROW_TRAITS(ROW_SPLIT, CCHASH_GOOD_HASH, CCHASH_MAX_LOAD(7, 8)));

/* The 15 partitions of four keys, as restricted growth strings. */
static int partitions[15][4];
static void make_partitions(void) {
    int count = 0;
    for (int b = 0; b < 2; b++) {
        for (int c = 0; c <= b + 1; c++) {
            const int most = c > b ? c : b;
            for (int d = 0; d <= most + 1; d++) {
                const int p[4] = {0, b, c, d};
                memcpy(partitions[count++], p, sizeof p);
            }
        }
    }
    CHECK_EQ(count, 15);
}

enum { ALPHABET = 11 }; /* put x 4, remove x 4, clear, shrink, reserve */

#define SEQUENCES(name_)                                                                                               \
    static void name_##_replay(const int *steps, int length, uint64_t seed, int filler) {                              \
        name_ m = EMPTY;                                                                                               \
        int value[4] = {-1, -1, -1, -1}, fill = 0;                                                                     \
        name_##_init_seed(&m, seed);                                                                                   \
        if (filler) { /* on the brink of growth, or of a table that is full */                                         \
            CHECK(name_##_reserve(&m, 1));                                                                             \
            for (; (size_t)fill + (size_t)filler < name_##_capacity(&m) + 1; fill++) {                                 \
                CHECK_EQ(name_##_put(&m, (uint32_t)(100 + fill), fill), CCHASH_INSERTED);                              \
            }                                                                                                          \
        }                                                                                                              \
        for (int i = 0; i < length; i++) {                                                                             \
            const int step = steps[i], k = step % 4;                                                                   \
            if (step < 4) {                                                                                            \
                CHECK_EQ(name_##_put(&m, (uint32_t)k, i), value[k] < 0);                                               \
                value[k] = i;                                                                                          \
            } else if (step < 8) {                                                                                     \
                CHECK_EQ(name_##_remove(&m, (uint32_t)k), value[k] >= 0);                                              \
                value[k] = -1;                                                                                         \
            } else if (step == 8) {                                                                                    \
                name_##_clear(&m);                                                                                     \
                value[0] = value[1] = value[2] = value[3] = -1;                                                        \
                fill = 0;                                                                                              \
            } else if (step == 9) {                                                                                    \
                CHECK(name_##_shrink(&m));                                                                             \
            } else {                                                                                                   \
                CHECK(name_##_reserve(&m, name_##_capacity(&m) + 1));                                                  \
            }                                                                                                          \
        }                                                                                                              \
        int size = fill;                                                                                               \
        for (int k = 0; k < 4; k++) {                                                                                  \
            const int *held = name_##_get(&m, (uint32_t)k);                                                            \
            CHECK_EQ(held ? *held : -1, value[k]);                                                                     \
            size += value[k] >= 0;                                                                                     \
        }                                                                                                              \
        CHECK_EQ(name_##_size(&m), size);                                                                              \
        CHECK(name_##_verify(&m));                                                                                     \
        int shown = 0;                                                                                                 \
        CCHASH_FOREACH (name_, it, &m) {                                                                               \
            shown++;                                                                                                   \
            CHECK(*it.key >= 100 ? *it.value == (int)*it.key - 100 : *it.value == value[*it.key]);                     \
        }                                                                                                              \
        CHECK_EQ(shown, size);                                                                                         \
        name_##_free(&m);                                                                                              \
    }                                                                                                                  \
    /* _i chooses the partition. Sequences of exactly this length: each prefix is some other sequence's whole. */      \
    TEST(name_##_sequences) {                                                                                          \
        const int length = (int)test_parameter("TEST_LENGTH", 4);                                                      \
        make_partitions();                                                                                             \
        memcpy(class_of, partitions[_i], sizeof class_of);                                                             \
        for (int filler = 0; filler < 4; filler += filler + 1) {                                                       \
            for (hash_set = 0; hash_set < 3; hash_set++) {                                                             \
                for (int now = 1; now <= length; now++) {                                                              \
                    int steps[16] = {0}, at = 0;                                                                       \
                    while (at >= 0) {                                                                                  \
                        name_##_replay(steps, now, (uint64_t)hash_set, filler);                                        \
                        for (at = now - 1; at >= 0 && ++steps[at] == ALPHABET; at--) {                                 \
                            steps[at] = 0;                                                                             \
                        }                                                                                              \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        CHECK_EQ(heap_blocks(&the_heap), 0);                                                                           \
        heap_reset(&the_heap);                                                                                         \
    }                                                                                                                  \
    END_TEST

SEQUENCES(finished)
SEQUENCES(trusted)

/* Every subset of up to ten keys leaves while iterating, by remove_at and by retain, in tables where the keys pile up
 * in one place, at the end, at both ends, or anywhere. */
static int pile;
static uint64_t pile_hash(uint32_t key) {
    switch (pile) {
    case 0: return mix64(key);
    case 1: return 0;
    case 2: return ~(uint64_t)0;
    case 3: return key % 2 ? ~(uint64_t)0 : 0; /* the two ends meet */
    case 4: return ~(uint64_t)0 << (60 - key % 4);
    default: return (uint64_t)(key / 2) << 61;
    }
}
ROW_SET(subset, uint32_t, pile_hash, cchash_eq_u32);
ROW_SET_EX(subset_trusted, uint32_t, pile_hash, cchash_eq_u32, ROW_TRAITS(CCHASH_GOOD_HASH, CCHASH_MAX_LOAD(7, 8)));

struct wanted {
    unsigned keep, asked;
};
static bool keep_wanted(const uint32_t *key, void *context) {
    struct wanted *w = (struct wanted *)context;
    CHECK_MSG(!(w->asked >> *key & 1), "key %u is asked twice", (unsigned)*key);
    w->asked |= 1u << *key;
    return w->keep >> *key & 1;
}

#define SUBSETS(name_)                                                                                                 \
    TEST(name_##_leaves) {                                                                                             \
        const uint32_t n = (uint32_t)_i;                                                                               \
        for (pile = 0; pile < 6; pile++) {                                                                             \
            for (uint64_t seed = 0; seed < (n > 8 ? 2 : 8); seed++) {                                                  \
                for (unsigned keep = 0; keep < 1u << n; keep++) {                                                      \
                    for (int way = 0; way < 2; way++) {                                                                \
                        name_ s = EMPTY;                                                                               \
                        name_##_init_seed(&s, seed == 0 ? 0 : mix64(seed));                                            \
                        for (uint32_t k = 0; k < n; k++) {                                                             \
                            CHECK_EQ(name_##_add(&s, k), CCHASH_INSERTED);                                             \
                        }                                                                                              \
                        struct wanted w = {keep, 0};                                                                   \
                        the_heap.forbidden = true;                                                                     \
                        if (way == 0) {                                                                                \
                            name_##_iter it = name_##_begin(&s);                                                       \
                            while (name_##_next(&it)) {                                                                \
                                if (!keep_wanted(it.key, &w)) {                                                        \
                                    name_##_remove_at(&s, &it);                                                        \
                                }                                                                                      \
                            }                                                                                          \
                        } else {                                                                                       \
                            const size_t before = name_##_size(&s);                                                    \
                            CHECK_EQ(name_##_retain(&s, keep_wanted, &w), before - name_##_size(&s));                  \
                        }                                                                                              \
                        the_heap.forbidden = false;                                                                    \
                        CHECK_EQ(w.asked, (1u << n) - 1);                                                              \
                        CHECK(name_##_verify(&s));                                                                     \
                        for (uint32_t k = 0; k < n; k++) {                                                             \
                            CHECK_EQ(name_##_contains(&s, k), keep >> k & 1);                                          \
                        }                                                                                              \
                        name_##_free(&s);                                                                              \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        heap_reset(&the_heap);                                                                                         \
    }                                                                                                                  \
    END_TEST

SUBSETS(subset)
SUBSETS(subset_trusted)

int main(void) {
    Suite *suite = suite_create("exhaustive");
    TCase *c = tcase_create("exhaustive");
    tcase_set_timeout(c, (int)test_parameter("TEST_TIMEOUT", 120));
    tcase_add_loop_test(c, finished_sequences, 0, 15);
    tcase_add_loop_test(c, trusted_sequences, 0, 15);
    const int most = (int)test_parameter("TEST_SUBSET", 9);
    tcase_add_loop_test(c, subset_leaves, 0, most + 1);
    tcase_add_loop_test(c, subset_trusted_leaves, 0, most + 1);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
