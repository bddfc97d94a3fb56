/* Chaining with one allocation per node: the study's layout. */
#include "../cchash_chain.h"

#define TABLE chain_malloc
#define STAMP(name, K, V, hash, eq) CCHASH_CHAIN_DEFINE_EX(name, K, V, hash, eq, (CCHASH_MALLOC_NODES))
#define STAMP_OWNING(name, K, V, hash, eq, ...)                                                                        \
    CCHASH_CHAIN_DEFINE_EX(name, K, V, hash, eq, (CCHASH_MALLOC_NODES, CCHASH_CACHED_HASH, __VA_ARGS__))
#define STAMP_STR(name, V, ...) CCHASH_CHAIN_DEFINE_STR_EX(name, V, (CCHASH_MALLOC_NODES, __VA_ARGS__))
#define BUCKET_SLOT 8
#define BESIDE "each node is an allocation, 8 to 16 bytes more"
#include "table_cchash.h"
