/* table_cchash.h: cchash in the bench. A layout's file defines
 *   TABLE                                            the layout's name
 *   STAMP(name, K, V, hash, eq)                      a map of that layout
 *   STAMP_OWNING(name, K, V, hash, eq, trait, …)     the same with traits
 * and includes this. */
#include "hash.h"
#include <stdio.h>
#include <stdlib.h>

/* With a hash of the bench's own, equality is the bench's own too: a user's five arguments. */
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

static inline bool copy_text(char **to, char *const *from) {
    *to = bench_strdup(*from);
    return true;
}
static inline void free_text(char **text) { free(*text); }

/* What sh_new_arena does for stb_ds: keys side by side in blocks, given back all together. */
static struct {
    char *block; /* starts with the pointer to the block before it */
    size_t used, size;
} arena;

static inline bool copy_to_arena(char **to, char *const *from) {
    size_t length = strlen(*from) + 1;
    if (arena.size - arena.used < length) {
        size_t size = arena.size == 0 ? 4096 : arena.size < (1u << 20) ? arena.size * 2 : arena.size;
        if (size < length + sizeof(char *)) size = length + sizeof(char *);
        char *block = (char *)bench_malloc(size);
        memcpy(block, &arena.block, sizeof(char *));
        arena.block = block;
        arena.used = sizeof(char *);
        arena.size = size;
    }
    *to = (char *)memcpy(arena.block + arena.used, *from, length);
    arena.used += length;
    return true;
}

static void free_arena(void) {
    while (arena.block != NULL) {
        char *before;
        memcpy(&before, arena.block, sizeof(char *));
        free(arena.block);
        arena.block = before;
    }
    arena.used = arena.size = 0;
}

static inline bool found_text(char *const *value, uint64_t *out) {
    if (value == NULL) return false;
    *out = bench_value_digest(*value);
    return true;
}

/* The maps own `char *`; the bench's texts are const: the copiers only read them. */
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
#define T_FIND(m, key, out) found_text(T(get)(m, text_of(key)), out)
#define T_INSERT(m, key, value)                                                                                        \
    if (T(put)(m, text_of(key), text_of(value)) < 0) bench_die("out of memory")
#define T_ERASE(m, key) T(remove)(m, text_of(key))

STAMP_OWNING(text_text, char *, char *, HASH_TEXT, cchash_eq_cstr, CCHASH_KEY_COPY(copy_text),
             CCHASH_KEY_FREE(free_text), CCHASH_VALUE_COPY(copy_text), CCHASH_VALUE_FREE(free_text));
#define T(x) text_text_##x
#define T_KIND BENCH_STRING
#define T_MAP text_text
#include "loops.h"

#undef T_FREE
#define T_FREE(m) (T(free)(m), free_arena())

STAMP_OWNING(arena_text, char *, char *, HASH_TEXT, cchash_eq_cstr, CCHASH_KEY_COPY(copy_to_arena),
             CCHASH_VALUE_COPY(copy_text), CCHASH_VALUE_FREE(free_text));
#define T(x) arena_text_##x
#define T_KIND BENCH_ARENA
#define T_MAP arena_text
#include "loops.h"

#undef T_FREE
#define T_FREE(m) T(free)(m)

STAMP_OWNING(words, char *, uint64_t, HASH_TEXT, cchash_eq_cstr, CCHASH_KEY_COPY(copy_text),
             CCHASH_KEY_FREE(free_text));
static inline void count_word(words *m, const char *word) {
    uint64_t *count = words_upsert(m, text_of(word), NULL);
    if (count == NULL) bench_die("out of memory");
    ++*count;
}
#define T(x) words_##x
#define T_KIND BENCH_WORDS
#define T_MAP words
#define T_COUNT(m, key) count_word(m, key)
#include "loops.h"

/* The study's strings, for --sizes only. */
typedef struct {
    char *text;
    size_t length, capacity;
} study_string;
static inline uint64_t study_hash(study_string s) { return cchash_hash_bytes(s.text, s.length, 0); }
static inline bool study_equal(study_string a, study_string b) {
    return a.length == b.length && memcmp(a.text, b.text, a.length) == 0;
}
STAMP(study_map, study_string, study_string, study_hash, study_equal);
#define STUDY_ENTRY sizeof(study_map_entry)
#define TEXT_OPS &cstr_u64_ops, &text_text_ops, &arena_text_ops, &words_ops
#else
#define STUDY_ENTRY 0
#define TEXT_OPS NULL, NULL, NULL, NULL
#endif

const bench_table BENCH_PASTE(BENCH_PASTE(BENCH_PASTE(table_, TABLE), _), BENCH_HASH);
const bench_table BENCH_PASTE(BENCH_PASTE(BENCH_PASTE(table_, TABLE), _), BENCH_HASH) = {
    BENCH_STRING_OF(TABLE),
    BENCH_STRING_OF(BENCH_HASH),
    NULL,
    false,
    {sizeof(u64_u64_entry), STUDY_ENTRY, BUCKET_SLOT, BESIDE},
    {&u64_u64_ops, TEXT_OPS},
};
