/* cchash's concurrent map, whose readers write nothing. */
#include "../cchash_sync.h"
#include "bench.h"

CCHASH_CONCURRENT_DEFINE(shared_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
#include "table_sync.h"
#define TABLE concurrent
#define S_OPEN(room) open_map(shared_map_init(&map, 0))
#include "shared.h"

SHARED_TABLE(TABLE);
