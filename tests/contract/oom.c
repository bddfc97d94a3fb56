/* Out of memory: at every allocation point the map stays as it was, and a retry works. */
#include "test_heap.h"
#include ROW_HEADER
#include "image.h"
#include "key_types.h"

/* Owned text: copiers take memory from the same heap, so that their failures are allocation points, too. */
typedef const char *text_key;
typedef const char *text_value;
static text_key text_make_key(int i) {
    static char text[200][16];
    snprintf(text[i], sizeof text[i], "t%d", i);
    return text[i];
}
static int text_key_id(text_key k) {
    return k ? atoi(k + 1) : -3; /* an upserted value is NULL until the caller fills it */
}
static text_value text_make_value(int i) { return text_make_key(i); }
static int text_value_id(text_value v) { return text_key_id(v); }
static uint64_t text_hash(text_key k) { return cchash_hash_cstr(k); }
static bool text_eq(text_key a, text_key b) { return cchash_eq_cstr(a, b); }
static bool text_copy(text_key *to, const text_key *from) {
    char *copy = NULL;
    if (*from) {
        const int saved = errno; /* copiers keep errno as the library does */
        copy = (char *)heap_alloc(strlen(*from) + 1, 1);
        errno = saved;
        if (!copy) {
            return false;
        }
        memcpy(copy, *from, strlen(*from) + 1);
    }
    *to = copy;
    return true;
}
static void text_free(text_key *k) {
    if (*k) {
        const int saved = errno;
        heap_release((void *)(uintptr_t)*k, strlen(*k) + 1, 1);
        errno = saved;
    }
}

#define NAME plain
#define KIND u64
#include "oom.h"

#define NAME plain_set
#define KIND u64
#define IS_SET
#include "oom.h"

#define NAME line_map
#define KIND line
#include "oom.h"

#define NAME owning
#define KIND text
#define TRAITS                                                                                                         \
    ROW_TRAITS(CCHASH_KEY_COPY(text_copy), CCHASH_KEY_FREE(text_free), CCHASH_VALUE_COPY(text_copy),                   \
               CCHASH_VALUE_FREE(text_free))
#include "oom.h"

#define NAME owning_set
#define KIND text
#define IS_SET
#define TRAITS ROW_TRAITS(CCHASH_KEY_COPY(text_copy), CCHASH_KEY_FREE(text_free), CCHASH_CACHED_HASH)
#include "oom.h"

#define NAME with_context
#define KIND u64
#define TRAITS ROW_TRAITS(CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to), CCHASH_CACHED_HASH)
#include "oom.h"

#if ROW_LAYOUT == LAYOUT_COMPACT
#define NAME narrow_split
#define KIND narrow
#define TRAITS (CCHASH_SPLIT)
#include "oom.h"

#define NAME owning_split
#define KIND text
#define TRAITS                                                                                                         \
    (CCHASH_SPLIT, CCHASH_KEY_COPY(text_copy), CCHASH_KEY_FREE(text_free), CCHASH_VALUE_COPY(text_copy),               \
     CCHASH_VALUE_FREE(text_free))
#include "oom.h"
#endif

#ifdef ROW_MALLOC_NODES
/* Nodes can be had, a larger array of buckets can not: growth was only wanted for load, so every insert succeeds. */
TEST(insert_without_growth) {
    plain m = EMPTY;
    for (uint64_t k = 0; k < 100; k++) {
        CHECK_EQ(plain_put(&m, k, k), CCHASH_INSERTED);
    }
    the_heap.limit = 256;
    for (uint64_t k = 100; k < 2000; k++) {
        errno = 77;
        CHECK_EQ(plain_put(&m, k, k), CCHASH_INSERTED);
        CHECK_EQ(errno, 77);
    }
    CHECK(plain_verify(&m));
    the_heap.limit = 0;
    for (uint64_t k = 2000; k < 2100; k++) {
        CHECK_EQ(plain_put(&m, k, k), CCHASH_INSERTED);
    }
    CHECK(plain_capacity(&m) >= 2100); /* growth is made up for */
    for (uint64_t k = 0; k < 2100; k++) {
        CHECK(plain_get(&m, k) && *plain_get(&m, k) == k);
    }
    CHECK(plain_verify(&m));
    plain_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST
#else
/* With no memory for growth, inserts go on while a slot is free, then say so; then the full table still answers. */
TEST(insert_without_growth) {
    for (uint64_t n = 1; n < 300; n += 1 + n / 6) {
        plain m = EMPTY;
        CHECK(plain_reserve(&m, (size_t)n));
        const size_t capacity = plain_capacity(&m), memory = plain_memory(&m);
        uint64_t k = 0;
        for (; k < capacity; k++) {
            CHECK_EQ(plain_put(&m, k, ~k), CCHASH_INSERTED);
        }
        CHECK_EQ(plain_memory(&m), memory);
        heap_fail(&the_heap, 0, true);
        int result;
        errno = 77;
        while ((result = plain_put(&m, k, ~k)) == CCHASH_INSERTED) {
            k++;
            CHECK(k < 4 * capacity + 100);
        }
        CHECK_EQ(errno, 77);
        CHECK_EQ(result, CCHASH_NOMEM);
        CHECK_EQ(plain_memory(&m), memory);
#if ROW_LAYOUT != LAYOUT_CHAIN
        const size_t room_beyond_the_limit = ROW_LAYOUT == LAYOUT_OA || capacity > 16;
        CHECK_MSG(k > capacity || !room_beyond_the_limit, "no insert succeeded beyond the load limit of %zu", capacity);
#endif
        CHECK(plain_verify(&m));
        CHECK_EQ(plain_size(&m), k);
        for (uint64_t i = 0; i < k + 200; i++) {
            const uint64_t *value = plain_get(&m, i);
            CHECK(i < k ? value && *value == ~i : !value);
        }
        CHECK(!plain_remove(&m, k + 1));
        CHECK_EQ(plain_put(&m, 0, 5), CCHASH_PRESENT);
        for (uint64_t i = 0; i < 200; i++) { /* churn on the full table: each removal makes room for one */
            CHECK(plain_remove(&m, (i * 7) % k));
            CHECK_EQ(plain_put(&m, 1000000 + i, i), CCHASH_INSERTED);
            CHECK(plain_verify(&m));
            CHECK(plain_remove(&m, 1000000 + i));
            CHECK_EQ(plain_put(&m, (i * 7) % k, i), CCHASH_INSERTED);
        }
        CHECK_EQ(plain_put(&m, k, 1), CCHASH_NOMEM);
        heap_fail(&the_heap, -1, false);
        CHECK_EQ(plain_put(&m, k, 1), CCHASH_INSERTED);
        CHECK(plain_capacity(&m) > k);
        CHECK(plain_verify(&m));
        plain_free(&m);
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST
#endif

int main(void) {
    Suite *suite = suite_create("oom");
    suite_add_tcase(suite, plain_test_case());
    suite_add_tcase(suite, plain_set_test_case());
    suite_add_tcase(suite, line_map_test_case());
    suite_add_tcase(suite, owning_test_case());
    suite_add_tcase(suite, owning_set_test_case());
    suite_add_tcase(suite, with_context_test_case());
#if ROW_LAYOUT == LAYOUT_COMPACT
    suite_add_tcase(suite, narrow_split_test_case());
    suite_add_tcase(suite, owning_split_test_case());
#endif
    TCase *c = tcase_create("growth refused");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, insert_without_growth);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
