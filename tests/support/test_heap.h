/* An allocator that watches: it counts, can be told to fail, and checks that each block comes back with the size and
 * alignment it was asked for and with nothing written behind its end. Blocks are aligned as asked and no better, and
 * filled with garbage. Include it before cchash.h to make it the program's CCHASH_MALLOC. */
#ifndef CCHASH_TESTS_HEAP_H
#define CCHASH_TESTS_HEAP_H

#include "test.h"

#if defined(__SANITIZE_ADDRESS__)
#define HEAP_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HEAP_ASAN 1
#endif
#endif
#ifdef HEAP_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(start_, size_) ((void)(start_), (void)(size_))
#define ASAN_UNPOISON_MEMORY_REGION(start_, size_) ((void)(start_), (void)(size_))
#endif

#define HEAP_TAIL 32

struct heap_block {
    void *raw;
    size_t size, align;
    struct heap_block *next, *previous;
    uint64_t magic;
};

struct heap {
    struct heap_block *blocks;
    size_t calls;     /* requests, granted or not */
    size_t granted;   /* requests that got memory */
    size_t released;  /* blocks given back */
    size_t live;      /* bytes that are out */
    size_t peak;      /* the most that ever were */
    size_t largest;   /* largest single request */
    long fail_after;  /* this many requests succeed, then one fails; negative: none fails */
    bool fail_always; /* and all later ones fail too */
    bool failed;      /* a request has been refused on purpose */
    size_t limit;     /* requests above it fail; 0: none */
    bool forbidden;   /* an allocation now is a defect of the code under test */
};

static struct heap the_heap = {NULL, 0, 0, 0, 0, 0, 0, -1, false, false, 0, false};

static inline size_t heap_blocks(const struct heap *h) { return h->granted - h->released; }

static inline void *heap_alloc_from(struct heap *h, size_t size, size_t align) {
    if (!h) {
        h = &the_heap; /* the context of a zeroed map */
    }
    CHECK_MSG(!h->forbidden, "an allocation of %zu bytes where none may happen", size);
    CHECK_MSG(size <= (size_t)PTRDIFF_MAX / 2, "a request for %zu bytes reached the allocator", size);
    CHECK_MSG(align > 0 && (align & (align - 1)) == 0, "alignment %zu is no power of two", align);
    h->calls++;
    if (size > h->largest) {
        h->largest = size;
    }
    errno = ENOMEM; /* an allocator may touch it; the library must not let that show */
    if (h->limit && size > h->limit) {
        h->failed = true;
        return NULL;
    }
    if (h->fail_after >= 0) {
        if (h->fail_after == 0) {
            h->failed = true;
            if (!h->fail_always) {
                h->fail_after = -1;
            }
            return NULL;
        }
        h->fail_after--;
    }
    const size_t step = align < sizeof(void *) * 2 ? sizeof(void *) * 2 : align;
    char *raw = (char *)malloc(sizeof(struct heap_block) + 3 * step + size + HEAP_TAIL);
    if (!raw) {
        return NULL;
    }
    uintptr_t at = ((uintptr_t)raw + sizeof(struct heap_block) + step - 1) / step * step;
    if (at / step % 2 == 0) {
        at += step; /* not by accident aligned to twice as much */
    }
    char *block = raw + (at - (uintptr_t)raw);
    struct heap_block head = {raw, size, align, h->blocks, NULL, 0x5afe5afe5afe5afeu};
    struct heap_block *place = (struct heap_block *)(void *)(block - sizeof head);
    *place = head;
    if (h->blocks) {
        h->blocks->previous = place;
    }
    h->blocks = place;
    memset(block, 0xa5, size);
    memset(block + size, 0x77, HEAP_TAIL);
    ASAN_POISON_MEMORY_REGION(block + size, HEAP_TAIL);
    h->granted++;
    h->live += size;
    if (h->live > h->peak) {
        h->peak = h->live;
    }
    return block;
}

static inline void heap_release_to(struct heap *h, void *ptr, size_t size, size_t align) {
    if (!h) {
        h = &the_heap;
    }
    CHECK(ptr != NULL);
    struct heap_block *place = (struct heap_block *)(void *)((char *)ptr - sizeof(struct heap_block));
    CHECK(place->magic == 0x5afe5afe5afe5afeu);
    CHECK_EQ(place->size, size);
    CHECK_EQ(place->align, align);
    ASAN_UNPOISON_MEMORY_REGION((char *)ptr + size, HEAP_TAIL);
    for (size_t i = 0; i < HEAP_TAIL; i++) {
        CHECK_MSG(((unsigned char *)ptr)[size + i] == 0x77, "byte %zu behind a block of %zu was written", i, size);
    }
    if (place->previous) {
        place->previous->next = place->next;
    } else {
        CHECK_MSG(h->blocks == place, "a block goes back to another heap than it came from");
        h->blocks = place->next;
    }
    if (place->next) {
        place->next->previous = place->previous;
    }
    place->magic = 0;
    h->released++;
    h->live -= size;
    memset(ptr, 0xd7, size);
    free(place->raw);
    errno = EINVAL;
}

/* Like realloc, which the library asks instead of malloc where it can do without: two of three times the block moves,
 * otherwise the answer is NULL. Where a request is to fail, this one does, and the next. */
static inline void *heap_extend(struct heap *h, void *block, size_t size, size_t larger, size_t align) {
    const int saved_errno = errno;
    if (h->fail_after == 0 || (h->limit && larger > h->limit) || h->calls % 3 == 0) return NULL;
    void *moved = heap_alloc_from(h, larger, align);
    if (moved) {
        memcpy(moved, block, size);
        heap_release_to(h, block, size, align);
    }
    errno = saved_errno;
    return moved;
}

static inline void *heap_alloc(size_t size, size_t align) { return heap_alloc_from(&the_heap, size, align); }

static inline void heap_release(void *ptr, size_t size, size_t align) { heap_release_to(&the_heap, ptr, size, align); }

static inline void heap_fail(struct heap *h, long after, bool always) {
    h->fail_after = after;
    h->fail_always = always;
    h->failed = false;
}

/* Gives back what a test left behind on purpose (a jump out of a callback may leak), and forgets all counts. */
static inline void heap_reset(struct heap *h) {
    while (h->blocks) {
        struct heap_block *next = h->blocks->next;
        char *block = (char *)h->blocks + sizeof(struct heap_block);
        ASAN_UNPOISON_MEMORY_REGION(block + h->blocks->size, HEAP_TAIL);
        free(h->blocks->raw);
        h->blocks = next;
    }
    memset((void *)h, 0, sizeof *h);
    h->fail_after = -1;
}

#ifndef HEAP_ONLY_BY_CONTEXT
#define CCHASH_MALLOC(size_, align_) heap_alloc(size_, align_)
#define CCHASH_FREE(ptr_, size_, align_) heap_release(ptr_, size_, align_)
#define CCHASH_PRIV_EXTEND(ptr_, size_, larger_, align_) heap_extend(&the_heap, ptr_, size_, larger_, align_)
#endif

#endif
