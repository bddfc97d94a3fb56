#!/bin/sh
# single/cchash.h, all headers in one file: up to date, the same object code, good in every standard, and good enough for
# the contract without any other header. Run from the top of the tree.
# shellcheck disable=SC2086,SC2089,SC2090,SC2317 # lists of flags are lists; `check` calls functions
. tests/support/lib.sh

check "single/cchash.h is up to date (make single)" sh -c 'sh single/make.sh | cmp - single/cchash.h'

# A map, a set, a map of strings, one with an arena and a set of strings in each layout, with all their functions.
{
    echo '#include "cchash.h"'
    for layout in $layouts; do
        upper=$(echo "$layout" | tr '[:lower:]' '[:upper:]')
        cat <<END
CCHASH_${upper}_DECLARE(${layout}_map, uint64_t, uint64_t);
CCHASH_${upper}_IMPLEMENT(${layout}_map, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_${upper}_DECLARE_SET(${layout}_set, uint32_t);
CCHASH_${upper}_IMPLEMENT_SET(${layout}_set, uint32_t, cchash_hash_u32, cchash_eq_u32);
CCHASH_${upper}_DECLARE_STR(${layout}_words, int);
CCHASH_${upper}_IMPLEMENT_STR(${layout}_words, int);
CCHASH_${upper}_DECLARE_STR(${layout}_kept, int, (CCHASH_ARENA_KEYS));
CCHASH_${upper}_IMPLEMENT_STR(${layout}_kept, int, (CCHASH_ARENA_KEYS));
CCHASH_${upper}_DECLARE_STR_SET(${layout}_names);
CCHASH_${upper}_IMPLEMENT_STR_SET(${layout}_names);
END
    done
} >"$tmp/all.c"
disassemble() { # folder with headers, file to write, compiler and flags...
    headers=$1 listing=$2
    shift 2
    "$@" -I"$headers" -c "$tmp/all.c" -o "$listing.o" || return 1
    objdump -d --no-show-raw-insn "$listing.o" | sed '/file format/d' >"$listing"
    [ "$(wc -l <"$listing")" -gt 10000 ]
}
same_code() {
    disassemble . "$tmp/many" "$@" && disassemble single "$tmp/one" "$@" && cmp "$tmp/many" "$tmp/one"
}
# The compilers get the same words whatever the switches; what they make of them is looked at where that is quick.
same_words() { # compiler and flags...
    for headers in . single; do
        "$@" -I"$headers" -Itests/support -DSTAMP_USE -E -P tests/checks/warnings.c >"$tmp/words.$headers" || return 1
        grep -vE '^ *#pragma (push_macro|pop_macro)' "$tmp/words.$headers" | tr -s ' \n' '\n\n' >"$tmp/words"
        mv "$tmp/words" "$tmp/words.$headers"
    done
    [ "$(wc -l <"$tmp/words..")" -gt 100000 ] && cmp "$tmp/words.." "$tmp/words.single"
}
for build in "clang -std=c99 -O2 -march=native" "gcc -std=c99 -O2 -DCCHASH_DEBUG -DCCHASH_NO_SIMD" \
    ${FULL:+"gcc -std=c11 -O3 -march=native" "g++ -x c++ -std=c++11 -O2" "clang -std=c99 -O2"} ${FULL:+"gcc -std=c99 -O2" "gcc -std=c11 -O2 -DCCHASH_DEBUG" "gcc -std=c99 -O2 -DCCHASH_NO_SIMD"}; do
    check "the same words to the compiler: $build" same_words $build
done
for build in "gcc -std=c99 -O0" \
    ${FULL:+"clang -std=c99 -O0" "g++ -x c++ -std=c++11 -O0" "gcc -std=c11 -O0 -DCCHASH_DEBUG -DCCHASH_NO_SIMD"} \
    ${FULL:+"gcc -std=c99 -O2" "gcc -std=c11 -O3 -march=native" "clang -std=c99 -O2" "g++ -x c++ -std=c++11 -O2"} \
    ${FULL:+"gcc -std=c11 -O2 -DCCHASH_DEBUG" "gcc -std=c99 -O2 -DCCHASH_NO_SIMD"}; do
    check "the same object code: $build" same_code $build
done

cat >"$tmp/use.c" <<'END'
#include "cchash.h"
CCHASH_DEFINE(counts, uint64_t, int, cchash_hash_u64, cchash_eq_u64);
CCHASH_OA_DEFINE_STR(words, int);
CCHASH_CHAIN_DEFINE_SET(texts, const char *, cchash_hash_cstr, cchash_eq_cstr);
int main(void) {
    counts numbers;
    words owned;
    texts borrowed;
    counts_init(&numbers);
    words_init(&owned);
    texts_init(&borrowed);
    int bad = counts_put(&numbers, 3, 4) != CCHASH_INSERTED || *counts_get(&numbers, 3) != 4;
    bad |= words_put(&owned, "a word that is not inline", 1) != CCHASH_INSERTED || !words_contains(&owned, "a word that is not inline");
    bad |= texts_add(&borrowed, "text") != CCHASH_INSERTED || !texts_contains(&borrowed, "text");
    counts_free(&numbers);
    words_free(&owned);
    texts_free(&borrowed);
    return bad;
}
END
runs() {
    "$@" $strict -Isingle "$tmp/use.c" -o "$tmp/use" && "$tmp/use"
}
# The newest standards under the name that compilers of today give them.
for cc in gcc clang; do
    for std in c99 c11 c17 c2x; do check "$cc -std=$std" runs $cc -std=$std; done
done
for cc in g++ clang++; do
    for std in c++11 c++14 c++17 c++20 c++2b; do check "$cc -std=$std" runs $cc -x c++ -std=$std; done
done

contracts=$layouts
[ -n "$FULL" ] || contracts=${layouts%% *} # the object code is the same: one layout will do
for layout in $contracts; do
    row="-DROW=CCHASH_$(echo "$layout" | tr '[:lower:]' '[:upper:]') -DROW_HEADER=\"cchash.h\""
    contract() {
        gcc -std=c99 -O0 -DTEST_SHIM $row -Isingle -Itests/support -Itests/contract \
            tests/contract/contract.c -o "$tmp/contract" -pthread && TEST_OPS=${TEST_OPS:-600} "$tmp/contract"
    }
    check "the contract, $layout" contract
done
finish
