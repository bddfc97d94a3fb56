/* Nested maps: for each user, how often each page was seen. A zeroed map is an empty one, so a new user's map needs no
 * making; the outer map frees the inner ones (CCHASH_VALUE_FREE). */
#include "cchash.h"
#include "example.h"

/* There are many of these, so they are tight. */
CCHASH_DEFINE_EX(pages, uint32_t, uint32_t, cchash_hash_u32, cchash_eq_u32, (CCHASH_TIGHT));
CCHASH_DEFINE_EX(users, uint32_t, pages, cchash_hash_u32, cchash_eq_u32, (CCHASH_VALUE_FREE(pages_free)));

typedef struct {
    uint32_t user, page;
} visit;

/* false: no memory. */
static bool count_visit(users *all, visit v) {
    pages *seen = users_upsert(all, v.user, NULL);
    if (!seen) return false;
    uint32_t *times = pages_upsert(seen, v.page, NULL);
    if (!times) return false;
    ++*times;
    return true;
}

/* The page that a user saw most often; of several, the smallest number. */
static uint32_t favourite(const pages *seen) {
    uint32_t best = 0, times = 0;
    CCHASH_FOREACH (pages, it, seen) {
        if (*it.value > times || (*it.value == times && *it.key < best)) {
            best = *it.key;
            times = *it.value;
        }
    }
    return best;
}

int main(int argc, char **argv) {
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
    users_init(&all);
    for (size_t i = 0; i < count; i++) {
        if (!count_visit(&all, visits[i])) return example_no_memory();
    }
    CCHASH_FOREACH (users, it, &all) {
        pairs += pages_size(it.value);
        sum += favourite(it.value);
    }
    example_stop();

    const pages *first = users_get(&all, visits[0].user);
    printf("%zu users saw %zu pages, user %" PRIu32 " saw %zu, and page %" PRIu32 " most often\n", users_size(&all),
           pairs, visits[0].user, pages_size(first), favourite(first));
    printf("sum of all favourites: %" PRIu64 "\n", sum);
    users_free(&all);
    free(visits);
    return 0;
}
