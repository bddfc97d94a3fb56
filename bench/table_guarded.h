// table_guarded.h: a C++ table under one lock. A table's file defines
//   TABLE, CPP_MAP, MUTEX and READ_LOCK (std::unique_lock or std::shared_lock)
// and includes this.
#include "peer_hash.h"
#include <mutex>
#include <shared_mutex>

namespace {

struct hash_number {
    using is_avalanching = void; // boost would mix again without
    std::size_t operator()(uint64_t key) const noexcept { return peer_hash_u64(key); }
};
using map = CPP_MAP<uint64_t, uint64_t, hash_number>;
map *shared;
MUTEX mutex;

inline bool get(uint64_t key, uint64_t *out) {
    READ_LOCK<MUTEX> lock(mutex);
    auto element = shared->find(key);
    if (element == shared->end()) return false;
    *out = element->second;
    return true;
}

inline bool put(uint64_t key, uint64_t value) {
    std::unique_lock<MUTEX> lock(mutex);
    return shared->insert_or_assign(key, value).second;
}

inline bool remove(uint64_t key) {
    std::unique_lock<MUTEX> lock(mutex);
    return shared->erase(key) != 0;
}

#define S_OPEN(room) shared = new map
#define S_CLOSE() delete shared
#define S_SIZE() shared->size()
#define S_GET(key, out) get(key, out)
#define S_PUT(key, value) put(key, value)
#define S_REMOVE(key) remove(key)
#include "shared.h"

} // namespace

SHARED_TABLE(TABLE);
