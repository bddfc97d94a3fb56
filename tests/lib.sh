# For the test scripts: `check "what" command...` runs the command, counts it, and shows its output if it fails.
# shellcheck shell=sh
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
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}
