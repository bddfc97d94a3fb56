/* Chaining, with a lock in each bucket. */
#define TABLE granular_chain
#define DEFINE CCHASH_CHAIN_DEFINE
#define PATTERN CCHASH_GRANULAR
#include "table_locked.h"
