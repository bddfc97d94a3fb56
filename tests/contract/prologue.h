/* What the bodies of the contract have in common: names for one map or set and its kind of key, and the map itself. See
 * contract.h for NAME, KIND, HASHING (none: the kind's own hash), UNIVERSE, IS_SET, TRAITS, IS_SEEDED and IS_STR;
 * epilogue.h takes all of it back. */
#define F(function_) PASTE(PASTE(NAME, _), function_)
#define T(helper_) PASTE(PASTE(NAME, _test_), helper_)
#define OF_KIND(what_) PASTE(PASTE(KIND, _), what_)
#define K OF_KIND(key)
#define V OF_KIND(value)
#ifdef UNIVERSE
#define U UNIVERSE
#else
#define U OF_KIND(universe)
#endif
#define KEY(i_) OF_KIND(make_key)(i_)
#define VAL(i_) OF_KIND(make_value)(i_)
#define KEY_ID(key_) OF_KIND(key_id)(key_)
#define VAL_ID(value_) OF_KIND(value_id)(value_)
#ifdef IS_STR
#define Q OF_KIND(query) /* what functions take */
#define QUERY(key_) OF_KIND(query_of)(key_)
#else
#define Q K
#define QUERY(key_) (key_)
#endif
#define STRINGIFY(x_) STRINGIFY_(x_)
#define STRINGIFY_(x_) #x_

#ifdef IS_STR
static inline uint64_t T(hash)(Q key) { return cchash_hash_cstr(key); }
#ifdef IS_SET
ROW_STR_SET(NAME, TRAITS);
#else
ROW_STR(NAME, V, TRAITS);
#endif
#else
#ifndef HASHING
static uint64_t T(hash)(K key) { return OF_KIND(hash)(key); }
#elif defined(IS_SEEDED)
static uint64_t T(hash)(K key, uint64_t seed) { return HASHING(OF_KIND(hash)(key), KEY_ID(key)) ^ mix64(seed); }
#else
static uint64_t T(hash)(K key) { return HASHING(OF_KIND(hash)(key), KEY_ID(key)); }
#endif
static bool T(eq)(K a, K b) { return OF_KIND(eq)(a, b); }

#ifdef IS_SET
#ifdef TRAITS
ROW_SET_EX(NAME, K, T(hash), T(eq), TRAITS);
#else
ROW_SET(NAME, K, T(hash), T(eq));
#endif
#else
#ifdef TRAITS
ROW_MAP_EX(NAME, K, V, T(hash), T(eq), TRAITS);
#else
ROW_MAP(NAME, K, V, T(hash), T(eq));
#endif
#endif
#endif                      /* IS_STR */
typedef struct NAME T(map); /* the macro makes `struct NAME`, too */

/* The tests' own functions from here to epilogue.h: optimising them takes a compiler longer than the library's, above.
 * With TEST_OPTIMISED they are, as in a user's program that calls the library. */
#ifndef TEST_OPTIMISED
#ifdef __clang__
#pragma clang optimize off
#elif defined(__GNUC__)
#pragma GCC push_options
#pragma GCC optimize("O0")
#endif
#endif
