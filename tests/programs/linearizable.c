/* Are operations on a concurrent map, and on one with a lock in each bucket, linearizable, also while it grows? Threads
 * record what they did to a few keys that share a line, with the times of call and return. A checker then looks for an
 * order that explains each key's history: it follows all pairs of (value, pending operations that have taken effect),
 * event by event.
 *
 * Any access to shared memory may make the thread lose the processor, so that rare interleavings are frequent, even on
 * one processor. */
#define _DEFAULT_SOURCE
static void interleave(void);
#define CCHASH_PRIV_INTERLEAVE() interleave()
#include "test.h"
#include "cchash_chain.h"
#include "cchash_sync.h"
#include <pthread.h>
#include <sched.h>
#include <time.h>

static CCHASH_PRIV_THREAD_LOCAL uint32_t dice = 2463534242u;
static void interleave(void) {
    dice ^= dice << 13, dice ^= dice >> 17, dice ^= dice << 5;
    if (dice % 256 == 0) sched_yield();
}

/* Values are wide enough to be torn: the other words are made from the first. */
typedef struct wide {
    uint64_t value, twice, not_it;
} wide;
CCHASH_CONCURRENT_DEFINE(narrow_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE(wide_map, uint64_t, wide, cchash_hash_u64, cchash_eq_u64);
CCHASH_CHAIN_DEFINE(chains, uint64_t, wide, cchash_hash_u64, cchash_eq_u64);
CCHASH_SYNC_DEFINE(granular_map, chains, CCHASH_GRANULAR);
/* The keys of a line are those of a bucket, until the map has thousands. */
static uint64_t granular_map_priv_mixed(const granular_map *m, const uint64_t *key) {
    return granular_map_priv_hashes_of(granular_map_priv_all(m), cchash_hash_u64(*key)).mixed;
}

enum { THREADS = 4, KEYS = 6, MOST = 1 << 16 };
enum { GET, PUT, ADD, REMOVE, TAKE, REPLACE, FETCH_ADD, UPSERT_REMOVE, COMPUTE, OPERATIONS };

typedef struct record {
    uint64_t called, returned, argument, expected, value; /* 0: absent */
    uint8_t operation, key, result, thread;
} record;
static record *records[THREADS];
static int count, torn;
static uint64_t keys[KEYS];

/* The store that ends a write may still be on its way to other processors when the function has returned. No thread can
 * tell, because whatever it hears about that write travels behind it; a clock can. So the fence. */
static uint64_t now(void) {
    struct timespec t;
    __atomic_thread_fence(__ATOMIC_SEQ_CST);
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t to_narrow(uint64_t value) { return value; }
static uint64_t from_narrow(uint64_t value) { return value; }
static wide to_wide(uint64_t value) {
    const wide w = {value, value * 2, ~value};
    return w;
}
static uint64_t from_wide(wide w) {
    if (w.twice != w.value * 2 || w.not_it != ~w.value) (void)__atomic_add_fetch(&torn, 1, __ATOMIC_RELAXED);
    return w.value;
}

/* The steps of both maps are the same source, because a wide value cannot be passed to fetch_add. */
#define DO(name_, as_, V_, add_)                                                                                       \
    static name_ name_##_shared;                                                                                       \
    static cchash_verdict name_##_remove_and_tell(const uint64_t *key, V_ *value, bool present, void *context) {       \
        (void)key;                                                                                                     \
        *(uint64_t *)context = present ? from_##as_(*value) : 0;                                                       \
        return CCHASH_REMOVE;                                                                                          \
    }                                                                                                                  \
    static cchash_verdict name_##_add_one(const uint64_t *key, V_ *value, bool present, void *context) {               \
        const uint64_t before = present ? from_##as_(*value) : 0;                                                      \
        (void)key;                                                                                                     \
        *(uint64_t *)context = before;                                                                                 \
        *value = to_##as_(before + 1);                                                                                 \
        return CCHASH_STORE;                                                                                           \
    }                                                                                                                  \
    static bool name_##_make(const uint64_t *key, V_ *value, void *context) {                                          \
        (void)key;                                                                                                     \
        *value = to_##as_(*(uint64_t *)context);                                                                       \
        return true;                                                                                                   \
    }                                                                                                                  \
    static void name_##_do(record *r, uint64_t key) {                                                                  \
        name_ *m = &name_##_shared;                                                                                    \
        V_ out = to_##as_(0), expected = to_##as_(r->expected);                                                        \
        r->value = 0;                                                                                                  \
        switch (r->operation) {                                                                                        \
        case GET: r->result = name_##_get(m, key, &out); break;                                                        \
        case PUT: r->result = name_##_put(m, key, to_##as_(r->argument)) == CCHASH_INSERTED; break;                    \
        case ADD: r->result = name_##_add(m, key, to_##as_(r->argument), &out) == CCHASH_INSERTED; break;              \
        case REMOVE: r->result = name_##_remove(m, key); break;                                                        \
        case TAKE: r->result = name_##_take(m, key, &out); break;                                                      \
        case REPLACE: r->result = name_##_replace(m, key, &expected, to_##as_(r->argument)); break;                    \
        case FETCH_ADD: add_; break;                                                                                   \
        case UPSERT_REMOVE:                                                                                            \
            r->result = name_##_upsert(m, key, name_##_remove_and_tell, &r->value) != CCHASH_DECLINED;                 \
            return;                                                                                                    \
        default: r->result = name_##_compute_if_absent(m, key, name_##_make, &r->argument, &out) == CCHASH_INSERTED;   \
        }                                                                                                              \
        r->value = from_##as_(out);                                                                                    \
    }                                                                                                                  \
    static void *name_##_run(void *argument) {                                                                         \
        const unsigned id = (unsigned)(uintptr_t)argument;                                                             \
        uint64_t state = mix64(id + now()), fresh = (uint64_t)(id + 1) << 40, seen = 0;                                \
        dice += id * 77777 + (uint32_t)state;                                                                          \
        for (int i = 0; i < count; i++) {                                                                              \
            record *r = &records[id][i];                                                                               \
            const uint64_t random = random64(&state);                                                                  \
            r->key = (uint8_t)(random % KEYS);                                                                         \
            r->thread = (uint8_t)id;                                                                                   \
            r->operation = (uint8_t)(random >> 32 & 1 ? GET : (random >> 40) % OPERATIONS);                            \
            r->argument = fresh += 1 << 10;                                                                            \
            r->expected = seen;                                                                                        \
            do r->called = now();                                                                                      \
            while (i && r->called == r[-1].returned);                                                                  \
            name_##_do(r, keys[r->key]);                                                                               \
            r->returned = now();                                                                                       \
            if (r->operation == GET && r->result) seen = r->value;                                                     \
            if (random >> 62 == 0 && (name_##_put(&name_##_shared, fresh << 8, to_##as_(1)) == CCHASH_NOMEM ||         \
                                      (random >> 61 & 1 && !name_##_remove(&name_##_shared, fresh << 8))))             \
                (void)__atomic_add_fetch(&torn, 1, __ATOMIC_RELAXED); /* the keys around, which make it grow */        \
        }                                                                                                              \
        return NULL;                                                                                                   \
    }
DO(narrow_map, narrow, uint64_t,
   r->result = (r->key & 1 ? narrow_map_fetch_add(m, key, 1, &out)
                           : narrow_map_upsert(m, key, narrow_map_add_one, &out)) == CCHASH_INSERTED;
   r->argument = 1)
DO(wide_map, wide, wide, r->result = wide_map_upsert(m, key, wide_map_add_one, &r->argument) == CCHASH_INSERTED;
   out = to_wide(r->argument); r->argument = 1)

DO(granular_map, wide, wide,
   r->result = granular_map_upsert(m, key, granular_map_add_one, &r->argument) == CCHASH_INSERTED;
   out = to_wide(r->argument); r->argument = 1)

/* May this operation take effect when the key has that value, and what does it leave? */
static bool takes_effect(const record *r, uint64_t value, uint64_t *after) {
    *after = value;
    switch (r->operation) {
    case GET: return r->result ? value == r->value && value : value == 0;
    case PUT: *after = r->argument; return r->result == (value == 0);
    case ADD:
    case COMPUTE:
        if (!value) *after = r->argument;
        if (r->operation == COMPUTE && r->result) return value == 0 && r->value == r->argument;
        return r->result == (value == 0) && (r->result || r->value == value);
    case REMOVE: *after = 0; return r->result == (value != 0);
    case TAKE:
    case UPSERT_REMOVE: *after = 0; return r->result == (value != 0) && r->value == value;
    case REPLACE:
        if (r->result) *after = r->argument;
        return r->result == (value != 0 && value == r->expected);
    default: *after = value + r->argument; return r->value == value && r->result == (value == 0);
    }
}

typedef struct event {
    uint64_t at;
    const record *of;
    bool returns;
} event;
static int by_time(const void *left, const void *right) {
    const event *a = (const event *)left, *b = (const event *)right;
    return a->at < b->at ? -1 : a->at > b->at ? 1 : (int)a->returns - (int)b->returns;
}
typedef struct state {
    uint64_t value;
    unsigned done; /* a bit for each thread whose pending operation has taken effect */
} state;

static size_t add_state(state *states, size_t have, state another) {
    for (size_t i = 0; i < have; i++)
        if (states[i].value == another.value && states[i].done == another.done) return have;
    CHECK_MSG(have < 4096, "too many states");
    states[have] = another;
    return have + 1;
}

static bool explained(int key) {
    static state states[4096];
    const record *pending[THREADS] = {NULL, NULL, NULL, NULL};
    size_t events = 0, have = 1;
    event *all = (event *)malloc((size_t)count * THREADS * 2 * sizeof *all);
    CHECK(all);
    for (int id = 0; id < THREADS; id++) {
        for (int i = 0; i < count; i++) {
            const record *r = &records[id][i];
            const event call = {r->called, r, false}, back = {r->returned, r, true};
            if (r->key == key) all[events++] = call, all[events++] = back;
        }
    }
    qsort(all, events, sizeof *all, by_time);
    states[0].value = 0, states[0].done = 0;
    for (size_t at = 0; at < events && have; at++) {
        const record *r = all[at].of;
        if (!all[at].returns) {
            pending[r->thread] = r;
            continue;
        }
        for (size_t i = 0; i < have; i++) { /* the list grows: any pending operation may take effect now */
            for (unsigned id = 0; id < THREADS; id++) {
                state next = {0, states[i].done | 1u << id};
                if (pending[id] && !(states[i].done >> id & 1) &&
                    takes_effect(pending[id], states[i].value, &next.value))
                    have = add_state(states, have, next);
            }
        }
        size_t kept = 0;
        for (size_t i = 0; i < have; i++) {
            state next = {states[i].value, states[i].done & ~(1u << r->thread)};
            if (states[i].done >> r->thread & 1) kept = add_state(states, kept, next);
        }
        have = kept;
        pending[r->thread] = NULL;
    }
    free(all);
    return have != 0;
}

#define RUN(name_)                                                                                                     \
    TEST(name_##_is_linearizable) {                                                                                    \
        const long operations = test_parameter("TEST_OPERATIONS", 2500000);                                            \
        long done = 0;                                                                                                 \
        for (int id = 0; id < THREADS; id++) {                                                                         \
            records[id] = (record *)malloc(MOST * sizeof(record));                                                     \
            CHECK(records[id]);                                                                                        \
        }                                                                                                              \
        while (done < operations) {                                                                                    \
            pthread_t thread[THREADS];                                                                                 \
            count = 5000;                                                                                              \
            CHECK(name_##_reserve(&name_##_shared, 1));                                                                \
            for (uint64_t k = 1, found = 0; found < KEYS; k++)                                                         \
                if (name_##_priv_mixed(&name_##_shared, &k) >> 51 == 1234) keys[found++] = k;                          \
            for (uintptr_t id = 0; id < THREADS; id++)                                                                 \
                CHECK(pthread_create(&thread[id], NULL, name_##_run, (void *)id) == 0);                                \
            for (int id = 0; id < THREADS; id++) CHECK(pthread_join(thread[id], NULL) == 0);                           \
            for (int key = 0; key < KEYS; key++) CHECK_MSG(explained(key), "key %d: no order explains it", key);       \
            CHECK_EQ(torn, 0);                                                                                         \
            CHECK(name_##_verify(&name_##_shared));                                                                    \
            name_##_free(&name_##_shared);                                                                             \
            done += (long)count * THREADS;                                                                             \
        }                                                                                                              \
        for (int id = 0; id < THREADS; id++) free(records[id]);                                                        \
    }                                                                                                                  \
    END_TEST
RUN(narrow_map)
RUN(wide_map)
RUN(granular_map)

int main(void) {
    Suite *suite = suite_create("linearizable");
    TCase *c = tcase_create("linearizable");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, narrow_map_is_linearizable);
    tcase_add_test(c, wide_map_is_linearizable);
    tcase_add_test(c, granular_map_is_linearizable);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
