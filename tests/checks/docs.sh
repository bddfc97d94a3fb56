#!/bin/sh
# What people read first must be true: the README's example, every block of C in the pages, docs/api.h against what the
# macros really make, and the examples against their expected output. Run from the top of the tree.
. tests/support/lib.sh

# The first C block of the README with a main in it, exactly as printed.
awk '/^```c$/ { inside = 1; block = ""; next }
    /^```/ { if (inside && block ~ /int main/) { printf "%s", block; exit } inside = 0 }
    inside { block = block $0 "\n" }' README.md >"$tmp/readme.c"
check "README.md has an example with a main" test -s "$tmp/readme.c"
# shellcheck disable=SC2086 # $strict is a list
for build in "gcc -std=c99 -O1" "clang -std=c11 -O0 -fsanitize=address,undefined" "g++ -x c++ -std=c++11 -O1"; do
    case $build in
    g++*) grep -q '= {0}' "$tmp/readme.c" && continue ;; # C's empty initialiser; C++ has its own
    esac
    check "README example compiles: $build" $build $strict -I. "$tmp/readme.c" -o "$tmp/readme"
    check "README example runs: $build" "$tmp/readme"
    "$tmp/readme" >"$tmp/readme.out" 2>"$tmp/readme.err"
    check "README example prints something: $build" test -s "$tmp/readme.out"
    check "README example says nothing else: $build" refused test -s "$tmp/readme.err"
done

# Every block of C or C++ in the pages. A block with a main is a program: it is compiled with all warnings and run, and
# what it prints is compared with the ```text block after it, if there is one. Other blocks are compiled only. A comment
# just before a block, which readers do not see, says more; its further lines are C that goes before the block:
#
#     <!-- test: body          the block goes into a function (`file`, or no word: it stands at file scope)
#     CCHASH_DEFINE_STR(...);
#     -->
#     <!-- test: save=a.h -->  only keep the block, under that name, for programs that include it
#     <!-- test: with=a.c -->  compile the program together with a block that was saved
#     <!-- test: peer=khash --> needs another library; without its package the block is skipped
pages="README.md $(echo docs/*.md)"
mkdir "$tmp/blocks"
# shellcheck disable=SC2086 # a list
awk -v dir="$tmp/blocks" '
    FNR == 1 { how = prelude = ""; comment = inside = 0 }
    comment { if (/-->/) comment = 0; else prelude = prelude $0 "\n"; next }
    /^<!-- test:/ { how = $0; sub(/^<!-- test: */, "", how); comment = !sub(/ *-->.*/, "", how); prelude = ""; next }
    /^```/ && !inside {
        inside = 1
        kind = substr($0, 4)
        if (kind == "c" || kind == "cpp") {
            file = sprintf("%s/%03d.%s", dir, ++count, kind)
            printf "%s|%s:%d|%s\n", file, FILENAME, FNR, how
            printf "%s", prelude >(file ".prelude")
            printf "" >file
        } else if (kind == "text" && count) file = sprintf("%s.text", last)
        else file = ""
        how = prelude = last = ""
        next
    }
    /^```$/ { inside = 0; last = file ~ /text$/ ? "" : file; if (file) close(file); next }
    inside && file { print >file }' $pages >"$tmp/list"
check "the pages have blocks of C" test "$(wc -l <"$tmp/list")" -gt 20

peer() { # name: sets peer_package and peer_flags; fails if the library is missing
    peer_flags=
    case $1 in
    stb_ds) peer_package=libstb-dev peer_header=stb/stb_ds.h ;;
    uthash) peer_package=uthash-dev peer_header=uthash.h ;;
    khash) peer_package=libhts-dev peer_header=htslib/khash.h ;;
    glib)
        peer_package=libglib2.0-dev peer_header=glib.h
        peer_flags="$(pkg-config --cflags --libs glib-2.0 2>/dev/null)" || return 1
        ;;
    verstable) peer_package="" peer_header=verstable.h ;; # in no distribution
    *) return 1 ;;
    esac
    # shellcheck disable=SC2086 # a list
    echo "#include <$peer_header>" | gcc -E -x c - $peer_flags >/dev/null 2>&1
}
prints() { # program, expected output
    "$1" >"$tmp/block.out" 2>&1 || { echo "it ends with status $?:" && cat "$tmp/block.out" && return 1; }
    [ ! -f "$2" ] || diff "$2" "$tmp/block.out"
}
check_block() { # file, place, words of the comment
    body=
    more=
    libs=
    flags="$strict -Wno-unused-function"
    for word in $3; do
        case $word in
        body) body=1 ;;
        file) ;;
        save=*) cp "$1" "$tmp/blocks/${word#save=}" && return ;;
        with=*) more="$more $tmp/blocks/${word#with=}" ;;
        peer=*)
            if ! peer "${word#peer=}"; then
                if [ -n "$peer_package" ]; then
                    lacks "$2" "Debian package $peer_package is not installed"
                else
                    echo "skipping $2: ${word#peer=} is not packaged"
                fi
                return
            fi
            flags="-Wall"
            libs=$peer_flags
            ;;
        *) check "$2: the comment says '$word'" false ;;
        esac
    done
    source="$1.test.${1##*.}"
    compile="gcc -std=c11 -O0"
    [ "${1##*.}" = c ] || compile="g++ -std=c++11 -O0"
    if grep -q '^int main(' "$1"; then
        cp "$1" "$source"
        # shellcheck disable=SC2086
        check "$2 compiles" $compile $flags -I. -I"$tmp/blocks" "$source" $more -o "$1.run" $libs
        [ ! -f "$1.run" ] || check "$2 runs and prints what the page says" prints "$1.run" "$1.text"
        return
    fi
    [ "${1##*.}" = cpp ] || compile="gcc -std=gnu11"
    {
        printf '#include "cchash.h"\n#include <inttypes.h>\n#include <stdio.h>\n'
        cat "$1.prelude"
        [ -z "$body" ] || printf 'int block(void);\nint block(void) {\n'
        printf '#line 1 "%s, in the block"\n' "$2"
        cat "$1"
        [ -z "$body" ] || printf 'return 0;\n}\n'
    } >"$source"
    # shellcheck disable=SC2086
    check "$2 compiles" $compile $flags -Wno-unused-variable -Wno-unused-but-set-variable -Wno-unused-parameter -I. \
        -I"$tmp/blocks" -fsyntax-only "$source"
}
while IFS='|' read -r file place words; do check_block "$file" "$place" "$words"; done <"$tmp/list"

if have pandoc; then
    check "make man" make -s man B="$tmp/man"
    check "make man makes a page" grep -q '^\.SH SYNOPSIS' "$tmp/man/cchash.3"
else
    echo "skipping the manual page: Debian package pandoc is not installed"
fi

# Links between the pages lead to files that are there, and to headings that are in them.
anchors() { # page
    awk '/^```/ { code = !code } !code && /^#/' "$1" |
        sed -e 's/^#* *//' -e 's/[^A-Za-z0-9 _-]//g' -e 's/ /-/g' | tr '[:upper:]' '[:lower:]'
}
dead_links() { # page
    folder=$(dirname "$1")
    awk '/^```/ { code = !code } !code' "$1" | grep -oE '\]\([^)]*\)' |
        sed 's/^](\(.*\))$/\1/' | grep -v '^https*:' | sort -u >"$tmp/links"
    while read -r link; do
        to=${link%%#*}
        if [ -n "$to" ]; then to=$folder/$to; else to=$1; fi
        [ -e "$to" ] || echo "$link: no such file"
        case $link in *#*) anchors "$to" | grep -qx -e "${link#*#}" || echo "$link: no such heading" ;; esac
    done <"$tmp/links" >"$tmp/dead"
    cat "$tmp/dead"
    [ ! -s "$tmp/dead" ]
}
for page in $pages CONTRIBUTING.md SECURITY.md CHANGELOG.md; do check "the links of $page" dead_links "$page"; done

# One prototype per line, without comments, storage class and spaces that mean nothing.
prototypes() { # file names...: those of functions called $1_...
    name=$1
    shift
    "$@" | tr '\n' ' ' | sed -e 's/;/;\n/g' -e 's/}/}\n/g' |
        sed -e 's/cchash_\([a-z_]*\)_\b/\1/g' -e 's/_Bool/bool/g' -e 's/\bextern\b//g' -e 's/__asm__ *([^)]*)//g' -e 's/[[:space:]]\{1,\}/ /g' \
            -e 's/ *\([*(),;]\) */\1/g' -e 's/^ //' | grep -E "(^|[ *])${name}_[a-z_]+\(" | sort
}
without_comments() {
    gcc -fpreprocessed -dD -E -P -x c "$1" 2>/dev/null | grep -v '^ *#'
}
for layout in "" $layout_words; do
    cat >"$tmp/declare.c" <<END
#include "cchash.h"
struct pool;
CCHASH${layout}_DECLARE(wordmap, const char *, uint64_t);
CCHASH${layout}_DECLARE_SET(wordset, const char *);
CCHASH${layout}_DECLARE_STR(textmap, uint64_t);
CCHASH${layout}_DECLARE_STR_SET(textset);
struct person;
CCHASH${layout}_DECLARE(people, int, int);
CCHASH_DECLARE_LOOKUP_EX(people, name, const char *, (CCHASH_MAKE_KEY(person_hire)));
CCHASH${layout}_DECLARE_EX(poolmap, int, int, (CCHASH_ALLOCATOR(struct pool *, alloc, release)));
END
    for name in wordmap wordset poolmap textmap textset people; do
        prototypes $name without_comments docs/api.h >"$tmp/page"
        prototypes $name gcc -std=c99 -I. -E -P "$tmp/declare.c" >"$tmp/real"
        if [ $name = poolmap ]; then # only what the trait adds
            grep allocator "$tmp/real" >"$tmp/some"
            mv "$tmp/some" "$tmp/real"
        elif [ $name = people ]; then # only what the lookup adds
            grep -E '_name\(' "$tmp/real" >"$tmp/some"
            mv "$tmp/some" "$tmp/real"
            check "docs/api.h has the functions of a lookup" test "$(wc -l <"$tmp/page")" -ge 20
        else
            check "docs/api.h has $name's functions" test "$(wc -l <"$tmp/page")" -gt 30
        fi
        check "docs/api.h is what CCHASH${layout}_DECLARE makes of $name" diff "$tmp/page" "$tmp/real"
    done
done
check "docs/api.h is C" gcc -std=c11 -Wall -Werror -I. -fsyntax-only -x c docs/api.h

# All that is public is in CHANGELOG.md: the functions of maps (as name_foo) without their other forms, those of the
# library, traits and macros without those that are made of them.
public_names() {
    without_comments docs/api.h >"$tmp/api"
    grep -oE '\b(wordmap|wordset|poolmap)_[a-z_]+\(' "$tmp/api" | sed -e 's/(//' -e '/_hashed$/d' -e 's/^[a-z]*_/name_/'
    grep -oE '\bcchash_[a-z_0-9]+\(' "$tmp/api" | tr -d '('
    grep -oE '\bCCHASH_[A-Z_]+' docs/api.h | grep -vE '_(DECLARE|IMPLEMENT|LOOKUP)(_|$)|_(EX|SET)$' |
        grep -vE "^CCHASH($(echo $layout_words | tr ' ' '|'))_DEFINE"
}
in_changelog() {
    public_names | sort -u >"$tmp/public"
    [ "$(wc -l <"$tmp/public")" -gt 90 ] || { echo "too few names"; return 1; }
    while read -r name; do grep -qw -e "$name" CHANGELOG.md || echo "CHANGELOG.md does not name $name"; done <"$tmp/public" >"$tmp/lacking"
    cat "$tmp/lacking"
    [ ! -s "$tmp/lacking" ]
}
check "CHANGELOG.md names all that is public" in_changelog

# What a trait needs, in text and in tests; and each has a number of its own, 0 to 19 (20: none).
one_of_them_names() { # word, files
    grep -qwh -e "$@" || { echo "nothing names $1 in: $*"; return 1; }
}
traits=$(sed -n 's/^#define CCHASH_PRIV_TRAIT_\(CCHASH_[A-Z_]*\).*/\1/p' cchash/traits.h | grep -v _PRIV_)
for trait in $traits; do
    check "the comment at the top of cchash/traits.h explains $trait" grep -q "^ \*   $trait\b" cchash/traits.h
    for file in docs/api.h docs/guide.md tests/checks/compile_errors.sh; do
        check "$file names $trait" grep -qw "$trait" $file
    done
    check "a test has a map with $trait" one_of_them_names "$trait" tests/contract/*.[ch] tests/programs/*.c tests/support/test.h
    check "warnings.sh compiles a map with $trait" one_of_them_names "$trait" tests/support/stamp.h tests/checks/warnings.c
done
trait_numbers() {
    sed -n 's/^#define CCHASH_PRIV_IS\(_[A-Z_]*\)\1 ~, \([0-9]*\)$/\2/p' cchash/traits.h | sort -n >"$tmp/numbers"
    [ "$(wc -l <"$tmp/numbers")" = "$(grep -c '^#define CCHASH_PRIV_TRAIT_' cchash/traits.h)" ] || { echo "a trait has not two lines"; return 1; }
    [ -z "$(uniq -d "$tmp/numbers")" ] || { echo "two traits have the number $(uniq -d "$tmp/numbers")"; return 1; }
    [ "$(tail -n 1 "$tmp/numbers")" -eq 20 ] || { echo "a number is greater than 19"; return 1; }
}
check "each trait has a number of its own" trait_numbers

# A layout: which it is, and what it costs.
for layout in $layout_words; do
    check "README.md tells when to use CCHASH${layout}_DEFINE" grep -q "CCHASH${layout}_DEFINE" README.md
done
sed -n 's/^LAYOUT([a-z_]*, "\([a-z_]*\)",.*/\1/p' bench/names.def >"$tmp/measured"
check "bench/names.def has all layouts" test "$(wc -l <"$tmp/measured")" -eq "$(echo "$layouts" | wc -w)"
while read -r layout; do
    check "docs/performance.md has $layout" grep -qw "$layout" docs/performance.md
done <"$tmp/measured"

# Examples: short, C and C++, sanitized, with the output that they should have.
for example in examples/*.c; do
    name=$(basename "$example" .c)
    check "examples/$name has fewer than 100 lines" test "$(wc -l <"$example")" -lt 100
    check "examples/$name has a version for other tables" test -f "examples/peers/$name.cpp"
    check "examples/compare.sh knows the size of $name" grep -qE "^(sizes=')?$name [0-9]+" examples/compare.sh
    # shellcheck disable=SC2086
    for build in "gcc -std=c99 -O0" "clang -std=c11 -O0 -fsanitize=address,undefined" "g++ -x c++ -std=c++11 -O0"; do
        check "examples/$name compiles: $build" $build $strict -I. "$example" -o "$tmp/example"
        "$tmp/example" >"$tmp/example.out" 2>&1
        check "examples/$name ends well: $build" test $? -eq 0
        check "examples/$name prints what it should: $build" diff "tests/expected/$name.txt" "$tmp/example.out"
        rm -f "$tmp/example"
    done
done

# MIT-0 in every header, so that one that is copied out says what it is.
for header in $public_headers cchash/*.h; do
    check "$header names its licence" grep -q 'SPDX-License-Identifier: MIT-0' "$header"
done
finish
