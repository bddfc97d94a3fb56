/* cchash/typed.h: the typed functions and types that a DEFINE stamps out.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TYPED_H
#define CCHASH_PRIV_TYPED_H

#include "traits.h"

#include "macros_off.h"

/* ---- Types ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT_##layout_(name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                    \
    CCHASH_PRIV_CHECK_TYPE(name_, _value, "V", V_)                                                                     \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    typedef V_ name_##_value;                                                                                          \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        name_##_value *value;                                                                                          \
        layout_##_iter cchash_at;                                                                                      \
    } name_##_iter;

#define CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                             \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT_##layout_(name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                    \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        layout_##_iter cchash_at;                                                                                      \
    } name_##_iter;

/* The table comes first, so that the engine's pointer to the table is a pointer to the map. */
#define CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                \
    struct name_ {                                                                                                     \
        layout_ cchash_table;                                                                                          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CONTEXT(traits_) cchash_allocator;, )          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), cchash_priv_arena cchash_arena;, )                        \
    };

#define CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _value, "V")                                                                      \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                        \
                       CCHASH_PRIV_FIELDS_##layout_)                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t cchash_hash;, ) name_##_key cchash_key;         \
        name_##_value cchash_value;                                                                                    \
    } name_##_entry;

#define CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                        \
                       CCHASH_PRIV_FIELDS_##layout_)                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t cchash_hash;, ) name_##_key cchash_key;         \
    } name_##_entry;

/* ---- The descriptor, and the engine's typed parts -----------------------------------------------------------------
 * How a map looks up keys of a type Q is a set of thunks, a descriptor and out-of-line parts of its own. Their names
 * all contain `via_`: empty for the map's own K, _how for each CCHASH_LOOKUP. */

#define CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                \
    CCHASH_PRIV_CHECK_KEY_CALLBACKS(name_, traits_)                                                                    \
    CCHASH_PRIV_THUNKS_QUERY(name_, , name_##_key, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_STATIC bool name_##_priv_key_copy(void *cchash_to_, const void *cchash_from_) {                        \
        return CCHASH_PRIV_PICK(KEY_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_key *)cchash_to_,                     \
                                                                        (const name_##_key *)cchash_from_);            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_key_free(void *cchash_key_) {                                                 \
        CCHASH_PRIV_PICK(KEY_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_key *)cchash_key_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate(const void *cchash_map_, size_t cchash_size_,                       \
                                                   size_t cchash_align_) {                                             \
        int cchash_errno_ = errno;                                                                                     \
        void *cchash_block_ = CCHASH_PRIV_ALLOCATE(traits_)(                                                           \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),    \
            cchash_size_, cchash_align_);                                                                              \
        (void)cchash_map_, (void)(errno = cchash_errno_);                                                              \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate_zeroed(const void *cchash_map_, size_t cchash_size_,                \
                                                          size_t cchash_align_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        void *cchash_block_ = CCHASH_PRIV_IF(                                                                          \
            CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                       \
            cchash_priv_zero(name_##_priv_allocate(cchash_map_, cchash_size_, cchash_align_), cchash_size_),           \
            CCHASH_PRIV_CALLOC(cchash_size_, cchash_align_));                                                          \
        (void)cchash_map_, (void)(errno = cchash_errno_);                                                              \
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
    static CCHASH_PRIV_UNUSED bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_);                     \
    static CCHASH_PRIV_UNUSED void name_##_priv_maintain(void *cchash_table_);                                         \
    static CCHASH_PRIV_UNUSED void *name_##_priv_insert_slow(void *cchash_table_, uint64_t cchash_hash_);

#define CCHASH_PRIV_SMALL_KEY 64 /* bytes */

#define CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                             \
    CCHASH_PRIV_STATIC uint64_t name_##_priv##via_##_hash(const void *cchash_key_, uint64_t cchash_seed_) {            \
        (void)cchash_seed_;                                                                                            \
        return CCHASH_PRIV_LIST(hashfn_ CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                          \
                                                       (*(const Q_ *)cchash_key_, cchash_seed_),                       \
                                                       (*(const Q_ *)cchash_key_)));                                   \
    }                                                                                                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(INLINED, traits_), CCHASH_PRIV_THUNK, CCHASH_PRIV_STATIC)                           \
    bool name_##_priv##via_##_equal(const void *cchash_stored_, const void *cchash_key_) {                             \
        return eqfn_(*(const name_##_key *)cchash_stored_, *(const Q_ *)cchash_key_);                                  \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED void *name_##_priv##via_##_find_slow_outline(                                            \
        const void *cchash_table_, uint64_t cchash_hash_, const void *cchash_key_);                                    \
    static CCHASH_PRIV_UNUSED bool name_##_priv##via_##_remove_slow_outline(                                           \
        void *cchash_table_, uint64_t cchash_hash_, const void *cchash_key_, void *cchash_key_out_,                    \
        void *cchash_value_out_);                                                                                      \
    /* A small key goes to the out-of-line function as a copy made here. Otherwise its address would escape, and every \
     * lookup would store the key to the stack. */                                                                     \
    CCHASH_PRIV_THUNK void *name_##_priv##via_##_find_slow(const void *cchash_table_, uint64_t cchash_hash_,           \
                                                           const void *cchash_key_) {                                  \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_find_slow_outline(cchash_table_, cchash_hash_, cchash_key_);                   \
        Q_ cchash_copy_ = *(const Q_ *)cchash_key_;                                                                    \
        return name_##_priv##via_##_find_slow_outline(cchash_table_, cchash_hash_, &cchash_copy_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_THUNK bool name_##_priv##via_##_remove_slow(void *cchash_table_, uint64_t cchash_hash_,                \
                                                            const void *cchash_key_, void *cchash_key_out_,            \
                                                            void *cchash_value_out_) {                                 \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_remove_slow_outline(cchash_table_, cchash_hash_, cchash_key_, cchash_key_out_, \
                                                            cchash_value_out_);                                        \
        Q_ cchash_copy_ = *(const Q_ *)cchash_key_;                                                                    \
        return name_##_priv##via_##_remove_slow_outline(cchash_table_, cchash_hash_, &cchash_copy_, cchash_key_out_,   \
                                                        cchash_value_out_);                                            \
    }

#define CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                       \
    CCHASH_PRIV_CHECK_VALUE_CALLBACKS(name_, traits_)                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_value_copy(void *cchash_to_, const void *cchash_from_) {                      \
        return CCHASH_PRIV_PICK(VALUE_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_value *)cchash_to_,                 \
                                                                          (const name_##_value *)cchash_from_);        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_value_free(void *cchash_value_) {                                             \
        CCHASH_PRIV_PICK(VALUE_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_value *)cchash_value_);                    \
    }                                                                                                                  \
    enum {                                                                                                             \
        name_##_priv_value_copies = CCHASH_PRIV_HAS(VALUE_COPY, traits_),                                              \
        name_##_priv_value_frees = CCHASH_PRIV_HAS(VALUE_FREE, traits_)                                                \
    };

/* What the traits say, as constants, for descriptors that are made where the list of traits is not known. */
#define CCHASH_PRIV_FACTS(name_, traits_)                                                                              \
    enum {                                                                                                             \
        name_##_priv_hash_offset =                                                                                     \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), offsetof(name_##_entry, cchash_hash), 0),            \
        name_##_priv_spare_byte = CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_2, CCHASH_PRIV_PICK(SPARE_BIT, traits_, (0, 0))), \
        name_##_priv_spare_bit = CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_2, CCHASH_PRIV_PICK(SPARE_BIT, traits_, (0, 0))),  \
        name_##_priv_load_num = CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_2, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (0, 0))),    \
        name_##_priv_load_den = CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_2, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (0, 0))),    \
        name_##_priv_good_hash = CCHASH_PRIV_HAS(GOOD_HASH, traits_),                                                  \
        name_##_priv_seeded_hash = CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                                              \
        name_##_priv_cached_hash = CCHASH_PRIV_HAS(CACHED_HASH, traits_),                                              \
        name_##_priv_malloc_nodes = CCHASH_PRIV_HAS(MALLOC_NODES, traits_),                                            \
        name_##_priv_key_copies = CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                  \
        name_##_priv_key_frees = CCHASH_PRIV_HAS(KEY_FREE, traits_)                                                    \
    };

#define CCHASH_PRIV_VALUE_FACTS_MAP(name_)                                                                             \
    offsetof(name_##_entry, cchash_value), sizeof(name_##_value),                                                      \
        name_##_priv_value_copies ? name_##_priv_value_copy : NULL,                                                    \
        name_##_priv_value_frees ? name_##_priv_value_free : NULL
#define CCHASH_PRIV_VALUE_FACTS_SET(name_) 0, 0, NULL, NULL

#define CCHASH_PRIV_DESCRIPTOR(name_, via_, Q_, key_copy_, value_facts_)                                               \
    CCHASH_PRIV_DESCRIPTOR_(name_, via_, Q_, key_copy_, value_facts_)
#define CCHASH_PRIV_DESCRIPTOR_(name_, via_, Q_, key_copy_, value_offset_, value_size_, value_copy_, value_free_)      \
    static const cchash_priv_type name_##_priv##via_##_type CCHASH_PRIV_UNUSED = {                                     \
        sizeof(name_##_entry),                                                                                         \
        CCHASH_PRIV_ALIGNOF(name_##_entry),                                                                            \
        offsetof(name_##_entry, cchash_key),                                                                           \
        sizeof(name_##_key),                                                                                           \
        sizeof(Q_),                                                                                                    \
        value_offset_,                                                                                                 \
        value_size_,                                                                                                   \
        name_##_priv_hash_offset,                                                                                      \
        offsetof(name_##_entry, cchash_key) + name_##_priv_spare_byte,                                                 \
        name_##_priv_spare_bit,                                                                                        \
        name_##_priv_load_num,                                                                                         \
        name_##_priv_load_den,                                                                                         \
        name_##_priv_good_hash,                                                                                        \
        name_##_priv_seeded_hash,                                                                                      \
        name_##_priv_cached_hash,                                                                                      \
        name_##_priv_malloc_nodes,                                                                                     \
        name_##_priv_hash,                                                                                             \
        name_##_priv##via_##_hash,                                                                                     \
        name_##_priv##via_##_equal,                                                                                    \
        key_copy_,                                                                                                     \
        value_copy_,                                                                                                   \
        name_##_priv_key_frees ? name_##_priv_key_free : NULL,                                                         \
        value_free_,                                                                                                   \
        name_##_priv_allocate,                                                                                         \
        name_##_priv_allocate_zeroed,                                                                                  \
        name_##_priv_release,                                                                                          \
        name_##_priv_rehash,                                                                                           \
        name_##_priv_maintain,                                                                                         \
        name_##_priv##via_##_find_slow,                                                                                \
        name_##_priv##via_##_remove_slow,                                                                              \
        name_##_priv_insert_slow};

#define CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                        \
    CCHASH_PRIV_OUTLINE bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_) {                          \
        return layout_##_rehash((layout_ *)cchash_table_, &name_##_priv_type, cchash_slots_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_maintain(void *cchash_table_) {                                              \
        layout_##_maintain((layout_ *)cchash_table_, &name_##_priv_type);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void *name_##_priv_insert_slow(void *cchash_table_, uint64_t cchash_hash_) {                   \
        return layout_##_claim((layout_ *)cchash_table_, &name_##_priv_type, cchash_hash_);                            \
    }                                                                                                                  \
    CCHASH_PRIV_OUT_OF_LINE_QUERY(name_, )

#define CCHASH_PRIV_OUT_OF_LINE_QUERY(name_, via_)                                                                     \
    CCHASH_PRIV_OUTLINE void *name_##_priv##via_##_find_slow_outline(const void *cchash_table_, uint64_t cchash_hash_, \
                                                                     const void *cchash_key_) {                        \
        return name_##_priv_engine_find_slow(cchash_table_, &name_##_priv##via_##_type, cchash_hash_, cchash_key_);    \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE bool name_##_priv##via_##_remove_slow_outline(void *cchash_table_, uint64_t cchash_hash_,      \
                                                                      const void *cchash_key_, void *cchash_key_out_,  \
                                                                      void *cchash_value_out_) {                       \
        return name_##_priv_engine_remove_slow(cchash_table_, &name_##_priv##via_##_type, cchash_hash_, cchash_key_,   \
                                               cchash_key_out_, cchash_value_out_);                                    \
    }

/* The layout's engine, under names that do not say which layout it is. */
#define CCHASH_PRIV_ENGINE_FIND(layout_, name_)                                                                        \
    CCHASH_PRIV_INLINE void *name_##_priv_engine_find_slow(const void *cchash_table_,                                  \
                                                           const cchash_priv_type *cchash_type_,                       \
                                                           uint64_t cchash_hash_, const void *cchash_key_) {           \
        return layout_##_find_slow((const layout_ *)cchash_table_, cchash_type_, cchash_hash_, cchash_key_);           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_engine_remove_slow(void *cchash_table_, const cchash_priv_type *cchash_type_, \
                                                            uint64_t cchash_hash_, const void *cchash_key_,            \
                                                            void *cchash_key_out_, void *cchash_value_out_) {          \
        return layout_##_remove_slow((layout_ *)cchash_table_, cchash_type_, cchash_hash_, cchash_key_,                \
                                     cchash_key_out_, cchash_value_out_);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_seed(const name_ *cchash_map_) {                                          \
        return layout_##_get_seed(&cchash_map_->cchash_table);                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_may_move(const name_ *cchash_map_, const void *cchash_at_) {                  \
        return layout_##_may_move(&cchash_map_->cchash_table, &name_##_priv_type, cchash_at_);                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_seed(name_ *cchash_map_) {                                               \
        layout_##_need_seed(&cchash_map_->cchash_table, &name_##_priv_type);                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_find(const name_ *cchash_map_,                                      \
                                                        const cchash_priv_type *cchash_type_, uint64_t cchash_hash_,   \
                                                        const void *cchash_key_) {                                     \
        return (name_##_entry *)layout_##_find(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_);   \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take(name_ *cchash_map_, const cchash_priv_type *cchash_type_,                \
                                              uint64_t cchash_hash_, const void *cchash_key_, void *cchash_key_out_,   \
                                              void *cchash_value_out_) {                                               \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_take(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_key_out_,    \
                              cchash_value_out_, &cchash_scratch_);                                                    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_prefetch(const name_ *cchash_map_, const cchash_priv_type *cchash_type_,      \
                                                  uint64_t cchash_hash_) {                                             \
        layout_##_prefetch(&cchash_map_->cchash_table, cchash_type_, cchash_hash_);                                    \
    }
#define CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                      \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_insert_hash(name_ *cchash_map_, const cchash_priv_type *cchash_type_,     \
                                                         const void *cchash_key_) {                                    \
        return layout_##_insert_hash(&cchash_map_->cchash_table, cchash_type_, cchash_key_);                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_emplace(name_ *cchash_map_, const cchash_priv_type *cchash_type_,   \
                                                           uint64_t cchash_hash_, const void *cchash_key_,             \
                                                           const void *cchash_value_, bool *cchash_found_) {           \
        name_##_entry cchash_scratch_;                                                                                 \
        return (name_##_entry *)layout_##_emplace(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, \
                                                  cchash_value_, &cchash_scratch_, cchash_found_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE int name_##_priv_put(name_ *cchash_map_, const cchash_priv_type *cchash_type_,                  \
                                            uint64_t cchash_hash_, const void *cchash_key_,                            \
                                            const void *cchash_value_) {                                               \
        name_##_entry cchash_scratch_[2];                                                                              \
        return layout_##_put(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_value_,       \
                             cchash_scratch_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE size_t name_##_priv_get_many(const name_ *cchash_map_, const cchash_priv_type *cchash_type_,    \
                                                    const void *cchash_keys_, size_t cchash_count_, void *cchash_out_, \
                                                    size_t cchash_offset_) {                                           \
        return layout_##_get_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_count_, cchash_out_,  \
                                  cchash_offset_);                                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE ptrdiff_t name_##_priv_put_many(name_ *cchash_map_, const cchash_priv_type *cchash_type_,       \
                                                       const void *cchash_keys_, const void *cchash_values_,           \
                                                       size_t cchash_count_) {                                         \
        name_##_entry cchash_scratch_[2];                                                                              \
        return layout_##_put_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_values_,              \
                                  cchash_count_, cchash_scratch_);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_clone(name_ *cchash_to_, const name_ *cchash_from_) {                         \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_clone(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               &cchash_scratch_);                                                                      \
    }

/* ---- The typed functions of the whole table ------------------------------------------------------------------ */

/* The lists below have each function once, as emit_(result, name, (parameters), { body }). emit_ makes of it a body,
 * static or not, or a prototype for a header. In a debug build a function that is not static has another name for the
 * linker, because the structs differ. */
#define CCHASH_PRIV_STATIC_FUNCTION(result_, function_, parameters_, ...)                                              \
    CCHASH_PRIV_STATIC result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_FLAT_FUNCTION(result_, function_, parameters_, ...)                                                \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_EXTERN_FUNCTION(result_, function_, parameters_, ...) result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_PROTOTYPE(result_, function_, parameters_, ...)                                                    \
    CCHASH_PRIV_EXTERN result_ function_ parameters_ CCHASH_PRIV_LINK_NAME(function_);

/* What is to be done for a map's arena, if it has one (cchash/string_map.h). */
#define CCHASH_PRIV_ARENA(traits_, what_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), what_, )

#define CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                     \
    emit_(void, name_##_init, (name_ * cchash_map_), { memset((void *)cchash_map_, 0, sizeof *cchash_map_); })         \
    emit_(void, name_##_init_seed, (name_ * cchash_map_, uint64_t cchash_seed_), {                                     \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        layout_##_set_seed(&cchash_map_->cchash_table, cchash_seed_);                                                  \
    })                                                                                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_FUNCTION_INIT_ALLOCATOR(emit_, name_, CCHASH_PRIV_CONTEXT(traits_)), )                  \
    emit_(void, name_##_free, (name_ * cchash_map_), {                                                                 \
        layout_##_free(&cchash_map_->cchash_table, &name_##_priv_type);                                                \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_free(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)        \
    })                                                                                                                 \
    emit_(size_t, name_##_size, (const name_ *cchash_map_), { return layout_##_size(&cchash_map_->cchash_table); })    \
    emit_(size_t, name_##_capacity, (const name_ *cchash_map_),                                                        \
          { return layout_##_capacity(&cchash_map_->cchash_table, &name_##_priv_type); })                              \
    emit_(size_t, name_##_memory, (const name_ *cchash_map_), {                                                        \
        return layout_##_memory(&cchash_map_->cchash_table, &name_##_priv_type)                                        \
            CCHASH_PRIV_ARENA(traits_, +cchash_priv_arena_bytes(&cchash_map_->cchash_arena));                          \
    })                                                                                                                 \
    emit_(bool, name_##_reserve, (name_ * cchash_map_, size_t cchash_count_),                                          \
          { return layout_##_reserve(&cchash_map_->cchash_table, &name_##_priv_type, cchash_count_); })                \
    emit_(bool, name_##_shrink, (name_ * cchash_map_), {                                                               \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_size(cchash_map_)) cchash_priv_arena_free(                             \
                                       &cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)                  \
        return layout_##_shrink(&cchash_map_->cchash_table, &name_##_priv_type);                                       \
    })                                                                                                                 \
    emit_(void, name_##_clear, (name_ * cchash_map_), {                                                                \
        layout_##_clear(&cchash_map_->cchash_table, &name_##_priv_type);                                               \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_clear(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)       \
    })                                                                                                                 \
    emit_(void, name_##_swap, (name_ * cchash_left_, name_ * cchash_right_), {                                         \
        name_ cchash_swapped_ = *cchash_left_;                                                                         \
        *cchash_left_ = *cchash_right_;                                                                                \
        *cchash_right_ = cchash_swapped_;                                                                              \
    })                                                                                                                 \
    emit_(cchash_stats, name_##_stats, (const name_ *cchash_map_), {                                                   \
        cchash_stats cchash_stats_ = layout_##_statistics(&cchash_map_->cchash_table, &name_##_priv_type);             \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_add_bytes(&cchash_stats_, cchash_priv_arena_bytes(&cchash_map_->cchash_arena));) \
        return cchash_stats_;                                                                                          \
    })                                                                                                                 \
    emit_(bool, name_##_verify, (const name_ *cchash_map_),                                                            \
          { return layout_##_verify(&cchash_map_->cchash_table, &name_##_priv_type); })

#define CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)                                                             \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), CCHASH_PRIV_FUNCTION_CLONE_ARENA, CCHASH_PRIV_FUNCTION_CLONE) \
    (emit_, name_)
#define CCHASH_PRIV_FUNCTION_CLONE(emit_, name_)                                                                       \
    emit_(bool, name_##_clone, (name_ * cchash_to_, const name_ *cchash_from_),                                        \
          { return name_##_priv_clone(cchash_to_, cchash_from_); })

#define CCHASH_PRIV_FUNCTION_INIT_ALLOCATOR(emit_, name_, T_)                                                          \
    emit_(void, name_##_init_allocator, (name_ * cchash_map_, T_ cchash_allocator_), {                                 \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        cchash_map_->cchash_allocator = cchash_allocator_;                                                             \
    })

#define CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                              \
    emit_(void, name_##_remove_at, (name_ * cchash_map_, name_##_iter * cchash_iter_), {                               \
        name_##_entry cchash_scratch_;                                                                                 \
        CCHASH_PRIV_CHECK(cchash_iter_->key, "remove_at: the iterator stands on no element");                          \
        layout_##_remove_at(&cchash_map_->cchash_table, &name_##_priv_type, &cchash_iter_->cchash_at,                  \
                            cchash_iter_->key, &cchash_scratch_);                                                      \
        CCHASH_PRIV_ITER_RESET(cchash_iter_);                                                                          \
    })                                                                                                                 \
    emit_(name_##_iter, name_##_begin, (const name_ *cchash_map_), {                                                   \
        name_##_iter cchash_iter_;                                                                                     \
        memset((void *)&cchash_iter_, 0, sizeof cchash_iter_);                                                         \
        cchash_iter_.cchash_at = layout_##_begin(&cchash_map_->cchash_table, &name_##_priv_type);                      \
        return cchash_iter_;                                                                                           \
    })

#define CCHASH_PRIV_FUNCTIONS_ITER_MAP(emit_, layout_, name_)                                                          \
    CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                                  \
    emit_(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_),  \
          {                                                                                                            \
              name_##_entry cchash_scratch_;                                                                           \
              return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, cchash_value_out_, \
                                   &cchash_scratch_);                                                                  \
          })                                                                                                           \
    emit_(bool, name_##_next, (name_##_iter * cchash_iter_), {                                                         \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        cchash_iter_->value = &cchash_entry_->cchash_value;                                                            \
        return true;                                                                                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_retain,                                                                                      \
          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, name_##_value *, void *),                    \
           void *cchash_context_),                                                                                     \
          {                                                                                                            \
              size_t cchash_before_ = name_##_size(cchash_map_);                                                       \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                        \
                  if (!cchash_keep_(cchash_iter_.key, cchash_iter_.value, cchash_context_))                            \
                      name_##_remove_at(cchash_map_, &cchash_iter_);                                                   \
              if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_maintain(cchash_map_);                     \
              return cchash_before_ - name_##_size(cchash_map_);                                                       \
          })

#define CCHASH_PRIV_FUNCTIONS_ITER_SET(emit_, layout_, name_)                                                          \
    CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                                  \
    emit_(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_), {                                   \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, NULL, &cchash_scratch_); \
    })                                                                                                                 \
    emit_(bool, name_##_next, (name_##_iter * cchash_iter_), {                                                         \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        return true;                                                                                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_retain,                                                                                      \
          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, void *), void *cchash_context_), {           \
              size_t cchash_before_ = name_##_size(cchash_map_);                                                       \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                        \
                  if (!cchash_keep_(cchash_iter_.key, cchash_context_)) name_##_remove_at(cchash_map_, &cchash_iter_); \
              if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_maintain(cchash_map_);                     \
              return cchash_before_ - name_##_size(cchash_map_);                                                       \
          })

/* ---- The typed functions that take a key ------------------------------------------------------------------------
 * name_get and its like for K, name_get_how for a lookup. */

#define CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                             \
    emit_(uint64_t, name_##_hash##via_, (const name_ *cchash_map_, Q_ cchash_key_),                                    \
          { return name_##_priv##via_##_hash(&cchash_key_, name_##_priv_seed(cchash_map_)); })                         \
    emit_(bool, name_##_contains_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_),      \
          { return name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_) != NULL; })  \
    emit_(bool, name_##_contains##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                                  \
        return name_##_contains_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);  \
    })                                                                                                                 \
    emit_(const name_##_key *, name_##_get_key##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                    \
        const name_##_entry *cchash_entry_ = name_##_priv_find(                                                        \
            cchash_map_, &name_##_priv##via_##_type, name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_);      \
        return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                      \
    })                                                                                                                 \
    emit_(bool, name_##_remove_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {           \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL, NULL);     \
    })                                                                                                                 \
    emit_(bool, name_##_remove##via_, (name_ * cchash_map_, Q_ cchash_key_), {                                         \
        return name_##_remove_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);    \
    })                                                                                                                 \
    emit_(void, name_##_prefetch_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {    \
        (void)cchash_key_;                                                                                             \
        name_##_priv_prefetch(cchash_map_, &name_##_priv##via_##_type, cchash_hash_);                                  \
    })                                                                                                                 \
    emit_(void, name_##_prefetch##via_, (const name_ *cchash_map_, Q_ cchash_key_),                                    \
          { name_##_prefetch_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_); })

#define CCHASH_PRIV_FUNCTIONS_FIND_MAP(emit_, name_, via_, Q_)                                                         \
    CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                                 \
    emit_(name_##_value *, name_##_get_hashed##via_,                                                                   \
          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {                                         \
              name_##_entry *cchash_entry_ =                                                                           \
                  name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_);              \
              return cchash_entry_ ? &cchash_entry_->cchash_value : NULL;                                              \
          })                                                                                                           \
    emit_(name_##_value *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                            \
        return name_##_get_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);       \
    })                                                                                                                 \
    emit_(name_##_value, name_##_get_or##via_,                                                                         \
          (const name_ *cchash_map_, Q_ cchash_key_, name_##_value cchash_otherwise_), {                               \
              const name_##_value *cchash_value_ = name_##_get##via_(cchash_map_, cchash_key_);                        \
              return cchash_value_ ? *cchash_value_ : cchash_otherwise_;                                               \
          })                                                                                                           \
    emit_(bool, name_##_take##via_,                                                                                    \
          (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_), {   \
              return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                        \
                                       name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_,    \
                                       cchash_value_out_);                                                             \
          })                                                                                                           \
    emit_(size_t, name_##_get_many##via_,                                                                              \
          (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, name_##_value **cchash_out_), {     \
              return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,       \
                                           (void *)cchash_out_, offsetof(name_##_entry, cchash_value));                \
          })

#define CCHASH_PRIV_FUNCTIONS_FIND_SET(emit_, name_, via_, Q_)                                                         \
    CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                                 \
    emit_(const name_##_key *, name_##_get_hashed##via_,                                                               \
          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {                                         \
              const name_##_entry *cchash_entry_ =                                                                     \
                  name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_);              \
              return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                \
          })                                                                                                           \
    emit_(const name_##_key *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_),                          \
          { return name_##_get_key##via_(cchash_map_, cchash_key_); })                                                 \
    emit_(bool, name_##_take##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_), {            \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                              \
                                 name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_, NULL);   \
    })                                                                                                                 \
    emit_(size_t, name_##_get_many##via_,                                                                              \
          (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, const name_##_key **cchash_out_), { \
              return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,       \
                                           (void *)cchash_out_, offsetof(name_##_entry, cchash_key));                  \
          })

#define CCHASH_PRIV_FUNCTIONS_INSERT_MAP(emit_, name_, via_, Q_)                                                       \
    emit_(int, name_##_put_hashed##via_,                                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_), {                 \
              return name_##_priv_put(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_,             \
                                      &cchash_value_);                                                                 \
          })                                                                                                           \
    emit_(int, name_##_put##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_), {                \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_put_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    })                                                                                                                 \
    emit_(int, name_##_add_hashed##via_,                                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_), {                 \
              bool cchash_found_;                                                                                      \
              if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_,           \
                                        &cchash_value_, &cchash_found_))                                               \
                  return CCHASH_NOMEM;                                                                                 \
              return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                 \
          })                                                                                                           \
    emit_(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_), {                \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    })                                                                                                                 \
    emit_(name_##_value *, name_##_upsert_hashed##via_,                                                                \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, bool *cchash_inserted_), {                      \
              bool cchash_found_;                                                                                      \
              name_##_entry *cchash_entry_ = name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type,             \
                                                                  cchash_hash_, &cchash_key_, NULL, &cchash_found_);   \
              if (cchash_inserted_) *cchash_inserted_ = cchash_entry_ && !cchash_found_;                               \
              return cchash_entry_ ? &cchash_entry_->cchash_value : NULL;                                              \
          })                                                                                                           \
    emit_(name_##_value *, name_##_upsert##via_, (name_ * cchash_map_, Q_ cchash_key_, bool *cchash_inserted_), {      \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_upsert_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_inserted_);                  \
    })                                                                                                                 \
    emit_(ptrdiff_t, name_##_put_many##via_,                                                                           \
          (name_ * cchash_map_, const Q_ *cchash_keys_, const name_##_value *cchash_values_, size_t cchash_count_), {  \
              return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_values_,      \
                                           cchash_count_);                                                             \
          })

#define CCHASH_PRIV_FUNCTIONS_INSERT_SET(emit_, name_, via_, Q_)                                                       \
    emit_(int, name_##_add_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {               \
        bool cchash_found_;                                                                                            \
        if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL,           \
                                  &cchash_found_))                                                                     \
            return CCHASH_NOMEM;                                                                                       \
        return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                       \
    })                                                                                                                 \
    emit_(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_), {                                             \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_);                                       \
    })                                                                                                                 \
    emit_(ptrdiff_t, name_##_add_many##via_, (name_ * cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_), {    \
        return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, NULL, cchash_count_);      \
    })

/* Integers, enums and bool of any width and sign are converted without a warning. A type that does not fit is refused
 * where the map is made. */
#ifdef __cplusplus
#define CCHASH_PRIV_TO(T_, value_) static_cast<T_>(value_)
#else
#define CCHASH_PRIV_TO(T_, value_) ((T_)(value_))
#endif
#define cchash_hash_u64(key_) (cchash_hash_u64)(CCHASH_PRIV_TO(uint64_t, key_))
#define cchash_eq_u64(left_, right_) (cchash_eq_u64)(CCHASH_PRIV_TO(uint64_t, left_), CCHASH_PRIV_TO(uint64_t, right_))
#define cchash_sip_u64(key_, seed_) (cchash_sip_u64)(CCHASH_PRIV_TO(uint64_t, key_), seed_)
#define cchash_hash_u32(key_) (cchash_hash_u32)(CCHASH_PRIV_TO(uint32_t, key_))
#define cchash_eq_u32(left_, right_) (cchash_eq_u32)(CCHASH_PRIV_TO(uint32_t, left_), CCHASH_PRIV_TO(uint32_t, right_))

/* All functions of a map or set, in two parts: maps of strings have other functions that take keys. */
#define CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(emit_, layout_, name_, traits_)                                                \
    CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                         \
    CCHASH_PRIV_FUNCTIONS_ITER_MAP(emit_, layout_, name_)                                                              \
    CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)
#define CCHASH_PRIV_FUNCTIONS_WHOLE_SET(emit_, layout_, name_, traits_)                                                \
    CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                         \
    CCHASH_PRIV_FUNCTIONS_ITER_SET(emit_, layout_, name_)                                                              \
    CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)
#define CCHASH_PRIV_FUNCTIONS_KEY_MAP(emit_, name_, via_, Q_)                                                          \
    CCHASH_PRIV_FUNCTIONS_FIND_MAP(emit_, name_, via_, Q_)                                                             \
    CCHASH_PRIV_FUNCTIONS_INSERT_MAP(emit_, name_, via_, Q_)
#define CCHASH_PRIV_FUNCTIONS_KEY_SET(emit_, name_, via_, Q_)                                                          \
    CCHASH_PRIV_FUNCTIONS_FIND_SET(emit_, name_, via_, Q_)                                                             \
    CCHASH_PRIV_FUNCTIONS_INSERT_SET(emit_, name_, via_, Q_)

/* ---- What the layouts' macros expand to ----------------------------------------------------------------------- */

#define CCHASH_PRIV_KEY_COPIER(name_) name_##_priv_key_copies ? name_##_priv_key_copy : NULL

/* All that a map or a set needs, except the functions that take keys. */
#define CCHASH_PRIV_BASE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                           \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), CCHASH_PRIV_VALUE_FACTS_MAP(name_))    \
    CCHASH_PRIV_ENGINE_FIND(layout_, name_)                                                                            \
    CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                          \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                            \
    CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(emit_, layout_, name_, traits_)
#define CCHASH_PRIV_BASE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), CCHASH_PRIV_VALUE_FACTS_SET(name_))    \
    CCHASH_PRIV_ENGINE_FIND(layout_, name_)                                                                            \
    CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                          \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                            \
    CCHASH_PRIV_FUNCTIONS_WHOLE_SET(emit_, layout_, name_, traits_)

#define CCHASH_PRIV_CODE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_MAP, emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_FUNCTIONS_KEY_MAP(emit_, name_, , name_##_key)
#define CCHASH_PRIV_CODE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_SET, emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_FUNCTIONS_KEY_SET(emit_, name_, , name_##_key)

#define CCHASH_PRIV_CODE_PLAIN(code_, emit_, layout_, name_, hashfn_, eqfn_, traits_)                                  \
    code_(emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_CODE_SIP(code_, emit_, layout_, name_, hashfn_, eqfn_, traits_)                                    \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        CCHASH_PRIV_HASH_KEYS(hashfn_) != CCHASH_PRIV_ANY_KEYS, name_##_priv_siphash_of_another_function,              \
        "cchash: " #name_ ": CCHASH_SIPHASH takes the place of cchash_hash_cstr and its like; for a hash function of " \
        "your own there are CCHASH_SEEDED_HASH and cchash_siphash13");                                                 \
    code_(emit_, layout_, name_, CCHASH_PRIV_SIP_OF_##hashfn_, eqfn_, CCHASH_PRIV_SIP_TRAITS(traits_))
#define CCHASH_PRIV_SIP_TRAITS(traits_) (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH, CCHASH_PRIV_LIST traits_)
#define CCHASH_PRIV_SIP_OF_cchash_hash_u64 cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_u32 cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_ptr cchash_sip_ptr
#define CCHASH_PRIV_SIP_OF_cchash_hash_cstr cchash_sip_cstr
#define CCHASH_PRIV_SIP_OF_cchash_hash_view cchash_sip_view
#define CCHASH_PRIV_SIP_OF_cchash_hash_str cchash_sip_str

/* Each of these ends in a declaration without its semicolon, which the user writes. */
#define CCHASH_PRIV_DEFINE_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                        \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_STATIC_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_DEFINE_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_STATIC_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_DECLARE_MAP(layout_, name_, K_, V_, traits_)                                                       \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                      \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(CCHASH_PRIV_PROTOTYPE, layout_, name_, traits_)                                    \
    CCHASH_PRIV_FUNCTIONS_KEY_MAP(CCHASH_PRIV_PROTOTYPE, name_, , name_##_key)                                         \
    struct name_
#define CCHASH_PRIV_DECLARE_SET(layout_, name_, K_, traits_)                                                           \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                      \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_FUNCTIONS_WHOLE_SET(CCHASH_PRIV_PROTOTYPE, layout_, name_, traits_)                                    \
    CCHASH_PRIV_FUNCTIONS_KEY_SET(CCHASH_PRIV_PROTOTYPE, name_, , name_##_key)                                         \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                     \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
    CCHASH_PRIV_CHECK_SAME(name_, _value, V_, "declared with another V")                                               \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_EXTERN_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_EXTERN_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_

/* ---- Lookup by another type ---------------------------------------------------------------------------------------
 * CCHASH_LOOKUP(name, how, Q, hashfn, eqfn), after the map itself, adds functions that take a Q where the map has a K,
 * and make no K of it: name_get_how, _contains_how, _get_key_how, _get_or_how, _take_how, _remove_how, _hash_how,
 * _prefetch_how, _get_many_how and the hashed ones (name_get_hashed_how, …). They mean the same as those without _how.
 *
 *     uint64_t hashfn(Q)          the same as the map's hash of the K that it stands for
 *     bool eqfn(K stored, Q key)
 *
 *     CCHASH_DEFINE(people, person, int, person_hash, person_eq);
 *     CCHASH_LOOKUP(people, name, const char *, cchash_hash_cstr, person_is_called);
 *     int *age = people_get_name(&map, "Ada");                        // NULL: absent
 *
 * `how` may be any word but key, or, many and hashed. The macros:
 *
 *     CCHASH_LOOKUP(name, how, Q, hashfn, eqfn);                      of a map
 *     CCHASH_LOOKUP_SET(name, how, Q, hashfn, eqfn);                  of a set
 *     CCHASH_DECLARE_LOOKUP(name, how, Q);                            in a header, after the map's DECLARE, and
 *     CCHASH_IMPLEMENT_LOOKUP(name, how, Q, hashfn, eqfn);            in one .c file; also with _SET
 *     CCHASH_LOOKUP_EX(name, how, Q, hashfn, eqfn, (traits));         and so each with _EX and a list of traits
 *
 * Traits of a lookup:
 *   CCHASH_MAKE_KEY(fn)   bool fn(K *to, const Q *from), false: no memory, makes the key that the map stores. It is
 *                         called only for a key that is new. Adds name_put_how, _add_how, _upsert_how, _put_many_how
 *   CCHASH_SEEDED_HASH    if the map has it: uint64_t hashfn(Q, uint64_t seed)
 *   CCHASH_SIPHASH        if the map has it */

#define CCHASH_PRIV_CHECK_MAKER(name_, via_, Q_, fn_)                                                                  \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(name_##_key *, const Q_ *)) ||                            \
                            CCHASH_PRIV_IS_OF_TYPE(fn_, int (*)(name_##_key *, const Q_ *)),                           \
                        name_##_priv_maker_of_another_type##via_,                                                      \
                        "cchash: " #name_ ": CCHASH_MAKE_KEY(fn): fn is bool fn(K *to, const Q *from)");
#define CCHASH_PRIV_MAKER(name_, via_, Q_, traits_)                                                                    \
    CCHASH_PRIV_CHECK_MAKER(name_, via_, Q_, CCHASH_PRIV_PICK(MAKE_KEY, traits_, ))                                    \
    CCHASH_PRIV_STATIC bool name_##_priv##via_##_make(void *cchash_to_, const void *cchash_from_) {                    \
        return CCHASH_PRIV_PICK(MAKE_KEY, traits_, )((name_##_key *)cchash_to_, (const Q_ *)cchash_from_);             \
    }

/* kind_ (MAP or SET) is pasted at once, so that a macro of the user's with such a name is not expanded. */
#define CCHASH_PRIV_LOOKUP(emit_, kind_, name_, via_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_##via_, traits_)                                                                     \
    CCHASH_PRIV_CHECK_LOOKUP(name_##via_, name_, name_##_key##via_, hashfn_, traits_)                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_LOOKUP_SIP, CCHASH_PRIV_LOOKUP_)                     \
    (emit_, CCHASH_PRIV_VALUE_FACTS_##kind_, CCHASH_PRIV_FUNCTIONS_FIND_##kind_, CCHASH_PRIV_FUNCTIONS_INSERT_##kind_, \
     name_, via_, name_##_key##via_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_LOOKUP_SIP(emit_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)          \
    CCHASH_PRIV_LOOKUP_(emit_, value_facts_, find_, insert_, name_, via_, Q_, CCHASH_PRIV_SIP_OF_##hashfn_, eqfn_,     \
                        CCHASH_PRIV_SIP_TRAITS(traits_))
/* Checks a lookup's traits and its hash function. (Its equality is of two types.) */
#define CCHASH_PRIV_CHECK_LOOKUP(name_, map_, Q_, hashfn_, traits_)                                                    \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        (CCHASH_PRIV_COUNT(traits_) & UINT64_C(0x0fffffffffffffff) &                                                   \
         ~(7 * (CCHASH_PRIV_DIGIT(_MAKE_KEY) | CCHASH_PRIV_DIGIT(_SEEDED_HASH) | CCHASH_PRIV_DIGIT(_SIPHASH)))) == 0,  \
        name_##_priv_a_trait_is_of_no_use,                                                                             \
        "cchash: " #name_ ": a lookup has no traits but CCHASH_MAKE_KEY, CCHASH_SEEDED_HASH and "                      \
        "CCHASH_SIPHASH");                                                                                             \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_HAS(SEEDED_HASH, traits_) || CCHASH_PRIV_HAS(SIPHASH, traits_)) ==                \
                            (map_##_priv_seeded_hash != 0),                                                            \
                        name_##_priv_one_hash_takes_a_seed,                                                            \
                        "cchash: " #name_ ": the lookup has CCHASH_SEEDED_HASH or CCHASH_SIPHASH if the map has it");  \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_HASH_KEYS(hashfn_), Q_),                                      \
                        name_##_priv_hash_is_not_for_such_keys,                                                        \
                        "cchash: " #name_ ": " #hashfn_ " is not for keys of this type");
#define CCHASH_PRIV_LOOKUP_(emit_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)             \
    CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), CCHASH_PRIV_MAKER(name_, via_, Q_, traits_), )                  \
    CCHASH_PRIV_DESCRIPTOR(name_, via_, Q_,                                                                            \
                           CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), name_##_priv##via_##_make, NULL),        \
                           value_facts_(name_))                                                                        \
    CCHASH_PRIV_OUT_OF_LINE_QUERY(name_, via_)                                                                         \
    find_(emit_, name_, via_, Q_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), insert_(emit_, name_, via_, Q_), )

#define CCHASH_PRIV_DECLARE_LOOKUP(kind_, name_, via_, Q_, traits_)                                                    \
    typedef Q_ name_##_key##via_;                                                                                      \
    CCHASH_PRIV_FUNCTIONS_FIND_##kind_(CCHASH_PRIV_PROTOTYPE, name_, via_, name_##_key##via_)                          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_),                                                             \
                       CCHASH_PRIV_FUNCTIONS_INSERT_##kind_(CCHASH_PRIV_PROTOTYPE, name_, via_, name_##_key##via_), )

#define CCHASH_LOOKUP(name_, how_, Q_, hashfn_, eqfn_) CCHASH_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                                     \
    typedef Q_ name_##_key_##how_;                                                                                     \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_STATIC_FUNCTION, MAP, name_, _##how_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_DECLARE_LOOKUP(name_, how_, Q_) CCHASH_DECLARE_LOOKUP_EX(name_, how_, Q_, ())
#define CCHASH_DECLARE_LOOKUP_EX(name_, how_, Q_, traits_)                                                             \
    CCHASH_PRIV_DECLARE_LOOKUP(MAP, name_, _##how_, Q_, traits_) struct name_
#define CCHASH_IMPLEMENT_LOOKUP(name_, how_, Q_, hashfn_, eqfn_)                                                       \
    CCHASH_IMPLEMENT_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_IMPLEMENT_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_SAME(name_, _key_##how_, Q_, "the lookup was declared for another type")                         \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_EXTERN_FUNCTION, MAP, name_, _##how_, hashfn_, eqfn_, traits_)                      \
    struct name_

#define CCHASH_LOOKUP_SET(name_, how_, Q_, hashfn_, eqfn_) CCHASH_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                                 \
    typedef Q_ name_##_key_##how_;                                                                                     \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_STATIC_FUNCTION, SET, name_, _##how_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_DECLARE_LOOKUP_SET(name_, how_, Q_) CCHASH_DECLARE_LOOKUP_SET_EX(name_, how_, Q_, ())
#define CCHASH_DECLARE_LOOKUP_SET_EX(name_, how_, Q_, traits_)                                                         \
    CCHASH_PRIV_DECLARE_LOOKUP(SET, name_, _##how_, Q_, traits_) struct name_
#define CCHASH_IMPLEMENT_LOOKUP_SET(name_, how_, Q_, hashfn_, eqfn_)                                                   \
    CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                       \
    CCHASH_PRIV_CHECK_SAME(name_, _key_##how_, Q_, "the lookup was declared for another type")                         \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_EXTERN_FUNCTION, SET, name_, _##how_, hashfn_, eqfn_, traits_)                      \
    struct name_

#include "macros_on.h"

#endif
