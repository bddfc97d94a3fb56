/* names.h: what the bench knows by name, as enumerations and arrays. The rows are in names.def. */
#ifndef BENCH_NAMES_H
#define BENCH_NAMES_H

#include "bench.h"

typedef struct {
    const char *name, *what;
} bench_name;

/* An enumeration of the rows has no last member for their number: a switch over it must name each row, and no more. */
typedef enum {
#define WORKLOAD(id, ...) id,
#include "names.def"
} bench_workload;

typedef enum {
#define ORDER(id, ...) id,
#include "names.def"
} bench_order;

typedef enum {
#define MIX(id, ...) id,
#include "names.def"
} bench_mix;

typedef enum {
#define LOAD(id, ...) LOAD_##id,
#include "names.def"
} bench_load;

typedef enum {
#define OPERATION(id, ...) id,
#include "names.def"
} bench_op;

typedef enum {
#define HASH(id, ...) HASH_##id,
#include "names.def"
} bench_hash;

typedef enum {
#define LAYOUT(file, ...) TABLE_##file,
#define VARIANT(file, ...) TABLE_##file,
#define SHARED(file, ...) TABLE_##file,
#define BASELINE(file, ...) TABLE_##file,
#define C_PEER(file, ...) TABLE_##file,
#define CXX_PEER(file, ...) TABLE_##file,
#include "names.def"
} bench_table_id;

enum {
#define WORKLOAD(id, ...) +1
    WORKLOADS = 0
#include "names.def"
    ,
#define ORDER(id, ...) +1
    ORDERS = 0
#include "names.def"
    ,
#define MIX(id, ...) +1
    MIXES = 0
#include "names.def"
    ,
#define LOAD(id, ...) +1
    LOADS = 0
#include "names.def"
    ,
#define OPERATION(id, ...) +1
    OPS = 0
#include "names.def"
    ,
#define HASH(id, ...) +1
    HASHES = 0
#include "names.def"
    ,
#define LAYOUT(file, ...) +1
#define VARIANT(file, ...) +1
#define SHARED(file, ...) +1
#define BASELINE(file, ...) +1
#define C_PEER(file, ...) +1
#define CXX_PEER(file, ...) +1
    TABLES = 0
#include "names.def"
};

typedef enum { BY_ORDER, BY_DISTRIBUTION, BY_MIX, BY_TEXT, BY_THREADS } bench_variants;
/* --keys; -k; -o; -f; --loads and --threads */

typedef struct {
    const char *unit;        /* of its figures */
    const char *counted;     /* what n is the number of */
    bench_variants variants; /* what it runs with, one after another */
    const char *types;       /* list: what -t may be; NULL: any type that -t takes */
    const char *sizes;       /* list: -n where none is given */
    const char *orders;      /* list: --keys where none is given; BY_DISTRIBUTION: what -k may be */
    const char *text_orders; /* the same for keys that are texts */
    unsigned n_per_key;      /* 0: one; otherwise n is that many for each key */
    bool has_misses;         /* looks for as many keys again, which the table has not */
} bench_workload_info;

typedef struct {
    size_t limit;  /* the largest n */
    bool few_keys; /* there are no more than that */
} bench_order_info;

typedef struct {
    unsigned reads, writes; /* percent */
} bench_mix_info;

typedef struct {
    unsigned updates; /* percent */
    bool zipf, grows;
} bench_load_info;

typedef enum { WHOLE, WARM, COLD, LATENCY, MEMORY } bench_op_group;

typedef struct {
    const char *unit;
    bench_op_group group; /* operations of a group are measured in one process */
    double share;         /* LATENCY: of the inserts that are not slower */
    bool in_mean;         /* --summary's geometric mean has it */
    const char *batch_of; /* the operation that it does in batches */
} bench_op_info;

typedef struct {
    bool chosen; /* with -t; the others come along with one of those, or with a workload */
} bench_type_info;

typedef struct {
    bool takes_text;
} bench_hash_info;

typedef struct {
    enum { LAYOUT_ROW, VARIANT_ROW, SHARED_ROW, BASELINE_ROW, PEER_ROW } role;
    const char *short_name; /* heads a column: at most 10 characters, with "(a)" for a row with an arena */
    const char *label;      /* for the page and report.md */
    const char *kin;        /* list: peers of the same design, or NULL */
    const char *package;    /* Debian packages without which it is not built, of peers; "a b": both, "a|b": either */
    bool is_peer;           /* no table of cchash */
    bool is_cxx;            /* wants a C++ compiler */
    bool own_hash;          /* takes no hash function */
} bench_table_info;

extern const bench_name bench_workload_names[], bench_order_names[], bench_mix_names[], bench_load_names[],
    bench_op_names[];
extern const bench_name bench_type_names[BENCH_KINDS], bench_table_names[]; /* a table's `what` is its file */
extern const char *const bench_hash_names[];
extern const bench_workload_info bench_workloads[];
extern const bench_order_info bench_orders[];
extern const bench_mix_info bench_mixes[];
extern const bench_load_info bench_loads[];
extern const bench_op_info bench_operations[];
extern const bench_type_info bench_types[];
extern const bench_hash_info bench_hashes[];
extern const bench_table_info bench_tables[];

/* Ends the program if a row of names.def lacks a field, or names what has no row. */
void bench_check_names(void);

size_t bench_name_place(const bench_name *names, size_t count, const char *word); /* count: none of them */
bench_list bench_names_list(const bench_name *names, size_t count);
bench_list bench_chosen_types(void);        /* what -t takes */
bench_list bench_chosen_ops(void);          /* what --ops takes */
uint32_t bench_op_bits(bench_op_group);     /* 1u << op for each operation of the group */
bench_kind bench_kind_of(const char *type); /* of a type that -t takes */
/* Tables that `all` stands for: all of cchash, and the baseline. */
bool bench_is_main_table(bench_table_id table);

#endif
