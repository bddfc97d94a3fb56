/* cchash/chain_nodes.h: nodes of chaining, and the chunks that they lie in. A part of cchash_chain.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_NODES_H
#define CCHASH_PRIV_CHAIN_NODES_H

/* ---- Chunks ------------------------------------------------------------------------------------------------------ */

/* The distance of a chunk from its nodes. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_header(const cchash_priv_type *type) {
    const size_t header = (sizeof(cchash_priv_chunk) + 7) & ~(size_t)7;
    return header > type->entry_align ? header : type->entry_align;
}

/* The distance of pooled nodes: a multiple of sizeof(void *), so that the low bits of addresses are free even if
 * entries have a smaller alignment, as packed structs do. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_stride(const cchash_priv_type *type) {
    return (type->entry_size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_align(const cchash_priv_type *type) {
    return type->entry_align > sizeof(uint64_t) ? type->entry_align : sizeof(uint64_t);
}

/* The size of a chunk with that many nodes and so many bytes behind them; a multiple of 8, as these are at its end. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_bytes(const cchash_priv_type *type, size_t nodes, size_t tail) {
    const size_t bytes =
        cchash_priv_array_bytes(nodes, cchash_priv_chain_stride(type), cchash_priv_chain_header(type) + tail + 7);
    return bytes == SIZE_MAX ? SIZE_MAX : bytes & ~(size_t)7;
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_chunk_nodes(const cchash_priv_type *type,
                                                                cchash_priv_chunk *chunk) {
    return (unsigned char *)chunk + cchash_priv_chain_header(type);
}

/* The number of nodes of a chunk before so many bytes at its end. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_room(const cchash_priv_type *type, const cchash_priv_chunk *chunk,
                                                       size_t tail) {
    return (chunk->bytes - cchash_priv_chain_header(type) - tail) / cchash_priv_chain_stride(type);
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_chunk_has(const cchash_priv_chunk *chunk, uintptr_t address) {
    return address - (uintptr_t)chunk < chunk->bytes;
}

/* What a tiny array takes of its chunk. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_tail(size_t buckets) {
    return buckets * sizeof(uint64_t) + sizeof(cchash_priv_nodes);
}

/* The number of nodes of a chunk. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_count(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        const cchash_priv_chunk *chunk) {
    const bool has_buckets = cchash_priv_chain_chunk_has(chunk, (uintptr_t)cchash_priv_chain_array(table));
    const size_t tail = has_buckets ? cchash_priv_chain_tail((size_t)1 << (64 - table->shift)) : 0;
    return cchash_priv_chain_chunk_room(type, chunk, tail);
}

/* The first chunk; NULL: there is none. */
CCHASH_PRIV_INLINE cchash_priv_chunk *cchash_priv_chain_first(const cchash_priv_chain *table,
                                                              const cchash_priv_type *type) {
    return type->malloc_nodes || !table->pool ? NULL : cchash_priv_chain_pool(table)->first;
}

/* Is this the chunk that fresh nodes are taken from? */
CCHASH_PRIV_INLINE bool cchash_priv_chain_is_current(const cchash_priv_nodes *pool, const cchash_priv_chunk *chunk) {
    return cchash_priv_chain_chunk_has(chunk, (uintptr_t)pool->fresh - 1); /* `fresh` may be the end of the chunk */
}

/* The number of nodes of a chunk that are in use or have been; the chunk is not after the current one. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_nodes_used(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const cchash_priv_chunk *chunk) {
    const cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    const size_t fresh = cchash_priv_chain_is_current(pool, chunk) ? pool->fresh_count : 0;
    return cchash_priv_chain_chunk_count(table, type, chunk) - fresh;
}

/* The number of nodes of all chunks. `ahead`: when the buckets will be in none of them. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_count_nodes(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        bool ahead) {
    size_t nodes = 0;
    for (cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type); chunk; chunk = chunk->next)
        nodes +=
            ahead ? cchash_priv_chain_chunk_room(type, chunk, 0) : cchash_priv_chain_chunk_count(table, type, chunk);
    return nodes;
}

/* How many elements fit without growing, also while there is a summary, or during a rebuild. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_capacity(const cchash_priv_chain *table, const cchash_priv_type *type) {
    const size_t buckets = cchash_priv_chain_slots(table);
    if (table->buckets && table->limit) return table->limit;
    const size_t limit = buckets ? cchash_priv_chain_limit(type, buckets) : 0;
    const size_t nodes = type->malloc_nodes ? limit : cchash_priv_chain_count_nodes(table, type, false);
    return limit < nodes ? limit : nodes;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_set_limit(cchash_priv_chain *table, const cchash_priv_type *type) {
    table->limit = 0;
    table->limit = cchash_priv_chain_capacity(table, type);
}

/* ---- Nodes ------------------------------------------------------------------------------------------------------- */

/* The alignment of a malloc node, which leaves the low bits of its address free. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_node_align(const cchash_priv_type *type) {
    return type->entry_align > 8 ? type->entry_align : 8;
}

/* Makes all nodes fresh. */
CCHASH_PRIV_INLINE void cchash_priv_chain_start_pool(cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    pool->unused = 0;
    pool->fresh = cchash_priv_chain_chunk_nodes(type, pool->first);
    pool->fresh_count = cchash_priv_chain_chunk_count(table, type, pool->first);
}

/* Is a pooled node at hand? */
CCHASH_PRIV_INLINE bool cchash_priv_chain_has_node(const cchash_priv_chain *table) {
    return cchash_priv_chain_pool(table)->unused || cchash_priv_chain_pool(table)->fresh_count;
}

/* Makes sure that a node is at hand, of the next chunk that has any; false: the pool is exhausted. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_need_node(const cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    if (cchash_priv_chain_has_node(table)) return true;
    cchash_priv_chunk *chunk = pool->first;
    while (chunk && !cchash_priv_chain_is_current(pool, chunk)) chunk = chunk->next;
    while (chunk && !pool->fresh_count) {
        chunk = chunk->next;
        if (!chunk) break;
        pool->fresh = cchash_priv_chain_chunk_nodes(type, chunk);
        pool->fresh_count = cchash_priv_chain_chunk_count(table, type, chunk);
    }
    return pool->fresh_count != 0;
}

/* Takes a node for one more element; NULL: no memory, or none is at hand. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_take_node(cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    unsigned char *node = NULL;
    if (type->malloc_nodes)
        return (unsigned char *)type->allocate(table, type->entry_size, cchash_priv_chain_node_align(type));
    if (pool->unused) {
        node = (unsigned char *)pool->unused;
        pool->unused = (uintptr_t)(cchash_priv_chain_link(node) & ~CCHASH_PRIV_LINK_UNUSED);
        return node;
    }
    if (!pool->fresh_count) return NULL;
    node = pool->fresh;
    pool->fresh += cchash_priv_chain_stride(type);
    pool->fresh_count--;
    return node;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_recycle_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       unsigned char *node) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    if (type->malloc_nodes) {
        type->release(table, node, type->entry_size, cchash_priv_chain_node_align(type));
        return;
    }
    cchash_priv_chain_set_link(node, pool->unused | CCHASH_PRIV_LINK_UNUSED);
    pool->unused = (uintptr_t)node;
}

#endif
