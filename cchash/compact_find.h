/* cchash/compact_find.h: lookups in compact open addressing. A part of cchash_compact.h, which draws the bytes.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_FIND_H
#define CCHASH_PRIV_COMPACT_FIND_H

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* In tables of more than 2^this home slots, the overflow bits do not fit in the second-level cache. */
#ifndef CCHASH_PRIV_COMPACT_BIG
#define CCHASH_PRIV_COMPACT_BIG 20
#endif

/* Tells whether a key may lie beyond its home window. Until something is removed, an empty slot in the window says no,
 * which saves a big table a cache miss; in a small one the overflow bits mispredict less (docs/performance.md). */
CCHASH_PRIV_INLINE bool cchash_priv_compact_may_overflow(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         cchash_priv_group group, size_t home, uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_compact_log_shift(table, type) < 64 - CCHASH_PRIV_COMPACT_BIG) &&
        CCHASH_PRIV_LIKELY(cchash_priv_group_empty(group) & table->erase_free))
        return false;
    return CCHASH_PRIV_UNLIKELY(cchash_priv_compact_overflowed(table->tags, home, mixed));
}

/* Debug builds: stops if the key of the element in a slot has changed since it was stored. */
CCHASH_PRIV_INLINE void cchash_priv_compact_check_stored(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t slot) {
#ifdef CCHASH_DEBUG
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(
        table, hash = type->hash(cchash_priv_key(type, cchash_priv_compact_entry(table, type, slot)), table->seed));
    CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
#else
    (void)table, (void)type, (void)slot;
#endif
}

/* Starts loading the first entries of a window: their line, and the next one unless they begin one; and the first value
 * of a split map. */
CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch_window(const cchash_priv_type *type, const unsigned char *entries,
                                                            const unsigned char *values) {
    CCHASH_PRIV_PREFETCH(entries);
    CCHASH_PRIV_PREFETCH(entries + (type->split && type->entry_size < 16 ? 3 * type->entry_size : 48));
    if (type->split) CCHASH_PRIV_PREFETCH(values);
    (void)type, (void)values;
}

/* Searches the windows of a key from window `number` on; returns its entry, or NULL. `hash` is used only if entries
 * cache their hashes. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_from_window(const cchash_priv_compact *table,
                                                              const cchash_priv_type *type, uint64_t mixed,
                                                              uint64_t hash, const void *key, size_t number) {
    for (const size_t last = table->max_probe; number <= last; number++) {
        size_t first = cchash_priv_compact_window(table, type, mixed, number);
        uint32_t mask = cchash_priv_group_match(cchash_priv_group_load(table->tags + first), mixed);
        for (; mask; mask &= mask - 1) {
            void *entry = cchash_priv_compact_entry(table, type, first + cchash_priv_ctz32(mask));
            cchash_priv_compact_check_stored(table, type, first + cchash_priv_ctz32(mask));
            if (cchash_priv_is_key(type, entry, hash, key)) return entry;
        }
        if (!cchash_priv_compact_overflowed(table->tags, first, mixed)) break;
    }
    return NULL;
}

/* The part of a lookup beyond the home window, compiled out of line. It takes the hash if entries cache theirs, and
 * the mixed hash otherwise, because a second argument slows down hits (docs/performance.md). */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_slow(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                       uint64_t hash_or_mixed, const void *key) {
    const uint64_t mixed = type->cached_hash ? cchash_priv_compact_mix_hash(table, type, hash_or_mixed) : hash_or_mixed;
    return cchash_priv_compact_find_from_window(table, type, mixed, hash_or_mixed, key, 1);
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_call_find_slow(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed, uint64_t hash,
                                                            const void *key) {
    return type->find_slow(table, type->cached_hash ? hash : mixed, key);
}

/* Returns the entry of a key, or with `value`, in a split map, its value; NULL: absent. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_part(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                       uint64_t hash, const void *key, bool value) {
    const uint8_t *tags = table->tags;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return NULL;
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = cchash_priv_compact_home(table, type, mixed);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    if (!mask) {
        /* Asked here and below: then compilers give hits and misses a path of their own, with fewer jumps. */
        if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, type, group, home, mixed))) return NULL;
    } else {
        unsigned char *base = cchash_priv_compact_entry(table, type, home);
        unsigned char *values = cchash_priv_compact_value_in(table, type, home);
        /* The address depends on the hash alone, so the cache misses of tags and entry overlap; lookups of absent keys
         * seldom get here. */
        cchash_priv_compact_prefetch_window(type, base, values);
        do {
            unsigned char *entry = base + cchash_priv_ctz32(mask) * type->entry_size;
            cchash_priv_compact_check_stored(table, type, home + cchash_priv_ctz32(mask));
            if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key)))
                return value ? values - cchash_priv_ctz32(mask) * type->value_size : entry;
            mask &= mask - 1;
        } while (mask);
    }
    if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, type, group, home, mixed))) return NULL;
    if (!value) return cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
    /* Kept in memory here, so that no register has to be saved on the short way. */
    const cchash_priv_compact *const volatile kept = table;
    void *entry = cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
    return entry ? cchash_priv_compact_value(kept, type, entry) : NULL;
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_find(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                  uint64_t hash, const void *key) {
    return cchash_priv_compact_find_part(table, type, hash, key, false);
}

/* The value of a key; NULL: absent. In a split map the slot leads to it, which is shorter than by the entry. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_get(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                 uint64_t hash, const void *key) {
    void *found = cchash_priv_compact_find_part(table, type, hash, key, type->split);
    return found && !type->split ? cchash_priv_value(type, found) : found;
}

/* Batches prefetch in two steps before they search. This one prefetches the tags of the home window. */
CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch_probe(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type, uint64_t mixed) {
    if (CCHASH_PRIV_LIKELY(table->tags))
        CCHASH_PRIV_PREFETCH_L2(table->tags + cchash_priv_compact_home(table, type, mixed));
}

/* This one reads the tags and prefetches the entry that a lookup compares (returned; NULL: no tag matches) or that an
 * insertion writes. Sets *needs_probe if a lookup must go on beyond the home window. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_prefetch_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed,
                                                            bool insertion, bool *needs_probe) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return NULL;
    size_t home = cchash_priv_compact_home(table, type, mixed);
    cchash_priv_group group = cchash_priv_group_load(table->tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    void *entry = NULL;
    if (mask)
        entry = cchash_priv_compact_entry(table, type, home + cchash_priv_ctz32(mask));
    else if (insertion)
        entry =
            cchash_priv_compact_entry(table, type, home + cchash_priv_ctz(cchash_priv_group_empty(group) | 1u << 16));
    else
        *needs_probe = cchash_priv_compact_may_overflow(table, type, group, home, mixed);
    if (entry) CCHASH_PRIV_PREFETCH_L2(entry);
    if (entry && type->split) CCHASH_PRIV_PREFETCH_L2(cchash_priv_compact_value(table, type, entry));
    return entry;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     uint64_t hash) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    const size_t home = cchash_priv_compact_home(table, type, mixed);
    unsigned char *base = cchash_priv_compact_entry(table, type, home);
    cchash_priv_compact_prefetch_probe(table, type, mixed);
    cchash_priv_compact_prefetch_window(type, base, cchash_priv_compact_value_in(table, type, home));
}

#endif
