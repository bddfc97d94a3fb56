/* The part of the check framework's interface that these tests use, for where the package is not available:
 * C++ builds, 32-bit and foreign targets, MemorySanitizer. Tests run in one process; a failed one is left by longjmp.
 */
#ifndef CCHASH_TESTS_CHECK_SHIM_H
#define CCHASH_TESTS_CHECK_SHIM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    const char *name;
    void (*run)(int);
    const char *file;
    int line;
} TTest;

typedef struct {
    const TTest *test;
    int first, past;
} shim_entry;

typedef struct {
    const char *name;
    unsigned timeout;
    size_t count, room;
    shim_entry *tests;
} TCase;

typedef struct {
    TCase *cases[256];
    size_t count;
    int run, failed;
} Suite;
typedef Suite SRunner;

static jmp_buf shim_out;

static void shim_fail(const char *file, int line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", file, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    longjmp(shim_out, 1);
}

#define ck_abort_msg(...) shim_fail(__FILE__, __LINE__, __VA_ARGS__)
#define START_TEST(name_)                                                                                              \
    static void name_##_fn(int _i __attribute__((unused)));                                                            \
    static const TTest name_##_test = {#name_, name_##_fn, __FILE__, __LINE__};                                        \
    static const TTest *const name_ = &name_##_test;                                                                   \
    static void name_##_fn(int _i __attribute__((unused)))
#define END_TEST

static TCase *tcase_create(const char *name) {
    TCase *c = (TCase *)calloc(1, sizeof *c);
    c->name = name;
    c->timeout = 4;
    return c;
}

static void tcase_add_loop_test(TCase *c, const TTest *test, int first, int past) {
    shim_entry entry = {test, first, past};
    if (c->count == c->room) {
        c->room = c->room * 2 + 8;
        c->tests = (shim_entry *)realloc(c->tests, c->room * sizeof *c->tests);
    }
    c->tests[c->count++] = entry;
}

#define tcase_add_test(case_, test_) tcase_add_loop_test(case_, test_, 0, 1)
#define tcase_set_timeout(case_, seconds_) ((case_)->timeout = (unsigned)(seconds_))
#define suite_create(name_) ((Suite *)calloc(1, sizeof(Suite)))
#define suite_add_tcase(suite_, case_) ((suite_)->cases[(suite_)->count++] = (case_))
#define srunner_create(suite_) (suite_)
#define srunner_ntests_run(s_) ((s_)->run)
#define srunner_ntests_failed(s_) ((s_)->failed)
#define CK_ENV 0

static void shim_run_one(Suite *s, const TCase *c, const TTest *test, int i) {
    s->run++;
    alarm(c->timeout); /* an endless loop ends the program, which counts as a failure */
    if (setjmp(shim_out) == 0) {
        test->run(i);
    } else {
        s->failed++;
        fprintf(stderr, "  in %s, %s(%d)\n", c->name, test->name, i);
    }
    alarm(0);
}

static void srunner_run_all(SRunner *s, int mode) {
    (void)mode;
    for (size_t c = 0; c < s->count; c++) {
        for (size_t t = 0; t < s->cases[c]->count; t++) {
            const shim_entry entry = s->cases[c]->tests[t];
            for (int i = entry.first; i < entry.past; i++) {
                shim_run_one(s, s->cases[c], entry.test, i);
            }
        }
    }
}

static void srunner_free(SRunner *s) {
    for (size_t c = 0; c < s->count; c++) {
        free(s->cases[c]->tests);
        free(s->cases[c]);
    }
    free(s);
}

#endif
