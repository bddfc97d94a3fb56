// peers: khash uthash stb_ds glib std boost
#include "peers.h"

// pages: page -> how often; users: user -> pages.
#if defined PEER_khash
KHASH_INIT(pages, uint32_t, uint32_t, 1, kh_int_hash_func, kh_int_hash_equal)
typedef khash_t(pages) pages;
KHASH_INIT(users, uint32_t, pages *, 1, kh_int_hash_func, kh_int_hash_equal)
using users = khash_t(users) *;
static void init(users &all) { all = kh_init(users); }
static void count_visit(users all, uint32_t user, uint32_t page) {
    int added;
    khint_t slot = kh_put(users, all, user, &added);
    if (added) kh_value(all, slot) = kh_init(pages);
    pages *seen = kh_value(all, slot);
    slot = kh_put(pages, seen, page, &added);
    if (added) kh_value(seen, slot) = 0;
    kh_value(seen, slot)++;
}
template <class F> static void each_page(pages *seen, F f) {
    for (khint_t i = kh_begin(seen); i != kh_end(seen); i++)
        if (kh_exist(seen, i)) f(kh_key(seen, i), kh_value(seen, i));
}
template <class F> static void each_user(users all, F f) {
    for (khint_t i = kh_begin(all); i != kh_end(all); i++)
        if (kh_exist(all, i)) f(*kh_value(all, i));
}
static pages &pages_of(users all, uint32_t user) { return *kh_value(all, kh_get(users, all, user)); }
static size_t size(users all) { return kh_size(all); }
static size_t size(pages &seen) { return kh_size(&seen); }
#define PAGES(seen) (&(seen))
#elif defined PEER_uthash
struct page_node {
    uint32_t page, times;
    UT_hash_handle hh;
};
struct user_node {
    uint32_t user;
    page_node *pages;
    UT_hash_handle hh;
};
using pages = page_node *;
using users = user_node *;
static void init(users &all) { all = NULL; }
static void count_visit(users &all, uint32_t user, uint32_t page) {
    user_node *u;
    HASH_FIND(hh, all, &user, sizeof user, u);
    if (!u) {
        u = allocated<user_node>();
        u->user = user;
        HASH_ADD(hh, all, user, sizeof user, u);
    }
    page_node *p;
    HASH_FIND(hh, u->pages, &page, sizeof page, p);
    if (!p) {
        p = allocated<page_node>();
        p->page = page;
        HASH_ADD(hh, u->pages, page, sizeof page, p);
    }
    p->times++;
}
template <class F> static void each_page(pages seen, F f) {
    for (page_node *p = seen; p; p = (page_node *)p->hh.next) f(p->page, p->times);
}
template <class F> static void each_user(users all, F f) {
    for (user_node *u = all; u; u = (user_node *)u->hh.next) f(u->pages);
}
static pages &pages_of(users all, uint32_t user) {
    user_node *u;
    HASH_FIND(hh, all, &user, sizeof user, u);
    return u->pages;
}
static size_t size(users all) { return HASH_COUNT(all); }
static size_t size(pages seen) { return HASH_COUNT(seen); }
#define PAGES(seen) (seen)
#elif defined PEER_stb_ds
struct page_entry {
    uint32_t key, value;
};
using pages = page_entry *;
struct user_entry {
    uint32_t key;
    pages value;
};
using users = user_entry *;
static void init(users &all) { all = NULL; }
static void count_visit(users &all, uint32_t user, uint32_t page) {
    ptrdiff_t u = hmgeti(all, user);
    if (u < 0) {
        hmput(all, user, (pages)NULL);
        u = (ptrdiff_t)hmlenu(all) - 1;
    }
    ptrdiff_t p = hmgeti(all[u].value, page);
    if (p < 0) {
        hmput(all[u].value, page, 1);
    } else {
        all[u].value[p].value++;
    }
}
template <class F> static void each_page(pages seen, F f) {
    for (size_t i = 0; i < hmlenu(seen); i++) f(seen[i].key, seen[i].value);
}
template <class F> static void each_user(users all, F f) {
    for (size_t i = 0; i < hmlenu(all); i++) f(all[i].value);
}
static pages &pages_of(users all, uint32_t user) { return hmgetp(all, user)->value; }
static size_t size(users &all) { return hmlenu(all); }
static size_t size(pages &seen) { return hmlenu(seen); }
#define PAGES(seen) (seen)
#elif defined PEER_glib
using pages = GHashTable;
using users = GHashTable *;
static void init(users &all) { all = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)g_hash_table_destroy); }
static void count_visit(users all, uint32_t user, uint32_t page) {
    pages *seen = (pages *)g_hash_table_lookup(all, GUINT_TO_POINTER(user));
    if (!seen) g_hash_table_insert(all, GUINT_TO_POINTER(user), seen = g_hash_table_new(NULL, NULL));
    gpointer times = g_hash_table_lookup(seen, GUINT_TO_POINTER(page));
    g_hash_table_insert(seen, GUINT_TO_POINTER(page), GUINT_TO_POINTER(GPOINTER_TO_UINT(times) + 1));
}
template <class F> static void each_page(pages *seen, F f) {
    GHashTableIter iter;
    gpointer page, times;
    g_hash_table_iter_init(&iter, seen);
    while (g_hash_table_iter_next(&iter, &page, &times)) f(GPOINTER_TO_UINT(page), GPOINTER_TO_UINT(times));
}
template <class F> static void each_user(users all, F f) {
    GHashTableIter iter;
    gpointer seen;
    g_hash_table_iter_init(&iter, all);
    while (g_hash_table_iter_next(&iter, NULL, &seen)) f(*(pages *)seen);
}
static pages &pages_of(users all, uint32_t user) { return *(pages *)g_hash_table_lookup(all, GUINT_TO_POINTER(user)); }
static size_t size(users all) { return g_hash_table_size(all); }
static size_t size(pages &seen) { return g_hash_table_size(&seen); }
#define PAGES(seen) (&(seen))
#else
using pages = map<uint32_t, uint32_t>;
using users = map<uint32_t, pages>;
static void init(users &) {}
static void count_visit(users &all, uint32_t user, uint32_t page) { all[user][page]++; }
template <class F> static void each_page(pages &seen, F f) {
    for (auto &p : seen) f(p.first, p.second);
}
template <class F> static void each_user(users &all, F f) {
    for (auto &u : all) f(u.second);
}
static pages &pages_of(users &all, uint32_t user) { return all.find(user)->second; }
template <class T> static size_t size(T &table) { return table.size(); }
#define PAGES(seen) (seen)
#endif

static uint32_t favourite(pages &seen) {
    uint32_t best = 0, most = 0;
    each_page(PAGES(seen), [&](uint32_t page, uint32_t times) {
        if (times > most || (times == most && page < best)) {
            best = page;
            most = times;
        }
    });
    return best;
}

int main(int argc, char **argv) {
    struct visit {
        uint32_t user, page;
    };
    size_t count = example_count(argc, argv, 100), pairs = 0;
    visit *visits = (visit *)malloc(count * sizeof *visits);
    uint64_t state = 1, users_asked = count / 100 + 3, sum = 0;
    if (!visits) return example_no_memory();
    for (size_t i = 0; i < count; i++) {
        visits[i].user = (uint32_t)(example_random(&state) % users_asked);
        visits[i].page = (uint32_t)example_rank(&state, 10);
    }
    example_start();
    users all;
    init(all);
    for (size_t i = 0; i < count; i++) count_visit(all, visits[i].user, visits[i].page);
    each_user(all, [&](pages &seen) {
        pairs += size(seen);
        sum += favourite(seen);
    });
    example_stop();
    pages &first = pages_of(all, visits[0].user);
    printf("%zu users saw %zu pages, user %u saw %zu, and page %u most often\n", size(all), pairs, visits[0].user,
           size(first), favourite(first));
    printf("sum of all favourites: %" PRIu64 "\n", sum);
}
