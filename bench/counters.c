/* counters.c: perf_event_open. Each counter is opened by itself, because the kernel would never schedule a group that
 * is larger than the number of hardware counters, while single events take turns. Only user code is counted: an
 * ordinary user may count nothing else. Page faults are a counter of their own. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "counters.h"
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

const char *const bench_counter_names[COUNTERS] = {
    [COUNT_INSTRUCTIONS] = "instructions",
    [COUNT_CYCLES] = "cycles",
    [COUNT_BRANCHES] = "branches",
    [COUNT_BRANCH_MISSES] = "branch-misses",
    [COUNT_CACHE_REFERENCES] = "cache-references",
    [COUNT_CACHE_MISSES] = "cache-misses",
    [COUNT_L1D_LOADS] = "L1-dcache-loads",
    [COUNT_L1D_LOAD_MISSES] = "L1-dcache-load-misses",
    [COUNT_LLC_LOADS] = "LLC-loads",
    [COUNT_LLC_LOAD_MISSES] = "LLC-load-misses",
    [COUNT_DTLB_LOADS] = "dTLB-loads",
    [COUNT_DTLB_LOAD_MISSES] = "dTLB-load-misses",
    [COUNT_PAGE_FAULTS] = "page-faults",
    [COUNT_CONTEXT_SWITCHES] = "context-switches",
    [COUNT_MIGRATIONS] = "cpu-migrations",
    [COUNT_TASK_CLOCK] = "task-clock",
    [COUNT_CPU_CLOCK] = "cpu-clock",
};

#ifdef __linux__

#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#define READ_OF(cache, result)                                                                                         \
    ((cache) | (PERF_COUNT_HW_CACHE_OP_READ << 8) | ((uint64_t)PERF_COUNT_HW_CACHE_RESULT_##result << 16))

static const struct {
    uint32_t type;
    uint64_t config;
} events[COUNTERS] = {
    [COUNT_INSTRUCTIONS] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS},
    [COUNT_CYCLES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES},
    [COUNT_BRANCHES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_INSTRUCTIONS},
    [COUNT_BRANCH_MISSES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES},
    [COUNT_CACHE_REFERENCES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_REFERENCES},
    [COUNT_CACHE_MISSES] = {PERF_TYPE_HARDWARE, PERF_COUNT_HW_CACHE_MISSES},
    [COUNT_L1D_LOADS] = {PERF_TYPE_HW_CACHE, READ_OF(PERF_COUNT_HW_CACHE_L1D, ACCESS)},
    [COUNT_L1D_LOAD_MISSES] = {PERF_TYPE_HW_CACHE, READ_OF(PERF_COUNT_HW_CACHE_L1D, MISS)},
    [COUNT_LLC_LOADS] = {PERF_TYPE_HW_CACHE, READ_OF(PERF_COUNT_HW_CACHE_LL, ACCESS)},
    [COUNT_LLC_LOAD_MISSES] = {PERF_TYPE_HW_CACHE, READ_OF(PERF_COUNT_HW_CACHE_LL, MISS)},
    [COUNT_DTLB_LOADS] = {PERF_TYPE_HW_CACHE, READ_OF(PERF_COUNT_HW_CACHE_DTLB, ACCESS)},
    [COUNT_DTLB_LOAD_MISSES] = {PERF_TYPE_HW_CACHE, READ_OF(PERF_COUNT_HW_CACHE_DTLB, MISS)},
    [COUNT_PAGE_FAULTS] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_PAGE_FAULTS},
    [COUNT_CONTEXT_SWITCHES] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CONTEXT_SWITCHES},
    [COUNT_MIGRATIONS] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_MIGRATIONS},
    [COUNT_TASK_CLOCK] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_TASK_CLOCK},
    [COUNT_CPU_CLOCK] = {PERF_TYPE_SOFTWARE, PERF_COUNT_SW_CPU_CLOCK},
};

typedef struct {
    uint64_t value, enabled, running;
} reading;

static struct {
    bool is_open;
    int file;
    reading last;
} counters[COUNTERS];
static pid_t opened_by; /* a forked child has files that count its parent */

static int open_counter(bench_counter which) {
    struct perf_event_attr attributes = {
        .size = sizeof attributes,
        .type = events[which].type,
        .config = events[which].config,
        .read_format = PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING,
        .disabled = 1,
        .exclude_kernel = events[which].type != PERF_TYPE_SOFTWARE,
        .exclude_hv = 1,
    };
    int file = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    if (file < 0 && errno == EACCES && !attributes.exclude_kernel) {
        attributes.exclude_kernel = 1; /* an ordinary user may not count the kernel */
        file = (int)syscall(SYS_perf_event_open, &attributes, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
    }
    return file;
}

void bench_counters_open(void) {
    if (opened_by == getpid()) return;
    opened_by = getpid();
    for (int i = 0; i < COUNTERS; i++) {
        if (counters[i].is_open) close(counters[i].file);
        counters[i].file = open_counter((bench_counter)i);
        counters[i].is_open = counters[i].file >= 0;
        counters[i].last = (reading){0, 0, 0};
    }
}

static void switch_counters(unsigned long request) {
    for (int i = 0; i < COUNTERS; i++) {
        if (counters[i].is_open && ioctl(counters[i].file, request, 0) != 0) counters[i].is_open = false;
    }
}

void bench_counters_start(void) { switch_counters(PERF_EVENT_IOC_ENABLE); }
void bench_counters_stop(void) { switch_counters(PERF_EVENT_IOC_DISABLE); }

void bench_counters_take(double counts[COUNTERS]) {
    for (int i = 0; i < COUNTERS; i++) {
        reading now;
        counts[i] = -1;
        if (!counters[i].is_open || read(counters[i].file, &now, sizeof now) != (ssize_t)sizeof now) continue;
        double enabled = (double)(now.enabled - counters[i].last.enabled);
        double running = (double)(now.running - counters[i].last.running);
        /* An event that was never scheduled has no count; that is not a count of 0. */
        if (running > 0) counts[i] = (double)(now.value - counters[i].last.value) * (enabled / running);
        counters[i].last = now;
    }
}

const char *bench_counters_missing(void) {
    static char sentence[256];
    int file = open_counter(COUNT_INSTRUCTIONS), reason = errno;
    if (file >= 0) {
        close(file);
        return NULL;
    }
    if (reason == EACCES || reason == EPERM) {
        snprintf(sentence, sizeof sentence,
                 "hardware counters are there, but not for this user: `sysctl kernel.perf_event_paranoid=2` (or lower) "
                 "brings them, in a container also the capability PERFMON");
    } else if (reason == ENOENT || reason == EOPNOTSUPP || reason == ENODEV) {
        snprintf(
            sentence, sizeof sentence,
            "this machine offers no hardware counters, as most virtual machines; `make profile` has Valgrind count");
    } else {
        snprintf(sentence, sizeof sentence, "no hardware counters: perf_event_open says: %s", strerror(reason));
    }
    return sentence;
}

#else

void bench_counters_open(void) {}
void bench_counters_start(void) {}
void bench_counters_stop(void) {}
void bench_counters_take(double counts[COUNTERS]) {
    for (int i = 0; i < COUNTERS; i++) counts[i] = -1;
}
const char *bench_counters_missing(void) {
    return "counters are read on Linux only; docs/profiling.md has macOS's tools";
}

#endif
