#!/bin/sh
# tests/support/run.sh RESULT NAME command...: runs one test program, keeps its output in RESULT.log and its counts in RESULT.
# A program says "N passed, N failed" last; one that does not (a crash, a time-out, no such program) is one failure.
# RESULT.time has the processor time that it took: tests/support/times.sh.
result=$1
name=$2
shift 2
start=$(date +%s)
"$@" >"$result.log" 2>&1
status=$?
times >"$result.time"
counts=$(grep -aE '^[0-9]+ passed, [0-9]+ failed$' "$result.log" | tail -n 1)
passed=$(echo "${counts:-0 passed, 0 failed}" | cut -d ' ' -f 1)
failed=$(echo "${counts:-0 passed, 0 failed}" | cut -d ' ' -f 3)
if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
if [ -z "$counts" ] && [ "$failed" -eq 0 ]; then failed=1; fi
echo "$passed $failed $name" >"$result"
if [ "$failed" -eq 0 ]; then
    grep -a '^skipping' "$result.log"
    printf '%-36s %5d passed  %4ds\n' "$name" "$passed" $(($(date +%s) - start))
else
    printf '%-36s %5d passed, %d FAILED (status %d): %s.log\n' "$name" "$passed" "$failed" "$status" "$result"
    grep -aE ':[FE]:|FAILED|ERROR|runtime error|cchash:|^tests/.*:[0-9]+:|^[a-z_]+\.[ch]:[0-9]+:' "$result.log" | head -n 12
    [ -n "$counts" ] || tail -n 5 "$result.log"
fi
exit 0 # the sum at the end decides
