// std::unordered_map under std::mutex.
#include "bench.h"
#include <unordered_map>
#define TABLE std_mutex
#define CPP_MAP std::unordered_map
#define MUTEX std::mutex
#define READ_LOCK std::unique_lock
#include "table_guarded.h"
