/* machine.c: see machine.h. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "machine.h"
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* bench.mk defines the two. */
#ifndef BENCH_FLAGS
#define BENCH_FLAGS ""
#endif
#ifndef BENCH_CXX_VERSION
#define BENCH_CXX_VERSION ""
#endif

const char bench_flags[] = BENCH_FLAGS;
const char bench_cxx_compiler[] = BENCH_CXX_VERSION;
#if defined(__clang__)
const char bench_compiler[] = "clang " __clang_version__;
#else
const char bench_compiler[] = "gcc " __VERSION__;
#endif

const char *bench_line_of(const char *file, const char *key, char *line, size_t size) {
    FILE *in = fopen(file, "r");
    const char *found = "";
    if (in == NULL) return found;
    while (found[0] == '\0' && fgets(line, (int)size, in) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        const char *colon = strstr(line, ": ");
        if (key == NULL)
            found = line;
        else if (strncmp(line, key, strlen(key)) == 0 && colon != NULL)
            found = colon + 2;
        if (key == NULL) break;
    }
    fclose(in);
    return found;
}

const char *bench_cache_fact(int index, const char *what, char *line, size_t size) {
    char file[96];
    snprintf(file, sizeof file, "/sys/devices/system/cpu/cpu0/cache/index%d/%s", index, what);
    return bench_line_of(file, NULL, line, size);
}

const char *bench_cpu_model(char *line, size_t size) {
    return bench_line_of("/proc/cpuinfo", "model name", line, size);
}

void bench_print_machine(void) {
    char line[512], level[16], size[16];
    struct utsname system;
    uname(&system);
    const char *model = bench_cpu_model(line, sizeof line);
    printf("%s, %ld cores, %s %s", model[0] != '\0' ? model : system.machine, sysconf(_SC_NPROCESSORS_ONLN),
           system.sysname, system.release);
    for (int i = 0; bench_cache_fact(i, "level", level, sizeof level)[0] != '\0'; i++) {
        char type[32];
        bench_cache_fact(i, "type", type, sizeof type);
        if (strcmp(type, "Instruction") == 0) continue;
        printf(", L%s %s", level, bench_cache_fact(i, "size", size, sizeof size));
    }
    printf("\n%s, %s\n", bench_compiler, bench_flags);
}

#ifdef __linux__
static cpu_set_t allowed; /* before the process was pinned */

unsigned bench_processors(void) {
    if (CPU_COUNT(&allowed) == 0) sched_getaffinity(0, sizeof allowed, &allowed);
    return CPU_COUNT(&allowed) > 0 ? (unsigned)CPU_COUNT(&allowed) : 1;
}

void bench_pin_thread(unsigned number) {
    cpu_set_t set;
    CPU_ZERO(&set);
    unsigned left = number % bench_processors();
    for (size_t core = 0; core < CPU_SETSIZE; core++) {
        if (!CPU_ISSET(core, &allowed) || left-- != 0) continue;
        CPU_SET(core, &set);
        break;
    }
    sched_setaffinity(0, sizeof set, &set);
}

void bench_unpin(void) { sched_setaffinity(0, sizeof allowed, &allowed); }
#else
unsigned bench_processors(void) {
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (unsigned)count : 1;
}
void bench_pin_thread(unsigned number) { (void)number; }
void bench_unpin(void) {}
#endif

int bench_pin_to_core(void) {
#ifdef __linux__
    cpu_set_t set;
    bench_processors();
    int core = sched_getcpu();
    if (core < 0) return -1;
    CPU_ZERO(&set);
    CPU_SET((size_t)core, &set);
    return sched_setaffinity(0, sizeof set, &set) == 0 ? core : -1;
#else
    return -1;
#endif
}
