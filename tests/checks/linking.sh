#!/bin/sh
# What compilers and linkers say: each header alone, twice, in any order; two translation units in C and C++; debug mixed
# with release. Run from the top of the tree.
# shellcheck disable=SC2086,SC2089,SC2090 # the lists of flags are lists
. tests/support/lib.sh
headers=$public_headers
strict=$basic
check "a public header is cchash.h, cchash_str.h, cchash_sync.h, or a layout's (tests/support/flags.sh, layouts.h)" \
    test "$(printf '%s\n' $headers | sort)" = "$(printf '%s\n' ./*.h | sed 's/^..//' | sort)"

compilers="gcc clang"
for cc in $compilers; do
    have "$cc" || { echo "no $cc"; exit 1; }
done

prefix_of() { # what the macros of a header begin with
    layout=${1#cchash_} layout=${layout%.h}
    case " $layouts " in
    *" $layout "*) echo "CCHASH_$(echo "$layout" | tr '[:lower:]' '[:upper:]')" ;;
    *) echo CCHASH ;;
    esac
}

use() { # a program that uses header $1, in file $2
    if [ "$1" = cchash_str.h ]; then
        cat >"$2" <<END
#include "$1"
int main(void) {
    cchash_str text;
    int bad = !cchash_str_from_cstr(&text, "a text that is not inline") || cchash_str_size(&text) != 25;
    cchash_str_free(&text);
    return bad;
}
END
        return
    fi
    if [ "$1" = cchash_sync.h ]; then
        cat >"$2" <<END
#include "$1"
CCHASH_CONCURRENT_DEFINE(wordmap, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_CONCURRENT_DEFINE_SET(numbers, uint32_t, cchash_hash_u32, cchash_eq_u32);
int main(void) {
    wordmap map;
    uint64_t value = 0;
    int bad = !wordmap_init(&map, 0) || wordmap_put(&map, 64, 1) != CCHASH_INSERTED || !wordmap_get(&map, 64, &value) || value != 1;
    wordmap_free(&map);
    return bad;
}
END
        return
    fi
    prefix=$(prefix_of "$1")
    cat >"$2" <<END
#include "$1"
${prefix}_DEFINE(wordmap, const char *, uint64_t, cchash_hash_cstr, cchash_eq_cstr);
${prefix}_DEFINE_SET(numbers, uint64_t, cchash_hash_u64, cchash_eq_u64);
int main(void) {
    wordmap map;
    wordmap_init(&map);
    int bad = wordmap_put(&map, "cache", 64) != CCHASH_INSERTED || *wordmap_get(&map, "cache") != 64;
    wordmap_free(&map);
    return bad;
}
END
}

# The shape of the headers: no circle of includes, no file and no macro that is too long to read. Nobody reads the lists
# that make names writes.
for header in cchash*.h cchash/*.h; do
    folder=$(dirname "$header")
    sed -n 's/^#include "\(.*\)"/\1/p' "$header" | while read -r included; do
        echo "$header $(realpath --relative-to=. "$folder/$included")"
    done
done >"$tmp/arrows"
check "arrows from header to header" test "$(wc -l <"$tmp/arrows")" -gt 40
check "no circle of includes" tsort "$tmp/arrows"
awk 'FILENAME ~ /macros_/ { next }
    FNR == 1 { length_of[FILENAME] = 0 } { length_of[FILENAME]++ }
    END { for (file in length_of) if (length_of[file] > 900) print file, length_of[file] }' cchash*.h cchash/*.h >"$tmp/long"
check "headers of over 900 lines: $(tr '\n' ' ' <"$tmp/long")" refused test -s "$tmp/long"
awk 'FNR == 1 { lines = 0 } /\\$/ { lines++; next } { if (lines >= 60) print FILENAME ":" FNR, lines + 1; lines = 0 }' \
    cchash*.h cchash/*.h >"$tmp/long"
check "macros of over 60 lines: $(tr '\n' ' ' <"$tmp/long")" refused test -s "$tmp/long"

# Each header alone and twice, in C and C++ by each maker's compiler, and with FULL=1 in every standard (single.sh has all of
# them for all headers at once), without POSIX names. What is included once more after its use has been
# included alone before.
for header in $headers; do
    use "$header" "$tmp/alone.c"
    { echo "#include \"$header\""; cat "$tmp/alone.c"; echo "#include \"$header\""; } >"$tmp/twice.c"
    for std in c99 c11 gnu17; do
        for cc in $compilers; do
            case $FULL$cc$std in gccc99 | clangc11 | 1*) ;; *) continue ;; esac
            later "$header alone and twice, $cc -std=$std" $cc -std=$std $strict -I. -fsyntax-only "$tmp/twice.c"
        done
    done
    for std in c++11 c++17 c++20; do
        for cc in g++ clang++; do
            case $FULL$cc$std in g++c++11 | clang++c++20 | 1*) ;; *) continue ;; esac
            later "$header alone and twice, $cc -std=$std" $cc -x c++ -std=$std $strict -I. -fsyntax-only "$tmp/twice.c"
        done
    done
    collect
    check "$header links" gcc -std=c99 -I. "$tmp/alone.c" -o "$tmp/alone"
    check "$header runs" "$tmp/alone"
done

# Any order of any two: each header after those before it in the list, and after those behind it. FULL=1: each pair alone.
for second in $headers; do
    use "$second" "$tmp/use.c"
    sides="$headers $second $headers"
    for first in "${sides%% "$second" *}" "${sides##* "$second" }"; do
        for header in $first; do echo "#include \"$header\""; done >"$tmp/order.c"
        cat "$tmp/use.c" >>"$tmp/order.c"
        check "$second after $first" gcc -std=c99 $strict -I. -fsyntax-only "$tmp/order.c"
    done
    [ -n "$FULL" ] || continue
    for first in $headers; do
        { echo "#include \"$first\""; cat "$tmp/use.c"; } >"$tmp/order.c"
        check "$first, then $second" gcc -std=c99 $strict -I. -fsyntax-only "$tmp/order.c"
    done
done

# Nothing but cchash_*, CCHASH_* and what the user named: all identifiers with linkage, and all new macros.
for header in $headers; do
    use "$header" "$tmp/names.c"
    check "$header, names of objects" gcc -std=c99 -O0 -I. -c "$tmp/names.c" -o "$tmp/names.o"
    nm --defined-only "$tmp/names.o" | awk '{ print $NF }' |
        grep -Ev '^(cchash_|wordmap|numbers|main$|\.|_?_?func__|counter)' >"$tmp/leaks"
    check "$header, stray symbols: $(tr '\n' ' ' <"$tmp/leaks")" refused test -s "$tmp/leaks"
    gcc -std=c99 -I. -dD -E "$tmp/names.c" |
        awk '/^# [0-9]+ "/ { ours = $3 ~ /cchash[a-z_/]*\.h/ } ours && /^#define/ { print $2 }' | grep -vE '^(CCHASH|cchash)_' >"$tmp/leaks"
    check "$header, stray macros: $(tr '\n' ' ' <"$tmp/leaks")" refused test -s "$tmp/leaks"
done

# Two translation units, in each pair of languages, and debug with release. With optimisation, which may drop names; the
# engine in each function would add none.
for header in $map_headers; do
    prefix=$(prefix_of "$header")
    flags="-O1 -DCCHASH_NO_FORCE_INLINE -I. -Itests/support -DLINK_PREFIX=$prefix -DLINK_HEADER=\"$header\""
    for part in main other; do
        check "$header, $part in C" gcc -std=c99 $flags -c tests/checks/link_$part.c -o "$tmp/$part.c.o"
        check "$header, $part in C++" clang++ -x c++ -std=c++11 $flags -c tests/checks/link_$part.c -o "$tmp/$part.cc.o"
        check "$header, $part in C, debug" gcc -std=c99 -DCCHASH_DEBUG $flags -c tests/checks/link_$part.c -o "$tmp/$part.debug.o"
    done
    for pair in c:c c:cc cc:c cc:cc debug:debug; do
        main=${pair%:*} other=${pair#*:}
        check "$header, $pair links" g++ "$tmp/main.$main.o" "$tmp/other.$other.o" -o "$tmp/linked"
        check "$header, $pair runs" "$tmp/linked"
    done
    check "$header, debug with release must not link" refused g++ "$tmp/main.debug.o" "$tmp/other.c.o" -o "$tmp/linked"
    check "$header, release with debug must not link" refused g++ "$tmp/main.c.o" "$tmp/other.debug.o" -o "$tmp/linked"
done

# Types that are only declared where the map is.
for cc in "gcc -std=c99" "clang -std=c11" "g++ -x c++ -std=c++11" "clang++ -x c++ -std=c++17"; do
    check "incomplete types, $cc" $cc $strict -Wno-return-type-c-linkage -I. tests/checks/incomplete.c -o "$tmp/incomplete"
    check "incomplete types, $cc, run" "$tmp/incomplete"
done

finish
