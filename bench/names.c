/* names.c: the rows of names.def as arrays. */
#include "names.h"

const bench_name bench_workload_names[] = {
#define WORKLOAD(id, name, what, ...) [id] = {name, what},
#include "names.def"
};
const bench_workload_info bench_workloads[] = {
#define WORKLOAD(id, name, what, ...) [id] = {__VA_ARGS__},
#include "names.def"
};

const bench_name bench_order_names[] = {
#define ORDER(id, name, what, ...) [id] = {name, what},
#include "names.def"
};
const bench_order_info bench_orders[] = {
#define ORDER(id, name, what, ...) [id] = {__VA_ARGS__},
#include "names.def"
};

const bench_name bench_mix_names[] = {
#define MIX(id, name, what, ...) [id] = {name, what},
#include "names.def"
};
const bench_mix_info bench_mixes[] = {
#define MIX(id, name, what, ...) [id] = {__VA_ARGS__},
#include "names.def"
};

const bench_name bench_op_names[] = {
#define OPERATION(id, name, what, ...) [id] = {name, what},
#include "names.def"
};
const bench_op_info bench_operations[] = {
#define OPERATION(id, name, what, ...) [id] = {__VA_ARGS__},
#include "names.def"
};
_Static_assert(OPS <= 32, "bits of an operation: bench_job.wanted has 32");

const bench_name bench_type_names[BENCH_KINDS] = {
#define TYPE(kind, member, name, what, ...) [kind] = {name, what},
#include "names.def"
};
const bench_type_info bench_types[] = {
#define TYPE(kind, member, name, what, ...) [kind] = {__VA_ARGS__},
#include "names.def"
};
enum {
#define TYPE(kind, ...) +1
    TYPE_ROWS = 0
#include "names.def"
};
_Static_assert(TYPE_ROWS == BENCH_KINDS, "names.def has a row for each type of bench.h");

const char *const bench_hash_names[] = {
#define HASH(id, ...) [HASH_##id] = #id,
#include "names.def"
};
const bench_hash_info bench_hashes[] = {
#define HASH(id, ...) [HASH_##id] = {__VA_ARGS__},
#include "names.def"
};

const bench_name bench_table_names[] = {
#define LAYOUT(file, name, ...) [TABLE_##file] = {name, #file},
#define VARIANT(file, name, ...) [TABLE_##file] = {name, #file},
#define BASELINE(file, ...) [TABLE_##file] = {#file, #file},
#define C_PEER(file, ...) [TABLE_##file] = {#file, #file},
#define CXX_PEER(file, ...) [TABLE_##file] = {#file, #file},
#include "names.def"
};
#define PEER_NAMES(file) .is_peer = true, .short_name = #file, .label = #file
const bench_table_info bench_tables[] = {
#define LAYOUT(file, name, ...) [TABLE_##file] = {.role = LAYOUT_ROW, __VA_ARGS__},
#define VARIANT(file, name, ...) [TABLE_##file] = {.role = VARIANT_ROW, __VA_ARGS__},
#define BASELINE(file, ...) [TABLE_##file] = {.role = BASELINE_ROW, PEER_NAMES(file), __VA_ARGS__},
#define C_PEER(file, ...) [TABLE_##file] = {.role = PEER_ROW, PEER_NAMES(file), __VA_ARGS__},
#define CXX_PEER(file, ...) [TABLE_##file] = {.role = PEER_ROW, .is_cxx = true, PEER_NAMES(file), __VA_ARGS__},
#include "names.def"
};

size_t bench_name_place(const bench_name *names, size_t count, const char *word) {
    size_t i = 0;
    while (i < count && strcmp(names[i].name, word) != 0) i++;
    return i;
}

bench_list bench_names_list(const bench_name *names, size_t count) {
    bench_list list = {.count = 0};
    for (size_t i = 0; i < count; i++) bench_list_add(&list, names[i].name);
    return list;
}

bench_list bench_chosen_types(void) {
    bench_list list = {.count = 0};
    for (bench_kind kind = 0; kind < BENCH_KINDS; kind++) {
        if (bench_types[kind].chosen) bench_list_add(&list, bench_type_names[kind].name);
    }
    return list;
}

bench_list bench_chosen_ops(void) {
    bench_list list = {.count = 0};
    for (int op = 0; op < OPS; op++) {
        if (bench_operations[op].group != WHOLE) bench_list_add(&list, bench_op_names[op].name);
    }
    return list;
}

uint32_t bench_op_bits(bench_op_group group) {
    uint32_t bits = 0;
    for (int op = 0; op < OPS; op++) {
        if (bench_operations[op].group == group) bits |= 1u << op;
    }
    return bits;
}

bench_kind bench_kind_of(const char *type) {
    for (bench_kind kind = 0; kind < BENCH_KINDS; kind++) {
        if (bench_types[kind].chosen && strcmp(bench_type_names[kind].name, type) == 0) return kind;
    }
    bench_die("no type '%s'", type);
}

bool bench_is_main_table(bench_table_id table) { return bench_tables[table].role != PEER_ROW; }
