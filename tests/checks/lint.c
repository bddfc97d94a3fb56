/* Every header instantiated once in each layout, for clang-tidy: see `make lint`. */
#include "cchash.h"
#include "cchash_sync.h"
#include "layouts.h"

typedef struct pair {
    uint64_t first;
    double second[3];
} pair;
static uint64_t pair_hash(pair key) { return key.first * 3; }
static bool pair_eq(pair left, pair right) { return left.first == right.first; }

#define LINT_LAYOUT(LAYOUT_, layout_)                                                                                  \
    CCHASH_##LAYOUT_##_DEFINE(layout_##_map, pair, uint64_t, pair_hash, pair_eq);                                      \
    CCHASH_##LAYOUT_##_DEFINE_STR(layout_##_words, uint64_t, (CCHASH_ARENA_KEYS));
EACH_LAYOUT(LINT_LAYOUT)
CCHASH_CONCURRENT_DEFINE(concurrent_map, pair, uint64_t, pair_hash, pair_eq);
CCHASH_SYNC_DEFINE(striped_map, compact_map, CCHASH_STRIPED(16));
CCHASH_SYNC_DEFINE_STR(striped_words, compact_words, CCHASH_COARSE_RW);
CCHASH_SYNC_DEFINE(chain_strings, chain_words, CCHASH_STRIPED);
CCHASH_SYNC_DEFINE(granular_map, chain_map, CCHASH_GRANULAR);
CCHASH_SYNC_DEFINE_STR(granular_words, chain_words, CCHASH_GRANULAR);
CCHASH_CONCURRENT_DEFINE_SET(concurrent_set, uint64_t, cchash_hash_u64, cchash_eq_u64);

int main(void) { return 0; }
