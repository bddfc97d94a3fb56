/* CCHASH_DEBUG: a stale iterator, and a callback that changes its own map, stop the program with a sentence on standard
 * error; correct programs run as ever. */
#define _DEFAULT_SOURCE
#ifndef CCHASH_DEBUG
#define CCHASH_DEBUG
#endif
#include "test_heap.h"
#include ROW_HEADER
#include "cchash_sync.h"
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

struct plan;
static void misbehave(int callback);

static uint64_t spared; /* its hash function never misbehaves */
static uint64_t hash_hook(uint64_t key) {
    if (key + 1 != spared) misbehave(1);
    return key % 8;
}
static bool eq_hook(uint64_t a, uint64_t b) {
    misbehave(2);
    return a == b;
}
static void free_hook(uint64_t *key) {
    (void)key;
    misbehave(3);
}
static bool copy_hook(uint64_t *to, const uint64_t *from) {
    misbehave(4);
    *to = *from;
    return true;
}
ROW_MAP_EX(hooked, uint64_t, uint64_t, hash_hook, eq_hook,
           ROW_TRAITS(CCHASH_VALUE_FREE(free_hook), CCHASH_VALUE_COPY(copy_hook)));
ROW_SET(tame, uint64_t, cchash_hash_u64, cchash_eq_u64);

static hooked m;
static int faulty_callback; /* which callback misbehaves */
static int action;          /* how */

static void misbehave(int callback) {
    if (faulty_callback != callback) {
        return;
    }
    faulty_callback = 0; /* once, and not from inside itself */
    switch (action) {
    case 0: hooked_put(&m, 1000, 1); break;
    case 1: hooked_remove(&m, 3); break;
    case 2: hooked_clear(&m); break;
    case 3: hooked_reserve(&m, 5000); break;
    default: hooked_free(&m); break;
    }
}
static bool keep_hook(const uint64_t *key, uint64_t *value, void *context) {
    (void)value, (void)context;
    misbehave(5);
    return *key % 2;
}

/* Runs `what` in a child; true if it aborted, having said something. */
static bool dies(void (*what)(int), int argument) {
    int ends[2], status = 0;
    char said[200] = {0};
    fflush(NULL);
    CHECK(pipe(ends) == 0);
    const pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(ends[1], 2);
        signal(SIGABRT, SIG_DFL);
        what(argument);
        _exit(0);
    }
    close(ends[1]);
    size_t length = 0;
    for (ssize_t got; length < sizeof said - 1 && (got = read(ends[0], said + length, sizeof said - 1 - length)) > 0;) {
        length += (size_t)got;
    }
    close(ends[0]);
    CHECK(waitpid(child, &status, 0) == child);
    const bool aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    CHECK_MSG(!aborted || (length > 10 && said[length - 1] == '\n' && strstr(said, "cchash")), "no sentence: \"%s\"",
              said);
    return aborted;
}

static void fill(uint64_t n) {
    for (uint64_t k = 0; k < n; k++) {
        hooked_put(&m, k, k);
    }
}

static void act(int number) {
    action = number % 5;
    const int callback = number / 5;
    fill(20);
    faulty_callback = callback;
    switch (callback) {
    case 1: hooked_get(&m, 5); break;
    case 2: hooked_contains(&m, 5); break;
    case 3: hooked_remove(&m, 5); break;
    case 4: hooked_put(&m, 77, 1); break;
    default: hooked_retain(&m, keep_hook, NULL); break;
    }
}

/* Callbacks 1 and 2 here are called from reads, which write nothing and so can't leave a mark that they are under way:
 * whether those are caught is for the other operations to show. */
static void act_in_writer(int number) {
    action = number % 5;
    fill(20);
    faulty_callback = number / 5;
    hooked_put(&m, number % 2 ? 5 : 500, 1);
}

#if ROW_LAYOUT != LAYOUT_CHAIN /* whose links are half in the new array then: it may not come back from the callback   \
                                */
/* The hash of a key that the map holds, wanted by an insertion: for growth, or to make room. */
static void act_in_growth(int number) {
    action = number;
    fill(hooked_reserve(&m, 20) ? hooked_capacity(&m) : 0);
    spared = 1000 + 1;
    faulty_callback = 1;
    hooked_put(&m, 1000, 1);
    if (faulty_callback) { /* as in open addressing, whose states know */
        fputs("cchash hashed no stored key\n", stderr);
        abort();
    }
}
#endif

TEST(callbacks_that_change_their_map) {
    for (int number = 3 * 5; number < 6 * 5; number++) {
        CHECK_MSG(dies(act, number), "callback %d, action %d went unnoticed", number / 5, number % 5);
    }
    for (int number = 1 * 5; number < 3 * 5; number++) {
        /* Equality that gives away the memory it is comparing in is beyond detection: the lookup goes on in it. */
        if (number / 5 == 2 && (number % 5 == 2 || number % 5 == 4)) continue;
        CHECK_MSG(dies(act_in_writer, number), "callback %d of put, action %d went unnoticed", number / 5, number % 5);
    }
#if ROW_LAYOUT != LAYOUT_CHAIN
    for (int number = 0; number < 2; number++) {
        CHECK_MSG(dies(act_in_growth, number), "hash in growth, action %d went unnoticed", number);
    }
#endif
}
END_TEST

static void stale(int how) {
    fill(20);
    hooked_iter it = hooked_begin(&m);
    if (how != 9) {
        hooked_next(&it);
    }
    switch (how) {
    case 0: hooked_put(&m, 500, 1); break;
    case 1: hooked_remove(&m, 3); break;
    case 2: hooked_clear(&m); break;
    case 3: hooked_free(&m); break;
    case 4: hooked_reserve(&m, 5000); break;
    case 5: hooked_upsert(&m, 600, NULL); break;
    case 6: hooked_take(&m, 4, NULL, NULL); break;
    case 7: hooked_retain(&m, keep_hook, NULL); break;
    case 10: hooked_pop(&m, NULL, NULL); break;
    case 8: {
        hooked_iter other = hooked_begin(&m);
        hooked_next(&other);
        hooked_next(&other);
        hooked_remove_at(&m, &other);
        break;
    }
    default: hooked_add(&m, 700, 1); break;
    }
    hooked_next(&it);
}
static void stale_remove_at(int how) {
    fill(20);
    hooked_iter it = hooked_begin(&m);
    if (how == 0) {
        hooked_next(&it);
        hooked_put(&m, 500, 1);
    } else if (how == 1) {
        hooked_next(&it);
        hooked_remove_at(&m, &it); /* and again, without a step between */
    }                              /* how 2: before the first step */
    hooked_remove_at(&m, &it);
}

TEST(stale_iterators) {
    for (int how = 0; how < 11; how++) {
        CHECK_MSG(dies(stale, how), "stale iterator %d went unnoticed", how);
    }
    for (int how = 0; how < 3; how++) {
        CHECK_MSG(dies(stale_remove_at, how), "remove_at %d on a wrong iterator went unnoticed", how);
    }
}
END_TEST

/* Keys that are not what they were, hashes that are not their keys'. */
static uint64_t hash_text(const char *text) { return mix64((uint64_t)text[0] << 8 | (uint64_t)text[1]); }
static bool eq_text(const char *a, const char *b) { return strcmp(a, b) == 0; }
ROW_MAP(texts, const char *, int, hash_text, eq_text);

static void change_stored_key(int how) {
    static char buffers[40][4];
    texts t = EMPTY;
    for (int i = 0; i < 40; i++) {
        snprintf(buffers[i], sizeof buffers[i], "%02d", i);
        if (texts_put(&t, buffers[i], i) != CCHASH_INSERTED) return;
    }
    for (int i = 0; i < 40; i++) buffers[i][0] = 'x'; /* the classic: one buffer for all that is read */
    if (how == 0) texts_reserve(&t, 1000);
    if (how == 1 && !texts_verify(&t)) { /* returns false, and does not stop the program itself */
        fputs("cchash: name_verify returned false\n", stderr);
        abort();
    }
    if (how == 6 && texts_verify(&t)) abort();
    char key[4];
    for (int i = 0; i < 40; i++) { /* all of them: by chance, the changed key may have the same tag or bucket */
        snprintf(key, sizeof key, "%02d", i);
        if (how == 2) texts_get(&t, key);
        if (how == 3) texts_contains(&t, key);
        if (how == 4) texts_remove(&t, key);
        if (how == 5) texts_put(&t, key, i);
    }
}
static void give_wrong_hash(int how) {
    fill(20);
    const uint64_t wrong = hooked_hash(&m, 5) ^ 1;
    switch (how) {
    case 0: hooked_get_hashed(&m, wrong, 5); break;
    case 1: hooked_put_hashed(&m, wrong, 5, 5); break;
    case 2: hooked_remove_hashed(&m, wrong, 5); break;
    case 3: hooked_add_hashed(&m, wrong, 501, 5); break;
    default: hooked_contains_hashed(&m, wrong, 501); break;
    }
}

ROW_STR(names, int, CCHASH_GOOD_HASH);
static void misuse_text(int how) {
    static const int values[30] = {0};
    names n = EMPTY;
    cchash_view views[30];
    size_t found = 0;
    char text[8];
    switch (how) {
    case 0: (void)names_put(&n, NULL, 1); break;
    case 1: (void)names_get(&n, NULL); break;
    case 2: texts_put(&(texts)EMPTY, NULL, (int)cchash_hash_cstr(NULL)); break;
    default:
        for (int i = 0; i < 30; i++) {
            snprintf(text, sizeof text, "%d", i);
            if (names_put(&n, text, i) != CCHASH_INSERTED) return;
        }
        EACH(names, it, &n) views[found++] = cchash_str_view(it.key);
        (void)names_put_many_view(&n, views, values, how == 3 ? 30 : 1);
        names_free(&n);
    }
}

TEST(keys_and_hashes) {
    for (int how = 0; how < 6; how++) {
        CHECK_MSG(dies(change_stored_key, how), "changed keys %d went unnoticed", how);
    }
    CHECK_MSG(!dies(change_stored_key, 6), "name_verify stopped the program");
    for (int how = 0; how < 5; how++) {
        CHECK_MSG(dies(give_wrong_hash, how), "a wrong hash, %d, went unnoticed", how);
    }
    for (int how = 0; how < 3; how++) {
        CHECK_MSG(dies(misuse_text, how), "NULL as a text, %d, went unnoticed", how);
    }
    /* Nodes never move; one view of its own keys does a map no harm. */
    CHECK(dies(misuse_text, 3) == (ROW_LAYOUT != LAYOUT_CHAIN));
    CHECK(!dies(misuse_text, 4));
}
END_TEST

/* Engine functions called where they may not be. */
static void break_precondition(int how) {
    tame s = EMPTY;
    for (uint64_t k = 0; k < 20; k++) tame_add(&s, k);
    if (how == 0) { /* an array that is not a power of two */
        tame_priv_type.rehash(&s.cchash_table, 40);
        return;
    }
#if ROW_LAYOUT == LAYOUT_COMPACT
    size_t empty = 0;
    while (s.cchash_table.tags[empty]) empty++;
    if (how == 1) cchash_priv_compact_erase_slot(&s.cchash_table, &tame_priv_type, empty, 0, NULL, NULL);
    if (how == 2) cchash_priv_compact_displace(&s.cchash_table, &tame_priv_type, 0); /* 20 in 32: not full */
    s.cchash_table.size = cchash_priv_compact_array_slots(&s.cchash_table, &tame_priv_type);
    if (how == 3) cchash_priv_compact_find_empty_slot(&s.cchash_table, &tame_priv_type, 1);
#elif ROW_LAYOUT == LAYOUT_OA
    size_t empty = 0;
    while (cchash_priv_oa_state(&tame_priv_type, cchash_priv_oa_entry(&s.cchash_table, &tame_priv_type, empty)))
        empty++;
    if (how == 1)
        cchash_priv_oa_erase_slot(&s.cchash_table, &tame_priv_type,
                                  cchash_priv_oa_entry(&s.cchash_table, &tame_priv_type, empty),
                                  cchash_priv_oa_bucket_start(&tame_priv_type, empty));
    if (how == 2) cchash_priv_oa_next_bucket(&s.cchash_table, &tame_priv_type, 3);
    s.cchash_table.size = cchash_priv_oa_slots(&s.cchash_table);
    if (how == 3) cchash_priv_oa_find_empty_slot(&s.cchash_table, &tame_priv_type, 0);
#else
    uint64_t *bucket = s.cchash_table.buckets;
    while (!*bucket) bucket++;
    unsigned char *node = cchash_priv_chain_node(&s.cchash_table, *bucket);
    if (how == 1) cchash_priv_chain_link_front(&s.cchash_table, bucket, node + 1, 1);
    if (how == 2) cchash_priv_chain_remove_node(&s.cchash_table, &tame_priv_type, bucket, node + 8);
    tame_clear(&s);
    if (how == 3) cchash_priv_chain_remove_any(&s.cchash_table, &tame_priv_type, NULL, NULL);
#endif
}

TEST(preconditions) {
    for (int how = 0; how < 4; how++) CHECK_MSG(dies(break_precondition, how), "precondition %d is not checked", how);
    CHECK(!dies(break_precondition, 4));
}
END_TEST

/* What is allowed is not stopped. */
static void proper(int argument) {
    (void)argument;
    faulty_callback = 0;
    fill(50);
    hooked_iter it = hooked_begin(&m);
    while (hooked_next(&it)) {
        *it.value += 1;
        hooked_get(&m, *it.key);
        hooked_contains(&m, 9999);
        CHECK_EQ(hooked_put(&m, *it.key, 7), CCHASH_PRESENT); /* no insertion: overwriting is not one */
        if (*it.key % 3 == 0) {
            hooked_remove_at(&m, &it);
        }
    }
    hooked_iter again = hooked_begin(&m);
    CHECK(hooked_next(&again));
    CHECK(!hooked_remove(&m, 12345)); /* an absent key: nothing was removed */
    CHECK(hooked_next(&again));
    hooked_retain(&m, keep_hook, NULL);
    hooked_clear(&m);
    hooked_free(&m);
    tame s = EMPTY;
    for (uint64_t k = 0; k < 100; k++) {
        tame_add(&s, k);
    }
    tame moved = s;
    tame_iter each = tame_begin(&moved);
    while (tame_next(&each)) {
        tame_remove_at(&moved, &each);
    }
    tame_free(&moved);
    _exit(42);
}

TEST(proper_use) {
    int status = 0;
    fflush(NULL);
    const pid_t child = fork();
    if (child == 0) {
        proper(0);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK_MSG(WIFEXITED(status) && WEXITSTATUS(status) == 42, "a correct program was stopped: status %d", status);
}
END_TEST

/* A callback under a line's lock must not write to its map; it may read it, and write to others. */
CCHASH_CONCURRENT_DEFINE(shared, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
static shared shared_map, another_map;
static void act_under_lock(int action) {
    switch (action) {
    case 0: shared_put(&shared_map, 5, 5); break;
    case 1: shared_remove(&shared_map, 1); break;
    case 2: shared_fetch_add(&shared_map, 1, 1, NULL); break;
    case 3: shared_reserve(&shared_map, 1000); break;
    default: shared_put(&another_map, shared_get_or(&shared_map, 1, 0), 5);
    }
}
static cchash_verdict shared_change(const uint64_t *key, uint64_t *value, bool present, void *context) {
    (void)key, (void)value, (void)present;
    act_under_lock(*(int *)context);
    return CCHASH_KEEP;
}
static bool shared_look(const uint64_t *key, const uint64_t *value, void *context) {
    (void)key, (void)value;
    act_under_lock(*(int *)context);
    return true;
}
static bool shared_make(const uint64_t *key, uint64_t *value, void *context) {
    return shared_look(key, value, context);
}
static void write_from_callback(int number) {
    int action = number % 5;
    shared_put(&shared_map, 1, 1);
    switch (number / 5) {
    case 0: shared_upsert(&shared_map, 1, shared_change, &action); break;
    case 1: shared_remove_if(&shared_map, 1, shared_look, &action); break;
    case 2: shared_compute_if_absent(&shared_map, 2, shared_make, &action, NULL); break;
    default: shared_retain(&shared_map, shared_look, &action);
    }
}
static void write_while_showing(int unused) {
    int action = unused;
    shared_put(&shared_map, 1, 1);
    shared_for_each(&shared_map, shared_look, &action); /* which locks nothing */
}

TEST(callbacks_of_concurrent_maps) {
    for (int number = 0; number < 20; number++)
        CHECK_MSG(dies(write_from_callback, number) == (number % 5 < 4), "callback %d, action %d", number / 5,
                  number % 5);
    CHECK(!dies(write_while_showing, 0));
}
END_TEST

/* Maps behind locks: a callback that calls its own map, reading or writing, might wait for itself. */
ROW_MAP(plain, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
#define ROW_IS_OF_CCHASH_CHAIN 1
#if CCHASH_PRIV_CAT(ROW_IS_OF_, ROW)
CCHASH_SYNC_DEFINE(locked, plain, CCHASH_GRANULAR);
#else
CCHASH_SYNC_DEFINE(locked, plain, CCHASH_STRIPED);
#endif
static locked locked_map, another_locked;
static void call_under_lock(int call) {
    switch (call) {
    case 0: locked_put(&locked_map, 5, 5); break;
    case 1: locked_contains(&locked_map, 7); break;
    case 2: locked_size(&locked_map); break;
    case 3: locked_reserve(&locked_map, 1000); break;
    default: locked_put(&another_locked, 1, 1);
    }
}
static cchash_verdict locked_change(const uint64_t *key, uint64_t *value, bool present, void *context) {
    (void)key, (void)value, (void)present;
    call_under_lock(*(int *)context);
    return CCHASH_KEEP;
}
static bool locked_look(const uint64_t *key, const uint64_t *value, void *context) {
    (void)key, (void)value;
    call_under_lock(*(int *)context);
    return true;
}
static void locked_see(const uint64_t *key, const uint64_t *value, void *context) {
    (void)locked_look(key, value, context);
}
static void call_from_callback(int number) {
    int call = number % 5;
    locked_put(&locked_map, 1, 1);
    switch (number / 5) {
    case 0: locked_upsert(&locked_map, 1, locked_change, &call); break;
    case 1: locked_remove_if(&locked_map, 1, locked_look, &call); break;
    case 2: locked_visit(&locked_map, 1, locked_see, &call); break;
    case 3: locked_for_each(&locked_map, locked_look, &call); break;
    default: locked_retain(&locked_map, locked_look, &call);
    }
}
TEST(callbacks_of_locked_maps) {
    for (int number = 0; number < 25; number++)
        CHECK_MSG(dies(call_from_callback, number) == (number % 5 < 4), "callback %d, call %d", number / 5, number % 5);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("debug");
    TCase *c = tcase_create("debug");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, callbacks_that_change_their_map);
    tcase_add_test(c, stale_iterators);
    tcase_add_test(c, keys_and_hashes);
    tcase_add_test(c, preconditions);
    tcase_add_test(c, proper_use);
    tcase_add_test(c, callbacks_of_concurrent_maps);
    tcase_add_test(c, callbacks_of_locked_maps);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
