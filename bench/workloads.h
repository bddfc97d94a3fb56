/* workloads.h: what can be measured, and how a measurement is asked for. */
#ifndef BENCH_WORKLOADS_H
#define BENCH_WORKLOADS_H

#include "bench.h"
#include "counters.h"

typedef enum { LOAD_FACTOR, KEY_DISTRIBUTION, OPERATION_MIX, MICRO, WORDS, WORKLOADS } bench_workload;

typedef enum { SEQUENTIAL, SHUFFLED, RANDOM, UNIFORM, CLUSTERED, MULTIPLES, POINTERS, TOP16, ORDERS } bench_order;

typedef enum { READ_HEAVY, WRITE_HEAVY, BALANCED, TYPICAL_WEB, MIXES } bench_mix;

/* Everything that can become a row of figures. */
typedef enum {
    OP_TIME, /* what the study's workloads and words measure: time per insert, operation or word */
    OP_GROW,
    OP_GROW_COLD,
    OP_RESERVED,
    OP_HIT,
    OP_MISS,
    OP_DEPENDENT,
    OP_CHURN,
    OP_ITERATE,
    OP_ERASE,
    OP_DESTROY,
    OP_GET_MANY_HIT,
    OP_GET_MANY_MISS,
    OP_PUT_MANY,
    OP_PUT_MANY_RESERVED,
    OP_BYTES,
    OP_BYTES_MEAN,
    OP_BYTES_PEAK,
    OP_P50,
    OP_P99,
    OP_P9999,
    OP_MAX,
    OPS
} bench_op;

typedef struct {
    const char *name;
    const char *what;
    const char *unit;
} bench_name;

extern const bench_name bench_workload_names[WORKLOADS];
extern const bench_name bench_order_names[ORDERS];
extern const bench_name bench_mix_names[MIXES];
extern const bench_name bench_op_names[OPS];
extern const bench_name bench_kind_names[BENCH_KINDS];

/* A text as words: a length byte, the word, and a NUL, one after another. */
typedef struct {
    char *bytes;
    size_t length, words;
} bench_text;

bool bench_text_load(bench_text *text, const char *file); /* false: no such file, or no word in it */

typedef struct {
    bench_workload workload;
    bench_kind kind;
    bench_order order;
    bench_mix mix;
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

size_t bench_order_limit(bench_order order); /* how many keys that order has */
double bench_core_share(void); /* CPU time over wall time of all measurements so far: below 1, others used the core */
bool bench_run(const bench_job *job, bench_result *result, char *error, size_t error_size);

#endif
