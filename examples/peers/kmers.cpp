// peers: khash uthash stb_ds glib std boost
#include "peers.h"

enum { K = 21, READ = 100 };

#if defined PEER_khash
KHASH_INIT(kmers, uint64_t, uint32_t, 1, kh_int64_hash_func, kh_int64_hash_equal)
using table = khash_t(kmers) *;
static void init(table &t) { t = kh_init(kmers); }
static void count(table t, uint64_t kmer) {
    int added;
    khint_t slot = kh_put(kmers, t, kmer, &added);
    if (added) kh_value(t, slot) = 0;
    kh_value(t, slot)++;
}
#define EACH(t, n)                                                                                                     \
    for (khint_t i = kh_begin(t); i != kh_end(t); i++)                                                                 \
        if (uint32_t n = kh_exist(t, i) ? kh_value(t, i) : 0)
static size_t size(table t) { return kh_size(t); }
#elif defined PEER_uthash
struct node {
    uint64_t kmer;
    uint32_t count;
    UT_hash_handle hh;
};
using table = node *;
static void init(table &t) { t = NULL; }
static void count(table &t, uint64_t kmer) {
    node *n;
    HASH_FIND(hh, t, &kmer, sizeof kmer, n);
    if (!n) {
        n = allocated<node>();
        n->kmer = kmer;
        HASH_ADD(hh, t, kmer, sizeof kmer, n);
    }
    n->count++;
}
#define EACH(t, n)                                                                                                     \
    for (node *i = t; i; i = (node *)i->hh.next)                                                                       \
        if (uint32_t n = i->count)
static size_t size(table t) { return HASH_COUNT(t); }
#elif defined PEER_stb_ds
struct entry {
    uint64_t key;
    uint32_t value;
};
using table = entry *;
static void init(table &t) { t = NULL; }
static void count(table &t, uint64_t kmer) {
    ptrdiff_t i = hmgeti(t, kmer);
    if (i < 0) {
        hmput(t, kmer, 1);
    } else {
        t[i].value++;
    }
}
#define EACH(t, n)                                                                                                     \
    for (size_t i = 0; i < hmlenu(t); i++)                                                                             \
        if (uint32_t n = t[i].value)
static size_t size(table t) { return hmlenu(t); }
#elif defined PEER_glib // the count lies in the value's pointer
using table = GHashTable *;
static guint hash_kmer(gconstpointer kmer) { return hash_32(&kmer, sizeof kmer); }
static void init(table &t) { t = g_hash_table_new(hash_kmer, g_direct_equal); }
static void count(table t, uint64_t kmer) {
    gpointer n = g_hash_table_lookup(t, (gpointer)kmer);
    g_hash_table_insert(t, (gpointer)kmer, GUINT_TO_POINTER(GPOINTER_TO_UINT(n) + 1));
}
struct counts { // for a range-based for
    GHashTableIter iter;
    gpointer n = NULL;
    counts(table t) { g_hash_table_iter_init(&iter, t), ++*this; }
    counts &operator++() { return g_hash_table_iter_next(&iter, NULL, &n) ? *this : (n = NULL, *this); }
};
#define EACH(t, n)                                                                                                     \
    for (counts i(t); i.n; ++i)                                                                                        \
        if (uint32_t n = GPOINTER_TO_UINT(i.n))
static size_t size(table t) { return g_hash_table_size(t); }
#else
using table = map<uint64_t, uint32_t>;
static void init(table &) {}
static void count(table &t, uint64_t kmer) { t[kmer]++; }
#define EACH(t, n)                                                                                                     \
    for (auto &i : t)                                                                                                  \
        if (uint32_t n = i.second)
static size_t size(table &t) { return t.size(); }
#endif

static unsigned code(char base) {
    switch (base) {
    case 'A': return 0;
    case 'C': return 1;
    case 'G': return 2;
    case 'T': return 3;
    default: return 4;
    }
}

static void count_kmers(table &t, const char *bases, size_t length) {
    const uint64_t mask = ((uint64_t)1 << 2 * K) - 1;
    uint64_t forward = 0, reverse = 0;
    for (size_t i = 0, run = 0; i < length; i++) {
        uint64_t base = code(bases[i]);
        if (base > 3) {
            run = 0;
            continue;
        }
        forward = (forward << 2 | base) & mask;
        reverse = reverse >> 2 | (3 - base) << 2 * (K - 1);
        if (++run >= K) count(t, forward < reverse ? forward : reverse);
    }
}

int main(int argc, char **argv) {
    size_t reads = example_count(argc, argv, 30);
    char *text = example_reads(reads, READ);
    uint64_t histogram[4] = {0};
    if (!text) return example_no_memory();
    example_start();
    table t;
    init(t);
    for (size_t i = 0; i < reads; i++) count_kmers(t, text + i * READ, READ);
    example_stop();
    EACH(t, n) histogram[n < 4 ? n - 1 : 3]++;
    printf("%zu k-mers: %" PRIu64 " once, %" PRIu64 " twice, %" PRIu64 " three times, %" PRIu64 " more often\n",
           size(t), histogram[0], histogram[1], histogram[2], histogram[3]);
}
