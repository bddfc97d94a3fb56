/* khash, as htslib brings it. Its hashes have 32 bits. */
#include "peer_hash.h"

#if __has_include(<htslib/khash.h>) && !defined(BENCH_WITHOUT_khash)

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wshadow"
#include <htslib/khash.h>
static inline khint_t fold_32(uint64_t hash) { return (khint_t)(hash ^ (hash >> 32)); }
#define hash_u64(key) fold_32(peer_hash_u64(key))
#define hash_text(key) fold_32(peer_hash_text(key))
KHASH_INIT(u64, uint64_t, uint64_t, 1, hash_u64, kh_int64_hash_equal)
KHASH_INIT(text, const char *, uint64_t, 1, hash_text, kh_str_hash_equal)

#define T_INIT(m) (*(m) = T(init)())
#define T_FREE(m) (T(destroy)(*(m)), *(m) = NULL)
#define T_CAN_RESERVE 1
#define T_RESERVE(m, n) T(resize)(*(m), (khint_t)((double)(n) / 0.77) + 1)
#define T_HAS_BATCH 0
#define T_SIZE(m) kh_size(*(m))
#define T_INSERT(m, k, v)                                                                                              \
    do {                                                                                                               \
        int added_;                                                                                                    \
        khint_t slot_ = T(put)(*(m), k, &added_);                                                                      \
        kh_value(*(m), slot_) = v;                                                                                     \
    } while (0)
#define T_PUT(m, key, value) T_INSERT(m, key, value)
#define T_FIND(m, key, out) T(find)(m, key, out)
#define T_ERASE(m, key) T(erase)(m, key)
#define T_EACH(m, DO)                                                                                                  \
    for (khint_t slot_ = kh_begin(*(m)); slot_ != kh_end(*(m)); slot_++)                                               \
        if (kh_exist(*(m), slot_)) DO(kh_key(*(m), slot_), kh_value(*(m), slot_))

#define KHASH_FIND_ERASE(name, K)                                                                                      \
    static inline bool kh_find_##name(khash_t(name) * *m, K key, uint64_t * out) {                                     \
        khint_t slot = kh_get(name, *m, key);                                                                          \
        if (slot == kh_end(*m)) return false;                                                                          \
        *out = kh_value(*m, slot);                                                                                     \
        return true;                                                                                                   \
    }                                                                                                                  \
    static inline bool kh_erase_##name(khash_t(name) * *m, K key) {                                                    \
        khint_t slot = kh_get(name, *m, key);                                                                          \
        if (slot == kh_end(*m)) return false;                                                                          \
        kh_del(name, *m, slot);                                                                                        \
        return true;                                                                                                   \
    }
KHASH_FIND_ERASE(u64, uint64_t)
KHASH_FIND_ERASE(text, const char *)

#define T(x) kh_##x##_u64
#define T_KIND BENCH_U64
#define T_MAP khash_t(u64) *
#include "loops.h"

#define T(x) kh_##x##_text
#define T_KIND BENCH_CSTR
#define T_MAP khash_t(text) *
#include "loops.h"
#pragma GCC diagnostic pop

BENCH_TABLE(khash, default) = {.u64 = &kh_ops_u64, .cstr = &kh_ops_text};

#else
BENCH_TABLE_ABSENT(khash);
#endif
