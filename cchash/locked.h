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
 * Invariants. A key is in the shard that its hash and the seed choose. All shards have one seed, which does not change
 * while they exist. The hasher is an empty map with that seed that nobody changes: hashes are computed with it, before
 * the lock is taken. Shards are made at the first insertion, and freed by name_free only.
 *
 * Callbacks run under the lock of one shard. They must not call the map that called them (CCHASH_DEBUG aborts with a
 * sentence), and should be short. One that leaves by longjmp or an exception leaves the shard locked for ever. */
#ifndef CCHASH_PRIV_LOCKED_H
#define CCHASH_PRIV_LOCKED_H

#include "string_map.h"
#include "typed.h"
#include "lock.h"

#include "macros_sync_off.h"

/* ---- The macros --------------------------------------------------------------------------------------------------
 * At file or namespace scope, after the map has been defined (or implemented, in the same file):
 *
 *     CCHASH_SYNC_DEFINE(name, map, pattern);           for a map whose keys are given by value
 *     CCHASH_SYNC_DEFINE_SET(name, set, pattern);       for such a set
 *     CCHASH_SYNC_DEFINE_STR(name, map, pattern);       for a map of owned strings
 *     CCHASH_SYNC_DEFINE_STR_SET(name, set, pattern);   for a set of owned strings
 *
 * Patterns: CCHASH_STRIPED(shards), a power of two up to 4096; CCHASH_STRIPED, 64 shards; CCHASH_COARSE, one. With
 * CCHASH_COARSE_RW, CCHASH_STRIPED_RW and CCHASH_STRIPED_RW(shards), the locks are reader-writer locks: for long reads,
 * such as visits of large values. For short ones they are slower, because readers write to them too.
 *
 * The functions, of a map from K to V. All but init, init_seed and free may be called by any thread at any time.
 *
 *     bool   name_init(name *, size_t expected)         false: no memory. Not needed before the first insertion
 *     void   name_init_seed(name *, uint64_t seed)      an empty map with that seed
 *     void   name_free(name *)                          when no other thread uses the map
 *     bool   name_get(const name *, K, V *out)          false: absent, or no memory for the copy; out may be NULL
 *     V      name_get_or(const name *, K, V otherwise)
 *     bool   name_contains(const name *, K)
 *     int    name_put(name *, K, V)                     CCHASH_INSERTED, CCHASH_PRESENT or CCHASH_NOMEM
 *     int    name_add(name *, K, V, V *there)           does not overwrite; copies what is there instead, unless NULL
 *     bool   name_remove(name *, K)
 *     bool   name_take(name *, K, V *out)               moves the value out
 *     bool   name_remove_if(name *, K, bool (*condition)(const K *, const V *, void *), void *)
 *     bool   name_replace(name *, K, const V *expected, V desired)    compares bytes; true: it was expected, and is
 * desired int    name_upsert(name *, K, cchash_verdict (*change)(const K *, V *, bool present, void *), void *) change
 * sees a copy of the bytes of the value, or zeros, and says what is to be done: CCHASH_STORE puts the bytes into the
 * map as they are, CCHASH_REMOVE removes the element with its value, CCHASH_KEEP does nothing. CCHASH_PRESENT: the key
 * was there; CCHASH_INSERTED: it is new; CCHASH_DECLINED: it is absent still; CCHASH_NOMEM: so, and the value has been
 * destroyed, if the map destroys values int    name_compute_if_absent(name *, K, bool (*make)(const K *, V *, void *),
 * void *, V *out) make fills in a zeroed value, once, unless the key is there; false: nothing is inserted
 * (CCHASH_DECLINED). *out is a copy of the value in the map. CCHASH_NOMEM with out: it may be that only the copy failed
 *     int    name_fetch_add(name *, K, V delta, V *before)    V is an integer; an absent one counts as 0
 *     size_t name_get_many(const name *, const K *, size_t count, V *out, bool *found)    how many were found; either
 *            array may be NULL. Not one moment's view of the map
 *     size_t name_size(const name *)                    of each shard at some moment of the call; exact when quiet
 *     void   name_for_each(const name *, bool (*visit)(const K *, const V *, void *), void *)    shard after shard,
 *            until visit says false. An element that is there all along is seen once
 *     size_t name_retain(name *, bool (*keep)(const K *, const V *, void *), void *)     how many were removed
 *     bool   name_reserve(name *, size_t count)         room for that many in all, if they spread as they are likely to
 *     void   name_clear(name *)
 *     cchash_stats name_stats(const name *)
 *     bool   name_verify(const name *)
 *     bool   name_visit(const name *, K, void (*see)(const K *, const V *, void *), void *)    false: absent
 *     bool   name_visit_mut(name *, K, void (*see)(const K *, V *, void *), void *)
 *
 * Sets: name_add(name *, K), name_take(name *, K, K *out), name_get_many(const name *, const K *, size_t, bool *found),
 * callbacks without V, and none of put, get, get_or, replace, upsert, compute_if_absent, fetch_add, visit_mut.
 *
 * Strings: keys in three forms, as in name_get(m, "a"), name_get_n(m, bytes, 1) and name_get_view(m, view); get_many in
 * two. Callbacks get a const cchash_str *, but those of upsert and compute_if_absent a const cchash_view *.
 *
 * A map with CCHASH_ALLOCATOR calls its allocator with a context of zeros, from any thread. */
#define CCHASH_SYNC_DEFINE(name_, map_, pattern_)                                                                      \
    CCHASH_PRIV_SYNC(_MAP, _KEY, , name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))
#define CCHASH_SYNC_DEFINE_SET(name_, map_, pattern_)                                                                  \
    CCHASH_PRIV_SYNC(_SET, _KEY, , name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))
#define CCHASH_SYNC_DEFINE_STR(name_, map_, pattern_)                                                                  \
    CCHASH_PRIV_SYNC(_MAP, _TEXT, _view, name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))
#define CCHASH_SYNC_DEFINE_STR_SET(name_, map_, pattern_)                                                              \
    CCHASH_PRIV_SYNC(_SET, _TEXT, _view, name_, map_, CCHASH_PRIV_CAT(CCHASH_PRIV_PATTERN_, pattern_))

/* A pattern is a lock and a number of shards. Without an argument the last word is the constant, with one the macro. */
#define CCHASH_PRIV_PATTERN_CCHASH_COARSE cchash_priv_lock, 1
#define CCHASH_PRIV_PATTERN_CCHASH_COARSE_RW cchash_priv_rwlock, 1
#define CCHASH_PRIV_PATTERN_CCHASH_STRIPED cchash_priv_lock, CCHASH_PRIV_SHARDS
#define CCHASH_PRIV_PATTERN_CCHASH_STRIPED_RW cchash_priv_rwlock, CCHASH_PRIV_SHARDS
#define CCHASH_PRIV_PATTERN_CCHASH_GRANULAR cchash_priv_lock, CCHASH_PRIV_SHARDS_GRANULAR
enum { CCHASH_PRIV_SHARDS = 64, CCHASH_PRIV_SHARDS_MOST = 4096, CCHASH_PRIV_SHARDS_GRANULAR = 1 << 16 };
#define CCHASH_PRIV_SHARDS(shards_) (shards_)

typedef cchash_lock cchash_priv_lock_type;
typedef cchash_rwlock cchash_priv_rwlock_type;

/* ---- What is the same for all types ------------------------------------------------------------------------------ */

/* The shard of a hash that the user's function gave. The engines mix that hash again, for themselves; here one multiply
 * is enough, with another constant than theirs, so that the keys of a shard do not share the bits of their homes. Both
 * halves of the product count, so that integers spread which differ in any of their bits. */
CCHASH_PRIV_INLINE size_t cchash_priv_shard_of(uint64_t hash, uint64_t seed, size_t shards) {
    return (size_t)(cchash_priv_fold(hash ^ seed, CCHASH_PRIV_PI2 | 1) >> 16) & (shards - 1);
}

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

/* A batch is taken in pieces. A piece is sorted by shard if several of its keys are likely to share one. */
enum { CCHASH_PRIV_SYNC_BATCH = 256 };
typedef struct cchash_priv_batch {
    uint64_t hashes[CCHASH_PRIV_SYNC_BATCH];
    uint16_t shards[CCHASH_PRIV_SYNC_BATCH], order[CCHASH_PRIV_SYNC_BATCH];
} cchash_priv_batch;

CCHASH_PRIV_STATIC void cchash_priv_batch_sort(cchash_priv_batch *batch, size_t count, size_t shards) {
    uint16_t starts[CCHASH_PRIV_SYNC_BATCH / 2 + 1];
    bool sorts = shards > 1 && shards * 2 <= count;
    for (size_t at = 0; at < count && !sorts; at++) batch->order[at] = (uint16_t)at;
    if (!sorts) return;
    memset(starts, 0, sizeof starts);
    for (size_t at = 0; at < count; at++) starts[batch->shards[at] + 1]++;
    for (size_t shard = 1; shard < shards; shard++) starts[shard] = (uint16_t)(starts[shard] + starts[shard - 1]);
    for (size_t at = 0; at < count; at++) batch->order[starts[batch->shards[at]]++] = (uint16_t)at;
}

/* How many keys from `start` on, in order, are of one shard. */
CCHASH_PRIV_STATIC size_t cchash_priv_batch_run(const cchash_priv_batch *batch, size_t start, size_t count) {
    size_t end = start + 1;
    while (end < count && batch->shards[batch->order[end]] == batch->shards[batch->order[start]]) end++;
    return end - start;
}

/* ---- Types, and the life of a map -------------------------------------------------------------------------------- */

#define CCHASH_PRIV_SYNC(kind_, via_, form_, name_, map_, ...)                                                         \
    CCHASH_PRIV_SYNC_(kind_, via_, form_, name_, map_, __VA_ARGS__)
#define CCHASH_PRIV_SYNC_(kind_, via_, form_, name_, map_, lock_, shards_)                                             \
    CCHASH_PRIV_REQUIRE((shards_) != CCHASH_PRIV_SHARDS_GRANULAR, name_##_priv_granular_locks_are_not_built,           \
                        "cchash: " #name_ ": granular locks are for chaining, and are not built yet");                 \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        (shards_) == CCHASH_PRIV_SHARDS_GRANULAR ||                                                                    \
            ((shards_) >= 1 && (shards_) <= CCHASH_PRIV_SHARDS_MOST && ((shards_) & ((shards_)-1)) == 0),              \
        name_##_priv_shards_are_a_power_of_two,                                                                        \
        "cchash: " #name_ ": the number of shards must be a power of two, 1 to 4096");                                 \
    CCHASH_PRIV_SYNC_TYPES##kind_(name_, map_) CCHASH_PRIV_SYNC_TYPES(name_, map_, lock_, shards_)                     \
        CCHASH_PRIV_SYNC_LIFE(name_, map_, lock_) CCHASH_PRIV_SYNC_RETAIN(kind_, name_, map_)                          \
            CCHASH_PRIV_SYNC_WHOLE(kind_, name_, map_, lock_) CCHASH_PRIV_SYNC_VERIFY(via_, form_, name_, map_)        \
                CCHASH_PRIV_SYNC_FIND(kind_, form_, name_, map_) CCHASH_PRIV_SYNC_FIND##kind_(form_, name_, map_)      \
                    CCHASH_PRIV_SYNC_CHANGE##kind_(form_, name_, map_) CCHASH_PRIV_SYNC_SORT(form_, name_, map_)       \
                        CCHASH_PRIV_SYNC_MANY(kind_, form_, name_, map_)                                               \
                            CCHASH_PRIV_SYNC_FORMS##via_(kind_, name_) struct name_

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
    CCHASH_PRIV_INLINE size_t name_##_priv_shard_of(const name_##_priv_shard *cchash_all_, uint64_t cchash_hash_) {    \
        return 1 + cchash_priv_shard_of(cchash_hash_, map_##_priv_seed(&cchash_all_->cchash_parts.cchash_map),         \
                                        name_##_priv_shards);                                                          \
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

#define CCHASH_PRIV_SYNC_BYTES(name_) ((name_##_priv_shards + 1) * sizeof(name_##_priv_shard))
#define CCHASH_PRIV_SYNC_LIFE(name_, map_, lock_)                                                                      \
    CCHASH_PRIV_COLD void name_##_priv_drop(name_##_priv_shard *cchash_all_) {                                         \
        int cchash_errno_ = errno;                                                                                     \
        for (size_t cchash_at_ = 0; cchash_at_ <= name_##_priv_shards; cchash_at_++) {                                 \
            map_##_free(&cchash_all_[cchash_at_].cchash_parts.cchash_map);                                             \
            lock_##_destroy(&cchash_all_[cchash_at_].cchash_parts.cchash_lock);                                        \
        }                                                                                                              \
        CCHASH_PRIV_FREE(cchash_all_, CCHASH_PRIV_SYNC_BYTES(name_), 64);                                              \
        errno = cchash_errno_;                                                                                         \
    }                                                                                                                  \
    /* Makes the shards. If another thread has been quicker, its are taken. NULL: no memory. */                        \
    CCHASH_PRIV_COLD name_##_priv_shard *name_##_priv_make(name_ *cchash_sync_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        cchash_priv_word cchash_there_ = 0;                                                                            \
        name_##_priv_shard *cchash_all_ = (name_##_priv_shard *)CCHASH_PRIV_CALLOC(CCHASH_PRIV_SYNC_BYTES(name_), 64); \
        errno = cchash_errno_;                                                                                         \
        if (!cchash_all_) return name_##_priv_all(cchash_sync_);                                                       \
        uint64_t cchash_seed_ = cchash_sync_->cchash_seeded                                                            \
                                    ? cchash_sync_->cchash_seed                                                        \
                                    : cchash_priv_draw_seed(cchash_all_, map_##_priv_type.seeded_hash);                \
        for (size_t cchash_at_ = 0; cchash_at_ <= name_##_priv_shards; cchash_at_++) {                                 \
            map_##_init_seed(&cchash_all_[cchash_at_].cchash_parts.cchash_map, cchash_seed_);                          \
            lock_##_init(&cchash_all_[cchash_at_].cchash_parts.cchash_lock);                                           \
        }                                                                                                              \
        if (cchash_priv_word_cas(&cchash_sync_->cchash_shards, &cchash_there_, (cchash_priv_word)cchash_all_))         \
            return cchash_all_;                                                                                        \
        name_##_priv_drop(cchash_all_);                                                                                \
        return (name_##_priv_shard *)cchash_there_;                                                                    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_shard *name_##_priv_need(name_ *cchash_sync_) {                                    \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        return CCHASH_PRIV_LIKELY(cchash_all_ != NULL) ? cchash_all_ : name_##_priv_make(cchash_sync_);                \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_init_seed(name_ *cchash_sync_, uint64_t cchash_seed_) {                            \
        memset((void *)cchash_sync_, 0, sizeof *cchash_sync_);                                                         \
        cchash_sync_->cchash_seed = cchash_seed_;                                                                      \
        cchash_sync_->cchash_seeded = true;                                                                            \
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

#define CCHASH_PRIV_SYNC_WHOLE(kind_, name_, map_, lock_)                                                              \
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
    CCHASH_PRIV_STATIC bool name_##_init(name_ *cchash_sync_, size_t cchash_expected_) {                               \
        memset((void *)cchash_sync_, 0, sizeof *cchash_sync_);                                                         \
        if (name_##_reserve(cchash_sync_, cchash_expected_)) return true;                                              \
        name_##_free(cchash_sync_);                                                                                    \
        return false;                                                                                                  \
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
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_WALKS(kind_, name_, map_, lock_)

#define CCHASH_PRIV_SYNC_WALKS(kind_, name_, map_, lock_)                                                              \
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

/* ---- Functions that take a key -----------------------------------------------------------------------------------
 * The key's type is name_priv_query: K, or a view for strings, whose other two forms make a view and call that one. */

#define CCHASH_PRIV_SYNC_VERIFY(via_, form_, name_, map_)                                                              \
    CCHASH_PRIV_SYNC_QUERY##via_(name_, map_)                                                                          \
        CCHASH_PRIV_STATIC bool name_##_priv_verify_shard(name_##_priv_shard *cchash_all_, size_t cchash_at_) {        \
        const map_ *cchash_map_ = &cchash_all_[cchash_at_].cchash_parts.cchash_map;                                    \
        bool cchash_right_ = map_##_verify(cchash_map_);                                                               \
        CCHASH_FOREACH (map_, cchash_iter_, cchash_map_)                                                               \
            cchash_right_ = cchash_right_ &&                                                                           \
                            name_##_priv_shard_of(                                                                     \
                                cchash_all_, name_##_priv_hash_stored(cchash_all_, cchash_iter_.key)) == cchash_at_;   \
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

#define CCHASH_PRIV_SYNC_QUERY_KEY(name_, map_)                                                                        \
    typedef name_##_key name_##_priv_query;                                                                            \
    CCHASH_PRIV_STATIC uint64_t name_##_priv_hash_stored(const name_##_priv_shard *cchash_all_,                        \
                                                         const name_##_key *cchash_key_) {                             \
        return map_##_hash(&cchash_all_->cchash_parts.cchash_map, *cchash_key_);                                       \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take_hashed(map_ *cchash_map_, uint64_t cchash_hash_,                         \
                                                     name_##_key cchash_key_, void *cchash_key_out_,                   \
                                                     void *cchash_value_out_) {                                        \
        return map_##_priv_take(cchash_map_, &map_##_priv_type, cchash_hash_, &cchash_key_, cchash_key_out_,           \
                                cchash_value_out_);                                                                    \
    }
#define CCHASH_PRIV_SYNC_QUERY_TEXT(name_, map_)                                                                       \
    typedef cchash_view name_##_priv_query;                                                                            \
    CCHASH_PRIV_STATIC uint64_t name_##_priv_hash_stored(const name_##_priv_shard *cchash_all_,                        \
                                                         const name_##_key *cchash_key_) {                             \
        return map_##_hash_view(&cchash_all_->cchash_parts.cchash_map, cchash_str_view(cchash_key_));                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take_hashed(map_ *cchash_map_, uint64_t cchash_hash_,                         \
                                                     cchash_view cchash_key_, void *cchash_key_out_,                   \
                                                     void *cchash_value_out_) {                                        \
        return map_##_priv_take_text(cchash_map_, cchash_key_, cchash_hash_, cchash_key_out_, cchash_value_out_);      \
    }

/* How a function finds and locks the shard of its key, and how it leaves. shards_ is all (none yet: `absent_` is
 * returned) or need, which makes them (`absent_`: no memory); how_ is _rd or _wr. */
#define CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, shards_, how_, absent_)                                             \
    name_##_priv_shard *cchash_all_ = name_##_priv##shards_(cchash_sync_);                                             \
    if (!cchash_all_) return absent_;                                                                                  \
    uint64_t cchash_hash_ = map_##_hash##form_(&cchash_all_->cchash_parts.cchash_map, cchash_key_);                    \
    CCHASH_PRIV_HOLD(cchash_sync_);                                                                                    \
    name_##_priv_parts *cchash_shard_ =                                                                                \
        name_##_priv_lock##how_(cchash_all_, name_##_priv_shard_of(cchash_all_, cchash_hash_));                        \
    map_ *cchash_map_ = &cchash_shard_->cchash_map
#define CCHASH_PRIV_SYNC_LEAVE(name_, how_)                                                                            \
    name_##_priv_unlock##how_(cchash_shard_);                                                                          \
    CCHASH_PRIV_LET_GO()

#define CCHASH_PRIV_SYNC_FIND(kind_, form_, name_, map_)                                                               \
    CCHASH_PRIV_STATIC bool name_##_contains##form_(const name_ *cchash_sync_, name_##_priv_query cchash_key_) {       \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _rd, false);                                                  \
        bool cchash_found_ = map_##_contains_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                    \
        CCHASH_PRIV_SYNC_LEAVE(name_, _rd);                                                                            \
        return cchash_found_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_) {               \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _wr, false);                                                  \
        bool cchash_found_ = map_##_remove_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                      \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_found_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_if##form_(                                                                  \
        name_ *cchash_sync_, name_##_priv_query cchash_key_,                                                           \
        bool (*cchash_condition_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),      \
        void *cchash_context_) {                                                                                       \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _wr, false);                                                  \
        map_##_iter cchash_iter_ = map_##_find_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                  \
        bool cchash_removed_ =                                                                                         \
            cchash_iter_.key &&                                                                                        \
            cchash_condition_(cchash_iter_.key CCHASH_PRIV_VALUED##kind_(, cchash_iter_.value), cchash_context_) &&    \
            map_##_remove_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                                       \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_removed_;                                                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit##form_(                                                                      \
        const name_ *cchash_sync_, name_##_priv_query cchash_key_,                                                     \
        void (*cchash_see_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),            \
        void *cchash_context_) {                                                                                       \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _rd, false);                                                  \
        map_##_iter cchash_iter_ = map_##_find_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                  \
        if (cchash_iter_.key)                                                                                          \
            cchash_see_(cchash_iter_.key CCHASH_PRIV_VALUED##kind_(, cchash_iter_.value), cchash_context_);            \
        CCHASH_PRIV_SYNC_LEAVE(name_, _rd);                                                                            \
        return cchash_iter_.key != NULL;                                                                               \
    }

#define CCHASH_PRIV_SYNC_FIND_SET(form_, name_, map_)                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_,                   \
                                                name_##_key *cchash_key_out_) {                                        \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _wr, false);                                                  \
        bool cchash_found_ = name_##_priv_take_hashed(cchash_map_, cchash_hash_, cchash_key_, cchash_key_out_, NULL);  \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_found_;                                                                                          \
    }
#define CCHASH_PRIV_SYNC_CHANGE_SET(form_, name_, map_)                                                                \
    CCHASH_PRIV_STATIC int name_##_add##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_) {                   \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _need, _wr, CCHASH_NOMEM);                                          \
        int cchash_status_ = map_##_add_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                         \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }

#define CCHASH_PRIV_SYNC_FIND_MAP(form_, name_, map_)                                                                  \
    CCHASH_PRIV_STATIC bool name_##_get##form_(const name_ *cchash_sync_, name_##_priv_query cchash_key_,              \
                                               name_##_value *cchash_out_) {                                           \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _rd, false);                                                  \
        const name_##_value *cchash_value_ = map_##_get_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);         \
        bool cchash_found_ = cchash_value_ && name_##_priv_copy_value(cchash_out_, cchash_value_);                     \
        CCHASH_PRIV_SYNC_LEAVE(name_, _rd);                                                                            \
        return cchash_found_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC name_##_value name_##_get_or##form_(const name_ *cchash_sync_, name_##_priv_query cchash_key_,  \
                                                           name_##_value cchash_otherwise_) {                          \
        name_##_value cchash_out_;                                                                                     \
        return name_##_get##form_(cchash_sync_, cchash_key_, &cchash_out_) ? cchash_out_ : cchash_otherwise_;          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_,                   \
                                                name_##_value *cchash_out_) {                                          \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _wr, false);                                                  \
        bool cchash_found_ = name_##_priv_take_hashed(cchash_map_, cchash_hash_, cchash_key_, NULL, cchash_out_);      \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_found_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_replace##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_,                \
                                                   const name_##_value *cchash_expected_,                              \
                                                   name_##_value cchash_desired_) {                                    \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _wr, false);                                                  \
        const name_##_value *cchash_value_ = map_##_get_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);         \
        bool cchash_done_ =                                                                                            \
            cchash_value_ &&                                                                                           \
            memcmp((const void *)cchash_value_, (const void *)cchash_expected_, sizeof *cchash_value_) == 0 &&         \
            map_##_put_hashed##form_(cchash_map_, cchash_hash_, cchash_key_, cchash_desired_) != CCHASH_NOMEM;         \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_done_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit_mut##form_(                                                                  \
        name_ *cchash_sync_, name_##_priv_query cchash_key_,                                                           \
        void (*cchash_see_)(const name_##_key *, name_##_value *, void *), void *cchash_context_) {                    \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _all, _wr, false);                                                  \
        map_##_iter cchash_iter_ = map_##_find_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                  \
        if (cchash_iter_.key) cchash_see_(cchash_iter_.key, cchash_iter_.value, cchash_context_);                      \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_iter_.key != NULL;                                                                               \
    }

#define CCHASH_PRIV_SYNC_CHANGE_MAP(form_, name_, map_)                                                                \
    CCHASH_PRIV_STATIC int name_##_put##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_,                     \
                                              name_##_value cchash_value_) {                                           \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _need, _wr, CCHASH_NOMEM);                                          \
        int cchash_status_ = map_##_put_hashed##form_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);          \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_add##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_,                     \
                                              name_##_value cchash_value_, name_##_value *cchash_there_out_) {         \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _need, _wr, CCHASH_NOMEM);                                          \
        int cchash_status_ = map_##_add_hashed##form_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);          \
        if (cchash_status_ == CCHASH_PRESENT && cchash_there_out_ &&                                                   \
            !name_##_priv_copy_value(cchash_there_out_,                                                                \
                                     map_##_get_hashed##form_(cchash_map_, cchash_hash_, cchash_key_)))                \
            cchash_status_ = CCHASH_NOMEM;                                                                             \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    /* Inserts the bytes of a value, which the map owns from now on; destroys them if there is no memory. */           \
    CCHASH_PRIV_STATIC int name_##_priv_insert##form_(map_ *cchash_map_, uint64_t cchash_hash_,                        \
                                                      name_##_priv_query cchash_key_, name_##_value *cchash_value_) {  \
        bool cchash_inserted_;                                                                                         \
        name_##_value *cchash_place_ =                                                                                 \
            map_##_upsert_hashed##form_(cchash_map_, cchash_hash_, cchash_key_, &cchash_inserted_);                    \
        if (cchash_place_) memcpy((void *)cchash_place_, (const void *)cchash_value_, sizeof *cchash_place_);          \
        if (!cchash_place_ && map_##_priv_type.value_free) map_##_priv_type.value_free(cchash_value_);                 \
        return cchash_place_ ? CCHASH_INSERTED : CCHASH_NOMEM;                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_COMPUTE(form_, name_, map_)

#define CCHASH_PRIV_SYNC_COMPUTE(form_, name_, map_)                                                                   \
    CCHASH_PRIV_STATIC int name_##_upsert##form_(                                                                      \
        name_ *cchash_sync_, name_##_priv_query cchash_key_,                                                           \
        cchash_verdict (*cchash_change_)(const name_##_priv_query *, name_##_value *, bool, void *),                   \
        void *cchash_context_) {                                                                                       \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _need, _wr, CCHASH_NOMEM);                                          \
        name_##_value *cchash_old_ = map_##_get_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                 \
        name_##_value cchash_value_;                                                                                   \
        memset((void *)&cchash_value_, 0, sizeof cchash_value_);                                                       \
        if (cchash_old_) memcpy((void *)&cchash_value_, (const void *)cchash_old_, sizeof cchash_value_);              \
        cchash_verdict cchash_verdict_ =                                                                               \
            cchash_change_(&cchash_key_, &cchash_value_, cchash_old_ != NULL, cchash_context_);                        \
        int cchash_status_ = cchash_old_ ? (int)CCHASH_PRESENT : (int)CCHASH_DECLINED;                                 \
        if (cchash_verdict_ == CCHASH_STORE && cchash_old_)                                                            \
            memcpy((void *)cchash_old_, (const void *)&cchash_value_, sizeof cchash_value_);                           \
        else if (cchash_verdict_ == CCHASH_STORE)                                                                      \
            cchash_status_ = name_##_priv_insert##form_(cchash_map_, cchash_hash_, cchash_key_, &cchash_value_);       \
        else if (cchash_verdict_ == CCHASH_REMOVE && cchash_old_)                                                      \
            (void)map_##_remove_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);                                 \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_compute_if_absent##form_(                                                           \
        name_ *cchash_sync_, name_##_priv_query cchash_key_,                                                           \
        bool (*cchash_make_)(const name_##_priv_query *, name_##_value *, void *), void *cchash_context_,              \
        name_##_value *cchash_out_) {                                                                                  \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _need, _wr, CCHASH_NOMEM);                                          \
        const name_##_value *cchash_there_ = map_##_get_hashed##form_(cchash_map_, cchash_hash_, cchash_key_);         \
        int cchash_status_ = cchash_there_ ? (int)CCHASH_PRESENT : (int)CCHASH_DECLINED;                               \
        name_##_value cchash_value_;                                                                                   \
        memset((void *)&cchash_value_, 0, sizeof cchash_value_);                                                       \
        if (!cchash_there_ && cchash_make_(&cchash_key_, &cchash_value_, cchash_context_)) {                           \
            cchash_status_ = name_##_priv_insert##form_(cchash_map_, cchash_hash_, cchash_key_, &cchash_value_);       \
            cchash_there_ = cchash_status_ == CCHASH_NOMEM ? NULL : &cchash_value_;                                    \
        }                                                                                                              \
        if (cchash_there_ && !name_##_priv_copy_value(cchash_out_, cchash_there_)) cchash_status_ = CCHASH_NOMEM;      \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_fetch_add##form_(name_ *cchash_sync_, name_##_priv_query cchash_key_,               \
                                                    name_##_value cchash_delta_, name_##_value *cchash_before_) {      \
        CCHASH_PRIV_WANT_INTEGER(name_##_value);                                                                       \
        CCHASH_PRIV_SYNC_ENTER(form_, name_, map_, _need, _wr, CCHASH_NOMEM);                                          \
        bool cchash_inserted_;                                                                                         \
        name_##_value *cchash_value_ =                                                                                 \
            map_##_upsert_hashed##form_(cchash_map_, cchash_hash_, cchash_key_, &cchash_inserted_);                    \
        if (cchash_value_ && cchash_before_)                                                                           \
            memcpy((void *)cchash_before_, (const void *)cchash_value_, sizeof *cchash_value_);                        \
        if (cchash_value_) cchash_priv_add_integer(cchash_value_, &cchash_delta_, sizeof *cchash_value_);              \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return !cchash_value_ ? CCHASH_NOMEM : cchash_inserted_ ? CCHASH_INSERTED : CCHASH_PRESENT;                    \
    }

/* ---- Batches ----------------------------------------------------------------------------------------------------- */

/* A run of keys of one shard is prefetched, then looked up. */
#define CCHASH_PRIV_SYNC_MANY(kind_, form_, name_, map_)                                                               \
    CCHASH_PRIV_STATIC size_t name_##_priv_get_run(                                                                    \
        const map_ *cchash_map_, const cchash_priv_batch *cchash_batch_, size_t cchash_start_, size_t cchash_count_,   \
        const name_##_priv_query *cchash_keys_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_),                \
        bool *cchash_found_) {                                                                                         \
        const uint16_t *cchash_order_ = cchash_batch_->order + cchash_start_;                                          \
        size_t cchash_total_ = 0;                                                                                      \
        for (size_t cchash_at_ = 0; cchash_count_ > 1 && cchash_at_ < cchash_count_; cchash_at_++)                     \
            map_##_prefetch_hashed##form_(cchash_map_, cchash_batch_->hashes[cchash_order_[cchash_at_]],               \
                                          cchash_keys_[cchash_order_[cchash_at_]]);                                    \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_++) {                                        \
            size_t cchash_key_ = cchash_order_[cchash_at_];                                                            \
            map_##_iter cchash_iter_ =                                                                                 \
                map_##_find_hashed##form_(cchash_map_, cchash_batch_->hashes[cchash_key_], cchash_keys_[cchash_key_]); \
            bool cchash_is_there_ = cchash_iter_.key != NULL;                                                          \
            CCHASH_PRIV_VALUED##kind_(if (cchash_is_there_ && cchash_out_) cchash_is_there_ = name_##_priv_copy_value( \
                                          &cchash_out_[cchash_key_], cchash_iter_.value);) if (cchash_found_)          \
                cchash_found_[cchash_key_] = cchash_is_there_;                                                         \
            cchash_total_ += cchash_is_there_;                                                                         \
        }                                                                                                              \
        return cchash_total_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_get_many##form_(                                                                 \
        const name_ *cchash_sync_, const name_##_priv_query *cchash_keys_,                                             \
        size_t cchash_count_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_), bool *cchash_found_) {           \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        cchash_priv_batch cchash_batch_;                                                                               \
        size_t cchash_total_ = 0, cchash_some_, cchash_run_;                                                           \
        if (!cchash_all_ && cchash_found_) memset(cchash_found_, 0, cchash_count_ * sizeof *cchash_found_);            \
        for (; cchash_all_ && cchash_count_; cchash_count_ -= cchash_some_, cchash_keys_ += cchash_some_) {            \
            cchash_some_ = cchash_count_ < CCHASH_PRIV_SYNC_BATCH ? cchash_count_ : (size_t)CCHASH_PRIV_SYNC_BATCH;    \
            name_##_priv_sort(cchash_all_, &cchash_batch_, cchash_keys_, cchash_some_);                                \
            CCHASH_PRIV_HOLD(cchash_sync_);                                                                            \
            for (size_t cchash_at_ = 0; cchash_at_ < cchash_some_; cchash_at_ += cchash_run_) {                        \
                name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(                                              \
                    cchash_all_, 1 + (size_t)cchash_batch_.shards[cchash_batch_.order[cchash_at_]]);                   \
                cchash_run_ = cchash_priv_batch_run(&cchash_batch_, cchash_at_, cchash_some_);                         \
                cchash_total_ +=                                                                                       \
                    name_##_priv_get_run(&cchash_shard_->cchash_map, &cchash_batch_, cchash_at_, cchash_run_,          \
                                         cchash_keys_ CCHASH_PRIV_VALUED##kind_(, cchash_out_), cchash_found_);        \
                name_##_priv_unlock_rd(cchash_shard_);                                                                 \
            }                                                                                                          \
            CCHASH_PRIV_LET_GO();                                                                                      \
            CCHASH_PRIV_VALUED##kind_(if (cchash_out_) cchash_out_ += cchash_some_;) if (cchash_found_)                \
                cchash_found_ += cchash_some_;                                                                         \
        }                                                                                                              \
        return cchash_total_;                                                                                          \
    }
#define CCHASH_PRIV_SYNC_SORT(form_, name_, map_)                                                                      \
    CCHASH_PRIV_STATIC void name_##_priv_sort(const name_##_priv_shard *cchash_all_, cchash_priv_batch *cchash_batch_, \
                                              const name_##_priv_query *cchash_keys_, size_t cchash_count_) {          \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_++) {                                        \
            uint64_t cchash_hash_ =                                                                                    \
                map_##_hash##form_(&cchash_all_->cchash_parts.cchash_map, cchash_keys_[cchash_at_]);                   \
            cchash_batch_->hashes[cchash_at_] = cchash_hash_;                                                          \
            cchash_batch_->shards[cchash_at_] = (uint16_t)(name_##_priv_shard_of(cchash_all_, cchash_hash_) - 1);      \
        }                                                                                                              \
        cchash_priv_batch_sort(cchash_batch_, cchash_count_, name_##_priv_shards);                                     \
    }

/* ---- The other two forms of strings ------------------------------------------------------------------------------ */

#define CCHASH_PRIV_SYNC_FORMS_KEY(kind_, name_)
#define CCHASH_PRIV_SYNC_FORMS_TEXT(kind_, name_)                                                                      \
    CCHASH_PRIV_SYNC_FORM(kind_, name_, , CCHASH_PRIV_CSTR_KEY, cchash_view_cstr(cchash_key_))                         \
    CCHASH_PRIV_SYNC_FORM(kind_, name_, _n, CCHASH_PRIV_N_KEY, cchash_view_n(cchash_key_, cchash_length_))             \
    CCHASH_PRIV_STATIC size_t name_##_get_many(                                                                        \
        const name_ *cchash_sync_, const char *const *cchash_keys_,                                                    \
        size_t cchash_count_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_), bool *cchash_found_) {           \
        size_t cchash_total_ = 0;                                                                                      \
        cchash_view cchash_views_[CCHASH_PRIV_SYNC_BATCH];                                                             \
        for (size_t cchash_done_ = 0, cchash_some_; cchash_done_ < cchash_count_; cchash_done_ += cchash_some_) {      \
            for (cchash_some_ = 0;                                                                                     \
                 cchash_some_ < CCHASH_PRIV_SYNC_BATCH && cchash_done_ + cchash_some_ < cchash_count_; cchash_some_++) \
                cchash_views_[cchash_some_] = cchash_view_cstr(cchash_keys_[cchash_done_ + cchash_some_]);             \
            cchash_total_ += name_##_get_many_view(                                                                    \
                cchash_sync_, cchash_views_,                                                                           \
                cchash_some_ CCHASH_PRIV_VALUED##kind_(, cchash_out_ ? cchash_out_ + cchash_done_ : NULL),             \
                cchash_found_ ? cchash_found_ + cchash_done_ : NULL);                                                  \
        }                                                                                                              \
        return cchash_total_;                                                                                          \
    }

#define CCHASH_PRIV_SYNC_FORM(kind_, name_, form_, parameters_, view_)                                                 \
    CCHASH_PRIV_STATIC bool name_##_contains##form_(const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_) {         \
        return name_##_contains_view(cchash_sync_, view_);                                                             \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_) {                 \
        return name_##_remove_view(cchash_sync_, view_);                                                               \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_if##form_(                                                                  \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        bool (*cchash_condition_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),      \
        void *cchash_context_) {                                                                                       \
        return name_##_remove_if_view(cchash_sync_, view_, cchash_condition_, cchash_context_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit##form_(                                                                      \
        const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                       \
        void (*cchash_see_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),            \
        void *cchash_context_) {                                                                                       \
        return name_##_visit_view(cchash_sync_, view_, cchash_see_, cchash_context_);                                  \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_FORM##kind_(name_, form_, parameters_, view_)
#define CCHASH_PRIV_SYNC_FORM_SET(name_, form_, parameters_, view_)                                                    \
    CCHASH_PRIV_STATIC int name_##_add##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_) {                     \
        return name_##_add_view(cchash_sync_, view_);                                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                     \
                                                name_##_key *cchash_key_out_) {                                        \
        return name_##_take_view(cchash_sync_, view_, cchash_key_out_);                                                \
    }
#define CCHASH_PRIV_SYNC_FORM_MAP(name_, form_, parameters_, view_)                                                    \
    CCHASH_PRIV_STATIC bool name_##_get##form_(const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                \
                                               name_##_value *cchash_out_) {                                           \
        return name_##_get_view(cchash_sync_, view_, cchash_out_);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC name_##_value name_##_get_or##form_(const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,    \
                                                           name_##_value cchash_otherwise_) {                          \
        return name_##_get_or_view(cchash_sync_, view_, cchash_otherwise_);                                            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                     \
                                                name_##_value *cchash_out_) {                                          \
        return name_##_take_view(cchash_sync_, view_, cchash_out_);                                                    \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_replace##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                  \
                                                   const name_##_value *cchash_expected_,                              \
                                                   name_##_value cchash_desired_) {                                    \
        return name_##_replace_view(cchash_sync_, view_, cchash_expected_, cchash_desired_);                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit_mut##form_(                                                                  \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        void (*cchash_see_)(const name_##_key *, name_##_value *, void *), void *cchash_context_) {                    \
        return name_##_visit_mut_view(cchash_sync_, view_, cchash_see_, cchash_context_);                              \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_FORM_CHANGE(name_, form_, parameters_, view_)
#define CCHASH_PRIV_SYNC_FORM_CHANGE(name_, form_, parameters_, view_)                                                 \
    CCHASH_PRIV_STATIC int name_##_put##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                       \
                                              name_##_value cchash_value_) {                                           \
        return name_##_put_view(cchash_sync_, view_, cchash_value_);                                                   \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_add##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                       \
                                              name_##_value cchash_value_, name_##_value *cchash_there_out_) {         \
        return name_##_add_view(cchash_sync_, view_, cchash_value_, cchash_there_out_);                                \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_upsert##form_(                                                                      \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        cchash_verdict (*cchash_change_)(const cchash_view *, name_##_value *, bool, void *), void *cchash_context_) { \
        return name_##_upsert_view(cchash_sync_, view_, cchash_change_, cchash_context_);                              \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_compute_if_absent##form_(                                                           \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        bool (*cchash_make_)(const cchash_view *, name_##_value *, void *), void *cchash_context_,                     \
        name_##_value *cchash_out_) {                                                                                  \
        return name_##_compute_if_absent_view(cchash_sync_, view_, cchash_make_, cchash_context_, cchash_out_);        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_fetch_add##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                 \
                                                    name_##_value cchash_delta_, name_##_value *cchash_before_) {      \
        return name_##_fetch_add_view(cchash_sync_, view_, cchash_delta_, cchash_before_);                             \
    }

#include "macros_sync_on.h"

#endif
