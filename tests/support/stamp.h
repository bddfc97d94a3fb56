/* Stamps out every form of every macro, for the tests that look at compiler and linker output. STAMP_ALL(PREFIX, name)
 * for one layout; with STAMP_USE, all functions are called once, otherwise nearly all go unused. */
#ifndef CCHASH_TESTS_STAMP_H
#define CCHASH_TESTS_STAMP_H

#include "empty.h"

static inline bool stamp_copy_text(const char **to_text, const char *const *from_text) {
    *to_text = *from_text;
    return true;
}
static inline void stamp_free_text(const char **text) { *text = NULL; }
static inline bool stamp_copy_u16(uint16_t *to_number, const uint16_t *from_number) {
    *to_number = *from_number;
    return true;
}
static inline void stamp_free_u16(uint16_t *number) { *number = 0; }
static inline void *stamp_alloc(int *context, size_t size, size_t align) {
    (void)context, (void)align;
    return malloc(size);
}
static inline void stamp_release(int *context, void *ptr, size_t size, size_t align) {
    (void)context, (void)size, (void)align;
    free(ptr);
}
static inline bool stamp_write(void *context, const void *bytes, size_t size) { return !context && bytes && size; }
static inline uint64_t stamp_seeded(const char *text, uint64_t seed) {
    return cchash_hash_bytes(text, strlen(text), seed);
}

static inline bool stamp_is_view(const char *text, cchash_view view) {
    return strlen(text) == view.len && memcmp(text, view.ptr, view.len) == 0;
}
static inline bool stamp_of_view(const char **to_text, const cchash_view *from_view) {
    *to_text = from_view->ptr;
    return true;
}

#define STAMP_TRAITS                                                                                                   \
    (CCHASH_KEY_COPY(stamp_copy_text), CCHASH_KEY_FREE(stamp_free_text), CCHASH_VALUE_COPY(stamp_copy_u16),            \
     CCHASH_VALUE_FREE(stamp_free_u16), CCHASH_ALLOCATOR(int *, stamp_alloc, stamp_release), CCHASH_SEEDED_HASH,       \
     CCHASH_CACHED_HASH, CCHASH_MAX_LOAD(5, 8))
#define STAMP_STR_TRAITS                                                                                               \
    (CCHASH_VALUE_COPY(stamp_copy_u16), CCHASH_VALUE_FREE(stamp_free_u16),                                             \
     CCHASH_ALLOCATOR(int *, stamp_alloc, stamp_release))
#define STAMP_ARENA_TRAITS                                                                                             \
    (CCHASH_ARENA_KEYS, CCHASH_VALUE_COPY(stamp_copy_u16), CCHASH_VALUE_FREE(stamp_free_u16),                          \
     CCHASH_ALLOCATOR(int *, stamp_alloc, stamp_release))
#define STAMP_SET_TRAITS                                                                                               \
    (CCHASH_KEY_COPY(stamp_copy_text), CCHASH_KEY_FREE(stamp_free_text), CCHASH_GOOD_HASH, CCHASH_CACHED_HASH)

/* For the compact layout only. */
#define STAMP_SPLIT_TRAITS                                                                                             \
    (CCHASH_SPLIT, CCHASH_KEY_COPY(stamp_copy_text), CCHASH_KEY_FREE(stamp_free_text),                                 \
     CCHASH_VALUE_COPY(stamp_copy_u16), CCHASH_VALUE_FREE(stamp_free_u16),                                             \
     CCHASH_ALLOCATOR(int *, stamp_alloc, stamp_release), CCHASH_SEEDED_HASH, CCHASH_CACHED_HASH,                      \
     CCHASH_MAX_LOAD(5, 8))
#define STAMP_SPLIT_STR_TRAITS                                                                                         \
    (CCHASH_SPLIT, CCHASH_ARENA_KEYS, CCHASH_VALUE_COPY(stamp_copy_u16), CCHASH_VALUE_FREE(stamp_free_u16),            \
     CCHASH_ALLOCATOR(int *, stamp_alloc, stamp_release))

#define STAMP_ALL(prefix_, name_)                                                                                      \
    prefix_##_DEFINE(name_##_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);                                 \
    prefix_##_DEFINE(name_##_bytes, unsigned char, char, cchash_hash_u32, cchash_eq_u32);                              \
    prefix_##_DEFINE(name_##_text, const char *, void *, cchash_hash_cstr, cchash_eq_cstr);                            \
    prefix_##_DEFINE_SET(name_##_set, uint32_t, cchash_hash_u32, cchash_eq_u32);                                       \
    prefix_##_DEFINE_EX(name_##_ex, const char *, uint16_t, stamp_seeded, cchash_eq_cstr, STAMP_TRAITS);               \
    prefix_##_DEFINE_SET_EX(name_##_set_ex, const char *, cchash_hash_cstr, cchash_eq_cstr, STAMP_SET_TRAITS);         \
    prefix_##_DEFINE_STR(name_##_str, uint64_t);                                                                       \
    prefix_##_DEFINE_STR(name_##_arena, uint16_t, STAMP_ARENA_TRAITS);                                                 \
    prefix_##_DECLARE_STR(name_##_far_str, uint16_t, STAMP_STR_TRAITS);                                                \
    prefix_##_IMPLEMENT_STR(name_##_far_str, uint16_t, STAMP_STR_TRAITS);                                              \
    prefix_##_DECLARE_STR(name_##_far_arena, double, (CCHASH_ARENA_KEYS));                                             \
    prefix_##_IMPLEMENT_STR(name_##_far_arena, double, (CCHASH_ARENA_KEYS));                                           \
    prefix_##_DEFINE_STR_SET(name_##_str_set);                                                                         \
    prefix_##_DEFINE_STR_SET(name_##_arena_set,                                                                        \
                             (CCHASH_ARENA_KEYS, CCHASH_ALLOCATOR(int *, stamp_alloc, stamp_release)));                \
    prefix_##_DECLARE_STR_SET(name_##_far_str_set, (CCHASH_CACHED_HASH));                                              \
    prefix_##_IMPLEMENT_STR_SET(name_##_far_str_set, (CCHASH_CACHED_HASH));                                            \
    prefix_##_DECLARE_STR_SET(name_##_far_arena_set, (CCHASH_ARENA_KEYS));                                             \
    prefix_##_IMPLEMENT_STR_SET(name_##_far_arena_set, (CCHASH_ARENA_KEYS));                                           \
    CCHASH_LOOKUP_EX(name_##_text, view, cchash_view, cchash_hash_view, stamp_is_view,                                 \
                     (CCHASH_MAKE_KEY(stamp_of_view)));                                                                \
    CCHASH_LOOKUP_SET(name_##_set_ex, view, cchash_view, cchash_hash_view, stamp_is_view);                             \
    prefix_##_DECLARE(name_##_far, uint64_t, double);                                                                  \
    prefix_##_IMPLEMENT(name_##_far, uint64_t, double, cchash_hash_u64, cchash_eq_u64);                                \
    prefix_##_DECLARE_SET(name_##_far_set, const void *);                                                              \
    prefix_##_IMPLEMENT_SET(name_##_far_set, const void *, cchash_hash_ptr, cchash_eq_ptr);                            \
    prefix_##_DECLARE_EX(name_##_far_ex, const char *, uint16_t, STAMP_TRAITS);                                        \
    prefix_##_IMPLEMENT_EX(name_##_far_ex, const char *, uint16_t, stamp_seeded, cchash_eq_cstr, STAMP_TRAITS);        \
    prefix_##_DECLARE_SET_EX(name_##_far_set_ex, const char *, STAMP_SET_TRAITS);                                      \
    prefix_##_IMPLEMENT_SET_EX(name_##_far_set_ex, const char *, cchash_hash_cstr, cchash_eq_cstr, STAMP_SET_TRAITS);

/* Calls each kind of function that a map of strings has beside those of any map. */
#define STAMP_USE_STR(name_, value_)                                                                                   \
    static uint64_t name_##_stamp_use(void) {                                                                          \
        struct name_ map, other = EMPTY;                                                                               \
        static const char *const keys[2] = {"seven", "eight"};                                                         \
        static const name_##_value values[2] = {value_, value_};                                                       \
        name_##_value *found[2];                                                                                       \
        cchash_view view = cchash_view_cstr("seven");                                                                  \
        name_##_init(&map);                                                                                            \
        uint64_t sum =                                                                                                 \
            (uint64_t)name_##_put(&map, "seven", value_) + (uint64_t)name_##_add_n(&map, "seven", 5, value_);          \
        sum += (uint64_t)(name_##_upsert_view(&map, view, NULL) != NULL) + name_##_get_many(&map, keys, 2, found);     \
        sum += (uint64_t)name_##_put_many(&map, keys, values, 2) + (uint64_t)name_##_clone(&other, &map);              \
        sum += (uint64_t)(name_##_get(&map, "seven") != NULL) + (uint64_t)name_##_contains_n(&map, "seven", 5);        \
        sum += (uint64_t)name_##_remove_hashed_view(&map, name_##_hash_view(&map, view), view);                        \
        sum += (uint64_t)name_##_take(&map, "eight", NULL, NULL) + (uint64_t)name_##_shrink(&map);                     \
        sum += (uint64_t)name_##_pop(&map, NULL, NULL);                                                                \
        name_##_clear(&map);                                                                                           \
        name_##_free(&map);                                                                                            \
        name_##_free(&other);                                                                                          \
        return sum;                                                                                                    \
    }

#define STAMP_USE_STR_SET(name_)                                                                                       \
    static uint64_t name_##_stamp_use(void) {                                                                          \
        struct name_ set, other = EMPTY;                                                                               \
        static const char *const keys[2] = {"seven", "eight"};                                                         \
        const name_##_key *found[2];                                                                                   \
        cchash_view view = cchash_view_cstr("seven");                                                                  \
        name_##_init(&set);                                                                                            \
        uint64_t sum = (uint64_t)name_##_add(&set, "seven") + (uint64_t)name_##_add_n(&set, "seven", 5);               \
        sum += (uint64_t)name_##_add_many(&set, keys, 2) + name_##_get_many(&set, keys, 2, found);                     \
        sum += (uint64_t)name_##_clone(&other, &set) + (uint64_t)name_##_contains_n(&set, "seven", 5);                 \
        sum += (uint64_t)(name_##_get(&set, "seven") == name_##_get_key_view(&set, view));                             \
        sum += (uint64_t)name_##_remove_hashed_view(&set, name_##_hash_view(&set, view), view);                        \
        sum += (uint64_t)name_##_take(&set, "eight", NULL) + (uint64_t)name_##_shrink(&set);                           \
        sum += (uint64_t)name_##_pop(&set, NULL);                                                                      \
        name_##_clear(&set);                                                                                           \
        name_##_free(&set);                                                                                            \
        name_##_free(&other);                                                                                          \
        return sum;                                                                                                    \
    }

/* Calls each function of a map, and of a set. */
#define STAMP_USE_COMMON(name_, key_)                                                                                  \
    name_##_init(&map);                                                                                                \
    name_##_init_seed(&map, 1);                                                                                        \
    sum += (uint64_t)name_##_init_buffer(&map, NULL, 0);                                                               \
    sum += (uint64_t)(name_##_open(&map, NULL, 0) + name_##_save(&map, stamp_write, NULL));                            \
    sum += (uint64_t)(name_##_reserve(&map, 10) + name_##_shrink(&map) + name_##_clone(&other, &map));                 \
    name_##_swap(&map, &other);                                                                                        \
    sum += name_##_size(&map) + name_##_capacity(&map) + name_##_memory(&map) +                                        \
           (uint64_t)(name_##_get(&map, key_) != NULL);                                                                \
    sum +=                                                                                                             \
        (uint64_t)(name_##_contains(&map, key_) + (name_##_get_key(&map, key_) != NULL) + name_##_remove(&map, key_)); \
    sum += (uint64_t)name_##_contains_hashed(&map, name_##_hash(&map, key_), key_);                                    \
    sum += (uint64_t)(name_##_get_hashed(&map, 5, key_) != NULL) + (uint64_t)name_##_remove_hashed(&map, 5, key_);     \
    name_##_iter stamp_place = name_##_at_position(&map, 0);                                                           \
    sum += name_##_position(&stamp_place) + (uint64_t)(name_##_find(&map, key_).key != NULL);                          \
    sum += (uint64_t)(name_##_find_hashed(&map, 5, key_).key != NULL);                                                 \
    name_##_prefetch(&map, key_);                                                                                      \
    name_##_prefetch_hashed(&map, 5, key_);                                                                            \
    name_##_iter at = name_##_begin(&map);                                                                             \
    while (name_##_next(&at)) {                                                                                        \
        name_##_remove_at(&map, &at);                                                                                  \
    }                                                                                                                  \
    CCHASH_FOREACH (name_, each, &map) {                                                                               \
        sum += (uint64_t)(each.key != NULL);                                                                           \
    }                                                                                                                  \
    sum += name_##_stats(&map).size + (uint64_t)name_##_verify(&map);

#define STAMP_USE_MAP(name_, key_, value_)                                                                             \
    static bool name_##_stamp_keep(const name_##_key *key, name_##_value *value, void *context) {                      \
        return key && value && !context;                                                                               \
    }                                                                                                                  \
    static uint64_t name_##_stamp_use(void) {                                                                          \
        struct name_ map, other = EMPTY;                                                                               \
        uint64_t sum = 0;                                                                                              \
        bool inserted;                                                                                                 \
        name_##_key stored_key;                                                                                        \
        name_##_value stored_value, *found;                                                                            \
        STAMP_USE_COMMON(name_, key_)                                                                                  \
        sum += (uint64_t)name_##_put(&map, key_, value_) + (uint64_t)name_##_add(&map, key_, value_);                  \
        sum += (uint64_t)(name_##_upsert(&map, key_, &inserted) != NULL);                                              \
        sum += (uint64_t)name_##_put_hashed(&map, name_##_hash(&map, key_), key_, value_);                             \
        sum += (uint64_t)name_##_add_hashed(&map, name_##_hash(&map, key_), key_, value_);                             \
        sum += (uint64_t)(name_##_upsert_hashed(&map, name_##_hash(&map, key_), key_, NULL) != NULL);                  \
        stored_value = name_##_get_or(&map, key_, value_);                                                             \
        stored_key = *name_##_get_key(&map, key_);                                                                     \
        sum += name_##_get_many(&map, &stored_key, 1, &found);                                                         \
        sum += (uint64_t)name_##_put_many(&map, &stored_key, &stored_value, 1);                                        \
        sum += name_##_retain(&map, name_##_stamp_keep, NULL);                                                         \
        sum += (uint64_t)name_##_take(&map, key_, NULL, &stored_value);                                                \
        sum += (uint64_t)name_##_pop(&map, NULL, &stored_value);                                                       \
        name_##_clear(&map);                                                                                           \
        name_##_free(&map);                                                                                            \
        name_##_free(&other);                                                                                          \
        return sum;                                                                                                    \
    }

#define STAMP_USE_SET(name_, key_)                                                                                     \
    static bool name_##_stamp_keep(const name_##_key *key, void *context) { return key && !context; }                  \
    static uint64_t name_##_stamp_use(void) {                                                                          \
        struct name_ map, other = EMPTY;                                                                               \
        uint64_t sum = 0;                                                                                              \
        name_##_key stored_key = key_;                                                                                 \
        const name_##_key *found;                                                                                      \
        STAMP_USE_COMMON(name_, key_)                                                                                  \
        sum += (uint64_t)name_##_add(&map, key_) + (uint64_t)name_##_add_hashed(&map, name_##_hash(&map, key_), key_); \
        sum += name_##_get_many(&map, &stored_key, 1, &found);                                                         \
        sum += (uint64_t)name_##_add_many(&map, &stored_key, 1);                                                       \
        sum += name_##_retain(&map, name_##_stamp_keep, NULL);                                                         \
        sum += (uint64_t)name_##_take(&map, key_, &stored_key);                                                        \
        sum += (uint64_t)name_##_pop(&map, &stored_key);                                                               \
        name_##_clear(&map);                                                                                           \
        name_##_free(&map);                                                                                            \
        name_##_free(&other);                                                                                          \
        return sum;                                                                                                    \
    }

#define STAMP_USE_ALL(name_)                                                                                           \
    STAMP_USE_STR(name_##_str, 8u)                                                                                     \
    STAMP_USE_STR(name_##_arena, 8u)                                                                                   \
    STAMP_USE_STR(name_##_far_str, 8u)                                                                                 \
    STAMP_USE_STR(name_##_far_arena, 8.0)                                                                              \
    STAMP_USE_STR_SET(name_##_str_set)                                                                                 \
    STAMP_USE_STR_SET(name_##_arena_set)                                                                               \
    STAMP_USE_STR_SET(name_##_far_str_set)                                                                             \
    STAMP_USE_STR_SET(name_##_far_arena_set)                                                                           \
    STAMP_USE_MAP(name_##_map, 7u, 8u)                                                                                 \
    STAMP_USE_MAP(name_##_bytes, 7u, 'x')                                                                              \
    STAMP_USE_MAP(name_##_text, "seven", NULL)                                                                         \
    STAMP_USE_SET(name_##_set, 7u)                                                                                     \
    STAMP_USE_MAP(name_##_ex, "seven", 8u)                                                                             \
    STAMP_USE_SET(name_##_set_ex, "seven")                                                                             \
    STAMP_USE_MAP(name_##_far, 7u, 8.0)                                                                                \
    STAMP_USE_SET(name_##_far_set, NULL)                                                                               \
    STAMP_USE_MAP(name_##_far_ex, "seven", 8u)                                                                         \
    STAMP_USE_SET(name_##_far_set_ex, "seven")                                                                         \
    static uint64_t name_##_stamp_sum(void) {                                                                          \
        return name_##_map_stamp_use() + name_##_bytes_stamp_use() + name_##_text_stamp_use() +                        \
               name_##_set_stamp_use() + name_##_ex_stamp_use() + name_##_set_ex_stamp_use() +                         \
               name_##_far_stamp_use() + name_##_far_set_stamp_use() + name_##_far_ex_stamp_use() +                    \
               name_##_far_set_ex_stamp_use() + name_##_str_stamp_use() + name_##_arena_stamp_use() +                  \
               name_##_far_str_stamp_use() + name_##_far_arena_stamp_use() + name_##_str_set_stamp_use() +             \
               name_##_arena_set_stamp_use() + name_##_far_str_set_stamp_use() + name_##_far_arena_set_stamp_use();    \
    }

#endif
