// peers: khash uthash stb_ds glib std boost
#include "peers.h"

#if defined PEER_khash
KHASH_INIT(ids, uint64_t, char, 0, kh_int64_hash_func, kh_int64_hash_equal)
using ids = khash_t(ids) *;
static void init(ids &s, size_t room) {
    s = kh_init(ids);
    kh_resize(ids, s, (khint_t)((double)room / 0.77) + 1);
}
static bool add(ids s, uint64_t id) {
    int added;
    kh_put(ids, s, id, &added);
    return added;
}
static void remove(ids s, uint64_t id) { kh_del(ids, s, kh_get(ids, s, id)); }
static size_t size(ids s) { return kh_size(s); }
#elif defined PEER_uthash
struct node {
    uint64_t id;
    UT_hash_handle hh;
};
using ids = node *;
static node *unused; // removed nodes are used again
static void init(ids &s, size_t) { s = NULL; }
static bool add(ids &s, uint64_t id) {
    node *n;
    HASH_FIND(hh, s, &id, sizeof id, n);
    if (n) return false;
    n = unused ? unused : allocated<node>();
    unused = NULL;
    n->id = id;
    HASH_ADD(hh, s, id, sizeof id, n);
    return true;
}
static void remove(ids &s, uint64_t id) {
    node *n;
    HASH_FIND(hh, s, &id, sizeof id, n);
    HASH_DEL(s, n);
    free(unused);
    unused = n;
}
static size_t size(ids s) { return HASH_COUNT(s); }
#elif defined PEER_stb_ds
struct entry {
    uint64_t key;
};
using ids = entry *;
static void init(ids &s, size_t) { s = NULL; }
static bool add(ids &s, uint64_t id) {
    size_t before = hmlenu(s);
    entry e = {id};
    hmputs(s, e);
    return hmlenu(s) > before;
}
static void remove(ids &s, uint64_t id) { (void)hmdel(s, id); }
static size_t size(ids &s) { return hmlenu(s); }
#elif defined PEER_glib
using ids = GHashTable *;
static guint hash_id(gconstpointer id) { return hash_32(&id, sizeof id); }
static void init(ids &s, size_t) { s = g_hash_table_new(hash_id, g_direct_equal); }
static bool add(ids s, uint64_t id) { return g_hash_table_add(s, (gpointer)id); }
static void remove(ids s, uint64_t id) { g_hash_table_remove(s, (gpointer)id); }
static size_t size(ids s) { return g_hash_table_size(s); }
#else
using ids = set<uint64_t>;
static void init(ids &s, size_t room) { s.reserve(room); }
static bool add(ids &s, uint64_t id) { return s.insert(id).second; }
static void remove(ids &s, uint64_t id) { s.erase(id); }
static size_t size(ids &s) { return s.size(); }
#endif

struct window {
    ids recent;
    uint64_t *ring;
    size_t room, next;
};

static bool is_new(window *w, uint64_t id) {
    if (!add(w->recent, id)) return false;
    if (size(w->recent) > w->room) remove(w->recent, w->ring[w->next]);
    w->ring[w->next] = id;
    w->next = w->next + 1 == w->room ? 0 : w->next + 1;
    return true;
}

int main(int argc, char **argv) {
    size_t count = example_count(argc, argv, 2000), room = count / 20, repeated = 0;
    uint64_t *requests = (uint64_t *)malloc(count * sizeof *requests), state = 1, checksum = 0;
    window w;
    if (!requests) return example_no_memory();
    for (size_t i = 0; i < count; i++) {
        uint64_t random = example_random(&state);
        requests[i] = i && random % 8 == 0 ? requests[i - 1 - random / 8 % (i < 2 * room ? i : 2 * room)] : random;
    }
    example_start();
    init(w.recent, room + 1);
    w.ring = (uint64_t *)malloc(room * sizeof *w.ring);
    w.room = room;
    w.next = 0;
    for (size_t i = 0; i < count; i++) {
        if (is_new(&w, requests[i])) continue;
        repeated++;
        checksum += i;
    }
    example_stop();
    printf("%zu of %zu requests were repeated, checksum %zu, %zu ids kept\n", repeated, count, (size_t)checksum,
           size(w.recent));
}
