/* Counts the words of standard input and prints the most frequent ones: upsert, keys that the map owns, iteration.
 *     cc -O2 -I.. wordcount.c -o wordcount && ./wordcount 10 < some.txt */
#include "cchash.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The map owns its keys: a word is copied when it is new, and only then. */
CCHASH_DEFINE_STR(wordmap, uint64_t);

typedef struct {
    const cchash_str *word;
    uint64_t count;
} line;

static int by_count(const void *left_, const void *right_) {
    const line *left = (const line *)left_, *right = (const line *)right_;
    if (left->count != right->count) return left->count < right->count ? 1 : -1;
    return cchash_str_compare(left->word, right->word);
}

int main(int argc, char **argv) {
    wordmap counts;
    char word[256];
    size_t length = 0, wanted = argc > 1 ? strtoul(argv[1], NULL, 10) : 10;
    int byte;
    wordmap_init(&counts);
    do {
        byte = getchar();
        if (byte != EOF && isalpha(byte)) {
            if (length < sizeof word) word[length++] = (char)tolower(byte);
        } else if (length) {
            uint64_t *count = wordmap_upsert_n(&counts, word, length, NULL);
            length = 0;
            if (!count) {
                fputs("wordcount: no memory\n", stderr);
                return 1;
            }
            ++*count;
        }
    } while (byte != EOF);

    size_t size = wordmap_size(&counts), i = 0;
    line *lines = (line *)malloc((size + 1) * sizeof *lines);
    if (!lines) {
        fputs("wordcount: no memory\n", stderr);
        return 1;
    }
    CCHASH_FOREACH (wordmap, it, &counts) {
        lines[i].word = it.key;
        lines[i++].count = *it.value;
    }
    qsort(lines, size, sizeof *lines, by_count);
    for (i = 0; i < size && i < wanted; i++) {
        cchash_view text = cchash_str_view(lines[i].word);
        printf("%6" PRIu64 " %.*s\n", lines[i].count, (int)text.len, text.ptr);
    }
    printf("%zu different words\n", size);
    free(lines);
    wordmap_free(&counts);
    return 0;
}
