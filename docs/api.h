/* The generated API: what CCHASH_DEFINE and its relatives make, written out as plain prototypes with their meanings.
 * Here a map called `wordmap`, K = const char *, V = uint64_t, and further down a set called `wordset` of the same
 * keys:
 *
 *     CCHASH_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *     CCHASH_DEFINE_SET(wordset, const char *, cchash_hash_cstr, cchash_eq_cstr);
 *
 * All three layouts generate the same functions. A test compares this page with the preprocessor's output, so that it
 * stays true. It is there to be read; no program includes it. Elsewhere: the macros in cchash.h, traits in
 * cchash/traits.h, hash functions in cchash/hash.h, strings in cchash_str.h, switches in cchash/base.h.
 *
 * What holds for all of it:
 * - Errors are returned. Nothing exits, aborts or prints (unless CCHASH_DEBUG meets misuse), and errno is left as
 * found. When memory runs out, the map is exactly what it was before the call.
 * - Functions that take a const map write nothing. Any number of threads may read one map at once.
 * - How long pointers to keys and values stay valid. Chaining: until that element is removed. Open addressing and
 *   compact: until the next call that can insert, remove, reserve or shrink. Iterators: until the next insertion, or a
 *   removal other than by wordmap_remove_at.
 * - Sizes and counts are numbers of elements; `memory` and `bytes` are bytes.
 * - Keys are compared by eqfn alone. The first of several equal keys is the one that is kept. A key must hash and
 *   compare as when it was stored for as long as it is in the map. C strings are not NULL. Structs with padding must be
 *   hashed and compared by field, because padding is not copied with them.
 * - Integer keys of any width, enums and bool go with cchash_hash_u64 and cchash_eq_u64 (up to 32 bits also _u32).
 * - Hashes of text (cchash_hash_cstr, _view, _str, maps of strings) differ from process to process. If all of a program
 *   defines CCHASH_SEED, they are the same on every machine, as those of cchash_hash_bytes(bytes, size, seed) always
 *   are.
 * - Floods of keys made to collide: the secrets of the process in text hashes, and the seed of each map, stop an
 *   attacker who does not know them. They do not stop one who sees hashes, the order of iteration, or precise times.
 *   CCHASH_SIPHASH does: SipHash-1-3 under 128 secret bits and the map's seed.
 * - hash, eq, copiers, destructors and `keep` must not change the map that calls them. They may jump out (longjmp, an
 *   exception): the map stays consistent, but the element that was being stored or removed may leak. */
#include "cchash.h"

typedef const char *wordmap_key; /* K */
typedef uint64_t wordmap_value;  /* V */
typedef struct wordmap wordmap;  /* {0}, in C++ {}, is a valid empty map; a plain struct copy moves it */
typedef struct wordmap_iter {
    const wordmap_key *key; /* both valid after wordmap_next has returned true */
    wordmap_value *value;
    /* and the library's own record of where the iterator stands */
} wordmap_iter;

/* ---- A map: life and size ---- */

/* Makes *map empty, as {0} does. What it held before is forgotten, not freed. Allocates nothing. */
void wordmap_init(wordmap *map);

/* Makes *map an empty map with this seed (any value, 0 too), instead of one that is drawn at the first allocation. The
 * same seed and the same calls give the same order of iteration. The seed stays through free, clear and shrink. Two
 * maps of one seed have keys in the same order, so putting one into the other in its order is slow (up to quadratic)
 * unless room for all is reserved first. The same is true of CCHASH_SEED, which is the seed of every map. Drawn seeds
 * differ between maps, between processes, and between parent and child after fork. */
void wordmap_init_seed(wordmap *map, uint64_t seed);

/* Gives all memory back, after destroying the elements if the map owns them. The map is empty again: it may be used, or
 * freed once more. A seed that was given, and an allocator's context, stay. */
void wordmap_free(wordmap *map);

/* Elements held. */
size_t wordmap_size(const wordmap *map);

/* Elements that the map can hold without growing. The size may be larger: if memory to grow is refused, insertions go
 * on into slots that are kept free for speed, until one is left. */
size_t wordmap_capacity(const wordmap *map);

/* Bytes that the map owns, without those that keys and values point to, and without the struct itself. */
size_t wordmap_memory(const wordmap *map);

/* Makes room for `count` elements in all, so that the map does not grow before. Never shrinks. false: no memory,
 * nothing changed. */
bool wordmap_reserve(wordmap *map, size_t count);

/* Gives spare memory back. false: no memory for a smaller array, nothing lost. A map that moves into a smaller array
 * draws its seed again, and so has another order of iteration, unless the seed was given or the hash is seeded. */
bool wordmap_shrink(wordmap *map);

/* Removes all elements, destroying what the map owns of them. Keeps the memory. */
void wordmap_clear(wordmap *map);

/* Makes *to a deep copy of *from; keys and values go through the copiers if there are any. What *to held is destroyed,
 * but only when the copy is complete. false (no memory, a copier failed, or the type owns parts that it has no copier
 * for) leaves *to as it was. Cloning a map into itself does nothing. The copy has the seed of *from, so hashes made for
 * the one are good for the other, with CCHASH_SEEDED_HASH or CCHASH_SIPHASH too. */
bool wordmap_clone(wordmap *to, const wordmap *from);

/* Exchanges two maps, with their seeds and contexts; both may be the same map. Elements do not move. */
void wordmap_swap(wordmap *left, wordmap *right);

/* Size, capacity, bytes, load, and how many probes it takes to find an element: mean, maximum and a histogram
 * (cchash_stats in cchash/base.h). Reads every element. */
cchash_stats wordmap_stats(const wordmap *map);

/* Checks every invariant of the structure, and calls hash and eq for each element. true: all hold. For tests and
 * debugging. */
bool wordmap_verify(const wordmap *map);

/* ---- A map: lookup ---- */

/* The user's hash of the key, before the map mixes it with its seed. It is the same for every map of the type. The
 * functions called ..._hashed take it, which saves hashing again. With CCHASH_SEEDED_HASH or CCHASH_SIPHASH it is this
 * map's own: valid from wordmap_init_seed or the first insertion on, through growth, shrink, clear and free. */
uint64_t wordmap_hash(const wordmap *map, wordmap_key key);

/* Is the key in the map? */
bool wordmap_contains(const wordmap *map, wordmap_key key);
bool wordmap_contains_hashed(const wordmap *map, uint64_t hash, wordmap_key key);

/* The value of the key, to read or to change; NULL: absent. */
wordmap_value *wordmap_get(const wordmap *map, wordmap_key key);
wordmap_value *wordmap_get_hashed(const wordmap *map, uint64_t hash, wordmap_key key);

/* A copy of the value of the key, or `otherwise` if the key is absent. */
wordmap_value wordmap_get_or(const wordmap *map, wordmap_key key, wordmap_value otherwise);

/* The map's own key that equals this one (for interning); NULL: absent. */
const wordmap_key *wordmap_get_key(const wordmap *map, wordmap_key key);

/* Starts loading the memory that a later get or put of the key will touch, and returns at once. */
void wordmap_prefetch(const wordmap *map, wordmap_key key);
void wordmap_prefetch_hashed(const wordmap *map, uint64_t hash, wordmap_key key);

/* Sets out[i] to the value of keys[i], or to NULL if that is absent; returns how many were found. Faster than `count`
 * gets where memory is slow, because the lookups overlap. */
size_t wordmap_get_many(const wordmap *map, const wordmap_key *keys, size_t count, wordmap_value **out);

/* ---- A map: insertion ----
 * CCHASH_INSERTED 1, CCHASH_PRESENT 0, CCHASH_NOMEM -1. A map with destructors takes over what it accepts; one with
 * copiers copies it. On CCHASH_NOMEM the caller still owns both. Arguments may be read from the map itself. */

/* Inserts the pair, or overwrites the value. CCHASH_PRESENT: the stored key stays. The old value is destroyed, and so
 * is the key that was passed, unless the map copies keys. */
int wordmap_put(wordmap *map, wordmap_key key, wordmap_value value);
int wordmap_put_hashed(wordmap *map, uint64_t hash, wordmap_key key, wordmap_value value);

/* Inserts only if the key is absent. CCHASH_PRESENT: nothing was accepted, the value that is there stays. */
int wordmap_add(wordmap *map, wordmap_key key, wordmap_value value);
int wordmap_add_hashed(wordmap *map, uint64_t hash, wordmap_key key, wordmap_value value);

/* Finds the value of the key, or inserts the key with a zeroed value, in one search; NULL: no memory. *inserted says
 * which; `inserted` may be NULL. */
wordmap_value *wordmap_upsert(wordmap *map, wordmap_key key, bool *inserted);
wordmap_value *wordmap_upsert_hashed(wordmap *map, uint64_t hash, wordmap_key key, bool *inserted);

/* The same as `count` puts in order. Returns how many keys were new, or -1 - i if memory ran out at pair i: the pairs
 * before it are in, and pair i and the later ones are still the caller's. The arrays must not lie in the map itself. */
ptrdiff_t wordmap_put_many(wordmap *map, const wordmap_key *keys, const wordmap_value *values, size_t count);

/* ---- A map: removal. None of these allocates. ---- */

/* Removes the key, and destroys what the map owned of the element. false: absent. */
bool wordmap_remove(wordmap *map, wordmap_key key);
bool wordmap_remove_hashed(wordmap *map, uint64_t hash, wordmap_key key);

/* Removes the key, and hands over what was stored. A part whose pointer is NULL is destroyed instead. false: absent,
 * nothing is written. */
bool wordmap_take(wordmap *map, wordmap_key key, wordmap_key *key_out, wordmap_value *value_out);

/* Removes any one element, and hands it over; a part whose pointer is NULL is destroyed instead. false: the map is
 * empty, nothing is written. Emptying a map this way takes time in proportion to its size and capacity, with insertions
 * in between, too. */
bool wordmap_pop(wordmap *map, wordmap_key *key_out, wordmap_value *value_out);

/* Calls `keep` exactly once for each element, with `context`, and removes those for which it returns false. Returns how
 * many were removed. */
size_t wordmap_retain(wordmap *map, bool (*keep)(const wordmap_key *, wordmap_value *, void *), void *context);

/* ---- A map: iteration, in no particular order; CCHASH_FOREACH(wordmap, it, &map) writes the loop ---- */

/* An iterator before the first element. */
wordmap_iter wordmap_begin(const wordmap *map);

/* Steps to the next element. false: there is none; it.key and it.value must not be used. */
bool wordmap_next(wordmap_iter *iter);

/* Removes the element that the iterator stands on; at most once per step. Going on visits each survivor exactly
 * once. */
void wordmap_remove_at(wordmap *map, wordmap_iter *iter);

/* ---- With the trait CCHASH_ALLOCATOR(T, alloc, release), here for a map called `poolmap`, T = struct pool * ---- */

/* Makes *map an empty map whose allocator is called with this context. {0} is an empty map with a zeroed context. */
void poolmap_init_allocator(poolmap *map, struct pool *allocator);

/* ---- A set: the same functions with the same meanings, except those that deal with values ---- */

typedef const char *wordset_key;
typedef struct wordset wordset;
typedef struct wordset_iter {
    const wordset_key *key;
} wordset_iter;

void wordset_init(wordset *map);
void wordset_init_seed(wordset *map, uint64_t seed);
void wordset_free(wordset *map);
size_t wordset_size(const wordset *map);
size_t wordset_capacity(const wordset *map);
size_t wordset_memory(const wordset *map);
bool wordset_reserve(wordset *map, size_t count);
bool wordset_shrink(wordset *map);
void wordset_clear(wordset *map);
bool wordset_clone(wordset *to, const wordset *from);
void wordset_swap(wordset *left, wordset *right);
cchash_stats wordset_stats(const wordset *map);
bool wordset_verify(const wordset *map);

uint64_t wordset_hash(const wordset *map, wordset_key key);
bool wordset_contains(const wordset *map, wordset_key key);
bool wordset_contains_hashed(const wordset *map, uint64_t hash, wordset_key key);

/* The set's own key that equals this one; NULL: absent. get_key is another name for it, as in a map. */
const wordset_key *wordset_get(const wordset *map, wordset_key key);
const wordset_key *wordset_get_hashed(const wordset *map, uint64_t hash, wordset_key key);
const wordset_key *wordset_get_key(const wordset *map, wordset_key key);
void wordset_prefetch(const wordset *map, wordset_key key);
void wordset_prefetch_hashed(const wordset *map, uint64_t hash, wordset_key key);
size_t wordset_get_many(const wordset *map, const wordset_key *keys, size_t count, const wordset_key **out);

/* Inserts the key if it is absent. CCHASH_PRESENT: the stored key stays, and the one passed is still the caller's.
 * add_many returns what put_many of a map does. */
int wordset_add(wordset *map, wordset_key key);
int wordset_add_hashed(wordset *map, uint64_t hash, wordset_key key);
ptrdiff_t wordset_add_many(wordset *map, const wordset_key *keys, size_t count);

bool wordset_remove(wordset *map, wordset_key key);
bool wordset_remove_hashed(wordset *map, uint64_t hash, wordset_key key);
bool wordset_take(wordset *map, wordset_key key, wordset_key *key_out);
bool wordset_pop(wordset *map, wordset_key *key_out);
size_t wordset_retain(wordset *map, bool (*keep)(const wordset_key *, void *), void *context);

wordset_iter wordset_begin(const wordset *map);
bool wordset_next(wordset_iter *iter);
void wordset_remove_at(wordset *map, wordset_iter *iter);

/* ---- A map of strings: CCHASH_DEFINE_STR(textmap, uint64_t), or with traits as a third argument ----
 * K is cchash_str. The map copies a key that is new, and frees the copy with its element. Keys are passed in three
 * forms with the same meaning: a C string; pointer and length (…_n), where the bytes may be any, NUL among them, and
 * the pointer NULL if the length is 0; a view (…_view). A lookup, and an insertion of a key that is there, allocate
 * nothing. */

typedef cchash_str textmap_key;
typedef uint64_t textmap_value;
typedef struct textmap textmap;
typedef struct textmap_iter {
    const textmap_key *key; /* read it with cchash_str_view */
    textmap_value *value;
} textmap_iter;

/* These are as in any map. With an arena, memory counts its chunks, clear keeps one chunk, and shrink gives chunks back
 * only if the map is empty. */
void textmap_init(textmap *map);
void textmap_init_seed(textmap *map, uint64_t seed);
void textmap_free(textmap *map);
size_t textmap_size(const textmap *map);
size_t textmap_capacity(const textmap *map);
size_t textmap_memory(const textmap *map);
bool textmap_reserve(textmap *map, size_t count);
bool textmap_shrink(textmap *map);
void textmap_clear(textmap *map);
bool textmap_clone(textmap *to, const textmap *from);
void textmap_swap(textmap *left, textmap *right);
cchash_stats textmap_stats(const textmap *map);
bool textmap_verify(const textmap *map);
textmap_iter textmap_begin(const textmap *map);
bool textmap_next(textmap_iter *iter);
void textmap_remove_at(textmap *map, textmap_iter *iter);
bool textmap_pop(textmap *map, textmap_key *key_out, textmap_value *value_out); /* the key as from textmap_take */
size_t textmap_retain(textmap *map, bool (*keep)(const textmap_key *, textmap_value *, void *), void *context);

/* cchash_hash_view of the key, for all maps. */
uint64_t textmap_hash(const textmap *map, const char *key);

bool textmap_contains(const textmap *map, const char *key);
bool textmap_contains_hashed(const textmap *map, uint64_t hash, const char *key);
textmap_value *textmap_get(const textmap *map, const char *key);
textmap_value *textmap_get_hashed(const textmap *map, uint64_t hash, const char *key);
textmap_value textmap_get_or(const textmap *map, const char *key, textmap_value otherwise);
const textmap_key *textmap_get_key(const textmap *map, const char *key);
void textmap_prefetch(const textmap *map, const char *key);
void textmap_prefetch_hashed(const textmap *map, uint64_t hash, const char *key);

/* CCHASH_INSERTED, CCHASH_PRESENT, or CCHASH_NOMEM: the map is as it was. */
int textmap_put(textmap *map, const char *key, textmap_value value);
int textmap_put_hashed(textmap *map, uint64_t hash, const char *key, textmap_value value);
int textmap_add(textmap *map, const char *key, textmap_value value);
int textmap_add_hashed(textmap *map, uint64_t hash, const char *key, textmap_value value);
textmap_value *textmap_upsert(textmap *map, const char *key, bool *inserted);
textmap_value *textmap_upsert_hashed(textmap *map, uint64_t hash, const char *key, bool *inserted);

bool textmap_remove(textmap *map, const char *key);
bool textmap_remove_hashed(textmap *map, uint64_t hash, const char *key);

/* Removes the key and hands it over: free it with cchash_str_free. With an arena, do not free it; it stays readable
 * until clear, free, shrink, or a clone into the map. */
bool textmap_take(textmap *map, const char *key, textmap_key *key_out, textmap_value *value_out);

/* Batches of C strings, and of views. In the open layouts do not put views of short keys that the map itself holds: the
 * batch may move them before their turn (CCHASH_DEBUG aborts with a message). */
size_t textmap_get_many(const textmap *map, const char *const *keys, size_t count, textmap_value **out);
ptrdiff_t textmap_put_many(textmap *map, const char *const *keys, const textmap_value *values, size_t count);
size_t textmap_get_many_view(const textmap *map, cchash_view const *keys, size_t count, textmap_value **out);
ptrdiff_t textmap_put_many_view(textmap *map, cchash_view const *keys, const textmap_value *values, size_t count);

/* The same by pointer and length. */
uint64_t textmap_hash_n(const textmap *map, const char *key, size_t length);
textmap_value *textmap_get_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
textmap_value *textmap_get_n(const textmap *map, const char *key, size_t length);
textmap_value textmap_get_or_n(const textmap *map, const char *key, size_t length, textmap_value otherwise);
const textmap_key *textmap_get_key_n(const textmap *map, const char *key, size_t length);
bool textmap_contains_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
bool textmap_contains_n(const textmap *map, const char *key, size_t length);
bool textmap_remove_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length);
bool textmap_remove_n(textmap *map, const char *key, size_t length);
bool textmap_take_n(textmap *map, const char *key, size_t length, textmap_key *key_out, textmap_value *value_out);
void textmap_prefetch_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
void textmap_prefetch_n(const textmap *map, const char *key, size_t length);
int textmap_put_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length, textmap_value value);
int textmap_put_n(textmap *map, const char *key, size_t length, textmap_value value);
int textmap_add_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length, textmap_value value);
int textmap_add_n(textmap *map, const char *key, size_t length, textmap_value value);
textmap_value *textmap_upsert_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length, bool *inserted);
textmap_value *textmap_upsert_n(textmap *map, const char *key, size_t length, bool *inserted);

/* The same by view. */
uint64_t textmap_hash_view(const textmap *map, cchash_view key);
textmap_value *textmap_get_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
textmap_value *textmap_get_view(const textmap *map, cchash_view key);
textmap_value textmap_get_or_view(const textmap *map, cchash_view key, textmap_value otherwise);
const textmap_key *textmap_get_key_view(const textmap *map, cchash_view key);
bool textmap_contains_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
bool textmap_contains_view(const textmap *map, cchash_view key);
bool textmap_remove_hashed_view(textmap *map, uint64_t hash, cchash_view key);
bool textmap_remove_view(textmap *map, cchash_view key);
bool textmap_take_view(textmap *map, cchash_view key, textmap_key *key_out, textmap_value *value_out);
void textmap_prefetch_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
void textmap_prefetch_view(const textmap *map, cchash_view key);
int textmap_put_hashed_view(textmap *map, uint64_t hash, cchash_view key, textmap_value value);
int textmap_put_view(textmap *map, cchash_view key, textmap_value value);
int textmap_add_hashed_view(textmap *map, uint64_t hash, cchash_view key, textmap_value value);
int textmap_add_view(textmap *map, cchash_view key, textmap_value value);
textmap_value *textmap_upsert_hashed_view(textmap *map, uint64_t hash, cchash_view key, bool *inserted);
textmap_value *textmap_upsert_view(textmap *map, cchash_view key, bool *inserted);

/* ---- A set of strings: CCHASH_DEFINE_STR_SET(textset), CCHASH_DEFINE_STR_SET(textset, (CCHASH_ARENA_KEYS)) ----
 * The same functions with the same meanings, except those that deal with values. */

typedef cchash_str textset_key;
typedef struct textset textset;
typedef struct textset_iter {
    const textset_key *key; /* read it with cchash_str_view */
} textset_iter;

void textset_init(textset *map);
void textset_init_seed(textset *map, uint64_t seed);
void textset_free(textset *map);
size_t textset_size(const textset *map);
size_t textset_capacity(const textset *map);
size_t textset_memory(const textset *map);
bool textset_reserve(textset *map, size_t count);
bool textset_shrink(textset *map);
void textset_clear(textset *map);
bool textset_clone(textset *to, const textset *from);
void textset_swap(textset *left, textset *right);
cchash_stats textset_stats(const textset *map);
bool textset_verify(const textset *map);
textset_iter textset_begin(const textset *map);
bool textset_next(textset_iter *iter);
void textset_remove_at(textset *map, textset_iter *iter);
bool textset_pop(textset *map, textset_key *key_out);
size_t textset_retain(textset *map, bool (*keep)(const textset_key *, void *), void *context);

/* By C string. get returns the key that the set holds, NULL: absent; so does get_key. */
uint64_t textset_hash(const textset *map, const char *key);
bool textset_contains(const textset *map, const char *key);
bool textset_contains_hashed(const textset *map, uint64_t hash, const char *key);
const textset_key *textset_get(const textset *map, const char *key);
const textset_key *textset_get_hashed(const textset *map, uint64_t hash, const char *key);
const textset_key *textset_get_key(const textset *map, const char *key);
void textset_prefetch(const textset *map, const char *key);
void textset_prefetch_hashed(const textset *map, uint64_t hash, const char *key);
int textset_add(textset *map, const char *key);
int textset_add_hashed(textset *map, uint64_t hash, const char *key);
bool textset_remove(textset *map, const char *key);
bool textset_remove_hashed(textset *map, uint64_t hash, const char *key);
bool textset_take(textset *map, const char *key, textset_key *key_out);

/* The same by pointer and length. */
uint64_t textset_hash_n(const textset *map, const char *key, size_t length);
bool textset_contains_n(const textset *map, const char *key, size_t length);
bool textset_contains_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
const textset_key *textset_get_n(const textset *map, const char *key, size_t length);
const textset_key *textset_get_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
const textset_key *textset_get_key_n(const textset *map, const char *key, size_t length);
void textset_prefetch_n(const textset *map, const char *key, size_t length);
void textset_prefetch_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
int textset_add_n(textset *map, const char *key, size_t length);
int textset_add_hashed_n(textset *map, uint64_t hash, const char *key, size_t length);
bool textset_remove_n(textset *map, const char *key, size_t length);
bool textset_remove_hashed_n(textset *map, uint64_t hash, const char *key, size_t length);
bool textset_take_n(textset *map, const char *key, size_t length, textset_key *key_out);

/* The same by view. */
uint64_t textset_hash_view(const textset *map, cchash_view key);
bool textset_contains_view(const textset *map, cchash_view key);
bool textset_contains_hashed_view(const textset *map, uint64_t hash, cchash_view key);
const textset_key *textset_get_view(const textset *map, cchash_view key);
const textset_key *textset_get_hashed_view(const textset *map, uint64_t hash, cchash_view key);
const textset_key *textset_get_key_view(const textset *map, cchash_view key);
void textset_prefetch_view(const textset *map, cchash_view key);
void textset_prefetch_hashed_view(const textset *map, uint64_t hash, cchash_view key);
int textset_add_view(textset *map, cchash_view key);
int textset_add_hashed_view(textset *map, uint64_t hash, cchash_view key);
bool textset_remove_view(textset *map, cchash_view key);
bool textset_remove_hashed_view(textset *map, uint64_t hash, cchash_view key);
bool textset_take_view(textset *map, cchash_view key, textset_key *key_out);

/* Batches of C strings, and of views. */
size_t textset_get_many(const textset *map, const char *const *keys, size_t count, const textset_key **out);
ptrdiff_t textset_add_many(textset *map, const char *const *keys, size_t count);
size_t textset_get_many_view(const textset *map, cchash_view const *keys, size_t count, const textset_key **out);
ptrdiff_t textset_add_many_view(textset *map, cchash_view const *keys, size_t count);

/* ---- Lookup by another type: CCHASH_LOOKUP(people, name, const char *, hashfn, eqfn) ----
 * After a map called `people`, here with K = struct person, V = int. For a set, CCHASH_LOOKUP_SET makes the same
 * functions, except those that deal with values. */

typedef struct person {
    const char *called;
    int badge;
} people_key;
typedef int people_value;
typedef struct people people;
typedef const char *people_key_name; /* Q */

/* The same as the functions without _name, for the key that the Q stands for. */
uint64_t people_hash_name(const people *map, people_key_name key);
bool people_contains_name(const people *map, people_key_name key);
bool people_contains_hashed_name(const people *map, uint64_t hash, people_key_name key);
people_value *people_get_name(const people *map, people_key_name key);
people_value *people_get_hashed_name(const people *map, uint64_t hash, people_key_name key);
people_value people_get_or_name(const people *map, people_key_name key, people_value otherwise);
const people_key *people_get_key_name(const people *map, people_key_name key);
void people_prefetch_name(const people *map, people_key_name key);
void people_prefetch_hashed_name(const people *map, uint64_t hash, people_key_name key);
size_t people_get_many_name(const people *map, const people_key_name *keys, size_t count, people_value **out);
bool people_remove_name(people *map, people_key_name key);
bool people_remove_hashed_name(people *map, uint64_t hash, people_key_name key);
bool people_take_name(people *map, people_key_name key, people_key *key_out, people_value *value_out);

/* Only with CCHASH_LOOKUP_EX and the trait CCHASH_MAKE_KEY(fn), bool fn(K *to, const Q *from). The key is made only if
 * it is new. CCHASH_NOMEM also means that fn returned false. */
int people_put_name(people *map, people_key_name key, people_value value);
int people_put_hashed_name(people *map, uint64_t hash, people_key_name key, people_value value);
int people_add_name(people *map, people_key_name key, people_value value);
int people_add_hashed_name(people *map, uint64_t hash, people_key_name key, people_value value);
people_value *people_upsert_name(people *map, people_key_name key, bool *inserted);
people_value *people_upsert_hashed_name(people *map, uint64_t hash, people_key_name key, bool *inserted);
ptrdiff_t people_put_many_name(people *map, const people_key_name *keys, const people_value *values, size_t count);
