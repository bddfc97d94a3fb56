/* cchash/granular.h: a map of chains in which each bucket has a lock of its own, the pattern CCHASH_GRANULAR.
 * SPDX-License-Identifier: MIT-0
 *
 *     hits | teams, seed |
 *            v
 *          | hasher | team | team | ...              each padded to a multiple of 64 bytes
 *
 *     team   | lock | the buckets, their shift | two links | pool of nodes | map: count, arena |
 *     buckets | word | word | word | word | ...        of all teams: the links of a chaining map; bit 0 is a lock
 *
 * A thread belongs to a team, and locks it for each operation. The team's lock says three things. No array of buckets
 * is replaced: growth locks all teams, one after the other. The nodes of the team's pool and its count of elements
 * are this thread's. And so is the team's map, which is a table of two buckets, one for each half of the hashes: the
 * operation locks the bucket of its key, copies its link there, calls the functions of that map, and stores the link
 * that they leave, without the lock's bit. So the engine of cchash_chain.h works here as it is, and threads of
 * different teams meet in a bucket or not at all.
 *
 * Bit 0 of a link says in a node that it is unused, and nothing in a bucket. Where a link is one word, a lookup whose
 * key the filter excludes reads the word and locks no bucket.
 *
 * A node that is removed goes to the pool of the team that removes it. A team without nodes takes some of the team
 * that has most of them, or gets a chunk; both happen with all teams locked, as growth does. Each team may insert a
 * share of what is left up to the load limit before it must look whether the table is full.
 *
 * Invariants (name_verify checks them): a key is in the chain of the bucket of its hash, once, and is found through the
 * filters; no bucket is locked when all teams are; the counts of the teams sum up to the elements in the chains, and
 * the nodes of all pools are those elements and the unused ones.
 *
 * No thread waits for a team while it has a bucket, or for a second team, except in order. So none waits for ever. */
#ifndef CCHASH_PRIV_GRANULAR_H
#define CCHASH_PRIV_GRANULAR_H

#include "../cchash_chain.h"
#include "lock.h"

#include "macros_sync_off.h"

/* ---- Buckets ----------------------------------------------------------------------------------------------------- */

/* A link. Where it is wider than a word, only who has locked the bucket may touch the rest of it. */
typedef struct cchash_priv_bucket {
    cchash_priv_word word;
#if UINTPTR_MAX <= 0xffffffffu
    uint32_t rest;
#endif
} cchash_priv_bucket;

#define CCHASH_PRIV_BUCKET_LOCKED ((cchash_priv_word)CCHASH_PRIV_LINK_UNUSED)
/* Is the filter in the same word as the lock? */
#define CCHASH_PRIV_BUCKET_IS_WORD (sizeof(cchash_priv_word) == sizeof(uint64_t))

CCHASH_PRIV_ASSERT(sizeof(cchash_priv_bucket) == sizeof(uint64_t), a_bucket_is_a_link);

CCHASH_PRIV_INLINE uint64_t cchash_priv_bucket_link(const cchash_priv_bucket *bucket, cchash_priv_word word) {
#if UINTPTR_MAX <= 0xffffffffu
    return (uint64_t)bucket->rest << 32 | (word & ~CCHASH_PRIV_BUCKET_LOCKED);
#else
    (void)bucket;
    return word & ~CCHASH_PRIV_BUCKET_LOCKED;
#endif
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_bucket_lock(cchash_priv_bucket *bucket) {
    unsigned waited = 0;
    cchash_priv_word word = cchash_priv_word_load(&bucket->word);
    for (;;) {
        if (CCHASH_PRIV_UNLIKELY(word & CCHASH_PRIV_BUCKET_LOCKED)) {
            cchash_priv_wait(&waited);
            word = cchash_priv_word_load(&bucket->word);
        } else if (CCHASH_PRIV_LIKELY(cchash_priv_word_cas(&bucket->word, &word, word | CCHASH_PRIV_BUCKET_LOCKED))) {
            return cchash_priv_bucket_link(bucket, word);
        }
    }
}

CCHASH_PRIV_INLINE void cchash_priv_bucket_unlock(cchash_priv_bucket *bucket, uint64_t link) {
#if UINTPTR_MAX <= 0xffffffffu
    bucket->rest = (uint32_t)(link >> 32);
#endif
    cchash_priv_word_store_release(&bucket->word, (cchash_priv_word)link);
}

/* ---- Teams ------------------------------------------------------------------------------------------------------ */

/* The lock of CCHASH_GRANULAR, as cchash/locked.h sees it. */
typedef struct cchash_priv_team {
    cchash_lock lock;
    uint8_t shift;               /* of the buckets */
    cchash_priv_bucket *buckets; /* of all teams */
    cchash_priv_bucket *opened;  /* the bucket that this team has locked, or NULL */
    uint64_t links[2];           /* the buckets of `table`, by the highest bit of a hash */
    cchash_priv_chain *table;    /* of this team's map */
    cchash_priv_nodes pool;      /* its pool, whose chunks are in no order */
    size_t nodes;                /* in use by this team, or in its pool */
    size_t counted;              /* elements: this, and what table->size is more than CCHASH_PRIV_TEAM_SIZE; modulo */
    struct cchash_priv_team *first, *next; /* of all teams */
} cchash_priv_team;
typedef cchash_priv_team cchash_priv_team_type;

CCHASH_PRIV_INLINE void cchash_priv_team_init(cchash_priv_team *team) { cchash_priv_lock_init(&team->lock); }
CCHASH_PRIV_INLINE void cchash_priv_team_destroy(cchash_priv_team *team) { cchash_priv_lock_destroy(&team->lock); }
CCHASH_PRIV_INLINE void cchash_priv_team_wr(cchash_priv_team *team) { cchash_priv_lock_wr(&team->lock); }
CCHASH_PRIV_INLINE void cchash_priv_team_wru(cchash_priv_team *team) { cchash_priv_lock_wru(&team->lock); }
CCHASH_PRIV_INLINE void cchash_priv_team_rd(cchash_priv_team *team) { cchash_priv_lock_wr(&team->lock); }
CCHASH_PRIV_INLINE void cchash_priv_team_rdu(cchash_priv_team *team) { cchash_priv_lock_wru(&team->lock); }

enum {
    CCHASH_PRIV_TEAMS = 32,      /* as many words of locks, and a pool for each that inserts */
    CCHASH_PRIV_TEAM_SHIFT = 63, /* of a table of two buckets */
    CCHASH_PRIV_TEAM_CHUNK = 64, /* nodes, at least */
    CCHASH_PRIV_TEAM_LIST = 1024 /* nodes of a free list that change teams at a time, at most */
};
#define CCHASH_PRIV_TEAMS(teams_) (teams_)

/* A team that removes what others insert has a negative count. The size of its table starts in the middle, so that
 * the engine never finds the table empty. */
#define CCHASH_PRIV_TEAM_SIZE (SIZE_MAX / 2)
#define CCHASH_PRIV_TEAM_BUCKETS ((size_t)256) /* at first: 2 KB, less than what the teams take */

/* The team of this thread. Threads are numbered as they come, so that as many as there are teams share none. */
#ifdef CCHASH_PRIV_THREAD_LOCAL
static CCHASH_PRIV_THREAD_LOCAL cchash_priv_word cchash_priv_team_number CCHASH_PRIV_UNUSED;
static cchash_priv_word cchash_priv_team_numbers CCHASH_PRIV_UNUSED;
#ifndef CCHASH_PRIV_TEAM_ME /* tests have threads of their own making */
#define CCHASH_PRIV_TEAM_ME() cchash_priv_team_me()
#endif
CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_team_me(void) {
    if (CCHASH_PRIV_UNLIKELY(!cchash_priv_team_number))
        cchash_priv_team_number = 1 + cchash_priv_word_add(&cchash_priv_team_numbers, 1);
    return cchash_priv_team_number;
}
#define CCHASH_PRIV_TEAM_OF(mixed_, teams_) ((void)(mixed_), (size_t)CCHASH_PRIV_TEAM_ME() & ((size_t)(teams_)-1))
#else /* any choice is right: that of the key spreads */
#define CCHASH_PRIV_TEAM_OF(mixed_, teams_) ((size_t)((mixed_) >> 16) & ((size_t)(teams_)-1))
#endif

CCHASH_PRIV_INLINE size_t cchash_priv_team_slots(const cchash_priv_team *team) {
    return (size_t)1 << (64 - team->shift);
}

CCHASH_PRIV_INLINE bool cchash_priv_team_has_node(const cchash_priv_team *team, const cchash_priv_type *type) {
    return type->malloc_nodes || team->pool.unused || team->pool.fresh_count;
}

/* The nodes of a team that are not in use. Its size is counted. */
CCHASH_PRIV_INLINE size_t cchash_priv_team_spare(const cchash_priv_team *team) { return team->nodes - team->counted; }

/* ---- One bucket -------------------------------------------------------------------------------------------------- */

/* Locks the bucket of a hash, and shows it to the engine. */
CCHASH_PRIV_INLINE void cchash_priv_team_open(cchash_priv_team *team, uint64_t mixed) {
    team->opened = &team->buckets[mixed >> team->shift];
    team->links[mixed >> CCHASH_PRIV_TEAM_SHIFT] = cchash_priv_bucket_lock(team->opened);
}

/* For what does nothing if the key is absent: does not lock a bucket whose filter says so. A locked bucket still shows
 * what it was before. */
CCHASH_PRIV_INLINE void cchash_priv_team_open_found(cchash_priv_team *team, uint64_t mixed) {
    cchash_priv_bucket *bucket = &team->buckets[mixed >> team->shift];
    if (CCHASH_PRIV_BUCKET_IS_WORD) {
        const uint64_t link = cchash_priv_bucket_link(bucket, cchash_priv_word_load_acquire(&bucket->word));
        if (!(link & cchash_priv_chain_filter_bit(team->table, mixed))) {
            team->opened = NULL;
            team->links[mixed >> CCHASH_PRIV_TEAM_SHIFT] = 0;
            return;
        }
    }
    cchash_priv_team_open(team, mixed);
}

CCHASH_PRIV_INLINE void cchash_priv_team_close(cchash_priv_team *team, uint64_t mixed) {
    if (team->opened) cchash_priv_bucket_unlock(team->opened, team->links[mixed >> CCHASH_PRIV_TEAM_SHIFT]);
}

/* May this team insert an element, without looking at others? */
CCHASH_PRIV_INLINE bool cchash_priv_team_has_room(const cchash_priv_team *team, const cchash_priv_type *type) {
    return team->table->size < team->table->limit && cchash_priv_team_has_node(team, type);
}

/* A walk over all buckets. It leaves the team after some of them, so that the table can grow meanwhile: then the rest
 * of the hashes is the rest of the new buckets. */
typedef struct cchash_priv_team_walk {
    uint64_t mixed; /* the first hash of the bucket that is open, or comes next */
    uint64_t *link; /* of the bucket that is open; NULL: none is */
    unsigned left;  /* buckets, until others get the team */
} cchash_priv_team_walk;
enum { CCHASH_PRIV_TEAM_PIECE = 256 };

CCHASH_PRIV_INLINE cchash_priv_team_walk cchash_priv_team_start(void) {
    const cchash_priv_team_walk walk = {0, NULL, CCHASH_PRIV_TEAM_PIECE};
    return walk;
}

/* Closes the bucket that is open, and goes to the one behind it; false: that was the last. */
CCHASH_PRIV_INLINE bool cchash_priv_team_advance(cchash_priv_team *team, cchash_priv_team_walk *walk) {
    if (walk->link) cchash_priv_team_close(team, walk->mixed);
    walk->link = NULL;
    walk->mixed = ((walk->mixed >> team->shift) + 1) << team->shift;
    if (!walk->mixed) return false;
    if (--walk->left) return true;
    walk->left = CCHASH_PRIV_TEAM_PIECE;
    cchash_priv_team_wru(team);
    cchash_priv_team_wr(team);
    return true;
}

/* Opens the next bucket that is not empty; false: there is none. The team is locked. */
CCHASH_PRIV_INLINE bool cchash_priv_team_next(cchash_priv_team *team, cchash_priv_team_walk *walk) {
    if (walk->link && !cchash_priv_team_advance(team, walk)) return false;
    do {
        if (!cchash_priv_word_load_acquire(&team->buckets[walk->mixed >> team->shift].word)) continue;
        cchash_priv_team_open(team, walk->mixed);
        walk->link = &team->links[walk->mixed >> CCHASH_PRIV_TEAM_SHIFT];
        if (*walk->link) return true;
    } while (cchash_priv_team_advance(team, walk));
    return false;
}

/* Ends a walk before its end. */
CCHASH_PRIV_INLINE void cchash_priv_team_stop(cchash_priv_team *team, cchash_priv_team_walk *walk) {
    if (walk->link) cchash_priv_team_close(team, walk->mixed);
    walk->link = NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_team_destroy_element(const cchash_priv_type *type, void *entry) {
    cchash_priv_destroy(type, cchash_priv_key(type, entry), type->value_size ? cchash_priv_value(type, entry) : NULL);
}

/* Removes the element that a link of the open bucket leads to. `scratch` has space for an entry. */
CCHASH_PRIV_INLINE void cchash_priv_team_remove(cchash_priv_team *team, const cchash_priv_type *type, uint64_t *link,
                                                void *scratch) {
    unsigned char *node = cchash_priv_chain_node(team->table, *link);
    memcpy(scratch, node, type->entry_size);
    cchash_priv_chain_remove_node(team->table, type, link, node);
    cchash_priv_team_destroy_element(type, scratch);
}

/* ---- All teams -------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_STATIC void cchash_priv_teams_lock(cchash_priv_team *first) {
    for (cchash_priv_team *team = first; team; team = team->next) cchash_priv_team_wr(team);
}

/* Unlocks all but one of them, or all (`but` is NULL). */
CCHASH_PRIV_STATIC void cchash_priv_teams_unlock(cchash_priv_team *first, const cchash_priv_team *but) {
    for (cchash_priv_team *team = first, *next; team; team = next) {
        next = team->next;
        if (team != but) cchash_priv_team_wru(team);
    }
}

/* Counts the elements. All teams are locked. */
CCHASH_PRIV_STATIC size_t cchash_priv_teams_count(cchash_priv_team *first) {
    size_t elements = 0;
    for (cchash_priv_team *team = first; team; team = team->next) {
        team->counted += team->table->size - CCHASH_PRIV_TEAM_SIZE;
        team->table->size = CCHASH_PRIV_TEAM_SIZE;
        elements += team->counted;
    }
    return elements;
}

/* The number of elements, of each team at some moment. An element may be counted out before it is counted in. */
CCHASH_PRIV_STATIC size_t cchash_priv_teams_size(cchash_priv_team *first) {
    size_t elements = 0;
    for (cchash_priv_team *team = first; team; team = team->next) {
        cchash_priv_team_rd(team);
        elements += team->counted + (team->table->size - CCHASH_PRIV_TEAM_SIZE);
        cchash_priv_team_rdu(team);
    }
    return (ptrdiff_t)elements < 0 ? 0 : elements;
}

CCHASH_PRIV_STATIC size_t cchash_priv_teams_nodes(const cchash_priv_team *first) {
    size_t nodes = 0;
    for (const cchash_priv_team *team = first; team; team = team->next) nodes += team->nodes;
    return nodes;
}

/* Gives each team that inserts a share of what is left up to the limit, half of it in all, so that the table is looked
 * at more often as it fills. No share is less than a part of the limit: the table may exceed it by 1/16. */
CCHASH_PRIV_STATIC void cchash_priv_teams_share(cchash_priv_team *first, const cchash_priv_team *me, size_t elements,
                                                size_t limit) {
    size_t teams = 0, left = elements < limit ? limit - elements : 0;
    for (cchash_priv_team *team = first; team; team = team->next) teams += team == me || team->nodes || team->counted;
    size_t share = left / 2 / teams, least = limit / 16 / teams;
    if (share < least) share = least;
    for (cchash_priv_team *team = first; team; team = team->next) {
        const bool inserts = team == me || team->nodes || team->counted;
        team->table->limit = CCHASH_PRIV_TEAM_SIZE + (inserts ? share + 1 : 0);
    }
}

/* ---- Growth: all teams are locked ------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE size_t cchash_priv_bucket_bytes(size_t buckets) {
    return cchash_priv_array_bytes(buckets, sizeof(cchash_priv_bucket), 0);
}

/* Sets the form of links in all teams. */
CCHASH_PRIV_STATIC void cchash_priv_teams_set_links(cchash_priv_team *first, bool plain) {
    for (cchash_priv_team *team = first; team; team = team->next) team->table->plain = plain;
}

/* Links all nodes of one of the old buckets into the new ones. `old` knows the form of the old links. */
CCHASH_PRIV_INLINE void cchash_priv_team_relink(const cchash_priv_chain *table, const cchash_priv_chain *old,
                                                const cchash_priv_type *type, uint64_t link,
                                                cchash_priv_bucket *buckets, unsigned shift) {
    while (link) {
        unsigned char *node = cchash_priv_chain_node(old, link);
        const uint64_t hash = cchash_priv_entry_hash(type, node, table->seed);
        const uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
        cchash_priv_bucket *bucket = &buckets[mixed >> shift];
        uint64_t front = cchash_priv_bucket_link(bucket, bucket->word);
        link = cchash_priv_chain_link(node);
        cchash_priv_chain_link_front(table, &front, node, mixed);
        cchash_priv_bucket_unlock(bucket, front);
    }
}

/* Replaces the array of buckets; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_teams_rehash(cchash_priv_team *first, const cchash_priv_type *type, size_t buckets,
                                                 bool plain) {
    enum { ahead = 16 };
    cchash_priv_bucket *const old_buckets = first->buckets;
    const size_t bytes = cchash_priv_bucket_bytes(buckets), old_count = old_buckets ? cchash_priv_team_slots(first) : 0;
    const cchash_priv_chain old = *first->table;
    cchash_priv_bucket *fresh =
        bytes == SIZE_MAX ? NULL : (cchash_priv_bucket *)type->allocate_zeroed(first->table, bytes, 64);
    if (!fresh) return false;
    cchash_priv_teams_set_links(first, plain);
    const uint8_t shift = (uint8_t)(64 - cchash_priv_ctz(buckets));
    for (size_t at = 0; at < old_count; at++) {
        if (at + ahead < old_count)
            CCHASH_PRIV_PREFETCH(cchash_priv_chain_node(&old, (uint64_t)old_buckets[at + ahead].word));
        cchash_priv_team_relink(first->table, &old, type,
                                cchash_priv_bucket_link(&old_buckets[at], old_buckets[at].word), fresh, shift);
    }
    for (cchash_priv_team *team = first; team; team = team->next) {
        team->buckets = fresh;
        team->shift = shift;
    }
    if (old_buckets) type->release(first->table, old_buckets, cchash_priv_bucket_bytes(old_count), 64);
    return true;
}

/* The function above, compiled once for a type. */
typedef bool (*cchash_priv_teams_rehasher)(cchash_priv_team *first, size_t buckets, bool plain);

/* Gives a team a chunk of its own. Nodes that have never been used become a list, since only one chunk can have such.
 */
CCHASH_PRIV_INLINE bool cchash_priv_team_add_chunk(cchash_priv_team *team, const cchash_priv_type *type,
                                                   cchash_priv_teams_rehasher rehash, size_t nodes) {
    cchash_priv_chain *table = team->table;
    cchash_priv_nodes *pool = &team->pool;
    cchash_priv_chunk *chunk = cchash_priv_chain_new_chunk(table, type, nodes, 0);
    if (!chunk) return false;
    if (cchash_priv_chain_is_high(chunk) && !table->plain && !rehash(team->first, cchash_priv_team_slots(team), true)) {
        cchash_priv_chain_release_chunk(type, table, chunk);
        return false;
    }
    for (; pool->fresh_count; pool->fresh_count--, pool->fresh += cchash_priv_chain_stride(type))
        cchash_priv_chain_recycle_node(table, type, pool->fresh);
    chunk->next = pool->first;
    pool->first = chunk;
    pool->fresh = cchash_priv_chain_chunk_nodes(type, chunk);
    pool->fresh_count = nodes;
    team->nodes += nodes;
    return true;
}

/* Moves about half of the unused nodes of one team to another that has none: some that have never been used, or the
 * first ones of the list. */
CCHASH_PRIV_INLINE void cchash_priv_team_take_nodes(cchash_priv_team *to, cchash_priv_team *from,
                                                    const cchash_priv_type *type) {
    cchash_priv_nodes *give = &from->pool, *get = &to->pool;
    size_t listed = cchash_priv_team_spare(from) - give->fresh_count, taken = give->fresh_count - give->fresh_count / 2;
    if (give->fresh_count >= listed) {
        give->fresh_count -= taken;
        get->fresh = give->fresh + give->fresh_count * cchash_priv_chain_stride(type);
        get->fresh_count = taken;
    } else {
        unsigned char *last = (unsigned char *)(uintptr_t)give->unused;
        taken = listed - listed / 2 < CCHASH_PRIV_TEAM_LIST ? listed - listed / 2 : (size_t)CCHASH_PRIV_TEAM_LIST;
        for (size_t left = taken; --left;)
            last = (unsigned char *)(uintptr_t)(cchash_priv_chain_link(last) & ~CCHASH_PRIV_LINK_UNUSED);
        get->unused = give->unused;
        give->unused = cchash_priv_chain_link(last) & ~CCHASH_PRIV_LINK_UNUSED;
        cchash_priv_chain_set_link(last, CCHASH_PRIV_LINK_UNUSED);
    }
    from->nodes -= taken;
    to->nodes += taken;
}

/* Finds nodes for a team that has none; it has none still if there is no memory. */
CCHASH_PRIV_INLINE void cchash_priv_team_provide(cchash_priv_team *team, const cchash_priv_type *type,
                                                 cchash_priv_teams_rehasher rehash) {
    cchash_priv_team *richest = team;
    size_t teams = 1;
    for (cchash_priv_team *other = team->first; other; other = other->next) {
        teams += other != team && other->nodes;
        if (cchash_priv_team_spare(other) > cchash_priv_team_spare(richest)) richest = other;
    }
    const size_t wanted = CCHASH_PRIV_TEAM_CHUNK + cchash_priv_teams_nodes(team->first) / 4 / teams;
    const size_t spare = cchash_priv_team_spare(richest);
    if (spare < 2 * CCHASH_PRIV_TEAM_CHUNK && cchash_priv_team_add_chunk(team, type, rehash, wanted)) return;
    if (spare) cchash_priv_team_take_nodes(team, richest, type);
}

/* Makes room for an insertion by a team that has none by itself: gives it nodes, and grows the table if that is due.
 * If there is no memory for growth, chains get longer, and it is tried again later. The team is locked, and is locked
 * afterwards. */
CCHASH_PRIV_INLINE void cchash_priv_team_prepare(cchash_priv_team *team, const cchash_priv_type *type,
                                                 cchash_priv_teams_rehasher rehash) {
    cchash_priv_team *first = team->first;
    cchash_priv_team_wru(team);
    cchash_priv_teams_lock(first);
    const size_t elements = cchash_priv_teams_count(first), buckets = cchash_priv_team_slots(first);
    if (elements >= cchash_priv_chain_limit(type, buckets)) (void)rehash(first, 2 * buckets, first->table->plain);
    if (!cchash_priv_team_has_node(team, type)) cchash_priv_team_provide(team, type, rehash);
    cchash_priv_teams_share(first, team, elements, cchash_priv_chain_limit(type, cchash_priv_team_slots(first)));
    cchash_priv_teams_unlock(first, team);
}

/* Makes room for that many elements in all. A team that inserts takes its nodes from the one that reserved. */
CCHASH_PRIV_INLINE bool cchash_priv_team_reserve(cchash_priv_team *team, const cchash_priv_type *type,
                                                 cchash_priv_teams_rehasher rehash, size_t count) {
    cchash_priv_team *first = team->first;
    cchash_priv_teams_lock(first);
    const size_t elements = cchash_priv_teams_count(first), nodes = cchash_priv_teams_nodes(first);
    const size_t buckets = cchash_priv_chain_slots_for(type, count),
                 bytes = cchash_priv_chain_chunk_bytes(type, count, 0);
    bool done = buckets && bytes != SIZE_MAX;
    if (done && buckets > cchash_priv_team_slots(first)) done = rehash(first, buckets, first->table->plain);
    if (done && !type->malloc_nodes && nodes < count)
        done = cchash_priv_team_add_chunk(team, type, rehash, count - nodes);
    cchash_priv_teams_share(first, team, elements, cchash_priv_chain_limit(type, cchash_priv_team_slots(first)));
    cchash_priv_teams_unlock(first, NULL);
    return done;
}

/* ---- Beginning and end: nobody else has the teams --------------------------------------------------------------- */

/* Makes a team's map a table of two buckets. */
CCHASH_PRIV_STATIC void cchash_priv_team_set_up(cchash_priv_team *team, cchash_priv_chain *table, bool pooled,
                                                cchash_priv_team *first, cchash_priv_team *next) {
    team->table = table;
    team->first = first;
    team->next = next;
    table->buckets = team->links;
    table->pool = pooled ? &team->pool : NULL;
    table->shift = CCHASH_PRIV_TEAM_SHIFT;
    table->size = table->limit = CCHASH_PRIV_TEAM_SIZE;
}

/* Removes all elements. Their nodes go to one team. */
CCHASH_PRIV_INLINE void cchash_priv_team_empty(cchash_priv_team *team, const cchash_priv_type *type, void *scratch) {
    for (size_t at = 0; team->buckets && at < cchash_priv_team_slots(team); at++) {
        uint64_t link = cchash_priv_bucket_link(&team->buckets[at], team->buckets[at].word);
        cchash_priv_bucket_unlock(&team->buckets[at], 0);
        while (link) cchash_priv_team_remove(team, type, &link, scratch);
    }
}

/* Frees the nodes and the buckets, and leaves each team's map without a table. */
CCHASH_PRIV_INLINE void cchash_priv_teams_end(cchash_priv_team *first, const cchash_priv_type *type) {
    cchash_priv_chain *const table = first->table;
    if (first->buckets)
        type->release(table, first->buckets, cchash_priv_bucket_bytes(cchash_priv_team_slots(first)), 64);
    for (cchash_priv_team *team = first; team; team = team->next) {
        cchash_priv_chunk *chunk = team->pool.first;
        for (cchash_priv_chunk *next; chunk; chunk = next) {
            next = chunk->next;
            cchash_priv_chain_release_chunk(type, table, chunk);
        }
        memset(&team->pool, 0, sizeof team->pool);
        team->nodes = 0;
        memset((void *)team->table, 0, sizeof *team->table);
    }
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

/* What is not in the teams' maps and arenas; all teams are locked. */
CCHASH_PRIV_INLINE void cchash_priv_teams_stats(cchash_priv_team *first, const cchash_priv_type *type,
                                                cchash_stats *stats) {
    const size_t slots = cchash_priv_team_slots(first), nodes = cchash_priv_teams_nodes(first);
    stats->capacity = cchash_priv_chain_limit(type, slots);
    if (!type->malloc_nodes && stats->capacity > nodes) stats->capacity = nodes;
    for (size_t at = 0; at < slots; at++) {
        size_t probe = 1;
        uint64_t link = cchash_priv_bucket_link(&first->buckets[at], first->buckets[at].word);
        for (; link; link = cchash_priv_chain_link(cchash_priv_chain_node(first->table, link)))
            cchash_priv_count_probe(stats, probe++);
    }
    stats->load = (double)stats->size / (double)slots;
    stats->bytes += cchash_priv_bucket_bytes(slots);
    if (type->malloc_nodes) stats->bytes += stats->size * type->entry_size;
    for (cchash_priv_team *team = first; team; team = team->next)
        for (const cchash_priv_chunk *chunk = team->pool.first; chunk; chunk = chunk->next)
            stats->bytes += chunk->bytes;
}

/* Checks the chain of a bucket, and adds to the number of elements. */
CCHASH_PRIV_INLINE bool cchash_priv_team_verify_bucket(const cchash_priv_team *team, const cchash_priv_type *type,
                                                       size_t at, size_t *elements, size_t most) {
    const cchash_priv_chain *table = team->table;
    const cchash_priv_bucket *bucket = &team->buckets[at];
    const uint64_t front = cchash_priv_bucket_link(bucket, bucket->word);
    uint64_t filter = UINT64_MAX;
    if (bucket->word & CCHASH_PRIV_BUCKET_LOCKED) return false;
    for (uint64_t link = front; link;) {
        unsigned char *node = cchash_priv_chain_node(table, link);
        const uint64_t hash = type->hash(cchash_priv_key(type, node), table->seed);
        const uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
        filter &= link;
        if (cchash_priv_chain_link(node) & CCHASH_PRIV_LINK_UNUSED || ++*elements > most) return false;
        if (cchash_priv_entry_hash(type, node, table->seed) != hash || mixed >> team->shift != at) return false;
        if (!(filter & cchash_priv_chain_filter_bit(table, mixed))) return false;
        for (uint64_t other = front; cchash_priv_chain_node(table, other) != node;) {
            unsigned char *before = cchash_priv_chain_node(table, other);
            if (type->equal(cchash_priv_key(type, before), cchash_priv_key(type, node))) return false;
            other = cchash_priv_chain_link(before);
        }
        link = cchash_priv_chain_link(node);
    }
    return true;
}

/* Checks the pool of a team. */
CCHASH_PRIV_INLINE bool cchash_priv_team_verify_pool(const cchash_priv_team *team, const cchash_priv_type *type) {
    const cchash_priv_nodes *pool = &team->pool;
    if (type->malloc_nodes) return !team->nodes && !pool->unused && !pool->fresh_count;
    size_t spare = cchash_priv_team_spare(team) - pool->fresh_count;
    for (uint64_t at = pool->unused; at; spare--) {
        const uint64_t link = cchash_priv_chain_link((const unsigned char *)(uintptr_t)at);
        if (!spare || !(link & CCHASH_PRIV_LINK_UNUSED)) return false;
        at = link & ~CCHASH_PRIV_LINK_UNUSED;
    }
    return !spare;
}

/* All teams are locked. */
CCHASH_PRIV_INLINE bool cchash_priv_teams_verify(cchash_priv_team *first, const cchash_priv_type *type) {
    const size_t count = cchash_priv_teams_count(first);
    size_t elements = 0, nodes = 0;
    for (cchash_priv_team *team = first; team; team = team->next) {
        if (team->buckets != first->buckets || team->shift != first->shift || team->first != first) return false;
        if (team->table->buckets != team->links || team->table->shift != CCHASH_PRIV_TEAM_SHIFT) return false;
        if (!cchash_priv_team_verify_pool(team, type)) return false;
        for (const cchash_priv_chunk *chunk = team->pool.first; chunk; chunk = chunk->next)
            nodes += cchash_priv_chain_chunk_room(type, chunk, 0);
    }
    for (size_t at = 0; at < cchash_priv_team_slots(first); at++)
        if (!cchash_priv_team_verify_bucket(first, type, at, &elements, count)) return false;
    return elements == count && nodes == cchash_priv_teams_nodes(first);
}

/* ---- What cchash/locked.h emits for this pattern ---------------------------------------------------------------- */

#if defined(__cplusplus)
#define CCHASH_PRIV_TABLE_OF(map_) decltype(((map_ *)NULL)->cchash_table)
#else
#define CCHASH_PRIV_TABLE_OF(map_) CCHASH_PRIV_TYPEOF(((map_ *)NULL)->cchash_table)
#endif

/* How an operation finds and locks what it needs, and leaves it. */
#define CCHASH_PRIV_SYNC_ACCESS_BUCKETS(name_, map_)                                                                   \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        CCHASH_PRIV_IS_SAME_TYPE(CCHASH_PRIV_TABLE_OF(map_), cchash_priv_chain),                                       \
        name_##_priv_granular_locks_are_for_chaining,                                                                  \
        "cchash: " #name_ ": CCHASH_GRANULAR is a lock in each bucket of a chaining map; this map is "                 \
        "of another layout, for which CCHASH_STRIPED with many shards does as well, see docs/sync.md");                \
    enum { name_##_priv_batch_shards = 1 };                                                                            \
    CCHASH_PRIV_INLINE size_t name_##_priv_shard_of(uint64_t cchash_mixed_) {                                          \
        return 1 + CCHASH_PRIV_TEAM_OF(cchash_mixed_, name_##_priv_shards);                                            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE cchash_priv_team *name_##_priv_team(name_##_priv_shard *cchash_all_, size_t cchash_at_) {       \
        return &cchash_all_[cchash_at_].cchash_parts.cchash_lock;                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE bool name_##_priv_rehash(cchash_priv_team *cchash_first_, size_t cchash_buckets_,              \
                                                 bool cchash_plain_) {                                                 \
        return cchash_priv_teams_rehash(cchash_first_, &map_##_priv_type, cchash_buckets_, cchash_plain_);             \
    }                                                                                                                  \
    CCHASH_PRIV_COLD void name_##_priv_prepare(cchash_priv_team *cchash_team_) {                                       \
        cchash_priv_team_prepare(cchash_team_, &map_##_priv_type, name_##_priv_rehash);                                \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_open(name_##_priv_parts *cchash_shard_, uint64_t cchash_mixed_) {             \
        cchash_priv_team_open_found(&cchash_shard_->cchash_lock, cchash_mixed_);                                       \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_close(name_##_priv_parts *cchash_shard_, uint64_t cchash_mixed_) {            \
        cchash_priv_team_close(&cchash_shard_->cchash_lock, cchash_mixed_);                                            \
    }                                                                                                                  \
    /* For an insertion. */                                                                                            \
    CCHASH_PRIV_INLINE void name_##_priv_open_need(name_##_priv_parts *cchash_shard_, uint64_t cchash_mixed_) {        \
        cchash_priv_team *cchash_team_ = &cchash_shard_->cchash_lock;                                                  \
        if (CCHASH_PRIV_UNLIKELY(!cchash_priv_team_has_room(cchash_team_, &map_##_priv_type)))                         \
            name_##_priv_prepare(cchash_team_);                                                                        \
        cchash_priv_team_open(cchash_team_, cchash_mixed_);                                                            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_prefetch_in(const name_##_priv_parts *cchash_shard_,                          \
                                                     cchash_priv_hashes cchash_hashes_) {                              \
        const cchash_priv_team *cchash_team_ = &cchash_shard_->cchash_lock;                                            \
        CCHASH_PRIV_PREFETCH(&cchash_team_->buckets[cchash_hashes_.mixed >> cchash_team_->shift]);                     \
    }                                                                                                                  \
    /* The teams have been made, each with an empty map that has the seed; false: no memory. */                        \
    CCHASH_PRIV_STATIC bool name_##_priv_set_up(name_##_priv_shard *cchash_all_) {                                     \
        for (size_t cchash_at_ = name_##_priv_shards; cchash_at_; cchash_at_--)                                        \
            cchash_priv_team_set_up(                                                                                   \
                name_##_priv_team(cchash_all_, cchash_at_),                                                            \
                (cchash_priv_chain *)(void *)&cchash_all_[cchash_at_].cchash_parts.cchash_map.cchash_table,            \
                !map_##_priv_type.malloc_nodes, name_##_priv_team(cchash_all_, 1),                                     \
                cchash_at_ == name_##_priv_shards ? NULL : name_##_priv_team(cchash_all_, cchash_at_ + 1));            \
        return name_##_priv_rehash(name_##_priv_team(cchash_all_, 1), CCHASH_PRIV_TEAM_BUCKETS,                        \
                                   map_##_priv_type.malloc_nodes);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_tear_down(name_##_priv_shard *cchash_all_) {                                  \
        map_##_priv_scratch cchash_scratch_;                                                                           \
        cchash_priv_team_empty(name_##_priv_team(cchash_all_, 1), &map_##_priv_type, &cchash_scratch_);                \
        cchash_priv_teams_end(name_##_priv_team(cchash_all_, 1), &map_##_priv_type);                                   \
    }

/* Functions of the whole map. A map that has no table is what else a team has: an arena. */
#define CCHASH_PRIV_SYNC_WHOLE_BUCKETS(kind_, name_, map_, lock_)                                                      \
    CCHASH_PRIV_STATIC size_t name_##_size(const name_ *cchash_sync_) {                                                \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        const size_t cchash_size_ = cchash_all_ ? cchash_priv_teams_size(name_##_priv_team(cchash_all_, 1)) : 0;       \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_size_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_reserve(name_ *cchash_sync_, size_t cchash_count_) {                               \
        name_##_priv_shard *cchash_all_ = name_##_priv_need(cchash_sync_);                                             \
        if (!cchash_all_) return false;                                                                                \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        const bool cchash_done_ = cchash_priv_team_reserve(name_##_priv_team(cchash_all_, name_##_priv_shard_of(0)),   \
                                                           &map_##_priv_type, name_##_priv_rehash, cchash_count_);     \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_done_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC map_ name_##_priv_bare(name_##_priv_shard *cchash_all_, size_t cchash_at_) {                    \
        map_ cchash_bare_ = cchash_all_[cchash_at_].cchash_parts.cchash_map;                                           \
        memset((void *)&cchash_bare_.cchash_table, 0, sizeof cchash_bare_.cchash_table);                               \
        return cchash_bare_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_clear(name_ *cchash_sync_) {                                                       \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        map_##_priv_scratch cchash_scratch_;                                                                           \
        if (!cchash_all_) return;                                                                                      \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        cchash_priv_teams_lock(name_##_priv_team(cchash_all_, 1));                                                     \
        cchash_priv_team_empty(name_##_priv_team(cchash_all_, name_##_priv_shard_of(0)), &map_##_priv_type,            \
                               &cchash_scratch_);                                                                      \
        for (size_t cchash_at_ = 1; cchash_at_ <= name_##_priv_shards; cchash_at_++) {                                 \
            map_ *cchash_map_ = &cchash_all_[cchash_at_].cchash_parts.cchash_map;                                      \
            map_ cchash_bare_ = name_##_priv_bare(cchash_all_, cchash_at_);                                            \
            map_##_clear(&cchash_bare_);                                                                               \
            memcpy((void *)&cchash_bare_.cchash_table, (const void *)&cchash_map_->cchash_table,                       \
                   sizeof cchash_bare_.cchash_table);                                                                  \
            *cchash_map_ = cchash_bare_;                                                                               \
        }                                                                                                              \
        cchash_priv_teams_unlock(name_##_priv_team(cchash_all_, 1), NULL);                                             \
        CCHASH_PRIV_LET_GO();                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_SYNC_CHECKS_BUCKETS(name_, map_)                                                                       \
    CCHASH_PRIV_SYNC_WALKS_BUCKETS(kind_, name_, map_)

#define CCHASH_PRIV_SYNC_CHECKS_BUCKETS(name_, map_)                                                                   \
    CCHASH_PRIV_STATIC cchash_stats name_##_stats(const name_ *cchash_sync_) {                                         \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        cchash_stats cchash_stats_;                                                                                    \
        memset(&cchash_stats_, 0, sizeof cchash_stats_);                                                               \
        if (!cchash_all_) return cchash_stats_;                                                                        \
        cchash_stats_.bytes = CCHASH_PRIV_SYNC_BYTES(name_);                                                           \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        cchash_priv_teams_lock(name_##_priv_team(cchash_all_, 1));                                                     \
        cchash_priv_teams_stats(name_##_priv_team(cchash_all_, 1), &map_##_priv_type, &cchash_stats_);                 \
        for (size_t cchash_at_ = 1; cchash_at_ <= name_##_priv_shards; cchash_at_++) {                                 \
            const map_ cchash_bare_ = name_##_priv_bare(cchash_all_, cchash_at_);                                      \
            cchash_stats_.bytes += map_##_stats(&cchash_bare_).bytes;                                                  \
        }                                                                                                              \
        cchash_priv_teams_unlock(name_##_priv_team(cchash_all_, 1), NULL);                                             \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_stats_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_verify(const name_ *cchash_sync_) {                                                \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        if (!cchash_all_) return true;                                                                                 \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        cchash_priv_teams_lock(name_##_priv_team(cchash_all_, 1));                                                     \
        const bool cchash_right_ = cchash_priv_teams_verify(name_##_priv_team(cchash_all_, 1), &map_##_priv_type);     \
        cchash_priv_teams_unlock(name_##_priv_team(cchash_all_, 1), NULL);                                             \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_right_;                                                                                          \
    }

/* Bucket after bucket, each locked. A link is the first field of a node. */
#define CCHASH_PRIV_SYNC_WALKS_BUCKETS(kind_, name_, map_)                                                             \
    CCHASH_PRIV_STATIC void name_##_for_each(                                                                          \
        const name_ *cchash_sync_,                                                                                     \
        bool (*cchash_visit_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),          \
        void *cchash_context_) {                                                                                       \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        bool cchash_goes_on_ = cchash_all_ != NULL;                                                                    \
        if (!cchash_goes_on_) return;                                                                                  \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        cchash_priv_team *cchash_team_ = name_##_priv_team(cchash_all_, name_##_priv_shard_of(0));                     \
        cchash_priv_team_walk cchash_walk_ = cchash_priv_team_start();                                                 \
        cchash_priv_team_rd(cchash_team_);                                                                             \
        while (cchash_goes_on_ && cchash_priv_team_next(cchash_team_, &cchash_walk_))                                  \
            for (uint64_t cchash_link_ = *cchash_walk_.link; cchash_goes_on_ && cchash_link_;) {                       \
                map_##_entry *cchash_entry_ =                                                                          \
                    (map_##_entry *)(void *)cchash_priv_chain_node(cchash_team_->table, cchash_link_);                 \
                cchash_goes_on_ = cchash_visit_(                                                                       \
                    &cchash_entry_->cchash_key CCHASH_PRIV_VALUED##kind_(, &cchash_entry_->cchash_value),              \
                    cchash_context_);                                                                                  \
                cchash_link_ = cchash_priv_chain_link((const unsigned char *)cchash_entry_);                           \
            }                                                                                                          \
        cchash_priv_team_stop(cchash_team_, &cchash_walk_);                                                            \
        cchash_priv_team_rdu(cchash_team_);                                                                            \
        CCHASH_PRIV_LET_GO();                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC size_t name_##_retain(                                                                          \
        name_ *cchash_sync_,                                                                                           \
        bool (*cchash_keep_)(const name_##_key *CCHASH_PRIV_VALUED##kind_(, const name_##_value *), void *),           \
        void *cchash_context_) {                                                                                       \
        name_##_priv_shard *cchash_all_ = name_##_priv_all(cchash_sync_);                                              \
        size_t cchash_removed_ = 0;                                                                                    \
        map_##_priv_scratch cchash_scratch_;                                                                           \
        if (!cchash_all_) return 0;                                                                                    \
        CCHASH_PRIV_HOLD(cchash_sync_);                                                                                \
        cchash_priv_team *cchash_team_ = name_##_priv_team(cchash_all_, name_##_priv_shard_of(0));                     \
        cchash_priv_team_walk cchash_walk_ = cchash_priv_team_start();                                                 \
        cchash_priv_team_wr(cchash_team_);                                                                             \
        while (cchash_priv_team_next(cchash_team_, &cchash_walk_))                                                     \
            for (uint64_t *cchash_link_ = cchash_walk_.link; *cchash_link_;) {                                         \
                map_##_entry *cchash_entry_ =                                                                          \
                    (map_##_entry *)(void *)cchash_priv_chain_node(cchash_team_->table, *cchash_link_);                \
                const bool cchash_stays_ =                                                                             \
                    cchash_keep_(&cchash_entry_->cchash_key CCHASH_PRIV_VALUED##kind_(, &cchash_entry_->cchash_value), \
                                 cchash_context_);                                                                     \
                if (cchash_stays_)                                                                                     \
                    cchash_link_ = (uint64_t *)(void *)cchash_entry_;                                                  \
                else                                                                                                   \
                    cchash_priv_team_remove(cchash_team_, &map_##_priv_type, cchash_link_, &cchash_scratch_);          \
                cchash_removed_ += !cchash_stays_;                                                                     \
            }                                                                                                          \
        cchash_priv_team_wru(cchash_team_);                                                                            \
        CCHASH_PRIV_LET_GO();                                                                                          \
        return cchash_removed_;                                                                                        \
    }

#include "macros_sync_on.h"

#endif
