/* cchash_sync.h on other systems and processors: a little of everything, by one thread. */
#include "cchash.h"
#include "cchash_sync.h"

#define EXPECT(condition_)                                                                                             \
    if (!(condition_)) return __LINE__ % 100 + 1

struct wide {
    uint32_t words[5];
};
static uint64_t hash_wide(struct wide key) { return cchash_hash_bytes(&key, sizeof key, 1); }
static bool same_wide(struct wide left, struct wide right) { return memcmp(&left, &right, sizeof left) == 0; }

CCHASH_DEFINE(table, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CHAIN_DEFINE(chains, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_SYNC_DEFINE(coarse, table, CCHASH_COARSE);
CCHASH_SYNC_DEFINE(readers, table, CCHASH_STRIPED_RW(4));
CCHASH_SYNC_DEFINE(granular, chains, CCHASH_GRANULAR(2));
CCHASH_CONCURRENT_DEFINE(hits, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE(bytes, uint16_t, unsigned char, cchash_hash_int, cchash_eq_int);
CCHASH_CONCURRENT_DEFINE(wides, struct wide, uint32_t, hash_wide, same_wide);
CCHASH_CONCURRENT_DEFINE_SET(numbers, uint32_t, cchash_hash_u32, cchash_eq_u32);

#define FILL(name_, K_, V_)                                                                                            \
    {                                                                                                                  \
        static name_ map;                                                                                              \
        for (unsigned k = 0; k < 2000; k++) {                                                                          \
            V_ before = 0;                                                                                             \
            EXPECT(name_##_put(&map, (K_)k, (V_)(k * 3)) == CCHASH_INSERTED);                                          \
            EXPECT(name_##_fetch_add(&map, (K_)k, (V_)1, &before) == CCHASH_PRESENT && before == (V_)(k * 3));         \
            EXPECT(k % 3 || (name_##_remove(&map, (K_)k) && !name_##_contains(&map, (K_)k)));                          \
        }                                                                                                              \
        for (unsigned k = 0; k < 2000; k++)                                                                            \
            EXPECT(name_##_get_or(&map, (K_)k, (V_)7) == (k % 3 ? (V_)(k * 3 + 1) : (V_)7));                           \
        EXPECT(name_##_size(&map) == 1333 && name_##_verify(&map));                                                    \
        name_##_free(&map);                                                                                            \
    }

int main(void) {
    FILL(coarse, uint64_t, uint64_t)
    FILL(readers, uint64_t, uint64_t)
    FILL(granular, uint64_t, uint64_t)
    FILL(hits, uint64_t, uint64_t)
    FILL(bytes, uint16_t, unsigned char)
    static wides many;
    static numbers set;
    for (uint32_t k = 0; k < 2000; k++) {
        struct wide key = {{k, k + 1, k + 2, k + 3, k * k}};
        EXPECT(wides_put(&many, key, k) == CCHASH_INSERTED && numbers_add(&set, k * 77) == CCHASH_INSERTED);
        EXPECT(wides_get_or(&many, key, 1) == k && numbers_contains(&set, k * 77) &&
               !numbers_contains(&set, k * 77 + 1));
    }
    EXPECT(wides_size(&many) == 2000 && wides_verify(&many) && numbers_size(&set) == 2000 && numbers_verify(&set));
    wides_free(&many);
    numbers_free(&set);
    return 0;
}
