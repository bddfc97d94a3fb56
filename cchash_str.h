/* cchash_str.h: owned strings of 24 bytes. SPDX-License-Identifier: MIT-0
 *
 *     cchash_str name = {0};                                // the empty string; owns nothing (in C++: {})
 *     if (!cchash_str_from_cstr(&name, "cache")) return;    // no memory: name is as it was
 *     puts(cchash_str_cstr(&name));                         // a C string, at no cost
 *     cchash_view text = cchash_str_view(&name);            // text.ptr, text.len: any bytes, NUL among them
 *     cchash_str_free(&name);
 *
 * Maps and sets whose keys are such strings come with cchash.h or with a layout's header (cchash/string_map.h):
 *
 *     #include "cchash.h"
 *     CCHASH_DEFINE_STR(wordmap, uint64_t);        // also CCHASH_OA_DEFINE_STR, CCHASH_CHAIN_DEFINE_STR, …
 *     CCHASH_DEFINE_STR_SET(wordset);              // and so for sets
 *
 *     wordmap map = {0};
 *     uint64_t *count = wordmap_upsert_n(&map, text, 5, NULL); // the map makes its own copy of a key that is new
 *     if (count) ++*count;                                     // NULL: out of memory, the map is as it was
 *     count = wordmap_get(&map, "cache");                      // nothing is allocated or copied for a lookup
 *     wordmap_free(&map);                                      // frees the keys, too
 *
 * A string of up to 22 bytes lies in the struct itself, with a NUL behind it. A longer one lies on the heap, also with
 * a NUL behind it, and the struct has its hash, so that a table that grows reads no text, and one that compares reads
 * text only if all 64 bits of the hash agree:
 *
 *     byte     0                 8                 16             22    23
 *     inline  | text (up to 22), then zeros ................... | 0 | tag: its length, 0 to 22
 *     long    | address         | hash            | length (6)  | 0 | tag: 64
 *
 * Bits 7 and 5 of the tag (128 and 32), and byte 22 unless the text has 22 bytes, belong to the table that holds the
 * string: there open addressing keeps that a slot is occupied, that a bucket has overflowed, and 8 bits of hash.
 * Everything else ignores them. So 24 zero bytes are the empty string, and also an empty slot, without a conflict.
 *
 * A string is any bytes. Without a NUL among them it is a C string (cchash_str_cstr); with one, read it through its
 * view. The struct may be moved: a plain copy of it takes the string along, and only one of the two may be used from
 * then on.
 */
#ifndef CCHASH_STR_H
#define CCHASH_STR_H

#include "cchash/hash.h"

#include "cchash/macros_off.h"

#define CCHASH_STR_INLINE 22 /* the most bytes that fit without an allocation */

typedef struct cchash_str {
    union {
        uint64_t words[3];
        unsigned char bytes[24];
    } data; /* as drawn above; read it with the functions */
} cchash_str;

enum {
    CCHASH_PRIV_STR_TAG = 23,     /* the byte */
    CCHASH_PRIV_STR_LONG = 0x40,  /* the tag of a long string */
    CCHASH_PRIV_STR_TABLE = 0xa0, /* the table's bits of the tag; it has the byte before the tag, too */
    CCHASH_PRIV_STR_OWN = 0x5f,   /* and the string's */
    CCHASH_PRIV_STR_LENGTH = 0x1f /* of the tag: the length of an inline string */
};

CCHASH_PRIV_ASSERT(sizeof(cchash_str) == 24, a_string_has_24_bytes);
CCHASH_PRIV_ASSERT(CCHASH_STR_INLINE + 1 == CCHASH_PRIV_STR_TAG, a_nul_lies_between_text_and_tag);
CCHASH_PRIV_ASSERT(CCHASH_STR_INLINE <= CCHASH_PRIV_STR_LENGTH, a_tag_holds_any_inline_length);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_STR_OWN == (CCHASH_PRIV_STR_LONG | CCHASH_PRIV_STR_LENGTH) &&
                       CCHASH_PRIV_STR_OWN + CCHASH_PRIV_STR_TABLE == 0xff,
                   the_bits_of_a_tag_are_disjoint);

/* ---- Views ---------------------------------------------------------------------------------------------------- */

/* A view of `size` bytes, which stay where they are. bytes may be NULL if size is 0. */
CCHASH_PRIV_INLINE cchash_view cchash_view_n(const char *bytes, size_t size) {
    cchash_view view;
    view.ptr = bytes;
    view.len = size;
    return view;
}

/* A view of a C string, without its NUL. text must not be NULL. */
CCHASH_PRIV_INLINE cchash_view cchash_view_cstr(const char *text) {
    return cchash_view_n(text, cchash_priv_length(text));
}

/* ---- The bytes of a string ------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE unsigned cchash_priv_str_tag(const cchash_str *str) {
    return str->data.bytes[CCHASH_PRIV_STR_TAG] & (unsigned)CCHASH_PRIV_STR_OWN;
}

CCHASH_PRIV_INLINE bool cchash_priv_str_is_long(const cchash_str *str) {
    return (str->data.bytes[CCHASH_PRIV_STR_TAG] & CCHASH_PRIV_STR_LONG) != 0;
}

/* One of the struct's three words, in the byte order of the machine. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_str_word(const cchash_str *str, size_t which) {
    uint64_t word;
    memcpy(&word, str->data.bytes + 8 * which, sizeof word);
    return word;
}

/* The last word has the tag in its last byte, and the length of a long string in the first six. TAIL_TABLE: what is the
 * table's. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CCHASH_PRIV_STR_TAIL(size_, tag_) ((uint64_t)(size_) << 16 | (tag_))
#define CCHASH_PRIV_STR_TAIL_SIZE(word_) ((word_) >> 16)
#define CCHASH_PRIV_STR_TAIL_TABLE ((uint64_t)CCHASH_PRIV_STR_TABLE | 0xff00)
#else
#define CCHASH_PRIV_STR_TAIL(size_, tag_) ((uint64_t)(size_) | (uint64_t)(tag_) << 56)
#define CCHASH_PRIV_STR_TAIL_SIZE(word_) ((word_) & (UINT64_MAX >> 16))
#define CCHASH_PRIV_STR_TAIL_TABLE ((uint64_t)CCHASH_PRIV_STR_TABLE << 56 | UINT64_C(0xff) << 48)
#endif

/* Takes the table's bits out of a string. */
CCHASH_PRIV_INLINE void cchash_priv_str_leave_table(cchash_str *str) {
    str->data.bytes[CCHASH_PRIV_STR_TAG - 1] = 0;
    str->data.bytes[CCHASH_PRIV_STR_TAG] &= CCHASH_PRIV_STR_OWN;
}

/* Where the bytes of a long string are, and how many. (Its hash is word 1.) */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_str_heap(const cchash_str *str) {
    return (unsigned char *)(uintptr_t)cchash_priv_str_word(str, 0);
}
CCHASH_PRIV_INLINE size_t cchash_priv_str_heap_size(const cchash_str *str) {
    return (size_t)CCHASH_PRIV_STR_TAIL_SIZE(cchash_priv_str_word(str, 2));
}

CCHASH_PRIV_INLINE void cchash_priv_str_set_long(cchash_str *str, const unsigned char *bytes, size_t size,
                                                 uint64_t hash) {
    uint64_t words[3] = {(uint64_t)(uintptr_t)bytes, hash, CCHASH_PRIV_STR_TAIL(size, CCHASH_PRIV_STR_LONG)};
    memcpy(str->data.bytes, words, sizeof words);
}

/* Up to 22 bytes are copied by a few moves of fixed sizes, which may overlap, instead of a call. */
CCHASH_PRIV_INLINE void cchash_priv_str_set_inline(cchash_str *str, const unsigned char *bytes, size_t size) {
    unsigned char text[24] = {0};
    if (size >= 8) {
        memcpy(text, bytes, 8);
        if (size > 16) memcpy(text + 8, bytes + 8, 8);
        memcpy(text + size - 8, bytes + size - 8, 8);
    } else if (size >= 4) {
        memcpy(text, bytes, 4);
        memcpy(text + size - 4, bytes + size - 4, 4);
    } else if (size) {
        text[0] = bytes[0];
        text[size >> 1] = bytes[size >> 1];
        text[size - 1] = bytes[size - 1];
    }
    text[CCHASH_PRIV_STR_TAG] = (unsigned char)size;
    memcpy(str->data.bytes, text, sizeof text);
}

CCHASH_PRIV_INLINE bool cchash_priv_same64(const unsigned char *left, const unsigned char *right) {
    return memcmp(left, right, 8) == 0;
}

/* Are up to 15 bytes the same? */
CCHASH_PRIV_INLINE bool cchash_priv_same_short(const unsigned char *left, const unsigned char *right, size_t size) {
    if (size >= 8) {
        size_t last = size - 8;
        return cchash_priv_same64(left, right) && cchash_priv_same64(left + last, right + last);
    }
    if (size >= 4) return memcmp(left, right, 4) == 0 && memcmp(left + size - 4, right + size - 4, 4) == 0;
    return size == 0 ||
           (left[0] == right[0] && left[size >> 1] == right[size >> 1] && left[size - 1] == right[size - 1]);
}

/* The same for 16 to 64 bytes, by two or four blocks of 16, which overlap where the size is no multiple of 16. The one
 * branch goes the same way as when the key was hashed, so it is predicted. */
#if defined(CCHASH_PRIV_SSE2)
typedef __m128i cchash_priv_same;
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_same16(const unsigned char *left, const unsigned char *right) {
    return _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)left),
                          _mm_loadu_si128((const __m128i *)(const void *)right));
}
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_both_same(cchash_priv_same left, cchash_priv_same right) {
    return _mm_and_si128(left, right);
}
CCHASH_PRIV_INLINE bool cchash_priv_is_same(cchash_priv_same same) { return _mm_movemask_epi8(same) == 0xffff; }
#else
typedef uint64_t cchash_priv_same; /* 0: the same */
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_same16(const unsigned char *left, const unsigned char *right) {
    uint64_t words[4];
    memcpy(words, left, 16);
    memcpy(words + 2, right, 16);
    return (words[0] ^ words[2]) | (words[1] ^ words[3]);
}
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_both_same(cchash_priv_same left, cchash_priv_same right) {
    return left | right;
}
CCHASH_PRIV_INLINE bool cchash_priv_is_same(cchash_priv_same same) { return same == 0; }
#endif
CCHASH_PRIV_INLINE bool cchash_priv_same_middle(const unsigned char *left, const unsigned char *right, size_t size) {
    cchash_priv_same same =
        cchash_priv_both_same(cchash_priv_same16(left, right), cchash_priv_same16(left + size - 16, right + size - 16));
    if (size > 32)
        same =
            cchash_priv_both_same(same, cchash_priv_both_same(cchash_priv_same16(left + 16, right + 16),
                                                              cchash_priv_same16(left + size - 32, right + size - 32)));
    return cchash_priv_is_same(same);
}

/* Copies a text of more than 22 bytes, and puts a NUL behind it. */
CCHASH_PRIV_INLINE void cchash_priv_copy_long(unsigned char *to, const unsigned char *from, size_t size) {
    to[size] = 0;
    if (CCHASH_PRIV_UNLIKELY(size > 64)) {
        memcpy(to, from, size);
        return;
    }
    memcpy(to, from, 16);
    if (size > 32) {
        memcpy(to + 16, from + 16, 16);
        memcpy(to + size - 32, from + size - 32, 16);
    }
    memcpy(to + size - 16, from + size - 16, 16);
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_str_hash(const cchash_str *str) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_str_is_long(str))) return cchash_priv_str_word(str, 1);
    return cchash_priv_hash_text(str->data.bytes, cchash_priv_str_tag(str) & CCHASH_PRIV_STR_LENGTH);
}

CCHASH_PRIV_INLINE bool cchash_priv_str_equal(const cchash_str *left, const cchash_str *right) {
    uint64_t tail = cchash_priv_str_word(left, 2) ^ cchash_priv_str_word(right, 2);
    if ((tail & ~CCHASH_PRIV_STR_TAIL_TABLE) || cchash_priv_str_word(left, 1) != cchash_priv_str_word(right, 1))
        return false;
    if (cchash_priv_str_word(left, 0) == cchash_priv_str_word(right, 0)) return true;
    if (!cchash_priv_str_is_long(left)) return false;
    return memcmp(cchash_priv_str_heap(left), cchash_priv_str_heap(right), cchash_priv_str_heap_size(left)) == 0;
}

/* ---- Strings ------------------------------------------------------------------------------------------------------
 * Functions that make a string return false if there is no memory; *to is then as it was. What *to held before is
 * forgotten, not freed. cchash_str_clone and cchash_str_free fit CCHASH_KEY_COPY, CCHASH_KEY_FREE, CCHASH_VALUE_COPY
 * and CCHASH_VALUE_FREE. */

/* The bytes of a string. The view of an inline string points into *str, and is valid as long as that stays where it is;
 * the view of a long one, until the string is freed. */
CCHASH_PRIV_INLINE cchash_view cchash_str_view(const cchash_str *str) {
    if (cchash_priv_str_is_long(str))
        return cchash_view_n((const char *)cchash_priv_str_heap(str), cchash_priv_str_heap_size(str));
    return cchash_view_n((const char *)str->data.bytes, cchash_priv_str_tag(str) & CCHASH_PRIV_STR_LENGTH);
}

/* A string as a C string. It ends with a NUL; if the text has NULs of its own, C ends it there. The pointer is valid as
 * a view's is. */
CCHASH_PRIV_INLINE const char *cchash_str_cstr(const cchash_str *str) {
    const char *bytes = (const char *)str->data.bytes;
    CCHASH_PRIV_HIDE(bytes); /* gcc would warn of a comparison with a literal that is longer than these */
    return cchash_priv_str_is_long(str) ? (const char *)cchash_priv_str_heap(str) : bytes;
}

/* How many bytes a string has, without the NUL behind it. */
CCHASH_PRIV_INLINE size_t cchash_str_size(const cchash_str *str) {
    return cchash_priv_str_is_long(str) ? cchash_priv_str_heap_size(str) : cchash_priv_str_tag(str);
}

/* Memory for the bytes of a long string and a NUL; NULL: none. The allocator of the same translation unit must take it
 * back. */
CCHASH_PRIV_STATIC unsigned char *cchash_priv_str_allocate(size_t size) {
    int saved_errno = errno;
    bool possible = cchash_priv_array_bytes(size, 1, 1) != SIZE_MAX;
    unsigned char *bytes = possible ? (unsigned char *)CCHASH_PRIV_MALLOC(size + 1, 1) : NULL;
    errno = saved_errno;
    return bytes;
}

/* Makes a string of bytes whose hash (cchash_hash_view) is known. */
CCHASH_PRIV_INLINE bool cchash_priv_str_make(cchash_str *to, cchash_view from, uint64_t hash) {
    const unsigned char *bytes = (const unsigned char *)from.ptr;
    if (CCHASH_PRIV_LIKELY(from.len <= CCHASH_STR_INLINE)) {
        cchash_priv_str_set_inline(to, bytes, from.len);
        return true;
    }
    unsigned char *copy = cchash_priv_str_allocate(from.len);
    if (!copy) return false;
    cchash_priv_copy_long(copy, bytes, from.len);
    cchash_priv_str_set_long(to, copy, from.len, hash);
    return true;
}

/* Makes a string of a view; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_str_from_view(cchash_str *to, cchash_view from) {
    return cchash_priv_str_make(to, from, from.len > CCHASH_STR_INLINE ? cchash_hash_view(from) : 0);
}
/* Makes a string of `size` bytes; false: no memory. bytes may be NULL if size is 0. */
CCHASH_PRIV_STATIC bool cchash_str_from_bytes(cchash_str *to, const void *bytes, size_t size) {
    return cchash_str_from_view(to, cchash_view_n((const char *)bytes, size));
}
/* Makes a string of a C string, which must not be NULL; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_str_from_cstr(cchash_str *to, const char *text) {
    return cchash_str_from_view(to, cchash_view_cstr(text));
}
/* Makes a string with the same bytes; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_str_clone(cchash_str *to, const cchash_str *from) {
    cchash_str copy = *from;
    cchash_priv_str_leave_table(&copy);
    if (cchash_priv_str_is_long(from) &&
        !cchash_priv_str_make(&copy, cchash_str_view(from), cchash_priv_str_word(from, 1)))
        return false;
    *to = copy;
    return true;
}

/* Gives a string's memory back; the string is empty then, and may be freed again. */
CCHASH_PRIV_STATIC void cchash_str_free(cchash_str *str) {
    if (cchash_priv_str_is_long(str)) {
        int saved_errno = errno;
        CCHASH_PRIV_FREE(cchash_priv_str_heap(str), cchash_priv_str_heap_size(str) + 1, 1);
        errno = saved_errno;
    }
    memset((void *)str, 0, sizeof *str);
}

/* Less than, equal to or greater than 0, as memcmp orders the bytes; a string comes before those that begin with it. */
CCHASH_PRIV_STATIC int cchash_str_compare(const cchash_str *left, const cchash_str *right) {
    cchash_view first = cchash_str_view(left), second = cchash_str_view(right);
    size_t common = first.len < second.len ? first.len : second.len;
    int order = common ? memcmp(first.ptr, second.ptr, common) : 0;
    return order ? order : (first.len > second.len) - (first.len < second.len);
}

/* Copies a string to `to` as a C string: at most to_size - 1 bytes of it, and a NUL (nothing if to_size is 0). Returns
 * the string's size in bytes: if that is to_size or more, the copy was cut. */
CCHASH_PRIV_STATIC size_t cchash_str_copy_out(const cchash_str *str, char *to, size_t to_size) {
    cchash_view from = cchash_str_view(str);
    if (to_size) {
        size_t size = from.len < to_size - 1 ? from.len : to_size - 1;
        memcpy(to, from.ptr, size);
        to[size] = 0;
    }
    return from.len;
}

/* ---- Hash and equality: strings, views of them, and C strings all have the same hash -------------------------- */

CCHASH_PRIV_INLINE uint64_t cchash_hash_str(cchash_str key) { return cchash_priv_str_hash(&key); }
CCHASH_PRIV_INLINE bool cchash_eq_str(cchash_str left, cchash_str right) {
    return cchash_priv_str_equal(&left, &right);
}

/* Equality of a stored string and a view or a C string, for a lookup by those types:
 *
 *     CCHASH_LOOKUP(name, how, cchash_view, cchash_hash_view, cchash_eq_str_view);
 *     CCHASH_LOOKUP(name, how, const char *, cchash_hash_cstr, cchash_eq_str_cstr); */
CCHASH_PRIV_INLINE bool cchash_eq_str_view(cchash_str stored, cchash_view key) {
    return cchash_eq_view(cchash_str_view(&stored), key);
}
CCHASH_PRIV_INLINE bool cchash_eq_str_cstr(cchash_str stored, const char *key) {
    return cchash_eq_str_view(stored, cchash_view_cstr(key));
}

CCHASH_PRIV_STATIC uint64_t cchash_sip_str(cchash_str key, uint64_t seed) {
    return cchash_sip_view(cchash_str_view(&key), seed);
}

/* Two traits for a map or set whose K is cchash_str, in one word: it copies its keys and frees the copies. It stands
 * for CCHASH_KEY_COPY(cchash_str_clone), CCHASH_KEY_FREE(cchash_str_free).
 *
 *     CCHASH_DEFINE_EX(ages, cchash_str, int, cchash_hash_str, cchash_eq_str, (CCHASH_STR_KEYS)); */
#define CCHASH_STR_KEYS CCHASH_KEY_COPY(cchash_str_clone), CCHASH_KEY_FREE(cchash_str_free)

#include "cchash/macros_on.h"

#endif
