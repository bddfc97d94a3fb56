/* Expands ${name} in standard input: lines `name=text` define, all others are printed. Keys and values are strings that
 * the map owns; names are looked up where they stand in the line, without a copy.
 *     cc -O2 -I.. expand.c -o expand && ./expand < some.txt */
#include "cchash.h"

#include <stdio.h>
#include <string.h>

CCHASH_DEFINE_STR_EX(definitions, cchash_str, (CCHASH_VALUE_FREE(cchash_str_free)));

/* The map takes the value over; the key it copies if it is new. */
static bool define(definitions *map, cchash_view name, cchash_view text) {
    cchash_str value;
    if (!cchash_str_from_view(&value, text)) return false;
    if (definitions_put_view(map, name, value) >= 0) return true;
    cchash_str_free(&value);
    return false;
}

static void print_expanded(const definitions *map, const char *at) {
    for (const char *name, *end; (name = strstr(at, "${")) != NULL && (end = strchr(name, '}')) != NULL; at = end + 1) {
        const cchash_str *text = definitions_get_n(map, name + 2, (size_t)(end - name - 2));
        cchash_view shown = text ? cchash_str_view(text) : cchash_view_n(name, (size_t)(end - name + 1));
        printf("%.*s%.*s", (int)(name - at), at, (int)shown.len, shown.ptr);
    }
    puts(at);
}

int main(void) {
    definitions map;
    char line[1024];
    definitions_init(&map);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        const char *equals = strchr(line, '=');
        if (!equals) {
            print_expanded(&map, line);
        } else if (!define(&map, cchash_view_n(line, (size_t)(equals - line)), cchash_view_cstr(equals + 1))) {
            fputs("expand: no memory\n", stderr);
            return 1;
        }
    }
    printf("%zu names\n", definitions_size(&map));
    definitions_free(&map);
    return 0;
}
