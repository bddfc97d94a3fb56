/* Joins two CSV files: orders (order,user,amount) with users (user,country), to sum amounts by country. Keys are views
 * of the files' text: nothing is copied, and the text must outlive the maps. */
#include "cchash.h"
#include "example.h"

CCHASH_DEFINE_EX(users, cchash_view, cchash_view, cchash_hash_view, cchash_eq_view, (CCHASH_GOOD_HASH));
CCHASH_DEFINE_EX(totals, cchash_view, uint64_t, cchash_hash_view, cchash_eq_view, (CCHASH_GOOD_HASH));

/* The field at *at; moves *at behind the comma or the end of line that ends it. */
static cchash_view field(const char **at) {
    const char *start = *at, *end = start;
    while (*end != ',' && *end != '\n' && *end) end++;
    *at = end + (*end != 0);
    return cchash_view_n(start, (size_t)(end - start));
}

static uint64_t number(cchash_view digits) {
    uint64_t value = 0;
    for (size_t i = 0; i < digits.len; i++) value = value * 10 + (uint64_t)(digits.ptr[i] - '0');
    return value;
}

/* false: no memory. */
static bool read_users(users *countries, const char *rows) {
    while (*rows) {
        cchash_view user = field(&rows), country = field(&rows);
        if (users_put(countries, user, country) < 0) return false;
    }
    return true;
}

/* Sums up by country. Users are looked up by the hundred, so that the lookups do not wait for each other. Returns the
 * number of orders of unknown users, or -1: no memory. */
static long join(totals *sums, const users *countries, const char *orders) {
    enum { BATCH = 256 };
    cchash_view ids[BATCH], *found[BATCH];
    uint64_t amounts[BATCH];
    long unknown = 0;
    while (*orders) {
        size_t count = 0;
        while (count < BATCH && *orders) {
            field(&orders); /* the order's number */
            ids[count] = field(&orders);
            amounts[count++] = number(field(&orders));
        }
        unknown += (long)(count - users_get_many(countries, ids, count, found));
        for (size_t i = 0; i < count; i++) {
            if (!found[i]) continue;
            uint64_t *sum = totals_upsert(sums, *found[i], NULL);
            if (!sum) return -1;
            *sum += amounts[i];
        }
    }
    return unknown;
}

int main(int argc, char **argv) {
    const char *printed[] = {"BR", "DE", "FR", "JP"};
    size_t orders = example_count(argc, argv, 40), count = orders / 4;
    char *user_rows = example_users(count), *order_rows = example_orders(orders, count);
    if (!user_rows || !order_rows) return example_no_memory();

    example_start();
    users countries;
    totals sums;
    users_init(&countries);
    totals_init(&sums);
    long unknown = read_users(&countries, user_rows) ? join(&sums, &countries, order_rows) : -1;
    example_stop();
    if (unknown < 0) return example_no_memory();

    for (size_t i = 0; i < sizeof printed / sizeof *printed; i++) {
        printf("%s %" PRIu64 "\n", printed[i], totals_get_or(&sums, cchash_view_cstr(printed[i]), 0));
    }
    printf("%zu users, %ld orders of unknown users\n", users_size(&countries), unknown);
    totals_free(&sums);
    users_free(&countries);
    free(order_rows);
    free(user_rows);
    return 0;
}
