/* Reads are reads: every function that takes a const map works on memory that can't be written, and two threads may
 * read at once. The default allocator is covered here, too: alignment, and errno when the system says no. */
#define _DEFAULT_SOURCE
#define HEAP_ONLY_BY_CONTEXT
#include "test_heap.h"
#include ROW_HEADER
#include <pthread.h>
#include <sys/mman.h>
#include <sys/resource.h>

/* Pages that can be made read-only all at once. */
enum { ARENA_SIZE = 1 << 22 };
struct arena {
    char *start;
    size_t used;
};
static void *arena_alloc(struct arena *a, size_t size, size_t align) {
    const size_t at = (a->used + align - 1) / align * align;
    CHECK(at + size <= ARENA_SIZE);
    a->used = at + size;
    return a->start + at;
}
static void arena_release(struct arena *a, void *ptr, size_t size, size_t align) {
    (void)a, (void)ptr, (void)size, (void)align;
}

ROW_MAP_EX(frozen, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64,
           ROW_TRAITS(ROW_SPLIT, CCHASH_ALLOCATOR(struct arena *, arena_alloc, arena_release)));
ROW_SET_EX(frozen_set, const char *, cchash_hash_cstr, cchash_eq_cstr,
           ROW_TRAITS(CCHASH_ALLOCATOR(struct arena *, arena_alloc, arena_release), CCHASH_CACHED_HASH));
static uint64_t seeded_hash(uint64_t key, uint64_t seed) { return mix64(key ^ seed); }
ROW_MAP_EX(frozen_seeded, uint64_t, uint64_t, seeded_hash, cchash_eq_u64,
           ROW_TRAITS(CCHASH_ALLOCATOR(struct arena *, arena_alloc, arena_release), CCHASH_SEEDED_HASH));

static bool take_bytes(void *context, const void *bytes, size_t size) { return !context && bytes && size; }

static void read_all(const frozen *m, uint64_t n) {
    uint64_t keys[64], *found[64];
    for (uint64_t k = 0; k < n + 50; k++) {
        const uint64_t *value = frozen_get(m, k);
        CHECK(k < n ? value && *value == ~k : !value);
        CHECK_EQ(frozen_contains(m, k), k < n);
        CHECK((frozen_get_key(m, k) != NULL) == (k < n));
        CHECK(frozen_get_or(m, k, 7) == (k < n ? ~k : 7));
        const uint64_t hash = frozen_hash(m, k);
        CHECK(frozen_get_hashed(m, hash, k) == value);
        CHECK_EQ(frozen_contains_hashed(m, hash, k), k < n);
        CHECK(frozen_find(m, k).value == value && frozen_find_hashed(m, hash, k).value == value);
        frozen_prefetch(m, k);
        frozen_prefetch_hashed(m, hash, k);
        keys[k % 64] = k;
        if (k % 64 == 63) {
            const size_t many = frozen_get_many(m, keys, 64, found);
            CHECK(many <= 64 && (k >= n || many == 64));
        }
    }
    uint64_t sum = 0;
    const frozen_iter start = frozen_begin(m);
    CHECK(!start.key);
    const uint64_t *held[64];
    CHECK(n > 64 || frozen_keys(m, held) == n);
    CCHASH_FOREACH (frozen, it, m) {
        CHECK(*it.value == ~*it.key);
        sum += *it.key;
    }
    CHECK(sum == (n ? n * (n - 1) / 2 : 0));
    for (size_t position = 0, pieces = 0; position != SIZE_MAX; pieces++) {
        frozen_iter it = frozen_at_position(m, position);
        for (int step = 0; step < 50 && frozen_next(&it); step++) {
            sum -= *it.key;
        }
        position = frozen_position(&it);
        CHECK(pieces <= n / 50);
    }
    CHECK_EQ(sum, 0);
    CHECK(frozen_equal(m, m, NULL));
    CHECK(frozen_verify(m));
    CHECK(frozen_save(m, take_bytes, NULL));
    CHECK_EQ(frozen_stats(m).size, n);
    CHECK_EQ(frozen_size(m), n);
    CHECK(frozen_capacity(m) >= n);
    CHECK((frozen_memory(m) > 0) == (n > 0));
}

static const frozen empty_in_rodata = EMPTY;

TEST(read_only_memory) {
    read_all(&empty_in_rodata, 0);
    for (uint64_t n = 1; n < 3000; n = n * 2 + 5) {
        struct arena a = {NULL, 0};
        a.start = (char *)mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        CHECK(a.start != MAP_FAILED);
        frozen *m = (frozen *)arena_alloc(&a, sizeof(frozen), 64); /* the map itself is frozen, too */
        frozen_set *s = (frozen_set *)arena_alloc(&a, sizeof(frozen_set), 64);
        frozen_init_allocator(m, &a);
        frozen_set_init_allocator(s, &a);
        static char text[4096][8];
        for (uint64_t k = 0; k < n; k++) {
            CHECK_EQ(frozen_put(m, k, ~k), CCHASH_INSERTED);
            snprintf(text[k], sizeof text[k], "%d", (int)k);
            CHECK_EQ(frozen_set_add(s, text[k]), CCHASH_INSERTED);
        }
        if (n % 2) { /* tombstones or shifted entries, if any, are read, too */
            for (uint64_t k = n; k < n + n / 2; k++) {
                CHECK_EQ(frozen_put(m, k, ~k), CCHASH_INSERTED);
            }
            for (uint64_t k = n; k < n + n / 2; k++) {
                CHECK(frozen_remove(m, k));
            }
        }
        CHECK(mprotect(a.start, ARENA_SIZE, PROT_READ) == 0);
        read_all(m, n);
        for (uint64_t k = 0; k < n; k++) {
            char key[8];
            snprintf(key, sizeof key, "%d", (int)k);
            CHECK(frozen_set_get(s, key) && *frozen_set_get(s, key) == text[k]);
            CHECK(frozen_set_get_hashed(s, frozen_set_hash(s, key), key) != NULL);
        }
        CHECK(!frozen_set_contains(s, "absent"));
        CHECK(frozen_set_verify(s));
        CHECK_EQ(frozen_set_stats(s).size, n);
        CHECK(frozen_set_is_subset(s, s));
        struct arena other = {NULL, 0};
        other.start = (char *)mmap(NULL, ARENA_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        frozen copy = EMPTY;
        frozen_init_allocator(&copy, &other);
        CHECK(frozen_clone(&copy, m)); /* reads its source */
        read_all(&copy, n);
        frozen_set joined = EMPTY;
        frozen_set_init_allocator(&joined, &other);
        CHECK(frozen_set_union(&joined, s) && frozen_set_size(&joined) == n);
        CHECK(frozen_set_intersect(&joined, s) == 0);
        CHECK(frozen_set_subtract(&joined, s) == n);
        munmap(other.start, ARENA_SIZE);
        munmap(a.start, ARENA_SIZE);
    }
}
END_TEST

/* A seeded hash on an empty map that has no seed yet must not draw one from a read. */
TEST(seeded_reads) {
    static const frozen_seeded empty = EMPTY;
    CHECK(!frozen_seeded_contains(&empty, 1));
    CHECK(frozen_seeded_get(&empty, 1) == NULL);
    frozen_seeded_prefetch(&empty, 1);
    CHECK(frozen_seeded_verify(&empty));
}
END_TEST

ROW_MAP(shared, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
static shared the_shared;
static void *reader(void *wrong_) {
    long *wrong = (long *)wrong_;
    for (int round = 0; round < 20; round++) {
        for (uint64_t k = 0; k < 2000; k++) {
            const uint64_t *value = shared_get(&the_shared, k);
            *wrong += k < 1000 ? !value || *value != k : value != NULL;
            *wrong += shared_contains(&the_shared, k) != (k < 1000);
            shared_prefetch(&the_shared, k);
        }
        size_t shown = 0;
        CCHASH_FOREACH (shared, it, &the_shared) {
            shown += *it.key == *it.value;
        }
        *wrong += shown != 1000 || !shared_verify(&the_shared) || shared_stats(&the_shared).size != 1000;
    }
    return NULL;
}

TEST(two_readers) {
    pthread_t thread;
    long wrong[2] = {0, 0};
    for (uint64_t k = 0; k < 1000; k++) {
        CHECK_EQ(shared_put(&the_shared, k, k), CCHASH_INSERTED);
    }
    CHECK(pthread_create(&thread, NULL, reader, &wrong[0]) == 0);
    reader(&wrong[1]);
    pthread_join(thread, NULL);
    CHECK_EQ(wrong[0] + wrong[1], 0);
    shared_free(&the_shared);
}
END_TEST

/* Maps of one type, each thread its own: seeds are drawn without a race. */
static void *builder(void *wrong_) {
    long *wrong = (long *)wrong_;
    for (int round = 0; round < 200; round++) {
        shared m = EMPTY;
        for (uint64_t k = 0; k < 50; k++) {
            *wrong += shared_put(&m, k, k) != CCHASH_INSERTED;
        }
        *wrong += !shared_verify(&m);
        shared_free(&m);
    }
    return NULL;
}
TEST(two_builders) {
    pthread_t thread;
    long wrong[2] = {0, 0};
    CHECK(pthread_create(&thread, NULL, builder, &wrong[0]) == 0);
    builder(&wrong[1]);
    pthread_join(thread, NULL);
    CHECK_EQ(wrong[0] + wrong[1], 0);
}
END_TEST

/* The system's own allocator: over-aligned entries, large arrays, and a refusal that leaves errno alone. */
typedef struct {
    uint64_t number;
} __attribute__((aligned(4096))) page;
static uint64_t page_hash(page p) { return p.number; }
static bool page_eq(page a, page b) { return a.number == b.number; }
ROW_MAP(pages, page, char, page_hash, page_eq);

TEST(default_allocator) {
    pages m = EMPTY;
    for (uint64_t k = 0; k < 300; k++) {
        page p;
        p.number = k;
        CHECK_EQ(pages_put(&m, p, (char)k), CCHASH_INSERTED);
        CHECK((uintptr_t)pages_get_key(&m, p) % 4096 == 0);
    }
    CHECK(pages_verify(&m));
    pages_free(&m);
    shared big = EMPTY;
    for (uint64_t k = 0; k < 700000; k++) { /* arrays of many megabytes, and back */
        CHECK_EQ(shared_put(&big, k, k), CCHASH_INSERTED);
    }
    for (uint64_t k = 0; k < 700000; k += 3) {
        CHECK(shared_remove(&big, k));
    }
    CHECK(shared_shrink(&big));
    for (uint64_t k = 0; k < 700000; k++) {
        CHECK_EQ(shared_contains(&big, k), k % 3 != 0);
    }
    shared_free(&big);
}
END_TEST

#ifndef TEST_SANITIZED /* sanitizers need the address space */
TEST(system_says_no) {
    struct rlimit limit;
    shared m = EMPTY;
    if (*emulator()) {
        puts("skipping system_says_no: an emulator keeps no limit of memory");
        return;
    }
    CHECK_EQ(shared_put(&m, 1, 1), CCHASH_INSERTED);
    CHECK(getrlimit(RLIMIT_AS, &limit) == 0);
    const struct rlimit old = limit;
    limit.rlim_cur = (rlim_t)1 << 26; /* small: filling open addressing to the last slot takes n^1.5 */
    CHECK(setrlimit(RLIMIT_AS, &limit) == 0);
    errno = 77;
    CHECK(!shared_reserve(&m, (size_t)1 << (sizeof(size_t) == 8 ? 33 : 26))); /* more than 2^32 elements, at that */
    CHECK_EQ(errno, 77);
    CHECK_EQ(shared_size(&m), 1);
    CHECK(shared_contains(&m, 1));
    uint64_t k = 2;
    int result;
    while ((result = shared_put(&m, k, k)) == CCHASH_INSERTED) { /* until there really is no more */
        k++;
    }
    CHECK_EQ(result, CCHASH_NOMEM);
    CHECK_EQ(errno, 77);
    CHECK_EQ(shared_size(&m), k - 1);
    CHECK(setrlimit(RLIMIT_AS, &old) == 0);
    CHECK(shared_verify(&m));
    shared_free(&m);
    CHECK_EQ(errno, 77);
}
END_TEST
#endif

int main(void) {
    Suite *suite = suite_create("concurrent_reads");
    TCase *c = tcase_create("concurrent_reads");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, read_only_memory);
    tcase_add_test(c, seeded_reads);
    tcase_add_test(c, two_readers);
    tcase_add_test(c, two_builders);
    tcase_add_test(c, default_allocator);
#ifndef TEST_SANITIZED /* sanitizers need the address space */
    tcase_add_test(c, system_says_no);
#endif
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
