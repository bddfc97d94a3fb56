#!/bin/sh
# The user's translation unit, with every warning on: everything stamped out, used and unused. -O2 where warnings need
# the optimiser; the rest is syntax only, which is where all others are found. And no function without a prototype, in the
# headers or in docs/api.h. Run from the top of the tree.
# shellcheck disable=SC2086,SC2317 # the lists of flags are lists; `check` calls functions
. tests/support/lib.sh
multilib=
if has_m32 gcc "$tmp/m32" && has_m32 g++ "$tmp/m32"; then
    multilib=-m32
else
    echo "skipping -m32: Debian package gcc-multilib is not installed"
fi

# Each compiler in each standard and mode, with the calls and without: what goes unused must not draw a warning either.
for mode in "" -DCCHASH_NO_SIMD -DCCHASH_DEBUG $multilib; do
    flags=$mode
    [ "$mode" = -m32 ] && flags=$m32
    for build in "gcc -std=c99" "gcc -std=c11" "clang -std=c99" "clang -std=c11" "g++ -x c++ -std=c++11" \
        "g++ -x c++ -std=c++17" "clang++ -x c++ -std=c++11" "clang++ -x c++ -std=c++17"; do
        case $mode$build in -m32clang*) continue ;; esac
        for use in "" -DSTAMP_USE; do
            later "warnings: $build $use $mode" $build $strict $use $flags -I. -Itests/support -fsyntax-only \
                tests/checks/warnings.c
        done
    done
done
collect
# With the engine forced into each function, contract:gcc and strings:gcc are built with -Wall -Wextra -Werror; here that
# takes 40 seconds, and stands behind FULL.
lean=-DCCHASH_NO_FORCE_INLINE
[ -z "$FULL" ] || lean=
check "warnings: gcc -O2" gcc -std=c99 -O2 $lean $strict -I. -Itests/support -c tests/checks/warnings.c -o "$tmp/warnings.o"

# A function that its header does not declare.
for mode in "" -DCCHASH_DEBUG; do
    for cc in "gcc -std=c99 -Wmissing-prototypes" "clang -std=c11 -Wmissing-prototypes" "g++ -x c++ -std=c++11" \
        "clang++ -x c++ -std=c++17 -Wmissing-prototypes"; do
        check "all have prototypes: $cc $mode" $cc $strict $mode -I. -fsyntax-only tests/checks/prototypes.c
    done
done

# A function that is not in docs/api.h, declared or not. Its page has one map or set of each kind; what a trait or a
# lookup adds is written out once.
check "prototypes.c, with all functions kept" gcc -std=c99 -O0 -fkeep-static-functions -fkeep-inline-functions -I. -c \
    tests/checks/prototypes.c -o "$tmp/prototypes.o"
names=$(echo $layouts | tr ' ' '|')
nm --defined-only "$tmp/prototypes.o" | awk '$2 == "t" || $2 == "T" { print $3 }' | grep -v _priv_ |
    grep -E "^(usual|$names)_" >"$tmp/functions"
gcc -fpreprocessed -dD -E -P -x c docs/api.h 2>/dev/null | tr '\n' ' ' |
    grep -oE '[a-z]+_[a-z_]+ *\(' | tr -d '( ' | sort -u >"$tmp/page"
on_page() { # kind, names on the page that stand for it...
    kind=$1
    shift
    # A set's lookup has the functions of a set's own key.
    sed -n -E "s/^(usual|$names)_(own_)?${kind}_//p" "$tmp/functions" | sort -u |
        { if [ "$kind" = crew ]; then sed 's/_name$//' | sort -u; else cat; fi; } >"$tmp/made"
    for name in "$@"; do sed -n "s/^${name}_//p" "$tmp/page"; done | sort -u >"$tmp/described"
    comm -23 "$tmp/made" "$tmp/described" >"$tmp/missing"
    [ "$(wc -l <"$tmp/made")" -gt 30 ] || { echo "too few functions"; return 1; }
    [ ! -s "$tmp/missing" ] || { echo "$kind:" && cat "$tmp/missing" && return 1; }
}
for kind in "wordmap wordmap" "wordset wordset" "poolmap wordmap poolmap" "poolset wordset poolmap" "textmap textmap" \
    "textset textset" "keptmap textmap" "keptset textset poolmap" "people wordmap people" "crew wordset"; do
    check "docs/api.h has all functions that are made of $kind" on_page $kind
done

# Kinds of maps have the same functions: what one has and another lacks was forgotten in one of the lists.
made() { # kind: its functions, without its name
    sed -n -E "s/^(usual|$names)_$1_//p" "$tmp/functions" | sort -u
}
same_functions() { # kind, kind, what only the first has (a regular expression)
    made "$1" | grep -vE "^($3)$" >"$tmp/first"
    made "$2" >"$tmp/second"
    [ "$(wc -l <"$tmp/first")" -gt 30 ] || { echo "too few functions"; return 1; }
    comm -23 "$tmp/first" "$tmp/second" >"$tmp/lacking"
    [ ! -s "$tmp/lacking" ] || { echo "$2 lacks what $1 has:" && cat "$tmp/lacking" && return 1; }
}
values='put|put_hashed|put_many|upsert|upsert_hashed|get_or'
check "a set has the functions of a map" same_functions wordmap wordset "$values"
check "a map has the functions of a set" same_functions wordset wordmap add_many
check "a map of strings has the functions of a map" same_functions wordmap textmap none
check "a set of strings has the functions of a set" same_functions wordset textset none
# Those that take a key are the ones that a lookup has, too.
other_forms() {
    made people | sed -n 's/_name$//p' | grep -v '^key$' >"$tmp/keyed"
    [ "$(wc -l <"$tmp/keyed")" -gt 15 ] || { echo "too few functions"; return 1; }
    { sed 's/$/_view/' "$tmp/keyed"; grep -v _many "$tmp/keyed" | sed 's/$/_n/'; } | sort >"$tmp/first"
    made textmap >"$tmp/second"
    comm -23 "$tmp/first" "$tmp/second" >"$tmp/lacking"
    [ ! -s "$tmp/lacking" ] || { echo "textmap lacks:" && cat "$tmp/lacking" && return 1; }
}
check "a map of strings has each function in three forms" other_forms
# And each is called by the contract, or where all is stamped out.
called() {
    cat "$tmp/first" "$tmp/second" | grep -vE '_(n|view|name)$' | sort -u >"$tmp/public"
    while read -r name; do
        grep -qE "F\\($name\\)|_##_$name\\(|_$name\\(" tests/contract/*.[ch] tests/support/stamp.h || echo "$name"
    done <"$tmp/public" >"$tmp/lacking"
    [ ! -s "$tmp/lacking" ] || { echo "no test calls:" && cat "$tmp/lacking" && return 1; }
}
made wordmap >"$tmp/first"
made wordset >"$tmp/second"
check "each function is called in tests/contract or tests/support/stamp.h" called

if [ -n "$FULL" ]; then
    check "warnings: gcc -O3, used" gcc -std=c99 -O3 $strict -DSTAMP_USE -I. -Itests/support tests/checks/warnings.c -o "$tmp/warnings"
    check "warnings: gcc -O3, run" "$tmp/warnings"
    check "warnings: clang++ -O2, used" clang++ -x c++ -std=c++11 -O2 $strict -DSTAMP_USE -I. -Itests/support tests/checks/warnings.c -o "$tmp/warnings"
    check "warnings: clang++ -O2, run" "$tmp/warnings"
fi
finish
