#!/bin/sh
# Measures one workload in all ways, for each table, into one folder: times, hardware counters, simulated caches, flame
# graphs, growth under strace, latency, memory. If the machine lacks a tool, only the part that needs it is left out.
#
# usage: profile.sh PROGRAM FOLDER WORKLOAD VARIANT TYPE COUNT [TABLE...]
# VARIANT is an order of keys, a key distribution or an operation mix, as the workload takes it; - is its default.
# PARTS, besides times: latency perf_stat laptop machine flame growth (default: all). laptop and machine are simulated caches.
# SIM_N: how many elements are simulated (default: 2 million at most, since simulation is fifty times as slow).
# SIM_ROUNDS: how often. Counts differ a little, because each map has a random seed and each process random addresses.
set -u
here=$(dirname "$0")

refuse() {
    echo "profile.sh: $*" >&2
    exit 2
}

[ $# -ge 6 ] || refuse "wanted: PROGRAM FOLDER WORKLOAD VARIANT TYPE COUNT [TABLE...]; make profile calls it"
program=$1 folder=$2 workload=$3 variant=$4 type=$5 count=$6
shift 6
# shellcheck disable=SC2046 # a list
[ $# -gt 0 ] || set -- $(sh "$here/rows.sh" name LAYOUT VARIANT BASELINE)

case $workload in
load_factor) flag=--keys usual=sequential ;;
key_distribution) flag=-k usual=uniform ;;
operation_mix) flag=-o usual=read_heavy ;;
*) refuse "W=$workload is no workload to profile; there are: load_factor, key_distribution, operation_mix" ;;
esac
[ "$variant" != - ] || variant=$usual
case $type in
u64 | string) ;;
*) refuse "T=$type is no type to profile; there are: u64, string" ;;
esac
count=$(echo "$count" | sed 's/_//g; s/[kK]$/000/; s/M$/000000/; s/e6$/000000/; s/e3$/000/')
case $count in
'' | *[!0-9]* | 0*) refuse "N is one whole number from 1000 to 1000000000, such as 100k, 1M or 1000000" ;;
esac
{ [ "$count" -ge 1000 ] && [ "$count" -le 1000000000 ]; } 2>/dev/null ||
    refuse "N is one whole number from 1000 to 1000000000, such as 100k, 1M or 1000000"
sim_count=${SIM_N:-2000000}
case $sim_count in
'' | *[!0-9]* | 0*) refuse "SIM_N is a whole number, such as 2000000" ;;
esac
[ "$sim_count" -le "$count" ] || sim_count=$count
sim_rounds=${SIM_ROUNDS:-1}
case $sim_rounds in
[1-9]) ;;
*) refuse "SIM_ROUNDS is a number from 1 to 9" ;;
esac
parts=${PARTS:-latency perf_stat laptop machine flame growth}
part_count=0
for part in $parts; do
    case $part in
    latency | perf_stat | laptop | machine | flame | growth) part_count=$((part_count + 1)) ;;
    *) refuse "PARTS has no '$part'; there are: latency, perf_stat, laptop, machine, flame, growth" ;;
    esac
done
wanted() { case " $parts " in *" $1 "*) ;; *) return 1 ;; esac }

# The program checks the names of the variant and the tables, before anything in the folder is removed.
"$program" -w "$workload" "$flag" "$variant" -i "$(echo "$@" | tr ' ' ,)" --list >/dev/null || exit 2

elements=$count # that the table holds at its fullest
[ "$workload" != operation_mix ] || elements=$((count / 10))

mkdir -p "$folder" || exit 1
rm -f "$folder"/*
commands=$folder/commands.txt
counts=$folder/counts.tsv # table, source, counter, value per element, elements
: >"$commands"
: >"$counts"

# ---- Progress: on a terminal only ----

tables=$#
steps=$((1 + part_count * tables))
for part in $parts; do
    case $part in laptop | machine) steps=$((steps + (sim_rounds - 1) * tables)) ;; esac
done
steps_done=0
started=$(date +%s)

step() {
    steps_done=$((steps_done + 1))
    [ -t 2 ] || return 0
    left=
    if [ "$steps_done" -gt 1 ]; then
        left=$((($(date +%s) - started) * (steps - steps_done + 1) / (steps_done - 1)))
        left=", about $left s left"
    fi
    printf '\r\033[K[%d/%d] %s%s' "$steps_done" "$steps" "$1" "$left" >&2
}
clear_progress() { [ ! -t 2 ] || printf '\r\033[K' >&2; }

missing() { # what a part lacks is told once, at the end, and kept
    grep -qxF "$1" "$folder/missing.txt" 2>/dev/null || echo "$1" >>"$folder/missing.txt"
}

run() { # writes the command down as one would type it, then runs it
    line=
    for word; do
        case $word in
        *[!A-Za-z0-9_./:,=@%+-]*) line="$line '$word'" ;;
        *) line="$line $word" ;;
        esac
    done
    echo "${line# }" >>"$commands"
    "$@"
}

# ---- Times, counted in the measured region where the processor counts ----

take_times() {
    step "times"
    list=$(echo "$@" | tr ' ' ,)
    run "$program" -w "$workload" "$flag" "$variant" -t "$type" -n "$count" -i "$list" --rounds 3 --sizes --counters \
        --json "$folder/times.json" >"$folder/times.txt" 2>"$folder/times.log" || {
        cat "$folder/times.log" >&2
        exit 2
    }
    none=$(sed -n 's/^  "counters_missing": "\(.*\)",$/\1/p' "$folder/times.json")
    [ -z "$none" ] || missing "counters: $none"
}

# ---- perf stat: the whole process, as the study did ----

events=cache-references,cache-misses,L1-dcache-loads,L1-dcache-load-misses,LLC-loads,LLC-load-misses
events=$events,dTLB-loads,dTLB-load-misses,context-switches,cpu-migrations,page-faults,cycles,instructions,branches
events=$events,branch-misses,cpu-clock,task-clock

perf_stat() { # table
    step "perf stat: $1"
    if ! command -v perf >/dev/null; then
        missing "perf stat: perf is absent; Debian package linux-perf, Ubuntu's linux-tools-generic"
        return
    fi
    raw=$folder/perf-stat-$1.csv
    if ! run perf stat -x, -o "$raw" -e "$events" \
        "$program" -w "$workload" "$flag" "$variant" -t "$type" -n "$count" -i "$1" --rounds 1 \
        >/dev/null 2>"$folder/perf-stat.log"; then
        missing "perf stat: not permitted or not working here; sysctl kernel.perf_event_paranoid=2 permits it to users, \
capability PERFMON to a container ($(tail -n 1 "$folder/perf-stat.log"))"
        return
    fi
    rm -f "$folder/perf-stat.log"
    awk -F, -v OFS='\t' -v table="$1" -v n="$count" '
        $1 ~ /^[0-9.]+$/ && $3 != "" {
            sub(/:[a-z]+$/, "", $3)
            value = $1 / n
            if ($2 == "msec") value *= 1e6   # clocks: milliseconds, shown as ns
            print table, "perf stat, whole process", $3, value, n
        }' "$raw" >>"$counts"
    if grep -q '^<not supported>,[^,]*,instructions' "$raw"; then
        missing "perf stat: this machine offers no hardware counters, as most virtual machines; the simulated ones stand in"
    fi
}

# ---- Valgrind: two levels of cache and a branch predictor, simulated, collecting inside the measured region only ----

# A cache as size,ways,line. The simulator wants a number of sets that is a power of two; the ways are rounded to fit.
cache_option() { # size in bytes, line
    awk -v size="$1" -v line="$2" -v ways="$3" 'BEGIN {
        for (sets = 1; sets * 2 * line * ways <= size; sets *= 2) continue
        ways = int(size / (sets * line))
        printf "%d,%d,%d", sets * ways * line, ways, line
    }'
}

system_cache() { # level, Data|Instruction|"" for the last level
    for index in /sys/devices/system/cpu/cpu0/cache/index*; do
        [ -r "$index/size" ] || continue
        is=$(cat "$index/level" "$index/type" 2>/dev/null | tr '\n' ' ')
        case $is in
        "$1 $2 " | "$1 Unified ") ;;
        *) continue ;;
        esac
        size=$(sed 's/K$/*1024/; s/M$/*1048576/' "$index/size")
        # shellcheck disable=SC2004
        cache_option "$(($size))" "$(cat "$index/coherency_line_size")" "$(cat "$index/ways_of_associativity")"
        return 0
    done
    return 1
}

last_level() {
    cat /sys/devices/system/cpu/cpu0/cache/index*/level 2>/dev/null | sort -n | tail -n 1
}

laptop_caches='--I1=32768,8,64 --D1=32768,8,64 --LL=8388608,16,64'
own_caches=
if I1=$(system_cache 1 Instruction) && D1=$(system_cache 1 Data) && LL=$(system_cache "$(last_level)" Data); then
    own_caches="--I1=$I1 --D1=$D1 --LL=$LL"
fi

simulate() { # table, source, file name part, caches
    step "simulating $3: $1"
    command -v valgrind >/dev/null || {
        missing "simulated counters: valgrind is absent; Debian package valgrind"
        return
    }
    raw=$folder/callgrind-$3-$1.out
    # shellcheck disable=SC2086
    if ! run valgrind --tool=callgrind --callgrind-out-file="$raw" --cache-sim=yes --branch-sim=yes \
        --collect-atstart=no $4 "$program" -w "$workload" "$flag" "$variant" -t "$type" -n "$sim_count" -i "$1" \
        --rounds 1 >/dev/null 2>"$folder/callgrind.log"; then
        missing "simulated counters: valgrind failed: $(tail -n 1 "$folder/callgrind.log")"
        return
    fi
    rm -f "$folder/callgrind.log"
    if ! awk -v OFS='\t' -v table="$1" -v source="$2" -v n="$sim_count" '
        /^events:/ { for (i = 2; i <= NF; i++) name[i] = $i }
        /^totals:/ { for (i = 2; i <= NF; i++) total[name[i]] = $i }
        function row(counter, value) { print table, source, counter, value / n, n }
        END {
            if (total["Ir"] == 0) exit 1
            row("instructions", total["Ir"])
            row("branches", total["Bc"] + total["Bi"])
            row("branch-misses", total["Bcm"] + total["Bim"])
            row("L1-dcache-loads", total["Dr"])
            row("L1-dcache-load-misses", total["D1mr"])
            row("L1-dcache-stores", total["Dw"])
            row("L1-dcache-store-misses", total["D1mw"])
            row("LLC-load-misses", total["DLmr"])
            row("LLC-store-misses", total["DLmw"])
        }' "$raw" >>"$counts"; then
        missing "simulated counters: the program was built without Valgrind's header, so nothing marks the measured \
region; install Debian package valgrind, then make clean"
    fi
}

simulate_rounds() {
    round=0
    while [ "$round" -lt "$sim_rounds" ]; do
        simulate "$@"
        round=$((round + 1))
    done
}

# ---- Flame graphs, sampled by the CPU clock, which needs no hardware counters ----

find_flamegraph() {
    for candidate in "${FLAMEGRAPH:-}" "$(command -v flamegraph.pl)" /usr/share/perl5/Devel/NYTProf/flamegraph.pl; do
        [ -n "$candidate" ] && [ -r "$candidate" ] && echo "$candidate" && return
    done
}
flamegraph=$(find_flamegraph)

# One line for each stack inside a timed loop, from the loop on, with the number of its samples.
fold_stacks() {
    awk '
        function flush(  i, text, inside) {
            for (i = depth; i > 0; i--) {
                if (!inside && frame[i] ~ /_loop_(insert|mix)/) inside = 1
                if (inside) text = text (text == "" ? "" : ";") frame[i]
            }
            if (text != "") samples[text]++
            depth = 0
        }
        /^[ \t]+[0-9a-f]+ / {
            sub(/^[ \t]+[0-9a-f]+ /, "")
            sub(/ \(inlined\)$/, "")
            gsub(/;/, ":")
            frame[++depth] = $0
            next
        }
        /^$/ { flush() }
        END {
            flush()
            for (text in samples) print text, samples[text]
        }' "$1" | sort
}

flame_graph() { # table
    step "flame graph: $1"
    if ! command -v perf >/dev/null; then
        missing "flame graphs: perf is absent; Debian package linux-perf, Ubuntu's linux-tools-generic"
        return
    fi
    rounds=$((40000000 / count))
    [ "$rounds" -le 1000 ] || rounds=1000
    [ "$rounds" -ge 2 ] || rounds=2
    if ! run perf record -q -F 997 -e cpu-clock --call-graph dwarf,8192 -o "$folder/perf.data" \
        "$program" -w "$workload" "$flag" "$variant" -t "$type" -n "$count" -i "$1" --rounds "$rounds" \
        >/dev/null 2>"$folder/perf-record.log"; then
        missing "flame graphs: perf record is not permitted or not working here; sysctl kernel.perf_event_paranoid=2 \
permits it to users, capability PERFMON to a container ($(tail -n 1 "$folder/perf-record.log"))"
        rm -f "$folder/perf.data" "$folder/perf-record.log"
        return
    fi
    perf script -i "$folder/perf.data" -F comm,ip,sym >"$folder/stacks.txt" 2>/dev/null
    fold_stacks "$folder/stacks.txt" >"$folder/stacks-$1.folded"
    rm -f "$folder/perf.data" "$folder/perf-record.log" "$folder/stacks.txt"
    if [ ! -s "$folder/stacks-$1.folded" ]; then
        rm -f "$folder/stacks-$1.folded"
        missing "flame graphs: perf took no sample inside the measured region; a larger N makes it long enough"
        return
    fi
    if [ -z "$flamegraph" ]; then
        missing "flame graphs: flamegraph.pl is absent; Debian package libdevel-nytprof-perl brings it (the stacks are \
there: stacks-TABLE.folded)"
        return
    fi
    run perl "$flamegraph" --title "$1: $workload, $variant, $type, $count" --hash --minwidth 0.3 \
        "$folder/stacks-$1.folded" >"$folder/flame-$1.svg" || {
        rm -f "$folder/flame-$1.svg"
        missing "flame graphs: $flamegraph failed"
    }
}

# ---- Growth, latency, memory ----

growth() { # table
    step "growth under strace: $1"
    if ! command -v strace >/dev/null; then
        missing "growth: strace is absent; Debian package strace"
        return
    fi
    run env TYPE="$type" sh "$here/strace-growth.sh" "$program" "$elements" "$1" >"$folder/growth-$1.txt" 2>&1
    grep -q '^insert ' "$folder/growth-$1.txt" || {
        missing "growth: strace could not follow the program; in a container it may need the capability SYS_PTRACE"
        rm -f "$folder/growth-$1.txt"
    }
}

latency_and_memory() {
    step "latency and memory"
    steps=$((steps - tables + 1)) # all tables in one
    list=$(echo "$@" | tr ' ' ,)
    order=$variant # those that micro knows under the same name
    [ "$workload" != operation_mix ] || order=random
    run "$program" -w micro --ops p50,p99,p99.99,max,bytes,bytes_mean,bytes_peak --keys "$order" -t "$type" \
        -n "$elements" -i "$list" --rounds 3 --json "$folder/latency.json" >"$folder/latency-memory.txt" \
        2>"$folder/latency.log" || missing "latency and memory: $(tail -n 1 "$folder/latency.log")"
    rm -f "$folder/latency.log"
}

# ---- The counts as text and as JSON, also after Ctrl-C ----

write_json() {
    [ -s "$counts" ] && [ -s "$folder/times.json" ] || return 0
    {
        sed '/^  "results": \[/q' "$folder/times.json"
        awk -F '\t' -v workload="$workload" -v type="$type" -v variant="$variant" '
            function field(name) { # of a line of times.json, with its quotes
                match($0, "\"" name "\": [^,}]*")
                return substr($0, RSTART + length(name) + 4, RLENGTH - length(name) - 4)
            }
            FILENAME ~ /json$/ {
                if ($0 ~ /"op": /) { hash[field("table")] = field("hash"); peer[field("table")] = field("peer") }
                next
            }
            {
                key = $1 FS $2 FS $3
                if (!(key in line)) { order[++count] = key; least[key] = $4 }
                line[key] = $0
                if ($4 < least[key]) least[key] = $4
                rounds[key] = rounds[key] between[key] sprintf("%.6f", $4)
                between[key] = ", "
            }
            function write(key) {
                $0 = line[key]
                printf "%s    {\"workload\": \"%s\", \"type\": \"%s\", \"variant\": \"%s\", \"n\": %d, ", \
                    written++ ? ",\n" : "", workload, type, variant, $5
                printf "\"op\": \"time\", \"table\": \"%s\", \"hash\": %s, \"peer\": %s, \"counter\": \"%s\", ", \
                    $1, hash["\"" $1 "\""], peer["\"" $1 "\""], $3
                printf "\"source\": \"%s\", \"unit\": \"per element\", \"min\": %.6f, \"rounds\": [%s]}", $2, least[key], rounds[key]
            }
            END {
                for (i = 1; i <= count; i++) write(order[i])
                print "\n  ]\n}"
            }' "$folder/times.json" "$counts"
    } >"$folder/counts.json.tmp" && mv "$folder/counts.json.tmp" "$folder/counts.json"
}

write_text() {
    {
        sed -n '1,3p' "$folder/times.txt" 2>/dev/null
        echo
        echo "$workload, $variant, $type, $count"
        sed -n '/^table /,/^$/p' "$folder/times.txt" 2>/dev/null
        sed -n '/: counted in the measured region/,$p' "$folder/times.txt" 2>/dev/null
        awk -F '\t' -v laptop="$laptop_caches" -v own="$own_caches" '
            function note(source) {
                if (source ~ /laptop/) return ": " laptop
                if (source ~ /this machine/) return ": " own
                return ""
            }
            !($2 in seen_source) { seen_source[$2]; sources[++source_count] = $2; n[$2] = $5 }
            !($1 in seen_table) { seen_table[$1]; tables[++table_count] = $1 }
            !($3 in seen_counter) { seen_counter[$3]; counters[++counter_count] = $3 }
            !(($2, $3, $1) in value) || $4 < value[$2, $3, $1] { value[$2, $3, $1] = $4 }
            { has[$2, $3] }
            END {
                for (s = 1; s <= source_count; s++) {
                    printf "\n%s%s; per element, of %d\n%-24s", sources[s], note(sources[s]), n[sources[s]], ""
                    for (t = 1; t <= table_count; t++) printf " %23s", tables[t]
                    print ""
                    for (c = 1; c <= counter_count; c++) {
                        if (!((sources[s], counters[c]) in has)) continue
                        printf "%-24s", counters[c]
                        for (t = 1; t <= table_count; t++) {
                            key = sources[s] SUBSEP counters[c] SUBSEP tables[t]
                            if (key in value) printf " %23.4f", value[key]; else printf " %23s", "-"
                        }
                        print ""
                    }
                }
            }' "$counts"
        if [ -s "$folder/missing.txt" ]; then
            printf '\nnot to be had here\n'
            sed 's/^/  /' "$folder/missing.txt"
        fi
    } >"$folder/summary.txt"
}

finish() {
    clear_progress
    write_json
    write_text
    rm -f "$folder/perf.data" "$folder/stacks.txt" "$folder/times.log"
}
trap 'trap "" INT; finish; echo "interrupted; what is finished: $folder" >&2; exit 130' INT TERM

take_times "$@"
for part in $parts; do
    if [ "$part" = latency ]; then latency_and_memory "$@"; fi
    for table; do
        case $part in
        perf_stat) perf_stat "$table" ;;
        laptop) simulate_rounds "$table" "simulated: the study's laptop" laptop "$laptop_caches" ;;
        machine)
            if [ -z "$own_caches" ]; then
                missing "simulated: this machine: the system does not tell the sizes of its caches"
            elif [ "$own_caches" != "$laptop_caches" ] || ! wanted laptop; then
                simulate_rounds "$table" "simulated: this machine" machine "$own_caches"
            fi
            ;;
        flame) flame_graph "$table" ;;
        growth) growth "$table" ;;
        esac
    done
done
finish
cat "$folder/summary.txt"
printf '\nall of it: %s; make report shows it\n' "$folder"
