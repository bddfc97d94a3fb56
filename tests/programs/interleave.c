/* Every interleaving, with a few preemptions, of a few operations on a concurrent map. Threads are coroutines: any
 * access to shared memory (CCHASH_PRIV_INTERLEAVE) may give the processor to another one. A schedule is the list of
 * these decisions, and the search goes through all of them, depth first, each from a new map. Most faults in concurrent
 * code need only two preemptions (Musuvathi, Qadeer: "Iterative context bounding", 2007); a thread that waits, or has
 * ended, is none. What is found is found each time, and the message has the schedule.
 *
 * After each execution some order of the operations must explain all results and what is in the map then.
 *
 * Not seen here: orders of memory accesses that only weak machines have, since all runs on one thread. */
#define _GNU_SOURCE
static void interleave(void);
static void wait_for_others(void);
#define CCHASH_PRIV_INTERLEAVE() interleave()
#define CCHASH_PRIV_PAUSE() wait_for_others()
#define CCHASH_PRIV_ME() ((cchash_priv_word)&marks[running + 1])
static char marks[4]; /* of main, and of each thread */
static int running = -1;
#include "test.h"
#include "cchash_sync.h"
#include <limits.h>
#include <ucontext.h>

enum { THREADS = 3, KEYS = 10, FIRST_ELSEWHERE = 7, OPERATIONS = 4, POINTS = 4096, STACK = 1 << 17, STUCK = 100000 };

/* ---- The scheduler ------------------------------------------------------------------------------------------------
 */

static ucontext_t home, contexts[THREADS];
static unsigned char stacks[THREADS][STACK];
static unsigned alive;          /* a bit for each thread */
static int choices[POINTS];     /* the schedule: what was taken where there was a choice */
static int options[POINTS];     /* of how many */
static int fixed, depth;        /* how much of the schedule is given; how far this execution is */
static int preemptions, bound;  /* so far, and at most */
static long waited_at[THREADS]; /* when a thread has waited last; 0: never */
static long clock_now, steps;   /* of operations, and of accesses */
static const char *wrong;       /* what has gone wrong in this execution */
static int in_function, waited_for_function, made, allocations;
static long failures; /* of allocations, in all executions */
static void run_thread(void);

static void give_up(const char *why) {
    const int self = running;
    wrong = why;
    running = -1;
    alive = 0;
    swapcontext(&contexts[self], &home); /* and never back */
}

static void give_processor_to(int thread) {
    const int self = running;
    if (thread == self) return;
    running = thread;
    swapcontext(&contexts[self], &contexts[thread]);
}

/* The next decision. Option 0 is to go on, unless this thread cannot: then it is the thread that has not waited for the
 * longest time, so that threads which wait do not keep the processor to themselves. Another one than that costs a
 * preemption, too, unless a thread has ended. */
static void decide(bool goes_on, bool costs) {
    int candidates[THREADS], count = 0;
    if (goes_on) candidates[count++] = running;
    for (int other = 1; other < THREADS; other++) {
        const int thread = (running + other) % THREADS;
        int place = count;
        if (!(alive >> thread & 1)) continue;
        for (; place > goes_on && waited_at[candidates[place - 1]] > waited_at[thread]; place--)
            candidates[place] = candidates[place - 1];
        candidates[place] = thread;
        count++;
    }
    if (count == 0) return;
    int taken = 0;
    if (count > 1 && !(costs && preemptions == bound)) {
        if (depth == POINTS) {
            give_up("more points than there is room for");
            return;
        }
        if (depth >= fixed) choices[depth] = 0;
        options[depth] = count;
        taken = choices[depth++];
    }
    preemptions += costs && taken;
    give_processor_to(candidates[taken]);
}

static void interleave(void) {
    if (running < 0) return;
    if (++steps > STUCK) give_up("it does not end");
    if (preemptions < bound) decide(true, true);
}

static void run_operation(void);
static bool reads_only(void);
static void wait_for_others(void) {
    if (running < 0) return;
    if (++steps > STUCK) give_up("threads wait for each other");
    if (in_function && reads_only()) waited_for_function++;
    waited_at[running] = steps;
    decide(false, true);
}

static void thread_main(void) {
    run_thread();
    alive &= ~(1u << running);
    if (alive) decide(false, false);
    const int self = running;
    running = -1;
    swapcontext(&contexts[self], &home);
}

/* One execution of the schedule as far as it is given, and then without preemptions. */
static void execute(int threads) {
    alive = (1u << threads) - 1;
    depth = preemptions = in_function = waited_for_function = made = allocations = 0;
    clock_now = steps = 0;
    wrong = NULL;
    memset(waited_at, 0, sizeof waited_at);
    for (int thread = 0; thread < threads; thread++) {
        getcontext(&contexts[thread]);
        contexts[thread].uc_stack.ss_sp = stacks[thread];
        contexts[thread].uc_stack.ss_size = STACK;
        contexts[thread].uc_link = NULL;
        makecontext(&contexts[thread], thread_main, 0);
    }
    if (depth == fixed) choices[0] = 0;
    options[depth] = threads;
    running = choices[depth++]; /* who begins */
    swapcontext(&home, &contexts[running]);
}

/* The next schedule; false: there is none. */
static bool next_schedule(void) {
    while (depth && choices[depth - 1] + 1 == options[depth - 1]) depth--;
    if (!depth) return false;
    choices[depth - 1]++;
    fixed = depth;
    return true;
}

/* ---- Operations ---------------------------------------------------------------------------------------------------
 */

/* A value of two words, so that it can be torn: the second is made from the first. */
typedef struct wide {
    uint64_t value, not_it;
} wide;
CCHASH_CONCURRENT_DEFINE(narrow_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE(wide_map, uint64_t, wide, cchash_hash_u64, cchash_eq_u64);
/* The first allocation by a thread fails. */
static void *scarce_allocate(void *context, size_t size, size_t align) {
    (void)context;
    const bool fails = running >= 0 && allocations++ == 0;
    failures += fails;
    return fails ? NULL : aligned_alloc(align, (size + align - 1) / align * align);
}
static void scarce_release(void *context, void *block, size_t size, size_t align) {
    (void)context, (void)size, (void)align;
    free(block);
}
CCHASH_CONCURRENT_DEFINE_EX(scarce_map, uint64_t, wide, cchash_hash_u64, cchash_eq_u64,
                            (CCHASH_ALLOCATOR(void *, scarce_allocate, scarce_release)));

/* A letter says what is done: g get, p put, a add, r remove, t take, x replace, f fetch_add, u upsert that adds 1,
 * d upsert that removes, k upsert that keeps, c compute_if_absent, m reserve, which moves all, e for_each, n retain of
 * all but the key. And threads that have slept since before growth: G a get that has the old array, l a helper that
 * comes to move the line. */
typedef struct operation {
    char letter;
    int key;
    uint64_t argument, value; /* 0: absent */
    bool result, failed;      /* for want of memory */
    long called, returned;
    uint64_t shown[KEYS]; /* by for_each */
} operation;
static operation programs[THREADS][OPERATIONS];
static int lengths[THREADS], at[THREADS];
static uint64_t keys[KEYS], before[KEYS], after[KEYS]; /* values, 0 for absent */

typedef struct scenario {
    const char *before;     /* the digits of the keys that are there */
    char map;               /* n: values of one word, w: of two, s: of two, and memory fails once */
    char growth;            /* 0; b: has begun; g: only the line of the keys is left, and then its page is given back */
    int bound;              /* of preemptions */
    const char *program[3]; /* of each thread: letter, key, letter, key ... */
} scenario;
static const scenario *now;
static const cchash_priv_line *last_line; /* whose page goes back */
static cchash_priv_word first_array;      /* that of before growth */

static bool reads_only(void) {
    return programs[running][at[running]].letter == 'g' || programs[running][at[running]].letter == 'G';
}

static void run_thread(void) {
    for (; at[running] < lengths[running]; at[running]++) {
        operation *o = &programs[running][at[running]];
        memset(o->shown, 0, sizeof o->shown);
        o->called = ++clock_now;
        run_operation();
        o->returned = ++clock_now;
    }
}

static uint64_t to_narrow(uint64_t value) { return value; }
static uint64_t from_narrow(uint64_t value) { return value; }
static wide to_wide(uint64_t value) {
    const wide w = {value, ~value};
    return w;
}
static uint64_t from_wide(wide w) {
    if (w.not_it != ~w.value) wrong = "a value is torn";
    return w.value;
}
static void see(uint64_t key, uint64_t value) {
    operation *o = &programs[running][at[running]];
    for (int k = 0; k < KEYS; k++) {
        if (keys[k] != key) continue;
        if (o->shown[k]) wrong = "for_each shows a key twice";
        o->shown[k] = value;
    }
}

/* The steps of both maps are the same source, because a wide value cannot be passed to fetch_add. */
#define DO(name_, as_, V_, fetch_add_)                                                                                 \
    static name_ name_##_shared;                                                                                       \
    static cchash_verdict name_##_change(const uint64_t *key, V_ *value, bool present, void *context) {                \
        operation *o = (operation *)context;                                                                           \
        (void)key;                                                                                                     \
        in_function++;                                                                                                 \
        interleave();                                                                                                  \
        in_function--;                                                                                                 \
        o->value = present ? from_##as_(*value) : 0;                                                                   \
        *value = to_##as_(o->value + 1);                                                                               \
        return o->letter == 'u' ? CCHASH_STORE : o->letter == 'd' ? CCHASH_REMOVE : CCHASH_KEEP;                       \
    }                                                                                                                  \
    static bool name_##_make(const uint64_t *key, V_ *value, void *context) {                                          \
        (void)key;                                                                                                     \
        made++;                                                                                                        \
        interleave();                                                                                                  \
        *value = to_##as_(((operation *)context)->argument);                                                           \
        return true;                                                                                                   \
    }                                                                                                                  \
    static bool name_##_see(const uint64_t *key, const V_ *value, void *context) {                                     \
        (void)context;                                                                                                 \
        see(*key, from_##as_(*value));                                                                                 \
        return true;                                                                                                   \
    }                                                                                                                  \
    static bool name_##_is_not(const uint64_t *key, const V_ *value, void *context) {                                  \
        in_function++;                                                                                                 \
        interleave();                                                                                                  \
        in_function--;                                                                                                 \
        (void)from_##as_(*value);                                                                                      \
        return *key != *(const uint64_t *)context;                                                                     \
    }                                                                                                                  \
    static void name_##_do(operation *o, uint64_t key) {                                                               \
        name_ *m = &name_##_shared;                                                                                    \
        V_ out = to_##as_(0), expected = to_##as_(before[o->key]);                                                     \
        int code = 0;                                                                                                  \
        o->value = 0;                                                                                                  \
        switch (o->letter) {                                                                                           \
        case 'g': o->result = name_##_get(m, key, &out); break;                                                        \
        case 'p': o->result = (code = name_##_put(m, key, to_##as_(o->argument))) == CCHASH_INSERTED; break;           \
        case 'a': o->result = (code = name_##_add(m, key, to_##as_(o->argument), &out)) == CCHASH_INSERTED; break;     \
        case 'r': o->result = name_##_remove(m, key); return;                                                          \
        case 't': o->result = name_##_take(m, key, &out); break;                                                       \
        case 'x': o->result = name_##_replace(m, key, &expected, to_##as_(o->argument)); return;                       \
        case 'f': o->result = (code = (fetch_add_)) == CCHASH_INSERTED; break;                                         \
        case 'c':                                                                                                      \
            o->result = (code = name_##_compute_if_absent(m, key, name_##_make, o, &out)) == CCHASH_INSERTED;          \
            break;                                                                                                     \
        case 'm': o->result = name_##_reserve(m, 40); return;                                                          \
        case 'G':                                                                                                      \
            o->result = cchash_priv_lines_get(&m->cchash_lines, &name_##_priv_type, first_array,                       \
                                              name_##_priv_mixed(m, &key), &key, &out, name_##_priv_get_slow);         \
            break;                                                                                                     \
        case 'l':                                                                                                      \
            if (cchash_priv_line_move(&m->cchash_lines, &name_##_priv_type, first_array,                               \
                                      cchash_priv_lines_home(first_array, name_##_priv_mixed(m, &key)),                \
                                      false) == CCHASH_PRIV_MOVED_NOW)                                                 \
                cchash_priv_lines_moved(&m->cchash_lines, &name_##_priv_type, first_array, 1);                         \
            return;                                                                                                    \
        case 'n': o->result = name_##_retain(m, name_##_is_not, &key) == 1; return;                                    \
        case 'e': name_##_for_each(m, name_##_see, NULL); return;                                                      \
        default:                                                                                                       \
            o->result = (code = name_##_upsert(m, key, name_##_change, o)) == CCHASH_INSERTED;                         \
            o->failed = code == CCHASH_NOMEM;                                                                          \
            return;                                                                                                    \
        }                                                                                                              \
        o->failed = code == CCHASH_NOMEM;                                                                              \
        o->value = from_##as_(out);                                                                                    \
    }                                                                                                                  \
    /* A map with the keys of the scenario. The seed is always the same, and so are the lines. */                      \
    static void name_##_begin(void) {                                                                                  \
        name_ *m = &name_##_shared;                                                                                    \
        const cchash_priv_line_type *type = &name_##_priv_type;                                                        \
        const int bits = now->growth == 'g' ? 11 : 3;                                                                  \
        memset((void *)m, 0, sizeof *m);                                                                               \
        m->cchash_lines.seed = 2026;                                                                                   \
        if (!keys[0])                                                                                                  \
            for (uint64_t k = 1, found = 0; found < KEYS; k++)                                                         \
                if (name_##_priv_mixed(m, &k) >> (63 - bits) ==                                                        \
                    ((uint64_t)1 << bits) + (found & 1) + (found < FIRST_ELSEWHERE ? 0 : 2))                           \
                    keys[found++] = k;                                                                                 \
        CHECK(cchash_priv_lines_start(&m->cchash_lines, type, (size_t)1 << bits, false));                              \
        for (int k = 0; k < KEYS; k++)                                                                                 \
            if (before[k]) CHECK(name_##_put(m, keys[k], to_##as_(before[k])) == CCHASH_INSERTED);                     \
        const cchash_priv_word array = first_array = m->cchash_lines.current;                                          \
        if (now->growth) CHECK(cchash_priv_lines_grow(&m->cchash_lines, type, array, (size_t)2 << bits));              \
        if (now->growth == 'g') {                                                                                      \
            size_t count = 0, own = cchash_priv_lines_home(array, name_##_priv_mixed(m, &keys[0]));                    \
            for (size_t i = 0; i < (size_t)1 << bits; i++)                                                             \
                count += i != own && cchash_priv_line_move(&m->cchash_lines, type, array, i, true);                    \
            last_line = cchash_priv_lines_at(type, array, own);                                                        \
            cchash_priv_lines_moved(&m->cchash_lines, type, array, count);                                             \
        }                                                                                                              \
    }                                                                                                                  \
    /* What is in the map after an execution; and the map itself must be in order. */                                  \
    static void name_##_end(void) {                                                                                    \
        name_ *m = &name_##_shared;                                                                                    \
        size_t size = 0;                                                                                               \
        for (int k = 0; k < KEYS; k++) {                                                                               \
            V_ out;                                                                                                    \
            after[k] = name_##_get(m, keys[k], &out) ? from_##as_(out) : 0;                                            \
            size += after[k] != 0;                                                                                     \
        }                                                                                                              \
        if (!wrong && now->growth == 'g' && last_line->head & ~(cchash_priv_word)CCHASH_PRIV_LINE_MOVED)               \
            wrong = "the page has not gone back";                                                                      \
        if (!wrong && name_##_size(m) != size) wrong = "the size is wrong";                                            \
        if (!wrong && !name_##_verify(m)) wrong = "verify says no";                                                    \
        name_##_free(m);                                                                                               \
    }
DO(narrow_map, narrow, uint64_t, narrow_map_fetch_add(m, key, 1, &out))
DO(wide_map, wide, wide, CCHASH_NOMEM)
DO(scarce_map, wide, wide, CCHASH_NOMEM)

static void run_operation(void) {
    operation *o = &programs[running][at[running]];
    (now->map == 'n' ? narrow_map_do : now->map == 'w' ? wide_map_do : scarce_map_do)(o, keys[o->key]);
}

/* ---- Is there an order? -------------------------------------------------------------------------------------------
 */

/* May it take effect when the key has that value, and what does it leave? */
static bool takes_effect(const operation *o, uint64_t *value) {
    const uint64_t was = *value;
    if (o->failed) return was == 0;
    switch (o->letter) {
    case 'g':
    case 'G': return o->result == (was != 0) && (!was || o->value == was);
    case 'p': *value = o->argument; return o->result == (was == 0);
    case 'a':
    case 'c':
        if (!was) *value = o->argument;
        if (o->letter == 'c' && o->result) return !was && o->value == o->argument;
        return o->result == (was == 0) && (!was || o->value == was);
    case 'n':
    case 'r': *value = 0; return o->result == (was != 0);
    case 't': *value = 0; return o->result == (was != 0) && (!was || o->value == was);
    case 'x':
        if (was && was == before[o->key]) *value = o->argument;
        return o->result == (was != 0 && was == before[o->key]);
    case 'f':
    case 'u': *value = was + 1; return o->value == was && o->result == (was == 0);
    case 'd': *value = 0; return o->value == was && !o->result;
    case 'k': return o->value == was && !o->result;
    case 'm': return o->result || now->map == 's';
    case 'l': return true;
    default: /* for_each shows what stays; the rest may be seen or not */ return true;
    }
}

static bool explained(const int placed[THREADS], const uint64_t values[KEYS]) {
    bool all = true;
    for (int thread = 0; thread < THREADS; thread++) {
        if (placed[thread] == lengths[thread]) continue;
        const operation *o = &programs[thread][placed[thread]];
        uint64_t then[KEYS];
        int next[THREADS];
        bool may = true;
        all = false;
        for (int other = 0; other < THREADS; other++) /* what had returned before this was called comes first */
            if (placed[other] < lengths[other] && programs[other][placed[other]].returned < o->called) may = false;
        memcpy(then, values, sizeof then);
        memcpy(next, placed, sizeof next);
        next[thread]++;
        if (may && takes_effect(o, &then[o->key]) && explained(next, then)) return true;
    }
    return all && memcmp(values, after, sizeof after) == 0;
}

/* Keys that no program touches must be shown, once, with their values; others with a value at most once. */
static void check_for_each(void) {
    unsigned touched = 0;
    for (int thread = 0; thread < THREADS; thread++)
        for (int i = 0; i < lengths[thread]; i++)
            if (programs[thread][i].letter != 'e') touched |= 1u << programs[thread][i].key;
    for (int thread = 0; thread < THREADS; thread++)
        for (int i = 0; i < lengths[thread]; i++)
            for (int k = 0; programs[thread][i].letter == 'e' && k < KEYS; k++)
                if (!(touched >> k & 1) && programs[thread][i].shown[k] != before[k])
                    wrong = "for_each does not show a key that stays";
}

static int inserted_by(char letter) {
    int count = 0;
    for (int thread = 0; thread < THREADS; thread++)
        for (int i = 0; i < lengths[thread]; i++)
            count += programs[thread][i].letter == letter && (programs[thread][i].result || programs[thread][i].failed);
    return count;
}

/* ---- Scenarios ----------------------------------------------------------------------------------------------------
 * The keys 0 to 6 share a line, and 7 to 9 the next one. It has 3 slots in the narrow map, 2 in the wide one. Even keys
 * go to one line of a larger array, odd ones to another. */

static const scenario scenarios[] = {
    /* readers and writers of one line */
    {"01", 'w', 0, 3, {"g0g0", "p0", NULL}}, /* a value must not be torn */
    {"01", 'w', 0, 3, {"g0", "p0p0", NULL}},
    {"01", 'w', 0, 3, {"g1", "r1p2", NULL}}, /* nor be another key's */
    {"01", 'w', 0, 2, {"g1g0", "t0p2", NULL}},
    {"01", 'n', 0, 3, {"g0g0", "p0", NULL}},
    {"01", 'n', 0, 2, {"g1g2", "r1p2", NULL}},
    {"01", 'w', 0, 3, {"g0g0", "u0", NULL}}, /* a get must not wait for a function of the user's */
    {"01", 'w', 0, 3, {"g0", "d0c0", NULL}},
    {"", 'w', 0, 2, {"g0", "c0r0", NULL}},
    /* two writers */
    {"", 'w', 0, 2, {"a0", "a0", NULL}},
    {"", 'n', 0, 2, {"a0g0", "a0", NULL}},
    {"", 'w', 0, 2, {"c0", "c0", NULL}},
    {"0", 'n', 0, 3, {"f0", "f0", NULL}},
    {"", 'n', 0, 3, {"f0", "f0", NULL}},
    {"0", 'w', 0, 3, {"u0", "u0", NULL}},
    {"0", 'n', 0, 3, {"u0", "k0r0", NULL}},
    {"01", 'w', 0, 3, {"x0", "x0", NULL}},
    {"01", 'w', 0, 3, {"t0", "t0", NULL}},
    {"01", 'w', 0, 3, {"p0", "r0", NULL}},
    {"01", 'n', 0, 2, {"a2", "a3", NULL}},
    {"01", 'w', 0, 2, {"a2", "r0", NULL}},
    /* children */
    {"012", 'w', 0, 2, {"g2", "r0", NULL}}, /* the last element takes the place of the one removed */
    {"012", 'w', 0, 2, {"g2", "r0p0", NULL}},
    {"0123", 'w', 0, 2, {"g3g2", "r3", NULL}},
    {"01", 'w', 0, 3, {"g2", "p2", NULL}},
    {"01", 'w', 0, 2, {"a2", "a2", NULL}},
    {"012", 'w', 0, 2, {"r0", "r1", NULL}},
    {"012378", 'w', 0, 2, {"a4", "a9", NULL}}, /* two lines take a child from one slab */
    {"012", 'w', 0, 1, {"g2", "r0", "p3"}},
    {"012", 'w', 0, 2, {"e1", "r0", NULL}}, /* and for_each must show it */
    {"0123", 'w', 0, 2, {"e3", "r0r1", NULL}},
    {"0123", 'w', 0, 1, {"e3", "r0", "p4"}},
    {"0123", 'w', 0, 2, {"g3g2", "n0", NULL}}, /* retain, which has the same to move */
    {"0123", 'w', 0, 2, {"p4", "n1", NULL}},
    {"0123", 'w', 0, 2, {"e3", "n0", NULL}},
    {"012", 'n', 'b', 2, {"p0", "n2", NULL}},
    /* growth that has begun: writers move their line */
    {"01", 'w', 'b', 2, {"g0", "p0", NULL}},
    {"01", 'w', 'b', 2, {"g0g0", "p1", NULL}},
    {"01", 'w', 'b', 2, {"p0", "p1", NULL}},
    {"012", 'n', 'b', 2, {"r0", "p1", NULL}},
    {"01", 'w', 'b', 2, {"a2", "a2", NULL}},
    {"0123", 'w', 'b', 2, {"g3", "r0", NULL}},
    {"0123", 'w', 'b', 2, {"g2", "m0", NULL}},
    {"012", 'w', 'b', 2, {"e0", "p1", NULL}},
    {"0", 'n', 'b', 2, {"f0", "f0", NULL}},
    {"01", 'w', 'b', 1, {"g0", "p0", "r1"}},
    /* growth that an insertion begins, and reserve */
    {"0123", 'w', 0, 2, {"p4", "p0", NULL}},
    {"0123", 'w', 0, 2, {"p4", "g0g4", NULL}},
    {"01", 'w', 0, 2, {"m0", "p0g0", NULL}},
    {"01", 'w', 0, 1, {"m0", "m0", NULL}},
    {"", 'n', 0, 2, {"e0", "p0r1", NULL}},
    {"02", 'n', 0, 2, {"e0", "r1m0", NULL}},
    /* memory fails: for a child, and for a move */
    {"01", 's', 0, 3, {"g2g0", "p2", NULL}},
    {"01", 's', 0, 3, {"a2", "a2", NULL}},
    {"0246", 's', 'b', 2, {"g6", "p0", NULL}},
    {"0246", 's', 'b', 2, {"g6g0", "r2", NULL}},
    {"0246", 's', 'b', 2, {"p6", "r2", NULL}},
    {"0246", 's', 'b', 2, {"e0", "p1", NULL}},
    {"0246", 's', 'b', 2, {"m0", "p0", NULL}},
    /* the last line moves, and its page goes back */
    {"01", 'w', 'g', 2, {"g0", "p0", NULL}},
    {"01", 'w', 'g', 2, {"g0g2", "a2", NULL}},
    {"01", 'w', 'g', 2, {"p0", "p1", NULL}},
    {"01", 'w', 'g', 1, {"r0", "p1g0", NULL}},
    {"", 'n', 'g', 2, {"g0", "a0", NULL}},
    {"", 'n', 'g', 1, {"a0", "a1g0", NULL}},
    {"012", 'w', 'g', 2, {"g2", "r1", NULL}},
    {"0", 'w', 'g', 1, {"g0", "p1", "p3"}},
    {"01", 'w', 'g', 2, {"G0", "p1", NULL}},  /* a late reader */
    {"0", 'w', 'g', 2, {"p3G0", "l0", NULL}}, /* and a late helper, who locks a page that has gone back */
    {"", 'n', 'g', 2, {"p1G1", "l0", NULL}},
    {"01", 'w', 'b', 2, {"p0G1", "l0", NULL}},
};

/* All executions of a scenario, but no more than `most`. */
static void explore(const scenario *s, long most) {
    const int nobody[THREADS] = {0, 0, 0};
    int threads = 0;
    long executions = 0;
    now = s;
    bound = s->bound + (int)test_parameter("TEST_PREEMPTIONS", 0);
    memset(programs, 0, sizeof programs);
    memset(lengths, 0, sizeof lengths);
    memset(keys, 0, sizeof keys);
    memset(before, 0, sizeof before);
    for (const char *digit = s->before; *digit; digit++) before[*digit - '0'] = 10 + (uint64_t)(*digit - '0');
    for (; threads < THREADS && s->program[threads]; threads++) {
        for (const char *word = s->program[threads]; *word; word += 2) {
            operation *o = &programs[threads][lengths[threads]++];
            o->letter = word[0];
            o->key = word[1] - '0';
            o->argument = 100 + 20 * (uint64_t)threads + (uint64_t)lengths[threads];
        }
    }
    fixed = 0;
    failures = 0;
    do {
        memset(at, 0, sizeof at);
        (s->map == 'n' ? narrow_map_begin : s->map == 'w' ? wide_map_begin : scarce_map_begin)();
        execute(threads);
        if (!wrong) (s->map == 'n' ? narrow_map_end : s->map == 'w' ? wide_map_end : scarce_map_end)();
        if (!wrong) check_for_each();
        if (!wrong && made != inserted_by('c')) wrong = "a function has run, and nothing was inserted";
        if (!wrong && waited_for_function) wrong = "a get has waited for a function of the user's";
        if (!wrong && !explained(nobody, before)) wrong = "no order explains what was seen";
        executions++;
        if (wrong) {
            char schedule[POINTS + 1];
            int i = 0;
            for (; i < depth; i++) schedule[i] = (char)('0' + choices[i]);
            while (i && schedule[i - 1] == '0') i--;
            schedule[i] = 0;
            ck_abort_msg("%s, after %ld executions of {\"%s\", '%c', %c, %d, {%s, %s, %s}}: schedule %s", wrong,
                         executions, s->before, s->map, s->growth ? s->growth : '0', s->bound, s->program[0],
                         s->program[1], s->program[2] ? s->program[2] : "NULL", schedule);
        }
    } while (executions < most && next_schedule());
    if (getenv("TEST_VERBOSE"))
        printf("%ld executions of %s | %s | %s\n", executions, s->program[0], s->program[1],
               s->program[2] ? s->program[2] : "");
}

TEST(all_interleavings) {
    explore(&scenarios[_i], LONG_MAX);
    CHECK(scenarios[_i].map != 's' || failures);
}
END_TEST

/* What nobody has thought of. */
TEST(random_scenarios) {
    uint64_t state = (uint64_t)test_parameter("TEST_SEED", 1) * 1000003;
    for (long left = test_parameter("TEST_SCENARIOS", 10); left; left--) {
        char have[KEYS + 1], words[THREADS][2 * OPERATIONS + 1];
        const int threads = random_below(&state, 5) ? 2 : 3, most = random_below(&state, KEYS);
        const char map = "nwws"[random_below(&state, 4)], growth = "\0bbg"[random_below(&state, 4)];
        const char *letters = growth == 'g' ? "gggprraxuudktc" : "gggprraxuudktcmeen";
        scenario s = {have, growth == 'g' && map == 's' ? 'w' : map, growth, threads == 2 ? 2 : 1, {NULL, NULL, NULL}};
        int there = 0;
        for (int k = 0; k < KEYS; k++)
            if (random_below(&state, KEYS) < most) have[there++] = (char)('0' + k);
        have[there] = 0;
        for (int thread = 0; thread < threads; thread++) {
            const int count = 1 + random_below(&state, 2);
            for (int i = 0; i < count; i++) {
                words[thread][2 * i] = letters[random_below(&state, (int)strlen(letters))];
                words[thread][2 * i + 1] = (char)('0' + random_below(&state, random_below(&state, 2) ? KEYS : 3));
            }
            if (thread == 1 && growth == 'g') memcpy(words[thread], "p0", 2); /* so that the last line moves */
            words[thread][2 * count] = 0;
            s.program[thread] = words[thread];
        }
        explore(&s, 4000);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("interleave");
    TCase *c = tcase_create("interleave");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_loop_test(c, all_interleavings, 0, (int)(sizeof scenarios / sizeof scenarios[0]));
    tcase_add_test(c, random_scenarios);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
