/* cchash/image.h: a map as bytes, to be kept in a file and used where they lie. SPDX-License-Identifier: MIT-0
 *
 *     header     what the map is; a cache line                                                  64 bytes
 *     padding    zeros, if elements are aligned to more than that
 *     array      of a compact or an open addressing map, as in memory, with zeros wherever nothing is stored;
 *                of a chaining map its elements, in the map's order                             a multiple of 8
 *     checksum   of the array                                                                    8
 *
 * Numbers are in the byte order of the machine that wrote them. */
#ifndef CCHASH_PRIV_IMAGE_H
#define CCHASH_PRIV_IMAGE_H

#include "keys.h"

#include "macros_off.h"

#define CCHASH_PRIV_IMAGE_MAGIC UINT64_C(0x3167616d49686363) /* "cchImag1" where the lowest byte comes first */
#define CCHASH_PRIV_IMAGE_BLOCK 4096                         /* bytes that are written, and summed, at a time */

typedef struct cchash_priv_image {
    uint64_t magic;
    uint64_t type; /* a hash of all that tells what the bytes of the array mean */
    uint64_t seed;
    uint64_t elements;
    uint64_t slots;  /* what the layout calls array_slots */
    uint64_t detail; /* what else the layout keeps beside the array */
    uint64_t bytes;  /* of the array, and the padding before it */
    uint64_t checksum;
} cchash_priv_image;
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_image) == 64, an_image_begins_with_a_cache_line);

/* What the text of a type says, without spaces, underscores and capitals: C calls _Bool what C++ calls bool. */
CCHASH_PRIV_COLD uint64_t cchash_priv_hash_type_text(const char *text) {
    uint64_t hash = 0;
    for (; *text; text++)
        if (*text != ' ' && *text != '_') hash = cchash_hash_combine(hash, (unsigned char)*text | 32u);
    return hash;
}

/* All that must be the same where an image is opened. */
CCHASH_PRIV_COLD uint64_t cchash_priv_image_type(const cchash_priv_type *type, unsigned layout, const char *text) {
    const uint64_t facts[] = {layout,
                              cchash_priv_hash_type_text(text),
                              type->entry_size,
                              type->entry_align,
                              type->key_offset,
                              type->key_size,
                              type->value_offset,
                              type->value_size,
                              type->cached_hash ? type->hash_offset : 0,
                              (uint64_t)type->good_hash | (uint64_t)type->seeded_hash << 1 |
                                  (uint64_t)type->cached_hash << 2 | (uint64_t)type->split << 3 |
                                  (uint64_t)type->tight << 4};
    uint64_t hash = 0;
    for (size_t fact = 0; fact < sizeof facts / sizeof *facts; fact++) hash = cchash_hash_combine(hash, facts[fact]);
    return hash;
}

/* What an image must be aligned to, and the padding behind its header. */
CCHASH_PRIV_INLINE size_t cchash_priv_image_align(const cchash_priv_type *type) {
    return type->entry_align > sizeof(uint64_t) ? type->entry_align : sizeof(uint64_t);
}
CCHASH_PRIV_INLINE size_t cchash_priv_image_padding(const cchash_priv_type *type) {
    const size_t header = sizeof(cchash_priv_image);
    return type->entry_align > header ? type->entry_align - header : 0;
}

/* Bytes alone are an element only if no function of the user makes or destroys it. */
CCHASH_PRIV_INLINE bool cchash_priv_image_holds(const cchash_priv_type *type) {
    return !type->key_copy && !type->key_free && !type->value_copy && !type->value_free && !type->spare_bit;
}

/* ---- Writing ----------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_sink {
    bool (*write)(void *context, const void *bytes, size_t size);
    void *context;
    uint64_t checksum;
    size_t used;
    bool written; /* all so far */
    unsigned char bytes[CCHASH_PRIV_IMAGE_BLOCK];
} cchash_priv_sink;

CCHASH_PRIV_COLD void cchash_priv_sink_flush(cchash_priv_sink *sink) {
    if (!sink->used) return;
    sink->checksum = cchash_hash_bytes(sink->bytes, sink->used, sink->checksum);
    sink->written = sink->written && sink->write(sink->context, sink->bytes, sink->used);
    sink->used = 0;
}

/* Adds bytes, or zeros in place of NULL. */
CCHASH_PRIV_COLD void cchash_priv_sink_add(cchash_priv_sink *sink, const void *bytes, size_t size) {
    const unsigned char *from = (const unsigned char *)bytes;
    while (size) {
        const size_t room = sizeof sink->bytes - sink->used, part = size < room ? size : room;
        if (from)
            memcpy(sink->bytes + sink->used, from, part);
        else
            memset(sink->bytes + sink->used, 0, part);
        sink->used += part;
        size -= part;
        if (from) from += part;
        if (sink->used == sizeof sink->bytes) cchash_priv_sink_flush(sink);
    }
}

/* A part of an array. What lies between *at, the end of the part before, and this one becomes zeros. */
CCHASH_PRIV_COLD void cchash_priv_sink_part(cchash_priv_sink *sink, const unsigned char **at, const void *part,
                                            size_t size) {
    const unsigned char *from = (const unsigned char *)part;
    cchash_priv_sink_add(sink, NULL, (size_t)(from - *at));
    cchash_priv_sink_add(sink, from, size);
    *at = from + size;
}

/* The parts of an entry that are the user's, and its cached hash; not the padding, which may hold anything. */
CCHASH_PRIV_COLD void cchash_priv_sink_entry(cchash_priv_sink *sink, const cchash_priv_type *type,
                                             const unsigned char **at, const unsigned char *entry) {
    if (type->cached_hash) cchash_priv_sink_part(sink, at, entry + type->hash_offset, sizeof(uint64_t));
    cchash_priv_sink_part(sink, at, entry + type->key_offset, type->key_size);
    if (type->value_size && !type->split) cchash_priv_sink_part(sink, at, entry + type->value_offset, type->value_size);
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_COLD uint64_t cchash_priv_image_sum(const unsigned char *bytes, size_t size) {
    uint64_t checksum = 0;
    for (size_t part; size; bytes += part, size -= part) {
        part = size < CCHASH_PRIV_IMAGE_BLOCK ? size : CCHASH_PRIV_IMAGE_BLOCK;
        checksum = cchash_hash_bytes(bytes, part, checksum);
    }
    return checksum;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_image_header_sum(const cchash_priv_image *image) {
    return cchash_hash_bytes(image, offsetof(cchash_priv_image, checksum), 0);
}

/* Copies the header of an image; false: the bytes are none of such a type, or they are damaged. */
CCHASH_PRIV_COLD bool cchash_priv_image_read(cchash_priv_image *to, uint64_t type, const void *image, size_t size,
                                             size_t align, size_t padding) {
    const unsigned char *bytes = (const unsigned char *)image;
    uint64_t checksum;
    if (!image || size < sizeof *to + sizeof checksum || ((uintptr_t)image & (align - 1))) return false;
    memcpy(to, image, sizeof *to);
    if (to->magic != CCHASH_PRIV_IMAGE_MAGIC || to->type != type) return false;
    if (to->checksum != cchash_priv_image_header_sum(to)) return false;
    if (to->bytes > size - sizeof *to - sizeof checksum || to->bytes < padding || to->bytes % 8) return false;
    if ((size_t)to->elements != to->elements || (size_t)to->slots != to->slots) return false;
    memcpy(&checksum, bytes + sizeof *to + (size_t)to->bytes, sizeof checksum);
    if (checksum != cchash_priv_image_sum(bytes + sizeof *to, (size_t)to->bytes)) return false;
    to->bytes -= padding;
    return true;
}

#include "macros_on.h"

#endif
