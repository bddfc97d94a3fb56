// peers: khash uthash stb_ds glib std boost
#include "peers.h"

// `users` maps a user to a country, `totals` a country to a sum. Fields are views of the text, or, where the table
// needs C strings (stb_ds), they end with NUL in the text itself.
#if defined PEER_khash
KHASH_INIT(users, view, view, 1, hash_view, same_view)
KHASH_INIT(totals, view, uint64_t, 1, hash_view, same_view)
struct tables {
    khash_t(users) *users = kh_init(users);
    khash_t(totals) *totals = kh_init(totals);
    void put(view user, view country) {
        int added;
        khint_t slot = kh_put(users, users, user, &added);
        kh_value(users, slot) = country;
    }
    const view *get(view user) {
        khint_t slot = kh_get(users, users, user);
        return slot == kh_end(users) ? NULL : &kh_value(users, slot);
    }
    uint64_t &sum(view country) {
        int added;
        khint_t slot = kh_put(totals, totals, country, &added);
        if (added) kh_value(totals, slot) = 0;
        return kh_value(totals, slot);
    }
    size_t size() { return kh_size(users); }
};
#elif defined PEER_uthash
struct user_node {
    view user, country;
    UT_hash_handle hh;
};
struct total_node {
    uint64_t sum;
    UT_hash_handle hh;
};
struct tables {
    user_node *users = NULL;
    total_node *totals = NULL;
    void put(view user, view country) {
        user_node *n;
        HASH_FIND(hh, users, user.data(), user.size(), n);
        if (!n) {
            n = allocated<user_node>();
            n->user = user;
            HASH_ADD_KEYPTR(hh, users, n->user.data(), n->user.size(), n);
        }
        n->country = country;
    }
    const view *get(view user) {
        user_node *n;
        HASH_FIND(hh, users, user.data(), user.size(), n);
        return n ? &n->country : NULL;
    }
    uint64_t &sum(view country) {
        total_node *n;
        HASH_FIND(hh, totals, country.data(), country.size(), n);
        if (!n) {
            n = allocated<total_node>();
            HASH_ADD_KEYPTR(hh, totals, country.data(), country.size(), n);
        }
        return n->sum;
    }
    size_t size() { return HASH_COUNT(users); }
};
#elif defined PEER_stb_ds
#define FIELDS_END_WITH_NUL
struct tables {
    struct {
        const char *key;
        const char *value;
    } *users = NULL;
    struct {
        const char *key;
        uint64_t value;
    } *totals = NULL;
    view found;
    void put(view user, view country) { shput(users, user.data(), country.data()); }
    const view *get(view user) {
        ptrdiff_t i = shgeti(users, user.data());
        return i < 0 ? NULL : &(found = view(users[i].value));
    }
    uint64_t &sum(view country) {
        ptrdiff_t i = shgeti(totals, country.data());
        if (i < 0) {
            shput(totals, country.data(), 0);
            i = (ptrdiff_t)shlenu(totals) - 1;
        }
        return totals[i].value;
    }
    size_t size() { return shlenu(users); }
};
#elif defined PEER_glib
struct row {
    view user, country;
};
struct total {
    view country;
    uint64_t sum;
};
struct tables {
    GHashTable *users = g_hash_table_new_full(hash_view, same_view, NULL, g_free);
    GHashTable *totals = g_hash_table_new_full(hash_view, same_view, NULL, g_free);
    void put(view user, view country) {
        row *r = allocated<row>();
        *r = {user, country};
        g_hash_table_replace(users, &r->user, r);
    }
    const view *get(view user) {
        row *r = (row *)g_hash_table_lookup(users, &user);
        return r ? &r->country : NULL;
    }
    uint64_t &sum(view country) {
        total *t = (total *)g_hash_table_lookup(totals, &country);
        if (!t) {
            t = allocated<total>();
            t->country = country;
            g_hash_table_insert(totals, &t->country, t);
        }
        return t->sum;
    }
    size_t size() { return g_hash_table_size(users); }
};
#else
struct tables {
    map<view, view, text_hash> users;
    map<view, uint64_t, text_hash> totals;
    void put(view user, view country) { users.insert_or_assign(user, country); }
    const view *get(view user) {
        auto found = users.find(user);
        return found == users.end() ? NULL : &found->second;
    }
    uint64_t &sum(view country) { return totals[country]; }
    size_t size() { return users.size(); }
};
#endif

static view field(char **at) {
    char *start = *at, *end = start;
    while (*end != ',' && *end != '\n' && *end) end++;
    *at = end + (*end != 0);
#ifdef FIELDS_END_WITH_NUL
    *end = 0;
#endif
    return view(start, (size_t)(end - start));
}

static uint64_t number(view digits) {
    uint64_t value = 0;
    for (char digit : digits) value = value * 10 + (uint64_t)(digit - '0');
    return value;
}

static long join(tables &t, char *user_rows, char *order_rows) {
    long unknown = 0;
    for (char *at = user_rows; *at;) {
        view user = field(&at), country = field(&at);
        t.put(user, country);
    }
    for (char *at = order_rows; *at;) {
        field(&at);
        view user = field(&at);
        uint64_t amount = number(field(&at));
        const view *country = t.get(user);
        if (country) {
            t.sum(*country) += amount;
        } else {
            unknown++;
        }
    }
    return unknown;
}

int main(int argc, char **argv) {
    size_t orders = example_count(argc, argv, 40), count = orders / 4;
    char *user_rows = example_users(count), *order_rows = example_orders(orders, count);
    if (!user_rows || !order_rows) return example_no_memory();
    example_start();
    tables t;
    long unknown = join(t, user_rows, order_rows);
    example_stop();
    for (const char *country : {"BR", "DE", "FR", "JP"}) printf("%s %" PRIu64 "\n", country, t.sum(country));
    printf("%zu users, %ld orders of unknown users\n", t.size(), unknown);
}
