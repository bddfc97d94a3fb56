/* cchash/tags.h: sixteen tags compared at once, with SSE2, NEON, or words.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TAGS_H
#define CCHASH_PRIV_TAGS_H

#include "hash.h"

#include "macros_off.h"

/* A group is 16 tags. A mask has one bit for each of their slots, slot 0 in bit 0, on every machine. */

#if !defined(CCHASH_NO_SIMD) && defined(__ARM_NEON) && defined(__aarch64__) && !defined(__AARCH64EB__)
#include <arm_neon.h>
#define CCHASH_PRIV_NEON 1
#endif

/* The tag of each low byte of a hash, repeated in the four bytes of a word: one load replaces the three instructions
 * that SSE2 needs to broadcast a byte. 0 marks an empty slot, and 255 a place that is no slot, so bytes 0 and 255 share
 * tags with bytes 8 and 247; any others would do. */
#define CCHASH_PRIV_NO_SLOT 255u
#define CCHASH_PRIV_TAG1(tag_) (tag_) * 0x01010101u
#define CCHASH_PRIV_TAG4(tag_)                                                                                         \
    CCHASH_PRIV_TAG1(tag_), CCHASH_PRIV_TAG1(tag_ + 1u), CCHASH_PRIV_TAG1(tag_ + 2u), CCHASH_PRIV_TAG1(tag_ + 3u)
#define CCHASH_PRIV_TAG16(tag_)                                                                                        \
    CCHASH_PRIV_TAG4(tag_), CCHASH_PRIV_TAG4(tag_ + 4u), CCHASH_PRIV_TAG4(tag_ + 8u), CCHASH_PRIV_TAG4(tag_ + 12u)
#define CCHASH_PRIV_TAG64(tag_)                                                                                        \
    CCHASH_PRIV_TAG16(tag_), CCHASH_PRIV_TAG16(tag_ + 16u), CCHASH_PRIV_TAG16(tag_ + 32u), CCHASH_PRIV_TAG16(tag_ + 48u)

static const uint32_t cchash_priv_tag_words[] CCHASH_PRIV_UNUSED = {
    CCHASH_PRIV_TAG1(8u),    CCHASH_PRIV_TAG1(1u),    CCHASH_PRIV_TAG1(2u),    CCHASH_PRIV_TAG1(3u),
    CCHASH_PRIV_TAG4(4u),    CCHASH_PRIV_TAG4(8u),    CCHASH_PRIV_TAG4(12u),   CCHASH_PRIV_TAG16(16u),
    CCHASH_PRIV_TAG16(32u),  CCHASH_PRIV_TAG16(48u),  CCHASH_PRIV_TAG64(64u),  CCHASH_PRIV_TAG64(128u),
    CCHASH_PRIV_TAG16(192u), CCHASH_PRIV_TAG16(208u), CCHASH_PRIV_TAG16(224u), CCHASH_PRIV_TAG4(240u),
    CCHASH_PRIV_TAG4(244u),  CCHASH_PRIV_TAG4(248u),  CCHASH_PRIV_TAG1(252u),  CCHASH_PRIV_TAG1(253u),
    CCHASH_PRIV_TAG1(254u),  CCHASH_PRIV_TAG1(247u)};
CCHASH_PRIV_ASSERT(sizeof cchash_priv_tag_words == 256 * sizeof(uint32_t), there_is_a_tag_for_each_low_byte_of_a_hash);

CCHASH_PRIV_INLINE uint8_t cchash_priv_tag(uint64_t mixed) { return (uint8_t)cchash_priv_tag_words[mixed & 255]; }

#if defined(CCHASH_PRIV_SSE2)

typedef __m128i cchash_priv_group;

CCHASH_PRIV_INLINE cchash_priv_group cchash_priv_group_load(const uint8_t *tags) {
    return _mm_loadu_si128((const __m128i *)(const void *)tags);
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_match(cchash_priv_group group, uint64_t mixed) {
    __m128i wanted = _mm_set1_epi32((int)cchash_priv_tag_words[mixed & 255]);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(group, wanted));
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_empty(cchash_priv_group group) {
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(group, _mm_setzero_si128()));
}

#elif defined(CCHASH_PRIV_NEON)

typedef uint8x16_t cchash_priv_group;

CCHASH_PRIV_INLINE uint32_t cchash_priv_neon_mask(uint8x16_t equal) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bits = vandq_u8(equal, vld1q_u8(weights));
    return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}
CCHASH_PRIV_INLINE cchash_priv_group cchash_priv_group_load(const uint8_t *tags) { return vld1q_u8(tags); }
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_match(cchash_priv_group group, uint64_t mixed) {
    return cchash_priv_neon_mask(vceqq_u8(group, vdupq_n_u8(cchash_priv_tag(mixed))));
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_empty(cchash_priv_group group) {
    return cchash_priv_neon_mask(vceqzq_u8(group));
}

#else

typedef struct cchash_priv_group {
    uint64_t low, high;
} cchash_priv_group;

/* A mask of the zero bytes of a word. It is exact, unlike the well-known (word - 1) & ~word, which also reports a byte
 * of 1 above a zero byte. The multiplication collects the top bits of all bytes, in order, in the top byte. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_zero_bytes(uint64_t word) {
    const uint64_t sevens = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t zeros = ~(((word & sevens) + sevens) | word | sevens);
    return (uint32_t)((zeros >> 7) * UINT64_C(0x0102040810204080) >> 56);
}
CCHASH_PRIV_INLINE cchash_priv_group cchash_priv_group_load(const uint8_t *tags) {
    cchash_priv_group group = {cchash_priv_read64(tags), cchash_priv_read64(tags + 8)};
    return group;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_match(cchash_priv_group group, uint64_t mixed) {
    uint64_t wanted = cchash_priv_tag_words[mixed & 255] * UINT64_C(0x100000001);
    return cchash_priv_zero_bytes(group.low ^ wanted) | cchash_priv_zero_bytes(group.high ^ wanted) << 8;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_empty(cchash_priv_group group) {
    return cchash_priv_zero_bytes(group.low) | cchash_priv_zero_bytes(group.high) << 8;
}

#endif

#include "macros_on.h"

#endif
