#!/bin/sh
# The user's translation unit, with every warning on: everything stamped out, used and unused. -O2 where warnings need
# the optimiser; the rest is syntax only, which is where all others are found. Run from the top of the tree.
. tests/lib.sh
strict="-Wall -Wextra -Wpedantic -Werror -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wcast-align -Wundef"
multilib=
# The kernel's headers lie where only 64-bit programs look, unless the whole of gcc-multilib is there.
m32='-m32 -idirafter /usr/include/x86_64-linux-gnu'
printf '#include <errno.h>\nint main(void) { return errno; }\n' >"$tmp/m32.c"
# shellcheck disable=SC2086
if gcc $m32 "$tmp/m32.c" -o "$tmp/m32" 2>"$tmp/output" && g++ $m32 "$tmp/m32.c" -o "$tmp/m32" 2>"$tmp/output"; then multilib="-m32"; else echo "skipping -m32: gcc-12-multilib is not installed"; fi

# shellcheck disable=SC2086 # the lists of flags are lists
for use in "" -DSTAMP_USE; do
    for mode in "" -DCCHASH_NO_SIMD -DCCHASH_DEBUG $multilib; do
        flags=$mode
        [ "$mode" = -m32 ] && flags=$m32
        for std in c99 c11; do
            for cc in gcc clang; do
                [ "$mode$cc" = "-m32clang" ] && continue
                check "warnings: $cc -std=$std $use $mode" $cc -std=$std $strict $use $flags -I. -Itests -fsyntax-only tests/warnings.c
            done
        done
        for std in c++11 c++17; do
            for cc in g++ clang++; do
                [ "$mode$cc" = "-m32clang++" ] && continue
                check "warnings: $cc -std=$std $use $mode" $cc -x c++ -std=$std $strict $use $flags -I. -Itests -fsyntax-only tests/warnings.c
            done
        done
    done
done
check "warnings: gcc -O2" gcc -std=c99 -O2 $strict -I. -Itests -c tests/warnings.c -o "$tmp/warnings.o"
if [ -n "$FULL" ]; then
    check "warnings: gcc -O3, used" gcc -std=c99 -O3 $strict -DSTAMP_USE -I. -Itests tests/warnings.c -o "$tmp/warnings"
    check "warnings: gcc -O3, run" "$tmp/warnings"
    check "warnings: clang++ -O2, used" clang++ -x c++ -std=c++11 -O2 $strict -DSTAMP_USE -I. -Itests tests/warnings.c -o "$tmp/warnings"
    check "warnings: clang++ -O2, run" "$tmp/warnings"
fi
finish
