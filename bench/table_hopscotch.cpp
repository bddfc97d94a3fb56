// tsl::hopscotch_map.
#include "bench.h"
#if __has_include(<tsl/hopscotch_map.h>) && !defined(BENCH_WITHOUT_hopscotch)
#include <tsl/hopscotch_map.h>
#define TABLE hopscotch
#define CPP_MAP tsl::hopscotch_map
#include "table_cpp.h"
#else
BENCH_TABLE_ABSENT(hopscotch);
#endif
