// peers: khash uthash stb_ds glib std boost
#include "peers.h"

#if defined PEER_khash
KHASH_INIT(documents, uint32_t, char, 0, kh_int_hash_func, kh_int_hash_equal)
using documents = khash_t(documents) *;
static documents empty() { return kh_init(documents); }
static void add(documents s, uint32_t number) {
    int added;
    kh_put(documents, s, number, &added);
}
static bool has(documents s, uint32_t number) { return kh_get(documents, s, number) != kh_end(s); }
template <class F> static void each(documents s, F f) {
    for (khint_t i = kh_begin(s); i != kh_end(s); i++)
        if (kh_exist(s, i)) f(kh_key(s, i));
}
template <class F> static void keep(documents s, F f) {
    for (khint_t i = kh_begin(s); i != kh_end(s); i++)
        if (kh_exist(s, i) && !f(kh_key(s, i))) kh_del(documents, s, i);
}
static void reserve(documents s, size_t count) { kh_resize(documents, s, (khint_t)((double)count / 0.77) + 1); }
static size_t size(documents s) { return kh_size(s); }
#elif defined PEER_uthash
struct node {
    uint32_t number;
    UT_hash_handle hh;
};
using documents = node *;
static documents empty() { return NULL; }
static bool has(documents s, uint32_t number) {
    node *n;
    HASH_FIND(hh, s, &number, sizeof number, n);
    return n;
}
static void add(documents &s, uint32_t number) {
    if (has(s, number)) return;
    node *n = allocated<node>();
    n->number = number;
    HASH_ADD(hh, s, number, sizeof number, n);
}
template <class F> static void each(documents s, F f) {
    for (node *n = s; n; n = (node *)n->hh.next) f(n->number);
}
template <class F> static void keep(documents &s, F f) {
    for (node *n = s, *next; n; n = next) {
        next = (node *)n->hh.next;
        if (f(n->number)) continue;
        HASH_DEL(s, n);
        free(n);
    }
}
static void reserve(documents &, size_t) {}
static size_t size(documents s) { return HASH_COUNT(s); }
#elif defined PEER_stb_ds
struct entry {
    uint32_t key;
};
using documents = entry *;
static documents empty() { return NULL; }
static void add(documents &s, uint32_t number) {
    entry e = {number};
    hmputs(s, e);
}
static bool has(documents &s, uint32_t number) { return hmgeti(s, number) >= 0; }
template <class F> static void each(documents s, F f) {
    for (size_t i = 0; i < hmlenu(s); i++) f(s[i].key);
}
template <class F> static void keep(documents &s, F f) { // removal moves the last element into the gap
    for (size_t i = hmlenu(s); i--;)
        if (!f(s[i].key)) (void)hmdel(s, s[i].key);
}
static void reserve(documents &, size_t) {}
static size_t size(documents &s) { return hmlenu(s); }
#elif defined PEER_glib
using documents = GHashTable *;
static documents empty() { return g_hash_table_new(NULL, NULL); }
static void add(documents s, uint32_t number) { g_hash_table_add(s, GUINT_TO_POINTER(number)); }
static bool has(documents s, uint32_t number) { return g_hash_table_contains(s, GUINT_TO_POINTER(number)); }
template <class F> static void each(documents s, F f) {
    GHashTableIter iter;
    gpointer number;
    g_hash_table_iter_init(&iter, s);
    while (g_hash_table_iter_next(&iter, &number, NULL)) f(GPOINTER_TO_UINT(number));
}
template <class F> static void keep(documents s, F f) {
    GHashTableIter iter;
    gpointer number;
    g_hash_table_iter_init(&iter, s);
    while (g_hash_table_iter_next(&iter, &number, NULL))
        if (!f(GPOINTER_TO_UINT(number))) g_hash_table_iter_remove(&iter);
}
static void reserve(documents, size_t) {}
static size_t size(documents s) { return g_hash_table_size(s); }
#else
using documents = set<uint32_t>;
static documents empty() { return {}; }
static void add(documents &s, uint32_t number) { s.insert(number); }
static bool has(documents &s, uint32_t number) { return s.count(number); }
template <class F> static void each(documents &s, F f) {
    for (uint32_t number : s) f(number);
}
template <class F> static void keep(documents &s, F f) {
    erase_if(s, [&](uint32_t number) { return !f(number); });
}
static void reserve(documents &s, size_t count) { s.reserve(count); }
static size_t size(documents &s) { return s.size(); }
#endif

// With room for all at once, since copying a table into one of the same kind and hash fills it from one end.
static void search(documents &found, documents &a, documents &b, documents &c, documents &d) {
#ifdef PEER_cpp
    found = a;
#else
    reserve(found, size(a) + size(b));
    each(a, [&](uint32_t number) { add(found, number); });
#endif
    reserve(found, size(a) + size(b));
    each(b, [&](uint32_t number) { add(found, number); });
    keep(found, [&](uint32_t number) { return has(c, number); });
    keep(found, [&](uint32_t number) { return !has(d, number); });
}

static bool is_subset(documents &found, documents &of) {
    bool all = true;
    each(found, [&](uint32_t number) { all &= has(of, number); });
    return all;
}

int main(int argc, char **argv) {
    enum { WORDS = 4 };
    size_t count = example_count(argc, argv, 20);
    uint32_t *numbers = (uint32_t *)malloc(WORDS * count * sizeof *numbers);
    uint64_t state = 1, sum = 0;
    if (!numbers) return example_no_memory();
    for (size_t i = 0; i < WORDS * count; i++) numbers[i] = (uint32_t)(example_random(&state) % (2 * count));
    example_start();
    documents words[WORDS], found = empty();
    for (size_t i = 0; i < WORDS; i++) {
        words[i] = empty();
        for (size_t j = 0; j < count; j++) add(words[i], numbers[i * count + j]);
    }
    search(found, words[0], words[1], words[2], words[3]);
    example_stop();
    each(found, [&](uint32_t number) { sum += number; });
    for (size_t i = 0; i < WORDS; i++) printf("word %zu is in %zu documents\n", i, size(words[i]));
    printf("found %zu, the sum of their numbers is %" PRIu64 "\n", size(found), sum);
    printf("all of them have word 2: %s, word 0: %s\n", is_subset(found, words[2]) ? "yes" : "no",
           is_subset(found, words[0]) ? "yes" : "no");
}
