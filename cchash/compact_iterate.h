/* cchash/compact_iterate.h: iterators of compact open addressing. A part of cchash_compact.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_ITERATE_H
#define CCHASH_PRIV_COMPACT_ITERATE_H

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_begin(const cchash_priv_compact *table,
                                                                      const cchash_priv_type *type) {
    (void)type;
    cchash_priv_compact_iter iter;
    iter.table = (cchash_priv_compact *)(uintptr_t)table;
    iter.group = iter.slot = 0;
    iter.pending = table->tags ? cchash_priv_compact_occupied(table->tags) : 0;
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* An iterator that stands on an entry (NULL: at the end). Until it moves on, only its reads of the tags cost anything,
 * and a compiler leaves them out. */
CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_iter_at(const cchash_priv_compact *table,
                                                                        const cchash_priv_type *type, const void *entry,
                                                                        uint64_t hash) {
    (void)hash;
    cchash_priv_compact_iter iter;
    iter.table = (cchash_priv_compact *)(uintptr_t)table;
    iter.slot = entry ? (size_t)((const unsigned char *)entry - table->entries) / type->entry_size : 0;
    iter.group = entry ? iter.slot & ~(CCHASH_PRIV_WINDOW - 1) : SIZE_MAX;
    iter.pending = entry ? cchash_priv_compact_occupied(table->tags + iter.group) &
                               ~((2u << (iter.slot & (CCHASH_PRIV_WINDOW - 1))) - 1)
                         : 0;
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Advances to the next entry; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_next(cchash_priv_compact_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_compact *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (!iter->pending) {
        size_t homes = cchash_priv_compact_slots(table);
        if (iter->group >= homes) return NULL; /* the group that starts at slot C is the last */
        iter->group += CCHASH_PRIV_WINDOW;
        iter->pending = cchash_priv_compact_occupied(table->tags + iter->group);
        if (iter->group + 4 * CCHASH_PRIV_WINDOW > homes) continue; /* a pointer past the array is undefined */
        unsigned char *ahead = cchash_priv_compact_entry(table, type, iter->group + 4 * CCHASH_PRIV_WINDOW);
        for (size_t line = 0; line < CCHASH_PRIV_WINDOW * type->entry_size && line < 512; line += 64)
            CCHASH_PRIV_PREFETCH(ahead + line);
    }
    iter->slot = iter->group + cchash_priv_ctz(iter->pending);
    iter->pending &= iter->pending - 1;
    return cchash_priv_compact_entry(table, type, iter->slot);
}

/* Removes the current element of the iterator; nothing moves. */
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_at(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     cchash_priv_compact_iter *iter) {
    CCHASH_PRIV_ITER_CHECK(iter, table);
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_compact_erase_slot(table, type, iter->slot, NULL, NULL);
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

#endif
