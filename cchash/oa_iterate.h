/* cchash/oa_iterate.h: iterators of open addressing. A part of cchash_oa.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_OA_ITERATE_H
#define CCHASH_PRIV_OA_ITERATE_H

/* ---- Iterating ---------------------------------------------------------------------------------------------------
 * Iteration goes downwards once around the array, from the end of a bucket that has not overflowed. A removal moves
 * entries only from slots that were visited before, so each remaining element is visited exactly once, even if its
 * probe path crosses the end of the array. */

/* Advances the iterator of a scan. The function gets a copy, so that the address of the caller's iterator does not
 * escape: it stays in registers, and where it comes from begin, a compiler sees that it is not a scan's. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_call_scan(cchash_priv_oa_iter *iter) {
    cchash_priv_oa_iter copy = *iter;
    copy.scan.next(&copy);
    *iter = copy;
    return iter->scan.entry;
}

/* The slot after the first bucket that has not overflowed. The table has an array. */
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
    iter.from_find = false;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* How many slots a walk has still to visit when it stands on this one. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots_left(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    size_t slot) {
    return (slot - cchash_priv_oa_scan_start(table, type)) & (cchash_priv_oa_slots(table) - 1);
}

/* An iterator that stands on an entry (NULL: at the end). Where its walk ends is found out when it moves on. */
CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_iter_at(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                              const void *entry, uint64_t hash) {
    (void)hash;
    cchash_priv_oa_iter iter;
    iter.table = (cchash_priv_oa *)(uintptr_t)table;
    iter.slot = entry ? (size_t)((const unsigned char *)entry - table->entries) / type->entry_size : 0;
    iter.remaining = 0;
    iter.from_find = entry != NULL;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Advances to the next entry; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_next(cchash_priv_oa_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_oa *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    for (;;) {
        while (iter->remaining) {
            iter->remaining--;
            iter->slot = (iter->slot ? iter->slot : cchash_priv_oa_slots(table)) - 1;
            unsigned char *entry = cchash_priv_oa_entry(table, type, iter->slot);
            if (cchash_priv_oa_state(type, entry)) return entry;
        }
        if (CCHASH_PRIV_UNLIKELY(iter->scan.next != NULL)) return cchash_priv_oa_call_scan(iter);
        if (!iter->from_find) return NULL;
        iter->from_find = false;
        iter->remaining = cchash_priv_oa_slots_left(table, type, iter->slot);
    }
}

/* Removes the current element of the iterator in two steps, of which the second calls nothing. If the homes of other
 * entries have to be asked for, the first moves the element to where the hole will be; max_probe is greater until then.
 */
CCHASH_PRIV_INLINE cchash_priv_erasure cchash_priv_oa_prepare_erase(cchash_priv_oa *table, const cchash_priv_type *type,
                                                                    cchash_priv_oa_iter *iter) {
    const size_t start = cchash_priv_oa_bucket_start(type, iter->slot);
    cchash_priv_erasure erasure;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    erasure.entry = cchash_priv_oa_entry(table, type, iter->slot);
    erasure.slot = iter->slot;
    erasure.detail = table->max_probe;
    if (cchash_priv_oa_swaps(table, type) &&
        cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))) {
        CCHASH_PRIV_CALLBACK(table, erasure.entry = type->spare_bit
                                                        ? cchash_priv_oa_shift_away(table, type, erasure.entry, start)
                                                        : cchash_priv_oa_shift_far(table, type, erasure.entry, start));
        erasure.slot = (size_t)(erasure.entry - table->entries) / type->entry_size;
    }
    return erasure;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_erase_prepared(cchash_priv_oa *table, const cchash_priv_type *type,
                                                      cchash_priv_oa_iter *iter, cchash_priv_erasure erasure) {
    (void)iter;
    CCHASH_PRIV_TABLE_CHANGED(table);
    /* Where the element was moved to, its bucket has not overflowed. */
    cchash_priv_oa_erase_slot(table, type, erasure.entry, cchash_priv_oa_bucket_start(type, erasure.slot));
    table->max_probe = (uint32_t)erasure.detail;
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* Puts an iterator of a scan on an entry with this hash (NULL: on none). It has nothing to walk on to. */
CCHASH_PRIV_INLINE void cchash_priv_oa_stand_on(cchash_priv_oa_iter *iter, const cchash_priv_type *type, void *entry,
                                                uint64_t hash) {
    *iter = cchash_priv_oa_iter_at(iter->table, type, entry, hash);
    iter->from_find = false;
}

/* The bits of a number of slots, 0 to all of them. */
CCHASH_PRIV_INLINE unsigned cchash_priv_oa_place_bits(const cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)type;
    return 65u - table->shift;
}
/* How many slots a walk has passed, 0 to C; and a walk that has passed that many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_walk_place(const cchash_priv_oa_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_oa *table = iter->table;
    size_t left = iter->from_find ? cchash_priv_oa_slots_left(table, type, iter->slot) : iter->remaining;
    return cchash_priv_oa_slots(table) - left;
}
CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_walk_from(const cchash_priv_oa *table,
                                                                const cchash_priv_type *type, size_t place) {
    cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
    if (place > iter.remaining) place = iter.remaining;
    iter.slot = (iter.slot - place) & (cchash_priv_oa_slots(table) - 1);
    iter.remaining -= place;
    return iter;
}

/* A home is a bucket. Its elements are visited from the furthest back to the home, because a removal moves elements
 * towards it. */
CCHASH_PRIV_INLINE unsigned cchash_priv_oa_scan_log(const cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)type;
    return 64u - table->shift;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_oa_home_shift(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return table->shift + cchash_priv_ctz(cchash_priv_oa_bucket_slots(type));
}
CCHASH_PRIV_INLINE bool cchash_priv_oa_home_next(const cchash_priv_oa *table, const cchash_priv_type *type, size_t home,
                                                 cchash_priv_home_place *place) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), mask = cchash_priv_oa_slots(table) - 1;
    const size_t start = home * bucket;
    if (place->left == SIZE_MAX) {
        size_t last = 0, at = start;
        for (; last < table->max_probe && cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, at));
             last++)
            at = cchash_priv_oa_next_bucket(table, type, at);
        place->left = (last + 1) * bucket;
    }
    while (place->left--) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, (start + place->left) & mask);
        place->entry = entry;
        if (cchash_priv_oa_state(type, entry)) return true;
    }
    return false;
}

/* All elements are found by their homes. */
enum { cchash_priv_oa_overflows = 0 };
CCHASH_PRIV_INLINE void *cchash_priv_oa_next_overflowed(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                        uint64_t *slot) {
    (void)table, (void)type, (void)slot;
    return NULL;
}

#endif
