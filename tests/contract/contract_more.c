/* The shared contract for one layout, with every other kind of key, hash and trait, in two halves: what changes where
 * entries lie in memory, and what changes in which order they come. With HALF, 1 or 2, there is one of them
 * (tests/tests.mk says where), and both without. */
#include "test_heap.h"
#include ROW_HEADER
#include "image.h"
#include "key_types.h"

#if IS_HERE(1) /* sizes of entries, loads, and traits that add a field or take another allocator */
#define NAME padded_good
#define KIND padded
#define HASHING hashing_good
#include "contract.h"

#define NAME byte_constant
#define KIND byte
#define HASHING hashing_constant
#include "contract.h"

#define NAME big_good
#define KIND big
#define HASHING hashing_good
#include "contract.h"

#define NAME page_good
#define KIND page
#define HASHING hashing_good
#include "contract.h"

#define NAME byte_set
#define KIND byte
#define HASHING hashing_identity
#define IS_SET
#include "contract.h"

#define NAME big_constant_set
#define KIND big
#define HASHING hashing_constant
#define IS_SET
#include "contract.h"

#define NAME page_set
#define KIND page
#define HASHING hashing_identity
#define IS_SET
#include "contract.h"

#define NAME u64_cached
#define KIND u64
#define HASHING hashing_seven_bits
#define TRAITS ROW_TRAITS(CCHASH_CACHED_HASH)
#include "contract.h"

#define NAME cstr_seeded_cached
#define KIND cstr
#define HASHING hashing_constant
#define UNIVERSE 150
#define TRAITS ROW_TRAITS(CCHASH_SEEDED_HASH, CCHASH_CACHED_HASH)
#define IS_SEEDED
#include "contract.h"

#define NAME u64_low_load
#define KIND u64
#define HASHING hashing_good
#define TRAITS ROW_TRAITS(CCHASH_MAX_LOAD(1, 4))
#include "contract.h"

#define NAME u64_high_load
#define KIND u64
#define HASHING hashing_identity
#define TRAITS ROW_TRAITS(CCHASH_MAX_LOAD(15, 16))
#include "contract.h"

#define NAME padded_half_load_set
#define KIND padded
#define HASHING hashing_good
#define IS_SET
#define TRAITS ROW_TRAITS(CCHASH_MAX_LOAD(1, 2))
#include "contract.h"

#define NAME u64_context
#define KIND u64
#define HASHING hashing_good
#define TRAITS ROW_TRAITS(CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to))
#include "contract.h"

#define NAME u64_many_traits
#define KIND u64
#define HASHING hashing_seven_bits
#define TRAITS                                                                                                         \
    ROW_TRAITS(CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to), CCHASH_SEEDED_HASH,                  \
               CCHASH_CACHED_HASH, CCHASH_MAX_LOAD(3, 4))
#define IS_SEEDED
#include "contract.h"

#if ROW_LAYOUT == LAYOUT_COMPACT
#define NAME lined_split
#define KIND lined
#define HASHING hashing_good
#define TRAITS (CCHASH_SPLIT, CCHASH_CACHED_HASH) /* growth gives pages back */
#include "contract.h"

#define NAME page_split
#define KIND page
#define HASHING hashing_good
#define TRAITS (CCHASH_SPLIT)
#include "contract.h"

#define NAME narrow_split_many_traits
#define KIND narrow
#define HASHING hashing_seven_bits
#define TRAITS                                                                                                         \
    (CCHASH_SPLIT, CCHASH_ALLOCATOR(struct heap *, heap_alloc_from, heap_release_to), CCHASH_SEEDED_HASH,              \
     CCHASH_CACHED_HASH, CCHASH_MAX_LOAD(15, 16))
#define IS_SEEDED
#include "contract.h"
#endif
#endif

#if IS_HERE(2) /* hashes, and the traits about them */
#if ROW_LAYOUT == LAYOUT_COMPACT
#define NAME cstr_split_constant
#define KIND cstr
#define HASHING hashing_constant
#define UNIVERSE 150
#define TRAITS (CCHASH_SPLIT)
#include "contract.h"
#endif

#define NAME u64_identity
#define KIND u64
#define HASHING hashing_identity
#include "contract.h"

#define NAME u64_seven_bits
#define KIND u64
#define HASHING hashing_seven_bits
#include "contract.h"

#define NAME u64_high_bits
#define KIND u64
#define HASHING hashing_high_bits
#include "contract.h"

#define NAME cstr_constant
#define KIND cstr
#define HASHING hashing_constant
#define UNIVERSE 150
#include "contract.h"

#define NAME padded_high_bits
#define KIND padded
#define HASHING hashing_high_bits
#include "contract.h"

#define NAME big_seven_bits
#define KIND big
#define HASHING hashing_seven_bits
#include "contract.h"

#define NAME line_good
#define KIND line
#define HASHING hashing_good
#include "contract.h"

#define NAME u64_set
#define KIND u64
#define HASHING hashing_good
#define IS_SET
#include "contract.h"

#define NAME cstr_set
#define KIND cstr
#define HASHING hashing_good
#define IS_SET
#include "contract.h"

#define NAME cstr_cached_set
#define KIND cstr
#define HASHING hashing_good
#define IS_SET
#define TRAITS ROW_TRAITS(CCHASH_CACHED_HASH)
#include "contract.h"

#define NAME u64_seeded
#define KIND u64
#define HASHING hashing_good
#define TRAITS ROW_TRAITS(CCHASH_SEEDED_HASH)
#define IS_SEEDED
#include "contract.h"

#define NAME u64_trusted
#define KIND u64
#define HASHING hashing_good
#define TRAITS ROW_TRAITS(CCHASH_GOOD_HASH)
#include "contract.h"

#define NAME u64_trusted_identity
#define KIND u64
#define HASHING hashing_identity
#define TRAITS ROW_TRAITS(CCHASH_GOOD_HASH)
#include "contract.h"

#define NAME byte_trusted_set
#define KIND byte
#define HASHING hashing_high_bits
#define IS_SET
#define TRAITS ROW_TRAITS(CCHASH_GOOD_HASH)
#include "contract.h"
#endif

int main(void) {
    Suite *suite = suite_create("contract, more");
#if IS_HERE(1)
    suite_add_tcase(suite, padded_good_test_case());
    suite_add_tcase(suite, byte_constant_test_case());
    suite_add_tcase(suite, big_good_test_case());
    suite_add_tcase(suite, page_good_test_case());
    suite_add_tcase(suite, byte_set_test_case());
    suite_add_tcase(suite, big_constant_set_test_case());
    suite_add_tcase(suite, page_set_test_case());
    suite_add_tcase(suite, u64_cached_test_case());
    suite_add_tcase(suite, cstr_seeded_cached_test_case());
    suite_add_tcase(suite, u64_low_load_test_case());
    suite_add_tcase(suite, u64_high_load_test_case());
    suite_add_tcase(suite, padded_half_load_set_test_case());
    suite_add_tcase(suite, u64_context_test_case());
    suite_add_tcase(suite, u64_many_traits_test_case());
#if ROW_LAYOUT == LAYOUT_COMPACT
    suite_add_tcase(suite, lined_split_test_case());
    suite_add_tcase(suite, page_split_test_case());
    suite_add_tcase(suite, narrow_split_many_traits_test_case());
#endif
#endif
#if IS_HERE(2)
#if ROW_LAYOUT == LAYOUT_COMPACT
    suite_add_tcase(suite, cstr_split_constant_test_case());
#endif
    suite_add_tcase(suite, u64_identity_test_case());
    suite_add_tcase(suite, u64_seven_bits_test_case());
    suite_add_tcase(suite, u64_high_bits_test_case());
    suite_add_tcase(suite, cstr_constant_test_case());
    suite_add_tcase(suite, padded_high_bits_test_case());
    suite_add_tcase(suite, big_seven_bits_test_case());
    suite_add_tcase(suite, line_good_test_case());
    suite_add_tcase(suite, u64_set_test_case());
    suite_add_tcase(suite, cstr_set_test_case());
    suite_add_tcase(suite, cstr_cached_set_test_case());
    suite_add_tcase(suite, u64_seeded_test_case());
    suite_add_tcase(suite, u64_trusted_test_case());
    suite_add_tcase(suite, u64_trusted_identity_test_case());
    suite_add_tcase(suite, byte_trusted_set_test_case());
#endif
    return run_suite(suite);
}
