/* compare.h: two runs side by side. */
#ifndef BENCH_COMPARE_H
#define BENCH_COMPARE_H

/* Prints how each figure of two JSON files changed; the exit status. With fail_above >= 0: 1 where a count grew by more
 * than that many percent. Times never fail: they depend on who else uses the machine. */
int bench_compare(const char *old_file, const char *new_file, double fail_above);

#endif
