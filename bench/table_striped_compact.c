/* The compact layout in 256 shards, each with its own lock. */
#define TABLE striped_compact
#define DEFINE CCHASH_COMPACT_DEFINE
#define PATTERN CCHASH_STRIPED(256)
#include "table_locked.h"
