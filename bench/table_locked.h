/* table_locked.h: a layout of cchash under locks. A table's file defines TABLE, DEFINE (the layout's macro) and PATTERN
 * (of CCHASH_SYNC_DEFINE), and includes this. */
#include "bench.h"
#if __has_include("../cchash/locked.h")
#include "../cchash.h"
#include "../cchash/locked.h"

DEFINE(plain_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
/* One step more, because the macro pastes the pattern before it is expanded. */
#define SYNC(pattern) CCHASH_SYNC_DEFINE(shared_map, plain_map, pattern)
SYNC(PATTERN);
#include "table_sync.h"
#define S_OPEN(room) open_map(shared_map_init(&map, 0))
#include "shared.h"

SHARED_TABLE(TABLE);
#else
BENCH_TABLE_ABSENT(TABLE);
#endif
