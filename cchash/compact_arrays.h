/* cchash/compact_arrays.h: the arrays of a compact table: their sizes, where each lies in the allocation, and how they
 * are made. A part of cchash_compact.h, which draws the bytes. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_ARRAYS_H
#define CCHASH_PRIV_COMPACT_ARRAYS_H

/* ---- Sizes ------------------------------------------------------------------------------------------------------- */

/* The home slots of a table that has an array, and of any table. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_homes(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return type->tight ? cchash_priv_tight_homes(table->shift) : (size_t)1 << (64 - table->shift);
}
CCHASH_PRIV_INLINE size_t cchash_priv_compact_home_slots(const cchash_priv_compact *table,
                                                         const cchash_priv_type *type) {
    return table->tags ? cchash_priv_compact_homes(table, type) : 0;
}

CCHASH_PRIV_INLINE bool cchash_priv_compact_is_small(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return cchash_priv_compact_home_slots(table, type) == 2;
}

/* The first size. Growth from 1 goes to 4, and what malloc gives for 1 or 2 small entries is enough for 2 or 4. A split
 * map, which cannot grow by cchash_priv_compact_grow_small, begins with 4. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_first_size(const cchash_priv_type *type) {
    if (type->split || 4 * type->entry_size <= CCHASH_PRIV_TINY_ENTRIES) return 4;
    return 2 * type->entry_size <= CCHASH_PRIV_TINY_ENTRIES ? 2 : 1;
}

/* Is that the number of home slots of a large table, or the size of a small one? */
CCHASH_PRIV_INLINE bool cchash_priv_compact_is_size(const cchash_priv_type *type, size_t size) {
    const size_t power = type->tight && size % 3 == 0 && size > CCHASH_PRIV_COMPACT_SMALL ? size / 3 : size;
    return size >= cchash_priv_compact_first_size(type) && !(power & (power - 1));
}

/* The next larger size. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_larger(const cchash_priv_type *type, size_t size) {
    if (size == 1) return 4; /* a step less (docs/performance.md) */
    if (!type->tight || size <= CCHASH_PRIV_COMPACT_SMALL) return 2 * size;
    return size & (size - 1) ? size / 3 * 4 : size / 2 * 3;
}

/* The size of a table: its home slots, or 1, 2, 4, 8 or 16 for a small one; 0: no array yet. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_array_slots(const cchash_priv_compact *table,
                                                          const cchash_priv_type *type) {
    if (!cchash_priv_compact_is_small(table, type)) return cchash_priv_compact_home_slots(table, type);
    return (size_t)1 << table->small_log;
}

/* The most elements that a table takes, if there is no memory for a larger one. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_most(size_t homes) {
    return homes <= CCHASH_PRIV_COMPACT_SMALL ? homes : homes - 1;
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_limit(const cchash_priv_type *type, size_t homes) {
    const size_t most = cchash_priv_compact_most(homes);
    size_t limit = most;
    if (type->load_den)
        limit = cchash_priv_limit(homes, type->load_num, type->load_den);
    else if (homes > CCHASH_PRIV_COMPACT_SMALL)
        limit = type->tight ? cchash_priv_limit(homes, CCHASH_PRIV_TIGHT_NUM, CCHASH_PRIV_TIGHT_DEN)
                            : cchash_priv_limit(homes, CCHASH_PRIV_COMPACT_NUM, CCHASH_PRIV_COMPACT_DEN);
    return limit < most ? limit : most;
}

/* A pop makes a summary of the occupied blocks; a limit of 0 means that there is one. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_has_summary(const cchash_priv_compact *table) {
    return table->tags && !table->limit;
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_capacity(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return cchash_priv_compact_has_summary(table)
               ? cchash_priv_compact_limit(type, cchash_priv_compact_array_slots(table, type))
               : table->limit;
}

/* The number of blocks of 64 slots, the unit of the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_blocks(size_t homes) { return (homes + CCHASH_PRIV_WINDOW + 63) / 64; }

/* The bytes of each of the arrays overflow, counters and scratch: a bit for each home slot, to a multiple of 8. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bit_bytes(size_t homes) { return (homes + 63) / 64 * 8; }

/* How many slots have room for an entry. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_entries_of(size_t homes) {
    return homes <= CCHASH_PRIV_COMPACT_SMALL ? homes + 1 : homes + CCHASH_PRIV_WINDOW;
}

/* Do the tags of a table of that size lie where slot 0 would be? Then the tag of slot 0 is CCHASH_PRIV_NO_SLOT, and no
 * element gets there. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_starts_at_1(const cchash_priv_type *type, size_t size) {
    return size < CCHASH_PRIV_COMPACT_SMALL && !type->split;
}

/* What a small table has before the entries: a word of overflow bits, all 0, and the tags. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_small_metadata(size_t size) {
    return sizeof(uint32_t) + (size < CCHASH_PRIV_COMPACT_SMALL ? CCHASH_PRIV_TINY_TAGS : CCHASH_PRIV_SMALL_TAGS);
}

/* The bytes behind the entries. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_metadata(size_t homes) {
    if (homes <= CCHASH_PRIV_COMPACT_SMALL) return 0;
    return homes + CCHASH_PRIV_WINDOW + 3 * cchash_priv_compact_bit_bytes(homes) +
           sizeof(cchash_priv_compact_bookkeeping);
}

/* Entries begin with a cache line, but those of a small table where malloc puts them. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_align(const cchash_priv_type *type, size_t size) {
    const size_t align = size <= CCHASH_PRIV_COMPACT_SMALL ? 8 : 64;
    return type->entry_align > align ? type->entry_align : align;
}

/* The bytes before slot 0, where a small table has its tags, and a split map its values; SIZE_MAX if there are too
 * many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_before(const cchash_priv_type *type, size_t homes) {
    const size_t align = type->split ? cchash_priv_compact_align(type, homes) : type->entry_align;
    size_t bytes = 0;
    if (homes <= CCHASH_PRIV_COMPACT_SMALL) bytes = cchash_priv_compact_small_metadata(homes);
    if (cchash_priv_compact_starts_at_1(type, homes)) bytes = bytes > type->entry_size ? bytes - type->entry_size : 0;
    if (type->split) bytes = cchash_priv_array_bytes(cchash_priv_compact_entries_of(homes), type->value_size, bytes);
    bytes = bytes == SIZE_MAX ? bytes : cchash_priv_array_bytes(1, bytes, align - 1);
    return bytes == SIZE_MAX ? bytes : bytes & ~(align - 1);
}

/* The size of the allocation for a table of that size, with so many bytes before slot 0; SIZE_MAX if it is too large.
 */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bytes_with(size_t homes, size_t entry_size, size_t before) {
    const size_t slots = cchash_priv_compact_entries_of(homes),
                 padding = homes <= CCHASH_PRIV_COMPACT_SMALL ? 0 : (0 - slots * entry_size) & 7;
    if (before == SIZE_MAX) return SIZE_MAX;
    return cchash_priv_array_bytes(slots, entry_size, before + padding + cchash_priv_compact_metadata(homes));
}
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bytes(const cchash_priv_type *type, size_t homes) {
    return cchash_priv_compact_bytes_with(homes, type->entry_size, cchash_priv_compact_before(type, homes));
}

/* The overflow bits of 32 home slots. The words lie before the tags, in descending order: so a lookup finds one without
 * the number of slots. */
CCHASH_PRIV_INLINE uint32_t *cchash_priv_compact_overflow_word(const uint8_t *tags, size_t word) {
    return (uint32_t *)(uintptr_t)(const void *)tags + ~(ptrdiff_t)word; /* ~word is -word - 1 */
}
/* The counters of home slots 0 to 31; those of the next 32 follow. */
CCHASH_PRIV_INLINE uint32_t *cchash_priv_compact_counters(const cchash_priv_compact *table, size_t homes) {
    return (uint32_t *)(void *)(table->tags + homes + CCHASH_PRIV_WINDOW);
}
CCHASH_PRIV_INLINE uint64_t *cchash_priv_compact_scratch_bits(const cchash_priv_compact *table, size_t homes) {
    return (uint64_t *)(void *)(table->tags + homes + CCHASH_PRIV_WINDOW + cchash_priv_compact_bit_bytes(homes));
}

CCHASH_PRIV_INLINE cchash_priv_compact_bookkeeping *cchash_priv_compact_counts(const cchash_priv_compact *table,
                                                                               size_t homes) {
    return (cchash_priv_compact_bookkeeping *)(void *)(table->tags + homes + CCHASH_PRIV_WINDOW +
                                                       2 * cchash_priv_compact_bit_bytes(homes));
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_mix(const cchash_priv_type *type, uint64_t hash, uint64_t seed) {
    return cchash_priv_finalize_hash(hash, seed, type->good_hash);
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_mix_hash(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         uint64_t hash) {
    return type->premixed ? hash : cchash_priv_compact_mix(type, hash, table->seed);
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, size_t slot) {
    return table->entries + slot * type->entry_size;
}
CCHASH_PRIV_INLINE size_t cchash_priv_compact_slot_of(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                      const void *entry) {
    return (size_t)((const unsigned char *)entry - table->entries) / type->entry_size;
}

/* The value in a slot. Those of a split map lie before the entries, in descending order: so the address does not depend
 * on the number of slots. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_value_in(const cchash_priv_compact *table,
                                                               const cchash_priv_type *type, size_t slot) {
    if (type->split) return table->entries - (slot + 1) * type->value_size;
    return cchash_priv_compact_entry(table, type, slot) + type->value_offset;
}
CCHASH_PRIV_INLINE void *cchash_priv_compact_value(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                   const void *entry) {
    if (!type->split) return cchash_priv_value(type, entry);
    return cchash_priv_compact_value_in(table, type, cchash_priv_compact_slot_of(table, type, entry));
}

/* Called where an entry is copied to another slot: copies the value of a split map. */
CCHASH_PRIV_INLINE void cchash_priv_compact_copy_value(const cchash_priv_compact *to, size_t to_slot,
                                                       const cchash_priv_compact *from, size_t from_slot,
                                                       const cchash_priv_type *type) {
    if (type->split)
        memmove(cchash_priv_compact_value_in(to, type, to_slot), cchash_priv_compact_value_in(from, type, from_slot),
                type->value_size);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* Sets all but `size` and the seed for a new array of that size. */
CCHASH_PRIV_INLINE void cchash_priv_compact_point_to(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     unsigned char *block, size_t size) {
    table->entries = block + cchash_priv_compact_before(type, size);
    table->limit = cchash_priv_compact_limit(type, size);
    table->max_probe = 0;
    table->slow_removal = table->degraded = table->recounting = 0;
    table->erase_free = 0xffff;
    if (size <= CCHASH_PRIV_COMPACT_SMALL) {
        table->tags = block + sizeof(uint32_t);
        table->small_log = cchash_priv_ctz32((uint32_t)size) & CCHASH_PRIV_SMALL_LOG_MASK;
        table->shift = type->tight ? cchash_priv_tight_shift(2) : 63;
    } else {
        table->tags = block + (cchash_priv_compact_bytes(type, size) - cchash_priv_compact_metadata(size)) +
                      cchash_priv_compact_bit_bytes(size);
        table->small_log = 0;
        table->shift = type->tight ? cchash_priv_tight_shift(size) : (uint8_t)(64 - cchash_priv_ctz(size));
    }
}

/* Writes what a new small table has before the entries. */
CCHASH_PRIV_INLINE void cchash_priv_compact_clear_small(unsigned char *block, const cchash_priv_type *type,
                                                        size_t size) {
    const size_t tiny = cchash_priv_compact_small_metadata(1);
    memset(block, 0, tiny);
    if (size == CCHASH_PRIV_COMPACT_SMALL) memset(block + tiny, 0, cchash_priv_compact_small_metadata(size) - tiny);
    if (cchash_priv_compact_starts_at_1(type, size)) block[sizeof(uint32_t)] = CCHASH_PRIV_NO_SLOT;
}

/* Allocates an empty array of that size; NULL: no memory. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_new_array(const cchash_priv_type *type, size_t homes,
                                                                const void *map) {
    const size_t bytes = cchash_priv_compact_bytes(type, homes), metadata = cchash_priv_compact_metadata(homes);
    unsigned char *block = NULL;
    if (bytes != SIZE_MAX) block = (unsigned char *)type->allocate(map, bytes, cchash_priv_compact_align(type, homes));
    if (block && homes <= CCHASH_PRIV_COMPACT_SMALL)
        cchash_priv_compact_clear_small(block, type, homes);
    else if (block)
        memset(block + (bytes - metadata), 0, metadata);
    return block;
}

/* The same, and points `table` to it; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_allocate(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     size_t homes, const void *map) {
    unsigned char *block = cchash_priv_compact_new_array(type, homes, map);
    if (block) cchash_priv_compact_point_to(table, type, block, homes);
    return block != NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_free_arrays(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        const void *map) {
    if (!table->tags) return;
    const size_t size = cchash_priv_compact_array_slots(table, type);
    type->release(map, table->entries - cchash_priv_compact_before(type, size), cchash_priv_compact_bytes(type, size),
                  cchash_priv_compact_align(type, size));
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_memory(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return table->tags ? cchash_priv_compact_bytes(type, cchash_priv_compact_array_slots(table, type)) : 0;
}

/* The number of home slots for that many elements; 0 if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t homes = cchash_priv_compact_first_size(type);
    while (cchash_priv_compact_limit(type, homes) < elements) {
        homes = cchash_priv_compact_larger(type, homes);
        if (cchash_priv_compact_bytes(type, homes) == SIZE_MAX) return 0;
    }
    return homes;
}

#endif
