/* cchash/chain_rebuild.h: growth of chaining: new chunks, and a new array of buckets. A part of cchash_chain.h, which
 * draws the bytes and names the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_REBUILD_H
#define CCHASH_PRIV_CHAIN_REBUILD_H

/* Adds a chunk at the end of the pool; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_add_chunk(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    size_t nodes) {
    size_t bytes = cchash_priv_chain_chunk_bytes(type, nodes);
    if (bytes == SIZE_MAX) return false;
    cchash_priv_chunk *chunk = (cchash_priv_chunk *)type->allocate(table, bytes, cchash_priv_chain_align(type));
    if (!chunk) return false;
    chunk->next = NULL;
    chunk->nodes = nodes;
    cchash_priv_chunk **last = &table->first;
    while (*last) last = &(*last)->next;
    *last = chunk;
    table->nodes += nodes;
    if (!table->current) {
        table->current = chunk;
        table->fresh = cchash_priv_chain_chunk_nodes(type, chunk);
        table->fresh_count = nodes;
    }
    return true;
}

/* Makes links plain if an address of a node does not leave the bits of a filter free; tells whether their form changed.
 */
CCHASH_PRIV_INLINE bool cchash_priv_chain_set_links(cchash_priv_chain *table, const cchash_priv_type *type) {
    uint64_t highest = type->malloc_nodes ? UINT64_MAX : 0, before = table->address_mask;
    for (cchash_priv_chunk *chunk = table->first; chunk; chunk = chunk->next) {
        uint64_t end = (uint64_t)(uintptr_t)chunk + cchash_priv_chain_chunk_bytes(type, chunk->nodes);
        if (end > highest) highest = end;
    }
    bool plain = highest >> CCHASH_PRIV_ADDRESS_BITS != 0;
    table->address_mask =
        (plain ? UINT64_MAX : (UINT64_C(1) << CCHASH_PRIV_ADDRESS_BITS) - 1) & ~CCHASH_PRIV_LINK_FLAGS;
    table->plain_bit = plain ? CCHASH_PRIV_LINK_PLAIN : 0;
    return table->address_mask != before;
}

/* Links all pooled nodes into the new buckets, 16 at a time: first their hashes are computed and the buckets
 * prefetched, then the nodes are linked. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild_pool(cchash_priv_chain *table, const cchash_priv_type *type) {
    enum { batch = 16 };
    unsigned char *nodes[batch];
    uint64_t mixed[batch];
    size_t count = batch;
    memset(table->building, 0, sizeof *table->building << (64 - table->shift));
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    while (count == batch) {
        for (count = 0; count < batch; count++) {
            nodes[count] = (unsigned char *)cchash_priv_chain_next_node(&iter, type);
            if (!nodes[count]) break;
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, nodes[count], table->seed));
            mixed[count] = cchash_priv_chain_mix_hash(table, type, hash);
            CCHASH_PRIV_PREFETCH(&table->building[mixed[count] >> table->shift]);
        }
        for (size_t index = 0; index < count; index++)
            cchash_priv_chain_link_front(table, &table->building[mixed[index] >> table->shift], nodes[index],
                                         mixed[index]);
    }
}

/* Moves malloc nodes one by one: whenever the hash function runs, each node is in a chain of one of the two arrays. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild_malloc(cchash_priv_chain *table, const cchash_priv_type *type) {
    size_t count = table->draining ? (size_t)1 << (64 - table->draining_shift) : 0;
    for (size_t bucket = 0; bucket < count; bucket++)
        while (table->draining[bucket]) {
            unsigned char *node = cchash_priv_chain_node(table, table->draining[bucket]);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, node, table->seed));
            uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
            table->draining[bucket] = cchash_priv_chain_link(node);
            cchash_priv_chain_link_front(table, &table->building[mixed >> table->shift], node, mixed);
        }
}

/* Links all nodes into the new array of buckets. Nodes do not move, only their links change. The table has no buckets
 * while the hash function runs: if that jumps out, lookups compare every node until the next insertion or removal
 * finishes the rebuild. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (type->malloc_nodes) cchash_priv_chain_rebuild_malloc(table, type);
    if (!type->malloc_nodes) cchash_priv_chain_rebuild_pool(table, type);
    cchash_priv_chain_release_buckets(type, table, table->draining, table->draining_shift);
    table->buckets = table->building;
    table->building = table->draining = NULL;
}

/* Changes the number of buckets, and allocates nodes up to the load limit; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_rehash(cchash_priv_chain *table, const cchash_priv_type *type,
                                                 size_t buckets) {
    size_t bytes = cchash_priv_chain_bucket_bytes(buckets);
    size_t limit = cchash_priv_chain_limit(type, buckets);
    uint64_t *fresh = NULL;
    CCHASH_PRIV_CHECK(buckets >= CCHASH_PRIV_CHAIN_MIN && !(buckets & (buckets - 1)),
                      "internal error: the number of buckets is no power of two");
    if (table->building) cchash_priv_chain_rebuild(table, type);
#ifdef CCHASH_DEBUG
    for (size_t bucket = 0; bucket < cchash_priv_chain_slots(table); bucket++)
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            cchash_priv_chain_check_stored(table, type, cchash_priv_chain_node(table, link), bucket);
#endif
    if (buckets != cchash_priv_chain_slots(table)) {
        fresh = bytes == SIZE_MAX ? NULL : (uint64_t *)type->allocate(table, bytes, 64);
        if (!fresh) return false;
    }
    if (!type->malloc_nodes && limit > table->nodes &&
        !cchash_priv_chain_add_chunk(table, type, limit - table->nodes)) {
        if (fresh) type->release(table, fresh, bytes, 64);
        return false;
    }
    if (!table->buckets && !table->seeded) {
        table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
        table->seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    bool links_changed = cchash_priv_chain_set_links(table, type);
    if (fresh || links_changed) {
        uint64_t *old = table->buckets;
        uint8_t old_shift = table->shift;
        if (fresh && old && buckets != 2 * cchash_priv_chain_slots(table) &&
            cchash_priv_draws_again(type, table->seeded))
            table->seed = cchash_priv_draw_seed(table, false);
        table->shift = (uint8_t)(64 - cchash_priv_ctz(buckets));
        table->building = fresh ? fresh : old;
        table->buckets = NULL;
        if (type->malloc_nodes) {
            memset(fresh, 0, buckets * sizeof *fresh);
            table->draining = old;
            table->draining_shift = old_shift;
        } else if (fresh) {
            cchash_priv_chain_release_buckets(type, table, old, old_shift);
        }
        cchash_priv_chain_set_limit(table, type);
        cchash_priv_chain_rebuild(table, type);
    }
    cchash_priv_chain_set_limit(table, type);
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
