/* One header for two translation units, in C and in C++: a declared map and set, and a map of static functions. */
#ifndef CCHASH_TESTS_LINK_H
#define CCHASH_TESTS_LINK_H

#include LINK_HEADER

#define LINK_CAT(a_, b_) LINK_CAT_(a_, b_)
#define LINK_CAT_(a_, b_) a_##b_
#define LINK_MACRO(rest_) LINK_CAT(LINK_PREFIX, rest_)

LINK_MACRO(_DECLARE)(shared_map, uint64_t, uint32_t);
LINK_MACRO(_DECLARE_SET_EX)(shared_set, const char *, (CCHASH_CACHED_HASH));
LINK_MACRO(_DEFINE)(local_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);

#ifdef __cplusplus
extern "C"
#endif
    uint64_t
    other_side(shared_map *map, shared_set *set, local_map *local, uint64_t hash);

#endif
