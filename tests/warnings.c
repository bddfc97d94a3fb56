/* Everything stamped out, to be compiled with every warning on, in C and C++; with -DSTAMP_USE each function is called.
 */
#include <inttypes.h>
#include <stdio.h>
#ifdef __cplusplus
#define EMPTY                                                                                                          \
    {}
#else
#define EMPTY                                                                                                          \
    { 0 }
#endif

#include "cchash.h"
#include "cchash_chain.h"
#include "cchash_compact.h"
#include "cchash_oa.h"
#include "stamp.h"

STAMP_ALL(CCHASH, usual)
STAMP_ALL(CCHASH_CHAIN, chain)
STAMP_ALL(CCHASH_OA, oa)
STAMP_ALL(CCHASH_COMPACT, compact)
CCHASH_CHAIN_DEFINE_EX(nodes_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_MALLOC_NODES));
CCHASH_OA_DEFINE_EX(no_traits, int *, double, cchash_hash_ptr, cchash_eq_ptr, ());

/* A macro is used with a semicolon wherever a declaration may stand, and makes a struct that can be declared before. */
struct later;
void takes_later(struct later *map);
CCHASH_OA_DEFINE(later, int *, struct later *, cchash_hash_ptr, cchash_eq_ptr);
void takes_later(struct later *map) { later_clear(map); }

#ifdef STAMP_USE
STAMP_USE_ALL(usual)
STAMP_USE_ALL(chain)
STAMP_USE_ALL(oa)
STAMP_USE_ALL(compact)
#endif

int main(void) {
    uint64_t sum = 0;
#ifdef STAMP_USE
    sum += usual_stamp_sum() + chain_stamp_sum() + oa_stamp_sum() + compact_stamp_sum();
    printf("%" PRIu64 "\n", sum);
#endif
    return (int)(sum >> 62);
}
