#!/bin/sh
# What people read first must be true: the README's example, docs/api.h against what the macros really make, and the
# examples against their expected output. Run from the top of the tree.
. tests/support/lib.sh

# The first C block of the README with a main in it, exactly as printed.
awk '/^```c$/ { inside = 1; block = ""; next }
    /^```/ { if (inside && block ~ /int main/) { printf "%s", block; exit } inside = 0 }
    inside { block = block $0 "\n" }' README.md >"$tmp/readme.c"
check "README.md has an example with a main" test -s "$tmp/readme.c"
# shellcheck disable=SC2086 # $strict is a list
for build in "gcc -std=c99 -O2" "clang -std=c11 -O1 -fsanitize=address,undefined" "g++ -x c++ -std=c++11 -O1"; do
    case $build in
    g++*) grep -q '= {0}' "$tmp/readme.c" && continue ;; # C's empty initialiser; C++ has its own
    esac
    check "README example compiles: $build" $build $strict -I. "$tmp/readme.c" -o "$tmp/readme"
    check "README example runs: $build" "$tmp/readme"
    "$tmp/readme" >"$tmp/readme.out" 2>"$tmp/readme.err"
    check "README example prints something: $build" test -s "$tmp/readme.out"
    check "README example says nothing else: $build" refused test -s "$tmp/readme.err"
done

# One prototype per line, without comments, storage class and spaces that mean nothing.
prototypes() { # file names...: those of functions called $1_...
    name=$1
    shift
    "$@" | tr '\n' ' ' | sed -e 's/;/;\n/g' -e 's/}/}\n/g' |
        sed -e 's/cchash_\([a-z_]*\)_\b/\1/g' -e 's/_Bool/bool/g' -e 's/\bextern\b//g' -e 's/__asm__ *([^)]*)//g' -e 's/[[:space:]]\{1,\}/ /g' \
            -e 's/ *\([*(),;]\) */\1/g' -e 's/^ //' | grep -E "(^|[ *])${name}_[a-z_]+\(" | sort
}
without_comments() {
    gcc -fpreprocessed -dD -E -P -x c "$1" 2>/dev/null | grep -v '^ *#'
}
for layout in "" $layout_words; do
    cat >"$tmp/declare.c" <<END
#include "cchash.h"
struct pool;
CCHASH${layout}_DECLARE(wordmap, const char *, uint64_t);
CCHASH${layout}_DECLARE_SET(wordset, const char *);
CCHASH${layout}_DECLARE_STR(textmap, uint64_t);
CCHASH${layout}_DECLARE_STR_SET(textset);
struct person;
CCHASH${layout}_DECLARE(people, int, int);
CCHASH_DECLARE_LOOKUP_EX(people, name, const char *, (CCHASH_MAKE_KEY(person_hire)));
CCHASH${layout}_DECLARE_EX(poolmap, int, int, (CCHASH_ALLOCATOR(struct pool *, alloc, release)));
END
    for name in wordmap wordset poolmap textmap textset people; do
        prototypes $name without_comments docs/api.h >"$tmp/page"
        prototypes $name gcc -std=c99 -I. -E -P "$tmp/declare.c" >"$tmp/real"
        if [ $name = poolmap ]; then # only what the trait adds
            grep allocator "$tmp/real" >"$tmp/some"
            mv "$tmp/some" "$tmp/real"
        elif [ $name = people ]; then # only what the lookup adds
            grep -E '_name\(' "$tmp/real" >"$tmp/some"
            mv "$tmp/some" "$tmp/real"
            check "docs/api.h has the functions of a lookup" test "$(wc -l <"$tmp/page")" -ge 20
        else
            check "docs/api.h has $name's functions" test "$(wc -l <"$tmp/page")" -gt 30
        fi
        check "docs/api.h is what CCHASH${layout}_DECLARE makes of $name" diff "$tmp/page" "$tmp/real"
    done
done
check "docs/api.h is C" gcc -std=c11 -Wall -I. -Dpoolmap='struct poolmap' -fsyntax-only -x c docs/api.h

# Examples: short, C and C++, sanitized, with the output that they should have.
for example in examples/*.c; do
    name=$(basename "$example" .c)
    check "examples/$name has fewer than 100 lines" test "$(wc -l <"$example")" -lt 100
    # shellcheck disable=SC2086
    for build in "gcc -std=c99 -O2" "clang -std=c11 -O1 -fsanitize=address,undefined" "g++ -x c++ -std=c++11 -O1"; do
        check "examples/$name compiles: $build" $build $strict -I. "$example" -o "$tmp/example"
        "$tmp/example" >"$tmp/example.out" 2>&1
        check "examples/$name ends well: $build" test $? -eq 0
        check "examples/$name prints what it should: $build" diff "tests/expected/$name.txt" "$tmp/example.out"
        rm -f "$tmp/example"
    done
done

# MIT-0 in every header, so that one that is copied out says what it is.
for header in $public_headers cchash/*.h; do
    check "$header names its licence" grep -q 'SPDX-License-Identifier: MIT-0' "$header"
done
finish
