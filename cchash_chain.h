/* cchash_chain.h: chaining, with nodes that never move. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_chain.h"
 *     CCHASH_CHAIN_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * This is the one layout where a `V *` stays valid until its element is removed, whatever else happens to the map.
 *
 *     buckets   | link | link | link | link | ... | pool |      8 bytes each, a power of two of them; before the
 *                                                               pool a summary of 1/128 byte each, used by name_pop
 *     link      | filter, 16 bits | address of a node, 48 bits |
 *     node      | link to the next | key | value |              24 bytes for u64 -> u64
 *     chunk     | next chunk, bytes | node | node | node | ...  one for each doubling of the pool
 *     pool      | unused nodes | fresh nodes | first chunk |    what insertions and removals need, but no lookup
 *
 * Up to 32 buckets lie in a chunk, without a summary, so that a tiny map is one allocation (u64 -> u64: 208 bytes for
 * 4 elements). When it has grown into more buckets, which come in another chunk, nodes take their place:
 *
 *     | next chunk, bytes | node | node | node | node | 8 buckets | pool |
 *     | next chunk, bytes | node | node | node | node | node | node | node | node |
 *
 * The filter of a link is a Bloom filter of the nodes that the link leads to: the hash of each sets one of its 16 bits.
 * A lookup stops at a link whose filter lacks the bit of its key. Most lookups of absent keys therefore end in the
 * bucket and read no node. An insertion puts the new node at the front of the chain and moves the link of the bucket
 * into it, unchanged; a removal replaces the link to a node by the link in that node. So a filter never lacks a bit. It
 * may have extra bits after a removal, and these disappear when the nodes before the removed one are removed.
 *
 * Nodes are taken from the chunks in order, so iterating over all elements, and linking all nodes into a larger array
 * of buckets, reads memory from front to back. Bit 0 of the link in a node marks the node as unused.
 *
 * Where addresses have more than 48 bits (tagged pointers, some large machines), links are plain: an address without a
 * filter, in which bit 1 is always set, and bit 1 is what a lookup tests. With CCHASH_MALLOC_NODES all links are plain,
 * and each node is an allocation of its own: the textbook layout.
 *
 * Invariants (name_verify checks them): each node in use is in the chain of the bucket of its hash, once, and a lookup
 * finds it through the filters; there are `size` of them; the pool has at least `limit` nodes. The nodes of a chunk
 * reach up to its end, or up to the buckets in it; those before the first fresh one are in use or marked as unused.
 *
 * Source: small filters in the bucket word are from Birler, Schmidt, Fent and Neumann, "Simple, Efficient, and Robust
 * Hash Tables for Join Processing" (2024), there for tables that are built once. */
#ifndef CCHASH_CHAIN_H
#define CCHASH_CHAIN_H

#include "cchash/string_map.h"

#include "cchash/macros_off.h"

/* ---- The table --------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_chunk {
    struct cchash_priv_chunk *next;
    size_t bytes; /* of this header, the nodes, and what lies behind them */
} cchash_priv_chunk;

/* The pool, which lies behind the buckets. The current chunk is the one that has fresh nodes, or had the last ones. */
typedef struct cchash_priv_nodes {
    uintptr_t unused;         /* head of the free list of nodes that have been used: an address, or 0 */
    unsigned char *fresh;     /* the first node of the current chunk that has never been used */
    size_t fresh_count;       /* the number of such nodes in the current chunk */
    cchash_priv_chunk *first; /* those after the current one have never been used, or not since `clear` */
} cchash_priv_nodes;

typedef struct cchash_priv_chain {
    uint64_t *buckets; /* NULL: no array yet, or it is being rebuilt */
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while there is a summary, so that insertions are slow. During
                   * a rebuild: the address of the new array */
    uint64_t seed;
    void *pool; /* a cchash_priv_nodes. With malloc nodes: the old array during a rebuild, otherwise NULL */
    uint8_t shift, draining_shift; /* 64 - log2(buckets), of the array, and of the old one (malloc nodes) */
    uint8_t plain;                 /* 1 if links are plain, otherwise 0 */
    uint8_t seeded;                /* CCHASH_PRIV_UNSEEDED, … */
    uint8_t buffered;              /* CCHASH_PRIV_NO_BUFFER, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_chain;

typedef struct cchash_priv_chain_iter {
    cchash_priv_chain *table;
    unsigned char *node;       /* of the current element */
    cchash_priv_chunk *chunk;  /* pooled nodes: the current chunk */
    unsigned char *next, *end; /* and the nodes in it that are still to be visited */
    uint64_t link;             /* malloc nodes: the rest of the chain */
    size_t bucket;             /* and the next bucket */
    cchash_priv_scan scan;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_chain_iter;

/* The link is the first field of a node, so the two have the same address. */
#define CCHASH_PRIV_FIELDS_cchash_priv_chain uint64_t cchash_next;
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_chain uint64_t cchash_next;

/* The smallest number of buckets, and the greatest of a tiny array, which lies in a chunk. Fewer buckets at first mean
 * one more growth for maps of 2 elements and more (docs/performance.md). */
#define CCHASH_PRIV_CHAIN_MIN ((size_t)8)
#define CCHASH_PRIV_CHAIN_TINY ((size_t)32)
#define CCHASH_PRIV_LINK_UNUSED ((uint64_t)1) /* in the link of an unused node */
#define CCHASH_PRIV_LINK_PLAIN_NUMBER 1u
#define CCHASH_PRIV_LINK_PLAIN ((uint64_t)1 << CCHASH_PRIV_LINK_PLAIN_NUMBER) /* in every link, if links are plain */
#define CCHASH_PRIV_LINK_FLAGS (CCHASH_PRIV_LINK_UNUSED | CCHASH_PRIV_LINK_PLAIN)
#define CCHASH_PRIV_FILTER_BITS 16

/* The number of address bits in a link that has a filter. */
#ifndef CCHASH_PRIV_ADDRESS_BITS
#define CCHASH_PRIV_ADDRESS_BITS 48
#endif

/* The load limit, 1/2: two buckets for each element cost 8 bytes more than one and make chains shorter
 * (docs/performance.md). */
#define CCHASH_PRIV_CHAIN_NUM 1
#define CCHASH_PRIV_CHAIN_DEN 2

/* The unit of the summary, in buckets. */
#define CCHASH_PRIV_CHAIN_BLOCK ((size_t)16)

/* What the drawing and the comments at the top claim. */
struct cchash_priv_chain_drawn_node {
    uint64_t link, key, value;
};
#ifndef CCHASH_DEBUG
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_chain) <= 48, a_table_takes_48_bytes);
#endif
CCHASH_PRIV_ASSERT(sizeof(void *) != 8 || sizeof(cchash_priv_chunk) + sizeof(cchash_priv_nodes) + 4 * 24 + 8 * 8 == 208,
                   a_chunk_of_4_nodes_and_8_buckets_takes_208_bytes);
CCHASH_PRIV_ASSERT(sizeof(struct cchash_priv_chain_drawn_node) == 24, a_node_of_u64_to_u64_takes_24_bytes);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_ADDRESS_BITS > 2 && CCHASH_PRIV_ADDRESS_BITS + CCHASH_PRIV_FILTER_BITS <= 64,
                   filter_and_address_share_a_link);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_FILTER_BITS & (CCHASH_PRIV_FILTER_BITS - 1)) == 0,
                   low_bits_of_a_hash_pick_a_filter_bit);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_LINK_UNUSED & CCHASH_PRIV_LINK_PLAIN) == 0 && CCHASH_PRIV_LINK_FLAGS == 3,
                   the_flags_are_the_two_lowest_bits_of_a_link);
CCHASH_PRIV_ASSERT(sizeof(void *) > 3 && (sizeof(void *) & (sizeof(void *) - 1)) == 0,
                   nodes_in_steps_of_a_pointer_leave_the_flags_free);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_CHAIN_MIN & (CCHASH_PRIV_CHAIN_MIN - 1)) == 0 && CCHASH_PRIV_CHAIN_MIN > 1,
                   buckets_are_a_power_of_two_and_shift_is_below_64);

CCHASH_PRIV_INLINE cchash_priv_nodes *cchash_priv_chain_pool(const cchash_priv_chain *table) {
    return (cchash_priv_nodes *)table->pool;
}
/* During a rebuild: the new array, and with malloc nodes the old one; otherwise NULL. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_building(const cchash_priv_chain *table) {
    return table->buckets ? NULL : (uint64_t *)(uintptr_t)table->limit;
}
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_draining(const cchash_priv_chain *table, const cchash_priv_type *type) {
    return type->malloc_nodes ? (uint64_t *)table->pool : NULL;
}
/* The array, or the new one. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_array(const cchash_priv_chain *table) {
    return table->buckets ? table->buckets : cchash_priv_chain_building(table);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots(const cchash_priv_chain *table) {
    return cchash_priv_chain_array(table) ? (size_t)1 << (64 - table->shift) : 0;
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_array_slots(const cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type;
    return cchash_priv_chain_slots(table);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_limit(const cchash_priv_type *type, size_t buckets) {
    return type->load_den ? cchash_priv_limit(buckets, type->load_num, type->load_den)
                          : cchash_priv_limit(buckets, CCHASH_PRIV_CHAIN_NUM, CCHASH_PRIV_CHAIN_DEN);
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_has_summary(const cchash_priv_chain *table) {
    return table->buckets && !table->limit;
}

/* The number of blocks of the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_blocks(size_t buckets) {
    return (buckets + CCHASH_PRIV_CHAIN_BLOCK - 1) / CCHASH_PRIV_CHAIN_BLOCK;
}

/* Does an array of that many buckets lie in a chunk? Not where a chunk without nodes would take more than a cache line,
 * because of their alignment. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_in_chunk(const cchash_priv_type *type, size_t buckets) {
    return !type->malloc_nodes && type->entry_align <= 64 && buckets <= CCHASH_PRIV_CHAIN_TINY;
}

/* The size of an array of buckets. Unless it is tiny, a count of the insertions since the last pop and the summary
 * follow. Then comes the pool. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_pool_offset(size_t buckets) {
    if (buckets <= CCHASH_PRIV_CHAIN_TINY) return buckets * sizeof(uint64_t);
    return cchash_priv_array_bytes(buckets, sizeof(uint64_t),
                                   8 + 8 * cchash_priv_summary_words(cchash_priv_chain_blocks(buckets)));
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_bytes(const cchash_priv_type *type, size_t buckets) {
    const size_t offset = cchash_priv_chain_pool_offset(buckets);
    return type->malloc_nodes || offset == SIZE_MAX ? offset : offset + sizeof(cchash_priv_nodes);
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_align(size_t buckets) {
    return buckets <= CCHASH_PRIV_CHAIN_TINY ? sizeof(uint64_t) : 64;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_mix(const cchash_priv_type *type, uint64_t hash, uint64_t seed) {
    return cchash_priv_finalize_hash(hash, seed, type->good_hash);
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_mix_hash(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       uint64_t hash) {
    return type->premixed ? hash : cchash_priv_chain_mix(type, hash, table->seed);
}

/* ---- Links ------------------------------------------------------------------------------------------------------- */

/* The bits of a link that are an address. That links have filters is a constant in what must be fast. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_address_bits(bool plain) {
    return (plain ? UINT64_MAX : (UINT64_C(1) << CCHASH_PRIV_ADDRESS_BITS) - 1) & ~CCHASH_PRIV_LINK_FLAGS;
}
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_node_of(uint64_t link, bool plain) {
    return (unsigned char *)(uintptr_t)(link & cchash_priv_chain_address_bits(plain));
}
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_node(const cchash_priv_chain *table, uint64_t link) {
    return CCHASH_PRIV_UNLIKELY(table->plain) ? cchash_priv_chain_node_of(link, true)
                                              : cchash_priv_chain_node_of(link, false);
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_value(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                 const void *node) {
    (void)table;
    return cchash_priv_value(type, node);
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_link(const unsigned char *node) {
    uint64_t link;
    memcpy(&link, node, sizeof link);
    return link;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_set_link(unsigned char *node, uint64_t link) {
    memcpy(node, &link, sizeof link);
}

/* The bit that a link has if it may lead to a key with this hash, as a number: compilers have an instruction for that
 * test. */
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_filter_number(uint64_t mixed, bool plain) {
    return plain ? CCHASH_PRIV_LINK_PLAIN_NUMBER
                 : CCHASH_PRIV_ADDRESS_BITS + (unsigned)(mixed & (CCHASH_PRIV_FILTER_BITS - 1));
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_filter_of(uint64_t mixed, bool plain) {
    return UINT64_C(1) << cchash_priv_chain_filter_number(mixed, plain);
}
CCHASH_PRIV_INLINE bool cchash_priv_chain_may_lead(uint64_t link, unsigned number) { return link >> number & 1; }
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_filter_bit(const cchash_priv_chain *table, uint64_t mixed) {
    return CCHASH_PRIV_UNLIKELY(table->plain) ? cchash_priv_chain_filter_of(mixed, true)
                                              : cchash_priv_chain_filter_of(mixed, false);
}

/* Links a node at the front of a chain. */
CCHASH_PRIV_INLINE void cchash_priv_chain_link_front_of(uint64_t *bucket, unsigned char *node, uint64_t mixed,
                                                        bool plain) {
    const uint64_t rest = *bucket, address = (uint64_t)(uintptr_t)node, bits = cchash_priv_chain_address_bits(plain);
    CCHASH_PRIV_CHECK(!(address & ~bits), "internal error: the address of a node does not fit in a link");
    cchash_priv_chain_set_link(node, rest);
    *bucket = address | cchash_priv_chain_filter_of(mixed, plain) | (plain ? 0 : rest & ~bits);
}
CCHASH_PRIV_INLINE void cchash_priv_chain_link_front(const cchash_priv_chain *table, uint64_t *bucket,
                                                     unsigned char *node, uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(table->plain))
        cchash_priv_chain_link_front_of(bucket, node, mixed, true);
    else
        cchash_priv_chain_link_front_of(bucket, node, mixed, false);
}

#include "cchash/chain_nodes.h"

/* Defined below, with the rest of their sections. */
CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_begin(const cchash_priv_chain *table,
                                                                  const cchash_priv_type *type);
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_node(cchash_priv_chain_iter *iter, const cchash_priv_type *type);
CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots_for(const cchash_priv_type *type, size_t elements);

/* Finishes a rebuild that a hash function jumped out of. It allocates nothing. */
CCHASH_PRIV_INLINE void cchash_priv_chain_finish_rebuild(cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type->rehash(table, 0);
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* Debug builds: stops if the key of a node in the chain of a bucket has changed since it was stored. */
CCHASH_PRIV_INLINE void cchash_priv_chain_check_stored(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const unsigned char *node, size_t bucket) {
#ifdef CCHASH_DEBUG
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(cchash_priv_key(type, node), table->seed));
    CCHASH_PRIV_CHECK_STORED(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift == bucket);
#else
    (void)table, (void)type, (void)node, (void)bucket;
#endif
}

/* Without buckets, and where links are plain although nodes are pooled, operations take slower paths. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_is_slow(const cchash_priv_chain *table, const cchash_priv_type *type) {
    return !table->buckets || (!type->malloc_nodes && table->plain);
}

/* Hides from the compiler that a number is still the same. Otherwise clang makes the mask of the later tests before the
 * first one, which is the only one for most absent keys (docs/performance.md). */
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_CHAIN_AGAIN(number_) __asm__("" : "+r"(number_))
#else
#define CCHASH_PRIV_CHAIN_AGAIN(number_) ((void)(number_))
#endif

/* Goes through the chain of a key; returns its node, or NULL. The table has buckets. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_search(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                  uint64_t hash, const void *key, bool plain) {
    const uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    unsigned number = cchash_priv_chain_filter_number(mixed, plain);
    uint64_t link = table->buckets[mixed >> table->shift];
    if (!cchash_priv_chain_may_lead(link, number)) return NULL;
    CCHASH_PRIV_CHAIN_AGAIN(number);
    do {
        unsigned char *node = cchash_priv_chain_node_of(link, plain);
        cchash_priv_chain_check_stored(table, type, node, (size_t)(mixed >> table->shift));
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, node, hash, key))) return node;
        link = cchash_priv_chain_link(node);
    } while (cchash_priv_chain_may_lead(link, number));
    return NULL;
}

/* A lookup where links are plain although nodes are pooled, or without buckets: the map is empty, or a hash function
 * jumped out of a rebuild. Then it compares every node. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_find_slow(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                     uint64_t hash, const void *key) {
    if (!table->size) return NULL;
    if (table->buckets) return cchash_priv_chain_search(table, type, hash, key, true);
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next_node(&iter, type)) != NULL;)
        if (cchash_priv_is_key(type, node, hash, key)) return node;
    return NULL;
}

/* Returns the link that leads to the node of a key, or NULL: absent. The table has buckets. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_find_link(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                         uint64_t hash, const void *key, bool plain) {
    const uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    const unsigned number = cchash_priv_chain_filter_number(mixed, plain);
    uint64_t *link = &table->buckets[mixed >> table->shift];
    while (cchash_priv_chain_may_lead(*link, number)) {
        unsigned char *node = cchash_priv_chain_node_of(*link, plain);
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, node, hash, key))) return link;
        link = (uint64_t *)(void *)node;
    }
    return NULL;
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_find(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                uint64_t hash, const void *key) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_chain_is_slow(table, type))) return type->find_slow(table, hash, key);
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    return cchash_priv_chain_search(table, type, hash, key, type->malloc_nodes);
}

/* Batches prefetch in two steps before they search. This one prefetches the bucket. */
CCHASH_PRIV_INLINE void cchash_priv_chain_prefetch_probe(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                         uint64_t mixed) {
    (void)type;
    if (table->buckets) CCHASH_PRIV_PREFETCH_L2(&table->buckets[mixed >> table->shift]);
}

/* This one reads the bucket and prefetches the first node (returned; NULL: the filter excludes the key). */
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

CCHASH_PRIV_INLINE void *cchash_priv_chain_get(const cchash_priv_chain *table, const cchash_priv_type *type,
                                               uint64_t hash, const void *key) {
    void *entry = cchash_priv_chain_find(table, type, hash, key);
    return entry ? cchash_priv_value(type, entry) : NULL;
}

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* Enters a bucket in the summary. After as many insertions as there are blocks, without a pop, the summary is given up:
 * the limit is set again. */
CCHASH_PRIV_COLD void cchash_priv_chain_note_insertion(cchash_priv_chain *table, size_t limit, size_t bucket) {
    const size_t buckets = cchash_priv_chain_slots(table), blocks = cchash_priv_chain_blocks(buckets);
    uint64_t *pop_state = table->buckets + buckets;
    CCHASH_PRIV_CHECK(cchash_priv_chain_has_summary(table), "internal error: this table has no summary");
    cchash_priv_summary_add(pop_state + 1, blocks, bucket / CCHASH_PRIV_CHAIN_BLOCK);
    if (++pop_state[0] > blocks) table->limit = limit;
}

/* Links a node for a new element. The table has no summary, or the caller enters the bucket in it. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_occupy_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       unsigned char *node, uint64_t hash, bool plain) {
    uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    CCHASH_PRIV_CHECK(table->buckets, "internal error: the table has no buckets");
    cchash_priv_chain_link_front_of(&table->buckets[mixed >> table->shift], node, mixed, plain);
    if (type->cached_hash) memcpy(node + type->hash_offset, &hash, sizeof hash);
    table->size++;
    return node;
}

/* Finishes an interrupted rebuild, and grows a table that is at its limit; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_grow(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (cchash_priv_chain_building(table)) cchash_priv_chain_finish_rebuild(table, type);
    size_t buckets = cchash_priv_chain_slots(table);
    if (table->size < cchash_priv_chain_capacity(table, type)) return true;
    if (!buckets || table->size >= cchash_priv_chain_limit(type, buckets)) {
        size_t enough =
            cchash_priv_chain_slots_for(type, table->size + 1); /* over twice as many with a low load limit */
        if (!enough) return false;
        buckets = enough > 2 * buckets ? enough : 2 * buckets;
    }
    return type->rehash(table, buckets);
}

/* Returns a linked node for a key that is known to be absent, or NULL: no memory. Grows the table if it is at its
 * limit; if only the new array of buckets fails, chains get longer. The caller writes key and value at once. */
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
    if (!type->malloc_nodes && cchash_priv_chain_need_node(table, type))
        node = cchash_priv_chain_take_node(table, type);
    if (!node) return NULL;
    if (!table->limit)
        cchash_priv_chain_note_insertion(table, cchash_priv_chain_capacity(table, type),
                                         (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift));
    return cchash_priv_chain_occupy_node(table, type, node, hash, table->plain);
}

/* Returns the node of a key, present or new, with a single probe; NULL: no memory. The caller writes the key and value
 * of a new node. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_insert(cchash_priv_chain *table, const cchash_priv_type *type, uint64_t hash,
                                                  const void *key, bool *found) {
    const bool plain = type->malloc_nodes;
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_chain_is_slow(table, type))) {
        void *node = type->find_slow(table, hash, key);
        *found = node != NULL;
        return node ? node : type->insert_slow(table, hash);
    }
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    void *node = cchash_priv_chain_search(table, type, hash, key, plain);
    *found = node != NULL;
    if (node) return node;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) return type->insert_slow(table, hash);
    if (!type->malloc_nodes && CCHASH_PRIV_UNLIKELY(!cchash_priv_chain_has_node(table)))
        return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *fresh = cchash_priv_chain_take_node(table, type);
    return fresh ? cchash_priv_chain_occupy_node(table, type, fresh, hash, plain) : NULL;
}

/* Writes the key of a new entry. */
CCHASH_PRIV_INLINE void cchash_priv_chain_write_key(const cchash_priv_type *type, unsigned char *entry,
                                                    const void *key) {
    memcpy(entry + type->key_offset, key, type->key_size);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* Unlinks the node that a link leads to, and puts it on the free list or frees it. */
CCHASH_PRIV_INLINE void cchash_priv_chain_remove_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      uint64_t *link, unsigned char *node) {
    CCHASH_PRIV_CHECK(cchash_priv_chain_node(table, *link) == node, "internal error: this link leads to another node");
    CCHASH_PRIV_CHECK(!(cchash_priv_chain_link(node) & CCHASH_PRIV_LINK_UNUSED),
                      "internal error: an unused node is removed");
    *link = cchash_priv_chain_link(node);
    cchash_priv_chain_recycle_node(table, type, node);
    table->size--;
}

/* Removes a key from a table with buckets; see below. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove_of(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, void *key_out, void *value_out,
                                                    bool plain) {
    uint64_t *link = cchash_priv_chain_find_link(table, type, hash, key, plain);
    if (!link) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *node = cchash_priv_chain_node_of(*link, plain);
    cchash_priv_move_out(type, node, cchash_priv_value(type, node), key_out, value_out);
    cchash_priv_chain_remove_node(table, type, link, node);
    return true;
}

/* The same where links are plain although nodes are pooled, or without buckets: makes the links, without allocating. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove_slow(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      uint64_t hash, const void *key, void *key_out, void *value_out) {
    if (!type->find_slow(table, hash, key)) return false;
    if (!table->buckets) cchash_priv_chain_finish_rebuild(table, type);
    if (table->plain) return cchash_priv_chain_remove_of(table, type, hash, key, key_out, value_out, true);
    return cchash_priv_chain_remove_of(table, type, hash, key, key_out, value_out, false);
}

/* Removes a key, and moves it to *key_out and its value to *value_out unless these are NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove(cchash_priv_chain *table, const cchash_priv_type *type, uint64_t hash,
                                                 const void *key, void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_chain_is_slow(table, type)))
        return type->remove_slow(table, hash, key, key_out, value_out);
    return cchash_priv_chain_remove_of(table, type, hash, key, key_out, value_out, type->malloc_nodes);
}

CCHASH_PRIV_INLINE void cchash_priv_chain_pop_front(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    uint64_t *bucket, void *key_out, void *value_out) {
    unsigned char *node = cchash_priv_chain_node(table, *bucket);
    cchash_priv_move_out(type, node, cchash_priv_value(type, node), key_out, value_out);
    cchash_priv_chain_remove_node(table, type, bucket, node);
}

/* Removes the first element of the first chain and moves it out. The map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_chain_remove_any(cchash_priv_chain *table, const cchash_priv_type *type,
                                                     void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->buckets)) cchash_priv_chain_finish_rebuild(table, type);
    const size_t buckets = cchash_priv_chain_slots(table), blocks = cchash_priv_chain_blocks(buckets);
    CCHASH_PRIV_CHECK(table->size, "internal error: an element of an empty table is popped");
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (buckets <= CCHASH_PRIV_CHAIN_TINY) {
        uint64_t *bucket = table->buckets;
        while (!*bucket) bucket++;
        cchash_priv_chain_pop_front(table, type, bucket, key_out, value_out);
        return;
    }
    uint64_t *pop_state = table->buckets + buckets;
    if (table->limit) cchash_priv_summary_fill(pop_state + 1, blocks);
    table->limit = 0;
    pop_state[0] = 0;
    for (;;) {
        const size_t block = cchash_priv_summary_first(pop_state + 1, blocks),
                     end = (block + 1) * CCHASH_PRIV_CHAIN_BLOCK;
        uint64_t *bucket = table->buckets + block * CCHASH_PRIV_CHAIN_BLOCK;
        while (bucket < table->buckets + end && !*bucket) bucket++;
        if (bucket < table->buckets + end) {
            cchash_priv_chain_pop_front(table, type, bucket, key_out, value_out);
            return;
        }
        cchash_priv_summary_drop(pop_state + 1, blocks, block);
    }
}

/* In this layout every removal is complete, so there is nothing to do later. */
CCHASH_PRIV_INLINE void cchash_priv_chain_maintain(cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* Only the compact layout has these two parts. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_displace(cchash_priv_chain *table, const cchash_priv_type *type,
                                                     size_t first) {
    (void)table, (void)type, (void)first;
    return SIZE_MAX;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_transfer(cchash_priv_chain *to, const cchash_priv_chain *from,
                                                   const cchash_priv_type *type, size_t slot) {
    (void)to, (void)from, (void)type, (void)slot;
}

#include "cchash/chain_iterate.h"

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_chain_memory(const cchash_priv_chain *table, const cchash_priv_type *type) {
    const size_t buckets = cchash_priv_chain_slots(table);
    const cchash_priv_chunk *first = cchash_priv_chain_first(table, type);
    const bool apart = buckets && !(first && cchash_priv_chain_in_chunk(type, buckets)); /* those of teams always are */
    size_t bytes = apart ? cchash_priv_chain_bucket_bytes(type, buckets) : 0;
    if (cchash_priv_chain_draining(table, type))
        bytes += cchash_priv_chain_bucket_bytes(type, (size_t)1 << (64 - table->draining_shift));
    if (type->malloc_nodes) return bytes + table->size * type->entry_size;
    for (const cchash_priv_chunk *chunk = first; chunk; chunk = chunk->next) bytes += chunk->bytes;
    return bytes;
}

/* Tells whether the next insertion may move the object at an address. Nodes never move. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_may_move(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   const void *object) {
    (void)table, (void)type, (void)object;
    return false;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_release_chunk(const cchash_priv_type *type, const void *map,
                                                        cchash_priv_chunk *chunk) {
    type->release(map, chunk, chunk->bytes, cchash_priv_chain_align(type));
}

/* Frees all malloc nodes. The iterator reads the link of a node before the node is freed. */
CCHASH_PRIV_INLINE void cchash_priv_chain_release_nodes(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        const void *map) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; type->malloc_nodes && table->size && (node = cchash_priv_chain_next_malloc(&iter, type)) != NULL;)
        type->release(map, node, type->entry_size, cchash_priv_chain_node_align(type));
}

CCHASH_PRIV_INLINE void cchash_priv_chain_release_buckets(const cchash_priv_type *type, const void *map,
                                                          uint64_t *array, unsigned shift) {
    const size_t buckets = array ? (size_t)1 << (64 - shift) : 0;
    if (!buckets || cchash_priv_chain_in_chunk(type, buckets)) return;
    type->release(map, array, cchash_priv_chain_bucket_bytes(type, buckets), cchash_priv_chain_bucket_align(buckets));
}

CCHASH_PRIV_INLINE void cchash_priv_chain_free_arrays(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const void *map) {
    cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type);
    cchash_priv_chain_release_nodes(table, type, map);
    cchash_priv_chain_release_buckets(type, map, cchash_priv_chain_array(table), table->shift);
    cchash_priv_chain_release_buckets(type, map, cchash_priv_chain_draining(table, type), table->draining_shift);
    while (chunk) {
        cchash_priv_chunk *next = chunk->next;
        cchash_priv_chain_release_chunk(type, map, chunk);
        chunk = next;
    }
}

/* Empties the table without destroying its elements, and keeps the memory, except malloc nodes. */
CCHASH_PRIV_INLINE void cchash_priv_chain_drop_entries(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const void *map) {
    cchash_priv_chain_release_nodes(table, type, map);
    cchash_priv_chain_release_buckets(type, map, cchash_priv_chain_draining(table, type), table->draining_shift);
    if (type->malloc_nodes) table->pool = NULL;
    const bool written = table->size || cchash_priv_chain_building(table);
    table->buckets = cchash_priv_chain_array(table);
    if (!table->buckets) return;
    if (written) memset(table->buckets, 0, sizeof *table->buckets << (64 - table->shift));
    table->size = 0;
    cchash_priv_chain_set_limit(table, type);
    if (!type->malloc_nodes) cchash_priv_chain_start_pool(table, type);
}

/* Adds the unused nodes of a chunk to the free list, unless the chunk can be freed: no node of it is in use, and the
 * buckets do not lie in it. Tells whether it must stay. A chunk after the current one (`never_used`) has no nodes in
 * use. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_collect_unused(cchash_priv_chain *table, const cchash_priv_type *type,
                                                         cchash_priv_chunk *chunk, bool never_used) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    const size_t used = never_used ? 0 : cchash_priv_chain_nodes_used(table, type, chunk);
    const uintptr_t unused_before = pool->unused;
    bool stays = cchash_priv_chain_chunk_has(chunk, (uintptr_t)cchash_priv_chain_array(table));
    for (size_t number = 0; number < used; number++) {
        unsigned char *node = cchash_priv_chain_chunk_nodes(type, chunk) + number * cchash_priv_chain_stride(type);
        const bool unused = cchash_priv_chain_link(node) & CCHASH_PRIV_LINK_UNUSED;
        if (unused) cchash_priv_chain_recycle_node(table, type, node);
        stays = stays || !unused;
    }
    if (!stays) pool->unused = unused_before;
    return stays;
}

/* Called by shrink: frees the chunks in which no node is in use. The table is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_chain_free_spare(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (cchash_priv_chain_building(table)) cchash_priv_chain_finish_rebuild(table, type);
    if (type->malloc_nodes) return;
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    cchash_priv_chunk **link = &pool->first, *last = NULL;
    bool never_used = false;
    pool->unused = 0;
    while (*link) {
        cchash_priv_chunk *chunk = *link;
        const bool is_current = cchash_priv_chain_is_current(pool, chunk);
        if (cchash_priv_chain_collect_unused(table, type, chunk, never_used)) {
            link = &chunk->next;
            last = chunk;
        } else {
            *link = chunk->next;
            cchash_priv_chain_release_chunk(type, table, chunk);
            if (is_current && last) { /* there is a last one, which has no fresh nodes: some node is in use */
                pool->fresh_count = 0;
                pool->fresh = cchash_priv_chain_chunk_nodes(type, last) +
                              cchash_priv_chain_chunk_count(table, type, last) * cchash_priv_chain_stride(type);
            }
        }
        never_used = never_used || is_current;
    }
    cchash_priv_chain_set_limit(table, type);
}

/* The number of buckets for that many elements; 0 if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t buckets = CCHASH_PRIV_CHAIN_MIN;
    if (cchash_priv_chain_chunk_bytes(type, elements, 0) == SIZE_MAX) return 0;
    while (cchash_priv_chain_limit(type, buckets) < elements) {
        buckets *= 2;
        if (cchash_priv_chain_bucket_bytes(type, buckets) == SIZE_MAX) return 0;
    }
    return buckets;
}

#include "cchash/chain_rebuild.h"

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

/* The number of nodes in all chains; SIZE_MAX if there are more than `size`, or if one is marked as unused. */
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
    if (!cchash_priv_chain_array(table)) return table->size == 0 && !table->pool;
    if (!table->seeded) return false;
    if (table->buckets && table->limit > cchash_priv_chain_limit(type, cchash_priv_chain_slots(table))) return false;
    if (table->buckets && !type->malloc_nodes && table->limit > cchash_priv_chain_count_nodes(table, type, false))
        return false;
    for (size_t bucket = 0; cchash_priv_chain_has_summary(table) && bucket < cchash_priv_chain_slots(table); bucket++) {
        const size_t block = bucket / CCHASH_PRIV_CHAIN_BLOCK;
        if (!table->buckets[bucket]) continue;
        if (!(table->buckets[cchash_priv_chain_slots(table) + 1 + block / 64] >> block % 64 & 1)) return false;
    }
    if (table->buckets && cchash_priv_chain_count_linked(table) != table->size) return false;
#ifdef CCHASH_DEBUG
    for (size_t bucket = 0; table->buckets && bucket < cchash_priv_chain_slots(table);
         bucket++) /* before a lookup stops */
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link))) {
            uint64_t hash = type->hash(cchash_priv_key(type, cchash_priv_chain_node(table, link)), table->seed);
            if (cchash_priv_chain_mix_hash(table, type, hash) >> table->shift != bucket) return false;
        }
#endif
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next_node(&iter, type)) != NULL; elements++) {
        const void *key = cchash_priv_key(type, node);
        uint64_t hash = type->hash(key, table->seed);
        if (cchash_priv_entry_hash(type, node, table->seed) != hash) return false;
        if (cchash_priv_chain_find(table, type, hash, key) != node) return false;
    }
    return elements == table->size;
}

/* The names under which cchash/operations.h makes the operations of this layout. */
#define cchash_priv_layout_size cchash_priv_chain_size
#define cchash_priv_layout_get_seed cchash_priv_chain_get_seed
#define cchash_priv_layout_set_seed cchash_priv_chain_set_seed
#define cchash_priv_layout_need_seed cchash_priv_chain_need_seed
#define cchash_priv_layout_insert_hash cchash_priv_chain_insert_hash
#define cchash_priv_layout_zero_header cchash_priv_chain_zero_header
#define cchash_priv_layout_in_buffer cchash_priv_chain_in_buffer
#define cchash_priv_layout_take_from_buffer cchash_priv_chain_take_from_buffer
#define cchash_priv_layout_try_buffer cchash_priv_chain_try_buffer
#define cchash_priv_layout_init_buffer cchash_priv_chain_init_buffer
#define cchash_priv_layout_no_memory cchash_priv_chain_no_memory
#define cchash_priv_layout_emplace cchash_priv_chain_emplace
#define cchash_priv_layout_store_copies cchash_priv_chain_store_copies
#define cchash_priv_layout_add cchash_priv_chain_add
#define cchash_priv_layout_put cchash_priv_chain_put
#define cchash_priv_layout_take cchash_priv_chain_take
#define cchash_priv_layout_pop cchash_priv_chain_pop
#define cchash_priv_layout_remove_at cchash_priv_chain_remove_at
#define cchash_priv_layout_destroy_all cchash_priv_chain_destroy_all
#define cchash_priv_layout_free cchash_priv_chain_free
#define cchash_priv_layout_clear cchash_priv_chain_clear
#define cchash_priv_layout_reserve cchash_priv_chain_reserve
#define cchash_priv_layout_shrink cchash_priv_chain_shrink
#define cchash_priv_layout_clone cchash_priv_chain_clone
#define cchash_priv_layout_find_key cchash_priv_chain_find_key
#define cchash_priv_layout_count_absent cchash_priv_chain_count_absent
#define cchash_priv_layout_merge cchash_priv_chain_merge
#define cchash_priv_layout_union cchash_priv_chain_union
#define cchash_priv_layout_filter cchash_priv_chain_filter
#define cchash_priv_layout_subtract cchash_priv_chain_subtract
#define cchash_priv_layout_is_subset cchash_priv_chain_is_subset
#define cchash_priv_layout_scan_homes cchash_priv_chain_scan_homes
#define cchash_priv_layout_scan_next cchash_priv_chain_scan_next
#define cchash_priv_layout_position cchash_priv_chain_position
#define cchash_priv_layout_at_position cchash_priv_chain_at_position
#define cchash_priv_layout_iter_value cchash_priv_chain_iter_value
#define cchash_priv_layout_statistics cchash_priv_chain_statistics
#define cchash_priv_layout_get_many cchash_priv_chain_get_many
#define cchash_priv_layout_put_many cchash_priv_chain_put_many
#define CCHASH_PRIV_LAYOUT cchash_priv_chain
#include "cchash/operations.h"
#undef CCHASH_PRIV_LAYOUT

/* ---- What the typed facade needs from a layout ---------------------------------------------------------------------
 * A number, by which IMPLEMENT recognises the layout that was declared, and the traits that the layout takes. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_chain = 3 };
#define CCHASH_PRIV_TRAITS_OF_cchash_priv_chain (CCHASH_PRIV_TRAITS_OF_LAYOUTS | CCHASH_PRIV_DIGIT(_MALLOC_NODES))

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

/* Maps and sets of strings (cchash_str.h); the traits are optional. */
#define CCHASH_CHAIN_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DECLARE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_IMPLEMENT_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_IMPLEMENT_STR_SET(...)                                                                            \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_chain, __VA_ARGS__)
/* Older names. */
#define CCHASH_CHAIN_DEFINE_STR_EX CCHASH_CHAIN_DEFINE_STR
#define CCHASH_CHAIN_DEFINE_STR_SET_EX CCHASH_CHAIN_DEFINE_STR_SET
#define CCHASH_CHAIN_DEFINE_STR_ARENA(name_, V_) CCHASH_CHAIN_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))

#include "cchash/macros_on.h"

#endif
