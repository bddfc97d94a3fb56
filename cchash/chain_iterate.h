/* cchash/chain_iterate.h: iterators of chaining. A part of cchash_chain.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_ITERATE_H
#define CCHASH_PRIV_CHAIN_ITERATE_H

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

/* Advances the iterator of a scan. The function gets a copy, so that the address of the caller's iterator does not
 * escape: it stays in registers, and where it comes from begin, a compiler sees that it is not a scan's. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_call_scan(cchash_priv_chain_iter *iter) {
    cchash_priv_chain_iter copy = *iter;
    copy.scan.next(&copy);
    *iter = copy;
    return iter->scan.entry;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_enter_chunk(cchash_priv_chain_iter *iter, const cchash_priv_type *type,
                                                      cchash_priv_chunk *chunk) {
    iter->chunk = chunk;
    iter->next = iter->end = NULL;
    if (!chunk) return;
    iter->next = cchash_priv_chain_chunk_nodes(type, chunk);
    iter->end = iter->next + cchash_priv_chain_nodes_used(iter->table, type, chunk) * cchash_priv_chain_stride(type);
}

/* Enters the chunk of the current node, behind that node. */
CCHASH_PRIV_INLINE void cchash_priv_chain_enter_chunk_of(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    cchash_priv_chunk *chunk = cchash_priv_chain_first(iter->table, type);
    while (!cchash_priv_chain_chunk_has(chunk, (uintptr_t)iter->node)) chunk = chunk->next;
    cchash_priv_chain_enter_chunk(iter, type, chunk);
    iter->next = iter->node + cchash_priv_chain_stride(type);
}

/* The bucket whose chain has a malloc node, counted as next_malloc does: the old array follows the new one. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_of(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const unsigned char *node) {
    const uint64_t *buckets = cchash_priv_chain_array(table), *draining = cchash_priv_chain_draining(table, type);
    const size_t count = cchash_priv_chain_slots(table);
    for (size_t bucket = 0;; bucket++) {
        uint64_t link = bucket < count ? buckets[bucket] : draining[bucket - count];
        for (; link; link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            if (cchash_priv_chain_node(table, link) == node) return bucket;
    }
}

CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_begin(const cchash_priv_chain *table,
                                                                  const cchash_priv_type *type) {
    cchash_priv_chain_iter iter;
    iter.table = (cchash_priv_chain *)(uintptr_t)table;
    iter.node = NULL;
    iter.link = 0;
    iter.bucket = 0;
    cchash_priv_chain_enter_chunk(&iter, type, cchash_priv_chain_first(table, type));
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* The bucket after that of the current node is not known yet. */
#define CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN SIZE_MAX

/* An iterator that stands on a node with this hash (NULL: at the end). The chunk of a pooled node is found out when the
 * iterator moves on. */
CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_iter_at(const cchash_priv_chain *table,
                                                                    const cchash_priv_type *type, const void *node,
                                                                    uint64_t hash) {
    cchash_priv_chain_iter iter;
    iter.table = (cchash_priv_chain *)(uintptr_t)table;
    iter.node = (unsigned char *)(uintptr_t)node;
    iter.chunk = NULL;
    iter.next = iter.end = NULL;
    iter.link = type->malloc_nodes && node ? cchash_priv_chain_link(iter.node) : 0;
    iter.bucket = node && table->buckets ? (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift) + 1
                                         : CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Malloc nodes are visited bucket by bucket. If a hash function has jumped out of a rebuild, the old array follows the
 * new one. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_malloc(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_chain *table = iter->table;
    const uint64_t *buckets = cchash_priv_chain_array(table), *draining = cchash_priv_chain_draining(table, type);
    size_t count = cchash_priv_chain_slots(table), old_count = draining ? (size_t)1 << (64 - table->draining_shift) : 0;
    while (!iter->link) {
        if (CCHASH_PRIV_UNLIKELY(iter->scan.next != NULL)) return cchash_priv_chain_call_scan(iter);
        if (iter->bucket == CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN)
            iter->bucket = iter->node ? cchash_priv_chain_bucket_of(table, type, iter->node) + 1 : count + old_count;
        if (iter->bucket == count + old_count) return NULL;
        iter->link = iter->bucket < count ? buckets[iter->bucket] : draining[iter->bucket - count];
        iter->bucket++;
    }
    iter->node = cchash_priv_chain_node(table, iter->link);
    iter->link = cchash_priv_chain_link(iter->node);
    return iter->node;
}

/* Advances to the next node in use; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_node(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    if (type->malloc_nodes) return cchash_priv_chain_next_malloc(iter, type);
    for (;;) {
        for (; iter->next != iter->end; iter->next += cchash_priv_chain_stride(type)) {
            if (cchash_priv_chain_link(iter->next) & CCHASH_PRIV_LINK_UNUSED) continue;
            iter->node = iter->next;
            iter->next += cchash_priv_chain_stride(type);
            return iter->node;
        }
        if (!iter->chunk) {
            if (iter->scan.next) return cchash_priv_chain_call_scan(iter);
            if (!iter->node) return NULL;
            cchash_priv_chain_enter_chunk_of(iter, type);
            continue;
        }
        if (cchash_priv_chain_is_current(cchash_priv_chain_pool(iter->table), iter->chunk)) return NULL;
        cchash_priv_chain_enter_chunk(iter, type, iter->chunk->next);
    }
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_next(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    CCHASH_PRIV_ITER_CHECK(iter, iter->table);
    return cchash_priv_chain_next_node(iter, type);
}

/* Returns the link to a node in the chain of a bucket, or NULL if it is not there. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_link_to(const cchash_priv_chain *table, size_t bucket,
                                                       const unsigned char *node) {
    uint64_t *link = &table->buckets[bucket];
    while (*link && cchash_priv_chain_node(table, *link) != node)
        link = (uint64_t *)(void *)cchash_priv_chain_node(table, *link);
    return *link ? link : NULL;
}

/* Removes the current element of the iterator in two steps, of which the second calls nothing. The first finds the link
 * to the node. */
CCHASH_PRIV_INLINE cchash_priv_erasure cchash_priv_chain_prepare_erase(cchash_priv_chain *table,
                                                                       const cchash_priv_type *type,
                                                                       cchash_priv_chain_iter *iter) {
    cchash_priv_erasure erasure;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    if (!table->buckets) cchash_priv_chain_finish_rebuild(table, type);
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, iter->node, table->seed));
    size_t bucket = (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift);
    uint64_t *link = cchash_priv_chain_link_to(table, bucket, iter->node);
    CCHASH_PRIV_CHECK_STORED(link);
    /* If the hash function returned another value before, the node is in some other chain. */
    for (bucket = 0; !link; bucket++) link = cchash_priv_chain_link_to(table, bucket, iter->node);
    if (iter->bucket == CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN) iter->bucket = bucket + 1;
    erasure.entry = iter->node;
    erasure.slot = 0;
    erasure.detail = (uint64_t)(uintptr_t)link;
    return erasure;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_erase_prepared(cchash_priv_chain *table, const cchash_priv_type *type,
                                                         cchash_priv_chain_iter *iter, cchash_priv_erasure erasure) {
    (void)iter;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_chain_remove_node(table, type, (uint64_t *)(uintptr_t)erasure.detail, erasure.entry);
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* Puts an iterator of a scan on an entry with this hash (NULL: on none). It has nothing to walk on to. */
CCHASH_PRIV_INLINE void cchash_priv_chain_stand_on(cchash_priv_chain_iter *iter, const cchash_priv_type *type,
                                                   void *entry, uint64_t hash) {
    *iter = cchash_priv_chain_iter_at(iter->table, type, entry, hash);
    iter->link = 0;
}

/* How far a walk has come, and a walk that has come that far; 0: nowhere. Pooled nodes: how many it has passed. Malloc
 * nodes: the bucket that it is in, and in the bits below, how many nodes of the chain are still to come. */
#define CCHASH_PRIV_CHAIN_LEFT_BITS 6
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_place_bits(const cchash_priv_chain *table, const cchash_priv_type *type) {
    /* 64/1 is the greatest load limit. */
    return 64u - table->shift + (type->malloc_nodes ? CCHASH_PRIV_CHAIN_LEFT_BITS + 1 : 7);
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_count_links(const cchash_priv_chain *table, uint64_t link) {
    size_t count = 0;
    for (; link; count++) link = cchash_priv_chain_link(cchash_priv_chain_node(table, link));
    return count;
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_walk_place(const cchash_priv_chain_iter *iter,
                                                       const cchash_priv_type *type) {
    const cchash_priv_chain *table = iter->table;
    size_t passed = 0;
    if (!iter->node) return iter->bucket || (!type->malloc_nodes && !iter->chunk) ? SIZE_MAX : 0;
    if (type->malloc_nodes) {
        if (iter->bucket == CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN || !table->buckets) return 0;
        size_t bucket = iter->bucket - 1, left = cchash_priv_chain_count_links(table, iter->link);
        if (left >> CCHASH_PRIV_CHAIN_LEFT_BITS) return 0; /* a scan from the start, which can tell them apart */
        while (!left && ++bucket < cchash_priv_chain_slots(table))
            left = cchash_priv_chain_count_links(table, table->buckets[bucket]);
        if (left >> CCHASH_PRIV_CHAIN_LEFT_BITS) return 0;
        return left ? bucket << CCHASH_PRIV_CHAIN_LEFT_BITS | left : SIZE_MAX;
    }
    for (cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type);; chunk = chunk->next) {
        if (cchash_priv_chain_chunk_has(chunk, (uintptr_t)iter->node)) {
            const size_t offset = (size_t)(iter->node - cchash_priv_chain_chunk_nodes(type, chunk));
            return passed + offset / cchash_priv_chain_stride(type) + 1;
        }
        passed += cchash_priv_chain_chunk_count(table, type, chunk);
    }
}
CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_walk_from(const cchash_priv_chain *table,
                                                                      const cchash_priv_type *type, size_t place) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    if (type->malloc_nodes) {
        const size_t bucket = place >> CCHASH_PRIV_CHAIN_LEFT_BITS;
        const size_t left = place & (((size_t)1 << CCHASH_PRIV_CHAIN_LEFT_BITS) - 1);
        if (!table->buckets || bucket >= cchash_priv_chain_slots(table)) return iter;
        iter.link = table->buckets[bucket];
        for (size_t count = cchash_priv_chain_count_links(table, iter.link); count > left; count--)
            iter.link = cchash_priv_chain_link(cchash_priv_chain_node(table, iter.link));
        iter.bucket = bucket + 1;
        return iter;
    }
    /* Any number is valid: one that no walk has made may be of a node that was never in use. */
    size_t number = place - 1;
    for (cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type); chunk; chunk = chunk->next) {
        const size_t used = cchash_priv_chain_nodes_used(table, type, chunk);
        if (number < used) {
            unsigned char *nodes = cchash_priv_chain_chunk_nodes(type, chunk);
            return cchash_priv_chain_iter_at(table, type, nodes + number * cchash_priv_chain_stride(type), 0);
        }
        if (cchash_priv_chain_is_current(cchash_priv_chain_pool(table), chunk)) break;
        number -= used;
    }
    return cchash_priv_chain_iter_at(table, type, NULL, 0);
}

/* A home is a bucket. While there are no buckets, any node may be of any home. */
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_scan_log(const cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type;
    return 64u - table->shift;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_home_shift(const cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type;
    return table->shift;
}
CCHASH_PRIV_INLINE bool cchash_priv_chain_home_next(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                    size_t home, cchash_priv_home_place *place) {
    const bool starts = place->left == SIZE_MAX;
    if (starts) place->left = table->buckets ? 0 : table->size;
    if (table->buckets && starts)
        for (uint64_t link = table->buckets[home]; link; place->left++)
            link = cchash_priv_chain_link(cchash_priv_chain_node(table, link));
    if (!place->left) return false;
    place->left--;
    if (table->buckets) {
        uint64_t link = starts ? table->buckets[home] : cchash_priv_chain_link((unsigned char *)place->entry);
        place->entry = cchash_priv_chain_node(table, link);
    } else {
        cchash_priv_chain_iter iter =
            starts ? cchash_priv_chain_begin(table, type) : cchash_priv_chain_iter_at(table, type, place->entry, 0);
        place->entry = cchash_priv_chain_next_node(&iter, type);
    }
    return true;
}

/* All elements are found by their homes. */
enum { cchash_priv_chain_overflows = 0 };
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_overflowed(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                           uint64_t *slot) {
    (void)table, (void)type, (void)slot;
    return NULL;
}

#endif
