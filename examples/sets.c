/* Set algebra: which documents have one of two words and a third, but not a fourth? Each word has a set of the numbers
 * of its documents. */
#include "cchash.h"
#include "example.h"

CCHASH_DEFINE_SET(documents, uint32_t, cchash_hash_u32, cchash_eq_u32);

/* *found, an empty set, becomes (a or b) and c, less d. false: no memory. */
static bool search(documents *found, const documents *a, const documents *b, const documents *c, const documents *d) {
    if (!documents_reserve(found, documents_size(a) + documents_size(b))) return false;
    if (!documents_union(found, a) || !documents_union(found, b)) return false;
    documents_intersect(found, c);
    documents_subtract(found, d);
    return true;
}

int main(int argc, char **argv) {
    enum { WORDS = 4 };
    size_t count = example_count(argc, argv, 20); /* of each word */
    uint32_t *numbers = (uint32_t *)malloc(WORDS * count * sizeof *numbers);
    documents words[WORDS], found;
    uint64_t state = 1, sum = 0;
    if (!numbers) return example_no_memory();
    for (size_t i = 0; i < WORDS * count; i++) numbers[i] = (uint32_t)(example_random(&state) % (2 * count));

    example_start();
    documents_init(&found);
    for (size_t i = 0; i < WORDS; i++) {
        documents_init(&words[i]);
        if (documents_add_many(&words[i], numbers + i * count, count) < 0) return example_no_memory();
    }
    if (!search(&found, &words[0], &words[1], &words[2], &words[3])) return example_no_memory();
    example_stop();

    CCHASH_FOREACH (documents, it, &found) sum += *it.key;
    for (size_t i = 0; i < WORDS; i++) printf("word %zu is in %zu documents\n", i, documents_size(&words[i]));
    printf("found %zu, the sum of their numbers is %" PRIu64 "\n", documents_size(&found), sum);
    printf("all of them have word 2: %s, word 0: %s\n", documents_is_subset(&found, &words[2]) ? "yes" : "no",
           documents_is_subset(&found, &words[0]) ? "yes" : "no");
    for (size_t i = 0; i < WORDS; i++) documents_free(&words[i]);
    documents_free(&found);
    free(numbers);
    return 0;
}
