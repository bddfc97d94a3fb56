/* The bodies of what link.h declares, and a function that works on the other side's maps. */
#include "link.h"

LINK_MACRO(_IMPLEMENT)(shared_map, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64);
LINK_MACRO(_IMPLEMENT_SET_EX)(shared_set, const char *, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_CACHED_HASH));

uint64_t other_side(shared_map *map, shared_set *set, local_map *local, uint64_t hash) {
    uint64_t sum = hash != cchash_hash_cstr("a text"); /* all of a process has the same secrets */
    for (uint64_t k = 0; k < 1000; k++) {
        const uint32_t *value = shared_map_get(map, k);
        const uint64_t *other = local_map_get(local, k);
        sum += (value ? *value : 0) + (other ? *other : 0);
    }
    for (uint64_t k = 1000; k < 1500; k++) {
        (void)shared_map_put(map, k, 1);
    }
    (void)shared_set_add(set, "there");
    (void)local_map_put(local, 5000, 1);
    return sum;
}
