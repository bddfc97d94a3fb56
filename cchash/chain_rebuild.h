/* cchash/chain_rebuild.h: growth of chaining: new chunks, and a new array of buckets. A part of cchash_chain.h, which
 * draws the bytes and names the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_REBUILD_H
#define CCHASH_PRIV_CHAIN_REBUILD_H

/* Allocates a chunk with that many nodes, and so many bytes behind them; NULL: no memory. */
CCHASH_PRIV_INLINE cchash_priv_chunk *
cchash_priv_chain_new_chunk(const cchash_priv_chain *table, const cchash_priv_type *type, size_t nodes, size_t tail) {
    const size_t bytes = cchash_priv_chain_chunk_bytes(type, nodes, tail);
    if (bytes == SIZE_MAX) return NULL;
    cchash_priv_chunk *chunk = (cchash_priv_chunk *)type->allocate(table, bytes, cchash_priv_chain_align(type));
    if (!chunk) return NULL;
    chunk->next = NULL;
    chunk->bytes = bytes;
    return chunk;
}

/* Does an address leave no room for a filter? */
CCHASH_PRIV_INLINE bool cchash_priv_chain_is_high(const cchash_priv_chunk *chunk) {
    return ((uint64_t)(uintptr_t)chunk + chunk->bytes) >> CCHASH_PRIV_ADDRESS_BITS != 0;
}

/* Makes nodes of what lay behind those of a chunk, of which it has `count`. */
CCHASH_PRIV_INLINE void cchash_priv_chain_use_tail(cchash_priv_chain *table, const cchash_priv_type *type,
                                                   cchash_priv_chunk *chunk, size_t count) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    const size_t room = cchash_priv_chain_chunk_room(type, chunk, 0);
    cchash_priv_chunk *current = pool->first;
    if (cchash_priv_chain_is_current(pool, chunk)) {
        pool->fresh_count += room - count;
        return;
    }
    while (current != chunk && !cchash_priv_chain_is_current(pool, current)) current = current->next;
    if (current != chunk) return; /* it is after the current one, and never used */
    for (; count < room; count++)
        cchash_priv_chain_recycle_node(
            table, type, cchash_priv_chain_chunk_nodes(type, chunk) + count * cchash_priv_chain_stride(type));
}

/* Links all pooled nodes into the new buckets, 16 at a time: first their hashes are computed and the buckets
 * prefetched, then the nodes are linked. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild_pool(cchash_priv_chain *table, const cchash_priv_type *type) {
    enum { batch = 16 };
    unsigned char *nodes[batch];
    uint64_t mixed[batch];
    size_t count = batch;
    uint64_t *const building = cchash_priv_chain_building(table);
    const size_t buckets = cchash_priv_chain_slots(table);
    if (buckets <= CCHASH_PRIV_CHAIN_TINY) /* without a call */
        for (size_t bucket = 0; bucket < buckets; bucket += 2) memset(building + bucket, 0, 2 * sizeof *building);
    else
        memset(building, 0, buckets * sizeof *building);
    const unsigned shift = table->shift;
    const bool plain = table->plain;
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    while (count == batch) {
        for (count = 0; count < batch; count++) {
            nodes[count] = (unsigned char *)cchash_priv_chain_next_node(&iter, type);
            if (!nodes[count]) break;
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, nodes[count], table->seed));
            mixed[count] = cchash_priv_chain_mix_hash(table, type, hash);
            CCHASH_PRIV_PREFETCH(&building[mixed[count] >> shift]);
        }
        for (size_t index = 0; index < count; index++)
            cchash_priv_chain_link_front_of(&building[mixed[index] >> shift], nodes[index], mixed[index], plain);
    }
}

/* Moves malloc nodes one by one: whenever the hash function runs, each node is in a chain of one of the two arrays. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild_malloc(cchash_priv_chain *table, const cchash_priv_type *type) {
    uint64_t *const building = cchash_priv_chain_building(table), *draining = cchash_priv_chain_draining(table, type);
    size_t count = draining ? (size_t)1 << (64 - table->draining_shift) : 0;
    for (size_t bucket = 0; bucket < count; bucket++)
        while (draining[bucket]) {
            unsigned char *node = cchash_priv_chain_node(table, draining[bucket]);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, node, table->seed));
            uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
            draining[bucket] = cchash_priv_chain_link(node);
            cchash_priv_chain_link_front(table, &building[mixed >> table->shift], node, mixed);
        }
}

/* Links all nodes into the new array of buckets. Nodes do not move, only their links change. The table has no buckets
 * while the hash function runs: if that jumps out, lookups compare every node until the next insertion or removal
 * finishes the rebuild. Afterwards the caller sets the limit. */
CCHASH_PRIV_INLINE void cchash_priv_chain_link_all(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (type->malloc_nodes) cchash_priv_chain_rebuild_malloc(table, type);
    if (!type->malloc_nodes) cchash_priv_chain_rebuild_pool(table, type);
    cchash_priv_chain_release_buckets(type, table, cchash_priv_chain_draining(table, type), table->draining_shift);
    if (type->malloc_nodes) table->pool = NULL;
    table->buckets = cchash_priv_chain_building(table);
}

/* Makes another array that of the table, and takes the pool along. Nodes are still to be linked. */
CCHASH_PRIV_INLINE void cchash_priv_chain_move_to(cchash_priv_chain *table, const cchash_priv_type *type,
                                                  uint64_t *array, size_t buckets) {
    uint64_t *old = table->buckets;
    const size_t old_buckets = cchash_priv_chain_slots(table);
    const uint8_t old_shift = table->shift;
    cchash_priv_chunk *chunk =
        old && cchash_priv_chain_in_chunk(type, old_buckets) ? cchash_priv_chain_first(table, type) : NULL;
    while (chunk && !cchash_priv_chain_chunk_has(chunk, (uintptr_t)old)) chunk = chunk->next;
    const size_t count = chunk ? cchash_priv_chain_chunk_count(table, type, chunk) : 0;
    if (old && buckets != 2 * old_buckets && cchash_priv_draws_again(type, table->seeded))
        table->seed = cchash_priv_draw_seed(table, false);
    table->shift = (uint8_t)(64 - cchash_priv_ctz(buckets));
    table->buckets = NULL;
    table->limit = (size_t)(uintptr_t)array;
    if (type->malloc_nodes) {
        memset(array, 0, buckets * sizeof *array);
        table->pool = old;
        table->draining_shift = old_shift;
        return;
    }
    cchash_priv_nodes *pool =
        (cchash_priv_nodes *)(void *)((unsigned char *)array + cchash_priv_chain_pool_offset(buckets));
    if (old) *pool = *cchash_priv_chain_pool(table);
    if (!old) memset(pool, 0, sizeof *pool);
    table->pool = pool;
    cchash_priv_chain_release_buckets(type, table, old, old_shift);
    if (chunk) cchash_priv_chain_use_tail(table, type, chunk, count);
}

/* Adds a chunk at the end of the pool; tells whether links have another form now. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_add_chunk(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    cchash_priv_chunk *chunk) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    cchash_priv_chunk **last = &pool->first;
    while (*last) last = &(*last)->next;
    *last = chunk;
    if (pool->first == chunk) cchash_priv_chain_start_pool(table, type);
    const bool changes = cchash_priv_chain_is_high(chunk) && !table->plain;
    if (changes) table->plain = 1;
    return changes;
}

/* Finishes an interrupted rebuild. Then changes the number of buckets, unless that is to be 0, and allocates nodes up
 * to the load limit; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_rehash(cchash_priv_chain *table, const cchash_priv_type *type,
                                                 size_t buckets) {
    CCHASH_PRIV_CHECK((!buckets || buckets >= CCHASH_PRIV_CHAIN_MIN) && !(buckets & (buckets - 1)),
                      "internal error: the number of buckets is no power of two");
    if (cchash_priv_chain_building(table)) {
        cchash_priv_chain_link_all(table, type);
        cchash_priv_chain_set_limit(table, type);
    }
    if (!buckets) return true;
    const size_t old_buckets = cchash_priv_chain_slots(table), limit = cchash_priv_chain_limit(type, buckets);
#ifdef CCHASH_DEBUG
    for (size_t bucket = 0; bucket < old_buckets; bucket++)
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            cchash_priv_chain_check_stored(table, type, cchash_priv_chain_node(table, link), bucket);
#endif
    /* A tiny array stays: another chunk would take more memory. */
    if (buckets < old_buckets && cchash_priv_chain_in_chunk(type, old_buckets)) buckets = old_buckets;
    const bool resized = buckets != old_buckets, in_chunk = cchash_priv_chain_in_chunk(type, buckets);
    const size_t nodes = type->malloc_nodes ? limit : cchash_priv_chain_count_nodes(table, type, resized);
    const size_t bytes = cchash_priv_chain_bucket_bytes(type, buckets), align = cchash_priv_chain_bucket_align(buckets);
    const size_t tail = resized && in_chunk ? cchash_priv_chain_tail(buckets) : 0;
    uint64_t *array = table->buckets;
    cchash_priv_chunk *chunk = NULL;
    if (resized && !in_chunk) {
        array = bytes == SIZE_MAX ? NULL : (uint64_t *)type->allocate(table, bytes, align);
        if (!array) return false;
    }
    if (tail || limit > nodes) {
        chunk = cchash_priv_chain_new_chunk(table, type, limit > nodes ? limit - nodes : 0, tail);
        if (!chunk && array != table->buckets) type->release(table, array, bytes, align);
        if (!chunk) return false;
        if (tail) array = (uint64_t *)(void *)((unsigned char *)chunk + chunk->bytes - tail);
    }
    if (!old_buckets) table->plain = type->malloc_nodes;
    if (!old_buckets && !table->seeded) {
        table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
        table->seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    if (resized) cchash_priv_chain_move_to(table, type, array, buckets);
    if (chunk && cchash_priv_chain_add_chunk(table, type, chunk) && !resized) { /* all links are made anew */
        table->limit = (size_t)(uintptr_t)array;
        table->buckets = NULL;
    }
    if (!table->buckets) cchash_priv_chain_link_all(table, type);
    table->limit = limit; /* for which there are nodes now */
    if (!resized) cchash_priv_chain_set_limit(table, type);
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------
 * Links are addresses, so an image has just the elements, and a map that is made of it has nodes of its own. */

CCHASH_PRIV_INLINE void cchash_priv_chain_describe(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   cchash_priv_image *image) {
    image->slots = table->size;
    image->bytes = (table->size * type->entry_size + 7) & ~(uint64_t)7;
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next(&iter, type)) != NULL;)
        image->detail += cchash_priv_entry_hash(type, node, table->seed); /* the sum of all hashes */
}

CCHASH_PRIV_INLINE void cchash_priv_chain_write_array(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const cchash_priv_image *image, cchash_priv_sink *sink) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (unsigned char *node; (node = (unsigned char *)cchash_priv_chain_next(&iter, type)) != NULL;) {
        const unsigned char *at = node;
        cchash_priv_sink_entry(sink, type, &at, node);
        cchash_priv_sink_add(sink, NULL, (size_t)(node + type->entry_size - at));
    }
    cchash_priv_sink_add(sink, NULL, (size_t)image->bytes - table->size * type->entry_size);
}

/* Makes a node for each element; false: no memory, or the bytes do not fit. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_read_array(cchash_priv_chain *table, const cchash_priv_type *type,
                                                     const cchash_priv_image *image, unsigned char *array) {
    const size_t elements = (size_t)image->elements, bytes = cchash_priv_array_bytes(elements, type->entry_size, 7);
    const size_t buckets = cchash_priv_chain_slots_for(type, elements);
    if (bytes == SIZE_MAX || (bytes & ~(uint64_t)7) != image->bytes || !buckets) return false;
    if (!type->rehash(table, buckets)) return false;
    uint64_t sum = image->detail;
    for (size_t number = 0; number < elements; number++) {
        const unsigned char *entry = array + number * type->entry_size;
        const uint64_t hash = cchash_priv_entry_hash(type, entry, table->seed);
        sum -= hash;
        void *node = cchash_priv_chain_claim(table, type, hash);
        if (!node) return false;
        memcpy(cchash_priv_key(type, node), cchash_priv_key(type, entry), type->key_size);
        if (type->value_size) memcpy(cchash_priv_value(type, node), cchash_priv_value(type, entry), type->value_size);
    }
    return !sum; /* 0: this hash function made the image */
}

#endif
