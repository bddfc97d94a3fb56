/* hash_speed.c: the hash of bytes by itself, inlined in a lookup loop, beside XXH3 and the other functions of --hash.
 *
 * For each length 4,096 keys lie behind one another at odd addresses, and a loop adds up what a table of 256 words
 * holds at the low byte of each key's hash: the whole of it stays in the caches, no hash waits for the one before, and
 * none can be left out. ns per key, the smallest of the rounds, functions interleaved.
 *
 *     make build/hash-speed && build/hash-speed [rounds] */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "peer_hash.h"
#include <stdio.h>
#include <stdlib.h>

enum { KEYS = 4096, SLOTS = 256, MOST = 1024, LENGTHS = 10 };
static const size_t lengths[LENGTHS] = {4, 8, 16, 24, 32, 48, 64, 128, 256, 1024};

static uint64_t table[SLOTS];
static unsigned char text[KEYS / 8 * (MOST + 1) + 64];

/* Long keys are fewer, so that they stay in the caches. */
static size_t keys_of(size_t length) { return length > 64 ? KEYS / 8 : KEYS; }

#define LOOP(name_, call_)                                                                                             \
    static uint64_t loop_##name_(size_t length) {                                                                      \
        uint64_t sum = 0;                                                                                              \
        const unsigned char *key = text + 1;                                                                           \
        for (size_t i = 0; i < keys_of(length); i++, key += length + (~length & 1)) sum += table[(call_) % SLOTS];     \
        return sum;                                                                                                    \
    }
LOOP(bytes, cchash_hash_bytes(key, length, 0))
LOOP(xxh3, peer_hash_bytes(key, length))
LOOP(siphash13, bench_bytes_siphash13(key, length, 0))
LOOP(fnv1a, bench_bytes_fnv1a(key, length, 0))

static const struct {
    const char *name;
    uint64_t (*loop)(size_t length);
} functions[] = {{"bytes", loop_bytes}, {"XXH3", loop_xxh3}, {"SipHash-1-3", loop_siphash13}, {"FNV-1a", loop_fnv1a}};
enum { FUNCTIONS = sizeof functions / sizeof *functions };

static double time_once(size_t function, size_t length) {
    uint64_t sum = 0;
    size_t runs = 0;
    double start = bench_now_ns(), taken;
    do {
        sum += functions[function].loop(length);
        runs++;
        taken = bench_now_ns() - start;
    } while (taken < 2e6);
    table[0] ^= sum & 1; /* so that it is wanted */
    return taken / (double)(runs * keys_of(length));
}

int main(int argc, char **argv) {
#ifndef PEER_HAS_XXH3
    fputs("hash-speed was built without XXH3, which it compares with: Debian package libxxhash-dev\n", stderr);
    return 2;
#endif
    char *end = NULL;
    long rounds = argc > 1 ? strtol(argv[1], &end, 10) : 15;
    if (argc > 2 || rounds < 1 || rounds > 10000 || (end && *end)) {
        fputs("hash-speed wants at most one number, of rounds, from 1 to 10000\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < sizeof text; i++) text[i] = (unsigned char)(bench_u64_fold(i) >> 40);
    for (size_t i = 0; i < SLOTS; i++) table[i] = i;
    static double best[LENGTHS][FUNCTIONS];
    for (long round = 0; round < rounds; round++) {
        for (size_t l = 0; l < LENGTHS; l++) {
            for (size_t f = 0; f < FUNCTIONS; f++) {
                double taken = time_once(f, lengths[l]);
                if (round == 0 || taken < best[l][f]) best[l][f] = taken;
            }
        }
    }
    printf("%-8s", "bytes");
    for (size_t f = 0; f < FUNCTIONS; f++) printf(" %12s", functions[f].name);
    printf("   bytes / XXH3\n");
    for (size_t l = 0; l < LENGTHS; l++) {
        printf("%-8zu", lengths[l]);
        for (size_t f = 0; f < FUNCTIONS; f++) printf(" %12.2f", best[l][f]);
        printf("   %.2f\n", best[l][0] / best[l][1]);
    }
    return 0;
}
