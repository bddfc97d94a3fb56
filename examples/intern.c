/* Interning: a set that keeps one copy of each name, so that names can be compared by address. Views make it possible
 * to look names up in the middle of a text, without copying them first. */
#include "cchash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

CCHASH_DEFINE_SET(names, cchash_view, cchash_hash_view, cchash_eq_view);

/* The one copy of this name; NULL: no memory. */
static const char *intern(names *set, cchash_view name) {
    const cchash_view *known = names_get(set, name);
    if (known) return known->ptr;
    char *copy = (char *)malloc(name.len + 1);
    if (!copy) return NULL;
    memcpy(copy, name.ptr, name.len);
    copy[name.len] = 0;
    cchash_view own = {copy, name.len};
    if (names_add(set, own) == CCHASH_NOMEM) {
        free(copy);
        return NULL;
    }
    return copy;
}

int main(void) {
    const char *text = "to be or not to be that is the question to";
    names set;
    names_init(&set);
    const char *to = NULL;
    int words = 0, times = 0;
    for (const char *at = text; *at; at += strspn(at, " ")) {
        cchash_view word = {at, strcspn(at, " ")};
        const char *name = intern(&set, word);
        if (!name) return 1;
        if (!to) to = name; /* the first word of the text */
        times += name == to;
        words++;
        at += word.len;
    }
    printf("%d words, %zu names, \"%s\" %d times\n", words, names_size(&set), to, times);
    CCHASH_FOREACH (names, it, &set) free((void *)(uintptr_t)it.key->ptr);
    names_free(&set);
    return 0;
}
