/* Maps whose K or V is only declared where the map is: a node that holds a map of nodes. */
#include "cchash.h"
struct node;
CCHASH_DECLARE(children, int, struct node);
struct node {
    int x;
    children kids;
};
CCHASH_IMPLEMENT(children, int, struct node, cchash_hash_u64, cchash_eq_u64);
struct pt;
CCHASH_DECLARE_SET(pts, struct pt);
struct pt {
    int x, y;
};
static inline uint64_t h(struct pt p) { return (uint64_t)(p.x * 31 + p.y); }
static inline bool e(struct pt p, struct pt q) { return p.x == q.x && p.y == q.y; }
CCHASH_IMPLEMENT_SET(pts, struct pt, h, e);
int main(void) {
    struct node n;
    memset((void *)&n, 0, sizeof n);
    struct node k = n;
    k.x = 3;
    int bad = children_put(&n.kids, 1, k) != CCHASH_INSERTED || children_get(&n.kids, 1)->x != 3;
    children_free(&n.kids);
    return bad;
}
