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

#include "cchash_chain.h"
#include "cchash_compact.h"
#include "cchash_oa.h"
#include "cchash_str.h"

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

#define CCHASH_DEFINE_STR CCHASH_COMPACT_DEFINE_STR
#define CCHASH_DEFINE_STR_SET CCHASH_COMPACT_DEFINE_STR_SET
#define CCHASH_DECLARE_STR CCHASH_COMPACT_DECLARE_STR
#define CCHASH_DECLARE_STR_SET CCHASH_COMPACT_DECLARE_STR_SET
#define CCHASH_IMPLEMENT_STR CCHASH_COMPACT_IMPLEMENT_STR
#define CCHASH_IMPLEMENT_STR_SET CCHASH_COMPACT_IMPLEMENT_STR_SET
#define CCHASH_DEFINE_STR_EX CCHASH_COMPACT_DEFINE_STR_EX
#define CCHASH_DEFINE_STR_SET_EX CCHASH_COMPACT_DEFINE_STR_SET_EX
#define CCHASH_DEFINE_STR_ARENA CCHASH_COMPACT_DEFINE_STR_ARENA

#endif
