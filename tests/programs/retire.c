/* CCHASH_RETIRE: old arrays of concurrent maps go to the program's own reclamation, each once, and to nobody else. */
#define _DEFAULT_SOURCE
#include "test.h"
static void retire(void *block, void (*free_block)(void *));
#define CCHASH_RETIRE(block_, free_) retire(block_, free_)
#include "cchash_sync.h"
#include <pthread.h>

CCHASH_CONCURRENT_DEFINE(words, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);

/* As simple as can be: all blocks wait until the threads have ended. */
static struct {
    void *block;
    void (*free_block)(void *);
} retired[1000];
static size_t retired_count;
static pthread_mutex_t retired_lock = PTHREAD_MUTEX_INITIALIZER;
static void retire(void *block, void (*free_block)(void *)) {
    pthread_mutex_lock(&retired_lock);
    if (retired_count < 1000) {
        retired[retired_count].block = block;
        retired[retired_count++].free_block = free_block;
    }
    pthread_mutex_unlock(&retired_lock);
}

static words shared;
static int wrong;
static void *work(void *argument) {
    const uint64_t id = (uint64_t)(uintptr_t)argument;
    for (uint64_t i = 0; i < 20000; i++)
        if (words_put(&shared, id << 32 | i, i) != CCHASH_INSERTED ||
            words_get_or(&shared, id << 32 | i / 2, 1) != i / 2)
            __atomic_store_n(&wrong, 1, __ATOMIC_RELAXED);
    return NULL;
}

TEST(old_arrays_go_to_the_hook) {
    pthread_t thread[4];
    for (uintptr_t id = 0; id < 4; id++) CHECK(pthread_create(&thread[id], NULL, work, (void *)id) == 0);
    for (int id = 0; id < 4; id++) CHECK(pthread_join(thread[id], NULL) == 0);
    CHECK(!wrong && words_verify(&shared) && words_size(&shared) == 80000);
    CHECK_MSG(retired_count >= 10 && retired_count < 20, "%zu arrays were retired", retired_count);
    const size_t bytes = words_stats(&shared).bytes;
    words_reclaim(&shared); /* has nothing to free */
    CHECK_EQ(words_stats(&shared).bytes, bytes);
    for (size_t i = 0; i < retired_count; i++) retired[i].free_block(retired[i].block);
    CHECK(words_verify(&shared));
    words_free(&shared);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("retire");
    TCase *c = tcase_create("retire");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, old_arrays_go_to_the_hook);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
