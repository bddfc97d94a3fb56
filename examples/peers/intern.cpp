// peers: khash uthash stb_ds glib std boost
#include "peers.h"

#if defined PEER_khash
KHASH_INIT(names, view, char, 0, hash_view, same_view)
using table = khash_t(names) *;
static void init(table &t) { t = kh_init(names); }
static const char *intern(table t, view name) {
    int added;
    khint_t slot = kh_put(names, t, name, &added);
    if (added) kh_key(t, slot) = view(copy_of(name), name.size());
    return kh_key(t, slot).data();
}
static size_t size(table t) { return kh_size(t); }
#elif defined PEER_uthash
struct node {
    UT_hash_handle hh;
    char name[];
};
using table = node *;
static void init(table &t) { t = NULL; }
static const char *intern(table &t, view name) {
    node *n;
    HASH_FIND(hh, t, name.data(), name.size(), n);
    if (!n) {
        n = (node *)allocated<char>(sizeof(node) + name.size() + 1);
        memcpy(n->name, name.data(), name.size());
        HASH_ADD_KEYPTR(hh, t, n->name, name.size(), n);
    }
    return n->name;
}
static size_t size(table t) { return HASH_COUNT(t); }
#elif defined PEER_stb_ds
struct entry {
    char *key;
};
using table = entry *;
static void init(table &t) {
    t = NULL;
    sh_new_arena(t);
}
static const char *intern(table &t, view name) {
    c_string text(name);
    ptrdiff_t i = shgeti(t, text.text);
    if (i < 0) {
        entry e = {text.text};
        shputs(t, e);
        i = (ptrdiff_t)shlenu(t) - 1;
    }
    return t[i].key;
}
static size_t size(table t) { return shlenu(t); }
#elif defined PEER_glib
struct entry {
    view name;
    char text[];
};
using table = GHashTable *;
static void init(table &t) { t = g_hash_table_new_full(hash_view, same_view, g_free, NULL); }
static const char *intern(table t, view name) {
    entry *e = (entry *)g_hash_table_lookup(t, &name);
    if (!e) {
        e = (entry *)allocated<char>(sizeof(entry) + name.size() + 1);
        memcpy(e->text, name.data(), name.size());
        e->name = view(e->text, name.size());
        g_hash_table_add(t, e);
    }
    return e->text;
}
static size_t size(table t) { return g_hash_table_size(t); }
#elif defined PEER_std // nodes do not move, so the strings in them do not
using table = set<std::string, text_hash>;
static void init(table &) {}
static const char *intern(table &t, view name) {
    auto found = t.find(name);
    return found != t.end() ? found->c_str() : t.emplace(name).first->c_str();
}
static size_t size(table &t) { return t.size(); }
#else
using table = set<view, text_hash>;
static void init(table &) {}
static const char *intern(table &t, view name) {
    auto found = t.find(name);
    return found != t.end() ? found->data() : t.emplace(view(copy_of(name), name.size())).first->data();
}
static size_t size(table &t) { return t.size(); }
#endif

int main(int argc, char **argv) {
    size_t words = example_count(argc, argv, 100), count = 0, times = 0;
    char *text = example_text(words);
    const char **symbols = (const char **)malloc(words * sizeof *symbols);
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
    example_stop();
    for (size_t i = 0; i < count; i++) times += symbols[i] == symbols[1];
    printf("%zu words, %zu names, \"%s\" %zu times\n", count, size(t), symbols[1], times);
}
