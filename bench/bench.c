/* bench.c: options, and the order in which things run. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "compare.h"
#include "report.h"
#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* ---- The tables that were linked in. A table whose hash can be swapped stands here once per hash. ---- */

#define WITH_HASHES(X, name)                                                                                           \
    X(name, default) X(name, fold) X(name, bytes) X(name, siphash13) X(name, fnv1a) X(name, identity)
#define CXX_TABLES(X) X(boost, default) X(absl, default) X(hopscotch, default) X(std, default)
#define ALL_TABLES(X)                                                                                                  \
    WITH_HASHES(X, chaining)                                                                                           \
    WITH_HASHES(X, chaining_malloc)                                                                                    \
    WITH_HASHES(X, open_addressing)                                                                                    \
    WITH_HASHES(X, open_addressing_compact)                                                                            \
    X(stb_ds, default)                                                                                                 \
    X(khash, default)                                                                                                  \
    X(uthash, default)                                                                                                 \
    X(glib, default)                                                                                                   \
    CXX_TABLES(X)

/* Weak: the Makefile links those of C_PEERS, and with a C++ compiler those of CXX_PEERS. */
#define DECLARE(name, hash) extern const bench_table table_##name##_##hash __attribute__((weak));
#define ADDRESS(name, hash) {#name, #hash, &table_##name##_##hash},
ALL_TABLES(DECLARE)

static const struct {
    const char *name, *hash;
    const bench_table *table;
} linked[] = {ALL_TABLES(ADDRESS)};
#define LINKED (sizeof linked / sizeof *linked)

#define NAME(name, hash) #name,
static const char *const cxx_tables[] = {CXX_TABLES(NAME)};

static const char *const hash_names[] = {"default", "fold", "bytes", "siphash13", "fnv1a", "identity"};
#define HASHES (sizeof hash_names / sizeof *hash_names)

/* What `all` stands for: the study's layouts and the baseline. */
static const char *const study_tables[] = {"chaining", "chaining_malloc", "open_addressing", "open_addressing_compact",
                                           "stb_ds"};

#define MOST 32

typedef struct {
    const char *items[MOST];
    size_t count;
} word_list;

typedef struct {
    word_list workloads, types, tables, distributions, mixes, orders, ops;
    size_t sizes[MOST];
    size_t size_count;
    const char *hash, *file, *json, *compare;
    double fail_above; /* percent; below 0: nothing fails */
    bool list, sizes_only, summary, mark_growth;
    uint32_t wanted;
    bench_setting setting;
} options;

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

/* ---- Errors in options: one sentence with what is valid, status 2. ---- */

__attribute__((format(printf, 1, 2), noreturn)) static void refuse(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("cchash-bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

static char *joined(const char *const *names, size_t count) {
    size_t length = 1;
    for (size_t i = 0; i < count; i++) length += strlen(names[i]) + 2;
    char *text = bench_malloc(length);
    text[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (i != 0) strcat(text, ", ");
        strcat(text, names[i]);
    }
    return text;
}

static char *joined_names(const bench_name *names, size_t count) {
    const char *list[MOST];
    for (size_t i = 0; i < count; i++) list[i] = names[i].name;
    return joined(list, count);
}

static bool has(const word_list *list, const char *word) {
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i], word) == 0) return true;
    }
    return false;
}

static void add_word(word_list *list, const char *word) {
    if (has(list, word)) return;
    if (list->count == MOST) refuse("more than %d entries in one list", MOST);
    list->items[list->count++] = word;
}

/* A comma list; each entry must be one of `names`. */
static void split(word_list *list, const char *argument) {
    char *words = bench_strdup(argument);
    for (char *next, *word = words; word != NULL; word = next) {
        next = strchr(word, ',');
        if (next != NULL) *next++ = '\0';
        add_word(list, word);
    }
}

static int name_index(const bench_name *names, size_t count, const char *word) {
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i].name, word) == 0) return (int)i;
    }
    return -1;
}

static void split_names(word_list *list, const char *argument, const bench_name *names, size_t count,
                        const char *what) {
    list->count = 0;
    split(list, argument);
    for (size_t i = 0; i < list->count; i++) {
        if (name_index(names, count, list->items[i]) < 0) {
            refuse("no %s '%s'; there are: %s", what, list->items[i], joined_names(names, count));
        }
    }
}

/* 1000, 1_000, 10k, 2M, 1e6. */
static size_t parse_count(const char *text, const char *option, size_t least, size_t most) {
    char digits[64];
    size_t length = 0;
    for (const char *c = text; *c != '\0' && length < sizeof digits - 1; c++) {
        if (*c != '_') digits[length++] = *c;
    }
    digits[length] = '\0';
    char *end;
    errno = 0;
    double value = strtod(digits, &end);
    if (*end == 'k' || *end == 'K') {
        value *= 1e3;
        end++;
    } else if (*end == 'M') {
        value *= 1e6;
        end++;
    } else if (*end == 'G') {
        value *= 1e9;
        end++;
    }
    bool whole = value >= (double)least && value <= (double)most && value == (double)(size_t)value;
    if (!isdigit((unsigned char)digits[0]) || *end != '\0' || !whole) {
        refuse("%s wants whole numbers from %zu to %zu (such as 100000, 100k, 2M, 1e6), not '%s'", option, least, most,
               text);
    }
    return (size_t)value;
}

static double parse_percent(const char *text) {
    char *end;
    double value = strtod(text, &end);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || !(value <= 1000)) {
        refuse("--fail-above wants percent, a number from 0 to 1000, not '%s'", text);
    }
    return value;
}

static uint64_t parse_seed(const char *text) {
    char *end;
    errno = 0;
    unsigned long long seed = strtoull(text, &end, 0);
    if (!isdigit((unsigned char)text[0]) || *end != '\0' || errno != 0) {
        refuse("--seed wants a whole number from 0 to 18446744073709551615, not '%s'", text);
    }
    return seed;
}

/* ---- Which tables ---- */

static const bench_table *table_with(const char *name, const char *hash) {
    const bench_table *fallback = NULL;
    for (size_t i = 0; i < LINKED; i++) {
        if (linked[i].table == NULL || strcmp(linked[i].name, name) != 0) continue;
        if (strcmp(linked[i].hash, hash) == 0) return linked[i].table;
        if (strcmp(linked[i].hash, "default") == 0) fallback = linked[i].table;
    }
    return fallback;
}

static size_t table_names(const char **names) {
    size_t count = 0;
    for (size_t i = 0; i < LINKED; i++) {
        if (strcmp(linked[i].hash, "default") == 0) names[count++] = linked[i].name;
    }
    return count;
}

static char *valid_tables(void) {
    const char *names[LINKED + 2];
    size_t count = table_names(names);
    names[count++] = "all (the layouts and stb_ds)";
    names[count++] = "peers (everything)";
    return joined(names, count);
}

static char *tables_with(bench_kind kind) {
    const char *names[LINKED];
    size_t count = 0;
    for (size_t i = 0; i < LINKED; i++) {
        if (linked[i].table == NULL || strcmp(linked[i].hash, "default") != 0) continue;
        if (linked[i].table->kinds[kind] != NULL) names[count++] = linked[i].name;
    }
    return joined(names, count);
}

static bool is_table_name(const char *word, const char *suffix) {
    for (size_t i = 0; i < LINKED; i++) {
        size_t length = strlen(linked[i].name);
        if (strncmp(word, linked[i].name, length) == 0 && strcmp(word + length, suffix) == 0) return true;
    }
    return false;
}

/* `all` and `peers` become names. */
static void expand_tables(word_list *list) {
    word_list expanded = {.count = 0};
    for (size_t i = 0; i < list->count; i++) {
        const char *word = list->items[i];
        if (strcmp(word, "all") == 0 || strcmp(word, "peers") == 0) {
            const char *names[LINKED];
            size_t count = table_names(names);
            if (strcmp(word, "all") == 0) {
                count = sizeof study_tables / sizeof *study_tables;
                memcpy(names, study_tables, sizeof study_tables);
            }
            for (size_t j = 0; j < count; j++) add_word(&expanded, names[j]);
        } else if (is_table_name(word, "") || is_table_name(word, "_arena")) {
            add_word(&expanded, word);
        } else {
            refuse("no table '%s'; there are: %s; with -t string also NAME_arena", word, valid_tables());
        }
    }
    *list = expanded;
}

static void add_row(bench_row *rows, size_t *count, const bench_table *table, bench_kind kind) {
    bench_row *row = &rows[(*count)++];
    row->table = table;
    row->kind = kind;
    snprintf(row->name, sizeof row->name, "%s%s", table->name, kind == BENCH_ARENA ? "_arena" : "");
}

/* Rows of one kind; with strings, `all` and `peers` bring the arenas along. */
static size_t rows_for(const options *o, bench_kind kind, bool grouped, bench_row *rows) {
    size_t count = 0;
    for (size_t i = 0; i < o->tables.count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s", o->tables.items[i]);
        char *arena = strstr(name, "_arena");
        if (arena != NULL) *arena = '\0';
        if (arena != NULL && kind != BENCH_STRING) continue;
        const bench_table *table = table_with(name, o->hash);
        if (table == NULL || table->missing != NULL) continue;
        bench_kind wanted = arena != NULL ? BENCH_ARENA : kind;
        if (table->kinds[wanted] != NULL) {
            add_row(rows, &count, table, wanted);
        } else if (!grouped) {
            refuse("%s holds no -t %s; those that do: %s", name, bench_kind_names[kind].name, tables_with(kind));
        }
    }
    for (size_t i = 0, plain = count; grouped && kind == BENCH_STRING && i < plain; i++) {
        if (rows[i].table->kinds[BENCH_ARENA] != NULL) add_row(rows, &count, rows[i].table, BENCH_ARENA);
    }
    return count;
}

/* Why a table cannot run, or NULL. */
static const char *why_missing(const char *name, const bench_table *table) {
    static char text[128];
    if (table != NULL) {
        if (table->missing == NULL) return NULL;
        snprintf(text, sizeof text, "built without it (Debian package %s)", table->missing);
        return text;
    }
#ifndef BENCH_HAS_CXX
    for (size_t i = 0; i < sizeof cxx_tables / sizeof *cxx_tables; i++) {
        if (strcmp(cxx_tables[i], name) == 0) return "built without a C++ compiler (Debian package g++)";
    }
#else
    (void)name, (void)cxx_tables;
#endif
    return "left out of this build (C_PEERS and CXX_PEERS in the Makefile)";
}

static void tell_missing(const options *o) {
    bool peers_hash = false;
    for (size_t i = 0; i < o->tables.count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%s", o->tables.items[i]);
        char *arena = strstr(name, "_arena");
        if (arena != NULL) *arena = '\0';
        const bench_table *table = table_with(name, o->hash);
        const char *why = why_missing(name, table);
        if (why != NULL) fprintf(stderr, "cchash-bench: skipping %s: %s\n", o->tables.items[i], why);
        peers_hash = peers_hash || (why == NULL && table->peer && strcmp(name, "stb_ds") != 0);
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

/* ---- Running ---- */

typedef struct {
    const options *options;
    bench_cells cells;
    bench_text text;
    size_t jobs, jobs_done;
    bool counting; /* first pass: only count the jobs */
    struct timespec started;
} session;

static void progress(const session *s, const bench_job *job, const char *table, unsigned round) {
    if (!isatty(STDERR_FILENO)) return;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    double taken = (double)(now.tv_sec - s->started.tv_sec) + (double)(now.tv_nsec - s->started.tv_nsec) * 1e-9;
    fprintf(stderr, "\r\033[K[%zu/%zu] %s %s n=%zu %s, round %u", s->jobs_done + 1, s->jobs,
            bench_workload_names[job->workload].name, bench_kind_names[job->kind].name, job->n, table, round + 1);
    if (s->jobs_done > 0) {
        fprintf(stderr, ", about %.0f s left", taken / (double)s->jobs_done * (double)(s->jobs - s->jobs_done));
    }
}

static void clear_progress(void) {
    if (isatty(STDERR_FILENO)) fputs("\r\033[K", stderr);
}

static bench_cell *cell_for(session *s, const bench_job *job, const char *variant, const bench_row *row, bench_op op,
                            size_t first) {
    for (size_t i = first; i < s->cells.count; i++) {
        bench_cell *cell = &s->cells.cells[i];
        if (cell->op == op && strcmp(cell->table, row->name) == 0 && strcmp(cell->variant, variant) == 0) return cell;
    }
    if ((s->cells.count & (s->cells.count - 1)) == 0) {
        size_t room = s->cells.count == 0 ? 1 : s->cells.count * 2;
        bench_cell *cells = realloc(s->cells.cells, room * sizeof *cells);
        if (cells == NULL) bench_die("out of memory");
        s->cells.cells = cells;
    }
    bench_cell *cell = &s->cells.cells[s->cells.count++];
    unsigned rounds = s->options->setting.rounds;
    *cell = (bench_cell){job->workload,
                         job->kind,
                         variant,
                         job->n,
                         op,
                         bench_strdup(row->name),
                         row->table->hash,
                         row->table->peer,
                         0,
                         bench_malloc(rounds * sizeof(double)),
                         bench_malloc(rounds * sizeof(uint64_t)),
                         NULL,
                         NULL,
                         NULL,
                         0};
    return cell;
}

/* What goes with a figure: counts, the histogram of single inserts, the way of the memory. */
static void take_details(bench_cell *cell, const bench_result *result, unsigned rounds) {
    if (result->counted[cell->op]) {
        if (cell->counts == NULL) cell->counts = bench_malloc(rounds * COUNTERS * sizeof(double));
        memcpy(cell->counts + (size_t)(cell->rounds - 1) * COUNTERS, result->counts[cell->op],
               COUNTERS * sizeof(double));
    }
    if (cell->op == OP_P50) {
        if (cell->latency == NULL) cell->latency = calloc(LATENCY_BUCKETS, sizeof(uint64_t));
        if (cell->latency == NULL) bench_die("out of memory");
        for (size_t i = 0; i < LATENCY_BUCKETS; i++) cell->latency[i] += result->latency[i];
    }
    if (cell->op == OP_BYTES && cell->memory == NULL) {
        cell->memory_points = result->memory_points;
        cell->memory = bench_malloc(sizeof result->memory);
        memcpy(cell->memory, result->memory, sizeof result->memory);
    }
}

static void take_result(session *s, const bench_job *job, const char *variant, const bench_row *row,
                        const bench_result *result, bench_result *expected, const char **expected_from, size_t first) {
    for (int op = 0; op < OPS; op++) {
        if (!result->done[op] || (job->workload == MICRO && (job->wanted & 1u << op) == 0)) continue;
        bench_cell *cell = cell_for(s, job, variant, row, (bench_op)op, first);
        cell->values[cell->rounds] = result->value[op];
        cell->checks[cell->rounds++] = result->check[op];
        take_details(cell, result, s->options->setting.rounds);
        if (!expected->done[op]) {
            expected->done[op] = true;
            expected->check[op] = result->check[op];
            expected_from[op] = cell->table;
        } else if (expected->check[op] != result->check[op]) {
            clear_progress();
            bench_die("%s, %s, %s, n = %zu, %s: the checksum of %s (%016llx) differs from that of %s (%016llx)",
                      bench_workload_names[job->workload].name, bench_kind_names[job->kind].name, variant, job->n,
                      bench_op_names[op].name, cell->table, (unsigned long long)result->check[op], expected_from[op],
                      (unsigned long long)expected->check[op]);
        }
    }
}

/* All rounds of one job over all its tables, interleaved. */
static void run_group(session *s, bench_job job, const char *variant, const bench_row *rows, size_t row_count) {
    const options *o = s->options;
    unsigned rounds = o->setting.rounds;
    size_t first = s->cells.count;
    if (s->counting) {
        s->jobs += row_count * rounds;
        return;
    }
    for (unsigned round = 0; round < rounds && !interrupted; round++) {
        bench_result expected = {.done = {false}};
        const char *expected_from[OPS];
        for (size_t i = 0; i < row_count && !interrupted; i++) {
            bench_result result = {0};
            char error[256];
            job.ops = rows[i].table->kinds[rows[i].kind];
            job.kind = rows[i].kind == BENCH_ARENA ? BENCH_STRING : rows[i].kind;
            job.seed = o->setting.seed * 0x9E3779B97F4A7C15u + round;
            job.memory = round == 0;
            progress(s, &job, rows[i].name, round);
            if (!bench_run(&job, &result, error, sizeof error)) {
                if (interrupted) break;
                clear_progress();
                bench_die("%s, %s, n = %zu, %s: %s", bench_workload_names[job.workload].name,
                          bench_kind_names[job.kind].name, job.n, rows[i].name, error);
            }
            take_result(s, &job, variant, &rows[i], &result, &expected, expected_from, first);
            s->jobs_done++;
        }
    }
    clear_progress();
}

/* Without --keys: every order for load_factor, random numbers elsewhere, and key_0, key_1, ... for texts. */
static word_list orders_for(const options *o, bench_workload workload, bench_kind kind) {
    word_list orders = {.count = 0};
    if (o->orders.count != 0) return o->orders;
    if (workload == LOAD_FACTOR) {
        add_word(&orders, "sequential");
        add_word(&orders, "shuffled");
        add_word(&orders, "random");
    } else {
        add_word(&orders, kind == BENCH_U64 ? "random" : "sequential");
    }
    return orders;
}

static void check_limits(bench_workload workload, bench_order order, size_t n) {
    size_t limit = bench_order_limit(order);
    if (workload == MICRO && order == TOP16) limit /= 2; /* the other half is what lookups miss */
    if (n > limit) refuse("--keys %s has %zu keys at most, -n asks for %zu", bench_order_names[order].name, limit, n);
    if (workload == OPERATION_MIX && n < 10) refuse("operation_mix wants -n of at least 10, for one key");
}

static bench_job job_for(const session *s, bench_workload workload, bench_kind kind, size_t n) {
    return (bench_job){.workload = workload,
                       .kind = kind,
                       .n = n,
                       .text = &s->text,
                       .wanted = s->options->wanted,
                       .once = s->options->setting.rounds == 1,
                       .alone = s->jobs == 1,
                       .mark_growth = s->options->mark_growth,
                       .counters = s->options->setting.counters};
}

static void run_variants(session *s, bench_workload workload, bench_kind kind, size_t n, const bench_row *rows,
                         size_t row_count) {
    const options *o = s->options;
    bench_job job = job_for(s, workload, kind, n);
    word_list orders = orders_for(o, workload, kind);
    const word_list *variants = workload == KEY_DISTRIBUTION ? &o->distributions
                                : workload == OPERATION_MIX  ? &o->mixes
                                                             : &orders;
    size_t first = s->cells.count;
    for (size_t i = 0; i < variants->count && !interrupted; i++) {
        const char *variant = variants->items[i];
        if (workload == OPERATION_MIX) {
            job.mix = (bench_mix)name_index(bench_mix_names, MIXES, variant);
            variant = bench_mix_names[job.mix].name;
            job.order = (bench_order)name_index(bench_order_names, ORDERS, orders.items[0]);
        } else {
            job.order = (bench_order)name_index(bench_order_names, ORDERS, variant);
        }
        check_limits(workload, job.order, workload == OPERATION_MIX ? n / 10 : n);
        if (workload == OPERATION_MIX) check_limits(workload, SEQUENTIAL, n);
        run_group(s, job, variant, rows, row_count);
        if (workload == MICRO && !s->counting) {
            bench_print_cells(&s->cells, first, &o->setting);
            first = s->cells.count;
        }
    }
    if (workload != MICRO && !s->counting) bench_print_cells(&s->cells, first, &o->setting);
}

static void run_words(session *s, bool grouped) {
    bench_row rows[MOST];
    size_t count = rows_for(s->options, BENCH_WORDS, grouped, rows), first = s->cells.count;
    const char *name = strrchr(s->options->file, '/');
    if (count == 0) refuse("none of the chosen tables counts words; those that do: %s", tables_with(BENCH_WORDS));
    bench_job job = job_for(s, WORDS, BENCH_WORDS, s->text.words);
    run_group(s, job, name != NULL ? name + 1 : s->options->file, rows, count);
    if (!s->counting) bench_print_cells(&s->cells, first, &s->options->setting);
}

static void run_type(session *s, bench_workload workload, bench_kind kind, bool grouped) {
    static const size_t study[] = {10000000}, micro[] = {1000, 100000, 1000000};
    const options *o = s->options;
    bench_row rows[MOST];
    size_t row_count = rows_for(o, kind, grouped, rows), first = s->cells.count;
    const size_t *sizes = o->size_count != 0 ? o->sizes : workload == MICRO ? micro : study;
    size_t size_count = o->size_count != 0 ? o->size_count : workload == MICRO ? 3 : 1;
    if (row_count == 0) {
        refuse("none of the chosen tables holds -t %s; string: the layouts, stb_ds and their NAME_arena; owned, "
               "owned_long: "
               "the layouts and the C++ tables; u64, cstr: all",
               bench_kind_names[kind].name);
    }
    for (size_t i = 0; i < size_count && !interrupted; i++) {
        run_variants(s, workload, kind, sizes[i], rows, row_count);
    }
    if (o->summary && workload == MICRO && !s->counting) bench_print_summary(&s->cells, first);
}

static void run_all(session *s, bool grouped) {
    const options *o = s->options;
    for (size_t w = 0; w < o->workloads.count && !interrupted; w++) {
        bench_workload workload = (bench_workload)name_index(bench_workload_names, WORKLOADS, o->workloads.items[w]);
        if (workload == WORDS) {
            run_words(s, grouped);
            continue;
        }
        for (size_t t = 0; t < o->types.count && !interrupted; t++) {
            bench_kind kind = (bench_kind)name_index(bench_kind_names, BENCH_KINDS, o->types.items[t]);
            if (kind != BENCH_U64 && kind != BENCH_STRING && workload != MICRO) {
                refuse("-t %s goes with -w micro only; %s takes u64 and string", bench_kind_names[kind].name,
                       bench_workload_names[workload].name);
            }
            run_type(s, workload, kind, grouped);
        }
    }
}

/* ---- Options ---- */

static void print_help(void) {
    puts("usage: cchash-bench -w WORKLOAD [options]; lists are separated by commas\n"
         "  -w LIST        workloads (see --list)\n"
         "  -i LIST        tables; all: the layouts and stb_ds (default); peers: everything that was built\n"
         "  -t LIST        u64 (default), string (owned keys and values); micro also: cstr (borrowed keys),\n"
         "                 owned, owned_long (strings of the table's own, up to 15 and 16 to 64 bytes)\n"
         "  -n LIST        elements, or operations for operation_mix; 100000, 100k, 2M, 1e6 (default: 10M;\n"
         "                 micro: 1k,100k,1M)\n"
         "  -k LIST        key_distribution: uniform, clustered, sequential (default: each)\n"
         "  -o LIST        operation_mix: read_heavy, write_heavy, balanced, typical_web (default: each)\n"
         "  -f FILE        words: the text (default: build/words.txt, which make writes)\n"
         "  --keys LIST    order of keys (default: load_factor sequential,shuffled,random; others random,\n"
         "                 and sequential for texts)\n"
         "  --ops LIST     micro: which operations (default: each)\n"
         "  --hash NAME    default, fold, bytes, siphash13, fnv1a, identity; for tables that can swap it\n"
         "  --rounds R     each table once per round, tables interleaved (default 5); 1: the measured region\n"
         "                 runs once, without warm-up, and in this process if there is one table and one variant\n"
         "  --seed N       of keys and random choices (default 1)\n"
         "  --against LIST tables, or peers: whose best is the base of ratios (default stb_ds, if it runs)\n"
         "  --summary      micro: the layouts as shares of the best peer, with geometric means\n"
         "  --counters     count instructions, cache misses and so on in the measured region, where the machine can\n"
         "  --json FILE    all figures, all rounds\n"
         "  --sizes        struct sizes of the layouts\n"
         "  --mark-growth  load_factor: a line to standard error at each growth (for strace)\n"
         "  --list         workloads, tables, operations, orders and hashes\n"
         "       cchash-bench --compare OLD.json NEW.json: how each figure changed, and which changes stand out\n"
         "  --fail-above P ends with status 1 where a count (never a time) grew by more than P percent");
}

static void print_names(const char *title, const bench_name *names, size_t count) {
    printf("%s\n", title);
    for (size_t i = 0; i < count; i++) printf("  %-26s %s\n", names[i].name, names[i].what);
}

static void print_list(void) {
    print_names("workloads (-w)", bench_workload_names, WORKLOADS);
    puts("tables (-i)");
    for (size_t i = 0; i < LINKED; i++) {
        if (strcmp(linked[i].hash, "default") != 0) continue;
        const bench_table *table = linked[i].table;
        printf("  %-26s", linked[i].name);
        const char *why = why_missing(linked[i].name, table);
        if (why != NULL) {
            printf(" absent: %s\n", why);
        } else {
            for (bench_kind kind = BENCH_U64; kind < BENCH_KINDS; kind++) {
                if (kind != BENCH_ARENA && kind != BENCH_WORDS && table->kinds[kind] != NULL)
                    printf(" %s", bench_kind_names[kind].name);
            }
            printf("%s%s\n", table->kinds[BENCH_ARENA] != NULL ? ", with -t string also NAME_arena" : "",
                   table_with(linked[i].name, "fold") != table ? ", --hash" : "");
        }
    }
    print_names("types (-t)", bench_kind_names, BENCH_ARENA);
    for (bench_kind kind = BENCH_OWNED; kind < BENCH_KINDS; kind++) {
        printf("  %-26s %s\n", bench_kind_names[kind].name, bench_kind_names[kind].what);
    }
    print_names("distributions (-k)", bench_order_names + UNIFORM, 2);
    puts("  sequential");
    print_names("mixes (-o)", bench_mix_names, MIXES);
    print_names("orders of keys (--keys)", bench_order_names, ORDERS);
    print_names("operations (--ops)", bench_op_names + 1, OPS - 1);
    printf("hashes (--hash)\n  %s; with text: default, bytes, siphash13, fnv1a\n", joined(hash_names, HASHES));
}

enum {
    KEYS = 256,
    OPS_OPTION,
    HASH,
    ROUNDS,
    SEED,
    AGAINST,
    SUMMARY,
    JSON,
    SIZES,
    MARK_GROWTH,
    LIST,
    COUNTERS_OPTION,
    COMPARE,
    FAIL_ABOVE,
    HELP
};

static const struct option long_options[] = {{"keys", required_argument, NULL, KEYS},
                                             {"ops", required_argument, NULL, OPS_OPTION},
                                             {"hash", required_argument, NULL, HASH},
                                             {"rounds", required_argument, NULL, ROUNDS},
                                             {"seed", required_argument, NULL, SEED},
                                             {"against", required_argument, NULL, AGAINST},
                                             {"summary", no_argument, NULL, SUMMARY},
                                             {"json", required_argument, NULL, JSON},
                                             {"sizes", no_argument, NULL, SIZES},
                                             {"mark-growth", no_argument, NULL, MARK_GROWTH},
                                             {"list", no_argument, NULL, LIST},
                                             {"counters", no_argument, NULL, COUNTERS_OPTION},
                                             {"compare", required_argument, NULL, COMPARE},
                                             {"fail-above", required_argument, NULL, FAIL_ABOVE},
                                             {"help", no_argument, NULL, HELP},
                                             {NULL, 0, NULL, 0}};

static void set_sizes(options *o, const char *argument) {
    word_list sizes = {.count = 0};
    split(&sizes, argument);
    o->size_count = 0;
    for (size_t i = 0; i < sizes.count; i++) {
        o->sizes[o->size_count++] = parse_count(sizes.items[i], "-n", 1, (size_t)1 << 36);
    }
}

static void set_distributions(options *o, const char *argument) {
    split_names(&o->distributions, argument, bench_order_names, ORDERS, "key distribution");
    for (size_t i = 0; i < o->distributions.count; i++) {
        const char *word = o->distributions.items[i];
        if (strcmp(word, "uniform") != 0 && strcmp(word, "clustered") != 0 && strcmp(word, "sequential") != 0) {
            refuse("no key distribution '%s'; there are: uniform, clustered, sequential", word);
        }
    }
}

static void set_hash(options *o, const char *argument) {
    for (size_t i = 0; i < HASHES; i++) {
        if (strcmp(hash_names[i], argument) == 0) o->hash = hash_names[i];
    }
    if (strcmp(o->hash, argument) != 0) {
        refuse("no hash '%s'; there are: %s", argument, joined(hash_names, HASHES));
    }
}

static void set_option(options *o, int option, char *argument) {
    static const bench_name types[] = {
        {"u64", "", ""}, {"cstr", "", ""}, {"string", "", ""}, {"owned", "", ""}, {"owned_long", "", ""}};
    switch (option) {
    case 'w': split_names(&o->workloads, argument, bench_workload_names, WORKLOADS, "workload"); break;
    case 'i': o->tables.count = 0, split(&o->tables, argument); break;
    case 't': split_names(&o->types, argument, types, sizeof types / sizeof *types, "type"); break;
    case 'n': set_sizes(o, argument); break;
    case 'k': set_distributions(o, argument); break;
    case 'o': split_names(&o->mixes, argument, bench_mix_names, MIXES, "operation mix"); break;
    case 'f': o->file = argument; break;
    case KEYS: split_names(&o->orders, argument, bench_order_names, ORDERS, "order of keys"); break;
    case OPS_OPTION: split_names(&o->ops, argument, bench_op_names + 1, OPS - 1, "operation"); break;
    case HASH: set_hash(o, argument); break;
    case ROUNDS: o->setting.rounds = (unsigned)parse_count(argument, "--rounds", 1, 1000); break;
    case SEED: o->setting.seed = parse_seed(argument); break;
    case AGAINST: o->setting.against = argument; break;
    case SUMMARY: o->summary = true; break;
    case JSON: o->json = argument; break;
    case SIZES: o->sizes_only = true; break;
    case MARK_GROWTH: o->mark_growth = true; break;
    case LIST: o->list = true; break;
    case COMPARE: o->compare = argument; break;
    case FAIL_ABOVE: o->fail_above = parse_percent(argument); break;
    case COUNTERS_OPTION: o->setting.counters = true; break;
    case 'h':
    case HELP: print_help(); exit(0);
    case ':': refuse("option '%s' wants a value; see --help", argument);
    default:
        refuse(
            "no option '%s'; there are: -w -i -t -n -k -o -f --keys --ops --hash --rounds --seed --against --summary "
            "--counters --json --sizes --mark-growth --list --compare --fail-above --help",
            argument);
    }
}

/* What can only be said when all options are known. */
static bool finish_options(options *o) {
    bool grouped = has(&o->tables, "all") || has(&o->tables, "peers");
    expand_tables(&o->tables);
    for (size_t i = 0; i < o->ops.count; i++) {
        o->wanted |= 2u << name_index(bench_op_names + 1, OPS - 1, o->ops.items[i]);
    }
    if (o->ops.count == 0) o->wanted = UINT32_MAX;
    bool numbers_only = strcmp(o->hash, "fold") == 0 || strcmp(o->hash, "identity") == 0;
    bool text = has(&o->types, "string") || has(&o->types, "cstr") || has(&o->types, "owned") ||
                has(&o->types, "owned_long") || has(&o->workloads, "words");
    if (numbers_only && text) {
        refuse("--hash %s is for numbers; text takes default, bytes, siphash13 and fnv1a", o->hash);
    }
    if (o->setting.against == NULL) {
        bool baseline = has(&o->tables, "stb_ds") && table_with("stb_ds", "default") != NULL &&
                        table_with("stb_ds", "default")->missing == NULL;
        o->setting.against = baseline ? "stb_ds" : o->tables.items[0];
    } else if (strcmp(o->setting.against, "peers") != 0) {
        word_list against = {.count = 0};
        split(&against, o->setting.against);
        for (size_t i = 0; i < against.count; i++) {
            if (!is_table_name(against.items[i], "") && !is_table_name(against.items[i], "_arena")) {
                refuse("--against: no table '%s'; there are: %s", against.items[i], valid_tables());
            }
        }
    }
    return grouped;
}

static int pin_to_core(void) {
#ifdef __linux__
    cpu_set_t set;
    int core = sched_getcpu();
    if (core < 0) return -1;
    CPU_ZERO(&set);
    CPU_SET((size_t)core, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0 ? core : -1;
#else
    return -1;
#endif
}

/* Finds out early whether the figures will have a place. */
static void check_json_place(const char *file) {
    char *folder = bench_strdup(file), *slash = strrchr(folder, '/');
    if (slash != NULL) *(slash == folder ? slash + 1 : slash) = '\0';
    if (access(slash != NULL ? folder : ".", W_OK) != 0 || file[0] == '\0' || file[strlen(file) - 1] == '/') {
        refuse("--json cannot write '%s': wanted is a file name in a folder that exists and can be written to", file);
    }
    free(folder);
}

int main(int argc, char **argv) {
    options o = {.hash = "default", .file = "build/words.txt", .fail_above = -1};
    o.setting = (bench_setting){.argument_count = argc, .arguments = argv, .seed = 1, .rounds = 5, .core = -1};
    split(&o.types, "u64");
    split(&o.tables, "all");
    split(&o.distributions, "uniform,clustered,sequential");
    split(&o.mixes, "read_heavy,write_heavy,balanced,typical_web");
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, ":w:i:t:n:k:o:f:h", long_options, NULL)) != -1;) {
        set_option(&o, option, optarg != NULL ? optarg : argv[optind - 1]);
    }
    if (o.compare != NULL) {
        if (optind != argc - 1) refuse("--compare wants two files: --compare OLD.json NEW.json");
        return bench_compare(o.compare, argv[optind], o.fail_above);
    }
    if (optind < argc) refuse("'%s' is not an option; see --help", argv[optind]);
    bool grouped = finish_options(&o);
    const bench_table *tables[LINKED];
    size_t table_count = 0;
    for (size_t i = 0; i < LINKED; i++) {
        if (linked[i].table != NULL && strcmp(linked[i].hash, "default") == 0) tables[table_count++] = linked[i].table;
    }
    if (o.list) {
        print_list();
        return 0;
    }
    if (o.workloads.count == 0 && !o.sizes_only) {
        refuse("-w is wanted: %s", joined_names(bench_workload_names, WORKLOADS));
    }
    if (o.json != NULL) check_json_place(o.json);
    session s = {.options = &o, .counting = true};
    if (has(&o.workloads, "words") && !bench_text_load(&s.text, o.file)) {
        refuse("-f: no words in '%s'; any text file will do, and `make build/words.txt` writes one", o.file);
    }
    tell_missing(&o);
    run_all(&s, grouped);
    o.setting.core = pin_to_core();
    bench_print_machine(&o.setting);
    if (o.setting.counters && bench_counters_missing() != NULL) printf("%s\n", bench_counters_missing());
    if (o.sizes_only) bench_print_sizes(tables, table_count);
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    clock_gettime(CLOCK_MONOTONIC, &s.started);
    s.counting = false;
    run_all(&s, grouped);
    o.setting.core_share = bench_core_share();
    if (o.setting.core_share < 0.95) {
        printf("\nother programs had this core for %.0f %% of the time: smallest times mean more than medians\n",
               100 * (1 - o.setting.core_share));
    }
    if (o.json != NULL && !bench_write_json(o.json, &s.cells, &o.setting, tables, table_count)) {
        bench_die("could not write %s: %s", o.json, strerror(errno));
    }
    return interrupted ? 130 : 0;
}
