/* util.h: what every part of the bench may need: errors, memory, files, the clock, lists of names. */
#ifndef BENCH_UTIL_H
#define BENCH_UTIL_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Both print one line to standard error. die: something failed, status 1. refuse: the command line is wrong, status 2.
 */
void bench_die(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));
void bench_refuse(const char *format, ...) __attribute__((format(printf, 1, 2), noreturn));

/* These end the program where memory runs out, as every table of the bench does. */
void *bench_malloc(size_t size);
void *bench_calloc(size_t count, size_t size);
void *bench_realloc(void *block, size_t size);
char *bench_strdup(const char *text);
char *bench_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A whole file, to be freed. NULL: it cannot be read, errno says why. */
char *bench_read_file(const char *file, size_t *length);

double bench_now_ns(void);

int bench_compare_doubles(const void *a, const void *b); /* for qsort */

/* Names in the order in which they were added, without a limit. A list keeps the pointers that it is given. */
typedef struct {
    const char **items;
    size_t count, room;
} bench_list;

bool bench_list_has(const bench_list *list, const char *name);
size_t bench_list_place(const bench_list *list, const char *name); /* list->count: not in it */
void bench_list_add(bench_list *list, const char *name);           /* nothing, if it is there */
void bench_list_split(bench_list *list, const char *names);        /* adds each name of "a,b,c" */
char *bench_list_join(const bench_list *list);                     /* "a, b, c" */

#ifdef __cplusplus
}
#endif
#endif
