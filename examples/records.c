/* Structs as keys: CCHASH_STRUCT_KEY lists the fields to hash and to compare, so that padding does not count. */
#include "cchash.h"
#include "example.h"

typedef struct {
    unsigned char bytes[16];
} uuid;
CCHASH_STRUCT_KEY(uuid, uuid, bytes); /* makes uuid_hash and uuid_eq */

typedef struct {
    uint32_t host;
    uint16_t port; /* two bytes of padding behind it */
} endpoint;
CCHASH_STRUCT_KEY(endpoint, endpoint, host, port);

typedef struct {
    uuid session;
    endpoint from;
    uint32_t bytes;
} record;

typedef struct {
    endpoint last;
    uint32_t moves;
} session;

/* The hashes of CCHASH_STRUCT_KEY are well mixed, so the maps need not mix them again. */
CCHASH_DEFINE_EX(sessions, uuid, session, uuid_hash, uuid_eq, (CCHASH_GOOD_HASH));
CCHASH_DEFINE_EX(traffic, endpoint, uint64_t, endpoint_hash, endpoint_eq, (CCHASH_GOOD_HASH));

/* Counts the bytes of the record's endpoint, and the moves of its session from one to another. false: no memory. */
static bool take_in(sessions *all, traffic *sent, const record *r) {
    bool inserted;
    session *s = sessions_upsert(all, r->session, &inserted);
    if (!s) return false;
    if (!inserted && !endpoint_eq(s->last, r->from)) s->moves++;
    s->last = r->from;
    uint64_t *bytes = traffic_upsert(sent, r->from, NULL);
    if (!bytes) return false;
    *bytes += r->bytes;
    return true;
}

static uuid random_uuid(uint64_t seed) {
    uint64_t words[2];
    uuid id;
    words[0] = example_random(&seed);
    words[1] = example_random(&seed);
    memcpy(id.bytes, words, sizeof id.bytes);
    return id;
}

int main(int argc, char **argv) {
    size_t count = example_count(argc, argv, 100);
    record *records = (record *)malloc(count * sizeof *records);
    uint64_t state = 1, moves = 0, most = 0;
    if (!records) return example_no_memory();
    for (size_t i = 0; i < count; i++) { /* sessions of five records, from two endpoints */
        uint64_t who = example_random(&state) % (count / 5), place = who + (example_random(&state) % 2) * count;
        records[i].session = random_uuid(who);
        records[i].from.host = (uint32_t)(example_random(&place) % (count / 10));
        records[i].from.port = (uint16_t)(place % 4);
        records[i].bytes = (uint32_t)(example_random(&state) % 1500);
    }

    example_start();
    sessions all;
    traffic sent;
    sessions_init(&all);
    traffic_init(&sent);
    for (size_t i = 0; i < count; i++) {
        if (!take_in(&all, &sent, &records[i])) return example_no_memory();
    }
    CCHASH_FOREACH (sessions, it, &all) moves += it.value->moves;
    CCHASH_FOREACH (traffic, it, &sent) most = *it.value > most ? *it.value : most;
    example_stop();

    printf("%zu sessions, %" PRIu64 " moves, %zu endpoints, %" PRIu64 " bytes from one\n", sessions_size(&all), moves,
           traffic_size(&sent), most);
    traffic_free(&sent);
    sessions_free(&all);
    free(records);
    return 0;
}
