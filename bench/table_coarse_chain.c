/* Chaining under one lock. */
#define TABLE coarse_chain
#define DEFINE CCHASH_CHAIN_DEFINE
#define PATTERN CCHASH_COARSE
#include "table_locked.h"
