/* example.h: what the examples share and a program of your own does not need: generated input, and the time of the
 * work. Each example runs with a small built-in input, or with a count as its argument: then it generates that much
 * input, and says on standard error how long the work took. */
#ifndef EXAMPLE_H
#define EXAMPLE_H

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#ifdef EXAMPLE_HEAP /* `make examples` links bench/heap.c, which counts bytes */
#ifdef __cplusplus
extern "C" {
#endif
#include "../bench/heap.h"
#ifdef __cplusplus
}
#endif
#endif

static size_t example_asked; /* the count of the command line; 0: the built-in input */
static clock_t example_began;

/* The first argument, or `small` if there is none. */
static inline size_t example_count(int argc, char **argv, size_t small) {
    example_asked = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : 0;
    return example_asked ? example_asked : small;
}

/* The work begins, and ends. */
static inline void example_start(void) {
#ifdef EXAMPLE_HEAP
    if (getenv("EXAMPLE_MEMORY")) bench_heap_start();
#endif
    example_began = clock();
}
static inline void example_stop(void) {
    double ms = (double)(clock() - example_began) * 1e3 / CLOCKS_PER_SEC;
#ifdef EXAMPLE_HEAP
    if (getenv("EXAMPLE_MEMORY")) {
        bench_heap_stop();
        fprintf(stderr, "%zu bytes, %zu at most\n", bench_heap_live(), bench_heap_peak_since());
        return;
    }
#endif
    if (example_asked) fprintf(stderr, "%.2f ms\n", ms);
}

static inline int example_no_memory(void) {
    fputs("no memory\n", stderr);
    return 1;
}

/* splitmix64, by Sebastiano Vigna: the next of the numbers that *state stands for. */
static inline uint64_t example_random(uint64_t *state) {
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

/* A number from 1 to 2^bits - 1 that is small more often than large, as in Zipf's law. */
static inline uint64_t example_rank(uint64_t *state, unsigned bits) {
    uint64_t random = example_random(state), top = (uint64_t)1 << (random % bits);
    return top | (random >> 8 & (top - 1));
}

/* A text of `words` words of up to 19 letters, 262,143 different ones at most; frequent ones are short. NULL: no
 * memory.
 */
static inline char *example_text(size_t words) {
    char *text = (char *)malloc(words * 21 + 1), *at = text;
    uint64_t state = 1;
    if (!text) return NULL;
    while (words--) {
        uint64_t rank = example_rank(&state, 18), spell = rank;
        unsigned more = 0; /* letters behind those that stand for the rank */
        for (uint64_t rest = rank; rest; rest /= 26, more += 4) *at++ = (char)('a' + rest % 26);
        for (more = (unsigned)(example_random(&spell) % more); more--; spell /= 2) *at++ = (char)('a' + spell % 26);
        *at++ = words % 12 ? ' ' : '\n';
    }
    *at = 0;
    return text;
}

/* Such a text of as many words as the argument says, or the text of the file that it names. NULL: there is no such
 * file, or no memory. */
static inline char *example_input(const char *argument) {
    char *text = NULL;
    FILE *file;
    long size;
    if (example_asked) return example_text(example_asked);
    file = fopen(argument, "rb");
    if (!file) return NULL;
    if (fseek(file, 0, SEEK_END) == 0 && (size = ftell(file)) >= 0) {
        rewind(file);
        text = (char *)malloc((size_t)size + 1);
        if (text) text[fread(text, 1, (size_t)size, file)] = 0;
    }
    fclose(file);
    return text;
}

/* CSV: users with their countries, and orders (number,user,amount), one in ten of which is by an unknown user. */
static inline char *example_users(size_t count) {
    static const char *const countries[] = {"BR", "DE", "FR", "JP"};
    char *text = (char *)malloc(count * 20 + 1), *at = text;
    uint64_t state = 1;
    if (!text) return NULL;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t mixed = i, id = example_random(&mixed) >> 32;
        at += sprintf(at, "user-%08" PRIx64 ",%s\n", id, countries[example_random(&state) % 4]);
    }
    *at = 0;
    return text;
}
static inline char *example_orders(size_t count, size_t users) {
    char *text = (char *)malloc(count * 45 + 1), *at = text;
    uint64_t state = 2;
    if (!text) return NULL;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t mixed = example_random(&state) % (users * 10 / 9), id = example_random(&mixed);
        at += sprintf(at, "%" PRIu64 ",user-%08" PRIx64 ",%d\n", i, id >> 32, (int)(id % 1000));
    }
    *at = 0;
    return text;
}

/* `count` reads of `length` bases each, which cover a genome twenty times; in most of them a base is wrong. */
static inline char *example_reads(size_t count, size_t length) {
    size_t size = (count * length + 19) / 20 + length;
    char *genome = (char *)malloc(size), *reads = (char *)malloc(count * length);
    uint64_t state = 1;
    for (size_t i = 0; genome && i < size; i++) genome[i] = "ACGT"[example_random(&state) >> 62];
    for (size_t i = 0; genome && reads && i < count; i++) {
        char *read = reads + i * length;
        memcpy(read, genome + example_random(&state) % (size - length), length);
        read[example_random(&state) % length] = "ACGTN"[example_random(&state) % 5];
    }
    free(genome);
    return reads;
}

/* Settings: "name=value", or a name alone; each is a C string with room for 80 bytes. */
static inline char *example_settings(size_t count) {
    char *lines = (char *)calloc(count, 80);
    uint64_t state = 1;
    for (size_t i = 0; lines && i < count; i++) {
        uint64_t random = example_random(&state), name = example_rank(&state, 20);
        int length = sprintf(lines + i * 80, "section%" PRIu64 ".name%" PRIu64, name % 100, name);
        if (random % 8) sprintf(lines + i * 80 + length, "=value number %" PRIu64, random);
    }
    return lines;
}

#endif
