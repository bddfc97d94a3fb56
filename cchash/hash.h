/* cchash/hash.h: hash functions, the secrets of the process, the seeds of maps, and how a hash is mixed.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_HASH_H
#define CCHASH_PRIV_HASH_H

#include "base.h"

#include "macros_off.h"

/* ---- Hash functions ----------------------------------------------------------------------------------------------
 * A map mixes the hash that it is given with a seed of its own (cchash_priv_finalize_hash). So an integer can be its
 * own hash, which is the fastest hash that there is. These functions return 64 bits and never fail. */

CCHASH_PRIV_INLINE uint64_t cchash_hash_u64(uint64_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_u64(uint64_t left, uint64_t right) { return left == right; }

CCHASH_PRIV_INLINE uint64_t cchash_hash_u32(uint32_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_u32(uint32_t left, uint32_t right) { return left == right; }

/* Pointers, by address and not by what they point to. */
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

/* Hex digits of pi, constants without another meaning: about half of their bits are set. */
#define CCHASH_PRIV_PI0 UINT64_C(0x243f6a8885a308d3)
#define CCHASH_PRIV_PI1 UINT64_C(0x13198a2e03707345)
#define CCHASH_PRIV_PI2 UINT64_C(0xa4093822299f31d1)
#define CCHASH_PRIV_PI3 UINT64_C(0x082efa98ec4e6c89)
#define CCHASH_PRIV_PI4 UINT64_C(0x452821e638d01377)
#define CCHASH_PRIV_PI5 UINT64_C(0xbe5466cf34e90c6d)
#define CCHASH_PRIV_PI6 UINT64_C(0xc0ac29b7c97c50dd)

/* The hash of bytes reads its input through five words, which are made of a seed or are secrets of the process. Both
 * factors of every product have such a word, or the result of an earlier product, xored in. An attacker who does not
 * know the words can make no factor 0, which would hide the other factor, and no two lanes equal, which would cancel
 * them. With constants in their place he could. Up to 64 bytes take three of the words (docs/performance.md, Measured
 * alternatives in hashing and strings). */
enum { CCHASH_PRIV_HASH_WORDS = 5 };
CCHASH_PRIV_INLINE void cchash_priv_expand(uint64_t seed, uint64_t words[CCHASH_PRIV_HASH_WORDS]) {
    words[0] = seed ^ CCHASH_PRIV_PI0;
    words[1] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI1, CCHASH_PRIV_PI2);
    words[2] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI2, CCHASH_PRIV_PI3);
    words[3] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI3, CCHASH_PRIV_PI4);
    words[4] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI4, CCHASH_PRIV_PI5);
}

/* Mixes sixteen bytes into a lane. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_mix16(const unsigned char *at, uint64_t word, uint64_t lane) {
    return cchash_priv_fold(cchash_priv_read64(at) ^ word, cchash_priv_read64(at + 8) ^ lane);
}

/* The hash of up to 64 bytes. From 17 on there are two lanes, each of one or two blocks of 16, which overlap where the
 * length is no multiple of 16, so that lengths take a single branch. */
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

/* The hash of more than 64 bytes: four lanes of 16 bytes, so that four multiplications are under way at once. The lanes
 * start with different words. */
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

/* The hash of `size` bytes at any address; bytes may be NULL if size is 0. It has the same value on every machine for
 * the same seed. It is made of folded multiplies, as wyhash and rapidhash are (Wang Yi, Nicolas De Carli), with
 * constants, and so values, of this library's own. As far as is known, an attacker who does not know the seed can make
 * keys collide only as often as chance does. Where he may find it out, by timing for example, use cchash_siphash13. */
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
 * that an attacker chooses. `key` is 128 bits that he must not know. bytes may be NULL if size is 0. */
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

/* ---- Secrets of the process --------------------------------------------------------------------------------------
 * Nine random words: five for the hash of bytes, two that key SipHash, two for the seeds of maps. They must be the same
 * for all code of a process, since a long cchash_str carries its hash from map to map. On Linux they are made, through
 * SipHash, which does not reveal them, from the 16 random bytes that the kernel gives each process (AT_RANDOM). So each
 * translation unit can have a copy, and all copies are equal, those of shared objects too. Elsewhere, and with
 * CCHASH_RANDOM, there is one copy that the linker shares.
 *
 * Word 0 says whether the secrets are there; each hash reads it anyway. Each word is set once, by compare and swap:
 * threads that set them at the same time agree, and nobody reads a word that may still change. With CCHASH_SEED there
 * are no secrets; the seed takes their place. */
enum { CCHASH_PRIV_SIP_WORD = CCHASH_PRIV_HASH_WORDS, CCHASH_PRIV_SEED_WORD = 7, CCHASH_PRIV_SECRETS = 9 };

#ifndef CCHASH_SEED

/* The secrets are kept in pieces of the size that every machine can swap at once. */
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

/* 128 random bits, from which all secrets are made. */
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
    /* The last resort: where the system has put its libraries, which is the same in all of the process. */
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
    root[0] ^= (uint64_t)time(NULL) << 32; /* there is one copy of the secrets, so what is drawn may differ each time */
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

/* One of the secrets, once they are there. It is read atomically, because another thread may be setting it: to the same
 * value, but for ThreadSanitizer that is a race. */
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

/* The rare parts of hashing a text: long texts, and the first hash of all. They are one function, so that callers save
 * registers for one call only. */
CCHASH_PRIV_OUTLINE uint64_t cchash_priv_hash_text_slow(const void *bytes, size_t size) {
    const unsigned char *at = (const unsigned char *)bytes;
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    uint64_t words[CCHASH_PRIV_HASH_WORDS] = {cchash_priv_secret(0), cchash_priv_secret(1), cchash_priv_secret(2),
                                              cchash_priv_secret(3), cchash_priv_secret(4)};
    return size > 64 ? cchash_priv_hash_lanes(at, size, words) : cchash_priv_hash_short(at, size, words);
}

#endif /* CCHASH_SEED */

/* The hash that the library uses for text and views. It differs from process to process, unless CCHASH_SEED is defined;
 * then it is cchash_hash_bytes with that seed. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_text(const void *bytes, size_t size) {
#ifdef CCHASH_SEED
    return cchash_hash_bytes(bytes, size, (uint64_t)(CCHASH_SEED));
#else
    if (CCHASH_PRIV_UNLIKELY(size > 64 || !cchash_priv_has_secrets())) return cchash_priv_hash_text_slow(bytes, size);
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

/* The length of a C string. NULL is undefined behaviour, as for strlen; CCHASH_DEBUG aborts with a message. */
CCHASH_PRIV_INLINE size_t cchash_priv_length(const char *text) {
    CCHASH_PRIV_CHECK(text, "a C string is NULL: store \"\" instead, or leave the key out");
    return strlen(text);
}

/* The hash functions above, made of SipHash, as functions that take a seed. */
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

/* C strings, by content; they must not be NULL. */
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

/* What tells the draws of a process apart, in each translation unit: how many there were, and the lineage. The lineage
 * is 0 before the first draw, and different in each child after fork. */
static size_t cchash_priv_drawn CCHASH_PRIV_UNUSED;
static size_t cchash_priv_lineage CCHASH_PRIV_UNUSED;
enum { CCHASH_PRIV_ASK_LINEAGE = 2 };

/* A handler that fork calls in the child costs a draw nothing. Where none can be registered, each draw asks for the
 * number of the process, which is a system call on Linux. */
#if defined(CCHASH_PRIV_SYMBOL) && !defined(_WIN32) && !defined(__wasm__)
CCHASH_PRIV_EXTERN int cchash_priv_getpid(void) CCHASH_PRIV_SYMBOL(getpid);
#define CCHASH_PRIV_PROCESS() ((uint64_t)cchash_priv_getpid())
#else
#define CCHASH_PRIV_PROCESS() UINT64_C(0)
#endif

/* A lineage for this process, made from that of its parent (0: none). It is odd, so it is neither 0 nor
 * CCHASH_PRIV_ASK_LINEAGE. */
CCHASH_PRIV_COLD size_t cchash_priv_next_lineage(size_t parent) {
    return (size_t)cchash_priv_fold(parent ^ CCHASH_PRIV_PI4, CCHASH_PRIV_PROCESS() ^ CCHASH_PRIV_PI5) | 1;
}
CCHASH_PRIV_STATIC void cchash_priv_in_child(void) {
    CCHASH_PRIV_STORE_RELAXED(&cchash_priv_lineage,
                              cchash_priv_next_lineage(CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_lineage)));
}

#if defined(CCHASH_PRIV_WEAKREF) && defined(__ELF__)
/* glibc before 2.34 has pthread_atfork only in a static archive, which a weak reference does not link. The function
 * that it calls is in libc itself, and forgets the handlers of a shared object that is closed. */
static int cchash_priv_register_atfork(void (*before)(void), void (*parent)(void), void (*child)(void), void *object)
    CCHASH_PRIV_WEAKREF(__register_atfork);
static int cchash_priv_pthread_atfork(void (*before)(void), void (*parent)(void), void (*child)(void))
    CCHASH_PRIV_WEAKREF(pthread_atfork);
static int cchash_priv_fork(void) CCHASH_PRIV_WEAKREF(fork);
static void *cchash_priv_object CCHASH_PRIV_WEAKREF(__dso_handle);
#endif

CCHASH_PRIV_COLD size_t cchash_priv_start_lineage(void) {
    int saved_errno = errno;
    size_t lineage = cchash_priv_next_lineage(0);
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
    (void)cchash_priv_set_once(&cchash_priv_lineage, lineage); /* of two threads at once, either may win */
    return lineage;
}

#endif /* CCHASH_SEED */

/* A seed for one more map. It cannot be guessed without the secrets of the process. It differs in each map, also in one
 * that is drawn in a child after fork (not after the bare system call, which runs no handlers).
 *
 * Consecutive integers come out of mixing at steps whose length depends on the top 16 bits of the seed, and some
 * lengths bunch them. So these bits are fixed, to the fraction of the golden ratio, which spreads such keys evenly
 * (docs/performance.md, Measured alternatives in hashing and strings). If the hash function itself takes the seed,
 * integers do not come as they are, and all 64 bits are random. */
#define CCHASH_PRIV_PACE_MASK (UINT64_C(0xffff) << 48)
#define CCHASH_PRIV_PACE_BITS (UINT64_C(0x9e37) << 48)
CCHASH_PRIV_COLD uint64_t cchash_priv_draw_seed(const void *map, bool seeded_hash) {
#ifdef CCHASH_SEED
    (void)map, (void)seeded_hash;
    return (uint64_t)(CCHASH_SEED);
#else
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    uint64_t lineage = CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_lineage);
    if (!lineage) lineage = cchash_priv_start_lineage();
    if (CCHASH_PRIV_UNLIKELY(lineage == CCHASH_PRIV_ASK_LINEAGE)) lineage = cchash_priv_next_lineage((size_t)lineage);
    uint64_t number = (uint64_t)CCHASH_PRIV_INCREMENT(&cchash_priv_drawn);
    uint64_t seed = cchash_priv_fold(cchash_priv_secret(CCHASH_PRIV_SEED_WORD) ^ number,
                                     cchash_priv_secret(CCHASH_PRIV_SEED_WORD + 1) ^ (uint64_t)(uintptr_t)map);
    seed = cchash_priv_fold(seed ^ lineage, CCHASH_PRIV_PI6 ^ (uint64_t)(uintptr_t)&cchash_priv_drawn);
    return seeded_hash ? seed : (seed & ~CCHASH_PRIV_PACE_MASK) | CCHASH_PRIV_PACE_BITS;
#endif
}

/* The mixed hash, from the hash that the user gave: its high bits choose the bucket or slot, its low byte is the tag.
 *
 * One folded multiply has the key in both factors, so that the result is not linear in the key. Multiplying by any
 * constant lays i << k out as a lattice, which is bad for some k. The second factor also has the bytes in reverse
 * order, so that low and high bits of the key meet. docs/performance.md has what else was tried. The seed is mixed in
 * before the product, so that the orders of two maps are independent; otherwise copying one into the other in order of
 * iteration would pile keys up.
 *
 * A good hash needs one multiplication, only for the sake of the seed. (Its low byte stays a bijection of the low byte
 * of the hash.) */
#define CCHASH_PRIV_ODD UINT64_C(0xd6e8feb86659fd93)

CCHASH_PRIV_INLINE uint64_t cchash_priv_finalize_hash(uint64_t hash, uint64_t seed, bool good_hash) {
    hash ^= seed;
    return good_hash ? hash * CCHASH_PRIV_ODD : cchash_priv_fold(hash, hash + cchash_priv_swap_bytes(hash));
}

#include "macros_on.h"

#endif
