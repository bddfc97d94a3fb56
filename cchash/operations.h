/* cchash/operations.h: the operations that all layouts share. A template without a guard: each layout header includes
 * it once. SPDX-License-Identifier: MIT-0
 *
 * CCHASH_PRIV_LAYOUT is the name of a layout, and cchash_priv_layout_put and its like are defined there as that
 * layout's names, cchash_priv_compact_put and so on. The operations are over an engine, CCHASH_PRIV_ENGINE(find): find,
 * get, value, insert, claim, write_key, remove, remove_any, begin, next, prepare_erase, erase_prepared, rehash,
 * array_slots, slots_for, capacity, memory, free_arrays, drop_entries, free_spare, stats, and mix_hash, prefetch_probe,
 * prefetch_entry for batches, describe, write_array, read_array for images. They are written once, so that they mean
 * the same in all layouts. docs/design.md lists what each engine function does.
 *
 * `scratch` has space for a key and a value (put: for two of each). Parts of an element are moved there before they are
 * destroyed, so that destructors run when the table is consistent again. */

#define CCHASH_PRIV_ENGINE(operation_) CCHASH_PRIV_ENGINE_(CCHASH_PRIV_LAYOUT, operation_)
#define CCHASH_PRIV_ENGINE_(layout_, operation_) CCHASH_PRIV_ENGINE__(layout_, operation_)
#define CCHASH_PRIV_ENGINE__(layout_, operation_) layout_##_##operation_
#define CCHASH_PRIV_TABLE CCHASH_PRIV_LAYOUT
#define CCHASH_PRIV_ITER CCHASH_PRIV_ENGINE(iter)

CCHASH_PRIV_INLINE size_t cchash_priv_layout_size(const CCHASH_PRIV_TABLE *table) { return table->size; }
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_get_seed(const CCHASH_PRIV_TABLE *table) { return table->seed; }
CCHASH_PRIV_INLINE void cchash_priv_layout_set_seed(CCHASH_PRIV_TABLE *table, uint64_t seed) {
    table->seed = seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

CCHASH_PRIV_INLINE void cchash_priv_layout_need_seed(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (!type->seeded_hash || CCHASH_PRIV_LIKELY(table->seeded)) return;
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
}

/* The hash of a key that may be inserted. A seeded hash function needs a seed before the first insertion. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_insert_hash(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                           const void *key) {
    uint64_t hash;
    cchash_priv_layout_need_seed(table, type);
    CCHASH_PRIV_CALLBACK(table, hash = type->query_hash(key, table->seed));
    return hash;
}

/* Resets the table to that of an empty map. Keeps a seed that the user gave, and one that the hash function of the user
 * has been called with (`hashed`), because the program may keep hashes made with it. */
CCHASH_PRIV_INLINE void cchash_priv_layout_zero_header(CCHASH_PRIV_TABLE *table, bool hashed) {
    CCHASH_PRIV_TABLE old = *table;
    memset(table, 0, sizeof *table);
#ifdef CCHASH_DEBUG
    table->generation = old.generation + 1;
#endif
    if (old.seeded == CCHASH_PRIV_UNSEEDED || (old.seeded == CCHASH_PRIV_SEED_DRAWN && !hashed)) return;
    table->seed = old.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

/* Called after a failed insertion: a map without memory drops the seed that was drawn for it. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_no_memory(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (type->seeded_hash && !CCHASH_PRIV_ENGINE(memory)(table, type)) cchash_priv_layout_zero_header(table, false);
    return NULL;
}

/* Stores the copies in `scratch` under a key that is absent, or destroys them and returns NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_store_copies(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         uint64_t hash, void *scratch, bool value_copied) {
    unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(claim)(table, type, hash);
    if (!entry) {
        if (type->key_copy && type->key_free) type->key_free(cchash_priv_key(type, scratch));
        if (value_copied && type->value_copy && type->value_free) type->value_free(cchash_priv_value(type, scratch));
        return cchash_priv_layout_no_memory(table, type);
    }
    CCHASH_PRIV_ENGINE(write_key)(type, entry, cchash_priv_key(type, scratch));
    memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), cchash_priv_value(type, scratch), type->value_size);
    return entry;
}

/* Returns the entry of a key, present or new; NULL: no memory. A new entry gets copies of the key and the value; a
 * value of NULL stands for a zeroed one. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_emplace(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, const void *value, void *scratch,
                                                    bool *found) {
    bool copied = false, copies = type->key_copy || (value && type->value_copy);
    unsigned char *entry;
#ifdef CCHASH_DEBUG
    /* Runs hash and equality when nothing has changed yet, so that a callback that changes the map is noticed. */
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
    if (!copies) {
        entry = (unsigned char *)CCHASH_PRIV_ENGINE(insert)(table, type, hash, key, found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return cchash_priv_layout_no_memory(table, type);
        if (*found) return entry;
        CCHASH_PRIV_ENGINE(write_key)(type, entry, key);
        if (type->value_size && value) memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), value, type->value_size);
        if (type->value_size && !value) memset(CCHASH_PRIV_ENGINE(value)(table, type, entry), 0, type->value_size);
        return entry;
    }
    entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
    *found = entry != NULL;
    if (entry) return entry;
    CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_in(type, scratch, key, value));
    if (!copied) return cchash_priv_layout_no_memory(table, type);
    return cchash_priv_layout_store_copies(table, type, hash, scratch, value != NULL);
}

CCHASH_PRIV_INLINE int cchash_priv_layout_add(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found;
    if (!cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found)) return CCHASH_NOMEM;
    return found ? CCHASH_PRESENT : CCHASH_INSERTED;
}

/* Inserts or overwrites. A copy of the value is needed in either case. It is made before the search, while the memory
 * that the search will read is on its way (docs/performance.md). The old value, and a key that is not needed, are
 * destroyed after the new value is in place. */
CCHASH_PRIV_INLINE int cchash_priv_layout_put(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found, copied = true;
    unsigned char *fresh = (unsigned char *)scratch, *old = fresh + type->scratch_size;
    void *entry;
    if (type->value_copy) {
        CCHASH_PRIV_ENGINE(prefetch)(table, type, hash);
#ifdef CCHASH_DEBUG
        CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
        memset(cchash_priv_value(type, fresh), 0, type->value_size);
        CCHASH_PRIV_CALLBACK(table, copied = type->value_copy(cchash_priv_value(type, fresh), value));
        entry = copied ? CCHASH_PRIV_ENGINE(find)(table, type, hash, key) : NULL;
        if (!entry) {
            if (copied) CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_key_in(type, fresh, key, true));
            if (!copied) return (void)cchash_priv_layout_no_memory(table, type), CCHASH_NOMEM;
            return cchash_priv_layout_store_copies(table, type, hash, fresh, true) ? CCHASH_INSERTED : CCHASH_NOMEM;
        }
    } else {
        entry = cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return CCHASH_NOMEM;
        if (!found) return CCHASH_INSERTED;
    }
    void *held = CCHASH_PRIV_ENGINE(value)(table, type, entry);
    bool destroys = type->value_free || (type->key_free && !type->key_copy);
    if (!type->value_copy && destroys) memcpy(fresh + type->value_offset, value, type->value_size);
    if (type->value_free) memcpy(old + type->value_offset, held, type->value_size);
    memcpy(held, type->value_copy ? fresh + type->value_offset : value, type->value_size);
    if (destroys && type->key_free && !type->key_copy) {
        memcpy(fresh + type->key_offset, key, type->key_size);
        CCHASH_PRIV_CALLBACK(table, type->key_free(fresh + type->key_offset));
    }
    if (type->value_free) CCHASH_PRIV_CALLBACK(table, type->value_free(old + type->value_offset));
    return CCHASH_PRESENT;
}

/* Removes a key, and moves key and value to key_out and value_out; destroys those for which the pointer is NULL. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_take(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                                const void *key, void *key_out, void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
#ifdef CCHASH_DEBUG
    if (table->size) CCHASH_PRIV_CALLBACK(table, CCHASH_PRIV_CHECK_HASH(table, type, hash, key));
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key)); /* checks stored keys */
#endif
    if (!CCHASH_PRIV_ENGINE(remove)(table, type, hash, key, key_out ? key_out : spare_key,
                                    value_out ? value_out : spare_value))
        return false;
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes any element in the same way; false: the map is empty. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_pop(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, void *key_out,
                                               void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
    if (!table->size) return false;
    CCHASH_PRIV_ENGINE(remove_any)(table, type, key_out ? key_out : spare_key, value_out ? value_out : spare_value);
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes the current element of an iterator. */
CCHASH_PRIV_INLINE void cchash_priv_layout_remove_at(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     CCHASH_PRIV_ITER *iter, void *scratch) {
    bool destroys = type->key_free || type->value_free;
    cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(table, type, iter);
    if (destroys) memcpy(scratch, erasure.entry, type->entry_size);
    if (destroys && type->split)
        memcpy(cchash_priv_value(type, scratch), CCHASH_PRIV_ENGINE(value)(table, type, erasure.entry),
               type->value_size);
    CCHASH_PRIV_ENGINE(erase_prepared)(table, type, iter, erasure);
    if (destroys)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, cchash_priv_key(type, scratch),
                                                        type->value_size ? cchash_priv_value(type, scratch) : NULL));
}

/* Destroys all elements of a table that does not belong to a map any more. */
CCHASH_PRIV_INLINE void cchash_priv_layout_destroy_all(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if ((!type->key_free && !type->value_free) || !table->size) return;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        cchash_priv_destroy(type, cchash_priv_key(type, entry),
                            type->value_size ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : NULL);
}

/* Frees the map, which is empty before the first destructor runs. */
CCHASH_PRIV_INLINE void cchash_priv_layout_free(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    cchash_priv_layout_destroy_all(&old, type);
    if (!old.buffered) CCHASH_PRIV_ENGINE(free_arrays)(&old, type, table);
}

CCHASH_PRIV_INLINE void cchash_priv_layout_clear(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_TABLE_CHANGED(&old);
    if (type->key_free || type->value_free) {
        cchash_priv_layout_zero_header(table, type->seeded_hash);
        CCHASH_PRIV_CALLBACK(table, cchash_priv_layout_destroy_all(&old, type));
    }
    CCHASH_PRIV_ENGINE(drop_entries)(&old, type, table);
    *table = old;
}

/* Makes sure that `count` elements fit without growing; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_reserve(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   size_t count) {
    if (count <= CCHASH_PRIV_ENGINE(capacity)(table, type)) return true;
    size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, count);
    CCHASH_PRIV_TABLE_CHANGED(table);
    return slots && type->rehash(table, slots);
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_shrink(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (table->buffered) return true;
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->size) {
        size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, table->size);
        if (slots < CCHASH_PRIV_ENGINE(array_slots)(table, type) && !type->rehash(table, slots)) return false;
        CCHASH_PRIV_ENGINE(free_spare)(table, type);
        return true;
    }
    CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    return true;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_in_buffer(const CCHASH_PRIV_TABLE *table) { return table->buffered != 0; }
CCHASH_PRIV_INLINE void *cchash_priv_layout_take_from_buffer(const CCHASH_PRIV_TABLE *table, size_t size,
                                                             size_t align) {
    return cchash_priv_buffer_take(table->buffered, table->seed, size, align);
}

/* Makes an empty map for that many elements in a buffer; false: there is no room for it. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_try_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      cchash_priv_buffer *buffer, size_t count) {
    memset(table, 0, sizeof *table);
    buffer->next = (uintptr_t)(buffer + 1);
    table->seed = (uint64_t)(uintptr_t)buffer;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    table->buffered = CCHASH_PRIV_BUFFER_OPEN;
    return cchash_priv_layout_reserve(table, type, count);
}

/* Makes an empty map, as large as fits, in a buffer of the caller's; false: too small. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_init_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       void *bytes, size_t size) {
    const uintptr_t align = sizeof(uintptr_t), start = ((uintptr_t)bytes + (align - 1)) & ~(align - 1);
    cchash_priv_buffer *buffer = (cchash_priv_buffer *)start;
    size_t fits = 0, more = size;
    memset(table, 0, sizeof *table);
    if (!bytes || type->malloc_nodes || size < start - (uintptr_t)bytes + sizeof *buffer) return false;
    buffer->end = (uintptr_t)bytes + size;
    for (; more; more /= 2) /* a size that fits has room for more elements than it was made for */
        if (cchash_priv_layout_try_buffer(table, type, buffer, fits + more)) {
            const size_t capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
            fits = capacity > fits + more ? capacity : fits + more;
        }
    const bool done = fits && cchash_priv_layout_try_buffer(table, type, buffer, fits);
    if (!done) {
        memset(table, 0, sizeof *table);
        return false;
    }
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
    table->buffered = CCHASH_PRIV_BUFFER_CLOSED;
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

/* Writes the map piece by piece; false: `write` returned false, or the map owns its keys or values. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(save)(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text,
                                                 bool (*write)(void *context, const void *bytes, size_t size),
                                                 void *context) {
    cchash_priv_image image;
    cchash_priv_sink sink;
    const size_t padding = cchash_priv_image_padding(type);
    if (!cchash_priv_image_holds(type)) return false;
    memset(&image, 0, sizeof image);
    image.magic = CCHASH_PRIV_IMAGE_MAGIC;
    image.type = cchash_priv_image_type(type, layout, text);
    image.seed = table->seed;
    image.elements = table->size;
    if (table->size) CCHASH_PRIV_ENGINE(describe)(table, type, &image);
    const uint64_t array = image.bytes;
    image.bytes += padding;
    image.checksum = cchash_priv_image_header_sum(&image);
    sink.write = write;
    sink.context = context;
    sink.checksum = sink.used = 0;
    sink.written = write(context, &image, sizeof image);
    image.bytes = array;
    cchash_priv_sink_add(&sink, NULL, padding);
    if (table->size && sink.written) CCHASH_PRIV_ENGINE(write_array)(table, type, &image, &sink);
    cchash_priv_sink_flush(&sink);
    return sink.written && write(context, &sink.checksum, sizeof sink.checksum);
}

/* Makes a map of an image; false: damaged, of another type, not aligned, or no memory. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(open)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text, const void *bytes, size_t size) {
    cchash_priv_image image;
    const size_t padding = cchash_priv_image_padding(type);
    memset(table, 0, sizeof *table);
    if (!cchash_priv_image_holds(type) || !cchash_priv_image_read(&image, cchash_priv_image_type(type, layout, text),
                                                                  bytes, size, cchash_priv_image_align(type), padding))
        return false;
    table->seed = image.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    if (!image.elements) return true;
    if (CCHASH_PRIV_ENGINE(read_array)(table, type, &image,
                                       (unsigned char *)(uintptr_t)bytes + sizeof image + padding) &&
        table->size == image.elements && CCHASH_PRIV_ENGINE(verify)(table, type))
        return true;
    if (!table->buffered) CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    memset(table, 0, sizeof *table);
    return false;
}

/* Replaces `to` by a copy with the same seed; false: no memory, `to` is unchanged, or the type owns keys or values that
 * it cannot copy. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_clone(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void *scratch) {
    CCHASH_PRIV_TABLE old = *to;
    if (to == from) return true;
    if (to->buffered || (type->key_free && !type->key_copy) || (type->value_free && !type->value_copy)) return false;
    cchash_priv_layout_zero_header(to, false);
    to->seed = from->seed;
    to->seeded = from->seeded;
    bool copied = from->size == 0 || type->rehash(to, CCHASH_PRIV_ENGINE(slots_for)(type, from->size));
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; copied && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *value = type->value_size ? CCHASH_PRIV_ENGINE(value)(from, type, entry) : NULL;
        uint64_t hash = cchash_priv_entry_hash(type, entry, from->seed);
        copied = cchash_priv_copy_in(type, scratch, cchash_priv_key(type, entry), value);
        void *fresh = copied ? CCHASH_PRIV_ENGINE(claim)(to, type, hash) : NULL;
        if (fresh) {
            CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, scratch));
            memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), cchash_priv_value(type, scratch), type->value_size);
        } else if (copied) {
            cchash_priv_destroy(type, cchash_priv_key(type, scratch), value ? cchash_priv_value(type, scratch) : NULL);
            copied = false;
        }
    }
    if (!copied) {
        cchash_priv_layout_free(to, type);
        *to = old;
        return false;
    }
    cchash_priv_layout_destroy_all(&old, type);
    CCHASH_PRIV_ENGINE(free_arrays)(&old, type, to);
    return true;
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* The next element in the order of the grains, and in a grain of the places of its home; NULL: none. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_scan_homes(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       cchash_priv_scan *scan) {
    const unsigned shift = CCHASH_PRIV_ENGINE(home_shift)(table, type);
    const unsigned rest = 64 - cchash_priv_grain_bits(type, CCHASH_PRIV_ENGINE(scan_log)(table, type));
    const size_t homes = cchash_priv_homes(type, shift);
    for (size_t home = cchash_priv_home(type, shift, scan->cursor); home < homes; home++) {
        cchash_priv_home_place place = {SIZE_MAX, NULL, 0}, best = place;
        uint64_t first = 0, hash;
        while (CCHASH_PRIV_ENGINE(home_next)(table, type, home, &place)) {
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, place.entry, table->seed));
            const uint64_t mixed = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash);
            size_t left = place.left;
            /* A grain of a tight table may reach into the next home, whose places come after those of this one. */
            if (type->tight)
                left += CCHASH_PRIV_HOME_PLACES *
                        (cchash_priv_home(type, shift, mixed | ((UINT64_C(1) << rest) - 1)) - home);
            if (cchash_priv_home(type, shift, mixed) != home || mixed >> rest < scan->cursor >> rest) continue;
            if (mixed >> rest == scan->cursor >> rest && left >= scan->left) continue;
            if (best.entry && mixed >> rest >= first >> rest) continue;
            best = place;
            best.left = left;
            first = mixed;
        }
        if (best.entry) {
            scan->cursor = first;
            scan->left = best.left;
            return best.entry;
        }
    }
    return NULL;
}

/* Advances an iterator of at_position to scan.entry; NULL at the end. */
CCHASH_PRIV_INLINE void cchash_priv_layout_scan_next(CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    cchash_priv_scan scan = iter->scan;
    void *entry = NULL;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (scan.phase != CCHASH_PRIV_SCAN_END) {
        const bool by_home = scan.phase == CCHASH_PRIV_SCAN_HOMES;
        entry = by_home ? cchash_priv_layout_scan_homes(table, type, &scan)
                        : CCHASH_PRIV_ENGINE(next_overflowed)(table, type, &scan.cursor);
        if (entry) break;
        scan.cursor = 0;
        scan.left = SIZE_MAX;
        if (scan.phase == CCHASH_PRIV_SCAN_OVERFLOWED)
            scan.phase = CCHASH_PRIV_SCAN_HOMES;
        else
            scan.phase = by_home && scan.grown ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_END;
    }
    CCHASH_PRIV_ENGINE(stand_on)(iter, type, entry, entry ? cchash_priv_entry_hash(type, entry, table->seed) : 0);
    scan.entry = entry;
    iter->scan = scan;
}

/* The number of the element that an iterator would go on to; SIZE_MAX: there is none. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_position(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), rest = 64 - cchash_priv_grain_bits(type, log);
    const cchash_priv_scan *last = &iter->scan;
    CCHASH_PRIV_ITER copy = *iter;
    if (!table->size) return SIZE_MAX;
    if (!last->next) {
        if (!CCHASH_PRIV_ENGINE(next)(&copy, type)) return SIZE_MAX;
        size_t place = CCHASH_PRIV_ENGINE(walk_place)(iter, type);
        if (place != SIZE_MAX && place >> cchash_priv_place_bits(type))
            return 0; /* no room in a number: a scan from the start */
        return place && place != SIZE_MAX ? cchash_priv_place_number(type, place, log, CCHASH_PRIV_SCAN_WALK) : place;
    }
    cchash_priv_layout_scan_next(&copy, type);
    const uint64_t cursor = copy.scan.cursor;
    if (copy.scan.phase == CCHASH_PRIV_SCAN_END) return SIZE_MAX;
    if (copy.scan.phase != CCHASH_PRIV_SCAN_HOMES)
        return cchash_priv_place_number(type, (size_t)cursor - 1, log, copy.scan.phase);
    if (last->phase == CCHASH_PRIV_SCAN_HOMES && last->left != SIZE_MAX && cursor >> rest == last->cursor >> rest)
        return cchash_priv_tie_number(type, cursor, last->left, log, last->grown);
    return cchash_priv_grain_number(type, cursor, log, copy.scan.grown);
}

/* An iterator before the element with that number. `next` is scan_next for this type. */
CCHASH_PRIV_INLINE CCHASH_PRIV_ITER cchash_priv_layout_at_position(const CCHASH_PRIV_TABLE *table,
                                                                   const cchash_priv_type *type, size_t number,
                                                                   void (*next)(void *iter)) {
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), phase = number >> 1 & 3;
    const unsigned then_mask = (1u << cchash_priv_log_bits(type)) - 1;
    const unsigned then = (unsigned)((number & 1 ? number >> 3 : number >> 1) & then_mask);
    const size_t place = number >> cchash_priv_place_shift(type);
    CCHASH_PRIV_ENGINE(stand_on)(&iter, type, NULL, 0);
    iter.scan.next = next;
    iter.scan.cursor = 0;
    iter.scan.left = SIZE_MAX;
    iter.scan.phase = CCHASH_PRIV_SCAN_OVERFLOWED;
    iter.scan.grown = false;
    if (number == SIZE_MAX || !table->size) {
        iter.scan.phase = CCHASH_PRIV_SCAN_END;
    } else if (cchash_priv_is_place(type, number, log, CCHASH_PRIV_ENGINE(place_bits)(table, type))) {
        /* After growth: from the start. */
        if (phase == CCHASH_PRIV_SCAN_WALK && then == log && place)
            return CCHASH_PRIV_ENGINE(walk_from)(table, type, place);
        /* After growth: the overflowed elements from the start. Were they being visited once more, then one that was
         * still to come may be in its home now, which has been passed. */
        if (phase == CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN)
            iter.scan.phase = then == log ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_HOMES;
        iter.scan.grown = iter.scan.phase == CCHASH_PRIV_SCAN_HOMES;
        if (phase != CCHASH_PRIV_SCAN_WALK && then == log) iter.scan.cursor = place;
    } else if (number) {
        const bool tie = (number & 7) == 7 && then >= 3 && then <= log;
        const bool made = tie || cchash_priv_is_grain(type, number, then);
        const unsigned bits = cchash_priv_grain_bits(type, then);
        iter.scan.phase = CCHASH_PRIV_SCAN_HOMES;
        iter.scan.cursor = (uint64_t)number << (64 - CCHASH_PRIV_SIZE_BITS);
        if (tie) iter.scan.cursor = iter.scan.cursor >> (64 - bits) << (64 - bits);
        iter.scan.grown = made && (then < log || (tie && (place & 1)));
        if (tie && then == log)
            iter.scan.left = place >> 1 & (((size_t)1 << (cchash_priv_place_bits(type) - 1 - bits)) - 1);
        if (!made) iter.scan.left = 0; /* the grain of any other number is left to what comes before */
        /* After a second growth: the homes from the start, for the same reason. */
        if (CCHASH_PRIV_ENGINE(overflows) && iter.scan.grown && (tie ? place & 1 && then < log : then + 1 < log))
            iter.scan.cursor = 0;
    }
    return iter;
}

/* The value of an entry that an iterator stands on. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_iter_value(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type,
                                                       const void *entry) {
    return CCHASH_PRIV_ENGINE(value)(iter->table, type, entry);
}

/* ---- Two maps of the same type ----------------------------------------------------------------------------------- */

/* The entry of a key that may lie in another map of the type; NULL: absent. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_find_key(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     const void *key) {
    uint64_t hash;
    if (!table->size) return NULL;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
    return CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
}

/* How many of the keys of `from` are not in `to`. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_count_absent(const CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                          const cchash_priv_type *type) {
    size_t absent = 0;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        absent += !cchash_priv_layout_find_key(to, type, cchash_priv_key(type, entry));
    return absent;
}

/* Moves the elements whose keys `to` lacks; false: no memory, and each element is in exactly one of the two. `adopt`
 * is called for a key in its new place, or NULL.
 *
 * With the same seed, `from` is in the order of the slots of `to`: inserting in this order while `to` grows would fill
 * it from one end, in quadratic time. Then there has to be room for all first. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_merge(CCHASH_PRIV_TABLE *to, CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key)) {
    if (to == from || !from->size) return true;
    cchash_priv_layout_need_seed(to, type);
    if (to->seed == from->seed &&
        !cchash_priv_layout_reserve(to, type, to->size + cchash_priv_layout_count_absent(to, from, type)))
        return cchash_priv_layout_no_memory(to, type) != NULL;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    bool moved = true;
    for (void *entry; moved && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(to, hash = type->seeded_hash ? type->hash(key, to->seed)
                                                          : cchash_priv_entry_hash(type, entry, to->seed));
        if (CCHASH_PRIV_ENGINE(find)(to, type, hash, key)) continue;
        /* Callbacks may jump out, so none is called from where the element is in `to` until it is not in `from`. */
        cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(from, type, &iter);
        void *fresh = CCHASH_PRIV_ENGINE(claim)(to, type, hash);
        moved = fresh != NULL;
        if (!moved) break;
        CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, erasure.entry));
        memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), CCHASH_PRIV_ENGINE(value)(from, type, erasure.entry),
               type->value_size);
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        CCHASH_PRIV_ENGINE(erase_prepared)(from, type, &iter, erasure);
    }
    type->maintain(from);
    return moved || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Adds copies of the keys of `from` that `to` lacks, in a set; false: no memory, or the set owns keys that it cannot
 * copy; `to` has the elements that it had. If
 * a copy or a node can fail when the first ones are in, a list says which to take out again. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_union(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key),
                                                 void *scratch) {
    const bool undoes = type->key_copy || type->malloc_nodes;
    bool complete = true;
    size_t added = 0;
    unsigned char *list = NULL;
    if (type->key_free && !type->key_copy && to != from) return false;
    cchash_priv_layout_need_seed(to, type);
    const size_t absent = to == from ? 0 : cchash_priv_layout_count_absent(to, from, type);
    const size_t bytes = cchash_priv_array_bytes(absent, type->key_size, 0);
    if (!absent) return true;
    if (bytes != SIZE_MAX && undoes) list = (unsigned char *)type->allocate(to, bytes, type->entry_align);
    if (undoes && !list) return cchash_priv_layout_no_memory(to, type) != NULL;
    complete = cchash_priv_layout_reserve(to, type, to->size + absent);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; complete && added < absent && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        bool found;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = cchash_priv_layout_insert_hash(to, type, key);
        void *fresh = cchash_priv_layout_emplace(to, type, hash, key, NULL, scratch, &found);
        complete = fresh != NULL;
        if (!complete || found) continue;
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        if (list) memcpy(list + added * type->key_size, cchash_priv_key(type, fresh), type->key_size);
        added++;
    }
    while (!complete && added--) {
        const unsigned char *key = list + added * type->key_size;
        (void)cchash_priv_layout_take(to, type, type->hash(key, to->seed), key, NULL, NULL, scratch);
    }
    if (list) type->release(to, list, bytes, type->entry_align);
    return complete || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Removes the elements whose keys `other` has, or those whose keys it lacks; returns how many. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_filter(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *other,
                                                    const cchash_priv_type *type, bool remove_shared, void *scratch) {
    const size_t size = table->size;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        bool shared = cchash_priv_layout_find_key(other, type, key) != NULL;
        if (shared == remove_shared) cchash_priv_layout_remove_at(table, type, &iter, scratch);
    }
    if (table->size != size) type->maintain(table);
    return size - table->size;
}

CCHASH_PRIV_INLINE size_t cchash_priv_layout_subtract(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *what,
                                                      const cchash_priv_type *type, void *scratch) {
    const size_t size = table->size;
    if (table == what || what->size >= size) return cchash_priv_layout_filter(table, what, type, true, scratch);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(what, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
        (void)cchash_priv_layout_take(table, type, hash, key, NULL, NULL, scratch);
    }
    return size - table->size;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_is_subset(const CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *of,
                                                     const cchash_priv_type *type) {
    if (table->size > of->size) return false;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        if (!cchash_priv_layout_find_key(of, type, cchash_priv_key(type, entry))) return false;
    return true;
}

CCHASH_PRIV_INLINE cchash_stats cchash_priv_layout_statistics(const CCHASH_PRIV_TABLE *table,
                                                              const cchash_priv_type *type) {
    cchash_stats stats;
    memset(&stats, 0, sizeof stats);
    stats.capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
    stats.bytes = CCHASH_PRIV_ENGINE(memory)(table, type);
    CCHASH_PRIV_ENGINE(stats)(table, type, &stats);
    return stats;
}

/* Looks up `count` keys. For each, writes to `out` a pointer to its key or value in the table, or NULL; returns the
 * number found. The array of the caller has elements of type V * or const K *, which is not known here: memcpy may
 * alias any type, and all object pointers have the same representation on the machines that C99 compilers exist for. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_get_many(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      const void *keys, size_t count, void *out, bool of_values) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    unsigned char *part = (unsigned char *)out;
    uint64_t hashes[ring_size], mixed[ring_size];
    const void *candidates[ring_size]; /* the entry to be compared; NULL: absent; the table: a lookup has to find it */
    size_t found = 0;
    if (CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN) {
        for (size_t number = 0; number < count; number++) {
            unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(
                table, type, type->query_hash(key + number * type->query_size, table->seed),
                key + number * type->query_size);
            void *result = !entry      ? NULL
                           : of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry)
                                       : cchash_priv_key(type, entry);
            found += entry != NULL;
            memcpy(part + number * sizeof result, &result, sizeof result);
        }
        return found;
    }
    for (size_t hashed = 0, looked_up = 0, done = 0; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            const size_t index = hashed % ring_size;
            hashes[index] = type->query_hash(key + hashed * type->query_size, table->seed);
            mixed[index] = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hashes[index]);
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, mixed[index]);
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            const size_t index = looked_up % ring_size;
            bool needs_probe = false;
            candidates[index] = CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, mixed[index], false, &needs_probe);
            if (CCHASH_PRIV_UNLIKELY(needs_probe)) candidates[index] = table;
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            const size_t index = done % ring_size;
            const void *sought = key + done * type->query_size, *entry = candidates[index], *result = NULL;
            if (entry) {
                if (CCHASH_PRIV_UNLIKELY(entry == table || !cchash_priv_is_key(type, entry, hashes[index], sought)))
                    entry = CCHASH_PRIV_ENGINE(find)(table, type, hashes[index], sought);
                if (entry)
                    result = of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : cchash_priv_key(type, entry);
                found += entry != NULL;
            }
            memcpy(part + done * sizeof result, &result, sizeof result);
        }
    }
    return found;
}

/* Puts the pair with that number; without `values`, adds a key to a set. */
CCHASH_PRIV_INLINE int CCHASH_PRIV_ENGINE(put_one)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *keys, const void *values, size_t number,
                                                   void *scratch) {
    const unsigned char *key = (const unsigned char *)keys + number * type->query_size;
    if (!values) return cchash_priv_layout_add(table, type, hash, key, NULL, scratch);
    return cchash_priv_layout_put(table, type, hash, key, (const unsigned char *)values + number * type->value_size,
                                  scratch);
}

/* Puts `count` pairs in order; returns the number of new keys, or -1 - i if memory ran out at pair i. */
CCHASH_PRIV_INLINE ptrdiff_t cchash_priv_layout_put_many(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         const void *keys, const void *values, size_t count,
                                                         void *scratch) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    uint64_t hashes[ring_size];
    size_t done = 0, inserted = 0;
    while (done < count && CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN)
        for (size_t stop = done + block; done < stop && done < count; done++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + done * type->query_size);
            int status = CCHASH_PRIV_ENGINE(put_one)(table, type, hash, keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    for (size_t hashed = done, looked_up = done; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + hashed * type->query_size);
            hashes[hashed % ring_size] = hash;
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash));
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            bool needs_probe;
            const uint64_t hash = hashes[looked_up % ring_size];
            (void)CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash), true,
                                                     &needs_probe);
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            int status =
                CCHASH_PRIV_ENGINE(put_one)(table, type, hashes[done % ring_size], keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    }
    return (ptrdiff_t)inserted;
}

#undef CCHASH_PRIV_ENGINE
#undef CCHASH_PRIV_ENGINE_
#undef CCHASH_PRIV_ENGINE__
#undef CCHASH_PRIV_TABLE
#undef CCHASH_PRIV_ITER
#undef cchash_priv_layout_size
#undef cchash_priv_layout_get_seed
#undef cchash_priv_layout_set_seed
#undef cchash_priv_layout_need_seed
#undef cchash_priv_layout_insert_hash
#undef cchash_priv_layout_zero_header
#undef cchash_priv_layout_in_buffer
#undef cchash_priv_layout_take_from_buffer
#undef cchash_priv_layout_try_buffer
#undef cchash_priv_layout_init_buffer
#undef cchash_priv_layout_no_memory
#undef cchash_priv_layout_emplace
#undef cchash_priv_layout_add
#undef cchash_priv_layout_put
#undef cchash_priv_layout_store_copies
#undef cchash_priv_layout_take
#undef cchash_priv_layout_pop
#undef cchash_priv_layout_remove_at
#undef cchash_priv_layout_destroy_all
#undef cchash_priv_layout_free
#undef cchash_priv_layout_clear
#undef cchash_priv_layout_reserve
#undef cchash_priv_layout_shrink
#undef cchash_priv_layout_clone
#undef cchash_priv_layout_find_key
#undef cchash_priv_layout_count_absent
#undef cchash_priv_layout_merge
#undef cchash_priv_layout_union
#undef cchash_priv_layout_filter
#undef cchash_priv_layout_subtract
#undef cchash_priv_layout_is_subset
#undef cchash_priv_layout_scan_homes
#undef cchash_priv_layout_scan_next
#undef cchash_priv_layout_position
#undef cchash_priv_layout_at_position
#undef cchash_priv_layout_iter_value
#undef cchash_priv_layout_statistics
#undef cchash_priv_layout_get_many
#undef cchash_priv_layout_put_many
