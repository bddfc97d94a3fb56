# For the test scripts: `check "what" command...` runs the command, counts it, and shows its output if it fails.
# shellcheck shell=sh
. tests/support/flags.sh
passed=0
failed=0
tmp=$(mktemp -d "${TMPDIR:-/tmp}/cchash-test.XXXXXX") || exit 1
export LC_ALL=C
trap 'rm -rf "$tmp"' EXIT
trap 'exit 130' INT TERM

check() {
    what=$1
    shift
    if "$@" >"$tmp/output" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $what"
        echo "  $*"
        head -n 20 "$tmp/output" | sed 's/^/  | /'
    fi
}

# The same in the background, two at a time; what they say comes with the next `later`, or with `collect`.
started=0
collected=0
later() {
    [ $((started - collected)) -lt 2 ] || collect_one
    started=$((started + 1))
    echo "$1" >"$tmp/later.$started"
    shift
    {
        "$@" >"$tmp/later.$started.output" 2>&1
        echo $? >"$tmp/later.$started.status"
    } &
    eval "process_$started=$!"
}

collect_one() {
    collected=$((collected + 1))
    eval "wait \$process_$collected"
    if [ "$(cat "$tmp/later.$collected.status")" = 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $(cat "$tmp/later.$collected")"
        head -n 20 "$tmp/later.$collected.output" | sed 's/^/  | /'
    fi
}

collect() {
    while [ "$collected" -lt "$started" ]; do collect_one; done
}

# The command must fail.
refused() {
    ! "$@"
}

have() {
    command -v "$1" >/dev/null 2>&1
}

# What the machine lacks: tests that need it are skipped; in CI that is a failure.
lacks() { # which tests, why
    if [ "${CI:-}" = true ]; then
        failed=$((failed + 1))
        echo "FAILED: $1: $2; CI must have it"
    else
        echo "skipping $1: $2"
    fi
}

finish() {
    collect
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}
