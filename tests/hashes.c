/* The ready-made hash and equality functions: values, unaligned and page-edge reads, seeds. */
#define _DEFAULT_SOURCE
#include "test.h"

#include "cchash.h"
#include <sys/mman.h>

/* SipHash-c-d as its paper describes it, one byte at a time; written for this test alone. */
static uint64_t rotate(uint64_t x, int by) { return x << by | x >> (64 - by); }
static void sip_rounds(uint64_t v[4], int rounds) {
    while (rounds--) {
        v[0] += v[1], v[1] = rotate(v[1], 13), v[1] ^= v[0], v[0] = rotate(v[0], 32);
        v[2] += v[3], v[3] = rotate(v[3], 16), v[3] ^= v[2];
        v[0] += v[3], v[3] = rotate(v[3], 21), v[3] ^= v[0];
        v[2] += v[1], v[1] = rotate(v[1], 17), v[1] ^= v[2], v[2] = rotate(v[2], 32);
    }
}
static uint64_t sip(int c, int d, const unsigned char *bytes, size_t size, const uint64_t key[2]) {
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du, key[0] ^ 0x6c7967656e657261u,
                     key[1] ^ 0x7465646279746573u};
    uint64_t word = 0;
    for (size_t i = 0; i < size; i++) {
        word |= (uint64_t)bytes[i] << (i % 8 * 8);
        if (i % 8 == 7) {
            v[3] ^= word;
            sip_rounds(v, c);
            v[0] ^= word;
            word = 0;
        }
    }
    word |= (uint64_t)(size & 255) << 56;
    v[3] ^= word;
    sip_rounds(v, c);
    v[0] ^= word;
    v[2] ^= 255;
    sip_rounds(v, d);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static const uint64_t paper_key[2] = {0x0706050403020100u, 0x0f0e0d0c0b0a0908u};

TEST(siphash) {
    unsigned char bytes[300];
    for (int i = 0; i < 300; i++) {
        bytes[i] = (unsigned char)i;
    }
    /* The model itself against SipHash-2-4's published vectors (Aumasson and Bernstein, appendix A and vectors.h). */
    CHECK(sip(2, 4, bytes, 0, paper_key) == 0x726fdb47dd0e0e31u);
    CHECK(sip(2, 4, bytes, 15, paper_key) == 0xa129ca6149be45e5u);
    CHECK(cchash_siphash13(NULL, 0, paper_key) == 0xabac0158050fc4dcu);
    for (size_t size = 0; size < 300; size++) {
        const uint64_t expected = sip(1, 3, bytes, size, paper_key);
        CHECK(cchash_siphash13(bytes, size, paper_key) == expected);
        unsigned char moved[320];
        for (size_t shift = 1; shift < 9; shift++) {
            memcpy(moved + shift, bytes, size);
            CHECK(cchash_siphash13(moved + shift, size, paper_key) == expected);
        }
        const uint64_t other[2] = {paper_key[0], paper_key[1] ^ 1};
        CHECK(cchash_siphash13(bytes, size, other) == sip(1, 3, bytes, size, other));
        CHECK(cchash_siphash13(bytes, size, other) != expected);
    }
}
END_TEST

static uint64_t digest_of_lengths(void) {
    unsigned char bytes[301];
    uint64_t digest = 0;
    for (int i = 0; i < 301; i++) {
        bytes[i] = (unsigned char)(i * 7 + 3);
    }
    for (size_t size = 0; size <= 300; size++) {
        digest = mix64(digest ^ cchash_hash_bytes(bytes, size, size * 0x123456789u));
    }
    return digest;
}

/* Values are part of the layout: saved figures, traces and iteration order hang on them, on every machine. */
TEST(pinned_values) {
    CHECK_MSG(digest_of_lengths() == 0xf6c14c1b56c977dfu, "digest of cchash_hash_bytes is 0x%016" PRIx64,
              digest_of_lengths());
    CHECK_MSG(cchash_hash_cstr("cache") == 0x8bc593429cf62636u, "hash of \"cache\" is 0x%016" PRIx64,
              cchash_hash_cstr("cache"));
}
END_TEST

TEST(bytes_anywhere) {
    static unsigned char aligned[320], moved[340];
    for (int i = 0; i < 320; i++) {
        aligned[i] = (unsigned char)(i * 31);
    }
    for (size_t size = 0; size <= 300; size++) {
        const uint64_t expected = cchash_hash_bytes(aligned, size, 7);
        for (size_t shift = 0; shift < 17; shift++) {
            memset(moved, 0xff, sizeof moved);
            memcpy(moved + shift, aligned, size);
            CHECK(cchash_hash_bytes(moved + shift, size, 7) == expected);
            memset(moved, 0x00, sizeof moved);
            memcpy(moved + shift, aligned, size);
            CHECK(cchash_hash_bytes(moved + shift, size, 7) == expected);
        }
        CHECK(cchash_hash_bytes(aligned, size, 8) != expected);
        CHECK(cchash_hash_bytes(aligned, size + 1, 7) != expected); /* a zero more is another key */
        for (size_t at = 0; at < size; at++) {                      /* every bit of every byte counts */
            aligned[at] ^= (unsigned char)(1 << at % 8);
            CHECK(cchash_hash_bytes(aligned, size, 7) != expected);
            aligned[at] ^= (unsigned char)(1 << at % 8);
        }
    }
    CHECK(cchash_hash_bytes(NULL, 0, 7) == cchash_hash_bytes(aligned, 0, 7));
    static const unsigned char zeros[64] = {0};
    for (size_t size = 1; size < 64; size++) { /* runs of zeros differ by their length */
        CHECK(cchash_hash_bytes(zeros, size, 0) != cchash_hash_bytes(zeros, size - 1, 0));
    }
}
END_TEST

/* Nothing is read before the first byte or behind the last: the pages around are not there. */
TEST(page_edges) {
    const size_t page = 65536; /* a multiple of any machine's page */
    unsigned char *start =
        (unsigned char *)mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK((void *)start != MAP_FAILED);
    CHECK(mprotect(start, page, PROT_NONE) == 0 && mprotect(start + 2 * page, page, PROT_NONE) == 0);
    uint64_t digest = 0;
    for (size_t size = 0; size <= 300; size++) {
        unsigned char *ends[2] = {start + page, start + 2 * page - size};
        for (int i = 0; i < 2; i++) {
            digest ^= cchash_hash_bytes(ends[i], size, 0) ^ cchash_siphash13(ends[i], size, paper_key);
            cchash_view v;
            v.ptr = (const char *)ends[i];
            v.len = size;
            digest ^= cchash_hash_view(v);
            CHECK(cchash_eq_view(v, v));
        }
    }
    char *text = (char *)start + 2 * page - 6;
    memcpy(text, "cache", 6);
    CHECK(cchash_hash_cstr(text) == cchash_hash_cstr("cache"));
    CHECK(cchash_eq_cstr(text, "cache"));
    CHECK(digest != 1);
    munmap(start, 3 * page);
}
END_TEST

TEST(equality) {
    CHECK(cchash_eq_cstr("", "") && !cchash_eq_cstr("", "a") && !cchash_eq_cstr("ab", "a") &&
          cchash_eq_cstr("ab", "ab"));
    CHECK(cchash_hash_cstr("a") != cchash_hash_cstr("b") && cchash_hash_cstr("") != cchash_hash_cstr("a"));
    CHECK(cchash_hash_cstr("\xc3\xa9t\xc3\xa9") != cchash_hash_cstr("\xc3\xa8t\xc3\xa8"));
    cchash_view a = EMPTY, b = EMPTY, c = EMPTY, nothing = EMPTY;
    a.ptr = "a\0b";
    a.len = 3;
    b.ptr = "a\0c";
    b.len = 3;
    c.ptr = "a\0b!";
    c.len = 3;
    CHECK(cchash_eq_view(a, c) && cchash_hash_view(a) == cchash_hash_view(c));
    CHECK(!cchash_eq_view(a, b) && cchash_hash_view(a) != cchash_hash_view(b)); /* NUL is a byte like any other */
    c.len = 4;
    CHECK(!cchash_eq_view(a, c));
    c.len = 0;
    CHECK(cchash_eq_view(nothing, nothing) && cchash_eq_view(nothing, c));
    CHECK(cchash_hash_view(nothing) == cchash_hash_view(c));
    CHECK(!cchash_eq_view(nothing, a));
    CHECK(cchash_eq_u64(UINT64_MAX, UINT64_MAX) && !cchash_eq_u64(UINT64_MAX, UINT32_MAX));
    CHECK(cchash_eq_u32(UINT32_MAX, UINT32_MAX) && !cchash_eq_u32(0, 1));
    CHECK(cchash_hash_u64(1) != cchash_hash_u64(2) && cchash_hash_u64((uint64_t)1 << 63) != cchash_hash_u64(0));
    CHECK(cchash_hash_u32(1) != cchash_hash_u32(2));
    int x[2] = {0, 0};
    CHECK(cchash_eq_ptr(&x[0], &x[0]) && !cchash_eq_ptr(&x[0], &x[1]));
    CHECK(cchash_hash_ptr(&x[0]) != cchash_hash_ptr(&x[1]));
    CHECK(cchash_eq_ptr(NULL, NULL));
    (void)cchash_hash_ptr(NULL);
}
END_TEST

/* Each of the ready-made pairs in a map. */
CCHASH_DEFINE(by_u32, uint32_t, int, cchash_hash_u32, cchash_eq_u32);
CCHASH_DEFINE(by_pointer, const void *, int, cchash_hash_ptr, cchash_eq_ptr);
CCHASH_DEFINE(by_view, cchash_view, int, cchash_hash_view, cchash_eq_view);
static uint64_t sip_view(cchash_view v, uint64_t seed) {
    const uint64_t key[2] = {seed, ~seed};
    return cchash_siphash13(v.ptr, v.len, key);
}
CCHASH_DEFINE_EX(by_secret, cchash_view, int, sip_view, cchash_eq_view, (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH));
#define HASH_MACRO(key_) ((uint64_t)(key_)*31u)
#define EQ_MACRO(left_, right_) ((left_) == (right_))
CCHASH_DEFINE(by_macro, short, int, HASH_MACRO, EQ_MACRO);

TEST(ready_made) {
    by_u32 a = EMPTY;
    by_pointer b = EMPTY;
    by_view c = EMPTY;
    by_secret d = EMPTY;
    by_macro e = EMPTY;
    static const char text[300] = {0};
    for (int i = 0; i < 300; i++) {
        cchash_view v;
        v.ptr = text;
        v.len = (size_t)i;
        CHECK_EQ(by_u32_put(&a, (uint32_t)0 - (uint32_t)i, i), CCHASH_INSERTED);
        CHECK_EQ(by_pointer_put(&b, i ? text + i : NULL, i), CCHASH_INSERTED);
        CHECK_EQ(by_view_put(&c, v, i), CCHASH_INSERTED);
        CHECK_EQ(by_secret_put(&d, v, i), CCHASH_INSERTED);
        CHECK_EQ(by_macro_put(&e, (short)(-i), i), CCHASH_INSERTED);
    }
    for (int i = 0; i < 300; i++) {
        cchash_view v;
        v.ptr = text;
        v.len = (size_t)i;
        CHECK_EQ(by_u32_get_or(&a, (uint32_t)0 - (uint32_t)i, -1), i);
        CHECK_EQ(by_pointer_get_or(&b, i ? text + i : NULL, -1), i);
        CHECK_EQ(by_view_get_or(&c, v, -1), i);
        CHECK_EQ(by_secret_get_or(&d, v, -1), i);
        CHECK_EQ(by_macro_get_or(&e, (short)(-i), -1), i);
    }
    CHECK(by_u32_verify(&a) && by_pointer_verify(&b) && by_view_verify(&c) && by_secret_verify(&d) &&
          by_macro_verify(&e));
    by_u32_free(&a);
    by_pointer_free(&b);
    by_view_free(&c);
    by_secret_free(&d);
    by_macro_free(&e);
}
END_TEST

int main(void) {
    Suite *suite = suite_create("hashes");
    TCase *c = tcase_create("hashes");
    tcase_set_timeout(c, TEST_TIMEOUT);
    tcase_add_test(c, siphash);
    tcase_add_test(c, pinned_values);
    tcase_add_test(c, bytes_anywhere);
    tcase_add_test(c, page_edges);
    tcase_add_test(c, equality);
    tcase_add_test(c, ready_made);
    suite_add_tcase(suite, c);
    return run_suite(suite);
}
