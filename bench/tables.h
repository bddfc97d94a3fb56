/* tables.h: the tables that this build has, by name and by hash. */
#ifndef BENCH_TABLES_H
#define BENCH_TABLES_H

#include "names.h"

/* A table with one of its types: one row of figures in a report. */
typedef struct {
    bench_table_id id;
    bench_kind kind;
    const bench_ops *ops;
    const char *name; /* the table's, with _arena where keys are in one */
    const char *hash; /* of --hash, or "own" */
} bench_row;

typedef struct {
    bench_row *rows;
    size_t count;
} bench_rows;

/* The table, compiled with that hash, or with its only one; NULL: it is not in this build. */
const bench_table *bench_table_with(bench_table_id id, const char *hash);
bool bench_table_swaps_hash(bench_table_id id);
const bench_ops *bench_ops_of(const bench_table *table, bench_kind kind); /* NULL: it does not hold that type */
const bench_sizes *bench_sizes_of(bench_table_id id);                     /* NULL: not in this build, or not known */

/* Why a table cannot run, or NULL. */
const char *bench_why_missing(bench_table_id id, const char *hash);
/* Tells on standard error which of the tables are skipped, and why. */
void bench_tell_missing(const bench_list *tables, const char *hash);

/* `all`, `peers` and short names become names; refuses what is none. */
bench_list bench_expand_tables(const bench_list *names);
/* The same for a list of --against. */
const char *bench_expand_against(const char *names);

/* The tables that hold the type. `grouped`: they come from `all` or `peers`, so that a table without the type is left
 * out, and rows with an arena come along; otherwise it is refused. */
bench_rows bench_rows_of(const bench_list *tables, const char *hash, bench_kind kind, bool grouped);
char *bench_tables_with(bench_kind kind); /* names of those that hold the type, to be printed */

/* The name of a row, shortened to head a column of text. */
const char *bench_short_name(const char *row_name);

#endif
