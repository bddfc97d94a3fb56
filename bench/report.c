/* report.c: text tables and JSON. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "report.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#ifndef BENCH_FLAGS
#define BENCH_FLAGS ""
#endif
#ifndef BENCH_CXX_VERSION
#define BENCH_CXX_VERSION ""
#endif

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

static int compare_doubles(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

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
    qsort(sorted, cell->rounds, sizeof *sorted, compare_doubles);
    double median = (sorted[(cell->rounds - 1) / 2] + sorted[cell->rounds / 2]) / 2;
    free(sorted);
    return median;
}

/* ---- The machine ---- */

/* The first line of a small file, or of the line that starts with `key` what follows ": ". */
static const char *line_of(const char *file, const char *key, char *line, size_t size) {
    FILE *in = fopen(file, "r");
    const char *found = "";
    if (in == NULL) return found;
    while (found[0] == '\0' && fgets(line, (int)size, in) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *colon = strstr(line, ": ");
        if (key == NULL)
            found = line;
        else if (strncmp(line, key, strlen(key)) == 0 && colon != NULL)
            found = colon + 2;
        if (key == NULL) break;
    }
    fclose(in);
    return found;
}

static const char *cache_fact(int index, const char *what, char *line, size_t size) {
    char file[96];
    snprintf(file, sizeof file, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, what);
    return line_of(file, NULL, line, size);
}

static const char *cpu_model(char *line, size_t size) { return line_of("/proc/cpuinfo", "model name", line, size); }

void bench_print_machine(const bench_setting *setting) {
    char line[512], level[16], size[16];
    struct utsname system;
    uname(&system);
    const char *model = cpu_model(line, sizeof line);
    printf("%s, %ld cores, %s %s", model[0] != '\0' ? model : system.machine, sysconf(_SC_NPROCESSORS_ONLN),
           system.sysname, system.release);
    for (int i = 0; cache_fact(i, "level", level, sizeof level)[0] != '\0'; i++) {
        char type[32];
        cache_fact(i, "type", type, sizeof type);
        if (strcmp(type, "Instruction") == 0) continue;
        printf(", L%s %s", level, cache_fact(i, "size", size, sizeof size));
    }
    printf("\n%s, %s\n", COMPILER, BENCH_FLAGS);
    if (setting->core >= 0) {
        printf("pinned to core %d, ", setting->core);
    } else {
        printf("not pinned to a core, ");
    }
    printf("%u round%s, seed %llu\n", setting->rounds, setting->rounds == 1 ? "" : "s",
           (unsigned long long)setting->seed);
}

/* ---- Text ---- */

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

static const char *short_name(const char *name) {
    static const char *const names[][2] = {
        {"chaining", "chain"},
        {"chaining_malloc", "chain/m"},
        {"open_addressing", "open"},
        {"open_addressing_compact", "compact"},
        {"chaining_arena", "chain(a)"},
        {"chaining_malloc_arena", "chain/m(a)"},
        {"open_addressing_arena", "open(a)"},
        {"open_addressing_compact_arena", "compact(a)"},
        {"stb_ds_arena", "stb_ds(a)"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i][0], name) == 0) return names[i][1];
    }
    return name;
}

static bool listed(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = list; at != NULL && *at != '\0'; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        if (strncmp(at, name, length) == 0 && (at[length] == ',' || at[length] == '\0')) return true;
    }
    return false;
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

#define MOST_NAMES 32

typedef struct {
    const char *names[MOST_NAMES];
    size_t count;
} name_list;

static size_t name_place(name_list *list, const char *name) {
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->names[i], name) == 0) return i;
    }
    if (list->count == MOST_NAMES) return MOST_NAMES - 1;
    list->names[list->count] = name;
    return list->count++;
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
    name_list tables = {.count = 0}, variants = {.count = 0};
    const bench_cell *any = &cells->cells[first];
    char count[32], heading[64];
    for (size_t i = first; i < cells->count; i++) {
        name_place(&tables, cells->cells[i].table);
        name_place(&variants, cells->cells[i].variant);
    }
    printf("\n%s, %s%s%s %s: %s, smallest and median of %u round%s; x: times as fast as %s%s\n\n",
           bench_workload_names[any->workload].name, any->workload == WORDS ? "" : bench_kind_names[any->kind].name,
           any->workload == WORDS ? "" : ", ", grouped(any->n, count),
           any->workload == WORDS           ? "words"
           : any->workload == OPERATION_MIX ? "operations"
                                            : "inserts",
           bench_workload_names[any->workload].unit, setting->rounds, setting->rounds == 1 ? "" : "s",
           strchr(setting->against, ',') != NULL || strcmp(setting->against, "peers") == 0 ? "the best of " : "",
           setting->against);
    printf("%-32s", "");
    for (size_t v = 0; v < variants.count; v++) printf("  %24s", variants.names[v]);
    printf("\n%-32s", "table");
    for (size_t v = 0; v < variants.count; v++) printf("  %8s %8s %6s", "min", "median", "x");
    printf("\n");
    for (size_t t = 0; t < tables.count; t++) {
        const bench_cell *cell = find_cell(cells, first, tables.names[t], NULL, OP_TIME, 0);
        printf("%-32s", table_heading(cell, heading, sizeof heading));
        for (size_t v = 0; v < variants.count; v++) {
            cell = find_cell(cells, first, tables.names[t], variants.names[v], OP_TIME, 0);
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

static void print_figure(double value, int width) {
    if (value < 0) {
        printf(" %*s", width, "-");
    } else {
        printf(" %*.*f", width, value < 10 ? 2 : value < 1000 ? 1 : 0, value);
    }
}

typedef double figure_of(const bench_cell *cell);

static void print_micro_table(const bench_cells *cells, size_t first, const name_list *tables, const char *title,
                              figure_of *figure, const char *against) {
    printf("\n%s\n%-18s", title, "");
    for (size_t t = 0; t < tables->count; t++) printf(" %10s", short_name(tables->names[t]));
    printf("\n");
    for (int op = 0; op < OPS; op++) {
        bool any = false;
        for (size_t i = first; i < cells->count && !any; i++) any = cells->cells[i].op == (bench_op)op;
        if (!any) continue;
        printf("%-18s", bench_op_names[op].name);
        for (size_t t = 0; t < tables->count; t++) {
            const bench_cell *cell = find_cell(cells, first, tables->names[t], NULL, (bench_op)op, 0);
            const bench_cell *base = cell != NULL && against != NULL ? best_against(cells, cell, against) : NULL;
            double value = cell == NULL ? -1 : figure(cell);
            if (against != NULL) value = base == NULL || cell == NULL ? -1 : bench_min(base) / figure(cell);
            print_figure(value, 10);
        }
        printf("\n");
    }
}

static void print_micro(const bench_cells *cells, size_t first, const bench_setting *setting) {
    name_list tables = {.count = 0};
    const bench_cell *any = &cells->cells[first];
    char count[32], title[256];
    for (size_t i = first; i < cells->count; i++) name_place(&tables, cells->cells[i].table);
    printf("\nmicro, %s, %s keys, n = %s%s%s\n", bench_kind_names[any->kind].name, any->variant, grouped(any->n, count),
           strcmp(any->hash, "default") == 0 ? "" : ", hash: ", strcmp(any->hash, "default") == 0 ? "" : any->hash);
    snprintf(title, sizeof title, "ns (bytes rows: bytes per element), smallest of %u round%s", setting->rounds,
             setting->rounds == 1 ? "" : "s");
    print_micro_table(cells, first, &tables, title, bench_min, NULL);
    if (setting->rounds > 1) print_micro_table(cells, first, &tables, "the same, median", bench_median, NULL);
    snprintf(title, sizeof title, "times as fast (bytes: as small) as %s%s",
             strchr(setting->against, ',') != NULL || strcmp(setting->against, "peers") == 0 ? "the best of " : "",
             setting->against);
    print_micro_table(cells, first, &tables, title, bench_min, setting->against);
}

/* ---- Counters ---- */

/* The smallest of all rounds, as with times; below 0: not counted. */
static double least_count(const bench_cell *cell, int counter) {
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
        if (same_job(&cells->cells[i], job)) printf(" %10s", short_name(cells->cells[i].table));
    }
    printf("\n");
    for (int counter = 0; counter < COUNTERS; counter++) {
        if (least_count(job, counter) < 0) continue;
        printf("%-24s", bench_counter_names[counter]);
        for (size_t i = first; i < cells->count; i++) {
            if (same_job(&cells->cells[i], job)) printf(" %10.4f", least_count(&cells->cells[i], counter));
        }
        printf("\n");
    }
}

/* Once for each job: at its first cell. */
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
    } else {
        print_variants(cells, first, setting);
    }
    if (setting->counters) print_counters(cells, first);
    fflush(stdout);
}

/* ---- Layouts against the best of the others ---- */

static const bench_op mean_ops[] = {OP_GROW, OP_GROW_COLD, OP_HIT, OP_MISS, OP_DEPENDENT, OP_CHURN, OP_ERASE};
#define MEAN_OPS (sizeof mean_ops / sizeof *mean_ops)

/* The layouts, and whom each is to be measured by besides all peers. */
static const struct {
    const char *layout, *kin;
} layouts[] = {{"open_addressing_compact", NULL},
               {"open_addressing", "khash,stb_ds"},
               {"chaining", "std,uthash"},
               {"chaining_malloc", "std,uthash"}};

static bool in_mean(bench_op op) {
    for (size_t i = 0; i < MEAN_OPS; i++) {
        if (mean_ops[i] == op) return true;
    }
    return false;
}

static void print_means(const bench_cells *cells, size_t first, const char *layout, const char *against) {
    double sum = 0, worst = 0;
    const bench_cell *worst_cell = NULL;
    unsigned count = 0;
    for (size_t i = first; i < cells->count; i++) {
        const bench_cell *cell = &cells->cells[i];
        if (strcmp(cell->table, layout) != 0 || !in_mean(cell->op)) continue;
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

void bench_print_summary(const bench_cells *cells, size_t first) {
    size_t sizes[16], size_count = 0;
    char n[32];
    if (first >= cells->count) return;
    for (size_t i = first; i < cells->count; i++) {
        bool known = false;
        for (size_t s = 0; s < size_count; s++) known = known || sizes[s] == cells->cells[i].n;
        if (!known && size_count < sizeof sizes / sizeof *sizes) sizes[size_count++] = cells->cells[i].n;
    }
    printf("\n%s, %s keys: time (or bytes) as a share of the best peer's in the same cell; below 1 is better\n",
           bench_kind_names[cells->cells[first].kind].name, cells->cells[first].variant);
    for (size_t s = 0; s < size_count; s++) {
        printf("\n%-18s", grouped(sizes[s], n));
        for (size_t l = 0; l < sizeof layouts / sizeof *layouts; l++) printf(" %8s", short_name(layouts[l].layout));
        printf("   best peer\n");
        for (int op = 0; op < OPS; op++) {
            const bench_cell *best = NULL;
            for (size_t i = first; i < cells->count && best == NULL; i++) {
                const bench_cell *cell = &cells->cells[i];
                if (cell->op == (bench_op)op && cell->n == sizes[s]) best = best_against(cells, cell, "peers");
            }
            if (best == NULL) continue;
            printf("%-18s", bench_op_names[op].name);
            for (size_t l = 0; l < sizeof layouts / sizeof *layouts; l++) {
                const bench_cell *cell = find_cell(cells, first, layouts[l].layout, NULL, (bench_op)op, sizes[s]);
                if (cell == NULL || bench_min(best) <= 0) {
                    printf(" %8s", "-");
                } else {
                    printf(" %8.2f", bench_min(cell) / bench_min(best));
                }
            }
            printf("   %s %.2f\n", best->table, bench_min(best));
        }
    }
    printf("\n");
    for (size_t l = 0; l < sizeof layouts / sizeof *layouts; l++) {
        print_means(cells, first, layouts[l].layout, "peers");
        if (layouts[l].kin != NULL) print_means(cells, first, layouts[l].layout, layouts[l].kin);
    }
    printf("(mean of: grow, grow_cold, hit, miss, dependent, churn, erase)\n");
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

void bench_print_sizes(const bench_table *const *tables, size_t count) {
    printf("\nsizes in bytes; a string is a cchash_str (stb_ds: {pointer, length, capacity}) = 24 bytes, as in the "
           "study\n\n");
    printf("%-28s %10s %10s %10s %10s   %s\n", "", "u64 entry", "per line", "string e.", "slot", "beside it");
    for (size_t i = 0; i < count; i++) {
        const bench_sizes *sizes = &tables[i]->sizes;
        if (sizes->u64_entry == 0) continue;
        printf("%-28s", tables[i]->name);
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

/* ---- JSON ---- */

static void json_string(FILE *out, const char *text) {
    fputc('"', out);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\') fputc('\\', out);
        if (c < 0x20) {
            fprintf(out, "\\u%04x", c);
        } else {
            fputc(c, out);
        }
    }
    fputc('"', out);
}

static void json_field(FILE *out, const char *name, const char *value, const char *after) {
    json_string(out, name);
    fputs(": ", out);
    json_string(out, value);
    fputs(after, out);
}

static void json_machine(FILE *out, const bench_setting *setting) {
    char line[512], level[64], type[64], size[64], width[64];
    struct utsname system;
    uname(&system);
    fprintf(out, "  \"machine\": {\n    ");
    json_field(out, "cpu", cpu_model(line, sizeof line), ",\n    ");
    json_field(out, "architecture", system.machine, ",\n    ");
    fprintf(out, "\"cores\": %ld,\n    \"pinned_core\": %d,\n    \"core_share\": %.3f,\n    ",
            sysconf(_SC_NPROCESSORS_ONLN), setting->core, setting->core_share);
    fprintf(out, "\"memory_bytes\": %lld,\n    \"page_bytes\": %ld,\n    ",
            (long long)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE), sysconf(_SC_PAGESIZE));
    json_field(out, "huge_pages", line_of("/sys/kernel/mm/transparent_hugepage/enabled", NULL, line, sizeof line),
               ",\n    ");
    snprintf(line, sizeof line, "%s %s", system.sysname, system.release);
    json_field(out, "kernel", line, ",\n    \"caches\": [");
    for (int i = 0; cache_fact(i, "level", level, sizeof level)[0] != '\0'; i++) {
        fprintf(out, "%s\n      {\"level\": %s, ", i == 0 ? "" : ",", level);
        json_field(out, "type", cache_fact(i, "type", type, sizeof type), ", ");
        json_field(out, "size", cache_fact(i, "size", size, sizeof size), ", ");
        json_field(out, "line_bytes", cache_fact(i, "coherency_line_size", width, sizeof width), ", ");
        json_field(out, "ways", cache_fact(i, "ways_of_associativity", width, sizeof width), "}");
    }
    fprintf(out, "]\n  },\n");
}

/* What tells a figure from all others. */
static void json_identity(FILE *out, const bench_cell *cell) {
    fprintf(out, "    {");
    json_field(out, "workload", bench_workload_names[cell->workload].name, ", ");
    json_field(out, "type", bench_kind_names[cell->kind].name, ", ");
    json_field(out, "variant", cell->variant, ", ");
    fprintf(out, "\"n\": %zu, ", cell->n);
    json_field(out, "op", bench_op_names[cell->op].name, ", ");
    json_field(out, "table", cell->table, ", ");
    json_field(out, "hash", cell->hash, ", ");
    fprintf(out, "\"peer\": %s, ", cell->peer ? "true" : "false");
}

/* Counters are figures of their own, as times are. */
static void json_counters(FILE *out, const bench_cell *cell) {
    for (int counter = 0; counter < COUNTERS; counter++) {
        if (least_count(cell, counter) < 0) continue;
        fputs(",\n", out);
        json_identity(out, cell);
        json_field(out, "counter", bench_counter_names[counter], ", ");
        fprintf(out, "\"source\": \"perf_event\", \"unit\": \"per element\", \"min\": %.6f, \"rounds\": [",
                least_count(cell, counter));
        const char *between = "";
        for (unsigned i = 0; i < cell->rounds; i++) {
            double count = cell->counts[(size_t)i * COUNTERS + (size_t)counter];
            if (count < 0) continue;
            fprintf(out, "%s%.6f", between, count);
            between = ", ";
        }
        fputs("]}", out);
    }
}

static void json_latency(FILE *out, const bench_cell *cell) {
    const char *between = "";
    fputs(", \"histogram\": [", out); /* [from, count]: so many inserts took that many ns, up to the next one's */
    for (size_t i = 0; i < LATENCY_BUCKETS; i++) {
        if (cell->latency[i] == 0) continue;
        fprintf(out, "%s[%.2f, %llu]", between, exp2((double)i / 8), (unsigned long long)cell->latency[i]);
        between = ", ";
    }
    fputc(']', out);
}

static void json_memory(FILE *out, const bench_cell *cell) {
    fputs(", \"curve\": [", out); /* [elements, bytes owned, most bytes since the point before] */
    for (size_t i = 0; i < cell->memory_points; i++) {
        const bench_memory_point *point = &cell->memory[i];
        fprintf(out, "%s[%zu, %zu, %zu]", i == 0 ? "" : ", ", point->elements, point->bytes, point->peak);
    }
    fputc(']', out);
}

static void json_cell(FILE *out, const bench_cell *cell) {
    json_identity(out, cell);
    json_field(out, "unit", bench_op_names[cell->op].unit, ", ");
    fprintf(out, "\"min\": %.4f, \"median\": %.4f, \"rounds\": [", bench_min(cell), bench_median(cell));
    for (unsigned i = 0; i < cell->rounds; i++) fprintf(out, "%s%.4f", i == 0 ? "" : ", ", cell->values[i]);
    fprintf(out, "], \"checksums\": [");
    for (unsigned i = 0; i < cell->rounds; i++) {
        fprintf(out, "%s\"%016llx\"", i == 0 ? "" : ", ", (unsigned long long)cell->checks[i]);
    }
    fputc(']', out);
    if (cell->latency != NULL) json_latency(out, cell);
    if (cell->memory != NULL) json_memory(out, cell);
    fputc('}', out);
    json_counters(out, cell);
}

bool bench_write_json(const char *file, const bench_cells *cells, const bench_setting *setting,
                      const bench_table *const *tables, size_t table_count) {
    size_t length = strlen(file);
    char *temporary = bench_malloc(length + 16);
    snprintf(temporary, length + 16, "%s.%ld.tmp", file, (long)getpid());
    FILE *out = fopen(temporary, "w");
    if (out == NULL) {
        free(temporary);
        return false;
    }
    char date[32];
    time_t now = time(NULL);
    struct tm utc;
    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    fprintf(out, "{\n  \"program\": \"cchash-bench\",\n  \"format\": 1,\n  ");
    json_field(out, "date", date, ",\n  ");
    const char *commit = getenv("CCHASH_COMMIT");
    json_field(out, "commit", commit != NULL ? commit : "", ",\n  \"command\": [");
    for (int i = 0; i < setting->argument_count; i++) {
        if (i != 0) fputs(", ", out);
        json_string(out, setting->arguments[i]);
    }
    fprintf(out, "],\n  ");
    const char *missing = setting->counters ? bench_counters_missing() : NULL;
    if (missing != NULL) json_field(out, "counters_missing", missing, ",\n  ");
    fprintf(out, "\"seed\": %llu,\n  \"rounds\": %u,\n", (unsigned long long)setting->seed, setting->rounds);
    json_machine(out, setting);
    fprintf(out, "  \"compiler\": {");
    json_field(out, "c", COMPILER, ", ");
    json_field(out, "cxx", BENCH_CXX_VERSION, ", ");
    json_field(out, "flags", BENCH_FLAGS, "},\n  \"sizes\": [");
    bool first = true;
    for (size_t i = 0; i < table_count; i++) {
        const bench_sizes *sizes = &tables[i]->sizes;
        if (sizes->u64_entry == 0) continue;
        fprintf(out, "%s\n    {", first ? "" : ",");
        json_field(out, "table", tables[i]->name, ", ");
        fprintf(out, "\"u64_entry\": %zu, \"string_entry\": %zu, \"bucket_slot\": %zu, ", sizes->u64_entry,
                sizes->string_entry, sizes->bucket_slot);
        json_field(out, "beside", sizes->beside, "}");
        first = false;
    }
    fprintf(out, "],\n  \"results\": [\n");
    for (size_t i = 0; i < cells->count; i++) {
        if (i != 0) fputs(",\n", out);
        json_cell(out, &cells->cells[i]);
    }
    fprintf(out, "\n  ]\n}\n");
    bool written = fflush(out) == 0 && ferror(out) == 0;
    written = fclose(out) == 0 && written && rename(temporary, file) == 0;
    if (!written) {
        int reason = errno;
        unlink(temporary);
        errno = reason;
    }
    free(temporary);
    return written;
}
