/* json.c: what was measured, as JSON. report/ reads it, and compare.c. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "machine.h"
#include "report.h"
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

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
    json_field(out, "cpu", bench_cpu_model(line, sizeof line), ",\n    ");
    json_field(out, "architecture", system.machine, ",\n    ");
    fprintf(out, "\"cores\": %ld,\n    \"pinned_core\": %d,\n    \"core_share\": %.3f,\n    ",
            sysconf(_SC_NPROCESSORS_ONLN), setting->core, setting->core_share);
    fprintf(out, "\"memory_bytes\": %lld,\n    \"page_bytes\": %ld,\n    ",
            (long long)sysconf(_SC_PHYS_PAGES) * sysconf(_SC_PAGESIZE), sysconf(_SC_PAGESIZE));
    json_field(out, "huge_pages", bench_line_of("/sys/kernel/mm/transparent_hugepage/enabled", NULL, line, sizeof line),
               ",\n    ");
    snprintf(line, sizeof line, "%s %s", system.sysname, system.release);
    json_field(out, "kernel", line, ",\n    \"caches\": [");
    for (int i = 0; bench_cache_fact(i, "level", level, sizeof level)[0] != '\0'; i++) {
        fprintf(out, "%s\n      {\"level\": %s, ", i == 0 ? "" : ",", level);
        json_field(out, "type", bench_cache_fact(i, "type", type, sizeof type), ", ");
        json_field(out, "size", bench_cache_fact(i, "size", size, sizeof size), ", ");
        json_field(out, "line_bytes", bench_cache_fact(i, "coherency_line_size", width, sizeof width), ", ");
        json_field(out, "ways", bench_cache_fact(i, "ways_of_associativity", width, sizeof width), "}");
    }
    fprintf(out, "]\n  },\n");
}

/* What tells a figure from all others. */
static void json_identity(FILE *out, const bench_cell *cell) {
    fprintf(out, "    {");
    json_field(out, "workload", bench_workload_names[cell->workload].name, ", ");
    json_field(out, "type", bench_type_names[cell->kind].name, ", ");
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
        if (bench_least_count(cell, counter) < 0) continue;
        fputs(",\n", out);
        json_identity(out, cell);
        json_field(out, "counter", bench_counter_names[counter], ", ");
        fprintf(out, "\"source\": \"perf_event\", \"unit\": \"per element\", \"min\": %.6f, \"rounds\": [",
                bench_least_count(cell, counter));
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
    fputs(", \"histogram\": [", out); /* [ns, count]: inserts that took at least that long */
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
    json_field(out, "unit", bench_operations[cell->op].unit, ", ");
    fprintf(out, "\"min\": %.4f, \"median\": %.4f, \"rounds\": [", bench_min(cell), bench_median(cell));
    for (unsigned i = 0; i < cell->rounds; i++) fprintf(out, "%s%.4f", i == 0 ? "" : ", ", cell->values[i]);
    fputc(']', out);
    if (cell->threads != 0) {
        fprintf(out, ", \"threads\": %u", cell->threads);
        if (cell->op == OP_TIME) fprintf(out, ", \"million_per_second\": %.4f", bench_millions(cell, bench_min(cell)));
    }
    fprintf(out, ", \"checksums\": [");
    for (unsigned i = 0; i < cell->rounds; i++) {
        fprintf(out, "%s\"%016llx\"", i == 0 ? "" : ", ", (unsigned long long)cell->checks[i]);
    }
    fputc(']', out);
    if (cell->latency != NULL) json_latency(out, cell);
    if (cell->memory != NULL) json_memory(out, cell);
    fputc('}', out);
    json_counters(out, cell);
}

/* Names and kinship of all tables, so that readers of the file need no list of their own. */
static void json_tables(FILE *out) {
    static const char *const roles[] = {[LAYOUT_ROW] = "layout",
                                        [VARIANT_ROW] = "variant",
                                        [SHARED_ROW] = "shared",
                                        [BASELINE_ROW] = "baseline",
                                        [PEER_ROW] = "peer"};
    fputs("  \"tables\": [", out);
    for (size_t id = 0; id < TABLES; id++) {
        const bench_table_info *table = &bench_tables[id];
        fputs(id == 0 ? "\n    {" : ",\n    {", out);
        json_field(out, "name", bench_table_names[id].name, ", ");
        json_field(out, "file", bench_table_names[id].what, ", ");
        json_field(out, "label", table->label, ", ");
        json_field(out, "role", roles[table->role], ", ");
        json_field(out, "kin", table->kin != NULL ? table->kin : "", "}");
    }
    fputs("],\n", out);
}

static void json_operations(FILE *out) {
    static const char *const groups[] = {
        [WHOLE] = "whole", [WARM] = "warm", [COLD] = "cold", [LATENCY] = "latency", [MEMORY] = "memory"};
    fputs("  \"operations\": [", out);
    for (int op = 0; op < OPS; op++) {
        const char *batch_of = bench_operations[op].batch_of;
        fputs(op == 0 ? "\n    {" : ",\n    {", out);
        json_field(out, "name", bench_op_names[op].name, ", ");
        json_field(out, "group", groups[bench_operations[op].group], ", ");
        json_field(out, "batch_of", batch_of != NULL ? batch_of : "", "}");
    }
    fputs("],\n", out);
}

static void json_sizes(FILE *out) {
    const char *between = "";
    fputs("  \"sizes\": [", out);
    for (size_t id = 0; id < TABLES; id++) {
        const bench_sizes *sizes = bench_sizes_of((bench_table_id)id);
        if (sizes == NULL) continue;
        fprintf(out, "%s\n    {", between);
        json_field(out, "table", bench_table_names[id].name, ", ");
        fprintf(out, "\"u64_entry\": %zu, \"string_entry\": %zu, \"bucket_slot\": %zu, ", sizes->u64_entry,
                sizes->string_entry, sizes->bucket_slot);
        json_field(out, "beside", sizes->beside, "}");
        between = ",";
    }
    fputs("],\n", out);
}

static void json_run(FILE *out, const bench_cells *cells, const bench_setting *setting) {
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
    json_field(out, "c", bench_compiler, ", ");
    json_field(out, "cxx", bench_cxx_compiler, ", ");
    json_field(out, "flags", bench_flags, "},\n");
    json_tables(out);
    json_operations(out);
    json_sizes(out);
    fprintf(out, "  \"results\": [\n"); /* profile.sh puts its own results after this line */
    for (size_t i = 0; i < cells->count; i++) {
        if (i != 0) fputs(",\n", out);
        json_cell(out, &cells->cells[i]);
    }
    fprintf(out, "\n  ]\n}\n");
}

bool bench_write_json(const char *file, const bench_cells *cells, const bench_setting *setting) {
    char *temporary = bench_format("%s.%ld.tmp", file, (long)getpid());
    FILE *out = fopen(temporary, "w");
    bool written = out != NULL;
    if (out != NULL) {
        json_run(out, cells, setting);
        written = fflush(out) == 0 && ferror(out) == 0;
        written = fclose(out) == 0 && written && rename(temporary, file) == 0;
    }
    if (!written) {
        int reason = errno;
        unlink(temporary);
        errno = reason;
    }
    free(temporary);
    return written;
}
