#!/bin/sh
# tests/support/times.sh FOLDER (make test-times): where the time of the last run went, from the *.time files that it left
# there; builds and runs of each configuration, of each program, and each script. It is processor time, which other work on
# the machine does not change much; two processors take half of the sum at best.
ls "$1"/*.time >/dev/null 2>&1 || { echo "no times in $1: make test keeps them" >&2; exit 2; }
# What the shell's `times` says: 1m2.34s for its own user and system time, and in its second line for those of its commands.
for file in "$1"/*.time; do
    case $file in *.build.time) [ -f "${file%.build.time}.result.time" ] || continue ;; esac # of an earlier run
    echo "$(basename "$file" .time) $(sed -n 2p "$file")"
done | awk '
    { seconds = 0; for (i = 2; i <= 3; i++) { split($i, time, /[ms]/); seconds += time[1] * 60 + time[2] } }
    $1 ~ /\.script\.result$/ { sub(/\.script\.result$/, "", $1); script[$1] = seconds; scripts += seconds; next }
    {
        split($1, part, ".") # program.row.configuration.build or .result
        name[1] = "program " part[1]
        name[2] = "configuration " part[3]
        for (i = 1; i <= 2; i++) {
            if (part[4] == "build") built[name[i]] += seconds; else ran[name[i]] += seconds
            names[name[i]]
        }
        if (part[4] == "build") builds += seconds; else runs += seconds
    }
    END {
        sort = "sort -rn"
        for (one in names) printf "%7.0f s  %-32s %5.0f building, %5.0f running\n", built[one] + ran[one], one, built[one], ran[one] | sort
        for (one in script) printf "%7.0f s  script %s\n", script[one], one | sort
        close(sort)
        printf "%7.0f s  in all: programs %.0f building, %.0f running; scripts %.0f\n", builds + runs + scripts, builds, runs, scripts
    }'
