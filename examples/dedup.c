/* Finds requests that are sent again: a set of the ids of the last requests, and a ring that says which one leaves it.
 * Elements come and go for as long as the program runs; removal leaves no trace, so the set neither grows nor slows
 * down. */
#include "cchash.h"
#include "example.h"

CCHASH_DEFINE_SET(ids, uint64_t, cchash_hash_u64, cchash_eq_u64);

typedef struct {
    ids recent;
    uint64_t *ring; /* the recent ids, in the order in which they came */
    size_t room, next;
} window;

/* false: no memory. */
static bool window_init(window *w, size_t room) {
    ids_init(&w->recent);
    w->ring = (uint64_t *)malloc(room * sizeof *w->ring);
    w->room = room;
    w->next = 0;
    return w->ring && ids_reserve(&w->recent, room + 1); /* no insertion will allocate */
}

static void window_free(window *w) {
    ids_free(&w->recent);
    free(w->ring);
}

/* Is this id new? Then it takes the place of the oldest one. */
static bool is_new(window *w, uint64_t id) {
    if (ids_add(&w->recent, id) == CCHASH_PRESENT) return false;
    if (ids_size(&w->recent) > w->room) ids_remove(&w->recent, w->ring[w->next]);
    w->ring[w->next] = id;
    w->next = w->next + 1 == w->room ? 0 : w->next + 1;
    return true;
}

int main(int argc, char **argv) {
    size_t count = example_count(argc, argv, 2000), room = count / 20, repeated = 0;
    uint64_t *requests = (uint64_t *)malloc(count * sizeof *requests), state = 1, checksum = 0;
    window w;
    if (!requests) return example_no_memory();
    for (size_t i = 0; i < count; i++) { /* one in eight is a request of before, which may have left the window */
        uint64_t random = example_random(&state);
        requests[i] = i && random % 8 == 0 ? requests[i - 1 - random / 8 % (i < 2 * room ? i : 2 * room)] : random;
    }

    example_start();
    if (!window_init(&w, room)) return example_no_memory();
    for (size_t i = 0; i < count; i++) {
        if (is_new(&w, requests[i])) continue;
        repeated++;
        checksum += i;
    }
    example_stop();

    printf("%zu of %zu requests were repeated, checksum %zu, %zu ids kept\n", repeated, count, (size_t)checksum,
           ids_size(&w.recent));
    window_free(&w);
    free(requests);
    return 0;
}
