/* Everything that is declared and implemented apart, in each layout: a function without a prototype is a warning with
 * -Wmissing-prototypes, and all names with linkage can be read from the object file. */
#include "cchash.h"
#include "tests/support/layouts.h"

typedef struct person {
    const char *called;
    int badge;
} person;
struct pool;
static inline uint64_t person_hash(person key) { return cchash_hash_cstr(key.called); }
static inline bool person_eq(person left, person right) { return strcmp(left.called, right.called) == 0; }
static inline bool person_is_called(person stored, const char *called) { return strcmp(stored.called, called) == 0; }
static inline bool person_hire(person *to, const char *const *called) {
    to->called = *called;
    to->badge = 0;
    return true;
}
static inline void *pool_allocate(struct pool *pool, size_t size, size_t align) {
    (void)pool, (void)align;
    return malloc(size);
}
static inline void pool_release(struct pool *pool, void *block, size_t size, size_t align) {
    (void)pool, (void)size, (void)align;
    free(block);
}

#define POOL (CCHASH_ALLOCATOR(struct pool *, pool_allocate, pool_release))
#define POOL_ARENA (CCHASH_ARENA_KEYS, CCHASH_ALLOCATOR(struct pool *, pool_allocate, pool_release))
#define HIRE (CCHASH_MAKE_KEY(person_hire))
#define ALL(prefix_, name_)                                                                                            \
    prefix_##_DECLARE(name_##_wordmap, const char *, uint64_t);                                                        \
    prefix_##_IMPLEMENT(name_##_wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);                    \
    prefix_##_DECLARE_SET(name_##_wordset, const char *);                                                              \
    prefix_##_IMPLEMENT_SET(name_##_wordset, const char *, cchash_hash_cstr, cchash_eq_cstr);                          \
    prefix_##_DECLARE_EX(name_##_poolmap, uint64_t, int, POOL);                                                        \
    prefix_##_IMPLEMENT_EX(name_##_poolmap, uint64_t, int, cchash_hash_u64, cchash_eq_u64, POOL);                      \
    prefix_##_DECLARE_SET_EX(name_##_poolset, uint64_t, POOL);                                                         \
    prefix_##_IMPLEMENT_SET_EX(name_##_poolset, uint64_t, cchash_hash_u64, cchash_eq_u64, POOL);                       \
    prefix_##_DECLARE_STR(name_##_textmap, uint64_t);                                                                  \
    prefix_##_IMPLEMENT_STR(name_##_textmap, uint64_t);                                                                \
    prefix_##_DECLARE_STR_SET(name_##_textset);                                                                        \
    prefix_##_IMPLEMENT_STR_SET(name_##_textset);                                                                      \
    prefix_##_DECLARE_STR(name_##_keptmap, uint64_t, (CCHASH_ARENA_KEYS));                                             \
    prefix_##_IMPLEMENT_STR(name_##_keptmap, uint64_t, (CCHASH_ARENA_KEYS));                                           \
    prefix_##_DECLARE_STR_SET(name_##_keptset, POOL_ARENA);                                                            \
    prefix_##_IMPLEMENT_STR_SET(name_##_keptset, POOL_ARENA);                                                          \
    prefix_##_DECLARE(name_##_people, person, int);                                                                    \
    prefix_##_IMPLEMENT(name_##_people, person, int, person_hash, person_eq);                                          \
    CCHASH_DECLARE_LOOKUP_EX(name_##_people, name, const char *, HIRE);                                                \
    CCHASH_IMPLEMENT_LOOKUP_EX(name_##_people, name, const char *, cchash_hash_cstr, person_is_called, HIRE);          \
    prefix_##_DECLARE_SET(name_##_crew, person);                                                                       \
    prefix_##_IMPLEMENT_SET(name_##_crew, person, person_hash, person_eq);                                             \
    CCHASH_DECLARE_LOOKUP_SET_EX(name_##_crew, name, const char *, HIRE);                                              \
    CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_##_crew, name, const char *, cchash_hash_cstr, person_is_called, HIRE);        \
    prefix_##_DEFINE(name_##_own_wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);                   \
    prefix_##_DEFINE_SET(name_##_own_wordset, const char *, cchash_hash_cstr, cchash_eq_cstr);                         \
    prefix_##_DEFINE_EX(name_##_own_poolmap, uint64_t, int, cchash_hash_u64, cchash_eq_u64, POOL);                     \
    prefix_##_DEFINE_STR(name_##_own_textmap, uint64_t);                                                               \
    prefix_##_DEFINE_STR_SET(name_##_own_textset);                                                                     \
    prefix_##_DEFINE_STR_ARENA(name_##_own_keptmap, uint64_t);                                                         \
    prefix_##_DEFINE_STR_SET(name_##_own_keptset, (CCHASH_ARENA_KEYS));                                                \
    prefix_##_DEFINE(name_##_own_people, person, int, person_hash, person_eq);                                         \
    CCHASH_LOOKUP_EX(name_##_own_people, name, const char *, cchash_hash_cstr, person_is_called, HIRE);                \
    prefix_##_DEFINE_SET(name_##_own_crew, person, person_hash, person_eq);                                            \
    CCHASH_LOOKUP_SET_EX(name_##_own_crew, name, const char *, cchash_hash_cstr, person_is_called, HIRE);

ALL(CCHASH, usual)
#define ALL_OF_LAYOUT(LAYOUT_, layout_) ALL(CCHASH_##LAYOUT_, layout_)
EACH_LAYOUT(ALL_OF_LAYOUT)
