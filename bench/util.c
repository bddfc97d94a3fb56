/* util.c: see util.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "util.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

__attribute__((format(printf, 1, 0))) static void print_error(const char *format, va_list arguments) {
    fputs("cchash-bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
}

/* _exit: a child process must not write its parent's buffers once more. */
void bench_die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print_error(format, arguments);
    va_end(arguments);
    _exit(1);
}

void bench_refuse(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    print_error(format, arguments);
    va_end(arguments);
    exit(2);
}

static void *checked(void *block) {
    if (block == NULL) bench_die("out of memory");
    return block;
}

void *bench_malloc(size_t size) { return checked(malloc(size)); }
void *bench_calloc(size_t count, size_t size) { return checked(calloc(count, size)); }
void *bench_realloc(void *block, size_t size) { return checked(realloc(block, size)); }

char *bench_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    return (char *)memcpy(bench_malloc(size), text, size);
}

char *bench_format(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0) bench_die("cannot format '%s'", format);
    char *text = (char *)bench_malloc((size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return text;
}

char *bench_read_file(const char *file, size_t *length) {
    FILE *in = fopen(file, "rb");
    if (in == NULL) return NULL;
    size_t room = 1u << 16;
    char *bytes = (char *)bench_malloc(room);
    *length = 0;
    for (size_t got; (got = fread(bytes + *length, 1, room - *length, in)) > 0;) {
        *length += got;
        if (*length < room) continue;
        room *= 2;
        bytes = (char *)bench_realloc(bytes, room);
    }
    int reason = ferror(in) != 0 ? errno : 0;
    fclose(in);
    if (reason == 0) return bytes;
    free(bytes);
    errno = reason;
    return NULL;
}

double bench_now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

int bench_compare_doubles(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* ---- Lists of names ---- */

size_t bench_list_place(const bench_list *list, const char *name) {
    size_t i = 0;
    while (i < list->count && strcmp(list->items[i], name) != 0) i++;
    return i;
}

bool bench_list_has(const bench_list *list, const char *name) { return bench_list_place(list, name) < list->count; }

void bench_list_add(bench_list *list, const char *name) {
    if (bench_list_has(list, name)) return;
    if (list->count == list->room) {
        list->room = list->room == 0 ? 16 : list->room * 2;
        list->items = (const char **)bench_realloc(list->items, list->room * sizeof *list->items);
    }
    list->items[list->count++] = name;
}

void bench_list_split(bench_list *list, const char *names) {
    char *copy = bench_strdup(names);
    for (char *next, *name = copy; name != NULL; name = next) {
        next = strchr(name, ',');
        if (next != NULL) *next++ = '\0';
        bench_list_add(list, name);
    }
}

char *bench_list_join(const bench_list *list) {
    size_t length = 1;
    for (size_t i = 0; i < list->count; i++) length += strlen(list->items[i]) + 2;
    char *text = (char *)bench_malloc(length);
    text[0] = '\0';
    for (size_t i = 0; i < list->count; i++) {
        if (i != 0) strcat(text, ", ");
        strcat(text, list->items[i]);
    }
    return text;
}
