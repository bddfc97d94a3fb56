/* threads.h: the workload `threads`. workloads.c runs it, as it runs its own. */
#ifndef BENCH_THREADS_H
#define BENCH_THREADS_H

#include "workloads.h"

/* Makes the keys and the operations of a job, before the process that measures is split off: the tables of one round
 * have the same. */
void bench_threads_prepare(const bench_job *job);

void bench_measure_threads(const bench_job *job, bench_result *result);
void bench_measure_threads_latency(const bench_job *job, bench_result *result); /* of single inserts */

#endif
