#!/bin/sh
# Prints one column of the tables and hashes in names.def, a word a line, for bench.mk and the other scripts.
# usage: rows.sh file|name|package MACRO...
column=$1
shift
rows=$(dirname "$0")/names.def
for macro; do
    case $column in
    file) sed -n "s/^$macro(\([a-z0-9_]*\),.*/\1/p" "$rows" ;;
    name) sed -n "s/^$macro([a-z0-9_]*, \"\([^\"]*\)\".*/\1/p; s/^$macro(\([a-z0-9_]*\), \..*/\1/p" "$rows" ;;
    package) sed -n "s/^$macro(.*\.package = \"\([^\"]*\)\".*/\1/p" "$rows" ;;
    *)
        echo "rows.sh: no column '$column'; there are: file, name, package" >&2
        exit 2
        ;;
    esac
done
