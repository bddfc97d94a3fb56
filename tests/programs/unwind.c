/* Callbacks that jump out (longjmp in C, an exception in C++), at every call index of every operation: the map is
 * consistent, each element is as it was before or as it should be after, and nothing is destroyed twice. What was in
 * flight may leak: nobody could know. */
#include "test_heap.h"
/* In open addressing, homes come from the hash function as in the largest tables. */
#define CCHASH_PRIV_OA_STATE_BITS 4
#include ROW_HEADER
#include "tracked.h"
#include <setjmp.h>

static long calls_until_jump = -1;
static bool jumped;
#ifdef __cplusplus
#define LEAVE() throw 1
#define ATTEMPT(statement_)                                                                                            \
    try {                                                                                                              \
        statement_;                                                                                                    \
    } catch (int) {                                                                                                    \
        jumped = true;                                                                                                 \
    }
#else
static jmp_buf way_out;
#define LEAVE() longjmp(way_out, 1)
#define ATTEMPT(statement_)                                                                                            \
    if (setjmp(way_out) == 0) {                                                                                        \
        statement_;                                                                                                    \
    } else {                                                                                                           \
        jumped = true;                                                                                                 \
    }
#endif

static void called(void) {
    if (calls_until_jump >= 0 && calls_until_jump-- == 0) {
        LEAVE();
    }
}

static uint64_t hash_tracked(tracked t) {
    called();
    return (uint64_t)t.id % 16 * 3; /* a few collisions, so that eq is called */
}
static bool eq_tracked(tracked a, tracked b) {
    called();
    return a.id == b.id;
}
static bool copy_tracked(tracked *to, const tracked *from) {
    called();
    *to = tracked_make(from->id);
    called();
    return true;
}
static void destroy_tracked(tracked *t) {
    called();
    tracked_destroy(t);
    called();
}

ROW_MAP_EX(owner, tracked, tracked, hash_tracked, eq_tracked,
           ROW_TRAITS(CCHASH_KEY_COPY(copy_tracked), CCHASH_VALUE_COPY(copy_tracked), CCHASH_KEY_FREE(destroy_tracked),
                      CCHASH_VALUE_FREE(destroy_tracked)));
ROW_MAP(simple, tracked, tracked, hash_tracked, eq_tracked);

enum { MOST = 45, OPERATIONS = 20 };

static bool keep_thirds(const tracked *key, tracked *value, void *context) {
    (void)context;
    const int id = key->id;
    called();
    CHECK(value->id >= 0);
    return id % 3 == 0;
}

/* The bodies are the same for both types; `goal[k]` is the value that key k has after the operation is through. */
#define JUMP_TESTS(name_, own_, put_key_)                                                                              \
    static name_ name_##_map, name_##_other;                                                                           \
    static int name_##_goal[2 * MOST];                                                                                 \
    static void name_##_operate(int op, int n) {                                                                       \
        name_ *m = &name_##_map;                                                                                       \
        tracked keys[4], values[4], *found[4];                                                                         \
        for (int i = 0; i < 4; i++) {                                                                                  \
            keys[i] = put_key_(n - 2 + i < 0 ? i : n - 2 + i);                                                         \
            values[i] = put_key_(9);                                                                                   \
        }                                                                                                              \
        switch (op) {                                                                                                  \
        case 0: name_##_put(m, put_key_(n), put_key_(5)); break;                                                       \
        case 1: name_##_put(m, put_key_(n / 2), put_key_(5)); break;                                                   \
        case 2: name_##_add(m, put_key_(n), put_key_(5)); break;                                                       \
        case 3: name_##_add(m, put_key_(n / 2), put_key_(5)); break;                                                   \
        case 4: name_##_upsert(m, put_key_(n), NULL); break;                                                           \
        case 5: name_##_remove(m, put_key_(n / 2)); break;                                                             \
        case 6: name_##_take(m, put_key_(n / 2), NULL, NULL); break;                                                   \
        case 7:                                                                                                        \
            name_##_get(m, put_key_(n / 2));                                                                           \
            name_##_contains(m, put_key_(n));                                                                          \
            name_##_prefetch(m, put_key_(n));                                                                          \
            break;                                                                                                     \
        case 8: name_##_reserve(m, (size_t)n * 3 + 20); break;                                                         \
        case 9: name_##_shrink(m); break;                                                                              \
        case 10: name_##_clone(&name_##_other, m); break;                                                              \
        case 11: name_##_retain(m, keep_thirds, NULL); break;                                                          \
        case 12: name_##_clear(m); break;                                                                              \
        case 13: name_##_free(m); break;                                                                               \
        case 14: name_##_put_many(m, keys, values, 4); break;                                                          \
        case 15: name_##_get_many(m, keys, 4, found); break;                                                           \
        case 16: {                                                                                                     \
            name_##_iter it = name_##_begin(m);                                                                        \
            while (name_##_next(&it)) {                                                                                \
                if (it.key->id % 2) {                                                                                  \
                    name_##_remove_at(m, &it);                                                                         \
                }                                                                                                      \
            }                                                                                                          \
            break;                                                                                                     \
        }                                                                                                              \
        case 17:                                                                                                       \
            name_##_verify(m);                                                                                         \
            name_##_stats(m);                                                                                          \
            break;                                                                                                     \
        case 18: name_##_put_hashed(m, (uint64_t)n % 16 * 3, put_key_(n), put_key_(5)); break;                         \
        default:                                                                                                       \
            while (name_##_pop(m, NULL, NULL)) {                                                                       \
            }                                                                                                          \
            break;                                                                                                     \
        }                                                                                                              \
    }                                                                                                                  \
    static void name_##_set_goal(int op, int n) {                                                                      \
        for (int k = 0; k < 2 * MOST; k++) {                                                                           \
            int *goal = &name_##_goal[k];                                                                              \
            *goal = k < n ? 1 : -1;                                                                                    \
            if ((op == 0 || op == 2 || op == 18) && k == n) {                                                          \
                *goal = 5;                                                                                             \
            } else if (op == 1 && k == n / 2) {                                                                        \
                *goal = 5;                                                                                             \
            } else if (op == 3 && k == n / 2 && n == 0) {                                                              \
                *goal = 5;                                                                                             \
            } else if (op == 4 && k == n) {                                                                            \
                *goal = 0;                                                                                             \
            } else if (((op == 5 || op == 6) && k == n / 2) || op == 12 || op == 13 || op == 19) {                     \
                *goal = -1;                                                                                            \
            } else if ((op == 11 && k % 3) || (op == 16 && k % 2)) {                                                   \
                *goal = -1;                                                                                            \
            } else if (op == 14) {                                                                                     \
                for (int i = 0; i < 4; i++) {                                                                          \
                    if (k == (n - 2 + i < 0 ? i : n - 2 + i)) {                                                        \
                        *goal = 9;                                                                                     \
                    }                                                                                                  \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
    }                                                                                                                  \
    /* Each key as before or as after; the count of those that are as before but should not be. */                     \
    static int name_##_behind(const name_ *m, int n) {                                                                 \
        int behind = 0;                                                                                                \
        size_t size = 0;                                                                                               \
        CHECK(name_##_verify(m));                                                                                      \
        for (int k = 0; k < 2 * MOST; k++) {                                                                           \
            const tracked *value = name_##_get(m, tracked_borrow(k));                                                  \
            const int held = value ? value->id : -1, before = k < n ? 1 : -1;                                          \
            CHECK_MSG(held == before || held == name_##_goal[k], "key %d has value %d, not %d or %d", k, held, before, \
                      name_##_goal[k]);                                                                                \
            behind += held != name_##_goal[k];                                                                         \
            size += value != NULL;                                                                                     \
        }                                                                                                              \
        CHECK_EQ(name_##_size(m), size);                                                                               \
        CCHASH_FOREACH (name_, it, m) {                                                                                \
            CHECK_MSG(!own_ || (tracked_is_alive(it.key) && tracked_is_alive(it.value)), "the map shows a dead one");  \
            size--;                                                                                                    \
        }                                                                                                              \
        CHECK_EQ(size, 0);                                                                                             \
        return behind;                                                                                                 \
    }                                                                                                                  \
    TEST(name_##_jumps) {                                                                                              \
        static volatile int n, op;                                                                                     \
        static volatile long point, leaps;                                                                             \
        op = _i;                                                                                                       \
        leaps = 0;                                                                                                     \
        for (n = 0; n < MOST; n++) {                                                                                   \
            for (point = 0;; point += point < 4 ? 1 : test_stride()) {                                                 \
                memset((void *)&name_##_map, 0, sizeof(name_));                                                        \
                memset((void *)&name_##_other, 0, sizeof(name_));                                                      \
                tracked_reset();                                                                                       \
                if (op == 9) {                                                                                         \
                    CHECK(name_##_reserve(&name_##_map, 200));                                                         \
                }                                                                                                      \
                for (int k = 0; k < n; k++) {                                                                          \
                    CHECK_EQ(name_##_put(&name_##_map, put_key_(k), put_key_(1)), CCHASH_INSERTED);                    \
                }                                                                                                      \
                name_##_set_goal(op, n);                                                                               \
                calls_until_jump = point;                                                                              \
                jumped = false;                                                                                        \
                ATTEMPT(name_##_operate(op, n));                                                                       \
                calls_until_jump = -1;                                                                                 \
                leaps += jumped;                                                                                       \
                const int behind = name_##_behind(&name_##_map, n);                                                    \
                CHECK(jumped || behind == 0);                                                                          \
                CHECK(name_##_verify(&name_##_other));                                                                 \
                CHECK(op != 10 || jumped || name_##_behind(&name_##_other, n) == 0);                                   \
                /* And it goes on working. */                                                                          \
                for (int k = 0; k < MOST; k++) {                                                                       \
                    CHECK(name_##_put(&name_##_map, put_key_(k + 20), put_key_(2)) >= 0);                              \
                    CHECK(name_##_put(&name_##_other, put_key_(k), put_key_(2)) >= 0);                                 \
                    CHECK(k % 2 || name_##_remove(&name_##_map, put_key_(k + 20)));                                    \
                }                                                                                                      \
                CHECK(name_##_verify(&name_##_map) && name_##_verify(&name_##_other));                                 \
                name_##_free(&name_##_map);                                                                            \
                name_##_free(&name_##_other);                                                                          \
                CHECK(jumped || !own_ || tracked_count == 0);                                                          \
                CHECK(jumped || heap_blocks(&the_heap) == 0);                                                          \
                heap_reset(&the_heap);                                                                                 \
                if (!jumped) {                                                                                         \
                    break;                                                                                             \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        /* No callback may be due where hashes are kept, or nothing is owned. */                                       \
        CHECK(leaps > 0 || op == 17 || (op >= 8 && op <= 10) ||                                                        \
              (!own_ && (op == 12 || op == 13 || op == 16 || op == 19)));                                              \
    }                                                                                                                  \
    END_TEST

JUMP_TESTS(owner, true, tracked_borrow)
JUMP_TESTS(simple, false, tracked_borrow)

/* Removal from a table that is full to the brim, because growth had failed, with keys whose homes come from the hash
 * function: open addressing moves entries along the probe path while it may jump out. */
static uint64_t hash_text(cchash_str key) {
    called();
    return key.data.bytes[0] % 7 ? mix64(key.data.bytes[0]) : 5; /* some in one home */
}
ROW_MAP(texts, cchash_str, int, hash_text, cchash_eq_str);

static void try_to_remove(texts *m, const cchash_str *key) { ATTEMPT(texts_remove(m, *key)); }

TEST(jumps_in_a_full_table) {
    for (int run = 0; run < 60; run++) {
        texts m = EMPTY;
        uint64_t random = (uint64_t)run;
        calls_until_jump = -1;
        CHECK(texts_reserve(&m, 40));
        the_heap.limit = texts_memory(&m); /* no larger array */
        cchash_str keys[128];
        int count = 0;
        memset((void *)keys, 0, sizeof keys);
        do {
            keys[count].data.bytes[0] = (unsigned char)(count + 1);
            keys[count].data.bytes[23] = 1;
            count++;
        } while (count < 100 && texts_put(&m, keys[count - 1], count) == CCHASH_INSERTED);
        for (int step = 0; step < 20; step++) {
            const int k = random_below(&random, count - 1);
            jumped = false;
            calls_until_jump = random_below(&random, 40);
            try_to_remove(&m, &keys[k]);
            calls_until_jump = -1;
            CHECK(texts_verify(&m));
            for (int other = 0; other < count - 1; other++) {
                CHECK(texts_contains(&m, keys[other]) || other == k);
            }
            CHECK(texts_contains(&m, keys[k]) == jumped || jumped);
            CHECK(texts_put(&m, keys[k], 1) >= 0);
        }
        the_heap.limit = 0;
        texts_free(&m);
        heap_reset(&the_heap);
    }
}
END_TEST

/* A table that growth has left half way is shrunk. */
static void try_to_put(simple *m, int k) { ATTEMPT(simple_put(m, tracked_borrow(k), tracked_borrow(1))); }

TEST(jumps_before_shrink) {
    for (int n = 1; n < MOST; n++) {
        for (int point = 0; point < n + 2; point++) {
            simple m = EMPTY;
            calls_until_jump = -1;
            for (int k = 0; k < n; k++) {
                CHECK_EQ(simple_put(&m, tracked_borrow(k), tracked_borrow(1)), CCHASH_INSERTED);
            }
            calls_until_jump = point;
            try_to_put(&m, n);
            calls_until_jump = -1;
            CHECK(simple_shrink(&m) && simple_verify(&m));
            for (int k = 0; k < n; k++) {
                CHECK(simple_contains(&m, tracked_borrow(k)));
            }
            CHECK_EQ(simple_size(&m), n + simple_contains(&m, tracked_borrow(n)));
            simple_free(&m);
            heap_reset(&the_heap); /* a jump may have left a node behind */
        }
    }
}
END_TEST

/* A merge: each element is in exactly one of the two maps, wherever hash or equality jumps out, so that none is
 * destroyed twice and none leaks; and a second merge moves the rest. With one seed and with two. */
#define MERGE_TESTS(name_, key_, value_)                                                                               \
    static void name_##_halves_are_whole(const name_ *to, const name_ *from, int n, bool complete) {                   \
        CHECK(name_##_verify(to) && name_##_verify(from));                                                             \
        for (int k = 0; k < n / 2 + n; k++) {                                                                          \
            const bool was_in_to = k < n, was_in_from = k >= n / 2;                                                    \
            const bool in_to = name_##_contains(to, key_(k)), in_from = name_##_contains(from, key_(k));               \
            CHECK_MSG(in_to || !(was_in_to || complete), "key %d is not in its map", k);                               \
            CHECK_MSG(was_in_to &&was_in_from ? in_from : in_to != in_from, "key %d is in %s", k,                      \
                      in_to ? "both maps" : "no map");                                                                 \
        }                                                                                                              \
        CHECK_EQ(name_##_size(to) + name_##_size(from), 2 * n);                                                        \
    }                                                                                                                  \
    TEST(name_##_merge_jumps) {                                                                                        \
        static volatile int n;                                                                                         \
        static volatile long point, leaps;                                                                             \
        static name_ to, from;                                                                                         \
        leaps = 0;                                                                                                     \
        for (n = 0; n < MOST; n += 1 + n / 8) {                                                                        \
            for (point = 0;; point += point < 4 ? 1 : test_stride()) {                                                 \
                tracked_reset();                                                                                       \
                name_##_init_seed(&to, 1);                                                                             \
                name_##_init_seed(&from, _i ? 1 : 2);                                                                  \
                for (int k = 0; k < n; k++) {                                                                          \
                    CHECK_EQ(name_##_put(&to, key_(k), value_(1)), CCHASH_INSERTED);                                   \
                    CHECK_EQ(name_##_put(&from, key_(k + n / 2), value_(1)), CCHASH_INSERTED);                         \
                }                                                                                                      \
                calls_until_jump = point;                                                                              \
                jumped = false;                                                                                        \
                ATTEMPT(CHECK(name_##_merge(&to, &from)));                                                             \
                calls_until_jump = -1;                                                                                 \
                leaps += jumped;                                                                                       \
                name_##_halves_are_whole(&to, &from, n, !jumped);                                                      \
                CHECK(name_##_merge(&to, &from));                                                                      \
                name_##_halves_are_whole(&to, &from, n, true);                                                         \
                name_##_free(&to);                                                                                     \
                name_##_free(&from);                                                                                   \
                CHECK_EQ(tracked_count, 0);                                                                            \
                CHECK(jumped || heap_blocks(&the_heap) == 0);                                                          \
                heap_reset(&the_heap);                                                                                 \
                if (!jumped) {                                                                                         \
                    break;                                                                                             \
                }                                                                                                      \
            }                                                                                                          \
        }                                                                                                              \
        CHECK(leaps > 0);                                                                                              \
    }                                                                                                                  \
    END_TEST

static cchash_str text_key(int k) {
    cchash_str key = EMPTY;
    key.data.bytes[0] = (unsigned char)(k + 1);
    key.data.bytes[23] = 1;
    return key;
}
static int same_number(int number) { return number; }

/* Many equal hashes, so that the compact layout has elements beyond their home windows. */
static uint64_t hash_crowded(tracked t) {
    called();
    return (uint64_t)t.id % 2;
}
ROW_MAP_EX(crowded, tracked, tracked, hash_crowded, eq_tracked,
           ROW_TRAITS(ROW_SPLIT, CCHASH_KEY_COPY(copy_tracked), CCHASH_VALUE_COPY(copy_tracked),
                      CCHASH_KEY_FREE(destroy_tracked), CCHASH_VALUE_FREE(destroy_tracked)));

MERGE_TESTS(owner, tracked_borrow, tracked_borrow)
MERGE_TESTS(crowded, tracked_borrow, tracked_borrow)
MERGE_TESTS(texts, text_key, same_number)

int main(void) {
    Suite *suite = suite_create("unwind");
    TCase *c = tcase_create("unwind");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_loop_test(c, owner_jumps, 0, OPERATIONS);
    tcase_add_loop_test(c, simple_jumps, 0, OPERATIONS);
    tcase_add_test(c, jumps_in_a_full_table);
    tcase_add_test(c, jumps_before_shrink);
    tcase_add_loop_test(c, owner_merge_jumps, 0, 2);
    tcase_add_loop_test(c, crowded_merge_jumps, 0, 2);
    tcase_add_loop_test(c, texts_merge_jumps, 0, 2);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
