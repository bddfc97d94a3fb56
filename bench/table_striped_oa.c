/* Open addressing in 256 shards, each with its own lock. */
#define TABLE striped_oa
#define DEFINE CCHASH_OA_DEFINE
#define PATTERN CCHASH_STRIPED(256)
#include "table_locked.h"
