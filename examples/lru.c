/* A cache that forgets what was used longest ago: a chaining map, whose nodes never move, with a list through its
 * values. (Pointers to values of the open layouts would not outlive the next insertion.) */
#include "cchash_chain.h"

#include <stdio.h>

typedef struct page {
    uint32_t number;
    struct page *newer, *older;
} page;

CCHASH_CHAIN_DEFINE(pages, uint32_t, page, cchash_hash_u32, cchash_eq_u32);

typedef struct {
    pages map;
    page *newest, *oldest;
    size_t room;
    unsigned hits, misses;
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

/* false: no memory. */
static bool use(cache *c, uint32_t number) {
    bool inserted;
    if (!pages_contains(&c->map, number) && pages_size(&c->map) == c->room) {
        page *oldest = c->oldest;
        unlink_page(c, oldest);
        pages_remove(&c->map, oldest->number);
    }
    page *p = pages_upsert(&c->map, number, &inserted);
    if (!p) return false;
    if (inserted) {
        p->number = number;
        c->misses++;
    } else {
        unlink_page(c, p);
        c->hits++;
    }
    link_newest(c, p);
    return true;
}

int main(void) {
    static cache c;
    c.room = 100;
    uint32_t random = 1;
    for (int i = 0; i < 10000; i++) { /* small numbers are asked for more often */
        random = random * 1664525u + 1013904223u;
        uint32_t wide = random >> 16, narrow = wide % 256;
        if (!use(&c, narrow * narrow / 256)) return 1;
    }
    printf("%u hits, %u misses, %zu pages, newest %u, oldest %u\n", c.hits, c.misses, pages_size(&c.map),
           (unsigned)c.newest->number, (unsigned)c.oldest->number);
    pages_free(&c.map);
    return 0;
}
