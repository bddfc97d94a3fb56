/* keys.c: see keys.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "keys.h"
#include <stdlib.h>
#include <sys/mman.h>

char bench_value_text[BENCH_VALUE_LENGTH + 1] =
    "a value of one hundred characters, the first eight of which tell it from"
    " the values of other keys   ";

/* ---- Random numbers ---- */

__extension__ typedef unsigned __int128 u128;

static uint64_t multiply_high(uint64_t a, uint64_t b) { return (uint64_t)(((u128)a * b) >> 64); }

/* splitmix64: a bijection of its counter, so that distinct counters give distinct numbers. */
static uint64_t mix(uint64_t counter) {
    uint64_t z = counter * 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

bench_random bench_random_for(uint64_t seed, uint64_t purpose) { return (bench_random){mix(seed ^ mix(purpose + 1))}; }
uint64_t bench_random_below(bench_random *random, uint64_t n) { return multiply_high(mix(random->counter++), n); }

/* ---- Orders ---- */

static bool is_prime(uint64_t n) {
    for (uint64_t d = 2; d * d <= n; d++) {
        if (n % d == 0) return false;
    }
    return n > 1;
}

bench_key_maker bench_keys(bench_order order, uint64_t n, uint64_t seed) {
    bench_key_maker maker = {.order = order, .n = n, .offset = mix(seed)};
    if (order == SHUFFLED) {
        maker.offset %= n;
        maker.prime = n;
        while (maker.prime % 3 != 2 || !is_prime(maker.prime)) maker.prime++;
        maker.reciprocal = UINT64_MAX / maker.prime;
    }
    return maker;
}

static uint64_t times_modulo(const bench_key_maker *maker, uint64_t a, uint64_t b) {
    uint64_t product = a * b;
    uint64_t rest = product - multiply_high(product, maker->reciprocal) * maker->prime;
    while (rest >= maker->prime) rest -= maker->prime;
    return rest;
}

/* x -> x^3 is a permutation modulo a prime p with p % 3 = 2. The few results from n to p - 1 go round again. So an
 * order without pattern comes at a few nanoseconds a key, without the memory traffic of a list. */
static uint64_t scatter(const bench_key_maker *maker, uint64_t i) {
    uint64_t x = i + maker->offset;
    if (x >= maker->n) x -= maker->n;
    do {
        x = times_modulo(maker, times_modulo(maker, x, x), x);
    } while (x >= maker->n);
    return x;
}

uint64_t bench_key(const bench_key_maker *maker, uint64_t i) {
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
    case SEQUENTIAL: return i;
    }
    return i;
}

/* ---- Texts ---- */

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

/* 16 to 64 bytes, evenly spread, without a NUL: those that write_text makes, and filling. */
static size_t write_long_text(char *to, uint64_t number) {
    char text[BENCH_TEXT_SIZE];
    size_t length = 16 + mix(number) % 49, made = write_text(text, number);
    memset(to, '.', length);
    memcpy(to, text, made < length ? made : length);
    return length;
}

/* ---- Pages, and arrays of keys ---- */

static struct {
    void *start;
    size_t size;
} mappings[32]; /* no list on the heap, which is under test */
static size_t mapping_count;

void *bench_map_pages(size_t size) {
    if (mapping_count == sizeof mappings / sizeof *mappings) bench_die("keys.c maps more arrays than it has room for");
    void *start = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (start == MAP_FAILED) bench_die("out of memory for keys");
    mappings[mapping_count].start = start;
    mappings[mapping_count++].size = size;
    return start;
}

void bench_unmap_all_pages(void) {
    while (mapping_count > 0) {
        mapping_count--;
        munmap(mappings[mapping_count].start, mappings[mapping_count].size);
    }
}

static bool is_text(bench_kind kind) { return kind != BENCH_U64; }
static bool is_view(bench_kind kind) { return kind == BENCH_OWNED || kind == BENCH_OWNED_LONG; }

bench_key_array bench_new_keys(bench_kind kind, size_t count) {
    bench_key_array array = {.count = count};
    if (is_text(kind)) {
        array.text_size = kind == BENCH_OWNED_LONG ? BENCH_LONG_TEXT_SIZE : BENCH_TEXT_SIZE;
        array.texts = bench_map_pages(count * array.text_size);
        if (is_view(kind)) {
            array.views = bench_map_pages(count * sizeof *array.views);
        } else {
            array.pointers = bench_map_pages(count * sizeof *array.pointers);
        }
    } else {
        array.numbers = bench_map_pages(count * sizeof *array.numbers);
    }
    return array;
}

void bench_set_key_text(bench_key_array *array, size_t place, size_t text_place, uint64_t number) {
    char *text = array->texts != NULL ? array->texts + text_place * array->text_size : NULL;
    if (array->views != NULL) {
        bool is_long = array->text_size == BENCH_LONG_TEXT_SIZE;
        array->views[place] = (bench_view){text, is_long ? write_long_text(text, number) : write_text(text, number)};
    } else if (array->texts != NULL) {
        write_text(text, number);
        array->pointers[place] = text;
    } else {
        array->numbers[place] = number;
    }
}

const void *bench_keys_at(const bench_key_array *array, size_t place) {
    if (array->views != NULL) return array->views + place;
    return array->texts != NULL ? (const void *)(array->pointers + place) : (const void *)(array->numbers + place);
}

/* ---- Words ---- */

static bool is_word_byte(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 128;
}

bool bench_text_load(bench_text *text, const char *file) {
    *text = (bench_text){0};
    size_t length;
    char *bytes = bench_read_file(file, &length);
    if (bytes == NULL) return false;
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

/* ---- Streams ---- */

bench_stream *bench_stream_array(bench_stream *stream, const bench_key_array *array, size_t from, size_t count) {
    stream->source = ARRAY;
    stream->array = (bench_block){.keys = bench_keys_at(array, from), .count = count};
    return stream;
}

void bench_stream_made(bench_stream *stream, bench_kind kind, bench_key_maker maker) {
    stream->source = MADE;
    stream->text = is_text(kind);
    stream->maker = maker;
    stream->at = 0;
    stream->end = maker.n;
}

void bench_stream_mixed(bench_stream *stream, size_t n, bench_mix mix_of, bench_random random) {
    stream->source = MIXED;
    stream->at = 0;
    stream->end = n;
    stream->random = random;
    stream->reads = bench_mixes[mix_of].reads;
    stream->writes = bench_mixes[mix_of].writes;
}

void bench_stream_words(bench_stream *stream, const bench_text *text) {
    stream->source = TEXT_WORDS;
    stream->text = true;
    stream->word = text->bytes;
    stream->words_end = text->bytes + text->length;
}

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
    while (count < BENCH_BLOCK_TEXTS && stream->word < stream->words_end) {
        stream->pointers[count++] = stream->word + 1;
        stream->word += (unsigned char)*stream->word + 2;
    }
    return count;
}

static size_t next_made(bench_stream *stream) {
    size_t most = stream->text ? BENCH_BLOCK_TEXTS : BENCH_BLOCK_NUMBERS;
    size_t count = stream->end - stream->at < most ? (size_t)(stream->end - stream->at) : most;
    for (size_t i = 0; i < count; i++) set_block_key(stream, i, bench_key(&stream->maker, stream->at + i));
    return count;
}

static size_t next_mixed(bench_stream *stream) {
    size_t most = stream->text ? BENCH_BLOCK_TEXTS : BENCH_BLOCK_NUMBERS;
    size_t count = stream->end - stream->at < most ? (size_t)(stream->end - stream->at) : most;
    for (size_t i = 0; i < count; i++) {
        uint64_t percent = bench_random_below(&stream->random, 100);
        stream->ops[i] = percent < stream->reads                    ? BENCH_READ
                         : percent < stream->reads + stream->writes ? BENCH_WRITE
                                                                    : BENCH_DELETE;
        set_block_key(stream, i, bench_key(&stream->maker, bench_random_below(&stream->random, stream->maker.n)));
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
    case TEXT_WORDS: block->count = next_words(stream); break;
    case ARRAY: break;
    }
    stream->at += block->count;
    return block->count != 0;
}
