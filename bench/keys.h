/* keys.h: orders of keys, texts, and the streams that hand them to the timed loops (bench_next in bench.h). */
#ifndef BENCH_KEYS_H
#define BENCH_KEYS_H

#include "names.h"

/* ---- Random numbers ---- */

typedef struct {
    uint64_t counter;
} bench_random;

/* Streams of one seed that must not run in step have purposes of their own. */
bench_random bench_random_for(uint64_t seed, uint64_t purpose);
uint64_t bench_random_below(bench_random *random, uint64_t n);

/* ---- Orders: the key of number i. Numbers from n on are further keys, which a table of the first n has not. ---- */

typedef struct {
    bench_order order;
    uint64_t n, offset;
    uint64_t prime, reciprocal; /* SHUFFLED */
} bench_key_maker;

bench_key_maker bench_keys(bench_order order, uint64_t n, uint64_t seed);
uint64_t bench_key(const bench_key_maker *maker, uint64_t i);

/* ---- Pages for keys, mapped apart from the heap under test ---- */

void *bench_map_pages(size_t size);
void bench_unmap_all_pages(void);

/* ---- Arrays of keys, made before anything is timed ---- */

typedef struct {
    uint64_t *numbers; /* one of the three, by kind */
    const char **pointers;
    bench_view *views;
    char *texts;
    size_t count, text_size;
} bench_key_array;

bench_key_array bench_new_keys(bench_kind kind, size_t count);
/* The key of that number becomes the one at `place`; its text, if it is one, the one at `text_place`. */
void bench_set_key_text(bench_key_array *array, size_t place, size_t text_place, uint64_t number);
static inline void bench_set_key(bench_key_array *array, size_t place, uint64_t number) {
    bench_set_key_text(array, place, place, number);
}
const void *bench_keys_at(const bench_key_array *array, size_t place);

/* ---- A text as words: a length byte, the word, and a NUL, one after another ---- */

typedef struct {
    char *bytes;
    size_t length, words;
} bench_text;

bool bench_text_load(bench_text *text, const char *file); /* false: it cannot be read, or has no word in it */

/* ---- Streams ---- */

enum {
    BENCH_BLOCK_NUMBERS = 256, /* 2 KiB of L1 */
    BENCH_BLOCK_TEXTS = 64,    /* the same, and the pointers */
    BENCH_TEXT_SIZE = 32,      /* "key_", up to 20 digits, NUL; one text never lies on two lines */
    BENCH_LONG_TEXT_SIZE = 64
};

struct bench_stream {
    enum { ARRAY, MADE, MIXED, TEXT_WORDS } source;
    bool text;
    bench_block array;     /* ARRAY; an empty one when it was handed out */
    bench_key_maker maker; /* MADE, MIXED */
    uint64_t at, end;
    bench_random random; /* MIXED */
    uint64_t reads, writes;
    const char *word, *words_end; /* TEXT_WORDS */
    uint64_t numbers[BENCH_BLOCK_NUMBERS];
    const char *pointers[BENCH_BLOCK_TEXTS];
    uint8_t ops[BENCH_BLOCK_NUMBERS];
    _Alignas(64) char texts[BENCH_BLOCK_TEXTS][BENCH_TEXT_SIZE];
};

/* Part of an array, as one block. */
bench_stream *bench_stream_array(bench_stream *stream, const bench_key_array *array, size_t from, size_t count);
/* The first n keys of an order, made block by block. */
void bench_stream_made(bench_stream *stream, bench_kind kind, bench_key_maker maker);
/* n operations on keys picked at random among those of bench_stream_made, which comes first. */
void bench_stream_mixed(bench_stream *stream, size_t n, bench_mix mix, bench_random random);
void bench_stream_words(bench_stream *stream, const bench_text *text);

#endif
