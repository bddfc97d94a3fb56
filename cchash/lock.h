/* cchash/lock.h: the locks of cchash/locked.h: a mutex that sleeps, and a reader-writer lock.
 * SPDX-License-Identifier: MIT-0
 *
 * Each kind is a type and functions init, destroy, rd, rdu, wr, wru (lock and unlock for reading and for writing). The
 * mutex cchash_lock knows no readers: they lock like writers. It is
 *
 *     Linux      a futex, 4 bytes: | 0 free | 1 held | 2 held, and somebody may sleep |
 *     macOS      os_unfair_lock        Windows   SRWLOCK        elsewhere   pthread_mutex_t
 *
 * cchash_rwlock is one word everywhere: | readers | a writer waits | a writer |. Its waiters do not sleep in the kernel
 * but look again after a moment (cchash_priv_wait); readers do not enter while a writer waits. A thread that holds one
 * for reading must not lock it for reading again.
 *
 * Zeros are a free lock, except where the system has only pthread_mutex_t. To use locks of your own for both kinds,
 * define all of these before the first include:
 *
 *     CCHASH_LOCK_T                              the type
 *     CCHASH_LOCK_INIT(l), CCHASH_LOCK_DESTROY(l)    l is a CCHASH_LOCK_T *; DESTROY may be left out
 *     CCHASH_LOCK_RD(l), CCHASH_LOCK_RDU(l)      lock and unlock for reading
 *     CCHASH_LOCK_WR(l), CCHASH_LOCK_WRU(l)      lock and unlock for writing */
#ifndef CCHASH_PRIV_LOCK_H
#define CCHASH_PRIV_LOCK_H

#include "atomics.h"

#if !defined(CCHASH_LOCK_T)
#if defined(__linux__) && (defined(__GNUC__) || defined(__clang__))
#include <sys/syscall.h>
#define CCHASH_PRIV_LOCK_FUTEX 1
#elif defined(__APPLE__)
#include <os/lock.h>
#elif !defined(_WIN32)
#include <pthread.h>
#endif
#endif

#include "macros_sync_off.h"

#if defined(CCHASH_LOCK_T)

#ifndef CCHASH_LOCK_DESTROY
#define CCHASH_LOCK_DESTROY(l) ((void)(l))
#endif
typedef CCHASH_LOCK_T cchash_lock;
CCHASH_PRIV_STATIC void cchash_priv_lock_init(cchash_lock *lock) { CCHASH_LOCK_INIT(lock); }
CCHASH_PRIV_STATIC void cchash_priv_lock_destroy(cchash_lock *lock) { CCHASH_LOCK_DESTROY(lock); }
CCHASH_PRIV_STATIC void cchash_priv_lock_rd(cchash_lock *lock) { CCHASH_LOCK_RD(lock); }
CCHASH_PRIV_STATIC void cchash_priv_lock_rdu(cchash_lock *lock) { CCHASH_LOCK_RDU(lock); }
CCHASH_PRIV_STATIC void cchash_priv_lock_wr(cchash_lock *lock) { CCHASH_LOCK_WR(lock); }
CCHASH_PRIV_STATIC void cchash_priv_lock_wru(cchash_lock *lock) { CCHASH_LOCK_WRU(lock); }

typedef cchash_lock cchash_rwlock;
CCHASH_PRIV_STATIC void cchash_priv_rwlock_init(cchash_rwlock *lock) { cchash_priv_lock_init(lock); }
CCHASH_PRIV_STATIC void cchash_priv_rwlock_destroy(cchash_rwlock *lock) { cchash_priv_lock_destroy(lock); }
CCHASH_PRIV_STATIC void cchash_priv_rwlock_rd(cchash_rwlock *lock) { cchash_priv_lock_rd(lock); }
CCHASH_PRIV_STATIC void cchash_priv_rwlock_rdu(cchash_rwlock *lock) { cchash_priv_lock_rdu(lock); }
CCHASH_PRIV_STATIC void cchash_priv_rwlock_wr(cchash_rwlock *lock) { cchash_priv_lock_wr(lock); }
CCHASH_PRIV_STATIC void cchash_priv_rwlock_wru(cchash_rwlock *lock) { cchash_priv_lock_wru(lock); }

#else

/* ---- The mutex --------------------------------------------------------------------------------------------------- */

#if defined(CCHASH_PRIV_LOCK_FUTEX)

typedef struct cchash_lock {
    uint32_t state;
} cchash_lock;
enum {
    CCHASH_PRIV_LOCK_FREE,
    CCHASH_PRIV_LOCK_HELD,
    CCHASH_PRIV_LOCK_AWAITED,
    CCHASH_PRIV_LOCK_SPINS = 100,
    CCHASH_PRIV_FUTEX_WAIT = 0 | 128, /* of this process only */
    CCHASH_PRIV_FUTEX_WAKE = 1 | 128
};
#if defined(__NR_futex)
#define CCHASH_PRIV_SYS_FUTEX __NR_futex
#else
#define CCHASH_PRIV_SYS_FUTEX __NR_futex_time64
#endif
CCHASH_PRIV_EXTERN long cchash_priv_syscall(long number, ...) CCHASH_PRIV_SYMBOL(syscall);

CCHASH_PRIV_INLINE bool cchash_priv_lock_try(cchash_lock *lock) {
    uint32_t state = CCHASH_PRIV_LOCK_FREE;
    CCHASH_PRIV_INTERLEAVE();
    return __atomic_compare_exchange_n(&lock->state, &state, (uint32_t)CCHASH_PRIV_LOCK_HELD, false, __ATOMIC_ACQUIRE,
                                       __ATOMIC_RELAXED);
}

/* Spins for a moment, since most sections are shorter than a system call; then sleeps. Who has slept takes the lock as
 * awaited, because others may still sleep. */
CCHASH_PRIV_COLD void cchash_priv_lock_slow(cchash_lock *lock) {
    int saved_errno = errno;
    for (unsigned spin = 0; spin < CCHASH_PRIV_LOCK_SPINS; spin++) {
        uint32_t state = __atomic_load_n(&lock->state, __ATOMIC_RELAXED);
        if (state == CCHASH_PRIV_LOCK_FREE && cchash_priv_lock_try(lock)) return;
        if (state == CCHASH_PRIV_LOCK_AWAITED) break;
        CCHASH_PRIV_PAUSE();
    }
    while (__atomic_exchange_n(&lock->state, (uint32_t)CCHASH_PRIV_LOCK_AWAITED, __ATOMIC_ACQUIRE) !=
           CCHASH_PRIV_LOCK_FREE)
        (void)cchash_priv_syscall(CCHASH_PRIV_SYS_FUTEX, &lock->state, CCHASH_PRIV_FUTEX_WAIT, CCHASH_PRIV_LOCK_AWAITED,
                                  (void *)NULL, (void *)NULL, 0);
    errno = saved_errno;
}
CCHASH_PRIV_COLD void cchash_priv_lock_wake(cchash_lock *lock) {
    int saved_errno = errno;
    (void)cchash_priv_syscall(CCHASH_PRIV_SYS_FUTEX, &lock->state, CCHASH_PRIV_FUTEX_WAKE, 1, (void *)NULL,
                              (void *)NULL, 0);
    errno = saved_errno;
}

CCHASH_PRIV_INLINE void cchash_priv_lock_init(cchash_lock *lock) { lock->state = CCHASH_PRIV_LOCK_FREE; }
CCHASH_PRIV_INLINE void cchash_priv_lock_destroy(cchash_lock *lock) { (void)lock; }
CCHASH_PRIV_INLINE void cchash_priv_lock_wr(cchash_lock *lock) {
    if (CCHASH_PRIV_UNLIKELY(!cchash_priv_lock_try(lock))) cchash_priv_lock_slow(lock);
}
CCHASH_PRIV_INLINE void cchash_priv_lock_wru(cchash_lock *lock) {
    CCHASH_PRIV_INTERLEAVE();
    uint32_t state = __atomic_exchange_n(&lock->state, (uint32_t)CCHASH_PRIV_LOCK_FREE, __ATOMIC_RELEASE);
    if (CCHASH_PRIV_UNLIKELY(state == CCHASH_PRIV_LOCK_AWAITED)) cchash_priv_lock_wake(lock);
}

#elif defined(__APPLE__)

typedef struct cchash_lock {
    os_unfair_lock_s system;
} cchash_lock;
CCHASH_PRIV_INLINE void cchash_priv_lock_init(cchash_lock *lock) { memset((void *)lock, 0, sizeof *lock); }
CCHASH_PRIV_INLINE void cchash_priv_lock_destroy(cchash_lock *lock) { (void)lock; }
CCHASH_PRIV_INLINE void cchash_priv_lock_wr(cchash_lock *lock) { os_unfair_lock_lock(&lock->system); }
CCHASH_PRIV_INLINE void cchash_priv_lock_wru(cchash_lock *lock) { os_unfair_lock_unlock(&lock->system); }

#elif defined(_WIN32)

/* An SRWLOCK is a pointer, NULL at first. Declared as windows.h does, so that both may be included. */
typedef struct cchash_lock {
    void *system;
} cchash_lock;
struct _RTL_SRWLOCK;
CCHASH_PRIV_EXTERN __declspec(dllimport) void __stdcall AcquireSRWLockExclusive(struct _RTL_SRWLOCK *lock);
CCHASH_PRIV_EXTERN __declspec(dllimport) void __stdcall ReleaseSRWLockExclusive(struct _RTL_SRWLOCK *lock);
CCHASH_PRIV_INLINE void cchash_priv_lock_init(cchash_lock *lock) { lock->system = NULL; }
CCHASH_PRIV_INLINE void cchash_priv_lock_destroy(cchash_lock *lock) { (void)lock; }
CCHASH_PRIV_INLINE void cchash_priv_lock_wr(cchash_lock *lock) {
    AcquireSRWLockExclusive((struct _RTL_SRWLOCK *)(void *)lock);
}
CCHASH_PRIV_INLINE void cchash_priv_lock_wru(cchash_lock *lock) {
    ReleaseSRWLockExclusive((struct _RTL_SRWLOCK *)(void *)lock);
}

#else

typedef struct cchash_lock {
    pthread_mutex_t system;
} cchash_lock;
CCHASH_PRIV_INLINE void cchash_priv_lock_init(cchash_lock *lock) { (void)pthread_mutex_init(&lock->system, NULL); }
CCHASH_PRIV_INLINE void cchash_priv_lock_destroy(cchash_lock *lock) { (void)pthread_mutex_destroy(&lock->system); }
CCHASH_PRIV_INLINE void cchash_priv_lock_wr(cchash_lock *lock) { (void)pthread_mutex_lock(&lock->system); }
CCHASH_PRIV_INLINE void cchash_priv_lock_wru(cchash_lock *lock) { (void)pthread_mutex_unlock(&lock->system); }

#endif

CCHASH_PRIV_INLINE void cchash_priv_lock_rd(cchash_lock *lock) { cchash_priv_lock_wr(lock); }
CCHASH_PRIV_INLINE void cchash_priv_lock_rdu(cchash_lock *lock) { cchash_priv_lock_wru(lock); }

/* ---- The reader-writer lock -------------------------------------------------------------------------------------- */

typedef struct cchash_rwlock {
    cchash_priv_word state;
} cchash_rwlock;
enum { CCHASH_PRIV_RW_WRITER = 1, CCHASH_PRIV_RW_WAITS = 2, CCHASH_PRIV_RW_READER = 4 };

CCHASH_PRIV_INLINE void cchash_priv_rwlock_init(cchash_rwlock *lock) { lock->state = 0; }
CCHASH_PRIV_INLINE void cchash_priv_rwlock_destroy(cchash_rwlock *lock) { (void)lock; }

CCHASH_PRIV_INLINE void cchash_priv_rwlock_rd(cchash_rwlock *lock) {
    const cchash_priv_word closed = (cchash_priv_word)CCHASH_PRIV_RW_WRITER | (cchash_priv_word)CCHASH_PRIV_RW_WAITS;
    unsigned waited = 0;
    for (;;) {
        cchash_priv_word state = cchash_priv_word_load(&lock->state);
        if (state & closed)
            cchash_priv_wait(&waited);
        else if (cchash_priv_word_cas(&lock->state, &state, state + CCHASH_PRIV_RW_READER))
            return;
    }
}
CCHASH_PRIV_INLINE void cchash_priv_rwlock_rdu(cchash_rwlock *lock) {
    (void)cchash_priv_word_add(&lock->state, (cchash_priv_word)0 - (cchash_priv_word)CCHASH_PRIV_RW_READER);
}

/* Who takes the lock drops the mark of those who wait; they set it again, so it is never left behind. */
CCHASH_PRIV_INLINE void cchash_priv_rwlock_wr(cchash_rwlock *lock) {
    unsigned waited = 0;
    for (;;) {
        cchash_priv_word state = cchash_priv_word_load(&lock->state);
        if ((state | CCHASH_PRIV_RW_WAITS) == CCHASH_PRIV_RW_WAITS) {
            if (cchash_priv_word_cas(&lock->state, &state, CCHASH_PRIV_RW_WRITER)) return;
        } else {
            if (!(state & CCHASH_PRIV_RW_WAITS))
                (void)cchash_priv_word_cas(&lock->state, &state, state | CCHASH_PRIV_RW_WAITS);
            cchash_priv_wait(&waited);
        }
    }
}
CCHASH_PRIV_INLINE void cchash_priv_rwlock_wru(cchash_rwlock *lock) {
    (void)cchash_priv_word_add(&lock->state, (cchash_priv_word)0 - (cchash_priv_word)CCHASH_PRIV_RW_WRITER);
}

#endif /* CCHASH_LOCK_T */

/* ---- What a thread holds, in debug builds ----------------------------------------------------------------------
 * A callback that calls the map which called it would wait for itself. Debug builds keep, for each thread, a list of
 * the maps in whose functions it is. */

#if defined(CCHASH_DEBUG) && defined(CCHASH_PRIV_THREAD_LOCAL)
typedef struct cchash_priv_call {
    const void *map;
    struct cchash_priv_call *outer;
} cchash_priv_call;
static CCHASH_PRIV_THREAD_LOCAL cchash_priv_call *cchash_priv_holding CCHASH_PRIV_UNUSED;
CCHASH_PRIV_STATIC void cchash_priv_hold(cchash_priv_call *held, const void *map) {
    for (const cchash_priv_call *outer = cchash_priv_holding; outer; outer = outer->outer)
        CCHASH_PRIV_CHECK(outer->map != map, "a callback called the map for several threads that had called it");
    held->map = map;
    held->outer = cchash_priv_holding;
    cchash_priv_holding = held;
}
#define CCHASH_PRIV_HOLD(map_)                                                                                         \
    cchash_priv_call cchash_held_;                                                                                     \
    cchash_priv_hold(&cchash_held_, map_)
#define CCHASH_PRIV_LET_GO() ((void)(cchash_priv_holding = cchash_held_.outer))
#else
#define CCHASH_PRIV_HOLD(map_) ((void)(map_))
#define CCHASH_PRIV_LET_GO() ((void)0)
#endif

#include "macros_sync_on.h"

#endif
