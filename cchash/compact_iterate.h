/* cchash/compact_iterate.h: iterators of compact open addressing. A part of cchash_compact.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_ITERATE_H
#define CCHASH_PRIV_COMPACT_ITERATE_H

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

/* Advances the iterator of a scan. The function gets a copy, so that the address of the caller's iterator does not
 * escape: it stays in registers, and where it comes from begin, a compiler sees that it is not a scan's. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_call_scan(cchash_priv_compact_iter *iter) {
    cchash_priv_compact_iter copy = *iter;
    copy.scan.next(&copy);
    *iter = copy;
    return iter->scan.entry;
}

CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_begin(const cchash_priv_compact *table,
                                                                      const cchash_priv_type *type) {
    (void)type;
    cchash_priv_compact_iter iter;
    iter.table = (cchash_priv_compact *)(uintptr_t)table;
    iter.group = 0;
    iter.slot = SIZE_MAX; /* on no element yet */
    iter.pending = table->tags ? cchash_priv_compact_occupied_first(table) : 0;
    memset(&iter.scan, 0, sizeof iter.scan);
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
    iter.slot = entry ? cchash_priv_compact_slot_of(table, type, entry) : SIZE_MAX - 1;
    iter.group = SIZE_MAX - CCHASH_PRIV_WINDOW;
    iter.pending = 0;
    if (entry) {
        iter.group = cchash_priv_compact_is_small(table, type) ? 0 : iter.slot & ~(CCHASH_PRIV_WINDOW - 1);
        iter.pending = iter.group ? cchash_priv_compact_occupied(table->tags + iter.group)
                                  : cchash_priv_compact_occupied_first(table);
        iter.pending &= ~((2u << (iter.slot - iter.group)) - 1);
    }
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Advances to the next entry; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_next(cchash_priv_compact_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_compact *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (!iter->pending) {
        if (CCHASH_PRIV_UNLIKELY(iter->scan.next != NULL)) return cchash_priv_compact_call_scan(iter);
        size_t homes = cchash_priv_compact_home_slots(table, type);
        /* The group that starts at slot C is the last; in a small table, the first. */
        if (iter->group + (CCHASH_PRIV_WINDOW - 2) >= homes) return NULL;
        iter->group += CCHASH_PRIV_WINDOW;
        iter->pending = cchash_priv_compact_occupied(table->tags + iter->group);
        if (iter->group + 4 * CCHASH_PRIV_WINDOW > homes) continue; /* a pointer past the array is undefined */
        unsigned char *ahead = cchash_priv_compact_entry(table, type, iter->group + 4 * CCHASH_PRIV_WINDOW);
        for (size_t line = 0; line < CCHASH_PRIV_WINDOW * type->entry_size && line < 512; line += 64)
            CCHASH_PRIV_PREFETCH(ahead + line);
        if (!type->split) continue;
        ahead = cchash_priv_compact_value_in(table, type, iter->group + 5 * CCHASH_PRIV_WINDOW - 1);
        for (size_t line = 0; line < CCHASH_PRIV_WINDOW * type->value_size && line < 512; line += 64)
            CCHASH_PRIV_PREFETCH(ahead + line);
    }
    iter->slot = iter->group + cchash_priv_ctz(iter->pending);
    iter->pending &= iter->pending - 1;
    return cchash_priv_compact_entry(table, type, iter->slot);
}

/* Removes the current element of the iterator in two steps, of which the second calls nothing; nothing moves. */
CCHASH_PRIV_INLINE cchash_priv_erasure cchash_priv_compact_prepare_erase(cchash_priv_compact *table,
                                                                         const cchash_priv_type *type,
                                                                         cchash_priv_compact_iter *iter) {
    cchash_priv_erasure erasure;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    erasure.entry = cchash_priv_compact_entry(table, type, iter->slot);
    erasure.slot = iter->slot;
    erasure.detail = cchash_priv_compact_erase_hash(table, type, iter->slot);
    return erasure;
}
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_prepared(cchash_priv_compact *table, const cchash_priv_type *type,
                                                           cchash_priv_compact_iter *iter,
                                                           cchash_priv_erasure erasure) {
    (void)iter;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_compact_erase_slot(table, type, erasure.slot, erasure.detail, NULL, NULL);
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* Puts an iterator of a scan on an entry with this hash (NULL: on none). It has nothing to walk on to. */
CCHASH_PRIV_INLINE void cchash_priv_compact_stand_on(cchash_priv_compact_iter *iter, const cchash_priv_type *type,
                                                     void *entry, uint64_t hash) {
    *iter = cchash_priv_compact_iter_at(iter->table, type, entry, hash);
    iter->pending = 0;
}

/* The bits of a number of slots, 0 to all of them. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_place_bits(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type) {
    return cchash_priv_compact_is_small(table, type) ? 6
                                                     : 65u + type->tight - cchash_priv_compact_log_shift(table, type);
}
/* How many slots a walk has passed, 0 to all; and a walk that has passed that many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_walk_place(const cchash_priv_compact_iter *iter,
                                                         const cchash_priv_type *type) {
    const size_t slots = cchash_priv_compact_entries_of(cchash_priv_compact_array_slots(iter->table, type));
    return iter->slot + 1 < slots ? iter->slot + 1 : iter->slot == SIZE_MAX ? 0 : slots;
}
CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_walk_from(const cchash_priv_compact *table,
                                                                          const cchash_priv_type *type, size_t place) {
    const size_t slots = cchash_priv_compact_entries_of(cchash_priv_compact_array_slots(table, type));
    return cchash_priv_compact_iter_at(table, type,
                                       cchash_priv_compact_entry(table, type, (place < slots ? place : slots) - 1), 0);
}

/* A home is a slot; its elements that have not overflowed lie in its window. */
/* The sizes of small tables count as one, as elements keep their slots when such a table grows. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_scan_log(const cchash_priv_compact *table,
                                                         const cchash_priv_type *type) {
    return cchash_priv_compact_is_small(table, type) ? 4
           : type->tight                             ? cchash_priv_tight_rank(table->shift)
                                                     : 64u - table->shift;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_home_shift(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type) {
    (void)type;
    return table->shift;
}
CCHASH_PRIV_INLINE bool cchash_priv_compact_home_next(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                      size_t home, cchash_priv_home_place *place) {
    const uint8_t *tags = table->tags + home;
    if (place->left == SIZE_MAX) place->pending = cchash_priv_compact_occupied(tags) ^ (*tags == CCHASH_PRIV_NO_SLOT);
    if (!place->pending) return false;
    const size_t offset = cchash_priv_ctz(place->pending);
    place->pending &= place->pending - 1;
    place->left = CCHASH_PRIV_WINDOW - 1 - offset;
    place->entry = cchash_priv_compact_entry(table, type, home + offset);
    return true;
}

/* Can an element lie where its home does not lead to? */
enum { cchash_priv_compact_overflows = 1 };

/* The first element from a slot on that lies beyond its home window. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_next_overflowed(const cchash_priv_compact *table,
                                                             const cchash_priv_type *type, uint64_t *slot) {
    const size_t slots = table->max_probe ? cchash_priv_compact_home_slots(table, type) + CCHASH_PRIV_WINDOW : 0;
    while (*slot < slots) {
        uint64_t hash;
        const size_t at = (size_t)(*slot)++;
        if (!table->tags[at]) continue;
        void *entry = cchash_priv_compact_entry(table, type, at);
        CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
        size_t home = cchash_priv_compact_window(table, type, cchash_priv_compact_mix_hash(table, type, hash), 0);
        if (at - home >= CCHASH_PRIV_WINDOW) return entry;
    }
    return NULL;
}

#endif
