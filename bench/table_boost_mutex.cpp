// boost::unordered_flat_map under std::mutex.
#include "bench.h"
#if __has_include(<boost/unordered/unordered_flat_map.hpp>) && !defined(BENCH_WITHOUT_boost)
#include <boost/unordered/unordered_flat_map.hpp>
#define TABLE boost_mutex
#define CPP_MAP boost::unordered_flat_map
#define MUTEX std::mutex
#define READ_LOCK std::unique_lock
#include "table_guarded.h"
#else
BENCH_TABLE_ABSENT(boost_mutex);
#endif
