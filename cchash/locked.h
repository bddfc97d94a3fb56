/* cchash/locked.h: any map or set behind locks, for many threads.
 * SPDX-License-Identifier: MIT-0
 *
 *     CCHASH_DEFINE(table, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
 *     CCHASH_SYNC_DEFINE(hits, table, CCHASH_STRIPED);
 *
 *     static hits all;                                  all zeros: an empty map
 *     hits_fetch_add(&all, key, 1, NULL);               from any thread
 *
 *     hits | shards, seed |
 *            v
 *          | hasher | lock, map | lock, map | ...       each padded to a multiple of 64 bytes
 *
 * Nothing that is returned points into the map: values are copied out (by CCHASH_VALUE_COPY if there is one), moved out
 * by take, or seen by a callback under the lock.
 *
 * Invariants. A key is in the shard that bits of its mixed hash choose. All shards have one seed, which does not change
 * while they exist. The hasher is an empty map with that seed that nobody changes: hashes are computed and mixed with
 * it, before the lock is taken; a shard's map takes the mixed hash. Shards are made at the first insertion, and freed
 * by name_free only.
 *
 * Callbacks run under the lock of one shard. They must not call the map that called them (CCHASH_DEBUG aborts with a
 * sentence), and should be short. One that leaves by longjmp or an exception leaves the shard locked for ever. */
#ifndef CCHASH_PRIV_LOCKED_H
#define CCHASH_PRIV_LOCKED_H

#include "string_map.h"
#include "typed.h"
#include "lock.h"
#include "granular.h"
#include "locked_keys.h"

#include "macros_sync_off.h"

/* ---- The macros --------------------------------------------------------------------------------------------------
 * At file or namespace scope, after the map has been defined (or implemented, in the same file):
 *
 *     CCHASH_SYNC_DEFINE(name, map, pattern);           any map
 *     CCHASH_SYNC_DEFINE_SET(name, set, pattern);       any set: its functions have no values, so C wants another macro
 *     CCHASH_SYNC_DEFINE_STR(name, map, pattern);       a map of owned strings, with all three forms of a key
 *     CCHASH_SYNC_DEFINE_STR_SET(name, set, pattern);   such a set
 *
 * Patterns: CCHASH_STRIPED(shards), a power of two up to 4096; CCHASH_STRIPED, 64 shards; CCHASH_COARSE, one. With
 * CCHASH_COARSE_RW, CCHASH_STRIPED_RW and CCHASH_STRIPED_RW(shards), the locks are reader-writer locks: for long reads,
 * such as visits of large values. For short ones they are slower, because readers write to them too. CCHASH_GRANULAR,
 * over chaining only: a lock in each bucket (cchash/granular.h), where functions of the whole map go bucket by bucket.
 *
 * The functions, of a map from K to V. All but init, init_… and free may be called by any thread at any time.
 *
 *     bool   name_init(name *, size_t expected)         false: no memory. Not needed before the first insertion
 *     void   name_init_seed(name *, uint64_t seed)      an empty map with that seed
 *     void   name_init_allocator(name *, context)       an empty map. All its memory, that of the shards too, comes
 * from the allocator of its type (CCHASH_ALLOCATOR), which gets the context, otherwise zeros; from any thread void
 * name_init_ex(name *, uint64_t seed, context)    both void   name_free(name *)                          when no other
 * thread uses the map bool   name_get(const name *, K, V *out)          false: absent, or no memory for the copy; out
 * may be NULL V      name_get_or(const name *, K, V otherwise) bool   name_contains(const name *, K) int name_put(name
 * *, K, V)                     CCHASH_INSERTED, CCHASH_PRESENT or CCHASH_NOMEM int    name_add(name *, K, V, V *there)
 * does not overwrite; copies what is there instead, unless NULL bool   name_remove(name *, K) bool   name_take(name *,
 * K, V *out)               moves the value out bool   name_remove_if(name *, K, bool (*condition)(const K *, const V *,
 * void *), void *) bool   name_replace(name *, K, const V *expected, V desired)    true: its bytes were those of
 * *expected, and it is desired now; false: absent, or another value, or no memory for a copy int    name_upsert(name *,
 * K, cchash_verdict (*change)(const K *, V *, bool present, void *), void *) change sees a copy of the value's bytes,
 * or zeros. CCHASH_STORE puts them into the map as they are then, CCHASH_REMOVE removes the element with its value,
 * CCHASH_KEEP does nothing. CCHASH_PRESENT: the key was there; CCHASH_INSERTED: it is new; CCHASH_DECLINED: it is
 * absent still; CCHASH_NOMEM: the same, since there was no memory for it, and change has not been called int
 * name_compute_if_absent(name *, K, bool (*make)(const K *, V *, void *), void *, V *out) make fills in a zeroed value,
 * unless the key is there; false: nothing is inserted (CCHASH_DECLINED). *out is a copy of the value in the map; out
 * may be NULL. CCHASH_NOMEM: no memory for the key, and make has not been called; or, if out is not NULL, perhaps only
 * none for the copy int    name_fetch_add(name *, K, V delta, V *before)    V is an integer; an absent one counts as 0
 *     size_t name_get_many(const name *, const K *, size_t count, V *out, bool *found)    how many were found; either
 *            array may be NULL. Not one moment's view of the map
 *     size_t name_size(const name *)                    of each shard at some moment of the call; exact when quiet
 *     void   name_for_each(const name *, bool (*visit)(const K *, const V *, void *), void *)    shard after shard,
 *            until visit says false. An element that is there all along is seen once
 *     size_t name_retain(name *, bool (*keep)(const K *, const V *, void *), void *)     how many were removed
 *     bool   name_reserve(name *, size_t count)         room for that many in all, if they spread as is likely
 *     void   name_clear(name *)
 *     cchash_stats name_stats(const name *)
 *     bool   name_verify(const name *)
 *     bool   name_visit(const name *, K, void (*see)(const K *, const V *, void *), void *)    false: absent
 *     bool   name_visit_mut(name *, K, void (*see)(const K *, V *, void *), void *)
 *
 * Sets: name_add(name *, K), name_take(name *, K, K *out), name_get_many(const name *, const K *, size_t, bool *found),
 * callbacks without V, and none of put, get, get_or, replace, upsert, compute_if_absent, fetch_add, visit_mut.
 *
 * Strings: a key is a C string. The macros with _STR add the other forms of a map of strings, as in name_get(m, "a"),
 * name_get_n(m, bytes, 1) and name_get_view(m, view); get_many has two. Callbacks get a const cchash_str *, but those
 * of upsert and compute_if_absent a const cchash_view *. */
#define CCHASH_SYNC_DEFINE(name_, map_, pattern_)                                                                      \
    CCHASH_PRIV_SYNC(_MAP, _ONE, name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))
#define CCHASH_SYNC_DEFINE_SET(name_, map_, pattern_)                                                                  \
    CCHASH_PRIV_SYNC(_SET, _ONE, name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))
#define CCHASH_SYNC_DEFINE_STR(name_, map_, pattern_)                                                                  \
    CCHASH_PRIV_SYNC(_MAP, _TEXT, name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))
#define CCHASH_SYNC_DEFINE_STR_SET(name_, map_, pattern_)                                                              \
    CCHASH_PRIV_SYNC(_SET, _TEXT, name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))

/* A pattern is what is locked, a lock, and a number of shards, or of teams (cchash/granular.h). Without an argument
 * the last word is the constant, with one the macro. */
#define CCHASH_PRIV_PATTERN_CCHASH_COARSE _SHARDS, cchash_priv_lock, CCHASH_PRIV_ONE_SHARD
#define CCHASH_PRIV_PATTERN_CCHASH_COARSE_RW _SHARDS, cchash_priv_rwlock, CCHASH_PRIV_ONE_SHARD
#define CCHASH_PRIV_PATTERN_CCHASH_STRIPED _SHARDS, cchash_priv_lock, CCHASH_PRIV_SHARDS
#define CCHASH_PRIV_PATTERN_CCHASH_STRIPED_RW _SHARDS, cchash_priv_rwlock, CCHASH_PRIV_SHARDS
#define CCHASH_PRIV_PATTERN_CCHASH_GRANULAR _BUCKETS, cchash_priv_team, CCHASH_PRIV_TEAMS
enum { CCHASH_PRIV_ONE_SHARD = 1, CCHASH_PRIV_SHARDS = 64, CCHASH_PRIV_SHARDS_MOST = 4096 };
#define CCHASH_PRIV_SHARDS(shards_) (shards_)
#define CCHASH_PRIV_ONE_SHARD(shards_) -1 /* refused */

typedef cchash_lock cchash_priv_lock_type;
typedef cchash_rwlock cchash_priv_rwlock_type;

/* ---- What is the same for all types ------------------------------------------------------------------------------ */

/* How many elements one of the shards is to have room for, if there are so many in all: the mean, and four times its
 * root, rounded up. */
CCHASH_PRIV_STATIC size_t cchash_priv_shard_share(size_t count, size_t shards) {
    size_t mean = count / shards + (count % shards != 0), root = 1;
    if (shards == 1 || !count) return count;
    while (root < mean / root) root *= 2;
    return mean > SIZE_MAX - 4 * root ? SIZE_MAX : mean + 4 * root;
}

CCHASH_PRIV_STATIC void cchash_priv_stats_merge(cchash_stats *all, cchash_stats one, double *slots) {
    if (one.load > 0) *slots += (double)one.size / one.load;
    all->mean_probe = all->mean_probe * (double)all->size + one.mean_probe * (double)one.size;
    all->size += one.size;
    all->mean_probe = all->size ? all->mean_probe / (double)all->size : 0;
    all->capacity += one.capacity;
    all->bytes += one.bytes;
    all->load = *slots > 0 ? (double)all->size / *slots : 0;
    if (one.max_probe > all->max_probe) all->max_probe = one.max_probe;
    for (size_t bin = 0; bin < CCHASH_STATS_BINS; bin++) all->histogram[bin] += one.histogram[bin];
}

/* Adds integers of any size, modulo 2^bits. */
CCHASH_PRIV_STATIC bool cchash_priv_add_integer(void *to, const void *by, size_t size) {
    uint64_t left64, right64;
    uint32_t left32, right32;
    uint16_t left16, right16;
    switch (size) {
    case 1: *(unsigned char *)to = (unsigned char)(*(unsigned char *)to + *(const unsigned char *)by); return true;
    case 2:
        memcpy(&left16, to, size), memcpy(&right16, by, size);
        left16 = (uint16_t)(left16 + right16);
        memcpy(to, &left16, size);
        return true;
    case 4:
        memcpy(&left32, to, size), memcpy(&right32, by, size);
        left32 += right32;
        memcpy(to, &left32, size);
        return true;
    case 8:
        memcpy(&left64, to, size), memcpy(&right64, by, size);
        left64 += right64;
        memcpy(to, &left64, size);
        return true;
    default: return false;
    }
}

/* fetch_add is there for every V, because a macro cannot see what V is. Compilers of GNU's family refuse a call where V
 * is no integer. (The number is that of integers; char, enumerations and bool have others in C++.) */
#if defined(__has_attribute)
#if __has_attribute(__error__)
#define CCHASH_PRIV_ERROR_ATTRIBUTE 1
#endif
#endif
#if defined(__GNUC__) && defined(CCHASH_PRIV_ERROR_ATTRIBUTE)
#define CCHASH_PRIV_V_IS_INTEGER(V_)                                                                                   \
    (__builtin_classify_type(*(V_ *)NULL) >= 1 && __builtin_classify_type(*(V_ *)NULL) <= 4)
void cchash_priv_fetch_add_is_for_integers(void)
    __attribute__((__error__("cchash: name_fetch_add is for maps whose values are integers")));
#define CCHASH_PRIV_WANT_INTEGER(V_) (CCHASH_PRIV_V_IS_INTEGER(V_) ? (void)0 : cchash_priv_fetch_add_is_for_integers())
#else
#define CCHASH_PRIV_WANT_INTEGER(V_) ((void)0)
#endif

/* ---- Types, and the life of a map -------------------------------------------------------------------------------- */

/* A pattern that is not in the list above is one word, and not three. */
#define CCHASH_PRIV_SYNC(kind_, forms_, name_, map_, ...)                                                              \
    CCHASH_PRIV_SYNC_CHOICE(__VA_ARGS__, CCHASH_PRIV_SYNC_, ~, CCHASH_PRIV_SYNC_UNKNOWN, ~)                            \
    (kind_, forms_, name_, map_, __VA_ARGS__)
#define CCHASH_PRIV_SYNC_CHOICE(what_, lock_, shards_, choice_, ...) choice_
#define CCHASH_PRIV_SYNC_UNKNOWN(kind_, forms_, name_, map_, pattern_)                                                 \
    CCHASH_PRIV_REQUIRE(false, name_##_priv_pattern_is_unknown,                                                        \
                        "cchash: " #name_                                                                              \
                        ": the pattern is CCHASH_COARSE, CCHASH_STRIPED, CCHASH_STRIPED(shards), one of these with "   \
                        "_RW, as in CCHASH_STRIPED_RW(shards), or CCHASH_GRANULAR");                                   \
    struct name_
#define CCHASH_PRIV_SYNC_(kind_, forms_, name_, map_, what_, lock_, shards_)                                           \
    CCHASH_PRIV_REQUIRE((shards_) != -1, name_##_priv_coarse_has_no_number,                                            \
                        "cchash: " #name_ ": CCHASH_COARSE has no number of shards: it is one");                       \
    CCHASH_PRIV_REQUIRE((shards_) == -1 || ((shards_) >= 1 && (shards_) <= (int)CCHASH_PRIV_SHARDS_MOST &&             \
                                            ((shards_) & ((shards_)-1)) == 0),                                         \
                        name_##_priv_shards_are_a_power_of_two,                                                        \
                        "cchash: " #name_ ": the number of shards must be a power of two, 1 to 4096");                 \
    CCHASH_PRIV_SYNC_TYPES##kind_(name_, map_)                                                                         \
        CCHASH_PRIV_SYNC_ENGINE(kind_, name_, map_, _of_##name_, _own_of_##name_)                                      \
            CCHASH_PRIV_SYNC_TYPES(name_, map_, lock_, shards_) CCHASH_PRIV_SYNC_ACCESS##what_(name_, map_)            \
                CCHASH_PRIV_SYNC_ENTRANCES(name_) CCHASH_PRIV_SYNC_LIFE(name_, map_, lock_)                            \
                    CCHASH_PRIV_SYNC_WHOLE##what_(kind_, name_, map_, lock_) CCHASH_PRIV_SYNC_INIT(name_, map_)        \
                        CCHASH_PRIV_SYNC_KEYS(kind_, forms_, name_, map_) struct name_

#define CCHASH_PRIV_SYNC_TYPES_MAP(name_, map_)                                                                        \
    typedef map_##_key name_##_key;                                                                                    \
    typedef map_##_value name_##_value;                                                                                \
    CCHASH_PRIV_STATIC bool name_##_priv_copy_value(name_##_value *cchash_to_, const name_##_value *cchash_from_) {    \
        if (!cchash_to_) return true;                                                                                  \
        memset((void *)cchash_to_, 0, sizeof *cchash_to_);                                                             \
        if (map_##_priv_type.value_copy) return map_##_priv_type.value_copy(cchash_to_, cchash_from_);                 \
        memcpy((void *)cchash_to_, (const void *)cchash_from_, sizeof *cchash_to_);                                    \
        return true;                                                                                                   \
    }
#define CCHASH_PRIV_SYNC_TYPES_SET(name_, map_) typedef map_##_key name_##_key;

/* The shards are an array of which the first is the hasher. */
#define CCHASH_PRIV_SYNC_TYPES(name_, map_, lock_, shards_)                                                            \
    enum { name_##_priv_shards = (shards_) };                                                                          \
    typedef struct name_ {                                                                                             \
        cchash_priv_word cchash_shards;                                                                                \
        uint64_t cchash_seed;                                                                                          \
        bool cchash_seeded;                                                                                            \
        map_##_priv_context cchash_context;                                                                            \
    } name_;                                                                                                           \
    typedef struct name_##_priv_parts {                                                                                \
        lock_##_type cchash_lock;                                                                                      \
        map_ cchash_map;                                                                                               \
    } name_##_priv_parts;                                                                                              \
    typedef union name_##_priv_shard {                                                                                 \
        name_##_priv_parts cchash_parts;                                                                               \
        char cchash_padding[(sizeof(name_##_priv_parts) + 63) / 64 * 64];                                              \
    } name_##_priv_shard;                                                                                              \
    CCHASH_PRIV_INLINE name_##_priv_shard *name_##_priv_all(const name_ *cchash_sync_) {                               \
        return (name_##_priv_shard *)cchash_priv_word_load_acquire(&cchash_sync_->cchash_shards);                      \
    }                                                                                                                  \
    /* The two hashes of a key whose hash by the user's function is known. */                                          \
    CCHASH_PRIV_INLINE cchash_priv_hashes name_##_priv_hashes_of(const name_##_priv_shard *cchash_all_,                \
                                                                 uint64_t cchash_hash_) {                              \
        cchash_priv_hashes cchash_hashes_;                                                                             \
        cchash_hashes_.user = cchash_hash_;                                                                            \
        cchash_hashes_.mixed = map_##_priv_mix(cchash_hash_, map_##_priv_seed(&cchash_all_->cchash_parts.cchash_map)); \
        return cchash_hashes_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_parts *name_##_priv_lock_rd(name_##_priv_shard *cchash_all_, size_t cchash_at_) {  \
        lock_##_rd(&cchash_all_[cchash_at_].cchash_parts.cchash_lock);                                                 \
        return &cchash_all_[cchash_at_].cchash_parts;                                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_unlock_rd(name_##_priv_parts *cchash_shard_) {                                \
        lock_##_rdu(&cchash_shard_->cchash_lock);                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_unlock_wr(name_##_priv_parts *cchash_shard_) {                                \
        lock_##_wru(&cchash_shard_->cchash_lock);                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_parts *name_##_priv_lock_wr(name_##_priv_shard *cchash_all_, size_t cchash_at_) {  \
        lock_##_wr(&cchash_all_[cchash_at_].cchash_parts.cchash_lock);                                                 \
        return &cchash_all_[cchash_at_].cchash_parts;                                                                  \
    }

/* How an operation finds the shard of a key. */
#define CCHASH_PRIV_SYNC_ACCESS_SHARDS(name_, map_)                                                                    \
    enum { name_##_priv_batch_shards = name_##_priv_shards };                                                          \
    CCHASH_PRIV_INLINE size_t name_##_priv_shard_of(uint64_t cchash_mixed_) {                                          \
        return 1 + cchash_priv_shard_of(cchash_mixed_, name_##_priv_shards);                                           \
    }                                                                                                                  \
    /* What is to be done in a locked shard before a key is looked up or inserted, and afterwards: nothing. */         \
    CCHASH_PRIV_INLINE void name_##_priv_open(name_##_priv_parts *cchash_shard_, uint64_t cchash_mixed_) {             \
        (void)cchash_shard_, (void)cchash_mixed_;                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_open_need(name_##_priv_parts *cchash_shard_, uint64_t cchash_mixed_) {        \
        (void)cchash_shard_, (void)cchash_mixed_;                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_close(name_##_priv_parts *cchash_shard_, uint64_t cchash_mixed_) {            \
        (void)cchash_shard_, (void)cchash_mixed_;                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_prefetch_in(const name_##_priv_parts *cchash_shard_,                          \
                                                     cchash_priv_hashes cchash_hashes_) {                              \
        name_##_priv_prefetch(&cchash_shard_->cchash_map, cchash_hashes_);                                             \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_set_up(name_##_priv_shard *cchash_all_) {                                     \
        (void)cchash_all_;                                                                                             \
        return true;                                                                                                   \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_tear_down(name_##_priv_shard *cchash_all_) { (void)cchash_all_; }

/* The ways into a shard: for an operation that does not insert, reading or writing, and for one that may insert. */
#define CCHASH_PRIV_SYNC_ENTRANCES(name_)                                                                              \
    CCHASH_PRIV_INLINE name_##_priv_parts *name_##_priv_enter_all_rd(name_##_priv_shard *cchash_all_,                  \
                                                                     uint64_t cchash_mixed_) {                         \
        name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(cchash_all_, name_##_priv_shard_of(cchash_mixed_));   \
        name_##_priv_open(cchash_shard_, cchash_mixed_);                                                               \
        return cchash_shard_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_parts *name_##_priv_enter_all_wr(name_##_priv_shard *cchash_all_,                  \
                                                                     uint64_t cchash_mixed_) {                         \
        name_##_priv_parts *cchash_shard_ = name_##_priv_lock_wr(cchash_all_, name_##_priv_shard_of(cchash_mixed_));   \
        name_##_priv_open(cchash_shard_, cchash_mixed_);                                                               \
        return cchash_shard_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_parts *name_##_priv_enter_need_wr(name_##_priv_shard *cchash_all_,                 \
                                                                      uint64_t cchash_mixed_) {                        \
        name_##_priv_parts *cchash_shard_ = name_##_priv_lock_wr(cchash_all_, name_##_priv_shard_of(cchash_mixed_));   \
        name_##_priv_open_need(cchash_shard_, cchash_mixed_);                                                          \
        return cchash_shard_;                                                                                          \
    }

#define CCHASH_PRIV_SYNC_BYTES(name_) ((name_##_priv_shards + 1) * sizeof(name_##_priv_shard))
#define CCHASH_PRIV_SYNC_LIFE(name_, map_, lock_)                                                                      \
    /* Frees the shards, by the allocator of their maps. */                                                            \
    CCHASH_PRIV_COLD void name_##_priv_drop(name_##_priv_shard *cchash_all_) {                                         \
        int cchash_errno_ = errno;                                                                                     \
        name_##_priv_tear_down(cchash_all_);                                                                           \
        for (size_t cchash_at_ = 0; cchash_at_ <= name_##_priv_shards; cchash_at_++) {                                 \
            map_##_free(&cchash_all_[cchash_at_].cchash_parts.cchash_map);                                             \
            lock_##_destroy(&cchash_all_[cchash_at_].cchash_parts.cchash_lock);                                        \
        }                                                                                                              \
        const map_ cchash_hasher_ = cchash_all_[0].cchash_parts.cchash_map;                                            \
        map_##_priv_type.release(&cchash_hasher_, cchash_all_, CCHASH_PRIV_SYNC_BYTES(name_), 64);                     \
        errno = cchash_errno_;                                                                                         \
    }                                                                                                                  \
    /* Makes the shards. If another thread has been quicker, its are taken. NULL: no memory. */                        \
    CCHASH_PRIV_COLD name_##_priv_shard *name_##_priv_make(name_ *cchash_sync_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        cchash_priv_word cchash_there_ = 0;                                                                            \
        map_ cchash_empty_;                                                                                            \
        map_##_init(&cchash_empty_);                                                                                   \
        map_##_priv_set_context(&cchash_empty_, cchash_sync_->cchash_context);                                         \
        name_##_priv_shard *cchash_all_ = (name_##_priv_shard *)cchash_priv_zero(                                      \
            map_##_priv_type.allocate(&cchash_empty_, CCHASH_PRIV_SYNC_BYTES(name_), 64),                              \
            CCHASH_PRIV_SYNC_BYTES(name_));                                                                            \
        errno = cchash_errno_;                                                                                         \
        if (!cchash_all_) return name_##_priv_all(cchash_sync_);                                                       \
        uint64_t cchash_seed_ = cchash_sync_->cchash_seeded                                                            \
                                    ? cchash_sync_->cchash_seed                                                        \
                                    : cchash_priv_draw_seed(cchash_all_, map_##_priv_type.seeded_hash);                \
        map_##_init_seed(&cchash_empty_, cchash_seed_);                                                                \
        map_##_priv_set_context(&cchash_empty_, cchash_sync_->cchash_context);                                         \
        for (size_t cchash_at_ = 0; cchash_at_ <= name_##_priv_shards; cchash_at_++) {                                 \
            cchash_all_[cchash_at_].cchash_parts.cchash_map = cchash_empty_;                                           \
            lock_##_init(&cchash_all_[cchash_at_].cchash_parts.cchash_lock);                                           \
        }                                                                                                              \
        if (name_##_priv_set_up(cchash_all_) &&                                                                        \
            cchash_priv_word_cas(&cchash_sync_->cchash_shards, &cchash_there_, (cchash_priv_word)cchash_all_))         \
            return cchash_all_;                                                                                        \
        name_##_priv_drop(cchash_all_);                                                                                \
        return name_##_priv_all(cchash_sync_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_shard *name_##_priv_need(name_ *cchash_sync_) {                                    \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        return CCHASH_PRIV_LIKELY(cchash_all_ != NULL) ? cchash_all_ : name_##_priv_make(cchash_sync_);                \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_free(name_ *cchash_sync_) {                                                        \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        cchash_priv_word_store(&cchash_sync_->cchash_shards, 0);                                                       \
        if (cchash_all_) name_##_priv_drop(cchash_all_);                                                               \
    }

/* ---- Functions of the whole map: shard after shard --------------------------------------------------------------- */

/* The head of a loop over the shards, each locked; what follows the body unlocks. */
#define CCHASH_PRIV_SYNC_EACH(name_)                                                                                   \
    for (size_t cchash_at_ = 1; cchash_all_ && cchash_at_ <= name_##_priv_shards; cchash_at_++)

#define CCHASH_PRIV_SYNC_RETAIN(kind_, name_, map_)                                                                    \
    CCHASH_PRIV_STATIC size_t name_##_priv_retain_in(                                                                  \
        map_ *cchash_map_,                                                                                             \
        bool (*cchash_keep_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),           \
        void *cchash_context_) {                                                                                       \
        size_t cchash_before_ = map_##_size(cchash_map_);                                                              \
        CCHASH_FOREACH (map_, cchash_iter_, cchash_map_)                                                               \
            if (!cchash_keep_(cchash_iter_.key CCHASH_PRIV_VALUED##kind_(, cchash_iter_.value), cchash_context_))      \
                map_##_remove_at(cchash_map_, &cchash_iter_);                                                          \
        if (map_##_size(cchash_map_) != cchash_before_) map_##_priv_maintain(cchash_map_);                             \
        return cchash_before_ - map_##_size(cchash_map_);                                                              \
    }

#define CCHASH_PRIV_SYNC_INIT(name_, map_)                                                                             \
    CCHASH_PRIV_STATIC void name_##_init_seed(name_ *cchash_sync_, uint64_t cchash_seed_) {                            \
        memset((void *)cchash_sync_, 0, sizeof *cchash_sync_);                                                         \
        cchash_sync_->cchash_seed = cchash_seed_;                                                                      \
        cchash_sync_->cchash_seeded = true;                                                                            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_init_allocator(name_ *cchash_sync_, map_##_priv_context cchash_context_) {         \
        memset((void *)cchash_sync_, 0, sizeof *cchash_sync_);                                                         \
        cchash_sync_->cchash_context = cchash_context_;                                                                \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_init_ex(name_ *cchash_sync_, uint64_t cchash_seed_,                                \
                                            map_##_priv_context cchash_context_) {                                     \
        name_##_init_seed(cchash_sync_, cchash_seed_);                                                                 \
        cchash_sync_->cchash_context = cchash_context_;                                                                \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_init(name_ *cchash_sync_, size_t cchash_expected_) {                               \
        memset((void *)cchash_sync_, 0, sizeof *cchash_sync_);                                                         \
        if (name_##_reserve(cchash_sync_, cchash_expected_)) return true;                                              \
        name_##_free(cchash_sync_);                                                                                    \
        return false;                                                                                                  \
    }

#define CCHASH_PRIV_SYNC_WHOLE_SHARDS(kind_, name_, map_, lock_)                                                       \
    CCHASH_PRIV_SYNC_RETAIN(kind_, name_, map_)                                                                        \
    CCHASH_PRIV_SYNC_SIZES(name_, map_)                                                                                \
    CCHASH_PRIV_SYNC_WALKS(kind_, name_, map_)                                                                         \
    CCHASH_PRIV_SYNC_VERIFY(name_, map_)

#define CCHASH_PRIV_SYNC_SIZES(name_, map_)                                                                            \
    CCHASH_PRIV_STATIC size_t name_##_size(const name_ *cchash_sync_) {                                                \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        size_t cchash_size_ = 0;                                                                                       \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(cchash_all_, cchash_at_);                         \
            cchash_size_ += map_##_size(&cchash_shard_->cchash_map);                                                   \
            name_##_priv_unlock_rd(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_size_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_reserve(name_ *cchash_sync_, size_t cchash_count_) {                               \
        name_##_priv_shard *cchash_all_ = name_##_priv_need(cchash_sync_);                                             \
        bool cchash_done_ = cchash_all_ != NULL;                                                                       \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_wr(cchash_all_, cchash_at_);                         \
            cchash_done_ = map_##_reserve(&cchash_shard_->cchash_map,                                                  \
                                          cchash_priv_shard_share(cchash_count_, name_##_priv_shards)) &&              \
                           cchash_done_;                                                                               \
            name_##_priv_unlock_wr(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_done_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_clear(name_ *cchash_sync_) {                                                       \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_wr(cchash_all_, cchash_at_);                         \
            map_##_clear(&cchash_shard_->cchash_map);                                                                  \
            name_##_priv_unlock_wr(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
    }

#define CCHASH_PRIV_SYNC_WALKS(kind_, name_, map_)                                                                     \
    CCHASH_PRIV_STATIC cchash_stats name_##_stats(const name_ *cchash_sync_) {                                         \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        cchash_stats cchash_stats_;                                                                                    \
        double cchash_slots_ = 0;                                                                                      \
        memset(&cchash_stats_, 0, sizeof cchash_stats_);                                                               \
        if (cchash_all_) cchash_stats_.bytes = CCHASH_PRIV_SYNC_BYTES(name_);                                          \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(cchash_all_, cchash_at_);                         \
            cchash_priv_stats_merge(&cchash_stats_, map_##_stats(&cchash_shard_->cchash_map), &cchash_slots_);         \
            name_##_priv_unlock_rd(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_stats_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_for_each(                                                                          \
        const name_ *cchash_sync_,                                                                                     \
        bool (*cchash_visit_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),          \
        void *cchash_context_) {                                                                                       \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        bool cchash_goes_on_ = true;                                                                                   \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(cchash_all_, cchash_at_);                         \
            map_##_iter cchash_iter_ = map_##_begin(&cchash_shard_->cchash_map);                                       \
            while (cchash_goes_on_ && map_##_next(&cchash_iter_))                                                      \
                cchash_goes_on_ =                                                                                      \
                    cchash_visit_(cchash_iter_.key CCHASH_PRIV_VALUED##kind_(, cchash_iter_.value), cchash_context_);  \
            name_##_priv_unlock_rd(cchash_shard_);                                                                     \
            if (!cchash_goes_on_) break;                                                                               \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_retain(                                                                          \
        name_ *cchash_sync_,                                                                                           \
        bool (*cchash_keep_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),           \
        void *cchash_context_) {                                                                                       \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        size_t cchash_removed_ = 0;                                                                                    \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_wr(cchash_all_, cchash_at_);                         \
            cchash_removed_ += name_##_priv_retain_in(&cchash_shard_->cchash_map, cchash_keep_, cchash_context_);      \
            name_##_priv_unlock_wr(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_removed_;                                                                                        \
    }

#define CCHASH_PRIV_SYNC_VERIFY(name_, map_)                                                                           \
    CCHASH_PRIV_STATIC bool name_##_priv_verify_shard(name_##_priv_shard *cchash_all_, size_t cchash_at_) {            \
        const map_ *cchash_map_ = &cchash_all_[cchash_at_].cchash_parts.cchash_map;                                    \
        bool cchash_right_ = map_##_verify(cchash_map_);                                                               \
        CCHASH_FOREACH (map_, cchash_iter_, cchash_map_) {                                                             \
            uint64_t cchash_hash_ = map_##_priv_hash(cchash_iter_.key, map_##_priv_seed(cchash_map_));                 \
            uint64_t cchash_mixed_ = name_##_priv_hashes_of(cchash_all_, cchash_hash_).mixed;                          \
            cchash_right_ = cchash_right_ && name_##_priv_shard_of(cchash_mixed_) == cchash_at_;                       \
        }                                                                                                              \
        return cchash_right_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_verify(const name_ *cchash_sync_) {                                                \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        bool cchash_right_ = true;                                                                                     \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        CCHASH_PRIV_SYNC_EACH(name_) {                                                                                 \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(cchash_all_, cchash_at_);                         \
            cchash_right_ = name_##_priv_verify_shard(cchash_all_, cchash_at_) && cchash_right_;                       \
            name_##_priv_unlock_rd(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_right_;                                                                                          \
    }

#include "macros_sync_on.h"

#endif
