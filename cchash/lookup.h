/* cchash/lookup.h: lookups of a map or set by a type that is not its K.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_LOOKUP_H
#define CCHASH_PRIV_LOOKUP_H

#include "typed.h"

#include "macros_off.h"

/* ---- Lookup by another type ---------------------------------------------------------------------------------------
 * CCHASH_LOOKUP(name, how, Q, hashfn, eqfn), after the map itself, adds functions that take a Q where the map has a K,
 * and make no K of it: name_get_how, _contains_how, _get_key_how, _get_or_how, _take_how, _remove_how, _hash_how,
 * _prefetch_how, _get_many_how and the hashed ones (name_get_hashed_how, …). They mean the same as those without _how.
 *
 *     uint64_t hashfn(Q)          the same as the map's hash of the K that it stands for
 *     bool eqfn(K stored, Q key)
 *
 *     CCHASH_DEFINE(people, person, int, person_hash, person_eq);
 *     CCHASH_LOOKUP(people, name, const char *, cchash_hash_cstr, person_is_called);
 *     int *age = people_get_name(&map, "Ada");                        // NULL: absent
 *
 * `how` may be any word but key, or, many and hashed. The macros:
 *
 *     CCHASH_LOOKUP(name, how, Q, hashfn, eqfn);                      of a map
 *     CCHASH_LOOKUP_SET(name, how, Q, hashfn, eqfn);                  of a set
 *     CCHASH_DECLARE_LOOKUP(name, how, Q);                            in a header, after the map's DECLARE, and
 *     CCHASH_IMPLEMENT_LOOKUP(name, how, Q, hashfn, eqfn);            in one .c file; also with _SET
 *     CCHASH_LOOKUP_EX(name, how, Q, hashfn, eqfn, (traits));         and so each with _EX and a list of traits
 *
 * Traits of a lookup:
 *   CCHASH_MAKE_KEY(fn)   bool fn(K *to, const Q *from), false: no memory, makes the key that the map stores. It is
 *                         called only for a key that is new. Adds name_put_how, _add_how, _upsert_how, _put_many_how
 *   CCHASH_SEEDED_HASH    if the map has it: uint64_t hashfn(Q, uint64_t seed)
 *   CCHASH_SIPHASH        if the map has it */

#define CCHASH_PRIV_CHECK_MAKER(name_, via_, Q_, fn_)                                                                  \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_IS_OF_TYPE(fn_, bool (*)(name_##_key *, const Q_ *)) ||                            \
                            CCHASH_PRIV_IS_OF_TYPE(fn_, int (*)(name_##_key *, const Q_ *)),                           \
                        name_##_priv_maker_of_another_type##via_,                                                      \
                        "cchash: " #name_ ": CCHASH_MAKE_KEY(fn): fn is bool fn(K *to, const Q *from)");
#define CCHASH_PRIV_MAKER(name_, via_, Q_, traits_)                                                                    \
    CCHASH_PRIV_CHECK_MAKER(name_, via_, Q_, CCHASH_PRIV_PICK(MAKE_KEY, traits_, ))                                    \
    CCHASH_PRIV_STATIC bool name_##_priv##via_##_make(void *cchash_to_, const void *cchash_from_) {                    \
        return CCHASH_PRIV_PICK(MAKE_KEY, traits_, )((name_##_key *)cchash_to_, (const Q_ *)cchash_from_);             \
    }

/* kind_ (MAP or SET) is pasted at once, so that a macro of the user's with such a name is not expanded. */
#define CCHASH_PRIV_LOOKUP(emit_, kind_, name_, via_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_##via_, traits_)                                                                     \
    CCHASH_PRIV_CHECK_LOOKUP(name_##via_, name_, name_##_key##via_, hashfn_, traits_)                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_LOOKUP_SIP, CCHASH_PRIV_LOOKUP_)                     \
    (emit_, CCHASH_PRIV_VALUE_FACTS_##kind_, CCHASH_PRIV_FUNCTIONS_FIND_##kind_, CCHASH_PRIV_FUNCTIONS_INSERT_##kind_, \
     name_, via_, name_##_key##via_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_LOOKUP_SIP(emit_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)          \
    CCHASH_PRIV_LOOKUP_(emit_, value_facts_, find_, insert_, name_, via_, Q_, CCHASH_PRIV_SIP_OF_##hashfn_, eqfn_,     \
                        CCHASH_PRIV_SIP_TRAITS(traits_))
/* Checks a lookup's traits and its hash function. (Its equality is of two types.) */
#define CCHASH_PRIV_CHECK_LOOKUP(name_, map_, Q_, hashfn_, traits_)                                                    \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        (CCHASH_PRIV_COUNT(traits_) & UINT64_C(0x0fffffffffffffff) &                                                   \
         ~(7 * (CCHASH_PRIV_DIGIT(_MAKE_KEY) | CCHASH_PRIV_DIGIT(_SEEDED_HASH) | CCHASH_PRIV_DIGIT(_SIPHASH)))) == 0,  \
        name_##_priv_a_trait_is_of_no_use,                                                                             \
        "cchash: " #name_ ": a lookup has no traits but CCHASH_MAKE_KEY, CCHASH_SEEDED_HASH and "                      \
        "CCHASH_SIPHASH");                                                                                             \
    CCHASH_PRIV_REQUIRE((CCHASH_PRIV_HAS(SEEDED_HASH, traits_) || CCHASH_PRIV_HAS(SIPHASH, traits_)) ==                \
                            (map_##_priv_seeded_hash != 0),                                                            \
                        name_##_priv_one_hash_takes_a_seed,                                                            \
                        "cchash: " #name_ ": the lookup has CCHASH_SEEDED_HASH or CCHASH_SIPHASH if the map has it");  \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_ARE_KEYS(CCHASH_PRIV_HASH_KEYS(hashfn_), Q_),                                      \
                        name_##_priv_hash_is_not_for_such_keys,                                                        \
                        "cchash: " #name_ ": " #hashfn_ " is not for keys of this type");
#define CCHASH_PRIV_LOOKUP_(emit_, value_facts_, find_, insert_, name_, via_, Q_, hashfn_, eqfn_, traits_)             \
    CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), CCHASH_PRIV_MAKER(name_, via_, Q_, traits_), )                  \
    CCHASH_PRIV_DESCRIPTOR(name_, via_, , Q_,                                                                          \
                           CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), name_##_priv##via_##_make, NULL), false, \
                           value_facts_(name_))                                                                        \
    CCHASH_PRIV_OUT_OF_LINE_QUERY(name_, via_)                                                                         \
    find_(emit_, name_, via_, Q_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_), insert_(emit_, name_, via_, Q_), )

#define CCHASH_PRIV_DECLARE_LOOKUP(kind_, name_, via_, Q_, traits_)                                                    \
    typedef Q_ name_##_key##via_;                                                                                      \
    CCHASH_PRIV_FUNCTIONS_FIND_##kind_(CCHASH_PRIV_PROTOTYPE, name_, via_, name_##_key##via_)                          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(MAKE_KEY, traits_),                                                             \
                       CCHASH_PRIV_FUNCTIONS_INSERT_##kind_(CCHASH_PRIV_PROTOTYPE, name_, via_, name_##_key##via_), )

#define CCHASH_LOOKUP(name_, how_, Q_, hashfn_, eqfn_) CCHASH_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                                     \
    typedef Q_ name_##_key_##how_;                                                                                     \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_STATIC_FUNCTION, MAP, name_, _##how_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_DECLARE_LOOKUP(name_, how_, Q_) CCHASH_DECLARE_LOOKUP_EX(name_, how_, Q_, ())
#define CCHASH_DECLARE_LOOKUP_EX(name_, how_, Q_, traits_)                                                             \
    CCHASH_PRIV_DECLARE_LOOKUP(MAP, name_, _##how_, Q_, traits_) struct name_
#define CCHASH_IMPLEMENT_LOOKUP(name_, how_, Q_, hashfn_, eqfn_)                                                       \
    CCHASH_IMPLEMENT_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_IMPLEMENT_LOOKUP_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_SAME(name_, _key_##how_, Q_, "the lookup was declared for another type")                         \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_EXTERN_FUNCTION, MAP, name_, _##how_, hashfn_, eqfn_, traits_)                      \
    struct name_

#define CCHASH_LOOKUP_SET(name_, how_, Q_, hashfn_, eqfn_) CCHASH_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                                 \
    typedef Q_ name_##_key_##how_;                                                                                     \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_STATIC_FUNCTION, SET, name_, _##how_, hashfn_, eqfn_, traits_) struct name_
#define CCHASH_DECLARE_LOOKUP_SET(name_, how_, Q_) CCHASH_DECLARE_LOOKUP_SET_EX(name_, how_, Q_, ())
#define CCHASH_DECLARE_LOOKUP_SET_EX(name_, how_, Q_, traits_)                                                         \
    CCHASH_PRIV_DECLARE_LOOKUP(SET, name_, _##how_, Q_, traits_) struct name_
#define CCHASH_IMPLEMENT_LOOKUP_SET(name_, how_, Q_, hashfn_, eqfn_)                                                   \
    CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, ())
#define CCHASH_IMPLEMENT_LOOKUP_SET_EX(name_, how_, Q_, hashfn_, eqfn_, traits_)                                       \
    CCHASH_PRIV_CHECK_SAME(name_, _key_##how_, Q_, "the lookup was declared for another type")                         \
    CCHASH_PRIV_LOOKUP(CCHASH_PRIV_EXTERN_FUNCTION, SET, name_, _##how_, hashfn_, eqfn_, traits_)                      \
    struct name_

#include "macros_on.h"

#endif
