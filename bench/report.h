/* report.h: what a run gathers, and how it is shown: report.c as text, json.c as JSON. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "tables.h"
#include "workloads.h"

/* One row's figures for one operation of one job, one value per round. */
typedef struct {
    bench_workload workload;
    bench_kind kind;
    const char *variant; /* order, distribution, mix, or name of the text */
    size_t n;
    bench_op op;
    const char *table, *hash;
    bool peer;
    unsigned threads; /* 0: not of many threads */
    unsigned rounds;
    double *values;
    uint64_t *checks;
    double *counts;             /* COUNTERS for each round, or NULL */
    uint64_t *latency;          /* OP_P50: LATENCY_BUCKETS, of all rounds together; or NULL */
    bench_memory_point *memory; /* OP_BYTES: the way to n; or NULL */
    size_t memory_points;
} bench_cell;

typedef struct {
    bench_cell *cells;
    size_t count;
} bench_cells;

typedef struct {
    int argument_count;
    char **arguments;
    uint64_t seed;
    unsigned rounds;
    int core;            /* the process is pinned to; -1: none */
    double core_share;   /* of its time that the measurements had */
    const char *against; /* comma list of row names, or "peers" */
    bool counters;
} bench_setting;

double bench_min(const bench_cell *cell);
double bench_median(const bench_cell *cell);
/* Million operations per second of all threads together, each of which takes `ns` for one. */
double bench_millions(const bench_cell *cell, double ns);

/* Core, rounds and seed. */
void bench_print_setting(const bench_setting *setting);
/* Of the entries of all tables in this build, beside the study's. */
void bench_print_sizes(void);
/* The figures of one workload, kind and size: cells from `first` on. */
void bench_print_cells(const bench_cells *cells, size_t first, const bench_setting *setting);
/* Layouts beside the best of the other tables, over all sizes: cells from `first` on. */
void bench_print_summary(const bench_cells *cells, size_t first);
/* Writes a temporary file beside `file`, then renames it. */
bool bench_write_json(const char *file, const bench_cells *cells, const bench_setting *setting);
/* The smallest count of all rounds; below 0: not counted. */
double bench_least_count(const bench_cell *cell, int counter);

#endif
