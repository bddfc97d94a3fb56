/* Edge cases: entries without alignment, load limits at both ends, equality called no more than needed, clones into
 * maps that hold something, maps of maps, worklists in huge tables, tiny maps, images that are not what they should be.
 */
#include "test_heap.h"
#include ROW_HEADER
#include "image.h"

/* ---- Packed structs: nothing about an entry's alignment is left. ---- */
#pragma pack(push, 1)
typedef struct {
    uint8_t kind;
    uint16_t number;
} narrow;
static uint64_t narrow_hash(narrow n) { return (uint64_t)n.kind << 16 | n.number; }
static bool narrow_eq(narrow a, narrow b) { return a.kind == b.kind && a.number == b.number; }
ROW_MAP(packed, narrow, narrow, narrow_hash, narrow_eq);
ROW_SET(packed_set, uint8_t, cchash_hash_u32, cchash_eq_u32);
#pragma pack(pop)

TEST(packed_structs) {
    packed m = EMPTY;
    packed_set s = EMPTY;
    for (int i = 0; i < 3000; i++) {
        const narrow key = {(uint8_t)(i % 7), (uint16_t)i};
        CHECK_EQ(packed_put(&m, key, key), CCHASH_INSERTED);
        CHECK_EQ(packed_set_add(&s, (uint8_t)i), i < 256 ? CCHASH_INSERTED : CCHASH_PRESENT);
        CHECK(i % 500 || (packed_verify(&m) && packed_set_verify(&s)));
    }
    for (int i = 0; i < 3000; i++) {
        const narrow key = {(uint8_t)(i % 7), (uint16_t)i}, other = {9, (uint16_t)i};
        CHECK(packed_contains(&m, key) && narrow_eq(packed_get_or(&m, key, other), key) && !packed_contains(&m, other));
        CHECK(i % 3 || packed_remove(&m, key));
    }
    CHECK_EQ(packed_size(&m), 2000);
    CHECK(packed_shrink(&m) && packed_verify(&m));
    while (packed_set_pop(&s, NULL)) {
    }
    CHECK(packed_set_verify(&s));
    packed_free(&m);
    packed_set_free(&s);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* ---- The descriptor of a type: its initialiser is a list in order, so each field is asked for its value. ---- */
typedef struct {
    uint64_t words[3];
} wide_key;
typedef struct {
    char bytes[41];
} odd_value;
static uint64_t wide_hash(wide_key key, uint64_t seed) { return key.words[0] ^ seed; }
static bool wide_eq(wide_key a, wide_key b) { return memcmp(&a, &b, sizeof a) == 0; }
static bool wide_copy(wide_key *to, const wide_key *from) { return memcpy(to, from, sizeof *to) != NULL; }
static void wide_free(wide_key *key) { key->words[1] = 1; }
static bool odd_copy(odd_value *to, const odd_value *from) { return memcpy(to, from, sizeof *to) != NULL; }
static void odd_free(odd_value *value) { value->bytes[40] = 2; }
static uint64_t short_hash(uint16_t key, uint64_t seed) { return key ^ seed; }
static bool short_eq(wide_key stored, uint16_t key) { return stored.words[0] == key; }
static bool wide_of_short(wide_key *to, const uint16_t *from) {
    to->words[0] = *from;
    to->words[1] = to->words[2] = 0;
    return true;
}
ROW_MAP_EX(described, wide_key, odd_value, wide_hash, wide_eq,
           ROW_TRAITS(CCHASH_SEEDED_HASH, CCHASH_CACHED_HASH, CCHASH_MAX_LOAD(5, 7), CCHASH_KEY_COPY(wide_copy),
                      CCHASH_KEY_FREE(wide_free), CCHASH_VALUE_COPY(odd_copy), CCHASH_VALUE_FREE(odd_free)));
CCHASH_LOOKUP_EX(described, short, uint16_t, short_hash, short_eq,
                 (CCHASH_SEEDED_HASH, CCHASH_MAKE_KEY(wide_of_short)));
ROW_MAP_EX(other_facts, uint64_t, char, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_GOOD_HASH));
ROW_STR(spare, char, );
static uint64_t user_hash(uint64_t key) { return key; }
ROW_MAP(own_hash, uint64_t, char, user_hash, cchash_eq_u64);

TEST(descriptor) {
    const cchash_priv_type *type = &described_priv_type, *by_short = &described_priv_short_type;
    wide_key key = {{7, 0, 0}}, copy = {{0, 0, 0}};
    const uint16_t number = 7;
    odd_value value = {{3}}, other = {{0}};
    const void *facts = &other_facts_priv_type;
    for (int i = 0; i < 2; i++, type = by_short) {
        CHECK(type->entry_size == sizeof(described_entry) && type->entry_align == offsetof(
                                                                                      struct {
                                                                                          char c;
                                                                                          described_entry e;
                                                                                      },
                                                                                      e));
        CHECK(type->key_offset == offsetof(described_entry, cchash_key) && type->key_size == sizeof key);
        CHECK(type->query_size == (i ? sizeof number : sizeof key));
        CHECK(type->value_offset == offsetof(described_entry, cchash_value) && type->value_size == sizeof value);
        CHECK(type->scratch_size == sizeof(described_entry) && !type->split);
        CHECK(type->hash_offset == offsetof(described_entry, cchash_hash) && type->spare_bit == 0);
        CHECK(type->load_num == 5 && type->load_den == 7);
        CHECK(!type->good_hash && !type->premixed && type->seeded_hash && type->cached_hash);
        CHECK(type->from_malloc == CCHASH_PRIV_FROM_MALLOC && type->hash_returns && !type->hashes_text);
        CHECK(type->hash(&key, 8) == 15 && type->query_hash(i ? (const void *)&number : &key, 9) == 14);
        CHECK(type->equal(&key, i ? (const void *)&number : &key));
        CHECK(type->key_copy(&copy, i ? (const void *)&number : &key) && copy.words[0] == 7 && copy.words[1] == 0);
        CHECK(type->value_copy(&other, &value) && other.bytes[0] == 3);
        type->key_free(&copy);
        type->value_free(&other);
        CHECK(copy.words[1] == 1 && other.bytes[40] == 2);
        copy.words[1] = 0;
    }
    type = (const cchash_priv_type *)facts;
    CHECK(type->good_hash && !type->premixed && !type->seeded_hash && !type->cached_hash && type->load_num == 0 &&
          type->load_den == 0);
    CHECK(!type->key_copy && !type->key_free && !type->value_copy && !type->value_free);
#ifdef ROW_MALLOC_NODES
    CHECK(type->malloc_nodes);
#else
    CHECK(!type->malloc_nodes);
#endif
    CHECK(type->tight == TIGHT_ROW && described_priv_type.tight == TIGHT_ROW);
    CHECK(type->hash_returns && spare_priv_type.hash_returns && !own_hash_priv_type.hash_returns);
    CHECK(spare_priv_type.spare_bit == 128 && spare_priv_type.spare_offset == offsetof(spare_entry, cchash_key) + 23);
    CHECK(type->allocate != type->allocate_zeroed);
    described m = EMPTY;
    unsigned char *block = (unsigned char *)type->allocate_zeroed(&m, 64, 8);
    CHECK(block && !block[0] && !block[63]);
    type->release(&m, block, 64, 8);
    CHECK(described_priv_type.rehash(&m, 64) && described_memory(&m) > 0);
    CHECK(!described_priv_type.find_slow(&m, 1, &key) && !described_priv_type.remove_slow(&m, 1, &key, NULL, NULL));
    CHECK(described_priv_type.insert_slow(&m, 1) && described_size(&m) == 1);
    described_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* ---- Load limits ---- */
ROW_MAP_EX(full, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(1, 1)));
ROW_MAP_EX(dense, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(15, 16)));
ROW_MAP_EX(sparse, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(1, 20)));
ROW_MAP_EX(void_like, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(1, 64)));

#define LOADS(name_)                                                                                                   \
    do {                                                                                                               \
        name_ m = EMPTY;                                                                                               \
        for (uint64_t k = 0; k < 900; k++) {                                                                           \
            CHECK_EQ(name_##_put(&m, k, ~k), CCHASH_INSERTED);                                                         \
            CHECK(name_##_capacity(&m) > k && name_##_size(&m) == k + 1);                                              \
            CHECK(k % 50 || name_##_verify(&m));                                                                       \
        }                                                                                                              \
        for (uint64_t k = 0; k < 1800; k++) CHECK(name_##_contains(&m, k) == (k < 900));                               \
        for (uint64_t k = 0; k < 900; k++) CHECK(name_##_remove(&m, k));                                               \
        CHECK(name_##_verify(&m));                                                                                     \
        name_##_free(&m);                                                                                              \
        heap_reset(&the_heap);                                                                                         \
    } while (0)

TEST(load_limits) {
    LOADS(full);
    LOADS(dense);
    LOADS(sparse);
    LOADS(void_like);
}
END_TEST

/* ---- Cached hashes: keys are compared only where all 64 bits agree ---- */
static long equalities;
static uint64_t tens_hash(uint64_t key) { return mix64(key / 10); }
static bool counting_eq(uint64_t a, uint64_t b) {
    equalities++;
    return a == b;
}
ROW_MAP_EX(cached, uint64_t, uint64_t, mix64, counting_eq, ROW_TRAITS(CCHASH_CACHED_HASH));
ROW_MAP_EX(cached_tens, uint64_t, uint64_t, tens_hash, counting_eq, ROW_TRAITS(CCHASH_CACHED_HASH));

TEST(equality_is_called_for_equal_hashes) {
    const uint64_t n = 13 * 1024;
    cached m = EMPTY;
    for (uint64_t k = 0; k < n; k++) {
        CHECK_EQ(cached_put(&m, k, k), CCHASH_INSERTED);
    }
    CHECK_EQ(equalities, 0);
    for (uint64_t k = 0; k < 10 * n; k++) {
        CHECK(!cached_contains(&m, n + k) && !cached_remove(&m, n + k));
    }
    CHECK_EQ(equalities, 0);
    for (uint64_t k = 0; k < n; k++) {
        CHECK(cached_get(&m, k) && *cached_get(&m, k) == k);
    }
    CHECK_EQ(equalities, 2 * (long)n);
    for (uint64_t k = 0; k < n; k++) {
        CHECK(cached_remove(&m, k));
    }
#if ROW_LAYOUT != LAYOUT_COMPACT
    CHECK_EQ(equalities, 3 * (long)n);
#else
    CHECK(equalities <= 4 * (long)n); /* what takes the slow path may search once more */
#endif
    cached_free(&m);
    cached_tens t = EMPTY;
    for (uint64_t k = 0; k < 10000; k++) {
        CHECK_EQ(cached_tens_put(&t, k, k), CCHASH_INSERTED);
    }
    equalities = 0;
    for (uint64_t k = 20000; k < 30000; k++) {
        CHECK(!cached_tens_contains(&t, k));
    }
    CHECK_EQ(equalities, 0);
    cached_tens_free(&t);
    heap_reset(&the_heap);
}
END_TEST

/* ---- Growth through all sizes, with many elements that do not fit at once; the heap extends arrays, as realloc does.
 * ---- */
typedef struct {
    uint32_t words[14];
} value_of_56;
typedef struct {
    uint32_t words[15];
} value_of_60;
static uint64_t one_of_seven(uint64_t key) { return key % 7; }
ROW_SET_EX(crowded_bytes, uint8_t, cchash_hash_u32, cchash_eq_u32, ROW_TRAITS(CCHASH_MAX_LOAD(1, 1)));
ROW_MAP_EX(crowded, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(1, 1)));
ROW_MAP_EX(crowded_64, uint64_t, value_of_56, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(1, 1)));
ROW_MAP_EX(crowded_68, uint64_t, value_of_60, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(1, 1)));
ROW_MAP_EX(colliding, uint64_t, uint64_t, one_of_seven, cchash_eq_u64, ROW_TRAITS(CCHASH_CACHED_HASH));

#define GROWS(name_, most_, value_)                                                                                    \
    do {                                                                                                               \
        name_ m = EMPTY;                                                                                               \
        size_t capacity = 0;                                                                                           \
        for (uint64_t k = 0; k < most_; k++) {                                                                         \
            CHECK_EQ(name_##_put(&m, k, value_(k)), CCHASH_INSERTED);                                                  \
            if (name_##_capacity(&m) == capacity && k + 1 < most_) continue;                                           \
            capacity = name_##_capacity(&m);                                                                           \
            CHECK(name_##_verify(&m));                                                                                 \
            for (uint64_t j = 0; j <= k; j++) {                                                                        \
                const name_##_value expected = value_(j), *found = name_##_get(&m, j);                                 \
                CHECK(found != NULL && memcmp(found, &expected, sizeof expected) == 0);                                \
            }                                                                                                          \
        }                                                                                                              \
        CHECK_EQ(name_##_size(&m), most_);                                                                             \
        name_##_free(&m);                                                                                              \
    } while (0)
static uint64_t square(uint64_t k) { return k * k; }
static value_of_56 as_56(uint64_t k) {
    value_of_56 v = {{(uint32_t)k, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (uint32_t)~k}};
    return v;
}
static value_of_60 as_60(uint64_t k) {
    value_of_60 v = {{(uint32_t)k, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (uint32_t)~k}};
    return v;
}

TEST(growth_through_all_sizes) {
    for (int turn = 0; turn < 3; turn++) { /* the heap refuses one of three times */
        crowded_bytes bytes = EMPTY;
        for (int k = 0; k < 256; k++) {
            CHECK_EQ(crowded_bytes_add(&bytes, (uint8_t)k), CCHASH_INSERTED);
            CHECK(crowded_bytes_verify(&bytes) && crowded_bytes_contains(&bytes, (uint8_t)(k / 2)));
        }
        crowded_bytes_free(&bytes);
        GROWS(crowded, 20000, square);
        GROWS(crowded_64, 5000, as_56);
        GROWS(crowded_68, 3000, as_60);
        GROWS(colliding, 1500, square);
        CHECK_EQ(heap_blocks(&the_heap), 0);
        heap_release(heap_alloc(1, 1), 1, 1);
    }
    heap_reset(&the_heap);
}
END_TEST

/* ---- Maps of maps, and clones ---- */
ROW_MAP(inner, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
static inner made_of(uint64_t n) {
    inner map = EMPTY;
    for (uint64_t k = 0; k < n; k++) {
        CHECK_EQ(inner_put(&map, k, n), CCHASH_INSERTED);
    }
    return map;
}
static uint64_t by_size_hash(inner map) { return inner_size(&map); }
static bool by_size_eq(inner a, inner b) { return inner_size(&a) == inner_size(&b); }
ROW_MAP_EX(outer, uint64_t, inner, cchash_hash_u64, cchash_eq_u64,
           ROW_TRAITS(CCHASH_VALUE_COPY(inner_clone), CCHASH_VALUE_FREE(inner_free)));
ROW_MAP_EX(taker, uint64_t, inner, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_VALUE_FREE(inner_free)));
ROW_SET_EX(keyed, inner, by_size_hash, by_size_eq,
           ROW_TRAITS(CCHASH_KEY_COPY(inner_clone), CCHASH_KEY_FREE(inner_free)));

TEST(maps_of_maps) {
    outer m = EMPTY, twin = EMPTY;
    taker t = EMPTY;
    keyed s = EMPTY;
    for (uint64_t k = 0; k < 40; k++) {
        inner some = made_of(k), more = made_of(k + 5);
        CHECK_EQ(outer_put(&m, k, some), CCHASH_INSERTED);
        CHECK_EQ(outer_put(&m, k, more), CCHASH_PRESENT); /* overwritten: the map's own copy of the old one goes */
        CHECK_EQ(outer_put(&twin, k + 30, some), CCHASH_INSERTED);
        CHECK_EQ(keyed_add(&s, some), CCHASH_INSERTED);
        CHECK_EQ(taker_put(&t, k, some), CCHASH_INSERTED);
        CHECK_EQ(taker_put(&t, k, more), CCHASH_PRESENT);
    }
    CHECK(!taker_clone(&t, &t) || taker_size(&t) == 40);
    CHECK(outer_clone(&twin, &m)); /* what it held is destroyed */
    CHECK(outer_clone(&m, &m));
    CHECK_EQ(outer_size(&twin), 40);
    for (uint64_t k = 0; k < 40; k++) {
        CHECK_EQ(inner_size(outer_get(&twin, k)), k + 5);
        CHECK_EQ(inner_size(outer_get(&m, k)), k + 5);
        CHECK_EQ(inner_size(taker_get(&t, k)), k + 5);
    }
    /* A clone that fails leaves both as they were. */
    outer small = EMPTY;
    inner seven = made_of(7);
    CHECK_EQ(outer_put(&small, 1, seven), CCHASH_INSERTED);
    for (long point = 0;; point++) {
        heap_fail(&the_heap, point, true);
        const bool cloned = outer_clone(&small, &m);
        heap_fail(&the_heap, -1, false);
        if (cloned) {
            break;
        }
        CHECK_EQ(outer_size(&small), 1);
        CHECK_EQ(inner_size(outer_get(&small, 1)), 7);
        CHECK(outer_verify(&small));
    }
    CHECK_EQ(outer_size(&small), 40);
    inner_free(&seven);
    outer_free(&small);
    outer_free(&m);
    outer_free(&twin);
    taker_free(&t);
    keyed_free(&s);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    inner full_one = made_of(100), other = made_of(300);
    CHECK(inner_clone(&full_one, &other) && inner_size(&full_one) == 300 && inner_verify(&full_one));
    CHECK(inner_clone(&other, &other) && inner_size(&other) == 300);
    inner_free(&full_one);
    inner_free(&other);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* ---- Popping: a pop looks at no more empty places than have been filled since the first one ---- */
static size_t bits_of(const uint64_t *words, size_t blocks) {
    size_t bits = 0;
    for (size_t block = 0; block < blocks; block++) {
        bits += words[block / 64] >> block % 64 & 1;
    }
    return bits;
}
/* Blocks that a pop may have to look at. */
static size_t blocks_to_look_at(const inner *m) {
#if ROW_LAYOUT == LAYOUT_CHAIN
    const size_t slots = cchash_priv_chain_slots(&m->cchash_table);
    return bits_of(m->cchash_table.buckets + slots + 1, cchash_priv_chain_blocks(slots));
#elif ROW_LAYOUT == LAYOUT_OA
    return bits_of(cchash_priv_oa_pop_state(&m->cchash_table, &inner_priv_type) + 1,
                   cchash_priv_oa_blocks(cchash_priv_oa_slots(&m->cchash_table)));
#else
    const size_t homes = cchash_priv_compact_home_slots(&m->cchash_table, &inner_priv_type);
    return bits_of(cchash_priv_compact_scratch_bits(&m->cchash_table, homes), cchash_priv_compact_blocks(homes));
#endif
}

TEST(worklist) {
    const size_t huge = 300000;
    inner m = EMPTY;
    CHECK(inner_reserve(&m, huge));
    const size_t capacity = inner_capacity(&m);
    uint64_t next = 0, key, value;
    for (; next < 3; next++) {
        CHECK_EQ(inner_put(&m, mix64(next), next), CCHASH_INSERTED);
    }
    for (int lap = 0; lap < 200000; lap++) { /* pop one, put one */
        CHECK(inner_pop(&m, &key, &value) && key == mix64(value));
        CHECK_EQ(inner_put(&m, mix64(next), next), CCHASH_INSERTED);
        next++;
        CHECK(lap < 4 || lap % 1000 || blocks_to_look_at(&m) <= huge / 16 + 70);
    }
    /* Nothing but what is there is left to look at, before the last of them. */
    CHECK_MSG(blocks_to_look_at(&m) <= 200, "%d blocks", (int)blocks_to_look_at(&m));
    CHECK_EQ(inner_size(&m), 3);
    CHECK(inner_verify(&m));
    CHECK_EQ(inner_capacity(&m), capacity);
    for (uint64_t k = 0; k < huge; k++) { /* and when it is filled again, insertions are quick again */
        CHECK_EQ(inner_put(&m, mix64(next + k), k), CCHASH_INSERTED);
    }
    CHECK(m.cchash_table.limit == inner_capacity(&m));
    inner_free(&m);
    heap_reset(&the_heap);
}
END_TEST

/* ---- Tiny maps: every step of growth, under many seeds, with holes; their memory; growth that hashes nothing. ---- */
static unsigned tiny_hashes;
static uint64_t counted_hash(uint64_t key) {
    tiny_hashes++;
    return key;
}
ROW_MAP(tiny, uint64_t, uint64_t, counted_hash, cchash_eq_u64);

TEST(tiny_maps) {
    for (uint64_t seed = 1; seed <= 300; seed++) {
        tiny m = EMPTY;
        tiny_init_seed(&m, seed * UINT64_C(0x9e3779b97f4a7c15));
        uint64_t next = 0;
        for (uint64_t round = 0; round < 60; round++) {
            CHECK_EQ(tiny_put(&m, next, ~next), CCHASH_INSERTED);
            next++;
            if (round % 5 == 3) CHECK(tiny_remove(&m, next - 1 - round % 3));
            size_t seen = 0;
            for (tiny_iter it = tiny_begin(&m); tiny_next(&it);) {
                CHECK(*it.value == ~*it.key && tiny_get(&m, *it.key) == it.value);
                seen++;
            }
            CHECK_EQ(seen, tiny_size(&m));
            CHECK(tiny_verify(&m));
            CHECK(!tiny_contains(&m, next + seed));
        }
        const size_t size = tiny_size(&m);
        CHECK(tiny_shrink(&m) && tiny_verify(&m));
        CHECK_EQ(tiny_size(&m), size);
        while (tiny_pop(&m, NULL, NULL)) CHECK(tiny_verify(&m) && tiny_shrink(&m) && tiny_verify(&m));
        tiny_free(&m);
    }
#if ROW_LAYOUT == LAYOUT_COMPACT
    CHECK(sizeof(tiny) <= 48);
    /* u64 to u64: room for 1, 4, 8 or 16 elements, and 24 bytes of tags; for 16 a slot more, and up to 40. */
    tiny m = EMPTY;
    for (uint64_t key = 0; key < 16; key++) {
        const size_t slots = key < 1 ? 1 : key < 4 ? 4 : key < 8 ? 8 : 17;
        tiny_hashes = 0;
        CHECK_EQ(tiny_put(&m, key, key), CCHASH_INSERTED);
        CHECK_EQ(tiny_hashes, 1);
        CHECK(tiny_memory(&m) <= slots * 16 + (slots < 17 ? 24 : 40));
    }
    tiny_free(&m);
#endif
}
END_TEST

#if ROW_LAYOUT == LAYOUT_COMPACT
/* Tiny tables of entries of any size, by every way to get one: growth, reserve, clone, shrink. */
typedef struct wide {
    uint64_t words[5];
} wide;
static uint64_t hash_wide(wide key) { return mix64(key.words[0]); }
static bool eq_wide(wide a, wide b) { return memcmp(&a, &b, sizeof a) == 0; }
static wide make_wide(uint64_t key) {
    wide made = {{key, ~key, key, ~key, key}};
    return made;
}
CCHASH_COMPACT_DEFINE_SET(bytes_of_1, uint8_t, cchash_hash_u32, cchash_eq_u32);
CCHASH_COMPACT_DEFINE_SET(bytes_of_4, uint32_t, cchash_hash_u32, cchash_eq_u32);
CCHASH_COMPACT_DEFINE_SET(bytes_of_8, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_COMPACT_DEFINE_SET_EX(bytes_of_16, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_CACHED_HASH));
CCHASH_COMPACT_DEFINE_SET(bytes_of_40, wide, hash_wide, eq_wide);
CCHASH_COMPACT_DEFINE_SET_EX(half_full, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_MAX_LOAD(1, 2)));
CCHASH_COMPACT_DEFINE_SET_EX(nearly_empty, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_MAX_LOAD(1, 16)));
CCHASH_COMPACT_DEFINE_SET_EX(tight_set, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_TIGHT));

#define TINY_SET(name_, make_)                                                                                         \
    static void name_##_has(const name_ *set, unsigned from, unsigned to) {                                            \
        size_t seen = 0;                                                                                               \
        CHECK(name_##_verify(set));                                                                                    \
        for (unsigned key = 0; key < 40; key++) CHECK_EQ(name_##_contains(set, make_(key)), key >= from && key < to);  \
        for (name_##_iter it = name_##_begin(set); name_##_next(&it);) seen++;                                         \
        CHECK_EQ(seen, to - from);                                                                                     \
    }                                                                                                                  \
    static void name_##_is_right(void) {                                                                               \
        for (unsigned count = 0; count <= 34; count++)                                                                 \
            for (unsigned reserved = 0; reserved <= count; reserved += 1 + reserved / 3) {                             \
                name_ set = EMPTY, copy = EMPTY;                                                                       \
                CHECK(name_##_reserve(&set, reserved));                                                                \
                for (unsigned key = 0; key < count; key++) CHECK_EQ(name_##_add(&set, make_(key)), CCHASH_INSERTED);   \
                name_##_has(&set, 0, count);                                                                           \
                for (unsigned key = 0; key < count / 2; key++) CHECK(name_##_remove(&set, make_(key)));                \
                name_##_has(&set, count / 2, count);                                                                   \
                CHECK(name_##_clone(&copy, &set) && name_##_shrink(&set));                                             \
                name_##_has(&set, count / 2, count);                                                                   \
                name_##_has(&copy, count / 2, count);                                                                  \
                name_##_clear(&copy);                                                                                  \
                name_##_has(&copy, 0, 0);                                                                              \
                for (unsigned key = 0; key < count; key++) CHECK_EQ(name_##_add(&copy, make_(key)), CCHASH_INSERTED);  \
                name_##_has(&copy, 0, count);                                                                          \
                while (name_##_pop(&copy, NULL)) CHECK(name_##_verify(&copy));                                         \
                name_##_free(&set);                                                                                    \
                name_##_free(&copy);                                                                                   \
            }                                                                                                          \
    }
TINY_SET(bytes_of_1, (uint8_t))
TINY_SET(bytes_of_4, (uint32_t))
TINY_SET(bytes_of_8, (uint64_t))
TINY_SET(bytes_of_16, (uint64_t))
TINY_SET(bytes_of_40, make_wide)
TINY_SET(half_full, (uint64_t))
TINY_SET(nearly_empty, (uint64_t))
TINY_SET(tight_set, (uint64_t))
TEST(tiny_tables_of_all_entries) {
    bytes_of_1_is_right();
    bytes_of_4_is_right();
    bytes_of_8_is_right();
    bytes_of_16_is_right();
    half_full_is_right();
    nearly_empty_is_right();
    tight_set_is_right();
    bytes_of_40_is_right();
}
END_TEST
#endif

/* A tiny map whose keys all have one hash: it shrinks to any smaller size, whichever of them is left. */
static uint64_t hash_of_all(uint64_t key) {
    (void)key;
    return 12345;
}
ROW_MAP(equal_hashes, uint64_t, uint64_t, hash_of_all, cchash_eq_u64);

TEST(tiny_maps_of_equal_hashes_shrink) {
    for (uint64_t seed = 0; seed < 20; seed++) {
        for (uint64_t left = 0; left < 16; left++) {
            equal_hashes m = EMPTY;
            equal_hashes_init_seed(&m, mix64(seed));
            for (uint64_t key = 0; key < 16; key++) {
                CHECK_EQ(equal_hashes_put(&m, key, key), CCHASH_INSERTED);
                CHECK(equal_hashes_contains(&m, key) && !equal_hashes_contains(&m, 100));
            }
            for (uint64_t key = 0; key < 16; key++) {
                CHECK(key == left || equal_hashes_remove(&m, key));
            }
            CHECK(equal_hashes_shrink(&m) && equal_hashes_verify(&m));
            CHECK(equal_hashes_contains(&m, left));
            equal_hashes_free(&m);
        }
    }
}
END_TEST

/* ---- Tight tables ---- */
#if ROW_LAYOUT == LAYOUT_COMPACT
CCHASH_COMPACT_DEFINE(roomy, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_COMPACT_DEFINE_EX(tight, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_TIGHT));

/* Bytes for an element, while a map grows to twice its size. */
#define MEAN_BYTES(name_)                                                                                              \
    static double name_##_mean_bytes(void) {                                                                           \
        const uint64_t start = 5000;                                                                                   \
        name_ m = EMPTY;                                                                                               \
        double sum = 0;                                                                                                \
        for (uint64_t k = 0; k < 2 * start; k++) {                                                                     \
            CHECK_EQ(name_##_put(&m, k, k), CCHASH_INSERTED);                                                          \
            sum += k < start ? 0 : (double)name_##_memory(&m) / (double)(k + 1);                                       \
        }                                                                                                              \
        name_##_free(&m);                                                                                              \
        return sum / (double)start;                                                                                    \
    }
MEAN_BYTES(roomy)
MEAN_BYTES(tight)

TEST(tight_tables_are_small) {
    CHECK_MSG(tight_mean_bytes() <= 25.5, "%f bytes for an element", tight_mean_bytes());
    CHECK(roomy_mean_bytes() > 30);
    /* The sizes, by their load limit of 7/8; tiny maps are as everywhere. */
    static const size_t sizes[] = {1, 4, 8, 16, 32, 48, 64, 96, 128, 192, 256, 384, 512};
    tight m = EMPTY;
    size_t number = 0, capacity = 0;
    for (uint64_t k = 0; number < sizeof sizes / sizeof *sizes; k++) {
        CHECK_EQ(tight_put(&m, k, k), CCHASH_INSERTED);
        if (tight_capacity(&m) != capacity) {
            capacity = tight_capacity(&m);
            CHECK_EQ(capacity, sizes[number] <= 16 ? sizes[number] : sizes[number] / 8 * 7);
            number++;
        }
    }
    tight_free(&m);
}
END_TEST

/* The windows of each step cover as many different slots as there are homes; homes are in the order of mixed hashes. */
TEST(tight_windows_cover_all_slots) {
    static const size_t sizes[] = {32, 48, 64, 96, 192, 384, 768, 1536, 3072, 6144};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        tight m = EMPTY;
        const size_t homes = sizes[i];
        CHECK(tight_reserve(&m, homes / 8 * 7));
        const cchash_priv_compact *table = &m.cchash_table;
        CHECK_EQ(cchash_priv_compact_home_slots(table, &tight_priv_type), homes);
        for (uint64_t step = 0; step < 256; step++) {
            static bool covered[6144 + 16];
            const uint64_t mixed = mix64(step) >> 16 << 16 | step << 8;
            const size_t home = cchash_priv_compact_home(table, &tight_priv_type, mixed);
            memset(covered, 0, sizeof covered);
            for (size_t number = 0; number < homes / 16; number++) {
                const size_t first = cchash_priv_compact_window(table, &tight_priv_type, mixed, number);
                CHECK(first < homes && first % 16 == home % 16 && (number > 0 || first == home));
                CHECK(!covered[first]);
                covered[first] = true; /* windows start 16 slots apart: different starts are different slots */
            }
        }
        size_t last = 0, seen = 0;
        for (uint64_t top = 0; top < 65536; top++) {
            const size_t home = cchash_priv_compact_home(table, &tight_priv_type, top << 48 | 0xffffffffffff);
            CHECK(home < homes && home >= last && home <= last + 1);
            seen += top == 0 || home != last;
            last = home;
        }
        CHECK_EQ(seen, homes);
        CHECK_EQ(cchash_priv_compact_home(table, &tight_priv_type, 0), 0);
        CHECK_EQ(cchash_priv_compact_home(table, &tight_priv_type, UINT64_MAX), homes - 1);
        tight_free(&m);
    }
}
END_TEST
#endif

/* ---- Images of other types, and such as somebody made by hand ---- */
ROW_MAP(pictured, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64);
ROW_MAP(pictured_too, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64);
ROW_MAP(pictured_float, uint64_t, float, cchash_hash_u64, cchash_eq_u64);
ROW_SET(pictured_set, uint64_t, cchash_hash_u64, cchash_eq_u64);
static uint64_t other_hash(uint64_t key) { return ~key * 3; }
ROW_MAP(pictured_otherwise, uint64_t, uint32_t, other_hash, cchash_eq_u64);

static void picture(int n, image *to) {
    pictured m = EMPTY;
    for (int i = 0; i < n; i++) CHECK_EQ(pictured_put(&m, (uint64_t)i * 77, (uint32_t)i), CCHASH_INSERTED);
    image_begin(to, LONG_MAX);
    CHECK(pictured_save(&m, image_write, to));
    pictured_free(&m);
}

TEST(images_of_other_types) {
    image *const saved = &images[0];
    for (int n = 0; n < 100; n += 33) {
        pictured_too same = EMPTY;
        pictured_float with_float;
        pictured_set set;
        pictured_otherwise other;
        picture(n, saved);
        CHECK(pictured_too_open(&same, saved->bytes, saved->size));
        CHECK_EQ(pictured_too_size(&same), n);
        CHECK(n == 0 || *pictured_too_get(&same, 0) == 0);
        pictured_too_free(&same);
        CHECK(!pictured_float_open(&with_float, saved->bytes, saved->size));
        CHECK(!pictured_set_open(&set, saved->bytes, saved->size));
        CHECK_EQ(pictured_otherwise_open(&other, saved->bytes, saved->size), n == 0);
        CHECK(pictured_too_open(&same, saved->bytes, saved->size + 100)); /* as mapped files are: whole pages */
        pictured_too_free(&same);
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

#ifndef ROW_MALLOC_NODES
TEST(images_are_where_the_map_is) {
    image *const saved = &images[0];
    pictured m = EMPTY;
    picture(1000, saved);
    CHECK(pictured_open(&m, saved->bytes, saved->size));
#if ROW_LAYOUT != LAYOUT_CHAIN
    const unsigned char *const value = (const unsigned char *)pictured_get(&m, 77);
    CHECK(value > saved->bytes && value < saved->bytes + saved->size);
    CHECK_EQ(heap_blocks(&the_heap), 0);
#ifndef CCHASH_DEBUG /* which stops */
    CHECK_EQ(pictured_put(&m, 1, 1), CCHASH_NOMEM);
    CHECK(!pictured_reserve(&m, 100000));
#endif
    CHECK(pictured_size(&m) == 1000 && pictured_verify(&m));
#endif
    pictured_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST
#endif

/* Damage with checksums that fit: what opens is sound, and nothing outside the image is read. */
TEST(images_made_by_hand) {
    image *const saved = &images[0];
    int opened = 0;
    for (int round = 0; round < 4000; round++) {
        cchash_priv_image header;
        pictured m = EMPTY;
        const int n = 1 + (int)(mix64((uint64_t)round) % (round % 8 ? 20 : 300));
        picture(n, saved);
        unsigned char *const bytes = (unsigned char *)malloc(saved->size); /* a sanitizer sees its end */
        CHECK(bytes != NULL);
        memcpy(bytes, saved->bytes, saved->size);
        for (int change = 0; change <= round % 5; change++) {
            const uint64_t at = mix64((uint64_t)round * 8 + (uint64_t)change);
            const size_t from = at >> 20 & 1 ? 16 : 64, to = at >> 20 & 1 ? 48 : saved->size - 8;
            bytes[from + at % (to - from)] = (unsigned char)(at >> 24 & 1 ? at >> 32 : at >> 40 & 3);
        }
        memcpy(&header, bytes, sizeof header);
        header.checksum = cchash_priv_image_header_sum(&header);
        memcpy(bytes, &header, sizeof header);
        const uint64_t sum = cchash_priv_image_sum(bytes + sizeof header, saved->size - sizeof header - sizeof sum);
        memcpy(bytes + saved->size - sizeof sum, &sum, sizeof sum);
        if (pictured_open(&m, bytes, saved->size)) {
            size_t seen = 0;
            opened++;
            CHECK(pictured_verify(&m));
            for (uint64_t key = 0; key < 400; key++) seen += pictured_contains(&m, key * 77);
            CHECK(seen <= pictured_size(&m));
            CCHASH_FOREACH (pictured, it, &m) CHECK(pictured_get(&m, *it.key) == it.value);
            pictured_free(&m);
        }
        CHECK(pictured_size(&m) == 0 && pictured_memory(&m) == 0);
        free(bytes);
    }
    CHECK(opened > 0); /* a changed value is as good as another */
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("edge_cases");
    TCase *c = tcase_create("edge_cases");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, packed_structs);
    tcase_add_test(c, tiny_maps);
    tcase_add_test(c, tiny_maps_of_equal_hashes_shrink);
#if ROW_LAYOUT == LAYOUT_COMPACT
    tcase_add_test(c, tiny_tables_of_all_entries);
#endif
    tcase_add_test(c, descriptor);
#if ROW_LAYOUT == LAYOUT_COMPACT
    tcase_add_test(c, tight_tables_are_small);
    tcase_add_test(c, tight_windows_cover_all_slots);
#endif
    tcase_add_test(c, load_limits);
    tcase_add_test(c, equality_is_called_for_equal_hashes);
    tcase_add_test(c, growth_through_all_sizes);
    tcase_add_test(c, maps_of_maps);
    tcase_add_test(c, worklist);
    tcase_add_test(c, images_of_other_types);
#ifndef ROW_MALLOC_NODES
    tcase_add_test(c, images_are_where_the_map_is);
#endif
    tcase_add_test(c, images_made_by_hand);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
