// table_cpp.h: the C++ tables, which share one interface. A table's file includes its header and defines
//   TABLE and CPP_MAP
// and includes this.
#include "peer_hash.h"
#include <cstring>
#include <utility>

namespace {

struct hash_number {
    using is_avalanching = void; // boost would mix again without
    std::size_t operator()(uint64_t key) const noexcept { return peer_hash_u64(key); }
};
struct equal_numbers {
    bool operator()(uint64_t a, uint64_t b) const noexcept { return a == b; }
};
struct hash_text {
    using is_avalanching = void;
    std::size_t operator()(const char *key) const noexcept { return peer_hash_text(key); }
};
struct equal_texts {
    bool operator()(const char *a, const char *b) const noexcept { return std::strcmp(a, b) == 0; }
};
using u64_map = CPP_MAP<uint64_t, uint64_t, hash_number, equal_numbers>;
using cstr_map = CPP_MAP<const char *, uint64_t, hash_text, equal_texts>;

template <class Map> void init(Map *m) { Map().swap(*m); }

template <class Map, class Key> inline void put(Map *m, Key key, uint64_t value) {
    auto added = m->emplace(key, value);
    if (!added.second) (*m)[key] = value;
}

template <class Map, class Key> inline bool find(Map *m, Key key, uint64_t *out) {
    auto element = m->find(key);
    if (element == m->end()) return false;
    *out = element->second;
    return true;
}

#define T_INIT(m) init(m)
#define T_FREE(m) init(m)
#define T_CAN_RESERVE 1
#define T_RESERVE(m, n) (m)->reserve(n)
#define T_HAS_BATCH 0
#define T_SIZE(m) (m)->size()
#define T_INSERT(m, key, value) (m)->emplace(key, value)
#define T_PUT(m, key, value) put(m, key, value)
#define T_FIND(m, key, out) find(m, key, out)
#define T_ERASE(m, key) (m)->erase(key)
#define T_EACH(m, DO)                                                                                                  \
    for (const auto &element : *(m)) DO(element.first, element.second)

#define T(x) u64_##x
#define T_KIND BENCH_U64
#define T_MAP u64_map
#include "loops.h"

#define T(x) cstr_##x
#define T_KIND BENCH_CSTR
#define T_MAP cstr_map
#include "loops.h"

} // namespace

extern "C" const bench_table BENCH_PASTE(BENCH_PASTE(table_, TABLE), _default);
extern "C" const bench_table BENCH_PASTE(BENCH_PASTE(table_, TABLE),
                                         _default) = {BENCH_STRING_OF(TABLE),
                                                      "default",
                                                      nullptr,
                                                      true,
                                                      {0, 0, 0, nullptr},
                                                      {&u64_ops, &cstr_ops, nullptr, nullptr, nullptr}};
