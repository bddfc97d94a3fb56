/* heap.c: replaces malloc, free and mmap with versions that count the bytes that a table owns: the usable size of each
 * block, the allocator's 8-byte header, and whole mappings. Counting is off while anything is timed, so that each call
 * then costs one more jump. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "heap.h"
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static bool counting;
static size_t live, peak;

void bench_heap_start(void) {
    live = peak = 0;
    counting = true;
}
void bench_heap_stop(void) { counting = false; }
size_t bench_heap_live(void) { return live; }
size_t bench_heap_peak_since(void) {
    size_t highest = peak;
    peak = live;
    return highest;
}

#if defined(__SANITIZE_ADDRESS__)
#define HEAP_COUNTS 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_COUNTS 0
#endif
#endif
#ifndef HEAP_COUNTS
#ifdef __GLIBC__
#define HEAP_COUNTS 1
#else
#define HEAP_COUNTS 0
#endif
#endif

bool bench_heap_counts(void) { return HEAP_COUNTS; }

#if HEAP_COUNTS

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
void __libc_free(void *);

static void grew(size_t bytes) {
    live += bytes;
    if (live > peak) peak = live;
}
static void shrank(size_t bytes) { live -= bytes < live ? bytes : live; }
static size_t footprint(void *block) { return block == NULL ? 0 : malloc_usable_size(block) + sizeof(size_t); }

/* glibc sets the second bit of a block's header if the block is a mapping of its own. */
static bool is_mapping(const void *block) { return block != NULL && (((const size_t *)block)[-1] & 2) != 0; }

static void *counted(void *block) {
    grew(footprint(block));
    return block;
}

void *malloc(size_t size) {
    if (!counting) return __libc_malloc(size);
    return counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
    if (!counting) return __libc_calloc(count, size);
    return counted(__libc_calloc(count, size));
}

void *realloc(void *block, size_t size) {
    if (!counting) return __libc_realloc(block, size);
    size_t before = footprint(block);
    void *moved = __libc_realloc(block, size);
    if (moved == NULL && size != 0) return NULL;
    /* While a block is copied, both copies exist. A block that grows in place or is remapped exists once. */
    if (moved != block && !is_mapping(moved)) {
        counted(moved);
        shrank(before);
        return moved;
    }
    shrank(before);
    return counted(moved);
}

void *memalign(size_t alignment, size_t size) {
    if (!counting) return __libc_memalign(alignment, size);
    return counted(__libc_memalign(alignment, size));
}
void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **block, size_t alignment, size_t size) {
    void *made = memalign(alignment, size);
    if (made == NULL) return ENOMEM;
    *block = made;
    return 0;
}

void free(void *block) {
    if (counting) shrank(footprint(block));
    __libc_free(block);
}

/* For tables that map their arrays themselves. The C library calls its own mmap, not this one. */
void *mmap(void *address, size_t length, int protection, int flags, int file, off_t offset) {
    long made = syscall(SYS_mmap, address, length, protection, flags, file, offset);
    if (counting && made != -1) grew(length);
    return (void *)made;
}

int munmap(void *address, size_t length) {
    if (counting) shrank(length);
    return (int)syscall(SYS_munmap, address, length);
}

#endif
