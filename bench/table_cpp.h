// table_cpp.h: the C++ tables, which share one interface. A table's file includes its header and defines
//   TABLE and CPP_MAP
// and includes this.
#include "peer_hash.h"
#include <cstring>
#include <string>
#include <string_view>
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
// Owned keys, looked up by a view: hash and equality of both, transparent.
struct hash_owned {
    using is_avalanching = void;
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const noexcept { return peer_hash_bytes(key.data(), key.size()); }
};
struct equal_owned {
    using is_transparent = void;
    bool operator()(std::string_view a, std::string_view b) const noexcept { return a == b; }
};
using owned_map = CPP_MAP<std::string, uint64_t, hash_owned, equal_owned>;
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

inline std::string_view view_of(bench_view key) { return {key.ptr, key.len}; }

inline bool erase_owned(owned_map *m, std::string_view key) {
    auto element = m->find(key);
    if (element == m->end()) return false;
    m->erase(element);
    return true;
}

// hopscotch's elements are const; its iterator gives access to the value.
template <class Iterator> inline void count_one_more(Iterator element) {
    if constexpr (requires { element.value(); }) {
        element.value()++;
    } else {
        element->second++;
    }
}

inline void count_word(owned_map *m, std::string_view word) {
    auto element = m->find(word);
    if (element == m->end()) {
        m->emplace(word, 1);
    } else {
        count_one_more(element);
    }
}

#undef T_INSERT
#undef T_PUT
#undef T_FIND
#undef T_ERASE
#define T_INSERT(m, key, value) (m)->emplace(view_of(key), value)
#define T_PUT(m, key, value) (*(m))[std::string(view_of(key))] = value
#define T_FIND(m, key, out) find(m, view_of(key), out)
#define T_ERASE(m, key) erase_owned(m, view_of(key))
#define T(x) owned_##x
#define T_KIND BENCH_OWNED
#define T_MAP owned_map
#include "loops.h"

#undef T_EACH
#define T_EACH(m, DO)                                                                                                  \
    for (const auto &element : *(m)) DO(element.first.c_str(), element.second)
#define T_COUNT(m, key) count_word(m, key)
#define T(x) words_##x
#define T_KIND BENCH_WORDS
#define T_MAP owned_map
#include "loops.h"

} // namespace

BENCH_TABLE(TABLE, default) = {
    .u64 = &u64_ops,
    .cstr = &cstr_ops,
    .string = nullptr,
    .arena = nullptr,
    .words = &words_ops,
    .owned = &owned_ops,
    .owned_long = &owned_ops,
    .shared = nullptr,
    .sizes = {},
};
