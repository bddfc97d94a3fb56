/* workloads.h: what can be measured, and how a measurement is asked for. */
#ifndef BENCH_WORKLOADS_H
#define BENCH_WORKLOADS_H

#include "counters.h"
#include "keys.h"

typedef struct {
    bench_workload workload;
    bench_kind kind;
    bench_order order;
    bench_mix mix;
    bench_load load;  /* of threads */
    unsigned threads; /* how many; 0: a workload of one */
    const bench_ops *ops;
    const bench_text *text;
    size_t n;
    uint64_t seed;   /* differs from round to round */
    uint32_t wanted; /* bits of bench_op */
    bool once;       /* the measured region runs once, without a warm-up */
    bool alone;      /* nothing else is measured: with `once` it runs in this process, where perf and cachegrind look */
    bool memory;     /* count bytes too, which need no repetition */
    bool mark_growth;
    bool counters; /* count what perf_event_open offers in the measured region */
} bench_job;

typedef struct {
    size_t elements, bytes;
    size_t peak; /* most bytes since the point before */
} bench_memory_point;

#define LATENCY_BUCKETS 256 /* eight to a doubling: the last one starts at 2^31.9 ns */
#define MEMORY_POINTS 1024

typedef struct {
    bool done[OPS];
    double value[OPS];
    uint64_t check[OPS]; /* equal for all tables that ran the same job */
    bool counted[OPS];
    double counts[OPS][COUNTERS];      /* per element, below 0: not counted */
    uint64_t latency[LATENCY_BUCKETS]; /* single inserts: how many took 2^(b/8) ns and more */
    size_t memory_points;
    bench_memory_point memory[MEMORY_POINTS];
} bench_result;

/* For the files of workloads: a figure; the percentiles of the LATENCY operations, of n single inserts. */
void bench_note(bench_result *result, bench_op op, double value, uint64_t check);
void bench_note_latency(bench_result *result, uint32_t *ticks, size_t n, double ns_per_tick, uint64_t check);

double bench_core_share(void); /* CPU time over wall time of all measurements so far: below 1, others used the core */
bool bench_run(const bench_job *job, bench_result *result, char *error, size_t error_size);

#endif
