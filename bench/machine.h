/* machine.h: the machine and the compiler that figures come from. */
#ifndef BENCH_MACHINE_H
#define BENCH_MACHINE_H

#include <stddef.h>

extern const char bench_compiler[], bench_cxx_compiler[], bench_flags[];

/* The first line of a small file; with `key`, of the line that starts with it, what follows ": ". "": there is none. */
const char *bench_line_of(const char *file, const char *key, char *line, size_t size);
/* A file of Linux about the first core's cache number `index`, such as "size"; "": no such cache. */
const char *bench_cache_fact(int index, const char *what, char *line, size_t size);
const char *bench_cpu_model(char *line, size_t size);

/* Processor, system, caches, compiler and flags, as two lines. */
void bench_print_machine(void);

/* Processors that this process may use, 1 or more. Asked first before it is pinned to one of them. */
unsigned bench_processors(void);
/* Pins the calling thread to one of those, thread number 1 to the second and so on; in turn, if there are more threads.
 */
void bench_pin_thread(unsigned number);
void bench_unpin(void); /* to all of those */
/* Pins the process to the core that it runs on; -1: this system cannot. */
int bench_pin_to_core(void);

#endif
