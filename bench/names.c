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

const bench_name bench_load_names[] = {
#define LOAD(id, name, what, ...) [LOAD_##id] = {name, what},
#include "names.def"
};
const bench_load_info bench_loads[] = {
#define LOAD(id, name, what, ...) [LOAD_##id] = {__VA_ARGS__},
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
#define SHARED(file, ...) [TABLE_##file] = {#file, #file},
#define BASELINE(file, ...) [TABLE_##file] = {#file, #file},
#define C_PEER(file, ...) [TABLE_##file] = {#file, #file},
#define CXX_PEER(file, ...) [TABLE_##file] = {#file, #file},
#include "names.def"
};
#define PEER_NAMES(file) .is_peer = true, .short_name = #file, .label = #file
const bench_table_info bench_tables[] = {
#define LAYOUT(file, name, ...) [TABLE_##file] = {.role = LAYOUT_ROW, __VA_ARGS__},
#define VARIANT(file, name, ...) [TABLE_##file] = {.role = VARIANT_ROW, __VA_ARGS__},
#define SHARED(file, ...) [TABLE_##file] = {.role = SHARED_ROW, __VA_ARGS__},
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

/* ---- What the compiler cannot check ---- */

static void want(bool is_there, const char *name, const char *field) {
    if (!is_there) bench_die("names.def: the row of %s has no valid %s", name, field);
}

static void want_names(const char *list, const bench_name *names, size_t count, const char *name, const char *field) {
    bench_list words = {.count = 0};
    want(list != NULL, name, field);
    bench_list_split(&words, list);
    for (size_t i = 0; i < words.count; i++) {
        want(bench_name_place(names, count, words.items[i]) < count, name, field);
    }
}

static void check_workload(const bench_workload_info *info, const char *name) {
    want(info->unit != NULL, name, ".unit");
    want(info->counted != NULL, name, ".counted");
    if (info->types != NULL && info->types[0] != '\0') {
        want_names(info->types, bench_type_names, BENCH_KINDS, name, ".types");
    }
    if (info->variants == BY_TEXT) return;
    want(info->sizes != NULL, name, ".sizes");
    want_names(info->orders, bench_order_names, ORDERS, name, ".orders");
    if (info->variants != BY_DISTRIBUTION) {
        want_names(info->text_orders, bench_order_names, ORDERS, name, ".text_orders");
    }
    want(info->variants != BY_MIX || info->n_per_key > 0, name, ".n_per_key");
}

void bench_check_names(void) {
    for (size_t i = 0; i < WORKLOADS; i++) check_workload(&bench_workloads[i], bench_workload_names[i].name);
    for (size_t i = 0; i < ORDERS; i++) want(bench_orders[i].limit > 0, bench_order_names[i].name, ".limit");
    for (size_t i = 0; i < MIXES; i++) {
        want(bench_mixes[i].reads + bench_mixes[i].writes <= 100, bench_mix_names[i].name, ".reads and .writes");
    }
    for (size_t i = 0; i < OPS; i++) {
        const char *name = bench_op_names[i].name;
        want(bench_operations[i].unit != NULL, name, ".unit");
        want(bench_operations[i].group != LATENCY || bench_operations[i].share > 0, name, ".share");
        if (bench_operations[i].batch_of != NULL) {
            want_names(bench_operations[i].batch_of, bench_op_names, OPS, name, ".batch_of");
        }
    }
    for (size_t i = 0; i < TABLES; i++) {
        const bench_table_info *table = &bench_tables[i];
        const char *name = bench_table_names[i].name;
        want(table->short_name != NULL, name, ".short_name");
        want(table->label != NULL, name, ".label");
        want(!table->is_peer || table->package != NULL, name, ".package");
        if (table->kin != NULL) want_names(table->kin, bench_table_names, TABLES, name, ".kin");
    }
}
