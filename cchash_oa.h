/* cchash_oa.h: open addressing with the state in the entry. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_oa.h"
 *     CCHASH_OA_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * One array, and everything about an entry in one place: the textbook's layout, with what a textbook leaves out.
 *
 *     one allocation, at a multiple of 64 bytes; u64 -> u64 with C slots (C a power of two, 8 or more):
 *
 *     | state (pad) key value | state (pad) key value | ...     24 bytes an entry, 2 2/3 to a cache line
 *
 * The state is 0 for an empty slot, otherwise the upper half of the placed hash with its lowest bit set. So it says
 * more than "full": keys are compared only where 31 bits of hash agree, and as long as C is at most 2^31, growth and
 * removal find an entry's home in its state and touch no key.
 *
 * A key type may have a bit that it leaves to the table, as cchash_str has: then that bit is the state, entries are key
 * and value and nothing more (48 bytes for cchash_str -> cchash_str), and keys say by themselves where they belong:
 *
 *     | key (with the bit) value | key (with the bit) value | ...
 *
 * A key's home is the top log2(C) bits of its placed hash; it lies there or behind, with no empty slot between (linear
 * probing; the array is a ring). Removal closes the gap (backward shift, Knuth's Algorithm R), so there are no
 * tombstones and nothing that has been removed costs anything later.
 *
 * Invariants (name_verify checks them): every state belongs to its key's hash; a lookup of each element's key finds it
 * and nothing else; `size` states are not 0; at least one slot is empty. */
#ifndef CCHASH_OA_H
#define CCHASH_OA_H

#include "cchash.h"

typedef struct cchash_priv_oa {
    unsigned char *entries; /* NULL: no array yet */
    size_t size;
    size_t limit; /* elements that fit without growing */
    uint64_t seed;
    uint8_t shift;  /* 64 - log2(C) */
    uint8_t seeded; /* CCHASH_PRIV_UNSEEDED, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa;

typedef struct cchash_priv_oa_iter {
    cchash_priv_oa *table;
    size_t slot; /* where the iterator stands */
    size_t left; /* slots still to look at */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa_iter;

/* The first field of every entry, so its address is the entry's. */
#define CCHASH_PRIV_FIELDS_oa uint32_t state;
#define CCHASH_PRIV_FIELDS_SPARE_oa /* the key has a bit for it */

/* Homes can be read from a state in tables of up to 2^this slots; beyond, keys are hashed again. */
#ifndef CCHASH_PRIV_OA_STATE_BITS
#define CCHASH_PRIV_OA_STATE_BITS 31
#endif

#define CCHASH_PRIV_OA_MIN ((size_t)8) /* slots */

/* 3/4: linear probing is expected (Knuth) to look at 2.5 slots for a hit and 8.5 for a miss at the limit (7/8: 4.5
 * and 32.5). */
#define CCHASH_PRIV_OA_NUM 3
#define CCHASH_PRIV_OA_DEN 4

CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots(const cchash_priv_oa *table) {
    return table->entries ? (size_t)1 << (64 - table->shift) : 0;
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_limit(cchash_priv_typep type, size_t slots) {
    size_t limit = type->load_den ? cchash_priv_limit(slots, type->load_num, type->load_den)
                                  : cchash_priv_limit(slots, CCHASH_PRIV_OA_NUM, CCHASH_PRIV_OA_DEN);
    return limit < slots ? limit : slots - 1;
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_align(cchash_priv_typep type) {
    return type->entry_align > 64 ? type->entry_align : 64;
}

/* Stirred once more than in the other layouts: linear probing turns any unevenness into runs (i << 20 in some seeds: 9
 * probes instead of 1.7). */
CCHASH_PRIV_INLINE uint64_t cchash_priv_oa_place(const cchash_priv_oa *table, cchash_priv_typep type, uint64_t hash) {
    uint64_t placed = cchash_priv_finish(hash, table->seed, type->good_hash);
    return type->good_hash ? placed : cchash_priv_stir(placed);
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_of(uint64_t placed) { return (uint32_t)(placed >> 32) | 1; }

CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state(cchash_priv_typep type, const unsigned char *entry) {
    uint32_t state;
    if (type->spare_bit) return entry[type->spare_offset] & type->spare_bit;
    memcpy(&state, entry, sizeof state);
    return state;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_set_state(cchash_priv_typep type, unsigned char *entry, uint32_t state) {
    if (type->spare_bit) {
        unsigned char *spare = entry + type->spare_offset;
        *spare = (unsigned char)(state ? *spare | type->spare_bit : *spare & ~type->spare_bit);
        return;
    }
    memcpy(entry, &state, sizeof state);
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_entry(const cchash_priv_oa *table, cchash_priv_typep type,
                                                       size_t slot) {
    return table->entries + slot * type->entry_size;
}

/* The home in `table` of an entry with that state, wherever the entry is. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_home(const cchash_priv_oa *table, cchash_priv_typep type,
                                              const unsigned char *entry, uint32_t state) {
    if (CCHASH_PRIV_LIKELY(!type->spare_bit && table->shift >= 64 - CCHASH_PRIV_OA_STATE_BITS))
        return (size_t)((uint64_t)state << 32 >> table->shift);
    uint64_t hash = cchash_priv_entry_hash(type, entry, table->seed);
    return (size_t)(cchash_priv_oa_place(table, type, hash) >> table->shift);
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* The states of four slots, from one on: a bit in *match where it is the wanted one, in *empty where it is 0. */
CCHASH_PRIV_INLINE void cchash_priv_oa_compare(cchash_priv_typep type, const unsigned char *entry, uint32_t wanted,
                                               uint32_t *match, uint32_t *empty) {
    uint32_t state0 = cchash_priv_oa_state(type, entry), state1 = cchash_priv_oa_state(type, entry + type->entry_size);
    uint32_t state2 = cchash_priv_oa_state(type, entry + 2 * type->entry_size);
    uint32_t state3 = cchash_priv_oa_state(type, entry + 3 * type->entry_size);
#ifdef CCHASH_PRIV_SSE2
    __m128i states = _mm_set_epi32((int)state3, (int)state2, (int)state1, (int)state0);
    __m128i matching = _mm_cmpeq_epi32(states, _mm_set1_epi32((int)wanted));
    __m128i missing = _mm_cmpeq_epi32(states, _mm_setzero_si128());
    *match = (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(matching));
    *empty = (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(missing));
#else
    *match = (uint32_t)(state0 == wanted) | (uint32_t)(state1 == wanted) << 1 | (uint32_t)(state2 == wanted) << 2 |
             (uint32_t)(state3 == wanted) << 3;
    *empty = (uint32_t)!state0 | (uint32_t)!state1 << 1 | (uint32_t)!state2 << 2 | (uint32_t)!state3 << 3;
#endif
}

/* The same where the state is a bit of the key: one slot at a time, and every key on the way is compared. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_probe_keys(const cchash_priv_oa *table, cchash_priv_typep type,
                                                            uint64_t placed, uint64_t hash, const void *key,
                                                            bool *found) {
    size_t slot = (size_t)(placed >> table->shift), mask = cchash_priv_oa_slots(table) - 1;
    for (;; slot = (slot + 1) & mask) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        *found = false;
        if (!cchash_priv_oa_state(type, entry)) return entry;
        *found = cchash_priv_is_key(type, entry, hash, key);
        if (CCHASH_PRIV_LIKELY(*found)) return entry;
    }
}

/* The entry of a key, or the empty slot where the search ended, told apart by *found. The table has an array. Four
 * slots at a time, without a branch on each: where a run ends is anybody's guess, and guessing wrong costs a wait for
 * the line (growing to 1e7: 95 -> 70 ns an insert, misses 101 -> 49; with two slots at a time 93 and 83). */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_probe(const cchash_priv_oa *table, cchash_priv_typep type,
                                                       uint64_t placed, uint64_t hash, const void *key, bool *found) {
    uint32_t wanted = cchash_priv_oa_state_of(placed), match, empty;
    if (type->spare_bit) return cchash_priv_oa_probe_keys(table, type, placed, hash, key, found);
    size_t slot = (size_t)(placed >> table->shift), slots = cchash_priv_oa_slots(table);
    for (;;) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        size_t step = 4;
        if (CCHASH_PRIV_LIKELY(slot + 4 <= slots)) {
            cchash_priv_oa_compare(type, entry, wanted, &match, &empty);
        } else {
            step = 1;
            match = cchash_priv_oa_state(type, entry) == wanted;
            empty = cchash_priv_oa_state(type, entry) == 0;
        }
        for (uint32_t stop = match | empty; CCHASH_PRIV_LIKELY(stop); stop &= stop - 1) {
            unsigned char *candidate = entry + cchash_priv_ctz(stop) * type->entry_size;
            *found = (match & (stop & (0 - stop))) != 0;
            if (!*found || CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, candidate, hash, key))) return candidate;
        }
        slot = (slot + step) & (slots - 1);
    }
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_find(const cchash_priv_oa *table, cchash_priv_typep type, uint64_t hash,
                                             const void *key) {
    bool found;
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return NULL;
    uint64_t placed = cchash_priv_oa_place(table, type, hash);
    unsigned char *entry = cchash_priv_oa_entry(table, type, (size_t)(placed >> table->shift));
    /* Most keys that are there are at home, and a stream of keys that are not never is: a good guess in both cases. */
    if (!type->spare_bit && CCHASH_PRIV_LIKELY(cchash_priv_oa_state(type, entry) == cchash_priv_oa_state_of(placed)) &&
        CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key)))
        return entry;
    entry = cchash_priv_oa_probe(table, type, placed, hash, key, &found);
    return found ? entry : NULL;
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_find_far(const cchash_priv_oa *table, cchash_priv_typep type, uint64_t placed,
                                                 const void *key) {
    (void)table, (void)type, (void)placed, (void)key;
    return NULL; /* this layout has one loop for near and far */
}

/* The two steps of a batch before a search; what the first asks for is all that a search reads as a rule. */
CCHASH_PRIV_INLINE void cchash_priv_oa_ask(const cchash_priv_oa *table, cchash_priv_typep type, uint64_t placed) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return;
    unsigned char *entry = cchash_priv_oa_entry(table, type, (size_t)(placed >> table->shift));
    CCHASH_PRIV_PREFETCH(entry);
    CCHASH_PRIV_PREFETCH(entry + 64);
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_aim(const cchash_priv_oa *table, cchash_priv_typep type, uint64_t placed,
                                            bool insertion, bool *elsewhere) {
    (void)table, (void)type, (void)placed, (void)insertion;
    *elsewhere = true;
    return NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_prefetch(const cchash_priv_oa *table, cchash_priv_typep type, uint64_t hash) {
    cchash_priv_oa_ask(table, type, cchash_priv_oa_place(table, type, hash));
}

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* The first empty slot from `slot` on; there is one. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_settle(const cchash_priv_oa *table, cchash_priv_typep type, size_t slot) {
    size_t mask = cchash_priv_oa_slots(table) - 1;
    while (cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot))) slot = (slot + 1) & mask;
    return slot;
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_fill(cchash_priv_oa *table, cchash_priv_typep type, unsigned char *entry,
                                             uint64_t hash) {
    cchash_priv_oa_set_state(type, entry, cchash_priv_oa_state_of(cchash_priv_oa_place(table, type, hash)));
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    table->size++;
    return entry;
}

/* A slot for a key known to be absent, growing the table first if it is full; NULL: no memory. Growth that is wanted
 * only for load may fail. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_claim(cchash_priv_oa *table, cchash_priv_typep type, uint64_t hash) {
    CCHASH_PRIV_CHANGES(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) {
        size_t slots = cchash_priv_oa_slots(table);
        if (!type->rehash(table, slots ? slots * 2 : CCHASH_PRIV_OA_MIN) && table->size + 1 >= slots) return NULL;
    }
    size_t home = (size_t)(cchash_priv_oa_place(table, type, hash) >> table->shift);
    return cchash_priv_oa_fill(table, type, cchash_priv_oa_entry(table, type, cchash_priv_oa_settle(table, type, home)),
                               hash);
}

/* The entry of a key, there or new: one probe. The caller writes key and value of a new one. NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_insert(cchash_priv_oa *table, cchash_priv_typep type, uint64_t hash,
                                               const void *key, bool *found) {
    *found = false;
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return type->claim_far(table, hash);
    uint64_t placed = cchash_priv_oa_place(table, type, hash);
    unsigned char *entry = cchash_priv_oa_probe(table, type, placed, hash, key, found);
    if (*found) return entry;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) return type->claim_far(table, hash);
    CCHASH_PRIV_CHANGES(table);
    return cchash_priv_oa_fill(table, type, entry, hash);
}

/* A new entry has its key: its own bytes have just replaced the state. */
CCHASH_PRIV_INLINE void cchash_priv_oa_keyed(cchash_priv_typep type, unsigned char *entry) {
    if (type->spare_bit) cchash_priv_oa_set_state(type, entry, 1);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* The bytes of two entries, exchanged. */
CCHASH_PRIV_INLINE void cchash_priv_oa_swap(unsigned char *left, unsigned char *right, size_t size) {
    for (size_t at = 0; at < size; at++) {
        unsigned char byte = left[at];
        left[at] = right[at];
        right[at] = byte;
    }
}

/* Empties a slot and closes the gap: an entry further on moves in unless that would put it before its home. Where homes
 * come from the user's hash function, which may jump out, the leaving entry changes places with those that move: it
 * stays behind its home with no gap between, so that the map is whole at each call. */
CCHASH_PRIV_INLINE void cchash_priv_oa_shift_back(cchash_priv_oa *table, cchash_priv_typep type, size_t hole) {
    size_t mask = cchash_priv_oa_slots(table) - 1;
    for (size_t next = (hole + 1) & mask;; next = (next + 1) & mask) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, next);
        uint32_t state = cchash_priv_oa_state(type, entry);
        if (!state) break;
        size_t home = cchash_priv_oa_home(table, type, entry, state);
        if (((next - home) & mask) < ((next - hole) & mask)) continue;
        if (!type->cached_hash && (type->spare_bit || table->shift < 64 - CCHASH_PRIV_OA_STATE_BITS))
            cchash_priv_oa_swap(cchash_priv_oa_entry(table, type, hole), entry, type->entry_size);
        else
            memcpy(cchash_priv_oa_entry(table, type, hole), entry, type->entry_size);
        hole = next;
    }
    cchash_priv_oa_set_state(type, cchash_priv_oa_entry(table, type, hole), 0);
    table->size--;
}

/* Removes a key and moves it and its value to where the pointers say, unless NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove(cchash_priv_oa *table, cchash_priv_typep type, uint64_t hash,
                                              const void *key, void *key_out, void *value_out) {
    unsigned char *entry = (unsigned char *)cchash_priv_oa_find(table, type, hash, key);
    if (!entry) return false;
    CCHASH_PRIV_CHANGES(table);
    cchash_priv_move_out(type, entry, key_out, value_out);
    cchash_priv_oa_shift_back(table, type, (size_t)(entry - table->entries) / type->entry_size);
    return true;
}

/* ---- Iterating ---------------------------------------------------------------------------------------------------
 * From just before an empty slot down to just behind it, round the ring. What a removal shifts back comes from slots
 * already visited, so that each survivor is visited exactly once, also across the end of the array. */

CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_begin(const cchash_priv_oa *table, cchash_priv_typep type) {
    cchash_priv_oa_iter iter;
    iter.table = (cchash_priv_oa *)(uintptr_t)table;
    iter.slot = table->entries ? cchash_priv_oa_settle(table, type, 0) : 0;
    iter.left = table->size ? cchash_priv_oa_slots(table) - 1 : 0;
    CCHASH_PRIV_REMEMBER(&iter, table);
    return iter;
}

/* The next entry, or NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_next(cchash_priv_oa_iter *iter, cchash_priv_typep type) {
    const cchash_priv_oa *table = iter->table;
    CCHASH_PRIV_RECALL(iter, table);
    while (iter->left) {
        iter->left--;
        iter->slot = (iter->slot ? iter->slot : cchash_priv_oa_slots(table)) - 1;
        unsigned char *entry = cchash_priv_oa_entry(table, type, iter->slot);
        if (cchash_priv_oa_state(type, entry)) return entry;
    }
    return NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_erase_at(cchash_priv_oa *table, cchash_priv_typep type,
                                                cchash_priv_oa_iter *iter) {
    CCHASH_PRIV_RECALL(iter, table);
    CCHASH_PRIV_CHANGES(table);
    cchash_priv_oa_shift_back(table, type, iter->slot);
    CCHASH_PRIV_REMEMBER(iter, table);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_oa_memory(const cchash_priv_oa *table, cchash_priv_typep type) {
    return cchash_priv_oa_slots(table) * type->entry_size;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_release(cchash_priv_oa *table, cchash_priv_typep type, const void *map) {
    if (table->entries)
        type->release(map, table->entries, cchash_priv_oa_memory(table, type), cchash_priv_oa_align(type));
}

/* Slots for that many elements, or 0: too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_room(cchash_priv_typep type, size_t elements) {
    size_t slots = CCHASH_PRIV_OA_MIN;
    while (cchash_priv_oa_limit(type, slots) < elements) {
        slots *= 2;
        if (cchash_priv_array_bytes(slots, type->entry_size, 0) == SIZE_MAX) return 0;
    }
    return slots;
}

/* Forgets all elements, without destroying them; the memory is kept. */
CCHASH_PRIV_INLINE void cchash_priv_oa_reset(cchash_priv_oa *table, cchash_priv_typep type, const void *map) {
    (void)map;
    for (size_t slot = 0; slot < cchash_priv_oa_slots(table); slot++)
        cchash_priv_oa_set_state(type, cchash_priv_oa_entry(table, type, slot), 0);
    table->size = 0;
}

/* Nothing is spare but the array itself. */
CCHASH_PRIV_INLINE void cchash_priv_oa_trim(cchash_priv_oa *table, cchash_priv_typep type) { (void)table, (void)type; }

/* Puts an entry into its first empty slot of another array; returns that slot. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_transfer(cchash_priv_oa *to, cchash_priv_typep type,
                                                  const unsigned char *entry, size_t home) {
    size_t slot = cchash_priv_oa_settle(to, type, home);
    memcpy(cchash_priv_oa_entry(to, type, slot), entry, type->entry_size);
    return slot;
}

/* Fills an array of twice the slots, both from front to back: a home h becomes 2h or 2h + 1. Which of the new slots
 * around the place that is written are taken is kept in a register, so that the new array is only written. An entry
 * that falls out of that window goes the slow way; if it lands beyond the window, so do all that follow. */
CCHASH_PRIV_INLINE void cchash_priv_oa_stream(cchash_priv_oa *to, const cchash_priv_oa *from, cchash_priv_typep type) {
    size_t mask = cchash_priv_oa_slots(from) - 1, new_mask = 2 * mask + 1;
    size_t start = cchash_priv_oa_settle(from, type, 0); /* an empty slot: no run crosses it */
    uint64_t taken = 0;                                  /* bit b: new slot first + b */
    bool windowed = mask >= 63;
    for (size_t slot = start; slot <= start + mask; slot++, taken >>= 2) {
        const unsigned char *entry = cchash_priv_oa_entry(from, type, slot & mask);
        uint32_t state = cchash_priv_oa_state(type, entry);
        if (!state) continue;
        size_t first = 2 * slot - 30, home = cchash_priv_oa_home(to, type, entry, state);
        size_t bit = (home - first) & new_mask, ahead = 64;
        if (CCHASH_PRIV_LIKELY(windowed && bit < 32)) ahead = bit + cchash_priv_ctz(~(taken >> bit));
        if (CCHASH_PRIV_LIKELY(ahead < 64)) {
            memcpy(cchash_priv_oa_entry(to, type, (first + ahead) & new_mask), entry, type->entry_size);
        } else {
            ahead = (cchash_priv_oa_transfer(to, type, entry, home) - first) & new_mask;
            windowed = windowed && (ahead < 64 || ahead > mask);
        }
        if (ahead < 64) taken |= UINT64_C(1) << ahead;
    }
}

/* Moves everything to a new array of that many slots (more than the size); false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_rehash(cchash_priv_oa *table, cchash_priv_typep type, size_t slots) {
    cchash_priv_oa fresh = *table;
    size_t bytes = cchash_priv_array_bytes(slots, type->entry_size, 0);
    if (bytes == SIZE_MAX) return false;
    fresh.entries = (unsigned char *)type->allocate_zeroed(table, bytes, cchash_priv_oa_align(type));
    if (!fresh.entries) return false;
    fresh.shift = (uint8_t)(64 - cchash_priv_ctz(slots));
    fresh.limit = cchash_priv_oa_limit(type, slots);
    if (!table->entries && !fresh.seeded) {
        fresh.seed = cchash_priv_draw_seed(table);
        fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    if (table->entries && slots == 2 * cchash_priv_oa_slots(table)) {
        cchash_priv_oa_stream(&fresh, table, type);
    } else {
        cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
        for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;)
            cchash_priv_oa_transfer(&fresh, type, entry,
                                    cchash_priv_oa_home(&fresh, type, entry, cchash_priv_oa_state(type, entry)));
    }
    cchash_priv_oa_release(table, type, table);
    *table = fresh;
    return true;
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_oa_stats(const cchash_priv_oa *table, cchash_priv_typep type, cchash_stats *stats) {
    cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
    for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;) {
        size_t home = cchash_priv_oa_home(table, type, entry, cchash_priv_oa_state(type, entry));
        cchash_priv_count_probe(stats, ((iter.slot - home) & (cchash_priv_oa_slots(table) - 1)) + 1);
    }
    if (table->entries) stats->load = (double)table->size / (double)cchash_priv_oa_slots(table);
}

CCHASH_PRIV_INLINE bool cchash_priv_oa_verify(const cchash_priv_oa *table, cchash_priv_typep type) {
    size_t slots = cchash_priv_oa_slots(table), elements = 0;
    if (!slots) return table->size == 0 && table->limit == 0;
    if (slots < CCHASH_PRIV_OA_MIN || !table->seeded || table->limit != cchash_priv_oa_limit(type, slots)) return false;
    for (size_t slot = 0; slot < slots; slot++)
        elements += cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) != 0;
    if (elements != table->size || elements >= slots) return false;
    for (size_t slot = 0; slot < slots; slot++) {
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = type->hash(key, table->seed);
        if (cchash_priv_entry_hash(type, entry, table->seed) != hash) return false;
        uint32_t state = cchash_priv_oa_state_of(cchash_priv_oa_place(table, type, hash));
        if (!type->spare_bit && cchash_priv_oa_state(type, entry) != state) return false;
        if (cchash_priv_oa_find(table, type, hash, key) != entry) return false;
    }
    return true;
}

#define CCHASH_PRIV_LAYOUT oa
#include "cchash.h" /* the operations that all layouts share, for this one */
#undef CCHASH_PRIV_LAYOUT

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_OA_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_OA_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_OA_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_OA_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_OA_DECLARE(name_, K_, V_) CCHASH_OA_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_OA_DECLARE_SET(name_, K_) CCHASH_OA_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_OA_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_) CCHASH_OA_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_OA_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_) CCHASH_OA_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_OA_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_DEFINE_MAP(oa, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_DEFINE_SET(oa, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_DECLARE_EX(name_, K_, V_, traits_) CCHASH_PRIV_DECLARE_MAP(oa, name_, K_, V_, traits_)
#define CCHASH_OA_DECLARE_SET_EX(name_, K_, traits_) CCHASH_PRIV_DECLARE_SET(oa, name_, K_, traits_)
#define CCHASH_OA_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IMPLEMENT_MAP(oa, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IMPLEMENT_SET(oa, name_, K_, hashfn_, eqfn_, traits_)

#endif
