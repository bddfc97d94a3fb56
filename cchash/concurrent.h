/* cchash/concurrent.h: the typed functions of concurrent maps and sets. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CONCURRENT_H
#define CCHASH_PRIV_CONCURRENT_H

#include "lines_whole.h"
#include "typed.h"

#include "macros_sync_off.h"

/* ---- Misuse -------------------------------------------------------------------------------------------------------
 */

/* A function of the user's runs while a line is locked. If it called a function that writes to this map, it might wait
 * for itself. Debug builds stop that with a sentence. */
#if defined(CCHASH_DEBUG) && defined(CCHASH_PRIV_THREAD_LOCAL)
static CCHASH_PRIV_THREAD_LOCAL const void *cchash_priv_in_callback_of CCHASH_PRIV_UNUSED;
#define CCHASH_PRIV_CHECK_OUTSIDE(map_)                                                                                \
    CCHASH_PRIV_CHECK(cchash_priv_in_callback_of != (const void *)(map_),                                              \
                      "a callback of a concurrent map called a function that writes to the same map")
#define CCHASH_PRIV_UNDER_LOCK(map_, call_)                                                                            \
    do {                                                                                                               \
        const void *cchash_before_ = cchash_priv_in_callback_of;                                                       \
        cchash_priv_in_callback_of = (map_);                                                                           \
        call_;                                                                                                         \
        cchash_priv_in_callback_of = cchash_before_;                                                                   \
    } while (0)
#else
#define CCHASH_PRIV_CHECK_OUTSIDE(map_) ((void)(map_))
#define CCHASH_PRIV_UNDER_LOCK(map_, call_)                                                                            \
    do {                                                                                                               \
        call_;                                                                                                         \
    } while (0)
#endif

#define CCHASH_PRIV_TRAITS_OF_CONCURRENT                                                                               \
    (CCHASH_PRIV_DIGIT(_ALLOCATOR) | CCHASH_PRIV_DIGIT(_GOOD_HASH) | CCHASH_PRIV_DIGIT(_SEEDED_HASH) |                 \
     CCHASH_PRIV_DIGIT(_SIPHASH))
#define CCHASH_PRIV_CHECK_CONCURRENT(name_, traits_)                                                                   \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_REFUSE(                                                                                                \
        name_, traits_, _KEY_COPY,                                                                                     \
        "CCHASH_KEY_COPY: a concurrent map holds plain keys; for owned ones there is CCHASH_SYNC_DEFINE")              \
    CCHASH_PRIV_REFUSE(                                                                                                \
        name_, traits_, _KEY_FREE,                                                                                     \
        "CCHASH_KEY_FREE: a concurrent map holds plain keys; for owned ones there is CCHASH_SYNC_DEFINE")              \
    CCHASH_PRIV_REFUSE(                                                                                                \
        name_, traits_, _VALUE_COPY,                                                                                   \
        "CCHASH_VALUE_COPY: a concurrent map holds plain values; for owned ones there is CCHASH_SYNC_DEFINE")          \
    CCHASH_PRIV_REFUSE(                                                                                                \
        name_, traits_, _VALUE_FREE,                                                                                   \
        "CCHASH_VALUE_FREE: a concurrent map holds plain values; for owned ones there is CCHASH_SYNC_DEFINE")          \
    CCHASH_PRIV_CHECK_ONLY(name_, traits_, CCHASH_PRIV_TRAITS_OF_CONCURRENT)

/* ---- Types and the descriptor -------------------------------------------------------------------------------------
 */

#define CCHASH_PRIV_CONCURRENT_STRUCT(name_, traits_)                                                                  \
    struct name_ {                                                                                                     \
        cchash_priv_lines cchash_lines;                                                                                \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CONTEXT(traits_) cchash_allocator;, )          \
    };

/* How many elements a line has, how long it is, and where its values begin. A value begins at a multiple of its unit.
 */
#define CCHASH_PRIV_CONCURRENT_SHAPE(name_, key_size_, value_size_)                                                    \
    enum {                                                                                                             \
        name_##_priv_pair = (int)((key_size_) + (value_size_)),                                                        \
        name_##_priv_head = (int)sizeof(cchash_priv_line),                                                             \
        name_##_priv_unit = CCHASH_PRIV_UNIT((value_size_)),                                                           \
        name_##_priv_one = CCHASH_PRIV_ROUND_UP(name_##_priv_head + (int)(key_size_), name_##_priv_unit),              \
        name_##_priv_bytes = CCHASH_PRIV_ROUND_UP(name_##_priv_one + (int)(value_size_), 64),                          \
        name_##_priv_fit = (name_##_priv_bytes - name_##_priv_head) / name_##_priv_pair,                               \
        name_##_priv_few = name_##_priv_fit < (int)CCHASH_PRIV_LINE_MOST ? name_##_priv_fit : CCHASH_PRIV_LINE_MOST,   \
        name_##_priv_end =                                                                                             \
            CCHASH_PRIV_ROUND_UP(name_##_priv_head + name_##_priv_few * (int)(key_size_), name_##_priv_unit),          \
        name_##_priv_fits = name_##_priv_end + name_##_priv_few * (int)(value_size_) <= name_##_priv_bytes,            \
        name_##_priv_slots = name_##_priv_fits ? name_##_priv_few : name_##_priv_few - 1,                              \
        name_##_priv_values =                                                                                          \
            CCHASH_PRIV_ROUND_UP(name_##_priv_head + name_##_priv_slots * (int)(key_size_), name_##_priv_unit)         \
    };                                                                                                                 \
    CCHASH_PRIV_REQUIRE((key_size_) + (value_size_) <= (1 << 20), name_##_priv_elements_are_too_large,                 \
                        "cchash: " #name_ ": an element of a concurrent map has at most a megabyte");                  \
    CCHASH_PRIV_REQUIRE(name_##_priv_slots >= 1 &&                                                                     \
                            name_##_priv_values + name_##_priv_slots * (int)(value_size_) <= name_##_priv_bytes,       \
                        name_##_priv_values_fit, "cchash: " #name_ ": values overlap the end of the line");
#define CCHASH_PRIV_ROUND_UP(value_, to_) (((value_) + (to_)-1) / (to_) * (to_))

#define CCHASH_PRIV_CONCURRENT_TYPE(name_, value_size_, hashfn_, eqfn_, traits_)                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CHECK_ALLOCATOR(name_, traits_), )                 \
    CCHASH_PRIV_STATIC uint64_t name_##_priv_hash(const void *cchash_key_, uint64_t cchash_seed_) {                    \
        (void)cchash_seed_;                                                                                            \
        return CCHASH_PRIV_LIST(hashfn_ CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                          \
                                                       (*(const name_##_key *)cchash_key_, cchash_seed_),              \
                                                       (*(const name_##_key *)cchash_key_)));                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC uint64_t name_##_priv_hash_at(const void *cchash_at_, uint64_t cchash_seed_) {                  \
        name_##_key cchash_key_;                                                                                       \
        cchash_priv_data_load(&cchash_key_, cchash_at_, sizeof cchash_key_);                                           \
        return name_##_priv_hash(&cchash_key_, cchash_seed_);                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_equal_at(const void *cchash_at_, const void *cchash_key_) {                   \
        name_##_key cchash_stored_;                                                                                    \
        cchash_priv_data_load(&cchash_stored_, cchash_at_, sizeof cchash_stored_);                                     \
        return eqfn_(cchash_stored_, *(const name_##_key *)cchash_key_);                                               \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate_zeroed(const void *cchash_map_, size_t cchash_size_,                \
                                                          size_t cchash_align_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        void *cchash_block_ = CCHASH_PRIV_IF(                                                                          \
            CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                       \
            cchash_priv_zero(CCHASH_PRIV_ALLOCATE(traits_)(((const name_ *)cchash_map_)->cchash_allocator,             \
                                                           cchash_size_, cchash_align_),                               \
                             cchash_size_),                                                                            \
            CCHASH_PRIV_CALLOC(cchash_size_, cchash_align_));                                                          \
        (void)cchash_map_, (void)cchash_align_, (void)(errno = cchash_errno_);                                         \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_release(const void *cchash_map_, void *cchash_block_, size_t cchash_size_,    \
                                                 size_t cchash_align_) {                                               \
        int cchash_errno_ = errno;                                                                                     \
        CCHASH_PRIV_RELEASE(traits_)                                                                                   \
        (CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),       \
         cchash_block_, cchash_size_, cchash_align_);                                                                  \
        (void)cchash_map_, (void)cchash_size_, (void)cchash_align_, (void)(errno = cchash_errno_);                     \
    }                                                                                                                  \
    static const cchash_priv_line_type name_##_priv_type CCHASH_PRIV_UNUSED = {                                        \
        sizeof(name_##_key),                                                                                           \
        value_size_,                                                                                                   \
        name_##_priv_slots,                                                                                            \
        name_##_priv_bytes,                                                                                            \
        name_##_priv_values,                                                                                           \
        CCHASH_PRIV_HAS(GOOD_HASH, traits_),                                                                           \
        CCHASH_PRIV_GIVES_BACK && !CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                \
        name_##_priv_hash_at,                                                                                          \
        name_##_priv_equal_at,                                                                                         \
        name_##_priv_allocate_zeroed,                                                                                  \
        name_##_priv_release,                                                                                          \
    };

/* The parts that are compiled once for each type. Key and value go to the slow part as copies made here. Otherwise
 * their addresses would escape, and every lookup would store them to the stack. */
#define CCHASH_PRIV_CONCURRENT_PARTS(name_, V_, traits_)                                                               \
    CCHASH_PRIV_OUTLINE bool name_##_priv_get_outline(const cchash_priv_lines *cchash_lines_, uint64_t cchash_mixed_,  \
                                                      const void *cchash_key_, void *cchash_value_) {                  \
        return cchash_priv_lines_get_slow(cchash_lines_, &name_##_priv_type, cchash_mixed_, cchash_key_,               \
                                          cchash_value_);                                                              \
    }                                                                                                                  \
    CCHASH_PRIV_THUNK bool name_##_priv_get_slow(const cchash_priv_lines *cchash_lines_, uint64_t cchash_mixed_,       \
                                                 const void *cchash_key_, void *cchash_value_) {                       \
        name_##_key cchash_copy_ = *(const name_##_key *)cchash_key_;                                                  \
        V_ cchash_found_;                                                                                              \
        if (sizeof(V_) > CCHASH_PRIV_SMALL_KEY || !cchash_value_)                                                      \
            return name_##_priv_get_outline(cchash_lines_, cchash_mixed_, &cchash_copy_, cchash_value_);               \
        if (!name_##_priv_get_outline(cchash_lines_, cchash_mixed_, &cchash_copy_, &cchash_found_)) return false;      \
        memcpy(cchash_value_, &cchash_found_, sizeof cchash_found_);                                                   \
        return true;                                                                                                   \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_mixed(const name_ *cchash_map_, const name_##_key *cchash_key_) {         \
        const uint64_t cchash_seed_ = cchash_priv_lines_seed(&cchash_map_->cchash_lines);                              \
        return cchash_priv_finalize_hash(name_##_priv_hash(cchash_key_, cchash_seed_), cchash_seed_,                   \
                                         CCHASH_PRIV_HAS(GOOD_HASH, traits_));                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_started(name_ *cchash_map_) {                                                 \
        CCHASH_PRIV_CHECK_OUTSIDE(cchash_map_);                                                                        \
        return CCHASH_PRIV_LIKELY(cchash_priv_word_load_acquire(&cchash_map_->cchash_lines.current)) ||                \
               cchash_priv_lines_start(&cchash_map_->cchash_lines, &name_##_priv_type, CCHASH_PRIV_LINES_MIN,          \
                                       CCHASH_PRIV_HAS(SEEDED_HASH, traits_));                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_find(const name_ *cchash_map_, name_##_key cchash_key_, void *cchash_out_) {  \
        const cchash_priv_lines *cchash_lines_ = &cchash_map_->cchash_lines;                                           \
        const cchash_priv_word cchash_array_ = cchash_priv_word_load_acquire(&cchash_lines_->current);                 \
        if (CCHASH_PRIV_UNLIKELY(!cchash_array_)) return false;                                                        \
        return cchash_priv_lines_get(cchash_lines_, &name_##_priv_type, cchash_array_,                                 \
                                     name_##_priv_mixed(cchash_map_, &cchash_key_), &cchash_key_, cchash_out_,         \
                                     name_##_priv_get_slow);                                                           \
    }

/* Those that write. */
#define CCHASH_PRIV_CONCURRENT_CHANGES(name_)                                                                          \
    CCHASH_PRIV_INLINE cchash_priv_held name_##_priv_lock(name_ *cchash_map_, const name_##_key *cchash_key_) {        \
        return cchash_priv_lines_lock(&cchash_map_->cchash_lines, &name_##_priv_type,                                  \
                                      name_##_priv_mixed(cchash_map_, cchash_key_));                                   \
    }                                                                                                                  \
    /* Inserts into a locked line, and unlocks it. */                                                                  \
    CCHASH_PRIV_INLINE int name_##_priv_finish_insert(name_ *cchash_map_, cchash_priv_held *cchash_held_,              \
                                                      const void *cchash_key_, const void *cchash_value_) {            \
        cchash_priv_lines *cchash_lines_ = &cchash_map_->cchash_lines;                                                 \
        cchash_priv_word cchash_head_ = cchash_held_->head;                                                            \
        bool cchash_crowded_ = false;                                                                                  \
        const bool cchash_done_ = cchash_priv_line_insert(cchash_lines_, &name_##_priv_type, cchash_held_->array,      \
                                                          cchash_held_->index, cchash_held_->line, &cchash_head_,      \
                                                          cchash_key_, cchash_value_, false, &cchash_crowded_);        \
        cchash_held_->head = cchash_head_;                                                                             \
        if (cchash_done_) cchash_priv_line_changed(cchash_held_);                                                      \
        cchash_priv_line_unlock(cchash_held_);                                                                         \
        if (!cchash_done_) return CCHASH_NOMEM;                                                                        \
        cchash_priv_lines_count(cchash_lines_, 1);                                                                     \
        cchash_held_->crowded = cchash_crowded_;                                                                       \
        cchash_priv_lines_grow_if(cchash_lines_, &name_##_priv_type, cchash_held_);                                    \
        return CCHASH_INSERTED;                                                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_finish_erase(name_ *cchash_map_, cchash_priv_held *cchash_held_,              \
                                                      cchash_priv_place cchash_place_) {                               \
        (void)cchash_priv_line_erase(&name_##_priv_type, cchash_held_, cchash_place_);                                 \
        cchash_priv_line_unlock(cchash_held_);                                                                         \
        cchash_priv_lines_count(&cchash_map_->cchash_lines, (cchash_priv_word)0 - 1);                                  \
        return true;                                                                                                   \
    }                                                                                                                  \
    /* Locks the line of a key; false: the key is not there, and nothing is locked. */                                 \
    CCHASH_PRIV_INLINE bool name_##_priv_hold(name_ *cchash_map_, const name_##_key *cchash_key_,                      \
                                              cchash_priv_held *cchash_held_, cchash_priv_place *cchash_place_) {      \
        CCHASH_PRIV_CHECK_OUTSIDE(cchash_map_);                                                                        \
        if (!name_##_priv_find(cchash_map_, *cchash_key_, NULL)) return false; /* without a write */                   \
        *cchash_held_ = name_##_priv_lock(cchash_map_, cchash_key_);                                                   \
        *cchash_place_ = cchash_priv_line_seek(&name_##_priv_type, cchash_held_, cchash_key_);                         \
        if (cchash_place_->line) return true;                                                                          \
        cchash_priv_line_unlock(cchash_held_);                                                                         \
        return false;                                                                                                  \
    }

/* ---- Functions of maps and sets -----------------------------------------------------------------------------------
 */

#define CCHASH_PRIV_CONCURRENT_LIFE(name_, traits_)                                                                    \
    CCHASH_PRIV_STATIC bool name_##_reserve(name_ *cchash_map_, size_t cchash_count_) {                                \
        CCHASH_PRIV_CHECK_OUTSIDE(cchash_map_);                                                                        \
        return cchash_priv_lines_reserve(&cchash_map_->cchash_lines, &name_##_priv_type, cchash_count_,                \
                                         CCHASH_PRIV_HAS(SEEDED_HASH, traits_));                                       \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_init(name_ *cchash_map_, size_t cchash_count_) {                                   \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        return name_##_reserve(cchash_map_, cchash_count_);                                                            \
    }                                                                                                                  \
    CCHASH_PRIV_IF(                                                                                                    \
        CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                           \
        CCHASH_PRIV_STATIC void name_##_init_allocator(name_ *cchash_map_,                                             \
                                                       CCHASH_PRIV_CONTEXT(traits_) cchash_with_) {                    \
            memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                       \
            cchash_map_->cchash_allocator = cchash_with_;                                                              \
        }, )                                                                                                           \
    CCHASH_PRIV_STATIC void name_##_free(name_ *cchash_map_) {                                                         \
        cchash_priv_lines_free(&cchash_map_->cchash_lines, &name_##_priv_type);                                        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_clear(name_ *cchash_map_) { name_##_free(cchash_map_); }                           \
    CCHASH_PRIV_STATIC void name_##_reclaim(name_ *cchash_map_) {                                                      \
        cchash_priv_lines_reclaim(&cchash_map_->cchash_lines, &name_##_priv_type);                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_reclaim_qsbr(name_ *cchash_map_, cchash_qsbr *cchash_threads_) {                   \
        return cchash_priv_lines_reclaim_qsbr(&cchash_map_->cchash_lines, &name_##_priv_type, cchash_threads_);        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_size(const name_ *cchash_map_) {                                                 \
        return cchash_priv_lines_size(&cchash_map_->cchash_lines);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC cchash_stats name_##_stats(const name_ *cchash_map_) {                                          \
        return cchash_priv_lines_stats(&cchash_map_->cchash_lines, &name_##_priv_type);                                \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_verify(const name_ *cchash_map_) {                                                 \
        return cchash_priv_lines_verify(&cchash_map_->cchash_lines, &name_##_priv_type);                               \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_contains(const name_ *cchash_map_, name_##_key cchash_key_) {                      \
        return name_##_priv_find(cchash_map_, cchash_key_, NULL);                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove(name_ *cchash_map_, name_##_key cchash_key_) {                              \
        cchash_priv_held cchash_held_;                                                                                 \
        cchash_priv_place cchash_place_;                                                                               \
        return name_##_priv_hold(cchash_map_, &cchash_key_, &cchash_held_, &cchash_place_) &&                          \
               name_##_priv_finish_erase(cchash_map_, &cchash_held_, cchash_place_);                                   \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_prefetch(const name_ *cchash_map_, cchash_priv_word cchash_array_,            \
                                                  const name_##_key *cchash_key_) {                                    \
        CCHASH_PRIV_PREFETCH(                                                                                          \
            cchash_priv_lines_of(&name_##_priv_type, cchash_array_, name_##_priv_mixed(cchash_map_, cchash_key_)));    \
    }

/* How many keys ahead a batch asks for lines. */
enum { CCHASH_PRIV_LINES_AHEAD = 16 };

#define CCHASH_PRIV_CONCURRENT_MAP(name_)                                                                              \
    CCHASH_PRIV_STATIC bool name_##_get(const name_ *cchash_map_, name_##_key cchash_key_,                             \
                                        name_##_value *cchash_value_out_) {                                            \
        name_##_value cchash_value_;                                                                                   \
        if (!name_##_priv_find(cchash_map_, cchash_key_, &cchash_value_)) return false;                                \
        if (cchash_value_out_) *cchash_value_out_ = cchash_value_;                                                     \
        return true;                                                                                                   \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC name_##_value name_##_get_or(const name_ *cchash_map_, name_##_key cchash_key_,                 \
                                                    name_##_value cchash_otherwise_) {                                 \
        name_##_value cchash_value_;                                                                                   \
        return name_##_priv_find(cchash_map_, cchash_key_, &cchash_value_) ? cchash_value_ : cchash_otherwise_;        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_get_many(const name_ *cchash_map_, const name_##_key *cchash_keys_,              \
                                               size_t cchash_count_, name_##_value *cchash_values_out_,                \
                                               bool *cchash_found_out_) {                                              \
        const cchash_priv_word cchash_array_ = cchash_priv_word_load_acquire(&cchash_map_->cchash_lines.current);      \
        size_t cchash_found_ = 0;                                                                                      \
        for (size_t cchash_at_ = 0;                                                                                    \
             cchash_array_ && cchash_at_ < CCHASH_PRIV_LINES_AHEAD && cchash_at_ < cchash_count_; cchash_at_++)        \
            name_##_priv_prefetch(cchash_map_, cchash_array_, cchash_keys_ + cchash_at_);                              \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_++) {                                        \
            if (cchash_array_ && cchash_count_ - cchash_at_ > CCHASH_PRIV_LINES_AHEAD)                                 \
                name_##_priv_prefetch(cchash_map_, cchash_array_,                                                      \
                                      cchash_keys_ + cchash_at_ + CCHASH_PRIV_LINES_AHEAD);                            \
            const bool cchash_hit_ = name_##_get(cchash_map_, cchash_keys_[cchash_at_],                                \
                                                 cchash_values_out_ ? cchash_values_out_ + cchash_at_ : NULL);         \
            if (cchash_found_out_) cchash_found_out_[cchash_at_] = cchash_hit_;                                        \
            cchash_found_ += cchash_hit_;                                                                              \
        }                                                                                                              \
        return cchash_found_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_put(name_ *cchash_map_, name_##_key cchash_key_, name_##_value cchash_value_) {     \
        if (!name_##_priv_started(cchash_map_)) return CCHASH_NOMEM;                                                   \
        cchash_priv_held cchash_held_ = name_##_priv_lock(cchash_map_, &cchash_key_);                                  \
        cchash_priv_place cchash_place_ = cchash_priv_line_seek(&name_##_priv_type, &cchash_held_, &cchash_key_);      \
        if (!cchash_place_.line)                                                                                       \
            return name_##_priv_finish_insert(cchash_map_, &cchash_held_, &cchash_key_, &cchash_value_);               \
        cchash_priv_line_overwrite(&name_##_priv_type, &cchash_held_, cchash_place_, &cchash_value_);                  \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return CCHASH_PRESENT;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_read(const cchash_priv_place *cchash_place_, name_##_value *cchash_value_) {  \
        cchash_priv_data_load(cchash_value_,                                                                           \
                              cchash_priv_line_value(&name_##_priv_type, cchash_place_->line, cchash_place_->slot),    \
                              sizeof *cchash_value_);                                                                  \
    }

/* The functions that decide what to do by what is there. */
#define CCHASH_PRIV_CONCURRENT_UPDATE(name_)                                                                           \
    CCHASH_PRIV_STATIC int name_##_add(name_ *cchash_map_, name_##_key cchash_key_, name_##_value cchash_value_,       \
                                       name_##_value *cchash_there_out_) {                                             \
        if (name_##_get(cchash_map_, cchash_key_, cchash_there_out_)) return CCHASH_PRESENT; /* without a write */     \
        if (!name_##_priv_started(cchash_map_)) return CCHASH_NOMEM;                                                   \
        cchash_priv_held cchash_held_ = name_##_priv_lock(cchash_map_, &cchash_key_);                                  \
        cchash_priv_place cchash_place_ = cchash_priv_line_seek(&name_##_priv_type, &cchash_held_, &cchash_key_);      \
        if (!cchash_place_.line)                                                                                       \
            return name_##_priv_finish_insert(cchash_map_, &cchash_held_, &cchash_key_, &cchash_value_);               \
        if (cchash_there_out_) name_##_priv_read(&cchash_place_, cchash_there_out_);                                   \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return CCHASH_PRESENT;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_take(name_ *cchash_map_, name_##_key cchash_key_,                                  \
                                         name_##_value *cchash_value_out_) {                                           \
        cchash_priv_held cchash_held_;                                                                                 \
        cchash_priv_place cchash_place_;                                                                               \
        if (!name_##_priv_hold(cchash_map_, &cchash_key_, &cchash_held_, &cchash_place_)) return false;                \
        if (cchash_value_out_) name_##_priv_read(&cchash_place_, cchash_value_out_);                                   \
        return name_##_priv_finish_erase(cchash_map_, &cchash_held_, cchash_place_);                                   \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_if(                                                                         \
        name_ *cchash_map_, name_##_key cchash_key_,                                                                   \
        bool (*cchash_condition_)(const name_##_key *, const name_##_value *, void *), void *cchash_context_) {        \
        cchash_priv_held cchash_held_;                                                                                 \
        cchash_priv_place cchash_place_;                                                                               \
        name_##_value cchash_value_;                                                                                   \
        bool cchash_holds_;                                                                                            \
        if (!name_##_priv_hold(cchash_map_, &cchash_key_, &cchash_held_, &cchash_place_)) return false;                \
        name_##_priv_read(&cchash_place_, &cchash_value_);                                                             \
        CCHASH_PRIV_UNDER_LOCK(cchash_map_,                                                                            \
                               cchash_holds_ = cchash_condition_(&cchash_key_, &cchash_value_, cchash_context_));      \
        if (cchash_holds_) return name_##_priv_finish_erase(cchash_map_, &cchash_held_, cchash_place_);                \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return false;                                                                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_replace(name_ *cchash_map_, name_##_key cchash_key_,                               \
                                            const name_##_value *cchash_expected_, name_##_value cchash_desired_) {    \
        cchash_priv_held cchash_held_;                                                                                 \
        cchash_priv_place cchash_place_;                                                                               \
        name_##_value cchash_value_;                                                                                   \
        if (!name_##_priv_hold(cchash_map_, &cchash_key_, &cchash_held_, &cchash_place_)) return false;                \
        name_##_priv_read(&cchash_place_, &cchash_value_);                                                             \
        const bool cchash_same_ = memcmp(&cchash_value_, cchash_expected_, sizeof cchash_value_) == 0;                 \
        if (cchash_same_)                                                                                              \
            cchash_priv_line_overwrite(&name_##_priv_type, &cchash_held_, cchash_place_, &cchash_desired_);            \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return cchash_same_;                                                                                           \
    }

/* The functions that call the user's under LOCK, on a copy, and then store. */
#define CCHASH_PRIV_CONCURRENT_COMPUTE(name_)                                                                          \
    CCHASH_PRIV_STATIC int name_##_upsert(                                                                             \
        name_ *cchash_map_, name_##_key cchash_key_,                                                                   \
        cchash_verdict (*cchash_change_)(const name_##_key *, name_##_value *, bool, void *), void *cchash_context_) { \
        name_##_value cchash_value_;                                                                                   \
        cchash_verdict cchash_verdict_;                                                                                \
        if (!name_##_priv_started(cchash_map_)) return CCHASH_NOMEM;                                                   \
        cchash_priv_held cchash_held_ = name_##_priv_lock(cchash_map_, &cchash_key_);                                  \
        const cchash_priv_place cchash_place_ =                                                                        \
            cchash_priv_line_seek(&name_##_priv_type, &cchash_held_, &cchash_key_);                                    \
        const bool cchash_present_ = cchash_place_.line != NULL;                                                       \
        memset((void *)&cchash_value_, 0, sizeof cchash_value_);                                                       \
        if (cchash_present_) name_##_priv_read(&cchash_place_, &cchash_value_);                                        \
        CCHASH_PRIV_UNDER_LOCK(cchash_map_, cchash_verdict_ = cchash_change_(&cchash_key_, &cchash_value_,             \
                                                                             cchash_present_, cchash_context_));       \
        if (cchash_present_ && cchash_verdict_ == CCHASH_REMOVE) {                                                     \
            (void)name_##_priv_finish_erase(cchash_map_, &cchash_held_, cchash_place_);                                \
            return CCHASH_PRESENT;                                                                                     \
        }                                                                                                              \
        if (!cchash_present_ && cchash_verdict_ == CCHASH_STORE)                                                       \
            return name_##_priv_finish_insert(cchash_map_, &cchash_held_, &cchash_key_, &cchash_value_);               \
        if (cchash_verdict_ == CCHASH_STORE)                                                                           \
            cchash_priv_line_overwrite(&name_##_priv_type, &cchash_held_, cchash_place_, &cchash_value_);              \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return cchash_present_ ? CCHASH_PRESENT : CCHASH_DECLINED;                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC int name_##_compute_if_absent(                                                                  \
        name_ *cchash_map_, name_##_key cchash_key_,                                                                   \
        bool (*cchash_make_)(const name_##_key *, name_##_value *, void *), void *cchash_context_,                     \
        name_##_value *cchash_value_out_) {                                                                            \
        name_##_value cchash_value_;                                                                                   \
        bool cchash_made_;                                                                                             \
        if (name_##_get(cchash_map_, cchash_key_, cchash_value_out_)) return CCHASH_PRESENT;                           \
        if (!name_##_priv_started(cchash_map_)) return CCHASH_NOMEM;                                                   \
        cchash_priv_held cchash_held_ = name_##_priv_lock(cchash_map_, &cchash_key_);                                  \
        cchash_priv_place cchash_place_ = cchash_priv_line_seek(&name_##_priv_type, &cchash_held_, &cchash_key_);      \
        if (cchash_place_.line) {                                                                                      \
            if (cchash_value_out_) name_##_priv_read(&cchash_place_, cchash_value_out_);                               \
            cchash_priv_line_unlock(&cchash_held_);                                                                    \
            return CCHASH_PRESENT;                                                                                     \
        }                                                                                                              \
        memset((void *)&cchash_value_, 0, sizeof cchash_value_);                                                       \
        CCHASH_PRIV_UNDER_LOCK(cchash_map_,                                                                            \
                               cchash_made_ = cchash_make_(&cchash_key_, &cchash_value_, cchash_context_));            \
        if (!cchash_made_) {                                                                                           \
            cchash_priv_line_unlock(&cchash_held_);                                                                    \
            return CCHASH_DECLINED;                                                                                    \
        }                                                                                                              \
        const int cchash_done_ = name_##_priv_finish_insert(cchash_map_, &cchash_held_, &cchash_key_, &cchash_value_); \
        if (cchash_done_ == CCHASH_INSERTED && cchash_value_out_) *cchash_value_out_ = cchash_value_;                  \
        return cchash_done_;                                                                                           \
    }

/* Adds to a value as to an unsigned integer of its size, modulo a power of two. */
CCHASH_PRIV_INLINE void cchash_priv_add_to(void *value, const void *by, size_t size) {
    if (size == 8) {
        uint64_t sum, more;
        memcpy(&sum, value, 8), memcpy(&more, by, 8);
        sum += more;
        memcpy(value, &sum, 8);
    } else if (size == 4) {
        uint32_t sum, more;
        memcpy(&sum, value, 4), memcpy(&more, by, 4);
        sum += more;
        memcpy(value, &sum, 4);
    } else if (size == 2) {
        uint16_t sum, more;
        memcpy(&sum, value, 2), memcpy(&more, by, 2);
        sum = (uint16_t)(sum + more);
        memcpy(value, &sum, 2);
    } else {
        uint8_t sum, more;
        memcpy(&sum, value, 1), memcpy(&more, by, 1);
        sum = (uint8_t)(sum + more);
        memcpy(value, &sum, 1);
    }
}
#if defined(__GNUC__) && !defined(__clang__) && defined(__OPTIMIZE__)
void cchash_priv_not_an_integer(void)
    __attribute__((__error__("cchash: a function ending in _fetch_add is for maps whose values are integers")));
#define CCHASH_PRIV_CHECK_INTEGER(T_)                                                                                  \
    (CCHASH_PRIV_IS_INTEGER(T_) && sizeof(T_) <= 8 ? (void)0 : cchash_priv_not_an_integer())
#else
#define CCHASH_PRIV_CHECK_INTEGER(T_)                                                                                  \
    CCHASH_PRIV_CHECK(CCHASH_PRIV_IS_INTEGER(T_) && sizeof(T_) <= 8,                                                   \
                      "a function ending in _fetch_add is for maps whose values are integers")
#endif

#define CCHASH_PRIV_CONCURRENT_FETCH_ADD(name_)                                                                        \
    CCHASH_PRIV_STATIC int name_##_fetch_add(name_ *cchash_map_, name_##_key cchash_key_, name_##_value cchash_by_,    \
                                             name_##_value *cchash_before_out_) {                                      \
        name_##_value cchash_value_;                                                                                   \
        CCHASH_PRIV_CHECK_INTEGER(name_##_value);                                                                      \
        if (!name_##_priv_started(cchash_map_)) return CCHASH_NOMEM;                                                   \
        memset((void *)&cchash_value_, 0, sizeof cchash_value_);                                                       \
        cchash_priv_held cchash_held_ = name_##_priv_lock(cchash_map_, &cchash_key_);                                  \
        cchash_priv_place cchash_place_ = cchash_priv_line_seek(&name_##_priv_type, &cchash_held_, &cchash_key_);      \
        if (!cchash_place_.line) {                                                                                     \
            if (cchash_before_out_) *cchash_before_out_ = cchash_value_;                                               \
            return name_##_priv_finish_insert(cchash_map_, &cchash_held_, &cchash_key_, &cchash_by_);                  \
        }                                                                                                              \
        name_##_priv_read(&cchash_place_, &cchash_value_);                                                             \
        if (cchash_before_out_) *cchash_before_out_ = cchash_value_;                                                   \
        cchash_priv_add_to(&cchash_value_, &cchash_by_, sizeof cchash_value_);                                         \
        cchash_priv_line_overwrite(&name_##_priv_type, &cchash_held_, cchash_place_, &cchash_value_);                  \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return CCHASH_PRESENT;                                                                                         \
    }

/* for_each and retain: the engine hands over places in memory, and the user's function gets an aligned copy. */
#define CCHASH_PRIV_CONCURRENT_WALK_MAP(name_)                                                                         \
    typedef struct name_##_priv_walk {                                                                                 \
        bool (*cchash_call)(const name_##_key *, const name_##_value *, void *);                                       \
        void *cchash_context;                                                                                          \
        const void *cchash_locked; /* the map, if a line of it is locked during the call */                            \
    } name_##_priv_walk;                                                                                               \
    CCHASH_PRIV_STATIC bool name_##_priv_show(void *cchash_walk_, const void *cchash_key_at_,                          \
                                              const void *cchash_value_at_) {                                          \
        const name_##_priv_walk *cchash_at_ = (const name_##_priv_walk *)cchash_walk_;                                 \
        name_##_key cchash_key_;                                                                                       \
        name_##_value cchash_value_;                                                                                   \
        bool cchash_result_;                                                                                           \
        memcpy((void *)&cchash_key_, cchash_key_at_, sizeof cchash_key_);                                              \
        memcpy((void *)&cchash_value_, cchash_value_at_, sizeof cchash_value_);                                        \
        CCHASH_PRIV_UNDER_LOCK(cchash_at_->cchash_locked,                                                              \
                               cchash_result_ =                                                                        \
                                   cchash_at_->cchash_call(&cchash_key_, &cchash_value_, cchash_at_->cchash_context)); \
        return cchash_result_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_for_each(                                                                          \
        const name_ *cchash_map_, bool (*cchash_visit_)(const name_##_key *, const name_##_value *, void *),           \
        void *cchash_context_) {                                                                                       \
        name_##_priv_walk cchash_walk_ = {cchash_visit_, cchash_context_, NULL};                                       \
        cchash_priv_lines_for_each(&cchash_map_->cchash_lines, &name_##_priv_type, name_##_priv_show, &cchash_walk_);  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_retain(name_ *cchash_map_,                                                       \
                                             bool (*cchash_keep_)(const name_##_key *, const name_##_value *, void *), \
                                             void *cchash_context_) {                                                  \
        name_##_priv_walk cchash_walk_ = {cchash_keep_, cchash_context_, cchash_map_};                                 \
        CCHASH_PRIV_CHECK_OUTSIDE(cchash_map_);                                                                        \
        return cchash_priv_lines_retain(&cchash_map_->cchash_lines, &name_##_priv_type, name_##_priv_show,             \
                                        &cchash_walk_);                                                                \
    }
#define CCHASH_PRIV_CONCURRENT_WALK_SET(name_)                                                                         \
    typedef struct name_##_priv_walk {                                                                                 \
        bool (*cchash_call)(const name_##_key *, void *);                                                              \
        void *cchash_context;                                                                                          \
        const void *cchash_locked; /* the map, if a line of it is locked during the call */                            \
    } name_##_priv_walk;                                                                                               \
    CCHASH_PRIV_STATIC bool name_##_priv_show(void *cchash_walk_, const void *cchash_key_at_,                          \
                                              const void *cchash_value_at_) {                                          \
        const name_##_priv_walk *cchash_at_ = (const name_##_priv_walk *)cchash_walk_;                                 \
        name_##_key cchash_key_;                                                                                       \
        bool cchash_result_;                                                                                           \
        (void)cchash_value_at_;                                                                                        \
        memcpy((void *)&cchash_key_, cchash_key_at_, sizeof cchash_key_);                                              \
        CCHASH_PRIV_UNDER_LOCK(cchash_at_->cchash_locked,                                                              \
                               cchash_result_ = cchash_at_->cchash_call(&cchash_key_, cchash_at_->cchash_context));    \
        return cchash_result_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_for_each(                                                                          \
        const name_ *cchash_map_, bool (*cchash_visit_)(const name_##_key *, void *), void *cchash_context_) {         \
        name_##_priv_walk cchash_walk_ = {cchash_visit_, cchash_context_, NULL};                                       \
        cchash_priv_lines_for_each(&cchash_map_->cchash_lines, &name_##_priv_type, name_##_priv_show, &cchash_walk_);  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_retain(name_ *cchash_map_, bool (*cchash_keep_)(const name_##_key *, void *),    \
                                             void *cchash_context_) {                                                  \
        name_##_priv_walk cchash_walk_ = {cchash_keep_, cchash_context_, cchash_map_};                                 \
        CCHASH_PRIV_CHECK_OUTSIDE(cchash_map_);                                                                        \
        return cchash_priv_lines_retain(&cchash_map_->cchash_lines, &name_##_priv_type, name_##_priv_show,             \
                                        &cchash_walk_);                                                                \
    }

#define CCHASH_PRIV_CONCURRENT_SET(name_)                                                                              \
    CCHASH_PRIV_STATIC int name_##_add(name_ *cchash_map_, name_##_key cchash_key_) {                                  \
        if (name_##_contains(cchash_map_, cchash_key_)) return CCHASH_PRESENT; /* without a write */                   \
        if (!name_##_priv_started(cchash_map_)) return CCHASH_NOMEM;                                                   \
        cchash_priv_held cchash_held_ = name_##_priv_lock(cchash_map_, &cchash_key_);                                  \
        cchash_priv_place cchash_place_ = cchash_priv_line_seek(&name_##_priv_type, &cchash_held_, &cchash_key_);      \
        if (!cchash_place_.line)                                                                                       \
            return name_##_priv_finish_insert(cchash_map_, &cchash_held_, &cchash_key_, &cchash_key_);                 \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return CCHASH_PRESENT;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_remove_if(name_ *cchash_map_, name_##_key cchash_key_,                             \
                                              bool (*cchash_condition_)(const name_##_key *, void *),                  \
                                              void *cchash_context_) {                                                 \
        cchash_priv_held cchash_held_;                                                                                 \
        cchash_priv_place cchash_place_;                                                                               \
        bool cchash_holds_;                                                                                            \
        if (!name_##_priv_hold(cchash_map_, &cchash_key_, &cchash_held_, &cchash_place_)) return false;                \
        CCHASH_PRIV_UNDER_LOCK(cchash_map_, cchash_holds_ = cchash_condition_(&cchash_key_, cchash_context_));         \
        if (cchash_holds_) return name_##_priv_finish_erase(cchash_map_, &cchash_held_, cchash_place_);                \
        cchash_priv_line_unlock(&cchash_held_);                                                                        \
        return false;                                                                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_contains_many(const name_ *cchash_map_, const name_##_key *cchash_keys_,         \
                                                    size_t cchash_count_, bool *cchash_found_out_) {                   \
        const cchash_priv_word cchash_array_ = cchash_priv_word_load_acquire(&cchash_map_->cchash_lines.current);      \
        size_t cchash_found_ = 0;                                                                                      \
        for (size_t cchash_at_ = 0;                                                                                    \
             cchash_array_ && cchash_at_ < CCHASH_PRIV_LINES_AHEAD && cchash_at_ < cchash_count_; cchash_at_++)        \
            name_##_priv_prefetch(cchash_map_, cchash_array_, cchash_keys_ + cchash_at_);                              \
        for (size_t cchash_at_ = 0; cchash_at_ < cchash_count_; cchash_at_++) {                                        \
            if (cchash_array_ && cchash_count_ - cchash_at_ > CCHASH_PRIV_LINES_AHEAD)                                 \
                name_##_priv_prefetch(cchash_map_, cchash_array_,                                                      \
                                      cchash_keys_ + cchash_at_ + CCHASH_PRIV_LINES_AHEAD);                            \
            const bool cchash_hit_ = name_##_contains(cchash_map_, cchash_keys_[cchash_at_]);                          \
            if (cchash_found_out_) cchash_found_out_[cchash_at_] = cchash_hit_;                                        \
            cchash_found_ += cchash_hit_;                                                                              \
        }                                                                                                              \
        return cchash_found_;                                                                                          \
    }

/* ---- What the public macros expand to -----------------------------------------------------------------------------
 */

/* Pages can be given back only to the system that malloc got them from. */
#ifndef CCHASH_MALLOC
#define CCHASH_PRIV_GIVES_BACK 1
#else
#define CCHASH_PRIV_GIVES_BACK 0
#endif

#define CCHASH_PRIV_CONCURRENT_CODE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                \
    CCHASH_PRIV_CONCURRENT_SHAPE(name_, sizeof(name_##_key), sizeof(name_##_value))                                    \
    CCHASH_PRIV_CONCURRENT_TYPE(name_, sizeof(name_##_value), hashfn_, eqfn_, traits_)                                 \
    CCHASH_PRIV_CONCURRENT_PARTS(name_, name_##_value, traits_)                                                        \
    CCHASH_PRIV_CONCURRENT_CHANGES(name_)                                                                              \
    CCHASH_PRIV_CONCURRENT_LIFE(name_, traits_)                                                                        \
    CCHASH_PRIV_CONCURRENT_MAP(name_)                                                                                  \
    CCHASH_PRIV_CONCURRENT_UPDATE(name_)                                                                               \
    CCHASH_PRIV_CONCURRENT_COMPUTE(name_)                                                                              \
    CCHASH_PRIV_CONCURRENT_FETCH_ADD(name_)                                                                            \
    CCHASH_PRIV_CONCURRENT_WALK_MAP(name_)
#define CCHASH_PRIV_CONCURRENT_CODE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                \
    CCHASH_PRIV_CONCURRENT_SHAPE(name_, sizeof(name_##_key), 0)                                                        \
    CCHASH_PRIV_CONCURRENT_TYPE(name_, 0, hashfn_, eqfn_, traits_)                                                     \
    CCHASH_PRIV_CONCURRENT_PARTS(name_, char, traits_)                                                                 \
    CCHASH_PRIV_CONCURRENT_CHANGES(name_)                                                                              \
    CCHASH_PRIV_CONCURRENT_LIFE(name_, traits_)                                                                        \
    CCHASH_PRIV_CONCURRENT_SET(name_)                                                                                  \
    CCHASH_PRIV_CONCURRENT_WALK_SET(name_)

#define CCHASH_PRIV_DEFINE_CONCURRENT_MAP(name_, K_, V_, hashfn_, eqfn_, traits_)                                      \
    CCHASH_PRIV_CHECK_CONCURRENT(name_, traits_)                                                                       \
    CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                                                                       \
    CCHASH_PRIV_CHECK_TYPE(name_, _value, "V", V_)                                                                     \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    typedef V_ name_##_value;                                                                                          \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _value, "V")                                                                      \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_CONCURRENT_STRUCT(name_, traits_)                                                                      \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_CONCURRENT_CODE_MAP, ~, ~, name_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_PRIV_DEFINE_CONCURRENT_SET(name_, K_, hashfn_, eqfn_, traits_)                                          \
    CCHASH_PRIV_CHECK_CONCURRENT(name_, traits_)                                                                       \
    CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                                                                       \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_CONCURRENT_STRUCT(name_, traits_)                                                                      \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_CONCURRENT_CODE_SET, ~, ~, name_, hashfn_, eqfn_, traits_) struct name_

#include "macros_sync_on.h"

#endif
