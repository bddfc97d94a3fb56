// boost::unordered_flat_map.
#include "bench.h"
#if __has_include(<boost/unordered/unordered_flat_map.hpp>) && !defined(BENCH_WITHOUT_boost)
#include <boost/unordered/unordered_flat_map.hpp>
#define TABLE boost
#define CPP_MAP boost::unordered_flat_map
#include "table_cpp.h"
#else
BENCH_TABLE_ABSENT(boost);
#endif
