/* Keys and values that know whether they are alive: each copy has a serial number of its own, and destroying one twice,
 * or a map that shows a dead one, fails the test. Callbacks count their calls and can jump out at a chosen one. */
#ifndef CCHASH_TESTS_TRACKED_H
#define CCHASH_TESTS_TRACKED_H

#include "test.h"

typedef struct {
    int id;
    int serial; /* 0: the zeroed value that upsert makes; negative: the caller's own, never to be destroyed */
} tracked;

enum { TRACKED_MOST = 1 << 20 };
static bool tracked_alive[TRACKED_MOST];
static int tracked_serials = 1, tracked_count;

static tracked tracked_make(int id) {
    tracked t;
    t.id = id;
    t.serial = tracked_serials++;
    CHECK(t.serial < TRACKED_MOST);
    tracked_alive[t.serial] = true;
    tracked_count++;
    return t;
}

static tracked tracked_borrow(int id) {
    tracked t;
    t.id = id;
    t.serial = -1;
    return t;
}

static void tracked_destroy(tracked *t) {
    CHECK_MSG(t->serial >= 0, "a key or value that the caller kept is destroyed");
    if (t->serial > 0) {
        CHECK_MSG(tracked_alive[t->serial], "number %d is destroyed twice", t->id);
        tracked_alive[t->serial] = false;
        tracked_count--;
    }
}

static bool tracked_is_alive(const tracked *t) { return t->serial == 0 || (t->serial > 0 && tracked_alive[t->serial]); }

static void tracked_reset(void) {
    memset(tracked_alive, 0, sizeof tracked_alive);
    tracked_serials = 1;
    tracked_count = 0;
}

#endif
