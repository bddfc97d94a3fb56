/* Hash and equality that lie: answers may be wrong, memory stays safe and every call comes to an end. Under ASan this
 * is where a counter that underflows or a shift that trusts the hash would show. */
#include "test_heap.h"
#include ROW_HEADER

static uint64_t lie_state;
static int hash_lie, eq_lie;
static uint64_t lying_hash(uint64_t key) {
    return hash_lie == 0 ? key : hash_lie == 1 ? random64(&lie_state) : random64(&lie_state) % 3;
}
static bool lying_eq(uint64_t a, uint64_t b) {
    switch (eq_lie) {
    case 0: return a == b;
    case 1: return random64(&lie_state) % 2;
    case 2: return true;
    case 3: return false;
    default: return random64(&lie_state) % 16 == 0;
    }
}
ROW_MAP(liar, uint64_t, uint64_t, lying_hash, lying_eq);
ROW_MAP_EX(cached_liar, uint64_t, uint64_t, lying_hash, lying_eq, ROW_TRAITS(CCHASH_CACHED_HASH));
ROW_SET_EX(trusted_liar, uint64_t, lying_hash, lying_eq, ROW_TRAITS(CCHASH_GOOD_HASH));

static bool keep_some(const uint64_t *key, uint64_t *value, void *context) {
    (void)context;
    return (*key ^ *value) % 4 != 0;
}
static bool keep_some_key(const uint64_t *key, void *context) {
    (void)context;
    return *key % 4 != 0;
}

#define LIES(name_, insert_, retain_)                                                                                  \
    TEST(name_##_lies) {                                                                                               \
        hash_lie = _i / 5;                                                                                             \
        eq_lie = _i % 5;                                                                                               \
        uint64_t random = (uint64_t)_i;                                                                                \
        lie_state = (uint64_t)_i << 32;                                                                                \
        name_ m = EMPTY;                                                                                               \
        size_t inserted = 0, gone = 0;                                                                                 \
        const long steps = test_parameter("TEST_LIES", 6000);                                                          \
        for (long step = 0; step < steps; step++) {                                                                    \
            const uint64_t key = random64(&random) % 300;                                                              \
            const int choice = random_below(&random, 100);                                                             \
            if (choice < 45) {                                                                                         \
                inserted += (insert_) == CCHASH_INSERTED;                                                              \
            } else if (choice < 75) {                                                                                  \
                gone += name_##_remove(&m, key);                                                                       \
            } else if (choice < 93) {                                                                                  \
                (void)name_##_get(&m, key);                                                                            \
            } else if (choice < 95) {                                                                                  \
                size_t shown = 0;                                                                                      \
                name_##_iter it = name_##_begin(&m);                                                                   \
                while (name_##_next(&it)) {                                                                            \
                    CHECK(*it.key < 300);                                                                              \
                    CHECK(++shown <= inserted + 300);                                                                  \
                    if (*it.key % 5 == 0) {                                                                            \
                        name_##_remove_at(&m, &it);                                                                    \
                        gone++;                                                                                        \
                    }                                                                                                  \
                }                                                                                                      \
            } else if (choice < 96) {                                                                                  \
                gone += name_##_retain(&m, retain_, NULL);                                                             \
            } else if (choice < 97) {                                                                                  \
                CHECK(name_##_reserve(&m, (size_t)random_below(&random, 1000)));                                       \
            } else if (choice < 98) {                                                                                  \
                CHECK(name_##_shrink(&m));                                                                             \
            } else if (choice < 99) {                                                                                  \
                name_ twin = EMPTY;                                                                                    \
                CHECK(name_##_clone(&twin, &m));                                                                       \
                name_##_free(&twin);                                                                                   \
            } else {                                                                                                   \
                (void)name_##_verify(&m);                                                                              \
                (void)name_##_stats(&m);                                                                               \
            }                                                                                                          \
            CHECK_EQ(name_##_size(&m), inserted - gone);                                                               \
            CHECK(the_heap.live < 2000000);                                                                            \
        }                                                                                                              \
        name_##_clear(&m);                                                                                             \
        CHECK_EQ(name_##_size(&m), 0);                                                                                 \
        hash_lie = eq_lie = 0;                                                                                         \
        for (uint64_t key = 0; key < 100; key++) { /* and when the lying ends, it is a map again */                    \
            CHECK_EQ(insert_, CCHASH_INSERTED);                                                                        \
        }                                                                                                              \
        CHECK(name_##_verify(&m));                                                                                     \
        name_##_free(&m);                                                                                              \
        CHECK_EQ(heap_blocks(&the_heap), 0);                                                                           \
        heap_reset(&the_heap);                                                                                         \
    }                                                                                                                  \
    END_TEST

LIES(liar, liar_put(&m, key, key), keep_some)
LIES(cached_liar, cached_liar_add(&m, key, key), keep_some)
LIES(trusted_liar, trusted_liar_add(&m, key), keep_some_key)

int main(void) {
    Suite *suite = suite_create("bad_callbacks");
    TCase *c = tcase_create("bad_callbacks");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_loop_test(c, liar_lies, 0, 15);
    tcase_add_loop_test(c, cached_liar_lies, 0, 15);
    tcase_add_loop_test(c, trusted_liar_lies, 0, 15);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
