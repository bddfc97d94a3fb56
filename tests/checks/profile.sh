#!/bin/sh
# make profile, make report and --compare: on a machine with counters (recorded output of perf), on one without, and on one
# that has none of the tools. Run from the top of the tree. Valgrind's counts are compared with those of tests/expected.
. tests/support/lib.sh
make=${MAKE:-make}
unset MAKEFLAGS MAKELEVEL # or the inner make warns that it has no part in the outer one's jobs
bench=build/profile-build/cchash-bench
tools=build/report-tools

$make --no-print-directory -s profile-program >"$tmp/build" 2>&1
check "the bench for profiles builds" test -x $bench
check "and without a warning" refused grep -q warning "$tmp/build"

says() { # status, pattern, command...: ends with that status, and says so on standard error
    wanted=$1 pattern=$2
    shift 2
    "$@" >"$tmp/out" 2>"$tmp/err"
    status=$?
    cat "$tmp/err"
    [ "$status" -eq "$wanted" ] && { [ -z "$pattern" ] || grep -qE "$pattern" "$tmp/err"; }
}
prints() { # pattern, command...: ends with status 0, and prints it
    pattern=$1
    shift
    "$@" >"$tmp/out" 2>&1 || { cat "$tmp/out"; return 1; }
    cat "$tmp/out"
    grep -qE "$pattern" "$tmp/out"
}

with_node() {
    have node || return 0
    check "$@"
}
have node || lacks 'what reads JSON' 'node is absent; Debian package nodejs'

# ---- Options: a sentence with what is valid, status 2 ----

profile() { sh bench/profile.sh $bench "$@"; }
check "a workload that is none" says 2 'there are: load_factor, key_distribution, operation_mix' profile "$tmp/p" nope - u64 10k
check "a type that is none" says 2 'there are: u64, string' profile "$tmp/p" load_factor - cstr 10k
for count in 0 999 1e99 ten -5 2000000000 99999999999999999999; do
    check "N=$count" says 2 'N is one whole number from 1000 to 1000000000' profile "$tmp/p" load_factor - u64 $count
done
check "a variant that is none" says 2 'there are: sequential' profile "$tmp/p" load_factor nope u64 10k
check "a table that is none" says 2 "no table 'nope'; there are: open_addressing_compact" profile "$tmp/p" load_factor - u64 10k nope
check "a table as its column is headed" prints 'as fast .* as open_addressing_compact' \
    $bench -w micro -n 1k --ops hit --rounds 1 -i compact,chain --against compact
check "too few arguments" says 2 'wanted: PROGRAM FOLDER' profile
check "SIM_ROUNDS" env SIM_ROUNDS=0 sh -c '! sh bench/profile.sh x /dev/null/x load_factor - u64 10k 2>&1 | grep -v "from 1 to 9"'
check "PARTS" env PARTS=nope sh -c 'sh bench/profile.sh x x load_factor - u64 10k 2>&1 | grep -q "there are: latency"'

# ---- Two runs compared: small ones by hand ----

run_of() { # file, rounds of a time, rounds of a count
    cat >"$1" <<END
{"program": "cchash-bench", "format": 1, "results": [
  {"workload": "load_factor", "type": "u64", "variant": "random", "n": 1000, "op": "time", "unit": "ns", "table": "chaining", "hash": "default", "min": 1, "rounds": [$2]},
  {"workload": "load_factor", "type": "u64", "variant": "random", "n": 1000, "op": "time", "unit": "per element", "table": "chaining", "hash": "default", "counter": "instructions", "source": "simulated", "min": 1, "rounds": [$3]}]}
END
}
run_of "$tmp/old.json" '10, 11, 12' 200
run_of "$tmp/slow.json" '20, 23, 21' 200
run_of "$tmp/noise.json" '11.9, 15, 9' 201
run_of "$tmp/more.json" '10, 11, 12' 220
run_of "$tmp/fewer.json" '1000, 1100, 1200' 150
check "slower stands out" prints 'chaining +10.000 +20.000 +\+100.0 % +20.0 %, +15.0 % +SLOWER' $bench --compare "$tmp/old.json" "$tmp/slow.json"
check "and chance is told" prints '1 of 2 figures stand out.*chance alone would do that to 0.1' $bench --compare "$tmp/old.json" "$tmp/slow.json"
check "faster stands out" prints 'FASTER$' $bench --compare "$tmp/slow.json" "$tmp/old.json"
check "noise does not" prints '^0 of 2 figures stand out' $bench --compare "$tmp/old.json" "$tmp/noise.json"
check "a run equals itself" prints '^0 of 2 figures stand out' $bench --compare "$tmp/old.json" "$tmp/old.json"
check "more instructions" prints '200.000 +220.000 +\+10.0 %.*MORE' $bench --compare "$tmp/old.json" "$tmp/more.json"
check "fail above 5" says 1 '' $bench --compare "$tmp/old.json" "$tmp/more.json" --fail-above 5
check "not above 11" says 0 '' $bench --compare "$tmp/old.json" "$tmp/more.json" --fail-above 11
check "times never fail" says 0 '' $bench --compare "$tmp/old.json" "$tmp/fewer.json" --fail-above 0
sed '/"counter"/d; s/\]},$/]}]}/' "$tmp/old.json" >"$tmp/times.json"
check "no counts to judge" says 2 'judges counts' $bench --compare "$tmp/times.json" "$tmp/old.json" --fail-above 5
check "figures of one run only" prints '1 figure only in the new run' $bench --compare "$tmp/times.json" "$tmp/old.json"
check "one file" says 2 'wants two files' $bench --compare "$tmp/old.json"
check "no such file" says 2 'No such file.*wanted are two files' $bench --compare "$tmp/old.json" "$tmp/none.json"
check "a folder" says 2 'directory.*wanted are two files' $bench --compare "$tmp/old.json" "$tmp"
check "percent" says 2 'from 0 to 1000' $bench --compare "$tmp/old.json" "$tmp/old.json" --fail-above many

# ---- Without counters: every part, as this machine has them ----

folder=$tmp/without
# Two layouts and what is no layout; all tables are counted at the end. FULL=1: all of them here, too.
tables='open_addressing_compact chaining stb_ds'
[ -z "$FULL" ] || tables='open_addressing_compact open_addressing chaining chaining_malloc stb_ds'
# shellcheck disable=SC2086 # a list
check "make profile, as it is here" profile "$folder" load_factor - u64 20000 $tables
cp "$tmp/output" "$tmp/profile.out"
check "no progress where there is no terminal" refused grep -q "$(printf '\r')" "$tmp/profile.out"
traces=
if strace -o "$tmp/trace" true 2>/dev/null; then traces=1; else lacks 'growth' 'strace is absent or may not trace; Debian package strace'; fi
have valgrind || lacks 'what is simulated' 'valgrind is absent; Debian package valgrind'
for table in $tables; do
    [ -z "$traces" ] || check "growth of $table" grep -q '^insert ' "$folder/growth-$table.txt"
    ! have valgrind || check "simulated: $table" grep -q "^$table	simulated: the study's laptop	LLC-load-misses	" "$folder/counts.tsv"
    if have perf && perf record -q -e cpu-clock -o "$tmp/perf.data" true 2>/dev/null && [ -r /usr/share/perl5/Devel/NYTProf/flamegraph.pl ]; then
        # So short a run may end before the first sample.
        if [ ! -e "$folder/flame-$table.svg" ] && grep -q 'perf took no sample' "$tmp/profile.out"; then
            PARTS=flame profile "$tmp/longer" load_factor - u64 1M "$table" >/dev/null 2>&1
            cp "$tmp/longer/flame-$table.svg" "$folder"
        fi
        check "flame graph of $table" grep -q '_loop_insert' "$folder/flame-$table.svg"
        check "and it needs nothing else" refused grep -qE 'href="http|src="http|url\(http' "$folder/flame-$table.svg"
    fi
done
check "latency and memory" grep -q '"curve": \[\[16, ' "$folder/latency.json"
with_node "a histogram of all inserts" node -e 'const cells = JSON.parse(require("fs").readFileSync(process.argv[1])).results;
    const found = cells.filter((cell) => cell.histogram);
    if (found.length !== +process.argv[2]) throw found.length;
    for (const cell of found) if (cell.histogram.reduce((sum, bucket) => sum + bucket[1], 0) !== 3 * 20000) throw cell;' \
    "$folder/latency.json" "$(echo "$tables" | wc -w)"
with_node "memory ends at the bytes of the table" node -e 'const cells = JSON.parse(require("fs").readFileSync(process.argv[1])).results;
    for (const cell of cells.filter((cell) => cell.curve)) {
        const [n, bytes] = cell.curve.at(-1), peak = cells.find((one) => one.op === "bytes_peak" && one.table === cell.table);
        if (n !== 20000 || Math.abs(bytes / n - cell.min) > 0.001) throw cell.table;
        if (Math.abs(Math.max(...cell.curve.map((point) => point[2])) / n - peak.min) > 0.001) throw peak;
    }' "$folder/latency.json"
check "its JSON compares with itself" prints '^0 of [1-9][0-9]* figures stand out' $bench --compare "$folder/counts.json" "$folder/counts.json"
check "strings and mixes too" env PARTS='laptop growth' sh bench/profile.sh $bench "$tmp/strings" operation_mix balanced string 20000 chaining stb_ds
[ -z "$traces" ] || check "with their growth" grep -q '^insert ' "$tmp/strings/growth-chaining.txt"

# A real file, cut off anywhere, is refused by both readers.
size=$(wc -c <"$folder/counts.json")
for share in 1 13 37 61 83 99; do
    head -c $((size * share / 100)) "$folder/counts.json" >"$tmp/cut.json"
    check "cut off at $share %" says 2 'is no JSON, or was cut off: reading stopped at byte [0-9]+ of [0-9]+; wanted are' $bench --compare "$folder/counts.json" "$tmp/cut.json"
    with_node "cut off at $share %, report" says 2 'is no JSON, or was cut off .*; wanted are' node bench/report/make-report.mjs $tools "$tmp/none" "$tmp/cut.json"
done
broken() { # what, pattern, sed command
    sed "$3" "$folder/counts.json" >"$tmp/broken.json"
    check "$1" says 2 "$2" $bench --compare "$folder/counts.json" "$tmp/broken.json"
    with_node "$1, report" says 2 "$2" node bench/report/make-report.mjs $tools "$tmp/none" "$tmp/broken.json"
}
broken "another format" 'format' 's/"format": 1/"format": 2/'
broken "another program" 'cchash-bench' 's/"program": "cchash-bench"/"program": "x"/'
broken "no results" 'results' 's/"results"/"other"/'
broken "a result without table" 'no text called .table' '0,/"table": "[a-z_]*", "hash"/s//"hash"/'
broken "rounds that are no numbers" 'round' '0,/"rounds": \[[0-9.]*/s//"rounds": ["x"/'
broken "no rounds" 'rounds' '0,/"rounds": \[[0-9.]*\]/s//"rounds": []/'
: >"$tmp/empty.json"
check "an empty file" says 2 'is no JSON' $bench --compare "$folder/counts.json" "$tmp/empty.json"
with_node "an empty file, report" says 2 'is no JSON' node bench/report/make-report.mjs $tools "$tmp/none" "$tmp/empty.json"
with_node "report of nothing" says 2 'make profile' node bench/report/make-report.mjs $tools "$tmp/none"
with_node "report of what is not there" says 2 'does not exist' node bench/report/make-report.mjs $tools "$tmp/none" "$tmp/nowhere"
check "a refused file leaves no report" refused test -e "$tmp/none"

# ---- With counters: inside the bench, mocked; and perf's recorded output ----

check "the mock compiles" gcc -shared -fPIC -Wall -Wextra -Werror -o "$tmp/mock.so" tests/checks/counters_mock.c -ldl
counted() { LD_PRELOAD=$tmp/mock.so $bench -w "$1" -t u64 -n 1000 -i chaining --rounds 2 --counters --json "$tmp/counted.json" "$2" "$3"; }
check "counters in the measured region" prints '^instructions +2000.0000$' counted load_factor --keys random
check "all of them" test "$(grep -c '"source": "perf_event"' "$tmp/counted.json")" -eq 17
check "per element, scaled, each round" grep -q '"counter": "LLC-load-misses", "source": "perf_event", "unit": "per element", "min": 2000.000000, "rounds": \[2000.000000, 2000.000000\]' "$tmp/counted.json"
check "operations have theirs" prints 'random, hit: counted' counted micro --ops hit,grow
check "and filling is not counted" prints '^LLC-loads +2000.0000$' counted operation_mix -o balanced
denied() { COUNTERS_MOCK=deny LD_PRELOAD=$tmp/mock.so $bench -w load_factor -n 1000 -i chaining --rounds 2 --counters --json "$tmp/denied.json"; }
check "counters denied" prints 'kernel.perf_event_paranoid' denied
check "and told in the JSON" grep -q '"counters_missing": ".*perf_event_paranoid' "$tmp/denied.json"

mkdir "$tmp/bin"
cat >"$tmp/bin/perf" <<END
#!/bin/sh
while [ \$# -gt 0 ]; do
    case \$1 in
    stat | script) job=\$1 ;;
    -o) [ "\$job" != stat ] || cp "$PWD/tests/expected/perf-stat.csv" "\$2"; shift ;;
    record) exit 0 ;;
    esac
    shift
done
[ "\$job" != script ] || cat "$PWD/tests/expected/perf-script.txt"
END
chmod +x "$tmp/bin/perf"
mocked=$tmp/mocked
check "make profile with counters" env PATH="$tmp/bin:$PATH" LD_PRELOAD="$tmp/mock.so" PARTS='perf_stat flame latency' \
    sh bench/profile.sh $bench "$mocked" load_factor - u64 10000
check "recorded counters per insert" grep -q '^chaining	perf stat, whole process	instructions	592000	10000$' "$mocked/counts.tsv"
check "without the event's modifier" grep -q '^chaining	perf stat, whole process	L1-dcache-loads	88100	10000$' "$mocked/counts.tsv"
check "recorded stacks, from the timed loop up" grep -qx 'u64_u64_loop_insert;u64_u64_put;cchash_priv_oa_rehash;clear_page_erms 1' "$mocked/stacks-chaining.folded"
check "and nothing from outside of it" refused grep -q line_of "$mocked/stacks-chaining.folded"
check "nothing is missing" refused grep -q counters "$mocked/missing.txt"

printf '#!/bin/sh\necho "No permission to enable counters." >&2\nexit 255\n' >"$tmp/bin/perf"
check "make profile where perf is not permitted" env PATH="$tmp/bin:$PATH" PARTS='perf_stat flame' sh bench/profile.sh $bench "$tmp/denied" load_factor - u64 10000 chaining
check "perf stat names the setting" grep -q '^perf stat: not permitted.*sysctl kernel.perf_event_paranoid=2.*No permission' "$tmp/denied/missing.txt"
check "flame graphs name it" grep -q '^flame graphs: perf record is not permitted.*sysctl kernel.perf_event_paranoid=2' "$tmp/denied/missing.txt"

# ---- Without tools: each part tells what brings it back ----

mkdir "$tmp/bare"
for command in sh sed awk grep cat tail head tr sort mkdir rm mv cp date dirname env wc; do ln -s "$(command -v $command)" "$tmp/bare/$command"; done
check "make profile without any tool" env PATH="$tmp/bare" FLAMEGRAPH= sh bench/profile.sh $bench "$tmp/bare-out" load_factor - u64 10000 chaining
for package in linux-perf valgrind strace; do
    check "$package is named" grep -q "Debian package $package" "$tmp/bare-out/missing.txt"
done
check "times are there" grep -q '"op": "time"' "$tmp/bare-out/times.json"
check "latency is there" grep -q '"histogram"' "$tmp/bare-out/latency.json"

# ---- Progress, and Ctrl-C ----

if script -qec true /dev/null >/dev/null 2>&1; then
    check "progress with time left on a terminal" sh -c "script -qec '$bench -w load_factor -n 100k --rounds 3 -i chaining,stb_ds' /dev/null | grep -q 'about [0-9]* s left'"
    check "profiles have it too" sh -c "PARTS='latency growth' script -qec 'sh bench/profile.sh $bench $tmp/terminal load_factor - u64 100k' /dev/null | grep -q 'about [0-9]* s left'"
else
    lacks 'progress on a terminal' 'script is absent, or makes no terminal here (/dev/pts); Debian package bsdutils'
fi
$bench -w load_factor -n 10k --rounds 2 -i chaining >/dev/null 2>"$tmp/err"
check "no progress elsewhere" refused test -s "$tmp/err"

interrupt_when() { # condition, command...: Ctrl-C, as a terminal sends it to all of a job
    condition=$1
    shift
    perl -e 'setpgrp; $SIG{INT} = "DEFAULT"; exec @ARGV or die' "$@" >"$tmp/interrupted" 2>&1 &
    job=$!
    for _ in $(seq 600); do
        ! eval "$condition" || break
        sleep 0.1
    done
    perl -e 'kill "INT", -$ARGV[0]' "$job"
    wait $job
    [ $? -eq 130 ]
}
check "Ctrl-C ends the bench with 130" interrupt_when 'sleep 1' $bench -w load_factor -n 100k --rounds 1000 --json "$tmp/some.json"
check "what is finished is JSON" prints '^0 of [1-9][0-9]* figures stand out' $bench --compare "$tmp/some.json" "$tmp/some.json"
if have valgrind; then
    check "Ctrl-C ends make profile with 130" interrupt_when "grep -q stb_ds $tmp/some/counts.tsv 2>/dev/null" \
        env PARTS='laptop machine' SIM_ROUNDS=9 sh bench/profile.sh $bench "$tmp/some" load_factor - u64 100k stb_ds chaining
    check "its counts are JSON" prints '^0 of [1-9][0-9]* figures stand out' $bench --compare "$tmp/some/counts.json" "$tmp/some/counts.json"
    check "its summary has them" grep -q '^LLC-load-misses' "$tmp/some/summary.txt"
fi

# ---- The page ----

# The chart library and the browser's driver. Says in one line what is in the way, if it is not the tree.
install_tools() {
    have npm || { echo 'npm is absent; Debian packages nodejs and npm'; return 0; }
    mkdir -p $tools
    cp bench/report/package.json bench/report/package-lock.json $tools
    (cd $tools && npm ci --no-audit --no-fund --fetch-retries=1 --fetch-timeout=60000) >"$tmp/npm" 2>&1 && touch $tools/.installed
    why=$(grep -oE '(ENOTFOUND|EAI_AGAIN|ECONN|E?TIMEDOUT|ENETUNREACH|EHOSTUNREACH|[A-Z_]*CERT|E40[13]|E50)[A-Z0-9_]*' "$tmp/npm" | head -n 1)
    [ -z "$why" ] || echo "npm's registry cannot be reached ($why)"
}
rm -f $tools/.installed
obstacle=$(install_tools)
if [ -n "$obstacle" ] && [ ! -e $tools/.installed ]; then
    lacks 'the report' "$obstacle"
else
    check "npm brings the chart library and the browser's driver" sh -c "cat $tmp/npm; test -e $tools/.installed"
    $bench -w micro -i "$(echo "$tables" | tr " " ,)" -n 1000,10k --rounds 2 --json "$tmp/micro.json" >/dev/null
    $bench -w load_factor,operation_mix -t u64,string -n 10k --rounds 2 --sizes --json "$tmp/bench.json" >/dev/null
    sed 's/"hash": "default"/"hash": "siphash13"/' "$tmp/micro.json" >"$tmp/hashed.json"
    report() { node bench/report/make-report.mjs $tools "$@"; }
    check "a report without counters" report "$tmp/report-without" "$tmp/bench.json" "$tmp/micro.json" "$tmp/hashed.json" tests/expected/threads.json "$folder"
    check "a report with counters" report "$tmp/report-mocked" "$tmp/bench.json" "$mocked"
    check "a report of a single run" report "$tmp/report-small" "$tmp/bench.json"
    check "a report without tools" report "$tmp/report-bare" "$tmp/bare-out"
    check "report.md: counters stand beside the study's" grep -qE '^\| instructions \|.* 592 \| 200 \|' "$tmp/report-mocked/report.md"
    check "report.md has the sizes" grep -q '^| compact | 16 | 4' "$tmp/report-without/report.md"
    check "report.md has no hole" refused grep -qE 'undefined|NaN|\[object' "$tmp/report-without/report.md" "$tmp/report-mocked/report.md" "$tmp/report-small/report.md"
    browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
    if [ -z "$browser" ]; then
        lacks 'the page' 'chromium is absent; Debian package chromium'
    elif ! "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --dump-dom about:blank >"$tmp/browser" 2>&1; then
        lacks 'the page' "$browser does not start: $(tail -n 1 "$tmp/browser")"
    else
        drive() { # report, expected charts
            EXPECT=$2 node bench/report/test.mjs $tools "$browser" "$tmp/$1/index.html" "build/tests/pictures/$1" >"$tmp/$1.log" 2>&1
            grep FAILED "$tmp/$1.log"
            grep -E '^[1-9][0-9]* passed, 0 failed$' "$tmp/$1.log" || { tail -n 5 "$tmp/$1.log"; return 1; }
        }
        all=study,workloads,throughput,heatmap,latency,percentiles,memory,batches
        [ ! -e "$folder/flame-chaining.svg" ] || flames=,flame
        [ ! -e "$folder/growth-chaining.txt" ] || growth=,growth
        [ ! -s "$folder/counts.tsv" ] || counters=,counters
        check "the page without counters, driven" drive report-without "$all,hashes,threads,thread-latency${flames:-}${growth:-}${counters:-}"
        # Its charts are those of the page without, from a machine that has counters.
        [ -z "$FULL" ] || check "the page with counters, driven" drive report-mocked study,workloads,latency,percentiles,memory,counters
        check "the page of a single run, driven" drive report-small study,workloads
        # Tests that cannot fail are none: they must name each fault of a page whose tips, CSV, width and console are broken.
        mkdir "$tmp/report-broken"
        cp "$tmp/report-small/index.html" "$tmp/report-broken/index.html"
        for fault in 's/Plot\.barX(cells, { x,/Plot.barX(cells, { pointerEvents: "none", tip: null, x,/; s/, title, tip })/, title })/' \
            "s/return \[columns, /return [columns.slice(1), /" 's/body { margin: 0;/body { margin: 0; min-width: 600px;/' \
            's/^build();$/build(); console.warn("noise");/'; do
            cp "$tmp/report-broken/index.html" "$tmp/report-broken/before.html"
            sed "$fault" "$tmp/report-broken/before.html" >"$tmp/report-broken/index.html"
            check "the fault is in: $fault" refused cmp -s "$tmp/report-broken/before.html" "$tmp/report-broken/index.html"
        done
        check "a broken page is found" refused drive report-broken study,workloads
        for said in 'shows a value where the pointer is' 'csv parses' 'at 390 px nothing scrolls sideways' 'no console message'; do
            check "and is named: $said" grep -q "^FAILED: .*$said" "$tmp/report-broken.log"
        done
    fi
fi

# ---- Instructions and misses, against those that are committed: never times ----

if have valgrind; then
    for workload in load_factor operation_mix; do
        baseline=tests/expected/counts-$workload.json
        counts() { PARTS=laptop SIM_ROUNDS=$1 sh bench/profile.sh $bench "$tmp/counts" $workload - u64 100k >/dev/null 2>&1; }
        # Says which counts of ours grew. A peer's depend on where the linker puts its code, which is not what is asked.
        no_more() {
            $bench --compare $baseline "$tmp/counts/counts.json" --fail-above 10 >"$tmp/compared"
            grew=$?
            [ $grew = 1 ] || return $grew
            awk '/ time: / { title = $0 } / MORE$/ && !/^ *stb_ds / {
                for (i = 1; i <= NF && $i !~ /^[+]/;) i++
                if ($i + 0 > 10) { print title; print; bad = 1 } } END { exit bad }' "$tmp/compared"
        }
        counts 1
        compiler=$(grep '"compiler"' "$tmp/counts/counts.json")
        if [ "$compiler" = "$(grep '"compiler"' $baseline)" ]; then
            # Seeds and addresses are random, so that a count scatters by up to a tenth: then the smallest of more counts.
            no_more >/dev/null 2>&1 || counts 3
            no_more >/dev/null 2>&1 || counts 9
            check "$workload: no count grew by more than 10 % (make counts-baseline after a change that is meant to)" no_more
        else
            echo "skipping the counts of $workload: this compiler is not the one of $baseline"
        fi
        misses() { awk -F '\t' -v table="$1" '$1 == table && $3 == "L1-dcache-load-misses" { print int($4 * 1000); exit }' "$tmp/counts/counts.tsv"; }
        for table in open_addressing chaining chaining_malloc stb_ds; do
            check "$workload: compact misses the first level less often than $table" test "$(misses open_addressing_compact)" -lt "$(misses $table)"
        done
    done
fi
finish
