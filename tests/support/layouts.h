/* All layouts, listed once: the make file, the scripts and the programs of the tests read them here, one on a line.
 * CCHASH_<first>_DEFINE and its like are the macros, cchash_<second>.h is the header. */
#define EACH_LAYOUT(X)                                                                                                 \
    X(CHAIN, chain)                                                                                                    \
    X(OA, oa)                                                                                                          \
    X(COMPACT, compact)
