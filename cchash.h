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

#include "cchash/macros_off.h"

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
 * CCHASH_RANDOM(p, n)    writes n random bytes to p: a source of secrets for text hashes, instead of the system's
 *                        (a shared object that dlopen loads may then have secrets of its own)
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

#if defined(_MSC_VER) && !defined(__clang__) && (!defined(_MSVC_TRADITIONAL) || _MSVC_TRADITIONAL)
#error "cchash needs a standard preprocessor: compile with /Zc:preprocessor"
#endif

#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_UNUSED __attribute__((__unused__))
#define CCHASH_PRIV_COLD static CCHASH_PRIV_UNUSED __attribute__((__noinline__, __cold__))
#define CCHASH_PRIV_OUTLINE static CCHASH_PRIV_UNUSED __attribute__((__noinline__))
#define CCHASH_PRIV_LIKELY(cond_) __builtin_expect(!!(cond_), 1)
#define CCHASH_PRIV_UNLIKELY(cond_) __builtin_expect(!!(cond_), 0)
#define CCHASH_PRIV_PREFETCH(ptr_) __builtin_prefetch(ptr_)
#define CCHASH_PRIV_PREFETCH_L2(ptr_) __builtin_prefetch(ptr_, 0, 2) /* many at once: the first level holds few */
#else
#define CCHASH_PRIV_UNUSED
#define CCHASH_PRIV_LIKELY(cond_) (cond_)
#define CCHASH_PRIV_UNLIKELY(cond_) (cond_)
#if defined(_MSC_VER)
#include <intrin.h>
#define CCHASH_PRIV_COLD static __declspec(noinline)
#define CCHASH_PRIV_OUTLINE static __declspec(noinline)
#else
#define CCHASH_PRIV_COLD static
#define CCHASH_PRIV_OUTLINE static
#endif
#if defined(_MSC_VER) && (defined(_M_X64) || defined(_M_IX86))
#define CCHASH_PRIV_PREFETCH(ptr_) _mm_prefetch((const char *)(ptr_), _MM_HINT_T0)
#define CCHASH_PRIV_PREFETCH_L2(ptr_) _mm_prefetch((const char *)(ptr_), _MM_HINT_T1)
#else
#define CCHASH_PRIV_PREFETCH(ptr_) ((void)(ptr_))
#define CCHASH_PRIV_PREFETCH_L2(ptr_) ((void)(ptr_))
#endif
#endif

/* The engine is forced into the typed functions (its speed comes from constants known there); whether those are
 * inlined into the caller is left to the compiler. Not at -O0, where one wants to step through. */
#if (defined(__GNUC__) || defined(__clang__)) && defined(__OPTIMIZE__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED __attribute__((__always_inline__))
#elif defined(_MSC_VER) && !defined(__clang__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static __forceinline
#else
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED
#endif

#define CCHASH_PRIV_STATIC static inline CCHASH_PRIV_UNUSED

/* Keeps gcc from seeing what a pointer points to. A literal key is short of what a longer one would have us read, and
 * gcc warns of that where it does not see that the length forbids it. */
#if defined(__GNUC__) && !defined(__clang__)
#define CCHASH_PRIV_HIDE(ptr_) __asm__("" : "+r"(ptr_))
#else
#define CCHASH_PRIV_HIDE(ptr_) ((void)(ptr_))
#endif
/* Functions whose address stands in a type's descriptor. gcc may not force these: where it does not see through the
 * descriptor (-Og), an always_inline function that is called by address is an error. They are small, and gcc inlines
 * them at -O1 and above; where they are not small (strings), their callers are FLAT, which asks for the same and never
 * fails. */
#if defined(__clang__)
#define CCHASH_PRIV_THUNK CCHASH_PRIV_INLINE
#define CCHASH_PRIV_FLAT
#elif defined(__GNUC__) && defined(__OPTIMIZE__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_THUNK CCHASH_PRIV_STATIC
#define CCHASH_PRIV_FLAT __attribute__((__flatten__))
#else
#define CCHASH_PRIV_THUNK CCHASH_PRIV_STATIC
#define CCHASH_PRIV_FLAT
#endif

/* REQUIRE(condition, a_name, "a sentence") is a compile error that says the sentence, unless the condition holds. C
 * before C11 has no such thing, and some libc hide that of the compiler: there the name has to do. */
#define CCHASH_PRIV_ASSERT(cond_, what_) CCHASH_PRIV_REQUIRE(cond_, cchash_priv_##what_, #what_)
#ifdef __cplusplus
#define CCHASH_PRIV_ALIGNOF(type_) alignof(type_)
#define CCHASH_PRIV_EXTERN extern "C"
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) static_assert(cond_, sentence_)
#else
#define CCHASH_PRIV_EXTERN extern
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) _Static_assert(cond_, sentence_)
#elif (defined(__GNUC__) || defined(__clang__)) && !defined(_Static_assert)
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) __extension__ _Static_assert(cond_, sentence_)
#else
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) typedef char what_[(cond_) ? 1 : -1] CCHASH_PRIV_UNUSED
#endif
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_ALIGNOF(type_) __alignof__(type_)
#else
#define CCHASH_PRIV_ALIGNOF(type_)                                                                                     \
    offsetof(                                                                                                          \
        struct {                                                                                                       \
            char cchash_first;                                                                                         \
            type_ cchash_second;                                                                                       \
        },                                                                                                             \
        cchash_second)
#endif
#endif

#if !defined(CCHASH_NO_SIMD) && (defined(__SSE2__) || (defined(_MSC_VER) && defined(_M_X64) && !defined(_M_ARM64EC)))
#include <emmintrin.h>
#define CCHASH_PRIV_SSE2 1
#endif

/* What debug builds check; the program ends with the sentence. */
#ifdef CCHASH_DEBUG
#include <stdio.h>
CCHASH_PRIV_COLD void cchash_priv_stop(const char *sentence) {
    fprintf(stderr, "cchash: %s\n", sentence);
    abort();
}
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((cond_) ? (void)0 : cchash_priv_stop(sentence_))
#else
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((void)0)
#endif

#define CCHASH_PRIV_CAT(left_, right_) CCHASH_PRIV_CAT_(left_, right_)
#define CCHASH_PRIV_CAT_(left_, right_) left_##right_

/* The index of the lowest set bit; word is not 0. */
CCHASH_PRIV_INLINE unsigned cchash_priv_ctz(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctzll(word);
#elif defined(_MSC_VER) && (defined(_M_X64) || defined(_M_ARM64))
    unsigned long bits;
    (void)_BitScanForward64(&bits, word);
    return (unsigned)bits;
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
#if defined(__SIZEOF_INT128__) && !defined(__wasm__) /* which has it as a call */
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#elif defined(_MSC_VER) && defined(_M_X64)
    uint64_t high;
    uint64_t low = _umul128(left, right, &high);
    return low ^ high;
#else
    uint64_t left_low = (uint32_t)left, left_high = left >> 32, right_low = (uint32_t)right, right_high = right >> 32;
    uint64_t low = left_low * right_low, cross = left_high * right_low, other = left_low * right_high;
    uint64_t middle = (low >> 32) + (uint32_t)cross + (uint32_t)other;
    uint64_t high = left_high * right_high + (cross >> 32) + (other >> 32) + (middle >> 32);
    return ((middle << 32) | (uint32_t)low) ^ high;
#endif
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_swap_bytes(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_bswap64(word);
#elif defined(_MSC_VER)
    return _byteswap_uint64(word);
#else
    word = (word & UINT64_C(0x00ff00ff00ff00ff)) << 8 | (word >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    word = (word & UINT64_C(0x0000ffff0000ffff)) << 16 | (word >> 16 & UINT64_C(0x0000ffff0000ffff));
    return word << 32 | word >> 32;
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

/* The hash of bytes reads its input through five words that a seed stands for, or that are secrets of the process: both
 * factors of every product have one of them, or what an earlier product left, xored in. So nobody who does not know
 * them can make a factor 0, which would hide the other one, or two lanes equal, which would cancel them, as constants
 * in their place allow. Neither a word nor the difference of two is known to who does not know the seed. Up to 64 bytes
 * take three of them (with a word for each place, six, 24 bytes took 1.65 ns instead of 1.40). */
enum { CCHASH_PRIV_HASH_WORDS = 5 };
CCHASH_PRIV_INLINE void cchash_priv_expand(uint64_t seed, uint64_t words[CCHASH_PRIV_HASH_WORDS]) {
    words[0] = seed ^ CCHASH_PRIV_PI0;
    words[1] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI1, CCHASH_PRIV_PI2);
    words[2] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI2, CCHASH_PRIV_PI3);
    words[3] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI3, CCHASH_PRIV_PI4);
    words[4] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI4, CCHASH_PRIV_PI5);
}

/* Sixteen bytes, mixed into a lane. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_mix16(const unsigned char *at, uint64_t word, uint64_t lane) {
    return cchash_priv_fold(cchash_priv_read64(at) ^ word, cchash_priv_read64(at + 8) ^ lane);
}

/* Up to 64 bytes. 17 and more: two lanes, each of one or two blocks of 16, which overlap as much as they have to, so
 * that lengths take no branches but one. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_short(const unsigned char *at, size_t size, const uint64_t *words) {
    uint64_t first = 0, last = 0;
    CCHASH_PRIV_HIDE(at);
    if (size > 16) {
        uint64_t low = cchash_priv_mix16(at, words[0], words[1]);
        uint64_t high = cchash_priv_mix16(at + size - 16, words[0], words[2]);
        if (size > 32) {
            low = cchash_priv_mix16(at + 16, words[0], low);
            high = cchash_priv_mix16(at + size - 32, words[0], high);
        }
        return cchash_priv_fold(low ^ words[1], high ^ words[2] ^ size);
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
    return cchash_priv_fold(words[2] ^ size, cchash_priv_fold(first ^ words[0], last ^ words[1]));
}

/* More than 64 bytes: four lanes of 16 bytes, so that four multiplications are under way at once (1 KiB: 33 ns; five
 * and six lanes 32 and 35, eight 34); what tells the lanes apart is where they start. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_lanes(const unsigned char *at, size_t size, const uint64_t *words) {
    const unsigned char *tail = at + size - 64;
    const uint64_t word = words[4];
    uint64_t lane0 = words[0], lane1 = words[1], lane2 = words[2], lane3 = words[3];
    size_t left = size;
    for (; left > 64; left -= 64, at += 64) {
        lane0 = cchash_priv_mix16(at, word, lane0);
        lane1 = cchash_priv_mix16(at + 16, word, lane1);
        lane2 = cchash_priv_mix16(at + 32, word, lane2);
        lane3 = cchash_priv_mix16(at + 48, word, lane3);
    }
    lane0 = cchash_priv_mix16(tail, word, lane0);
    lane1 = cchash_priv_mix16(tail + 16, word, lane1);
    lane2 = cchash_priv_mix16(tail + 32, word, lane2);
    lane3 = cchash_priv_mix16(tail + 48, word, lane3);
    return cchash_priv_fold(lane0 ^ lane2 ^ words[0], lane1 ^ lane3 ^ words[1] ^ size);
}

CCHASH_PRIV_OUTLINE uint64_t cchash_priv_hash_long(const unsigned char *at, size_t size, uint64_t seed) {
    uint64_t words[CCHASH_PRIV_HASH_WORDS];
    cchash_priv_expand(seed, words);
    return cchash_priv_hash_lanes(at, size, words);
}

/* Hash of `size` bytes, which may lie at any address; bytes may be NULL if size is 0. The same value on every machine
 * for the same seed. Folded multiplies, as in wyhash and rapidhash (Wang Yi, Nicolas De Carli); the constants and so
 * the values are this library's own. Who does not know the seed can't make keys collide more often than chance does,
 * as far as is known; where an attacker may find it out (by timing, say), use cchash_siphash13. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_bytes(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t words[CCHASH_PRIV_HASH_WORDS];
    if (CCHASH_PRIV_UNLIKELY(size > 64)) return cchash_priv_hash_long(at, size, seed);
    cchash_priv_expand(seed, words);
    return cchash_priv_hash_short(at, size, words);
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

/* ---- The system --------------------------------------------------------------------------------------------------
 * The names of libc functions that strict -std modes hide are reached through an assembler name, which declares nothing
 * in the user's world and can't clash with the system's own prototype. */

#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_SYMBOL(name_) CCHASH_PRIV_SYMBOL_(__USER_LABEL_PREFIX__, name_)
#define CCHASH_PRIV_SYMBOL_(prefix_, name_) CCHASH_PRIV_SYMBOL__(prefix_, name_)
#define CCHASH_PRIV_SYMBOL__(prefix_, name_) __asm__(#prefix_ #name_)
/* For a static declaration: the libc's function of that name, or NULL. A weak declaration would weaken the user's own
 * calls in this translation unit, and a static program could be linked without what they call. */
#define CCHASH_PRIV_WEAKREF(name_) __attribute__((__weakref__(#name_), __unused__))
#define CCHASH_PRIV_LOAD(word_) __atomic_load_n(word_, __ATOMIC_ACQUIRE)
#define CCHASH_PRIV_LOAD_RELAXED(word_) __atomic_load_n(word_, __ATOMIC_RELAXED)
#define CCHASH_PRIV_STORE_RELAXED(word_, value_) __atomic_store_n(word_, value_, __ATOMIC_RELAXED)
#define CCHASH_PRIV_INCREMENT(word_) __atomic_add_fetch(word_, 1, __ATOMIC_RELAXED)
#elif defined(_MSC_VER)
#include <intrin.h>
#define CCHASH_PRIV_LOAD(word_) (*(const volatile size_t *)(word_))
#define CCHASH_PRIV_LOAD_RELAXED(word_) (*(const volatile size_t *)(word_))
#define CCHASH_PRIV_STORE_RELAXED(word_, value_) ((void)(*(volatile size_t *)(word_) = (value_)))
#define CCHASH_PRIV_INCREMENT(word_) _InterlockedIncrement((volatile long *)(void *)(word_))
#else
#if defined(__TINYC__) && defined(__linux__)
#define CCHASH_PRIV_SYMBOL(name_) __asm__(#name_)
#endif
#define CCHASH_PRIV_LOAD(word_) (*(word_))
#define CCHASH_PRIV_LOAD_RELAXED(word_) (*(word_))
#define CCHASH_PRIV_STORE_RELAXED(word_, value_) ((void)(*(word_) = (value_)))
#define CCHASH_PRIV_INCREMENT(word_) (++*(word_))
#endif

/* Sets a word that is 0; false: it was not. */
CCHASH_PRIV_STATIC bool cchash_priv_set_once(size_t *word, size_t value) {
#if defined(__GNUC__) || defined(__clang__)
    size_t none = 0;
    return __atomic_compare_exchange_n(word, &none, value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
#elif defined(_MSC_VER)
    void *volatile *place = (void *volatile *)(void *)word;
    return _InterlockedCompareExchangePointer(place, (void *)value, NULL) == NULL;
#else
    if (*word) return false;
    *word = value;
    return true;
#endif
}

#if defined(__linux__) && defined(CCHASH_PRIV_SYMBOL)
CCHASH_PRIV_EXTERN unsigned long cchash_priv_getauxval(unsigned long type) CCHASH_PRIV_SYMBOL(getauxval);
#ifndef CCHASH_NO_HUGE_PAGES
CCHASH_PRIV_EXTERN int cchash_priv_madvise(void *start, size_t size, int advice) CCHASH_PRIV_SYMBOL(madvise);
#define CCHASH_PRIV_HUGE_PAGES 1
#endif
#endif
#ifndef CCHASH_PRIV_HUGE_PAGES
#define CCHASH_PRIV_HUGE_PAGES 0
#endif

/* ---- Secrets of the process --------------------------------------------------------------------------------------
 * Random words that are the same for all code of a process, since a long cchash_str carries its hash from map to map:
 * five for the hash of bytes, two that key SipHash, two for the seeds of maps. On Linux they are made from the 16
 * random bytes that the kernel gives each process (AT_RANDOM), through SipHash, which does not show them: so each
 * translation unit can have a copy, and all come out equal, those of shared objects too. Elsewhere, and with
 * CCHASH_RANDOM, there is one copy that the linker shares.
 *
 * Word 0 says whether they are there; it is read for each hash anyway. Each is set once, by compare and swap: threads
 * that come to set them at the same time agree, and nobody reads one that may still change. With CCHASH_SEED there
 * are none: it takes their place. */
enum { CCHASH_PRIV_SIP_WORD = CCHASH_PRIV_HASH_WORDS, CCHASH_PRIV_SEED_WORD = 7, CCHASH_PRIV_SECRETS = 9 };

#ifndef CCHASH_SEED

/* Kept as what any machine can swap at once. */
enum { CCHASH_PRIV_PARTS = sizeof(uint64_t) / sizeof(size_t) };
typedef size_t cchash_priv_secret_parts[(size_t)CCHASH_PRIV_SECRETS * (size_t)CCHASH_PRIV_PARTS];

#if defined(__linux__) && !defined(CCHASH_RANDOM)
static cchash_priv_secret_parts cchash_priv_storage CCHASH_PRIV_UNUSED;
#else
#ifdef __cplusplus
extern "C" {
#endif
#if defined(_WIN32) && (defined(__GNUC__) || defined(__clang__))
__attribute__((__selectany__)) cchash_priv_secret_parts cchash_priv_storage = {0};
#elif defined(_MSC_VER)
__declspec(selectany) cchash_priv_secret_parts cchash_priv_storage = {0};
#elif defined(__GNUC__) || defined(__clang__)
__attribute__((__weak__, __visibility__("default"))) cchash_priv_secret_parts cchash_priv_storage;
#else
static cchash_priv_secret_parts cchash_priv_storage;
#endif
#ifdef __cplusplus
}
#endif
#endif

/* 128 random bits, of which all secrets are made. */
#if defined(CCHASH_RANDOM)
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) { CCHASH_RANDOM((void *)root, 2 * sizeof *root); }
#elif defined(_WIN32)
#if defined(__GNUC__) || defined(__clang__)
CCHASH_PRIV_EXTERN int cchash_priv_rand_s(unsigned *to) CCHASH_PRIV_SYMBOL(rand_s);
#define CCHASH_PRIV_RAND_S cchash_priv_rand_s
#else
#ifndef _CRT_RAND_S
CCHASH_PRIV_EXTERN int __cdecl rand_s(unsigned *to);
#endif
#define CCHASH_PRIV_RAND_S rand_s
#endif
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) {
    unsigned parts[4] = {0, 0, 0, 0};
    for (int part = 0; part < 4; part++) (void)CCHASH_PRIV_RAND_S(&parts[part]);
    root[0] = (uint64_t)parts[0] << 32 | parts[1];
    root[1] = (uint64_t)parts[2] << 32 | parts[3];
}
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__) ||                     \
    defined(__DragonFly__)
CCHASH_PRIV_EXTERN void cchash_priv_arc4random_buf(void *to, size_t size) CCHASH_PRIV_SYMBOL(arc4random_buf);
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) { cchash_priv_arc4random_buf(root, 2 * sizeof *root); }
#else
#if !defined(__linux__)
#include <time.h>
#endif
#if defined(CCHASH_PRIV_WEAKREF) && !defined(__linux__)
static int cchash_priv_getentropy(void *to, size_t size) CCHASH_PRIV_WEAKREF(getentropy);
#endif
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) {
    /* If there is nothing else: where the system has put its libraries. The same in all of the process. */
    root[0] = (uint64_t)(uintptr_t)&free;
    root[1] = (uint64_t)(uintptr_t)&qsort;
#if defined(__linux__) && defined(CCHASH_PRIV_SYMBOL) /* not weak, which would not link it into a static program */
    enum { type_headers = 3, type_random = 25, type_name = 31, type_kernel_code = 33 };
    uintptr_t random = (uintptr_t)cchash_priv_getauxval(type_random);
    if (random) {
        memcpy(root, (const void *)random, 2 * sizeof *root);
        return;
    }
    root[0] ^= (uint64_t)cchash_priv_getauxval(type_name) << 16 ^ cchash_priv_getauxval(type_headers);
    root[1] ^= cchash_priv_getauxval(type_kernel_code);
#elif !defined(__linux__)
#if defined(CCHASH_PRIV_WEAKREF)
    if (cchash_priv_getentropy && cchash_priv_getentropy(root, 2 * sizeof *root) == 0) return;
#endif
    root[0] ^= (uint64_t)time(NULL) << 32; /* there is one copy of the secrets: what is drawn may differ each time */
    root[1] ^= (uint64_t)clock() << 32 ^ (uint64_t)(uintptr_t)&root;
#endif
}
#endif

CCHASH_PRIV_COLD void cchash_priv_make_secrets(void) {
    uint64_t root[2] = {0, 0};
    int saved_errno = errno;
    cchash_priv_root(root);
    errno = saved_errno;
    for (uint64_t number = CCHASH_PRIV_SECRETS; number--;) { /* word 0 last */
        uint64_t word = cchash_siphash13(&number, sizeof number, root);
        size_t parts[CCHASH_PRIV_PARTS];
        memcpy(parts, &word, sizeof word);
        for (size_t part = CCHASH_PRIV_PARTS; part--;)
            (void)cchash_priv_set_once(&cchash_priv_storage[number * CCHASH_PRIV_PARTS + part],
                                       parts[part] ? parts[part] : 1);
    }
}

CCHASH_PRIV_INLINE bool cchash_priv_has_secrets(void) { return CCHASH_PRIV_LOAD(&cchash_priv_storage[0]) != 0; }

/* One of the secrets, which are there. Read as what another thread may be setting: to the same value, but that counts
 * for ThreadSanitizer. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_secret(size_t number) {
#if SIZE_MAX == UINT64_MAX
    return CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_storage[number]);
#else
    size_t parts[CCHASH_PRIV_PARTS];
    uint64_t word;
    for (size_t part = 0; part < CCHASH_PRIV_PARTS; part++)
        parts[part] = CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_storage[number * CCHASH_PRIV_PARTS + part]);
    memcpy(&word, parts, sizeof word);
    return word;
#endif
}

/* What a short hash leaves out, in one place, so that callers spare registers for one call only: long texts, and the
 * first hash of all. */
CCHASH_PRIV_OUTLINE uint64_t cchash_priv_hash_text_far(const void *bytes, size_t size) {
    const unsigned char *at = (const unsigned char *)bytes;
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    uint64_t words[CCHASH_PRIV_HASH_WORDS] = {cchash_priv_secret(0), cchash_priv_secret(1), cchash_priv_secret(2),
                                              cchash_priv_secret(3), cchash_priv_secret(4)};
    return size > 64 ? cchash_priv_hash_lanes(at, size, words) : cchash_priv_hash_short(at, size, words);
}

#endif /* CCHASH_SEED */

/* The hash of bytes that the library takes for text and views: differs from process to process, unless CCHASH_SEED is
 * defined; then it is cchash_hash_bytes with that seed. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_text(const void *bytes, size_t size) {
#ifdef CCHASH_SEED
    return cchash_hash_bytes(bytes, size, (uint64_t)(CCHASH_SEED));
#else
    if (CCHASH_PRIV_UNLIKELY(size > 64 || !cchash_priv_has_secrets())) return cchash_priv_hash_text_far(bytes, size);
    uint64_t words[3] = {cchash_priv_secret(0), cchash_priv_secret(1), cchash_priv_secret(2)};
    return cchash_priv_hash_short((const unsigned char *)bytes, size, words);
#endif
}

/* SipHash-1-3 keyed with 128 secret bits of the process and the seed of a map. */
CCHASH_PRIV_STATIC uint64_t cchash_priv_sip_bytes(const void *bytes, size_t size, uint64_t map_seed) {
    uint64_t key[2];
#ifdef CCHASH_SEED
    key[0] = cchash_priv_fold((uint64_t)(CCHASH_SEED) ^ CCHASH_PRIV_PI3, CCHASH_PRIV_PI6) ^ map_seed;
    key[1] = cchash_priv_fold((uint64_t)(CCHASH_SEED) ^ CCHASH_PRIV_PI6, CCHASH_PRIV_PI3);
#else
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    key[0] = cchash_priv_secret(CCHASH_PRIV_SIP_WORD) ^ map_seed;
    key[1] = cchash_priv_secret(CCHASH_PRIV_SIP_WORD + 1);
#endif
    return cchash_siphash13(bytes, size, key);
}

/* The length of a C string. NULL is none: undefined, as for strlen; CCHASH_DEBUG stops with a sentence. */
CCHASH_PRIV_INLINE size_t cchash_priv_length(const char *text) {
    CCHASH_PRIV_CHECK(text, "a C string is NULL: store \"\" instead, or leave the key out");
    return strlen(text);
}

/* The hash functions above under SipHash, as hash functions with a seed. */
CCHASH_PRIV_STATIC uint64_t cchash_sip_u64(uint64_t key, uint64_t seed) {
    unsigned char bytes[8];
    for (unsigned at = 0; at < 8; at++) bytes[at] = (unsigned char)(key >> 8 * at);
    return cchash_priv_sip_bytes(bytes, sizeof bytes, seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_ptr(const void *key, uint64_t seed) {
    return cchash_sip_u64((uint64_t)(uintptr_t)key, seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_view(cchash_view key, uint64_t seed) {
    return cchash_priv_sip_bytes(key.ptr, key.len, seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_cstr(const char *key, uint64_t seed) {
    return cchash_priv_sip_bytes(key, cchash_priv_length(key), seed);
}

/* C strings by content; any but NULL. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_cstr(const char *key) {
    return cchash_priv_hash_text(key, cchash_priv_length(key));
}
CCHASH_PRIV_INLINE bool cchash_eq_cstr(const char *left, const char *right) { return strcmp(left, right) == 0; }

CCHASH_PRIV_INLINE uint64_t cchash_hash_view(cchash_view key) { return cchash_priv_hash_text(key.ptr, key.len); }
CCHASH_PRIV_INLINE bool cchash_eq_view(cchash_view left, cchash_view right) {
    return left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
}

/* ---- Seeds ------------------------------------------------------------------------------------------------------- */

#ifndef CCHASH_SEED

/* What tells the draws of a process apart, in each translation unit: how many there were, and the lineage, which is 0
 * before the first and another one in each child after fork. */
static size_t cchash_priv_drawn CCHASH_PRIV_UNUSED;
static size_t cchash_priv_lineage CCHASH_PRIV_UNUSED;
enum { CCHASH_PRIV_ASK_LINEAGE = 2 };

/* A handler that fork calls in the child costs a draw nothing. Where none can be registered, each draw asks for the
 * process's number (60 ns on Linux; macOS keeps it at hand). */
#if defined(CCHASH_PRIV_SYMBOL) && !defined(_WIN32) && !defined(__wasm__)
CCHASH_PRIV_EXTERN int cchash_priv_getpid(void) CCHASH_PRIV_SYMBOL(getpid);
#define CCHASH_PRIV_PROCESS() ((uint64_t)cchash_priv_getpid())
#else
#define CCHASH_PRIV_PROCESS() UINT64_C(0)
#endif

/* A lineage for this process, from that of its parent (0: none). Neither 0 nor the one that asks. */
CCHASH_PRIV_STATIC size_t cchash_priv_descend(size_t parent) {
    return (size_t)cchash_priv_fold(parent ^ CCHASH_PRIV_PI4, CCHASH_PRIV_PROCESS() ^ CCHASH_PRIV_PI5) | 1;
}
CCHASH_PRIV_STATIC void cchash_priv_in_child(void) {
    CCHASH_PRIV_STORE_RELAXED(&cchash_priv_lineage,
                              cchash_priv_descend(CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_lineage)));
}

#if defined(CCHASH_PRIV_WEAKREF) && defined(__ELF__)
/* glibc before 2.34 has pthread_atfork only in a static archive, which a weak reference does not link; what that calls
 * is in libc itself, and forgets the handlers of a shared object that is closed. */
static int cchash_priv_register_atfork(void (*before)(void), void (*parent)(void), void (*child)(void), void *object)
    CCHASH_PRIV_WEAKREF(__register_atfork);
static int cchash_priv_pthread_atfork(void (*before)(void), void (*parent)(void), void (*child)(void))
    CCHASH_PRIV_WEAKREF(pthread_atfork);
static int cchash_priv_fork(void) CCHASH_PRIV_WEAKREF(fork);
static void *cchash_priv_object CCHASH_PRIV_WEAKREF(__dso_handle);
#endif

CCHASH_PRIV_COLD size_t cchash_priv_start_lineage(void) {
    int saved_errno = errno;
    size_t lineage = cchash_priv_descend(0);
#if defined(CCHASH_PRIV_WEAKREF) && defined(__ELF__)
    bool noticed = !cchash_priv_fork; /* a static program without it */
    if (!noticed && cchash_priv_register_atfork)
        noticed = cchash_priv_register_atfork(NULL, NULL, cchash_priv_in_child, &cchash_priv_object) == 0;
    else if (!noticed && cchash_priv_pthread_atfork)
        noticed = cchash_priv_pthread_atfork(NULL, NULL, cchash_priv_in_child) == 0;
    if (!noticed) lineage = CCHASH_PRIV_ASK_LINEAGE;
#elif defined(CCHASH_PRIV_SYMBOL) && !defined(_WIN32) && !defined(__wasm__)
    lineage = CCHASH_PRIV_ASK_LINEAGE;
#endif
    errno = saved_errno;
    (void)cchash_priv_set_once(&cchash_priv_lineage, lineage); /* twice, in two threads at once: as good */
    return lineage;
}

#endif /* CCHASH_SEED */

/* A seed for one more map, not to be told without the secrets of the process, and different in each map, also in one
 * that is drawn in a child after fork (by fork itself: the bare system call runs no handlers).
 *
 * The top bits set the pace at which consecutive integers come out of the finish. With the fraction of the golden ratio
 * there, such keys lie as random ones do in each of 15,000 maps (compact layout at its load limit: at most 1.05 times
 * the probes; of all seeds, one in 2,000 takes 1.1 to 1.2 times). A map whose hash function is seeded (`keyed`) is not
 * about such keys, and has all 64 bits at random. */
#define CCHASH_PRIV_PACE_MASK (UINT64_C(0xffff) << 48)
#define CCHASH_PRIV_PACE_BITS (UINT64_C(0x9e37) << 48)
CCHASH_PRIV_COLD uint64_t cchash_priv_draw_seed(const void *map, bool keyed) {
#ifdef CCHASH_SEED
    (void)map, (void)keyed;
    return (uint64_t)(CCHASH_SEED);
#else
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    uint64_t lineage = CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_lineage);
    if (!lineage) lineage = cchash_priv_start_lineage();
    if (CCHASH_PRIV_UNLIKELY(lineage == CCHASH_PRIV_ASK_LINEAGE)) lineage = cchash_priv_descend((size_t)lineage);
    uint64_t number = (uint64_t)CCHASH_PRIV_INCREMENT(&cchash_priv_drawn);
    uint64_t seed = cchash_priv_fold(cchash_priv_secret(CCHASH_PRIV_SEED_WORD) ^ number,
                                     cchash_priv_secret(CCHASH_PRIV_SEED_WORD + 1) ^ (uint64_t)(uintptr_t)map);
    seed = cchash_priv_fold(seed ^ lineage, CCHASH_PRIV_PI6 ^ (uint64_t)(uintptr_t)&cchash_priv_drawn);
    return keyed ? seed : (seed & ~CCHASH_PRIV_PACE_MASK) | CCHASH_PRIV_PACE_BITS;
#endif
}

/* Where a key goes, from the hash that the user gave: high bits choose the bucket or slot, the low byte is the tag.
 *
 * One folded multiply, with the key in both factors, so that the result is not linear in the key: multiplying by any
 * constant lays i << k out as a lattice, and for some k it is a bad one. The second factor has the bytes turned round,
 * too, so that low and high bits of the key meet. Of 87 structured key sets (i << k for k up to 50, grids, byte-swapped
 * counters, doubles, pointers) of 13,000 keys, in 1,500 seeds each, the worst mean probe was 1.23 times that of random
 * keys in compact, 1.33 in chaining; docs/performance.md has what else was tried. The seed comes before the product, so
 * that two maps' orders have nothing in common: else copying one into the other in order of iteration would pile up.
 * For that, one multiplication is enough where all 64 bits are good to begin with (the low byte stays a bijection of
 * the low byte of the hash). */
#define CCHASH_PRIV_ODD UINT64_C(0xd6e8feb86659fd93)

CCHASH_PRIV_INLINE uint64_t cchash_priv_stir(uint64_t hash) {
    hash *= CCHASH_PRIV_ODD;
    return hash ^ hash >> 32;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_finish(uint64_t hash, uint64_t seed, bool good_hash) {
    hash ^= seed;
    return good_hash ? hash * CCHASH_PRIV_ODD : cchash_priv_fold(hash, hash + cchash_priv_swap_bytes(hash));
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

CCHASH_PRIV_INLINE void cchash_priv_add_bytes(cchash_stats *stats, size_t bytes) { stats->bytes += bytes; }

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

/* Does a table that is rebuilt at another size than double, so that all is hashed again, draw another seed? A smaller
 * copy that is merged back into a map of the same seed would come in the order of that map's slots, and fill it from
 * one end (open addressing at 1e5: 2,500 ns an element). Not if the user chose the seed or has hashes made with it. */
CCHASH_PRIV_INLINE bool cchash_priv_draws_again(cchash_priv_typep type, unsigned seeded) {
    return seeded == CCHASH_PRIV_SEED_DRAWN && !type->seeded_hash;
}

/* Debug builds keep a count of changes in the table, which iterators remember; what runs callbacks compares it. */
#ifdef CCHASH_DEBUG
#define CCHASH_PRIV_DEBUG_FIELD size_t generation;
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
#define CCHASH_PRIV_CHANGES(table_) ((void)0)
#define CCHASH_PRIV_REMEMBER(iter_, table_) ((void)0)
#define CCHASH_PRIV_RECALL(iter_, table_) ((void)0)
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
 * The last argument of the _EX macros: a list in parentheses of any of these, each at most once, () for none.
 *
 *   CCHASH_KEY_COPY(fn)     bool fn(K *to, const K *from): the map keeps copies of keys; false: no memory. *to comes
 *                           zeroed
 *   CCHASH_VALUE_COPY(fn)   bool fn(V *to, const V *from): and of values
 *   CCHASH_KEY_FREE(fn)     void fn(K *key): destroys a key that the map owns. It gets the address of the key: free
 *                           itself does not fit
 *   CCHASH_VALUE_FREE(fn)   void fn(V *value)
 *   CCHASH_ALLOCATOR(T, allocate, release)
 *                           void *allocate(T context, size_t size, size_t align), NULL: no memory;
 *                           void release(T context, void *block, size_t size, size_t align);
 *                           the map has a context of type T: zeroed, or set by name_init_allocator(name *, T)
 *   CCHASH_SEEDED_HASH      the hash function is uint64_t hash(K, uint64_t seed)
 *   CCHASH_GOOD_HASH        all 64 bits of the hash are well mixed: the map finishes it with less work (not for
 *                           cchash_hash_u64, _u32 and _ptr, which leave the mixing to the map)
 *   CCHASH_CACHED_HASH      entries keep the hash: growth doesn't hash again, keys are compared if hashes are equal
 *   CCHASH_SIPHASH          keyed with SipHash-1-3 under 128 secret bits and the map's seed, for keys that an attacker
 *                           chooses: with the library's hash functions, and in maps of strings
 *   CCHASH_MAX_LOAD(n, d)   grow when more than n/d of the slots are taken, 1/64 to 64/1 (default: 13/16 compact, 3/4
 *                           open, 1/2 of the buckets in chaining; an open layout keeps one slot empty in any case)
 *   CCHASH_MALLOC_NODES     chaining: one allocation for each node, and plain pointers in the buckets
 *
 * With copiers the caller keeps what it passes; with only a destructor the map takes over what it accepts.
 *
 * How it works. Two lines register a trait. TRAIT_<its name> gives the id of the trait and what it carries;
 * IS_<id>_<id> gives the id's number. A slot of the descriptor asks for an id: PICK goes through the list, takes what
 * each trait's registration says, and pastes the two ids together; only if they are the same is there a macro of that
 * name. A trait without both lines is unknown, which is a compile error; so is anything behind its last comma. Ids
 * begin with an underscore and a capital, so that no macro of the user's has such a name. */

#define CCHASH_PRIV_TRAIT_CCHASH_KEY_COPY(fn_) ~, _KEY_COPY, fn_,
#define CCHASH_PRIV_IS_KEY_COPY_KEY_COPY ~, 0
#define CCHASH_PRIV_TRAIT_CCHASH_KEY_FREE(fn_) ~, _KEY_FREE, fn_,
#define CCHASH_PRIV_IS_KEY_FREE_KEY_FREE ~, 1
#define CCHASH_PRIV_TRAIT_CCHASH_VALUE_COPY(fn_) ~, _VALUE_COPY, fn_,
#define CCHASH_PRIV_IS_VALUE_COPY_VALUE_COPY ~, 2
#define CCHASH_PRIV_TRAIT_CCHASH_VALUE_FREE(fn_) ~, _VALUE_FREE, fn_,
#define CCHASH_PRIV_IS_VALUE_FREE_VALUE_FREE ~, 3
#define CCHASH_PRIV_TRAIT_CCHASH_ALLOCATOR(T_, allocate_, release_) ~, _ALLOCATOR, (T_, allocate_, release_),
#define CCHASH_PRIV_IS_ALLOCATOR_ALLOCATOR ~, 4
#define CCHASH_PRIV_TRAIT_CCHASH_SEEDED_HASH ~, _SEEDED_HASH, 1,
#define CCHASH_PRIV_IS_SEEDED_HASH_SEEDED_HASH ~, 5
#define CCHASH_PRIV_TRAIT_CCHASH_GOOD_HASH ~, _GOOD_HASH, 1,
#define CCHASH_PRIV_IS_GOOD_HASH_GOOD_HASH ~, 6
#define CCHASH_PRIV_TRAIT_CCHASH_CACHED_HASH ~, _CACHED_HASH, 1,
#define CCHASH_PRIV_IS_CACHED_HASH_CACHED_HASH ~, 7
#define CCHASH_PRIV_TRAIT_CCHASH_MAX_LOAD(num_, den_) ~, _MAX_LOAD, (num_, den_),
#define CCHASH_PRIV_IS_MAX_LOAD_MAX_LOAD ~, 8
#define CCHASH_PRIV_TRAIT_CCHASH_MALLOC_NODES ~, _MALLOC_NODES, 1,
#define CCHASH_PRIV_IS_MALLOC_NODES_MALLOC_NODES ~, 9
/* Of lookups by another type: the maker, and whether equality is to be inlined at any price. */
#define CCHASH_PRIV_TRAIT_CCHASH_MAKE_KEY(fn_) ~, _MAKE_KEY, fn_,
#define CCHASH_PRIV_IS_MAKE_KEY_MAKE_KEY ~, 10
#define CCHASH_PRIV_TRAIT_CCHASH_PRIV_INLINED ~, _INLINED, 1,
#define CCHASH_PRIV_IS_INLINED_INLINED ~, 11
/* Of maps of strings: long keys lie in chunks of the map. */
#define CCHASH_PRIV_TRAIT_CCHASH_ARENA_KEYS ~, _ARENA_KEYS, 1,
#define CCHASH_PRIV_IS_ARENA_KEYS_ARENA_KEYS ~, 12
#define CCHASH_PRIV_TRAIT_CCHASH_SIPHASH ~, _SIPHASH, 1,
#define CCHASH_PRIV_IS_SIPHASH_SIPHASH ~, 14
/* A key type's own trait, found by its name: the byte and the bit of it that any key leaves to the table. */
#define CCHASH_PRIV_TRAIT_CCHASH_PRIV_KEY_IS_cchash_str ~, _SPARE_BIT, (23, 128),
#define CCHASH_PRIV_IS_SPARE_BIT_SPARE_BIT ~, 13
#define CCHASH_PRIV_WITH_KEY(K_, traits_) (CCHASH_PRIV_KEY_IS_##K_, CCHASH_PRIV_LIST traits_)
/* An empty place of the list. */
#define CCHASH_PRIV_TRAIT_ ~, _NONE, ~,
#define CCHASH_PRIV_IS_NONE_NONE ~, 15

#define CCHASH_PRIV_LIST(...) __VA_ARGS__
#define CCHASH_PRIV_SECOND(...) CCHASH_PRIV_SECOND_(__VA_ARGS__)
#define CCHASH_PRIV_SECOND_(first_, second_, ...) second_
#define CCHASH_PRIV_THIRD(...) CCHASH_PRIV_THIRD_(__VA_ARGS__)
#define CCHASH_PRIV_THIRD_(first_, second_, third_, ...) third_
/* APPLY(macro, (a, b)) is macro(a, b); these take two or three arguments apart. */
#define CCHASH_PRIV_APPLY(macro_, list_) macro_ list_
#define CCHASH_PRIV_1_OF_2(first_, second_) first_
#define CCHASH_PRIV_2_OF_2(first_, second_) second_
#define CCHASH_PRIV_1_OF_3(first_, second_, third_) first_
#define CCHASH_PRIV_2_OF_3(first_, second_, third_) second_
#define CCHASH_PRIV_3_OF_3(first_, second_, third_) third_

#define CCHASH_PRIV_IF(cond_, then_, ...) CCHASH_PRIV_IF_(cond_, then_, __VA_ARGS__)
#define CCHASH_PRIV_IF_(cond_, then_, ...) CCHASH_PRIV_IF_##cond_(then_, __VA_ARGS__)
#define CCHASH_PRIV_IF_0(then_, ...) __VA_ARGS__
#define CCHASH_PRIV_IF_1(then_, ...) then_

/* 1 if two ids are the same, 0 otherwise: the macro of both names has two parts, and what is no macro one. */
#define CCHASH_PRIV_SAME_ID(left_, right_) CCHASH_PRIV_SAME_ID_(left_, right_)
#define CCHASH_PRIV_SAME_ID_(left_, right_) CCHASH_PRIV_THIRD(CCHASH_PRIV_IS##left_##right_, 1, 0, ~)

/* What a list has for an id, or `otherwise_`. Where a trait is unknown, its id is _NONE. */
#define CCHASH_PRIV_PICK1(id_, trait_, otherwise_)                                                                     \
    CCHASH_PRIV_PICK1_(id_, otherwise_, CCHASH_PRIV_TRAIT_##trait_, _NONE, ~, ~)
#define CCHASH_PRIV_PICK1_(...) CCHASH_PRIV_PICK1__(__VA_ARGS__)
#define CCHASH_PRIV_PICK1__(id_, otherwise_, first_, own_id_, carried_, ...)                                           \
    CCHASH_PRIV_IF(CCHASH_PRIV_SAME_ID(id_, own_id_), carried_, otherwise_)
#define CCHASH_PRIV_PICK4(id_, t1_, t2_, t3_, t4_, otherwise_)                                                         \
    CCHASH_PRIV_PICK1(                                                                                                 \
        id_, t1_, CCHASH_PRIV_PICK1(id_, t2_, CCHASH_PRIV_PICK1(id_, t3_, CCHASH_PRIV_PICK1(id_, t4_, otherwise_))))
/* Twelve traits of the user's and up to four of the library's. */
#define CCHASH_PRIV_PICK16(id_, otherwise_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, t13_, t14_, \
                           t15_, t16_, ...)                                                                            \
    CCHASH_PRIV_PICK4(                                                                                                 \
        id_, t1_, t2_, t3_, t4_,                                                                                       \
        CCHASH_PRIV_PICK4(id_, t5_, t6_, t7_, t8_,                                                                     \
                          CCHASH_PRIV_PICK4(id_, t9_, t10_, t11_, t12_,                                                \
                                            CCHASH_PRIV_PICK4(id_, t13_, t14_, t15_, t16_, otherwise_))))
#define CCHASH_PRIV_PICK_(...) CCHASH_PRIV_PICK16(__VA_ARGS__)
#define CCHASH_PRIV_PICK(slot_, traits_, otherwise_)                                                                   \
    CCHASH_PRIV_PICK_(_##slot_, otherwise_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , , , , ~)

/* 1 if the list has that id, 0 otherwise. */
#define CCHASH_PRIV_HAS1(id_, trait_, otherwise_)                                                                      \
    CCHASH_PRIV_HAS1_(id_, otherwise_, CCHASH_PRIV_TRAIT_##trait_, _NONE, ~)
#define CCHASH_PRIV_HAS1_(...) CCHASH_PRIV_HAS1__(__VA_ARGS__)
#define CCHASH_PRIV_HAS1__(id_, otherwise_, first_, own_id_, ...)                                                      \
    CCHASH_PRIV_IF(CCHASH_PRIV_SAME_ID(id_, own_id_), 1, otherwise_)
#define CCHASH_PRIV_HAS4(id_, t1_, t2_, t3_, t4_, otherwise_)                                                          \
    CCHASH_PRIV_HAS1(id_, t1_,                                                                                         \
                     CCHASH_PRIV_HAS1(id_, t2_, CCHASH_PRIV_HAS1(id_, t3_, CCHASH_PRIV_HAS1(id_, t4_, otherwise_))))
#define CCHASH_PRIV_HAS16(id_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, t13_, t14_, t15_, t16_,  \
                          ...)                                                                                         \
    CCHASH_PRIV_HAS4(id_, t1_, t2_, t3_, t4_,                                                                          \
                     CCHASH_PRIV_HAS4(id_, t5_, t6_, t7_, t8_,                                                         \
                                      CCHASH_PRIV_HAS4(id_, t9_, t10_, t11_, t12_,                                     \
                                                       CCHASH_PRIV_HAS4(id_, t13_, t14_, t15_, t16_, 0))))
#define CCHASH_PRIV_HAS_(...) CCHASH_PRIV_HAS16(__VA_ARGS__)
#define CCHASH_PRIV_HAS(slot_, traits_)                                                                                \
    CCHASH_PRIV_HAS_(_##slot_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , , , , ~)

/* ---- What is refused at compile time ------------------------------------------------------------------------------
 * Each check is a static assertion whose text is a sentence that begins with "cchash:" and the map's name. */

/* 1 if that is a list in parentheses. */
#define CCHASH_PRIV_IS_LIST(list_) CCHASH_PRIV_SECOND(CCHASH_PRIV_IS_LIST_ list_, 0, ~)
#define CCHASH_PRIV_IS_LIST_(...) ~, 1
#define CCHASH_PRIV_IS_EMPTY(what_) CCHASH_PRIV_SECOND(CCHASH_PRIV_IS_EMPTY_##what_, 0, ~)
#define CCHASH_PRIV_IS_EMPTY_ ~, 1

/* Is a trait registered, with nothing behind it? */
#define CCHASH_PRIV_KNOWN(trait_) CCHASH_PRIV_KNOWN_(CCHASH_PRIV_TRAIT_##trait_, _UNKNOWN, ~, , ~)
#define CCHASH_PRIV_KNOWN_(...) CCHASH_PRIV_KNOWN__(__VA_ARGS__)
#define CCHASH_PRIV_KNOWN__(first_, id_, carried_, rest_, ...)                                                         \
    (CCHASH_PRIV_SAME_ID(id_, id_) && CCHASH_PRIV_IS_EMPTY(rest_))
#define CCHASH_PRIV_CHECK_KNOWN(name_, place_, trait_)                                                                 \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_KNOWN(trait_), name_##_priv_no_such_trait_##place_,                                \
                        "cchash: " #name_ ": there is no such trait: " #trait_);
#define CCHASH_PRIV_CHECK_KNOWN12(name_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, more_, ...)    \
    CCHASH_PRIV_CHECK_KNOWN(name_, 1, t1_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 2, t2_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 3, t3_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 4, t4_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 5, t5_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 6, t6_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 7, t7_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 8, t8_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 9, t9_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 10, t10_)                                                                           \
    CCHASH_PRIV_CHECK_KNOWN(name_, 11, t11_)                                                                           \
    CCHASH_PRIV_CHECK_KNOWN(name_, 12, t12_)                                                                           \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_EMPTY(more_), name_##_priv_too_many_traits,                                     \
                        "cchash: " #name_ ": a list has at most twelve traits");
#define CCHASH_PRIV_CHECK_KNOWN_(...) CCHASH_PRIV_CHECK_KNOWN12(__VA_ARGS__)

/* How often a list has each id: a number of 64 bits, four for each id. */
#define CCHASH_PRIV_DIGIT(id_) CCHASH_PRIV_DIGIT_(CCHASH_PRIV_SECOND(CCHASH_PRIV_IS##id_##id_, 15, ~))
#define CCHASH_PRIV_DIGIT_(number_) (UINT64_C(1) << 4 * number_)
#define CCHASH_PRIV_COUNT1(trait_) CCHASH_PRIV_COUNT1_(CCHASH_PRIV_TRAIT_##trait_, _NONE, ~)
#define CCHASH_PRIV_COUNT1_(...) CCHASH_PRIV_COUNT1__(__VA_ARGS__)
#define CCHASH_PRIV_COUNT1__(first_, id_, ...) CCHASH_PRIV_DIGIT(id_)
#define CCHASH_PRIV_COUNT12(t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, ...)                        \
    (CCHASH_PRIV_COUNT1(t1_) + CCHASH_PRIV_COUNT1(t2_) + CCHASH_PRIV_COUNT1(t3_) + CCHASH_PRIV_COUNT1(t4_) +           \
     CCHASH_PRIV_COUNT1(t5_) + CCHASH_PRIV_COUNT1(t6_) + CCHASH_PRIV_COUNT1(t7_) + CCHASH_PRIV_COUNT1(t8_) +           \
     CCHASH_PRIV_COUNT1(t9_) + CCHASH_PRIV_COUNT1(t10_) + CCHASH_PRIV_COUNT1(t11_) + CCHASH_PRIV_COUNT1(t12_))
#define CCHASH_PRIV_COUNT_(...) CCHASH_PRIV_COUNT12(__VA_ARGS__)
#define CCHASH_PRIV_COUNT(traits_) CCHASH_PRIV_COUNT_(CCHASH_PRIV_LIST traits_, , , , , , , , , , , , ~)

/* What GNU's builtins, or C++, can tell of a type. Where there is neither, these say yes. */
#ifdef __cplusplus
extern "C++" {
template <typename cchash_T> struct cchash_priv_type_of {
    enum { cchash_is_const = 0, cchash_is_array = 0 };
};
template <typename cchash_T> struct cchash_priv_type_of<const cchash_T> {
    enum { cchash_is_const = 1, cchash_is_array = 0 };
};
template <typename cchash_T, size_t cchash_n> struct cchash_priv_type_of<cchash_T[cchash_n]> {
    enum { cchash_is_const = 0, cchash_is_array = 1 };
};
template <typename cchash_T, typename cchash_U> struct cchash_priv_same_type {
    enum { cchash_value = 0 };
};
template <typename cchash_T> struct cchash_priv_same_type<cchash_T, cchash_T> {
    enum { cchash_value = 1 };
};
template <typename cchash_T> struct cchash_priv_accepts {
    static char cchash_test(cchash_T);
    static char (&cchash_test(...))[2];
};
template <typename cchash_T> struct cchash_priv_class_of {
    enum { cchash_value = __is_enum(cchash_T) ? 3 : __is_class(cchash_T) || __is_union(cchash_T) ? 12 : 1 };
};
template <typename cchash_T> struct cchash_priv_class_of<cchash_T *> {
    enum { cchash_value = 5 };
};
template <> struct cchash_priv_class_of<float> {
    enum { cchash_value = 8 };
};
template <> struct cchash_priv_class_of<double> {
    enum { cchash_value = 8 };
};
template <> struct cchash_priv_class_of<long double> {
    enum { cchash_value = 8 };
};
/* A type that is declared only may be anything yet; it is looked at again where the map is implemented. */
template <typename cchash_T, size_t cchash_size = sizeof(cchash_T)> constexpr bool cchash_priv_is_movable(int) {
    return __is_trivially_copyable(cchash_T);
}
template <typename cchash_T> constexpr bool cchash_priv_is_movable(...) { return true; }
constexpr bool cchash_priv_same_text(const char *left, const char *right) {
    return *left == *right && (!*left || cchash_priv_same_text(left + 1, right + 1));
}
}
#define CCHASH_PRIV_TYPEOF(T_) T_
#define CCHASH_PRIV_IS_CONST(T_) (cchash_priv_type_of<T_>::cchash_is_const)
#define CCHASH_PRIV_IS_ARRAY(T_) (cchash_priv_type_of<T_>::cchash_is_array)
#define CCHASH_PRIV_IS_MOVABLE(T_) cchash_priv_is_movable<T_>(0)
#define CCHASH_PRIV_IS_SURELY_MOVABLE(T_) __is_trivially_copyable(T_)
#define CCHASH_PRIV_IS_SAME_TYPE(T_, U_) (cchash_priv_same_type<T_, U_>::cchash_value)
#define CCHASH_PRIV_IS_OF_TYPE(fn_, T_) (sizeof(cchash_priv_accepts<T_>::cchash_test(fn_)) == 1)
#define CCHASH_PRIV_CLASS(T_) (cchash_priv_class_of<T_>::cchash_value)
#elif defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_TYPEOF(T_) __typeof__(T_)
#define CCHASH_PRIV_IS_CONST(T_) __builtin_types_compatible_p(T_ *, const T_ *)
/* As a parameter an array is a pointer, and const is the element's. T may be incomplete. */
#define CCHASH_PRIV_IS_ARRAY(T_) (!__builtin_types_compatible_p(void (*)(T_), void (*)(const T_)))
#define CCHASH_PRIV_IS_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SURELY_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SAME_TYPE(T_, U_) __builtin_types_compatible_p(T_, U_)
#define CCHASH_PRIV_IS_OF_TYPE(fn_, T_) __builtin_types_compatible_p(__typeof__(&fn_), T_)
#define CCHASH_PRIV_CLASS(T_) __builtin_classify_type(*(T_ *)0)
#else
#define CCHASH_PRIV_TYPEOF(T_) T_
#define CCHASH_PRIV_IS_CONST(T_) 0
#define CCHASH_PRIV_IS_ARRAY(T_) 0
#define CCHASH_PRIV_IS_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SURELY_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SAME_TYPE(T_, U_) 1
#define CCHASH_PRIV_IS_OF_TYPE(fn_, T_) 1
#define CCHASH_PRIV_CLASS(T_) 0
#endif

/* Which keys the library's own hash functions and equalities are for; all others may be for any. */
enum {
    CCHASH_PRIV_ANY_KEYS,
    CCHASH_PRIV_WIDE_KEYS,   /* integers of up to 64 bits */
    CCHASH_PRIV_NARROW_KEYS, /* and of up to 32 */
    CCHASH_PRIV_POINTER_KEYS,
    CCHASH_PRIV_CSTR_KEYS,
    CCHASH_PRIV_VIEW_KEYS,
    CCHASH_PRIV_STR_KEYS
};
#ifdef __cplusplus
extern "C++" {
constexpr int cchash_priv_keys_of(const char *text) {
    return cchash_priv_same_text(text, "u64")    ? CCHASH_PRIV_WIDE_KEYS
           : cchash_priv_same_text(text, "u32")  ? CCHASH_PRIV_NARROW_KEYS
           : cchash_priv_same_text(text, "ptr")  ? CCHASH_PRIV_POINTER_KEYS
           : cchash_priv_same_text(text, "cstr") ? CCHASH_PRIV_CSTR_KEYS
           : cchash_priv_same_text(text, "view") ? CCHASH_PRIV_VIEW_KEYS
           : cchash_priv_same_text(text, "str")  ? CCHASH_PRIV_STR_KEYS
                                                 : CCHASH_PRIV_ANY_KEYS;
}
/* Of a name that begins with that prefix, the rest. */
constexpr const char *cchash_priv_behind(const char *text, const char *prefix) {
    return !*prefix ? text : *text == *prefix ? cchash_priv_behind(text + 1, prefix + 1) : "";
}
}
#define CCHASH_PRIV_HASH_KEYS(hashfn_) cchash_priv_keys_of(cchash_priv_behind(#hashfn_, "cchash_hash_"))
#define CCHASH_PRIV_EQ_KEYS(eqfn_) cchash_priv_keys_of(cchash_priv_behind(#eqfn_, "cchash_eq_"))
#else
#define CCHASH_PRIV_KEYS_OF_cchash_hash_u64 ~, CCHASH_PRIV_WIDE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_u64 ~, CCHASH_PRIV_WIDE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_u32 ~, CCHASH_PRIV_NARROW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_u32 ~, CCHASH_PRIV_NARROW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_ptr ~, CCHASH_PRIV_POINTER_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_ptr ~, CCHASH_PRIV_POINTER_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_cstr ~, CCHASH_PRIV_CSTR_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_cstr ~, CCHASH_PRIV_CSTR_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_view ~, CCHASH_PRIV_VIEW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_view ~, CCHASH_PRIV_VIEW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_str ~, CCHASH_PRIV_STR_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_str ~, CCHASH_PRIV_STR_KEYS
/* A name can be pasted; what is in parentheses can't. */
#define CCHASH_PRIV_KEYS_OF(fn_)                                                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_IS_LIST(fn_), CCHASH_PRIV_KEYS_UNKNOWN, CCHASH_PRIV_KEYS_OF_NAME)(fn_)
#define CCHASH_PRIV_KEYS_OF_NAME(fn_) CCHASH_PRIV_SECOND(CCHASH_PRIV_KEYS_OF_##fn_, CCHASH_PRIV_ANY_KEYS, ~)
#define CCHASH_PRIV_KEYS_UNKNOWN(fn_) CCHASH_PRIV_ANY_KEYS
#define CCHASH_PRIV_HASH_KEYS(hashfn_) CCHASH_PRIV_KEYS_OF(hashfn_)
#define CCHASH_PRIV_EQ_KEYS(eqfn_) CCHASH_PRIV_KEYS_OF(eqfn_)
#endif

/* Are those keys of type T? Classes of types are GNU's: 1 to 4 integers and enums, 5 pointers, 12 structs. */
#define CCHASH_PRIV_IS_TEXT(T_)                                                                                        \
    (CCHASH_PRIV_IS_SAME_TYPE(T_, char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const char *) ||                             \
     CCHASH_PRIV_IS_SAME_TYPE(T_, unsigned char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const unsigned char *) ||           \
     CCHASH_PRIV_IS_SAME_TYPE(T_, signed char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const signed char *))
#define CCHASH_PRIV_IS_INTEGER(T_) (CCHASH_PRIV_CLASS(T_) <= 4)
#define CCHASH_PRIV_ARE_KEYS(keys_, T_)                                                                                \
    (keys_ == CCHASH_PRIV_WIDE_KEYS                                ? CCHASH_PRIV_IS_INTEGER(T_) && sizeof(T_) <= 8     \
     : keys_ == CCHASH_PRIV_NARROW_KEYS                            ? CCHASH_PRIV_IS_INTEGER(T_) && sizeof(T_) <= 4     \
     : keys_ == CCHASH_PRIV_ANY_KEYS || CCHASH_PRIV_CLASS(T_) == 0 ? true                                              \
     : keys_ == CCHASH_PRIV_CSTR_KEYS                                                                                  \
         ? CCHASH_PRIV_IS_TEXT(T_)                                                                                     \
         : (CCHASH_PRIV_CLASS(T_) == 5) == (keys_ == CCHASH_PRIV_POINTER_KEYS) &&                                      \
               (CCHASH_PRIV_CLASS(T_) == 5 ||                                                                          \
                sizeof(T_) == (keys_ == CCHASH_PRIV_VIEW_KEYS ? sizeof(cchash_view) : 24)))

/* Before a type is made a K or V: its name is not there yet. */
#define CCHASH_PRIV_CHECK_TYPE(name_, which_, letter_, T_)                                                             \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_IS_ARRAY(CCHASH_PRIV_TYPEOF(T_)), name_##_priv##which_##_is_an_array,             \
                        "cchash: " #name_ ": " letter_ " is an array, and C does not pass arrays: wrap it in a "       \
                        "struct");                                                                                     \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_IS_CONST(CCHASH_PRIV_TYPEOF(T_)), name_##_priv##which_##_is_const,                \
                        "cchash: " #name_ ": " letter_ " is const: leave that out, the map hands out const pointers "  \
                        "to keys anyway");                                                                             \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_MOVABLE(T_), name_##_priv##which_##_is_not_trivially_copyable,                  \
                        "cchash: " #name_ ": " letter_ " is moved by memcpy, so it must be trivially copyable: store " \
                        "a pointer instead");

/* Hash and equality, for keys of type T. */
#define CCHASH_PRIV_CHECK_HASHFN(name_, K_, hashfn_, eqfn_)                                                            \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_ANY_KEYS ||                                      \
                            CCHASH_PRIV_EQ_KEYS(eqfn_) == CCHASH_PRIV_ANY_KEYS ||                                      \
                            CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_EQ_KEYS(eqfn_) ||                            \
                            CCHASH_PRIV_HASH_KEYS(hashfn_) + CCHASH_PRIV_EQ_KEYS(eqfn_) ==                             \
                                CCHASH_PRIV_WIDE_KEYS + CCHASH_PRIV_NARROW_KEYS,                                       \
                        name_##_priv_hash_and_equality_are_for_different_keys,                                         \
                        "cchash: " #name_ ": " #hashfn_ " and " #eqfn_ " are for different kinds of keys");            \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_HASH_KEYS(hashfn_), K_),                                      \
                        name_##_priv_hash_is_not_for_such_keys,                                                        \
                        "cchash: " #name_ ": " #hashfn_ " is not for keys of this type");                              \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_EQ_KEYS(eqfn_), K_),                                          \
                        name_##_priv_equality_is_not_for_such_keys,                                                    \
                        "cchash: " #name_ ": " #eqfn_ " is not for keys of this type");

/* A list of traits: in parentheses, known, each once, a load limit that works. */
#define CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                       \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_LIST(traits_), name_##_priv_traits_without_parentheses,                         \
                        "cchash: " #name_ ": traits go in parentheses: (A, B), (A) or ()");                            \
    CCHASH_PRIV_CHECK_KNOWN_(name_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , ~)                               \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_COUNT(traits_) & UINT64_C(0x0eeeeeeeeeeeeeee)) == 0,                              \
                        name_##_priv_a_trait_is_given_twice, "cchash: " #name_ ": a trait is given twice");            \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_APPLY(CCHASH_PRIV_LOAD_WORKS, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (1, 1))),        \
                        name_##_priv_load_limit_out_of_range,                                                          \
                        "cchash: " #name_ ": CCHASH_MAX_LOAD(n, d) is a fraction from 1/64 to 64/1");
#define CCHASH_PRIV_LOAD_WORKS(num_, den_) ((num_) > 0 && (den_) > 0 && (num_) <= 64 * (den_) && 64 * (num_) >= (den_))

/* A trait that says nothing here. */
#define CCHASH_PRIV_REFUSE(name_, traits_, id_, sentence_)                                                             \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_HAS_(id_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , , , , ~),             \
                        name_##_priv_a_trait_is_of_no_use##id_, "cchash: " #name_ ": " sentence_);
#define CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_compact(name_, traits_)                                                   \
    CCHASH_PRIV_REFUSE(name_, traits_, _MALLOC_NODES, "CCHASH_MALLOC_NODES is for chaining: this layout has no nodes")
#define CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_oa(name_, traits_)                                                        \
    CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_compact(name_, traits_)
#define CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_chain(name_, traits_)
#define CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                     \
    CCHASH_PRIV_REFUSE(name_, traits_, _ARENA_KEYS, "CCHASH_ARENA_KEYS is for maps of strings (CCHASH_DEFINE_STR_EX)") \
    CCHASH_PRIV_REFUSE(name_, traits_, _MAKE_KEY, "CCHASH_MAKE_KEY is for lookups (CCHASH_LOOKUP_EX)")
#define CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                     \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_) CCHASH_PRIV_CHECK_NO_VALUES(name_, traits_)
#define CCHASH_PRIV_CHECK_NO_VALUES(name_, traits_)                                                                    \
    CCHASH_PRIV_REFUSE(name_, traits_, _VALUE_COPY, "CCHASH_VALUE_COPY is for maps: a set has no values")              \
    CCHASH_PRIV_REFUSE(name_, traits_, _VALUE_FREE, "CCHASH_VALUE_FREE is for maps: a set has no values")
/* A map of strings takes care of its keys and their hashes itself. */
#define CCHASH_PRIV_CHECK_KIND_STR(name_, traits_)                                                                     \
    CCHASH_PRIV_REFUSE(name_, traits_, _KEY_COPY, "CCHASH_KEY_COPY: a map of strings copies its keys itself")          \
    CCHASH_PRIV_REFUSE(name_, traits_, _KEY_FREE, "CCHASH_KEY_FREE: a map of strings frees its keys itself")           \
    CCHASH_PRIV_REFUSE(name_, traits_, _SEEDED_HASH, "CCHASH_SEEDED_HASH: a map of strings hashes its keys itself")    \
    CCHASH_PRIV_REFUSE(name_, traits_, _MAKE_KEY, "CCHASH_MAKE_KEY is for lookups (CCHASH_LOOKUP_EX)")
#define CCHASH_PRIV_CHECK_STR_MAP(name_, traits_) CCHASH_PRIV_CHECK_KIND_STR(name_, traits_)
#define CCHASH_PRIV_CHECK_STR_SET(name_, traits_)                                                                      \
    CCHASH_PRIV_CHECK_KIND_STR(name_, traits_) CCHASH_PRIV_CHECK_NO_VALUES(name_, traits_)

/* The callbacks that the traits name; T is K or V. A copier may return int. */
#define CCHASH_PRIV_CHECK_CALLBACK(name_, cond_, what_, sentence_)                                                     \
    CCHASH_PRIV_REQUIRE(cond_, name_##_priv_callback_of_another_type##what_, sentence_);
#define CCHASH_PRIV_CHECK_COPIER(name_, id_, fn_, T_, sentence_)                                                       \
    CCHASH_PRIV_CHECK_CALLBACK(name_,                                                                                  \
                               CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(T_ *, const T_ *)) ||                              \
                                   CCHASH_PRIV_IS_OF_TYPE(fn_, int (*)(T_ *, const T_ *)),                             \
                               id_, "cchash: " #name_ ": " sentence_)
#define CCHASH_PRIV_CHECK_FREE(name_, id_, fn_, T_, sentence_)                                                         \
    CCHASH_PRIV_CHECK_CALLBACK(                                                                                        \
        name_, CCHASH_PRIV_IS_OF_TYPE(fn_, void (*)(T_ *)) || CCHASH_PRIV_IS_OF_TYPE(fn_, void (*)(const T_ *)), id_,  \
        "cchash: " #name_ ": " sentence_)
#define CCHASH_PRIV_CHECK_ALLOCATOR_(name_, T_, allocate_, release_)                                                   \
    CCHASH_PRIV_CHECK_CALLBACK(name_, CCHASH_PRIV_IS_OF_TYPE(allocate_, void *(*)(T_, size_t, size_t)), _ALLOCATE,     \
                               "cchash: " #name_ ": CCHASH_ALLOCATOR(T, allocate, release): allocate is void *f(T "    \
                               "context, size_t size, size_t align)")                                                  \
    CCHASH_PRIV_CHECK_CALLBACK(name_, CCHASH_PRIV_IS_OF_TYPE(release_, void (*)(T_, void *, size_t, size_t)),          \
                               _RELEASE,                                                                               \
                               "cchash: " #name_ ": CCHASH_ALLOCATOR(T, allocate, release): release is void f(T "      \
                               "context, void *block, size_t size, size_t align)")
#define CCHASH_PRIV_CHECK_ALLOCATOR(name_, traits_)                                                                    \
    CCHASH_PRIV_CHECK_ALLOCATOR_(name_, CCHASH_PRIV_CONTEXT(traits_), CCHASH_PRIV_ALLOCATE(traits_),                   \
                                 CCHASH_PRIV_RELEASE(traits_))
#define CCHASH_PRIV_CHECK_KEY_CALLBACKS(name_, traits_)                                                                \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                                 \
                   CCHASH_PRIV_CHECK_COPIER(name_, _KEY_COPY, CCHASH_PRIV_PICK(KEY_COPY, traits_, ), name_##_key,      \
                                            "CCHASH_KEY_COPY(fn): fn is bool fn(K *to, const K *from)"), )             \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(KEY_FREE, traits_),                                                                 \
                   CCHASH_PRIV_CHECK_FREE(name_, _KEY_FREE, CCHASH_PRIV_PICK(KEY_FREE, traits_, ), name_##_key,        \
                                          "CCHASH_KEY_FREE(fn): fn is void fn(K *key): it gets the address of the "    \
                                          "key"), )                                                                    \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CHECK_ALLOCATOR(name_, traits_), )
#define CCHASH_PRIV_CHECK_VALUE_CALLBACKS(name_, traits_)                                                              \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(VALUE_COPY, traits_),                                                               \
                   CCHASH_PRIV_CHECK_COPIER(name_, _VALUE_COPY, CCHASH_PRIV_PICK(VALUE_COPY, traits_, ),               \
                                            name_##_value,                                                             \
                                            "CCHASH_VALUE_COPY(fn): fn is bool fn(V *to, const V *from)"), )           \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(VALUE_FREE, traits_),                                                               \
                   CCHASH_PRIV_CHECK_FREE(name_, _VALUE_FREE, CCHASH_PRIV_PICK(VALUE_FREE, traits_, ), name_##_value,  \
                                          "CCHASH_VALUE_FREE(fn): fn is void fn(V *value): it gets the address of "    \
                                          "the value"), )

/* DECLARE leaves what IMPLEMENT compares: the layout and which traits there are. */
enum {
    CCHASH_PRIV_LAYOUT_cchash_priv_compact,
    CCHASH_PRIV_LAYOUT_cchash_priv_oa,
    CCHASH_PRIV_LAYOUT_cchash_priv_chain
};
#define CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                  \
    enum {                                                                                                             \
        name_##_priv_layout = CCHASH_PRIV_LAYOUT_##layout_,                                                            \
        name_##_priv_traits_low = (int)(CCHASH_PRIV_COUNT(traits_) & 0xfffffff),                                       \
        name_##_priv_traits_high = (int)(CCHASH_PRIV_COUNT(traits_) >> 28 & 0xfffffff)                                 \
    };
#define CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                            \
    CCHASH_PRIV_REQUIRE((int)name_##_priv_layout == (int)CCHASH_PRIV_LAYOUT_##layout_, name_##_priv_layout_differs,    \
                        "cchash: " #name_ ": declared with another layout");                                           \
    CCHASH_PRIV_REQUIRE((uint64_t)name_##_priv_traits_low == (CCHASH_PRIV_COUNT(traits_) & 0xfffffff) &&               \
                            (uint64_t)name_##_priv_traits_high == (CCHASH_PRIV_COUNT(traits_) >> 28 & 0xfffffff),      \
                        name_##_priv_traits_differ, "cchash: " #name_ ": declared with other traits");
#define CCHASH_PRIV_CHECK_MOVABLE(name_, which_, letter_)                                                              \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_SURELY_MOVABLE(name_##which_), name_##_priv##which_##_is_not_movable,           \
                        "cchash: " #name_ ": " letter_ " is moved by memcpy, so it must be trivially copyable: store " \
                        "a pointer instead");
#define CCHASH_PRIV_CHECK_SAME(name_, which_, T_, sentence_)                                                           \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_SAME_TYPE(name_##which_, CCHASH_PRIV_TYPEOF(T_)),                               \
                        name_##_priv_type_differs##which_, "cchash: " #name_ ": " sentence_);

/* What stands in for a callback that a type does not have; never called. */
#define CCHASH_PRIV_NO_COPY(to_, from_) (*(to_) = *(from_), true)
#define CCHASH_PRIV_NO_FREE(what_) ((void)(what_))
#define CCHASH_PRIV_USUAL_ALLOCATOR (int, CCHASH_PRIV_DEFAULT_MALLOC, CCHASH_PRIV_DEFAULT_FREE)
#define CCHASH_PRIV_CONTEXT(traits_)                                                                                   \
    CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_3, CCHASH_PRIV_PICK(ALLOCATOR, traits_, CCHASH_PRIV_USUAL_ALLOCATOR))
#define CCHASH_PRIV_ALLOCATE(traits_)                                                                                  \
    CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_3, CCHASH_PRIV_PICK(ALLOCATOR, traits_, CCHASH_PRIV_USUAL_ALLOCATOR))
#define CCHASH_PRIV_RELEASE(traits_)                                                                                   \
    CCHASH_PRIV_APPLY(CCHASH_PRIV_3_OF_3, CCHASH_PRIV_PICK(ALLOCATOR, traits_, CCHASH_PRIV_USUAL_ALLOCATOR))
#define CCHASH_PRIV_DEFAULT_MALLOC(context_, size_, align_) CCHASH_PRIV_MALLOC(size_, align_)
#define CCHASH_PRIV_DEFAULT_FREE(context_, block_, size_, align_) CCHASH_PRIV_FREE(block_, size_, align_)

/* ---- Types ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT_##layout_(name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                    \
        CCHASH_PRIV_CHECK_TYPE(name_, _value, "V", V_) typedef struct name_ name_;                                     \
    typedef K_ name_##_key;                                                                                            \
    typedef V_ name_##_value;                                                                                          \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        name_##_value *value;                                                                                          \
        layout_##_iter cchash_at;                                                                                      \
    } name_##_iter;

#define CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                             \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT_##layout_(name_, traits_)                                                                 \
        CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_) typedef struct name_ name_;                                       \
    typedef K_ name_##_key;                                                                                            \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        layout_##_iter cchash_at;                                                                                      \
    } name_##_iter;

/* The table comes first: the engine's pointer to it is a pointer to the map. */
#define CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                \
    struct name_ {                                                                                                     \
        layout_ cchash_table;                                                                                          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CONTEXT(traits_) cchash_allocator;, )          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), cchash_priv_arena cchash_arena;, )                        \
    };

#define CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _value, "V")                                                                      \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                        \
                       CCHASH_PRIV_FIELDS_##layout_)                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t cchash_hash;, ) name_##_key cchash_key;         \
        name_##_value cchash_value;                                                                                    \
    } name_##_entry;

#define CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                        \
                       CCHASH_PRIV_FIELDS_##layout_)                                                                   \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t cchash_hash;, ) name_##_key cchash_key;         \
    } name_##_entry;

/* ---- The descriptor, and the engine's typed parts -----------------------------------------------------------------
 * How a map looks up keys of a type Q is a set of thunks, a descriptor and an out-of-line part of its own, all named
 * after `via_`: empty for the map's own K, _how for each CCHASH_LOOKUP. */

#define CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                \
    CCHASH_PRIV_CHECK_KEY_CALLBACKS(name_, traits_)                                                                    \
    CCHASH_PRIV_THUNKS_QUERY(name_, , name_##_key, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_STATIC bool name_##_priv_key_copy(void *cchash_to_, const void *cchash_from_) {                        \
        return CCHASH_PRIV_PICK(KEY_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_key *)cchash_to_,                     \
                                                                        (const name_##_key *)cchash_from_);            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_key_free(void *cchash_key_) {                                                 \
        CCHASH_PRIV_PICK(KEY_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_key *)cchash_key_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate(const void *cchash_map_, size_t cchash_size_,                       \
                                                   size_t cchash_align_) {                                             \
        int cchash_errno_ = errno;                                                                                     \
        void *cchash_block_ = CCHASH_PRIV_ALLOCATE(traits_)(                                                           \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),    \
            cchash_size_, cchash_align_);                                                                              \
        (void)cchash_map_, (void)(errno = cchash_errno_);                                                              \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate_zeroed(const void *cchash_map_, size_t cchash_size_,                \
                                                          size_t cchash_align_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        void *cchash_block_ = CCHASH_PRIV_IF(                                                                          \
            CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                       \
            cchash_priv_zero(name_##_priv_allocate(cchash_map_, cchash_size_, cchash_align_), cchash_size_),           \
            CCHASH_PRIV_CALLOC(cchash_size_, cchash_align_));                                                          \
        (void)cchash_map_, (void)(errno = cchash_errno_);                                                              \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_release(const void *cchash_map_, void *cchash_block_, size_t cchash_size_,    \
                                                 size_t cchash_align_) {                                               \
        int cchash_errno_ = errno;                                                                                     \
        CCHASH_PRIV_RELEASE(traits_)                                                                                   \
        (CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),       \
         cchash_block_, cchash_size_, cchash_align_);                                                                  \
        (void)cchash_map_, (void)cchash_size_, (void)cchash_align_, (void)(errno = cchash_errno_);                     \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_);                     \
    static CCHASH_PRIV_UNUSED void name_##_priv_tidy(void *cchash_table_);                                             \
    static CCHASH_PRIV_UNUSED void *name_##_priv_claim_far(void *cchash_table_, uint64_t cchash_hash_);

#define CCHASH_PRIV_SMALL_KEY 64 /* bytes */

#define CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                             \
    CCHASH_PRIV_STATIC uint64_t name_##_priv##via_##_hash(const void *cchash_key_, uint64_t cchash_seed_) {            \
        (void)cchash_seed_;                                                                                            \
        return CCHASH_PRIV_LIST(hashfn_ CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                          \
                                                       (*(const Q_ *)cchash_key_, cchash_seed_),                       \
                                                       (*(const Q_ *)cchash_key_)));                                   \
    }                                                                                                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(INLINED, traits_), CCHASH_PRIV_THUNK, CCHASH_PRIV_STATIC)                           \
    bool name_##_priv##via_##_equal(const void *cchash_stored_, const void *cchash_key_) {                             \
        return eqfn_(*(const name_##_key *)cchash_stored_, *(const Q_ *)cchash_key_);                                  \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED void *name_##_priv##via_##_search(const void *cchash_table_, uint64_t cchash_hash_,      \
                                                                const void *cchash_key_);                              \
    static CCHASH_PRIV_UNUSED bool name_##_priv##via_##_withdraw(void *cchash_table_, uint64_t cchash_hash_,           \
                                                                 const void *cchash_key_, void *cchash_key_out_,       \
                                                                 void *cchash_value_out_);                             \
    /* A small key goes out of line as a copy made there: otherwise its address would escape, and every lookup would   \
     * store it to the stack. */                                                                                       \
    CCHASH_PRIV_THUNK void *name_##_priv##via_##_find_far(const void *cchash_table_, uint64_t cchash_hash_,            \
                                                          const void *cchash_key_) {                                   \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_search(cchash_table_, cchash_hash_, cchash_key_);                              \
        Q_ cchash_copy_ = *(const Q_ *)cchash_key_;                                                                    \
        return name_##_priv##via_##_search(cchash_table_, cchash_hash_, &cchash_copy_);                                \
    }                                                                                                                  \
    CCHASH_PRIV_THUNK bool name_##_priv##via_##_remove_far(void *cchash_table_, uint64_t cchash_hash_,                 \
                                                           const void *cchash_key_, void *cchash_key_out_,             \
                                                           void *cchash_value_out_) {                                  \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_withdraw(cchash_table_, cchash_hash_, cchash_key_, cchash_key_out_,            \
                                                 cchash_value_out_);                                                   \
        Q_ cchash_copy_ = *(const Q_ *)cchash_key_;                                                                    \
        return name_##_priv##via_##_withdraw(cchash_table_, cchash_hash_, &cchash_copy_, cchash_key_out_,              \
                                             cchash_value_out_);                                                       \
    }

#define CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                       \
    CCHASH_PRIV_CHECK_VALUE_CALLBACKS(name_, traits_)                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_value_copy(void *cchash_to_, const void *cchash_from_) {                      \
        return CCHASH_PRIV_PICK(VALUE_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_value *)cchash_to_,                 \
                                                                          (const name_##_value *)cchash_from_);        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_value_free(void *cchash_value_) {                                             \
        CCHASH_PRIV_PICK(VALUE_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_value *)cchash_value_);                    \
    }                                                                                                                  \
    enum {                                                                                                             \
        name_##_priv_value_copies = CCHASH_PRIV_HAS(VALUE_COPY, traits_),                                              \
        name_##_priv_value_frees = CCHASH_PRIV_HAS(VALUE_FREE, traits_)                                                \
    };

/* What the traits say, for descriptors that are made where they are not at hand. */
#define CCHASH_PRIV_FACTS(name_, traits_)                                                                              \
    enum {                                                                                                             \
        name_##_priv_hash_offset =                                                                                     \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), offsetof(name_##_entry, cchash_hash), 0),            \
        name_##_priv_spare_byte = CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_2, CCHASH_PRIV_PICK(SPARE_BIT, traits_, (0, 0))), \
        name_##_priv_spare_bit = CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_2, CCHASH_PRIV_PICK(SPARE_BIT, traits_, (0, 0))),  \
        name_##_priv_load_num = CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_2, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (0, 0))),    \
        name_##_priv_load_den = CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_2, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (0, 0))),    \
        name_##_priv_good_hash = CCHASH_PRIV_HAS(GOOD_HASH, traits_),                                                  \
        name_##_priv_seeded_hash = CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                                              \
        name_##_priv_cached_hash = CCHASH_PRIV_HAS(CACHED_HASH, traits_),                                              \
        name_##_priv_malloc_nodes = CCHASH_PRIV_HAS(MALLOC_NODES, traits_),                                            \
        name_##_priv_key_copies = CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                  \
        name_##_priv_key_frees = CCHASH_PRIV_HAS(KEY_FREE, traits_)                                                    \
    };

#define CCHASH_PRIV_VALUE_FACTS_MAP(name_)                                                                             \
    offsetof(name_##_entry, cchash_value), sizeof(name_##_value),                                                      \
        name_##_priv_value_copies ? name_##_priv_value_copy : NULL,                                                    \
        name_##_priv_value_frees ? name_##_priv_value_free : NULL
#define CCHASH_PRIV_VALUE_FACTS_SET(name_) 0, 0, NULL, NULL

#define CCHASH_PRIV_DESCRIPTOR(name_, via_, Q_, key_copy_, value_facts_)                                               \
    CCHASH_PRIV_DESCRIPTOR_(name_, via_, Q_, key_copy_, value_facts_)
#define CCHASH_PRIV_DESCRIPTOR_(name_, via_, Q_, key_copy_, value_offset_, value_size_, value_copy_, value_free_)      \
    static const cchash_priv_type name_##_priv##via_##_type CCHASH_PRIV_UNUSED = {                                     \
        sizeof(name_##_entry),                                                                                         \
        CCHASH_PRIV_ALIGNOF(name_##_entry),                                                                            \
        offsetof(name_##_entry, cchash_key),                                                                           \
        sizeof(name_##_key),                                                                                           \
        sizeof(Q_),                                                                                                    \
        value_offset_,                                                                                                 \
        value_size_,                                                                                                   \
        name_##_priv_hash_offset,                                                                                      \
        offsetof(name_##_entry, cchash_key) + name_##_priv_spare_byte,                                                 \
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
    CCHASH_PRIV_OUTLINE bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_) {                          \
        return layout_##_rehash((layout_ *)cchash_table_, &name_##_priv_type, cchash_slots_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_tidy(void *cchash_table_) {                                                  \
        layout_##_tidy((layout_ *)cchash_table_, &name_##_priv_type);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void *name_##_priv_claim_far(void *cchash_table_, uint64_t cchash_hash_) {                     \
        return layout_##_claim((layout_ *)cchash_table_, &name_##_priv_type, cchash_hash_);                            \
    }                                                                                                                  \
    CCHASH_PRIV_FIND_FAR(name_, )

#define CCHASH_PRIV_FIND_FAR(name_, via_)                                                                              \
    CCHASH_PRIV_OUTLINE void *name_##_priv##via_##_search(const void *cchash_table_, uint64_t cchash_hash_,            \
                                                          const void *cchash_key_) {                                   \
        return name_##_priv_search_far(cchash_table_, &name_##_priv##via_##_type, cchash_hash_, cchash_key_);          \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE bool name_##_priv##via_##_withdraw(void *cchash_table_, uint64_t cchash_hash_,                 \
                                                           const void *cchash_key_, void *cchash_key_out_,             \
                                                           void *cchash_value_out_) {                                  \
        return name_##_priv_take_far(cchash_table_, &name_##_priv##via_##_type, cchash_hash_, cchash_key_,             \
                                     cchash_key_out_, cchash_value_out_);                                              \
    }

/* The layout's engine, under names that don't say which layout it is. */
#define CCHASH_PRIV_ENGINE(layout_, name_)                                                                             \
    CCHASH_PRIV_INLINE void *name_##_priv_search_far(const void *cchash_table_, cchash_priv_typep cchash_type_,        \
                                                     uint64_t cchash_hash_, const void *cchash_key_) {                 \
        return layout_##_find_far((const layout_ *)cchash_table_, cchash_type_, cchash_hash_, cchash_key_);            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take_far(void *cchash_table_, cchash_priv_typep cchash_type_,                 \
                                                  uint64_t cchash_hash_, const void *cchash_key_,                      \
                                                  void *cchash_key_out_, void *cchash_value_out_) {                    \
        return layout_##_remove_far((layout_ *)cchash_table_, cchash_type_, cchash_hash_, cchash_key_,                 \
                                    cchash_key_out_, cchash_value_out_);                                               \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_seed(const name_ *cchash_map_) {                                          \
        return layout_##_get_seed(&cchash_map_->cchash_table);                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_moves(const name_ *cchash_map_, const void *cchash_at_) {                     \
        return layout_##_moves(&cchash_map_->cchash_table, &name_##_priv_type, cchash_at_);                            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_seed(name_ *cchash_map_) {                                               \
        layout_##_need_seed(&cchash_map_->cchash_table, &name_##_priv_type);                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_find(const name_ *cchash_map_, cchash_priv_typep cchash_type_,      \
                                                        uint64_t cchash_hash_, const void *cchash_key_) {              \
        return (name_##_entry *)layout_##_find(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_);   \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take(name_ *cchash_map_, cchash_priv_typep cchash_type_,                      \
                                              uint64_t cchash_hash_, const void *cchash_key_, void *cchash_key_out_,   \
                                              void *cchash_value_out_) {                                               \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_take(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_key_out_,    \
                              cchash_value_out_, &cchash_scratch_);                                                    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_fetch(const name_ *cchash_map_, cchash_priv_typep cchash_type_,               \
                                               uint64_t cchash_hash_) {                                                \
        layout_##_prefetch(&cchash_map_->cchash_table, cchash_type_, cchash_hash_);                                    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_new_hash(name_ *cchash_map_, cchash_priv_typep cchash_type_,              \
                                                      const void *cchash_key_) {                                       \
        return layout_##_insert_hash(&cchash_map_->cchash_table, cchash_type_, cchash_key_);                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_emplace(name_ *cchash_map_, cchash_priv_typep cchash_type_,         \
                                                           uint64_t cchash_hash_, const void *cchash_key_,             \
                                                           const void *cchash_value_, bool *cchash_found_) {           \
        name_##_entry cchash_scratch_;                                                                                 \
        return (name_##_entry *)layout_##_emplace(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, \
                                                  cchash_value_, &cchash_scratch_, cchash_found_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE int name_##_priv_put(name_ *cchash_map_, cchash_priv_typep cchash_type_, uint64_t cchash_hash_, \
                                            const void *cchash_key_, const void *cchash_value_) {                      \
        name_##_entry cchash_scratch_[2];                                                                              \
        return layout_##_put(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_value_,       \
                             cchash_scratch_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE size_t name_##_priv_get_many(const name_ *cchash_map_, cchash_priv_typep cchash_type_,          \
                                                    const void *cchash_keys_, size_t cchash_count_, void *cchash_out_, \
                                                    size_t cchash_offset_) {                                           \
        return layout_##_get_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_count_, cchash_out_,  \
                                  cchash_offset_);                                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE ptrdiff_t name_##_priv_put_many(name_ *cchash_map_, cchash_priv_typep cchash_type_,             \
                                                       const void *cchash_keys_, const void *cchash_values_,           \
                                                       size_t cchash_count_) {                                         \
        name_##_entry cchash_scratch_[2];                                                                              \
        return layout_##_put_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_values_,              \
                                  cchash_count_, cchash_scratch_);                                                     \
    }

/* ---- The typed functions: of the whole table ----------------------------------------------------------------------
 */

/* What has to happen to a map's arena, if it has one (cchash_str.h), where something happens to the map. */
#define CCHASH_PRIV_ARENA(traits_, what_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), what_, )

#define CCHASH_PRIV_BODIES_LIFE(link_, layout_, name_, traits_)                                                        \
    link_ void name_##_init(name_ *cchash_map_) { memset((void *)cchash_map_, 0, sizeof *cchash_map_); }               \
    link_ void name_##_init_seed(name_ *cchash_map_, uint64_t cchash_seed_) {                                          \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        layout_##_set_seed(&cchash_map_->cchash_table, cchash_seed_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_BODY_INIT_ALLOCATOR(link_, name_, CCHASH_PRIV_CONTEXT(traits_)), )                      \
    link_ void name_##_free(name_ *cchash_map_) {                                                                      \
        layout_##_free(&cchash_map_->cchash_table, &name_##_priv_type);                                                \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_free(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)        \
    }                                                                                                                  \
    link_ size_t name_##_size(const name_ *cchash_map_) { return layout_##_size(&cchash_map_->cchash_table); }         \
    link_ size_t name_##_capacity(const name_ *cchash_map_) {                                                          \
        return layout_##_capacity(&cchash_map_->cchash_table, &name_##_priv_type);                                     \
    }                                                                                                                  \
    link_ size_t name_##_memory(const name_ *cchash_map_) {                                                            \
        return layout_##_memory(&cchash_map_->cchash_table, &name_##_priv_type)                                        \
            CCHASH_PRIV_ARENA(traits_, +cchash_priv_arena_bytes(&cchash_map_->cchash_arena));                          \
    }                                                                                                                  \
    link_ bool name_##_reserve(name_ *cchash_map_, size_t cchash_count_) {                                             \
        return layout_##_reserve(&cchash_map_->cchash_table, &name_##_priv_type, cchash_count_);                       \
    }                                                                                                                  \
    link_ bool name_##_shrink(name_ *cchash_map_) {                                                                    \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_size(cchash_map_)) cchash_priv_arena_free(                             \
                                       &cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)                  \
        return layout_##_shrink(&cchash_map_->cchash_table, &name_##_priv_type);                                       \
    }                                                                                                                  \
    link_ void name_##_clear(name_ *cchash_map_) {                                                                     \
        layout_##_clear(&cchash_map_->cchash_table, &name_##_priv_type);                                               \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_clear(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)       \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_clone(name_ *cchash_to_, const name_ *cchash_from_) {                         \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_clone(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               &cchash_scratch_);                                                                      \
    }                                                                                                                  \
    link_ void name_##_swap(name_ *cchash_left_, name_ *cchash_right_) {                                               \
        name_ cchash_swapped_ = *cchash_left_;                                                                         \
        *cchash_left_ = *cchash_right_;                                                                                \
        *cchash_right_ = cchash_swapped_;                                                                              \
    }                                                                                                                  \
    link_ cchash_stats name_##_stats(const name_ *cchash_map_) {                                                       \
        cchash_stats cchash_stats_ = layout_##_statistics(&cchash_map_->cchash_table, &name_##_priv_type);             \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_add_bytes(&cchash_stats_, cchash_priv_arena_bytes(&cchash_map_->cchash_arena));) \
        return cchash_stats_;                                                                                          \
    }                                                                                                                  \
    link_ bool name_##_verify(const name_ *cchash_map_) {                                                              \
        return layout_##_verify(&cchash_map_->cchash_table, &name_##_priv_type);                                       \
    }

#define CCHASH_PRIV_BODIES_CLONE(link_, name_, traits_)                                                                \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), CCHASH_PRIV_BODY_CLONE_ARENA, CCHASH_PRIV_BODY_CLONE)         \
    (link_, name_)
#define CCHASH_PRIV_BODY_CLONE(link_, name_)                                                                           \
    link_ bool name_##_clone(name_ *cchash_to_, const name_ *cchash_from_) {                                           \
        return name_##_priv_clone(cchash_to_, cchash_from_);                                                           \
    }

#define CCHASH_PRIV_BODY_INIT_ALLOCATOR(link_, name_, T_)                                                              \
    link_ void name_##_init_allocator(name_ *cchash_map_, T_ cchash_allocator_) {                                      \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        cchash_map_->cchash_allocator = cchash_allocator_;                                                             \
    }

#define CCHASH_PRIV_BODIES_ITER(link_, layout_, name_)                                                                 \
    link_ void name_##_remove_at(name_ *cchash_map_, name_##_iter *cchash_iter_) {                                     \
        name_##_entry cchash_scratch_;                                                                                 \
        CCHASH_PRIV_CHECK(cchash_iter_->key, "remove_at: the iterator stands on no element");                          \
        layout_##_remove_at(&cchash_map_->cchash_table, &name_##_priv_type, &cchash_iter_->cchash_at,                  \
                            cchash_iter_->key, &cchash_scratch_);                                                      \
        CCHASH_PRIV_FORGET(cchash_iter_);                                                                              \
    }                                                                                                                  \
    link_ name_##_iter name_##_begin(const name_ *cchash_map_) {                                                       \
        name_##_iter cchash_iter_;                                                                                     \
        memset((void *)&cchash_iter_, 0, sizeof cchash_iter_);                                                         \
        cchash_iter_.cchash_at = layout_##_begin(&cchash_map_->cchash_table, &name_##_priv_type);                      \
        return cchash_iter_;                                                                                           \
    }

#define CCHASH_PRIV_BODIES_ITER_MAP(link_, layout_, name_)                                                             \
    CCHASH_PRIV_BODIES_ITER(link_, layout_, name_)                                                                     \
    link_ bool name_##_pop(name_ *cchash_map_, name_##_key *cchash_key_out_, name_##_value *cchash_value_out_) {       \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, cchash_value_out_,       \
                             &cchash_scratch_);                                                                        \
    }                                                                                                                  \
    link_ bool name_##_next(name_##_iter *cchash_iter_) {                                                              \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        cchash_iter_->value = &cchash_entry_->cchash_value;                                                            \
        return true;                                                                                                   \
    }                                                                                                                  \
    link_ size_t name_##_retain(name_ *cchash_map_,                                                                    \
                                bool (*cchash_keep_)(const name_##_key *, name_##_value *, void *),                    \
                                void *cchash_context_) {                                                               \
        size_t cchash_before_ = name_##_size(cchash_map_);                                                             \
        CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                              \
            if (!cchash_keep_(cchash_iter_.key, cchash_iter_.value, cchash_context_))                                  \
                name_##_remove_at(cchash_map_, &cchash_iter_);                                                         \
        if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_tidy(cchash_map_);                               \
        return cchash_before_ - name_##_size(cchash_map_);                                                             \
    }

#define CCHASH_PRIV_BODIES_ITER_SET(link_, layout_, name_)                                                             \
    CCHASH_PRIV_BODIES_ITER(link_, layout_, name_)                                                                     \
    link_ bool name_##_pop(name_ *cchash_map_, name_##_key *cchash_key_out_) {                                         \
        name_##_entry cchash_scratch_;                                                                                 \
        return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, NULL, &cchash_scratch_); \
    }                                                                                                                  \
    link_ bool name_##_next(name_##_iter *cchash_iter_) {                                                              \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        return true;                                                                                                   \
    }                                                                                                                  \
    link_ size_t name_##_retain(name_ *cchash_map_, bool (*cchash_keep_)(const name_##_key *, void *),                 \
                                void *cchash_context_) {                                                               \
        size_t cchash_before_ = name_##_size(cchash_map_);                                                             \
        CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                              \
            if (!cchash_keep_(cchash_iter_.key, cchash_context_)) name_##_remove_at(cchash_map_, &cchash_iter_);       \
        if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_tidy(cchash_map_);                               \
        return cchash_before_ - name_##_size(cchash_map_);                                                             \
    }

/* ---- The typed functions: of a key. name_get and its like for K, name_get_how for a lookup. ------------------------
 */

#define CCHASH_PRIV_BODIES_FIND(link_, name_, via_, Q_)                                                                \
    link_ uint64_t name_##_hash##via_(const name_ *cchash_map_, Q_ cchash_key_) {                                      \
        return name_##_priv##via_##_hash(&cchash_key_, name_##_priv_seed(cchash_map_));                                \
    }                                                                                                                  \
    link_ bool name_##_contains_hashed##via_(const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_) {        \
        return name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_) != NULL;         \
    }                                                                                                                  \
    link_ bool name_##_contains##via_(const name_ *cchash_map_, Q_ cchash_key_) {                                      \
        return name_##_contains_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);  \
    }                                                                                                                  \
    link_ const name_##_key *name_##_get_key##via_(const name_ *cchash_map_, Q_ cchash_key_) {                         \
        const name_##_entry *cchash_entry_ = name_##_priv_find(                                                        \
            cchash_map_, &name_##_priv##via_##_type, name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_);      \
        return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                      \
    }                                                                                                                  \
    link_ bool name_##_remove_hashed##via_(name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_) {                \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL, NULL);     \
    }                                                                                                                  \
    link_ bool name_##_remove##via_(name_ *cchash_map_, Q_ cchash_key_) {                                              \
        return name_##_remove_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);    \
    }                                                                                                                  \
    link_ void name_##_prefetch_hashed##via_(const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_) {        \
        (void)cchash_key_;                                                                                             \
        name_##_priv_fetch(cchash_map_, &name_##_priv##via_##_type, cchash_hash_);                                     \
    }                                                                                                                  \
    link_ void name_##_prefetch##via_(const name_ *cchash_map_, Q_ cchash_key_) {                                      \
        name_##_prefetch_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);         \
    }

#define CCHASH_PRIV_BODIES_FIND_MAP(link_, name_, via_, Q_)                                                            \
    CCHASH_PRIV_BODIES_FIND(link_, name_, via_, Q_)                                                                    \
    link_ name_##_value *name_##_get_hashed##via_(const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_) {   \
        name_##_entry *cchash_entry_ =                                                                                 \
            name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_);                    \
        return cchash_entry_ ? &cchash_entry_->cchash_value : NULL;                                                    \
    }                                                                                                                  \
    link_ name_##_value *name_##_get##via_(const name_ *cchash_map_, Q_ cchash_key_) {                                 \
        return name_##_get_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);       \
    }                                                                                                                  \
    link_ name_##_value name_##_get_or##via_(const name_ *cchash_map_, Q_ cchash_key_,                                 \
                                             name_##_value cchash_otherwise_) {                                        \
        const name_##_value *cchash_value_ = name_##_get##via_(cchash_map_, cchash_key_);                              \
        return cchash_value_ ? *cchash_value_ : cchash_otherwise_;                                                     \
    }                                                                                                                  \
    link_ bool name_##_take##via_(name_ *cchash_map_, Q_ cchash_key_, name_##_key *cchash_key_out_,                    \
                                  name_##_value *cchash_value_out_) {                                                  \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                              \
                                 name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_,          \
                                 cchash_value_out_);                                                                   \
    }                                                                                                                  \
    link_ size_t name_##_get_many##via_(const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_,        \
                                        name_##_value **cchash_out_) {                                                 \
        return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,             \
                                     (void *)cchash_out_, offsetof(name_##_entry, cchash_value));                      \
    }

#define CCHASH_PRIV_BODIES_FIND_SET(link_, name_, via_, Q_)                                                            \
    CCHASH_PRIV_BODIES_FIND(link_, name_, via_, Q_)                                                                    \
    link_ const name_##_key *name_##_get_hashed##via_(const name_ *cchash_map_, uint64_t cchash_hash_,                 \
                                                      Q_ cchash_key_) {                                                \
        const name_##_entry *cchash_entry_ =                                                                           \
            name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_);                    \
        return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                      \
    }                                                                                                                  \
    link_ const name_##_key *name_##_get##via_(const name_ *cchash_map_, Q_ cchash_key_) {                             \
        return name_##_get_key##via_(cchash_map_, cchash_key_);                                                        \
    }                                                                                                                  \
    link_ bool name_##_take##via_(name_ *cchash_map_, Q_ cchash_key_, name_##_key *cchash_key_out_) {                  \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                              \
                                 name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_, NULL);   \
    }                                                                                                                  \
    link_ size_t name_##_get_many##via_(const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_,        \
                                        const name_##_key **cchash_out_) {                                             \
        return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,             \
                                     (void *)cchash_out_, offsetof(name_##_entry, cchash_key));                        \
    }

#define CCHASH_PRIV_BODIES_INSERT_MAP(link_, name_, via_, Q_)                                                          \
    link_ int name_##_put_hashed##via_(name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_,                      \
                                       name_##_value cchash_value_) {                                                  \
        return name_##_priv_put(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, &cchash_value_);  \
    }                                                                                                                  \
    link_ int name_##_put##via_(name_ *cchash_map_, Q_ cchash_key_, name_##_value cchash_value_) {                     \
        uint64_t cchash_hash_ = name_##_priv_new_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);          \
        return name_##_put_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    }                                                                                                                  \
    link_ int name_##_add_hashed##via_(name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_,                      \
                                       name_##_value cchash_value_) {                                                  \
        bool cchash_found_;                                                                                            \
        if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, &cchash_value_, \
                                  &cchash_found_))                                                                     \
            return CCHASH_NOMEM;                                                                                       \
        return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                       \
    }                                                                                                                  \
    link_ int name_##_add##via_(name_ *cchash_map_, Q_ cchash_key_, name_##_value cchash_value_) {                     \
        uint64_t cchash_hash_ = name_##_priv_new_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);          \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    }                                                                                                                  \
    link_ name_##_value *name_##_upsert_hashed##via_(name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_,        \
                                                     bool *cchash_inserted_) {                                         \
        bool cchash_found_;                                                                                            \
        name_##_entry *cchash_entry_ = name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_,     \
                                                            &cchash_key_, NULL, &cchash_found_);                       \
        if (cchash_inserted_) *cchash_inserted_ = cchash_entry_ && !cchash_found_;                                     \
        return cchash_entry_ ? &cchash_entry_->cchash_value : NULL;                                                    \
    }                                                                                                                  \
    link_ name_##_value *name_##_upsert##via_(name_ *cchash_map_, Q_ cchash_key_, bool *cchash_inserted_) {            \
        uint64_t cchash_hash_ = name_##_priv_new_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);          \
        return name_##_upsert_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_inserted_);                  \
    }                                                                                                                  \
    link_ ptrdiff_t name_##_put_many##via_(name_ *cchash_map_, const Q_ *cchash_keys_,                                 \
                                           const name_##_value *cchash_values_, size_t cchash_count_) {                \
        return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_values_,            \
                                     cchash_count_);                                                                   \
    }

#define CCHASH_PRIV_BODIES_INSERT_SET(link_, name_, via_, Q_)                                                          \
    link_ int name_##_add_hashed##via_(name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_) {                    \
        bool cchash_found_;                                                                                            \
        if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL,           \
                                  &cchash_found_))                                                                     \
            return CCHASH_NOMEM;                                                                                       \
        return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                       \
    }                                                                                                                  \
    link_ int name_##_add##via_(name_ *cchash_map_, Q_ cchash_key_) {                                                  \
        uint64_t cchash_hash_ = name_##_priv_new_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);          \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_);                                       \
    }                                                                                                                  \
    link_ ptrdiff_t name_##_add_many##via_(name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_) {         \
        return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, NULL, cchash_count_);      \
    }

/* ---- Prototypes, for the header of a map that one .c file implements ------------------------------------------------
 * In a debug build each function has another name for the linker, because the structs differ. */

#define CCHASH_PRIV_PROTOTYPE(result_, function_, parameters_)                                                         \
    CCHASH_PRIV_EXTERN result_ function_ parameters_ CCHASH_PRIV_LINK_NAME(function_);

#define CCHASH_PRIV_PROTOTYPES_LIFE(name_, traits_)                                                                    \
    CCHASH_PRIV_PROTOTYPE(void, name_##_init, (name_ * cchash_map_))                                                   \
    CCHASH_PRIV_PROTOTYPE(void, name_##_init_seed, (name_ * cchash_map_, uint64_t cchash_seed_))                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_PROTOTYPE(void, name_##_init_allocator,                                                 \
                                         (name_ * cchash_map_, CCHASH_PRIV_CONTEXT(traits_) cchash_allocator_)), )     \
    CCHASH_PRIV_PROTOTYPE(void, name_##_free, (name_ * cchash_map_))                                                   \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_size, (const name_ *cchash_map_))                                            \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_capacity, (const name_ *cchash_map_))                                        \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_memory, (const name_ *cchash_map_))                                          \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_reserve, (name_ * cchash_map_, size_t cchash_count_))                          \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_shrink, (name_ * cchash_map_))                                                 \
    CCHASH_PRIV_PROTOTYPE(void, name_##_clear, (name_ * cchash_map_))                                                  \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_clone, (name_ * cchash_to_, const name_ *cchash_from_))                        \
    CCHASH_PRIV_PROTOTYPE(void, name_##_swap, (name_ * cchash_left_, name_ * cchash_right_))                           \
    CCHASH_PRIV_PROTOTYPE(cchash_stats, name_##_stats, (const name_ *cchash_map_))                                     \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_verify, (const name_ *cchash_map_))                                            \
    CCHASH_PRIV_PROTOTYPE(void, name_##_remove_at, (name_ * cchash_map_, name_##_iter * cchash_iter_))                 \
    CCHASH_PRIV_PROTOTYPE(name_##_iter, name_##_begin, (const name_ *cchash_map_))                                     \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_next, (name_##_iter * cchash_iter_))

#define CCHASH_PRIV_PROTOTYPES_WHOLE_MAP(name_)                                                                        \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_pop,                                                                           \
                          (name_ * cchash_map_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_))     \
    CCHASH_PRIV_PROTOTYPE(size_t, name_##_retain,                                                                      \
                          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, name_##_value *, void *),    \
                           void *cchash_context_))
#define CCHASH_PRIV_PROTOTYPES_WHOLE_SET(name_)                                                                        \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_))                     \
    CCHASH_PRIV_PROTOTYPE(                                                                                             \
        size_t, name_##_retain,                                                                                        \
        (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, void *), void *cchash_context_))

#define CCHASH_PRIV_PROTOTYPES_FIND(name_, via_, Q_)                                                                   \
    CCHASH_PRIV_PROTOTYPE(uint64_t, name_##_hash##via_, (const name_ *cchash_map_, Q_ cchash_key_))                    \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_contains_hashed##via_,                                                         \
                          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_))                           \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_contains##via_, (const name_ *cchash_map_, Q_ cchash_key_))                    \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_remove_hashed##via_,                                                           \
                          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_))                                \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_remove##via_, (name_ * cchash_map_, Q_ cchash_key_))                           \
    CCHASH_PRIV_PROTOTYPE(void, name_##_prefetch_hashed##via_,                                                         \
                          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_))                           \
    CCHASH_PRIV_PROTOTYPE(void, name_##_prefetch##via_, (const name_ *cchash_map_, Q_ cchash_key_))                    \
    CCHASH_PRIV_PROTOTYPE(const name_##_key *, name_##_get_key##via_, (const name_ *cchash_map_, Q_ cchash_key_))

#define CCHASH_PRIV_PROTOTYPES_FIND_MAP(name_, via_, Q_)                                                               \
    CCHASH_PRIV_PROTOTYPES_FIND(name_, via_, Q_)                                                                       \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_get_hashed##via_,                                                   \
                          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_))                           \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_))              \
    CCHASH_PRIV_PROTOTYPE(name_##_value, name_##_get_or##via_,                                                         \
                          (const name_ *cchash_map_, Q_ cchash_key_, name_##_value cchash_otherwise_))                 \
    CCHASH_PRIV_PROTOTYPE(                                                                                             \
        bool, name_##_take##via_,                                                                                      \
        (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_))       \
    CCHASH_PRIV_PROTOTYPE(                                                                                             \
        size_t, name_##_get_many##via_,                                                                                \
        (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, name_##_value **cchash_out_))

#define CCHASH_PRIV_PROTOTYPES_FIND_SET(name_, via_, Q_)                                                               \
    CCHASH_PRIV_PROTOTYPES_FIND(name_, via_, Q_)                                                                       \
    CCHASH_PRIV_PROTOTYPE(const name_##_key *, name_##_get_hashed##via_,                                               \
                          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_))                           \
    CCHASH_PRIV_PROTOTYPE(const name_##_key *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_))          \
    CCHASH_PRIV_PROTOTYPE(bool, name_##_take##via_,                                                                    \
                          (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_))                        \
    CCHASH_PRIV_PROTOTYPE(                                                                                             \
        size_t, name_##_get_many##via_,                                                                                \
        (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, const name_##_key **cchash_out_))

#define CCHASH_PRIV_PROTOTYPES_INSERT_MAP(name_, via_, Q_)                                                             \
    CCHASH_PRIV_PROTOTYPE(int, name_##_put_hashed##via_,                                                               \
                          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_))   \
    CCHASH_PRIV_PROTOTYPE(int, name_##_put##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_))  \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add_hashed##via_,                                                               \
                          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_))   \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_))  \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_upsert_hashed##via_,                                                \
                          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, bool *cchash_inserted_))        \
    CCHASH_PRIV_PROTOTYPE(name_##_value *, name_##_upsert##via_,                                                       \
                          (name_ * cchash_map_, Q_ cchash_key_, bool *cchash_inserted_))                               \
    CCHASH_PRIV_PROTOTYPE(                                                                                             \
        ptrdiff_t, name_##_put_many##via_,                                                                             \
        (name_ * cchash_map_, const Q_ *cchash_keys_, const name_##_value *cchash_values_, size_t cchash_count_))

#define CCHASH_PRIV_PROTOTYPES_INSERT_SET(name_, via_, Q_)                                                             \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_)) \
    CCHASH_PRIV_PROTOTYPE(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_))                               \
    CCHASH_PRIV_PROTOTYPE(ptrdiff_t, name_##_add_many##via_,                                                           \
                          (name_ * cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_))

/* Integers, enums and bool of any width and sign, converted without a word. What does not fit is refused where the map
 * is made. */
#ifdef __cplusplus
#define CCHASH_PRIV_TO(T_, value_) static_cast<T_>(value_)
#else
#define CCHASH_PRIV_TO(T_, value_) ((T_)(value_))
#endif
#define cchash_hash_u64(key_) (cchash_hash_u64)(CCHASH_PRIV_TO(uint64_t, key_))
#define cchash_eq_u64(left_, right_) (cchash_eq_u64)(CCHASH_PRIV_TO(uint64_t, left_), CCHASH_PRIV_TO(uint64_t, right_))
#define cchash_sip_u64(key_, seed_) (cchash_sip_u64)(CCHASH_PRIV_TO(uint64_t, key_), seed_)
#define cchash_hash_u32(key_) (cchash_hash_u32)(CCHASH_PRIV_TO(uint32_t, key_))
#define cchash_eq_u32(left_, right_) (cchash_eq_u32)(CCHASH_PRIV_TO(uint32_t, left_), CCHASH_PRIV_TO(uint32_t, right_))

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
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_MAP, link_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_MAP(link_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_MAP(link_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_BODIES_FIND_MAP(link_, name_, , name_##_key)                                                           \
    CCHASH_PRIV_BODIES_INSERT_MAP(link_, name_, , name_##_key)
#define CCHASH_PRIV_CODE_SET(link_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_SET, link_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_SET(link_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_SET(link_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_BODIES_FIND_SET(link_, name_, , name_##_key)                                                           \
    CCHASH_PRIV_BODIES_INSERT_SET(link_, name_, , name_##_key)

#define CCHASH_PRIV_CODE_PLAIN(code_, link_, layout_, name_, hashfn_, eqfn_, traits_)                                  \
    code_(link_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_CODE_SIP(code_, link_, layout_, name_, hashfn_, eqfn_, traits_)                                    \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        CCHASH_PRIV_HASH_KEYS(hashfn_) != CCHASH_PRIV_ANY_KEYS, name_##_priv_siphash_of_another_function,              \
        "cchash: " #name_ ": CCHASH_SIPHASH takes the place of cchash_hash_cstr and its like; for a hash function of " \
        "your own there are CCHASH_SEEDED_HASH and cchash_siphash13");                                                 \
    code_(link_, layout_, name_, CCHASH_PRIV_SIP_OF_##hashfn_, eqfn_, CCHASH_PRIV_SIP_TRAITS(traits_))
#define CCHASH_PRIV_SIP_TRAITS(traits_) (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH, CCHASH_PRIV_LIST traits_)
#define CCHASH_PRIV_SIP_OF_cchash_hash_u64 cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_u32 cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_ptr cchash_sip_ptr
#define CCHASH_PRIV_SIP_OF_cchash_hash_cstr cchash_sip_cstr
#define CCHASH_PRIV_SIP_OF_cchash_hash_view cchash_sip_view
#define CCHASH_PRIV_SIP_OF_cchash_hash_str cchash_sip_str

/* Each ends in a declaration that wants the user's semicolon. */
#define CCHASH_PRIV_DEFINE_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                        \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_STATIC, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))        \
    struct name_
#define CCHASH_PRIV_DEFINE_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_STATIC, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))        \
    struct name_
#define CCHASH_PRIV_DECLARE_MAP(layout_, name_, K_, V_, traits_)                                                       \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                      \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_PROTOTYPES_LIFE(name_, traits_)                                                                        \
    CCHASH_PRIV_PROTOTYPES_WHOLE_MAP(name_)                                                                            \
    CCHASH_PRIV_PROTOTYPES_FIND_MAP(name_, , name_##_key)                                                              \
    CCHASH_PRIV_PROTOTYPES_INSERT_MAP(name_, , name_##_key)                                                            \
    struct name_
#define CCHASH_PRIV_DECLARE_SET(layout_, name_, K_, traits_)                                                           \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                      \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_PROTOTYPES_LIFE(name_, traits_)                                                                        \
    CCHASH_PRIV_PROTOTYPES_WHOLE_SET(name_)                                                                            \
    CCHASH_PRIV_PROTOTYPES_FIND_SET(name_, , name_##_key)                                                              \
    CCHASH_PRIV_PROTOTYPES_INSERT_SET(name_, , name_##_key)                                                            \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                     \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
    CCHASH_PRIV_CHECK_SAME(name_, _value, V_, "declared with another V")                                               \
    CCHASH_PRIV_CODE_MAP(, layout_, name_, hashfn_, eqfn_, CCHASH_PRIV_WITH_KEY(K_, traits_))                          \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
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

#define CCHASH_PRIV_CHECK_MAKER(name_, via_, Q_, fn_)                                                                  \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(name_##_key *, const Q_ *)) ||                            \
                            CCHASH_PRIV_IS_OF_TYPE(fn_, int (*)(name_##_key *, const Q_ *)),                           \
                        name_##_priv_maker_of_another_type##via_,                                                      \
                        "cchash: " #name_ ": CCHASH_MAKE_KEY(fn): fn is bool fn(K *to, const Q *from)");
#define CCHASH_PRIV_MAKER(name_, via_, Q_, traits_)                                                                    \
    CCHASH_PRIV_CHECK_MAKER(name_, via_, Q_, CCHASH_PRIV_PICK(MAKE_KEY, traits_, ))                                    \
    CCHASH_PRIV_STATIC bool name_##_priv##via_##_make(void *cchash_to_, const void *cchash_from_) {                    \
        return CCHASH_PRIV_PICK(MAKE_KEY, traits_, )((name_##_key *)cchash_to_, (const Q_ *)cchash_from_);             \
    }

/* kind_ is pasted at once, so that no macro of the user's with such a name gets at it. */
#define CCHASH_PRIV_LOOKUP(link_, kind_, name_, via_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_##via_, traits_)                                                                     \
    CCHASH_PRIV_CHECK_LOOKUP(name_##via_, name_, name_##_key##via_, hashfn_, traits_)                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_LOOKUP_SIP, CCHASH_PRIV_LOOKUP_)                     \
    (link_, CCHASH_PRIV_VALUE_FACTS_##kind_, CCHASH_PRIV_BODIES_FIND_##kind_, CCHASH_PRIV_BODIES_INSERT_##kind_,       \
     name_, via_, name_##_key##via_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_LOOKUP_SIP(link_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)          \
    CCHASH_PRIV_LOOKUP_(link_, value_facts_, find_, insert_, name_, via_, Q_, CCHASH_PRIV_SIP_OF_##hashfn_, eqfn_,     \
                        CCHASH_PRIV_SIP_TRAITS(traits_))
/* Of a lookup's traits, and its hash function: equality is of two types. */
#define CCHASH_PRIV_CHECK_LOOKUP(name_, map_, Q_, hashfn_, traits_)                                                    \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        (CCHASH_PRIV_COUNT(traits_) & UINT64_C(0x0fffffffffffffff) &                                                   \
         ~(15 * (CCHASH_PRIV_DIGIT(_MAKE_KEY) | CCHASH_PRIV_DIGIT(_SEEDED_HASH) | CCHASH_PRIV_DIGIT(_SIPHASH)))) == 0, \
        name_##_priv_a_trait_is_of_no_use,                                                                             \
        "cchash: " #name_ ": a lookup has no traits but CCHASH_MAKE_KEY, CCHASH_SEEDED_HASH and "                      \
        "CCHASH_SIPHASH");                                                                                             \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_HAS(SEEDED_HASH, traits_) || CCHASH_PRIV_HAS(SIPHASH, traits_)) ==                \
                            (map_##_priv_seeded_hash != 0),                                                            \
                        name_##_priv_one_hash_takes_a_seed,                                                            \
                        "cchash: " #name_ ": the lookup has CCHASH_SEEDED_HASH or CCHASH_SIPHASH if the map has it");  \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_HASH_KEYS(hashfn_), Q_),                                      \
                        name_##_priv_hash_is_not_for_such_keys,                                                        \
                        "cchash: " #name_ ": " #hashfn_ " is not for keys of this type");
#define CCHASH_PRIV_LOOKUP_(link_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)             \
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
    CCHASH_PRIV_CHECK_SAME(name_, _key_##how_, Q_, "the lookup was declared for another type")                         \
    CCHASH_PRIV_LOOKUP(, MAP, name_, _##how_, hashfn_, eqfn_, traits_)                                                 \
    struct name_

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
    CCHASH_PRIV_CHECK_SAME(name_, _key_##how_, Q_, "the lookup was declared for another type")                         \
    CCHASH_PRIV_LOOKUP(, SET, name_, _##how_, hashfn_, eqfn_, traits_)                                                 \
    struct name_

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

#include "cchash/macros_on.h"

#include "cchash_chain.h"
#include "cchash_compact.h"
#include "cchash_oa.h"
#include "cchash_str.h"

#endif /* CCHASH_H */

/* ---- The operations that all layouts share ------------------------------------------------------------------------
 * Each layout header includes this file once more with CCHASH_PRIV_LAYOUT set, to get them over its own engine: find,
 * insert, claim, keyed, remove, pop_any, begin, next, erase_at, rehash, room, capacity, release, reset, trim, memory,
 * stats, and place, ask, aim for batches. They are written once, so that the layouts can't come to differ in meaning.
 * `scratch` has room for an entry (put: for two): destructors run on what has been moved there, when the table is whole
 * again. */
#ifdef CCHASH_PRIV_LAYOUT

#define CCHASH_PRIV_OP(operation_) CCHASH_PRIV_OP_(CCHASH_PRIV_LAYOUT, operation_)
#define CCHASH_PRIV_OP_(layout_, operation_) CCHASH_PRIV_OP__(layout_, operation_)
#define CCHASH_PRIV_OP__(layout_, operation_) layout_##_##operation_
#define CCHASH_PRIV_TABLE CCHASH_PRIV_LAYOUT
#define CCHASH_PRIV_ITER CCHASH_PRIV_OP(iter)

CCHASH_PRIV_INLINE size_t CCHASH_PRIV_OP(size)(const CCHASH_PRIV_TABLE *table) { return table->size; }
CCHASH_PRIV_INLINE uint64_t CCHASH_PRIV_OP(get_seed)(const CCHASH_PRIV_TABLE *table) { return table->seed; }
CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(set_seed)(CCHASH_PRIV_TABLE *table, uint64_t seed) {
    table->seed = seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(need_seed)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    if (!type->seeded_hash || CCHASH_PRIV_LIKELY(table->seeded)) return;
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
}

/* The user's hash of a key that may be inserted: a seeded hash function needs its seed now. */
CCHASH_PRIV_INLINE uint64_t CCHASH_PRIV_OP(insert_hash)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type,
                                                        const void *key) {
    uint64_t hash;
    CCHASH_PRIV_OP(need_seed)(table, type);
    CCHASH_PRIV_CALLBACK(table, hash = type->query_hash(key, table->seed));
    return hash;
}

/* Makes the table that of an empty map. A seed that the user gave stays, and so does one that his hash function has
 * seen
 * (`hashed`): he may have hashes made with it. */
CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(blank)(CCHASH_PRIV_TABLE *table, bool hashed) {
    CCHASH_PRIV_TABLE old = *table;
    memset(table, 0, sizeof *table);
#ifdef CCHASH_DEBUG
    table->generation = old.generation + 1;
#endif
    if (old.seeded == CCHASH_PRIV_UNSEEDED || (old.seeded == CCHASH_PRIV_SEED_DRAWN && !hashed)) return;
    table->seed = old.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

/* After a failed insertion: a map without memory forgets a seed drawn for nothing. */
CCHASH_PRIV_INLINE void *CCHASH_PRIV_OP(no_memory)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    if (type->seeded_hash && !CCHASH_PRIV_OP(memory)(table, type)) CCHASH_PRIV_OP(blank)(table, false);
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
    CCHASH_PRIV_OP(blank)(table, type->seeded_hash);
    CCHASH_PRIV_OP(destroy_all)(&old, type);
    CCHASH_PRIV_OP(release)(&old, type, table);
}

CCHASH_PRIV_INLINE void CCHASH_PRIV_OP(clear)(CCHASH_PRIV_TABLE *table, cchash_priv_typep type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_CHANGES(&old);
    if (type->key_free || type->value_free) {
        CCHASH_PRIV_OP(blank)(table, type->seeded_hash);
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
    CCHASH_PRIV_OP(blank)(table, type->seeded_hash);
    return true;
}

/* A copy with the same seed, which takes the place of what `to` held. A type that owns parts which it can't copy has
 * none. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_OP(clone)(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                              cchash_priv_typep type, void *scratch) {
    CCHASH_PRIV_TABLE old = *to;
    if (to == from) return true;
    if ((type->key_free && !type->key_copy) || (type->value_free && !type->value_copy)) return false;
    CCHASH_PRIV_OP(blank)(to, false);
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
#undef CCHASH_PRIV_OP_
#undef CCHASH_PRIV_OP__
#undef CCHASH_PRIV_TABLE
#undef CCHASH_PRIV_ITER
#endif /* CCHASH_PRIV_LAYOUT */
