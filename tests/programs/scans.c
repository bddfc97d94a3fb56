/* Scans in pieces (name_position, name_at_position): is each element seen exactly once while a map does not grow, and
 * at least once if it does, with insertions and removals between the pieces? Elements are numbered: those below a count
 * stay in the map all the time, others come and go. */
#include "test_heap.h"
#include ROW_HEADER
#include <setjmp.h>

/* C++ may not jump over objects; this program is C. */
static jmp_buf way_out;
static long calls_until_jump = -1;

static uint64_t hash_jumping(uint64_t key) {
    if (calls_until_jump >= 0 && calls_until_jump-- == 0) longjmp(way_out, 1);
    return mix64(key);
}
static uint64_t hash_few(uint64_t key) { return key % 97 << 40; }
static uint64_t hash_one(uint64_t key) { return key & 0; }

ROW_MAP(plain, uint64_t, int, cchash_hash_u64, cchash_eq_u64);
ROW_MAP(few, uint64_t, int, hash_few, cchash_eq_u64);
ROW_MAP(one, uint64_t, int, hash_one, cchash_eq_u64);
ROW_MAP(jumping, uint64_t, int, hash_jumping, cchash_eq_u64);
ROW_MAP_EX(full, uint64_t, int, cchash_hash_u64, cchash_eq_u64, ROW_TRAITS(ROW_SPLIT, CCHASH_MAX_LOAD(1, 1)));

/* The functions of a map as pointers, so that the model is compiled once. */
typedef union any_map {
    plain of_plain;
    few of_few;
    one of_one;
    jumping of_jumping;
    full of_full;
} any_map;
typedef union any_iter {
    plain_iter of_plain;
    few_iter of_few;
    one_iter of_one;
    jumping_iter of_jumping;
    full_iter of_full;
} any_iter;
typedef struct map_kind {
    bool (*put)(any_map *, uint64_t);
    bool (*remove)(any_map *, uint64_t);
    bool (*has_room)(any_map *);
    void (*begin)(any_map *, any_iter *);
    void (*find)(any_map *, any_iter *, uint64_t);
    void (*at_position)(any_map *, any_iter *, size_t);
    size_t (*position)(any_iter *);
    const uint64_t *(*next)(any_iter *);
    void (*remove_at)(any_map *, any_iter *);
    bool (*verify)(any_map *);
    void (*release)(any_map *);
} map_kind;
#define KIND_OF(name_)                                                                                                 \
    static bool name_##_do_put(any_map *m, uint64_t key) { return name_##_put(&m->of_##name_, key, 1) >= 0; }          \
    static bool name_##_do_remove(any_map *m, uint64_t key) { return name_##_remove(&m->of_##name_, key); }            \
    static bool name_##_has_room(any_map *m) {                                                                         \
        return name_##_size(&m->of_##name_) < name_##_capacity(&m->of_##name_);                                        \
    }                                                                                                                  \
    static void name_##_do_begin(any_map *m, any_iter *it) { it->of_##name_ = name_##_begin(&m->of_##name_); }         \
    static void name_##_do_find(any_map *m, any_iter *it, uint64_t key) {                                              \
        it->of_##name_ = name_##_find(&m->of_##name_, key);                                                            \
    }                                                                                                                  \
    static void name_##_do_at(any_map *m, any_iter *it, size_t position) {                                             \
        it->of_##name_ = name_##_at_position(&m->of_##name_, position);                                                \
    }                                                                                                                  \
    static size_t name_##_do_position(any_iter *it) { return name_##_position(&it->of_##name_); }                      \
    static const uint64_t *name_##_do_next(any_iter *it) {                                                             \
        return name_##_next(&it->of_##name_) ? it->of_##name_.key : NULL;                                              \
    }                                                                                                                  \
    static void name_##_do_remove_at(any_map *m, any_iter *it) { name_##_remove_at(&m->of_##name_, &it->of_##name_); } \
    static bool name_##_do_verify(any_map *m) { return name_##_verify(&m->of_##name_); }                               \
    static void name_##_do_release(any_map *m) { name_##_free(&m->of_##name_); }                                       \
    static const map_kind kind_##name_ = {name_##_do_put,      name_##_do_remove, name_##_has_room,                    \
                                          name_##_do_begin,    name_##_do_find,   name_##_do_at,                       \
                                          name_##_do_position, name_##_do_next,   name_##_do_remove_at,                \
                                          name_##_do_verify,   name_##_do_release};
KIND_OF(plain)
KIND_OF(few)
KIND_OF(one)
KIND_OF(jumping)
KIND_OF(full)

enum { MOST = 2000 };
static unsigned seen[4 * MOST];

static void fill(const map_kind *kind, any_map *m, size_t count) {
    memset((void *)m, 0, sizeof *m);
    for (size_t i = 0; i < count; i++) CHECK(kind->put(m, i));
}

static void check_seen(const char *what, size_t count, size_t piece, bool at_least) {
    for (size_t i = 0; i < count; i++) {
        CHECK_MSG(seen[i] == 1 || (at_least && seen[i] > 1), "%s: %d elements in pieces of %d: %d is seen %u times",
                  what, (int)count, (int)piece, (int)i, seen[i]);
    }
}

/* What changes between two pieces, and elements that come and go. */
static void change(const map_kind *kind, any_map *m, size_t count, size_t *extra, bool grow, uint64_t *random) {
    for (int i = 0; i < 3; i++) {
        if ((grow || kind->has_room(m)) && *extra < 3 * count) CHECK(kind->put(m, (*extra)++));
        if (!grow && random_below(random, 2)) (void)kind->remove(m, count + random64(random) % (2 * count));
    }
}

/* A scan in pieces. `start`: 0 from the number 0, 1 with an iterator of name_begin. */
static void scan(const map_kind *kind, any_map *m, const char *what, size_t count, size_t piece, bool grow, bool start,
                 bool at_least) {
    size_t position = 0, extra = count;
    uint64_t random = count * 40 + piece;
    memset(seen, 0, sizeof seen);
    for (int step = 0;; step++) {
        any_iter it;
        const uint64_t *key;
        size_t got = 0;
        CHECK_MSG(step < 20000, "%s: a scan of %d elements in pieces of %d does not end", what, (int)count, (int)piece);
        if (start && step == 0)
            kind->begin(m, &it);
        else
            kind->at_position(m, &it, position);
        for (; got < piece && (key = kind->next(&it)) != NULL; got++) {
            CHECK(*key < 4 * MOST);
            seen[*key]++;
            if (!grow && *key >= count && random_below(&random, 5) == 0) kind->remove_at(m, &it);
        }
        if (got < piece) break;
        position = kind->position(&it);
        if (start && step == 0) { /* growth, after which such a scan starts over */
            while (kind->has_room(m)) CHECK(kind->put(m, extra++));
            CHECK(kind->put(m, extra++));
            continue;
        }
        CHECK_EQ(position == SIZE_MAX, kind->next(&it) == NULL);
        change(kind, m, count, &extra, grow, &random);
    }
    /* In 32 bits of a number, more elements share a group than can be told apart. */
    check_seen(what, count, piece, at_least || grow || start || SIZE_MAX == UINT32_MAX);
    CHECK(kind->verify(m));
}

/* What a scan that begins with name_begin promises if elements are removed while it rests is nothing: left out. */
enum { WAYS = 3 };
static void scans_of(const map_kind *kind, const char *what, size_t count, size_t piece, bool at_least) {
    for (int way = 0; way < WAYS; way++) {
        any_map m;
        fill(kind, &m, count);
        scan(kind, &m, what, count, piece, way > 0, way > 1, at_least);
        kind->release(&m);
    }
}

static void scans(const map_kind *kind, const char *what) {
    const size_t counts[] = {1, 5, 13, 100, 500, MOST};
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        for (size_t piece = 1; piece < 50; piece = piece * 3 + 1) scans_of(kind, what, counts[i], piece, false);
    }
}

/* The smallest pieces: 32 bits have little room for a place among equal hashes. */
enum { LEAST_FEW = sizeof(size_t) > 4 ? 1 : 12, LEAST_ONE = sizeof(size_t) > 4 ? 1 : 700 };
TEST(pieces) {
    scans(&kind_plain, "good hashes");
    scans(&kind_full, "full");
}
END_TEST

/* Nothing changes between the pieces: every iterator goes on exactly where it was. */
static void still(const map_kind *kind, const char *what, size_t count, size_t piece) {
    any_map m;
    any_iter it;
    const uint64_t *key;
    fill(kind, &m, count);
    for (int start = 0; start < 3; start++) {
        size_t rest = 0;
        memset(seen, 0, sizeof seen);
        if (start == 0) kind->at_position(&m, &it, 0);
        if (start == 1) kind->begin(&m, &it);
        if (start == 2) kind->find(&m, &it, count / 2);
        for (any_iter whole = it; kind->next(&whole);) rest++;
        for (size_t got = 0; (key = kind->next(&it)) != NULL;) {
            seen[*key]++;
            if (++got % piece == 0) kind->at_position(&m, &it, kind->position(&it));
        }
        CHECK_EQ(kind->position(&it), SIZE_MAX);
        size_t once = 0;
        for (size_t i = 0; i < count; i++) {
            CHECK_MSG(seen[i] <= 1, "%s: start %d: %d is seen %u times", what, start, (int)i, seen[i]);
            once += seen[i];
        }
        CHECK_MSG(once == rest && (start == 2 || rest == count), "%s: start %d: %d of %d elements", what, start,
                  (int)once, (int)rest);
    }
    kind->release(&m);
}

TEST(nothing_changes) {
    for (size_t piece = 1; piece < 12; piece += 3) {
        still(&kind_plain, "good hashes", MOST, piece);
        still(&kind_full, "full", MOST, piece);
        still(&kind_few, "few hashes", 600, piece < LEAST_FEW ? LEAST_FEW : piece);
        still(&kind_one, "one hash", 60, piece < LEAST_ONE ? LEAST_ONE : piece);
    }
}
END_TEST

/* With equal hashes, each element is seen at least once, whatever changes. */
static void bad_hash(const map_kind *kind, const char *what, size_t count, size_t least) {
    for (size_t piece = least; piece < least + 10; piece += 3) scans_of(kind, what, count, piece, true);
}
TEST(equal_hashes) {
    bad_hash(&kind_few, "few hashes", 600, LEAST_FEW);
    bad_hash(&kind_one, "one hash", 200, LEAST_ONE);
}
END_TEST

/* Ranges of numbers, of which each thread has one: together they have each element once. */
static void ranges(const map_kind *kind, const char *what, size_t count, size_t threads) {
    any_map m;
    fill(kind, &m, count);
    memset(seen, 0, sizeof seen);
    for (size_t i = 0; i < threads; i++) {
        const size_t from = SIZE_MAX / 2 / threads * i * 2, to = SIZE_MAX / 2 / threads * (i + 1) * 2;
        any_iter it;
        const uint64_t *key;
        kind->at_position(&m, &it, from);
        while ((i + 1 == threads || kind->position(&it) < to) && (key = kind->next(&it)) != NULL) seen[*key]++;
    }
    check_seen(what, count, threads, false);
    kind->release(&m);
}
TEST(threads) {
#if SIZE_MAX > UINT32_MAX /* in 32 bits, a bound may lie inside a group of elements that a number does not tell apart  \
                           */
    for (size_t n = 1; n < 10; n++) {
        ranges(&kind_plain, "good hashes", MOST, n);
        ranges(&kind_full, "full", MOST, n);
        ranges(&kind_few, "few hashes", 300, n);
        ranges(&kind_one, "one hash", 60, n);
    }
    ranges(&kind_plain, "good hashes", MOST, 1000);
    ranges(&kind_full, "full", MOST, 100);
#else
    ranges(&kind_plain, "good hashes", MOST, 1);
#endif
}
END_TEST

/* Any number is valid, also one from before the map was emptied: it leads to an element that the map has, or to none.
 */
TEST(numbers_from_before_clear) {
    static size_t numbers[2 * MOST];
    size_t count = 0;
    any_map m;
    any_iter it;
    fill(&kind_plain, &m, MOST);
    for (kind_plain.begin(&m, &it); kind_plain.next(&it);) numbers[count++] = kind_plain.position(&it);
    for (kind_plain.at_position(&m, &it, 0); kind_plain.next(&it);) numbers[count++] = kind_plain.position(&it);
    plain_clear(&m.of_plain);
    for (uint64_t k = 0; k < 20; k++) {
        for (size_t i = 0; i < count; i++) {
            kind_plain.at_position(&m, &it, numbers[i]);
            const uint64_t *key = kind_plain.next(&it);
            CHECK(!key || *key < k);
        }
        CHECK(kind_plain.put(&m, k));
    }
    kind_plain.release(&m);
}
END_TEST

/* Any number is valid, and next to a random one is a nearly random element. */
TEST(random_elements) {
    enum { COUNT = 100, DRAWS = 40000 };
    any_map m;
    uint64_t random = 5;
    fill(&kind_plain, &m, COUNT);
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < DRAWS; i++) {
        any_iter it;
        const size_t number = (size_t)random64(&random);
        kind_plain.at_position(&m, &it, number);
        const uint64_t *key = kind_plain.next(&it);
        if (!key) { /* after the last element: from the start */
            kind_plain.at_position(&m, &it, 0);
            key = kind_plain.next(&it);
        }
        CHECK(key);
        seen[*key]++;
    }
    int never = 0;
    for (int i = 0; i < COUNT; i++) {
        CHECK_MSG(seen[i] < DRAWS / COUNT * 12, "element %d is drawn %u times", i, seen[i]);
        never += seen[i] == 0;
    }
    CHECK_MSG(never < COUNT / 10, "%d elements are never drawn", never);
    /* Odd ones on small maps and bad hashes: memory stays safe, and what comes is in the map. */
    for (size_t count = 0; count < 40; count++) {
        any_map small;
        fill(&kind_few, &small, count);
        for (int i = 0; i < 500; i++) {
            any_iter it;
            const uint64_t *key;
            size_t steps = 0;
            const unsigned bits = (unsigned)random_below(&random, 24); /* some are like those of a walk */
            size_t number = (size_t)random64(&random) >> random_below(&random, 8 * (int)sizeof(size_t));
            if (i % 2) number = (number & (((size_t)1 << bits) - 1)) | 1;
            kind_few.at_position(&small, &it, number);
            while ((key = kind_few.next(&it)) != NULL) {
                steps++;
                CHECK_MSG(*key < count && steps <= 3 * count, "%d elements: %d steps, key %d", (int)count, (int)steps,
                          (int)*key);
                if (random_below(&random, 4) == 0) (void)kind_few.position(&it);
            }
        }
        kind_few.release(&small);
    }
    kind_plain.release(&m);
}
END_TEST

TEST(empty_and_end) {
    plain m = EMPTY;
    plain_iter it = plain_at_position(&m, 0);
    CHECK(plain_position(&it) == SIZE_MAX && !plain_next(&it));
    it = plain_at_position(&m, 12345);
    CHECK(plain_position(&it) == SIZE_MAX && !plain_next(&it));
    it = plain_begin(&m);
    CHECK(plain_position(&it) == SIZE_MAX);
    it = plain_find(&m, 1);
    CHECK(!it.key && plain_position(&it) == SIZE_MAX);
    CHECK(plain_put(&m, 1, 2) >= 0);
    it = plain_at_position(&m, SIZE_MAX);
    CHECK(plain_position(&it) == SIZE_MAX && !plain_next(&it) && !plain_next(&it));
    it = plain_begin(&m);
    CHECK_EQ(plain_position(&it), 0);
    it = plain_at_position(&m, 0);
    CHECK(plain_next(&it) && *it.key == 1 && *it.value == 2 && plain_position(&it) == SIZE_MAX);
    plain_clear(&m);
    it = plain_at_position(&m, 0);
    CHECK(plain_position(&it) == SIZE_MAX && !plain_next(&it));
    plain_free(&m);
}
END_TEST

/* A hash function that jumps out of a rebuild leaves a table that can be scanned. */
static bool jumps(any_map *m, uint64_t key) {
    if (setjmp(way_out) != 0) return true;
    (void)jumping_put(&m->of_jumping, key, 1);
    calls_until_jump = -1;
    return false;
}
TEST(after_an_interrupted_rebuild) {
    for (long calls = 1; calls < 260; calls += test_parameter("TEST_JUMPS", 29)) {
        any_map m;
        size_t count = 200, extra;
        fill(&kind_jumping, &m, count);
        for (uint64_t key = count; key < MOST; key++) {
            calls_until_jump = calls;
            if (jumps(&m, key)) break;
            if (jumping_contains(&m.of_jumping, key)) count = (size_t)key + 1;
        }
        calls_until_jump = -1;
        CHECK(kind_jumping.verify(&m));
        for (extra = 0; extra < 2; extra++) {
            for (size_t piece = 1; piece < 30; piece = piece * 3 + 1) {
                size_t all = 0;
                for (size_t position = 0; position != SIZE_MAX;) {
                    any_iter it;
                    const uint64_t *key;
                    size_t got = 0;
                    kind_jumping.at_position(&m, &it, position);
                    if (all == 0) memset(seen, 0, sizeof seen);
                    for (; got < piece && (key = kind_jumping.next(&it)) != NULL; got++) seen[*key]++;
                    all += got;
                    position = got < piece ? SIZE_MAX : kind_jumping.position(&it);
                }
                check_seen("after a jump", count, piece, false);
            }
            CHECK(kind_jumping.put(&m, 4 * MOST - 1 - extra));
        }
        kind_jumping.release(&m);
    }
}
END_TEST

/* Elements whose mixed hashes differ in the last bits only, on both sides of where the second third of all hashes
 * begins. In a tight table of 48 home slots, home 16 begins there: elements of one grain lie in two homes. */
static uint64_t hash_beside_a_third(uint64_t key) {
    uint64_t inverse = CCHASH_PRIV_ODD; /* of that odd number, modulo 2^64 */
    for (int round = 0; round < 6; round++) inverse *= 2 - CCHASH_PRIV_ODD * inverse;
    return (UINT64_C(0x5555555555555558) - 6 + key) * inverse;
}
ROW_MAP_EX(thirds, uint64_t, int, hash_beside_a_third, cchash_eq_u64, ROW_TRAITS(CCHASH_GOOD_HASH));

TEST(a_grain_in_two_homes) {
    enum { count = 12 };
    for (size_t piece = 1; piece < count; piece++) {
        thirds m = EMPTY;
        unsigned times[count] = {0};
        thirds_init_seed(&m, 0);
        CHECK(thirds_reserve(&m, 40));
        for (uint64_t key = 0; key < count; key++) CHECK_EQ(thirds_put(&m, key, 1), CCHASH_INSERTED);
#ifdef ROW_TIGHT
        CHECK_EQ(cchash_priv_compact_home_slots(&m.cchash_table, &thirds_priv_type), 48);
        CHECK_EQ(cchash_priv_compact_home(&m.cchash_table, &thirds_priv_type, UINT64_C(0x5555555555555557)), 15);
        CHECK_EQ(cchash_priv_compact_home(&m.cchash_table, &thirds_priv_type, UINT64_C(0x5555555555555558)), 16);
#endif
        for (size_t position = 0; position != SIZE_MAX;) {
            thirds_iter it = thirds_at_position(&m, position);
            for (size_t got = 0; got < piece && thirds_next(&it); got++) times[*it.key]++;
            position = thirds_position(&it);
        }
        for (int key = 0; key < count; key++) CHECK_EQ(times[key], 1);
        CHECK(thirds_verify(&m));
        thirds_free(&m);
    }
}
END_TEST

int main(void) {
    Suite *suite = suite_create("scans");
    TCase *c = tcase_create("scans");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, pieces);
    tcase_add_test(c, nothing_changes);
    tcase_add_test(c, equal_hashes);
    tcase_add_test(c, threads);
    tcase_add_test(c, numbers_from_before_clear);
    tcase_add_test(c, random_elements);
    tcase_add_test(c, empty_and_end);
    tcase_add_test(c, after_an_interrupted_rebuild);
    tcase_add_test(c, a_grain_in_two_homes);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
