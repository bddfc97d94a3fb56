#!/bin/sh
# tests/support/sum.sh RESULT...: adds up what tests/support/run.sh kept; fails if anything failed or nothing ran.
cat "$@" | awk '{ passed += $1; failed += $2 } $2 { print "FAILED: " $3 " " $4 " " $5 " (" $2 ")" }
    END { printf "%d passed, %d failed\n", passed, failed; exit failed > 0 || passed == 0 }'
