/* Breadth-first search in a graph whose nodes have any 64-bit ids: one map from an id to what is known of the node. */
#include "cchash.h"
#include "example.h"

typedef struct {
    uint64_t to;
    uint32_t next; /* another edge of the same node, + 1; 0: none */
} edge;

typedef struct {
    uint32_t first;    /* the node's first edge, + 1; 0: none */
    uint32_t distance; /* from the start, + 1; 0: not reached yet */
} node;

CCHASH_DEFINE(graph, uint64_t, node, cchash_hash_u64, cchash_eq_u64);

/* Adds edges[i] as an edge of `from`. false: no memory. */
static bool add_edge(graph *nodes, edge *edges, uint32_t i, uint64_t from, uint64_t to) {
    node *n = graph_upsert(nodes, from, NULL); /* found, or new and zeroed */
    if (!n) return false;
    edges[i].to = to;
    edges[i].next = n->first;
    n->first = i + 1;
    return true;
}

/* Sets the distance of all nodes that can be reached. The queue has room for all nodes. Returns how many were reached.
 */
static size_t search(const graph *nodes, const edge *edges, uint64_t start, uint64_t *queue) {
    size_t done = 0, found = 0;
    node *first = graph_get(nodes, start);
    if (!first) return 0;
    first->distance = 1;
    for (queue[found++] = start; done < found; done++) {
        const node *n = graph_get(nodes, queue[done]);
        for (uint32_t i = n->first; i; i = edges[i - 1].next) {
            node *to = graph_get(nodes, edges[i - 1].to);
            if (to->distance) continue;
            to->distance = n->distance + 1;
            queue[found++] = edges[i - 1].to;
        }
    }
    return found;
}

int main(int argc, char **argv) {
    size_t links = example_count(argc, argv, 30); /* between two nodes, in both directions */
    uint64_t state = 1, (*pairs)[2] = (uint64_t(*)[2])malloc(links * sizeof *pairs), sum = 0;
    edge *edges = (edge *)malloc(2 * links * sizeof *edges);
    if (!pairs || !edges || links > UINT32_MAX / 2) return example_no_memory();
    for (size_t i = 0; i < links; i++) {
        for (int end = 0; end < 2; end++) {
            uint64_t seed = example_random(&state) % (links / 3 + 1);
            pairs[i][end] = example_random(&seed);
        }
    }

    example_start();
    graph nodes;
    graph_init(&nodes);
    for (size_t i = 0; i < links; i++) {
        if (!add_edge(&nodes, edges, (uint32_t)(2 * i), pairs[i][0], pairs[i][1]) ||
            !add_edge(&nodes, edges, (uint32_t)(2 * i + 1), pairs[i][1], pairs[i][0])) {
            return example_no_memory();
        }
    }
    uint64_t *queue = (uint64_t *)malloc(graph_size(&nodes) * sizeof *queue);
    if (!queue) return example_no_memory();
    size_t reached = search(&nodes, edges, pairs[0][0], queue);
    example_stop();

    for (size_t i = 0; i < reached; i++) sum += graph_get(&nodes, queue[i])->distance - 1;
    printf("%zu nodes, %zu reached, the last one in %" PRIu32 " steps, %" PRIu64 " steps in all\n", graph_size(&nodes),
           reached, graph_get(&nodes, queue[reached - 1])->distance - 1, sum);
    free(queue);
    graph_free(&nodes);
    free(edges);
    free(pairs);
    return 0;
}
