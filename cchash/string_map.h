/* cchash/string_map.h: maps and sets whose keys are owned strings.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_STRING_MAP_H
#define CCHASH_PRIV_STRING_MAP_H

#include "lookup.h"
#include "../cchash_str.h"

#include "macros_off.h"

/* ---- What a map of strings looks up: a text, its hash, and where a copy of it would go ------------------------ */

typedef struct cchash_priv_text {
    cchash_view view;
    uint64_t hash;
    void *map; /* the map, if its keys lie in its arena; else NULL */
} cchash_priv_text;

CCHASH_PRIV_INLINE cchash_priv_text cchash_priv_text_of(cchash_view view, uint64_t hash, void *map) {
    cchash_priv_text text;
    CCHASH_PRIV_HIDE(view.ptr);
    text.view = view;
    text.hash = hash;
    text.map = map;
    return text;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_text_hash(const cchash_priv_text *text) { return text->hash; }
CCHASH_PRIV_INLINE cchash_view cchash_priv_text_view(const cchash_priv_text *text) { return text->view; }
CCHASH_PRIV_INLINE void *cchash_priv_text_map(const cchash_priv_text *text) { return text->map; }

/* The arguments are lvalues, so that no struct is copied. */
#define CCHASH_PRIV_STR_HASH(...) CCHASH_PRIV_STR_HASH_(__VA_ARGS__, ~) /* a seed is not used */
#define CCHASH_PRIV_STR_HASH_(stored_, ...) cchash_priv_str_hash(&(stored_))
#define CCHASH_PRIV_STR_SIPHASH(stored_, seed_) cchash_sip_view(cchash_str_view(&(stored_)), seed_)
#define CCHASH_PRIV_STR_EQUAL(left_, right_) cchash_priv_str_equal(&(left_), &(right_))
#define CCHASH_PRIV_TEXT_HASH(text_) cchash_priv_text_hash(&(text_))
#define CCHASH_PRIV_TEXT_EQUAL(stored_, text_) cchash_priv_text_is(&(stored_), &(text_))
#define CCHASH_PRIV_TEXT_EQUAL_SIP(stored_, text_) cchash_priv_text_is_sip(&(stored_), &(text_))

/* From 16 bytes on, inline and long keys take the same path, so that no branch is mispredicted where both occur. */
CCHASH_PRIV_INLINE bool cchash_priv_text_is(const cchash_str *stored, const cchash_priv_text *text) {
    const unsigned char *bytes = (const unsigned char *)text->view.ptr, *own = stored->data.bytes;
    size_t size = text->view.len;
    if (size < 16) return cchash_priv_str_tag(stored) == size && cchash_priv_same_short(own, bytes, size);
    bool is_long = size > CCHASH_STR_INLINE;
    uint64_t hash = cchash_priv_str_word(stored, 1) ^ text->hash;
    uint64_t tail = cchash_priv_str_word(stored, 2) ^
                    CCHASH_PRIV_STR_TAIL(is_long ? size : 0, is_long ? (size_t)CCHASH_PRIV_STR_LONG : size);
    tail &= is_long ? ~CCHASH_PRIV_STR_TAIL_TABLE : CCHASH_PRIV_STR_TAIL(0, CCHASH_PRIV_STR_OWN);
    if (tail | (is_long ? hash : 0)) return false;
    own = is_long ? cchash_priv_str_heap(stored) : own;
    return CCHASH_PRIV_LIKELY(size <= 64) ? cchash_priv_same_middle(own, bytes, size) : memcmp(own, bytes, size) == 0;
}

CCHASH_PRIV_INLINE bool cchash_priv_text_make(cchash_str *to, const cchash_priv_text *from) {
    return cchash_priv_str_make(to, from->view, from->hash);
}

/* For maps with CCHASH_SIPHASH. A long string keeps the ordinary hash of its text even there, because it may leave the
 * map. */
CCHASH_PRIV_STATIC bool cchash_priv_text_make_sip(cchash_str *to, const cchash_priv_text *from) {
    return cchash_str_from_view(to, from->view);
}
CCHASH_PRIV_STATIC bool cchash_priv_text_is_sip(const cchash_str *stored, const cchash_priv_text *text) {
    return cchash_eq_view(cchash_str_view(stored), text->view);
}

/* ---- The arena: long keys side by side in chunks, given back all together ------------------------------------- */

typedef struct cchash_priv_arena_chunk {
    struct cchash_priv_arena_chunk *before;
    size_t size; /* bytes, the header included */
} cchash_priv_arena_chunk;

typedef struct cchash_priv_arena {
    cchash_priv_arena_chunk *last;
    size_t used;  /* bytes of the last chunk */
    size_t bytes; /* bytes of all chunks */
} cchash_priv_arena;

/* Sizes of chunks: they double from the first one to the largest. */
#define CCHASH_PRIV_ARENA_FIRST ((size_t)1 << 10)
#define CCHASH_PRIV_ARENA_MOST ((size_t)1 << 20)

/* Adds a chunk with room for that many bytes; false: no memory. */
CCHASH_PRIV_COLD bool cchash_priv_arena_grow(cchash_priv_arena *arena, const cchash_priv_type *type, const void *map,
                                             size_t wanted) {
    size_t bytes = cchash_priv_array_bytes(wanted, 1, sizeof(cchash_priv_arena_chunk));
    size_t usual = arena->bytes < CCHASH_PRIV_ARENA_FIRST ? CCHASH_PRIV_ARENA_FIRST : arena->bytes;
    if (usual > CCHASH_PRIV_ARENA_MOST) usual = CCHASH_PRIV_ARENA_MOST;
    if (bytes == SIZE_MAX) return false;
    if (bytes < usual) bytes = usual;
    cchash_priv_arena_chunk *chunk =
        (cchash_priv_arena_chunk *)type->allocate(map, bytes, CCHASH_PRIV_ALIGNOF(cchash_priv_arena_chunk));
    if (!chunk) return false;
    chunk->before = arena->last;
    chunk->size = bytes;
    arena->last = chunk;
    arena->used = sizeof *chunk;
    arena->bytes += bytes;
    return true;
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_arena_take(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                         const void *map, size_t size) {
    bool fits = arena->last && size <= arena->last->size - arena->used;
    if (CCHASH_PRIV_UNLIKELY(!fits) && !cchash_priv_arena_grow(arena, type, map, size)) return NULL;
    unsigned char *bytes = (unsigned char *)arena->last + arena->used;
    arena->used += size;
    return bytes;
}

CCHASH_PRIV_INLINE size_t cchash_priv_arena_bytes(const cchash_priv_arena *arena) { return arena->bytes; }

/* Makes a key of a text, a long one in the arena; false: no memory. siphash: the text's hash is SipHash. */
CCHASH_PRIV_INLINE bool cchash_priv_arena_copy_key(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                   const void *map, cchash_str *to, const cchash_priv_text *from,
                                                   bool siphash) {
    if (from->view.len <= CCHASH_STR_INLINE) return cchash_priv_text_make(to, from);
    size_t size = cchash_priv_array_bytes(from->view.len, 1, 1);
    unsigned char *bytes = size == SIZE_MAX ? NULL : cchash_priv_arena_take(arena, type, map, size);
    if (!bytes) return false;
    cchash_priv_copy_long(bytes, (const unsigned char *)from->view.ptr, from->view.len);
    cchash_priv_str_set_long(to, bytes, from->view.len, siphash ? cchash_hash_view(from->view) : from->hash);
    return true;
}

/* Gives back all chunks that were added since `then`; for an arena of zeros, all. */
CCHASH_PRIV_STATIC void cchash_priv_arena_rewind(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                 const void *map, cchash_priv_arena then) {
    while (arena->last != then.last) {
        cchash_priv_arena_chunk *chunk = arena->last;
        arena->last = chunk->before;
        type->release(map, chunk, chunk->size, CCHASH_PRIV_ALIGNOF(cchash_priv_arena_chunk));
    }
    *arena = then;
}

CCHASH_PRIV_STATIC void cchash_priv_arena_free(cchash_priv_arena *arena, const cchash_priv_type *type,
                                               const void *map) {
    cchash_priv_arena nothing = {NULL, 0, 0};
    cchash_priv_arena_rewind(arena, type, map, nothing);
}

/* Forgets all texts. Keeps the last chunk, which is among the largest. */
CCHASH_PRIV_STATIC void cchash_priv_arena_clear(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                const void *map) {
    cchash_priv_arena_chunk *kept = arena->last;
    if (!kept) return;
    cchash_priv_arena rest = {kept->before, 0, 0}, nothing = {NULL, 0, 0};
    cchash_priv_arena_rewind(&rest, type, map, nothing);
    kept->before = NULL;
    arena->used = sizeof *kept;
    arena->bytes = kept->size;
}

/* Copies the bytes of a key that lies in another map's arena into this one, which has room. */
CCHASH_PRIV_STATIC void cchash_priv_arena_adopt(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                cchash_str *key) {
    if (!cchash_priv_str_is_long(key)) return;
    cchash_view text = cchash_str_view(key);
    uint64_t tail = cchash_priv_str_word(key, 2);
    unsigned char *bytes = cchash_priv_arena_take(arena, type, NULL, text.len + 1);
    cchash_priv_copy_long(bytes, (const unsigned char *)text.ptr, text.len);
    cchash_priv_str_set_long(key, bytes, text.len, cchash_priv_str_word(key, 1));
    memcpy(key->data.bytes + 16, &tail, sizeof tail); /* with the table's bits */
}

/* ---- Maps and sets whose keys are owned strings -------------------------------------------------------------------
 * At file or namespace scope, with the default layout; for others, CCHASH_OA_DEFINE_STR and so on. The list of traits
 * may be left out.
 *
 *     CCHASH_DEFINE_STR(name, V);                      a map from strings to V
 *     CCHASH_DEFINE_STR(name, V, (traits));
 *     CCHASH_DEFINE_STR_SET(name);                     a set of strings
 *     CCHASH_DEFINE_STR_SET(name, (traits));
 *     CCHASH_DECLARE_STR(name, V); CCHASH_IMPLEMENT_STR(name, V);      for a header, and for one .c file; also _STR_SET
 *
 * K is cchash_str. Functions take a key in three forms with the same meaning:
 *
 *     wordmap_get(&map, "cache")    wordmap_get_n(&map, bytes, 5)    wordmap_get_view(&map, view)
 *
 * and so put, add, upsert, get_or, get_key, contains, remove, take, hash, prefetch and the hashed ones. get_many and
 * put_many take arrays of C strings, get_many_view and put_many_view arrays of views. All other functions are those of
 * any map. The map copies a key when it is new, and only then; it frees the copy with the element. Sets have add,
 * add_many and a get that returns the key that the set holds, and nothing about values.
 *
 * Traits: any but those of keys and hashes. CCHASH_CACHED_HASH is of little use, since long strings keep their hashes.
 * CCHASH_ARENA_KEYS puts long keys side by side into chunks that the map owns: quick to build, and without a call of
 * free for each key. The bytes of a key that is removed stay until clear or free. So does the text of a key that take
 * handed over; it is readable until then, or until shrink, or a clone into the map. */

#define CCHASH_PRIV_STR_TRAITS(traits_)                                                                                \
    (CCHASH_PRIV_KEY_IS_cchash_str, CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), , CCHASH_STR_KEYS),           \
     CCHASH_GOOD_HASH, CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_SEEDED_HASH, ),                        \
     CCHASH_PRIV_LIST traits_)

/* A map's use of its arena: a copy of a new key, and the way back if there is no memory for the key's entry. */
#define CCHASH_PRIV_STR_ARENA(name_, traits_)                                                                          \
    CCHASH_PRIV_STATIC bool name_##_priv_arena_copy(cchash_str *cchash_to_, const cchash_priv_text *cchash_from_) {    \
        name_ *cchash_map_ = (name_ *)cchash_priv_text_map(cchash_from_);                                              \
        return cchash_priv_arena_copy_key(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_, cchash_to_,     \
                                          cchash_from_, CCHASH_PRIV_HAS(SIPHASH, traits_));                            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_arena_undo(name_ *cchash_map_, cchash_priv_arena cchash_before_) {            \
        cchash_priv_arena_rewind(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_, cchash_before_);         \
    }

/* What a merge and a union need of an arena: room for all long keys of `from` that `to` lacks, and a key's move there.
 */
#define CCHASH_PRIV_ARENA_PARTS(layout_, name_)                                                                        \
    CCHASH_PRIV_STATIC bool name_##_priv_arena_room(name_ *cchash_to_, const name_ *cchash_from_) {                    \
        size_t cchash_bytes_ = 0;                                                                                      \
        layout_##_iter cchash_iter_ = layout_##_begin(&cchash_from_->cchash_table, &name_##_priv_type);                \
        for (const name_##_entry *cchash_entry_;                                                                       \
             (cchash_entry_ = (const name_##_entry *)layout_##_next(&cchash_iter_, &name_##_priv_type)) != NULL;)      \
            if (cchash_priv_str_is_long(&cchash_entry_->cchash_key) &&                                                 \
                !layout_##_find_key(&cchash_to_->cchash_table, &name_##_priv_type, &cchash_entry_->cchash_key))        \
                cchash_bytes_ += cchash_priv_str_heap_size(&cchash_entry_->cchash_key) + 1;                            \
        return !cchash_bytes_ ||                                                                                       \
               cchash_priv_arena_grow(&cchash_to_->cchash_arena, &name_##_priv_type, cchash_to_, cchash_bytes_);       \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_adopt(void *cchash_map_, void *cchash_key_) {                                 \
        cchash_priv_arena_adopt(&((name_ *)cchash_map_)->cchash_arena, &name_##_priv_type, (cchash_str *)cchash_key_); \
    }

/* A clone has all long keys in one chunk, which is allocated before anything changes. */
#define CCHASH_PRIV_FUNCTION_CLONE_ARENA(emit_, name_)                                                                 \
    emit_(bool, name_##_clone, (name_ * cchash_to_, const name_ *cchash_from_), {                                      \
        cchash_priv_arena cchash_fresh_ = {NULL, 0, 0}, cchash_old_ = cchash_to_->cchash_arena;                        \
        size_t cchash_long_bytes_ = 0;                                                                                 \
        if (cchash_to_ == cchash_from_) return true;                                                                   \
        CCHASH_FOREACH (name_, cchash_each_, cchash_from_)                                                             \
            if (cchash_priv_str_is_long(cchash_each_.key))                                                             \
                cchash_long_bytes_ += cchash_priv_str_heap_size(cchash_each_.key) + 1;                                 \
        if (cchash_long_bytes_ &&                                                                                      \
            !cchash_priv_arena_grow(&cchash_fresh_, &name_##_priv_type, cchash_to_, cchash_long_bytes_))               \
            return false;                                                                                              \
        if (!name_##_priv_clone(cchash_to_, cchash_from_)) {                                                           \
            cchash_priv_arena_free(&cchash_fresh_, &name_##_priv_type, cchash_to_);                                    \
            return false;                                                                                              \
        }                                                                                                              \
        CCHASH_FOREACH (name_, cchash_each_, cchash_to_)                                                               \
            cchash_priv_arena_adopt(&cchash_fresh_, &name_##_priv_type, (cchash_str *)(uintptr_t)cchash_each_.key);    \
        cchash_priv_arena_free(&cchash_old_, &name_##_priv_type, cchash_to_);                                          \
        cchash_to_->cchash_arena = cchash_fresh_;                                                                      \
        return true;                                                                                                   \
    })

/* Where maps and sets differ in the macros below. kind_ is _MAP or _SET (the user cannot have macros of these names).
 * VALUED: what is there for values only; then what get returns, and the verb of batches. */
#define CCHASH_PRIV_VALUED_MAP(...) __VA_ARGS__
#define CCHASH_PRIV_VALUED_SET(...)
#define CCHASH_PRIV_VALUE_OUT_MAP cchash_value_out_
#define CCHASH_PRIV_VALUE_OUT_SET NULL
#define CCHASH_PRIV_FOUND_MAP(name_) name_##_value *
#define CCHASH_PRIV_FOUND_SET(name_) const name_##_key *
#define CCHASH_PRIV_PUT_MAP(before_, after_) before_##put##after_
#define CCHASH_PRIV_PUT_SET(before_, after_) before_##add##after_

/* Insertion of a text. If it fails, the arena goes back to what it was. */
#define CCHASH_PRIV_STR_INSERT(kind_, name_, traits_)                                                                  \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC int name_##_priv_add_text(                                                     \
        name_ *cchash_map_, cchash_view cchash_view_,                                                                  \
        uint64_t cchash_hash_ CCHASH_PRIV_VALUED##kind_(, name_##_value cchash_value_)) {                              \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        int cchash_status_ = name_##_add_hashed_priv_text(cchash_map_, cchash_hash_,                                   \
                                                          cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_) \
                                                              CCHASH_PRIV_VALUED##kind_(, cchash_value_));             \
        CCHASH_PRIV_ARENA(traits_, if (cchash_status_ < 0) name_##_priv_arena_undo(cchash_map_, cchash_before_);)      \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC name_##_iter name_##_priv_find_or_insert_text(                                 \
        name_ *cchash_map_, cchash_view cchash_view_, uint64_t cchash_hash_, bool *cchash_inserted_) {                 \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        name_##_iter cchash_iter_ = name_##_find_or_insert_hashed_priv_text(                                           \
            cchash_map_, cchash_hash_, cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_),                   \
            cchash_inserted_);                                                                                         \
        CCHASH_PRIV_ARENA(traits_, if (!cchash_iter_.key) name_##_priv_arena_undo(cchash_map_, cchash_before_);)       \
        return cchash_iter_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_VALUED##kind_(CCHASH_PRIV_STR_INSERT_VALUE(name_, traits_))
#define CCHASH_PRIV_STR_INSERT_VALUE(name_, traits_)                                                                   \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC int name_##_priv_put_text(                                                     \
        name_ *cchash_map_, cchash_view cchash_view_, uint64_t cchash_hash_, name_##_value cchash_value_) {            \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        int cchash_status_ = name_##_put_hashed_priv_text(                                                             \
            cchash_map_, cchash_hash_, cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_), cchash_value_);   \
        CCHASH_PRIV_ARENA(traits_, if (cchash_status_ < 0) name_##_priv_arena_undo(cchash_map_, cchash_before_);)      \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC name_##_value *name_##_priv_upsert_text(                                       \
        name_ *cchash_map_, cchash_view cchash_view_, uint64_t cchash_hash_, bool *cchash_inserted_) {                 \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        name_##_value *cchash_value_ = name_##_upsert_hashed_priv_text(                                                \
            cchash_map_, cchash_hash_, cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_),                   \
            cchash_inserted_);                                                                                         \
        CCHASH_PRIV_ARENA(traits_, if (!cchash_value_) name_##_priv_arena_undo(cchash_map_, cchash_before_);)          \
        return cchash_value_;                                                                                          \
    }

/* A batch for a map with an arena, key by key, so that the arena can go back if one fails. */
#define CCHASH_PRIV_STR_PUT_EACH(kind_, name_)                                                                         \
    CCHASH_PRIV_STATIC ptrdiff_t name_##_priv_put_each(                                                                \
        name_ *cchash_map_,                                                                                            \
        const cchash_priv_text *cchash_texts_ CCHASH_PRIV_VALUED##kind_(, const name_##_value *cchash_values_),        \
        size_t cchash_count_) {                                                                                        \
        ptrdiff_t cchash_inserted_ = 0;                                                                                \
        for (size_t cchash_done_ = 0; cchash_done_ < cchash_count_; cchash_done_++) {                                  \
            int cchash_status_ = CCHASH_PRIV_PUT##kind_(name_##_priv_, _text)(                                         \
                cchash_map_, cchash_priv_text_view(&cchash_texts_[cchash_done_]),                                      \
                cchash_priv_text_hash(&cchash_texts_[cchash_done_])                                                    \
                    CCHASH_PRIV_VALUED##kind_(, cchash_values_[cchash_done_]));                                        \
            if (cchash_status_ < 0) return -1 - (ptrdiff_t)cchash_done_;                                               \
            cchash_inserted_ += cchash_status_;                                                                        \
        }                                                                                                              \
        return cchash_inserted_;                                                                                       \
    }

/* The functions for one form of key. form_ is empty, _n or _view; parameters_ are the key's parameters, in parentheses;
 * view_ makes a view of them. */
#define CCHASH_PRIV_STR_FIND(emit_, kind_, name_, form_, parameters_, view_)                                           \
    emit_(uint64_t, name_##_hash##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                     \
          { return name_##_priv_text_hash(cchash_map_, view_); })                                                      \
    emit_(CCHASH_PRIV_FOUND##kind_(name_), name_##_get_hashed##form_,                                                  \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              return name_##_get_hashed_priv_text(cchash_map_, cchash_hash_,                                           \
                                                  cchash_priv_text_of(view_, cchash_hash_, NULL));                     \
          })                                                                                                           \
    emit_(CCHASH_PRIV_FOUND##kind_(name_), name_##_get##form_,                                                         \
          (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                                                    \
          { return name_##_get_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })              \
    emit_(name_##_iter, name_##_find_hashed##form_,                                                                    \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              return name_##_find_hashed_priv_text(cchash_map_, cchash_hash_,                                          \
                                                   cchash_priv_text_of(view_, cchash_hash_, NULL));                    \
          })                                                                                                           \
    emit_(name_##_iter, name_##_find##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                 \
          { return name_##_find_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })             \
    emit_(const name_##_key *, name_##_get_key##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),       \
          { return name_##_get_key_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })          \
    emit_(bool, name_##_contains_hashed##form_,                                                                        \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              return name_##_contains_hashed_priv_text(cchash_map_, cchash_hash_,                                      \
                                                       cchash_priv_text_of(view_, cchash_hash_, NULL));                \
          })                                                                                                           \
    emit_(bool, name_##_contains##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                     \
          { return name_##_contains_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })         \
    emit_(CCHASH_PRIV_FLAT bool, name_##_remove_hashed##form_,                                                         \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_),                                  \
          { return name_##_priv_take_text(cchash_map_, view_, cchash_hash_, NULL, NULL); })                            \
    emit_(CCHASH_PRIV_FLAT bool, name_##_remove##form_, (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_), {         \
        cchash_view cchash_key_view_ = view_;                                                                          \
        return name_##_priv_take_text(cchash_map_, cchash_key_view_,                                                   \
                                      name_##_priv_text_hash(cchash_map_, cchash_key_view_), NULL, NULL);              \
    })                                                                                                                 \
    emit_(CCHASH_PRIV_FLAT bool, name_##_take##form_,                                                                  \
          (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_,                                                          \
           name_##_key * cchash_key_out_ CCHASH_PRIV_VALUED##kind_(, name_##_value * cchash_value_out_)),              \
          {                                                                                                            \
              cchash_view cchash_key_view_ = view_;                                                                    \
              return name_##_priv_take_text(cchash_map_, cchash_key_view_,                                             \
                                            name_##_priv_text_hash(cchash_map_, cchash_key_view_), cchash_key_out_,    \
                                            CCHASH_PRIV_VALUE_OUT##kind_);                                             \
          })                                                                                                           \
    emit_(void, name_##_prefetch_hashed##form_,                                                                        \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              name_##_prefetch_hashed_priv_text(cchash_map_, cchash_hash_,                                             \
                                                cchash_priv_text_of(view_, cchash_hash_, NULL));                       \
          })                                                                                                           \
    emit_(void, name_##_prefetch##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                     \
          { name_##_prefetch_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })                \
    CCHASH_PRIV_VALUED##kind_(                                                                                         \
        emit_(name_##_value, name_##_get_or##form_,                                                                    \
              (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_, name_##_value cchash_otherwise_), {             \
                  return name_##_get_or_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL),         \
                                                  cchash_otherwise_);                                                  \
              }))

#define CCHASH_PRIV_STR_CHANGE(emit_, kind_, name_, form_, parameters_, view_)                                         \
    emit_(int, name_##_add_hashed##form_,                                                                              \
          (name_ * cchash_map_, uint64_t cchash_hash_,                                                                 \
           CCHASH_PRIV_LIST parameters_ CCHASH_PRIV_VALUED##kind_(, name_##_value cchash_value_)),                     \
          {                                                                                                            \
              return name_##_priv_add_text(cchash_map_, view_,                                                         \
                                           cchash_hash_ CCHASH_PRIV_VALUED##kind_(, cchash_value_));                   \
          })                                                                                                           \
    emit_(                                                                                                             \
        int, name_##_add##form_,                                                                                       \
        (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_ CCHASH_PRIV_VALUED##kind_(, name_##_value cchash_value_)),  \
        {                                                                                                              \
            cchash_view cchash_key_view_ = view_;                                                                      \
            return name_##_add_hashed_view(cchash_map_, name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),  \
                                           cchash_key_view_ CCHASH_PRIV_VALUED##kind_(, cchash_value_));               \
        })                                                                                                             \
    emit_(name_##_iter, name_##_find_or_insert_hashed##form_,                                                          \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_),          \
          { return name_##_priv_find_or_insert_text(cchash_map_, view_, cchash_hash_, cchash_inserted_); })            \
    emit_(name_##_iter, name_##_find_or_insert##form_,                                                                 \
          (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_), {                               \
              cchash_view cchash_key_view_ = view_;                                                                    \
              return name_##_priv_find_or_insert_text(cchash_map_, cchash_key_view_,                                   \
                                                      name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),    \
                                                      cchash_inserted_);                                               \
          })                                                                                                           \
    CCHASH_PRIV_VALUED##kind_(CCHASH_PRIV_STR_CHANGE_VALUE(emit_, name_, form_, parameters_, view_))
#define CCHASH_PRIV_STR_CHANGE_VALUE(emit_, name_, form_, parameters_, view_)                                          \
    emit_(int, name_##_put_hashed##form_,                                                                              \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_, name_##_value cchash_value_),     \
          { return name_##_priv_put_text(cchash_map_, view_, cchash_hash_, cchash_value_); })                          \
    emit_(int, name_##_put##form_, (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_, name_##_value cchash_value_), { \
        cchash_view cchash_key_view_ = view_;                                                                          \
        return name_##_put_hashed_view(cchash_map_, name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),      \
                                       cchash_key_view_, cchash_value_);                                               \
    })                                                                                                                 \
    emit_(name_##_value *, name_##_upsert_hashed##form_,                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_),          \
          { return name_##_priv_upsert_text(cchash_map_, view_, cchash_hash_, cchash_inserted_); })                    \
    emit_(name_##_value *, name_##_upsert##form_,                                                                      \
          (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_), {                               \
              cchash_view cchash_key_view_ = view_;                                                                    \
              return name_##_upsert_hashed_view(cchash_map_,                                                           \
                                                name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),          \
                                                cchash_key_view_, cchash_inserted_);                                   \
          })

/* Batches are looked up in pieces of this many keys. */
#define CCHASH_PRIV_STR_BATCH 256
#define CCHASH_PRIV_STR_TEXTS(name_, form_, T_, view_of_)                                                              \
    CCHASH_PRIV_STATIC size_t name_##_priv_texts##form_(const name_ *cchash_map_, void *cchash_arena_owner_,           \
                                                        T_ const *cchash_keys_, size_t cchash_count_,                  \
                                                        cchash_priv_text *cchash_texts_) {                             \
        size_t cchash_number_ = 0;                                                                                     \
        for (; cchash_number_ < cchash_count_ && cchash_number_ < CCHASH_PRIV_STR_BATCH; cchash_number_++) {           \
            cchash_view cchash_view_ = view_of_(cchash_keys_[cchash_number_]);                                         \
            CCHASH_PRIV_CHECK(                                                                                         \
                !cchash_arena_owner_ || !cchash_number_ ||                                                             \
                    !name_##_priv_may_move(cchash_map_, cchash_priv_view_start(cchash_view_)),                         \
                "put_many: a view of a short key of the map itself, which the batch may move: copy the text first");   \
            cchash_texts_[cchash_number_] = name_##_priv_text_of(cchash_map_, cchash_view_, cchash_arena_owner_);      \
        }                                                                                                              \
        return cchash_number_;                                                                                         \
    }
#define CCHASH_PRIV_STR_MANY(emit_, kind_, name_, form_, T_, put_)                                                     \
    emit_(CCHASH_PRIV_FLAT size_t, name_##_get_many##form_,                                                            \
          (const name_ *cchash_map_, T_ const *cchash_keys_, size_t cchash_count_,                                     \
           CCHASH_PRIV_FOUND##kind_(name_) * cchash_out_),                                                             \
          {                                                                                                            \
              cchash_priv_text cchash_texts_[CCHASH_PRIV_STR_BATCH];                                                   \
              size_t cchash_found_ = 0;                                                                                \
              for (size_t cchash_done_ = 0, cchash_some_; cchash_done_ < cchash_count_;                                \
                   cchash_done_ += cchash_some_) {                                                                     \
                  cchash_some_ = name_##_priv_texts##form_(cchash_map_, NULL, cchash_keys_ + cchash_done_,             \
                                                           cchash_count_ - cchash_done_, cchash_texts_);               \
                  cchash_found_ += name_##_get_many_priv_text(cchash_map_, cchash_texts_, cchash_some_,                \
                                                              cchash_out_ + cchash_done_);                             \
              }                                                                                                        \
              return cchash_found_;                                                                                    \
          })                                                                                                           \
    emit_(                                                                                                             \
        CCHASH_PRIV_FLAT ptrdiff_t, CCHASH_PRIV_PUT##kind_(name_##_, _many##form_),                                    \
        (name_ * cchash_map_, T_ const *cchash_keys_ CCHASH_PRIV_VALUED##kind_(, const name_##_value *cchash_values_), \
         size_t cchash_count_),                                                                                        \
        {                                                                                                              \
            cchash_priv_text cchash_texts_[CCHASH_PRIV_STR_BATCH];                                                     \
            ptrdiff_t cchash_inserted_ = 0;                                                                            \
            name_##_priv_need_text_seed(cchash_map_);                                                                  \
            for (size_t cchash_done_ = 0, cchash_some_; cchash_done_ < cchash_count_; cchash_done_ += cchash_some_) {  \
                cchash_some_ = name_##_priv_texts##form_(cchash_map_, cchash_map_, cchash_keys_ + cchash_done_,        \
                                                         cchash_count_ - cchash_done_, cchash_texts_);                 \
                ptrdiff_t cchash_added_ =                                                                              \
                    put_(cchash_map_, cchash_texts_ CCHASH_PRIV_VALUED##kind_(, cchash_values_ + cchash_done_),        \
                         cchash_some_);                                                                                \
                if (cchash_added_ < 0) return cchash_added_ - (ptrdiff_t)cchash_done_;                                 \
                cchash_inserted_ += cchash_added_;                                                                     \
            }                                                                                                          \
            return cchash_inserted_;                                                                                   \
        })

CCHASH_PRIV_INLINE const void *cchash_priv_view_start(cchash_view view) { return view.ptr; }
CCHASH_PRIV_INLINE cchash_view cchash_priv_view_same(cchash_view view) { return view; }
CCHASH_PRIV_STATIC const cchash_view *cchash_priv_views_of(const char *const *texts, size_t count, cchash_view *views) {
    for (size_t at = 0; at < count; at++) views[at] = cchash_view_cstr(texts[at]);
    return views;
}

#define CCHASH_PRIV_CSTR_KEY (const char *cchash_key_)
#define CCHASH_PRIV_N_KEY (const char *cchash_key_, size_t cchash_length_)
#define CCHASH_PRIV_VIEW_KEY (cchash_view cchash_key_)

#define CCHASH_PRIV_STR_FORM(emit_, kind_, name_, form_, parameters_, view_)                                           \
    CCHASH_PRIV_STR_FIND(emit_, kind_, name_, form_, parameters_, view_)                                               \
    CCHASH_PRIV_STR_CHANGE(emit_, kind_, name_, form_, parameters_, view_)
/* The hash of a text, for a lookup, and for a map that may get its first key. With CCHASH_SIPHASH it depends on the
 * map's seed. */
#define CCHASH_PRIV_STR_HASHES_PLAIN(name_)                                                                            \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_text_hash(const name_ *cchash_map_, cchash_view cchash_view_) {           \
        (void)cchash_map_;                                                                                             \
        return cchash_hash_view(cchash_view_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_text_seed(name_ *cchash_map_) { (void)cchash_map_; }
#define CCHASH_PRIV_STR_HASHES_SIP(name_)                                                                              \
    CCHASH_PRIV_STATIC uint64_t name_##_priv_text_hash(const name_ *cchash_map_, cchash_view cchash_view_) {           \
        return cchash_sip_view(cchash_view_, name_##_priv_seed(cchash_map_));                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_text_seed(name_ *cchash_map_) { name_##_priv_need_seed(cchash_map_); }
#define CCHASH_PRIV_STR_HASHES(name_)                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take_text(name_ *cchash_map_, cchash_view cchash_view_,                       \
                                                   uint64_t cchash_hash_, void *cchash_key_out_,                       \
                                                   void *cchash_value_out_) {                                          \
        cchash_priv_text cchash_text_ = cchash_priv_text_of(cchash_view_, cchash_hash_, NULL);                         \
        return name_##_priv_take(cchash_map_, &name_##_priv_priv_text_type, cchash_hash_, &cchash_text_,               \
                                 cchash_key_out_, cchash_value_out_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_insert_text_hash(name_ *cchash_map_, cchash_view cchash_view_) {          \
        name_##_priv_need_text_seed(cchash_map_);                                                                      \
        return name_##_priv_text_hash(cchash_map_, cchash_view_);                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE cchash_priv_text name_##_priv_text_of(const name_ *cchash_map_, cchash_view cchash_view_,       \
                                                             void *cchash_arena_owner_) {                              \
        return cchash_priv_text_of(cchash_view_, name_##_priv_text_hash(cchash_map_, cchash_view_),                    \
                                   cchash_arena_owner_);                                                               \
    }

/* See CCHASH_PRIV_QUERIES in cchash/typed.h. If an insertion fails, the arena goes back to what it was before. */
#define CCHASH_PRIV_STR_QUERIES(name_, traits_)                                                                        \
    typedef const char *name_##_priv_argument;                                                                         \
    typedef cchash_view name_##_priv_query;                                                                            \
    typedef cchash_priv_text name_##_priv_sought;                                                                      \
    enum { name_##_priv_sought_copies = 1, name_##_priv_query_space = CCHASH_PRIV_STR_BATCH };                         \
    CCHASH_PRIV_INLINE cchash_view name_##_priv_query_of(const char *cchash_key_) {                                    \
        return cchash_view_cstr(cchash_key_);                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE const cchash_view *name_##_priv_queries_of(const char *const *cchash_keys_,                     \
                                                                  size_t cchash_count_, cchash_view *cchash_space_) {  \
        return cchash_priv_views_of(cchash_keys_, cchash_count_, cchash_space_);                                       \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_query_hash(const name_ *cchash_map_, cchash_view cchash_key_) {           \
        return name_##_priv_text_hash(cchash_map_, cchash_key_);                                                       \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE cchash_priv_text name_##_priv_sought_of(const name_ *cchash_map_, cchash_view cchash_key_,      \
                                                               uint64_t cchash_hash_) {                                \
        return cchash_priv_text_of(cchash_key_, cchash_hash_, (void *)(uintptr_t)cchash_map_);                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_sought_hash(const void *cchash_key_, uint64_t cchash_seed_) {             \
        return name_##_priv_priv_text_hash(cchash_key_, cchash_seed_);                                                 \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_equal(const void *cchash_stored_, const void *cchash_key_) {           \
        return name_##_priv_priv_text_equal(cchash_stored_, cchash_key_);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_copy(void *cchash_to_, const void *cchash_from_) {                     \
        return name_##_priv_priv_text_make(cchash_to_, cchash_from_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_sought_failed(name_ *cchash_map_, const name_ *cchash_before_) {              \
        (void)cchash_map_, (void)cchash_before_;                                                                       \
        CCHASH_PRIV_ARENA(traits_, name_##_priv_arena_undo(cchash_map_, cchash_before_->cchash_arena);)                \
    }

#define CCHASH_PRIV_STR_CODE(emit_, kind_, layout_, name_, traits_)                                                    \
    CCHASH_PRIV_TYPE_TEXT(name_, "")                                                                                   \
    CCHASH_PRIV_BASE##kind_(                                                                                           \
        emit_, layout_, name_,                                                                                         \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_STR_SIPHASH, CCHASH_PRIV_STR_HASH),              \
        CCHASH_PRIV_STR_EQUAL, CCHASH_PRIV_STR_TRAITS(traits_)) typedef cchash_priv_text name_##_key_priv_text;        \
    CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_STR_ARENA(name_, traits_))                                                  \
    CCHASH_PRIV_LOOKUP_(                                                                                               \
        CCHASH_PRIV_FLAT_FUNCTION, CCHASH_PRIV_VALUE_FACTS##kind_, CCHASH_PRIV_FUNCTIONS_FIND##kind_,                  \
        CCHASH_PRIV_FUNCTIONS_INSERT##kind_, name_, _priv_text, name_##_key_priv_text, CCHASH_PRIV_TEXT_HASH,          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_TEXT_EQUAL_SIP, CCHASH_PRIV_TEXT_EQUAL),         \
        (CCHASH_MAKE_KEY(CCHASH_PRIV_IF(                                                                               \
             CCHASH_PRIV_HAS(ARENA_KEYS, traits_), name_##_priv_arena_copy,                                            \
             CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), cchash_priv_text_make_sip, cchash_priv_text_make))),    \
         CCHASH_PRIV_INLINED))                                                                                         \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_STR_HASHES_SIP(name_),                               \
                   CCHASH_PRIV_STR_HASHES_PLAIN(name_))                                                                \
    CCHASH_PRIV_STR_HASHES(name_)                                                                                      \
    CCHASH_PRIV_STR_QUERIES(name_, traits_)                                                                            \
    CCHASH_PRIV_STR_INSERT(kind_, name_, traits_)                                                                      \
    CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_STR_PUT_EACH(kind_, name_))                                                 \
    CCHASH_PRIV_STR_TEXTS(name_, , const char *, cchash_view_cstr)                                                     \
    CCHASH_PRIV_STR_TEXTS(name_, _view, cchash_view, cchash_priv_view_same)                                            \
    CCHASH_PRIV_STR_FUNCTIONS(emit_, kind_, name_, traits_)

/* All functions that take keys, in their three forms. */
#define CCHASH_PRIV_STR_FUNCTIONS(emit_, kind_, name_, traits_)                                                        \
    CCHASH_PRIV_STR_FORM(emit_, kind_, name_, _view, CCHASH_PRIV_VIEW_KEY, cchash_key_)                                \
    CCHASH_PRIV_STR_FORM(emit_, kind_, name_, _n, CCHASH_PRIV_N_KEY, cchash_view_n(cchash_key_, cchash_length_))       \
    CCHASH_PRIV_STR_FORM(emit_, kind_, name_, , CCHASH_PRIV_CSTR_KEY, cchash_view_cstr(cchash_key_))                   \
    CCHASH_PRIV_STR_MANY(emit_, kind_, name_, , const char *, CCHASH_PRIV_STR_PUT_MANY(kind_, name_, traits_))         \
    CCHASH_PRIV_STR_MANY(emit_, kind_, name_, _view, cchash_view, CCHASH_PRIV_STR_PUT_MANY(kind_, name_, traits_))
#define CCHASH_PRIV_STR_PUT_MANY(kind_, name_, traits_)                                                                \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), name_##_priv_put_each,                                        \
                   CCHASH_PRIV_PUT##kind_(name_##_, _many_priv_text))

#define CCHASH_PRIV_TYPES_STR_MAP(layout_, name_, V_, traits_)                                                         \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, cchash_str, V_, traits_)
#define CCHASH_PRIV_TYPES_STR_SET(layout_, name_, no_value_, traits_)                                                  \
    CCHASH_PRIV_TYPES_SET(layout_, name_, cchash_str, traits_)

#define CCHASH_PRIV_DEFINE_STR(kind_, layout_, name_, V_, traits_)                                                     \
    CCHASH_PRIV_CHECK_STR##kind_(name_, traits_) CCHASH_PRIV_TYPES_STR##kind_(layout_, name_, V_, traits_)             \
        CCHASH_PRIV_STR_CODE(CCHASH_PRIV_STATIC_FUNCTION, kind_, layout_, name_, traits_)                              \
    struct name_
#define CCHASH_PRIV_DECLARE_STR(kind_, layout_, name_, V_, traits_)                                                    \
    CCHASH_PRIV_CHECK_STR##kind_(name_, traits_) CCHASH_PRIV_DECLARED(layout_, name_, traits_)                         \
    CCHASH_PRIV_TYPES_STR##kind_(layout_, name_, V_, traits_)                                                          \
        CCHASH_PRIV_FUNCTIONS_WHOLE##kind_(CCHASH_PRIV_PROTOTYPE, layout_, name_, traits_)                             \
            CCHASH_PRIV_STR_FUNCTIONS(CCHASH_PRIV_PROTOTYPE, kind_, name_, traits_) struct name_
#define CCHASH_PRIV_CHECK_STR_VALUE_MAP(name_, V_) CCHASH_PRIV_CHECK_SAME(name_, _value, V_, "declared with another V")
#define CCHASH_PRIV_CHECK_STR_VALUE_SET(name_, V_)
#define CCHASH_PRIV_IMPLEMENT_STR(kind_, layout_, name_, V_, traits_)                                                  \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_STR_VALUE##kind_(name_, V_)                                                                      \
        CCHASH_PRIV_STR_CODE(CCHASH_PRIV_EXTERN_FUNCTION, kind_, layout_, name_, traits_)                              \
    struct name_

/* These add the list of traits if there is none. A V in parentheses is a list of traits: V was forgotten. */
#define CCHASH_PRIV_STR_MAP(do_, layout_, ...) CCHASH_PRIV_STR_MAP_(do_, layout_, __VA_ARGS__, (), ~, ~)
#define CCHASH_PRIV_STR_MAP_(do_, layout_, name_, V_, traits_, ...)                                                    \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_IS_LIST(V_), name_##_priv_wants_a_value_type_##do_,                               \
                        "cchash: " #name_ ": a map of strings wants the type of its values: (name, V) or (name, V, "   \
                        "(traits))");                                                                                  \
    do_(_MAP, layout_, name_, V_, traits_)
#define CCHASH_PRIV_STR_SET(do_, layout_, ...) CCHASH_PRIV_STR_SET_(do_, layout_, __VA_ARGS__, (), ~)
#define CCHASH_PRIV_STR_SET_(do_, layout_, name_, traits_, ...) do_(_SET, layout_, name_, , traits_)

#include "macros_on.h"

#endif
