/* cchash: a cache-conscious hash table library for C. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash.h"
 *     CCHASH_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 *     wordmap map = {0};                            // empty; owns no memory (in C++: {})
 *     if (wordmap_put(&map, "cache", 64) < 0) ...   // out of memory: the map is as it was
 *     uint64_t *lines = wordmap_get(&map, "cache"); // NULL if absent
 *     CCHASH_FOREACH(wordmap, it, &map) printf("%s %" PRIu64 "\n", *it.key, *it.value);
 *     wordmap_free(&map);
 *
 * This header includes all three layouts and strings. docs/api.h has every generated function as a plain prototype with
 * its meaning. Requirements: C99 or C++11; K and V are trivially copyable types that a typedef can name.
 *
 * The macros stand at file or namespace scope, with a semicolon after them:
 *
 *     CCHASH_DEFINE(name, K, V, hashfn, eqfn);         a map from K to V; all its functions are static
 *     CCHASH_DEFINE_SET(name, K, hashfn, eqfn);        a set of K
 *     CCHASH_DEFINE_STR(name, V);                      a map from owned strings to V (cchash/string_map.h)
 *     CCHASH_DEFINE_STR_SET(name);                     a set of owned strings
 *     CCHASH_LOOKUP(name, how, Q, hashfn, eqfn);       lookups by another type than K (cchash/lookup.h)
 *
 *     CCHASH_DECLARE(name, K, V);                      the same map, for several translation units: this goes into a
 *     CCHASH_IMPLEMENT(name, K, V, hashfn, eqfn);      header, this into one .c file. Also _SET, _STR and _STR_SET
 *
 *     CCHASH_DEFINE_EX(name, K, V, hashfn, eqfn, (traits));    and so each with _EX: options (cchash/traits.h)
 *     CCHASH_DECLARE_EX(name, K, V, (traits));                 DECLARE and IMPLEMENT have the same list
 *     CCHASH_DEFINE_STR(name, V, (traits));                    _STR macros take the list without _EX
 *
 * hashfn is uint64_t hashfn(K) and eqfn is bool eqfn(K, K), functions or function-like macros. CCHASH_COMPACT_DEFINE,
 * CCHASH_OA_DEFINE and CCHASH_CHAIN_DEFINE choose the layout, and so for all of these. Each layout's header can be
 * included alone.
 *
 * How it is built. A layout's engine is ordinary functions over `void *` and a constant descriptor of the type
 * (cchash_priv_type: sizes, offsets, hash, equality). The macros emit the types, that descriptor, and one-line typed
 * functions that call the engine. Engine functions are inlined into them, so that sizes and callbacks are constants
 * there. Algorithms have lines with numbers, and a debugger steps through them in a -O0 build. docs/design.md has the
 * rest. */
#ifndef CCHASH_H
#define CCHASH_H

#include "cchash_chain.h"
#include "cchash_compact.h"
#include "cchash_oa.h"
#include "cchash_str.h"

/* ---- The default layout --------------------------------------------------------------------------------------- */

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
/* Older names: _EX of _STR, which takes traits without it, and CCHASH_DEFINE_STR(name, V, (CCHASH_ARENA_KEYS)). */
#define CCHASH_DEFINE_STR_EX CCHASH_COMPACT_DEFINE_STR_EX
#define CCHASH_DEFINE_STR_SET_EX CCHASH_COMPACT_DEFINE_STR_SET_EX
#define CCHASH_DEFINE_STR_ARENA CCHASH_COMPACT_DEFINE_STR_ARENA

#endif
