#!/bin/sh
# Brings a fresh machine to where a job runs, and runs it: sh bench/setup.sh bench|peers|test|profile|report
# On Debian and Ubuntu it installs what is missing, as root or with sudo; elsewhere it says what to install.
set -u

# ---- What each job needs: Debian packages (a|b: whichever there is), and on other systems the commands to look for ----
bench_packages='gcc libc6-dev make libstb-dev libcjson-dev wamerican'
bench_commands='cc make'
peers_packages="$bench_packages g++ pkg-config libxxhash-dev uthash-dev libhts-dev libglib2.0-dev libboost1.81-dev|libboost-dev
    libabsl-dev libtsl-hopscotch-map-dev"
peers_commands='cc c++ make pkg-config'
profile_tools='linux-perf|linux-tools-generic strace valgrind libdevel-nytprof-perl'
profile_packages="$bench_packages $profile_tools"
profile_commands='cc make perf strace valgrind perl'
report_packages="$peers_packages $profile_tools nodejs npm"
report_commands="$profile_commands c++ pkg-config node npm"
test_packages="gcc g++ libc6-dev make pkg-config check libsubunit-dev clang libclang-rt-dev clang-format cppcheck
    libstb-dev libcjson-dev $profile_tools nodejs npm chromium|chromium-browser"
# For programs of 32 bits; where these cannot be had (cross compilers exclude them) those tests are skipped.
test_optional='gcc-multilib g++-multilib'
test_commands='gcc g++ clang clang++ make pkg-config clang-format cppcheck'

jobs='bench, peers, test, profile, report'
job=${1:-} optional=
case $job in
bench) packages=$bench_packages commands=$bench_commands target=bench ;;
peers) packages=$peers_packages commands=$peers_commands target=bench-peers ;;
test) packages=$test_packages commands=$test_commands optional=$test_optional target=test ;;
profile) packages=$profile_packages commands=$profile_commands target=profile ;;
report) packages=$report_packages commands=$report_commands target='report-data report' ;;
*)
    echo "usage: sh bench/setup.sh JOB, where JOB is one of: $jobs" >&2
    exit 2
    ;;
esac

cd "$(dirname "$0")/.." || exit 1

# Node.js often comes from elsewhere, with an npm of its own that Debian's would conflict with.
is_installed() {
    for name in $(echo "$1" | tr '|' ' '); do
        case $name in
        nodejs) command -v node >/dev/null && return ;;
        npm) command -v npm >/dev/null && return ;;
        esac
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q ' installed$' && return
    done
    return 1
}

first_that_exists() {
    for name in $(echo "$1" | tr '|' ' '); do
        if apt-cache show "$name" >/dev/null 2>&1; then break; fi
    done
    echo "$name"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -q "$@"; }

on_debian() {
    missing=
    for package in $packages; do
        is_installed "$package" || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "missing packages, and neither root nor sudo to install them; as root: apt-get install$missing" >&2
        exit 2
    fi
    echo "installing:$missing"
    # The lists of a fresh machine are empty, those of an old one may name packages that are gone. They are also the
    # text whose words the bench counts.
    # shellcheck disable=SC2086
    if apt update >/dev/null && missing=$(for package in $missing; do first_that_exists "$package"; done) &&
        apt install -y --no-install-recommends $missing >/dev/null; then
        [ -z "$optional" ] || apt install -y --no-remove --no-install-recommends $optional >/dev/null 2>&1 || true
        return 0
    fi
    echo "apt-get could not install:$missing" >&2
    exit 2
}

elsewhere() {
    missing=
    for command in $commands; do
        command -v "$command" >/dev/null || missing="$missing $command"
    done
    [ -n "$missing" ] || return 0
    echo "this is not Debian or Ubuntu; please install what brings these commands, then run this again:$missing" >&2
    echo "(the Debian packages are: $(echo $packages))" >&2
    exit 2
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then on_debian; else elsewhere; fi

# shellcheck disable=SC2086
exec make $target
