/* cchash_compact.h: compact open addressing, the default layout. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_compact.h"
 *     CCHASH_COMPACT_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * State is split from data: entries lie dense, and one byte a slot, in an array of its own, says what is in it.
 *
 *     one allocation, at a multiple of 64 bytes; u64 -> u64 with C home slots (C a power of two, 16 or more):
 *
 *     entries   | key value | key value | key value | key value |   4 to a cache line        16 * (C + 16) bytes
 *     tags      |t|t|0|t|t|t|0|0|t|t|t|t|0|t|t|0|t|t|t|0|t|...     64 to a cache line             C + 16
 *     passed    |64 bits for 64 home slots|...                                                     C / 8
 *     counters  |16 counters of 4 bits for 64 home slots|...                                       C / 8
 *     spare     one bit for each home slot: scratch of growth and of a recount; a summary          C / 8
 *               of what is where, while elements are popped
 *     ledger    three counts, of what a recount and a summary cost and what has been done since    24
 *
 * A key's home slot is the top log2(C) bits of its placed hash; its tag, 1 to 255, comes from the low byte (0: empty).
 * It lies in the window of 16 slots that starts at its home, wherever that is: the 16 tags are compared at once,
 * unaligned. The windows of the last homes reach past C: hence the 16 slots more.
 *
 * Where a window is full, one of its elements may still move a little further; then the new key takes its place.
 * Otherwise the key goes to another window: home + j * step, step an odd multiple of 16 taken from the hash (so the
 * windows of one key together cover C slots, each once). It marks every window that it passes, in the bit of its hash
 * class (64 classes, from the low 6 bits; windows whose homes share a word share marks). A lookup that finds no key in
 * the first window goes on only if it is marked. Counters, each for 4 classes, tell when the last such key has left,
 * and the marks go with it: so there are no tombstones, and no traces of what has been removed. A counter that reaches
 * 15 can't be counted down; that takes many equal hashes, or a table filled far beyond its limit. Such a table is
 * troubled: when enough has been removed since, a recount moves elements back to their first windows and makes marks
 * and counters anew, in place.
 *
 * Invariants (name_verify checks them): as many tags are set as there are elements; each element's tag is its hash's,
 * and a lookup of its key finds it and nothing else; the windows that it passed are marked; each counter is at least
 * the number of elements that passed it, and all together exactly so unless one is at 15; a counter is 0 if and only if
 * its four marks are; `erase_free` tables have no empty slot in a window that a key has passed; size <= C - 1. After a
 * recount that a hash function left by a jump, all marks are set and counters mean nothing.
 *
 * Growth is a stream: a slot's home in the doubled array is home * 2 or home * 2 + 1, so that walking the old array in
 * order writes the new one in order.
 *
 * Sources: tags compared 16 at once, from Abseil's Swiss tables (Kulukundis, Benzaquen 2017); windows that start at any
 * slot and an overflow mark instead of tombstones, from boost::unordered_flat_map (López Muñoz 2022) and indivi's
 * flat_umap (Gaspoz 2023), which keep a bit or a byte a group where this keeps counters; making room, from hopscotch
 * hashing. */
#ifndef CCHASH_COMPACT_H
#define CCHASH_COMPACT_H

#include "cchash/string_map.h"
#include "cchash/tags.h"

#include "cchash/macros_off.h"

/* ---- The table --------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_compact {
    uint8_t *tags; /* NULL: no array yet */
    unsigned char *entries;
    uint64_t *overflow;
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while elements are popped, so that all insertions are slow */
    uint64_t seed;
    uint32_t max_probe : 29;   /* at least the largest j of any window in use; 0: all keys are near home */
    uint32_t slow_removal : 1; /* a removal has more to do: `erase_free` is to be cleared, or the table is troubled */
    uint32_t degraded : 1;     /* a counter is at 15, or keys lie far from home */
    uint32_t recounting : 1;   /* a recount was left by a jump */
    uint16_t erase_free; /* 0xffff: no key has passed a window that has an empty slot; 0: perhaps, as one was removed */
    uint8_t shift;       /* 64 - log2(C) */
    uint8_t seeded;      /* CCHASH_PRIV_UNSEEDED, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_compact;

typedef struct cchash_priv_compact_iter {
    cchash_priv_compact *table;
    size_t group;     /* the first of the 16 slots whose elements are in `pending` */
    size_t slot;      /* where the iterator stands */
    uint32_t pending; /* a mask: those of the group still to come */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_compact_iter;

/* No entry type needs a field for this layout. */
#define CCHASH_PRIV_FIELDS_cchash_priv_compact
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_compact

#define CCHASH_PRIV_WINDOW ((size_t)16)
#define CCHASH_PRIV_COMPACT_MIN ((size_t)16) /* home slots */
#define CCHASH_PRIV_COUNTER_MAX 15u
#define CCHASH_PRIV_MAX_PROBE_SOUND 6u /* random keys at the load limit get to 2 or 3 */
#define CCHASH_PRIV_HOP_TRIES 4        /* 2: strays after many removals 5.9 %, 8: 4.1 %, and as many more hashes */

/* 13/16 rather than 7/8: by reckoning 29.5 bytes an entry for u64 -> u64 on average over a doubling (7/8: 27.4). */
#define CCHASH_PRIV_COMPACT_NUM 13
#define CCHASH_PRIV_COMPACT_DEN 16

CCHASH_PRIV_INLINE size_t cchash_priv_compact_slots(const cchash_priv_compact *table) {
    return table->tags ? (size_t)1 << (64 - table->shift) : 0;
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_limit(const cchash_priv_type *type, size_t homes) {
    size_t limit = type->load_den ? cchash_priv_limit(homes, type->load_num, type->load_den)
                                  : cchash_priv_limit(homes, CCHASH_PRIV_COMPACT_NUM, CCHASH_PRIV_COMPACT_DEN);
    return limit < homes ? limit : homes - 1;
}

/* Is there a summary to be kept? */
CCHASH_PRIV_INLINE bool cchash_priv_compact_popping(const cchash_priv_compact *table) {
    return table->tags && !table->limit;
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_capacity(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return cchash_priv_compact_popping(table) ? cchash_priv_compact_limit(type, cchash_priv_compact_slots(table))
                                              : table->limit;
}

/* Blocks of 64 slots. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_blocks(const cchash_priv_compact *table) {
    return (cchash_priv_compact_slots(table) + CCHASH_PRIV_WINDOW + 63) / 64;
}

/* Words in each of the arrays `overflow`, `counters` and `scratch_bits`. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_words(size_t homes) { return (homes + 63) / 64; }

/* Bytes of the one allocation for that many homes, or SIZE_MAX: too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bytes(const cchash_priv_type *type, size_t homes) {
    size_t slots = homes + CCHASH_PRIV_WINDOW;
    size_t rest = slots + 24 * cchash_priv_compact_words(homes) + 24; /* tags; passed, counters, spare; ledger */
    return cchash_priv_array_bytes(slots, type->entry_size, rest); /* slots are a multiple of 16: words lie aligned */
}

CCHASH_PRIV_INLINE uint64_t *cchash_priv_compact_scratch_bits(const cchash_priv_compact *table) {
    return table->overflow + 2 * cchash_priv_compact_words(cchash_priv_compact_slots(table));
}

/* Three words: removals since the table has been troubled, and the windows that they had passed; the windows that
 * elements still passed after the last recount; insertions since an element has been popped. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_compact_ledger(const cchash_priv_compact *table) {
    return table->overflow + 3 * cchash_priv_compact_words(cchash_priv_compact_slots(table));
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_align(const cchash_priv_type *type) {
    return type->entry_align > 64 ? type->entry_align : 64;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_mix_hash(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         uint64_t hash) {
    return cchash_priv_finalize_hash(hash, table->seed, type->good_hash);
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, size_t slot) {
    return table->entries + slot * type->entry_size;
}

/* The first slot of window j of a key. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_window(const cchash_priv_compact *table, uint64_t mixed, size_t number) {
    size_t step = (size_t)(mixed >> 8 & 255) * (2 * CCHASH_PRIV_WINDOW) + CCHASH_PRIV_WINDOW;
    return ((size_t)(mixed >> table->shift) + number * step) & (cchash_priv_compact_slots(table) - 1);
}

/* Has any key of this hash's class passed a window that starts at home? */
CCHASH_PRIV_INLINE bool cchash_priv_compact_overflowed(const uint64_t *overflow, size_t home, uint64_t mixed) {
    return overflow[home >> 6] >> (mixed & 63) & 1;
}

/* How many keys of this class and three others did; CCHASH_PRIV_COUNTER_MAX: as many or more. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_overflow_count(uint64_t counters, uint64_t mixed) {
    return (unsigned)(counters >> (mixed << 2 & 63)) & CCHASH_PRIV_COUNTER_MAX;
}

/* Counts a key of this hash's class in or out of the window that it passes. */
CCHASH_PRIV_INLINE void cchash_priv_compact_count(cchash_priv_compact *table, size_t home, uint64_t mixed, bool up) {
    if (table->recounting) return; /* all marks are set, and counters will be made anew */
    uint64_t *overflow = table->overflow + (home >> 6),
             *counters = overflow + cchash_priv_compact_words(cchash_priv_compact_slots(table));
    unsigned count = cchash_priv_compact_overflow_count(*counters, mixed);
    uint64_t one = UINT64_C(1) << (mixed << 2 & 63);
    if (up) *overflow |= UINT64_C(1) << (mixed & 63);
    if (count == CCHASH_PRIV_COUNTER_MAX || (!up && count == 0)) return;
    *counters += up ? one : UINT64_C(0) - one;
    if (up && count + 1 == CCHASH_PRIV_COUNTER_MAX) table->degraded = table->slow_removal = 1;
    if (!up && count == 1) *overflow &= ~(UINT64_C(0x0001000100010001) << (mixed & 15));
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* Tables of more homes than 2^this: the marks of passing keys lie outside of the second-level cache. */
#ifndef CCHASH_PRIV_COMPACT_BIG
#define CCHASH_PRIV_COMPACT_BIG 20
#endif

/* May a key lie beyond its first window? As long as nothing has been removed, an empty slot there says no: one cache
 * line less in a big table (misses at 1e7: 14.7 -> 13.5 ns). In a small one the marks are quicker: windows are full
 * more often than passed, and that costs mispredictions (misses at 1e5: 2.6 against 4.5 ns). */
CCHASH_PRIV_INLINE bool cchash_priv_compact_may_overflow(const cchash_priv_compact *table, cchash_priv_group group,
                                                         size_t home, uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(table->shift < 64 - CCHASH_PRIV_COMPACT_BIG) &&
        CCHASH_PRIV_LIKELY(cchash_priv_group_empty(group) & table->erase_free))
        return false;
    return CCHASH_PRIV_UNLIKELY(cchash_priv_compact_overflowed(table->overflow, home, mixed));
}

/* The entry of a key, sought from a window on; NULL: absent. `hash` is wanted only where entries keep theirs. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_from_window(const cchash_priv_compact *table,
                                                              const cchash_priv_type *type, uint64_t mixed,
                                                              uint64_t hash, const void *key, size_t number) {
    for (const size_t last = table->max_probe; number <= last; number++) {
        size_t first = cchash_priv_compact_window(table, mixed, number);
        uint32_t mask = cchash_priv_group_match(cchash_priv_group_load(table->tags + first), mixed);
        for (; mask; mask &= mask - 1) {
            void *entry = cchash_priv_compact_entry(table, type, first + cchash_priv_ctz(mask));
            if (cchash_priv_is_key(type, entry, hash, key)) return entry;
        }
        if (!cchash_priv_compact_overflowed(table->overflow, first, mixed)) break;
    }
    return NULL;
}

/* The part of a lookup beyond the first window, out of line. What it gets of the hash is the one form that it can't do
 * without: with the other, too, hits at 1e3 take 2.65 instead of 2.48 ns. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_slow(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                       uint64_t form, const void *key) {
    const uint64_t mixed = type->cached_hash ? cchash_priv_compact_mix_hash(table, type, form) : form;
    return cchash_priv_compact_find_from_window(table, type, mixed, form, key, 1);
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_call_find_slow(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed, uint64_t hash,
                                                            const void *key) {
    return type->find_slow(table, type->cached_hash ? hash : mixed, key);
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_find(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                  uint64_t hash, const void *key) {
    const uint8_t *tags = table->tags;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return NULL;
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = (size_t)(mixed >> table->shift);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    if (CCHASH_PRIV_LIKELY(mask)) {
        unsigned char *base = cchash_priv_compact_entry(table, type, home);
        /* Here, and at an address known from the hash alone: a hit's two misses overlap, a stream of misses pays
         * nothing. The next line too, unless the home slot begins one: a key is seldom further on (dependent finds at
         * 1e6: 71 ns with the home line alone, 60 so; hits at 6e5: 11.5 with the next line always, 10.1 so). */
        CCHASH_PRIV_PREFETCH(base);
        CCHASH_PRIV_PREFETCH(base + 48);
        do {
            unsigned char *entry = base + cchash_priv_ctz(mask) * type->entry_size;
            if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) return entry;
            mask &= mask - 1;
        } while (mask);
    }
    if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, group, home, mixed))) return NULL;
    return cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
}

/* The two steps of a batch before a search: asks for the tags; from them, for the entry that is to be compared
 * (returned; NULL: none) or, before an insertion, written. */
CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch_probe(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type, uint64_t mixed) {
    (void)type;
    if (CCHASH_PRIV_LIKELY(table->tags)) CCHASH_PRIV_PREFETCH(table->tags + (size_t)(mixed >> table->shift));
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_prefetch_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed,
                                                            bool insertion, bool *needs_probe) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return NULL;
    size_t home = (size_t)(mixed >> table->shift);
    cchash_priv_group group = cchash_priv_group_load(table->tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    void *entry = NULL;
    if (mask)
        entry = cchash_priv_compact_entry(table, type, home + cchash_priv_ctz(mask));
    else if (insertion)
        entry =
            cchash_priv_compact_entry(table, type, home + cchash_priv_ctz(cchash_priv_group_empty(group) | 1u << 16));
    else
        *needs_probe = cchash_priv_compact_may_overflow(table, group, home, mixed);
    if (entry) CCHASH_PRIV_PREFETCH_L2(entry);
    return entry;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     uint64_t hash) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    unsigned char *base = cchash_priv_compact_entry(table, type, (size_t)(mixed >> table->shift));
    cchash_priv_compact_prefetch_probe(table, type, mixed);
    CCHASH_PRIV_PREFETCH(base);
    CCHASH_PRIV_PREFETCH(base + 48);
}

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void *cchash_priv_compact_occupy_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t slot, uint64_t hash, uint8_t tag) {
    unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
    table->tags[slot] = tag;
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    return entry;
}

/* An insertion while elements are popped. After as many as there are blocks, with no pop between, it is no longer worth
 * it. */
CCHASH_PRIV_COLD void cchash_priv_compact_note_insertion(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t slot) {
    const size_t blocks = cchash_priv_compact_blocks(table);
    cchash_priv_summary_add(cchash_priv_compact_scratch_bits(table), blocks, slot / 64);
    if (++cchash_priv_compact_ledger(table)[2] > blocks) table->limit = cchash_priv_compact_capacity(table, type);
}

/* Makes room in a full window: one of its elements moves to the first empty slot behind it, if that is in its window
 * too. Returns the slot that it left, or SIZE_MAX: none can. Only the last slots are tried, whose elements reach
 * furthest. Hopscotch hashing (Herlihy, Shavit, Tzafrir 2008) with one hop: at the load limit 1 % of keys instead of
 * 2.5 % lie beyond their first window, after many removals 5 % instead of 12 %. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_hop(cchash_priv_compact *table, const cchash_priv_type *type,
                                                  size_t first) {
    size_t end = first + CCHASH_PRIV_WINDOW;
    if (end > cchash_priv_compact_slots(table)) return SIZE_MAX; /* no 16 slots behind it */
    uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + end));
    if (!empty) return SIZE_MAX;
    size_t to = end + cchash_priv_ctz(empty);
    for (size_t slot = end; slot-- > end - CCHASH_PRIV_HOP_TRIES;) {
        const unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
        CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
        size_t home = cchash_priv_compact_window(table, cchash_priv_compact_mix_hash(table, type, hash), 0);
        if (slot - home >= CCHASH_PRIV_WINDOW || to - home >= CCHASH_PRIV_WINDOW) continue;
        table->tags[to] = table->tags[slot];
        memcpy(cchash_priv_compact_entry(table, type, to), entry, type->entry_size);
        if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_compact_note_insertion(table, type, to);
        return slot;
    }
    return SIZE_MAX;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_set_max_probe(cchash_priv_compact *table, size_t number) {
    table->max_probe = (uint32_t)number & 0x1fffffffu;
    if (number > CCHASH_PRIV_MAX_PROBE_SOUND) table->degraded = 1;
    if (table->erase_free || table->degraded) table->slow_removal = 1;
}

/* A slot for a hash, in the first of its windows that has room; size < C, so one has. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_find_empty_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                              uint64_t mixed) {
    for (size_t number = 0;; number++) {
        size_t first = cchash_priv_compact_window(table, mixed, number);
        uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
        if (CCHASH_PRIV_LIKELY(empty)) {
            if (CCHASH_PRIV_UNLIKELY(number > table->max_probe)) cchash_priv_compact_set_max_probe(table, number);
            return first + cchash_priv_ctz(empty);
        }
        size_t slot = number ? SIZE_MAX : cchash_priv_compact_hop(table, type, first);
        if (slot != SIZE_MAX) return slot;
        cchash_priv_compact_count(table, first, mixed, true);
    }
}

/* A slot for a key known to be absent, growing the table first if it is full; NULL: no memory. Growth that is wanted
 * only for load may fail. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_claim(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= cchash_priv_compact_capacity(table, type))) {
        size_t homes = cchash_priv_compact_slots(table);
        size_t more = homes ? 2 * homes : CCHASH_PRIV_COMPACT_MIN;
        while (CCHASH_PRIV_UNLIKELY(cchash_priv_compact_limit(type, more) <= table->size) && /* with a very low limit */
               cchash_priv_compact_bytes(type, more) != SIZE_MAX)
            more *= 2;
        if (!type->rehash(table, more) && table->size + 1 >= homes) return NULL;
    }
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->tidy(table);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t slot = cchash_priv_compact_find_empty_slot(table, type, mixed);
    table->size++;
    if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_compact_note_insertion(table, type, slot);
    return cchash_priv_compact_occupy_slot(table, type, slot, hash, cchash_priv_tag(mixed));
}

/* The entry of a key, there or new: one probe. The caller writes key and value of a new one. NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_insert(cchash_priv_compact *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, bool *found) {
    uint8_t *tags = table->tags;
    *found = false;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return type->insert_slow(table, hash);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = (size_t)(mixed >> table->shift);
    unsigned char *base = cchash_priv_compact_entry(table, type, home);
    CCHASH_PRIV_PREFETCH(base);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    for (; CCHASH_PRIV_UNLIKELY(mask); mask &= mask - 1) {
        unsigned char *entry = base + cchash_priv_ctz(mask) * type->entry_size;
        *found = cchash_priv_is_key(type, entry, hash, key);
        if (CCHASH_PRIV_LIKELY(*found)) return entry;
    }
    uint32_t empty = cchash_priv_group_empty(group);
    if (CCHASH_PRIV_UNLIKELY(!(empty & table->erase_free) &&
                             cchash_priv_compact_overflowed(table->overflow, home, mixed))) {
        void *entry = cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
        *found = entry != NULL;
        if (entry) return entry;
    }
    if (CCHASH_PRIV_UNLIKELY(!empty || table->size >= table->limit)) return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    table->size++;
    return cchash_priv_compact_occupy_slot(table, type, home + cchash_priv_ctz(empty), hash, cchash_priv_tag(mixed));
}

/* A new entry has its key: nothing depends on that here. */
CCHASH_PRIV_INLINE void cchash_priv_compact_mark_occupied(const cchash_priv_type *type, unsigned char *entry) {
    (void)type, (void)entry;
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* The number of the window that an element lies in, or SIZE_MAX: none of its hash's. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_window_number(const cchash_priv_compact *table, uint64_t mixed,
                                                            size_t slot) {
    for (size_t number = 0; number <= table->max_probe; number++)
        if (slot - cchash_priv_compact_window(table, mixed, number) < CCHASH_PRIV_WINDOW) return number;
    return SIZE_MAX;
}

/* Marks and counters of a table without elements. */
CCHASH_PRIV_INLINE void cchash_priv_compact_clear_overflow(cchash_priv_compact *table) {
    uint64_t *ledger = cchash_priv_compact_ledger(table);
    memset(table->overflow, 0, 16 * cchash_priv_compact_words(cchash_priv_compact_slots(table)));
    ledger[0] = ledger[1] = 0;
    table->max_probe = 0;
    table->slow_removal = table->degraded = table->recounting = 0;
    table->erase_free = 0xffff;
}

/* Have removals paid for a recount? It looks at all homes and elements, and at each window that an element passed, of
 * which there are as many as after the last one, and those that insertions have looked at since. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_recount_is_due(const cchash_priv_compact *table) {
    const uint64_t *ledger = cchash_priv_compact_ledger(table);
    return table->degraded && ledger[0] >= table->size && ledger[0] >= cchash_priv_compact_slots(table) / 256 &&
           ledger[0] >= ledger[1] / 2;
}

/* What remains to be done, where there are keys beyond their first window, when an element has left its slot. */
CCHASH_PRIV_INLINE void cchash_priv_compact_after_erase(cchash_priv_compact *table, uint64_t mixed, size_t slot) {
    size_t number = cchash_priv_compact_window_number(table, mixed, slot);
    if (number == SIZE_MAX) number = 0; /* only if the hash function lied */
    if (table->degraded) cchash_priv_compact_ledger(table)[0] += number + 1;
    while (number--) cchash_priv_compact_count(table, cchash_priv_compact_window(table, mixed, number), mixed, false);
    table->erase_free = 0;
    table->slow_removal = table->degraded;
    if (!table->size && cchash_priv_compact_recount_is_due(table)) cchash_priv_compact_clear_overflow(table);
}

/* Removes the element in a slot and moves it out; nothing else moves. Its hash is wanted only if there are keys beyond
 * their first window. */
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t slot, void *key_out, void *value_out) {
    uint64_t hash = 0;
    const bool counted = table->max_probe > 0;
    if (counted)
        CCHASH_PRIV_CALLBACK(
            table, hash = cchash_priv_entry_hash(type, cchash_priv_compact_entry(table, type, slot), table->seed));
    cchash_priv_move_out(type, cchash_priv_compact_entry(table, type, slot), key_out, value_out);
    table->tags[slot] = 0;
    table->size--;
    if (counted) cchash_priv_compact_after_erase(table, cchash_priv_compact_mix_hash(table, type, hash), slot);
}

/* Removes a key and moves it and its value to where the pointers say, unless NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_remove(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *key, void *key_out, void *value_out) {
    uint8_t *tags = table->tags;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return false;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = (size_t)(mixed >> table->shift);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    if (CCHASH_PRIV_LIKELY(mask)) {
        unsigned char *base = cchash_priv_compact_entry(table, type, home);
        CCHASH_PRIV_PREFETCH(base);
        CCHASH_PRIV_PREFETCH(base + 48);
        do {
            size_t offset = cchash_priv_ctz(mask);
            unsigned char *entry = base + offset * type->entry_size;
            if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) {
                if (CCHASH_PRIV_UNLIKELY(table->slow_removal))
                    return type->remove_slow(table, hash, key, key_out, value_out);
                CCHASH_PRIV_TABLE_CHANGED(table);
                cchash_priv_move_out(type, entry, key_out, value_out);
                tags[home + offset] = 0;
                table->size--;
                return true;
            }
            mask &= mask - 1;
        } while (mask);
    }
    if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, group, home, mixed))) return false;
    return type->remove_slow(table, hash, key, key_out, value_out);
}

/* The same where more is to be done, out of line. A recount comes last: the key may be one that the table holds. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_remove_slow(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        uint64_t hash, const void *key, void *key_out,
                                                        void *value_out) {
    const uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    unsigned char *entry = (unsigned char *)cchash_priv_compact_find_from_window(table, type, mixed, hash, key, 0);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, key_out, value_out);
    size_t slot = (size_t)(entry - table->entries) / type->entry_size;
    table->tags[slot] = 0;
    table->size--;
    cchash_priv_compact_after_erase(table, mixed, slot);
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->tidy(table);
    return true;
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_compact_occupied(const uint8_t *tags) {
    return cchash_priv_group_empty(cchash_priv_group_load(tags)) ^ 0xffff;
}

/* The occupied ones of 64 slots, as many as there are from `first` on. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_occupied64(const uint8_t *tags, size_t first, size_t slots) {
    uint64_t mask = 0;
    for (unsigned at = 0; at < 64 && first + at < slots; at += 16)
        mask |= (uint64_t)cchash_priv_compact_occupied(tags + first + at) << at;
    return mask;
}

/* Removes the first element that there is, and moves it out; the map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_compact_pop_any(cchash_priv_compact *table, const cchash_priv_type *type,
                                                    void *key_out, void *value_out) {
    const size_t blocks = cchash_priv_compact_blocks(table);
    uint64_t *summary = cchash_priv_compact_scratch_bits(table), found;
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->limit) cchash_priv_summary_fill(summary, blocks);
    table->limit = 0;
    cchash_priv_compact_ledger(table)[2] = 0;
    size_t block = cchash_priv_summary_first(summary, blocks);
    while (!(found = cchash_priv_compact_occupied64(table->tags, block * 64,
                                                    cchash_priv_compact_slots(table) + CCHASH_PRIV_WINDOW))) {
        cchash_priv_summary_drop(summary, blocks, block);
        block = cchash_priv_summary_first(summary, blocks);
    }
    cchash_priv_compact_erase_slot(table, type, block * 64 + cchash_priv_ctz(found), key_out, value_out);
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->tidy(table);
}

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_begin(const cchash_priv_compact *table,
                                                                      const cchash_priv_type *type) {
    (void)type;
    cchash_priv_compact_iter iter;
    iter.table = (cchash_priv_compact *)(uintptr_t)table;
    iter.group = iter.slot = 0;
    iter.pending = table->tags ? cchash_priv_compact_occupied(table->tags) : 0;
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* The next entry, or NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_next(cchash_priv_compact_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_compact *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (!iter->pending) {
        size_t homes = cchash_priv_compact_slots(table);
        if (iter->group >= homes) return NULL; /* the group at C is the last */
        iter->group += CCHASH_PRIV_WINDOW;
        iter->pending = cchash_priv_compact_occupied(table->tags + iter->group);
        if (iter->group + 4 * CCHASH_PRIV_WINDOW > homes) continue; /* no pointer beyond the array */
        unsigned char *ahead = cchash_priv_compact_entry(table, type, iter->group + 4 * CCHASH_PRIV_WINDOW);
        for (size_t line = 0; line < CCHASH_PRIV_WINDOW * type->entry_size && line < 512; line += 64)
            CCHASH_PRIV_PREFETCH(ahead + line);
    }
    iter->slot = iter->group + cchash_priv_ctz(iter->pending);
    iter->pending &= iter->pending - 1;
    return cchash_priv_compact_entry(table, type, iter->slot);
}

/* Removes the element that the iterator stands on; nothing moves. */
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_at(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     cchash_priv_compact_iter *iter) {
    CCHASH_PRIV_ITER_CHECK(iter, table);
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_compact_erase_slot(table, type, iter->slot, NULL, NULL);
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* Lays an empty array for that many homes out in `table`; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_allocate(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     size_t homes, const void *map) {
    size_t slots = homes + CCHASH_PRIV_WINDOW, bytes = cchash_priv_compact_bytes(type, homes);
    if (bytes == SIZE_MAX) return false;
    unsigned char *block = (unsigned char *)type->allocate(map, bytes, cchash_priv_compact_align(type));
    if (!block) return false;
    size_t entry_bytes = (slots * type->entry_size + 7) & ~(size_t)7;
    table->entries = block;
    table->tags = block + entry_bytes;
    table->overflow = (uint64_t *)(void *)(table->tags + slots);
    memset(table->tags, 0, bytes - entry_bytes);
    table->shift = (uint8_t)(64 - cchash_priv_ctz(homes));
    table->limit = cchash_priv_compact_limit(type, homes);
    table->max_probe = 0;
    table->slow_removal = table->degraded = table->recounting = 0;
    table->erase_free = 0xffff;
    return true;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_free_arrays(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        const void *map) {
    if (!table->tags) return;
    size_t bytes = cchash_priv_compact_bytes(type, cchash_priv_compact_slots(table));
    type->release(map, table->entries, bytes, cchash_priv_compact_align(type));
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_memory(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return table->tags ? cchash_priv_compact_bytes(type, cchash_priv_compact_slots(table)) : 0;
}

/* May the next insertion move what lies there? */
CCHASH_PRIV_INLINE bool cchash_priv_compact_may_move(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     const void *at) {
    return table->tags && (uintptr_t)at - (uintptr_t)table->entries < cchash_priv_compact_memory(table, type);
}

/* Homes for that many elements, or 0: too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t homes = CCHASH_PRIV_COMPACT_MIN;
    while (cchash_priv_compact_limit(type, homes) < elements) {
        homes *= 2;
        if (cchash_priv_compact_bytes(type, homes) == SIZE_MAX) return 0;
    }
    return homes;
}

/* Moves into `to` an element that did not fit in the stream, or that goes to an array of any other size. */
CCHASH_PRIV_INLINE void cchash_priv_compact_transfer(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                     const cchash_priv_type *type, size_t old_slot) {
    const void *entry = cchash_priv_compact_entry(from, type, old_slot);
    uint64_t hash = cchash_priv_entry_hash(type, entry, to->seed); /* a seeded hash: of both */
    uint64_t mixed = cchash_priv_compact_mix_hash(to, type, hash);
    CCHASH_PRIV_CHECK_STORED(from->tags[old_slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(from, type, hash)));
    size_t slot = cchash_priv_compact_find_empty_slot(to, type, mixed);
    to->tags[slot] = cchash_priv_tag(mixed);
    memcpy(cchash_priv_compact_entry(to, type, slot), entry, type->entry_size);
}

/* Fills an array of twice the homes, both from front to back. The element in a slot goes to at most 47 new ones, from
 * 2 * slot - 30 on; which of those are taken is kept in a register, for reading tag bytes just written would stall on
 * the store buffer. From element to element only five steps of that register wait for each other. What doesn't fit is
 * marked in a bitmap and settled afterwards. The old array is only read: a hash function may jump out. */
CCHASH_PRIV_INLINE void cchash_priv_compact_stream(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                   const cchash_priv_type *type) {
    size_t old_homes = cchash_priv_compact_slots(from), slots = old_homes + CCHASH_PRIV_WINDOW;
    uint8_t *deferred = (uint8_t *)cchash_priv_compact_scratch_bits(to); /* a bit for each old slot */
    uint64_t taken = 0;                                                  /* bit b: new slot 2 * last - 30 + b */
    size_t last = 0, deferrals = 0;
    /* In variables of their own: a tag's store could change any object, for all the compiler knows. */
    const cchash_priv_compact target = *to, source = *from;
    for (size_t first = 0; first < slots; first += 64) {
        for (uint64_t mask = cchash_priv_compact_occupied64(source.tags, first, slots); mask; mask &= mask - 1) {
            size_t slot = first + cchash_priv_ctz(mask), step = slot - last;
            const unsigned char *entry = cchash_priv_compact_entry(&source, type, slot);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(from, hash = cchash_priv_entry_hash(type, entry, target.seed));
            CCHASH_PRIV_CHECK_STORED(source.tags[slot] ==
                                     cchash_priv_tag(cchash_priv_compact_mix_hash(from, type, hash)));
            size_t home = (size_t)(cchash_priv_compact_mix_hash(&target, type, hash) >> target.shift);
            size_t bit = home - (2 * slot - 30);
            if (step > 63) step = 63;
            taken = taken >> step >> step;
            last = slot;
            uint64_t free_bit = ~taken & UINT64_MAX << (bit & 63);
            free_bit &= 0 - free_bit;
            if (CCHASH_PRIV_UNLIKELY(bit > 31 || !(free_bit >> bit & 0xffff))) {
                deferred[slot >> 3] |= (uint8_t)(1u << (slot & 7));
                deferrals++;
                continue;
            }
            size_t fresh = 2 * slot - 30 + cchash_priv_ctz(free_bit);
            taken |= free_bit;
            target.tags[fresh] = source.tags[slot];
            memcpy(cchash_priv_compact_entry(&target, type, fresh), entry, type->entry_size);
        }
    }
    for (size_t byte = 0; deferrals; byte++)
        for (uint32_t mask = deferred[byte]; mask; mask &= mask - 1, deferrals--)
            CCHASH_PRIV_CALLBACK(from, cchash_priv_compact_transfer(to, from, type, byte * 8 + cchash_priv_ctz(mask)));
}

/* Moves everything to a new array of that many homes (at least room for the size); false: no memory, nothing changed.
 */
CCHASH_PRIV_INLINE bool cchash_priv_compact_rehash(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   size_t homes) {
    cchash_priv_compact fresh = *table;
    if (!cchash_priv_compact_allocate(&fresh, type, homes, table)) return false;
    if (!table->tags) {
        if (!fresh.seeded) {
            fresh.seed = cchash_priv_draw_seed(table, type->seeded_hash);
            fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
        }
    } else if (homes == 2 * cchash_priv_compact_slots(table)) {
        cchash_priv_compact_stream(&fresh, table, type);
    } else {
        if (cchash_priv_draws_again(type, fresh.seeded)) fresh.seed = cchash_priv_draw_seed(table, false);
        cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
        while (cchash_priv_compact_next(&iter, type))
            CCHASH_PRIV_CALLBACK(table, cchash_priv_compact_transfer(&fresh, table, type, iter.slot));
    }
    cchash_priv_compact_free_arrays(table, type, table);
    *table = fresh;
    return true;
}

/* ---- Recounting -------------------------------------------------------------------------------------------------- */

/* A slot in an earlier window than this one of a hash, or SIZE_MAX. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_find_closer_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                               uint64_t mixed, size_t number) {
    for (size_t earlier = 0; earlier < number; earlier++) {
        size_t first = cchash_priv_compact_window(table, mixed, earlier);
        uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
        if (empty) return first + cchash_priv_ctz(empty);
        size_t slot = earlier ? SIZE_MAX : cchash_priv_compact_hop(table, type, first);
        if (slot != SIZE_MAX) return slot;
    }
    return SIZE_MAX;
}

/* Brings elements nearer to home, and makes marks, counters and reach as exact as in a new table. A hash function may
 * jump out: as long as a recount is not through, all marks are set, so that lookups go on to `max_probe`. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_slots(table), slots = homes + CCHASH_PRIV_WINDOW;
    const size_t words = cchash_priv_compact_words(homes);
    uint64_t *counters = table->overflow + words, *marks = cchash_priv_compact_scratch_bits(table);
    uint64_t *ledger = cchash_priv_compact_ledger(table);
    size_t max_probe = 0, work = 0;
    bool full = true, at_ceiling = false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    table->limit = cchash_priv_compact_limit(type, homes); /* the summary goes */
    memset(table->overflow, 0xff, words * sizeof *counters);
    memset(counters, 0, 2 * words * sizeof *counters);
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
            size_t number = cchash_priv_compact_window_number(table, mixed, slot);
            if (CCHASH_PRIV_LIKELY(number == 0) || number == SIZE_MAX) continue; /* none: the hash function lied */
            if (pass == 0) {
                size_t nearer = cchash_priv_compact_find_closer_slot(table, type, mixed, number);
                if (nearer == SIZE_MAX) continue;
                memcpy(cchash_priv_compact_entry(table, type, nearer), entry, type->entry_size);
                table->tags[nearer] = table->tags[slot];
                table->tags[slot] = 0;
                continue;
            }
            if (number > max_probe) max_probe = number;
            work += number;
            while (number--) {
                size_t first = cchash_priv_compact_window(table, mixed, number), word = first >> 6;
                unsigned count = cchash_priv_compact_overflow_count(counters[word], mixed);
                marks[word] |= UINT64_C(1) << (mixed & 63);
                if (count < CCHASH_PRIV_COUNTER_MAX) counters[word] += UINT64_C(1) << (mixed << 2 & 63);
                at_ceiling = at_ceiling || count + 1 >= CCHASH_PRIV_COUNTER_MAX;
                full = full && !cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
            }
        }
    memcpy(table->overflow, marks, words * sizeof *marks);
    ledger[0] = 0;
    ledger[1] = work;
    table->max_probe = (uint32_t)max_probe & 0x1fffffffu;
    table->recounting = 0;
    table->degraded = at_ceiling || max_probe > CCHASH_PRIV_MAX_PROBE_SOUND;
    table->erase_free = full ? 0xffff : 0;
    table->slow_removal = (full && max_probe) || table->degraded;
}

/* After removals: a recount if it is due. */
CCHASH_PRIV_INLINE void cchash_priv_compact_tidy(cchash_priv_compact *table, const cchash_priv_type *type) {
    if (table->recounting || cchash_priv_compact_recount_is_due(table)) cchash_priv_compact_recount(table, type);
}

/* Nothing is spare but the array itself, which is made as good as new if anything has been removed from it. */
CCHASH_PRIV_INLINE void cchash_priv_compact_free_spare(cchash_priv_compact *table, const cchash_priv_type *type) {
    if (table->max_probe && (table->degraded || !table->erase_free)) cchash_priv_compact_recount(table, type);
}

/* Forgets all elements, without destroying them; the memory is kept. */
CCHASH_PRIV_INLINE void cchash_priv_compact_drop_entries(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         const void *map) {
    (void)map;
    if (!table->tags) return;
    table->limit = cchash_priv_compact_capacity(table, type);
    if (table->size) memset(table->tags, 0, cchash_priv_compact_slots(table) + CCHASH_PRIV_WINDOW);
    if (table->max_probe) cchash_priv_compact_clear_overflow(table);
    table->size = 0;
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_compact_stats(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                  cchash_stats *stats) {
    cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL;) {
        uint64_t hash = cchash_priv_entry_hash(type, entry, table->seed);
        size_t number =
            cchash_priv_compact_window_number(table, cchash_priv_compact_mix_hash(table, type, hash), iter.slot);
        cchash_priv_count_probe(stats, (number < table->max_probe ? number : table->max_probe) + 1);
    }
    if (table->tags) stats->load = (double)table->size / (double)cchash_priv_compact_slots(table);
}

CCHASH_PRIV_INLINE bool cchash_priv_compact_verify(const cchash_priv_compact *table, const cchash_priv_type *type) {
    size_t homes = cchash_priv_compact_slots(table), elements = 0, overflow = 0, counted = 0;
    bool at_ceiling = false, degraded = table->recounting || table->max_probe > CCHASH_PRIV_MAX_PROBE_SOUND;
    if (!homes) return table->size == 0 && table->limit == 0 && !table->entries && !table->overflow;
    if (homes < CCHASH_PRIV_COMPACT_MIN || table->size >= homes || !table->seeded) return false;
    if (cchash_priv_compact_capacity(table, type) != cchash_priv_compact_limit(type, homes)) return false;
    for (size_t slot = 0; cchash_priv_compact_popping(table) && slot < homes + CCHASH_PRIV_WINDOW; slot++)
        if (table->tags[slot] && !(cchash_priv_compact_scratch_bits(table)[slot / 4096] >> slot / 64 % 64 & 1))
            return false;
    cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL; elements++) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = type->hash(key, table->seed), mixed = cchash_priv_compact_mix_hash(table, type, hash);
        if (cchash_priv_entry_hash(type, entry, table->seed) != hash) return false;
        if (table->tags[iter.slot] != cchash_priv_tag(mixed)) return false;
        if (cchash_priv_compact_find(table, type, hash, key) != entry) return false;
        size_t number = cchash_priv_compact_window_number(table, mixed, iter.slot);
        if (number == SIZE_MAX) return false;
        for (overflow += number; number--;) {
            size_t first = cchash_priv_compact_window(table, mixed, number);
            if (!cchash_priv_compact_overflowed(table->overflow, first, mixed)) return false;
            if (cchash_priv_group_empty(cchash_priv_group_load(table->tags + first)) & table->erase_free) return false;
        }
    }
    if (table->slow_removal != ((table->erase_free && table->max_probe) || table->degraded)) return false;
    for (size_t word = 0, words = cchash_priv_compact_words(homes); word < words; word++) {
        if (table->recounting && table->overflow[word] != UINT64_MAX) return false;
        for (uint64_t hash_class = 0; hash_class < 16 && !table->recounting; hash_class++) {
            unsigned count = cchash_priv_compact_overflow_count(table->overflow[word + words], hash_class);
            if (!(table->overflow[word] >> hash_class & UINT64_C(0x0001000100010001)) != !count) return false;
            at_ceiling = at_ceiling || count == CCHASH_PRIV_COUNTER_MAX;
            counted += count;
        }
    }
    if (elements != table->size || (degraded || at_ceiling) > table->degraded) return false;
    return at_ceiling || table->recounting || counted == overflow;
}

#define CCHASH_PRIV_LAYOUT cchash_priv_compact
#include "cchash/operations.h"
#undef CCHASH_PRIV_LAYOUT

/* ---- What the facade asks of a layout ------------------------------------------------------------------------------
 * A number of its own, by which IMPLEMENT knows the layout that was declared, and the traits that it refuses. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_compact = 1 };
#define CCHASH_PRIV_CHECK_LAYOUT_cchash_priv_compact(name_, traits_)                                                   \
    CCHASH_PRIV_REFUSE(name_, traits_, _MALLOC_NODES, "CCHASH_MALLOC_NODES is for chaining: this layout has no nodes")

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

/* Maps and sets of strings (cchash_str.h); the traits may be left out. */
#define CCHASH_COMPACT_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DECLARE_STR_SET(...)                                                                            \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_IMPLEMENT_STR(...)                                                                              \
    CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_IMPLEMENT_STR_SET(...)                                                                          \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_compact, __VA_ARGS__)
/* Older names of the same. */
#define CCHASH_COMPACT_DEFINE_STR_EX CCHASH_COMPACT_DEFINE_STR
#define CCHASH_COMPACT_DEFINE_STR_SET_EX CCHASH_COMPACT_DEFINE_STR_SET
#define CCHASH_COMPACT_DEFINE_STR_ARENA(name_, V_) CCHASH_COMPACT_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))

#include "cchash/macros_on.h"

#endif
