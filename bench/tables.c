/* tables.c: the tables that were linked in. A layout was compiled once per hash of --hash. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "tables.h"
#include <stdio.h>
#include <stdlib.h>

/* bench.mk lists what it links: X(chain, default) X(chain, fold) ... A table without a row in names.def has no
 * TABLE_... here, one without an object does not link. */
#ifndef BENCH_LINKED
#error "compile with bench.mk, which defines BENCH_LINKED"
#endif

#define X(file_, hash_) extern const bench_table table_##file_##_##hash_;
BENCH_LINKED
#undef X

typedef struct {
    bench_table_id id;
    bench_hash hash;
    const bench_table *table;
} linked_table;

static const linked_table linked[] = {
#define X(file_, hash_) {.id = TABLE_##file_, .hash = HASH_##hash_, .table = &table_##file_##_##hash_},
    BENCH_LINKED
#undef X
};
#define LINKED (sizeof linked / sizeof *linked)

static const linked_table *find_linked(bench_table_id id, const char *hash) {
    const linked_table *fallback = NULL;
    for (const linked_table *one = linked; one < linked + LINKED; one++) {
        if (one->id != id) continue;
        if (strcmp(bench_hash_names[one->hash], hash) == 0) return one;
        if (one->hash == HASH_default) fallback = one;
    }
    return fallback;
}

const bench_table *bench_table_with(bench_table_id id, const char *hash) {
    const linked_table *found = find_linked(id, hash);
    return found != NULL ? found->table : NULL;
}

bool bench_table_swaps_hash(bench_table_id id) {
    for (size_t i = 0; i < LINKED; i++) {
        if (linked[i].id == id && linked[i].hash != HASH_default) return true;
    }
    return false;
}

const bench_ops *bench_ops_of(const bench_table *table, bench_kind kind) {
#define TYPE(kind_, member_, ...)                                                                                      \
    if (kind == kind_) return table->member_;
#include "names.def"
    return NULL;
}

const bench_sizes *bench_sizes_of(bench_table_id id) {
    const bench_table *table = bench_table_with(id, bench_hash_names[HASH_default]);
    return table != NULL && table->sizes.u64_entry != 0 ? &table->sizes : NULL;
}

/* ---- What is missing ---- */

static bool holds_nothing(const bench_table *table) {
    for (bench_kind kind = 0; kind < BENCH_KINDS; kind++) {
        if (bench_ops_of(table, kind) != NULL) return false;
    }
    return true;
}

/* "a b|c" as "a, b or c". */
static char *packages_text(const char *packages) {
    char *text = bench_calloc(strlen(packages) * 4 + 1, 1);
    for (const char *from = packages; *from != '\0'; from++) {
        if (*from == ' ') {
            strcat(text, " and ");
        } else if (*from == '|') {
            strcat(text, " or ");
        } else {
            text[strlen(text)] = *from;
        }
    }
    return text;
}

const char *bench_why_missing(bench_table_id id, const char *hash) {
    const bench_table *table = bench_table_with(id, hash);
    if (table == NULL) {
#ifndef BENCH_HAS_CXX
        if (bench_tables[id].is_cxx) return "built without a C++ compiler (Debian package g++)";
#endif
        return "left out of this build (LAYOUT_TABLES, C_PEERS and CXX_PEERS of bench.mk)";
    }
    if (!holds_nothing(table)) return NULL;
    if (bench_tables[id].package == NULL) return "this tree has no cchash/locked.h";
    return bench_format("built without it (Debian package %s)", packages_text(bench_tables[id].package));
}

/* ---- Names ---- */

static bool is_name(const char *known, const char *name, size_t length) {
    return strlen(known) == length && strncmp(known, name, length) == 0;
}

/* "chaining", "chain" at the head of a column, and "chaining_arena" name the same table; TABLES: no table. */
static size_t table_named(const char *name, bool *arena) {
    static const char suffix[] = "_arena";
    size_t length = strlen(name), end = sizeof suffix - 1;
    *arena = length > end && strcmp(name + length - end, suffix) == 0;
    size_t plain = *arena ? length - end : length;
    for (size_t id = 0; id < TABLES; id++) {
        if (is_name(bench_table_names[id].name, name, plain) || is_name(bench_tables[id].short_name, name, plain)) {
            return id;
        }
    }
    return TABLES;
}

static const char *full_name(size_t id, bool arena) {
    return bench_format("%s%s", bench_table_names[id].name, arena ? "_arena" : "");
}

void bench_tell_missing(const bench_list *tables, const char *hash) {
    bool peers_hash = false;
    for (size_t i = 0; i < tables->count; i++) {
        bool arena;
        bench_table_id id = (bench_table_id)table_named(tables->items[i], &arena);
        const char *why = bench_why_missing(id, hash);
        if (why != NULL) fprintf(stderr, "cchash-bench: skipping %s: %s\n", tables->items[i], why);
        peers_hash = peers_hash || (why == NULL && bench_tables[id].is_peer && !bench_tables[id].own_hash);
    }
#if defined(BENCH_WITHOUT_xxhash) || !__has_include(<xxhash.h>)
    if (peers_hash) {
        fputs("cchash-bench: the other tables hash text with a function of cchash: built without XXH3 (Debian package "
              "libxxhash-dev)\n",
              stderr);
    }
#else
    (void)peers_hash;
#endif
}

static char *valid_tables(void) {
    bench_list names = bench_names_list(bench_table_names, TABLES);
    bench_list_add(&names, "all (those of cchash, and stb_ds)");
    bench_list_add(&names, "peers (everything)");
    return bench_list_join(&names);
}

bench_list bench_expand_tables(const bench_list *names) {
    bench_list expanded = {.count = 0};
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->items[i];
        bool peers = strcmp(name, "peers") == 0, arena;
        const size_t id = table_named(name, &arena);
        if (peers || strcmp(name, "all") == 0) {
            for (size_t each = 0; each < TABLES; each++) {
                if (peers || bench_is_main_table((bench_table_id)each)) {
                    bench_list_add(&expanded, bench_table_names[each].name);
                }
            }
        } else if (id < TABLES) {
            bench_list_add(&expanded, full_name(id, arena));
        } else {
            bench_refuse("no table '%s'; there are: %s; with -t string also NAME_arena", name, valid_tables());
        }
    }
    return expanded;
}

const char *bench_expand_against(const char *names) {
    bench_list given = {.count = 0};
    bench_list_split(&given, names);
    const char *expanded = NULL;
    for (size_t i = 0; i < given.count; i++) {
        bool arena;
        const size_t id = table_named(given.items[i], &arena);
        if (id == TABLES) bench_refuse("--against: no table '%s'; there are: %s", given.items[i], valid_tables());
        const char *name = full_name(id, arena);
        expanded = expanded == NULL ? name : bench_format("%s,%s", expanded, name);
    }
    return expanded;
}

const char *bench_short_name(const char *row_name) {
    bool arena;
    size_t id = table_named(row_name, &arena);
    if (id == TABLES) return row_name;
    return arena ? bench_format("%s(a)", bench_tables[id].short_name) : bench_tables[id].short_name;
}

/* ---- Rows ---- */

static void add_row(bench_rows *rows, bench_table_id id, const char *hash, bench_kind kind) {
    bench_row *row = &rows->rows[rows->count++];
    *row = (bench_row){
        .id = id,
        .kind = kind,
        .ops = bench_ops_of(bench_table_with(id, hash), kind),
        .name = full_name(id, kind == BENCH_ARENA),
        .hash = bench_tables[id].own_hash ? "own" : bench_hash_names[find_linked(id, hash)->hash],
    };
}

bench_rows bench_rows_of(const bench_list *tables, const char *hash, bench_kind kind, bool grouped) {
    bench_rows rows = {.rows = bench_calloc(tables->count * 2 + 1, sizeof *rows.rows)};
    for (size_t i = 0; i < tables->count; i++) {
        bool arena;
        bench_table_id id = (bench_table_id)table_named(tables->items[i], &arena);
        if (bench_why_missing(id, hash) != NULL || (arena && kind != BENCH_STRING)) continue;
        bench_kind wanted = arena ? BENCH_ARENA : kind;
        if (bench_ops_of(bench_table_with(id, hash), wanted) != NULL) {
            add_row(&rows, id, hash, wanted);
        } else if (!grouped) {
            bench_refuse("%s holds no -t %s; those that do: %s", bench_table_names[id].name,
                         bench_type_names[kind].name, bench_tables_with(kind));
        }
    }
    for (size_t i = 0, plain = rows.count; grouped && kind == BENCH_STRING && i < plain; i++) {
        bench_table_id id = rows.rows[i].id;
        if (bench_ops_of(bench_table_with(id, hash), BENCH_ARENA) != NULL) add_row(&rows, id, hash, BENCH_ARENA);
    }
    return rows;
}

char *bench_tables_with(bench_kind kind) {
    bench_list names = {.count = 0};
    for (size_t id = 0; id < TABLES; id++) {
        const bench_table *table = bench_table_with((bench_table_id)id, bench_hash_names[HASH_default]);
        if (table != NULL && bench_ops_of(table, kind) != NULL) bench_list_add(&names, bench_table_names[id].name);
    }
    return bench_list_join(&names);
}
