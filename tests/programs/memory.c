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
ROW_MAP_EX(split, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(CCHASH_SPLIT));
ROW_MAP(beside, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64);
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

/* Grows a map to an array of that many bytes, with keys that insert_ inserts; counts them and verifies. */
#define GROWS_TO(bytes_, name_, insert_)                                                                               \
    TEST(name_##_grows) {                                                                                              \
        name_ m = EMPTY;                                                                                               \
        const size_t before = status_of("VmRSS:");                                                                     \
        uint64_t count = 0;                                                                                            \
        for (; name_##_memory(&m) < (bytes_); count++) {                                                               \
            insert_;                                                                                                   \
        }                                                                                                              \
        check_peak(before, name_##_memory(&m));                                                                        \
        CHECK(name_##_size(&m) == count && name_##_verify(&m));                                                        \
        name_##_free(&m);                                                                                              \
    }                                                                                                                  \
    END_TEST
#define GROWS(name_, insert_) GROWS_TO(large, name_, insert_)

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
#define ALL_ARE_THERE(name_)                                                                                           \
    TEST(all_are_there_in_##name_) {                                                                                   \
        name_ m = EMPTY;                                                                                               \
        enum { count = 1600000 };                                                                                      \
        for (uint64_t key = 0; key < count; key++) {                                                                   \
            CHECK(name_##_put(&m, mix64(key), (name_##_value) ~key) == CCHASH_INSERTED);                               \
            CHECK(key < 3 || key % 3 != 0 || name_##_remove(&m, mix64(key / 3)));                                      \
        }                                                                                                              \
        CHECK(name_##_reserve(&m, 8 * name_##_capacity(&m)) && name_##_verify(&m));                                    \
        CHECK(name_##_shrink(&m) && name_##_verify(&m));                                                               \
        for (uint64_t key = 0; key < count; key++) {                                                                   \
            const name_##_value *value = name_##_get(&m, mix64(key));                                                  \
            CHECK((value != NULL) == (key == 0 || key > (count - 1) / 3));                                             \
            CHECK(!value || *value == (name_##_value) ~key);                                                           \
        }                                                                                                              \
        name_##_free(&m);                                                                                              \
    }                                                                                                                  \
    END_TEST

ALL_ARE_THERE(map)

#if ROW_LAYOUT == LAYOUT_COMPACT
/* Of two arrays, each may have steps that are not whole; twice as large, they are as small a part. */
GROWS_TO(2 * large, split, CHECK(split_put(&m, count * 3, (uint32_t)count) == CCHASH_INSERTED))
ALL_ARE_THERE(split)

/* How many of 16 slots may be taken, and the most bytes of an element on average over a doubling: of a split map, and
 * the least of one that is not split. */
#ifdef ROW_TIGHT
enum { TAKEN = 14, SPLIT_MOST = 19, BESIDE_LEAST = 22 };
#else
enum { TAKEN = 13, SPLIT_MOST = 23, BESIDE_LEAST = 29 };
#endif

/* The bytes of a map with room for `count` elements, for each slot, with its tag and its share of what else there is.
 */
#define BYTES_A_SLOT(name_)                                                                                            \
    static double name_##_bytes_a_slot(size_t count) {                                                                 \
        name_ m = EMPTY;                                                                                               \
        CHECK(name_##_reserve(&m, count));                                                                             \
        const double slots = (double)name_##_capacity(&m) / TAKEN * 16, bytes = (double)name_##_memory(&m);            \
        name_##_free(&m);                                                                                              \
        return bytes / slots;                                                                                          \
    }
BYTES_A_SLOT(split)
BYTES_A_SLOT(beside)

/* 12 bytes and the tag, not 16: no padding. */
TEST(split_maps_have_no_padding) {
    split m = EMPTY;
    beside n = EMPTY;
    double bytes = 0, bytes_beside = 0;
    for (size_t count = 1000; count < 3000000; count *= 3) {
        CHECK_MSG(split_bytes_a_slot(count) <= 15, "%.2f bytes a slot", split_bytes_a_slot(count));
        CHECK(beside_bytes_a_slot(count) > 17);
    }
    const uint64_t from = TAKEN << 13; /* both grow here, and then at twice as many */
    for (uint64_t key = 0; key < 2 * from; key++) {
        CHECK(split_put(&m, key, 1) == CCHASH_INSERTED && beside_put(&n, key, 1) == CCHASH_INSERTED);
        if (key >= from) {
            bytes += (double)split_memory(&m) / (double)(key + 1) / (double)from;
            bytes_beside += (double)beside_memory(&n) / (double)(key + 1) / (double)from;
        }
    }
    CHECK_MSG(bytes < SPLIT_MOST && bytes_beside > BESIDE_LEAST, "%.2f and %.2f bytes an element", bytes, bytes_beside);
    CHECK(split_stats(&m).bytes == split_memory(&m));
    split_free(&m);
    beside_free(&n);
}
END_TEST
#endif

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
    tcase_add_test(c, split_grows);
    tcase_add_test(c, split_maps_have_no_padding);
    tcase_add_test(c, all_are_there_in_split);
#endif
    tcase_add_test(c, all_are_there_in_map);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
