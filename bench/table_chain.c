/* Chaining, nodes from the map's own pool. */
#include "../cchash_chain.h"

#define TABLE chain
#define STAMP(name, K, V, hash, eq) CCHASH_CHAIN_DEFINE(name, K, V, hash, eq)
#define STAMP_OWNING(name, K, V, hash, eq, ...)                                                                        \
    CCHASH_CHAIN_DEFINE_EX(name, K, V, hash, eq, (__VA_ARGS__, CCHASH_CACHED_HASH))
#define STAMP_STR(name, V, ...) CCHASH_CHAIN_DEFINE_STR_EX(name, V, (__VA_ARGS__))
#define BUCKET_SLOT 8
#define BESIDE "nodes side by side in blocks"
#include "table_cchash.h"
