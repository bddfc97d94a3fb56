/* counters.h: what the processor and the kernel count while a measured region runs, through perf_event_open. */
#ifndef BENCH_COUNTERS_H
#define BENCH_COUNTERS_H

#include "bench.h"

/* Names and meanings are those of `perf stat`. */
typedef enum {
    COUNT_INSTRUCTIONS,
    COUNT_CYCLES,
    COUNT_BRANCHES,
    COUNT_BRANCH_MISSES,
    COUNT_CACHE_REFERENCES,
    COUNT_CACHE_MISSES,
    COUNT_L1D_LOADS,
    COUNT_L1D_LOAD_MISSES,
    COUNT_LLC_LOADS,
    COUNT_LLC_LOAD_MISSES,
    COUNT_DTLB_LOADS,
    COUNT_DTLB_LOAD_MISSES,
    COUNT_PAGE_FAULTS,
    COUNT_CONTEXT_SWITCHES,
    COUNT_MIGRATIONS,
    COUNT_TASK_CLOCK,
    COUNT_CPU_CLOCK,
    COUNTERS
} bench_counter;

extern const char *const bench_counter_names[COUNTERS];

/* Opens what this machine and this user may count, for the calling process; what is open already stays. */
void bench_counters_open(void);
void bench_counters_start(void);
void bench_counters_stop(void);
/* Counts since the last call, each scaled to the whole time where the processor had to take turns; below 0: not
 * counted. */
void bench_counters_take(double counts[COUNTERS]);

/* Tries one counter of the processor. NULL: it counts; otherwise a sentence that says why not and what would help. */
const char *bench_counters_missing(void);

#endif
