/* cchash/lines_whole.h: what goes through all lines of a concurrent map. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_LINES_WHOLE_H
#define CCHASH_PRIV_LINES_WHOLE_H

#include "lines.h"
#include "qsbr.h"
#include "type.h"

#include "macros_sync_off.h"

/* Calls the user's function with a key and a value, which may lie in a line or in a snapshot. */
typedef bool (*cchash_priv_shows)(void *context, const void *key, const void *value);

/* ---- for_each -----------------------------------------------------------------------------------------------------
 * The elements of a line, with its children, are copied at one moment, and then shown. A line that has moved is
 * replaced by those that its elements went to, so that every range of hashes is visited exactly once. */

typedef struct cchash_priv_snapshot {
    unsigned char *bytes; /* `first`, or from the map's allocator */
    size_t room, count;   /* in elements */
    union {
        unsigned char bytes[1024];
        uint64_t align;
    } first;
} cchash_priv_snapshot;

CCHASH_PRIV_STATIC void cchash_priv_snapshot_free(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                  cchash_priv_snapshot *snapshot) {
    if (snapshot->bytes != snapshot->first.bytes)
        type->release(map, snapshot->bytes, snapshot->room * (type->key_size + type->value_size), 64);
}

/* Makes room for that many; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_priv_snapshot_reserve(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                     cchash_priv_snapshot *snapshot, size_t count) {
    const size_t bytes = cchash_priv_array_bytes(count, type->key_size + type->value_size, 0);
    unsigned char *larger = bytes == SIZE_MAX ? NULL : (unsigned char *)type->allocate_zeroed(map, bytes, 64);
    if (!larger) return false;
    cchash_priv_snapshot_free(map, type, snapshot);
    snapshot->bytes = larger;
    snapshot->room = count;
    return true;
}

/* Copies a line's elements as far as there is room, and counts all; false: the line has changed meanwhile. */
CCHASH_PRIV_STATIC bool cchash_priv_snapshot_take(const cchash_priv_line_type *type, const cchash_priv_line *line,
                                                  cchash_priv_word head, cchash_priv_snapshot *snapshot) {
    snapshot->count = 0;
    for (const cchash_priv_line *part = line; part;) {
        cchash_priv_word slots =
            cchash_priv_line_slots(type, part == line ? head : cchash_priv_word_load_acquire(&part->head));
        for (; slots; slots &= slots - 1, snapshot->count++) {
            if (snapshot->count >= snapshot->room) continue;
            unsigned char *to = snapshot->bytes + snapshot->count * (type->key_size + type->value_size);
            cchash_priv_data_load(to, cchash_priv_line_key(type, part, cchash_priv_ctz(slots)), type->key_size);
            cchash_priv_data_load(to + type->key_size, cchash_priv_line_value(type, part, cchash_priv_ctz(slots)),
                                  type->value_size);
        }
        /* That there is no further child must be true of the same moment. */
        part = (const cchash_priv_line *)cchash_priv_word_load_acquire(&part->next);
        if (!cchash_priv_line_same(line, head)) return false;
    }
    return true;
}

CCHASH_PRIV_STATIC bool cchash_priv_lines_show(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                               cchash_priv_word array, size_t index, cchash_priv_shows show,
                                               void *context, cchash_priv_snapshot *snapshot) {
    cchash_priv_line *line = cchash_priv_lines_at(type, array, index);
    unsigned waited = 0;
    for (;;) {
        cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
        if (cchash_priv_line_left(cchash_priv_lines_header(array), head)) {
            const cchash_priv_word next = cchash_priv_word_load_acquire(&cchash_priv_lines_header(array)->next);
            const size_t ratio = (size_t)1 << ((array & 63) - (next & 63));
            for (size_t at = index * ratio; at < (index + 1) * ratio; at++)
                if (!cchash_priv_lines_show(map, type, next, at, show, context, snapshot)) return false;
            return true;
        }
        if (head & CCHASH_PRIV_LINE_DIRTY) {
            cchash_priv_wait(&waited);
            continue;
        }
        if (!cchash_priv_snapshot_take(type, line, head, snapshot)) continue;
        if (snapshot->count <= snapshot->room) break;
        if (cchash_priv_snapshot_reserve(map, type, snapshot, snapshot->count)) continue;
        /* A long chain, and no memory for a copy: show the line itself, while other writers of it wait. */
        if (head & CCHASH_PRIV_LINE_LOCK || !cchash_priv_word_cas(&line->head, &head, head | CCHASH_PRIV_LINE_LOCK)) {
            cchash_priv_wait(&waited);
            continue;
        }
        bool goes_on = true;
        for (const cchash_priv_line *part = line; part && goes_on;
             part = (const cchash_priv_line *)cchash_priv_word_load(&part->next)) {
            cchash_priv_word slots = cchash_priv_line_slots(type, cchash_priv_word_load(&part->head));
            for (; slots && goes_on; slots &= slots - 1)
                goes_on = show(context, cchash_priv_line_key(type, part, cchash_priv_ctz(slots)),
                               cchash_priv_line_value(type, part, cchash_priv_ctz(slots)));
        }
        cchash_priv_word_store_release(&line->head, head);
        return goes_on;
    }
    const unsigned char *element = snapshot->bytes;
    for (size_t left = snapshot->count; left; left--, element += type->key_size + type->value_size)
        if (!show(context, element, element + type->key_size)) return false;
    return true;
}

CCHASH_PRIV_COLD void cchash_priv_lines_for_each(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                 cchash_priv_shows show, void *context) {
    const cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    if (!array) return;
    cchash_priv_snapshot snapshot;
    snapshot.bytes = snapshot.first.bytes;
    snapshot.room = sizeof snapshot.first.bytes / (type->key_size + type->value_size);
    snapshot.count = 0;
    for (size_t index = 0; index < cchash_priv_lines_header(array)->lines; index++)
        if (!cchash_priv_lines_show(map, type, array, index, show, context, &snapshot)) break;
    cchash_priv_snapshot_free(map, type, &snapshot);
}

/* ---- retain -------------------------------------------------------------------------------------------------------
 */

CCHASH_PRIV_STATIC size_t cchash_priv_lines_retain_in(const cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                      cchash_priv_word array, size_t index, cchash_priv_shows keep,
                                                      void *context) {
    cchash_priv_held held;
    size_t removed = 0;
    unsigned waited = 0;
    held.array = array;
    held.index = index;
    held.line = cchash_priv_lines_at(type, array, index);
    for (;;) {
        held.head = cchash_priv_word_load_acquire(&held.line->head);
        if (cchash_priv_line_left(cchash_priv_lines_header(array), held.head)) {
            const cchash_priv_word next = cchash_priv_word_load_acquire(&cchash_priv_lines_header(array)->next);
            const size_t ratio = (size_t)1 << ((array & 63) - (next & 63));
            for (size_t at = index * ratio; at < (index + 1) * ratio; at++)
                removed += cchash_priv_lines_retain_in(map, type, next, at, keep, context);
            return removed;
        }
        if (!held.head) return 0;
        if (held.head & CCHASH_PRIV_LINE_LOCK) {
            cchash_priv_wait(&waited);
            continue;
        }
        if (cchash_priv_word_cas(&held.line->head, &held.head, held.head | CCHASH_PRIV_LINE_LOCK)) break;
    }
    CCHASH_PRIV_FENCE_RELEASE();
    /* A removal moves the last element of the chain, which has not been seen yet, to the free slot. */
    cchash_priv_place place = {held.line, 0};
    while (place.line) {
        const cchash_priv_word head = place.line == held.line ? held.head : cchash_priv_word_load(&place.line->head);
        if (place.slot == type->slots) {
            place.line = (cchash_priv_line *)cchash_priv_word_load(&place.line->next);
            place.slot = 0;
        } else if (!(head & cchash_priv_line_bit(place.slot)) ||
                   keep(context, cchash_priv_line_key(type, place.line, place.slot),
                        cchash_priv_line_value(type, place.line, place.slot))) {
            place.slot++;
        } else {
            const cchash_priv_line *freed = cchash_priv_line_erase(type, &held, place);
            cchash_priv_line_clean(&held);
            removed++;
            if (freed == place.line) break;
        }
    }
    cchash_priv_line_unlock(&held);
    return removed;
}

CCHASH_PRIV_COLD size_t cchash_priv_lines_retain(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                 cchash_priv_shows keep, void *context) {
    const cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    size_t removed = 0;
    for (size_t index = 0; array && index < cchash_priv_lines_header(array)->lines; index++) {
        const size_t here = cchash_priv_lines_retain_in(map, type, array, index, keep, context);
        if (here) cchash_priv_lines_count(map, (cchash_priv_word)0 - here);
        removed += here;
    }
    return removed;
}

/* ---- Memory -------------------------------------------------------------------------------------------------------
 */

/* The lines of an array in which that many elements find room without growth: 7/12 of the slots are taken then. */
CCHASH_PRIV_STATIC size_t cchash_priv_lines_for(const cchash_priv_line_type *type, size_t elements) {
    size_t lines = CCHASH_PRIV_LINES_MIN;
    while (lines <= SIZE_MAX / 4 / type->line_bytes && lines * 7 / 12 * type->slots + lines % 12 * 7 / 12 < elements)
        lines *= 2;
    return lines;
}

CCHASH_PRIV_COLD bool cchash_priv_lines_reserve(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                size_t elements, bool seeded_hash) {
    if (elements == 0) return true;
    const size_t lines = cchash_priv_lines_for(type, elements);
    if (cchash_priv_array_bytes(lines, type->line_bytes, 0) == SIZE_MAX || lines * type->slots < elements) return false;
    if (!cchash_priv_word_load_acquire(&map->current) && !cchash_priv_lines_start(map, type, lines, seeded_hash))
        return false;
    for (;;) {
        const cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
        cchash_priv_array *header = cchash_priv_lines_header(array);
        if (cchash_priv_word_load_acquire(&header->next)) { /* finish what has begun */
            size_t count = 0;
            unsigned waited = 0;
            bool enough = true;
            for (size_t index = 0; index < header->lines && enough; index++) {
                const int moved = cchash_priv_line_move(map, type, array, index, true);
                count += moved == CCHASH_PRIV_MOVED_NOW;
                enough = moved != CCHASH_PRIV_NOT_MOVED;
            }
            cchash_priv_lines_moved(map, type, array, count);
            if (!enough) return false;
            while (cchash_priv_word_load_acquire(&map->current) == array) cchash_priv_wait(&waited);
            continue;
        }
        if (header->lines >= lines) return true;
        if (!cchash_priv_lines_grow(map, type, array, lines)) return false;
    }
}

CCHASH_PRIV_STATIC size_t cchash_priv_array_owns(const cchash_priv_line_type *type, cchash_priv_word array) {
    cchash_priv_array *header = cchash_priv_lines_header(array);
    size_t bytes = header->bytes;
    for (size_t number = 0; number < header->pools; number++) {
        const cchash_priv_pool *pool = cchash_priv_pool_of(header, number);
        bytes += (size_t)cchash_priv_word_load(&pool->lines) * type->line_bytes +
                 (size_t)cchash_priv_word_load(&pool->count) * sizeof(cchash_priv_slab);
    }
    return bytes;
}

/* Takes the arrays whose elements have moved out of the map. */
CCHASH_PRIV_STATIC cchash_priv_word cchash_priv_lines_take_older(cchash_priv_lines *map) {
    const cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    return array ? cchash_priv_word_exchange(&cchash_priv_lines_header(array)->older, 0) : 0;
}
CCHASH_PRIV_STATIC void cchash_priv_lines_free_older(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                     cchash_priv_word array) {
    while (array) {
        const cchash_priv_word older = cchash_priv_lines_header(array)->older;
        cchash_priv_array_free(map, type, array);
        array = older;
    }
}

/* Frees arrays whose elements have moved. No other thread may be in a function of this map. */
CCHASH_PRIV_COLD void cchash_priv_lines_reclaim(cchash_priv_lines *map, const cchash_priv_line_type *type) {
    cchash_priv_lines_free_older(map, type, map->retired);
    map->retired = map->retired_bytes = 0;
    cchash_priv_lines_free_older(map, type, cchash_priv_lines_take_older(map));
}

/* Frees those in which no thread can be any more; true: none is left. Only one thread does this at a time; others are
 * told that some are left. */
CCHASH_PRIV_COLD bool cchash_priv_lines_reclaim_qsbr(cchash_priv_lines *map, const cchash_priv_line_type *type,
                                                     cchash_qsbr *threads) {
    bool waits = true;
    if (cchash_priv_word_exchange(&map->reclaiming, 1)) return false;
    for (;;) {
        if (!map->retired) {
            map->retired = cchash_priv_lines_take_older(map);
            size_t bytes = 0;
            for (cchash_priv_word at = map->retired; at; at = cchash_priv_lines_header(at)->older)
                bytes += cchash_priv_array_owns(type, at);
            cchash_priv_word_store(&map->retired_bytes, bytes);
            if (map->retired) map->retired_in = cchash_priv_qsbr_advance(threads);
        }
        waits = map->retired != 0;
        if (!waits || !cchash_priv_qsbr_all_saw(threads, map->retired_in)) break;
        cchash_priv_lines_free_older(map, type, map->retired);
        map->retired = 0;
    }
    cchash_priv_word_store_release(&map->reclaiming, 0);
    return !waits;
}

/* Frees everything; no other thread may be in a function of this map. The seed stays. */
CCHASH_PRIV_COLD void cchash_priv_lines_free(cchash_priv_lines *map, const cchash_priv_line_type *type) {
    cchash_priv_lines_reclaim(map, type);
    cchash_priv_word at = cchash_priv_word_load_acquire(&map->current);
    while (at) {
        const cchash_priv_word next = cchash_priv_lines_header(at)->next;
        cchash_priv_array_free(map, type, at);
        at = next;
    }
    if (map->stripes) type->release(map, (void *)map->stripes, CCHASH_PRIV_STRIPES * sizeof(cchash_priv_stripe), 64);
    map->current = map->stripes = map->owner = map->own = map->shared = 0;
}

/* ---- stats and verify ---------------------------------------------------------------------------------------------
 */

/* A probe is a look at a line. While others write, the result is that of no single moment. */
CCHASH_PRIV_COLD cchash_stats cchash_priv_lines_stats(const cchash_priv_lines *map, const cchash_priv_line_type *type) {
    cchash_stats stats;
    memset(&stats, 0, sizeof stats);
    cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    size_t lines = 0;
    stats.bytes = cchash_priv_word_load(&map->retired_bytes);
    if (cchash_priv_word_load_acquire(&map->stripes)) stats.bytes += CCHASH_PRIV_STRIPES * sizeof(cchash_priv_stripe);
    if (array)
        for (cchash_priv_word at = cchash_priv_word_load(&cchash_priv_lines_header(array)->older); at;
             at = cchash_priv_word_load(&cchash_priv_lines_header(at)->older))
            stats.bytes += cchash_priv_array_owns(type, at);
    for (; array; array = cchash_priv_word_load_acquire(&cchash_priv_lines_header(array)->next)) {
        lines = cchash_priv_lines_header(array)->lines;
        stats.bytes += cchash_priv_array_owns(type, array);
        for (size_t index = 0; index < lines; index++) {
            const cchash_priv_line *line = cchash_priv_lines_at(type, array, index);
            const cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
            size_t probe = 1;
            if (head & CCHASH_PRIV_LINE_MOVED) continue;
            for (const cchash_priv_line *part = line; part; probe++) {
                cchash_priv_word slots = cchash_priv_line_slots(type, cchash_priv_word_load_acquire(&part->head));
                for (; slots; slots &= slots - 1) cchash_priv_count_probe(&stats, probe);
                part = (const cchash_priv_line *)cchash_priv_word_load_acquire(&part->next);
                if (!cchash_priv_line_same(line, head)) break;
            }
        }
    }
    stats.capacity = lines * 7 / 12 * type->slots;
    stats.load = lines ? (double)stats.size / ((double)lines * (double)type->slots) : 0;
    return stats;
}

/* Checks every invariant; no other thread may write. */
CCHASH_PRIV_COLD bool cchash_priv_lines_verify(const cchash_priv_lines *map, const cchash_priv_line_type *type) {
    cchash_priv_word array = cchash_priv_word_load_acquire(&map->current);
    const uint64_t seed = cchash_priv_lines_seed(map);
    size_t size = 0;
    for (; array; array = cchash_priv_word_load_acquire(&cchash_priv_lines_header(array)->next)) {
        cchash_priv_array *header = cchash_priv_lines_header(array);
        size_t moved = 0, children = 0, used = 0;
        for (size_t index = 0; index < header->lines; index++) {
            const cchash_priv_line *line = cchash_priv_lines_at(type, array, index);
            const cchash_priv_word head = cchash_priv_word_load_acquire(&line->head);
            if (head & (CCHASH_PRIV_LINE_LOCK | CCHASH_PRIV_LINE_DIRTY)) return false;
            moved += (head & CCHASH_PRIV_LINE_MOVED) != 0;
            if ((head & CCHASH_PRIV_LINE_MOVED) && !cchash_priv_word_load(&header->next)) return false;
            for (const cchash_priv_line *part = line; part;
                 part = (const cchash_priv_line *)cchash_priv_word_load(&part->next)) {
                const cchash_priv_word slots = cchash_priv_line_slots(type, cchash_priv_word_load(&part->head));
                children += part != line;
                if (part != line && !slots) return false; /* an empty child is given back */
                if (head & CCHASH_PRIV_LINE_MOVED) continue;
                for (cchash_priv_word left = slots; left; left &= left - 1, size++) {
                    const void *key = cchash_priv_line_key(type, part, cchash_priv_ctz(left));
                    const uint64_t mixed = cchash_priv_finalize_hash(type->hash_at(key, seed), seed, type->good_hash);
                    if (cchash_priv_lines_home(array, mixed) != index) return false;
                }
            }
        }
        for (size_t number = 0; number < header->pools; number++) used += cchash_priv_pool_of(header, number)->used;
        if (children != used || moved != cchash_priv_word_load(&header->moved)) return false;
    }
    return size == cchash_priv_lines_size(map);
}

#include "macros_sync_on.h"

#endif
