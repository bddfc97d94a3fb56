/* Maps in a program whose macros have every name that the headers use inside: tests/checks/macro_clash.sh makes the
 * files. CLASH_BEFORE has the standard headers and then the macros, CLASH_HEADERS all headers of the library,
 * CLASH_AFTER, if it is defined, asks whether the macros are still there. */
#ifdef CLASH_BEFORE
#include CLASH_BEFORE
#endif

#ifdef CLASH_HEADERS
#include CLASH_HEADERS
#else
#include "cchash.h"
#endif

#ifdef CLASH_AFTER
#include CLASH_AFTER
#endif

#ifndef CLASH_INCLUDE_ONLY
#include "tests/support/layouts.h"
/* Every name here is the program's own. */
static bool my_copy(const char **my_to, const char *const *my_from) {
    *my_to = *my_from;
    return true;
}
static void my_drop(const char **my_text) { *my_text = NULL; }
static void *my_take_block(int *my_heap, size_t my_bytes, size_t my_step) {
    (void)my_heap, (void)my_step;
    return malloc(my_bytes);
}
static void my_give_block(int *my_heap, void *my_block, size_t my_bytes, size_t my_step) {
    (void)my_heap, (void)my_bytes, (void)my_step;
    free(my_block);
}
static uint64_t my_seeded(const char *my_text, uint64_t my_seed) {
    return cchash_hash_bytes(my_text, strlen(my_text), my_seed);
}
static bool my_make(const char **my_to, const cchash_view *my_from) {
    *my_to = my_from->ptr;
    return true;
}
static bool my_is_view(const char *my_text, cchash_view my_view) { return strcmp(my_text, my_view.ptr) == 0; }

#define MY_LAYOUT(LAYOUT_, layout_)                                                                                    \
    CCHASH_##LAYOUT_##_DEFINE(my_##layout_, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
EACH_LAYOUT(MY_LAYOUT)
CCHASH_CHAIN_DEFINE_EX(my_nodes, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_MALLOC_NODES));
CCHASH_DEFINE_EX(my_tight, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_TIGHT));
CCHASH_OA_DEFINE_EX(my_laden, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64,
                    (CCHASH_CACHED_HASH, CCHASH_MAX_LOAD(1, 2)));
CCHASH_DEFINE_SET(my_set, const char *, cchash_hash_cstr, cchash_eq_cstr);
CCHASH_DEFINE_EX(my_owned, const char *, const char *, my_seeded, cchash_eq_cstr,
                 (CCHASH_KEY_COPY(my_copy), CCHASH_KEY_FREE(my_drop), CCHASH_VALUE_COPY(my_copy),
                  CCHASH_VALUE_FREE(my_drop), CCHASH_SEEDED_HASH,
                  CCHASH_ALLOCATOR(int *, my_take_block, my_give_block)));
CCHASH_DEFINE_STR(my_strings, uint64_t);
CCHASH_OA_DEFINE_STR_ARENA(my_kept, uint64_t);
CCHASH_CHAIN_DEFINE_STR_SET(my_names);
CCHASH_DECLARE_STR_SET(my_kept_names, (CCHASH_ARENA_KEYS));
CCHASH_IMPLEMENT_STR_SET(my_kept_names, (CCHASH_ARENA_KEYS));
CCHASH_LOOKUP_SET(my_set, my_text, const char *, cchash_hash_cstr, cchash_eq_cstr);
CCHASH_DECLARE_EX(my_apart, const char *, char, (CCHASH_ALLOCATOR(int *, my_take_block, my_give_block)));
CCHASH_DECLARE_LOOKUP_EX(my_apart, my_wide, cchash_view, (CCHASH_MAKE_KEY(my_make)));
CCHASH_IMPLEMENT_EX(my_apart, const char *, char, cchash_hash_cstr, cchash_eq_cstr,
                    (CCHASH_ALLOCATOR(int *, my_take_block, my_give_block)));
CCHASH_IMPLEMENT_LOOKUP_EX(my_apart, my_wide, cchash_view, cchash_hash_view, my_is_view, (CCHASH_MAKE_KEY(my_make)));

#define MY_COUNT(name_)                                                                                                \
    static int name_##_my_count(void) {                                                                                \
        name_ my_map;                                                                                                  \
        int my_sum = 0;                                                                                                \
        name_##_init(&my_map);                                                                                         \
        for (uint64_t my_number = 0; my_number < 100; my_number++) {                                                   \
            my_sum += name_##_put(&my_map, my_number, my_number);                                                      \
        }                                                                                                              \
        for (uint64_t my_number = 0; my_number < 100; my_number++) {                                                   \
            my_sum += name_##_get_or(&my_map, my_number, 100) == my_number;                                            \
        }                                                                                                              \
        my_sum += name_##_remove(&my_map, 1);                                                                          \
        name_##_free(&my_map);                                                                                         \
        return my_sum;                                                                                                 \
    }
#define MY_LAYOUT_COUNT(LAYOUT_, layout_) MY_COUNT(my_##layout_)
EACH_LAYOUT(MY_LAYOUT_COUNT)
MY_COUNT(my_nodes)
MY_COUNT(my_laden)

int main(void) {
#define MY_LAYOUT_SUM(LAYOUT_, layout_) my_sum += my_##layout_##_my_count(), my_rows++;
    int my_sum = my_nodes_my_count() + my_laden_my_count(), my_rows = 2;
    EACH_LAYOUT(MY_LAYOUT_SUM)
    my_set my_words;
    my_apart my_letters;
    my_strings my_texts;
    my_kept my_others;
    my_names my_few;
    my_kept_names my_more;
    my_owned my_pairs;
    my_set_init(&my_words);
    my_apart_init(&my_letters);
    my_strings_init(&my_texts);
    my_kept_init(&my_others);
    my_names_init(&my_few);
    my_kept_names_init(&my_more);
    my_owned_init(&my_pairs);
    my_sum += my_set_add(&my_words, "one") + my_apart_put_my_wide(&my_letters, cchash_view_cstr("one"), 'x');
    my_sum += my_strings_put(&my_texts, "one", 1) + my_kept_put_n(&my_others, "a key that is not inline", 24, 1);
    my_sum += my_names_add(&my_few, "one") + my_kept_names_add_n(&my_more, "a key that is not inline", 24);
    my_sum += my_owned_put(&my_pairs, "one", "two") + my_owned_contains(&my_pairs, "one");
    my_sum += my_set_contains_my_text(&my_words, "one") + my_apart_contains(&my_letters, "one");
    my_set_free(&my_words);
    my_apart_free(&my_letters);
    my_strings_free(&my_texts);
    my_kept_free(&my_others);
    my_names_free(&my_few);
    my_kept_names_free(&my_more);
    my_owned_free(&my_pairs);
    return my_sum == my_rows * 201 + 10 ? 0 : 1;
}
#endif
