#!/bin/sh
# The protocol of concurrent maps (cchash/lines.h) as a model, tests/model/line.pml: Spin goes through all its states. Then
# faults in the model, each of which Spin must find. A minute of processor time. Run from the top of the tree.
# shellcheck disable=SC2086,SC2317 # lists of flags are lists; `check` calls functions
. tests/support/lib.sh

if ! have spin; then
    lacks "the model of concurrent maps" "Debian package spin is not installed"
    finish
fi

model=$PWD/tests/model/line.pml

# Explores the model with these flags; 2: it could not be begun.
explore() { # optimisation, flags of the model
    rm -rf "$tmp/model" && mkdir "$tmp/model" || return 2
    (
        cd "$tmp/model" || exit 2
        level=$1
        shift
        spin -a "$@" "$model" && gcc "$level" -w -DSAFETY -o pan pan.c || exit 2
        timeout 100 ./pan -m100000
    )
}

# No error in any state, and all were seen: not cut short by depth, memory or time, and not a model that does next to
# nothing.
sound() {
    explore -O2 "$@" >"$tmp/out" 2>&1
    status=$?
    cat "$tmp/out"
    states=$(sed -n 's/^ *\([0-9]*\) states, stored.*/\1/p' "$tmp/out")
    [ "$status" = 0 ] && grep -q "errors: 0$" "$tmp/out" && [ "${states:-0}" -gt 1000000 ] &&
        grep -q "assertion violations.*+" "$tmp/out" && grep -q "invalid end states.*+" "$tmp/out" &&
        ! grep -Eqi "not completed|too small|out of memory|memlim|interrupted" "$tmp/out"
}

# Some assertion of the model fails, or somebody is stuck: not a model that does not parse.
unsound() {
    explore -O1 "$@" >"$tmp/out" 2>&1 || { cat "$tmp/out"; return 1; }
    cat "$tmp/out"
    grep -q "errors: [1-9]" "$tmp/out" && grep -Eq "^pan:1: (assertion violated|invalid end state)" "$tmp/out"
}

for variant in "" -DCHAIN -DEMPTY -DWORD -DSHORT "-DWORD -DFUNCTION" "-DWORD -DREADS=2"; do
    check "the model is sound: $variant" sound $variant
done

# Faults, each with a variant that shows it.
fault() { check "a fault that the model shows: $*" unsound "$@"; }
for name in NO_VERSION NO_DIRTY NO_WAIT NO_SECOND_LOOK EARLY_UNLOCK LOCK_WITHOUT_CAS; do fault "-D$name"; done
for name in MOVE_WITHOUT_LOCK EARLY_MOVED NO_MOVED CHILD_FORGOTTEN HELPS_WITH_LOCKED LEAVES_ITS_LINE; do fault "-D$name"; done
for name in NO_DONE_CHECK ZERO_IS_EMPTY LOCKED_ZERO_IS_EMPTY EARLY_PAGE; do fault "-D$name"; done
fault -DEARLY_SLOT -DEMPTY
fault -DCHAIN_NOT_DIRTY -DCHAIN
fault -DFAILED_SAYS_MOVED -DSHORT
fault -DFUNCTION_DIRTY -DFUNCTION
fault -DCOMPARES_LOCK -DFUNCTION
finish
