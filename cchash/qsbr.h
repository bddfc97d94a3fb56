/* cchash/qsbr.h: quiescent-state-based reclamation for concurrent maps. SPDX-License-Identifier: MIT-0
 *
 *     static cchash_qsbr threads;                     one for the program; zeros are a valid one
 *     cchash_qsbr_thread me;                          one for each thread that uses the maps
 *
 *     cchash_qsbr_enter(&threads, &me);
 *     for (;;) {
 *         ... functions of concurrent maps ...
 *         cchash_qsbr_quiescent(&me);                 now and then, between two calls
 *     }
 *     cchash_qsbr_leave(&me);
 *
 *     hits_reclaim_qsbr(&map, &threads);              by any thread, now and then
 *
 * A thread that says that it is quiescent is in no function of a map. When all threads have said so since an old array
 * was taken out of a map, nobody can be in that array, and it is freed. A lookup pays nothing for this.
 *
 * Source: quiescent-state-based reclamation, from McKenney, Slingwine, "Read-copy update" (1998). */
#ifndef CCHASH_PRIV_QSBR_H
#define CCHASH_PRIV_QSBR_H

#include "atomics.h"

#include "macros_sync_off.h"

/* The threads that use some maps. Zeros are an empty set. */
typedef struct cchash_qsbr {
    cchash_priv_word cchash_epoch;   /* how many times arrays were taken out of a map */
    cchash_priv_word cchash_threads; /* the list */
    cchash_priv_word cchash_locked;  /* the list is being changed or read */
} cchash_qsbr;

/* A thread. It has a cache line of its own, whose neighbours it does not disturb. */
typedef struct cchash_qsbr_thread {
    char cchash_before[64];
    cchash_priv_word cchash_seen; /* the epoch when it was last quiescent */
    cchash_priv_word cchash_next;
    cchash_qsbr *cchash_threads;
    char cchash_after[64];
} cchash_qsbr_thread;

CCHASH_PRIV_STATIC void cchash_priv_qsbr_lock(cchash_qsbr *threads) {
    unsigned waited = 0;
    while (cchash_priv_word_exchange(&threads->cchash_locked, 1)) cchash_priv_wait(&waited);
}
CCHASH_PRIV_STATIC void cchash_priv_qsbr_unlock(cchash_qsbr *threads) {
    cchash_priv_word_store_release(&threads->cchash_locked, 0);
}

/* Says that this thread is in no function of a map. */
CCHASH_PRIV_STATIC void cchash_qsbr_quiescent(cchash_qsbr_thread *me) {
    cchash_priv_word_store_release(&me->cchash_seen, cchash_priv_word_load_acquire(&me->cchash_threads->cchash_epoch));
}

/* A thread enters before it calls a function of the maps. Until it leaves, *me stays where it is, and only this thread
 * uses it; *threads outlives it. Cannot fail. May wait for threads that enter, leave or reclaim, not for others. */
CCHASH_PRIV_STATIC void cchash_qsbr_enter(cchash_qsbr *threads, cchash_qsbr_thread *me) {
    me->cchash_threads = threads;
    cchash_priv_qsbr_lock(threads);
    cchash_qsbr_quiescent(me);
    me->cchash_next = cchash_priv_word_load(&threads->cchash_threads);
    cchash_priv_word_store(&threads->cchash_threads, (cchash_priv_word)me);
    cchash_priv_qsbr_unlock(threads);
}
/* A thread leaves after its last call of a function of the maps. Then *me may go, or enter once more. */
CCHASH_PRIV_STATIC void cchash_qsbr_leave(cchash_qsbr_thread *me) {
    cchash_qsbr *threads = me->cchash_threads;
    cchash_priv_qsbr_lock(threads);
    cchash_priv_word *link = &threads->cchash_threads;
    while (*link != (cchash_priv_word)me) link = &((cchash_qsbr_thread *)*link)->cchash_next;
    *link = me->cchash_next;
    cchash_priv_qsbr_unlock(threads);
}

/* Begins an epoch; what was taken out before may be freed when all threads have seen it. */
CCHASH_PRIV_STATIC cchash_priv_word cchash_priv_qsbr_advance(cchash_qsbr *threads) {
    return cchash_priv_word_add(&threads->cchash_epoch, 1) + 1;
}
CCHASH_PRIV_STATIC bool cchash_priv_qsbr_all_saw(cchash_qsbr *threads, cchash_priv_word epoch) {
    bool all = true;
    cchash_priv_qsbr_lock(threads);
    for (cchash_priv_word at = threads->cchash_threads; at && all; at = ((cchash_qsbr_thread *)at)->cchash_next) {
        const cchash_priv_word seen = cchash_priv_word_load_acquire(&((cchash_qsbr_thread *)at)->cchash_seen);
        all = seen - epoch <= (cchash_priv_word)-1 / 2; /* epochs may wrap */
    }
    cchash_priv_qsbr_unlock(threads);
    return all;
}

#include "macros_sync_on.h"

#endif
