// peers: khash uthash stb_ds glib std boost
#include "peers.h"

struct edge {
    uint64_t to;
    uint32_t next;
};
struct node {
    uint32_t first, distance;
};

#if defined PEER_khash
KHASH_INIT(graph, uint64_t, node, 1, kh_int64_hash_func, kh_int64_hash_equal)
using table = khash_t(graph) *;
static void init(table &t) { t = kh_init(graph); }
static node *add(table t, uint64_t id) {
    int added;
    khint_t slot = kh_put(graph, t, id, &added);
    if (added) kh_value(t, slot) = node{};
    return &kh_value(t, slot);
}
static node *get(table t, uint64_t id) { return &kh_value(t, kh_get(graph, t, id)); }
static size_t size(table t) { return kh_size(t); }
#elif defined PEER_uthash
struct hashed_node {
    uint64_t id;
    node n;
    UT_hash_handle hh;
};
using table = hashed_node *;
static void init(table &t) { t = NULL; }
static node *get(table t, uint64_t id) {
    hashed_node *n;
    HASH_FIND(hh, t, &id, sizeof id, n);
    return n ? &n->n : NULL;
}
static node *add(table &t, uint64_t id) {
    node *there = get(t, id);
    if (there) return there;
    hashed_node *n = allocated<hashed_node>();
    n->id = id;
    HASH_ADD(hh, t, id, sizeof n->id, n);
    return &n->n;
}
static size_t size(table t) { return HASH_COUNT(t); }
#elif defined PEER_stb_ds
struct entry {
    uint64_t key;
    node value;
};
using table = entry *;
static void init(table &t) { t = NULL; }
static node *get(table &t, uint64_t id) { return &hmgetp(t, id)->value; }
static node *add(table &t, uint64_t id) {
    ptrdiff_t i = hmgeti(t, id);
    if (i < 0) {
        hmput(t, id, node{});
        i = (ptrdiff_t)hmlenu(t) - 1;
    }
    return &t[i].value;
}
static size_t size(table t) { return hmlenu(t); }
#elif defined PEER_glib // a pointer has 64 bits, and a node fits in one; but then it could not be changed in place
using table = GHashTable *;
static guint hash_id(gconstpointer id) { return hash_32(&id, sizeof id); }
static void init(table &t) { t = g_hash_table_new_full(hash_id, g_direct_equal, NULL, g_free); }
static node *get(table t, uint64_t id) { return (node *)g_hash_table_lookup(t, (gpointer)id); }
static node *add(table t, uint64_t id) {
    node *n = get(t, id);
    if (!n) g_hash_table_insert(t, (gpointer)id, n = allocated<node>());
    return n;
}
static size_t size(table t) { return g_hash_table_size(t); }
#else
using table = map<uint64_t, node>;
static void init(table &) {}
static node *get(table &t, uint64_t id) { return &t.find(id)->second; }
static node *add(table &t, uint64_t id) { return &t[id]; }
static size_t size(table &t) { return t.size(); }
#endif

static void add_edge(table &nodes, edge *edges, uint32_t i, uint64_t from, uint64_t to) {
    node *n = add(nodes, from);
    edges[i].to = to;
    edges[i].next = n->first;
    n->first = i + 1;
}

static size_t search(table &nodes, const edge *edges, uint64_t start, node **queue) {
    size_t done = 0, found = 0;
    queue[found++] = get(nodes, start);
    queue[0]->distance = 1;
    for (; done < found; done++) {
        const node *n = queue[done];
        for (uint32_t i = n->first; i; i = edges[i - 1].next) {
            node *to = get(nodes, edges[i - 1].to);
            if (to->distance) continue;
            to->distance = n->distance + 1;
            queue[found++] = to;
        }
    }
    return found;
}

int main(int argc, char **argv) {
    size_t links = example_count(argc, argv, 30);
    uint64_t state = 1, (*pairs)[2] = (uint64_t(*)[2])malloc(links * sizeof *pairs), sum = 0;
    edge *edges = (edge *)malloc(2 * links * sizeof *edges);
    if (!pairs || !edges) return example_no_memory();
    for (size_t i = 0; i < links; i++) {
        for (int end = 0; end < 2; end++) {
            uint64_t seed = example_random(&state) % (links / 3 + 1);
            pairs[i][end] = example_random(&seed);
        }
    }
    example_start();
    table nodes;
    init(nodes);
    for (size_t i = 0; i < links; i++) {
        add_edge(nodes, edges, (uint32_t)(2 * i), pairs[i][0], pairs[i][1]);
        add_edge(nodes, edges, (uint32_t)(2 * i + 1), pairs[i][1], pairs[i][0]);
    }
    node **queue = (node **)malloc(size(nodes) * sizeof *queue);
    if (!queue) return example_no_memory();
    size_t reached = search(nodes, edges, pairs[0][0], queue);
    example_stop();
    for (size_t i = 0; i < reached; i++) sum += queue[i]->distance - 1;
    printf("%zu nodes, %zu reached, the last one in %u steps, %" PRIu64 " steps in all\n", size(nodes), reached,
           queue[reached - 1]->distance - 1, sum);
}
