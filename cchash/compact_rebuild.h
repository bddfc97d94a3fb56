/* cchash/compact_rebuild.h: the passes of the compact layout over a whole table: growth, recount, statistics and
 * verification. A part of cchash_compact.h, which draws the bytes and names the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_REBUILD_H
#define CCHASH_PRIV_COMPACT_REBUILD_H

/* ---- Growing ----------------------------------------------------------------------------------------------------- */

/* Copies an element into `to`, an array of any size, and counts it there. Compiled out of line, as is the search for an
 * empty slot. */
CCHASH_PRIV_INLINE void cchash_priv_compact_transfer(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                     const cchash_priv_type *type, size_t old_slot) {
    const void *entry = cchash_priv_compact_entry(from, type, old_slot);
    uint64_t hash = cchash_priv_entry_hash(type, entry, to->seed); /* both tables have the seed of a seeded hash */
    CCHASH_PRIV_CHECK_STORED(from->tags[old_slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(from, type, hash)));
    void *fresh = type->insert_slow(to, hash);
    memcpy(fresh, entry, type->entry_size);
    cchash_priv_compact_copy_value(to, cchash_priv_compact_slot_of(to, type, fresh), from, old_slot, type);
}

/* May parts of an array be given back while it is copied? Not if a hash function may jump out: then it stays in use. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_gives_back(const cchash_priv_type *type) {
    return CCHASH_PRIV_GIVES_PAGES_BACK && type->from_malloc && type->hash_returns;
}

/* Can tables of a type grow in place? realloc must be able to extend an array, and no hash function may jump out of the
 * growth. A split map would have to move its values, which lie before the entries. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_extends(const cchash_priv_type *type) {
    return type->from_malloc && type->hash_returns && !type->split && type->entry_align <= sizeof(uint64_t) &&
           type->entry_size <= CCHASH_PRIV_HEAD_ENTRY;
}

/* Extends the array of `table` from `old_homes` to `homes` home slots. Elements and their tags are then in the slots
 * where they were; else it is empty. NULL: not possible; nothing changed. All maps share it. */
CCHASH_PRIV_OUTLINE unsigned char *cchash_priv_compact_extend_array(const cchash_priv_compact *table, size_t old_homes,
                                                                    size_t homes, size_t entry_size) {
    const size_t bytes = cchash_priv_compact_bytes_with(homes, entry_size, 0),
                 metadata = cchash_priv_compact_metadata(homes), bit_bytes = cchash_priv_compact_bit_bytes(homes),
                 old_bytes = cchash_priv_compact_bytes_with(old_homes, entry_size, 0),
                 old_slots = old_homes + CCHASH_PRIV_WINDOW, old_tags = (size_t)(table->tags - table->entries);
    unsigned char *block = NULL, *tags;
    if (bytes != SIZE_MAX) block = (unsigned char *)CCHASH_PRIV_EXTEND(table->entries, old_bytes, bytes, 64);
    if (!block) return NULL;
    tags = block + (bytes - metadata) + bit_bytes;
    memmove(tags, block + old_tags, old_slots);
    memset(tags - bit_bytes, 0, bit_bytes);
    memset(tags + old_slots, 0, metadata - bit_bytes - old_slots);
    return block;
}

/* Takes the first slots out of an array, to a copy. */
CCHASH_PRIV_OUTLINE void cchash_priv_compact_copy_head(const cchash_priv_compact *copy, unsigned char *entries,
                                                       uint8_t *tags, size_t slots, size_t entry_size) {
    memcpy(copy->entries, entries, slots * entry_size);
    memcpy(copy->tags, tags, slots);
    memset(tags, 0, slots);
}

/* Moves an element to a higher slot of the same array, or leaves it there. A map that is not split has values of 0
 * bytes. */
CCHASH_PRIV_OUTLINE void cchash_priv_compact_gather(unsigned char *entries, uint8_t *tags, size_t slot, size_t to,
                                                    size_t entry_size, size_t value_size) {
    tags[to] = tags[slot];
    memmove(entries + to * entry_size, entries + slot * entry_size, entry_size);
    if (value_size) memmove(entries - (to + 1) * value_size, entries - (slot + 1) * value_size, value_size);
}

/* A mask of the occupied slots among the 64 from `first` on, or as many as there are; bit 0 is that of the last. */
CCHASH_PRIV_OUTLINE uint64_t cchash_priv_compact_occupied_down(const uint8_t *tags, size_t first, size_t slots) {
    return cchash_priv_reverse(cchash_priv_compact_occupied64(tags, first, slots));
}

/* The lowest new home of an element in its home window at `slot`, when a tight table grows to 3/2 or 4/3, to so many
 * homes; modulo SIZE_MAX + 1. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_lowest(size_t homes, size_t slot) {
    return slot + (homes & (homes - 1) ? slot / 2 : slot / 3) - 24;
}

/* Inserts the elements that a growth has put off, through a type's `transfer`. There is a bit for each old slot. In the
 * slots from `left` on, elements are in the new array. All maps share it, as transfer_all. */
CCHASH_PRIV_OUTLINE void
cchash_priv_compact_transfer_deferred(cchash_priv_compact *to, const cchash_priv_compact *from,
                                      void (*transfer)(void *to, const void *from, size_t slot),
                                      const uint8_t *deferred, size_t deferrals, size_t left, size_t entry_size) {
    for (size_t byte = 0; deferrals; byte++)
        for (uint32_t mask = deferred[byte]; mask; mask &= mask - 1, deferrals--) {
            const size_t slot = byte * 8 + cchash_priv_ctz32(mask);
            if (slot < left) {
                CCHASH_PRIV_CALLBACK(from, transfer(to, from, slot));
                continue;
            }
            uint64_t entry[CCHASH_PRIV_HEAD_ENTRY / sizeof(uint64_t)];
            uint8_t tag = to->tags[slot];
            cchash_priv_compact single = *from;
            single.entries = (unsigned char *)memcpy(entry, to->entries + slot * entry_size, entry_size);
            single.tags = &tag;
            to->tags[slot] = 0;
            if (to->slow_removal) { /* a window that has overflowed may now have an empty slot */
                to->erase_free = 0;
                to->slow_removal = to->degraded;
            }
            transfer(to, &single, 0);
        }
}

/* The slots of a new home window that are free, as bits; 0 also if the home is not among those that can be. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_free_slots(uint64_t taken, size_t home) {
    return home > 31 ? 0 : ~taken & UINT64_C(0xffff) << (home & 63);
}

/* Fills an array of the next larger size, twice as many home slots, reading the old one and writing the new one from
 * back to front.
 *
 * An element in its home window at `slot` has its old home in slot - 15 .. slot, so its new home is in
 * 2 * slot - 30 .. 2 * slot + 1, and its new home window ends before 2 * slot + 17: 47 slots. The word `taken` has a
 * bit for each of them, because reading back tag bytes that were just written would stall on the store buffer. In a
 * tight table, which grows to 3/2 or 4/3 as many home slots, new homes are in lowest .. lowest + 26.
 *
 * Elements that do not fit are inserted afterwards. Until then:
 * - They stay in the old array, which is only read, as a hash function may jump out. A bitmap says where they are.
 * - If it cannot, they gather at the end of the old array, and what has been read before them goes back to the system.
 * - In place, where both tables have one array, they stay where they are, and others avoid their slots. All else moves
 *   to slots that have been read, as 2 * slot - 30 >= slot from 30 on. The first slots are read from a copy.
 *   (In a tight table an element from one of 64 .. 71 may move to one of the first 64, and once more with these.) */
CCHASH_PRIV_INLINE void cchash_priv_compact_stream(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                   const cchash_priv_type *type, bool in_place) {
    const size_t old_homes = cchash_priv_compact_home_slots(from, type), slots = old_homes + CCHASH_PRIV_WINDOW;
    const size_t homes = cchash_priv_compact_home_slots(to, type);
    uint8_t *deferred = (uint8_t *)cchash_priv_compact_scratch_bits(to, homes); /* a bit for each old slot */
    uint64_t taken = 0; /* bit b: new slot 2 * last - 30 + b, or lowest + b, is occupied */
    size_t last = slots, deferrals = 0;
    const bool gathers = !in_place && cchash_priv_compact_gives_back(type);
    const size_t values = type->split ? type->value_size : 0, bytes = slots * (type->entry_size + values);
    uintptr_t given = cchash_priv_copied_end(from->entries + slots * type->entry_size, bytes);
    uintptr_t given_values = cchash_priv_copied_start(from->entries - slots * values, bytes);
    /* Local copies, since a store to a byte may alias any object whose address is known. */
    const cchash_priv_compact target = *to;
    cchash_priv_compact source = *from;
    uint64_t head_entries[CCHASH_PRIV_HEAD * CCHASH_PRIV_HEAD_ENTRY / sizeof(uint64_t)];
    uint8_t head_tags[CCHASH_PRIV_HEAD];
    cchash_priv_compact copy = *from;
    copy.entries = (unsigned char *)head_entries;
    copy.tags = head_tags;
    if (in_place) source.entries = target.entries, source.tags = target.tags;
    for (size_t first = (slots - 1) / 64 * 64;; first -= 64) {
        if (in_place && !first) {
            cchash_priv_compact_copy_head(&copy, target.entries, target.tags,
                                          slots < CCHASH_PRIV_HEAD ? slots : CCHASH_PRIV_HEAD, type->entry_size);
            source.entries = (unsigned char *)head_entries;
            source.tags = head_tags;
        }
        uint64_t mask = cchash_priv_compact_occupied_down(source.tags, first, slots);
        if (type->hashes_text && slots > CCHASH_PRIV_TEXT_SLOTS)
            for (uint64_t rest = mask; rest; rest &= rest - 1)
                cchash_priv_prefetch_text(type,
                                          cchash_priv_compact_entry(&source, type, first + 63 - cchash_priv_ctz(rest)));
        for (; mask; mask &= mask - 1) {
            size_t slot = first + 63 - cchash_priv_ctz(mask), step = last - slot, lowest = 2 * slot - 30;
            const unsigned char *entry = cchash_priv_compact_entry(&source, type, slot);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(from, hash = cchash_priv_entry_hash(type, entry, target.seed));
            CCHASH_PRIV_CHECK_STORED(source.tags[slot] ==
                                     cchash_priv_tag(cchash_priv_compact_mix_hash(from, type, hash)));
            size_t home = cchash_priv_compact_home(&target, type, cchash_priv_compact_mix_hash(&target, type, hash));
            if (type->tight) {
                lowest = cchash_priv_compact_lowest(homes, slot);
                step = cchash_priv_compact_lowest(homes, last) - lowest;
            }
            if (step > 63) step = 63;
            taken = taken << step << (type->tight ? 0 : step);
            last = slot;
            const size_t bit = home - lowest;
            uint64_t free_slots = cchash_priv_compact_free_slots(taken, bit);
            while (cchash_priv_compact_extends(type) &&
                   CCHASH_PRIV_UNLIKELY(free_slots && target.tags[lowest + cchash_priv_ctz(free_slots)])) {
                taken |= free_slots & (0 - free_slots); /* an element that did not move is there */
                free_slots &= free_slots - 1;
            }
            if (CCHASH_PRIV_UNLIKELY(!free_slots)) {
                deferrals++;
                if (gathers)
                    cchash_priv_compact_gather(source.entries, source.tags, slot, slots - deferrals, type->entry_size,
                                               values);
                else
                    deferred[slot >> 3] |= (uint8_t)(1u << (slot & 7));
                continue;
            }
            const size_t fresh = lowest + cchash_priv_ctz(free_slots);
            const uint8_t tag = source.tags[slot];
            taken |= free_slots & (0 - free_slots);
            if (cchash_priv_compact_extends(type)) source.tags[slot] = 0;
            target.tags[fresh] = tag;
            memcpy(cchash_priv_compact_entry(&target, type, fresh), entry, type->entry_size);
            cchash_priv_compact_copy_value(&target, fresh, &source, slot, type);
        }
        if (gathers)
            given = cchash_priv_copied_down(given, cchash_priv_compact_entry(&source, type, slots - deferrals),
                                            cchash_priv_compact_entry(&source, type, first));
        if (gathers && type->split)
            given_values = cchash_priv_copied(given_values, source.entries - (slots - deferrals) * values,
                                              source.entries - first * values);
        if (!first) break;
    }
    to->size -= deferrals;
    /* No transfer may make it grow. By the layout's own limits, the next size has room even for a table that was filled
     * beyond its own. */
    if (type->load_den) to->limit = SIZE_MAX;
    for (size_t number = 1; gathers && number <= deferrals; number++) type->transfer(to, from, slots - number);
    if (!gathers)
        cchash_priv_compact_transfer_deferred(to, in_place ? &copy : from, type->transfer, deferred, deferrals,
                                              in_place ? CCHASH_PRIV_HEAD : SIZE_MAX, type->entry_size);
    if (type->load_den) to->limit = cchash_priv_compact_limit(type, homes);
}

/* Fills an array of 32 home slots, of which a word says which are taken, from a small one. All elements fit in their
 * home windows, as there are at most 16. */
CCHASH_PRIV_INLINE void cchash_priv_compact_leave_small(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                        const cchash_priv_type *type) {
    uint32_t mask = cchash_priv_compact_occupied_first(from);
    uint64_t taken = 0;
    const cchash_priv_compact target = *to, source = *from; /* stores to bytes may alias anything else */
    for (; mask; mask &= mask - 1) {
        const size_t old_slot = cchash_priv_ctz(mask);
        const unsigned char *entry = cchash_priv_compact_entry(&source, type, old_slot);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(from, hash = cchash_priv_entry_hash(type, entry, target.seed));
        const uint64_t mixed = cchash_priv_compact_mix_hash(&target, type, hash);
        CCHASH_PRIV_CHECK_STORED(source.tags[old_slot] == cchash_priv_tag(mixed));
        const size_t home = cchash_priv_compact_home(&target, type, mixed),
                     slot = home + cchash_priv_ctz(~(taken >> home));
        taken |= UINT64_C(1) << slot;
        target.tags[slot] = source.tags[old_slot];
        memcpy(cchash_priv_compact_entry(&target, type, slot), entry, type->entry_size);
        cchash_priv_compact_copy_value(&target, slot, &source, old_slot, type);
    }
}

/* Moves all elements through a type's `transfer`. A small table counts as one window. It does not depend on the type
 * otherwise, so that all maps share it. `value_size` is 0 unless the map is split. */
CCHASH_PRIV_OUTLINE void cchash_priv_compact_transfer_all(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                          void (*transfer)(void *to, const void *from, size_t slot),
                                                          size_t slots, size_t entry_size, size_t value_size,
                                                          bool gives_back) {
    const size_t bytes = gives_back ? slots * (entry_size + value_size) : 0;
    uintptr_t given = cchash_priv_copied_start(from->entries, bytes);
    uintptr_t given_values = cchash_priv_copied_end(from->entries, bytes);
    for (size_t first = 0; first < slots; first += CCHASH_PRIV_WINDOW) {
        uint32_t mask =
            first ? cchash_priv_compact_occupied(from->tags + first) : cchash_priv_compact_occupied_first(from);
        for (; mask; mask &= mask - 1) CCHASH_PRIV_CALLBACK(from, transfer(to, from, first + cchash_priv_ctz32(mask)));
        given = cchash_priv_copied(given, from->entries, from->entries + first * entry_size);
        given_values = cchash_priv_copied_down(given_values, from->entries, from->entries - first * value_size);
    }
}

/* Moves all elements to a new array of that size; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_rehash(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   size_t homes) {
    cchash_priv_compact fresh = *table;
    const bool small = cchash_priv_compact_is_small(table, type); /* too small for an order that matters */
    CCHASH_PRIV_CHECK(cchash_priv_compact_is_size(type, homes) && cchash_priv_compact_most(homes) >= table->size,
                      "internal error: a table is moved to an array that is too small or of no such size");
    const bool streams =
        table->tags && !small && homes == cchash_priv_compact_larger(type, cchash_priv_compact_homes(table, type));
    unsigned char *block = NULL;
    if (streams && cchash_priv_compact_extends(type) && !table->buffered)
        block =
            cchash_priv_compact_extend_array(table, cchash_priv_compact_homes(table, type), homes, type->entry_size);
    const bool in_place = block != NULL;
    if (!block) block = cchash_priv_compact_new_array(type, homes, table);
    if (!block) return false;
    cchash_priv_compact_point_to(&fresh, type, block, homes);
    if (!table->tags) {
        if (!fresh.seeded) {
            fresh.seed = cchash_priv_draw_seed(table, type->seeded_hash);
            fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
        }
    } else if (small && cchash_priv_compact_is_small(&fresh, type) &&
               homes >= cchash_priv_compact_array_slots(table, type)) {
        /* Homes and slots stay, and so nothing is hashed. */
        const size_t slots = cchash_priv_compact_array_slots(table, type) + 1,
                     before = type->split ? slots * type->value_size : 0,
                     first = cchash_priv_compact_starts_at_1(type, slots - 1) ? type->entry_size : 0;
        memcpy(fresh.entries - before + first, table->entries - before + first,
               before + slots * type->entry_size - first);
        memcpy(fresh.tags + 1, table->tags + 1, CCHASH_PRIV_WINDOW);
        if (!cchash_priv_compact_starts_at_1(type, cchash_priv_compact_array_slots(table, type)))
            *fresh.tags = *table->tags;
    } else if (small && homes == 2 * CCHASH_PRIV_COMPACT_SMALL) {
        cchash_priv_compact_leave_small(&fresh, table, type);
    } else if (streams) {
        cchash_priv_compact_stream(&fresh, table, type, in_place);
    } else {
        if (!small && cchash_priv_draws_again(type, fresh.seeded)) fresh.seed = cchash_priv_draw_seed(table, false);
        fresh.size = 0;
        fresh.limit = SIZE_MAX; /* so that no transfer makes it grow */
        const size_t slots = small ? CCHASH_PRIV_WINDOW : cchash_priv_compact_homes(table, type) + CCHASH_PRIV_WINDOW;
        cchash_priv_compact_transfer_all(&fresh, table, type->transfer, slots, type->entry_size,
                                         type->split ? type->value_size : 0, cchash_priv_compact_gives_back(type));
        fresh.limit = cchash_priv_compact_limit(type, homes);
    }
    if (!in_place) cchash_priv_compact_free_arrays(table, type, table);
    *table = fresh;
    return true;
}

/* ---- Recounting -------------------------------------------------------------------------------------------------- */

/* Finds an empty slot in a window of a hash before window `number`; SIZE_MAX if there is none. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_find_closer_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                               uint64_t mixed, size_t number) {
    for (size_t earlier = 0; earlier < number; earlier++) {
        size_t first = cchash_priv_compact_window(table, type, mixed, earlier);
        uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
        if (empty) return first + cchash_priv_ctz(empty);
        size_t slot = earlier ? SIZE_MAX : type->displace(table, first);
        if (slot != SIZE_MAX) return slot;
    }
    return SIZE_MAX;
}

/* Moves elements to earlier windows, then makes overflow bits, counters and max_probe exact. Since a hash function may
 * jump out, all overflow bits are set until the recount is complete: lookups then search up to max_probe. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount(cchash_priv_compact *table, const cchash_priv_type *type,
                                                    size_t limit) {
    const size_t homes = cchash_priv_compact_homes(table, type), slots = homes + CCHASH_PRIV_WINDOW;
    const size_t bytes = cchash_priv_compact_bit_bytes(homes), words = bytes / sizeof(uint32_t);
    uint32_t *counters = cchash_priv_compact_counters(table, homes),
             *overflow = (uint32_t *)(void *)cchash_priv_compact_scratch_bits(table, homes);
    cchash_priv_compact_bookkeeping *counts = cchash_priv_compact_counts(table, homes);
    size_t max_probe = 0, work = 0;
    bool windows_full = true, at_maximum = false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    table->limit = limit; /* the summary is overwritten below */
    memset(table->tags - bytes, 0xff, bytes);
    memset(counters, 0, 2 * bytes);
    table->slow_removal = table->degraded = table->recounting = 1;
    table->erase_free = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t slot = 0; slot < slots; slot++) {
            if (!table->tags[slot]) continue;
            const unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
            const uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
            CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(mixed));
            size_t number = cchash_priv_compact_window_number(table, type, mixed, slot);
            /* SIZE_MAX: the hash function returned another value before. */
            if (CCHASH_PRIV_LIKELY(number == 0) || number == SIZE_MAX) continue;
            if (pass == 0) {
                size_t closer = cchash_priv_compact_find_closer_slot(table, type, mixed, number);
                if (closer == SIZE_MAX) continue;
                memcpy(cchash_priv_compact_entry(table, type, closer), entry, type->entry_size);
                cchash_priv_compact_copy_value(table, closer, table, slot, type);
                table->tags[closer] = table->tags[slot];
                table->tags[slot] = 0;
                continue;
            }
            if (number > max_probe) max_probe = number;
            work += number;
            while (number--) {
                size_t first = cchash_priv_compact_window(table, type, mixed, number),
                       word = first / CCHASH_PRIV_CLASSES;
                unsigned count = cchash_priv_compact_overflow_count(counters[word], mixed);
                overflow[words - 1 - word] |= UINT32_C(1) << (mixed & 31); /* as they lie before the tags */
                if (count < CCHASH_PRIV_COUNTER_MAX) counters[word] += UINT32_C(1) << (mixed << 2 & 31);
                at_maximum = at_maximum || count + 1 >= CCHASH_PRIV_COUNTER_MAX;
                windows_full = windows_full && !cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
            }
        }
    memcpy(table->tags - bytes, overflow, bytes);
    counts->removal_work = 0;
    counts->recount_work = work;
    table->max_probe = (uint32_t)max_probe & CCHASH_PRIV_MAX_PROBE_MASK;
    table->recounting = 0;
    table->degraded = at_maximum || max_probe > CCHASH_PRIV_MAX_PROBE_NORMAL(type);
    table->erase_free = windows_full ? 0xffff : 0;
    table->slow_removal = (windows_full && max_probe) || table->degraded;
}

/* Recounts a degraded table if that is due, or any table with `always`. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount_as(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t limit, bool always) {
    if (!always && !table->recounting && !cchash_priv_compact_recount_is_due(table, type)) return;
    if (table->size)
        cchash_priv_compact_recount(table, type, limit);
    else
        cchash_priv_compact_clear_overflow(table, type);
}

/* What a recount has to know of a type. Recounts are rare, so that all maps share the code. */
typedef struct cchash_priv_compact_recounter {
    uint64_t (*hash)(const void *stored, uint64_t seed); /* NULL: entries cache it */
    size_t (*displace)(void *table, size_t first);
    size_t entry_size, value_size /* 0 unless split */, key_or_hash_offset, limit;
    bool good_hash, premixed;
} cchash_priv_compact_recounter;

CCHASH_PRIV_COLD void cchash_priv_compact_recount_shared(cchash_priv_compact *table,
                                                         const cchash_priv_compact_recounter *of, bool always) {
    cchash_priv_type type; /* of the other fields, a recount reads none; zeroing them keeps all of it in memory */
    type.tight = false;
    type.hash = of->hash;
    type.displace = of->displace;
    type.entry_size = of->entry_size;
    type.value_size = of->value_size;
    type.split = of->value_size != 0;
    type.key_offset = type.hash_offset = of->key_or_hash_offset;
    type.cached_hash = !of->hash;
    type.good_hash = of->good_hash;
    type.premixed = of->premixed;
    cchash_priv_compact_recount_as(table, &type, of->limit, always);
}

/* The same, by the shared code. Tight tables have code of their own, as their windows need divisions. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount_when(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         bool always) {
    const size_t limit = cchash_priv_compact_limit(type, cchash_priv_compact_homes(table, type));
    if (type->tight) {
        cchash_priv_compact_recount_as(table, type, limit, always);
        return;
    }
    const cchash_priv_compact_recounter of = {type->cached_hash ? NULL : type->hash,
                                              type->displace,
                                              type->entry_size,
                                              type->split ? type->value_size : 0,
                                              type->cached_hash ? type->hash_offset : type->key_offset,
                                              limit,
                                              type->good_hash,
                                              type->premixed};
    cchash_priv_compact_recount_shared(table, &of, always);
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_COMPACT_SLOW_REMOVAL (UINT64_C(1) << 32) /* in the detail of an image, above max_probe */
#define CCHASH_PRIV_COMPACT_DEGRADED (UINT64_C(1) << 33)
#define CCHASH_PRIV_COMPACT_RECOUNTING (UINT64_C(1) << 34)
#define CCHASH_PRIV_COMPACT_ERASE_FREE (UINT64_C(1) << 35)

CCHASH_PRIV_INLINE void cchash_priv_compact_describe(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     cchash_priv_image *image) {
    image->slots = cchash_priv_compact_array_slots(table, type);
    image->bytes = (cchash_priv_compact_memory(table, type) + 7) & ~(uint64_t)7;
    image->detail = table->max_probe | (table->slow_removal ? CCHASH_PRIV_COMPACT_SLOW_REMOVAL : 0) |
                    (table->degraded ? CCHASH_PRIV_COMPACT_DEGRADED : 0) |
                    (table->recounting ? CCHASH_PRIV_COMPACT_RECOUNTING : 0) |
                    (table->erase_free ? CCHASH_PRIV_COMPACT_ERASE_FREE : 0);
}

/* Scratch space is left out, and entries where no element lies. */
CCHASH_PRIV_INLINE void cchash_priv_compact_write_array(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                        const cchash_priv_image *image, cchash_priv_sink *sink) {
    const size_t size = (size_t)image->slots, slots = cchash_priv_compact_entries_of(size);
    const size_t first = cchash_priv_compact_starts_at_1(type, size), bits = cchash_priv_compact_bit_bytes(size);
    const unsigned char *const block = table->entries - cchash_priv_compact_before(type, size), *at = block;
    if (size <= CCHASH_PRIV_COMPACT_SMALL)
        cchash_priv_sink_part(sink, &at, block, cchash_priv_compact_small_metadata(size));
    for (size_t slot = type->split ? slots : first; slot-- > first;)
        if (table->tags[slot])
            cchash_priv_sink_part(sink, &at, cchash_priv_compact_value_in(table, type, slot), type->value_size);
    for (size_t slot = first; slot < slots; slot++)
        if (table->tags[slot]) cchash_priv_sink_entry(sink, type, &at, cchash_priv_compact_entry(table, type, slot));
    if (size > CCHASH_PRIV_COMPACT_SMALL) {
        cchash_priv_sink_part(sink, &at, table->tags - bits, 2 * bits + size + CCHASH_PRIV_WINDOW);
        cchash_priv_sink_part(sink, &at, cchash_priv_compact_counts(table, size),
                              sizeof(cchash_priv_compact_bookkeeping));
    }
    cchash_priv_sink_add(sink, NULL, (size_t)image->bytes - (size_t)(at - block));
}

/* Sets the table to an array that lies in an image; false: it cannot be that of such a table. What it holds is checked
 * by verify, which may rely on what is checked here. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_read_array(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       const cchash_priv_image *image, unsigned char *array) {
    const size_t size = (size_t)image->slots;
    if (!cchash_priv_compact_is_size(type, size)) return false;
    const size_t bytes = cchash_priv_compact_bytes(type, size), slots = cchash_priv_compact_entries_of(size);
    const uint64_t max_probe = image->detail & CCHASH_PRIV_MAX_PROBE_MASK;
    if (bytes == SIZE_MAX || ((bytes + 7) & ~(uint64_t)7) != image->bytes) return false;
    if (max_probe && max_probe >= size / CCHASH_PRIV_WINDOW) return false;
    table->buffered = CCHASH_PRIV_READ_ONLY;
    cchash_priv_compact_point_to(table, type, array, size);
    for (size_t slot = slots; size <= CCHASH_PRIV_COMPACT_SMALL && slot < CCHASH_PRIV_SMALL_TAGS; slot++)
        if ((slot < CCHASH_PRIV_TINY_TAGS || size == CCHASH_PRIV_COMPACT_SMALL) && table->tags[slot]) return false;
    if (size <= CCHASH_PRIV_COMPACT_SMALL && *cchash_priv_compact_overflow_word(table->tags, 0)) return false;
    table->max_probe = (uint32_t)max_probe & CCHASH_PRIV_MAX_PROBE_MASK;
    table->slow_removal = (image->detail & CCHASH_PRIV_COMPACT_SLOW_REMOVAL) != 0;
    table->degraded = (image->detail & CCHASH_PRIV_COMPACT_DEGRADED) != 0;
    table->recounting = (image->detail & CCHASH_PRIV_COMPACT_RECOUNTING) != 0;
    table->erase_free = image->detail & CCHASH_PRIV_COMPACT_ERASE_FREE ? 0xffff : 0;
    table->size = table->limit = (size_t)image->elements;
    return true;
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_compact_stats(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                  cchash_stats *stats) {
    cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL;) {
        uint64_t hash = cchash_priv_entry_hash(type, entry, table->seed);
        size_t number =
            cchash_priv_compact_window_number(table, type, cchash_priv_compact_mix_hash(table, type, hash), iter.slot);
        cchash_priv_count_probe(stats, (number < table->max_probe ? number : table->max_probe) + 1);
    }
    if (table->tags) stats->load = (double)table->size / (double)cchash_priv_compact_array_slots(table, type);
}

CCHASH_PRIV_INLINE bool cchash_priv_compact_verify(const cchash_priv_compact *table, const cchash_priv_type *type) {
    size_t homes = cchash_priv_compact_home_slots(table, type), elements = 0, overflow = 0, counted = 0;
    const size_t size = cchash_priv_compact_array_slots(table, type);
    bool at_maximum = false, degraded = table->recounting || table->max_probe > CCHASH_PRIV_MAX_PROBE_NORMAL(type);
    if (!homes) return table->size == 0 && table->limit == 0 && !table->entries;
    if (!cchash_priv_compact_is_size(type, size) || !table->seeded) return false;
    if (table->size > cchash_priv_compact_most(size) || (homes == 2) != (size <= CCHASH_PRIV_COMPACT_SMALL))
        return false;
    if (table->buffered != CCHASH_PRIV_READ_ONLY &&
        cchash_priv_compact_capacity(table, type) != cchash_priv_compact_limit(type, size))
        return false;
    for (size_t slot = 0; cchash_priv_compact_has_summary(table) && slot < homes + CCHASH_PRIV_WINDOW; slot++)
        if (table->tags[slot] && !(cchash_priv_compact_scratch_bits(table, homes)[slot / 4096] >> slot / 64 % 64 & 1))
            return false;
    if (homes == 2 && (cchash_priv_compact_occupied_first(table) >> 1 >> size ||
                       (*table->tags == CCHASH_PRIV_NO_SLOT) != cchash_priv_compact_starts_at_1(type, size)))
        return false;
    cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
#ifdef CCHASH_DEBUG
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL;) { /* before a lookup can stop */
        uint64_t hash = type->hash(cchash_priv_key(type, entry), table->seed);
        if (table->tags[iter.slot] != cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash))) return false;
    }
    iter = cchash_priv_compact_begin(table, type);
#endif
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL; elements++) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = type->hash(key, table->seed), mixed = cchash_priv_compact_mix_hash(table, type, hash);
        if (cchash_priv_entry_hash(type, entry, table->seed) != hash) return false;
        if (table->tags[iter.slot] != cchash_priv_tag(mixed)) return false;
        if (cchash_priv_compact_find(table, type, hash, key) != entry) return false;
        size_t number = cchash_priv_compact_window_number(table, type, mixed, iter.slot);
        if (number == SIZE_MAX) return false;
        for (overflow += number; number--;) {
            size_t first = cchash_priv_compact_window(table, type, mixed, number);
            if (!cchash_priv_compact_overflowed(table->tags, first, mixed)) return false;
            if (cchash_priv_group_empty(cchash_priv_group_load(table->tags + first)) & table->erase_free) return false;
        }
    }
    if (table->slow_removal != ((table->erase_free && table->max_probe) || table->degraded)) return false;
    if (homes == 2 && *cchash_priv_compact_overflow_word(table->tags, 0)) return false;
    for (size_t word = 0; homes > 2 && word < cchash_priv_compact_bit_bytes(homes) / sizeof(uint32_t); word++) {
        const uint32_t bits = *cchash_priv_compact_overflow_word(table->tags, word);
        if (table->recounting && bits != UINT32_MAX) return false;
        for (uint64_t hash_class = 0;
             hash_class < CCHASH_PRIV_CLASSES / CCHASH_PRIV_CLASSES_PER_COUNTER && !table->recounting; hash_class++) {
            unsigned count =
                cchash_priv_compact_overflow_count(cchash_priv_compact_counters(table, homes)[word], hash_class);
            if (!(bits >> hash_class & CCHASH_PRIV_COUNTER_CLASSES) != !count) return false;
            at_maximum = at_maximum || count == CCHASH_PRIV_COUNTER_MAX;
            counted += count;
        }
    }
    if (elements != table->size || (degraded || at_maximum) > table->degraded) return false;
    return at_maximum || table->recounting || counted == overflow;
}

#endif
