/* Hostile histories: groups of equal hashes that come and go, tables filled to the brim, queues and stacks. Whatever
 * has been through a table, finds in it are as short as in a new one as soon as enough has been removed since. Measured
 * in probes, of hits (name_stats) and of misses (counted here from the structure), never in seconds. */
#include "test_heap.h"
#include ROW_HEADER
#include <setjmp.h>

/* Keys from GROUP on have the hash of their group; all others are their own. */
#define GROUP ((uint64_t)1 << 40)
static long calls_until_jump = -1;
static jmp_buf way_out;
static uint64_t group_hash(uint64_t key) {
    if (calls_until_jump >= 0 && calls_until_jump-- == 0) {
        longjmp(way_out, 1);
    }
    return key < GROUP ? key : mix64(key / GROUP);
}
ROW_MAP(map, uint64_t, uint64_t, group_hash, cchash_eq_u64);

/* Buckets, windows or nodes that a lookup of an absent key with that hash looks at. */
static size_t miss_probes(const map *m, uint64_t hash) {
    size_t probes = 1;
#if ROW_LAYOUT == LAYOUT_CHAIN
    const uint64_t placed = cchash_priv_chain_mix_hash(&m->cchash_table, &map_priv_type, hash);
    uint64_t link = m->cchash_table.buckets[placed >> m->cchash_table.shift];
    while (link & cchash_priv_chain_filter_bit(&m->cchash_table, placed)) {
        link = cchash_priv_chain_link(cchash_priv_chain_node(&m->cchash_table, link));
        probes++;
    }
#elif ROW_LAYOUT == LAYOUT_OA
    const cchash_priv_oa *table = &m->cchash_table;
    size_t start = cchash_priv_oa_home_of(table, &map_priv_type, cchash_priv_oa_mix_hash(table, &map_priv_type, hash));
    while (probes <= table->max_probe &&
           cchash_priv_oa_overflowed(&map_priv_type, cchash_priv_oa_entry(table, &map_priv_type, start))) {
        start = cchash_priv_oa_next_bucket(table, &map_priv_type, start);
        probes++;
    }
#else
    const cchash_priv_compact *table = &m->cchash_table;
    const uint64_t placed = cchash_priv_compact_mix_hash(table, &map_priv_type, hash);
    while (probes <= table->max_probe && /* 0 in a small table, which has no overflow bits */
           cchash_priv_compact_overflowed(
               table->tags, cchash_priv_compact_window(table, &map_priv_type, placed, probes - 1), placed)) {
        probes++;
    }
#endif
    return probes;
}

static double mean_miss(const map *m) {
    enum { samples = 20000 };
    double sum = 0;
    for (uint64_t k = 0; k < samples; k++) {
        sum += (double)miss_probes(m, mix64(k + GROUP));
    }
    return sum / samples;
}

/* Is the map as good as a new one of the same elements, seed and size? */
static void check_as_new(const map *m, const char *what) {
    map fresh = EMPTY;
    map_init_seed(&fresh, m->cchash_table.seed);
    CHECK(map_reserve(&fresh, map_capacity(m)));
    CCHASH_FOREACH (map, it, m) {
        CHECK_EQ(map_put(&fresh, *it.key, *it.value), CCHASH_INSERTED);
    }
    CHECK_EQ(map_capacity(&fresh), map_capacity(m));
    const double hit = map_stats(m).mean_probe, fresh_hit = map_stats(&fresh).mean_probe;
    const double miss = mean_miss(m), fresh_miss = mean_miss(&fresh);
    CHECK_MSG(hit <= fresh_hit * 1.5, "%s: hits take %f probes, in a new table %f", what, hit, fresh_hit);
    CHECK_MSG(miss <= fresh_miss * 1.5, "%s: misses take %f probes, in a new table %f", what, miss, fresh_miss);
    CHECK(map_verify(m));
    map_free(&fresh);
}

static void put(map *m, uint64_t key) { CHECK_EQ(map_put(m, key, ~key), CCHASH_INSERTED); }

static void fill(map *m, uint64_t n) {
    for (uint64_t k = 0; k < n; k++) {
        put(m, mix64(k) % GROUP);
    }
}

/* Removes and puts as many of the elements of fill() as that, by turns. */
static void churn(map *m, uint64_t n, uint64_t times) {
    for (uint64_t k = 0; k < times; k++) {
        const uint64_t key = mix64(k % n) % GROUP;
        CHECK(map_remove(m, key));
        put(m, key);
    }
}

/* Groups of one hash come and go, in an order by plan: as a queue, as a stack, or all through each other. */
static void come_and_go(map *m, uint64_t groups, uint64_t size, int plan) {
    for (uint64_t group = 1; group <= groups; group++) {
        for (uint64_t k = 0; k < size; k++) {
            put(m, group * GROUP + k);
        }
        for (uint64_t k = 0; k < size; k++) {
            const uint64_t each = plan == 0 ? k : plan == 1 ? size - 1 - k : (k * 7919) % size;
            CHECK(map_remove(m, group * GROUP + each));
        }
    }
}

static const uint64_t group_sizes[4] = {40, 100, 1000, 20000};

TEST(groups_that_come_and_go) {
    /* All groups together have as many keys as that; the largest, whose cost is the square of its size, an eighth. */
    const uint64_t keys = (uint64_t)test_parameter("TEST_GROUPS", 80000), n = 20000;
    const uint64_t size = group_sizes[_i % 4] < keys / 8 ? group_sizes[_i % 4] : keys / 8;
    const uint64_t groups = size > 1000 ? 1 : keys / size;
    map m = EMPTY;
    CHECK(groups >= 1);
    map_init_seed(&m, 7);
    CHECK(map_reserve(&m, n + size));
    fill(&m, n);
    const size_t memory = map_memory(&m);
    come_and_go(&m, groups, size, _i / 4);
#ifndef ROW_MALLOC_NODES
    the_heap.forbidden = true;
#endif
    churn(&m, n, n + 1);
    the_heap.forbidden = false;
    check_as_new(&m, "groups");
    come_and_go(&m, groups, size, _i / 4);
    const size_t capacity = map_capacity(&m);
    CHECK(map_shrink(&m));
    check_as_new(&m, "groups, and shrink");
    CHECK_EQ(map_size(&m), n);
    CHECK(map_capacity(&m) <= capacity && map_memory(&m) <= memory);
    map_free(&m);
    heap_reset(&the_heap);
}
END_TEST

/* Nothing but one group, 20 times over (fewer with TEST_STRIDE): a queue, a stack. */
TEST(replaced_twenty_times) {
    const uint64_t size = group_sizes[_i % 4] / (_i % 4 == 3 ? 8 : 1), laps = 20 / (uint64_t)test_stride();
    const int plan = _i / 4; /* 0: the oldest goes, 1: the newest goes, 2: all go, then as many come */
    map m = EMPTY;
    map_init_seed(&m, 7);
    CHECK(map_reserve(&m, 2 * size));
    const size_t memory = map_memory(&m);
    for (uint64_t k = 0; k < size; k++) {
        put(&m, GROUP + k);
    }
    for (uint64_t k = 0; k < laps * size; k++) {
        const uint64_t gone = plan == 1 && k ? size + k - 1 : plan == 1 ? size - 1 : k;
        if (plan < 2) {
            CHECK(map_remove(&m, GROUP + gone));
            put(&m, GROUP + size + k);
        } else if (k % size == 0) {
            for (uint64_t i = 0; i < size; i++) {
                CHECK(map_remove(&m, GROUP + k + i));
            }
            for (uint64_t i = 0; i < size; i++) {
                put(&m, GROUP + k + size + i);
            }
        }
    }
    CHECK_EQ(map_size(&m), size);
#ifndef ROW_MALLOC_NODES
    CHECK_EQ(map_memory(&m), memory);
#endif
    check_as_new(&m, plan == 0 ? "queue" : plan == 1 ? "stack" : "waves");
    for (uint64_t k = 0, at = plan == 1 ? 0 : laps * size; map_size(&m) > 0; k++) { /* and when the group has gone */
        map_remove(&m, GROUP + at + k);
        CHECK(k <= (laps + 2) * size);
    }
    for (uint64_t k = 0; k < size; k++) {
        put(&m, mix64(k) % GROUP);
    }
    churn(&m, size, size + 1);
    check_as_new(&m, "other keys");
    (void)memory;
    map_free(&m);
    heap_reset(&the_heap);
}
END_TEST

/* To the brim, as memory for growth is refused, then down to what was meant to be there. */
TEST(filled_to_the_brim) {
    const uint64_t want = _i == 0 ? 600 : 20000;
    map m = EMPTY;
    map_init_seed(&m, 7);
    CHECK(map_reserve(&m, want));
    const size_t capacity = map_capacity(&m);
    uint64_t count = 0;
    heap_fail(&the_heap, 0, true);
#ifdef ROW_MALLOC_NODES
    heap_fail(&the_heap, -1, false);
    the_heap.limit = 256;
#endif
    while (count < 4 * capacity && map_put(&m, mix64(count) % GROUP, count) == CCHASH_INSERTED) {
        count++;
    }
    CHECK(map_verify(&m));
    /* To the last slot, and a miss is bounded (without more than marks: half of the table). */
    const double miss = mean_miss(&m);
    CHECK_MSG(miss < 6 || (miss - 6) * (miss - 6) * 25 <= (double)count,
              "%f probes of a miss in a table of %d elements that is full", miss, (int)count);
    const uint64_t left = capacity / 2;
    for (uint64_t k = left; k < count; k++) {
        CHECK(map_remove(&m, mix64(k) % GROUP));
    }
    churn(&m, left, left + 1);
    heap_fail(&the_heap, -1, false);
    the_heap.limit = 0;
    CHECK_EQ(map_capacity(&m), capacity);
    check_as_new(&m, "brim");
    map_free(&m);
    heap_reset(&the_heap);
}
END_TEST

/* Emptied by an iterator, or by removals: then there is nothing left to find. */
TEST(emptied) {
    map m = EMPTY;
    map_init_seed(&m, 7);
    CHECK(map_reserve(&m, 20000));
    for (int round = 0; round < 3; round++) {
        for (uint64_t k = 0; k < 2000; k++) {
            put(&m, GROUP * (1 + k / 500) + k);
        }
        if (_i == 0) {
            map_iter it = map_begin(&m);
            while (map_next(&it)) {
                map_remove_at(&m, &it);
            }
        } else {
            for (uint64_t k = 0; k < 2000; k++) {
                CHECK(map_remove(&m, GROUP * (1 + k / 500) + k));
            }
        }
        CHECK_EQ(map_size(&m), 0);
        for (uint64_t k = 0; k < map_capacity(&m) / 128; k++) { /* looking at all homes is to be paid for */
            put(&m, 1);
            CHECK(map_remove(&m, 1));
        }
        CHECK(mean_miss(&m) == 1);
        CHECK(map_verify(&m));
    }
    map_free(&m);
    heap_reset(&the_heap);
}
END_TEST

/* The hash function jumps out while a worn table is put in order, at each call: what was there is there. */
TEST(jumps) {
    enum { size = 300, live = 200 };
    static volatile long point;
    static volatile bool done;
    done = false;
    for (point = 0; !done; point += test_stride()) {
        map m = EMPTY;
        map_init_seed(&m, 7);
        CHECK(map_reserve(&m, size + live));
        for (uint64_t k = 0; k < size; k++) {
            put(&m, GROUP + k);
        }
        fill(&m, live);
        for (uint64_t k = 0; k < size; k++) {
            CHECK(k % 8 == 0 || map_remove(&m, GROUP + k));
        }
        calls_until_jump = point;
        if (setjmp(way_out) == 0) {
            if (_i == 0) {
                CHECK(map_shrink(&m));
            } else {
                churn(&m, live, 2 * live);
            }
            done = calls_until_jump >= 0;
        }
        calls_until_jump = -1;
        CHECK(map_verify(&m));
        size_t found = 0;
        for (uint64_t k = 0; k < size; k += 8) {
            CHECK(map_contains(&m, GROUP + k));
            CHECK(!map_contains(&m, GROUP + k + 1));
        }
        for (uint64_t k = 0; k < live; k++) { /* but for one that was removed and not yet put again */
            found += map_contains(&m, mix64(k) % GROUP);
        }
        CHECK(found + 1 >= live && found + (size + 7) / 8 == map_size(&m));
        for (uint64_t k = 0; k < live; k++) {
            map_put(&m, mix64(k) % GROUP, k);
        }
        churn(&m, live, live + 100);
        check_as_new(&m, "jump");
        map_free(&m);
    }
    CHECK(_i == 0 || point > live);
    heap_reset(&the_heap);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("recovery");
    TCase *c = tcase_create("recovery");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_loop_test(c, groups_that_come_and_go, 0, 12);
    tcase_add_loop_test(c, replaced_twenty_times, 0, 12);
    tcase_add_loop_test(c, filled_to_the_brim, 0, 2);
    tcase_add_loop_test(c, emptied, 0, 2);
    tcase_add_loop_test(c, jumps, 0, 2);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
