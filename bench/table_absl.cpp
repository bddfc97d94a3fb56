// absl::flat_hash_map.
#include "bench.h"
#if __has_include(<absl/container/flat_hash_map.h>) && !defined(BENCH_WITHOUT_absl)
#include <absl/container/flat_hash_map.h>
#define TABLE absl
#define CPP_MAP absl::flat_hash_map
#include "table_cpp.h"
#else
extern "C" const bench_table table_absl_default;
extern "C" const bench_table table_absl_default = {"absl", "default", "libabsl-dev, and pkg-config", true, {}, {}};
#endif
