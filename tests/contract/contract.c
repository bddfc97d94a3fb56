/* The shared contract for one layout, with the keys and hashes that matter most: this runs in every configuration.
 * With HALF, 1 or 2, there is one half of them (tests/tests.mk says where), and both without. */
#include "test_heap.h"
#include ROW_HEADER
#include "image.h"
#include "key_types.h"

#if IS_HERE(1)
#define NAME u64_good
#define KIND u64
#define HASHING hashing_good
#include "contract.h"

#define NAME cstr_good
#define KIND cstr
#define HASHING hashing_good
#include "contract.h"

#if ROW_LAYOUT == LAYOUT_COMPACT
#define NAME narrow_split
#define KIND narrow
#define HASHING hashing_good
#define TRAITS (CCHASH_SPLIT)
#include "contract.h"
#endif

#define NAME padded_set
#define KIND padded
#define HASHING hashing_good
#define IS_SET
#include "contract.h"
#endif

#if IS_HERE(2)
#define NAME u64_constant
#define KIND u64
#define HASHING hashing_constant
#define UNIVERSE 150
#include "contract.h"

#define NAME byte_identity
#define KIND byte
#define HASHING hashing_identity
#include "contract.h"

#define NAME line_high_bits
#define KIND line
#define HASHING hashing_high_bits
#include "contract.h"

#define NAME u64_seven_bits_set
#define KIND u64
#define HASHING hashing_seven_bits
#define IS_SET
#include "contract.h"
#endif

int main(void) {
    Suite *suite = suite_create("contract");
#if IS_HERE(1)
    suite_add_tcase(suite, u64_good_test_case());
    suite_add_tcase(suite, cstr_good_test_case());
    suite_add_tcase(suite, padded_set_test_case());
#if ROW_LAYOUT == LAYOUT_COMPACT
    suite_add_tcase(suite, narrow_split_test_case());
#endif
#endif
#if IS_HERE(2)
    suite_add_tcase(suite, u64_constant_test_case());
    suite_add_tcase(suite, byte_identity_test_case());
    suite_add_tcase(suite, line_high_bits_test_case());
    suite_add_tcase(suite, u64_seven_bits_set_test_case());
#endif
    return run_suite(suite);
}
