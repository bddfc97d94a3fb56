/* Counts k-mers: all pieces of k bases of some reads, each taken for the same as its reverse complement. A base has two
 * bits, so a piece of up to 31 bases is a 64-bit key. */
#include "cchash.h"
#include "example.h"

enum { K = 21 };

/* Keys and values in an array each take 12 bytes an element: beside its key, a value would take 8. Tight tables are
 * fuller, and grow by half or a third. */
CCHASH_DEFINE_EX(kmers, uint64_t, uint32_t, cchash_hash_u64, cchash_eq_u64, (CCHASH_SPLIT, CCHASH_TIGHT));

/* 0 to 3; 4: no base. */
static unsigned code(char base) {
    switch (base) {
    case 'A': return 0;
    case 'C': return 1;
    case 'G': return 2;
    case 'T': return 3;
    default: return 4;
    }
}

/* Counts the k-mers of one sequence; what is no base separates them. false: no memory. */
static bool count_kmers(kmers *counts, const char *bases, size_t length) {
    const uint64_t mask = ((uint64_t)1 << 2 * K) - 1;
    uint64_t forward = 0, reverse = 0; /* the last K bases, and their reverse complement */
    for (size_t i = 0, run = 0; i < length; i++) {
        uint64_t base = code(bases[i]);
        if (base > 3) {
            run = 0;
            continue;
        }
        forward = (forward << 2 | base) & mask;
        reverse = reverse >> 2 | (3 - base) << 2 * (K - 1);
        if (++run < K) continue;
        uint32_t *count = kmers_upsert(counts, forward < reverse ? forward : reverse, NULL);
        if (!count) return false;
        ++*count;
    }
    return true;
}

int main(int argc, char **argv) {
    enum { READ = 100 };
    size_t reads = example_count(argc, argv, 30);
    char *text = example_reads(reads, READ);
    uint64_t histogram[4] = {0};
    if (!text) return example_no_memory();

    example_start();
    kmers counts;
    kmers_init(&counts);
    for (size_t i = 0; i < reads; i++) {
        if (!count_kmers(&counts, text + i * READ, READ)) return example_no_memory();
    }
    example_stop();

    CCHASH_FOREACH (kmers, it, &counts) histogram[*it.value < 4 ? *it.value - 1 : 3]++;
    printf("%zu k-mers: %" PRIu64 " once, %" PRIu64 " twice, %" PRIu64 " three times, %" PRIu64 " more often\n",
           kmers_size(&counts), histogram[0], histogram[1], histogram[2], histogram[3]);
    kmers_free(&counts);
    free(text);
    return 0;
}
