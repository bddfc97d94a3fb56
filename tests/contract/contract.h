/* The contract: what every map and set of every layout does, whatever its keys and hashes. Include it once for each
 * combination, after
 *     #define NAME     what the map is called
 *     #define KIND     u64, cstr, word, str, padded, byte, big, line, page: see key_types.h
 *     #define HASHING  hashing_good, hashing_identity, ...
 * and, where wanted, UNIVERSE (how many keys, if fewer than the kind has: equal hashes take quadratic time), IS_SET,
 * TRAITS as the list of traits in parentheses, IS_SEEDED (the traits hold CCHASH_SEEDED_HASH), IS_STR (a map or set of
 * strings, whose functions take `const char *`; TRAITS, perhaps empty, without parentheses). It makes the test case
 * NAME_test_case(). */

#include "prologue.h"

/* The model: for each key its value, -1 where absent. In a set the value of a key is its own number. */
typedef struct {
    int value[U];
    int size;
} T(model);

static T(model) T(nothing)(void) {
    T(model) m;
    for (int k = 0; k < U; k++) {
        m.value[k] = -1;
    }
    m.size = 0;
    return m;
}

/* A value's number for key k in round r. */
static int T(number)(int k, int r) {
#ifdef IS_SET
    (void)r;
    return k;
#else
    return (k * 7 + r) % U;
#endif
}

/* Which way to insert: 0 overwrites, the others only add. */
enum { T(ways) = 8 };
static bool T(overwrites)(int way) {
#ifdef IS_SET
    (void)way;
    return false;
#else
    return way < 2;
#endif
}

static int T(insert)(NAME *m, int k, int v, int way) {
    if (way >= 6) {
        bool inserted = k % 2 == 0;
        F(iter)
        it = way == 6 || !F(memory)(m) ? F(find_or_insert)(m, KEY(k), &inserted)
                                       : F(find_or_insert_hashed)(m, F(hash)(m, KEY(k)), KEY(k), &inserted);
        if (!it.key) {
            return CCHASH_NOMEM;
        }
        CHECK(KEY_ID(*it.key) == k && it.key == F(get_key)(m, KEY(k)));
#ifdef IS_SET
        (void)v;
#else
        static const unsigned char nothing[sizeof(V)] = {0};
        CHECK_MSG(!inserted || memcmp(it.value, nothing, sizeof *it.value) == 0, "a new value is not zero");
        if (inserted) {
            *it.value = VAL(v);
        }
#endif
        return inserted ? CCHASH_INSERTED : CCHASH_PRESENT;
    }
#ifdef IS_SET
    (void)v;
    if (way % 2 && F(memory)(m)) {
        return F(add_hashed)(m, F(hash)(m, KEY(k)), KEY(k));
    }
    return F(add)(m, KEY(k));
#else
    /* With a seeded hash a map has a hash to give from its first insertion on. */
    const bool hashed = F(memory)(m) > 0;
    if (way == 0 || (way == 1 && !hashed)) {
        return F(put)(m, KEY(k), VAL(v));
    }
    if (way == 1) {
        return F(put_hashed)(m, F(hash)(m, KEY(k)), KEY(k), VAL(v));
    }
    if (way == 2 || (way == 3 && !hashed)) {
        return F(add)(m, KEY(k), VAL(v));
    }
    if (way == 3) {
        return F(add_hashed)(m, F(hash)(m, KEY(k)), KEY(k), VAL(v));
    }
    bool inserted = k % 2 == 0;
    V *value = way == 4 || !hashed ? F(upsert)(m, KEY(k), &inserted)
                                   : F(upsert_hashed)(m, F(hash)(m, KEY(k)), KEY(k), &inserted);
    if (!value) {
        return CCHASH_NOMEM;
    }
    if (inserted) {
        static const unsigned char zeros[sizeof(V)] = {0};
        CHECK_MSG(memcmp(value, zeros, sizeof *value) == 0, "upsert's new value is not zero");
        *value = VAL(v);
        return CCHASH_INSERTED;
    }
    return CCHASH_PRESENT;
#endif
}

static int T(expect_insert)(T(model) * model, int k, int v, int way) {
    if (model->value[k] < 0) {
        model->value[k] = v;
        model->size++;
        return CCHASH_INSERTED;
    }
    if (T(overwrites)(way)) {
        model->value[k] = v;
    }
    return CCHASH_PRESENT;
}

/* The value number of key k, -1 if absent, asked for in every way there is. */
/* What a member of that type is aligned to, which on i386 is less than __alignof__ of a 64-bit integer. */
typedef struct {
    char first;
    K second;
} T(key_place);
#ifndef IS_SET
typedef struct {
    char first;
    V second;
} T(value_place);
#endif

static int T(find)(const NAME *m, int k) {
    const bool there = F(contains)(m, KEY(k));
    const K *held = F(get_key)(m, KEY(k));
    CHECK(there == (held != NULL));
    CHECK(!held || KEY_ID(*held) == k);
    CHECK((uintptr_t)held % offsetof(T(key_place), second) == 0);
    F(prefetch)(m, KEY(k));
    F(iter) at = F(find)(m, KEY(k));
    CHECK(at.key == held);
    if (F(memory)(m)) {
        const uint64_t hash = F(hash)(m, KEY(k));
        CHECK(F(find_hashed)(m, hash, KEY(k)).key == held);
        CHECK(F(contains_hashed)(m, hash, KEY(k)) == there);
        F(prefetch_hashed)(m, hash, KEY(k));
    }
#ifdef IS_SET
    CHECK(F(get)(m, KEY(k)) == held);
    if (F(memory)(m)) {
        CHECK(F(get_hashed)(m, F(hash)(m, KEY(k)), KEY(k)) == held);
    }
    return there ? k : -1;
#else
    V *value = F(get)(m, KEY(k));
    CHECK(there == (value != NULL) && value == at.value);
    CHECK((uintptr_t)value % offsetof(T(value_place), second) == 0);
    if (F(memory)(m)) {
        CHECK(F(get_hashed)(m, F(hash)(m, KEY(k)), KEY(k)) == value);
    }
    CHECK(VAL_ID(F(get_or)(m, KEY(k), VAL(U - 1))) == (there ? VAL_ID(*value) : U - 1));
    return there ? VAL_ID(*value) : -1;
#endif
}

static void T(agrees)(const NAME *m, const T(model) * model) {
    CHECK(F(verify)(m));
    CHECK_EQ(F(size)(m), model->size);
    CHECK(F(capacity)(m) >= F(size)(m));
    bool seen[U] = {false};
    int count = 0;
    F(iter) it = F(begin)(m);
    while (F(next)(&it)) {
        const int k = KEY_ID(*it.key);
        CHECK(k >= 0 && k < U);
        CHECK((uintptr_t)it.key % offsetof(T(key_place), second) == 0);
        CHECK_MSG(!seen[k], "iteration shows key %d twice", k);
        seen[k] = true;
#ifndef IS_SET
        CHECK((uintptr_t)it.value % offsetof(T(value_place), second) == 0);
        CHECK_EQ(VAL_ID(*it.value), model->value[k]);
#endif
        count++;
    }
    CHECK(!F(next)(&it)); /* the end stays the end */
    CHECK_EQ(count, model->size);
    int loops = 0;
    const K *keys[U];
    CHECK_EQ(F(keys)(m, keys), model->size);
    EACH(NAME, each, m) {
        CHECK(model->value[KEY_ID(*each.key)] >= 0);
        CHECK(loops < model->size && keys[loops] == each.key);
        loops++;
    }
    CHECK_EQ(loops, model->size);
    for (int k = 0; k < U; k++) {
        CHECK_EQ(T(find)(m, k), model->value[k]);
    }
}

static void T(fill)(NAME *m, T(model) * model, int first, int past) {
    for (int k = first; k < past; k++) {
        const int v = T(number)(k, 1), way = k % T(ways);
        CHECK_EQ(T(insert)(m, k, v, way), T(expect_insert)(model, k, v, way));
    }
}

static bool T(remove)(NAME *m, int k, int way) {
    const K *held = F(get_key)(m, KEY(k));
    if (way == 0 || !held) {
        return F(remove)(m, KEY(k));
    }
    if (way == 1) {
        return F(remove_hashed)(m, F(hash)(m, KEY(k)), KEY(k));
    }
    K key = *held;
    memset((void *)&key, 0, sizeof key);
#ifdef IS_SET
    const bool taken = F(take)(m, KEY(k), way == 2 ? &key : NULL);
#else
    V value = VAL((k + 1) % U);
    const int expected = VAL_ID(*F(get)(m, KEY(k)));
    const bool taken = F(take)(m, KEY(k), way % 2 == 0 ? &key : NULL, way < 4 ? &value : NULL);
    CHECK(way >= 4 || VAL_ID(value) == expected);
#endif
    CHECK(way != 2 || KEY_ID(key) == k);
    return taken;
}

static void T(expect_remove)(T(model) * model, int k) {
    model->size -= model->value[k] >= 0;
    model->value[k] = -1;
}

TEST(T(empty)) {
    NAME zeroed = EMPTY, begun;
    T(map) named = EMPTY;
    T(model) nothing = T(nothing)();
    K popped;
    memset((void *)&begun, 0x5a, sizeof begun);
    F(init)(&begun);
    NAME *maps[3] = {&zeroed, &begun, &named};
    the_heap.forbidden = true;
    for (int i = 0; i < 3; i++) {
        NAME *m = maps[i];
        T(agrees)(m, &nothing);
        CHECK_EQ(F(memory)(m), 0);
        CHECK_EQ(F(capacity)(m), 0);
        CHECK(!F(remove)(m, KEY(0)));
#ifdef IS_SET
        const K *found[1] = {NULL};
        CHECK(!F(take)(m, KEY(1), NULL));
        CHECK(!F(pop)(m, &popped) && !F(pop)(m, NULL));
#else
        V *found[1] = {NULL};
        CHECK(!F(pop)(m, &popped, NULL) && !F(pop)(m, NULL, NULL));
        CHECK(!F(take)(m, KEY(1), NULL, NULL));
#endif
        const Q key = KEY(1);
        CHECK_EQ(F(get_many)(m, &key, 1, found), 0);
        CHECK(found[0] == NULL);
        CHECK_EQ(F(get_many)(m, NULL, 0, NULL), 0);
        const cchash_stats stats = F(stats)(m);
        CHECK_EQ(stats.size, 0);
        CHECK_EQ(stats.bytes, 0);
        CHECK(stats.mean_probe >= 0 && stats.mean_probe <= 1);
        F(clear)(m);
        CHECK(F(shrink)(m));
        CHECK(F(reserve)(m, 0));
        NAME other = EMPTY;
        CHECK(F(clone)(&other, m));
        F(swap)(m, &other);
        F(swap)(m, m);
        F(free)(&other);
        F(free)(m);
        F(free)(m);
        T(agrees)(m, &nothing);
    }
    the_heap.forbidden = false;
    heap_reset(&the_heap);
}
END_TEST

TEST(T(status)) {
    NAME m = EMPTY;
    T(model) model = T(nothing)();
    for (int k = 0; k < U; k++) {
        const int way = k % T(ways);
        CHECK_EQ(T(insert)(&m, k, T(number)(k, 0), way), CCHASH_INSERTED);
        T(expect_insert)(&model, k, T(number)(k, 0), way);
        CHECK_EQ(F(size)(&m), k + 1);
        if (k < 20 || k % 50 == 0) {
            T(agrees)(&m, &model);
        }
    }
    for (int k = 0; k < U; k++) {
        for (int way = 0; way < T(ways); way++) {
            const int v = T(number)(k, 2 + way);
            CHECK_EQ(T(insert)(&m, k, v, way), CCHASH_PRESENT);
            T(expect_insert)(&model, k, v, way);
        }
    }
    T(agrees)(&m, &model);
#ifndef IS_SET
    V *value = F(upsert)(&m, KEY(3), NULL);
    CHECK(value != NULL && value == F(get)(&m, KEY(3)));
    CHECK_EQ(CCHASH_INSERTED, 1);
    CHECK_EQ(CCHASH_PRESENT, 0);
    CHECK_EQ(CCHASH_NOMEM, -1);
#endif
    F(free)(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    CHECK_EQ(F(size)(&m), 0);
    T(model) nothing = T(nothing)();
    T(agrees)(&m, &nothing);
    CHECK_EQ(T(insert)(&m, 5, T(number)(5, 0), 0), CCHASH_INSERTED); /* a freed map can be used again */
    F(free)(&m);
    F(free)(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

TEST(T(remove_all)) {
    for (int way = 0; way < T(ways); way++) {
        NAME m = EMPTY;
        T(model) model = T(nothing)();
        T(fill)(&m, &model, 0, U);
        const size_t memory = F(memory)(&m), capacity = F(capacity)(&m);
        the_heap.forbidden = true;
        uint64_t random = (uint64_t)way;
        while (model.size > 0) {
            const int k = random_below(&random, U);
            const bool present = model.value[k] >= 0;
            CHECK_EQ(T(remove)(&m, k, way), present);
            T(expect_remove)(&model, k);
            if (present && (model.size < 20 ? model.size % test_stride() == 0
                                            : model.size % 100 == 0)) { /* most draws near the end find nothing */
                T(agrees)(&m, &model);
            }
        }
        the_heap.forbidden = false;
        CHECK_EQ(F(capacity)(&m), capacity);
        T(fill)(&m, &model, 0, U);
        T(agrees)(&m, &model);
        CHECK_EQ(F(memory)(&m), memory);
        F(free)(&m);
        CHECK_EQ(heap_blocks(&the_heap), 0);
    }
    heap_reset(&the_heap);
}
END_TEST

TEST(T(capacity)) {
    for (int n = 1; n <= U; n += 1 + n * test_stride() / 5) {
        NAME m = EMPTY;
        T(model) model = T(nothing)();
        CHECK(F(reserve)(&m, (size_t)n));
        const size_t capacity = F(capacity)(&m), memory = F(memory)(&m);
        CHECK(capacity >= (size_t)n);
        CHECK_EQ(the_heap.live, memory); /* memory says what was really asked for */
        const size_t calls = the_heap.calls;
        CHECK(F(reserve)(&m, 0));
        CHECK(F(reserve)(&m, (size_t)n));
        T(fill)(&m, &model, 0, n);
        CHECK_EQ(F(capacity)(&m), capacity); /* no growth on the way */
#ifdef ROW_MALLOC_NODES
        CHECK_EQ(the_heap.calls, calls + (size_t)n);
#else
        CHECK_EQ(the_heap.calls, calls);
        CHECK_EQ(F(memory)(&m), memory);
#endif
        /* The capacity is exact: so many fit without growth, from what is held now. */
        int more = n;
        while (more < U && (size_t)more < capacity) {
            T(fill)(&m, &model, more, more + 1);
            more++;
        }
        CHECK_EQ(F(capacity)(&m), capacity);
        T(agrees)(&m, &model);
        CHECK_EQ(the_heap.live, F(memory)(&m));

        the_heap.forbidden = true;
        F(clear)(&m);
        the_heap.forbidden = false;
        T(model) nothing = T(nothing)();
        T(agrees)(&m, &nothing);
        CHECK_EQ(F(capacity)(&m), capacity);
#ifndef ROW_MALLOC_NODES
        CHECK_EQ(F(memory)(&m), memory);
#endif
        T(fill)(&m, &nothing, 0, n);
        T(agrees)(&m, &nothing);

        for (int k = 0; k < n; k++) {
            if (k % 8) {
                CHECK(T(remove)(&m, k, 0));
                T(expect_remove)(&nothing, k);
            }
        }
        const size_t spare = F(memory)(&m);
        CHECK(F(shrink)(&m));
        T(agrees)(&m, &nothing);
        CHECK(F(memory)(&m) <= spare);
        CHECK_EQ(the_heap.live, F(memory)(&m));
        const size_t small = F(capacity)(&m);
        CHECK(n < 100 || small < capacity);
        CHECK(F(shrink)(&m));
        CHECK_EQ(F(capacity)(&m), small);
        F(clear)(&m);
        CHECK(F(shrink)(&m));
        CHECK_EQ(F(memory)(&m), 0);
        CHECK_EQ(the_heap.live, 0);
        F(free)(&m);
        CHECK_EQ(heap_blocks(&the_heap), 0);
    }
    heap_reset(&the_heap);
}
END_TEST

/* In a buffer of the caller's: the table is there, whatever its address and size, never grows, and says when it is
 * full.
 */
TEST(T(buffer)) {
    static unsigned char bytes[1 << 18];
    for (size_t size = 0, offset = 0; size + offset < sizeof bytes; size += size / 2 + 40, offset = (offset + 5) % 64) {
        NAME m, other = EMPTY;
        T(model) model = T(nothing)();
        memset(bytes, 0x5a, sizeof bytes);
        const bool made = F(init_buffer)(&m, bytes + offset, size);
        CHECK_EQ(the_heap.calls, 0);
#ifdef ROW_MALLOC_NODES
        CHECK(!made);
#else
        CHECK(made || size < 4096 + 40 * sizeof(F(entry)));
#endif
        if (!made) {
            CHECK(F(size)(&m) == 0 && F(memory)(&m) == 0);
            F(free)(&m);
            continue;
        }
        const size_t capacity = F(capacity)(&m), memory = F(memory)(&m);
        CHECK(capacity > 0 && memory > 0 && memory < size && F(verify)(&m));
        int n = 0, more;
        for (; n < U && (size_t)n < capacity; n++) {
            CHECK_EQ(T(insert)(&m, n, T(number)(n, 0), 2), CCHASH_INSERTED);
            T(expect_insert)(&model, n, T(number)(n, 0), 2);
        }
        T(agrees)(&m, &model);
        for (int round = 0; round < 3; round++) {
            const int k = (n / 2 + round * 7) % n;
            for (more = n; more < U && T(insert)(&m, more, T(number)(more, 0), 2) == CCHASH_INSERTED;) more++;
            CHECK(more == U || T(insert)(&m, more, T(number)(more, 0), 2) == CCHASH_NOMEM); /* full, and stays so */
            CHECK(F(size)(&m) == (size_t)more && F(verify)(&m) && F(memory)(&m) == memory);
            while (more > n) CHECK(T(remove)(&m, --more, 0));
            CHECK(T(remove)(&m, k, 0));
            CHECK_EQ(T(insert)(&m, k, T(number)(k, 0), 2), CCHASH_INSERTED);
        }
        T(agrees)(&m, &model);
        CHECK(!F(reserve)(&m, (size_t)4 * U + 10 * capacity) && F(shrink)(&m) && !F(clone)(&m, &other));
        CHECK(F(clone)(&other, &m));
        T(agrees)(&other, &model);
        CHECK(F(capacity)(&m) == capacity && F(memory)(&m) == memory);
        F(swap)(&m, &other);
        F(free)(&m);
        F(clear)(&other);
        model = T(nothing)();
        T(agrees)(&other, &model);
        CHECK_EQ(T(insert)(&other, 0, T(number)(0, 0), 2), CCHASH_INSERTED);
        F(free)(&other);
        CHECK(F(memory)(&other) == 0 && heap_blocks(&the_heap) == 0);
        for (size_t at = 0; at < sizeof bytes && at < offset + size + 256; at++) { /* nothing outside is written */
            if (at == offset) at += size;
            if (at < sizeof bytes) CHECK_EQ(bytes[at], 0x5a);
        }
        heap_reset(&the_heap);
    }
}
END_TEST

/* An image is the map again, and nothing but the map: not if a byte differs or lacks, and not at an address that does
 * not suit its elements. A map that owns keys or values has none. */
TEST(T(image)) {
    const bool owns = F(priv_type).key_copy || F(priv_type).key_free || F(priv_type).value_copy ||
                      F(priv_type).value_free || F(priv_type).spare_bit;
    for (int n = 0; n <= U; n += 1 + n / 2) {
        NAME a = EMPTY, b = EMPTY, c = EMPTY;
        T(model) model = T(nothing)(), nothing = T(nothing)();
        image *const saved = &images[0], *const again = &images[1];
        image_begin(saved, LONG_MAX);
        image_begin(again, LONG_MAX);
        T(fill)(&a, &model, 0, n);
        for (int k = 0; k < n; k += 3) {
            CHECK(T(remove)(&a, k, 0));
            T(expect_remove)(&model, k);
        }
        CHECK_EQ(F(save)(&a, image_write, saved), !owns);
        CHECK(owns == (saved->size == 0));
        CHECK_EQ(F(open)(&b, saved->bytes, saved->size), !owns);
        T(agrees)(&b, owns ? &nothing : &model);
        if (!owns) {
            CHECK(F(save)(&b, image_write, again)); /* the same bytes, since no padding gets in */
            CHECK_EQ(again->size, saved->size);
#ifndef ROW_MALLOC_NODES /* each chain is the other way round */
            CHECK(memcmp(again->bytes, saved->bytes, saved->size) == 0);
#endif
            CHECK(F(clone)(&c, &b));
            T(agrees)(&c, &model);
            T(fill)(&c, &model, 0, n);
            T(agrees)(&c, &model);
            F(free)(&c);
        }
        F(free)(&b);
        CHECK(F(size)(&b) == 0 && F(memory)(&b) == 0);
        CHECK_EQ(F(open)(&b, saved->bytes, saved->size), !owns); /* nothing has written there */
        F(free)(&b);
        for (size_t at = 0; at < saved->size; at += 1 + (size_t)mix64(at) % (1 + saved->size / 50)) {
            saved->bytes[at] ^= 0x10;
            CHECK(!F(open)(&b, saved->bytes, saved->size));
            saved->bytes[at] ^= 0x10;
            CHECK(!F(open)(&b, saved->bytes, at));
            CHECK(F(size)(&b) == 0 && F(memory)(&b) == 0);
        }
        if (!owns) {
            memmove(saved->bytes + 1, saved->bytes, saved->size);
            CHECK(!F(open)(&b, saved->bytes + 1, saved->size));
            image_begin(again, n % 3); /* the writer fails */
            CHECK(!F(save)(&a, image_write, again));
        }
        CHECK(!F(open)(&b, NULL, 0));
        F(free)(&a);
        CHECK_EQ(heap_blocks(&the_heap), 0);
    }
    heap_reset(&the_heap);
}
END_TEST

TEST(T(clone_swap_move)) {
    for (int n = 0; n <= U; n += 1 + n * test_stride() / 3) {
        NAME a = EMPTY, b = EMPTY;
        T(model) model = T(nothing)(), nothing = T(nothing)();
        T(fill)(&a, &model, 0, n);
        CHECK(F(clone)(&b, &a));
        T(agrees)(&a, &model);
        T(agrees)(&b, &model);
        T(model) changed = model;
        for (int k = 0; k < n; k += 2) { /* a deep copy: the two go separate ways */
            CHECK(T(remove)(&b, k, 0));
            T(expect_remove)(&changed, k);
        }
        T(fill)(&b, &changed, n / 2, n);
        T(agrees)(&a, &model);
        T(agrees)(&b, &changed);
        F(swap)(&a, &b);
        T(agrees)(&a, &changed);
        T(agrees)(&b, &model);
        F(swap)(&a, &a);
        T(agrees)(&a, &changed);
        NAME empty = EMPTY;
        F(swap)(&a, &empty);
        T(agrees)(&a, &nothing);
        T(agrees)(&empty, &changed);
        F(free)(&a);
        NAME moved = empty; /* a plain struct copy is a move */
        memset((void *)&empty, 0xee, sizeof empty);
        T(agrees)(&moved, &changed);
        T(fill)(&moved, &changed, 0, U);
        T(agrees)(&moved, &changed);
        F(free)(&moved);
        F(free)(&b);
        CHECK_EQ(heap_blocks(&the_heap), 0);
    }
    heap_reset(&the_heap);
}
END_TEST

/* From the element that find stands on, next goes on in the map's order; remove_at takes the element out. */
TEST(T(finding)) {
    NAME m = EMPTY;
    T(model) model = T(nothing)();
    CHECK(!F(find)(&m, KEY(0)).key);
    F(iter) absent = F(find)(&m, KEY(0));
    CHECK(!F(next)(&absent));
    T(fill)(&m, &model, 0, U / 2);
    int order[U], count = 0;
    EACH(NAME, each, &m) { order[count++] = KEY_ID(*each.key); }
    for (int i = 0; i < count; i += 1 + i / 7) {
        F(iter) it = F(find)(&m, KEY(order[i]));
        for (int next = i + 1; next < count; next++) {
            CHECK(F(next)(&it) && KEY_ID(*it.key) == order[next]);
        }
        CHECK(!F(next)(&it) && !F(next)(&it));
    }
    absent = F(find)(&m, KEY(U / 2));
    CHECK(!absent.key && !F(next)(&absent));
    for (int i = 0; i < count; i += 2) {
        F(iter) it = F(find)(&m, KEY(order[i]));
        F(remove_at)(&m, &it);
        T(expect_remove)(&model, order[i]);
        for (int k = 0; F(next)(&it); k++) { /* what is left of the walk are elements of the map */
            CHECK(k < model.size && model.value[KEY_ID(*it.key)] >= 0);
        }
    }
    T(agrees)(&m, &model);
    F(free)(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

#ifdef IS_SET
static bool T(equal)(const NAME *a, const NAME *b) { return F(equal)(a, b); }
#else
static bool T(same)(const V *a, const V *b) { return VAL_ID(*a) == VAL_ID(*b); }
static bool T(equal)(const NAME *a, const NAME *b) {
    const bool equal = F(equal)(a, b, T(same));
    CHECK(!equal || F(equal)(a, b, NULL));
    return equal;
}
#endif

/* Two maps of one type, from nothing in common to all; with one seed and with two. */
TEST(T(two_maps)) {
    for (int shared = 0; shared <= U / 2; shared += 1 + shared) {
        const int n = U / 2, start = n - shared;
        NAME a = EMPTY, b = EMPTY, copy = EMPTY;
        T(model) in_a = T(nothing)(), in_b = T(nothing)(), other = T(nothing)();
        T(fill)(&a, &in_a, 0, n);
        if (shared % 3 == 1) { /* a clone has the seed of its original */
            CHECK(F(clone)(&b, &a));
            F(clear)(&b);
        }
        T(fill)(&b, &in_b, start, start + n);
        CHECK(T(equal)(&a, &a) && T(equal)(&a, &b) == (shared == n));
        CHECK(F(clone)(&copy, &a) && T(equal)(&a, &copy) && T(equal)(&copy, &a));
        other = in_a;
        if (n > 1) {
#ifndef IS_SET
            V *value = F(find)(&copy, KEY(1)).value;
            CHECK(value);
            *value = VAL(T(number)(1, 2));
            CHECK(!T(equal)(&a, &copy) && F(equal)(&a, &copy, NULL));
            *value = VAL(T(number)(1, 1));
#endif
            CHECK(F(remove)(&copy, KEY(1)) && !T(equal)(&a, &copy) && !T(equal)(&copy, &a));
            T(expect_remove)(&other, 1);
        }
#ifdef IS_SET
        CHECK(F(is_subset)(&copy, &a) && F(is_subset)(&a, &copy) == (n <= 1) && F(is_subset)(&a, &a));
        CHECK(F(is_subset)(&b, &a) == (shared == n));
        CHECK(F(union)(&copy, &b) && F(union)(&copy, &copy));
        for (int k = start; k < start + n; k++) {
            T(expect_insert)(&other, k, k, 2);
        }
        T(agrees)(&copy, &other);
        T(agrees)(&b, &in_b);
        CHECK_EQ(F(subtract)(&copy, &a), other.size - (start + n - (n > start ? n : start)));
        for (int k = 0; k < n; k++) {
            T(expect_remove)(&other, k);
        }
        T(agrees)(&copy, &other);
        CHECK_EQ(F(intersect)(&copy, &b), 0);
        CHECK_EQ(F(intersect)(&copy, &a), other.size);
        CHECK(F(clone)(&copy, &a));
        other = in_a;
        CHECK_EQ(F(intersect)(&copy, &b), n - shared);
        for (int k = 0; k < start; k++) {
            T(expect_remove)(&other, k);
        }
        T(agrees)(&copy, &other);
        CHECK(F(intersect)(&copy, &copy) == 0 && F(is_subset)(&copy, &b));
        CHECK_EQ(F(subtract)(&copy, &copy), shared);
        CHECK_EQ(F(size)(&copy), 0);
        CHECK(F(is_subset)(&copy, &a) && F(union)(&copy, &b) && T(equal)(&copy, &b));
#endif
        CHECK(F(merge)(&a, &b) && F(merge)(&a, &a));
        other = T(nothing)();
        for (int k = start; k < start + n; k++) {
            if (in_a.value[k] >= 0) {
                T(expect_insert)(&other, k, in_b.value[k], 2);
            }
            T(expect_insert)(&in_a, k, in_b.value[k], 2);
        }
        T(agrees)(&a, &in_a);
        T(agrees)(&b, &other);
        F(clear)(&b);
        CHECK(F(merge)(&b, &a) && F(size)(&a) == 0); /* into an empty map: all */
        T(agrees)(&b, &in_a);
        F(free)(&a);
        F(free)(&b);
        F(free)(&copy);
        CHECK_EQ(heap_blocks(&the_heap), 0);
    }
    heap_reset(&the_heap);
}
END_TEST

/* Iteration with removal: each element is shown exactly once, and goes or stays as decided. */
TEST(T(remove_at)) {
    for (int n = 1; n <= U; n += 1 + n * test_stride() / 4) {
        for (int plan = 0; plan < 4; plan++) {
            NAME m = EMPTY;
            T(model) model = T(nothing)();
            T(fill)(&m, &model, 0, n);
            uint64_t random = (uint64_t)(n * 4 + plan);
            bool seen[U] = {false};
            int shown = 0;
            the_heap.forbidden = true;
            F(iter) it = F(begin)(&m);
            while (F(next)(&it)) {
                const int k = KEY_ID(*it.key);
                CHECK_MSG(!seen[k], "key %d of %d is shown twice (plan %d)", k, n, plan);
                seen[k] = true;
                shown++;
#ifndef IS_SET
                CHECK_EQ(VAL_ID(*it.value), model.value[k]);
#endif
                if (plan == 0 || (plan == 1 && k % 2) || (plan == 2 && random_below(&random, 2))) {
                    F(remove_at)(&m, &it);
                    T(expect_remove)(&model, k);
                    CHECK(!F(contains)(&m, KEY(k)));
                    CHECK_EQ(F(size)(&m), model.size);
                }
            }
            the_heap.forbidden = false;
            CHECK_EQ(shown, n);
            T(agrees)(&m, &model);
            F(free)(&m);
        }
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Pops one element, which must be there, and takes it out of the model. */
static int T(pop)(NAME *m, T(model) * model) {
    K key;
#ifdef IS_SET
    CHECK(F(pop)(m, &key));
#else
    V value;
    CHECK(F(pop)(m, &key, &value));
#endif
    const int k = KEY_ID(key);
    CHECK(k >= 0 && k < U && model->value[k] >= 0);
#ifndef IS_SET
    CHECK_EQ(VAL_ID(value), model->value[k]);
#endif
    T(expect_remove)(model, k);
    CHECK_EQ(F(size)(m), model->size);
    CHECK(!F(contains)(m, KEY(k)));
    return k;
}

/* Popped until nothing is left, with insertions and removals between, and with a single element going round. */
TEST(T(popping)) {
    for (int n = 1; n <= U; n += 1 + n * test_stride() / 3) {
        NAME m = EMPTY;
        T(model) model = T(nothing)();
        T(fill)(&m, &model, 0, n);
        const size_t capacity = F(capacity)(&m), memory = F(memory)(&m);
        the_heap.forbidden = true;
        while (model.size) {
            T(pop)(&m, &model);
            CHECK_EQ(F(capacity)(&m), capacity);
            if (model.size < 3 || model.size % 40 == 0) T(agrees)(&m, &model);
        }
        the_heap.forbidden = false;
        for (int round = 0; round < 2 * U + 40; round++) { /* as many are put as popped, and more at times */
            const int k = (round * 7 + 3) % U, way = round % T(ways);
            CHECK_EQ(T(insert)(&m, k, T(number)(k, 2), way), T(expect_insert)(&model, k, T(number)(k, 2), way));
            if (round % 11 && model.size) T(pop)(&m, &model);
            if (round % 13 == 0) {
                CHECK_EQ(T(remove)(&m, round % U, way), model.value[round % U] >= 0);
                T(expect_remove)(&model, round % U);
            }
            if (round % 60 == 0) T(agrees)(&m, &model);
        }
        T(fill)(&m, &model, 0, n);
        T(agrees)(&m, &model);
        while (model.size) T(pop)(&m, &model);
        T(fill)(&m, &model, 0, n);
        T(pop)(&m, &model);
        T(fill)(&m, &model, 0, U); /* growth while elements are popped */
        T(agrees)(&m, &model);
        T(pop)(&m, &model);
        CHECK(F(shrink)(&m));
        T(agrees)(&m, &model);
        T(pop)(&m, &model);
        NAME copy = EMPTY;
        CHECK(F(clone)(&copy, &m));
        T(agrees)(&copy, &model);
        F(free)(&copy);
        F(clear)(&m);
        CHECK(F(capacity)(&m) >= (size_t)n);
        model = T(nothing)();
        T(agrees)(&m, &model);
        T(fill)(&m, &model, 0, n);
#ifdef IS_SET
        while (F(pop)(&m, NULL)) {
#else
        while (F(pop)(&m, NULL, NULL)) {
#endif
        }
        CHECK_EQ(F(size)(&m), 0);
        F(free)(&m);
        (void)memory;
        CHECK_EQ(heap_blocks(&the_heap), 0);
    }
    heap_reset(&the_heap);
}
END_TEST

struct T(asked) {
    int times[U];
    int modulus;
};

#ifdef IS_SET
static bool T(keep)(const K *key, void *context) {
#else
static bool T(keep)(const K *key, V *value, void *context) {
#endif
    struct T(asked) *asked = (struct T(asked) *)context;
    const int k = KEY_ID(*key);
    asked->times[k]++;
#ifndef IS_SET
    *value = VAL((VAL_ID(*value) + 1) % U); /* it may change values, too */
#endif
    return k % asked->modulus == 0;
}

TEST(T(retain)) {
    for (int n = 0; n <= U; n += 1 + n * test_stride() / 4) {
        for (int modulus = 1; modulus < 6; modulus += 2) {
            NAME m = EMPTY;
            T(model) model = T(nothing)();
            T(fill)(&m, &model, 0, n);
            struct T(asked) asked;
            memset(&asked, 0, sizeof asked);
            asked.modulus = modulus;
            the_heap.forbidden = true;
            const size_t removed = F(retain)(&m, T(keep), &asked);
            the_heap.forbidden = false;
            size_t expected = 0;
            for (int k = 0; k < U; k++) {
                CHECK_EQ(asked.times[k], k < n);
                if (k < n && k % modulus) {
                    T(expect_remove)(&model, k);
                    expected++;
                }
#ifndef IS_SET
                if (model.value[k] >= 0) {
                    model.value[k] = (model.value[k] + 1) % U;
                }
#endif
            }
            CHECK_EQ(removed, expected);
            T(agrees)(&m, &model);
            F(free)(&m);
        }
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* name_hash is the user's hash: the same for every map of the type, from {0} on. With a seeded hash it is the map's. */
TEST(T(hash_value)) {
    NAME a = EMPTY, b = EMPTY;
#ifdef IS_SEEDED
    F(init_seed)(&a, 99);
    F(init_seed)(&b, 99);
    for (int k = 0; k < U; k++) {
        CHECK(F(hash)(&a, KEY(k)) == F(hash)(&b, KEY(k)));
    }
#else
    F(init_seed)(&b, 0);
    for (int k = 0; k < U; k++) {
        CHECK(F(hash)(&a, KEY(k)) == T(hash)(KEY(k)));
        CHECK(F(hash)(&b, KEY(k)) == T(hash)(KEY(k)));
    }
#endif
    uint64_t before[U];
    for (int k = 0; k < U; k++) {
        before[k] = F(hash)(&b, KEY(k));
    }
    CHECK(!F(contains_hashed)(&b, before[0], KEY(0)));
    CHECK(F(get_hashed)(&b, before[0], KEY(0)) == NULL);
    CHECK(!F(remove_hashed)(&b, before[0], KEY(0)));
    F(prefetch_hashed)(&b, before[0], KEY(0));
    for (int k = 0; k < U; k++) {
#ifdef IS_SET
        CHECK_EQ(F(add_hashed)(&b, before[k], KEY(k)), CCHASH_INSERTED);
#else
        CHECK_EQ(F(put_hashed)(&b, before[k], KEY(k), VAL(k)), CCHASH_INSERTED);
#endif
    }
    for (int k = 0; k < U; k++) {
        CHECK(F(hash)(&b, KEY(k)) == before[k]);
        CHECK(F(contains_hashed)(&b, before[k], KEY(k)));
        CHECK(F(contains)(&b, KEY(k)));
    }
    CHECK(F(verify)(&b));
    F(free)(&a);
    F(free)(&b);
    heap_reset(&the_heap);
}
END_TEST

TEST(T(many)) {
    static Q keys[2 * U];
#ifdef IS_SET
    static const K *found[2 * U];
#else
    static V values[2 * U];
    static V *found[2 * U];
#endif
    for (int n = 0; n <= U; n += 1 + n * test_stride() / 2) {
        for (int start = 0; start <= n; start += n / 2 + 1) {
            NAME m = EMPTY;
            T(model) model = T(nothing)();
            T(fill)(&m, &model, 0, start);
            const int before = model.size;
            for (int i = 0; i < 2 * n; i++) { /* each key twice: the later value counts */
                keys[i] = KEY(i * 3 % U);
#ifndef IS_SET
                values[i] = VAL(T(number)(i, 9) % U);
#endif
                T(expect_insert)(&model, i * 3 % U, T(number)(i * 3 % U, 9), 0);
#ifndef IS_SET
                model.value[i * 3 % U] = T(number)(i, 9) % U;
#endif
            }
#ifdef IS_SET
            const ptrdiff_t added = F(add_many)(&m, keys, (size_t)n * 2);
#else
            const ptrdiff_t added = F(put_many)(&m, keys, values, (size_t)n * 2);
#endif
            CHECK_EQ(added, model.size - before);
            T(agrees)(&m, &model);
            int expected = 0;
            for (int i = 0; i < U; i++) {
                keys[i] = KEY((i + n) % U);
                expected += model.value[(i + n) % U] >= 0;
            }
            memset((void *)found, 0x11, sizeof found);
            CHECK_EQ(F(get_many)(&m, keys, U, found), expected);
            for (int i = 0; i < U; i++) {
                CHECK(found[i] == F(get)(&m, keys[i]));
            }
            CHECK_EQ(F(get_many)(&m, keys, 0, found), 0);
            F(free)(&m);
        }
    }
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

TEST(T(statistics)) {
    for (int n = 1; n <= U; n += 1 + n * test_stride() / 3) {
        NAME m = EMPTY;
        T(model) model = T(nothing)();
        T(fill)(&m, &model, 0, n);
        const cchash_stats s = F(stats)(&m);
        CHECK_EQ(s.size, n);
        CHECK_EQ(s.capacity, F(capacity)(&m));
        CHECK_EQ(s.bytes, F(memory)(&m));
        CHECK(s.load > 0);
        CHECK(s.max_probe >= 1);
        CHECK(s.mean_probe >= 1 && s.mean_probe <= (double)s.max_probe);
        size_t sum = 0, weighted = 0, last = 0;
        for (size_t bin = 0; bin < CCHASH_STATS_BINS; bin++) {
            sum += s.histogram[bin];
            weighted += s.histogram[bin] * (bin + 1);
            last = s.histogram[bin] ? bin + 1 : last;
        }
        CHECK_EQ(sum, n);
        if (s.max_probe < CCHASH_STATS_BINS) {
            const double mean = (double)weighted / n, difference = mean - s.mean_probe;
            CHECK(difference < 1e-6 && difference > -1e-6);
            CHECK_EQ(last, s.max_probe);
        } else {
            CHECK_EQ(last, CCHASH_STATS_BINS);
        }
        F(free)(&m);
    }
    heap_reset(&the_heap);
}
END_TEST

/* A value or key read from the map may be passed back to it, also when the call makes it grow. */
TEST(T(aliasing)) {
    NAME m = EMPTY;
    T(model) model = T(nothing)();
    T(fill)(&m, &model, 0, 1);
    for (int k = 1; k < U; k++) {
        const int from = k / 2;
#ifdef IS_SET
        CHECK_EQ(F(add)(&m, QUERY(*F(get)(&m, KEY(from)))), CCHASH_PRESENT);
        T(fill)(&m, &model, k, k + 1);
#else
        const int v = model.value[from];
        if (k % 2) {
            CHECK_EQ(F(put)(&m, KEY(k), *F(get)(&m, KEY(from))), CCHASH_INSERTED);
        } else {
            CHECK_EQ(F(add)(&m, KEY(k), *F(get)(&m, KEY(from))), CCHASH_INSERTED);
        }
        T(expect_insert)(&model, k, v, 0);
        CHECK_EQ(F(put)(&m, QUERY(*F(get_key)(&m, KEY(k))), *F(get)(&m, KEY(k))), CCHASH_PRESENT);
#endif
        CHECK_EQ(T(find)(&m, k), model.value[k]);
    }
    T(agrees)(&m, &model);
    for (int n = 1; n < U / 2; n = n * 2 + 1) { /* the batch call, with arrays that lie inside the map */
        NAME small = EMPTY;
        T(model) few = T(nothing)();
        T(fill)(&small, &few, 0, n);
        const K *held = F(get_key)(&small, KEY(0));
#ifdef IS_STR
        const Q text = QUERY(*held), *key = &text;
#else
        const Q *key = held;
#endif
#ifdef IS_SET
        CHECK_EQ(F(add_many)(&small, key, 1), 0);
#else
        V *value = F(get)(&small, KEY(0));
        CHECK_EQ(F(put_many)(&small, key, value, 1), 0);
#endif
        T(agrees)(&small, &few);
        F(free)(&small);
    }
    for (int k = 0; k < U; k++) {
        CHECK(F(remove)(&m, QUERY(*F(get_key)(&m, KEY(k)))));
        CHECK_EQ(T(find)(&m, k), -1);
    }
    F(free)(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

/* Long random runs of all operations beside the model. Runs differ in how many keys are in use. */
TEST(T(model_run)) {
    uint64_t random = (uint64_t)test_parameter("TEST_SEED", 1) * 1000003u + (uint64_t)_i;
    const int spread = _i == 0 ? (U < 24 ? U : 24) : U;
    const long operations = test_parameter("TEST_OPS", 1500);
    NAME m = EMPTY;
    T(model) model = T(nothing)();
    if (_i % 2) {
        F(init_seed)(&m, random64(&random));
    }
    for (long op = 0; op < operations; op++) {
        const int k = random_below(&random, spread), v = T(number)(k, (int)(op % U));
        const int choice = random_below(&random, 100);
        if (choice < 42) {
            const int way = random_below(&random, T(ways));
            CHECK_EQ(T(insert)(&m, k, v, way), T(expect_insert)(&model, k, v, way));
        } else if (choice < 72) {
            CHECK_EQ(T(remove)(&m, k, random_below(&random, T(ways))), model.value[k] >= 0);
            T(expect_remove)(&model, k);
        } else if (choice < 84) {
            CHECK_EQ(T(find)(&m, k), model.value[k]);
        } else if (choice < 87) {
            Q keys[5];
            ptrdiff_t added = 0;
#ifndef IS_SET
            V values[5];
#endif
            for (int i = 0; i < 5; i++) {
                const int each = (k + i * i) % spread;
                keys[i] = KEY(each);
#ifndef IS_SET
                values[i] = VAL(T(number)(each, i));
#endif
                added += T(expect_insert)(&model, each, T(number)(each, i), 0) == CCHASH_INSERTED;
            }
#ifdef IS_SET
            CHECK_EQ(F(add_many)(&m, keys, 5), added);
#else
            CHECK_EQ(F(put_many)(&m, keys, values, 5), added);
#endif
        } else if (choice < 91) {
            F(iter) it = F(begin)(&m);
            int shown = 0;
            const int size = model.size;
            while (F(next)(&it)) {
                const int each = KEY_ID(*it.key);
                shown++;
                if (random_below(&random, 4) == 0) {
                    F(remove_at)(&m, &it);
                    T(expect_remove)(&model, each);
                }
            }
            CHECK_EQ(shown, size);
        } else if (choice < 93) {
            struct T(asked) asked;
            memset(&asked, 0, sizeof asked);
            asked.modulus = 2 + random_below(&random, 5);
            F(retain)(&m, T(keep), &asked);
            for (int each = 0; each < U; each++) {
                CHECK_EQ(asked.times[each], model.value[each] >= 0);
                if (each % asked.modulus) {
                    T(expect_remove)(&model, each);
                }
#ifndef IS_SET
                else if (model.value[each] >= 0) {
                    model.value[each] = (model.value[each] + 1) % U;
                }
#endif
            }
        } else if (choice < 95) {
            CHECK(F(reserve)(&m, (size_t)random_below(&random, 2 * U)));
        } else if (choice < 97) {
            CHECK(F(shrink)(&m));
        } else if (choice < 98 && op % 2) {
            for (int i = 0; i < 8 && model.size; i++) {
                T(pop)(&m, &model);
            }
        } else if (choice < 98) {
            NAME copy = EMPTY;
            CHECK(F(clone)(&copy, &m));
            F(swap)(&copy, &m);
            F(free)(&copy);
        } else if (random_below(&random, 6) == 0) {
            F(clear)(&m);
            model = T(nothing)();
        }
        if (op % 5 == 0) {
            CHECK(F(verify)(&m));
            CHECK_EQ(F(size)(&m), model.size);
        }
        if (op % 100 == 0) {
            T(agrees)(&m, &model);
        }
    }
    T(agrees)(&m, &model);
    F(free)(&m);
    CHECK_EQ(heap_blocks(&the_heap), 0);
    heap_reset(&the_heap);
}
END_TEST

static TCase *T(case)(void) {
    TCase *c = tcase_create(STRINGIFY(NAME));
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, T(empty));
    tcase_add_test(c, T(status));
    tcase_add_test(c, T(remove_all));
    tcase_add_test(c, T(capacity));
    tcase_add_test(c, T(buffer));
    tcase_add_test(c, T(image));
    tcase_add_test(c, T(clone_swap_move));
    tcase_add_test(c, T(finding));
    tcase_add_test(c, T(two_maps));
    tcase_add_test(c, T(remove_at));
    tcase_add_test(c, T(popping));
    tcase_add_test(c, T(retain));
    tcase_add_test(c, T(hash_value));
    tcase_add_test(c, T(many));
    tcase_add_test(c, T(statistics));
    tcase_add_test(c, T(aliasing));
    tcase_add_loop_test(c, T(model_run), 0, (int)test_parameter("TEST_RUNS", 3));
    return c;
}

#include "epilogue.h"
