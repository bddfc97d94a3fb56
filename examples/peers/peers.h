// peers.h: what the peers' versions of the examples share. Each file here is one of the programs of examples/, with the
// same input and the same result, written for other tables as one who knows them would: -DPEER_khash, PEER_uthash,
// PEER_stb_ds, PEER_glib, PEER_std or PEER_boost chooses. All have the hash of integers that comes with them. Texts and
// structs are hashed by XXH3, except by stb_ds, which has a hash of its own. What lives until the process ends is not
// freed.
#pragma once
#include "../example.h"

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#if __has_include(<xxhash.h>)
#define XXH_INLINE_ALL
#include <xxhash.h>
inline uint64_t hash_bytes(const void *bytes, size_t size) { return XXH3_64bits(bytes, size); }
#else
#include "../../cchash.h"
inline uint64_t hash_bytes(const void *bytes, size_t size) { return cchash_hash_bytes(bytes, size, 0); }
#endif
inline uint32_t hash_32(const void *bytes, size_t size) {
    uint64_t hash = hash_bytes(bytes, size);
    return (uint32_t)(hash ^ hash >> 32);
}

using view = std::string_view; // for all: a pointer and a length
inline bool is_letter(char c) { return (unsigned)((c | 32) - 'a') < 26; }
inline char *copy_of(view text) {
    char *copy = (char *)malloc(text.size() + 1);
    if (!copy) exit(example_no_memory());
    memcpy(copy, text.data(), text.size());
    copy[text.size()] = 0;
    return copy;
}
template <class T> T *allocated(size_t bytes = sizeof(T)) {
    T *block = (T *)calloc(1, bytes);
    if (!block) exit(example_no_memory());
    return block;
}

#if defined PEER_khash
#include <htslib/khash.h>
inline khint_t hash_view(view text) { return hash_32(text.data(), text.size()); }
inline bool same_view(view a, view b) { return a == b; }
#elif defined PEER_uthash
#define HASH_FUNCTION(bytes, size, out) ((out) = hash_32(bytes, size))
#include <uthash.h>
#elif defined PEER_stb_ds
#define STB_DS_IMPLEMENTATION
#include <stb/stb_ds.h>
// Strings have to end with NUL to be looked up.
struct c_string {
    char text[256];
    c_string(view from) {
        size_t size = std::min(from.size(), sizeof text - 1);
        memcpy(text, from.data(), size);
        text[size] = 0;
    }
};
#elif defined PEER_glib
#include <glib.h>
// Keys are pointers to views, so that pieces of a text can be looked up.
inline guint hash_view(gconstpointer key) { return hash_32(((const view *)key)->data(), ((const view *)key)->size()); }
inline gboolean same_view(gconstpointer a, gconstpointer b) { return *(const view *)a == *(const view *)b; }
#else
#define PEER_cpp
#include <string>
struct text_hash { // of keys that are std::string, too, without making one
    using is_transparent = void;
    using is_avalanching = void; // boost would mix again without
    size_t operator()(view text) const { return hash_bytes(text.data(), text.size()); }
};
template <class T> struct bytes_hash {
    using is_avalanching = void;
    size_t operator()(const T &key) const { return hash_bytes(&key, sizeof key); }
};
#if defined PEER_boost
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
template <class K, class V, class H = boost::hash<K>, class E = std::equal_to<>>
using map = boost::unordered_flat_map<K, V, H, E>;
template <class K, class H = boost::hash<K>, class E = std::equal_to<>> using set = boost::unordered_flat_set<K, H, E>;
#else
#include <unordered_map>
#include <unordered_set>
template <class K, class V, class H = std::hash<K>, class E = std::equal_to<>>
using map = std::unordered_map<K, V, H, E>;
template <class K, class H = std::hash<K>, class E = std::equal_to<>> using set = std::unordered_set<K, H, E>;
#endif
#endif
