/* Open addressing under one lock. */
#define TABLE coarse_oa
#define DEFINE CCHASH_OA_DEFINE
#define PATTERN CCHASH_COARSE
#include "table_locked.h"
