/* liburcu's rculfhash with quiescent states: readers say, now and then, that they hold nothing. */
#include "bench.h"
#if __has_include(<urcu/rculfhash.h>) && !defined(BENCH_WITHOUT_urcu)
#define URCU_API_MAP /* rcu_read_lock and so on mean this flavour */
#define _LGPL_SOURCE /* readers inline */
#include <urcu/urcu-qsbr.h>
#define TABLE urcu_qsbr
#include "table_urcu.h"
#else
BENCH_TABLE_ABSENT(urcu_qsbr);
#endif
