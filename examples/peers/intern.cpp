// peers: khash uthash stb_ds glib std boost
#include "peers.h"

static std::vector<const char *> texts; // by number

#if defined PEER_khash
KHASH_INIT(names, view, uint32_t, 1, hash_view, same_view)
using table = khash_t(names) *;
static void init(table &t) { t = kh_init(names); }
static uint32_t intern(table t, view name) {
    int added;
    khint_t slot = kh_put(names, t, name, &added);
    if (added) {
        kh_key(t, slot) = view(copy_of(name), name.size());
        kh_value(t, slot) = (uint32_t)texts.size();
        texts.push_back(kh_key(t, slot).data());
    }
    return kh_value(t, slot);
}
#elif defined PEER_uthash
struct node {
    uint32_t number;
    UT_hash_handle hh;
    char name[];
};
using table = node *;
static void init(table &t) { t = NULL; }
static uint32_t intern(table &t, view name) {
    node *n;
    HASH_FIND(hh, t, name.data(), name.size(), n);
    if (!n) {
        n = (node *)allocated<char>(sizeof(node) + name.size() + 1);
        memcpy(n->name, name.data(), name.size());
        n->number = (uint32_t)texts.size();
        texts.push_back(n->name);
        HASH_ADD_KEYPTR(hh, t, n->name, name.size(), n);
    }
    return n->number;
}
#elif defined PEER_stb_ds // elements lie in the order of their insertion: an index is a number
struct entry {
    char *key;
};
using table = entry *;
static void init(table &t) {
    t = NULL;
    sh_new_arena(t);
}
static uint32_t intern(table &t, view name) {
    c_string text(name);
    ptrdiff_t i = shgeti(t, text.text);
    if (i < 0) {
        entry e = {text.text};
        shputs(t, e);
        i = (ptrdiff_t)shlenu(t) - 1;
        texts.push_back(t[i].key);
    }
    return (uint32_t)i;
}
#elif defined PEER_glib
struct entry {
    view name;
    uint32_t number;
    char text[];
};
using table = GHashTable *;
static void init(table &t) { t = g_hash_table_new_full(hash_view, same_view, g_free, NULL); }
static uint32_t intern(table t, view name) {
    entry *e = (entry *)g_hash_table_lookup(t, &name);
    if (!e) {
        e = (entry *)allocated<char>(sizeof(entry) + name.size() + 1);
        memcpy(e->text, name.data(), name.size());
        e->name = view(e->text, name.size());
        e->number = (uint32_t)texts.size();
        texts.push_back(e->text);
        g_hash_table_add(t, e);
    }
    return e->number;
}
#elif defined PEER_std // nodes do not move, so the strings in them do not
using table = map<std::string, uint32_t, text_hash>;
static void init(table &) {}
static uint32_t intern(table &t, view name) {
    auto found = t.find(name);
    if (found == t.end()) {
        found = t.emplace(name, (uint32_t)texts.size()).first;
        texts.push_back(found->first.c_str());
    }
    return found->second;
}
#else
using table = map<std::string, uint32_t, text_hash>;
static void init(table &) {}
static uint32_t intern(table &t, view name) {
    auto found = t.find(name);
    if (found == t.end()) found = t.emplace(name, (uint32_t)t.size()).first;
    return found->second;
}
#define LISTED_AFTERWARDS
#endif

int main(int argc, char **argv) {
    size_t words = example_count(argc, argv, 100), count = 0, times = 0;
    char *text = example_text(words);
    uint32_t *symbols = (uint32_t *)malloc(words * sizeof *symbols);
    if (!text || !symbols) return example_no_memory();
    example_start();
    table t;
    init(t);
    for (const char *at = text, *end = at; *at; at = end) {
        while (is_letter(*end)) end++;
        if (end == at) {
            end++;
            continue;
        }
        symbols[count++] = intern(t, view(at, (size_t)(end - at)));
    }
#ifdef LISTED_AFTERWARDS
    texts.resize(t.size());
    for (auto &e : t) texts[e.second] = e.first.c_str();
#endif
    example_stop();
    for (size_t i = 0; i < count; i++) times += symbols[i] == symbols[1];
    printf("%zu words, %zu names, \"%s\" %zu times, the last name is \"%s\"\n", count, texts.size(), texts[symbols[1]],
           times, texts.back());
}
