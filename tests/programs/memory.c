/* How much memory the system has given while a large table grew: the new array and little more, as the old one goes
 * back while it is copied. Linux says the most that a process had; elsewhere there is nothing to ask. */
#include ROW_HEADER
#include "test.h"

ROW_MAP(map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
ROW_SET(set, double, cchash_hash_double, cchash_eq_double);
ROW_MAP_EX(full, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_MAX_LOAD(31, 32)));
static uint64_t own_hash(uint64_t key) { return key; }
ROW_MAP_EX(cached, uint64_t, uint32_t, own_hash, cchash_eq_u64, ROW_TRAITS(CCHASH_CACHED_HASH));
ROW_MAP_EX(keyed, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_SIPHASH));
#if ROW_LAYOUT == LAYOUT_COMPACT
ROW_STR(text, uint64_t, );
#endif

/* Bytes, by a line of /proc/self/status; 0: there is none. */
static size_t status_of(const char *name) {
    FILE *file = fopen("/proc/self/status", "r");
    char line[200];
    size_t bytes = 0;
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, name, strlen(name)) == 0) {
            bytes = (size_t)strtoull(line + strlen(name), NULL, 10) * 1024;
        }
    }
    if (file) {
        fclose(file);
    }
    return bytes;
}

/* The most memory that the process had since `before`, against the bytes that a map owns at the end. Growth may take 15
 * percent more than the array; 20 where the old one was not half but 3/4 of it: its tags stay until the end. */
static void check_peak(size_t before, size_t bytes) {
    const size_t peak = status_of("VmHWM:");
    if (before == 0 || peak == 0) {
        printf("skipping the peak of memory: there is no /proc/self/status\n");
        return;
    }
    CHECK_MSG(peak - before <= bytes + bytes / 100 * (TIGHT_ROW ? 20 : 15), "%zu bytes at the most for an array of %zu",
              peak - before, bytes);
}

static const size_t large = (size_t)50 << 20;

/* Grows a map to an array of `large` bytes, with keys that insert_ inserts; counts them and verifies. */
#define GROWS(name_, insert_)                                                                                          \
    TEST(name_##_grows) {                                                                                              \
        name_ m = EMPTY;                                                                                               \
        const size_t before = status_of("VmRSS:");                                                                     \
        uint64_t count = 0;                                                                                            \
        for (; name_##_memory(&m) < large; count++) {                                                                  \
            insert_;                                                                                                   \
        }                                                                                                              \
        check_peak(before, name_##_memory(&m));                                                                        \
        CHECK(name_##_size(&m) == count && name_##_verify(&m));                                                        \
        name_##_free(&m);                                                                                              \
    }                                                                                                                  \
    END_TEST

GROWS(map, CHECK(map_put(&m, count * 3, count) == CCHASH_INSERTED))
GROWS(set, CHECK(set_add(&m, (double)count) == CCHASH_INSERTED))
GROWS(full, CHECK(full_put(&m, count << 20, count) == CCHASH_INSERTED))
GROWS(cached, CHECK(cached_put(&m, count, 1) == CCHASH_INSERTED))
GROWS(keyed, CHECK(keyed_put(&m, count, 1) == CCHASH_INSERTED))

/* Open addressing hashes the keys of a map of strings again, in another order. */
#if ROW_LAYOUT == LAYOUT_COMPACT
static const char *text_of(uint64_t number) {
    static char text[30];
    snprintf(text, sizeof text, "%" PRIu64, number);
    return text;
}
GROWS(text, CHECK(text_put(&m, text_of(count), count) == CCHASH_INSERTED))
#endif

/* Each element keeps its value, also where many have left, and where the new array has any other size. */
TEST(all_are_there) {
    map m = EMPTY;
    enum { count = 800000 };
    for (uint64_t key = 0; key < count; key++) {
        CHECK(map_put(&m, key, ~key) == CCHASH_INSERTED);
        CHECK(key < 3 || key % 3 != 0 || map_remove(&m, key / 3));
    }
    CHECK(map_reserve(&m, 8 * map_capacity(&m)) && map_verify(&m));
    CHECK(map_shrink(&m) && map_verify(&m));
    for (uint64_t key = 0; key < count; key++) {
        const uint64_t *value = map_get(&m, key);
        CHECK((value != NULL) == (key == 0 || key > (count - 1) / 3));
        CHECK(!value || *value == ~key);
    }
    map_free(&m);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("memory");
    TCase *c = tcase_create("growth");
    tcase_set_timeout(c, 300);
    tcase_add_test(c, map_grows);
    tcase_add_test(c, set_grows);
    tcase_add_test(c, full_grows);
    tcase_add_test(c, cached_grows);
    tcase_add_test(c, keyed_grows);
#if ROW_LAYOUT == LAYOUT_COMPACT
    tcase_add_test(c, text_grows);
#endif
    tcase_add_test(c, all_are_there);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
