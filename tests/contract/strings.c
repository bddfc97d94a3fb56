/* Strings: cchash_str itself, maps that own their keys with and without an arena, and lookup by another type. With
 * HALF, 1 or 2, there is one half of the contract and of what runs out of memory (tests/tests.mk says where), and both
 * without. */
#include "test_heap.h"
#include ROW_HEADER
#include "image.h"
#include "key_types.h"
#include <setjmp.h>

/* ---- The contract, and running out of memory, for maps and sets of strings ---- */

#if IS_HERE(1)
#define NAME words
#define KIND word
#define IS_STR
#define TRAITS
#include "contract.h"

#if ROW_LAYOUT == LAYOUT_COMPACT
#define NAME split_words
#define KIND word
#define IS_STR
#define TRAITS CCHASH_SPLIT
#include "contract.h"
#endif

#define NAME arena_word_set
#define KIND word
#define IS_STR
#define IS_SET
#define TRAITS CCHASH_ARENA_KEYS
#include "contract.h"

#define NAME plain_strs_constant
#define KIND str
#define HASHING hashing_constant
#define IS_SET
#include "contract.h"
#endif

#if IS_HERE(2)
#define NAME arena_words
#define KIND word
#define IS_STR
#define TRAITS CCHASH_ARENA_KEYS
#include "contract.h"

#define NAME word_set
#define KIND word
#define IS_STR
#define IS_SET
#define TRAITS
#include "contract.h"

#define NAME plain_strs
#define KIND str
#define HASHING hashing_good
#include "contract.h"
#endif

/* Keys of all lengths up to 69; the text of key i begins with i. */
typedef cchash_str any_key;
typedef const char *any_query;
typedef int any_value;
static any_query any_make_key(int i) {
    static char text[200][80];
    int length = snprintf(text[i], sizeof text[i], "%d", i);
    memset(text[i] + length, 'x', (size_t)(i % 70));
    text[i][length + i % 70] = 0;
    return text[i];
}
static inline int any_key_id(any_key k) {
    char text[80];
    CHECK(cchash_str_copy_out(&k, text, sizeof text) < sizeof text);
    return atoi(text);
}
static inline any_value any_make_value(int i) { return i; }
static inline int any_value_id(any_value v) { return v; }

#ifndef CCHASH_DEBUG /* debug builds count changes in the map's own bytes */
#if IS_HERE(1)
#if ROW_LAYOUT == LAYOUT_COMPACT
#define NAME oom_split_arena
#define KIND any
#define IS_STR
#define TRAITS CCHASH_SPLIT, CCHASH_ARENA_KEYS
#include "oom.h"
#endif

#define NAME oom_arena
#define KIND any
#define IS_STR
#define TRAITS CCHASH_ARENA_KEYS
#include "oom.h"

#define NAME oom_arena_set
#define KIND any
#define IS_STR
#define IS_SET
#define TRAITS CCHASH_ARENA_KEYS
#include "oom.h"

#define NAME oom_arena_of
#define KIND any
#define IS_STR
#define TRAITS CCHASH_ARENA_KEYS, CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to)
#include "oom.h"
#endif

#if IS_HERE(2)
#define NAME oom_words
#define KIND any
#define IS_STR
#define TRAITS
#include "oom.h"

#define NAME oom_word_set
#define KIND any
#define IS_STR
#define IS_SET
#define TRAITS
#include "oom.h"
#endif
#endif

/* ---- One string ---- */

/* Bytes in a block of exactly that size, so that a sanitizer sees any read beside it; every value, NUL among them. */
static char *exact_bytes(size_t size, unsigned salt) {
    char *bytes = (char *)malloc(size ? size : 1);
    CHECK(bytes != NULL);
    for (size_t at = 0; at < size; at++) {
        bytes[at] = (char)(unsigned char)(at % 3 ? at * 7 + salt : 0);
    }
    return bytes;
}

static cchash_priv_text text_of_view(cchash_view view) {
    return cchash_priv_text_of(view, cchash_hash_view(view), NULL);
}

static void one_length(size_t size) {
    char *bytes = exact_bytes(size, 5), *other = exact_bytes(size, 5);
    const cchash_view view = cchash_view_n(bytes, size);
    const size_t calls = the_heap.calls;
    cchash_str a, b = EMPTY, c;
    memset((void *)&a, 0xee, sizeof a);
    memset((void *)&c, 0xee, sizeof c);
    CHECK(cchash_str_from_bytes(&a, bytes, size));
    CHECK_EQ(the_heap.calls - calls, size > CCHASH_STR_INLINE);
    CHECK(cchash_str_clone(&b, &a));
    CHECK(cchash_str_from_view(&c, view));
    CHECK(cchash_str_size(&a) == size && cchash_eq_view(cchash_str_view(&a), view));
    CHECK(memcmp(cchash_str_cstr(&a), bytes, size) == 0 && cchash_str_cstr(&a)[size] == 0);
    CHECK(size > CCHASH_STR_INLINE || cchash_str_view(&b).ptr == (const char *)&b);
    CHECK(cchash_eq_str(a, b) && cchash_eq_str(b, c) && cchash_eq_str_view(a, view));
    CHECK(cchash_hash_str(a) == cchash_hash_view(view) && cchash_hash_str(c) == cchash_hash_view(view));
    CHECK(memcmp(&a, &c, sizeof a) == 0 || size > CCHASH_STR_INLINE);
    CHECK_EQ(cchash_str_compare(&a, &b), 0);
    const cchash_priv_text text = text_of_view(view);
    CHECK(cchash_priv_text_is(&a, &text));
    for (size_t at = 0; at<size; at += size> 100 ? 97 : 1) { /* each byte counts, in each comparison */
        other[at] ^= 0x10;
        cchash_str d;
        CHECK(cchash_str_from_bytes(&d, other, size));
        const cchash_priv_text changed = text_of_view(cchash_view_n(other, size));
        CHECK(!cchash_eq_str(a, d) && !cchash_eq_str_view(d, view));
        CHECK(!cchash_priv_text_is(&a, &changed) && !cchash_priv_text_is(&d, &text));
        CHECK((cchash_str_compare(&a, &d) < 0) == (memcmp(bytes, other, size) < 0));
        CHECK((cchash_str_compare(&d, &a) < 0) == (memcmp(bytes, other, size) > 0));
        cchash_str_free(&d);
        other[at] ^= 0x10;
    }
    if (size) { /* a string comes after those that it begins */
        cchash_str shorter;
        CHECK(cchash_str_from_bytes(&shorter, bytes, size - 1));
        CHECK(cchash_str_compare(&shorter, &a) < 0 && cchash_str_compare(&a, &shorter) > 0);
        const cchash_priv_text cut = text_of_view(cchash_view_n(bytes, size - 1));
        CHECK(!cchash_eq_str(shorter, a) && !cchash_priv_text_is(&a, &cut) && !cchash_priv_text_is(&shorter, &text));
        cchash_str_free(&shorter);
    }
    for (size_t room = 0; room<size + 3; room += size> 100 ? 1001 : 1) {
        char *out = (char *)malloc(room ? room : 1);
        CHECK(out != NULL);
        memset(out, 'z', room ? room : 1);
        CHECK_EQ(cchash_str_copy_out(&a, out, room), size);
        const size_t copied = room == 0 ? 0 : room - 1 < size ? room - 1 : size;
        CHECK(memcmp(out, bytes, copied) == 0 && out[copied] == (room ? 0 : 'z'));
        free(out);
    }
    /* The table's bit changes nothing that can be seen. */
    cchash_str marked = a;
    marked.data.bytes[23] |= 0x80;
    CHECK(cchash_eq_str(marked, a) && cchash_eq_str(a, marked) && cchash_hash_str(marked) == cchash_hash_str(a));
    CHECK(cchash_str_size(&marked) == size && cchash_eq_view(cchash_str_view(&marked), view));
    CHECK(cchash_str_cstr(&marked)[size] == 0);
    CHECK(cchash_priv_text_is(&marked, &text) && cchash_str_compare(&marked, &b) == 0);
    cchash_str unmarked;
    CHECK(cchash_str_clone(&unmarked, &marked) && !(unmarked.data.bytes[23] & 0x80));
    cchash_str_free(&unmarked);
    cchash_str_free(&a);
    CHECK(cchash_str_size(&a) == 0);
    cchash_str_free(&a);
    cchash_str_free(&b);
    cchash_str_free(&c);
    free(bytes);
    free(other);
    CHECK_EQ(heap_blocks(&the_heap), 0);
}

TEST(all_lengths) {
    CHECK_EQ(sizeof(cchash_str), 24);
    for (size_t size = 0; size <= 64; size++) {
        one_length(size);
    }
    one_length(255);
    one_length(256);
    one_length(65536);
    one_length(70001);
    heap_reset(&the_heap);
}
END_TEST

TEST(empty_strings) {
    cchash_str zeroed = EMPTY, made;
    CHECK(cchash_str_size(&zeroed) == 0 && cchash_str_view(&zeroed).len == 0);
    CHECK(cchash_str_from_bytes(&made, NULL, 0));
    CHECK(memcmp(&zeroed, &made, sizeof made) == 0 && cchash_eq_str(zeroed, made));
    CHECK(cchash_str_from_cstr(&made, ""));
    CHECK(cchash_eq_str(zeroed, made) && cchash_eq_str_cstr(zeroed, "") && !cchash_eq_str_cstr(zeroed, "a"));
    CHECK(cchash_hash_str(zeroed) == cchash_hash_cstr(""));
    CHECK(cchash_str_from_cstr(&made, "cache") && cchash_eq_str_cstr(made, "cache") &&
          !cchash_eq_str_cstr(made, "cach"));
    CHECK(cchash_hash_str(made) == cchash_hash_cstr("cache"));
    CHECK(cchash_str_from_bytes(&made, "ca\0che", 6) && !cchash_eq_str_cstr(made, "ca") &&
          !cchash_eq_str_cstr(made, "cache"));
}
END_TEST

TEST(string_without_memory) {
    static const char text[] = "longer than what fits into the struct itself";
    cchash_str target, source, before;
    CHECK(cchash_str_from_cstr(&source, text));
    memset((void *)&target, 0x77, sizeof target);
    before = target;
    heap_fail(&the_heap, 0, true);
    errno = 77;
    CHECK(!cchash_str_from_cstr(&target, text) && !cchash_str_from_bytes(&target, text, 24));
    CHECK(!cchash_str_from_view(&target, cchash_str_view(&source)) && !cchash_str_clone(&target, &source));
    CHECK(memcmp(&target, &before, sizeof target) == 0);
    heap_fail(&the_heap, -1, false);
    the_heap.forbidden = true; /* sizes that can't be are refused without asking */
    CHECK(!cchash_str_from_view(&target, cchash_view_n(NULL, 0)) || cchash_str_size(&target) == 0);
    CHECK(cchash_priv_str_allocate(SIZE_MAX) == NULL && cchash_priv_str_allocate(SIZE_MAX / 2) == NULL);
    CHECK(cchash_priv_str_allocate((size_t)PTRDIFF_MAX / 2 + 1) == NULL);
    the_heap.forbidden = false;
    cchash_str_free(&source);
    CHECK_EQ(errno, 77);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* ---- Maps beside a model, with keys of all lengths and all bytes ---- */

ROW_STR(owned, uint64_t, );
ROW_STR(kept, uint64_t, CCHASH_ARENA_KEYS);

enum { MODEL_KEYS = 260 };

/* Key i: i % 65 bytes, of which the first two tell the keys of one length apart; the rest has NULs in it. */
static cchash_view model_key(int i) {
    static char text[MODEL_KEYS][72];
    const size_t size = (size_t)(i % 65);
    for (size_t at = 0; at < size; at++) {
        text[i][at] = (char)(at == size / 2 ? 0 : at + 1);
    }
    if (size > 0) {
        text[i][size - 1] = (char)(i / 65);
    }
    return cchash_view_n(text[i], size);
}
static bool model_same(int i, int j) { return cchash_eq_view(model_key(i), model_key(j)); }

#define STRING_MODEL(name_, map_)                                                                                      \
    static void name_##_agrees(const name_ *m, const int *model) {                                                     \
        size_t size = 0;                                                                                               \
        CHECK(name_##_verify(m));                                                                                      \
        for (int i = 0; i < MODEL_KEYS; i++) {                                                                         \
            const cchash_view key = model_key(i);                                                                      \
            const uint64_t *value = name_##_get_view(m, key);                                                          \
            CHECK_EQ(value ? (int)*value : -1, model[i]);                                                              \
            CHECK(name_##_get_n(m, key.ptr, key.len) == value);                                                        \
            CHECK(name_##_contains_n(m, key.ptr, key.len) == (value != NULL));                                         \
            const cchash_str *held = name_##_get_key_view(m, key);                                                     \
            CHECK((held != NULL) == (value != NULL) && (!held || cchash_eq_str_view(*held, key)));                     \
            size += model[i] >= 0 && (i < 65 || i % 65 != 0);                                                          \
        }                                                                                                              \
        CHECK_EQ(name_##_size(m), size);                                                                               \
    }                                                                                                                  \
    static void name_##_model_run(uint64_t random, long operations) {                                                  \
        static int model[MODEL_KEYS];                                                                                  \
        name_ m, copy;                                                                                                 \
        name_##_init(&m);                                                                                              \
        name_##_init(&copy);                                                                                           \
        for (int i = 0; i < MODEL_KEYS; i++) {                                                                         \
            model[i] = -1;                                                                                             \
        }                                                                                                              \
        for (long op = 0; op < operations; op++) {                                                                     \
            const int i = random_below(&random, MODEL_KEYS), choice = random_below(&random, 100);                      \
            const cchash_view key = model_key(i);                                                                      \
            const uint64_t value = random64(&random) % 1000;                                                           \
            int now = model[i];                                                                                        \
            if (choice < 20) {                                                                                         \
                CHECK_EQ(name_##_put_view(&m, key, value), now < 0);                                                   \
                now = (int)value;                                                                                      \
            } else if (choice < 40) {                                                                                  \
                CHECK_EQ(name_##_add_n(&m, key.ptr, key.len, value), now < 0);                                         \
                now = now < 0 ? (int)value : now;                                                                      \
            } else if (choice < 50) {                                                                                  \
                bool inserted;                                                                                         \
                uint64_t *place = name_##_upsert_view(&m, key, &inserted);                                             \
                CHECK(place &&inserted == (now < 0) && *place == (now < 0 ? 0 : (uint64_t)now));                       \
                *place = value;                                                                                        \
                now = (int)value;                                                                                      \
            } else if (choice < 75) {                                                                                  \
                the_heap.forbidden = true;                                                                             \
                CHECK_EQ(name_##_remove_view(&m, key), now >= 0);                                                      \
                the_heap.forbidden = false;                                                                            \
                now = -1;                                                                                              \
            } else if (choice < 80) {                                                                                  \
                cchash_str taken;                                                                                      \
                uint64_t was;                                                                                          \
                const bool there = name_##_take_n(&m, key.ptr, key.len, &taken, &was);                                 \
                CHECK(there == (now >= 0) && (!there || (cchash_eq_str_view(taken, key) && was == (uint64_t)now)));    \
                if (there) map_##_drop(&taken);                                                                        \
                now = -1;                                                                                              \
            } else if (choice < 90) {                                                                                  \
                const uint64_t hash = name_##_hash_view(&m, key);                                                      \
                CHECK_EQ(name_##_put_hashed_view(&m, hash, key, value), now < 0);                                      \
                CHECK(name_##_contains_hashed_view(&m, hash, key));                                                    \
                now = (int)value;                                                                                      \
            } else if (choice < 92) {                                                                                  \
                CHECK(name_##_clone(&copy, &m));                                                                       \
                name_##_swap(&copy, &m);                                                                               \
            } else if (choice < 94) {                                                                                  \
                CHECK(name_##_shrink(&m));                                                                             \
            } else if (choice == 94 && random_below(&random, 5) == 0) {                                                \
                name_##_clear(&m);                                                                                     \
                for (int j = 0; j < MODEL_KEYS; j++) {                                                                 \
                    model[j] = -1;                                                                                     \
                }                                                                                                      \
                now = -1;                                                                                              \
            }                                                                                                          \
            for (int j = i % 65; j < MODEL_KEYS; j += 65) { /* the empty key has several numbers */                    \
                if (model_same(i, j)) model[j] = now;                                                                  \
            }                                                                                                          \
            if (op % 50 == 0) name_##_agrees(&m, model);                                                               \
        }                                                                                                              \
        name_##_agrees(&m, model);                                                                                     \
        name_##_free(&m);                                                                                              \
        name_##_free(&copy);                                                                                           \
        CHECK_EQ(heap_blocks(&the_heap), 0);                                                                           \
    }

static void owned_drop(cchash_str *key) { cchash_str_free(key); }
static void kept_drop(cchash_str *key) { (void)key; } /* the arena's */
STRING_MODEL(owned, owned)
STRING_MODEL(kept, kept)

TEST(model_runs) {
    const uint64_t seed = (uint64_t)test_parameter("TEST_SEED", 1) * 1000003u + (uint64_t)_i;
    owned_model_run(seed, test_parameter("TEST_OPS", 1500));
    kept_model_run(seed, test_parameter("TEST_OPS", 1500));
    heap_reset(&the_heap);
}
END_TEST

/* A key is copied when it is new, and only then. */
TEST(copies_once) {
    static const char text[] = "a key of more than twenty-three bytes";
    owned m = EMPTY;
    CHECK(owned_reserve(&m, 10));
    size_t calls = the_heap.calls;
    CHECK_EQ(owned_put(&m, "short", 1), CCHASH_INSERTED);
    const size_t nodes = the_heap.calls - calls; /* chains may allocate for an element */
    calls = the_heap.calls;
    CHECK_EQ(owned_put(&m, text, 1), CCHASH_INSERTED);
    CHECK_EQ(the_heap.calls, calls + nodes + 1);
    the_heap.forbidden = true;
    CHECK_EQ(owned_put(&m, text, 2), CCHASH_PRESENT);
    CHECK_EQ(owned_add(&m, text, 3), CCHASH_PRESENT);
    CHECK(owned_upsert(&m, text, NULL) != NULL && *owned_get(&m, text) == 2);
    CHECK(owned_get_or(&m, "absent, and of more than twenty-three bytes", 9) == 9);
    CHECK(!owned_remove(&m, "absent, and of more than twenty-three bytes"));
    CHECK(owned_remove(&m, text) && !owned_contains(&m, text));
    the_heap.forbidden = false;
    owned_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Batches of more keys than one stretch has, in both forms; and where memory runs out in the middle. */
TEST(batches) {
    enum { MANY = 700 };
    static char text[MANY][40];
    static const char *keys[MANY];
    static cchash_view views[MANY];
    static uint64_t values[MANY], *found[MANY];
    for (int i = 0; i < MANY; i++) {
        snprintf(text[i], sizeof text[i], i % 2 ? "%d" : "a longer key that is number %d", i % 600);
        keys[i] = text[i];
        views[i] = cchash_view_cstr(text[i]);
        values[i] = (uint64_t)i;
    }
    owned m = EMPTY;
    kept n = EMPTY;
    CHECK_EQ(owned_put_many(&m, keys, values, MANY), 600);
    CHECK_EQ(kept_put_many_view(&n, views, values, MANY), 600);
    CHECK_EQ(owned_put_many_view(&m, views, values, MANY), 0);
    CHECK_EQ(owned_get_many(&m, keys, MANY, found), MANY);
    for (int i = 0; i < MANY; i++) {
        CHECK_EQ(*found[i], i < 100 ? i + 600 : i);
    }
    CHECK(owned_remove(&m, text[300]));
    CHECK_EQ(owned_get_many_view(&m, views, MANY, found), MANY - 1);
    CHECK(found[300] == NULL && found[301] == owned_get(&m, text[301]));
    CHECK(owned_verify(&m) && kept_verify(&n) && kept_get_many(&n, keys, MANY, found) == MANY);
    owned_free(&m);
    kept_free(&n);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    for (long point = 1; point < 600; point += 37) {
        heap_fail(&the_heap, point, true);
        const ptrdiff_t added = owned_put_many(&m, keys, values, MANY);
        const bool failed = the_heap.failed;
        heap_fail(&the_heap, -1, false);
        CHECK(!failed || added < 0);
        const size_t in = added < 0 ? (size_t)(-1 - added) : (size_t)MANY;
        for (size_t i = 0; i < MANY; i++) {
            CHECK(owned_contains(&m, keys[i]) == (i % 600 < in));
        }
        CHECK(owned_verify(&m));
        owned_free(&m);
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* The arena: few allocations, all of them counted, and given back by free and by shrinking an empty map. */
TEST(arenas) {
    kept m = EMPTY, other = EMPTY;
    char text[64];
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "a key that does not fit inline: %d", i);
        CHECK_EQ(kept_put(&m, text, (uint64_t)i), CCHASH_INSERTED);
    }
#ifndef ROW_MALLOC_NODES
    CHECK(the_heap.calls < 60);
#endif
    CHECK_EQ(the_heap.live, kept_memory(&m));
    CHECK_EQ(kept_stats(&m).bytes, kept_memory(&m));
    CHECK(kept_clone(&other, &m) && kept_verify(&other) && kept_size(&other) == 5000);
    CHECK_EQ(the_heap.live, kept_memory(&m) + kept_memory(&other));
    kept_free(&m);
    for (int i = 0; i < 5000; i++) {
        snprintf(text, sizeof text, "a key that does not fit inline: %d", i);
        CHECK_EQ(kept_get_or(&other, text, 0), i);
    }
    CHECK(kept_clone(&m, &other));
    for (int i = 0; i < 100; i++) { /* a clone fails as a whole, also into a map that holds something */
        heap_fail(&the_heap, i, false);
        const size_t before = the_heap.live;
        const bool cloned = kept_clone(&m, &other), failed = the_heap.failed;
        heap_fail(&the_heap, -1, false);
        CHECK(cloned != failed && kept_size(&m) == 5000 && kept_verify(&m));
        CHECK(cloned || the_heap.live == before);
        if (!failed) {
            break;
        }
    }
    kept_clear(&m);
    CHECK(kept_size(&m) == 0 && kept_verify(&m));
    CHECK_EQ(kept_put(&m, "and now again, one that does not fit", 7), CCHASH_INSERTED);
    CHECK_EQ(kept_get_or(&m, "and now again, one that does not fit", 0), 7);
    kept_clear(&m);
    CHECK(kept_shrink(&m));
    CHECK_EQ(kept_memory(&m), 0);
    kept_free(&other);
    kept_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Sets of strings, in all forms, with keys of all lengths; copies are made of new keys only. */
ROW_STR_SET(names, );
ROW_STR_SET(kept_names, CCHASH_ARENA_KEYS);

static void names_drop(cchash_str *key) { cchash_str_free(key); }
static void kept_names_drop(cchash_str *key) { (void)key; } /* the arena's */

#define STRING_SET(name_)                                                                                              \
    static void name_##_all_forms(void) {                                                                              \
        enum { MANY = 400 };                                                                                           \
        static const char *keys[MANY];                                                                                 \
        static cchash_view views[MANY];                                                                                \
        static const cchash_str *found[MANY];                                                                          \
        name_ s = EMPTY;                                                                                               \
        for (int i = 0; i < MANY; i++) {                                                                               \
            keys[i] = any_make_key(i % 200);                                                                           \
            views[i] = cchash_view_cstr(keys[i]);                                                                      \
        }                                                                                                              \
        for (int i = 0; i < 200; i++) {                                                                                \
            const size_t size = views[i].len;                                                                          \
            const uint64_t hash = name_##_hash_view(&s, views[i]);                                                     \
            cchash_str taken;                                                                                          \
            CHECK(name_##_hash(&s, keys[i]) == hash && name_##_hash_n(&s, keys[i], size) == hash);                     \
            CHECK_EQ(i % 2 ? name_##_add(&s, keys[i]) : name_##_add_hashed_n(&s, hash, keys[i], size),                 \
                     CCHASH_INSERTED);                                                                                 \
            the_heap.forbidden = true;                                                                                 \
            CHECK_EQ(name_##_add_n(&s, keys[i], size), CCHASH_PRESENT);                                                \
            CHECK_EQ(name_##_add_view(&s, views[i]), CCHASH_PRESENT);                                                  \
            CHECK_EQ(name_##_add_hashed(&s, hash, keys[i]), CCHASH_PRESENT);                                           \
            CHECK_EQ(name_##_add_hashed_view(&s, hash, views[i]), CCHASH_PRESENT);                                     \
            const cchash_str *held = name_##_get(&s, keys[i]);                                                         \
            CHECK(held &&cchash_eq_str_view(*held, views[i]) && held == name_##_get_key_n(&s, keys[i], size));         \
            CHECK(held == name_##_get_view(&s, views[i]) && held == name_##_get_key(&s, keys[i]));                     \
            CHECK(held == name_##_get_hashed_n(&s, hash, keys[i], size) && held == name_##_get_n(&s, keys[i], size));  \
            CHECK(name_##_contains_view(&s, views[i]) && name_##_contains_hashed_view(&s, hash, views[i]));            \
            name_##_prefetch_n(&s, keys[i], size);                                                                     \
            name_##_prefetch_hashed(&s, hash, keys[i]);                                                                \
            CHECK(name_##_take_view(&s, views[i], &taken) && cchash_eq_str_view(taken, views[i]));                     \
            CHECK(!name_##_take(&s, keys[i], &taken) && !name_##_contains(&s, keys[i]));                               \
            CHECK(!name_##_remove_n(&s, keys[i], size) && !name_##_get_hashed(&s, hash, keys[i]));                     \
            the_heap.forbidden = false;                                                                                \
            name_##_drop(&taken);                                                                                      \
        }                                                                                                              \
        CHECK_EQ(name_##_add_many(&s, keys, MANY), 200);                                                               \
        CHECK_EQ(name_##_add_many_view(&s, views, MANY), 0);                                                           \
        CHECK(name_##_remove_hashed_n(&s, name_##_hash(&s, keys[7]), keys[7], views[7].len));                          \
        CHECK_EQ(name_##_get_many(&s, keys, MANY, found), MANY - 2);                                                   \
        CHECK_EQ(name_##_get_many_view(&s, views, MANY, found), MANY - 2);                                             \
        for (int i = 0; i < MANY; i++) {                                                                               \
            CHECK(found[i] == name_##_get(&s, keys[i]) && (found[i] != NULL) == (i % 200 != 7));                       \
        }                                                                                                              \
        CHECK(name_##_verify(&s) && name_##_size(&s) == 199);                                                          \
        name_##_free(&s);                                                                                              \
        CHECK_EQ(heap_blocks(&the_heap), 0);                                                                           \
        for (long point = 0; point < 150; point += 7) { /* a batch that fails has the keys before that one */          \
            heap_fail(&the_heap, point, true);                                                                         \
            const ptrdiff_t added = name_##_add_many_view(&s, views, MANY);                                            \
            CHECK(!the_heap.failed || added < 0);                                                                      \
            heap_fail(&the_heap, -1, false);                                                                           \
            const int in = added < 0 ? (int)(-1 - added) : MANY;                                                       \
            for (int i = 0; i < 200; i++) {                                                                            \
                CHECK_EQ(name_##_contains_view(&s, views[i]), i < in);                                                 \
            }                                                                                                          \
            CHECK(name_##_verify(&s));                                                                                 \
            name_##_free(&s);                                                                                          \
        }                                                                                                              \
        CHECK_EQ(heap_blocks(&the_heap), 0);                                                                           \
        heap_reset(&the_heap);                                                                                         \
    }
STRING_SET(names)
STRING_SET(kept_names)

TEST(sets) {
    names_all_forms();
    kept_names_all_forms();
}
END_TEST

/* ---- Layouts ---- */

ROW_MAP(pair, cchash_str, cchash_str, cchash_hash_str, cchash_eq_str);
ROW_STR(texts, cchash_str, CCHASH_VALUE_COPY(cchash_str_clone), CCHASH_VALUE_FREE(cchash_str_free));

TEST(sizes) {
#if ROW_LAYOUT == LAYOUT_CHAIN
    const size_t link = sizeof(uint64_t);
#else
    const size_t link = 0;
#endif
    CHECK_EQ(sizeof(pair_entry), 48 + link);
    CHECK_EQ(sizeof(owned_entry), 32 + link);
    CHECK_EQ(sizeof(names_entry), 24 + link);
    CHECK_EQ(sizeof(texts_entry), sizeof(pair_entry));
    texts m = EMPTY;
    cchash_str value;
    for (int i = 0; i < 300; i++) {
        CHECK(cchash_str_from_cstr(&value, any_make_key(i % 150)));
        CHECK_EQ(texts_put(&m, any_make_key(i % 200), value), i < 200 ? CCHASH_INSERTED : CCHASH_PRESENT);
        cchash_str_free(&value);
    }
    for (int i = 0; i < 200; i++) {
        CHECK(cchash_eq_str_cstr(*texts_get(&m, any_make_key(i)), any_make_key((i < 100 ? i + 200 : i) % 150)));
    }
    texts_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* ---- Lookup by another type ---- */

/* A struct by one of its fields. */
typedef struct {
    int badge;
    const char *called;
} person;
static uint64_t person_hash(person p) { return cchash_hash_cstr(p.called); }
static bool person_eq(person a, person b) { return strcmp(a.called, b.called) == 0; }
static bool person_is_called(person p, const char *text) { return strcmp(p.called, text) == 0; }
static int people_hired;
static bool person_hire(person *to, const char *const *from) {
    if (people_hired < 0) {
        return false;
    }
    to->badge = ++people_hired;
    to->called = *from;
    return true;
}
ROW_MAP(people, person, int, person_hash, person_eq);
CCHASH_LOOKUP_EX(people, name, const char *, cchash_hash_cstr, person_is_called, (CCHASH_MAKE_KEY(person_hire)));
ROW_SET(club, person, person_hash, person_eq);
CCHASH_LOOKUP_SET_EX(club, name, const char *, cchash_hash_cstr, person_is_called, (CCHASH_MAKE_KEY(person_hire)));

TEST(struct_by_field) {
    people m = EMPTY;
    club s = EMPTY;
    bool inserted;
    people_hired = 0;
    for (int i = 0; i < 300; i++) {
        CHECK_EQ(people_put_name(&m, cstr_make_key(i), i), CCHASH_INSERTED);
        CHECK_EQ(people_put_name(&m, cstr_make_key(i), -i), CCHASH_PRESENT); /* no key is made for one that is there */
        CHECK_EQ(people_hired, 2 * i + 1);
        CHECK_EQ(club_add_name(&s, cstr_make_key(i)), CCHASH_INSERTED);
        CHECK_EQ(club_add_name(&s, cstr_make_key(i)), CCHASH_PRESENT);
    }
    for (int i = 0; i < 300; i++) {
        const char *text = cstr_make_key(i);
        const person *held = people_get_key_name(&m, text);
        person whole;
        whole.badge = 0;
        whole.called = text;
        CHECK(held && held->badge == 2 * i + 1 && people_get_key(&m, whole) == held);
        CHECK(*people_get_name(&m, text) == -i && people_get(&m, whole) == people_get_name(&m, text));
        CHECK(people_contains_name(&m, text) && people_get_or_name(&m, text, 5) == -i);
        CHECK(people_hash_name(&m, text) == people_hash(&m, whole));
        CHECK(people_get_hashed_name(&m, people_hash(&m, whole), text) == people_get(&m, whole));
        people_prefetch_name(&m, text);
        CHECK(club_get_name(&s, text) && club_get_name(&s, text) == club_get(&s, whole));
    }
    static const char *texts[3];
    static int *found[3];
    texts[0] = "nobody";
    texts[1] = cstr_make_key(1);
    texts[2] = cstr_make_key(2);
    CHECK_EQ(people_get_many_name(&m, texts, 3, found), 2);
    CHECK(found[0] == NULL && *found[1] == -1 && *found[2] == -2);
    static const int values[3] = {70, 71, 72};
    CHECK_EQ(people_put_many_name(&m, texts, values, 3), 1);
    CHECK(*people_get_name(&m, "nobody") == 70 && *people_get_name(&m, texts[2]) == 72);
    CHECK(!people_remove_name(&m, "somebody") && people_remove_name(&m, "nobody"));
    person key = EMPTY;
    int value = 0;
    CHECK(people_take_name(&m, texts[1], &key, &value) && key.badge == 3 && value == 71);
    CHECK(!people_take_name(&m, texts[1], &key, &value));
    CHECK(club_take_name(&s, texts[1], &key) && !club_contains_name(&s, texts[1]));
    CHECK(club_remove_name(&s, texts[2]) && !club_remove_name(&s, texts[2]));
    people_hired = -1; /* a maker that fails: no memory, and nothing has changed */
    const size_t size = people_size(&m);
    CHECK_EQ(people_put_name(&m, "nobody", 1), CCHASH_NOMEM);
    CHECK_EQ(people_add_name(&m, "nobody", 1), CCHASH_NOMEM);
    CHECK(people_upsert_name(&m, "nobody", &inserted) == NULL);
    CHECK_EQ(club_add_name(&s, "nobody"), CCHASH_NOMEM);
    CHECK(people_size(&m) == size && people_verify(&m) && club_verify(&s) && club_size(&s) == 298);
    CHECK(people_upsert_name(&m, texts[2], &inserted) && !inserted);
    people_free(&m);
    club_free(&s);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Views and C strings into maps of cchash_str that the user defines, with a seeded hash. */
ROW_MAP_EX(sipped, cchash_str, int, cchash_sip_str, cchash_eq_str,
           ROW_TRAITS(CCHASH_STR_KEYS, CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH));
static bool str_of_cstr(cchash_str *to, const char *const *from) { return cchash_str_from_cstr(to, *from); }
static bool str_of_view(cchash_str *to, const cchash_view *from) { return cchash_str_from_view(to, *from); }
CCHASH_LOOKUP_EX(sipped, view, cchash_view, cchash_sip_view, cchash_eq_str_view,
                 (CCHASH_SEEDED_HASH, CCHASH_MAKE_KEY(str_of_view)));
CCHASH_LOOKUP_EX(sipped, cstr, const char *, cchash_sip_cstr, cchash_eq_str_cstr,
                 (CCHASH_SEEDED_HASH, CCHASH_MAKE_KEY(str_of_cstr)));

TEST(seeded) {
    sipped m = EMPTY, n = EMPTY;
    CHECK(!sipped_contains_cstr(&m, "any"));
    for (int i = 0; i < 200; i++) {
        CHECK_EQ(sipped_put_cstr(&m, any_make_key(i), i), CCHASH_INSERTED);
    }
    CHECK(sipped_clone(&n, &m));
    for (int i = 0; i < 200; i++) {
        const cchash_view view = cchash_view_cstr(any_make_key(i));
        CHECK_EQ(*sipped_get_view(&m, view), i);
        CHECK_EQ(*sipped_get_cstr(&n, any_make_key(i)), i);
        CHECK(sipped_hash_view(&m, view) == sipped_hash_cstr(&m, any_make_key(i)));
        CHECK(sipped_hash_view(&m, view) == sipped_hash(&m, *sipped_get_key_view(&m, view)));
        CHECK_EQ(sipped_add_view(&m, view, 0), CCHASH_PRESENT);
        CHECK(i % 2 ? sipped_remove_view(&n, view) : sipped_remove_cstr(&n, view.ptr));
    }
    CHECK(sipped_verify(&m) && sipped_size(&n) == 0);
    sipped_free(&m);
    sipped_free(&n);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* What takes the key out of open addressing, hands over a string like any other. */
TEST(taken_keys) {
    owned m = EMPTY;
    for (int i = 0; i < 140; i++) {
        cchash_str fresh, taken;
        CHECK_EQ(owned_put(&m, any_make_key(i), 1), CCHASH_INSERTED);
        CHECK(owned_take(&m, any_make_key(i), &taken, NULL));
        CHECK(cchash_str_from_cstr(&fresh, any_make_key(i)));
        CHECK(cchash_eq_str(fresh, taken) && cchash_str_compare(&fresh, &taken) == 0);
        CHECK(cchash_hash_str(fresh) == cchash_hash_str(taken));
        cchash_str_free(&fresh);
        cchash_str_free(&taken);
    }
    owned_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* A batch that fails leaves the arena as it was, however often: it has room for the key, but there is none in the
 * table. */
TEST(failed_batches) {
    kept m = EMPTY;
    char text[64];
    const char *key = text;
    const uint64_t value = 1;
    CHECK_EQ(kept_put(&m, "the arena has a chunk from here on", 1), CCHASH_INSERTED);
    heap_fail(&the_heap, 0, true);
    for (int i = 0, failures = 0; failures < 10; i += !failures) {
        snprintf(text, sizeof text, "this key is number %8d", i);
        const cchash_priv_arena before = m.cchash_arena;
        const size_t size = kept_size(&m);
        const ptrdiff_t added = kept_put_many(&m, &key, &value, 1);
        CHECK(added == 1 ? kept_size(&m) == size + 1 : added == -1 && kept_size(&m) == size);
        CHECK(added == 1 || memcmp((const void *)&m.cchash_arena, (const void *)&before, sizeof before) == 0);
        failures += added < 0;
        CHECK(i < 1000);
    }
    heap_fail(&the_heap, -1, false);
    CHECK(kept_verify(&m));
    kept_free(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* A hash function that jumps out of a removal, at each of its calls: the map is whole, with the key or without. */
static jmp_buf out_of_hash;
static int calls_left = -1;
static uint64_t jumping_hash(cchash_str key) {
    if (calls_left == 0) longjmp(out_of_hash, 1);
    calls_left -= calls_left > 0;
    return cchash_str_size(&key) % 2;
}
ROW_MAP_EX(jumpy, cchash_str, int, jumping_hash, cchash_eq_str,
           ROW_TRAITS(CCHASH_KEY_COPY(cchash_str_clone), CCHASH_KEY_FREE(cchash_str_free)));

TEST(jumps_out_of_removal) {
    enum { KEYS = 6 };
    static jumpy m;
    cchash_str keys[KEYS];
    for (int i = 0; i < KEYS; i++) {
        char text[64];
        snprintf(text, sizeof text, "a key that lies on the heap, number %d", i);
        CHECK(cchash_str_from_cstr(&keys[i], text));
    }
    for (volatile int leaving = 0; leaving < KEYS; leaving++)
        for (volatile int fuse = 0, jumped = 1; jumped; fuse++) {
            memset((void *)&m, 0, sizeof m);
            for (int i = 0; i < KEYS; i++) CHECK_EQ(jumpy_put(&m, keys[i], i), CCHASH_INSERTED);
            jumped = 0;
            calls_left = fuse;
            if (setjmp(out_of_hash) == 0)
                CHECK(jumpy_remove(&m, keys[leaving]));
            else
                jumped = 1;
            calls_left = -1;
            CHECK(jumpy_verify(&m));
            CHECK_EQ(jumpy_size(&m), KEYS - !jumped);
            for (int i = 0; i < KEYS; i++) {
                CHECK(jumpy_contains(&m, keys[i]) == (i != leaving || jumped));
            }
            jumpy_free(&m);
        }
    for (int i = 0; i < KEYS; i++) cchash_str_free(&keys[i]);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* All traits that a map of strings in an arena can have, at once: none is lost. */
static int values_freed;
static bool copy_int(int *to, const int *from) {
    *to = *from;
    return true;
}
static void count_freed(int *value) { values_freed += *value; }
PASTE(ROW, _DEFINE_STR)
(laden, int,
 ROW_TRAITS(CCHASH_ARENA_KEYS, CCHASH_GOOD_HASH, CCHASH_MAX_LOAD(1, 2), CCHASH_CACHED_HASH,
            CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to), CCHASH_VALUE_COPY(copy_int),
            CCHASH_VALUE_FREE(count_freed)));

TEST(all_traits) {
    laden m;
    laden_init_allocator(&m, &the_heap);
    CHECK_EQ(laden_put(&m, "a key that lies in the arena", 3), CCHASH_INSERTED);
    CHECK_EQ(the_heap.live, laden_memory(&m));
    laden_free(&m);
    CHECK_EQ(values_freed, 3);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("strings");
    TCase *c = tcase_create("strings");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, all_lengths);
    tcase_add_test(c, empty_strings);
    tcase_add_test(c, string_without_memory);
    tcase_add_loop_test(c, model_runs, 0, (int)test_parameter("TEST_RUNS", 3));
    tcase_add_test(c, copies_once);
    tcase_add_test(c, batches);
    tcase_add_test(c, arenas);
    tcase_add_test(c, sets);
    tcase_add_test(c, sizes);
    tcase_add_test(c, struct_by_field);
    tcase_add_test(c, seeded);
    tcase_add_test(c, taken_keys);
    tcase_add_test(c, failed_batches);
    tcase_add_test(c, jumps_out_of_removal);
    tcase_add_test(c, all_traits);
    suite_add_tcase(suite, c);
#if IS_HERE(1)
    suite_add_tcase(suite, words_test_case());
#if ROW_LAYOUT == LAYOUT_COMPACT
    suite_add_tcase(suite, split_words_test_case());
#endif
    suite_add_tcase(suite, arena_word_set_test_case());
    suite_add_tcase(suite, plain_strs_constant_test_case());
#endif
#if IS_HERE(2)
    suite_add_tcase(suite, arena_words_test_case());
    suite_add_tcase(suite, word_set_test_case());
    suite_add_tcase(suite, plain_strs_test_case());
#endif
#if !defined(CCHASH_DEBUG) && IS_HERE(1)
#if ROW_LAYOUT == LAYOUT_COMPACT
    suite_add_tcase(suite, oom_split_arena_test_case());
#endif
    suite_add_tcase(suite, oom_arena_test_case());
    suite_add_tcase(suite, oom_arena_set_test_case());
    suite_add_tcase(suite, oom_arena_of_test_case());
#endif
#if !defined(CCHASH_DEBUG) && IS_HERE(2)
    suite_add_tcase(suite, oom_words_test_case());
    suite_add_tcase(suite, oom_word_set_test_case());
#endif
    return run_suite(suite);
}
