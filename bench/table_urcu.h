/* table_urcu.h: liburcu's rculfhash. A table's file defines TABLE and includes the header of a flavour of liburcu,
 * which decides what a reader does, and this. Removed elements are freed after a grace period (call_rcu). The table is
 * made with room for all: it grows in a thread of its own, a grace period for each doubling, and inserts do not wait
 * for it, so that a table that is filled from empty is a list for much of the time. */
#include "peer_hash.h"
#include <stdlib.h>
#include <urcu/rculfhash.h>

typedef struct {
    uint64_t key, value;
    struct cds_lfht_node link;
    struct rcu_head old;
} element;

static struct cds_lfht *shared;

static inline element *element_of(struct cds_lfht_node *link) {
    return link == NULL ? NULL : (element *)(void *)((char *)link - offsetof(element, link));
}

static int is_key(struct cds_lfht_node *link, const void *key) {
    return element_of(link)->key == *(const uint64_t *)key;
}

static inline unsigned long hash_of(uint64_t key) { return (unsigned long)peer_hash_u64(key); }

static void free_element(struct rcu_head *old) { free((char *)old - offsetof(element, old)); }

static inline struct cds_lfht_node *look_up(uint64_t key) {
    struct cds_lfht_iter found;
    cds_lfht_lookup(shared, hash_of(key), is_key, &key, &found);
    return cds_lfht_iter_get_node(&found);
}

static inline bool get(uint64_t key, uint64_t *out) {
    rcu_read_lock();
    const element *found = element_of(look_up(key));
    if (found != NULL) *out = found->value;
    rcu_read_unlock();
    return found != NULL;
}

static inline bool put(uint64_t key, uint64_t value) {
    element *made = (element *)bench_malloc(sizeof *made);
    made->key = key;
    made->value = value;
    cds_lfht_node_init(&made->link);
    rcu_read_lock();
    element *before = element_of(cds_lfht_add_replace(shared, hash_of(key), is_key, &key, &made->link));
    rcu_read_unlock();
    if (before != NULL) call_rcu(&before->old, free_element);
    return before == NULL;
}

static inline bool erase(uint64_t key) {
    rcu_read_lock();
    struct cds_lfht_node *found = look_up(key);
    bool removed = found != NULL && cds_lfht_del(shared, found) == 0;
    rcu_read_unlock();
    if (removed) call_rcu(&element_of(found)->old, free_element);
    return removed;
}

static void open_map(size_t room) {
    unsigned long buckets = 1;
    while (buckets < room) buckets *= 2;
    shared = cds_lfht_new(buckets, 1, 0, CDS_LFHT_AUTO_RESIZE | CDS_LFHT_ACCOUNTING, NULL);
    if (shared == NULL) bench_die("out of memory");
}

static size_t size_of_map(void) {
    unsigned long count;
    long before, after;
    rcu_register_thread();
    rcu_read_lock();
    cds_lfht_count_nodes(shared, &before, &count, &after);
    rcu_read_unlock();
    rcu_unregister_thread();
    return count;
}

static void close_map(void) {
    struct cds_lfht_iter at;
    struct cds_lfht_node *link;
    rcu_register_thread();
    rcu_read_lock();
    for (cds_lfht_first(shared, &at); (link = cds_lfht_iter_get_node(&at)) != NULL; cds_lfht_next(shared, &at)) {
        if (cds_lfht_del(shared, link) == 0) call_rcu(&element_of(link)->old, free_element);
    }
    rcu_read_unlock();
    rcu_unregister_thread();
    rcu_barrier();
    cds_lfht_destroy(shared, NULL);
}

#define S_OPEN(room) open_map(room)
#define S_CLOSE() close_map()
#define S_SIZE() size_of_map()
#define S_GET(key, out) get(key, out)
#define S_PUT(key, value) put(key, value)
#define S_REMOVE(key) erase(key)
#define S_ENTER() rcu_register_thread()
#define S_LEAVE() rcu_unregister_thread()
#define S_QUIET() rcu_quiescent_state()
#include "shared.h"

SHARED_TABLE(TABLE);
