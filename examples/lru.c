/* A cache that forgets what was used longest ago: a map from numbers to pages, and a list through the pages. The pages
 * lie in an array of the cache's own, so pointers to them stay valid whatever happens to the map. */
#include "cchash.h"
#include "example.h"

typedef struct page {
    uint32_t number, uses;
    struct page *newer, *older; /* the list; `older` also links pages that are not in use */
} page;

CCHASH_DEFINE(page_map, uint32_t, page *, cchash_hash_u32, cchash_eq_u32);

typedef struct {
    page_map map;
    page *pages, *unused, *newest, *oldest;
    size_t room, hits, misses;
} cache;

/* One page more than the cache holds, so that there is one for a new number before the oldest goes. false: no memory.
 */
static bool cache_init(cache *c, size_t room) {
    memset(c, 0, sizeof *c);
    c->room = room;
    c->pages = (page *)malloc((room + 1) * sizeof *c->pages);
    if (!c->pages || !page_map_reserve(&c->map, room + 1)) return false;
    for (size_t i = 0; i <= room; i++) {
        c->pages[i].older = c->unused;
        c->unused = &c->pages[i];
    }
    return true;
}

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

static void forget_oldest(cache *c) {
    page *oldest = c->oldest;
    unlink_page(c, oldest);
    page_map_remove(&c->map, oldest->number);
    oldest->older = c->unused;
    c->unused = oldest;
}

/* The page of that number, which is now the newest; NULL: no memory. One search finds it, or the place for a new one.
 */
static page *use(cache *c, uint32_t number) {
    bool inserted;
    page **found = page_map_upsert(&c->map, number, &inserted), *p;
    if (!found) return NULL;
    if (inserted) {
        p = *found = c->unused;
        c->unused = p->older;
        p->number = number;
        p->uses = 0;
        c->misses++;
    } else {
        p = *found;
        unlink_page(c, p);
        c->hits++;
    }
    p->uses++;
    link_newest(c, p);
    if (page_map_size(&c->map) > c->room) forget_oldest(c);
    return p;
}

int main(int argc, char **argv) {
    cache c;
    size_t requests = example_count(argc, argv, 10000);
    uint64_t state = 1;
    uint32_t *numbers = (uint32_t *)malloc(requests * sizeof *numbers);
    if (!numbers) return example_no_memory();
    for (size_t i = 0; i < requests; i++) numbers[i] = (uint32_t)example_rank(&state, example_asked ? 20 : 10);

    example_start();
    if (!cache_init(&c, example_asked ? 100000 : 100)) return example_no_memory();
    for (size_t i = 0; i < requests; i++) {
        if (!use(&c, numbers[i])) return example_no_memory();
    }
    example_stop();

    printf("%zu hits, %zu misses, %zu pages, newest %u, oldest %u\n", c.hits, c.misses, page_map_size(&c.map),
           (unsigned)c.newest->number, (unsigned)c.oldest->number);
    page_map_free(&c.map);
    free(c.pages);
    free(numbers);
    return 0;
}
