// std::unordered_map of the compiler's own library.
#include "bench.h"
#if __has_include(<unordered_map>)
#include <unordered_map>
#define TABLE std
#define CPP_MAP std::unordered_map
#include "table_cpp.h"
#else
BENCH_TABLE_ABSENT(std);
#endif
