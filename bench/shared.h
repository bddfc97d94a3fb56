/* shared.h: the timed loops of tables that many threads use at once, as loops.h has them for one. A table's file
 * defines TABLE                        its file: table_TABLE S_OPEN(room), S_CLOSE()      make the empty table, free
 * it; one thread. Only a table that cannot grow by itself makes room S_SIZE()                     elements; one thread
 *   S_GET(key, out)              is the key there? A copy of its value goes to *out
 *   S_PUT(key, value)            inserts or overwrites; was the key new?
 *   S_REMOVE(key)                was the key there?
 *   S_ENTER(), S_LEAVE()         what a thread has to do before and after, if anything
 *   S_QUIET()                    called every BENCH_THREAD_STEP operations, between two of them
 * includes this, and ends with SHARED_TABLE(TABLE). The value of a key is the key. */
#ifndef S_ENTER
#define S_ENTER() ((void)0)
#define S_LEAVE() ((void)0)
#define S_QUIET() ((void)0)
#endif

static void shared_open(size_t room) {
    (void)room;
    S_OPEN(room);
}
static void shared_close(void) { S_CLOSE(); }
static size_t shared_size(void) { return S_SIZE(); }

static void shared_share(bench_thread *thread) {
    const uint64_t *keys = (const uint64_t *)thread->block.keys;
    const uint8_t *ops = thread->block.ops;
    size_t count = thread->block.count, at = 0;
    uint64_t done = 0, inserted = 0, removed = 0, missed = 0, wrong = 0;
    S_ENTER();
    bench_thread_begin(thread);
    do {
        for (size_t end = at + BENCH_THREAD_STEP; at < end; at++) {
            uint64_t key = keys[at], value = key;
            switch (ops[at]) {
            case BENCH_READ:
                if (!S_GET(key, &value)) missed++;
                wrong |= value ^ key;
                break;
            case BENCH_WRITE: inserted += S_PUT(key, key) ? 1 : 0; break;
            default: removed += S_REMOVE(key) ? 1 : 0; break;
            }
        }
        S_QUIET();
        done += BENCH_THREAD_STEP;
        if (at == count) at = 0;
    } while (bench_thread_goes_on(thread));
    thread->ended_ns = bench_now_ns();
    S_LEAVE();
    thread->done = done;
    thread->inserted = inserted;
    thread->removed = removed;
    thread->missed = missed;
    thread->wrong = wrong;
}

static void shared_fill(bench_thread *thread) {
    const uint64_t *keys = (const uint64_t *)thread->block.keys;
    size_t count = thread->block.count;
    uint32_t *ticks = thread->ticks;
    uint64_t inserted = 0;
    S_ENTER();
    bench_thread_begin(thread);
    for (size_t i = 0; i < count; i++) {
        if (ticks != NULL) {
            uint64_t before = bench_ticks();
            inserted += S_PUT(keys[i], keys[i]) ? 1 : 0;
            uint64_t taken = bench_ticks() - before;
            ticks[i] = taken < UINT32_MAX ? (uint32_t)taken : UINT32_MAX;
        } else {
            inserted += S_PUT(keys[i], keys[i]) ? 1 : 0;
        }
        if (i % BENCH_THREAD_STEP == 0) S_QUIET();
    }
    thread->ended_ns = bench_now_ns();
    S_LEAVE();
    thread->done = count;
    thread->inserted = inserted;
}

/* Every member is named, so that a C++ compiler warns of one that is forgotten. */
static const bench_ops shared_ops = {
    .open = shared_open,
    .close = shared_close,
    .can_reserve = false,
    .size = shared_size,
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
    .count = NULL,
    .digest = NULL,
    .share = shared_share,
    .fill = shared_fill,
};

#ifdef __cplusplus
#define SHARED_TABLE(file)                                                                                             \
    BENCH_TABLE(file, default) = {.u64 = nullptr,                                                                      \
                                  .cstr = nullptr,                                                                     \
                                  .string = nullptr,                                                                   \
                                  .arena = nullptr,                                                                    \
                                  .words = nullptr,                                                                    \
                                  .owned = nullptr,                                                                    \
                                  .owned_long = nullptr,                                                               \
                                  .shared = &shared_ops,                                                               \
                                  .sizes = {}}
#else
#define SHARED_TABLE(file) BENCH_TABLE(file, default) = {.shared = &shared_ops}
#endif
