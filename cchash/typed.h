/* cchash/typed.h: the types and inner functions that a DEFINE stamps out.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TYPED_H
#define CCHASH_PRIV_TYPED_H

#include "functions.h"
#include "image.h"
#include "keys.h"

#include "macros_off.h"

/* ---- Types ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT(layout_, name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                     \
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
    CCHASH_PRIV_CHECK_LAYOUT(layout_, name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                     \
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

/* What the table has for an element, and the scratch space of the operations, which has room for key and value. They
 * are the same unless the map is split. */
#define CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _value, "V")                                                                      \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPLIT, traits_), CCHASH_PRIV_ENTRY_SPLIT, CCHASH_PRIV_ENTRY_WHOLE)                  \
    (layout_, name_, traits_)
#define CCHASH_PRIV_ENTRY_WHOLE(layout_, name_, traits_)                                                               \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_) name_##_value cchash_value;                                     \
    } name_##_entry, name_##_priv_scratch;
#define CCHASH_PRIV_ENTRY_SPLIT(layout_, name_, traits_)                                                               \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_)                                                                 \
    } name_##_entry;                                                                                                   \
    typedef struct name_##_priv_scratch {                                                                              \
        name_##_entry cchash_entry;                                                                                    \
        name_##_value cchash_value;                                                                                    \
    } name_##_priv_scratch;

#define CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_)                                                                 \
    } name_##_entry, name_##_priv_scratch;

#define CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                            \
                   CCHASH_PRIV_FIELDS_##layout_)                                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t cchash_hash;, ) name_##_key cchash_key;

/* ---- The descriptor, and the engine's typed parts -----------------------------------------------------------------
 * How a map looks up keys of a type Q is a set of thunks, a descriptor and out-of-line parts of its own. Their names
 * all contain `via_`: empty for the map's own K, _how for each CCHASH_LOOKUP. */

#define CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                \
    CCHASH_PRIV_CHECK_KEY_CALLBACKS(name_, traits_)                                                                    \
    CCHASH_PRIV_THUNKS_QUERY(name_, , name_##_key, hashfn_, eqfn_, traits_)                                            \
    enum {                                                                                                             \
        name_##_priv_from_malloc = CCHASH_PRIV_FROM_MALLOC && !CCHASH_PRIV_HAS(ALLOCATOR, traits_),                    \
        name_##_priv_hashes_text =                                                                                     \
            !CCHASH_PRIV_HAS(CACHED_HASH, traits_) && (CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_CSTR_KEYS ||      \
                                                       CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_VIEW_KEYS),       \
        name_##_priv_hash_returns =                                                                                    \
            CCHASH_PRIV_HAS(CACHED_HASH, traits_) || CCHASH_PRIV_HAS(SIPHASH, traits_) || CCHASH_PRIV_IS_OURS(hashfn_) \
    };                                                                                                                 \
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
        if (layout_##_in_buffer((const layout_ *)cchash_map_))                                                         \
            return layout_##_take_from_buffer((const layout_ *)cchash_map_, cchash_size_, cchash_align_);              \
        void *cchash_block_ = CCHASH_PRIV_ALLOCATE(traits_)(                                                           \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),    \
            cchash_size_, cchash_align_);                                                                              \
        (void)cchash_map_, (void)cchash_align_, (void)(errno = cchash_errno_);                                         \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate_zeroed(const void *cchash_map_, size_t cchash_size_,                \
                                                          size_t cchash_align_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        if (layout_##_in_buffer((const layout_ *)cchash_map_))                                                         \
            return cchash_priv_zero(name_##_priv_allocate(cchash_map_, cchash_size_, cchash_align_), cchash_size_);    \
        void *cchash_block_ = CCHASH_PRIV_IF(                                                                          \
            CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                       \
            cchash_priv_zero(name_##_priv_allocate(cchash_map_, cchash_size_, cchash_align_), cchash_size_),           \
            CCHASH_PRIV_CALLOC(cchash_size_, cchash_align_));                                                          \
        (void)cchash_map_, (void)cchash_align_, (void)(errno = cchash_errno_);                                         \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_release(const void *cchash_map_, void *cchash_block_, size_t cchash_size_,    \
                                                 size_t cchash_align_) {                                               \
        int cchash_errno_ = errno;                                                                                     \
        if (layout_##_in_buffer((const layout_ *)cchash_map_)) return;                                                 \
        CCHASH_PRIV_RELEASE(traits_)                                                                                   \
        (CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),       \
         cchash_block_, cchash_size_, cchash_align_);                                                                  \
        (void)cchash_map_, (void)cchash_size_, (void)cchash_align_, (void)(errno = cchash_errno_);                     \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_);                     \
    static CCHASH_PRIV_UNUSED void name_##_priv_maintain(void *cchash_table_);                                         \
    static CCHASH_PRIV_UNUSED size_t name_##_priv_displace(void *cchash_table_, size_t cchash_first_);                 \
    static CCHASH_PRIV_UNUSED void name_##_priv_transfer(void *cchash_to_, const void *cchash_from_,                   \
                                                         size_t cchash_slot_);                                         \
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
    CCHASH_PRIV_THUNKS_SLOW(name_, via_, Q_)
#define CCHASH_PRIV_THUNKS_SLOW(name_, via_, Q_)                                                                       \
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
        name_##_priv_split = CCHASH_PRIV_HAS(SPLIT, traits_),                                                          \
        name_##_priv_tight = CCHASH_PRIV_HAS(TIGHT, traits_),                                                          \
        name_##_priv_key_copies = CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                  \
        name_##_priv_key_frees = CCHASH_PRIV_HAS(KEY_FREE, traits_)                                                    \
    };                                                                                                                 \
    typedef CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CONTEXT(traits_), cchash_priv_no_context)  \
        name_##_priv_context;                                                                                          \
    CCHASH_PRIV_STATIC void name_##_priv_set_context(name_ *cchash_map_, name_##_priv_context cchash_context_) {       \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), cchash_map_->cchash_allocator = cchash_context_;, )        \
        (void)cchash_map_, (void)cchash_context_;                                                                      \
    }

/* The text of K and V, which images are told apart by. */
#define CCHASH_PRIV_TYPE_TEXT(name_, text_) static const char name_##_priv_text[] CCHASH_PRIV_UNUSED = text_;

/* In place of a context, where a type has no allocator of its own. */
typedef struct cchash_priv_no_context {
    char none;
} cchash_priv_no_context;

#define CCHASH_PRIV_VALUE_FACTS_MAP(name_)                                                                             \
    offsetof(name_##_priv_scratch, cchash_value), sizeof(name_##_value),                                               \
        name_##_priv_value_copies ? name_##_priv_value_copy : NULL,                                                    \
        name_##_priv_value_frees ? name_##_priv_value_free : NULL
#define CCHASH_PRIV_VALUE_FACTS_SET(name_) 0, 0, NULL, NULL

/* own_ is empty, or via_ where hashes of stored keys and insert_slow are not the map's. */
#define CCHASH_PRIV_DESCRIPTOR(name_, via_, own_, Q_, key_copy_, premixed_, value_facts_)                              \
    CCHASH_PRIV_DESCRIPTOR_(name_, via_, own_, Q_, key_copy_, premixed_, value_facts_)
#define CCHASH_PRIV_DESCRIPTOR_(name_, via_, own_, Q_, key_copy_, premixed_, value_offset_, value_size_, value_copy_,  \
                                value_free_)                                                                           \
    static const cchash_priv_type name_##_priv##via_##_type CCHASH_PRIV_UNUSED = {                                     \
        sizeof(name_##_entry),                                                                                         \
        CCHASH_PRIV_ALIGNOF(name_##_priv_scratch),                                                                     \
        offsetof(name_##_entry, cchash_key),                                                                           \
        sizeof(name_##_key),                                                                                           \
        sizeof(Q_),                                                                                                    \
        value_offset_,                                                                                                 \
        value_size_,                                                                                                   \
        sizeof(name_##_priv_scratch),                                                                                  \
        name_##_priv_hash_offset,                                                                                      \
        offsetof(name_##_entry, cchash_key) + name_##_priv_spare_byte,                                                 \
        name_##_priv_spare_bit,                                                                                        \
        name_##_priv_load_num,                                                                                         \
        name_##_priv_load_den,                                                                                         \
        name_##_priv_good_hash,                                                                                        \
        name_##_priv_seeded_hash,                                                                                      \
        name_##_priv_cached_hash,                                                                                      \
        name_##_priv_malloc_nodes,                                                                                     \
        name_##_priv_split,                                                                                            \
        name_##_priv_tight,                                                                                            \
        name_##_priv_from_malloc,                                                                                      \
        name_##_priv_hash_returns,                                                                                     \
        name_##_priv_hashes_text,                                                                                      \
        premixed_,                                                                                                     \
        name_##_priv##own_##_hash,                                                                                     \
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
        name_##_priv_displace,                                                                                         \
        name_##_priv_transfer,                                                                                         \
        name_##_priv##via_##_find_slow,                                                                                \
        name_##_priv##via_##_remove_slow,                                                                              \
        name_##_priv##own_##_insert_slow};

#define CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                        \
    CCHASH_PRIV_OUTLINE bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_) {                          \
        return layout_##_rehash((layout_ *)cchash_table_, &name_##_priv_type, cchash_slots_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_scan_next(void *cchash_iter_) {                                              \
        layout_##_scan_next((layout_##_iter *)cchash_iter_, &name_##_priv_type);                                       \
    }                                                                                                                  \
    CCHASH_PRIV_COLD void name_##_priv_maintain(void *cchash_table_) {                                                 \
        layout_##_maintain((layout_ *)cchash_table_, &name_##_priv_type);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE size_t name_##_priv_displace(void *cchash_table_, size_t cchash_first_) {                      \
        return layout_##_displace((layout_ *)cchash_table_, &name_##_priv_type, cchash_first_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_transfer(void *cchash_to_, const void *cchash_from_, size_t cchash_slot_) {  \
        layout_##_transfer((layout_ *)cchash_to_, (const layout_ *)cchash_from_, &name_##_priv_type, cchash_slot_);    \
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

/* The layout's engine, under names that do not say which layout it is. `point_to_value_` sets the iterator's pointer to
 * the value, if it has one. */
#define CCHASH_PRIV_POINT_TO_VALUE_MAP(name_, iter_, map_, entry_) iter_.value = entry_ ? &entry_->cchash_value : NULL;
#define CCHASH_PRIV_POINT_TO_VALUE_SPLIT(name_, iter_, map_, entry_)                                                   \
    iter_.value = entry_ ? name_##_priv_value_of(map_, entry_) : NULL;
#define CCHASH_PRIV_POINT_TO_VALUE_SET(name_, iter_, map_, entry_)
#define CCHASH_PRIV_ENGINE_VALUE(layout_, name_)                                                                       \
    CCHASH_PRIV_INLINE name_##_value *name_##_priv_get(const name_ *cchash_map_, const cchash_priv_type *cchash_type_, \
                                                       uint64_t cchash_hash_, const void *cchash_key_) {               \
        return (name_##_value *)layout_##_get(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_);    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_value *name_##_priv_value_of(const name_ *cchash_map_,                                  \
                                                            const name_##_entry *cchash_entry_) {                      \
        return (name_##_value *)layout_##_value(&cchash_map_->cchash_table, &name_##_priv_type, cchash_entry_);        \
    }
#define CCHASH_PRIV_ENGINE_FIND(layout_, name_, point_to_value_)                                                       \
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
    CCHASH_PRIV_INLINE void *name_##_priv_engine_claim(void *cchash_table_, const cchash_priv_type *cchash_type_,      \
                                                       uint64_t cchash_hash_) {                                        \
        return layout_##_claim((layout_ *)cchash_table_, cchash_type_, cchash_hash_);                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_mix(uint64_t cchash_hash_, uint64_t cchash_seed_) {                       \
        return layout_##_mix(&name_##_priv_type, cchash_hash_, cchash_seed_);                                          \
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
    CCHASH_PRIV_INLINE name_##_iter name_##_priv_iter_at(const name_ *cchash_map_,                                     \
                                                         const cchash_priv_type *cchash_type_,                         \
                                                         name_##_entry *cchash_entry_, uint64_t cchash_hash_) {        \
        name_##_iter cchash_iter_;                                                                                     \
        cchash_iter_.key = cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                          \
        point_to_value_(name_, cchash_iter_, cchash_map_, cchash_entry_) cchash_iter_.cchash_at =                      \
            layout_##_iter_at(&cchash_map_->cchash_table, cchash_type_, cchash_entry_, cchash_hash_);                  \
        return cchash_iter_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take(name_ *cchash_map_, const cchash_priv_type *cchash_type_,                \
                                              uint64_t cchash_hash_, const void *cchash_key_, void *cchash_key_out_,   \
                                              void *cchash_value_out_) {                                               \
        name_##_priv_scratch cchash_scratch_;                                                                          \
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
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return (name_##_entry *)layout_##_emplace(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, \
                                                  cchash_value_, &cchash_scratch_, cchash_found_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE int name_##_priv_put(name_ *cchash_map_, const cchash_priv_type *cchash_type_,                  \
                                            uint64_t cchash_hash_, const void *cchash_key_,                            \
                                            const void *cchash_value_) {                                               \
        name_##_priv_scratch cchash_scratch_[2];                                                                       \
        return layout_##_put(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_value_,       \
                             cchash_scratch_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE size_t name_##_priv_get_many(const name_ *cchash_map_, const cchash_priv_type *cchash_type_,    \
                                                    const void *cchash_keys_, size_t cchash_count_, void *cchash_out_, \
                                                    bool cchash_values_) {                                             \
        return layout_##_get_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_count_, cchash_out_,  \
                                  cchash_values_);                                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE ptrdiff_t name_##_priv_put_many(name_ *cchash_map_, const cchash_priv_type *cchash_type_,       \
                                                       const void *cchash_keys_, const void *cchash_values_,           \
                                                       size_t cchash_count_) {                                         \
        name_##_priv_scratch cchash_scratch_[2];                                                                       \
        return layout_##_put_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_values_,              \
                                  cchash_count_, cchash_scratch_);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_clone(name_ *cchash_to_, const name_ *cchash_from_) {                         \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_clone(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               &cchash_scratch_);                                                                      \
    }

/* ---- Keys of one kind, under names that do not say which ---------------------------------------------------------
 * For code that is made over any map, as cchash/locked.h. ARGUMENT: what the functions without a suffix take as a key.
 * QUERY: what an argument is made into once. SOUGHT: what the engine gets, made of a query and the user's hash of it.
 * For maps of strings see cchash/string_map.h. */
#define CCHASH_PRIV_QUERIES(name_)                                                                                     \
    typedef name_##_key name_##_priv_argument, name_##_priv_query, name_##_priv_sought;                                \
    enum { name_##_priv_sought_copies = name_##_priv_key_copies, name_##_priv_query_space = 1 };                       \
    CCHASH_PRIV_INLINE name_##_priv_query name_##_priv_query_of(name_##_priv_argument cchash_key_) {                   \
        return cchash_key_;                                                                                            \
    }                                                                                                                  \
    /* Queries of an array of arguments: themselves, or made in a space for them, of name_priv_query_space each. */    \
    CCHASH_PRIV_INLINE const name_##_priv_query *name_##_priv_queries_of(                                              \
        const name_##_priv_argument *cchash_keys_, size_t cchash_count_, name_##_priv_query *cchash_space_) {          \
        (void)cchash_count_, (void)cchash_space_;                                                                      \
        return cchash_keys_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_query_hash(const name_ *cchash_map_, name_##_priv_query cchash_key_) {    \
        return name_##_priv_hash(&cchash_key_, name_##_priv_seed(cchash_map_));                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_sought name_##_priv_sought_of(                                                     \
        const name_ *cchash_map_, name_##_priv_query cchash_key_, uint64_t cchash_hash_) {                             \
        (void)cchash_map_, (void)cchash_hash_;                                                                         \
        return cchash_key_;                                                                                            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_sought_hash(const void *cchash_key_, uint64_t cchash_seed_) {             \
        return name_##_priv_hash(cchash_key_, cchash_seed_);                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_equal(const void *cchash_stored_, const void *cchash_key_) {           \
        return name_##_priv_equal(cchash_stored_, cchash_key_);                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_copy(void *cchash_to_, const void *cchash_from_) {                     \
        return name_##_priv_key_copy(cchash_to_, cchash_from_);                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_sought_failed(name_ *cchash_map_, const name_ *cchash_before_) {              \
        (void)cchash_map_, (void)cchash_before_;                                                                       \
    }

/* ---- What the layouts' macros expand to ----------------------------------------------------------------------- */

#define CCHASH_PRIV_KEY_COPIER(name_) name_##_priv_key_copies ? name_##_priv_key_copy : NULL

/* All that a map or a set needs, except the functions that take keys. */
#define CCHASH_PRIV_BASE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                           \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), false,                               \
                           CCHASH_PRIV_VALUE_FACTS_MAP(name_))                                                         \
    CCHASH_PRIV_ENGINE_VALUE(layout_, name_)                                                                           \
    CCHASH_PRIV_ENGINE_FIND(layout_, name_,                                                                            \
                            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPLIT, traits_), CCHASH_PRIV_POINT_TO_VALUE_SPLIT,          \
                                           CCHASH_PRIV_POINT_TO_VALUE_MAP))                                            \
    CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                          \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_) CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_ARENA_PARTS(layout_, name_))        \
    CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(emit_, layout_, name_, traits_)
#define CCHASH_PRIV_BASE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), false,                               \
                           CCHASH_PRIV_VALUE_FACTS_SET(name_))                                                         \
    CCHASH_PRIV_ENGINE_FIND(layout_, name_, CCHASH_PRIV_POINT_TO_VALUE_SET)                                            \
    CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                          \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_) CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_ARENA_PARTS(layout_, name_))        \
    CCHASH_PRIV_FUNCTIONS_WHOLE_SET(emit_, layout_, name_, traits_)

#define CCHASH_PRIV_CODE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_MAP, emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_QUERIES(name_)                                                                                         \
    CCHASH_PRIV_FUNCTIONS_KEY_MAP(emit_, name_, , name_##_key)
#define CCHASH_PRIV_CODE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_SET, emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_QUERIES(name_)                                                                                         \
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
#define CCHASH_PRIV_SIP_OF_cchash_hash_int cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_double cchash_sip_double
#define CCHASH_PRIV_SIP_OF_cchash_hash_float cchash_sip_float
#define CCHASH_PRIV_SIP_OF_cchash_hash_ptr cchash_sip_ptr
#define CCHASH_PRIV_SIP_OF_cchash_hash_cstr cchash_sip_cstr
#define CCHASH_PRIV_SIP_OF_cchash_hash_view cchash_sip_view
#define CCHASH_PRIV_SIP_OF_cchash_hash_str cchash_sip_str

/* Each of these ends in a declaration without its semicolon, which the user writes. */
#define CCHASH_PRIV_DEFINE_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                        \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_ ", " #V_)                                                                         \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_STATIC_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_DEFINE_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_)                                                                                  \
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
    CCHASH_PRIV_TYPE_TEXT(name_, #K_ ", " #V_)                                                                         \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_EXTERN_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_)                                                                                  \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_EXTERN_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_

#include "macros_on.h"

#endif
