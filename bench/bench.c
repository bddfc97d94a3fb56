/* bench.c: main, and the order in which things run. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "compare.h"
#include "machine.h"
#include "options.h"
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static volatile sig_atomic_t interrupted;

static void on_interrupt(int signal_number) {
    (void)signal_number;
    interrupted = 1;
}

typedef struct {
    const bench_options *options;
    bench_cells cells;
    bench_text text;
    size_t jobs, jobs_done;
    bool counting; /* first pass: only count the jobs */
    double started_ns;
} session;

static void progress(const session *s, const bench_job *job, const char *table, unsigned round) {
    if (!isatty(STDERR_FILENO)) return;
    double taken = (bench_now_ns() - s->started_ns) * 1e-9;
    fprintf(stderr, "\r\033[K[%zu/%zu] %s %s n=%zu %s, round %u", s->jobs_done + 1, s->jobs,
            bench_workload_names[job->workload].name, bench_type_names[job->kind].name, job->n, table, round + 1);
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
        s->cells.cells = bench_realloc(s->cells.cells, room * sizeof *s->cells.cells);
    }
    bench_cell *cell = &s->cells.cells[s->cells.count++];
    unsigned rounds = s->options->setting.rounds;
    *cell = (bench_cell){
        .workload = job->workload,
        .kind = job->kind,
        .variant = variant,
        .n = job->n,
        .op = op,
        .table = row->name,
        .hash = row->hash,
        .threads = job->threads,
        .peer = bench_tables[row->id].is_peer,
        .values = bench_malloc(rounds * sizeof(double)),
        .checks = bench_malloc(rounds * sizeof(uint64_t)),
    };
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
        if (cell->latency == NULL) cell->latency = bench_calloc(LATENCY_BUCKETS, sizeof(uint64_t));
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
                      bench_workload_names[job->workload].name, bench_type_names[job->kind].name, variant, job->n,
                      bench_op_names[op].name, cell->table, (unsigned long long)result->check[op], expected_from[op],
                      (unsigned long long)expected->check[op]);
        }
    }
}

/* All rounds of one job over all its tables, interleaved. */
static void run_group(session *s, bench_job job, const char *variant, const bench_rows *rows) {
    const bench_options *o = s->options;
    unsigned rounds = o->setting.rounds;
    size_t first = s->cells.count;
    if (s->counting) {
        s->jobs += rows->count * rounds;
        return;
    }
    for (unsigned round = 0; round < rounds && !interrupted; round++) {
        bench_result expected = {.done = {false}};
        const char *expected_from[OPS];
        for (size_t i = 0; i < rows->count && !interrupted; i++) {
            const bench_row *row = &rows->rows[i];
            bench_result result = {0};
            char error[256];
            job.ops = row->ops;
            job.kind = row->kind == BENCH_ARENA ? BENCH_STRING : row->kind == BENCH_SHARED ? BENCH_U64 : row->kind;
            job.seed = o->setting.seed * 0x9E3779B97F4A7C15u + round;
            job.memory = round == 0;
            progress(s, &job, row->name, round);
            if (!bench_run(&job, &result, error, sizeof error)) {
                if (interrupted) break;
                clear_progress();
                bench_die("%s, %s, n = %zu, %s: %s", bench_workload_names[job.workload].name,
                          bench_type_names[job.kind].name, job.n, row->name, error);
            }
            take_result(s, &job, variant, row, &result, &expected, expected_from, first);
            s->jobs_done++;
        }
    }
    clear_progress();
}

static void check_limits(bench_workload workload, bench_order order, size_t n) {
    const bench_workload_info *info = &bench_workloads[workload];
    size_t keys = info->n_per_key > 1 ? n / info->n_per_key : n, limit = bench_orders[order].limit;
    if (keys == 0) {
        bench_refuse("%s wants -n of at least %u, for one key", bench_workload_names[workload].name, info->n_per_key);
    }
    if (info->has_misses && bench_orders[order].few_keys) limit /= 2; /* the other half is what lookups miss */
    if (keys > limit) {
        bench_refuse("--keys %s has %zu keys at most, -n asks for %zu", bench_order_names[order].name, limit, keys);
    }
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

static bench_order order_named(const char *name) {
    return (bench_order)bench_name_place(bench_order_names, ORDERS, name);
}

/* The orders of --keys, or those that the workload has for numbers and for texts. */
static bench_list orders_for(const bench_options *o, bench_workload workload, bench_kind kind) {
    const bench_workload_info *info = &bench_workloads[workload];
    bench_list orders = {.count = 0};
    if (info->variants == BY_DISTRIBUTION) return o->distributions;
    if (o->orders.count != 0) return o->orders;
    bench_list_split(&orders, kind == BENCH_U64 ? info->orders : info->text_orders);
    return orders;
}

static void run_variants(session *s, bench_workload workload, bench_kind kind, size_t n, const bench_rows *rows) {
    const bench_options *o = s->options;
    bench_job job = job_for(s, workload, kind, n);
    bench_list orders = orders_for(o, workload, kind);
    bool by_mix = bench_workloads[workload].variants == BY_MIX;
    const bench_list *variants = by_mix ? &o->mixes : &orders;
    size_t first = s->cells.count;
    for (size_t i = 0; i < variants->count && !interrupted; i++) {
        const char *variant = variants->items[i];
        if (by_mix) job.mix = (bench_mix)bench_name_place(bench_mix_names, MIXES, variant);
        job.order = order_named(by_mix ? orders.items[0] : variant);
        check_limits(workload, job.order, n);
        run_group(s, job, variant, rows);
        if (workload == MICRO && !s->counting) {
            bench_print_cells(&s->cells, first, &o->setting);
            first = s->cells.count;
        }
    }
    if (workload != MICRO && !s->counting) bench_print_cells(&s->cells, first, &o->setting);
}

/* The loads, each with every number of threads. */
static void run_loads(session *s, bench_kind kind, size_t n, const bench_rows *rows) {
    const bench_options *o = s->options;
    bench_job job = job_for(s, THREADS, kind, n);
    job.order = order_named(orders_for(o, THREADS, kind).items[0]);
    check_limits(THREADS, job.order, n);
    for (size_t l = 0; l < o->loads.count && !interrupted; l++) {
        size_t first = s->cells.count;
        const char *load = o->loads.items[l];
        job.load = (bench_load)bench_name_place(bench_load_names, LOADS, load);
        for (size_t t = 0; t < o->thread_counts && !interrupted; t++) {
            job.threads = (unsigned)o->threads[t];
            run_group(s, job, bench_format("%s/%u", load, job.threads), rows);
        }
        if (!s->counting) bench_print_cells(&s->cells, first, &o->setting);
    }
}

static void run_words(session *s) {
    const bench_options *o = s->options;
    bench_rows rows = bench_rows_of(&o->tables, o->hash, BENCH_WORDS, o->grouped);
    size_t first = s->cells.count;
    const char *name = strrchr(o->file, '/');
    if (rows.count == 0) {
        bench_refuse("none of the chosen tables counts words; those that do: %s", bench_tables_with(BENCH_WORDS));
    }
    run_group(s, job_for(s, WORDS, BENCH_WORDS, s->text.words), name != NULL ? name + 1 : o->file, &rows);
    if (!s->counting) bench_print_cells(&s->cells, first, &o->setting);
}

static void check_type(bench_workload workload, bench_kind kind) {
    bench_list types = {.count = 0};
    if (bench_workloads[workload].types == NULL) return;
    bench_list_split(&types, bench_workloads[workload].types);
    if (bench_list_has(&types, bench_type_names[kind].name)) return;
    bench_refuse("-t %s goes with -w micro only; %s takes %s", bench_type_names[kind].name,
                 bench_workload_names[workload].name, bench_list_join(&types));
}

static void run_type(session *s, bench_workload workload, bench_kind kind) {
    const bench_options *o = s->options;
    bool by_threads = bench_workloads[workload].variants == BY_THREADS;
    bench_kind held = by_threads ? BENCH_SHARED : kind;
    bench_rows rows = bench_rows_of(&o->tables, o->hash, held, o->grouped);
    size_t first = s->cells.count, size_count;
    if (rows.count == 0) {
        bench_refuse("none of the chosen tables holds -t %s; those that do: %s", bench_type_names[held].name,
                     bench_tables_with(held));
    }
    size_t *sizes = bench_parse_sizes(o->sizes != NULL ? o->sizes : bench_workloads[workload].sizes, &size_count);
    for (size_t i = 0; i < size_count && !interrupted; i++) {
        if (by_threads) {
            run_loads(s, kind, sizes[i], &rows);
        } else {
            run_variants(s, workload, kind, sizes[i], &rows);
        }
    }
    free(sizes);
    if (o->summary && workload == MICRO && !s->counting) bench_print_summary(&s->cells, first);
}

static void run_all(session *s) {
    const bench_options *o = s->options;
    for (size_t w = 0; w < o->workloads.count && !interrupted; w++) {
        bench_workload workload =
            (bench_workload)bench_name_place(bench_workload_names, WORKLOADS, o->workloads.items[w]);
        if (bench_workloads[workload].variants == BY_TEXT) {
            run_words(s);
            continue;
        }
        for (size_t t = 0; t < o->types.count && !interrupted; t++) {
            bench_kind kind = bench_kind_of(o->types.items[t]);
            check_type(workload, kind);
            run_type(s, workload, kind);
        }
    }
}

int main(int argc, char **argv) {
    bench_check_names();
    bench_options o = bench_parse_options(argc, argv);
    if (o.compare != NULL) return bench_compare(o.compare, o.compare_with, o.fail_above);
    if (o.list) {
        bench_print_list();
        return 0;
    }
    session s = {.options = &o, .counting = true};
    if (bench_list_has(&o.workloads, bench_workload_names[WORDS].name) && !bench_text_load(&s.text, o.file)) {
        bench_refuse("-f: no words in '%s'; any text file will do, and `make build/words.txt` writes one", o.file);
    }
    bench_tell_missing(&o.tables, o.hash);
    run_all(&s);
    o.setting.core = bench_pin_to_core();
    bench_print_machine();
    bench_print_setting(&o.setting);
    if (o.setting.counters && bench_counters_missing() != NULL) printf("%s\n", bench_counters_missing());
    if (o.sizes_only) bench_print_sizes();
    struct sigaction action = {.sa_handler = on_interrupt};
    sigaction(SIGINT, &action, NULL);
    s.started_ns = bench_now_ns();
    s.counting = false;
    run_all(&s);
    o.setting.core_share = bench_core_share();
    if (o.setting.core_share < 0.95) {
        printf("\nother programs had this core for %.0f %% of the time: smallest times mean more than medians\n",
               100 * (1 - o.setting.core_share));
    }
    if (o.json != NULL && !bench_write_json(o.json, &s.cells, &o.setting)) {
        bench_die("could not write %s: %s", o.json, strerror(errno));
    }
    return interrupted ? 130 : 0;
}
