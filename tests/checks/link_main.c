/* The user: see link.h. The bodies and other_side are in link_other.c. */
#include "link.h"
#include <stdio.h>

int main(void) {
    shared_map map;
    shared_set set;
    local_map local;
    shared_map_init(&map);
    shared_set_init(&set);
    local_map_init(&local);
    for (uint64_t k = 0; k < 1000; k++) {
        if (shared_map_put(&map, k, (uint32_t)k) != CCHASH_INSERTED || local_map_put(&local, k, k) != CCHASH_INSERTED) {
            return 1;
        }
    }
    shared_set_add(&set, "here");
    const uint64_t sum = other_side(&map, &set, &local, cchash_hash_cstr("a text"));
    size_t count = 0;
    CCHASH_FOREACH (shared_map, it, &map) {
        count++;
    }
    const bool right = sum == 499500u * 2 && count == 1500 && shared_set_size(&set) == 2 &&
                       local_map_size(&local) == 1001 && shared_map_verify(&map) &&
                       shared_set_contains(&set, "there") && local_map_verify(&local);
    shared_map_free(&map);
    shared_set_free(&set);
    local_map_free(&local);
    return right ? 0 : 1;
}
