/* Maps that are made where some header has left its `#pragma pack` in force: entries whose alignment is 1. */
#include <stdio.h>

#include "cchash.h"
#include "layouts.h"

#pragma pack(push, 1)
#define PACKED(LAYOUT_, layout_)                                                                                       \
    CCHASH_##LAYOUT_##_DEFINE(layout_##_numbers, uint64_t, uint16_t, cchash_hash_u64, cchash_eq_u64);                  \
    CCHASH_##LAYOUT_##_DEFINE_SET(layout_##_marks, uint16_t, cchash_hash_u32, cchash_eq_u32);                          \
    CCHASH_##LAYOUT_##_DEFINE_STR(layout_##_words, char);
EACH_LAYOUT(PACKED)
CCHASH_CHAIN_DEFINE_EX(nodes, uint64_t, char, cchash_hash_u64, cchash_eq_u64, (CCHASH_MALLOC_NODES));
#pragma pack(pop)

static int failures;
#define CHECK(cond_)                                                                                                   \
    do {                                                                                                               \
        if (!(cond_)) {                                                                                                \
            failures++;                                                                                                \
            printf("tests/checks/packed.c:%d: %s\n", __LINE__, #cond_);                                                \
        }                                                                                                              \
    } while (0)

#define TEST_NUMBERS(name_, V_)                                                                                        \
    static void test_##name_(void) {                                                                                   \
        name_ map;                                                                                                     \
        name_##_init(&map);                                                                                            \
        for (unsigned i = 0; i < 3000; i++) CHECK(name_##_put(&map, i, (V_)(i % 100)) == CCHASH_INSERTED);             \
        for (unsigned i = 0; i < 3000; i += 2) CHECK(name_##_remove(&map, i));                                         \
        for (unsigned i = 1; i < 3000; i += 2) CHECK(name_##_get_or(&map, i, 101) == (V_)(i % 100));                   \
        CHECK(name_##_size(&map) == 1500 && name_##_verify(&map));                                                     \
        name_##_free(&map);                                                                                            \
    }

#define TEST_WORDS(name_)                                                                                              \
    static void test_##name_(void) {                                                                                   \
        name_ map;                                                                                                     \
        char text[64];                                                                                                 \
        name_##_init(&map);                                                                                            \
        for (int i = 0; i < 500; i++) {                                                                                \
            snprintf(text, sizeof text, i % 2 ? "%d" : "a key too long for its struct, number %d", i);                 \
            CHECK(name_##_put(&map, text, 'x') == CCHASH_INSERTED);                                                    \
        }                                                                                                              \
        CHECK(name_##_contains(&map, "499") && name_##_remove(&map, "499") && name_##_size(&map) == 499);              \
        CHECK(name_##_verify(&map));                                                                                   \
        name_##_free(&map);                                                                                            \
    }

#define TEST_MARKS(name_)                                                                                              \
    static void test_##name_(void) {                                                                                   \
        name_ set;                                                                                                     \
        name_##_init(&set);                                                                                            \
        for (unsigned i = 0; i < 3000; i++) CHECK(name_##_add(&set, (uint16_t)i) == CCHASH_INSERTED);                  \
        CHECK(name_##_verify(&set));                                                                                   \
        name_##_free(&set);                                                                                            \
    }

#define TEST_LAYOUT(LAYOUT_, layout_)                                                                                  \
    TEST_NUMBERS(layout_##_numbers, uint16_t)                                                                          \
    TEST_MARKS(layout_##_marks)                                                                                        \
    TEST_WORDS(layout_##_words)
EACH_LAYOUT(TEST_LAYOUT)
TEST_NUMBERS(nodes, char)

int main(void) {
#define RUN_LAYOUT(LAYOUT_, layout_) test_##layout_##_numbers(), test_##layout_##_marks(), test_##layout_##_words();
    EACH_LAYOUT(RUN_LAYOUT)
    test_nodes();
    return failures != 0;
}
