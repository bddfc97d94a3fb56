/* cchash_oa.h: open addressing with the state in the entry. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_oa.h"
 *     CCHASH_OA_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * One array, and everything about an entry in one place: the textbook's layout, with what a textbook leaves out.
 *
 *     one allocation, at a multiple of 64 bytes; u64 -> u64 with C slots (C a power of two, 8 or more):
 *
 *     | state (pad) key value | state (pad) key value | ...     24 bytes an entry, 2 2/3 to a cache line
 *     | summary of what is where, while elements are popped |   C / 128 bytes, and 8 for a count
 *
 * Slots come in buckets of 8 (24-byte entries: exactly three lines), or as many as fit in 256 bytes if entries are
 * large:
 *
 *     | bucket 0: 8 slots      | bucket 1             | ...   home of a key: the bucket that the top bits of its
 *     |s k v|s k v|0    |s k v|                                placed hash name
 *
 * The state is 0 for an empty slot, otherwise the upper half of the placed hash, but for its two lowest bits: TAKEN is
 * set in all, and PASSED, in the first state of a bucket, says that a key may lie further on because this bucket was
 * full when it came. So all states of a bucket are compared at once, keys only where 30 bits of hash agree, and a
 * search is over where a bucket is not marked as passed: nearly always in the first. As long as C is at most 2^30,
 * growth and removal find an entry's home in its state and touch no key.
 *
 * A key type may have a bit that it leaves to the table, as cchash_str has: then that bit is the state, entries are key
 * and value and nothing more (48 bytes for cchash_str -> cchash_str), and keys say by themselves where they belong:
 *
 *     | key (with the bit) value | key (with the bit) value | ...
 *
 * Buckets are of one slot then, and count as passed if they are full: plain linear probing.
 *
 * A key lies in any slot of its home, or, if that was full, in the next bucket that was not (the array is a ring of
 * buckets). Removal empties a slot, and that is all, as a rule. From a bucket that is marked as passed it takes the
 * next entry further on that has passed it in exchange, and so on from where that one was; if there is none, the mark
 * goes. So there are no tombstones and nothing that has been removed costs anything later: a marked bucket is full.
 *
 * Where growth has failed, a table fills up to its last slot, and nearly all buckets are passed. A search ends
 * `max_probe` buckets from home then, the furthest that any key lies; insertions keep that short by moving an empty
 * slot that is far away nearer, entry by entry.
 *
 * Invariants (name_verify checks them): every state belongs to its key's hash; a lookup of each element's key finds it
 * and nothing else, no further than `max_probe`; marked buckets are full; only first states of a bucket are marked;
 * `size` states are not 0; at least one slot is empty. */
#ifndef CCHASH_OA_H
#define CCHASH_OA_H

#include "cchash/string_map.h"

#include "cchash/macros_off.h"

typedef struct cchash_priv_oa {
    unsigned char *entries; /* NULL: no array yet */
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while elements are popped, so that all insertions are slow */
    uint64_t seed;
    uint32_t max_probe; /* no key lies more buckets behind its home than this */
    uint8_t shift;      /* 64 - log2(C) */
    uint8_t seeded;     /* CCHASH_PRIV_UNSEEDED, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa;

typedef struct cchash_priv_oa_iter {
    cchash_priv_oa *table;
    size_t slot; /* where the iterator stands */
    size_t remaining; /* slots still to look at */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa_iter;

/* The first field of every entry, so its address is the entry's. */
#define CCHASH_PRIV_FIELDS_cchash_priv_oa uint32_t cchash_state;
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_oa /* the key has a bit for it */

/* Homes can be read from a state in tables of up to 2^this slots; beyond, keys are hashed again. */
#ifndef CCHASH_PRIV_OA_STATE_BITS
#define CCHASH_PRIV_OA_STATE_BITS 30
#endif

#define CCHASH_PRIV_OA_MIN ((size_t)8) /* slots: a bucket or more */

#define CCHASH_PRIV_OA_TAKEN 1u      /* in every state but 0 */
#define CCHASH_PRIV_OA_OVERFLOWED 2u /* in the first state of a bucket */

/* 3/4: at the limit a quarter of the buckets are passed, and 1.09 are looked at for a hit. At 13/16, n = 1e5
 * stays in the smaller array: growing 27 -> 20 ns, but churn 12 -> 30 and misses 7 -> 13, as passed buckets are
 * mispredicted. */
#define CCHASH_PRIV_OA_NUM 3
#define CCHASH_PRIV_OA_DEN 4

CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots(const cchash_priv_oa *table) {
    return table->entries ? (size_t)1 << (64 - table->shift) : 0;
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_limit(const cchash_priv_type *type, size_t slots) {
    size_t limit = type->load_den ? cchash_priv_limit(slots, type->load_num, type->load_den)
                                  : cchash_priv_limit(slots, CCHASH_PRIV_OA_NUM, CCHASH_PRIV_OA_DEN);
    return limit < slots ? limit : slots - 1;
}

CCHASH_PRIV_INLINE bool cchash_priv_oa_has_summary(const cchash_priv_oa *table) { return table->entries && !table->limit; }

CCHASH_PRIV_INLINE size_t cchash_priv_oa_capacity(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return cchash_priv_oa_has_summary(table) ? cchash_priv_oa_limit(type, cchash_priv_oa_slots(table)) : table->limit;
}

/* Blocks of the summary. */
#define CCHASH_PRIV_OA_BLOCK ((size_t)16) /* slots */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_blocks(size_t slots) {
    return (slots + CCHASH_PRIV_OA_BLOCK - 1) / CCHASH_PRIV_OA_BLOCK;
}

/* Bytes of the one allocation for that many slots, or SIZE_MAX: too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bytes(const cchash_priv_type *type, size_t slots) {
    return cchash_priv_array_bytes(slots, type->entry_size,
                                   8 * cchash_priv_summary_words(cchash_priv_oa_blocks(slots)) + 8 + 7);
}

/* The first word counts insertions since an element has been popped; the summary follows. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_oa_pop_state(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t entry_bytes = (cchash_priv_oa_slots(table) * type->entry_size + 7) & ~(size_t)7;
    return (uint64_t *)(void *)(table->entries + entry_bytes);
}

/* Slots of a bucket: 8, or as many as fit in 256 bytes. Hits, misses, churn with 24-byte entries, 8 · 4 slots: at 1e3
 * 4.0, 3.6, 6.5 · 3.3, 3.4, 8.9; at load 0.76 8.4, 12.7, 30 · 9.7, 15.7, 40; at 1e6 18, 17, 27 · 17, 17, 32. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bucket_slots(const cchash_priv_type *type) {
    size_t slots = type->spare_bit ? 1 : 8;
    while (slots > 1 && slots * type->entry_size > 256) slots /= 2;
    return slots;
}

/* The first slot of the bucket that a slot is in. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bucket_start(const cchash_priv_type *type, size_t slot) {
    return slot & ~(cchash_priv_oa_bucket_slots(type) - 1);
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_align(const cchash_priv_type *type) {
    return type->entry_align > 64 ? type->entry_align : 64;
}

/* Multiplied once more than in the other layouts: without it, buckets overflow for structured keys in some seeds (75
 * sets, 148 runs each: mean probes up to 6 times those of random keys, with it 1.02). */
CCHASH_PRIV_INLINE uint64_t cchash_priv_oa_mix_hash(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    uint64_t hash) {
    uint64_t mixed = cchash_priv_finalize_hash(hash, table->seed, type->good_hash);
    return type->good_hash ? mixed : mixed * CCHASH_PRIV_ODD; /* high bits are all that is used */
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_of(uint64_t mixed) {
    return ((uint32_t)(mixed >> 32) & ~CCHASH_PRIV_OA_OVERFLOWED) | CCHASH_PRIV_OA_TAKEN;
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state(const cchash_priv_type *type, const unsigned char *entry) {
    uint32_t state;
    if (type->spare_bit) return entry[type->spare_offset] & type->spare_bit;
    memcpy(&state, entry, sizeof state);
    return state;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_set_state(const cchash_priv_type *type, unsigned char *entry, uint32_t state) {
    if (type->spare_bit) {
        unsigned char *spare = entry + type->spare_offset;
        *spare = (unsigned char)(state ? *spare | type->spare_bit : *spare & ~type->spare_bit);
        return;
    }
    memcpy(entry, &state, sizeof state);
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_entry(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       size_t slot) {
    return table->entries + slot * type->entry_size;
}

/* The first slot of the bucket behind the one that starts there. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_next_bucket(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                     size_t start) {
    return (start + cchash_priv_oa_bucket_slots(type)) & (cchash_priv_oa_slots(table) - 1);
}

/* Has a key passed the bucket that starts with this entry? Where there is no bit for it, whenever the bucket is full.
 */
CCHASH_PRIV_INLINE bool cchash_priv_oa_overflowed(const cchash_priv_type *type, const unsigned char *bucket) {
    uint32_t state = cchash_priv_oa_state(type, bucket);
    return type->spare_bit ? state != 0 : (state & CCHASH_PRIV_OA_OVERFLOWED) != 0;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_set_overflowed(const cchash_priv_type *type, unsigned char *bucket,
                                                      bool overflowed) {
    uint32_t state = cchash_priv_oa_state(type, bucket) & ~CCHASH_PRIV_OA_OVERFLOWED;
    if (!type->spare_bit)
        cchash_priv_oa_set_state(type, bucket, overflowed ? state | CCHASH_PRIV_OA_OVERFLOWED : state);
}

/* Does the user's hash function say where an entry's home is, and not the state? */
CCHASH_PRIV_INLINE bool cchash_priv_oa_needs_hash(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return type->spare_bit || CCHASH_PRIV_UNLIKELY(table->shift < 64 - CCHASH_PRIV_OA_STATE_BITS);
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_home_of(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                 uint64_t mixed) {
    return cchash_priv_oa_bucket_start(type, (size_t)(mixed >> table->shift));
}

/* The home in `table` of an entry, wherever the entry is. */
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

/* A bit for each slot of a bucket, slot 0 in bit 0, where the state is the wanted one (PASSED apart): without a branch
 * on each, as where in its bucket a key lies is anybody's guess. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_match(const cchash_priv_type *type, const unsigned char *bucket,
                                                 uint32_t wanted) {
    const size_t slots = cchash_priv_oa_bucket_slots(type), size = type->entry_size;
    uint32_t mask = 0;
    size_t slot = 0;
#ifdef CCHASH_PRIV_SSE2
    for (; slot + 4 <= slots; slot += 4) {
        const unsigned char *entry = bucket + slot * size;
        /* Not _mm_set_epi32: gcc 12 -O2 builds that in memory (hits at 1e3 3.9 -> 17). */
        __m128i state0 = _mm_cvtsi32_si128((int)cchash_priv_oa_state(type, entry));
        __m128i state1 = _mm_cvtsi32_si128((int)cchash_priv_oa_state(type, entry + size));
        __m128i state2 = _mm_cvtsi32_si128((int)cchash_priv_oa_state(type, entry + 2 * size));
        __m128i state3 = _mm_cvtsi32_si128((int)cchash_priv_oa_state(type, entry + 3 * size));
        __m128i states = _mm_unpacklo_epi64(_mm_unpacklo_epi32(state0, state1), _mm_unpacklo_epi32(state2, state3));
        if (slot == 0) states = _mm_and_si128(states, _mm_set_epi32(-1, -1, -1, ~(int)CCHASH_PRIV_OA_OVERFLOWED));
        __m128i matching = _mm_cmpeq_epi32(states, _mm_set1_epi32((int)wanted));
        mask |= (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(matching)) << slot;
    }
#endif
    for (; slot < slots; slot++) {
        uint32_t state = cchash_priv_oa_state(type, bucket + slot * size);
        if (slot == 0) state &= ~CCHASH_PRIV_OA_OVERFLOWED;
        mask |= (uint32_t)(state == wanted) << slot;
    }
    return mask;
}

/* How many buckets behind its home a slot is. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_probe_distance(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                        size_t home, size_t slot) {
    return ((cchash_priv_oa_bucket_start(type, slot) - home) & (cchash_priv_oa_slots(table) - 1)) /
           cchash_priv_oa_bucket_slots(type);
}

/* Does no key with that hash lie behind this bucket? Asked where marks say little, beyond the limit. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_past_max_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      uint64_t mixed, size_t start) {
    return cchash_priv_oa_probe_distance(table, type, cchash_priv_oa_home_of(table, type, mixed), start) >=
           table->max_probe;
}

/* The entry of a key in one bucket, or NULL. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_find_in_bucket(const cchash_priv_type *type, unsigned char *bucket,
                                                                uint64_t mixed, uint64_t hash, const void *key) {
    uint32_t wanted = type->spare_bit ? type->spare_bit : cchash_priv_oa_state_of(mixed);
    for (uint32_t mask = cchash_priv_oa_match(type, bucket, wanted); CCHASH_PRIV_LIKELY(mask); mask &= mask - 1) {
        unsigned char *entry = bucket + cchash_priv_ctz(mask) * type->entry_size;
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) return entry;
    }
    return NULL;
}

/* The entry of a key, or NULL; *start: the first slot of its bucket, or of the one where the search ended. The search
 * begins at *start, and `hash` is wanted only where entries keep theirs. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       uint64_t mixed, uint64_t hash, const void *key, size_t *start) {
    for (;; *start = cchash_priv_oa_next_bucket(table, type, *start)) {
        unsigned char *bucket = cchash_priv_oa_entry(table, type, *start);
        unsigned char *entry = cchash_priv_oa_find_in_bucket(type, bucket, mixed, hash, key);
        if (entry) return entry;
        if (CCHASH_PRIV_LIKELY(!cchash_priv_oa_overflowed(type, bucket))) return NULL;
        if (CCHASH_PRIV_UNLIKELY(table->size > table->limit) &&
            cchash_priv_oa_past_max_probe(table, type, mixed, *start))
            return NULL;
    }
}

/* The part of a lookup behind the home, out of line; of the hash it gets the one form that it can't do without. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_find_slow(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                  uint64_t form, const void *key) {
    const uint64_t mixed = type->cached_hash ? cchash_priv_oa_mix_hash(table, type, form) : form;
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    if (cchash_priv_oa_past_max_probe(table, type, mixed, start)) return NULL;
    start = cchash_priv_oa_next_bucket(table, type, start);
    return cchash_priv_oa_probe(table, type, mixed, form, key, &start);
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_find(const cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                             const void *key) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return NULL;
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    if (cchash_priv_oa_bucket_slots(type) == 1) return cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
    unsigned char *entry = cchash_priv_oa_find_in_bucket(type, bucket, mixed, hash, key);
    if (CCHASH_PRIV_LIKELY(entry || !cchash_priv_oa_overflowed(type, bucket))) return entry;
    return type->find_slow(table, type->cached_hash ? hash : mixed, key);
}

/* The two steps of a batch before a search; what the first asks for is all that a search reads as a rule. */
CCHASH_PRIV_INLINE void cchash_priv_oa_prefetch_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return;
    unsigned char *bucket = cchash_priv_oa_entry(table, type, cchash_priv_oa_home_of(table, type, mixed));
    for (size_t at = 0; at < cchash_priv_oa_bucket_slots(type) * type->entry_size; at += 64)
        CCHASH_PRIV_PREFETCH(bucket + at);
}

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

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* The first empty slot from the bucket that starts at `start` on; there is one. Marks the full buckets on the way. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_find_empty_slot(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                         size_t start) {
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

/* The entry nearest to `home` that may lie in an empty slot as well, at most `most` buckets behind its own home; its
 * slot, or SIZE_MAX: none. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_find_movable(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      size_t home, size_t empty, size_t most) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), end = cchash_priv_oa_bucket_start(type, empty);
    size_t back = cchash_priv_oa_probe_distance(table, type, home, empty);
    for (back = back < most ? back : most; back; back--) {
        size_t start = (end - back * bucket) & (cchash_priv_oa_slots(table) - 1);
        for (size_t slot = start; slot < start + bucket; slot++) {
            size_t own = cchash_priv_oa_home(table, type, cchash_priv_oa_entry(table, type, slot));
            if (cchash_priv_oa_probe_distance(table, type, own, empty) <= most) return slot;
        }
    }
    return SIZE_MAX;
}

/* Moves an empty slot that is far behind a key's home nearer to it, by one entry after the other that moves into it;
 * returns where it is then. What moves is settled first, as the hash function may jump out. One distance for all, that
 * grows only if it must, stays close to the least there is (full tables of 2^17 slots: 50 buckets; 15,630 without
 * this). Once in a translation unit: speed is not what this is for. */
CCHASH_PRIV_COLD size_t cchash_priv_oa_pull_closer(cchash_priv_oa *table, const cchash_priv_type *type, size_t home,
                                                   size_t empty) {
    enum { longest = 256 };
    size_t path[longest], length = 0, to = empty, distance = cchash_priv_oa_probe_distance(table, type, home, empty);
    size_t most = distance / 128 + 4;
    if (most < table->max_probe) most = table->max_probe;
    while (cchash_priv_oa_probe_distance(table, type, home, to) > most && length < longest) {
        size_t movable;
        CCHASH_PRIV_CALLBACK(table, movable = cchash_priv_oa_find_movable(table, type, home, to, most));
        if (movable == SIZE_MAX)
            most += most / 8 + 1;
        else
            path[length++] = to = movable;
    }
    for (size_t at = 0; at < length; at++) {
        unsigned char *hole = cchash_priv_oa_entry(table, type, empty);
        const uint32_t mark = type->spare_bit ? 0 : cchash_priv_oa_state(type, hole) & CCHASH_PRIV_OA_OVERFLOWED;
        memcpy(hole, cchash_priv_oa_entry(table, type, path[at]), type->entry_size);
        if (!type->spare_bit) /* the marks belong to places */
            cchash_priv_oa_set_state(type, hole,
                                     (cchash_priv_oa_state(type, hole) & ~CCHASH_PRIV_OA_OVERFLOWED) | mark);
        empty = path[at];
    }
    if (length) cchash_priv_oa_raise_max_probe(table, most);
    return empty;
}

/* An insertion while elements are popped has filled that slot. After as many as there are blocks, with no pop between,
 * it is no longer worth it. */
CCHASH_PRIV_COLD void cchash_priv_oa_note_insertion(cchash_priv_oa *table, const cchash_priv_type *type, size_t slot) {
    const size_t blocks = cchash_priv_oa_blocks(cchash_priv_oa_slots(table));
    uint64_t *pop_state = cchash_priv_oa_pop_state(table, type);
    cchash_priv_summary_add(pop_state + 1, blocks, slot / CCHASH_PRIV_OA_BLOCK);
    if (++pop_state[0] > blocks) table->limit = cchash_priv_oa_capacity(table, type);
}

/* An entry in that slot; `mark`: of its bucket, if what lay there has moved on. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_occupy_slot(cchash_priv_oa *table, const cchash_priv_type *type, size_t slot,
                                                    uint32_t mark, uint64_t mixed, uint64_t hash) {
    unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
    cchash_priv_oa_set_state(type, entry, cchash_priv_oa_state_of(mixed) | mark);
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    table->size++;
    return entry;
}

/* A slot for a key known to be absent, growing the table first if it is full; NULL: no memory. Growth that is wanted
 * only for load may fail. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_claim(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= cchash_priv_oa_capacity(table, type))) {
        size_t slots = cchash_priv_oa_slots(table);
        size_t more = slots ? 2 * slots : CCHASH_PRIV_OA_MIN;
        while (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_limit(type, more) <= table->size) && /* with a very low limit */
               cchash_priv_oa_bytes(type, more) != SIZE_MAX)
            more *= 2;
        if (!type->rehash(table, more) && table->size + 1 >= slots) return NULL;
    }
    uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    const size_t home = cchash_priv_oa_home_of(table, type, mixed);
    size_t first = cchash_priv_oa_find_empty_slot(table, type, home), slot = first;
    if (table->size >= cchash_priv_oa_capacity(table, type))
        slot = cchash_priv_oa_pull_closer(table, type, home, first);
    cchash_priv_oa_raise_max_probe(table, cchash_priv_oa_probe_distance(table, type, home, slot));
    if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_oa_note_insertion(table, type, first);
    uint32_t mark = cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) & CCHASH_PRIV_OA_OVERFLOWED;
    return cchash_priv_oa_occupy_slot(table, type, slot, type->spare_bit ? 0 : mark, mixed, hash);
}

/* The entry of a key, there or new: one probe. The caller writes key and value of a new one. NULL: no memory. */
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
    return cchash_priv_oa_occupy_slot(table, type, slot, 0, mixed, hash);
}

/* A new entry has its key: its own bytes have just replaced the state. */
CCHASH_PRIV_INLINE void cchash_priv_oa_mark_occupied(const cchash_priv_type *type, unsigned char *entry) {
    if (type->spare_bit) cchash_priv_oa_set_state(type, entry, 1);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* The bytes of two entries, exchanged. */
CCHASH_PRIV_INLINE void cchash_priv_oa_swap_entries(unsigned char *left, unsigned char *right, size_t size) {
    for (size_t at = 0; at < size; at++) {
        unsigned char byte = left[at];
        left[at] = right[at];
        right[at] = byte;
    }
}

/* The nearest entry behind a bucket that has passed it; NULL: none has. *start: the first slot of its bucket. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_find_displaced(const cchash_priv_oa *table,
                                                                const cchash_priv_type *type, size_t overflowed,
                                                                size_t *start) {
    size_t mask = cchash_priv_oa_slots(table) - 1, next = overflowed, left = table->max_probe;
    while (left--) {
        *start = next = cchash_priv_oa_next_bucket(table, type, next);
        for (size_t slot = 0; slot < cchash_priv_oa_bucket_slots(type); slot++) {
            unsigned char *entry = cchash_priv_oa_entry(table, type, next + slot);
            if (cchash_priv_oa_state(type, entry) &&
                ((next - cchash_priv_oa_home(table, type, entry)) & mask) >= ((next - overflowed) & mask))
                return entry;
        }
        if (!cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, next))) break;
    }
    return NULL;
}

/* Moves a hole in a bucket that has been passed to where it keeps no key from being found; returns that entry. What
 * moves in has passed the bucket, and leaves a hole itself. Where homes come from the user's hash function, which may
 * jump out, the leaving entry changes places with those that move, so that the map is whole at each call. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_shift_back(cchash_priv_oa *table, const cchash_priv_type *type,
                                                            unsigned char *hole, size_t start) {
    unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
    while (cchash_priv_oa_overflowed(type, bucket)) {
        unsigned char *displaced = cchash_priv_oa_find_displaced(table, type, start, &start);
        if (!displaced) {
            cchash_priv_oa_set_overflowed(type, bucket, false);
            break;
        }
        unsigned char *next = cchash_priv_oa_entry(table, type, start);
        bool overflowed = cchash_priv_oa_overflowed(type, next);
        cchash_priv_oa_set_overflowed(type, bucket, false); /* the marks belong to places */
        cchash_priv_oa_set_overflowed(type, next, false);
        if (!type->cached_hash && cchash_priv_oa_needs_hash(table, type))
            cchash_priv_oa_swap_entries(hole, displaced, type->entry_size);
        else
            memcpy(hole, displaced, type->entry_size);
        cchash_priv_oa_set_overflowed(type, bucket, true);
        cchash_priv_oa_set_overflowed(type, next, overflowed);
        hole = displaced;
        bucket = next;
    }
    return hole;
}

/* Empties a slot of the bucket that starts at `start`. */
CCHASH_PRIV_INLINE void cchash_priv_oa_erase_slot(cchash_priv_oa *table, const cchash_priv_type *type,
                                                  unsigned char *entry, size_t start) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))))
        CCHASH_PRIV_CALLBACK(table, entry = cchash_priv_oa_shift_back(table, type, entry, start));
    cchash_priv_oa_set_state(type, entry, 0);
    table->size--;
}

/* Removes a key and moves it and its value to where the pointers say, unless NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return false;
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    unsigned char *entry = cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, key_out, value_out);
    cchash_priv_oa_erase_slot(table, type, entry, start);
    return true;
}

/* Removes the first element that there is, and moves it out; the map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_oa_remove_any(cchash_priv_oa *table, const cchash_priv_type *type, void *key_out,
                                               void *value_out) {
    const size_t slots = cchash_priv_oa_slots(table), blocks = cchash_priv_oa_blocks(slots);
    uint64_t *pop_state = cchash_priv_oa_pop_state(table, type);
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
            cchash_priv_move_out(type, entry, key_out, value_out);
            cchash_priv_oa_erase_slot(table, type, entry, cchash_priv_oa_bucket_start(type, slot));
            return;
        }
        cchash_priv_summary_drop(pop_state + 1, blocks, block);
    }
}

/* Removals leave nothing behind in this layout. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove_slow(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                                   const void *key, void *key_out, void *value_out) {
    (void)table, (void)type, (void)hash, (void)key, (void)key_out, (void)value_out;
    return false;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_maintain(cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* ---- Iterating ---------------------------------------------------------------------------------------------------
 * Down from the end of a bucket that no key has passed, round the ring. What a removal moves comes from slots already
 * visited, so that each survivor is visited exactly once, also across the end of the array. */

/* The first slot behind such a bucket; the table has an array. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_scan_start(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t start = 0;
    while (cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start)))
        start = cchash_priv_oa_next_bucket(table, type, start);
    return cchash_priv_oa_next_bucket(table, type, start);
}

CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_begin(const cchash_priv_oa *table, const cchash_priv_type *type) {
    cchash_priv_oa_iter iter;
    iter.table = (cchash_priv_oa *)(uintptr_t)table;
    iter.slot = table->entries ? cchash_priv_oa_scan_start(table, type) : 0;
    iter.remaining = table->size ? cchash_priv_oa_slots(table) : 0;
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* The next entry, or NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_next(cchash_priv_oa_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_oa *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (iter->remaining) {
        iter->remaining--;
        iter->slot = (iter->slot ? iter->slot : cchash_priv_oa_slots(table)) - 1;
        unsigned char *entry = cchash_priv_oa_entry(table, type, iter->slot);
        if (cchash_priv_oa_state(type, entry)) return entry;
    }
    return NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_erase_at(cchash_priv_oa *table, const cchash_priv_type *type,
                                                cchash_priv_oa_iter *iter) {
    CCHASH_PRIV_ITER_CHECK(iter, table);
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_oa_erase_slot(table, type, cchash_priv_oa_entry(table, type, iter->slot),
                              cchash_priv_oa_bucket_start(type, iter->slot));
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_oa_memory(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return table->entries ? cchash_priv_oa_bytes(type, cchash_priv_oa_slots(table)) : 0;
}

/* May the next insertion move what lies there? */
CCHASH_PRIV_INLINE bool cchash_priv_oa_may_move(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                const void *at) {
    return table->entries && (uintptr_t)at - (uintptr_t)table->entries < cchash_priv_oa_memory(table, type);
}

CCHASH_PRIV_INLINE void cchash_priv_oa_free_arrays(cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const void *map) {
    if (table->entries)
        type->release(map, table->entries, cchash_priv_oa_memory(table, type), cchash_priv_oa_align(type));
}

/* Slots for that many elements, or 0: too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t slots = CCHASH_PRIV_OA_MIN;
    while (cchash_priv_oa_limit(type, slots) < elements) {
        slots *= 2;
        if (cchash_priv_oa_bytes(type, slots) == SIZE_MAX) return 0;
    }
    return slots;
}

/* Forgets all elements, without destroying them; the memory is kept, and written only where there are some. */
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

/* Nothing is spare but the array itself. */
CCHASH_PRIV_INLINE void cchash_priv_oa_free_spare(cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* Puts an entry into another array, whose states are set. */
CCHASH_PRIV_INLINE void cchash_priv_oa_transfer(cchash_priv_oa *to, const cchash_priv_type *type,
                                                const unsigned char *entry, size_t home, uint32_t state) {
    size_t slot = cchash_priv_oa_find_empty_slot(to, type, home);
    unsigned char *fresh = cchash_priv_oa_entry(to, type, slot);
    cchash_priv_oa_raise_max_probe(to, cchash_priv_oa_probe_distance(to, type, home, slot));
    memcpy(fresh, entry, type->entry_size);
    if (!type->spare_bit) cchash_priv_oa_set_state(type, fresh, state & ~CCHASH_PRIV_OA_OVERFLOWED);
}

/* Fills an array of twice the slots, both in order from a bucket that no key has passed, round the ring: a bucket b
 * becomes 2b and 2b + 1. First those go over whose home b is, and for them it is enough to count; then those that lie
 * in b because they have passed their homes. They don't get beyond 2b + 1 (what has homes from bucket a on and lies no
 * further than b is half of what fits in 2a to 2b + 1 at most, and what has them from 2a + 1 on not more than fits), so
 * that states, too, are set as we go: nothing is to be cleared before. Homes come from states here: a hash function
 * might say something else each time. */
CCHASH_PRIV_INLINE void cchash_priv_oa_stream(cchash_priv_oa *to, const cchash_priv_oa *from,
                                              const cchash_priv_type *type) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), slots = cchash_priv_oa_slots(from);
    size_t homes[8], start = cchash_priv_oa_scan_start(from, type);
    for (size_t walked = 0; walked < slots; walked += bucket, start = cchash_priv_oa_next_bucket(from, type, start)) {
        const unsigned char *old = cchash_priv_oa_entry(from, type, start);
        unsigned char *fresh = cchash_priv_oa_entry(to, type, 2 * start);
        size_t counts[2] = {0, 0};
        uint32_t overflowed = 0;
        for (size_t slot = 0; slot < 2 * bucket; slot++)
            cchash_priv_oa_set_state(type, fresh + slot * type->entry_size, 0);
        for (size_t slot = 0; slot < bucket; slot++) {
            const unsigned char *entry = old + slot * type->entry_size;
            uint32_t state = cchash_priv_oa_state(type, entry);
            if (!state) continue;
            homes[slot] = cchash_priv_oa_home(to, type, entry);
            size_t half = (homes[slot] - 2 * start) / bucket;
            if (CCHASH_PRIV_UNLIKELY(half > 1)) {
                overflowed |= 1u << slot;
                continue;
            }
            unsigned char *copy = fresh + (half * bucket + counts[half]++) * type->entry_size;
            memcpy(copy, entry, type->entry_size);
            if (slot == 0) cchash_priv_oa_set_state(type, copy, state & ~CCHASH_PRIV_OA_OVERFLOWED);
        }
        for (; overflowed; overflowed &= overflowed - 1) {
            size_t slot = cchash_priv_ctz(overflowed);
            const unsigned char *entry = old + slot * type->entry_size;
            cchash_priv_oa_transfer(to, type, entry, homes[slot], cchash_priv_oa_state(type, entry));
        }
    }
}

/* Puts an entry into an array of any size. Its state says where, unless the seed is another (`hashes`). */
CCHASH_PRIV_INLINE void cchash_priv_oa_reinsert(cchash_priv_oa *to, const cchash_priv_type *type,
                                                const unsigned char *entry, bool hashes) {
    if (!hashes && !cchash_priv_oa_needs_hash(to, type)) {
        cchash_priv_oa_transfer(to, type, entry, cchash_priv_oa_home(to, type, entry),
                                cchash_priv_oa_state(type, entry));
        return;
    }
    uint64_t mixed = cchash_priv_oa_mix_hash(to, type, cchash_priv_entry_hash(type, entry, to->seed));
    cchash_priv_oa_transfer(to, type, entry, cchash_priv_oa_home_of(to, type, mixed), cchash_priv_oa_state_of(mixed));
}

/* Moves everything to a new array of that many slots (more than the size); false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_rehash(cchash_priv_oa *table, const cchash_priv_type *type, size_t slots) {
    cchash_priv_oa fresh = *table;
    size_t bytes = cchash_priv_oa_bytes(type, slots);
    if (bytes == SIZE_MAX) return false;
    fresh.shift = (uint8_t)(64 - cchash_priv_ctz(slots));
    fresh.limit = cchash_priv_oa_limit(type, slots);
    fresh.max_probe = 0;
#ifdef CCHASH_DEBUG
    cchash_priv_oa_iter stored = cchash_priv_oa_begin(table, type);
    for (unsigned char *entry;
         !type->spare_bit && (entry = (unsigned char *)cchash_priv_oa_next(&stored, type)) != NULL;) {
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = type->hash(cchash_priv_key(type, entry), table->seed));
        CCHASH_PRIV_CHECK_STORED((cchash_priv_oa_state(type, entry) & ~CCHASH_PRIV_OA_OVERFLOWED) ==
                                 cchash_priv_oa_state_of(cchash_priv_oa_mix_hash(table, type, hash)));
    }
#endif
    bool streams = slots == 2 * cchash_priv_oa_slots(table) && !cchash_priv_oa_needs_hash(&fresh, type);
    fresh.entries = (unsigned char *)(streams ? type->allocate(table, bytes, cchash_priv_oa_align(type))
                                              : type->allocate_zeroed(table, bytes, cchash_priv_oa_align(type)));
    if (!fresh.entries) return false;
    if (!table->entries && !fresh.seeded) {
        fresh.seed = cchash_priv_draw_seed(table, type->seeded_hash);
        fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    if (streams) {
        cchash_priv_oa_stream(&fresh, table, type);
    } else {
        bool doubles = slots == 2 * cchash_priv_oa_slots(table);
        bool drawn = table->size && !doubles && cchash_priv_draws_again(type, fresh.seeded);
        if (drawn) fresh.seed = cchash_priv_draw_seed(table, false);
        cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
        for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;)
            CCHASH_PRIV_CALLBACK(table, cchash_priv_oa_reinsert(&fresh, type, entry, drawn));
    }
    cchash_priv_oa_free_arrays(table, type, table);
    *table = fresh;
    return true;
}

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
    if (cchash_priv_oa_capacity(table, type) != cchash_priv_oa_limit(type, slots)) return false;
    for (size_t slot = 0; cchash_priv_oa_has_summary(table) && slot < slots; slot++) {
        const size_t block = slot / CCHASH_PRIV_OA_BLOCK;
        if (!cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot))) continue;
        if (!(cchash_priv_oa_pop_state(table, type)[1 + block / 64] >> block % 64 & 1)) return false;
    }
    for (size_t slot = 0; slot < slots; slot++)
        elements += cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) != 0;
    if (elements != table->size || elements >= slots) return false;
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
        uint32_t state = cchash_priv_oa_state_of(cchash_priv_oa_mix_hash(table, type, hash));
        if (slot == cchash_priv_oa_bucket_start(type, slot) && cchash_priv_oa_overflowed(type, entry))
            state |= CCHASH_PRIV_OA_OVERFLOWED;
        if (!type->spare_bit && cchash_priv_oa_state(type, entry) != state) return false;
        if (cchash_priv_oa_find(table, type, hash, key) != entry) return false;
    }
    return true;
}

#define CCHASH_PRIV_LAYOUT cchash_priv_oa
#include "cchash/operations.h"
#undef CCHASH_PRIV_LAYOUT

/* ---- What the facade asks of a layout ------------------------------------------------------------------------------
 * A number of its own, by which IMPLEMENT knows the layout that was declared, and the traits that it refuses. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_oa = 2 };
#define CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_oa(name_, traits_)                                                        \
    CCHASH_PRIV_REFUSE(name_, traits_, _MALLOC_NODES, "CCHASH_MALLOC_NODES is for chaining: this layout has no nodes")

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

/* Maps and sets of strings (cchash_str.h); the traits may be left out. */
#define CCHASH_OA_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DECLARE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_IMPLEMENT_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_IMPLEMENT_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_oa, __VA_ARGS__)
/* Older names of the same. */
#define CCHASH_OA_DEFINE_STR_EX CCHASH_OA_DEFINE_STR
#define CCHASH_OA_DEFINE_STR_SET_EX CCHASH_OA_DEFINE_STR_SET
#define CCHASH_OA_DEFINE_STR_ARENA(name_, V_) CCHASH_OA_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))

#include "cchash/macros_on.h"

#endif
