/* Compact open addressing: entries dense, state apart. */
#include "../cchash_compact.h"

#define TABLE compact
#define STAMP(name, K, V, hash, eq) CCHASH_COMPACT_DEFINE(name, K, V, hash, eq)
#define STAMP_OWNING(name, K, V, hash, eq, ...)                                                                        \
    CCHASH_COMPACT_DEFINE_EX(name, K, V, hash, eq, (__VA_ARGS__, CCHASH_CACHED_HASH))
#define STAMP_STR(name, V, ...) CCHASH_COMPACT_DEFINE_STR_EX(name, V, (__VA_ARGS__))
#define BUCKET_SLOT 0
#define BESIDE "a one-byte tag per slot, in an array of its own"
#include "table_cchash.h"
