/* Maps that are made where some header has left its `#pragma pack` in force: entries whose alignment is 1. */
#include <stdio.h>

#include "cchash_chain.h"
#include "cchash_compact.h"
#include "cchash_oa.h"

#pragma pack(push, 1)
CCHASH_CHAIN_DEFINE(chain_numbers, uint64_t, uint16_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CHAIN_DEFINE_SET(chain_marks, uint16_t, cchash_hash_u32, cchash_eq_u32);
CCHASH_CHAIN_DEFINE_EX(chain_nodes, uint64_t, char, cchash_hash_u64, cchash_eq_u64, (CCHASH_MALLOC_NODES));
CCHASH_CHAIN_DEFINE_STR(chain_words, char);
CCHASH_OA_DEFINE(oa_numbers, uint64_t, uint16_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_OA_DEFINE_STR(oa_words, char);
CCHASH_COMPACT_DEFINE(compact_numbers, uint64_t, uint16_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_COMPACT_DEFINE_STR(compact_words, char);
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
TEST_NUMBERS(chain_numbers, uint16_t)
TEST_NUMBERS(chain_nodes, char)
TEST_NUMBERS(oa_numbers, uint16_t)
TEST_NUMBERS(compact_numbers, uint16_t)

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
TEST_WORDS(chain_words)
TEST_WORDS(oa_words)
TEST_WORDS(compact_words)

int main(int argc, char **argv) {
    chain_marks set;
    (void)argv;
    if (argc == 1) { /* with an argument: all but chaining */
        test_chain_numbers();
        test_chain_nodes();
        test_chain_words();
        chain_marks_init(&set);
        for (uint16_t i = 0; i < 3000; i++) CHECK(chain_marks_add(&set, i) == CCHASH_INSERTED);
        CHECK(chain_marks_verify(&set));
        chain_marks_free(&set);
    }
    test_oa_numbers();
    test_oa_words();
    test_compact_numbers();
    test_compact_words();
    return failures != 0;
}
