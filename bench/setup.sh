#!/bin/sh
# Installs what a job needs, then runs it: sh bench/setup.sh bench|peers|test|profile|report [NAME=value...]
# The values are variables of the Makefile, such as N=100k.
# On Debian and Ubuntu it installs what is missing, as root or with sudo; elsewhere it says what to install.
set -u

# ---- What each job needs: Debian packages (a|b: whichever there is), and on other systems the commands to look for.
# Those of the tables stand in their rows in names.def. ----
table_packages() { sh "$(dirname "$0")/rows.sh" package "$@" | tr ' ' '\n' | sort -u; }
bench_packages="gcc libc6-dev make libcjson-dev wamerican $(table_packages BASELINE)"
bench_commands='cc make awk'
peers_packages="$bench_packages libxxhash-dev $(table_packages C_PEER CXX_PEER)"
peers_commands="$bench_commands c++ pkg-config"
profile_tools='linux-perf|linux-tools-generic strace valgrind libdevel-nytprof-perl'
profile_packages="$bench_packages $profile_tools"
profile_commands="$bench_commands perf strace valgrind perl"
report_packages="$peers_packages $profile_tools nodejs npm"
report_commands="$profile_commands c++ pkg-config node npm"
test_packages="$peers_packages check libsubunit-dev clang libclang-rt-dev clang-format cppcheck clang-tidy shellcheck perl-base
    $profile_tools nodejs npm"
test_commands='gcc g++ clang clang++ make awk perl pkg-config clang-format cppcheck'
# Not available everywhere: a browser; programs of 32 bits (gcc-multilib would exclude cross compilers); other processors,
# Windows, other C compilers and libraries, and a model checker. Without them the tests that need them are skipped.
test_optional='chromium|chromium-browser gcc-12-multilib|gcc-multilib g++-12-multilib|g++-multilib
    gcc-aarch64-linux-gnu libc6-dev-arm64-cross gcc-arm-linux-gnueabihf libc6-dev-armhf-cross
    gcc-riscv64-linux-gnu libc6-dev-riscv64-cross gcc-s390x-linux-gnu libc6-dev-s390x-cross qemu-user
    gcc-mingw-w64-x86-64 tcc musl-tools spin'

optional=
needs_proc=
job=${1:-}
case $job in
bench) packages=$bench_packages commands=$bench_commands target=bench ;;
peers) packages=$peers_packages commands=$peers_commands target=bench-peers ;;
test) packages=$test_packages commands=$test_commands optional=$test_optional target=test needs_proc=1 ;;
profile) packages=$profile_packages commands=$profile_commands target=profile needs_proc=1 ;;
report) packages=$report_packages commands=$report_commands target='report-data report' needs_proc=1 ;;
*)
    echo "usage: sh bench/setup.sh JOB [NAME=value...], where JOB is one of: bench, peers, test, profile, report" >&2
    exit 2
    ;;
esac
shift

cd "$(dirname "$0")/.." || exit 1

variables=$(sed -n 's/^VARIABLES = //p' Makefile)
for argument; do
    case "$argument: $variables " in
    *=*" ${argument%%=*} "*) ;;
    *)
        echo "setup.sh: '$argument' is no NAME=value of the Makefile; the names are: $variables" >&2
        exit 2
        ;;
    esac
done

# The machine's locale may not be installed, and a user's PATH may lack root's commands.
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

may_be_root() {
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null
}

# ---- Packages ----

alternatives() { echo "$1" | tr '|' ' '; }

# Node.js is often installed from elsewhere, and its npm conflicts with Debian's package.
is_installed() {
    for name in $(alternatives "$1"); do
        case $name in
        nodejs) command -v node >/dev/null && return ;;
        npm) command -v npm >/dev/null && return ;;
        esac
        dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q ' installed$' && return
    done
    return 1
}

exists() { apt-cache show "$1" >/dev/null 2>&1; }

first_that_exists() {
    for name in $(alternatives "$1"); do
        if exists "$name"; then break; fi
    done
    echo "$name"
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 -q "$@"; }

install_optional() { # package|package: the first that can be had
    for name in $(alternatives "$1"); do
        ! exists "$name" || ! apt install -y --no-remove --no-install-recommends "$name" >/dev/null 2>&1 || return 0
    done
    echo "could not install $1; what needs it is skipped"
}

on_debian() {
    missing=
    for package in $packages; do
        is_installed "$package" || missing="$missing $package"
    done
    missing_optional=
    for package in $optional; do
        # a fresh machine has no package lists yet, so that no package exists
        is_installed "$package" || { [ -z "$missing" ] && ! exists "$(first_that_exists "$package")"; } ||
            missing_optional="$missing_optional $package"
    done
    [ -n "$missing$missing_optional" ] || return 0
    if ! may_be_root; then
        [ -n "$missing" ] || return 0
        echo "missing packages, and neither root nor sudo to install them; as root: apt-get install$missing" >&2
        exit 2
    fi
    echo "installing:$missing$missing_optional"
    # A fresh machine has no package lists, and an old one may have outdated ones. The bench counts words in them, too. If
    # one of several sources fails, the others may do.
    apt update >/dev/null || echo 'apt-get update failed; going on with the lists that are there' >&2
    if [ -n "$missing" ]; then
        missing=$(for package in $missing; do first_that_exists "$package"; done | tr '\n' ' ')
        # shellcheck disable=SC2086 # a list
        if ! apt install -y --no-install-recommends $missing >/dev/null; then
            echo "apt-get could not install: $missing" >&2
            exit 2
        fi
    fi
    for package in $missing_optional; do install_optional "$package"; done
}

elsewhere() {
    missing=
    for command in $commands; do
        command -v "$command" >/dev/null || missing="$missing $command"
    done
    [ -n "$missing" ] || return 0
    echo "this is not Debian or Ubuntu; please install what brings these commands, then run this again:$missing" >&2
    # shellcheck disable=SC2086 # without its line breaks
    echo "(the Debian packages are:" $packages")" >&2
    exit 2
}

if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then on_debian; else elsewhere; fi

# ---- A chroot often lacks /proc, which sanitizers need, and terminals: mount them while the job runs ----

mounted=
mount_here() { # type, folder
    ! mountpoint -q "$2" || return 0
    may_be_root && as_root mount -t "$1" "$1" "$2" && mounted="$2 $mounted"
}
# shellcheck disable=SC2317 # the trap calls it
unmount() {
    for folder in $mounted; do as_root umount -l "$folder"; done
    mounted=
}

if [ -n "$needs_proc" ] && [ "$(uname)" = Linux ] && [ ! -r /proc/self/maps ]; then
    trap unmount EXIT
    trap 'exit 130' INT TERM
    mount_here proc /proc || {
        echo "/proc is not mounted, and cannot be mounted from here; sanitizers, perf and strace need it" >&2
        exit 2
    }
    mount_here devpts /dev/pts
    mount_here tmpfs /dev/shm
fi

# shellcheck disable=SC2086 # report has two targets
make $target "$@"
exit
