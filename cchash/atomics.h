/* cchash/atomics.h: the few atomic operations that maps for many threads are made of, and how a thread waits.
 * SPDX-License-Identifier: MIT-0
 *
 * A word is an unsigned integer as wide as a pointer. Loads and stores are relaxed unless their names say otherwise;
 * compare-and-swap is an acquire. All of this comes from the compiler's builtins where there are some (C99 and C++),
 * from MSVC's intrinsics, or from C11's <stdatomic.h>. */
#ifndef CCHASH_PRIV_ATOMICS_H
#define CCHASH_PRIV_ATOMICS_H

#include "base.h"

#include "macros_sync_off.h"

typedef uintptr_t cchash_priv_word;

/* Tests define this to make a thread lose the processor between any two accesses to shared memory. */
#ifndef CCHASH_PRIV_INTERLEAVE
#define CCHASH_PRIV_INTERLEAVE() ((void)0)
#endif

/* ThreadSanitizer does not follow fences. Under it the loads and stores of data are themselves ordered, which is as
 * right and as strong, and slower on machines that are not x86. */
#if defined(__SANITIZE_THREAD__)
#define CCHASH_PRIV_TSAN 1
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define CCHASH_PRIV_TSAN 1
#endif
#endif
#ifndef CCHASH_PRIV_TSAN
#define CCHASH_PRIV_TSAN 0
#endif

/* Tests define CCHASH_PRIV_C11_ATOMICS to have the last of the three. */
#if (defined(__GNUC__) || defined(__clang__)) && !defined(CCHASH_PRIV_C11_ATOMICS)

#define CCHASH_PRIV_DATA_LOAD_ORDER (CCHASH_PRIV_TSAN ? __ATOMIC_ACQUIRE : __ATOMIC_RELAXED)
#define CCHASH_PRIV_DATA_STORE_ORDER (CCHASH_PRIV_TSAN ? __ATOMIC_RELEASE : __ATOMIC_RELAXED)
#define CCHASH_PRIV_DATA_ACCESS(bits_)                                                                                 \
    CCHASH_PRIV_INLINE uint##bits_##_t cchash_priv_load##bits_(const uint##bits_##_t *from) {                          \
        CCHASH_PRIV_INTERLEAVE();                                                                                      \
        return __atomic_load_n(from, CCHASH_PRIV_DATA_LOAD_ORDER);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void cchash_priv_store##bits_(uint##bits_##_t *to, uint##bits_##_t value) {                     \
        CCHASH_PRIV_INTERLEAVE();                                                                                      \
        __atomic_store_n(to, value, CCHASH_PRIV_DATA_STORE_ORDER);                                                     \
    }
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load(const cchash_priv_word *from) {
    CCHASH_PRIV_INTERLEAVE();
    return __atomic_load_n(from, __ATOMIC_RELAXED);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load_acquire(const cchash_priv_word *from) {
    CCHASH_PRIV_INTERLEAVE();
    return __atomic_load_n(from, __ATOMIC_ACQUIRE);
}
CCHASH_PRIV_INLINE void cchash_priv_word_store(cchash_priv_word *to, cchash_priv_word value) {
    CCHASH_PRIV_INTERLEAVE();
    __atomic_store_n(to, value, __ATOMIC_RELAXED);
}
CCHASH_PRIV_INLINE void cchash_priv_word_store_release(cchash_priv_word *to, cchash_priv_word value) {
    CCHASH_PRIV_INTERLEAVE();
    __atomic_store_n(to, value, __ATOMIC_RELEASE);
}
/* Stores `wanted` if the word is *expected, and says whether it did; otherwise *expected is what was there. */
CCHASH_PRIV_INLINE bool cchash_priv_word_cas(cchash_priv_word *word, cchash_priv_word *expected,
                                             cchash_priv_word wanted) {
    CCHASH_PRIV_INTERLEAVE();
    return __atomic_compare_exchange_n(word, expected, wanted, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
}
/* Adds, and returns what was there before. */
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_add(cchash_priv_word *word, cchash_priv_word by) {
    CCHASH_PRIV_INTERLEAVE();
    return __atomic_fetch_add(word, by, __ATOMIC_ACQ_REL);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_exchange(cchash_priv_word *word, cchash_priv_word value) {
    CCHASH_PRIV_INTERLEAVE();
    return __atomic_exchange_n(word, value, __ATOMIC_ACQ_REL);
}
#if CCHASH_PRIV_TSAN
#define CCHASH_PRIV_FENCE_ACQUIRE() ((void)0)
#define CCHASH_PRIV_FENCE_RELEASE() ((void)0)
#else
#define CCHASH_PRIV_FENCE_ACQUIRE() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define CCHASH_PRIV_FENCE_RELEASE() __atomic_thread_fence(__ATOMIC_RELEASE)
#endif

#elif defined(_MSC_VER)

/* On x86 a volatile access is an acquire or a release; elsewhere barriers are needed. */
#if defined(_M_ARM64) || defined(_M_ARM)
#define CCHASH_PRIV_BARRIER() __dmb(0xb)
#else
#define CCHASH_PRIV_BARRIER() _ReadWriteBarrier()
#endif
#define CCHASH_PRIV_DATA_ACCESS(bits_)                                                                                 \
    CCHASH_PRIV_INLINE uint##bits_##_t cchash_priv_load##bits_(const uint##bits_##_t *from) {                          \
        return *(const volatile uint##bits_##_t *)from;                                                                \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void cchash_priv_store##bits_(uint##bits_##_t *to, uint##bits_##_t value) {                     \
        *(volatile uint##bits_##_t *)to = value;                                                                       \
    }
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load(const cchash_priv_word *from) {
    return *(const volatile cchash_priv_word *)from;
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load_acquire(const cchash_priv_word *from) {
    cchash_priv_word value = *(const volatile cchash_priv_word *)from;
    CCHASH_PRIV_BARRIER();
    return value;
}
CCHASH_PRIV_INLINE void cchash_priv_word_store(cchash_priv_word *to, cchash_priv_word value) {
    *(volatile cchash_priv_word *)to = value;
}
CCHASH_PRIV_INLINE void cchash_priv_word_store_release(cchash_priv_word *to, cchash_priv_word value) {
    CCHASH_PRIV_BARRIER();
    *(volatile cchash_priv_word *)to = value;
}
CCHASH_PRIV_INLINE bool cchash_priv_word_cas(cchash_priv_word *word, cchash_priv_word *expected,
                                             cchash_priv_word wanted) {
    void *volatile *place = (void *volatile *)(void *)word;
    cchash_priv_word was =
        (cchash_priv_word)_InterlockedCompareExchangePointer(place, (void *)wanted, (void *)*expected);
    bool done = was == *expected;
    *expected = was;
    return done;
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_exchange(cchash_priv_word *word, cchash_priv_word value) {
    return (cchash_priv_word)_InterlockedExchangePointer((void *volatile *)(void *)word, (void *)value);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_add(cchash_priv_word *word, cchash_priv_word by) {
    cchash_priv_word was = cchash_priv_word_load(word);
    while (!cchash_priv_word_cas(word, &was, was + by)) {
    }
    return was;
}
#define CCHASH_PRIV_FENCE_ACQUIRE() CCHASH_PRIV_BARRIER()
#define CCHASH_PRIV_FENCE_RELEASE() CCHASH_PRIV_BARRIER()

#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L && !defined(__STDC_NO_ATOMICS__)

#include <stdatomic.h>
#define CCHASH_PRIV_DATA_ACCESS(bits_)                                                                                 \
    CCHASH_PRIV_INLINE uint##bits_##_t cchash_priv_load##bits_(const uint##bits_##_t *from) {                          \
        return atomic_load_explicit((const _Atomic(uint##bits_##_t) *)from, memory_order_relaxed);                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void cchash_priv_store##bits_(uint##bits_##_t *to, uint##bits_##_t value) {                     \
        atomic_store_explicit((_Atomic(uint##bits_##_t) *)to, value, memory_order_relaxed);                            \
    }
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load(const cchash_priv_word *from) {
    return atomic_load_explicit((const _Atomic(cchash_priv_word) *)from, memory_order_relaxed);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load_acquire(const cchash_priv_word *from) {
    return atomic_load_explicit((const _Atomic(cchash_priv_word) *)from, memory_order_acquire);
}
CCHASH_PRIV_INLINE void cchash_priv_word_store(cchash_priv_word *to, cchash_priv_word value) {
    atomic_store_explicit((_Atomic(cchash_priv_word) *)to, value, memory_order_relaxed);
}
CCHASH_PRIV_INLINE void cchash_priv_word_store_release(cchash_priv_word *to, cchash_priv_word value) {
    atomic_store_explicit((_Atomic(cchash_priv_word) *)to, value, memory_order_release);
}
CCHASH_PRIV_INLINE bool cchash_priv_word_cas(cchash_priv_word *word, cchash_priv_word *expected,
                                             cchash_priv_word wanted) {
    return atomic_compare_exchange_strong_explicit((_Atomic(cchash_priv_word) *)word, expected, wanted,
                                                   memory_order_acq_rel, memory_order_acquire);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_add(cchash_priv_word *word, cchash_priv_word by) {
    return atomic_fetch_add_explicit((_Atomic(cchash_priv_word) *)word, by, memory_order_acq_rel);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_exchange(cchash_priv_word *word, cchash_priv_word value) {
    return atomic_exchange_explicit((_Atomic(cchash_priv_word) *)word, value, memory_order_acq_rel);
}
#define CCHASH_PRIV_FENCE_ACQUIRE() atomic_thread_fence(memory_order_acquire)
#define CCHASH_PRIV_FENCE_RELEASE() atomic_thread_fence(memory_order_release)

#else
#error "cchash_sync.h needs atomic operations: GNU's builtins, MSVC's intrinsics, or C11's <stdatomic.h>"
#endif

CCHASH_PRIV_DATA_ACCESS(8)
CCHASH_PRIV_DATA_ACCESS(16)
CCHASH_PRIV_DATA_ACCESS(32)
#if UINTPTR_MAX > 0xffffffffu
CCHASH_PRIV_DATA_ACCESS(64)
#endif

/* ---- Waiting ------------------------------------------------------------------------------------------------------
 * A thread that has to wait spins for a moment, then offers the processor, then sleeps: under a real-time scheduler,
 * the thread that it waits for may never run otherwise. */

#if defined(CCHASH_PRIV_PAUSE) /* tests say what else runs then */
#elif (defined(__GNUC__) || defined(__clang__)) && (defined(__x86_64__) || defined(__i386__))
#define CCHASH_PRIV_PAUSE() __builtin_ia32_pause()
#elif (defined(__GNUC__) || defined(__clang__)) && (defined(__aarch64__) || defined(__ARM_ARCH_7A__))
#define CCHASH_PRIV_PAUSE() __asm__ __volatile__("yield")
#elif defined(_MSC_VER) && (defined(_M_X64) || defined(_M_IX86))
#define CCHASH_PRIV_PAUSE() _mm_pause()
#else
#define CCHASH_PRIV_PAUSE() ((void)0)
#endif

#if defined(_WIN32)
CCHASH_PRIV_EXTERN __declspec(dllimport) void __stdcall Sleep(unsigned long milliseconds);
#define CCHASH_PRIV_YIELD() Sleep(0)
#define CCHASH_PRIV_SLEEP() Sleep(1)
#elif defined(CCHASH_PRIV_SYMBOL) && !defined(__wasm__)
CCHASH_PRIV_EXTERN int cchash_priv_sched_yield(void) CCHASH_PRIV_SYMBOL(sched_yield);
CCHASH_PRIV_EXTERN int cchash_priv_usleep(unsigned microseconds) CCHASH_PRIV_SYMBOL(usleep);
#define CCHASH_PRIV_YIELD() ((void)cchash_priv_sched_yield())
#define CCHASH_PRIV_SLEEP() ((void)cchash_priv_usleep(50))
#else
#define CCHASH_PRIV_YIELD() ((void)0)
#define CCHASH_PRIV_SLEEP() ((void)0)
#endif

enum { CCHASH_PRIV_SPINS = 64, CCHASH_PRIV_YIELDS = 256 };

/* One step of waiting; *waited begins at 0. */
CCHASH_PRIV_COLD void cchash_priv_wait(unsigned *waited) {
    int saved_errno = errno;
    if (*waited < CCHASH_PRIV_SPINS + CCHASH_PRIV_YIELDS) ++*waited;
    if (*waited <= CCHASH_PRIV_SPINS) {
        CCHASH_PRIV_PAUSE();
    } else if (*waited < CCHASH_PRIV_SPINS + CCHASH_PRIV_YIELDS) {
        CCHASH_PRIV_YIELD();
    } else {
        CCHASH_PRIV_SLEEP();
    }
    errno = saved_errno;
}

/* A variable of which each thread has its own; not everywhere. */
#if defined(__cplusplus)
#define CCHASH_PRIV_THREAD_LOCAL thread_local
#elif defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_THREAD_LOCAL __thread
#elif defined(_MSC_VER)
#define CCHASH_PRIV_THREAD_LOCAL __declspec(thread)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L && !defined(__STDC_NO_THREADS__)
#define CCHASH_PRIV_THREAD_LOCAL _Thread_local
#endif

#include "macros_sync_on.h"

#endif
