/* compare.c: reads two JSON files and says which changes stand out of the noise. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "compare.h"
#include "util.h"
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifndef BENCH_WITHOUT_cjson
#include <cjson/cJSON.h>
#endif

#ifdef BENCH_WITHOUT_cjson

int bench_compare(const char *old_file, const char *new_file, double fail_above) {
    (void)old_file, (void)new_file, (void)fail_above;
    bench_refuse("--compare was built without a JSON reader; install Debian package libcjson-dev, then make again");
}

#else

/* Counts of the same code differ from run to run, because seeds and addresses are random. Differences below these
 * limits are taken for noise, even if the rounds of a run agree. */
#define COUNT_NOISE_PERCENT 1.0
#define COUNT_NOISE 0.01 /* per element, whatever it is in percent */

typedef struct {
    const char *place[7]; /* workload, type, variant, op, counter, source, hash */
    const char *table, *unit;
    double n, min, max;
    int rounds;
    bool is_count; /* not a time: instructions, misses, bytes */
} figure;

typedef struct {
    const char *file;
    cJSON *root;
    figure *figures;
    size_t count;
} run;

__attribute__((format(printf, 2, 3), noreturn)) static void refuse_file(const char *file, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "cchash-bench: --compare cannot use '%s': ", file);
    vfprintf(stderr, format, arguments);
    fputs("; wanted are two files that --json or make profile wrote\n", stderr);
    va_end(arguments);
    exit(2);
}

static const char *text_field(const run *r, const cJSON *item, size_t place, const char *name, bool wanted) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, name));
    if (text == NULL && wanted) refuse_file(r->file, "result %zu has no text called '%s'", place, name);
    return text != NULL ? text : "";
}

static void read_rounds(const run *r, const cJSON *item, size_t place, figure *f) {
    const cJSON *round;
    cJSON_ArrayForEach(round, cJSON_GetObjectItemCaseSensitive(item, "rounds")) {
        double value = cJSON_GetNumberValue(round);
        if (!isfinite(value) || value < 0) refuse_file(r->file, "result %zu has a round that is no number", place);
        if (f->rounds == 0 || value < f->min) f->min = value;
        if (f->rounds == 0 || value > f->max) f->max = value;
        f->rounds++;
    }
    if (f->rounds == 0) refuse_file(r->file, "result %zu has no rounds", place);
}

static figure read_figure(const run *r, const cJSON *item, size_t place) {
    static const char *const names[] = {"workload", "type", "variant", "op", "counter", "source", "hash"};
    figure f = {.n = cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(item, "n"))};
    if (!cJSON_IsObject(item)) refuse_file(r->file, "result %zu is no object", place);
    if (!isfinite(f.n)) refuse_file(r->file, "result %zu has no number called 'n'", place);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        bool optional = strcmp(names[i], "counter") == 0 || strcmp(names[i], "source") == 0;
        f.place[i] = text_field(r, item, place, names[i], !optional);
    }
    if (strcmp(f.place[6], "own") == 0)
        f.place[6] = "default"; /* so that tables without --hash are compared with the others */
    f.table = text_field(r, item, place, "table", true);
    f.unit = text_field(r, item, place, "unit", true);
    f.is_count = strcmp(f.unit, "ns") != 0 && strstr(f.place[4], "clock") == NULL && strcmp(f.place[4], "cycles") != 0;
    read_rounds(r, item, place, &f);
    return f;
}

static run read_run(const char *file) {
    run r = {.file = file};
    size_t length, place = 0;
    char *text = bench_read_file(file, &length);
    if (text == NULL) refuse_file(file, "%s", strerror(errno));
    const char *end = text;
    r.root = cJSON_ParseWithLengthOpts(text, length, &end, false);
    if (r.root == NULL) {
        refuse_file(file, "it is no JSON, or was cut off: reading stopped at byte %td of %zu", end - text, length);
    }
    const cJSON *program = cJSON_GetObjectItemCaseSensitive(r.root, "program");
    const cJSON *format = cJSON_GetObjectItemCaseSensitive(r.root, "format");
    const cJSON *results = cJSON_GetObjectItemCaseSensitive(r.root, "results");
    if (!cJSON_IsString(program) || strcmp(program->valuestring, "cchash-bench") != 0) {
        refuse_file(file, "cchash-bench did not write it");
    }
    if (!cJSON_IsNumber(format) || format->valuedouble != 1) refuse_file(file, "its \"format\" is not 1");
    if (!cJSON_IsArray(results)) refuse_file(file, "it has no list called \"results\"");
    r.figures = bench_malloc(((size_t)cJSON_GetArraySize(results) + 1) * sizeof *r.figures);
    const cJSON *item;
    cJSON_ArrayForEach(item, results) {
        r.figures[r.count] = read_figure(&r, item, place++);
        r.count++;
    }
    free(text);
    return r;
}

static bool same_place(const figure *a, const figure *b) {
    for (size_t i = 0; i < sizeof a->place / sizeof *a->place; i++) {
        if (strcmp(a->place[i], b->place[i]) != 0) return false;
    }
    return a->n == b->n && strcmp(a->unit, b->unit) == 0;
}

static const figure *counterpart(const run *r, const figure *f) {
    for (size_t i = 0; i < r->count; i++) {
        if (same_place(&r->figures[i], f) && strcmp(r->figures[i].table, f->table) == 0) return &r->figures[i];
    }
    return NULL;
}

/* ---- Is a change more than noise? ---- */

static double percent(double from, double to) { return from > 0 ? 100 * (to / from - 1) : to > 0 ? INFINITY : 0; }
static double spread(const figure *f) { return percent(f->min, f->max); }

/* Every round of one run is larger than every round of the other. */
static bool ranges_part(const figure *a, const figure *b) { return a->max < b->min || b->max < a->min; }

/* The probability of that where nothing has changed. Of all ways to choose which rounds are the smaller ones, two part
 * the runs. */
static double chance(const figure *a, const figure *b) {
    double ways = 1;
    for (int i = 1; i <= a->rounds; i++) ways *= (double)(b->rounds + i) / i;
    return 2 / ways;
}

static bool has_spread(const figure *before, const figure *after) { return before->rounds > 1 && after->rounds > 1; }

static bool stands_out(const figure *before, const figure *after) {
    if (!ranges_part(before, after)) return false;
    if (!before->is_count) return has_spread(before, after);
    return fabs(percent(before->min, after->min)) > COUNT_NOISE_PERCENT && fabs(after->min - before->min) > COUNT_NOISE;
}

static const char *verdict(const figure *before, const figure *after) {
    if (!stands_out(before, after)) {
        return before->is_count || has_spread(before, after) ? "" : "one round: no telling";
    }
    if (before->is_count) return after->min < before->min ? "FEWER" : "MORE";
    return after->min < before->min ? "FASTER" : "SLOWER";
}

static void print_place(const figure *f) {
    bool own_hash = strcmp(f->place[6], "default") != 0 && strcmp(f->place[6], "own") != 0;
    printf("\n%s, %s, %s, n = %.0f, %s%s%s%s%s%s%s, %s\n", f->place[0], f->place[1], f->place[2], f->n, f->place[3],
           f->place[4][0] != '\0' ? ": " : "", f->place[4], f->place[5][0] != '\0' ? " from " : "", f->place[5],
           own_hash ? ", hash: " : "", own_hash ? f->place[6] : "", f->unit);
    printf("  %-32s %11s %11s %9s   %-17s\n", "table", "old", "new", "change", "spread: old, new");
}

static void print_change(const figure *before, const figure *after) {
    char change[32];
    snprintf(change, sizeof change, "%+.1f %%", percent(before->min, after->min));
    printf("  %-32s %11.3f %11.3f %9s   ", before->table, before->min, after->min, change);
    if (has_spread(before, after)) {
        printf("%5.1f %%, %5.1f %%", spread(before), spread(after));
    } else {
        printf("%16s", "-");
    }
    const char *word = verdict(before, after);
    printf("%s%s\n", word[0] != '\0' ? "   " : "", word);
}

/* ---- Whole runs ---- */

static const char *fact(const run *r, const char *group, const char *name) {
    const cJSON *from = cJSON_GetObjectItemCaseSensitive(r->root, group);
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(from, name));
    return text != NULL ? text : "";
}

static void print_differences(const run *before, const run *after) {
    static const char *const facts[][3] = {{"machine", "cpu", "processors"},
                                           {"machine", "kernel", "kernels"},
                                           {"compiler", "c", "compilers"},
                                           {"compiler", "flags", "compiler flags"}};
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++) {
        const char *old_fact = fact(before, facts[i][0], facts[i][1]),
                   *new_fact = fact(after, facts[i][0], facts[i][1]);
        if (strcmp(old_fact, new_fact) != 0) printf("%s differ: %s | %s\n", facts[i][2], old_fact, new_fact);
    }
}

static void print_only(const run *here, const run *there, const char *which) {
    size_t count = 0;
    const figure *example = NULL;
    for (size_t i = 0; i < here->count; i++) {
        if (counterpart(there, &here->figures[i]) != NULL) continue;
        example = &here->figures[i];
        count++;
    }
    if (example == NULL) return;
    printf("%zu figure%s only in the %s run, such as %s, %s, %s of %s\n", count, count == 1 ? "" : "s", which,
           example->place[0], example->place[2], example->place[4][0] != '\0' ? example->place[4] : example->place[3],
           example->table);
}

typedef struct {
    size_t compared, small, standing_out, counts, failed;
    double by_chance;
} tally;

/* All tables of one place, under one heading. */
static void compare_place(const run *before, const run *after, size_t first, double fail_above, tally *t) {
    bool headed = false;
    for (size_t i = first; i < before->count; i++) {
        const figure *f = &before->figures[i];
        const figure *g = same_place(&before->figures[first], f) ? counterpart(after, f) : NULL;
        if (g == NULL) continue;
        t->compared++;
        t->counts += f->is_count;
        if (f->is_count && f->max < COUNT_NOISE && g->max < COUNT_NOISE) {
            t->small++;
            continue;
        }
        if (!headed) print_place(f);
        headed = true;
        print_change(f, g);
        t->standing_out += stands_out(f, g);
        if (!f->is_count && has_spread(f, g)) t->by_chance += chance(f, g);
        t->failed += f->is_count && stands_out(f, g) && percent(f->min, g->min) > fail_above;
    }
}

static bool is_first_of_place(const run *r, size_t place) {
    for (size_t i = 0; i < place; i++) {
        if (same_place(&r->figures[i], &r->figures[place])) return false;
    }
    return true;
}

int bench_compare(const char *old_file, const char *new_file, double fail_above) {
    run before = read_run(old_file), after = read_run(new_file);
    tally t = {.compared = 0};
    printf("old: %s\nnew: %s\nsmallest of the rounds; spread: how far the largest round lies above it\n", old_file,
           new_file);
    print_differences(&before, &after);
    for (size_t i = 0; i < before.count; i++) {
        if (is_first_of_place(&before, i)) compare_place(&before, &after, i, fail_above, &t);
    }
    printf("\n");
    print_only(&before, &after, "old");
    print_only(&after, &before, "new");
    if (t.small > 0) printf("not shown: %zu counts below %g in both runs\n", t.small, COUNT_NOISE);
    printf("%zu of %zu figures stand out: the rounds of one run all lie beyond those of the other", t.standing_out,
           t.compared);
    if (t.by_chance > 0) printf("; chance alone would do that to %.1f", t.by_chance);
    printf("\n");
    if (fail_above < 0) return 0;
    if (t.counts == 0) {
        bench_refuse("--fail-above judges counts, and the two runs have none in common; make profile and --counters "
                     "write them");
    }
    printf("%zu of %zu counts grew by more than %g %%\n", t.failed, t.counts, fail_above);
    return t.failed != 0;
}

#endif
