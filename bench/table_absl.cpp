// absl::flat_hash_map.
#include "bench.h"
#if __has_include(<absl/container/flat_hash_map.h>) && !defined(BENCH_WITHOUT_absl)
#include <absl/container/flat_hash_map.h>
#define TABLE absl
#define CPP_MAP absl::flat_hash_map
#include "table_cpp.h"
#else
BENCH_TABLE_ABSENT(absl);
#endif
