/* Interning: each different name gets a number, so that names are compared, stored and used as indexes in four bytes.
 * The map copies a name when it is new; names are looked up where they stand in the text. */
#include "cchash.h"
#include "example.h"

CCHASH_DEFINE_STR(names, uint32_t);

/* The number of a name: 0, 1, 2, … in the order in which names appear. false: no memory. */
static bool intern(names *all, const char *name, size_t length, uint32_t *number) {
    bool inserted;
    uint32_t *known = names_upsert_n(all, name, length, &inserted);
    if (!known) return false;
    if (inserted) *known = (uint32_t)names_size(all) - 1;
    *number = *known;
    return true;
}

/* The names by their numbers, valid until the next name is interned. NULL: no memory. */
static const char **names_by_number(const names *all) {
    const char **texts = (const char **)malloc((names_size(all) + 1) * sizeof *texts);
    if (!texts) return NULL;
    CCHASH_FOREACH (names, it, all) texts[*it.value] = cchash_str_cstr(it.key);
    return texts;
}

static bool is_letter(char c) { return (unsigned)((c | 32) - 'a') < 26; }

/* Interns all names of the text, in order, into `symbols`. Returns how many there are, or -1: no memory. */
static long scan(names *all, const char *text, uint32_t *symbols) {
    long count = 0;
    for (const char *end = text; *text; text = end) {
        while (is_letter(*end)) end++;
        if (end == text) {
            end++;
        } else if (!intern(all, text, (size_t)(end - text), &symbols[count++])) {
            return -1;
        }
    }
    return count;
}

int main(int argc, char **argv) {
    const char *small = "for (node = list; node; node = next) { next = node->next; release(node); }";
    names all;
    size_t times = 0;
    example_count(argc, argv, 0);
    char *text = argc > 1 ? example_input(argv[1]) : NULL;
    uint32_t *symbols = (uint32_t *)malloc((strlen(text ? text : small) / 2 + 1) * sizeof *symbols);
    if (argc > 1 && !text) return perror(argv[1]), 1;
    if (!symbols) return example_no_memory();

    example_start();
    names_init(&all);
    long count = scan(&all, text ? text : small, symbols);
    const char **texts = count < 0 ? NULL : names_by_number(&all);
    example_stop();
    if (!texts) return example_no_memory();

    if (count < 2) return 0;
    for (long i = 0; i < count; i++) times += symbols[i] == symbols[1];
    printf("%ld words, %zu names, \"%s\" %zu times, the last name is \"%s\"\n", count, names_size(&all),
           texts[symbols[1]], times, texts[names_size(&all) - 1]);
    free(texts);
    names_free(&all);
    free(symbols);
    free(text);
    return 0;
}
