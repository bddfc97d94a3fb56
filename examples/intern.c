/* Interning: a set that keeps one copy of each name, so that names are compared by address. The set copies a view when
 * it is new (CCHASH_KEY_COPY) and frees the copy (CCHASH_KEY_FREE). Copies stay where they are; only the views that
 * point to them move when the set grows. */
#include "cchash.h"
#include "example.h"

static bool copy_name(cchash_view *to, const cchash_view *from) {
    char *copy = (char *)malloc(from->len + 1);
    if (!copy) return false;
    memcpy(copy, from->ptr, from->len);
    copy[from->len] = 0;
    *to = cchash_view_n(copy, from->len);
    return true;
}

static void free_name(cchash_view *name) { free((void *)(uintptr_t)name->ptr); }

CCHASH_DEFINE_SET_EX(names, cchash_view, cchash_hash_view, cchash_eq_view,
                     (CCHASH_KEY_COPY(copy_name), CCHASH_KEY_FREE(free_name), CCHASH_GOOD_HASH));

/* The one copy of this name, a C string; NULL: no memory. */
static const char *intern(names *set, const char *name, size_t length) {
    names_iter it = names_find_or_insert(set, cchash_view_n(name, length), NULL);
    return it.key ? it.key->ptr : NULL;
}

static bool is_letter(char c) { return (unsigned)((c | 32) - 'a') < 26; }

/* Interns all names of the text, in order, into `symbols`. Returns how many there are; 0: none, or no memory. */
static size_t scan(names *set, const char *text, const char **symbols) {
    size_t count = 0;
    for (const char *end = text; *text; text = end) {
        while (is_letter(*end)) end++;
        if (end == text) {
            end++;
            continue;
        }
        symbols[count] = intern(set, text, (size_t)(end - text));
        if (!symbols[count++]) return 0;
    }
    return count;
}

int main(int argc, char **argv) {
    const char *small = "for (node = list; node; node = next) { next = node->next; release(node); }";
    names set;
    size_t words = example_count(argc, argv, 0), times = 0;
    char *text = words ? example_text(words) : NULL;
    const char **symbols = (const char **)malloc((words ? words : strlen(small)) * sizeof *symbols);
    if ((words && !text) || !symbols) return example_no_memory();
    names_init(&set);

    example_start();
    size_t count = scan(&set, text ? text : small, symbols);
    example_stop();
    if (!count) return example_no_memory();

    for (size_t i = 0; i < count; i++) times += symbols[i] == symbols[1]; /* addresses, not texts */
    printf("%zu words, %zu names, \"%s\" %zu times\n", count, names_size(&set), symbols[1], times);
    names_free(&set);
    free(symbols);
    free(text);
    return 0;
}
