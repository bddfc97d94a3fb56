/* cchash/oa_state.h: how open addressing reads and writes the state of a slot. A part of cchash_oa.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_OA_STATE_H
#define CCHASH_PRIV_OA_STATE_H

/* ---- The state in a key ------------------------------------------------------------------------------------------
 * A cchash_str leaves two bits of its tag and the byte before it to the table. They are read as one word with the two
 * bytes of text before them. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CCHASH_PRIV_OA_TAG_SHIFT 0
#define CCHASH_PRIV_OA_HASH_SHIFT 8
#else
#define CCHASH_PRIV_OA_TAG_SHIFT 24
#define CCHASH_PRIV_OA_HASH_SHIFT 16
#endif
#define CCHASH_PRIV_OA_KEY_TAKEN ((uint32_t)0x80 << CCHASH_PRIV_OA_TAG_SHIFT)
#define CCHASH_PRIV_OA_KEY_OVERFLOWED ((uint32_t)0x20 << CCHASH_PRIV_OA_TAG_SHIFT)
#define CCHASH_PRIV_OA_KEY_HASH ((uint32_t)0xff << CCHASH_PRIV_OA_HASH_SHIFT)
#define CCHASH_PRIV_OA_KEY_STATE (CCHASH_PRIV_OA_KEY_TAKEN | CCHASH_PRIV_OA_KEY_OVERFLOWED | CCHASH_PRIV_OA_KEY_HASH)
CCHASH_PRIV_ASSERT((CCHASH_PRIV_STR_TABLE) == (0x80 | 0x20) && CCHASH_PRIV_STR_TAG == 23,
                   the_table_has_two_bits_of_the_tag);

/* The flag OVERFLOWED of a type. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_flag(const cchash_priv_type *type) {
    return type->spare_bit ? CCHASH_PRIV_OA_KEY_OVERFLOWED : CCHASH_PRIV_OA_OVERFLOWED;
}

/* The state that the entry of a hash gets. In a key there is room for 8 bits of hash, none of which select a home. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_of(const cchash_priv_type *type, uint64_t mixed) {
    if (type->spare_bit)
        return CCHASH_PRIV_OA_KEY_TAKEN | ((uint32_t)(mixed >> 24) & 0xff) << CCHASH_PRIV_OA_HASH_SHIFT;
    return ((uint32_t)(mixed >> 32) & ~CCHASH_PRIV_OA_OVERFLOWED) | CCHASH_PRIV_OA_TAKEN;
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_word(const cchash_priv_type *type, const unsigned char *entry) {
    uint32_t word;
    memcpy(&word, type->spare_bit ? entry + type->spare_offset - 3 : entry, sizeof word);
    return word;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state(const cchash_priv_type *type, const unsigned char *entry) {
    return cchash_priv_oa_state_word(type, entry) & (type->spare_bit ? CCHASH_PRIV_OA_KEY_STATE : UINT32_MAX);
}

/* A text of 22 bytes ends before a NUL that belongs to the text, so its state has no hash. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_that_fits(const cchash_priv_type *type, uint32_t word,
                                                           uint32_t state) {
    const uint32_t tag = word >> CCHASH_PRIV_OA_TAG_SHIFT & CCHASH_PRIV_STR_OWN;
    return type->spare_bit && tag == CCHASH_STR_INLINE ? state & ~CCHASH_PRIV_OA_KEY_HASH : state;
}

/* Writes the state of a slot whose key is still to come. */
CCHASH_PRIV_INLINE void cchash_priv_oa_first_state(const cchash_priv_type *type, unsigned char *entry, uint32_t state) {
    memcpy(type->spare_bit ? entry + type->spare_offset - 3 : entry, &state, sizeof state);
}
CCHASH_PRIV_INLINE void cchash_priv_oa_set_state(const cchash_priv_type *type, unsigned char *entry, uint32_t state) {
    const uint32_t word = cchash_priv_oa_state_word(type, entry);
    if (type->spare_bit) state = cchash_priv_oa_state_that_fits(type, word, state) | (word & ~CCHASH_PRIV_OA_KEY_STATE);
    cchash_priv_oa_first_state(type, entry, state);
}

/* Tells whether a key may lie after the bucket that starts with this entry. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_overflowed(const cchash_priv_type *type, const unsigned char *bucket) {
    return (cchash_priv_oa_state_word(type, bucket) & cchash_priv_oa_flag(type)) != 0;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_set_overflowed(const cchash_priv_type *type, unsigned char *bucket,
                                                      bool overflowed) {
    const uint32_t flag = cchash_priv_oa_flag(type), state = cchash_priv_oa_state(type, bucket) & ~flag;
    cchash_priv_oa_set_state(type, bucket, overflowed ? state | flag : state);
}

#ifdef CCHASH_PRIV_SSE2
/* A mask of the slots, from one of four states on, that match: `wanted`, or for keys with a state in them no hash. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_match_four(const cchash_priv_type *type, __m128i states, bool first,
                                                      uint32_t wanted) {
    const int flag = (int)~cchash_priv_oa_flag(type);
    if (type->spare_bit)
        states = _mm_and_si128(states, _mm_set1_epi32((int)(CCHASH_PRIV_OA_KEY_TAKEN | CCHASH_PRIV_OA_KEY_HASH)));
    else if (first)
        states = _mm_and_si128(states, _mm_set_epi32(-1, -1, -1, flag));
    __m128i matching = _mm_cmpeq_epi32(states, _mm_set1_epi32((int)wanted));
    if (type->spare_bit && wanted)
        matching = _mm_or_si128(matching, _mm_cmpeq_epi32(states, _mm_set1_epi32((int)CCHASH_PRIV_OA_KEY_TAKEN)));
    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(matching));
}
#endif

/* A mask of the slots of a bucket whose state is `wanted`, apart from OVERFLOWED. There is no branch for each slot,
 * because the position of a key in its bucket cannot be predicted. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_match(const cchash_priv_type *type, const unsigned char *bucket,
                                                 uint32_t wanted) {
    const size_t slots = cchash_priv_oa_bucket_slots(type), size = type->entry_size;
    uint32_t mask = 0;
    size_t slot = 0;
#ifdef CCHASH_PRIV_SSE2
    for (; slot + 4 <= slots; slot += 4) {
        const unsigned char *entry = bucket + slot * size;
        /* Not _mm_set_epi32: gcc 12 -O2 builds that vector in memory (docs/performance.md). */
        __m128i state0 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry));
        __m128i state1 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry + size));
        __m128i state2 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry + 2 * size));
        __m128i state3 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry + 3 * size));
        __m128i states = _mm_unpacklo_epi64(_mm_unpacklo_epi32(state0, state1), _mm_unpacklo_epi32(state2, state3));
        mask |= cchash_priv_oa_match_four(type, states, slot == 0, wanted) << slot;
    }
#endif
    for (; slot < slots; slot++) {
        uint32_t state = cchash_priv_oa_state(type, bucket + slot * size) & ~(slot ? 0 : cchash_priv_oa_flag(type));
        bool matches = state == wanted || (type->spare_bit && wanted && state == CCHASH_PRIV_OA_KEY_TAKEN);
        mask |= (uint32_t)matches << slot;
    }
    return mask;
}

#endif
