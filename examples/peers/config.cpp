// peers: khash uthash stb_ds glib std boost
#include "peers.h"

// Lines end with NUL, so all tables take C strings here.
#if defined PEER_khash
static khint_t hash_c(const char *text) { return hash_32(text, strlen(text)); }
KHASH_INIT(config, char *, char *, 1, hash_c, kh_str_hash_equal)
using config = khash_t(config) *;
static void init(config &c) { c = kh_init(config); }
static const char *get(config c, char *name, const char *otherwise) {
    khint_t slot = kh_get(config, c, name);
    return slot == kh_end(c) ? otherwise : kh_value(c, slot);
}
static void put(config c, char *name, const char *value) {
    int added;
    khint_t slot = kh_put(config, c, name, &added);
    if (added) {
        kh_key(c, slot) = copy_of(name);
    } else {
        free(kh_value(c, slot));
    }
    kh_value(c, slot) = copy_of(value);
}
static void unset(config c, char *name) {
    khint_t slot = kh_get(config, c, name);
    if (slot == kh_end(c)) return;
    free(kh_key(c, slot));
    free(kh_value(c, slot));
    kh_del(config, c, slot);
}
static size_t size(config c) { return kh_size(c); }
#elif defined PEER_uthash
struct node {
    char *name, *value;
    UT_hash_handle hh;
};
using config = node *;
static void init(config &c) { c = NULL; }
static node *find(config c, const char *name) {
    node *n;
    HASH_FIND_STR(c, name, n);
    return n;
}
static const char *get(config c, char *name, const char *otherwise) {
    node *n = find(c, name);
    return n ? n->value : otherwise;
}
static void put(config &c, char *name, const char *value) {
    node *n = find(c, name);
    if (n) {
        free(n->value);
    } else {
        n = allocated<node>();
        n->name = copy_of(name);
        HASH_ADD_KEYPTR(hh, c, n->name, strlen(n->name), n);
    }
    n->value = copy_of(value);
}
static void unset(config &c, char *name) {
    node *n = find(c, name);
    if (!n) return;
    HASH_DEL(c, n);
    free(n->name);
    free(n->value);
    free(n);
}
static size_t size(config c) { return HASH_COUNT(c); }
#elif defined PEER_stb_ds
struct entry {
    char *key, *value;
};
using config = entry *;
static void init(config &c) {
    c = NULL;
    sh_new_strdup(c);
}
static const char *get(config &c, char *name, const char *otherwise) {
    ptrdiff_t i = shgeti(c, name);
    return i < 0 ? otherwise : c[i].value;
}
static void put(config &c, char *name, const char *value) {
    ptrdiff_t i = shgeti(c, name);
    if (i < 0) {
        shput(c, name, copy_of(value));
    } else {
        free(c[i].value);
        c[i].value = copy_of(value);
    }
}
static void unset(config &c, char *name) {
    ptrdiff_t i = shgeti(c, name);
    if (i < 0) return;
    free(c[i].value);
    (void)shdel(c, name);
}
static size_t size(config &c) { return shlenu(c); }
#elif defined PEER_glib
static guint hash_c(gconstpointer text) { return hash_32(text, strlen((const char *)text)); }
using config = GHashTable *;
static void init(config &c) { c = g_hash_table_new_full(hash_c, g_str_equal, g_free, g_free); }
static const char *get(config c, char *name, const char *otherwise) {
    gpointer value = g_hash_table_lookup(c, name);
    return value ? (const char *)value : otherwise;
}
static void put(config c, char *name, const char *value) { g_hash_table_insert(c, g_strdup(name), g_strdup(value)); }
static void unset(config c, char *name) { g_hash_table_remove(c, name); }
static size_t size(config c) { return g_hash_table_size(c); }
#else
using config = map<std::string, std::string, text_hash>;
static void init(config &) {}
static const char *get(config &c, view name, const char *otherwise) {
    auto found = c.find(name);
    return found == c.end() ? otherwise : found->second.c_str();
}
static void put(config &c, view name, view value) {
    auto found = c.find(name);
    if (found == c.end()) {
        c.emplace(name, value);
    } else {
        found->second = value;
    }
}
static void unset(config &c, view name) {
    auto found = c.find(name);
    if (found != c.end()) c.erase(found);
}
static size_t size(config &c) { return c.size(); }
#endif

static void apply(config &c, char *line) {
    char *equals = strchr(line, '=');
    if (!equals) {
        unset(c, line);
        return;
    }
    *equals = 0;
    put(c, line, equals + 1);
}

int main(int argc, char **argv) {
    enum { LINE = 80 };
    char small[][LINE] = {"host=localhost", "port=8080", "host=example.org", "debug=yes", "debug"};
    char names[][LINE] = {"host", "port", "debug", "section1.name1", "section7.name7"};
    size_t count = example_count(argc, argv, sizeof small / LINE);
    char *lines = example_asked ? example_settings(count) : small[0];
    uint64_t length = 0;
    if (!lines) return example_no_memory();
    example_start();
    config c;
    init(c);
    for (size_t i = 0; i < count; i++) apply(c, lines + i * LINE);
    for (size_t i = 0; i < count; i++) length += strlen(get(c, lines + i * LINE, ""));
    example_stop();
    for (char *name : names) printf("%s: %s\n", name, get(c, name, "(not set)"));
    printf("%zu settings, %" PRIu64 " bytes read\n", size(c), length);
}
