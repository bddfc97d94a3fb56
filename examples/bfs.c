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

/* Sets the distance of all nodes that can be reached, and puts them into the queue, which has room for all nodes.
 * Returns how many there are. The ends of many edges are looked up together, so that the lookups do not wait for each
 * other. */
static size_t search(const graph *nodes, const edge *edges, uint64_t start, node **queue) {
    enum { BATCH = 256 };
    uint64_t ids[BATCH];
    uint32_t distances[BATCH], next = 0;
    node *ends[BATCH], *first = graph_get(nodes, start);
    size_t done = 0, found = 0, count;
    if (!first) return 0;
    first->distance = 1;
    queue[found++] = first;
    do {
        for (count = 0; count < BATCH && (next || done < found);) {
            if (!next) {
                next = queue[done++]->first;
                continue;
            }
            ids[count] = edges[next - 1].to;
            distances[count++] = queue[done - 1]->distance + 1;
            next = edges[next - 1].next;
        }
        graph_get_many(nodes, ids, count, ends);
        for (size_t i = 0; i < count; i++) {
            if (ends[i]->distance) continue; /* reached before */
            ends[i]->distance = distances[i];
            queue[found++] = ends[i];
        }
    } while (count);
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
    node **queue = (node **)malloc(graph_size(&nodes) * sizeof *queue);
    if (!queue) return example_no_memory();
    size_t reached = search(&nodes, edges, pairs[0][0], queue);
    example_stop();

    for (size_t i = 0; i < reached; i++) sum += queue[i]->distance - 1;
    printf("%zu nodes, %zu reached, the last one in %" PRIu32 " steps, %" PRIu64 " steps in all\n", graph_size(&nodes),
           reached, queue[reached - 1]->distance - 1, sum);
    free(queue);
    graph_free(&nodes);
    free(edges);
    free(pairs);
    return 0;
}
