// peers: khash uthash stb_ds glib std boost
#include "peers.h"

struct page {
    uint32_t number, uses;
    page *newer, *older;
#ifdef PEER_uthash
    UT_hash_handle hh;
#endif
};

// Pages lie in nodes where the table has some (std, uthash), else in an array of the cache's: there is one more than it
// holds, so one is always free.
struct page_array {
    page *pages, *unused;
    page *take(uint32_t number) {
        page *p = unused;
        unused = p->older;
        *p = page{};
        p->number = number;
        return p;
    }
    void give_back(page *p) {
        p->older = unused;
        unused = p;
    }
    void init(size_t room) {
        pages = allocated<page>((room + 1) * sizeof(page));
        unused = NULL;
        for (size_t i = room + 1; i--;) give_back(&pages[i]);
    }
};

#if defined PEER_khash
KHASH_INIT(pages, uint32_t, page *, 1, kh_int_hash_func, kh_int_hash_equal)
struct table {
    khash_t(pages) * map;
    page_array array;
    void init(size_t room) {
        map = kh_init(pages);
        kh_resize(pages, map, (khint_t)((double)(room + 1) / 0.77) + 1);
        array.init(room);
    }
    page *find_or_add(uint32_t number, bool *added) {
        int fresh;
        khint_t slot = kh_put(pages, map, number, &fresh);
        if ((*added = fresh)) kh_value(map, slot) = array.take(number);
        return kh_value(map, slot);
    }
    void remove(page *p) {
        kh_del(pages, map, kh_get(pages, map, p->number));
        array.give_back(p);
    }
    size_t size() { return kh_size(map); }
};
#elif defined PEER_uthash
struct table {
    page *map = NULL;
    page_array array;
    void init(size_t room) { array.init(room); }
    page *find_or_add(uint32_t number, bool *added) {
        page *p;
        HASH_FIND(hh, map, &number, sizeof number, p);
        if ((*added = !p)) {
            p = array.take(number);
            HASH_ADD(hh, map, number, sizeof number, p);
        }
        return p;
    }
    void remove(page *p) {
        HASH_DEL(map, p);
        array.give_back(p);
    }
    size_t size() { return HASH_COUNT(map); }
};
#elif defined PEER_stb_ds
struct table {
    struct {
        uint32_t key;
        page *value;
    } *map = NULL;
    page_array array;
    void init(size_t room) { array.init(room); }
    page *find_or_add(uint32_t number, bool *added) {
        ptrdiff_t i = hmgeti(map, number);
        if (!(*added = i < 0)) return map[i].value;
        page *p = array.take(number);
        hmput(map, number, p);
        return p;
    }
    void remove(page *p) {
        (void)hmdel(map, p->number);
        array.give_back(p);
    }
    size_t size() { return hmlenu(map); }
};
#elif defined PEER_glib
struct table {
    GHashTable *map;
    page_array array;
    void init(size_t room) {
        map = g_hash_table_new(NULL, NULL);
        array.init(room);
    }
    page *find_or_add(uint32_t number, bool *added) {
        page *p = (page *)g_hash_table_lookup(map, GUINT_TO_POINTER(number));
        if ((*added = !p)) {
            p = array.take(number);
            g_hash_table_insert(map, GUINT_TO_POINTER(number), p);
        }
        return p;
    }
    void remove(page *p) {
        g_hash_table_remove(map, GUINT_TO_POINTER(p->number));
        array.give_back(p);
    }
    size_t size() { return g_hash_table_size(map); }
};
#elif defined PEER_std
struct table {
    map<uint32_t, page> nodes;
    void init(size_t room) { nodes.reserve(room + 1); }
    page *find_or_add(uint32_t number, bool *added) {
        auto put = nodes.try_emplace(number);
        if ((*added = put.second)) put.first->second.number = number;
        return &put.first->second;
    }
    void remove(page *p) { nodes.erase(p->number); }
    size_t size() { return nodes.size(); }
};
#else
struct table {
    map<uint32_t, page *> index;
    page_array array;
    void init(size_t room) {
        index.reserve(room + 1);
        array.init(room);
    }
    page *find_or_add(uint32_t number, bool *added) {
        auto put = index.try_emplace(number);
        if ((*added = put.second)) put.first->second = array.take(number);
        return put.first->second;
    }
    void remove(page *p) {
        index.erase(p->number);
        array.give_back(p);
    }
    size_t size() { return index.size(); }
};
#endif

struct cache {
    table pages;
    page *newest, *oldest;
    size_t room, hits, misses;
};

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

static void use(cache *c, uint32_t number) {
    bool added;
    page *p = c->pages.find_or_add(number, &added);
    if (added) {
        c->misses++;
    } else {
        unlink_page(c, p);
        c->hits++;
    }
    link_newest(c, p);
    p->uses++;
    if (c->pages.size() > c->room) {
        page *oldest = c->oldest;
        unlink_page(c, oldest);
        c->pages.remove(oldest);
    }
}

int main(int argc, char **argv) {
    static cache c;
    size_t requests = example_count(argc, argv, 10000);
    uint64_t state = 1;
    uint32_t *numbers = (uint32_t *)malloc(requests * sizeof *numbers);
    c.room = example_asked ? 100000 : 100;
    if (!numbers) return example_no_memory();
    for (size_t i = 0; i < requests; i++) numbers[i] = (uint32_t)example_rank(&state, example_asked ? 20 : 10);
    example_start();
    c.pages.init(c.room);
    for (size_t i = 0; i < requests; i++) use(&c, numbers[i]);
    example_stop();
    printf("%zu hits, %zu misses, %zu pages, newest %u, oldest %u\n", c.hits, c.misses, c.pages.size(),
           c.newest->number, c.oldest->number);
}
