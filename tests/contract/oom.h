/* Running out of memory, for one type of map or set: define NAME, KIND, TRAITS (or nothing) and perhaps IS_SET as for
 * contract.h (also IS_STR). Every allocation point of every operation fails, once and for ever, on maps of every size
 * up to U. */

#include "prologue.h"

#ifdef IS_SET
enum { T(is_set) = 1 };
#else
enum { T(is_set) = 0 };
#endif
enum { T(most) = 70, T(batch) = 6, T(absent) = -9 };

/* All that can be seen of a map, and its own bytes. */
typedef struct {
    unsigned char bytes[sizeof(NAME)];
    size_t size, capacity, memory;
    int count, key[2 * T(most)], value[2 * T(most)];
} T(snapshot);

static void T(look)(const NAME *m, T(snapshot) * s) {
    CHECK(F(verify)(m));
    memset(s, 0, sizeof *s);
    memcpy(s->bytes, (const void *)m, sizeof s->bytes);
    s->size = F(size)(m);
    s->capacity = F(capacity)(m);
    s->memory = F(memory)(m);
    F(iter) it = F(begin)(m);
    while (F(next)(&it)) {
        CHECK(s->count < 2 * T(most));
        s->key[s->count] = KEY_ID(*it.key);
        CHECK(F(contains)(m, KEY(KEY_ID(*it.key))));
#ifndef IS_SET
        s->value[s->count] = VAL_ID(*it.value);
#endif
        s->count++;
    }
    CHECK_EQ(s->size, s->count);
}

static int T(value_of)(const NAME *m, int k) {
#ifdef IS_SET
    return F(contains)(m, KEY(k)) ? k : T(absent);
#else
    V *value = F(get)(m, KEY(k));
    return value ? VAL_ID(*value) : T(absent);
#endif
}

static int T(insert)(NAME *m, int k, int v) {
#ifdef IS_SET
    (void)v;
    return F(add)(m, KEY(k));
#else
    return F(put)(m, KEY(k), VAL(v));
#endif
}

/* Operation `op` on a map that holds keys 0 to n - 1 with their own numbers as values. A negative result is "no
 * memory"; what the keys' values are afterwards goes to expected[]. */
enum { T(operations) = 15 };
static int T(operate)(NAME *m, NAME *other, int op, int n, int *expected, bool retry) {
    const uint64_t hash = F(memory)(m) ? F(hash)(m, KEY(n)) : 0;
    for (int k = 0; k < 2 * T(most); k++) {
        expected[k] = k < n ? k : T(absent);
    }
    switch (op) {
    case 0: /* a new key */ expected[n] = n; return T(insert)(m, n, n);
    case 1: /* a key that is there, other value */
        if (n == 0) {
            return 0;
        }
#ifndef IS_SET
        expected[n / 2] = 3;
#endif
        return T(insert)(m, n / 2, 3);
    case 2: return F(reserve)(m, (size_t)n * 2 + 9) ? 1 : -1;
    case 3: return F(reserve)(m, 1000) ? 1 : -1;
    case 4: return F(shrink)(m) ? 1 : -1;
    case 5: return F(clone)(other, m) ? 1 : -1;
    case 6: { /* a batch, half of it new */ Q keys[T(batch)];
#ifndef IS_SET
        V values[T(batch)];
#endif
        int start = n < 3 ? 0 : n - 3, fresh = 0;
        for (int i = 0; i < T(batch); i++) {
            keys[i] = KEY(start + i);
#ifndef IS_SET
            values[i] = VAL(start + i);
#endif
            fresh += start + i >= n;
        }
#ifdef IS_SET
        const ptrdiff_t added = F(add_many)(m, keys, T(batch));
#else
        const ptrdiff_t added = F(put_many)(m, keys, values, T(batch));
#endif
        const int in = added < 0 ? (int)(-1 - added) : T(batch);
        CHECK(in <= T(batch) && (added >= 0 || in < T(batch)));
        for (int i = 0; i < in; i++) {
            expected[start + i] = start + i;
        }
        CHECK(added < 0 || (retry ? added <= fresh : added == fresh));
        return added < 0 ? -1 : 1;
    }
    case 7: /* the hashed forms need a map that has its seed, if hashes are seeded */
        if (!F(memory)(m)) {
            return 0;
        }
        expected[n] = n;
#ifdef IS_SET
        return F(add_hashed)(m, hash, KEY(n));
#else
        return F(put_hashed)(m, hash, KEY(n), VAL(n));
#endif
#ifndef IS_SET
    case 8: expected[n] = n; return F(add)(m, KEY(n), VAL(n));
    case 9: { /* upsert: the zeroed value is read as VAL_ID says */
        bool inserted = false;
        V *value = F(upsert)(m, KEY(n), &inserted);
        if (value) {
            CHECK(inserted);
            expected[n] = VAL_ID(*value);
        }
        return value ? 1 : -1;
    }
    case 10:
        if (!F(memory)(m)) {
            return 0;
        }
        expected[n] = n;
        return F(add_hashed)(m, hash, KEY(n), VAL(n));
    case 11: {
        if (!F(memory)(m)) {
            return 0;
        }
        V *value = F(upsert_hashed)(m, hash, KEY(n), NULL);
        if (value) {
            expected[n] = VAL_ID(*value);
        }
        return value ? 1 : -1;
    }
    case 12: return n == 0 || F(add)(m, KEY(n / 2), VAL(1)) == CCHASH_PRESENT ? 1 : -2;
#endif
    case 13:
    case 14: { /* and the same with its hash */
        bool inserted = false;
        if (op == 14 && !F(memory)(m)) {
            return 0;
        }
        F(iter)
        it = op == 13 ? F(find_or_insert)(m, KEY(n), &inserted) : F(find_or_insert_hashed)(m, hash, KEY(n), &inserted);
        if (it.key) {
            CHECK(inserted && KEY_ID(*it.key) == n);
            expected[n] = n;
#ifndef IS_SET
            expected[n] = VAL_ID(*it.value);
#endif
        }
        return it.key ? 1 : -1;
    }
    default: return 0;
    }
}

static void T(build)(NAME *m, int n, bool roomy) {
    memset((void *)m, 0, sizeof *m);
    if (roomy) {
        CHECK(F(reserve)(m, 3 * T(most)));
    }
    for (int k = 0; k < n; k++) {
        CHECK_EQ(T(insert)(m, k, k), CCHASH_INSERTED);
    }
}

static bool T(holds)(const NAME *m, const int *expected) {
    size_t size = 0;
    for (int k = 0; k < 2 * T(most); k++) {
        if (T(value_of)(m, k) != expected[k]) {
            return false;
        }
        size += expected[k] != T(absent);
    }
    return F(verify)(m) && F(size)(m) == size;
}

TEST(T(every_point)) {
    static T(snapshot) before, after;
    const int op = _i;
    int expected[2 * T(most)], refusals = 0;
    for (int n = 0; n <= T(most); n += n < 16 ? 1 : test_stride()) {
        for (int plan = 0; plan < 4; plan++) {
            const bool always = plan % 2, roomy = plan / 2 && op == 4; /* spare memory, so that shrink has work */
            if (plan / 2 && !roomy) {
                continue;
            }
            for (long point = 0;; point++) {
                NAME m, other = EMPTY;
                T(build)(&m, n, roomy);
                T(look)(&m, &before);
                heap_fail(&the_heap, point, always);
                errno = 77;
                const int result = T(operate)(&m, &other, op, n, expected, false);
                CHECK_MSG(errno == 77, "operation %d with %d elements left another errno", op, n);
                const bool failed = the_heap.failed;
                heap_fail(&the_heap, -1, false);
                if (result < 0) {
                    CHECK(failed);
                    refusals++;
                    T(look)(&m, &after);
                    if (op == 6) { /* a batch stops in its middle: the earlier pairs are in */
                        CHECK(T(holds)(&m, expected));
                    } else {
                        CHECK_MSG(memcmp(before.bytes, after.bytes, sizeof before.bytes) == 0,
                                  "operation %d, %d elements, allocation %ld fails%s: the map's own bytes changed", op,
                                  n, point, always ? " for ever" : "");
                        CHECK_MSG(memcmp(&before, &after, sizeof before) == 0,
                                  "operation %d, %d elements, allocation %ld fails%s: the map changed", op, n, point,
                                  always ? " for ever" : "");
                    }
                    T(look)(&other, &after); /* a clone that failed leaves its target empty */
                    CHECK_EQ(after.size, 0);
                    CHECK_EQ(after.memory, 0);
                    CHECK(T(operate)(&m, &other, op, n, expected, true) >= 0);
                }
                CHECK(T(holds)(&m, expected));
                if (op == 5) {
                    CHECK(T(holds)(&other, expected));
                }
                F(free)(&m);
                F(free)(&other);
                CHECK_EQ(heap_blocks(&the_heap), 0);
                CHECK_EQ(the_heap.live, 0);
                if (!failed) {
                    break;
                }
            }
        }
    }
    /* A map that has memory may well have a slot left, whatever fails. */
    CHECK_MSG(refusals > 0 || op == 1 || op == 7 || (op >= 10 && op != 13) || (op >= 8 && op <= 9 && T(is_set)),
              "operation %d never ran out of memory", op);
    heap_reset(&the_heap);
}
END_TEST

/* A chaining map makes nodes of an image. If it cannot, it is empty. */
TEST(T(opening)) {
    image *const saved = &images[0];
    NAME m, opened = EMPTY;
    T(build)(&m, T(most) - 1, false);
    image_begin(saved, LONG_MAX);
    if (F(save)(&m, image_write, saved)) {
        for (long point = 0;; point++) {
            heap_fail(&the_heap, point, true);
            const bool made = F(open)(&opened, saved->bytes, saved->size);
            const bool failed = the_heap.failed;
            heap_fail(&the_heap, -1, false);
            CHECK_EQ(made, !failed);
            CHECK_EQ(F(size)(&opened), made ? F(size)(&m) : 0);
            CHECK(F(verify)(&opened));
            F(free)(&opened);
            if (made) {
                break;
            }
        }
    }
    F(free)(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Keys 0 to n - 1, and keys n / 2 to n / 2 + n - 1, with one seed or with two. A merge that fails leaves each element
 * in exactly one of the two maps; a union that fails leaves the first set as it was. */
static void T(build_two)(NAME *a, NAME *b, int n, bool one_seed) {
    T(build)(a, n, false);
    memset((void *)b, 0, sizeof *b);
    if (one_seed) {
        CHECK(F(clone)(b, a));
        F(clear)(b);
    }
    for (int k = n / 2; k < n / 2 + n; k++) {
        CHECK_EQ(T(insert)(b, k, k), CCHASH_INSERTED);
    }
}

TEST(T(two_maps)) {
    const bool joins = _i % 2, one_seed = _i / 2 % 2, always = _i / 4;
    int refusals = 0;
    for (int n = 0; n <= T(most); n += 1 + n / 4) {
        for (long point = 0;; point++) {
            NAME a, b;
            T(build_two)(&a, &b, n, one_seed);
            heap_fail(&the_heap, point, always);
#ifdef IS_SET
            const bool done = joins ? F(union)(&a, &b) : F(merge)(&a, &b);
#else
            const bool done = F(merge)(&a, &b);
#endif
            const bool failed = the_heap.failed;
            heap_fail(&the_heap, -1, false);
            CHECK(done || failed);
            refusals += !done;
            for (int retries = 0; retries < 2; retries++) {
                const bool whole = done || retries;
                CHECK(F(verify)(&a) && F(verify)(&b));
                for (int k = 0; k < n / 2 + n; k++) {
                    const bool in_a = T(value_of)(&a, k) == k, in_b = T(value_of)(&b, k) == k;
                    const bool was_in_a = k < n, was_in_b = k >= n / 2;
                    if (joins && T(is_set)) {
                        CHECK(in_b == was_in_b && in_a == (was_in_a || whole));
                    } else {
                        CHECK(was_in_a && was_in_b ? in_a && in_b : in_a != in_b);
                        CHECK(in_a || !(was_in_a || whole));
                    }
                }
#ifdef IS_SET
                CHECK(whole || (joins ? F(union)(&a, &b) : F(merge)(&a, &b)));
#else
                CHECK(whole || F(merge)(&a, &b));
#endif
            }
            F(free)(&a);
            F(free)(&b);
            CHECK_EQ(heap_blocks(&the_heap), 0);
            if (!failed) {
                break;
            }
        }
    }
    CHECK(refusals > 0 || !always); /* a slot may be left where a single request fails */
    heap_reset(&the_heap);
}
END_TEST

/* Removing, reading and clearing never allocate: they work when there is no memory at all. */
TEST(T(frugal)) {
    for (int n = 0; n <= T(most); n++) {
        NAME m;
        T(build)(&m, n, false);
        the_heap.forbidden = true;
        for (int k = 0; k < n; k++) {
            CHECK_EQ(T(value_of)(&m, k), k);
            CHECK(k % 3 == 0 || F(remove)(&m, KEY(k)));
        }
        F(iter) it = F(begin)(&m);
        while (F(next)(&it)) {
            if (KEY_ID(*it.key) % 2) {
                F(remove_at)(&m, &it);
            }
        }
        CHECK(F(stats)(&m).size == F(size)(&m) && F(verify)(&m));
        F(clear)(&m);
        F(free)(&m);
        the_heap.forbidden = false;
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Sizes that can't be are refused without asking; those that could be reach the allocator whole. */
TEST(T(absurd_sizes)) {
    for (int n = 0; n <= T(most); n += 35) {
        static T(snapshot) before, after;
        NAME m;
        T(build)(&m, n, false);
        T(look)(&m, &before);
        the_heap.forbidden = true;
        errno = 77;
        for (int shift = 0; shift < 4; shift++) {
            CHECK(!F(reserve)(&m, SIZE_MAX >> shift));
            CHECK(!F(reserve)(&m, (SIZE_MAX >> shift) - 1));
            CHECK(!F(reserve)(&m, (SIZE_MAX >> shift % 3) / sizeof(K))); /* an entry has a quarter more than its key */
            CHECK(!F(reserve)(&m, (SIZE_MAX >> shift) / 2 + 2));
        }
        CHECK(!F(reserve)(&m, (size_t)PTRDIFF_MAX / 2 / sizeof(K) + 1));
        CHECK(errno == 77);
        the_heap.forbidden = false;
        T(look)(&m, &after);
        CHECK(memcmp(&before, &after, sizeof before) == 0);
        /* Each size from 2^20 elements up: refused by the allocator or before it, never asked for too little. */
        for (unsigned shift = 20; shift < sizeof(size_t) * 8; shift++) {
            const size_t want = (size_t)1 << shift;
            the_heap.largest = 0;
            heap_fail(&the_heap, 0, true);
            CHECK(!F(reserve)(&m, want));
            heap_fail(&the_heap, -1, false);
#if ROW_LAYOUT == LAYOUT_CHAIN
            CHECK(the_heap.largest == 0 || the_heap.largest >= want);
#else
            CHECK(the_heap.largest == 0 || the_heap.largest / sizeof(K) >= want);
#endif
            CHECK(the_heap.largest > 0 || want > (size_t)PTRDIFF_MAX / 2 / (4 * sizeof(K) + 64));
        }
        T(look)(&m, &after);
        CHECK(memcmp(&before, &after, sizeof before) == 0);
        CHECK(errno == 77);
        F(free)(&m);
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

static TCase *T(case)(void) {
    TCase *c = tcase_create("oom");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_loop_test(c, T(every_point), 0, T(operations));
    tcase_add_test(c, T(opening));
    tcase_add_loop_test(c, T(two_maps), 0, 8);
    tcase_add_test(c, T(frugal));
    tcase_add_test(c, T(absurd_sizes));
    return c;
}

#include "epilogue.h"
