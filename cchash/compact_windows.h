/* cchash/compact_windows.h: the windows of a key in the compact layout, and the bits and counters that say which of
 * them it overflowed. A part of cchash_compact.h. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_WINDOWS_H
#define CCHASH_PRIV_COMPACT_WINDOWS_H

/* The home slot of a key. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_home(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t mixed) {
    return type->tight ? cchash_priv_tight_home(table->shift, mixed) : (size_t)(mixed >> table->shift);
}

/* 64 - log2(C), rounded up. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_log_shift(const cchash_priv_compact *table,
                                                          const cchash_priv_type *type) {
    return type->tight ? (table->shift & CCHASH_PRIV_SHIFT_MASK) + 1u : table->shift;
}

/* The first slot of window `number` of a key. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_window(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     uint64_t mixed, size_t number) {
    if (!type->tight) {
        size_t step = (size_t)(mixed >> 8 & 255) * (2 * CCHASH_PRIV_WINDOW) + CCHASH_PRIV_WINDOW;
        return ((size_t)(mixed >> table->shift) + number * step) & (size_t)(UINT64_MAX >> table->shift);
    }
    const size_t home = cchash_priv_tight_home(table->shift, mixed), homes = cchash_priv_tight_homes(table->shift);
    if (!number) return home; /* spares a division */
    const uint64_t step = (mixed >> 8 & 255) * (6 * CCHASH_PRIV_WINDOW) + CCHASH_PRIV_WINDOW,
                   slot = home + number * step;
    return (size_t)(homes & (homes - 1) ? slot % homes : slot & (homes - 1));
}

/* Tells whether a key of this hash's class overflowed a window whose home shares a word with this one. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_overflowed(const uint8_t *tags, size_t home, uint64_t mixed) {
    return *cchash_priv_compact_overflow_word(tags, home / CCHASH_PRIV_CLASSES) >> (mixed & 31) & 1;
}

/* The number of overflows of this class and the three that share its counter; CCHASH_PRIV_COUNTER_MAX or more read as
 * CCHASH_PRIV_COUNTER_MAX. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_overflow_count(uint32_t counters, uint64_t mixed) {
    return (unsigned)(counters >> (mixed << 2 & 31)) & CCHASH_PRIV_COUNTER_MAX;
}

/* Records that a key overflowed the window at `home`. After an interrupted recount all bits are set already, and the
 * counters will be rebuilt. */
CCHASH_PRIV_INLINE void cchash_priv_compact_overflow_add(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t home, uint64_t mixed) {
    if (table->recounting) return;
    uint32_t *overflow = cchash_priv_compact_overflow_word(table->tags, home / CCHASH_PRIV_CLASSES),
             *counters = cchash_priv_compact_counters(table, cchash_priv_compact_homes(table, type)) +
                         (home / CCHASH_PRIV_CLASSES);
    unsigned count = cchash_priv_compact_overflow_count(*counters, mixed);
    uint32_t one = UINT32_C(1) << (mixed << 2 & 31);
    *overflow |= UINT32_C(1) << (mixed & 31);
    if (count == CCHASH_PRIV_COUNTER_MAX) return;
    *counters += one;
    if (count + 1 == CCHASH_PRIV_COUNTER_MAX) table->degraded = table->slow_removal = 1;
}

/* Records that such a key was removed. A counter at its maximum stays, as it no longer knows the number; a counter of 0
 * means that the hash function returned different values for one key. */
CCHASH_PRIV_INLINE void cchash_priv_compact_overflow_sub(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t home, uint64_t mixed) {
    if (table->recounting) return;
    uint32_t *overflow = cchash_priv_compact_overflow_word(table->tags, home / CCHASH_PRIV_CLASSES),
             *counters = cchash_priv_compact_counters(table, cchash_priv_compact_homes(table, type)) +
                         (home / CCHASH_PRIV_CLASSES);
    unsigned count = cchash_priv_compact_overflow_count(*counters, mixed);
    uint32_t one = UINT32_C(1) << (mixed << 2 & 31);
    if (count == CCHASH_PRIV_COUNTER_MAX || count == 0) return;
    *counters -= one;
    if (count == 1) *overflow &= ~(CCHASH_PRIV_COUNTER_CLASSES << (mixed & 7));
}

#endif
