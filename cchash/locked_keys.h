/* cchash/locked_keys.h: the functions of a map behind locks that take a key.
 * SPDX-License-Identifier: MIT-0
 *
 * They are written once, for keys that are queries: K, or a view of a text (CCHASH_PRIV_QUERIES in cchash/typed.h).
 * What the user calls makes a query of the argument first. A key is hashed once and mixed once, before the lock is
 * taken: the shard and the place in the shard's map come from the same mixed hash. */
#ifndef CCHASH_PRIV_LOCKED_KEYS_H
#define CCHASH_PRIV_LOCKED_KEYS_H

#include "string_map.h"
#include "typed.h"
#include "lock.h"

#include "macros_sync_off.h"

/* ---- How a shard's map is searched --------------------------------------------------------------------------------
 */

typedef struct cchash_priv_hashes {
    uint64_t user, mixed;
} cchash_priv_hashes;

/* Bits of a mixed hash that no layout uses first: homes come from the highest bits, tags, classes and steps from the
 * lowest 16. So the keys of a shard differ in both. */
CCHASH_PRIV_INLINE size_t cchash_priv_shard_of(uint64_t mixed, size_t shards) {
    return (size_t)(mixed >> 16) & (shards - 1);
}

/* A descriptor of the map by which its engine takes mixed hashes, and parts with that: as a CCHASH_LOOKUP makes. The
 * elements lie where the map's own functions put them, so those work as well. Cached hashes are the user's, so a map
 * that has them is searched by these, and the engine mixes once more. */
#define CCHASH_PRIV_SYNC_ENGINE(kind_, name_, map_, via_, own_)                                                        \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_engine_hash(uint64_t cchash_hash_, uint64_t cchash_mixed_) {              \
        return map_##_priv_cached_hash ? cchash_hash_ : cchash_mixed_;                                                 \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC uint64_t map_##_priv##own_##_hash(const void *cchash_stored_, uint64_t cchash_seed_) {          \
        uint64_t cchash_hash_ = map_##_priv_hash(cchash_stored_, cchash_seed_);                                        \
        return name_##_priv_engine_hash(cchash_hash_, map_##_priv_mix(cchash_hash_, cchash_seed_));                    \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC uint64_t map_##_priv##via_##_hash(const void *cchash_key_, uint64_t cchash_seed_) {             \
        uint64_t cchash_hash_ = map_##_priv_sought_hash(cchash_key_, cchash_seed_);                                    \
        return name_##_priv_engine_hash(cchash_hash_, map_##_priv_mix(cchash_hash_, cchash_seed_));                    \
    }                                                                                                                  \
    CCHASH_PRIV_THUNK bool map_##_priv##via_##_equal(const void *cchash_stored_, const void *cchash_key_) {            \
        return map_##_priv_sought_equal(cchash_stored_, cchash_key_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool map_##_priv##via_##_copy(void *cchash_to_, const void *cchash_from_) {                     \
        return map_##_priv_sought_copy(cchash_to_, cchash_from_);                                                      \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED void *map_##_priv##own_##_insert_slow(void *cchash_table_, uint64_t cchash_hash_);       \
    CCHASH_PRIV_THUNKS_SLOW(map_, via_, map_##_priv_sought)                                                            \
    CCHASH_PRIV_DESCRIPTOR(map_, via_, own_, map_##_priv_sought,                                                       \
                           map_##_priv_sought_copies ? map_##_priv##via_##_copy : NULL, !map_##_priv_cached_hash,      \
                           CCHASH_PRIV_VALUE_FACTS##kind_(map_))                                                       \
    CCHASH_PRIV_OUTLINE void *map_##_priv##own_##_insert_slow(void *cchash_table_, uint64_t cchash_hash_) {            \
        return map_##_priv_engine_claim(cchash_table_, &map_##_priv##via_##_type, cchash_hash_);                       \
    }                                                                                                                  \
    CCHASH_PRIV_OUT_OF_LINE_QUERY(map_, via_)                                                                          \
    CCHASH_PRIV_SYNC_PARTS(name_, map_, via_)                                                                          \
    CCHASH_PRIV_VALUED##kind_(CCHASH_PRIV_SYNC_PARTS_VALUE(name_, map_, via_))

#define CCHASH_PRIV_SYNC_PARTS(name_, map_, via_)                                                                      \
    CCHASH_PRIV_STATIC map_##_entry *name_##_priv_find(const map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,     \
                                                       map_##_priv_query cchash_key_) {                                \
        map_##_priv_sought cchash_sought_ = map_##_priv_sought_of(cchash_map_, cchash_key_, cchash_hashes_.user);      \
        return map_##_priv_find(cchash_map_, &map_##_priv##via_##_type,                                                \
                                name_##_priv_engine_hash(cchash_hashes_.user, cchash_hashes_.mixed), &cchash_sought_); \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_prefetch(const map_ *cchash_map_, cchash_priv_hashes cchash_hashes_) {        \
        map_##_priv_prefetch(cchash_map_, &map_##_priv##via_##_type,                                                   \
                             name_##_priv_engine_hash(cchash_hashes_.user, cchash_hashes_.mixed));                     \
    }                                                                                                                  \
    /* The entry of a key, present or new; NULL: no memory. A value of NULL stands for zeros. */                       \
    CCHASH_PRIV_STATIC map_##_entry *name_##_priv_emplace(map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,        \
                                                          map_##_priv_query cchash_key_, const void *cchash_value_,    \
                                                          bool *cchash_found_) {                                       \
        const map_ cchash_before_ = *cchash_map_;                                                                      \
        map_##_priv_sought cchash_sought_ = map_##_priv_sought_of(cchash_map_, cchash_key_, cchash_hashes_.user);      \
        map_##_entry *cchash_entry_ =                                                                                  \
            map_##_priv_emplace(cchash_map_, &map_##_priv##via_##_type,                                                \
                                name_##_priv_engine_hash(cchash_hashes_.user, cchash_hashes_.mixed), &cchash_sought_,  \
                                cchash_value_, cchash_found_);                                                         \
        if (!cchash_entry_) map_##_priv_sought_failed(cchash_map_, &cchash_before_);                                   \
        return cchash_entry_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_take(map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,                    \
                                              map_##_priv_query cchash_key_, void *cchash_key_out_,                    \
                                              void *cchash_value_out_) {                                               \
        map_##_priv_sought cchash_sought_ = map_##_priv_sought_of(cchash_map_, cchash_key_, cchash_hashes_.user);      \
        return map_##_priv_take(cchash_map_, &map_##_priv##via_##_type,                                                \
                                name_##_priv_engine_hash(cchash_hashes_.user, cchash_hashes_.mixed), &cchash_sought_,  \
                                cchash_key_out_, cchash_value_out_);                                                   \
    }                                                                                                                  \
    /* Removes the element of an entry that has just been found. */                                                    \
    CCHASH_PRIV_STATIC void name_##_priv_erase(map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,                   \
                                               map_##_entry *cchash_entry_) {                                          \
        map_##_iter cchash_iter_ =                                                                                     \
            map_##_priv_iter_at(cchash_map_, &map_##_priv##via_##_type, cchash_entry_,                                 \
                                name_##_priv_engine_hash(cchash_hashes_.user, cchash_hashes_.mixed));                  \
        map_##_remove_at(cchash_map_, &cchash_iter_);                                                                  \
        map_##_priv_maintain(cchash_map_);                                                                             \
    }

#define CCHASH_PRIV_SYNC_PARTS_VALUE(name_, map_, via_)                                                                \
    CCHASH_PRIV_STATIC int name_##_priv_put(map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,                      \
                                            map_##_priv_query cchash_key_, const name_##_value *cchash_value_) {       \
        const map_ cchash_before_ = *cchash_map_;                                                                      \
        map_##_priv_sought cchash_sought_ = map_##_priv_sought_of(cchash_map_, cchash_key_, cchash_hashes_.user);      \
        int cchash_status_ = map_##_priv_put(cchash_map_, &map_##_priv##via_##_type,                                   \
                                             name_##_priv_engine_hash(cchash_hashes_.user, cchash_hashes_.mixed),      \
                                             &cchash_sought_, cchash_value_);                                          \
        if (cchash_status_ == CCHASH_NOMEM) map_##_priv_sought_failed(cchash_map_, &cchash_before_);                   \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    /* Overwrites a value as put does, the key passed being spent in the same way; false: no memory for a copy. */     \
    CCHASH_PRIV_STATIC bool name_##_priv_overwrite(name_##_value *cchash_held_, const name_##_value *cchash_value_,    \
                                                   void *cchash_key_) {                                                \
        name_##_value cchash_fresh_, cchash_old_;                                                                      \
        if (!name_##_priv_copy_value(&cchash_fresh_, cchash_value_)) return false;                                     \
        memcpy((void *)&cchash_old_, (const void *)cchash_held_, sizeof cchash_old_);                                  \
        memcpy((void *)cchash_held_, (const void *)&cchash_fresh_, sizeof cchash_old_);                                \
        if (map_##_priv_type.key_free && !map_##_priv_sought_copies) map_##_priv_type.key_free(cchash_key_);           \
        if (map_##_priv_type.value_free) map_##_priv_type.value_free(&cchash_old_);                                    \
        return true;                                                                                                   \
    }                                                                                                                  \
    /* Takes a new element out again, as if it had never been there: its value is zeros, which nobody destroys, and a  \
     * key that was not copied is the caller's again. */                                                               \
    CCHASH_PRIV_STATIC void name_##_priv_take_back(map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,               \
                                                   map_##_priv_query cchash_key_) {                                    \
        name_##_key cchash_spare_key_;                                                                                 \
        name_##_value cchash_spare_value_;                                                                             \
        (void)name_##_priv_take(cchash_map_, cchash_hashes_, cchash_key_,                                              \
                                map_##_priv_sought_copies ? NULL : &cchash_spare_key_, &cchash_spare_value_);          \
    }                                                                                                                  \
    /* Does what a callback of upsert has said about the element of this entry. Returns what upsert returns. */        \
    CCHASH_PRIV_STATIC int name_##_priv_settle(map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,                   \
                                               map_##_entry *cchash_entry_, bool cchash_found_,                        \
                                               cchash_verdict cchash_verdict_, const name_##_value *cchash_value_) {   \
        if (cchash_verdict_ == CCHASH_STORE)                                                                           \
            memcpy((void *)map_##_priv_value_of(cchash_map_, cchash_entry_), (const void *)cchash_value_,              \
                   sizeof *cchash_value_);                                                                             \
        else if (cchash_verdict_ == CCHASH_REMOVE && cchash_found_)                                                    \
            name_##_priv_erase(cchash_map_, cchash_hashes_, cchash_entry_);                                            \
        if (cchash_found_) return CCHASH_PRESENT;                                                                      \
        return cchash_verdict_ == CCHASH_STORE ? CCHASH_INSERTED : CCHASH_DECLINED;                                    \
    }

/* ---- Functions for one query --------------------------------------------------------------------------------------
 * How a function finds and locks the shard of its key, and how it leaves. shards_ is all (none yet: `absent_` is
 * returned) or need, which makes them (`absent_`: no memory); how_ is _rd or _wr. */
#define CCHASH_PRIV_SYNC_ENTER(name_, map_, shards_, how_, absent_)                                                    \
    name_##_priv_shard *cchash_all_ = name_##_priv##shards_(cchash_sync_);                                             \
    if (!cchash_all_) return absent_;                                                                                  \
    const cchash_priv_hashes cchash_hashes_ = name_##_priv_hashes_of(                                                  \
        cchash_all_, map_##_priv_query_hash(&cchash_all_->cchash_parts.cchash_map, cchash_key_));                      \
    CCHASH_PRIV_HOLD(cchash_sync_);                                                                                    \
    name_##_priv_parts *cchash_shard_ = name_##_priv_enter##shards_##how_(cchash_all_, cchash_hashes_.mixed);          \
    map_ *cchash_map_ = &cchash_shard_->cchash_map
#define CCHASH_PRIV_SYNC_LEAVE(name_, how_)                                                                            \
    name_##_priv_close(cchash_shard_, cchash_hashes_.mixed);                                                           \
    name_##_priv_unlock##how_(cchash_shard_);                                                                          \
    CCHASH_PRIV_LET_GO()

#define CCHASH_PRIV_SYNC_FIND(kind_, name_, map_)                                                                      \
    CCHASH_PRIV_STATIC bool name_##_contains_priv_query(const name_ *cchash_sync_, map_##_priv_query cchash_key_) {    \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _rd, false);                                                         \
        bool cchash_is_there_ = name_##_priv_find(cchash_map_, cchash_hashes_, cchash_key_) != NULL;                   \
        CCHASH_PRIV_SYNC_LEAVE(name_, _rd);                                                                            \
        return cchash_is_there_;                                                                                       \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_) {            \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _wr, false);                                                         \
        bool cchash_was_there_ = name_##_priv_take(cchash_map_, cchash_hashes_, cchash_key_, NULL, NULL);              \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_was_there_;                                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_if_priv_query(                                                              \
        name_ *cchash_sync_, map_##_priv_query cchash_key_,                                                            \
        bool (*cchash_condition_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),      \
        void *cchash_context_) {                                                                                       \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _wr, false);                                                         \
        map_##_entry *cchash_entry_ = name_##_priv_find(cchash_map_, cchash_hashes_, cchash_key_);                     \
        bool cchash_removed_ =                                                                                         \
            cchash_entry_ && cchash_condition_(&cchash_entry_->cchash_key CCHASH_PRIV_VALUED##kind_(                   \
                                                   , map_##_priv_value_of(cchash_map_, cchash_entry_)),                \
                                               cchash_context_);                                                       \
        if (cchash_removed_) name_##_priv_erase(cchash_map_, cchash_hashes_, cchash_entry_);                           \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_removed_;                                                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit_priv_query(                                                                  \
        const name_ *cchash_sync_, map_##_priv_query cchash_key_,                                                      \
        void (*cchash_see_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),            \
        void *cchash_context_) {                                                                                       \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _rd, false);                                                         \
        map_##_entry *cchash_entry_ = name_##_priv_find(cchash_map_, cchash_hashes_, cchash_key_);                     \
        if (cchash_entry_)                                                                                             \
            cchash_see_(&cchash_entry_->cchash_key CCHASH_PRIV_VALUED##kind_(                                          \
                            , map_##_priv_value_of(cchash_map_, cchash_entry_)),                                       \
                        cchash_context_);                                                                              \
        CCHASH_PRIV_SYNC_LEAVE(name_, _rd);                                                                            \
        return cchash_entry_ != NULL;                                                                                  \
    }

#define CCHASH_PRIV_SYNC_CHANGE_SET(name_, map_)                                                                       \
    CCHASH_PRIV_STATIC bool name_##_take_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_,                \
                                                    name_##_key *cchash_key_out_) {                                    \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _wr, false);                                                         \
        bool cchash_was_there_ = name_##_priv_take(cchash_map_, cchash_hashes_, cchash_key_, cchash_key_out_, NULL);   \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_was_there_;                                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_add_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_) {                \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _need, _wr, CCHASH_NOMEM);                                                 \
        bool cchash_found_;                                                                                            \
        map_##_entry *cchash_entry_ =                                                                                  \
            name_##_priv_emplace(cchash_map_, cchash_hashes_, cchash_key_, NULL, &cchash_found_);                      \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return !cchash_entry_ ? CCHASH_NOMEM : cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                       \
    }

#define CCHASH_PRIV_SYNC_CHANGE_MAP(name_, map_)                                                                       \
    CCHASH_PRIV_STATIC bool name_##_get_priv_query(const name_ *cchash_sync_, map_##_priv_query cchash_key_,           \
                                                   name_##_value *cchash_out_) {                                       \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _rd, false);                                                         \
        const map_##_entry *cchash_entry_ = name_##_priv_find(cchash_map_, cchash_hashes_, cchash_key_);               \
        bool cchash_copied_ =                                                                                          \
            cchash_entry_ && name_##_priv_copy_value(cchash_out_, map_##_priv_value_of(cchash_map_, cchash_entry_));   \
        CCHASH_PRIV_SYNC_LEAVE(name_, _rd);                                                                            \
        return cchash_copied_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC name_##_value name_##_get_or_priv_query(                                                        \
        const name_ *cchash_sync_, map_##_priv_query cchash_key_, name_##_value cchash_otherwise_) {                   \
        name_##_value cchash_out_ = cchash_otherwise_;                                                                 \
        return name_##_get_priv_query(cchash_sync_, cchash_key_, &cchash_out_) ? cchash_out_ : cchash_otherwise_;      \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_,                \
                                                    name_##_value *cchash_out_) {                                      \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _wr, false);                                                         \
        bool cchash_was_there_ = name_##_priv_take(cchash_map_, cchash_hashes_, cchash_key_, NULL, cchash_out_);       \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_was_there_;                                                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_replace_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_,             \
                                                       const name_##_value *cchash_expected_,                          \
                                                       name_##_value cchash_desired_) {                                \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _wr, false);                                                         \
        map_##_entry *cchash_entry_ = name_##_priv_find(cchash_map_, cchash_hashes_, cchash_key_);                     \
        bool cchash_done_ =                                                                                            \
            cchash_entry_ &&                                                                                           \
            memcmp((const void *)map_##_priv_value_of(cchash_map_, cchash_entry_), (const void *)cchash_expected_,     \
                   sizeof *cchash_expected_) == 0 &&                                                                   \
            name_##_priv_overwrite(map_##_priv_value_of(cchash_map_, cchash_entry_), &cchash_desired_, &cchash_key_);  \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_done_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit_mut_priv_query(                                                              \
        name_ *cchash_sync_, map_##_priv_query cchash_key_,                                                            \
        void (*cchash_see_)(const name_##_key *, name_##_value *, void *), void *cchash_context_) {                    \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _all, _wr, false);                                                         \
        map_##_entry *cchash_entry_ = name_##_priv_find(cchash_map_, cchash_hashes_, cchash_key_);                     \
        if (cchash_entry_)                                                                                             \
            cchash_see_(&cchash_entry_->cchash_key, map_##_priv_value_of(cchash_map_, cchash_entry_),                  \
                        cchash_context_);                                                                              \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_entry_ != NULL;                                                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_INSERT(name_, map_)                                                                               \
    CCHASH_PRIV_SYNC_COMPUTE(name_, map_)

#define CCHASH_PRIV_SYNC_INSERT(name_, map_)                                                                           \
    CCHASH_PRIV_STATIC int name_##_put_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_,                  \
                                                  name_##_value cchash_value_) {                                       \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _need, _wr, CCHASH_NOMEM);                                                 \
        int cchash_status_ = name_##_priv_put(cchash_map_, cchash_hashes_, cchash_key_, &cchash_value_);               \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_add_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_,                  \
                                                  name_##_value cchash_value_, name_##_value *cchash_there_out_) {     \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _need, _wr, CCHASH_NOMEM);                                                 \
        bool cchash_found_;                                                                                            \
        map_##_entry *cchash_entry_ =                                                                                  \
            name_##_priv_emplace(cchash_map_, cchash_hashes_, cchash_key_, &cchash_value_, &cchash_found_);            \
        bool cchash_done_ =                                                                                            \
            cchash_entry_ &&                                                                                           \
            (!cchash_found_ ||                                                                                         \
             name_##_priv_copy_value(cchash_there_out_, map_##_priv_value_of(cchash_map_, cchash_entry_)));            \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return !cchash_done_ ? CCHASH_NOMEM : cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_fetch_add_priv_query(name_ *cchash_sync_, map_##_priv_query cchash_key_,            \
                                                        name_##_value cchash_delta_, name_##_value *cchash_before_) {  \
        CCHASH_PRIV_WANT_INTEGER(name_##_value);                                                                       \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _need, _wr, CCHASH_NOMEM);                                                 \
        bool cchash_found_;                                                                                            \
        map_##_entry *cchash_entry_ =                                                                                  \
            name_##_priv_emplace(cchash_map_, cchash_hashes_, cchash_key_, NULL, &cchash_found_);                      \
        if (cchash_entry_ && cchash_before_)                                                                           \
            memcpy((void *)cchash_before_, (const void *)map_##_priv_value_of(cchash_map_, cchash_entry_),             \
                   sizeof *cchash_before_);                                                                            \
        if (cchash_entry_)                                                                                             \
            cchash_priv_add_integer(map_##_priv_value_of(cchash_map_, cchash_entry_), &cchash_delta_,                  \
                                    sizeof cchash_delta_);                                                             \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return !cchash_entry_ ? CCHASH_NOMEM : cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                       \
    }

/* One probe: the key is inserted with zeros if it is absent, and taken out again if the callback does not want it. */
#define CCHASH_PRIV_SYNC_COMPUTE(name_, map_)                                                                          \
    CCHASH_PRIV_STATIC int name_##_upsert_priv_query(                                                                  \
        name_ *cchash_sync_, map_##_priv_query cchash_key_,                                                            \
        cchash_verdict (*cchash_change_)(const map_##_priv_query *, name_##_value *, bool, void *),                    \
        void *cchash_context_) {                                                                                       \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _need, _wr, CCHASH_NOMEM);                                                 \
        const map_ cchash_before_ = *cchash_map_;                                                                      \
        bool cchash_found_;                                                                                            \
        name_##_value cchash_value_;                                                                                   \
        map_##_entry *cchash_entry_ =                                                                                  \
            name_##_priv_emplace(cchash_map_, cchash_hashes_, cchash_key_, NULL, &cchash_found_);                      \
        int cchash_status_ = CCHASH_NOMEM;                                                                             \
        if (cchash_entry_) {                                                                                           \
            memcpy((void *)&cchash_value_, (const void *)map_##_priv_value_of(cchash_map_, cchash_entry_),             \
                   sizeof cchash_value_);                                                                              \
            cchash_status_ = name_##_priv_settle(                                                                      \
                cchash_map_, cchash_hashes_, cchash_entry_, cchash_found_,                                             \
                cchash_change_(&cchash_key_, &cchash_value_, cchash_found_, cchash_context_), &cchash_value_);         \
        }                                                                                                              \
        if (cchash_status_ == CCHASH_DECLINED) {                                                                       \
            name_##_priv_take_back(cchash_map_, cchash_hashes_, cchash_key_);                                          \
            map_##_priv_sought_failed(cchash_map_, &cchash_before_);                                                   \
        }                                                                                                              \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_compute_if_absent_priv_query(                                                       \
        name_ *cchash_sync_, map_##_priv_query cchash_key_,                                                            \
        bool (*cchash_make_)(const map_##_priv_query *, name_##_value *, void *), void *cchash_context_,               \
        name_##_value *cchash_out_) {                                                                                  \
        CCHASH_PRIV_SYNC_ENTER(name_, map_, _need, _wr, CCHASH_NOMEM);                                                 \
        const map_ cchash_before_ = *cchash_map_;                                                                      \
        bool cchash_found_ = false, cchash_made_ = false;                                                              \
        name_##_value cchash_value_;                                                                                   \
        map_##_entry *cchash_entry_ =                                                                                  \
            name_##_priv_emplace(cchash_map_, cchash_hashes_, cchash_key_, NULL, &cchash_found_);                      \
        int cchash_status_ = !cchash_entry_ ? CCHASH_NOMEM : cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;         \
        if (cchash_status_ == CCHASH_INSERTED) {                                                                       \
            memset((void *)&cchash_value_, 0, sizeof cchash_value_);                                                   \
            cchash_made_ = cchash_make_(&cchash_key_, &cchash_value_, cchash_context_);                                \
            memcpy((void *)map_##_priv_value_of(cchash_map_, cchash_entry_), (const void *)&cchash_value_,             \
                   sizeof cchash_value_);                                                                              \
        }                                                                                                              \
        if (cchash_status_ == CCHASH_INSERTED && !cchash_made_) {                                                      \
            name_##_priv_take_back(cchash_map_, cchash_hashes_, cchash_key_);                                          \
            map_##_priv_sought_failed(cchash_map_, &cchash_before_);                                                   \
            cchash_status_ = CCHASH_DECLINED;                                                                          \
        } else if (cchash_entry_ &&                                                                                    \
                   !name_##_priv_copy_value(cchash_out_, map_##_priv_value_of(cchash_map_, cchash_entry_))) {          \
            cchash_status_ = CCHASH_NOMEM;                                                                             \
        }                                                                                                              \
        CCHASH_PRIV_SYNC_LEAVE(name_, _wr);                                                                            \
        return cchash_status_;                                                                                         \
    }

/* ---- Batches ----------------------------------------------------------------------------------------------------- */

/* A batch is taken in pieces. A piece is sorted by shard if several of its keys are likely to share one. */
enum { CCHASH_PRIV_SYNC_BATCH = 256 };
CCHASH_PRIV_REQUIRE((int)CCHASH_PRIV_SYNC_BATCH == CCHASH_PRIV_STR_BATCH, cchash_priv_batches_have_one_size,
                    "a piece of a batch has as many keys as there is space for views");
typedef struct cchash_priv_batch {
    cchash_priv_hashes hashes[CCHASH_PRIV_SYNC_BATCH];
    uint16_t shards[CCHASH_PRIV_SYNC_BATCH], order[CCHASH_PRIV_SYNC_BATCH];
} cchash_priv_batch;

/* How many of the keys that are left are taken next. */
CCHASH_PRIV_INLINE size_t cchash_priv_batch_piece(size_t left) {
    return left < CCHASH_PRIV_SYNC_BATCH ? left : (size_t)CCHASH_PRIV_SYNC_BATCH;
}

CCHASH_PRIV_STATIC void cchash_priv_batch_sort(cchash_priv_batch *batch, size_t count, size_t shards) {
    enum { most = CCHASH_PRIV_SYNC_BATCH / 2 };
    uint16_t starts[most + 1];
    for (size_t at = 0; at < count; at++) {
        batch->shards[at] = (uint16_t)cchash_priv_shard_of(batch->hashes[at].mixed, shards);
        batch->order[at] = (uint16_t)at;
    }
    if (shards == 1 || shards > most || shards * 2 > count) return;
    memset(starts, 0, sizeof starts);
    for (size_t at = 0; at < count; at++) starts[batch->shards[at] + 1]++;
    for (size_t shard = 1; shard < most; shard++) starts[shard] = (uint16_t)(starts[shard] + starts[shard - 1]);
    for (size_t at = 0; at < count; at++) batch->order[starts[batch->shards[at]]++] = (uint16_t)at;
}

/* How many keys from `start` on, in order, are of one shard. */
CCHASH_PRIV_STATIC size_t cchash_priv_batch_run(const cchash_priv_batch *batch, size_t start, size_t count) {
    size_t end = start + 1;
    while (end < count && batch->shards[batch->order[end]] == batch->shards[batch->order[start]]) end++;
    return end - start;
}

/* A run of keys of one shard is prefetched, then looked up. */
#define CCHASH_PRIV_SYNC_RUN(kind_, name_, map_)                                                                       \
    CCHASH_PRIV_STATIC void name_##_priv_sort(const name_##_priv_shard *cchash_all_, cchash_priv_batch *cchash_batch_, \
                                              const map_##_priv_query *cchash_keys_, size_t cchash_count_) {           \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_++)                                          \
            cchash_batch_->hashes[cchash_at_] = name_##_priv_hashes_of(                                                \
                cchash_all_, map_##_priv_query_hash(&cchash_all_->cchash_parts.cchash_map, cchash_keys_[cchash_at_])); \
        cchash_priv_batch_sort(cchash_batch_, cchash_count_, name_##_priv_batch_shards);                               \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_get_one(                                                                      \
        const map_ *cchash_map_, cchash_priv_hashes cchash_hashes_,                                                    \
        const map_##_priv_query *cchash_key_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_)) {                \
        const map_##_entry *cchash_entry_ = name_##_priv_find(cchash_map_, cchash_hashes_, *cchash_key_);              \
        return cchash_entry_ CCHASH_PRIV_VALUED##kind_(                                                                \
                   &&name_##_priv_copy_value(cchash_out_, map_##_priv_value_of(cchash_map_, cchash_entry_))) != 0;     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_priv_get_run(                                                                    \
        name_##_priv_parts *cchash_shard_, const cchash_priv_batch *cchash_batch_, size_t cchash_start_,               \
        size_t cchash_count_,                                                                                          \
        const map_##_priv_query *cchash_keys_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_),                 \
        bool *cchash_found_) {                                                                                         \
        const uint16_t *cchash_order_ = cchash_batch_->order + cchash_start_;                                          \
        size_t cchash_total_ = 0;                                                                                      \
        for (size_t cchash_at_ = 0; cchash_count_ > 1 && cchash_at_ < cchash_count_; cchash_at_++)                     \
            name_##_priv_prefetch_in(cchash_shard_, cchash_batch_->hashes[cchash_order_[cchash_at_]]);                 \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_++) {                                        \
            size_t cchash_key_ = cchash_order_[cchash_at_];                                                            \
            name_##_priv_open(cchash_shard_, cchash_batch_->hashes[cchash_key_].mixed);                                \
            bool cchash_is_there_ =                                                                                    \
                name_##_priv_get_one(&cchash_shard_->cchash_map, cchash_batch_->hashes[cchash_key_],                   \
                                     &cchash_keys_[cchash_key_] CCHASH_PRIV_VALUED##kind_(                             \
                                         , cchash_out_ ? &cchash_out_[cchash_key_] : NULL));                           \
            name_##_priv_close(cchash_shard_, cchash_batch_->hashes[cchash_key_].mixed);                               \
            if (cchash_found_) cchash_found_[cchash_key_] = cchash_is_there_;                                          \
            cchash_total_ += cchash_is_there_;                                                                         \
        }                                                                                                              \
        return cchash_total_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_priv_get_piece(                                                                  \
        const name_ *cchash_sync_, name_##_priv_shard *cchash_all_, const map_##_priv_query *cchash_keys_,             \
        size_t cchash_count_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_), bool *cchash_found_) {           \
        cchash_priv_batch cchash_batch_;                                                                               \
        size_t cchash_total_ = 0, cchash_run_;                                                                         \
        name_##_priv_sort(cchash_all_, &cchash_batch_, cchash_keys_, cchash_count_);                                   \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_ += cchash_run_) {                           \
            name_##_priv_parts *cchash_shard_ = name_##_priv_lock_rd(                                                  \
                cchash_all_, name_##_priv_shard_of(cchash_batch_.hashes[cchash_batch_.order[cchash_at_]].mixed));      \
            cchash_run_ = cchash_priv_batch_run(&cchash_batch_, cchash_at_, cchash_count_);                            \
            cchash_total_ +=                                                                                           \
                name_##_priv_get_run(cchash_shard_, &cchash_batch_, cchash_at_, cchash_run_,                           \
                                     cchash_keys_ CCHASH_PRIV_VALUED##kind_(, cchash_out_), cchash_found_);            \
            name_##_priv_unlock_rd(cchash_shard_);                                                                     \
        }                                                                                                              \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_total_;                                                                                          \
    }

/* get_many for arrays of T. queries_ makes queries of a piece of them, in a space of that many. */
#define CCHASH_PRIV_SYNC_MANY(kind_, form_, name_, map_, T_, queries_, space_size_)                                    \
    CCHASH_PRIV_STATIC size_t name_##_get_many##form_(                                                                 \
        const name_ *cchash_sync_, T_ const *cchash_keys_,                                                             \
        size_t cchash_count_ CCHASH_PRIV_VALUED##kind_(, name_##_value *cchash_out_), bool *cchash_found_) {           \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        map_##_priv_query cchash_space_[space_size_];                                                                  \
        size_t cchash_total_ = 0, cchash_some_;                                                                        \
        if (!cchash_all_ && cchash_found_) memset(cchash_found_, 0, cchash_count_ * sizeof *cchash_found_);            \
        for (size_t cchash_done_ = 0; cchash_all_ && cchash_done_ < cchash_count_; cchash_done_ += cchash_some_) {     \
            cchash_some_ = cchash_priv_batch_piece(cchash_count_ - cchash_done_);                                      \
            cchash_total_ += name_##_priv_get_piece(                                                                   \
                cchash_sync_, cchash_all_, queries_(cchash_keys_ + cchash_done_, cchash_some_, cchash_space_),         \
                cchash_some_ CCHASH_PRIV_VALUED##kind_(, cchash_out_ ? cchash_out_ + cchash_done_ : NULL),             \
                cchash_found_ ? cchash_found_ + cchash_done_ : NULL);                                                  \
        }                                                                                                              \
        return cchash_total_;                                                                                          \
    }

CCHASH_PRIV_INLINE const cchash_view *cchash_priv_views_same(const cchash_view *views, size_t count,
                                                             cchash_view *space) {
    (void)count, (void)space;
    return views;
}

/* ---- What the user calls: the forms of a key --------------------------------------------------------------------- */

#define CCHASH_PRIV_SYNC_KEYS(kind_, forms_, name_, map_)                                                              \
    CCHASH_PRIV_SYNC_FIND(kind_, name_, map_)                                                                          \
    CCHASH_PRIV_SYNC_CHANGE##kind_(name_, map_) CCHASH_PRIV_SYNC_RUN(kind_, name_, map_) CCHASH_PRIV_SYNC_FORM(        \
        kind_, name_, map_, , (map_##_priv_argument cchash_key_), map_##_priv_query_of(cchash_key_))                   \
        CCHASH_PRIV_SYNC_MANY(kind_, , name_, map_, map_##_priv_argument, map_##_priv_queries_of,                      \
                              map_##_priv_query_space) CCHASH_PRIV_SYNC_FORMS##forms_(kind_, name_, map_)

#define CCHASH_PRIV_SYNC_FORMS_ONE(kind_, name_, map_)
#define CCHASH_PRIV_SYNC_FORMS_TEXT(kind_, name_, map_)                                                                \
    CCHASH_PRIV_REQUIRE(map_##_priv_query_space > 1, name_##_priv_map_is_not_of_strings,                               \
                        "cchash: " #name_ ": the macros with _STR in their names are for maps and sets of owned "      \
                        "strings: take those without");                                                                \
    CCHASH_PRIV_SYNC_FORM(kind_, name_, map_, _n, CCHASH_PRIV_N_KEY, cchash_view_n(cchash_key_, cchash_length_))       \
    CCHASH_PRIV_SYNC_FORM(kind_, name_, map_, _view, CCHASH_PRIV_VIEW_KEY, cchash_key_)                                \
    CCHASH_PRIV_SYNC_MANY(kind_, _view, name_, map_, cchash_view, cchash_priv_views_same, 1)

#define CCHASH_PRIV_SYNC_FORM(kind_, name_, map_, form_, parameters_, view_)                                           \
    CCHASH_PRIV_STATIC bool name_##_contains##form_(const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_) {         \
        return name_##_contains_priv_query(cchash_sync_, view_);                                                       \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_) {                 \
        return name_##_remove_priv_query(cchash_sync_, view_);                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_if##form_(                                                                  \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        bool (*cchash_condition_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),      \
        void *cchash_context_) {                                                                                       \
        return name_##_remove_if_priv_query(cchash_sync_, view_, cchash_condition_, cchash_context_);                  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit##form_(                                                                      \
        const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                       \
        void (*cchash_see_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),            \
        void *cchash_context_) {                                                                                       \
        return name_##_visit_priv_query(cchash_sync_, view_, cchash_see_, cchash_context_);                            \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_FORM##kind_(name_, map_, form_, parameters_, view_)
#define CCHASH_PRIV_SYNC_FORM_SET(name_, map_, form_, parameters_, view_)                                              \
    CCHASH_PRIV_STATIC int name_##_add##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_) {                     \
        return name_##_add_priv_query(cchash_sync_, view_);                                                            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                     \
                                                name_##_key *cchash_key_out_) {                                        \
        return name_##_take_priv_query(cchash_sync_, view_, cchash_key_out_);                                          \
    }
#define CCHASH_PRIV_SYNC_FORM_MAP(name_, map_, form_, parameters_, view_)                                              \
    CCHASH_PRIV_STATIC bool name_##_get##form_(const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                \
                                               name_##_value *cchash_out_) {                                           \
        return name_##_get_priv_query(cchash_sync_, view_, cchash_out_);                                               \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC name_##_value name_##_get_or##form_(const name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,    \
                                                           name_##_value cchash_otherwise_) {                          \
        return name_##_get_or_priv_query(cchash_sync_, view_, cchash_otherwise_);                                      \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                     \
                                                name_##_value *cchash_out_) {                                          \
        return name_##_take_priv_query(cchash_sync_, view_, cchash_out_);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_replace##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                  \
                                                   const name_##_value *cchash_expected_,                              \
                                                   name_##_value cchash_desired_) {                                    \
        return name_##_replace_priv_query(cchash_sync_, view_, cchash_expected_, cchash_desired_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_visit_mut##form_(                                                                  \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        void (*cchash_see_)(const name_##_key *, name_##_value *, void *), void *cchash_context_) {                    \
        return name_##_visit_mut_priv_query(cchash_sync_, view_, cchash_see_, cchash_context_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_FORM_CHANGE(name_, map_, form_, parameters_, view_)
#define CCHASH_PRIV_SYNC_FORM_CHANGE(name_, map_, form_, parameters_, view_)                                           \
    CCHASH_PRIV_STATIC int name_##_put##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                       \
                                              name_##_value cchash_value_) {                                           \
        return name_##_put_priv_query(cchash_sync_, view_, cchash_value_);                                             \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_add##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                       \
                                              name_##_value cchash_value_, name_##_value *cchash_there_out_) {         \
        return name_##_add_priv_query(cchash_sync_, view_, cchash_value_, cchash_there_out_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_upsert##form_(                                                                      \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        cchash_verdict (*cchash_change_)(const map_##_priv_query *, name_##_value *, bool, void *),                    \
        void *cchash_context_) {                                                                                       \
        return name_##_upsert_priv_query(cchash_sync_, view_, cchash_change_, cchash_context_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_compute_if_absent##form_(                                                           \
        name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                                                             \
        bool (*cchash_make_)(const map_##_priv_query *, name_##_value *, void *), void *cchash_context_,               \
        name_##_value *cchash_out_) {                                                                                  \
        return name_##_compute_if_absent_priv_query(cchash_sync_, view_, cchash_make_, cchash_context_, cchash_out_);  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_fetch_add##form_(name_ *cchash_sync_, CCHASH_PRIV_LIST parameters_,                 \
                                                    name_##_value cchash_delta_, name_##_value *cchash_before_) {      \
        return name_##_fetch_add_priv_query(cchash_sync_, view_, cchash_delta_, cchash_before_);                       \
    }

#include "macros_sync_on.h"

#endif
