#!/bin/sh
# The headers among other people's macros: every identifier that they use inside, the words of Qt, X11 and Windows, and
# single letters are macros, like objects and like functions, before the headers and where maps are made. The user's
# macros must be there after the include. Run from the top of the tree.
# shellcheck disable=SC2086,SC2317 # the lists of flags are lists; `later` calls functions
. tests/support/lib.sh
strict=$basic
headers=$(ls cchash*.h cchash/*.h 2>/dev/null)

# What users write after a dot: these may be macros where the headers are included, but not where maps are made.
documented="key value size capacity bytes load mean_probe max_probe histogram ptr len"

others="
    slots signals emit foreach forever map key value size hash table seed left right type entry list status count data
    next begin end index capacity node bucket tag probe link state mask limit offset ptr random iter iterator context
    allocator compare equal release allocate rehash min max insert remove_all find clear keep item name other buffer
    None Bool Status True False Always Success Above Below CursorShape Unsorted FocusIn FocusOut KeyPress KeyRelease
    Expose GrayScale Opposite Convex Complex ParentRelative InputOutput NotUseful WhenMapped Mode Window Font Cursor
    near far small interface IN OUT OPTIONAL ERROR NO_ERROR DELETE VOID CONST TRUE FALSE BOOL BYTE WORD CALLBACK WINAPI
    pascal cdecl huge hyper environ THIS PURE TRANSPARENT OPAQUE RELATIVE ABSOLUTE DIFFERENCE STRICT IGNORE INFINITE
    EMPTY EMPTY_SLOT NODE TAG MAP SET KEY VALUE PASTE CAT CONCAT STR STRINGIFY UNUSED INLINE FORCE_INLINE LIKELY
    likely unlikely swap check verify require assume fail ok yes no on off debug trace LOG log2_of round_up align_up
    a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z _"
# The standard headers that ours include, as far as this machine has them, before any macro.
{
    printf '#include <%s.h>\n' errno inttypes limits stdbool stddef stdint stdio stdlib string
    printf '#ifdef __SSE2__\n#include <emmintrin.h>\n#endif\n'
    cat $headers | grep -hoE '^ *# *include *<[^>]+>' | grep -oE '<[^>]+>' | grep -vE 'arm_|windows|intrin' | sort -u |
        sed 's/.*/#if __has_include(&)\n#include &\n#endif/'
} >"$tmp/standard.h"

{
    sh tests/support/names.sh
    echo $others | tr ' ' '\n' | grep .
} | sort -u >"$tmp/names"
sed -n 's/^#undef //p' cchash/macros_off.h cchash/macros_sync_off.h | sort >"$tmp/off"
sh tests/support/names.sh >"$tmp/ours"
check "the lists of names in cchash/macros_*off.h are up to date; make names writes them" diff "$tmp/ours" "$tmp/off"
echo $documented | tr ' ' '\n' | sort >"$tmp/documented"
comm -23 "$tmp/names" "$tmp/documented" >"$tmp/undocumented"
check "the headers have names" test "$(wc -l <"$tmp/names")" -gt 300

for header in $public_headers; do echo "#include \"$header\""; done >"$tmp/headers.h"
make_macros() { # kind of name, kind of macro
    case $2 in
    objects) parameters='' call='' ;;
    functions) parameters='(...)' call='()' ;;
    esac
    { cat "$tmp/standard.h"; sed "s/.*/#define &$parameters CLASH_&/" "$tmp/$1"; } >"$tmp/$1-$2-marked.h"
    { cat "$tmp/standard.h"; sed "s/.*/#define &$parameters @ this must never be expanded @/" "$tmp/$1"; } >"$tmp/$1-$2.h"
    sed "s/.*/INTACT_& &$call/" "$tmp/$1" >"$tmp/$1-$2-after.h"
}
for kind in names undocumented; do
    for macros in objects functions; do make_macros $kind $macros; done
done

# What the preprocessor makes of all of it, without compiling: each macro that was expanded has left its mark.
no_clash() { # kind of name, kind of macro, command...
    before=$1-$2 kind=$1
    shift 2
    output=$tmp/$(echo "$* $before" | tr -dc '[:alnum:]').i
    only=''
    [ "$kind" = names ] && only=-DCLASH_INCLUDE_ONLY
    "$@" $only -I. -DCLASH_BEFORE="\"$tmp/$before-marked.h\"" -DCLASH_HEADERS="\"$tmp/headers.h\"" -E tests/checks/macro_clash.c 2>"$output.errors" >"$output"
    status=$?
    marks=$(grep -oE 'CLASH_[A-Za-z0-9_]*' "$output" | sed 's/CLASH_/\n/g' | sort -u | grep .)
    [ -z "$marks" ] || echo "$(echo "$marks" | wc -l) names clash:" $marks | fold -s -w 160
    grep -m 3 error: "$output.errors"
    [ $status -eq 0 ] && [ -z "$marks" ]
}

intact() { # kind of macro, command...
    macros=$1
    shift
    output=$tmp/$(echo "$* intact $macros" | tr -dc '[:alnum:]').i
    "$@" -DCLASH_INCLUDE_ONLY -I. -DCLASH_BEFORE="\"$tmp/names-$macros-marked.h\"" -DCLASH_HEADERS="\"$tmp/headers.h\"" \
        -DCLASH_AFTER="\"$tmp/names-$macros-after.h\"" -E tests/checks/macro_clash.c >"$output" || return 1
    grep -E '^INTACT_' "$output" | tr -d ' ' | sed 's/^INTACT_//' >"$output.found"
    sed 's/.*/&CLASH_&/' "$tmp/names" >"$output.wanted"
    diff "$output.wanted" "$output.found" | grep '^[<>]' | head -n 20
    cmp -s "$output.wanted" "$output.found"
}

compiled() { # kind of name, kind of macro, command...
    before=$tmp/$1-$2.h kind=$1
    shift 2
    program=$tmp/$(echo "$* $before" | tr -dc '[:alnum:]')
    if [ "$kind" = names ]; then
        "$@" $strict -DCLASH_INCLUDE_ONLY -I. -DCLASH_BEFORE="\"$before\"" -DCLASH_HEADERS="\"$tmp/headers.h\"" \
            -fsyntax-only tests/checks/macro_clash.c
    else
        "$@" $strict -I. -DCLASH_BEFORE="\"$before\"" -DCLASH_HEADERS="\"$tmp/headers.h\"" tests/checks/macro_clash.c -o "$program" &&
            "$program"
    fi
}

for cc in "gcc -std=gnu11" "clang -std=gnu11" "g++ -x c++ -std=c++11" "clang++ -x c++ -std=c++17"; do
    for mode in "" -DCCHASH_DEBUG -DCCHASH_NO_SIMD; do
        case $FULL$mode$cc in -D*[A-Z]clang\ * | -D*[A-Z]g++*) continue ;; esac # what a mode expands does not depend on the maker
        for macros in objects functions; do
            later "$macros named like ours, include: $cc $mode" no_clash names $macros $cc $mode
            later "$macros named like ours, maps: $cc $mode" no_clash undocumented $macros $cc $mode
            # Modes: the marks above have told which macros were expanded.
            [ -n "$FULL" ] || [ -z "$mode" ] || continue
            later "$macros named like ours, include compiles: $cc $mode" compiled names $macros $cc $mode
            later "$macros named like ours, maps compile and run: $cc $mode" compiled undocumented $macros $cc $mode
        done
    done
    later "macros are there after the include: $cc" intact objects $cc
    later "macros like functions are there after the include: $cc" intact functions $cc
done
later "objects named like ours, gcc -DNDEBUG -DCCHASH_SEED=1" compiled undocumented objects gcc -std=c99 -DNDEBUG -DCCHASH_SEED=1
collect

# Programs that count what they allocate have macros with the names of the C library's functions. Their blocks need not
# be such as realloc knows.
{
    cat "$tmp/standard.h"
    echo 'static inline void my_free(void *my_block) { if (my_block) free((char *)my_block - 16); }'
    echo 'static inline void *my_malloc(size_t my_size) { char *my_block = (char *)malloc(my_size + 16); return my_block ? my_block + 16 : my_block; }'
    echo 'static inline void *my_calloc(size_t my_number, size_t my_size) { char *my_block = (char *)calloc(my_number, my_size + 16); return my_block ? my_block + 16 : my_block; }'
    echo '#define free(block_) my_free(block_)'
    echo '#define malloc(size_) my_malloc(size_)'
    echo '#define calloc(number_, size_) my_calloc(number_, size_)'
    echo '#define remove(path_) my_remove(path_)'
} >"$tmp/library.h"
for cc in "gcc -std=gnu11" "clang -std=gnu11" "g++ -x c++ -std=c++11"; do
    check "macros with the C library's names: $cc" $cc -I. -DCLASH_BEFORE="\"$tmp/library.h\"" tests/checks/macro_clash.c -o "$tmp/library"
    check "macros with the C library's names, run: $cc" "$tmp/library"
done
# And with no macros at all: then what fails above is the macros' work.
check "no macros" gcc -std=gnu11 $strict -I. tests/checks/macro_clash.c -o "$tmp/plain"
check "no macros, run" "$tmp/plain"
finish
