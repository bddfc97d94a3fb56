/* bench.h: what the file of a table needs; also a map of this folder.
 *
 *   names.def, names.c   every workload, order, operation, type, hash and table: one row each
 *   table_*.c, *.cpp     one table each: says how that table inserts, finds, erases ...
 *   loops.h              included by each of them: every loop that is timed, so that the table is inlined into it
 *   shared.h             the same for tables that many threads use at once
 *   tables.c             which tables this build has, and which were chosen
 *   keys.c               orders of keys, texts, and the streams that hand them to the loops
 *   workloads.c          decides what is timed, and runs each measurement in a process of its own
 *   threads.c            the same for the workload of many threads: what each of them does, and when
 *   counters.c, heap.c   what the processor counts in the measured region; the bytes that a table owns
 *   options.c            the command line, --help and --list
 *   bench.c              main, and the order in which things run
 *   report.c, json.c, machine.c   results as text, as JSON, and the machine they come from
 *   compare.c            two of those JSON files side by side
 *   util.c               errors, memory, files, lists
 *   profile.sh           all that can be seen of one workload; report/ makes a page of it
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>
#include "util.h"
#if defined(__x86_64__)
#include <x86intrin.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* What a table holds: macros, because loops.h asks for them in #if. names.def has a row for each, and bench_table a
 * member. */
typedef unsigned bench_kind;
#define BENCH_U64 0u        /* uint64_t -> uint64_t */
#define BENCH_CSTR 1u       /* const char * -> uint64_t, the text stays with the caller */
#define BENCH_STRING 2u     /* text -> text, the table owns copies of both */
#define BENCH_ARENA 3u      /* the same, keys in an arena */
#define BENCH_WORDS 4u      /* char * -> uint64_t, the table owns the key */
#define BENCH_OWNED 5u      /* string of the table's own -> uint64_t, looked up by pointer and length; up to 15 bytes */
#define BENCH_OWNED_LONG 6u /* the same, 16 to 64 bytes */
#define BENCH_SHARED 7u     /* uint64_t -> uint64_t, for many threads */
#define BENCH_KINDS 8u

/* A text by pointer and length: the keys of BENCH_OWNED. */
typedef struct {
    const char *ptr;
    size_t len;
} bench_view;

/* A stream hands out keys in blocks. Made keys come in blocks that stay in L1, so that making them costs no memory
 * traffic; arrays come as one block. */
typedef struct bench_stream bench_stream;

typedef struct {
    const void *keys;   /* uint64_t, const char * or bench_view, by kind */
    const void *others; /* churn: the keys that replace `keys` */
    const uint8_t *ops; /* operation_mix: BENCH_READ, BENCH_WRITE or BENCH_DELETE for each key */
    size_t count;
    uint64_t first; /* number of the first key; the values that go in count on from it */
} bench_block;

enum { BENCH_READ, BENCH_WRITE, BENCH_DELETE };

bool bench_next(bench_stream *stream, bench_block *block);

/* One of many threads, and what it has done. */
typedef struct bench_thread {
    struct bench_crew *crew;
    unsigned number;
    bench_block block; /* its operations, a multiple of BENCH_THREAD_STEP; or keys to insert, any number */
    uint32_t *ticks;   /* of each insert, or NULL */
    double started_ns, ended_ns;
    uint64_t done;              /* operations */
    uint64_t inserted, removed; /* keys that were new, or there */
    uint64_t missed;            /* reads that found nothing */
    uint64_t wrong;             /* 0, unless a value was not the one that belongs to its key */
} bench_thread;

enum { BENCH_THREAD_STEP = 64 }; /* operations between two looks at the clock's flag */

/* Both are called by the loops of shared.h. begin waits for the other threads. */
void bench_thread_begin(bench_thread *thread);
bool bench_thread_goes_on(const bench_thread *thread);

/* The timed loops of one kind of one table, as loops.h defines them; NULL where the table has no such operation.
 * Those that give a number give a checksum that all tables must agree on. */
typedef struct {
    void (*open)(size_t room); /* an empty table, with room for that many where it can */
    void (*close)(void);
    bool can_reserve;
    size_t (*size)(void);
    void (*insert)(bench_stream *); /* new keys */
    void (*insert_ticks)(bench_stream *, uint32_t *ticks);
    void (*insert_marked)(bench_stream *); /* a line to stderr at each change of capacity */
    uint64_t (*find)(bench_stream *);
    uint64_t (*find_dependent)(bench_stream *);
    uint64_t (*erase)(bench_stream *);
    uint64_t (*churn)(bench_stream *);
    uint64_t (*mix)(bench_stream *);
    uint64_t (*iterate)(void);
    uint64_t (*get_many)(bench_stream *);
    uint64_t (*put_many)(bench_stream *);
    void (*count)(bench_stream *); /* words */
    uint64_t (*digest)(void);      /* words: of all keys and counts */
    void (*share)(bench_thread *); /* for many threads: the operations of its block, again and again until time is up */
    void (*fill)(bench_thread *);  /* for many threads: inserts the keys of its block, once */
} bench_ops;

/* Struct sizes for --sizes; 0: there is no such thing. */
typedef struct {
    size_t u64_entry, string_entry, bucket_slot;
    const char *beside; /* what each entry or slot costs outside of the structs */
} bench_sizes;

/* The loops of each type, NULL where the table has none. All NULL: the table's package was not there. */
typedef struct {
    const bench_ops *u64, *cstr, *string, *arena, *words, *owned, *owned_long, *shared;
    bench_sizes sizes;
} bench_table;

#define BENCH_PASTE(a, b) BENCH_PASTE_(a, b)
#define BENCH_PASTE_(a, b) a##b

/* Begins the definition of the table of bench/table_FILE.c, compiled with that hash: BENCH_TABLE(khash, default) =
 * {...}; bench.mk tells tables.c which of them to link with. */
#ifdef __cplusplus
#define BENCH_TABLE(file, hash) BENCH_TABLE_AS(extern "C" const bench_table, BENCH_TABLE_NAME(file, hash))
#define BENCH_TABLE_ABSENT(file) BENCH_TABLE(file, default) = {}
#else
#define BENCH_TABLE(file, hash) BENCH_TABLE_AS(const bench_table, BENCH_TABLE_NAME(file, hash))
#define BENCH_TABLE_ABSENT(file) BENCH_TABLE(file, default) = {NULL}
#endif
#define BENCH_TABLE_NAME(file, hash) BENCH_PASTE(BENCH_PASTE(BENCH_PASTE(table_, file), _), hash)
#define BENCH_TABLE_AS(type, name)                                                                                     \
    type name;                                                                                                         \
    type name

/* Cheapest clock that orders single operations; ticks are turned into nanoseconds by calibration. */
static inline uint64_t bench_ticks(void) {
#if defined(__x86_64__)
    return __rdtsc();
#else
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
#endif
}

/* The same text, once the value is known: its top bit is 0. */
static inline bench_view bench_view_after(bench_view key, uint64_t value) {
    key.ptr += value >> 63;
    return key;
}

/* Values of string tables: 100 characters, the first 8 of which tell values apart. */
#define BENCH_VALUE_LENGTH 100
extern char bench_value_text[BENCH_VALUE_LENGTH + 1];

static inline const char *bench_value(uint64_t i) {
    uint64_t letters = ((i * 0x9E3779B97F4A7C15u) & 0x0F0F0F0F0F0F0F0Fu) | 0x4040404040404040u;
    memcpy(bench_value_text, &letters, sizeof letters);
    return bench_value_text;
}

static inline uint64_t bench_value_digest(const char *text) {
    uint64_t letters;
    memcpy(&letters, text, sizeof letters);
    return letters;
}

/* FNV-1a: a hash of --hash, and what the digest of all words is made of. */
static inline uint64_t bench_fnv1a(const void *bytes, size_t length) {
    const unsigned char *p = (const unsigned char *)bytes;
    uint64_t h = 0xCBF29CE484222325u;
    for (size_t i = 0; i < length; i++) h = (h ^ p[i]) * 0x100000001B3u;
    return h;
}

/* A line to standard error, in one write: strace shows it between the allocator's calls. */
void bench_mark_growth(size_t size, size_t before, size_t after);

#ifdef __cplusplus
}
#endif
#endif
