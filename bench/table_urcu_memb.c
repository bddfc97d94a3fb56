/* liburcu's rculfhash with membarrier(2): readers need no fence. */
#include "bench.h"
#if __has_include(<urcu/rculfhash.h>) && !defined(BENCH_WITHOUT_urcu)
#define URCU_API_MAP /* rcu_read_lock and so on mean this flavour */
#define _LGPL_SOURCE /* readers inline */
#include <urcu/urcu-memb.h>
#define TABLE urcu_memb
#include "table_urcu.h"
#else
BENCH_TABLE_ABSENT(urcu_memb);
#endif
