/* Counts the words of standard input and prints the most frequent ones: upsert, owned keys, iteration.
 *     cc -O2 -I.. wordcount.c -o wordcount && ./wordcount 10 < some.txt */
#include "cchash.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool copy_text(const char **to, const char *const *from) {
    size_t size = strlen(*from) + 1;
    char *copy = (char *)malloc(size);
    if (copy) memcpy(copy, *from, size);
    *to = copy;
    return copy != NULL;
}

static void free_text(const char **text) { free((void *)(uintptr_t)*text); }

/* The map owns its keys: a word is copied when it is new, and only then. */
CCHASH_DEFINE_EX(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr,
                 (CCHASH_KEY_COPY(copy_text), CCHASH_KEY_FREE(free_text), CCHASH_CACHED_HASH));

typedef struct {
    const char *word;
    uint64_t count;
} line;

static int by_count(const void *left_, const void *right_) {
    const line *left = (const line *)left_, *right = (const line *)right_;
    if (left->count != right->count) return left->count < right->count ? 1 : -1;
    return strcmp(left->word, right->word);
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
            if (length < sizeof word - 1) word[length++] = (char)tolower(byte);
        } else if (length) {
            word[length] = 0;
            length = 0;
            uint64_t *count = wordmap_upsert(&counts, word, NULL);
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
        lines[i].word = *it.key;
        lines[i++].count = *it.value;
    }
    qsort(lines, size, sizeof *lines, by_count);
    for (i = 0; i < size && i < wanted; i++) {
        printf("%6" PRIu64 " %s\n", lines[i].count, lines[i].word);
    }
    printf("%zu different words\n", size);
    free(lines);
    wordmap_free(&counts);
    return 0;
}
