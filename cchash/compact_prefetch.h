/* cchash/compact_prefetch.h: prefetching for compact open addressing. A part of cchash_compact.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_PREFETCH_H
#define CCHASH_PRIV_COMPACT_PREFETCH_H

/* Batches prefetch in two steps before they search. This one prefetches the tags of the home window. */
CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch_probe(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type, uint64_t mixed) {
    (void)type;
    if (CCHASH_PRIV_LIKELY(table->tags)) CCHASH_PRIV_PREFETCH(table->tags + (size_t)(mixed >> table->shift));
}

/* This one reads the tags and prefetches the entry that a lookup compares (returned; NULL: no tag matches) or that an
 * insertion writes. Sets *needs_probe if a lookup must go on beyond the home window. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_prefetch_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed,
                                                            bool insertion, bool *needs_probe) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return NULL;
    size_t home = (size_t)(mixed >> table->shift);
    cchash_priv_group group = cchash_priv_group_load(table->tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    void *entry = NULL;
    if (mask)
        entry = cchash_priv_compact_entry(table, type, home + cchash_priv_ctz(mask));
    else if (insertion)
        entry =
            cchash_priv_compact_entry(table, type, home + cchash_priv_ctz(cchash_priv_group_empty(group) | 1u << 16));
    else
        *needs_probe = cchash_priv_compact_may_overflow(table, group, home, mixed);
    if (entry) CCHASH_PRIV_PREFETCH_L2(entry);
    if (entry && type->split) CCHASH_PRIV_PREFETCH_L2(cchash_priv_compact_value(table, type, entry));
    return entry;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     uint64_t hash) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    const size_t home = (size_t)(mixed >> table->shift);
    unsigned char *base = cchash_priv_compact_entry(table, type, home);
    cchash_priv_compact_prefetch_probe(table, type, mixed);
    CCHASH_PRIV_PREFETCH(base);
    CCHASH_PRIV_PREFETCH(base + 48);
    cchash_priv_compact_prefetch_values(table, type, home);
}

#endif
