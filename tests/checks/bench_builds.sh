#!/bin/sh
# The bench with none of its optional packages, with each without most others, and with all that this machine has. Run
# from the top of the tree. WITHOUT makes the build leave out what is installed; a test of a package that is not here says
# so. A source says which packages it looks for, with BENCH_WITHOUT_<name>: its object with the others' packages present or
# absent is the same one, and is compiled once. FULL=1: each build compiles everything, and each package is alone in one;
# otherwise half of those for C are in one build and half in another, those for C++ likewise, and these keep xxhash.
# shellcheck disable=SC2086,SC2046,SC2317 # the lists are lists; `check` calls functions
. tests/support/lib.sh
make=${MAKE:-make}
unset MAKEFLAGS MAKELEVEL # or the inner make warns that it has no part in the outer one's jobs
optional=$($make --no-print-directory -s WITHOUT=? 2>&1 | sed -n 's/.*there are: \(.*\)\.  Stop\.$/\1/p')
builds=build/bench-builds

into() { # folder: where the next build goes
    build=$builds/$1
    bench=$build/cchash-bench
    old=
    rm -f $bench $build/hash-speed
}
build() { # names to leave out
    $make --no-print-directory -s -j2 $old B=$build OPT=-O0 HASHES= WITHOUT="$*" CFLAGS='-Werror -g0' CXXFLAGS='-Werror -g0' \
        $bench $build/hash-speed
}
# Takes the objects that are compiled already: from the build with all packages those that look for no others than this
# build has, from the one with none those that look for others alone; in C++, which that one lacks, from the one with
# the C++ compiler and no package. make is told by -o to keep them.
cxx_built=
share() { # names that this build has
    [ -z "$FULL" ] || return 0
    mkdir -p "$build/bench"
    for depends in "$builds"/all/bench/*.d; do
        object=$(basename "$depends" .d).o
        words=$(grep -ohE 'BENCH_(WITHOUT_[a-z_0-9]*|LINKED|HAS_CXX|CXX_VERSION|FLAGS)' \
            $(grep -oE 'bench/[a-z_0-9]+\.(c|cpp|h|def)' "$depends" | sort -u) | sed 's/^BENCH_WITHOUT_//' | sort -u)
        here=0 other=0
        for word in $words; do
            case " $* " in *" $word "*) here=1 ;; *) other=1 ;; esac
            case $word in BENCH_*) here=1 other=1 ;; esac # what is linked, and flags: in each build
        done
        case $here$other in
        00 | 10) from=all ;;
        01) from=none ;;
        11) continue ;;
        esac
        [ "$from" != none ] || [ -e "$builds/none/bench/$object" ] || from=$cxx_built
        if [ -n "$from" ] && [ "$builds/$from" != "$build" ] && [ -e "$builds/$from/bench/$object" ]; then
            cp "$builds/$from/bench/$object" "$build/bench/$object"
            old="$old -o $build/bench/$object"
        fi
    done
}
prints() { # pattern, command...: ends with status 0, and prints it
    pattern=$1
    shift
    "$@" >"$tmp/out" 2>&1 || { cat "$tmp/out"; return 1; }
    cat "$tmp/out"
    grep -qE "$pattern" "$tmp/out"
}
all_but() { # the optional names without those given
    for one in $optional; do
        case " $* " in *" $one "*) ;; *) printf '%s ' "$one" ;; esac
    done
}
marked() { # do the simulated counters see the measured region?
    valgrind --tool=callgrind --callgrind-out-file="$tmp/callgrind" --collect-atstart=no \
        $bench -w load_factor --keys sequential -i chaining -n 1000 --rounds 1 && grep -q '^totals: [1-9]' "$tmp/callgrind"
}
run() { # every workload and type once, and every table
    $bench -w load_factor,key_distribution,operation_mix -i peers -t u64 -n 1000 --rounds 1 --json "$tmp/run.json" &&
        $bench -w micro -i peers -t u64,cstr -n 100 --rounds 1 --summary --against peers &&
        $bench -w micro -i all -t string,owned,owned_long -n 100 --rounds 1 &&
        $bench -w threads -i peers --threads 1,2 --loads update50_zipf,growth -n 100 --rounds 1 &&
        $bench -w words -i peers -f README.md --rounds 1
}
with() { # name, table, package: the build with that one alone has the table, if the machine has the package
    if grep -qE "^  $2 +absent" "$tmp/all"; then
        echo "skipping the bench with $1 alone: Debian package $3 is not installed"
    else
        check "$1 brings $2" refused grep -qE "^  $2 +absent" "$tmp/list"
    fi
}

package_of() { # table: the first package of its row
    sed -n "s/^[A-Z_]*($1, .*\.package = \"\([^ \"|]*\).*/\1/p" bench/names.def
}
cxx_tables=" $(sh bench/rows.sh file CXX_PEER | tr '\n' ' ')"

check "WITHOUT lists its names" test -n "$optional"
into all
check "all: builds without a warning" build
check "all: lists its tables" $bench --list
cp "$tmp/output" "$tmp/all"
check "all: runs" run

into none
share
check "none: builds without a warning" build $optional
check "none: runs" run
cp "$tmp/output" "$tmp/none"
for table in $(sh bench/rows.sh name BASELINE C_PEER CXX_PEER); do
    package=$(package_of "$table")
    case $cxx_tables in *" $table "*) package=g++ ;; esac
    check "none: $table is skipped, with its package" grep -q "skipping $table: .*Debian package $package" "$tmp/none"
done
check "none: --compare names its package" prints libcjson-dev sh -c "$bench --compare a b 2>&1 || test \$? -eq 2"
check "none: hash-speed names its package" prints libxxhash-dev sh -c "$build/hash-speed 1 2>&1 || test \$? -eq 2"

if have valgrind; then
    check "none: counts nothing but what Valgrind's header marks" refused marked
else
    lacks 'simulated counters' 'valgrind is absent; Debian package valgrind'
fi

# Packages, one build a line.
first='' second='' first_cxx='' second_cxx=''
for name in $optional; do
    case "$FULL $name $cxx_tables" in
    1*) echo "$name" ;;
    " cxx "*) echo cxx ;; # before the C++ tables, which take their objects from it
    *" $name "*" $name "*) eval "first_cxx=\$second_cxx second_cxx='$first_cxx $name'" ;;
    *) eval "first=\$second second='$first $name'" ;;
    esac
done >"$tmp/builds"
for half in "$first_cxx" "$second_cxx" "$first" "$second"; do [ -z "$half" ] || echo "$half"; done >>"$tmp/builds"

while read -r names <&3; do
    needs=$names
    case $FULL$cxx_tables in
    1*" $names "*) needs="$names cxx" ;;
    *" ${names##* } "*) needs="$names cxx xxhash" ;; # as the build with all has its object
    esac
    if [ "$names" = cxx ]; then into cxx; else into alone; fi
    share $needs
    check "$names alone: builds without a warning" build $(all_but $needs)
    [ "$names" != cxx ] || cxx_built=cxx
    check "$names alone: lists its tables" $bench --list
    cp "$tmp/output" "$tmp/list"
    for name in $names; do
        case $name in
        stb) with stb stb_ds "$(package_of stb_ds)" ;;
        urcu) with urcu urcu_qsbr "$(package_of urcu_qsbr)" ;;
        cxx) with cxx std g++ ;;
        cjson) check "cjson brings --compare" $bench --compare "$tmp/run.json" "$tmp/run.json" ;;
        xxhash) check "xxhash brings hash-speed" $build/hash-speed 1 ;;
        valgrind) ! have valgrind || check "valgrind marks the measured region" marked ;;
        *) with "$name" "$name" "$(package_of "$name")" ;;
        esac
    done
done 3<"$tmp/builds"

finish
