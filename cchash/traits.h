/* cchash/traits.h: the traits of a map, and what is refused at compile time.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TRAITS_H
#define CCHASH_PRIV_TRAITS_H

#include "type.h"

#include "macros_off.h"

/* ---- Traits -----------------------------------------------------------------------------------------------------
 * The last argument of the _EX macros and of the _STR macros: a list in parentheses of any of these, in any order, each
 * at most once; () for none.
 *
 *     CCHASH_DEFINE_EX(names, char *, int, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_KEY_FREE(free_key)));
 *
 *   CCHASH_KEY_COPY(fn)     bool fn(K *to, const K *from): the map keeps copies of keys. *to comes zeroed; false: no
 *                           memory
 *   CCHASH_VALUE_COPY(fn)   bool fn(V *to, const V *from): the same for values
 *   CCHASH_KEY_FREE(fn)     void fn(K *key): destroys a key that the map owns. It gets the address of the key, so free
 *                           itself does not fit
 *   CCHASH_VALUE_FREE(fn)   void fn(V *value): the same for values
 *   CCHASH_ALLOCATOR(T, allocate, release)
 *                           void *allocate(T context, size_t size, size_t align): size bytes, or NULL: no memory;
 *                           void release(T context, void *block, size_t size, size_t align).
 *                           The map has a context of type T: zeroed, or set by name_init_allocator(name *, T)
 *   CCHASH_SEEDED_HASH      the hash function is uint64_t hash(K, uint64_t seed)
 *   CCHASH_GOOD_HASH        all 64 bits of the hash are well mixed, so the map mixes them with less work. Not for
 *                           cchash_hash_u64, _u32 and _ptr, which leave the mixing to the map
 *   CCHASH_CACHED_HASH      entries keep the hash, 8 bytes: growth does not hash again, and keys are compared only if
 *                           hashes are equal
 *   CCHASH_SIPHASH          hashes with SipHash-1-3 under 128 secret bits and the map's seed, for keys that an attacker
 *                           chooses. It goes with the library's hash functions, and with maps of strings
 *   CCHASH_MAX_LOAD(n, d)   grow when more than n/d of the slots (chaining: of the buckets) are taken, from 1/64 to
 *                           64/1. Defaults: 13/16 compact, 3/4 open addressing, 1/2 chaining. An open layout always
 *                           keeps one slot empty
 *   CCHASH_MALLOC_NODES     chaining only: one allocation for each node, and plain pointers in the buckets
 *   CCHASH_SPLIT            compact maps only: keys and values lie in an array each, with no padding between them;
 *                           uint64_t to uint32_t takes 12 bytes a slot instead of 16
 *   CCHASH_TIGHT            compact only: less memory, by array sizes between the powers of two and a load limit of
 *                           7/8; slower growth
 *   CCHASH_ARENA_KEYS       maps and sets of strings only: long keys lie in chunks of the map (cchash/string_map.h)
 *   CCHASH_MAKE_KEY(fn)     CCHASH_LOOKUP_EX only: bool fn(K *to, const Q *from) makes the key that the map stores
 *
 * With a copier, the caller keeps what it passes. With only a destructor, the map takes over what it accepts.
 *
 * How it works. Two lines register a trait. TRAIT_<its name> gives the id of the trait and what it carries;
 * IS_<id>_<id> gives the number of the id. A slot of the descriptor asks for an id: PICK goes through the list, takes
 * what each trait's registration says, and pastes the two ids together. Only if they are the same is there a macro of
 * that name. A trait without both lines is unknown, which is a compile error; so is anything after its last comma. Ids
 * begin with an underscore and a capital, so that no macro of the user's has such a name. */

#define CCHASH_PRIV_TRAIT_CCHASH_KEY_COPY(fn_) ~, _KEY_COPY, fn_,
#define CCHASH_PRIV_IS_KEY_COPY_KEY_COPY ~, 0
#define CCHASH_PRIV_TRAIT_CCHASH_KEY_FREE(fn_) ~, _KEY_FREE, fn_,
#define CCHASH_PRIV_IS_KEY_FREE_KEY_FREE ~, 1
#define CCHASH_PRIV_TRAIT_CCHASH_VALUE_COPY(fn_) ~, _VALUE_COPY, fn_,
#define CCHASH_PRIV_IS_VALUE_COPY_VALUE_COPY ~, 2
#define CCHASH_PRIV_TRAIT_CCHASH_VALUE_FREE(fn_) ~, _VALUE_FREE, fn_,
#define CCHASH_PRIV_IS_VALUE_FREE_VALUE_FREE ~, 3
#define CCHASH_PRIV_TRAIT_CCHASH_ALLOCATOR(T_, allocate_, release_) ~, _ALLOCATOR, (T_, allocate_, release_),
#define CCHASH_PRIV_IS_ALLOCATOR_ALLOCATOR ~, 4
#define CCHASH_PRIV_TRAIT_CCHASH_SEEDED_HASH ~, _SEEDED_HASH, 1,
#define CCHASH_PRIV_IS_SEEDED_HASH_SEEDED_HASH ~, 5
#define CCHASH_PRIV_TRAIT_CCHASH_GOOD_HASH ~, _GOOD_HASH, 1,
#define CCHASH_PRIV_IS_GOOD_HASH_GOOD_HASH ~, 6
#define CCHASH_PRIV_TRAIT_CCHASH_CACHED_HASH ~, _CACHED_HASH, 1,
#define CCHASH_PRIV_IS_CACHED_HASH_CACHED_HASH ~, 7
#define CCHASH_PRIV_TRAIT_CCHASH_MAX_LOAD(num_, den_) ~, _MAX_LOAD, (num_, den_),
#define CCHASH_PRIV_IS_MAX_LOAD_MAX_LOAD ~, 8
#define CCHASH_PRIV_TRAIT_CCHASH_MALLOC_NODES ~, _MALLOC_NODES, 1,
#define CCHASH_PRIV_IS_MALLOC_NODES_MALLOC_NODES ~, 9
/* For lookups by another type: the maker of keys, and (the library's own) "inline equality at any price". */
#define CCHASH_PRIV_TRAIT_CCHASH_MAKE_KEY(fn_) ~, _MAKE_KEY, fn_,
#define CCHASH_PRIV_IS_MAKE_KEY_MAKE_KEY ~, 10
#define CCHASH_PRIV_TRAIT_CCHASH_PRIV_INLINED ~, _INLINED, 1,
#define CCHASH_PRIV_IS_INLINED_INLINED ~, 11
/* For maps of strings: long keys lie in chunks of the map. */
#define CCHASH_PRIV_TRAIT_CCHASH_ARENA_KEYS ~, _ARENA_KEYS, 1,
#define CCHASH_PRIV_IS_ARENA_KEYS_ARENA_KEYS ~, 12
#define CCHASH_PRIV_TRAIT_CCHASH_SIPHASH ~, _SIPHASH, 1,
#define CCHASH_PRIV_IS_SIPHASH_SIPHASH ~, 14
/* For compact maps: values lie apart from keys. */
#define CCHASH_PRIV_TRAIT_CCHASH_SPLIT ~, _SPLIT, 1,
#define CCHASH_PRIV_IS_SPLIT_SPLIT ~, 15
#define CCHASH_PRIV_TRAIT_CCHASH_TIGHT ~, _TIGHT, 1,
#define CCHASH_PRIV_IS_TIGHT_TIGHT ~, 16
/* A trait of a key type, found by the type's name: the byte, and the bit in it, that keys leave to the table. */
#define CCHASH_PRIV_TRAIT_CCHASH_PRIV_KEY_IS_cchash_str ~, _SPARE_BIT, (23, 128),
#define CCHASH_PRIV_IS_SPARE_BIT_SPARE_BIT ~, 13
#define CCHASH_PRIV_WITH_KEY(K_, traits_) (CCHASH_PRIV_KEY_IS_##K_, CCHASH_PRIV_LIST traits_)
/* An empty place in a list. */
#define CCHASH_PRIV_TRAIT_ ~, _NONE, ~,
#define CCHASH_PRIV_IS_NONE_NONE ~, 20

#define CCHASH_PRIV_LIST(...) __VA_ARGS__
#define CCHASH_PRIV_SECOND(...) CCHASH_PRIV_SECOND_(__VA_ARGS__)
#define CCHASH_PRIV_SECOND_(first_, second_, ...) second_
#define CCHASH_PRIV_THIRD(...) CCHASH_PRIV_THIRD_(__VA_ARGS__)
#define CCHASH_PRIV_THIRD_(first_, second_, third_, ...) third_
/* APPLY(macro, (a, b)) is macro(a, b). The macros after it take lists of two or three apart. */
#define CCHASH_PRIV_APPLY(macro_, list_) macro_ list_
#define CCHASH_PRIV_1_OF_2(first_, second_) first_
#define CCHASH_PRIV_2_OF_2(first_, second_) second_
#define CCHASH_PRIV_1_OF_3(first_, second_, third_) first_
#define CCHASH_PRIV_2_OF_3(first_, second_, third_) second_
#define CCHASH_PRIV_3_OF_3(first_, second_, third_) third_

#define CCHASH_PRIV_IF(cond_, then_, ...) CCHASH_PRIV_IF_(cond_, then_, __VA_ARGS__)
#define CCHASH_PRIV_IF_(cond_, then_, ...) CCHASH_PRIV_IF_##cond_(then_, __VA_ARGS__)
#define CCHASH_PRIV_IF_0(then_, ...) __VA_ARGS__
#define CCHASH_PRIV_IF_1(then_, ...) then_

/* 1 if two ids are the same, else 0: the macro of both names has two parts, and what is no macro is one part. */
#define CCHASH_PRIV_SAME_ID(left_, right_) CCHASH_PRIV_SAME_ID_(left_, right_)
#define CCHASH_PRIV_SAME_ID_(left_, right_) CCHASH_PRIV_THIRD(CCHASH_PRIV_IS##left_##right_, 1, 0, ~)

/* What the trait with that id in a list carries, or `otherwise_`. An unknown trait has the id _NONE. */
#define CCHASH_PRIV_PICK1(id_, trait_, otherwise_)                                                                     \
    CCHASH_PRIV_PICK1_(id_, otherwise_, CCHASH_PRIV_TRAIT_##trait_, _NONE, ~, ~)
#define CCHASH_PRIV_PICK1_(...) CCHASH_PRIV_PICK1__(__VA_ARGS__)
#define CCHASH_PRIV_PICK1__(id_, otherwise_, first_, own_id_, carried_, ...)                                           \
    CCHASH_PRIV_IF(CCHASH_PRIV_SAME_ID(id_, own_id_), carried_, otherwise_)
#define CCHASH_PRIV_PICK4(id_, t1_, t2_, t3_, t4_, otherwise_)                                                         \
    CCHASH_PRIV_PICK1(                                                                                                 \
        id_, t1_, CCHASH_PRIV_PICK1(id_, t2_, CCHASH_PRIV_PICK1(id_, t3_, CCHASH_PRIV_PICK1(id_, t4_, otherwise_))))
/* A list has up to twelve traits of the user's and four of the library's. */
#define CCHASH_PRIV_PICK16(id_, otherwise_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, t13_, t14_, \
                           t15_, t16_, ...)                                                                            \
    CCHASH_PRIV_PICK4(                                                                                                 \
        id_, t1_, t2_, t3_, t4_,                                                                                       \
        CCHASH_PRIV_PICK4(id_, t5_, t6_, t7_, t8_,                                                                     \
                          CCHASH_PRIV_PICK4(id_, t9_, t10_, t11_, t12_,                                                \
                                            CCHASH_PRIV_PICK4(id_, t13_, t14_, t15_, t16_, otherwise_))))
#define CCHASH_PRIV_PICK_(...) CCHASH_PRIV_PICK16(__VA_ARGS__)
#define CCHASH_PRIV_PICK(slot_, traits_, otherwise_)                                                                   \
    CCHASH_PRIV_PICK_(_##slot_, otherwise_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , , , , ~)

/* 1 if a list has a trait with that id, else 0. */
#define CCHASH_PRIV_HAS1(id_, trait_, otherwise_)                                                                      \
    CCHASH_PRIV_HAS1_(id_, otherwise_, CCHASH_PRIV_TRAIT_##trait_, _NONE, ~)
#define CCHASH_PRIV_HAS1_(...) CCHASH_PRIV_HAS1__(__VA_ARGS__)
#define CCHASH_PRIV_HAS1__(id_, otherwise_, first_, own_id_, ...)                                                      \
    CCHASH_PRIV_IF(CCHASH_PRIV_SAME_ID(id_, own_id_), 1, otherwise_)
#define CCHASH_PRIV_HAS4(id_, t1_, t2_, t3_, t4_, otherwise_)                                                          \
    CCHASH_PRIV_HAS1(id_, t1_,                                                                                         \
                     CCHASH_PRIV_HAS1(id_, t2_, CCHASH_PRIV_HAS1(id_, t3_, CCHASH_PRIV_HAS1(id_, t4_, otherwise_))))
#define CCHASH_PRIV_HAS16(id_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, t13_, t14_, t15_, t16_,  \
                          ...)                                                                                         \
    CCHASH_PRIV_HAS4(id_, t1_, t2_, t3_, t4_,                                                                          \
                     CCHASH_PRIV_HAS4(id_, t5_, t6_, t7_, t8_,                                                         \
                                      CCHASH_PRIV_HAS4(id_, t9_, t10_, t11_, t12_,                                     \
                                                       CCHASH_PRIV_HAS4(id_, t13_, t14_, t15_, t16_, 0))))
#define CCHASH_PRIV_HAS_(...) CCHASH_PRIV_HAS16(__VA_ARGS__)
#define CCHASH_PRIV_HAS(slot_, traits_)                                                                                \
    CCHASH_PRIV_HAS_(_##slot_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , , , , ~)

/* ---- What is refused at compile time ------------------------------------------------------------------------------
 * Each check is a static assertion whose text is a sentence that begins with "cchash:" and the map's name. */

/* 1 if the argument is in parentheses, else 0. */
#define CCHASH_PRIV_IS_LIST(list_) CCHASH_PRIV_SECOND(CCHASH_PRIV_IS_LIST_ list_, 0, ~)
#define CCHASH_PRIV_IS_LIST_(...) ~, 1
#define CCHASH_PRIV_IS_EMPTY(what_) CCHASH_PRIV_SECOND(CCHASH_PRIV_IS_EMPTY_##what_, 0, ~)
#define CCHASH_PRIV_IS_EMPTY_ ~, 1

/* Is a trait registered, with nothing after it? */
#define CCHASH_PRIV_KNOWN(trait_) CCHASH_PRIV_KNOWN_(CCHASH_PRIV_TRAIT_##trait_, _UNKNOWN, ~, , ~)
#define CCHASH_PRIV_KNOWN_(...) CCHASH_PRIV_KNOWN__(__VA_ARGS__)
#define CCHASH_PRIV_KNOWN__(first_, id_, carried_, rest_, ...)                                                         \
    (CCHASH_PRIV_SAME_ID(id_, id_) && CCHASH_PRIV_IS_EMPTY(rest_))
#define CCHASH_PRIV_CHECK_KNOWN(name_, place_, trait_)                                                                 \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_KNOWN(trait_), name_##_priv_no_such_trait_##place_,                                \
                        "cchash: " #name_ ": there is no such trait: " #trait_);
#define CCHASH_PRIV_CHECK_KNOWN12(name_, t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, more_, ...)    \
    CCHASH_PRIV_CHECK_KNOWN(name_, 1, t1_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 2, t2_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 3, t3_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 4, t4_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 5, t5_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 6, t6_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 7, t7_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 8, t8_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 9, t9_)                                                                             \
    CCHASH_PRIV_CHECK_KNOWN(name_, 10, t10_)                                                                           \
    CCHASH_PRIV_CHECK_KNOWN(name_, 11, t11_)                                                                           \
    CCHASH_PRIV_CHECK_KNOWN(name_, 12, t12_)                                                                           \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_EMPTY(more_), name_##_priv_too_many_traits,                                     \
                        "cchash: " #name_ ": a list has at most twelve traits");
#define CCHASH_PRIV_CHECK_KNOWN_(...) CCHASH_PRIV_CHECK_KNOWN12(__VA_ARGS__)

/* How often a list has each id: a number of 64 bits, three bits for each of 20 ids, and the empty places above. */
#define CCHASH_PRIV_DIGIT(id_) CCHASH_PRIV_DIGIT_(CCHASH_PRIV_SECOND(CCHASH_PRIV_IS##id_##id_, 20, ~))
#define CCHASH_PRIV_DIGIT_(number_) (UINT64_C(1) << 3 * number_)
#define CCHASH_PRIV_TWICE UINT64_C(066666666666666666666) /* the upper two bits of each id */
#define CCHASH_PRIV_COUNT1(trait_) CCHASH_PRIV_COUNT1_(CCHASH_PRIV_TRAIT_##trait_, _NONE, ~)
#define CCHASH_PRIV_COUNT1_(...) CCHASH_PRIV_COUNT1__(__VA_ARGS__)
#define CCHASH_PRIV_COUNT1__(first_, id_, ...) CCHASH_PRIV_DIGIT(id_)
#define CCHASH_PRIV_COUNT12(t1_, t2_, t3_, t4_, t5_, t6_, t7_, t8_, t9_, t10_, t11_, t12_, ...)                        \
    (CCHASH_PRIV_COUNT1(t1_) + CCHASH_PRIV_COUNT1(t2_) + CCHASH_PRIV_COUNT1(t3_) + CCHASH_PRIV_COUNT1(t4_) +           \
     CCHASH_PRIV_COUNT1(t5_) + CCHASH_PRIV_COUNT1(t6_) + CCHASH_PRIV_COUNT1(t7_) + CCHASH_PRIV_COUNT1(t8_) +           \
     CCHASH_PRIV_COUNT1(t9_) + CCHASH_PRIV_COUNT1(t10_) + CCHASH_PRIV_COUNT1(t11_) + CCHASH_PRIV_COUNT1(t12_))
#define CCHASH_PRIV_COUNT_(...) CCHASH_PRIV_COUNT12(__VA_ARGS__)
#define CCHASH_PRIV_COUNT(traits_) CCHASH_PRIV_COUNT_(CCHASH_PRIV_LIST traits_, , , , , , , , , , , , ~)

/* What GNU's builtins, or C++, can say about a type. Without either, these macros say yes. */
#ifdef __cplusplus
extern "C++" {
template <typename cchash_T> struct cchash_priv_type_of {
    enum { cchash_is_const = 0, cchash_is_array = 0 };
};
template <typename cchash_T> struct cchash_priv_type_of<const cchash_T> {
    enum { cchash_is_const = 1, cchash_is_array = 0 };
};
template <typename cchash_T, size_t cchash_n> struct cchash_priv_type_of<cchash_T[cchash_n]> {
    enum { cchash_is_const = 0, cchash_is_array = 1 };
};
template <typename cchash_T, typename cchash_U> struct cchash_priv_same_type {
    enum { cchash_value = 0 };
};
template <typename cchash_T> struct cchash_priv_same_type<cchash_T, cchash_T> {
    enum { cchash_value = 1 };
};
template <typename cchash_T> struct cchash_priv_accepts {
    static char cchash_test(cchash_T);
    static char (&cchash_test(...))[2];
};
template <typename cchash_T> struct cchash_priv_class_of {
    enum { cchash_value = __is_enum(cchash_T) ? 3 : __is_class(cchash_T) || __is_union(cchash_T) ? 12 : 1 };
};
template <typename cchash_T> struct cchash_priv_class_of<cchash_T *> {
    enum { cchash_value = 5 };
};
template <typename cchash_T> struct cchash_priv_class_of<const cchash_T> {
    enum { cchash_value = cchash_priv_class_of<cchash_T>::cchash_value };
};
template <typename cchash_T, size_t cchash_n> struct cchash_priv_class_of<const cchash_T[cchash_n]> {
    enum { cchash_value = cchash_priv_class_of<cchash_T>::cchash_value };
};
template <typename cchash_T, size_t cchash_n> struct cchash_priv_class_of<cchash_T[cchash_n]> {
    enum { cchash_value = cchash_priv_class_of<cchash_T>::cchash_value };
};
template <> struct cchash_priv_class_of<float> {
    enum { cchash_value = 8 };
};
template <> struct cchash_priv_class_of<double> {
    enum { cchash_value = 8 };
};
template <> struct cchash_priv_class_of<long double> {
    enum { cchash_value = 8 };
};
/* A type that is only declared may become anything; it is checked again where the map is implemented. */
template <typename cchash_T, size_t cchash_size = sizeof(cchash_T)> constexpr bool cchash_priv_is_movable(int) {
    return __is_trivially_copyable(cchash_T);
}
template <typename cchash_T> constexpr bool cchash_priv_is_movable(...) { return true; }
constexpr bool cchash_priv_same_text(const char *left, const char *right) {
    return *left == *right && (!*left || cchash_priv_same_text(left + 1, right + 1));
}
}
#define CCHASH_PRIV_TYPEOF(T_) T_
#define CCHASH_PRIV_IS_CONST(T_) (cchash_priv_type_of<T_>::cchash_is_const)
#define CCHASH_PRIV_IS_ARRAY(T_) (cchash_priv_type_of<T_>::cchash_is_array)
#define CCHASH_PRIV_IS_MOVABLE(T_) cchash_priv_is_movable<T_>(0)
#define CCHASH_PRIV_IS_SURELY_MOVABLE(T_) __is_trivially_copyable(T_)
#define CCHASH_PRIV_IS_SAME_TYPE(T_, U_) (cchash_priv_same_type<T_, U_>::cchash_value)
#define CCHASH_PRIV_IS_OF_TYPE(fn_, T_) (sizeof(cchash_priv_accepts<T_>::cchash_test(fn_)) == 1)
#define CCHASH_PRIV_CLASS(T_) (cchash_priv_class_of<T_>::cchash_value)
#elif defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_TYPEOF(T_) __typeof__(T_)
#define CCHASH_PRIV_IS_CONST(T_) __builtin_types_compatible_p(T_ *, const T_ *)
/* As a parameter an array becomes a pointer, and volatile belongs to its elements. T may be incomplete. */
#define CCHASH_PRIV_IS_ARRAY(T_) (!__builtin_types_compatible_p(void (*)(T_), void (*)(volatile T_)))
#define CCHASH_PRIV_IS_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SURELY_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SAME_TYPE(T_, U_) __builtin_types_compatible_p(T_, U_)
#define CCHASH_PRIV_IS_OF_TYPE(fn_, T_) __builtin_types_compatible_p(__typeof__(&fn_), T_)
#define CCHASH_PRIV_CLASS(T_) __builtin_classify_type(*(T_ *)0)
#else
#define CCHASH_PRIV_TYPEOF(T_) T_
#define CCHASH_PRIV_IS_CONST(T_) 0
#define CCHASH_PRIV_IS_ARRAY(T_) 0
#define CCHASH_PRIV_IS_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SURELY_MOVABLE(T_) 1
#define CCHASH_PRIV_IS_SAME_TYPE(T_, U_) 1
#define CCHASH_PRIV_IS_OF_TYPE(fn_, T_) 1
#define CCHASH_PRIV_CLASS(T_) 0
#endif

/* Which keys the library's own hash functions and equalities are for. All other functions may be for any keys. */
enum {
    CCHASH_PRIV_ANY_KEYS,
    CCHASH_PRIV_WIDE_KEYS,   /* integers of up to 64 bits */
    CCHASH_PRIV_NARROW_KEYS, /* and of up to 32 */
    CCHASH_PRIV_DOUBLE_KEYS,
    CCHASH_PRIV_FLOAT_KEYS,
    CCHASH_PRIV_POINTER_KEYS,
    CCHASH_PRIV_CSTR_KEYS,
    CCHASH_PRIV_VIEW_KEYS,
    CCHASH_PRIV_STR_KEYS
};
#ifdef __cplusplus
extern "C++" {
constexpr int cchash_priv_keys_of(const char *text) {
    return cchash_priv_same_text(text, "u64")      ? CCHASH_PRIV_WIDE_KEYS
           : cchash_priv_same_text(text, "int")    ? CCHASH_PRIV_WIDE_KEYS
           : cchash_priv_same_text(text, "double") ? CCHASH_PRIV_DOUBLE_KEYS
           : cchash_priv_same_text(text, "float")  ? CCHASH_PRIV_FLOAT_KEYS
           : cchash_priv_same_text(text, "u32")    ? CCHASH_PRIV_NARROW_KEYS
           : cchash_priv_same_text(text, "ptr")    ? CCHASH_PRIV_POINTER_KEYS
           : cchash_priv_same_text(text, "cstr")   ? CCHASH_PRIV_CSTR_KEYS
           : cchash_priv_same_text(text, "view")   ? CCHASH_PRIV_VIEW_KEYS
           : cchash_priv_same_text(text, "str")    ? CCHASH_PRIV_STR_KEYS
                                                   : CCHASH_PRIV_ANY_KEYS;
}
/* The rest of a text that begins with that prefix; "" if it does not. */
constexpr const char *cchash_priv_behind(const char *text, const char *prefix) {
    return !*prefix ? text : *text == *prefix ? cchash_priv_behind(text + 1, prefix + 1) : "";
}
}
#define CCHASH_PRIV_HASH_KEYS(hashfn_) cchash_priv_keys_of(cchash_priv_behind(#hashfn_, "cchash_hash_"))
#define CCHASH_PRIV_EQ_KEYS(eqfn_) cchash_priv_keys_of(cchash_priv_behind(#eqfn_, "cchash_eq_"))
/* Is a hash function the library's? One of the user's may not return, but leave by longjmp or an exception. */
#define CCHASH_PRIV_IS_OURS(fn_)                                                                                       \
    (cchash_priv_same_text(#fn_, "CCHASH_PRIV_STR_HASH") || CCHASH_PRIV_HASH_KEYS(fn_) != CCHASH_PRIV_ANY_KEYS)
#else
#define CCHASH_PRIV_KEYS_OF_cchash_hash_u64 ~, CCHASH_PRIV_WIDE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_u64 ~, CCHASH_PRIV_WIDE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_int ~, CCHASH_PRIV_WIDE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_int ~, CCHASH_PRIV_WIDE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_double ~, CCHASH_PRIV_DOUBLE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_double ~, CCHASH_PRIV_DOUBLE_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_float ~, CCHASH_PRIV_FLOAT_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_float ~, CCHASH_PRIV_FLOAT_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_u32 ~, CCHASH_PRIV_NARROW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_u32 ~, CCHASH_PRIV_NARROW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_ptr ~, CCHASH_PRIV_POINTER_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_ptr ~, CCHASH_PRIV_POINTER_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_cstr ~, CCHASH_PRIV_CSTR_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_cstr ~, CCHASH_PRIV_CSTR_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_view ~, CCHASH_PRIV_VIEW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_view ~, CCHASH_PRIV_VIEW_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_hash_str ~, CCHASH_PRIV_STR_KEYS
#define CCHASH_PRIV_KEYS_OF_cchash_eq_str ~, CCHASH_PRIV_STR_KEYS
/* A name can be pasted; an argument in parentheses cannot. */
#define CCHASH_PRIV_KEYS_OF(fn_)                                                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_IS_LIST(fn_), CCHASH_PRIV_KEYS_UNKNOWN, CCHASH_PRIV_KEYS_OF_NAME)(fn_)
#define CCHASH_PRIV_KEYS_OF_NAME(fn_) CCHASH_PRIV_SECOND(CCHASH_PRIV_KEYS_OF_##fn_, CCHASH_PRIV_ANY_KEYS, ~)
#define CCHASH_PRIV_KEYS_UNKNOWN(fn_) CCHASH_PRIV_ANY_KEYS
#define CCHASH_PRIV_HASH_KEYS(hashfn_) CCHASH_PRIV_KEYS_OF(hashfn_)
#define CCHASH_PRIV_EQ_KEYS(eqfn_) CCHASH_PRIV_KEYS_OF(eqfn_)
#define CCHASH_PRIV_KEYS_OF_CCHASH_PRIV_STR_HASH ~, CCHASH_PRIV_STR_KEYS
#define CCHASH_PRIV_IS_OURS(fn_) (CCHASH_PRIV_HASH_KEYS(fn_) != CCHASH_PRIV_ANY_KEYS)
#endif

/* Are keys of type T of that kind? The numbers are GNU's classes of types: 1 to 4 integers and enums, 5 pointers, 12
 * structs. */
#define CCHASH_PRIV_IS_TEXT(T_)                                                                                        \
    (CCHASH_PRIV_IS_SAME_TYPE(T_, char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const char *) ||                             \
     CCHASH_PRIV_IS_SAME_TYPE(T_, unsigned char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const unsigned char *) ||           \
     CCHASH_PRIV_IS_SAME_TYPE(T_, signed char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const signed char *))
#define CCHASH_PRIV_IS_CSTR(T_) (CCHASH_PRIV_IS_SAME_TYPE(T_, char *) || CCHASH_PRIV_IS_SAME_TYPE(T_, const char *))
#define CCHASH_PRIV_IS_INTEGER(T_) (CCHASH_PRIV_CLASS(T_) <= 4)
#define CCHASH_PRIV_ARE_KEYS(keys_, T_)                                                                                \
    (keys_ == CCHASH_PRIV_WIDE_KEYS                                ? CCHASH_PRIV_IS_INTEGER(T_) && sizeof(T_) <= 8     \
     : keys_ == CCHASH_PRIV_NARROW_KEYS                            ? CCHASH_PRIV_IS_INTEGER(T_) && sizeof(T_) <= 4     \
     : keys_ == CCHASH_PRIV_ANY_KEYS || CCHASH_PRIV_CLASS(T_) == 0 ? true                                              \
     : keys_ == CCHASH_PRIV_DOUBLE_KEYS                            ? CCHASH_PRIV_CLASS(T_) == 8 && sizeof(T_) == 8     \
     : keys_ == CCHASH_PRIV_FLOAT_KEYS                             ? CCHASH_PRIV_CLASS(T_) == 8 && sizeof(T_) == 4     \
     : keys_ == CCHASH_PRIV_CSTR_KEYS                                                                                  \
         ? CCHASH_PRIV_IS_TEXT(T_)                                                                                     \
         : (CCHASH_PRIV_CLASS(T_) == 5) == (keys_ == CCHASH_PRIV_POINTER_KEYS) &&                                      \
               (CCHASH_PRIV_CLASS(T_) == 5 ||                                                                          \
                sizeof(T_) == (keys_ == CCHASH_PRIV_VIEW_KEYS ? sizeof(cchash_view) : 24)))

/* Checks K or V before the map's own name for it exists. */
#define CCHASH_PRIV_CHECK_TYPE(name_, which_, letter_, T_)                                                             \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_IS_ARRAY(CCHASH_PRIV_TYPEOF(T_)), name_##_priv##which_##_is_an_array,             \
                        "cchash: " #name_ ": " letter_ " is an array, and C does not pass arrays: wrap it in a "       \
                        "struct");                                                                                     \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_IS_CONST(CCHASH_PRIV_TYPEOF(T_)), name_##_priv##which_##_is_const,                \
                        "cchash: " #name_ ": " letter_ " is const: leave that out, the map hands out const pointers "  \
                        "to keys anyway");                                                                             \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_MOVABLE(T_), name_##_priv##which_##_is_not_trivially_copyable,                  \
                        "cchash: " #name_ ": " letter_ " is moved by memcpy, so it must be trivially copyable: store " \
                        "a pointer instead");

/* Checks the hash function and the equality for keys of type K. */
#define CCHASH_PRIV_CHECK_HASHFN(name_, K_, hashfn_, eqfn_)                                                            \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_ANY_KEYS ||                                      \
                            CCHASH_PRIV_EQ_KEYS(eqfn_) == CCHASH_PRIV_ANY_KEYS ||                                      \
                            CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_EQ_KEYS(eqfn_) ||                            \
                            CCHASH_PRIV_HASH_KEYS(hashfn_) + CCHASH_PRIV_EQ_KEYS(eqfn_) ==                             \
                                CCHASH_PRIV_WIDE_KEYS + CCHASH_PRIV_NARROW_KEYS,                                       \
                        name_##_priv_hash_and_equality_are_for_different_keys,                                         \
                        "cchash: " #name_ ": " #hashfn_ " and " #eqfn_ " are for different kinds of keys");            \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_HASH_KEYS(hashfn_), K_),                                      \
                        name_##_priv_hash_is_not_for_such_keys,                                                        \
                        "cchash: " #name_ ": " #hashfn_ " is not for keys of this type");                              \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_EQ_KEYS(eqfn_), K_),                                          \
                        name_##_priv_equality_is_not_for_such_keys,                                                    \
                        "cchash: " #name_ ": " #eqfn_ " is not for keys of this type");

/* Checks a list of traits: it is in parentheses, all traits are known and given once, the load limit works. */
#define CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                       \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_LIST(traits_), name_##_priv_traits_without_parentheses,                         \
                        "cchash: " #name_ ": traits go in parentheses: (A, B), (A) or ()");                            \
    CCHASH_PRIV_CHECK_KNOWN_(name_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , ~)                               \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_COUNT(traits_) & CCHASH_PRIV_TWICE) == 0, name_##_priv_a_trait_is_given_twice,    \
                        "cchash: " #name_ ": a trait is given twice");                                                 \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_APPLY(CCHASH_PRIV_LOAD_WORKS, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (1, 1))),        \
                        name_##_priv_load_limit_out_of_range,                                                          \
                        "cchash: " #name_ ": CCHASH_MAX_LOAD(n, d) is a fraction from 1/64 to 64/1");
#define CCHASH_PRIV_LOAD_WORKS(num_, den_) ((num_) > 0 && (den_) > 0 && (num_) <= 64 * (den_) && 64 * (num_) >= (den_))

/* Refuses a trait that has no use in this kind of map. */
#define CCHASH_PRIV_REFUSE(name_, traits_, id_, sentence_)                                                             \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_HAS_(id_, CCHASH_PRIV_LIST traits_, , , , , , , , , , , , , , , , ~),             \
                        name_##_priv_a_trait_is_of_no_use##id_, "cchash: " #name_ ": " sentence_);
/* The traits of each kind of map. One that is not named here is refused, so that a new one is not accepted and ignored.
 */
#define CCHASH_PRIV_TRAITS_OF_ALL                                                                                      \
    (CCHASH_PRIV_DIGIT(_ALLOCATOR) | CCHASH_PRIV_DIGIT(_GOOD_HASH) | CCHASH_PRIV_DIGIT(_CACHED_HASH) |                 \
     CCHASH_PRIV_DIGIT(_MAX_LOAD) | CCHASH_PRIV_DIGIT(_MALLOC_NODES) | CCHASH_PRIV_DIGIT(_SIPHASH) |                   \
     CCHASH_PRIV_DIGIT(_TIGHT))
#define CCHASH_PRIV_TRAITS_OF_KEYS                                                                                     \
    (CCHASH_PRIV_DIGIT(_KEY_COPY) | CCHASH_PRIV_DIGIT(_KEY_FREE) | CCHASH_PRIV_DIGIT(_SEEDED_HASH))
#define CCHASH_PRIV_TRAITS_OF_VALUES (CCHASH_PRIV_DIGIT(_VALUE_COPY) | CCHASH_PRIV_DIGIT(_VALUE_FREE))
#define CCHASH_PRIV_TRAITS_OF_MAPS (CCHASH_PRIV_TRAITS_OF_VALUES | CCHASH_PRIV_DIGIT(_SPLIT))
#define CCHASH_PRIV_TRAITS_OF_STRINGS CCHASH_PRIV_DIGIT(_ARENA_KEYS)
/* The traits that mean the same in all layouts. What a layout takes besides stands in its header, in
 * CCHASH_PRIV_TRAITS_OF_cchash_priv_…; all others are refused there. */
#define CCHASH_PRIV_TRAITS_OF_LAYOUTS                                                                                  \
    (CCHASH_PRIV_DIGIT(_ALLOCATOR) | CCHASH_PRIV_DIGIT(_GOOD_HASH) | CCHASH_PRIV_DIGIT(_CACHED_HASH) |                 \
     CCHASH_PRIV_DIGIT(_MAX_LOAD) | CCHASH_PRIV_DIGIT(_SIPHASH) | CCHASH_PRIV_DIGIT(_MAKE_KEY) |                       \
     CCHASH_PRIV_TRAITS_OF_KEYS | CCHASH_PRIV_TRAITS_OF_VALUES | CCHASH_PRIV_TRAITS_OF_STRINGS)
#define CCHASH_PRIV_CHECK_LAYOUT(layout_, name_, traits_)                                                              \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_HAS(MALLOC_NODES, traits_) ||                                                     \
                            (CCHASH_PRIV_TRAITS_OF_##layout_ & CCHASH_PRIV_DIGIT(_MALLOC_NODES)) != 0,                 \
                        name_##_priv_this_layout_has_no_nodes,                                                         \
                        "cchash: " #name_ ": CCHASH_MALLOC_NODES is for chaining: this layout has no nodes");          \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        !CCHASH_PRIV_HAS(SPLIT, traits_) || (CCHASH_PRIV_TRAITS_OF_##layout_ & CCHASH_PRIV_DIGIT(_SPLIT)) != 0,        \
        name_##_priv_this_layout_is_not_split,                                                                         \
        "cchash: " #name_ ": CCHASH_SPLIT is for the compact layout: in others a value lies beside its key");          \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        !CCHASH_PRIV_HAS(TIGHT, traits_) || (CCHASH_PRIV_TRAITS_OF_##layout_ & CCHASH_PRIV_DIGIT(_TIGHT)) != 0,        \
        name_##_priv_this_layout_has_no_tight_sizes, "cchash: " #name_ ": CCHASH_TIGHT is for the compact layout");    \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_COUNT(traits_) & UINT64_C(0x0fffffffffffffff) &                                   \
                         ~(7 * (CCHASH_PRIV_TRAITS_OF_##layout_ | CCHASH_PRIV_DIGIT(_MALLOC_NODES) |                   \
                                CCHASH_PRIV_DIGIT(_SPLIT) | CCHASH_PRIV_DIGIT(_TIGHT)))) == 0,                         \
                        name_##_priv_a_trait_is_not_for_this_layout,                                                   \
                        "cchash: " #name_ ": a trait is not for this layout");
#define CCHASH_PRIV_CHECK_ONLY(name_, traits_, allowed_)                                                               \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_COUNT(traits_) & UINT64_C(0x0fffffffffffffff) & ~(7 * (allowed_))) == 0,          \
                        name_##_priv_a_trait_is_of_no_use_here,                                                        \
                        "cchash: " #name_ ": a trait is not for this kind of map");
#define CCHASH_PRIV_CHECK_KIND(name_, traits_)                                                                         \
    CCHASH_PRIV_REFUSE(name_, traits_, _ARENA_KEYS, "CCHASH_ARENA_KEYS is for maps of strings (CCHASH_DEFINE_STR)")    \
    CCHASH_PRIV_REFUSE(name_, traits_, _MAKE_KEY, "CCHASH_MAKE_KEY is for lookups (CCHASH_LOOKUP_EX)")
#define CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                     \
    CCHASH_PRIV_CHECK_KIND(name_, traits_)                                                                             \
    CCHASH_PRIV_CHECK_ONLY(name_, traits_,                                                                             \
                           CCHASH_PRIV_TRAITS_OF_ALL | CCHASH_PRIV_TRAITS_OF_KEYS | CCHASH_PRIV_TRAITS_OF_MAPS)
#define CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                     \
    CCHASH_PRIV_CHECK_KIND(name_, traits_)                                                                             \
    CCHASH_PRIV_CHECK_NO_VALUES(name_, traits_)                                                                        \
    CCHASH_PRIV_CHECK_ONLY(name_, traits_, CCHASH_PRIV_TRAITS_OF_ALL | CCHASH_PRIV_TRAITS_OF_KEYS)
#define CCHASH_PRIV_CHECK_NO_VALUES(name_, traits_)                                                                    \
    CCHASH_PRIV_REFUSE(name_, traits_, _VALUE_COPY, "CCHASH_VALUE_COPY is for maps: a set has no values")              \
    CCHASH_PRIV_REFUSE(name_, traits_, _VALUE_FREE, "CCHASH_VALUE_FREE is for maps: a set has no values")              \
    CCHASH_PRIV_REFUSE(name_, traits_, _SPLIT, "CCHASH_SPLIT is for maps: a set has no values")
/* A map of strings copies, frees and hashes its keys by itself. */
#define CCHASH_PRIV_CHECK_KIND_STR(name_, traits_)                                                                     \
    CCHASH_PRIV_REFUSE(name_, traits_, _KEY_COPY, "CCHASH_KEY_COPY: a map of strings copies its keys itself")          \
    CCHASH_PRIV_REFUSE(name_, traits_, _KEY_FREE, "CCHASH_KEY_FREE: a map of strings frees its keys itself")           \
    CCHASH_PRIV_REFUSE(name_, traits_, _SEEDED_HASH, "CCHASH_SEEDED_HASH: a map of strings hashes its keys itself")    \
    CCHASH_PRIV_REFUSE(name_, traits_, _MAKE_KEY, "CCHASH_MAKE_KEY is for lookups (CCHASH_LOOKUP_EX)")
#define CCHASH_PRIV_CHECK_STR_MAP(name_, traits_)                                                                      \
    CCHASH_PRIV_CHECK_KIND_STR(name_, traits_)                                                                         \
    CCHASH_PRIV_CHECK_ONLY(name_, traits_,                                                                             \
                           CCHASH_PRIV_TRAITS_OF_ALL | CCHASH_PRIV_TRAITS_OF_STRINGS | CCHASH_PRIV_TRAITS_OF_MAPS)
#define CCHASH_PRIV_CHECK_STR_SET(name_, traits_)                                                                      \
    CCHASH_PRIV_CHECK_KIND_STR(name_, traits_)                                                                         \
    CCHASH_PRIV_CHECK_NO_VALUES(name_, traits_)                                                                        \
    CCHASH_PRIV_CHECK_ONLY(name_, traits_, CCHASH_PRIV_TRAITS_OF_ALL | CCHASH_PRIV_TRAITS_OF_STRINGS)

/* Checks the types of the functions that traits name. T is K or V. A copier may return int instead of bool. Those of
 * CCHASH_CSTR_KEYS and CCHASH_CSTR_VALUES (cchash/keys.h) have types of their own. */
#define CCHASH_PRIV_CHECK_CALLBACK(name_, cond_, what_, sentence_)                                                     \
    CCHASH_PRIV_REQUIRE(cond_, name_##_priv_callback_of_another_type##what_, sentence_);
#define CCHASH_PRIV_CHECK_COPIER(name_, id_, fn_, T_, sentence_)                                                       \
    CCHASH_PRIV_CHECK_CALLBACK(                                                                                        \
        name_,                                                                                                         \
        CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(T_ *, const T_ *)) ||                                                     \
            CCHASH_PRIV_IS_OF_TYPE(fn_, int (*)(T_ *, const T_ *)) ||                                                  \
            (CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(void *, const void *)) && CCHASH_PRIV_IS_CSTR(T_)),                  \
        id_, "cchash: " #name_ ": " sentence_)
#define CCHASH_PRIV_CHECK_FREE(name_, id_, fn_, T_, sentence_)                                                         \
    CCHASH_PRIV_CHECK_CALLBACK(name_,                                                                                  \
                               CCHASH_PRIV_IS_OF_TYPE(fn_, void (*)(T_ *)) ||                                          \
                                   CCHASH_PRIV_IS_OF_TYPE(fn_, void (*)(const T_ *)) ||                                \
                                   (CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(void *)) && CCHASH_PRIV_IS_CSTR(T_)),         \
                               id_, "cchash: " #name_ ": " sentence_)
#define CCHASH_PRIV_CHECK_ALLOCATOR_(name_, T_, allocate_, release_)                                                   \
    CCHASH_PRIV_CHECK_CALLBACK(name_, CCHASH_PRIV_IS_OF_TYPE(allocate_, void *(*)(T_, size_t, size_t)), _ALLOCATE,     \
                               "cchash: " #name_ ": CCHASH_ALLOCATOR(T, allocate, release): allocate is void *f(T "    \
                               "context, size_t size, size_t align)")                                                  \
    CCHASH_PRIV_CHECK_CALLBACK(name_, CCHASH_PRIV_IS_OF_TYPE(release_, void (*)(T_, void *, size_t, size_t)),          \
                               _RELEASE,                                                                               \
                               "cchash: " #name_ ": CCHASH_ALLOCATOR(T, allocate, release): release is void f(T "      \
                               "context, void *block, size_t size, size_t align)")
#define CCHASH_PRIV_CHECK_ALLOCATOR(name_, traits_)                                                                    \
    CCHASH_PRIV_CHECK_ALLOCATOR_(name_, CCHASH_PRIV_CONTEXT(traits_), CCHASH_PRIV_ALLOCATE(traits_),                   \
                                 CCHASH_PRIV_RELEASE(traits_))
#define CCHASH_PRIV_CHECK_KEY_CALLBACKS(name_, traits_)                                                                \
    CCHASH_PRIV_IF(                                                                                                    \
        CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                                            \
        CCHASH_PRIV_CHECK_COPIER(                                                                                      \
            name_, _KEY_COPY, CCHASH_PRIV_PICK(KEY_COPY, traits_, ), name_##_key,                                      \
            "CCHASH_KEY_COPY(fn): fn is bool fn(K *to, const K *from); with CCHASH_CSTR_KEYS, K is char *"), )         \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(KEY_FREE, traits_),                                                                 \
                   CCHASH_PRIV_CHECK_FREE(name_, _KEY_FREE, CCHASH_PRIV_PICK(KEY_FREE, traits_, ), name_##_key,        \
                                          "CCHASH_KEY_FREE(fn): fn is void fn(K *key): it gets the address of the "    \
                                          "key"), )                                                                    \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CHECK_ALLOCATOR(name_, traits_), )
#define CCHASH_PRIV_CHECK_VALUE_CALLBACKS(name_, traits_)                                                              \
    CCHASH_PRIV_IF(                                                                                                    \
        CCHASH_PRIV_HAS(VALUE_COPY, traits_),                                                                          \
        CCHASH_PRIV_CHECK_COPIER(                                                                                      \
            name_, _VALUE_COPY, CCHASH_PRIV_PICK(VALUE_COPY, traits_, ), name_##_value,                                \
            "CCHASH_VALUE_COPY(fn): fn is bool fn(V *to, const V *from); with CCHASH_CSTR_VALUES, V is char *"), )     \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(VALUE_FREE, traits_),                                                               \
                   CCHASH_PRIV_CHECK_FREE(name_, _VALUE_FREE, CCHASH_PRIV_PICK(VALUE_FREE, traits_, ), name_##_value,  \
                                          "CCHASH_VALUE_FREE(fn): fn is void fn(V *value): it gets the address of "    \
                                          "the value"), )

/* DECLARE leaves the layout's number and the set of traits, and IMPLEMENT compares them. */
#define CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                  \
    enum {                                                                                                             \
        name_##_priv_layout = CCHASH_PRIV_LAYOUT_##layout_,                                                            \
        name_##_priv_traits_low = (int)(CCHASH_PRIV_COUNT(traits_) & 0xfffffff),                                       \
        name_##_priv_traits_high = (int)(CCHASH_PRIV_COUNT(traits_) >> 28 & 0xfffffff),                                \
        name_##_priv_traits_top = (int)(CCHASH_PRIV_COUNT(traits_) >> 56 & 0xf)                                        \
    };
#define CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                            \
    CCHASH_PRIV_REQUIRE((int)name_##_priv_layout == (int)CCHASH_PRIV_LAYOUT_##layout_, name_##_priv_layout_differs,    \
                        "cchash: " #name_ ": declared with another layout");                                           \
    CCHASH_PRIV_REQUIRE((uint64_t)name_##_priv_traits_low == (CCHASH_PRIV_COUNT(traits_) & 0xfffffff) &&               \
                            (uint64_t)name_##_priv_traits_high == (CCHASH_PRIV_COUNT(traits_) >> 28 & 0xfffffff) &&    \
                            (uint64_t)name_##_priv_traits_top == (CCHASH_PRIV_COUNT(traits_) >> 56 & 0xf),             \
                        name_##_priv_traits_differ, "cchash: " #name_ ": declared with other traits");
#define CCHASH_PRIV_CHECK_MOVABLE(name_, which_, letter_)                                                              \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_SURELY_MOVABLE(name_##which_), name_##_priv##which_##_is_not_movable,           \
                        "cchash: " #name_ ": " letter_ " is moved by memcpy, so it must be trivially copyable: store " \
                        "a pointer instead");
#define CCHASH_PRIV_CHECK_SAME(name_, which_, T_, sentence_)                                                           \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_SAME_TYPE(name_##which_, CCHASH_PRIV_TYPEOF(T_)),                               \
                        name_##_priv_type_differs##which_, "cchash: " #name_ ": " sentence_);

/* These take the place of callbacks that a type does not have. They are never called. */
#define CCHASH_PRIV_NO_COPY(to_, from_) (*(to_) = *(from_), true)
#define CCHASH_PRIV_NO_FREE(what_) ((void)(what_))
#define CCHASH_PRIV_USUAL_ALLOCATOR (int, CCHASH_PRIV_DEFAULT_MALLOC, CCHASH_PRIV_DEFAULT_FREE)
#define CCHASH_PRIV_CONTEXT(traits_)                                                                                   \
    CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_3, CCHASH_PRIV_PICK(ALLOCATOR, traits_, CCHASH_PRIV_USUAL_ALLOCATOR))
#define CCHASH_PRIV_ALLOCATE(traits_)                                                                                  \
    CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_3, CCHASH_PRIV_PICK(ALLOCATOR, traits_, CCHASH_PRIV_USUAL_ALLOCATOR))
#define CCHASH_PRIV_RELEASE(traits_)                                                                                   \
    CCHASH_PRIV_APPLY(CCHASH_PRIV_3_OF_3, CCHASH_PRIV_PICK(ALLOCATOR, traits_, CCHASH_PRIV_USUAL_ALLOCATOR))
#define CCHASH_PRIV_DEFAULT_MALLOC(context_, size_, align_) CCHASH_PRIV_MALLOC(size_, align_)
#define CCHASH_PRIV_DEFAULT_FREE(context_, block_, size_, align_) CCHASH_PRIV_FREE(block_, size_, align_)

#include "macros_on.h"

#endif
