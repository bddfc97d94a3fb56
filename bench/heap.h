/* heap.h: bytes that the program holds between start and stop. */
#ifndef BENCH_HEAP_H
#define BENCH_HEAP_H

#include <stdbool.h>
#include <stddef.h>

bool bench_heap_counts(void); /* false: this C library, or a sanitizer, keeps its allocator to itself */
void bench_heap_start(void);
void bench_heap_stop(void);
size_t bench_heap_live(void);
size_t bench_heap_peak_since(void); /* the most since the last call */

#endif
