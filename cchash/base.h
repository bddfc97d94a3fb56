/* cchash/base.h: what everything else stands on: status codes, statistics, views, switches, the compiler, the
 * operating system, memory.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_BASE_H
#define CCHASH_PRIV_BASE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "macros_off.h"

/* The version. Names and meanings of docs/api.h change only with the major number (0: with the minor one); CHANGELOG.md
 * says what counts as a breaking change. */
#define CCHASH_VERSION_MAJOR 0
#define CCHASH_VERSION_MINOR 9
#define CCHASH_VERSION_PATCH 0

/* What put, add and their relatives return. */
enum {
    CCHASH_NOMEM = -1,   /* no memory: the map is as it was, and the caller still owns what it passed */
    CCHASH_PRESENT = 0,  /* the key was there */
    CCHASH_INSERTED = 1, /* the key is new */
    CCHASH_DECLINED = 2  /* of maps for many threads: the key is not there, and the user's function did not want it */
};

/* What a function of the user's, which was shown a copy of a value, wants done (cchash_sync.h). */
typedef enum cchash_verdict {
    CCHASH_KEEP,  /* leave the map as it is */
    CCHASH_STORE, /* store the value, under a new key if the key is not there */
    CCHASH_REMOVE /* remove the element, if there is one */
} cchash_verdict;

#define CCHASH_STATS_BINS 16

/* What name_stats returns. A probe is one look at a node (chaining), a bucket of slots (open addressing) or a window of
 * 16 tags (compact). An element in its home takes one probe. */
typedef struct cchash_stats {
    size_t size;                         /* elements */
    size_t capacity;                     /* elements that fit without growing */
    size_t bytes;                        /* owned by the map, without what keys and values point to */
    double load;                         /* size / buckets (chaining), slots, or home slots (compact) */
    double mean_probe;                   /* mean probes of a lookup that finds its key; 0 for an empty map */
    size_t max_probe;                    /* the longest of them */
    size_t histogram[CCHASH_STATS_BINS]; /* [i]: elements found at probe i + 1; the last bin holds all beyond, too */
} cchash_stats;

/* Text or bytes that somebody else owns; it need not end in NUL. */
typedef struct cchash_view {
    const char *ptr;
    size_t len; /* in bytes */
} cchash_view;

/* The head of a loop over all elements, in no particular order:
 *
 *     CCHASH_FOREACH(wordmap, it, &map) use(*it.key, it.value);
 *
 * The body may call wordmap_remove_at(&map, &it). It must not insert, or remove in another way. */
#define CCHASH_FOREACH(name_, it_, map_) for (name_##_iter it_ = name_##_begin(map_); name_##_next(&it_);)

/* ---- Switches: define them before the first include ------------------------------------------------------------
 * CCHASH_SEED            an integer: the seed of every map, and the secrets of all hashes, for reproducible runs. By
 *                        default each map draws its own seed. Two maps of one seed have keys in the same order, and
 *                        copying one into the other in that order is slow, unless room for all is reserved first
 * CCHASH_RANDOM(p, n)    writes n random bytes to p: another source of secrets than the system's. (A shared object that
 *                        dlopen loads may then have secrets of its own)
 * CCHASH_MALLOC(n, a)    the allocator of this translation unit: n bytes at a multiple of a, or NULL. With
 * CCHASH_FREE(p, n, a)   which gives them back
 * CCHASH_NO_SIMD         compare words instead of vectors; results do not change
 * CCHASH_NO_HUGE_PAGES   never ask the system for huge pages
 * CCHASH_NO_FORCE_INLINE leave all inlining to the compiler
 * CCHASH_DEBUG           abort with a message on misuse: stale iterators, callbacks that change the map that called
 *                        them, keys that changed in the map. (A hash function that changes its map while a chaining map
 *                        grows may crash before.) Must be the same in all translation units that share a map */

/* Arrays of at least this many bytes are aligned to huge pages, and ask for them. */
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

/* Engine functions are forced inline into the typed functions, because their speed comes from constants that are known
 * there. Whether a typed function is inlined into its caller is left to the compiler. At -O0 nothing is forced, so that
 * a debugger can step through. */
#if (defined(__GNUC__) || defined(__clang__)) && defined(__OPTIMIZE__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED __attribute__((__always_inline__))
#elif defined(_MSC_VER) && !defined(__clang__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static __forceinline
#else
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED
#endif

#define CCHASH_PRIV_STATIC static inline CCHASH_PRIV_UNUSED

/* Hides from gcc what a pointer points to. A literal key may be shorter than what the code for longer keys would read;
 * gcc warns of that where it does not see that the length forbids it. */
#if defined(__GNUC__) && !defined(__clang__)
#define CCHASH_PRIV_HIDE(ptr_) __asm__("" : "+r"(ptr_))
#else
#define CCHASH_PRIV_HIDE(ptr_) ((void)(ptr_))
#endif
/* For functions whose address stands in a type's descriptor. gcc must not be told to always inline these: at -Og it
 * does not see through the descriptor, and a call by address of such a function is an error. They are small, and gcc
 * inlines them at -O1 and above by itself. Equality of strings is not small; there the callers are FLAT, which asks for
 * the same and never fails. */
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
 * before C11 has no static assertion, and some libc headers hide the compiler's own. There the name of an array type
 * has to carry the message. */
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

/* CHECK(condition, "a sentence"): debug builds print the sentence and abort, unless the condition holds. */
#ifdef CCHASH_DEBUG
#include <stdio.h>
CCHASH_PRIV_COLD void cchash_priv_debug_fail(const char *sentence) {
    (void)fprintf(stderr, "cchash: %s\n", sentence);
    abort();
}
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((cond_) ? (void)0 : cchash_priv_debug_fail(sentence_))
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
/* The same for a mask that has 32 bits, which gcc would extend to 64 first. */
CCHASH_PRIV_INLINE unsigned cchash_priv_ctz32(uint32_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctz(word);
#else
    return cchash_priv_ctz(word);
#endif
}

/* The bits in reverse order. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_reverse(uint64_t word) {
    word = (word >> 1 & UINT64_C(0x5555555555555555)) | (word & UINT64_C(0x5555555555555555)) << 1;
    word = (word >> 2 & UINT64_C(0x3333333333333333)) | (word & UINT64_C(0x3333333333333333)) << 2;
    word = (word >> 4 & UINT64_C(0x0f0f0f0f0f0f0f0f)) | (word & UINT64_C(0x0f0f0f0f0f0f0f0f)) << 4;
    word = (word >> 8 & UINT64_C(0x00ff00ff00ff00ff)) | (word & UINT64_C(0x00ff00ff00ff00ff)) << 8;
    word = (word >> 16 & UINT64_C(0x0000ffff0000ffff)) | (word & UINT64_C(0x0000ffff0000ffff)) << 16;
    return word >> 32 | word << 32;
}

/* ---- The system --------------------------------------------------------------------------------------------------
 * Functions of libc that strict -std modes hide are declared here under names of our own, with the real name for the
 * assembler. That declares nothing in the user's world and cannot clash with the system's own prototype. */

#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_SYMBOL(name_) CCHASH_PRIV_SYMBOL_(__USER_LABEL_PREFIX__, name_)
#define CCHASH_PRIV_SYMBOL_(prefix_, name_) CCHASH_PRIV_SYMBOL__(prefix_, name_)
#define CCHASH_PRIV_SYMBOL__(prefix_, name_) __asm__(#prefix_ #name_)
/* For a static declaration: libc's function of that name, or NULL where there is none. A weak declaration would be
 * wrong: it would weaken the user's own calls in this translation unit, and a static program could be linked without
 * the function that they call. */
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

/* Sets a word that is 0, atomically; false: it was not 0. */
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
CCHASH_PRIV_EXTERN int cchash_priv_madvise(void *start, size_t size, int advice) CCHASH_PRIV_SYMBOL(madvise);
#ifndef CCHASH_NO_HUGE_PAGES
#define CCHASH_PRIV_HUGE_PAGES 1
#endif
/* Can pages go back to the system before the array that they are of is freed? What a program's own allocator gives may
 * be anything, such as shared memory. (On Alpha the number of the advice is another.) */
#if !defined(CCHASH_MALLOC) && !defined(__alpha__)
#define CCHASH_PRIV_GIVES_PAGES_BACK 1
#endif
#endif
#ifndef CCHASH_PRIV_GIVES_PAGES_BACK
#define CCHASH_PRIV_GIVES_PAGES_BACK 0
#endif
#ifndef CCHASH_PRIV_HUGE_PAGES
#define CCHASH_PRIV_HUGE_PAGES 0
#endif

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* All size arithmetic on arrays goes through this: count * size + extra bytes, or SIZE_MAX if that is more than
 * PTRDIFF_MAX / 2. No allocator is asked for so much. */
CCHASH_PRIV_INLINE size_t cchash_priv_array_bytes(size_t count, size_t size, size_t extra) {
    const size_t most = (size_t)PTRDIFF_MAX / 2;
    return extra > most || (size && count > (most - extra) / size) ? SIZE_MAX : count * size + extra;
}

/* Allocates `size` bytes at a multiple of `align` (a power of two); NULL: no memory. Zeroed memory comes from calloc,
 * which knows when the system has just zeroed it. Where malloc's own alignment is not enough, the pointer that malloc
 * gave is kept just before the block. */
#ifndef CCHASH_MALLOC
/* Can realloc extend an array? A program that has macros for malloc and free, but none for realloc, has blocks that the
 * system's realloc does not know. */
#if (defined(malloc) || defined(calloc) || defined(free)) && !defined(realloc)
#define CCHASH_PRIV_FROM_MALLOC 0
#else
#define CCHASH_PRIV_FROM_MALLOC 1
#endif
/* Finds the place for a block in what malloc gave, moves `size` bytes there from an offset, and notes where that
 * begins. */
CCHASH_PRIV_STATIC unsigned char *cchash_priv_aligned(unsigned char *start, size_t offset, size_t size, size_t align) {
    const size_t note = sizeof(void *), place = align - ((uintptr_t)(start + note) & (align - 1)) + note;
    if (place != offset && size) memmove(start + place, start + offset, size);
    memcpy(start + place - note, &start, note);
    return start + place;
}

CCHASH_PRIV_OUTLINE void *cchash_priv_malloc(size_t size, size_t align, bool zeroed) {
    bool huge = CCHASH_PRIV_HUGE_PAGES && size >= CCHASH_HUGE_PAGE_MIN;
    unsigned char *block;
    if (huge && align < (size_t)2 << 20) align = (size_t)2 << 20;
    if (align <= 2 * sizeof(void *)) {
        block = (unsigned char *)(zeroed ? calloc(1, size) : malloc(size));
    } else {
        size_t padded = size + align + sizeof(void *);
        block = (unsigned char *)(zeroed ? calloc(1, padded) : malloc(padded));
        if (block) block = cchash_priv_aligned(block, 0, 0, align);
    }
#if CCHASH_PRIV_HUGE_PAGES
    enum { advice_hugepage = 14 }; /* MADV_HUGEPAGE: refused without harm where the kernel has none */
    if (huge && block) cchash_priv_madvise(block, size & ~(size_t)4095, advice_hugepage);
#endif
    return block;
}

CCHASH_PRIV_OUTLINE void cchash_priv_free(void *block, size_t size, size_t align) {
    bool huge = CCHASH_PRIV_HUGE_PAGES && size >= CCHASH_HUGE_PAGE_MIN;
    void *start = block;
    if (block && (huge || align > 2 * sizeof(void *)))
        memcpy(&start, (unsigned char *)block - sizeof start, sizeof start);
    free(start);
}

/* Extends a block to `larger` bytes, from `size`, with its contents; it may move. NULL: not possible, and nothing
 * changed. Not into huge pages, as what realloc moves would not begin with one. */
CCHASH_PRIV_OUTLINE void *cchash_priv_extend(void *block, size_t size, size_t larger, size_t align) {
    if (CCHASH_PRIV_HUGE_PAGES && larger >= CCHASH_HUGE_PAGE_MIN) return NULL;
    const int saved_errno = errno;
    const bool padded = align > 2 * sizeof(void *);
    void *start = block;
    if (padded) memcpy(&start, (unsigned char *)block - sizeof(void *), sizeof(void *));
    size_t offset = (size_t)((uintptr_t)block - (uintptr_t)start);
    CCHASH_PRIV_HIDE(offset); /* gcc would subtract after realloc, and warn of itself */
    unsigned char *extended = (unsigned char *)realloc(start, padded ? larger + align + sizeof(void *) : larger);
    errno = saved_errno;
    return extended && padded ? cchash_priv_aligned(extended, offset, size, align) : extended;
}
#define CCHASH_PRIV_EXTEND(block_, size_, larger_, align_) cchash_priv_extend(block_, size_, larger_, align_)
#define CCHASH_PRIV_MALLOC(size_, align_) cchash_priv_malloc(size_, align_, false)
#define CCHASH_PRIV_CALLOC(size_, align_) cchash_priv_malloc(size_, align_, true)
#define CCHASH_PRIV_FREE(block_, size_, align_) cchash_priv_free(block_, size_, align_)
#else
#ifdef CCHASH_PRIV_EXTEND /* a test's */
#define CCHASH_PRIV_FROM_MALLOC 1
#else
#define CCHASH_PRIV_FROM_MALLOC 0
#define CCHASH_PRIV_EXTEND(block_, size_, larger_, align_) ((void)(size_), (void)(larger_), (void *)NULL)
#endif
#define CCHASH_PRIV_MALLOC(size_, align_) CCHASH_MALLOC(size_, align_)
#define CCHASH_PRIV_CALLOC(size_, align_) cchash_priv_zero(CCHASH_MALLOC(size_, align_), size_)
#define CCHASH_PRIV_FREE(block_, size_, align_) CCHASH_FREE(block_, size_, align_)
#endif

/* While an array is copied to another, the part that has been copied goes back to the system in steps, so that the two
 * do not take memory for all elements twice. Only of large arrays, as the system takes time for it, and in whole steps
 * of the size of a huge page, so that none is taken apart. */
#ifndef CCHASH_PRIV_COPIED_MIN
#define CCHASH_PRIV_COPIED_MIN ((size_t)8 << 20)
#define CCHASH_PRIV_COPIED_STEP ((uintptr_t)2 << 20)
#endif

/* Gives back what lies between two addresses of an array; returns the address up to which it is done. */
CCHASH_PRIV_COLD uintptr_t cchash_priv_give_copied_back(uintptr_t start, uintptr_t end) {
    start = (start + CCHASH_PRIV_COPIED_STEP - 1) & ~(CCHASH_PRIV_COPIED_STEP - 1);
    end &= ~(CCHASH_PRIV_COPIED_STEP - 1);
    if (end <= start) return start;
#if CCHASH_PRIV_GIVES_PAGES_BACK
    enum { advice_dontneed = 4 };
    const int saved_errno = errno;
    (void)cchash_priv_madvise((void *)start, end - start, advice_dontneed);
    errno = saved_errno;
#endif
    return end;
}

/* Called while an array is read from front to back. `given`: up to where it went back, at first what copied_start says;
 * `kept`: up to where it is still used; `passed`: up to where it has been read. */
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied_start(const unsigned char *array, size_t size) {
    return size < CCHASH_PRIV_COPIED_MIN ? UINTPTR_MAX - CCHASH_PRIV_COPIED_STEP : (uintptr_t)array;
}
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied(uintptr_t given, const unsigned char *kept,
                                                const unsigned char *passed) {
    if (CCHASH_PRIV_LIKELY((uintptr_t)passed < given + CCHASH_PRIV_COPIED_STEP)) return given;
    return cchash_priv_give_copied_back((uintptr_t)kept > given ? (uintptr_t)kept : given, (uintptr_t)passed);
}

/* The same for an array that ends at `end` and is read from back to front. */
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied_end(const unsigned char *end, size_t size) {
    return size < CCHASH_PRIV_COPIED_MIN ? 0 : (uintptr_t)end;
}
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied_down(uintptr_t given, const unsigned char *kept,
                                                     const unsigned char *passed) {
    if (CCHASH_PRIV_LIKELY(given < (uintptr_t)passed || given - (uintptr_t)passed < CCHASH_PRIV_COPIED_STEP))
        return given;
    (void)cchash_priv_give_copied_back((uintptr_t)passed, (uintptr_t)kept < given ? (uintptr_t)kept : given);
    return ((uintptr_t)passed + CCHASH_PRIV_COPIED_STEP - 1) & ~(CCHASH_PRIV_COPIED_STEP - 1);
}

CCHASH_PRIV_INLINE void *cchash_priv_zero(void *block, size_t size) { return block ? memset(block, 0, size) : NULL; }

#include "macros_on.h"

#endif
