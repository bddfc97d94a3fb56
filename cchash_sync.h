/* cchash_sync.h: maps for many threads. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_sync.h"
 *     CCHASH_CONCURRENT_DEFINE(hits, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
 *
 *     static hits map;                         all threads; {0} is an empty map, which owns nothing
 *     hits_fetch_add(&map, page, 1, NULL);
 *     uint64_t n = hits_get_or(&map, page, 0);
 *
 * CCHASH_CONCURRENT_DEFINE stamps out a map for plain keys and values, of any size, whose readers write nothing at all:
 * a bucket is a cache line that is its own lock and version (cchash/lines.h). docs/sync.md says for each function what
 * is atomic, what it may wait for, and what a callback may do.
 *
 * CCHASH_SYNC_DEFINE puts locks around any map of cchash.h, owned strings and destructors included: one, or one for
 * each of many shards, or, in chains, one for each bucket (cchash/locked.h).
 *
 *     CCHASH_DEFINE_STR(textmap, uint64_t);
 *     CCHASH_SYNC_DEFINE(names, textmap, CCHASH_STRIPED(64));
 *
 * Old arrays of a concurrent map, which growth leaves, are kept until name_reclaim or name_free; cchash_qsbr
 * (cchash/qsbr.h) frees them while other threads use the map. Or define, before this header and in all files alike,
 *
 *     CCHASH_RETIRE(block, free_block)         called once for each old array, by the thread that moved its last line:
 *                                              void *block, void (*free_block)(void *). Call free_block(block) when all
 *                                              threads have left the functions that they were in; the map is still
 * there
 *
 * In a concurrent map K and V are trivially copyable, and the hash function and the equality do not follow pointers in
 * them: they may be shown a key that another thread has just removed. No function returns a pointer into the map. */
#ifndef CCHASH_SYNC_H
#define CCHASH_SYNC_H

#include "cchash/concurrent.h"
#include "cchash/locked.h"

/* A map; a set; and both with traits: any of CCHASH_ALLOCATOR, CCHASH_GOOD_HASH, CCHASH_SEEDED_HASH, CCHASH_SIPHASH. */
#define CCHASH_CONCURRENT_DEFINE(name_, K_, V_, hashfn_, eqfn_)                                                        \
    CCHASH_PRIV_DEFINE_CONCURRENT_MAP(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_CONCURRENT_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_DEFINE_CONCURRENT_MAP(name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_CONCURRENT_DEFINE_SET(name_, K_, hashfn_, eqfn_)                                                        \
    CCHASH_PRIV_DEFINE_CONCURRENT_SET(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_CONCURRENT_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_DEFINE_CONCURRENT_SET(name_, K_, hashfn_, eqfn_, traits_)

#endif
