/* cchash_compact.h: compact open addressing, the default layout. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_compact.h"
 *     CCHASH_COMPACT_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * The table keeps metadata apart from data: entries are dense, and a separate array has one tag byte for each slot.
 *
 *     one allocation, 64-byte aligned; u64 -> u64 with C home slots (C a power of two, at least 32; tight: below):
 *
 *     entries      | key value | key value | key value | key value |   4 to a cache line        16 * (C + 16) bytes
 *     overflow     ...|32 bits for 32 home slots|   the words in descending order                     C / 8
 *     tags         |t|t|0|t|t|t|0|0|t|t|t|t|0|t|t|0|t|t|t|0|t|...     64 to a cache line             C + 16
 *     counters     |8 counters of 4 bits for 32 home slots|...                                        C / 8
 *     scratch      one bit for each home slot: used by growth and by a recount; holds the summary     C / 8
 *                  of occupied blocks while elements are popped
 *     bookkeeping  three counts that say when a recount or a summary is worth its cost                24
 *
 *     small tables, of size N = 1, 4, 8 or 16 (and 2, with entries of 8 bytes): 2 home slots
 *
 *     overflow     0                                                                                  4
 *     tags         |n|t|t|t|0|0|...   n: no slot (255); with N = 16 a tag                             20 (N = 16: 36)
 *     entries      | key value | key value | ...   slots 1 to N; with N = 16, 0 to 16                 16 * N (16 * 17)
 *
 * A table starts small. N, which is also the load limit, stands in the table's struct. Both home windows cover slots 1
 * to N; with N = 16, all slots but one. With fewer than N elements, each window has an empty slot, so nothing
 * overflows, and growth to the next small size copies the bytes. Overflow and tags lie where slot 0 would be: if an
 * entry is larger than they are, the rest of that place is unused.
 *
 * The mixed hash of a key gives everything else. Its top log2(C) bits are the home slot. Its low byte gives the tag, 1
 * to 254; 0 marks an empty slot. The home window is the 16 slots that start at the home slot, at any offset: one
 * unaligned load compares its 16 tags. The windows of the last homes extend past C, hence the 16 extra slots.
 *
 * Where the home window is full, an insertion first tries to displace one of its elements to a later slot of that
 * element's own home window. Otherwise the new key overflows to its next window: window j starts at home + j * step,
 * modulo C, where step is an odd multiple of 16 taken from the hash.
 *
 * The windows of a key cover C different slots: C / 16 is a power of two and step / 16 is odd, so that j * step, modulo
 * C, is every multiple of 16 below C exactly once while j counts from 0 to C / 16 - 1. The windows therefore start
 * exactly 16 slots apart and do not overlap. With fewer than C elements, one of those slots is empty.
 *
 * A key that overflows a window sets the bit of its hash class there: the low 5 bits of the mixed hash name one of 32
 * classes, and all windows whose homes share a word share its bits. A lookup goes on to the next window only if the bit
 * is set. A counter for each 4 classes says when the last such key has been removed, and then their bits are cleared:
 * no tombstones, and no trace of removed keys. A counter that reaches 15 is stuck, which takes many equal hashes or a
 * table filled far beyond its load limit. Such a table is degraded. After enough removals a recount repairs it in
 * place: it moves elements back to earlier windows and rebuilds the overflow bits and the counters.
 *
 * A map with CCHASH_SPLIT has its values in an array of their own, before the keys and in descending order, so that the
 * address of a value depends on the slot alone; u64 -> u32:
 *
 *     values       | ... | v3 | v2 | v1 | v0 |   16 to a cache line                                   4 * (C + 16)
 *     entries      | key 0 | key 1 | key 2 | ...   8 to a cache line; the rest follows                8 * (C + 16)
 *
 * A small one begins with N = 4. It has slots 0 to N, and overflow and tags before its values.
 *
 * Invariants (name_verify checks them): `size` tags are set; the tag of each element is that of its hash; a lookup of
 * its key finds that element; the windows that it overflowed have its bit; each counter is at least the number of
 * elements that overflowed, and their sum is exact unless a counter is at 15; a counter is 0 if and only if its four
 * bits are; while `erase_free` is set, no overflowed window has an empty slot; size <= C - 1, or N in a small table.
 * After a hash function has jumped out of a recount, all overflow bits are set and the counters mean nothing.
 *
 * Growth is a stream: a slot's home in the doubled array is 2 * home or 2 * home + 1, so reading the old array in order
 * writes the new one in order.
 *
 * A tight table (CCHASH_TIGHT) also has sizes between: C is m * 2^n, where m is 2 or 3, and it grows to 3/2 and 4/3 as
 * many home slots in turn. A home is m times the mixed hash, scaled: homes are still in the order of mixed hashes, so
 * growth is a stream too. The step is 16 * (6 * t + 1), where t comes from the hash: step / 16 is neither even nor a
 * multiple of 3, so it has no factor in common with C / 16, and again j * step, modulo C, is every multiple of 16 below
 * C exactly once.
 *
 * Sources: comparing 16 tags at once, from Abseil's Swiss tables (Kulukundis, Benzaquen 2017); windows that start at
 * any slot and overflow bits instead of tombstones, from boost::unordered_flat_map (López Muñoz 2022) and indivi's
 * flat_umap (Gaspoz 2023), which keep a bit or a byte a group where this keeps counters; displacement, from hopscotch
 * hashing (Herlihy, Shavit, Tzafrir 2008). */
#ifndef CCHASH_COMPACT_H
#define CCHASH_COMPACT_H

#include "cchash/string_map.h"
#include "cchash/tags.h"

#include "cchash/macros_off.h"

/* ---- The table --------------------------------------------------------------------------------------------------- */

#define CCHASH_PRIV_WINDOW ((size_t)16)
#define CCHASH_PRIV_COMPACT_SMALL ((size_t)16) /* the largest size of a small table */
#define CCHASH_PRIV_SMALL_TAGS ((size_t)32)    /* bytes of tags in the largest small table: two groups */
#define CCHASH_PRIV_TINY_TAGS ((size_t)20)     /* and in the others, where lookups read 17 */
#define CCHASH_PRIV_TINY_ENTRIES ((size_t)16)  /* bytes of entries in the smallest, if entries are so small */

#define CCHASH_PRIV_TEXT_SLOTS ((size_t)4096) /* in a larger table, growth prefetches the text of keys */
#define CCHASH_PRIV_HEAD ((size_t)64)         /* the first slots, which growth in place copies to the stack, */
#define CCHASH_PRIV_HEAD_ENTRY ((size_t)64)   /* if an entry has no more bytes than this */

/* The fields of the words of `overflow` and `counters`. */
#define CCHASH_PRIV_CLASSES 32
#define CCHASH_PRIV_CLASSES_PER_COUNTER 4
#define CCHASH_PRIV_COUNTER_BITS 4
#define CCHASH_PRIV_COUNTER_MAX 15u
#define CCHASH_PRIV_COUNTER_CLASSES UINT32_C(0x01010101) /* the classes of counter 0 */

#define CCHASH_PRIV_MAX_PROBE_BITS 24
#define CCHASH_PRIV_MAX_PROBE_MASK 0xffffffu
#define CCHASH_PRIV_SMALL_LOG_BITS 3
#define CCHASH_PRIV_SMALL_LOG_MASK 7u
#define CCHASH_PRIV_SMALL_LOG_MAX 4u /* of CCHASH_PRIV_COMPACT_SMALL */

/* A larger max_probe means that the table is degraded: random keys at the load limit need 2 or 3, those of a tight
 * table up to 10. */
#define CCHASH_PRIV_MAX_PROBE_NORMAL(type_) ((type_)->tight ? 14u : 6u)

/* An insertion tries to displace only this many elements, as each costs a hash (docs/performance.md). */
#define CCHASH_PRIV_DISPLACE_TRIES 4

/* The load limit, 13/16: a compromise between memory and overflows (docs/performance.md). */
#define CCHASH_PRIV_COMPACT_NUM 13
#define CCHASH_PRIV_COMPACT_DEN 16

/* And that of a tight table, which is for those who want the memory. */
#define CCHASH_PRIV_TIGHT_NUM 7
#define CCHASH_PRIV_TIGHT_DEN 8

typedef struct cchash_priv_compact {
    uint8_t *tags; /* NULL: no array yet */
    unsigned char *entries;
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while there is a summary, so that insertions are slow */
    uint64_t seed;
    /* No element lies in a later window than this. To get to the last that fits in the field, 2^28 keys of one hash
     * would have to be inserted, the last ones by 2^24 probes each. */
    uint32_t max_probe : CCHASH_PRIV_MAX_PROBE_BITS;
    uint32_t slow_removal : 1; /* a removal must clear `erase_free`, or the table is degraded */
    uint32_t degraded : 1;     /* a counter is at 15, or max_probe is large: a recount may be due */
    uint32_t recounting : 1;   /* a hash function jumped out of a recount */
    uint32_t buffered : 2;     /* CCHASH_PRIV_NO_BUFFER, … */
    uint32_t small_log : CCHASH_PRIV_SMALL_LOG_BITS; /* log2 of the size of a small table; 0 in others */
    uint16_t erase_free; /* 0xffff: nothing was removed, so overflowed windows have no empty slot; 0: they may have */
    uint8_t shift;       /* 64 - log2(C); of a tight table, cchash_priv_tight_homes (cchash/type.h) reads it */
    uint8_t seeded;      /* CCHASH_PRIV_UNSEEDED, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_compact;

typedef struct cchash_priv_compact_iter {
    cchash_priv_compact *table;
    size_t group;     /* the first of the 16 slots that `pending` describes */
    size_t slot;      /* of the current element */
    uint32_t pending; /* a mask of the occupied slots of the group that are still to be visited */
    cchash_priv_scan scan;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_compact_iter;

/* This layout adds no field to an entry. */
#define CCHASH_PRIV_FIELDS_cchash_priv_compact
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_compact

/* Three counts at the end of the allocation. */
typedef struct cchash_priv_compact_bookkeeping {
    uint64_t removal_work; /* since the table is degraded: removals, and the windows that the removed keys overflowed */
    uint64_t recount_work; /* windows that elements overflowed at the last recount */
    uint64_t pop_insertions; /* insertions since the last pop */
} cchash_priv_compact_bookkeeping;

/* What the drawing and the comments at the top claim. */
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_group) == CCHASH_PRIV_WINDOW, one_load_covers_the_tags_of_a_window);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_CLASSES == 8 * sizeof(uint32_t), a_word_of_overflow_has_a_bit_for_each_class);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_CLASSES / CCHASH_PRIV_CLASSES_PER_COUNTER * CCHASH_PRIV_COUNTER_BITS ==
                       8 * sizeof(uint32_t),
                   the_counters_of_all_classes_fill_a_word);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_COUNTER_MAX == (1u << CCHASH_PRIV_COUNTER_BITS) - 1, counter_max_fills_its_bits);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_COUNTER_CLASSES * 0xff == UINT32_MAX, each_class_belongs_to_exactly_one_counter);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_WINDOW & (CCHASH_PRIV_WINDOW - 1)) == 0 && CCHASH_PRIV_WINDOW % 8 == 0,
                   tags_end_at_a_multiple_of_8_so_that_overflow_is_aligned);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_COMPACT_SMALL & (CCHASH_PRIV_COMPACT_SMALL - 1)) == 0 &&
                       CCHASH_PRIV_COMPACT_SMALL >> CCHASH_PRIV_SMALL_LOG_MAX == 1 &&
                       CCHASH_PRIV_SMALL_LOG_MAX <= CCHASH_PRIV_SMALL_LOG_MASK,
                   sizes_are_powers_of_two_and_small_log_has_room_for_them);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_COMPACT_SMALL <= CCHASH_PRIV_WINDOW, a_window_covers_all_slots_of_a_small_table_but_one);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_SMALL_TAGS >= CCHASH_PRIV_COMPACT_SMALL + 1 &&
                       CCHASH_PRIV_SMALL_TAGS % CCHASH_PRIV_WINDOW == 0 &&
                       CCHASH_PRIV_TINY_TAGS >= CCHASH_PRIV_WINDOW + 1,
                   the_tags_of_a_small_table_can_be_read_in_groups);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_MAX_PROBE_MASK == (UINT32_C(1) << CCHASH_PRIV_MAX_PROBE_BITS) - 1 &&
                       CCHASH_PRIV_SMALL_LOG_MASK == (1u << CCHASH_PRIV_SMALL_LOG_BITS) - 1 &&
                       CCHASH_PRIV_MAX_PROBE_BITS + CCHASH_PRIV_SMALL_LOG_BITS + 5 == 32,
                   max_probe_and_five_other_fields_share_a_word);
CCHASH_PRIV_ASSERT((1u << CCHASH_PRIV_WINDOW) - 1 == 0xffff, erase_free_is_a_mask_of_a_window);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_DISPLACE_TRIES <= CCHASH_PRIV_WINDOW, displacement_stays_in_its_window);
CCHASH_PRIV_ASSERT(3 * CCHASH_PRIV_WINDOW - 1 <= 64, growth_keeps_the_new_slots_of_an_old_one_in_a_word);
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_compact_bookkeeping) == 24, bookkeeping_takes_24_bytes);

#include "cchash/compact_arrays.h"

#include "cchash/compact_windows.h"

#include "cchash/compact_find.h"

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void *cchash_priv_compact_occupy_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t slot, uint64_t hash, uint8_t tag) {
    unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
    table->tags[slot] = tag;
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    return entry;
}

/* Enters an occupied slot in the summary. After as many insertions as there are blocks, without a pop, the summary is
 * given up: the limit is set again. */
CCHASH_PRIV_INLINE void cchash_priv_compact_enter(cchash_priv_compact *table, size_t homes, size_t limit, size_t slot) {
    const size_t blocks = cchash_priv_compact_blocks(homes);
    CCHASH_PRIV_CHECK(cchash_priv_compact_has_summary(table), "internal error: this table has no summary");
    cchash_priv_summary_add(cchash_priv_compact_scratch_bits(table, homes), blocks, slot / 64);
    if (++cchash_priv_compact_counts(table, homes)->pop_insertions > blocks) table->limit = limit;
}
CCHASH_PRIV_COLD void cchash_priv_compact_note_insertion(cchash_priv_compact *table, size_t limit, size_t slot) {
    cchash_priv_compact_enter(table, table->tags ? (size_t)1 << (64 - table->shift) : 0, limit, slot);
}
CCHASH_PRIV_COLD void cchash_priv_compact_note_tight(cchash_priv_compact *table, size_t limit, size_t slot) {
    cchash_priv_compact_enter(table, cchash_priv_tight_homes(table->shift), limit, slot);
}
CCHASH_PRIV_INLINE void cchash_priv_compact_note(cchash_priv_compact *table, const cchash_priv_type *type,
                                                 size_t slot) {
    if (type->tight)
        cchash_priv_compact_note_tight(table, cchash_priv_compact_capacity(table, type), slot);
    else
        cchash_priv_compact_note_insertion(table, cchash_priv_compact_capacity(table, type), slot);
}

/* Displaces an element of a full window to the first empty slot after the window, provided that the slot is in the
 * element's own home window. Returns the slot that the element leaves, or SIZE_MAX; the caller overwrites its tag.
 * Tries only the elements in the last slots, as their home windows tend to extend furthest. This is hopscotch hashing
 * with a single hop (docs/performance.md). Compiled out of line. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_displace(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t first) {
    size_t end = first + CCHASH_PRIV_WINDOW;
    if (end > cchash_priv_compact_homes(table, type)) return SIZE_MAX; /* the array ends less than 16 slots later */
    CCHASH_PRIV_CHECK(!cchash_priv_group_empty(cchash_priv_group_load(table->tags + first)),
                      "internal error: an element is displaced from a window that has an empty slot");
    uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + end));
    if (!empty) return SIZE_MAX;
    size_t to = end + cchash_priv_ctz32(empty);
    for (size_t slot = end; slot-- > end - CCHASH_PRIV_DISPLACE_TRIES;) {
        const unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
        CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
        size_t home = cchash_priv_compact_window(table, type, cchash_priv_compact_mix_hash(table, type, hash), 0);
        if (slot - home >= CCHASH_PRIV_WINDOW || to - home >= CCHASH_PRIV_WINDOW) continue;
        table->tags[to] = table->tags[slot];
        memcpy(cchash_priv_compact_entry(table, type, to), entry, type->entry_size);
        cchash_priv_compact_copy_value(table, to, table, slot, type);
        if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_compact_note(table, type, to);
        return slot;
    }
    return SIZE_MAX;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_set_max_probe(cchash_priv_compact *table, const cchash_priv_type *type,
                                                          size_t number) {
    table->max_probe = (uint32_t)number & CCHASH_PRIV_MAX_PROBE_MASK;
    if (number > CCHASH_PRIV_MAX_PROBE_NORMAL(type)) table->degraded = 1;
    if (table->erase_free || table->degraded) table->slow_removal = 1;
}

/* Finds an empty slot in the first window of a hash that has one, or in its home window by displacing an element. Adds
 * the overflow of each full window on the way. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_find_empty_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                              uint64_t mixed) {
    CCHASH_PRIV_CHECK(table->size <= cchash_priv_compact_most(cchash_priv_compact_array_slots(table, type)),
                      "internal error: a full table is searched for an empty slot");
    for (size_t number = 0;; number++) {
        size_t first = cchash_priv_compact_window(table, type, mixed, number);
        uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
        if (CCHASH_PRIV_LIKELY(empty)) {
            if (CCHASH_PRIV_UNLIKELY(number > table->max_probe)) cchash_priv_compact_set_max_probe(table, type, number);
            return first + cchash_priv_ctz32(empty);
        }
        size_t slot = number ? SIZE_MAX : type->displace(table, first);
        if (slot != SIZE_MAX) return slot;
        cchash_priv_compact_overflow_add(table, type, first, mixed);
    }
}

/* Gives a table that has no array one of the small size `more`, or such an array to a table with elements in slots 1 to
 * `size`. Returns the entry of a new element; NULL: no memory. The new one gets the next slot, wherever its home is,
 * and the others stay where they are: nothing is searched, hashed, or read that has just been written. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_grow_small(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        size_t size, size_t more, uint64_t hash) {
    unsigned char *const old = table->entries;
    const uint8_t *const old_tags = table->tags;
    unsigned char *block = (unsigned char *)type->allocate(table, cchash_priv_compact_bytes(type, more),
                                                           cchash_priv_compact_align(type, more));
    if (!block) return NULL;
    cchash_priv_compact_clear_small(block, type, more);
    cchash_priv_compact_point_to(table, type, block, more);
    if (size) {
        memcpy(table->tags + 1, old_tags + 1, CCHASH_PRIV_WINDOW);
        for (size_t slot = 1; slot <= size; slot++)
            memcpy(cchash_priv_compact_entry(table, type, slot), old + slot * type->entry_size, type->entry_size);
        type->release(table, old - cchash_priv_compact_before(type, size), cchash_priv_compact_bytes(type, size),
                      cchash_priv_compact_align(type, size));
    } else if (!table->seeded) {
        table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
        table->seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    table->size = size + 1;
    return cchash_priv_compact_occupy_slot(table, type, size + 1, hash,
                                           cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
}

/* The size to which a table of that size, 0: without an array, grows so that it takes more than `elements`. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_next_size(const cchash_priv_type *type, size_t size, size_t elements) {
    size_t more = size ? cchash_priv_compact_larger(type, size) : cchash_priv_compact_first_size(type);
    while (type->load_den && cchash_priv_compact_limit(type, more) <= elements && /* a very low load limit */
           cchash_priv_compact_bytes(type, more) != SIZE_MAX)
        more = cchash_priv_compact_larger(type, more);
    return more;
}

/* Called where a table is at its limit, or has a summary: grows it if need be; false: it is full, and no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_make_room_as(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t size = cchash_priv_compact_array_slots(table, type);
    if (table->size < cchash_priv_compact_capacity(table, type)) return true;
    return type->rehash(table, cchash_priv_compact_next_size(type, size, table->size)) ||
           (table->size < cchash_priv_compact_most(size) && table->buffered != CCHASH_PRIV_READ_ONLY);
}
CCHASH_PRIV_COLD bool cchash_priv_compact_make_room_shared(cchash_priv_compact *table,
                                                           bool (*rehash)(void *table, size_t slots)) {
    cchash_priv_type type; /* its other fields are not read */
    type.tight = false;
    type.split = true; /* any first size will do: there is no memory for one */
    type.load_num = type.load_den = 0;
    type.rehash = rehash;
    return cchash_priv_compact_make_room_as(table, &type);
}
/* The same, by code that most maps share. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_make_room(cchash_priv_compact *table, const cchash_priv_type *type) {
    return type->tight || type->load_den ? cchash_priv_compact_make_room_as(table, type)
                                         : cchash_priv_compact_make_room_shared(table, type->rehash);
}

/* Returns a slot for a key that is known to be absent, or NULL: no memory. Grows the table if it is at its limit; if
 * that fails, the table is filled beyond the limit. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_claim(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) {
        const size_t size = table->size;
        if (size < CCHASH_PRIV_COMPACT_SMALL && size == cchash_priv_compact_array_slots(table, type)) {
            const size_t more = cchash_priv_compact_next_size(type, size, size);
            if (more <= CCHASH_PRIV_COMPACT_SMALL && !(type->split && size) &&
                cchash_priv_compact_bytes(type, more) != SIZE_MAX)
                return cchash_priv_compact_grow_small(table, type, size, more, hash);
        }
        if (!cchash_priv_compact_make_room(table, type)) return NULL;
    }
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->maintain(table);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t slot = cchash_priv_compact_find_empty_slot(table, type, mixed);
    table->size++;
    if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_compact_note(table, type, slot);
    return cchash_priv_compact_occupy_slot(table, type, slot, hash, cchash_priv_tag(mixed));
}

/* Returns the entry of a key, present or new, with a single probe; NULL: no memory. The caller writes the key and value
 * of a new entry. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_insert(cchash_priv_compact *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, bool *found) {
    uint8_t *tags = table->tags;
    *found = false;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return type->insert_slow(table, hash);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = cchash_priv_compact_home(table, type, mixed);
    unsigned char *base = cchash_priv_compact_entry(table, type, home);
    CCHASH_PRIV_PREFETCH(base);
    if (type->split) CCHASH_PRIV_PREFETCH(cchash_priv_compact_value_in(table, type, home));
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    for (; CCHASH_PRIV_UNLIKELY(mask); mask &= mask - 1) {
        unsigned char *entry = base + cchash_priv_ctz32(mask) * type->entry_size;
        *found = cchash_priv_is_key(type, entry, hash, key);
        if (CCHASH_PRIV_LIKELY(*found)) return entry;
    }
    uint32_t empty = cchash_priv_group_empty(group);
    if (CCHASH_PRIV_UNLIKELY(!(empty & table->erase_free) && cchash_priv_compact_overflowed(tags, home, mixed))) {
        void *entry = cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
        *found = entry != NULL;
        if (entry) return entry;
    }
    if (CCHASH_PRIV_UNLIKELY(!empty || table->size >= table->limit)) return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    CCHASH_PRIV_CHECK(!tags[home + cchash_priv_ctz32(empty)], "internal error: a new element goes to an occupied slot");
    table->size++;
    return cchash_priv_compact_occupy_slot(table, type, home + cchash_priv_ctz32(empty), hash, cchash_priv_tag(mixed));
}

/* Writes the key of a new entry. */
CCHASH_PRIV_INLINE void cchash_priv_compact_write_key(const cchash_priv_type *type, unsigned char *entry,
                                                      const void *key) {
    memcpy(entry + type->key_offset, key, type->key_size);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* The number of the window of this hash that holds a slot, or SIZE_MAX. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_window_number(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed, size_t slot) {
    for (size_t number = 0; number <= table->max_probe; number++)
        if (slot - cchash_priv_compact_window(table, type, mixed, number) < CCHASH_PRIV_WINDOW) return number;
    return SIZE_MAX;
}

/* Resets the overflow bits and counters of a table without elements. */
CCHASH_PRIV_INLINE void cchash_priv_compact_clear_overflow(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_homes(table, type);
    cchash_priv_compact_bookkeeping *counts = cchash_priv_compact_counts(table, homes);
    const size_t bytes = cchash_priv_compact_bit_bytes(homes);
    memset(table->tags - bytes, 0, bytes);
    memset(cchash_priv_compact_counters(table, homes), 0, bytes);
    counts->removal_work = counts->recount_work = 0;
    table->max_probe = 0;
    table->slow_removal = table->degraded = table->recounting = 0;
    table->erase_free = 0xffff;
}

/* A recount is due once the removals since the table is degraded have done about as much work as it takes: it visits
 * all home slots, all elements and all windows that elements overflow. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_recount_is_due(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_homes(table, type);
    const cchash_priv_compact_bookkeeping *counts = cchash_priv_compact_counts(table, homes);
    return table->degraded && counts->removal_work >= table->size && counts->removal_work >= homes / 256 &&
           counts->removal_work >= counts->recount_work / 2;
}

/* Updates overflow bits and counters after an element has been removed from `slot`. */
CCHASH_PRIV_INLINE void cchash_priv_compact_after_erase(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        uint64_t mixed, size_t slot) {
    size_t number = cchash_priv_compact_window_number(table, type, mixed, slot);
    if (number == SIZE_MAX) number = 0; /* the hash function returned another value before */
    if (table->degraded)
        cchash_priv_compact_counts(table, cchash_priv_compact_homes(table, type))->removal_work += number + 1;
    while (number--)
        cchash_priv_compact_overflow_sub(table, type, cchash_priv_compact_window(table, type, mixed, number), mixed);
    table->erase_free = 0;
    table->slow_removal = table->degraded;
    if (CCHASH_PRIV_UNLIKELY(!table->size && table->degraded)) type->maintain(table);
}

/* The hash that the removal of an element needs: 0 unless an element lies beyond its home window, which is when
 * counters matter. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_erase_hash(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type, size_t slot) {
    uint64_t hash = 0;
    if (table->max_probe)
        CCHASH_PRIV_CALLBACK(
            table, hash = cchash_priv_entry_hash(type, cchash_priv_compact_entry(table, type, slot), table->seed));
    return hash;
}

/* Removes the element in a slot and moves it out; nothing else moves. */
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t slot, uint64_t hash, void *key_out, void *value_out) {
    CCHASH_PRIV_CHECK(table->tags[slot], "internal error: an empty slot is erased");
    cchash_priv_move_out(type, cchash_priv_compact_entry(table, type, slot),
                         cchash_priv_compact_value_in(table, type, slot), key_out, value_out);
    table->tags[slot] = 0;
    table->size--;
    if (table->max_probe)
        cchash_priv_compact_after_erase(table, type, cchash_priv_compact_mix_hash(table, type, hash), slot);
}

/* Removes a key, and moves it to *key_out and its value to *value_out unless these are NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_remove(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *key, void *key_out, void *value_out) {
    uint8_t *tags = table->tags;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return false;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = cchash_priv_compact_home(table, type, mixed);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    if (CCHASH_PRIV_LIKELY(mask)) {
        unsigned char *base = cchash_priv_compact_entry(table, type, home);
        cchash_priv_compact_prefetch_window(type, base, cchash_priv_compact_value_in(table, type, home));
        do {
            size_t offset = cchash_priv_ctz32(mask);
            unsigned char *entry = base + offset * type->entry_size;
            if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) {
                if (CCHASH_PRIV_UNLIKELY(table->slow_removal))
                    return type->remove_slow(table, hash, key, key_out, value_out);
                CCHASH_PRIV_TABLE_CHANGED(table);
                cchash_priv_move_out(type, entry, cchash_priv_compact_value(table, type, entry), key_out, value_out);
                tags[home + offset] = 0;
                table->size--;
                return true;
            }
            mask &= mask - 1;
        } while (mask);
    }
    if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, type, group, home, mixed))) return false;
    return type->remove_slow(table, hash, key, key_out, value_out);
}

/* The same for keys beyond their home window and for tables with slow_removal, compiled out of line. The recount comes
 * last, because `key` may point into the table. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_remove_slow(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        uint64_t hash, const void *key, void *key_out,
                                                        void *value_out) {
    const uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    unsigned char *entry = (unsigned char *)cchash_priv_compact_find_from_window(table, type, mixed, hash, key, 0);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, cchash_priv_compact_value(table, type, entry), key_out, value_out);
    size_t slot = cchash_priv_compact_slot_of(table, type, entry);
    table->tags[slot] = 0;
    table->size--;
    cchash_priv_compact_after_erase(table, type, mixed, slot);
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->maintain(table);
    return true;
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_compact_occupied(const uint8_t *tags) {
    return cchash_priv_group_empty(cchash_priv_group_load(tags)) ^ 0xffff;
}

/* The same for the slots from 0 on; of a small table, for all of them. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_compact_occupied_first(const cchash_priv_compact *table) {
    const uint8_t *tags = table->tags;
    const uint32_t mask = cchash_priv_compact_occupied(tags) ^ (*tags == CCHASH_PRIV_NO_SLOT);
    if (CCHASH_PRIV_LIKELY(table->small_log != CCHASH_PRIV_SMALL_LOG_MAX)) return mask;
    return mask | cchash_priv_compact_occupied(tags + CCHASH_PRIV_WINDOW) << CCHASH_PRIV_WINDOW;
}

/* A mask of the occupied slots among the 64 from `first` on, or as many as there are. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_occupied64(const uint8_t *tags, size_t first, size_t slots) {
    uint64_t mask = 0;
    for (unsigned offset = 0; offset < 64 && first + offset < slots; offset += 16)
        mask |= (uint64_t)cchash_priv_compact_occupied(tags + first + offset) << offset;
    return mask;
}

/* The first occupied slot, found by a summary of blocks of 64 slots. The table is not empty. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_first_occupied(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_homes(table, type), slots = homes + CCHASH_PRIV_WINDOW;
    const size_t blocks = cchash_priv_compact_blocks(homes);
    if (cchash_priv_compact_is_small(table, type)) return cchash_priv_ctz32(cchash_priv_compact_occupied_first(table));
    uint64_t *summary = cchash_priv_compact_scratch_bits(table, homes), found;
    if (table->limit) cchash_priv_summary_fill(summary, blocks);
    table->limit = 0;
    cchash_priv_compact_counts(table, homes)->pop_insertions = 0;
    size_t block = cchash_priv_summary_first(summary, blocks);
    while (!(found = cchash_priv_compact_occupied64(table->tags, block * 64, slots))) {
        cchash_priv_summary_drop(summary, blocks, block);
        block = cchash_priv_summary_first(summary, blocks);
    }
    return block * 64 + cchash_priv_ctz(found);
}

/* Removes the first element of the array and moves it out. The map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_compact_remove_any(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       void *key_out, void *value_out) {
    CCHASH_PRIV_CHECK(table->size, "internal error: an element of an empty table is popped");
    CCHASH_PRIV_TABLE_CHANGED(table);
    const size_t slot = cchash_priv_compact_first_occupied(table, type);
    cchash_priv_compact_erase_slot(table, type, slot, cchash_priv_compact_erase_hash(table, type, slot), key_out,
                                   value_out);
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->maintain(table);
}

#include "cchash/compact_iterate.h"

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* Tells whether the next insertion may move the object at an address. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_may_move(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     const void *object) {
    const size_t before =
        table->tags ? cchash_priv_compact_before(type, cchash_priv_compact_array_slots(table, type)) : 0;
    return table->tags &&
           (uintptr_t)object - ((uintptr_t)table->entries - before) < cchash_priv_compact_memory(table, type);
}

#include "cchash/compact_rebuild.h"

/* Called after removals: recounts a degraded table if that is due. */
CCHASH_PRIV_INLINE void cchash_priv_compact_maintain(cchash_priv_compact *table, const cchash_priv_type *type) {
    cchash_priv_compact_recount_when(table, type, false);
}

/* Called by shrink. There is no spare memory besides the array, so this only removes the traces of removals. */
CCHASH_PRIV_INLINE void cchash_priv_compact_free_spare(cchash_priv_compact *table, const cchash_priv_type *type) {
    if (table->max_probe && (table->degraded || !table->erase_free))
        cchash_priv_compact_recount_when(table, type, true);
}

/* Empties the table without destroying its elements, and keeps the memory. */
CCHASH_PRIV_INLINE void cchash_priv_compact_drop_entries(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         const void *map) {
    (void)map;
    if (!table->tags) return;
    table->limit = cchash_priv_compact_capacity(table, type);
    const size_t first = *table->tags == CCHASH_PRIV_NO_SLOT;
    if (table->size)
        memset(table->tags + first, 0, cchash_priv_compact_homes(table, type) + CCHASH_PRIV_WINDOW - first);
    if (table->max_probe) cchash_priv_compact_clear_overflow(table, type);
    table->size = 0;
}

/* The names under which cchash/operations.h makes the operations of this layout. */
#define cchash_priv_layout_size cchash_priv_compact_size
#define cchash_priv_layout_get_seed cchash_priv_compact_get_seed
#define cchash_priv_layout_set_seed cchash_priv_compact_set_seed
#define cchash_priv_layout_need_seed cchash_priv_compact_need_seed
#define cchash_priv_layout_insert_hash cchash_priv_compact_insert_hash
#define cchash_priv_layout_zero_header cchash_priv_compact_zero_header
#define cchash_priv_layout_in_buffer cchash_priv_compact_in_buffer
#define cchash_priv_layout_take_from_buffer cchash_priv_compact_take_from_buffer
#define cchash_priv_layout_try_buffer cchash_priv_compact_try_buffer
#define cchash_priv_layout_init_buffer cchash_priv_compact_init_buffer
#define cchash_priv_layout_no_memory cchash_priv_compact_no_memory
#define cchash_priv_layout_emplace cchash_priv_compact_emplace
#define cchash_priv_layout_store_copies cchash_priv_compact_store_copies
#define cchash_priv_layout_add cchash_priv_compact_add
#define cchash_priv_layout_put cchash_priv_compact_put
#define cchash_priv_layout_take cchash_priv_compact_take
#define cchash_priv_layout_pop cchash_priv_compact_pop
#define cchash_priv_layout_remove_at cchash_priv_compact_remove_at
#define cchash_priv_layout_destroy_all cchash_priv_compact_destroy_all
#define cchash_priv_layout_free cchash_priv_compact_free
#define cchash_priv_layout_clear cchash_priv_compact_clear
#define cchash_priv_layout_reserve cchash_priv_compact_reserve
#define cchash_priv_layout_shrink cchash_priv_compact_shrink
#define cchash_priv_layout_clone cchash_priv_compact_clone
#define cchash_priv_layout_find_key cchash_priv_compact_find_key
#define cchash_priv_layout_count_absent cchash_priv_compact_count_absent
#define cchash_priv_layout_merge cchash_priv_compact_merge
#define cchash_priv_layout_union cchash_priv_compact_union
#define cchash_priv_layout_filter cchash_priv_compact_filter
#define cchash_priv_layout_subtract cchash_priv_compact_subtract
#define cchash_priv_layout_is_subset cchash_priv_compact_is_subset
#define cchash_priv_layout_scan_homes cchash_priv_compact_scan_homes
#define cchash_priv_layout_scan_next cchash_priv_compact_scan_next
#define cchash_priv_layout_position cchash_priv_compact_position
#define cchash_priv_layout_at_position cchash_priv_compact_at_position
#define cchash_priv_layout_iter_value cchash_priv_compact_iter_value
#define cchash_priv_layout_statistics cchash_priv_compact_statistics
#define cchash_priv_layout_get_many cchash_priv_compact_get_many
#define cchash_priv_layout_put_many cchash_priv_compact_put_many
#define CCHASH_PRIV_LAYOUT cchash_priv_compact
#include "cchash/operations.h"
#undef CCHASH_PRIV_LAYOUT

/* ---- What the typed facade needs from a layout ---------------------------------------------------------------------
 * A number, by which IMPLEMENT recognises the layout that was declared, and the traits that the layout takes. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_compact = 1 };
#define CCHASH_PRIV_TRAITS_OF_cchash_priv_compact                                                                      \
    (CCHASH_PRIV_TRAITS_OF_LAYOUTS | CCHASH_PRIV_DIGIT(_SPLIT) | CCHASH_PRIV_DIGIT(_TIGHT))

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_COMPACT_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_COMPACT_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_COMPACT_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_COMPACT_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_COMPACT_DECLARE(name_, K_, V_) CCHASH_COMPACT_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_COMPACT_DECLARE_SET(name_, K_) CCHASH_COMPACT_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_COMPACT_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_)                                                        \
    CCHASH_COMPACT_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_COMPACT_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_)                                                        \
    CCHASH_COMPACT_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_COMPACT_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_DEFINE_MAP(cchash_priv_compact, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_COMPACT_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_DEFINE_SET(cchash_priv_compact, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_COMPACT_DECLARE_EX(name_, K_, V_, traits_)                                                              \
    CCHASH_PRIV_DECLARE_MAP(cchash_priv_compact, name_, K_, V_, traits_)
#define CCHASH_COMPACT_DECLARE_SET_EX(name_, K_, traits_)                                                              \
    CCHASH_PRIV_DECLARE_SET(cchash_priv_compact, name_, K_, traits_)
#define CCHASH_COMPACT_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_IMPLEMENT_MAP(cchash_priv_compact, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_COMPACT_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_IMPLEMENT_SET(cchash_priv_compact, name_, K_, hashfn_, eqfn_, traits_)

/* Maps and sets of strings (cchash_str.h); the traits are optional. */
#define CCHASH_COMPACT_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DECLARE_STR_SET(...)                                                                            \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_IMPLEMENT_STR(...)                                                                              \
    CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_IMPLEMENT_STR_SET(...)                                                                          \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_compact, __VA_ARGS__)
/* Older names. */
#define CCHASH_COMPACT_DEFINE_STR_EX CCHASH_COMPACT_DEFINE_STR
#define CCHASH_COMPACT_DEFINE_STR_SET_EX CCHASH_COMPACT_DEFINE_STR_SET
#define CCHASH_COMPACT_DEFINE_STR_ARENA(name_, V_) CCHASH_COMPACT_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))

#include "cchash/macros_on.h"

#endif
