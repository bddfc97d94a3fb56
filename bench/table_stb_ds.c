/* stb_ds, the baseline. It has its own hash functions and cannot reserve. */
#include "bench.h"

#if __has_include(<stb/stb_ds.h>) && !defined(BENCH_WITHOUT_stb)

#include <stdlib.h>
#define STB_DS_IMPLEMENTATION
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#include <stb/stb_ds.h>
#pragma GCC diagnostic pop
/* Its macros expand to comparisons and casts in this file. */
#pragma GCC diagnostic ignored "-Wcast-qual"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#pragma GCC diagnostic ignored "-Wconversion"

typedef struct {
    uint64_t key, value;
} * u64_map;
typedef struct {
    const char *key;
    uint64_t value;
} * cstr_map;
typedef struct {
    char *key, *value;
} * string_map;
typedef struct {
    char *key;
    uint64_t value;
} * words_map;

#define T_CAN_RESERVE 0
#define T_HAS_BATCH 0
#define T_SIZE(m) hmlenu(*(m))
#define T_CAPACITY(m) slots_of(*(m), sizeof **(m))
#define T_EACH(m, DO)                                                                                                  \
    for (size_t i_ = 0; i_ < hmlenu(*(m)); i_++) DO((*(m))[i_].key, (*(m))[i_].value)

/* stb_ds has its slots in an index apart from the array of elements; element 0 of that array is the default value. */
static inline size_t slots_of(const void *map, size_t element) {
    if (map == NULL) return 0;
    const stbds_array_header *header = (const stbds_array_header *)(const void *)((const char *)map - element) - 1;
    return header->hash_table == NULL ? 0 : ((const stbds_hash_index *)header->hash_table)->slot_count;
}

#define T_INIT(m) (*(m) = NULL)
#define T_FREE(m) hmfree(*(m))

static inline bool u64_find(u64_map *m, uint64_t key, uint64_t *out) {
    ptrdiff_t i = hmgeti(*m, key);
    if (i < 0) return false;
    *out = (*m)[i].value;
    return true;
}
#define T_INSERT(m, key, value) hmput(*(m), key, value)
#define T_PUT(m, key, value) hmput(*(m), key, value)
#define T_FIND(m, key, out) u64_find(m, key, out)
#define T_ERASE(m, key) (uint64_t) hmdel(*(m), key)
#define T(x) u64_##x
#define T_KIND BENCH_U64
#define T_MAP u64_map
#include "loops.h"

static inline bool cstr_find(cstr_map *m, const char *key, uint64_t *out) {
    ptrdiff_t i = shgeti(*m, key);
    if (i < 0) return false;
    *out = (*m)[i].value;
    return true;
}
#undef T_INSERT
#undef T_PUT
#undef T_FIND
#undef T_ERASE
#define T_INSERT(m, key, value) shput(*(m), key, value)
#define T_PUT(m, key, value) shput(*(m), key, value)
#define T_FIND(m, key, out) cstr_find(m, key, out)
#define T_ERASE(m, key) (uint64_t) shdel(*(m), key)
#define T(x) cstr_##x
#define T_KIND BENCH_CSTR
#define T_MAP cstr_map
#include "loops.h"

/* Strings: stb_ds copies the keys. Its documentation leaves copying and freeing values to the caller. */
static inline bool string_find(string_map *m, const char *key, uint64_t *out) {
    ptrdiff_t i = shgeti(*m, key);
    if (i < 0) return false;
    *out = bench_value_digest((*m)[i].value);
    return true;
}
static inline void string_put(string_map *m, const char *key, const char *value) {
    ptrdiff_t i = shgeti(*m, key);
    if (i < 0) {
        shput(*m, key, bench_strdup(value));
    } else {
        free((*m)[i].value);
        (*m)[i].value = bench_strdup(value);
    }
}
static inline bool string_erase(string_map *m, const char *key) {
    ptrdiff_t i = shgeti(*m, key);
    if (i < 0) return false;
    free((*m)[i].value);
    return shdel(*m, key) != 0;
}
static void string_free(string_map *m) {
    for (size_t i = 0; i < shlenu(*m); i++) free((*m)[i].value);
    shfree(*m);
}
#undef T_INIT
#undef T_FREE
#undef T_INSERT
#undef T_PUT
#undef T_FIND
#undef T_ERASE
#define T_INIT(m) (*(m) = NULL, sh_new_strdup(*(m)))
#define T_FREE(m) string_free(m)
#define T_INSERT(m, key, value) shput(*(m), key, bench_strdup(value))
#define T_PUT(m, key, value) string_put(m, key, value)
#define T_FIND(m, key, out) string_find(m, key, out)
#define T_ERASE(m, key) string_erase(m, key)
#define T(x) string_##x
#define T_KIND BENCH_STRING
#define T_MAP string_map
#include "loops.h"

#undef T_INIT
#define T_INIT(m) (*(m) = NULL, sh_new_arena(*(m)))
#define T(x) arena_##x
#define T_KIND BENCH_ARENA
#define T_MAP string_map
#include "loops.h"

static inline void count_word(words_map *m, const char *word) {
    ptrdiff_t i = shgeti(*m, word);
    if (i < 0) {
        shput(*m, word, 1);
    } else {
        (*m)[i].value++;
    }
}
#undef T_INIT
#undef T_FREE
#define T_INIT(m) (*(m) = NULL, sh_new_strdup(*(m)))
#define T_FREE(m) shfree(*(m))
#define T_COUNT(m, key) count_word(m, key)
#define T(x) words_##x
#define T_KIND BENCH_WORDS
#define T_MAP words_map
#include "loops.h"

BENCH_TABLE(stb_ds, default) = {
    .u64 = &u64_ops,
    .cstr = &cstr_ops,
    .string = &string_ops,
    .arena = &arena_ops,
    .words = &words_ops,
    .sizes = {.u64_entry = sizeof(struct { uint64_t key, value; }),
              .string_entry = sizeof(struct { uint64_t key[3], value[3]; }),
              .beside = "an index of 16 bytes (hash, position) per slot"},
};

#else
BENCH_TABLE_ABSENT(stb_ds);
#endif
