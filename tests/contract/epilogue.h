/* The end of a body of the contract: see prologue.h. */
#ifndef TEST_OPTIMISED
#ifdef __clang__
#pragma clang optimize on
#elif defined(__GNUC__)
#pragma GCC pop_options
#endif
#endif
#undef F
#undef T
#undef OF_KIND
#undef K
#undef V
#undef U
#undef KEY
#undef VAL
#undef KEY_ID
#undef VAL_ID
#undef Q
#undef QUERY
#undef STRINGIFY
#undef STRINGIFY_
#undef NAME
#undef KIND
#undef HASHING
#undef UNIVERSE
#undef IS_SET
#undef IS_SEEDED
#undef IS_STR
#undef TRAITS
