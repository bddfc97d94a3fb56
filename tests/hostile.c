/* Every single letter and a few more names are macros of the user's, before the headers and where the macros are used.
 * Only standard headers come first: what they may clash with is not ours. */
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __cplusplus
#define EMPTY                                                                                                          \
    {}
#else
#define EMPTY                                                                                                          \
    { 0 }
#endif
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#define HOSTILE @ this must never be expanded @
#define a HOSTILE
#define b HOSTILE
#define c HOSTILE
#define d HOSTILE
#define e HOSTILE
#define f HOSTILE
#define g HOSTILE
#define h HOSTILE
#define i HOSTILE
#define j HOSTILE
#define k HOSTILE
#define l HOSTILE
#define m HOSTILE
#define n HOSTILE
#define o HOSTILE
#define p HOSTILE
#define q HOSTILE
#define r HOSTILE
#define s HOSTILE
#define t HOSTILE
#define u HOSTILE
#define v HOSTILE
#define w HOSTILE
#define x HOSTILE
#define y HOSTILE
#define z HOSTILE
#define A HOSTILE
#define B HOSTILE
#define C HOSTILE
#define D HOSTILE
#define E HOSTILE
#define F HOSTILE
#define G HOSTILE
#define H HOSTILE
#define I HOSTILE
#define J HOSTILE
#define K HOSTILE
#define L HOSTILE
#define M HOSTILE
#define N HOSTILE
#define O HOSTILE
#define P HOSTILE
#define Q HOSTILE
#define R HOSTILE
#define S HOSTILE
#define T HOSTILE
#define U HOSTILE
#define V HOSTILE
#define W HOSTILE
#define X HOSTILE
#define Y HOSTILE
#define Z HOSTILE
#define _ HOSTILE
/* What windows.h, old libraries and other people's tables define. */
#define min HOSTILE
#define max HOSTILE
#define near HOSTILE
#define far HOSTILE
#define small HOSTILE
#define interface HOSTILE
#define IN HOSTILE
#define OUT HOSTILE
#define OPTIONAL HOSTILE
#define ERROR HOSTILE
#define DELETE HOSTILE
#define VOID HOSTILE
#define CONST HOSTILE
#define EMPTY_SLOT HOSTILE
#define NODE HOSTILE
#define TAG HOSTILE
#define MAP HOSTILE
#define SET HOSTILE
#define KEY HOSTILE
#define VALUE HOSTILE
#define PASTE HOSTILE
#define CAT HOSTILE
#define UNUSED HOSTILE
#define INLINE HOSTILE
#define LIKELY HOSTILE
#define likely HOSTILE
#define unlikely HOSTILE
#define swap HOSTILE

#include "cchash_chain.h"
#include "cchash_compact.h"
#include "cchash_oa.h"
#include "cchash.h"

/* name##_swap is one token: a macro called swap does not reach it. */
CCHASH_CHAIN_DEFINE(chain_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_OA_DEFINE_EX(oa_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_CACHED_HASH, CCHASH_GOOD_HASH));
CCHASH_COMPACT_DEFINE(compact_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_DEFINE_SET(usual_set, const char *, cchash_hash_cstr, cchash_eq_cstr);
CCHASH_DEFINE_STR(strings, uint64_t);
CCHASH_OA_DEFINE_STR_ARENA(kept, uint64_t);
CCHASH_CHAIN_DEFINE_STR_SET(names);
CCHASH_DECLARE_STR_SET_ARENA(kept_names);
CCHASH_IMPLEMENT_STR_SET_ARENA(kept_names);
CCHASH_LOOKUP_SET(usual_set, other, const char *, cchash_hash_cstr, cchash_eq_cstr);
CCHASH_DECLARE(apart, uint32_t, char);
CCHASH_DECLARE_LOOKUP(apart, wide, uint64_t);
CCHASH_IMPLEMENT(apart, uint32_t, char, cchash_hash_u32, cchash_eq_u32);
CCHASH_IMPLEMENT_LOOKUP(apart, wide, uint64_t, cchash_hash_u64, cchash_eq_u64);

#define COUNT(name_)                                                                                                   \
    static int name_##_count(void) {                                                                                   \
        name_ map = EMPTY;                                                                                             \
        int count = 0;                                                                                                 \
        for (uint64_t key = 0; key < 100; key++) {                                                                     \
            count += name_##_put(&map, key, key);                                                                      \
        }                                                                                                              \
        CCHASH_FOREACH (name_, it, &map) count += *it.key == *it.value;                                                \
        name_##_free(&map);                                                                                            \
        return count;                                                                                                  \
    }
COUNT(chain_map)
COUNT(oa_map)
COUNT(compact_map)

int main(void) {
    usual_set set = EMPTY;
    apart map = EMPTY;
    int count = usual_set_add(&set, "one") + apart_put(&map, 1, 'x');
    strings texts = EMPTY;
    kept others = EMPTY;
    count += strings_put(&texts, "one", 1) + kept_put_n(&others, "a key that is not inline", 24, 1);
    names few = EMPTY;
    kept_names more = EMPTY;
    count += names_add(&few, "one") + kept_names_add_n(&more, "a key that is not inline", 24);
    names_free(&few);
    kept_names_free(&more);
    count += usual_set_contains_other(&set, "one") + apart_contains_wide(&map, 1);
    usual_set_free(&set);
    apart_free(&map);
    strings_free(&texts);
    kept_free(&others);
    return chain_map_count() + oa_map_count() + compact_map_count() + count == 608 ? 0 : 1;
}
