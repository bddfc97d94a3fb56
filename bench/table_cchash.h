/* table_cchash.h: cchash in the bench. A layout's file defines
 *   TABLE                                            the layout's file: table_TABLE.c
 *   STAMP(name, K, V, hash, eq)                      a map of that layout
 *   STAMP_OWNING(name, K, V, hash, eq, trait, …)     the same with traits
 *   STAMP_STR(name, V, trait, …)                     a map that owns string keys
 * and includes this. */
#include "hash.h"
#include <stdio.h>
#include <stdlib.h>

/* With a hash of the bench, the equality function is the bench's as well, as in a user's program. */
#define cchash_u64_default cchash_hash_u64
#define cchash_u64_fold bench_u64_fold
#define cchash_u64_bytes bench_u64_bytes
#define cchash_u64_siphash13 bench_u64_siphash13
#define cchash_u64_fnv1a bench_u64_fnv1a
#define cchash_u64_identity bench_u64_identity
#define cchash_u64_eq_default cchash_eq_u64
#define cchash_u64_eq_fold bench_u64_equal
#define cchash_u64_eq_bytes bench_u64_equal
#define cchash_u64_eq_siphash13 bench_u64_equal
#define cchash_u64_eq_fnv1a bench_u64_equal
#define cchash_u64_eq_identity bench_u64_equal
#define cchash_text_default cchash_hash_cstr
#define cchash_text_bytes bench_text_bytes
#define cchash_text_siphash13 bench_text_siphash13
#define cchash_text_fnv1a bench_text_fnv1a
#define HASH_U64 BENCH_PASTE(cchash_u64_, BENCH_HASH)
#define EQ_U64 BENCH_PASTE(cchash_u64_eq_, BENCH_HASH)
#define HASH_TEXT BENCH_PASTE(cchash_text_, BENCH_HASH)

#define T_INIT(m) T(init)(m)
#define T_FREE(m) T(free)(m)
#define T_CAN_RESERVE 1
#define T_RESERVE(m, n)                                                                                                \
    if (!T(reserve)(m, n)) bench_die("out of memory")
#define T_SIZE(m) T(size)(m)
#define T_CAPACITY(m) T(capacity)(m)
#define T_INSERT(m, key, value)                                                                                        \
    if (T(put)(m, key, value) < 0) bench_die("out of memory")
#define T_PUT(m, key, value) T_INSERT(m, key, value)
#define T_ERASE(m, key) T(remove)(m, key)
#define T_EACH(m, DO)                                                                                                  \
    T(iter) it = T(begin)(m);                                                                                          \
    while (T(next)(&it)) DO(*it.key, *it.value)
#define T_HAS_BATCH 1
#define T_GET_MANY(m, keys, n, out) T(get_many)(m, keys, n, out)
#define T_PUT_MANY(m, keys, values, n) T(put_many)(m, keys, values, n)

static inline bool found_u64(const uint64_t *value, uint64_t *out) {
    if (value == NULL) return false;
    *out = *value;
    return true;
}

STAMP(u64_u64, uint64_t, uint64_t, HASH_U64, EQ_U64);
#define T(x) u64_u64_##x
#define T_KIND BENCH_U64
#define T_MAP u64_u64
#define T_FIND(m, key, out) found_u64(T(get)(m, key), out)
#include "loops.h"

#if BENCH_HAS_TEXT

STAMP(cstr_u64, const char *, uint64_t, HASH_TEXT, cchash_eq_cstr);
#define T(x) cstr_u64_##x
#define T_KIND BENCH_CSTR
#define T_MAP cstr_u64
#include "loops.h"

/* Owned keys: cchash_str, looked up by a view. The string maps have their hash built in, so that --hash needs a map
 * whose five arguments are given. */
#define HASH_STR(key_) cchash_view_hash_of(cchash_str_view(&(key_)))
#define HASH_VIEW(key_) cchash_view_hash_of(key_)
#define EQ_STR_VIEW(stored_, key_) cchash_eq_view(cchash_str_view(&(stored_)), key_)
#define cchash_bytes_default cchash_hash_bytes
#define cchash_bytes_bytes cchash_hash_bytes
#define cchash_bytes_siphash13 bench_bytes_siphash13
#define cchash_bytes_fnv1a bench_bytes_fnv1a
static inline uint64_t cchash_view_hash_of(cchash_view key) {
    return BENCH_PASTE(cchash_bytes_, BENCH_HASH)(key.ptr, key.len, 0);
}
static inline bool make_of_view(cchash_str *to, const cchash_view *from) { return cchash_str_from_view(to, *from); }

#if BENCH_HAS_OWN_STR
#define STAMP_STRINGS(name, V, ...) STAMP_STR(name, V, __VA_ARGS__)
#else
#define STAMP_STRINGS(name, V, ...)                                                                                    \
    STAMP_OWNING(name, cchash_str, V, HASH_STR, cchash_eq_str, CCHASH_STR_KEYS, __VA_ARGS__);                          \
    CCHASH_LOOKUP_EX(name, view, cchash_view, HASH_VIEW, EQ_STR_VIEW, (CCHASH_MAKE_KEY(make_of_view)))
#endif

static inline cchash_view view_of(bench_view key) { return cchash_view_n(key.ptr, key.len); }

#undef T_INSERT
#undef T_FIND
#undef T_ERASE
#define T_FIND(m, key, out) found_u64(T(get_view)(m, view_of(key)), out)
#define T_INSERT(m, key, value)                                                                                        \
    if (T(put_view)(m, view_of(key), value) < 0) bench_die("out of memory")
#define T_ERASE(m, key) T(remove_view)(m, view_of(key))

STAMP_STRINGS(owned, uint64_t, );
#define T(x) owned_##x
#define T_KIND BENCH_OWNED
#define T_MAP owned
#include "loops.h"

/* Values are texts on the heap, as in the peers. */
static inline bool copy_text(char **to, char *const *from) {
    *to = bench_strdup(*from);
    return true;
}
static inline void free_text(char **text) { free(*text); }

static inline bool found_text(char *const *value, uint64_t *out) {
    if (value == NULL) return false;
    *out = bench_value_digest(*value);
    return true;
}

/* The maps store `char *`, the bench has const texts. Casting is safe, because the maps only copy them. */
static inline char *text_of(const char *text) {
    union {
        const char *constant;
        char *plain;
    } both;
    both.constant = text;
    return both.plain;
}

#undef T_FIND
#undef T_INSERT
#undef T_ERASE
#define T_FIND(m, key, out) found_text(T(get_view)(m, cchash_view_cstr(key)), out)
#define T_INSERT(m, key, value)                                                                                        \
    if (T(put_view)(m, cchash_view_cstr(key), text_of(value)) < 0) bench_die("out of memory")
#define T_ERASE(m, key) T(remove_view)(m, cchash_view_cstr(key))

STAMP_STRINGS(text_text, char *, CCHASH_VALUE_COPY(copy_text), CCHASH_VALUE_FREE(free_text));
#define T(x) text_text_##x
#define T_KIND BENCH_STRING
#define T_MAP text_text
#include "loops.h"

#if BENCH_HAS_OWN_STR
STAMP_STR(arena_text, char *, CCHASH_ARENA_KEYS, CCHASH_VALUE_COPY(copy_text), CCHASH_VALUE_FREE(free_text));
#define T(x) arena_text_##x
#define T_KIND BENCH_ARENA
#define T_MAP arena_text
#include "loops.h"
#define ARENA_OPS &arena_text_ops
#else
#define ARENA_OPS NULL
#endif

STAMP_STRINGS(words, uint64_t, );
static inline void count_word(words *m, const char *word) {
    uint64_t *count = words_upsert_view(m, cchash_view_cstr(word), NULL);
    if (count == NULL) bench_die("out of memory");
    ++*count;
}
static inline void each_word(const words *m, uint64_t (*digest)(const char *, uint64_t), uint64_t *sum) {
    char text[256]; /* a word has at most 255 bytes */
    CCHASH_FOREACH (words, it, m) {
        cchash_str_copy_out(it.key, text, sizeof text);
        *sum += digest(text, *it.value);
    }
}
#define T(x) words_##x
#define T_KIND BENCH_WORDS
#define T_MAP words
#define T_COUNT(m, key) count_word(m, key)
#define T_EACH_WORD(m, digest, sum) each_word(m, digest, sum)
#include "loops.h"
#undef T_EACH_WORD

/* The study's string -> string, for --sizes only. */
STAMP(study_map, cchash_str, cchash_str, cchash_hash_str, cchash_eq_str);
#define STUDY_ENTRY sizeof(study_map_entry)
#define TEXT_OPS(ops) ops
#else
#define STUDY_ENTRY 0
#define ARENA_OPS NULL
#define TEXT_OPS(ops) NULL
#endif

BENCH_TABLE(TABLE, BENCH_HASH) = {
    .u64 = &u64_u64_ops,
    .cstr = TEXT_OPS(&cstr_u64_ops),
    .string = TEXT_OPS(&text_text_ops),
    .arena = ARENA_OPS,
    .words = TEXT_OPS(&words_ops),
    .owned = TEXT_OPS(&owned_ops),
    .owned_long = TEXT_OPS(&owned_ops),
    .sizes = {.u64_entry = sizeof(u64_u64_entry),
              .string_entry = STUDY_ENTRY,
              .bucket_slot = BUCKET_SLOT,
              .beside = BESIDE},
};
