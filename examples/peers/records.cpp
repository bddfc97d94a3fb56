// peers: khash uthash stb_ds glib std boost
#include "peers.h"

struct uuid {
    unsigned char bytes[16];
    bool operator==(const uuid &other) const { return memcmp(bytes, other.bytes, sizeof bytes) == 0; }
};
struct endpoint {
    uint32_t host;
    uint16_t port, zero; // what would be padding, so that all bytes can be hashed
    bool operator==(const endpoint &other) const { return host == other.host && port == other.port; }
};
struct record {
    uuid session;
    endpoint from;
    uint32_t bytes;
};
struct session {
    endpoint last;
    uint32_t moves;
};

#if defined PEER_khash
#define hash_uuid(key) hash_32(&(key), sizeof(uuid))
#define hash_endpoint(key) hash_32(&(key), sizeof(endpoint))
#define equal(a, b) ((a) == (b))
KHASH_INIT(sessions, uuid, session, 1, hash_uuid, equal)
KHASH_INIT(traffic, endpoint, uint64_t, 1, hash_endpoint, equal)
struct tables {
    khash_t(sessions) *all = kh_init(sessions);
    khash_t(traffic) *sent = kh_init(traffic);
    session *session_of(const uuid &key, bool *added) {
        int fresh;
        khint_t slot = kh_put(sessions, all, key, &fresh);
        if ((*added = fresh)) kh_value(all, slot) = {};
        return &kh_value(all, slot);
    }
    uint64_t *bytes_of(const endpoint &key) {
        int fresh;
        khint_t slot = kh_put(traffic, sent, key, &fresh);
        if (fresh) kh_value(sent, slot) = 0;
        return &kh_value(sent, slot);
    }
    template <class F> void each_session(F f) {
        for (khint_t i = kh_begin(all); i != kh_end(all); i++)
            if (kh_exist(all, i)) f(kh_value(all, i));
    }
    template <class F> void each_endpoint(F f) {
        for (khint_t i = kh_begin(sent); i != kh_end(sent); i++)
            if (kh_exist(sent, i)) f(kh_value(sent, i));
    }
    size_t sessions() { return kh_size(all); }
    size_t endpoints() { return kh_size(sent); }
};
#elif defined PEER_uthash
struct session_node {
    uuid key;
    session value;
    UT_hash_handle hh;
};
struct traffic_node {
    endpoint key;
    uint64_t value;
    UT_hash_handle hh;
};
template <class Node, class K> static Node *find_or_add(Node *&head, const K &key, bool *added) {
    Node *n;
    HASH_FIND(hh, head, &key, sizeof key, n);
    if ((*added = !n)) {
        n = allocated<Node>();
        n->key = key;
        HASH_ADD(hh, head, key, sizeof key, n);
    }
    return n;
}
struct tables {
    session_node *all = NULL;
    traffic_node *sent = NULL;
    session *session_of(const uuid &key, bool *added) { return &find_or_add(all, key, added)->value; }
    uint64_t *bytes_of(const endpoint &key) {
        bool added;
        return &find_or_add(sent, key, &added)->value;
    }
    template <class F> void each_session(F f) {
        for (session_node *n = all; n; n = (session_node *)n->hh.next) f(n->value);
    }
    template <class F> void each_endpoint(F f) {
        for (traffic_node *n = sent; n; n = (traffic_node *)n->hh.next) f(n->value);
    }
    size_t sessions() { return HASH_COUNT(all); }
    size_t endpoints() { return HASH_COUNT(sent); }
};
#elif defined PEER_stb_ds
struct session_entry {
    uuid key;
    session value;
};
struct traffic_entry {
    endpoint key;
    uint64_t value;
};
struct tables {
    session_entry *all = NULL;
    traffic_entry *sent = NULL;
    session *session_of(const uuid &key, bool *added) {
        ptrdiff_t i = hmgeti(all, key);
        if ((*added = i < 0)) {
            hmput(all, key, session{});
            i = (ptrdiff_t)hmlenu(all) - 1;
        }
        return &all[i].value;
    }
    uint64_t *bytes_of(const endpoint &key) {
        ptrdiff_t i = hmgeti(sent, key);
        if (i < 0) {
            hmput(sent, key, 0);
            i = (ptrdiff_t)hmlenu(sent) - 1;
        }
        return &sent[i].value;
    }
    template <class F> void each_session(F f) {
        for (size_t i = 0; i < hmlenu(all); i++) f(all[i].value);
    }
    template <class F> void each_endpoint(F f) {
        for (size_t i = 0; i < hmlenu(sent); i++) f(sent[i].value);
    }
    size_t sessions() { return hmlenu(all); }
    size_t endpoints() { return hmlenu(sent); }
};
#elif defined PEER_glib // values are allocated, and begin with their keys; an endpoint fits in a pointer
struct keyed_session {
    uuid key;
    session value;
};
static guint hash_uuid(gconstpointer key) { return hash_32(key, sizeof(uuid)); }
static gboolean same_uuid(gconstpointer a, gconstpointer b) { return *(const uuid *)a == *(const uuid *)b; }
static guint hash_endpoint(gconstpointer key) { return hash_32(&key, sizeof key); }
struct tables {
    GHashTable *all = g_hash_table_new_full(hash_uuid, same_uuid, NULL, g_free);
    GHashTable *sent = g_hash_table_new_full(hash_endpoint, g_direct_equal, NULL, g_free);
    session *session_of(const uuid &key, bool *added) {
        keyed_session *s = (keyed_session *)g_hash_table_lookup(all, &key);
        if ((*added = !s)) {
            s = allocated<keyed_session>();
            s->key = key;
            g_hash_table_insert(all, &s->key, s);
        }
        return &s->value;
    }
    uint64_t *bytes_of(const endpoint &key) {
        gpointer packed = (gpointer)((uintptr_t)key.host << 16 | key.port);
        uint64_t *bytes = (uint64_t *)g_hash_table_lookup(sent, packed);
        if (!bytes) g_hash_table_insert(sent, packed, bytes = allocated<uint64_t>());
        return bytes;
    }
    template <class F> void each_session(F f) {
        GHashTableIter iter;
        gpointer value;
        g_hash_table_iter_init(&iter, all);
        while (g_hash_table_iter_next(&iter, NULL, &value)) f(((keyed_session *)value)->value);
    }
    template <class F> void each_endpoint(F f) {
        GHashTableIter iter;
        gpointer value;
        g_hash_table_iter_init(&iter, sent);
        while (g_hash_table_iter_next(&iter, NULL, &value)) f(*(uint64_t *)value);
    }
    size_t sessions() { return g_hash_table_size(all); }
    size_t endpoints() { return g_hash_table_size(sent); }
};
#else
struct tables {
    map<uuid, session, bytes_hash<uuid>> all;
    map<endpoint, uint64_t, bytes_hash<endpoint>> sent;
    session *session_of(const uuid &key, bool *added) {
        auto put = all.try_emplace(key);
        *added = put.second;
        return &put.first->second;
    }
    uint64_t *bytes_of(const endpoint &key) { return &sent[key]; }
    template <class F> void each_session(F f) {
        for (auto &s : all) f(s.second);
    }
    template <class F> void each_endpoint(F f) {
        for (auto &e : sent) f(e.second);
    }
    size_t sessions() { return all.size(); }
    size_t endpoints() { return sent.size(); }
};
#endif

static void take_in(tables &t, const record &r) {
    bool added;
    session *s = t.session_of(r.session, &added);
    if (!added && !(s->last == r.from)) s->moves++;
    s->last = r.from;
    *t.bytes_of(r.from) += r.bytes;
}

static uuid random_uuid(uint64_t seed) {
    uint64_t words[2] = {};
    uuid id;
    words[0] = example_random(&seed);
    words[1] = example_random(&seed);
    memcpy(id.bytes, words, sizeof id.bytes);
    return id;
}

int main(int argc, char **argv) {
    size_t count = example_count(argc, argv, 100);
    record *records = (record *)calloc(count, sizeof *records);
    uint64_t state = 1, moves = 0, most = 0;
    if (!records) return example_no_memory();
    for (size_t i = 0; i < count; i++) {
        uint64_t who = example_random(&state) % (count / 5), place = who + (example_random(&state) % 2) * count;
        records[i].session = random_uuid(who);
        records[i].from.host = (uint32_t)(example_random(&place) % (count / 10));
        records[i].from.port = (uint16_t)(place % 4);
        records[i].bytes = (uint32_t)(example_random(&state) % 1500);
    }
    example_start();
    tables t;
    for (size_t i = 0; i < count; i++) take_in(t, records[i]);
    t.each_session([&](session &s) { moves += s.moves; });
    t.each_endpoint([&](uint64_t bytes) { most = std::max(most, bytes); });
    example_stop();
    printf("%zu sessions, %" PRIu64 " moves, %zu endpoints, %" PRIu64 " bytes from one\n", t.sessions(), moves,
           t.endpoints(), most);
}
