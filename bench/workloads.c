/* workloads.c: makes keys, and decides what is timed. A measurement runs in a child process, so that no table finds the
 * heap that another one left, and page faults count as in a program of its own. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "workloads.h"
#include "heap.h"
#include <errno.h>
#include <malloc.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#ifndef BENCH_WITHOUT_valgrind
#include <valgrind/callgrind.h>
#else
#define CALLGRIND_TOGGLE_COLLECT ((void)0)
#endif

const bench_name bench_workload_names[WORKLOADS] = {
    {"load_factor", "insert N keys into a table that starts with room for 16", "ns/insert"},
    {"key_distribution", "insert N keys into a table made for them (-k)", "ns/insert"},
    {"operation_mix", "N random reads, writes and deletes on N/10 keys (-o)", "ns/operation"},
    {"micro", "single operations at chosen sizes (--ops)", "ns/operation"},
    {"words", "word frequencies of a text (-f)", "ns/word"},
};

const bench_name bench_order_names[ORDERS] = {
    {"sequential", "0, 1, 2, ...", ""},
    {"shuffled", "the same in a scattered order", ""},
    {"random", "random 64-bit numbers", ""},
    {"uniform", "random 64-bit numbers, by the study's name", ""},
    {"clustered", "ten clusters, (cluster << 32) | i", ""},
    {"multiples", "multiples of 2^20", ""},
    {"pointers", "addresses that are multiples of 8", ""},
    {"top16", "numbers that differ in their top 16 bits only (N up to 32768)", ""},
};

const bench_name bench_mix_names[MIXES] = {
    {"read_heavy", "90 % reads, 5 % writes", ""},
    {"write_heavy", "5 % reads, 90 % writes", ""},
    {"balanced", "33 % reads, 33 % writes", ""},
    {"typical_web", "80 % reads, 15 % writes", ""},
};

const bench_name bench_op_names[OPS] = {
    {"time", "the whole workload", "ns"},
    {"grow", "insert into an empty table that grows, warm heap", "ns"},
    {"grow_cold", "the same in a fresh process: page faults count", "ns"},
    {"reserved", "insert into a table with room for all", "ns"},
    {"hit", "find keys that are there", "ns"},
    {"miss", "find keys that are not there", "ns"},
    {"dependent", "find, each key waiting for the value before it: latency", "ns"},
    {"churn", "erase and insert at steady size, per operation", "ns"},
    {"iterate", "visit all elements", "ns"},
    {"erase", "erase all keys in random order", "ns"},
    {"destroy", "free the full table, per element", "ns"},
    {"get_many_hit", "find in batches of 1024, keys that are there", "ns"},
    {"get_many_miss", "find in batches of 1024, keys that are not", "ns"},
    {"put_many", "insert in batches of 1024, growing", "ns"},
    {"put_many_reserved", "insert in batches of 1024, with room for all", "ns"},
    {"bytes", "bytes per element after growing to N", "B"},
    {"bytes_mean", "the same, mean over sizes from N/2 to N", "B"},
    {"bytes_peak", "largest number of bytes while growing to N, per element", "B"},
    {"p50", "single inserts while growing in a fresh process: median", "ns"},
    {"p99", "99th percentile", "ns"},
    {"p99.99", "99.99th percentile", "ns"},
    {"max", "slowest insert", "ns"},
};

const bench_name bench_kind_names[BENCH_KINDS] = {
    {"u64", "uint64_t -> uint64_t", ""},
    {"cstr", "const char * -> uint64_t, keys belong to the caller", ""},
    {"string", "text -> text, copies of both belong to the table", ""},
    {"string", "the same, keys in an arena", ""},
    {"words", "char * -> uint64_t, copies of the keys belong to the table", ""},
    {"owned", "string of the table's own -> uint64_t, up to 15 bytes, looked up by pointer and length", ""},
    {"owned_long", "the same, 16 to 64 bytes", ""},
};

char bench_value_text[BENCH_VALUE_LENGTH + 1] =
    "a value of one hundred characters, the first eight of which tell it from"
    " the values of other keys   ";

/* ---- Small things ---- */

void bench_die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("cchash-bench: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    _exit(1);
}

void *bench_malloc(size_t size) {
    void *block = malloc(size);
    if (block == NULL) bench_die("out of memory");
    return block;
}

char *bench_strdup(const char *text) {
    size_t size = strlen(text) + 1;
    return (char *)memcpy(bench_malloc(size), text, size);
}

/* One write, so that strace shows it as one line between the allocator's calls. */
void bench_mark_growth(size_t size, size_t before, size_t after) {
    char line[128];
    int length = snprintf(line, sizeof line, "insert %zu: capacity %zu -> %zu\n", size, before, after);
    if (write(STDERR_FILENO, line, (size_t)length) != length) _exit(1);
}

static double now_ns(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* ---- The measured region. What is counted between its marks adds up until it is noted or forgotten. ---- */

static bool counts_regions;
static double region_ns;

static double region_start(void) {
    if (counts_regions) {
        bench_counters_open();
        bench_counters_start();
    }
    CALLGRIND_TOGGLE_COLLECT; /* does something under callgrind --collect-atstart=no only */
    return now_ns();
}

static double region_stop(double start) {
    double taken = now_ns() - start;
    CALLGRIND_TOGGLE_COLLECT;
    if (counts_regions) bench_counters_stop();
    region_ns += taken;
    return taken;
}

static void region_forget(void) {
    double counts[COUNTERS];
    region_ns = 0;
    if (counts_regions) bench_counters_take(counts);
}

__extension__ typedef unsigned __int128 u128;

static uint64_t multiply_high(uint64_t a, uint64_t b) { return (uint64_t)(((u128)a * b) >> 64); }

/* splitmix64: a bijection of its counter, so that distinct counters give distinct numbers. */
static uint64_t mix(uint64_t counter) {
    uint64_t z = counter * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

typedef struct {
    uint64_t counter;
} random_source;

static uint64_t next_random(random_source *source) { return mix(source->counter++); }
static uint64_t random_below(random_source *source, uint64_t n) { return multiply_high(next_random(source), n); }
/* Streams of one job that must not run in step. */
static random_source random_for(const bench_job *job, uint64_t purpose) {
    return (random_source){mix(job->seed ^ mix(purpose + 1))};
}

/* ---- Keys: number i of an order ---- */

typedef struct {
    bench_order order;
    uint64_t n, offset;
    uint64_t prime, reciprocal; /* shuffled */
} key_maker;

size_t bench_order_limit(bench_order order) {
    if (order == TOP16) return 1u << 16;
    if (order == SHUFFLED) return UINT32_MAX;
    return SIZE_MAX;
}

static bool is_prime(uint64_t n) {
    for (uint64_t d = 2; d * d <= n; d++) {
        if (n % d == 0) return false;
    }
    return n > 1;
}

static key_maker make_keys_for(const bench_job *job, bench_order order, uint64_t n) {
    key_maker maker = {.order = order, .n = n, .offset = mix(job->seed)};
    if (order == SHUFFLED) {
        maker.offset %= n;
        maker.prime = n;
        while (maker.prime % 3 != 2 || !is_prime(maker.prime)) maker.prime++;
        maker.reciprocal = UINT64_MAX / maker.prime;
    }
    return maker;
}

static uint64_t times_modulo(const key_maker *maker, uint64_t a, uint64_t b) {
    uint64_t product = a * b;
    uint64_t rest = product - multiply_high(product, maker->reciprocal) * maker->prime;
    while (rest >= maker->prime) rest -= maker->prime;
    return rest;
}

/* x -> x^3 is a permutation modulo a prime p with p % 3 = 2. The few results from n to p - 1 go round again. So an
 * order without pattern comes at a few nanoseconds a key, without the memory traffic of a list. */
static uint64_t scatter(const key_maker *maker, uint64_t i) {
    uint64_t x = i + maker->offset;
    if (x >= maker->n) x -= maker->n;
    do {
        x = times_modulo(maker, times_modulo(maker, x, x), x);
    } while (x >= maker->n);
    return x;
}

static uint64_t key_number(const key_maker *maker, uint64_t i) {
    switch (maker->order) {
    case SHUFFLED: return i < maker->n ? scatter(maker, i) : i - i % maker->n + scatter(maker, i % maker->n);
    case RANDOM:
    case UNIFORM: return mix(i + maker->offset);
    case CLUSTERED: {
        uint64_t cluster_size = maker->n / 10 + 1;
        return (i / cluster_size) << 32 | i % cluster_size;
    }
    case MULTIPLES: return i << 20;
    case POINTERS: return 0x7F5500000000u + 8 * i;
    case TOP16: return i << 48;
    default: return i;
    }
}

#define TEXT_SIZE 32 /* "key_", up to 20 digits, NUL; one text never lies on two lines */

static size_t write_text(char *to, uint64_t number) {
    char digits[20];
    size_t count = 0;
    do {
        digits[count++] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    memcpy(to, "key_", 4);
    to += 4;
    size_t length = 4 + count;
    while (count > 0) *to++ = digits[--count];
    *to = '\0';
    return length;
}

#define LONG_TEXT_SIZE 64

/* 16 to 64 bytes, evenly spread, without a NUL: those that write_text makes, and filling. */
static size_t write_long_text(char *to, uint64_t number) {
    char text[TEXT_SIZE];
    size_t length = 16 + mix(number) % 49, made = write_text(text, number);
    memset(to, '.', length);
    memcpy(to, text, made < length ? made : length);
    return length;
}

/* ---- Streams ---- */

#define NUMBERS 256 /* to a block: 2 KiB of L1 */
#define TEXTS 64    /* to a block: the same, and the pointers */

struct bench_stream {
    enum { ARRAY, MADE, MIXED, TEXT_WORDS } source;
    bool text;
    bench_block array; /* ARRAY; an empty one when it was handed out */
    key_maker maker;   /* MADE, MIXED */
    uint64_t at, end;
    random_source random; /* MIXED */
    uint64_t reads, writes;
    const char *word, *words_end; /* TEXT_WORDS */
    uint64_t numbers[NUMBERS];
    const char *pointers[TEXTS];
    uint8_t ops[NUMBERS];
    _Alignas(64) char texts[TEXTS][TEXT_SIZE];
};

static void set_block_key(bench_stream *stream, size_t place, uint64_t number) {
    if (stream->text) {
        write_text(stream->texts[place], number);
        stream->pointers[place] = stream->texts[place];
    } else {
        stream->numbers[place] = number;
    }
}

static size_t next_words(bench_stream *stream) {
    size_t count = 0;
    while (count < TEXTS && stream->word < stream->words_end) {
        stream->pointers[count++] = stream->word + 1;
        stream->word += (unsigned char)*stream->word + 2;
    }
    return count;
}

static size_t next_made(bench_stream *stream) {
    size_t most = stream->text ? TEXTS : NUMBERS;
    size_t count = stream->end - stream->at < most ? (size_t)(stream->end - stream->at) : most;
    for (size_t i = 0; i < count; i++) set_block_key(stream, i, key_number(&stream->maker, stream->at + i));
    return count;
}

static size_t next_mixed(bench_stream *stream) {
    size_t most = stream->text ? TEXTS : NUMBERS;
    size_t count = stream->end - stream->at < most ? (size_t)(stream->end - stream->at) : most;
    for (size_t i = 0; i < count; i++) {
        uint64_t percent = random_below(&stream->random, 100);
        stream->ops[i] = percent < stream->reads                    ? BENCH_READ
                         : percent < stream->reads + stream->writes ? BENCH_WRITE
                                                                    : BENCH_DELETE;
        set_block_key(stream, i, key_number(&stream->maker, random_below(&stream->random, stream->maker.n)));
    }
    return count;
}

bool bench_next(bench_stream *stream, bench_block *block) {
    if (stream->source == ARRAY) {
        *block = stream->array;
        stream->array.count = 0;
        return block->count != 0;
    }
    block->keys = stream->text ? (const void *)stream->pointers : (const void *)stream->numbers;
    block->others = NULL;
    block->ops = stream->ops;
    block->first = stream->at;
    switch (stream->source) {
    case MADE: block->count = next_made(stream); break;
    case MIXED: block->count = next_mixed(stream); break;
    default: block->count = next_words(stream); break;
    }
    stream->at += block->count;
    return block->count != 0;
}

static bool is_text(const bench_job *job) { return job->kind != BENCH_U64; }
static bool is_view(const bench_job *job) { return job->kind == BENCH_OWNED || job->kind == BENCH_OWNED_LONG; }

static void stream_made(bench_stream *stream, const bench_job *job, bench_order order, size_t n) {
    stream->source = MADE;
    stream->text = is_text(job);
    stream->maker = make_keys_for(job, order, n);
    stream->at = 0;
    stream->end = n;
}

/* ---- Arrays of keys, made before anything is timed. They are mapped apart from the heap under test. ---- */

static struct {
    void *start;
    size_t size;
} mappings[32];
static size_t mapping_count;

static void *map_pages(size_t size) {
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (start == MAP_FAILED || mapping_count == sizeof mappings / sizeof *mappings) bench_die("out of memory for keys");
    mappings[mapping_count].start = start;
    mappings[mapping_count++].size = size;
    return start;
}

static void unmap_all_pages(void) {
    while (mapping_count > 0) {
        mapping_count--;
        munmap(mappings[mapping_count].start, mappings[mapping_count].size);
    }
}

typedef struct {
    uint64_t *numbers; /* one of the two */
    const char **pointers;
    bench_view *views;
    char *texts;
    size_t count, text_size;
} key_array;

static key_array new_keys(const bench_job *job, size_t count) {
    key_array array = {.count = count};
    if (is_text(job)) {
        array.text_size = job->kind == BENCH_OWNED_LONG ? LONG_TEXT_SIZE : TEXT_SIZE;
        array.texts = map_pages(count * array.text_size);
        if (is_view(job)) {
            array.views = map_pages(count * sizeof *array.views);
        } else {
            array.pointers = map_pages(count * sizeof *array.pointers);
        }
    } else {
        array.numbers = map_pages(count * sizeof *array.numbers);
    }
    return array;
}

/* The key of that number becomes the one at `place`; its text, if it is one, the one at `text_place`. */
static void set_key_text(key_array *array, size_t place, size_t text_place, uint64_t number) {
    char *text = array->texts != NULL ? array->texts + text_place * array->text_size : NULL;
    if (array->views != NULL) {
        bool is_long = array->text_size == LONG_TEXT_SIZE;
        array->views[place] = (bench_view){text, is_long ? write_long_text(text, number) : write_text(text, number)};
    } else if (array->texts != NULL) {
        write_text(text, number);
        array->pointers[place] = text;
    } else {
        array->numbers[place] = number;
    }
}

static void set_key(key_array *array, size_t place, uint64_t number) { set_key_text(array, place, place, number); }

static const void *keys_at(const key_array *array, size_t place) {
    if (array->views != NULL) return array->views + place;
    return array->texts != NULL ? (const void *)(array->pointers + place) : (const void *)(array->numbers + place);
}

static bench_stream *stream_of(bench_stream *stream, const key_array *array, size_t from, size_t count) {
    stream->source = ARRAY;
    stream->array = (bench_block){.keys = keys_at(array, from), .count = count};
    return stream;
}

/* ---- The study's workloads, and words ---- */

static void note(bench_result *result, bench_op op, double value, uint64_t check) {
    result->done[op] = true;
    result->value[op] = value;
    result->check[op] = check;
}

/* What the measured regions since the last note came to, for each element. */
static void note_region(bench_result *result, bench_op op, size_t elements, uint64_t check) {
    note(result, op, region_ns / (double)elements, check);
    region_ns = 0;
    if (!counts_regions) return;
    result->counted[op] = true;
    bench_counters_take(result->counts[op]);
    for (int i = 0; i < COUNTERS; i++) result->counts[op][i] /= (double)elements;
}

/* A digest of what the table holds, where looking at it does not spoil the measurement of the process. */
static uint64_t contents(const bench_job *job) {
    return job->once ? job->ops->size() : job->ops->size() ^ job->ops->iterate();
}

/* Gives every table the same pages to start with. Many virtual machines take memory back from a guest that leaves it
 * free, and then the first touch of a page costs ten times as much as of one just freed: who runs after a table that
 * freed a lot was found to be twice as fast as who runs after one that did not. */
static void level_pages(const bench_job *job) {
    enum { bytes_per_element = 130 }; /* what the largest of the u64 tables touches while it grows */
    size_t size = job->n * bytes_per_element;
    if (job->once || size < (size_t)1 << 22) return;
    void *pages = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) return;
#ifdef MADV_HUGEPAGE
    madvise(pages, size, MADV_HUGEPAGE);
#endif
    memset(pages, 1, size);
    munmap(pages, size);
}

static void measure_inserts(const bench_job *job, size_t room, bench_result *result) {
    static bench_stream stream;
    stream_made(&stream, job, job->order, job->n);
    level_pages(job);
    job->ops->open(room);
    double start = region_start();
    if (job->mark_growth && job->ops->insert_marked != NULL) {
        job->ops->insert_marked(&stream);
    } else {
        job->ops->insert(&stream);
    }
    region_stop(start);
    note_region(result, OP_TIME, job->n, contents(job));
}

static void measure_mix(const bench_job *job, bench_result *result) {
    static const uint64_t reads[MIXES] = {90, 5, 33, 80}, writes[MIXES] = {5, 90, 33, 15};
    static bench_stream stream;
    size_t keys = job->n / 10;
    stream_made(&stream, job, job->order, keys);
    job->ops->open(16);
    job->ops->insert(&stream);
    stream.source = MIXED;
    stream.at = 0;
    stream.end = job->n;
    stream.random = random_for(job, 1);
    stream.reads = reads[job->mix];
    stream.writes = writes[job->mix];
    double start = region_start();
    uint64_t check = job->ops->mix(&stream);
    region_stop(start);
    note_region(result, OP_TIME, job->n, check ^ contents(job));
}

static void measure_words(const bench_job *job, bench_result *result) {
    static bench_stream stream;
    stream.source = TEXT_WORDS;
    stream.text = true;
    stream.word = job->text->bytes;
    stream.words_end = job->text->bytes + job->text->length;
    job->ops->open(16);
    double start = region_start();
    job->ops->count(&stream);
    region_stop(start);
    note_region(result, OP_TIME, job->text->words, job->once ? job->ops->size() : job->ops->digest());
}

static bool is_word_byte(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 128;
}

bool bench_text_load(bench_text *text, const char *file) {
    *text = (bench_text){0};
    FILE *in = fopen(file, "rb");
    if (in == NULL) return false;
    size_t length = 0, room = 1u << 20;
    char *bytes = bench_malloc(room);
    for (size_t got; (got = fread(bytes + length, 1, room - length, in)) > 0;) {
        length += got;
        if (length == room) {
            room *= 2;
            bytes = realloc(bytes, room);
            if (bytes == NULL) bench_die("out of memory for the text");
        }
    }
    fclose(in);
    /* A word takes two bytes more than it has letters; at worst every other byte is a word. */
    text->bytes = bench_malloc(length * 2 + 4);
    char *to = text->bytes;
    for (size_t i = 0; i < length;) {
        size_t letters = 0;
        while (i < length && letters < 255 && is_word_byte((unsigned char)bytes[i])) {
            char byte = bytes[i++];
            to[1 + letters++] = byte >= 'A' && byte <= 'Z' ? (char)(byte + ('a' - 'A')) : byte;
        }
        if (letters == 0) {
            i++;
            continue;
        }
        *to = (char)letters;
        to[1 + letters] = '\0';
        to += letters + 2;
        text->words++;
    }
    text->length = (size_t)(to - text->bytes);
    free(bytes);
    return text->words != 0;
}

/* ---- Micro operations ---- */

#define ENOUGH_NS 10e6         /* a figure rests on at least that much time */
#define POOL ((size_t)1 << 19) /* keys that growth at small sizes cycles through */

typedef struct {
    const bench_job *job;
    bench_result *result;
    key_maker maker;
    key_array pool;     /* slices of n keys each; slice 0 is what lookups run on */
    key_array shuffled; /* the same slices, each in random order */
    size_t slices;
    bench_stream stream;
} micro;

static bool wants(const micro *m, bench_op op) { return (m->job->wanted & 1u << op) != 0; }

static size_t between(size_t least, size_t wanted, size_t most) {
    return wanted < least ? least : wanted > most ? most : wanted;
}

static void micro_start(micro *m, const bench_job *job, bench_result *result, bool one_slice) {
    size_t n = job->n;
    m->job = job;
    m->result = result;
    m->maker = make_keys_for(job, job->order, n);
    m->slices = one_slice || job->once || n >= POOL || bench_order_limit(job->order) < SIZE_MAX / 2 ? 1 : POOL / n;
    if (job->order == SHUFFLED && !one_slice && !job->once && n < POOL) m->slices = POOL / n;
    m->pool = new_keys(job, n * m->slices);
    for (size_t i = 0; i < m->pool.count; i++) set_key(&m->pool, i, key_number(&m->maker, i));
}

static void swap_numbers(uint64_t *a, uint64_t *b) {
    uint64_t held = *a;
    *a = *b;
    *b = held;
}

static void shuffle_slices(micro *m) {
    random_source random = random_for(m->job, 2);
    size_t n = m->job->n;
    m->shuffled = new_keys(m->job, m->pool.count);
    uint64_t *order = map_pages(n * sizeof *order);
    for (size_t first = 0; first < m->pool.count; first += n) {
        for (size_t i = 0; i < n; i++) {
            order[i] = first + i;
            swap_numbers(&order[i], &order[random_below(&random, i + 1)]);
        }
        for (size_t i = 0; i < n; i++) set_key(&m->shuffled, first + i, key_number(&m->maker, order[i]));
    }
}

static bench_stream *slice(micro *m, const key_array *keys, size_t which) {
    return stream_of(&m->stream, keys, which % m->slices * m->job->n, m->job->n);
}

static void fill(micro *m, size_t which) {
    m->job->ops->open(0);
    m->job->ops->insert(slice(m, &m->pool, which));
}

/* Operations on a whole table of n: build and close it as often as it takes, time the one step. */
typedef enum { STEP_INSERT, STEP_PUT_MANY, STEP_ERASE, STEP_CLOSE } micro_step;

/* Freeing an array is over in nanoseconds, making the table it was is not: that, too, has an end. */
static bool wants_more(const micro *m, double total, double begun) {
    return !m->job->once && total < ENOUGH_NS && now_ns() - begun < 10 * ENOUGH_NS;
}

static void time_whole(micro *m, bench_op op, micro_step step, size_t room) {
    if (!wants(m, op)) return;
    const bench_ops *ops = m->job->ops;
    if (step == STEP_PUT_MANY && ops->put_many == NULL) return;
    if (room != 0 && !ops->can_reserve) return;
    double total = 0;
    size_t runs = 0;
    uint64_t check = 0;
    size_t least = m->job->once ? 1 : m->slices;
    double begun = now_ns();
    for (bool warm = m->job->once; runs < least || wants_more(m, total, begun);) {
        bool builds = step == STEP_INSERT || step == STEP_PUT_MANY;
        bench_stream *stream = slice(m, step == STEP_ERASE ? &m->shuffled : &m->pool, runs);
        if (builds) {
            ops->open(room);
        } else {
            fill(m, runs);
            stream = slice(m, step == STEP_ERASE ? &m->shuffled : &m->pool, runs);
        }
        double start = region_start();
        switch (step) {
        case STEP_INSERT: ops->insert(stream); break;
        case STEP_PUT_MANY: check = ops->put_many(stream); break;
        case STEP_ERASE: check = ops->erase(stream); break;
        case STEP_CLOSE: ops->close(); break;
        }
        double taken = region_stop(start);
        if (step == STEP_INSERT) check = ops->size();
        if (step != STEP_CLOSE) ops->close();
        if (!warm) {
            warm = true; /* the first run pays for the heap's pages */
            region_forget();
            continue;
        }
        total += taken;
        runs++;
    }
    note_region(m->result, op, runs * m->job->n, check);
}

static void fill_queries(micro *m, key_array *queries, bool hits, random_source *random) {
    uint64_t n = m->job->n, limit = bench_order_limit(m->job->order);
    uint64_t others = m->job->order == TOP16 ? limit - n : n;
    /* Views of few texts share them: reading a million texts would take longer than finding them. */
    bool shared = queries->views != NULL && n * queries->text_size <= 1u << 18;
    for (size_t i = 0; i < queries->count; i++) {
        uint64_t number = hits ? random_below(random, n) : n + random_below(random, others);
        set_key_text(queries, i, shared ? number % n : i, key_number(&m->maker, number));
    }
}

/* Lookups on slice 0, in a random sequence too long to be learnt by a branch predictor: at least a million, and four
 * for each element; where one array would not hold them they are drawn anew, outside of the clock. */
static void time_lookups(micro *m, bench_op op, uint64_t (*find)(bench_stream *), key_array *queries, bool hits) {
    if (!wants(m, op) || find == NULL) return;
    size_t n = m->job->n;
    bool dependent = op == OP_DEPENDENT; /* one after another: a million take long enough */
    random_source random = random_for(m->job, hits ? 3 : 4);
    size_t wanted = m->job->once ? n : dependent ? 1u << 20 : between(1u << 20, 4 * n, SIZE_MAX);
    bool anew = wanted > queries->count;
    fill_queries(m, queries, hits, &random);
    if (!anew && !m->job->once) find(stream_of(&m->stream, queries, 0, between(0, wanted, queries->count)));
    double total = 0;
    size_t done = 0;
    uint64_t check = 0;
    do {
        if (anew && done != 0) fill_queries(m, queries, hits, &random);
        size_t count = between(0, wanted, queries->count);
        double start = region_start();
        uint64_t sum = find(stream_of(&m->stream, queries, 0, count));
        total += region_stop(start);
        if (done == 0) check = sum;
        done += count;
    } while (done < wanted || (total < ENOUGH_NS && !m->job->once));
    note_region(m->result, op, done, check);
}

static void time_iteration(micro *m) {
    if (!wants(m, OP_ITERATE)) return;
    double total = 0;
    size_t runs = 0;
    uint64_t check = 0;
    do {
        double start = region_start();
        check = m->job->ops->iterate();
        total += region_stop(start);
        runs++;
    } while (total < ENOUGH_NS && !m->job->once);
    note_region(m->result, OP_ITERATE, runs * m->job->n, check);
}

/* Erases an element picked at random, inserts one that was not there, at least a million times. */
static void time_churn(micro *m) {
    if (!wants(m, OP_CHURN)) return;
    const bench_job *job = m->job;
    size_t n = job->n, pairs = job->once ? n : between(1u << 20, n, 1u << 22);
    random_source random = random_for(job, 5);
    key_array leaving = new_keys(job, pairs), coming = new_keys(job, pairs);
    /* The elements, and where the order has few keys, all others: fresh keys would soon be used up. */
    size_t all = job->order == TOP16 ? bench_order_limit(TOP16) : n;
    uint64_t fresh = 2 * (uint64_t)n;
    uint64_t *live = map_pages(all * sizeof *live);
    for (size_t i = 0; i < all; i++) live[i] = i;
    for (size_t i = 0; i < pairs; i++) {
        uint64_t *one = &live[random_below(&random, n)];
        set_key(&leaving, i, key_number(&m->maker, *one));
        if (all > n) {
            swap_numbers(one, &live[n + random_below(&random, all - n)]);
        } else {
            *one = fresh++;
        }
        set_key(&coming, i, key_number(&m->maker, *one));
    }
    fill(m, 0);
    stream_of(&m->stream, &leaving, 0, pairs);
    m->stream.array.others = keys_at(&coming, 0);
    double start = region_start();
    uint64_t erased = job->ops->churn(&m->stream);
    region_stop(start);
    uint64_t check = erased ^ contents(job);
    job->ops->close();
    note_region(m->result, OP_CHURN, 2 * pairs, check);
}

static void measure_micro(const bench_job *job, bench_result *result) {
    static micro m;
    size_t n = job->n;
#ifdef __GLIBC__
    if (!job->once) {
        /* A heap that never gives pages back: after the first run nothing faults, whatever the table's block sizes. */
        mallopt(M_MMAP_THRESHOLD, 1 << 30);
        mallopt(M_TRIM_THRESHOLD, -1);
        mallopt(M_MMAP_MAX, 0);
    }
#endif
    micro_start(&m, job, result, false);
    time_whole(&m, OP_GROW, STEP_INSERT, 0);
    time_whole(&m, OP_RESERVED, STEP_INSERT, n);
    time_whole(&m, OP_PUT_MANY, STEP_PUT_MANY, 0);
    time_whole(&m, OP_PUT_MANY_RESERVED, STEP_PUT_MANY, n);
    if (wants(&m, OP_HIT) || wants(&m, OP_MISS) || wants(&m, OP_DEPENDENT) || wants(&m, OP_ITERATE) ||
        wants(&m, OP_GET_MANY_HIT) || wants(&m, OP_GET_MANY_MISS)) {
        key_array queries = new_keys(job, job->once ? n : between(1u << 20, 4 * n, is_text(job) ? 1u << 21 : 1u << 22));
        fill(&m, 0);
        time_lookups(&m, OP_HIT, job->ops->find, &queries, true);
        time_lookups(&m, OP_DEPENDENT, job->ops->find_dependent, &queries, true);
        time_lookups(&m, OP_GET_MANY_HIT, job->ops->get_many, &queries, true);
        time_lookups(&m, OP_MISS, job->ops->find, &queries, false);
        time_lookups(&m, OP_GET_MANY_MISS, job->ops->get_many, &queries, false);
        time_iteration(&m);
        job->ops->close();
    }
    time_churn(&m);
    if (wants(&m, OP_ERASE)) shuffle_slices(&m);
    time_whole(&m, OP_ERASE, STEP_ERASE, 0);
    time_whole(&m, OP_DESTROY, STEP_CLOSE, 0);
    unmap_all_pages();
}

static void measure_grow_cold(const bench_job *job, bench_result *result) {
    static micro m;
    micro_start(&m, job, result, true);
    job->ops->open(0);
    bench_stream *stream = slice(&m, &m.pool, 0);
    level_pages(job);
    double start = region_start();
    job->ops->insert(stream);
    region_stop(start);
    note_region(result, OP_GROW_COLD, job->n, job->ops->size());
}

static int compare_ticks(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Eight buckets to a doubling: bucket b starts at 2^(b/8) ns. */
static size_t latency_bucket(double ns) {
    double place = ns > 1 ? 8 * log2(ns) : 0;
    return place < LATENCY_BUCKETS - 1 ? (size_t)place : LATENCY_BUCKETS - 1;
}

static void measure_latency(const bench_job *job, bench_result *result) {
    static micro m;
    size_t n = job->n;
    micro_start(&m, job, result, true);
    uint32_t *ticks = map_pages(n * sizeof *ticks);
    job->ops->open(0);
    bench_stream *stream = slice(&m, &m.pool, 0);
    uint64_t first_tick = bench_ticks();
    double start = region_start();
    job->ops->insert_ticks(stream, ticks);
    double ns_per_tick = region_stop(start) / (double)(bench_ticks() - first_tick);
    qsort(ticks, n, sizeof *ticks, compare_ticks);
    for (size_t i = 0; i < n; i++) result->latency[latency_bucket(ticks[i] * ns_per_tick)]++;
    static const struct {
        bench_op op;
        double share;
    } points[] = {{OP_P50, 0.5}, {OP_P99, 0.99}, {OP_P9999, 0.9999}, {OP_MAX, 1}};
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        size_t place = (size_t)(points[i].share * (double)(n - 1));
        note(result, points[i].op, ticks[place] * ns_per_tick, job->ops->size());
    }
}

/* Sizes at which bytes are looked at: a twenty-fourth more each time up to n/2, then steps of n/512. */
static size_t next_sample(size_t done, size_t n) {
    size_t next = done < n / 2 ? done + done / 24 + 1 : done + n / 512 + 1;
    if (done < n / 2 && next > n / 2) next = n / 2;
    return next < n ? next : n;
}

static void sample_memory(bench_result *result, size_t elements, size_t peak) {
    bench_memory_point *last = &result->memory[result->memory_points];
    *last = (bench_memory_point){elements, bench_heap_live(), peak};
    result->memory_points++;
}

static void measure_memory(const bench_job *job, bench_result *result) {
    static micro m;
    size_t n = job->n, samples = 0, peak = 0;
    double sum = 0;
    if (!bench_heap_counts()) return;
    micro_start(&m, job, result, true);
    job->ops->open(0);
    bench_heap_start();
    for (size_t done = 0, next = n < 32 ? n : 16; done < n; done = next, next = next_sample(done, n)) {
        job->ops->insert(stream_of(&m.stream, &m.pool, done, next - done));
        size_t highest = bench_heap_peak_since();
        if (highest > peak) peak = highest;
        if (result->memory_points < MEMORY_POINTS) sample_memory(result, next, highest);
        if (next < n / 2) continue;
        sum += (double)bench_heap_live() / (double)next;
        samples++;
    }
    bench_heap_stop();
    note(result, OP_BYTES, (double)bench_heap_live() / (double)n, job->ops->size());
    note(result, OP_BYTES_MEAN, sum / (double)samples, job->ops->size());
    note(result, OP_BYTES_PEAK, (double)peak / (double)n, job->ops->size());
}

/* ---- Running ---- */

typedef void measurement(const bench_job *job, bench_result *result);

static void measure_load_factor(const bench_job *job, bench_result *result) { measure_inserts(job, 16, result); }
static void measure_distribution(const bench_job *job, bench_result *result) { measure_inserts(job, job->n, result); }

static double wall_ns, cpu_ns;

double bench_core_share(void) { return wall_ns > 0 && cpu_ns < wall_ns ? cpu_ns / wall_ns : 1; }

static void note_core_use(double wall, const struct rusage *used) {
    wall_ns += wall;
    cpu_ns += (double)(used->ru_utime.tv_sec + used->ru_stime.tv_sec) * 1e9;
    cpu_ns += (double)(used->ru_utime.tv_usec + used->ru_stime.tv_usec) * 1e3;
}

static bool run_in_child(measurement *measure, const bench_job *job, bench_result *result, char *error, size_t size) {
    int ends[2];
    if (pipe(ends) != 0) {
        snprintf(error, size, "no pipe: %s", strerror(errno));
        return false;
    }
    fflush(NULL);
    double started = now_ns();
    pid_t child = fork();
    if (child < 0) {
        snprintf(error, size, "no child process: %s", strerror(errno));
        close(ends[0]);
        close(ends[1]);
        return false;
    }
    if (child == 0) {
        close(ends[0]);
        measure(job, result);
        _exit(write(ends[1], result, sizeof *result) == (ssize_t)sizeof *result ? 0 : 1);
    }
    close(ends[1]);
    size_t got = 0;
    for (ssize_t part; got < sizeof *result; got += (size_t)part) {
        part = read(ends[0], (char *)result + got, sizeof *result - got);
        if (part < 0 && errno == EINTR)
            part = 0;
        else if (part <= 0)
            break;
    }
    close(ends[0]);
    int status = 0;
    struct rusage used;
    while (wait4(child, &status, 0, &used) < 0 && errno == EINTR) continue;
    note_core_use(now_ns() - started, &used);
    if (WIFSIGNALED(status)) {
        snprintf(error, size, "the measurement was ended by signal %d (%s)%s", WTERMSIG(status),
                 strsignal(WTERMSIG(status)), WTERMSIG(status) == 9 ? ", perhaps for want of memory" : "");
        return false;
    }
    if (got != sizeof *result || WEXITSTATUS(status) != 0) {
        snprintf(error, size, "the measurement failed with status %d", WEXITSTATUS(status));
        return false;
    }
    return true;
}

static int compare_doubles(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* A growth of a few thousand keys in a fresh process is over in microseconds: the median of several processes. */
static bool run_grow_cold(const bench_job *job, bench_result *result, char *error, size_t size) {
    double values[9] = {0};
    size_t runs = job->n <= 20000 ? sizeof values / sizeof *values : 1;
    for (size_t i = 0; i < runs; i++) {
        if (!run_in_child(measure_grow_cold, job, result, error, size)) return false;
        values[i] = result->value[OP_GROW_COLD];
    }
    qsort(values, runs, sizeof *values, compare_doubles);
    result->value[OP_GROW_COLD] = values[runs / 2];
    return true;
}

#define BIT(op) (1u << (op))
#define COLD_OPS BIT(OP_GROW_COLD)
#define LATENCY_OPS (BIT(OP_P50) | BIT(OP_P99) | BIT(OP_P9999) | BIT(OP_MAX))
#define MEMORY_OPS (BIT(OP_BYTES) | BIT(OP_BYTES_MEAN) | BIT(OP_BYTES_PEAK))
#define WARM_OPS (~(BIT(OP_TIME) | COLD_OPS | LATENCY_OPS | MEMORY_OPS) & (BIT(OPS) - 1))

bool bench_run(const bench_job *job, bench_result *result, char *error, size_t size) {
    static measurement *const study[WORKLOADS] = {measure_load_factor, measure_distribution, measure_mix, NULL,
                                                  measure_words};
    memset(result, 0, sizeof *result);
    counts_regions = job->counters;
    if (study[job->workload] != NULL) {
        if (!job->once || !job->alone) return run_in_child(study[job->workload], job, result, error, size);
        study[job->workload](job, result);
        return true;
    }
    if ((job->wanted & WARM_OPS) != 0) {
        if (job->once && job->alone) {
            measure_micro(job, result);
        } else if (!run_in_child(measure_micro, job, result, error, size)) {
            return false;
        }
    }
    if ((job->wanted & COLD_OPS) != 0 && !run_grow_cold(job, result, error, size)) return false;
    if ((job->wanted & LATENCY_OPS) != 0 && !run_in_child(measure_latency, job, result, error, size)) return false;
    if ((job->wanted & MEMORY_OPS) != 0 && job->memory && !run_in_child(measure_memory, job, result, error, size)) {
        return false;
    }
    return true;
}
