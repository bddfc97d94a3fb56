#!/bin/sh
# Runs the examples and their versions for other tables, checks that all print the same, and compares time and memory.
# usage: compare.sh FOLDER ROUNDS PEER...: the folder has the programs NAME and NAME-PEER. `make examples` calls it.
# Time is that of the work alone, the smallest of the rounds, which all tables run by turns. Memory is what the program has
# allocated for the work: at the end of it, and at most, in a run of its own.
set -u
export LC_ALL=C
folder=$1 rounds=$2
shift 2
tables="cchash $*"

# How much each example is asked to do.
sizes='wordcount 3000000
intern 3000000
lru 3000000
bfs 500000
kmers 60000
join 1000000
nested 3000000
records 1000000
config 1000000
sets 500000
dedup 4000000
arena 500000'

# On one processor, the last of those that this may run on.
pin=
if command -v taskset >/dev/null; then pin="taskset -c $(taskset -cp $$ | sed 's/.*[-, ]//')"; fi

results=$(mktemp -d "${TMPDIR:-/tmp}/cchash-examples.XXXXXX") || exit 1
trap 'rm -rf "$results"' EXIT
trap 'exit 130' INT TERM

program() { # name, table
    if [ "$2" = cchash ]; then echo "$folder/$1"; else echo "$folder/$1-$2"; fi
}

status=0
for name in $(echo "$sizes" | cut -d ' ' -f 1); do
    count=$(echo "$sizes" | sed -n "s/^$name //p")
    "$folder/$name" | cmp - "tests/expected/$name.txt" || status=1
    round=0
    while [ $round -lt "$rounds" ]; do
        for table in $tables; do
            run=$(program "$name" "$table")
            [ -x "$run" ] || continue
            if ! $pin "$run" "$count" 2>"$results/ms" >"$results/output"; then
                echo "$run $count fails" >&2
                status=1
            fi
            [ "$table$round" != cchash0 ] || cp "$results/output" "$results/expected"
            if ! cmp -s "$results/expected" "$results/output"; then
                echo "$run $count prints something else than $folder/$name $count" >&2
                status=1
            fi
            echo "$name $table ms $(sed 's/ ms//' "$results/ms")" >>"$results/all"
        done
        round=$((round + 1))
    done
    for table in $tables; do
        run=$(program "$name" "$table")
        [ -x "$run" ] || continue
        [ ! -x "$run.memory" ] || run=$run.memory
        EXAMPLE_MEMORY=1 "$run" "$count" 2>&1 >/dev/null |
            sed -n "s/^\([0-9]*\) bytes, \([0-9]*\) at most/$name $table MB \1 \2/p" >>"$results/all"
    done
done

# One line of figures for times and one for memory.
awk -v names="$(echo "$sizes" | cut -d ' ' -f 1 | tr '\n' ' ')" -v tables="$tables" '
    $3 == "ms" { cell = $1 " " $2; if (!(cell in ms) || $4 < ms[cell]) ms[cell] = $4 }
    $3 == "MB" { end[$1 " " $2] = $4 / 1e6; peak[$1 " " $2] = $5 / 1e6 }
    END {
        n = split(names, name, " ")
        t = split(tables, table, " ")
        printf "%-14s", ""
        for (j = 1; j <= t; j++) printf "%12s", table[j]
        print ""
        for (i = 1; i <= n; i++) {
            own = name[i] " cchash"
            best = other = 0
            printf "%-10s %-3s", name[i], "ms"
            for (j = 1; j <= t; j++) {
                cell = name[i] " " table[j]
                if (!(cell in ms)) { printf "%12s", "-"; continue }
                printf "%12.1f", ms[cell]
                if (j > 1 && (!other || ms[cell] < other)) other = ms[cell]
            }
            printf "\n%-10s %-3s", "", "MB"
            for (j = 1; j <= t; j++) {
                cell = name[i] " " table[j]
                printf "%12s", (peak[cell] < 0.05 ? "-" : sprintf("%.1f/%.1f", end[cell], peak[cell]))
            }
            print ""
            if (!other) continue
            if (ms[own] <= other) fastest++
            if (ms[own] / other > worst) { worst = ms[own] / other; where = name[i] }
            khash = name[i] " khash"
            if (khash in end && end[khash] > 0.1) larger = larger sprintf(" %s %.2f/%.2f", name[i], end[own] / end[khash], peak[own] / peak[khash])
        }
        printf "MB: at the end of the work/at most, while tables grow\n"
        if (where) printf "cchash is the fastest in %d of %d; at worst (%s) it takes %.2f of the time of the best peer\n", fastest, n, where, worst
        if (larger) printf "memory as a share of that of khash:%s\n", larger
    }' "$results/all"
exit $status
