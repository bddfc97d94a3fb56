/* What every test program shares: the framework, assertions cheap enough for inner loops, random numbers, and the
 * macros that let one test source be compiled for any layout (-DROW=CCHASH_OA -DROW_HEADER='"cchash_oa.h"'). */
#ifndef CCHASH_TESTS_TEST_H
#define CCHASH_TESTS_TEST_H

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef TEST_SHIM
#include "check_shim.h"
#else
#include <check.h>
#endif

/* check's own ck_assert writes a message for each assertion that holds: too slow a million times over. */
#define CHECK(condition_)                                                                                              \
    do {                                                                                                               \
        if (!(condition_)) {                                                                                           \
            ck_abort_msg("%s", #condition_);                                                                           \
        }                                                                                                              \
    } while (0)
#define CHECK_EQ(left_, right_)                                                                                        \
    do {                                                                                                               \
        const long long left_value_ = (long long)(left_), right_value_ = (long long)(right_);                          \
        if (left_value_ != right_value_) {                                                                             \
            ck_abort_msg("%s == %s: %lld and %lld", #left_, #right_, left_value_, right_value_);                       \
        }                                                                                                              \
    } while (0)
#define CHECK_MSG(condition_, ...)                                                                                     \
    do {                                                                                                               \
        if (!(condition_)) {                                                                                           \
            ck_abort_msg(__VA_ARGS__);                                                                                 \
        }                                                                                                              \
    } while (0)

/* START_TEST pastes its argument, so that a name made by a macro needs one more expansion. */
#define TEST(name_) START_TEST(name_)

#include "empty.h"

#define PASTE(a_, b_) PASTE_(a_, b_)
#define PASTE_(a_, b_) a_##b_

/* The row of the matrix: a layout, or one with a trait of the row's: the pooled chain's
 * sister with an allocation per node, and tight compact tables. ROW_TRAITS adds what the
 * row itself wants to a test's own traits, of which there must be at least one. */
#ifdef ROW
/* #if ROW_LAYOUT == LAYOUT_CHAIN asks which layout this is; cchash.h has all of them. */
#define LAYOUT_CHAIN 1
#define LAYOUT_OA 2
#define LAYOUT_COMPACT 3
#define ROW_LAYOUT_CCHASH_CHAIN LAYOUT_CHAIN
#define ROW_LAYOUT_CCHASH_OA LAYOUT_OA
#define ROW_LAYOUT_CCHASH_COMPACT LAYOUT_COMPACT
#define ROW_LAYOUT PASTE(ROW_LAYOUT_, ROW)
#if ROW_LAYOUT == 0
#error "this layout has no number above"
#endif
#if defined(ROW_MALLOC_NODES)
#define ROW_TRAIT CCHASH_MALLOC_NODES
#elif defined(ROW_TIGHT)
#define ROW_TRAIT CCHASH_TIGHT
#endif
#ifdef ROW_TIGHT
#define TIGHT_ROW 1
#else
#define TIGHT_ROW 0
#endif
#ifdef ROW_TRAIT
#define ROW_TRAITS(...) (ROW_TRAIT, __VA_ARGS__)
#define ROW_STR_(name_, V_, ...) ROW_STR__(PASTE(ROW, _DEFINE_STR_EX), name_, V_, (ROW_TRAIT, __VA_ARGS__))
#define ROW_STR__(macro_, ...) macro_(__VA_ARGS__)
#define ROW_STR_SET_(name_, ...) ROW_STR__(PASTE(ROW, _DEFINE_STR_SET_EX), name_, (ROW_TRAIT, __VA_ARGS__))
#define ROW_MAP(name_, K_, V_, hash_, eq_) PASTE(ROW, _DEFINE_EX)(name_, K_, V_, hash_, eq_, (ROW_TRAIT))
#define ROW_SET(name_, K_, hash_, eq_) PASTE(ROW, _DEFINE_SET_EX)(name_, K_, hash_, eq_, (ROW_TRAIT))
#else
#define ROW_TRAITS(...) (__VA_ARGS__)
#define ROW_STR_(name_, V_, ...) PASTE(ROW, _DEFINE_STR_EX)(name_, V_, (__VA_ARGS__))
#define ROW_STR_SET_(name_, ...) PASTE(ROW, _DEFINE_STR_SET_EX)(name_, (__VA_ARGS__))
#define ROW_MAP(...) PASTE(ROW, _DEFINE)(__VA_ARGS__)
#define ROW_SET(...) PASTE(ROW, _DEFINE_SET)(__VA_ARGS__)
#endif
/* A trait of the compact layout, and elsewhere none. */
#if ROW_LAYOUT == LAYOUT_COMPACT
#define ROW_SPLIT CCHASH_SPLIT
#else
#define ROW_SPLIT
#endif
/* One more round of expansion, for arguments that are macros themselves. */
#define ROW_MAP_EX(...) PASTE(ROW, _DEFINE_EX)(__VA_ARGS__)
#define ROW_SET_EX(...) PASTE(ROW, _DEFINE_SET_EX)(__VA_ARGS__)
#define ROW_STR(...) ROW_STR_(__VA_ARGS__)
#define ROW_STR_SET(...) ROW_STR_SET_(__VA_ARGS__)
#define EACH(...) CCHASH_FOREACH (__VA_ARGS__)
#endif

static inline uint64_t mix64(uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static inline uint64_t random64(uint64_t *state) { return mix64((*state)++); }

static inline int random_below(uint64_t *state, int bound) { return (int)(random64(state) % (uint64_t)bound); }

/* A number from the environment: how `make soak` asks for longer runs. */
static inline long test_parameter(const char *variable, long otherwise) {
    const char *text = getenv(variable);
    return text && *text ? atol(text) : otherwise;
}

/* What comes before the name of a program like this one in a command: an emulator, or "". */
static inline const char *emulator(void) {
    const char *text = getenv("TEST_EMULATOR");
    return text ? text : "";
}

/* How much coarser than elsewhere loops over sizes and points are: TEST_STRIDE, which slow configurations have. */
static inline int test_stride(void) {
    static int stride = 0;
    if (stride == 0) stride = (int)test_parameter("TEST_STRIDE", 1);
    return stride;
}

/* Runs the suite and prints the line that tests/support/run.sh counts from. */
static int run_suite(Suite *suite) {
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int run = srunner_ntests_run(runner), failed = srunner_ntests_failed(runner);
    printf("%d passed, %d failed\n", run - failed, failed);
    srunner_free(runner);
    return run == 0 || failed > 0;
}

#define TEST_TIMEOUT ((int)test_parameter("TEST_TIMEOUT", 120))

#endif
