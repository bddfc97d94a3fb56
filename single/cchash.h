/* This file is made of the headers in the top folder by `make single`. Change those. */
/* cchash: a cache-conscious hash table library for C. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash.h"
 *     CCHASH_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 *     wordmap map = {0};                            // empty; owns no memory (in C++: {})
 *     if (wordmap_put(&map, "cache", 64) < 0) ...   // out of memory: the map is as it was
 *     uint64_t *lines = wordmap_get(&map, "cache"); // NULL if absent
 *     CCHASH_FOREACH(wordmap, it, &map) printf("%s %" PRIu64 "\n", *it.key, *it.value);
 *     wordmap_free(&map);
 *
 * This header includes all three layouts and strings. docs/api.h has every generated function as a plain prototype with
 * its meaning. Requirements: C99 or C++11; K and V are trivially copyable types that a typedef can name.
 *
 * The macros stand at file or namespace scope, with a semicolon after them:
 *
 *     CCHASH_DEFINE(name, K, V, hashfn, eqfn);         a map from K to V; all its functions are static
 *     CCHASH_DEFINE_SET(name, K, hashfn, eqfn);        a set of K
 *     CCHASH_DEFINE_STR(name, V);                      a map from owned strings to V (cchash/string_map.h)
 *     CCHASH_DEFINE_STR_SET(name);                     a set of owned strings
 *     CCHASH_LOOKUP(name, how, Q, hashfn, eqfn);       lookups by another type than K (cchash/lookup.h)
 *
 *     CCHASH_DECLARE(name, K, V);                      the same map, for several translation units: this goes into a
 *     CCHASH_IMPLEMENT(name, K, V, hashfn, eqfn);      header, this into one .c file. Also _SET, _STR and _STR_SET
 *
 *     CCHASH_DEFINE_EX(name, K, V, hashfn, eqfn, (traits));    and so each with _EX: options (cchash/traits.h)
 *     CCHASH_DECLARE_EX(name, K, V, (traits));                 DECLARE and IMPLEMENT have the same list
 *     CCHASH_DEFINE_STR(name, V, (traits));                    _STR macros take the list without _EX
 *
 * hashfn is uint64_t hashfn(K) and eqfn is bool eqfn(K, K), functions or function-like macros. CCHASH_COMPACT_DEFINE,
 * CCHASH_OA_DEFINE and CCHASH_CHAIN_DEFINE choose the layout, and so for all of these. Each layout's header can be
 * included alone.
 *
 * How it is built. A layout's engine is ordinary functions over `void *` and a constant descriptor of the type
 * (cchash_priv_type: sizes, offsets, hash, equality). The macros emit the types, that descriptor, and one-line typed
 * functions that call the engine. Engine functions are inlined into them, so that sizes and callbacks are constants
 * there. Algorithms have lines with numbers, and a debugger steps through them in a -O0 build. docs/design.md has the
 * rest. */
#ifndef CCHASH_H
#define CCHASH_H

/* ==== cchash_chain.h ==== */

/* cchash_chain.h: chaining, with nodes that never move. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_chain.h"
 *     CCHASH_CHAIN_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * This is the one layout where a `V *` stays valid until its element is removed, whatever else happens to the map.
 *
 *     buckets   | link | link | link | link | ... | pool |      8 bytes each, a power of two of them; before the
 *                                                               pool a summary of 1/128 byte each, used by name_pop
 *     link      | filter, 16 bits | address of a node, 48 bits |
 *     node      | link to the next | key | value |              24 bytes for u64 -> u64
 *     chunk     | next chunk, bytes | node | node | node | ...  one for each doubling of the pool
 *     pool      | unused nodes | fresh nodes | first chunk |    what insertions and removals need, but no lookup
 *
 * Up to 32 buckets lie in a chunk, without a summary, so that a tiny map is one allocation (u64 -> u64: 208 bytes for
 * 4 elements). When it has grown into more buckets, which come in another chunk, nodes take their place:
 *
 *     | next chunk, bytes | node | node | node | node | 8 buckets | pool |
 *     | next chunk, bytes | node | node | node | node | node | node | node | node |
 *
 * The filter of a link is a Bloom filter of the nodes that the link leads to: the hash of each sets one of its 16 bits.
 * A lookup stops at a link whose filter lacks the bit of its key. Most lookups of absent keys therefore end in the
 * bucket and read no node. An insertion puts the new node at the front of the chain and moves the link of the bucket
 * into it, unchanged; a removal replaces the link to a node by the link in that node. So a filter never lacks a bit. It
 * may have extra bits after a removal, and these disappear when the nodes before the removed one are removed.
 *
 * Nodes are taken from the chunks in order, so iterating over all elements, and linking all nodes into a larger array
 * of buckets, reads memory from front to back. Bit 0 of the link in a node marks the node as unused.
 *
 * Where addresses have more than 48 bits (tagged pointers, some large machines), links are plain: an address without a
 * filter, in which bit 1 is always set, and bit 1 is what a lookup tests. With CCHASH_MALLOC_NODES all links are plain,
 * and each node is an allocation of its own: the textbook layout.
 *
 * Invariants (name_verify checks them): each node in use is in the chain of the bucket of its hash, once, and a lookup
 * finds it through the filters; there are `size` of them; the pool has at least `limit` nodes. The nodes of a chunk
 * reach up to its end, or up to the buckets in it; those before the first fresh one are in use or marked as unused.
 *
 * Source: small filters in the bucket word are from Birler, Schmidt, Fent and Neumann, "Simple, Efficient, and Robust
 * Hash Tables for Join Processing" (2024), there for tables that are built once. */
#ifndef CCHASH_CHAIN_H
#define CCHASH_CHAIN_H

/* ==== cchash/string_map.h ==== */

/* cchash/string_map.h: maps and sets whose keys are owned strings.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_STRING_MAP_H
#define CCHASH_PRIV_STRING_MAP_H

/* ==== cchash/lookup.h ==== */

/* cchash/lookup.h: lookups of a map or set by a type that is not its K.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_LOOKUP_H
#define CCHASH_PRIV_LOOKUP_H

/* ==== cchash/typed.h ==== */

/* cchash/typed.h: the types and inner functions that a DEFINE stamps out.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TYPED_H
#define CCHASH_PRIV_TYPED_H

/* ==== cchash/functions.h ==== */

/* cchash/functions.h: the public functions of every map and set, each once.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_FUNCTIONS_H
#define CCHASH_PRIV_FUNCTIONS_H

/* ==== cchash/traits.h ==== */

/* cchash/traits.h: the traits of a map, and what is refused at compile time.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TRAITS_H
#define CCHASH_PRIV_TRAITS_H

/* ==== cchash/type.h ==== */

/* cchash/type.h: the constant descriptor of a generated type, and what engines do with an entry.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TYPE_H
#define CCHASH_PRIV_TYPE_H

/* ==== cchash/hash.h ==== */

/* cchash/hash.h: hash functions, the secrets of the process, the seeds of maps, and how a hash is mixed.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_HASH_H
#define CCHASH_PRIV_HASH_H

/* ==== cchash/base.h ==== */

/* cchash/base.h: what everything else stands on: status codes, statistics, views, switches, the compiler, the
 * operating system, memory.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_BASE_H
#define CCHASH_PRIV_BASE_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* cchash/macros_off.h: a program may have macros with the names of variables and fields in these headers (Qt has slots,
 * for one). They are put aside here, before the code of a header, and come back in macros_on.h, at its end. No guard:
 * included once for each header. `make names` writes both lists; a test finds a name that is missing.
 *
 * What the DEFINE macros expand to stands in the program, out of reach of this: there every name is cchash_… or the
 * program's own.
 *
 * SPDX-License-Identifier: MIT-0 */
#if defined(__GNUC__) || defined(__clang__) || defined(_MSC_VER) || defined(__TINYC__)
#pragma push_macro("ALLOCATOR")
#undef ALLOCATOR
#pragma push_macro("ARENA_KEYS")
#undef ARENA_KEYS
#pragma push_macro("CACHED_HASH")
#undef CACHED_HASH
#pragma push_macro("GOOD_HASH")
#undef GOOD_HASH
#pragma push_macro("INLINED")
#undef INLINED
#pragma push_macro("KEY_COPY")
#undef KEY_COPY
#pragma push_macro("KEY_FREE")
#undef KEY_FREE
#pragma push_macro("MAKE_KEY")
#undef MAKE_KEY
#pragma push_macro("MALLOC_NODES")
#undef MALLOC_NODES
#pragma push_macro("MAP")
#undef MAP
#pragma push_macro("MAX_LOAD")
#undef MAX_LOAD
#pragma push_macro("SEEDED_HASH")
#undef SEEDED_HASH
#pragma push_macro("SET")
#undef SET
#pragma push_macro("SIPHASH")
#undef SIPHASH
#pragma push_macro("SPARE_BIT")
#undef SPARE_BIT
#pragma push_macro("SPLIT")
#undef SPLIT
#pragma push_macro("TIGHT")
#undef TIGHT
#pragma push_macro("VALUE_COPY")
#undef VALUE_COPY
#pragma push_macro("VALUE_FREE")
#undef VALUE_FREE
#pragma push_macro("a_bucket_is_a_power_of_two_and_fits_in_a_mask")
#undef a_bucket_is_a_power_of_two_and_fits_in_a_mask
#pragma push_macro("a_bucket_of_u64_to_u64_is_three_cache_lines")
#undef a_bucket_of_u64_to_u64_is_three_cache_lines
#pragma push_macro("a_chunk_of_4_nodes_and_8_buckets_takes_208_bytes")
#undef a_chunk_of_4_nodes_and_8_buckets_takes_208_bytes
#pragma push_macro("a_home_is_read_from_the_hash_bits_of_a_state")
#undef a_home_is_read_from_the_hash_bits_of_a_state
#pragma push_macro("a_node_of_u64_to_u64_takes_24_bytes")
#undef a_node_of_u64_to_u64_takes_24_bytes
#pragma push_macro("a_nul_lies_between_text_and_tag")
#undef a_nul_lies_between_text_and_tag
#pragma push_macro("a_string_has_24_bytes")
#undef a_string_has_24_bytes
#pragma push_macro("a_table_takes_48_bytes")
#undef a_table_takes_48_bytes
#pragma push_macro("a_tag_holds_any_inline_length")
#undef a_tag_holds_any_inline_length
#pragma push_macro("a_window_covers_all_slots_of_a_small_table_but_one")
#undef a_window_covers_all_slots_of_a_small_table_but_one
#pragma push_macro("a_word_of_overflow_has_a_bit_for_each_class")
#undef a_word_of_overflow_has_a_bit_for_each_class
#pragma push_macro("absent")
#undef absent
#pragma push_macro("add")
#undef add
#pragma push_macro("added")
#undef added
#pragma push_macro("address")
#undef address
#pragma push_macro("adopt")
#undef adopt
#pragma push_macro("advice")
#undef advice
#pragma push_macro("advice_dontneed")
#undef advice_dontneed
#pragma push_macro("advice_hugepage")
#undef advice_hugepage
#pragma push_macro("ahead")
#undef ahead
#pragma push_macro("align")
#undef align
#pragma push_macro("allocate")
#undef allocate
#pragma push_macro("allocate_zeroed")
#undef allocate_zeroed
#pragma push_macro("always")
#undef always
#pragma push_macro("an_image_begins_with_a_cache_line")
#undef an_image_begins_with_a_cache_line
#pragma push_macro("apart")
#undef apart
#pragma push_macro("arc4random_buf")
#undef arc4random_buf
#pragma push_macro("arena")
#undef arena
#pragma push_macro("array")
#undef array
#pragma push_macro("array_slots")
#undef array_slots
#pragma push_macro("at")
#undef at
#pragma push_macro("at_maximum")
#undef at_maximum
#pragma push_macro("back")
#undef back
#pragma push_macro("base")
#undef base
#pragma push_macro("batch")
#undef batch
#pragma push_macro("before")
#undef before
#pragma push_macro("begin")
#undef begin
#pragma push_macro("below")
#undef below
#pragma push_macro("best")
#undef best
#pragma push_macro("bit")
#undef bit
#pragma push_macro("bit_bytes")
#undef bit_bytes
#pragma push_macro("bits")
#undef bits
#pragma push_macro("block")
#undef block
#pragma push_macro("blocks")
#undef blocks
#pragma push_macro("bookkeeping_takes_24_bytes")
#undef bookkeeping_takes_24_bytes
#pragma push_macro("bucket")
#undef bucket
#pragma push_macro("buckets")
#undef buckets
#pragma push_macro("buckets_are_a_power_of_two_and_shift_is_below_64")
#undef buckets_are_a_power_of_two_and_shift_is_below_64
#pragma push_macro("buckets_left")
#undef buckets_left
#pragma push_macro("buffer")
#undef buffer
#pragma push_macro("buffered")
#undef buffered
#pragma push_macro("building")
#undef building
#pragma push_macro("by_home")
#undef by_home
#pragma push_macro("byte")
#undef byte
#pragma push_macro("bytes")
#undef bytes
#pragma push_macro("cached_hash")
#undef cached_hash
#pragma push_macro("candidates")
#undef candidates
#pragma push_macro("capacity")
#undef capacity
#pragma push_macro("changes")
#undef changes
#pragma push_macro("checksum")
#undef checksum
#pragma push_macro("child")
#undef child
#pragma push_macro("chunk")
#undef chunk
#pragma push_macro("claim")
#undef claim
#pragma push_macro("closer")
#undef closer
#pragma push_macro("common")
#undef common
#pragma push_macro("complete")
#undef complete
#pragma push_macro("context")
#undef context
#pragma push_macro("copied")
#undef copied
#pragma push_macro("copies")
#undef copies
#pragma push_macro("copy")
#undef copy
#pragma push_macro("count")
#undef count
#pragma push_macro("counted")
#undef counted
#pragma push_macro("counter_max_fills_its_bits")
#undef counter_max_fills_its_bits
#pragma push_macro("counters")
#undef counters
#pragma push_macro("counts")
#undef counts
#pragma push_macro("cross")
#undef cross
#pragma push_macro("current")
#undef current
#pragma push_macro("cursor")
#undef cursor
#pragma push_macro("data")
#undef data
#pragma push_macro("deferrals")
#undef deferrals
#pragma push_macro("deferred")
#undef deferred
#pragma push_macro("degraded")
#undef degraded
#pragma push_macro("den")
#undef den
#pragma push_macro("describe")
#undef describe
#pragma push_macro("destroys")
#undef destroys
#pragma push_macro("detail")
#undef detail
#pragma push_macro("displace")
#undef displace
#pragma push_macro("displaced")
#undef displaced
#pragma push_macro("displacement_stays_in_its_window")
#undef displacement_stays_in_its_window
#pragma push_macro("distance")
#undef distance
#pragma push_macro("done")
#undef done
#pragma push_macro("doubles")
#undef doubles
#pragma push_macro("draining")
#undef draining
#pragma push_macro("draining_shift")
#undef draining_shift
#pragma push_macro("drop_entries")
#undef drop_entries
#pragma push_macro("each_class_belongs_to_exactly_one_counter")
#undef each_class_belongs_to_exactly_one_counter
#pragma push_macro("earlier")
#undef earlier
#pragma push_macro("elements")
#undef elements
#pragma push_macro("empty")
#undef empty
#pragma push_macro("end")
#undef end
#pragma push_macro("enough")
#undef enough
#pragma push_macro("entries")
#undef entries
#pragma push_macro("entry")
#undef entry
#pragma push_macro("entry_align")
#undef entry_align
#pragma push_macro("entry_bytes")
#undef entry_bytes
#pragma push_macro("entry_size")
#undef entry_size
#pragma push_macro("equal")
#undef equal
#pragma push_macro("erase_free")
#undef erase_free
#pragma push_macro("erase_free_is_a_mask_of_a_window")
#undef erase_free_is_a_mask_of_a_window
#pragma push_macro("erase_prepared")
#undef erase_prepared
#pragma push_macro("erasure")
#undef erasure
#pragma push_macro("extended")
#undef extended
#pragma push_macro("extra")
#undef extra
#pragma push_macro("fact")
#undef fact
#pragma push_macro("facts")
#undef facts
#pragma push_macro("filter_and_address_share_a_link")
#undef filter_and_address_share_a_link
#pragma push_macro("find")
#undef find
#pragma push_macro("find_slow")
#undef find_slow
#pragma push_macro("first")
#undef first
#pragma push_macro("fits")
#undef fits
#pragma push_macro("flag")
#undef flag
#pragma push_macro("floating_point_numbers_have_64_and_32_bits")
#undef floating_point_numbers_have_64_and_32_bits
#pragma push_macro("fork")
#undef fork
#pragma push_macro("found")
#undef found
#pragma push_macro("free_arrays")
#undef free_arrays
#pragma push_macro("free_slots")
#undef free_slots
#pragma push_macro("free_spare")
#undef free_spare
#pragma push_macro("fresh")
#undef fresh
#pragma push_macro("fresh_count")
#undef fresh_count
#pragma push_macro("from")
#undef from
#pragma push_macro("from_find")
#undef from_find
#pragma push_macro("from_malloc")
#undef from_malloc
#pragma push_macro("from_slot")
#undef from_slot
#pragma push_macro("gathers")
#undef gathers
#pragma push_macro("generation")
#undef generation
#pragma push_macro("getauxval")
#undef getauxval
#pragma push_macro("getentropy")
#undef getentropy
#pragma push_macro("getpid")
#undef getpid
#pragma push_macro("given")
#undef given
#pragma push_macro("given_values")
#undef given_values
#pragma push_macro("gives_back")
#undef gives_back
#pragma push_macro("good_hash")
#undef good_hash
#pragma push_macro("grain")
#undef grain
#pragma push_macro("group")
#undef group
#pragma push_macro("grown")
#undef grown
#pragma push_macro("growth_keeps_the_new_slots_of_an_old_one_in_a_word")
#undef growth_keeps_the_new_slots_of_an_old_one_in_a_word
#pragma push_macro("half")
#undef half
#pragma push_macro("has_buckets")
#undef has_buckets
#pragma push_macro("hash")
#undef hash
#pragma push_macro("hash_class")
#undef hash_class
#pragma push_macro("hash_offset")
#undef hash_offset
#pragma push_macro("hash_or_mixed")
#undef hash_or_mixed
#pragma push_macro("hash_returns")
#undef hash_returns
#pragma push_macro("hashed")
#undef hashed
#pragma push_macro("hashes")
#undef hashes
#pragma push_macro("hashes_text")
#undef hashes_text
#pragma push_macro("head_entries")
#undef head_entries
#pragma push_macro("head_tags")
#undef head_tags
#pragma push_macro("header")
#undef header
#pragma push_macro("held")
#undef held
#pragma push_macro("high")
#undef high
#pragma push_macro("histogram")
#undef histogram
#pragma push_macro("hole")
#undef hole
#pragma push_macro("home")
#undef home
#pragma push_macro("home_next")
#undef home_next
#pragma push_macro("home_shift")
#undef home_shift
#pragma push_macro("homes")
#undef homes
#pragma push_macro("huge")
#undef huge
#pragma push_macro("image")
#undef image
#pragma push_macro("in_chunk")
#undef in_chunk
#pragma push_macro("in_place")
#undef in_place
#pragma push_macro("index")
#undef index
#pragma push_macro("infinity")
#undef infinity
#pragma push_macro("insert")
#undef insert
#pragma push_macro("insert_slow")
#undef insert_slow
#pragma push_macro("inserted")
#undef inserted
#pragma push_macro("insertion")
#undef insertion
#pragma push_macro("is_current")
#undef is_current
#pragma push_macro("is_long")
#undef is_long
#pragma push_macro("iter")
#undef iter
#pragma push_macro("kept")
#undef kept
#pragma push_macro("key")
#undef key
#pragma push_macro("key_copy")
#undef key_copy
#pragma push_macro("key_free")
#undef key_free
#pragma push_macro("key_offset")
#undef key_offset
#pragma push_macro("key_or_hash_offset")
#undef key_or_hash_offset
#pragma push_macro("key_out")
#undef key_out
#pragma push_macro("key_size")
#undef key_size
#pragma push_macro("keys")
#undef keys
#pragma push_macro("lane")
#undef lane
#pragma push_macro("lane0")
#undef lane0
#pragma push_macro("lane1")
#undef lane1
#pragma push_macro("lane2")
#undef lane2
#pragma push_macro("lane3")
#undef lane3
#pragma push_macro("larger")
#undef larger
#pragma push_macro("last")
#undef last
#pragma push_macro("layout")
#undef layout
#pragma push_macro("left")
#undef left
#pragma push_macro("left_bits")
#undef left_bits
#pragma push_macro("left_high")
#undef left_high
#pragma push_macro("left_low")
#undef left_low
#pragma push_macro("len")
#undef len
#pragma push_macro("length")
#undef length
#pragma push_macro("level")
#undef level
#pragma push_macro("limit")
#undef limit
#pragma push_macro("lineage")
#undef lineage
#pragma push_macro("link")
#undef link
#pragma push_macro("list")
#undef list
#pragma push_macro("load")
#undef load
#pragma push_macro("load_den")
#undef load_den
#pragma push_macro("load_num")
#undef load_num
#pragma push_macro("log")
#undef log
#pragma push_macro("longest")
#undef longest
#pragma push_macro("looked_up")
#undef looked_up
#pragma push_macro("low")
#undef low
#pragma push_macro("low_bits_of_a_hash_pick_a_filter_bit")
#undef low_bits_of_a_hash_pick_a_filter_bit
#pragma push_macro("lowest")
#undef lowest
#pragma push_macro("m")
#undef m
#pragma push_macro("made")
#undef made
#pragma push_macro("madvise")
#undef madvise
#pragma push_macro("magic")
#undef magic
#pragma push_macro("magnitude")
#undef magnitude
#pragma push_macro("maintain")
#undef maintain
#pragma push_macro("malloc_nodes")
#undef malloc_nodes
#pragma push_macro("map")
#undef map
#pragma push_macro("map_seed")
#undef map_seed
#pragma push_macro("mask")
#undef mask
#pragma push_macro("matches")
#undef matches
#pragma push_macro("matching")
#undef matching
#pragma push_macro("max_distance")
#undef max_distance
#pragma push_macro("max_probe")
#undef max_probe
#pragma push_macro("max_probe_and_five_other_fields_share_a_word")
#undef max_probe_and_five_other_fields_share_a_word
#pragma push_macro("mean_probe")
#undef mean_probe
#pragma push_macro("memmove")
#undef memmove
#pragma push_macro("memory")
#undef memory
#pragma push_macro("metadata")
#undef metadata
#pragma push_macro("middle")
#undef middle
#pragma push_macro("mix_hash")
#undef mix_hash
#pragma push_macro("mixed")
#undef mixed
#pragma push_macro("more")
#undef more
#pragma push_macro("most")
#undef most
#pragma push_macro("movable")
#undef movable
#pragma push_macro("moved")
#undef moved
#pragma push_macro("n")
#undef n
#pragma push_macro("needs_probe")
#undef needs_probe
#pragma push_macro("never_used")
#undef never_used
#pragma push_macro("new_seed")
#undef new_seed
#pragma push_macro("next")
#undef next
#pragma push_macro("next_overflowed")
#undef next_overflowed
#pragma push_macro("node")
#undef node
#pragma push_macro("nodes")
#undef nodes
#pragma push_macro("nodes_in_steps_of_a_pointer_leave_the_flags_free")
#undef nodes_in_steps_of_a_pointer_leave_the_flags_free
#pragma push_macro("noinline")
#undef noinline
#pragma push_macro("none")
#undef none
#pragma push_macro("note")
#undef note
#pragma push_macro("nothing")
#undef nothing
#pragma push_macro("noticed")
#undef noticed
#pragma push_macro("num")
#undef num
#pragma push_macro("number")
#undef number
#pragma push_macro("object")
#undef object
#pragma push_macro("of")
#undef of
#pragma push_macro("of_values")
#undef of_values
#pragma push_macro("offset")
#undef offset
#pragma push_macro("old")
#undef old
#pragma push_macro("old_buckets")
#undef old_buckets
#pragma push_macro("old_bytes")
#undef old_bytes
#pragma push_macro("old_count")
#undef old_count
#pragma push_macro("old_homes")
#undef old_homes
#pragma push_macro("old_shift")
#undef old_shift
#pragma push_macro("old_slot")
#undef old_slot
#pragma push_macro("old_slots")
#undef old_slots
#pragma push_macro("old_tags")
#undef old_tags
#pragma push_macro("one")
#undef one
#pragma push_macro("one_load_covers_the_tags_of_a_window")
#undef one_load_covers_the_tags_of_a_window
#pragma push_macro("open")
#undef open
#pragma push_macro("order")
#undef order
#pragma push_macro("other")
#undef other
#pragma push_macro("out")
#undef out
#pragma push_macro("overflow")
#undef overflow
#pragma push_macro("overflowed")
#undef overflowed
#pragma push_macro("overflows")
#undef overflows
#pragma push_macro("own")
#undef own
#pragma push_macro("own_home")
#undef own_home
#pragma push_macro("padded")
#undef padded
#pragma push_macro("padding")
#undef padding
#pragma push_macro("parent")
#undef parent
#pragma push_macro("part")
#undef part
#pragma push_macro("parts")
#undef parts
#pragma push_macro("pass")
#undef pass
#pragma push_macro("passed")
#undef passed
#pragma push_macro("path")
#undef path
#pragma push_macro("pending")
#undef pending
#pragma push_macro("phase")
#undef phase
#pragma push_macro("place")
#undef place
#pragma push_macro("place_bits")
#undef place_bits
#pragma push_macro("plain")
#undef plain
#pragma push_macro("pool")
#undef pool
#pragma push_macro("pop_insertions")
#undef pop_insertions
#pragma push_macro("pop_state")
#undef pop_state
#pragma push_macro("possible")
#undef possible
#pragma push_macro("power")
#undef power
#pragma push_macro("prefetch")
#undef prefetch
#pragma push_macro("prefetch_distance")
#undef prefetch_distance
#pragma push_macro("prefetch_entry")
#undef prefetch_entry
#pragma push_macro("prefetch_probe")
#undef prefetch_probe
#pragma push_macro("prefix")
#undef prefix
#pragma push_macro("premixed")
#undef premixed
#pragma push_macro("prepare_erase")
#undef prepare_erase
#pragma push_macro("probe")
#undef probe
#pragma push_macro("product")
#undef product
#pragma push_macro("pthread_atfork")
#undef pthread_atfork
#pragma push_macro("ptr")
#undef ptr
#pragma push_macro("put")
#undef put
#pragma push_macro("put_one")
#undef put_one
#pragma push_macro("query")
#undef query
#pragma push_macro("query_hash")
#undef query_hash
#pragma push_macro("query_size")
#undef query_size
#pragma push_macro("random")
#undef random
#pragma push_macro("read_array")
#undef read_array
#pragma push_macro("realloc")
#undef realloc
#pragma push_macro("recount_work")
#undef recount_work
#pragma push_macro("recounting")
#undef recounting
#pragma push_macro("rehash")
#undef rehash
#pragma push_macro("rehashes")
#undef rehashes
#pragma push_macro("release")
#undef release
#pragma push_macro("remaining")
#undef remaining
#pragma push_macro("removal_work")
#undef removal_work
#pragma push_macro("remove")
#undef remove
#pragma push_macro("remove_any")
#undef remove_any
#pragma push_macro("remove_shared")
#undef remove_shared
#pragma push_macro("remove_slow")
#undef remove_slow
#pragma push_macro("resized")
#undef resized
#pragma push_macro("rest")
#undef rest
#pragma push_macro("result")
#undef result
#pragma push_macro("right")
#undef right
#pragma push_macro("right_high")
#undef right_high
#pragma push_macro("right_low")
#undef right_low
#pragma push_macro("ring_size")
#undef ring_size
#pragma push_macro("room")
#undef room
#pragma push_macro("root")
#undef root
#pragma push_macro("round")
#undef round
#pragma push_macro("same")
#undef same
#pragma push_macro("save")
#undef save
#pragma push_macro("saved_errno")
#undef saved_errno
#pragma push_macro("scan")
#undef scan
#pragma push_macro("scan_log")
#undef scan_log
#pragma push_macro("scratch")
#undef scratch
#pragma push_macro("scratch_size")
#undef scratch_size
#pragma push_macro("second")
#undef second
#pragma push_macro("seed")
#undef seed
#pragma push_macro("seeded")
#undef seeded
#pragma push_macro("seeded_hash")
#undef seeded_hash
#pragma push_macro("selectany")
#undef selectany
#pragma push_macro("sentence")
#undef sentence
#pragma push_macro("sevens")
#undef sevens
#pragma push_macro("shared")
#undef shared
#pragma push_macro("shift")
#undef shift
#pragma push_macro("single")
#undef single
#pragma push_macro("sink")
#undef sink
#pragma push_macro("siphash")
#undef siphash
#pragma push_macro("size")
#undef size
#pragma push_macro("sizes_are_powers_of_two_and_small_log_has_room_for_them")
#undef sizes_are_powers_of_two_and_small_log_has_room_for_them
#pragma push_macro("slot")
#undef slot
#pragma push_macro("slots")
#undef slots
#pragma push_macro("slots_are_a_power_of_two_and_at_least_a_bucket")
#undef slots_are_a_power_of_two_and_at_least_a_bucket
#pragma push_macro("slots_for")
#undef slots_for
#pragma push_macro("slow_removal")
#undef slow_removal
#pragma push_macro("small")
#undef small
#pragma push_macro("small_log")
#undef small_log
#pragma push_macro("sought")
#undef sought
#pragma push_macro("source")
#undef source
#pragma push_macro("spare")
#undef spare
#pragma push_macro("spare_bit")
#undef spare_bit
#pragma push_macro("spare_key")
#undef spare_key
#pragma push_macro("spare_offset")
#undef spare_offset
#pragma push_macro("spare_value")
#undef spare_value
#pragma push_macro("split")
#undef split
#pragma push_macro("stand_on")
#undef stand_on
#pragma push_macro("start")
#undef start
#pragma push_macro("starts")
#undef starts
#pragma push_macro("state")
#undef state
#pragma push_macro("state0")
#undef state0
#pragma push_macro("state1")
#undef state1
#pragma push_macro("state2")
#undef state2
#pragma push_macro("state3")
#undef state3
#pragma push_macro("states")
#undef states
#pragma push_macro("stats")
#undef stats
#pragma push_macro("status")
#undef status
#pragma push_macro("stays")
#undef stays
#pragma push_macro("step")
#undef step
#pragma push_macro("stop")
#undef stop
#pragma push_macro("stored")
#undef stored
#pragma push_macro("str")
#undef str
#pragma push_macro("streams")
#undef streams
#pragma push_macro("sum")
#undef sum
#pragma push_macro("summary")
#undef summary
#pragma push_macro("table")
#undef table
#pragma push_macro("tag")
#undef tag
#pragma push_macro("tags")
#undef tags
#pragma push_macro("tags_end_at_a_multiple_of_8_so_that_overflow_is_aligned")
#undef tags_end_at_a_multiple_of_8_so_that_overflow_is_aligned
#pragma push_macro("tail")
#undef tail
#pragma push_macro("taken")
#undef taken
#pragma push_macro("target")
#undef target
#pragma push_macro("text")
#undef text
#pragma push_macro("texts")
#undef texts
#pragma push_macro("the_bits_of_a_tag_are_disjoint")
#undef the_bits_of_a_tag_are_disjoint
#pragma push_macro("the_counters_of_all_classes_fill_a_word")
#undef the_counters_of_all_classes_fill_a_word
#pragma push_macro("the_flags_are_the_two_lowest_bits_of_a_link")
#undef the_flags_are_the_two_lowest_bits_of_a_link
#pragma push_macro("the_flags_are_the_two_lowest_bits_of_a_state")
#undef the_flags_are_the_two_lowest_bits_of_a_state
#pragma push_macro("the_table_has_two_bits_of_the_tag")
#undef the_table_has_two_bits_of_the_tag
#pragma push_macro("the_tags_of_a_small_table_can_be_read_in_groups")
#undef the_tags_of_a_small_table_can_be_read_in_groups
#pragma push_macro("then")
#undef then
#pragma push_macro("then_mask")
#undef then_mask
#pragma push_macro("there_is_a_tag_for_each_low_byte_of_a_hash")
#undef there_is_a_tag_for_each_low_byte_of_a_hash
#pragma push_macro("tie")
#undef tie
#pragma push_macro("tight")
#undef tight
#pragma push_macro("tiny")
#undef tiny
#pragma push_macro("to")
#undef to
#pragma push_macro("to_size")
#undef to_size
#pragma push_macro("to_slot")
#undef to_slot
#pragma push_macro("transfer")
#undef transfer
#pragma push_macro("type")
#undef type
#pragma push_macro("type_headers")
#undef type_headers
#pragma push_macro("type_kernel_code")
#undef type_kernel_code
#pragma push_macro("type_name")
#undef type_name
#pragma push_macro("type_random")
#undef type_random
#pragma push_macro("u")
#undef u
#pragma push_macro("undoes")
#undef undoes
#pragma push_macro("unused")
#undef unused
#pragma push_macro("unused_before")
#undef unused_before
#pragma push_macro("used")
#undef used
#pragma push_macro("usual")
#undef usual
#pragma push_macro("value")
#undef value
#pragma push_macro("value_copied")
#undef value_copied
#pragma push_macro("value_copy")
#undef value_copy
#pragma push_macro("value_free")
#undef value_free
#pragma push_macro("value_offset")
#undef value_offset
#pragma push_macro("value_out")
#undef value_out
#pragma push_macro("value_size")
#undef value_size
#pragma push_macro("values")
#undef values
#pragma push_macro("vdupq_n_u8")
#undef vdupq_n_u8
#pragma push_macro("verify")
#undef verify
#pragma push_macro("vget_high_u8")
#undef vget_high_u8
#pragma push_macro("vget_low_u8")
#undef vget_low_u8
#pragma push_macro("view")
#undef view
#pragma push_macro("views")
#undef views
#pragma push_macro("walk_from")
#undef walk_from
#pragma push_macro("walk_place")
#undef walk_place
#pragma push_macro("walked")
#undef walked
#pragma push_macro("wanted")
#undef wanted
#pragma push_macro("weights")
#undef weights
#pragma push_macro("what")
#undef what
#pragma push_macro("which")
#undef which
#pragma push_macro("wide")
#undef wide
#pragma push_macro("windows_full")
#undef windows_full
#pragma push_macro("word")
#undef word
#pragma push_macro("words")
#undef words
#pragma push_macro("work")
#undef work
#pragma push_macro("write")
#undef write
#pragma push_macro("write_array")
#undef write_array
#pragma push_macro("write_key")
#undef write_key
#pragma push_macro("written")
#undef written
#pragma push_macro("zeroed")
#undef zeroed
#pragma push_macro("zeros")
#undef zeros
#endif

/* The version. Names and meanings of docs/api.h change only with the major number (0: with the minor one); CHANGELOG.md
 * says what counts as a breaking change. */
#define CCHASH_VERSION_MAJOR 0
#define CCHASH_VERSION_MINOR 9
#define CCHASH_VERSION_PATCH 0

/* What put, add and their relatives return. */
enum {
    CCHASH_NOMEM = -1,   /* no memory: the map is as it was, and the caller still owns what it passed */
    CCHASH_PRESENT = 0,  /* the key was there */
    CCHASH_INSERTED = 1, /* the key is new */
    CCHASH_DECLINED = 2  /* of maps for many threads: the key is not there, and the user's function did not want it */
};

/* What a function of the user's, which was shown a copy of a value, wants done (cchash_sync.h). */
typedef enum cchash_verdict {
    CCHASH_KEEP,  /* leave the map as it is */
    CCHASH_STORE, /* store the value, under a new key if the key is not there */
    CCHASH_REMOVE /* remove the element, if there is one */
} cchash_verdict;

#define CCHASH_STATS_BINS 16

/* What name_stats returns. A probe is one look at a node (chaining), a bucket of slots (open addressing) or a window of
 * 16 tags (compact). An element in its home takes one probe. */
typedef struct cchash_stats {
    size_t size;                         /* elements */
    size_t capacity;                     /* elements that fit without growing */
    size_t bytes;                        /* owned by the map, without what keys and values point to */
    double load;                         /* size / buckets (chaining), slots, or home slots (compact) */
    double mean_probe;                   /* mean probes of a lookup that finds its key; 0 for an empty map */
    size_t max_probe;                    /* the longest of them */
    size_t histogram[CCHASH_STATS_BINS]; /* [i]: elements found at probe i + 1; the last bin holds all beyond, too */
} cchash_stats;

/* Text or bytes that somebody else owns; it need not end in NUL. */
typedef struct cchash_view {
    const char *ptr;
    size_t len; /* in bytes */
} cchash_view;

/* The head of a loop over all elements, in no particular order:
 *
 *     CCHASH_FOREACH(wordmap, it, &map) use(*it.key, it.value);
 *
 * The body may call wordmap_remove_at(&map, &it). It must not insert, or remove in another way. */
#define CCHASH_FOREACH(name_, it_, map_) for (name_##_iter it_ = name_##_begin(map_); name_##_next(&it_);)

/* ---- Switches: define them before the first include ------------------------------------------------------------
 * CCHASH_SEED            an integer: the seed of every map, and the secrets of all hashes, for reproducible runs. By
 *                        default each map draws its own seed. Two maps of one seed have keys in the same order, and
 *                        copying one into the other in that order is slow, unless room for all is reserved first
 * CCHASH_RANDOM(p, n)    writes n random bytes to p: another source of secrets than the system's. (A shared object that
 *                        dlopen loads may then have secrets of its own)
 * CCHASH_MALLOC(n, a)    the allocator of this translation unit: n bytes at a multiple of a, or NULL. With
 * CCHASH_FREE(p, n, a)   which gives them back
 * CCHASH_NO_SIMD         compare words instead of vectors; results do not change
 * CCHASH_NO_HUGE_PAGES   never ask the system for huge pages
 * CCHASH_NO_FORCE_INLINE leave all inlining to the compiler
 * CCHASH_DEBUG           abort with a message on misuse: stale iterators, callbacks that change the map that called
 *                        them, keys that changed in the map. (A hash function that changes its map while a chaining map
 *                        grows may crash before.) Must be the same in all translation units that share a map */

/* Arrays of at least this many bytes are aligned to huge pages, and ask for them. */
#ifndef CCHASH_HUGE_PAGE_MIN
#define CCHASH_HUGE_PAGE_MIN ((size_t)4 << 20)
#endif

/* ---- Compiler --------------------------------------------------------------------------------------------------- */

#if defined(_MSC_VER) && !defined(__clang__) && (!defined(_MSVC_TRADITIONAL) || _MSVC_TRADITIONAL)
#error "cchash needs a standard preprocessor: compile with /Zc:preprocessor"
#endif

#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_UNUSED __attribute__((__unused__))
#define CCHASH_PRIV_COLD static CCHASH_PRIV_UNUSED __attribute__((__noinline__, __cold__))
#define CCHASH_PRIV_OUTLINE static CCHASH_PRIV_UNUSED __attribute__((__noinline__))
#define CCHASH_PRIV_LIKELY(cond_) __builtin_expect(!!(cond_), 1)
#define CCHASH_PRIV_UNLIKELY(cond_) __builtin_expect(!!(cond_), 0)
#define CCHASH_PRIV_PREFETCH(ptr_) __builtin_prefetch(ptr_)
#define CCHASH_PRIV_PREFETCH_L2(ptr_) __builtin_prefetch(ptr_, 0, 2) /* many at once: the first level holds few */
#else
#define CCHASH_PRIV_UNUSED
#define CCHASH_PRIV_LIKELY(cond_) (cond_)
#define CCHASH_PRIV_UNLIKELY(cond_) (cond_)
#if defined(_MSC_VER)
#include <intrin.h>
#define CCHASH_PRIV_COLD static __declspec(noinline)
#define CCHASH_PRIV_OUTLINE static __declspec(noinline)
#else
#define CCHASH_PRIV_COLD static
#define CCHASH_PRIV_OUTLINE static
#endif
#if defined(_MSC_VER) && (defined(_M_X64) || defined(_M_IX86))
#define CCHASH_PRIV_PREFETCH(ptr_) _mm_prefetch((const char *)(ptr_), _MM_HINT_T0)
#define CCHASH_PRIV_PREFETCH_L2(ptr_) _mm_prefetch((const char *)(ptr_), _MM_HINT_T1)
#else
#define CCHASH_PRIV_PREFETCH(ptr_) ((void)(ptr_))
#define CCHASH_PRIV_PREFETCH_L2(ptr_) ((void)(ptr_))
#endif
#endif

/* Engine functions are forced inline into the typed functions, because their speed comes from constants that are known
 * there. Whether a typed function is inlined into its caller is left to the compiler. At -O0 nothing is forced, so that
 * a debugger can step through. */
#if (defined(__GNUC__) || defined(__clang__)) && defined(__OPTIMIZE__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED __attribute__((__always_inline__))
#elif defined(_MSC_VER) && !defined(__clang__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_INLINE static __forceinline
#else
#define CCHASH_PRIV_INLINE static inline CCHASH_PRIV_UNUSED
#endif

#define CCHASH_PRIV_STATIC static inline CCHASH_PRIV_UNUSED

/* Hides from gcc what a pointer points to. A literal key may be shorter than what the code for longer keys would read;
 * gcc warns of that where it does not see that the length forbids it. */
#if defined(__GNUC__) && !defined(__clang__)
#define CCHASH_PRIV_HIDE(ptr_) __asm__("" : "+r"(ptr_))
#else
#define CCHASH_PRIV_HIDE(ptr_) ((void)(ptr_))
#endif
/* For functions whose address stands in a type's descriptor. gcc must not be told to always inline these: at -Og it
 * does not see through the descriptor, and a call by address of such a function is an error. They are small, and gcc
 * inlines them at -O1 and above by itself. Equality of strings is not small; there the callers are FLAT, which asks for
 * the same and never fails. */
#if defined(__clang__)
#define CCHASH_PRIV_THUNK CCHASH_PRIV_INLINE
#define CCHASH_PRIV_FLAT
#elif defined(__GNUC__) && defined(__OPTIMIZE__) && !defined(CCHASH_NO_FORCE_INLINE)
#define CCHASH_PRIV_THUNK CCHASH_PRIV_STATIC
#define CCHASH_PRIV_FLAT __attribute__((__flatten__))
#else
#define CCHASH_PRIV_THUNK CCHASH_PRIV_STATIC
#define CCHASH_PRIV_FLAT
#endif

/* REQUIRE(condition, a_name, "a sentence") is a compile error that says the sentence, unless the condition holds. C
 * before C11 has no static assertion, and some libc headers hide the compiler's own. There the name of an array type
 * has to carry the message. */
#define CCHASH_PRIV_ASSERT(cond_, what_) CCHASH_PRIV_REQUIRE(cond_, cchash_priv_##what_, #what_)
#ifdef __cplusplus
#define CCHASH_PRIV_ALIGNOF(type_) alignof(type_)
#define CCHASH_PRIV_EXTERN extern "C"
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) static_assert(cond_, sentence_)
#else
#define CCHASH_PRIV_EXTERN extern
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) _Static_assert(cond_, sentence_)
#elif (defined(__GNUC__) || defined(__clang__)) && !defined(_Static_assert)
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) __extension__ _Static_assert(cond_, sentence_)
#else
#define CCHASH_PRIV_REQUIRE(cond_, what_, sentence_) typedef char what_[(cond_) ? 1 : -1] CCHASH_PRIV_UNUSED
#endif
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_ALIGNOF(type_) __alignof__(type_)
#else
#define CCHASH_PRIV_ALIGNOF(type_)                                                                                     \
    offsetof(                                                                                                          \
        struct {                                                                                                       \
            char cchash_first;                                                                                         \
            type_ cchash_second;                                                                                       \
        },                                                                                                             \
        cchash_second)
#endif
#endif

#if !defined(CCHASH_NO_SIMD) && (defined(__SSE2__) || (defined(_MSC_VER) && defined(_M_X64) && !defined(_M_ARM64EC)))
#include <emmintrin.h>
#define CCHASH_PRIV_SSE2 1
#endif

/* CHECK(condition, "a sentence"): debug builds print the sentence and abort, unless the condition holds. */
#ifdef CCHASH_DEBUG
#include <stdio.h>
CCHASH_PRIV_COLD void cchash_priv_debug_fail(const char *sentence) {
    (void)fprintf(stderr, "cchash: %s\n", sentence);
    abort();
}
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((cond_) ? (void)0 : cchash_priv_debug_fail(sentence_))
#else
#define CCHASH_PRIV_CHECK(cond_, sentence_) ((void)0)
#endif

#define CCHASH_PRIV_CAT(left_, right_) CCHASH_PRIV_CAT_(left_, right_)
#define CCHASH_PRIV_CAT_(left_, right_) left_##right_

/* The index of the lowest set bit; word is not 0. */
CCHASH_PRIV_INLINE unsigned cchash_priv_ctz(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctzll(word);
#elif defined(_MSC_VER) && (defined(_M_X64) || defined(_M_ARM64))
    unsigned long bits;
    (void)_BitScanForward64(&bits, word);
    return (unsigned)bits;
#else
    unsigned bits = 0;
    for (; !(word & 1); word >>= 1) bits++;
    return bits;
#endif
}
/* The same for a mask that has 32 bits, which gcc would extend to 64 first. */
CCHASH_PRIV_INLINE unsigned cchash_priv_ctz32(uint32_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return (unsigned)__builtin_ctz(word);
#else
    return cchash_priv_ctz(word);
#endif
}

/* The bits in reverse order. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_reverse(uint64_t word) {
    word = (word >> 1 & UINT64_C(0x5555555555555555)) | (word & UINT64_C(0x5555555555555555)) << 1;
    word = (word >> 2 & UINT64_C(0x3333333333333333)) | (word & UINT64_C(0x3333333333333333)) << 2;
    word = (word >> 4 & UINT64_C(0x0f0f0f0f0f0f0f0f)) | (word & UINT64_C(0x0f0f0f0f0f0f0f0f)) << 4;
    word = (word >> 8 & UINT64_C(0x00ff00ff00ff00ff)) | (word & UINT64_C(0x00ff00ff00ff00ff)) << 8;
    word = (word >> 16 & UINT64_C(0x0000ffff0000ffff)) | (word & UINT64_C(0x0000ffff0000ffff)) << 16;
    return word >> 32 | word << 32;
}

/* ---- The system --------------------------------------------------------------------------------------------------
 * Functions of libc that strict -std modes hide are declared here under names of our own, with the real name for the
 * assembler. That declares nothing in the user's world and cannot clash with the system's own prototype. */

#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_SYMBOL(name_) CCHASH_PRIV_SYMBOL_(__USER_LABEL_PREFIX__, name_)
#define CCHASH_PRIV_SYMBOL_(prefix_, name_) CCHASH_PRIV_SYMBOL__(prefix_, name_)
#define CCHASH_PRIV_SYMBOL__(prefix_, name_) __asm__(#prefix_ #name_)
/* For a static declaration: libc's function of that name, or NULL where there is none. A weak declaration would be
 * wrong: it would weaken the user's own calls in this translation unit, and a static program could be linked without
 * the function that they call. */
#define CCHASH_PRIV_WEAKREF(name_) __attribute__((__weakref__(#name_), __unused__))
#define CCHASH_PRIV_LOAD(word_) __atomic_load_n(word_, __ATOMIC_ACQUIRE)
#define CCHASH_PRIV_LOAD_RELAXED(word_) __atomic_load_n(word_, __ATOMIC_RELAXED)
#define CCHASH_PRIV_STORE_RELAXED(word_, value_) __atomic_store_n(word_, value_, __ATOMIC_RELAXED)
#define CCHASH_PRIV_INCREMENT(word_) __atomic_add_fetch(word_, 1, __ATOMIC_RELAXED)
#elif defined(_MSC_VER)
#include <intrin.h>
#define CCHASH_PRIV_LOAD(word_) (*(const volatile size_t *)(word_))
#define CCHASH_PRIV_LOAD_RELAXED(word_) (*(const volatile size_t *)(word_))
#define CCHASH_PRIV_STORE_RELAXED(word_, value_) ((void)(*(volatile size_t *)(word_) = (value_)))
#define CCHASH_PRIV_INCREMENT(word_) _InterlockedIncrement((volatile long *)(void *)(word_))
#else
#if defined(__TINYC__) && defined(__linux__)
#define CCHASH_PRIV_SYMBOL(name_) __asm__(#name_)
#endif
#define CCHASH_PRIV_LOAD(word_) (*(word_))
#define CCHASH_PRIV_LOAD_RELAXED(word_) (*(word_))
#define CCHASH_PRIV_STORE_RELAXED(word_, value_) ((void)(*(word_) = (value_)))
#define CCHASH_PRIV_INCREMENT(word_) (++*(word_))
#endif

/* Sets a word that is 0, atomically; false: it was not 0. */
CCHASH_PRIV_STATIC bool cchash_priv_set_once(size_t *word, size_t value) {
#if defined(__GNUC__) || defined(__clang__)
    size_t none = 0;
    return __atomic_compare_exchange_n(word, &none, value, false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE);
#elif defined(_MSC_VER)
    void *volatile *place = (void *volatile *)(void *)word;
    return _InterlockedCompareExchangePointer(place, (void *)value, NULL) == NULL;
#else
    if (*word) return false;
    *word = value;
    return true;
#endif
}

#if defined(__linux__) && defined(CCHASH_PRIV_SYMBOL)
CCHASH_PRIV_EXTERN unsigned long cchash_priv_getauxval(unsigned long type) CCHASH_PRIV_SYMBOL(getauxval);
CCHASH_PRIV_EXTERN int cchash_priv_madvise(void *start, size_t size, int advice) CCHASH_PRIV_SYMBOL(madvise);
#ifndef CCHASH_NO_HUGE_PAGES
#define CCHASH_PRIV_HUGE_PAGES 1
#endif
/* Can pages go back to the system before the array that they are of is freed? What a program's own allocator gives may
 * be anything, such as shared memory. (On Alpha the number of the advice is another.) */
#if !defined(CCHASH_MALLOC) && !defined(__alpha__)
#define CCHASH_PRIV_GIVES_PAGES_BACK 1
#endif
#endif
#ifndef CCHASH_PRIV_GIVES_PAGES_BACK
#define CCHASH_PRIV_GIVES_PAGES_BACK 0
#endif
#ifndef CCHASH_PRIV_HUGE_PAGES
#define CCHASH_PRIV_HUGE_PAGES 0
#endif

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* All size arithmetic on arrays goes through this: count * size + extra bytes, or SIZE_MAX if that is more than
 * PTRDIFF_MAX / 2. No allocator is asked for so much. */
CCHASH_PRIV_INLINE size_t cchash_priv_array_bytes(size_t count, size_t size, size_t extra) {
    const size_t most = (size_t)PTRDIFF_MAX / 2;
    return extra > most || (size && count > (most - extra) / size) ? SIZE_MAX : count * size + extra;
}

/* Allocates `size` bytes at a multiple of `align` (a power of two); NULL: no memory. Zeroed memory comes from calloc,
 * which knows when the system has just zeroed it. Where malloc's own alignment is not enough, the pointer that malloc
 * gave is kept just before the block. */
#ifndef CCHASH_MALLOC
/* Can realloc extend an array? A program that has macros for malloc and free, but none for realloc, has blocks that the
 * system's realloc does not know. */
#if (defined(malloc) || defined(calloc) || defined(free)) && !defined(realloc)
#define CCHASH_PRIV_FROM_MALLOC 0
#else
#define CCHASH_PRIV_FROM_MALLOC 1
#endif
/* Finds the place for a block in what malloc gave, moves `size` bytes there from an offset, and notes where that
 * begins. */
CCHASH_PRIV_STATIC unsigned char *cchash_priv_aligned(unsigned char *start, size_t offset, size_t size, size_t align) {
    const size_t note = sizeof(void *), place = align - ((uintptr_t)(start + note) & (align - 1)) + note;
    if (place != offset && size) memmove(start + place, start + offset, size);
    memcpy(start + place - note, &start, note);
    return start + place;
}

CCHASH_PRIV_OUTLINE void *cchash_priv_malloc(size_t size, size_t align, bool zeroed) {
    bool huge = CCHASH_PRIV_HUGE_PAGES && size >= CCHASH_HUGE_PAGE_MIN;
    unsigned char *block;
    if (huge && align < (size_t)2 << 20) align = (size_t)2 << 20;
    if (align <= 2 * sizeof(void *)) {
        block = (unsigned char *)(zeroed ? calloc(1, size) : malloc(size));
    } else {
        size_t padded = size + align + sizeof(void *);
        block = (unsigned char *)(zeroed ? calloc(1, padded) : malloc(padded));
        if (block) block = cchash_priv_aligned(block, 0, 0, align);
    }
#if CCHASH_PRIV_HUGE_PAGES
    enum { advice_hugepage = 14 }; /* MADV_HUGEPAGE: refused without harm where the kernel has none */
    if (huge && block) cchash_priv_madvise(block, size & ~(size_t)4095, advice_hugepage);
#endif
    return block;
}

CCHASH_PRIV_OUTLINE void cchash_priv_free(void *block, size_t size, size_t align) {
    bool huge = CCHASH_PRIV_HUGE_PAGES && size >= CCHASH_HUGE_PAGE_MIN;
    void *start = block;
    if (block && (huge || align > 2 * sizeof(void *)))
        memcpy(&start, (unsigned char *)block - sizeof start, sizeof start);
    free(start);
}

/* Extends a block to `larger` bytes, from `size`, with its contents; it may move. NULL: not possible, and nothing
 * changed. Not into huge pages, as what realloc moves would not begin with one. */
CCHASH_PRIV_OUTLINE void *cchash_priv_extend(void *block, size_t size, size_t larger, size_t align) {
    if (CCHASH_PRIV_HUGE_PAGES && larger >= CCHASH_HUGE_PAGE_MIN) return NULL;
    const int saved_errno = errno;
    const bool padded = align > 2 * sizeof(void *);
    void *start = block;
    if (padded) memcpy(&start, (unsigned char *)block - sizeof(void *), sizeof(void *));
    size_t offset = (size_t)((uintptr_t)block - (uintptr_t)start);
    CCHASH_PRIV_HIDE(offset); /* gcc would subtract after realloc, and warn of itself */
    unsigned char *extended = (unsigned char *)realloc(start, padded ? larger + align + sizeof(void *) : larger);
    errno = saved_errno;
    return extended && padded ? cchash_priv_aligned(extended, offset, size, align) : extended;
}
#define CCHASH_PRIV_EXTEND(block_, size_, larger_, align_) cchash_priv_extend(block_, size_, larger_, align_)
#define CCHASH_PRIV_MALLOC(size_, align_) cchash_priv_malloc(size_, align_, false)
#define CCHASH_PRIV_CALLOC(size_, align_) cchash_priv_malloc(size_, align_, true)
#define CCHASH_PRIV_FREE(block_, size_, align_) cchash_priv_free(block_, size_, align_)
#else
#ifdef CCHASH_PRIV_EXTEND /* a test's */
#define CCHASH_PRIV_FROM_MALLOC 1
#else
#define CCHASH_PRIV_FROM_MALLOC 0
#define CCHASH_PRIV_EXTEND(block_, size_, larger_, align_) ((void)(size_), (void)(larger_), (void *)NULL)
#endif
#define CCHASH_PRIV_MALLOC(size_, align_) CCHASH_MALLOC(size_, align_)
#define CCHASH_PRIV_CALLOC(size_, align_) cchash_priv_zero(CCHASH_MALLOC(size_, align_), size_)
#define CCHASH_PRIV_FREE(block_, size_, align_) CCHASH_FREE(block_, size_, align_)
#endif

/* While an array is copied to another, the part that has been copied goes back to the system in steps, so that the two
 * do not take memory for all elements twice. Only of large arrays, as the system takes time for it, and in whole steps
 * of the size of a huge page, so that none is taken apart. */
#ifndef CCHASH_PRIV_COPIED_MIN
#define CCHASH_PRIV_COPIED_MIN ((size_t)8 << 20)
#define CCHASH_PRIV_COPIED_STEP ((uintptr_t)2 << 20)
#endif

/* Gives back what lies between two addresses of an array; returns the address up to which it is done. */
CCHASH_PRIV_COLD uintptr_t cchash_priv_give_copied_back(uintptr_t start, uintptr_t end) {
    start = (start + CCHASH_PRIV_COPIED_STEP - 1) & ~(CCHASH_PRIV_COPIED_STEP - 1);
    end &= ~(CCHASH_PRIV_COPIED_STEP - 1);
    if (end <= start) return start;
#if CCHASH_PRIV_GIVES_PAGES_BACK
    enum { advice_dontneed = 4 };
    const int saved_errno = errno;
    (void)cchash_priv_madvise((void *)start, end - start, advice_dontneed);
    errno = saved_errno;
#endif
    return end;
}

/* Called while an array is read from front to back. `given`: up to where it went back, at first what copied_start says;
 * `kept`: up to where it is still used; `passed`: up to where it has been read. */
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied_start(const unsigned char *array, size_t size) {
    return size < CCHASH_PRIV_COPIED_MIN ? UINTPTR_MAX - CCHASH_PRIV_COPIED_STEP : (uintptr_t)array;
}
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied(uintptr_t given, const unsigned char *kept,
                                                const unsigned char *passed) {
    if (CCHASH_PRIV_LIKELY((uintptr_t)passed < given + CCHASH_PRIV_COPIED_STEP)) return given;
    return cchash_priv_give_copied_back((uintptr_t)kept > given ? (uintptr_t)kept : given, (uintptr_t)passed);
}

/* The same for an array that ends at `end` and is read from back to front. */
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied_end(const unsigned char *end, size_t size) {
    return size < CCHASH_PRIV_COPIED_MIN ? 0 : (uintptr_t)end;
}
CCHASH_PRIV_INLINE uintptr_t cchash_priv_copied_down(uintptr_t given, const unsigned char *kept,
                                                     const unsigned char *passed) {
    if (CCHASH_PRIV_LIKELY(given < (uintptr_t)passed || given - (uintptr_t)passed < CCHASH_PRIV_COPIED_STEP))
        return given;
    (void)cchash_priv_give_copied_back((uintptr_t)passed, (uintptr_t)kept < given ? (uintptr_t)kept : given);
    return ((uintptr_t)passed + CCHASH_PRIV_COPIED_STEP - 1) & ~(CCHASH_PRIV_COPIED_STEP - 1);
}

CCHASH_PRIV_INLINE void *cchash_priv_zero(void *block, size_t size) { return block ? memset(block, 0, size) : NULL; }


#endif


/* ---- Hash functions ----------------------------------------------------------------------------------------------
 * A map mixes the hash that it is given with a seed of its own (cchash_priv_finalize_hash). So an integer can be its
 * own hash, which is the fastest hash that there is. These functions return 64 bits and never fail. */

CCHASH_PRIV_INLINE uint64_t cchash_hash_u64(uint64_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_u64(uint64_t left, uint64_t right) { return left == right; }

CCHASH_PRIV_INLINE uint64_t cchash_hash_u32(uint32_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_u32(uint32_t left, uint32_t right) { return left == right; }

/* Pointers, by address and not by what they point to. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_ptr(const void *key) { return (uint64_t)(uintptr_t)key; }
CCHASH_PRIV_INLINE bool cchash_eq_ptr(const void *left, const void *right) { return left == right; }

/* Both halves of the 128-bit product, xored: the "folded multiply" of wyhash and its relatives. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_fold(uint64_t left, uint64_t right) {
#if defined(__SIZEOF_INT128__) && !defined(__wasm__) /* which has it as a call */
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)left * right;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
#elif defined(_MSC_VER) && defined(_M_X64)
    uint64_t high;
    uint64_t low = _umul128(left, right, &high);
    return low ^ high;
#else
    uint64_t left_low = (uint32_t)left, left_high = left >> 32, right_low = (uint32_t)right, right_high = right >> 32;
    uint64_t low = left_low * right_low, cross = left_high * right_low, other = left_low * right_high;
    uint64_t middle = (low >> 32) + (uint32_t)cross + (uint32_t)other;
    uint64_t high = left_high * right_high + (cross >> 32) + (other >> 32) + (middle >> 32);
    return ((middle << 32) | (uint32_t)low) ^ high;
#endif
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_swap_bytes(uint64_t word) {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_bswap64(word);
#elif defined(_MSC_VER)
    return _byteswap_uint64(word);
#else
    word = (word & UINT64_C(0x00ff00ff00ff00ff)) << 8 | (word >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    word = (word & UINT64_C(0x0000ffff0000ffff)) << 16 | (word >> 16 & UINT64_C(0x0000ffff0000ffff));
    return word << 32 | word >> 32;
#endif
}

/* Little-endian words at any address, so that a hash is the same on every machine. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_read64(const void *from) {
    uint64_t word;
    memcpy(&word, from, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word;
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_read32(const void *from) {
    uint32_t word;
    memcpy(&word, from, 4);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap32(word);
#endif
    return word;
}

/* Hex digits of pi, constants without another meaning: about half of their bits are set. */
#define CCHASH_PRIV_PI0 UINT64_C(0x243f6a8885a308d3)
#define CCHASH_PRIV_PI1 UINT64_C(0x13198a2e03707345)
#define CCHASH_PRIV_PI2 UINT64_C(0xa4093822299f31d1)
#define CCHASH_PRIV_PI3 UINT64_C(0x082efa98ec4e6c89)
#define CCHASH_PRIV_PI4 UINT64_C(0x452821e638d01377)
#define CCHASH_PRIV_PI5 UINT64_C(0xbe5466cf34e90c6d)
#define CCHASH_PRIV_PI6 UINT64_C(0xc0ac29b7c97c50dd)

/* The hash of bytes reads its input through five words, which are made of a seed or are secrets of the process. Both
 * factors of every product have such a word, or the result of an earlier product, xored in. An attacker who does not
 * know the words can make no factor 0, which would hide the other factor, and no two lanes equal, which would cancel
 * them. With constants in their place he could. Up to 64 bytes take three of the words (docs/performance.md, Measured
 * alternatives in hashing and strings). */
enum { CCHASH_PRIV_HASH_WORDS = 5 };
CCHASH_PRIV_INLINE void cchash_priv_expand(uint64_t seed, uint64_t words[CCHASH_PRIV_HASH_WORDS]) {
    words[0] = seed ^ CCHASH_PRIV_PI0;
    words[1] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI1, CCHASH_PRIV_PI2);
    words[2] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI2, CCHASH_PRIV_PI3);
    words[3] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI3, CCHASH_PRIV_PI4);
    words[4] = cchash_priv_fold(seed ^ CCHASH_PRIV_PI4, CCHASH_PRIV_PI5);
}

/* Mixes sixteen bytes into a lane. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_mix16(const unsigned char *at, uint64_t word, uint64_t lane) {
    return cchash_priv_fold(cchash_priv_read64(at) ^ word, cchash_priv_read64(at + 8) ^ lane);
}

/* The hash of up to 64 bytes. From 17 on there are two lanes, each of one or two blocks of 16, which overlap where the
 * length is no multiple of 16, so that lengths take a single branch. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_short(const unsigned char *at, size_t size, const uint64_t *words) {
    uint64_t first = 0, last = 0;
    CCHASH_PRIV_HIDE(at);
    if (size > 16) {
        uint64_t low = cchash_priv_mix16(at, words[0], words[1]);
        uint64_t high = cchash_priv_mix16(at + size - 16, words[0], words[2]);
        if (size > 32) {
            low = cchash_priv_mix16(at + 16, words[0], low);
            high = cchash_priv_mix16(at + size - 32, words[0], high);
        }
        return cchash_priv_fold(low ^ words[1], high ^ words[2] ^ size);
    }
    if (size >= 8) {
        first = cchash_priv_read64(at);
        last = cchash_priv_read64(at + size - 8);
    } else if (size >= 4) {
        first = cchash_priv_read32(at);
        last = cchash_priv_read32(at + size - 4);
    } else if (size) {
        first = (uint64_t)at[0] << 16 | (uint64_t)at[size >> 1] << 8 | at[size - 1];
    }
    return cchash_priv_fold(words[2] ^ size, cchash_priv_fold(first ^ words[0], last ^ words[1]));
}

/* The hash of more than 64 bytes: four lanes of 16 bytes, so that four multiplications are under way at once. The lanes
 * start with different words. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_lanes(const unsigned char *at, size_t size, const uint64_t *words) {
    const unsigned char *tail = at + size - 64;
    const uint64_t word = words[4];
    uint64_t lane0 = words[0], lane1 = words[1], lane2 = words[2], lane3 = words[3];
    size_t left = size;
    for (; left > 64; left -= 64, at += 64) {
        lane0 = cchash_priv_mix16(at, word, lane0);
        lane1 = cchash_priv_mix16(at + 16, word, lane1);
        lane2 = cchash_priv_mix16(at + 32, word, lane2);
        lane3 = cchash_priv_mix16(at + 48, word, lane3);
    }
    lane0 = cchash_priv_mix16(tail, word, lane0);
    lane1 = cchash_priv_mix16(tail + 16, word, lane1);
    lane2 = cchash_priv_mix16(tail + 32, word, lane2);
    lane3 = cchash_priv_mix16(tail + 48, word, lane3);
    return cchash_priv_fold(lane0 ^ lane2 ^ words[0], lane1 ^ lane3 ^ words[1] ^ size);
}

CCHASH_PRIV_OUTLINE uint64_t cchash_priv_hash_long(const unsigned char *at, size_t size, uint64_t seed) {
    uint64_t words[CCHASH_PRIV_HASH_WORDS];
    cchash_priv_expand(seed, words);
    return cchash_priv_hash_lanes(at, size, words);
}

/* The hash of `size` bytes at any address; bytes may be NULL if size is 0. It has the same value on every machine for
 * the same seed. It is made of folded multiplies, as wyhash and rapidhash are (Wang Yi, Nicolas De Carli), with
 * constants, and so values, of this library's own. As far as is known, an attacker who does not know the seed can make
 * keys collide only as often as chance does. Where he may find it out, by timing for example, use cchash_siphash13. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_bytes(const void *bytes, size_t size, uint64_t seed) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t words[CCHASH_PRIV_HASH_WORDS];
    if (CCHASH_PRIV_UNLIKELY(size > 64)) return cchash_priv_hash_long(at, size, seed);
    cchash_priv_expand(seed, words);
    return cchash_priv_hash_short(at, size, words);
}

#define CCHASH_PRIV_ROTL(word_, bits_) ((word_) << (bits_) | (word_) >> (64 - (bits_)))

CCHASH_PRIV_INLINE void cchash_priv_sipround(uint64_t state[4]) {
    state[0] += state[1];
    state[2] += state[3];
    state[1] = CCHASH_PRIV_ROTL(state[1], 13) ^ state[0];
    state[3] = CCHASH_PRIV_ROTL(state[3], 16) ^ state[2];
    state[0] = CCHASH_PRIV_ROTL(state[0], 32);
    state[2] += state[1];
    state[0] += state[3];
    state[1] = CCHASH_PRIV_ROTL(state[1], 17) ^ state[2];
    state[3] = CCHASH_PRIV_ROTL(state[3], 21) ^ state[0];
    state[2] = CCHASH_PRIV_ROTL(state[2], 32);
}

/* SipHash-1-3 (Aumasson and Bernstein 2012; the variant with one round a word and three at the end): the hash for keys
 * that an attacker chooses. `key` is 128 bits that he must not know. bytes may be NULL if size is 0. */
CCHASH_PRIV_STATIC uint64_t cchash_siphash13(const void *bytes, size_t size, const uint64_t key[2]) {
    const unsigned char *at = (const unsigned char *)bytes;
    uint64_t state[4] = {key[0] ^ UINT64_C(0x736f6d6570736575), key[1] ^ UINT64_C(0x646f72616e646f6d),
                         key[0] ^ UINT64_C(0x6c7967656e657261), key[1] ^ UINT64_C(0x7465646279746573)};
    uint64_t word;
    size_t left = size;
    for (; left >= 8; left -= 8, at += 8) {
        word = cchash_priv_read64(at);
        state[3] ^= word;
        cchash_priv_sipround(state);
        state[0] ^= word;
    }
    word = (uint64_t)(size & 0xff) << 56;
    while (left--) word |= (uint64_t)at[left] << (8 * left);
    state[3] ^= word;
    cchash_priv_sipround(state);
    state[0] ^= word;
    state[2] ^= 0xff;
    for (int round = 0; round < 3; round++) cchash_priv_sipround(state);
    return state[0] ^ state[1] ^ state[2] ^ state[3];
}

/* ---- Secrets of the process --------------------------------------------------------------------------------------
 * Nine random words: five for the hash of bytes, two that key SipHash, two for the seeds of maps. They must be the same
 * for all code of a process, since a long cchash_str carries its hash from map to map. On Linux they are made, through
 * SipHash, which does not reveal them, from the 16 random bytes that the kernel gives each process (AT_RANDOM). So each
 * translation unit can have a copy, and all copies are equal, those of shared objects too. Elsewhere, and with
 * CCHASH_RANDOM, there is one copy that the linker shares.
 *
 * Word 0 says whether the secrets are there; each hash reads it anyway. Each word is set once, by compare and swap:
 * threads that set them at the same time agree, and nobody reads a word that may still change. With CCHASH_SEED there
 * are no secrets; the seed takes their place. */
enum { CCHASH_PRIV_SIP_WORD = CCHASH_PRIV_HASH_WORDS, CCHASH_PRIV_SEED_WORD = 7, CCHASH_PRIV_SECRETS = 9 };

#ifndef CCHASH_SEED

/* The secrets are kept in pieces of the size that every machine can swap at once. */
enum { CCHASH_PRIV_PARTS = sizeof(uint64_t) / sizeof(size_t) };
typedef size_t cchash_priv_secret_parts[(size_t)CCHASH_PRIV_SECRETS * (size_t)CCHASH_PRIV_PARTS];

#if defined(__linux__) && !defined(CCHASH_RANDOM)
static cchash_priv_secret_parts cchash_priv_storage CCHASH_PRIV_UNUSED;
#else
#ifdef __cplusplus
extern "C" {
#endif
#if defined(_WIN32) && (defined(__GNUC__) || defined(__clang__))
__attribute__((__selectany__)) cchash_priv_secret_parts cchash_priv_storage = {0};
#elif defined(_MSC_VER)
__declspec(selectany) cchash_priv_secret_parts cchash_priv_storage = {0};
#elif defined(__GNUC__) || defined(__clang__)
__attribute__((__weak__, __visibility__("default"))) cchash_priv_secret_parts cchash_priv_storage;
#else
static cchash_priv_secret_parts cchash_priv_storage;
#endif
#ifdef __cplusplus
}
#endif
#endif

/* 128 random bits, from which all secrets are made. */
#if defined(CCHASH_RANDOM)
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) { CCHASH_RANDOM((void *)root, 2 * sizeof *root); }
#elif defined(_WIN32)
#if defined(__GNUC__) || defined(__clang__)
CCHASH_PRIV_EXTERN int cchash_priv_rand_s(unsigned *to) CCHASH_PRIV_SYMBOL(rand_s);
#define CCHASH_PRIV_RAND_S cchash_priv_rand_s
#else
#ifndef _CRT_RAND_S
CCHASH_PRIV_EXTERN int __cdecl rand_s(unsigned *to);
#endif
#define CCHASH_PRIV_RAND_S rand_s
#endif
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) {
    unsigned parts[4] = {0, 0, 0, 0};
    for (int part = 0; part < 4; part++) (void)CCHASH_PRIV_RAND_S(&parts[part]);
    root[0] = (uint64_t)parts[0] << 32 | parts[1];
    root[1] = (uint64_t)parts[2] << 32 | parts[3];
}
#elif defined(__APPLE__) || defined(__FreeBSD__) || defined(__NetBSD__) || defined(__OpenBSD__) ||                     \
    defined(__DragonFly__)
CCHASH_PRIV_EXTERN void cchash_priv_arc4random_buf(void *to, size_t size) CCHASH_PRIV_SYMBOL(arc4random_buf);
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) { cchash_priv_arc4random_buf(root, 2 * sizeof *root); }
#else
#if !defined(__linux__)
#include <time.h>
#endif
#if defined(CCHASH_PRIV_WEAKREF) && !defined(__linux__)
static int cchash_priv_getentropy(void *to, size_t size) CCHASH_PRIV_WEAKREF(getentropy);
#endif
CCHASH_PRIV_STATIC void cchash_priv_root(uint64_t root[2]) {
    /* The last resort: where the system has put its libraries, which is the same in all of the process. */
    root[0] = (uint64_t)(uintptr_t)&free;
    root[1] = (uint64_t)(uintptr_t)&qsort;
#if defined(__linux__) && defined(CCHASH_PRIV_SYMBOL) /* not weak, which would not link it into a static program */
    enum { type_headers = 3, type_random = 25, type_name = 31, type_kernel_code = 33 };
    uintptr_t random = (uintptr_t)cchash_priv_getauxval(type_random);
    if (random) {
        memcpy(root, (const void *)random, 2 * sizeof *root);
        return;
    }
    root[0] ^= (uint64_t)cchash_priv_getauxval(type_name) << 16 ^ cchash_priv_getauxval(type_headers);
    root[1] ^= cchash_priv_getauxval(type_kernel_code);
#elif !defined(__linux__)
#if defined(CCHASH_PRIV_WEAKREF)
    if (cchash_priv_getentropy && cchash_priv_getentropy(root, 2 * sizeof *root) == 0) return;
#endif
    root[0] ^= (uint64_t)time(NULL) << 32; /* there is one copy of the secrets, so what is drawn may differ each time */
    root[1] ^= (uint64_t)clock() << 32 ^ (uint64_t)(uintptr_t)&root;
#endif
}
#endif

CCHASH_PRIV_COLD void cchash_priv_make_secrets(void) {
    uint64_t root[2] = {0, 0};
    int saved_errno = errno;
    cchash_priv_root(root);
    errno = saved_errno;
    for (uint64_t number = CCHASH_PRIV_SECRETS; number--;) { /* word 0 last */
        uint64_t word = cchash_siphash13(&number, sizeof number, root);
        size_t parts[CCHASH_PRIV_PARTS];
        memcpy(parts, &word, sizeof word);
        for (size_t part = CCHASH_PRIV_PARTS; part--;)
            (void)cchash_priv_set_once(&cchash_priv_storage[number * CCHASH_PRIV_PARTS + part],
                                       parts[part] ? parts[part] : 1);
    }
}

CCHASH_PRIV_INLINE bool cchash_priv_has_secrets(void) { return CCHASH_PRIV_LOAD(&cchash_priv_storage[0]) != 0; }

/* One of the secrets, once they are there. It is read atomically, because another thread may be setting it: to the same
 * value, but for ThreadSanitizer that is a race. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_secret(size_t number) {
#if SIZE_MAX == UINT64_MAX
    return CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_storage[number]);
#else
    size_t parts[CCHASH_PRIV_PARTS];
    uint64_t word;
    for (size_t part = 0; part < CCHASH_PRIV_PARTS; part++)
        parts[part] = CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_storage[number * CCHASH_PRIV_PARTS + part]);
    memcpy(&word, parts, sizeof word);
    return word;
#endif
}

/* The rare parts of hashing a text: long texts, and the first hash of all. They are one function, so that callers save
 * registers for one call only. */
CCHASH_PRIV_OUTLINE uint64_t cchash_priv_hash_text_slow(const void *bytes, size_t size) {
    const unsigned char *at = (const unsigned char *)bytes;
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    uint64_t words[CCHASH_PRIV_HASH_WORDS] = {cchash_priv_secret(0), cchash_priv_secret(1), cchash_priv_secret(2),
                                              cchash_priv_secret(3), cchash_priv_secret(4)};
    return size > 64 ? cchash_priv_hash_lanes(at, size, words) : cchash_priv_hash_short(at, size, words);
}

#endif /* CCHASH_SEED */

/* The hash that the library uses for text and views. It differs from process to process, unless CCHASH_SEED is defined;
 * then it is cchash_hash_bytes with that seed. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_text(const void *bytes, size_t size) {
#ifdef CCHASH_SEED
    return cchash_hash_bytes(bytes, size, (uint64_t)(CCHASH_SEED));
#else
    if (CCHASH_PRIV_UNLIKELY(size > 64 || !cchash_priv_has_secrets())) return cchash_priv_hash_text_slow(bytes, size);
    uint64_t words[3] = {cchash_priv_secret(0), cchash_priv_secret(1), cchash_priv_secret(2)};
    return cchash_priv_hash_short((const unsigned char *)bytes, size, words);
#endif
}

/* SipHash-1-3 keyed with 128 secret bits of the process and the seed of a map. */
CCHASH_PRIV_STATIC uint64_t cchash_priv_sip_bytes(const void *bytes, size_t size, uint64_t map_seed) {
    uint64_t key[2];
#ifdef CCHASH_SEED
    key[0] = cchash_priv_fold((uint64_t)(CCHASH_SEED) ^ CCHASH_PRIV_PI3, CCHASH_PRIV_PI6) ^ map_seed;
    key[1] = cchash_priv_fold((uint64_t)(CCHASH_SEED) ^ CCHASH_PRIV_PI6, CCHASH_PRIV_PI3);
#else
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    key[0] = cchash_priv_secret(CCHASH_PRIV_SIP_WORD) ^ map_seed;
    key[1] = cchash_priv_secret(CCHASH_PRIV_SIP_WORD + 1);
#endif
    return cchash_siphash13(bytes, size, key);
}

/* The length of a C string. NULL is undefined behaviour, as for strlen; CCHASH_DEBUG aborts with a message. */
CCHASH_PRIV_INLINE size_t cchash_priv_length(const char *text) {
    CCHASH_PRIV_CHECK(text, "a C string is NULL: store \"\" instead, or leave the key out");
    return strlen(text);
}

/* The hash functions above, made of SipHash, as functions that take a seed. */
CCHASH_PRIV_STATIC uint64_t cchash_sip_u64(uint64_t key, uint64_t seed) {
    unsigned char bytes[8];
    for (unsigned at = 0; at < 8; at++) bytes[at] = (unsigned char)(key >> 8 * at);
    return cchash_priv_sip_bytes(bytes, sizeof bytes, seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_ptr(const void *key, uint64_t seed) {
    return cchash_sip_u64((uint64_t)(uintptr_t)key, seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_view(cchash_view key, uint64_t seed) {
    return cchash_priv_sip_bytes(key.ptr, key.len, seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_cstr(const char *key, uint64_t seed) {
    return cchash_priv_sip_bytes(key, cchash_priv_length(key), seed);
}

/* C strings, by content; they must not be NULL. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_cstr(const char *key) {
    return cchash_priv_hash_text(key, cchash_priv_length(key));
}
CCHASH_PRIV_INLINE bool cchash_eq_cstr(const char *left, const char *right) { return strcmp(left, right) == 0; }

CCHASH_PRIV_INLINE uint64_t cchash_hash_view(cchash_view key) { return cchash_priv_hash_text(key.ptr, key.len); }
CCHASH_PRIV_INLINE bool cchash_eq_view(cchash_view left, cchash_view right) {
    return left.len == right.len && (left.len == 0 || memcmp(left.ptr, right.ptr, left.len) == 0);
}

/* ---- Seeds ------------------------------------------------------------------------------------------------------- */

#ifndef CCHASH_SEED

/* What tells the draws of a process apart, in each translation unit: how many there were, and the lineage. The lineage
 * is 0 before the first draw, and different in each child after fork. */
static size_t cchash_priv_drawn CCHASH_PRIV_UNUSED;
static size_t cchash_priv_lineage CCHASH_PRIV_UNUSED;
enum { CCHASH_PRIV_ASK_LINEAGE = 2 };

/* A handler that fork calls in the child costs a draw nothing. Where none can be registered, each draw asks for the
 * number of the process, which is a system call on Linux. */
#if defined(CCHASH_PRIV_SYMBOL) && !defined(_WIN32) && !defined(__wasm__)
CCHASH_PRIV_EXTERN int cchash_priv_getpid(void) CCHASH_PRIV_SYMBOL(getpid);
#define CCHASH_PRIV_PROCESS() ((uint64_t)cchash_priv_getpid())
#else
#define CCHASH_PRIV_PROCESS() UINT64_C(0)
#endif

/* A lineage for this process, made from that of its parent (0: none). It is odd, so it is neither 0 nor
 * CCHASH_PRIV_ASK_LINEAGE. */
CCHASH_PRIV_COLD size_t cchash_priv_next_lineage(size_t parent) {
    return (size_t)cchash_priv_fold(parent ^ CCHASH_PRIV_PI4, CCHASH_PRIV_PROCESS() ^ CCHASH_PRIV_PI5) | 1;
}
CCHASH_PRIV_STATIC void cchash_priv_in_child(void) {
    CCHASH_PRIV_STORE_RELAXED(&cchash_priv_lineage,
                              cchash_priv_next_lineage(CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_lineage)));
}

#if defined(CCHASH_PRIV_WEAKREF) && defined(__ELF__)
/* glibc before 2.34 has pthread_atfork only in a static archive, which a weak reference does not link. The function
 * that it calls is in libc itself, and forgets the handlers of a shared object that is closed. */
static int cchash_priv_register_atfork(void (*before)(void), void (*parent)(void), void (*child)(void), void *object)
    CCHASH_PRIV_WEAKREF(__register_atfork);
static int cchash_priv_pthread_atfork(void (*before)(void), void (*parent)(void), void (*child)(void))
    CCHASH_PRIV_WEAKREF(pthread_atfork);
static int cchash_priv_fork(void) CCHASH_PRIV_WEAKREF(fork);
static void *cchash_priv_object CCHASH_PRIV_WEAKREF(__dso_handle);
#endif

CCHASH_PRIV_COLD size_t cchash_priv_start_lineage(void) {
    int saved_errno = errno;
    size_t lineage = cchash_priv_next_lineage(0);
#if defined(CCHASH_PRIV_WEAKREF) && defined(__ELF__)
    bool noticed = !cchash_priv_fork; /* a static program without it */
    if (!noticed && cchash_priv_register_atfork)
        noticed = cchash_priv_register_atfork(NULL, NULL, cchash_priv_in_child, &cchash_priv_object) == 0;
    else if (!noticed && cchash_priv_pthread_atfork)
        noticed = cchash_priv_pthread_atfork(NULL, NULL, cchash_priv_in_child) == 0;
    if (!noticed) lineage = CCHASH_PRIV_ASK_LINEAGE;
#elif defined(CCHASH_PRIV_SYMBOL) && !defined(_WIN32) && !defined(__wasm__)
    lineage = CCHASH_PRIV_ASK_LINEAGE;
#endif
    errno = saved_errno;
    (void)cchash_priv_set_once(&cchash_priv_lineage, lineage); /* of two threads at once, either may win */
    return lineage;
}

#endif /* CCHASH_SEED */

/* A seed for one more map. It cannot be guessed without the secrets of the process. It differs in each map, also in one
 * that is drawn in a child after fork (not after the bare system call, which runs no handlers).
 *
 * Consecutive integers come out of mixing at steps whose length depends on the top 16 bits of the seed, and some
 * lengths bunch them. So these bits are fixed, to the fraction of the golden ratio, which spreads such keys evenly
 * (docs/performance.md, Measured alternatives in hashing and strings). If the hash function itself takes the seed,
 * integers do not come as they are, and all 64 bits are random. */
#define CCHASH_PRIV_PACE_MASK (UINT64_C(0xffff) << 48)
#define CCHASH_PRIV_PACE_BITS (UINT64_C(0x9e37) << 48)
CCHASH_PRIV_COLD uint64_t cchash_priv_draw_seed(const void *map, bool seeded_hash) {
#ifdef CCHASH_SEED
    (void)map, (void)seeded_hash;
    return (uint64_t)(CCHASH_SEED);
#else
    if (!cchash_priv_has_secrets()) cchash_priv_make_secrets();
    uint64_t lineage = CCHASH_PRIV_LOAD_RELAXED(&cchash_priv_lineage);
    if (!lineage) lineage = cchash_priv_start_lineage();
    if (CCHASH_PRIV_UNLIKELY(lineage == CCHASH_PRIV_ASK_LINEAGE)) lineage = cchash_priv_next_lineage((size_t)lineage);
    uint64_t number = (uint64_t)CCHASH_PRIV_INCREMENT(&cchash_priv_drawn);
    uint64_t seed = cchash_priv_fold(cchash_priv_secret(CCHASH_PRIV_SEED_WORD) ^ number,
                                     cchash_priv_secret(CCHASH_PRIV_SEED_WORD + 1) ^ (uint64_t)(uintptr_t)map);
    seed = cchash_priv_fold(seed ^ lineage, CCHASH_PRIV_PI6 ^ (uint64_t)(uintptr_t)&cchash_priv_drawn);
    return seeded_hash ? seed : (seed & ~CCHASH_PRIV_PACE_MASK) | CCHASH_PRIV_PACE_BITS;
#endif
}

/* The mixed hash, from the hash that the user gave: its high bits choose the bucket or slot, its low byte is the tag.
 *
 * One folded multiply has the key in both factors, so that the result is not linear in the key. Multiplying by any
 * constant lays i << k out as a lattice, which is bad for some k. The second factor also has the bytes in reverse
 * order, so that low and high bits of the key meet. docs/performance.md has what else was tried. The seed is mixed in
 * before the product, so that the orders of two maps are independent; otherwise copying one into the other in order of
 * iteration would pile keys up.
 *
 * A good hash needs one multiplication, only for the sake of the seed. (Its low byte stays a bijection of the low byte
 * of the hash.) */
#define CCHASH_PRIV_ODD UINT64_C(0xd6e8feb86659fd93)

CCHASH_PRIV_INLINE uint64_t cchash_priv_finalize_hash(uint64_t hash, uint64_t seed, bool good_hash) {
    hash ^= seed;
    return good_hash ? hash * CCHASH_PRIV_ODD : cchash_priv_fold(hash, hash + cchash_priv_swap_bytes(hash));
}


#endif


/* ---- The descriptor of a type ------------------------------------------------------------------------------------
 * A static const object for each generated type. All engine functions take a pointer to it; optimised builds fold all
 * of it into the code. Function pointers that a type does not use are NULL. */
typedef struct cchash_priv_type {
    size_t entry_size, entry_align;
    size_t key_offset, key_size;
    size_t query_size;               /* of the key that a lookup passes: key_size, unless that is of another type */
    size_t value_offset, value_size; /* a set has value_size 0 */
    size_t scratch_size;             /* of key and value together, as cchash_priv_value reads them */
    size_t hash_offset;              /* of the cached hash; meaningful if cached_hash */
    size_t spare_offset;             /* of a byte with bits that keys leave to the table, as cchash_str does */
    unsigned spare_bit;              /* the highest of them; 0: none */
    size_t load_num, load_den;       /* 0, 0: the layout's own limit */
    bool good_hash, seeded_hash, cached_hash, malloc_nodes;
    bool split;        /* an entry has no value: values lie in an array of their own */
    bool tight;        /* compact: sizes between the powers of two, too */
    bool from_malloc;  /* arrays come from malloc, so that realloc may extend them */
    bool hash_returns; /* `hash` is the library's, or not called for stored keys: it never leaves by a jump */
    bool hashes_text;  /* a key begins with the address of what `hash` reads */
    bool premixed;     /* all hashes are mixed already: those that are passed, and those of `hash` and `query_hash` */
    uint64_t (*hash)(const void *stored, uint64_t seed);
    uint64_t (*query_hash)(const void *query, uint64_t seed);
    bool (*equal)(const void *stored, const void *query);
    bool (*key_copy)(void *to, const void *query);
    bool (*value_copy)(void *to, const void *from);
    void (*key_free)(void *key);
    void (*value_free)(void *value);
    void *(*allocate)(const void *map, size_t size, size_t align);
    void *(*allocate_zeroed)(const void *map, size_t size, size_t align);
    void (*release)(const void *map, void *block, size_t size, size_t align);
    /* Parts of the engine that are compiled out of line, once for this type. */
    bool (*rehash)(void *table, size_t capacity);
    void (*maintain)(void *table);
    /* Compact only. */
    size_t (*displace)(void *table, size_t first);
    void (*transfer)(void *to, const void *from, size_t slot);
    void *(*find_slow)(const void *table, uint64_t hash, const void *key);
    bool (*remove_slow)(void *table, uint64_t hash, const void *key, void *key_out, void *value_out);
    void *(*insert_slow)(void *table, uint64_t hash);
} cchash_priv_type;

CCHASH_PRIV_INLINE void *cchash_priv_key(const cchash_priv_type *type, const void *entry) {
    return (unsigned char *)(uintptr_t)entry + type->key_offset;
}
/* The value beside a key: in scratch space, and in an entry unless the map is split. */
CCHASH_PRIV_INLINE void *cchash_priv_value(const cchash_priv_type *type, const void *entry) {
    return (unsigned char *)(uintptr_t)entry + type->value_offset;
}

/* Prefetches the text that the hash of an entry is made from. */
CCHASH_PRIV_INLINE void cchash_priv_prefetch_text(const cchash_priv_type *type, const void *entry) {
    const char *text;
    memcpy(&text, cchash_priv_key(type, entry), sizeof text);
    CCHASH_PRIV_PREFETCH(text);
}

/* The user's hash of an entry's key: the one that the entry keeps, or made again. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_entry_hash(const cchash_priv_type *type, const void *entry, uint64_t seed) {
    uint64_t hash;
    if (!type->cached_hash) return type->hash(cchash_priv_key(type, entry), seed);
    memcpy(&hash, (const unsigned char *)entry + type->hash_offset, sizeof hash);
    return hash;
}

/* Is this the entry of that key? With cached hashes, keys are compared only if all 64 bits agree. */
CCHASH_PRIV_INLINE bool cchash_priv_is_key(const cchash_priv_type *type, const void *entry, uint64_t hash,
                                           const void *key) {
    if (type->cached_hash && cchash_priv_entry_hash(type, entry, 0) != hash) return false;
    return type->equal(cchash_priv_key(type, entry), key);
}

/* How many elements fit into `slots` by the load limit num/den, at least 1. Integers only. */
CCHASH_PRIV_INLINE size_t cchash_priv_limit(size_t slots, size_t num, size_t den) {
    size_t limit = slots / den * num + slots % den * num / den;
    return limit < 1 ? 1 : limit;
}

/* A summary of a table while its elements are popped: a bit for each block of slots or buckets, 1 if there may be
 * something in it. Above these bits lie others, one for each word of them, and so on up to a single word, so that a few
 * steps find the first block that is not empty. */
CCHASH_PRIV_INLINE size_t cchash_priv_summary_words(size_t blocks) {
    size_t words = 0;
    do {
        blocks = (blocks + 63) / 64;
        words += blocks;
    } while (blocks > 1);
    return words;
}

CCHASH_PRIV_STATIC void cchash_priv_summary_fill(uint64_t *summary, size_t blocks) {
    for (size_t words = 0; words != 1; summary += words, blocks = words) {
        words = (blocks + 63) / 64;
        memset(summary, 0xff, words * sizeof *summary);
        if (blocks % 64) summary[words - 1] = (UINT64_C(1) << blocks % 64) - 1;
    }
}

CCHASH_PRIV_STATIC void cchash_priv_summary_add(uint64_t *summary, size_t blocks, size_t block) {
    for (;;) {
        const size_t words = (blocks + 63) / 64;
        const uint64_t before = summary[block / 64];
        summary[block / 64] |= UINT64_C(1) << block % 64;
        if (before || words == 1) return; /* the bits above are set already */
        summary += words, blocks = words, block /= 64;
    }
}

CCHASH_PRIV_STATIC void cchash_priv_summary_drop(uint64_t *summary, size_t blocks, size_t block) {
    for (;;) {
        const size_t words = (blocks + 63) / 64;
        summary[block / 64] &= ~(UINT64_C(1) << block % 64);
        if (summary[block / 64] || words == 1) return;
        summary += words, blocks = words, block /= 64;
    }
}

/* The first block whose bit is set; SIZE_MAX: none is. */
CCHASH_PRIV_STATIC size_t cchash_priv_summary_first(const uint64_t *summary, size_t blocks) {
    size_t starts[12], level = 0, word = 0;
    starts[0] = 0;
    for (size_t words = (blocks + 63) / 64; words > 1; words = (words + 63) / 64, level++)
        starts[level + 1] = starts[level] + words;
    for (;; level--) {
        const uint64_t bits = summary[starts[level] + word];
        if (!bits) return SIZE_MAX;
        word = word * 64 + cchash_priv_ctz(bits);
        if (!level) return word;
    }
}

CCHASH_PRIV_INLINE void cchash_priv_count_probe(cchash_stats *stats, size_t probe) {
    stats->histogram[probe < CCHASH_STATS_BINS ? probe - 1 : CCHASH_STATS_BINS - 1]++;
    stats->mean_probe += ((double)probe - stats->mean_probe) / (double)++stats->size;
    if (probe > stats->max_probe) stats->max_probe = probe;
}

CCHASH_PRIV_INLINE void cchash_priv_add_bytes(cchash_stats *stats, size_t bytes) { stats->bytes += bytes; }

/* Takes out of a key what is the table's: two bits, and the byte before them. */
CCHASH_PRIV_INLINE void cchash_priv_leave_table(const cchash_priv_type *type, unsigned char *key) {
    unsigned char *spare = key + type->spare_offset - type->key_offset;
    spare[-1] = 0;
    *spare &= (unsigned char)~(type->spare_bit | type->spare_bit >> 2);
}

/* Copies an entry's key and its value, which lies at `held`, to where the pointers say; not where a pointer is NULL. */
CCHASH_PRIV_INLINE void cchash_priv_move_out(const cchash_priv_type *type, const void *entry, const void *held,
                                             void *key, void *value) {
    if (key) memcpy(key, cchash_priv_key(type, entry), type->key_size);
    if (key && type->spare_bit) cchash_priv_leave_table(type, (unsigned char *)key);
    if (value && type->value_size) memcpy(value, held, type->value_size);
}

/* What an engine found out about a removal before it takes place: where the element lies, and what the layout's own
 * erase_prepared needs besides. */
typedef struct cchash_priv_erasure {
    unsigned char *entry;
    size_t slot; /* if there are slots */
    uint64_t detail;
} cchash_priv_erasure;

CCHASH_PRIV_INLINE void cchash_priv_destroy(const cchash_priv_type *type, void *key, void *value) {
    if (type->key_free && key) type->key_free(key);
    if (type->value_free && value) type->value_free(value);
}

/* Does a map live in memory of the caller's? In a buffer: while the map is being made, `seed` is the address of the
 * struct below, which lies at the beginning of the buffer; afterwards nothing can be allocated. Or in an image, which
 * is read-only. */
enum { CCHASH_PRIV_NO_BUFFER, CCHASH_PRIV_BUFFER_OPEN, CCHASH_PRIV_BUFFER_CLOSED, CCHASH_PRIV_READ_ONLY };
typedef struct cchash_priv_buffer {
    uintptr_t next, end;
} cchash_priv_buffer;
CCHASH_PRIV_COLD void *cchash_priv_buffer_take(unsigned buffered, uint64_t seed, size_t size, size_t align) {
    if (buffered != CCHASH_PRIV_BUFFER_OPEN) return NULL;
    cchash_priv_buffer *buffer = (cchash_priv_buffer *)(uintptr_t)seed;
    const uintptr_t start = (buffer->next + (align - 1)) & ~(uintptr_t)(align - 1);
    if (start < buffer->next || start > buffer->end || size > buffer->end - start) return NULL;
    buffer->next = start + size;
    return (void *)start;
}

/* Where a map's seed comes from. */
enum { CCHASH_PRIV_UNSEEDED, CCHASH_PRIV_SEED_DRAWN, CCHASH_PRIV_SEED_GIVEN };

/* Does a table draw another seed when it is rebuilt at another size than double, which hashes all keys again? A smaller
 * copy with the same seed would be merged back in the order of the map's slots, and fill it from one end. Not if the
 * user chose the seed, or has hashes made with it. */
CCHASH_PRIV_INLINE bool cchash_priv_draws_again(const cchash_priv_type *type, unsigned seeded) {
    return seeded == CCHASH_PRIV_SEED_DRAWN && !type->seeded_hash;
}

/* Debug builds count the changes of a table. Iterators remember the count, and code that runs callbacks compares it. */
#ifdef CCHASH_DEBUG
#define CCHASH_PRIV_DEBUG_FIELD size_t generation;
#define CCHASH_PRIV_TABLE_CHANGED(table_)                                                                              \
    (CCHASH_PRIV_CHECK((table_)->buffered != CCHASH_PRIV_READ_ONLY,                                                    \
                       "a map that lies in an image is to be changed; make a clone, which may"),                       \
     (void)(table_)->generation++)
#define CCHASH_PRIV_ITER_SYNC(iter_, table_) ((void)((iter_)->generation = (table_)->generation))
#define CCHASH_PRIV_ITER_CHECK(iter_, table_)                                                                          \
    CCHASH_PRIV_CHECK((iter_)->generation == (table_)->generation,                                                     \
                      "a stale iterator was used: its map has changed since, perhaps in a callback; what removes an "  \
                      "element in a loop over all is the function ending in _remove_at")
#define CCHASH_PRIV_ITER_RESET(iter_) ((void)((iter_)->key = NULL))
#define CCHASH_PRIV_CHECK_STORED(cond_)                                                                                \
    CCHASH_PRIV_CHECK(cond_, "a key in the map no longer has the hash that it was stored with: have its bytes "        \
                             "changed?")
#define CCHASH_PRIV_CHECK_HASH(table_, type_, hash_, key_)                                                             \
    CCHASH_PRIV_CHECK((type_)->query_hash(key_, (table_)->seed) == (hash_),                                            \
                      "a function ending in _hashed was given a hash that is not that of its key")
#define CCHASH_PRIV_CALLBACK(table_, call_)                                                                            \
    do {                                                                                                               \
        size_t cchash_generation_ = (table_)->generation;                                                              \
        call_;                                                                                                         \
        CCHASH_PRIV_CHECK(cchash_generation_ == (table_)->generation,                                                  \
                          "a callback changed the map that had called it");                                            \
    } while (0)
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_LINK_NAME(function_) CCHASH_PRIV_LINK_NAME_(__USER_LABEL_PREFIX__, function_)
#define CCHASH_PRIV_LINK_NAME_(prefix_, function_) CCHASH_PRIV_LINK_NAME__(prefix_, function_)
#define CCHASH_PRIV_LINK_NAME__(prefix_, function_) __asm__(#prefix_ #function_ "_cchash_debug")
#else
#define CCHASH_PRIV_LINK_NAME(function_)
#if defined(_MSC_VER)
#pragma detect_mismatch("CCHASH_DEBUG", "1")
#endif
#endif
#else
#if defined(_MSC_VER)
#pragma detect_mismatch("CCHASH_DEBUG", "0")
#endif
#define CCHASH_PRIV_DEBUG_FIELD
#define CCHASH_PRIV_TABLE_CHANGED(table_) ((void)0)
#define CCHASH_PRIV_ITER_SYNC(iter_, table_) ((void)0)
#define CCHASH_PRIV_ITER_CHECK(iter_, table_) ((void)0)
#define CCHASH_PRIV_ITER_RESET(iter_) ((void)0)
#define CCHASH_PRIV_CHECK_STORED(cond_) ((void)0)
#define CCHASH_PRIV_CHECK_HASH(table_, type_, hash_, key_) ((void)0)
#define CCHASH_PRIV_CALLBACK(table_, call_)                                                                            \
    do {                                                                                                               \
        call_;                                                                                                         \
    } while (0)
#define CCHASH_PRIV_LINK_NAME(function_)
#endif

/* The key's part of the next function. If it fails, a copy of the value that has been made is destroyed. */
CCHASH_PRIV_INLINE bool cchash_priv_copy_key_in(const cchash_priv_type *type, void *to, const void *key,
                                                bool value_copied) {
    if (!type->key_copy) {
        memcpy(cchash_priv_key(type, to), key, type->key_size);
        return true;
    }
    memset(cchash_priv_key(type, to), 0, type->key_size);
    if (type->key_copy(cchash_priv_key(type, to), key)) return true;
    if (value_copied && type->value_free) type->value_free(cchash_priv_value(type, to));
    return false;
}

/* Makes the copies that an owning map stores, before there is a slot for them, because a copier may fail or jump out;
 * false: it failed. `to` has the form of an entry. A value of NULL stands for a zeroed one. Copiers find their target
 * zeroed: it may itself be a map, and the copier its clone. */
CCHASH_PRIV_INLINE bool cchash_priv_copy_in(const cchash_priv_type *type, void *to, const void *key,
                                            const void *value) {
    if (value && type->value_copy) memset(cchash_priv_value(type, to), 0, type->value_size);
    if (!value) {
        if (type->value_size) memset(cchash_priv_value(type, to), 0, type->value_size);
    } else if (!type->value_copy) {
        memcpy(cchash_priv_value(type, to), value, type->value_size);
    } else if (!type->value_copy(cchash_priv_value(type, to), value)) {
        return false;
    }
    return cchash_priv_copy_key_in(type, to, key, value && type->value_copy);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------
 * An iterator of name_at_position goes through the table in the order of the highest bits of the mixed hashes, its
 * grains, which do not depend on where elements lie, so that its position can be kept as a number while elements move.
 * Of the few elements that share a grain, it takes one after the other as they lie in their home. In the compact
 * layout, an element that lies beyond its home window cannot be found by its home; such elements come first, in the
 * order of their slots. */
enum {
    CCHASH_PRIV_SCAN_OVERFLOWED,       /* of the compact layout */
    CCHASH_PRIV_SCAN_HOMES,            /* in the order of the mixed hashes */
    CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN, /* after growth, which may have moved others there */
    CCHASH_PRIV_SCAN_END,
    /* In numbers: */
    CCHASH_PRIV_SCAN_WALK = CCHASH_PRIV_SCAN_HOMES, /* how far an iterator of name_begin or name_find has come */
    CCHASH_PRIV_SCAN_TIE = CCHASH_PRIV_SCAN_END     /* between two elements of a grain */
};

typedef struct cchash_priv_scan {
    void (*next)(void *iter); /* NULL: not a scan; then nothing else here is set */
    void *entry;              /* the current one; NULL: none */
    uint64_t cursor;          /* homes: the mixed hash of the last element; otherwise the next slot */
    size_t left; /* homes: how many places of the last element's home come after it; SIZE_MAX: no element */
    uint8_t phase;
    bool grown; /* since the home phase began */
} cchash_priv_scan;

/* The places of a home, one after the other: `left` come after this one. At first `left` is SIZE_MAX. An element that
 * is moved within its home by an insertion or a removal is not moved from a place still to come to one before. */
typedef struct cchash_priv_home_place {
    size_t left;
    void *entry;
    uint32_t pending; /* compact: a mask of the occupied places still to come */
} cchash_priv_home_place;

/* Tight tables have m * 2^n homes, where m is 2 or 3. Their `shift` has m in the upper two bits and 62 - n below. */
enum { CCHASH_PRIV_SHIFT_BITS = 6, CCHASH_PRIV_SHIFT_MASK = 63, CCHASH_PRIV_HOME_PLACES = 16 };
CCHASH_PRIV_INLINE size_t cchash_priv_tight_home(unsigned shift, uint64_t mixed) {
    return (size_t)((mixed >> 2) * (shift >> CCHASH_PRIV_SHIFT_BITS) >> (shift & CCHASH_PRIV_SHIFT_MASK));
}
CCHASH_PRIV_INLINE size_t cchash_priv_tight_homes(unsigned shift) {
    return (size_t)(shift >> CCHASH_PRIV_SHIFT_BITS) << (62 - (shift & CCHASH_PRIV_SHIFT_MASK));
}
CCHASH_PRIV_INLINE uint8_t cchash_priv_tight_shift(size_t homes) {
    const unsigned m = homes & (homes - 1) ? 3 : 2, n = cchash_priv_ctz(homes / m);
    return (uint8_t)(m << CCHASH_PRIV_SHIFT_BITS | (62 - n));
}

/* The home of a mixed hash, and how many homes there are. A shift of 64: one home. */
CCHASH_PRIV_INLINE size_t cchash_priv_home(const cchash_priv_type *type, unsigned shift, uint64_t mixed) {
    if (type->tight) return cchash_priv_tight_home(shift, mixed);
    return shift < 64 ? (size_t)(mixed >> shift) : 0;
}
CCHASH_PRIV_INLINE size_t cchash_priv_homes(const cchash_priv_type *type, unsigned shift) {
    if (type->tight) return cchash_priv_tight_homes(shift);
    return shift < 64 ? (size_t)1 << (64 - shift) : 1;
}

/* The numbers: 0 is the start, SIZE_MAX the end. Even: a grain, and the table's log2 of slots in the bits below. Odd:
 * the phase in two bits, that log2, and above them a slot (OVERFLOWED), a place (WALK), or grain and `left` (TIE). Any
 * other number is a mixed hash. */
enum { CCHASH_PRIV_SIZE_BITS = 8 * (int)sizeof(size_t), CCHASH_PRIV_LEFT_BITS = CCHASH_PRIV_SIZE_BITS > 32 ? 12 : 6 };
/* Tight tables have twice as many sizes. Instead of the log2 they write the rank among these sizes. */
CCHASH_PRIV_INLINE unsigned cchash_priv_log_bits(const cchash_priv_type *type) {
    return (CCHASH_PRIV_SIZE_BITS > 32 ? 6u : 5u) + type->tight;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_place_shift(const cchash_priv_type *type) {
    return cchash_priv_log_bits(type) + 3;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_place_bits(const cchash_priv_type *type) {
    return CCHASH_PRIV_SIZE_BITS - cchash_priv_place_shift(type);
}
/* 32 homes have rank 5, 48 have 6, 64 have 7, and so on. */
enum { CCHASH_PRIV_RANK_OFFSET = 5 };
CCHASH_PRIV_INLINE unsigned cchash_priv_tight_rank(unsigned shift) {
    return 2 * (62 - (shift & CCHASH_PRIV_SHIFT_MASK)) + (shift >> CCHASH_PRIV_SHIFT_BITS) - CCHASH_PRIV_RANK_OFFSET;
}

/* How many bits of a mixed hash are a grain: those of the home and some more, but with room for `left` in a number; in
 * the largest tables of a machine of 32 bits, that is little. */
CCHASH_PRIV_INLINE unsigned cchash_priv_grain_bits(const cchash_priv_type *type, unsigned log) {
    if (type->tight) log = (log + CCHASH_PRIV_RANK_OFFSET + 1) / 2;
    const unsigned most = cchash_priv_place_bits(type) - 1, wanted = log + (CCHASH_PRIV_SIZE_BITS > 32 ? 24 : 3);
    const unsigned bits = wanted < most - CCHASH_PRIV_LEFT_BITS ? wanted : most - CCHASH_PRIV_LEFT_BITS;
    return bits > log ? bits : log < most ? log : most;
}
CCHASH_PRIV_INLINE size_t cchash_priv_place_number(const cchash_priv_type *type, size_t place, unsigned log,
                                                   unsigned phase) {
    return place << cchash_priv_place_shift(type) | (size_t)log << 3 | (size_t)phase << 1 | 1;
}
/* `grown`: the table has grown since its home phase began. */
CCHASH_PRIV_INLINE size_t cchash_priv_grain_number(const cchash_priv_type *type, uint64_t mixed, unsigned log,
                                                   bool grown) {
    const unsigned bits = cchash_priv_grain_bits(type, log);
    return (size_t)(mixed >> (64 - bits)) << (CCHASH_PRIV_SIZE_BITS - bits) | (size_t)(grown ? log - 1 : log) << 1;
}
/* Was this number made by grain_number, with `then` in it? The bits between are 0. */
CCHASH_PRIV_INLINE bool cchash_priv_is_grain(const cchash_priv_type *type, size_t number, unsigned then) {
    const size_t below = SIZE_MAX >> cchash_priv_grain_bits(type, then + 1);
    return then >= 2 && (number & below) == (size_t)then << 1;
}
CCHASH_PRIV_INLINE size_t cchash_priv_tie_number(const cchash_priv_type *type, uint64_t mixed, size_t left,
                                                 unsigned log, bool grown) {
    const unsigned bits = cchash_priv_grain_bits(type, log), left_bits = cchash_priv_place_bits(type) - 1 - bits;
    if (left >> left_bits) return cchash_priv_grain_number(type, mixed, log, grown); /* all of them once more */
    const size_t grain = (size_t)(mixed >> (64 - bits));
    return cchash_priv_place_number(type, (grain << left_bits | left) << 1 | grown, log, CCHASH_PRIV_SCAN_TIE);
}
/* Was this number made by place_number, for a table that has not shrunk since and has places of `bits` bits? */
CCHASH_PRIV_INLINE bool cchash_priv_is_place(const cchash_priv_type *type, size_t number, unsigned log, unsigned bits) {
    const size_t place = number >> cchash_priv_place_shift(type);
    const size_t then = number >> 3 & ((1u << cchash_priv_log_bits(type)) - 1);
    return (number & 7) != 7 && (number & 1) && then <= log && (uint64_t)place >> bits == 0;
}

/* Batches are a pipeline of three steps, prefetch_distance keys apart. The first hashes a key and prefetches where the
 * search starts (tags, bucket or home slot). The second reads that and prefetches the entry. The third compares the
 * key; if the first candidate is another key, it does an ordinary lookup. Each step handles a block of keys at a time,
 * because short loops are faster than going through all steps key by key (docs/performance.md). */
enum { CCHASH_PRIV_BATCH_BLOCK = 64, CCHASH_PRIV_PREFETCH_DISTANCE = 64, CCHASH_PRIV_RING_SIZE = 256 };
CCHASH_PRIV_REQUIRE((CCHASH_PRIV_RING_SIZE & (CCHASH_PRIV_RING_SIZE - 1)) == 0 &&
                        2 * CCHASH_PRIV_PREFETCH_DISTANCE + CCHASH_PRIV_BATCH_BLOCK < CCHASH_PRIV_RING_SIZE,
                    cchash_priv_ring_holds_the_keys_of_all_steps,
                    "the ring of a batch is too small for the keys between its first and last step");

/* A smaller table is in the cache, where a plain loop is faster. */
#ifndef CCHASH_PRIV_BATCH_MIN
#define CCHASH_PRIV_BATCH_MIN ((size_t)8 << 20)
#endif


#endif


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


#endif


/* ---- The typed functions of the whole table ------------------------------------------------------------------ */

/* The lists below have each function once, as emit_(result, name, (parameters), { body }). emit_ makes of it a body,
 * static or not, or a prototype for a header. In a debug build a function that is not static has another name for the
 * linker, because the structs differ. */
#define CCHASH_PRIV_STATIC_FUNCTION(result_, function_, parameters_, ...)                                              \
    CCHASH_PRIV_STATIC result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_FLAT_FUNCTION(result_, function_, parameters_, ...)                                                \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_EXTERN_FUNCTION(result_, function_, parameters_, ...) result_ function_ parameters_ __VA_ARGS__
#define CCHASH_PRIV_PROTOTYPE(result_, function_, parameters_, ...)                                                    \
    CCHASH_PRIV_EXTERN result_ function_ parameters_ CCHASH_PRIV_LINK_NAME(function_);

/* What is to be done for a map's arena, if it has one (cchash/string_map.h). */
#define CCHASH_PRIV_ARENA(traits_, what_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), what_, )

#define CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                     \
    emit_(void, name_##_init, (name_ * cchash_map_), { memset((void *)cchash_map_, 0, sizeof *cchash_map_); })         \
    emit_(void, name_##_init_seed, (name_ * cchash_map_, uint64_t cchash_seed_), {                                     \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        layout_##_set_seed(&cchash_map_->cchash_table, cchash_seed_);                                                  \
    })                                                                                                                 \
    emit_(bool, name_##_init_buffer, (name_ * cchash_map_, void *cchash_buffer_, size_t cchash_bytes_), {              \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        return layout_##_init_buffer(&cchash_map_->cchash_table, &name_##_priv_type, cchash_buffer_, cchash_bytes_);   \
    })                                                                                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                \
                   CCHASH_PRIV_FUNCTION_INIT_ALLOCATOR(emit_, name_, CCHASH_PRIV_CONTEXT(traits_))                     \
                       CCHASH_PRIV_FUNCTION_INIT_EX(emit_, layout_, name_, CCHASH_PRIV_CONTEXT(traits_)), )            \
    emit_(void, name_##_free, (name_ * cchash_map_), {                                                                 \
        layout_##_free(&cchash_map_->cchash_table, &name_##_priv_type);                                                \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_free(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)        \
    })                                                                                                                 \
    emit_(size_t, name_##_size, (const name_ *cchash_map_), { return layout_##_size(&cchash_map_->cchash_table); })    \
    emit_(size_t, name_##_capacity, (const name_ *cchash_map_),                                                        \
          { return layout_##_capacity(&cchash_map_->cchash_table, &name_##_priv_type); })                              \
    emit_(size_t, name_##_memory, (const name_ *cchash_map_), {                                                        \
        return layout_##_memory(&cchash_map_->cchash_table, &name_##_priv_type)                                        \
            CCHASH_PRIV_ARENA(traits_, +cchash_priv_arena_bytes(&cchash_map_->cchash_arena));                          \
    })                                                                                                                 \
    emit_(bool, name_##_reserve, (name_ * cchash_map_, size_t cchash_count_),                                          \
          { return layout_##_reserve(&cchash_map_->cchash_table, &name_##_priv_type, cchash_count_); })                \
    emit_(bool, name_##_shrink, (name_ * cchash_map_), {                                                               \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_size(cchash_map_)) cchash_priv_arena_free(                             \
                                       &cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)                  \
        return layout_##_shrink(&cchash_map_->cchash_table, &name_##_priv_type);                                       \
    })                                                                                                                 \
    emit_(void, name_##_clear, (name_ * cchash_map_), {                                                                \
        layout_##_clear(&cchash_map_->cchash_table, &name_##_priv_type);                                               \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_arena_clear(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_);)       \
    })                                                                                                                 \
    emit_(void, name_##_swap, (name_ * cchash_left_, name_ * cchash_right_), {                                         \
        name_ cchash_swapped_ = *cchash_left_;                                                                         \
        *cchash_left_ = *cchash_right_;                                                                                \
        *cchash_right_ = cchash_swapped_;                                                                              \
    })                                                                                                                 \
    emit_(cchash_stats, name_##_stats, (const name_ *cchash_map_), {                                                   \
        cchash_stats cchash_stats_ = layout_##_statistics(&cchash_map_->cchash_table, &name_##_priv_type);             \
        CCHASH_PRIV_ARENA(traits_,                                                                                     \
                          cchash_priv_add_bytes(&cchash_stats_, cchash_priv_arena_bytes(&cchash_map_->cchash_arena));) \
        return cchash_stats_;                                                                                          \
    })                                                                                                                 \
    emit_(bool, name_##_save,                                                                                          \
          (const name_ *cchash_map_, bool (*cchash_write_)(void *, const void *, size_t), void *cchash_context_), {    \
              return layout_##_save(&cchash_map_->cchash_table, &name_##_priv_type, CCHASH_PRIV_LAYOUT_##layout_,      \
                                    name_##_priv_text, cchash_write_, cchash_context_);                                \
          })                                                                                                           \
    emit_(bool, name_##_open, (name_ * cchash_map_, const void *cchash_image_, size_t cchash_bytes_), {                \
        CCHASH_PRIV_ARENA(traits_, memset(&cchash_map_->cchash_arena, 0, sizeof cchash_map_->cchash_arena);)           \
        return layout_##_open(&cchash_map_->cchash_table, &name_##_priv_type, CCHASH_PRIV_LAYOUT_##layout_,            \
                              name_##_priv_text, cchash_image_, cchash_bytes_);                                        \
    })                                                                                                                 \
    emit_(bool, name_##_verify, (const name_ *cchash_map_),                                                            \
          { return layout_##_verify(&cchash_map_->cchash_table, &name_##_priv_type); })

#define CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)                                                             \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), CCHASH_PRIV_FUNCTION_CLONE_ARENA, CCHASH_PRIV_FUNCTION_CLONE) \
    (emit_, name_)
#define CCHASH_PRIV_FUNCTION_CLONE(emit_, name_)                                                                       \
    emit_(bool, name_##_clone, (name_ * cchash_to_, const name_ *cchash_from_),                                        \
          { return name_##_priv_clone(cchash_to_, cchash_from_); })

#define CCHASH_PRIV_FUNCTION_INIT_ALLOCATOR(emit_, name_, T_)                                                          \
    emit_(void, name_##_init_allocator, (name_ * cchash_map_, T_ cchash_allocator_), {                                 \
        memset((void *)cchash_map_, 0, sizeof *cchash_map_);                                                           \
        cchash_map_->cchash_allocator = cchash_allocator_;                                                             \
    })

#define CCHASH_PRIV_FUNCTION_INIT_EX(emit_, layout_, name_, T_)                                                        \
    emit_(void, name_##_init_ex, (name_ * cchash_map_, uint64_t cchash_seed_, T_ cchash_allocator_), {                 \
        name_##_init_allocator(cchash_map_, cchash_allocator_);                                                        \
        layout_##_set_seed(&cchash_map_->cchash_table, cchash_seed_);                                                  \
    })

#define CCHASH_PRIV_FUNCTION_KEYS(emit_, name_)                                                                        \
    emit_(size_t, name_##_keys, (const name_ *cchash_map_, const name_##_key **cchash_out_), {                         \
        size_t cchash_count_ = 0;                                                                                      \
        CCHASH_FOREACH (name_, cchash_iter_, cchash_map_) cchash_out_[cchash_count_++] = cchash_iter_.key;             \
        return cchash_count_;                                                                                          \
    })

/* What takes two maps of the same type. In a map with an arena, long keys get their place there first. */
#define CCHASH_PRIV_ADOPT(name_, traits_) CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), name_##_priv_adopt, NULL)
#define CCHASH_PRIV_FUNCTIONS_TWO(emit_, layout_, name_, traits_)                                                      \
    emit_(bool, name_##_merge, (name_ * cchash_to_, name_ * cchash_from_), {                                           \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_priv_arena_room(cchash_to_, cchash_from_)) return false;)              \
        return layout_##_merge(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               CCHASH_PRIV_ADOPT(name_, traits_));                                                     \
    })
#define CCHASH_PRIV_FUNCTIONS_TWO_MAP(emit_, layout_, name_, traits_)                                                  \
    CCHASH_PRIV_FUNCTIONS_TWO(emit_, layout_, name_, traits_)                                                          \
    emit_(bool, name_##_equal,                                                                                         \
          (const name_ *cchash_left_, const name_ *cchash_right_,                                                      \
           bool (*cchash_same_)(const name_##_value *, const name_##_value *)),                                        \
          {                                                                                                            \
              if (name_##_size(cchash_left_) != name_##_size(cchash_right_)) return false;                             \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_left_) {                                                     \
                  const name_##_entry *cchash_entry_ = (const name_##_entry *)layout_##_find_key(                      \
                      &cchash_right_->cchash_table, &name_##_priv_type, cchash_iter_.key);                             \
                  if (!cchash_entry_) return false;                                                                    \
                  if (cchash_same_ &&                                                                                  \
                      !cchash_same_(cchash_iter_.value, name_##_priv_value_of(cchash_right_, cchash_entry_)))          \
                      return false;                                                                                    \
              }                                                                                                        \
              return true;                                                                                             \
          })
#define CCHASH_PRIV_FUNCTIONS_TWO_SET(emit_, layout_, name_, traits_)                                                  \
    CCHASH_PRIV_FUNCTIONS_TWO(emit_, layout_, name_, traits_)                                                          \
    emit_(bool, name_##_is_subset, (const name_ *cchash_set_, const name_ *cchash_of_),                                \
          { return layout_##_is_subset(&cchash_set_->cchash_table, &cchash_of_->cchash_table, &name_##_priv_type); })  \
    emit_(bool, name_##_equal, (const name_ *cchash_left_, const name_ *cchash_right_), {                              \
        return name_##_size(cchash_left_) == name_##_size(cchash_right_) &&                                            \
               name_##_is_subset(cchash_left_, cchash_right_);                                                         \
    })                                                                                                                 \
    emit_(bool, name_##_union, (name_ * cchash_to_, const name_ *cchash_from_), {                                      \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        CCHASH_PRIV_ARENA(traits_, if (!name_##_priv_arena_room(cchash_to_, cchash_from_)) return false;)              \
        return layout_##_union(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               CCHASH_PRIV_ADOPT(name_, traits_), &cchash_scratch_);                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_intersect, (name_ * cchash_to_, const name_ *cchash_with_), {                                \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_filter(&cchash_to_->cchash_table, &cchash_with_->cchash_table, &name_##_priv_type, false,     \
                                &cchash_scratch_);                                                                     \
    })                                                                                                                 \
    emit_(size_t, name_##_subtract, (name_ * cchash_to_, const name_ *cchash_what_), {                                 \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_subtract(&cchash_to_->cchash_table, &cchash_what_->cchash_table, &name_##_priv_type,          \
                                  &cchash_scratch_);                                                                   \
    })

#define CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                              \
    emit_(void, name_##_remove_at, (name_ * cchash_map_, name_##_iter * cchash_iter_), {                               \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        CCHASH_PRIV_CHECK(cchash_iter_->key, "remove_at: the iterator stands on no element");                          \
        layout_##_remove_at(&cchash_map_->cchash_table, &name_##_priv_type, &cchash_iter_->cchash_at,                  \
                            &cchash_scratch_);                                                                         \
        CCHASH_PRIV_ITER_RESET(cchash_iter_);                                                                          \
    })                                                                                                                 \
    emit_(size_t, name_##_position, (const name_##_iter *cchash_iter_),                                                \
          { return layout_##_position(&cchash_iter_->cchash_at, &name_##_priv_type); })                                \
    emit_(name_##_iter, name_##_at_position, (const name_ *cchash_map_, size_t cchash_position_), {                    \
        name_##_iter cchash_iter_;                                                                                     \
        memset((void *)&cchash_iter_, 0, sizeof cchash_iter_);                                                         \
        cchash_iter_.cchash_at = layout_##_at_position(&cchash_map_->cchash_table, &name_##_priv_type,                 \
                                                       cchash_position_, name_##_priv_scan_next);                      \
        return cchash_iter_;                                                                                           \
    })                                                                                                                 \
    emit_(name_##_iter, name_##_begin, (const name_ *cchash_map_), {                                                   \
        name_##_iter cchash_iter_;                                                                                     \
        memset((void *)&cchash_iter_, 0, sizeof cchash_iter_);                                                         \
        cchash_iter_.cchash_at = layout_##_begin(&cchash_map_->cchash_table, &name_##_priv_type);                      \
        return cchash_iter_;                                                                                           \
    })

#define CCHASH_PRIV_FUNCTIONS_ITER_MAP(emit_, layout_, name_)                                                          \
    CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                                  \
    emit_(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_),  \
          {                                                                                                            \
              name_##_priv_scratch cchash_scratch_;                                                                    \
              return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, cchash_value_out_, \
                                   &cchash_scratch_);                                                                  \
          })                                                                                                           \
    emit_(bool, name_##_next, (name_##_iter * cchash_iter_), {                                                         \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        cchash_iter_->value =                                                                                          \
            (name_##_value *)layout_##_iter_value(&cchash_iter_->cchash_at, &name_##_priv_type, cchash_entry_);        \
        return true;                                                                                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_retain,                                                                                      \
          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, name_##_value *, void *),                    \
           void *cchash_context_),                                                                                     \
          {                                                                                                            \
              size_t cchash_before_ = name_##_size(cchash_map_);                                                       \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                        \
                  if (!cchash_keep_(cchash_iter_.key, cchash_iter_.value, cchash_context_))                            \
                      name_##_remove_at(cchash_map_, &cchash_iter_);                                                   \
              if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_maintain(cchash_map_);                     \
              return cchash_before_ - name_##_size(cchash_map_);                                                       \
          })

#define CCHASH_PRIV_FUNCTIONS_ITER_SET(emit_, layout_, name_)                                                          \
    CCHASH_PRIV_FUNCTIONS_ITER(emit_, layout_, name_)                                                                  \
    emit_(bool, name_##_pop, (name_ * cchash_map_, name_##_key * cchash_key_out_), {                                   \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_pop(&cchash_map_->cchash_table, &name_##_priv_type, cchash_key_out_, NULL, &cchash_scratch_); \
    })                                                                                                                 \
    emit_(bool, name_##_next, (name_##_iter * cchash_iter_), {                                                         \
        name_##_entry *cchash_entry_ = (name_##_entry *)layout_##_next(&cchash_iter_->cchash_at, &name_##_priv_type);  \
        if (!cchash_entry_) return false;                                                                              \
        cchash_iter_->key = &cchash_entry_->cchash_key;                                                                \
        return true;                                                                                                   \
    })                                                                                                                 \
    emit_(size_t, name_##_retain,                                                                                      \
          (name_ * cchash_map_, bool (*cchash_keep_)(const name_##_key *, void *), void *cchash_context_), {           \
              size_t cchash_before_ = name_##_size(cchash_map_);                                                       \
              CCHASH_FOREACH (name_, cchash_iter_, cchash_map_)                                                        \
                  if (!cchash_keep_(cchash_iter_.key, cchash_context_)) name_##_remove_at(cchash_map_, &cchash_iter_); \
              if (name_##_size(cchash_map_) != cchash_before_) name_##_priv_maintain(cchash_map_);                     \
              return cchash_before_ - name_##_size(cchash_map_);                                                       \
          })

/* ---- The typed functions that take a key ------------------------------------------------------------------------
 * name_get and its like for K, name_get_how for a lookup. */

#define CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                             \
    emit_(uint64_t, name_##_hash##via_, (const name_ *cchash_map_, Q_ cchash_key_),                                    \
          { return name_##_priv##via_##_hash(&cchash_key_, name_##_priv_seed(cchash_map_)); })                         \
    emit_(                                                                                                             \
        name_##_iter, name_##_find_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {  \
            return name_##_priv_iter_at(                                                                               \
                cchash_map_, &name_##_priv_type,                                                                       \
                name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_), cchash_hash_); \
        })                                                                                                             \
    emit_(name_##_iter, name_##_find##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                              \
        return name_##_find_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);      \
    })                                                                                                                 \
    emit_(bool, name_##_contains_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_),      \
          { return name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_) != NULL; })  \
    emit_(bool, name_##_contains##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                                  \
        return name_##_contains_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);  \
    })                                                                                                                 \
    emit_(const name_##_key *, name_##_get_key##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                    \
        const name_##_entry *cchash_entry_ = name_##_priv_find(                                                        \
            cchash_map_, &name_##_priv##via_##_type, name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_);      \
        return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                      \
    })                                                                                                                 \
    emit_(bool, name_##_remove_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {           \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL, NULL);     \
    })                                                                                                                 \
    emit_(bool, name_##_remove##via_, (name_ * cchash_map_, Q_ cchash_key_), {                                         \
        return name_##_remove_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);    \
    })                                                                                                                 \
    emit_(void, name_##_prefetch_hashed##via_, (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {    \
        (void)cchash_key_;                                                                                             \
        name_##_priv_prefetch(cchash_map_, &name_##_priv##via_##_type, cchash_hash_);                                  \
    })                                                                                                                 \
    emit_(void, name_##_prefetch##via_, (const name_ *cchash_map_, Q_ cchash_key_),                                    \
          { name_##_prefetch_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_); })

#define CCHASH_PRIV_FUNCTIONS_FIND_MAP(emit_, name_, via_, Q_)                                                         \
    CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                                 \
    emit_(name_##_value *, name_##_get_hashed##via_,                                                                   \
          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_),                                           \
          { return name_##_priv_get(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_); })           \
    emit_(name_##_value *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_), {                            \
        return name_##_get_hashed##via_(cchash_map_, name_##_hash##via_(cchash_map_, cchash_key_), cchash_key_);       \
    })                                                                                                                 \
    emit_(name_##_value, name_##_get_or##via_,                                                                         \
          (const name_ *cchash_map_, Q_ cchash_key_, name_##_value cchash_otherwise_), {                               \
              const name_##_value *cchash_value_ = name_##_get##via_(cchash_map_, cchash_key_);                        \
              return cchash_value_ ? *cchash_value_ : cchash_otherwise_;                                               \
          })                                                                                                           \
    emit_(bool, name_##_take##via_,                                                                                    \
          (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_, name_##_value * cchash_value_out_), {   \
              return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                        \
                                       name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_,    \
                                       cchash_value_out_);                                                             \
          })                                                                                                           \
    emit_(size_t, name_##_get_many##via_,                                                                              \
          (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, name_##_value **cchash_out_), {     \
              return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,       \
                                           (void *)cchash_out_, true);                                                 \
          })

#define CCHASH_PRIV_FUNCTIONS_FIND_SET(emit_, name_, via_, Q_)                                                         \
    CCHASH_PRIV_FUNCTIONS_FIND(emit_, name_, via_, Q_)                                                                 \
    emit_(const name_##_key *, name_##_get_hashed##via_,                                                               \
          (const name_ *cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {                                         \
              const name_##_entry *cchash_entry_ =                                                                     \
                  name_##_priv_find(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_);              \
              return cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                                \
          })                                                                                                           \
    emit_(const name_##_key *, name_##_get##via_, (const name_ *cchash_map_, Q_ cchash_key_),                          \
          { return name_##_get_key##via_(cchash_map_, cchash_key_); })                                                 \
    emit_(bool, name_##_take##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_key * cchash_key_out_), {            \
        return name_##_priv_take(cchash_map_, &name_##_priv##via_##_type,                                              \
                                 name_##_hash##via_(cchash_map_, cchash_key_), &cchash_key_, cchash_key_out_, NULL);   \
    })                                                                                                                 \
    emit_(size_t, name_##_get_many##via_,                                                                              \
          (const name_ *cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_, const name_##_key **cchash_out_), { \
              return name_##_priv_get_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_count_,       \
                                           (void *)cchash_out_, false);                                                \
          })

#define CCHASH_PRIV_FUNCTIONS_INSERT(emit_, name_, via_, Q_)                                                           \
    emit_(name_##_iter, name_##_find_or_insert_hashed##via_,                                                           \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, bool *cchash_inserted_), {                      \
              bool cchash_found_;                                                                                      \
              name_##_entry *cchash_entry_ = name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type,             \
                                                                  cchash_hash_, &cchash_key_, NULL, &cchash_found_);   \
              if (cchash_inserted_) *cchash_inserted_ = cchash_entry_ && !cchash_found_;                               \
              return name_##_priv_iter_at(cchash_map_, &name_##_priv_type, cchash_entry_, cchash_hash_);               \
          })                                                                                                           \
    emit_(name_##_iter, name_##_find_or_insert##via_, (name_ * cchash_map_, Q_ cchash_key_, bool *cchash_inserted_), { \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_find_or_insert_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_inserted_);          \
    })

#define CCHASH_PRIV_FUNCTIONS_INSERT_MAP(emit_, name_, via_, Q_)                                                       \
    CCHASH_PRIV_FUNCTIONS_INSERT(emit_, name_, via_, Q_)                                                               \
    emit_(int, name_##_put_hashed##via_,                                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_), {                 \
              return name_##_priv_put(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_,             \
                                      &cchash_value_);                                                                 \
          })                                                                                                           \
    emit_(int, name_##_put##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_), {                \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_put_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    })                                                                                                                 \
    emit_(int, name_##_add_hashed##via_,                                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, name_##_value cchash_value_), {                 \
              bool cchash_found_;                                                                                      \
              if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_,           \
                                        &cchash_value_, &cchash_found_))                                               \
                  return CCHASH_NOMEM;                                                                                 \
              return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                 \
          })                                                                                                           \
    emit_(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_, name_##_value cchash_value_), {                \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_value_);                        \
    })                                                                                                                 \
    emit_(name_##_value *, name_##_upsert_hashed##via_,                                                                \
          (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_, bool *cchash_inserted_), {                      \
              bool cchash_found_;                                                                                      \
              name_##_entry *cchash_entry_ = name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type,             \
                                                                  cchash_hash_, &cchash_key_, NULL, &cchash_found_);   \
              if (cchash_inserted_) *cchash_inserted_ = cchash_entry_ && !cchash_found_;                               \
              return cchash_entry_ ? name_##_priv_value_of(cchash_map_, cchash_entry_) : NULL;                         \
          })                                                                                                           \
    emit_(name_##_value *, name_##_upsert##via_, (name_ * cchash_map_, Q_ cchash_key_, bool *cchash_inserted_), {      \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_upsert_hashed##via_(cchash_map_, cchash_hash_, cchash_key_, cchash_inserted_);                  \
    })                                                                                                                 \
    emit_(ptrdiff_t, name_##_put_many##via_,                                                                           \
          (name_ * cchash_map_, const Q_ *cchash_keys_, const name_##_value *cchash_values_, size_t cchash_count_), {  \
              return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, cchash_values_,      \
                                           cchash_count_);                                                             \
          })

#define CCHASH_PRIV_FUNCTIONS_INSERT_SET(emit_, name_, via_, Q_)                                                       \
    CCHASH_PRIV_FUNCTIONS_INSERT(emit_, name_, via_, Q_)                                                               \
    emit_(int, name_##_add_hashed##via_, (name_ * cchash_map_, uint64_t cchash_hash_, Q_ cchash_key_), {               \
        bool cchash_found_;                                                                                            \
        if (!name_##_priv_emplace(cchash_map_, &name_##_priv##via_##_type, cchash_hash_, &cchash_key_, NULL,           \
                                  &cchash_found_))                                                                     \
            return CCHASH_NOMEM;                                                                                       \
        return cchash_found_ ? CCHASH_PRESENT : CCHASH_INSERTED;                                                       \
    })                                                                                                                 \
    emit_(int, name_##_add##via_, (name_ * cchash_map_, Q_ cchash_key_), {                                             \
        uint64_t cchash_hash_ = name_##_priv_insert_hash(cchash_map_, &name_##_priv##via_##_type, &cchash_key_);       \
        return name_##_add_hashed##via_(cchash_map_, cchash_hash_, cchash_key_);                                       \
    })                                                                                                                 \
    emit_(ptrdiff_t, name_##_add_many##via_, (name_ * cchash_map_, const Q_ *cchash_keys_, size_t cchash_count_), {    \
        return name_##_priv_put_many(cchash_map_, &name_##_priv##via_##_type, cchash_keys_, NULL, cchash_count_);      \
    })

/* All functions of a map or set, in two parts: maps of strings have other functions that take keys. */
#define CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(emit_, layout_, name_, traits_)                                                \
    CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                         \
    CCHASH_PRIV_FUNCTIONS_ITER_MAP(emit_, layout_, name_)                                                              \
    CCHASH_PRIV_FUNCTION_KEYS(emit_, name_)                                                                            \
    CCHASH_PRIV_FUNCTIONS_TWO_MAP(emit_, layout_, name_, traits_)                                                      \
    CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)
#define CCHASH_PRIV_FUNCTIONS_WHOLE_SET(emit_, layout_, name_, traits_)                                                \
    CCHASH_PRIV_FUNCTIONS_LIFE(emit_, layout_, name_, traits_)                                                         \
    CCHASH_PRIV_FUNCTIONS_ITER_SET(emit_, layout_, name_)                                                              \
    CCHASH_PRIV_FUNCTION_KEYS(emit_, name_)                                                                            \
    CCHASH_PRIV_FUNCTIONS_TWO_SET(emit_, layout_, name_, traits_)                                                      \
    CCHASH_PRIV_FUNCTIONS_CLONE(emit_, name_, traits_)
#define CCHASH_PRIV_FUNCTIONS_KEY_MAP(emit_, name_, via_, Q_)                                                          \
    CCHASH_PRIV_FUNCTIONS_FIND_MAP(emit_, name_, via_, Q_)                                                             \
    CCHASH_PRIV_FUNCTIONS_INSERT_MAP(emit_, name_, via_, Q_)
#define CCHASH_PRIV_FUNCTIONS_KEY_SET(emit_, name_, via_, Q_)                                                          \
    CCHASH_PRIV_FUNCTIONS_FIND_SET(emit_, name_, via_, Q_)                                                             \
    CCHASH_PRIV_FUNCTIONS_INSERT_SET(emit_, name_, via_, Q_)


#endif
/* ==== cchash/image.h ==== */

/* cchash/image.h: a map as bytes, to be kept in a file and used where they lie. SPDX-License-Identifier: MIT-0
 *
 *     header     what the map is; a cache line                                                  64 bytes
 *     padding    zeros, if elements are aligned to more than that
 *     array      of a compact or an open addressing map, as in memory, with zeros wherever nothing is stored;
 *                of a chaining map its elements, in the map's order                             a multiple of 8
 *     checksum   of the array                                                                    8
 *
 * Numbers are in the byte order of the machine that wrote them. */
#ifndef CCHASH_PRIV_IMAGE_H
#define CCHASH_PRIV_IMAGE_H

/* ==== cchash/keys.h ==== */

/* cchash/keys.h: hashes and equalities of ready-made kinds of keys beyond those in cchash/hash.h, struct keys by their
 * fields, and C strings that a map owns. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_KEYS_H
#define CCHASH_PRIV_KEYS_H



/* ---- Integers, enums, bool, characters ---------------------------------------------------------------------------
 * cchash_hash_int goes with keys of any such type of up to 64 bits, and cchash_eq_int with it. Negative numbers are
 * hashed as their 64-bit two's complement. */

CCHASH_PRIV_INLINE uint64_t cchash_hash_int(uint64_t key) { return key; }
CCHASH_PRIV_INLINE bool cchash_eq_int(uint64_t left, uint64_t right) { return left == right; }

/* Types of any width and sign are converted without a warning. A type that does not fit is refused where the map is
 * made. */
#ifdef __cplusplus
#define CCHASH_PRIV_TO(T_, value_) static_cast<T_>(value_)
#else
#define CCHASH_PRIV_TO(T_, value_) ((T_)(value_))
#endif
#define cchash_hash_int(key_) (cchash_hash_int)(CCHASH_PRIV_TO(uint64_t, key_))
#define cchash_eq_int(left_, right_) (cchash_eq_int)(CCHASH_PRIV_TO(uint64_t, left_), CCHASH_PRIV_TO(uint64_t, right_))
#define cchash_hash_u64(key_) (cchash_hash_u64)(CCHASH_PRIV_TO(uint64_t, key_))
#define cchash_eq_u64(left_, right_) (cchash_eq_u64)(CCHASH_PRIV_TO(uint64_t, left_), CCHASH_PRIV_TO(uint64_t, right_))
#define cchash_sip_u64(key_, seed_) (cchash_sip_u64)(CCHASH_PRIV_TO(uint64_t, key_), seed_)
#define cchash_hash_u32(key_) (cchash_hash_u32)(CCHASH_PRIV_TO(uint32_t, key_))
#define cchash_eq_u32(left_, right_) (cchash_eq_u32)(CCHASH_PRIV_TO(uint32_t, left_), CCHASH_PRIV_TO(uint32_t, right_))

/* ---- Floating point ----------------------------------------------------------------------------------------------
 * Keys need an equality by which each equals itself. So here a NaN equals every NaN, unlike in C, and -0.0 equals 0.0,
 * as in C. The bits decide, so that -ffast-math changes nothing. */

/* The bits of a key, the same for keys that are equal. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_double_bits(double key) {
    const uint64_t infinity = UINT64_C(0x7ff0000000000000), magnitude = UINT64_MAX >> 1;
    uint64_t bits;
    memcpy(&bits, &key, sizeof bits);
    if ((bits & magnitude) > infinity) return infinity + 1;
    return (bits & magnitude) == 0 ? 0 : bits;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_float_bits(float key) {
    const uint32_t infinity = UINT32_C(0x7f800000), magnitude = UINT32_MAX >> 1;
    uint32_t bits;
    memcpy(&bits, &key, sizeof bits);
    if ((bits & magnitude) > infinity) return infinity + 1;
    return (bits & magnitude) == 0 ? 0 : bits;
}
CCHASH_PRIV_ASSERT(sizeof(double) == 8 && sizeof(float) == 4, floating_point_numbers_have_64_and_32_bits);

CCHASH_PRIV_INLINE uint64_t cchash_hash_double(double key) { return cchash_priv_double_bits(key); }
CCHASH_PRIV_INLINE bool cchash_eq_double(double left, double right) {
    return cchash_priv_double_bits(left) == cchash_priv_double_bits(right);
}
CCHASH_PRIV_INLINE uint64_t cchash_hash_float(float key) { return cchash_priv_float_bits(key); }
CCHASH_PRIV_INLINE bool cchash_eq_float(float left, float right) {
    return cchash_priv_float_bits(left) == cchash_priv_float_bits(right);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_double(double key, uint64_t seed) {
    return cchash_sip_u64(cchash_priv_double_bits(key), seed);
}
CCHASH_PRIV_STATIC uint64_t cchash_sip_float(float key, uint64_t seed) {
    return cchash_sip_u64(cchash_priv_float_bits(key), seed);
}

/* ---- Keys of several parts ----------------------------------------------------------------------------------------
 */

/* A hash of two hashes or integers, in this order. All its bits are mixed well, so that a map of such hashes may have
 * the trait CCHASH_GOOD_HASH. It has no secret: for keys that an attacker chooses, see cchash_siphash13.
 *
 *     static uint64_t point_hash(point p) {
 *         return cchash_hash_combine(cchash_hash_double(p.x), cchash_hash_double(p.y));
 *     }
 *
 * A second product, because a single one has few high bits where both parts are small. */
CCHASH_PRIV_INLINE uint64_t cchash_hash_combine(uint64_t hash, uint64_t other) {
    return cchash_priv_fold(cchash_priv_fold(hash ^ CCHASH_PRIV_PI1, CCHASH_PRIV_PI6) ^ other, CCHASH_PRIV_ODD);
}

/* CCHASH_STRUCT_KEY(name, T, field, ...), at file scope, makes name_hash and name_eq for keys of type T, a struct, from
 * 1 to 16 of its fields: integers, enums, bool, pointers (by address), arrays of those, and fields of structs in it
 * (position.x). Padding is never read. Floating-point fields are refused: -0.0 and 0.0 differ in their bits.
 *
 *     typedef struct { uint32_t host; uint16_t port; } endpoint;
 *     CCHASH_STRUCT_KEY(endpoint, endpoint, host, port);
 *     CCHASH_DEFINE_EX(peers, endpoint, int, endpoint_hash, endpoint_eq, (CCHASH_GOOD_HASH)); */
#define CCHASH_STRUCT_KEY(name_, T_, ...)                                                                              \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_NOT_FLOATING, name_, T_, __VA_ARGS__) true,                 \
                        name_##_priv_a_field_is_floating,                                                              \
                        "cchash: " #name_ ": a field is a floating-point number, whose bits differ for equal values: " \
                        "write a hash function with cchash_hash_double and cchash_hash_combine");                      \
    CCHASH_PRIV_REQUIRE(CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_NOT_STRUCT, name_, T_, __VA_ARGS__) true,                   \
                        name_##_priv_a_field_is_a_struct,                                                              \
                        "cchash: " #name_                                                                              \
                        ": a field is a struct or a union, and may have padding: name its own fields, such as at.x");  \
    CCHASH_PRIV_STATIC uint64_t name_##_hash(T_ cchash_key_) {                                                         \
        uint64_t cchash_hash_ = 0;                                                                                     \
        CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_HASH_FIELD, name_, T_, __VA_ARGS__)                                         \
        return cchash_hash_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_eq(T_ cchash_left_, T_ cchash_right_) {                                            \
        return CCHASH_PRIV_EACH_FIELD(CCHASH_PRIV_SAME_FIELD, name_, T_, __VA_ARGS__) true;                            \
    }                                                                                                                  \
    struct cchash_priv_an_unused_name

#define CCHASH_PRIV_HASH_FIELD(name_, T_, field_)                                                                      \
    cchash_hash_ = cchash_priv_hash_field(cchash_hash_, &cchash_key_.field_, sizeof cchash_key_.field_);
#define CCHASH_PRIV_SAME_FIELD(name_, T_, field_)                                                                      \
    memcmp(&cchash_left_.field_, &cchash_right_.field_, sizeof cchash_left_.field_) == 0 &&

CCHASH_PRIV_INLINE uint64_t cchash_priv_hash_field(uint64_t hash, const void *bytes, size_t size) {
    uint64_t word = 0;
    if (size > sizeof word) return cchash_hash_combine(hash, cchash_hash_bytes(bytes, size, 0));
    memcpy(&word, bytes, size);
    return cchash_hash_combine(hash, word);
}

/* GNU's classes of types: 8 floating point, 9 complex, 12 structs, 13 unions. Of an array, that of its elements; in C
 * of up to three dimensions. */
#if defined(__cplusplus)
#define CCHASH_PRIV_FIELD_CLASS(T_, field_) CCHASH_PRIV_CLASS(decltype(((T_ *)nullptr)->field_))
#elif defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_FIELD_CLASS(T_, field_)                                                                            \
    __builtin_classify_type(CCHASH_PRIV_ELEMENT(CCHASH_PRIV_ELEMENT_(CCHASH_PRIV_ELEMENT__(((T_ *)0)->field_))))
#define CCHASH_PRIV_ELEMENT(value_) (*__builtin_choose_expr(CCHASH_PRIV_IS_ARRAY(__typeof__(value_)), value_, &value_))
#define CCHASH_PRIV_ELEMENT_(value_) (*__builtin_choose_expr(CCHASH_PRIV_IS_ARRAY(__typeof__(value_)), value_, &value_))
#define CCHASH_PRIV_ELEMENT__(value_)                                                                                  \
    (*__builtin_choose_expr(CCHASH_PRIV_IS_ARRAY(__typeof__(value_)), value_, &value_))
#else
#define CCHASH_PRIV_FIELD_CLASS(T_, field_) 1
#endif
#define CCHASH_PRIV_NOT_FLOATING(name_, T_, field_)                                                                    \
    CCHASH_PRIV_FIELD_CLASS(T_, field_) != 8 && CCHASH_PRIV_FIELD_CLASS(T_, field_) != 9 &&
#define CCHASH_PRIV_NOT_STRUCT(name_, T_, field_)                                                                      \
    CCHASH_PRIV_FIELD_CLASS(T_, field_) != 12 && CCHASH_PRIV_FIELD_CLASS(T_, field_) != 13 &&

/* do_(name, T, field) for each of up to 16 fields. */
#define CCHASH_PRIV_EACH_FIELD(do_, name_, T_, ...)                                                                    \
    CCHASH_PRIV_EACH_FIELD_(CCHASH_PRIV_FIELD_COUNT(__VA_ARGS__), do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_EACH_FIELD_(count_, do_, name_, T_, ...)                                                           \
    CCHASH_PRIV_EACH_FIELD__(count_, do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_EACH_FIELD__(count_, do_, name_, T_, ...) CCHASH_PRIV_FIELDS_##count_(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELD_COUNT(...)                                                                                   \
    CCHASH_PRIV_FIELD_COUNT_(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, ~)
#define CCHASH_PRIV_FIELD_COUNT_(a_, b_, c_, d_, e_, f_, g_, h_, i_, j_, k_, l_, m_, n_, o_, p_, count_, ...) count_
#define CCHASH_PRIV_FIELDS_1(do_, name_, T_, field_) do_(name_, T_, field_)
#define CCHASH_PRIV_FIELDS_2(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_1(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_3(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_2(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_4(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_3(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_5(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_4(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_6(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_5(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_7(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_6(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_8(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_7(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_9(do_, name_, T_, field_, ...)                                                              \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_8(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_10(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_9(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_11(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_10(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_12(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_11(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_13(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_12(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_14(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_13(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_15(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_14(do_, name_, T_, __VA_ARGS__)
#define CCHASH_PRIV_FIELDS_16(do_, name_, T_, field_, ...)                                                             \
    do_(name_, T_, field_) CCHASH_PRIV_FIELDS_15(do_, name_, T_, __VA_ARGS__)

/* ---- C strings that a map owns ------------------------------------------------------------------------------------
 * Traits for K and V of type char * or const char *: the map keeps copies, and frees them. A NULL stays NULL. Copies
 * come from CCHASH_MALLOC, so that free, or CCHASH_FREE with the size strlen + 1, takes back what name_take and
 * name_pop hand over.
 *
 *     CCHASH_DEFINE_EX(config, char *, char *, cchash_hash_cstr, cchash_eq_cstr, (CCHASH_CSTR_KEYS,
 * CCHASH_CSTR_VALUES));
 */
#define CCHASH_CSTR_KEYS CCHASH_KEY_COPY(cchash_priv_cstr_copy), CCHASH_KEY_FREE(cchash_priv_cstr_free)
#define CCHASH_CSTR_VALUES CCHASH_VALUE_COPY(cchash_priv_cstr_copy), CCHASH_VALUE_FREE(cchash_priv_cstr_free)

/* These take the address of the pointer, as void *, because a char * and a const char * go the same way. That the
 * second returns something tells it from free. */
CCHASH_PRIV_STATIC bool cchash_priv_cstr_copy(void *to, const void *from) {
    const char *text;
    int saved_errno = errno;
    memcpy(&text, from, sizeof text);
    size_t size = text ? strlen(text) + 1 : 0;
    char *copy = text ? (char *)CCHASH_PRIV_MALLOC(size, 1) : NULL;
    errno = saved_errno;
    if (text && !copy) return false;
    if (text) memcpy(copy, text, size);
    memcpy(to, &copy, sizeof copy);
    return true;
}
CCHASH_PRIV_STATIC bool cchash_priv_cstr_free(void *at) {
    char *text;
    int saved_errno = errno;
    memcpy(&text, at, sizeof text);
    if (text) CCHASH_PRIV_FREE(text, strlen(text) + 1, 1);
    errno = saved_errno;
    return true;
}


#endif


#define CCHASH_PRIV_IMAGE_MAGIC UINT64_C(0x3167616d49686363) /* "cchImag1" where the lowest byte comes first */
#define CCHASH_PRIV_IMAGE_BLOCK 4096                         /* bytes that are written, and summed, at a time */

typedef struct cchash_priv_image {
    uint64_t magic;
    uint64_t type; /* a hash of all that tells what the bytes of the array mean */
    uint64_t seed;
    uint64_t elements;
    uint64_t slots;  /* what the layout calls array_slots */
    uint64_t detail; /* what else the layout keeps beside the array */
    uint64_t bytes;  /* of the array, and the padding before it */
    uint64_t checksum;
} cchash_priv_image;
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_image) == 64, an_image_begins_with_a_cache_line);

/* What the text of a type says, without spaces, underscores and capitals: C calls _Bool what C++ calls bool. */
CCHASH_PRIV_COLD uint64_t cchash_priv_hash_type_text(const char *text) {
    uint64_t hash = 0;
    for (; *text; text++)
        if (*text != ' ' && *text != '_') hash = cchash_hash_combine(hash, (unsigned char)*text | 32u);
    return hash;
}

/* All that must be the same where an image is opened. */
CCHASH_PRIV_COLD uint64_t cchash_priv_image_type(const cchash_priv_type *type, unsigned layout, const char *text) {
    const uint64_t facts[] = {layout,
                              cchash_priv_hash_type_text(text),
                              type->entry_size,
                              type->entry_align,
                              type->key_offset,
                              type->key_size,
                              type->value_offset,
                              type->value_size,
                              type->cached_hash ? type->hash_offset : 0,
                              (uint64_t)type->good_hash | (uint64_t)type->seeded_hash << 1 |
                                  (uint64_t)type->cached_hash << 2 | (uint64_t)type->split << 3 |
                                  (uint64_t)type->tight << 4};
    uint64_t hash = 0;
    for (size_t fact = 0; fact < sizeof facts / sizeof *facts; fact++) hash = cchash_hash_combine(hash, facts[fact]);
    return hash;
}

/* What an image must be aligned to, and the padding behind its header. */
CCHASH_PRIV_INLINE size_t cchash_priv_image_align(const cchash_priv_type *type) {
    return type->entry_align > sizeof(uint64_t) ? type->entry_align : sizeof(uint64_t);
}
CCHASH_PRIV_INLINE size_t cchash_priv_image_padding(const cchash_priv_type *type) {
    const size_t header = sizeof(cchash_priv_image);
    return type->entry_align > header ? type->entry_align - header : 0;
}

/* Bytes alone are an element only if no function of the user makes or destroys it. */
CCHASH_PRIV_INLINE bool cchash_priv_image_holds(const cchash_priv_type *type) {
    return !type->key_copy && !type->key_free && !type->value_copy && !type->value_free && !type->spare_bit;
}

/* ---- Writing ----------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_sink {
    bool (*write)(void *context, const void *bytes, size_t size);
    void *context;
    uint64_t checksum;
    size_t used;
    bool written; /* all so far */
    unsigned char bytes[CCHASH_PRIV_IMAGE_BLOCK];
} cchash_priv_sink;

CCHASH_PRIV_COLD void cchash_priv_sink_flush(cchash_priv_sink *sink) {
    if (!sink->used) return;
    sink->checksum = cchash_hash_bytes(sink->bytes, sink->used, sink->checksum);
    sink->written = sink->written && sink->write(sink->context, sink->bytes, sink->used);
    sink->used = 0;
}

/* Adds bytes, or zeros in place of NULL. */
CCHASH_PRIV_COLD void cchash_priv_sink_add(cchash_priv_sink *sink, const void *bytes, size_t size) {
    const unsigned char *from = (const unsigned char *)bytes;
    while (size) {
        const size_t room = sizeof sink->bytes - sink->used, part = size < room ? size : room;
        if (from)
            memcpy(sink->bytes + sink->used, from, part);
        else
            memset(sink->bytes + sink->used, 0, part);
        sink->used += part;
        size -= part;
        if (from) from += part;
        if (sink->used == sizeof sink->bytes) cchash_priv_sink_flush(sink);
    }
}

/* A part of an array. What lies between *at, the end of the part before, and this one becomes zeros. */
CCHASH_PRIV_COLD void cchash_priv_sink_part(cchash_priv_sink *sink, const unsigned char **at, const void *part,
                                            size_t size) {
    const unsigned char *from = (const unsigned char *)part;
    cchash_priv_sink_add(sink, NULL, (size_t)(from - *at));
    cchash_priv_sink_add(sink, from, size);
    *at = from + size;
}

/* The parts of an entry that are the user's, and its cached hash; not the padding, which may hold anything. */
CCHASH_PRIV_COLD void cchash_priv_sink_entry(cchash_priv_sink *sink, const cchash_priv_type *type,
                                             const unsigned char **at, const unsigned char *entry) {
    if (type->cached_hash) cchash_priv_sink_part(sink, at, entry + type->hash_offset, sizeof(uint64_t));
    cchash_priv_sink_part(sink, at, entry + type->key_offset, type->key_size);
    if (type->value_size && !type->split) cchash_priv_sink_part(sink, at, entry + type->value_offset, type->value_size);
}

/* ---- Reading ----------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_COLD uint64_t cchash_priv_image_sum(const unsigned char *bytes, size_t size) {
    uint64_t checksum = 0;
    for (size_t part; size; bytes += part, size -= part) {
        part = size < CCHASH_PRIV_IMAGE_BLOCK ? size : CCHASH_PRIV_IMAGE_BLOCK;
        checksum = cchash_hash_bytes(bytes, part, checksum);
    }
    return checksum;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_image_header_sum(const cchash_priv_image *image) {
    return cchash_hash_bytes(image, offsetof(cchash_priv_image, checksum), 0);
}

/* Copies the header of an image; false: the bytes are none of such a type, or they are damaged. */
CCHASH_PRIV_COLD bool cchash_priv_image_read(cchash_priv_image *to, uint64_t type, const void *image, size_t size,
                                             size_t align, size_t padding) {
    const unsigned char *bytes = (const unsigned char *)image;
    uint64_t checksum;
    if (!image || size < sizeof *to + sizeof checksum || ((uintptr_t)image & (align - 1))) return false;
    memcpy(to, image, sizeof *to);
    if (to->magic != CCHASH_PRIV_IMAGE_MAGIC || to->type != type) return false;
    if (to->checksum != cchash_priv_image_header_sum(to)) return false;
    if (to->bytes > size - sizeof *to - sizeof checksum || to->bytes < padding || to->bytes % 8) return false;
    if ((size_t)to->elements != to->elements || (size_t)to->slots != to->slots) return false;
    memcpy(&checksum, bytes + sizeof *to + (size_t)to->bytes, sizeof checksum);
    if (checksum != cchash_priv_image_sum(bytes + sizeof *to, (size_t)to->bytes)) return false;
    to->bytes -= padding;
    return true;
}


#endif


/* ---- Types ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                         \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT(layout_, name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                     \
    CCHASH_PRIV_CHECK_TYPE(name_, _value, "V", V_)                                                                     \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    typedef V_ name_##_value;                                                                                          \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        name_##_value *value;                                                                                          \
        layout_##_iter cchash_at;                                                                                      \
    } name_##_iter;

#define CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                             \
    CCHASH_PRIV_CHECK_TRAITS(name_, traits_)                                                                           \
    CCHASH_PRIV_CHECK_LAYOUT(layout_, name_, traits_) CCHASH_PRIV_CHECK_TYPE(name_, _key, "K", K_)                     \
    typedef struct name_ name_;                                                                                        \
    typedef K_ name_##_key;                                                                                            \
    CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                    \
    typedef struct name_##_iter {                                                                                      \
        const name_##_key *key;                                                                                        \
        layout_##_iter cchash_at;                                                                                      \
    } name_##_iter;

/* The table comes first, so that the engine's pointer to the table is a pointer to the map. */
#define CCHASH_PRIV_MAP_STRUCT(layout_, name_, traits_)                                                                \
    struct name_ {                                                                                                     \
        layout_ cchash_table;                                                                                          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CONTEXT(traits_) cchash_allocator;, )          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), cchash_priv_arena cchash_arena;, )                        \
    };

/* What the table has for an element, and the scratch space of the operations, which has room for key and value. They
 * are the same unless the map is split. */
#define CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _value, "V")                                                                      \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPLIT, traits_), CCHASH_PRIV_ENTRY_SPLIT, CCHASH_PRIV_ENTRY_WHOLE)                  \
    (layout_, name_, traits_)
#define CCHASH_PRIV_ENTRY_WHOLE(layout_, name_, traits_)                                                               \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_) name_##_value cchash_value;                                     \
    } name_##_entry, name_##_priv_scratch;
#define CCHASH_PRIV_ENTRY_SPLIT(layout_, name_, traits_)                                                               \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_)                                                                 \
    } name_##_entry;                                                                                                   \
    typedef struct name_##_priv_scratch {                                                                              \
        name_##_entry cchash_entry;                                                                                    \
        name_##_value cchash_value;                                                                                    \
    } name_##_priv_scratch;

#define CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_CHECK_MOVABLE(name_, _key, "K")                                                                        \
    typedef struct name_##_entry {                                                                                     \
        CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_)                                                                 \
    } name_##_entry, name_##_priv_scratch;

#define CCHASH_PRIV_ENTRY_KEY(layout_, name_, traits_)                                                                 \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPARE_BIT, traits_), CCHASH_PRIV_FIELDS_SPARE_##layout_,                            \
                   CCHASH_PRIV_FIELDS_##layout_)                                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), uint64_t cchash_hash;, ) name_##_key cchash_key;

/* ---- The descriptor, and the engine's typed parts -----------------------------------------------------------------
 * How a map looks up keys of a type Q is a set of thunks, a descriptor and out-of-line parts of its own. Their names
 * all contain `via_`: empty for the map's own K, _how for each CCHASH_LOOKUP. */

#define CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                \
    CCHASH_PRIV_CHECK_KEY_CALLBACKS(name_, traits_)                                                                    \
    CCHASH_PRIV_THUNKS_QUERY(name_, , name_##_key, hashfn_, eqfn_, traits_)                                            \
    enum {                                                                                                             \
        name_##_priv_from_malloc = CCHASH_PRIV_FROM_MALLOC && !CCHASH_PRIV_HAS(ALLOCATOR, traits_),                    \
        name_##_priv_hashes_text =                                                                                     \
            !CCHASH_PRIV_HAS(CACHED_HASH, traits_) && (CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_CSTR_KEYS ||      \
                                                       CCHASH_PRIV_HASH_KEYS(hashfn_) == CCHASH_PRIV_VIEW_KEYS),       \
        name_##_priv_hash_returns =                                                                                    \
            CCHASH_PRIV_HAS(CACHED_HASH, traits_) || CCHASH_PRIV_HAS(SIPHASH, traits_) || CCHASH_PRIV_IS_OURS(hashfn_) \
    };                                                                                                                 \
    CCHASH_PRIV_STATIC bool name_##_priv_key_copy(void *cchash_to_, const void *cchash_from_) {                        \
        return CCHASH_PRIV_PICK(KEY_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_key *)cchash_to_,                     \
                                                                        (const name_##_key *)cchash_from_);            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_key_free(void *cchash_key_) {                                                 \
        CCHASH_PRIV_PICK(KEY_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_key *)cchash_key_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate(const void *cchash_map_, size_t cchash_size_,                       \
                                                   size_t cchash_align_) {                                             \
        int cchash_errno_ = errno;                                                                                     \
        if (layout_##_in_buffer((const layout_ *)cchash_map_))                                                         \
            return layout_##_take_from_buffer((const layout_ *)cchash_map_, cchash_size_, cchash_align_);              \
        void *cchash_block_ = CCHASH_PRIV_ALLOCATE(traits_)(                                                           \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),    \
            cchash_size_, cchash_align_);                                                                              \
        (void)cchash_map_, (void)cchash_align_, (void)(errno = cchash_errno_);                                         \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void *name_##_priv_allocate_zeroed(const void *cchash_map_, size_t cchash_size_,                \
                                                          size_t cchash_align_) {                                      \
        int cchash_errno_ = errno;                                                                                     \
        if (layout_##_in_buffer((const layout_ *)cchash_map_))                                                         \
            return cchash_priv_zero(name_##_priv_allocate(cchash_map_, cchash_size_, cchash_align_), cchash_size_);    \
        void *cchash_block_ = CCHASH_PRIV_IF(                                                                          \
            CCHASH_PRIV_HAS(ALLOCATOR, traits_),                                                                       \
            cchash_priv_zero(name_##_priv_allocate(cchash_map_, cchash_size_, cchash_align_), cchash_size_),           \
            CCHASH_PRIV_CALLOC(cchash_size_, cchash_align_));                                                          \
        (void)cchash_map_, (void)cchash_align_, (void)(errno = cchash_errno_);                                         \
        return cchash_block_;                                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_release(const void *cchash_map_, void *cchash_block_, size_t cchash_size_,    \
                                                 size_t cchash_align_) {                                               \
        int cchash_errno_ = errno;                                                                                     \
        if (layout_##_in_buffer((const layout_ *)cchash_map_)) return;                                                 \
        CCHASH_PRIV_RELEASE(traits_)                                                                                   \
        (CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), ((const name_ *)cchash_map_)->cchash_allocator, 0),       \
         cchash_block_, cchash_size_, cchash_align_);                                                                  \
        (void)cchash_map_, (void)cchash_size_, (void)cchash_align_, (void)(errno = cchash_errno_);                     \
    }                                                                                                                  \
    static CCHASH_PRIV_UNUSED bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_);                     \
    static CCHASH_PRIV_UNUSED void name_##_priv_maintain(void *cchash_table_);                                         \
    static CCHASH_PRIV_UNUSED size_t name_##_priv_displace(void *cchash_table_, size_t cchash_first_);                 \
    static CCHASH_PRIV_UNUSED void name_##_priv_transfer(void *cchash_to_, const void *cchash_from_,                   \
                                                         size_t cchash_slot_);                                         \
    static CCHASH_PRIV_UNUSED void *name_##_priv_insert_slow(void *cchash_table_, uint64_t cchash_hash_);

#define CCHASH_PRIV_SMALL_KEY 64 /* bytes */

#define CCHASH_PRIV_THUNKS_QUERY(name_, via_, Q_, hashfn_, eqfn_, traits_)                                             \
    CCHASH_PRIV_STATIC uint64_t name_##_priv##via_##_hash(const void *cchash_key_, uint64_t cchash_seed_) {            \
        (void)cchash_seed_;                                                                                            \
        return CCHASH_PRIV_LIST(hashfn_ CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                          \
                                                       (*(const Q_ *)cchash_key_, cchash_seed_),                       \
                                                       (*(const Q_ *)cchash_key_)));                                   \
    }                                                                                                                  \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(INLINED, traits_), CCHASH_PRIV_THUNK, CCHASH_PRIV_STATIC)                           \
    bool name_##_priv##via_##_equal(const void *cchash_stored_, const void *cchash_key_) {                             \
        return eqfn_(*(const name_##_key *)cchash_stored_, *(const Q_ *)cchash_key_);                                  \
    }                                                                                                                  \
    CCHASH_PRIV_THUNKS_SLOW(name_, via_, Q_)
#define CCHASH_PRIV_THUNKS_SLOW(name_, via_, Q_)                                                                       \
    static CCHASH_PRIV_UNUSED void *name_##_priv##via_##_find_slow_outline(                                            \
        const void *cchash_table_, uint64_t cchash_hash_, const void *cchash_key_);                                    \
    static CCHASH_PRIV_UNUSED bool name_##_priv##via_##_remove_slow_outline(                                           \
        void *cchash_table_, uint64_t cchash_hash_, const void *cchash_key_, void *cchash_key_out_,                    \
        void *cchash_value_out_);                                                                                      \
    /* A small key goes to the out-of-line function as a copy made here. Otherwise its address would escape, and every \
     * lookup would store the key to the stack. */                                                                     \
    CCHASH_PRIV_THUNK void *name_##_priv##via_##_find_slow(const void *cchash_table_, uint64_t cchash_hash_,           \
                                                           const void *cchash_key_) {                                  \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_find_slow_outline(cchash_table_, cchash_hash_, cchash_key_);                   \
        Q_ cchash_copy_ = *(const Q_ *)cchash_key_;                                                                    \
        return name_##_priv##via_##_find_slow_outline(cchash_table_, cchash_hash_, &cchash_copy_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_THUNK bool name_##_priv##via_##_remove_slow(void *cchash_table_, uint64_t cchash_hash_,                \
                                                            const void *cchash_key_, void *cchash_key_out_,            \
                                                            void *cchash_value_out_) {                                 \
        if (sizeof(Q_) > CCHASH_PRIV_SMALL_KEY)                                                                        \
            return name_##_priv##via_##_remove_slow_outline(cchash_table_, cchash_hash_, cchash_key_, cchash_key_out_, \
                                                            cchash_value_out_);                                        \
        Q_ cchash_copy_ = *(const Q_ *)cchash_key_;                                                                    \
        return name_##_priv##via_##_remove_slow_outline(cchash_table_, cchash_hash_, &cchash_copy_, cchash_key_out_,   \
                                                        cchash_value_out_);                                            \
    }

#define CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                       \
    CCHASH_PRIV_CHECK_VALUE_CALLBACKS(name_, traits_)                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_value_copy(void *cchash_to_, const void *cchash_from_) {                      \
        return CCHASH_PRIV_PICK(VALUE_COPY, traits_, CCHASH_PRIV_NO_COPY)((name_##_value *)cchash_to_,                 \
                                                                          (const name_##_value *)cchash_from_);        \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_value_free(void *cchash_value_) {                                             \
        CCHASH_PRIV_PICK(VALUE_FREE, traits_, CCHASH_PRIV_NO_FREE)((name_##_value *)cchash_value_);                    \
    }                                                                                                                  \
    enum {                                                                                                             \
        name_##_priv_value_copies = CCHASH_PRIV_HAS(VALUE_COPY, traits_),                                              \
        name_##_priv_value_frees = CCHASH_PRIV_HAS(VALUE_FREE, traits_)                                                \
    };

/* What the traits say, as constants, for descriptors that are made where the list of traits is not known. */
#define CCHASH_PRIV_FACTS(name_, traits_)                                                                              \
    enum {                                                                                                             \
        name_##_priv_hash_offset =                                                                                     \
            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(CACHED_HASH, traits_), offsetof(name_##_entry, cchash_hash), 0),            \
        name_##_priv_spare_byte = CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_2, CCHASH_PRIV_PICK(SPARE_BIT, traits_, (0, 0))), \
        name_##_priv_spare_bit = CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_2, CCHASH_PRIV_PICK(SPARE_BIT, traits_, (0, 0))),  \
        name_##_priv_load_num = CCHASH_PRIV_APPLY(CCHASH_PRIV_1_OF_2, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (0, 0))),    \
        name_##_priv_load_den = CCHASH_PRIV_APPLY(CCHASH_PRIV_2_OF_2, CCHASH_PRIV_PICK(MAX_LOAD, traits_, (0, 0))),    \
        name_##_priv_good_hash = CCHASH_PRIV_HAS(GOOD_HASH, traits_),                                                  \
        name_##_priv_seeded_hash = CCHASH_PRIV_HAS(SEEDED_HASH, traits_),                                              \
        name_##_priv_cached_hash = CCHASH_PRIV_HAS(CACHED_HASH, traits_),                                              \
        name_##_priv_malloc_nodes = CCHASH_PRIV_HAS(MALLOC_NODES, traits_),                                            \
        name_##_priv_split = CCHASH_PRIV_HAS(SPLIT, traits_),                                                          \
        name_##_priv_tight = CCHASH_PRIV_HAS(TIGHT, traits_),                                                          \
        name_##_priv_key_copies = CCHASH_PRIV_HAS(KEY_COPY, traits_),                                                  \
        name_##_priv_key_frees = CCHASH_PRIV_HAS(KEY_FREE, traits_)                                                    \
    };                                                                                                                 \
    typedef CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), CCHASH_PRIV_CONTEXT(traits_), cchash_priv_no_context)  \
        name_##_priv_context;                                                                                          \
    CCHASH_PRIV_STATIC void name_##_priv_set_context(name_ *cchash_map_, name_##_priv_context cchash_context_) {       \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ALLOCATOR, traits_), cchash_map_->cchash_allocator = cchash_context_;, )        \
        (void)cchash_map_, (void)cchash_context_;                                                                      \
    }

/* The text of K and V, which images are told apart by. */
#define CCHASH_PRIV_TYPE_TEXT(name_, text_) static const char name_##_priv_text[] CCHASH_PRIV_UNUSED = text_;

/* In place of a context, where a type has no allocator of its own. */
typedef struct cchash_priv_no_context {
    char none;
} cchash_priv_no_context;

#define CCHASH_PRIV_VALUE_FACTS_MAP(name_)                                                                             \
    offsetof(name_##_priv_scratch, cchash_value), sizeof(name_##_value),                                               \
        name_##_priv_value_copies ? name_##_priv_value_copy : NULL,                                                    \
        name_##_priv_value_frees ? name_##_priv_value_free : NULL
#define CCHASH_PRIV_VALUE_FACTS_SET(name_) 0, 0, NULL, NULL

/* own_ is empty, or via_ where hashes of stored keys and insert_slow are not the map's. */
#define CCHASH_PRIV_DESCRIPTOR(name_, via_, own_, Q_, key_copy_, premixed_, value_facts_)                              \
    CCHASH_PRIV_DESCRIPTOR_(name_, via_, own_, Q_, key_copy_, premixed_, value_facts_)
#define CCHASH_PRIV_DESCRIPTOR_(name_, via_, own_, Q_, key_copy_, premixed_, value_offset_, value_size_, value_copy_,  \
                                value_free_)                                                                           \
    static const cchash_priv_type name_##_priv##via_##_type CCHASH_PRIV_UNUSED = {                                     \
        sizeof(name_##_entry),                                                                                         \
        CCHASH_PRIV_ALIGNOF(name_##_priv_scratch),                                                                     \
        offsetof(name_##_entry, cchash_key),                                                                           \
        sizeof(name_##_key),                                                                                           \
        sizeof(Q_),                                                                                                    \
        value_offset_,                                                                                                 \
        value_size_,                                                                                                   \
        sizeof(name_##_priv_scratch),                                                                                  \
        name_##_priv_hash_offset,                                                                                      \
        offsetof(name_##_entry, cchash_key) + name_##_priv_spare_byte,                                                 \
        name_##_priv_spare_bit,                                                                                        \
        name_##_priv_load_num,                                                                                         \
        name_##_priv_load_den,                                                                                         \
        name_##_priv_good_hash,                                                                                        \
        name_##_priv_seeded_hash,                                                                                      \
        name_##_priv_cached_hash,                                                                                      \
        name_##_priv_malloc_nodes,                                                                                     \
        name_##_priv_split,                                                                                            \
        name_##_priv_tight,                                                                                            \
        name_##_priv_from_malloc,                                                                                      \
        name_##_priv_hash_returns,                                                                                     \
        name_##_priv_hashes_text,                                                                                      \
        premixed_,                                                                                                     \
        name_##_priv##own_##_hash,                                                                                     \
        name_##_priv##via_##_hash,                                                                                     \
        name_##_priv##via_##_equal,                                                                                    \
        key_copy_,                                                                                                     \
        value_copy_,                                                                                                   \
        name_##_priv_key_frees ? name_##_priv_key_free : NULL,                                                         \
        value_free_,                                                                                                   \
        name_##_priv_allocate,                                                                                         \
        name_##_priv_allocate_zeroed,                                                                                  \
        name_##_priv_release,                                                                                          \
        name_##_priv_rehash,                                                                                           \
        name_##_priv_maintain,                                                                                         \
        name_##_priv_displace,                                                                                         \
        name_##_priv_transfer,                                                                                         \
        name_##_priv##via_##_find_slow,                                                                                \
        name_##_priv##via_##_remove_slow,                                                                              \
        name_##_priv##own_##_insert_slow};

#define CCHASH_PRIV_OUT_OF_LINE(layout_, name_)                                                                        \
    CCHASH_PRIV_OUTLINE bool name_##_priv_rehash(void *cchash_table_, size_t cchash_slots_) {                          \
        return layout_##_rehash((layout_ *)cchash_table_, &name_##_priv_type, cchash_slots_);                          \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_scan_next(void *cchash_iter_) {                                              \
        layout_##_scan_next((layout_##_iter *)cchash_iter_, &name_##_priv_type);                                       \
    }                                                                                                                  \
    CCHASH_PRIV_COLD void name_##_priv_maintain(void *cchash_table_) {                                                 \
        layout_##_maintain((layout_ *)cchash_table_, &name_##_priv_type);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE size_t name_##_priv_displace(void *cchash_table_, size_t cchash_first_) {                      \
        return layout_##_displace((layout_ *)cchash_table_, &name_##_priv_type, cchash_first_);                        \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void name_##_priv_transfer(void *cchash_to_, const void *cchash_from_, size_t cchash_slot_) {  \
        layout_##_transfer((layout_ *)cchash_to_, (const layout_ *)cchash_from_, &name_##_priv_type, cchash_slot_);    \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE void *name_##_priv_insert_slow(void *cchash_table_, uint64_t cchash_hash_) {                   \
        return layout_##_claim((layout_ *)cchash_table_, &name_##_priv_type, cchash_hash_);                            \
    }                                                                                                                  \
    CCHASH_PRIV_OUT_OF_LINE_QUERY(name_, )

#define CCHASH_PRIV_OUT_OF_LINE_QUERY(name_, via_)                                                                     \
    CCHASH_PRIV_OUTLINE void *name_##_priv##via_##_find_slow_outline(const void *cchash_table_, uint64_t cchash_hash_, \
                                                                     const void *cchash_key_) {                        \
        return name_##_priv_engine_find_slow(cchash_table_, &name_##_priv##via_##_type, cchash_hash_, cchash_key_);    \
    }                                                                                                                  \
    CCHASH_PRIV_OUTLINE bool name_##_priv##via_##_remove_slow_outline(void *cchash_table_, uint64_t cchash_hash_,      \
                                                                      const void *cchash_key_, void *cchash_key_out_,  \
                                                                      void *cchash_value_out_) {                       \
        return name_##_priv_engine_remove_slow(cchash_table_, &name_##_priv##via_##_type, cchash_hash_, cchash_key_,   \
                                               cchash_key_out_, cchash_value_out_);                                    \
    }

/* The layout's engine, under names that do not say which layout it is. `point_to_value_` sets the iterator's pointer to
 * the value, if it has one. */
#define CCHASH_PRIV_POINT_TO_VALUE_MAP(name_, iter_, map_, entry_) iter_.value = entry_ ? &entry_->cchash_value : NULL;
#define CCHASH_PRIV_POINT_TO_VALUE_SPLIT(name_, iter_, map_, entry_)                                                   \
    iter_.value = entry_ ? name_##_priv_value_of(map_, entry_) : NULL;
#define CCHASH_PRIV_POINT_TO_VALUE_SET(name_, iter_, map_, entry_)
#define CCHASH_PRIV_ENGINE_VALUE(layout_, name_)                                                                       \
    CCHASH_PRIV_INLINE name_##_value *name_##_priv_get(const name_ *cchash_map_, const cchash_priv_type *cchash_type_, \
                                                       uint64_t cchash_hash_, const void *cchash_key_) {               \
        return (name_##_value *)layout_##_get(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_);    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_value *name_##_priv_value_of(const name_ *cchash_map_,                                  \
                                                            const name_##_entry *cchash_entry_) {                      \
        return (name_##_value *)layout_##_value(&cchash_map_->cchash_table, &name_##_priv_type, cchash_entry_);        \
    }
#define CCHASH_PRIV_ENGINE_FIND(layout_, name_, point_to_value_)                                                       \
    CCHASH_PRIV_INLINE void *name_##_priv_engine_find_slow(const void *cchash_table_,                                  \
                                                           const cchash_priv_type *cchash_type_,                       \
                                                           uint64_t cchash_hash_, const void *cchash_key_) {           \
        return layout_##_find_slow((const layout_ *)cchash_table_, cchash_type_, cchash_hash_, cchash_key_);           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_engine_remove_slow(void *cchash_table_, const cchash_priv_type *cchash_type_, \
                                                            uint64_t cchash_hash_, const void *cchash_key_,            \
                                                            void *cchash_key_out_, void *cchash_value_out_) {          \
        return layout_##_remove_slow((layout_ *)cchash_table_, cchash_type_, cchash_hash_, cchash_key_,                \
                                     cchash_key_out_, cchash_value_out_);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void *name_##_priv_engine_claim(void *cchash_table_, const cchash_priv_type *cchash_type_,      \
                                                       uint64_t cchash_hash_) {                                        \
        return layout_##_claim((layout_ *)cchash_table_, cchash_type_, cchash_hash_);                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_mix(uint64_t cchash_hash_, uint64_t cchash_seed_) {                       \
        return layout_##_mix(&name_##_priv_type, cchash_hash_, cchash_seed_);                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_seed(const name_ *cchash_map_) {                                          \
        return layout_##_get_seed(&cchash_map_->cchash_table);                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_may_move(const name_ *cchash_map_, const void *cchash_at_) {                  \
        return layout_##_may_move(&cchash_map_->cchash_table, &name_##_priv_type, cchash_at_);                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_seed(name_ *cchash_map_) {                                               \
        layout_##_need_seed(&cchash_map_->cchash_table, &name_##_priv_type);                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_find(const name_ *cchash_map_,                                      \
                                                        const cchash_priv_type *cchash_type_, uint64_t cchash_hash_,   \
                                                        const void *cchash_key_) {                                     \
        return (name_##_entry *)layout_##_find(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_);   \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_iter name_##_priv_iter_at(const name_ *cchash_map_,                                     \
                                                         const cchash_priv_type *cchash_type_,                         \
                                                         name_##_entry *cchash_entry_, uint64_t cchash_hash_) {        \
        name_##_iter cchash_iter_;                                                                                     \
        cchash_iter_.key = cchash_entry_ ? &cchash_entry_->cchash_key : NULL;                                          \
        point_to_value_(name_, cchash_iter_, cchash_map_, cchash_entry_) cchash_iter_.cchash_at =                      \
            layout_##_iter_at(&cchash_map_->cchash_table, cchash_type_, cchash_entry_, cchash_hash_);                  \
        return cchash_iter_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take(name_ *cchash_map_, const cchash_priv_type *cchash_type_,                \
                                              uint64_t cchash_hash_, const void *cchash_key_, void *cchash_key_out_,   \
                                              void *cchash_value_out_) {                                               \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_take(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_key_out_,    \
                              cchash_value_out_, &cchash_scratch_);                                                    \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_prefetch(const name_ *cchash_map_, const cchash_priv_type *cchash_type_,      \
                                                  uint64_t cchash_hash_) {                                             \
        layout_##_prefetch(&cchash_map_->cchash_table, cchash_type_, cchash_hash_);                                    \
    }
#define CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                      \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_insert_hash(name_ *cchash_map_, const cchash_priv_type *cchash_type_,     \
                                                         const void *cchash_key_) {                                    \
        return layout_##_insert_hash(&cchash_map_->cchash_table, cchash_type_, cchash_key_);                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_entry *name_##_priv_emplace(name_ *cchash_map_, const cchash_priv_type *cchash_type_,   \
                                                           uint64_t cchash_hash_, const void *cchash_key_,             \
                                                           const void *cchash_value_, bool *cchash_found_) {           \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return (name_##_entry *)layout_##_emplace(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, \
                                                  cchash_value_, &cchash_scratch_, cchash_found_);                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE int name_##_priv_put(name_ *cchash_map_, const cchash_priv_type *cchash_type_,                  \
                                            uint64_t cchash_hash_, const void *cchash_key_,                            \
                                            const void *cchash_value_) {                                               \
        name_##_priv_scratch cchash_scratch_[2];                                                                       \
        return layout_##_put(&cchash_map_->cchash_table, cchash_type_, cchash_hash_, cchash_key_, cchash_value_,       \
                             cchash_scratch_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE size_t name_##_priv_get_many(const name_ *cchash_map_, const cchash_priv_type *cchash_type_,    \
                                                    const void *cchash_keys_, size_t cchash_count_, void *cchash_out_, \
                                                    bool cchash_values_) {                                             \
        return layout_##_get_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_count_, cchash_out_,  \
                                  cchash_values_);                                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE ptrdiff_t name_##_priv_put_many(name_ *cchash_map_, const cchash_priv_type *cchash_type_,       \
                                                       const void *cchash_keys_, const void *cchash_values_,           \
                                                       size_t cchash_count_) {                                         \
        name_##_priv_scratch cchash_scratch_[2];                                                                       \
        return layout_##_put_many(&cchash_map_->cchash_table, cchash_type_, cchash_keys_, cchash_values_,              \
                                  cchash_count_, cchash_scratch_);                                                     \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC bool name_##_priv_clone(name_ *cchash_to_, const name_ *cchash_from_) {                         \
        name_##_priv_scratch cchash_scratch_;                                                                          \
        return layout_##_clone(&cchash_to_->cchash_table, &cchash_from_->cchash_table, &name_##_priv_type,             \
                               &cchash_scratch_);                                                                      \
    }

/* ---- Keys of one kind, under names that do not say which ---------------------------------------------------------
 * For code that is made over any map, as cchash/locked.h. ARGUMENT: what the functions without a suffix take as a key.
 * QUERY: what an argument is made into once. SOUGHT: what the engine gets, made of a query and the user's hash of it.
 * For maps of strings see cchash/string_map.h. */
#define CCHASH_PRIV_QUERIES(name_)                                                                                     \
    typedef name_##_key name_##_priv_argument, name_##_priv_query, name_##_priv_sought;                                \
    enum { name_##_priv_sought_copies = name_##_priv_key_copies, name_##_priv_query_space = 1 };                       \
    CCHASH_PRIV_INLINE name_##_priv_query name_##_priv_query_of(name_##_priv_argument cchash_key_) {                   \
        return cchash_key_;                                                                                            \
    }                                                                                                                  \
    /* Queries of an array of arguments: themselves, or made in a space for them, of name_priv_query_space each. */    \
    CCHASH_PRIV_INLINE const name_##_priv_query *name_##_priv_queries_of(                                              \
        const name_##_priv_argument *cchash_keys_, size_t cchash_count_, name_##_priv_query *cchash_space_) {          \
        (void)cchash_count_, (void)cchash_space_;                                                                      \
        return cchash_keys_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_query_hash(const name_ *cchash_map_, name_##_priv_query cchash_key_) {    \
        return name_##_priv_hash(&cchash_key_, name_##_priv_seed(cchash_map_));                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE name_##_priv_sought name_##_priv_sought_of(                                                     \
        const name_ *cchash_map_, name_##_priv_query cchash_key_, uint64_t cchash_hash_) {                             \
        (void)cchash_map_, (void)cchash_hash_;                                                                         \
        return cchash_key_;                                                                                            \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_sought_hash(const void *cchash_key_, uint64_t cchash_seed_) {             \
        return name_##_priv_hash(cchash_key_, cchash_seed_);                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_equal(const void *cchash_stored_, const void *cchash_key_) {           \
        return name_##_priv_equal(cchash_stored_, cchash_key_);                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_copy(void *cchash_to_, const void *cchash_from_) {                     \
        return name_##_priv_key_copy(cchash_to_, cchash_from_);                                                        \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_sought_failed(name_ *cchash_map_, const name_ *cchash_before_) {              \
        (void)cchash_map_, (void)cchash_before_;                                                                       \
    }

/* ---- What the layouts' macros expand to ----------------------------------------------------------------------- */

#define CCHASH_PRIV_KEY_COPIER(name_) name_##_priv_key_copies ? name_##_priv_key_copy : NULL

/* All that a map or a set needs, except the functions that take keys. */
#define CCHASH_PRIV_BASE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_MAP(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_THUNKS_VALUE(name_, traits_)                                                                           \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), false,                               \
                           CCHASH_PRIV_VALUE_FACTS_MAP(name_))                                                         \
    CCHASH_PRIV_ENGINE_VALUE(layout_, name_)                                                                           \
    CCHASH_PRIV_ENGINE_FIND(layout_, name_,                                                                            \
                            CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SPLIT, traits_), CCHASH_PRIV_POINT_TO_VALUE_SPLIT,          \
                                           CCHASH_PRIV_POINT_TO_VALUE_MAP))                                            \
    CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                          \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_) CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_ARENA_PARTS(layout_, name_))        \
    CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(emit_, layout_, name_, traits_)
#define CCHASH_PRIV_BASE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_ENTRY_SET(layout_, name_, traits_)                                                                     \
    CCHASH_PRIV_THUNKS_KEY(layout_, name_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_FACTS(name_, traits_)                                                                                  \
    CCHASH_PRIV_DESCRIPTOR(name_, , , name_##_key, CCHASH_PRIV_KEY_COPIER(name_), false,                               \
                           CCHASH_PRIV_VALUE_FACTS_SET(name_))                                                         \
    CCHASH_PRIV_ENGINE_FIND(layout_, name_, CCHASH_PRIV_POINT_TO_VALUE_SET)                                            \
    CCHASH_PRIV_ENGINE_INSERT(layout_, name_)                                                                          \
    CCHASH_PRIV_OUT_OF_LINE(layout_, name_) CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_ARENA_PARTS(layout_, name_))        \
    CCHASH_PRIV_FUNCTIONS_WHOLE_SET(emit_, layout_, name_, traits_)

#define CCHASH_PRIV_CODE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_MAP, emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_MAP(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_QUERIES(name_)                                                                                         \
    CCHASH_PRIV_FUNCTIONS_KEY_MAP(emit_, name_, , name_##_key)
#define CCHASH_PRIV_CODE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                           \
    CCHASH_PRIV_CHECK_HASHFN(name_, name_##_key, hashfn_, eqfn_)                                                       \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_CODE_SIP, CCHASH_PRIV_CODE_PLAIN)                    \
    (CCHASH_PRIV_HASHED_SET, emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_HASHED_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_BASE_SET(emit_, layout_, name_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_QUERIES(name_)                                                                                         \
    CCHASH_PRIV_FUNCTIONS_KEY_SET(emit_, name_, , name_##_key)

#define CCHASH_PRIV_CODE_PLAIN(code_, emit_, layout_, name_, hashfn_, eqfn_, traits_)                                  \
    code_(emit_, layout_, name_, hashfn_, eqfn_, traits_)
#define CCHASH_PRIV_CODE_SIP(code_, emit_, layout_, name_, hashfn_, eqfn_, traits_)                                    \
    CCHASH_PRIV_REQUIRE(                                                                                               \
        CCHASH_PRIV_HASH_KEYS(hashfn_) != CCHASH_PRIV_ANY_KEYS, name_##_priv_siphash_of_another_function,              \
        "cchash: " #name_ ": CCHASH_SIPHASH takes the place of cchash_hash_cstr and its like; for a hash function of " \
        "your own there are CCHASH_SEEDED_HASH and cchash_siphash13");                                                 \
    code_(emit_, layout_, name_, CCHASH_PRIV_SIP_OF_##hashfn_, eqfn_, CCHASH_PRIV_SIP_TRAITS(traits_))
#define CCHASH_PRIV_SIP_TRAITS(traits_) (CCHASH_SEEDED_HASH, CCHASH_GOOD_HASH, CCHASH_PRIV_LIST traits_)
#define CCHASH_PRIV_SIP_OF_cchash_hash_u64 cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_u32 cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_int cchash_sip_u64
#define CCHASH_PRIV_SIP_OF_cchash_hash_double cchash_sip_double
#define CCHASH_PRIV_SIP_OF_cchash_hash_float cchash_sip_float
#define CCHASH_PRIV_SIP_OF_cchash_hash_ptr cchash_sip_ptr
#define CCHASH_PRIV_SIP_OF_cchash_hash_cstr cchash_sip_cstr
#define CCHASH_PRIV_SIP_OF_cchash_hash_view cchash_sip_view
#define CCHASH_PRIV_SIP_OF_cchash_hash_str cchash_sip_str

/* Each of these ends in a declaration without its semicolon, which the user writes. */
#define CCHASH_PRIV_DEFINE_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                        \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_ ", " #V_)                                                                         \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_STATIC_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_DEFINE_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_)                                                                                  \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_STATIC_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_DECLARE_MAP(layout_, name_, K_, V_, traits_)                                                       \
    CCHASH_PRIV_CHECK_KIND_MAP(name_, traits_)                                                                         \
    CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                      \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, K_, V_, traits_)                                                             \
    CCHASH_PRIV_FUNCTIONS_WHOLE_MAP(CCHASH_PRIV_PROTOTYPE, layout_, name_, traits_)                                    \
    CCHASH_PRIV_FUNCTIONS_KEY_MAP(CCHASH_PRIV_PROTOTYPE, name_, , name_##_key)                                         \
    struct name_
#define CCHASH_PRIV_DECLARE_SET(layout_, name_, K_, traits_)                                                           \
    CCHASH_PRIV_CHECK_KIND_SET(name_, traits_)                                                                         \
    CCHASH_PRIV_DECLARED(layout_, name_, traits_)                                                                      \
    CCHASH_PRIV_TYPES_SET(layout_, name_, K_, traits_)                                                                 \
    CCHASH_PRIV_FUNCTIONS_WHOLE_SET(CCHASH_PRIV_PROTOTYPE, layout_, name_, traits_)                                    \
    CCHASH_PRIV_FUNCTIONS_KEY_SET(CCHASH_PRIV_PROTOTYPE, name_, , name_##_key)                                         \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_MAP(layout_, name_, K_, V_, hashfn_, eqfn_, traits_)                                     \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
    CCHASH_PRIV_CHECK_SAME(name_, _value, V_, "declared with another V")                                               \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_ ", " #V_)                                                                         \
    CCHASH_PRIV_CODE_MAP(CCHASH_PRIV_EXTERN_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_
#define CCHASH_PRIV_IMPLEMENT_SET(layout_, name_, K_, hashfn_, eqfn_, traits_)                                         \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_SAME(name_, _key, K_, "declared with another K")                                                 \
    CCHASH_PRIV_TYPE_TEXT(name_, #K_)                                                                                  \
    CCHASH_PRIV_CODE_SET(CCHASH_PRIV_EXTERN_FUNCTION, layout_, name_, hashfn_, eqfn_,                                  \
                         CCHASH_PRIV_WITH_KEY(K_, traits_))                                                            \
    struct name_


#endif


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


#endif
/* ==== cchash_str.h ==== */

/* cchash_str.h: owned strings of 24 bytes. SPDX-License-Identifier: MIT-0
 *
 *     cchash_str name = {0};                                // the empty string; owns nothing (in C++: {})
 *     if (!cchash_str_from_cstr(&name, "cache")) return;    // no memory: name is as it was
 *     puts(cchash_str_cstr(&name));                         // a C string, at no cost
 *     cchash_view text = cchash_str_view(&name);            // text.ptr, text.len: any bytes, NUL among them
 *     cchash_str_free(&name);
 *
 * Maps and sets whose keys are such strings come with cchash.h or with a layout's header (cchash/string_map.h):
 *
 *     #include "cchash.h"
 *     CCHASH_DEFINE_STR(wordmap, uint64_t);        // also CCHASH_OA_DEFINE_STR, CCHASH_CHAIN_DEFINE_STR, …
 *     CCHASH_DEFINE_STR_SET(wordset);              // and so for sets
 *
 *     wordmap map = {0};
 *     uint64_t *count = wordmap_upsert_n(&map, text, 5, NULL); // the map makes its own copy of a key that is new
 *     if (count) ++*count;                                     // NULL: out of memory, the map is as it was
 *     count = wordmap_get(&map, "cache");                      // nothing is allocated or copied for a lookup
 *     wordmap_free(&map);                                      // frees the keys, too
 *
 * A string of up to 22 bytes lies in the struct itself, with a NUL behind it. A longer one lies on the heap, also with
 * a NUL behind it, and the struct has its hash, so that a table that grows reads no text, and one that compares reads
 * text only if all 64 bits of the hash agree:
 *
 *     byte     0                 8                 16             22    23
 *     inline  | text (up to 22), then zeros ................... | 0 | tag: its length, 0 to 22
 *     long    | address         | hash            | length (6)  | 0 | tag: 64
 *
 * Bits 7 and 5 of the tag (128 and 32), and byte 22 unless the text has 22 bytes, belong to the table that holds the
 * string: there open addressing keeps that a slot is occupied, that a bucket has overflowed, and 8 bits of hash.
 * Everything else ignores them. So 24 zero bytes are the empty string, and also an empty slot, without a conflict.
 *
 * A string is any bytes. Without a NUL among them it is a C string (cchash_str_cstr); with one, read it through its
 * view. The struct may be moved: a plain copy of it takes the string along, and only one of the two may be used from
 * then on.
 */
#ifndef CCHASH_STR_H
#define CCHASH_STR_H



#define CCHASH_STR_INLINE 22 /* the most bytes that fit without an allocation */

typedef struct cchash_str {
    union {
        uint64_t words[3];
        unsigned char bytes[24];
    } data; /* as drawn above; read it with the functions */
} cchash_str;

enum {
    CCHASH_PRIV_STR_TAG = 23,     /* the byte */
    CCHASH_PRIV_STR_LONG = 0x40,  /* the tag of a long string */
    CCHASH_PRIV_STR_TABLE = 0xa0, /* the table's bits of the tag; it has the byte before the tag, too */
    CCHASH_PRIV_STR_OWN = 0x5f,   /* and the string's */
    CCHASH_PRIV_STR_LENGTH = 0x1f /* of the tag: the length of an inline string */
};

CCHASH_PRIV_ASSERT(sizeof(cchash_str) == 24, a_string_has_24_bytes);
CCHASH_PRIV_ASSERT(CCHASH_STR_INLINE + 1 == CCHASH_PRIV_STR_TAG, a_nul_lies_between_text_and_tag);
CCHASH_PRIV_ASSERT(CCHASH_STR_INLINE <= CCHASH_PRIV_STR_LENGTH, a_tag_holds_any_inline_length);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_STR_OWN == (CCHASH_PRIV_STR_LONG | CCHASH_PRIV_STR_LENGTH) &&
                       CCHASH_PRIV_STR_OWN + CCHASH_PRIV_STR_TABLE == 0xff,
                   the_bits_of_a_tag_are_disjoint);

/* ---- Views ---------------------------------------------------------------------------------------------------- */

/* A view of `size` bytes, which stay where they are. bytes may be NULL if size is 0. */
CCHASH_PRIV_INLINE cchash_view cchash_view_n(const char *bytes, size_t size) {
    cchash_view view;
    view.ptr = bytes;
    view.len = size;
    return view;
}

/* A view of a C string, without its NUL. text must not be NULL. */
CCHASH_PRIV_INLINE cchash_view cchash_view_cstr(const char *text) {
    return cchash_view_n(text, cchash_priv_length(text));
}

/* ---- The bytes of a string ------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE unsigned cchash_priv_str_tag(const cchash_str *str) {
    return str->data.bytes[CCHASH_PRIV_STR_TAG] & (unsigned)CCHASH_PRIV_STR_OWN;
}

CCHASH_PRIV_INLINE bool cchash_priv_str_is_long(const cchash_str *str) {
    return (str->data.bytes[CCHASH_PRIV_STR_TAG] & CCHASH_PRIV_STR_LONG) != 0;
}

/* One of the struct's three words, in the byte order of the machine. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_str_word(const cchash_str *str, size_t which) {
    uint64_t word;
    memcpy(&word, str->data.bytes + 8 * which, sizeof word);
    return word;
}

/* The last word has the tag in its last byte, and the length of a long string in the first six. TAIL_TABLE: what is the
 * table's. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CCHASH_PRIV_STR_TAIL(size_, tag_) ((uint64_t)(size_) << 16 | (tag_))
#define CCHASH_PRIV_STR_TAIL_SIZE(word_) ((word_) >> 16)
#define CCHASH_PRIV_STR_TAIL_TABLE ((uint64_t)CCHASH_PRIV_STR_TABLE | 0xff00)
#else
#define CCHASH_PRIV_STR_TAIL(size_, tag_) ((uint64_t)(size_) | (uint64_t)(tag_) << 56)
#define CCHASH_PRIV_STR_TAIL_SIZE(word_) ((word_) & (UINT64_MAX >> 16))
#define CCHASH_PRIV_STR_TAIL_TABLE ((uint64_t)CCHASH_PRIV_STR_TABLE << 56 | UINT64_C(0xff) << 48)
#endif

/* Takes the table's bits out of a string. */
CCHASH_PRIV_INLINE void cchash_priv_str_leave_table(cchash_str *str) {
    str->data.bytes[CCHASH_PRIV_STR_TAG - 1] = 0;
    str->data.bytes[CCHASH_PRIV_STR_TAG] &= CCHASH_PRIV_STR_OWN;
}

/* Where the bytes of a long string are, and how many. (Its hash is word 1.) */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_str_heap(const cchash_str *str) {
    return (unsigned char *)(uintptr_t)cchash_priv_str_word(str, 0);
}
CCHASH_PRIV_INLINE size_t cchash_priv_str_heap_size(const cchash_str *str) {
    return (size_t)CCHASH_PRIV_STR_TAIL_SIZE(cchash_priv_str_word(str, 2));
}

CCHASH_PRIV_INLINE void cchash_priv_str_set_long(cchash_str *str, const unsigned char *bytes, size_t size,
                                                 uint64_t hash) {
    uint64_t words[3] = {(uint64_t)(uintptr_t)bytes, hash, CCHASH_PRIV_STR_TAIL(size, CCHASH_PRIV_STR_LONG)};
    memcpy(str->data.bytes, words, sizeof words);
}

/* Up to 22 bytes are copied by a few moves of fixed sizes, which may overlap, instead of a call. */
CCHASH_PRIV_INLINE void cchash_priv_str_set_inline(cchash_str *str, const unsigned char *bytes, size_t size) {
    unsigned char text[24] = {0};
    if (size >= 8) {
        memcpy(text, bytes, 8);
        if (size > 16) memcpy(text + 8, bytes + 8, 8);
        memcpy(text + size - 8, bytes + size - 8, 8);
    } else if (size >= 4) {
        memcpy(text, bytes, 4);
        memcpy(text + size - 4, bytes + size - 4, 4);
    } else if (size) {
        text[0] = bytes[0];
        text[size >> 1] = bytes[size >> 1];
        text[size - 1] = bytes[size - 1];
    }
    text[CCHASH_PRIV_STR_TAG] = (unsigned char)size;
    memcpy(str->data.bytes, text, sizeof text);
}

CCHASH_PRIV_INLINE bool cchash_priv_same64(const unsigned char *left, const unsigned char *right) {
    return memcmp(left, right, 8) == 0;
}

/* Are up to 15 bytes the same? */
CCHASH_PRIV_INLINE bool cchash_priv_same_short(const unsigned char *left, const unsigned char *right, size_t size) {
    if (size >= 8) {
        size_t last = size - 8;
        return cchash_priv_same64(left, right) && cchash_priv_same64(left + last, right + last);
    }
    if (size >= 4) return memcmp(left, right, 4) == 0 && memcmp(left + size - 4, right + size - 4, 4) == 0;
    return size == 0 ||
           (left[0] == right[0] && left[size >> 1] == right[size >> 1] && left[size - 1] == right[size - 1]);
}

/* The same for 16 to 64 bytes, by two or four blocks of 16, which overlap where the size is no multiple of 16. The one
 * branch goes the same way as when the key was hashed, so it is predicted. */
#if defined(CCHASH_PRIV_SSE2)
typedef __m128i cchash_priv_same;
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_same16(const unsigned char *left, const unsigned char *right) {
    return _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(const void *)left),
                          _mm_loadu_si128((const __m128i *)(const void *)right));
}
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_both_same(cchash_priv_same left, cchash_priv_same right) {
    return _mm_and_si128(left, right);
}
CCHASH_PRIV_INLINE bool cchash_priv_is_same(cchash_priv_same same) { return _mm_movemask_epi8(same) == 0xffff; }
#else
typedef uint64_t cchash_priv_same; /* 0: the same */
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_same16(const unsigned char *left, const unsigned char *right) {
    uint64_t words[4];
    memcpy(words, left, 16);
    memcpy(words + 2, right, 16);
    return (words[0] ^ words[2]) | (words[1] ^ words[3]);
}
CCHASH_PRIV_INLINE cchash_priv_same cchash_priv_both_same(cchash_priv_same left, cchash_priv_same right) {
    return left | right;
}
CCHASH_PRIV_INLINE bool cchash_priv_is_same(cchash_priv_same same) { return same == 0; }
#endif
CCHASH_PRIV_INLINE bool cchash_priv_same_middle(const unsigned char *left, const unsigned char *right, size_t size) {
    cchash_priv_same same =
        cchash_priv_both_same(cchash_priv_same16(left, right), cchash_priv_same16(left + size - 16, right + size - 16));
    if (size > 32)
        same =
            cchash_priv_both_same(same, cchash_priv_both_same(cchash_priv_same16(left + 16, right + 16),
                                                              cchash_priv_same16(left + size - 32, right + size - 32)));
    return cchash_priv_is_same(same);
}

/* Copies a text of more than 22 bytes, and puts a NUL behind it. */
CCHASH_PRIV_INLINE void cchash_priv_copy_long(unsigned char *to, const unsigned char *from, size_t size) {
    to[size] = 0;
    if (CCHASH_PRIV_UNLIKELY(size > 64)) {
        memcpy(to, from, size);
        return;
    }
    memcpy(to, from, 16);
    if (size > 32) {
        memcpy(to + 16, from + 16, 16);
        memcpy(to + size - 32, from + size - 32, 16);
    }
    memcpy(to + size - 16, from + size - 16, 16);
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_str_hash(const cchash_str *str) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_str_is_long(str))) return cchash_priv_str_word(str, 1);
    return cchash_priv_hash_text(str->data.bytes, cchash_priv_str_tag(str) & CCHASH_PRIV_STR_LENGTH);
}

CCHASH_PRIV_INLINE bool cchash_priv_str_equal(const cchash_str *left, const cchash_str *right) {
    uint64_t tail = cchash_priv_str_word(left, 2) ^ cchash_priv_str_word(right, 2);
    if ((tail & ~CCHASH_PRIV_STR_TAIL_TABLE) || cchash_priv_str_word(left, 1) != cchash_priv_str_word(right, 1))
        return false;
    if (cchash_priv_str_word(left, 0) == cchash_priv_str_word(right, 0)) return true;
    if (!cchash_priv_str_is_long(left)) return false;
    return memcmp(cchash_priv_str_heap(left), cchash_priv_str_heap(right), cchash_priv_str_heap_size(left)) == 0;
}

/* ---- Strings ------------------------------------------------------------------------------------------------------
 * Functions that make a string return false if there is no memory; *to is then as it was. What *to held before is
 * forgotten, not freed. cchash_str_clone and cchash_str_free fit CCHASH_KEY_COPY, CCHASH_KEY_FREE, CCHASH_VALUE_COPY
 * and CCHASH_VALUE_FREE. */

/* The bytes of a string. The view of an inline string points into *str, and is valid as long as that stays where it is;
 * the view of a long one, until the string is freed. */
CCHASH_PRIV_INLINE cchash_view cchash_str_view(const cchash_str *str) {
    if (cchash_priv_str_is_long(str))
        return cchash_view_n((const char *)cchash_priv_str_heap(str), cchash_priv_str_heap_size(str));
    return cchash_view_n((const char *)str->data.bytes, cchash_priv_str_tag(str) & CCHASH_PRIV_STR_LENGTH);
}

/* A string as a C string. It ends with a NUL; if the text has NULs of its own, C ends it there. The pointer is valid as
 * a view's is. */
CCHASH_PRIV_INLINE const char *cchash_str_cstr(const cchash_str *str) {
    const char *bytes = (const char *)str->data.bytes;
    CCHASH_PRIV_HIDE(bytes); /* gcc would warn of a comparison with a literal that is longer than these */
    return cchash_priv_str_is_long(str) ? (const char *)cchash_priv_str_heap(str) : bytes;
}

/* How many bytes a string has, without the NUL behind it. */
CCHASH_PRIV_INLINE size_t cchash_str_size(const cchash_str *str) {
    return cchash_priv_str_is_long(str) ? cchash_priv_str_heap_size(str) : cchash_priv_str_tag(str);
}

/* Memory for the bytes of a long string and a NUL; NULL: none. The allocator of the same translation unit must take it
 * back. */
CCHASH_PRIV_STATIC unsigned char *cchash_priv_str_allocate(size_t size) {
    int saved_errno = errno;
    bool possible = cchash_priv_array_bytes(size, 1, 1) != SIZE_MAX;
    unsigned char *bytes = possible ? (unsigned char *)CCHASH_PRIV_MALLOC(size + 1, 1) : NULL;
    errno = saved_errno;
    return bytes;
}

/* Makes a string of bytes whose hash (cchash_hash_view) is known. */
CCHASH_PRIV_INLINE bool cchash_priv_str_make(cchash_str *to, cchash_view from, uint64_t hash) {
    const unsigned char *bytes = (const unsigned char *)from.ptr;
    if (CCHASH_PRIV_LIKELY(from.len <= CCHASH_STR_INLINE)) {
        cchash_priv_str_set_inline(to, bytes, from.len);
        return true;
    }
    unsigned char *copy = cchash_priv_str_allocate(from.len);
    if (!copy) return false;
    cchash_priv_copy_long(copy, bytes, from.len);
    cchash_priv_str_set_long(to, copy, from.len, hash);
    return true;
}

/* Makes a string of a view; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_str_from_view(cchash_str *to, cchash_view from) {
    return cchash_priv_str_make(to, from, from.len > CCHASH_STR_INLINE ? cchash_hash_view(from) : 0);
}
/* Makes a string of `size` bytes; false: no memory. bytes may be NULL if size is 0. */
CCHASH_PRIV_STATIC bool cchash_str_from_bytes(cchash_str *to, const void *bytes, size_t size) {
    return cchash_str_from_view(to, cchash_view_n((const char *)bytes, size));
}
/* Makes a string of a C string, which must not be NULL; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_str_from_cstr(cchash_str *to, const char *text) {
    return cchash_str_from_view(to, cchash_view_cstr(text));
}
/* Makes a string with the same bytes; false: no memory. */
CCHASH_PRIV_STATIC bool cchash_str_clone(cchash_str *to, const cchash_str *from) {
    cchash_str copy = *from;
    cchash_priv_str_leave_table(&copy);
    if (cchash_priv_str_is_long(from) &&
        !cchash_priv_str_make(&copy, cchash_str_view(from), cchash_priv_str_word(from, 1)))
        return false;
    *to = copy;
    return true;
}

/* Gives a string's memory back; the string is empty then, and may be freed again. */
CCHASH_PRIV_STATIC void cchash_str_free(cchash_str *str) {
    if (cchash_priv_str_is_long(str)) {
        int saved_errno = errno;
        CCHASH_PRIV_FREE(cchash_priv_str_heap(str), cchash_priv_str_heap_size(str) + 1, 1);
        errno = saved_errno;
    }
    memset((void *)str, 0, sizeof *str);
}

/* Less than, equal to or greater than 0, as memcmp orders the bytes; a string comes before those that begin with it. */
CCHASH_PRIV_STATIC int cchash_str_compare(const cchash_str *left, const cchash_str *right) {
    cchash_view first = cchash_str_view(left), second = cchash_str_view(right);
    size_t common = first.len < second.len ? first.len : second.len;
    int order = common ? memcmp(first.ptr, second.ptr, common) : 0;
    return order ? order : (first.len > second.len) - (first.len < second.len);
}

/* Copies a string to `to` as a C string: at most to_size - 1 bytes of it, and a NUL (nothing if to_size is 0). Returns
 * the string's size in bytes: if that is to_size or more, the copy was cut. */
CCHASH_PRIV_STATIC size_t cchash_str_copy_out(const cchash_str *str, char *to, size_t to_size) {
    cchash_view from = cchash_str_view(str);
    if (to_size) {
        size_t size = from.len < to_size - 1 ? from.len : to_size - 1;
        memcpy(to, from.ptr, size);
        to[size] = 0;
    }
    return from.len;
}

/* ---- Hash and equality: strings, views of them, and C strings all have the same hash -------------------------- */

CCHASH_PRIV_INLINE uint64_t cchash_hash_str(cchash_str key) { return cchash_priv_str_hash(&key); }
CCHASH_PRIV_INLINE bool cchash_eq_str(cchash_str left, cchash_str right) {
    return cchash_priv_str_equal(&left, &right);
}

/* Equality of a stored string and a view or a C string, for a lookup by those types:
 *
 *     CCHASH_LOOKUP(name, how, cchash_view, cchash_hash_view, cchash_eq_str_view);
 *     CCHASH_LOOKUP(name, how, const char *, cchash_hash_cstr, cchash_eq_str_cstr); */
CCHASH_PRIV_INLINE bool cchash_eq_str_view(cchash_str stored, cchash_view key) {
    return cchash_eq_view(cchash_str_view(&stored), key);
}
CCHASH_PRIV_INLINE bool cchash_eq_str_cstr(cchash_str stored, const char *key) {
    return cchash_eq_str_view(stored, cchash_view_cstr(key));
}

CCHASH_PRIV_STATIC uint64_t cchash_sip_str(cchash_str key, uint64_t seed) {
    return cchash_sip_view(cchash_str_view(&key), seed);
}

/* Two traits for a map or set whose K is cchash_str, in one word: it copies its keys and frees the copies. It stands
 * for CCHASH_KEY_COPY(cchash_str_clone), CCHASH_KEY_FREE(cchash_str_free).
 *
 *     CCHASH_DEFINE_EX(ages, cchash_str, int, cchash_hash_str, cchash_eq_str, (CCHASH_STR_KEYS)); */
#define CCHASH_STR_KEYS CCHASH_KEY_COPY(cchash_str_clone), CCHASH_KEY_FREE(cchash_str_free)


#endif


/* ---- What a map of strings looks up: a text, its hash, and where a copy of it would go ------------------------ */

typedef struct cchash_priv_text {
    cchash_view view;
    uint64_t hash;
    void *map; /* the map, if its keys lie in its arena; else NULL */
} cchash_priv_text;

CCHASH_PRIV_INLINE cchash_priv_text cchash_priv_text_of(cchash_view view, uint64_t hash, void *map) {
    cchash_priv_text text;
    CCHASH_PRIV_HIDE(view.ptr);
    text.view = view;
    text.hash = hash;
    text.map = map;
    return text;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_text_hash(const cchash_priv_text *text) { return text->hash; }
CCHASH_PRIV_INLINE cchash_view cchash_priv_text_view(const cchash_priv_text *text) { return text->view; }
CCHASH_PRIV_INLINE void *cchash_priv_text_map(const cchash_priv_text *text) { return text->map; }

/* The arguments are lvalues, so that no struct is copied. */
#define CCHASH_PRIV_STR_HASH(...) CCHASH_PRIV_STR_HASH_(__VA_ARGS__, ~) /* a seed is not used */
#define CCHASH_PRIV_STR_HASH_(stored_, ...) cchash_priv_str_hash(&(stored_))
#define CCHASH_PRIV_STR_SIPHASH(stored_, seed_) cchash_sip_view(cchash_str_view(&(stored_)), seed_)
#define CCHASH_PRIV_STR_EQUAL(left_, right_) cchash_priv_str_equal(&(left_), &(right_))
#define CCHASH_PRIV_TEXT_HASH(text_) cchash_priv_text_hash(&(text_))
#define CCHASH_PRIV_TEXT_EQUAL(stored_, text_) cchash_priv_text_is(&(stored_), &(text_))
#define CCHASH_PRIV_TEXT_EQUAL_SIP(stored_, text_) cchash_priv_text_is_sip(&(stored_), &(text_))

/* From 16 bytes on, inline and long keys take the same path, so that no branch is mispredicted where both occur. */
CCHASH_PRIV_INLINE bool cchash_priv_text_is(const cchash_str *stored, const cchash_priv_text *text) {
    const unsigned char *bytes = (const unsigned char *)text->view.ptr, *own = stored->data.bytes;
    size_t size = text->view.len;
    if (size < 16) return cchash_priv_str_tag(stored) == size && cchash_priv_same_short(own, bytes, size);
    bool is_long = size > CCHASH_STR_INLINE;
    uint64_t hash = cchash_priv_str_word(stored, 1) ^ text->hash;
    uint64_t tail = cchash_priv_str_word(stored, 2) ^
                    CCHASH_PRIV_STR_TAIL(is_long ? size : 0, is_long ? (size_t)CCHASH_PRIV_STR_LONG : size);
    tail &= is_long ? ~CCHASH_PRIV_STR_TAIL_TABLE : CCHASH_PRIV_STR_TAIL(0, CCHASH_PRIV_STR_OWN);
    if (tail | (is_long ? hash : 0)) return false;
    own = is_long ? cchash_priv_str_heap(stored) : own;
    return CCHASH_PRIV_LIKELY(size <= 64) ? cchash_priv_same_middle(own, bytes, size) : memcmp(own, bytes, size) == 0;
}

CCHASH_PRIV_INLINE bool cchash_priv_text_make(cchash_str *to, const cchash_priv_text *from) {
    return cchash_priv_str_make(to, from->view, from->hash);
}

/* For maps with CCHASH_SIPHASH. A long string keeps the ordinary hash of its text even there, because it may leave the
 * map. */
CCHASH_PRIV_STATIC bool cchash_priv_text_make_sip(cchash_str *to, const cchash_priv_text *from) {
    return cchash_str_from_view(to, from->view);
}
CCHASH_PRIV_STATIC bool cchash_priv_text_is_sip(const cchash_str *stored, const cchash_priv_text *text) {
    return cchash_eq_view(cchash_str_view(stored), text->view);
}

/* ---- The arena: long keys side by side in chunks, given back all together ------------------------------------- */

typedef struct cchash_priv_arena_chunk {
    struct cchash_priv_arena_chunk *before;
    size_t size; /* bytes, the header included */
} cchash_priv_arena_chunk;

typedef struct cchash_priv_arena {
    cchash_priv_arena_chunk *last;
    size_t used;  /* bytes of the last chunk */
    size_t bytes; /* bytes of all chunks */
} cchash_priv_arena;

/* Sizes of chunks: they double from the first one to the largest. */
#define CCHASH_PRIV_ARENA_FIRST ((size_t)1 << 10)
#define CCHASH_PRIV_ARENA_MOST ((size_t)1 << 20)

/* Adds a chunk with room for that many bytes; false: no memory. */
CCHASH_PRIV_COLD bool cchash_priv_arena_grow(cchash_priv_arena *arena, const cchash_priv_type *type, const void *map,
                                             size_t wanted) {
    size_t bytes = cchash_priv_array_bytes(wanted, 1, sizeof(cchash_priv_arena_chunk));
    size_t usual = arena->bytes < CCHASH_PRIV_ARENA_FIRST ? CCHASH_PRIV_ARENA_FIRST : arena->bytes;
    if (usual > CCHASH_PRIV_ARENA_MOST) usual = CCHASH_PRIV_ARENA_MOST;
    if (bytes == SIZE_MAX) return false;
    if (bytes < usual) bytes = usual;
    cchash_priv_arena_chunk *chunk =
        (cchash_priv_arena_chunk *)type->allocate(map, bytes, CCHASH_PRIV_ALIGNOF(cchash_priv_arena_chunk));
    if (!chunk) return false;
    chunk->before = arena->last;
    chunk->size = bytes;
    arena->last = chunk;
    arena->used = sizeof *chunk;
    arena->bytes += bytes;
    return true;
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_arena_take(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                         const void *map, size_t size) {
    bool fits = arena->last && size <= arena->last->size - arena->used;
    if (CCHASH_PRIV_UNLIKELY(!fits) && !cchash_priv_arena_grow(arena, type, map, size)) return NULL;
    unsigned char *bytes = (unsigned char *)arena->last + arena->used;
    arena->used += size;
    return bytes;
}

CCHASH_PRIV_INLINE size_t cchash_priv_arena_bytes(const cchash_priv_arena *arena) { return arena->bytes; }

/* Makes a key of a text, a long one in the arena; false: no memory. siphash: the text's hash is SipHash. */
CCHASH_PRIV_INLINE bool cchash_priv_arena_copy_key(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                   const void *map, cchash_str *to, const cchash_priv_text *from,
                                                   bool siphash) {
    if (from->view.len <= CCHASH_STR_INLINE) return cchash_priv_text_make(to, from);
    size_t size = cchash_priv_array_bytes(from->view.len, 1, 1);
    unsigned char *bytes = size == SIZE_MAX ? NULL : cchash_priv_arena_take(arena, type, map, size);
    if (!bytes) return false;
    cchash_priv_copy_long(bytes, (const unsigned char *)from->view.ptr, from->view.len);
    cchash_priv_str_set_long(to, bytes, from->view.len, siphash ? cchash_hash_view(from->view) : from->hash);
    return true;
}

/* Gives back all chunks that were added since `then`; for an arena of zeros, all. */
CCHASH_PRIV_STATIC void cchash_priv_arena_rewind(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                 const void *map, cchash_priv_arena then) {
    while (arena->last != then.last) {
        cchash_priv_arena_chunk *chunk = arena->last;
        arena->last = chunk->before;
        type->release(map, chunk, chunk->size, CCHASH_PRIV_ALIGNOF(cchash_priv_arena_chunk));
    }
    *arena = then;
}

CCHASH_PRIV_STATIC void cchash_priv_arena_free(cchash_priv_arena *arena, const cchash_priv_type *type,
                                               const void *map) {
    cchash_priv_arena nothing = {NULL, 0, 0};
    cchash_priv_arena_rewind(arena, type, map, nothing);
}

/* Forgets all texts. Keeps the last chunk, which is among the largest. */
CCHASH_PRIV_STATIC void cchash_priv_arena_clear(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                const void *map) {
    cchash_priv_arena_chunk *kept = arena->last;
    if (!kept) return;
    cchash_priv_arena rest = {kept->before, 0, 0}, nothing = {NULL, 0, 0};
    cchash_priv_arena_rewind(&rest, type, map, nothing);
    kept->before = NULL;
    arena->used = sizeof *kept;
    arena->bytes = kept->size;
}

/* Copies the bytes of a key that lies in another map's arena into this one, which has room. */
CCHASH_PRIV_STATIC void cchash_priv_arena_adopt(cchash_priv_arena *arena, const cchash_priv_type *type,
                                                cchash_str *key) {
    if (!cchash_priv_str_is_long(key)) return;
    cchash_view text = cchash_str_view(key);
    uint64_t tail = cchash_priv_str_word(key, 2);
    unsigned char *bytes = cchash_priv_arena_take(arena, type, NULL, text.len + 1);
    cchash_priv_copy_long(bytes, (const unsigned char *)text.ptr, text.len);
    cchash_priv_str_set_long(key, bytes, text.len, cchash_priv_str_word(key, 1));
    memcpy(key->data.bytes + 16, &tail, sizeof tail); /* with the table's bits */
}

/* ---- Maps and sets whose keys are owned strings -------------------------------------------------------------------
 * At file or namespace scope, with the default layout; for others, CCHASH_OA_DEFINE_STR and so on. The list of traits
 * may be left out.
 *
 *     CCHASH_DEFINE_STR(name, V);                      a map from strings to V
 *     CCHASH_DEFINE_STR(name, V, (traits));
 *     CCHASH_DEFINE_STR_SET(name);                     a set of strings
 *     CCHASH_DEFINE_STR_SET(name, (traits));
 *     CCHASH_DECLARE_STR(name, V); CCHASH_IMPLEMENT_STR(name, V);      for a header, and for one .c file; also _STR_SET
 *
 * K is cchash_str. Functions take a key in three forms with the same meaning:
 *
 *     wordmap_get(&map, "cache")    wordmap_get_n(&map, bytes, 5)    wordmap_get_view(&map, view)
 *
 * and so put, add, upsert, get_or, get_key, contains, remove, take, hash, prefetch and the hashed ones. get_many and
 * put_many take arrays of C strings, get_many_view and put_many_view arrays of views. All other functions are those of
 * any map. The map copies a key when it is new, and only then; it frees the copy with the element. Sets have add,
 * add_many and a get that returns the key that the set holds, and nothing about values.
 *
 * Traits: any but those of keys and hashes. CCHASH_CACHED_HASH is of little use, since long strings keep their hashes.
 * CCHASH_ARENA_KEYS puts long keys side by side into chunks that the map owns: quick to build, and without a call of
 * free for each key. The bytes of a key that is removed stay until clear or free. So does the text of a key that take
 * handed over; it is readable until then, or until shrink, or a clone into the map. */

#define CCHASH_PRIV_STR_TRAITS(traits_)                                                                                \
    (CCHASH_PRIV_KEY_IS_cchash_str, CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), , CCHASH_STR_KEYS),           \
     CCHASH_GOOD_HASH, CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_SEEDED_HASH, ),                        \
     CCHASH_PRIV_LIST traits_)

/* A map's use of its arena: a copy of a new key, and the way back if there is no memory for the key's entry. */
#define CCHASH_PRIV_STR_ARENA(name_, traits_)                                                                          \
    CCHASH_PRIV_STATIC bool name_##_priv_arena_copy(cchash_str *cchash_to_, const cchash_priv_text *cchash_from_) {    \
        name_ *cchash_map_ = (name_ *)cchash_priv_text_map(cchash_from_);                                              \
        return cchash_priv_arena_copy_key(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_, cchash_to_,     \
                                          cchash_from_, CCHASH_PRIV_HAS(SIPHASH, traits_));                            \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_arena_undo(name_ *cchash_map_, cchash_priv_arena cchash_before_) {            \
        cchash_priv_arena_rewind(&cchash_map_->cchash_arena, &name_##_priv_type, cchash_map_, cchash_before_);         \
    }

/* What a merge and a union need of an arena: room for all long keys of `from` that `to` lacks, and a key's move there.
 */
#define CCHASH_PRIV_ARENA_PARTS(layout_, name_)                                                                        \
    CCHASH_PRIV_STATIC bool name_##_priv_arena_room(name_ *cchash_to_, const name_ *cchash_from_) {                    \
        size_t cchash_bytes_ = 0;                                                                                      \
        layout_##_iter cchash_iter_ = layout_##_begin(&cchash_from_->cchash_table, &name_##_priv_type);                \
        for (const name_##_entry *cchash_entry_;                                                                       \
             (cchash_entry_ = (const name_##_entry *)layout_##_next(&cchash_iter_, &name_##_priv_type)) != NULL;)      \
            if (cchash_priv_str_is_long(&cchash_entry_->cchash_key) &&                                                 \
                !layout_##_find_key(&cchash_to_->cchash_table, &name_##_priv_type, &cchash_entry_->cchash_key))        \
                cchash_bytes_ += cchash_priv_str_heap_size(&cchash_entry_->cchash_key) + 1;                            \
        return !cchash_bytes_ ||                                                                                       \
               cchash_priv_arena_grow(&cchash_to_->cchash_arena, &name_##_priv_type, cchash_to_, cchash_bytes_);       \
    }                                                                                                                  \
    CCHASH_PRIV_STATIC void name_##_priv_adopt(void *cchash_map_, void *cchash_key_) {                                 \
        cchash_priv_arena_adopt(&((name_ *)cchash_map_)->cchash_arena, &name_##_priv_type, (cchash_str *)cchash_key_); \
    }

/* A clone has all long keys in one chunk, which is allocated before anything changes. */
#define CCHASH_PRIV_FUNCTION_CLONE_ARENA(emit_, name_)                                                                 \
    emit_(bool, name_##_clone, (name_ * cchash_to_, const name_ *cchash_from_), {                                      \
        cchash_priv_arena cchash_fresh_ = {NULL, 0, 0}, cchash_old_ = cchash_to_->cchash_arena;                        \
        size_t cchash_long_bytes_ = 0;                                                                                 \
        if (cchash_to_ == cchash_from_) return true;                                                                   \
        CCHASH_FOREACH (name_, cchash_each_, cchash_from_)                                                             \
            if (cchash_priv_str_is_long(cchash_each_.key))                                                             \
                cchash_long_bytes_ += cchash_priv_str_heap_size(cchash_each_.key) + 1;                                 \
        if (cchash_long_bytes_ &&                                                                                      \
            !cchash_priv_arena_grow(&cchash_fresh_, &name_##_priv_type, cchash_to_, cchash_long_bytes_))               \
            return false;                                                                                              \
        if (!name_##_priv_clone(cchash_to_, cchash_from_)) {                                                           \
            cchash_priv_arena_free(&cchash_fresh_, &name_##_priv_type, cchash_to_);                                    \
            return false;                                                                                              \
        }                                                                                                              \
        CCHASH_FOREACH (name_, cchash_each_, cchash_to_)                                                               \
            cchash_priv_arena_adopt(&cchash_fresh_, &name_##_priv_type, (cchash_str *)(uintptr_t)cchash_each_.key);    \
        cchash_priv_arena_free(&cchash_old_, &name_##_priv_type, cchash_to_);                                          \
        cchash_to_->cchash_arena = cchash_fresh_;                                                                      \
        return true;                                                                                                   \
    })

/* Where maps and sets differ in the macros below. kind_ is _MAP or _SET (the user cannot have macros of these names).
 * VALUED: what is there for values only; then what get returns, and the verb of batches. */
#define CCHASH_PRIV_VALUED_MAP(...) __VA_ARGS__
#define CCHASH_PRIV_VALUED_SET(...)
#define CCHASH_PRIV_VALUE_OUT_MAP cchash_value_out_
#define CCHASH_PRIV_VALUE_OUT_SET NULL
#define CCHASH_PRIV_FOUND_MAP(name_) name_##_value *
#define CCHASH_PRIV_FOUND_SET(name_) const name_##_key *
#define CCHASH_PRIV_PUT_MAP(before_, after_) before_##put##after_
#define CCHASH_PRIV_PUT_SET(before_, after_) before_##add##after_

/* Insertion of a text. If it fails, the arena goes back to what it was. */
#define CCHASH_PRIV_STR_INSERT(kind_, name_, traits_)                                                                  \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC int name_##_priv_add_text(                                                     \
        name_ *cchash_map_, cchash_view cchash_view_,                                                                  \
        uint64_t cchash_hash_ CCHASH_PRIV_VALUED##kind_(, name_##_value cchash_value_)) {                              \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        int cchash_status_ = name_##_add_hashed_priv_text(cchash_map_, cchash_hash_,                                   \
                                                          cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_) \
                                                              CCHASH_PRIV_VALUED##kind_(, cchash_value_));             \
        CCHASH_PRIV_ARENA(traits_, if (cchash_status_ < 0) name_##_priv_arena_undo(cchash_map_, cchash_before_);)      \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC name_##_iter name_##_priv_find_or_insert_text(                                 \
        name_ *cchash_map_, cchash_view cchash_view_, uint64_t cchash_hash_, bool *cchash_inserted_) {                 \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        name_##_iter cchash_iter_ = name_##_find_or_insert_hashed_priv_text(                                           \
            cchash_map_, cchash_hash_, cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_),                   \
            cchash_inserted_);                                                                                         \
        CCHASH_PRIV_ARENA(traits_, if (!cchash_iter_.key) name_##_priv_arena_undo(cchash_map_, cchash_before_);)       \
        return cchash_iter_;                                                                                           \
    }                                                                                                                  \
    CCHASH_PRIV_VALUED##kind_(CCHASH_PRIV_STR_INSERT_VALUE(name_, traits_))
#define CCHASH_PRIV_STR_INSERT_VALUE(name_, traits_)                                                                   \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC int name_##_priv_put_text(                                                     \
        name_ *cchash_map_, cchash_view cchash_view_, uint64_t cchash_hash_, name_##_value cchash_value_) {            \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        int cchash_status_ = name_##_put_hashed_priv_text(                                                             \
            cchash_map_, cchash_hash_, cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_), cchash_value_);   \
        CCHASH_PRIV_ARENA(traits_, if (cchash_status_ < 0) name_##_priv_arena_undo(cchash_map_, cchash_before_);)      \
        return cchash_status_;                                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_FLAT CCHASH_PRIV_STATIC name_##_value *name_##_priv_upsert_text(                                       \
        name_ *cchash_map_, cchash_view cchash_view_, uint64_t cchash_hash_, bool *cchash_inserted_) {                 \
        CCHASH_PRIV_ARENA(traits_, cchash_priv_arena cchash_before_ = cchash_map_->cchash_arena;)                      \
        name_##_value *cchash_value_ = name_##_upsert_hashed_priv_text(                                                \
            cchash_map_, cchash_hash_, cchash_priv_text_of(cchash_view_, cchash_hash_, cchash_map_),                   \
            cchash_inserted_);                                                                                         \
        CCHASH_PRIV_ARENA(traits_, if (!cchash_value_) name_##_priv_arena_undo(cchash_map_, cchash_before_);)          \
        return cchash_value_;                                                                                          \
    }

/* A batch for a map with an arena, key by key, so that the arena can go back if one fails. */
#define CCHASH_PRIV_STR_PUT_EACH(kind_, name_)                                                                         \
    CCHASH_PRIV_STATIC ptrdiff_t name_##_priv_put_each(                                                                \
        name_ *cchash_map_,                                                                                            \
        const cchash_priv_text *cchash_texts_ CCHASH_PRIV_VALUED##kind_(, const name_##_value *cchash_values_),        \
        size_t cchash_count_) {                                                                                        \
        ptrdiff_t cchash_inserted_ = 0;                                                                                \
        for (size_t cchash_done_ = 0; cchash_done_ < cchash_count_; cchash_done_++) {                                  \
            int cchash_status_ = CCHASH_PRIV_PUT##kind_(name_##_priv_, _text)(                                         \
                cchash_map_, cchash_priv_text_view(&cchash_texts_[cchash_done_]),                                      \
                cchash_priv_text_hash(&cchash_texts_[cchash_done_])                                                    \
                    CCHASH_PRIV_VALUED##kind_(, cchash_values_[cchash_done_]));                                        \
            if (cchash_status_ < 0) return -1 - (ptrdiff_t)cchash_done_;                                               \
            cchash_inserted_ += cchash_status_;                                                                        \
        }                                                                                                              \
        return cchash_inserted_;                                                                                       \
    }

/* The functions for one form of key. form_ is empty, _n or _view; parameters_ are the key's parameters, in parentheses;
 * view_ makes a view of them. */
#define CCHASH_PRIV_STR_FIND(emit_, kind_, name_, form_, parameters_, view_)                                           \
    emit_(uint64_t, name_##_hash##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                     \
          { return name_##_priv_text_hash(cchash_map_, view_); })                                                      \
    emit_(CCHASH_PRIV_FOUND##kind_(name_), name_##_get_hashed##form_,                                                  \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              return name_##_get_hashed_priv_text(cchash_map_, cchash_hash_,                                           \
                                                  cchash_priv_text_of(view_, cchash_hash_, NULL));                     \
          })                                                                                                           \
    emit_(CCHASH_PRIV_FOUND##kind_(name_), name_##_get##form_,                                                         \
          (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                                                    \
          { return name_##_get_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })              \
    emit_(name_##_iter, name_##_find_hashed##form_,                                                                    \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              return name_##_find_hashed_priv_text(cchash_map_, cchash_hash_,                                          \
                                                   cchash_priv_text_of(view_, cchash_hash_, NULL));                    \
          })                                                                                                           \
    emit_(name_##_iter, name_##_find##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                 \
          { return name_##_find_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })             \
    emit_(const name_##_key *, name_##_get_key##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),       \
          { return name_##_get_key_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })          \
    emit_(bool, name_##_contains_hashed##form_,                                                                        \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              return name_##_contains_hashed_priv_text(cchash_map_, cchash_hash_,                                      \
                                                       cchash_priv_text_of(view_, cchash_hash_, NULL));                \
          })                                                                                                           \
    emit_(bool, name_##_contains##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                     \
          { return name_##_contains_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })         \
    emit_(CCHASH_PRIV_FLAT bool, name_##_remove_hashed##form_,                                                         \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_),                                  \
          { return name_##_priv_take_text(cchash_map_, view_, cchash_hash_, NULL, NULL); })                            \
    emit_(CCHASH_PRIV_FLAT bool, name_##_remove##form_, (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_), {         \
        cchash_view cchash_key_view_ = view_;                                                                          \
        return name_##_priv_take_text(cchash_map_, cchash_key_view_,                                                   \
                                      name_##_priv_text_hash(cchash_map_, cchash_key_view_), NULL, NULL);              \
    })                                                                                                                 \
    emit_(CCHASH_PRIV_FLAT bool, name_##_take##form_,                                                                  \
          (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_,                                                          \
           name_##_key * cchash_key_out_ CCHASH_PRIV_VALUED##kind_(, name_##_value * cchash_value_out_)),              \
          {                                                                                                            \
              cchash_view cchash_key_view_ = view_;                                                                    \
              return name_##_priv_take_text(cchash_map_, cchash_key_view_,                                             \
                                            name_##_priv_text_hash(cchash_map_, cchash_key_view_), cchash_key_out_,    \
                                            CCHASH_PRIV_VALUE_OUT##kind_);                                             \
          })                                                                                                           \
    emit_(void, name_##_prefetch_hashed##form_,                                                                        \
          (const name_ *cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_), {                           \
              name_##_prefetch_hashed_priv_text(cchash_map_, cchash_hash_,                                             \
                                                cchash_priv_text_of(view_, cchash_hash_, NULL));                       \
          })                                                                                                           \
    emit_(void, name_##_prefetch##form_, (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_),                     \
          { name_##_prefetch_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL)); })                \
    CCHASH_PRIV_VALUED##kind_(                                                                                         \
        emit_(name_##_value, name_##_get_or##form_,                                                                    \
              (const name_ *cchash_map_, CCHASH_PRIV_LIST parameters_, name_##_value cchash_otherwise_), {             \
                  return name_##_get_or_priv_text(cchash_map_, name_##_priv_text_of(cchash_map_, view_, NULL),         \
                                                  cchash_otherwise_);                                                  \
              }))

#define CCHASH_PRIV_STR_CHANGE(emit_, kind_, name_, form_, parameters_, view_)                                         \
    emit_(int, name_##_add_hashed##form_,                                                                              \
          (name_ * cchash_map_, uint64_t cchash_hash_,                                                                 \
           CCHASH_PRIV_LIST parameters_ CCHASH_PRIV_VALUED##kind_(, name_##_value cchash_value_)),                     \
          {                                                                                                            \
              return name_##_priv_add_text(cchash_map_, view_,                                                         \
                                           cchash_hash_ CCHASH_PRIV_VALUED##kind_(, cchash_value_));                   \
          })                                                                                                           \
    emit_(                                                                                                             \
        int, name_##_add##form_,                                                                                       \
        (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_ CCHASH_PRIV_VALUED##kind_(, name_##_value cchash_value_)),  \
        {                                                                                                              \
            cchash_view cchash_key_view_ = view_;                                                                      \
            return name_##_add_hashed_view(cchash_map_, name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),  \
                                           cchash_key_view_ CCHASH_PRIV_VALUED##kind_(, cchash_value_));               \
        })                                                                                                             \
    emit_(name_##_iter, name_##_find_or_insert_hashed##form_,                                                          \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_),          \
          { return name_##_priv_find_or_insert_text(cchash_map_, view_, cchash_hash_, cchash_inserted_); })            \
    emit_(name_##_iter, name_##_find_or_insert##form_,                                                                 \
          (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_), {                               \
              cchash_view cchash_key_view_ = view_;                                                                    \
              return name_##_priv_find_or_insert_text(cchash_map_, cchash_key_view_,                                   \
                                                      name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),    \
                                                      cchash_inserted_);                                               \
          })                                                                                                           \
    CCHASH_PRIV_VALUED##kind_(CCHASH_PRIV_STR_CHANGE_VALUE(emit_, name_, form_, parameters_, view_))
#define CCHASH_PRIV_STR_CHANGE_VALUE(emit_, name_, form_, parameters_, view_)                                          \
    emit_(int, name_##_put_hashed##form_,                                                                              \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_, name_##_value cchash_value_),     \
          { return name_##_priv_put_text(cchash_map_, view_, cchash_hash_, cchash_value_); })                          \
    emit_(int, name_##_put##form_, (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_, name_##_value cchash_value_), { \
        cchash_view cchash_key_view_ = view_;                                                                          \
        return name_##_put_hashed_view(cchash_map_, name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),      \
                                       cchash_key_view_, cchash_value_);                                               \
    })                                                                                                                 \
    emit_(name_##_value *, name_##_upsert_hashed##form_,                                                               \
          (name_ * cchash_map_, uint64_t cchash_hash_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_),          \
          { return name_##_priv_upsert_text(cchash_map_, view_, cchash_hash_, cchash_inserted_); })                    \
    emit_(name_##_value *, name_##_upsert##form_,                                                                      \
          (name_ * cchash_map_, CCHASH_PRIV_LIST parameters_, bool *cchash_inserted_), {                               \
              cchash_view cchash_key_view_ = view_;                                                                    \
              return name_##_upsert_hashed_view(cchash_map_,                                                           \
                                                name_##_priv_insert_text_hash(cchash_map_, cchash_key_view_),          \
                                                cchash_key_view_, cchash_inserted_);                                   \
          })

/* Batches are looked up in pieces of this many keys. */
#define CCHASH_PRIV_STR_BATCH 256
#define CCHASH_PRIV_STR_TEXTS(name_, form_, T_, view_of_)                                                              \
    CCHASH_PRIV_STATIC size_t name_##_priv_texts##form_(const name_ *cchash_map_, void *cchash_arena_owner_,           \
                                                        T_ const *cchash_keys_, size_t cchash_count_,                  \
                                                        cchash_priv_text *cchash_texts_) {                             \
        size_t cchash_number_ = 0;                                                                                     \
        for (; cchash_number_ < cchash_count_ && cchash_number_ < CCHASH_PRIV_STR_BATCH; cchash_number_++) {           \
            cchash_view cchash_view_ = view_of_(cchash_keys_[cchash_number_]);                                         \
            CCHASH_PRIV_CHECK(                                                                                         \
                !cchash_arena_owner_ || !cchash_number_ ||                                                             \
                    !name_##_priv_may_move(cchash_map_, cchash_priv_view_start(cchash_view_)),                         \
                "put_many: a view of a short key of the map itself, which the batch may move: copy the text first");   \
            cchash_texts_[cchash_number_] = name_##_priv_text_of(cchash_map_, cchash_view_, cchash_arena_owner_);      \
        }                                                                                                              \
        return cchash_number_;                                                                                         \
    }
#define CCHASH_PRIV_STR_MANY(emit_, kind_, name_, form_, T_, put_)                                                     \
    emit_(CCHASH_PRIV_FLAT size_t, name_##_get_many##form_,                                                            \
          (const name_ *cchash_map_, T_ const *cchash_keys_, size_t cchash_count_,                                     \
           CCHASH_PRIV_FOUND##kind_(name_) * cchash_out_),                                                             \
          {                                                                                                            \
              cchash_priv_text cchash_texts_[CCHASH_PRIV_STR_BATCH];                                                   \
              size_t cchash_found_ = 0;                                                                                \
              for (size_t cchash_done_ = 0, cchash_some_; cchash_done_ < cchash_count_;                                \
                   cchash_done_ += cchash_some_) {                                                                     \
                  cchash_some_ = name_##_priv_texts##form_(cchash_map_, NULL, cchash_keys_ + cchash_done_,             \
                                                           cchash_count_ - cchash_done_, cchash_texts_);               \
                  cchash_found_ += name_##_get_many_priv_text(cchash_map_, cchash_texts_, cchash_some_,                \
                                                              cchash_out_ + cchash_done_);                             \
              }                                                                                                        \
              return cchash_found_;                                                                                    \
          })                                                                                                           \
    emit_(                                                                                                             \
        CCHASH_PRIV_FLAT ptrdiff_t, CCHASH_PRIV_PUT##kind_(name_##_, _many##form_),                                    \
        (name_ * cchash_map_, T_ const *cchash_keys_ CCHASH_PRIV_VALUED##kind_(, const name_##_value *cchash_values_), \
         size_t cchash_count_),                                                                                        \
        {                                                                                                              \
            cchash_priv_text cchash_texts_[CCHASH_PRIV_STR_BATCH];                                                     \
            ptrdiff_t cchash_inserted_ = 0;                                                                            \
            name_##_priv_need_text_seed(cchash_map_);                                                                  \
            for (size_t cchash_done_ = 0, cchash_some_; cchash_done_ < cchash_count_; cchash_done_ += cchash_some_) {  \
                cchash_some_ = name_##_priv_texts##form_(cchash_map_, cchash_map_, cchash_keys_ + cchash_done_,        \
                                                         cchash_count_ - cchash_done_, cchash_texts_);                 \
                ptrdiff_t cchash_added_ =                                                                              \
                    put_(cchash_map_, cchash_texts_ CCHASH_PRIV_VALUED##kind_(, cchash_values_ + cchash_done_),        \
                         cchash_some_);                                                                                \
                if (cchash_added_ < 0) return cchash_added_ - (ptrdiff_t)cchash_done_;                                 \
                cchash_inserted_ += cchash_added_;                                                                     \
            }                                                                                                          \
            return cchash_inserted_;                                                                                   \
        })

CCHASH_PRIV_INLINE const void *cchash_priv_view_start(cchash_view view) { return view.ptr; }
CCHASH_PRIV_INLINE cchash_view cchash_priv_view_same(cchash_view view) { return view; }
CCHASH_PRIV_STATIC const cchash_view *cchash_priv_views_of(const char *const *texts, size_t count, cchash_view *views) {
    for (size_t at = 0; at < count; at++) views[at] = cchash_view_cstr(texts[at]);
    return views;
}

#define CCHASH_PRIV_CSTR_KEY (const char *cchash_key_)
#define CCHASH_PRIV_N_KEY (const char *cchash_key_, size_t cchash_length_)
#define CCHASH_PRIV_VIEW_KEY (cchash_view cchash_key_)

#define CCHASH_PRIV_STR_FORM(emit_, kind_, name_, form_, parameters_, view_)                                           \
    CCHASH_PRIV_STR_FIND(emit_, kind_, name_, form_, parameters_, view_)                                               \
    CCHASH_PRIV_STR_CHANGE(emit_, kind_, name_, form_, parameters_, view_)
/* The hash of a text, for a lookup, and for a map that may get its first key. With CCHASH_SIPHASH it depends on the
 * map's seed. */
#define CCHASH_PRIV_STR_HASHES_PLAIN(name_)                                                                            \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_text_hash(const name_ *cchash_map_, cchash_view cchash_view_) {           \
        (void)cchash_map_;                                                                                             \
        return cchash_hash_view(cchash_view_);                                                                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_text_seed(name_ *cchash_map_) { (void)cchash_map_; }
#define CCHASH_PRIV_STR_HASHES_SIP(name_)                                                                              \
    CCHASH_PRIV_STATIC uint64_t name_##_priv_text_hash(const name_ *cchash_map_, cchash_view cchash_view_) {           \
        return cchash_sip_view(cchash_view_, name_##_priv_seed(cchash_map_));                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_need_text_seed(name_ *cchash_map_) { name_##_priv_need_seed(cchash_map_); }
#define CCHASH_PRIV_STR_HASHES(name_)                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_take_text(name_ *cchash_map_, cchash_view cchash_view_,                       \
                                                   uint64_t cchash_hash_, void *cchash_key_out_,                       \
                                                   void *cchash_value_out_) {                                          \
        cchash_priv_text cchash_text_ = cchash_priv_text_of(cchash_view_, cchash_hash_, NULL);                         \
        return name_##_priv_take(cchash_map_, &name_##_priv_priv_text_type, cchash_hash_, &cchash_text_,               \
                                 cchash_key_out_, cchash_value_out_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_insert_text_hash(name_ *cchash_map_, cchash_view cchash_view_) {          \
        name_##_priv_need_text_seed(cchash_map_);                                                                      \
        return name_##_priv_text_hash(cchash_map_, cchash_view_);                                                      \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE cchash_priv_text name_##_priv_text_of(const name_ *cchash_map_, cchash_view cchash_view_,       \
                                                             void *cchash_arena_owner_) {                              \
        return cchash_priv_text_of(cchash_view_, name_##_priv_text_hash(cchash_map_, cchash_view_),                    \
                                   cchash_arena_owner_);                                                               \
    }

/* See CCHASH_PRIV_QUERIES in cchash/typed.h. If an insertion fails, the arena goes back to what it was before. */
#define CCHASH_PRIV_STR_QUERIES(name_, traits_)                                                                        \
    typedef const char *name_##_priv_argument;                                                                         \
    typedef cchash_view name_##_priv_query;                                                                            \
    typedef cchash_priv_text name_##_priv_sought;                                                                      \
    enum { name_##_priv_sought_copies = 1, name_##_priv_query_space = CCHASH_PRIV_STR_BATCH };                         \
    CCHASH_PRIV_INLINE cchash_view name_##_priv_query_of(const char *cchash_key_) {                                    \
        return cchash_view_cstr(cchash_key_);                                                                          \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE const cchash_view *name_##_priv_queries_of(const char *const *cchash_keys_,                     \
                                                                  size_t cchash_count_, cchash_view *cchash_space_) {  \
        return cchash_priv_views_of(cchash_keys_, cchash_count_, cchash_space_);                                       \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_query_hash(const name_ *cchash_map_, cchash_view cchash_key_) {           \
        return name_##_priv_text_hash(cchash_map_, cchash_key_);                                                       \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE cchash_priv_text name_##_priv_sought_of(const name_ *cchash_map_, cchash_view cchash_key_,      \
                                                               uint64_t cchash_hash_) {                                \
        return cchash_priv_text_of(cchash_key_, cchash_hash_, (void *)(uintptr_t)cchash_map_);                         \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE uint64_t name_##_priv_sought_hash(const void *cchash_key_, uint64_t cchash_seed_) {             \
        return name_##_priv_priv_text_hash(cchash_key_, cchash_seed_);                                                 \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_equal(const void *cchash_stored_, const void *cchash_key_) {           \
        return name_##_priv_priv_text_equal(cchash_stored_, cchash_key_);                                              \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE bool name_##_priv_sought_copy(void *cchash_to_, const void *cchash_from_) {                     \
        return name_##_priv_priv_text_make(cchash_to_, cchash_from_);                                                  \
    }                                                                                                                  \
    CCHASH_PRIV_INLINE void name_##_priv_sought_failed(name_ *cchash_map_, const name_ *cchash_before_) {              \
        (void)cchash_map_, (void)cchash_before_;                                                                       \
        CCHASH_PRIV_ARENA(traits_, name_##_priv_arena_undo(cchash_map_, cchash_before_->cchash_arena);)                \
    }

#define CCHASH_PRIV_STR_CODE(emit_, kind_, layout_, name_, traits_)                                                    \
    CCHASH_PRIV_TYPE_TEXT(name_, "")                                                                                   \
    CCHASH_PRIV_BASE##kind_(                                                                                           \
        emit_, layout_, name_,                                                                                         \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_STR_SIPHASH, CCHASH_PRIV_STR_HASH),              \
        CCHASH_PRIV_STR_EQUAL, CCHASH_PRIV_STR_TRAITS(traits_)) typedef cchash_priv_text name_##_key_priv_text;        \
    CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_STR_ARENA(name_, traits_))                                                  \
    CCHASH_PRIV_LOOKUP_(                                                                                               \
        CCHASH_PRIV_FLAT_FUNCTION, CCHASH_PRIV_VALUE_FACTS##kind_, CCHASH_PRIV_FUNCTIONS_FIND##kind_,                  \
        CCHASH_PRIV_FUNCTIONS_INSERT##kind_, name_, _priv_text, name_##_key_priv_text, CCHASH_PRIV_TEXT_HASH,          \
        CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_TEXT_EQUAL_SIP, CCHASH_PRIV_TEXT_EQUAL),         \
        (CCHASH_MAKE_KEY(CCHASH_PRIV_IF(                                                                               \
             CCHASH_PRIV_HAS(ARENA_KEYS, traits_), name_##_priv_arena_copy,                                            \
             CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), cchash_priv_text_make_sip, cchash_priv_text_make))),    \
         CCHASH_PRIV_INLINED))                                                                                         \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(SIPHASH, traits_), CCHASH_PRIV_STR_HASHES_SIP(name_),                               \
                   CCHASH_PRIV_STR_HASHES_PLAIN(name_))                                                                \
    CCHASH_PRIV_STR_HASHES(name_)                                                                                      \
    CCHASH_PRIV_STR_QUERIES(name_, traits_)                                                                            \
    CCHASH_PRIV_STR_INSERT(kind_, name_, traits_)                                                                      \
    CCHASH_PRIV_ARENA(traits_, CCHASH_PRIV_STR_PUT_EACH(kind_, name_))                                                 \
    CCHASH_PRIV_STR_TEXTS(name_, , const char *, cchash_view_cstr)                                                     \
    CCHASH_PRIV_STR_TEXTS(name_, _view, cchash_view, cchash_priv_view_same)                                            \
    CCHASH_PRIV_STR_FUNCTIONS(emit_, kind_, name_, traits_)

/* All functions that take keys, in their three forms. */
#define CCHASH_PRIV_STR_FUNCTIONS(emit_, kind_, name_, traits_)                                                        \
    CCHASH_PRIV_STR_FORM(emit_, kind_, name_, _view, CCHASH_PRIV_VIEW_KEY, cchash_key_)                                \
    CCHASH_PRIV_STR_FORM(emit_, kind_, name_, _n, CCHASH_PRIV_N_KEY, cchash_view_n(cchash_key_, cchash_length_))       \
    CCHASH_PRIV_STR_FORM(emit_, kind_, name_, , CCHASH_PRIV_CSTR_KEY, cchash_view_cstr(cchash_key_))                   \
    CCHASH_PRIV_STR_MANY(emit_, kind_, name_, , const char *, CCHASH_PRIV_STR_PUT_MANY(kind_, name_, traits_))         \
    CCHASH_PRIV_STR_MANY(emit_, kind_, name_, _view, cchash_view, CCHASH_PRIV_STR_PUT_MANY(kind_, name_, traits_))
#define CCHASH_PRIV_STR_PUT_MANY(kind_, name_, traits_)                                                                \
    CCHASH_PRIV_IF(CCHASH_PRIV_HAS(ARENA_KEYS, traits_), name_##_priv_put_each,                                        \
                   CCHASH_PRIV_PUT##kind_(name_##_, _many_priv_text))

#define CCHASH_PRIV_TYPES_STR_MAP(layout_, name_, V_, traits_)                                                         \
    CCHASH_PRIV_TYPES_MAP(layout_, name_, cchash_str, V_, traits_)
#define CCHASH_PRIV_TYPES_STR_SET(layout_, name_, no_value_, traits_)                                                  \
    CCHASH_PRIV_TYPES_SET(layout_, name_, cchash_str, traits_)

#define CCHASH_PRIV_DEFINE_STR(kind_, layout_, name_, V_, traits_)                                                     \
    CCHASH_PRIV_CHECK_STR##kind_(name_, traits_) CCHASH_PRIV_TYPES_STR##kind_(layout_, name_, V_, traits_)             \
        CCHASH_PRIV_STR_CODE(CCHASH_PRIV_STATIC_FUNCTION, kind_, layout_, name_, traits_)                              \
    struct name_
#define CCHASH_PRIV_DECLARE_STR(kind_, layout_, name_, V_, traits_)                                                    \
    CCHASH_PRIV_CHECK_STR##kind_(name_, traits_) CCHASH_PRIV_DECLARED(layout_, name_, traits_)                         \
    CCHASH_PRIV_TYPES_STR##kind_(layout_, name_, V_, traits_)                                                          \
        CCHASH_PRIV_FUNCTIONS_WHOLE##kind_(CCHASH_PRIV_PROTOTYPE, layout_, name_, traits_)                             \
            CCHASH_PRIV_STR_FUNCTIONS(CCHASH_PRIV_PROTOTYPE, kind_, name_, traits_) struct name_
#define CCHASH_PRIV_CHECK_STR_VALUE_MAP(name_, V_) CCHASH_PRIV_CHECK_SAME(name_, _value, V_, "declared with another V")
#define CCHASH_PRIV_CHECK_STR_VALUE_SET(name_, V_)
#define CCHASH_PRIV_IMPLEMENT_STR(kind_, layout_, name_, V_, traits_)                                                  \
    CCHASH_PRIV_CHECK_DECLARED(layout_, name_, traits_)                                                                \
    CCHASH_PRIV_CHECK_STR_VALUE##kind_(name_, V_)                                                                      \
        CCHASH_PRIV_STR_CODE(CCHASH_PRIV_EXTERN_FUNCTION, kind_, layout_, name_, traits_)                              \
    struct name_

/* These add the list of traits if there is none. A V in parentheses is a list of traits: V was forgotten. */
#define CCHASH_PRIV_STR_MAP(do_, layout_, ...) CCHASH_PRIV_STR_MAP_(do_, layout_, __VA_ARGS__, (), ~, ~)
#define CCHASH_PRIV_STR_MAP_(do_, layout_, name_, V_, traits_, ...)                                                    \
    CCHASH_PRIV_REQUIRE(!CCHASH_PRIV_IS_LIST(V_), name_##_priv_wants_a_value_type_##do_,                               \
                        "cchash: " #name_ ": a map of strings wants the type of its values: (name, V) or (name, V, "   \
                        "(traits))");                                                                                  \
    do_(_MAP, layout_, name_, V_, traits_)
#define CCHASH_PRIV_STR_SET(do_, layout_, ...) CCHASH_PRIV_STR_SET_(do_, layout_, __VA_ARGS__, (), ~)
#define CCHASH_PRIV_STR_SET_(do_, layout_, name_, traits_, ...) do_(_SET, layout_, name_, , traits_)


#endif


/* ---- The table --------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_chunk {
    struct cchash_priv_chunk *next;
    size_t bytes; /* of this header, the nodes, and what lies behind them */
} cchash_priv_chunk;

/* The pool, which lies behind the buckets. The current chunk is the one that has fresh nodes, or had the last ones. */
typedef struct cchash_priv_nodes {
    uintptr_t unused;         /* head of the free list of nodes that have been used: an address, or 0 */
    unsigned char *fresh;     /* the first node of the current chunk that has never been used */
    size_t fresh_count;       /* the number of such nodes in the current chunk */
    cchash_priv_chunk *first; /* those after the current one have never been used, or not since `clear` */
} cchash_priv_nodes;

typedef struct cchash_priv_chain {
    uint64_t *buckets; /* NULL: no array yet, or it is being rebuilt */
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while there is a summary, so that insertions are slow. During
                   * a rebuild: the address of the new array */
    uint64_t seed;
    void *pool; /* a cchash_priv_nodes. With malloc nodes: the old array during a rebuild, otherwise NULL */
    uint8_t shift, draining_shift; /* 64 - log2(buckets), of the array, and of the old one (malloc nodes) */
    uint8_t plain;                 /* 1 if links are plain, otherwise 0 */
    uint8_t seeded;                /* CCHASH_PRIV_UNSEEDED, … */
    uint8_t buffered;              /* CCHASH_PRIV_NO_BUFFER, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_chain;

typedef struct cchash_priv_chain_iter {
    cchash_priv_chain *table;
    unsigned char *node;       /* of the current element */
    cchash_priv_chunk *chunk;  /* pooled nodes: the current chunk */
    unsigned char *next, *end; /* and the nodes in it that are still to be visited */
    uint64_t link;             /* malloc nodes: the rest of the chain */
    size_t bucket;             /* and the next bucket */
    cchash_priv_scan scan;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_chain_iter;

/* The link is the first field of a node, so the two have the same address. */
#define CCHASH_PRIV_FIELDS_cchash_priv_chain uint64_t cchash_next;
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_chain uint64_t cchash_next;

/* The smallest number of buckets, and the greatest of a tiny array, which lies in a chunk. Fewer buckets at first mean
 * one more growth for maps of 2 elements and more (docs/performance.md). */
#define CCHASH_PRIV_CHAIN_MIN ((size_t)8)
#define CCHASH_PRIV_CHAIN_TINY ((size_t)32)
#define CCHASH_PRIV_LINK_UNUSED ((uint64_t)1) /* in the link of an unused node */
#define CCHASH_PRIV_LINK_PLAIN_NUMBER 1u
#define CCHASH_PRIV_LINK_PLAIN ((uint64_t)1 << CCHASH_PRIV_LINK_PLAIN_NUMBER) /* in every link, if links are plain */
#define CCHASH_PRIV_LINK_FLAGS (CCHASH_PRIV_LINK_UNUSED | CCHASH_PRIV_LINK_PLAIN)
#define CCHASH_PRIV_FILTER_BITS 16

/* The number of address bits in a link that has a filter. */
#ifndef CCHASH_PRIV_ADDRESS_BITS
#define CCHASH_PRIV_ADDRESS_BITS 48
#endif

/* The load limit, 1/2: two buckets for each element cost 8 bytes more than one and make chains shorter
 * (docs/performance.md). */
#define CCHASH_PRIV_CHAIN_NUM 1
#define CCHASH_PRIV_CHAIN_DEN 2

/* The unit of the summary, in buckets. */
#define CCHASH_PRIV_CHAIN_BLOCK ((size_t)16)

/* What the drawing and the comments at the top claim. */
struct cchash_priv_chain_drawn_node {
    uint64_t link, key, value;
};
#ifndef CCHASH_DEBUG
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_chain) <= 48, a_table_takes_48_bytes);
#endif
CCHASH_PRIV_ASSERT(sizeof(void *) != 8 || sizeof(cchash_priv_chunk) + sizeof(cchash_priv_nodes) + 4 * 24 + 8 * 8 == 208,
                   a_chunk_of_4_nodes_and_8_buckets_takes_208_bytes);
CCHASH_PRIV_ASSERT(sizeof(struct cchash_priv_chain_drawn_node) == 24, a_node_of_u64_to_u64_takes_24_bytes);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_ADDRESS_BITS > 2 && CCHASH_PRIV_ADDRESS_BITS + CCHASH_PRIV_FILTER_BITS <= 64,
                   filter_and_address_share_a_link);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_FILTER_BITS & (CCHASH_PRIV_FILTER_BITS - 1)) == 0,
                   low_bits_of_a_hash_pick_a_filter_bit);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_LINK_UNUSED & CCHASH_PRIV_LINK_PLAIN) == 0 && CCHASH_PRIV_LINK_FLAGS == 3,
                   the_flags_are_the_two_lowest_bits_of_a_link);
CCHASH_PRIV_ASSERT(sizeof(void *) > 3 && (sizeof(void *) & (sizeof(void *) - 1)) == 0,
                   nodes_in_steps_of_a_pointer_leave_the_flags_free);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_CHAIN_MIN & (CCHASH_PRIV_CHAIN_MIN - 1)) == 0 && CCHASH_PRIV_CHAIN_MIN > 1,
                   buckets_are_a_power_of_two_and_shift_is_below_64);

CCHASH_PRIV_INLINE cchash_priv_nodes *cchash_priv_chain_pool(const cchash_priv_chain *table) {
    return (cchash_priv_nodes *)table->pool;
}
/* During a rebuild: the new array, and with malloc nodes the old one; otherwise NULL. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_building(const cchash_priv_chain *table) {
    return table->buckets ? NULL : (uint64_t *)(uintptr_t)table->limit;
}
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_draining(const cchash_priv_chain *table, const cchash_priv_type *type) {
    return type->malloc_nodes ? (uint64_t *)table->pool : NULL;
}
/* The array, or the new one. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_array(const cchash_priv_chain *table) {
    return table->buckets ? table->buckets : cchash_priv_chain_building(table);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots(const cchash_priv_chain *table) {
    return cchash_priv_chain_array(table) ? (size_t)1 << (64 - table->shift) : 0;
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_array_slots(const cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type;
    return cchash_priv_chain_slots(table);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_limit(const cchash_priv_type *type, size_t buckets) {
    return type->load_den ? cchash_priv_limit(buckets, type->load_num, type->load_den)
                          : cchash_priv_limit(buckets, CCHASH_PRIV_CHAIN_NUM, CCHASH_PRIV_CHAIN_DEN);
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_has_summary(const cchash_priv_chain *table) {
    return table->buckets && !table->limit;
}

/* The number of blocks of the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_blocks(size_t buckets) {
    return (buckets + CCHASH_PRIV_CHAIN_BLOCK - 1) / CCHASH_PRIV_CHAIN_BLOCK;
}

/* Does an array of that many buckets lie in a chunk? Not where a chunk without nodes would take more than a cache line,
 * because of their alignment. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_in_chunk(const cchash_priv_type *type, size_t buckets) {
    return !type->malloc_nodes && type->entry_align <= 64 && buckets <= CCHASH_PRIV_CHAIN_TINY;
}

/* The size of an array of buckets. Unless it is tiny, a count of the insertions since the last pop and the summary
 * follow. Then comes the pool. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_pool_offset(size_t buckets) {
    if (buckets <= CCHASH_PRIV_CHAIN_TINY) return buckets * sizeof(uint64_t);
    return cchash_priv_array_bytes(buckets, sizeof(uint64_t),
                                   8 + 8 * cchash_priv_summary_words(cchash_priv_chain_blocks(buckets)));
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_bytes(const cchash_priv_type *type, size_t buckets) {
    const size_t offset = cchash_priv_chain_pool_offset(buckets);
    return type->malloc_nodes || offset == SIZE_MAX ? offset : offset + sizeof(cchash_priv_nodes);
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_align(size_t buckets) {
    return buckets <= CCHASH_PRIV_CHAIN_TINY ? sizeof(uint64_t) : 64;
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_mix(const cchash_priv_type *type, uint64_t hash, uint64_t seed) {
    return cchash_priv_finalize_hash(hash, seed, type->good_hash);
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_mix_hash(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       uint64_t hash) {
    return type->premixed ? hash : cchash_priv_chain_mix(type, hash, table->seed);
}

/* ---- Links ------------------------------------------------------------------------------------------------------- */

/* The bits of a link that are an address. That links have filters is a constant in what must be fast. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_address_bits(bool plain) {
    return (plain ? UINT64_MAX : (UINT64_C(1) << CCHASH_PRIV_ADDRESS_BITS) - 1) & ~CCHASH_PRIV_LINK_FLAGS;
}
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_node_of(uint64_t link, bool plain) {
    return (unsigned char *)(uintptr_t)(link & cchash_priv_chain_address_bits(plain));
}
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_node(const cchash_priv_chain *table, uint64_t link) {
    return CCHASH_PRIV_UNLIKELY(table->plain) ? cchash_priv_chain_node_of(link, true)
                                              : cchash_priv_chain_node_of(link, false);
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_value(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                 const void *node) {
    (void)table;
    return cchash_priv_value(type, node);
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_link(const unsigned char *node) {
    uint64_t link;
    memcpy(&link, node, sizeof link);
    return link;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_set_link(unsigned char *node, uint64_t link) {
    memcpy(node, &link, sizeof link);
}

/* The bit that a link has if it may lead to a key with this hash, as a number: compilers have an instruction for that
 * test. */
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_filter_number(uint64_t mixed, bool plain) {
    return plain ? CCHASH_PRIV_LINK_PLAIN_NUMBER
                 : CCHASH_PRIV_ADDRESS_BITS + (unsigned)(mixed & (CCHASH_PRIV_FILTER_BITS - 1));
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_filter_of(uint64_t mixed, bool plain) {
    return UINT64_C(1) << cchash_priv_chain_filter_number(mixed, plain);
}
CCHASH_PRIV_INLINE bool cchash_priv_chain_may_lead(uint64_t link, unsigned number) { return link >> number & 1; }
CCHASH_PRIV_INLINE uint64_t cchash_priv_chain_filter_bit(const cchash_priv_chain *table, uint64_t mixed) {
    return CCHASH_PRIV_UNLIKELY(table->plain) ? cchash_priv_chain_filter_of(mixed, true)
                                              : cchash_priv_chain_filter_of(mixed, false);
}

/* Links a node at the front of a chain. */
CCHASH_PRIV_INLINE void cchash_priv_chain_link_front_of(uint64_t *bucket, unsigned char *node, uint64_t mixed,
                                                        bool plain) {
    const uint64_t rest = *bucket, address = (uint64_t)(uintptr_t)node, bits = cchash_priv_chain_address_bits(plain);
    CCHASH_PRIV_CHECK(!(address & ~bits), "internal error: the address of a node does not fit in a link");
    cchash_priv_chain_set_link(node, rest);
    *bucket = address | cchash_priv_chain_filter_of(mixed, plain) | (plain ? 0 : rest & ~bits);
}
CCHASH_PRIV_INLINE void cchash_priv_chain_link_front(const cchash_priv_chain *table, uint64_t *bucket,
                                                     unsigned char *node, uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(table->plain))
        cchash_priv_chain_link_front_of(bucket, node, mixed, true);
    else
        cchash_priv_chain_link_front_of(bucket, node, mixed, false);
}

/* ==== cchash/chain_nodes.h ==== */

/* cchash/chain_nodes.h: nodes of chaining, and the chunks that they lie in. A part of cchash_chain.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_NODES_H
#define CCHASH_PRIV_CHAIN_NODES_H

/* ---- Chunks ------------------------------------------------------------------------------------------------------ */

/* The distance of a chunk from its nodes. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_header(const cchash_priv_type *type) {
    const size_t header = (sizeof(cchash_priv_chunk) + 7) & ~(size_t)7;
    return header > type->entry_align ? header : type->entry_align;
}

/* The distance of pooled nodes: a multiple of sizeof(void *), so that the low bits of addresses are free even if
 * entries have a smaller alignment, as packed structs do. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_stride(const cchash_priv_type *type) {
    return (type->entry_size + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
}

CCHASH_PRIV_INLINE size_t cchash_priv_chain_align(const cchash_priv_type *type) {
    return type->entry_align > sizeof(uint64_t) ? type->entry_align : sizeof(uint64_t);
}

/* The size of a chunk with that many nodes and so many bytes behind them; a multiple of 8, as these are at its end. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_bytes(const cchash_priv_type *type, size_t nodes, size_t tail) {
    const size_t bytes =
        cchash_priv_array_bytes(nodes, cchash_priv_chain_stride(type), cchash_priv_chain_header(type) + tail + 7);
    return bytes == SIZE_MAX ? SIZE_MAX : bytes & ~(size_t)7;
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_chunk_nodes(const cchash_priv_type *type,
                                                                cchash_priv_chunk *chunk) {
    return (unsigned char *)chunk + cchash_priv_chain_header(type);
}

/* The number of nodes of a chunk before so many bytes at its end. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_room(const cchash_priv_type *type, const cchash_priv_chunk *chunk,
                                                       size_t tail) {
    return (chunk->bytes - cchash_priv_chain_header(type) - tail) / cchash_priv_chain_stride(type);
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_chunk_has(const cchash_priv_chunk *chunk, uintptr_t address) {
    return address - (uintptr_t)chunk < chunk->bytes;
}

/* What a tiny array takes of its chunk. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_tail(size_t buckets) {
    return buckets * sizeof(uint64_t) + sizeof(cchash_priv_nodes);
}

/* The number of nodes of a chunk. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_chunk_count(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        const cchash_priv_chunk *chunk) {
    const bool has_buckets = cchash_priv_chain_chunk_has(chunk, (uintptr_t)cchash_priv_chain_array(table));
    const size_t tail = has_buckets ? cchash_priv_chain_tail((size_t)1 << (64 - table->shift)) : 0;
    return cchash_priv_chain_chunk_room(type, chunk, tail);
}

/* The first chunk; NULL: there is none. */
CCHASH_PRIV_INLINE cchash_priv_chunk *cchash_priv_chain_first(const cchash_priv_chain *table,
                                                              const cchash_priv_type *type) {
    return type->malloc_nodes || !table->pool ? NULL : cchash_priv_chain_pool(table)->first;
}

/* Is this the chunk that fresh nodes are taken from? */
CCHASH_PRIV_INLINE bool cchash_priv_chain_is_current(const cchash_priv_nodes *pool, const cchash_priv_chunk *chunk) {
    return cchash_priv_chain_chunk_has(chunk, (uintptr_t)pool->fresh - 1); /* `fresh` may be the end of the chunk */
}

/* The number of nodes of a chunk that are in use or have been; the chunk is not after the current one. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_nodes_used(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const cchash_priv_chunk *chunk) {
    const cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    const size_t fresh = cchash_priv_chain_is_current(pool, chunk) ? pool->fresh_count : 0;
    return cchash_priv_chain_chunk_count(table, type, chunk) - fresh;
}

/* The number of nodes of all chunks. `ahead`: when the buckets will be in none of them. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_count_nodes(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        bool ahead) {
    size_t nodes = 0;
    for (cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type); chunk; chunk = chunk->next)
        nodes +=
            ahead ? cchash_priv_chain_chunk_room(type, chunk, 0) : cchash_priv_chain_chunk_count(table, type, chunk);
    return nodes;
}

/* How many elements fit without growing, also while there is a summary, or during a rebuild. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_capacity(const cchash_priv_chain *table, const cchash_priv_type *type) {
    const size_t buckets = cchash_priv_chain_slots(table);
    if (table->buckets && table->limit) return table->limit;
    const size_t limit = buckets ? cchash_priv_chain_limit(type, buckets) : 0;
    const size_t nodes = type->malloc_nodes ? limit : cchash_priv_chain_count_nodes(table, type, false);
    return limit < nodes ? limit : nodes;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_set_limit(cchash_priv_chain *table, const cchash_priv_type *type) {
    table->limit = 0;
    table->limit = cchash_priv_chain_capacity(table, type);
}

/* ---- Nodes ------------------------------------------------------------------------------------------------------- */

/* The alignment of a malloc node, which leaves the low bits of its address free. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_node_align(const cchash_priv_type *type) {
    return type->entry_align > 8 ? type->entry_align : 8;
}

/* Makes all nodes fresh. */
CCHASH_PRIV_INLINE void cchash_priv_chain_start_pool(cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    pool->unused = 0;
    pool->fresh = cchash_priv_chain_chunk_nodes(type, pool->first);
    pool->fresh_count = cchash_priv_chain_chunk_count(table, type, pool->first);
}

/* Is a pooled node at hand? */
CCHASH_PRIV_INLINE bool cchash_priv_chain_has_node(const cchash_priv_chain *table) {
    return cchash_priv_chain_pool(table)->unused || cchash_priv_chain_pool(table)->fresh_count;
}

/* Makes sure that a node is at hand, of the next chunk that has any; false: the pool is exhausted. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_need_node(const cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    if (cchash_priv_chain_has_node(table)) return true;
    cchash_priv_chunk *chunk = pool->first;
    while (chunk && !cchash_priv_chain_is_current(pool, chunk)) chunk = chunk->next;
    while (chunk && !pool->fresh_count) {
        chunk = chunk->next;
        if (!chunk) break;
        pool->fresh = cchash_priv_chain_chunk_nodes(type, chunk);
        pool->fresh_count = cchash_priv_chain_chunk_count(table, type, chunk);
    }
    return pool->fresh_count != 0;
}

/* Takes a node for one more element; NULL: no memory, or none is at hand. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_chain_take_node(cchash_priv_chain *table, const cchash_priv_type *type) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    unsigned char *node = NULL;
    if (type->malloc_nodes)
        return (unsigned char *)type->allocate(table, type->entry_size, cchash_priv_chain_node_align(type));
    if (pool->unused) {
        node = (unsigned char *)pool->unused;
        pool->unused = (uintptr_t)(cchash_priv_chain_link(node) & ~CCHASH_PRIV_LINK_UNUSED);
        return node;
    }
    if (!pool->fresh_count) return NULL;
    node = pool->fresh;
    pool->fresh += cchash_priv_chain_stride(type);
    pool->fresh_count--;
    return node;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_recycle_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       unsigned char *node) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    if (type->malloc_nodes) {
        type->release(table, node, type->entry_size, cchash_priv_chain_node_align(type));
        return;
    }
    cchash_priv_chain_set_link(node, pool->unused | CCHASH_PRIV_LINK_UNUSED);
    pool->unused = (uintptr_t)node;
}

#endif

/* Defined below, with the rest of their sections. */
CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_begin(const cchash_priv_chain *table,
                                                                  const cchash_priv_type *type);
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_node(cchash_priv_chain_iter *iter, const cchash_priv_type *type);
CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots_for(const cchash_priv_type *type, size_t elements);

/* Finishes a rebuild that a hash function jumped out of. It allocates nothing. */
CCHASH_PRIV_INLINE void cchash_priv_chain_finish_rebuild(cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type->rehash(table, 0);
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* Debug builds: stops if the key of a node in the chain of a bucket has changed since it was stored. */
CCHASH_PRIV_INLINE void cchash_priv_chain_check_stored(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const unsigned char *node, size_t bucket) {
#ifdef CCHASH_DEBUG
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(cchash_priv_key(type, node), table->seed));
    CCHASH_PRIV_CHECK_STORED(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift == bucket);
#else
    (void)table, (void)type, (void)node, (void)bucket;
#endif
}

/* Without buckets, and where links are plain although nodes are pooled, operations take slower paths. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_is_slow(const cchash_priv_chain *table, const cchash_priv_type *type) {
    return !table->buckets || (!type->malloc_nodes && table->plain);
}

/* Hides from the compiler that a number is still the same. Otherwise clang makes the mask of the later tests before the
 * first one, which is the only one for most absent keys (docs/performance.md). */
#if defined(__GNUC__) || defined(__clang__)
#define CCHASH_PRIV_CHAIN_AGAIN(number_) __asm__("" : "+r"(number_))
#else
#define CCHASH_PRIV_CHAIN_AGAIN(number_) ((void)(number_))
#endif

/* Goes through the chain of a key; returns its node, or NULL. The table has buckets. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_search(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                  uint64_t hash, const void *key, bool plain) {
    const uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    unsigned number = cchash_priv_chain_filter_number(mixed, plain);
    uint64_t link = table->buckets[mixed >> table->shift];
    if (!cchash_priv_chain_may_lead(link, number)) return NULL;
    CCHASH_PRIV_CHAIN_AGAIN(number);
    do {
        unsigned char *node = cchash_priv_chain_node_of(link, plain);
        cchash_priv_chain_check_stored(table, type, node, (size_t)(mixed >> table->shift));
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, node, hash, key))) return node;
        link = cchash_priv_chain_link(node);
    } while (cchash_priv_chain_may_lead(link, number));
    return NULL;
}

/* A lookup where links are plain although nodes are pooled, or without buckets: the map is empty, or a hash function
 * jumped out of a rebuild. Then it compares every node. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_find_slow(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                     uint64_t hash, const void *key) {
    if (!table->size) return NULL;
    if (table->buckets) return cchash_priv_chain_search(table, type, hash, key, true);
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next_node(&iter, type)) != NULL;)
        if (cchash_priv_is_key(type, node, hash, key)) return node;
    return NULL;
}

/* Returns the link that leads to the node of a key, or NULL: absent. The table has buckets. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_find_link(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                         uint64_t hash, const void *key, bool plain) {
    const uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    const unsigned number = cchash_priv_chain_filter_number(mixed, plain);
    uint64_t *link = &table->buckets[mixed >> table->shift];
    while (cchash_priv_chain_may_lead(*link, number)) {
        unsigned char *node = cchash_priv_chain_node_of(*link, plain);
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, node, hash, key))) return link;
        link = (uint64_t *)(void *)node;
    }
    return NULL;
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_find(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                uint64_t hash, const void *key) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_chain_is_slow(table, type))) return type->find_slow(table, hash, key);
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    return cchash_priv_chain_search(table, type, hash, key, type->malloc_nodes);
}

/* Batches prefetch in two steps before they search. This one prefetches the bucket. */
CCHASH_PRIV_INLINE void cchash_priv_chain_prefetch_probe(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                         uint64_t mixed) {
    (void)type;
    if (table->buckets) CCHASH_PRIV_PREFETCH_L2(&table->buckets[mixed >> table->shift]);
}

/* This one reads the bucket and prefetches the first node (returned; NULL: the filter excludes the key). */
CCHASH_PRIV_INLINE void *cchash_priv_chain_prefetch_entry(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                          uint64_t mixed, bool insertion, bool *needs_probe) {
    (void)type;
    *needs_probe = !table->buckets;
    if (insertion || !table->buckets) return NULL;
    uint64_t link = table->buckets[mixed >> table->shift];
    if (!(link & cchash_priv_chain_filter_bit(table, mixed))) return NULL;
    unsigned char *node = cchash_priv_chain_node(table, link);
    CCHASH_PRIV_PREFETCH_L2(node);
    return node;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_prefetch(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   uint64_t hash) {
    cchash_priv_chain_prefetch_probe(table, type, cchash_priv_chain_mix_hash(table, type, hash));
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_get(const cchash_priv_chain *table, const cchash_priv_type *type,
                                               uint64_t hash, const void *key) {
    void *entry = cchash_priv_chain_find(table, type, hash, key);
    return entry ? cchash_priv_value(type, entry) : NULL;
}

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* Enters a bucket in the summary. After as many insertions as there are blocks, without a pop, the summary is given up:
 * the limit is set again. */
CCHASH_PRIV_COLD void cchash_priv_chain_note_insertion(cchash_priv_chain *table, size_t limit, size_t bucket) {
    const size_t buckets = cchash_priv_chain_slots(table), blocks = cchash_priv_chain_blocks(buckets);
    uint64_t *pop_state = table->buckets + buckets;
    CCHASH_PRIV_CHECK(cchash_priv_chain_has_summary(table), "internal error: this table has no summary");
    cchash_priv_summary_add(pop_state + 1, blocks, bucket / CCHASH_PRIV_CHAIN_BLOCK);
    if (++pop_state[0] > blocks) table->limit = limit;
}

/* Links a node for a new element. The table has no summary, or the caller enters the bucket in it. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_occupy_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       unsigned char *node, uint64_t hash, bool plain) {
    uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
    CCHASH_PRIV_CHECK(table->buckets, "internal error: the table has no buckets");
    cchash_priv_chain_link_front_of(&table->buckets[mixed >> table->shift], node, mixed, plain);
    if (type->cached_hash) memcpy(node + type->hash_offset, &hash, sizeof hash);
    table->size++;
    return node;
}

/* Finishes an interrupted rebuild, and grows a table that is at its limit; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_grow(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (cchash_priv_chain_building(table)) cchash_priv_chain_finish_rebuild(table, type);
    size_t buckets = cchash_priv_chain_slots(table);
    if (table->size < cchash_priv_chain_capacity(table, type)) return true;
    if (!buckets || table->size >= cchash_priv_chain_limit(type, buckets)) {
        size_t enough =
            cchash_priv_chain_slots_for(type, table->size + 1); /* over twice as many with a low load limit */
        if (!enough) return false;
        buckets = enough > 2 * buckets ? enough : 2 * buckets;
    }
    return type->rehash(table, buckets);
}

/* Returns a linked node for a key that is known to be absent, or NULL: no memory. Grows the table if it is at its
 * limit; if only the new array of buckets fails, chains get longer. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_claim(cchash_priv_chain *table, const cchash_priv_type *type,
                                                 uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *node = type->malloc_nodes ? cchash_priv_chain_take_node(table, type) : NULL;
    if (type->malloc_nodes && !node) return NULL;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit || !table->buckets) && !cchash_priv_chain_grow(table, type) &&
        !table->buckets) {
        if (node) cchash_priv_chain_recycle_node(table, type, node);
        return NULL;
    }
    if (!type->malloc_nodes && cchash_priv_chain_need_node(table, type))
        node = cchash_priv_chain_take_node(table, type);
    if (!node) return NULL;
    if (!table->limit)
        cchash_priv_chain_note_insertion(table, cchash_priv_chain_capacity(table, type),
                                         (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift));
    return cchash_priv_chain_occupy_node(table, type, node, hash, table->plain);
}

/* Returns the node of a key, present or new, with a single probe; NULL: no memory. The caller writes the key and value
 * of a new node. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_insert(cchash_priv_chain *table, const cchash_priv_type *type, uint64_t hash,
                                                  const void *key, bool *found) {
    const bool plain = type->malloc_nodes;
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_chain_is_slow(table, type))) {
        void *node = type->find_slow(table, hash, key);
        *found = node != NULL;
        return node ? node : type->insert_slow(table, hash);
    }
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    void *node = cchash_priv_chain_search(table, type, hash, key, plain);
    *found = node != NULL;
    if (node) return node;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) return type->insert_slow(table, hash);
    if (!type->malloc_nodes && CCHASH_PRIV_UNLIKELY(!cchash_priv_chain_has_node(table)))
        return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *fresh = cchash_priv_chain_take_node(table, type);
    return fresh ? cchash_priv_chain_occupy_node(table, type, fresh, hash, plain) : NULL;
}

/* Writes the key of a new entry. */
CCHASH_PRIV_INLINE void cchash_priv_chain_write_key(const cchash_priv_type *type, unsigned char *entry,
                                                    const void *key) {
    memcpy(entry + type->key_offset, key, type->key_size);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* Unlinks the node that a link leads to, and puts it on the free list or frees it. */
CCHASH_PRIV_INLINE void cchash_priv_chain_remove_node(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      uint64_t *link, unsigned char *node) {
    CCHASH_PRIV_CHECK(cchash_priv_chain_node(table, *link) == node, "internal error: this link leads to another node");
    CCHASH_PRIV_CHECK(!(cchash_priv_chain_link(node) & CCHASH_PRIV_LINK_UNUSED),
                      "internal error: an unused node is removed");
    *link = cchash_priv_chain_link(node);
    cchash_priv_chain_recycle_node(table, type, node);
    table->size--;
}

/* Removes a key from a table with buckets; see below. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove_of(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, void *key_out, void *value_out,
                                                    bool plain) {
    uint64_t *link = cchash_priv_chain_find_link(table, type, hash, key, plain);
    if (!link) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    unsigned char *node = cchash_priv_chain_node_of(*link, plain);
    cchash_priv_move_out(type, node, cchash_priv_value(type, node), key_out, value_out);
    cchash_priv_chain_remove_node(table, type, link, node);
    return true;
}

/* The same where links are plain although nodes are pooled, or without buckets: makes the links, without allocating. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove_slow(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      uint64_t hash, const void *key, void *key_out, void *value_out) {
    if (!type->find_slow(table, hash, key)) return false;
    if (!table->buckets) cchash_priv_chain_finish_rebuild(table, type);
    if (table->plain) return cchash_priv_chain_remove_of(table, type, hash, key, key_out, value_out, true);
    return cchash_priv_chain_remove_of(table, type, hash, key, key_out, value_out, false);
}

/* Removes a key, and moves it to *key_out and its value to *value_out unless these are NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_remove(cchash_priv_chain *table, const cchash_priv_type *type, uint64_t hash,
                                                 const void *key, void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_chain_is_slow(table, type)))
        return type->remove_slow(table, hash, key, key_out, value_out);
    return cchash_priv_chain_remove_of(table, type, hash, key, key_out, value_out, type->malloc_nodes);
}

CCHASH_PRIV_INLINE void cchash_priv_chain_pop_front(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    uint64_t *bucket, void *key_out, void *value_out) {
    unsigned char *node = cchash_priv_chain_node(table, *bucket);
    cchash_priv_move_out(type, node, cchash_priv_value(type, node), key_out, value_out);
    cchash_priv_chain_remove_node(table, type, bucket, node);
}

/* Removes the first element of the first chain and moves it out. The map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_chain_remove_any(cchash_priv_chain *table, const cchash_priv_type *type,
                                                     void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->buckets)) cchash_priv_chain_finish_rebuild(table, type);
    const size_t buckets = cchash_priv_chain_slots(table), blocks = cchash_priv_chain_blocks(buckets);
    CCHASH_PRIV_CHECK(table->size, "internal error: an element of an empty table is popped");
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (buckets <= CCHASH_PRIV_CHAIN_TINY) {
        uint64_t *bucket = table->buckets;
        while (!*bucket) bucket++;
        cchash_priv_chain_pop_front(table, type, bucket, key_out, value_out);
        return;
    }
    uint64_t *pop_state = table->buckets + buckets;
    if (table->limit) cchash_priv_summary_fill(pop_state + 1, blocks);
    table->limit = 0;
    pop_state[0] = 0;
    for (;;) {
        const size_t block = cchash_priv_summary_first(pop_state + 1, blocks),
                     end = (block + 1) * CCHASH_PRIV_CHAIN_BLOCK;
        uint64_t *bucket = table->buckets + block * CCHASH_PRIV_CHAIN_BLOCK;
        while (bucket < table->buckets + end && !*bucket) bucket++;
        if (bucket < table->buckets + end) {
            cchash_priv_chain_pop_front(table, type, bucket, key_out, value_out);
            return;
        }
        cchash_priv_summary_drop(pop_state + 1, blocks, block);
    }
}

/* In this layout every removal is complete, so there is nothing to do later. */
CCHASH_PRIV_INLINE void cchash_priv_chain_maintain(cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* Only the compact layout has these two parts. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_displace(cchash_priv_chain *table, const cchash_priv_type *type,
                                                     size_t first) {
    (void)table, (void)type, (void)first;
    return SIZE_MAX;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_transfer(cchash_priv_chain *to, const cchash_priv_chain *from,
                                                   const cchash_priv_type *type, size_t slot) {
    (void)to, (void)from, (void)type, (void)slot;
}

/* ==== cchash/chain_iterate.h ==== */

/* cchash/chain_iterate.h: iterators of chaining. A part of cchash_chain.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_ITERATE_H
#define CCHASH_PRIV_CHAIN_ITERATE_H

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

/* Advances the iterator of a scan. The function gets a copy, so that the address of the caller's iterator does not
 * escape: it stays in registers, and where it comes from begin, a compiler sees that it is not a scan's. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_call_scan(cchash_priv_chain_iter *iter) {
    cchash_priv_chain_iter copy = *iter;
    copy.scan.next(&copy);
    *iter = copy;
    return iter->scan.entry;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_enter_chunk(cchash_priv_chain_iter *iter, const cchash_priv_type *type,
                                                      cchash_priv_chunk *chunk) {
    iter->chunk = chunk;
    iter->next = iter->end = NULL;
    if (!chunk) return;
    iter->next = cchash_priv_chain_chunk_nodes(type, chunk);
    iter->end = iter->next + cchash_priv_chain_nodes_used(iter->table, type, chunk) * cchash_priv_chain_stride(type);
}

/* Enters the chunk of the current node, behind that node. */
CCHASH_PRIV_INLINE void cchash_priv_chain_enter_chunk_of(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    cchash_priv_chunk *chunk = cchash_priv_chain_first(iter->table, type);
    while (!cchash_priv_chain_chunk_has(chunk, (uintptr_t)iter->node)) chunk = chunk->next;
    cchash_priv_chain_enter_chunk(iter, type, chunk);
    iter->next = iter->node + cchash_priv_chain_stride(type);
}

/* The bucket whose chain has a malloc node, counted as next_malloc does: the old array follows the new one. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_bucket_of(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const unsigned char *node) {
    const uint64_t *buckets = cchash_priv_chain_array(table), *draining = cchash_priv_chain_draining(table, type);
    const size_t count = cchash_priv_chain_slots(table);
    for (size_t bucket = 0;; bucket++) {
        uint64_t link = bucket < count ? buckets[bucket] : draining[bucket - count];
        for (; link; link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            if (cchash_priv_chain_node(table, link) == node) return bucket;
    }
}

CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_begin(const cchash_priv_chain *table,
                                                                  const cchash_priv_type *type) {
    cchash_priv_chain_iter iter;
    iter.table = (cchash_priv_chain *)(uintptr_t)table;
    iter.node = NULL;
    iter.link = 0;
    iter.bucket = 0;
    cchash_priv_chain_enter_chunk(&iter, type, cchash_priv_chain_first(table, type));
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* The bucket after that of the current node is not known yet. */
#define CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN SIZE_MAX

/* An iterator that stands on a node with this hash (NULL: at the end). The chunk of a pooled node is found out when the
 * iterator moves on. */
CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_iter_at(const cchash_priv_chain *table,
                                                                    const cchash_priv_type *type, const void *node,
                                                                    uint64_t hash) {
    cchash_priv_chain_iter iter;
    iter.table = (cchash_priv_chain *)(uintptr_t)table;
    iter.node = (unsigned char *)(uintptr_t)node;
    iter.chunk = NULL;
    iter.next = iter.end = NULL;
    iter.link = type->malloc_nodes && node ? cchash_priv_chain_link(iter.node) : 0;
    iter.bucket = node && table->buckets ? (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift) + 1
                                         : CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Malloc nodes are visited bucket by bucket. If a hash function has jumped out of a rebuild, the old array follows the
 * new one. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_malloc(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_chain *table = iter->table;
    const uint64_t *buckets = cchash_priv_chain_array(table), *draining = cchash_priv_chain_draining(table, type);
    size_t count = cchash_priv_chain_slots(table), old_count = draining ? (size_t)1 << (64 - table->draining_shift) : 0;
    while (!iter->link) {
        if (CCHASH_PRIV_UNLIKELY(iter->scan.next != NULL)) return cchash_priv_chain_call_scan(iter);
        if (iter->bucket == CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN)
            iter->bucket = iter->node ? cchash_priv_chain_bucket_of(table, type, iter->node) + 1 : count + old_count;
        if (iter->bucket == count + old_count) return NULL;
        iter->link = iter->bucket < count ? buckets[iter->bucket] : draining[iter->bucket - count];
        iter->bucket++;
    }
    iter->node = cchash_priv_chain_node(table, iter->link);
    iter->link = cchash_priv_chain_link(iter->node);
    return iter->node;
}

/* Advances to the next node in use; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_node(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    if (type->malloc_nodes) return cchash_priv_chain_next_malloc(iter, type);
    for (;;) {
        for (; iter->next != iter->end; iter->next += cchash_priv_chain_stride(type)) {
            if (cchash_priv_chain_link(iter->next) & CCHASH_PRIV_LINK_UNUSED) continue;
            iter->node = iter->next;
            iter->next += cchash_priv_chain_stride(type);
            return iter->node;
        }
        if (!iter->chunk) {
            if (iter->scan.next) return cchash_priv_chain_call_scan(iter);
            if (!iter->node) return NULL;
            cchash_priv_chain_enter_chunk_of(iter, type);
            continue;
        }
        if (cchash_priv_chain_is_current(cchash_priv_chain_pool(iter->table), iter->chunk)) return NULL;
        cchash_priv_chain_enter_chunk(iter, type, iter->chunk->next);
    }
}

CCHASH_PRIV_INLINE void *cchash_priv_chain_next(cchash_priv_chain_iter *iter, const cchash_priv_type *type) {
    CCHASH_PRIV_ITER_CHECK(iter, iter->table);
    return cchash_priv_chain_next_node(iter, type);
}

/* Returns the link to a node in the chain of a bucket, or NULL if it is not there. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_chain_link_to(const cchash_priv_chain *table, size_t bucket,
                                                       const unsigned char *node) {
    uint64_t *link = &table->buckets[bucket];
    while (*link && cchash_priv_chain_node(table, *link) != node)
        link = (uint64_t *)(void *)cchash_priv_chain_node(table, *link);
    return *link ? link : NULL;
}

/* Removes the current element of the iterator in two steps, of which the second calls nothing. The first finds the link
 * to the node. */
CCHASH_PRIV_INLINE cchash_priv_erasure cchash_priv_chain_prepare_erase(cchash_priv_chain *table,
                                                                       const cchash_priv_type *type,
                                                                       cchash_priv_chain_iter *iter) {
    cchash_priv_erasure erasure;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    if (!table->buckets) cchash_priv_chain_finish_rebuild(table, type);
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, iter->node, table->seed));
    size_t bucket = (size_t)(cchash_priv_chain_mix_hash(table, type, hash) >> table->shift);
    uint64_t *link = cchash_priv_chain_link_to(table, bucket, iter->node);
    CCHASH_PRIV_CHECK_STORED(link);
    /* If the hash function returned another value before, the node is in some other chain. */
    for (bucket = 0; !link; bucket++) link = cchash_priv_chain_link_to(table, bucket, iter->node);
    if (iter->bucket == CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN) iter->bucket = bucket + 1;
    erasure.entry = iter->node;
    erasure.slot = 0;
    erasure.detail = (uint64_t)(uintptr_t)link;
    return erasure;
}
CCHASH_PRIV_INLINE void cchash_priv_chain_erase_prepared(cchash_priv_chain *table, const cchash_priv_type *type,
                                                         cchash_priv_chain_iter *iter, cchash_priv_erasure erasure) {
    (void)iter;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_chain_remove_node(table, type, (uint64_t *)(uintptr_t)erasure.detail, erasure.entry);
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* Puts an iterator of a scan on an entry with this hash (NULL: on none). It has nothing to walk on to. */
CCHASH_PRIV_INLINE void cchash_priv_chain_stand_on(cchash_priv_chain_iter *iter, const cchash_priv_type *type,
                                                   void *entry, uint64_t hash) {
    *iter = cchash_priv_chain_iter_at(iter->table, type, entry, hash);
    iter->link = 0;
}

/* How far a walk has come, and a walk that has come that far; 0: nowhere. Pooled nodes: how many it has passed. Malloc
 * nodes: the bucket that it is in, and in the bits below, how many nodes of the chain are still to come. */
#define CCHASH_PRIV_CHAIN_LEFT_BITS 6
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_place_bits(const cchash_priv_chain *table, const cchash_priv_type *type) {
    /* 64/1 is the greatest load limit. */
    return 64u - table->shift + (type->malloc_nodes ? CCHASH_PRIV_CHAIN_LEFT_BITS + 1 : 7);
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_count_links(const cchash_priv_chain *table, uint64_t link) {
    size_t count = 0;
    for (; link; count++) link = cchash_priv_chain_link(cchash_priv_chain_node(table, link));
    return count;
}
CCHASH_PRIV_INLINE size_t cchash_priv_chain_walk_place(const cchash_priv_chain_iter *iter,
                                                       const cchash_priv_type *type) {
    const cchash_priv_chain *table = iter->table;
    size_t passed = 0;
    if (!iter->node) return iter->bucket || (!type->malloc_nodes && !iter->chunk) ? SIZE_MAX : 0;
    if (type->malloc_nodes) {
        if (iter->bucket == CCHASH_PRIV_CHAIN_BUCKET_UNKNOWN || !table->buckets) return 0;
        size_t bucket = iter->bucket - 1, left = cchash_priv_chain_count_links(table, iter->link);
        if (left >> CCHASH_PRIV_CHAIN_LEFT_BITS) return 0; /* a scan from the start, which can tell them apart */
        while (!left && ++bucket < cchash_priv_chain_slots(table))
            left = cchash_priv_chain_count_links(table, table->buckets[bucket]);
        if (left >> CCHASH_PRIV_CHAIN_LEFT_BITS) return 0;
        return left ? bucket << CCHASH_PRIV_CHAIN_LEFT_BITS | left : SIZE_MAX;
    }
    for (cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type);; chunk = chunk->next) {
        if (cchash_priv_chain_chunk_has(chunk, (uintptr_t)iter->node)) {
            const size_t offset = (size_t)(iter->node - cchash_priv_chain_chunk_nodes(type, chunk));
            return passed + offset / cchash_priv_chain_stride(type) + 1;
        }
        passed += cchash_priv_chain_chunk_count(table, type, chunk);
    }
}
CCHASH_PRIV_INLINE cchash_priv_chain_iter cchash_priv_chain_walk_from(const cchash_priv_chain *table,
                                                                      const cchash_priv_type *type, size_t place) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    if (type->malloc_nodes) {
        const size_t bucket = place >> CCHASH_PRIV_CHAIN_LEFT_BITS;
        const size_t left = place & (((size_t)1 << CCHASH_PRIV_CHAIN_LEFT_BITS) - 1);
        if (!table->buckets || bucket >= cchash_priv_chain_slots(table)) return iter;
        iter.link = table->buckets[bucket];
        for (size_t count = cchash_priv_chain_count_links(table, iter.link); count > left; count--)
            iter.link = cchash_priv_chain_link(cchash_priv_chain_node(table, iter.link));
        iter.bucket = bucket + 1;
        return iter;
    }
    /* Any number is valid: one that no walk has made may be of a node that was never in use. */
    size_t number = place - 1;
    for (cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type); chunk; chunk = chunk->next) {
        const size_t used = cchash_priv_chain_nodes_used(table, type, chunk);
        if (number < used) {
            unsigned char *nodes = cchash_priv_chain_chunk_nodes(type, chunk);
            return cchash_priv_chain_iter_at(table, type, nodes + number * cchash_priv_chain_stride(type), 0);
        }
        if (cchash_priv_chain_is_current(cchash_priv_chain_pool(table), chunk)) break;
        number -= used;
    }
    return cchash_priv_chain_iter_at(table, type, NULL, 0);
}

/* A home is a bucket. While there are no buckets, any node may be of any home. */
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_scan_log(const cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type;
    return 64u - table->shift;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_chain_home_shift(const cchash_priv_chain *table, const cchash_priv_type *type) {
    (void)type;
    return table->shift;
}
CCHASH_PRIV_INLINE bool cchash_priv_chain_home_next(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                    size_t home, cchash_priv_home_place *place) {
    const bool starts = place->left == SIZE_MAX;
    if (starts) place->left = table->buckets ? 0 : table->size;
    if (table->buckets && starts)
        for (uint64_t link = table->buckets[home]; link; place->left++)
            link = cchash_priv_chain_link(cchash_priv_chain_node(table, link));
    if (!place->left) return false;
    place->left--;
    if (table->buckets) {
        uint64_t link = starts ? table->buckets[home] : cchash_priv_chain_link((unsigned char *)place->entry);
        place->entry = cchash_priv_chain_node(table, link);
    } else {
        cchash_priv_chain_iter iter =
            starts ? cchash_priv_chain_begin(table, type) : cchash_priv_chain_iter_at(table, type, place->entry, 0);
        place->entry = cchash_priv_chain_next_node(&iter, type);
    }
    return true;
}

/* All elements are found by their homes. */
enum { cchash_priv_chain_overflows = 0 };
CCHASH_PRIV_INLINE void *cchash_priv_chain_next_overflowed(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                           uint64_t *slot) {
    (void)table, (void)type, (void)slot;
    return NULL;
}

#endif

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_chain_memory(const cchash_priv_chain *table, const cchash_priv_type *type) {
    const size_t buckets = cchash_priv_chain_slots(table);
    const cchash_priv_chunk *first = cchash_priv_chain_first(table, type);
    const bool apart = buckets && !(first && cchash_priv_chain_in_chunk(type, buckets)); /* those of teams always are */
    size_t bytes = apart ? cchash_priv_chain_bucket_bytes(type, buckets) : 0;
    if (cchash_priv_chain_draining(table, type))
        bytes += cchash_priv_chain_bucket_bytes(type, (size_t)1 << (64 - table->draining_shift));
    if (type->malloc_nodes) return bytes + table->size * type->entry_size;
    for (const cchash_priv_chunk *chunk = first; chunk; chunk = chunk->next) bytes += chunk->bytes;
    return bytes;
}

/* Tells whether the next insertion may move the object at an address. Nodes never move. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_may_move(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   const void *object) {
    (void)table, (void)type, (void)object;
    return false;
}

CCHASH_PRIV_INLINE void cchash_priv_chain_release_chunk(const cchash_priv_type *type, const void *map,
                                                        cchash_priv_chunk *chunk) {
    type->release(map, chunk, chunk->bytes, cchash_priv_chain_align(type));
}

/* Frees all malloc nodes. The iterator reads the link of a node before the node is freed. */
CCHASH_PRIV_INLINE void cchash_priv_chain_release_nodes(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                        const void *map) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; type->malloc_nodes && table->size && (node = cchash_priv_chain_next_malloc(&iter, type)) != NULL;)
        type->release(map, node, type->entry_size, cchash_priv_chain_node_align(type));
}

CCHASH_PRIV_INLINE void cchash_priv_chain_release_buckets(const cchash_priv_type *type, const void *map,
                                                          uint64_t *array, unsigned shift) {
    const size_t buckets = array ? (size_t)1 << (64 - shift) : 0;
    if (!buckets || cchash_priv_chain_in_chunk(type, buckets)) return;
    type->release(map, array, cchash_priv_chain_bucket_bytes(type, buckets), cchash_priv_chain_bucket_align(buckets));
}

CCHASH_PRIV_INLINE void cchash_priv_chain_free_arrays(cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const void *map) {
    cchash_priv_chunk *chunk = cchash_priv_chain_first(table, type);
    cchash_priv_chain_release_nodes(table, type, map);
    cchash_priv_chain_release_buckets(type, map, cchash_priv_chain_array(table), table->shift);
    cchash_priv_chain_release_buckets(type, map, cchash_priv_chain_draining(table, type), table->draining_shift);
    while (chunk) {
        cchash_priv_chunk *next = chunk->next;
        cchash_priv_chain_release_chunk(type, map, chunk);
        chunk = next;
    }
}

/* Empties the table without destroying its elements, and keeps the memory, except malloc nodes. */
CCHASH_PRIV_INLINE void cchash_priv_chain_drop_entries(cchash_priv_chain *table, const cchash_priv_type *type,
                                                       const void *map) {
    cchash_priv_chain_release_nodes(table, type, map);
    cchash_priv_chain_release_buckets(type, map, cchash_priv_chain_draining(table, type), table->draining_shift);
    if (type->malloc_nodes) table->pool = NULL;
    const bool written = table->size || cchash_priv_chain_building(table);
    table->buckets = cchash_priv_chain_array(table);
    if (!table->buckets) return;
    if (written) memset(table->buckets, 0, sizeof *table->buckets << (64 - table->shift));
    table->size = 0;
    cchash_priv_chain_set_limit(table, type);
    if (!type->malloc_nodes) cchash_priv_chain_start_pool(table, type);
}

/* Adds the unused nodes of a chunk to the free list, unless the chunk can be freed: no node of it is in use, and the
 * buckets do not lie in it. Tells whether it must stay. A chunk after the current one (`never_used`) has no nodes in
 * use. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_collect_unused(cchash_priv_chain *table, const cchash_priv_type *type,
                                                         cchash_priv_chunk *chunk, bool never_used) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    const size_t used = never_used ? 0 : cchash_priv_chain_nodes_used(table, type, chunk);
    const uintptr_t unused_before = pool->unused;
    bool stays = cchash_priv_chain_chunk_has(chunk, (uintptr_t)cchash_priv_chain_array(table));
    for (size_t number = 0; number < used; number++) {
        unsigned char *node = cchash_priv_chain_chunk_nodes(type, chunk) + number * cchash_priv_chain_stride(type);
        const bool unused = cchash_priv_chain_link(node) & CCHASH_PRIV_LINK_UNUSED;
        if (unused) cchash_priv_chain_recycle_node(table, type, node);
        stays = stays || !unused;
    }
    if (!stays) pool->unused = unused_before;
    return stays;
}

/* Called by shrink: frees the chunks in which no node is in use. The table is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_chain_free_spare(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (cchash_priv_chain_building(table)) cchash_priv_chain_finish_rebuild(table, type);
    if (type->malloc_nodes) return;
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    cchash_priv_chunk **link = &pool->first, *last = NULL;
    bool never_used = false;
    pool->unused = 0;
    while (*link) {
        cchash_priv_chunk *chunk = *link;
        const bool is_current = cchash_priv_chain_is_current(pool, chunk);
        if (cchash_priv_chain_collect_unused(table, type, chunk, never_used)) {
            link = &chunk->next;
            last = chunk;
        } else {
            *link = chunk->next;
            cchash_priv_chain_release_chunk(type, table, chunk);
            if (is_current && last) { /* there is a last one, which has no fresh nodes: some node is in use */
                pool->fresh_count = 0;
                pool->fresh = cchash_priv_chain_chunk_nodes(type, last) +
                              cchash_priv_chain_chunk_count(table, type, last) * cchash_priv_chain_stride(type);
            }
        }
        never_used = never_used || is_current;
    }
    cchash_priv_chain_set_limit(table, type);
}

/* The number of buckets for that many elements; 0 if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t buckets = CCHASH_PRIV_CHAIN_MIN;
    if (cchash_priv_chain_chunk_bytes(type, elements, 0) == SIZE_MAX) return 0;
    while (cchash_priv_chain_limit(type, buckets) < elements) {
        buckets *= 2;
        if (cchash_priv_chain_bucket_bytes(type, buckets) == SIZE_MAX) return 0;
    }
    return buckets;
}

/* ==== cchash/chain_rebuild.h ==== */

/* cchash/chain_rebuild.h: growth of chaining: new chunks, and a new array of buckets. A part of cchash_chain.h, which
 * draws the bytes and names the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_CHAIN_REBUILD_H
#define CCHASH_PRIV_CHAIN_REBUILD_H

/* Allocates a chunk with that many nodes, and so many bytes behind them; NULL: no memory. */
CCHASH_PRIV_INLINE cchash_priv_chunk *
cchash_priv_chain_new_chunk(const cchash_priv_chain *table, const cchash_priv_type *type, size_t nodes, size_t tail) {
    const size_t bytes = cchash_priv_chain_chunk_bytes(type, nodes, tail);
    if (bytes == SIZE_MAX) return NULL;
    cchash_priv_chunk *chunk = (cchash_priv_chunk *)type->allocate(table, bytes, cchash_priv_chain_align(type));
    if (!chunk) return NULL;
    chunk->next = NULL;
    chunk->bytes = bytes;
    return chunk;
}

/* Does an address leave no room for a filter? */
CCHASH_PRIV_INLINE bool cchash_priv_chain_is_high(const cchash_priv_chunk *chunk) {
    return ((uint64_t)(uintptr_t)chunk + chunk->bytes) >> CCHASH_PRIV_ADDRESS_BITS != 0;
}

/* Makes nodes of what lay behind those of a chunk, of which it has `count`. */
CCHASH_PRIV_INLINE void cchash_priv_chain_use_tail(cchash_priv_chain *table, const cchash_priv_type *type,
                                                   cchash_priv_chunk *chunk, size_t count) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    const size_t room = cchash_priv_chain_chunk_room(type, chunk, 0);
    cchash_priv_chunk *current = pool->first;
    if (cchash_priv_chain_is_current(pool, chunk)) {
        pool->fresh_count += room - count;
        return;
    }
    while (current != chunk && !cchash_priv_chain_is_current(pool, current)) current = current->next;
    if (current != chunk) return; /* it is after the current one, and never used */
    for (; count < room; count++)
        cchash_priv_chain_recycle_node(
            table, type, cchash_priv_chain_chunk_nodes(type, chunk) + count * cchash_priv_chain_stride(type));
}

/* Links all pooled nodes into the new buckets, 16 at a time: first their hashes are computed and the buckets
 * prefetched, then the nodes are linked. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild_pool(cchash_priv_chain *table, const cchash_priv_type *type) {
    enum { batch = 16 };
    unsigned char *nodes[batch];
    uint64_t mixed[batch];
    size_t count = batch;
    uint64_t *const building = cchash_priv_chain_building(table);
    const size_t buckets = cchash_priv_chain_slots(table);
    if (buckets <= CCHASH_PRIV_CHAIN_TINY) /* without a call */
        for (size_t bucket = 0; bucket < buckets; bucket += 2) memset(building + bucket, 0, 2 * sizeof *building);
    else
        memset(building, 0, buckets * sizeof *building);
    const unsigned shift = table->shift;
    const bool plain = table->plain;
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    while (count == batch) {
        for (count = 0; count < batch; count++) {
            nodes[count] = (unsigned char *)cchash_priv_chain_next_node(&iter, type);
            if (!nodes[count]) break;
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, nodes[count], table->seed));
            mixed[count] = cchash_priv_chain_mix_hash(table, type, hash);
            CCHASH_PRIV_PREFETCH(&building[mixed[count] >> shift]);
        }
        for (size_t index = 0; index < count; index++)
            cchash_priv_chain_link_front_of(&building[mixed[index] >> shift], nodes[index], mixed[index], plain);
    }
}

/* Moves malloc nodes one by one: whenever the hash function runs, each node is in a chain of one of the two arrays. */
CCHASH_PRIV_INLINE void cchash_priv_chain_rebuild_malloc(cchash_priv_chain *table, const cchash_priv_type *type) {
    uint64_t *const building = cchash_priv_chain_building(table), *draining = cchash_priv_chain_draining(table, type);
    size_t count = draining ? (size_t)1 << (64 - table->draining_shift) : 0;
    for (size_t bucket = 0; bucket < count; bucket++)
        while (draining[bucket]) {
            unsigned char *node = cchash_priv_chain_node(table, draining[bucket]);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, node, table->seed));
            uint64_t mixed = cchash_priv_chain_mix_hash(table, type, hash);
            draining[bucket] = cchash_priv_chain_link(node);
            cchash_priv_chain_link_front(table, &building[mixed >> table->shift], node, mixed);
        }
}

/* Links all nodes into the new array of buckets. Nodes do not move, only their links change. The table has no buckets
 * while the hash function runs: if that jumps out, lookups compare every node until the next insertion or removal
 * finishes the rebuild. Afterwards the caller sets the limit. */
CCHASH_PRIV_INLINE void cchash_priv_chain_link_all(cchash_priv_chain *table, const cchash_priv_type *type) {
    if (type->malloc_nodes) cchash_priv_chain_rebuild_malloc(table, type);
    if (!type->malloc_nodes) cchash_priv_chain_rebuild_pool(table, type);
    cchash_priv_chain_release_buckets(type, table, cchash_priv_chain_draining(table, type), table->draining_shift);
    if (type->malloc_nodes) table->pool = NULL;
    table->buckets = cchash_priv_chain_building(table);
}

/* Makes another array that of the table, and takes the pool along. Nodes are still to be linked. */
CCHASH_PRIV_INLINE void cchash_priv_chain_move_to(cchash_priv_chain *table, const cchash_priv_type *type,
                                                  uint64_t *array, size_t buckets) {
    uint64_t *old = table->buckets;
    const size_t old_buckets = cchash_priv_chain_slots(table);
    const uint8_t old_shift = table->shift;
    cchash_priv_chunk *chunk =
        old && cchash_priv_chain_in_chunk(type, old_buckets) ? cchash_priv_chain_first(table, type) : NULL;
    while (chunk && !cchash_priv_chain_chunk_has(chunk, (uintptr_t)old)) chunk = chunk->next;
    const size_t count = chunk ? cchash_priv_chain_chunk_count(table, type, chunk) : 0;
    if (old && buckets != 2 * old_buckets && cchash_priv_draws_again(type, table->seeded))
        table->seed = cchash_priv_draw_seed(table, false);
    table->shift = (uint8_t)(64 - cchash_priv_ctz(buckets));
    table->buckets = NULL;
    table->limit = (size_t)(uintptr_t)array;
    if (type->malloc_nodes) {
        memset(array, 0, buckets * sizeof *array);
        table->pool = old;
        table->draining_shift = old_shift;
        return;
    }
    cchash_priv_nodes *pool =
        (cchash_priv_nodes *)(void *)((unsigned char *)array + cchash_priv_chain_pool_offset(buckets));
    if (old) *pool = *cchash_priv_chain_pool(table);
    if (!old) memset(pool, 0, sizeof *pool);
    table->pool = pool;
    cchash_priv_chain_release_buckets(type, table, old, old_shift);
    if (chunk) cchash_priv_chain_use_tail(table, type, chunk, count);
}

/* Adds a chunk at the end of the pool; tells whether links have another form now. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_add_chunk(cchash_priv_chain *table, const cchash_priv_type *type,
                                                    cchash_priv_chunk *chunk) {
    cchash_priv_nodes *pool = cchash_priv_chain_pool(table);
    cchash_priv_chunk **last = &pool->first;
    while (*last) last = &(*last)->next;
    *last = chunk;
    if (pool->first == chunk) cchash_priv_chain_start_pool(table, type);
    const bool changes = cchash_priv_chain_is_high(chunk) && !table->plain;
    if (changes) table->plain = 1;
    return changes;
}

/* Finishes an interrupted rebuild. Then changes the number of buckets, unless that is to be 0, and allocates nodes up
 * to the load limit; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_rehash(cchash_priv_chain *table, const cchash_priv_type *type,
                                                 size_t buckets) {
    CCHASH_PRIV_CHECK((!buckets || buckets >= CCHASH_PRIV_CHAIN_MIN) && !(buckets & (buckets - 1)),
                      "internal error: the number of buckets is no power of two");
    if (cchash_priv_chain_building(table)) {
        cchash_priv_chain_link_all(table, type);
        cchash_priv_chain_set_limit(table, type);
    }
    if (!buckets) return true;
    const size_t old_buckets = cchash_priv_chain_slots(table), limit = cchash_priv_chain_limit(type, buckets);
#ifdef CCHASH_DEBUG
    for (size_t bucket = 0; bucket < old_buckets; bucket++)
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            cchash_priv_chain_check_stored(table, type, cchash_priv_chain_node(table, link), bucket);
#endif
    /* A tiny array stays: another chunk would take more memory. */
    if (buckets < old_buckets && cchash_priv_chain_in_chunk(type, old_buckets)) buckets = old_buckets;
    const bool resized = buckets != old_buckets, in_chunk = cchash_priv_chain_in_chunk(type, buckets);
    const size_t nodes = type->malloc_nodes ? limit : cchash_priv_chain_count_nodes(table, type, resized);
    const size_t bytes = cchash_priv_chain_bucket_bytes(type, buckets), align = cchash_priv_chain_bucket_align(buckets);
    const size_t tail = resized && in_chunk ? cchash_priv_chain_tail(buckets) : 0;
    uint64_t *array = table->buckets;
    cchash_priv_chunk *chunk = NULL;
    if (resized && !in_chunk) {
        array = bytes == SIZE_MAX ? NULL : (uint64_t *)type->allocate(table, bytes, align);
        if (!array) return false;
    }
    if (tail || limit > nodes) {
        chunk = cchash_priv_chain_new_chunk(table, type, limit > nodes ? limit - nodes : 0, tail);
        if (!chunk && array != table->buckets) type->release(table, array, bytes, align);
        if (!chunk) return false;
        if (tail) array = (uint64_t *)(void *)((unsigned char *)chunk + chunk->bytes - tail);
    }
    if (!old_buckets) table->plain = type->malloc_nodes;
    if (!old_buckets && !table->seeded) {
        table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
        table->seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    if (resized) cchash_priv_chain_move_to(table, type, array, buckets);
    if (chunk && cchash_priv_chain_add_chunk(table, type, chunk) && !resized) { /* all links are made anew */
        table->limit = (size_t)(uintptr_t)array;
        table->buckets = NULL;
    }
    if (!table->buckets) cchash_priv_chain_link_all(table, type);
    table->limit = limit; /* for which there are nodes now */
    if (!resized) cchash_priv_chain_set_limit(table, type);
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------
 * Links are addresses, so an image has just the elements, and a map that is made of it has nodes of its own. */

CCHASH_PRIV_INLINE void cchash_priv_chain_describe(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                   cchash_priv_image *image) {
    image->slots = table->size;
    image->bytes = (table->size * type->entry_size + 7) & ~(uint64_t)7;
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next(&iter, type)) != NULL;)
        image->detail += cchash_priv_entry_hash(type, node, table->seed); /* the sum of all hashes */
}

CCHASH_PRIV_INLINE void cchash_priv_chain_write_array(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                      const cchash_priv_image *image, cchash_priv_sink *sink) {
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (unsigned char *node; (node = (unsigned char *)cchash_priv_chain_next(&iter, type)) != NULL;) {
        const unsigned char *at = node;
        cchash_priv_sink_entry(sink, type, &at, node);
        cchash_priv_sink_add(sink, NULL, (size_t)(node + type->entry_size - at));
    }
    cchash_priv_sink_add(sink, NULL, (size_t)image->bytes - table->size * type->entry_size);
}

/* Makes a node for each element; false: no memory, or the bytes do not fit. */
CCHASH_PRIV_INLINE bool cchash_priv_chain_read_array(cchash_priv_chain *table, const cchash_priv_type *type,
                                                     const cchash_priv_image *image, unsigned char *array) {
    const size_t elements = (size_t)image->elements, bytes = cchash_priv_array_bytes(elements, type->entry_size, 7);
    const size_t buckets = cchash_priv_chain_slots_for(type, elements);
    if (bytes == SIZE_MAX || (bytes & ~(uint64_t)7) != image->bytes || !buckets) return false;
    if (!type->rehash(table, buckets)) return false;
    uint64_t sum = image->detail;
    for (size_t number = 0; number < elements; number++) {
        const unsigned char *entry = array + number * type->entry_size;
        const uint64_t hash = cchash_priv_entry_hash(type, entry, table->seed);
        sum -= hash;
        void *node = cchash_priv_chain_claim(table, type, hash);
        if (!node) return false;
        memcpy(cchash_priv_key(type, node), cchash_priv_key(type, entry), type->key_size);
        if (type->value_size) memcpy(cchash_priv_value(type, node), cchash_priv_value(type, entry), type->value_size);
    }
    return !sum; /* 0: this hash function made the image */
}

#endif

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_chain_stats(const cchash_priv_chain *table, const cchash_priv_type *type,
                                                cchash_stats *stats) {
    (void)type;
    for (size_t bucket = 0; table->buckets && bucket < cchash_priv_chain_slots(table); bucket++) {
        size_t probe = 1;
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            cchash_priv_count_probe(stats, probe++);
    }
    stats->size = table->size;
    if (table->buckets) stats->load = (double)table->size / (double)cchash_priv_chain_slots(table);
}

/* The number of nodes in all chains; SIZE_MAX if there are more than `size`, or if one is marked as unused. */
CCHASH_PRIV_INLINE size_t cchash_priv_chain_count_linked(const cchash_priv_chain *table) {
    size_t nodes = 0;
    for (size_t bucket = 0; bucket < cchash_priv_chain_slots(table); bucket++)
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link)))
            if ((link & CCHASH_PRIV_LINK_UNUSED) || nodes++ > table->size) return SIZE_MAX;
    return nodes;
}

CCHASH_PRIV_INLINE bool cchash_priv_chain_verify(const cchash_priv_chain *table, const cchash_priv_type *type) {
    size_t elements = 0;
    if (!cchash_priv_chain_array(table)) return table->size == 0 && !table->pool;
    if (!table->seeded) return false;
    if (table->buckets && table->limit > cchash_priv_chain_limit(type, cchash_priv_chain_slots(table))) return false;
    if (table->buckets && !type->malloc_nodes && table->limit > cchash_priv_chain_count_nodes(table, type, false))
        return false;
    for (size_t bucket = 0; cchash_priv_chain_has_summary(table) && bucket < cchash_priv_chain_slots(table); bucket++) {
        const size_t block = bucket / CCHASH_PRIV_CHAIN_BLOCK;
        if (!table->buckets[bucket]) continue;
        if (!(table->buckets[cchash_priv_chain_slots(table) + 1 + block / 64] >> block % 64 & 1)) return false;
    }
    if (table->buckets && cchash_priv_chain_count_linked(table) != table->size) return false;
#ifdef CCHASH_DEBUG
    for (size_t bucket = 0; table->buckets && bucket < cchash_priv_chain_slots(table);
         bucket++) /* before a lookup stops */
        for (uint64_t link = table->buckets[bucket]; link;
             link = cchash_priv_chain_link(cchash_priv_chain_node(table, link))) {
            uint64_t hash = type->hash(cchash_priv_key(type, cchash_priv_chain_node(table, link)), table->seed);
            if (cchash_priv_chain_mix_hash(table, type, hash) >> table->shift != bucket) return false;
        }
#endif
    cchash_priv_chain_iter iter = cchash_priv_chain_begin(table, type);
    for (void *node; (node = cchash_priv_chain_next_node(&iter, type)) != NULL; elements++) {
        const void *key = cchash_priv_key(type, node);
        uint64_t hash = type->hash(key, table->seed);
        if (cchash_priv_entry_hash(type, node, table->seed) != hash) return false;
        if (cchash_priv_chain_find(table, type, hash, key) != node) return false;
    }
    return elements == table->size;
}

/* The names under which cchash/operations.h makes the operations of this layout. */
#define cchash_priv_layout_size cchash_priv_chain_size
#define cchash_priv_layout_get_seed cchash_priv_chain_get_seed
#define cchash_priv_layout_set_seed cchash_priv_chain_set_seed
#define cchash_priv_layout_need_seed cchash_priv_chain_need_seed
#define cchash_priv_layout_insert_hash cchash_priv_chain_insert_hash
#define cchash_priv_layout_zero_header cchash_priv_chain_zero_header
#define cchash_priv_layout_in_buffer cchash_priv_chain_in_buffer
#define cchash_priv_layout_take_from_buffer cchash_priv_chain_take_from_buffer
#define cchash_priv_layout_try_buffer cchash_priv_chain_try_buffer
#define cchash_priv_layout_init_buffer cchash_priv_chain_init_buffer
#define cchash_priv_layout_no_memory cchash_priv_chain_no_memory
#define cchash_priv_layout_emplace cchash_priv_chain_emplace
#define cchash_priv_layout_store_copies cchash_priv_chain_store_copies
#define cchash_priv_layout_add cchash_priv_chain_add
#define cchash_priv_layout_put cchash_priv_chain_put
#define cchash_priv_layout_take cchash_priv_chain_take
#define cchash_priv_layout_pop cchash_priv_chain_pop
#define cchash_priv_layout_remove_at cchash_priv_chain_remove_at
#define cchash_priv_layout_destroy_all cchash_priv_chain_destroy_all
#define cchash_priv_layout_free cchash_priv_chain_free
#define cchash_priv_layout_clear cchash_priv_chain_clear
#define cchash_priv_layout_reserve cchash_priv_chain_reserve
#define cchash_priv_layout_shrink cchash_priv_chain_shrink
#define cchash_priv_layout_clone cchash_priv_chain_clone
#define cchash_priv_layout_find_key cchash_priv_chain_find_key
#define cchash_priv_layout_count_absent cchash_priv_chain_count_absent
#define cchash_priv_layout_merge cchash_priv_chain_merge
#define cchash_priv_layout_union cchash_priv_chain_union
#define cchash_priv_layout_filter cchash_priv_chain_filter
#define cchash_priv_layout_subtract cchash_priv_chain_subtract
#define cchash_priv_layout_is_subset cchash_priv_chain_is_subset
#define cchash_priv_layout_scan_homes cchash_priv_chain_scan_homes
#define cchash_priv_layout_scan_next cchash_priv_chain_scan_next
#define cchash_priv_layout_position cchash_priv_chain_position
#define cchash_priv_layout_at_position cchash_priv_chain_at_position
#define cchash_priv_layout_iter_value cchash_priv_chain_iter_value
#define cchash_priv_layout_statistics cchash_priv_chain_statistics
#define cchash_priv_layout_get_many cchash_priv_chain_get_many
#define cchash_priv_layout_put_many cchash_priv_chain_put_many
#define CCHASH_PRIV_LAYOUT cchash_priv_chain
/* ==== cchash/operations.h ==== */

/* cchash/operations.h: the operations that all layouts share. A template without a guard: each layout header includes
 * it once. SPDX-License-Identifier: MIT-0
 *
 * CCHASH_PRIV_LAYOUT is the name of a layout, and cchash_priv_layout_put and its like are defined there as that
 * layout's names, cchash_priv_compact_put and so on. The operations are over an engine, CCHASH_PRIV_ENGINE(find): find,
 * get, value, insert, claim, write_key, remove, remove_any, begin, next, prepare_erase, erase_prepared, rehash,
 * array_slots, slots_for, capacity, memory, free_arrays, drop_entries, free_spare, stats, and mix_hash, prefetch_probe,
 * prefetch_entry for batches, describe, write_array, read_array for images. They are written once, so that they mean
 * the same in all layouts. docs/design.md lists what each engine function does.
 *
 * `scratch` has space for a key and a value (put: for two of each). Parts of an element are moved there before they are
 * destroyed, so that destructors run when the table is consistent again. */

#define CCHASH_PRIV_ENGINE(operation_) CCHASH_PRIV_ENGINE_(CCHASH_PRIV_LAYOUT, operation_)
#define CCHASH_PRIV_ENGINE_(layout_, operation_) CCHASH_PRIV_ENGINE__(layout_, operation_)
#define CCHASH_PRIV_ENGINE__(layout_, operation_) layout_##_##operation_
#define CCHASH_PRIV_TABLE CCHASH_PRIV_LAYOUT
#define CCHASH_PRIV_ITER CCHASH_PRIV_ENGINE(iter)

CCHASH_PRIV_INLINE size_t cchash_priv_layout_size(const CCHASH_PRIV_TABLE *table) { return table->size; }
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_get_seed(const CCHASH_PRIV_TABLE *table) { return table->seed; }
CCHASH_PRIV_INLINE void cchash_priv_layout_set_seed(CCHASH_PRIV_TABLE *table, uint64_t seed) {
    table->seed = seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

CCHASH_PRIV_INLINE void cchash_priv_layout_need_seed(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (!type->seeded_hash || CCHASH_PRIV_LIKELY(table->seeded)) return;
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
}

/* The hash of a key that may be inserted. A seeded hash function needs a seed before the first insertion. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_insert_hash(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                           const void *key) {
    uint64_t hash;
    cchash_priv_layout_need_seed(table, type);
    CCHASH_PRIV_CALLBACK(table, hash = type->query_hash(key, table->seed));
    return hash;
}

/* Resets the table to that of an empty map. Keeps a seed that the user gave, and one that the hash function of the user
 * has been called with (`hashed`), because the program may keep hashes made with it. */
CCHASH_PRIV_INLINE void cchash_priv_layout_zero_header(CCHASH_PRIV_TABLE *table, bool hashed) {
    CCHASH_PRIV_TABLE old = *table;
    memset(table, 0, sizeof *table);
#ifdef CCHASH_DEBUG
    table->generation = old.generation + 1;
#endif
    if (old.seeded == CCHASH_PRIV_UNSEEDED || (old.seeded == CCHASH_PRIV_SEED_DRAWN && !hashed)) return;
    table->seed = old.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

/* Called after a failed insertion: a map without memory drops the seed that was drawn for it. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_no_memory(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (type->seeded_hash && !CCHASH_PRIV_ENGINE(memory)(table, type)) cchash_priv_layout_zero_header(table, false);
    return NULL;
}

/* Stores the copies in `scratch` under a key that is absent, or destroys them and returns NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_store_copies(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         uint64_t hash, void *scratch, bool value_copied) {
    unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(claim)(table, type, hash);
    if (!entry) {
        if (type->key_copy && type->key_free) type->key_free(cchash_priv_key(type, scratch));
        if (value_copied && type->value_copy && type->value_free) type->value_free(cchash_priv_value(type, scratch));
        return cchash_priv_layout_no_memory(table, type);
    }
    CCHASH_PRIV_ENGINE(write_key)(type, entry, cchash_priv_key(type, scratch));
    memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), cchash_priv_value(type, scratch), type->value_size);
    return entry;
}

/* Returns the entry of a key, present or new; NULL: no memory. A new entry gets copies of the key and the value; a
 * value of NULL stands for a zeroed one. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_emplace(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, const void *value, void *scratch,
                                                    bool *found) {
    bool copied = false, copies = type->key_copy || (value && type->value_copy);
    unsigned char *entry;
#ifdef CCHASH_DEBUG
    /* Runs hash and equality when nothing has changed yet, so that a callback that changes the map is noticed. */
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
    if (!copies) {
        entry = (unsigned char *)CCHASH_PRIV_ENGINE(insert)(table, type, hash, key, found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return cchash_priv_layout_no_memory(table, type);
        if (*found) return entry;
        CCHASH_PRIV_ENGINE(write_key)(type, entry, key);
        if (type->value_size && value) memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), value, type->value_size);
        if (type->value_size && !value) memset(CCHASH_PRIV_ENGINE(value)(table, type, entry), 0, type->value_size);
        return entry;
    }
    entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
    *found = entry != NULL;
    if (entry) return entry;
    CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_in(type, scratch, key, value));
    if (!copied) return cchash_priv_layout_no_memory(table, type);
    return cchash_priv_layout_store_copies(table, type, hash, scratch, value != NULL);
}

CCHASH_PRIV_INLINE int cchash_priv_layout_add(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found;
    if (!cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found)) return CCHASH_NOMEM;
    return found ? CCHASH_PRESENT : CCHASH_INSERTED;
}

/* Inserts or overwrites. A copy of the value is needed in either case. It is made before the search, while the memory
 * that the search will read is on its way (docs/performance.md). The old value, and a key that is not needed, are
 * destroyed after the new value is in place. */
CCHASH_PRIV_INLINE int cchash_priv_layout_put(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found, copied = true;
    unsigned char *fresh = (unsigned char *)scratch, *old = fresh + type->scratch_size;
    void *entry;
    if (type->value_copy) {
        CCHASH_PRIV_ENGINE(prefetch)(table, type, hash);
#ifdef CCHASH_DEBUG
        CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
        memset(cchash_priv_value(type, fresh), 0, type->value_size);
        CCHASH_PRIV_CALLBACK(table, copied = type->value_copy(cchash_priv_value(type, fresh), value));
        entry = copied ? CCHASH_PRIV_ENGINE(find)(table, type, hash, key) : NULL;
        if (!entry) {
            if (copied) CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_key_in(type, fresh, key, true));
            if (!copied) return (void)cchash_priv_layout_no_memory(table, type), CCHASH_NOMEM;
            return cchash_priv_layout_store_copies(table, type, hash, fresh, true) ? CCHASH_INSERTED : CCHASH_NOMEM;
        }
    } else {
        entry = cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return CCHASH_NOMEM;
        if (!found) return CCHASH_INSERTED;
    }
    void *held = CCHASH_PRIV_ENGINE(value)(table, type, entry);
    bool destroys = type->value_free || (type->key_free && !type->key_copy);
    if (!type->value_copy && destroys) memcpy(fresh + type->value_offset, value, type->value_size);
    if (type->value_free) memcpy(old + type->value_offset, held, type->value_size);
    memcpy(held, type->value_copy ? fresh + type->value_offset : value, type->value_size);
    if (destroys && type->key_free && !type->key_copy) {
        memcpy(fresh + type->key_offset, key, type->key_size);
        CCHASH_PRIV_CALLBACK(table, type->key_free(fresh + type->key_offset));
    }
    if (type->value_free) CCHASH_PRIV_CALLBACK(table, type->value_free(old + type->value_offset));
    return CCHASH_PRESENT;
}

/* Removes a key, and moves key and value to key_out and value_out; destroys those for which the pointer is NULL. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_take(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                                const void *key, void *key_out, void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
#ifdef CCHASH_DEBUG
    if (table->size) CCHASH_PRIV_CALLBACK(table, CCHASH_PRIV_CHECK_HASH(table, type, hash, key));
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key)); /* checks stored keys */
#endif
    if (!CCHASH_PRIV_ENGINE(remove)(table, type, hash, key, key_out ? key_out : spare_key,
                                    value_out ? value_out : spare_value))
        return false;
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes any element in the same way; false: the map is empty. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_pop(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, void *key_out,
                                               void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
    if (!table->size) return false;
    CCHASH_PRIV_ENGINE(remove_any)(table, type, key_out ? key_out : spare_key, value_out ? value_out : spare_value);
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes the current element of an iterator. */
CCHASH_PRIV_INLINE void cchash_priv_layout_remove_at(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     CCHASH_PRIV_ITER *iter, void *scratch) {
    bool destroys = type->key_free || type->value_free;
    cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(table, type, iter);
    if (destroys) memcpy(scratch, erasure.entry, type->entry_size);
    if (destroys && type->split)
        memcpy(cchash_priv_value(type, scratch), CCHASH_PRIV_ENGINE(value)(table, type, erasure.entry),
               type->value_size);
    CCHASH_PRIV_ENGINE(erase_prepared)(table, type, iter, erasure);
    if (destroys)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, cchash_priv_key(type, scratch),
                                                        type->value_size ? cchash_priv_value(type, scratch) : NULL));
}

/* Destroys all elements of a table that does not belong to a map any more. */
CCHASH_PRIV_INLINE void cchash_priv_layout_destroy_all(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if ((!type->key_free && !type->value_free) || !table->size) return;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        cchash_priv_destroy(type, cchash_priv_key(type, entry),
                            type->value_size ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : NULL);
}

/* Frees the map, which is empty before the first destructor runs. */
CCHASH_PRIV_INLINE void cchash_priv_layout_free(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    cchash_priv_layout_destroy_all(&old, type);
    if (!old.buffered) CCHASH_PRIV_ENGINE(free_arrays)(&old, type, table);
}

CCHASH_PRIV_INLINE void cchash_priv_layout_clear(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_TABLE_CHANGED(&old);
    if (type->key_free || type->value_free) {
        cchash_priv_layout_zero_header(table, type->seeded_hash);
        CCHASH_PRIV_CALLBACK(table, cchash_priv_layout_destroy_all(&old, type));
    }
    CCHASH_PRIV_ENGINE(drop_entries)(&old, type, table);
    *table = old;
}

/* Makes sure that `count` elements fit without growing; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_reserve(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   size_t count) {
    if (count <= CCHASH_PRIV_ENGINE(capacity)(table, type)) return true;
    size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, count);
    CCHASH_PRIV_TABLE_CHANGED(table);
    return slots && type->rehash(table, slots);
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_shrink(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (table->buffered) return true;
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->size) {
        size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, table->size);
        if (slots < CCHASH_PRIV_ENGINE(array_slots)(table, type) && !type->rehash(table, slots)) return false;
        CCHASH_PRIV_ENGINE(free_spare)(table, type);
        return true;
    }
    CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    return true;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_in_buffer(const CCHASH_PRIV_TABLE *table) { return table->buffered != 0; }
CCHASH_PRIV_INLINE void *cchash_priv_layout_take_from_buffer(const CCHASH_PRIV_TABLE *table, size_t size,
                                                             size_t align) {
    return cchash_priv_buffer_take(table->buffered, table->seed, size, align);
}

/* Makes an empty map for that many elements in a buffer; false: there is no room for it. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_try_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      cchash_priv_buffer *buffer, size_t count) {
    memset(table, 0, sizeof *table);
    buffer->next = (uintptr_t)(buffer + 1);
    table->seed = (uint64_t)(uintptr_t)buffer;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    table->buffered = CCHASH_PRIV_BUFFER_OPEN;
    return cchash_priv_layout_reserve(table, type, count);
}

/* Makes an empty map, as large as fits, in a buffer of the caller's; false: too small. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_init_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       void *bytes, size_t size) {
    const uintptr_t align = sizeof(uintptr_t), start = ((uintptr_t)bytes + (align - 1)) & ~(align - 1);
    cchash_priv_buffer *buffer = (cchash_priv_buffer *)start;
    size_t fits = 0, more = size;
    memset(table, 0, sizeof *table);
    if (!bytes || type->malloc_nodes || size < start - (uintptr_t)bytes + sizeof *buffer) return false;
    buffer->end = (uintptr_t)bytes + size;
    for (; more; more /= 2) /* a size that fits has room for more elements than it was made for */
        if (cchash_priv_layout_try_buffer(table, type, buffer, fits + more)) {
            const size_t capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
            fits = capacity > fits + more ? capacity : fits + more;
        }
    const bool done = fits && cchash_priv_layout_try_buffer(table, type, buffer, fits);
    if (!done) {
        memset(table, 0, sizeof *table);
        return false;
    }
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
    table->buffered = CCHASH_PRIV_BUFFER_CLOSED;
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

/* Writes the map piece by piece; false: `write` returned false, or the map owns its keys or values. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(save)(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text,
                                                 bool (*write)(void *context, const void *bytes, size_t size),
                                                 void *context) {
    cchash_priv_image image;
    cchash_priv_sink sink;
    const size_t padding = cchash_priv_image_padding(type);
    if (!cchash_priv_image_holds(type)) return false;
    memset(&image, 0, sizeof image);
    image.magic = CCHASH_PRIV_IMAGE_MAGIC;
    image.type = cchash_priv_image_type(type, layout, text);
    image.seed = table->seed;
    image.elements = table->size;
    if (table->size) CCHASH_PRIV_ENGINE(describe)(table, type, &image);
    const uint64_t array = image.bytes;
    image.bytes += padding;
    image.checksum = cchash_priv_image_header_sum(&image);
    sink.write = write;
    sink.context = context;
    sink.checksum = sink.used = 0;
    sink.written = write(context, &image, sizeof image);
    image.bytes = array;
    cchash_priv_sink_add(&sink, NULL, padding);
    if (table->size && sink.written) CCHASH_PRIV_ENGINE(write_array)(table, type, &image, &sink);
    cchash_priv_sink_flush(&sink);
    return sink.written && write(context, &sink.checksum, sizeof sink.checksum);
}

/* Makes a map of an image; false: damaged, of another type, not aligned, or no memory. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(open)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text, const void *bytes, size_t size) {
    cchash_priv_image image;
    const size_t padding = cchash_priv_image_padding(type);
    memset(table, 0, sizeof *table);
    if (!cchash_priv_image_holds(type) || !cchash_priv_image_read(&image, cchash_priv_image_type(type, layout, text),
                                                                  bytes, size, cchash_priv_image_align(type), padding))
        return false;
    table->seed = image.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    if (!image.elements) return true;
    if (CCHASH_PRIV_ENGINE(read_array)(table, type, &image,
                                       (unsigned char *)(uintptr_t)bytes + sizeof image + padding) &&
        table->size == image.elements && CCHASH_PRIV_ENGINE(verify)(table, type))
        return true;
    if (!table->buffered) CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    memset(table, 0, sizeof *table);
    return false;
}

/* Replaces `to` by a copy with the same seed; false: no memory, `to` is unchanged, or the type owns keys or values that
 * it cannot copy. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_clone(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void *scratch) {
    CCHASH_PRIV_TABLE old = *to;
    if (to == from) return true;
    if (to->buffered || (type->key_free && !type->key_copy) || (type->value_free && !type->value_copy)) return false;
    cchash_priv_layout_zero_header(to, false);
    to->seed = from->seed;
    to->seeded = from->seeded;
    bool copied = from->size == 0 || type->rehash(to, CCHASH_PRIV_ENGINE(slots_for)(type, from->size));
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; copied && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *value = type->value_size ? CCHASH_PRIV_ENGINE(value)(from, type, entry) : NULL;
        uint64_t hash = cchash_priv_entry_hash(type, entry, from->seed);
        copied = cchash_priv_copy_in(type, scratch, cchash_priv_key(type, entry), value);
        void *fresh = copied ? CCHASH_PRIV_ENGINE(claim)(to, type, hash) : NULL;
        if (fresh) {
            CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, scratch));
            memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), cchash_priv_value(type, scratch), type->value_size);
        } else if (copied) {
            cchash_priv_destroy(type, cchash_priv_key(type, scratch), value ? cchash_priv_value(type, scratch) : NULL);
            copied = false;
        }
    }
    if (!copied) {
        cchash_priv_layout_free(to, type);
        *to = old;
        return false;
    }
    cchash_priv_layout_destroy_all(&old, type);
    CCHASH_PRIV_ENGINE(free_arrays)(&old, type, to);
    return true;
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* The next element in the order of the grains, and in a grain of the places of its home; NULL: none. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_scan_homes(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       cchash_priv_scan *scan) {
    const unsigned shift = CCHASH_PRIV_ENGINE(home_shift)(table, type);
    const unsigned rest = 64 - cchash_priv_grain_bits(type, CCHASH_PRIV_ENGINE(scan_log)(table, type));
    const size_t homes = cchash_priv_homes(type, shift);
    for (size_t home = cchash_priv_home(type, shift, scan->cursor); home < homes; home++) {
        cchash_priv_home_place place = {SIZE_MAX, NULL, 0}, best = place;
        uint64_t first = 0, hash;
        while (CCHASH_PRIV_ENGINE(home_next)(table, type, home, &place)) {
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, place.entry, table->seed));
            const uint64_t mixed = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash);
            size_t left = place.left;
            /* A grain of a tight table may reach into the next home, whose places come after those of this one. */
            if (type->tight)
                left += CCHASH_PRIV_HOME_PLACES *
                        (cchash_priv_home(type, shift, mixed | ((UINT64_C(1) << rest) - 1)) - home);
            if (cchash_priv_home(type, shift, mixed) != home || mixed >> rest < scan->cursor >> rest) continue;
            if (mixed >> rest == scan->cursor >> rest && left >= scan->left) continue;
            if (best.entry && mixed >> rest >= first >> rest) continue;
            best = place;
            best.left = left;
            first = mixed;
        }
        if (best.entry) {
            scan->cursor = first;
            scan->left = best.left;
            return best.entry;
        }
    }
    return NULL;
}

/* Advances an iterator of at_position to scan.entry; NULL at the end. */
CCHASH_PRIV_INLINE void cchash_priv_layout_scan_next(CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    cchash_priv_scan scan = iter->scan;
    void *entry = NULL;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (scan.phase != CCHASH_PRIV_SCAN_END) {
        const bool by_home = scan.phase == CCHASH_PRIV_SCAN_HOMES;
        entry = by_home ? cchash_priv_layout_scan_homes(table, type, &scan)
                        : CCHASH_PRIV_ENGINE(next_overflowed)(table, type, &scan.cursor);
        if (entry) break;
        scan.cursor = 0;
        scan.left = SIZE_MAX;
        if (scan.phase == CCHASH_PRIV_SCAN_OVERFLOWED)
            scan.phase = CCHASH_PRIV_SCAN_HOMES;
        else
            scan.phase = by_home && scan.grown ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_END;
    }
    CCHASH_PRIV_ENGINE(stand_on)(iter, type, entry, entry ? cchash_priv_entry_hash(type, entry, table->seed) : 0);
    scan.entry = entry;
    iter->scan = scan;
}

/* The number of the element that an iterator would go on to; SIZE_MAX: there is none. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_position(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), rest = 64 - cchash_priv_grain_bits(type, log);
    const cchash_priv_scan *last = &iter->scan;
    CCHASH_PRIV_ITER copy = *iter;
    if (!table->size) return SIZE_MAX;
    if (!last->next) {
        if (!CCHASH_PRIV_ENGINE(next)(&copy, type)) return SIZE_MAX;
        size_t place = CCHASH_PRIV_ENGINE(walk_place)(iter, type);
        if (place != SIZE_MAX && place >> cchash_priv_place_bits(type))
            return 0; /* no room in a number: a scan from the start */
        return place && place != SIZE_MAX ? cchash_priv_place_number(type, place, log, CCHASH_PRIV_SCAN_WALK) : place;
    }
    cchash_priv_layout_scan_next(&copy, type);
    const uint64_t cursor = copy.scan.cursor;
    if (copy.scan.phase == CCHASH_PRIV_SCAN_END) return SIZE_MAX;
    if (copy.scan.phase != CCHASH_PRIV_SCAN_HOMES)
        return cchash_priv_place_number(type, (size_t)cursor - 1, log, copy.scan.phase);
    if (last->phase == CCHASH_PRIV_SCAN_HOMES && last->left != SIZE_MAX && cursor >> rest == last->cursor >> rest)
        return cchash_priv_tie_number(type, cursor, last->left, log, last->grown);
    return cchash_priv_grain_number(type, cursor, log, copy.scan.grown);
}

/* An iterator before the element with that number. `next` is scan_next for this type. */
CCHASH_PRIV_INLINE CCHASH_PRIV_ITER cchash_priv_layout_at_position(const CCHASH_PRIV_TABLE *table,
                                                                   const cchash_priv_type *type, size_t number,
                                                                   void (*next)(void *iter)) {
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), phase = number >> 1 & 3;
    const unsigned then_mask = (1u << cchash_priv_log_bits(type)) - 1;
    const unsigned then = (unsigned)((number & 1 ? number >> 3 : number >> 1) & then_mask);
    const size_t place = number >> cchash_priv_place_shift(type);
    CCHASH_PRIV_ENGINE(stand_on)(&iter, type, NULL, 0);
    iter.scan.next = next;
    iter.scan.cursor = 0;
    iter.scan.left = SIZE_MAX;
    iter.scan.phase = CCHASH_PRIV_SCAN_OVERFLOWED;
    iter.scan.grown = false;
    if (number == SIZE_MAX || !table->size) {
        iter.scan.phase = CCHASH_PRIV_SCAN_END;
    } else if (cchash_priv_is_place(type, number, log, CCHASH_PRIV_ENGINE(place_bits)(table, type))) {
        /* After growth: from the start. */
        if (phase == CCHASH_PRIV_SCAN_WALK && then == log && place)
            return CCHASH_PRIV_ENGINE(walk_from)(table, type, place);
        /* After growth: the overflowed elements from the start. Were they being visited once more, then one that was
         * still to come may be in its home now, which has been passed. */
        if (phase == CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN)
            iter.scan.phase = then == log ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_HOMES;
        iter.scan.grown = iter.scan.phase == CCHASH_PRIV_SCAN_HOMES;
        if (phase != CCHASH_PRIV_SCAN_WALK && then == log) iter.scan.cursor = place;
    } else if (number) {
        const bool tie = (number & 7) == 7 && then >= 3 && then <= log;
        const bool made = tie || cchash_priv_is_grain(type, number, then);
        const unsigned bits = cchash_priv_grain_bits(type, then);
        iter.scan.phase = CCHASH_PRIV_SCAN_HOMES;
        iter.scan.cursor = (uint64_t)number << (64 - CCHASH_PRIV_SIZE_BITS);
        if (tie) iter.scan.cursor = iter.scan.cursor >> (64 - bits) << (64 - bits);
        iter.scan.grown = made && (then < log || (tie && (place & 1)));
        if (tie && then == log)
            iter.scan.left = place >> 1 & (((size_t)1 << (cchash_priv_place_bits(type) - 1 - bits)) - 1);
        if (!made) iter.scan.left = 0; /* the grain of any other number is left to what comes before */
        /* After a second growth: the homes from the start, for the same reason. */
        if (CCHASH_PRIV_ENGINE(overflows) && iter.scan.grown && (tie ? place & 1 && then < log : then + 1 < log))
            iter.scan.cursor = 0;
    }
    return iter;
}

/* The value of an entry that an iterator stands on. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_iter_value(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type,
                                                       const void *entry) {
    return CCHASH_PRIV_ENGINE(value)(iter->table, type, entry);
}

/* ---- Two maps of the same type ----------------------------------------------------------------------------------- */

/* The entry of a key that may lie in another map of the type; NULL: absent. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_find_key(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     const void *key) {
    uint64_t hash;
    if (!table->size) return NULL;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
    return CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
}

/* How many of the keys of `from` are not in `to`. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_count_absent(const CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                          const cchash_priv_type *type) {
    size_t absent = 0;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        absent += !cchash_priv_layout_find_key(to, type, cchash_priv_key(type, entry));
    return absent;
}

/* Moves the elements whose keys `to` lacks; false: no memory, and each element is in exactly one of the two. `adopt`
 * is called for a key in its new place, or NULL.
 *
 * With the same seed, `from` is in the order of the slots of `to`: inserting in this order while `to` grows would fill
 * it from one end, in quadratic time. Then there has to be room for all first. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_merge(CCHASH_PRIV_TABLE *to, CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key)) {
    if (to == from || !from->size) return true;
    cchash_priv_layout_need_seed(to, type);
    if (to->seed == from->seed &&
        !cchash_priv_layout_reserve(to, type, to->size + cchash_priv_layout_count_absent(to, from, type)))
        return cchash_priv_layout_no_memory(to, type) != NULL;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    bool moved = true;
    for (void *entry; moved && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(to, hash = type->seeded_hash ? type->hash(key, to->seed)
                                                          : cchash_priv_entry_hash(type, entry, to->seed));
        if (CCHASH_PRIV_ENGINE(find)(to, type, hash, key)) continue;
        /* Callbacks may jump out, so none is called from where the element is in `to` until it is not in `from`. */
        cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(from, type, &iter);
        void *fresh = CCHASH_PRIV_ENGINE(claim)(to, type, hash);
        moved = fresh != NULL;
        if (!moved) break;
        CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, erasure.entry));
        memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), CCHASH_PRIV_ENGINE(value)(from, type, erasure.entry),
               type->value_size);
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        CCHASH_PRIV_ENGINE(erase_prepared)(from, type, &iter, erasure);
    }
    type->maintain(from);
    return moved || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Adds copies of the keys of `from` that `to` lacks, in a set; false: no memory, or the set owns keys that it cannot
 * copy; `to` has the elements that it had. If
 * a copy or a node can fail when the first ones are in, a list says which to take out again. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_union(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key),
                                                 void *scratch) {
    const bool undoes = type->key_copy || type->malloc_nodes;
    bool complete = true;
    size_t added = 0;
    unsigned char *list = NULL;
    if (type->key_free && !type->key_copy && to != from) return false;
    cchash_priv_layout_need_seed(to, type);
    const size_t absent = to == from ? 0 : cchash_priv_layout_count_absent(to, from, type);
    const size_t bytes = cchash_priv_array_bytes(absent, type->key_size, 0);
    if (!absent) return true;
    if (bytes != SIZE_MAX && undoes) list = (unsigned char *)type->allocate(to, bytes, type->entry_align);
    if (undoes && !list) return cchash_priv_layout_no_memory(to, type) != NULL;
    complete = cchash_priv_layout_reserve(to, type, to->size + absent);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; complete && added < absent && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        bool found;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = cchash_priv_layout_insert_hash(to, type, key);
        void *fresh = cchash_priv_layout_emplace(to, type, hash, key, NULL, scratch, &found);
        complete = fresh != NULL;
        if (!complete || found) continue;
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        if (list) memcpy(list + added * type->key_size, cchash_priv_key(type, fresh), type->key_size);
        added++;
    }
    while (!complete && added--) {
        const unsigned char *key = list + added * type->key_size;
        (void)cchash_priv_layout_take(to, type, type->hash(key, to->seed), key, NULL, NULL, scratch);
    }
    if (list) type->release(to, list, bytes, type->entry_align);
    return complete || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Removes the elements whose keys `other` has, or those whose keys it lacks; returns how many. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_filter(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *other,
                                                    const cchash_priv_type *type, bool remove_shared, void *scratch) {
    const size_t size = table->size;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        bool shared = cchash_priv_layout_find_key(other, type, key) != NULL;
        if (shared == remove_shared) cchash_priv_layout_remove_at(table, type, &iter, scratch);
    }
    if (table->size != size) type->maintain(table);
    return size - table->size;
}

CCHASH_PRIV_INLINE size_t cchash_priv_layout_subtract(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *what,
                                                      const cchash_priv_type *type, void *scratch) {
    const size_t size = table->size;
    if (table == what || what->size >= size) return cchash_priv_layout_filter(table, what, type, true, scratch);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(what, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
        (void)cchash_priv_layout_take(table, type, hash, key, NULL, NULL, scratch);
    }
    return size - table->size;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_is_subset(const CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *of,
                                                     const cchash_priv_type *type) {
    if (table->size > of->size) return false;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        if (!cchash_priv_layout_find_key(of, type, cchash_priv_key(type, entry))) return false;
    return true;
}

CCHASH_PRIV_INLINE cchash_stats cchash_priv_layout_statistics(const CCHASH_PRIV_TABLE *table,
                                                              const cchash_priv_type *type) {
    cchash_stats stats;
    memset(&stats, 0, sizeof stats);
    stats.capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
    stats.bytes = CCHASH_PRIV_ENGINE(memory)(table, type);
    CCHASH_PRIV_ENGINE(stats)(table, type, &stats);
    return stats;
}

/* Looks up `count` keys. For each, writes to `out` a pointer to its key or value in the table, or NULL; returns the
 * number found. The array of the caller has elements of type V * or const K *, which is not known here: memcpy may
 * alias any type, and all object pointers have the same representation on the machines that C99 compilers exist for. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_get_many(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      const void *keys, size_t count, void *out, bool of_values) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    unsigned char *part = (unsigned char *)out;
    uint64_t hashes[ring_size], mixed[ring_size];
    const void *candidates[ring_size]; /* the entry to be compared; NULL: absent; the table: a lookup has to find it */
    size_t found = 0;
    if (CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN) {
        for (size_t number = 0; number < count; number++) {
            unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(
                table, type, type->query_hash(key + number * type->query_size, table->seed),
                key + number * type->query_size);
            void *result = !entry      ? NULL
                           : of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry)
                                       : cchash_priv_key(type, entry);
            found += entry != NULL;
            memcpy(part + number * sizeof result, &result, sizeof result);
        }
        return found;
    }
    for (size_t hashed = 0, looked_up = 0, done = 0; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            const size_t index = hashed % ring_size;
            hashes[index] = type->query_hash(key + hashed * type->query_size, table->seed);
            mixed[index] = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hashes[index]);
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, mixed[index]);
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            const size_t index = looked_up % ring_size;
            bool needs_probe = false;
            candidates[index] = CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, mixed[index], false, &needs_probe);
            if (CCHASH_PRIV_UNLIKELY(needs_probe)) candidates[index] = table;
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            const size_t index = done % ring_size;
            const void *sought = key + done * type->query_size, *entry = candidates[index], *result = NULL;
            if (entry) {
                if (CCHASH_PRIV_UNLIKELY(entry == table || !cchash_priv_is_key(type, entry, hashes[index], sought)))
                    entry = CCHASH_PRIV_ENGINE(find)(table, type, hashes[index], sought);
                if (entry)
                    result = of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : cchash_priv_key(type, entry);
                found += entry != NULL;
            }
            memcpy(part + done * sizeof result, &result, sizeof result);
        }
    }
    return found;
}

/* Puts the pair with that number; without `values`, adds a key to a set. */
CCHASH_PRIV_INLINE int CCHASH_PRIV_ENGINE(put_one)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *keys, const void *values, size_t number,
                                                   void *scratch) {
    const unsigned char *key = (const unsigned char *)keys + number * type->query_size;
    if (!values) return cchash_priv_layout_add(table, type, hash, key, NULL, scratch);
    return cchash_priv_layout_put(table, type, hash, key, (const unsigned char *)values + number * type->value_size,
                                  scratch);
}

/* Puts `count` pairs in order; returns the number of new keys, or -1 - i if memory ran out at pair i. */
CCHASH_PRIV_INLINE ptrdiff_t cchash_priv_layout_put_many(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         const void *keys, const void *values, size_t count,
                                                         void *scratch) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    uint64_t hashes[ring_size];
    size_t done = 0, inserted = 0;
    while (done < count && CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN)
        for (size_t stop = done + block; done < stop && done < count; done++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + done * type->query_size);
            int status = CCHASH_PRIV_ENGINE(put_one)(table, type, hash, keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    for (size_t hashed = done, looked_up = done; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + hashed * type->query_size);
            hashes[hashed % ring_size] = hash;
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash));
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            bool needs_probe;
            const uint64_t hash = hashes[looked_up % ring_size];
            (void)CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash), true,
                                                     &needs_probe);
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            int status =
                CCHASH_PRIV_ENGINE(put_one)(table, type, hashes[done % ring_size], keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    }
    return (ptrdiff_t)inserted;
}

#undef CCHASH_PRIV_ENGINE
#undef CCHASH_PRIV_ENGINE_
#undef CCHASH_PRIV_ENGINE__
#undef CCHASH_PRIV_TABLE
#undef CCHASH_PRIV_ITER
#undef cchash_priv_layout_size
#undef cchash_priv_layout_get_seed
#undef cchash_priv_layout_set_seed
#undef cchash_priv_layout_need_seed
#undef cchash_priv_layout_insert_hash
#undef cchash_priv_layout_zero_header
#undef cchash_priv_layout_in_buffer
#undef cchash_priv_layout_take_from_buffer
#undef cchash_priv_layout_try_buffer
#undef cchash_priv_layout_init_buffer
#undef cchash_priv_layout_no_memory
#undef cchash_priv_layout_emplace
#undef cchash_priv_layout_add
#undef cchash_priv_layout_put
#undef cchash_priv_layout_store_copies
#undef cchash_priv_layout_take
#undef cchash_priv_layout_pop
#undef cchash_priv_layout_remove_at
#undef cchash_priv_layout_destroy_all
#undef cchash_priv_layout_free
#undef cchash_priv_layout_clear
#undef cchash_priv_layout_reserve
#undef cchash_priv_layout_shrink
#undef cchash_priv_layout_clone
#undef cchash_priv_layout_find_key
#undef cchash_priv_layout_count_absent
#undef cchash_priv_layout_merge
#undef cchash_priv_layout_union
#undef cchash_priv_layout_filter
#undef cchash_priv_layout_subtract
#undef cchash_priv_layout_is_subset
#undef cchash_priv_layout_scan_homes
#undef cchash_priv_layout_scan_next
#undef cchash_priv_layout_position
#undef cchash_priv_layout_at_position
#undef cchash_priv_layout_iter_value
#undef cchash_priv_layout_statistics
#undef cchash_priv_layout_get_many
#undef cchash_priv_layout_put_many
#undef CCHASH_PRIV_LAYOUT

/* ---- What the typed facade needs from a layout ---------------------------------------------------------------------
 * A number, by which IMPLEMENT recognises the layout that was declared, and the traits that the layout takes. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_chain = 3 };
#define CCHASH_PRIV_TRAITS_OF_cchash_priv_chain (CCHASH_PRIV_TRAITS_OF_LAYOUTS | CCHASH_PRIV_DIGIT(_MALLOC_NODES))

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_CHAIN_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_CHAIN_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_CHAIN_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_CHAIN_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_CHAIN_DECLARE(name_, K_, V_) CCHASH_CHAIN_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_CHAIN_DECLARE_SET(name_, K_) CCHASH_CHAIN_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_CHAIN_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_)                                                          \
    CCHASH_CHAIN_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_CHAIN_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_)                                                          \
    CCHASH_CHAIN_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_CHAIN_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_DEFINE_MAP(cchash_priv_chain, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_CHAIN_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_DEFINE_SET(cchash_priv_chain, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_CHAIN_DECLARE_EX(name_, K_, V_, traits_)                                                                \
    CCHASH_PRIV_DECLARE_MAP(cchash_priv_chain, name_, K_, V_, traits_)
#define CCHASH_CHAIN_DECLARE_SET_EX(name_, K_, traits_) CCHASH_PRIV_DECLARE_SET(cchash_priv_chain, name_, K_, traits_)
#define CCHASH_CHAIN_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                              \
    CCHASH_PRIV_IMPLEMENT_MAP(cchash_priv_chain, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_CHAIN_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                              \
    CCHASH_PRIV_IMPLEMENT_SET(cchash_priv_chain, name_, K_, hashfn_, eqfn_, traits_)

/* Maps and sets of strings (cchash_str.h); the traits are optional. */
#define CCHASH_CHAIN_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_DECLARE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_IMPLEMENT_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_chain, __VA_ARGS__)
#define CCHASH_CHAIN_IMPLEMENT_STR_SET(...)                                                                            \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_chain, __VA_ARGS__)
/* Older names. */
#define CCHASH_CHAIN_DEFINE_STR_EX CCHASH_CHAIN_DEFINE_STR
#define CCHASH_CHAIN_DEFINE_STR_SET_EX CCHASH_CHAIN_DEFINE_STR_SET
#define CCHASH_CHAIN_DEFINE_STR_ARENA(name_, V_) CCHASH_CHAIN_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))


#endif
/* ==== cchash_compact.h ==== */

/* cchash_compact.h: compact open addressing, the default layout. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_compact.h"
 *     CCHASH_COMPACT_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * The table keeps metadata apart from data: entries are dense, and a separate array has one tag byte for each slot.
 *
 *     one allocation, 64-byte aligned; u64 -> u64 with C home slots (C a power of two, at least 32; tight: below):
 *
 *     entries      | key value | key value | key value | key value |   4 to a cache line        16 * (C + 16) bytes
 *     overflow     ...|32 bits for 32 home slots|   the words in descending order                     C / 8
 *     tags         |t|t|0|t|t|t|0|0|t|t|t|t|0|t|t|0|t|t|t|0|t|...     64 to a cache line             C + 16
 *     counters     |8 counters of 4 bits for 32 home slots|...                                        C / 8
 *     scratch      one bit for each home slot: used by growth and by a recount; holds the summary     C / 8
 *                  of occupied blocks while elements are popped
 *     bookkeeping  three counts that say when a recount or a summary is worth its cost                24
 *
 *     small tables, of size N = 1, 4, 8 or 16 (and 2, with entries of 8 bytes): 2 home slots
 *
 *     overflow     0                                                                                  4
 *     tags         |n|t|t|t|0|0|...   n: no slot (255); with N = 16 a tag                             20 (N = 16: 36)
 *     entries      | key value | key value | ...   slots 1 to N; with N = 16, 0 to 16                 16 * N (16 * 17)
 *
 * A table starts small. N, which is also the load limit, stands in the table's struct. Both home windows cover slots 1
 * to N; with N = 16, all slots but one. With fewer than N elements, each window has an empty slot, so nothing
 * overflows, and growth to the next small size copies the bytes. Overflow and tags lie where slot 0 would be: if an
 * entry is larger than they are, the rest of that place is unused.
 *
 * The mixed hash of a key gives everything else. Its top log2(C) bits are the home slot. Its low byte gives the tag, 1
 * to 254; 0 marks an empty slot. The home window is the 16 slots that start at the home slot, at any offset: one
 * unaligned load compares its 16 tags. The windows of the last homes extend past C, hence the 16 extra slots.
 *
 * Where the home window is full, an insertion first tries to displace one of its elements to a later slot of that
 * element's own home window. Otherwise the new key overflows to its next window: window j starts at home + j * step,
 * modulo C, where step is an odd multiple of 16 taken from the hash.
 *
 * The windows of a key cover C different slots: C / 16 is a power of two and step / 16 is odd, so that j * step, modulo
 * C, is every multiple of 16 below C exactly once while j counts from 0 to C / 16 - 1. The windows therefore start
 * exactly 16 slots apart and do not overlap. With fewer than C elements, one of those slots is empty.
 *
 * A key that overflows a window sets the bit of its hash class there: the low 5 bits of the mixed hash name one of 32
 * classes, and all windows whose homes share a word share its bits. A lookup goes on to the next window only if the bit
 * is set. A counter for each 4 classes says when the last such key has been removed, and then their bits are cleared:
 * no tombstones, and no trace of removed keys. A counter that reaches 15 is stuck, which takes many equal hashes or a
 * table filled far beyond its load limit. Such a table is degraded. After enough removals a recount repairs it in
 * place: it moves elements back to earlier windows and rebuilds the overflow bits and the counters.
 *
 * A map with CCHASH_SPLIT has its values in an array of their own, before the keys and in descending order, so that the
 * address of a value depends on the slot alone; u64 -> u32:
 *
 *     values       | ... | v3 | v2 | v1 | v0 |   16 to a cache line                                   4 * (C + 16)
 *     entries      | key 0 | key 1 | key 2 | ...   8 to a cache line; the rest follows                8 * (C + 16)
 *
 * A small one begins with N = 4. It has slots 0 to N, and overflow and tags before its values.
 *
 * Invariants (name_verify checks them): `size` tags are set; the tag of each element is that of its hash; a lookup of
 * its key finds that element; the windows that it overflowed have its bit; each counter is at least the number of
 * elements that overflowed, and their sum is exact unless a counter is at 15; a counter is 0 if and only if its four
 * bits are; while `erase_free` is set, no overflowed window has an empty slot; size <= C - 1, or N in a small table.
 * After a hash function has jumped out of a recount, all overflow bits are set and the counters mean nothing.
 *
 * Growth is a stream: a slot's home in the doubled array is 2 * home or 2 * home + 1, so reading the old array in order
 * writes the new one in order.
 *
 * A tight table (CCHASH_TIGHT) also has sizes between: C is m * 2^n, where m is 2 or 3, and it grows to 3/2 and 4/3 as
 * many home slots in turn. A home is m times the mixed hash, scaled: homes are still in the order of mixed hashes, so
 * growth is a stream too. The step is 16 * (6 * t + 1), where t comes from the hash: step / 16 is neither even nor a
 * multiple of 3, so it has no factor in common with C / 16, and again j * step, modulo C, is every multiple of 16 below
 * C exactly once.
 *
 * Sources: comparing 16 tags at once, from Abseil's Swiss tables (Kulukundis, Benzaquen 2017); windows that start at
 * any slot and overflow bits instead of tombstones, from boost::unordered_flat_map (López Muñoz 2022) and indivi's
 * flat_umap (Gaspoz 2023), which keep a bit or a byte a group where this keeps counters; displacement, from hopscotch
 * hashing (Herlihy, Shavit, Tzafrir 2008). */
#ifndef CCHASH_COMPACT_H
#define CCHASH_COMPACT_H

/* ==== cchash/tags.h ==== */

/* cchash/tags.h: sixteen tags compared at once, with SSE2, NEON, or words.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_TAGS_H
#define CCHASH_PRIV_TAGS_H



/* A group is 16 tags. A mask has one bit for each of their slots, slot 0 in bit 0, on every machine. */

#if !defined(CCHASH_NO_SIMD) && defined(__ARM_NEON) && defined(__aarch64__) && !defined(__AARCH64EB__)
#include <arm_neon.h>
#define CCHASH_PRIV_NEON 1
#endif

/* The tag of each low byte of a hash, repeated in the four bytes of a word: one load replaces the three instructions
 * that SSE2 needs to broadcast a byte. 0 marks an empty slot, and 255 a place that is no slot, so bytes 0 and 255 share
 * tags with bytes 8 and 247; any others would do. */
#define CCHASH_PRIV_NO_SLOT 255u
#define CCHASH_PRIV_TAG1(tag_) (tag_) * 0x01010101u
#define CCHASH_PRIV_TAG4(tag_)                                                                                         \
    CCHASH_PRIV_TAG1(tag_), CCHASH_PRIV_TAG1(tag_ + 1u), CCHASH_PRIV_TAG1(tag_ + 2u), CCHASH_PRIV_TAG1(tag_ + 3u)
#define CCHASH_PRIV_TAG16(tag_)                                                                                        \
    CCHASH_PRIV_TAG4(tag_), CCHASH_PRIV_TAG4(tag_ + 4u), CCHASH_PRIV_TAG4(tag_ + 8u), CCHASH_PRIV_TAG4(tag_ + 12u)
#define CCHASH_PRIV_TAG64(tag_)                                                                                        \
    CCHASH_PRIV_TAG16(tag_), CCHASH_PRIV_TAG16(tag_ + 16u), CCHASH_PRIV_TAG16(tag_ + 32u), CCHASH_PRIV_TAG16(tag_ + 48u)

static const uint32_t cchash_priv_tag_words[] CCHASH_PRIV_UNUSED = {
    CCHASH_PRIV_TAG1(8u),    CCHASH_PRIV_TAG1(1u),    CCHASH_PRIV_TAG1(2u),    CCHASH_PRIV_TAG1(3u),
    CCHASH_PRIV_TAG4(4u),    CCHASH_PRIV_TAG4(8u),    CCHASH_PRIV_TAG4(12u),   CCHASH_PRIV_TAG16(16u),
    CCHASH_PRIV_TAG16(32u),  CCHASH_PRIV_TAG16(48u),  CCHASH_PRIV_TAG64(64u),  CCHASH_PRIV_TAG64(128u),
    CCHASH_PRIV_TAG16(192u), CCHASH_PRIV_TAG16(208u), CCHASH_PRIV_TAG16(224u), CCHASH_PRIV_TAG4(240u),
    CCHASH_PRIV_TAG4(244u),  CCHASH_PRIV_TAG4(248u),  CCHASH_PRIV_TAG1(252u),  CCHASH_PRIV_TAG1(253u),
    CCHASH_PRIV_TAG1(254u),  CCHASH_PRIV_TAG1(247u)};
CCHASH_PRIV_ASSERT(sizeof cchash_priv_tag_words == 256 * sizeof(uint32_t), there_is_a_tag_for_each_low_byte_of_a_hash);

CCHASH_PRIV_INLINE uint8_t cchash_priv_tag(uint64_t mixed) { return (uint8_t)cchash_priv_tag_words[mixed & 255]; }

#if defined(CCHASH_PRIV_SSE2)

typedef __m128i cchash_priv_group;

CCHASH_PRIV_INLINE cchash_priv_group cchash_priv_group_load(const uint8_t *tags) {
    return _mm_loadu_si128((const __m128i *)(const void *)tags);
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_match(cchash_priv_group group, uint64_t mixed) {
    __m128i wanted = _mm_set1_epi32((int)cchash_priv_tag_words[mixed & 255]);
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(group, wanted));
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_empty(cchash_priv_group group) {
    return (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(group, _mm_setzero_si128()));
}

#elif defined(CCHASH_PRIV_NEON)

typedef uint8x16_t cchash_priv_group;

CCHASH_PRIV_INLINE uint32_t cchash_priv_neon_mask(uint8x16_t equal) {
    static const uint8_t weights[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint8x16_t bits = vandq_u8(equal, vld1q_u8(weights));
    return (uint32_t)vaddv_u8(vget_low_u8(bits)) | (uint32_t)vaddv_u8(vget_high_u8(bits)) << 8;
}
CCHASH_PRIV_INLINE cchash_priv_group cchash_priv_group_load(const uint8_t *tags) { return vld1q_u8(tags); }
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_match(cchash_priv_group group, uint64_t mixed) {
    return cchash_priv_neon_mask(vceqq_u8(group, vdupq_n_u8(cchash_priv_tag(mixed))));
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_empty(cchash_priv_group group) {
    return cchash_priv_neon_mask(vceqzq_u8(group));
}

#else

typedef struct cchash_priv_group {
    uint64_t low, high;
} cchash_priv_group;

/* A mask of the zero bytes of a word. It is exact, unlike the well-known (word - 1) & ~word, which also reports a byte
 * of 1 above a zero byte. The multiplication collects the top bits of all bytes, in order, in the top byte. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_zero_bytes(uint64_t word) {
    const uint64_t sevens = UINT64_C(0x7f7f7f7f7f7f7f7f);
    uint64_t zeros = ~(((word & sevens) + sevens) | word | sevens);
    return (uint32_t)((zeros >> 7) * UINT64_C(0x0102040810204080) >> 56);
}
CCHASH_PRIV_INLINE cchash_priv_group cchash_priv_group_load(const uint8_t *tags) {
    cchash_priv_group group = {cchash_priv_read64(tags), cchash_priv_read64(tags + 8)};
    return group;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_match(cchash_priv_group group, uint64_t mixed) {
    uint64_t wanted = cchash_priv_tag_words[mixed & 255] * UINT64_C(0x100000001);
    return cchash_priv_zero_bytes(group.low ^ wanted) | cchash_priv_zero_bytes(group.high ^ wanted) << 8;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_group_empty(cchash_priv_group group) {
    return cchash_priv_zero_bytes(group.low) | cchash_priv_zero_bytes(group.high) << 8;
}

#endif


#endif


/* ---- The table --------------------------------------------------------------------------------------------------- */

#define CCHASH_PRIV_WINDOW ((size_t)16)
#define CCHASH_PRIV_COMPACT_SMALL ((size_t)16) /* the largest size of a small table */
#define CCHASH_PRIV_SMALL_TAGS ((size_t)32)    /* bytes of tags in the largest small table: two groups */
#define CCHASH_PRIV_TINY_TAGS ((size_t)20)     /* and in the others, where lookups read 17 */
#define CCHASH_PRIV_TINY_ENTRIES ((size_t)16)  /* bytes of entries in the smallest, if entries are so small */

#define CCHASH_PRIV_TEXT_SLOTS ((size_t)4096) /* in a larger table, growth prefetches the text of keys */
#define CCHASH_PRIV_HEAD ((size_t)64)         /* the first slots, which growth in place copies to the stack, */
#define CCHASH_PRIV_HEAD_ENTRY ((size_t)64)   /* if an entry has no more bytes than this */

/* The fields of the words of `overflow` and `counters`. */
#define CCHASH_PRIV_CLASSES 32
#define CCHASH_PRIV_CLASSES_PER_COUNTER 4
#define CCHASH_PRIV_COUNTER_BITS 4
#define CCHASH_PRIV_COUNTER_MAX 15u
#define CCHASH_PRIV_COUNTER_CLASSES UINT32_C(0x01010101) /* the classes of counter 0 */

#define CCHASH_PRIV_MAX_PROBE_BITS 24
#define CCHASH_PRIV_MAX_PROBE_MASK 0xffffffu
#define CCHASH_PRIV_SMALL_LOG_BITS 3
#define CCHASH_PRIV_SMALL_LOG_MASK 7u
#define CCHASH_PRIV_SMALL_LOG_MAX 4u /* of CCHASH_PRIV_COMPACT_SMALL */

/* A larger max_probe means that the table is degraded: random keys at the load limit need 2 or 3, those of a tight
 * table up to 10. */
#define CCHASH_PRIV_MAX_PROBE_NORMAL(type_) ((type_)->tight ? 14u : 6u)

/* An insertion tries to displace only this many elements, as each costs a hash (docs/performance.md). */
#define CCHASH_PRIV_DISPLACE_TRIES 4

/* The load limit, 13/16: a compromise between memory and overflows (docs/performance.md). */
#define CCHASH_PRIV_COMPACT_NUM 13
#define CCHASH_PRIV_COMPACT_DEN 16

/* And that of a tight table, which is for those who want the memory. */
#define CCHASH_PRIV_TIGHT_NUM 7
#define CCHASH_PRIV_TIGHT_DEN 8

typedef struct cchash_priv_compact {
    uint8_t *tags; /* NULL: no array yet */
    unsigned char *entries;
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while there is a summary, so that insertions are slow */
    uint64_t seed;
    /* No element lies in a later window than this. To get to the last that fits in the field, 2^28 keys of one hash
     * would have to be inserted, the last ones by 2^24 probes each. */
    uint32_t max_probe : CCHASH_PRIV_MAX_PROBE_BITS;
    uint32_t slow_removal : 1; /* a removal must clear `erase_free`, or the table is degraded */
    uint32_t degraded : 1;     /* a counter is at 15, or max_probe is large: a recount may be due */
    uint32_t recounting : 1;   /* a hash function jumped out of a recount */
    uint32_t buffered : 2;     /* CCHASH_PRIV_NO_BUFFER, … */
    uint32_t small_log : CCHASH_PRIV_SMALL_LOG_BITS; /* log2 of the size of a small table; 0 in others */
    uint16_t erase_free; /* 0xffff: nothing was removed, so overflowed windows have no empty slot; 0: they may have */
    uint8_t shift;       /* 64 - log2(C); of a tight table, cchash_priv_tight_homes (cchash/type.h) reads it */
    uint8_t seeded;      /* CCHASH_PRIV_UNSEEDED, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_compact;

typedef struct cchash_priv_compact_iter {
    cchash_priv_compact *table;
    size_t group;     /* the first of the 16 slots that `pending` describes */
    size_t slot;      /* of the current element */
    uint32_t pending; /* a mask of the occupied slots of the group that are still to be visited */
    cchash_priv_scan scan;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_compact_iter;

/* This layout adds no field to an entry. */
#define CCHASH_PRIV_FIELDS_cchash_priv_compact
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_compact

/* Three counts at the end of the allocation. */
typedef struct cchash_priv_compact_bookkeeping {
    uint64_t removal_work; /* since the table is degraded: removals, and the windows that the removed keys overflowed */
    uint64_t recount_work; /* windows that elements overflowed at the last recount */
    uint64_t pop_insertions; /* insertions since the last pop */
} cchash_priv_compact_bookkeeping;

/* What the drawing and the comments at the top claim. */
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_group) == CCHASH_PRIV_WINDOW, one_load_covers_the_tags_of_a_window);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_CLASSES == 8 * sizeof(uint32_t), a_word_of_overflow_has_a_bit_for_each_class);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_CLASSES / CCHASH_PRIV_CLASSES_PER_COUNTER * CCHASH_PRIV_COUNTER_BITS ==
                       8 * sizeof(uint32_t),
                   the_counters_of_all_classes_fill_a_word);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_COUNTER_MAX == (1u << CCHASH_PRIV_COUNTER_BITS) - 1, counter_max_fills_its_bits);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_COUNTER_CLASSES * 0xff == UINT32_MAX, each_class_belongs_to_exactly_one_counter);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_WINDOW & (CCHASH_PRIV_WINDOW - 1)) == 0 && CCHASH_PRIV_WINDOW % 8 == 0,
                   tags_end_at_a_multiple_of_8_so_that_overflow_is_aligned);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_COMPACT_SMALL & (CCHASH_PRIV_COMPACT_SMALL - 1)) == 0 &&
                       CCHASH_PRIV_COMPACT_SMALL >> CCHASH_PRIV_SMALL_LOG_MAX == 1 &&
                       CCHASH_PRIV_SMALL_LOG_MAX <= CCHASH_PRIV_SMALL_LOG_MASK,
                   sizes_are_powers_of_two_and_small_log_has_room_for_them);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_COMPACT_SMALL <= CCHASH_PRIV_WINDOW, a_window_covers_all_slots_of_a_small_table_but_one);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_SMALL_TAGS >= CCHASH_PRIV_COMPACT_SMALL + 1 &&
                       CCHASH_PRIV_SMALL_TAGS % CCHASH_PRIV_WINDOW == 0 &&
                       CCHASH_PRIV_TINY_TAGS >= CCHASH_PRIV_WINDOW + 1,
                   the_tags_of_a_small_table_can_be_read_in_groups);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_MAX_PROBE_MASK == (UINT32_C(1) << CCHASH_PRIV_MAX_PROBE_BITS) - 1 &&
                       CCHASH_PRIV_SMALL_LOG_MASK == (1u << CCHASH_PRIV_SMALL_LOG_BITS) - 1 &&
                       CCHASH_PRIV_MAX_PROBE_BITS + CCHASH_PRIV_SMALL_LOG_BITS + 5 == 32,
                   max_probe_and_five_other_fields_share_a_word);
CCHASH_PRIV_ASSERT((1u << CCHASH_PRIV_WINDOW) - 1 == 0xffff, erase_free_is_a_mask_of_a_window);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_DISPLACE_TRIES <= CCHASH_PRIV_WINDOW, displacement_stays_in_its_window);
CCHASH_PRIV_ASSERT(3 * CCHASH_PRIV_WINDOW - 1 <= 64, growth_keeps_the_new_slots_of_an_old_one_in_a_word);
CCHASH_PRIV_ASSERT(sizeof(cchash_priv_compact_bookkeeping) == 24, bookkeeping_takes_24_bytes);

/* ==== cchash/compact_arrays.h ==== */

/* cchash/compact_arrays.h: the arrays of a compact table: their sizes, where each lies in the allocation, and how they
 * are made. A part of cchash_compact.h, which draws the bytes. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_ARRAYS_H
#define CCHASH_PRIV_COMPACT_ARRAYS_H

/* ---- Sizes ------------------------------------------------------------------------------------------------------- */

/* The home slots of a table that has an array, and of any table. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_homes(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return type->tight ? cchash_priv_tight_homes(table->shift) : (size_t)1 << (64 - table->shift);
}
CCHASH_PRIV_INLINE size_t cchash_priv_compact_home_slots(const cchash_priv_compact *table,
                                                         const cchash_priv_type *type) {
    return table->tags ? cchash_priv_compact_homes(table, type) : 0;
}

CCHASH_PRIV_INLINE bool cchash_priv_compact_is_small(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return cchash_priv_compact_home_slots(table, type) == 2;
}

/* The first size. Growth from 1 goes to 4, and what malloc gives for 1 or 2 small entries is enough for 2 or 4. A split
 * map, which cannot grow by cchash_priv_compact_grow_small, begins with 4. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_first_size(const cchash_priv_type *type) {
    if (type->split || 4 * type->entry_size <= CCHASH_PRIV_TINY_ENTRIES) return 4;
    return 2 * type->entry_size <= CCHASH_PRIV_TINY_ENTRIES ? 2 : 1;
}

/* Is that the number of home slots of a large table, or the size of a small one? */
CCHASH_PRIV_INLINE bool cchash_priv_compact_is_size(const cchash_priv_type *type, size_t size) {
    const size_t power = type->tight && size % 3 == 0 && size > CCHASH_PRIV_COMPACT_SMALL ? size / 3 : size;
    return size >= cchash_priv_compact_first_size(type) && !(power & (power - 1));
}

/* The next larger size. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_larger(const cchash_priv_type *type, size_t size) {
    if (size == 1) return 4; /* a step less (docs/performance.md) */
    if (!type->tight || size <= CCHASH_PRIV_COMPACT_SMALL) return 2 * size;
    return size & (size - 1) ? size / 3 * 4 : size / 2 * 3;
}

/* The size of a table: its home slots, or 1, 2, 4, 8 or 16 for a small one; 0: no array yet. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_array_slots(const cchash_priv_compact *table,
                                                          const cchash_priv_type *type) {
    if (!cchash_priv_compact_is_small(table, type)) return cchash_priv_compact_home_slots(table, type);
    return (size_t)1 << table->small_log;
}

/* The most elements that a table takes, if there is no memory for a larger one. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_most(size_t homes) {
    return homes <= CCHASH_PRIV_COMPACT_SMALL ? homes : homes - 1;
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_limit(const cchash_priv_type *type, size_t homes) {
    const size_t most = cchash_priv_compact_most(homes);
    size_t limit = most;
    if (type->load_den)
        limit = cchash_priv_limit(homes, type->load_num, type->load_den);
    else if (homes > CCHASH_PRIV_COMPACT_SMALL)
        limit = type->tight ? cchash_priv_limit(homes, CCHASH_PRIV_TIGHT_NUM, CCHASH_PRIV_TIGHT_DEN)
                            : cchash_priv_limit(homes, CCHASH_PRIV_COMPACT_NUM, CCHASH_PRIV_COMPACT_DEN);
    return limit < most ? limit : most;
}

/* A pop makes a summary of the occupied blocks; a limit of 0 means that there is one. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_has_summary(const cchash_priv_compact *table) {
    return table->tags && !table->limit;
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_capacity(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return cchash_priv_compact_has_summary(table)
               ? cchash_priv_compact_limit(type, cchash_priv_compact_array_slots(table, type))
               : table->limit;
}

/* The number of blocks of 64 slots, the unit of the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_blocks(size_t homes) { return (homes + CCHASH_PRIV_WINDOW + 63) / 64; }

/* The bytes of each of the arrays overflow, counters and scratch: a bit for each home slot, to a multiple of 8. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bit_bytes(size_t homes) { return (homes + 63) / 64 * 8; }

/* How many slots have room for an entry. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_entries_of(size_t homes) {
    return homes <= CCHASH_PRIV_COMPACT_SMALL ? homes + 1 : homes + CCHASH_PRIV_WINDOW;
}

/* Do the tags of a table of that size lie where slot 0 would be? Then the tag of slot 0 is CCHASH_PRIV_NO_SLOT, and no
 * element gets there. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_starts_at_1(const cchash_priv_type *type, size_t size) {
    return size < CCHASH_PRIV_COMPACT_SMALL && !type->split;
}

/* What a small table has before the entries: a word of overflow bits, all 0, and the tags. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_small_metadata(size_t size) {
    return sizeof(uint32_t) + (size < CCHASH_PRIV_COMPACT_SMALL ? CCHASH_PRIV_TINY_TAGS : CCHASH_PRIV_SMALL_TAGS);
}

/* The bytes behind the entries. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_metadata(size_t homes) {
    if (homes <= CCHASH_PRIV_COMPACT_SMALL) return 0;
    return homes + CCHASH_PRIV_WINDOW + 3 * cchash_priv_compact_bit_bytes(homes) +
           sizeof(cchash_priv_compact_bookkeeping);
}

/* Entries begin with a cache line, but those of a small table where malloc puts them. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_align(const cchash_priv_type *type, size_t size) {
    const size_t align = size <= CCHASH_PRIV_COMPACT_SMALL ? 8 : 64;
    return type->entry_align > align ? type->entry_align : align;
}

/* The bytes before slot 0, where a small table has its tags, and a split map its values; SIZE_MAX if there are too
 * many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_before(const cchash_priv_type *type, size_t homes) {
    const size_t align = type->split ? cchash_priv_compact_align(type, homes) : type->entry_align;
    size_t bytes = 0;
    if (homes <= CCHASH_PRIV_COMPACT_SMALL) bytes = cchash_priv_compact_small_metadata(homes);
    if (cchash_priv_compact_starts_at_1(type, homes)) bytes = bytes > type->entry_size ? bytes - type->entry_size : 0;
    if (type->split) bytes = cchash_priv_array_bytes(cchash_priv_compact_entries_of(homes), type->value_size, bytes);
    bytes = bytes == SIZE_MAX ? bytes : cchash_priv_array_bytes(1, bytes, align - 1);
    return bytes == SIZE_MAX ? bytes : bytes & ~(align - 1);
}

/* The size of the allocation for a table of that size, with so many bytes before slot 0; SIZE_MAX if it is too large.
 */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bytes_with(size_t homes, size_t entry_size, size_t before) {
    const size_t slots = cchash_priv_compact_entries_of(homes),
                 padding = homes <= CCHASH_PRIV_COMPACT_SMALL ? 0 : (0 - slots * entry_size) & 7;
    if (before == SIZE_MAX) return SIZE_MAX;
    return cchash_priv_array_bytes(slots, entry_size, before + padding + cchash_priv_compact_metadata(homes));
}
CCHASH_PRIV_INLINE size_t cchash_priv_compact_bytes(const cchash_priv_type *type, size_t homes) {
    return cchash_priv_compact_bytes_with(homes, type->entry_size, cchash_priv_compact_before(type, homes));
}

/* The overflow bits of 32 home slots. The words lie before the tags, in descending order: so a lookup finds one without
 * the number of slots. */
CCHASH_PRIV_INLINE uint32_t *cchash_priv_compact_overflow_word(const uint8_t *tags, size_t word) {
    return (uint32_t *)(uintptr_t)(const void *)tags + ~(ptrdiff_t)word; /* ~word is -word - 1 */
}
/* The counters of home slots 0 to 31; those of the next 32 follow. */
CCHASH_PRIV_INLINE uint32_t *cchash_priv_compact_counters(const cchash_priv_compact *table, size_t homes) {
    return (uint32_t *)(void *)(table->tags + homes + CCHASH_PRIV_WINDOW);
}
CCHASH_PRIV_INLINE uint64_t *cchash_priv_compact_scratch_bits(const cchash_priv_compact *table, size_t homes) {
    return (uint64_t *)(void *)(table->tags + homes + CCHASH_PRIV_WINDOW + cchash_priv_compact_bit_bytes(homes));
}

CCHASH_PRIV_INLINE cchash_priv_compact_bookkeeping *cchash_priv_compact_counts(const cchash_priv_compact *table,
                                                                               size_t homes) {
    return (cchash_priv_compact_bookkeeping *)(void *)(table->tags + homes + CCHASH_PRIV_WINDOW +
                                                       2 * cchash_priv_compact_bit_bytes(homes));
}

CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_mix(const cchash_priv_type *type, uint64_t hash, uint64_t seed) {
    return cchash_priv_finalize_hash(hash, seed, type->good_hash);
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_mix_hash(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         uint64_t hash) {
    return type->premixed ? hash : cchash_priv_compact_mix(type, hash, table->seed);
}

CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, size_t slot) {
    return table->entries + slot * type->entry_size;
}
CCHASH_PRIV_INLINE size_t cchash_priv_compact_slot_of(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                      const void *entry) {
    return (size_t)((const unsigned char *)entry - table->entries) / type->entry_size;
}

/* The value in a slot. Those of a split map lie before the entries, in descending order: so the address does not depend
 * on the number of slots. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_value_in(const cchash_priv_compact *table,
                                                               const cchash_priv_type *type, size_t slot) {
    if (type->split) return table->entries - (slot + 1) * type->value_size;
    return cchash_priv_compact_entry(table, type, slot) + type->value_offset;
}
CCHASH_PRIV_INLINE void *cchash_priv_compact_value(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                   const void *entry) {
    if (!type->split) return cchash_priv_value(type, entry);
    return cchash_priv_compact_value_in(table, type, cchash_priv_compact_slot_of(table, type, entry));
}

/* Called where an entry is copied to another slot: copies the value of a split map. */
CCHASH_PRIV_INLINE void cchash_priv_compact_copy_value(const cchash_priv_compact *to, size_t to_slot,
                                                       const cchash_priv_compact *from, size_t from_slot,
                                                       const cchash_priv_type *type) {
    if (type->split)
        memmove(cchash_priv_compact_value_in(to, type, to_slot), cchash_priv_compact_value_in(from, type, from_slot),
                type->value_size);
}

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* Sets all but `size` and the seed for a new array of that size. */
CCHASH_PRIV_INLINE void cchash_priv_compact_point_to(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     unsigned char *block, size_t size) {
    table->entries = block + cchash_priv_compact_before(type, size);
    table->limit = cchash_priv_compact_limit(type, size);
    table->max_probe = 0;
    table->slow_removal = table->degraded = table->recounting = 0;
    table->erase_free = 0xffff;
    if (size <= CCHASH_PRIV_COMPACT_SMALL) {
        table->tags = block + sizeof(uint32_t);
        table->small_log = cchash_priv_ctz32((uint32_t)size) & CCHASH_PRIV_SMALL_LOG_MASK;
        table->shift = type->tight ? cchash_priv_tight_shift(2) : 63;
    } else {
        table->tags = block + (cchash_priv_compact_bytes(type, size) - cchash_priv_compact_metadata(size)) +
                      cchash_priv_compact_bit_bytes(size);
        table->small_log = 0;
        table->shift = type->tight ? cchash_priv_tight_shift(size) : (uint8_t)(64 - cchash_priv_ctz(size));
    }
}

/* Writes what a new small table has before the entries. */
CCHASH_PRIV_INLINE void cchash_priv_compact_clear_small(unsigned char *block, const cchash_priv_type *type,
                                                        size_t size) {
    const size_t tiny = cchash_priv_compact_small_metadata(1);
    memset(block, 0, tiny);
    if (size == CCHASH_PRIV_COMPACT_SMALL) memset(block + tiny, 0, cchash_priv_compact_small_metadata(size) - tiny);
    if (cchash_priv_compact_starts_at_1(type, size)) block[sizeof(uint32_t)] = CCHASH_PRIV_NO_SLOT;
}

/* Allocates an empty array of that size; NULL: no memory. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_compact_new_array(const cchash_priv_type *type, size_t homes,
                                                                const void *map) {
    const size_t bytes = cchash_priv_compact_bytes(type, homes), metadata = cchash_priv_compact_metadata(homes);
    unsigned char *block = NULL;
    if (bytes != SIZE_MAX) block = (unsigned char *)type->allocate(map, bytes, cchash_priv_compact_align(type, homes));
    if (block && homes <= CCHASH_PRIV_COMPACT_SMALL)
        cchash_priv_compact_clear_small(block, type, homes);
    else if (block)
        memset(block + (bytes - metadata), 0, metadata);
    return block;
}

/* The same, and points `table` to it; false: no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_allocate(cchash_priv_compact *table, const cchash_priv_type *type,
                                                     size_t homes, const void *map) {
    unsigned char *block = cchash_priv_compact_new_array(type, homes, map);
    if (block) cchash_priv_compact_point_to(table, type, block, homes);
    return block != NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_free_arrays(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        const void *map) {
    if (!table->tags) return;
    const size_t size = cchash_priv_compact_array_slots(table, type);
    type->release(map, table->entries - cchash_priv_compact_before(type, size), cchash_priv_compact_bytes(type, size),
                  cchash_priv_compact_align(type, size));
}

CCHASH_PRIV_INLINE size_t cchash_priv_compact_memory(const cchash_priv_compact *table, const cchash_priv_type *type) {
    return table->tags ? cchash_priv_compact_bytes(type, cchash_priv_compact_array_slots(table, type)) : 0;
}

/* The number of home slots for that many elements; 0 if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t homes = cchash_priv_compact_first_size(type);
    while (cchash_priv_compact_limit(type, homes) < elements) {
        homes = cchash_priv_compact_larger(type, homes);
        if (cchash_priv_compact_bytes(type, homes) == SIZE_MAX) return 0;
    }
    return homes;
}

#endif

/* ==== cchash/compact_windows.h ==== */

/* cchash/compact_windows.h: the windows of a key in the compact layout, and the bits and counters that say which of
 * them it overflowed. A part of cchash_compact.h. SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_WINDOWS_H
#define CCHASH_PRIV_COMPACT_WINDOWS_H

/* The home slot of a key. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_home(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t mixed) {
    return type->tight ? cchash_priv_tight_home(table->shift, mixed) : (size_t)(mixed >> table->shift);
}

/* 64 - log2(C), rounded up. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_log_shift(const cchash_priv_compact *table,
                                                          const cchash_priv_type *type) {
    return type->tight ? (table->shift & CCHASH_PRIV_SHIFT_MASK) + 1u : table->shift;
}

/* The first slot of window `number` of a key. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_window(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     uint64_t mixed, size_t number) {
    if (!type->tight) {
        size_t step = (size_t)(mixed >> 8 & 255) * (2 * CCHASH_PRIV_WINDOW) + CCHASH_PRIV_WINDOW;
        return ((size_t)(mixed >> table->shift) + number * step) & (size_t)(UINT64_MAX >> table->shift);
    }
    const size_t home = cchash_priv_tight_home(table->shift, mixed), homes = cchash_priv_tight_homes(table->shift);
    if (!number) return home; /* spares a division */
    const uint64_t step = (mixed >> 8 & 255) * (6 * CCHASH_PRIV_WINDOW) + CCHASH_PRIV_WINDOW,
                   slot = home + number * step;
    return (size_t)(homes & (homes - 1) ? slot % homes : slot & (homes - 1));
}

/* Tells whether a key of this hash's class overflowed a window whose home shares a word with this one. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_overflowed(const uint8_t *tags, size_t home, uint64_t mixed) {
    return *cchash_priv_compact_overflow_word(tags, home / CCHASH_PRIV_CLASSES) >> (mixed & 31) & 1;
}

/* The number of overflows of this class and the three that share its counter; CCHASH_PRIV_COUNTER_MAX or more read as
 * CCHASH_PRIV_COUNTER_MAX. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_overflow_count(uint32_t counters, uint64_t mixed) {
    return (unsigned)(counters >> (mixed << 2 & 31)) & CCHASH_PRIV_COUNTER_MAX;
}

/* Records that a key overflowed the window at `home`. After an interrupted recount all bits are set already, and the
 * counters will be rebuilt. */
CCHASH_PRIV_INLINE void cchash_priv_compact_overflow_add(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t home, uint64_t mixed) {
    if (table->recounting) return;
    uint32_t *overflow = cchash_priv_compact_overflow_word(table->tags, home / CCHASH_PRIV_CLASSES),
             *counters = cchash_priv_compact_counters(table, cchash_priv_compact_homes(table, type)) +
                         (home / CCHASH_PRIV_CLASSES);
    unsigned count = cchash_priv_compact_overflow_count(*counters, mixed);
    uint32_t one = UINT32_C(1) << (mixed << 2 & 31);
    *overflow |= UINT32_C(1) << (mixed & 31);
    if (count == CCHASH_PRIV_COUNTER_MAX) return;
    *counters += one;
    if (count + 1 == CCHASH_PRIV_COUNTER_MAX) table->degraded = table->slow_removal = 1;
}

/* Records that such a key was removed. A counter at its maximum stays, as it no longer knows the number; a counter of 0
 * means that the hash function returned different values for one key. */
CCHASH_PRIV_INLINE void cchash_priv_compact_overflow_sub(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t home, uint64_t mixed) {
    if (table->recounting) return;
    uint32_t *overflow = cchash_priv_compact_overflow_word(table->tags, home / CCHASH_PRIV_CLASSES),
             *counters = cchash_priv_compact_counters(table, cchash_priv_compact_homes(table, type)) +
                         (home / CCHASH_PRIV_CLASSES);
    unsigned count = cchash_priv_compact_overflow_count(*counters, mixed);
    uint32_t one = UINT32_C(1) << (mixed << 2 & 31);
    if (count == CCHASH_PRIV_COUNTER_MAX || count == 0) return;
    *counters -= one;
    if (count == 1) *overflow &= ~(CCHASH_PRIV_COUNTER_CLASSES << (mixed & 7));
}

#endif

/* ==== cchash/compact_find.h ==== */

/* cchash/compact_find.h: lookups in compact open addressing. A part of cchash_compact.h, which draws the bytes.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_FIND_H
#define CCHASH_PRIV_COMPACT_FIND_H

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* In tables of more than 2^this home slots, the overflow bits do not fit in the second-level cache. */
#ifndef CCHASH_PRIV_COMPACT_BIG
#define CCHASH_PRIV_COMPACT_BIG 20
#endif

/* Tells whether a key may lie beyond its home window. Until something is removed, an empty slot in the window says no,
 * which saves a big table a cache miss; in a small one the overflow bits mispredict less (docs/performance.md). */
CCHASH_PRIV_INLINE bool cchash_priv_compact_may_overflow(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         cchash_priv_group group, size_t home, uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_compact_log_shift(table, type) < 64 - CCHASH_PRIV_COMPACT_BIG) &&
        CCHASH_PRIV_LIKELY(cchash_priv_group_empty(group) & table->erase_free))
        return false;
    return CCHASH_PRIV_UNLIKELY(cchash_priv_compact_overflowed(table->tags, home, mixed));
}

/* Debug builds: stops if the key of the element in a slot has changed since it was stored. */
CCHASH_PRIV_INLINE void cchash_priv_compact_check_stored(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t slot) {
#ifdef CCHASH_DEBUG
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(
        table, hash = type->hash(cchash_priv_key(type, cchash_priv_compact_entry(table, type, slot)), table->seed));
    CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
#else
    (void)table, (void)type, (void)slot;
#endif
}

/* Starts loading the first entries of a window: their line, and the next one unless they begin one; and the first value
 * of a split map. */
CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch_window(const cchash_priv_type *type, const unsigned char *entries,
                                                            const unsigned char *values) {
    CCHASH_PRIV_PREFETCH(entries);
    CCHASH_PRIV_PREFETCH(entries + (type->split && type->entry_size < 16 ? 3 * type->entry_size : 48));
    if (type->split) CCHASH_PRIV_PREFETCH(values);
    (void)type, (void)values;
}

/* Searches the windows of a key from window `number` on; returns its entry, or NULL. `hash` is used only if entries
 * cache their hashes. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_from_window(const cchash_priv_compact *table,
                                                              const cchash_priv_type *type, uint64_t mixed,
                                                              uint64_t hash, const void *key, size_t number) {
    for (const size_t last = table->max_probe; number <= last; number++) {
        size_t first = cchash_priv_compact_window(table, type, mixed, number);
        uint32_t mask = cchash_priv_group_match(cchash_priv_group_load(table->tags + first), mixed);
        for (; mask; mask &= mask - 1) {
            void *entry = cchash_priv_compact_entry(table, type, first + cchash_priv_ctz32(mask));
            cchash_priv_compact_check_stored(table, type, first + cchash_priv_ctz32(mask));
            if (cchash_priv_is_key(type, entry, hash, key)) return entry;
        }
        if (!cchash_priv_compact_overflowed(table->tags, first, mixed)) break;
    }
    return NULL;
}

/* The part of a lookup beyond the home window, compiled out of line. It takes the hash if entries cache theirs, and
 * the mixed hash otherwise, because a second argument slows down hits (docs/performance.md). */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_slow(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                       uint64_t hash_or_mixed, const void *key) {
    const uint64_t mixed = type->cached_hash ? cchash_priv_compact_mix_hash(table, type, hash_or_mixed) : hash_or_mixed;
    return cchash_priv_compact_find_from_window(table, type, mixed, hash_or_mixed, key, 1);
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_call_find_slow(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed, uint64_t hash,
                                                            const void *key) {
    return type->find_slow(table, type->cached_hash ? hash : mixed, key);
}

/* Returns the entry of a key, or with `value`, in a split map, its value; NULL: absent. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_find_part(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                       uint64_t hash, const void *key, bool value) {
    const uint8_t *tags = table->tags;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return NULL;
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = cchash_priv_compact_home(table, type, mixed);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    if (!mask) {
        /* Asked here and below: then compilers give hits and misses a path of their own, with fewer jumps. */
        if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, type, group, home, mixed))) return NULL;
    } else {
        unsigned char *base = cchash_priv_compact_entry(table, type, home);
        unsigned char *values = cchash_priv_compact_value_in(table, type, home);
        /* The address depends on the hash alone, so the cache misses of tags and entry overlap; lookups of absent keys
         * seldom get here. */
        cchash_priv_compact_prefetch_window(type, base, values);
        do {
            unsigned char *entry = base + cchash_priv_ctz32(mask) * type->entry_size;
            cchash_priv_compact_check_stored(table, type, home + cchash_priv_ctz32(mask));
            if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key)))
                return value ? values - cchash_priv_ctz32(mask) * type->value_size : entry;
            mask &= mask - 1;
        } while (mask);
    }
    if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, type, group, home, mixed))) return NULL;
    if (!value) return cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
    /* Kept in memory here, so that no register has to be saved on the short way. */
    const cchash_priv_compact *const volatile kept = table;
    void *entry = cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
    return entry ? cchash_priv_compact_value(kept, type, entry) : NULL;
}

CCHASH_PRIV_INLINE void *cchash_priv_compact_find(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                  uint64_t hash, const void *key) {
    return cchash_priv_compact_find_part(table, type, hash, key, false);
}

/* The value of a key; NULL: absent. In a split map the slot leads to it, which is shorter than by the entry. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_get(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                 uint64_t hash, const void *key) {
    void *found = cchash_priv_compact_find_part(table, type, hash, key, type->split);
    return found && !type->split ? cchash_priv_value(type, found) : found;
}

/* Batches prefetch in two steps before they search. This one prefetches the tags of the home window. */
CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch_probe(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type, uint64_t mixed) {
    if (CCHASH_PRIV_LIKELY(table->tags))
        CCHASH_PRIV_PREFETCH_L2(table->tags + cchash_priv_compact_home(table, type, mixed));
}

/* This one reads the tags and prefetches the entry that a lookup compares (returned; NULL: no tag matches) or that an
 * insertion writes. Sets *needs_probe if a lookup must go on beyond the home window. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_prefetch_entry(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed,
                                                            bool insertion, bool *needs_probe) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return NULL;
    size_t home = cchash_priv_compact_home(table, type, mixed);
    cchash_priv_group group = cchash_priv_group_load(table->tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    void *entry = NULL;
    if (mask)
        entry = cchash_priv_compact_entry(table, type, home + cchash_priv_ctz32(mask));
    else if (insertion)
        entry =
            cchash_priv_compact_entry(table, type, home + cchash_priv_ctz(cchash_priv_group_empty(group) | 1u << 16));
    else
        *needs_probe = cchash_priv_compact_may_overflow(table, type, group, home, mixed);
    if (entry) CCHASH_PRIV_PREFETCH_L2(entry);
    if (entry && type->split) CCHASH_PRIV_PREFETCH_L2(cchash_priv_compact_value(table, type, entry));
    return entry;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_prefetch(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     uint64_t hash) {
    if (CCHASH_PRIV_UNLIKELY(!table->tags)) return;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    const size_t home = cchash_priv_compact_home(table, type, mixed);
    unsigned char *base = cchash_priv_compact_entry(table, type, home);
    cchash_priv_compact_prefetch_probe(table, type, mixed);
    cchash_priv_compact_prefetch_window(type, base, cchash_priv_compact_value_in(table, type, home));
}

#endif

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void *cchash_priv_compact_occupy_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         size_t slot, uint64_t hash, uint8_t tag) {
    unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
    table->tags[slot] = tag;
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    return entry;
}

/* Enters an occupied slot in the summary. After as many insertions as there are blocks, without a pop, the summary is
 * given up: the limit is set again. */
CCHASH_PRIV_INLINE void cchash_priv_compact_enter(cchash_priv_compact *table, size_t homes, size_t limit, size_t slot) {
    const size_t blocks = cchash_priv_compact_blocks(homes);
    CCHASH_PRIV_CHECK(cchash_priv_compact_has_summary(table), "internal error: this table has no summary");
    cchash_priv_summary_add(cchash_priv_compact_scratch_bits(table, homes), blocks, slot / 64);
    if (++cchash_priv_compact_counts(table, homes)->pop_insertions > blocks) table->limit = limit;
}
CCHASH_PRIV_COLD void cchash_priv_compact_note_insertion(cchash_priv_compact *table, size_t limit, size_t slot) {
    cchash_priv_compact_enter(table, table->tags ? (size_t)1 << (64 - table->shift) : 0, limit, slot);
}
CCHASH_PRIV_COLD void cchash_priv_compact_note_tight(cchash_priv_compact *table, size_t limit, size_t slot) {
    cchash_priv_compact_enter(table, cchash_priv_tight_homes(table->shift), limit, slot);
}
CCHASH_PRIV_INLINE void cchash_priv_compact_note(cchash_priv_compact *table, const cchash_priv_type *type,
                                                 size_t slot) {
    if (type->tight)
        cchash_priv_compact_note_tight(table, cchash_priv_compact_capacity(table, type), slot);
    else
        cchash_priv_compact_note_insertion(table, cchash_priv_compact_capacity(table, type), slot);
}

/* Displaces an element of a full window to the first empty slot after the window, provided that the slot is in the
 * element's own home window. Returns the slot that the element leaves, or SIZE_MAX; the caller overwrites its tag.
 * Tries only the elements in the last slots, as their home windows tend to extend furthest. This is hopscotch hashing
 * with a single hop (docs/performance.md). Compiled out of line. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_displace(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t first) {
    size_t end = first + CCHASH_PRIV_WINDOW;
    if (end > cchash_priv_compact_homes(table, type)) return SIZE_MAX; /* the array ends less than 16 slots later */
    CCHASH_PRIV_CHECK(!cchash_priv_group_empty(cchash_priv_group_load(table->tags + first)),
                      "internal error: an element is displaced from a window that has an empty slot");
    uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + end));
    if (!empty) return SIZE_MAX;
    size_t to = end + cchash_priv_ctz32(empty);
    for (size_t slot = end; slot-- > end - CCHASH_PRIV_DISPLACE_TRIES;) {
        const unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
        CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
        size_t home = cchash_priv_compact_window(table, type, cchash_priv_compact_mix_hash(table, type, hash), 0);
        if (slot - home >= CCHASH_PRIV_WINDOW || to - home >= CCHASH_PRIV_WINDOW) continue;
        table->tags[to] = table->tags[slot];
        memcpy(cchash_priv_compact_entry(table, type, to), entry, type->entry_size);
        cchash_priv_compact_copy_value(table, to, table, slot, type);
        if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_compact_note(table, type, to);
        return slot;
    }
    return SIZE_MAX;
}

CCHASH_PRIV_INLINE void cchash_priv_compact_set_max_probe(cchash_priv_compact *table, const cchash_priv_type *type,
                                                          size_t number) {
    table->max_probe = (uint32_t)number & CCHASH_PRIV_MAX_PROBE_MASK;
    if (number > CCHASH_PRIV_MAX_PROBE_NORMAL(type)) table->degraded = 1;
    if (table->erase_free || table->degraded) table->slow_removal = 1;
}

/* Finds an empty slot in the first window of a hash that has one, or in its home window by displacing an element. Adds
 * the overflow of each full window on the way. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_find_empty_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                              uint64_t mixed) {
    CCHASH_PRIV_CHECK(table->size <= cchash_priv_compact_most(cchash_priv_compact_array_slots(table, type)),
                      "internal error: a full table is searched for an empty slot");
    for (size_t number = 0;; number++) {
        size_t first = cchash_priv_compact_window(table, type, mixed, number);
        uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
        if (CCHASH_PRIV_LIKELY(empty)) {
            if (CCHASH_PRIV_UNLIKELY(number > table->max_probe)) cchash_priv_compact_set_max_probe(table, type, number);
            return first + cchash_priv_ctz32(empty);
        }
        size_t slot = number ? SIZE_MAX : type->displace(table, first);
        if (slot != SIZE_MAX) return slot;
        cchash_priv_compact_overflow_add(table, type, first, mixed);
    }
}

/* Gives a table that has no array one of the small size `more`, or such an array to a table with elements in slots 1 to
 * `size`. Returns the entry of a new element; NULL: no memory. The new one gets the next slot, wherever its home is,
 * and the others stay where they are: nothing is searched, hashed, or read that has just been written. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_grow_small(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        size_t size, size_t more, uint64_t hash) {
    unsigned char *const old = table->entries;
    const uint8_t *const old_tags = table->tags;
    unsigned char *block = (unsigned char *)type->allocate(table, cchash_priv_compact_bytes(type, more),
                                                           cchash_priv_compact_align(type, more));
    if (!block) return NULL;
    cchash_priv_compact_clear_small(block, type, more);
    cchash_priv_compact_point_to(table, type, block, more);
    if (size) {
        memcpy(table->tags + 1, old_tags + 1, CCHASH_PRIV_WINDOW);
        for (size_t slot = 1; slot <= size; slot++)
            memcpy(cchash_priv_compact_entry(table, type, slot), old + slot * type->entry_size, type->entry_size);
        type->release(table, old - cchash_priv_compact_before(type, size), cchash_priv_compact_bytes(type, size),
                      cchash_priv_compact_align(type, size));
    } else if (!table->seeded) {
        table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
        table->seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    table->size = size + 1;
    return cchash_priv_compact_occupy_slot(table, type, size + 1, hash,
                                           cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash)));
}

/* The size to which a table of that size, 0: without an array, grows so that it takes more than `elements`. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_next_size(const cchash_priv_type *type, size_t size, size_t elements) {
    size_t more = size ? cchash_priv_compact_larger(type, size) : cchash_priv_compact_first_size(type);
    while (type->load_den && cchash_priv_compact_limit(type, more) <= elements && /* a very low load limit */
           cchash_priv_compact_bytes(type, more) != SIZE_MAX)
        more = cchash_priv_compact_larger(type, more);
    return more;
}

/* Called where a table is at its limit, or has a summary: grows it if need be; false: it is full, and no memory. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_make_room_as(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t size = cchash_priv_compact_array_slots(table, type);
    if (table->size < cchash_priv_compact_capacity(table, type)) return true;
    return type->rehash(table, cchash_priv_compact_next_size(type, size, table->size)) ||
           (table->size < cchash_priv_compact_most(size) && table->buffered != CCHASH_PRIV_READ_ONLY);
}
CCHASH_PRIV_COLD bool cchash_priv_compact_make_room_shared(cchash_priv_compact *table,
                                                           bool (*rehash)(void *table, size_t slots)) {
    cchash_priv_type type; /* its other fields are not read */
    type.tight = false;
    type.split = true; /* any first size will do: there is no memory for one */
    type.load_num = type.load_den = 0;
    type.rehash = rehash;
    return cchash_priv_compact_make_room_as(table, &type);
}
/* The same, by code that most maps share. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_make_room(cchash_priv_compact *table, const cchash_priv_type *type) {
    return type->tight || type->load_den ? cchash_priv_compact_make_room_as(table, type)
                                         : cchash_priv_compact_make_room_shared(table, type->rehash);
}

/* Returns a slot for a key that is known to be absent, or NULL: no memory. Grows the table if it is at its limit; if
 * that fails, the table is filled beyond the limit. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_claim(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) {
        const size_t size = table->size;
        if (size < CCHASH_PRIV_COMPACT_SMALL && size == cchash_priv_compact_array_slots(table, type)) {
            const size_t more = cchash_priv_compact_next_size(type, size, size);
            if (more <= CCHASH_PRIV_COMPACT_SMALL && !(type->split && size) &&
                cchash_priv_compact_bytes(type, more) != SIZE_MAX)
                return cchash_priv_compact_grow_small(table, type, size, more, hash);
        }
        if (!cchash_priv_compact_make_room(table, type)) return NULL;
    }
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->maintain(table);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t slot = cchash_priv_compact_find_empty_slot(table, type, mixed);
    table->size++;
    if (CCHASH_PRIV_UNLIKELY(!table->limit)) cchash_priv_compact_note(table, type, slot);
    return cchash_priv_compact_occupy_slot(table, type, slot, hash, cchash_priv_tag(mixed));
}

/* Returns the entry of a key, present or new, with a single probe; NULL: no memory. The caller writes the key and value
 * of a new entry. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_insert(cchash_priv_compact *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, bool *found) {
    uint8_t *tags = table->tags;
    *found = false;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return type->insert_slow(table, hash);
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = cchash_priv_compact_home(table, type, mixed);
    unsigned char *base = cchash_priv_compact_entry(table, type, home);
    CCHASH_PRIV_PREFETCH(base);
    if (type->split) CCHASH_PRIV_PREFETCH(cchash_priv_compact_value_in(table, type, home));
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    for (; CCHASH_PRIV_UNLIKELY(mask); mask &= mask - 1) {
        unsigned char *entry = base + cchash_priv_ctz32(mask) * type->entry_size;
        *found = cchash_priv_is_key(type, entry, hash, key);
        if (CCHASH_PRIV_LIKELY(*found)) return entry;
    }
    uint32_t empty = cchash_priv_group_empty(group);
    if (CCHASH_PRIV_UNLIKELY(!(empty & table->erase_free) && cchash_priv_compact_overflowed(tags, home, mixed))) {
        void *entry = cchash_priv_compact_call_find_slow(table, type, mixed, hash, key);
        *found = entry != NULL;
        if (entry) return entry;
    }
    if (CCHASH_PRIV_UNLIKELY(!empty || table->size >= table->limit)) return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    CCHASH_PRIV_CHECK(!tags[home + cchash_priv_ctz32(empty)], "internal error: a new element goes to an occupied slot");
    table->size++;
    return cchash_priv_compact_occupy_slot(table, type, home + cchash_priv_ctz32(empty), hash, cchash_priv_tag(mixed));
}

/* Writes the key of a new entry. */
CCHASH_PRIV_INLINE void cchash_priv_compact_write_key(const cchash_priv_type *type, unsigned char *entry,
                                                      const void *key) {
    memcpy(entry + type->key_offset, key, type->key_size);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

/* The number of the window of this hash that holds a slot, or SIZE_MAX. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_window_number(const cchash_priv_compact *table,
                                                            const cchash_priv_type *type, uint64_t mixed, size_t slot) {
    for (size_t number = 0; number <= table->max_probe; number++)
        if (slot - cchash_priv_compact_window(table, type, mixed, number) < CCHASH_PRIV_WINDOW) return number;
    return SIZE_MAX;
}

/* Resets the overflow bits and counters of a table without elements. */
CCHASH_PRIV_INLINE void cchash_priv_compact_clear_overflow(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_homes(table, type);
    cchash_priv_compact_bookkeeping *counts = cchash_priv_compact_counts(table, homes);
    const size_t bytes = cchash_priv_compact_bit_bytes(homes);
    memset(table->tags - bytes, 0, bytes);
    memset(cchash_priv_compact_counters(table, homes), 0, bytes);
    counts->removal_work = counts->recount_work = 0;
    table->max_probe = 0;
    table->slow_removal = table->degraded = table->recounting = 0;
    table->erase_free = 0xffff;
}

/* A recount is due once the removals since the table is degraded have done about as much work as it takes: it visits
 * all home slots, all elements and all windows that elements overflow. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_recount_is_due(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_homes(table, type);
    const cchash_priv_compact_bookkeeping *counts = cchash_priv_compact_counts(table, homes);
    return table->degraded && counts->removal_work >= table->size && counts->removal_work >= homes / 256 &&
           counts->removal_work >= counts->recount_work / 2;
}

/* Updates overflow bits and counters after an element has been removed from `slot`. */
CCHASH_PRIV_INLINE void cchash_priv_compact_after_erase(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        uint64_t mixed, size_t slot) {
    size_t number = cchash_priv_compact_window_number(table, type, mixed, slot);
    if (number == SIZE_MAX) number = 0; /* the hash function returned another value before */
    if (table->degraded)
        cchash_priv_compact_counts(table, cchash_priv_compact_homes(table, type))->removal_work += number + 1;
    while (number--)
        cchash_priv_compact_overflow_sub(table, type, cchash_priv_compact_window(table, type, mixed, number), mixed);
    table->erase_free = 0;
    table->slow_removal = table->degraded;
    if (CCHASH_PRIV_UNLIKELY(!table->size && table->degraded)) type->maintain(table);
}

/* The hash that the removal of an element needs: 0 unless an element lies beyond its home window, which is when
 * counters matter. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_erase_hash(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type, size_t slot) {
    uint64_t hash = 0;
    if (table->max_probe)
        CCHASH_PRIV_CALLBACK(
            table, hash = cchash_priv_entry_hash(type, cchash_priv_compact_entry(table, type, slot), table->seed));
    return hash;
}

/* Removes the element in a slot and moves it out; nothing else moves. */
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t slot, uint64_t hash, void *key_out, void *value_out) {
    CCHASH_PRIV_CHECK(table->tags[slot], "internal error: an empty slot is erased");
    cchash_priv_move_out(type, cchash_priv_compact_entry(table, type, slot),
                         cchash_priv_compact_value_in(table, type, slot), key_out, value_out);
    table->tags[slot] = 0;
    table->size--;
    if (table->max_probe)
        cchash_priv_compact_after_erase(table, type, cchash_priv_compact_mix_hash(table, type, hash), slot);
}

/* Removes a key, and moves it to *key_out and its value to *value_out unless these are NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_remove(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *key, void *key_out, void *value_out) {
    uint8_t *tags = table->tags;
    if (CCHASH_PRIV_UNLIKELY(!tags)) return false;
    uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    size_t home = cchash_priv_compact_home(table, type, mixed);
    cchash_priv_group group = cchash_priv_group_load(tags + home);
    uint32_t mask = cchash_priv_group_match(group, mixed);
    if (CCHASH_PRIV_LIKELY(mask)) {
        unsigned char *base = cchash_priv_compact_entry(table, type, home);
        cchash_priv_compact_prefetch_window(type, base, cchash_priv_compact_value_in(table, type, home));
        do {
            size_t offset = cchash_priv_ctz32(mask);
            unsigned char *entry = base + offset * type->entry_size;
            if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) {
                if (CCHASH_PRIV_UNLIKELY(table->slow_removal))
                    return type->remove_slow(table, hash, key, key_out, value_out);
                CCHASH_PRIV_TABLE_CHANGED(table);
                cchash_priv_move_out(type, entry, cchash_priv_compact_value(table, type, entry), key_out, value_out);
                tags[home + offset] = 0;
                table->size--;
                return true;
            }
            mask &= mask - 1;
        } while (mask);
    }
    if (CCHASH_PRIV_LIKELY(!cchash_priv_compact_may_overflow(table, type, group, home, mixed))) return false;
    return type->remove_slow(table, hash, key, key_out, value_out);
}

/* The same for keys beyond their home window and for tables with slow_removal, compiled out of line. The recount comes
 * last, because `key` may point into the table. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_remove_slow(cchash_priv_compact *table, const cchash_priv_type *type,
                                                        uint64_t hash, const void *key, void *key_out,
                                                        void *value_out) {
    const uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
    unsigned char *entry = (unsigned char *)cchash_priv_compact_find_from_window(table, type, mixed, hash, key, 0);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, cchash_priv_compact_value(table, type, entry), key_out, value_out);
    size_t slot = cchash_priv_compact_slot_of(table, type, entry);
    table->tags[slot] = 0;
    table->size--;
    cchash_priv_compact_after_erase(table, type, mixed, slot);
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->maintain(table);
    return true;
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_compact_occupied(const uint8_t *tags) {
    return cchash_priv_group_empty(cchash_priv_group_load(tags)) ^ 0xffff;
}

/* The same for the slots from 0 on; of a small table, for all of them. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_compact_occupied_first(const cchash_priv_compact *table) {
    const uint8_t *tags = table->tags;
    const uint32_t mask = cchash_priv_compact_occupied(tags) ^ (*tags == CCHASH_PRIV_NO_SLOT);
    if (CCHASH_PRIV_LIKELY(table->small_log != CCHASH_PRIV_SMALL_LOG_MAX)) return mask;
    return mask | cchash_priv_compact_occupied(tags + CCHASH_PRIV_WINDOW) << CCHASH_PRIV_WINDOW;
}

/* A mask of the occupied slots among the 64 from `first` on, or as many as there are. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_occupied64(const uint8_t *tags, size_t first, size_t slots) {
    uint64_t mask = 0;
    for (unsigned offset = 0; offset < 64 && first + offset < slots; offset += 16)
        mask |= (uint64_t)cchash_priv_compact_occupied(tags + first + offset) << offset;
    return mask;
}

/* The first occupied slot, found by a summary of blocks of 64 slots. The table is not empty. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_first_occupied(cchash_priv_compact *table, const cchash_priv_type *type) {
    const size_t homes = cchash_priv_compact_homes(table, type), slots = homes + CCHASH_PRIV_WINDOW;
    const size_t blocks = cchash_priv_compact_blocks(homes);
    if (cchash_priv_compact_is_small(table, type)) return cchash_priv_ctz32(cchash_priv_compact_occupied_first(table));
    uint64_t *summary = cchash_priv_compact_scratch_bits(table, homes), found;
    if (table->limit) cchash_priv_summary_fill(summary, blocks);
    table->limit = 0;
    cchash_priv_compact_counts(table, homes)->pop_insertions = 0;
    size_t block = cchash_priv_summary_first(summary, blocks);
    while (!(found = cchash_priv_compact_occupied64(table->tags, block * 64, slots))) {
        cchash_priv_summary_drop(summary, blocks, block);
        block = cchash_priv_summary_first(summary, blocks);
    }
    return block * 64 + cchash_priv_ctz(found);
}

/* Removes the first element of the array and moves it out. The map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_compact_remove_any(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       void *key_out, void *value_out) {
    CCHASH_PRIV_CHECK(table->size, "internal error: an element of an empty table is popped");
    CCHASH_PRIV_TABLE_CHANGED(table);
    const size_t slot = cchash_priv_compact_first_occupied(table, type);
    cchash_priv_compact_erase_slot(table, type, slot, cchash_priv_compact_erase_hash(table, type, slot), key_out,
                                   value_out);
    if (CCHASH_PRIV_UNLIKELY(table->degraded)) type->maintain(table);
}

/* ==== cchash/compact_iterate.h ==== */

/* cchash/compact_iterate.h: iterators of compact open addressing. A part of cchash_compact.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_ITERATE_H
#define CCHASH_PRIV_COMPACT_ITERATE_H

/* ---- Iterating --------------------------------------------------------------------------------------------------- */

/* Advances the iterator of a scan. The function gets a copy, so that the address of the caller's iterator does not
 * escape: it stays in registers, and where it comes from begin, a compiler sees that it is not a scan's. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_call_scan(cchash_priv_compact_iter *iter) {
    cchash_priv_compact_iter copy = *iter;
    copy.scan.next(&copy);
    *iter = copy;
    return iter->scan.entry;
}

CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_begin(const cchash_priv_compact *table,
                                                                      const cchash_priv_type *type) {
    (void)type;
    cchash_priv_compact_iter iter;
    iter.table = (cchash_priv_compact *)(uintptr_t)table;
    iter.group = 0;
    iter.slot = SIZE_MAX; /* on no element yet */
    iter.pending = table->tags ? cchash_priv_compact_occupied_first(table) : 0;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* An iterator that stands on an entry (NULL: at the end). Until it moves on, only its reads of the tags cost anything,
 * and a compiler leaves them out. */
CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_iter_at(const cchash_priv_compact *table,
                                                                        const cchash_priv_type *type, const void *entry,
                                                                        uint64_t hash) {
    (void)hash;
    cchash_priv_compact_iter iter;
    iter.table = (cchash_priv_compact *)(uintptr_t)table;
    iter.slot = entry ? cchash_priv_compact_slot_of(table, type, entry) : SIZE_MAX - 1;
    iter.group = SIZE_MAX - CCHASH_PRIV_WINDOW;
    iter.pending = 0;
    if (entry) {
        iter.group = cchash_priv_compact_is_small(table, type) ? 0 : iter.slot & ~(CCHASH_PRIV_WINDOW - 1);
        iter.pending = iter.group ? cchash_priv_compact_occupied(table->tags + iter.group)
                                  : cchash_priv_compact_occupied_first(table);
        iter.pending &= ~((2u << (iter.slot - iter.group)) - 1);
    }
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Advances to the next entry; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_next(cchash_priv_compact_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_compact *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (!iter->pending) {
        if (CCHASH_PRIV_UNLIKELY(iter->scan.next != NULL)) return cchash_priv_compact_call_scan(iter);
        size_t homes = cchash_priv_compact_home_slots(table, type);
        /* The group that starts at slot C is the last; in a small table, the first. */
        if (iter->group + (CCHASH_PRIV_WINDOW - 2) >= homes) return NULL;
        iter->group += CCHASH_PRIV_WINDOW;
        iter->pending = cchash_priv_compact_occupied(table->tags + iter->group);
        if (iter->group + 4 * CCHASH_PRIV_WINDOW > homes) continue; /* a pointer past the array is undefined */
        unsigned char *ahead = cchash_priv_compact_entry(table, type, iter->group + 4 * CCHASH_PRIV_WINDOW);
        for (size_t line = 0; line < CCHASH_PRIV_WINDOW * type->entry_size && line < 512; line += 64)
            CCHASH_PRIV_PREFETCH(ahead + line);
        if (!type->split) continue;
        ahead = cchash_priv_compact_value_in(table, type, iter->group + 5 * CCHASH_PRIV_WINDOW - 1);
        for (size_t line = 0; line < CCHASH_PRIV_WINDOW * type->value_size && line < 512; line += 64)
            CCHASH_PRIV_PREFETCH(ahead + line);
    }
    iter->slot = iter->group + cchash_priv_ctz(iter->pending);
    iter->pending &= iter->pending - 1;
    return cchash_priv_compact_entry(table, type, iter->slot);
}

/* Removes the current element of the iterator in two steps, of which the second calls nothing; nothing moves. */
CCHASH_PRIV_INLINE cchash_priv_erasure cchash_priv_compact_prepare_erase(cchash_priv_compact *table,
                                                                         const cchash_priv_type *type,
                                                                         cchash_priv_compact_iter *iter) {
    cchash_priv_erasure erasure;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    erasure.entry = cchash_priv_compact_entry(table, type, iter->slot);
    erasure.slot = iter->slot;
    erasure.detail = cchash_priv_compact_erase_hash(table, type, iter->slot);
    return erasure;
}
CCHASH_PRIV_INLINE void cchash_priv_compact_erase_prepared(cchash_priv_compact *table, const cchash_priv_type *type,
                                                           cchash_priv_compact_iter *iter,
                                                           cchash_priv_erasure erasure) {
    (void)iter;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_compact_erase_slot(table, type, erasure.slot, erasure.detail, NULL, NULL);
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* Puts an iterator of a scan on an entry with this hash (NULL: on none). It has nothing to walk on to. */
CCHASH_PRIV_INLINE void cchash_priv_compact_stand_on(cchash_priv_compact_iter *iter, const cchash_priv_type *type,
                                                     void *entry, uint64_t hash) {
    *iter = cchash_priv_compact_iter_at(iter->table, type, entry, hash);
    iter->pending = 0;
}

/* The bits of a number of slots, 0 to all of them. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_place_bits(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type) {
    return cchash_priv_compact_is_small(table, type) ? 6
                                                     : 65u + type->tight - cchash_priv_compact_log_shift(table, type);
}
/* How many slots a walk has passed, 0 to all; and a walk that has passed that many. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_walk_place(const cchash_priv_compact_iter *iter,
                                                         const cchash_priv_type *type) {
    const size_t slots = cchash_priv_compact_entries_of(cchash_priv_compact_array_slots(iter->table, type));
    return iter->slot + 1 < slots ? iter->slot + 1 : iter->slot == SIZE_MAX ? 0 : slots;
}
CCHASH_PRIV_INLINE cchash_priv_compact_iter cchash_priv_compact_walk_from(const cchash_priv_compact *table,
                                                                          const cchash_priv_type *type, size_t place) {
    const size_t slots = cchash_priv_compact_entries_of(cchash_priv_compact_array_slots(table, type));
    return cchash_priv_compact_iter_at(table, type,
                                       cchash_priv_compact_entry(table, type, (place < slots ? place : slots) - 1), 0);
}

/* A home is a slot; its elements that have not overflowed lie in its window. */
/* The sizes of small tables count as one, as elements keep their slots when such a table grows. */
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_scan_log(const cchash_priv_compact *table,
                                                         const cchash_priv_type *type) {
    return cchash_priv_compact_is_small(table, type) ? 4
           : type->tight                             ? cchash_priv_tight_rank(table->shift)
                                                     : 64u - table->shift;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_compact_home_shift(const cchash_priv_compact *table,
                                                           const cchash_priv_type *type) {
    (void)type;
    return table->shift;
}
CCHASH_PRIV_INLINE bool cchash_priv_compact_home_next(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                      size_t home, cchash_priv_home_place *place) {
    const uint8_t *tags = table->tags + home;
    if (place->left == SIZE_MAX) place->pending = cchash_priv_compact_occupied(tags) ^ (*tags == CCHASH_PRIV_NO_SLOT);
    if (!place->pending) return false;
    const size_t offset = cchash_priv_ctz(place->pending);
    place->pending &= place->pending - 1;
    place->left = CCHASH_PRIV_WINDOW - 1 - offset;
    place->entry = cchash_priv_compact_entry(table, type, home + offset);
    return true;
}

/* Can an element lie where its home does not lead to? */
enum { cchash_priv_compact_overflows = 1 };

/* The first element from a slot on that lies beyond its home window. */
CCHASH_PRIV_INLINE void *cchash_priv_compact_next_overflowed(const cchash_priv_compact *table,
                                                             const cchash_priv_type *type, uint64_t *slot) {
    const size_t slots = table->max_probe ? cchash_priv_compact_home_slots(table, type) + CCHASH_PRIV_WINDOW : 0;
    while (*slot < slots) {
        uint64_t hash;
        const size_t at = (size_t)(*slot)++;
        if (!table->tags[at]) continue;
        void *entry = cchash_priv_compact_entry(table, type, at);
        CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
        size_t home = cchash_priv_compact_window(table, type, cchash_priv_compact_mix_hash(table, type, hash), 0);
        if (at - home >= CCHASH_PRIV_WINDOW) return entry;
    }
    return NULL;
}

#endif

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

/* Tells whether the next insertion may move the object at an address. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_may_move(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     const void *object) {
    const size_t before =
        table->tags ? cchash_priv_compact_before(type, cchash_priv_compact_array_slots(table, type)) : 0;
    return table->tags &&
           (uintptr_t)object - ((uintptr_t)table->entries - before) < cchash_priv_compact_memory(table, type);
}

/* ==== cchash/compact_rebuild.h ==== */

/* cchash/compact_rebuild.h: the passes of the compact layout over a whole table: growth, recount, statistics and
 * verification. A part of cchash_compact.h, which draws the bytes and names the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_COMPACT_REBUILD_H
#define CCHASH_PRIV_COMPACT_REBUILD_H

/* ---- Growing ----------------------------------------------------------------------------------------------------- */

/* Copies an element into `to`, an array of any size, and counts it there. Compiled out of line, as is the search for an
 * empty slot. */
CCHASH_PRIV_INLINE void cchash_priv_compact_transfer(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                     const cchash_priv_type *type, size_t old_slot) {
    const void *entry = cchash_priv_compact_entry(from, type, old_slot);
    uint64_t hash = cchash_priv_entry_hash(type, entry, to->seed); /* both tables have the seed of a seeded hash */
    CCHASH_PRIV_CHECK_STORED(from->tags[old_slot] == cchash_priv_tag(cchash_priv_compact_mix_hash(from, type, hash)));
    void *fresh = type->insert_slow(to, hash);
    memcpy(fresh, entry, type->entry_size);
    cchash_priv_compact_copy_value(to, cchash_priv_compact_slot_of(to, type, fresh), from, old_slot, type);
}

/* May parts of an array be given back while it is copied? Not if a hash function may jump out: then it stays in use. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_gives_back(const cchash_priv_type *type) {
    return CCHASH_PRIV_GIVES_PAGES_BACK && type->from_malloc && type->hash_returns;
}

/* Can tables of a type grow in place? realloc must be able to extend an array, and no hash function may jump out of the
 * growth. A split map would have to move its values, which lie before the entries. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_extends(const cchash_priv_type *type) {
    return type->from_malloc && type->hash_returns && !type->split && type->entry_align <= sizeof(uint64_t) &&
           type->entry_size <= CCHASH_PRIV_HEAD_ENTRY;
}

/* Extends the array of `table` from `old_homes` to `homes` home slots. Elements and their tags are then in the slots
 * where they were; else it is empty. NULL: not possible; nothing changed. All maps share it. */
CCHASH_PRIV_OUTLINE unsigned char *cchash_priv_compact_extend_array(const cchash_priv_compact *table, size_t old_homes,
                                                                    size_t homes, size_t entry_size) {
    const size_t bytes = cchash_priv_compact_bytes_with(homes, entry_size, 0),
                 metadata = cchash_priv_compact_metadata(homes), bit_bytes = cchash_priv_compact_bit_bytes(homes),
                 old_bytes = cchash_priv_compact_bytes_with(old_homes, entry_size, 0),
                 old_slots = old_homes + CCHASH_PRIV_WINDOW, old_tags = (size_t)(table->tags - table->entries);
    unsigned char *block = NULL, *tags;
    if (bytes != SIZE_MAX) block = (unsigned char *)CCHASH_PRIV_EXTEND(table->entries, old_bytes, bytes, 64);
    if (!block) return NULL;
    tags = block + (bytes - metadata) + bit_bytes;
    memmove(tags, block + old_tags, old_slots);
    memset(tags - bit_bytes, 0, bit_bytes);
    memset(tags + old_slots, 0, metadata - bit_bytes - old_slots);
    return block;
}

/* Takes the first slots out of an array, to a copy. */
CCHASH_PRIV_OUTLINE void cchash_priv_compact_copy_head(const cchash_priv_compact *copy, unsigned char *entries,
                                                       uint8_t *tags, size_t slots, size_t entry_size) {
    memcpy(copy->entries, entries, slots * entry_size);
    memcpy(copy->tags, tags, slots);
    memset(tags, 0, slots);
}

/* Moves an element to a higher slot of the same array, or leaves it there. A map that is not split has values of 0
 * bytes. */
CCHASH_PRIV_OUTLINE void cchash_priv_compact_gather(unsigned char *entries, uint8_t *tags, size_t slot, size_t to,
                                                    size_t entry_size, size_t value_size) {
    tags[to] = tags[slot];
    memmove(entries + to * entry_size, entries + slot * entry_size, entry_size);
    if (value_size) memmove(entries - (to + 1) * value_size, entries - (slot + 1) * value_size, value_size);
}

/* A mask of the occupied slots among the 64 from `first` on, or as many as there are; bit 0 is that of the last. */
CCHASH_PRIV_OUTLINE uint64_t cchash_priv_compact_occupied_down(const uint8_t *tags, size_t first, size_t slots) {
    return cchash_priv_reverse(cchash_priv_compact_occupied64(tags, first, slots));
}

/* The lowest new home of an element in its home window at `slot`, when a tight table grows to 3/2 or 4/3, to so many
 * homes; modulo SIZE_MAX + 1. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_lowest(size_t homes, size_t slot) {
    return slot + (homes & (homes - 1) ? slot / 2 : slot / 3) - 24;
}

/* Inserts the elements that a growth has put off, through a type's `transfer`. There is a bit for each old slot. In the
 * slots from `left` on, elements are in the new array. All maps share it, as transfer_all. */
CCHASH_PRIV_OUTLINE void
cchash_priv_compact_transfer_deferred(cchash_priv_compact *to, const cchash_priv_compact *from,
                                      void (*transfer)(void *to, const void *from, size_t slot),
                                      const uint8_t *deferred, size_t deferrals, size_t left, size_t entry_size) {
    for (size_t byte = 0; deferrals; byte++)
        for (uint32_t mask = deferred[byte]; mask; mask &= mask - 1, deferrals--) {
            const size_t slot = byte * 8 + cchash_priv_ctz32(mask);
            if (slot < left) {
                CCHASH_PRIV_CALLBACK(from, transfer(to, from, slot));
                continue;
            }
            uint64_t entry[CCHASH_PRIV_HEAD_ENTRY / sizeof(uint64_t)];
            uint8_t tag = to->tags[slot];
            cchash_priv_compact single = *from;
            single.entries = (unsigned char *)memcpy(entry, to->entries + slot * entry_size, entry_size);
            single.tags = &tag;
            to->tags[slot] = 0;
            if (to->slow_removal) { /* a window that has overflowed may now have an empty slot */
                to->erase_free = 0;
                to->slow_removal = to->degraded;
            }
            transfer(to, &single, 0);
        }
}

/* The slots of a new home window that are free, as bits; 0 also if the home is not among those that can be. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_compact_free_slots(uint64_t taken, size_t home) {
    return home > 31 ? 0 : ~taken & UINT64_C(0xffff) << (home & 63);
}

/* Fills an array of the next larger size, twice as many home slots, reading the old one and writing the new one from
 * back to front.
 *
 * An element in its home window at `slot` has its old home in slot - 15 .. slot, so its new home is in
 * 2 * slot - 30 .. 2 * slot + 1, and its new home window ends before 2 * slot + 17: 47 slots. The word `taken` has a
 * bit for each of them, because reading back tag bytes that were just written would stall on the store buffer. In a
 * tight table, which grows to 3/2 or 4/3 as many home slots, new homes are in lowest .. lowest + 26.
 *
 * Elements that do not fit are inserted afterwards. Until then:
 * - They stay in the old array, which is only read, as a hash function may jump out. A bitmap says where they are.
 * - If it cannot, they gather at the end of the old array, and what has been read before them goes back to the system.
 * - In place, where both tables have one array, they stay where they are, and others avoid their slots. All else moves
 *   to slots that have been read, as 2 * slot - 30 >= slot from 30 on. The first slots are read from a copy.
 *   (In a tight table an element from one of 64 .. 71 may move to one of the first 64, and once more with these.) */
CCHASH_PRIV_INLINE void cchash_priv_compact_stream(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                   const cchash_priv_type *type, bool in_place) {
    const size_t old_homes = cchash_priv_compact_home_slots(from, type), slots = old_homes + CCHASH_PRIV_WINDOW;
    const size_t homes = cchash_priv_compact_home_slots(to, type);
    uint8_t *deferred = (uint8_t *)cchash_priv_compact_scratch_bits(to, homes); /* a bit for each old slot */
    uint64_t taken = 0; /* bit b: new slot 2 * last - 30 + b, or lowest + b, is occupied */
    size_t last = slots, deferrals = 0;
    const bool gathers = !in_place && cchash_priv_compact_gives_back(type);
    const size_t values = type->split ? type->value_size : 0, bytes = slots * (type->entry_size + values);
    uintptr_t given = cchash_priv_copied_end(from->entries + slots * type->entry_size, bytes);
    uintptr_t given_values = cchash_priv_copied_start(from->entries - slots * values, bytes);
    /* Local copies, since a store to a byte may alias any object whose address is known. */
    const cchash_priv_compact target = *to;
    cchash_priv_compact source = *from;
    uint64_t head_entries[CCHASH_PRIV_HEAD * CCHASH_PRIV_HEAD_ENTRY / sizeof(uint64_t)];
    uint8_t head_tags[CCHASH_PRIV_HEAD];
    cchash_priv_compact copy = *from;
    copy.entries = (unsigned char *)head_entries;
    copy.tags = head_tags;
    if (in_place) source.entries = target.entries, source.tags = target.tags;
    for (size_t first = (slots - 1) / 64 * 64;; first -= 64) {
        if (in_place && !first) {
            cchash_priv_compact_copy_head(&copy, target.entries, target.tags,
                                          slots < CCHASH_PRIV_HEAD ? slots : CCHASH_PRIV_HEAD, type->entry_size);
            source.entries = (unsigned char *)head_entries;
            source.tags = head_tags;
        }
        uint64_t mask = cchash_priv_compact_occupied_down(source.tags, first, slots);
        if (type->hashes_text && slots > CCHASH_PRIV_TEXT_SLOTS)
            for (uint64_t rest = mask; rest; rest &= rest - 1)
                cchash_priv_prefetch_text(type,
                                          cchash_priv_compact_entry(&source, type, first + 63 - cchash_priv_ctz(rest)));
        for (; mask; mask &= mask - 1) {
            size_t slot = first + 63 - cchash_priv_ctz(mask), step = last - slot, lowest = 2 * slot - 30;
            const unsigned char *entry = cchash_priv_compact_entry(&source, type, slot);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(from, hash = cchash_priv_entry_hash(type, entry, target.seed));
            CCHASH_PRIV_CHECK_STORED(source.tags[slot] ==
                                     cchash_priv_tag(cchash_priv_compact_mix_hash(from, type, hash)));
            size_t home = cchash_priv_compact_home(&target, type, cchash_priv_compact_mix_hash(&target, type, hash));
            if (type->tight) {
                lowest = cchash_priv_compact_lowest(homes, slot);
                step = cchash_priv_compact_lowest(homes, last) - lowest;
            }
            if (step > 63) step = 63;
            taken = taken << step << (type->tight ? 0 : step);
            last = slot;
            const size_t bit = home - lowest;
            uint64_t free_slots = cchash_priv_compact_free_slots(taken, bit);
            while (cchash_priv_compact_extends(type) &&
                   CCHASH_PRIV_UNLIKELY(free_slots && target.tags[lowest + cchash_priv_ctz(free_slots)])) {
                taken |= free_slots & (0 - free_slots); /* an element that did not move is there */
                free_slots &= free_slots - 1;
            }
            if (CCHASH_PRIV_UNLIKELY(!free_slots)) {
                deferrals++;
                if (gathers)
                    cchash_priv_compact_gather(source.entries, source.tags, slot, slots - deferrals, type->entry_size,
                                               values);
                else
                    deferred[slot >> 3] |= (uint8_t)(1u << (slot & 7));
                continue;
            }
            const size_t fresh = lowest + cchash_priv_ctz(free_slots);
            const uint8_t tag = source.tags[slot];
            taken |= free_slots & (0 - free_slots);
            if (cchash_priv_compact_extends(type)) source.tags[slot] = 0;
            target.tags[fresh] = tag;
            memcpy(cchash_priv_compact_entry(&target, type, fresh), entry, type->entry_size);
            cchash_priv_compact_copy_value(&target, fresh, &source, slot, type);
        }
        if (gathers)
            given = cchash_priv_copied_down(given, cchash_priv_compact_entry(&source, type, slots - deferrals),
                                            cchash_priv_compact_entry(&source, type, first));
        if (gathers && type->split)
            given_values = cchash_priv_copied(given_values, source.entries - (slots - deferrals) * values,
                                              source.entries - first * values);
        if (!first) break;
    }
    to->size -= deferrals;
    /* No transfer may make it grow. By the layout's own limits, the next size has room even for a table that was filled
     * beyond its own. */
    if (type->load_den) to->limit = SIZE_MAX;
    for (size_t number = 1; gathers && number <= deferrals; number++) type->transfer(to, from, slots - number);
    if (!gathers)
        cchash_priv_compact_transfer_deferred(to, in_place ? &copy : from, type->transfer, deferred, deferrals,
                                              in_place ? CCHASH_PRIV_HEAD : SIZE_MAX, type->entry_size);
    if (type->load_den) to->limit = cchash_priv_compact_limit(type, homes);
}

/* Fills an array of 32 home slots, of which a word says which are taken, from a small one. All elements fit in their
 * home windows, as there are at most 16. */
CCHASH_PRIV_INLINE void cchash_priv_compact_leave_small(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                        const cchash_priv_type *type) {
    uint32_t mask = cchash_priv_compact_occupied_first(from);
    uint64_t taken = 0;
    const cchash_priv_compact target = *to, source = *from; /* stores to bytes may alias anything else */
    for (; mask; mask &= mask - 1) {
        const size_t old_slot = cchash_priv_ctz(mask);
        const unsigned char *entry = cchash_priv_compact_entry(&source, type, old_slot);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(from, hash = cchash_priv_entry_hash(type, entry, target.seed));
        const uint64_t mixed = cchash_priv_compact_mix_hash(&target, type, hash);
        CCHASH_PRIV_CHECK_STORED(source.tags[old_slot] == cchash_priv_tag(mixed));
        const size_t home = cchash_priv_compact_home(&target, type, mixed),
                     slot = home + cchash_priv_ctz(~(taken >> home));
        taken |= UINT64_C(1) << slot;
        target.tags[slot] = source.tags[old_slot];
        memcpy(cchash_priv_compact_entry(&target, type, slot), entry, type->entry_size);
        cchash_priv_compact_copy_value(&target, slot, &source, old_slot, type);
    }
}

/* Moves all elements through a type's `transfer`. A small table counts as one window. It does not depend on the type
 * otherwise, so that all maps share it. `value_size` is 0 unless the map is split. */
CCHASH_PRIV_OUTLINE void cchash_priv_compact_transfer_all(cchash_priv_compact *to, const cchash_priv_compact *from,
                                                          void (*transfer)(void *to, const void *from, size_t slot),
                                                          size_t slots, size_t entry_size, size_t value_size,
                                                          bool gives_back) {
    const size_t bytes = gives_back ? slots * (entry_size + value_size) : 0;
    uintptr_t given = cchash_priv_copied_start(from->entries, bytes);
    uintptr_t given_values = cchash_priv_copied_end(from->entries, bytes);
    for (size_t first = 0; first < slots; first += CCHASH_PRIV_WINDOW) {
        uint32_t mask =
            first ? cchash_priv_compact_occupied(from->tags + first) : cchash_priv_compact_occupied_first(from);
        for (; mask; mask &= mask - 1) CCHASH_PRIV_CALLBACK(from, transfer(to, from, first + cchash_priv_ctz32(mask)));
        given = cchash_priv_copied(given, from->entries, from->entries + first * entry_size);
        given_values = cchash_priv_copied_down(given_values, from->entries, from->entries - first * value_size);
    }
}

/* Moves all elements to a new array of that size; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_rehash(cchash_priv_compact *table, const cchash_priv_type *type,
                                                   size_t homes) {
    cchash_priv_compact fresh = *table;
    const bool small = cchash_priv_compact_is_small(table, type); /* too small for an order that matters */
    CCHASH_PRIV_CHECK(cchash_priv_compact_is_size(type, homes) && cchash_priv_compact_most(homes) >= table->size,
                      "internal error: a table is moved to an array that is too small or of no such size");
    const bool streams =
        table->tags && !small && homes == cchash_priv_compact_larger(type, cchash_priv_compact_homes(table, type));
    unsigned char *block = NULL;
    if (streams && cchash_priv_compact_extends(type) && !table->buffered)
        block =
            cchash_priv_compact_extend_array(table, cchash_priv_compact_homes(table, type), homes, type->entry_size);
    const bool in_place = block != NULL;
    if (!block) block = cchash_priv_compact_new_array(type, homes, table);
    if (!block) return false;
    cchash_priv_compact_point_to(&fresh, type, block, homes);
    if (!table->tags) {
        if (!fresh.seeded) {
            fresh.seed = cchash_priv_draw_seed(table, type->seeded_hash);
            fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
        }
    } else if (small && cchash_priv_compact_is_small(&fresh, type) &&
               homes >= cchash_priv_compact_array_slots(table, type)) {
        /* Homes and slots stay, and so nothing is hashed. */
        const size_t slots = cchash_priv_compact_array_slots(table, type) + 1,
                     before = type->split ? slots * type->value_size : 0,
                     first = cchash_priv_compact_starts_at_1(type, slots - 1) ? type->entry_size : 0;
        memcpy(fresh.entries - before + first, table->entries - before + first,
               before + slots * type->entry_size - first);
        memcpy(fresh.tags + 1, table->tags + 1, CCHASH_PRIV_WINDOW);
        if (!cchash_priv_compact_starts_at_1(type, cchash_priv_compact_array_slots(table, type)))
            *fresh.tags = *table->tags;
    } else if (small && homes == 2 * CCHASH_PRIV_COMPACT_SMALL) {
        cchash_priv_compact_leave_small(&fresh, table, type);
    } else if (streams) {
        cchash_priv_compact_stream(&fresh, table, type, in_place);
    } else {
        if (!small && cchash_priv_draws_again(type, fresh.seeded)) fresh.seed = cchash_priv_draw_seed(table, false);
        fresh.size = 0;
        fresh.limit = SIZE_MAX; /* so that no transfer makes it grow */
        const size_t slots = small ? CCHASH_PRIV_WINDOW : cchash_priv_compact_homes(table, type) + CCHASH_PRIV_WINDOW;
        cchash_priv_compact_transfer_all(&fresh, table, type->transfer, slots, type->entry_size,
                                         type->split ? type->value_size : 0, cchash_priv_compact_gives_back(type));
        fresh.limit = cchash_priv_compact_limit(type, homes);
    }
    if (!in_place) cchash_priv_compact_free_arrays(table, type, table);
    *table = fresh;
    return true;
}

/* ---- Recounting -------------------------------------------------------------------------------------------------- */

/* Finds an empty slot in a window of a hash before window `number`; SIZE_MAX if there is none. */
CCHASH_PRIV_INLINE size_t cchash_priv_compact_find_closer_slot(cchash_priv_compact *table, const cchash_priv_type *type,
                                                               uint64_t mixed, size_t number) {
    for (size_t earlier = 0; earlier < number; earlier++) {
        size_t first = cchash_priv_compact_window(table, type, mixed, earlier);
        uint32_t empty = cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
        if (empty) return first + cchash_priv_ctz(empty);
        size_t slot = earlier ? SIZE_MAX : type->displace(table, first);
        if (slot != SIZE_MAX) return slot;
    }
    return SIZE_MAX;
}

/* Moves elements to earlier windows, then makes overflow bits, counters and max_probe exact. Since a hash function may
 * jump out, all overflow bits are set until the recount is complete: lookups then search up to max_probe. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount(cchash_priv_compact *table, const cchash_priv_type *type,
                                                    size_t limit) {
    const size_t homes = cchash_priv_compact_homes(table, type), slots = homes + CCHASH_PRIV_WINDOW;
    const size_t bytes = cchash_priv_compact_bit_bytes(homes), words = bytes / sizeof(uint32_t);
    uint32_t *counters = cchash_priv_compact_counters(table, homes),
             *overflow = (uint32_t *)(void *)cchash_priv_compact_scratch_bits(table, homes);
    cchash_priv_compact_bookkeeping *counts = cchash_priv_compact_counts(table, homes);
    size_t max_probe = 0, work = 0;
    bool windows_full = true, at_maximum = false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    table->limit = limit; /* the summary is overwritten below */
    memset(table->tags - bytes, 0xff, bytes);
    memset(counters, 0, 2 * bytes);
    table->slow_removal = table->degraded = table->recounting = 1;
    table->erase_free = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t slot = 0; slot < slots; slot++) {
            if (!table->tags[slot]) continue;
            const unsigned char *entry = cchash_priv_compact_entry(table, type, slot);
            uint64_t hash;
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, entry, table->seed));
            const uint64_t mixed = cchash_priv_compact_mix_hash(table, type, hash);
            CCHASH_PRIV_CHECK_STORED(table->tags[slot] == cchash_priv_tag(mixed));
            size_t number = cchash_priv_compact_window_number(table, type, mixed, slot);
            /* SIZE_MAX: the hash function returned another value before. */
            if (CCHASH_PRIV_LIKELY(number == 0) || number == SIZE_MAX) continue;
            if (pass == 0) {
                size_t closer = cchash_priv_compact_find_closer_slot(table, type, mixed, number);
                if (closer == SIZE_MAX) continue;
                memcpy(cchash_priv_compact_entry(table, type, closer), entry, type->entry_size);
                cchash_priv_compact_copy_value(table, closer, table, slot, type);
                table->tags[closer] = table->tags[slot];
                table->tags[slot] = 0;
                continue;
            }
            if (number > max_probe) max_probe = number;
            work += number;
            while (number--) {
                size_t first = cchash_priv_compact_window(table, type, mixed, number),
                       word = first / CCHASH_PRIV_CLASSES;
                unsigned count = cchash_priv_compact_overflow_count(counters[word], mixed);
                overflow[words - 1 - word] |= UINT32_C(1) << (mixed & 31); /* as they lie before the tags */
                if (count < CCHASH_PRIV_COUNTER_MAX) counters[word] += UINT32_C(1) << (mixed << 2 & 31);
                at_maximum = at_maximum || count + 1 >= CCHASH_PRIV_COUNTER_MAX;
                windows_full = windows_full && !cchash_priv_group_empty(cchash_priv_group_load(table->tags + first));
            }
        }
    memcpy(table->tags - bytes, overflow, bytes);
    counts->removal_work = 0;
    counts->recount_work = work;
    table->max_probe = (uint32_t)max_probe & CCHASH_PRIV_MAX_PROBE_MASK;
    table->recounting = 0;
    table->degraded = at_maximum || max_probe > CCHASH_PRIV_MAX_PROBE_NORMAL(type);
    table->erase_free = windows_full ? 0xffff : 0;
    table->slow_removal = (windows_full && max_probe) || table->degraded;
}

/* Recounts a degraded table if that is due, or any table with `always`. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount_as(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       size_t limit, bool always) {
    if (!always && !table->recounting && !cchash_priv_compact_recount_is_due(table, type)) return;
    if (table->size)
        cchash_priv_compact_recount(table, type, limit);
    else
        cchash_priv_compact_clear_overflow(table, type);
}

/* What a recount has to know of a type. Recounts are rare, so that all maps share the code. */
typedef struct cchash_priv_compact_recounter {
    uint64_t (*hash)(const void *stored, uint64_t seed); /* NULL: entries cache it */
    size_t (*displace)(void *table, size_t first);
    size_t entry_size, value_size /* 0 unless split */, key_or_hash_offset, limit;
    bool good_hash, premixed;
} cchash_priv_compact_recounter;

CCHASH_PRIV_COLD void cchash_priv_compact_recount_shared(cchash_priv_compact *table,
                                                         const cchash_priv_compact_recounter *of, bool always) {
    cchash_priv_type type; /* of the other fields, a recount reads none; zeroing them keeps all of it in memory */
    type.tight = false;
    type.hash = of->hash;
    type.displace = of->displace;
    type.entry_size = of->entry_size;
    type.value_size = of->value_size;
    type.split = of->value_size != 0;
    type.key_offset = type.hash_offset = of->key_or_hash_offset;
    type.cached_hash = !of->hash;
    type.good_hash = of->good_hash;
    type.premixed = of->premixed;
    cchash_priv_compact_recount_as(table, &type, of->limit, always);
}

/* The same, by the shared code. Tight tables have code of their own, as their windows need divisions. */
CCHASH_PRIV_INLINE void cchash_priv_compact_recount_when(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         bool always) {
    const size_t limit = cchash_priv_compact_limit(type, cchash_priv_compact_homes(table, type));
    if (type->tight) {
        cchash_priv_compact_recount_as(table, type, limit, always);
        return;
    }
    const cchash_priv_compact_recounter of = {type->cached_hash ? NULL : type->hash,
                                              type->displace,
                                              type->entry_size,
                                              type->split ? type->value_size : 0,
                                              type->cached_hash ? type->hash_offset : type->key_offset,
                                              limit,
                                              type->good_hash,
                                              type->premixed};
    cchash_priv_compact_recount_shared(table, &of, always);
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

#define CCHASH_PRIV_COMPACT_SLOW_REMOVAL (UINT64_C(1) << 32) /* in the detail of an image, above max_probe */
#define CCHASH_PRIV_COMPACT_DEGRADED (UINT64_C(1) << 33)
#define CCHASH_PRIV_COMPACT_RECOUNTING (UINT64_C(1) << 34)
#define CCHASH_PRIV_COMPACT_ERASE_FREE (UINT64_C(1) << 35)

CCHASH_PRIV_INLINE void cchash_priv_compact_describe(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                     cchash_priv_image *image) {
    image->slots = cchash_priv_compact_array_slots(table, type);
    image->bytes = (cchash_priv_compact_memory(table, type) + 7) & ~(uint64_t)7;
    image->detail = table->max_probe | (table->slow_removal ? CCHASH_PRIV_COMPACT_SLOW_REMOVAL : 0) |
                    (table->degraded ? CCHASH_PRIV_COMPACT_DEGRADED : 0) |
                    (table->recounting ? CCHASH_PRIV_COMPACT_RECOUNTING : 0) |
                    (table->erase_free ? CCHASH_PRIV_COMPACT_ERASE_FREE : 0);
}

/* Scratch space is left out, and entries where no element lies. */
CCHASH_PRIV_INLINE void cchash_priv_compact_write_array(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                        const cchash_priv_image *image, cchash_priv_sink *sink) {
    const size_t size = (size_t)image->slots, slots = cchash_priv_compact_entries_of(size);
    const size_t first = cchash_priv_compact_starts_at_1(type, size), bits = cchash_priv_compact_bit_bytes(size);
    const unsigned char *const block = table->entries - cchash_priv_compact_before(type, size), *at = block;
    if (size <= CCHASH_PRIV_COMPACT_SMALL)
        cchash_priv_sink_part(sink, &at, block, cchash_priv_compact_small_metadata(size));
    for (size_t slot = type->split ? slots : first; slot-- > first;)
        if (table->tags[slot])
            cchash_priv_sink_part(sink, &at, cchash_priv_compact_value_in(table, type, slot), type->value_size);
    for (size_t slot = first; slot < slots; slot++)
        if (table->tags[slot]) cchash_priv_sink_entry(sink, type, &at, cchash_priv_compact_entry(table, type, slot));
    if (size > CCHASH_PRIV_COMPACT_SMALL) {
        cchash_priv_sink_part(sink, &at, table->tags - bits, 2 * bits + size + CCHASH_PRIV_WINDOW);
        cchash_priv_sink_part(sink, &at, cchash_priv_compact_counts(table, size),
                              sizeof(cchash_priv_compact_bookkeeping));
    }
    cchash_priv_sink_add(sink, NULL, (size_t)image->bytes - (size_t)(at - block));
}

/* Sets the table to an array that lies in an image; false: it cannot be that of such a table. What it holds is checked
 * by verify, which may rely on what is checked here. */
CCHASH_PRIV_INLINE bool cchash_priv_compact_read_array(cchash_priv_compact *table, const cchash_priv_type *type,
                                                       const cchash_priv_image *image, unsigned char *array) {
    const size_t size = (size_t)image->slots;
    if (!cchash_priv_compact_is_size(type, size)) return false;
    const size_t bytes = cchash_priv_compact_bytes(type, size), slots = cchash_priv_compact_entries_of(size);
    const uint64_t max_probe = image->detail & CCHASH_PRIV_MAX_PROBE_MASK;
    if (bytes == SIZE_MAX || ((bytes + 7) & ~(uint64_t)7) != image->bytes) return false;
    if (max_probe && max_probe >= size / CCHASH_PRIV_WINDOW) return false;
    table->buffered = CCHASH_PRIV_READ_ONLY;
    cchash_priv_compact_point_to(table, type, array, size);
    for (size_t slot = slots; size <= CCHASH_PRIV_COMPACT_SMALL && slot < CCHASH_PRIV_SMALL_TAGS; slot++)
        if ((slot < CCHASH_PRIV_TINY_TAGS || size == CCHASH_PRIV_COMPACT_SMALL) && table->tags[slot]) return false;
    if (size <= CCHASH_PRIV_COMPACT_SMALL && *cchash_priv_compact_overflow_word(table->tags, 0)) return false;
    table->max_probe = (uint32_t)max_probe & CCHASH_PRIV_MAX_PROBE_MASK;
    table->slow_removal = (image->detail & CCHASH_PRIV_COMPACT_SLOW_REMOVAL) != 0;
    table->degraded = (image->detail & CCHASH_PRIV_COMPACT_DEGRADED) != 0;
    table->recounting = (image->detail & CCHASH_PRIV_COMPACT_RECOUNTING) != 0;
    table->erase_free = image->detail & CCHASH_PRIV_COMPACT_ERASE_FREE ? 0xffff : 0;
    table->size = table->limit = (size_t)image->elements;
    return true;
}

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_compact_stats(const cchash_priv_compact *table, const cchash_priv_type *type,
                                                  cchash_stats *stats) {
    cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL;) {
        uint64_t hash = cchash_priv_entry_hash(type, entry, table->seed);
        size_t number =
            cchash_priv_compact_window_number(table, type, cchash_priv_compact_mix_hash(table, type, hash), iter.slot);
        cchash_priv_count_probe(stats, (number < table->max_probe ? number : table->max_probe) + 1);
    }
    if (table->tags) stats->load = (double)table->size / (double)cchash_priv_compact_array_slots(table, type);
}

CCHASH_PRIV_INLINE bool cchash_priv_compact_verify(const cchash_priv_compact *table, const cchash_priv_type *type) {
    size_t homes = cchash_priv_compact_home_slots(table, type), elements = 0, overflow = 0, counted = 0;
    const size_t size = cchash_priv_compact_array_slots(table, type);
    bool at_maximum = false, degraded = table->recounting || table->max_probe > CCHASH_PRIV_MAX_PROBE_NORMAL(type);
    if (!homes) return table->size == 0 && table->limit == 0 && !table->entries;
    if (!cchash_priv_compact_is_size(type, size) || !table->seeded) return false;
    if (table->size > cchash_priv_compact_most(size) || (homes == 2) != (size <= CCHASH_PRIV_COMPACT_SMALL))
        return false;
    if (table->buffered != CCHASH_PRIV_READ_ONLY &&
        cchash_priv_compact_capacity(table, type) != cchash_priv_compact_limit(type, size))
        return false;
    for (size_t slot = 0; cchash_priv_compact_has_summary(table) && slot < homes + CCHASH_PRIV_WINDOW; slot++)
        if (table->tags[slot] && !(cchash_priv_compact_scratch_bits(table, homes)[slot / 4096] >> slot / 64 % 64 & 1))
            return false;
    if (homes == 2 && (cchash_priv_compact_occupied_first(table) >> 1 >> size ||
                       (*table->tags == CCHASH_PRIV_NO_SLOT) != cchash_priv_compact_starts_at_1(type, size)))
        return false;
    cchash_priv_compact_iter iter = cchash_priv_compact_begin(table, type);
#ifdef CCHASH_DEBUG
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL;) { /* before a lookup can stop */
        uint64_t hash = type->hash(cchash_priv_key(type, entry), table->seed);
        if (table->tags[iter.slot] != cchash_priv_tag(cchash_priv_compact_mix_hash(table, type, hash))) return false;
    }
    iter = cchash_priv_compact_begin(table, type);
#endif
    for (void *entry; (entry = cchash_priv_compact_next(&iter, type)) != NULL; elements++) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = type->hash(key, table->seed), mixed = cchash_priv_compact_mix_hash(table, type, hash);
        if (cchash_priv_entry_hash(type, entry, table->seed) != hash) return false;
        if (table->tags[iter.slot] != cchash_priv_tag(mixed)) return false;
        if (cchash_priv_compact_find(table, type, hash, key) != entry) return false;
        size_t number = cchash_priv_compact_window_number(table, type, mixed, iter.slot);
        if (number == SIZE_MAX) return false;
        for (overflow += number; number--;) {
            size_t first = cchash_priv_compact_window(table, type, mixed, number);
            if (!cchash_priv_compact_overflowed(table->tags, first, mixed)) return false;
            if (cchash_priv_group_empty(cchash_priv_group_load(table->tags + first)) & table->erase_free) return false;
        }
    }
    if (table->slow_removal != ((table->erase_free && table->max_probe) || table->degraded)) return false;
    if (homes == 2 && *cchash_priv_compact_overflow_word(table->tags, 0)) return false;
    for (size_t word = 0; homes > 2 && word < cchash_priv_compact_bit_bytes(homes) / sizeof(uint32_t); word++) {
        const uint32_t bits = *cchash_priv_compact_overflow_word(table->tags, word);
        if (table->recounting && bits != UINT32_MAX) return false;
        for (uint64_t hash_class = 0;
             hash_class < CCHASH_PRIV_CLASSES / CCHASH_PRIV_CLASSES_PER_COUNTER && !table->recounting; hash_class++) {
            unsigned count =
                cchash_priv_compact_overflow_count(cchash_priv_compact_counters(table, homes)[word], hash_class);
            if (!(bits >> hash_class & CCHASH_PRIV_COUNTER_CLASSES) != !count) return false;
            at_maximum = at_maximum || count == CCHASH_PRIV_COUNTER_MAX;
            counted += count;
        }
    }
    if (elements != table->size || (degraded || at_maximum) > table->degraded) return false;
    return at_maximum || table->recounting || counted == overflow;
}

#endif

/* Called after removals: recounts a degraded table if that is due. */
CCHASH_PRIV_INLINE void cchash_priv_compact_maintain(cchash_priv_compact *table, const cchash_priv_type *type) {
    cchash_priv_compact_recount_when(table, type, false);
}

/* Called by shrink. There is no spare memory besides the array, so this only removes the traces of removals. */
CCHASH_PRIV_INLINE void cchash_priv_compact_free_spare(cchash_priv_compact *table, const cchash_priv_type *type) {
    if (table->max_probe && (table->degraded || !table->erase_free))
        cchash_priv_compact_recount_when(table, type, true);
}

/* Empties the table without destroying its elements, and keeps the memory. */
CCHASH_PRIV_INLINE void cchash_priv_compact_drop_entries(cchash_priv_compact *table, const cchash_priv_type *type,
                                                         const void *map) {
    (void)map;
    if (!table->tags) return;
    table->limit = cchash_priv_compact_capacity(table, type);
    const size_t first = *table->tags == CCHASH_PRIV_NO_SLOT;
    if (table->size)
        memset(table->tags + first, 0, cchash_priv_compact_homes(table, type) + CCHASH_PRIV_WINDOW - first);
    if (table->max_probe) cchash_priv_compact_clear_overflow(table, type);
    table->size = 0;
}

/* The names under which cchash/operations.h makes the operations of this layout. */
#define cchash_priv_layout_size cchash_priv_compact_size
#define cchash_priv_layout_get_seed cchash_priv_compact_get_seed
#define cchash_priv_layout_set_seed cchash_priv_compact_set_seed
#define cchash_priv_layout_need_seed cchash_priv_compact_need_seed
#define cchash_priv_layout_insert_hash cchash_priv_compact_insert_hash
#define cchash_priv_layout_zero_header cchash_priv_compact_zero_header
#define cchash_priv_layout_in_buffer cchash_priv_compact_in_buffer
#define cchash_priv_layout_take_from_buffer cchash_priv_compact_take_from_buffer
#define cchash_priv_layout_try_buffer cchash_priv_compact_try_buffer
#define cchash_priv_layout_init_buffer cchash_priv_compact_init_buffer
#define cchash_priv_layout_no_memory cchash_priv_compact_no_memory
#define cchash_priv_layout_emplace cchash_priv_compact_emplace
#define cchash_priv_layout_store_copies cchash_priv_compact_store_copies
#define cchash_priv_layout_add cchash_priv_compact_add
#define cchash_priv_layout_put cchash_priv_compact_put
#define cchash_priv_layout_take cchash_priv_compact_take
#define cchash_priv_layout_pop cchash_priv_compact_pop
#define cchash_priv_layout_remove_at cchash_priv_compact_remove_at
#define cchash_priv_layout_destroy_all cchash_priv_compact_destroy_all
#define cchash_priv_layout_free cchash_priv_compact_free
#define cchash_priv_layout_clear cchash_priv_compact_clear
#define cchash_priv_layout_reserve cchash_priv_compact_reserve
#define cchash_priv_layout_shrink cchash_priv_compact_shrink
#define cchash_priv_layout_clone cchash_priv_compact_clone
#define cchash_priv_layout_find_key cchash_priv_compact_find_key
#define cchash_priv_layout_count_absent cchash_priv_compact_count_absent
#define cchash_priv_layout_merge cchash_priv_compact_merge
#define cchash_priv_layout_union cchash_priv_compact_union
#define cchash_priv_layout_filter cchash_priv_compact_filter
#define cchash_priv_layout_subtract cchash_priv_compact_subtract
#define cchash_priv_layout_is_subset cchash_priv_compact_is_subset
#define cchash_priv_layout_scan_homes cchash_priv_compact_scan_homes
#define cchash_priv_layout_scan_next cchash_priv_compact_scan_next
#define cchash_priv_layout_position cchash_priv_compact_position
#define cchash_priv_layout_at_position cchash_priv_compact_at_position
#define cchash_priv_layout_iter_value cchash_priv_compact_iter_value
#define cchash_priv_layout_statistics cchash_priv_compact_statistics
#define cchash_priv_layout_get_many cchash_priv_compact_get_many
#define cchash_priv_layout_put_many cchash_priv_compact_put_many
#define CCHASH_PRIV_LAYOUT cchash_priv_compact
/* ==== cchash/operations.h ==== */

/* cchash/operations.h: the operations that all layouts share. A template without a guard: each layout header includes
 * it once. SPDX-License-Identifier: MIT-0
 *
 * CCHASH_PRIV_LAYOUT is the name of a layout, and cchash_priv_layout_put and its like are defined there as that
 * layout's names, cchash_priv_compact_put and so on. The operations are over an engine, CCHASH_PRIV_ENGINE(find): find,
 * get, value, insert, claim, write_key, remove, remove_any, begin, next, prepare_erase, erase_prepared, rehash,
 * array_slots, slots_for, capacity, memory, free_arrays, drop_entries, free_spare, stats, and mix_hash, prefetch_probe,
 * prefetch_entry for batches, describe, write_array, read_array for images. They are written once, so that they mean
 * the same in all layouts. docs/design.md lists what each engine function does.
 *
 * `scratch` has space for a key and a value (put: for two of each). Parts of an element are moved there before they are
 * destroyed, so that destructors run when the table is consistent again. */

#define CCHASH_PRIV_ENGINE(operation_) CCHASH_PRIV_ENGINE_(CCHASH_PRIV_LAYOUT, operation_)
#define CCHASH_PRIV_ENGINE_(layout_, operation_) CCHASH_PRIV_ENGINE__(layout_, operation_)
#define CCHASH_PRIV_ENGINE__(layout_, operation_) layout_##_##operation_
#define CCHASH_PRIV_TABLE CCHASH_PRIV_LAYOUT
#define CCHASH_PRIV_ITER CCHASH_PRIV_ENGINE(iter)

CCHASH_PRIV_INLINE size_t cchash_priv_layout_size(const CCHASH_PRIV_TABLE *table) { return table->size; }
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_get_seed(const CCHASH_PRIV_TABLE *table) { return table->seed; }
CCHASH_PRIV_INLINE void cchash_priv_layout_set_seed(CCHASH_PRIV_TABLE *table, uint64_t seed) {
    table->seed = seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

CCHASH_PRIV_INLINE void cchash_priv_layout_need_seed(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (!type->seeded_hash || CCHASH_PRIV_LIKELY(table->seeded)) return;
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
}

/* The hash of a key that may be inserted. A seeded hash function needs a seed before the first insertion. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_insert_hash(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                           const void *key) {
    uint64_t hash;
    cchash_priv_layout_need_seed(table, type);
    CCHASH_PRIV_CALLBACK(table, hash = type->query_hash(key, table->seed));
    return hash;
}

/* Resets the table to that of an empty map. Keeps a seed that the user gave, and one that the hash function of the user
 * has been called with (`hashed`), because the program may keep hashes made with it. */
CCHASH_PRIV_INLINE void cchash_priv_layout_zero_header(CCHASH_PRIV_TABLE *table, bool hashed) {
    CCHASH_PRIV_TABLE old = *table;
    memset(table, 0, sizeof *table);
#ifdef CCHASH_DEBUG
    table->generation = old.generation + 1;
#endif
    if (old.seeded == CCHASH_PRIV_UNSEEDED || (old.seeded == CCHASH_PRIV_SEED_DRAWN && !hashed)) return;
    table->seed = old.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

/* Called after a failed insertion: a map without memory drops the seed that was drawn for it. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_no_memory(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (type->seeded_hash && !CCHASH_PRIV_ENGINE(memory)(table, type)) cchash_priv_layout_zero_header(table, false);
    return NULL;
}

/* Stores the copies in `scratch` under a key that is absent, or destroys them and returns NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_store_copies(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         uint64_t hash, void *scratch, bool value_copied) {
    unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(claim)(table, type, hash);
    if (!entry) {
        if (type->key_copy && type->key_free) type->key_free(cchash_priv_key(type, scratch));
        if (value_copied && type->value_copy && type->value_free) type->value_free(cchash_priv_value(type, scratch));
        return cchash_priv_layout_no_memory(table, type);
    }
    CCHASH_PRIV_ENGINE(write_key)(type, entry, cchash_priv_key(type, scratch));
    memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), cchash_priv_value(type, scratch), type->value_size);
    return entry;
}

/* Returns the entry of a key, present or new; NULL: no memory. A new entry gets copies of the key and the value; a
 * value of NULL stands for a zeroed one. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_emplace(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, const void *value, void *scratch,
                                                    bool *found) {
    bool copied = false, copies = type->key_copy || (value && type->value_copy);
    unsigned char *entry;
#ifdef CCHASH_DEBUG
    /* Runs hash and equality when nothing has changed yet, so that a callback that changes the map is noticed. */
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
    if (!copies) {
        entry = (unsigned char *)CCHASH_PRIV_ENGINE(insert)(table, type, hash, key, found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return cchash_priv_layout_no_memory(table, type);
        if (*found) return entry;
        CCHASH_PRIV_ENGINE(write_key)(type, entry, key);
        if (type->value_size && value) memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), value, type->value_size);
        if (type->value_size && !value) memset(CCHASH_PRIV_ENGINE(value)(table, type, entry), 0, type->value_size);
        return entry;
    }
    entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
    *found = entry != NULL;
    if (entry) return entry;
    CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_in(type, scratch, key, value));
    if (!copied) return cchash_priv_layout_no_memory(table, type);
    return cchash_priv_layout_store_copies(table, type, hash, scratch, value != NULL);
}

CCHASH_PRIV_INLINE int cchash_priv_layout_add(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found;
    if (!cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found)) return CCHASH_NOMEM;
    return found ? CCHASH_PRESENT : CCHASH_INSERTED;
}

/* Inserts or overwrites. A copy of the value is needed in either case. It is made before the search, while the memory
 * that the search will read is on its way (docs/performance.md). The old value, and a key that is not needed, are
 * destroyed after the new value is in place. */
CCHASH_PRIV_INLINE int cchash_priv_layout_put(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found, copied = true;
    unsigned char *fresh = (unsigned char *)scratch, *old = fresh + type->scratch_size;
    void *entry;
    if (type->value_copy) {
        CCHASH_PRIV_ENGINE(prefetch)(table, type, hash);
#ifdef CCHASH_DEBUG
        CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
        memset(cchash_priv_value(type, fresh), 0, type->value_size);
        CCHASH_PRIV_CALLBACK(table, copied = type->value_copy(cchash_priv_value(type, fresh), value));
        entry = copied ? CCHASH_PRIV_ENGINE(find)(table, type, hash, key) : NULL;
        if (!entry) {
            if (copied) CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_key_in(type, fresh, key, true));
            if (!copied) return (void)cchash_priv_layout_no_memory(table, type), CCHASH_NOMEM;
            return cchash_priv_layout_store_copies(table, type, hash, fresh, true) ? CCHASH_INSERTED : CCHASH_NOMEM;
        }
    } else {
        entry = cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return CCHASH_NOMEM;
        if (!found) return CCHASH_INSERTED;
    }
    void *held = CCHASH_PRIV_ENGINE(value)(table, type, entry);
    bool destroys = type->value_free || (type->key_free && !type->key_copy);
    if (!type->value_copy && destroys) memcpy(fresh + type->value_offset, value, type->value_size);
    if (type->value_free) memcpy(old + type->value_offset, held, type->value_size);
    memcpy(held, type->value_copy ? fresh + type->value_offset : value, type->value_size);
    if (destroys && type->key_free && !type->key_copy) {
        memcpy(fresh + type->key_offset, key, type->key_size);
        CCHASH_PRIV_CALLBACK(table, type->key_free(fresh + type->key_offset));
    }
    if (type->value_free) CCHASH_PRIV_CALLBACK(table, type->value_free(old + type->value_offset));
    return CCHASH_PRESENT;
}

/* Removes a key, and moves key and value to key_out and value_out; destroys those for which the pointer is NULL. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_take(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                                const void *key, void *key_out, void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
#ifdef CCHASH_DEBUG
    if (table->size) CCHASH_PRIV_CALLBACK(table, CCHASH_PRIV_CHECK_HASH(table, type, hash, key));
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key)); /* checks stored keys */
#endif
    if (!CCHASH_PRIV_ENGINE(remove)(table, type, hash, key, key_out ? key_out : spare_key,
                                    value_out ? value_out : spare_value))
        return false;
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes any element in the same way; false: the map is empty. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_pop(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, void *key_out,
                                               void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
    if (!table->size) return false;
    CCHASH_PRIV_ENGINE(remove_any)(table, type, key_out ? key_out : spare_key, value_out ? value_out : spare_value);
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes the current element of an iterator. */
CCHASH_PRIV_INLINE void cchash_priv_layout_remove_at(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     CCHASH_PRIV_ITER *iter, void *scratch) {
    bool destroys = type->key_free || type->value_free;
    cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(table, type, iter);
    if (destroys) memcpy(scratch, erasure.entry, type->entry_size);
    if (destroys && type->split)
        memcpy(cchash_priv_value(type, scratch), CCHASH_PRIV_ENGINE(value)(table, type, erasure.entry),
               type->value_size);
    CCHASH_PRIV_ENGINE(erase_prepared)(table, type, iter, erasure);
    if (destroys)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, cchash_priv_key(type, scratch),
                                                        type->value_size ? cchash_priv_value(type, scratch) : NULL));
}

/* Destroys all elements of a table that does not belong to a map any more. */
CCHASH_PRIV_INLINE void cchash_priv_layout_destroy_all(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if ((!type->key_free && !type->value_free) || !table->size) return;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        cchash_priv_destroy(type, cchash_priv_key(type, entry),
                            type->value_size ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : NULL);
}

/* Frees the map, which is empty before the first destructor runs. */
CCHASH_PRIV_INLINE void cchash_priv_layout_free(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    cchash_priv_layout_destroy_all(&old, type);
    if (!old.buffered) CCHASH_PRIV_ENGINE(free_arrays)(&old, type, table);
}

CCHASH_PRIV_INLINE void cchash_priv_layout_clear(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_TABLE_CHANGED(&old);
    if (type->key_free || type->value_free) {
        cchash_priv_layout_zero_header(table, type->seeded_hash);
        CCHASH_PRIV_CALLBACK(table, cchash_priv_layout_destroy_all(&old, type));
    }
    CCHASH_PRIV_ENGINE(drop_entries)(&old, type, table);
    *table = old;
}

/* Makes sure that `count` elements fit without growing; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_reserve(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   size_t count) {
    if (count <= CCHASH_PRIV_ENGINE(capacity)(table, type)) return true;
    size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, count);
    CCHASH_PRIV_TABLE_CHANGED(table);
    return slots && type->rehash(table, slots);
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_shrink(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (table->buffered) return true;
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->size) {
        size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, table->size);
        if (slots < CCHASH_PRIV_ENGINE(array_slots)(table, type) && !type->rehash(table, slots)) return false;
        CCHASH_PRIV_ENGINE(free_spare)(table, type);
        return true;
    }
    CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    return true;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_in_buffer(const CCHASH_PRIV_TABLE *table) { return table->buffered != 0; }
CCHASH_PRIV_INLINE void *cchash_priv_layout_take_from_buffer(const CCHASH_PRIV_TABLE *table, size_t size,
                                                             size_t align) {
    return cchash_priv_buffer_take(table->buffered, table->seed, size, align);
}

/* Makes an empty map for that many elements in a buffer; false: there is no room for it. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_try_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      cchash_priv_buffer *buffer, size_t count) {
    memset(table, 0, sizeof *table);
    buffer->next = (uintptr_t)(buffer + 1);
    table->seed = (uint64_t)(uintptr_t)buffer;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    table->buffered = CCHASH_PRIV_BUFFER_OPEN;
    return cchash_priv_layout_reserve(table, type, count);
}

/* Makes an empty map, as large as fits, in a buffer of the caller's; false: too small. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_init_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       void *bytes, size_t size) {
    const uintptr_t align = sizeof(uintptr_t), start = ((uintptr_t)bytes + (align - 1)) & ~(align - 1);
    cchash_priv_buffer *buffer = (cchash_priv_buffer *)start;
    size_t fits = 0, more = size;
    memset(table, 0, sizeof *table);
    if (!bytes || type->malloc_nodes || size < start - (uintptr_t)bytes + sizeof *buffer) return false;
    buffer->end = (uintptr_t)bytes + size;
    for (; more; more /= 2) /* a size that fits has room for more elements than it was made for */
        if (cchash_priv_layout_try_buffer(table, type, buffer, fits + more)) {
            const size_t capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
            fits = capacity > fits + more ? capacity : fits + more;
        }
    const bool done = fits && cchash_priv_layout_try_buffer(table, type, buffer, fits);
    if (!done) {
        memset(table, 0, sizeof *table);
        return false;
    }
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
    table->buffered = CCHASH_PRIV_BUFFER_CLOSED;
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

/* Writes the map piece by piece; false: `write` returned false, or the map owns its keys or values. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(save)(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text,
                                                 bool (*write)(void *context, const void *bytes, size_t size),
                                                 void *context) {
    cchash_priv_image image;
    cchash_priv_sink sink;
    const size_t padding = cchash_priv_image_padding(type);
    if (!cchash_priv_image_holds(type)) return false;
    memset(&image, 0, sizeof image);
    image.magic = CCHASH_PRIV_IMAGE_MAGIC;
    image.type = cchash_priv_image_type(type, layout, text);
    image.seed = table->seed;
    image.elements = table->size;
    if (table->size) CCHASH_PRIV_ENGINE(describe)(table, type, &image);
    const uint64_t array = image.bytes;
    image.bytes += padding;
    image.checksum = cchash_priv_image_header_sum(&image);
    sink.write = write;
    sink.context = context;
    sink.checksum = sink.used = 0;
    sink.written = write(context, &image, sizeof image);
    image.bytes = array;
    cchash_priv_sink_add(&sink, NULL, padding);
    if (table->size && sink.written) CCHASH_PRIV_ENGINE(write_array)(table, type, &image, &sink);
    cchash_priv_sink_flush(&sink);
    return sink.written && write(context, &sink.checksum, sizeof sink.checksum);
}

/* Makes a map of an image; false: damaged, of another type, not aligned, or no memory. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(open)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text, const void *bytes, size_t size) {
    cchash_priv_image image;
    const size_t padding = cchash_priv_image_padding(type);
    memset(table, 0, sizeof *table);
    if (!cchash_priv_image_holds(type) || !cchash_priv_image_read(&image, cchash_priv_image_type(type, layout, text),
                                                                  bytes, size, cchash_priv_image_align(type), padding))
        return false;
    table->seed = image.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    if (!image.elements) return true;
    if (CCHASH_PRIV_ENGINE(read_array)(table, type, &image,
                                       (unsigned char *)(uintptr_t)bytes + sizeof image + padding) &&
        table->size == image.elements && CCHASH_PRIV_ENGINE(verify)(table, type))
        return true;
    if (!table->buffered) CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    memset(table, 0, sizeof *table);
    return false;
}

/* Replaces `to` by a copy with the same seed; false: no memory, `to` is unchanged, or the type owns keys or values that
 * it cannot copy. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_clone(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void *scratch) {
    CCHASH_PRIV_TABLE old = *to;
    if (to == from) return true;
    if (to->buffered || (type->key_free && !type->key_copy) || (type->value_free && !type->value_copy)) return false;
    cchash_priv_layout_zero_header(to, false);
    to->seed = from->seed;
    to->seeded = from->seeded;
    bool copied = from->size == 0 || type->rehash(to, CCHASH_PRIV_ENGINE(slots_for)(type, from->size));
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; copied && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *value = type->value_size ? CCHASH_PRIV_ENGINE(value)(from, type, entry) : NULL;
        uint64_t hash = cchash_priv_entry_hash(type, entry, from->seed);
        copied = cchash_priv_copy_in(type, scratch, cchash_priv_key(type, entry), value);
        void *fresh = copied ? CCHASH_PRIV_ENGINE(claim)(to, type, hash) : NULL;
        if (fresh) {
            CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, scratch));
            memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), cchash_priv_value(type, scratch), type->value_size);
        } else if (copied) {
            cchash_priv_destroy(type, cchash_priv_key(type, scratch), value ? cchash_priv_value(type, scratch) : NULL);
            copied = false;
        }
    }
    if (!copied) {
        cchash_priv_layout_free(to, type);
        *to = old;
        return false;
    }
    cchash_priv_layout_destroy_all(&old, type);
    CCHASH_PRIV_ENGINE(free_arrays)(&old, type, to);
    return true;
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* The next element in the order of the grains, and in a grain of the places of its home; NULL: none. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_scan_homes(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       cchash_priv_scan *scan) {
    const unsigned shift = CCHASH_PRIV_ENGINE(home_shift)(table, type);
    const unsigned rest = 64 - cchash_priv_grain_bits(type, CCHASH_PRIV_ENGINE(scan_log)(table, type));
    const size_t homes = cchash_priv_homes(type, shift);
    for (size_t home = cchash_priv_home(type, shift, scan->cursor); home < homes; home++) {
        cchash_priv_home_place place = {SIZE_MAX, NULL, 0}, best = place;
        uint64_t first = 0, hash;
        while (CCHASH_PRIV_ENGINE(home_next)(table, type, home, &place)) {
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, place.entry, table->seed));
            const uint64_t mixed = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash);
            size_t left = place.left;
            /* A grain of a tight table may reach into the next home, whose places come after those of this one. */
            if (type->tight)
                left += CCHASH_PRIV_HOME_PLACES *
                        (cchash_priv_home(type, shift, mixed | ((UINT64_C(1) << rest) - 1)) - home);
            if (cchash_priv_home(type, shift, mixed) != home || mixed >> rest < scan->cursor >> rest) continue;
            if (mixed >> rest == scan->cursor >> rest && left >= scan->left) continue;
            if (best.entry && mixed >> rest >= first >> rest) continue;
            best = place;
            best.left = left;
            first = mixed;
        }
        if (best.entry) {
            scan->cursor = first;
            scan->left = best.left;
            return best.entry;
        }
    }
    return NULL;
}

/* Advances an iterator of at_position to scan.entry; NULL at the end. */
CCHASH_PRIV_INLINE void cchash_priv_layout_scan_next(CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    cchash_priv_scan scan = iter->scan;
    void *entry = NULL;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (scan.phase != CCHASH_PRIV_SCAN_END) {
        const bool by_home = scan.phase == CCHASH_PRIV_SCAN_HOMES;
        entry = by_home ? cchash_priv_layout_scan_homes(table, type, &scan)
                        : CCHASH_PRIV_ENGINE(next_overflowed)(table, type, &scan.cursor);
        if (entry) break;
        scan.cursor = 0;
        scan.left = SIZE_MAX;
        if (scan.phase == CCHASH_PRIV_SCAN_OVERFLOWED)
            scan.phase = CCHASH_PRIV_SCAN_HOMES;
        else
            scan.phase = by_home && scan.grown ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_END;
    }
    CCHASH_PRIV_ENGINE(stand_on)(iter, type, entry, entry ? cchash_priv_entry_hash(type, entry, table->seed) : 0);
    scan.entry = entry;
    iter->scan = scan;
}

/* The number of the element that an iterator would go on to; SIZE_MAX: there is none. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_position(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), rest = 64 - cchash_priv_grain_bits(type, log);
    const cchash_priv_scan *last = &iter->scan;
    CCHASH_PRIV_ITER copy = *iter;
    if (!table->size) return SIZE_MAX;
    if (!last->next) {
        if (!CCHASH_PRIV_ENGINE(next)(&copy, type)) return SIZE_MAX;
        size_t place = CCHASH_PRIV_ENGINE(walk_place)(iter, type);
        if (place != SIZE_MAX && place >> cchash_priv_place_bits(type))
            return 0; /* no room in a number: a scan from the start */
        return place && place != SIZE_MAX ? cchash_priv_place_number(type, place, log, CCHASH_PRIV_SCAN_WALK) : place;
    }
    cchash_priv_layout_scan_next(&copy, type);
    const uint64_t cursor = copy.scan.cursor;
    if (copy.scan.phase == CCHASH_PRIV_SCAN_END) return SIZE_MAX;
    if (copy.scan.phase != CCHASH_PRIV_SCAN_HOMES)
        return cchash_priv_place_number(type, (size_t)cursor - 1, log, copy.scan.phase);
    if (last->phase == CCHASH_PRIV_SCAN_HOMES && last->left != SIZE_MAX && cursor >> rest == last->cursor >> rest)
        return cchash_priv_tie_number(type, cursor, last->left, log, last->grown);
    return cchash_priv_grain_number(type, cursor, log, copy.scan.grown);
}

/* An iterator before the element with that number. `next` is scan_next for this type. */
CCHASH_PRIV_INLINE CCHASH_PRIV_ITER cchash_priv_layout_at_position(const CCHASH_PRIV_TABLE *table,
                                                                   const cchash_priv_type *type, size_t number,
                                                                   void (*next)(void *iter)) {
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), phase = number >> 1 & 3;
    const unsigned then_mask = (1u << cchash_priv_log_bits(type)) - 1;
    const unsigned then = (unsigned)((number & 1 ? number >> 3 : number >> 1) & then_mask);
    const size_t place = number >> cchash_priv_place_shift(type);
    CCHASH_PRIV_ENGINE(stand_on)(&iter, type, NULL, 0);
    iter.scan.next = next;
    iter.scan.cursor = 0;
    iter.scan.left = SIZE_MAX;
    iter.scan.phase = CCHASH_PRIV_SCAN_OVERFLOWED;
    iter.scan.grown = false;
    if (number == SIZE_MAX || !table->size) {
        iter.scan.phase = CCHASH_PRIV_SCAN_END;
    } else if (cchash_priv_is_place(type, number, log, CCHASH_PRIV_ENGINE(place_bits)(table, type))) {
        /* After growth: from the start. */
        if (phase == CCHASH_PRIV_SCAN_WALK && then == log && place)
            return CCHASH_PRIV_ENGINE(walk_from)(table, type, place);
        /* After growth: the overflowed elements from the start. Were they being visited once more, then one that was
         * still to come may be in its home now, which has been passed. */
        if (phase == CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN)
            iter.scan.phase = then == log ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_HOMES;
        iter.scan.grown = iter.scan.phase == CCHASH_PRIV_SCAN_HOMES;
        if (phase != CCHASH_PRIV_SCAN_WALK && then == log) iter.scan.cursor = place;
    } else if (number) {
        const bool tie = (number & 7) == 7 && then >= 3 && then <= log;
        const bool made = tie || cchash_priv_is_grain(type, number, then);
        const unsigned bits = cchash_priv_grain_bits(type, then);
        iter.scan.phase = CCHASH_PRIV_SCAN_HOMES;
        iter.scan.cursor = (uint64_t)number << (64 - CCHASH_PRIV_SIZE_BITS);
        if (tie) iter.scan.cursor = iter.scan.cursor >> (64 - bits) << (64 - bits);
        iter.scan.grown = made && (then < log || (tie && (place & 1)));
        if (tie && then == log)
            iter.scan.left = place >> 1 & (((size_t)1 << (cchash_priv_place_bits(type) - 1 - bits)) - 1);
        if (!made) iter.scan.left = 0; /* the grain of any other number is left to what comes before */
        /* After a second growth: the homes from the start, for the same reason. */
        if (CCHASH_PRIV_ENGINE(overflows) && iter.scan.grown && (tie ? place & 1 && then < log : then + 1 < log))
            iter.scan.cursor = 0;
    }
    return iter;
}

/* The value of an entry that an iterator stands on. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_iter_value(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type,
                                                       const void *entry) {
    return CCHASH_PRIV_ENGINE(value)(iter->table, type, entry);
}

/* ---- Two maps of the same type ----------------------------------------------------------------------------------- */

/* The entry of a key that may lie in another map of the type; NULL: absent. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_find_key(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     const void *key) {
    uint64_t hash;
    if (!table->size) return NULL;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
    return CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
}

/* How many of the keys of `from` are not in `to`. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_count_absent(const CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                          const cchash_priv_type *type) {
    size_t absent = 0;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        absent += !cchash_priv_layout_find_key(to, type, cchash_priv_key(type, entry));
    return absent;
}

/* Moves the elements whose keys `to` lacks; false: no memory, and each element is in exactly one of the two. `adopt`
 * is called for a key in its new place, or NULL.
 *
 * With the same seed, `from` is in the order of the slots of `to`: inserting in this order while `to` grows would fill
 * it from one end, in quadratic time. Then there has to be room for all first. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_merge(CCHASH_PRIV_TABLE *to, CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key)) {
    if (to == from || !from->size) return true;
    cchash_priv_layout_need_seed(to, type);
    if (to->seed == from->seed &&
        !cchash_priv_layout_reserve(to, type, to->size + cchash_priv_layout_count_absent(to, from, type)))
        return cchash_priv_layout_no_memory(to, type) != NULL;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    bool moved = true;
    for (void *entry; moved && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(to, hash = type->seeded_hash ? type->hash(key, to->seed)
                                                          : cchash_priv_entry_hash(type, entry, to->seed));
        if (CCHASH_PRIV_ENGINE(find)(to, type, hash, key)) continue;
        /* Callbacks may jump out, so none is called from where the element is in `to` until it is not in `from`. */
        cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(from, type, &iter);
        void *fresh = CCHASH_PRIV_ENGINE(claim)(to, type, hash);
        moved = fresh != NULL;
        if (!moved) break;
        CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, erasure.entry));
        memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), CCHASH_PRIV_ENGINE(value)(from, type, erasure.entry),
               type->value_size);
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        CCHASH_PRIV_ENGINE(erase_prepared)(from, type, &iter, erasure);
    }
    type->maintain(from);
    return moved || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Adds copies of the keys of `from` that `to` lacks, in a set; false: no memory, or the set owns keys that it cannot
 * copy; `to` has the elements that it had. If
 * a copy or a node can fail when the first ones are in, a list says which to take out again. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_union(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key),
                                                 void *scratch) {
    const bool undoes = type->key_copy || type->malloc_nodes;
    bool complete = true;
    size_t added = 0;
    unsigned char *list = NULL;
    if (type->key_free && !type->key_copy && to != from) return false;
    cchash_priv_layout_need_seed(to, type);
    const size_t absent = to == from ? 0 : cchash_priv_layout_count_absent(to, from, type);
    const size_t bytes = cchash_priv_array_bytes(absent, type->key_size, 0);
    if (!absent) return true;
    if (bytes != SIZE_MAX && undoes) list = (unsigned char *)type->allocate(to, bytes, type->entry_align);
    if (undoes && !list) return cchash_priv_layout_no_memory(to, type) != NULL;
    complete = cchash_priv_layout_reserve(to, type, to->size + absent);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; complete && added < absent && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        bool found;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = cchash_priv_layout_insert_hash(to, type, key);
        void *fresh = cchash_priv_layout_emplace(to, type, hash, key, NULL, scratch, &found);
        complete = fresh != NULL;
        if (!complete || found) continue;
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        if (list) memcpy(list + added * type->key_size, cchash_priv_key(type, fresh), type->key_size);
        added++;
    }
    while (!complete && added--) {
        const unsigned char *key = list + added * type->key_size;
        (void)cchash_priv_layout_take(to, type, type->hash(key, to->seed), key, NULL, NULL, scratch);
    }
    if (list) type->release(to, list, bytes, type->entry_align);
    return complete || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Removes the elements whose keys `other` has, or those whose keys it lacks; returns how many. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_filter(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *other,
                                                    const cchash_priv_type *type, bool remove_shared, void *scratch) {
    const size_t size = table->size;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        bool shared = cchash_priv_layout_find_key(other, type, key) != NULL;
        if (shared == remove_shared) cchash_priv_layout_remove_at(table, type, &iter, scratch);
    }
    if (table->size != size) type->maintain(table);
    return size - table->size;
}

CCHASH_PRIV_INLINE size_t cchash_priv_layout_subtract(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *what,
                                                      const cchash_priv_type *type, void *scratch) {
    const size_t size = table->size;
    if (table == what || what->size >= size) return cchash_priv_layout_filter(table, what, type, true, scratch);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(what, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
        (void)cchash_priv_layout_take(table, type, hash, key, NULL, NULL, scratch);
    }
    return size - table->size;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_is_subset(const CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *of,
                                                     const cchash_priv_type *type) {
    if (table->size > of->size) return false;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        if (!cchash_priv_layout_find_key(of, type, cchash_priv_key(type, entry))) return false;
    return true;
}

CCHASH_PRIV_INLINE cchash_stats cchash_priv_layout_statistics(const CCHASH_PRIV_TABLE *table,
                                                              const cchash_priv_type *type) {
    cchash_stats stats;
    memset(&stats, 0, sizeof stats);
    stats.capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
    stats.bytes = CCHASH_PRIV_ENGINE(memory)(table, type);
    CCHASH_PRIV_ENGINE(stats)(table, type, &stats);
    return stats;
}

/* Looks up `count` keys. For each, writes to `out` a pointer to its key or value in the table, or NULL; returns the
 * number found. The array of the caller has elements of type V * or const K *, which is not known here: memcpy may
 * alias any type, and all object pointers have the same representation on the machines that C99 compilers exist for. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_get_many(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      const void *keys, size_t count, void *out, bool of_values) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    unsigned char *part = (unsigned char *)out;
    uint64_t hashes[ring_size], mixed[ring_size];
    const void *candidates[ring_size]; /* the entry to be compared; NULL: absent; the table: a lookup has to find it */
    size_t found = 0;
    if (CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN) {
        for (size_t number = 0; number < count; number++) {
            unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(
                table, type, type->query_hash(key + number * type->query_size, table->seed),
                key + number * type->query_size);
            void *result = !entry      ? NULL
                           : of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry)
                                       : cchash_priv_key(type, entry);
            found += entry != NULL;
            memcpy(part + number * sizeof result, &result, sizeof result);
        }
        return found;
    }
    for (size_t hashed = 0, looked_up = 0, done = 0; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            const size_t index = hashed % ring_size;
            hashes[index] = type->query_hash(key + hashed * type->query_size, table->seed);
            mixed[index] = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hashes[index]);
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, mixed[index]);
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            const size_t index = looked_up % ring_size;
            bool needs_probe = false;
            candidates[index] = CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, mixed[index], false, &needs_probe);
            if (CCHASH_PRIV_UNLIKELY(needs_probe)) candidates[index] = table;
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            const size_t index = done % ring_size;
            const void *sought = key + done * type->query_size, *entry = candidates[index], *result = NULL;
            if (entry) {
                if (CCHASH_PRIV_UNLIKELY(entry == table || !cchash_priv_is_key(type, entry, hashes[index], sought)))
                    entry = CCHASH_PRIV_ENGINE(find)(table, type, hashes[index], sought);
                if (entry)
                    result = of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : cchash_priv_key(type, entry);
                found += entry != NULL;
            }
            memcpy(part + done * sizeof result, &result, sizeof result);
        }
    }
    return found;
}

/* Puts the pair with that number; without `values`, adds a key to a set. */
CCHASH_PRIV_INLINE int CCHASH_PRIV_ENGINE(put_one)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *keys, const void *values, size_t number,
                                                   void *scratch) {
    const unsigned char *key = (const unsigned char *)keys + number * type->query_size;
    if (!values) return cchash_priv_layout_add(table, type, hash, key, NULL, scratch);
    return cchash_priv_layout_put(table, type, hash, key, (const unsigned char *)values + number * type->value_size,
                                  scratch);
}

/* Puts `count` pairs in order; returns the number of new keys, or -1 - i if memory ran out at pair i. */
CCHASH_PRIV_INLINE ptrdiff_t cchash_priv_layout_put_many(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         const void *keys, const void *values, size_t count,
                                                         void *scratch) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    uint64_t hashes[ring_size];
    size_t done = 0, inserted = 0;
    while (done < count && CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN)
        for (size_t stop = done + block; done < stop && done < count; done++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + done * type->query_size);
            int status = CCHASH_PRIV_ENGINE(put_one)(table, type, hash, keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    for (size_t hashed = done, looked_up = done; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + hashed * type->query_size);
            hashes[hashed % ring_size] = hash;
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash));
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            bool needs_probe;
            const uint64_t hash = hashes[looked_up % ring_size];
            (void)CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash), true,
                                                     &needs_probe);
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            int status =
                CCHASH_PRIV_ENGINE(put_one)(table, type, hashes[done % ring_size], keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    }
    return (ptrdiff_t)inserted;
}

#undef CCHASH_PRIV_ENGINE
#undef CCHASH_PRIV_ENGINE_
#undef CCHASH_PRIV_ENGINE__
#undef CCHASH_PRIV_TABLE
#undef CCHASH_PRIV_ITER
#undef cchash_priv_layout_size
#undef cchash_priv_layout_get_seed
#undef cchash_priv_layout_set_seed
#undef cchash_priv_layout_need_seed
#undef cchash_priv_layout_insert_hash
#undef cchash_priv_layout_zero_header
#undef cchash_priv_layout_in_buffer
#undef cchash_priv_layout_take_from_buffer
#undef cchash_priv_layout_try_buffer
#undef cchash_priv_layout_init_buffer
#undef cchash_priv_layout_no_memory
#undef cchash_priv_layout_emplace
#undef cchash_priv_layout_add
#undef cchash_priv_layout_put
#undef cchash_priv_layout_store_copies
#undef cchash_priv_layout_take
#undef cchash_priv_layout_pop
#undef cchash_priv_layout_remove_at
#undef cchash_priv_layout_destroy_all
#undef cchash_priv_layout_free
#undef cchash_priv_layout_clear
#undef cchash_priv_layout_reserve
#undef cchash_priv_layout_shrink
#undef cchash_priv_layout_clone
#undef cchash_priv_layout_find_key
#undef cchash_priv_layout_count_absent
#undef cchash_priv_layout_merge
#undef cchash_priv_layout_union
#undef cchash_priv_layout_filter
#undef cchash_priv_layout_subtract
#undef cchash_priv_layout_is_subset
#undef cchash_priv_layout_scan_homes
#undef cchash_priv_layout_scan_next
#undef cchash_priv_layout_position
#undef cchash_priv_layout_at_position
#undef cchash_priv_layout_iter_value
#undef cchash_priv_layout_statistics
#undef cchash_priv_layout_get_many
#undef cchash_priv_layout_put_many
#undef CCHASH_PRIV_LAYOUT

/* ---- What the typed facade needs from a layout ---------------------------------------------------------------------
 * A number, by which IMPLEMENT recognises the layout that was declared, and the traits that the layout takes. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_compact = 1 };
#define CCHASH_PRIV_TRAITS_OF_cchash_priv_compact                                                                      \
    (CCHASH_PRIV_TRAITS_OF_LAYOUTS | CCHASH_PRIV_DIGIT(_SPLIT) | CCHASH_PRIV_DIGIT(_TIGHT))

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_COMPACT_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_COMPACT_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_COMPACT_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_COMPACT_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_COMPACT_DECLARE(name_, K_, V_) CCHASH_COMPACT_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_COMPACT_DECLARE_SET(name_, K_) CCHASH_COMPACT_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_COMPACT_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_)                                                        \
    CCHASH_COMPACT_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_COMPACT_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_)                                                        \
    CCHASH_COMPACT_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_COMPACT_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_DEFINE_MAP(cchash_priv_compact, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_COMPACT_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                               \
    CCHASH_PRIV_DEFINE_SET(cchash_priv_compact, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_COMPACT_DECLARE_EX(name_, K_, V_, traits_)                                                              \
    CCHASH_PRIV_DECLARE_MAP(cchash_priv_compact, name_, K_, V_, traits_)
#define CCHASH_COMPACT_DECLARE_SET_EX(name_, K_, traits_)                                                              \
    CCHASH_PRIV_DECLARE_SET(cchash_priv_compact, name_, K_, traits_)
#define CCHASH_COMPACT_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_IMPLEMENT_MAP(cchash_priv_compact, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_COMPACT_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                            \
    CCHASH_PRIV_IMPLEMENT_SET(cchash_priv_compact, name_, K_, hashfn_, eqfn_, traits_)

/* Maps and sets of strings (cchash_str.h); the traits are optional. */
#define CCHASH_COMPACT_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_DECLARE_STR_SET(...)                                                                            \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_IMPLEMENT_STR(...)                                                                              \
    CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_compact, __VA_ARGS__)
#define CCHASH_COMPACT_IMPLEMENT_STR_SET(...)                                                                          \
    CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_compact, __VA_ARGS__)
/* Older names. */
#define CCHASH_COMPACT_DEFINE_STR_EX CCHASH_COMPACT_DEFINE_STR
#define CCHASH_COMPACT_DEFINE_STR_SET_EX CCHASH_COMPACT_DEFINE_STR_SET
#define CCHASH_COMPACT_DEFINE_STR_ARENA(name_, V_) CCHASH_COMPACT_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))


#endif
/* ==== cchash_oa.h ==== */

/* cchash_oa.h: open addressing with the state in the entry. SPDX-License-Identifier: MIT-0
 *
 *     #include "cchash_oa.h"
 *     CCHASH_OA_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
 *
 * One array keeps everything about an entry in one place: linear probing as in the textbook, but over buckets.
 *
 *     one allocation, aligned to 64 bytes from 32 slots on; u64 -> u64 with C slots (C a power of two, at least 8):
 *
 *     | state (pad) key value | state (pad) key value | ...          24 bytes an entry, 2 2/3 to a cache line
 *     | summary of occupied blocks, used while elements are popped | C / 128 bytes, and 8 for a count
 *
 * A bucket is 8 consecutive slots (with 24-byte entries: exactly three cache lines), or as many as fit in 256 bytes if
 * entries are large:
 *
 *     | bucket 0: 8 slots      | bucket 1             | ...   the home of a key is the bucket that the top bits of its
 *     |s k v|s k v|0    |s k v|                                mixed hash select
 *
 * The state of an empty slot is 0. Otherwise it is the upper half of the mixed hash, except for its two lowest bits:
 * TAKEN is set in every occupied slot, and OVERFLOWED, in the first state of a bucket, says that the bucket was full
 * when a key came, so that a key may lie in a later bucket. A lookup compares all states of a bucket at once, and keys
 * only where 30 bits of hash are equal; it ends at a bucket that has not overflowed, which is nearly always the first.
 * While C is at most 2^30, growth and removal find the home of an entry in its state and do not touch keys.
 *
 * A key type may leave some bits to the table, as cchash_str does. Then these are the state, an entry is just key and
 * value (48 bytes for cchash_str -> cchash_str), and the home of an entry comes from the hash of its key:
 *
 *     | key (with the state) value | key (with the state) value | ...
 *
 * There a state has TAKEN, OVERFLOWED and 8 bits of hash (cchash/oa_state.h). A text of 22 bytes leaves no room for
 * those 8; its state says so by eight zeros, which agree with any hash.
 *
 * A key lies in any slot of its home bucket, or, if that was full, in the next bucket that was not; the last bucket is
 * followed by the first. Removal from a bucket that has not overflowed just empties the slot. From an overflowed bucket
 * it is a backward shift: the next entry that was displaced past this bucket moves into the hole, and the same is
 * repeated for the hole that it leaves. If there is no such entry, OVERFLOWED is cleared. There are no tombstones, and
 * removed keys cost later lookups nothing, because an overflowed bucket is always full.
 *
 * After growth has failed, the table fills up to its last slot and nearly all buckets overflow. A lookup then ends
 * `max_probe` buckets after the home, the greatest distance of any key. Insertions keep that distance small: they move
 * a distant empty slot closer to the home, one entry at a time.
 *
 * Invariants (name_verify checks them): each state is that of its key's hash; a lookup of each element's key finds that
 * element, at most `max_probe` buckets after its home; overflowed buckets are full; only the first state of a bucket
 * has OVERFLOWED; `size` states are not 0; at least one slot is empty. */
#ifndef CCHASH_OA_H
#define CCHASH_OA_H



/* ---- The table --------------------------------------------------------------------------------------------------- */

typedef struct cchash_priv_oa {
    unsigned char *entries; /* NULL: no array yet */
    size_t size;
    size_t limit; /* elements that fit without growing; 0 while there is a summary, so that insertions are slow */
    uint64_t seed;
    uint32_t max_probe; /* upper bound of the distance of a key from its home, in buckets */
    uint8_t shift;      /* 64 - log2(C) */
    uint8_t seeded;     /* CCHASH_PRIV_UNSEEDED, … */
    uint8_t buffered;   /* CCHASH_PRIV_NO_BUFFER, … */
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa;

typedef struct cchash_priv_oa_iter {
    cchash_priv_oa *table;
    size_t slot;      /* of the current element */
    size_t remaining; /* slots still to be visited */
    bool from_find;   /* that number is not known yet */
    cchash_priv_scan scan;
    CCHASH_PRIV_DEBUG_FIELD
} cchash_priv_oa_iter;

/* The state is the first field of an entry, so the two have the same address. */
#define CCHASH_PRIV_FIELDS_cchash_priv_oa uint32_t cchash_state;
#define CCHASH_PRIV_FIELDS_SPARE_cchash_priv_oa /* the key has a bit for the state */

/* In tables of up to 2^this slots the home can be read from the state; in larger ones keys are hashed again. */
#ifndef CCHASH_PRIV_OA_STATE_BITS
#define CCHASH_PRIV_OA_STATE_BITS 30
#endif

#define CCHASH_PRIV_OA_BUCKET ((size_t)8) /* the greatest number of slots of a bucket */
#define CCHASH_PRIV_OA_MIN ((size_t)8)    /* slots of the smallest table: at least a bucket */
#define CCHASH_PRIV_OA_SMALL ((size_t)16) /* slots of the largest that is not aligned to a cache line */

#define CCHASH_PRIV_OA_TAKEN 1u      /* in every state but 0 */
#define CCHASH_PRIV_OA_OVERFLOWED 2u /* in the first state of a bucket */

/* The load limit, 3/4: overflowed buckets are mispredicted, and above it they become frequent (docs/performance.md). */
#define CCHASH_PRIV_OA_NUM 3
#define CCHASH_PRIV_OA_DEN 4

/* The unit of the summary, in slots. */
#define CCHASH_PRIV_OA_BLOCK ((size_t)16)

/* What the drawing and the comments at the top claim. */
struct cchash_priv_oa_drawn_entry {
    uint32_t state;
    uint64_t key, value;
};
CCHASH_PRIV_ASSERT(sizeof(struct cchash_priv_oa_drawn_entry) <= 24 && CCHASH_PRIV_OA_BUCKET * 24 == 3 * 64,
                   a_bucket_of_u64_to_u64_is_three_cache_lines);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_OA_TAKEN & CCHASH_PRIV_OA_OVERFLOWED) == 0 &&
                       (CCHASH_PRIV_OA_TAKEN | CCHASH_PRIV_OA_OVERFLOWED) == 3,
                   the_flags_are_the_two_lowest_bits_of_a_state);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_OA_STATE_BITS >= 3 && CCHASH_PRIV_OA_STATE_BITS <= 30,
                   a_home_is_read_from_the_hash_bits_of_a_state);
CCHASH_PRIV_ASSERT((CCHASH_PRIV_OA_BUCKET & (CCHASH_PRIV_OA_BUCKET - 1)) == 0 && CCHASH_PRIV_OA_BUCKET <= 32,
                   a_bucket_is_a_power_of_two_and_fits_in_a_mask);
CCHASH_PRIV_ASSERT(CCHASH_PRIV_OA_MIN >= CCHASH_PRIV_OA_BUCKET && (CCHASH_PRIV_OA_MIN & (CCHASH_PRIV_OA_MIN - 1)) == 0,
                   slots_are_a_power_of_two_and_at_least_a_bucket);

CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots(const cchash_priv_oa *table) {
    return table->entries ? (size_t)1 << (64 - table->shift) : 0;
}
CCHASH_PRIV_INLINE size_t cchash_priv_oa_array_slots(const cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)type;
    return cchash_priv_oa_slots(table);
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_limit(const cchash_priv_type *type, size_t slots) {
    size_t limit = type->load_den ? cchash_priv_limit(slots, type->load_num, type->load_den)
                                  : cchash_priv_limit(slots, CCHASH_PRIV_OA_NUM, CCHASH_PRIV_OA_DEN);
    return limit < slots ? limit : slots - 1;
}

CCHASH_PRIV_INLINE bool cchash_priv_oa_has_summary(const cchash_priv_oa *table) {
    return table->entries && !table->limit;
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_capacity(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return cchash_priv_oa_has_summary(table) ? cchash_priv_oa_limit(type, cchash_priv_oa_slots(table)) : table->limit;
}

/* The number of blocks of the summary. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_blocks(size_t slots) {
    return (slots + CCHASH_PRIV_OA_BLOCK - 1) / CCHASH_PRIV_OA_BLOCK;
}

/* The size of the allocation for that many slots; SIZE_MAX if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bytes(const cchash_priv_type *type, size_t slots) {
    return cchash_priv_array_bytes(slots, type->entry_size,
                                   8 * cchash_priv_summary_words(cchash_priv_oa_blocks(slots)) + 8 + 7);
}

/* The first word counts insertions since the last pop; the summary follows. */
CCHASH_PRIV_INLINE uint64_t *cchash_priv_oa_pop_state(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t entry_bytes = (cchash_priv_oa_slots(table) * type->entry_size + 7) & ~(size_t)7;
    return (uint64_t *)(void *)(table->entries + entry_bytes);
}

/* The number of slots of a bucket: 8, or as many as fit in 256 bytes (docs/performance.md). */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bucket_slots(const cchash_priv_type *type) {
    size_t slots = CCHASH_PRIV_OA_BUCKET;
    while (slots > 1 && slots * type->entry_size > 256) slots /= 2;
    return slots;
}

/* The first slot of the bucket that contains a slot. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_bucket_start(const cchash_priv_type *type, size_t slot) {
    return slot & ~(cchash_priv_oa_bucket_slots(type) - 1);
}

/* Small arrays are not aligned to cache lines: in them, padding would be more than what a lookup reads. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_align(const cchash_priv_type *type, size_t slots) {
    const size_t align = slots <= CCHASH_PRIV_OA_SMALL ? sizeof(uint64_t) : 64;
    return type->entry_align > align ? type->entry_align : align;
}

/* One more multiplication than in the other layouts: with a single one, some seeds make buckets overflow for structured
 * keys (docs/performance.md). */
CCHASH_PRIV_INLINE uint64_t cchash_priv_oa_mix(const cchash_priv_type *type, uint64_t hash, uint64_t seed) {
    uint64_t mixed = cchash_priv_finalize_hash(hash, seed, type->good_hash);
    return type->good_hash ? mixed : mixed * CCHASH_PRIV_ODD; /* this layout uses the high bits only */
}
CCHASH_PRIV_INLINE uint64_t cchash_priv_oa_mix_hash(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    uint64_t hash) {
    return type->premixed ? hash : cchash_priv_oa_mix(type, hash, table->seed);
}

/* ==== cchash/oa_state.h ==== */

/* cchash/oa_state.h: how open addressing reads and writes the state of a slot. A part of cchash_oa.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_OA_STATE_H
#define CCHASH_PRIV_OA_STATE_H

/* ---- The state in a key ------------------------------------------------------------------------------------------
 * A cchash_str leaves two bits of its tag and the byte before it to the table. They are read as one word with the two
 * bytes of text before them. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
#define CCHASH_PRIV_OA_TAG_SHIFT 0
#define CCHASH_PRIV_OA_HASH_SHIFT 8
#else
#define CCHASH_PRIV_OA_TAG_SHIFT 24
#define CCHASH_PRIV_OA_HASH_SHIFT 16
#endif
#define CCHASH_PRIV_OA_KEY_TAKEN ((uint32_t)0x80 << CCHASH_PRIV_OA_TAG_SHIFT)
#define CCHASH_PRIV_OA_KEY_OVERFLOWED ((uint32_t)0x20 << CCHASH_PRIV_OA_TAG_SHIFT)
#define CCHASH_PRIV_OA_KEY_HASH ((uint32_t)0xff << CCHASH_PRIV_OA_HASH_SHIFT)
#define CCHASH_PRIV_OA_KEY_STATE (CCHASH_PRIV_OA_KEY_TAKEN | CCHASH_PRIV_OA_KEY_OVERFLOWED | CCHASH_PRIV_OA_KEY_HASH)
CCHASH_PRIV_ASSERT((CCHASH_PRIV_STR_TABLE) == (0x80 | 0x20) && CCHASH_PRIV_STR_TAG == 23,
                   the_table_has_two_bits_of_the_tag);

/* The flag OVERFLOWED of a type. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_flag(const cchash_priv_type *type) {
    return type->spare_bit ? CCHASH_PRIV_OA_KEY_OVERFLOWED : CCHASH_PRIV_OA_OVERFLOWED;
}

/* The state that the entry of a hash gets. In a key there is room for 8 bits of hash, none of which select a home. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_of(const cchash_priv_type *type, uint64_t mixed) {
    if (type->spare_bit)
        return CCHASH_PRIV_OA_KEY_TAKEN | ((uint32_t)(mixed >> 24) & 0xff) << CCHASH_PRIV_OA_HASH_SHIFT;
    return ((uint32_t)(mixed >> 32) & ~CCHASH_PRIV_OA_OVERFLOWED) | CCHASH_PRIV_OA_TAKEN;
}

CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_word(const cchash_priv_type *type, const unsigned char *entry) {
    uint32_t word;
    memcpy(&word, type->spare_bit ? entry + type->spare_offset - 3 : entry, sizeof word);
    return word;
}
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state(const cchash_priv_type *type, const unsigned char *entry) {
    return cchash_priv_oa_state_word(type, entry) & (type->spare_bit ? CCHASH_PRIV_OA_KEY_STATE : UINT32_MAX);
}

/* A text of 22 bytes ends before a NUL that belongs to the text, so its state has no hash. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_state_that_fits(const cchash_priv_type *type, uint32_t word,
                                                           uint32_t state) {
    const uint32_t tag = word >> CCHASH_PRIV_OA_TAG_SHIFT & CCHASH_PRIV_STR_OWN;
    return type->spare_bit && tag == CCHASH_STR_INLINE ? state & ~CCHASH_PRIV_OA_KEY_HASH : state;
}

/* Writes the state of a slot whose key is still to come. */
CCHASH_PRIV_INLINE void cchash_priv_oa_first_state(const cchash_priv_type *type, unsigned char *entry, uint32_t state) {
    memcpy(type->spare_bit ? entry + type->spare_offset - 3 : entry, &state, sizeof state);
}
CCHASH_PRIV_INLINE void cchash_priv_oa_set_state(const cchash_priv_type *type, unsigned char *entry, uint32_t state) {
    const uint32_t word = cchash_priv_oa_state_word(type, entry);
    if (type->spare_bit) state = cchash_priv_oa_state_that_fits(type, word, state) | (word & ~CCHASH_PRIV_OA_KEY_STATE);
    cchash_priv_oa_first_state(type, entry, state);
}

/* Tells whether a key may lie after the bucket that starts with this entry. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_overflowed(const cchash_priv_type *type, const unsigned char *bucket) {
    return (cchash_priv_oa_state_word(type, bucket) & cchash_priv_oa_flag(type)) != 0;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_set_overflowed(const cchash_priv_type *type, unsigned char *bucket,
                                                      bool overflowed) {
    const uint32_t flag = cchash_priv_oa_flag(type), state = cchash_priv_oa_state(type, bucket) & ~flag;
    cchash_priv_oa_set_state(type, bucket, overflowed ? state | flag : state);
}

#ifdef CCHASH_PRIV_SSE2
/* A mask of the slots, from one of four states on, that match: `wanted`, or for keys with a state in them no hash. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_match_four(const cchash_priv_type *type, __m128i states, bool first,
                                                      uint32_t wanted) {
    const int flag = (int)~cchash_priv_oa_flag(type);
    if (type->spare_bit)
        states = _mm_and_si128(states, _mm_set1_epi32((int)(CCHASH_PRIV_OA_KEY_TAKEN | CCHASH_PRIV_OA_KEY_HASH)));
    else if (first)
        states = _mm_and_si128(states, _mm_set_epi32(-1, -1, -1, flag));
    __m128i matching = _mm_cmpeq_epi32(states, _mm_set1_epi32((int)wanted));
    if (type->spare_bit && wanted)
        matching = _mm_or_si128(matching, _mm_cmpeq_epi32(states, _mm_set1_epi32((int)CCHASH_PRIV_OA_KEY_TAKEN)));
    return (uint32_t)_mm_movemask_ps(_mm_castsi128_ps(matching));
}
#endif

/* A mask of the slots of a bucket whose state is `wanted`, apart from OVERFLOWED. There is no branch for each slot,
 * because the position of a key in its bucket cannot be predicted. */
CCHASH_PRIV_INLINE uint32_t cchash_priv_oa_match(const cchash_priv_type *type, const unsigned char *bucket,
                                                 uint32_t wanted) {
    const size_t slots = cchash_priv_oa_bucket_slots(type), size = type->entry_size;
    uint32_t mask = 0;
    size_t slot = 0;
#ifdef CCHASH_PRIV_SSE2
    for (; slot + 4 <= slots; slot += 4) {
        const unsigned char *entry = bucket + slot * size;
        /* Not _mm_set_epi32: gcc 12 -O2 builds that vector in memory (docs/performance.md). */
        __m128i state0 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry));
        __m128i state1 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry + size));
        __m128i state2 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry + 2 * size));
        __m128i state3 = _mm_cvtsi32_si128((int)cchash_priv_oa_state_word(type, entry + 3 * size));
        __m128i states = _mm_unpacklo_epi64(_mm_unpacklo_epi32(state0, state1), _mm_unpacklo_epi32(state2, state3));
        mask |= cchash_priv_oa_match_four(type, states, slot == 0, wanted) << slot;
    }
#endif
    for (; slot < slots; slot++) {
        uint32_t state = cchash_priv_oa_state(type, bucket + slot * size) & ~(slot ? 0 : cchash_priv_oa_flag(type));
        bool matches = state == wanted || (type->spare_bit && wanted && state == CCHASH_PRIV_OA_KEY_TAKEN);
        mask |= (uint32_t)matches << slot;
    }
    return mask;
}

#endif

CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_entry(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       size_t slot) {
    return table->entries + slot * type->entry_size;
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_value(const cchash_priv_oa *table, const cchash_priv_type *type,
                                              const void *entry) {
    (void)table;
    return cchash_priv_value(type, entry);
}

/* The first slot of the bucket after the one that starts at `start`. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_next_bucket(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                     size_t start) {
    CCHASH_PRIV_CHECK(start < cchash_priv_oa_slots(table) && start == cchash_priv_oa_bucket_start(type, start),
                      "internal error: no bucket starts at this slot");
    return (start + cchash_priv_oa_bucket_slots(type)) & (cchash_priv_oa_slots(table) - 1);
}

/* Tells whether the home of an entry comes from the hash function of the user, because the state does not have it. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_needs_hash(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return type->spare_bit || CCHASH_PRIV_UNLIKELY(table->shift < 64 - CCHASH_PRIV_OA_STATE_BITS);
}

CCHASH_PRIV_INLINE size_t cchash_priv_oa_home_of(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                 uint64_t mixed) {
    return cchash_priv_oa_bucket_start(type, (size_t)(mixed >> table->shift));
}

/* The home that an entry has in `table`; the entry may lie in another table. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_home(const cchash_priv_oa *table, const cchash_priv_type *type,
                                              const unsigned char *entry) {
    uint64_t mixed;
    if (cchash_priv_oa_needs_hash(table, type))
        mixed = cchash_priv_oa_mix_hash(table, type, cchash_priv_entry_hash(type, entry, table->seed));
    else
        mixed = (uint64_t)cchash_priv_oa_state(type, entry) << 32;
    return cchash_priv_oa_home_of(table, type, mixed);
}

/* ---- Finding ----------------------------------------------------------------------------------------------------- */

/* The distance of a slot from a home, in buckets. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_probe_distance(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                        size_t home, size_t slot) {
    return ((cchash_priv_oa_bucket_start(type, slot) - home) & (cchash_priv_oa_slots(table) - 1)) /
           cchash_priv_oa_bucket_slots(type);
}

/* Tells whether no key with this hash lies after the bucket at `start`. Needed beyond the load limit, where nearly all
 * buckets have overflowed. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_past_max_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      uint64_t mixed, size_t start) {
    return cchash_priv_oa_probe_distance(table, type, cchash_priv_oa_home_of(table, type, mixed), start) >=
           table->max_probe;
}

/* Tells whether an entry is where a key with this hash may lie: its state agrees, or, without states, a lookup gets
 * from the home to the entry. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_is_place_of(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const unsigned char *entry, uint64_t hash) {
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    if (!type->spare_bit)
        return (cchash_priv_oa_state(type, entry) & ~CCHASH_PRIV_OA_OVERFLOWED) == cchash_priv_oa_state_of(type, mixed);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    const size_t slot = (size_t)(entry - table->entries) / type->entry_size;
    while (start != cchash_priv_oa_bucket_start(type, slot)) {
        if (!cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))) return false;
        start = cchash_priv_oa_next_bucket(table, type, start);
    }
    return true;
}

/* Debug builds: stops if the key of an entry has changed since it was stored. */
CCHASH_PRIV_INLINE void cchash_priv_oa_check_stored(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    const unsigned char *entry) {
#ifdef CCHASH_DEBUG
    uint64_t hash;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(cchash_priv_key(type, entry), table->seed));
    CCHASH_PRIV_CHECK_STORED(cchash_priv_oa_is_place_of(table, type, entry, hash));
#else
    (void)table, (void)type, (void)entry;
#endif
}

/* The entry of a key in one bucket, or NULL. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_find_in_bucket(const cchash_priv_oa *table,
                                                                const cchash_priv_type *type, unsigned char *bucket,
                                                                uint64_t mixed, uint64_t hash, const void *key) {
    const uint32_t wanted = cchash_priv_oa_state_of(type, mixed);
    for (uint32_t mask = cchash_priv_oa_match(type, bucket, wanted); CCHASH_PRIV_LIKELY(mask); mask &= mask - 1) {
        unsigned char *entry = bucket + cchash_priv_ctz(mask) * type->entry_size;
        cchash_priv_oa_check_stored(table, type, entry);
        if (CCHASH_PRIV_LIKELY(cchash_priv_is_key(type, entry, hash, key))) return entry;
    }
    return NULL;
}

/* Probes for a key from the bucket at *start on; returns its entry, or NULL. Sets *start to the bucket where the search
 * ended. `hash` is used only if entries cache their hashes. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       uint64_t mixed, uint64_t hash, const void *key, size_t *start) {
    for (;; *start = cchash_priv_oa_next_bucket(table, type, *start)) {
        unsigned char *bucket = cchash_priv_oa_entry(table, type, *start);
        unsigned char *entry = cchash_priv_oa_find_in_bucket(table, type, bucket, mixed, hash, key);
        if (entry) return entry;
        if (CCHASH_PRIV_LIKELY(!cchash_priv_oa_overflowed(type, bucket))) return NULL;
        if (CCHASH_PRIV_UNLIKELY(table->size > table->limit) &&
            cchash_priv_oa_past_max_probe(table, type, mixed, *start))
            return NULL;
    }
}

/* The part of a lookup after the home bucket, compiled out of line. It takes the hash if entries cache theirs, and the
 * mixed hash otherwise. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_find_slow(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                  uint64_t hash_or_mixed, const void *key) {
    const uint64_t mixed = type->cached_hash ? cchash_priv_oa_mix_hash(table, type, hash_or_mixed) : hash_or_mixed;
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    if (cchash_priv_oa_past_max_probe(table, type, mixed, start)) return NULL;
    start = cchash_priv_oa_next_bucket(table, type, start);
    return cchash_priv_oa_probe(table, type, mixed, hash_or_mixed, key, &start);
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_find(const cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                             const void *key) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return NULL;
    CCHASH_PRIV_CHECK_HASH(table, type, hash, key);
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    if (cchash_priv_oa_bucket_slots(type) == 1) return cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
    unsigned char *entry = cchash_priv_oa_find_in_bucket(table, type, bucket, mixed, hash, key);
    if (CCHASH_PRIV_LIKELY(entry || !cchash_priv_oa_overflowed(type, bucket))) return entry;
    return type->find_slow(table, type->cached_hash ? hash : mixed, key);
}

/* Batches prefetch in two steps before they search. This one prefetches the home bucket, which is all that a search
 * usually reads. */
CCHASH_PRIV_INLINE void cchash_priv_oa_prefetch_probe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      uint64_t mixed) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return;
    unsigned char *bucket = cchash_priv_oa_entry(table, type, cchash_priv_oa_home_of(table, type, mixed));
    for (size_t offset = 0; offset < cchash_priv_oa_bucket_slots(type) * type->entry_size; offset += 64)
        CCHASH_PRIV_PREFETCH_L2(bucket + offset);
}

/* Nothing is left to prefetch in the second step. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_prefetch_entry(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                       uint64_t mixed, bool insertion, bool *needs_probe) {
    (void)table, (void)type, (void)mixed, (void)insertion;
    *needs_probe = true;
    return NULL;
}

CCHASH_PRIV_INLINE void cchash_priv_oa_prefetch(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                uint64_t hash) {
    cchash_priv_oa_prefetch_probe(table, type, cchash_priv_oa_mix_hash(table, type, hash));
}

CCHASH_PRIV_INLINE void *cchash_priv_oa_get(const cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                            const void *key) {
    void *entry = cchash_priv_oa_find(table, type, hash, key);
    return entry ? cchash_priv_value(type, entry) : NULL;
}

/* ---- Inserting --------------------------------------------------------------------------------------------------- */

/* Finds the first empty slot from the bucket at `start` on, and marks the full buckets on the way as overflowed. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_find_empty_slot(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                         size_t start) {
    CCHASH_PRIV_CHECK(table->size < cchash_priv_oa_slots(table),
                      "internal error: a full table is searched for an empty slot");
    for (;; start = cchash_priv_oa_next_bucket(table, type, start)) {
        unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
        uint32_t empty = cchash_priv_oa_match(type, bucket, 0);
        if (CCHASH_PRIV_LIKELY(empty)) return start + cchash_priv_ctz(empty);
        cchash_priv_oa_set_overflowed(type, bucket, true);
    }
}

CCHASH_PRIV_INLINE void cchash_priv_oa_raise_max_probe(cchash_priv_oa *table, size_t distance) {
    if (distance > table->max_probe) table->max_probe = distance < UINT32_MAX ? (uint32_t)distance : UINT32_MAX;
}

/* Finds the entry closest to `home` that may move to the slot `empty`, where it would lie at most `max_distance`
 * buckets from its own home. Returns its slot, or SIZE_MAX. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_find_movable(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                      size_t home, size_t empty, size_t max_distance) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), end = cchash_priv_oa_bucket_start(type, empty);
    size_t back = cchash_priv_oa_probe_distance(table, type, home, empty);
    for (back = back < max_distance ? back : max_distance; back; back--) {
        size_t start = (end - back * bucket) & (cchash_priv_oa_slots(table) - 1);
        for (size_t slot = start; slot < start + bucket; slot++) {
            size_t own_home = cchash_priv_oa_home(table, type, cchash_priv_oa_entry(table, type, slot));
            if (cchash_priv_oa_probe_distance(table, type, own_home, empty) <= max_distance) return slot;
        }
    }
    return SIZE_MAX;
}

/* Moves a distant empty slot closer to a key's home by moving entries into it, one after the other; returns where the
 * empty slot is then. The whole path is determined before any entry moves, because the hash function may jump out. All
 * keys share one maximum distance, which grows only if no entry can move otherwise (docs/performance.md). This is rare,
 * so it is compiled once per translation unit. */
CCHASH_PRIV_COLD size_t cchash_priv_oa_pull_closer(cchash_priv_oa *table, const cchash_priv_type *type, size_t home,
                                                   size_t empty) {
    enum { longest = 256 };
    size_t path[longest], length = 0, to = empty, distance = cchash_priv_oa_probe_distance(table, type, home, empty);
    size_t max_distance = distance / 128 + 4;
    if (max_distance < table->max_probe) max_distance = table->max_probe;
    while (cchash_priv_oa_probe_distance(table, type, home, to) > max_distance && length < longest) {
        size_t movable;
        CCHASH_PRIV_CALLBACK(table, movable = cchash_priv_oa_find_movable(table, type, home, to, max_distance));
        if (movable == SIZE_MAX)
            max_distance += max_distance / 8 + 1;
        else
            path[length++] = to = movable;
    }
    for (size_t step = 0; step < length; step++) {
        unsigned char *hole = cchash_priv_oa_entry(table, type, empty);
        const uint32_t flag = cchash_priv_oa_flag(type), overflowed = cchash_priv_oa_state(type, hole) & flag;
        memcpy(hole, cchash_priv_oa_entry(table, type, path[step]), type->entry_size);
        /* OVERFLOWED belongs to the slot, not to the entry. */
        cchash_priv_oa_set_state(type, hole, (cchash_priv_oa_state(type, hole) & ~flag) | overflowed);
        empty = path[step];
    }
    if (length) cchash_priv_oa_raise_max_probe(table, max_distance);
    return empty;
}

/* Enters an occupied slot in the summary. After as many insertions as there are blocks, without a pop, the summary is
 * given up: the limit is set again. */
CCHASH_PRIV_COLD void cchash_priv_oa_note_insertion(cchash_priv_oa *table, uint64_t *pop_state, size_t limit,
                                                    size_t slot) {
    const size_t blocks = cchash_priv_oa_blocks(cchash_priv_oa_slots(table));
    CCHASH_PRIV_CHECK(cchash_priv_oa_has_summary(table), "internal error: this table has no summary");
    cchash_priv_summary_add(pop_state + 1, blocks, slot / CCHASH_PRIV_OA_BLOCK);
    if (++pop_state[0] > blocks) table->limit = limit;
}

/* Writes state and cached hash of a new entry. `overflowed` is the flag of the bucket, if the slot has it: an entry
 * that has moved away leaves it. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_occupy_slot(cchash_priv_oa *table, const cchash_priv_type *type, size_t slot,
                                                    uint32_t overflowed, uint64_t mixed, uint64_t hash) {
    unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
    cchash_priv_oa_first_state(type, entry, cchash_priv_oa_state_of(type, mixed) | overflowed);
    if (type->cached_hash) memcpy(entry + type->hash_offset, &hash, sizeof hash);
    table->size++;
    return entry;
}

/* Returns a slot for a key that is known to be absent, or NULL: no memory. Grows the table if it is at its limit; if
 * that fails, the table is filled beyond the limit. The caller writes key and value at once. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_claim(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash) {
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (CCHASH_PRIV_UNLIKELY(table->size >= cchash_priv_oa_capacity(table, type))) {
        size_t slots = cchash_priv_oa_slots(table);
        size_t more = slots ? 2 * slots : CCHASH_PRIV_OA_MIN;
        while (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_limit(type, more) <= table->size) && /* a very low load limit */
               cchash_priv_oa_bytes(type, more) != SIZE_MAX)
            more *= 2;
        if (!type->rehash(table, more) && (table->size + 1 >= slots || table->buffered == CCHASH_PRIV_READ_ONLY))
            return NULL;
    }
    uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    const size_t home = cchash_priv_oa_home_of(table, type, mixed);
    size_t first = cchash_priv_oa_find_empty_slot(table, type, home), slot = first;
    if (table->size >= cchash_priv_oa_capacity(table, type))
        slot = cchash_priv_oa_pull_closer(table, type, home, first);
    cchash_priv_oa_raise_max_probe(table, cchash_priv_oa_probe_distance(table, type, home, slot));
    if (CCHASH_PRIV_UNLIKELY(!table->limit))
        cchash_priv_oa_note_insertion(table, cchash_priv_oa_pop_state(table, type),
                                      cchash_priv_oa_capacity(table, type), first);
    uint32_t overflowed =
        cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) & cchash_priv_oa_flag(type);
    return cchash_priv_oa_occupy_slot(table, type, slot, overflowed, mixed, hash);
}

/* Returns the entry of a key, present or new, with a single probe; NULL: no memory. The caller writes the key and value
 * of a new entry. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_insert(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                               const void *key, bool *found) {
    *found = false;
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return type->insert_slow(table, hash);
    uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    const size_t home = cchash_priv_oa_home_of(table, type, mixed);
    size_t start = home;
    unsigned char *entry = cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    *found = entry != NULL;
    if (entry) return entry;
    if (CCHASH_PRIV_UNLIKELY(table->size >= table->limit)) return type->insert_slow(table, hash);
    CCHASH_PRIV_TABLE_CHANGED(table);
    const size_t slot = cchash_priv_oa_find_empty_slot(table, type, start);
    if (CCHASH_PRIV_UNLIKELY(slot - home >= cchash_priv_oa_bucket_slots(type)))
        cchash_priv_oa_raise_max_probe(table, cchash_priv_oa_probe_distance(table, type, home, slot));
    CCHASH_PRIV_CHECK(!cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)),
                      "internal error: a new element goes to an occupied slot");
    return cchash_priv_oa_occupy_slot(table, type, slot, 0, mixed, hash);
}

/* Writes the key of a new entry, in which the state may lie. */
CCHASH_PRIV_INLINE void cchash_priv_oa_write_key(const cchash_priv_type *type, unsigned char *entry, const void *key) {
    const uint32_t state = cchash_priv_oa_state(type, entry);
    memcpy(entry + type->key_offset, key, type->key_size);
    if (type->spare_bit) cchash_priv_oa_set_state(type, entry, state);
}

/* ---- Removing ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_oa_swap_entries(unsigned char *first, unsigned char *second, size_t size) {
    for (size_t offset = 0; offset < size; offset++) {
        unsigned char byte = first[offset];
        first[offset] = second[offset];
        second[offset] = byte;
    }
}

/* Finds the first entry after the bucket at `bucket` whose home is that bucket or an earlier one, so that it was
 * displaced past the bucket. Returns NULL if there is none. Sets *start to the bucket of the entry. */
CCHASH_PRIV_INLINE unsigned char *
cchash_priv_oa_find_displaced(const cchash_priv_oa *table, const cchash_priv_type *type, size_t bucket, size_t *start) {
    size_t mask = cchash_priv_oa_slots(table) - 1, next = bucket, buckets_left = table->max_probe;
    while (buckets_left--) {
        *start = next = cchash_priv_oa_next_bucket(table, type, next);
        for (size_t slot = 0; slot < cchash_priv_oa_bucket_slots(type); slot++) {
            unsigned char *entry = cchash_priv_oa_entry(table, type, next + slot);
            if (cchash_priv_oa_state(type, entry) &&
                ((next - cchash_priv_oa_home(table, type, entry)) & mask) >= ((next - bucket) & mask))
                return entry;
        }
        if (!cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, next))) break;
    }
    return NULL;
}

/* Tells whether a removal that moves entries calls the hash function of the user. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_swaps(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return !type->cached_hash && cchash_priv_oa_needs_hash(table, type);
}

/* Backward shift over buckets: moves the hole along the probe path until no lookup can miss a key because of it;
 * returns the entry that is the hole then. If homes come from the hash function of the user, which may jump out, the
 * removed entry is swapped along the path, so that the map is consistent at each call; it moves away from its home
 * meanwhile, and max_probe with it. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_shift_back(cchash_priv_oa *table, const cchash_priv_type *type,
                                                            unsigned char *hole, size_t start) {
    const size_t first = start;
    const uint32_t max_probe = table->max_probe;
    unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
    while (cchash_priv_oa_overflowed(type, bucket)) {
        unsigned char *displaced = cchash_priv_oa_find_displaced(table, type, start, &start);
        if (!displaced) {
            cchash_priv_oa_set_overflowed(type, bucket, false);
            break;
        }
        unsigned char *next = cchash_priv_oa_entry(table, type, start);
        bool overflowed = cchash_priv_oa_overflowed(type, next);
        cchash_priv_oa_set_overflowed(type, bucket, false); /* OVERFLOWED belongs to the bucket, not to the entry */
        cchash_priv_oa_set_overflowed(type, next, false);
        if (cchash_priv_oa_swaps(table, type)) {
            cchash_priv_oa_swap_entries(hole, displaced, type->entry_size);
            cchash_priv_oa_raise_max_probe(table, max_probe + cchash_priv_oa_probe_distance(table, type, first, start));
        } else {
            memcpy(hole, displaced, type->entry_size);
        }
        cchash_priv_oa_set_overflowed(type, bucket, true);
        cchash_priv_oa_set_overflowed(type, next, overflowed);
        hole = displaced;
        bucket = next;
    }
    table->max_probe = max_probe;
    return hole;
}

/* The same without a removal, for homes that come from the hash function of the user: the entry stays in the table,
 * where the hole would be. */
CCHASH_PRIV_INLINE unsigned char *cchash_priv_oa_shift_away(cchash_priv_oa *table, const cchash_priv_type *type,
                                                            unsigned char *entry, size_t start) {
    entry = cchash_priv_oa_shift_back(table, type, entry, start);
    const size_t slot = (size_t)(entry - table->entries) / type->entry_size;
    cchash_priv_oa_raise_max_probe(table, table->max_probe + cchash_priv_oa_probe_distance(table, type, start, slot));
    return entry;
}
/* In tables of more than 2^30 slots; compiled once per translation unit. */
CCHASH_PRIV_COLD unsigned char *cchash_priv_oa_shift_far(cchash_priv_oa *table, const cchash_priv_type *type,
                                                         unsigned char *entry, size_t start) {
    return cchash_priv_oa_shift_away(table, type, entry, start);
}

/* Removes an entry of the bucket at `start`. */
CCHASH_PRIV_INLINE void cchash_priv_oa_erase_slot(cchash_priv_oa *table, const cchash_priv_type *type,
                                                  unsigned char *entry, size_t start) {
    CCHASH_PRIV_CHECK(cchash_priv_oa_state(type, entry), "internal error: an empty slot is erased");
    CCHASH_PRIV_CHECK((size_t)(entry - cchash_priv_oa_entry(table, type, start)) / type->entry_size <
                          cchash_priv_oa_bucket_slots(type),
                      "internal error: an entry is erased from a bucket that it is not in");
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))))
        CCHASH_PRIV_CALLBACK(table, entry = cchash_priv_oa_shift_back(table, type, entry, start));
    cchash_priv_oa_set_state(type, entry, 0);
    table->size--;
}

/* Removes a key, and moves it to *key_out and its value to *value_out unless these are NULL; false: absent. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, void *key_out, void *value_out) {
    if (CCHASH_PRIV_UNLIKELY(!table->entries)) return false;
    if (cchash_priv_oa_bucket_slots(type) == 1) return type->remove_slow(table, hash, key, key_out, value_out);
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    unsigned char *bucket = cchash_priv_oa_entry(table, type, cchash_priv_oa_home_of(table, type, mixed));
    if (CCHASH_PRIV_UNLIKELY(cchash_priv_oa_overflowed(type, bucket)))
        return type->remove_slow(table, hash, key, key_out, value_out);
    unsigned char *entry = cchash_priv_oa_find_in_bucket(table, type, bucket, mixed, hash, key);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, cchash_priv_value(type, entry), key_out, value_out);
    cchash_priv_oa_set_state(type, entry, 0);
    table->size--;
    return true;
}

/* The same where the home bucket has overflowed, or is one slot; compiled out of line. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_remove_slow(cchash_priv_oa *table, const cchash_priv_type *type, uint64_t hash,
                                                   const void *key, void *key_out, void *value_out) {
    const uint64_t mixed = cchash_priv_oa_mix_hash(table, type, hash);
    size_t start = cchash_priv_oa_home_of(table, type, mixed);
    unsigned char *entry = cchash_priv_oa_probe(table, type, mixed, hash, key, &start);
    if (!entry) return false;
    CCHASH_PRIV_TABLE_CHANGED(table);
    cchash_priv_move_out(type, entry, cchash_priv_value(type, entry), key_out, value_out);
    cchash_priv_oa_erase_slot(table, type, entry, start);
    return true;
}

/* Removes the first element of the array and moves it out. The map is not empty. */
CCHASH_PRIV_INLINE void cchash_priv_oa_remove_any(cchash_priv_oa *table, const cchash_priv_type *type, void *key_out,
                                                  void *value_out) {
    const size_t slots = cchash_priv_oa_slots(table), blocks = cchash_priv_oa_blocks(slots);
    uint64_t *pop_state = cchash_priv_oa_pop_state(table, type);
    CCHASH_PRIV_CHECK(table->size, "internal error: an element of an empty table is popped");
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->limit) cchash_priv_summary_fill(pop_state + 1, blocks);
    table->limit = 0;
    pop_state[0] = 0;
    for (;;) {
        const size_t block = cchash_priv_summary_first(pop_state + 1, blocks), end = (block + 1) * CCHASH_PRIV_OA_BLOCK;
        size_t slot = block * CCHASH_PRIV_OA_BLOCK;
        while (slot < end && slot < slots && !cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)))
            slot++;
        if (slot < end && slot < slots) {
            unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
            cchash_priv_move_out(type, entry, cchash_priv_value(type, entry), key_out, value_out);
            cchash_priv_oa_erase_slot(table, type, entry, cchash_priv_oa_bucket_start(type, slot));
            return;
        }
        cchash_priv_summary_drop(pop_state + 1, blocks, block);
    }
}

/* In this layout every removal is complete, so there is nothing to do later. */
CCHASH_PRIV_INLINE void cchash_priv_oa_maintain(cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* Only the compact layout has these two parts. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_displace(cchash_priv_oa *table, const cchash_priv_type *type, size_t first) {
    (void)table, (void)type, (void)first;
    return SIZE_MAX;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_transfer(cchash_priv_oa *to, const cchash_priv_oa *from,
                                                const cchash_priv_type *type, size_t slot) {
    (void)to, (void)from, (void)type, (void)slot;
}

/* ==== cchash/oa_iterate.h ==== */

/* cchash/oa_iterate.h: iterators of open addressing. A part of cchash_oa.h.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_OA_ITERATE_H
#define CCHASH_PRIV_OA_ITERATE_H

/* ---- Iterating ---------------------------------------------------------------------------------------------------
 * Iteration goes downwards once around the array, from the end of a bucket that has not overflowed. A removal moves
 * entries only from slots that were visited before, so each remaining element is visited exactly once, even if its
 * probe path crosses the end of the array. */

/* Advances the iterator of a scan. The function gets a copy, so that the address of the caller's iterator does not
 * escape: it stays in registers, and where it comes from begin, a compiler sees that it is not a scan's. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_call_scan(cchash_priv_oa_iter *iter) {
    cchash_priv_oa_iter copy = *iter;
    copy.scan.next(&copy);
    *iter = copy;
    return iter->scan.entry;
}

/* The slot after the first bucket that has not overflowed. The table has an array. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_scan_start(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t start = 0;
    while (cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start)))
        start = cchash_priv_oa_next_bucket(table, type, start);
    return cchash_priv_oa_next_bucket(table, type, start);
}

CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_begin(const cchash_priv_oa *table, const cchash_priv_type *type) {
    cchash_priv_oa_iter iter;
    iter.table = (cchash_priv_oa *)(uintptr_t)table;
    iter.slot = table->entries ? cchash_priv_oa_scan_start(table, type) : 0;
    iter.remaining = table->size ? cchash_priv_oa_slots(table) : 0;
    iter.from_find = false;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* How many slots a walk has still to visit when it stands on this one. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots_left(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                    size_t slot) {
    return (slot - cchash_priv_oa_scan_start(table, type)) & (cchash_priv_oa_slots(table) - 1);
}

/* An iterator that stands on an entry (NULL: at the end). Where its walk ends is found out when it moves on. */
CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_iter_at(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                              const void *entry, uint64_t hash) {
    (void)hash;
    cchash_priv_oa_iter iter;
    iter.table = (cchash_priv_oa *)(uintptr_t)table;
    iter.slot = entry ? (size_t)((const unsigned char *)entry - table->entries) / type->entry_size : 0;
    iter.remaining = 0;
    iter.from_find = entry != NULL;
    memset(&iter.scan, 0, sizeof iter.scan);
    CCHASH_PRIV_ITER_SYNC(&iter, table);
    return iter;
}

/* Advances to the next entry; NULL at the end. */
CCHASH_PRIV_INLINE void *cchash_priv_oa_next(cchash_priv_oa_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_oa *table = iter->table;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    for (;;) {
        while (iter->remaining) {
            iter->remaining--;
            iter->slot = (iter->slot ? iter->slot : cchash_priv_oa_slots(table)) - 1;
            unsigned char *entry = cchash_priv_oa_entry(table, type, iter->slot);
            if (cchash_priv_oa_state(type, entry)) return entry;
        }
        if (CCHASH_PRIV_UNLIKELY(iter->scan.next != NULL)) return cchash_priv_oa_call_scan(iter);
        if (!iter->from_find) return NULL;
        iter->from_find = false;
        iter->remaining = cchash_priv_oa_slots_left(table, type, iter->slot);
    }
}

/* Removes the current element of the iterator in two steps, of which the second calls nothing. If the homes of other
 * entries have to be asked for, the first moves the element to where the hole will be; max_probe is greater until then.
 */
CCHASH_PRIV_INLINE cchash_priv_erasure cchash_priv_oa_prepare_erase(cchash_priv_oa *table, const cchash_priv_type *type,
                                                                    cchash_priv_oa_iter *iter) {
    const size_t start = cchash_priv_oa_bucket_start(type, iter->slot);
    cchash_priv_erasure erasure;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    erasure.entry = cchash_priv_oa_entry(table, type, iter->slot);
    erasure.slot = iter->slot;
    erasure.detail = table->max_probe;
    if (cchash_priv_oa_swaps(table, type) &&
        cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, start))) {
        CCHASH_PRIV_CALLBACK(table, erasure.entry = type->spare_bit
                                                        ? cchash_priv_oa_shift_away(table, type, erasure.entry, start)
                                                        : cchash_priv_oa_shift_far(table, type, erasure.entry, start));
        erasure.slot = (size_t)(erasure.entry - table->entries) / type->entry_size;
    }
    return erasure;
}
CCHASH_PRIV_INLINE void cchash_priv_oa_erase_prepared(cchash_priv_oa *table, const cchash_priv_type *type,
                                                      cchash_priv_oa_iter *iter, cchash_priv_erasure erasure) {
    (void)iter;
    CCHASH_PRIV_TABLE_CHANGED(table);
    /* Where the element was moved to, its bucket has not overflowed. */
    cchash_priv_oa_erase_slot(table, type, erasure.entry, cchash_priv_oa_bucket_start(type, erasure.slot));
    table->max_probe = (uint32_t)erasure.detail;
    CCHASH_PRIV_ITER_SYNC(iter, table);
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* Puts an iterator of a scan on an entry with this hash (NULL: on none). It has nothing to walk on to. */
CCHASH_PRIV_INLINE void cchash_priv_oa_stand_on(cchash_priv_oa_iter *iter, const cchash_priv_type *type, void *entry,
                                                uint64_t hash) {
    *iter = cchash_priv_oa_iter_at(iter->table, type, entry, hash);
    iter->from_find = false;
}

/* The bits of a number of slots, 0 to all of them. */
CCHASH_PRIV_INLINE unsigned cchash_priv_oa_place_bits(const cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)type;
    return 65u - table->shift;
}
/* How many slots a walk has passed, 0 to C; and a walk that has passed that many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_walk_place(const cchash_priv_oa_iter *iter, const cchash_priv_type *type) {
    const cchash_priv_oa *table = iter->table;
    size_t left = iter->from_find ? cchash_priv_oa_slots_left(table, type, iter->slot) : iter->remaining;
    return cchash_priv_oa_slots(table) - left;
}
CCHASH_PRIV_INLINE cchash_priv_oa_iter cchash_priv_oa_walk_from(const cchash_priv_oa *table,
                                                                const cchash_priv_type *type, size_t place) {
    cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
    if (place > iter.remaining) place = iter.remaining;
    iter.slot = (iter.slot - place) & (cchash_priv_oa_slots(table) - 1);
    iter.remaining -= place;
    return iter;
}

/* A home is a bucket. Its elements are visited from the furthest back to the home, because a removal moves elements
 * towards it. */
CCHASH_PRIV_INLINE unsigned cchash_priv_oa_scan_log(const cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)type;
    return 64u - table->shift;
}
CCHASH_PRIV_INLINE unsigned cchash_priv_oa_home_shift(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return table->shift + cchash_priv_ctz(cchash_priv_oa_bucket_slots(type));
}
CCHASH_PRIV_INLINE bool cchash_priv_oa_home_next(const cchash_priv_oa *table, const cchash_priv_type *type, size_t home,
                                                 cchash_priv_home_place *place) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), mask = cchash_priv_oa_slots(table) - 1;
    const size_t start = home * bucket;
    if (place->left == SIZE_MAX) {
        size_t last = 0, at = start;
        for (; last < table->max_probe && cchash_priv_oa_overflowed(type, cchash_priv_oa_entry(table, type, at));
             last++)
            at = cchash_priv_oa_next_bucket(table, type, at);
        place->left = (last + 1) * bucket;
    }
    while (place->left--) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, (start + place->left) & mask);
        place->entry = entry;
        if (cchash_priv_oa_state(type, entry)) return true;
    }
    return false;
}

/* All elements are found by their homes. */
enum { cchash_priv_oa_overflows = 0 };
CCHASH_PRIV_INLINE void *cchash_priv_oa_next_overflowed(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                        uint64_t *slot) {
    (void)table, (void)type, (void)slot;
    return NULL;
}

#endif

/* ---- Memory ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE size_t cchash_priv_oa_memory(const cchash_priv_oa *table, const cchash_priv_type *type) {
    return table->entries ? cchash_priv_oa_bytes(type, cchash_priv_oa_slots(table)) : 0;
}

/* Tells whether the next insertion may move the object at an address. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_may_move(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                const void *object) {
    return table->entries && (uintptr_t)object - (uintptr_t)table->entries < cchash_priv_oa_memory(table, type);
}

CCHASH_PRIV_INLINE void cchash_priv_oa_free_arrays(cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const void *map) {
    if (table->entries)
        type->release(map, table->entries, cchash_priv_oa_memory(table, type),
                      cchash_priv_oa_align(type, cchash_priv_oa_slots(table)));
}

/* The number of slots for that many elements; 0 if there are too many. */
CCHASH_PRIV_INLINE size_t cchash_priv_oa_slots_for(const cchash_priv_type *type, size_t elements) {
    size_t slots = CCHASH_PRIV_OA_MIN;
    while (cchash_priv_oa_limit(type, slots) < elements) {
        slots *= 2;
        if (cchash_priv_oa_bytes(type, slots) == SIZE_MAX) return 0;
    }
    return slots;
}

/* Empties the table without destroying its elements, and keeps the memory. Writes only occupied slots. */
CCHASH_PRIV_INLINE void cchash_priv_oa_drop_entries(cchash_priv_oa *table, const cchash_priv_type *type,
                                                    const void *map) {
    (void)map;
    table->limit = cchash_priv_oa_capacity(table, type);
    for (size_t slot = 0, slots = table->size ? cchash_priv_oa_slots(table) : 0; slot < slots; slot++) {
        unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (cchash_priv_oa_state(type, entry)) cchash_priv_oa_set_state(type, entry, 0);
    }
    table->size = 0;
    table->max_probe = 0;
}

/* Called by shrink. There is no spare memory besides the array. */
CCHASH_PRIV_INLINE void cchash_priv_oa_free_spare(cchash_priv_oa *table, const cchash_priv_type *type) {
    (void)table, (void)type;
}

/* ==== cchash/oa_rebuild.h ==== */

/* cchash/oa_rebuild.h: growth and shrinking of open addressing. A part of cchash_oa.h, which draws the bytes and names
 * the invariants.
 * SPDX-License-Identifier: MIT-0 */
#ifndef CCHASH_PRIV_OA_REBUILD_H
#define CCHASH_PRIV_OA_REBUILD_H

/* Copies an entry into another array, all of whose states on the probe path are initialised. */
CCHASH_PRIV_INLINE void cchash_priv_oa_place(cchash_priv_oa *to, const cchash_priv_type *type,
                                             const unsigned char *entry, size_t home, uint32_t state) {
    size_t slot = cchash_priv_oa_find_empty_slot(to, type, home);
    unsigned char *fresh = cchash_priv_oa_entry(to, type, slot);
    cchash_priv_oa_raise_max_probe(to, cchash_priv_oa_probe_distance(to, type, home, slot));
    memcpy(fresh, entry, type->entry_size);
    cchash_priv_oa_set_state(type, fresh, state & ~cchash_priv_oa_flag(type));
}

/* Fills an array of twice as many slots, reading the old one and writing the new one in order, once around from a
 * bucket that has not overflowed. Old bucket b becomes new buckets 2b and 2b + 1, whose states are cleared first. Then
 * entries whose home is b are appended to their new homes, and entries that were displaced to b are inserted with a
 * probe.
 *
 * Claim: no entry from old bucket b or before is inserted beyond new bucket 2b + 1, so every state that a probe reads
 * has been cleared. Proof: suppose that an entry from b is the first that finds new buckets from its home to 2b + 1
 * full. Let g .. 2b + 1 be the longest run of full buckets that ends there. Bucket g - 1 has never been full, so the
 * entries in the run have new homes from g on, as has the new entry; their old homes are a = g / 2 or later. No entry
 * lies before its home, so they all come from old buckets a .. b, and there are at most 8(b - a + 1) of them. But the
 * run holds 8(2b + 2 - g) >= 8(2(b - a) + 1) entries, and with the new one that is more: a contradiction.
 *
 * Homes come from states here, as a hash function may return other values than before. */
CCHASH_PRIV_INLINE void cchash_priv_oa_stream(cchash_priv_oa *to, const cchash_priv_oa *from,
                                              const cchash_priv_type *type) {
    const size_t bucket = cchash_priv_oa_bucket_slots(type), slots = cchash_priv_oa_slots(from);
    size_t homes[CCHASH_PRIV_OA_BUCKET], start = cchash_priv_oa_scan_start(from, type);
    uintptr_t given = cchash_priv_copied_start(cchash_priv_oa_entry(from, type, start), slots * type->entry_size);
    for (size_t walked = 0; walked < slots; walked += bucket, start = cchash_priv_oa_next_bucket(from, type, start)) {
        const unsigned char *old = cchash_priv_oa_entry(from, type, start);
        unsigned char *fresh = cchash_priv_oa_entry(to, type, 2 * start);
        size_t counts[2] = {0, 0};
        uint32_t overflowed = 0;
        for (size_t slot = 0; slot < 2 * bucket; slot++)
            cchash_priv_oa_set_state(type, fresh + slot * type->entry_size, 0);
        for (size_t slot = 0; slot < bucket; slot++) {
            const unsigned char *entry = old + slot * type->entry_size;
            uint32_t state = cchash_priv_oa_state(type, entry);
            if (!state) continue;
            homes[slot] = cchash_priv_oa_home(to, type, entry);
            size_t half = (homes[slot] - 2 * start) / bucket;
            if (CCHASH_PRIV_UNLIKELY(half > 1)) {
                overflowed |= 1u << slot;
                continue;
            }
            unsigned char *copy = fresh + (half * bucket + counts[half]++) * type->entry_size;
            memcpy(copy, entry, type->entry_size);
            if (slot == 0) cchash_priv_oa_set_state(type, copy, state & ~cchash_priv_oa_flag(type));
        }
        for (; overflowed; overflowed &= overflowed - 1) {
            size_t slot = cchash_priv_ctz(overflowed);
            const unsigned char *entry = old + slot * type->entry_size;
            cchash_priv_oa_place(to, type, entry, homes[slot], cchash_priv_oa_state(type, entry));
        }
        if (CCHASH_PRIV_GIVES_PAGES_BACK && type->from_malloc) given = cchash_priv_copied(given, from->entries, old);
    }
}

/* Copies an entry into an array of any size. If the seed is another (`rehashes`), its state does not tell its home. */
CCHASH_PRIV_INLINE void cchash_priv_oa_reinsert(cchash_priv_oa *to, const cchash_priv_type *type,
                                                const unsigned char *entry, bool rehashes) {
    if (!rehashes && !cchash_priv_oa_needs_hash(to, type)) {
        cchash_priv_oa_place(to, type, entry, cchash_priv_oa_home(to, type, entry), cchash_priv_oa_state(type, entry));
        return;
    }
    uint64_t mixed = cchash_priv_oa_mix_hash(to, type, cchash_priv_entry_hash(type, entry, to->seed));
    cchash_priv_oa_place(to, type, entry, cchash_priv_oa_home_of(to, type, mixed),
                         cchash_priv_oa_state_of(type, mixed));
}

/* Moves all elements to a new array with that many slots; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_rehash(cchash_priv_oa *table, const cchash_priv_type *type, size_t slots) {
    cchash_priv_oa fresh = *table;
    const size_t bytes = cchash_priv_oa_bytes(type, slots), align = cchash_priv_oa_align(type, slots);
    CCHASH_PRIV_CHECK(slots >= CCHASH_PRIV_OA_MIN && !(slots & (slots - 1)) && slots > table->size,
                      "internal error: a table is moved to an array that is too small or no power of two");
    if (bytes == SIZE_MAX) return false;
    fresh.shift = (uint8_t)(64 - cchash_priv_ctz(slots));
    fresh.limit = cchash_priv_oa_limit(type, slots);
    fresh.max_probe = 0;
#ifdef CCHASH_DEBUG
    cchash_priv_oa_iter stored = cchash_priv_oa_begin(table, type);
    for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&stored, type)) != NULL;)
        cchash_priv_oa_check_stored(table, type, entry);
#endif
    bool streams = slots == 2 * cchash_priv_oa_slots(table) && !cchash_priv_oa_needs_hash(&fresh, type);
    fresh.entries =
        (unsigned char *)(streams ? type->allocate(table, bytes, align) : type->allocate_zeroed(table, bytes, align));
    if (!fresh.entries) return false;
    if (!table->entries && !fresh.seeded) {
        fresh.seed = cchash_priv_draw_seed(table, type->seeded_hash);
        fresh.seeded = CCHASH_PRIV_SEED_DRAWN;
    }
    if (streams) {
        cchash_priv_oa_stream(&fresh, table, type);
    } else {
        bool doubles = slots == 2 * cchash_priv_oa_slots(table);
        bool new_seed = table->size && !doubles && cchash_priv_draws_again(type, fresh.seeded);
        if (new_seed) fresh.seed = cchash_priv_draw_seed(table, false);
        cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
        for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;)
            CCHASH_PRIV_CALLBACK(table, cchash_priv_oa_reinsert(&fresh, type, entry, new_seed));
    }
    cchash_priv_oa_free_arrays(table, type, table);
    *table = fresh;
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

CCHASH_PRIV_INLINE void cchash_priv_oa_describe(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                cchash_priv_image *image) {
    image->slots = cchash_priv_oa_slots(table);
    image->bytes = (cchash_priv_oa_memory(table, type) + 7) & ~(uint64_t)7;
    image->detail = table->max_probe;
}

/* The summary is left out, and entries where no element lies. */
CCHASH_PRIV_INLINE void cchash_priv_oa_write_array(const cchash_priv_oa *table, const cchash_priv_type *type,
                                                   const cchash_priv_image *image, cchash_priv_sink *sink) {
    const unsigned char *at = table->entries;
    for (size_t slot = 0; slot < image->slots; slot++) {
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        cchash_priv_sink_part(sink, &at, entry, sizeof(uint32_t));
        cchash_priv_sink_entry(sink, type, &at, entry);
    }
    cchash_priv_sink_add(sink, NULL, (size_t)image->bytes - (size_t)(at - table->entries));
}

/* Sets the table to an array that lies in an image; false: it cannot be that of such a table. */
CCHASH_PRIV_INLINE bool cchash_priv_oa_read_array(cchash_priv_oa *table, const cchash_priv_type *type,
                                                  const cchash_priv_image *image, unsigned char *array) {
    const size_t slots = (size_t)image->slots;
    if (slots < CCHASH_PRIV_OA_MIN || (slots & (slots - 1))) return false;
    const size_t bytes = cchash_priv_oa_bytes(type, slots);
    if (bytes == SIZE_MAX || ((bytes + 7) & ~(uint64_t)7) != image->bytes || image->detail > UINT32_MAX) return false;
    table->buffered = CCHASH_PRIV_READ_ONLY;
    table->entries = array;
    table->shift = (uint8_t)(64 - cchash_priv_ctz(slots));
    table->max_probe = (uint32_t)image->detail;
    table->size = table->limit = (size_t)image->elements;
    return true;
}

#endif

/* ---- Checking ---------------------------------------------------------------------------------------------------- */

CCHASH_PRIV_INLINE void cchash_priv_oa_stats(const cchash_priv_oa *table, const cchash_priv_type *type,
                                             cchash_stats *stats) {
    cchash_priv_oa_iter iter = cchash_priv_oa_begin(table, type);
    for (unsigned char *entry; (entry = (unsigned char *)cchash_priv_oa_next(&iter, type)) != NULL;) {
        size_t home = cchash_priv_oa_home(table, type, entry);
        cchash_priv_count_probe(stats, cchash_priv_oa_probe_distance(table, type, home, iter.slot) + 1);
    }
    if (table->entries) stats->load = (double)table->size / (double)cchash_priv_oa_slots(table);
}

CCHASH_PRIV_INLINE bool cchash_priv_oa_verify(const cchash_priv_oa *table, const cchash_priv_type *type) {
    size_t slots = cchash_priv_oa_slots(table), elements = 0;
    if (!slots) return table->size == 0 && table->limit == 0;
    if (slots < CCHASH_PRIV_OA_MIN || !table->seeded) return false;
    if (table->buffered != CCHASH_PRIV_READ_ONLY &&
        cchash_priv_oa_capacity(table, type) != cchash_priv_oa_limit(type, slots))
        return false;
    for (size_t slot = 0; cchash_priv_oa_has_summary(table) && slot < slots; slot++) {
        const size_t block = slot / CCHASH_PRIV_OA_BLOCK;
        if (!cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot))) continue;
        if (!(cchash_priv_oa_pop_state(table, type)[1 + block / 64] >> block % 64 & 1)) return false;
    }
    for (size_t slot = 0; slot < slots; slot++)
        elements += cchash_priv_oa_state(type, cchash_priv_oa_entry(table, type, slot)) != 0;
    if (elements != table->size || elements >= slots) return false;
#ifdef CCHASH_DEBUG
    for (size_t slot = 0; slot < slots; slot++) { /* before a lookup can stop */
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        if (!cchash_priv_oa_is_place_of(table, type, entry, type->hash(cchash_priv_key(type, entry), table->seed)))
            return false;
    }
#endif
    for (size_t start = 0; start < slots; start += cchash_priv_oa_bucket_slots(type)) {
        const unsigned char *bucket = cchash_priv_oa_entry(table, type, start);
        if (cchash_priv_oa_overflowed(type, bucket) && cchash_priv_oa_match(type, bucket, 0)) return false;
    }
    for (size_t slot = 0; slot < slots; slot++) {
        const unsigned char *entry = cchash_priv_oa_entry(table, type, slot);
        if (!cchash_priv_oa_state(type, entry)) continue;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = type->hash(key, table->seed);
        if (cchash_priv_entry_hash(type, entry, table->seed) != hash) return false;
        uint32_t state = cchash_priv_oa_state_of(type, cchash_priv_oa_mix_hash(table, type, hash));
        if (slot == cchash_priv_oa_bucket_start(type, slot) && cchash_priv_oa_overflowed(type, entry))
            state |= cchash_priv_oa_flag(type);
        state = cchash_priv_oa_state_that_fits(type, cchash_priv_oa_state_word(type, entry), state);
        if (cchash_priv_oa_state(type, entry) != state) return false;
        if (cchash_priv_oa_find(table, type, hash, key) != entry) return false;
    }
    return true;
}

/* The names under which cchash/operations.h makes the operations of this layout. */
#define cchash_priv_layout_size cchash_priv_oa_size
#define cchash_priv_layout_get_seed cchash_priv_oa_get_seed
#define cchash_priv_layout_set_seed cchash_priv_oa_set_seed
#define cchash_priv_layout_need_seed cchash_priv_oa_need_seed
#define cchash_priv_layout_insert_hash cchash_priv_oa_insert_hash
#define cchash_priv_layout_zero_header cchash_priv_oa_zero_header
#define cchash_priv_layout_in_buffer cchash_priv_oa_in_buffer
#define cchash_priv_layout_take_from_buffer cchash_priv_oa_take_from_buffer
#define cchash_priv_layout_try_buffer cchash_priv_oa_try_buffer
#define cchash_priv_layout_init_buffer cchash_priv_oa_init_buffer
#define cchash_priv_layout_no_memory cchash_priv_oa_no_memory
#define cchash_priv_layout_emplace cchash_priv_oa_emplace
#define cchash_priv_layout_store_copies cchash_priv_oa_store_copies
#define cchash_priv_layout_add cchash_priv_oa_add
#define cchash_priv_layout_put cchash_priv_oa_put
#define cchash_priv_layout_take cchash_priv_oa_take
#define cchash_priv_layout_pop cchash_priv_oa_pop
#define cchash_priv_layout_remove_at cchash_priv_oa_remove_at
#define cchash_priv_layout_destroy_all cchash_priv_oa_destroy_all
#define cchash_priv_layout_free cchash_priv_oa_free
#define cchash_priv_layout_clear cchash_priv_oa_clear
#define cchash_priv_layout_reserve cchash_priv_oa_reserve
#define cchash_priv_layout_shrink cchash_priv_oa_shrink
#define cchash_priv_layout_clone cchash_priv_oa_clone
#define cchash_priv_layout_find_key cchash_priv_oa_find_key
#define cchash_priv_layout_count_absent cchash_priv_oa_count_absent
#define cchash_priv_layout_merge cchash_priv_oa_merge
#define cchash_priv_layout_union cchash_priv_oa_union
#define cchash_priv_layout_filter cchash_priv_oa_filter
#define cchash_priv_layout_subtract cchash_priv_oa_subtract
#define cchash_priv_layout_is_subset cchash_priv_oa_is_subset
#define cchash_priv_layout_scan_homes cchash_priv_oa_scan_homes
#define cchash_priv_layout_scan_next cchash_priv_oa_scan_next
#define cchash_priv_layout_position cchash_priv_oa_position
#define cchash_priv_layout_at_position cchash_priv_oa_at_position
#define cchash_priv_layout_iter_value cchash_priv_oa_iter_value
#define cchash_priv_layout_statistics cchash_priv_oa_statistics
#define cchash_priv_layout_get_many cchash_priv_oa_get_many
#define cchash_priv_layout_put_many cchash_priv_oa_put_many
#define CCHASH_PRIV_LAYOUT cchash_priv_oa
/* ==== cchash/operations.h ==== */

/* cchash/operations.h: the operations that all layouts share. A template without a guard: each layout header includes
 * it once. SPDX-License-Identifier: MIT-0
 *
 * CCHASH_PRIV_LAYOUT is the name of a layout, and cchash_priv_layout_put and its like are defined there as that
 * layout's names, cchash_priv_compact_put and so on. The operations are over an engine, CCHASH_PRIV_ENGINE(find): find,
 * get, value, insert, claim, write_key, remove, remove_any, begin, next, prepare_erase, erase_prepared, rehash,
 * array_slots, slots_for, capacity, memory, free_arrays, drop_entries, free_spare, stats, and mix_hash, prefetch_probe,
 * prefetch_entry for batches, describe, write_array, read_array for images. They are written once, so that they mean
 * the same in all layouts. docs/design.md lists what each engine function does.
 *
 * `scratch` has space for a key and a value (put: for two of each). Parts of an element are moved there before they are
 * destroyed, so that destructors run when the table is consistent again. */

#define CCHASH_PRIV_ENGINE(operation_) CCHASH_PRIV_ENGINE_(CCHASH_PRIV_LAYOUT, operation_)
#define CCHASH_PRIV_ENGINE_(layout_, operation_) CCHASH_PRIV_ENGINE__(layout_, operation_)
#define CCHASH_PRIV_ENGINE__(layout_, operation_) layout_##_##operation_
#define CCHASH_PRIV_TABLE CCHASH_PRIV_LAYOUT
#define CCHASH_PRIV_ITER CCHASH_PRIV_ENGINE(iter)

CCHASH_PRIV_INLINE size_t cchash_priv_layout_size(const CCHASH_PRIV_TABLE *table) { return table->size; }
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_get_seed(const CCHASH_PRIV_TABLE *table) { return table->seed; }
CCHASH_PRIV_INLINE void cchash_priv_layout_set_seed(CCHASH_PRIV_TABLE *table, uint64_t seed) {
    table->seed = seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

CCHASH_PRIV_INLINE void cchash_priv_layout_need_seed(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (!type->seeded_hash || CCHASH_PRIV_LIKELY(table->seeded)) return;
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
}

/* The hash of a key that may be inserted. A seeded hash function needs a seed before the first insertion. */
CCHASH_PRIV_INLINE uint64_t cchash_priv_layout_insert_hash(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                           const void *key) {
    uint64_t hash;
    cchash_priv_layout_need_seed(table, type);
    CCHASH_PRIV_CALLBACK(table, hash = type->query_hash(key, table->seed));
    return hash;
}

/* Resets the table to that of an empty map. Keeps a seed that the user gave, and one that the hash function of the user
 * has been called with (`hashed`), because the program may keep hashes made with it. */
CCHASH_PRIV_INLINE void cchash_priv_layout_zero_header(CCHASH_PRIV_TABLE *table, bool hashed) {
    CCHASH_PRIV_TABLE old = *table;
    memset(table, 0, sizeof *table);
#ifdef CCHASH_DEBUG
    table->generation = old.generation + 1;
#endif
    if (old.seeded == CCHASH_PRIV_UNSEEDED || (old.seeded == CCHASH_PRIV_SEED_DRAWN && !hashed)) return;
    table->seed = old.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
}

/* Called after a failed insertion: a map without memory drops the seed that was drawn for it. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_no_memory(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (type->seeded_hash && !CCHASH_PRIV_ENGINE(memory)(table, type)) cchash_priv_layout_zero_header(table, false);
    return NULL;
}

/* Stores the copies in `scratch` under a key that is absent, or destroys them and returns NULL: no memory. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_store_copies(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         uint64_t hash, void *scratch, bool value_copied) {
    unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(claim)(table, type, hash);
    if (!entry) {
        if (type->key_copy && type->key_free) type->key_free(cchash_priv_key(type, scratch));
        if (value_copied && type->value_copy && type->value_free) type->value_free(cchash_priv_value(type, scratch));
        return cchash_priv_layout_no_memory(table, type);
    }
    CCHASH_PRIV_ENGINE(write_key)(type, entry, cchash_priv_key(type, scratch));
    memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), cchash_priv_value(type, scratch), type->value_size);
    return entry;
}

/* Returns the entry of a key, present or new; NULL: no memory. A new entry gets copies of the key and the value; a
 * value of NULL stands for a zeroed one. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_emplace(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                    uint64_t hash, const void *key, const void *value, void *scratch,
                                                    bool *found) {
    bool copied = false, copies = type->key_copy || (value && type->value_copy);
    unsigned char *entry;
#ifdef CCHASH_DEBUG
    /* Runs hash and equality when nothing has changed yet, so that a callback that changes the map is noticed. */
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
    if (!copies) {
        entry = (unsigned char *)CCHASH_PRIV_ENGINE(insert)(table, type, hash, key, found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return cchash_priv_layout_no_memory(table, type);
        if (*found) return entry;
        CCHASH_PRIV_ENGINE(write_key)(type, entry, key);
        if (type->value_size && value) memcpy(CCHASH_PRIV_ENGINE(value)(table, type, entry), value, type->value_size);
        if (type->value_size && !value) memset(CCHASH_PRIV_ENGINE(value)(table, type, entry), 0, type->value_size);
        return entry;
    }
    entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
    *found = entry != NULL;
    if (entry) return entry;
    CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_in(type, scratch, key, value));
    if (!copied) return cchash_priv_layout_no_memory(table, type);
    return cchash_priv_layout_store_copies(table, type, hash, scratch, value != NULL);
}

CCHASH_PRIV_INLINE int cchash_priv_layout_add(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found;
    if (!cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found)) return CCHASH_NOMEM;
    return found ? CCHASH_PRESENT : CCHASH_INSERTED;
}

/* Inserts or overwrites. A copy of the value is needed in either case. It is made before the search, while the memory
 * that the search will read is on its way (docs/performance.md). The old value, and a key that is not needed, are
 * destroyed after the new value is in place. */
CCHASH_PRIV_INLINE int cchash_priv_layout_put(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                              const void *key, const void *value, void *scratch) {
    bool found, copied = true;
    unsigned char *fresh = (unsigned char *)scratch, *old = fresh + type->scratch_size;
    void *entry;
    if (type->value_copy) {
        CCHASH_PRIV_ENGINE(prefetch)(table, type, hash);
#ifdef CCHASH_DEBUG
        CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key));
#endif
        memset(cchash_priv_value(type, fresh), 0, type->value_size);
        CCHASH_PRIV_CALLBACK(table, copied = type->value_copy(cchash_priv_value(type, fresh), value));
        entry = copied ? CCHASH_PRIV_ENGINE(find)(table, type, hash, key) : NULL;
        if (!entry) {
            if (copied) CCHASH_PRIV_CALLBACK(table, copied = cchash_priv_copy_key_in(type, fresh, key, true));
            if (!copied) return (void)cchash_priv_layout_no_memory(table, type), CCHASH_NOMEM;
            return cchash_priv_layout_store_copies(table, type, hash, fresh, true) ? CCHASH_INSERTED : CCHASH_NOMEM;
        }
    } else {
        entry = cchash_priv_layout_emplace(table, type, hash, key, value, scratch, &found);
        if (CCHASH_PRIV_UNLIKELY(!entry)) return CCHASH_NOMEM;
        if (!found) return CCHASH_INSERTED;
    }
    void *held = CCHASH_PRIV_ENGINE(value)(table, type, entry);
    bool destroys = type->value_free || (type->key_free && !type->key_copy);
    if (!type->value_copy && destroys) memcpy(fresh + type->value_offset, value, type->value_size);
    if (type->value_free) memcpy(old + type->value_offset, held, type->value_size);
    memcpy(held, type->value_copy ? fresh + type->value_offset : value, type->value_size);
    if (destroys && type->key_free && !type->key_copy) {
        memcpy(fresh + type->key_offset, key, type->key_size);
        CCHASH_PRIV_CALLBACK(table, type->key_free(fresh + type->key_offset));
    }
    if (type->value_free) CCHASH_PRIV_CALLBACK(table, type->value_free(old + type->value_offset));
    return CCHASH_PRESENT;
}

/* Removes a key, and moves key and value to key_out and value_out; destroys those for which the pointer is NULL. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_take(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, uint64_t hash,
                                                const void *key, void *key_out, void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
#ifdef CCHASH_DEBUG
    if (table->size) CCHASH_PRIV_CALLBACK(table, CCHASH_PRIV_CHECK_HASH(table, type, hash, key));
    CCHASH_PRIV_CALLBACK(table, (void)CCHASH_PRIV_ENGINE(find)(table, type, hash, key)); /* checks stored keys */
#endif
    if (!CCHASH_PRIV_ENGINE(remove)(table, type, hash, key, key_out ? key_out : spare_key,
                                    value_out ? value_out : spare_value))
        return false;
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes any element in the same way; false: the map is empty. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_pop(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type, void *key_out,
                                               void *value_out, void *scratch) {
    void *spare_key = type->key_free && !key_out ? cchash_priv_key(type, scratch) : NULL;
    void *spare_value = type->value_free && !value_out ? cchash_priv_value(type, scratch) : NULL;
    if (!table->size) return false;
    CCHASH_PRIV_ENGINE(remove_any)(table, type, key_out ? key_out : spare_key, value_out ? value_out : spare_value);
    if (type->key_free || type->value_free)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, spare_key, spare_value));
    return true;
}

/* Removes the current element of an iterator. */
CCHASH_PRIV_INLINE void cchash_priv_layout_remove_at(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     CCHASH_PRIV_ITER *iter, void *scratch) {
    bool destroys = type->key_free || type->value_free;
    cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(table, type, iter);
    if (destroys) memcpy(scratch, erasure.entry, type->entry_size);
    if (destroys && type->split)
        memcpy(cchash_priv_value(type, scratch), CCHASH_PRIV_ENGINE(value)(table, type, erasure.entry),
               type->value_size);
    CCHASH_PRIV_ENGINE(erase_prepared)(table, type, iter, erasure);
    if (destroys)
        CCHASH_PRIV_CALLBACK(table, cchash_priv_destroy(type, cchash_priv_key(type, scratch),
                                                        type->value_size ? cchash_priv_value(type, scratch) : NULL));
}

/* Destroys all elements of a table that does not belong to a map any more. */
CCHASH_PRIV_INLINE void cchash_priv_layout_destroy_all(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if ((!type->key_free && !type->value_free) || !table->size) return;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        cchash_priv_destroy(type, cchash_priv_key(type, entry),
                            type->value_size ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : NULL);
}

/* Frees the map, which is empty before the first destructor runs. */
CCHASH_PRIV_INLINE void cchash_priv_layout_free(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    cchash_priv_layout_destroy_all(&old, type);
    if (!old.buffered) CCHASH_PRIV_ENGINE(free_arrays)(&old, type, table);
}

CCHASH_PRIV_INLINE void cchash_priv_layout_clear(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    CCHASH_PRIV_TABLE old = *table;
    CCHASH_PRIV_TABLE_CHANGED(&old);
    if (type->key_free || type->value_free) {
        cchash_priv_layout_zero_header(table, type->seeded_hash);
        CCHASH_PRIV_CALLBACK(table, cchash_priv_layout_destroy_all(&old, type));
    }
    CCHASH_PRIV_ENGINE(drop_entries)(&old, type, table);
    *table = old;
}

/* Makes sure that `count` elements fit without growing; false: no memory, nothing changed. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_reserve(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   size_t count) {
    if (count <= CCHASH_PRIV_ENGINE(capacity)(table, type)) return true;
    size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, count);
    CCHASH_PRIV_TABLE_CHANGED(table);
    return slots && type->rehash(table, slots);
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_shrink(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type) {
    if (table->buffered) return true;
    CCHASH_PRIV_TABLE_CHANGED(table);
    if (table->size) {
        size_t slots = CCHASH_PRIV_ENGINE(slots_for)(type, table->size);
        if (slots < CCHASH_PRIV_ENGINE(array_slots)(table, type) && !type->rehash(table, slots)) return false;
        CCHASH_PRIV_ENGINE(free_spare)(table, type);
        return true;
    }
    CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    cchash_priv_layout_zero_header(table, type->seeded_hash);
    return true;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_in_buffer(const CCHASH_PRIV_TABLE *table) { return table->buffered != 0; }
CCHASH_PRIV_INLINE void *cchash_priv_layout_take_from_buffer(const CCHASH_PRIV_TABLE *table, size_t size,
                                                             size_t align) {
    return cchash_priv_buffer_take(table->buffered, table->seed, size, align);
}

/* Makes an empty map for that many elements in a buffer; false: there is no room for it. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_try_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      cchash_priv_buffer *buffer, size_t count) {
    memset(table, 0, sizeof *table);
    buffer->next = (uintptr_t)(buffer + 1);
    table->seed = (uint64_t)(uintptr_t)buffer;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    table->buffered = CCHASH_PRIV_BUFFER_OPEN;
    return cchash_priv_layout_reserve(table, type, count);
}

/* Makes an empty map, as large as fits, in a buffer of the caller's; false: too small. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_init_buffer(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       void *bytes, size_t size) {
    const uintptr_t align = sizeof(uintptr_t), start = ((uintptr_t)bytes + (align - 1)) & ~(align - 1);
    cchash_priv_buffer *buffer = (cchash_priv_buffer *)start;
    size_t fits = 0, more = size;
    memset(table, 0, sizeof *table);
    if (!bytes || type->malloc_nodes || size < start - (uintptr_t)bytes + sizeof *buffer) return false;
    buffer->end = (uintptr_t)bytes + size;
    for (; more; more /= 2) /* a size that fits has room for more elements than it was made for */
        if (cchash_priv_layout_try_buffer(table, type, buffer, fits + more)) {
            const size_t capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
            fits = capacity > fits + more ? capacity : fits + more;
        }
    const bool done = fits && cchash_priv_layout_try_buffer(table, type, buffer, fits);
    if (!done) {
        memset(table, 0, sizeof *table);
        return false;
    }
    table->seed = cchash_priv_draw_seed(table, type->seeded_hash);
    table->seeded = CCHASH_PRIV_SEED_DRAWN;
    table->buffered = CCHASH_PRIV_BUFFER_CLOSED;
    return true;
}

/* ---- Images ------------------------------------------------------------------------------------------------------ */

/* Writes the map piece by piece; false: `write` returned false, or the map owns its keys or values. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(save)(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text,
                                                 bool (*write)(void *context, const void *bytes, size_t size),
                                                 void *context) {
    cchash_priv_image image;
    cchash_priv_sink sink;
    const size_t padding = cchash_priv_image_padding(type);
    if (!cchash_priv_image_holds(type)) return false;
    memset(&image, 0, sizeof image);
    image.magic = CCHASH_PRIV_IMAGE_MAGIC;
    image.type = cchash_priv_image_type(type, layout, text);
    image.seed = table->seed;
    image.elements = table->size;
    if (table->size) CCHASH_PRIV_ENGINE(describe)(table, type, &image);
    const uint64_t array = image.bytes;
    image.bytes += padding;
    image.checksum = cchash_priv_image_header_sum(&image);
    sink.write = write;
    sink.context = context;
    sink.checksum = sink.used = 0;
    sink.written = write(context, &image, sizeof image);
    image.bytes = array;
    cchash_priv_sink_add(&sink, NULL, padding);
    if (table->size && sink.written) CCHASH_PRIV_ENGINE(write_array)(table, type, &image, &sink);
    cchash_priv_sink_flush(&sink);
    return sink.written && write(context, &sink.checksum, sizeof sink.checksum);
}

/* Makes a map of an image; false: damaged, of another type, not aligned, or no memory. */
CCHASH_PRIV_INLINE bool CCHASH_PRIV_ENGINE(open)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                 unsigned layout, const char *text, const void *bytes, size_t size) {
    cchash_priv_image image;
    const size_t padding = cchash_priv_image_padding(type);
    memset(table, 0, sizeof *table);
    if (!cchash_priv_image_holds(type) || !cchash_priv_image_read(&image, cchash_priv_image_type(type, layout, text),
                                                                  bytes, size, cchash_priv_image_align(type), padding))
        return false;
    table->seed = image.seed;
    table->seeded = CCHASH_PRIV_SEED_GIVEN;
    if (!image.elements) return true;
    if (CCHASH_PRIV_ENGINE(read_array)(table, type, &image,
                                       (unsigned char *)(uintptr_t)bytes + sizeof image + padding) &&
        table->size == image.elements && CCHASH_PRIV_ENGINE(verify)(table, type))
        return true;
    if (!table->buffered) CCHASH_PRIV_ENGINE(free_arrays)(table, type, table);
    memset(table, 0, sizeof *table);
    return false;
}

/* Replaces `to` by a copy with the same seed; false: no memory, `to` is unchanged, or the type owns keys or values that
 * it cannot copy. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_clone(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void *scratch) {
    CCHASH_PRIV_TABLE old = *to;
    if (to == from) return true;
    if (to->buffered || (type->key_free && !type->key_copy) || (type->value_free && !type->value_copy)) return false;
    cchash_priv_layout_zero_header(to, false);
    to->seed = from->seed;
    to->seeded = from->seeded;
    bool copied = from->size == 0 || type->rehash(to, CCHASH_PRIV_ENGINE(slots_for)(type, from->size));
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; copied && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *value = type->value_size ? CCHASH_PRIV_ENGINE(value)(from, type, entry) : NULL;
        uint64_t hash = cchash_priv_entry_hash(type, entry, from->seed);
        copied = cchash_priv_copy_in(type, scratch, cchash_priv_key(type, entry), value);
        void *fresh = copied ? CCHASH_PRIV_ENGINE(claim)(to, type, hash) : NULL;
        if (fresh) {
            CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, scratch));
            memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), cchash_priv_value(type, scratch), type->value_size);
        } else if (copied) {
            cchash_priv_destroy(type, cchash_priv_key(type, scratch), value ? cchash_priv_value(type, scratch) : NULL);
            copied = false;
        }
    }
    if (!copied) {
        cchash_priv_layout_free(to, type);
        *to = old;
        return false;
    }
    cchash_priv_layout_destroy_all(&old, type);
    CCHASH_PRIV_ENGINE(free_arrays)(&old, type, to);
    return true;
}

/* ---- Scans in pieces --------------------------------------------------------------------------------------------- */

/* The next element in the order of the grains, and in a grain of the places of its home; NULL: none. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_scan_homes(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                       cchash_priv_scan *scan) {
    const unsigned shift = CCHASH_PRIV_ENGINE(home_shift)(table, type);
    const unsigned rest = 64 - cchash_priv_grain_bits(type, CCHASH_PRIV_ENGINE(scan_log)(table, type));
    const size_t homes = cchash_priv_homes(type, shift);
    for (size_t home = cchash_priv_home(type, shift, scan->cursor); home < homes; home++) {
        cchash_priv_home_place place = {SIZE_MAX, NULL, 0}, best = place;
        uint64_t first = 0, hash;
        while (CCHASH_PRIV_ENGINE(home_next)(table, type, home, &place)) {
            CCHASH_PRIV_CALLBACK(table, hash = cchash_priv_entry_hash(type, place.entry, table->seed));
            const uint64_t mixed = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash);
            size_t left = place.left;
            /* A grain of a tight table may reach into the next home, whose places come after those of this one. */
            if (type->tight)
                left += CCHASH_PRIV_HOME_PLACES *
                        (cchash_priv_home(type, shift, mixed | ((UINT64_C(1) << rest) - 1)) - home);
            if (cchash_priv_home(type, shift, mixed) != home || mixed >> rest < scan->cursor >> rest) continue;
            if (mixed >> rest == scan->cursor >> rest && left >= scan->left) continue;
            if (best.entry && mixed >> rest >= first >> rest) continue;
            best = place;
            best.left = left;
            first = mixed;
        }
        if (best.entry) {
            scan->cursor = first;
            scan->left = best.left;
            return best.entry;
        }
    }
    return NULL;
}

/* Advances an iterator of at_position to scan.entry; NULL at the end. */
CCHASH_PRIV_INLINE void cchash_priv_layout_scan_next(CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    cchash_priv_scan scan = iter->scan;
    void *entry = NULL;
    CCHASH_PRIV_ITER_CHECK(iter, table);
    while (scan.phase != CCHASH_PRIV_SCAN_END) {
        const bool by_home = scan.phase == CCHASH_PRIV_SCAN_HOMES;
        entry = by_home ? cchash_priv_layout_scan_homes(table, type, &scan)
                        : CCHASH_PRIV_ENGINE(next_overflowed)(table, type, &scan.cursor);
        if (entry) break;
        scan.cursor = 0;
        scan.left = SIZE_MAX;
        if (scan.phase == CCHASH_PRIV_SCAN_OVERFLOWED)
            scan.phase = CCHASH_PRIV_SCAN_HOMES;
        else
            scan.phase = by_home && scan.grown ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_END;
    }
    CCHASH_PRIV_ENGINE(stand_on)(iter, type, entry, entry ? cchash_priv_entry_hash(type, entry, table->seed) : 0);
    scan.entry = entry;
    iter->scan = scan;
}

/* The number of the element that an iterator would go on to; SIZE_MAX: there is none. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_position(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type) {
    const CCHASH_PRIV_TABLE *table = iter->table;
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), rest = 64 - cchash_priv_grain_bits(type, log);
    const cchash_priv_scan *last = &iter->scan;
    CCHASH_PRIV_ITER copy = *iter;
    if (!table->size) return SIZE_MAX;
    if (!last->next) {
        if (!CCHASH_PRIV_ENGINE(next)(&copy, type)) return SIZE_MAX;
        size_t place = CCHASH_PRIV_ENGINE(walk_place)(iter, type);
        if (place != SIZE_MAX && place >> cchash_priv_place_bits(type))
            return 0; /* no room in a number: a scan from the start */
        return place && place != SIZE_MAX ? cchash_priv_place_number(type, place, log, CCHASH_PRIV_SCAN_WALK) : place;
    }
    cchash_priv_layout_scan_next(&copy, type);
    const uint64_t cursor = copy.scan.cursor;
    if (copy.scan.phase == CCHASH_PRIV_SCAN_END) return SIZE_MAX;
    if (copy.scan.phase != CCHASH_PRIV_SCAN_HOMES)
        return cchash_priv_place_number(type, (size_t)cursor - 1, log, copy.scan.phase);
    if (last->phase == CCHASH_PRIV_SCAN_HOMES && last->left != SIZE_MAX && cursor >> rest == last->cursor >> rest)
        return cchash_priv_tie_number(type, cursor, last->left, log, last->grown);
    return cchash_priv_grain_number(type, cursor, log, copy.scan.grown);
}

/* An iterator before the element with that number. `next` is scan_next for this type. */
CCHASH_PRIV_INLINE CCHASH_PRIV_ITER cchash_priv_layout_at_position(const CCHASH_PRIV_TABLE *table,
                                                                   const cchash_priv_type *type, size_t number,
                                                                   void (*next)(void *iter)) {
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    const unsigned log = CCHASH_PRIV_ENGINE(scan_log)(table, type), phase = number >> 1 & 3;
    const unsigned then_mask = (1u << cchash_priv_log_bits(type)) - 1;
    const unsigned then = (unsigned)((number & 1 ? number >> 3 : number >> 1) & then_mask);
    const size_t place = number >> cchash_priv_place_shift(type);
    CCHASH_PRIV_ENGINE(stand_on)(&iter, type, NULL, 0);
    iter.scan.next = next;
    iter.scan.cursor = 0;
    iter.scan.left = SIZE_MAX;
    iter.scan.phase = CCHASH_PRIV_SCAN_OVERFLOWED;
    iter.scan.grown = false;
    if (number == SIZE_MAX || !table->size) {
        iter.scan.phase = CCHASH_PRIV_SCAN_END;
    } else if (cchash_priv_is_place(type, number, log, CCHASH_PRIV_ENGINE(place_bits)(table, type))) {
        /* After growth: from the start. */
        if (phase == CCHASH_PRIV_SCAN_WALK && then == log && place)
            return CCHASH_PRIV_ENGINE(walk_from)(table, type, place);
        /* After growth: the overflowed elements from the start. Were they being visited once more, then one that was
         * still to come may be in its home now, which has been passed. */
        if (phase == CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN)
            iter.scan.phase = then == log ? CCHASH_PRIV_SCAN_OVERFLOWED_AGAIN : CCHASH_PRIV_SCAN_HOMES;
        iter.scan.grown = iter.scan.phase == CCHASH_PRIV_SCAN_HOMES;
        if (phase != CCHASH_PRIV_SCAN_WALK && then == log) iter.scan.cursor = place;
    } else if (number) {
        const bool tie = (number & 7) == 7 && then >= 3 && then <= log;
        const bool made = tie || cchash_priv_is_grain(type, number, then);
        const unsigned bits = cchash_priv_grain_bits(type, then);
        iter.scan.phase = CCHASH_PRIV_SCAN_HOMES;
        iter.scan.cursor = (uint64_t)number << (64 - CCHASH_PRIV_SIZE_BITS);
        if (tie) iter.scan.cursor = iter.scan.cursor >> (64 - bits) << (64 - bits);
        iter.scan.grown = made && (then < log || (tie && (place & 1)));
        if (tie && then == log)
            iter.scan.left = place >> 1 & (((size_t)1 << (cchash_priv_place_bits(type) - 1 - bits)) - 1);
        if (!made) iter.scan.left = 0; /* the grain of any other number is left to what comes before */
        /* After a second growth: the homes from the start, for the same reason. */
        if (CCHASH_PRIV_ENGINE(overflows) && iter.scan.grown && (tie ? place & 1 && then < log : then + 1 < log))
            iter.scan.cursor = 0;
    }
    return iter;
}

/* The value of an entry that an iterator stands on. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_iter_value(const CCHASH_PRIV_ITER *iter, const cchash_priv_type *type,
                                                       const void *entry) {
    return CCHASH_PRIV_ENGINE(value)(iter->table, type, entry);
}

/* ---- Two maps of the same type ----------------------------------------------------------------------------------- */

/* The entry of a key that may lie in another map of the type; NULL: absent. */
CCHASH_PRIV_INLINE void *cchash_priv_layout_find_key(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                     const void *key) {
    uint64_t hash;
    if (!table->size) return NULL;
    CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
    return CCHASH_PRIV_ENGINE(find)(table, type, hash, key);
}

/* How many of the keys of `from` are not in `to`. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_count_absent(const CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                          const cchash_priv_type *type) {
    size_t absent = 0;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        absent += !cchash_priv_layout_find_key(to, type, cchash_priv_key(type, entry));
    return absent;
}

/* Moves the elements whose keys `to` lacks; false: no memory, and each element is in exactly one of the two. `adopt`
 * is called for a key in its new place, or NULL.
 *
 * With the same seed, `from` is in the order of the slots of `to`: inserting in this order while `to` grows would fill
 * it from one end, in quadratic time. Then there has to be room for all first. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_merge(CCHASH_PRIV_TABLE *to, CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key)) {
    if (to == from || !from->size) return true;
    cchash_priv_layout_need_seed(to, type);
    if (to->seed == from->seed &&
        !cchash_priv_layout_reserve(to, type, to->size + cchash_priv_layout_count_absent(to, from, type)))
        return cchash_priv_layout_no_memory(to, type) != NULL;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    bool moved = true;
    for (void *entry; moved && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(to, hash = type->seeded_hash ? type->hash(key, to->seed)
                                                          : cchash_priv_entry_hash(type, entry, to->seed));
        if (CCHASH_PRIV_ENGINE(find)(to, type, hash, key)) continue;
        /* Callbacks may jump out, so none is called from where the element is in `to` until it is not in `from`. */
        cchash_priv_erasure erasure = CCHASH_PRIV_ENGINE(prepare_erase)(from, type, &iter);
        void *fresh = CCHASH_PRIV_ENGINE(claim)(to, type, hash);
        moved = fresh != NULL;
        if (!moved) break;
        CCHASH_PRIV_ENGINE(write_key)(type, (unsigned char *)fresh, cchash_priv_key(type, erasure.entry));
        memcpy(CCHASH_PRIV_ENGINE(value)(to, type, fresh), CCHASH_PRIV_ENGINE(value)(from, type, erasure.entry),
               type->value_size);
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        CCHASH_PRIV_ENGINE(erase_prepared)(from, type, &iter, erasure);
    }
    type->maintain(from);
    return moved || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Adds copies of the keys of `from` that `to` lacks, in a set; false: no memory, or the set owns keys that it cannot
 * copy; `to` has the elements that it had. If
 * a copy or a node can fail when the first ones are in, a list says which to take out again. */
CCHASH_PRIV_INLINE bool cchash_priv_layout_union(CCHASH_PRIV_TABLE *to, const CCHASH_PRIV_TABLE *from,
                                                 const cchash_priv_type *type, void (*adopt)(void *map, void *key),
                                                 void *scratch) {
    const bool undoes = type->key_copy || type->malloc_nodes;
    bool complete = true;
    size_t added = 0;
    unsigned char *list = NULL;
    if (type->key_free && !type->key_copy && to != from) return false;
    cchash_priv_layout_need_seed(to, type);
    const size_t absent = to == from ? 0 : cchash_priv_layout_count_absent(to, from, type);
    const size_t bytes = cchash_priv_array_bytes(absent, type->key_size, 0);
    if (!absent) return true;
    if (bytes != SIZE_MAX && undoes) list = (unsigned char *)type->allocate(to, bytes, type->entry_align);
    if (undoes && !list) return cchash_priv_layout_no_memory(to, type) != NULL;
    complete = cchash_priv_layout_reserve(to, type, to->size + absent);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(from, type);
    for (void *entry; complete && added < absent && (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        bool found;
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash = cchash_priv_layout_insert_hash(to, type, key);
        void *fresh = cchash_priv_layout_emplace(to, type, hash, key, NULL, scratch, &found);
        complete = fresh != NULL;
        if (!complete || found) continue;
        if (adopt) adopt(to, cchash_priv_key(type, fresh));
        if (list) memcpy(list + added * type->key_size, cchash_priv_key(type, fresh), type->key_size);
        added++;
    }
    while (!complete && added--) {
        const unsigned char *key = list + added * type->key_size;
        (void)cchash_priv_layout_take(to, type, type->hash(key, to->seed), key, NULL, NULL, scratch);
    }
    if (list) type->release(to, list, bytes, type->entry_align);
    return complete || cchash_priv_layout_no_memory(to, type) != NULL;
}

/* Removes the elements whose keys `other` has, or those whose keys it lacks; returns how many. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_filter(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *other,
                                                    const cchash_priv_type *type, bool remove_shared, void *scratch) {
    const size_t size = table->size;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        bool shared = cchash_priv_layout_find_key(other, type, key) != NULL;
        if (shared == remove_shared) cchash_priv_layout_remove_at(table, type, &iter, scratch);
    }
    if (table->size != size) type->maintain(table);
    return size - table->size;
}

CCHASH_PRIV_INLINE size_t cchash_priv_layout_subtract(CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *what,
                                                      const cchash_priv_type *type, void *scratch) {
    const size_t size = table->size;
    if (table == what || what->size >= size) return cchash_priv_layout_filter(table, what, type, true, scratch);
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(what, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;) {
        const void *key = cchash_priv_key(type, entry);
        uint64_t hash;
        CCHASH_PRIV_CALLBACK(table, hash = type->hash(key, table->seed));
        (void)cchash_priv_layout_take(table, type, hash, key, NULL, NULL, scratch);
    }
    return size - table->size;
}

CCHASH_PRIV_INLINE bool cchash_priv_layout_is_subset(const CCHASH_PRIV_TABLE *table, const CCHASH_PRIV_TABLE *of,
                                                     const cchash_priv_type *type) {
    if (table->size > of->size) return false;
    CCHASH_PRIV_ITER iter = CCHASH_PRIV_ENGINE(begin)(table, type);
    for (void *entry; (entry = CCHASH_PRIV_ENGINE(next)(&iter, type)) != NULL;)
        if (!cchash_priv_layout_find_key(of, type, cchash_priv_key(type, entry))) return false;
    return true;
}

CCHASH_PRIV_INLINE cchash_stats cchash_priv_layout_statistics(const CCHASH_PRIV_TABLE *table,
                                                              const cchash_priv_type *type) {
    cchash_stats stats;
    memset(&stats, 0, sizeof stats);
    stats.capacity = CCHASH_PRIV_ENGINE(capacity)(table, type);
    stats.bytes = CCHASH_PRIV_ENGINE(memory)(table, type);
    CCHASH_PRIV_ENGINE(stats)(table, type, &stats);
    return stats;
}

/* Looks up `count` keys. For each, writes to `out` a pointer to its key or value in the table, or NULL; returns the
 * number found. The array of the caller has elements of type V * or const K *, which is not known here: memcpy may
 * alias any type, and all object pointers have the same representation on the machines that C99 compilers exist for. */
CCHASH_PRIV_INLINE size_t cchash_priv_layout_get_many(const CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                      const void *keys, size_t count, void *out, bool of_values) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    unsigned char *part = (unsigned char *)out;
    uint64_t hashes[ring_size], mixed[ring_size];
    const void *candidates[ring_size]; /* the entry to be compared; NULL: absent; the table: a lookup has to find it */
    size_t found = 0;
    if (CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN) {
        for (size_t number = 0; number < count; number++) {
            unsigned char *entry = (unsigned char *)CCHASH_PRIV_ENGINE(find)(
                table, type, type->query_hash(key + number * type->query_size, table->seed),
                key + number * type->query_size);
            void *result = !entry      ? NULL
                           : of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry)
                                       : cchash_priv_key(type, entry);
            found += entry != NULL;
            memcpy(part + number * sizeof result, &result, sizeof result);
        }
        return found;
    }
    for (size_t hashed = 0, looked_up = 0, done = 0; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            const size_t index = hashed % ring_size;
            hashes[index] = type->query_hash(key + hashed * type->query_size, table->seed);
            mixed[index] = CCHASH_PRIV_ENGINE(mix_hash)(table, type, hashes[index]);
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, mixed[index]);
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            const size_t index = looked_up % ring_size;
            bool needs_probe = false;
            candidates[index] = CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, mixed[index], false, &needs_probe);
            if (CCHASH_PRIV_UNLIKELY(needs_probe)) candidates[index] = table;
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            const size_t index = done % ring_size;
            const void *sought = key + done * type->query_size, *entry = candidates[index], *result = NULL;
            if (entry) {
                if (CCHASH_PRIV_UNLIKELY(entry == table || !cchash_priv_is_key(type, entry, hashes[index], sought)))
                    entry = CCHASH_PRIV_ENGINE(find)(table, type, hashes[index], sought);
                if (entry)
                    result = of_values ? CCHASH_PRIV_ENGINE(value)(table, type, entry) : cchash_priv_key(type, entry);
                found += entry != NULL;
            }
            memcpy(part + done * sizeof result, &result, sizeof result);
        }
    }
    return found;
}

/* Puts the pair with that number; without `values`, adds a key to a set. */
CCHASH_PRIV_INLINE int CCHASH_PRIV_ENGINE(put_one)(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                   uint64_t hash, const void *keys, const void *values, size_t number,
                                                   void *scratch) {
    const unsigned char *key = (const unsigned char *)keys + number * type->query_size;
    if (!values) return cchash_priv_layout_add(table, type, hash, key, NULL, scratch);
    return cchash_priv_layout_put(table, type, hash, key, (const unsigned char *)values + number * type->value_size,
                                  scratch);
}

/* Puts `count` pairs in order; returns the number of new keys, or -1 - i if memory ran out at pair i. */
CCHASH_PRIV_INLINE ptrdiff_t cchash_priv_layout_put_many(CCHASH_PRIV_TABLE *table, const cchash_priv_type *type,
                                                         const void *keys, const void *values, size_t count,
                                                         void *scratch) {
    enum {
        block = CCHASH_PRIV_BATCH_BLOCK,
        prefetch_distance = CCHASH_PRIV_PREFETCH_DISTANCE,
        ring_size = CCHASH_PRIV_RING_SIZE
    };
    const unsigned char *key = (const unsigned char *)keys;
    uint64_t hashes[ring_size];
    size_t done = 0, inserted = 0;
    while (done < count && CCHASH_PRIV_ENGINE(memory)(table, type) < CCHASH_PRIV_BATCH_MIN)
        for (size_t stop = done + block; done < stop && done < count; done++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + done * type->query_size);
            int status = CCHASH_PRIV_ENGINE(put_one)(table, type, hash, keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    for (size_t hashed = done, looked_up = done; done < count;) {
        for (size_t stop = hashed + block; hashed < stop && hashed < count; hashed++) {
            uint64_t hash = cchash_priv_layout_insert_hash(table, type, key + hashed * type->query_size);
            hashes[hashed % ring_size] = hash;
            CCHASH_PRIV_ENGINE(prefetch_probe)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash));
        }
        for (; looked_up < count && (looked_up + prefetch_distance < hashed || hashed == count); looked_up++) {
            bool needs_probe;
            const uint64_t hash = hashes[looked_up % ring_size];
            (void)CCHASH_PRIV_ENGINE(prefetch_entry)(table, type, CCHASH_PRIV_ENGINE(mix_hash)(table, type, hash), true,
                                                     &needs_probe);
        }
        for (; done < count && (done + prefetch_distance < looked_up || looked_up == count); done++) {
            int status =
                CCHASH_PRIV_ENGINE(put_one)(table, type, hashes[done % ring_size], keys, values, done, scratch);
            if (status == CCHASH_NOMEM) return -1 - (ptrdiff_t)done;
            inserted += (size_t)status;
        }
    }
    return (ptrdiff_t)inserted;
}

#undef CCHASH_PRIV_ENGINE
#undef CCHASH_PRIV_ENGINE_
#undef CCHASH_PRIV_ENGINE__
#undef CCHASH_PRIV_TABLE
#undef CCHASH_PRIV_ITER
#undef cchash_priv_layout_size
#undef cchash_priv_layout_get_seed
#undef cchash_priv_layout_set_seed
#undef cchash_priv_layout_need_seed
#undef cchash_priv_layout_insert_hash
#undef cchash_priv_layout_zero_header
#undef cchash_priv_layout_in_buffer
#undef cchash_priv_layout_take_from_buffer
#undef cchash_priv_layout_try_buffer
#undef cchash_priv_layout_init_buffer
#undef cchash_priv_layout_no_memory
#undef cchash_priv_layout_emplace
#undef cchash_priv_layout_add
#undef cchash_priv_layout_put
#undef cchash_priv_layout_store_copies
#undef cchash_priv_layout_take
#undef cchash_priv_layout_pop
#undef cchash_priv_layout_remove_at
#undef cchash_priv_layout_destroy_all
#undef cchash_priv_layout_free
#undef cchash_priv_layout_clear
#undef cchash_priv_layout_reserve
#undef cchash_priv_layout_shrink
#undef cchash_priv_layout_clone
#undef cchash_priv_layout_find_key
#undef cchash_priv_layout_count_absent
#undef cchash_priv_layout_merge
#undef cchash_priv_layout_union
#undef cchash_priv_layout_filter
#undef cchash_priv_layout_subtract
#undef cchash_priv_layout_is_subset
#undef cchash_priv_layout_scan_homes
#undef cchash_priv_layout_scan_next
#undef cchash_priv_layout_position
#undef cchash_priv_layout_at_position
#undef cchash_priv_layout_iter_value
#undef cchash_priv_layout_statistics
#undef cchash_priv_layout_get_many
#undef cchash_priv_layout_put_many
#undef CCHASH_PRIV_LAYOUT

/* ---- What the typed facade needs from a layout ---------------------------------------------------------------------
 * A number, by which IMPLEMENT recognises the layout that was declared, and the traits that the layout takes. */

enum { CCHASH_PRIV_LAYOUT_cchash_priv_oa = 2 };
#define CCHASH_PRIV_TRAITS_OF_cchash_priv_oa CCHASH_PRIV_TRAITS_OF_LAYOUTS

/* ---- The macros -------------------------------------------------------------------------------------------------- */

#define CCHASH_OA_DEFINE(name_, K_, V_, hashfn_, eqfn_) CCHASH_OA_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_OA_DEFINE_SET(name_, K_, hashfn_, eqfn_) CCHASH_OA_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, ())
#define CCHASH_OA_DECLARE(name_, K_, V_) CCHASH_OA_DECLARE_EX(name_, K_, V_, ())
#define CCHASH_OA_DECLARE_SET(name_, K_) CCHASH_OA_DECLARE_SET_EX(name_, K_, ())
#define CCHASH_OA_IMPLEMENT(name_, K_, V_, hashfn_, eqfn_) CCHASH_OA_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, ())
#define CCHASH_OA_IMPLEMENT_SET(name_, K_, hashfn_, eqfn_) CCHASH_OA_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, ())

#define CCHASH_OA_DEFINE_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_DEFINE_MAP(cchash_priv_oa, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_DEFINE_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                    \
    CCHASH_PRIV_DEFINE_SET(cchash_priv_oa, name_, K_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_DECLARE_EX(name_, K_, V_, traits_) CCHASH_PRIV_DECLARE_MAP(cchash_priv_oa, name_, K_, V_, traits_)
#define CCHASH_OA_DECLARE_SET_EX(name_, K_, traits_) CCHASH_PRIV_DECLARE_SET(cchash_priv_oa, name_, K_, traits_)
#define CCHASH_OA_IMPLEMENT_EX(name_, K_, V_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IMPLEMENT_MAP(cchash_priv_oa, name_, K_, V_, hashfn_, eqfn_, traits_)
#define CCHASH_OA_IMPLEMENT_SET_EX(name_, K_, hashfn_, eqfn_, traits_)                                                 \
    CCHASH_PRIV_IMPLEMENT_SET(cchash_priv_oa, name_, K_, hashfn_, eqfn_, traits_)

/* Maps and sets of strings (cchash_str.h); the traits are optional. */
#define CCHASH_OA_DEFINE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DEFINE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DEFINE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DEFINE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DECLARE_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_DECLARE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_DECLARE_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_DECLARE_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_IMPLEMENT_STR(...) CCHASH_PRIV_STR_MAP(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_oa, __VA_ARGS__)
#define CCHASH_OA_IMPLEMENT_STR_SET(...) CCHASH_PRIV_STR_SET(CCHASH_PRIV_IMPLEMENT_STR, cchash_priv_oa, __VA_ARGS__)
/* Older names. */
#define CCHASH_OA_DEFINE_STR_EX CCHASH_OA_DEFINE_STR
#define CCHASH_OA_DEFINE_STR_SET_EX CCHASH_OA_DEFINE_STR_SET
#define CCHASH_OA_DEFINE_STR_ARENA(name_, V_) CCHASH_OA_DEFINE_STR(name_, V_, (CCHASH_ARENA_KEYS))


#endif

/* ---- The default layout --------------------------------------------------------------------------------------- */

#define CCHASH_DEFINE CCHASH_COMPACT_DEFINE
#define CCHASH_DEFINE_SET CCHASH_COMPACT_DEFINE_SET
#define CCHASH_DEFINE_EX CCHASH_COMPACT_DEFINE_EX
#define CCHASH_DEFINE_SET_EX CCHASH_COMPACT_DEFINE_SET_EX
#define CCHASH_DECLARE CCHASH_COMPACT_DECLARE
#define CCHASH_DECLARE_SET CCHASH_COMPACT_DECLARE_SET
#define CCHASH_DECLARE_EX CCHASH_COMPACT_DECLARE_EX
#define CCHASH_DECLARE_SET_EX CCHASH_COMPACT_DECLARE_SET_EX
#define CCHASH_IMPLEMENT CCHASH_COMPACT_IMPLEMENT
#define CCHASH_IMPLEMENT_SET CCHASH_COMPACT_IMPLEMENT_SET
#define CCHASH_IMPLEMENT_EX CCHASH_COMPACT_IMPLEMENT_EX
#define CCHASH_IMPLEMENT_SET_EX CCHASH_COMPACT_IMPLEMENT_SET_EX

#define CCHASH_DEFINE_STR CCHASH_COMPACT_DEFINE_STR
#define CCHASH_DEFINE_STR_SET CCHASH_COMPACT_DEFINE_STR_SET
#define CCHASH_DECLARE_STR CCHASH_COMPACT_DECLARE_STR
#define CCHASH_DECLARE_STR_SET CCHASH_COMPACT_DECLARE_STR_SET
#define CCHASH_IMPLEMENT_STR CCHASH_COMPACT_IMPLEMENT_STR
#define CCHASH_IMPLEMENT_STR_SET CCHASH_COMPACT_IMPLEMENT_STR_SET
/* Older names: _EX of _STR, which takes traits without it, and CCHASH_DEFINE_STR(name, V, (CCHASH_ARENA_KEYS)). */
#define CCHASH_DEFINE_STR_EX CCHASH_COMPACT_DEFINE_STR_EX
#define CCHASH_DEFINE_STR_SET_EX CCHASH_COMPACT_DEFINE_STR_SET_EX
#define CCHASH_DEFINE_STR_ARENA CCHASH_COMPACT_DEFINE_STR_ARENA

/* cchash/macros_on.h: the end of what macros_off.h began. SPDX-License-Identifier: MIT-0 */
#if defined(__GNUC__) || defined(__clang__) || defined(_MSC_VER) || defined(__TINYC__)
#pragma pop_macro("ALLOCATOR")
#pragma pop_macro("ARENA_KEYS")
#pragma pop_macro("CACHED_HASH")
#pragma pop_macro("GOOD_HASH")
#pragma pop_macro("INLINED")
#pragma pop_macro("KEY_COPY")
#pragma pop_macro("KEY_FREE")
#pragma pop_macro("MAKE_KEY")
#pragma pop_macro("MALLOC_NODES")
#pragma pop_macro("MAP")
#pragma pop_macro("MAX_LOAD")
#pragma pop_macro("SEEDED_HASH")
#pragma pop_macro("SET")
#pragma pop_macro("SIPHASH")
#pragma pop_macro("SPARE_BIT")
#pragma pop_macro("SPLIT")
#pragma pop_macro("TIGHT")
#pragma pop_macro("VALUE_COPY")
#pragma pop_macro("VALUE_FREE")
#pragma pop_macro("a_bucket_is_a_power_of_two_and_fits_in_a_mask")
#pragma pop_macro("a_bucket_of_u64_to_u64_is_three_cache_lines")
#pragma pop_macro("a_chunk_of_4_nodes_and_8_buckets_takes_208_bytes")
#pragma pop_macro("a_home_is_read_from_the_hash_bits_of_a_state")
#pragma pop_macro("a_node_of_u64_to_u64_takes_24_bytes")
#pragma pop_macro("a_nul_lies_between_text_and_tag")
#pragma pop_macro("a_string_has_24_bytes")
#pragma pop_macro("a_table_takes_48_bytes")
#pragma pop_macro("a_tag_holds_any_inline_length")
#pragma pop_macro("a_window_covers_all_slots_of_a_small_table_but_one")
#pragma pop_macro("a_word_of_overflow_has_a_bit_for_each_class")
#pragma pop_macro("absent")
#pragma pop_macro("add")
#pragma pop_macro("added")
#pragma pop_macro("address")
#pragma pop_macro("adopt")
#pragma pop_macro("advice")
#pragma pop_macro("advice_dontneed")
#pragma pop_macro("advice_hugepage")
#pragma pop_macro("ahead")
#pragma pop_macro("align")
#pragma pop_macro("allocate")
#pragma pop_macro("allocate_zeroed")
#pragma pop_macro("always")
#pragma pop_macro("an_image_begins_with_a_cache_line")
#pragma pop_macro("apart")
#pragma pop_macro("arc4random_buf")
#pragma pop_macro("arena")
#pragma pop_macro("array")
#pragma pop_macro("array_slots")
#pragma pop_macro("at")
#pragma pop_macro("at_maximum")
#pragma pop_macro("back")
#pragma pop_macro("base")
#pragma pop_macro("batch")
#pragma pop_macro("before")
#pragma pop_macro("begin")
#pragma pop_macro("below")
#pragma pop_macro("best")
#pragma pop_macro("bit")
#pragma pop_macro("bit_bytes")
#pragma pop_macro("bits")
#pragma pop_macro("block")
#pragma pop_macro("blocks")
#pragma pop_macro("bookkeeping_takes_24_bytes")
#pragma pop_macro("bucket")
#pragma pop_macro("buckets")
#pragma pop_macro("buckets_are_a_power_of_two_and_shift_is_below_64")
#pragma pop_macro("buckets_left")
#pragma pop_macro("buffer")
#pragma pop_macro("buffered")
#pragma pop_macro("building")
#pragma pop_macro("by_home")
#pragma pop_macro("byte")
#pragma pop_macro("bytes")
#pragma pop_macro("cached_hash")
#pragma pop_macro("candidates")
#pragma pop_macro("capacity")
#pragma pop_macro("changes")
#pragma pop_macro("checksum")
#pragma pop_macro("child")
#pragma pop_macro("chunk")
#pragma pop_macro("claim")
#pragma pop_macro("closer")
#pragma pop_macro("common")
#pragma pop_macro("complete")
#pragma pop_macro("context")
#pragma pop_macro("copied")
#pragma pop_macro("copies")
#pragma pop_macro("copy")
#pragma pop_macro("count")
#pragma pop_macro("counted")
#pragma pop_macro("counter_max_fills_its_bits")
#pragma pop_macro("counters")
#pragma pop_macro("counts")
#pragma pop_macro("cross")
#pragma pop_macro("current")
#pragma pop_macro("cursor")
#pragma pop_macro("data")
#pragma pop_macro("deferrals")
#pragma pop_macro("deferred")
#pragma pop_macro("degraded")
#pragma pop_macro("den")
#pragma pop_macro("describe")
#pragma pop_macro("destroys")
#pragma pop_macro("detail")
#pragma pop_macro("displace")
#pragma pop_macro("displaced")
#pragma pop_macro("displacement_stays_in_its_window")
#pragma pop_macro("distance")
#pragma pop_macro("done")
#pragma pop_macro("doubles")
#pragma pop_macro("draining")
#pragma pop_macro("draining_shift")
#pragma pop_macro("drop_entries")
#pragma pop_macro("each_class_belongs_to_exactly_one_counter")
#pragma pop_macro("earlier")
#pragma pop_macro("elements")
#pragma pop_macro("empty")
#pragma pop_macro("end")
#pragma pop_macro("enough")
#pragma pop_macro("entries")
#pragma pop_macro("entry")
#pragma pop_macro("entry_align")
#pragma pop_macro("entry_bytes")
#pragma pop_macro("entry_size")
#pragma pop_macro("equal")
#pragma pop_macro("erase_free")
#pragma pop_macro("erase_free_is_a_mask_of_a_window")
#pragma pop_macro("erase_prepared")
#pragma pop_macro("erasure")
#pragma pop_macro("extended")
#pragma pop_macro("extra")
#pragma pop_macro("fact")
#pragma pop_macro("facts")
#pragma pop_macro("filter_and_address_share_a_link")
#pragma pop_macro("find")
#pragma pop_macro("find_slow")
#pragma pop_macro("first")
#pragma pop_macro("fits")
#pragma pop_macro("flag")
#pragma pop_macro("floating_point_numbers_have_64_and_32_bits")
#pragma pop_macro("fork")
#pragma pop_macro("found")
#pragma pop_macro("free_arrays")
#pragma pop_macro("free_slots")
#pragma pop_macro("free_spare")
#pragma pop_macro("fresh")
#pragma pop_macro("fresh_count")
#pragma pop_macro("from")
#pragma pop_macro("from_find")
#pragma pop_macro("from_malloc")
#pragma pop_macro("from_slot")
#pragma pop_macro("gathers")
#pragma pop_macro("generation")
#pragma pop_macro("getauxval")
#pragma pop_macro("getentropy")
#pragma pop_macro("getpid")
#pragma pop_macro("given")
#pragma pop_macro("given_values")
#pragma pop_macro("gives_back")
#pragma pop_macro("good_hash")
#pragma pop_macro("grain")
#pragma pop_macro("group")
#pragma pop_macro("grown")
#pragma pop_macro("growth_keeps_the_new_slots_of_an_old_one_in_a_word")
#pragma pop_macro("half")
#pragma pop_macro("has_buckets")
#pragma pop_macro("hash")
#pragma pop_macro("hash_class")
#pragma pop_macro("hash_offset")
#pragma pop_macro("hash_or_mixed")
#pragma pop_macro("hash_returns")
#pragma pop_macro("hashed")
#pragma pop_macro("hashes")
#pragma pop_macro("hashes_text")
#pragma pop_macro("head_entries")
#pragma pop_macro("head_tags")
#pragma pop_macro("header")
#pragma pop_macro("held")
#pragma pop_macro("high")
#pragma pop_macro("histogram")
#pragma pop_macro("hole")
#pragma pop_macro("home")
#pragma pop_macro("home_next")
#pragma pop_macro("home_shift")
#pragma pop_macro("homes")
#pragma pop_macro("huge")
#pragma pop_macro("image")
#pragma pop_macro("in_chunk")
#pragma pop_macro("in_place")
#pragma pop_macro("index")
#pragma pop_macro("infinity")
#pragma pop_macro("insert")
#pragma pop_macro("insert_slow")
#pragma pop_macro("inserted")
#pragma pop_macro("insertion")
#pragma pop_macro("is_current")
#pragma pop_macro("is_long")
#pragma pop_macro("iter")
#pragma pop_macro("kept")
#pragma pop_macro("key")
#pragma pop_macro("key_copy")
#pragma pop_macro("key_free")
#pragma pop_macro("key_offset")
#pragma pop_macro("key_or_hash_offset")
#pragma pop_macro("key_out")
#pragma pop_macro("key_size")
#pragma pop_macro("keys")
#pragma pop_macro("lane")
#pragma pop_macro("lane0")
#pragma pop_macro("lane1")
#pragma pop_macro("lane2")
#pragma pop_macro("lane3")
#pragma pop_macro("larger")
#pragma pop_macro("last")
#pragma pop_macro("layout")
#pragma pop_macro("left")
#pragma pop_macro("left_bits")
#pragma pop_macro("left_high")
#pragma pop_macro("left_low")
#pragma pop_macro("len")
#pragma pop_macro("length")
#pragma pop_macro("level")
#pragma pop_macro("limit")
#pragma pop_macro("lineage")
#pragma pop_macro("link")
#pragma pop_macro("list")
#pragma pop_macro("load")
#pragma pop_macro("load_den")
#pragma pop_macro("load_num")
#pragma pop_macro("log")
#pragma pop_macro("longest")
#pragma pop_macro("looked_up")
#pragma pop_macro("low")
#pragma pop_macro("low_bits_of_a_hash_pick_a_filter_bit")
#pragma pop_macro("lowest")
#pragma pop_macro("m")
#pragma pop_macro("made")
#pragma pop_macro("madvise")
#pragma pop_macro("magic")
#pragma pop_macro("magnitude")
#pragma pop_macro("maintain")
#pragma pop_macro("malloc_nodes")
#pragma pop_macro("map")
#pragma pop_macro("map_seed")
#pragma pop_macro("mask")
#pragma pop_macro("matches")
#pragma pop_macro("matching")
#pragma pop_macro("max_distance")
#pragma pop_macro("max_probe")
#pragma pop_macro("max_probe_and_five_other_fields_share_a_word")
#pragma pop_macro("mean_probe")
#pragma pop_macro("memmove")
#pragma pop_macro("memory")
#pragma pop_macro("metadata")
#pragma pop_macro("middle")
#pragma pop_macro("mix_hash")
#pragma pop_macro("mixed")
#pragma pop_macro("more")
#pragma pop_macro("most")
#pragma pop_macro("movable")
#pragma pop_macro("moved")
#pragma pop_macro("n")
#pragma pop_macro("needs_probe")
#pragma pop_macro("never_used")
#pragma pop_macro("new_seed")
#pragma pop_macro("next")
#pragma pop_macro("next_overflowed")
#pragma pop_macro("node")
#pragma pop_macro("nodes")
#pragma pop_macro("nodes_in_steps_of_a_pointer_leave_the_flags_free")
#pragma pop_macro("noinline")
#pragma pop_macro("none")
#pragma pop_macro("note")
#pragma pop_macro("nothing")
#pragma pop_macro("noticed")
#pragma pop_macro("num")
#pragma pop_macro("number")
#pragma pop_macro("object")
#pragma pop_macro("of")
#pragma pop_macro("of_values")
#pragma pop_macro("offset")
#pragma pop_macro("old")
#pragma pop_macro("old_buckets")
#pragma pop_macro("old_bytes")
#pragma pop_macro("old_count")
#pragma pop_macro("old_homes")
#pragma pop_macro("old_shift")
#pragma pop_macro("old_slot")
#pragma pop_macro("old_slots")
#pragma pop_macro("old_tags")
#pragma pop_macro("one")
#pragma pop_macro("one_load_covers_the_tags_of_a_window")
#pragma pop_macro("open")
#pragma pop_macro("order")
#pragma pop_macro("other")
#pragma pop_macro("out")
#pragma pop_macro("overflow")
#pragma pop_macro("overflowed")
#pragma pop_macro("overflows")
#pragma pop_macro("own")
#pragma pop_macro("own_home")
#pragma pop_macro("padded")
#pragma pop_macro("padding")
#pragma pop_macro("parent")
#pragma pop_macro("part")
#pragma pop_macro("parts")
#pragma pop_macro("pass")
#pragma pop_macro("passed")
#pragma pop_macro("path")
#pragma pop_macro("pending")
#pragma pop_macro("phase")
#pragma pop_macro("place")
#pragma pop_macro("place_bits")
#pragma pop_macro("plain")
#pragma pop_macro("pool")
#pragma pop_macro("pop_insertions")
#pragma pop_macro("pop_state")
#pragma pop_macro("possible")
#pragma pop_macro("power")
#pragma pop_macro("prefetch")
#pragma pop_macro("prefetch_distance")
#pragma pop_macro("prefetch_entry")
#pragma pop_macro("prefetch_probe")
#pragma pop_macro("prefix")
#pragma pop_macro("premixed")
#pragma pop_macro("prepare_erase")
#pragma pop_macro("probe")
#pragma pop_macro("product")
#pragma pop_macro("pthread_atfork")
#pragma pop_macro("ptr")
#pragma pop_macro("put")
#pragma pop_macro("put_one")
#pragma pop_macro("query")
#pragma pop_macro("query_hash")
#pragma pop_macro("query_size")
#pragma pop_macro("random")
#pragma pop_macro("read_array")
#pragma pop_macro("realloc")
#pragma pop_macro("recount_work")
#pragma pop_macro("recounting")
#pragma pop_macro("rehash")
#pragma pop_macro("rehashes")
#pragma pop_macro("release")
#pragma pop_macro("remaining")
#pragma pop_macro("removal_work")
#pragma pop_macro("remove")
#pragma pop_macro("remove_any")
#pragma pop_macro("remove_shared")
#pragma pop_macro("remove_slow")
#pragma pop_macro("resized")
#pragma pop_macro("rest")
#pragma pop_macro("result")
#pragma pop_macro("right")
#pragma pop_macro("right_high")
#pragma pop_macro("right_low")
#pragma pop_macro("ring_size")
#pragma pop_macro("room")
#pragma pop_macro("root")
#pragma pop_macro("round")
#pragma pop_macro("same")
#pragma pop_macro("save")
#pragma pop_macro("saved_errno")
#pragma pop_macro("scan")
#pragma pop_macro("scan_log")
#pragma pop_macro("scratch")
#pragma pop_macro("scratch_size")
#pragma pop_macro("second")
#pragma pop_macro("seed")
#pragma pop_macro("seeded")
#pragma pop_macro("seeded_hash")
#pragma pop_macro("selectany")
#pragma pop_macro("sentence")
#pragma pop_macro("sevens")
#pragma pop_macro("shared")
#pragma pop_macro("shift")
#pragma pop_macro("single")
#pragma pop_macro("sink")
#pragma pop_macro("siphash")
#pragma pop_macro("size")
#pragma pop_macro("sizes_are_powers_of_two_and_small_log_has_room_for_them")
#pragma pop_macro("slot")
#pragma pop_macro("slots")
#pragma pop_macro("slots_are_a_power_of_two_and_at_least_a_bucket")
#pragma pop_macro("slots_for")
#pragma pop_macro("slow_removal")
#pragma pop_macro("small")
#pragma pop_macro("small_log")
#pragma pop_macro("sought")
#pragma pop_macro("source")
#pragma pop_macro("spare")
#pragma pop_macro("spare_bit")
#pragma pop_macro("spare_key")
#pragma pop_macro("spare_offset")
#pragma pop_macro("spare_value")
#pragma pop_macro("split")
#pragma pop_macro("stand_on")
#pragma pop_macro("start")
#pragma pop_macro("starts")
#pragma pop_macro("state")
#pragma pop_macro("state0")
#pragma pop_macro("state1")
#pragma pop_macro("state2")
#pragma pop_macro("state3")
#pragma pop_macro("states")
#pragma pop_macro("stats")
#pragma pop_macro("status")
#pragma pop_macro("stays")
#pragma pop_macro("step")
#pragma pop_macro("stop")
#pragma pop_macro("stored")
#pragma pop_macro("str")
#pragma pop_macro("streams")
#pragma pop_macro("sum")
#pragma pop_macro("summary")
#pragma pop_macro("table")
#pragma pop_macro("tag")
#pragma pop_macro("tags")
#pragma pop_macro("tags_end_at_a_multiple_of_8_so_that_overflow_is_aligned")
#pragma pop_macro("tail")
#pragma pop_macro("taken")
#pragma pop_macro("target")
#pragma pop_macro("text")
#pragma pop_macro("texts")
#pragma pop_macro("the_bits_of_a_tag_are_disjoint")
#pragma pop_macro("the_counters_of_all_classes_fill_a_word")
#pragma pop_macro("the_flags_are_the_two_lowest_bits_of_a_link")
#pragma pop_macro("the_flags_are_the_two_lowest_bits_of_a_state")
#pragma pop_macro("the_table_has_two_bits_of_the_tag")
#pragma pop_macro("the_tags_of_a_small_table_can_be_read_in_groups")
#pragma pop_macro("then")
#pragma pop_macro("then_mask")
#pragma pop_macro("there_is_a_tag_for_each_low_byte_of_a_hash")
#pragma pop_macro("tie")
#pragma pop_macro("tight")
#pragma pop_macro("tiny")
#pragma pop_macro("to")
#pragma pop_macro("to_size")
#pragma pop_macro("to_slot")
#pragma pop_macro("transfer")
#pragma pop_macro("type")
#pragma pop_macro("type_headers")
#pragma pop_macro("type_kernel_code")
#pragma pop_macro("type_name")
#pragma pop_macro("type_random")
#pragma pop_macro("u")
#pragma pop_macro("undoes")
#pragma pop_macro("unused")
#pragma pop_macro("unused_before")
#pragma pop_macro("used")
#pragma pop_macro("usual")
#pragma pop_macro("value")
#pragma pop_macro("value_copied")
#pragma pop_macro("value_copy")
#pragma pop_macro("value_free")
#pragma pop_macro("value_offset")
#pragma pop_macro("value_out")
#pragma pop_macro("value_size")
#pragma pop_macro("values")
#pragma pop_macro("vdupq_n_u8")
#pragma pop_macro("verify")
#pragma pop_macro("vget_high_u8")
#pragma pop_macro("vget_low_u8")
#pragma pop_macro("view")
#pragma pop_macro("views")
#pragma pop_macro("walk_from")
#pragma pop_macro("walk_place")
#pragma pop_macro("walked")
#pragma pop_macro("wanted")
#pragma pop_macro("weights")
#pragma pop_macro("what")
#pragma pop_macro("which")
#pragma pop_macro("wide")
#pragma pop_macro("windows_full")
#pragma pop_macro("word")
#pragma pop_macro("words")
#pragma pop_macro("work")
#pragma pop_macro("write")
#pragma pop_macro("write_array")
#pragma pop_macro("write_key")
#pragma pop_macro("written")
#pragma pop_macro("zeroed")
#pragma pop_macro("zeros")
#endif

#endif
