/* Chaining in 256 shards, each with its own lock. */
#define TABLE striped_chain
#define DEFINE CCHASH_CHAIN_DEFINE
#define PATTERN CCHASH_STRIPED(256)
#include "table_locked.h"
