// peers: khash uthash stb_ds std boost
#include <stddef.h>
// The arena comes first, because the C tables take their allocator from macros.
struct arena {
    char *bytes;
    size_t size, used;
};
static char arena_bytes[1 << 16];
static arena memory = {arena_bytes, sizeof arena_bytes, 0};
static inline void *arena_allocate(size_t size) {
    size = (size + 15) & ~(size_t)15;
    if (size > memory.size - memory.used) return NULL;
    memory.used += size;
    return memory.bytes + memory.used - size;
}
#if defined PEER_khash
#include <string.h>
static inline void *arena_calloc(size_t count, size_t size) {
    void *block = arena_allocate(count * size);
    return block ? memset(block, 0, count * size) : NULL;
}
static inline void *arena_realloc(void *block, size_t size) { // the old size is not known, but what lies behind is ours
    char *copy = (char *)arena_allocate(size);
    if (copy && block)
        memcpy(copy, block, (size_t)(copy - (char *)block) < size ? (size_t)(copy - (char *)block) : size);
    return copy;
}
#define kcalloc(count, size) arena_calloc(count, size)
#define kmalloc(size) arena_allocate(size)
#define krealloc(block, size) arena_realloc(block, size)
#define kfree(block) ((void)(block))
#elif defined PEER_uthash
#define uthash_malloc(size) arena_allocate(size)
#define uthash_free(block, size) ((void)(block))
#define HASH_INITIAL_NUM_BUCKETS 16U // as few as the others, for a table that is made for each request
#define HASH_INITIAL_NUM_BUCKETS_LOG2 4U
#elif defined PEER_stb_ds
#include <string.h>
static inline void *arena_realloc(void *block, size_t size) {
    char *copy = (char *)arena_allocate(size);
    if (copy && block)
        memcpy(copy, block, (size_t)(copy - (char *)block) < size ? (size_t)(copy - (char *)block) : size);
    return copy;
}
#define STBDS_REALLOC(context, block, size) arena_realloc(block, size)
#define STBDS_FREE(context, block) ((void)(block))
#endif
#include "peers.h"

#if defined PEER_khash
KHASH_INIT(headers, view, view, 1, hash_view, same_view)
struct headers {
    khash_t(headers) *map = kh_init(headers);
    void put(view name, view value) {
        int added;
        khint_t slot = kh_put(headers, map, name, &added);
        kh_value(map, slot) = value;
    }
    size_t length(view name) {
        khint_t slot = kh_get(headers, map, name);
        return slot == kh_end(map) ? 0 : kh_value(map, slot).size();
    }
};
#elif defined PEER_uthash
struct node {
    view name, value;
    UT_hash_handle hh;
};
struct headers {
    node *map = NULL;
    node *find(view name) {
        node *n;
        HASH_FIND(hh, map, name.data(), name.size(), n);
        return n;
    }
    void put(view name, view value) {
        node *n = find(name);
        if (!n) {
            n = (node *)arena_allocate(sizeof *n);
            n->name = name;
            HASH_ADD_KEYPTR(hh, map, n->name.data(), n->name.size(), n);
        }
        n->value = value;
    }
    size_t length(view name) {
        node *n = find(name);
        return n ? n->value.size() : 0;
    }
};
#elif defined PEER_stb_ds
struct entry {
    char *key;
    view value;
};
struct headers {
    entry *map = NULL;
    void put(view name, view value) {
        char *copy = (char *)arena_allocate(name.size() + 1); // keys have to end with NUL
        memcpy(copy, name.data(), name.size());
        copy[name.size()] = 0;
        shput(map, copy, value);
    }
    size_t length(view name) {
        ptrdiff_t i = shgeti(map, (char *)name.data());
        return i < 0 ? 0 : map[i].value.size();
    }
};
#else
#include <memory_resource>
#if defined PEER_boost
using pmr_map = boost::unordered_flat_map<view, view, text_hash, std::equal_to<>,
                                          std::pmr::polymorphic_allocator<std::pair<const view, view>>>;
#else
using pmr_map = std::pmr::unordered_map<view, view, text_hash, std::equal_to<>>;
#endif
struct headers {
    std::pmr::monotonic_buffer_resource resource{arena_bytes, sizeof arena_bytes, std::pmr::null_memory_resource()};
    pmr_map map{&resource};
    void put(view name, view value) { map.insert_or_assign(name, value); }
    size_t length(view name) {
        auto found = map.find(name);
        return found == map.end() ? 0 : found->second.size();
    }
};
#endif

static view part(const char **at, char end) {
    const char *start = *at, *stop = strchr(start, end);
    if (!stop) stop = start + strlen(start);
    *at = stop + (*stop != 0);
    return view(start, (size_t)(stop - start));
}

static size_t handle(const char *request) {
    memory.used = 0;
    headers h;
    while (*request) {
        view name = part(&request, ':'), value = part(&request, '\n');
        h.put(name, value);
    }
    size_t bytes = 0;
    for (const char *name : {"Host", "Agent", "Cookie"}) bytes += h.length(name);
    return bytes;
}

int main(int argc, char **argv) {
    const char *requests[] = {
        "Host:example.org\nAgent:curl\nAccept:*/*\n",
        "Host:www.example.org\nAgent:Mozilla/5.0 (X11; Linux x86_64)\nAccept:text/html\nAccept-Language:en\n"
        "Accept-Encoding:gzip, br\nReferer:https://example.org/\nConnection:keep-alive\nCookie:session=38afes7a8\n"
        "Sec-Fetch-Dest:document\nSec-Fetch-Mode:navigate\nSec-Fetch-Site:same-origin\nPriority:u=0\n",
        "Host:api.example.org\nAccept:application/json\nAuthorization:Bearer 0123456789\n"
        "Content-Type:application/json\nContent-Length:42\nX-Request-Id:7\nConnection:close\n"};
    size_t count = example_count(argc, argv, 6), total = 0;
    example_start();
    for (size_t i = 0; i < count; i++) total += handle(requests[i % 3]);
    example_stop();
    printf("%zu requests, %zu bytes of host, agent and cookie\n", count, total);
}
