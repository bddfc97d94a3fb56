#!/bin/sh
# The user's translation unit, with every warning on: everything stamped out, used and unused. Syntax only: what the
# optimiser warns of is found where programs are built. And no function without a prototype, in the headers or in
# docs/api.h. FULL=1: each compiler in each standard and mode, with the calls and without, and the optimiser's warnings.
# Run from the top of the tree.
# shellcheck disable=SC2086,SC2317 # the lists of flags are lists; `check` calls functions
. tests/support/lib.sh
multilib=
if has_m32 gcc "$tmp/m32" && has_m32 g++ "$tmp/m32"; then
    multilib=-m32
else
    echo "skipping -m32: Debian package gcc-multilib is not installed"
fi

# builds MODE "COMPILER STANDARD"...: with the calls if $use has -DSTAMP_USE; without the default layout, which is one of
# the others, if it has -DSTAMP_LAYOUTS.
builds() {
    mode=$1
    shift
    flags=$mode
    [ "$mode" != -m32 ] || flags=$m32
    for build in "$@"; do
        case $mode$build in -m32clang*) continue ;; esac
        later "warnings: $build $use $mode" $build $strict $use $flags -I. -Itests/support -fsyntax-only \
            tests/checks/warnings.c
    done
}
gcc="gcc -std=c99" gcc11="gcc -std=c11" gxx="g++ -x c++ -std=c++11" gxx17="g++ -x c++ -std=c++17"
clang="clang -std=c99" clang11="clang -std=c11" clangxx="clang++ -x c++ -std=c++11" clangxx17="clang++ -x c++ -std=c++17"
if [ -z "$FULL" ]; then
    # Each compiler with the calls, and without, where what goes unused must not draw a warning either; in C with a mode,
    # below. A mode changes the text inside of functions, and not what the standards tell apart: one compiler of each
    # language and of each maker, and each layout once.
    use=-DSTAMP_USE
    builds "" "$gcc" "$gxx17" "$clang11" "$clangxx"
    use=
    builds "" "$gxx" "$clangxx17"
    use=-DSTAMP_LAYOUTS
    builds -DCCHASH_NO_SIMD "$gcc11"
    builds -DCCHASH_DEBUG "$clang"
    [ -z "$multilib" ] || builds -m32 "$gcc"
    use="-DSTAMP_LAYOUTS -DSTAMP_USE"
    builds -DCCHASH_NO_SIMD "$clangxx17"
    builds -DCCHASH_DEBUG "$gxx"
    [ -z "$multilib" ] || builds -m32 "$gxx17"
else
    for use in "" -DSTAMP_USE; do
        for mode in "" -DCCHASH_NO_SIMD -DCCHASH_DEBUG $multilib; do
            builds "$mode" "$gcc" "$gcc11" "$gxx" "$gxx17" "$clang" "$clang11" "$clangxx" "$clangxx17"
        done
    done
fi
collect
# Those of the optimiser, with the engine forced into each function and without: contract:gcc, contract_more:lean and
# strings:lean are built with -O2 -Wall -Wextra -Werror, which has all of them.
if [ -n "$FULL" ]; then
    check "warnings: gcc -O2" gcc -std=c99 -O2 $strict -I. -Itests/support -c tests/checks/warnings.c -o "$tmp/warnings.o"
fi

# A function that its header does not declare. gcc lists the functions: -aux-info is for C alone.
listed="gcc -std=c99 -Wmissing-prototypes -aux-info $tmp/listed"
debugged="clang -std=c11 -Wmissing-prototypes"
check "all have prototypes: gcc -std=c99" $listed $strict -I. -fsyntax-only tests/checks/prototypes.c
for cc in "clang++ -x c++ -std=c++17 -Wmissing-prototypes" ${FULL:+"$debugged" "g++ -x c++ -std=c++11"}; do
    check "all have prototypes: $cc" $cc $strict -I. -fsyntax-only tests/checks/prototypes.c
done
for cc in "$debugged" "g++ -x c++ -std=c++11" \
    ${FULL:+"gcc -std=c99 -Wmissing-prototypes" "clang++ -x c++ -std=c++17 -Wmissing-prototypes"}; do
    check "all have prototypes: $cc -DCCHASH_DEBUG" $cc $strict -DCCHASH_DEBUG -I. -fsyntax-only tests/checks/prototypes.c
done

# A function that is not in docs/api.h, declared or not. Its page has one map or set of each kind; what a trait or a
# lookup adds is written out once.
names=$(echo $layouts | tr ' ' '|')
# NF: a definition. The last word before its arguments is its name.
sed -n 's|^/\* tests/checks/prototypes\.c:[0-9]*:NF \*/ [^(]*[ *]\([a-z_0-9]*\) (.*|\1|p' "$tmp/listed" | grep -v _priv_ |
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
check "a map has the functions of a set" same_functions wordset wordmap "add_many|union|intersect|subtract|is_subset"
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

# What else a function needs, by what docs/api.h says of it. One prototype per line.
gcc -fpreprocessed -dD -E -P -x c docs/api.h 2>/dev/null | grep -v '^ *#' | tr '\n' ' ' | tr ';' '\n' >"$tmp/page"
all_in() { # a file of names, what each looks like (% is the name), file, too few
    [ "$(wc -l <"$1")" -gt "$4" ] || { echo "too few functions"; return 1; }
    while read -r name; do
        grep -qF "$(echo "$2" | sed "s/%/$name/")" "$3" || echo "$name"
    done <"$1" >"$tmp/lacking"
    [ ! -s "$tmp/lacking" ] || { echo "$3 does not call:" && cat "$tmp/lacking" && return 1; }
}
for kind in wordmap wordset; do
    sed -n "s/.*${kind}_\([a-z_]*\)(.*const $kind \*.*/\1/p" "$tmp/page" | sort >"$tmp/$kind.reads"
    # Functions that change a map and say more than a number may run out of memory, but for these.
    sed -nE "s/^ *(bool|int|ptrdiff_t|${kind}_value \*|${kind}_iter) *${kind}_([a-z_]*)\($kind \*.*/\2/p" "$tmp/page" |
        grep -vE '^(remove|remove_hashed|take|pop|init_buffer)$' >"$tmp/$kind.allocates"
    check "functions of a $kind that need memory run out of it in oom.h" \
        all_in "$tmp/$kind.allocates" 'F(%)(' tests/contract/oom.h 8
done
check "functions of a const map are called in concurrent_reads.c" \
    all_in "$tmp/wordmap.reads" 'frozen_%(' tests/programs/concurrent_reads.c 20
comm -13 "$tmp/wordmap.reads" "$tmp/wordset.reads" >"$tmp/set.reads"
check "functions of a const set are called in concurrent_reads.c" \
    all_in "$tmp/set.reads" 'frozen_set_%(' tests/programs/concurrent_reads.c 3
# Those that take a key have a form with its hash, but for these: batches hash by themselves; the others are seldom used.
hashed_forms() {
    made people | sed -n 's/_name$//p' | grep -vE '^(hash|key|get_key|get_or|take)$|_many$' | sort >"$tmp/first"
    sed -n 's/_hashed$//p' "$tmp/first" | sort >"$tmp/second"
    [ "$(wc -l <"$tmp/second")" -gt 5 ] || { echo "too few functions"; return 1; }
    grep -v '_hashed$' "$tmp/first" | comm -23 - "$tmp/second" >"$tmp/lacking"
    [ ! -s "$tmp/lacking" ] || { echo "no form with _hashed:" && cat "$tmp/lacking" && return 1; }
}
check "a function with a key has a form with its hash" hashed_forms

if [ -n "$FULL" ]; then
    check "warnings: gcc -O3, used" gcc -std=c99 -O3 $strict -DSTAMP_USE -I. -Itests/support tests/checks/warnings.c -o "$tmp/warnings"
    check "warnings: gcc -O3, run" "$tmp/warnings"
    check "warnings: clang++ -O2, used" clang++ -x c++ -std=c++11 -O2 $strict -DSTAMP_USE -I. -Itests/support tests/checks/warnings.c -o "$tmp/warnings"
    check "warnings: clang++ -O2, run" "$tmp/warnings"
fi
finish
