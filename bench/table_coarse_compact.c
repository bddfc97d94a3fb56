/* The compact layout under one lock. */
#define TABLE coarse_compact
#define DEFINE CCHASH_COMPACT_DEFINE
#define PATTERN CCHASH_COARSE
#include "table_locked.h"
