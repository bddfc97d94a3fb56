/* report.h: what a run gathers, and how it is shown. */
#ifndef BENCH_REPORT_H
#define BENCH_REPORT_H

#include "workloads.h"

/* A table with one of its kinds: what has a name of its own in the tables of figures. */
typedef struct {
    const bench_table *table;
    bench_kind kind;
    char name[40];
} bench_row;

/* One row's figures for one operation of one job, one value per round. */
typedef struct {
    bench_workload workload;
    bench_kind kind;
    const char *variant; /* order, distribution, mix, or name of the text */
    size_t n;
    bench_op op;
    const char *table, *hash;
    bool peer;
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
    int core;            /* -1: not pinned */
    double core_share;   /* of its time that the measurements had */
    const char *against; /* comma list of row names, or "peers" */
    bool counters;
} bench_setting;

double bench_min(const bench_cell *cell);
double bench_median(const bench_cell *cell);

void bench_print_machine(const bench_setting *setting);
void bench_print_sizes(const bench_table *const *tables, size_t count);
/* The figures of one workload, kind and size: cells from `first` on. */
void bench_print_cells(const bench_cells *cells, size_t first, const bench_setting *setting);
/* Layouts beside the best of the other tables, over all sizes: cells from `first` on. */
void bench_print_summary(const bench_cells *cells, size_t first);
/* Writes a temporary file beside `file`, then renames it. */
bool bench_write_json(const char *file, const bench_cells *cells, const bench_setting *setting,
                      const bench_table *const *tables, size_t table_count);

#endif
