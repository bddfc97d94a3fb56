/* cchash/oa_rebuild.h: growth and shrinking of open addressing. A part of cchash_oa.h, which draws the bytes and names
 * the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_OA_REBUILD_H
#define CCHASH_PRIV_OA_REBUILD_H

/* Copies an entry into another array, all of whose states on the probe path are initialised. */
CCHASH_PRIV_INLINE void cchash_priv_oa_place(cchash_priv_oa *to, const cchash_priv_type *type,
                                             const unsigned char *entry, size_t home, uint32_t state) {
    size_t slot = cchash_priv_oa_find_empty_slot(to, type, home);
    unsigned char *fresh = cchash_priv_oa_entry(to, type, slot);
    cchash_priv_oa_raise_max_probe(to, cchash_priv_oa_probe_distance(to, type, home, slot));
    memcpy(fresh, entry, type->entry_size);
    cchash_priv_oa_set_state(type, fresh, state & ~cchash_priv_oa_flag(type));
}

/* Fills an array of twice as many slots, reading the old one and writing the new one in order, once around from a
 * bucket that has not overflowed. Old bucket b becomes new buckets 2b and 2b + 1, whose states are cleared first. Then
 * entries whose home is b are appended to their new homes, and entries that were displaced to b are inserted with a
 * probe.
 *
 * Claim: no entry from old bucket b or before is inserted beyond new bucket 2b + 1, so every state that a probe reads
 * has been cleared. Proof: suppose that an entry from b is the first that finds new buckets from its home to 2b + 1
 * full. Let g .. 2b + 1 be the longest run of full buckets that ends there. Bucket g - 1 has never been full, so the
 * entries in the run have new homes from g on, as has the new entry; their old homes are a = g / 2 or later. No entry
 * lies before its home, so they all come from old buckets a .. b, and there are at most 8(b - a + 1) of them. But the
 * run holds 8(2b + 2 - g) >= 8(2(b - a) + 1) entries, and with the new one that is more: a contradiction.
 *
 * Homes come from states here, as a hash function may return other values than before. */
CCHASH_PRIV_INLINE void cchash_priv_oa_stream(cchash_priv_oa *to, const cchash_priv_oa *from,
                                              const cchash_priv_type *type) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), slots = cchash_priv_oa_slots(from);
    size_t homes[CCHASH_PRIV_OA_BUCKET], start = cchash_priv_oa_scan_start(from, type);
    uintptr_t given = cchash_priv_copied_start(cchash_priv_oa_entry(from, type, start), slots * type->entry_size);
    for (size_t walked = 0; walked < slots; walked += bucket, start = cchash_priv_oa_next_bucket(from, type, start)) {
        const unsigned char *old = cchash_priv_oa_entry(from, type, start);
        unsigned char *fresh = cchash_priv_oa_entry(to, type, 2 * start);
        size_t counts[2] = {0, 0};
        uint32_t overflowed = 0;
        for (size_t slot = 0; slot < 2 * bucket; slot++)
            cchash_priv_oa_set_state(type, fresh + slot * type->entry_size, 0);
        for (size_t slot = 0; slot < bucket; slot++) {
            const unsigned char *entry = old + slot * type->entry_size;
            uint32_t state = cchash_priv_oa_state(type, entry);
            if (!state) continue;
            homes[slot] = cchash_priv_oa_home(to, type, entry);
            size_t half = (homes[slot] - 2 * start) / bucket;
            if (CCHASH_PRIV_UNLIKELY(half > 1)) {
                overflowed |= 1u << slot;
                continue;
            }
            unsigned char *copy = fresh + (half * bucket + counts[half]++) * type->entry_size;
            memcpy(copy, entry, type->entry_size);
            if (slot == 0) cchash_priv_oa_set_state(type, copy, state & ~cchash_priv_oa_flag(type));
        }
        for (; overflowed; overflowed &= overflowed - 1) {
            size_t slot = cchash_priv_ctz(overflowed);
            const unsigned char *entry = old + slot * type->entry_size;
            cchash_priv_oa_place(to, type, entry, homes[slot], cchash_priv_oa_state(type, entry));
        }
        if (CCHASH_PRIV_GIVES_PAGES_BACK && type->from_malloc) given = cchash_priv_copied(given, from->entries, old);
    }
}

/* Copies an entry into an array of any size. If the seed is another (`rehashes`), its state does not tell its home. */
CCHASH_PRIV_INLINE void cchash_priv_oa_reinsert(cchash_priv_oa *to, const cchash_priv_type *type,
                                                const unsigned char *entry, bool rehashes) {
    if (!rehashes && !cchash_priv_oa_needs_hash(to, type)) {
        cchash_priv_oa_place(to, type, entry, cchash_priv_oa_home(to, type, entry), cchash_priv_oa_state(type, entry));
        return;
    }
    uint64_t mixed = cchash_priv_oa_mix_hash(to, type, cchash_priv_entry_hash(type, entry, to->seed));
    cchash_priv_oa_place(to, type, entry, cchash_priv_oa_home_of(to, type, mixed),
                         cchash_priv_oa_state_of(type, mixed));
}

/* Moves all elements to a new array with that many slots; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_rehash(cchash_priv_oa *table, const cchash_priv_type *type, size_t slots) {
    cchash_priv_oa fresh = *table;
    const size_t bytes = cchash_priv_oa_bytes(type, slots), align = cchash_priv_oa_align(type, slots);
    CCHASH_PRIV_CHECK(slots >= CCHASH_PRIV_OA_MIN && !(slots & (slots - 1)) && slots > table->size,
                      "internal error: a table is moved to an array that is too small or no power of two");
    if (bytes == SIZE_MAX) return false;
    fresh.shift = (uint8_t)(64 - cchash_priv_ctz(slots));
    fresh.limit = cchash_priv_oa_limit(type, slots);
    fresh.max_probe = 0;
#ifdef CCHASH_DEBUG
    cchash_priv_oa_iter stored = cchash_priv_oa_begin(table, type);
    for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&stored, type)) != NULL;)
        cchash_priv_oa_check_stored(table, type, entry);
#endif
    bool streams = slots == 2 * cchash_priv_oa_slots(table) && !cchash_priv_oa_needs_hash(&fresh, type);
    fresh.entries =
        (unsigned char *)(streams ? type->allocate(table, bytes, align) : type->allocate_zeroed(table, bytes, align));
    if (!fresh.entries) return false;
    if (!table->entries && !fresh.seeded) {
        fresh.seed = cchash_priv_draw_seed(table, type->seeded_hash);
        fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    if (streams) {
        cchash_priv_oa_stream(&fresh, table, type);
    } else {
        bool doubles = slots == 2 * cchash_priv_oa_slots(table);
        bool new_seed = table->size && !doubles && cchash_priv_draws_again(type, fresh.seeded);
        if (new_seed) fresh.seed = cchash_priv_draw_seed(table, false);
        cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
        for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;)
            CCHASH_PRIV_CALLBACK(table, cchash_priv_oa_reinsert(&fresh, type, entry, new_seed));
    }
    cchash_priv_oa_free_arrays(table, type, table);
    *table = fresh;
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE void cchash_priv_oa_describe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                cchash_priv_image *image) {
    image->slots = cchash_priv_oa_slots(table);
    image->bytes = (cchash_priv_oa_memory(table, type) + 7) & ~(uint64_t)7;
    image->detail = table->max_probe;
}

/* The summary is left out, and entries where no element lies. */
CCHASH_PRIV_INLINE void cchash_priv_oa_write_array(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const cchash_priv_image *image, cchash_priv_sink *sink) {
    const unsigned char *at = table->entries;
    for (size_t slot = 0; slot < image->slots; slot++) {
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        cchash_priv_sink_part(sink, &at, entry, sizeof(uint32_t));
        cchash_priv_sink_entry(sink, type, &at, entry);
    }
    cchash_priv_sink_add(sink, NULL, (size_t)image->bytes - (size_t)(at - table->entries));
}

/* Sets the table to an array that lies in an image; false: it cannot be that of such a table. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_read_array(cchash_priv_oa *table, const cchash_priv_type *type,
                                                  const cchash_priv_image *image, unsigned char *array) {
    const size_t slots = (size_t)image->slots;
    if (slots < CCHASH_PRIV_OA_MIN || (slots & (slots - 1))) return false;
    const size_t bytes = cchash_priv_oa_bytes(type, slots);
    if (bytes == SIZE_MAX || ((bytes + 7) & ~(uint64_t)7) != image->bytes || image->detail > UINT32_MAX) return false;
    table->buffered = CCHASH_PRIV_READ_ONLY;
    table->entries = array;
    table->shift = (uint8_t)(64 - cchash_priv_ctz(slots));
    table->max_probe = (uint32_t)image->detail;
    table->size = table->limit = (size_t)image->elements;
    return true;
}

#endif
