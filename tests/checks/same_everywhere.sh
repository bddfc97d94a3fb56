#!/bin/sh
# One layout everywhere: the trace program's digests must not depend on compiler, language, optimisation, SIMD, NDEBUG or
# word size. With arguments: those compilers and runners instead (see test-cross). Run from the top of the tree. The first
# build has the engine forced into each function, as programs have it; the others do without, which halves what they take.
# FULL=1: all have it.
# shellcheck disable=SC2086 # the lists of flags are lists
. tests/support/lib.sh

# build "what" command...: compiles the trace with the command and compares its output with the first one's.
build() {
    build=$1
    shift
    check "trace: $build compiles" "$@" -DTEST_SHIM -I. -Itests/support tests/checks/same_everywhere.c -o "$tmp/trace"
    ${runner:-} "$tmp/trace" >"$tmp/trace.txt" 2>&1
    if [ ! -f "$tmp/first.txt" ]; then
        cp "$tmp/trace.txt" "$tmp/first.txt"
        check "trace: $build prints digests" grep -q results "$tmp/first.txt"
    elif grep -q bytes "$tmp/trace.txt" && [ "${build%DEBUG}" = "$build" ]; then
        case $build in s390x*) grep -v image "$tmp/first.txt" ;; *) cat "$tmp/first.txt" ;; esac >"$tmp/wanted.txt"
        check "trace: $build differs from the first" diff "$tmp/wanted.txt" "$tmp/trace.txt"
    else
        # A debug build's maps hold a counter more, and a 32-bit machine's smaller pointers.
        grep results "$tmp/first.txt" >"$tmp/results.txt"
        grep results "$tmp/trace.txt" >"$tmp/other.txt"
        check "trace: $build differs from the first" diff "$tmp/results.txt" "$tmp/other.txt"
    fi
    rm -f "$tmp/trace" "$tmp/trace.txt"
}

build "gcc -O2" gcc -std=c99 -O2
if [ "$1" = cross ]; then
    for target in s390x-linux-gnu aarch64-linux-gnu; do
        qemu=qemu-${target%%-*}
        if have "$target-gcc" && have "$qemu"; then
            runner=$qemu
            build "$target" "$target-gcc" -std=c99 -O2 -static
            # And concurrent maps, whose words and lines depend on the machine.
            for program in concurrent interleave; do
                check "$program for $target compiles" "$target-gcc" -std=c99 -O2 -w -static -DTEST_SHIM -I. -Itests/support \
                    "tests/programs/$program.c" -o "$tmp/$program" -lm -pthread
                check "$program on $target" env TEST_OPS=600 TEST_PREEMPTIONS=-1 "$qemu" "$tmp/$program"
            done
        else
            echo "skipping $target: needs gcc-$target, libc6-dev for it, and qemu-user"
        fi
    done
    finish
fi
# Each option of the matrix against the base; not every product of them.
lean=-DCCHASH_NO_FORCE_INLINE
[ -z "$FULL" ] || lean=
build "gcc -O0" gcc -std=c99 -O0
build "gcc -O3 -DNDEBUG -march=native" gcc -std=c11 -O3 $lean -DNDEBUG -march=native
build "gcc -DCCHASH_NO_SIMD" gcc -std=c99 ${FULL:+-O1} $lean -DCCHASH_NO_SIMD
build "gcc -DCCHASH_DEBUG" gcc -std=c99 -O0 -DCCHASH_DEBUG
build "g++ -O1" g++ -x c++ -std=c++11 -O1 $lean
build "clang -O2" clang -std=c99 -O2 $lean
build "clang -O0 -DNDEBUG -DCCHASH_NO_SIMD" clang -std=c99 -O0 -DNDEBUG -DCCHASH_NO_SIMD
build "clang++" clang++ -x c++ -std=c++17 ${FULL:+-O1} $lean
build "gcc -funsigned-char" gcc -std=c99 -O0 -funsigned-char
if runs_m32 gcc "$tmp/m32"; then
    runner=$m32_runner
    build "gcc -m32" gcc $m32 -std=c99 ${FULL:+-O2} $lean
    build "gcc -m32 -msse2" gcc $m32 -msse2 -std=c99 -O0
else
    echo "$without_m32"
fi
finish
