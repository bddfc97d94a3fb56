/* loops.h: all timed loops, stamped out for one kind of one table. A table's file defines the names below as macros or
 * static functions, includes this file, and finds `static const bench_ops T(ops)`.
 *
 *   T(x)                     pastes a prefix before x, so that one file can hold several kinds
 *   T_KIND                   BENCH_U64, BENCH_CSTR …
 *   T_MAP                    type of the table
 *   T_INIT(m), T_FREE(m)     m is a T_MAP *; an empty table without memory, and back to it
 *   T_RESERVE(m, n)          with T_CAN_RESERVE 1
 *   T_SIZE(m)
 *   T_INSERT(m, key, value)  the key is not in the table
 *   T_PUT(m, key, value)     it may be: the old value goes
 *   T_FIND(m, key, out)      bool; *out is the value's digest (the value itself where it is a number)
 *   T_ERASE(m, key)          bool
 *   T_EACH(m, DO)            DO(key, value) for each element
 *   T_GET_MANY(m, keys, n, out), T_PUT_MANY(m, keys, values, n)   with T_HAS_BATCH 1
 *   T_CAPACITY(m)            optional: a number that changes when the table grows
 *   T_COUNT(m, key)          BENCH_WORDS only: adds one to the key's count
 *   T_EACH_WORD(m, digest, sum)
 *                            BENCH_WORDS, instead of T_EACH where keys are no C strings: *sum += digest(text, count)
 *
 * Those that depend on the kind are undefined here at the end. */

#if T_KIND == BENCH_U64
#define T_KEY uint64_t
#define T_AFTER(key, value) ((key) + ((value) >> 63))
#elif T_KIND == BENCH_OWNED
#define T_KEY bench_view
#define T_AFTER(key, value) bench_view_after(key, value)
#else
#define T_KEY const char *
#define T_AFTER(key, value) ((key) + ((value) >> 63))
#endif
#if T_KIND == BENCH_STRING || T_KIND == BENCH_ARENA
#define T_VALUE(i) bench_value(i)
#define T_DIGEST(value) bench_value_digest(value)
#else
#define T_VALUE(i) (i)
#define T_DIGEST(value) (value)
#endif

#define L(x) T(loop_##x) /* does not collide with the table's own names */

static T_MAP L(table);

static void L(open)(size_t room) {
    T_INIT(&L(table));
#if T_CAN_RESERVE
    if (room != 0) T_RESERVE(&L(table), room);
#else
    (void)room;
#endif
}

static void L(close)(void) { T_FREE(&L(table)); }

static size_t L(size)(void) { return (size_t)T_SIZE(&L(table)); }

#if T_KIND == BENCH_WORDS

static void L(count)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) T_COUNT(m, keys[i]);
    }
}

static inline uint64_t L(entry_digest)(const char *key, uint64_t count) {
    return bench_fnv1a(key, strlen(key)) * (2 * count + 1);
}

static uint64_t L(digest)(void) {
    T_MAP *m = &L(table);
    uint64_t sum = 0;
#ifdef T_EACH_WORD
    T_EACH_WORD(m, L(entry_digest), &sum);
#else
#define T_ADD(key, value) sum += L(entry_digest)(key, value)
    T_EACH(m, T_ADD);
#undef T_ADD
#endif
    return sum;
}

#else

static void L(insert)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) T_INSERT(m, keys[i], T_VALUE(block.first + i));
    }
}

static void L(insert_ticks)(bench_stream *stream, uint32_t *ticks) {
    T_MAP *m = &L(table);
    bench_block block;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) {
            uint64_t start = bench_ticks();
            T_INSERT(m, keys[i], T_VALUE(block.first + i));
            uint64_t taken = bench_ticks() - start;
            *ticks++ = taken < UINT32_MAX ? (uint32_t)taken : UINT32_MAX;
        }
    }
}

static uint64_t L(find)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t sum = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) {
            uint64_t value = 0;
            sum += T_FIND(m, keys[i], &value) ? value : 1;
        }
    }
    return sum;
}

/* Each key depends on the value found before it: T_AFTER adds the value's top bit, which is always 0, but the compiler
 * does not know that. */
static uint64_t L(find_dependent)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t sum = 0, value = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) {
            if (!T_FIND(m, T_AFTER(keys[i], value), &value)) return 0;
            sum += value;
        }
    }
    return sum;
}

static uint64_t L(erase)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t erased = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) erased += T_ERASE(m, keys[i]);
    }
    return erased;
}

static uint64_t L(churn)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t erased = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *leaving = (T_KEY const *)block.keys;
        T_KEY const *coming = (T_KEY const *)block.others;
        for (size_t i = 0; i < block.count; i++) {
            erased += T_ERASE(m, leaving[i]);
            T_INSERT(m, coming[i], T_VALUE(block.first + i));
        }
    }
    return erased;
}

static uint64_t L(mix)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t sum = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) {
            uint64_t value = 0;
            if (block.ops[i] == BENCH_READ) {
                sum += T_FIND(m, keys[i], &value) ? value : 1;
            } else if (block.ops[i] == BENCH_WRITE) {
                T_PUT(m, keys[i], T_VALUE(block.first + i));
            } else {
                sum += T_ERASE(m, keys[i]);
            }
        }
    }
    return sum;
}

static uint64_t L(iterate)(void) {
    T_MAP *m = &L(table);
    uint64_t sum = 0;
#define T_ADD(key, value) sum += T_DIGEST(value)
    T_EACH(m, T_ADD);
#undef T_ADD
    return sum;
}

#if T_HAS_BATCH && (T_KIND == BENCH_U64 || T_KIND == BENCH_CSTR)

#ifndef T_BATCH
#define T_BATCH 1024 /* keys per call, so that the results of a call stay in L1 */
#endif

static uint64_t L(get_many)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t sum = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t done = 0; done < block.count; done += T_BATCH) {
            uint64_t *found[T_BATCH];
            size_t count = block.count - done < T_BATCH ? block.count - done : T_BATCH;
            T_GET_MANY(m, keys + done, count, found);
            for (size_t i = 0; i < count; i++) sum += found[i] != NULL ? *found[i] : 1;
        }
    }
    return sum;
}

static uint64_t L(put_many)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    uint64_t added = 0;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t done = 0; done < block.count; done += T_BATCH) {
            uint64_t values[T_BATCH];
            size_t count = block.count - done < T_BATCH ? block.count - done : T_BATCH;
            for (size_t i = 0; i < count; i++) values[i] = block.first + done + i;
            added += (uint64_t)T_PUT_MANY(m, keys + done, values, count);
        }
    }
    return added;
}

#define T_GET_MANY_LOOP L(get_many)
#define T_PUT_MANY_LOOP L(put_many)
#else
#define T_GET_MANY_LOOP NULL
#define T_PUT_MANY_LOOP NULL
#endif

#ifdef T_CAPACITY
static void L(insert_marked)(bench_stream *stream) {
    T_MAP *m = &L(table);
    bench_block block;
    while (bench_next(stream, &block)) {
        T_KEY const *keys = (T_KEY const *)block.keys;
        for (size_t i = 0; i < block.count; i++) {
            size_t before = T_CAPACITY(m);
            T_INSERT(m, keys[i], T_VALUE(block.first + i));
            if (T_CAPACITY(m) != before) bench_mark_growth(T_SIZE(m), before, T_CAPACITY(m));
        }
    }
}
#define T_MARKED_LOOP L(insert_marked)
#else
#define T_MARKED_LOOP NULL
#endif

#endif

/* Every member is named, so that a C++ compiler warns of one that is forgotten. */
static const bench_ops T(ops) = {
    .open = L(open),
    .close = L(close),
    .can_reserve = T_CAN_RESERVE,
    .size = L(size),
#if T_KIND == BENCH_WORDS
    .insert = NULL,
    .insert_ticks = NULL,
    .insert_marked = NULL,
    .find = NULL,
    .find_dependent = NULL,
    .erase = NULL,
    .churn = NULL,
    .mix = NULL,
    .iterate = NULL,
    .get_many = NULL,
    .put_many = NULL,
    .count = L(count),
    .digest = L(digest),
#else
    .insert = L(insert),
    .insert_ticks = L(insert_ticks),
    .insert_marked = T_MARKED_LOOP,
    .find = L(find),
    .find_dependent = L(find_dependent),
    .erase = L(erase),
    .churn = L(churn),
    .mix = L(mix),
    .iterate = L(iterate),
    .get_many = T_GET_MANY_LOOP,
    .put_many = T_PUT_MANY_LOOP,
    .count = NULL,
    .digest = NULL,
#endif
    .share = NULL,
    .fill = NULL,
};

#undef T_GET_MANY_LOOP
#undef T_PUT_MANY_LOOP
#undef T_MARKED_LOOP
#undef L
#undef T_KEY
#undef T_AFTER
#undef T_VALUE
#undef T_DIGEST
#undef T
#undef T_KIND
#undef T_MAP
