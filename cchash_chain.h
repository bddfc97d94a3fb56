/* cchash_chain.h: chaining, with nodes that never move. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_chain.h"
 *     CCHASH_CHAIN_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * The one layout in which a `V *` stays valid until its element is removed, whatever else happens to the map.
 *
 *     buckets   | link | link | link | link | ...               8 bytes each, a power of two of them; behind them
 *                                                               a summary of 1/128 byte each, used by name_pop
 *     link      | filter, 16 bits | address of a node, 48 bits |
 *     node      | link to the next | key | value |              24 bytes for u64 -> u64
 *     chunk     | next chunk, count | node | node | node | ...  one for each doubling of the pool
 *
 * A link's filter has a bit for each node that can be reached through it, one of 16 picked by the hash; a lookup stops
 * at a link whose filter lacks its bit. So most lookups of absent keys end in the bucket word and touch no node. A new
 * node goes to the front and takes over the bucket's link as it is; a removed one hands its own link on. So filters
 * never lack a bit, and the few that they have too many go when the nodes before the removed one go.
 *
 * Nodes come from chunks, in order, so that walking all elements, or hanging all of them into a larger array of
 * buckets, reads memory from front to back. Bit 0 of a node's link marks it as unused.
 *
 * Addresses of more than 48 bits (tagged pointers, some large machines) turn the filters off in that table: links are
 * then plain addresses whose bit 1 is always set, and bit 1 is all that a lookup asks of them. With CCHASH_MALLOC_NODES
 * all links are so: that is the plain textbook layout, one allocation for each node.
 *
 * Invariants (name_verify checks them): each node in use is on the chain of its hash's bucket, once, and found through
 * the filters; there are `size` of them; the pool has at least `limit` nodes.
 *
 * The idea of small filters in the bucket word is due to Birler, Schmidt, Fent and Neumann, "Simple, Efficient, and
 * Robust Hash Tables for Join Processing" (2024), there for tables that are built once. */
#ifndef CCHASH_CHAIN_H
#define CCHASH_CHAIN_H

#include "cchash/string_map.h"

#include "cchash/macros_off.h"

typedef struct cchash_priv_chunk {
    struct cchash_priv_chunk *next;
    size_t nodes;
} cchash_priv_chunk;

typedef struct cchash_priv_chain {
    uint64_t *buckets; /* NULL: none yet, or being rebuilt */
    uint64_t address_mask;  /* the bits of a link that are an address */
    uint64_t plain_bit;   /* bits that every link has: none, or bit 1 where links have no filters */
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while elements are popped, so that all insertions are slow */
    uint64_t seed;
    uint64_t unused;                    /* first of the nodes once used: its address, or 0 */
    unsigned char *fresh;               /* first of the nodes never used in the current chunk */
    size_t fresh_count;                  /* and how many there are */
    size_t nodes;                       /* in all chunks */
    cchash_priv_chunk *first, *current; /* chunks after the current one have never been used */
    uint64_t *building, *draining;      /* only while rebuilding: the new array, and the old one (malloc nodes) */
    uint8_t shift, draining_shift;      /* 64 - log2(buckets) */
    uint8_t seeded;                     /* CCHASH_PRIV_UNSEEDED, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_chain;

typedef struct cchash_priv_chain_iter {
    cchash_priv_chain *table;
    unsigned char *node;      /* where the iterator stands */
    cchash_priv_chunk *chunk; /* pooled: where the walk is */
    unsigned char *next, *end;
    uint64_t link; /* malloc nodes: the rest of the chain, and the bucket to come */
    size_t bucket;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_chain_iter;

/* The first field of every node, so its address is the node's. */
#define CCHASH_PRIV_FIELDS_cchash_priv_chain uint64_t cchash_next;
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_chain uint64_t cchash_next;

#define CCHASH_PRIV_CHAIN_MIN ((size_t)16) /* buckets */
#define CCHASH_PRIV_LINK_UNUSED ((uint64_t)1)
#define CCHASH_PRIV_LINK_PLAIN ((uint64_t)2)

/* Bits of an address that a link with a filter can hold. */
#ifndef CCHASH_PRIV_ADDRESS_BITS
#define CCHASH_PRIV_ADDRESS_BITS 48
#endif

/* Two buckets for each element: chains of 1.25 nodes for a hit. One: 1.5, and 8 bytes less. */
#define CCHASH_PRIV_CHAIN_NUM 1
#define CCHASH_PRIV_CHAIN_DEN 2

/* ---- Links ------------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_node(const cchash_priv_chain *table, uint64_t link) {
    return (unsigned char *)(uintptr_t)(link & table->address_mask);
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_link(const unsigned char *node) {
    uint64_t link;
    memcpy(&link, node, sizeof link);
    return link;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_set_link(unsigned char *node, uint64_t link) {
    memcpy(node, &link, sizeof link);
}

/* What a link must have one bit of to lead to a key with that hash. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_filter_bit(const cchash_priv_chain *table, uint64_t mixed) {
    return UINT64_C(1) << (CCHASH_PRIV_ADDRESS_BITS + (mixed & 15)) | table->plain_bit;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_mix_hash(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       uint64_t hash) {
    return cchash_priv_finalize_hash(hash, table->seed, type->good_hash);
}

/* Hangs a node in front of a chain. */
CCHASH_PRIV_INLINE void cchash_priv_chain_link_front(const cchash_priv_chain *table, uint64_t *bucket,
                                                     unsigned char *node, uint64_t mixed) {
    uint64_t rest = *bucket;
    cchash_priv_chain_set_link(node, rest);
    *bucket = (uint64_t)(uintptr_t)node | ((rest | cchash_priv_chain_filter_bit(table, mixed)) & ~table->address_mask);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots(const cchash_priv_chain *table) {
    return table->buckets || table->building ? (size_t)1 << (64 - table->shift) : 0;
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_limit(const cchash_priv_type *type, size_t buckets) {
    return type->load_den ? cchash_priv_limit(buckets, type->load_num, type->load_den)
                          : cchash_priv_limit(buckets, CCHASH_PRIV_CHAIN_NUM, CCHASH_PRIV_CHAIN_DEN);
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_has_summary(const cchash_priv_chain *table) {
    return table->buckets && !table->limit;
}

/* Blocks of the summary. */
#define CCHASH_PRIV_CHAIN_BLOCK ((size_t)16) /* buckets */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_blocks(size_t buckets) {
    return (buckets + CCHASH_PRIV_CHAIN_BLOCK - 1) / CCHASH_PRIV_CHAIN_BLOCK;
}

/* Bytes of an array of buckets: those, a count of insertions since an element has been popped, and the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_bytes(size_t buckets) {
    return cchash_priv_array_bytes(buckets, sizeof(uint64_t),
                                   8 + 8 * cchash_priv_summary_words(cchash_priv_chain_blocks(buckets)));
}

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE size_t cchash_priv_chain_header(const cchash_priv_type *type) {
    size_t header = (sizeof(cchash_priv_chunk) + 7) & ~(size_t)7;
    return header > type->entry_align ? header : type->entry_align;
}

/* From a pooled node to the next: addresses leave their low bits free, whatever the alignment of entries is (1 where
 * structs are packed). */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_stride(const cchash_priv_type *type) {
    return (type->entry_size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_chunk_nodes(const cchash_priv_type *type,
                                                                cchash_priv_chunk *chunk) {
    return (unsigned char *)chunk + cchash_priv_chain_header(type);
}

/* How many nodes are or have been in use in a chunk up to the current one. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_nodes_used(const cchash_priv_chain *table, const cchash_priv_chunk *chunk) {
    return chunk == table->current ? chunk->nodes - table->fresh_count : chunk->nodes;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_enter_chunk(cchash_priv_chain_iter *iter, const cchash_priv_type *type,
                                                      cchash_priv_chunk *chunk) {
    iter->chunk = chunk;
    iter->next = iter->end = NULL;
    if (!chunk) return;
    iter->next = cchash_priv_chain_chunk_nodes(type, chunk);
    iter->end = iter->next + cchash_priv_chain_nodes_used(iter->table, chunk) * cchash_priv_chain_stride(type);
}

CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_begin(const cchash_priv_chain *table,
                                                                  const cchash_priv_type *type) {
    cchash_priv_chain_iter iter;
    iter.table = (cchash_priv_chain *)(uintptr_t)table;
    iter.node = NULL;
    iter.link = 0;
    iter.bucket = 0;
    cchash_priv_chain_enter_chunk(&iter, type, table->first);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Malloc nodes: bucket by bucket; after a rebuild that a hash function left by a jump, also those not yet moved. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_malloc(cchash_priv_chain_iter *iter) {
    const cchash_priv_chain *table = iter->table;
    const uint64_t *buckets = table->buckets ? table->buckets : table->building;
    size_t count = cchash_priv_chain_slots(table),
           more = table->draining ? (size_t)1 << (64 - table->draining_shift) : 0;
    while (!iter->link) {
        if (iter->bucket == count + more) return NULL;
        iter->link = iter->bucket < count ? buckets[iter->bucket] : table->draining[iter->bucket - count];
        iter->bucket++;
    }
    iter->node = cchash_priv_chain_node(table, iter->link);
    iter->link = cchash_priv_chain_link(iter->node);
    return iter->node;
}

/* The next node in use, or NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_node(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    if (type->malloc_nodes) return cchash_priv_chain_next_malloc(iter);
    for (;;) {
        for (; iter->next != iter->end; iter->next += cchash_priv_chain_stride(type)) {
            if (cchash_priv_chain_link(iter->next) & CCHASH_PRIV_LINK_UNUSED) continue;
            iter->node = iter->next;
            iter->next += cchash_priv_chain_stride(type);
            return iter->node;
        }
        if (!iter->chunk || iter->chunk == iter->table->current) return NULL;
        cchash_priv_chain_enter_chunk(iter, type, iter->chunk->next);
    }
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* Without buckets: the map is empty, or a hash function jumped out of a rebuild. Then every node is looked at. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_find_slow(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                     uint64_t hash, const void *key) {
    if (!table->size) return NULL;
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next_node(&iter, type)) != NULL;)
        if (cchash_priv_is_key(type, node, hash, key)) return node;
    return NULL;
}

/* The link that leads to a key's node, or NULL: absent. The table has buckets. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_find_link(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                         uint64_t mixed, uint64_t hash, const void *key) {
    uint64_t bit = cchash_priv_chain_filter_bit(table, mixed), *link = &table->buckets[mixed >> table->shift];
    while (*link & bit) {
        unsigned char *node = cchash_priv_chain_node(table, *link);
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, node, hash, key))) return link;
        link = (uint64_t *)(void *)node;
    }
    return NULL;
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_find(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                uint64_t hash, const void *key) {
    if (CCHASH_PRIV_UNLIKELY(!table->buckets)) return type->find_slow(table, hash, key);
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash), bit = cchash_priv_chain_filter_bit(table, mixed);
    uint64_t link = table->buckets[mixed >> table->shift];
    while (link & bit) {
        unsigned char *node = cchash_priv_chain_node(table, link);
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, node, hash, key))) return node;
        link = cchash_priv_chain_link(node);
    }
    return NULL;
}

/* The two steps of a batch before a search: asks for the bucket; from it, for the first node (returned; NULL: none). */
CCHASH_PRIV_INLINE void cchash_priv_chain_prefetch_probe(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                         uint64_t mixed) {
    (void)type;
    if (table->buckets) CCHASH_PRIV_PREFETCH(&table->buckets[mixed >> table->shift]);
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_prefetch_entry(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                          uint64_t mixed, bool insertion, bool *needs_probe) {
    (void)type;
    *needs_probe = !table->buckets;
    if (insertion || !table->buckets) return NULL;
    uint64_t link = table->buckets[mixed >> table->shift];
    if (!(link & cchash_priv_chain_filter_bit(table, mixed))) return NULL;
    unsigned char *node = cchash_priv_chain_node(table, link);
    CCHASH_PRIV_PREFETCH_L2(node);
    return node;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_prefetch(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   uint64_t hash) {
    cchash_priv_chain_prefetch_probe(table, type, cchash_priv_chain_mix_hash(table, type, hash));
}

/* ---- Nodes ------------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE size_t cchash_priv_chain_align(const cchash_priv_type *type) {
    return type->entry_align > 64 ? type->entry_align : 64;
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_bytes(const cchash_priv_type *type, size_t nodes) {
    return cchash_priv_array_bytes(nodes, cchash_priv_chain_stride(type), cchash_priv_chain_header(type));
}

/* A malloc node's alignment leaves the low bits of its address free. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_node_align(const cchash_priv_type *type) {
    return type->entry_align > 8 ? type->entry_align : 8;
}

/* A node for one more element, or NULL. A pooled table at its limit may have none left. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_take_node(cchash_priv_chain *table, const cchash_priv_type *type) {
    unsigned char *node = NULL;
    if (type->malloc_nodes)
        return (unsigned char *)type->allocate(table, type->entry_size, cchash_priv_chain_node_align(type));
    if (table->unused) {
        node = (unsigned char *)(uintptr_t)table->unused;
        table->unused = cchash_priv_chain_link(node) & ~CCHASH_PRIV_LINK_UNUSED;
        return node;
    }
    if (CCHASH_PRIV_UNLIKELY(!table->fresh_count)) {
        if (!table->current || !table->current->next) return NULL;
        table->current = table->current->next;
        table->fresh = cchash_priv_chain_chunk_nodes(type, table->current);
        table->fresh_count = table->current->nodes;
    }
    node = table->fresh;
    table->fresh += cchash_priv_chain_stride(type);
    table->fresh_count--;
    return node;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_recycle_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       unsigned char *node) {
    if (type->malloc_nodes) {
        type->release(table, node, type->entry_size, cchash_priv_chain_node_align(type));
        return;
    }
    cchash_priv_chain_set_link(node, table->unused | CCHASH_PRIV_LINK_UNUSED);
    table->unused = (uint64_t)(uintptr_t)node;
}

/* ---- Growing ----------------------------------------------------------------------------------------------------- */

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

/* Can links hold a filter beside the addresses of all nodes? If not, they are plain from now on. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_set_links(cchash_priv_chain *table, const cchash_priv_type *type) {
    uint64_t most = type->malloc_nodes ? UINT64_MAX : 0, before = table->address_mask;
    for (cchash_priv_chunk *chunk = table->first; chunk; chunk = chunk->next) {
        uint64_t end = (uint64_t)(uintptr_t)chunk + cchash_priv_chain_chunk_bytes(type, chunk->nodes);
        if (end > most) most = end;
    }
    bool plain = most >> CCHASH_PRIV_ADDRESS_BITS != 0;
    table->address_mask = (plain ? UINT64_MAX : (UINT64_C(1) << CCHASH_PRIV_ADDRESS_BITS) - 1) & ~(uint64_t)3;
    table->plain_bit = plain ? CCHASH_PRIV_LINK_PLAIN : 0;
    return table->address_mask != before;
}

/* Hangs all pooled nodes into the new buckets, 16 at a time: their hashes first, then, with the buckets on their way
 * into the cache, the links. */
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
        for (size_t at = 0; at < count; at++)
            cchash_priv_chain_link_front(table, &table->building[mixed[at] >> table->shift], nodes[at], mixed[at]);
    }
}

/* Moves malloc nodes one by one: each is on one of the two arrays whenever the hash function runs. */
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

CCHASH_PRIV_INLINE void cchash_priv_chain_release_buckets(const cchash_priv_type *type, const void *map,
                                                          uint64_t *buckets, unsigned shift) {
    if (buckets) type->release(map, buckets, cchash_priv_chain_bucket_bytes((size_t)1 << (64 - shift)), 64);
}

/* Nodes stay where they are; only their links change, so that while the hash function runs there are no buckets, and
 * lookups after it has jumped out look at every node, until the next insertion finishes this. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (type->malloc_nodes) cchash_priv_chain_rebuild_malloc(table, type);
    if (!type->malloc_nodes) cchash_priv_chain_rebuild_pool(table, type);
    cchash_priv_chain_release_buckets(type, table, table->draining, table->draining_shift);
    table->buckets = table->building;
    table->building = table->draining = NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_set_limit(cchash_priv_chain *table, const cchash_priv_type *type) {
    table->limit = cchash_priv_chain_limit(type, cchash_priv_chain_slots(table));
    if (!type->malloc_nodes && table->limit > table->nodes) table->limit = table->nodes;
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_capacity(const cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_chain copy = *table;
    if (cchash_priv_chain_has_summary(table)) cchash_priv_chain_set_limit(&copy, type);
    return copy.limit;
}

/* That many buckets, and nodes for as many elements as they are meant for; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_rehash(cchash_priv_chain *table, const cchash_priv_type *type,
                                                 size_t buckets) {
    size_t bytes = cchash_priv_chain_bucket_bytes(buckets);
    size_t limit = cchash_priv_chain_limit(type, buckets);
    uint64_t *fresh = NULL;
    if (table->building) cchash_priv_chain_rebuild(table, type);
#ifdef CCHASH_DEBUG
    for (size_t bucket = 0; bucket < cchash_priv_chain_slots(table); bucket++)
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link))) {
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(
                table, hash = type->hash(cchash_priv_key(type, cchash_priv_chain_node(table, link)), table->seed));
            CCHASH_PRIV_CHECK_STORED(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift == bucket);
        }
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

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* An insertion while elements are popped. After as many as there are blocks, with no pop between, it is no longer worth
 * it. */
CCHASH_PRIV_COLD void cchash_priv_chain_note_insertion(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       size_t bucket) {
    const size_t buckets = cchash_priv_chain_slots(table), blocks = cchash_priv_chain_blocks(buckets);
    uint64_t *pop_state = table->buckets + buckets;
    cchash_priv_summary_add(pop_state + 1, blocks, bucket / CCHASH_PRIV_CHAIN_BLOCK);
    if (++pop_state[0] > blocks) cchash_priv_chain_set_limit(table, type);
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_occupy_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       unsigned char *node, uint64_t hash) {
    uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    cchash_priv_chain_link_front(table, &table->buckets[mixed >> table->shift], node, mixed);
    if (type->cached_hash) memcpy(node + type->hash_offset, &hash, sizeof hash);
    table->size++;
    if (CCHASH_PRIV_UNLIKELY(!table->limit))
        cchash_priv_chain_note_insertion(table, type, (size_t)(mixed >> table->shift));
    return node;
}

/* Buckets for that many elements, or 0: too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t buckets = CCHASH_PRIV_CHAIN_MIN;
    if (cchash_priv_chain_chunk_bytes(type, elements) == SIZE_MAX) return 0;
    while (cchash_priv_chain_limit(type, buckets) < elements) {
        buckets *= 2;
        if (cchash_priv_chain_bucket_bytes(buckets) == SIZE_MAX) return 0;
    }
    return buckets;
}

/* Grows a table that is at its limit, or finishes an interrupted rebuild; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_grow(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (table->building) cchash_priv_chain_rebuild(table, type);
    size_t buckets = cchash_priv_chain_slots(table);
    if (table->size < cchash_priv_chain_capacity(table, type)) return true;
    if (!buckets || table->size >= cchash_priv_chain_limit(type, buckets)) {
        size_t wanted =
            cchash_priv_chain_slots_for(type, table->size + 1); /* more than twice as many if the limit is low */
        if (!wanted) return false;
        buckets = wanted > 2 * buckets ? wanted : 2 * buckets;
    }
    return type->rehash(table, buckets);
}

/* A node for a key known to be absent, growing the table first if it is full; NULL: no memory. Growth that is wanted
 * only for load may fail. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_claim(cchash_priv_chain *table, const cchash_priv_type *type,
                                                 uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *node = type->malloc_nodes ? cchash_priv_chain_take_node(table, type) : NULL;
    if (type->malloc_nodes && !node) return NULL;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit || !table->buckets) && !cchash_priv_chain_grow(table, type) &&
        !table->buckets) {
        if (node) cchash_priv_chain_recycle_node(table, type, node);
        return NULL;
    }
    if (!type->malloc_nodes) node = cchash_priv_chain_take_node(table, type);
    return node ? cchash_priv_chain_occupy_node(table, type, node, hash) : NULL;
}

/* The node of a key, there or new: one probe. The caller writes key and value of a new one. NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_insert(cchash_priv_chain *table, const cchash_priv_type *type, uint64_t hash,
                                                  const void *key, bool *found) {
    void *node = cchash_priv_chain_find(table, type, hash, key);
    *found = node != NULL;
    if (node) return node;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit || !table->buckets)) return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *fresh = cchash_priv_chain_take_node(table, type);
    return fresh ? cchash_priv_chain_occupy_node(table, type, fresh, hash) : NULL;
}

/* A new entry has its key: nothing depends on that here. */
CCHASH_PRIV_INLINE void cchash_priv_chain_mark_occupied(const cchash_priv_type *type, unsigned char *entry) {
    (void)type, (void)entry;
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* Removes a key and moves it and its value to where the pointers say, unless NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove(cchash_priv_chain *table, const cchash_priv_type *type, uint64_t hash,
                                                 const void *key, void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->buckets)) {
        if (!type->find_slow(table, hash, key)) return false;
        cchash_priv_chain_rebuild(table, type); /* links are needed now; this takes no memory */
    }
    uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    uint64_t *link = cchash_priv_chain_find_link(table, type, mixed, hash, key);
    if (!link) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *node = cchash_priv_chain_node(table, *link);
    cchash_priv_move_out(type, node, key_out, value_out);
    *link = cchash_priv_chain_link(node);
    cchash_priv_chain_recycle_node(table, type, node);
    table->size--;
    return true;
}

/* Removes the first element of the first chain that there is, and moves it out; the map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_chain_remove_any(cchash_priv_chain *table, const cchash_priv_type *type, void *key_out,
                                                  void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->buckets)) cchash_priv_chain_rebuild(table, type);
    const size_t buckets = cchash_priv_chain_slots(table), blocks = cchash_priv_chain_blocks(buckets);
    uint64_t *pop_state = table->buckets + buckets;
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->limit) cchash_priv_summary_fill(pop_state + 1, blocks);
    table->limit = 0;
    pop_state[0] = 0;
    for (;;) {
        const size_t block = cchash_priv_summary_first(pop_state + 1, blocks),
                     end = (block + 1) * CCHASH_PRIV_CHAIN_BLOCK;
        uint64_t *bucket = table->buckets + block * CCHASH_PRIV_CHAIN_BLOCK;
        while (bucket < table->buckets + end && !*bucket) bucket++;
        if (bucket < table->buckets + end) {
            unsigned char *node = cchash_priv_chain_node(table, *bucket);
            cchash_priv_move_out(type, node, key_out, value_out);
            *bucket = cchash_priv_chain_link(node);
            cchash_priv_chain_recycle_node(table, type, node);
            table->size--;
            return;
        }
        cchash_priv_summary_drop(pop_state + 1, blocks, block);
    }
}

/* Removals leave nothing behind in this layout. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove_slow(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      uint64_t hash, const void *key, void *key_out, void *value_out) {
    (void)table, (void)type, (void)hash, (void)key, (void)key_out, (void)value_out;
    return false;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_maintain(cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_next(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    CCHASH_PRIV_ITER_CHECK(iter, iter->table);
    return cchash_priv_chain_next_node(iter, type);
}

/* The link to a node on a bucket's chain, or NULL: it is not there. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_link_to(const cchash_priv_chain *table, size_t bucket,
                                                       const unsigned char *node) {
    uint64_t *link = &table->buckets[bucket];
    while (*link && cchash_priv_chain_node(table, *link) != node)
        link = (uint64_t *)(void *)cchash_priv_chain_node(table, *link);
    return *link ? link : NULL;
}

/* Removes the node that the iterator stands on. */
CCHASH_PRIV_INLINE void cchash_priv_chain_erase_at(cchash_priv_chain *table, const cchash_priv_type *type,
                                                   cchash_priv_chain_iter *iter) {
    CCHASH_PRIV_ITER_CHECK(iter, table);
    if (!table->buckets) cchash_priv_chain_rebuild(table, type);
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, iter->node, table->seed));
    size_t bucket = (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift);
    uint64_t *link = cchash_priv_chain_link_to(table, bucket, iter->node);
    CCHASH_PRIV_CHECK_STORED(link);
    for (bucket = 0; !link; bucket++) link = cchash_priv_chain_link_to(table, bucket, iter->node); /* the hash lied */
    CCHASH_PRIV_TABLE_CHANGED(table);
    *link = cchash_priv_chain_link(iter->node);
    cchash_priv_chain_recycle_node(table, type, iter->node);
    table->size--;
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_chain_memory(const cchash_priv_chain *table, const cchash_priv_type *type) {
    size_t buckets = cchash_priv_chain_slots(table), bytes = buckets ? cchash_priv_chain_bucket_bytes(buckets) : 0;
    if (table->draining) bytes += cchash_priv_chain_bucket_bytes((size_t)1 << (64 - table->draining_shift));
    if (type->malloc_nodes) return bytes + table->size * type->entry_size;
    for (const cchash_priv_chunk *chunk = table->first; chunk; chunk = chunk->next)
        bytes += cchash_priv_chain_chunk_bytes(type, chunk->nodes);
    return bytes;
}

/* Nodes never move. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_may_move(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   const void *at) {
    (void)table, (void)type, (void)at;
    return false;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_release_chunk(const cchash_priv_type *type, const void *map,
                                                        cchash_priv_chunk *chunk) {
    type->release(map, chunk, cchash_priv_chain_chunk_bytes(type, chunk->nodes), cchash_priv_chain_align(type));
}

/* Malloc nodes: gives all of them back. The iterator has read a node's link before it goes. */
CCHASH_PRIV_INLINE void cchash_priv_chain_release_nodes(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        const void *map) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; type->malloc_nodes && table->size && (node = cchash_priv_chain_next_malloc(&iter)) != NULL;)
        type->release(map, node, type->entry_size, cchash_priv_chain_node_align(type));
}

CCHASH_PRIV_INLINE void cchash_priv_chain_free_arrays(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const void *map) {
    cchash_priv_chain_release_nodes(table, type, map);
    while (table->first) {
        cchash_priv_chunk *chunk = table->first;
        table->first = chunk->next;
        cchash_priv_chain_release_chunk(type, map, chunk);
    }
    cchash_priv_chain_release_buckets(type, map, table->buckets, table->shift);
    cchash_priv_chain_release_buckets(type, map, table->building, table->shift);
    cchash_priv_chain_release_buckets(type, map, table->draining, table->draining_shift);
}

/* Forgets all elements, without destroying them; the memory is kept, but for malloc nodes. */
CCHASH_PRIV_INLINE void cchash_priv_chain_drop_entries(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const void *map) {
    cchash_priv_chain_release_nodes(table, type, map);
    cchash_priv_chain_release_buckets(type, map, table->draining, table->draining_shift);
    bool written = table->size || table->building;
    if (table->building) table->buckets = table->building;
    table->building = table->draining = NULL;
    if (written && table->buckets) memset(table->buckets, 0, sizeof *table->buckets << (64 - table->shift));
    table->size = 0;
    if (table->buckets) cchash_priv_chain_set_limit(table, type);
    table->unused = 0;
    table->current = table->first;
    if (!table->first) return;
    table->fresh = cchash_priv_chain_chunk_nodes(type, table->first);
    table->fresh_count = table->first->nodes;
}

/* Puts the unused nodes of a chunk on the list of those; returns how many are in use. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_collect_unused(cchash_priv_chain *table, const cchash_priv_type *type,
                                                           cchash_priv_chunk *chunk, bool unreached) {
    size_t used = unreached ? 0 : cchash_priv_chain_nodes_used(table, chunk), live = 0;
    uint64_t unused_before = table->unused;
    for (size_t number = 0; number < used; number++) {
        unsigned char *node = cchash_priv_chain_chunk_nodes(type, chunk) + number * cchash_priv_chain_stride(type);
        bool unused = cchash_priv_chain_link(node) & CCHASH_PRIV_LINK_UNUSED;
        if (unused) cchash_priv_chain_recycle_node(table, type, node);
        live += !unused;
    }
    if (!live) table->unused = unused_before;
    return live;
}

/* Gives back the chunks in which no node is in use. */
CCHASH_PRIV_INLINE void cchash_priv_chain_free_spare(cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_chunk **link = &table->first, *last = NULL;
    bool unreached = false, current_gone = false;
    if (type->malloc_nodes) return;
    table->unused = 0;
    while (*link) {
        cchash_priv_chunk *chunk = *link;
        bool is_current = chunk == table->current;
        if (cchash_priv_chain_collect_unused(table, type, chunk, unreached)) {
            last = chunk;
            link = &chunk->next;
        } else {
            *link = chunk->next;
            table->nodes -= chunk->nodes;
            cchash_priv_chain_release_chunk(type, table, chunk);
            current_gone = current_gone || is_current;
        }
        unreached = unreached || is_current;
    }
    if (current_gone) {
        table->current = last;
        table->fresh = NULL;
        table->fresh_count = 0;
    }
    cchash_priv_chain_set_limit(table, type);
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_chain_stats(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                cchash_stats *stats) {
    (void)type;
    for (size_t bucket = 0; table->buckets && bucket < cchash_priv_chain_slots(table); bucket++) {
        size_t probe = 1;
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            cchash_priv_count_probe(stats, probe++);
    }
    stats->size = table->size;
    if (table->buckets) stats->load = (double)table->size / (double)cchash_priv_chain_slots(table);
}

/* The nodes on all chains, or SIZE_MAX where a chain is longer than the map, or leads to a node that is not in use. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_count_linked(const cchash_priv_chain *table) {
    size_t nodes = 0;
    for (size_t bucket = 0; bucket < cchash_priv_chain_slots(table); bucket++)
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            if ((link & CCHASH_PRIV_LINK_UNUSED) || nodes++ > table->size) return SIZE_MAX;
    return nodes;
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_verify(const cchash_priv_chain *table, const cchash_priv_type *type) {
    size_t elements = 0;
    if (!table->buckets && !table->building) return table->size == 0 && table->limit == 0 && !table->first;
    if (!table->seeded || (!type->malloc_nodes && table->nodes < table->limit)) return false;
    if (table->limit > cchash_priv_chain_limit(type, cchash_priv_chain_slots(table))) return false;
    for (size_t bucket = 0; cchash_priv_chain_has_summary(table) && bucket < cchash_priv_chain_slots(table); bucket++) {
        const size_t block = bucket / CCHASH_PRIV_CHAIN_BLOCK;
        if (!table->buckets[bucket]) continue;
        if (!(table->buckets[cchash_priv_chain_slots(table) + 1 + block / 64] >> block % 64 & 1)) return false;
    }
    if (table->buckets && cchash_priv_chain_count_linked(table) != table->size) return false;
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next_node(&iter, type)) != NULL; elements++) {
        const void *key = cchash_priv_key(type, node);
        uint64_t hash = type->hash(key, table->seed);
        if (cchash_priv_entry_hash(type, node, table->seed) != hash) return false;
        if (cchash_priv_chain_find(table, type, hash, key) != node) return false;
    }
    return elements == table->size;
}

#define CCHASH_PRIV_LAYOUT cchash_priv_chain
#include "cchash/operations.h"
#undef CCHASH_PRIV_LAYOUT

/* ---- What the facade asks of a layout ------------------------------------------------------------------------------
 * A number of its own, by which IMPLEMENT knows the layout that was declared, and the traits that it refuses. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_chain = 3 };
#define CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_chain(name_, traits_)

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_CHAIN_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_CHAIN_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_CHAIN_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_CHAIN_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_CHAIN_DECLARE(name_, K_, V_) CCHASH_CHAIN_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_CHAIN_DECLARE_SET(name_, K_) CCHASH_CHAIN_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_CHAIN_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_)                                                          \
    CCHASH_CHAIN_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_CHAIN_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_)                                                          \
    CCHASH_CHAIN_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_CHAIN_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_DEFINE_MAP(cchash_priv_chain, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_CHAIN_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_DEFINE_SET(cchash_priv_chain, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_CHAIN_DECLARE_EX(name_, K_, V_, traits_)                                                                \
    CCHASH_PRIV_DECLARE_MAP(cchash_priv_chain, name_, K_, V_, traits_)
#define CCHASH_CHAIN_DECLARE_SET_EX(name_, K_, traits_) CCHASH_PRIV_DECLARE_SET(cchash_priv_chain, name_, K_, traits_)
#define CCHASH_CHAIN_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                              \
    CCHASH_PRIV_IMPLEMENT_MAP(cchash_priv_chain, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_CHAIN_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                              \
    CCHASH_PRIV_IMPLEMENT_SET(cchash_priv_chain, name_, K_, hashfn_, eqfn_, traits_)

/* Maps and sets of strings (cchash_str.h); the traits may be left out. */
#define CCHASH_CHAIN_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DECLARE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_IMPLEMENT_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_IMPLEMENT_STR_SET(...)                                                                            \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_chain, __VA_ARGS__)
/* Older names of the same. */
#define CCHASH_CHAIN_DEFINE_STR_EX CCHASH_CHAIN_DEFINE_STR
#define CCHASH_CHAIN_DEFINE_STR_SET_EX CCHASH_CHAIN_DEFINE_STR_SET
#define CCHASH_CHAIN_DEFINE_STR_ARENA(name_, V_) CCHASH_CHAIN_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))

#include "cchash/macros_on.h"

#endif
