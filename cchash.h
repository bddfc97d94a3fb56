/* cchash: a cache-conscious hash table library for C. SPDX-License-Identifier: MIT-0
 *
 * This header holds what the three layouts share: status codes, tuning, allocation, hashing, the list of traits,
 * the operations that every layout has, and CCHASH_DEFINE, which stamps out a typed map in the default layout.
 *
 *     #include "cchash.h"
 *     CCHASH_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 *     wordmap map = {0};                            // empty; owns no memory
 *     if (wordmap_put(&map, "cache", 64) < 0) ...   // out of memory: the map is as it was
 *     uint64_t *lines = wordmap_get(&map, "cache"); // NULL if absent
 *     CCHASH_FOREACH(wordmap, it, &map) printf("%s %" PRIu64 "\n", *it.key, *it.value);
 *     wordmap_free(&map);
 *
 * Every generated function is written out as a plain prototype, with its meaning, in docs/api.h.
 *
 * How it is built. A layout's engine is ordinary functions over `void *` and a constant descriptor of the type
 * (cchash_priv_type: sizes, offsets, hash, equality). The macros emit the types, that descriptor, and one-line typed
 * functions that call the engine; engine functions are inlined into them, so that sizes and callbacks are constants
 * there. Where algorithms live, lines have numbers, and a debugger steps through them in a -O0 build.
 *
 * Requirements: C99 or C++11; K and V are trivially copyable types that a typedef can name. */
#ifndef CCHASH_H
#define CCHASH_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* What put, add and their relatives return. */
enum {
    CCHASH_NOMEM = -1,  /* no memory: the map is as it was, and the caller still owns what it passed */
    CCHASH_PRESENT = 0, /* the key was there */
    CCHASH_INSERTED = 1 /* the key is new */
};

#define CCHASH_STATS_BINS 16

/* What name_stats returns. A probe is one look at a chain's node (chaining), at a bucket of slots (open
 * addressing), or at a window of 16 tags (compact); an element that lies where its hash points takes one. */
typedef struct cchash_stats {
    size_t size;                         /* elements */
    size_t capacity;                     /* elements that fit without growing */
    size_t bytes;                        /* owned by the map, apart from what keys and values point to */
    double load;                         /* size / buckets or home slots */
    double mean_probe;                   /* probes of a successful lookup; 0 for an empty map */
    size_t max_probe;                    /* the longest of them */
    size_t histogram[CCHASH_STATS_BINS]; /* [i]: elements found at probe i + 1; the last bin holds all beyond, too */
} cchash_stats;

/* A piece of text or bytes that somebody else owns; it need not end in NUL. */
typedef struct cchash_view {
    const char *ptr;
    size_t len; /* in bytes */
} cchash_view;

/* A for head over all elements: CCHASH_FOREACH(wordmap, it, &map) use(*it.key, it.value); */
#define CCHASH_FOREACH(name_, it_, map_) for (name_##_iter it_ = name_##_begin(map_); name_##_next(&it_);)

/* ---- Switches: define them before the first include ------------------------------------------------------------
 * CCHASH_SEED            an integer: every map's seed, for reproducible runs (default: each map draws its own, without
 *                        which copying one map into another in its order is slow: keys come sorted by where they go)
 * CCHASH_MALLOC(n, a)    and CCHASH_FREE(p, n, a): allocator of this translation unit, told size and alignment
 * CCHASH_NO_SIMD         the portable word-at-a-time path; results do not change
 * CCHASH_NO_HUGE_PAGES   never ask the system for huge pages
 * CCHASH_NO_FORCE_INLINE leave all inlining to the compiler
 * CCHASH_DEBUG           stale iterators, and callbacks that change their own map, stop the program with a sentence (a
 *                        hash function that does so while a chaining map grows may crash before) */

/* An array of at least this many bytes asks for huge pages, aligned to one. */
#ifndef CCHASH_HUGE_PAGE_MIN
#define CCHASH_HUGE_PAGE_MIN ((size_t)4 << 20)
#endif

/* ---- Compiler --------------------------------------------------------------------------------------------------- */

#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_UNUSED __attribute__((unused))
#define CCHASH_PRIV_COLD static CCHASH_PRIV_UNUSED __attribute__((noinline, cold))
#define CCHASH_PRIV_OUTLINE static CCHASH_PRIV_UNUSED __attribute__((noinline))
#define CCHASH_PRIV_LIKELY(cond_) __builtin_expect(!!(cond_), 1)
#define CCHASH_PRIV_UNLIKELY(cond_) __builtin_expect(!!(cond_), 0)
#define CCHASH_PRIV_PREFETCH(ptr_) __builtin_prefetch(ptr_)
#define CCHASH_PRIV_PREFETCH_L2(ptr_) __builtin_prefetch(ptr_, 0, 2) /* many at once: the first level holds few */
#else
#define CCHASH_PRIV_UNUSED
#define CCHASH_PRIV_COLD static
#define CCHASH_PRIV_OUTLINE static
#define CCHASH_PRIV_LIKELY(cond_) (cond_)
#define CCHASH_PRIV_UNLIKELY(cond_) (cond_)
#define CCHASH_PRIV_PREFETCH(ptr_) ((void)(ptr_))
#define CCHASH_PRIV_PREFETCH_L2(ptr_) ((void)(ptr_))
#endif

/* The engine is forced into the typed functions (its speed comes from constants known there); whether those are
 * inlined into the caller is left to the compiler. Not at -O0, where one wants to step through. */
#if (defined(__GNUC__) || defined(__clang__)) && defined(__OPTIMIZE__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED __attribute__((always_inline))
#else
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED
#endif

#define CCHASH_PRIV_STATIC static inline CCHASH_PRIV_UNUSED

#ifdef __cplusplus
#define CCHASH_PRIV_ALIGNOF(type_) alignof(type_)
#define CCHASH_PRIV_EXTERN extern "C"
#define CCHASH_PRIV_ASSERT(cond_, what_) static_assert(cond_, #what_)
#else
#define CCHASH_PRIV_EXTERN extern
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CCHASH_PRIV_ASSERT(cond_, what_) _Static_assert(cond_, #what_)
#else
#define CCHASH_PRIV_ASSERT(cond_, what_) typedef char cchash_priv_assert_##what_[(cond_) ? 1 : -1] CCHASH_PRIV_UNUSED
#endif
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_ALIGNOF(type_) __alignof__(type_)
#else
#define CCHASH_PRIV_ALIGNOF(type_)                                                                                     \
    offsetof(                                                                                                          \
        struct {                                                                                                       \
            char first;                                                                                                \
            type_ second;                                                                                              \
        },                                                                                                             \
        second)
#endif
#endif

#if !defined(CCHASH_NO_SIMD) && defined(__SSE2__)
#include <emmintrin.h>
#define CCHASH_PRIV_SSE2 1
#endif

#define CCHASH_PRIV_CAT(left_, right_) CCHASH_PRIV_CAT_(left_, right_)
#define CCHASH_PRIV_CAT_(left_, right_) left_##right_

/* The index of the lowest set bit; word is not 0. */
CCHASH_PRIV_INLINE unsigned cchash_priv_ctz(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctzll(word);
#else
    unsigned bits = 0;
    for (; !(word & 1); word >>= 1) bits++;
    return bits;
#endif
}

/* ---- Hash functions ----------------------------------------------------------------------------------------------
 * A map finishes the hash that it is given, with a seed of its own (cchash_priv_finish). So an integer can be its own
 * hash here, and that is the fastest thing it can be. */

CCHASH_PRIV_INLINE uint64_t cchash_hash_u64(uint64_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_u64(uint64_t left, uint64_t right) { return left == right; }

CCHASH_PRIV_INLINE uint64_t cchash_hash_u32(uint32_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_u32(uint32_t left, uint32_t right) { return left == right; }

/* Pointers by address, not by what they point to. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_ptr(const void *key) { return (uint64_t)(uintptr_t)key; }
CCHASH_PRIV_INLINE bool cchash_eq_ptr(const void *left, const void *right) { return left == right; }

/* Both halves of the 128-bit product, xored: the "folded multiply" of wyhash and its relatives. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_fold(uint64_t left, uint64_t right) {
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#else
    uint64_t left_low = (uint32_t)left, left_high = left >> 32, right_low = (uint32_t)right, right_high = right >> 32;
    uint64_t low = left_low * right_low, cross = left_high * right_low, other = left_low * right_high;
    uint64_t middle = (low >> 32) + (uint32_t)cross + (uint32_t)other;
    uint64_t high = left_high * right_high + (cross >> 32) + (other >> 32) + (middle >> 32);
    return ((middle << 32) | (uint32_t)low) ^ high;
#endif
}

/* Little-endian words at any address, so that a hash is the same on every machine. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_read64(const void *from) {
    uint64_t word;
    memcpy(&word, from, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_read32(const void *from) {
    uint32_t word;
    memcpy(&word, from, 4);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    return word;
}

/* Hex digits of pi: half of their bits set, like any random constants; no meaning beyond that. */
#define CCHASH_PRIV_PI0 UINT64_C(0x243f6a8885a308d3)
#define CCHASH_PRIV_PI1 UINT64_C(0x13198a2e03707345)
#define CCHASH_PRIV_PI2 UINT64_C(0xa4093822299f31d1)
#define CCHASH_PRIV_PI3 UINT64_C(0x082efa98ec4e6c89)
#define CCHASH_PRIV_PI4 UINT64_C(0x452821e638d01377)
#define CCHASH_PRIV_PI5 UINT64_C(0xbe5466cf34e90c6d)
#define CCHASH_PRIV_PI6 UINT64_C(0xc0ac29b7c97c50dd)
#define CCHASH_PRIV_PI7 UINT64_C(0x3f84d5b5b5470917)

/* Sixteen bytes, mixed into a lane. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_mix16(const unsigned char *at, uint64_t constant, uint64_t lane) {
    return cchash_priv_fold(cchash_priv_read64(at) ^ constant, cchash_priv_read64(at + 8) ^ lane);
}

/* 17 to 64 bytes: two lanes, each of one or two blocks of 16, which overlap as much as they have to, so that lengths
 * take no branches but one. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_middle(const unsigned char *at, size_t size, uint64_t seed) {
    uint64_t low = cchash_priv_mix16(at, CCHASH_PRIV_PI1, seed);
    uint64_t high = cchash_priv_mix16(at + size - 16, CCHASH_PRIV_PI3, seed);
    if (size > 32) {
        low = cchash_priv_mix16(at + 16, CCHASH_PRIV_PI4, low);
        high = cchash_priv_mix16(at + size - 32, CCHASH_PRIV_PI5, high);
    }
    return cchash_priv_fold(low ^ CCHASH_PRIV_PI2, high ^ size); /* a first lane of 0 is not to hide the second */
}

/* More than 64 bytes: four lanes of 16 bytes, so that four multiplications are under way at once (1 KiB: 33 ns; five
 * and six lanes 32 and 35, eight 34); what tells the lanes apart is where they start. */
CCHASH_PRIV_OUTLINE uint64_t cchash_priv_hash_long(const unsigned char *at, size_t size, uint64_t seed) {
    const unsigned char *tail = at + size - 64;
    uint64_t lane0 = seed, lane1 = seed ^ CCHASH_PRIV_PI2, lane2 = seed ^ CCHASH_PRIV_PI3,
             lane3 = seed ^ CCHASH_PRIV_PI4;
    size_t left = size;
    for (; left > 64; left -= 64, at += 64) {
        lane0 = cchash_priv_mix16(at, CCHASH_PRIV_PI1, lane0);
        lane1 = cchash_priv_mix16(at + 16, CCHASH_PRIV_PI1, lane1);
        lane2 = cchash_priv_mix16(at + 32, CCHASH_PRIV_PI1, lane2);
        lane3 = cchash_priv_mix16(at + 48, CCHASH_PRIV_PI1, lane3);
    }
    lane0 = cchash_priv_mix16(tail, CCHASH_PRIV_PI1, lane0);
    lane1 = cchash_priv_mix16(tail + 16, CCHASH_PRIV_PI1, lane1);
    lane2 = cchash_priv_mix16(tail + 32, CCHASH_PRIV_PI1, lane2);
    lane3 = cchash_priv_mix16(tail + 48, CCHASH_PRIV_PI1, lane3);
    uint64_t low = lane0 ^ lane2, high = lane1 ^ lane3;
    return cchash_priv_fold(low ^ CCHASH_PRIV_PI2, high ^ CCHASH_PRIV_PI6 ^ size);
}

/* Hash of `size` bytes, which may lie at any address; bytes may be NULL if size is 0. The same value on every machine
 * for the same seed. Folded multiplies, as in wyhash and rapidhash (Wang Yi, Nicolas De Carli); the constants and so
 * the values are this library's own. Fast and well mixed, but not meant to resist an attacker: for that,
 * cchash_siphash13. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_bytes(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t first = 0, last = 0;
    seed ^= CCHASH_PRIV_PI0;
    if (size > 16) {
        if (CCHASH_PRIV_UNLIKELY(size > 64)) return cchash_priv_hash_long(at, size, seed);
        return cchash_priv_hash_middle(at, size, seed);
    }
    if (size >= 8) {
        first = cchash_priv_read64(at);
        last = cchash_priv_read64(at + size - 8);
    } else if (size >= 4) {
        first = cchash_priv_read32(at);
        last = cchash_priv_read32(at + size - 4);
    } else if (size) {
        first = (uint64_t)at[0] << 16 | (uint64_t)at[size >> 1] << 8 | at[size - 1];
    }
    return cchash_priv_fold(CCHASH_PRIV_PI2 ^ size, cchash_priv_fold(first ^ CCHASH_PRIV_PI1, last ^ seed));
}

/* C strings by content. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_cstr(const char *key) { return cchash_hash_bytes(key, strlen(key), 0); }
CCHASH_PRIV_INLINE bool cchash_eq_cstr(const char *left, const char *right) { return strcmp(left, right) == 0; }

CCHASH_PRIV_INLINE uint64_t cchash_hash_view(cchash_view key) { return cchash_hash_bytes(key.ptr, key.len, 0); }
CCHASH_PRIV_INLINE bool cchash_eq_view(cchash_view left, cchash_view right) {
    return left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
}

#define CCHASH_PRIV_ROTL(word_, bits_) ((word_) << (bits_) | (word_) >> (64 - (bits_)))

CCHASH_PRIV_INLINE void cchash_priv_sipround(uint64_t state[4]) {
    state[0] += state[1];
    state[2] += state[3];
    state[1] = CCHASH_PRIV_ROTL(state[1], 13) ^ state[0];
    state[3] = CCHASH_PRIV_ROTL(state[3], 16) ^ state[2];
    state[0] = CCHASH_PRIV_ROTL(state[0], 32);
    state[2] += state[1];
    state[0] += state[3];
    state[1] = CCHASH_PRIV_ROTL(state[1], 17) ^ state[2];
    state[3] = CCHASH_PRIV_ROTL(state[3], 21) ^ state[0];
    state[2] = CCHASH_PRIV_ROTL(state[2], 32);
}

/* SipHash-1-3 (Aumasson and Bernstein 2012; the variant with one round a word and three at the end): the hash for keys
 * that an attacker chooses, as long as he does not know `key`, 128 secret bits. bytes may be NULL if size is 0. */
CCHASH_PRIV_STATIC uint64_t cchash_siphash13(const void *bytes, size_t size, const uint64_t key[2]) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t state[4] = {key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                         key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573)};
    uint64_t word;
    size_t left = size;
    for (; left >= 8; left -= 8, at += 8) {
        word = cchash_priv_read64(at);
        state[3] ^= word;
        cchash_priv_sipround(state);
        state[0] ^= word;
    }
    word = (uint64_t)(size & 0xff) << 56;
    while (left--) word |= (uint64_t)at[left] << (8 * left);
    state[3] ^= word;
    cchash_priv_sipround(state);
    state[0] ^= word;
    state[2] ^= 0xff;
    for (int round = 0; round < 3; round++) cchash_priv_sipround(state);
    return state[0] ^ state[1] ^ state[2] ^ state[3];
}

/* ---- Seeds ------------------------------------------------------------------------------------------------------- */

/* The names of libc functions that strict -std modes hide are reached through an assembler name, which declares nothing
 * in the user's world and can't clash with the system's own prototype. */
#if defined(__linux__) && (defined(__GNUC__) || defined(__clang__))
CCHASH_PRIV_EXTERN unsigned long cchash_priv_getauxval(unsigned long type) __asm__("getauxval");
#ifndef CCHASH_NO_HUGE_PAGES
CCHASH_PRIV_EXTERN int cchash_priv_madvise(void *start, size_t size, int advice) __asm__("madvise");
#define CCHASH_PRIV_HUGE_PAGES 1
#endif
#endif
#ifndef CCHASH_PRIV_HUGE_PAGES
#define CCHASH_PRIV_HUGE_PAGES 0
#endif

/* A seed for one more map. The secret is what the kernel hands to each process at its start (AT_RANDOM), never shown
 * because it goes through a keyed hash; a counter, bumped atomically, tells a process's maps apart. Where there is no
 * such secret, addresses (under address-space randomisation) have to do.
 *
 * Consecutive integers below 2^16 come out of the finish at steps whose length is made of the seed's bits 16 to 31.
 * With these bits there the steps spread them evenly; of other seeds one in a hundred bunches them (compact layout at
 * its load limit: 1.23 to 1.94 probes instead of 1.00 to 1.03). */
#define CCHASH_PRIV_EVEN_MASK (UINT64_C(0xffff) << 16)
#define CCHASH_PRIV_EVEN_BITS (UINT64_C(0x9c03) << 16)
CCHASH_PRIV_COLD uint64_t cchash_priv_draw_seed(const void *map) {
#ifdef CCHASH_SEED
    (void)map;
    return (uint64_t)(CCHASH_SEED);
#else
    static size_t counter;
    uint64_t secret[2] = {(uint64_t)(uintptr_t)map, (uint64_t)(uintptr_t)&errno};
    uint64_t unique[3] = {(uint64_t)(uintptr_t)&counter, (uint64_t)(uintptr_t)map, 0};
#if defined(__GNUC__) || defined(__clang__)
    unique[2] = __atomic_add_fetch(&counter, 1, __ATOMIC_RELAXED);
#endif
#if defined(__linux__) && (defined(__GNUC__) || defined(__clang__))
    enum { type_random = 25 }; /* AT_RANDOM: the address of 16 random bytes */
    int saved_errno = errno;
    uintptr_t random = (uintptr_t)cchash_priv_getauxval(type_random);
    errno = saved_errno;
    if (random) memcpy(secret, (const void *)random, sizeof secret);
#endif
    return (cchash_siphash13(unique, sizeof unique, secret) & ~CCHASH_PRIV_EVEN_MASK) | CCHASH_PRIV_EVEN_BITS;
#endif
}

/* Where a key goes, from the hash that the user gave: high bits choose the bucket or slot, the low byte is the tag.
 *
 * One folded multiply, with the key in both factors, so that the result is not linear in the key: multiplying by any
 * constant lays i << k out as a lattice, and for some k it is a bad one. Of 78 structured key sets (i << k for all k,
 * byte-swapped counters, doubles, grids, pointers) in 66 seeds each, the mean probe of the compact layout was at
 * most 1.36 times that of random keys; 1.6 with a fold by a constant, which is no faster; 1.02 with two
 * multiplications, and hits at 1e3 25 % slower. The seed comes before the product, so that two maps' orders have
 * nothing in common: else copying one into the other in order of iteration would pile up. For that, one multiplication
 * is enough where all 64 bits are good to begin with (the low byte stays a bijection of the low byte of the hash). */
#define CCHASH_PRIV_ODD UINT64_C(0xd6e8feb86659fd93)

CCHASH_PRIV_INLINE uint64_t cchash_priv_stir(uint64_t hash) {
    hash *= CCHASH_PRIV_ODD;
    return hash ^ hash >> 32;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_finish(uint64_t hash, uint64_t seed, bool good_hash) {
    hash ^= seed;
    return good_hash ? hash * CCHASH_PRIV_ODD : cchash_priv_fold(hash, CCHASH_PRIV_ROTL(hash, 32) ^ CCHASH_PRIV_ODD);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* All size arithmetic on arrays: count * size + extra bytes, or SIZE_MAX where that is more than PTRDIFF_MAX / 2,
 * which no allocator is asked for. */
CCHASH_PRIV_INLINE size_t cchash_priv_array_bytes(size_t count, size_t size, size_t extra) {
    const size_t most = (size_t)PTRDIFF_MAX / 2;
    return extra > most || (size && count > (most - extra) / size) ? SIZE_MAX : count * size + extra;
}

/* size bytes at a multiple of align (a power of two), or NULL. Zeroed ones come from calloc, which knows when the
 * system has just zeroed them. Where malloc's own alignment is not enough, the pointer that it gave is kept just before
 * the block. */
#ifndef CCHASH_MALLOC
CCHASH_PRIV_OUTLINE void *cchash_priv_malloc(size_t size, size_t align, bool zeroed) {
    bool huge = CCHASH_PRIV_HUGE_PAGES && size >= CCHASH_HUGE_PAGE_MIN;
    unsigned char *block;
    if (huge && align < (size_t)2 << 20) align = (size_t)2 << 20;
    if (align <= 2 * sizeof(void *)) {
        block = (unsigned char *)(zeroed ? calloc(1, size) : malloc(size));
    } else {
        size_t padded = size + align + sizeof(void *);
        unsigned char *start = (unsigned char *)(zeroed ? calloc(1, padded) : malloc(padded));
        block = start;
        if (start) {
            block += align - ((uintptr_t)(start + sizeof(void *)) & (align - 1)) + sizeof(void *);
            memcpy(block - sizeof(void *), &start, sizeof(void *));
        }
    }
#if CCHASH_PRIV_HUGE_PAGES
    enum { advice_hugepage = 14 }; /* MADV_HUGEPAGE: refused without harm where the kernel has none */
    if (huge && block) cchash_priv_madvise(block, size & ~(size_t)4095, advice_hugepage);
#endif
    return block;
}

CCHASH_PRIV_OUTLINE void cchash_priv_free(void *block, size_t size, size_t align) {
    bool huge = CCHASH_PRIV_HUGE_PAGES && size >= CCHASH_HUGE_PAGE_MIN;
    if (block && (huge || align > 2 * sizeof(void *)))
        memcpy(&block, (unsigned char *)block - sizeof(void *), sizeof(void *));
    free(block);
}
#define CCHASH_PRIV_MALLOC(size_, align_) cchash_priv_malloc(size_, align_, false)
#define CCHASH_PRIV_CALLOC(size_, align_) cchash_priv_malloc(size_, align_, true)
#define CCHASH_PRIV_FREE(block_, size_, align_) cchash_priv_free(block_, size_, align_)
#else
#define CCHASH_PRIV_MALLOC(size_, align_) CCHASH_MALLOC(size_, align_)
#define CCHASH_PRIV_CALLOC(size_, align_) cchash_priv_zero(CCHASH_MALLOC(size_, align_), size_)
#define CCHASH_PRIV_FREE(block_, size_, align_) CCHASH_FREE(block_, size_, align_)
#endif

CCHASH_PRIV_INLINE void *cchash_priv_zero(void *block, size_t size) { return block ? memset(block, 0, size) : NULL; }

/* ---- The descriptor of a type ------------------------------------------------------------------------------------
 * A static const object for each generated type. All engine functions take it, and in optimised builds all of it is
 * folded into the code. Function pointers that a type has no use for are NULL. */
typedef struct cchash_priv_type {
    size_t entry_size, entry_align;
    size_t key_offset, key_size;
    size_t query_size;               /* of what lookups are given: key_size, unless it is another type */
    size_t value_offset, value_size; /* a set has value_size 0 */
    size_t hash_offset;              /* of the cached hash; meaningful if cached_hash */
    size_t spare_offset;             /* of the byte with a bit that keys leave to the table */
    unsigned spare_bit;              /* and that bit; 0: none */
    size_t load_num, load_den;       /* 0, 0: the layout's own limit */
    bool good_hash, seeded_hash, cached_hash, malloc_nodes;
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
    /* Parts of the engine that are compiled out of line, but for this type. */
    bool (*rehash)(void *table, size_t capacity);
    void (*tidy)(void *table);
    void *(*find_far)(const void *table, uint64_t hash, const void *key);
    bool (*remove_far)(void *table, uint64_t hash, const void *key, void *key_out, void *value_out);
    void *(*claim_far)(void *table, uint64_t hash);
} cchash_priv_type;

typedef const cchash_priv_type *cchash_priv_typep;

CCHASH_PRIV_INLINE bool cchash_priv_owning(cchash_priv_typep type) {
    return type->key_free || type->value_free || type->key_copy || type->value_copy;
}

CCHASH_PRIV_INLINE void *cchash_priv_key(cchash_priv_typep type, const void *entry) {
    return (unsigned char *)(uintptr_t)entry + type->key_offset;
}
CCHASH_PRIV_INLINE void *cchash_priv_value(cchash_priv_typep type, const void *entry) {
    return (unsigned char *)(uintptr_t)entry + type->value_offset;
}

/* The user's hash of an entry's key: kept in the entry, or made again. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_entry_hash(cchash_priv_typep type, const void *entry, uint64_t seed) {
    uint64_t hash;
    if (!type->cached_hash) return type->hash(cchash_priv_key(type, entry), seed);
    memcpy(&hash, (const unsigned char *)entry + type->hash_offset, sizeof hash);
    return hash;
}

/* Is this the entry of that key? With cached hashes, keys are compared only where all 64 bits agree. */
CCHASH_PRIV_INLINE bool cchash_priv_is_key(cchash_priv_typep type, const void *entry, uint64_t hash, const void *key) {
    if (type->cached_hash && cchash_priv_entry_hash(type, entry, 0) != hash) return false;
    return type->equal(cchash_priv_key(type, entry), key);
}

/* How many elements fit into `slots` by the load limit: integers only. */
CCHASH_PRIV_INLINE size_t cchash_priv_limit(size_t slots, size_t num, size_t den) {
    size_t limit = slots / den * num + slots % den * num / den;
    return limit < 1 ? 1 : limit;
}

/* A summary of a table while its elements are popped: a bit for each block of slots or buckets, 1 if there may be
 * something in it. Above these bits lie others, one for each word of them, and so on up to a single word, so that the
 * first block with anything in it is found in a few steps. */
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
        if (before || words == 1) return; /* the bits above are set */
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

/* The first block whose bit is set, or SIZE_MAX: none is. */
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

/* Moves an entry's key and value to where the pointers say, unless NULL. */
CCHASH_PRIV_INLINE void cchash_priv_move_out(cchash_priv_typep type, const void *entry, void *key, void *value) {
    if (key) memcpy(key, cchash_priv_key(type, entry), type->key_size);
    if (key && type->spare_bit) /* the table's, not the key's */
        ((unsigned char *)key)[type->spare_offset - type->key_offset] &= (unsigned char)~type->spare_bit;
    if (value && type->value_size) memcpy(value, cchash_priv_value(type, entry), type->value_size);
}

CCHASH_PRIV_INLINE void cchash_priv_destroy(cchash_priv_typep type, void *key, void *value) {
    if (type->key_free && key) type->key_free(key);
    if (type->value_free && value) type->value_free(value);
}

/* Where a map's seed comes from. */
enum { CCHASH_PRIV_UNSEEDED, CCHASH_PRIV_SEED_DRAWN, CCHASH_PRIV_SEED_GIVEN };

/* Debug builds keep a count of changes in the table, which iterators remember; what runs callbacks compares it. */
#ifdef CCHASH_DEBUG
#include <stdio.h>
#define CCHASH_PRIV_DEBUG_FIELD size_t generation;
CCHASH_PRIV_COLD void cchash_priv_stop(const char *sentence) {
    fprintf(stderr, "cchash: %s\n", sentence);
    abort();
}
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((cond_) ? (void)0 : cchash_priv_stop(sentence_))
#define CCHASH_PRIV_CHANGES(table_) ((void)(table_)->generation++)
#define CCHASH_PRIV_REMEMBER(iter_, table_) ((void)((iter_)->generation = (table_)->generation))
#define CCHASH_PRIV_RECALL(iter_, table_)                                                                              \
    CCHASH_PRIV_CHECK((iter_)->generation == (table_)->generation,                                                     \
                      "a stale iterator was used: its map has changed since, perhaps in a callback; what removes an "  \
                      "element in a loop over all is the function ending in _remove_at")
#define CCHASH_PRIV_FORGET(iter_) ((void)((iter_)->key = NULL))
#define CCHASH_PRIV_CHECK_STORED(cond_)                                                                                \
    CCHASH_PRIV_CHECK(cond_, "a key in the map no longer has the hash that it was stored with: have its bytes "        \
                             "changed?")
#define CCHASH_PRIV_CHECK_HASH(table_, type_, hash_, key_)                                                             \
    CCHASH_PRIV_CHECK((type_)->query_hash(key_, (table_)->seed) == (hash_),                                            \
                      "a function ending in _hashed was given a hash that is not that of its key")
#define CCHASH_PRIV_CALLBACK(table_, call_)                                                                            \
    do {                                                                                                               \
        size_t generation_ = (table_)->generation;                                                                     \
        call_;                                                                                                         \
        CCHASH_PRIV_CHECK(generation_ == (table_)->generation, "a callback changed the map that had called it");       \
    } while (0)
#define CCHASH_PRIV_LINK_NAME(function_) CCHASH_PRIV_LINK_NAME_(__USER_LABEL_PREFIX__, function_)
#define CCHASH_PRIV_LINK_NAME_(prefix_, function_) CCHASH_PRIV_LINK_NAME__(prefix_, function_)
#define CCHASH_PRIV_LINK_NAME__(prefix_, function_) __asm__(#prefix_ #function_ "_cchash_debug")
#else
#define CCHASH_PRIV_DEBUG_FIELD
#define CCHASH_PRIV_CHANGES(table_) ((void)0)
#define CCHASH_PRIV_REMEMBER(iter_, table_) ((void)0)
#define CCHASH_PRIV_RECALL(iter_, table_) ((void)0)
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((void)0)
#define CCHASH_PRIV_FORGET(iter_) ((void)0)
#define CCHASH_PRIV_CHECK_STORED(cond_) ((void)0)
#define CCHASH_PRIV_CHECK_HASH(table_, type_, hash_, key_) ((void)0)
#define CCHASH_PRIV_CALLBACK(table_, call_)                                                                            \
    do {                                                                                                               \
        call_;                                                                                                         \
    } while (0)
#define CCHASH_PRIV_LINK_NAME(function_)
#endif

/* The copies that an owning map stores: made before there is a slot for them, because a copier may fail or jump out.
 * A value of NULL stands for a zeroed one. `to` has the form of an entry. Copiers find their target zeroed, so that it
 * may be a map, and the copier its clone. */
CCHASH_PRIV_INLINE bool cchash_priv_copy_in(cchash_priv_typep type, void *to, const void *key, const void *value) {
    if (type->key_copy) memset(cchash_priv_key(type, to), 0, type->key_size);
    if (value && type->value_copy) memset(cchash_priv_value(type, to), 0, type->value_size);
    if (!value) {
        if (type->value_size) memset(cchash_priv_value(type, to), 0, type->value_size);
    } else if (!type->value_copy) {
        memcpy(cchash_priv_value(type, to), value, type->value_size);
    } else if (!type->value_copy(cchash_priv_value(type, to), value)) {
        return false;
    }
    if (!type->key_copy) {
        memcpy(cchash_priv_key(type, to), key, type->key_size);
    } else if (!type->key_copy(cchash_priv_key(type, to), key)) {
        if (value && type->value_copy && type->value_free) type->value_free(cchash_priv_value(type, to));
        return false;
    }
    return true;
}

/* ---- Traits -----------------------------------------------------------------------------------------------------
 * The last argument of the _EX macros: a list in parentheses of any of these (at most 8), () for none.
 *
 *   CCHASH_KEY_COPY(fn)     bool fn(K *to, const K *from): the map keeps copies of keys; false: no memory
 *   CCHASH_VALUE_COPY(fn)   bool fn(V *to, const V *from): and of values
 *   CCHASH_KEY_FREE(fn)     void fn(K *key): destroys a key that the map owns
 *   CCHASH_VALUE_FREE(fn)   void fn(V *value)
 *   CCHASH_ALLOCATOR(T, allocate, release)
 *                           void *allocate(T context, size_t size, size_t align), NULL: no memory;
 *                           void release(T context, void *block, size_t size, size_t align);
 *                           the map has a context of type T: zeroed, or set by name_init_allocator(name *, T)
 *   CCHASH_SEEDED_HASH      the hash function is uint64_t hash(K, uint64_t seed)
 *   CCHASH_GOOD_HASH        all 64 bits of the hash are well mixed: the map finishes it with less work (not for
 *                           cchash_hash_u64, _u32 and _ptr, which leave the mixing to the map)
 *   CCHASH_CACHED_HASH      entries keep the hash: growth doesn't hash again, keys are compared if hashes are equal
 *   CCHASH_MAX_LOAD(n, d)   grow when more than n/d of the slots are taken (default: 13/16 compact, 3/4 open, 1/2 of
 *                           the buckets in chaining)
 *   CCHASH_MALLOC_NODES     chaining: one allocation for each node, and plain pointers in the buckets
 *
 * With copiers the caller keeps what it passes; with only a destructor the map takes over what it accepts.
 *
 * A trait is found by pasting: slot ## trait is a macro that gives `~, value` for the one trait that fills the slot,
 * and otherwise a name that means nothing, so that the default stays second in the list. */

#define CCHASH_PRIV_KEY_COPY_CCHASH_KEY_COPY(fn_) ~, fn_
#define CCHASH_PRIV_VALUE_COPY_CCHASH_VALUE_COPY(fn_) ~, fn_
#define CCHASH_PRIV_KEY_FREE_CCHASH_KEY_FREE(fn_) ~, fn_
#define CCHASH_PRIV_VALUE_FREE_CCHASH_VALUE_FREE(fn_) ~, fn_
#define CCHASH_PRIV_CONTEXT_CCHASH_ALLOCATOR(T_, allocate_, release_) ~, T_
#define CCHASH_PRIV_ALLOCATE_CCHASH_ALLOCATOR(T_, allocate_, release_) ~, allocate_
#define CCHASH_PRIV_RELEASE_CCHASH_ALLOCATOR(T_, allocate_, release_) ~, release_
#define CCHASH_PRIV_LOAD_NUM_CCHASH_MAX_LOAD(num_, den_) ~, num_
#define CCHASH_PRIV_LOAD_DEN_CCHASH_MAX_LOAD(num_, den_) ~, den_

/* A key type's own trait, found by its name: the byte and the bit of it that any key leaves to the table. */
#define CCHASH_PRIV_HAS_SPARE_BIT_CCHASH_PRIV_KEY_IS_cchash_str ~, 1
#define CCHASH_PRIV_SPARE_BYTE_CCHASH_PRIV_KEY_IS_cchash_str ~, 23
#define CCHASH_PRIV_SPARE_BIT_CCHASH_PRIV_KEY_IS_cchash_str ~, 128
#define CCHASH_PRIV_WITH_KEY(K_, traits_) (CCHASH_PRIV_KEY_IS_##K_, CCHASH_PRIV_LIST traits_)

#define CCHASH_PRIV_HAS_KEY_COPY_CCHASH_KEY_COPY(fn_) ~, 1
#define CCHASH_PRIV_HAS_VALUE_COPY_CCHASH_VALUE_COPY(fn_) ~, 1
#define CCHASH_PRIV_HAS_KEY_FREE_CCHASH_KEY_FREE(fn_) ~, 1
#define CCHASH_PRIV_HAS_VALUE_FREE_CCHASH_VALUE_FREE(fn_) ~, 1
#define CCHASH_PRIV_HAS_ALLOCATOR_CCHASH_ALLOCATOR(T_, allocate_, release_) ~, 1
#define CCHASH_PRIV_HAS_SEEDED_HASH_CCHASH_SEEDED_HASH ~, 1
#define CCHASH_PRIV_HAS_GOOD_HASH_CCHASH_GOOD_HASH ~, 1
#define CCHASH_PRIV_HAS_CACHED_HASH_CCHASH_CACHED_HASH ~, 1
#define CCHASH_PRIV_HAS_MALLOC_NODES_CCHASH_MALLOC_NODES ~, 1

/* A misspelt trait leaves a name that says so to the compiler. */
#define CCHASH_PRIV_UNKNOWN_TRAIT_
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_KEY_COPY(fn_)
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_VALUE_COPY(fn_)
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_KEY_FREE(fn_)
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_VALUE_FREE(fn_)
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_ALLOCATOR(T_, allocate_, release_)
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_SEEDED_HASH
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_GOOD_HASH
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_CACHED_HASH
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_MAX_LOAD(num_, den_)
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_MALLOC_NODES

#define CCHASH_PRIV_LIST(...) __VA_ARGS__
#define CCHASH_PRIV_SECOND(...) CCHASH_PRIV_SECOND_(__VA_ARGS__)
#define CCHASH_PRIV_SECOND_(first_, second_, ...) second_
#define CCHASH_PRIV_PICK1(slot_, trait_, otherwise_) CCHASH_PRIV_SECOND(slot_##trait_, otherwise_, ~)
/* The key type's own trait and eight of the user's; maps of strings have four of their own, and six of the user's. */
#define CCHASH_PRIV_PICK10(slot_, otherwise_, t0_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, ...)                   \
    CCHASH_PRIV_PICK1(                                                                                                 \
        slot_, t0_,                                                                                                    \
        CCHASH_PRIV_PICK1(                                                                                             \
            slot_, t1_,                                                                                                \
            CCHASH_PRIV_PICK1(                                                                                         \
                slot_, t2_,                                                                                            \
                CCHASH_PRIV_PICK1(                                                                                     \
                    slot_, t3_,                                                                                        \
                    CCHASH_PRIV_PICK1(                                                                                 \
                        slot_, t4_,                                                                                    \
                        CCHASH_PRIV_PICK1(                                                                             \
                            slot_, t5_,                                                                                \
                            CCHASH_PRIV_PICK1(                                                                         \
                                slot_, t6_,                                                                            \
                                CCHASH_PRIV_PICK1(                                                                     \
                                    slot_, t7_,                                                                        \
                                    CCHASH_PRIV_PICK1(slot_, t8_, CCHASH_PRIV_PICK1(slot_, t9_, otherwise_))))))))))
#define CCHASH_PRIV_PICK_(...) CCHASH_PRIV_PICK10(__VA_ARGS__)
#define CCHASH_PRIV_PICK(slot_, traits_, otherwise_)                                                                   \
    CCHASH_PRIV_PICK_(CCHASH_PRIV_##slot_##_, otherwise_, CCHASH_PRIV_LIST traits_, , , , , , , , , , ~)
#define CCHASH_PRIV_HAS(slot_, traits_) CCHASH_PRIV_PICK(HAS_##slot_, traits_, 0)

#define CCHASH_PRIV_KNOWN8(t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, more_, ...)                                         \
    CCHASH_PRIV_UNKNOWN_TRAIT_##t1_ CCHASH_PRIV_UNKNOWN_TRAIT_##t2_ CCHASH_PRIV_UNKNOWN_TRAIT_##t3_                    \
        CCHASH_PRIV_UNKNOWN_TRAIT_##t4_ CCHASH_PRIV_UNKNOWN_TRAIT_##t5_ CCHASH_PRIV_UNKNOWN_TRAIT_##t6_                \
            CCHASH_PRIV_UNKNOWN_TRAIT_##t7_ CCHASH_PRIV_UNKNOWN_TRAIT_##t8_ more_
#define CCHASH_PRIV_KNOWN_(...) CCHASH_PRIV_KNOWN8(__VA_ARGS__)
#define CCHASH_PRIV_KNOWN(traits_) CCHASH_PRIV_KNOWN_(CCHASH_PRIV_LIST traits_, , , , , , , , , ~)

#define CCHASH_PRIV_IF(cond_, then_, otherwise_) CCHASH_PRIV_IF_(cond_, then_, otherwise_)
#define CCHASH_PRIV_IF_(cond_, then_, otherwise_) CCHASH_PRIV_IF_##cond_(then_, otherwise_)
#define CCHASH_PRIV_IF_0(then_, otherwise_) otherwise_
#define CCHASH_PRIV_IF_1(then_, otherwise_) then_

/* What stands in for a callback that a type does not have; never called. */
#define CCHASH_PRIV_NO_COPY(to_, from_) (*(to_) = *(from_), true)
#define CCHASH_PRIV_NO_FREE(what_) ((void)(what_))
#define CCHASH_PRIV_DEFAULT_MALLOC(context_, size_, align_) CCHASH_PRIV_MALLOC(size_, align_)
#define CCHASH_PRIV_DEFAULT_FREE(context_, block_, size_, align_) CCHASH_PRIV_FREE(block_, size_, align_)

/* ---- Types ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                         \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    typedef V_ name_##_value;                                                                                          \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        name_##_value *value;                                                                                          \
        cchash_priv_##layout_##_iter at;                                                                               \
    } name_##_iter;

#define CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                             \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        cchash_priv_##layout_##_iter at;                                                                               \
    } name_##_iter;

/* The table comes first: the engine's pointer to it is a pointer to the map. */
#define CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_KNOWN(traits_) struct name_ {                                                                          \
        cchash_priv_##layout_ table;                                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_PICK(CONTEXT, traits_, int) allocator;, )      \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), cchash_priv_arena arena;, )                               \
    };

#define CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                 \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                        \
                       CCHASH_PRIV_FIELDS_##layout_)                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t hash;, ) name_##_key key;                       \
        name_##_value value;                                                                                           \
    } name_##_entry;

#define CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                 \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                        \
                       CCHASH_PRIV_FIELDS_##layout_)                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t hash;, ) name_##_key key;                       \
    } name_##_entry;

/* ---- The descriptor, and the engine's typed parts -----------------------------------------------------------------
 * How a map looks up keys of a type Q is a set of thunks, a descriptor and an out-of-line part of its own, all named
 * after `via_`: empty for the map's own K, _how for each CCHASH_LOOKUP. */

#define CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                \
    CCHASH_PRIV_THUNKS_QUERY(name_, , name_##_key, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_STATIC bool name_##_priv_key_copy(void *to_, const void *from_) {                                      \
        return CCHASH_PRIV_PICK(KEY_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_key *)to_,                            \
                                                                        (const name_##_key *)from_);                   \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_key_free(void *key_) {                                                        \
        CCHASH_PRIV_PICK(KEY_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_key *)key_);                                 \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate(const void *map_, size_t size_, size_t align_) {                    \
        int errno_ = errno;                                                                                            \
        void *block_ = CCHASH_PRIV_PICK(ALLOCATE, traits_, CCHASH_PRIV_DEFAULT_MALLOC)(                                \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)map_)->allocator, 0), size_, align_);  \
        (void)map_, (void)(errno = errno_);                                                                            \
        return block_;                                                                                                 \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate_zeroed(const void *map_, size_t size_, size_t align_) {             \
        int errno_ = errno;                                                                                            \
        void *block_ = CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                             \
                                      cchash_priv_zero(name_##_priv_allocate(map_, size_, align_), size_),             \
                                      CCHASH_PRIV_CALLOC(size_, align_));                                              \
        (void)map_, (void)(errno = errno_);                                                                            \
        return block_;                                                                                                 \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_release(const void *map_, void *block_, size_t size_, size_t align_) {        \
        int errno_ = errno;                                                                                            \
        CCHASH_PRIV_PICK(RELEASE, traits_, CCHASH_PRIV_DEFAULT_FREE)                                                   \
        (CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)map_)->allocator, 0), block_, size_,      \
         align_);                                                                                                      \
        (void)map_, (void)size_, (void)align_, (void)(errno = errno_);                                                 \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED bool name_##_priv_rehash(void *table_, size_t slots_);                                   \
    static CCHASH_PRIV_UNUSED void name_##_priv_tidy(void *table_);                                                    \
    static CCHASH_PRIV_UNUSED void *name_##_priv_claim_far(void *table_, uint64_t hash_);

#define CCHASH_PRIV_SMALL_KEY 64 /* bytes */

#define CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                             \
    CCHASH_PRIV_STATIC uint64_t name_##_priv##via_##_hash(const void *key_, uint64_t seed_) {                          \
        (void)seed_;                                                                                                   \
        return CCHASH_PRIV_LIST(hashfn_ CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                          \
                                                       (*(const Q_ *)key_, seed_), (*(const Q_ *)key_)));              \
    }                                                                                                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(INLINED, traits_), CCHASH_PRIV_INLINE, CCHASH_PRIV_STATIC)                          \
    bool name_##_priv##via_##_equal(const void *stored_, const void *key_) {                                           \
        return eqfn_(*(const name_##_key *)stored_, *(const Q_ *)key_);                                                \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED void *name_##_priv##via_##_search(const void *table_, uint64_t hash_, const void *key_); \
    static CCHASH_PRIV_UNUSED bool name_##_priv##via_##_withdraw(void *table_, uint64_t hash_, const void *key_,       \
                                                                 void *key_out_, void *value_out_);                    \
    /* A small key goes out of line as a copy made there: otherwise its address would escape, and every lookup would   \
     * store it to the stack. */                                                                                       \
    CCHASH_PRIV_INLINE void *name_##_priv##via_##_find_far(const void *table_, uint64_t hash_, const void *key_) {     \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY) return name_##_priv##via_##_search(table_, hash_, key_);               \
        Q_ copy_ = *(const Q_ *)key_;                                                                                  \
        return name_##_priv##via_##_search(table_, hash_, &copy_);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv##via_##_remove_far(void *table_, uint64_t hash_, const void *key_,            \
                                                            void *key_out_, void *value_out_) {                        \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_withdraw(table_, hash_, key_, key_out_, value_out_);                           \
        Q_ copy_ = *(const Q_ *)key_;                                                                                  \
        return name_##_priv##via_##_withdraw(table_, hash_, &copy_, key_out_, value_out_);                             \
    }

#define CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                       \
    CCHASH_PRIV_STATIC bool name_##_priv_value_copy(void *to_, const void *from_) {                                    \
        return CCHASH_PRIV_PICK(VALUE_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_value *)to_,                        \
                                                                          (const name_##_value *)from_);               \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_value_free(void *value_) {                                                    \
        CCHASH_PRIV_PICK(VALUE_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_value *)value_);                           \
    }                                                                                                                  \
    enum {                                                                                                             \
        name_##_priv_value_copies = CCHASH_PRIV_HAS(VALUE_COPY, traits_),                                              \
        name_##_priv_value_frees = CCHASH_PRIV_HAS(VALUE_FREE, traits_)                                                \
    };

/* What the traits say, for descriptors that are made where they are not at hand. */
#define CCHASH_PRIV_FACTS(name_, traits_)                                                                              \
    enum {                                                                                                             \
        name_##_priv_hash_offset =                                                                                     \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), offsetof(name_##_entry, hash), 0),                   \
        name_##_priv_spare_byte = CCHASH_PRIV_PICK(SPARE_BYTE, traits_, 0),                                            \
        name_##_priv_spare_bit = CCHASH_PRIV_PICK(SPARE_BIT, traits_, 0),                                              \
        name_##_priv_load_num = CCHASH_PRIV_PICK(LOAD_NUM, traits_, 0),                                                \
        name_##_priv_load_den = CCHASH_PRIV_PICK(LOAD_DEN, traits_, 0),                                                \
        name_##_priv_good_hash = CCHASH_PRIV_HAS(GOOD_HASH, traits_),                                                  \
        name_##_priv_seeded_hash = CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                                              \
        name_##_priv_cached_hash = CCHASH_PRIV_HAS(CACHED_HASH, traits_),                                              \
        name_##_priv_malloc_nodes = CCHASH_PRIV_HAS(MALLOC_NODES, traits_),                                            \
        name_##_priv_key_copies = CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                  \
        name_##_priv_key_frees = CCHASH_PRIV_HAS(KEY_FREE, traits_)                                                    \
    };

#define CCHASH_PRIV_VALUE_FACTS_MAP(name_)                                                                             \
    offsetof(name_##_entry, value), sizeof(name_##_value), name_##_priv_value_copies ? name_##_priv_value_copy : NULL, \
        name_##_priv_value_frees ? name_##_priv_value_free : NULL
#define CCHASH_PRIV_VALUE_FACTS_SET(name_) 0, 0, NULL, NULL

#define CCHASH_PRIV_DESCRIPTOR(name_, via_, Q_, key_copy_, value_facts_)                                               \
    CCHASH_PRIV_DESCRIPTOR_(name_, via_, Q_, key_copy_, value_facts_)
#define CCHASH_PRIV_DESCRIPTOR_(name_, via_, Q_, key_copy_, value_offset_, value_size_, value_copy_, value_free_)      \
    static const cchash_priv_type name_##_priv##via_##_type CCHASH_PRIV_UNUSED = {                                     \
        sizeof(name_##_entry),                                                                                         \
        CCHASH_PRIV_ALIGNOF(name_##_entry),                                                                            \
        offsetof(name_##_entry, key),                                                                                  \
        sizeof(name_##_key),                                                                                           \
        sizeof(Q_),                                                                                                    \
        value_offset_,                                                                                                 \
        value_size_,                                                                                                   \
        name_##_priv_hash_offset,                                                                                      \
        offsetof(name_##_entry, key) + name_##_priv_spare_byte,                                                        \
        name_##_priv_spare_bit,                                                                                        \
        name_##_priv_load_num,                                                                                         \
        name_##_priv_load_den,                                                                                         \
        name_##_priv_good_hash,                                                                                        \
        name_##_priv_seeded_hash,                                                                                      \
        name_##_priv_cached_hash,                                                                                      \
        name_##_priv_malloc_nodes,                                                                                     \
        name_##_priv_hash,                                                                                             \
        name_##_priv##via_##_hash,                                                                                     \
        name_##_priv##via_##_equal,                                                                                    \
        key_copy_,                                                                                                     \
        value_copy_,                                                                                                   \
        name_##_priv_key_frees ? name_##_priv_key_free : NULL,                                                         \
        value_free_,                                                                                                   \
        name_##_priv_allocate,                                                                                         \
        name_##_priv_allocate_zeroed,                                                                                  \
        name_##_priv_release,                                                                                          \
        name_##_priv_rehash,                                                                                           \
        name_##_priv_tidy,                                                                                             \
        name_##_priv##via_##_find_far,                                                                                 \
        name_##_priv##via_##_remove_far,                                                                               \
        name_##_priv_claim_far};

#define CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                        \
    CCHASH_PRIV_OUTLINE bool name_##_priv_rehash(void *table_, size_t slots_) {                                        \
        return cchash_priv_##layout_##_rehash((cchash_priv_##layout_ *)table_, &name_##_priv_type, slots_);            \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_tidy(void *table_) {                                                         \
        cchash_priv_##layout_##_tidy((cchash_priv_##layout_ *)table_, &name_##_priv_type);                             \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void *name_##_priv_claim_far(void *table_, uint64_t hash_) {                                   \
        return cchash_priv_##layout_##_claim((cchash_priv_##layout_ *)table_, &name_##_priv_type, hash_);              \
    }                                                                                                                  \
    CCHASH_PRIV_FIND_FAR(name_, )

#define CCHASH_PRIV_FIND_FAR(name_, via_)                                                                              \
    CCHASH_PRIV_OUTLINE void *name_##_priv##via_##_search(const void *table_, uint64_t hash_, const void *key_) {      \
        return name_##_priv_search_far(table_, &name_##_priv##via_##_type, hash_, key_);                               \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE bool name_##_priv##via_##_withdraw(void *table_, uint64_t hash_, const void *key_,             \
                                                           void *key_out_, void *value_out_) {                         \
        return name_##_priv_take_far(table_, &name_##_priv##via_##_type, hash_, key_, key_out_, value_out_);           \
    }

/* The layout's engine, under names that don't say which layout it is. */
#define CCHASH_PRIV_ENGINE(layout_, name_)                                                                             \
    CCHASH_PRIV_INLINE void *name_##_priv_search_far(const void *table_, cchash_priv_typep type_, uint64_t hash_,      \
                                                     const void *key_) {                                               \
        return cchash_priv_##layout_##_find_far((const cchash_priv_##layout_ *)table_, type_, hash_, key_);            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take_far(void *table_, cchash_priv_typep type_, uint64_t hash_,               \
                                                  const void *key_, void *key_out_, void *value_out_) {                \
        return cchash_priv_##layout_##_remove_far((cchash_priv_##layout_ *)table_, type_, hash_, key_, key_out_,       \
                                                  value_out_);                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_find(const name_ *map_, cchash_priv_typep type_, uint64_t hash_,    \
                                                        const void *key_) {                                            \
        return (name_##_entry *)cchash_priv_##layout_##_find(&map_->table, type_, hash_, key_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take(name_ *map_, cchash_priv_typep type_, uint64_t hash_, const void *key_,  \
                                              void *key_out_, void *value_out_) {                                      \
        name_##_entry scratch_;                                                                                        \
        return cchash_priv_##layout_##_take(&map_->table, type_, hash_, key_, key_out_, value_out_, &scratch_);        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_fetch(const name_ *map_, cchash_priv_typep type_, uint64_t hash_) {           \
        cchash_priv_##layout_##_prefetch(&map_->table, type_, hash_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_new_hash(name_ *map_, cchash_priv_typep type_, const void *key_) {        \
        return cchash_priv_##layout_##_insert_hash(&map_->table, type_, key_);                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_emplace(name_ *map_, cchash_priv_typep type_, uint64_t hash_,       \
                                                           const void *key_, const void *value_, bool *found_) {       \
        name_##_entry scratch_;                                                                                        \
        return (name_##_entry *)cchash_priv_##layout_##_emplace(&map_->table, type_, hash_, key_, value_, &scratch_,   \
                                                                found_);                                               \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE int name_##_priv_put(name_ *map_, cchash_priv_typep type_, uint64_t hash_, const void *key_,    \
                                            const void *value_) {                                                      \
        name_##_entry scratch_[2];                                                                                     \
        return cchash_priv_##layout_##_put(&map_->table, type_, hash_, key_, value_, scratch_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE size_t name_##_priv_get_many(const name_ *map_, cchash_priv_typep type_, const void *keys_,     \
                                                    size_t count_, void *out_, size_t offset_) {                       \
        return cchash_priv_##layout_##_get_many(&map_->table, type_, keys_, count_, out_, offset_);                    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE ptrdiff_t name_##_priv_put_many(name_ *map_, cchash_priv_typep type_, const void *keys_,        \
                                                       const void *values_, size_t count_) {                           \
        name_##_entry scratch_[2];                                                                                     \
        return cchash_priv_##layout_##_put_many(&map_->table, type_, keys_, values_, count_, scratch_);                \
    }

/* ---- The typed functions: of the whole table ----------------------------------------------------------------------
 */

/* What has to happen to a map's arena, if it has one (cchash_str.h), where something happens to the map. */
#define CCHASH_PRIV_ARENA(traits_, what_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), what_, )

#define CCHASH_PRIV_BODIES_LIFE(link_, layout_, name_, traits_)                                                        \
    link_ void name_##_init(name_ *map_) { memset((void *)map_, 0, sizeof *map_); }                                    \
    link_ void name_##_init_seed(name_ *map_, uint64_t seed_) {                                                        \
        memset((void *)map_, 0, sizeof *map_);                                                                         \
        map_->table.seed = seed_;                                                                                      \
        map_->table.seeded = CCHASH_PRIV_SEED_GIVEN;                                                                   \
    }                                                                                                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_BODY_INIT_ALLOCATOR(link_, name_, CCHASH_PRIV_PICK(CONTEXT, traits_, int)), )           \
    link_ void name_##_free(name_ *map_) {                                                                             \
        cchash_priv_##layout_##_free(&map_->table, &name_##_priv_type);                                                \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena_free(&map_->arena, &name_##_priv_type, map_);)                    \
    }                                                                                                                  \
    link_ size_t name_##_size(const name_ *map_) { return map_->table.size; }                                          \
    link_ size_t name_##_capacity(const name_ *map_) {                                                                 \
        return cchash_priv_##layout_##_capacity(&map_->table, &name_##_priv_type);                                     \
    }                                                                                                                  \
    link_ size_t name_##_memory(const name_ *map_) {                                                                   \
        return cchash_priv_##layout_##_memory(&map_->table, &name_##_priv_type)                                        \
            CCHASH_PRIV_ARENA(traits_, +map_->arena.bytes);                                                            \
    }                                                                                                                  \
    link_ bool name_##_reserve(name_ *map_, size_t count_) {                                                           \
        return cchash_priv_##layout_##_reserve(&map_->table, &name_##_priv_type, count_);                              \
    }                                                                                                                  \
    link_ bool name_##_shrink(name_ *map_) {                                                                           \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          if (!map_->table.size) cchash_priv_arena_free(&map_->arena, &name_##_priv_type, map_);)      \
        return cchash_priv_##layout_##_shrink(&map_->table, &name_##_priv_type);                                       \
    }                                                                                                                  \
    link_ void name_##_clear(name_ *map_) {                                                                            \
        cchash_priv_##layout_##_clear(&map_->table, &name_##_priv_type);                                               \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena_clear(&map_->arena, &name_##_priv_type, map_);)                   \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_clone(name_ *to_, const name_ *from_) {                                       \
        name_##_entry scratch_;                                                                                        \
        return cchash_priv_##layout_##_clone(&to_->table, &from_->table, &name_##_priv_type, &scratch_);               \
    }                                                                                                                  \
    link_ void name_##_swap(name_ *left_, name_ *right_) {                                                             \
        name_ swapped_ = *left_;                                                                                       \
        *left_ = *right_;                                                                                              \
        *right_ = swapped_;                                                                                            \
    }                                                                                                                  \
    link_ cchash_stats name_##_stats(const name_ *map_) {                                                              \
        cchash_stats stats_ = cchash_priv_##layout_##_statistics(&map_->table, &name_##_priv_type);                    \
        CCHASH_PRIV_ARENA(traits_, stats_.bytes += map_->arena.bytes;)                                                 \
        return stats_;                                                                                                 \
    }                                                                                                                  \
    link_ bool name_##_verify(const name_ *map_) {                                                                     \
        return cchash_priv_##layout_##_verify(&map_->table, &name_##_priv_type);                                       \
    }

#define CCHASH_PRIV_BODIES_CLONE(link_, name_, traits_)                                                                \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), CCHASH_PRIV_BODY_CLONE_ARENA, CCHASH_PRIV_BODY_CLONE)         \
    (link_, name_)
#define CCHASH_PRIV_BODY_CLONE(link_, name_)                                                                           \
    link_ bool name_##_clone(name_ *to_, const name_ *from_) { return name_##_priv_clone(to_, from_); }

#define CCHASH_PRIV_BODY_INIT_ALLOCATOR(link_, name_, T_)                                                              \
    link_ void name_##_init_allocator(name_ *map_, T_ allocator_) {                                                    \
        memset((void *)map_, 0, sizeof *map_);                                                                         \
        map_->allocator = allocator_;                                                                                  \
    }

#define CCHASH_PRIV_BODIES_ITER(link_, layout_, name_)                                                                 \
    link_ void name_##_remove_at(name_ *map_, name_##_iter *iter_) {                                                   \
        name_##_entry scratch_;                                                                                        \
        CCHASH_PRIV_CHECK(iter_->key, "remove_at: the iterator stands on no element");                                 \
        cchash_priv_##layout_##_remove_at(&map_->table, &name_##_priv_type, &iter_->at, iter_->key, &scratch_);        \
        CCHASH_PRIV_FORGET(iter_);                                                                                     \
    }                                                                                                                  \
    link_ name_##_iter name_##_begin(const name_ *map_) {                                                              \
        name_##_iter iter_;                                                                                            \
        memset((void *)&iter_, 0, sizeof iter_);                                                                       \
        iter_.at = cchash_priv_##layout_##_begin(&map_->table, &name_##_priv_type);                                    \
        return iter_;                                                                                                  \
    }

#define CCHASH_PRIV_BODIES_ITER_MAP(link_, layout_, name_)                                                             \
    CCHASH_PRIV_BODIES_ITER(link_, layout_, name_)                                                                     \
    link_ bool name_##_pop(name_ *map_, name_##_key *key_out_, name_##_value *value_out_) {                            \
        name_##_entry scratch_;                                                                                        \
        return cchash_priv_##layout_##_pop(&map_->table, &name_##_priv_type, key_out_, value_out_, &scratch_);         \
    }                                                                                                                  \
    link_ bool name_##_next(name_##_iter *iter_) {                                                                     \
        name_##_entry *entry_ = (name_##_entry *)cchash_priv_##layout_##_next(&iter_->at, &name_##_priv_type);         \
        if (!entry_) return false;                                                                                     \
        iter_->key = &entry_->key;                                                                                     \
        iter_->value = &entry_->value;                                                                                 \
        return true;                                                                                                   \
    }                                                                                                                  \
    link_ size_t name_##_retain(name_ *map_, bool (*keep_)(const name_##_key *, name_##_value *, void *),              \
                                void *context_) {                                                                      \
        size_t before_ = name_##_size(map_);                                                                           \
        CCHASH_FOREACH (name_, iter_, map_)                                                                            \
            if (!keep_(iter_.key, iter_.value, context_)) name_##_remove_at(map_, &iter_);                             \
        if (name_##_size(map_) != before_) name_##_priv_tidy(map_);                                                    \
        return before_ - name_##_size(map_);                                                                           \
    }

#define CCHASH_PRIV_BODIES_ITER_SET(link_, layout_, name_)                                                             \
    CCHASH_PRIV_BODIES_ITER(link_, layout_, name_)                                                                     \
    link_ bool name_##_pop(name_ *map_, name_##_key *key_out_) {                                                       \
        name_##_entry scratch_;                                                                                        \
        return cchash_priv_##layout_##_pop(&map_->table, &name_##_priv_type, key_out_, NULL, &scratch_);               \
    }                                                                                                                  \
    link_ bool name_##_next(name_##_iter *iter_) {                                                                     \
        name_##_entry *entry_ = (name_##_entry *)cchash_priv_##layout_##_next(&iter_->at, &name_##_priv_type);         \
        if (!entry_) return false;                                                                                     \
        iter_->key = &entry_->key;                                                                                     \
        return true;                                                                                                   \
    }                                                                                                                  \
    link_ size_t name_##_retain(name_ *map_, bool (*keep_)(const name_##_key *, void *), void *context_) {             \
        size_t before_ = name_##_size(map_);                                                                           \
        CCHASH_FOREACH (name_, iter_, map_)                                                                            \
            if (!keep_(iter_.key, context_)) name_##_remove_at(map_, &iter_);                                          \
        if (name_##_size(map_) != before_) name_##_priv_tidy(map_);                                                    \
        return before_ - name_##_size(map_);                                                                           \
    }

/* ---- The typed functions: of a key. name_get and its like for K, name_get_how for a lookup. ------------------------
 */

#define CCHASH_PRIV_BODIES_FIND(link_, name_, via_, Q_)                                                                \
    link_ uint64_t name_##_hash##via_(const name_ *map_, Q_ key_) {                                                    \
        return name_##_priv##via_##_hash(&key_, map_->table.seed);                                                     \
    }                                                                                                                  \
    link_ bool name_##_contains_hashed##via_(const name_ *map_, uint64_t hash_, Q_ key_) {                             \
        return name_##_priv_find(map_, &name_##_priv##via_##_type, hash_, &key_) != NULL;                              \
    }                                                                                                                  \
    link_ bool name_##_contains##via_(const name_ *map_, Q_ key_) {                                                    \
        return name_##_contains_hashed##via_(map_, name_##_hash##via_(map_, key_), key_);                              \
    }                                                                                                                  \
    link_ const name_##_key *name_##_get_key##via_(const name_ *map_, Q_ key_) {                                       \
        const name_##_entry *entry_ =                                                                                  \
            name_##_priv_find(map_, &name_##_priv##via_##_type, name_##_hash##via_(map_, key_), &key_);                \
        return entry_ ? &entry_->key : NULL;                                                                           \
    }                                                                                                                  \
    link_ bool name_##_remove_hashed##via_(name_ *map_, uint64_t hash_, Q_ key_) {                                     \
        return name_##_priv_take(map_, &name_##_priv##via_##_type, hash_, &key_, NULL, NULL);                          \
    }                                                                                                                  \
    link_ bool name_##_remove##via_(name_ *map_, Q_ key_) {                                                            \
        return name_##_remove_hashed##via_(map_, name_##_hash##via_(map_, key_), key_);                                \
    }                                                                                                                  \
    link_ void name_##_prefetch_hashed##via_(const name_ *map_, uint64_t hash_, Q_ key_) {                             \
        (void)key_;                                                                                                    \
        name_##_priv_fetch(map_, &name_##_priv##via_##_type, hash_);                                                   \
    }                                                                                                                  \
    link_ void name_##_prefetch##via_(const name_ *map_, Q_ key_) {                                                    \
        name_##_prefetch_hashed##via_(map_, name_##_hash##via_(map_, key_), key_);                                     \
    }

#define CCHASH_PRIV_BODIES_FIND_MAP(link_, name_, via_, Q_)                                                            \
    CCHASH_PRIV_BODIES_FIND(link_, name_, via_, Q_)                                                                    \
    link_ name_##_value *name_##_get_hashed##via_(const name_ *map_, uint64_t hash_, Q_ key_) {                        \
        name_##_entry *entry_ = name_##_priv_find(map_, &name_##_priv##via_##_type, hash_, &key_);                     \
        return entry_ ? &entry_->value : NULL;                                                                         \
    }                                                                                                                  \
    link_ name_##_value *name_##_get##via_(const name_ *map_, Q_ key_) {                                               \
        return name_##_get_hashed##via_(map_, name_##_hash##via_(map_, key_), key_);                                   \
    }                                                                                                                  \
    link_ name_##_value name_##_get_or##via_(const name_ *map_, Q_ key_, name_##_value otherwise_) {                   \
        const name_##_value *value_ = name_##_get##via_(map_, key_);                                                   \
        return value_ ? *value_ : otherwise_;                                                                          \
    }                                                                                                                  \
    link_ bool name_##_take##via_(name_ *map_, Q_ key_, name_##_key *key_out_, name_##_value *value_out_) {            \
        return name_##_priv_take(map_, &name_##_priv##via_##_type, name_##_hash##via_(map_, key_), &key_, key_out_,    \
                                 value_out_);                                                                          \
    }                                                                                                                  \
    link_ size_t name_##_get_many##via_(const name_ *map_, const Q_ *keys_, size_t count_, name_##_value **out_) {     \
        return name_##_priv_get_many(map_, &name_##_priv##via_##_type, keys_, count_, (void *)out_,                    \
                                     offsetof(name_##_entry, value));                                                  \
    }

#define CCHASH_PRIV_BODIES_FIND_SET(link_, name_, via_, Q_)                                                            \
    CCHASH_PRIV_BODIES_FIND(link_, name_, via_, Q_)                                                                    \
    link_ const name_##_key *name_##_get_hashed##via_(const name_ *map_, uint64_t hash_, Q_ key_) {                    \
        const name_##_entry *entry_ = name_##_priv_find(map_, &name_##_priv##via_##_type, hash_, &key_);               \
        return entry_ ? &entry_->key : NULL;                                                                           \
    }                                                                                                                  \
    link_ const name_##_key *name_##_get##via_(const name_ *map_, Q_ key_) {                                           \
        return name_##_get_key##via_(map_, key_);                                                                      \
    }                                                                                                                  \
    link_ bool name_##_take##via_(name_ *map_, Q_ key_, name_##_key *key_out_) {                                       \
        return name_##_priv_take(map_, &name_##_priv##via_##_type, name_##_hash##via_(map_, key_), &key_, key_out_,    \
                                 NULL);                                                                                \
    }                                                                                                                  \
    link_ size_t name_##_get_many##via_(const name_ *map_, const Q_ *keys_, size_t count_, const name_##_key **out_) { \
        return name_##_priv_get_many(map_, &name_##_priv##via_##_type, keys_, count_, (void *)out_,                    \
                                     offsetof(name_##_entry, key));                                                    \
    }

#define CCHASH_PRIV_BODIES_INSERT_MAP(link_, name_, via_, Q_)                                                          \
    link_ int name_##_put_hashed##via_(name_ *map_, uint64_t hash_, Q_ key_, name_##_value value_) {                   \
        return name_##_priv_put(map_, &name_##_priv##via_##_type, hash_, &key_, &value_);                              \
    }                                                                                                                  \
    link_ int name_##_put##via_(name_ *map_, Q_ key_, name_##_value value_) {                                          \
        uint64_t hash_ = name_##_priv_new_hash(map_, &name_##_priv##via_##_type, &key_);                               \
        return name_##_put_hashed##via_(map_, hash_, key_, value_);                                                    \
    }                                                                                                                  \
    link_ int name_##_add_hashed##via_(name_ *map_, uint64_t hash_, Q_ key_, name_##_value value_) {                   \
        bool found_;                                                                                                   \
        if (!name_##_priv_emplace(map_, &name_##_priv##via_##_type, hash_, &key_, &value_, &found_))                   \
            return CCHASH_NOMEM;                                                                                       \
        return found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                              \
    }                                                                                                                  \
    link_ int name_##_add##via_(name_ *map_, Q_ key_, name_##_value value_) {                                          \
        uint64_t hash_ = name_##_priv_new_hash(map_, &name_##_priv##via_##_type, &key_);                               \
        return name_##_add_hashed##via_(map_, hash_, key_, value_);                                                    \
    }                                                                                                                  \
    link_ name_##_value *name_##_upsert_hashed##via_(name_ *map_, uint64_t hash_, Q_ key_, bool *inserted_) {          \
        bool found_;                                                                                                   \
        name_##_entry *entry_ = name_##_priv_emplace(map_, &name_##_priv##via_##_type, hash_, &key_, NULL, &found_);   \
        if (inserted_) *inserted_ = entry_ && !found_;                                                                 \
        return entry_ ? &entry_->value : NULL;                                                                         \
    }                                                                                                                  \
    link_ name_##_value *name_##_upsert##via_(name_ *map_, Q_ key_, bool *inserted_) {                                 \
        uint64_t hash_ = name_##_priv_new_hash(map_, &name_##_priv##via_##_type, &key_);                               \
        return name_##_upsert_hashed##via_(map_, hash_, key_, inserted_);                                              \
    }                                                                                                                  \
    link_ ptrdiff_t name_##_put_many##via_(name_ *map_, const Q_ *keys_, const name_##_value *values_,                 \
                                           size_t count_) {                                                            \
        return name_##_priv_put_many(map_, &name_##_priv##via_##_type, keys_, values_, count_);                        \
    }

#define CCHASH_PRIV_BODIES_INSERT_SET(link_, name_, via_, Q_)                                                          \
    link_ int name_##_add_hashed##via_(name_ *map_, uint64_t hash_, Q_ key_) {                                         \
        bool found_;                                                                                                   \
        if (!name_##_priv_emplace(map_, &name_##_priv##via_##_type, hash_, &key_, NULL, &found_)) return CCHASH_NOMEM; \
        return found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                              \
    }                                                                                                                  \
    link_ int name_##_add##via_(name_ *map_, Q_ key_) {                                                                \
        uint64_t hash_ = name_##_priv_new_hash(map_, &name_##_priv##via_##_type, &key_);                               \
        return name_##_add_hashed##via_(map_, hash_, key_);                                                            \
    }                                                                                                                  \
    link_ ptrdiff_t name_##_add_many##via_(name_ *map_, const Q_ *keys_, size_t count_) {                              \
        return name_##_priv_put_many(map_, &name_##_priv##via_##_type, keys_, NULL, count_);                           \
    }

/* ---- Prototypes, for the header of a map that one .c file implements ------------------------------------------------
 * In a debug build each function has another name for the linker, because the structs differ. */

#define CCHASH_PRIV_PROTOTYPE(result_, function_, parameters_)                                                         \
    CCHASH_PRIV_EXTERN result_ function_ parameters_ CCHASH_PRIV_LINK_NAME(function_);

#define CCHASH_PRIV_PROTOTYPES_LIFE(name_, traits_)                                                                    \
    CCHASH_PRIV_PROTOTYPE(void, name_##_init, (name_ * map))                                                           \
    CCHASH_PRIV_PROTOTYPE(void, name_##_init_seed, (name_ * map, uint64_t seed))                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_PROTOTYPE(void, name_##_init_allocator,                                                 \
                                         (name_ * map, CCHASH_PRIV_PICK(CONTEXT, traits_, int) allocator)), )          \
    CCHASH_PRIV_PROTOTYPE(void, name_##_free, (name_ * map))                                                           \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_size, (const name_ *map))                                                    \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_capacity, (const name_ *map))                                                \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_memory, (const name_ *map))                                                  \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_reserve, (name_ * map, size_t count))                                          \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_shrink, (name_ * map))                                                         \
    CCHASH_PRIV_PROTOTYPE(void, name_##_clear, (name_ * map))                                                          \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_clone, (name_ * to, const name_ *from))                                        \
    CCHASH_PRIV_PROTOTYPE(void, name_##_swap, (name_ * left, name_ * right))                                           \
    CCHASH_PRIV_PROTOTYPE(cchash_stats, name_##_stats, (const name_ *map))                                             \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_verify, (const name_ *map))                                                    \
    CCHASH_PRIV_PROTOTYPE(void, name_##_remove_at, (name_ * map, name_##_iter * iter))                                 \
    CCHASH_PRIV_PROTOTYPE(name_##_iter, name_##_begin, (const name_ *map))                                             \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_next, (name_##_iter * iter))

#define CCHASH_PRIV_PROTOTYPES_WHOLE_MAP(name_)                                                                        \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_pop, (name_ * map, name_##_key * key_out, name_##_value * value_out))          \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_retain,                                                                      \
                          (name_ * map, bool (*keep)(const name_##_key *, name_##_value *, void *), void *context))
#define CCHASH_PRIV_PROTOTYPES_WHOLE_SET(name_)                                                                        \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_pop, (name_ * map, name_##_key * key_out))                                     \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_retain,                                                                      \
                          (name_ * map, bool (*keep)(const name_##_key *, void *), void *context))

#define CCHASH_PRIV_PROTOTYPES_FIND(name_, via_, Q_)                                                                   \
    CCHASH_PRIV_PROTOTYPE(uint64_t, name_##_hash##via_, (const name_ *map, Q_ key))                                    \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_contains_hashed##via_, (const name_ *map, uint64_t hash, Q_ key))              \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_contains##via_, (const name_ *map, Q_ key))                                    \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_remove_hashed##via_, (name_ * map, uint64_t hash, Q_ key))                     \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_remove##via_, (name_ * map, Q_ key))                                           \
    CCHASH_PRIV_PROTOTYPE(void, name_##_prefetch_hashed##via_, (const name_ *map, uint64_t hash, Q_ key))              \
    CCHASH_PRIV_PROTOTYPE(void, name_##_prefetch##via_, (const name_ *map, Q_ key))                                    \
    CCHASH_PRIV_PROTOTYPE(const name_##_key *, name_##_get_key##via_, (const name_ *map, Q_ key))

#define CCHASH_PRIV_PROTOTYPES_FIND_MAP(name_, via_, Q_)                                                               \
    CCHASH_PRIV_PROTOTYPES_FIND(name_, via_, Q_)                                                                       \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_get_hashed##via_, (const name_ *map, uint64_t hash, Q_ key))        \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_get##via_, (const name_ *map, Q_ key))                              \
    CCHASH_PRIV_PROTOTYPE(name_##_value, name_##_get_or##via_, (const name_ *map, Q_ key, name_##_value otherwise))    \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_take##via_,                                                                    \
                          (name_ * map, Q_ key, name_##_key * key_out, name_##_value * value_out))                     \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_get_many##via_,                                                              \
                          (const name_ *map, const Q_ *keys, size_t count, name_##_value **out))

#define CCHASH_PRIV_PROTOTYPES_FIND_SET(name_, via_, Q_)                                                               \
    CCHASH_PRIV_PROTOTYPES_FIND(name_, via_, Q_)                                                                       \
    CCHASH_PRIV_PROTOTYPE(const name_##_key *, name_##_get_hashed##via_, (const name_ *map, uint64_t hash, Q_ key))    \
    CCHASH_PRIV_PROTOTYPE(const name_##_key *, name_##_get##via_, (const name_ *map, Q_ key))                          \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_take##via_, (name_ * map, Q_ key, name_##_key * key_out))                      \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_get_many##via_,                                                              \
                          (const name_ *map, const Q_ *keys, size_t count, const name_##_key **out))

#define CCHASH_PRIV_PROTOTYPES_INSERT_MAP(name_, via_, Q_)                                                             \
    CCHASH_PRIV_PROTOTYPE(int, name_##_put_hashed##via_, (name_ * map, uint64_t hash, Q_ key, name_##_value value))    \
    CCHASH_PRIV_PROTOTYPE(int, name_##_put##via_, (name_ * map, Q_ key, name_##_value value))                          \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add_hashed##via_, (name_ * map, uint64_t hash, Q_ key, name_##_value value))    \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add##via_, (name_ * map, Q_ key, name_##_value value))                          \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_upsert_hashed##via_,                                                \
                          (name_ * map, uint64_t hash, Q_ key, bool *inserted))                                        \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_upsert##via_, (name_ * map, Q_ key, bool *inserted))                \
    CCHASH_PRIV_PROTOTYPE(ptrdiff_t, name_##_put_many##via_,                                                           \
                          (name_ * map, const Q_ *keys, const name_##_value *values, size_t count))

#define CCHASH_PRIV_PROTOTYPES_INSERT_SET(name_, via_, Q_)                                                             \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add_hashed##via_, (name_ * map, uint64_t hash, Q_ key))                         \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add##via_, (name_ * map, Q_ key))                                               \
    CCHASH_PRIV_PROTOTYPE(ptrdiff_t, name_##_add_many##via_, (name_ * map, const Q_ *keys, size_t count))

/* ---- What the layouts' macros expand to ---------------------------------------------------------------------------
 */

#define CCHASH_PRIV_KEY_COPIER(name_) name_##_priv_key_copies ? name_##_priv_key_copy : NULL

/* All that a map or a set needs but the functions that take keys. */
#define CCHASH_PRIV_BASE_MAP(link_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                           \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), CCHASH_PRIV_VALUE_FACTS_MAP(name_))    \
    CCHASH_PRIV_ENGINE(layout_, name_)                                                                                 \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                            \
    CCHASH_PRIV_BODIES_LIFE(link_, layout_, name_, traits_)                                                            \
    CCHASH_PRIV_BODIES_ITER_MAP(link_, layout_, name_)                                                                 \
    CCHASH_PRIV_BODIES_CLONE(link_, name_, traits_)
#define CCHASH_PRIV_BASE_SET(link_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), CCHASH_PRIV_VALUE_FACTS_SET(name_))    \
    CCHASH_PRIV_ENGINE(layout_, name_)                                                                                 \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                            \
    CCHASH_PRIV_BODIES_LIFE(link_, layout_, name_, traits_)                                                            \
    CCHASH_PRIV_BODIES_ITER_SET(link_, layout_, name_)                                                                 \
    CCHASH_PRIV_BODIES_CLONE(link_, name_, traits_)

#define CCHASH_PRIV_CODE_MAP(link_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_BASE_MAP(link_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_BODIES_FIND_MAP(link_, name_, , name_##_key)                                                           \
    CCHASH_PRIV_BODIES_INSERT_MAP(link_, name_, , name_##_key)
#define CCHASH_PRIV_CODE_SET(link_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_BASE_SET(link_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_BODIES_FIND_SET(link_, name_, , name_##_key)                                                           \
    CCHASH_PRIV_BODIES_INSERT_SET(link_, name_, , name_##_key)

/* Each ends in a declaration that wants the user's semicolon. */
#define CCHASH_PRIV_DEFINE_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                        \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_STATIC, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))        \
    struct name_
#define CCHASH_PRIV_DEFINE_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_STATIC, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))        \
    struct name_
#define CCHASH_PRIV_DECLARE_MAP(layout_, name_, K_, V_, traits_)                                                       \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_PROTOTYPES_LIFE(name_, traits_)                                                                        \
    CCHASH_PRIV_PROTOTYPES_WHOLE_MAP(name_)                                                                            \
    CCHASH_PRIV_PROTOTYPES_FIND_MAP(name_, , name_##_key)                                                              \
    CCHASH_PRIV_PROTOTYPES_INSERT_MAP(name_, , name_##_key)                                                            \
    struct name_
#define CCHASH_PRIV_DECLARE_SET(layout_, name_, K_, traits_)                                                           \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_PROTOTYPES_LIFE(name_, traits_)                                                                        \
    CCHASH_PRIV_PROTOTYPES_WHOLE_SET(name_)                                                                            \
    CCHASH_PRIV_PROTOTYPES_FIND_SET(name_, , name_##_key)                                                              \
    CCHASH_PRIV_PROTOTYPES_INSERT_SET(name_, , name_##_key)                                                            \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                     \
    CCHASH_PRIV_CODE_MAP(, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))                          \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CODE_SET(, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))                          \
    struct name_

/* ---- Lookup by another type ---------------------------------------------------------------------------------------
 * CCHASH_LOOKUP(name, how, Q, hashfn, eqfn), after the map itself, gives it functions that take a Q where the map has a
 * K, without making a K of it: name_get_how, _contains_how, _get_key_how, _get_or_how, _take_how, _remove_how,
 * _hash_how, _prefetch_how, _get_many_how and the hashed ones (name_get_hashed_how, …).
 *
 *     uint64_t hashfn(Q)          the same as the map's hash of the K that it stands for
 *     bool eqfn(K stored, Q key)
 *
 *     CCHASH_DEFINE(people, person, int, person_hash, person_eq);
 *     CCHASH_LOOKUP(people, name, const char *, cchash_hash_cstr, person_is_called);
 *     int *age = people_get_name(&map, "Ada");
 *
 * The _EX form has traits: CCHASH_MAKE_KEY(fn), bool fn(K *to, const Q *from), false: no memory, makes the key that the
 * map stores, and so adds name_put_how, _add_how, _upsert_how and _put_many_how: the key is made only if it is new.
 * CCHASH_SEEDED_HASH, if the map has it: uint64_t hashfn(Q, uint64_t seed). For sets there is CCHASH_LOOKUP_SET; for
 * maps that are declared in a header, CCHASH_DECLARE_LOOKUP there and CCHASH_IMPLEMENT_LOOKUP in the .c file. `how` may
 * be any word but key, or, many and hashed. */

#define CCHASH_PRIV_HAS_MAKE_KEY_CCHASH_MAKE_KEY(fn_) ~, 1
#define CCHASH_PRIV_MAKE_KEY_CCHASH_MAKE_KEY(fn_) ~, fn_
#define CCHASH_PRIV_UNKNOWN_TRAIT_CCHASH_MAKE_KEY(fn_)

#define CCHASH_PRIV_MAKER(name_, via_, Q_, traits_)                                                                    \
    CCHASH_PRIV_STATIC bool name_##_priv##via_##_make(void *to_, const void *from_) {                                  \
        return CCHASH_PRIV_PICK(MAKE_KEY, traits_, )((name_##_key *)to_, (const Q_ *)from_);                           \
    }

/* kind_ is pasted at once, so that no macro of the user's with such a name gets at it. */
#define CCHASH_PRIV_LOOKUP(link_, kind_, name_, via_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_LOOKUP_(link_, CCHASH_PRIV_VALUE_FACTS_##kind_, CCHASH_PRIV_BODIES_FIND_##kind_,                       \
                        CCHASH_PRIV_BODIES_INSERT_##kind_, name_, via_, name_##_key##via_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_LOOKUP_(link_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)             \
    CCHASH_PRIV_KNOWN(traits_)                                                                                         \
    CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), CCHASH_PRIV_MAKER(name_, via_, Q_, traits_), )                  \
    CCHASH_PRIV_DESCRIPTOR(name_, via_, Q_,                                                                            \
                           CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), name_##_priv##via_##_make, NULL),        \
                           value_facts_(name_))                                                                        \
    CCHASH_PRIV_FIND_FAR(name_, via_)                                                                                  \
    find_(link_, name_, via_, Q_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), insert_(link_, name_, via_, Q_), )

#define CCHASH_PRIV_DECLARE_LOOKUP(kind_, name_, via_, Q_, traits_)                                                    \
    typedef Q_ name_##_key##via_;                                                                                      \
    CCHASH_PRIV_PROTOTYPES_FIND_##kind_(name_, via_, name_##_key##via_) CCHASH_PRIV_IF(                                \
        CCHASH_PRIV_HAS(MAKE_KEY, traits_), CCHASH_PRIV_PROTOTYPES_INSERT_##kind_(name_, via_, name_##_key##via_), )

#define CCHASH_LOOKUP(name_, how_, Q_, hashfn_, eqfn_) CCHASH_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                                     \
    typedef Q_ name_##_key_##how_;                                                                                     \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_STATIC, MAP, name_, _##how_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_DECLARE_LOOKUP(name_, how_, Q_) CCHASH_DECLARE_LOOKUP_EX(name_, how_, Q_, ())
#define CCHASH_DECLARE_LOOKUP_EX(name_, how_, Q_, traits_)                                                             \
    CCHASH_PRIV_DECLARE_LOOKUP(MAP, name_, _##how_, Q_, traits_) struct name_
#define CCHASH_IMPLEMENT_LOOKUP(name_, how_, Q_, hashfn_, eqfn_)                                                       \
    CCHASH_IMPLEMENT_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_IMPLEMENT_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_LOOKUP(, MAP, name_, _##how_, hashfn_, eqfn_, traits_) struct name_

#define CCHASH_LOOKUP_SET(name_, how_, Q_, hashfn_, eqfn_) CCHASH_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                                 \
    typedef Q_ name_##_key_##how_;                                                                                     \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_STATIC, SET, name_, _##how_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_DECLARE_LOOKUP_SET(name_, how_, Q_) CCHASH_DECLARE_LOOKUP_SET_EX(name_, how_, Q_, ())
#define CCHASH_DECLARE_LOOKUP_SET_EX(name_, how_, Q_, traits_)                                                         \
    CCHASH_PRIV_DECLARE_LOOKUP(SET, name_, _##how_, Q_, traits_) struct name_
#define CCHASH_IMPLEMENT_LOOKUP_SET(name_, how_, Q_, hashfn_, eqfn_)                                                   \
    CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                       \
    CCHASH_PRIV_LOOKUP(, SET, name_, _##how_, hashfn_, eqfn_, traits_) struct name_

/* ---- The default layout ---------------------------------------------------------------------------------------------
 */

#define CCHASH_DEFINE CCHASH_COMPACT_DEFINE
#define CCHASH_DEFINE_SET CCHASH_COMPACT_DEFINE_SET
#define CCHASH_DEFINE_EX CCHASH_COMPACT_DEFINE_EX
#define CCHASH_DEFINE_SET_EX CCHASH_COMPACT_DEFINE_SET_EX
#define CCHASH_DECLARE CCHASH_COMPACT_DECLARE
#define CCHASH_DECLARE_SET CCHASH_COMPACT_DECLARE_SET
#define CCHASH_DECLARE_EX CCHASH_COMPACT_DECLARE_EX
#define CCHASH_DECLARE_SET_EX CCHASH_COMPACT_DECLARE_SET_EX
#define CCHASH_IMPLEMENT CCHASH_COMPACT_IMPLEMENT
#define CCHASH_IMPLEMENT_SET CCHASH_COMPACT_IMPLEMENT_SET
#define CCHASH_IMPLEMENT_EX CCHASH_COMPACT_IMPLEMENT_EX
#define CCHASH_IMPLEMENT_SET_EX CCHASH_COMPACT_IMPLEMENT_SET_EX

#include "cchash_compact.h"
#include "cchash_str.h"

#endif /* CCHASH_H */

/* ---- The operations that all layouts share ------------------------------------------------------------------------
 * Each layout header includes this file once more with CCHASH_PRIV_LAYOUT set, to get them over its own engine: find,
 * insert, claim, keyed, remove, pop_any, begin, next, erase_at, rehash, room, capacity, release, reset, trim, memory,
 * stats, and place, ask, aim for batches. They are written once, so that the layouts can't come to differ in meaning.
 * `scratch` has room for an entry (put: for two): destructors run on what has been moved there, when the table is whole
 * again. */
#ifdef CCHASH_PRIV_LAYOUT

#define CCHASH_PRIV_OP(operation_) CCHASH_PRIV_CAT(CCHASH_PRIV_CAT(cchash_priv_, CCHASH_PRIV_LAYOUT), _##operation_)
#define CCHASH_PRIV_TABLE CCHASH_PRIV_CAT(cchash_priv_, CCHASH_PRIV_LAYOUT)
#define CCHASH_PRIV_ITER CCHASH_PRIV_OP(iter)

/* The user's hash of a key that may be inserted: a seeded hash function needs its seed now. */
CCHASH_PRIV_INLINE uint64_t CCHASH_PRIV_OP(insert_hash)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type,
                                                        const void *key) {
    if (type->seeded_hash && CCHASH_PRIV_UNLIKELY(!table->seeded)) {
        table->seed = cchash_priv_draw_seed(table);
        table->seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = type->query_hash(key, table->seed));
    return hash;
}

/* Makes the table that of an empty map. A seed that the user gave stays. */
CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(blank)(CCHASH_PRIV_TABLE *table) {
    CCHASH_PRIV_TABLE old = *table;
    memset(table, 0, sizeof *table);
#ifdef CCHASH_DEBUG
    table->generation = old.generation + 1;
#endif
    if (old.seeded != CCHASH_PRIV_SEED_GIVEN) return;
    table->seed = old.seed;
    table->seeded = old.seeded;
}

/* After a failed insertion: a map without memory forgets a seed drawn for nothing. */
CCHASH_PRIV_INLINE void *CCHASH_PRIV_OP(no_memory)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    if (type->seeded_hash && !CCHASH_PRIV_OP(memory)(table, type)) CCHASH_PRIV_OP(blank)(table);
    return NULL;
}

/* The entry of a key, there or new; a new one has its key and value (NULL: a zeroed one) in place. NULL: no memory. */
CCHASH_PRIV_INLINE void *CCHASH_PRIV_OP(emplace)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type, uint64_t hash,
                                                 const void *key, const void *value, void *scratch, bool *found) {
    bool copied = false, copies = type->key_copy || (value && type->value_copy);
    unsigned char *entry;
#ifdef CCHASH_DEBUG
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_OP(find)(table, type, hash, key)); /* what does equality do? */
#endif
    if (!copies) {
        entry = (unsigned char *)CCHASH_PRIV_OP(insert)(table, type, hash, key, found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return CCHASH_PRIV_OP(no_memory)(table, type);
        if (*found) return entry;
        memcpy(entry + type->key_offset, key, type->key_size);
        CCHASH_PRIV_OP(keyed)(type, entry);
        if (type->value_size && value) memcpy(entry + type->value_offset, value, type->value_size);
        if (type->value_size && !value) memset(entry + type->value_offset, 0, type->value_size);
        return entry;
    }
    entry = (unsigned char *)CCHASH_PRIV_OP(find)(table, type, hash, key);
    *found = entry != NULL;
    if (entry) return entry;
    CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_in(type, scratch, key, value));
    if (!copied) return CCHASH_PRIV_OP(no_memory)(table, type);
    entry = (unsigned char *)CCHASH_PRIV_OP(claim)(table, type, hash);
    if (!entry) {
        if (type->key_copy && type->key_free) type->key_free(cchash_priv_key(type, scratch));
        if (value && type->value_copy && type->value_free) type->value_free(cchash_priv_value(type, scratch));
        return CCHASH_PRIV_OP(no_memory)(table, type);
    }
    memcpy(entry + type->key_offset, cchash_priv_key(type, scratch), type->key_size);
    CCHASH_PRIV_OP(keyed)(type, entry);
    memcpy(entry + type->value_offset, cchash_priv_value(type, scratch), type->value_size);
    return entry;
}

CCHASH_PRIV_INLINE int CCHASH_PRIV_OP(add)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type, uint64_t hash,
                                           const void *key, const void *value, void *scratch) {
    bool found;
    if (!CCHASH_PRIV_OP(emplace)(table, type, hash, key, value, scratch, &found)) return CCHASH_NOMEM;
    return found ? CCHASH_PRESENT : CCHASH_INSERTED;
}

/* The old value and a spare key are destroyed when the new value is in place. */
CCHASH_PRIV_INLINE int CCHASH_PRIV_OP(put)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type, uint64_t hash,
                                           const void *key, const void *value, void *scratch) {
    bool found, copied = true;
    void *entry = CCHASH_PRIV_OP(emplace)(table, type, hash, key, value, scratch, &found);
    if (CCHASH_PRIV_UNLIKELY(!entry)) return CCHASH_NOMEM;
    if (!found) return CCHASH_INSERTED;
    unsigned char *fresh = (unsigned char *)scratch, *old = fresh + type->entry_size, *held = (unsigned char *)entry;
    bool destroys = type->value_free || (type->key_free && !type->key_copy);
    if (type->value_copy) memset(fresh + type->value_offset, 0, type->value_size);
    if (type->value_copy)
        CCHASH_PRIV_CALLBACK(table, copied = type->value_copy(fresh + type->value_offset, value));
    else if (destroys)
        memcpy(fresh + type->value_offset, value, type->value_size);
    if (!copied) return CCHASH_NOMEM;
    if (type->value_free) memcpy(old + type->value_offset, held + type->value_offset, type->value_size);
    memcpy(held + type->value_offset, type->value_copy ? fresh + type->value_offset : value, type->value_size);
    if (destroys && type->key_free && !type->key_copy) {
        memcpy(fresh + type->key_offset, key, type->key_size);
        CCHASH_PRIV_CALLBACK(table, type->key_free(fresh + type->key_offset));
    }
    if (type->value_free) CCHASH_PRIV_CALLBACK(table, type->value_free(old + type->value_offset));
    return CCHASH_PRESENT;
}

/* Removes a key and moves what was there to key_out and value_out; what is not wanted (NULL) is destroyed. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_OP(take)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type, uint64_t hash,
                                             const void *key, void *key_out, void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
#ifdef CCHASH_DEBUG
    if (table->size) CCHASH_PRIV_CALLBACK(table, CCHASH_PRIV_CHECK_HASH(table, type, hash, key));
#endif
    if (!CCHASH_PRIV_OP(remove)(table, type, hash, key, key_out ? key_out : spare_key,
                                value_out ? value_out : spare_value))
        return false;
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes any element, likewise; false: there is none. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_OP(pop)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type, void *key_out,
                                            void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
    if (!table->size) return false;
    CCHASH_PRIV_OP(pop_any)(table, type, key_out ? key_out : spare_key, value_out ? value_out : spare_value);
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes the element that an iterator stands on; `key` is its key, where the table holds it. */
CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(remove_at)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type,
                                                  CCHASH_PRIV_ITER *iter, const void *key, void *scratch) {
    const unsigned char *entry = (const unsigned char *)key - type->key_offset;
    bool destroys = type->key_free || type->value_free;
    if (destroys) memcpy(scratch, entry, type->entry_size);
    CCHASH_PRIV_OP(erase_at)(table, type, iter);
    if (destroys)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, cchash_priv_key(type, scratch),
                                                        type->value_size ? cchash_priv_value(type, scratch) : NULL));
}

/* Destroys all elements of a table that no map holds any more. */
CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(destroy_all)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    if ((!type->key_free && !type->value_free) || !table->size) return;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_OP(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_OP(next)(&iter, type)) != NULL;)
        cchash_priv_destroy(type, cchash_priv_key(type, entry),
                            type->value_size ? cchash_priv_value(type, entry) : NULL);
}

/* The map is empty before the first destructor runs. */
CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(free)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_OP(blank)(table);
    CCHASH_PRIV_OP(destroy_all)(&old, type);
    CCHASH_PRIV_OP(release)(&old, type, table);
}

CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(clear)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_CHANGES(&old);
    if (type->key_free || type->value_free) {
        CCHASH_PRIV_OP(blank)(table);
        CCHASH_PRIV_CALLBACK(table, CCHASH_PRIV_OP(destroy_all)(&old, type));
    }
    CCHASH_PRIV_OP(reset)(&old, type, table);
    *table = old;
}

/* Room for that many elements; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_OP(reserve)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type, size_t count) {
    if (count <= CCHASH_PRIV_OP(capacity)(table, type)) return true;
    size_t slots = CCHASH_PRIV_OP(room)(type, count);
    CCHASH_PRIV_CHANGES(table);
    return slots && type->rehash(table, slots);
}

CCHASH_PRIV_INLINE bool CCHASH_PRIV_OP(shrink)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    CCHASH_PRIV_CHANGES(table);
    if (table->size) {
        size_t slots = CCHASH_PRIV_OP(room)(type, table->size);
        if (slots < CCHASH_PRIV_OP(slots)(table) && !type->rehash(table, slots)) return false;
        CCHASH_PRIV_OP(trim)(table, type);
        return true;
    }
    CCHASH_PRIV_OP(release)(table, type, table);
    CCHASH_PRIV_OP(blank)(table);
    return true;
}

/* A copy with the same seed, which takes the place of what `to` held. A type that owns parts which it can't copy has
 * none. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_OP(clone)(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                              cchash_priv_typep type, void *scratch) {
    CCHASH_PRIV_TABLE old = *to;
    if (to == from) return true;
    if ((type->key_free && !type->key_copy) || (type->value_free && !type->value_copy)) return false;
    CCHASH_PRIV_OP(blank)(to);
    to->seed = from->seed;
    to->seeded = from->seeded;
    bool copied = from->size == 0 || type->rehash(to, CCHASH_PRIV_OP(room)(type, from->size));
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_OP(begin)(from, type);
    for (void *entry; copied && (entry = CCHASH_PRIV_OP(next)(&iter, type)) != NULL;) {
        const void *value = type->value_size ? cchash_priv_value(type, entry) : NULL;
        uint64_t hash = cchash_priv_entry_hash(type, entry, from->seed);
        copied = cchash_priv_copy_in(type, scratch, cchash_priv_key(type, entry), value);
        void *fresh = copied ? CCHASH_PRIV_OP(claim)(to, type, hash) : NULL;
        if (fresh) {
            memcpy(cchash_priv_key(type, fresh), cchash_priv_key(type, scratch), type->key_size);
            CCHASH_PRIV_OP(keyed)(type, (unsigned char *)fresh);
            memcpy(cchash_priv_value(type, fresh), cchash_priv_value(type, scratch), type->value_size);
        } else if (copied) {
            cchash_priv_destroy(type, cchash_priv_key(type, scratch), value ? cchash_priv_value(type, scratch) : NULL);
            copied = false;
        }
    }
    if (!copied) {
        CCHASH_PRIV_OP(free)(to, type);
        *to = old;
        return false;
    }
    CCHASH_PRIV_OP(destroy_all)(&old, type);
    CCHASH_PRIV_OP(release)(&old, type, to);
    return true;
}

CCHASH_PRIV_INLINE cchash_stats CCHASH_PRIV_OP(statistics)(const CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    cchash_stats stats;
    memset(&stats, 0, sizeof stats);
    stats.capacity = CCHASH_PRIV_OP(capacity)(table, type);
    stats.bytes = CCHASH_PRIV_OP(memory)(table, type);
    CCHASH_PRIV_OP(stats)(table, type, &stats);
    return stats;
}

/* Batches: a pipeline of three steps for each key, `apart` keys apart: hash and ask for what says where the key is
 * (tags, bucket, home slot); look there and ask for the entry; compare. So each step finds in the cache what the one
 * before asked for. A search that is not over at the first entry goes the usual way. Each step takes a row of keys at a
 * time, which leaves short loops to the compiler: key by key, putting into a compact table at 1e7 took 34 ns instead
 * of 23. */
enum {
    CCHASH_PRIV_OP(get_row) = 8,
    CCHASH_PRIV_OP(put_row) = 16,
    CCHASH_PRIV_OP(apart) = 32,
    CCHASH_PRIV_OP(ring) = 128 /* a power of two, over 2 * apart + row */
};

/* In a table of fewer bytes all is in the cache, and a plain loop is as fast. */
#ifndef CCHASH_PRIV_BATCH_MIN
#define CCHASH_PRIV_BATCH_MIN ((size_t)4 << 20)
#endif

/* Writes a pointer to each key's part at `offset` of its entry to out; returns how many were found. The caller's array
 * is of V * or const K *, whose type is not known here: memcpy writes bytes, which may alias anything, and a pointer to
 * void has the bytes of a pointer to any object, as on all machines that C99 compilers are made for. */
CCHASH_PRIV_INLINE size_t CCHASH_PRIV_OP(get_many)(const CCHASH_PRIV_TABLE *table, cchash_priv_typep type,
                                                   const void *keys, size_t count, void *out, size_t offset) {
    enum { row = CCHASH_PRIV_OP(get_row), apart = CCHASH_PRIV_OP(apart), ring = CCHASH_PRIV_OP(ring) };
    const unsigned char *key = (const unsigned char *)keys;
    unsigned char *part = (unsigned char *)out;
    uint64_t hashes[ring], placed[ring];
    bool unsure[ring];
    void *aims[ring];
    size_t found = 0;
    if (CCHASH_PRIV_OP(memory)(table, type) < CCHASH_PRIV_BATCH_MIN) {
        for (size_t number = 0; number < count; number++) {
            unsigned char *entry = (unsigned char *)CCHASH_PRIV_OP(find)(
                table, type, type->query_hash(key + number * type->query_size, table->seed),
                key + number * type->query_size);
            void *wanted = entry ? entry + offset : NULL;
            found += entry != NULL;
            memcpy(part + number * sizeof wanted, &wanted, sizeof wanted);
        }
        return found;
    }
    for (size_t asked = 0, aimed = 0, done = 0; done < count;) {
        for (size_t stop = asked + row; asked < stop && asked < count; asked++) {
            const size_t at = asked % ring;
            hashes[at] = type->query_hash(key + asked * type->query_size, table->seed);
            placed[at] = CCHASH_PRIV_OP(place)(table, type, hashes[at]);
            CCHASH_PRIV_OP(ask)(table, type, placed[at]);
        }
        for (; aimed < count && (aimed + apart < asked || asked == count); aimed++) {
            const size_t at = aimed % ring;
            unsure[at] = false;
            aims[at] = CCHASH_PRIV_OP(aim)(table, type, placed[at], false, &unsure[at]);
        }
        for (; done < count && (done + apart < aimed || aimed == count); done++) {
            const size_t at = done % ring;
            const void *sought = key + done * type->query_size;
            unsigned char *entry = (unsigned char *)aims[at];
            if (unsure[at] || (entry && !cchash_priv_is_key(type, entry, hashes[at], sought)))
                entry = (unsigned char *)CCHASH_PRIV_OP(find)(table, type, hashes[at], sought);
            void *wanted = entry ? entry + offset : NULL;
            found += entry != NULL;
            memcpy(part + done * sizeof wanted, &wanted, sizeof wanted);
        }
    }
    return found;
}

/* Puts pairs in order; returns how many keys were new, or -1 - i if memory ran out at pair i. */
CCHASH_PRIV_INLINE ptrdiff_t CCHASH_PRIV_OP(put_many)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type,
                                                      const void *keys, const void *values, size_t count,
                                                      void *scratch) {
    enum { row = CCHASH_PRIV_OP(put_row), apart = CCHASH_PRIV_OP(apart), ring = CCHASH_PRIV_OP(ring) };
    const unsigned char *key = (const unsigned char *)keys, *value = (const unsigned char *)values;
    uint64_t hashes[ring];
    ptrdiff_t inserted = 0;
    for (size_t asked = 0, aimed = 0, done = 0; done < count;) {
        const bool in_cache = CCHASH_PRIV_OP(memory)(table, type) < CCHASH_PRIV_BATCH_MIN;
        for (size_t stop = asked + row; asked < stop && asked < count; asked++) {
            uint64_t hash = CCHASH_PRIV_OP(insert_hash)(table, type, key + asked * type->query_size);
            hashes[asked % ring] = hash;
            if (!in_cache) CCHASH_PRIV_OP(ask)(table, type, CCHASH_PRIV_OP(place)(table, type, hash));
        }
        for (; aimed < count && (aimed + apart < asked || asked == count); aimed++) {
            bool unsure;
            if (!in_cache)
                (void)CCHASH_PRIV_OP(aim)(table, type, CCHASH_PRIV_OP(place)(table, type, hashes[aimed % ring]), true,
                                          &unsure);
        }
        for (; done < count && (done + apart < aimed || aimed == count); done++) {
            const void *pair_key = key + done * type->query_size;
            int status = value ? CCHASH_PRIV_OP(put)(table, type, hashes[done % ring], pair_key,
                                                     value + done * type->value_size, scratch)
                               : CCHASH_PRIV_OP(add)(table, type, hashes[done % ring], pair_key, NULL, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += status;
        }
    }
    return inserted;
}

#undef CCHASH_PRIV_OP
#undef CCHASH_PRIV_TABLE
#undef CCHASH_PRIV_ITER
#endif /* CCHASH_PRIV_LAYOUT */
