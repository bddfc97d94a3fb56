// libcuckoo::cuckoohash_map.
#include "bench.h"
#if __has_include(<libcuckoo/cuckoohash_map.hh>) && !defined(BENCH_WITHOUT_cuckoo)
#include "peer_hash.h"
#include <libcuckoo/cuckoohash_map.hh>

namespace {

struct hash_number {
    std::size_t operator()(uint64_t key) const noexcept { return peer_hash_u64(key); }
};
using map = libcuckoo::cuckoohash_map<uint64_t, uint64_t, hash_number>;
map *shared;

#define TABLE cuckoo
#define S_OPEN(room) shared = new map
#define S_CLOSE() delete shared
#define S_SIZE() shared->size()
#define S_GET(key, out) shared->find(key, *(out))
#define S_PUT(key, value) shared->insert_or_assign(key, value)
#define S_REMOVE(key) shared->erase(key)
#include "shared.h"

} // namespace

SHARED_TABLE(TABLE);
#else
BENCH_TABLE_ABSENT(cuckoo);
#endif
