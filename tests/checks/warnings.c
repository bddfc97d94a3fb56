/* Everything stamped out, to be compiled with every warning on, in C and C++; with -DSTAMP_USE each function is called;
 * with -DSTAMP_LAYOUTS not the default layout, but each by its own name. */
#include <inttypes.h>
#include <stdio.h>
#include "cchash.h"
#include "layouts.h"
#include "stamp.h"

#ifdef STAMP_LAYOUTS
#define STAMP_USUAL(what_)
#else
#define STAMP_USUAL(what_) what_
#endif
STAMP_USUAL(STAMP_ALL(CCHASH, usual))
#define STAMP_LAYOUT(LAYOUT_, layout_) STAMP_ALL(CCHASH_##LAYOUT_, layout_)
EACH_LAYOUT(STAMP_LAYOUT)
CCHASH_CHAIN_DEFINE_EX(nodes_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_MALLOC_NODES));
CCHASH_COMPACT_DEFINE_EX(split_map, const char *, uint16_t, stamp_seeded, cchash_eq_cstr, STAMP_SPLIT_TRAITS);
CCHASH_COMPACT_DEFINE_STR(split_str, uint16_t, STAMP_SPLIT_STR_TRAITS);
CCHASH_COMPACT_DECLARE_EX(split_far, uint64_t, uint32_t, (CCHASH_SPLIT));
CCHASH_COMPACT_IMPLEMENT_EX(split_far, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_SPLIT));
CCHASH_DEFINE_EX(tight_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_TIGHT));
CCHASH_DEFINE_STR_SET(tight_names, (CCHASH_TIGHT, CCHASH_ARENA_KEYS));
CCHASH_DEFINE_EX(sip_map, const char *, int, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_SIPHASH));
CCHASH_OA_DEFINE_EX(no_traits, int *, double, cchash_hash_ptr, cchash_eq_ptr, ());

/* A macro is used with a semicolon wherever a declaration may stand, and makes a struct that can be declared before. */
struct later;
void takes_later(struct later *map);
CCHASH_OA_DEFINE(later, int *, struct later *, cchash_hash_ptr, cchash_eq_ptr);
void takes_later(struct later *map) { later_clear(map); }

#ifdef STAMP_USE
STAMP_USUAL(STAMP_USE_ALL(usual))
#define STAMP_USE_LAYOUT(LAYOUT_, layout_) STAMP_USE_ALL(layout_)
EACH_LAYOUT(STAMP_USE_LAYOUT)
STAMP_USE_MAP(split_map, "seven", 8u)
STAMP_USE_STR(split_str, 8u)
STAMP_USE_MAP(split_far, 7u, 8u)
#endif

int main(void) {
    uint64_t sum = 0;
#ifdef STAMP_USE
#define STAMP_SUM(LAYOUT_, layout_) +layout_##_stamp_sum()
    sum += STAMP_USUAL(usual_stamp_sum()) EACH_LAYOUT(STAMP_SUM);
    sum += split_map_stamp_use() + split_str_stamp_use() + split_far_stamp_use();
    printf("%" PRIu64 "\n", sum);
#endif
    return (int)(sum >> 62);
}
