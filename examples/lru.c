/* A cache that forgets what was used longest ago: a map whose values are the nodes of a list. In the chaining layout a
 * pointer to a value stays valid until that element is removed, whatever else happens to the map. (Pointers into the
 * open layouts would not outlive the next insertion.) */
#include "cchash_chain.h"
#include "example.h"

typedef struct page {
    uint32_t number, uses;
    struct page *newer, *older;
} page;

CCHASH_CHAIN_DEFINE(pages, uint32_t, page, cchash_hash_u32, cchash_eq_u32);

typedef struct {
    pages map;
    page *newest, *oldest;
    size_t room, hits, misses;
} cache;

static void unlink_page(cache *c, page *p) {
    *(p->newer ? &p->newer->older : &c->newest) = p->older;
    *(p->older ? &p->older->newer : &c->oldest) = p->newer;
}

static void link_newest(cache *c, page *p) {
    p->newer = NULL;
    p->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = p;
    c->newest = p;
}

/* The page, which is now the newest one; NULL: no memory. Finds it or makes room for it in one search. */
static page *use(cache *c, uint32_t number) {
    bool inserted;
    page *p = pages_upsert(&c->map, number, &inserted);
    if (!p) return NULL;
    if (inserted) {
        p->number = number;
        c->misses++;
    } else {
        unlink_page(c, p);
        c->hits++;
    }
    link_newest(c, p);
    p->uses++;
    if (pages_size(&c->map) > c->room) {
        page *oldest = c->oldest;
        unlink_page(c, oldest);
        pages_remove(&c->map, oldest->number);
    }
    return p;
}

int main(int argc, char **argv) {
    static cache c;
    size_t requests = example_count(argc, argv, 10000);
    uint64_t state = 1;
    uint32_t *numbers = (uint32_t *)malloc(requests * sizeof *numbers);
    c.room = example_asked ? 100000 : 100;
    if (!numbers || !pages_reserve(&c.map, c.room + 1)) return example_no_memory();
    for (size_t i = 0; i < requests; i++) numbers[i] = (uint32_t)example_rank(&state, example_asked ? 20 : 10);

    example_start();
    for (size_t i = 0; i < requests; i++) {
        if (!use(&c, numbers[i])) return example_no_memory();
    }
    example_stop();

    printf("%zu hits, %zu misses, %zu pages, newest %u, oldest %u\n", c.hits, c.misses, pages_size(&c.map),
           (unsigned)c.newest->number, (unsigned)c.oldest->number);
    pages_free(&c.map);
    free(numbers);
    return 0;
}
