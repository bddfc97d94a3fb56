/* threads.c: see threads.h. Each thread has a sequence of operations of its own, made beforehand, random, and too long
 * to be learnt by a branch predictor. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "threads.h"
#include "machine.h"
#include <math.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#define SEQUENCE ((size_t)1 << 20) /* operations of a thread, until they start again */
#define WINDOW_NS 50000000l        /* how long the threads run */
#define ENOUGH_NS 10e6             /* the least time in which tables grow */

struct bench_crew {
    unsigned threads, here;
    bool over;
};

/* ---- What the threads do ---- */

static struct {
    bench_job job; /* that it was made for */
    uint64_t *keys;
    uint64_t **sequences; /* one for each thread */
    uint8_t **ops;
} made;

/* The k-th of n keys is picked in proportion to 1 / (k + 1)^0.99: Gray and others, "Quickly generating billion-record
 * synthetic databases" (1994), as in YCSB. */
typedef struct {
    double n, zeta_n, half_power, eta;
} zipf_picks;

static const double theta = 0.99;

static double zeta(double n) { /* the sum of k^-theta, its tail by Euler and Maclaurin */
    double exact = n < 1e4 ? n : 1e4, sum = 0;
    for (double k = 1; k <= exact; k++) sum += pow(k, -theta);
    if (n <= exact) return sum;
    return sum + (pow(n, 1 - theta) - pow(exact, 1 - theta)) / (1 - theta) + (pow(n, -theta) - pow(exact, -theta)) / 2;
}

static zipf_picks zipf_of(size_t n) {
    zipf_picks picks = {.n = (double)n, .zeta_n = zeta((double)n), .half_power = 1 + pow(0.5, theta)};
    picks.eta = (1 - pow(2 / picks.n, 1 - theta)) / (1 - picks.half_power / picks.zeta_n);
    return picks;
}

static uint64_t zipf_pick(const zipf_picks *picks, bench_random *random) {
    double u = (double)bench_random_below(random, (uint64_t)1 << 53) * 0x1p-53, uz = u * picks->zeta_n;
    if (uz < 1 || picks->n < 2) return 0;
    if (uz < picks->half_power || picks->n < 3) return 1;
    double pick = picks->n * pow(picks->eta * u - picks->eta + 1, 1 / (1 - theta));
    return pick < picks->n ? (uint64_t)pick : (uint64_t)picks->n - 1;
}

/* Of 2n keys, n are there at the start: every other one in the order of zipf, so that half of the reads miss. */
static uint64_t number_of(uint64_t pick, uint64_t n, bool updates) {
    if (!updates) return pick;
    return pick % 2 == 0 ? pick / 2 : n + pick / 2;
}

static void make_sequence(const bench_job *job, unsigned thread) {
    const bench_load_info *load = &bench_loads[job->load];
    uint64_t updates = load->updates, all = updates != 0 ? 2 * job->n : job->n;
    bench_key_maker maker = bench_keys(job->order, job->n, job->seed);
    bench_random random = bench_random_for(job->seed, 100 + thread);
    zipf_picks zipf = zipf_of(all);
    uint64_t *keys = made.sequences[thread] = bench_malloc(SEQUENCE * sizeof *keys);
    uint8_t *ops = made.ops[thread] = bench_malloc(SEQUENCE);
    for (size_t i = 0; i < SEQUENCE; i++) {
        uint64_t pick = load->zipf ? zipf_pick(&zipf, &random) : bench_random_below(&random, all);
        uint64_t chance = bench_random_below(&random, 200);
        keys[i] = bench_key(&maker, number_of(pick, job->n, updates != 0));
        ops[i] = chance < updates ? BENCH_WRITE : chance < 2 * updates ? BENCH_DELETE : BENCH_READ;
    }
}

static void forget_made(void) {
    for (unsigned i = 0; made.sequences != NULL && i < made.job.threads; i++) {
        free(made.sequences[i]);
        free(made.ops[i]);
    }
    free(made.sequences);
    free(made.ops);
    free(made.keys);
}

void bench_threads_prepare(const bench_job *job) {
    bool same_seed =
        made.keys != NULL && made.job.n == job->n && made.job.seed == job->seed && made.job.order == job->order;
    if (same_seed && made.job.load == job->load && made.job.threads == job->threads) return;
    forget_made();
    made.job = *job;
    made.sequences = bench_calloc(job->threads, sizeof *made.sequences);
    made.ops = bench_calloc(job->threads, sizeof *made.ops);
    made.keys = bench_malloc(job->n * sizeof *made.keys);
    bench_key_maker maker = bench_keys(job->order, job->n, job->seed);
    for (size_t i = 0; i < job->n; i++) made.keys[i] = bench_key(&maker, i);
    for (unsigned i = 0; i < job->threads && !bench_loads[job->load].grows; i++) make_sequence(job, i);
}

/* ---- The threads ---- */

void bench_thread_begin(bench_thread *thread) {
    struct bench_crew *crew = thread->crew;
    __atomic_add_fetch(&crew->here, 1, __ATOMIC_ACQ_REL);
    while (__atomic_load_n(&crew->here, __ATOMIC_ACQUIRE) < crew->threads) sched_yield();
    thread->started_ns = bench_now_ns();
}

bool bench_thread_goes_on(const bench_thread *thread) {
    return !__atomic_load_n(&thread->crew->over, __ATOMIC_RELAXED);
}

typedef struct {
    bench_thread thread;
    void (*work)(bench_thread *);
    pthread_t id;
    char apart[64]; /* or threads would write to each other's lines */
} member;

static void *run_member(void *argument) {
    member *one = argument;
    bench_pin_thread(one->thread.number);
    one->work(&one->thread);
    return NULL;
}

/* All members at once, until they are done, or until the window is over. */
static void run_members(member *members, unsigned threads, void (*work)(bench_thread *), bool in_window) {
    struct bench_crew crew = {.threads = threads};
    struct timespec window = {.tv_nsec = WINDOW_NS};
    for (unsigned i = 0; i < threads; i++) {
        members[i].thread.crew = &crew;
        members[i].thread.number = i;
        members[i].work = work;
        int failed = pthread_create(&members[i].id, NULL, run_member, &members[i]);
        if (failed != 0) bench_die("no thread number %u: %s", i + 1, strerror(failed));
    }
    if (in_window) {
        while (__atomic_load_n(&crew.here, __ATOMIC_ACQUIRE) < threads) sched_yield();
        nanosleep(&window, NULL);
        __atomic_store_n(&crew.over, true, __ATOMIC_RELAXED);
    }
    for (unsigned i = 0; i < threads; i++) pthread_join(members[i].id, NULL);
}

static member *new_members(unsigned threads) { return bench_calloc(threads, sizeof(member)); }

/* Inserts all keys into an empty table, each thread its share. Gives the time from the first to the last insert. */
static double grow(const bench_job *job, uint32_t *ticks) {
    member *members = new_members(job->threads);
    for (unsigned i = 0; i < job->threads; i++) {
        size_t from = job->n * i / job->threads, to = job->n * (i + 1) / job->threads;
        members[i].thread.block = (bench_block){.keys = made.keys + from, .count = to - from};
        members[i].thread.ticks = ticks != NULL ? ticks + from : NULL;
    }
    job->ops->open(job->n);
    run_members(members, job->threads, job->ops->fill, false);
    double started = members[0].thread.started_ns, ended = members[0].thread.ended_ns;
    size_t inserted = 0;
    for (unsigned i = 0; i < job->threads; i++) {
        const bench_thread *thread = &members[i].thread;
        if (thread->started_ns < started) started = thread->started_ns;
        if (thread->ended_ns > ended) ended = thread->ended_ns;
        inserted += thread->inserted;
    }
    if (inserted != job->n || job->ops->size() != job->n) {
        bench_die("%zu keys were inserted, %zu were new, and the table has %zu", job->n, inserted, job->ops->size());
    }
    free(members);
    return ended - started;
}

static void measure_growth(const bench_job *job, bench_result *result) {
    double total = 0;
    size_t runs = 0;
    for (; runs == 0 || (total < ENOUGH_NS && !job->once); runs++) {
        if (runs != 0) job->ops->close();
        total += grow(job, NULL);
    }
    bench_note(result, OP_TIME, total * job->threads / (double)(runs * job->n), job->n);
}

/* Ends the program if the table does not hold what the threads were told that they put in and took out. */
static void check_members(const bench_job *job, const member *members) {
    bench_thread sum = {.done = 0};
    for (unsigned i = 0; i < job->threads; i++) {
        sum.inserted += members[i].thread.inserted;
        sum.removed += members[i].thread.removed;
        sum.missed += members[i].thread.missed;
        sum.wrong |= members[i].thread.wrong;
    }
    if (sum.wrong != 0) bench_die("a value was read that belongs to another key");
    if (bench_loads[job->load].updates == 0 && sum.missed != 0) bench_die("keys that are there were not found");
    if (job->ops->size() != job->n + sum.inserted - sum.removed) {
        bench_die("of %zu keys, %zu were removed and %zu inserted, but the table has %zu", job->n, (size_t)sum.removed,
                  (size_t)sum.inserted, job->ops->size());
    }
}

void bench_measure_threads(const bench_job *job, bench_result *result) {
    bench_unpin(); /* a table may have threads of its own */
    if (bench_loads[job->load].grows) {
        measure_growth(job, result);
        return;
    }
    member *members = new_members(job->threads);
    double per_ns = 0;
    grow(job, NULL);
    for (unsigned i = 0; i < job->threads; i++) {
        members[i].thread.block = (bench_block){.keys = made.sequences[i], .ops = made.ops[i], .count = SEQUENCE};
    }
    run_members(members, job->threads, job->ops->share, true);
    check_members(job, members);
    for (unsigned i = 0; i < job->threads; i++) {
        const bench_thread *thread = &members[i].thread;
        per_ns += (double)thread->done / (thread->ended_ns - thread->started_ns);
    }
    bench_note(result, OP_TIME, job->threads / per_ns, job->n);
    free(members);
}

void bench_measure_threads_latency(const bench_job *job, bench_result *result) {
    bench_unpin();
    uint32_t *ticks = bench_map_pages(job->n * sizeof *ticks);
    uint64_t first_tick = bench_ticks();
    double start = bench_now_ns();
    grow(job, ticks);
    double ns_per_tick = (bench_now_ns() - start) / (double)(bench_ticks() - first_tick);
    bench_note_latency(result, ticks, job->n, ns_per_tick, job->n);
}
