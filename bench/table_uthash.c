/* uthash: the caller allocates each node; its buckets start at 32 and cannot be reserved. */
#include "peer_hash.h"

#if __has_include(<uthash.h>) && !defined(BENCH_WITHOUT_uthash)

#include <stdlib.h>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
/* uthash expands HASH_FUNCTION where it is used, so that UTHASH_HASH may differ between the types below. */
#define HASH_FUNCTION(key, length, out) ((out) = uthash_fold(UTHASH_HASH(key)))
#include <uthash.h>
static inline unsigned uthash_fold(uint64_t hash) { return (unsigned)(hash ^ (hash >> 32)); }
static inline uint64_t hash_u64_at(const void *key) {
    uint64_t number;
    memcpy(&number, key, sizeof number);
    return peer_hash_u64(number);
}

typedef struct {
    uint64_t key, value;
    UT_hash_handle hh;
} u64_node;
typedef struct {
    const char *key;
    uint64_t value;
    UT_hash_handle hh;
} cstr_node;
typedef u64_node *u64_map;
typedef cstr_node *cstr_map;

#define T_INIT(m) (*(m) = NULL)
#define T_FREE(m) T(free)(m)
#define T_CAN_RESERVE 0
#define T_HAS_BATCH 0
#define T_SIZE(m) HASH_COUNT(*(m))
#define T_INSERT(m, key, value) T(insert)(m, key, value)
#define T_PUT(m, key, value) T(put)(m, key, value)
#define T_FIND(m, key, out) T(find)(m, key, out)
#define T_ERASE(m, key) T(erase)(m, key)
#define T_EACH(m, DO)                                                                                                  \
    for (__typeof__(*(m)) node_ = *(m); node_ != NULL; node_ = (__typeof__(*(m)))node_->hh.next)                       \
    DO(node_->key, node_->value)

#define NODE_FUNCTIONS(name, K, FIND, ADD)                                                                             \
    static inline void name##_insert(name##_map *m, K key, uint64_t value) {                                           \
        name##_node *node = (name##_node *)bench_malloc(sizeof *node);                                                 \
        node->key = key;                                                                                               \
        node->value = value;                                                                                           \
        ADD(*m, node);                                                                                                 \
    }                                                                                                                  \
    static inline bool name##_find(name##_map *m, K key, uint64_t *out) {                                              \
        name##_node *node;                                                                                             \
        FIND(*m, key, node);                                                                                           \
        if (node == NULL) return false;                                                                                \
        *out = node->value;                                                                                            \
        return true;                                                                                                   \
    }                                                                                                                  \
    static inline void name##_put(name##_map *m, K key, uint64_t value) {                                              \
        name##_node *node;                                                                                             \
        FIND(*m, key, node);                                                                                           \
        if (node != NULL) {                                                                                            \
            node->value = value;                                                                                       \
        } else {                                                                                                       \
            name##_insert(m, key, value);                                                                              \
        }                                                                                                              \
    }                                                                                                                  \
    static inline bool name##_erase(name##_map *m, K key) {                                                            \
        name##_node *node;                                                                                             \
        FIND(*m, key, node);                                                                                           \
        if (node == NULL) return false;                                                                                \
        HASH_DEL(*m, node);                                                                                            \
        free(node);                                                                                                    \
        return true;                                                                                                   \
    }                                                                                                                  \
    static void name##_free(name##_map *m) {                                                                           \
        name##_node *node = *m;                                                                                        \
        HASH_CLEAR(hh, *m);                                                                                            \
        while (node != NULL) {                                                                                         \
            name##_node *next = (name##_node *)node->hh.next;                                                          \
            free(node);                                                                                                \
            node = next;                                                                                               \
        }                                                                                                              \
    }

#define FIND_U64(m, number, node) HASH_FIND(hh, m, &(number), sizeof(uint64_t), node)
#define ADD_U64(m, node) HASH_ADD(hh, m, key, sizeof(uint64_t), node)
#define UTHASH_HASH(key) hash_u64_at(key)
NODE_FUNCTIONS(u64, uint64_t, FIND_U64, ADD_U64)
#define T(x) u64_##x
#define T_KIND BENCH_U64
#define T_MAP u64_map
#include "loops.h"

#undef UTHASH_HASH
#define UTHASH_HASH(key) peer_hash_text((const char *)(key))
#define FIND_CSTR(m, text, node) HASH_FIND_STR(m, text, node)
#define ADD_CSTR(m, node) HASH_ADD_KEYPTR(hh, m, node->key, strlen(node->key), node)
NODE_FUNCTIONS(cstr, const char *, FIND_CSTR, ADD_CSTR)
#define T(x) cstr_##x
#define T_KIND BENCH_CSTR
#define T_MAP cstr_map
#include "loops.h"
#pragma GCC diagnostic pop

BENCH_TABLE(uthash, default) = {.u64 = &u64_ops, .cstr = &cstr_ops};

#else
BENCH_TABLE_ABSENT(uthash);
#endif
