/* A fixed run over all layouts, printed as digests: results, iteration order, sizes. Compilers, languages, optimisation
 * levels, SIMD, NDEBUG and machines must all print the same; lines with "bytes" only where pointers are as wide, lines
 * with "image" only where the lowest byte comes first, too. */
#define CCHASH_SEED 20240607
#include "test.h"

#include "cchash.h"
#include "layouts.h"

typedef struct {
    uint8_t kind;
    uint32_t number;
} record; /* padded */
static uint64_t record_hash(record r, uint64_t seed) { return mix64((r.number * 256u + r.kind) ^ seed); }
static bool record_eq(record a, record b) { return a.number == b.number && a.kind == b.kind; }
static uint64_t constant(uint32_t key) {
    (void)key;
    return 1;
}
static record record_of(uint64_t i) {
    record r;
    r.kind = (uint8_t)(i % 3);
    r.number = (uint32_t)(i / 3);
    return r;
}
static const char *text_of(uint64_t i) {
    static char text[3000][8];
    if (!text[i][0]) {
        snprintf(text[i], sizeof text[i], "%c%d", (char)('a' + i % 26), (int)i);
    }
    return text[i];
}

static uint64_t digest, bytes;
static void note(uint64_t what) { digest = mix64(digest ^ what); }

#define U64_OF(i_) (mix64(i_) >> ((i_) % 3 * 20))
#define MARK_U64(key_) (key_)
#define MARK_RECORD(key_) ((uint64_t)(key_).number * 3 + (key_).kind)
#define MARK_TEXT(key_) cchash_hash_cstr(key_)
#define SMALL(i_) ((uint32_t)(i_) % 200)

static bool is_big_endian(void) {
    const uint16_t one = 1;
    return *(const unsigned char *)&one == 0;
}
static bool note_image(void *context, const void *from, size_t size) {
    uint64_t *image = (uint64_t *)context;
    *image = mix64(*image ^ cchash_hash_bytes(from, size, 0));
    return true;
}

/* The first capacities depend on the size of an entry, and so on that of a pointer.
 *
 * put_ inserts key k with value i; plain_: no pointers and no padding. */
#define RUN(name_, key_, mark_, universe_, plain_, put_)                                                               \
    static void name_##_run(void) {                                                                                    \
        name_ m = EMPTY, twin = EMPTY;                                                                                 \
        uint64_t random = 1;                                                                                           \
        digest = bytes = 0;                                                                                            \
        for (int step = 0; step < 20000; step++) {                                                                     \
            const uint64_t i = random64(&random) % (universe_);                                                        \
            const uint64_t choice = random64(&random) % 1000;                                                          \
            if (choice < 500) {                                                                                        \
                note((uint64_t)(put_));                                                                                \
            } else if (choice < 800) {                                                                                 \
                note(name_##_remove(&m, key_(i)));                                                                     \
            } else if (choice < 990) {                                                                                 \
                note(name_##_contains(&m, key_(i)));                                                                   \
            } else if (choice < 994) {                                                                                 \
                name_##_iter it = name_##_begin(&m);                                                                   \
                while (name_##_next(&it)) {                                                                            \
                    note(mark_(*it.key));                                                                              \
                    if (random64(&random) % 8 == 0) {                                                                  \
                        name_##_remove_at(&m, &it);                                                                    \
                    }                                                                                                  \
                }                                                                                                      \
            } else if (choice < 996) {                                                                                 \
                note(name_##_reserve(&m, (size_t)i));                                                                  \
            } else if (choice < 998) {                                                                                 \
                note(name_##_shrink(&m));                                                                              \
            } else if (choice < 999) {                                                                                 \
                note(name_##_clone(&twin, &m));                                                                        \
                name_##_swap(&m, &twin);                                                                               \
                name_##_free(&twin);                                                                                   \
            } else if (choice == 999 && i % 5 == 0) {                                                                  \
                name_##_clear(&m);                                                                                     \
            }                                                                                                          \
            note(name_##_size(&m));                                                                                    \
            note(name_##_capacity(&m) > 16 ? name_##_capacity(&m) : 16);                                               \
            bytes = mix64(bytes ^ name_##_memory(&m));                                                                 \
        }                                                                                                              \
        const cchash_stats s = name_##_stats(&m);                                                                      \
        note(s.max_probe);                                                                                             \
        for (int bin = 0; bin < CCHASH_STATS_BINS; bin++) {                                                            \
            note(s.histogram[bin]);                                                                                    \
        }                                                                                                              \
        CCHASH_FOREACH (name_, it, &m) {                                                                               \
            note(mark_(*it.key));                                                                                      \
        }                                                                                                              \
        note(name_##_verify(&m));                                                                                      \
        uint64_t image = 0;                                                                                            \
        note(!(plain_) || name_##_save(&m, note_image, &image));                                                       \
        printf("%-20s results %016" PRIx64 "\n", #name_, digest);                                                      \
        if (sizeof(void *) == 8) {                                                                                     \
            printf("%-20s bytes   %016" PRIx64 "\n", #name_, mix64(bytes ^ sizeof(name_)));                            \
            if (plain_ && !is_big_endian()) printf("%-20s image   %016" PRIx64 "\n", #name_, image);                   \
        }                                                                                                              \
        name_##_free(&m);                                                                                              \
    }

#define LAYOUT_RUNS(prefix_, row_)                                                                                     \
    prefix_##_DEFINE(row_##_u64, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);                                  \
    prefix_##_DEFINE(row_##_text, const char *, char, cchash_hash_cstr, cchash_eq_cstr);                               \
    prefix_##_DEFINE_SET(row_##_constant, uint32_t, constant, cchash_eq_u32);                                          \
    prefix_##_DEFINE_SET_EX(row_##_record, record, record_hash, record_eq,                                             \
                            (CCHASH_CACHED_HASH, CCHASH_SEEDED_HASH, CCHASH_MAX_LOAD(3, 4)));                          \
    RUN(row_##_u64, U64_OF, MARK_U64, 2000, true, row_##_u64_put(&m, U64_OF(i), i))                                    \
    RUN(row_##_text, text_of, MARK_TEXT, 3000, false, row_##_text_add(&m, text_of(i), 'x'))                            \
    RUN(row_##_constant, SMALL, MARK_U64, 400, true, row_##_constant_add(&m, SMALL(i)))                                \
    RUN(row_##_record, record_of, MARK_RECORD, 900, false, row_##_record_add(&m, record_of(i)))                        \
    static void row_##_run(void) {                                                                                     \
        row_##_u64_run();                                                                                              \
        row_##_text_run();                                                                                             \
        row_##_constant_run();                                                                                         \
        row_##_record_run();                                                                                           \
    }

#define RUNS(LAYOUT_, layout_) LAYOUT_RUNS(CCHASH_##LAYOUT_, layout_)
EACH_LAYOUT(RUNS)
CCHASH_CHAIN_DEFINE_EX(nodes, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64,
                       (CCHASH_MALLOC_NODES, CCHASH_GOOD_HASH));
RUN(nodes, U64_OF, MARK_U64, 2000, true, nodes_put(&m, U64_OF(i), i))
CCHASH_COMPACT_DEFINE_EX(tight, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_TIGHT));
RUN(tight, U64_OF, MARK_U64, 2000, true, tight_put(&m, U64_OF(i), i))

int main(void) {
#define RUN_LAYOUT(LAYOUT_, layout_) layout_##_run();
    EACH_LAYOUT(RUN_LAYOUT)
    nodes_run();
    tight_run();
    return 0;
}
