/* Open addressing, state in the entry. */
#include "../cchash_oa.h"

#define TABLE oa
#define STAMP(name, K, V, hash, eq) CCHASH_OA_DEFINE(name, K, V, hash, eq)
#define STAMP_OWNING(name, K, V, hash, eq, ...) CCHASH_OA_DEFINE_EX(name, K, V, hash, eq, (__VA_ARGS__))
#define STAMP_STR(name, V, ...) CCHASH_OA_DEFINE_STR_EX(name, V, (__VA_ARGS__))
#define BUCKET_SLOT 0
#define BESIDE "nothing: the state is in the entry"
#include "table_cchash.h"
