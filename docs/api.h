/* The API in full: what a program writes, and what CCHASH_DEFINE and its relatives make of it, written out as plain
 * prototypes with their meanings. It is there to be read; no program includes it. A test compares the prototypes with
 * what the macros make in each layout, so that they stay true. docs/guide.md explains with programs.
 *
 *     1  Macros                        6  A map: life and size, lookup, insertion, removal, iteration, two maps
 *     2  Hash and equality             7  A set
 *     3  Strings and views             8  Maps and sets of strings
 *     4  Traits                        9  Lookup by another type
 *     5  Switches                     10  All prototypes of the forms of 8
 *
 * What holds for all of it:
 * - Errors are returned. Nothing exits, aborts or prints (unless CCHASH_DEBUG meets misuse), and errno is left as
 *   found. When memory runs out, the map is exactly what it was before the call.
 * - Functions that take a const map write nothing. Any number of threads may read one map at once.
 * - How long pointers to keys and values stay valid. Chaining: until that element is removed. Open addressing and
 *   compact: until the next call that can insert, remove, reserve or shrink. Iterators: until the next insertion, or a
 *   removal other than by name_remove_at.
 * - Sizes and counts are numbers of elements; `memory` and `bytes` are bytes.
 * - Keys are compared by eqfn alone. The first of several equal keys is the one that is kept. A key must hash and
 *   compare as when it was stored for as long as it is in the map.
 * - hash, eq, copiers, destructors and `keep` must not change the map that calls them. They may jump out (longjmp, an
 *   exception): the map stays consistent, but the element that was being stored or removed may leak.
 */
#include "cchash.h"

/* ==== 1  Macros ====
 * At file or namespace scope, with a semicolon after them. K and V are types that a typedef can name, copied by `=`,
 * without const on top. hashfn and eqfn are functions or function-like macros: uint64_t hashfn(K), bool eqfn(K, K).
 *
 *     CCHASH_DEFINE(name, K, V, hashfn, eqfn);              a map; its functions are static
 *     CCHASH_DEFINE_SET(name, K, hashfn, eqfn);             a set
 *     CCHASH_DEFINE_EX(name, K, V, hashfn, eqfn, traits);   a map with traits: a list in parentheses, () for none
 *     CCHASH_DEFINE_SET_EX(name, K, hashfn, eqfn, traits);  a set with traits
 *     CCHASH_DEFINE_STR(name, V);                           a map of owned strings; also with traits as a last argument
 *     CCHASH_DEFINE_STR_SET(name);                          a set of them; also with traits
 *     CCHASH_LOOKUP(name, how, Q, hashfn, eqfn);            more functions for a map: lookup by another type. Also
 *                                                           CCHASH_LOOKUP_SET, and each with _EX and traits
 *     CCHASH_STRUCT_KEY(name, T, field, ...);               name_hash and name_eq for a struct T, of 1 to 16 fields
 *     CCHASH_FOREACH(name, it, map) statement               a loop over all elements: *it.key, *it.value
 *
 * For several .c files, in a header and in one .c file; types, layout and traits must agree:
 *
 *     CCHASH_DECLARE(name, K, V);                  CCHASH_IMPLEMENT(name, K, V, hashfn, eqfn);
 *     CCHASH_DECLARE_EX(name, K, V, traits);       CCHASH_IMPLEMENT_EX(name, K, V, hashfn, eqfn, traits);
 *     CCHASH_DECLARE_SET(name, K);                 CCHASH_IMPLEMENT_SET(name, K, hashfn, eqfn);        also _SET_EX
 *     CCHASH_DECLARE_STR(name, V);                 CCHASH_IMPLEMENT_STR(name, V);                      also with traits
 *     CCHASH_DECLARE_STR_SET(name);                CCHASH_IMPLEMENT_STR_SET(name);                     also with traits
 *     CCHASH_DECLARE_LOOKUP(name, how, Q);         CCHASH_IMPLEMENT_LOOKUP(name, how, Q, hashfn, eqfn);
 *                                                                                  also _EX, _SET and _SET_EX
 *
 * The layout is in the macro's name: CCHASH_COMPACT_DEFINE (the same as CCHASH_DEFINE), CCHASH_OA_DEFINE,
 * CCHASH_CHAIN_DEFINE, and so for all of these but LOOKUP, STRUCT_KEY and FOREACH, which go with any layout. */

/* ==== 2  Hash and equality ====
 * A map mixes each hash with a seed of its own, so an integer may be its own hash. A pair that is not for keys of type
 * K does not compile.
 *
 *     keys                                              hash                  equality
 *     integers, enums, bool, characters, up to 64 bits  cchash_hash_int       cchash_eq_int
 *     double; -0.0 equals 0.0, a NaN equals any NaN     cchash_hash_double    cchash_eq_double
 *     float; the same                                   cchash_hash_float     cchash_eq_float
 *     uint64_t, uint32_t (what converts to them, too)   cchash_hash_u64, _u32 cchash_eq_u64, _u32
 *     pointers, by address                              cchash_hash_ptr       cchash_eq_ptr
 *     C strings by content, not NULL                    cchash_hash_cstr      cchash_eq_cstr
 *     cchash_view by content                            cchash_hash_view      cchash_eq_view
 *     cchash_str by content                             cchash_hash_str       cchash_eq_str
 *     structs, by fields                                what CCHASH_STRUCT_KEY makes
 *
 * A struct is not copied with its padding, so hash and compare its fields, never all its bytes.
 *
 * Hashes of text differ from process to process; if all of a program defines CCHASH_SEED, they are the same everywhere.
 * C strings, views and cchash_str of the same bytes have the same hash.
 *
 * Keys made to collide: the seed of each map, and in hashes of text the secrets of the process, stop an attacker who
 * does not know them. They do not stop one who sees hashes, the order of iteration, or precise times; CCHASH_SIPHASH
 * does. cchash_hash_bytes, cchash_hash_combine and CCHASH_STRUCT_KEY have no secret.
 *
 *     CCHASH_STRUCT_KEY(endpoint, endpoint, host, port);    // endpoint_hash, endpoint_eq: well mixed, without padding
 *
 * Its fields are integers, enums, bool, pointers (by address), arrays of these, and fields of structs inside
 * (position.x). A field of floating point, or one that is a struct, is refused: use cchash_hash_double and
 * cchash_hash_combine. Arrays are not looked into. */

/* The hash of bytes with a seed of yours. Well mixed, fast, not cryptographic; the same on every machine. */
uint64_t cchash_hash_bytes(const void *bytes, size_t size, uint64_t seed);

/* One hash of two; their order matters. Well mixed, so that CCHASH_GOOD_HASH may be given. */
uint64_t cchash_hash_combine(uint64_t hash, uint64_t other);

/* SipHash-1-3 with a key of yours. */
uint64_t cchash_siphash13(const void *bytes, size_t size, const uint64_t key[2]);

/* Equality of a stored string and another type, for CCHASH_LOOKUP. */
bool cchash_eq_str_view(cchash_str stored, cchash_view key);
bool cchash_eq_str_cstr(cchash_str stored, const char *key);

/* ==== 3  Strings and views ====
 * cchash_view {const char *ptr; size_t len}: text or bytes that somebody else owns; it need not end in NUL.
 *
 * cchash_str: 24 bytes, an owned string of any bytes, NUL among them, with a NUL after its last. Up to 22 bytes
 * (CCHASH_STR_INLINE) lie in the struct, longer ones on the heap. {0} is the empty string and owns nothing. A plain
 * copy of the struct moves the string: use only one of the two from then on. Functions that make a string return false
 * if there is no memory, and leave *to as it was; what *to held before is forgotten, not freed. */

/* Views of a C string, and of `size` bytes. */
cchash_view cchash_view_cstr(const char *text);
cchash_view cchash_view_n(const char *bytes, size_t size);

bool cchash_str_from_cstr(cchash_str *to, const char *text);
bool cchash_str_from_bytes(cchash_str *to, const void *bytes, size_t size);
bool cchash_str_from_view(cchash_str *to, cchash_view from);

/* Clone and free fit the traits CCHASH_VALUE_COPY, CCHASH_VALUE_FREE, CCHASH_KEY_COPY and CCHASH_KEY_FREE. */
bool cchash_str_clone(cchash_str *to, const cchash_str *from);
void cchash_str_free(cchash_str *str); /* the string is empty then, and may be freed again */

/* The text as a C string, as pointer and length, and its length. Up to 22 bytes it is valid as long as the string stays
 * where it is and is unchanged; a longer one until the string is freed. */
const char *cchash_str_cstr(const cchash_str *str);
cchash_view cchash_str_view(const cchash_str *str);
size_t cchash_str_size(const cchash_str *str);

/* Less than, equal to or greater than 0, as memcmp orders the bytes; a prefix comes first. */
int cchash_str_compare(const cchash_str *left, const cchash_str *right);

/* Copies at most to_size - 1 bytes and a NUL (nothing if to_size is 0). Returns the size of the string. */
size_t cchash_str_copy_out(const cchash_str *str, char *to, size_t to_size);

/* ==== 4  Traits ====
 * The last argument of the _EX macros, and an optional one of the _STR macros: a list in parentheses, in any order.
 *
 *     CCHASH_KEY_FREE(fn)      void fn(K *key): destroys a key that the map owns
 *     CCHASH_VALUE_FREE(fn)    void fn(V *value)
 *     CCHASH_KEY_COPY(fn)      bool fn(K *to, const K *from): the map keeps copies. *to comes zeroed; false: no memory
 *     CCHASH_VALUE_COPY(fn)    bool fn(V *to, const V *from)
 *     CCHASH_CSTR_KEYS         K is char * or const char *: copied when it is new, freed by the map
 *     CCHASH_CSTR_VALUES       V is char * or const char *: copied when it is put or added, freed; NULL stays NULL
 *     CCHASH_STR_KEYS          K is cchash_str, in a map that no _STR macro makes: copied and freed
 *     CCHASH_ARENA_KEYS        maps and sets of strings: long keys side by side in chunks of the map
 *     CCHASH_ALLOCATOR(T, allocate, release)
 *                              void *allocate(T context, size_t size, size_t align), NULL: no memory;
 *                              void release(T context, void *block, size_t size, size_t align)
 *     CCHASH_SEEDED_HASH       the hash function is uint64_t hash(K, uint64_t seed)
 *     CCHASH_SIPHASH           the library's hashes become SipHash-1-3 under 128 secret bits and the map's seed
 *     CCHASH_GOOD_HASH         all 64 bits of the hash are well mixed; not for cchash_hash_int, _u64, _u32 and _ptr
 *     CCHASH_CACHED_HASH       entries keep the hash: 8 bytes more, less hashing and comparing
 *     CCHASH_MAX_LOAD(n, d)    grow beyond n/d; from 1/64 to 64/1. 13/16 compact, 3/4 open addressing, 1/2 chaining
 *     CCHASH_TIGHT             compact: less memory, by more sizes of arrays and a load limit of 7/8; slower growth
 *     CCHASH_MALLOC_NODES      chaining: one allocation for each node
 *     CCHASH_SPLIT             compact maps: keys and values in an array each, without padding between them
 *     CCHASH_MAKE_KEY(fn)      CCHASH_LOOKUP_EX: bool fn(K *to, const Q *from) makes the key to store
 *
 * With a copier, the caller keeps what it passes. With only a destructor, the map takes over what it accepts. */

/* ==== 5  Switches ====
 * Define them before the first include, the same in all files that share a map.
 *
 *     CCHASH_SEED                  the seed of every map and the secret of all hashes, for reproducible runs
 *     CCHASH_RANDOM(to, size)      writes random bytes: another source of secrets than the system's
 *     CCHASH_MALLOC(size, align)   the allocator of this translation unit; the block is a multiple of align, or NULL
 *     CCHASH_FREE(block, size, align)
 *     CCHASH_DEBUG                 abort with a message on misuse
 *     CCHASH_NO_SIMD               words instead of vectors; results do not change
 *     CCHASH_NO_HUGE_PAGES         never ask for huge pages
 *     CCHASH_HUGE_PAGE_MIN         arrays of that many bytes ask for them: (size_t)4 << 20
 *     CCHASH_NO_FORCE_INLINE       leave all inlining to the compiler
 *
 * CCHASH_VERSION_MAJOR, _MINOR and _PATCH are the version of the headers. */

/* ==== 6  A map ====
 * Here called `wordmap`, K = const char *, V = uint64_t:
 *
 *     CCHASH_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr); */

typedef const char *wordmap_key; /* K */
typedef uint64_t wordmap_value;  /* V */
typedef struct wordmap wordmap;  /* {0}, in C++ {}, is a valid empty map; a plain struct copy moves it */
typedef struct wordmap_iter {
    const wordmap_key *key; /* both valid after wordmap_next has returned true, or find or find_or_insert a key */
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

/* Makes *map an empty map, with a drawn seed, that lives in these `bytes` bytes: as many slots as fit, of any
 * alignment. It never allocates and never grows: an insertion that finds no room is CCHASH_NOMEM, reserve beyond what
 * is there and a clone into it are false, shrink does nothing. false: too small, and *map is an ordinary empty map. The
 * buffer must stay where it is until wordmap_free, which makes *map an ordinary empty map; the buffer is then the
 * caller's again. Keys that own memory still allocate it: a cchash_str of more than 22 bytes does. Not with
 * CCHASH_MALLOC_NODES. */
bool wordmap_init_buffer(wordmap *map, void *buffer, size_t bytes);

/* Writes the map as an image, in pieces of at most 4 KiB, one after the other: write(context, bytes, size). Nothing
 * is allocated, and no byte of memory gets in that is not of the map. false: `write` returned false, or the map owns
 * keys or values, and nothing was written. `write` must not change the map. Pointers, and padding inside K and V, are
 * written as they are; pointers lead nowhere in another process. */
bool wordmap_save(const wordmap *map, bool (*write)(void *, const void *, size_t), void *context);

/* Makes *map of an image, and forgets what it was before, as init does. The map lies in the image and reads it there:
 * the image must stay, and stay unchanged, until wordmap_free. It is read-only: only functions that take a const map,
 * clone, swap and free may be called; put and its like find no room for a new key (CCHASH_NOMEM). wordmap_memory tells
 * the size of the array in the image. With chaining the map has nodes of its own instead, may be changed, and needs the
 * image no longer; with CCHASH_ALLOCATOR, set its context first. Every byte is read once, and every element looked up.
 *
 * false: *map is an empty map, as the image is damaged, or cut short (more bytes than it has are no harm), or was made
 * by a map with K, V, traits or a layout of another kind, by another hash function, or in another byte order; or it is
 * not aligned, to 8 bytes or to what K and V need; or, with chaining, no memory. Hashes of text have secrets of the
 * process, so that another process refuses their images unless both define CCHASH_SEED. An image that somebody made by
 * hand is checked like any other. */
bool wordmap_open(wordmap *map, const void *image, size_t bytes);

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

/* An iterator that stands on the element of the key; .key is NULL if it is absent. wordmap_remove_at removes that
 * element without a second search, and wordmap_next goes on from there in the map's order. */
wordmap_iter wordmap_find(const wordmap *map, wordmap_key key);
wordmap_iter wordmap_find_hashed(const wordmap *map, uint64_t hash, wordmap_key key);

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
 * copiers copies it. On CCHASH_NOMEM the caller still owns both. Arguments may be read from the map itself, but
 * not in a map with a destructor and no copier: put would destroy the very key or value that it stores. */

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

/* The same as upsert, with an iterator that stands on the element. .key is NULL: no memory. */
wordmap_iter wordmap_find_or_insert(wordmap *map, wordmap_key key, bool *inserted);
wordmap_iter wordmap_find_or_insert_hashed(wordmap *map, uint64_t hash, wordmap_key key, bool *inserted);

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

/* Writes pointers to all keys, in the map's order, to `out`, which has room for wordmap_size of them. Returns how
 * many. */
size_t wordmap_keys(const wordmap *map, const wordmap_key **out);

/* A scan in pieces, in the order of the mixed hash. position: the place of the element that wordmap_next would go on
 * to, as a number; SIZE_MAX at the end. at_position: an iterator from which wordmap_next goes on there. Start with 0.
 * An element that is in the map from the first piece to the last is seen exactly once if the map does not grow in
 * between, at least once if it does. Any number is valid: a random one gives a nearly random element. Ranges of numbers
 * split a map for threads: thread i of n scans from SIZE_MAX / n * i while wordmap_position is below SIZE_MAX / n * (i
 * + 1), the last one to the end. Slower than wordmap_begin. After clear, free, shrink or swap, a number means nothing.
 * Keys with equal hashes may be seen twice if the map changes between two of them. The position of an iterator that
 * came from wordmap_begin or wordmap_find promises less: nothing may be inserted or removed in between. */
size_t wordmap_position(const wordmap_iter *iter);
wordmap_iter wordmap_at_position(const wordmap *map, size_t position);

/* ---- Two maps ---- */

/* Moves every element of *from whose key *to lacks; the others stay in *from. false: no memory, and each element is in
 * exactly one of the two. Takes linear time, whatever the order and the seeds. A merge with itself changes nothing.
 * The same holds if hash or equality leaves the merge by longjmp or an exception: each element is in one of the two. */
bool wordmap_merge(wordmap *to, wordmap *from);

/* Do both have the same keys, with values that `same` calls the same? `same` may be NULL: then only keys count. */
bool wordmap_equal(const wordmap *left, const wordmap *right,
                   bool (*same)(const wordmap_value *, const wordmap_value *));

/* ---- With the trait CCHASH_ALLOCATOR(T, alloc, release), here for a map called `poolmap`, T = struct pool * ---- */

struct pool;
typedef struct poolmap poolmap;

/* Makes *map an empty map whose allocator is called with this context. {0} is an empty map with a zeroed context. */
void poolmap_init_allocator(poolmap *map, struct pool *allocator);

/* The same with a seed, as poolmap_init_seed takes it. */
void poolmap_init_ex(poolmap *map, uint64_t seed, struct pool *allocator);

/* ==== 7  A set ====
 * Here called `wordset`: CCHASH_DEFINE_SET(wordset, const char *, cchash_hash_cstr, cchash_eq_cstr). The same functions
 * with the same meanings, except those that deal with values. */

typedef const char *wordset_key;
typedef struct wordset wordset;
typedef struct wordset_iter {
    const wordset_key *key;
} wordset_iter;

void wordset_init(wordset *map);
void wordset_init_seed(wordset *map, uint64_t seed);
bool wordset_init_buffer(wordset *map, void *buffer, size_t bytes);
bool wordset_save(const wordset *map, bool (*write)(void *, const void *, size_t), void *context);
bool wordset_open(wordset *map, const void *image, size_t bytes);
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
wordset_iter wordset_find(const wordset *map, wordset_key key);
wordset_iter wordset_find_hashed(const wordset *map, uint64_t hash, wordset_key key);
void wordset_prefetch(const wordset *map, wordset_key key);
void wordset_prefetch_hashed(const wordset *map, uint64_t hash, wordset_key key);
size_t wordset_get_many(const wordset *map, const wordset_key *keys, size_t count, const wordset_key **out);

/* Inserts the key if it is absent. CCHASH_PRESENT: the stored key stays, and the one passed is still the caller's.
 * add_many returns what put_many of a map does. */
int wordset_add(wordset *map, wordset_key key);
int wordset_add_hashed(wordset *map, uint64_t hash, wordset_key key);
ptrdiff_t wordset_add_many(wordset *map, const wordset_key *keys, size_t count);

/* Finds or inserts, and says where: .key is NULL if there is no memory. */
wordset_iter wordset_find_or_insert(wordset *map, wordset_key key, bool *inserted);
wordset_iter wordset_find_or_insert_hashed(wordset *map, uint64_t hash, wordset_key key, bool *inserted);

bool wordset_remove(wordset *map, wordset_key key);
bool wordset_remove_hashed(wordset *map, uint64_t hash, wordset_key key);
bool wordset_take(wordset *map, wordset_key key, wordset_key *key_out);
bool wordset_pop(wordset *map, wordset_key *key_out);
size_t wordset_retain(wordset *map, bool (*keep)(const wordset_key *, void *), void *context);

wordset_iter wordset_begin(const wordset *map);
bool wordset_next(wordset_iter *iter);
void wordset_remove_at(wordset *map, wordset_iter *iter);
size_t wordset_keys(const wordset *map, const wordset_key **out);
size_t wordset_position(const wordset_iter *iter);
wordset_iter wordset_at_position(const wordset *map, size_t position);

/* Two sets. merge moves what *to lacks, as in a map; union adds copies of it and leaves *from alone; with no memory,
 * or keys that are owned and have no copier, it returns false and leaves *to as it was. intersect keeps what is also in
 * *with, subtract removes what is in *what; both return how many they removed. Both arguments may be the same set. */
bool wordset_merge(wordset *to, wordset *from);
bool wordset_union(wordset *to, const wordset *from);
size_t wordset_intersect(wordset *to, const wordset *with);
size_t wordset_subtract(wordset *to, const wordset *what);
bool wordset_is_subset(const wordset *set, const wordset *of);
bool wordset_equal(const wordset *left, const wordset *right);

/* ==== 8  Maps and sets of strings ====
 * Here called `textmap` and `textset`: CCHASH_DEFINE_STR(textmap, uint64_t), CCHASH_DEFINE_STR_SET(textset). K is
 * cchash_str. The map copies a key that is new, and frees the copy with its element. A lookup, and an insertion of a
 * key that is there, allocate nothing. Functions that take no key are those of 6 and 7; functions that take one have
 * three forms with the same meaning, each also with a hash before the key. m is the map, s a C string, p and n pointer
 * and length (any bytes, NUL among them; p may be NULL if n is 0), v a cchash_view, h the hash that textmap_hash gives:
 *
 *     what        by key               by length                by view                  hashed (also _n, _view)
 *     hash        hash(m, s)           hash_n(m, p, n)          hash_view(m, v)
 *     contains    contains(m, s)       contains_n(m, p, n)      contains_view(m, v)      contains_hashed(m, h, s)
 *     get         get(m, s)            get_n(m, p, n)           get_view(m, v)           get_hashed(m, h, s)
 *     find        find(m, s)           find_n(m, p, n)          find_view(m, v)          find_hashed(m, h, s)
 *     get_or      get_or(m, s, V)      get_or_n(m, p, n, V)     get_or_view(m, v, V)
 *     get_key     get_key(m, s)        get_key_n(m, p, n)       get_key_view(m, v)
 *     prefetch    prefetch(m, s)       prefetch_n(m, p, n)      prefetch_view(m, v)      prefetch_hashed(m, h, s)
 *     put         put(m, s, V)         put_n(m, p, n, V)        put_view(m, v, V)        put_hashed(m, h, s, V)
 *     add         add(m, s, V)         add_n(m, p, n, V)        add_view(m, v, V)        add_hashed(m, h, s, V)
 *     upsert      upsert(m, s, &new)   upsert_n(m, p, n, &new)  upsert_view(m, v, &new)  upsert_hashed(m, h, s, &new)
 *     find or     find_or_insert       find_or_insert_n         find_or_insert_view      find_or_insert_hashed
 *       insert      (m, s, &new)         (m, p, n, &new)          (m, v, &new)             (m, h, s, &new)
 *     remove      remove(m, s)         remove_n(m, p, n)        remove_view(m, v)        remove_hashed(m, h, s)
 *     take        take(m, s, &k, &V)   take_n(m, p, n, &k, &V)  take_view(m, v, &k, &V)
 *     get_many    get_many(m, s[], count, out[])                get_many_view(m, v[], count, out[])
 *     put_many    put_many(m, s[], V[], count)                  put_many_view(m, v[], V[], count)
 *     add_many    (sets) add_many(m, s[], count)                add_many_view(m, v[], count)
 *
 * A set has those without V; its get returns the key that it holds. What is particular to strings:
 *
 * - textmap_hash is cchash_hash_view of the key, for all maps (with CCHASH_SIPHASH the map's own).
 * - textmap_take and textmap_pop hand the key over: free it with cchash_str_free. With an arena, do not free it; it
 *   stays readable until clear, free, shrink, or a clone into the map.
 * - With an arena, memory counts its chunks, clear keeps one chunk, and shrink gives chunks back only if the map is
 *   empty.
 * - In the open layouts do not put_many_view views of short keys that the map itself holds: the batch may move them
 *   before their turn (CCHASH_DEBUG aborts with a message).
 *
 * The prototypes are in 10. */

typedef cchash_str textmap_key;
typedef uint64_t textmap_value;
typedef struct textmap textmap;
typedef struct textmap_iter {
    const textmap_key *key; /* read it with cchash_str_cstr or cchash_str_view */
    textmap_value *value;
} textmap_iter;

typedef cchash_str textset_key;
typedef struct textset textset;
typedef struct textset_iter {
    const textset_key *key;
} textset_iter;

/* ==== 9  Lookup by another type ====
 * CCHASH_LOOKUP(people, name, const char *, hashfn, eqfn): uint64_t hashfn(Q), the same as the hash of the K that the Q
 * stands for; bool eqfn(K stored, Q key). The new functions end in _name. After a map called `people`, here with K =
 * struct person, V = int. For a set, CCHASH_LOOKUP_SET makes the same functions, except those that deal with values. */

typedef struct person {
    const char *called;
    int badge;
} people_key;
typedef int people_value;
typedef struct people people;
typedef struct people_iter people_iter;
typedef const char *people_key_name; /* Q */

/* The same as the functions without _name, for the key that the Q stands for. */
uint64_t people_hash_name(const people *map, people_key_name key);
bool people_contains_name(const people *map, people_key_name key);
bool people_contains_hashed_name(const people *map, uint64_t hash, people_key_name key);
people_value *people_get_name(const people *map, people_key_name key);
people_value *people_get_hashed_name(const people *map, uint64_t hash, people_key_name key);
people_iter people_find_name(const people *map, people_key_name key);
people_iter people_find_hashed_name(const people *map, uint64_t hash, people_key_name key);
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
people_iter people_find_or_insert_name(people *map, people_key_name key, bool *inserted);
people_iter people_find_or_insert_hashed_name(people *map, uint64_t hash, people_key_name key, bool *inserted);
ptrdiff_t people_put_many_name(people *map, const people_key_name *keys, const people_value *values, size_t count);

/* ==== 10  All prototypes of the forms of 8 ==== */

/* A map of strings: the whole table. */
bool textmap_clone(textmap *to, const textmap *from);
bool textmap_equal(const textmap *left, const textmap *right,
                   bool (*same)(const textmap_value *, const textmap_value *));
bool textmap_merge(textmap *to, textmap *from);
bool textmap_next(textmap_iter *iter);
bool textmap_open(textmap *map, const void *image, size_t bytes); /* always false, and save, too: the keys are owned */
bool textmap_pop(textmap *map, textmap_key *key_out, textmap_value *value_out);
bool textmap_reserve(textmap *map, size_t count);
bool textmap_save(const textmap *map, bool (*write)(void *, const void *, size_t), void *context);
bool textmap_shrink(textmap *map);
bool textmap_verify(const textmap *map);
cchash_stats textmap_stats(const textmap *map);
size_t textmap_capacity(const textmap *map);
size_t textmap_keys(const textmap *map, const textmap_key **out);
size_t textmap_memory(const textmap *map);
size_t textmap_retain(textmap *map, bool (*keep)(const textmap_key *, textmap_value *, void *), void *context);
size_t textmap_size(const textmap *map);
textmap_iter textmap_begin(const textmap *map);
void textmap_clear(textmap *map);
void textmap_free(textmap *map);
void textmap_init(textmap *map);
bool textmap_init_buffer(textmap *map, void *buffer, size_t bytes);
void textmap_init_seed(textmap *map, uint64_t seed);
void textmap_remove_at(textmap *map, textmap_iter *iter);
void textmap_swap(textmap *left, textmap *right);
size_t textmap_position(const textmap_iter *iter);
textmap_iter textmap_at_position(const textmap *map, size_t position);

/* By C string. */
bool textmap_contains(const textmap *map, const char *key);
bool textmap_contains_hashed(const textmap *map, uint64_t hash, const char *key);
bool textmap_remove(textmap *map, const char *key);
bool textmap_remove_hashed(textmap *map, uint64_t hash, const char *key);
bool textmap_take(textmap *map, const char *key, textmap_key *key_out, textmap_value *value_out);
const textmap_key *textmap_get_key(const textmap *map, const char *key);
int textmap_add(textmap *map, const char *key, textmap_value value);
int textmap_add_hashed(textmap *map, uint64_t hash, const char *key, textmap_value value);
int textmap_put(textmap *map, const char *key, textmap_value value);
int textmap_put_hashed(textmap *map, uint64_t hash, const char *key, textmap_value value);
ptrdiff_t textmap_put_many(textmap *map, const char *const *keys, const textmap_value *values, size_t count);
size_t textmap_get_many(const textmap *map, const char *const *keys, size_t count, textmap_value **out);
textmap_iter textmap_find(const textmap *map, const char *key);
textmap_iter textmap_find_hashed(const textmap *map, uint64_t hash, const char *key);
textmap_iter textmap_find_or_insert(textmap *map, const char *key, bool *inserted);
textmap_iter textmap_find_or_insert_hashed(textmap *map, uint64_t hash, const char *key, bool *inserted);
textmap_value textmap_get_or(const textmap *map, const char *key, textmap_value otherwise);
textmap_value *textmap_get(const textmap *map, const char *key);
textmap_value *textmap_get_hashed(const textmap *map, uint64_t hash, const char *key);
textmap_value *textmap_upsert(textmap *map, const char *key, bool *inserted);
textmap_value *textmap_upsert_hashed(textmap *map, uint64_t hash, const char *key, bool *inserted);
uint64_t textmap_hash(const textmap *map, const char *key);
void textmap_prefetch(const textmap *map, const char *key);
void textmap_prefetch_hashed(const textmap *map, uint64_t hash, const char *key);

/* By pointer and length. */
bool textmap_contains_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
bool textmap_contains_n(const textmap *map, const char *key, size_t length);
bool textmap_remove_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length);
bool textmap_remove_n(textmap *map, const char *key, size_t length);
bool textmap_take_n(textmap *map, const char *key, size_t length, textmap_key *key_out, textmap_value *value_out);
const textmap_key *textmap_get_key_n(const textmap *map, const char *key, size_t length);
int textmap_add_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length, textmap_value value);
int textmap_add_n(textmap *map, const char *key, size_t length, textmap_value value);
int textmap_put_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length, textmap_value value);
int textmap_put_n(textmap *map, const char *key, size_t length, textmap_value value);
textmap_iter textmap_find_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
textmap_iter textmap_find_n(const textmap *map, const char *key, size_t length);
textmap_iter textmap_find_or_insert_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length,
                                             bool *inserted);
textmap_iter textmap_find_or_insert_n(textmap *map, const char *key, size_t length, bool *inserted);
textmap_value textmap_get_or_n(const textmap *map, const char *key, size_t length, textmap_value otherwise);
textmap_value *textmap_get_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
textmap_value *textmap_get_n(const textmap *map, const char *key, size_t length);
textmap_value *textmap_upsert_hashed_n(textmap *map, uint64_t hash, const char *key, size_t length, bool *inserted);
textmap_value *textmap_upsert_n(textmap *map, const char *key, size_t length, bool *inserted);
uint64_t textmap_hash_n(const textmap *map, const char *key, size_t length);
void textmap_prefetch_hashed_n(const textmap *map, uint64_t hash, const char *key, size_t length);
void textmap_prefetch_n(const textmap *map, const char *key, size_t length);

/* By view. */
bool textmap_contains_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
bool textmap_contains_view(const textmap *map, cchash_view key);
bool textmap_remove_hashed_view(textmap *map, uint64_t hash, cchash_view key);
bool textmap_remove_view(textmap *map, cchash_view key);
bool textmap_take_view(textmap *map, cchash_view key, textmap_key *key_out, textmap_value *value_out);
const textmap_key *textmap_get_key_view(const textmap *map, cchash_view key);
int textmap_add_hashed_view(textmap *map, uint64_t hash, cchash_view key, textmap_value value);
int textmap_add_view(textmap *map, cchash_view key, textmap_value value);
int textmap_put_hashed_view(textmap *map, uint64_t hash, cchash_view key, textmap_value value);
int textmap_put_view(textmap *map, cchash_view key, textmap_value value);
ptrdiff_t textmap_put_many_view(textmap *map, cchash_view const *keys, const textmap_value *values, size_t count);
size_t textmap_get_many_view(const textmap *map, cchash_view const *keys, size_t count, textmap_value **out);
textmap_iter textmap_find_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
textmap_iter textmap_find_or_insert_hashed_view(textmap *map, uint64_t hash, cchash_view key, bool *inserted);
textmap_iter textmap_find_or_insert_view(textmap *map, cchash_view key, bool *inserted);
textmap_iter textmap_find_view(const textmap *map, cchash_view key);
textmap_value textmap_get_or_view(const textmap *map, cchash_view key, textmap_value otherwise);
textmap_value *textmap_get_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
textmap_value *textmap_get_view(const textmap *map, cchash_view key);
textmap_value *textmap_upsert_hashed_view(textmap *map, uint64_t hash, cchash_view key, bool *inserted);
textmap_value *textmap_upsert_view(textmap *map, cchash_view key, bool *inserted);
uint64_t textmap_hash_view(const textmap *map, cchash_view key);
void textmap_prefetch_hashed_view(const textmap *map, uint64_t hash, cchash_view key);
void textmap_prefetch_view(const textmap *map, cchash_view key);

/* A set of strings: the whole table. */
bool textset_clone(textset *to, const textset *from);
bool textset_equal(const textset *left, const textset *right);
bool textset_is_subset(const textset *set, const textset *of);
bool textset_merge(textset *to, textset *from);
bool textset_next(textset_iter *iter);
bool textset_open(textset *map, const void *image, size_t bytes); /* always false, and save, too: the keys are owned */
bool textset_pop(textset *map, textset_key *key_out);
bool textset_reserve(textset *map, size_t count);
bool textset_save(const textset *map, bool (*write)(void *, const void *, size_t), void *context);
bool textset_shrink(textset *map);
bool textset_union(textset *to, const textset *from);
bool textset_verify(const textset *map);
cchash_stats textset_stats(const textset *map);
size_t textset_capacity(const textset *map);
size_t textset_intersect(textset *to, const textset *with);
size_t textset_keys(const textset *map, const textset_key **out);
size_t textset_memory(const textset *map);
size_t textset_retain(textset *map, bool (*keep)(const textset_key *, void *), void *context);
size_t textset_size(const textset *map);
size_t textset_subtract(textset *to, const textset *what);
textset_iter textset_begin(const textset *map);
void textset_clear(textset *map);
void textset_free(textset *map);
void textset_init(textset *map);
bool textset_init_buffer(textset *map, void *buffer, size_t bytes);
void textset_init_seed(textset *map, uint64_t seed);
void textset_remove_at(textset *map, textset_iter *iter);
void textset_swap(textset *left, textset *right);
size_t textset_position(const textset_iter *iter);
textset_iter textset_at_position(const textset *map, size_t position);

/* By C string. */
bool textset_contains(const textset *map, const char *key);
bool textset_contains_hashed(const textset *map, uint64_t hash, const char *key);
bool textset_remove(textset *map, const char *key);
bool textset_remove_hashed(textset *map, uint64_t hash, const char *key);
bool textset_take(textset *map, const char *key, textset_key *key_out);
const textset_key *textset_get(const textset *map, const char *key);
const textset_key *textset_get_hashed(const textset *map, uint64_t hash, const char *key);
const textset_key *textset_get_key(const textset *map, const char *key);
int textset_add(textset *map, const char *key);
int textset_add_hashed(textset *map, uint64_t hash, const char *key);
ptrdiff_t textset_add_many(textset *map, const char *const *keys, size_t count);
size_t textset_get_many(const textset *map, const char *const *keys, size_t count, const textset_key **out);
textset_iter textset_find(const textset *map, const char *key);
textset_iter textset_find_hashed(const textset *map, uint64_t hash, const char *key);
textset_iter textset_find_or_insert(textset *map, const char *key, bool *inserted);
textset_iter textset_find_or_insert_hashed(textset *map, uint64_t hash, const char *key, bool *inserted);
uint64_t textset_hash(const textset *map, const char *key);
void textset_prefetch(const textset *map, const char *key);
void textset_prefetch_hashed(const textset *map, uint64_t hash, const char *key);

/* By pointer and length. */
bool textset_contains_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
bool textset_contains_n(const textset *map, const char *key, size_t length);
bool textset_remove_hashed_n(textset *map, uint64_t hash, const char *key, size_t length);
bool textset_remove_n(textset *map, const char *key, size_t length);
bool textset_take_n(textset *map, const char *key, size_t length, textset_key *key_out);
const textset_key *textset_get_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
const textset_key *textset_get_key_n(const textset *map, const char *key, size_t length);
const textset_key *textset_get_n(const textset *map, const char *key, size_t length);
int textset_add_hashed_n(textset *map, uint64_t hash, const char *key, size_t length);
int textset_add_n(textset *map, const char *key, size_t length);
textset_iter textset_find_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
textset_iter textset_find_n(const textset *map, const char *key, size_t length);
textset_iter textset_find_or_insert_hashed_n(textset *map, uint64_t hash, const char *key, size_t length,
                                             bool *inserted);
textset_iter textset_find_or_insert_n(textset *map, const char *key, size_t length, bool *inserted);
uint64_t textset_hash_n(const textset *map, const char *key, size_t length);
void textset_prefetch_hashed_n(const textset *map, uint64_t hash, const char *key, size_t length);
void textset_prefetch_n(const textset *map, const char *key, size_t length);

/* By view. */
bool textset_contains_hashed_view(const textset *map, uint64_t hash, cchash_view key);
bool textset_contains_view(const textset *map, cchash_view key);
bool textset_remove_hashed_view(textset *map, uint64_t hash, cchash_view key);
bool textset_remove_view(textset *map, cchash_view key);
bool textset_take_view(textset *map, cchash_view key, textset_key *key_out);
const textset_key *textset_get_hashed_view(const textset *map, uint64_t hash, cchash_view key);
const textset_key *textset_get_key_view(const textset *map, cchash_view key);
const textset_key *textset_get_view(const textset *map, cchash_view key);
int textset_add_hashed_view(textset *map, uint64_t hash, cchash_view key);
int textset_add_view(textset *map, cchash_view key);
ptrdiff_t textset_add_many_view(textset *map, cchash_view const *keys, size_t count);
size_t textset_get_many_view(const textset *map, cchash_view const *keys, size_t count, const textset_key **out);
textset_iter textset_find_hashed_view(const textset *map, uint64_t hash, cchash_view key);
textset_iter textset_find_or_insert_hashed_view(textset *map, uint64_t hash, cchash_view key, bool *inserted);
textset_iter textset_find_or_insert_view(textset *map, cchash_view key, bool *inserted);
textset_iter textset_find_view(const textset *map, cchash_view key);
uint64_t textset_hash_view(const textset *map, cchash_view key);
void textset_prefetch_hashed_view(const textset *map, uint64_t hash, cchash_view key);
void textset_prefetch_view(const textset *map, cchash_view key);
