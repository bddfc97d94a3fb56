/* hash.h: the hash functions of --hash. bench.mk compiles each layout once per HASH row of names.def, with
 * -DBENCH_HASH=<name>; `default` is the library's own default. */
#ifndef BENCH_HASH_H
#define BENCH_HASH_H

#include "../cchash.h"
#include "bench.h"

#ifndef BENCH_HASH
#define BENCH_HASH default
#endif

/* Does the hash take text, too? As in names.def. */
#define BENCH_TEXT_default 1
#define BENCH_TEXT_fold 0
#define BENCH_TEXT_bytes 1
#define BENCH_TEXT_siphash13 1
#define BENCH_TEXT_fnv1a 1
#define BENCH_TEXT_identity 0
/* Maps of strings have the default hash built in. */
#define BENCH_OWN_STR_default 1
#define BENCH_OWN_STR_bytes 0
#define BENCH_OWN_STR_siphash13 0
#define BENCH_OWN_STR_fnv1a 0
#define BENCH_HAS_OWN_STR BENCH_PASTE(BENCH_OWN_STR_, BENCH_HASH)
#define BENCH_HAS_TEXT BENCH_PASTE(BENCH_TEXT_, BENCH_HASH)

static const uint64_t bench_sip_key[2] = {0x0706050403020100u, 0x0F0E0D0C0B0A0908u};

__extension__ typedef unsigned __int128 bench_u128;

static inline uint64_t bench_u64_fold(uint64_t key) {
    bench_u128 product = (bench_u128)(key ^ 0x9E3779B97F4A7C15u) * 0xD6E8FEB86659FD93u;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}
static inline uint64_t bench_u64_bytes(uint64_t key) { return cchash_hash_bytes(&key, sizeof key, 0); }
static inline uint64_t bench_u64_siphash13(uint64_t key) { return cchash_siphash13(&key, sizeof key, bench_sip_key); }
static inline uint64_t bench_u64_identity(uint64_t key) { return key; }

static inline uint64_t bench_u64_fnv1a(uint64_t key) { return bench_fnv1a(&key, sizeof key); }

static inline uint64_t bench_text_bytes(const char *text) { return cchash_hash_bytes(text, strlen(text), 0); }
static inline uint64_t bench_text_siphash13(const char *text) {
    return cchash_siphash13(text, strlen(text), bench_sip_key);
}
static inline uint64_t bench_text_fnv1a(const char *text) { return bench_fnv1a(text, strlen(text)); }

static inline uint64_t bench_bytes_siphash13(const void *bytes, size_t length, uint64_t seed) {
    (void)seed;
    return cchash_siphash13(bytes, length, bench_sip_key);
}
static inline uint64_t bench_bytes_fnv1a(const void *bytes, size_t length, uint64_t seed) {
    (void)seed;
    return bench_fnv1a(bytes, length);
}

static inline bool bench_u64_equal(uint64_t a, uint64_t b) { return a == b; }
static inline bool bench_text_equal(const char *a, const char *b) { return strcmp(a, b) == 0; }

#endif
