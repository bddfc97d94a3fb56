/* Word count: a map of strings that copies a key when it is new. Words are looked up where they stand in the text, by
 * pointer and length, without a copy.
 *     cc -O2 -I.. wordcount.c -o wordcount && ./wordcount some.txt */
#include "cchash.h"
#include "example.h"

CCHASH_DEFINE_STR(wordmap, uint64_t);

static bool is_letter(char c) { return (unsigned)((c | 32) - 'a') < 26; }

/* false: no memory. */
static bool count_words(wordmap *counts, const char *text) {
    for (const char *end = text; *text; text = end) {
        while (is_letter(*end)) end++;
        if (end == text) {
            end++;
            continue;
        }
        uint64_t *count = wordmap_upsert_n(counts, text, (size_t)(end - text), NULL);
        if (!count) return false;
        ++*count;
    }
    return true;
}

typedef struct {
    const cchash_str *word;
    uint64_t count;
} line;

static int by_count(const void *left_, const void *right_) {
    const line *left = (const line *)left_, *right = (const line *)right_;
    if (left->count != right->count) return left->count < right->count ? 1 : -1;
    return cchash_str_compare(left->word, right->word);
}

/* The words, the most frequent ones first. They are valid until the map changes. NULL: no memory. */
static line *sorted(const wordmap *counts) {
    line *lines = (line *)malloc((wordmap_size(counts) + 1) * sizeof *lines);
    size_t i = 0;
    if (!lines) return NULL;
    CCHASH_FOREACH (wordmap, it, counts) {
        lines[i].word = it.key;
        lines[i++].count = *it.value;
    }
    qsort(lines, i, sizeof *lines, by_count);
    return lines;
}

int main(int argc, char **argv) {
    const char *small = "It was the best of times, it was the worst of times, it was the age of wisdom, it was the age "
                        "of foolishness, it was the epoch of belief, it was the epoch of incredulity";
    wordmap counts;
    example_count(argc, argv, 0);
    char *text = argc > 1 ? example_input(argv[1]) : NULL;
    if (argc > 1 && !text) return perror(argv[1]), 1;
    wordmap_init(&counts);

    example_start();
    bool counted = count_words(&counts, text ? text : small);
    example_stop();
    line *lines = counted ? sorted(&counts) : NULL;
    if (!lines) return example_no_memory();

    for (size_t i = 0; i < wordmap_size(&counts) && i < 5; i++) {
        printf("%6" PRIu64 " %s\n", lines[i].count, cchash_str_cstr(lines[i].word));
    }
    printf("%zu different words\n", wordmap_size(&counts));
    free(lines);
    free(text);
    wordmap_free(&counts);
    return 0;
}
