#!/bin/sh
# The README's commands on an empty machine: a chroot that debootstrap has just laid out, with no package but the minimum,
# no /proc and no git; as root, as a user with sudo, and as one without. The benchmark runs to its end with few elements;
# of the tests run one of each compiler and sanitizer, and the scripts that want tools.
# Needs root, debootstrap and the network; mirror and suite are those of this machine. Run from the top of the tree.
. tests/support/lib.sh

cannot() {
    echo "skipping the fresh machine: $1"
    finish
}
[ "$(id -u)" = 0 ] || cannot 'only root can lay out a chroot'
have apt-get || cannot 'this is not Debian or Ubuntu'
have debootstrap || cannot 'debootstrap is absent; Debian package debootstrap'

# ---- An empty machine, laid out once and copied for each case ----

suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
# shellcheck disable=SC2016 # the words in brackets are apt's
apt-get indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$suite" '$1 == suite && $3 ~ /^(http|https|file):/' >"$tmp/sources"
mirror=$(awk '$2 == "main" { print $3; exit }' "$tmp/sources")
components=$(awk -v mirror="$mirror" '$3 == mirror { print $2 }' "$tmp/sources" | sort -u | paste -sd , -)
[ -n "$mirror" ] || cannot "the sources of apt name no mirror of '$suite'"

proxies=$(apt-config dump Acquire | grep -iE '^Acquire::https?::Proxy ')
if [ -z "${http_proxy:-}" ]; then
    proxy=
    eval "$(apt-config shell proxy Acquire::http::Proxy)"
    [ -z "$proxy" ] || export http_proxy="$proxy"
else
    proxies="$proxies
Acquire::http::Proxy \"$http_proxy\";"
fi
include=
case $mirror in https:*) include=--include=ca-certificates ;; esac

# What is mounted in a chroot is seen by nobody else, and ends with the command.
own_mounts=
! unshare --mount true 2>/dev/null || own_mounts='unshare --mount'

begin=$(date +%s)
lap() { # what took so long
    echo "fresh machine: $1, $(($(date +%s) - begin)) s"
    begin=$(date +%s)
}

# shellcheck disable=SC2086 # nothing, or a word or two
check "debootstrap lays out $suite" $own_mounts debootstrap --variant=minbase --components="$components" $include "$suite" "$tmp/empty" "$mirror"
[ "$failed" -eq 0 ] || finish
[ -z "$proxies" ] || echo "$proxies" >"$tmp/empty/etc/apt/apt.conf.d/01proxy"
cp /etc/hosts "$tmp/empty/etc/hosts"
certificates=
if [ -r "${NODE_EXTRA_CA_CERTS:-}" ]; then
    certificates=/etc/ssl/extra-certificates.crt
    mkdir -p "$tmp/empty/etc/ssl" && cp "$NODE_EXTRA_CA_CERTS" "$tmp/empty$certificates"
fi
lap "$suite laid out"

# What is committed or about to be; never what a build left behind.
mkdir "$tmp/tree"
{ git -c safe.directory='*' ls-files -z 2>/dev/null || find . \( -name build -o -name .git \) -prune -o -type f -print0; } |
    tar --null -T - -cf - | tar -C "$tmp/tree" -xf -

machine() { # name, user: a new empty machine, with the tree in the user's home
    cp -a "$tmp/empty" "$tmp/$1"
    [ "$2" = root ] || chroot "$tmp/$1" useradd -m -s /bin/sh "$2"
    home=$(awk -F : -v user="$2" '$1 == user { print $6 }' "$tmp/$1/etc/passwd")
    cp -r "$tmp/tree" "$tmp/$1$home/cchash"
    chroot "$tmp/$1" chown -R "$2:" "$home/cchash"
}

# As in a new login: nothing of this shell's environment, but what leads to the network.
inside() { # machine, user, command...
    place=$tmp/$1 user=$2
    shift 2
    home=$(awk -F : -v user="$user" '$1 == user { print $6 }' "$place/etc/passwd")
    # shellcheck disable=SC2016 # the inner shell's
    $own_mounts chroot --userspec="$user:" --groups= "$place" env -i HOME="$home" USER="$user" TERM=dumb LANG=de_DE.UTF-8 \
        PATH=/usr/local/bin:/usr/bin:/bin ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
        ${certificates:+NODE_EXTRA_CA_CERTS="$certificates"} \
        sh -c '[ ! -d ~/cchash ] || cd ~/cchash; exec "$@"' sh "$@"
}

ends_with() { # status, log, command...
    wanted=$1 log=$2
    shift 2
    "$@" >"$log" 2>&1
    status=$?
    [ "$status" -eq "$wanted" ] || tail -n 20 "$log"
    [ "$status" -eq "$wanted" ]
}

compares() { # log: three layouts with stb_ds, in all workloads, and in counts of a real text's words
    for workload in load_factor key_distribution operation_mix words; do
        for table in chaining open_addressing open_addressing_compact stb_ds; do
            awk -v workload="$workload" -v table="$table" '
                $1 == workload "," { here = 1; next } /^[a-z_]+, / { here = 0 }
                here && $1 == table && $2 > 0 { found = 1 } END { exit !found }' "$1" || { echo "no $workload of $table"; return 1; }
        done
    done
}

# ---- sh bench/setup.sh bench ----

machine bench root
check "bench, as root" ends_with 0 "$tmp/bench.log" inside bench root sh bench/setup.sh bench N=20k ROUNDS=1
check "bench, as root: compares the layouts with stb_ds" compares "$tmp/bench.log"
check "bench, as root: compiles without a warning" refused grep -E 'warning:|skipping' "$tmp/bench.log"
check "bench, again" ends_with 0 "$tmp/again.log" inside bench root sh bench/setup.sh bench N=1000 ROUNDS=1
check "bench, again: installs nothing" refused grep installing "$tmp/again.log"
check "peers without their packages are skipped" ends_with 0 "$tmp/peers.log" inside bench root make bench-peers N=1000 ROUNDS=1
# The bench job installs stb_ds, and no other peer.
absent=$(sh bench/rows.sh package BASELINE C_PEER CXX_PEER | grep -cvx libstb-dev)
check "and their packages named" test "$(grep -cE 'skipping [a-z_]+: .*Debian package' "$tmp/peers.log")" -eq "$absent"
check "a job that is none" ends_with 2 "$tmp/job.log" inside bench root sh bench/setup.sh nope
check "and what is one" grep -q 'bench, peers, test, profile, report' "$tmp/job.log"
check "a variable that is none" ends_with 2 "$tmp/job.log" inside bench root sh bench/setup.sh bench M=1
rm -rf "$tmp/bench"
lap "bench, as root"

machine user newcomer
check "bench, as a user who is not root" ends_with 2 "$tmp/user.log" inside user newcomer sh bench/setup.sh bench
check "and what root would type" grep -q 'as root: apt-get install.* gcc.* make' "$tmp/user.log"
check "sudo comes" inside user root sh -c 'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends sudo'
echo 'newcomer ALL=(ALL) NOPASSWD: ALL' >"$tmp/user/etc/sudoers.d/newcomer"
chmod 440 "$tmp/user/etc/sudoers.d/newcomer"
check "bench, with sudo" ends_with 0 "$tmp/user.log" inside user newcomer sh bench/setup.sh bench N=1000 ROUNDS=1 OPT=-O0
check "bench, with sudo: compares the layouts with stb_ds" compares "$tmp/user.log"
check "bench, with sudo: the tree is still the user's" test -z "$(find "$tmp/user/home/newcomer/cchash" -user root)"
rm -rf "$tmp/user"
lap "bench, with sudo"

# ---- sh bench/setup.sh test: everything that it installs, and a test for each compiler ----

machine test root
tests='exhaustive:gcc:compact exhaustive:clang:compact exhaustive:lean:compact exhaustive:asan:compact exhaustive:gcc-asan:compact
    concurrent_reads:tsan:compact unwind:cxx:compact unwind:clang-cxx:compact exhaustive:m32:compact'
check "test, as root" ends_with 0 "$tmp/test.log" inside test root sh bench/setup.sh test "TESTS=$(echo "$tests" | tr -s ' \n' ' ')" \
    'SCRIPTS=profile docs'
check "test, as root: says how much passed" grep -qE '^[1-9][0-9]* passed, 0 failed$' "$tmp/test.log"
check "test, as root: installed all that it could" refused grep 'could not install' "$tmp/test.log"
grep '^skipping' "$tmp/test.log"
lap "test, as root"

finish
