// std::unordered_map under std::shared_mutex.
#include "bench.h"
#include <unordered_map>
#define TABLE std_rw
#define CPP_MAP std::unordered_map
#define MUTEX std::shared_mutex
#define READ_LOCK std::shared_lock
#include "table_guarded.h"
