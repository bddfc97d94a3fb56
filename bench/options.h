/* options.h: the command line. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include "report.h"

typedef struct {
    bench_list workloads, types, tables, distributions, mixes, loads, orders, ops;
    size_t *threads; /* --threads */
    size_t thread_counts;
    const char *sizes; /* -n, a list; NULL: what each workload has */
    const char *hash, *file, *json;
    const char *compare, *compare_with; /* the two files of --compare */
    double fail_above;                  /* percent; below 0: nothing fails */
    bool grouped;                       /* -i had `all` or `peers` */
    bool list, sizes_only, summary, mark_growth;
    uint32_t wanted; /* bits of bench_op */
    bench_setting setting;
} bench_options;

/* What is wrong ends the program with status 2, after a sentence that says what is valid; --help with status 0. */
bench_options bench_parse_options(int argument_count, char **arguments);

/* A list such as "1k,100k,2M". */
size_t *bench_parse_sizes(const char *list, size_t *count);

void bench_print_list(void); /* --list */

#endif
