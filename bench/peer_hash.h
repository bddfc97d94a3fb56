/* peer_hash.h: the hash functions of all peers that take one: for numbers a folded multiplication, whose quality is
 * that of cchash's own, and XXH3 for text. */
#ifndef BENCH_PEER_HASH_H
#define BENCH_PEER_HASH_H

#include "hash.h"

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wsign-conversion"
#endif
#if __has_include(<xxhash.h>) && !defined(BENCH_WITHOUT_xxhash)
#define XXH_INLINE_ALL
#define PEER_HAS_XXH3 1
#include <xxhash.h>
static inline uint64_t peer_hash_bytes(const void *bytes, size_t size) { return XXH3_64bits(bytes, size); }
#else
static inline uint64_t peer_hash_bytes(const void *bytes, size_t size) { return cchash_hash_bytes(bytes, size, 0); }
#endif
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

static inline uint64_t peer_hash_text(const char *text) { return peer_hash_bytes(text, strlen(text)); }

static inline uint64_t peer_hash_u64(uint64_t key) { return bench_u64_fold(key); }

#endif
