/* table_sync.h: cchash's maps for threads, which share one interface. A table's file stamps out `shared_map` and
 * includes this, and then defines TABLE and S_OPEN and includes shared.h. */
static shared_map map;

static inline bool open_map(bool made) {
    if (!made) bench_die("out of memory");
    return made;
}

static inline bool put(uint64_t key, uint64_t value) {
    int done = shared_map_put(&map, key, value);
    if (done < 0) bench_die("out of memory");
    return done == CCHASH_INSERTED;
}

#define S_CLOSE() shared_map_free(&map)
#define S_SIZE() shared_map_size(&map)
#define S_GET(key, out) shared_map_get(&map, key, out)
#define S_PUT(key, value) put(key, value)
#define S_REMOVE(key) shared_map_remove(&map, key)
