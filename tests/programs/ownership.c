/* Who owns what: keys and values with destructors, with and without copiers, through every operation. */
#include "test_heap.h"
#include ROW_HEADER
#include "tracked.h"

static uint64_t tracked_hash(tracked t) { return mix64((uint64_t)t.id); }
static bool tracked_eq(tracked a, tracked b) { return a.id == b.id; }
static int copies_until_failure = -1;
static bool tracked_copy(tracked *to, const tracked *from) {
    if (copies_until_failure >= 0 && copies_until_failure-- == 0) {
        return false;
    }
    *to = tracked_make(from->id);
    if (from->serial == 0) {
        tracked_destroy(to); /* the zeroed value stays what it is */
        memset(to, 0, sizeof *to);
    }
    return true;
}

ROW_MAP_EX(taking, tracked, tracked, tracked_hash, tracked_eq,
           ROW_TRAITS(CCHASH_KEY_FREE(tracked_destroy), CCHASH_VALUE_FREE(tracked_destroy)));
ROW_MAP_EX(copying, tracked, tracked, tracked_hash, tracked_eq,
           ROW_TRAITS(CCHASH_KEY_COPY(tracked_copy), CCHASH_VALUE_COPY(tracked_copy), CCHASH_KEY_FREE(tracked_destroy),
                      CCHASH_VALUE_FREE(tracked_destroy)));
ROW_MAP_EX(values, uint32_t, tracked, cchash_hash_u32, cchash_eq_u32,
           ROW_TRAITS(ROW_SPLIT, CCHASH_VALUE_FREE(tracked_destroy)));
ROW_SET_EX(taking_set, tracked, tracked_hash, tracked_eq, ROW_TRAITS(CCHASH_KEY_FREE(tracked_destroy)));
ROW_SET_EX(copying_set, tracked, tracked_hash, tracked_eq,
           ROW_TRAITS(CCHASH_KEY_COPY(tracked_copy), CCHASH_KEY_FREE(tracked_destroy)));

enum { N = 100 };

/* After each step: the map shows only living things, and nothing else is alive but `mine`. */
#define SETTLED(name_, map_, size_, mine_)                                                                             \
    do {                                                                                                               \
        CHECK_EQ(name_##_size(map_), size_);                                                                           \
        CHECK(name_##_verify(map_));                                                                                   \
        int zeroed_ = 0;                                                                                               \
        CCHASH_FOREACH (name_, each_, map_) {                                                                          \
            CHECK(tracked_is_alive(each_.key) && each_.key->serial > 0);                                               \
            CHECK(tracked_is_alive(each_.value));                                                                      \
            zeroed_ += each_.value->serial == 0;                                                                       \
        }                                                                                                              \
        CHECK_EQ(tracked_count, 2 * (int)(size_)-zeroed_ + (mine_));                                                   \
    } while (0)

static bool keep_even(const tracked *key, tracked *value, void *context) {
    (void)context;
    CHECK(tracked_is_alive(key) && tracked_is_alive(value));
    return key->id % 2 == 0;
}
static bool keep_even_key(const tracked *key, void *context) {
    (void)context;
    CHECK(tracked_is_alive(key));
    return key->id % 2 == 0;
}

/* Without copiers the map takes over what it accepts. */
TEST(takes_over) {
    taking m = EMPTY;
    for (int k = 0; k < N; k++) {
        CHECK_EQ(taking_put(&m, tracked_make(k), tracked_make(k)), CCHASH_INSERTED);
    }
    SETTLED(taking, &m, N, 0);
    for (int k = 0; k < N; k++) { /* the spare key and the old value go */
        const int held = taking_get_key(&m, tracked_borrow(k))->serial;
        const tracked value = tracked_make(k + 1000);
        CHECK_EQ(taking_put(&m, tracked_make(k), value), CCHASH_PRESENT);
        CHECK_EQ(taking_get_key(&m, tracked_borrow(k))->serial, held);
        CHECK_EQ(taking_get(&m, tracked_borrow(k))->serial, value.serial);
    }
    SETTLED(taking, &m, N, 0);
    tracked key = tracked_make(3), value = tracked_make(4);
    CHECK_EQ(taking_add(&m, key, value), CCHASH_PRESENT); /* nothing was accepted */
    bool inserted = true;
    CHECK(taking_upsert(&m, key, &inserted) != NULL && !inserted);
    SETTLED(taking, &m, N, 2);
    tracked_destroy(&key);
    tracked_destroy(&value);
    CHECK(taking_upsert(&m, tracked_make(N), &inserted) != NULL && inserted);
    SETTLED(taking, &m, N + 1, 0);
    *taking_get(&m, tracked_borrow(N)) = tracked_make(7);
    SETTLED(taking, &m, N + 1, 0);
    CHECK_EQ(taking_put_hashed(&m, taking_hash(&m, tracked_borrow(5)), tracked_make(5), tracked_make(5)),
             CCHASH_PRESENT);
    CHECK_EQ(taking_add_hashed(&m, taking_hash(&m, tracked_borrow(N + 1)), tracked_make(N + 1), tracked_make(5)),
             CCHASH_INSERTED);
    SETTLED(taking, &m, N + 2, 0);
    CHECK(taking_remove(&m, tracked_borrow(N)));
    CHECK(taking_remove_hashed(&m, taking_hash(&m, tracked_borrow(N + 1)), tracked_borrow(N + 1)));
    CHECK(!taking_remove(&m, tracked_borrow(N)));
    SETTLED(taking, &m, N, 0);

    tracked got_key = EMPTY, got_value = EMPTY;
    CHECK(taking_take(&m, tracked_borrow(0), &got_key, &got_value));
    CHECK(got_key.id == 0 && got_value.id == 1000);
    SETTLED(taking, &m, N - 1, 2);
    tracked_destroy(&got_key);
    tracked_destroy(&got_value);
    CHECK(taking_take(&m, tracked_borrow(1), NULL, &got_value)); /* a part that nobody asked for is destroyed */
    SETTLED(taking, &m, N - 2, 1);
    tracked_destroy(&got_value);
    CHECK(taking_take(&m, tracked_borrow(2), &got_key, NULL));
    SETTLED(taking, &m, N - 3, 1);
    tracked_destroy(&got_key);
    CHECK(taking_take(&m, tracked_borrow(3), NULL, NULL));
    SETTLED(taking, &m, N - 4, 0);
    CHECK(!taking_take(&m, tracked_borrow(3), &got_key, &got_value));

    tracked keys[4], vals[4];
    for (int i = 0; i < 4; i++) { /* a batch: 98, 99 are there; 100, 101 are new */
        keys[i] = tracked_make(98 + i);
        vals[i] = tracked_make(i);
    }
    CHECK_EQ(taking_put_many(&m, keys, vals, 4), 2);
    SETTLED(taking, &m, N - 2, 0);
    CHECK(taking_reserve(&m, 1000));
    SETTLED(taking, &m, N - 2, 0);
    CHECK(taking_shrink(&m));
    SETTLED(taking, &m, N - 2, 0);
    CHECK_EQ(taking_retain(&m, keep_even, NULL), (N - 2) / 2);
    SETTLED(taking, &m, (N - 2) / 2, 0);
    taking_iter it = taking_begin(&m);
    CHECK(taking_next(&it));
    taking_remove_at(&m, &it);
    SETTLED(taking, &m, (N - 2) / 2 - 1, 0);
    taking_clear(&m);
    SETTLED(taking, &m, 0, 0);
    CHECK_EQ(taking_put(&m, tracked_make(1), tracked_make(1)), CCHASH_INSERTED);
    taking_free(&m);
    CHECK_EQ(tracked_count, 0);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
    tracked_reset();
}
END_TEST

/* On NOMEM the caller still owns both. */
TEST(gives_back_on_nomem) {
    taking m = EMPTY;
    for (int k = 0; k < 200; k++) {
        const tracked key = tracked_make(k), value = tracked_make(k);
        const int mine = tracked_count;
        heap_fail(&the_heap, 0, true);
        int result = k % 2 ? taking_put(&m, key, value) : taking_add(&m, key, value);
        heap_fail(&the_heap, -1, false);
        CHECK_EQ(tracked_count, mine);
        if (result == CCHASH_NOMEM) {
            CHECK(tracked_alive[key.serial] && tracked_alive[value.serial]);
            CHECK(!taking_contains(&m, key));
            result = taking_put(&m, key, value);
        }
        CHECK_EQ(result, CCHASH_INSERTED);
        SETTLED(taking, &m, k + 1, 0);
    }
    taking_free(&m);
    CHECK_EQ(tracked_count, 0);
    heap_reset(&the_heap);
    tracked_reset();
}
END_TEST

/* With copiers the caller's things are never touched. */
TEST(copies) {
    copying m = EMPTY;
    for (int k = 0; k < N; k++) {
        CHECK_EQ(copying_put(&m, tracked_borrow(k), tracked_borrow(k)), CCHASH_INSERTED);
    }
    SETTLED(copying, &m, N, 0);
    for (int k = 0; k < N; k++) {
        const int held = copying_get_key(&m, tracked_borrow(k))->serial;
        CHECK_EQ(copying_put(&m, tracked_borrow(k), tracked_borrow(k + 1000)), CCHASH_PRESENT);
        CHECK_EQ(copying_get_key(&m, tracked_borrow(k))->serial, held);
        CHECK_EQ(copying_get(&m, tracked_borrow(k))->id, k + 1000);
        CHECK_EQ(copying_add(&m, tracked_borrow(k), tracked_borrow(1)), CCHASH_PRESENT);
        CHECK_EQ(copying_get(&m, tracked_borrow(k))->id, k + 1000);
        CHECK(copying_upsert(&m, tracked_borrow(k), NULL)->id == k + 1000);
    }
    SETTLED(copying, &m, N, 0);
    bool inserted = false;
    CHECK(copying_upsert(&m, tracked_borrow(N), &inserted)->serial == 0 && inserted);
    SETTLED(copying, &m, N + 1, 0);
    for (int k = 0; k < N; k++) { /* a value that the map itself holds, for a key that makes it grow */
        CHECK_EQ(copying_put(&m, tracked_borrow(N + 1 + k), *copying_get(&m, tracked_borrow(k))), CCHASH_INSERTED);
        CHECK_EQ(copying_get(&m, tracked_borrow(N + 1 + k))->id, k + 1000);
    }
    CHECK_EQ(copying_put(&m, tracked_borrow(1), *copying_get(&m, tracked_borrow(1))), CCHASH_PRESENT);
    CHECK_EQ(copying_get(&m, tracked_borrow(1))->id, 1001);
    SETTLED(copying, &m, 2 * N + 1, 0);
    copying twin = EMPTY;
    CHECK(copying_clone(&twin, &m));
    CHECK_EQ(copying_size(&twin), 2 * N + 1);
    CHECK_EQ(tracked_count, 2 * (2 * (2 * N + 1) - 1));
    CHECK(copying_get(&twin, tracked_borrow(3))->serial != copying_get(&m, tracked_borrow(3))->serial);
    copying_free(&twin);
    SETTLED(copying, &m, 2 * N + 1, 0);
    tracked key = EMPTY, value = EMPTY;
    CHECK(copying_take(&m, tracked_borrow(4), &key, &value)); /* the map's own copies are handed over */
    CHECK(key.serial > 0 && value.serial > 0);
    SETTLED(copying, &m, 2 * N, 2);
    tracked_destroy(&key);
    tracked_destroy(&value);
    CHECK_EQ(copying_retain(&m, keep_even, NULL), N);
    SETTLED(copying, &m, N, 0);
    copying_free(&m);
    CHECK_EQ(tracked_count, 0);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
    tracked_reset();
}
END_TEST

/* A copier that fails, at every call: CCHASH_NOMEM, nothing changed, nothing lost. */
TEST(copier_fails) {
    for (int n = 0; n < 40; n++) {
        for (int op = 0; op < 6; op++) {
            for (int point = 0;; point++) {
                copying m = EMPTY, twin = EMPTY;
                for (int k = 0; k < n; k++) {
                    CHECK_EQ(copying_put(&m, tracked_borrow(k), tracked_borrow(k)), CCHASH_INSERTED);
                }
                const size_t memory = copying_memory(&m);
                tracked keys[3], vals[3];
                for (int i = 0; i < 3; i++) {
                    keys[i] = vals[i] = tracked_borrow(n - 1 + i);
                }
                copies_until_failure = point;
                bool nomem = false;
                int grown = 1;
                switch (op) {
                case 0: nomem = copying_put(&m, tracked_borrow(n), tracked_borrow(n)) == CCHASH_NOMEM; break;
                case 1: nomem = copying_add(&m, tracked_borrow(n), tracked_borrow(n)) == CCHASH_NOMEM; break;
                case 2: nomem = copying_upsert(&m, tracked_borrow(n), NULL) == NULL; break;
                case 3:
                    grown = n == 0;
                    nomem = copying_put(&m, tracked_borrow(n / 2), tracked_borrow(n / 2)) == CCHASH_NOMEM;
                    break;
                case 4: {
                    const ptrdiff_t added = copying_put_many(&m, keys + (n == 0), vals + (n == 0), 2);
                    nomem = added < 0;
                    grown = nomem ? (int)(-1 - added) - (n > 0) : 2 - (n > 0);
                    grown = grown < 0 ? 0 : grown;
                    break;
                }
                default:
                    nomem = !copying_clone(&twin, &m);
                    grown = 0;
                    CHECK_EQ(copying_size(&twin), nomem ? 0 : n);
                    CHECK(!nomem || copying_memory(&twin) == 0);
                    break;
                }
                const bool failed = copies_until_failure < 0;
                copies_until_failure = -1;
                CHECK_EQ(nomem, failed);
                copying_free(&twin);
                const int size = n + (nomem && op != 4 ? 0 : grown);
                SETTLED(copying, &m, size, 0);
                for (int k = 0; k < n; k++) {
                    CHECK_EQ(copying_get(&m, tracked_borrow(k))->id, k);
                }
                CHECK(!nomem || op == 4 || copying_memory(&m) == memory);
                copying_free(&m);
                CHECK_EQ(tracked_count, 0);
                if (!failed) {
                    break;
                }
            }
        }
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
    tracked_reset();
}
END_TEST

/* Only values are owned: keys are plain. */
TEST(owned_values) {
    values m = EMPTY;
    for (int k = 0; k < N; k++) {
        CHECK_EQ(values_put(&m, (uint32_t)k, tracked_make(k)), CCHASH_INSERTED);
        CHECK_EQ(values_put(&m, (uint32_t)k, tracked_make(-k)), CCHASH_PRESENT);
        CHECK_EQ(tracked_count, k + 1);
    }
    for (int k = 0; k < N; k += 2) {
        CHECK(values_remove(&m, (uint32_t)k));
    }
    CHECK_EQ(tracked_count, N / 2);
    values_free(&m);
    CHECK_EQ(tracked_count, 0);
    heap_reset(&the_heap);
    tracked_reset();
}
END_TEST

TEST(owning_sets) {
    taking_set taker = EMPTY;
    copying_set copier = EMPTY, twin = EMPTY;
    for (int k = 0; k < N; k++) {
        CHECK_EQ(taking_set_add(&taker, tracked_make(k)), CCHASH_INSERTED);
        CHECK_EQ(copying_set_add(&copier, tracked_borrow(k)), CCHASH_INSERTED);
        CHECK_EQ(copying_set_add(&copier, tracked_borrow(k)), CCHASH_PRESENT);
        CHECK_EQ(tracked_count, 2 * k + 2);
    }
    tracked spare = tracked_make(5);
    CHECK_EQ(taking_set_add(&taker, spare), CCHASH_PRESENT); /* not accepted: still the caller's */
    tracked_destroy(&spare);
    CHECK(copying_set_clone(&twin, &copier));
    CHECK_EQ(tracked_count, 3 * N);
    CHECK_EQ(copying_set_retain(&twin, keep_even_key, NULL), N / 2);
    CHECK_EQ(tracked_count, 3 * N - N / 2);
    tracked key = EMPTY;
    CHECK(taking_set_take(&taker, tracked_borrow(9), &key));
    tracked_destroy(&key);
    CHECK(taking_set_take(&taker, tracked_borrow(8), NULL));
    CHECK_EQ(tracked_count, 3 * N - N / 2 - 2);
    taking_set_free(&taker);
    copying_set_clear(&twin);
    CHECK_EQ(tracked_count, N);
    copying_set_free(&twin);
    copying_set_free(&copier);
    CHECK_EQ(tracked_count, 0);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
    tracked_reset();
}
END_TEST

/* Interning: where keys are equal without being the same, the first one stays. */
static uint64_t hash_of_ten(int key) { return (uint64_t)(key / 10); }
static bool same_ten(int a, int b) { return a / 10 == b / 10; }
ROW_MAP(tens, int, int, hash_of_ten, same_ten);
ROW_SET(tens_set, int, hash_of_ten, same_ten);
TEST(first_key_stays) {
    tens m = EMPTY;
    tens_set s = EMPTY;
    for (int k = 0; k < 10 * N; k++) {
        CHECK_EQ(tens_put(&m, k, k), k % 10 ? CCHASH_PRESENT : CCHASH_INSERTED);
        CHECK_EQ(tens_add(&m, k, -1), CCHASH_PRESENT);
        CHECK_EQ(tens_set_add(&s, k), k % 10 ? CCHASH_PRESENT : CCHASH_INSERTED);
        CHECK_EQ(*tens_get_key(&m, k), k - k % 10);
        CHECK_EQ(*tens_get(&m, k), k);
        CHECK_EQ(*tens_set_get(&s, k), k - k % 10);
        CHECK_EQ(*tens_set_get_key(&s, k), k - k % 10);
    }
    int key = -1, value = -1;
    CHECK(tens_take(&m, 55, &key, &value));
    CHECK(key == 50 && value == 59);
    tens_free(&m);
    tens_set_free(&s);
    heap_reset(&the_heap);
}
END_TEST

/* The allocator's context stays with its map: two maps, two heaps, and a swap carries it along. */
ROW_MAP_EX(room, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64,
           ROW_TRAITS(CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to)));
ROW_SET_EX(room_set, uint64_t, cchash_hash_u64, cchash_eq_u64,
           ROW_TRAITS(CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to)));
TEST(contexts) {
    static struct heap left, right;
    left.fail_after = right.fail_after = -1;
    room a, b;
    room_set s;
    room_init_allocator(&a, &left);
    room_init_allocator(&b, &right);
    room_set_init_allocator(&s, &left);
    for (uint64_t k = 0; k < 500; k++) {
        CHECK_EQ(room_put(&a, k, k), CCHASH_INSERTED);
        CHECK_EQ(room_put(&b, k + 1000, k), CCHASH_INSERTED);
        CHECK_EQ(room_set_add(&s, k), CCHASH_INSERTED);
    }
    CHECK_EQ(the_heap.calls, 0);
    CHECK_EQ(left.live, room_memory(&a) + room_set_memory(&s));
    CHECK_EQ(right.live, room_memory(&b));
    room_swap(&a, &b);
    CHECK(room_contains(&a, 1000) && room_contains(&b, 0));
    CHECK(room_shrink(&a) && room_reserve(&b, 3000));
    CHECK_EQ(right.live, room_memory(&a));
    CHECK_EQ(left.live, room_memory(&b) + room_set_memory(&s));
    room_free(&a);
    CHECK_EQ(right.live, 0);
    CHECK_EQ(room_put(&a, 1, 1), CCHASH_INSERTED); /* freed, not forgotten whose heap it uses */
    CHECK(right.live > 0 && the_heap.calls == 0);
    room_free(&a);
    room_free(&b);
    room_set_free(&s);
    CHECK_EQ(heap_blocks(&left) + heap_blocks(&right), 0);
}
END_TEST

/* C strings that the map copies and frees: K and V are char * or const char *. */
ROW_MAP_EX(config, char *, char *, cchash_hash_cstr, cchash_eq_cstr, ROW_TRAITS(CCHASH_CSTR_KEYS, CCHASH_CSTR_VALUES));
ROW_MAP_EX(titles, const char *, const char *, cchash_hash_cstr, cchash_eq_cstr,
           ROW_TRAITS(CCHASH_CSTR_VALUES, CCHASH_CSTR_KEYS));
ROW_SET_EX(labels, const char *, cchash_hash_cstr, cchash_eq_cstr, ROW_TRAITS(CCHASH_CSTR_KEYS));

TEST(c_strings) {
    config m = EMPTY, copy = EMPTY;
    titles t = EMPTY;
    labels l = EMPTY;
    char key[16], value[16];
    for (int i = 0; i < 300; i++) {
        snprintf(key, sizeof key, "key %d", i % 200);
        snprintf(value, sizeof value, "value %d", i);
        CHECK_EQ(config_put(&m, key, i % 7 ? value : NULL), i < 200 ? CCHASH_INSERTED : CCHASH_PRESENT);
        CHECK_EQ(titles_add(&t, key, value), i < 200 ? CCHASH_INSERTED : CCHASH_PRESENT);
        CHECK_EQ(labels_add(&l, key), i < 200 ? CCHASH_INSERTED : CCHASH_PRESENT);
        CHECK(*config_get_key(&m, key) != key && (i % 7 == 0 || *config_get(&m, key) != value));
    }
    memset(key, 'x', sizeof key - 1); /* the caller's buffers are the caller's */
    memset(value, 'x', sizeof value - 1);
    CHECK(config_clone(&copy, &m) && config_verify(&copy));
    char *zero = NULL, *taken_key = NULL, *taken = NULL;
    for (int i = 0; i < 200; i++) {
        const int last = i < 100 ? i + 200 : i;
        snprintf(key, sizeof key, "key %d", i);
        snprintf(value, sizeof value, "value %d", last);
        char **held = config_get(&m, key);
        CHECK(held && (last % 7 ? *held && strcmp(*held, value) == 0 : !*held));
        snprintf(value, sizeof value, "value %d", i);
        CHECK(titles_get(&t, key) && strcmp(*titles_get(&t, key), value) == 0);
        CHECK(labels_contains(&l, key) && strcmp(*labels_get(&l, key), key) == 0);
    }
    snprintf(key, sizeof key, "key %d", 199);
    const size_t blocks = heap_blocks(&the_heap);
    CHECK(config_take(&m, key, &taken_key, &taken) && strcmp(taken_key, key) == 0 && strcmp(taken, "value 199") == 0);
#ifndef ROW_MALLOC_NODES
    CHECK_EQ(heap_blocks(&the_heap), blocks);
#endif
    heap_release(taken_key, strlen(taken_key) + 1, 1);
    heap_release(taken, strlen(taken) + 1, 1);
    CHECK(blocks > heap_blocks(&the_heap) && config_put(&m, key, zero) == CCHASH_INSERTED);
    heap_fail(&the_heap, 0, true);
    CHECK_EQ(config_put(&m, key, value), CCHASH_NOMEM);
    CHECK(*config_get(&m, key) == NULL);
    heap_fail(&the_heap, -1, false);
    CHECK(config_remove(&m, key) && config_merge(&m, &copy) && config_size(&m) == 200);
    config_free(&m);
    config_free(&copy);
    titles_free(&t);
    labels_free(&l);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("ownership");
    TCase *c = tcase_create("ownership");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, takes_over);
    tcase_add_test(c, gives_back_on_nomem);
    tcase_add_test(c, copies);
    tcase_add_test(c, copier_fails);
    tcase_add_test(c, owned_values);
    tcase_add_test(c, owning_sets);
    tcase_add_test(c, first_key_stays);
    tcase_add_test(c, contexts);
    tcase_add_test(c, c_strings);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
