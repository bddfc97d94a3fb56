/* An allocator of one's own: for each request, a map of its headers in an arena, which is emptied afterwards. The map
 * is never freed. (CCHASH_ALLOCATOR takes any pair of functions; the context is a pointer here, and may be any type.)
 */
#include "cchash.h"
#include "example.h"

typedef struct {
    char *bytes;
    size_t size, used;
} arena;

static void *arena_allocate(arena *a, size_t size, size_t align) {
    size_t gap = (0 - (uintptr_t)(a->bytes + a->used)) & (align - 1);
    if (gap > a->size - a->used || size > a->size - a->used - gap) return NULL;
    a->used += gap + size;
    return a->bytes + a->used - size;
}

static void arena_release(arena *a, void *block, size_t size, size_t align) { /* the last block can be used again */
    (void)align;
    if ((char *)block + size == a->bytes + a->used) a->used -= size;
}

CCHASH_DEFINE_EX(headers, cchash_view, cchash_view, cchash_hash_view, cchash_eq_view,
                 (CCHASH_GOOD_HASH, CCHASH_ALLOCATOR(arena *, arena_allocate, arena_release)));

/* The text up to `end`; moves *at behind it. */
static cchash_view part(const char **at, char end) {
    const char *start = *at, *stop = strchr(start, end);
    if (!stop) stop = start + strlen(start);
    *at = stop + (*stop != 0);
    return cchash_view_n(start, (size_t)(stop - start));
}

/* The bytes of a request's Host, Agent and Cookie, as far as they are there; -1: no memory. */
static long handle(arena *memory, const char *request) {
    headers h;
    long bytes = 0;
    memory->used = 0;
    headers_init_allocator(&h, memory);
    while (*request) {
        cchash_view name = part(&request, ':'), value = part(&request, '\n');
        if (headers_put(&h, name, value) < 0) return -1;
    }
    const char *wanted[] = {"Host", "Agent", "Cookie"};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const cchash_view *value = headers_get(&h, cchash_view_cstr(wanted[i]));
        if (value) bytes += (long)value->len;
    }
    return bytes;
}

int main(int argc, char **argv) {
    const char *requests[] = {
        "Host:example.org\nAgent:curl\nAccept:*/*\n",
        "Host:www.example.org\nAgent:Mozilla/5.0 (X11; Linux x86_64)\nAccept:text/html\nAccept-Language:en\n"
        "Accept-Encoding:gzip, br\nReferer:https://example.org/\nConnection:keep-alive\nCookie:session=38afes7a8\n"
        "Sec-Fetch-Dest:document\nSec-Fetch-Mode:navigate\nSec-Fetch-Site:same-origin\nPriority:u=0\n",
        "Host:api.example.org\nAccept:application/json\nAuthorization:Bearer "
        "0123456789\nContent-Type:application/json\n"
        "Content-Length:42\nX-Request-Id:7\nConnection:close\n"};
    size_t count = example_count(argc, argv, 6), total = 0;
    static char room[1 << 16];
    arena memory = {room, sizeof room, 0};

    example_start();
    for (size_t i = 0; i < count; i++) {
        long bytes = handle(&memory, requests[i % 3]);
        if (bytes < 0) return example_no_memory();
        total += (size_t)bytes;
    }
    example_stop();

    printf("%zu requests, %zu bytes of host, agent and cookie\n", count, total);
    return 0;
}
