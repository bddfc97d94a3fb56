/* One program for every way to build: maps and sets of one layout, plain, with traits, of strings, by DECLARE and
 * IMPLEMENT, and lookups by another type, all used and checked. Needs no library; returns 0 if all is well.
 *
 * -DMODES_LAYOUT=_CHAIN (or another) and -DMODES_HEADER='"cchash_chain.h"' say which layout; -DMODES_PART=1, 2 or 3
 * takes a third of it: plain maps, maps with traits, strings. Each of them takes a compiler seconds at -O2. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifndef MODES_LAYOUT
#define MODES_LAYOUT _COMPACT
#define MODES_HEADER "cchash.h"
#endif
#include MODES_HEADER

#ifndef MODES_PART
#define MODES_PLAIN 1
#define MODES_TRAITS 1
#define MODES_STRINGS 1
#else
#define MODES_PLAIN (MODES_PART == 1)
#define MODES_TRAITS (MODES_PART == 2)
#define MODES_STRINGS (MODES_PART == 3)
#endif

#define LAYOUT(rest_) LAYOUT_(MODES_LAYOUT, rest_)
#define LAYOUT_(layout_, rest_) LAYOUT__(layout_, rest_)
#define LAYOUT__(layout_, rest_) CCHASH##layout_##rest_

#ifdef MODES_HOOKS /* what -finstrument-functions calls */
#ifdef __cplusplus
extern "C" {
#endif
void __cyg_profile_func_enter(void *function, void *caller) __attribute__((__no_instrument_function__));
void __cyg_profile_func_exit(void *function, void *caller) __attribute__((__no_instrument_function__));
void __cyg_profile_func_enter(void *function, void *caller) { (void)function, (void)caller; }
void __cyg_profile_func_exit(void *function, void *caller) { (void)function, (void)caller; }
#ifdef __cplusplus
}
#endif
#endif

static int failures;
#define CHECK(cond_)                                                                                                   \
    do {                                                                                                               \
        if (!(cond_)) {                                                                                                \
            failures++;                                                                                                \
            printf("tests/checks/build_modes.c:%d: %s\n", __LINE__, #cond_);                                           \
        }                                                                                                              \
    } while (0)

enum { COUNT = 1000 };

/* ---- Plain maps and sets ---- */
#if MODES_PLAIN

LAYOUT(_DEFINE)(numbers, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
LAYOUT(_DEFINE_SET)(marks, uint32_t, cchash_hash_u32, cchash_eq_u32);

static bool is_even(const uint64_t *key, uint64_t *value, void *asked) {
    ++*(size_t *)asked;
    return *key % 2 == 0 && *value == ~*key;
}

static void test_numbers(void) {
    numbers map, copy;
    size_t count = 0, asked = 0;
    bool inserted = false;
    numbers_init(&map);
    numbers_init(&copy);
    for (uint64_t i = 0; i < COUNT; i++) CHECK(numbers_put(&map, i << 20, 0) == CCHASH_INSERTED);
    for (uint64_t i = 0; i < COUNT; i++) {
        uint64_t *value = numbers_get(&map, i << 20);
        CHECK(value && *value == 0);
        if (value) *value = i;
    }
    CHECK(numbers_size(&map) == COUNT && numbers_capacity(&map) >= COUNT && numbers_verify(&map));
    CHECK(!numbers_get(&map, 5) && numbers_get_or(&map, 5, 7) == 7 && numbers_put(&map, 0, 9) == CCHASH_PRESENT);
    CHECK(numbers_clone(&copy, &map) && numbers_size(&copy) == COUNT);
    for (uint64_t i = 0; i < COUNT; i += 2) CHECK(numbers_remove(&map, i << 20));
    CCHASH_FOREACH (numbers, it, &map) {
        CHECK(*it.key == *it.value << 20);
        count++;
    }
    CHECK(count == COUNT / 2 && numbers_size(&map) == COUNT / 2 && numbers_verify(&map));
    numbers_clear(&map);
    for (uint64_t i = 0; i < COUNT; i++) {
        uint64_t *value = numbers_upsert(&map, i, &inserted);
        CHECK(value && inserted && *value == 0);
        if (value) *value = ~i;
    }
    CHECK(numbers_retain(&map, is_even, &asked) == COUNT / 2 && asked == COUNT && numbers_size(&map) == COUNT / 2);
    uint64_t key = 0, value = 0, keys[64], values[64], *found[64];
    CHECK(numbers_take(&map, 2, &key, &value) && key == 2 && value == ~(uint64_t)2 && !numbers_contains(&map, 2));
    for (size_t i = 0; i < 64; i++) keys[i] = i, values[i] = 3 * i;
    CHECK(numbers_put_many(&map, keys, values, 64) == 33);
    CHECK(numbers_get_many(&map, keys, 64, found) == 64);
    for (size_t i = 0; i < 64; i++) CHECK(found[i] && *found[i] == 3 * i);
    numbers_iter it = numbers_begin(&copy);
    while (numbers_next(&it)) {
        if (*it.value % 3) numbers_remove_at(&copy, &it);
    }
    CHECK(numbers_size(&copy) == (COUNT + 2) / 3 && numbers_shrink(&copy) && numbers_verify(&copy));
    numbers_swap(&copy, &map);
    CHECK(numbers_stats(&map).size == (COUNT + 2) / 3);
    numbers_free(&map);
    numbers_free(&copy);
    CHECK(numbers_reserve(&map, COUNT) && numbers_memory(&map) > 0);
    numbers_free(&map);
}

static void test_marks(void) {
    marks set, copy;
    uint32_t keys[64];
    const uint32_t *found[64];
    size_t count = 0;
    marks_init(&set);
    marks_init(&copy);
    for (uint32_t i = 0; i < COUNT; i++) CHECK(marks_add(&set, i * 3) == CCHASH_INSERTED);
    for (uint32_t i = 0; i < 64; i++) keys[i] = i;
    CHECK(marks_contains(&set, 3) && !marks_contains(&set, 4) && *marks_get(&set, 3) == 3);
    CHECK(marks_get_many(&set, keys, 64, found) == 22 && found[3] && !found[4]);
    CHECK(marks_clone(&copy, &set) && marks_add_many(&copy, keys, 64) == 42);
    CCHASH_FOREACH (marks, it, &copy) count += *it.key < 64;
    CHECK(count == 64 && marks_remove(&copy, 0) && !marks_take(&copy, 0, NULL) && marks_verify(&copy));
    marks_free(&set);
    marks_free(&copy);
}

/* A type in a header, and its bodies in one file. */
LAYOUT(_DECLARE)(counts, const char *, unsigned);
LAYOUT(_IMPLEMENT)(counts, const char *, unsigned, cchash_hash_cstr, cchash_eq_cstr);

static void test_counts(void) {
    static const char *const words[] = {"to", "be", "or", "not", "to", "be"};
    counts map;
    counts_init(&map);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        unsigned *count = counts_upsert(&map, words[i], NULL);
        CHECK(count);
        if (count) ++*count;
    }
    CHECK(counts_size(&map) == 4 && counts_get_or(&map, "be", 0) == 2 && counts_remove(&map, "not"));
    CHECK(counts_verify(&map));
    counts_free(&map);
}
#endif

/* ---- Traits, and lookup by another type ---- */
#if MODES_TRAITS

typedef struct heap {
    size_t blocks, bytes;
} heap;
static void *heap_allocate(heap *from, size_t size, size_t align) {
    void *block = malloc(size + align);
    (void)align;
    if (block) from->blocks++, from->bytes += size;
    return block;
}
static void heap_release(heap *to, void *block, size_t size, size_t align) {
    (void)align;
    if (!block) return;
    to->blocks--;
    to->bytes -= size;
    free(block);
}

typedef struct person {
    char *called;
    int badge;
} person;
static int alive; /* names that somebody owns */
static char *copy_text(const char *text) {
    char *copy = (char *)malloc(strlen(text) + 1);
    if (copy) {
        memcpy(copy, text, strlen(text) + 1);
        alive++;
    }
    return copy;
}
static bool person_copy(person *to, const person *from) {
    to->badge = from->badge;
    to->called = copy_text(from->called);
    return to->called != NULL;
}
static void person_free(person *gone) {
    if (gone->called) alive--; /* a zeroed value has no name */
    free(gone->called);
}
static uint64_t person_hash(person key) { return cchash_hash_cstr(key.called); }
static bool person_equal(person left, person right) { return strcmp(left.called, right.called) == 0; }
static bool person_is_called(person stored, const char *called) { return strcmp(stored.called, called) == 0; }
static bool person_hire(person *to, const char *const *called) {
    to->badge = 100;
    to->called = copy_text(*called);
    return to->called != NULL;
}

#define OWNS_PEOPLE                                                                                                    \
    (CCHASH_KEY_COPY(person_copy), CCHASH_KEY_FREE(person_free), CCHASH_VALUE_FREE(person_free), CCHASH_CACHED_HASH,   \
     CCHASH_ALLOCATOR(heap *, heap_allocate, heap_release))
LAYOUT(_DEFINE_EX)(people, person, person, person_hash, person_equal, OWNS_PEOPLE);
CCHASH_LOOKUP_EX(people, name, const char *, cchash_hash_cstr, person_is_called, (CCHASH_MAKE_KEY(person_hire)));
LAYOUT(_DECLARE_SET_EX)(crew, person, (CCHASH_KEY_COPY(person_copy), CCHASH_KEY_FREE(person_free)));
LAYOUT(_IMPLEMENT_SET_EX)
(crew, person, person_hash, person_equal, (CCHASH_KEY_COPY(person_copy), CCHASH_KEY_FREE(person_free)));

static bool is_first(const person *key, person *value, void *context) {
    (void)context;
    return key->called[0] == 'a' && value->badge < 200;
}

static void test_people(void) {
    heap memory_in_use = {0, 0};
    people map;
    char called[16];
    size_t count = 0;
    people_init_allocator(&map, &memory_in_use);
    for (int i = 0; i < 200; i++) {
        person key, value;
        snprintf(called, sizeof called, "%c%d", 'a' + i % 2, i);
        key.called = called;
        key.badge = i;
        value.called = copy_text("chief");
        value.badge = i;
        CHECK(people_put(&map, key, value) == CCHASH_INSERTED);
    }
    CHECK(memory_in_use.blocks > 0 && memory_in_use.bytes >= people_memory(&map) && people_verify(&map) &&
          alive == 400);
    CHECK(people_get_name(&map, "b7") && people_get_name(&map, "b7")->badge == 7 && !people_get_name(&map, "nobody"));
    CHECK(people_remove_name(&map, "b7") && !people_contains_name(&map, "b7") && alive == 398);
    person *made = people_upsert_name(&map, "zoe", NULL);
    CHECK(made && made->badge == 0 && people_get_key_name(&map, "zoe")->badge == 100);
    person key, value;
    snprintf(called, sizeof called, "a0");
    key.called = called;
    CHECK(people_take(&map, key, &key, &value) && key.badge == 0 && value.badge == 0);
    person_free(&key);
    person_free(&value);
    CHECK(people_retain(&map, is_first, NULL) == 100 && people_size(&map) == 99);
    CCHASH_FOREACH (people, it, &map) count += it.key->badge == it.value->badge;
    CHECK(count == 99 && people_verify(&map) && alive == 198);
    people_free(&map);
    CHECK(memory_in_use.blocks == 0 && memory_in_use.bytes == 0 && alive == 0);
}

static void test_crew(void) {
    crew set, copy;
    person key;
    char called[2] = "a";
    crew_init(&set);
    crew_init(&copy);
    key.called = called;
    for (key.badge = 0; key.badge < 26; key.badge++, called[0]++) CHECK(crew_add(&set, key) == CCHASH_INSERTED);
    CHECK(crew_clone(&copy, &set) && crew_size(&copy) == 26 && alive == 52);
    called[0] = 'q';
    CHECK(crew_get(&copy, key)->badge == 16 && crew_remove(&copy, key) && !crew_contains(&copy, key));
    CHECK(crew_verify(&copy));
    crew_free(&set);
    crew_free(&copy);
    CHECK(alive == 0);
}
#endif

/* ---- Strings ---- */
#if MODES_STRINGS

LAYOUT(_DEFINE_STR)(words, unsigned);
LAYOUT(_DEFINE_STR_SET)(names);
LAYOUT(_DEFINE_STR_ARENA)(texts, cchash_view);

static void test_words(void) {
    words map, copy;
    char text[64];
    size_t bytes = 0;
    words_init(&map);
    words_init(&copy);
    for (unsigned i = 0; i < 300; i++) {
        snprintf(text, sizeof text, i % 2 ? "a key too long for its struct, number %u" : "%u", i);
        unsigned *value = words_upsert(&map, text, NULL);
        CHECK(value && *value == 0);
        if (value) *value = i;
    }
    CHECK(words_size(&map) == 300 && words_clone(&copy, &map) && words_verify(&copy));
    for (unsigned i = 0; i < 300; i++) {
        snprintf(text, sizeof text, i % 2 ? "a key too long for its struct, number %u" : "%u", i);
        CHECK(words_get_or(&map, text, 999) == i && words_contains_n(&copy, text, strlen(text)));
        if (i % 3 == 0) CHECK(words_remove_view(&map, cchash_view_cstr(text)));
    }
    CCHASH_FOREACH (words, it, &map) bytes += cchash_str_view(it.key).len + *it.value % 3;
    CHECK(bytes > 200 * 20 && words_size(&map) == 200 && words_verify(&map));
    words_free(&map);
    words_free(&copy);
}

static void test_names(void) {
    static const char *const keys[] = {"one", "two", "three", "one"};
    names set;
    names_init(&set);
    CHECK(names_add_many(&set, keys, 4) == 3 && names_contains(&set, "two") && !names_contains(&set, "four"));
    CHECK(names_remove(&set, "one") && names_size(&set) == 2 && names_verify(&set));
    names_free(&set);
}

static void test_texts(void) {
    texts map;
    char text[64];
    texts_init(&map);
    for (int i = 0; i < 300; i++) {
        snprintf(text, sizeof text, "a key too long for its struct, number %d", i);
        CHECK(texts_put(&map, text, cchash_view_cstr("value")) == CCHASH_INSERTED);
    }
    CHECK(texts_size(&map) == 300 && texts_get(&map, text)->len == 5 && texts_verify(&map));
    texts_clear(&map);
    CHECK(!texts_contains(&map, text));
    texts_free(&map);
}
#endif

int main(void) {
#if MODES_PLAIN
    test_numbers();
    test_marks();
    test_counts();
#endif
#if MODES_TRAITS
    test_people();
    test_crew();
#endif
#if MODES_STRINGS
    test_words();
    test_names();
    test_texts();
#endif
    return failures != 0;
}
