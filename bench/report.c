/* report.c: what was measured, as tables of text. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "report.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

double bench_min(const bench_cell *cell) {
    double least = cell->values[0];
    for (unsigned i = 1; i < cell->rounds; i++) {
        if (cell->values[i] < least) least = cell->values[i];
    }
    return least;
}

double bench_median(const bench_cell *cell) {
    double *sorted = bench_malloc(cell->rounds * sizeof *sorted);
    memcpy(sorted, cell->values, cell->rounds * sizeof *sorted);
    qsort(sorted, cell->rounds, sizeof *sorted, bench_compare_doubles);
    double median = (sorted[(cell->rounds - 1) / 2] + sorted[cell->rounds / 2]) / 2;
    free(sorted);
    return median;
}

void bench_print_setting(const bench_setting *setting) {
    if (setting->core >= 0) {
        printf("pinned to core %d, ", setting->core);
    } else {
        printf("not pinned to a core, ");
    }
    printf("%u round%s, seed %llu\n", setting->rounds, setting->rounds == 1 ? "" : "s",
           (unsigned long long)setting->seed);
}

static const char *grouped(size_t n, char *to) { /* room for 27 */
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%zu", n);
    char *out = to;
    for (int i = 0; i < length; i++) {
        if (i != 0 && (length - i) % 3 == 0) *out++ = ',';
        *out++ = digits[i];
    }
    *out = '\0';
    return to;
}

static bool listed(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; at != NULL && *at != '\0'; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || at[length] == '\0')) return true;
    }
    return false;
}

static const char *best_of(const char *against) {
    return strchr(against, ',') != NULL || strcmp(against, "peers") == 0 ? "the best of " : "";
}

static bool is_against(const char *against, const bench_cell *cell) {
    return strcmp(against, "peers") == 0 ? cell->peer : listed(against, cell->table);
}

static bool same_job(const bench_cell *a, const bench_cell *b) {
    return a->workload == b->workload && a->kind == b->kind && a->n == b->n && a->op == b->op &&
           strcmp(a->variant, b->variant) == 0;
}

/* The fastest of the tables that `cell` is compared with, in the same job; NULL if none ran. */
static const bench_cell *best_against(const bench_cells *cells, const bench_cell *cell, const char *against) {
    const bench_cell *best = NULL;
    for (size_t i = 0; i < cells->count; i++) {
        const bench_cell *other = &cells->cells[i];
        if (!same_job(other, cell) || !is_against(against, other)) continue;
        if (best == NULL || bench_min(other) < bench_min(best)) best = other;
    }
    return best;
}

static const bench_cell *find_cell(const bench_cells *cells, size_t first, const char *table, const char *variant,
                                   bench_op op, size_t n) {
    for (size_t i = first; i < cells->count; i++) {
        const bench_cell *cell = &cells->cells[i];
        if (cell->op == op && strcmp(cell->table, table) == 0 && (n == 0 || cell->n == n) &&
            (variant == NULL || strcmp(cell->variant, variant) == 0)) {
            return cell;
        }
    }
    return NULL;
}

static const char *table_heading(const bench_cell *cell, char *to, size_t size) {
    bool swapped = strcmp(cell->hash, "default") != 0 && strcmp(cell->hash, "own") != 0;
    snprintf(to, size, "%s%s%s%s", cell->table, swapped ? " (" : "", swapped ? cell->hash : "", swapped ? ")" : "");
    return to;
}

/* Workloads with one figure: tables down, variants across. */
static void print_variants(const bench_cells *cells, size_t first, const bench_setting *setting) {
    bench_list tables = {.count = 0}, variants = {.count = 0};
    const bench_cell *any = &cells->cells[first];
    char count[32], heading[64];
    for (size_t i = first; i < cells->count; i++) {
        bench_list_add(&tables, cells->cells[i].table);
        bench_list_add(&variants, cells->cells[i].variant);
    }
    const bench_workload_info *workload = &bench_workloads[any->workload];
    bool has_types = workload->types == NULL || workload->types[0] != '\0';
    printf("\n%s, %s%s%s %s: %s, smallest and median of %u round%s; x: times as fast as %s%s\n\n",
           bench_workload_names[any->workload].name, has_types ? bench_type_names[any->kind].name : "",
           has_types ? ", " : "", grouped(any->n, count), workload->counted, workload->unit, setting->rounds,
           setting->rounds == 1 ? "" : "s", best_of(setting->against), setting->against);
    printf("%-32s", "");
    for (size_t v = 0; v < variants.count; v++) printf("  %24s", variants.items[v]);
    printf("\n%-32s", "table");
    for (size_t v = 0; v < variants.count; v++) printf("  %8s %8s %6s", "min", "median", "x");
    printf("\n");
    for (size_t t = 0; t < tables.count; t++) {
        const bench_cell *cell = find_cell(cells, first, tables.items[t], NULL, OP_TIME, 0);
        printf("%-32s", table_heading(cell, heading, sizeof heading));
        for (size_t v = 0; v < variants.count; v++) {
            cell = find_cell(cells, first, tables.items[t], variants.items[v], OP_TIME, 0);
            if (cell == NULL) {
                printf("  %8s %8s %6s", "-", "-", "-");
                continue;
            }
            const bench_cell *base = best_against(cells, cell, setting->against);
            printf("  %8.2f %8.2f", bench_min(cell), bench_median(cell));
            if (base != NULL) {
                printf(" %6.2f", bench_min(base) / bench_min(cell));
            } else {
                printf(" %6s", "-");
            }
        }
        printf("\n");
    }
}

double bench_millions(const bench_cell *cell, double ns) { return 1e3 * cell->threads / ns; }

/* Tables down, numbers of threads across. */
static void print_threads(const bench_cells *cells, size_t first, const bench_setting *setting) {
    bench_list tables = {.count = 0}, variants = {.count = 0};
    const bench_cell *any = &cells->cells[first];
    char count[32];
    for (size_t i = first; i < cells->count; i++) {
        bench_list_add(&tables, cells->cells[i].table);
        bench_list_add(&variants, cells->cells[i].variant);
    }
    printf(
        "\nthreads, %s, %s elements: Mops: million operations per second, all threads together, best and median of %u "
        "round%s; ns: of one operation, for one thread\n\n%-20s",
        bench_type_names[any->kind].name, grouped(any->n, count), setting->rounds, setting->rounds == 1 ? "" : "s",
        "load/threads");
    for (size_t v = 0; v < variants.count; v++) printf("  %26s", variants.items[v]);
    printf("\n%-20s", "table");
    for (size_t v = 0; v < variants.count; v++) printf("  %8s %8s %8s", "Mops", "median", "ns");
    printf("\n");
    for (size_t t = 0; t < tables.count; t++) {
        printf("%-20s", tables.items[t]);
        for (size_t v = 0; v < variants.count; v++) {
            const bench_cell *cell = find_cell(cells, first, tables.items[t], variants.items[v], OP_TIME, 0);
            if (cell == NULL) {
                printf("  %8s %8s %8s", "-", "-", "-");
                continue;
            }
            printf("  %8.2f %8.2f %8.1f", bench_millions(cell, bench_min(cell)),
                   bench_millions(cell, bench_median(cell)), bench_min(cell));
        }
        printf("\n");
    }
}

static void print_figure(double value, int width) {
    if (value < 0) {
        printf(" %*s", width, "-");
    } else {
        printf(" %*.*f", width, value < 10 ? 2 : value < 1000 ? 1 : 0, value);
    }
}

typedef double figure_of(const bench_cell *cell);

static void print_micro_table(const bench_cells *cells, size_t first, const bench_list *tables, const char *title,
                              figure_of *figure, const char *against) {
    printf("\n%s\n%-18s", title, "");
    for (size_t t = 0; t < tables->count; t++) printf(" %10s", bench_short_name(tables->items[t]));
    printf("\n");
    for (int op = 0; op < OPS; op++) {
        bool any = false;
        for (size_t i = first; i < cells->count && !any; i++) any = cells->cells[i].op == (bench_op)op;
        if (!any) continue;
        printf("%-18s", bench_op_names[op].name);
        for (size_t t = 0; t < tables->count; t++) {
            const bench_cell *cell = find_cell(cells, first, tables->items[t], NULL, (bench_op)op, 0);
            const bench_cell *base = cell != NULL && against != NULL ? best_against(cells, cell, against) : NULL;
            double value = cell == NULL ? -1 : figure(cell);
            if (against != NULL) value = base == NULL || cell == NULL ? -1 : bench_min(base) / figure(cell);
            print_figure(value, 10);
        }
        printf("\n");
    }
}

static void print_micro(const bench_cells *cells, size_t first, const bench_setting *setting) {
    bench_list tables = {.count = 0};
    const bench_cell *any = &cells->cells[first];
    char count[32], title[256];
    for (size_t i = first; i < cells->count; i++) bench_list_add(&tables, cells->cells[i].table);
    printf("\nmicro, %s, %s keys, n = %s%s%s\n", bench_type_names[any->kind].name, any->variant, grouped(any->n, count),
           strcmp(any->hash, "default") == 0 ? "" : ", hash: ", strcmp(any->hash, "default") == 0 ? "" : any->hash);
    snprintf(title, sizeof title, "ns (bytes rows: bytes per element), smallest of %u round%s", setting->rounds,
             setting->rounds == 1 ? "" : "s");
    print_micro_table(cells, first, &tables, title, bench_min, NULL);
    if (setting->rounds > 1) print_micro_table(cells, first, &tables, "the same, median", bench_median, NULL);
    snprintf(title, sizeof title, "times as fast (bytes: as small) as %s%s", best_of(setting->against),
             setting->against);
    print_micro_table(cells, first, &tables, title, bench_min, setting->against);
}

/* Growth: the latency of single inserts, a table for each number of threads. */
static void print_threads_latency(const bench_cells *cells, size_t first, const bench_setting *setting) {
    bench_list tables = {.count = 0}, variants = {.count = 0};
    for (size_t i = first; i < cells->count; i++) {
        if (bench_operations[cells->cells[i].op].group != LATENCY) continue;
        bench_list_add(&tables, cells->cells[i].table);
        bench_list_add(&variants, cells->cells[i].variant);
    }
    for (size_t v = 0; v < variants.count; v++) {
        printf("\n%s: ns of single inserts, smallest of %u round%s\n%-20s", variants.items[v], setting->rounds,
               setting->rounds == 1 ? "" : "s", "");
        for (int op = 0; op < OPS; op++) {
            if (bench_operations[op].group == LATENCY) printf(" %10s", bench_op_names[op].name);
        }
        printf("\n");
        for (size_t t = 0; t < tables.count; t++) {
            printf("%-20s", tables.items[t]);
            for (int op = 0; op < OPS; op++) {
                if (bench_operations[op].group != LATENCY) continue;
                const bench_cell *cell = find_cell(cells, first, tables.items[t], variants.items[v], (bench_op)op, 0);
                print_figure(cell != NULL ? bench_min(cell) : -1, 10);
            }
            printf("\n");
        }
    }
}

/* ---- Counters ---- */

double bench_least_count(const bench_cell *cell, int counter) {
    double least = -1;
    for (unsigned i = 0; cell->counts != NULL && i < cell->rounds; i++) {
        double count = cell->counts[(size_t)i * COUNTERS + (size_t)counter];
        if (count >= 0 && (least < 0 || count < least)) least = count;
    }
    return least;
}

static void print_job_counters(const bench_cells *cells, size_t first) {
    const bench_cell *job = &cells->cells[first];
    printf("\n%s, %s: counted in the measured region, per element, smallest of the rounds\n%-24s", job->variant,
           bench_op_names[job->op].name, "");
    for (size_t i = first; i < cells->count; i++) {
        if (same_job(&cells->cells[i], job)) printf(" %10s", bench_short_name(cells->cells[i].table));
    }
    printf("\n");
    for (int counter = 0; counter < COUNTERS; counter++) {
        if (bench_least_count(job, counter) < 0) continue;
        printf("%-24s", bench_counter_names[counter]);
        for (size_t i = first; i < cells->count; i++) {
            if (same_job(&cells->cells[i], job)) printf(" %10.4f", bench_least_count(&cells->cells[i], counter));
        }
        printf("\n");
    }
}

/* Prints each job once, at its first cell. */
static void print_counters(const bench_cells *cells, size_t first) {
    for (size_t i = first; i < cells->count; i++) {
        bool seen = cells->cells[i].counts == NULL;
        for (size_t j = first; j < i && !seen; j++) seen = same_job(&cells->cells[j], &cells->cells[i]);
        if (!seen) print_job_counters(cells, i);
    }
}

void bench_print_cells(const bench_cells *cells, size_t first, const bench_setting *setting) {
    if (first >= cells->count) return;
    if (cells->cells[first].workload == MICRO) {
        print_micro(cells, first, setting);
    } else if (cells->cells[first].workload == THREADS) {
        print_threads(cells, first, setting);
        print_threads_latency(cells, first, setting);
    } else {
        print_variants(cells, first, setting);
    }
    if (setting->counters) print_counters(cells, first);
    fflush(stdout);
}

/* ---- Layouts against the best of the others ---- */

static void print_means(const bench_cells *cells, size_t first, const char *layout, const char *against) {
    double sum = 0, worst = 0;
    const bench_cell *worst_cell = NULL;
    unsigned count = 0;
    for (size_t i = first; i < cells->count; i++) {
        const bench_cell *cell = &cells->cells[i];
        if (strcmp(cell->table, layout) != 0 || !bench_operations[cell->op].in_mean) continue;
        const bench_cell *best = best_against(cells, cell, against);
        if (best == NULL) continue;
        double ratio = bench_min(cell) / bench_min(best);
        sum += log(ratio);
        count++;
        if (ratio > worst) {
            worst = ratio;
            worst_cell = cell;
        }
    }
    if (worst_cell == NULL) return;
    char n[32];
    bool all = strcmp(against, "peers") == 0;
    printf("%-24s of %-20s geometric mean %.3f over %u cells, worst %.2f (%s at %s)\n", layout,
           all ? "the best of all peers" : against, exp(sum / count), count, worst, bench_op_names[worst_cell->op].name,
           grouped(worst_cell->n, n));
}

static bool is_layout(size_t id) { return bench_tables[id].role == LAYOUT_ROW || bench_tables[id].role == VARIANT_ROW; }

static bool size_is_new(const bench_cells *cells, size_t first, size_t place) {
    for (size_t i = first; i < place; i++) {
        if (cells->cells[i].n == cells->cells[place].n) return false;
    }
    return true;
}

static void print_shares(const bench_cells *cells, size_t first, size_t n) {
    char count[32];
    printf("\n%-18s", grouped(n, count));
    for (size_t id = 0; id < TABLES; id++) {
        if (is_layout(id)) printf(" %8s", bench_tables[id].short_name);
    }
    printf("   best peer\n");
    for (int op = 0; op < OPS; op++) {
        const bench_cell *best = NULL;
        for (size_t i = first; i < cells->count && best == NULL; i++) {
            const bench_cell *cell = &cells->cells[i];
            if (cell->op == (bench_op)op && cell->n == n) best = best_against(cells, cell, "peers");
        }
        if (best == NULL) continue;
        printf("%-18s", bench_op_names[op].name);
        for (size_t id = 0; id < TABLES; id++) {
            if (!is_layout(id)) continue;
            const bench_cell *cell = find_cell(cells, first, bench_table_names[id].name, NULL, (bench_op)op, n);
            if (cell == NULL || bench_min(best) <= 0) {
                printf(" %8s", "-");
            } else {
                printf(" %8.2f", bench_min(cell) / bench_min(best));
            }
        }
        printf("   %s %.2f\n", best->table, bench_min(best));
    }
}

void bench_print_summary(const bench_cells *cells, size_t first) {
    bench_list in_mean = {.count = 0};
    if (first >= cells->count) return;
    printf("\n%s, %s keys: time (or bytes) as a share of the best peer's in the same cell; below 1 is better\n",
           bench_type_names[cells->cells[first].kind].name, cells->cells[first].variant);
    for (size_t i = first; i < cells->count; i++) {
        if (size_is_new(cells, first, i)) print_shares(cells, first, cells->cells[i].n);
    }
    printf("\n");
    for (size_t id = 0; id < TABLES; id++) {
        if (!is_layout(id)) continue;
        print_means(cells, first, bench_table_names[id].name, "peers");
        if (bench_tables[id].kin != NULL) print_means(cells, first, bench_table_names[id].name, bench_tables[id].kin);
    }
    for (int op = 0; op < OPS; op++) {
        if (bench_operations[op].in_mean) bench_list_add(&in_mean, bench_op_names[op].name);
    }
    printf("(mean of: %s)\n", bench_list_join(&in_mean));
    fflush(stdout);
}

/* ---- Sizes ---- */

static void print_size(size_t size) {
    if (size == 0) {
        printf(" %10s", "-");
    } else {
        printf(" %10zu", size);
    }
}

void bench_print_sizes(void) {
    printf("\nsizes in bytes; a string is a cchash_str (stb_ds: {pointer, length, capacity}) = 24 bytes, as in the "
           "study\n\n");
    printf("%-28s %10s %10s %10s %10s   %s\n", "", "u64 entry", "per line", "string e.", "slot", "beside it");
    for (size_t id = 0; id < TABLES; id++) {
        const bench_sizes *sizes = bench_sizes_of((bench_table_id)id);
        if (sizes == NULL) continue;
        printf("%-28s", bench_table_names[id].name);
        print_size(sizes->u64_entry);
        printf(" %10.1f", 64.0 / (double)sizes->u64_entry);
        print_size(sizes->string_entry);
        print_size(sizes->bucket_slot);
        printf("   %s\n", sizes->beside);
    }
    printf("%-28s %10d %10s %10d %10s   %s\n", "key and value alone", 16, "4.0", 48, "-", "");
    printf("%-28s %10s %10s %10s %10d   %s\n", "the study: chaining", "-", "-", "-", 8, "");
    printf("%-28s %10d %10s %10d %10s   %s\n", "the study: open addressing", 24, "2.7", 48, "-",
           "nothing: the state is in the entry");
    printf("%-28s %10d %10s %10d %10s   %s\n", "the study: compact", 16, "4.0", 48, "-",
           "2 status bits a slot: 8 bytes for 32 entries");
}
