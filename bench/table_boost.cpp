// boost::unordered_flat_map.
#include "bench.h"
#if __has_include(<boost/unordered/unordered_flat_map.hpp>) && !defined(BENCH_WITHOUT_boost)
#include <boost/unordered/unordered_flat_map.hpp>
#define TABLE boost
#define CPP_MAP boost::unordered_flat_map
#include "table_cpp.h"
#else
extern "C" const bench_table table_boost_default;
extern "C" const bench_table table_boost_default = {"boost", "default", "libboost1.81-dev", true, {}, {}};
#endif
