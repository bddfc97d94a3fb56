/* cchash/keys.h: hashes and equalities of ready-made kinds of keys beyond those in cchash/hash.h, struct keys by their
 * fields, and C strings that a map owns. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_KEYS_H
#define CCHASH_PRIV_KEYS_H

#include "traits.h"

#include "macros_off.h"

/* ---- Integers, enums, bool, characters ---------------------------------------------------------------------------
 * cchash_hash_int goes with keys of any such type of up to 64 bits, and cchash_eq_int with it. Negative numbers are
 * hashed as their 64-bit two's complement. */

CCHASH_PRIV_INLINE uint64_t cchash_hash_int(uint64_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_int(uint64_t left, uint64_t right) { return left == right; }

/* Types of any width and sign are converted without a warning. A type that does not fit is refused where the map is
 * made. */
#ifdef __cplusplus
#define CCHASH_PRIV_TO(T_, value_) static_cast<T_>(value_)
#else
#define CCHASH_PRIV_TO(T_, value_) ((T_)(value_))
#endif
#define cchash_hash_int(key_) (cchash_hash_int)(CCHASH_PRIV_TO(uint64_t, key_))
#define cchash_eq_int(left_, right_) (cchash_eq_int)(CCHASH_PRIV_TO(uint64_t, left_), CCHASH_PRIV_TO(uint64_t, right_))
#define cchash_hash_u64(key_) (cchash_hash_u64)(CCHASH_PRIV_TO(uint64_t, key_))
#define cchash_eq_u64(left_, right_) (cchash_eq_u64)(CCHASH_PRIV_TO(uint64_t, left_), CCHASH_PRIV_TO(uint64_t, right_))
#define cchash_sip_u64(key_, seed_) (cchash_sip_u64)(CCHASH_PRIV_TO(uint64_t, key_), seed_)
#define cchash_hash_u32(key_) (cchash_hash_u32)(CCHASH_PRIV_TO(uint32_t, key_))
#define cchash_eq_u32(left_, right_) (cchash_eq_u32)(CCHASH_PRIV_TO(uint32_t, left_), CCHASH_PRIV_TO(uint32_t, right_))

/* ---- Floating point ----------------------------------------------------------------------------------------------
 * Keys need an equality by which each equals itself. So here a NaN equals every NaN, unlike in C, and -0.0 equals 0.0,
 * as in C. The bits decide, so that -ffast-math changes nothing. */

/* The bits of a key, the same for keys that are equal. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_double_bits(double key) {
    const uint64_t infinity = UINT64_C(0x7ff0000000000000), magnitude = UINT64_MAX >> 1;
    uint64_t bits;
    memcpy(&bits, &key, sizeof bits);
    if ((bits & magnitude) > infinity) return infinity + 1;
    return (bits & magnitude) == 0 ? 0 : bits;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_float_bits(float key) {
    const uint32_t infinity = UINT32_C(0x7f800000), magnitude = UINT32_MAX >> 1;
    uint32_t bits;
    memcpy(&bits, &key, sizeof bits);
    if ((bits & magnitude) > infinity) return infinity + 1;
    return (bits & magnitude) == 0 ? 0 : bits;
}
CCHASH_PRIV_ASSERT(sizeof(double) == 8 && sizeof(float) == 4, floating_point_numbers_have_64_and_32_bits);

CCHASH_PRIV_INLINE uint64_t cchash_hash_double(double key) { return cchash_priv_double_bits(key); }
CCHASH_PRIV_INLINE bool cchash_eq_double(double left, double right) {
    return cchash_priv_double_bits(left) == cchash_priv_double_bits(right);
}
CCHASH_PRIV_INLINE uint64_t cchash_hash_float(float key) { return cchash_priv_float_bits(key); }
CCHASH_PRIV_INLINE bool cchash_eq_float(float left, float right) {
    return cchash_priv_float_bits(left) == cchash_priv_float_bits(right);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_double(double key, uint64_t seed) {
    return cchash_sip_u64(cchash_priv_double_bits(key), seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_float(float key, uint64_t seed) {
    return cchash_sip_u64(cchash_priv_float_bits(key), seed);
}

/* ---- Keys of several parts ----------------------------------------------------------------------------------------
 */

/* A hash of two hashes or integers, in this order. All its bits are mixed well, so that a map of such hashes may have
 * the trait CCHASH_GOOD_HASH. It has no secret: for keys that an attacker chooses, see cchash_siphash13.
 *
 *     static uint64_t point_hash(point p) {
 *         return cchash_hash_combine(cchash_hash_double(p.x), cchash_hash_double(p.y));
 *     }
 *
 * A second product, because a single one has few high bits where both parts are small. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_combine(uint64_t hash, uint64_t other) {
    return cchash_priv_fold(cchash_priv_fold(hash ^ CCHASH_PRIV_PI1, CCHASH_PRIV_PI6) ^ other, CCHASH_PRIV_ODD);
}

/* CCHASH_STRUCT_KEY(name, T, field, ...), at file scope, makes name_hash and name_eq for keys of type T, a struct, from
 * 1 to 16 of its fields: integers, enums, bool, pointers (by address), arrays of those, and fields of structs in it
 * (position.x). Padding is never read. Floating-point fields are refused: -0.0 and 0.0 differ in their bits.
 *
 *     typedef struct { uint32_t host; uint16_t port; } endpoint;
 *     CCHASH_STRUCT_KEY(endpoint, endpoint, host, port);
 *     CCHASH_DEFINE_EX(peers, endpoint, int, endpoint_hash, endpoint_eq, (CCHASH_GOOD_HASH)); */
#define CCHASH_STRUCT_KEY(name_, T_, ...)                                                                              \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_NOT_FLOATING, name_, T_, __VA_ARGS__) true,                 \
                        name_##_priv_a_field_is_floating,                                                              \
                        "cchash: " #name_ ": a field is a floating-point number, whose bits differ for equal values: " \
                        "write a hash function with cchash_hash_double and cchash_hash_combine");                      \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_NOT_STRUCT, name_, T_, __VA_ARGS__) true,                   \
                        name_##_priv_a_field_is_a_struct,                                                              \
                        "cchash: " #name_                                                                              \
                        ": a field is a struct or a union, and may have padding: name its own fields, such as at.x");  \
    CCHASH_PRIV_STATIC uint64_t name_##_hash(T_ cchash_key_) {                                                         \
        uint64_t cchash_hash_ = 0;                                                                                     \
        CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_HASH_FIELD, name_, T_, __VA_ARGS__)                                         \
        return cchash_hash_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_eq(T_ cchash_left_, T_ cchash_right_) {                                            \
        return CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_SAME_FIELD, name_, T_, __VA_ARGS__) true;                            \
    }                                                                                                                  \
    struct cchash_priv_an_unused_name

#define CCHASH_PRIV_HASH_FIELD(name_, T_, field_)                                                                      \
    cchash_hash_ = cchash_priv_hash_field(cchash_hash_, &cchash_key_.field_, sizeof cchash_key_.field_);
#define CCHASH_PRIV_SAME_FIELD(name_, T_, field_)                                                                      \
    memcmp(&cchash_left_.field_, &cchash_right_.field_, sizeof cchash_left_.field_) == 0 &&

CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_field(uint64_t hash, const void *bytes, size_t size) {
    uint64_t word = 0;
    if (size > sizeof word) return cchash_hash_combine(hash, cchash_hash_bytes(bytes, size, 0));
    memcpy(&word, bytes, size);
    return cchash_hash_combine(hash, word);
}

/* GNU's classes of types: 8 floating point, 9 complex, 12 structs, 13 unions. Of an array, that of its elements; in C
 * of up to three dimensions. */
#if defined(__cplusplus)
#define CCHASH_PRIV_FIELD_CLASS(T_, field_) CCHASH_PRIV_CLASS(decltype(((T_ *)nullptr)->field_))
#elif defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_FIELD_CLASS(T_, field_)                                                                            \
    __builtin_classify_type(CCHASH_PRIV_ELEMENT(CCHASH_PRIV_ELEMENT_(CCHASH_PRIV_ELEMENT__(((T_ *)0)->field_))))
#define CCHASH_PRIV_ELEMENT(value_) (*__builtin_choose_expr(CCHASH_PRIV_IS_ARRAY(__typeof__(value_)), value_, &value_))
#define CCHASH_PRIV_ELEMENT_(value_) (*__builtin_choose_expr(CCHASH_PRIV_IS_ARRAY(__typeof__(value_)), value_, &value_))
#define CCHASH_PRIV_ELEMENT__(value_)                                                                                  \
    (*__builtin_choose_expr(CCHASH_PRIV_IS_ARRAY(__typeof__(value_)), value_, &value_))
#else
#define CCHASH_PRIV_FIELD_CLASS(T_, field_) 1
#endif
#define CCHASH_PRIV_NOT_FLOATING(name_, T_, field_)                                                                    \
    CCHASH_PRIV_FIELD_CLASS(T_, field_) != 8 && CCHASH_PRIV_FIELD_CLASS(T_, field_) != 9 &&
#define CCHASH_PRIV_NOT_STRUCT(name_, T_, field_)                                                                      \
    CCHASH_PRIV_FIELD_CLASS(T_, field_) != 12 && CCHASH_PRIV_FIELD_CLASS(T_, field_) != 13 &&

/* do_(name, T, field) for each of up to 16 fields. */
#define CCHASH_PRIV_EACH_FIELD(do_, name_, T_, ...)                                                                    \
    CCHASH_PRIV_EACH_FIELD_(CCHASH_PRIV_FIELD_COUNT(__VA_ARGS__), do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_EACH_FIELD_(count_, do_, name_, T_, ...)                                                           \
    CCHASH_PRIV_EACH_FIELD__(count_, do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_EACH_FIELD__(count_, do_, name_, T_, ...) CCHASH_PRIV_FIELDS_##count_(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELD_COUNT(...)                                                                                   \
    CCHASH_PRIV_FIELD_COUNT_(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, ~)
#define CCHASH_PRIV_FIELD_COUNT_(a_, b_, c_, d_, e_, f_, g_, h_, i_, j_, k_, l_, m_, n_, o_, p_, count_, ...) count_
#define CCHASH_PRIV_FIELDS_1(do_, name_, T_, field_) do_(name_, T_, field_)
#define CCHASH_PRIV_FIELDS_2(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_1(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_3(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_2(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_4(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_3(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_5(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_4(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_6(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_5(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_7(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_6(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_8(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_7(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_9(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_8(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_10(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_9(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_11(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_10(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_12(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_11(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_13(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_12(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_14(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_13(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_15(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_14(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_16(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_15(do_, name_, T_, __VA_ARGS__)

/* ---- C strings that a map owns ------------------------------------------------------------------------------------
 * Traits for K and V of type char * or const char *: the map keeps copies, and frees them. A NULL stays NULL. Copies
 * come from CCHASH_MALLOC, so that free, or CCHASH_FREE with the size strlen + 1, takes back what name_take and
 * name_pop hand over.
 *
 *     CCHASH_DEFINE_EX(config, char *, char *, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_CSTR_KEYS,
 * CCHASH_CSTR_VALUES));
 */
#define CCHASH_CSTR_KEYS CCHASH_KEY_COPY(cchash_priv_cstr_copy), CCHASH_KEY_FREE(cchash_priv_cstr_free)
#define CCHASH_CSTR_VALUES CCHASH_VALUE_COPY(cchash_priv_cstr_copy), CCHASH_VALUE_FREE(cchash_priv_cstr_free)

/* These take the address of the pointer, as void *, because a char * and a const char * go the same way. That the
 * second returns something tells it from free. */
CCHASH_PRIV_STATIC bool cchash_priv_cstr_copy(void *to, const void *from) {
    const char *text;
    int saved_errno = errno;
    memcpy(&text, from, sizeof text);
    size_t size = text ? strlen(text) + 1 : 0;
    char *copy = text ? (char *)CCHASH_PRIV_MALLOC(size, 1) : NULL;
    errno = saved_errno;
    if (text && !copy) return false;
    if (text) memcpy(copy, text, size);
    memcpy(to, &copy, sizeof copy);
    return true;
}
CCHASH_PRIV_STATIC bool cchash_priv_cstr_free(void *at) {
    char *text;
    int saved_errno = errno;
    memcpy(&text, at, sizeof text);
    if (text) CCHASH_PRIV_FREE(text, strlen(text) + 1, 1);
    errno = saved_errno;
    return true;
}

#include "macros_on.h"

#endif
