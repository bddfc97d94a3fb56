#!/bin/sh
# The bench with none of its optional packages, with each alone, and with all that this machine has. Run from the top of
# the tree. WITHOUT makes the build leave out what is installed; a test of a package that is not here says so.
. tests/support/lib.sh
make=${MAKE:-make}
unset MAKEFLAGS MAKELEVEL # or the inner make warns that it has no part in the outer one's jobs
optional='cjson valgrind stb xxhash uthash khash glib boost absl hopscotch cxx'
build=build/bench-builds
bench=$build/cchash-bench
layouts=

build() { # names to leave out
    $make --no-print-directory -s -j2 B=$build OPT=-O0 HASHES= ${layouts:+LAYOUT_TABLES=$layouts} WITHOUT="$*" CFLAGS=-Werror CXXFLAGS=-Werror $bench $build/hash-speed
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
        $bench -w words -i peers -f README.md --rounds 1
}
with() { # name, table, package: the build with that one alone has the table, if the machine has the package
    if grep -qE "^  $2 +absent" "$tmp/all"; then
        echo "skipping the bench with $1 alone: Debian package $3 is not installed"
    else
        check "$1 brings $2" refused grep -qE "^  $2 +absent" "$tmp/list"
    fi
}

check "all: builds without a warning" build
check "all: lists its tables" $bench --list
cp "$tmp/output" "$tmp/all"
check "all: runs" run

# shellcheck disable=SC2086 # a list
check "none: builds without a warning" build $optional
check "none: runs" run
cp "$tmp/output" "$tmp/none"
for missing in stb_ds:libstb-dev khash:libhts-dev uthash:uthash-dev glib:libglib2.0-dev boost:g++ absl:g++ hopscotch:g++ std:g++; do
    check "none: ${missing%:*} is skipped, with its package" grep -q "skipping ${missing%:*}: .*Debian package ${missing#*:}" "$tmp/none"
done
check "none: --compare names its package" prints libcjson-dev sh -c "$bench --compare a b 2>&1 || test \$? -eq 2"
check "none: hash-speed names its package" prints libxxhash-dev sh -c "$build/hash-speed 1 2>&1 || test \$? -eq 2"

if have valgrind; then
    check "none: counts nothing but what Valgrind's header marks" refused marked
else
    lacks 'simulated counters' 'valgrind is absent; Debian package valgrind'
fi

layouts=chain # the layouts need no package: one is enough from here on
for name in $optional; do
    needs=$name
    case $name in boost | absl | hopscotch) needs="$name cxx" ;; esac
    # shellcheck disable=SC2046,SC2086 # lists
    check "$name alone: builds without a warning" build $(all_but $needs)
    check "$name alone: lists its tables" $bench --list
    cp "$tmp/output" "$tmp/list"
    case $name in
    stb) with stb stb_ds libstb-dev ;;
    khash) with khash khash libhts-dev ;;
    uthash) with uthash uthash uthash-dev ;;
    glib) with glib glib 'libglib2.0-dev, with pkg-config' ;;
    boost) with boost boost libboost1.81-dev ;;
    absl) with absl absl 'libabsl-dev, with pkg-config' ;;
    hopscotch) with hopscotch hopscotch libtsl-hopscotch-map-dev ;;
    cxx) with cxx std g++ ;;
    cjson) check "cjson brings --compare" $bench --compare "$tmp/run.json" "$tmp/run.json" ;;
    xxhash) check "xxhash brings hash-speed" $build/hash-speed 1 ;;
    valgrind) ! have valgrind || check "valgrind marks the measured region" marked ;;
    esac
done

finish
