/* cchash_oa.h: open addressing with the state in the entry. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_oa.h"
 *     CCHASH_OA_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * One array keeps everything about an entry in one place: linear probing as in the textbook, but over buckets.
 *
 *     one allocation, aligned to 64 bytes from 32 slots on; u64 -> u64 with C slots (C a power of two, at least 8):
 *
 *     | state (pad) key value | state (pad) key value | ...          24 bytes an entry, 2 2/3 to a cache line
 *     | summary of occupied blocks, used while elements are popped | C / 128 bytes, and 8 for a count
 *
 * A bucket is 8 consecutive slots (with 24-byte entries: exactly three cache lines), or as many as fit in 256 bytes if
 * entries are large:
 *
 *     | bucket 0: 8 slots      | bucket 1             | ...   the home of a key is the bucket that the top bits of its
 *     |s k v|s k v|0    |s k v|                                mixed hash select
 *
 * The state of an empty slot is 0. Otherwise it is the upper half of the mixed hash, except for its two lowest bits:
 * TAKEN is set in every occupied slot, and OVERFLOWED, in the first state of a bucket, says that the bucket was full
 * when a key came, so that a key may lie in a later bucket. A lookup compares all states of a bucket at once, and keys
 * only where 30 bits of hash are equal; it ends at a bucket that has not overflowed, which is nearly always the first.
 * While C is at most 2^30, growth and removal find the home of an entry in its state and do not touch keys.
 *
 * A key type may leave some bits to the table, as cchash_str does. Then these are the state, an entry is just key and
 * value (48 bytes for cchash_str -> cchash_str), and the home of an entry comes from the hash of its key:
 *
 *     | key (with the state) value | key (with the state) value | ...
 *
 * There a state has TAKEN, OVERFLOWED and 8 bits of hash (cchash/oa_state.h). A text of 22 bytes leaves no room for
 * those 8; its state says so by eight zeros, which agree with any hash.
 *
 * A key lies in any slot of its home bucket, or, if that was full, in the next bucket that was not; the last bucket is
 * followed by the first. Removal from a bucket that has not overflowed just empties the slot. From an overflowed bucket
 * it is a backward shift: the next entry that was displaced past this bucket moves into the hole, and the same is
 * repeated for the hole that it leaves. If there is no such entry, OVERFLOWED is cleared. There are no tombstones, and
 * removed keys cost later lookups nothing, because an overflowed bucket is always full.
 *
 * After growth has failed, the table fills up to its last slot and nearly all buckets overflow. A lookup then ends
 * `max_probe` buckets after the home, the greatest distance of any key. Insertions keep that distance small: they move
 * a distant empty slot closer to the home, one entry at a time.
 *
 * Invariants (name_verify checks them): each state is that of its key's hash; a lookup of each element's key finds that
 * element, at most `max_probe` buckets after its home; overflowed buckets are full; only the first state of a bucket
 * has OVERFLOWED; `size` states are not 0; at least one slot is empty. */
#ifndef CCHASH_OA_H
#define CCHASH_OA_H

#include "cchash/string_map.h"

#include "cchash/macros_off.h"

/* ---- The table --------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_oa {
    unsigned char *entries; /* NULL: no array yet */
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while there is a summary, so that insertions are slow */
    uint64_t seed;
    uint32_t max_probe; /* upper bound of the distance of a key from its home, in buckets */
    uint8_t shift;      /* 64 - log2(C) */
    uint8_t seeded;     /* CCHASH_PRIV_UNSEEDED, … */
    uint8_t buffered;   /* CCHASH_PRIV_NO_BUFFER, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa;

typedef struct cchash_priv_oa_iter {
    cchash_priv_oa *table;
    size_t slot;      /* of the current element */
    size_t remaining; /* slots still to be visited */
    bool from_find;   /* that number is not known yet */
    cchash_priv_scan scan;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa_iter;

/* The state is the first field of an entry, so the two have the same address. */
#define CCHASH_PRIV_FIELDS_cchash_priv_oa uint32_t cchash_state;
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_oa /* the key has a bit for the state */

/* In tables of up to 2^this slots the home can be read from the state; in larger ones keys are hashed again. */
#ifndef CCHASH_PRIV_OA_STATE_BITS
#define CCHASH_PRIV_OA_STATE_BITS 30
#endif

#define CCHASH_PRIV_OA_BUCKET ((size_t)8) /* the greatest number of slots of a bucket */
#define CCHASH_PRIV_OA_MIN ((size_t)8)    /* slots of the smallest table: at least a bucket */
#define CCHASH_PRIV_OA_SMALL ((size_t)16) /* slots of the largest that is not aligned to a cache line */

#define CCHASH_PRIV_OA_TAKEN 1u      /* in every state but 0 */
#define CCHASH_PRIV_OA_OVERFLOWED 2u /* in the first state of a bucket */

/* The load limit, 3/4: overflowed buckets are mispredicted, and above it they become frequent (docs/performance.md). */
#define CCHASH_PRIV_OA_NUM 3
#define CCHASH_PRIV_OA_DEN 4

/* The unit of the summary, in slots. */
#define CCHASH_PRIV_OA_BLOCK ((size_t)16)

/* What the drawing and the comments at the top claim. */
struct cchash_priv_oa_drawn_entry {
    uint32_t state;
    uint64_t key, value;
};
CCHASH_PRIV_ASSERT(sizeof(struct cchash_priv_oa_drawn_entry) <= 24 && CCHASH_PRIV_OA_BUCKET * 24 == 3 * 64,
                   a_bucket_of_u64_to_u64_is_three_cache_lines);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_OA_TAKEN & CCHASH_PRIV_OA_OVERFLOWED) == 0 &&
                       (CCHASH_PRIV_OA_TAKEN | CCHASH_PRIV_OA_OVERFLOWED) == 3,
                   the_flags_are_the_two_lowest_bits_of_a_state);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_OA_STATE_BITS >= 3 && CCHASH_PRIV_OA_STATE_BITS <= 30,
                   a_home_is_read_from_the_hash_bits_of_a_state);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_OA_BUCKET & (CCHASH_PRIV_OA_BUCKET - 1)) == 0 && CCHASH_PRIV_OA_BUCKET <= 32,
                   a_bucket_is_a_power_of_two_and_fits_in_a_mask);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_OA_MIN >= CCHASH_PRIV_OA_BUCKET && (CCHASH_PRIV_OA_MIN & (CCHASH_PRIV_OA_MIN - 1)) == 0,
                   slots_are_a_power_of_two_and_at_least_a_bucket);

CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots(const cchash_priv_oa *table) {
    return table->entries ? (size_t)1 << (64 - table->shift) : 0;
}
CCHASH_PRIV_INLINE size_t cchash_priv_oa_array_slots(const cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)type;
    return cchash_priv_oa_slots(table);
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_limit(const cchash_priv_type *type, size_t slots) {
    size_t limit = type->load_den ? cchash_priv_limit(slots, type->load_num, type->load_den)
                                  : cchash_priv_limit(slots, CCHASH_PRIV_OA_NUM, CCHASH_PRIV_OA_DEN);
    return limit < slots ? limit : slots - 1;
}

CCHASH_PRIV_INLINE bool cchash_priv_oa_has_summary(const cchash_priv_oa *table) {
    return table->entries && !table->limit;
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_capacity(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return cchash_priv_oa_has_summary(table) ? cchash_priv_oa_limit(type, cchash_priv_oa_slots(table)) : table->limit;
}

/* The number of blocks of the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_blocks(size_t slots) {
    return (slots + CCHASH_PRIV_OA_BLOCK - 1) / CCHASH_PRIV_OA_BLOCK;
}

/* The size of the allocation for that many slots; SIZE_MAX if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bytes(const cchash_priv_type *type, size_t slots) {
    return cchash_priv_array_bytes(slots, type->entry_size,
                                   8 * cchash_priv_summary_words(cchash_priv_oa_blocks(slots)) + 8 + 7);
}

/* The first word counts insertions since the last pop; the summary follows. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_oa_pop_state(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t entry_bytes = (cchash_priv_oa_slots(table) * type->entry_size + 7) & ~(size_t)7;
    return (uint64_t *)(void *)(table->entries + entry_bytes);
}

/* The number of slots of a bucket: 8, or as many as fit in 256 bytes (docs/performance.md). */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bucket_slots(const cchash_priv_type *type) {
    size_t slots = CCHASH_PRIV_OA_BUCKET;
    while (slots > 1 && slots * type->entry_size > 256) slots /= 2;
    return slots;
}

/* The first slot of the bucket that contains a slot. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bucket_start(const cchash_priv_type *type, size_t slot) {
    return slot & ~(cchash_priv_oa_bucket_slots(type) - 1);
}

/* Small arrays are not aligned to cache lines: in them, padding would be more than what a lookup reads. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_align(const cchash_priv_type *type, size_t slots) {
    const size_t align = slots <= CCHASH_PRIV_OA_SMALL ? sizeof(uint64_t) : 64;
    return type->entry_align > align ? type->entry_align : align;
}

/* One more multiplication than in the other layouts: with a single one, some seeds make buckets overflow for structured
 * keys (docs/performance.md). */
CCHASH_PRIV_INLINE uint64_t cchash_priv_oa_mix(const cchash_priv_type *type, uint64_t hash, uint64_t seed) {
    uint64_t mixed = cchash_priv_finalize_hash(hash, seed, type->good_hash);
    return type->good_hash ? mixed : mixed * CCHASH_PRIV_ODD; /* this layout uses the high bits only */
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_oa_mix_hash(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    uint64_t hash) {
    return type->premixed ? hash : cchash_priv_oa_mix(type, hash, table->seed);
}

#include "cchash/oa_state.h"

CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_entry(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       size_t slot) {
    return table->entries + slot * type->entry_size;
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_value(const cchash_priv_oa *table, const cchash_priv_type *type,
                                              const void *entry) {
    (void)table;
    return cchash_priv_value(type, entry);
}

/* The first slot of the bucket after the one that starts at `start`. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_next_bucket(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                     size_t start) {
    CCHASH_PRIV_CHECK(start < cchash_priv_oa_slots(table) && start == cchash_priv_oa_bucket_start(type, start),
                      "internal error: no bucket starts at this slot");
    return (start + cchash_priv_oa_bucket_slots(type)) & (cchash_priv_oa_slots(table) - 1);
}

/* Tells whether the home of an entry comes from the hash function of the user, because the state does not have it. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_needs_hash(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return type->spare_bit || CCHASH_PRIV_UNLIKELY(table->shift < 64 - CCHASH_PRIV_OA_STATE_BITS);
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_home_of(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                 uint64_t mixed) {
    return cchash_priv_oa_bucket_start(type, (size_t)(mixed >> table->shift));
}

/* The home that an entry has in `table`; the entry may lie in another table. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_home(const cchash_priv_oa *table, const cchash_priv_type *type,
                                              const unsigned char *entry) {
    uint64_t mixed;
    if (cchash_priv_oa_needs_hash(table, type))
        mixed = cchash_priv_oa_mix_hash(table, type, cchash_priv_entry_hash(type, entry, table->seed));
    else
        mixed = (uint64_t)cchash_priv_oa_state(type, entry) << 32;
    return cchash_priv_oa_home_of(table, type, mixed);
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* The distance of a slot from a home, in buckets. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_probe_distance(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                        size_t home, size_t slot) {
    return ((cchash_priv_oa_bucket_start(type, slot) - home) & (cchash_priv_oa_slots(table) - 1)) /
           cchash_priv_oa_bucket_slots(type);
}

/* Tells whether no key with this hash lies after the bucket at `start`. Needed beyond the load limit, where nearly all
 * buckets have overflowed. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_past_max_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      uint64_t mixed, size_t start) {
    return cchash_priv_oa_probe_distance(table, type, cchash_priv_oa_home_of(table, type, mixed), start) >=
           table->max_probe;
}

/* Tells whether an entry is where a key with this hash may lie: its state agrees, or, without states, a lookup gets
 * from the home to the entry. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_is_place_of(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const unsigned char *entry, uint64_t hash) {
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    if (!type->spare_bit)
        return (cchash_priv_oa_state(type, entry) & ~CCHASH_PRIV_OA_OVERFLOWED) == cchash_priv_oa_state_of(type, mixed);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    const size_t slot = (size_t)(entry - table->entries) / type->entry_size;
    while (start != cchash_priv_oa_bucket_start(type, slot)) {
        if (!cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))) return false;
        start = cchash_priv_oa_next_bucket(table, type, start);
    }
    return true;
}

/* Debug builds: stops if the key of an entry has changed since it was stored. */
CCHASH_PRIV_INLINE void cchash_priv_oa_check_stored(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    const unsigned char *entry) {
#ifdef CCHASH_DEBUG
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(cchash_priv_key(type, entry), table->seed));
    CCHASH_PRIV_CHECK_STORED(cchash_priv_oa_is_place_of(table, type, entry, hash));
#else
    (void)table, (void)type, (void)entry;
#endif
}

/* The entry of a key in one bucket, or NULL. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_find_in_bucket(const cchash_priv_oa *table,
                                                                const cchash_priv_type *type, unsigned char *bucket,
                                                                uint64_t mixed, uint64_t hash, const void *key) {
    const uint32_t wanted = cchash_priv_oa_state_of(type, mixed);
    for (uint32_t mask = cchash_priv_oa_match(type, bucket, wanted); CCHASH_PRIV_LIKELY(mask); mask &= mask - 1) {
        unsigned char *entry = bucket + cchash_priv_ctz(mask) * type->entry_size;
        cchash_priv_oa_check_stored(table, type, entry);
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) return entry;
    }
    return NULL;
}

/* Probes for a key from the bucket at *start on; returns its entry, or NULL. Sets *start to the bucket where the search
 * ended. `hash` is used only if entries cache their hashes. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       uint64_t mixed, uint64_t hash, const void *key, size_t *start) {
    for (;; *start = cchash_priv_oa_next_bucket(table, type, *start)) {
        unsigned char *bucket = cchash_priv_oa_entry(table, type, *start);
        unsigned char *entry = cchash_priv_oa_find_in_bucket(table, type, bucket, mixed, hash, key);
        if (entry) return entry;
        if (CCHASH_PRIV_LIKELY(!cchash_priv_oa_overflowed(type, bucket))) return NULL;
        if (CCHASH_PRIV_UNLIKELY(table->size > table->limit) &&
            cchash_priv_oa_past_max_probe(table, type, mixed, *start))
            return NULL;
    }
}

/* The part of a lookup after the home bucket, compiled out of line. It takes the hash if entries cache theirs, and the
 * mixed hash otherwise. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_find_slow(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                  uint64_t hash_or_mixed, const void *key) {
    const uint64_t mixed = type->cached_hash ? cchash_priv_oa_mix_hash(table, type, hash_or_mixed) : hash_or_mixed;
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    if (cchash_priv_oa_past_max_probe(table, type, mixed, start)) return NULL;
    start = cchash_priv_oa_next_bucket(table, type, start);
    return cchash_priv_oa_probe(table, type, mixed, hash_or_mixed, key, &start);
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_find(const cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                             const void *key) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return NULL;
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    if (cchash_priv_oa_bucket_slots(type) == 1) return cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
    unsigned char *entry = cchash_priv_oa_find_in_bucket(table, type, bucket, mixed, hash, key);
    if (CCHASH_PRIV_LIKELY(entry || !cchash_priv_oa_overflowed(type, bucket))) return entry;
    return type->find_slow(table, type->cached_hash ? hash : mixed, key);
}

/* Batches prefetch in two steps before they search. This one prefetches the home bucket, which is all that a search
 * usually reads. */
CCHASH_PRIV_INLINE void cchash_priv_oa_prefetch_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return;
    unsigned char *bucket = cchash_priv_oa_entry(table, type, cchash_priv_oa_home_of(table, type, mixed));
    for (size_t offset = 0; offset < cchash_priv_oa_bucket_slots(type) * type->entry_size; offset += 64)
        CCHASH_PRIV_PREFETCH_L2(bucket + offset);
}

/* Nothing is left to prefetch in the second step. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_prefetch_entry(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       uint64_t mixed, bool insertion, bool *needs_probe) {
    (void)table, (void)type, (void)mixed, (void)insertion;
    *needs_probe = true;
    return NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_prefetch(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                uint64_t hash) {
    cchash_priv_oa_prefetch_probe(table, type, cchash_priv_oa_mix_hash(table, type, hash));
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_get(const cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                            const void *key) {
    void *entry = cchash_priv_oa_find(table, type, hash, key);
    return entry ? cchash_priv_value(type, entry) : NULL;
}

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* Finds the first empty slot from the bucket at `start` on, and marks the full buckets on the way as overflowed. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_find_empty_slot(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                         size_t start) {
    CCHASH_PRIV_CHECK(table->size < cchash_priv_oa_slots(table),
                      "internal error: a full table is searched for an empty slot");
    for (;; start = cchash_priv_oa_next_bucket(table, type, start)) {
        unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
        uint32_t empty = cchash_priv_oa_match(type, bucket, 0);
        if (CCHASH_PRIV_LIKELY(empty)) return start + cchash_priv_ctz(empty);
        cchash_priv_oa_set_overflowed(type, bucket, true);
    }
}

CCHASH_PRIV_INLINE void cchash_priv_oa_raise_max_probe(cchash_priv_oa *table, size_t distance) {
    if (distance > table->max_probe) table->max_probe = distance < UINT32_MAX ? (uint32_t)distance : UINT32_MAX;
}

/* Finds the entry closest to `home` that may move to the slot `empty`, where it would lie at most `max_distance`
 * buckets from its own home. Returns its slot, or SIZE_MAX. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_find_movable(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      size_t home, size_t empty, size_t max_distance) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), end = cchash_priv_oa_bucket_start(type, empty);
    size_t back = cchash_priv_oa_probe_distance(table, type, home, empty);
    for (back = back < max_distance ? back : max_distance; back; back--) {
        size_t start = (end - back * bucket) & (cchash_priv_oa_slots(table) - 1);
        for (size_t slot = start; slot < start + bucket; slot++) {
            size_t own_home = cchash_priv_oa_home(table, type, cchash_priv_oa_entry(table, type, slot));
            if (cchash_priv_oa_probe_distance(table, type, own_home, empty) <= max_distance) return slot;
        }
    }
    return SIZE_MAX;
}

/* Moves a distant empty slot closer to a key's home by moving entries into it, one after the other; returns where the
 * empty slot is then. The whole path is determined before any entry moves, because the hash function may jump out. All
 * keys share one maximum distance, which grows only if no entry can move otherwise (docs/performance.md). This is rare,
 * so it is compiled once per translation unit. */
CCHASH_PRIV_COLD size_t cchash_priv_oa_pull_closer(cchash_priv_oa *table, const cchash_priv_type *type, size_t home,
                                                   size_t empty) {
    enum { longest = 256 };
    size_t path[longest], length = 0, to = empty, distance = cchash_priv_oa_probe_distance(table, type, home, empty);
    size_t max_distance = distance / 128 + 4;
    if (max_distance < table->max_probe) max_distance = table->max_probe;
    while (cchash_priv_oa_probe_distance(table, type, home, to) > max_distance && length < longest) {
        size_t movable;
        CCHASH_PRIV_CALLBACK(table, movable = cchash_priv_oa_find_movable(table, type, home, to, max_distance));
        if (movable == SIZE_MAX)
            max_distance += max_distance / 8 + 1;
        else
            path[length++] = to = movable;
    }
    for (size_t step = 0; step < length; step++) {
        unsigned char *hole = cchash_priv_oa_entry(table, type, empty);
        const uint32_t flag = cchash_priv_oa_flag(type), overflowed = cchash_priv_oa_state(type, hole) & flag;
        memcpy(hole, cchash_priv_oa_entry(table, type, path[step]), type->entry_size);
        /* OVERFLOWED belongs to the slot, not to the entry. */
        cchash_priv_oa_set_state(type, hole, (cchash_priv_oa_state(type, hole) & ~flag) | overflowed);
        empty = path[step];
    }
    if (length) cchash_priv_oa_raise_max_probe(table, max_distance);
    return empty;
}

/* Enters an occupied slot in the summary. After as many insertions as there are blocks, without a pop, the summary is
 * given up: the limit is set again. */
CCHASH_PRIV_COLD void cchash_priv_oa_note_insertion(cchash_priv_oa *table, uint64_t *pop_state, size_t limit,
                                                    size_t slot) {
    const size_t blocks = cchash_priv_oa_blocks(cchash_priv_oa_slots(table));
    CCHASH_PRIV_CHECK(cchash_priv_oa_has_summary(table), "internal error: this table has no summary");
    cchash_priv_summary_add(pop_state + 1, blocks, slot / CCHASH_PRIV_OA_BLOCK);
    if (++pop_state[0] > blocks) table->limit = limit;
}

/* Writes state and cached hash of a new entry. `overflowed` is the flag of the bucket, if the slot has it: an entry
 * that has moved away leaves it. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_occupy_slot(cchash_priv_oa *table, const cchash_priv_type *type, size_t slot,
                                                    uint32_t overflowed, uint64_t mixed, uint64_t hash) {
    unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
    cchash_priv_oa_first_state(type, entry, cchash_priv_oa_state_of(type, mixed) | overflowed);
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    table->size++;
    return entry;
}

/* Returns a slot for a key that is known to be absent, or NULL: no memory. Grows the table if it is at its limit; if
 * that fails, the table is filled beyond the limit. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_claim(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= cchash_priv_oa_capacity(table, type))) {
        size_t slots = cchash_priv_oa_slots(table);
        size_t more = slots ? 2 * slots : CCHASH_PRIV_OA_MIN;
        while (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_limit(type, more) <= table->size) && /* a very low load limit */
               cchash_priv_oa_bytes(type, more) != SIZE_MAX)
            more *= 2;
        if (!type->rehash(table, more) && (table->size + 1 >= slots || table->buffered == CCHASH_PRIV_READ_ONLY))
            return NULL;
    }
    uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    const size_t home = cchash_priv_oa_home_of(table, type, mixed);
    size_t first = cchash_priv_oa_find_empty_slot(table, type, home), slot = first;
    if (table->size >= cchash_priv_oa_capacity(table, type))
        slot = cchash_priv_oa_pull_closer(table, type, home, first);
    cchash_priv_oa_raise_max_probe(table, cchash_priv_oa_probe_distance(table, type, home, slot));
    if (CCHASH_PRIV_UNLIKELY(!table->limit))
        cchash_priv_oa_note_insertion(table, cchash_priv_oa_pop_state(table, type),
                                      cchash_priv_oa_capacity(table, type), first);
    uint32_t overflowed =
        cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) & cchash_priv_oa_flag(type);
    return cchash_priv_oa_occupy_slot(table, type, slot, overflowed, mixed, hash);
}

/* Returns the entry of a key, present or new, with a single probe; NULL: no memory. The caller writes the key and value
 * of a new entry. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_insert(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                               const void *key, bool *found) {
    *found = false;
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return type->insert_slow(table, hash);
    uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    const size_t home = cchash_priv_oa_home_of(table, type, mixed);
    size_t start = home;
    unsigned char *entry = cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    *found = entry != NULL;
    if (entry) return entry;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    const size_t slot = cchash_priv_oa_find_empty_slot(table, type, start);
    if (CCHASH_PRIV_UNLIKELY(slot - home >= cchash_priv_oa_bucket_slots(type)))
        cchash_priv_oa_raise_max_probe(table, cchash_priv_oa_probe_distance(table, type, home, slot));
    CCHASH_PRIV_CHECK(!cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)),
                      "internal error: a new element goes to an occupied slot");
    return cchash_priv_oa_occupy_slot(table, type, slot, 0, mixed, hash);
}

/* Writes the key of a new entry, in which the state may lie. */
CCHASH_PRIV_INLINE void cchash_priv_oa_write_key(const cchash_priv_type *type, unsigned char *entry, const void *key) {
    const uint32_t state = cchash_priv_oa_state(type, entry);
    memcpy(entry + type->key_offset, key, type->key_size);
    if (type->spare_bit) cchash_priv_oa_set_state(type, entry, state);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_oa_swap_entries(unsigned char *first, unsigned char *second, size_t size) {
    for (size_t offset = 0; offset < size; offset++) {
        unsigned char byte = first[offset];
        first[offset] = second[offset];
        second[offset] = byte;
    }
}

/* Finds the first entry after the bucket at `bucket` whose home is that bucket or an earlier one, so that it was
 * displaced past the bucket. Returns NULL if there is none. Sets *start to the bucket of the entry. */
CCHASH_PRIV_INLINE unsigned char *
cchash_priv_oa_find_displaced(const cchash_priv_oa *table, const cchash_priv_type *type, size_t bucket, size_t *start) {
    size_t mask = cchash_priv_oa_slots(table) - 1, next = bucket, buckets_left = table->max_probe;
    while (buckets_left--) {
        *start = next = cchash_priv_oa_next_bucket(table, type, next);
        for (size_t slot = 0; slot < cchash_priv_oa_bucket_slots(type); slot++) {
            unsigned char *entry = cchash_priv_oa_entry(table, type, next + slot);
            if (cchash_priv_oa_state(type, entry) &&
                ((next - cchash_priv_oa_home(table, type, entry)) & mask) >= ((next - bucket) & mask))
                return entry;
        }
        if (!cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, next))) break;
    }
    return NULL;
}

/* Tells whether a removal that moves entries calls the hash function of the user. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_swaps(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return !type->cached_hash && cchash_priv_oa_needs_hash(table, type);
}

/* Backward shift over buckets: moves the hole along the probe path until no lookup can miss a key because of it;
 * returns the entry that is the hole then. If homes come from the hash function of the user, which may jump out, the
 * removed entry is swapped along the path, so that the map is consistent at each call; it moves away from its home
 * meanwhile, and max_probe with it. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_shift_back(cchash_priv_oa *table, const cchash_priv_type *type,
                                                            unsigned char *hole, size_t start) {
    const size_t first = start;
    const uint32_t max_probe = table->max_probe;
    unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
    while (cchash_priv_oa_overflowed(type, bucket)) {
        unsigned char *displaced = cchash_priv_oa_find_displaced(table, type, start, &start);
        if (!displaced) {
            cchash_priv_oa_set_overflowed(type, bucket, false);
            break;
        }
        unsigned char *next = cchash_priv_oa_entry(table, type, start);
        bool overflowed = cchash_priv_oa_overflowed(type, next);
        cchash_priv_oa_set_overflowed(type, bucket, false); /* OVERFLOWED belongs to the bucket, not to the entry */
        cchash_priv_oa_set_overflowed(type, next, false);
        if (cchash_priv_oa_swaps(table, type)) {
            cchash_priv_oa_swap_entries(hole, displaced, type->entry_size);
            cchash_priv_oa_raise_max_probe(table, max_probe + cchash_priv_oa_probe_distance(table, type, first, start));
        } else {
            memcpy(hole, displaced, type->entry_size);
        }
        cchash_priv_oa_set_overflowed(type, bucket, true);
        cchash_priv_oa_set_overflowed(type, next, overflowed);
        hole = displaced;
        bucket = next;
    }
    table->max_probe = max_probe;
    return hole;
}

/* The same without a removal, for homes that come from the hash function of the user: the entry stays in the table,
 * where the hole would be. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_shift_away(cchash_priv_oa *table, const cchash_priv_type *type,
                                                            unsigned char *entry, size_t start) {
    entry = cchash_priv_oa_shift_back(table, type, entry, start);
    const size_t slot = (size_t)(entry - table->entries) / type->entry_size;
    cchash_priv_oa_raise_max_probe(table, table->max_probe + cchash_priv_oa_probe_distance(table, type, start, slot));
    return entry;
}
/* In tables of more than 2^30 slots; compiled once per translation unit. */
CCHASH_PRIV_COLD unsigned char *cchash_priv_oa_shift_far(cchash_priv_oa *table, const cchash_priv_type *type,
                                                         unsigned char *entry, size_t start) {
    return cchash_priv_oa_shift_away(table, type, entry, start);
}

/* Removes an entry of the bucket at `start`. */
CCHASH_PRIV_INLINE void cchash_priv_oa_erase_slot(cchash_priv_oa *table, const cchash_priv_type *type,
                                                  unsigned char *entry, size_t start) {
    CCHASH_PRIV_CHECK(cchash_priv_oa_state(type, entry), "internal error: an empty slot is erased");
    CCHASH_PRIV_CHECK((size_t)(entry - cchash_priv_oa_entry(table, type, start)) / type->entry_size <
                          cchash_priv_oa_bucket_slots(type),
                      "internal error: an entry is erased from a bucket that it is not in");
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))))
        CCHASH_PRIV_CALLBACK(table, entry = cchash_priv_oa_shift_back(table, type, entry, start));
    cchash_priv_oa_set_state(type, entry, 0);
    table->size--;
}

/* Removes a key, and moves it to *key_out and its value to *value_out unless these are NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return false;
    if (cchash_priv_oa_bucket_slots(type) == 1) return type->remove_slow(table, hash, key, key_out, value_out);
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    unsigned char *bucket = cchash_priv_oa_entry(table, type, cchash_priv_oa_home_of(table, type, mixed));
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_overflowed(type, bucket)))
        return type->remove_slow(table, hash, key, key_out, value_out);
    unsigned char *entry = cchash_priv_oa_find_in_bucket(table, type, bucket, mixed, hash, key);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, cchash_priv_value(type, entry), key_out, value_out);
    cchash_priv_oa_set_state(type, entry, 0);
    table->size--;
    return true;
}

/* The same where the home bucket has overflowed, or is one slot; compiled out of line. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove_slow(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                                   const void *key, void *key_out, void *value_out) {
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    unsigned char *entry = cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, cchash_priv_value(type, entry), key_out, value_out);
    cchash_priv_oa_erase_slot(table, type, entry, start);
    return true;
}

/* Removes the first element of the array and moves it out. The map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_oa_remove_any(cchash_priv_oa *table, const cchash_priv_type *type, void *key_out,
                                                  void *value_out) {
    const size_t slots = cchash_priv_oa_slots(table), blocks = cchash_priv_oa_blocks(slots);
    uint64_t *pop_state = cchash_priv_oa_pop_state(table, type);
    CCHASH_PRIV_CHECK(table->size, "internal error: an element of an empty table is popped");
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->limit) cchash_priv_summary_fill(pop_state + 1, blocks);
    table->limit = 0;
    pop_state[0] = 0;
    for (;;) {
        const size_t block = cchash_priv_summary_first(pop_state + 1, blocks), end = (block + 1) * CCHASH_PRIV_OA_BLOCK;
        size_t slot = block * CCHASH_PRIV_OA_BLOCK;
        while (slot < end && slot < slots && !cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)))
            slot++;
        if (slot < end && slot < slots) {
            unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
            cchash_priv_move_out(type, entry, cchash_priv_value(type, entry), key_out, value_out);
            cchash_priv_oa_erase_slot(table, type, entry, cchash_priv_oa_bucket_start(type, slot));
            return;
        }
        cchash_priv_summary_drop(pop_state + 1, blocks, block);
    }
}

/* In this layout every removal is complete, so there is nothing to do later. */
CCHASH_PRIV_INLINE void cchash_priv_oa_maintain(cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* Only the compact layout has these two parts. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_displace(cchash_priv_oa *table, const cchash_priv_type *type, size_t first) {
    (void)table, (void)type, (void)first;
    return SIZE_MAX;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_transfer(cchash_priv_oa *to, const cchash_priv_oa *from,
                                                const cchash_priv_type *type, size_t slot) {
    (void)to, (void)from, (void)type, (void)slot;
}

#include "cchash/oa_iterate.h"

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_oa_memory(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return table->entries ? cchash_priv_oa_bytes(type, cchash_priv_oa_slots(table)) : 0;
}

/* Tells whether the next insertion may move the object at an address. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_may_move(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                const void *object) {
    return table->entries && (uintptr_t)object - (uintptr_t)table->entries < cchash_priv_oa_memory(table, type);
}

CCHASH_PRIV_INLINE void cchash_priv_oa_free_arrays(cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const void *map) {
    if (table->entries)
        type->release(map, table->entries, cchash_priv_oa_memory(table, type),
                      cchash_priv_oa_align(type, cchash_priv_oa_slots(table)));
}

/* The number of slots for that many elements; 0 if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t slots = CCHASH_PRIV_OA_MIN;
    while (cchash_priv_oa_limit(type, slots) < elements) {
        slots *= 2;
        if (cchash_priv_oa_bytes(type, slots) == SIZE_MAX) return 0;
    }
    return slots;
}

/* Empties the table without destroying its elements, and keeps the memory. Writes only occupied slots. */
CCHASH_PRIV_INLINE void cchash_priv_oa_drop_entries(cchash_priv_oa *table, const cchash_priv_type *type,
                                                    const void *map) {
    (void)map;
    table->limit = cchash_priv_oa_capacity(table, type);
    for (size_t slot = 0, slots = table->size ? cchash_priv_oa_slots(table) : 0; slot < slots; slot++) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (cchash_priv_oa_state(type, entry)) cchash_priv_oa_set_state(type, entry, 0);
    }
    table->size = 0;
    table->max_probe = 0;
}

/* Called by shrink. There is no spare memory besides the array. */
CCHASH_PRIV_INLINE void cchash_priv_oa_free_spare(cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

#include "cchash/oa_rebuild.h"

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_oa_stats(const cchash_priv_oa *table, const cchash_priv_type *type,
                                             cchash_stats *stats) {
    cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
    for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;) {
        size_t home = cchash_priv_oa_home(table, type, entry);
        cchash_priv_count_probe(stats, cchash_priv_oa_probe_distance(table, type, home, iter.slot) + 1);
    }
    if (table->entries) stats->load = (double)table->size / (double)cchash_priv_oa_slots(table);
}

CCHASH_PRIV_INLINE bool cchash_priv_oa_verify(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t slots = cchash_priv_oa_slots(table), elements = 0;
    if (!slots) return table->size == 0 && table->limit == 0;
    if (slots < CCHASH_PRIV_OA_MIN || !table->seeded) return false;
    if (table->buffered != CCHASH_PRIV_READ_ONLY &&
        cchash_priv_oa_capacity(table, type) != cchash_priv_oa_limit(type, slots))
        return false;
    for (size_t slot = 0; cchash_priv_oa_has_summary(table) && slot < slots; slot++) {
        const size_t block = slot / CCHASH_PRIV_OA_BLOCK;
        if (!cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot))) continue;
        if (!(cchash_priv_oa_pop_state(table, type)[1 + block / 64] >> block % 64 & 1)) return false;
    }
    for (size_t slot = 0; slot < slots; slot++)
        elements += cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) != 0;
    if (elements != table->size || elements >= slots) return false;
#ifdef CCHASH_DEBUG
    for (size_t slot = 0; slot < slots; slot++) { /* before a lookup can stop */
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        if (!cchash_priv_oa_is_place_of(table, type, entry, type->hash(cchash_priv_key(type, entry), table->seed)))
            return false;
    }
#endif
    for (size_t start = 0; start < slots; start += cchash_priv_oa_bucket_slots(type)) {
        const unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
        if (cchash_priv_oa_overflowed(type, bucket) && cchash_priv_oa_match(type, bucket, 0)) return false;
    }
    for (size_t slot = 0; slot < slots; slot++) {
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = type->hash(key, table->seed);
        if (cchash_priv_entry_hash(type, entry, table->seed) != hash) return false;
        uint32_t state = cchash_priv_oa_state_of(type, cchash_priv_oa_mix_hash(table, type, hash));
        if (slot == cchash_priv_oa_bucket_start(type, slot) && cchash_priv_oa_overflowed(type, entry))
            state |= cchash_priv_oa_flag(type);
        state = cchash_priv_oa_state_that_fits(type, cchash_priv_oa_state_word(type, entry), state);
        if (cchash_priv_oa_state(type, entry) != state) return false;
        if (cchash_priv_oa_find(table, type, hash, key) != entry) return false;
    }
    return true;
}

/* The names under which cchash/operations.h makes the operations of this layout. */
#define cchash_priv_layout_size cchash_priv_oa_size
#define cchash_priv_layout_get_seed cchash_priv_oa_get_seed
#define cchash_priv_layout_set_seed cchash_priv_oa_set_seed
#define cchash_priv_layout_need_seed cchash_priv_oa_need_seed
#define cchash_priv_layout_insert_hash cchash_priv_oa_insert_hash
#define cchash_priv_layout_zero_header cchash_priv_oa_zero_header
#define cchash_priv_layout_in_buffer cchash_priv_oa_in_buffer
#define cchash_priv_layout_take_from_buffer cchash_priv_oa_take_from_buffer
#define cchash_priv_layout_try_buffer cchash_priv_oa_try_buffer
#define cchash_priv_layout_init_buffer cchash_priv_oa_init_buffer
#define cchash_priv_layout_no_memory cchash_priv_oa_no_memory
#define cchash_priv_layout_emplace cchash_priv_oa_emplace
#define cchash_priv_layout_store_copies cchash_priv_oa_store_copies
#define cchash_priv_layout_add cchash_priv_oa_add
#define cchash_priv_layout_put cchash_priv_oa_put
#define cchash_priv_layout_take cchash_priv_oa_take
#define cchash_priv_layout_pop cchash_priv_oa_pop
#define cchash_priv_layout_remove_at cchash_priv_oa_remove_at
#define cchash_priv_layout_destroy_all cchash_priv_oa_destroy_all
#define cchash_priv_layout_free cchash_priv_oa_free
#define cchash_priv_layout_clear cchash_priv_oa_clear
#define cchash_priv_layout_reserve cchash_priv_oa_reserve
#define cchash_priv_layout_shrink cchash_priv_oa_shrink
#define cchash_priv_layout_clone cchash_priv_oa_clone
#define cchash_priv_layout_find_key cchash_priv_oa_find_key
#define cchash_priv_layout_count_absent cchash_priv_oa_count_absent
#define cchash_priv_layout_merge cchash_priv_oa_merge
#define cchash_priv_layout_union cchash_priv_oa_union
#define cchash_priv_layout_filter cchash_priv_oa_filter
#define cchash_priv_layout_subtract cchash_priv_oa_subtract
#define cchash_priv_layout_is_subset cchash_priv_oa_is_subset
#define cchash_priv_layout_scan_homes cchash_priv_oa_scan_homes
#define cchash_priv_layout_scan_next cchash_priv_oa_scan_next
#define cchash_priv_layout_position cchash_priv_oa_position
#define cchash_priv_layout_at_position cchash_priv_oa_at_position
#define cchash_priv_layout_iter_value cchash_priv_oa_iter_value
#define cchash_priv_layout_statistics cchash_priv_oa_statistics
#define cchash_priv_layout_get_many cchash_priv_oa_get_many
#define cchash_priv_layout_put_many cchash_priv_oa_put_many
#define CCHASH_PRIV_LAYOUT cchash_priv_oa
#include "cchash/operations.h"
#undef CCHASH_PRIV_LAYOUT

/* ---- What the typed facade needs from a layout ---------------------------------------------------------------------
 * A number, by which IMPLEMENT recognises the layout that was declared, and the traits that the layout takes. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_oa = 2 };
#define CCHASH_PRIV_TRAITS_OF_cchash_priv_oa CCHASH_PRIV_TRAITS_OF_LAYOUTS

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_OA_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_OA_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_OA_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_OA_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_OA_DECLARE(name_, K_, V_) CCHASH_OA_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_OA_DECLARE_SET(name_, K_) CCHASH_OA_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_OA_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_) CCHASH_OA_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_OA_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_) CCHASH_OA_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_OA_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_DEFINE_MAP(cchash_priv_oa, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_DEFINE_SET(cchash_priv_oa, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_DECLARE_EX(name_, K_, V_, traits_) CCHASH_PRIV_DECLARE_MAP(cchash_priv_oa, name_, K_, V_, traits_)
#define CCHASH_OA_DECLARE_SET_EX(name_, K_, traits_) CCHASH_PRIV_DECLARE_SET(cchash_priv_oa, name_, K_, traits_)
#define CCHASH_OA_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IMPLEMENT_MAP(cchash_priv_oa, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IMPLEMENT_SET(cchash_priv_oa, name_, K_, hashfn_, eqfn_, traits_)

/* Maps and sets of strings (cchash_str.h); the traits are optional. */
#define CCHASH_OA_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DECLARE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_IMPLEMENT_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_IMPLEMENT_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_oa, __VA_ARGS__)
/* Older names. */
#define CCHASH_OA_DEFINE_STR_EX CCHASH_OA_DEFINE_STR
#define CCHASH_OA_DEFINE_STR_SET_EX CCHASH_OA_DEFINE_STR_SET
#define CCHASH_OA_DEFINE_STR_ARENA(name_, V_) CCHASH_OA_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))

#include "cchash/macros_on.h"

#endif
