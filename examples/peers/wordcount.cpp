// peers: khash uthash stb_ds glib std boost
#include "peers.h"

struct line {
    view word;
    uint64_t count;
};

#if defined PEER_khash
KHASH_INIT(words, view, uint64_t, 1, hash_view, same_view)
using table = khash_t(words) *;
static void init(table &t) { t = kh_init(words); }
static void count(table t, view word) {
    int added;
    khint_t slot = kh_put(words, t, word, &added);
    if (added) {
        kh_key(t, slot) = view(copy_of(word), word.size());
        kh_value(t, slot) = 0;
    }
    kh_value(t, slot)++;
}
static std::vector<line> lines_of(table t) {
    std::vector<line> lines;
    for (khint_t i = kh_begin(t); i != kh_end(t); i++)
        if (kh_exist(t, i)) lines.push_back({kh_key(t, i), kh_value(t, i)});
    return lines;
}
#elif defined PEER_uthash
struct node {
    uint64_t count;
    UT_hash_handle hh;
    char word[];
};
using table = node *;
static void init(table &t) { t = NULL; }
static void count(table &t, view word) {
    node *n;
    HASH_FIND(hh, t, word.data(), word.size(), n);
    if (!n) {
        n = (node *)allocated<char>(sizeof(node) + word.size() + 1);
        memcpy(n->word, word.data(), word.size());
        HASH_ADD_KEYPTR(hh, t, n->word, word.size(), n);
    }
    n->count++;
}
static std::vector<line> lines_of(table t) {
    std::vector<line> lines;
    for (node *n = t; n; n = (node *)n->hh.next) lines.push_back({n->word, n->count});
    return lines;
}
#elif defined PEER_stb_ds
struct entry {
    char *key;
    uint64_t value;
};
using table = entry *;
static void init(table &t) {
    t = NULL;
    sh_new_arena(t);
}
static void count(table &t, view word) {
    c_string text(word);
    ptrdiff_t i = shgeti(t, text.text);
    if (i < 0) {
        shput(t, text.text, 1);
    } else {
        t[i].value++;
    }
}
static std::vector<line> lines_of(table t) {
    std::vector<line> lines;
    for (size_t i = 0; i < shlenu(t); i++) lines.push_back({t[i].key, t[i].value});
    return lines;
}
#elif defined PEER_glib
struct entry {
    view word;
    uint64_t count;
    char text[];
};
using table = GHashTable *;
static void init(table &t) { t = g_hash_table_new_full(hash_view, same_view, NULL, g_free); }
static void count(table t, view word) {
    entry *e = (entry *)g_hash_table_lookup(t, &word);
    if (!e) {
        e = (entry *)allocated<char>(sizeof(entry) + word.size() + 1);
        memcpy(e->text, word.data(), word.size());
        e->word = view(e->text, word.size());
        g_hash_table_insert(t, &e->word, e);
    }
    e->count++;
}
static std::vector<line> lines_of(table t) {
    std::vector<line> lines;
    GHashTableIter iter;
    gpointer e;
    g_hash_table_iter_init(&iter, t);
    while (g_hash_table_iter_next(&iter, NULL, &e)) lines.push_back({((entry *)e)->word, ((entry *)e)->count});
    return lines;
}
#else
using table = map<std::string, uint64_t, text_hash>;
static void init(table &) {}
static void count(table &t, view word) {
    auto found = t.find(word);
    if (found == t.end()) found = t.emplace(word, 0).first;
    found->second++;
}
static std::vector<line> lines_of(table &t) {
    std::vector<line> lines;
    for (auto &e : t) lines.push_back({e.first, e.second});
    return lines;
}
#endif

int main(int argc, char **argv) {
    char *text = example_text(example_count(argc, argv, 100));
    if (!text) return example_no_memory();
    example_start();
    table t;
    init(t);
    for (const char *at = text, *end = at; *at; at = end) {
        while (is_letter(*end)) end++;
        if (end == at) {
            end++;
            continue;
        }
        count(t, view(at, (size_t)(end - at)));
    }
    example_stop();
    std::vector<line> lines = lines_of(t);
    std::sort(lines.begin(), lines.end(),
              [](const line &a, const line &b) { return a.count != b.count ? a.count > b.count : a.word < b.word; });
    for (size_t i = 0; i < lines.size() && i < 5; i++)
        printf("%6" PRIu64 " %.*s\n", lines[i].count, (int)lines[i].word.size(), lines[i].word.data());
    printf("%zu different words\n", lines.size());
}
