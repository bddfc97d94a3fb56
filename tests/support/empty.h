/* The initialiser of an empty map, in C and in C++. */
#ifndef CCHASH_TESTS_EMPTY_H
#define CCHASH_TESTS_EMPTY_H
#ifdef __cplusplus
#define EMPTY                                                                                                          \
    {}
#else
#define EMPTY                                                                                                          \
    { 0 }
#endif
#endif
