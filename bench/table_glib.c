/* GLib's GHashTable: keys and values are pointers, and hashes have 32 bits. */
#include "peer_hash.h"

#if UINTPTR_MAX < UINT64_MAX || !__has_include(<glib.h>) || defined(BENCH_WITHOUT_glib)
BENCH_TABLE_ABSENT(glib);
#else

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#pragma GCC diagnostic ignored "-Wconversion"
#include <glib.h>
#pragma GCC diagnostic pop

static inline guint fold_32(uint64_t hash) { return (guint)(hash ^ (hash >> 32)); }
static guint hash_number(gconstpointer key) { return fold_32(peer_hash_u64((uint64_t)key)); }
static gboolean equal_numbers(gconstpointer a, gconstpointer b) { return a == b; }
static guint hash_text(gconstpointer key) { return fold_32(peer_hash_text((const char *)key)); }
static gboolean equal_texts(gconstpointer a, gconstpointer b) { return strcmp(a, b) == 0; }

static void free_table(GHashTable **m) {
    if (*m != NULL) g_hash_table_destroy(*m);
    *m = NULL;
}
static inline bool find(GHashTable *m, gconstpointer key, uint64_t *out) {
    gpointer value;
    if (!g_hash_table_lookup_extended(m, key, NULL, &value)) return false;
    *out = (uint64_t)value;
    return true;
}

#define T_FREE(m) free_table(m)
#define T_CAN_RESERVE 0
#define T_HAS_BATCH 0
#define T_SIZE(m) g_hash_table_size(*(m))
#define T_INSERT(m, key, value) g_hash_table_insert(*(m), (gpointer)(uintptr_t)(key), (gpointer)(value))
#define T_PUT(m, key, value) T_INSERT(m, key, value)
#define T_FIND(m, key, out) find(*(m), (gconstpointer)(key), out)
#define T_ERASE(m, key) (uint64_t) g_hash_table_remove(*(m), (gconstpointer)(key))
#define T_EACH(m, DO)                                                                                                  \
    GHashTableIter iter_;                                                                                              \
    gpointer key_, value_;                                                                                             \
    g_hash_table_iter_init(&iter_, *(m));                                                                              \
    while (g_hash_table_iter_next(&iter_, &key_, &value_)) DO(key_, (uint64_t)value_)

#define T_INIT(m) (*(m) = g_hash_table_new(hash_number, equal_numbers))
#define T(x) u64_##x
#define T_KIND BENCH_U64
#define T_MAP GHashTable *
#include "loops.h"

#undef T_INIT
#define T_INIT(m) (*(m) = g_hash_table_new(hash_text, equal_texts))
#define T(x) cstr_##x
#define T_KIND BENCH_CSTR
#define T_MAP GHashTable *
#include "loops.h"

BENCH_TABLE(glib, default) = {.u64 = &u64_ops, .cstr = &cstr_ops};
#endif
