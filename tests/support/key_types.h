/* The kinds of keys that the contract is run with. Each kind has a type, a value type, and functions between small
 * numbers and keys, so that one test body can speak of "key 17" whatever a key is. */
#ifndef CCHASH_TESTS_KEY_TYPES_H
#define CCHASH_TESTS_KEY_TYPES_H

#include "test.h"

#include "cchash.h"

/* With HALF, 1 or 2, a program of the contract has one half of its kinds of maps, and otherwise both (tests/tests.mk).
 */
#ifdef HALF
#define IS_HERE(half_) (HALF == (half_))
#else
#define IS_HERE(half_) 1
#endif

/* Numbers. Key 0 is 0, key 1 is all ones: no value may be reserved. */
typedef uint64_t u64_key;
typedef uint64_t u64_value;
enum { u64_universe = 500 };
static inline u64_key u64_make_key(int i) { return i < 2 ? (uint64_t)0 - (uint64_t)i : (uint64_t)i * 0x10001u; }
static inline int u64_key_id(u64_key k) { return k + 1 < 2 ? (k == 0 ? 0 : 1) : (int)(k / 0x10001u); }
static inline u64_value u64_make_value(int i) { return ~(uint64_t)i; }
static inline int u64_value_id(u64_value v) { return (int)~v; }
static inline uint64_t u64_hash(u64_key k) { return cchash_hash_u64(k); }
static inline bool u64_eq(u64_key a, u64_key b) { return a == b; }

/* The same keys with values of half their size. */
typedef u64_key narrow_key;
typedef uint32_t narrow_value;
enum { narrow_universe = u64_universe };
static inline narrow_key narrow_make_key(int i) { return u64_make_key(i); }
static inline int narrow_key_id(narrow_key k) { return u64_key_id(k); }
static inline narrow_value narrow_make_value(int i) { return ~(uint32_t)i; }
static inline int narrow_value_id(narrow_value v) { return (int)~v; }
static inline uint64_t narrow_hash(narrow_key k) { return cchash_hash_u64(k); }
static inline bool narrow_eq(narrow_key a, narrow_key b) { return a == b; }

/* C strings, with the empty one among them. Each call gives one of two copies: equality is by content. */
typedef const char *cstr_key;
typedef int cstr_value;
enum { cstr_universe = 300 };
static char cstr_text[2][cstr_universe][24];
static inline cstr_key cstr_make_key(int i) {
    static unsigned turn;
    char *text = cstr_text[turn++ % 2][i];
    if (i > 0 && text[0] == 0) {
        snprintf(text, sizeof cstr_text[0][0], "%s%d", i % 3 ? "key_" : "k\xc3\xa9y/", i);
    }
    return text;
}
static inline int cstr_key_id(cstr_key k) { return *k ? atoi(k + (k[3] == '_' ? 4 : 5)) : 0; }
static inline cstr_value cstr_make_value(int i) { return -i; }
static inline int cstr_value_id(cstr_value v) { return -v; }
static inline uint64_t cstr_hash(cstr_key k) { return cchash_hash_cstr(k); }
static inline bool cstr_eq(cstr_key a, cstr_key b) { return cchash_eq_cstr(a, b); }

/* Strings that the map owns, all of them inline: what contract.h says of memory is about the table alone. */
typedef cchash_str word_key;
typedef const char *word_query;
typedef int word_value;
enum { word_universe = cstr_universe };
static inline word_query word_make_key(int i) { return cstr_make_key(i); }
static inline word_query word_query_of(const word_key *k) { return cchash_str_view(k).ptr; }
#define word_query_of(k_) word_query_of(&(k_)) /* short enough for a NUL behind it */
static inline int word_key_id(word_key k) {
    char text[24];
    CHECK(cchash_str_copy_out(&k, text, sizeof text) < sizeof text);
    return cstr_key_id(text);
}
static inline word_value word_make_value(int i) { return -i; }
static inline int word_value_id(word_value v) { return -v; }

/* Strings as plain keys that belong to the test, one half of them long. */
typedef cchash_str str_key;
typedef cchash_str str_value;
enum { str_universe = 200 };
static char str_text[str_universe][40];
static inline str_key str_make_key(int i) {
    str_key k;
    cchash_view v;
    snprintf(str_text[i], sizeof str_text[0], i % 2 ? "a key too long for the struct: %d" : "%d", i);
    v = cchash_view_cstr(str_text[i]);
    memset((void *)&k, 0, sizeof k);
    if (v.len > CCHASH_STR_INLINE) {
        cchash_priv_str_set_long(&k, (unsigned char *)str_text[i], v.len, cchash_hash_view(v));
    } else {
        CHECK(cchash_str_from_view(&k, v));
    }
    return k;
}
static inline int str_key_id(str_key k) {
    cchash_view v = cchash_str_view(&k);
    return atoi(v.len > CCHASH_STR_INLINE ? v.ptr + 31 : v.ptr);
}
static inline str_value str_make_value(int i) { return str_make_key(i); }
static inline int str_value_id(str_value v) { return cchash_str_size(&v) ? str_key_id(v) : -2; }
static inline uint64_t str_hash(str_key k) { return cchash_hash_str(k); }
static inline bool str_eq(str_key a, str_key b) { return cchash_eq_str(a, b); }

/* A struct with padding, which each call fills with other bytes: hash and eq look at members only. */
typedef struct {
    uint8_t kind;
    uint32_t number;
    uint16_t part;
} padded_key;
typedef padded_key padded_value;
enum { padded_universe = 300 };
static inline padded_key padded_make_key(int i) {
    static uint8_t garbage;
    padded_key k;
    memset(&k, garbage += 37, sizeof k);
    k.kind = (uint8_t)(i % 7);
    k.number = (uint32_t)i * 3u;
    k.part = (uint16_t)(i % 2);
    return k;
}
static inline int padded_key_id(padded_key k) { return (int)(k.number / 3u); }
static inline padded_value padded_make_value(int i) { return padded_make_key(i); }
static inline int padded_value_id(padded_value v) { return padded_key_id(v); }
static inline uint64_t padded_hash(padded_key k) { return mix64(k.kind * 64u + k.part) ^ cchash_hash_u32(k.number); }
static inline bool padded_eq(padded_key a, padded_key b) {
    return a.kind == b.kind && a.number == b.number && a.part == b.part;
}

/* One byte each: every value that the type has is a key. */
typedef uint8_t byte_key;
typedef uint8_t byte_value;
enum { byte_universe = 256 };
static inline byte_key byte_make_key(int i) { return (byte_key)i; }
static inline int byte_key_id(byte_key k) { return k; }
static inline byte_value byte_make_value(int i) { return (byte_value)(255 - i); }
static inline int byte_value_id(byte_value v) { return 255 - v; }
static inline uint64_t byte_hash(byte_key k) { return mix64(k); }
static inline bool byte_eq(byte_key a, byte_key b) { return a == b; }

/* 120 bytes each, an odd alignment of one byte. */
typedef struct {
    uint8_t bytes[120];
} big_key;
typedef big_key big_value;
enum { big_universe = 120 };
static inline big_key big_make_key(int i) {
    big_key k;
    for (int at = 0; at < 120; at++) {
        k.bytes[at] = (uint8_t)(i + at * (at % 3));
    }
    return k;
}
static inline int big_key_id(big_key k) { return k.bytes[0]; }
static inline big_value big_make_value(int i) { return big_make_key(i); }
static inline int big_value_id(big_value v) {
    return memcmp(&v, big_make_key(v.bytes[0]).bytes, sizeof v) == 0 ? v.bytes[0] : -2;
}
static inline uint64_t big_hash(big_key k) { return cchash_hash_bytes(&k, sizeof k, 0); }
static inline bool big_eq(big_key a, big_key b) { return memcmp(&a, &b, sizeof a) == 0; }

/* Over-aligned. eq and value_id also check that what the map shows is aligned. */
#define OVER_ALIGNED_KIND(kind_, align_, universe_)                                                                    \
    typedef struct {                                                                                                   \
        uint32_t number;                                                                                               \
        uint8_t rest[28];                                                                                              \
    } __attribute__((aligned(align_))) kind_##_key;                                                                    \
    typedef kind_##_key kind_##_value;                                                                                 \
    enum { kind_##_universe = universe_ };                                                                             \
    static inline kind_##_key kind_##_make_key(int i) {                                                                \
        kind_##_key k;                                                                                                 \
        memset(&k, 0, sizeof k);                                                                                       \
        k.number = (uint32_t)i;                                                                                        \
        k.rest[27] = (uint8_t)i;                                                                                       \
        return k;                                                                                                      \
    }                                                                                                                  \
    static inline int kind_##_key_id(kind_##_key k) { return k.rest[27] == (uint8_t)k.number ? (int)k.number : -2; }   \
    static inline kind_##_value kind_##_make_value(int i) { return kind_##_make_key(i); }                              \
    static inline int kind_##_value_id(kind_##_value v) { return kind_##_key_id(v); }                                  \
    static inline uint64_t kind_##_hash(kind_##_key k) { return mix64(k.number); }                                     \
    static inline bool kind_##_eq(kind_##_key a, kind_##_key b) { return a.number == b.number; }
OVER_ALIGNED_KIND(line, 64, 120)
OVER_ALIGNED_KIND(page, 4096, 40)

/* Small keys with over-aligned values. */
typedef uint16_t lined_key;
typedef line_value lined_value;
enum { lined_universe = line_universe };
static inline lined_key lined_make_key(int i) { return (lined_key)(i * 7); }
static inline int lined_key_id(lined_key k) { return k / 7; }
static inline lined_value lined_make_value(int i) { return line_make_value(i); }
static inline int lined_value_id(lined_value v) { return (uintptr_t)&v % 64 == 0 ? line_value_id(v) : -2; }
static inline uint64_t lined_hash(lined_key k) { return mix64(k); }
static inline bool lined_eq(lined_key a, lined_key b) { return a == b; }

/* What a user's hash may be like: of the key's own hash and its number. */
static inline uint64_t hashing_good(uint64_t hash, int id) {
    (void)id;
    return hash;
}
static inline uint64_t hashing_identity(uint64_t hash, int id) {
    (void)hash;
    return (uint64_t)id;
}
static inline uint64_t hashing_constant(uint64_t hash, int id) {
    (void)hash, (void)id;
    return 42;
}
static inline uint64_t hashing_seven_bits(uint64_t hash, int id) {
    (void)hash;
    return (uint64_t)id & 127;
}
static inline uint64_t hashing_high_bits(uint64_t hash, int id) {
    (void)hash;
    return (uint64_t)id << 55;
}

#endif
