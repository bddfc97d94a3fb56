/* A store of settings that owns its names and values: C strings, which the map copies and frees (CCHASH_CSTR_KEYS,
 * CCHASH_CSTR_VALUES). What the caller passes may change or go away afterwards. */
#include "cchash.h"
#include "example.h"

CCHASH_DEFINE_EX(config, const char *, const char *, cchash_hash_cstr, cchash_eq_cstr,
                 (CCHASH_CSTR_KEYS, CCHASH_CSTR_VALUES, CCHASH_GOOD_HASH));

static const char *get(const config *c, const char *name, const char *otherwise) {
    const char *const *value = config_get(c, name);
    return value ? *value : otherwise;
}

/* One line: "name=value" sets, a name alone unsets. Overwrites the first = by a NUL. false: no memory. */
static bool apply(config *c, char *line) {
    char *equals = strchr(line, '=');
    if (!equals) {
        config_remove(c, line);
        return true;
    }
    *equals = 0;
    return config_put(c, line, equals + 1) >= 0; /* replaces, and frees, a value that is there */
}

int main(int argc, char **argv) {
    enum { LINE = 80 };
    char small[][LINE] = {"host=localhost", "port=8080", "host=example.org", "debug=yes", "debug"};
    const char *names[] = {"host", "port", "debug", "section1.name1", "section7.name7"};
    size_t count = example_count(argc, argv, sizeof small / LINE);
    char *lines = example_asked ? example_settings(count) : small[0];
    uint64_t length = 0;
    if (!lines) return example_no_memory();

    example_start();
    config c;
    config_init(&c);
    for (size_t i = 0; i < count; i++) {
        if (!apply(&c, lines + i * LINE)) return example_no_memory();
    }
    for (size_t i = 0; i < count; i++) length += strlen(get(&c, lines + i * LINE, ""));
    example_stop();

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        printf("%s: %s\n", names[i], get(&c, names[i], "(not set)"));
    printf("%zu settings, %" PRIu64 " bytes read\n", config_size(&c), length);
    config_free(&c);
    if (example_asked) free(lines);
    return 0;
}
