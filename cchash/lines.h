/* cchash/lines.h: the engine of concurrent maps, whose readers write nothing. SPDX-License-Identifier: MIT-0
 *
 * A bucket is a line: one cache line (or a few, for large elements) that is its own lock and its own version.
 *
 *     line, u64 -> u64   | head | next | key key key | value value value |                               64 bytes
 *     head, 64 bits      | version: 48 | ... | occupied: 12 | MOVED | DIRTY | LOCK |
 *     head, 32 bits      | version: 23 | occupied: 6 | MOVED | DIRTY | LOCK |
 *
 *     array, one allocation   | pools ... | header, 128 bytes | line | line | line | ...           a power of two of
 * them
 *
 * The top bits of the mixed hash choose the line. Elements for which it has no slot lie in children: lines of the same
 * form that `next` links. A word with the address of the lines, and the shift in its low bits, describes an array, so
 * that a lookup reads that word and the line, and nothing else.
 *
 * LOCK excludes other writers. Readers do not mind it: a writer fills slots that are not occupied, or stores a single
 * word, and readers see the slot, or the word, before or after. Where that is not enough, because elements move or a
 * value has several words, a writer sets DIRTY before it stores, and readers wait. A reader reads the head, the keys,
 * the value, and the head again; if the version has changed, it starts again. So a function of the user's that runs
 * under LOCK, on a copy of the value, stops no reader.
 *
 * Growth: a larger array is linked to the old one. The elements of line i go to lines i * f to i * f + f - 1, in order,
 * where f is the ratio of sizes: nobody else can reach these before line i says MOVED. A writer that finds a next array
 * moves its own line, and helps with HELP more. An unmoved line is authoritative: if there is no memory for moving it,
 * it stays, and works. When all are moved, the new array becomes current. The old one is kept, because a reader may
 * still be in it, but its pages go back to the system at once: a line of zeros in an array that has a next one says
 * "look there", like MOVED.
 *
 * Nothing here waits for a thread that is not in the same line: children come from slabs with a bitmap of free ones,
 * arrays and slabs are published by compare-and-swap, and a line that another thread holds is not helped with.
 *
 * Memory order: Boehm, "Can seqlocks get along with programming language memory models?" (2012). Every access to shared
 * memory is atomic. Sources: a cache line as a bucket with its own lock, from CLHT (David, Guerraoui, Trigonakis 2015);
 * versions in the bucket and inline elements, from parlayhash (Blelloch, Anderson 2023); cooperative growth, from
 * Java's ConcurrentHashMap (Lea). */
#ifndef CCHASH_PRIV_LINES_H
#define CCHASH_PRIV_LINES_H

#include "atomics.h"
#include "hash.h"

#include "macros_sync_off.h"

enum {
    CCHASH_PRIV_LINE_LOCK = 1,
    CCHASH_PRIV_LINE_DIRTY = 2,
    CCHASH_PRIV_LINE_MOVED = 4,
    CCHASH_PRIV_LINE_OCCUPIED = 3, /* the bit of slot 0 */
    CCHASH_PRIV_LINE_MOST = sizeof(cchash_priv_word) > 4 ? 12 : 6,
    CCHASH_PRIV_LINE_VERSION = sizeof(cchash_priv_word) > 4 ? 16 : 9,
    CCHASH_PRIV_LINES_MIN = 8,     /* of an array */
    CCHASH_PRIV_HELP = 4,          /* lines that a writer moves beyond its own */
    CCHASH_PRIV_CHILD_SHARE = 7,   /* growth is due when there are more children than 1 for 7 lines (docs/sync.md) */
    CCHASH_PRIV_CHILDREN_MIN = 2,  /* as many as the first slab has, though */
    CCHASH_PRIV_POOL_LINES = 1024, /* lines that share a pool of children, at least */
    CCHASH_PRIV_POOLS_MOST = 16,
    CCHASH_PRIV_STRIPES = 64,
    CCHASH_PRIV_STRIPES_FROM = 256,     /* lines of the smallest array with which a map gets stripes */
    CCHASH_PRIV_GIVE_BACK_MIN = 1 << 16 /* bytes of the smallest array whose pages go back */
};
#define CCHASH_PRIV_LINE_STEP ((cchash_priv_word)1 << CCHASH_PRIV_LINE_VERSION)
CCHASH_PRIV_ASSERT((int)CCHASH_PRIV_LINE_OCCUPIED + (int)CCHASH_PRIV_LINE_MOST <= (int)CCHASH_PRIV_LINE_VERSION,
                   a_head_has_room_for_the_occupied_bits);

/* What a concurrent map is made for: constant, one for each generated type. */
typedef struct cchash_priv_line_type {
    size_t key_size, value_size; /* a set has value_size 0 */
    size_t slots;                /* of a line */
    size_t line_bytes;           /* a multiple of 64 */
    size_t value_offset;         /* of the first value in a line; keys begin behind `next` */
    bool good_hash, gives_back;
    uint64_t (*hash_at)(const void *stored, uint64_t seed); /* of a key in a line */
    bool (*equal_at)(const void *stored, const void *key);  /* of a key in a line and another */
    void *(*allocate_zeroed)(const void *map, size_t size, size_t align);
    void (*release)(const void *map, void *block, size_t size, size_t align);
} cchash_priv_line_type;

typedef struct cchash_priv_line {
    cchash_priv_word head;
    cchash_priv_word next; /* the address of a child, or 0 */
} cchash_priv_line;

/* A count of elements to which threads add. A thread that owns the stripe adds to `own` with plain stores, others to
 * `shared` by atomic addition. Owners are addresses of thread-local variables. A new thread may have the address of one
 * that has ended, and goes on with its stripe. */
typedef struct cchash_priv_stripe {
    cchash_priv_word owner, own, shared;
    cchash_priv_word unused[64 / sizeof(cchash_priv_word) - 3];
} cchash_priv_stripe;

/* The map. The stripe lies so far away that writers of it do not take the first words from readers. */
typedef struct cchash_priv_lines {
    cchash_priv_word current;                            /* an array; 0: none yet */
    cchash_priv_word seed;                               /* 0: not drawn yet */
    cchash_priv_word stripes;                            /* the address of CCHASH_PRIV_STRIPES of them, or 0 */
    cchash_priv_word retired, retired_bytes, retired_in; /* old arrays that wait for threads, since which epoch */
    cchash_priv_word reclaiming;                         /* a thread is about to free some */
    cchash_priv_word apart[64 / sizeof(cchash_priv_word) - 4];
    cchash_priv_word owner, own, shared; /* the first stripe */
} cchash_priv_lines;

/* Children: slabs of them, each with a bitmap of those that are free. Slabs are added, never taken away. */
typedef struct cchash_priv_slab {
    cchash_priv_word free; /* a bit for each line */
    cchash_priv_word next, lines;
    cchash_priv_word unused[64 / sizeof(cchash_priv_word) - 3];
} cchash_priv_slab;
typedef struct cchash_priv_pool {
    cchash_priv_word slabs, hint; /* the list; a slab that may have a free line */
    cchash_priv_word count;       /* of slabs */
    cchash_priv_word lines, used; /* in all slabs, and how many of them are in use */
} cchash_priv_pool;

typedef struct cchash_priv_array {
    cchash_priv_word next;  /* the larger array, while growth goes on and ever after */
    cchash_priv_word older; /* a list of arrays that are kept until it is safe to free them */
    cchash_priv_word done;  /* all lines have been moved */
    size_t lines, pools, bytes;
    void *block;
#ifdef CCHASH_RETIRE
    const void *type;
    char apart[64 - 8 * sizeof(void *)];
#else
    char apart[64 - 7 * sizeof(void *)];
#endif
    cchash_priv_word cursor, moved; /* the next line to help with; how many have been moved */
    cchash_priv_pool pool;          /* the first one */
    char apart_too[64 - 7 * sizeof(void *)];
} cchash_priv_array;
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_stripe) == 64 && sizeof(cchash_priv_slab) == 64, stripes_and_slabs_fill_a_line);
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_array) == 128, the_header_of_an_array_fills_two_lines);
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_lines) <= 128, a_map_takes_two_lines);

/* ---- Data in lines: read and written by the largest unit that divides its size ------------------------------------
 */

#define CCHASH_PRIV_UNIT(size_) ((size_) % 8 == 0 ? 8 : (size_) % 4 == 0 ? 4 : (size_) % 2 == 0 ? 2 : 1)

CCHASH_PRIV_INLINE void cchash_priv_data_load(void *to, const void *from, size_t size) {
    unsigned char *out = (unsigned char *)to;
    const unsigned char *in = (const unsigned char *)from;
#if UINTPTR_MAX > 0xffffffffu
    if (size % 8 == 0) {
        for (size_t at = 0; at < size; at += 8) {
            uint64_t unit = cchash_priv_load64((const uint64_t *)(const void *)(in + at));
            memcpy(out + at, &unit, sizeof unit);
        }
        return;
    }
#endif
    if (size % 4 == 0) {
        for (size_t at = 0; at < size; at += 4) {
            uint32_t unit = cchash_priv_load32((const uint32_t *)(const void *)(in + at));
            memcpy(out + at, &unit, sizeof unit);
        }
    } else if (size % 2 == 0) {
        for (size_t at = 0; at < size; at += 2) {
            uint16_t unit = cchash_priv_load16((const uint16_t *)(const void *)(in + at));
            memcpy(out + at, &unit, sizeof unit);
        }
    } else {
        for (size_t at = 0; at < size; at++) out[at] = cchash_priv_load8(in + at);
    }
}

CCHASH_PRIV_INLINE void cchash_priv_data_store(void *to, const void *from, size_t size) {
    unsigned char *out = (unsigned char *)to;
    const unsigned char *in = (const unsigned char *)from;
#if UINTPTR_MAX > 0xffffffffu
    if (size % 8 == 0) {
        for (size_t at = 0; at < size; at += 8) {
            uint64_t unit;
            memcpy(&unit, in + at, sizeof unit);
            cchash_priv_store64((uint64_t *)(void *)(out + at), unit);
        }
        return;
    }
#endif
    if (size % 4 == 0) {
        for (size_t at = 0; at < size; at += 4) {
            uint32_t unit;
            memcpy(&unit, in + at, sizeof unit);
            cchash_priv_store32((uint32_t *)(void *)(out + at), unit);
        }
    } else if (size % 2 == 0) {
        for (size_t at = 0; at < size; at += 2) {
            uint16_t unit;
            memcpy(&unit, in + at, sizeof unit);
            cchash_priv_store16((uint16_t *)(void *)(out + at), unit);
        }
    } else {
        for (size_t at = 0; at < size; at++) cchash_priv_store8(out + at, in[at]);
    }
}

/* From one line to another. */
CCHASH_PRIV_STATIC void cchash_priv_data_copy(void *to, const void *from, size_t size) {
    unsigned char *out = (unsigned char *)to;
    const unsigned char *in = (const unsigned char *)from;
    unsigned char unit[8];
    const size_t step = sizeof(cchash_priv_word) < 8 && CCHASH_PRIV_UNIT(size) == 8 ? 4 : CCHASH_PRIV_UNIT(size);
    for (size_t at = 0; at < size; at += step) {
        cchash_priv_data_load(unit, in + at, step);
        cchash_priv_data_store(out + at, unit, step);
    }
}

/* Is a value of that size stored in one piece? */
CCHASH_PRIV_INLINE bool cchash_priv_is_unit(size_t size) {
    return size <= 1 || size == 2 || size == 4 || size == sizeof(cchash_priv_word);
}

/* ---- Lines and arrays ---------------------------------------------------------------------------------------------
 */

CCHASH_PRIV_INLINE void *cchash_priv_line_key(const cchash_priv_line_type *type, const cchash_priv_line *line,
                                              size_t slot) {
    return (unsigned char *)(uintptr_t)line + sizeof *line + slot * type->key_size;
}
CCHASH_PRIV_INLINE void *cchash_priv_line_value(const cchash_priv_line_type *type, const cchash_priv_line *line,
                                                size_t slot) {
    return (unsigned char *)(uintptr_t)line + type->value_offset + slot * type->value_size;
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_line_bit(size_t slot) {
    return (cchash_priv_word)1 << (CCHASH_PRIV_LINE_OCCUPIED + slot);
}
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_line_slots(const cchash_priv_line_type *type, cchash_priv_word head) {
    return head >> CCHASH_PRIV_LINE_OCCUPIED & (((cchash_priv_word)1 << type->slots) - 1);
}

CCHASH_PRIV_INLINE cchash_priv_line *cchash_priv_lines_at(const cchash_priv_line_type *type, cchash_priv_word array,
                                                          size_t index) {
    return (cchash_priv_line *)((array & ~(cchash_priv_word)63) + index * type->line_bytes);
}
CCHASH_PRIV_INLINE size_t cchash_priv_lines_home(cchash_priv_word array, uint64_t mixed) {
    return (size_t)(mixed >> (array & 63));
}
CCHASH_PRIV_INLINE cchash_priv_line *cchash_priv_lines_of(const cchash_priv_line_type *type, cchash_priv_word array,
                                                          uint64_t mixed) {
    return cchash_priv_lines_at(type, array, cchash_priv_lines_home(array, mixed));
}
CCHASH_PRIV_INLINE cchash_priv_array *cchash_priv_lines_header(cchash_priv_word array) {
    return (cchash_priv_array *)((array & ~(cchash_priv_word)63) - sizeof(cchash_priv_array));
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_lines_seed(const cchash_priv_lines *map) {
    uint64_t seed = cchash_priv_word_load(&map->seed);
    return sizeof(cchash_priv_word) < 8 ? seed | CCHASH_PRIV_PACE_BITS : seed;
}

/* The slots whose key is that one, as bits. Small keys are compared in all slots, without a branch. */
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_line_match(const cchash_priv_line_type *type,
                                                           const cchash_priv_line *line, cchash_priv_word head,
                                                           const void *key) {
    cchash_priv_word slots = cchash_priv_line_slots(type, head), hits = 0;
    if (type->key_size <= 8 && type->slots <= 6) {
#define CCHASH_PRIV_COMPARE_SLOT(slot_)                                                                                \
    if (type->slots > slot_)                                                                                           \
    hits = 2 * hits + (cchash_priv_word)type->equal_at(cchash_priv_line_key(type, line, slot_), key)
        CCHASH_PRIV_COMPARE_SLOT(5);
        CCHASH_PRIV_COMPARE_SLOT(4);
        CCHASH_PRIV_COMPARE_SLOT(3);
        CCHASH_PRIV_COMPARE_SLOT(2);
        CCHASH_PRIV_COMPARE_SLOT(1);
        CCHASH_PRIV_COMPARE_SLOT(0);
#undef CCHASH_PRIV_COMPARE_SLOT
        return hits & slots;
    }
    for (; slots; slots &= slots - 1) {
        unsigned slot = cchash_priv_ctz(slots);
        if (type->equal_at(cchash_priv_line_key(type, line, slot), key)) return (cchash_priv_word)1 << slot;
    }
    return 0;
}

/* Has a line changed since its head was read? That somebody has only locked it does not matter. */
CCHASH_PRIV_INLINE bool cchash_priv_line_same(const cchash_priv_line *line, cchash_priv_word head) {
    CCHASH_PRIV_FENCE_ACQUIRE();
    return (cchash_priv_word_load(&line->head) ^ head) <= CCHASH_PRIV_LINE_LOCK;
}

/* Are the elements of a line with that head to be found in the next array? A head of 0 may be that of a line that was
 * never used. It stands for MOVED only if its array is done, and its page has gone back; a writer that has slept may
 * just have locked it. Before that, the lines of the next array belong to who moves this one. */
CCHASH_PRIV_INLINE bool cchash_priv_line_left(const cchash_priv_array *header, cchash_priv_word head) {
    return (head & CCHASH_PRIV_LINE_MOVED) != 0 ||
           (head <= CCHASH_PRIV_LINE_LOCK && cchash_priv_word_load_acquire(&header->done));
}

/* ---- Reading ------------------------------------------------------------------------------------------------------
 */

/* Where the fast path below does not end: children, growth, a writer that moves elements. */
CCHASH_PRIV_INLINE bool cchash_priv_lines_get_slow(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                   uint64_t mixed, const void *key, void *value) {
    cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    unsigned waited = 0;
    for (;;) {
        const cchash_priv_line *line = cchash_priv_lines_of(type, array, mixed), *part = line;
        const cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
        if (head & CCHASH_PRIV_LINE_DIRTY) {
            cchash_priv_wait(&waited);
            continue;
        }
        if (cchash_priv_line_left(cchash_priv_lines_header(array), head)) {
            array = cchash_priv_word_load_acquire(&cchash_priv_lines_header(array)->next);
            continue;
        }
        cchash_priv_word hits = cchash_priv_line_match(type, line, head, key);
        while (!hits) {
            part = (const cchash_priv_line *)cchash_priv_word_load_acquire(&part->next);
            /* A chain that is being changed might lead in a circle. */
            if (!part || (cchash_priv_word_load_acquire(&line->head) ^ head) > CCHASH_PRIV_LINE_LOCK) break;
            hits = cchash_priv_line_match(type, part, cchash_priv_word_load_acquire(&part->head), key);
        }
        if (hits && value)
            cchash_priv_data_load(value, cchash_priv_line_value(type, part, cchash_priv_ctz(hits)), type->value_size);
        if (cchash_priv_line_same(line, head)) return hits != 0;
    }
}

/* Copies the value of a key out; true: found. `slow` is get_slow, compiled out of line for this type. What it wrote to
 * `value` means nothing if it returns false. */
CCHASH_PRIV_INLINE bool cchash_priv_lines_get(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                              cchash_priv_word array, uint64_t mixed, const void *key, void *value,
                                              bool (*slow)(const cchash_priv_lines *, uint64_t, const void *, void *)) {
    const cchash_priv_line *line = cchash_priv_lines_of(type, array, mixed);
    const cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
    if (CCHASH_PRIV_LIKELY(!(head & (CCHASH_PRIV_LINE_DIRTY | CCHASH_PRIV_LINE_MOVED)))) {
        cchash_priv_word hits = cchash_priv_line_match(type, line, head, key);
        if (CCHASH_PRIV_LIKELY(hits)) {
            if (value)
                cchash_priv_data_load(value, cchash_priv_line_value(type, line, cchash_priv_ctz(hits)),
                                      type->value_size);
            if (CCHASH_PRIV_LIKELY(cchash_priv_line_same(line, head))) return true;
        } else if (CCHASH_PRIV_LIKELY(head > CCHASH_PRIV_LINE_LOCK && !cchash_priv_word_load_acquire(&line->next))) {
            if (CCHASH_PRIV_LIKELY(cchash_priv_line_same(line, head))) return false;
        }
    }
    return slow(map, mixed, key, value);
}

/* ---- Memory -------------------------------------------------------------------------------------------------------
 */

CCHASH_PRIV_STATIC cchash_priv_pool *cchash_priv_pool_of(cchash_priv_array *header, size_t index) {
    size_t number = index & (header->pools - 1);
    return number ? (cchash_priv_pool *)(void *)((unsigned char *)header - 64 * number) : &header->pool;
}

/* A new array; 0: no memory. */
CCHASH_PRIV_COLD cchash_priv_word cchash_priv_array_new(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                        size_t lines) {
    size_t pools = lines / CCHASH_PRIV_POOL_LINES;
    if (pools < 1) pools = 1;
    if (pools > CCHASH_PRIV_POOLS_MOST) pools = CCHASH_PRIV_POOLS_MOST;
    const size_t before = 64 * (pools - 1) + sizeof(cchash_priv_array);
    const size_t bytes = cchash_priv_array_bytes(lines, type->line_bytes, before);
    if (bytes == SIZE_MAX) return 0;
    unsigned char *block = (unsigned char *)type->allocate_zeroed(map, bytes, 64);
    if (!block) return 0;
    cchash_priv_array *header = (cchash_priv_array *)(void *)(block + 64 * (pools - 1));
    header->lines = lines;
    header->pools = pools;
    header->bytes = bytes;
    header->block = block;
    unsigned shift = 64;
    for (; lines > 1; lines >>= 1) shift--;
    return (cchash_priv_word)(header + 1) | shift;
}

CCHASH_PRIV_COLD void cchash_priv_array_free(const void *map, const cchash_priv_line_type *type,
                                             cchash_priv_word array) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    for (size_t number = 0; number < header->pools; number++) {
        cchash_priv_word at = cchash_priv_pool_of(header, number)->slabs;
        while (at) {
            cchash_priv_slab *slab = (cchash_priv_slab *)at;
            at = slab->next;
            type->release(map, slab, sizeof *slab + (size_t)slab->lines * type->line_bytes, 64);
        }
    }
    type->release(map, header->block, header->bytes, 64);
}

CCHASH_PRIV_STATIC cchash_priv_line *cchash_priv_slab_take(const cchash_priv_line_type *type, cchash_priv_slab *slab) {
    cchash_priv_word free = cchash_priv_word_load_acquire(&slab->free);
    while (free) {
        const unsigned number = cchash_priv_ctz(free);
        if (!cchash_priv_word_cas(&slab->free, &free, free & (free - 1))) continue;
        cchash_priv_line *child = (cchash_priv_line *)(void *)((unsigned char *)(slab + 1) + number * type->line_bytes);
        cchash_priv_word_store(&child->next, 0);
        cchash_priv_word_store(&child->head, (cchash_priv_word)number << CCHASH_PRIV_LINE_VERSION);
        return child;
    }
    return NULL;
}

/* A child for a line of that index; NULL: no memory. A new slab is made where few lines are free in all of them: then a
 * search would be long. */
CCHASH_PRIV_COLD cchash_priv_line *cchash_priv_child_new(const cchash_priv_lines *map,
                                                         const cchash_priv_line_type *type, cchash_priv_array *header,
                                                         size_t index, bool *crowded) {
    cchash_priv_pool *pool = cchash_priv_pool_of(header, index);
    cchash_priv_line *child = NULL;
    const size_t used = cchash_priv_word_load(&pool->used), all = cchash_priv_word_load(&pool->lines);
    const size_t least = CCHASH_PRIV_CHILDREN_MIN;
    cchash_priv_word slabs = cchash_priv_word_load(&pool->count);
    if (used + slabs / 4 < all) {
        cchash_priv_word at = cchash_priv_word_load_acquire(&pool->hint);
        for (slabs++; !child && slabs; slabs--) {
            if (!at) at = cchash_priv_word_load_acquire(&pool->slabs);
            if (!at) break;
            cchash_priv_slab *slab = (cchash_priv_slab *)at;
            child = cchash_priv_slab_take(type, slab);
            if (!child) at = cchash_priv_word_load(&slab->next);
        }
        if (child) cchash_priv_word_store_release(&pool->hint, at);
    }
    if (!child) {
        const size_t most = 8 * sizeof(cchash_priv_word) - 1;
        size_t lines = header->lines / header->pools / 8;
        lines = lines < least ? least : lines > most ? most : lines;
        cchash_priv_slab *slab = (cchash_priv_slab *)type->allocate_zeroed(
            map, cchash_priv_array_bytes(lines, type->line_bytes, sizeof(cchash_priv_slab)), 64);
        if (slab) {
            slab->lines = lines;
            slab->free = ((cchash_priv_word)1 << lines) - 2; /* the first is taken */
            child = (cchash_priv_line *)(void *)(slab + 1);
            cchash_priv_word first = cchash_priv_word_load(&pool->slabs);
            do {
                slab->next = first;
            } while (!cchash_priv_word_cas(&pool->slabs, &first, (cchash_priv_word)slab));
            (void)cchash_priv_word_add(&pool->lines, lines);
            (void)cchash_priv_word_add(&pool->count, 1);
            cchash_priv_word_store_release(&pool->hint, (cchash_priv_word)slab);
        }
    }
    if (!child) return NULL;
    const size_t now = (size_t)cchash_priv_word_add(&pool->used, 1) + 1;
    const size_t most = header->lines / header->pools / CCHASH_PRIV_CHILD_SHARE;
    *crowded = now > (most < least ? least : most);
    return child;
}

/* The head of a child has, in place of a version, its number in its slab. */
CCHASH_PRIV_COLD void cchash_priv_child_free(const cchash_priv_line_type *type, cchash_priv_array *header, size_t index,
                                             cchash_priv_line *child) {
    cchash_priv_pool *pool = cchash_priv_pool_of(header, index);
    const size_t number = (size_t)(cchash_priv_word_load(&child->head) >> CCHASH_PRIV_LINE_VERSION);
    cchash_priv_slab *slab =
        (cchash_priv_slab *)(void *)((unsigned char *)child - number * type->line_bytes - sizeof *slab);
    (void)cchash_priv_word_add(&slab->free, (cchash_priv_word)1 << number);
    (void)cchash_priv_word_add(&pool->used, (cchash_priv_word)0 - 1);
    cchash_priv_word_store_release(&pool->hint, (cchash_priv_word)slab);
}

CCHASH_PRIV_COLD void cchash_priv_lines_draw(cchash_priv_lines *map, bool seeded_hash) {
    cchash_priv_word none = 0, seed = (cchash_priv_word)cchash_priv_draw_seed(map, seeded_hash);
    (void)cchash_priv_word_cas(&map->seed, &none, seed ? seed : 1); /* of two threads at once, either may win */
}

/* The first array of a map, with that many lines; false: no memory. */
CCHASH_PRIV_COLD bool cchash_priv_lines_start(cchash_priv_lines *map, const cchash_priv_line_type *type, size_t lines,
                                              bool seeded_hash) {
    if (!cchash_priv_word_load(&map->seed)) cchash_priv_lines_draw(map, seeded_hash);
    cchash_priv_word none = 0, array = cchash_priv_array_new(map, type, lines);
    if (!array) return cchash_priv_word_load_acquire(&map->current) != 0;
    if (!cchash_priv_word_cas(&map->current, &none, array)) cchash_priv_array_free(map, type, array);
    return true;
}

/* ---- The count of elements ----------------------------------------------------------------------------------------
 */

#ifdef CCHASH_PRIV_THREAD_LOCAL
static CCHASH_PRIV_THREAD_LOCAL char cchash_priv_thread CCHASH_PRIV_UNUSED;
#ifndef CCHASH_PRIV_ME /* tests have threads of their own making */
#define CCHASH_PRIV_ME() ((cchash_priv_word)&cchash_priv_thread)
#endif
#endif

CCHASH_PRIV_INLINE void cchash_priv_lines_count(cchash_priv_lines *map, cchash_priv_word by) {
    cchash_priv_word *owner = &map->owner, *own = &map->own, *shared = &map->shared;
    const cchash_priv_word stripes = cchash_priv_word_load_acquire(&map->stripes);
#ifdef CCHASH_PRIV_THREAD_LOCAL
    const cchash_priv_word me = CCHASH_PRIV_ME();
    if (stripes) { /* thread-local variables of two threads lie some pages apart */
        cchash_priv_stripe *stripe =
            (cchash_priv_stripe *)stripes + (((me >> 12) * 0x9e3779b1u) >> 16 & (CCHASH_PRIV_STRIPES - 1));
        owner = &stripe->owner, own = &stripe->own, shared = &stripe->shared;
    }
    cchash_priv_word holder = cchash_priv_word_load(owner);
    if (CCHASH_PRIV_LIKELY(holder == me) || (!holder && cchash_priv_word_cas(owner, &holder, me))) {
        cchash_priv_word_store(own, cchash_priv_word_load(own) + by);
        return;
    }
#else
    (void)own, (void)owner, (void)stripes;
#endif
    (void)cchash_priv_word_add(shared, by);
}

CCHASH_PRIV_STATIC size_t cchash_priv_lines_size(const cchash_priv_lines *map) {
    cchash_priv_word sum = cchash_priv_word_load(&map->own) + cchash_priv_word_load(&map->shared);
    const cchash_priv_stripe *stripe = (const cchash_priv_stripe *)cchash_priv_word_load_acquire(&map->stripes);
    for (int at = 0; stripe && at < CCHASH_PRIV_STRIPES; at++)
        sum += cchash_priv_word_load(&stripe[at].own) + cchash_priv_word_load(&stripe[at].shared);
    return (ptrdiff_t)sum < 0 ? 0 : (size_t)sum; /* while others write, a removal may be seen before its insertion */
}

/* ---- Writing under LOCK -------------------------------------------------------------------------------------------
 */

/* A line that this thread has locked, and what it will say when it is unlocked. */
typedef struct cchash_priv_held {
    cchash_priv_line *line;
    cchash_priv_word array, head; /* the head without LOCK */
    size_t index;                 /* of the line */
    bool crowded;                 /* growth is due */
} cchash_priv_held;

/* Readers wait from here on, until the line is unlocked or made clean. */
CCHASH_PRIV_INLINE void cchash_priv_line_dirty(cchash_priv_held *held) {
    cchash_priv_word_store(&held->line->head, held->head | CCHASH_PRIV_LINE_LOCK | CCHASH_PRIV_LINE_DIRTY);
    CCHASH_PRIV_FENCE_RELEASE();
}
CCHASH_PRIV_INLINE void cchash_priv_line_clean(cchash_priv_held *held) {
    cchash_priv_word_store_release(&held->line->head, held->head | CCHASH_PRIV_LINE_LOCK);
}
CCHASH_PRIV_INLINE void cchash_priv_line_changed(cchash_priv_held *held) { held->head += CCHASH_PRIV_LINE_STEP; }
CCHASH_PRIV_INLINE void cchash_priv_line_unlock(const cchash_priv_held *held) {
    cchash_priv_word_store_release(&held->line->head, held->head);
}

/* An element of a locked line, or of one that nobody else can reach. */
typedef struct cchash_priv_place {
    cchash_priv_line *line; /* NULL: no such element */
    unsigned slot;
} cchash_priv_place;

CCHASH_PRIV_STATIC cchash_priv_place cchash_priv_line_seek_chain(const cchash_priv_line_type *type,
                                                                 cchash_priv_line *line, const void *key) {
    cchash_priv_place place = {NULL, 0};
    while ((line = (cchash_priv_line *)cchash_priv_word_load(&line->next)) != NULL) {
        cchash_priv_word hits = cchash_priv_line_match(type, line, cchash_priv_word_load(&line->head), key);
        if (!hits) continue;
        place.line = line;
        place.slot = cchash_priv_ctz(hits);
        break;
    }
    return place;
}
CCHASH_PRIV_INLINE cchash_priv_place cchash_priv_line_seek(const cchash_priv_line_type *type,
                                                           const cchash_priv_held *held, const void *key) {
    cchash_priv_place place = {held->line, 0};
    const cchash_priv_word hits = cchash_priv_line_match(type, held->line, held->head, key);
    if (CCHASH_PRIV_LIKELY(hits)) {
        place.slot = cchash_priv_ctz(hits);
    } else if (!cchash_priv_word_load(&held->line->next)) {
        place.line = NULL;
    } else {
        place = cchash_priv_line_seek_chain(type, held->line, key);
    }
    return place;
}

/* A free slot in the children of a line, or in a new one; .line NULL: no memory. A new child is linked only when its
 * element is there: `*to_link` is where. */
CCHASH_PRIV_COLD cchash_priv_place cchash_priv_line_room_in_chain(const cchash_priv_lines *map,
                                                                  const cchash_priv_line_type *type,
                                                                  cchash_priv_word array, size_t index,
                                                                  cchash_priv_line *line, cchash_priv_line **to_link,
                                                                  bool *crowded) {
    cchash_priv_place place = {NULL, 0};
    const cchash_priv_word all = ((cchash_priv_word)1 << type->slots) - 1;
    for (;;) {
        cchash_priv_line *child = (cchash_priv_line *)cchash_priv_word_load(&line->next);
        if (!child) break;
        line = child;
        const cchash_priv_word slots = cchash_priv_line_slots(type, cchash_priv_word_load(&line->head));
        if (slots == all) continue;
        place.line = line;
        place.slot = cchash_priv_ctz(~slots);
        return place;
    }
    place.line = cchash_priv_child_new(map, type, cchash_priv_lines_header(array), index, crowded);
    *to_link = line;
    return place;
}

/* Puts an element that is not there into a line. Its head is *head, which the caller stores. false: no memory. Where
 * `from` is not NULL the element is copied from there. */
CCHASH_PRIV_INLINE bool cchash_priv_line_insert(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                cchash_priv_word array, size_t index, cchash_priv_line *line,
                                                cchash_priv_word *head, const void *key, const void *value, bool copy,
                                                bool *crowded) {
    cchash_priv_place place = {line, 0};
    cchash_priv_line *to_link = NULL;
    const cchash_priv_word slots = cchash_priv_line_slots(type, *head);
    if (CCHASH_PRIV_LIKELY(slots != ((cchash_priv_word)1 << type->slots) - 1)) {
        place.slot = cchash_priv_ctz(~slots);
        *head |= cchash_priv_line_bit(place.slot);
    } else {
        place = cchash_priv_line_room_in_chain(map, type, array, index, line, &to_link, crowded);
        if (!place.line) return false;
    }
    if (copy) {
        cchash_priv_data_copy(cchash_priv_line_key(type, place.line, place.slot), key, type->key_size);
        cchash_priv_data_copy(cchash_priv_line_value(type, place.line, place.slot), value, type->value_size);
    } else {
        cchash_priv_data_store(cchash_priv_line_key(type, place.line, place.slot), key, type->key_size);
        cchash_priv_data_store(cchash_priv_line_value(type, place.line, place.slot), value, type->value_size);
    }
    if (place.line != line)
        cchash_priv_word_store_release(&place.line->head,
                                       cchash_priv_word_load(&place.line->head) | cchash_priv_line_bit(place.slot));
    if (to_link) cchash_priv_word_store_release(&to_link->next, (cchash_priv_word)place.line);
    return true;
}

/* Removes an element from a line that has children: the last element of the chain takes its place. */
CCHASH_PRIV_COLD const cchash_priv_line *
cchash_priv_line_erase_in_chain(const cchash_priv_line_type *type, cchash_priv_held *held, cchash_priv_place place) {
    cchash_priv_line *last = held->line, *before = NULL, *child;
    while ((child = (cchash_priv_line *)cchash_priv_word_load(&last->next)) != NULL) before = last, last = child;
    const cchash_priv_word head = cchash_priv_word_load(&last->head);
    unsigned slot = 0;
    for (cchash_priv_word slots = cchash_priv_line_slots(type, head); slots >>= 1;) slot++;
    cchash_priv_line_dirty(held);
    if (last != place.line || slot != place.slot) {
        cchash_priv_data_copy(cchash_priv_line_key(type, place.line, place.slot),
                              cchash_priv_line_key(type, last, slot), type->key_size);
        cchash_priv_data_copy(cchash_priv_line_value(type, place.line, place.slot),
                              cchash_priv_line_value(type, last, slot), type->value_size);
    }
    cchash_priv_word_store_release(&last->head, head & ~cchash_priv_line_bit(slot));
    if ((cchash_priv_line_slots(type, head) & ~((cchash_priv_word)1 << slot)) || !before) return NULL;
    cchash_priv_word_store_release(&before->next, 0);
    cchash_priv_child_free(type, cchash_priv_lines_header(held->array), held->index, last);
    return last;
}
/* Returns the child that is no longer part of the line, or NULL. */
CCHASH_PRIV_INLINE const cchash_priv_line *cchash_priv_line_erase(const cchash_priv_line_type *type,
                                                                  cchash_priv_held *held, cchash_priv_place place) {
    const cchash_priv_line *freed = NULL;
    if (CCHASH_PRIV_LIKELY(!cchash_priv_word_load(&held->line->next))) {
        held->head &= ~cchash_priv_line_bit(place.slot);
    } else {
        cchash_priv_held in_memory = *held; /* the address of *held must not escape */
        freed = cchash_priv_line_erase_in_chain(type, &in_memory, place);
    }
    cchash_priv_line_changed(held);
    return freed;
}

/* A value of one unit is seen before or after; a longer one makes readers wait. */
CCHASH_PRIV_INLINE void cchash_priv_line_overwrite(const cchash_priv_line_type *type, cchash_priv_held *held,
                                                   cchash_priv_place place, const void *value) {
    const bool in_pieces = !cchash_priv_is_unit(type->value_size);
    if (in_pieces) cchash_priv_line_dirty(held);
    cchash_priv_data_store(cchash_priv_line_value(type, place.line, place.slot), value, type->value_size);
    if (in_pieces) cchash_priv_line_changed(held);
}

/* ---- Growth -------------------------------------------------------------------------------------------------------
 */

#if defined(__linux__) && defined(CCHASH_PRIV_SYMBOL) && !defined(__alpha__)
CCHASH_PRIV_EXTERN int cchash_priv_give_back(void *start, size_t bytes, int advice) CCHASH_PRIV_SYMBOL(madvise);
#define CCHASH_PRIV_GIVE_BACK(start_, bytes_)                                                                          \
    (CCHASH_PRIV_INTERLEAVE(), (void)cchash_priv_give_back(start_, bytes_, 4)) /* MADV_DONTNEED */
#else
#define CCHASH_PRIV_GIVE_BACK(start_, bytes_) ((void)(start_), (void)(bytes_))
#endif

#ifdef CCHASH_RETIRE
CCHASH_PRIV_STATIC void cchash_priv_array_free_retired(void *array) {
    const cchash_priv_array *header = (const cchash_priv_array *)array;
    cchash_priv_array_free((const void *)header->older, (const cchash_priv_line_type *)header->type,
                           (cchash_priv_word)(header + 1));
}
#endif

/* All lines of an array have been moved. Only the thread that moved the last one comes here. */
CCHASH_PRIV_COLD void cchash_priv_array_done(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                             cchash_priv_word array) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    const cchash_priv_word next = cchash_priv_word_load_acquire(&header->next);
#ifdef CCHASH_RETIRE
    cchash_priv_word_store(&header->older, (cchash_priv_word)map);
    header->type = type;
    cchash_priv_word_store_release(&map->current, next);
    CCHASH_RETIRE((void *)header, cchash_priv_array_free_retired);
#else
    cchash_priv_word_store(&cchash_priv_lines_header(next)->older, array);
    cchash_priv_word_store_release(&header->done, 1);
    cchash_priv_word_store_release(&map->current, next);
    const size_t bytes = header->lines * type->line_bytes, page = (size_t)64 << 10;
    if (type->gives_back && bytes >= CCHASH_PRIV_GIVE_BACK_MIN) {
        int saved_errno = errno;
        const cchash_priv_word start = (array + page - 1) & ~(page - 1),
                               end = ((array & ~(cchash_priv_word)63) + bytes) & ~(page - 1);
        if (end > start) CCHASH_PRIV_GIVE_BACK((void *)start, end - start);
        errno = saved_errno;
    }
#endif
}

enum { CCHASH_PRIV_NOT_MOVED, CCHASH_PRIV_MOVED_BEFORE, CCHASH_PRIV_MOVED_NOW };

/* Moves a line to the next array. A line that another thread has locked is only waited for if `waits`. */
CCHASH_PRIV_COLD int cchash_priv_line_move(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                           cchash_priv_word array, size_t index, bool waits) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    cchash_priv_line *line = cchash_priv_lines_at(type, array, index);
    cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
    unsigned waited = 0;
    for (;;) {
        if (head & CCHASH_PRIV_LINE_MOVED) return CCHASH_PRIV_MOVED_BEFORE;
        if (!(head & CCHASH_PRIV_LINE_LOCK)) {
            if (cchash_priv_word_cas(&line->head, &head, head | CCHASH_PRIV_LINE_LOCK)) break;
            continue;
        }
        if (!waits) return CCHASH_PRIV_NOT_MOVED;
        cchash_priv_wait(&waited);
        head = cchash_priv_word_load_acquire(&line->head);
    }
    /* A thread that has slept may find a line whose page has gone back to the system. */
    if (!head && cchash_priv_word_load_acquire(&header->done)) {
        cchash_priv_word_store_release(&line->head, CCHASH_PRIV_LINE_MOVED);
        return CCHASH_PRIV_MOVED_BEFORE;
    }
    const cchash_priv_word next = cchash_priv_word_load_acquire(&header->next);
    const size_t ratio = (size_t)1 << ((array & 63) - (next & 63));
    const uint64_t seed = cchash_priv_lines_seed(map);
    bool crowded = false, enough = true;
    for (const cchash_priv_line *part = line; part && enough;
         part = (const cchash_priv_line *)cchash_priv_word_load(&part->next)) {
        cchash_priv_word slots = cchash_priv_line_slots(type, part == line ? head : cchash_priv_word_load(&part->head));
        for (; slots && enough; slots &= slots - 1) {
            const unsigned slot = cchash_priv_ctz(slots);
            const void *key = cchash_priv_line_key(type, part, slot);
            const size_t home = cchash_priv_lines_home(
                next, cchash_priv_finalize_hash(type->hash_at(key, seed), seed, type->good_hash));
            cchash_priv_line *to = cchash_priv_lines_at(type, next, home);
            cchash_priv_word to_head = cchash_priv_word_load(&to->head);
            enough = cchash_priv_line_insert(map, type, next, home, to, &to_head, key,
                                             cchash_priv_line_value(type, part, slot), true, &crowded);
            if (enough) cchash_priv_word_store(&to->head, to_head);
        }
    }
    for (size_t at = index * ratio; at < (index + 1) * ratio; at++) {
        cchash_priv_line *to = cchash_priv_lines_at(type, next, at);
        if (enough) { /* a head that is not 0 has no need to be told from a page given back */
            cchash_priv_word_store(&to->head, cchash_priv_word_load(&to->head) + CCHASH_PRIV_LINE_STEP);
            continue;
        }
        cchash_priv_line *child = (cchash_priv_line *)cchash_priv_word_load(&to->next);
        cchash_priv_word_store(&to->head, 0);
        cchash_priv_word_store(&to->next, 0);
        while (child) {
            cchash_priv_line *after = (cchash_priv_line *)cchash_priv_word_load(&child->next);
            cchash_priv_child_free(type, cchash_priv_lines_header(next), at, child);
            child = after;
        }
    }
    const cchash_priv_word moved = head + CCHASH_PRIV_LINE_STEP;
    cchash_priv_word_store_release(&line->head, enough ? moved | CCHASH_PRIV_LINE_MOVED : head);
    return enough ? CCHASH_PRIV_MOVED_NOW : CCHASH_PRIV_NOT_MOVED;
}

CCHASH_PRIV_STATIC void cchash_priv_lines_moved(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                cchash_priv_word array, size_t count) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    if (count && (size_t)cchash_priv_word_add(&header->moved, count) + count == header->lines)
        cchash_priv_array_done(map, type, array);
}

/* Moves some lines that are still to be moved, whoever they belong to. */
CCHASH_PRIV_COLD void cchash_priv_lines_help(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                             cchash_priv_word array) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    cchash_priv_word from = cchash_priv_word_load(&header->cursor);
    if (from >= header->lines) {
        /* All lines have been given out. If not all were moved, a thread is slow or memory was short: start again. */
        if (cchash_priv_word_load(&header->moved) == header->lines) return;
        if (!cchash_priv_word_cas(&header->cursor, &from, 0)) return;
    }
    from = cchash_priv_word_add(&header->cursor, CCHASH_PRIV_HELP);
    size_t count = 0;
    for (size_t at = (size_t)from; at < (size_t)from + CCHASH_PRIV_HELP && at < header->lines; at++)
        count += cchash_priv_line_move(map, type, array, at, false) == CCHASH_PRIV_MOVED_NOW;
    cchash_priv_lines_moved(map, type, array, count);
}

/* Begins growth of an array to that many lines, unless it has begun, or the array is not current; false: no memory. */
CCHASH_PRIV_COLD bool cchash_priv_lines_grow(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                             cchash_priv_word array, size_t lines) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    if (cchash_priv_word_load_acquire(&header->next) || cchash_priv_word_load_acquire(&map->current) != array)
        return true;
    if (lines >= CCHASH_PRIV_STRIPES_FROM && !cchash_priv_word_load_acquire(&map->stripes)) {
        const size_t bytes = CCHASH_PRIV_STRIPES * sizeof(cchash_priv_stripe);
        cchash_priv_word none = 0, stripes = (cchash_priv_word)type->allocate_zeroed(map, bytes, 64);
        if (stripes && !cchash_priv_word_cas(&map->stripes, &none, stripes))
            type->release(map, (void *)stripes, bytes, 64);
    }
    cchash_priv_word none = 0, next = cchash_priv_array_new(map, type, lines);
    if (!next) return false;
    if (!cchash_priv_word_cas(&header->next, &none, next)) cchash_priv_array_free(map, type, next);
    return true;
}
CCHASH_PRIV_INLINE void cchash_priv_lines_grow_if(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                  const cchash_priv_held *held) {
    if (CCHASH_PRIV_UNLIKELY(held->crowded))
        (void)cchash_priv_lines_grow(map, type, held->array, 2 * cchash_priv_lines_header(held->array)->lines);
}

/* ---- Locking ------------------------------------------------------------------------------------------------------
 */

CCHASH_PRIV_COLD void cchash_priv_lines_lock_slow(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                  uint64_t mixed, cchash_priv_held *held) {
    cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    unsigned waited = 0;
    for (;;) {
        cchash_priv_array *header = cchash_priv_lines_header(array);
        const size_t index = cchash_priv_lines_home(array, mixed);
        cchash_priv_line *line = cchash_priv_lines_at(type, array, index);
        const cchash_priv_word next = cchash_priv_word_load_acquire(&header->next);
        if (next) {
            const int moved = cchash_priv_line_move(map, type, array, index, true);
            if (moved != CCHASH_PRIV_NOT_MOVED) {
                if (moved == CCHASH_PRIV_MOVED_NOW) cchash_priv_lines_moved(map, type, array, 1);
                cchash_priv_lines_help(map, type, array);
                array = next;
                continue;
            }
        }
        cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
        if (head & CCHASH_PRIV_LINE_MOVED) continue;
        if (head & CCHASH_PRIV_LINE_LOCK) {
            cchash_priv_wait(&waited);
            continue;
        }
        if (!cchash_priv_word_cas(&line->head, &head, head | CCHASH_PRIV_LINE_LOCK)) continue;
        if (!head && cchash_priv_word_load_acquire(&header->done)) { /* a page that has gone back to the system */
            cchash_priv_word_store_release(&line->head, CCHASH_PRIV_LINE_MOVED);
            continue;
        }
        CCHASH_PRIV_FENCE_RELEASE();
        held->line = line;
        held->array = array;
        held->index = index;
        held->head = head;
        held->crowded = false;
        return;
    }
}

/* Locks the line of a mixed hash. The map has an array. */
CCHASH_PRIV_INLINE cchash_priv_held cchash_priv_lines_lock(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                           uint64_t mixed) {
    cchash_priv_held held;
    held.crowded = false;
    held.array = cchash_priv_word_load_acquire(&map->current);
    held.index = cchash_priv_lines_home(held.array, mixed);
    held.line = cchash_priv_lines_at(type, held.array, held.index);
    held.head = cchash_priv_word_load(&held.line->head);
    const bool grows = cchash_priv_word_load_acquire(&cchash_priv_lines_header(held.array)->next) != 0;
    if (CCHASH_PRIV_LIKELY(!grows && held.head && !(held.head & (CCHASH_PRIV_LINE_LOCK | CCHASH_PRIV_LINE_MOVED))) &&
        CCHASH_PRIV_LIKELY(cchash_priv_word_cas(&held.line->head, &held.head, held.head | CCHASH_PRIV_LINE_LOCK))) {
        CCHASH_PRIV_FENCE_RELEASE();
        return held;
    }
    cchash_priv_held slow; /* the address of `held` must not escape */
    cchash_priv_lines_lock_slow(map, type, mixed, &slow);
    return slow;
}

#include "macros_sync_on.h"

#endif
