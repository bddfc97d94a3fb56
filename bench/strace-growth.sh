#!/bin/sh
# Shows the system calls of a table that grows, beside each doubling.
# usage: [TYPE=string] strace-growth.sh PROGRAM COUNT [TABLE...]
set -u
program=$1 count=$2
shift 2
# shellcheck disable=SC2046 # a list
[ $# -gt 0 ] || set -- $(sh "$(dirname "$0")/rows.sh" name LAYOUT)
trace=$(mktemp) || exit 1
trap 'rm -f "$trace"' EXIT
for table; do
    # glibc raises its mmap threshold when a mapping is freed; a fixed one keeps each large array a mapping of its own.
    if ! MALLOC_MMAP_THRESHOLD_=65536 strace -s 200 -o "$trace" -e trace=mmap,munmap,mremap,brk,write \
        "$program" -w load_factor -t "${TYPE:-u64}" -i "$table" -n "$count" --keys sequential --rounds 1 --mark-growth \
        >/dev/null 2>"$trace.errors"; then
        tail -n 1 "$trace.errors"
        echo "strace could not follow the program (in a container it may need the ptrace capability)"
        rm -f "$trace.errors"
        exit 0
    fi
    rm -f "$trace.errors"
    printf '\n%s, %s inserts\n\n' "$table" "$count"
    awk '
        /^write\(2, "insert / {
            line = $0
            sub(/^write\(2, "/, "", line)
            sub(/\\n".*/, "", line)
            if (doublings++ == 0) calls = ""   # what came before is the program starting
            printf "%-58s", line
            if (calls == "") print "(from the heap: no call)"; else print calls
            calls = ""
            next
        }
        /^(mmap|munmap|mremap|brk)\(/ {
            line = $0
            bytes = line
            if (line ~ /^brk/) text = "brk"
            else if (line ~ /^mmap/) { split(line, part, ", "); text = "mmap " part[2] }
            else if (line ~ /^munmap/) { split(line, part, ", "); sub(/\).*/, "", part[2]); text = "munmap " part[2] }
            else { split(line, part, ", "); text = "mremap " part[2] " -> " part[3] }
            calls = calls (calls == "" ? "" : ", ") text
        }' "$trace"
done
