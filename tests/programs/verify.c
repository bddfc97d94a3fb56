/* name_verify sees each invariant broken: one test for each, on a map of 500 elements that is sound before and after.
 */
#include "test.h"

#include "cchash.h"
#include "layouts.h"

enum { COUNT = 500 };

/* Sixteen hash values with the low bits alike: some keys lie beyond their first window or bucket. */
static uint64_t crowded(uint64_t key) { return key % 16; }

CCHASH_COMPACT_DEFINE(compact, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_COMPACT_DEFINE(heap, uint64_t, uint64_t, crowded, cchash_eq_u64);
CCHASH_COMPACT_DEFINE_EX(cached, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_CACHED_HASH));
CCHASH_COMPACT_DEFINE_EX(tight, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_TIGHT));
CCHASH_COMPACT_DEFINE_EX(tight_heap, uint64_t, uint64_t, crowded, cchash_eq_u64, (CCHASH_TIGHT));
CCHASH_OA_DEFINE(open, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_OA_DEFINE(open_heap, uint64_t, uint64_t, crowded, cchash_eq_u64);
CCHASH_CHAIN_DEFINE(chain, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);

#define FILL(name_, map_)                                                                                              \
    for (uint64_t key = 0; key < COUNT; key++) CHECK(name_##_put(&map_, key, key) == CCHASH_INSERTED)

/* Breaks something, looks, mends it, looks again. */
#define BROKEN_BY(name_, map_, field_, value_)                                                                         \
    do {                                                                                                               \
        CHECK(name_##_verify(&map_));                                                                                  \
        const uint64_t saved_ = (uint64_t)(field_);                                                                    \
        (field_) = (value_);                                                                                           \
        CHECK_MSG(!name_##_verify(&map_), "%s = %s goes unnoticed", #field_, #value_);                                 \
        *(&(field_)) = saved_;                                                                                         \
        CHECK(name_##_verify(&map_));                                                                                  \
    } while (0)

#define SHARED_FIELDS(name_, map_)                                                                                     \
    do {                                                                                                               \
        BROKEN_BY(name_, map_, map_.cchash_table.size, map_.cchash_table.size + 1);                                    \
        BROKEN_BY(name_, map_, map_.cchash_table.size, map_.cchash_table.size - 1);                                    \
        BROKEN_BY(name_, map_, map_.cchash_table.limit, map_.cchash_table.limit * 4);                                  \
        BROKEN_BY(name_, map_, map_.cchash_table.seed, map_.cchash_table.seed + 1);                                    \
        BROKEN_BY(name_, map_, map_.cchash_table.seeded, 0);                                                           \
        name_ empty = {0};                                                                                             \
        BROKEN_BY(name_, empty, empty.cchash_table.size, 1);                                                           \
        BROKEN_BY(name_, empty, empty.cchash_table.limit, 1);                                                          \
    } while (0)

static size_t first_used(const uint8_t *tags) {
    size_t slot = 0;
    while (!tags[slot]) slot++;
    return slot;
}
static size_t first_empty(const uint8_t *tags) {
    size_t slot = 0;
    while (tags[slot]) slot++;
    return slot;
}

static uint32_t *overflow_of(const cchash_priv_compact *table, size_t word) {
    return cchash_priv_compact_overflow_word(table->tags, word);
}

TEST(of_compact) {
    compact map = {0};
    FILL(compact, map);
    SHARED_FIELDS(compact, map);
    uint8_t *tags = map.cchash_table.tags;
    const size_t used = first_used(tags), empty = first_empty(tags);
    compact_entry *entries = (compact_entry *)(void *)map.cchash_table.entries;
    BROKEN_BY(compact, map, tags[used], 0);
    BROKEN_BY(compact, map, tags[used], (uint8_t)(tags[used] ^ 1));
    BROKEN_BY(compact, map, entries[used].cchash_key, entries[used].cchash_key + 1000);
    uint32_t *counters = cchash_priv_compact_counters(
        &map.cchash_table, cchash_priv_compact_array_slots(&map.cchash_table, &compact_priv_type));
    BROKEN_BY(compact, map, *overflow_of(&map.cchash_table, 0), *overflow_of(&map.cchash_table, 0) ^ 1);
    BROKEN_BY(compact, map, counters[0], counters[0] + 1);
    BROKEN_BY(compact, map, counters[3], counters[3] + 0x1000);
    /* The same key twice, in two slots of one window. */
    entries[empty] = entries[used];
    BROKEN_BY(compact, map, tags[empty], tags[used]);
    compact_free(&map);
}
END_TEST

TEST(of_compact_beyond_the_first_window) {
    heap map = {0};
    FILL(heap, map);
    CHECK(map.cchash_table.max_probe > 0);
    const uint32_t max_probe = map.cchash_table.max_probe; /* bit-fields have no address */
    map.cchash_table.max_probe = 0;
    CHECK(!heap_verify(&map));
    map.cchash_table.max_probe = max_probe;
    CHECK(heap_verify(&map) && map.cchash_table.degraded && map.cchash_table.slow_removal);
    map.cchash_table.degraded = 0;
    CHECK(!heap_verify(&map));
    map.cchash_table.degraded = 1;
    map.cchash_table.slow_removal = 0;
    CHECK(!heap_verify(&map));
    map.cchash_table.slow_removal = 1;
    size_t word = 0;
    while (!*overflow_of(&map.cchash_table, word)) word++;
    BROKEN_BY(heap, map, *overflow_of(&map.cchash_table, word), 0);
    /* Only a table that nothing was removed from may say that windows which overflowed are full. */
    CHECK(map.cchash_table.erase_free == 0xffff);
    for (uint64_t key = 0; key < COUNT / 50; key++) CHECK(heap_remove(&map, key)); /* too few for a recount */
    CHECK(map.cchash_table.erase_free == 0);
    BROKEN_BY(heap, map, map.cchash_table.erase_free, 0xffff);
    heap_free(&map);
}
END_TEST

/* Sizes 1, 4, 8 and 16. */
TEST(of_small_tables) {
    for (uint64_t count = 1; count <= 16; count++) {
        compact map = {0};
        for (uint64_t key = 0; key < count; key++) CHECK(compact_put(&map, key, key) == CCHASH_INSERTED);
        uint8_t *tags = map.cchash_table.tags;
        const size_t used = 1 + first_used(tags + 1);
        BROKEN_BY(compact, map, tags[0], tags[0] ^ CCHASH_PRIV_NO_SLOT);
        BROKEN_BY(compact, map, tags[used], 0);
        BROKEN_BY(compact, map, map.cchash_table.size, map.cchash_table.size + 1);
        BROKEN_BY(compact, map, map.cchash_table.limit, map.cchash_table.limit + 1);
        BROKEN_BY(compact, map, *overflow_of(&map.cchash_table, 0), 1);
        if (count <= 8) BROKEN_BY(compact, map, tags[count <= 1 ? 2 : count <= 4 ? 5 : 9], tags[used]);
        compact_free(&map);
    }
}
END_TEST

/* Between 512 and 1024 home slots. */
TEST(of_tight) {
    tight map = {0};
    FILL(tight, map);
    CHECK_EQ(cchash_priv_compact_home_slots(&map.cchash_table, &tight_priv_type), 768);
    SHARED_FIELDS(tight, map);
    uint8_t *tags = map.cchash_table.tags;
    const size_t used = first_used(tags), words = 768 / 32;
    uint32_t *counters = cchash_priv_compact_counters(&map.cchash_table, 768);
    uint32_t *last = overflow_of(&map.cchash_table, words - 1);
    tight_entry *entries = (tight_entry *)(void *)map.cchash_table.entries;
    BROKEN_BY(tight, map, tags[used], 0);
    BROKEN_BY(tight, map, entries[used].cchash_key, entries[used].cchash_key + 1000);
    BROKEN_BY(tight, map, *last, *last ^ 1);
    BROKEN_BY(tight, map, counters[0], counters[0] + 1);
    BROKEN_BY(tight, map, counters[words - 1], counters[words - 1] + 1);
    /* Twice as many homes to a hash, or half as many, would lead lookups elsewhere. */
    BROKEN_BY(tight, map, map.cchash_table.shift, map.cchash_table.shift + 1);
    tight_free(&map);

    tight_heap heap_map = {0};
    FILL(tight_heap, heap_map);
    CHECK(heap_map.cchash_table.max_probe > 0);
    CHECK(tight_heap_verify(&heap_map) && heap_map.cchash_table.degraded);
    heap_map.cchash_table.degraded = 0;
    CHECK(!tight_heap_verify(&heap_map));
    heap_map.cchash_table.degraded = 1;
    tight_heap_free(&heap_map);
}
END_TEST

TEST(of_cached_hashes) {
    cached map = {0};
    FILL(cached, map);
    cached_entry *entries = (cached_entry *)(void *)map.cchash_table.entries;
    const size_t used = first_used(map.cchash_table.tags);
    BROKEN_BY(cached, map, entries[used].cchash_hash, entries[used].cchash_hash ^ UINT64_C(1) << 40);
    cached_free(&map);
}
END_TEST

TEST(of_oa) {
    open map = {0};
    FILL(open, map);
    SHARED_FIELDS(open, map);
    open_entry *entries = (open_entry *)(void *)map.cchash_table.entries;
    size_t used = 0, other;
    while (!entries[used].cchash_state) used++;
    BROKEN_BY(open, map, entries[used].cchash_state, 0);
    BROKEN_BY(open, map, entries[used].cchash_state, entries[used].cchash_state ^ 4);
    BROKEN_BY(open, map, entries[used].cchash_key, entries[used].cchash_key + 1000);
    /* Only a bucket that is full may be marked as overflowed, and only in its first state. */
    for (other = 0; !entries[other].cchash_state || entries[other + 7].cchash_state; other += 8) continue;
    BROKEN_BY(open, map, entries[other].cchash_state, entries[other].cchash_state ^ CCHASH_PRIV_OA_OVERFLOWED);
    for (other = 1; !entries[other].cchash_state; other += 8) continue;
    BROKEN_BY(open, map, entries[other].cchash_state, entries[other].cchash_state ^ CCHASH_PRIV_OA_OVERFLOWED);
    /* An element where its key's search does not come. */
    for (other = used + 512; entries[other].cchash_state; other++) continue;
    entries[other] = entries[used];
    entries[used].cchash_state = 0;
    CHECK(!open_verify(&map));
    entries[used] = entries[other];
    entries[other].cchash_state = 0;
    CHECK(open_verify(&map));
    open_free(&map);
}
END_TEST

TEST(of_oa_beyond_the_home) {
    open_heap map = {0};
    FILL(open_heap, map);
    open_heap_entry *entries = (open_heap_entry *)(void *)map.cchash_table.entries;
    size_t bucket = 0;
    while (!(entries[bucket].cchash_state & CCHASH_PRIV_OA_OVERFLOWED)) bucket += 8;
    BROKEN_BY(open_heap, map, entries[bucket].cchash_state, entries[bucket].cchash_state ^ CCHASH_PRIV_OA_OVERFLOWED);
    open_heap_free(&map);
}
END_TEST

TEST(of_chain) {
    chain map = {0};
    FILL(chain, map);
    SHARED_FIELDS(chain, map);
    uint64_t *buckets = map.cchash_table.buckets;
    size_t used = 0, other;
    while (!buckets[used]) used++;
    for (other = used + 1; !buckets[other]; other++) continue;
    chain_entry *node = (chain_entry *)(void *)cchash_priv_chain_node(&map.cchash_table, buckets[used]);
    BROKEN_BY(chain, map, buckets[used], 0);
    BROKEN_BY(chain, map, buckets[used],
              buckets[used] & cchash_priv_chain_address_bits(false)); /* a filter without bits */
    BROKEN_BY(chain, map, buckets[used], buckets[other]);
    BROKEN_BY(chain, map, node->cchash_key, node->cchash_key + 1000);
    BROKEN_BY(chain, map, node->cchash_next, node->cchash_next | 1); /* in use, and marked as not */
    BROKEN_BY(chain, map, node->cchash_next, buckets[used]);         /* a circle */
    cchash_priv_chunk *last = cchash_priv_chain_first(&map.cchash_table, &chain_priv_type);
    while (last->next) last = last->next;
    BROKEN_BY(chain, map, last->bytes, last->bytes / 2); /* fewer nodes than the limit */
    chain_free(&map);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("verify");
    TCase *c = tcase_create("verify");
    tcase_set_timeout(c, TEST_TIMEOUT);
    /* Each layout has a test of_<layout> above. */
#define ADD_LAYOUT(LAYOUT_, layout_) tcase_add_test(c, of_##layout_);
    EACH_LAYOUT(ADD_LAYOUT)
    tcase_add_test(c, of_compact_beyond_the_first_window);
    tcase_add_test(c, of_small_tables);
    tcase_add_test(c, of_tight);
    tcase_add_test(c, of_cached_hashes);
    tcase_add_test(c, of_oa_beyond_the_home);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
