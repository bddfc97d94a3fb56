// tbb::concurrent_hash_map.
#include "bench.h"
#if __has_include(<tbb/concurrent_hash_map.h>) && !defined(BENCH_WITHOUT_tbb)
#include "peer_hash.h"
#include <tbb/concurrent_hash_map.h>

namespace {

struct compare {
    static std::size_t hash(uint64_t key) { return peer_hash_u64(key); }
    static bool equal(uint64_t a, uint64_t b) { return a == b; }
};
using map = tbb::concurrent_hash_map<uint64_t, uint64_t, compare>;
map *shared;

inline bool get(uint64_t key, uint64_t *out) {
    map::const_accessor element;
    if (!shared->find(element, key)) return false;
    *out = element->second;
    return true;
}

inline bool put(uint64_t key, uint64_t value) {
    map::accessor element;
    bool added = shared->insert(element, key);
    element->second = value;
    return added;
}

#define TABLE tbb
#define S_OPEN(room) shared = new map
#define S_CLOSE() delete shared
#define S_SIZE() shared->size()
#define S_GET(key, out) get(key, out)
#define S_PUT(key, value) put(key, value)
#define S_REMOVE(key) shared->erase(key)
#include "shared.h"

} // namespace

SHARED_TABLE(TABLE);
#else
BENCH_TABLE_ABSENT(tbb);
#endif
