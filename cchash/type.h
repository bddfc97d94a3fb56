/* cchash/type.h: the constant descriptor of a generated type, and what engines do with an entry.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TYPE_H
#define CCHASH_PRIV_TYPE_H

#include "hash.h"

#include "macros_off.h"

/* ---- The descriptor of a type ------------------------------------------------------------------------------------
 * A static const object for each generated type. All engine functions take a pointer to it; optimised builds fold all
 * of it into the code. Function pointers that a type does not use are NULL. */
typedef struct cchash_priv_type {
    size_t entry_size, entry_align;
    size_t key_offset, key_size;
    size_t query_size;               /* of the key that a lookup passes: key_size, unless that is of another type */
    size_t value_offset, value_size; /* a set has value_size 0 */
    size_t scratch_size;             /* of key and value together, as cchash_priv_value reads them */
    size_t hash_offset;              /* of the cached hash; meaningful if cached_hash */
    size_t spare_offset;             /* of a byte with bits that keys leave to the table, as cchash_str does */
    unsigned spare_bit;              /* the highest of them; 0: none */
    size_t load_num, load_den;       /* 0, 0: the layout's own limit */
    bool good_hash, seeded_hash, cached_hash, malloc_nodes;
    bool split;        /* an entry has no value: values lie in an array of their own */
    bool tight;        /* compact: sizes between the powers of two, too */
    bool from_malloc;  /* arrays come from malloc, so that realloc may extend them */
    bool hash_returns; /* `hash` is the library's, or not called for stored keys: it never leaves by a jump */
    bool hashes_text;  /* a key begins with the address of what `hash` reads */
    bool premixed;     /* all hashes are mixed already: those that are passed, and those of `hash` and `query_hash` */
    uint64_t (*hash)(const void *stored, uint64_t seed);
    uint64_t (*query_hash)(const void *query, uint64_t seed);
    bool (*equal)(const void *stored, const void *query);
    bool (*key_copy)(void *to, const void *query);
    bool (*value_copy)(void *to, const void *from);
    void (*key_free)(void *key);
    void (*value_free)(void *value);
    void *(*allocate)(const void *map, size_t size, size_t align);
    void *(*allocate_zeroed)(const void *map, size_t size, size_t align);
    void (*release)(const void *map, void *block, size_t size, size_t align);
    /* Parts of the engine that are compiled out of line, once for this type. */
    bool (*rehash)(void *table, size_t capacity);
    void (*maintain)(void *table);
    /* Compact only. */
    size_t (*displace)(void *table, size_t first);
    void (*transfer)(void *to, const void *from, size_t slot);
    void *(*find_slow)(const void *table, uint64_t hash, const void *key);
    bool (*remove_slow)(void *table, uint64_t hash, const void *key, void *key_out, void *value_out);
    void *(*insert_slow)(void *table, uint64_t hash);
} cchash_priv_type;

CCHASH_PRIV_INLINE void *cchash_priv_key(const cchash_priv_type *type, const void *entry) {
    return (unsigned char *)(uintptr_t)entry + type->key_offset;
}
/* The value beside a key: in scratch space, and in an entry unless the map is split. */
CCHASH_PRIV_INLINE void *cchash_priv_value(const cchash_priv_type *type, const void *entry) {
    return (unsigned char *)(uintptr_t)entry + type->value_offset;
}

/* Prefetches the text that the hash of an entry is made from. */
CCHASH_PRIV_INLINE void cchash_priv_prefetch_text(const cchash_priv_type *type, const void *entry) {
    const char *text;
    memcpy(&text, cchash_priv_key(type, entry), sizeof text);
    CCHASH_PRIV_PREFETCH(text);
}

/* The user's hash of an entry's key: the one that the entry keeps, or made again. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_entry_hash(const cchash_priv_type *type, const void *entry, uint64_t seed) {
    uint64_t hash;
    if (!type->cached_hash) return type->hash(cchash_priv_key(type, entry), seed);
    memcpy(&hash, (const unsigned char *)entry + type->hash_offset, sizeof hash);
    return hash;
}

/* Is this the entry of that key? With cached hashes, keys are compared only if all 64 bits agree. */
CCHASH_PRIV_INLINE bool cchash_priv_is_key(const cchash_priv_type *type, const void *entry, uint64_t hash,
                                           const void *key) {
    if (type->cached_hash && cchash_priv_entry_hash(type, entry, 0) != hash) return false;
    return type->equal(cchash_priv_key(type, entry), key);
}

/* How many elements fit into `slots` by the load limit num/den, at least 1. Integers only. */
CCHASH_PRIV_INLINE size_t cchash_priv_limit(size_t slots, size_t num, size_t den) {
    size_t limit = slots / den * num + slots % den * num / den;
    return limit < 1 ? 1 : limit;
}

/* A summary of a table while its elements are popped: a bit for each block of slots or buckets, 1 if there may be
 * something in it. Above these bits lie others, one for each word of them, and so on up to a single word, so that a few
 * steps find the first block that is not empty. */
CCHASH_PRIV_INLINE size_t cchash_priv_summary_words(size_t blocks) {
    size_t words = 0;
    do {
        blocks = (blocks + 63) / 64;
        words += blocks;
    } while (blocks > 1);
    return words;
}

CCHASH_PRIV_STATIC void cchash_priv_summary_fill(uint64_t *summary, size_t blocks) {
    for (size_t words = 0; words != 1; summary += words, blocks = words) {
        words = (blocks + 63) / 64;
        memset(summary, 0xff, words * sizeof *summary);
        if (blocks % 64) summary[words - 1] = (UINT64_C(1) << blocks % 64) - 1;
    }
}

CCHASH_PRIV_STATIC void cchash_priv_summary_add(uint64_t *summary, size_t blocks, size_t block) {
    for (;;) {
        const size_t words = (blocks + 63) / 64;
        const uint64_t before = summary[block / 64];
        summary[block / 64] |= UINT64_C(1) << block % 64;
        if (before || words == 1) return; /* the bits above are set already */
        summary += words, blocks = words, block /= 64;
    }
}

CCHASH_PRIV_STATIC void cchash_priv_summary_drop(uint64_t *summary, size_t blocks, size_t block) {
    for (;;) {
        const size_t words = (blocks + 63) / 64;
        summary[block / 64] &= ~(UINT64_C(1) << block % 64);
        if (summary[block / 64] || words == 1) return;
        summary += words, blocks = words, block /= 64;
    }
}

/* The first block whose bit is set; SIZE_MAX: none is. */
CCHASH_PRIV_STATIC size_t cchash_priv_summary_first(const uint64_t *summary, size_t blocks) {
    size_t starts[12], level = 0, word = 0;
    starts[0] = 0;
    for (size_t words = (blocks + 63) / 64; words > 1; words = (words + 63) / 64, level++)
        starts[level + 1] = starts[level] + words;
    for (;; level--) {
        const uint64_t bits = summary[starts[level] + word];
        if (!bits) return SIZE_MAX;
        word = word * 64 + cchash_priv_ctz(bits);
        if (!level) return word;
    }
}

CCHASH_PRIV_INLINE void cchash_priv_count_probe(cchash_stats *stats, size_t probe) {
    stats->histogram[probe < CCHASH_STATS_BINS ? probe - 1 : CCHASH_STATS_BINS - 1]++;
    stats->mean_probe += ((double)probe - stats->mean_probe) / (double)++stats->size;
    if (probe > stats->max_probe) stats->max_probe = probe;
}

CCHASH_PRIV_INLINE void cchash_priv_add_bytes(cchash_stats *stats, size_t bytes) { stats->bytes += bytes; }

/* Takes out of a key what is the table's: two bits, and the byte before them. */
CCHASH_PRIV_INLINE void cchash_priv_leave_table(const cchash_priv_type *type, unsigned char *key) {
    unsigned char *spare = key + type->spare_offset - type->key_offset;
    spare[-1] = 0;
    *spare &= (unsigned char)~(type->spare_bit | type->spare_bit >> 2);
}

/* Copies an entry's key and its value, which lies at `held`, to where the pointers say; not where a pointer is NULL. */
CCHASH_PRIV_INLINE void cchash_priv_move_out(const cchash_priv_type *type, const void *entry, const void *held,
                                             void *key, void *value) {
    if (key) memcpy(key, cchash_priv_key(type, entry), type->key_size);
    if (key && type->spare_bit) cchash_priv_leave_table(type, (unsigned char *)key);
    if (value && type->value_size) memcpy(value, held, type->value_size);
}

/* What an engine found out about a removal before it takes place: where the element lies, and what the layout's own
 * erase_prepared needs besides. */
typedef struct cchash_priv_erasure {
    unsigned char *entry;
    size_t slot; /* if there are slots */
    uint64_t detail;
} cchash_priv_erasure;

CCHASH_PRIV_INLINE void cchash_priv_destroy(const cchash_priv_type *type, void *key, void *value) {
    if (type->key_free && key) type->key_free(key);
    if (type->value_free && value) type->value_free(value);
}

/* Does a map live in memory of the caller's? In a buffer: while the map is being made, `seed` is the address of the
 * struct below, which lies at the beginning of the buffer; afterwards nothing can be allocated. Or in an image, which
 * is read-only. */
enum { CCHASH_PRIV_NO_BUFFER, CCHASH_PRIV_BUFFER_OPEN, CCHASH_PRIV_BUFFER_CLOSED, CCHASH_PRIV_READ_ONLY };
typedef struct cchash_priv_buffer {
    uintptr_t next, end;
} cchash_priv_buffer;
CCHASH_PRIV_COLD void *cchash_priv_buffer_take(unsigned buffered, uint64_t seed, size_t size, size_t align) {
    if (buffered != CCHASH_PRIV_BUFFER_OPEN) return NULL;
    cchash_priv_buffer *buffer = (cchash_priv_buffer *)(uintptr_t)seed;
    const uintptr_t start = (buffer->next + (align - 1)) & ~(uintptr_t)(align - 1);
    if (start < buffer->next || start > buffer->end || size > buffer->end - start) return NULL;
    buffer->next = start + size;
    return (void *)start;
}

/* Where a map's seed comes from. */
enum { CCHASH_PRIV_UNSEEDED, CCHASH_PRIV_SEED_DRAWN, CCHASH_PRIV_SEED_GIVEN };

/* Does a table draw another seed when it is rebuilt at another size than double, which hashes all keys again? A smaller
 * copy with the same seed would be merged back in the order of the map's slots, and fill it from one end. Not if the
 * user chose the seed, or has hashes made with it. */
CCHASH_PRIV_INLINE bool cchash_priv_draws_again(const cchash_priv_type *type, unsigned seeded) {
    return seeded == CCHASH_PRIV_SEED_DRAWN && !type->seeded_hash;
}

/* Debug builds count the changes of a table. Iterators remember the count, and code that runs callbacks compares it. */
#ifdef CCHASH_DEBUG
#define CCHASH_PRIV_DEBUG_FIELD size_t generation;
#define CCHASH_PRIV_TABLE_CHANGED(table_)                                                                              \
    (CCHASH_PRIV_CHECK((table_)->buffered != CCHASH_PRIV_READ_ONLY,                                                    \
                       "a map that lies in an image is to be changed; make a clone, which may"),                       \
     (void)(table_)->generation++)
#define CCHASH_PRIV_ITER_SYNC(iter_, table_) ((void)((iter_)->generation = (table_)->generation))
#define CCHASH_PRIV_ITER_CHECK(iter_, table_)                                                                          \
    CCHASH_PRIV_CHECK((iter_)->generation == (table_)->generation,                                                     \
                      "a stale iterator was used: its map has changed since, perhaps in a callback; what removes an "  \
                      "element in a loop over all is the function ending in _remove_at")
#define CCHASH_PRIV_ITER_RESET(iter_) ((void)((iter_)->key = NULL))
#define CCHASH_PRIV_CHECK_STORED(cond_)                                                                                \
    CCHASH_PRIV_CHECK(cond_, "a key in the map no longer has the hash that it was stored with: have its bytes "        \
                             "changed?")
#define CCHASH_PRIV_CHECK_HASH(table_, type_, hash_, key_)                                                             \
    CCHASH_PRIV_CHECK((type_)->query_hash(key_, (table_)->seed) == (hash_),                                            \
                      "a function ending in _hashed was given a hash that is not that of its key")
#define CCHASH_PRIV_CALLBACK(table_, call_)                                                                            \
    do {                                                                                                               \
        size_t cchash_generation_ = (table_)->generation;                                                              \
        call_;                                                                                                         \
        CCHASH_PRIV_CHECK(cchash_generation_ == (table_)->generation,                                                  \
                          "a callback changed the map that had called it");                                            \
    } while (0)
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_LINK_NAME(function_) CCHASH_PRIV_LINK_NAME_(__USER_LABEL_PREFIX__, function_)
#define CCHASH_PRIV_LINK_NAME_(prefix_, function_) CCHASH_PRIV_LINK_NAME__(prefix_, function_)
#define CCHASH_PRIV_LINK_NAME__(prefix_, function_) __asm__(#prefix_ #function_ "_cchash_debug")
#else
#define CCHASH_PRIV_LINK_NAME(function_)
#if defined(_MSC_VER)
#pragma detect_mismatch("CCHASH_DEBUG", "1")
#endif
#endif
#else
#if defined(_MSC_VER)
#pragma detect_mismatch("CCHASH_DEBUG", "0")
#endif
#define CCHASH_PRIV_DEBUG_FIELD
#define CCHASH_PRIV_TABLE_CHANGED(table_) ((void)0)
#define CCHASH_PRIV_ITER_SYNC(iter_, table_) ((void)0)
#define CCHASH_PRIV_ITER_CHECK(iter_, table_) ((void)0)
#define CCHASH_PRIV_ITER_RESET(iter_) ((void)0)
#define CCHASH_PRIV_CHECK_STORED(cond_) ((void)0)
#define CCHASH_PRIV_CHECK_HASH(table_, type_, hash_, key_) ((void)0)
#define CCHASH_PRIV_CALLBACK(table_, call_)                                                                            \
    do {                                                                                                               \
        call_;                                                                                                         \
    } while (0)
#define CCHASH_PRIV_LINK_NAME(function_)
#endif

/* The key's part of the next function. If it fails, a copy of the value that has been made is destroyed. */
CCHASH_PRIV_INLINE bool cchash_priv_copy_key_in(const cchash_priv_type *type, void *to, const void *key,
                                                bool value_copied) {
    if (!type->key_copy) {
        memcpy(cchash_priv_key(type, to), key, type->key_size);
        return true;
    }
    memset(cchash_priv_key(type, to), 0, type->key_size);
    if (type->key_copy(cchash_priv_key(type, to), key)) return true;
    if (value_copied && type->value_free) type->value_free(cchash_priv_value(type, to));
    return false;
}

/* Makes the copies that an owning map stores, before there is a slot for them, because a copier may fail or jump out;
 * false: it failed. `to` has the form of an entry. A value of NULL stands for a zeroed one. Copiers find their target
 * zeroed: it may itself be a map, and the copier its clone. */
CCHASH_PRIV_INLINE bool cchash_priv_copy_in(const cchash_priv_type *type, void *to, const void *key,
                                            const void *value) {
    if (value && type->value_copy) memset(cchash_priv_value(type, to), 0, type->value_size);
    if (!value) {
        if (type->value_size) memset(cchash_priv_value(type, to), 0, type->value_size);
    } else if (!type->value_copy) {
        memcpy(cchash_priv_value(type, to), value, type->value_size);
    } else if (!type->value_copy(cchash_priv_value(type, to), value)) {
        return false;
    }
    return cchash_priv_copy_key_in(type, to, key, value && type->value_copy);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------
 * An iterator of name_at_position goes through the table in the order of the highest bits of the mixed hashes, its
 * grains, which do not depend on where elements lie, so that its position can be kept as a number while elements move.
 * Of the few elements that share a grain, it takes one after the other as they lie in their home. In the compact
 * layout, an element that lies beyond its home window cannot be found by its home; such elements come first, in the
 * order of their slots. */
enum {
    CCHASH_PRIV_SCAN_OVERFLOWED,       /* of the compact layout */
    CCHASH_PRIV_SCAN_HOMES,            /* in the order of the mixed hashes */
    CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN, /* after growth, which may have moved others there */
    CCHASH_PRIV_SCAN_END,
    /* In numbers: */
    CCHASH_PRIV_SCAN_WALK = CCHASH_PRIV_SCAN_HOMES, /* how far an iterator of name_begin or name_find has come */
    CCHASH_PRIV_SCAN_TIE = CCHASH_PRIV_SCAN_END     /* between two elements of a grain */
};

typedef struct cchash_priv_scan {
    void (*next)(void *iter); /* NULL: not a scan; then nothing else here is set */
    void *entry;              /* the current one; NULL: none */
    uint64_t cursor;          /* homes: the mixed hash of the last element; otherwise the next slot */
    size_t left; /* homes: how many places of the last element's home come after it; SIZE_MAX: no element */
    uint8_t phase;
    bool grown; /* since the home phase began */
} cchash_priv_scan;

/* The places of a home, one after the other: `left` come after this one. At first `left` is SIZE_MAX. An element that
 * is moved within its home by an insertion or a removal is not moved from a place still to come to one before. */
typedef struct cchash_priv_home_place {
    size_t left;
    void *entry;
    uint32_t pending; /* compact: a mask of the occupied places still to come */
} cchash_priv_home_place;

/* Tight tables have m * 2^n homes, where m is 2 or 3. Their `shift` has m in the upper two bits and 62 - n below. */
enum { CCHASH_PRIV_SHIFT_BITS = 6, CCHASH_PRIV_SHIFT_MASK = 63, CCHASH_PRIV_HOME_PLACES = 16 };
CCHASH_PRIV_INLINE size_t cchash_priv_tight_home(unsigned shift, uint64_t mixed) {
    return (size_t)((mixed >> 2) * (shift >> CCHASH_PRIV_SHIFT_BITS) >> (shift & CCHASH_PRIV_SHIFT_MASK));
}
CCHASH_PRIV_INLINE size_t cchash_priv_tight_homes(unsigned shift) {
    return (size_t)(shift >> CCHASH_PRIV_SHIFT_BITS) << (62 - (shift & CCHASH_PRIV_SHIFT_MASK));
}
CCHASH_PRIV_INLINE uint8_t cchash_priv_tight_shift(size_t homes) {
    const unsigned m = homes & (homes - 1) ? 3 : 2, n = cchash_priv_ctz(homes / m);
    return (uint8_t)(m << CCHASH_PRIV_SHIFT_BITS | (62 - n));
}

/* The home of a mixed hash, and how many homes there are. A shift of 64: one home. */
CCHASH_PRIV_INLINE size_t cchash_priv_home(const cchash_priv_type *type, unsigned shift, uint64_t mixed) {
    if (type->tight) return cchash_priv_tight_home(shift, mixed);
    return shift < 64 ? (size_t)(mixed >> shift) : 0;
}
CCHASH_PRIV_INLINE size_t cchash_priv_homes(const cchash_priv_type *type, unsigned shift) {
    if (type->tight) return cchash_priv_tight_homes(shift);
    return shift < 64 ? (size_t)1 << (64 - shift) : 1;
}

/* The numbers: 0 is the start, SIZE_MAX the end. Even: a grain, and the table's log2 of slots in the bits below. Odd:
 * the phase in two bits, that log2, and above them a slot (OVERFLOWED), a place (WALK), or grain and `left` (TIE). Any
 * other number is a mixed hash. */
enum { CCHASH_PRIV_SIZE_BITS = 8 * (int)sizeof(size_t), CCHASH_PRIV_LEFT_BITS = CCHASH_PRIV_SIZE_BITS > 32 ? 12 : 6 };
/* Tight tables have twice as many sizes. Instead of the log2 they write the rank among these sizes. */
CCHASH_PRIV_INLINE unsigned cchash_priv_log_bits(const cchash_priv_type *type) {
    return (CCHASH_PRIV_SIZE_BITS > 32 ? 6u : 5u) + type->tight;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_place_shift(const cchash_priv_type *type) {
    return cchash_priv_log_bits(type) + 3;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_place_bits(const cchash_priv_type *type) {
    return CCHASH_PRIV_SIZE_BITS - cchash_priv_place_shift(type);
}
/* 32 homes have rank 5, 48 have 6, 64 have 7, and so on. */
enum { CCHASH_PRIV_RANK_OFFSET = 5 };
CCHASH_PRIV_INLINE unsigned cchash_priv_tight_rank(unsigned shift) {
    return 2 * (62 - (shift & CCHASH_PRIV_SHIFT_MASK)) + (shift >> CCHASH_PRIV_SHIFT_BITS) - CCHASH_PRIV_RANK_OFFSET;
}

/* How many bits of a mixed hash are a grain: those of the home and some more, but with room for `left` in a number; in
 * the largest tables of a machine of 32 bits, that is little. */
CCHASH_PRIV_INLINE unsigned cchash_priv_grain_bits(const cchash_priv_type *type, unsigned log) {
    if (type->tight) log = (log + CCHASH_PRIV_RANK_OFFSET + 1) / 2;
    const unsigned most = cchash_priv_place_bits(type) - 1, wanted = log + (CCHASH_PRIV_SIZE_BITS > 32 ? 24 : 3);
    const unsigned bits = wanted < most - CCHASH_PRIV_LEFT_BITS ? wanted : most - CCHASH_PRIV_LEFT_BITS;
    return bits > log ? bits : log < most ? log : most;
}
CCHASH_PRIV_INLINE size_t cchash_priv_place_number(const cchash_priv_type *type, size_t place, unsigned log,
                                                   unsigned phase) {
    return place << cchash_priv_place_shift(type) | (size_t)log << 3 | (size_t)phase << 1 | 1;
}
/* `grown`: the table has grown since its home phase began. */
CCHASH_PRIV_INLINE size_t cchash_priv_grain_number(const cchash_priv_type *type, uint64_t mixed, unsigned log,
                                                   bool grown) {
    const unsigned bits = cchash_priv_grain_bits(type, log);
    return (size_t)(mixed >> (64 - bits)) << (CCHASH_PRIV_SIZE_BITS - bits) | (size_t)(grown ? log - 1 : log) << 1;
}
/* Was this number made by grain_number, with `then` in it? The bits between are 0. */
CCHASH_PRIV_INLINE bool cchash_priv_is_grain(const cchash_priv_type *type, size_t number, unsigned then) {
    const size_t below = SIZE_MAX >> cchash_priv_grain_bits(type, then + 1);
    return then >= 2 && (number & below) == (size_t)then << 1;
}
CCHASH_PRIV_INLINE size_t cchash_priv_tie_number(const cchash_priv_type *type, uint64_t mixed, size_t left,
                                                 unsigned log, bool grown) {
    const unsigned bits = cchash_priv_grain_bits(type, log), left_bits = cchash_priv_place_bits(type) - 1 - bits;
    if (left >> left_bits) return cchash_priv_grain_number(type, mixed, log, grown); /* all of them once more */
    const size_t grain = (size_t)(mixed >> (64 - bits));
    return cchash_priv_place_number(type, (grain << left_bits | left) << 1 | grown, log, CCHASH_PRIV_SCAN_TIE);
}
/* Was this number made by place_number, for a table that has not shrunk since and has places of `bits` bits? */
CCHASH_PRIV_INLINE bool cchash_priv_is_place(const cchash_priv_type *type, size_t number, unsigned log, unsigned bits) {
    const size_t place = number >> cchash_priv_place_shift(type);
    const size_t then = number >> 3 & ((1u << cchash_priv_log_bits(type)) - 1);
    return (number & 7) != 7 && (number & 1) && then <= log && (uint64_t)place >> bits == 0;
}

/* Batches are a pipeline of three steps, prefetch_distance keys apart. The first hashes a key and prefetches where the
 * search starts (tags, bucket or home slot). The second reads that and prefetches the entry. The third compares the
 * key; if the first candidate is another key, it does an ordinary lookup. Each step handles a block of keys at a time,
 * because short loops are faster than going through all steps key by key (docs/performance.md). */
enum { CCHASH_PRIV_BATCH_BLOCK = 64, CCHASH_PRIV_PREFETCH_DISTANCE = 64, CCHASH_PRIV_RING_SIZE = 256 };
CCHASH_PRIV_REQUIRE((CCHASH_PRIV_RING_SIZE & (CCHASH_PRIV_RING_SIZE - 1)) == 0 &&
                        2 * CCHASH_PRIV_PREFETCH_DISTANCE + CCHASH_PRIV_BATCH_BLOCK < CCHASH_PRIV_RING_SIZE,
                    cchash_priv_ring_holds_the_keys_of_all_steps,
                    "the ring of a batch is too small for the keys between its first and last step");

/* A smaller table is in the cache, where a plain loop is faster. */
#ifndef CCHASH_PRIV_BATCH_MIN
#define CCHASH_PRIV_BATCH_MIN ((size_t)8 << 20)
#endif

#include "macros_on.h"

#endif
