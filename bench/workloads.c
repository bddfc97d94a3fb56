/* workloads.c: what is timed. A measurement runs in a child process, so that no table finds the
 * heap that another one left, and page faults count as in a program of its own. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "workloads.h"
#include "heap.h"
#include "threads.h"
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifndef BENCH_WITHOUT_valgrind
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT ((void)0)
#endif

void bench_mark_growth(size_t size, size_t before, size_t after) {
    char line[128];
    int length = snprintf(line, sizeof line, "insert %zu: capacity %zu -> %zu\n", size, before, after);
    if (write(STDERR_FILENO, line, (size_t)length) != length) _exit(1);
}

/* ---- The measured region. Times and counts of several regions add up until note_region or region_forget. ---- */

static bool counts_regions;
static double region_ns;

static double region_start(void) {
    if (counts_regions) {
        bench_counters_open();
        bench_counters_start();
    }
    CALLGRIND_TOGGLE_COLLECT; /* has an effect only under callgrind --collect-atstart=no */
    return bench_now_ns();
}

static double region_stop(double start) {
    double taken = bench_now_ns() - start;
    CALLGRIND_TOGGLE_COLLECT;
    if (counts_regions) bench_counters_stop();
    region_ns += taken;
    return taken;
}

static void region_forget(void) {
    double counts[COUNTERS];
    region_ns = 0;
    if (counts_regions) bench_counters_take(counts);
}

/* ---- The study's workloads, and words ---- */

void bench_note(bench_result *result, bench_op op, double value, uint64_t check) {
    result->done[op] = true;
    result->value[op] = value;
    result->check[op] = check;
}

/* Notes the time and the counts of all regions since the last note, per element. */
static void note_region(bench_result *result, bench_op op, size_t elements, uint64_t check) {
    bench_note(result, op, region_ns / (double)elements, check);
    region_ns = 0;
    if (!counts_regions) return;
    result->counted[op] = true;
    bench_counters_take(result->counts[op]);
    for (int i = 0; i < COUNTERS; i++) result->counts[op][i] /= (double)elements;
}

/* A digest of what the table holds. With `once`, only its size: a tool may be measuring the whole process. */
static uint64_t contents(const bench_job *job) {
    return job->once ? job->ops->size() : job->ops->size() ^ job->ops->iterate();
}

/* Gives every table the same pages to start with. Many virtual machines take memory back from a guest that leaves it
 * free, and then the first touch of a page costs ten times as much as of one just freed: who runs after a table that
 * freed a lot was found to be twice as fast as who runs after one that did not. */
static void level_pages(const bench_job *job) {
    enum { numbers = 130, texts = 320 }; /* bytes per element: the largest table touches as many while it grows */
    size_t size = job->n * (job->kind == BENCH_U64 ? numbers : texts);
    if (job->once || size < (size_t)1 << 22) return;
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) return;
#ifdef MADV_HUGEPAGE
    madvise(pages, size, MADV_HUGEPAGE);
#endif
    memset(pages, 1, size);
    munmap(pages, size);
}

static void measure_inserts(const bench_job *job, size_t room, bench_result *result) {
    static bench_stream stream;
    bench_stream_made(&stream, job->kind, bench_keys(job->order, job->n, job->seed));
    level_pages(job);
    job->ops->open(room);
    double start = region_start();
    if (job->mark_growth && job->ops->insert_marked != NULL) {
        job->ops->insert_marked(&stream);
    } else {
        job->ops->insert(&stream);
    }
    region_stop(start);
    note_region(result, OP_TIME, job->n, contents(job));
}

static void measure_mix(const bench_job *job, bench_result *result) {
    static bench_stream stream;
    size_t keys = job->n / bench_workloads[job->workload].n_per_key;
    bench_stream_made(&stream, job->kind, bench_keys(job->order, keys, job->seed));
    job->ops->open(16);
    job->ops->insert(&stream);
    bench_stream_mixed(&stream, job->n, job->mix, bench_random_for(job->seed, 1));
    double start = region_start();
    uint64_t check = job->ops->mix(&stream);
    region_stop(start);
    note_region(result, OP_TIME, job->n, check ^ contents(job));
}

static void measure_words(const bench_job *job, bench_result *result) {
    static bench_stream stream;
    bench_stream_words(&stream, job->text);
    job->ops->open(16);
    double start = region_start();
    job->ops->count(&stream);
    region_stop(start);
    note_region(result, OP_TIME, job->text->words, job->once ? job->ops->size() : job->ops->digest());
}

/* ---- Micro operations ---- */

#define BIT(op) (1u << (op))

#define ENOUGH_NS 10e6         /* the least time that is measured for one figure */
#define POOL ((size_t)1 << 19) /* number of keys that small tables are built of, in turn */

typedef struct {
    const bench_job *job;
    bench_result *result;
    bench_key_maker maker;
    bench_key_array pool;     /* slices of n keys each; slice 0 is what lookups run on */
    bench_key_array shuffled; /* the same slices, each in random order */
    size_t slices;
    uint32_t reached; /* bits of bench_op: what measure_micro came to, wanted or not */
    bench_stream stream;
} micro;

static bool wants(micro *m, bench_op op) {
    m->reached |= 1u << op;
    return (m->job->wanted & 1u << op) != 0;
}

static size_t between(size_t least, size_t wanted, size_t most) {
    return wanted < least ? least : wanted > most ? most : wanted;
}

static void micro_start(micro *m, const bench_job *job, bench_result *result, bool one_slice) {
    size_t n = job->n;
    m->job = job;
    m->result = result;
    m->maker = bench_keys(job->order, n, job->seed);
    m->reached = 0;
    m->slices = one_slice || job->once || n >= POOL || bench_orders[job->order].few_keys ? 1 : POOL / n;
    m->pool = bench_new_keys(job->kind, n * m->slices);
    for (size_t i = 0; i < m->pool.count; i++) bench_set_key(&m->pool, i, bench_key(&m->maker, i));
}

static void swap_numbers(uint64_t *a, uint64_t *b) {
    uint64_t held = *a;
    *a = *b;
    *b = held;
}

static void shuffle_slices(micro *m) {
    bench_random random = bench_random_for(m->job->seed, 2);
    size_t n = m->job->n;
    m->shuffled = bench_new_keys(m->job->kind, m->pool.count);
    uint64_t *order = bench_map_pages(n * sizeof *order);
    for (size_t first = 0; first < m->pool.count; first += n) {
        for (size_t i = 0; i < n; i++) {
            order[i] = first + i;
            swap_numbers(&order[i], &order[bench_random_below(&random, i + 1)]);
        }
        for (size_t i = 0; i < n; i++) bench_set_key(&m->shuffled, first + i, bench_key(&m->maker, order[i]));
    }
}

static bench_stream *slice(micro *m, const bench_key_array *keys, size_t which) {
    return bench_stream_array(&m->stream, keys, which % m->slices * m->job->n, m->job->n);
}

static void fill(micro *m, size_t which) {
    m->job->ops->open(0);
    m->job->ops->insert(slice(m, &m->pool, which));
}

/* Operations on a whole table: it is built and closed repeatedly, and one of the steps is timed. */
typedef enum { STEP_INSERT, STEP_PUT_MANY, STEP_ERASE, STEP_CLOSE } micro_step;

/* Freeing a table may take nanoseconds, but building it does not: the loop also ends after ten times that long. */
static bool wants_more(const micro *m, double total, double begun) {
    return !m->job->once && total < ENOUGH_NS && bench_now_ns() - begun < 10 * ENOUGH_NS;
}

static void time_whole(micro *m, bench_op op, micro_step step, size_t room) {
    if (!wants(m, op)) return;
    const bench_ops *ops = m->job->ops;
    if (step == STEP_PUT_MANY && ops->put_many == NULL) return;
    if (room != 0 && !ops->can_reserve) return;
    double total = 0;
    size_t runs = 0;
    uint64_t check = 0;
    size_t least = m->job->once ? 1 : m->slices;
    double begun = bench_now_ns();
    for (bool warm = m->job->once; runs < least || wants_more(m, total, begun);) {
        bool builds = step == STEP_INSERT || step == STEP_PUT_MANY;
        bench_stream *stream = slice(m, step == STEP_ERASE ? &m->shuffled : &m->pool, runs);
        if (builds) {
            ops->open(room);
        } else {
            fill(m, runs);
            stream = slice(m, step == STEP_ERASE ? &m->shuffled : &m->pool, runs);
        }
        double start = region_start();
        switch (step) {
        case STEP_INSERT: ops->insert(stream); break;
        case STEP_PUT_MANY: check = ops->put_many(stream); break;
        case STEP_ERASE: check = ops->erase(stream); break;
        case STEP_CLOSE: ops->close(); break;
        }
        double taken = region_stop(start);
        if (step == STEP_INSERT) check = ops->size();
        if (step != STEP_CLOSE) ops->close();
        if (!warm) {
            warm = true; /* the first run is not counted: it faults in the heap's pages */
            region_forget();
            continue;
        }
        total += taken;
        runs++;
    }
    note_region(m->result, op, runs * m->job->n, check);
}

static void fill_queries(micro *m, bench_key_array *queries, bool hits, bench_random *random) {
    uint64_t n = m->job->n, limit = bench_orders[m->job->order].limit;
    uint64_t others = bench_orders[m->job->order].few_keys ? limit - n : n;
    /* Small tables: all views of one key share its text, since reading new texts would take longer than the lookups. */
    bool shared = queries->views != NULL && n * queries->text_size <= 1u << 18;
    for (size_t i = 0; i < queries->count; i++) {
        uint64_t number = hits ? bench_random_below(random, n) : n + bench_random_below(random, others);
        bench_set_key_text(queries, i, shared ? number % n : i, bench_key(&m->maker, number));
    }
}

/* Lookups on slice 0, in a random sequence too long to be learnt by a branch predictor: at least a million, and four
 * for each element; where one array would not hold them they are drawn anew, outside of the clock. */
static void time_lookups(micro *m, bench_op op, uint64_t (*find)(bench_stream *), bench_key_array *queries, bool hits) {
    if (!wants(m, op) || find == NULL) return;
    size_t n = m->job->n;
    bool dependent = op == OP_DEPENDENT; /* dependent lookups are slow: a million are enough */
    bench_random random = bench_random_for(m->job->seed, hits ? 3 : 4);
    size_t wanted = m->job->once ? n : dependent ? 1u << 20 : between(1u << 20, 4 * n, SIZE_MAX);
    bool anew = wanted > queries->count;
    fill_queries(m, queries, hits, &random);
    if (!anew && !m->job->once) find(bench_stream_array(&m->stream, queries, 0, between(0, wanted, queries->count)));
    double total = 0;
    size_t done = 0;
    uint64_t check = 0;
    do {
        if (anew && done != 0) fill_queries(m, queries, hits, &random);
        size_t count = between(0, wanted, queries->count);
        double start = region_start();
        uint64_t sum = find(bench_stream_array(&m->stream, queries, 0, count));
        total += region_stop(start);
        if (done == 0) check = sum;
        done += count;
    } while (done < wanted || (total < ENOUGH_NS && !m->job->once));
    note_region(m->result, op, done, check);
}

static void time_iteration(micro *m) {
    if (!wants(m, OP_ITERATE)) return;
    double total = 0;
    size_t runs = 0;
    uint64_t check = 0;
    do {
        double start = region_start();
        check = m->job->ops->iterate();
        total += region_stop(start);
        runs++;
    } while (total < ENOUGH_NS && !m->job->once);
    note_region(m->result, OP_ITERATE, runs * m->job->n, check);
}

/* Erases an element picked at random, inserts one that was not there, at least a million times. */
static void time_churn(micro *m) {
    if (!wants(m, OP_CHURN)) return;
    const bench_job *job = m->job;
    size_t n = job->n, pairs = job->once ? n : between(1u << 20, n, 1u << 22);
    bench_random random = bench_random_for(job->seed, 5);
    bench_key_array leaving = bench_new_keys(job->kind, pairs), coming = bench_new_keys(job->kind, pairs);
    /* Numbers of the elements. An order of few keys would run out of fresh ones, so that all its keys are listed. */
    size_t all = bench_orders[job->order].few_keys ? bench_orders[job->order].limit : n;
    uint64_t fresh = 2 * (uint64_t)n;
    uint64_t *live = bench_map_pages(all * sizeof *live);
    for (size_t i = 0; i < all; i++) live[i] = i;
    for (size_t i = 0; i < pairs; i++) {
        uint64_t *one = &live[bench_random_below(&random, n)];
        bench_set_key(&leaving, i, bench_key(&m->maker, *one));
        if (all > n) {
            swap_numbers(one, &live[n + bench_random_below(&random, all - n)]);
        } else {
            *one = fresh++;
        }
        bench_set_key(&coming, i, bench_key(&m->maker, *one));
    }
    fill(m, 0);
    bench_stream_array(&m->stream, &leaving, 0, pairs);
    m->stream.array.others = bench_keys_at(&coming, 0);
    double start = region_start();
    uint64_t erased = job->ops->churn(&m->stream);
    region_stop(start);
    uint64_t check = erased ^ contents(job);
    job->ops->close();
    note_region(m->result, OP_CHURN, 2 * pairs, check);
}

/* A row of names.def without a measurement here would only be missing from the report. */
static void check_measured(uint32_t wanted, uint32_t measured) {
    for (int op = 0; op < OPS; op++) {
        if ((wanted & ~measured & 1u << op) == 0) continue;
        bench_die("nothing in workloads.c measures the operation %s of names.def", bench_op_names[op].name);
    }
}

static void measure_micro(const bench_job *job, bench_result *result) {
    static micro m;
    size_t n = job->n;
#ifdef __GLIBC__
    if (!job->once) {
        /* The heap keeps all pages, so that no run after the first has page faults, whatever sizes a table allocates.
         */
        mallopt(M_MMAP_THRESHOLD, 1 << 30);
        mallopt(M_TRIM_THRESHOLD, -1);
        mallopt(M_MMAP_MAX, 0);
    }
#endif
    micro_start(&m, job, result, false);
    time_whole(&m, OP_GROW, STEP_INSERT, 0);
    time_whole(&m, OP_RESERVED, STEP_INSERT, n);
    time_whole(&m, OP_PUT_MANY, STEP_PUT_MANY, 0);
    time_whole(&m, OP_PUT_MANY_RESERVED, STEP_PUT_MANY, n);
    const uint32_t built_once =
        BIT(OP_HIT) | BIT(OP_MISS) | BIT(OP_DEPENDENT) | BIT(OP_ITERATE) | BIT(OP_GET_MANY_HIT) | BIT(OP_GET_MANY_MISS);
    if ((job->wanted & built_once) != 0) {
        size_t most = job->kind == BENCH_U64 ? 1u << 22 : 1u << 21;
        bench_key_array queries = bench_new_keys(job->kind, job->once ? n : between(1u << 20, 4 * n, most));
        fill(&m, 0);
        time_lookups(&m, OP_HIT, job->ops->find, &queries, true);
        time_lookups(&m, OP_DEPENDENT, job->ops->find_dependent, &queries, true);
        time_lookups(&m, OP_GET_MANY_HIT, job->ops->get_many, &queries, true);
        time_lookups(&m, OP_MISS, job->ops->find, &queries, false);
        time_lookups(&m, OP_GET_MANY_MISS, job->ops->get_many, &queries, false);
        time_iteration(&m);
        job->ops->close();
    }
    time_churn(&m);
    if (wants(&m, OP_ERASE)) shuffle_slices(&m);
    time_whole(&m, OP_ERASE, STEP_ERASE, 0);
    time_whole(&m, OP_DESTROY, STEP_CLOSE, 0);
    bench_unmap_all_pages();
    check_measured(job->wanted & bench_op_bits(WARM), m.reached);
}

static void measure_grow_cold(const bench_job *job, bench_result *result) {
    static micro m;
    micro_start(&m, job, result, true);
    job->ops->open(0);
    bench_stream *stream = slice(&m, &m.pool, 0);
    level_pages(job);
    double start = region_start();
    job->ops->insert(stream);
    region_stop(start);
    note_region(result, OP_GROW_COLD, job->n, job->ops->size());
}

static int compare_ticks(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Eight buckets to a doubling: bucket b starts at 2^(b/8) ns. */
static size_t latency_bucket(double ns) {
    double place = ns > 1 ? 8 * log2(ns) : 0;
    return place < LATENCY_BUCKETS - 1 ? (size_t)place : LATENCY_BUCKETS - 1;
}

void bench_note_latency(bench_result *result, uint32_t *ticks, size_t n, double ns_per_tick, uint64_t check) {
    qsort(ticks, n, sizeof *ticks, compare_ticks);
    for (size_t i = 0; i < n; i++) result->latency[latency_bucket(ticks[i] * ns_per_tick)]++;
    for (int op = 0; op < OPS; op++) {
        if (bench_operations[op].group != LATENCY) continue;
        size_t place = (size_t)(bench_operations[op].share * (double)(n - 1));
        bench_note(result, (bench_op)op, ticks[place] * ns_per_tick, check);
    }
}

static void measure_latency(const bench_job *job, bench_result *result) {
    static micro m;
    size_t n = job->n;
    micro_start(&m, job, result, true);
    uint32_t *ticks = bench_map_pages(n * sizeof *ticks);
    job->ops->open(0);
    bench_stream *stream = slice(&m, &m.pool, 0);
    uint64_t first_tick = bench_ticks();
    double start = region_start();
    job->ops->insert_ticks(stream, ticks);
    double ns_per_tick = region_stop(start) / (double)(bench_ticks() - first_tick);
    bench_note_latency(result, ticks, n, ns_per_tick, job->ops->size());
}

/* Sizes at which the bytes are sampled: up to n/2 each is larger by 1/24, then by n/512. */
static size_t next_sample(size_t done, size_t n) {
    size_t next = done < n / 2 ? done + done / 24 + 1 : done + n / 512 + 1;
    if (done < n / 2 && next > n / 2) next = n / 2;
    return next < n ? next : n;
}

static void sample_memory(bench_result *result, size_t elements, size_t peak) {
    if (result->memory_points == MEMORY_POINTS) bench_die("more than %d points of memory", MEMORY_POINTS);
    bench_memory_point *last = &result->memory[result->memory_points];
    *last = (bench_memory_point){elements, bench_heap_live(), peak};
    result->memory_points++;
}

static void measure_memory(const bench_job *job, bench_result *result) {
    static micro m;
    size_t n = job->n, samples = 0, peak = 0;
    double sum = 0;
    if (!bench_heap_counts()) return;
    micro_start(&m, job, result, true);
    job->ops->open(0);
    bench_heap_start();
    for (size_t done = 0, next = n < 32 ? n : 16; done < n; done = next, next = next_sample(done, n)) {
        job->ops->insert(bench_stream_array(&m.stream, &m.pool, done, next - done));
        size_t highest = bench_heap_peak_since();
        if (highest > peak) peak = highest;
        sample_memory(result, next, highest);
        if (next < n / 2) continue;
        sum += (double)bench_heap_live() / (double)next;
        samples++;
    }
    bench_heap_stop();
    bench_note(result, OP_BYTES, (double)bench_heap_live() / (double)n, job->ops->size());
    bench_note(result, OP_BYTES_MEAN, sum / (double)samples, job->ops->size());
    bench_note(result, OP_BYTES_PEAK, (double)peak / (double)n, job->ops->size());
    check_measured(bench_op_bits(MEMORY), BIT(OP_BYTES) | BIT(OP_BYTES_MEAN) | BIT(OP_BYTES_PEAK));
}

/* ---- Running ---- */

typedef void measurement(const bench_job *job, bench_result *result);

static void measure_load_factor(const bench_job *job, bench_result *result) { measure_inserts(job, 16, result); }
static void measure_distribution(const bench_job *job, bench_result *result) { measure_inserts(job, job->n, result); }

static double wall_ns, cpu_ns;

double bench_core_share(void) { return wall_ns > 0 && cpu_ns < wall_ns ? cpu_ns / wall_ns : 1; }

static void note_core_use(double wall, const struct rusage *used) {
    wall_ns += wall;
    cpu_ns += (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) * 1e9;
    cpu_ns += (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) * 1e3;
}

/* Moves the end of the heap to a cache line. Whether small nodes straddle lines would otherwise depend on what the
 * bench itself allocated before: an unlucky end costs chaining_malloc 14 % more cache misses in operation_mix. */
static void align_heap(void) {
#ifdef __GLIBC__
    enum { large = 1600 * 64 }; /* larger than what was freed before, smaller than what glibc maps */
    const size_t header = sizeof(size_t);
    char *last = bench_malloc(large);
    uintptr_t end = (uintptr_t)last + malloc_usable_size(last) - header; /* where the next block and its header begin */
    bench_malloc(large + (64 - end % 64) % 64 - header);
#endif
}

static void run_here(measurement *measure, const bench_job *job, bench_result *result) {
    align_heap();
    measure(job, result);
}

static bool run_in_child(measurement *measure, const bench_job *job, bench_result *result, char *error, size_t size) {
    int ends[2];
    if (pipe(ends) != 0) {
        snprintf(error, size, "no pipe: %s", strerror(errno));
        return false;
    }
    fflush(NULL);
    double started = bench_now_ns();
    pid_t child = fork();
    if (child < 0) {
        snprintf(error, size, "no child process: %s", strerror(errno));
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (child == 0) {
        close(ends[0]);
        run_here(measure, job, result);
        _exit(write(ends[1], result, sizeof *result) == (ssize_t)sizeof *result ? 0 : 1);
    }
    close(ends[1]);
    size_t got = 0;
    for (ssize_t part; got < sizeof *result; got += (size_t)part) {
        part = read(ends[0], (char *)result + got, sizeof *result - got);
        if (part < 0 && errno == EINTR)
            part = 0;
        else if (part <= 0)
            break;
    }
    close(ends[0]);
    int status = 0;
    struct rusage used;
    while (wait4(child, &status, 0, &used) < 0 && errno == EINTR) continue;
    if (job->threads <= 1) note_core_use(bench_now_ns() - started, &used);
    if (WIFSIGNALED(status)) {
        snprintf(error, size, "the measurement was ended by signal %d (%s)%s", WTERMSIG(status),
                 strsignal(WTERMSIG(status)), WTERMSIG(status) == 9 ? ", perhaps for want of memory" : "");
        return false;
    }
    if (got != sizeof *result || WEXITSTATUS(status) != 0) {
        snprintf(error, size, "the measurement failed with status %d", WEXITSTATUS(status));
        return false;
    }
    return true;
}

/* Growing to a few thousand keys takes microseconds, so that small n take the median of several processes. */
static bool run_grow_cold(const bench_job *job, bench_result *result, char *error, size_t size) {
    double values[9] = {0};
    size_t runs = job->n <= 20000 ? sizeof values / sizeof *values : 1;
    for (size_t i = 0; i < runs; i++) {
        if (!run_in_child(measure_grow_cold, job, result, error, size)) return false;
        values[i] = result->value[OP_GROW_COLD];
    }
    qsort(values, runs, sizeof *values, bench_compare_doubles);
    result->value[OP_GROW_COLD] = values[runs / 2];
    return true;
}

static bool run_micro(const bench_job *job, bench_result *result, char *error, size_t size) {
    if ((job->wanted & bench_op_bits(WARM)) != 0) {
        if (job->once && job->alone) {
            run_here(measure_micro, job, result);
        } else if (!run_in_child(measure_micro, job, result, error, size)) {
            return false;
        }
    }
    if ((job->wanted & bench_op_bits(COLD)) != 0) {
        check_measured(job->wanted & bench_op_bits(COLD), BIT(OP_GROW_COLD));
        if (!run_grow_cold(job, result, error, size)) return false;
    }
    if ((job->wanted & bench_op_bits(LATENCY)) != 0 && !run_in_child(measure_latency, job, result, error, size)) {
        return false;
    }
    if ((job->wanted & bench_op_bits(MEMORY)) != 0 && job->memory) {
        return run_in_child(measure_memory, job, result, error, size);
    }
    return true;
}

static bool run_threads(const bench_job *job, bench_result *result, char *error, size_t size) {
    bench_threads_prepare(job);
    if (job->once && job->alone) {
        run_here(bench_measure_threads, job, result);
    } else if (!run_in_child(bench_measure_threads, job, result, error, size)) {
        return false;
    }
    return !bench_loads[job->load].grows || run_in_child(bench_measure_threads_latency, job, result, error, size);
}

static measurement *measurement_of(bench_workload workload) {
    switch (workload) {
    case LOAD_FACTOR: return measure_load_factor;
    case KEY_DISTRIBUTION: return measure_distribution;
    case OPERATION_MIX: return measure_mix;
    case WORDS: return measure_words;
    case MICRO: return NULL;   /* several, by the operations that are wanted */
    case THREADS: return NULL; /* one or two, by the load */
    }
    return NULL;
}

bool bench_run(const bench_job *job, bench_result *result, char *error, size_t size) {
    measurement *measure = measurement_of(job->workload);
    memset(result, 0, sizeof *result);
    counts_regions = job->counters;
    if (job->workload == THREADS) return run_threads(job, result, error, size);
    if (measure == NULL) return run_micro(job, result, error, size);
    if (!job->once || !job->alone) return run_in_child(measure, job, result, error, size);
    run_here(measure, job, result);
    return true;
}
