#!/bin/sh
# What must not compile: each mistake is refused by gcc and clang, in C and C++, and the first error is a sentence of the
# library's, "cchash: ...". Beside each mistake stands what is right and must compile, with gcc in C and clang in C++; what
# is compiled alone, and what is run, has these two compilers, too. FULL=1: all compilers for those, and more standards of
# C++. Run from the top of the tree.
# shellcheck disable=SC2046,SC2086,SC2317 # the lists of flags are lists; `later` calls functions
. tests/support/lib.sh
strict="$strict -Wno-unused-function -Wno-missing-declarations"
c="gcc:-std=gnu11 clang:-std=gnu11"
cxx="g++:-xc++:-std=c++11 clang++:-xc++:-std=c++17 ${FULL:+g++:-xc++:-std=c++17 clang++:-xc++:-std=c++11}"
few_compilers="${c%% *} clang++:-xc++:-std=c++17" # one of each language and of each maker
[ -z "$FULL" ] || few_compilers="$c $cxx"

cat >"$tmp/prelude.h" <<'END'
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "cchash.h"
typedef char name16[16];
typedef int pair[2];
typedef struct point { int x, y; } point;
static inline uint64_t point_hash(point key) { return (uint64_t)key.x; }
static inline bool point_eq(point left, point right) { return left.x == right.x && left.y == right.y; }
static inline bool text_copy(char **to, char *const *from) {
    size_t size = strlen(*from) + 1;
    *to = (char *)malloc(size);
    if (*to) memcpy(*to, *from, size);
    return *to != NULL;
}
static inline void text_free(char **text) { free(*text); }
static inline bool int_copy(int *to, const int *from) { *to = *from; return true; }
static inline void int_free(int *number) { *number = 0; }
static inline void *heap_allocate(int *heap, size_t size, size_t align) { (void)heap, (void)align; return malloc(size); }
static inline void heap_release(int *heap, void *block, size_t size, size_t align) {
    (void)heap, (void)size, (void)align;
    free(block);
}
static inline uint64_t text_seeded(const char *text, uint64_t seed) { return cchash_hash_bytes(text, strlen(text), seed); }
static inline bool text_is_view(const char *text, cchash_view view) { return text == view.ptr; }
static inline bool text_of_view(const char **to, const cchash_view *from) { *to = from->ptr; return true; }
static inline uint64_t double_hash(double key) { return cchash_hash_bytes(&key, sizeof key, 0); }
static inline bool double_eq(double left, double right) { return !(left < right) && !(right < left); }
END

# Each compiler's own copy, precompiled: reading it takes longer than a row.
for compiler in $c $cxx; do
    mkdir "$tmp/$compiler"
    cp "$tmp/prelude.h" "$tmp/$compiler"
    case $compiler in *++*) header="c++-header" ;; *) header="c-header" ;; esac
    case $compiler in clang*) suffix=pch ;; *) suffix=gch ;; esac
    check "the prelude compiles: $compiler" $(echo "$compiler" | sed "s/:-xc++//; s/:/ /g") -I. -x $header "$tmp/$compiler/prelude.h" \
        -o "$tmp/$compiler/prelude.h.$suffix"
done

list_of() { # languages: their compilers
    case $1 in
    both) echo "$c $cxx" ;;
    c) echo "$c" ;;
    c++) echo "$cxx" ;;
    esac
}
few_of() { # languages: those of them that compile what is right, what is alone, and what is run
    for one_of in $(list_of $1); do
        case " $few_compilers " in *" $one_of "*) echo "$one_of" ;; esac
    done
}

# with_each COMPILERS FILE function...: calls function for each compiler; all must succeed
with_each() {
    list=$1 source=$2 bad=0
    shift 2
    for compiler in $list; do
        words=$(echo "$compiler" | tr : ' ')
        "$@" $words -I. -include "$tmp/$compiler/prelude.h" "$source" || { echo "  ($words)"; bad=1; }
    done
    return $bad
}

# Refused, and the first error matches the pattern.
says() { # pattern, command...
    pattern=$1
    shift
    errors=$source.$(echo "$*" | cksum | cut -d ' ' -f 1)
    if "$@" -w -fsyntax-only 2>"$errors"; then
        echo "compiles"
        return 1
    fi
    first=$(grep -m 1 'error:' "$errors")
    case $pattern in
    any) return 0 ;;
    esac
    echo "$first" | grep -qE "cchash: .*$pattern" && return
    echo "$first" | cut -c 1-200
    return 1
}
compiles() { "$@" $strict -fsyntax-only; }
compiles_and_runs() {
    "$@" -w -o "$source.program" || return 1
    "$source.program" || { echo "the program's status is $?"; return 1; }
}
# Where the library may choose: it says so in a sentence, or it works.
either() { says "" "$@" >"$source.said" 2>&1 || compiles_and_runs "$@" || { cat "$source.said"; return 1; }; }

# Rows are kept here and compiled by `finish_rows`: a compiler reads all of them in one run, each under names of its own,
# and each error says by #line whose it is. What is not as wanted there is compiled alone, which decides.
number=0
row() { # what is wrong, languages, code, what is right instead
    number=$((number + 1))
    echo "$1" >"$tmp/what.$number"
    echo "$pattern" >"$tmp/pattern.$number"
    echo "$2" >"$tmp/languages.$number"
    [ -z "$3" ] || printf '%s\n' "$3" >"$tmp/wrong.$number.c"
    [ -z "$4" ] || printf '%s\n' "$4" >"$tmp/right.$number.c"
}
may() { # what, languages, code with a main
    number=$((number + 1))
    printf '%s\n' "$3" >"$tmp/may.$number.c"
    later "refused, or right: $1" with_each "$(few_of $2)" "$tmp/may.$number.c" either
}
must() { # what, languages, code with a main
    number=$((number + 1))
    printf '%s\n' "$3" >"$tmp/must.$number.c"
    later "works: $1" with_each "$(few_of $2)" "$tmp/must.$number.c" compiles_and_runs
}

# What rows call what they declare. A name that is missing here costs time: rows that have it are compiled alone.
names='m|m[0-9]|h|e|f|use|keyed|name|two|triple|key_type|colour|red|green|blue|text_hash|text_eq'
names="$names|swapped|unaligned|unsized|my_hash|my_eq"
together() { # wrong or right, compiler: all rows in one run, whose errors go to TOGETHER.COMPILER
    for one in $(seq $number); do
        case " $(list_of "$(cat "$tmp/languages.$one" 2>/dev/null)") " in *" $2 "*) ;; *) continue ;; esac
        [ -f "$tmp/$1.$one.c" ] && [ "$1$(cat "$tmp/pattern.$one")" != wrongany ] || continue
        echo "#line 1 \"$1.$one\""
        sed -E "/^#include/!s/\\b($names)(_|\\b)/\\1_$one\\2/g" "$tmp/$1.$one.c"
    done >"$tmp/$1.$2.c"
    case $2 in # an error stands where the row is, and not where the macro is; and all errors are told
    g*) all="-ftrack-macro-expansion=0 -fno-diagnostics-show-caret" ;;
    *) all="-ferror-limit=0 -fno-caret-diagnostics -fmacro-backtrace-limit=1" ;;
    esac
    case $1 in wrong) all="$all -w" ;; right) all="$all $strict" ;; esac
    $(echo "$2" | tr : ' ') -I. -include "$tmp/$2/prelude.h" $all -fsyntax-only "$tmp/$1.$2.c" 2>"$tmp/$1.$2.errors" &&
        touch "$tmp/$1.$2.compiles"
    # the first error of each row
    sed -nE "s/^($1\.[0-9]+):[0-9:]* (fatal )?error:/\1 &/p" "$tmp/$1.$2.errors" | awk '!seen[$1]++' >"$tmp/$1.$2.first"
}
as_wanted() { # number, pattern, compiler: does the run of all say what is wanted of this wrong row?
    grep "^wrong\.$1 " "$tmp/wrong.$3.first" | grep -qE "cchash: .*$2"
}
finish_rows() {
    collect
    for compiler in $c $cxx; do together wrong $compiler; done
    for compiler in $few_compilers; do together right $compiler; done
    for one in $(seq $number); do
        [ -f "$tmp/what.$one" ] || continue
        pattern=$(cat "$tmp/pattern.$one") alone='' alone_right=''
        languages=$(cat "$tmp/languages.$one")
        if [ "$pattern" = any ]; then
            alone=$(few_of $languages)
        else
            for compiler in $(list_of $languages); do
                as_wanted "$one" "$pattern" "$compiler" || alone="$alone $compiler"
            done
        fi
        for compiler in $(few_of $languages); do
            [ -e "$tmp/right.$compiler.compiles" ] || alone_right="$alone_right $compiler"
        done
        if [ -f "$tmp/wrong.$one.c" ]; then
            later "refused: $(cat "$tmp/what.$one")" with_each "$alone" "$tmp/wrong.$one.c" says "$pattern"
        fi
        if [ -f "$tmp/right.$one.c" ]; then
            later "accepted beside: $(cat "$tmp/what.$one")" with_each "$alone_right" "$tmp/right.$one.c" compiles
        fi
    done
    collect
}
pattern=''

u64='cchash_hash_u64, cchash_eq_u64'
u32='cchash_hash_u32, cchash_eq_u32'
cstr='cchash_hash_cstr, cchash_eq_cstr'

# ---- Fields of struct keys ----
pattern='floating-point'
for field in "double x;" "float x[2];" "double x[2][2];" "const double x;" "const double x[2];"; do
    row "a field of CCHASH_STRUCT_KEY: $field" both "typedef struct keyed { int a; $field } keyed;
CCHASH_STRUCT_KEY(keyed, keyed, a, x);" "typedef struct keyed { int a; int x[2][2]; const char *p; } keyed;
CCHASH_STRUCT_KEY(keyed, keyed, a, x, p);"
done
pattern='struct or a union'
for field in "point x;" "point x[2];" "point x[2][2];" "const point x[2];"; do
    row "a field of CCHASH_STRUCT_KEY: $field" both "typedef struct keyed { int a; $field } keyed;
CCHASH_STRUCT_KEY(keyed, keyed, a, x);" "typedef struct keyed { int a; point x; } keyed;
CCHASH_STRUCT_KEY(keyed, keyed, a, x.y);"
done
pattern=''

# ---- Ready-made hashes for other keys ----
wrong_pair() { # what, K, hash and equality, right ones, the sentence
    pattern=$5
    row "$1" both "CCHASH_DEFINE(m, $2, int, $3);" "CCHASH_DEFINE(m, $2, int, $4);"
}
int='cchash_hash_int, cchash_eq_int'
double='cchash_hash_double, cchash_eq_double'
float='cchash_hash_float, cchash_eq_float'
wrong_pair "double keys as integers" double "$int" "$double" "cchash_hash_int is not for keys of this type"
wrong_pair "float keys as double" float "$double" "$float" "cchash_hash_double is not for keys of this type"
wrong_pair "double keys as float" double "$float" "$double" "cchash_hash_float is not for keys of this type"
wrong_pair "int keys as double" int "$double" "$int" "cchash_hash_double is not for keys of this type"
wrong_pair "hash of double, equality of integers" double "cchash_hash_double, cchash_eq_u64" "$double" "are for different kinds of keys"
wrong_pair "struct keys as integers" point "$int" "point_hash, point_eq" "cchash_hash_int is not for keys of this type"

# ---- C strings that a map owns ----
pattern='with CCHASH_CSTR_KEYS, K is char'
row "CCHASH_CSTR_KEYS with int" both "CCHASH_DEFINE_EX(m, int, int, $int, (CCHASH_CSTR_KEYS));" \
    "CCHASH_DEFINE_EX(m, const char *, int, $cstr, (CCHASH_CSTR_KEYS));"
pattern='a set has no values'
row "CCHASH_CSTR_VALUES in a set" both "CCHASH_DEFINE_SET_EX(m, int, $int, (CCHASH_CSTR_VALUES));" \
    "CCHASH_DEFINE_EX(m, int, char *, $int, (CCHASH_CSTR_VALUES));"
pattern='CCHASH_KEY_FREE.fn.: fn is void fn.K .key.'
row "CCHASH_KEY_FREE(free)" both "CCHASH_DEFINE_EX(m, char *, int, $cstr, (CCHASH_KEY_FREE(free)));" \
    "CCHASH_DEFINE_EX(m, char *, int, $cstr, (CCHASH_KEY_FREE(text_free)));"
pattern=''

# ---- Types ----
text='#include <string>
static inline uint64_t text_hash(const std::string &key) { return cchash_hash_bytes(key.data(), key.size(), 0); }
static inline bool text_eq(const std::string &left, const std::string &right) { return left == right; }'
row "std::string as value" c++ "#include <string>
CCHASH_DEFINE(m, int, std::string, $u64);" "CCHASH_DEFINE(m, uint64_t, point, $u64);"
row "std::string as key" c++ "$text
CCHASH_OA_DEFINE(m, std::string, int, text_hash, text_eq);" "CCHASH_OA_DEFINE(m, point, int, point_hash, point_eq);"
row "std::string as key of a set" c++ "$text
CCHASH_CHAIN_DEFINE_SET(m, std::string, text_hash, text_eq);" "CCHASH_CHAIN_DEFINE_SET(m, point, point_hash, point_eq);"
row "std::vector<int> as value" c++ "#include <vector>
CCHASH_CHAIN_DEFINE(m, uint64_t, std::vector<int>, $u64);" "#include <array>
typedef std::array<int, 3> triple;
CCHASH_CHAIN_DEFINE(m, uint64_t, triple, $u64);"
row "std::string as value of a map of strings" c++ "#include <string>
CCHASH_DEFINE_STR(m, std::string);" "CCHASH_DEFINE_STR(m, point);"
row "std::string as value, declared" c++ "#include <string>
CCHASH_DECLARE(m, uint64_t, std::string);" "CCHASH_DECLARE(m, uint64_t, point);"

pattern='wrap it in a struct'
row "an array as key" both "static inline uint64_t h(const char *key) { return (uint64_t)key[0]; }
static inline bool e(const char *left, const char *right) { return left == right; }
CCHASH_DEFINE(m, name16, int, h, e);" "typedef struct name { name16 text; } name;
static inline uint64_t h(name key) { return cchash_hash_bytes(key.text, sizeof key.text, 0); }
static inline bool e(name left, name right) { return memcmp(left.text, right.text, sizeof left.text) == 0; }
CCHASH_DEFINE(m, name, int, h, e);"
row "an array as key of a set" both "CCHASH_OA_DEFINE_SET(m, name16, $cstr);" "CCHASH_OA_DEFINE_SET(m, const char *, $cstr);"
row "an array as value" both "CCHASH_DEFINE(m, uint64_t, pair, $u64);" "typedef struct two { pair numbers; } two;
CCHASH_DEFINE(m, uint64_t, two, $u64);"
row "an array as value of a map of strings" both "CCHASH_CHAIN_DEFINE_STR(m, pair);" "CCHASH_CHAIN_DEFINE_STR(m, point);"
row "an array as value, declared" both "CCHASH_DECLARE(m, uint64_t, pair);" "CCHASH_DECLARE(m, uint64_t, int);"
pattern=''
put_one='int main(void) { m x; m_init(&x); int bad = m_put(&x, 1, 2) != 1 || m_put(&x, 1, 3) != 0 || m_get_or(&x, 1, 0) != 3; m_free(&x); return bad; }'
may "a const key" both "CCHASH_DEFINE(m, const int, int, $u64);
$put_one"
may "a const value" both "CCHASH_DEFINE(m, uint64_t, const int, $u64);
$put_one"
may "a const key of a set" both "CCHASH_OA_DEFINE_SET(m, const int, $u64);
int main(void) { m x; m_init(&x); int bad = m_add(&x, 1) != 1 || !m_contains(&x, 1); m_free(&x); return bad; }"

# ---- Traits ----
with() { echo "CCHASH_DEFINE_EX(m, uint64_t, int, $u64, $1);"; }
row "a misspelt trait" both "$(with '(CCHASH_CACHE_HASH)')" "$(with '(CCHASH_CACHED_HASH)')"
pattern=CCHASH_CACHE_HASH
row "a misspelt trait is named" both "$(with '(CCHASH_GOOD_HASH, CCHASH_CACHE_HASH)')" "$(with '(CCHASH_GOOD_HASH, CCHASH_CACHED_HASH)')"
pattern=''
row "a misspelt trait of a set" both "CCHASH_OA_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_CACHE_HASH));" \
    "CCHASH_OA_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_CACHED_HASH));"
row "a misspelt trait of a map of strings" both 'CCHASH_DEFINE_STR_EX(m, int, (CCHASH_CACHE_HASH));' 'CCHASH_DEFINE_STR_EX(m, int, (CCHASH_CACHED_HASH));'
row "a misspelt trait where a map is declared" both 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_CACHE_HASH));' 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_CACHED_HASH));'
row "a misspelt trait of a lookup" both "CCHASH_DEFINE(m, const char *, int, $cstr);
CCHASH_LOOKUP_EX(m, view, cchash_view, cchash_hash_view, text_is_view, (CCHASH_MAKES_KEY(text_of_view)));" "CCHASH_DEFINE(m, const char *, int, $cstr);
CCHASH_LOOKUP_EX(m, view, cchash_view, cchash_hash_view, text_is_view, (CCHASH_MAKE_KEY(text_of_view)));"
row "a misspelt trait with an argument" both "$(with '(CCHASH_KEY_DTOR(free))')" "$(with '(CCHASH_VALUE_FREE(int_free))')"
row "a trait twice" both "$(with '(CCHASH_CACHED_HASH, CCHASH_CACHED_HASH)')" "$(with '(CCHASH_CACHED_HASH, CCHASH_GOOD_HASH)')"
row "a trait with an argument twice" both "$(with '(CCHASH_VALUE_FREE(int_free), CCHASH_MAX_LOAD(1, 2), CCHASH_VALUE_FREE(int_free))')" \
    "$(with '(CCHASH_VALUE_FREE(int_free), CCHASH_MAX_LOAD(1, 2), CCHASH_VALUE_COPY(int_copy))')"
row "traits without parentheses" both "$(with CCHASH_CACHED_HASH)" "$(with '()')"
row "a trait with an argument, without parentheses" both "$(with 'CCHASH_VALUE_FREE(int_free)')" "$(with '(CCHASH_VALUE_FREE(int_free))')"
row "traits without a comma" both "$(with '(CCHASH_CACHED_HASH CCHASH_GOOD_HASH)')" "$(with '(CCHASH_CACHED_HASH, CCHASH_GOOD_HASH)')"
many=CCHASH_GOOD_HASH
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31; do many="$many, CCHASH_GOOD_HASH"; done
row "32 traits" both "$(with "($many)")" ""
pattern='CCHASH_TIGHT is for the compact layout'
row "tight sizes in chaining" both "CCHASH_CHAIN_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_TIGHT));" "CCHASH_COMPACT_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_TIGHT));"
row "tight sizes in open addressing" both "CCHASH_OA_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_CACHED_HASH, CCHASH_TIGHT));" "CCHASH_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_CACHED_HASH, CCHASH_TIGHT));"
row "tight sizes in a map of strings in open addressing" both "CCHASH_OA_DEFINE_STR(m, int, (CCHASH_TIGHT));" "CCHASH_DEFINE_STR(m, int, (CCHASH_ARENA_KEYS, CCHASH_TIGHT));"
row "tight sizes declared for chaining" both "CCHASH_CHAIN_DECLARE_EX(m, uint64_t, int, (CCHASH_TIGHT));" "CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_TIGHT));"
pattern='this layout has no nodes'
row "a node's allocation in compact" both "CCHASH_COMPACT_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_MALLOC_NODES));" "CCHASH_CHAIN_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_MALLOC_NODES));"
row "a node's allocation in open addressing" both "CCHASH_OA_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_MALLOC_NODES));" "CCHASH_CHAIN_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_MALLOC_NODES));"
row "a node's allocation in a compact map of strings" both "CCHASH_DEFINE_STR_EX(m, int, (CCHASH_MALLOC_NODES));" "CCHASH_CHAIN_DEFINE_STR_EX(m, int, (CCHASH_MALLOC_NODES));"
pattern='CCHASH_SPLIT is for the compact layout'
row "split chains" both "CCHASH_CHAIN_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_SPLIT));" "CCHASH_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_SPLIT));"
row "split open addressing" both "CCHASH_OA_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_SPLIT));" "CCHASH_COMPACT_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_SPLIT));"
row "split strings in open addressing" both "CCHASH_OA_DEFINE_STR(m, int, (CCHASH_SPLIT));" "CCHASH_DEFINE_STR(m, int, (CCHASH_SPLIT));"
pattern='CCHASH_SPLIT is for maps: a set has no values'
row "a split set" both "CCHASH_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_SPLIT));" "CCHASH_DEFINE_SET_EX(m, uint64_t, $u64, ());"
row "a split set of strings" both "CCHASH_DEFINE_STR_SET(m, (CCHASH_SPLIT));" "CCHASH_DEFINE_STR_SET(m, (CCHASH_ARENA_KEYS));"
pattern=''
row "a value's destructor in a set" both "CCHASH_DEFINE_SET_EX(m, int, $u64, (CCHASH_VALUE_FREE(int_free)));" "CCHASH_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_CACHED_HASH));"
row "a value's copier in a set" both "CCHASH_CHAIN_DEFINE_SET_EX(m, int, $u64, (CCHASH_VALUE_COPY(int_copy)));" "CCHASH_CHAIN_DEFINE_SET_EX(m, uint64_t, $u64, (CCHASH_CACHED_HASH));"
row "a value's destructor in a set of strings" both "CCHASH_DEFINE_STR_SET_EX(m, (CCHASH_VALUE_FREE(int_free)));" "CCHASH_DEFINE_STR_EX(m, int, (CCHASH_VALUE_FREE(int_free)));"
row "a key's destructor in a map of strings" both "CCHASH_DEFINE_STR_EX(m, int, (CCHASH_KEY_FREE(cchash_str_free)));" "CCHASH_DEFINE_STR_EX(m, int, (CCHASH_VALUE_FREE(int_free)));"
row "a key's copier in a map of strings" both "CCHASH_OA_DEFINE_STR_EX(m, int, (CCHASH_KEY_COPY(cchash_str_clone)));" "CCHASH_OA_DEFINE_STR_EX(m, int, (CCHASH_VALUE_COPY(int_copy)));"
row "a key's destructor in an arena" both "CCHASH_DEFINE_STR(m, int, (CCHASH_ARENA_KEYS, CCHASH_KEY_FREE(cchash_str_free)));" "CCHASH_DEFINE_STR(m, int, (CCHASH_ARENA_KEYS, CCHASH_VALUE_FREE(int_free)));"
row "a seeded hash in a map of strings" both "CCHASH_DEFINE_STR_EX(m, int, (CCHASH_SEEDED_HASH));" "CCHASH_DEFINE_STR_EX(m, int, (CCHASH_MAX_LOAD(1, 2)));"
row "a lookup's trait in a map" both "CCHASH_DEFINE_EX(m, const char *, int, $cstr, (CCHASH_MAKE_KEY(text_of_view)));" "CCHASH_DEFINE_EX(m, const char *, int, $cstr, (CCHASH_CACHED_HASH));"
row "a map's trait in a lookup" both "CCHASH_DEFINE(m, const char *, int, $cstr);
CCHASH_LOOKUP_EX(m, view, cchash_view, cchash_hash_view, text_is_view, (CCHASH_CACHED_HASH));" "CCHASH_DEFINE(m, const char *, int, $cstr);
CCHASH_LOOKUP_EX(m, view, cchash_view, cchash_hash_view, text_is_view, ());"

# All that there are, on one map: refused as too many, or all of them work.
may "ten traits" both 'static int frees;
static inline void int_gone(int *number) { (void)number; frees++; }
CCHASH_CHAIN_DEFINE_EX(m, char *, int, text_seeded, cchash_eq_cstr, (CCHASH_KEY_COPY(text_copy), CCHASH_KEY_FREE(text_free),
    CCHASH_VALUE_COPY(int_copy), CCHASH_CACHED_HASH, CCHASH_GOOD_HASH, CCHASH_SEEDED_HASH, CCHASH_MAX_LOAD(1, 2),
    CCHASH_ALLOCATOR(int *, heap_allocate, heap_release), CCHASH_MALLOC_NODES, CCHASH_VALUE_FREE(int_gone)));
int main(void) { char text[] = "a"; m x; m_init(&x); m_put(&x, text, 1); m_free(&x); return frees != 1; }'
load='CCHASH_MAX_LOAD(1, 4)'
seven() { # traits in an order: each must take effect, whichever is last
    cat <<END
typedef struct heap { int blocks, asked; } heap;
static inline void *count_allocate(heap *from, size_t size, size_t align) {
    (void)align;
    from->blocks++, from->asked++;
    return malloc(size);
}
static inline void count_release(heap *to, void *block, size_t size, size_t align) {
    (void)size, (void)align;
    if (block) to->blocks--;
    free(block);
}
static int copies, frees;
static inline bool value_copy(int *to, const int *from) { *to = *from; copies++; return true; }
static inline void value_free(int *value) { (void)value; frees++; }
CCHASH_CHAIN_DEFINE_STR(m, int, (CCHASH_ARENA_KEYS, $1));
CCHASH_CHAIN_DEFINE_STR(plain, int, (CCHASH_ARENA_KEYS, $load, CCHASH_MALLOC_NODES)); /* the same, but for cached hashes */
int main(void) {
    heap used = {0, 0};
    m x;
    plain y;
    char text[32];
    m_init_allocator(&x, &used);
    plain_init(&y);
    for (int i = 0; i < 100; i++) {
        snprintf(text, sizeof text, "%d", i);
        if (m_put(&x, text, i) != CCHASH_INSERTED || plain_put(&y, text, i) != CCHASH_INSERTED) return 1;
    }
    if (copies != 100 || frees != 0) return 2;
    if (used.blocks < 101) return 3; /* a block for each node, and one for the buckets */
    if (m_stats(&x).load > 0.26) return 4;
    if (!m_verify(&x)) return 5;
    if (m_memory(&x) < plain_memory(&y) + 800) return 6; /* eight bytes for each hash */
    m_free(&x);
    plain_free(&y);
    return frees != 100 ? 7 : used.blocks != 0 ? 8 : 0;
}
END
}
copy='CCHASH_VALUE_COPY(value_copy)'
free='CCHASH_VALUE_FREE(value_free)'
heap='CCHASH_ALLOCATOR(heap *, count_allocate, count_release)'
must "seven traits on an arena, the destructor last" both "$(seven "CCHASH_GOOD_HASH, CCHASH_CACHED_HASH, CCHASH_MALLOC_NODES, $load, $heap, $copy, $free")"
must "seven traits on an arena, the copier last" both "$(seven "CCHASH_GOOD_HASH, CCHASH_CACHED_HASH, CCHASH_MALLOC_NODES, $load, $heap, $free, $copy")"
must "seven traits on an arena, the allocator last" both "$(seven "CCHASH_GOOD_HASH, CCHASH_CACHED_HASH, CCHASH_MALLOC_NODES, $load, $free, $copy, $heap")"
must "seven traits on an arena, the load limit last" both "$(seven "CCHASH_GOOD_HASH, CCHASH_CACHED_HASH, CCHASH_MALLOC_NODES, $free, $copy, $heap, $load")"

# ---- Load limits ----
# FULL=1: also those that the contract and edge_cases run with.
for layout in $layout_words; do
    limit() { echo "CCHASH${layout}_DEFINE_EX(m, uint64_t, int, $u64, (CCHASH_MAX_LOAD$1));"; }
    row "a load limit of 0, CCHASH$layout" both "$(limit '(0, 1)')" "$(limit '(1, 2)')"
    row "a load limit of 1/100000, CCHASH$layout" both "$(limit '(1, 100000)')" "$(limit '(1, 4)')"
    row "a load limit of 3/0, CCHASH$layout" both "$(limit '(3, 0)')" "$(limit '(3, 4)')"
    row "a negative load limit, CCHASH$layout" both "$(limit '(-1, 2)')" "$(limit '(7, 8)')"
    for most in '(5, 4)' '(3, 1)' ${FULL:+'(1, 1)' '(1, 8)'}; do
        may "a load limit of $most, CCHASH$layout" both "$(limit "$most")
int main(void) {
    m x;
    m_init(&x);
    for (unsigned i = 0; i < 3000; i++) if (m_put(&x, i, (int)i) != CCHASH_INSERTED) return 1;
    for (unsigned i = 0; i < 3000; i++) if (m_get_or(&x, i, -1) != (int)i) return 2;
    for (unsigned i = 0; i < 3000; i += 2) if (!m_remove(&x, i)) return 3;
    if (!m_verify(&x) || m_size(&x) != 1500) return 4;
    m_free(&x);
    return 0;
}"
    done
done

# ---- Callbacks ----
keys() { echo "CCHASH_DEFINE_EX(m, char *, int, $cstr, ($1));"; }
values() { echo "CCHASH_DEFINE_EX(m, uint64_t, char *, $u64, ($1));"; }
row "free as a key's destructor" both "$(keys 'CCHASH_KEY_FREE(free)')" "$(keys 'CCHASH_KEY_FREE(text_free)')"
row "free as a value's destructor" both "$(values 'CCHASH_VALUE_FREE(free)')" "$(values 'CCHASH_VALUE_FREE(text_free)')"
row "free as a value's destructor, strings" both "CCHASH_DEFINE_STR_EX(m, char *, (CCHASH_VALUE_FREE(free)));" "CCHASH_DEFINE_STR_EX(m, char *, (CCHASH_VALUE_FREE(text_free)));"
row "strdup as a key's copier" both "$(keys 'CCHASH_KEY_COPY(strdup)')" "$(keys 'CCHASH_KEY_COPY(text_copy)')"
row "strdup as a value's copier" both "$(values 'CCHASH_VALUE_COPY(strdup)')" "$(values 'CCHASH_VALUE_COPY(text_copy)')"
row "a copier of another type" both "$(values 'CCHASH_VALUE_COPY(int_copy)')" "$(keys 'CCHASH_VALUE_COPY(int_copy)')"
row "a destructor of another type" both "$(keys 'CCHASH_KEY_FREE(int_free)')" "$(keys 'CCHASH_VALUE_FREE(int_free)')"
row "malloc and free as allocator" both "$(keys 'CCHASH_ALLOCATOR(int *, malloc, free)')" "$(keys 'CCHASH_ALLOCATOR(int *, heap_allocate, heap_release)')"
row "an allocator with its arguments in another order" both "static inline void *swapped(size_t size, size_t align, int *heap) { (void)heap, (void)align; return malloc(size); }
$(keys 'CCHASH_ALLOCATOR(int *, swapped, heap_release)')" ""
row "an allocator that is told no alignment" both "static inline void *unaligned(int *heap, size_t size) { (void)heap; return malloc(size); }
$(keys 'CCHASH_ALLOCATOR(int *, unaligned, heap_release)')" ""
row "a release that is told no size" both "static inline void unsized(int *heap, void *block) { (void)heap; free(block); }
$(keys 'CCHASH_ALLOCATOR(int *, heap_allocate, unsized)')" ""
row "an allocator with another context" both "$(keys 'CCHASH_ALLOCATOR(double *, heap_allocate, heap_release)')" ""
row "a maker of another type" both "CCHASH_DEFINE(m, const char *, int, $cstr);
CCHASH_LOOKUP_EX(m, view, cchash_view, cchash_hash_view, text_is_view, (CCHASH_MAKE_KEY(int_copy)));" ""

# ---- Hash and equality that don't fit the key ----
map() { echo "CCHASH_DEFINE(m, $1, int, $2);"; }
row "a hash of 32 bits for uint64_t" both "$(map uint64_t "$u32")" "$(map uint64_t "$u64")"
row "a hash of 32 bits for long" both "$(map long "$u32")" "$(map long "$u64")"
row "a hash of 32 bits for pointers" both "$(map 'void *' "$u32")" "$(map 'void *' 'cchash_hash_ptr, cchash_eq_ptr')"
row "a hash of 32 bits for uint64_t, in a set" both "CCHASH_OA_DEFINE_SET(m, uint64_t, $u32);" "CCHASH_OA_DEFINE_SET(m, uint32_t, $u32);"
row "equality of 32 bits for uint64_t" both "$(map uint64_t 'cchash_hash_u64, cchash_eq_u32')" "$(map uint32_t 'cchash_hash_u64, cchash_eq_u32')"
row "a hash of 32 bits for a lookup by uint64_t" both "$(map uint32_t "$u32")
CCHASH_LOOKUP(m, wide, uint64_t, $u32);" "$(map uint32_t "$u32")
CCHASH_LOOKUP(m, wide, uint64_t, $u64);"
row "an integer hash for pointers" both "$(map 'void *' "$u64")" ""
row "an integer hash for double" both "$(map double "$u64")" "$(map double 'double_hash, double_eq')"
row "an integer hash for float" both "$(map float "$u32")" "$(map double 'double_hash, double_eq')"
row "an integer hash for double, in a set" both "CCHASH_CHAIN_DEFINE_SET(m, double, $u64);" "CCHASH_CHAIN_DEFINE_SET(m, double, double_hash, double_eq);"
row "a string hash for int" both "$(map int "$cstr")" "$(map 'const char *' "$cstr")"
row "a string hash for uint64_t" both "$(map uint64_t "$cstr")" "$(map 'char *' "$cstr")"
row "a pointer hash for int" both "$(map uint64_t 'cchash_hash_ptr, cchash_eq_ptr')" "$(map 'int *' 'cchash_hash_ptr, cchash_eq_ptr')"
row "a string hash for pointers to int" both "$(map 'int *' "$cstr")" "$(map 'const int *' 'cchash_hash_ptr, cchash_eq_ptr')"
row "hash_cstr with eq_ptr" both "$(map 'const char *' 'cchash_hash_cstr, cchash_eq_ptr')" "$(map 'const char *' 'cchash_hash_ptr, cchash_eq_ptr')"
row "hash_ptr with eq_cstr" both "$(map 'const char *' 'cchash_hash_ptr, cchash_eq_cstr')" "$(map 'const char *' "$cstr")"
row "hash_view with eq_cstr, strings" both "$(map 'const char *' 'cchash_hash_view, cchash_eq_cstr')" "$(map cchash_view 'cchash_hash_view, cchash_eq_view')"
row "hash_view with eq_cstr, views" both "$(map cchash_view 'cchash_hash_view, cchash_eq_cstr')" "$(map 'const char *' "$cstr")"
# A pair of the user's own is the user's, functions or macros.
row "a string hash for a struct" both "$(map point "$cstr")" "#define my_hash(key_) ((uint64_t)(key_).x)
#define my_eq(left_, right_) ((left_).x == (right_).x)
$(map point 'my_hash, my_eq')"

# ---- IMPLEMENT that disagrees with DECLARE: an error is enough ----
pattern=any
apart() { # declared, implemented
    printf '%s\n%s\n' "$1" "$2"
}
right=$(apart 'CCHASH_DECLARE(m, uint64_t, int);' "CCHASH_IMPLEMENT(m, uint64_t, int, $u64);")
row "implemented with another value" both "$(apart 'CCHASH_DECLARE(m, uint64_t, uint32_t);' "CCHASH_IMPLEMENT(m, uint64_t, uint64_t, $u64);")" "$right"
row "implemented with another key" both "$(apart 'CCHASH_DECLARE(m, uint64_t, int);' "CCHASH_IMPLEMENT(m, unsigned, int, $u64);")" "$right"
row "implemented with another layout" both "$(apart 'CCHASH_OA_DECLARE(m, uint64_t, int);' "CCHASH_CHAIN_IMPLEMENT(m, uint64_t, int, $u64);")" \
    "$(apart 'CCHASH_CHAIN_DECLARE(m, uint64_t, int);' "CCHASH_CHAIN_IMPLEMENT(m, uint64_t, int, $u64);")"
row "a set implemented with another key" both "$(apart 'CCHASH_DECLARE_SET(m, uint64_t);' "CCHASH_IMPLEMENT_SET(m, unsigned, $u64);")" \
    "$(apart 'CCHASH_DECLARE_SET(m, uint64_t);' "CCHASH_IMPLEMENT_SET(m, uint64_t, $u64);")"
row "a set implemented as a map" both "$(apart 'CCHASH_DECLARE_SET(m, uint64_t);' "CCHASH_IMPLEMENT(m, uint64_t, int, $u64);")" ""
row "a map implemented as a set" both "$(apart 'CCHASH_DECLARE(m, uint64_t, int);' "CCHASH_IMPLEMENT_SET(m, uint64_t, $u64);")" ""
row "implemented without a trait" both "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_CACHED_HASH));' "CCHASH_IMPLEMENT(m, uint64_t, int, $u64);")" \
    "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_CACHED_HASH));' "CCHASH_IMPLEMENT_EX(m, uint64_t, int, $u64, (CCHASH_CACHED_HASH));")"
row "implemented with one trait more" both "$(apart 'CCHASH_DECLARE(m, uint64_t, int);' "CCHASH_IMPLEMENT_EX(m, uint64_t, int, $u64, (CCHASH_VALUE_FREE(int_free)));")" \
    "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_VALUE_FREE(int_free)));' "CCHASH_IMPLEMENT_EX(m, uint64_t, int, $u64, (CCHASH_VALUE_FREE(int_free)));")"
row "implemented with an allocator more" both "$(apart 'CCHASH_DECLARE(m, uint64_t, int);' "CCHASH_IMPLEMENT_EX(m, uint64_t, int, $u64, (CCHASH_ALLOCATOR(int *, heap_allocate, heap_release)));")" ""
row "implemented with an allocator less" both "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_ALLOCATOR(int *, heap_allocate, heap_release)));' "CCHASH_IMPLEMENT(m, uint64_t, int, $u64);")" ""
row "implemented without a split" both "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_SPLIT));' "CCHASH_IMPLEMENT(m, uint64_t, int, $u64);")" \
    "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_SPLIT));' "CCHASH_IMPLEMENT_EX(m, uint64_t, int, $u64, (CCHASH_SPLIT));")"
row "implemented without SipHash" both "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_SIPHASH));' "CCHASH_IMPLEMENT(m, uint64_t, int, $u64);")" \
    "$(apart 'CCHASH_DECLARE_EX(m, uint64_t, int, (CCHASH_SIPHASH));' "CCHASH_IMPLEMENT_EX(m, uint64_t, int, $u64, (CCHASH_SIPHASH));")"
row "strings implemented with SipHash" both "$(apart 'CCHASH_DECLARE_STR(m, int);' 'CCHASH_IMPLEMENT_STR(m, int, (CCHASH_SIPHASH));')" ""
row "a map of strings without a value" both "CCHASH_DEFINE_STR(m);" "CCHASH_DEFINE_STR(m, int);"
row "a map of strings with traits for a value" both "CCHASH_OA_DEFINE_STR(m, (CCHASH_SIPHASH));" "CCHASH_OA_DEFINE_STR_SET(m, (CCHASH_SIPHASH));"
row "strings implemented with another value" both "$(apart 'CCHASH_DECLARE_STR(m, int);' 'CCHASH_IMPLEMENT_STR(m, double);')" "$(apart 'CCHASH_DECLARE_STR(m, int);' 'CCHASH_IMPLEMENT_STR(m, int);')"
row "strings implemented in an arena" both "$(apart 'CCHASH_DECLARE_STR(m, int);' 'CCHASH_IMPLEMENT_STR(m, int, (CCHASH_ARENA_KEYS));')" "$(apart 'CCHASH_DECLARE_STR(m, int, (CCHASH_ARENA_KEYS));' 'CCHASH_IMPLEMENT_STR(m, int, (CCHASH_ARENA_KEYS));')"
row "an arena implemented without" both "$(apart 'CCHASH_DECLARE_STR(m, int, (CCHASH_ARENA_KEYS));' 'CCHASH_IMPLEMENT_STR(m, int);')" ""
row "a set of strings implemented as a map" both "$(apart 'CCHASH_DECLARE_STR_SET(m);' 'CCHASH_IMPLEMENT_STR(m, int);')" "$(apart 'CCHASH_DECLARE_STR_SET(m);' 'CCHASH_IMPLEMENT_STR_SET(m);')"
row "strings implemented in another layout" both "$(apart 'CCHASH_OA_DECLARE_STR(m, int);' 'CCHASH_CHAIN_IMPLEMENT_STR(m, int);')" ""
row "a lookup implemented for another type" both "$(apart 'CCHASH_DECLARE(m, uint32_t, int); CCHASH_DECLARE_LOOKUP(m, wide, uint64_t);' "CCHASH_IMPLEMENT(m, uint32_t, int, $u32); CCHASH_IMPLEMENT_LOOKUP(m, wide, uint16_t, $u64);")" \
    "$(apart 'CCHASH_DECLARE(m, uint32_t, int); CCHASH_DECLARE_LOOKUP(m, wide, uint64_t);' "CCHASH_IMPLEMENT(m, uint32_t, int, $u32); CCHASH_IMPLEMENT_LOOKUP(m, wide, uint64_t, $u64);")"

# ---- Use of a map that C or C++ refuses by itself ----
row "a value of another type" both "CCHASH_DEFINE(m, uint64_t, char *, $u64);
int f(m *x) { return m_put(x, 1, 2.5); }" ""
row "writing through a key" both "CCHASH_DEFINE(m, uint64_t, int, $u64);
void f(m *x) { *m_get_key(x, 1) = 2; }" ""
row "put into a set" c++ "CCHASH_DEFINE_SET(m, uint64_t, $u64);
int f(m *x) { return m_put(x, 1, 2); }" ""
row "changing a const map" c++ "CCHASH_DEFINE(m, uint64_t, int, $u64);
int f(const m *x) { return m_put(x, 1, 2); }" ""
pattern=''

# ---- Maps for many threads ----
sync='#include "cchash_sync.h"
CCHASH_CHAIN_DEFINE(m1, uint64_t, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH_OA_DEFINE(m2, uint64_t, double, cchash_hash_u64, cchash_eq_u64);
CCHASH_DEFINE(m3, uint64_t, char *, cchash_hash_u64, cchash_eq_u64);
CCHASH_DEFINE_STR(m4, int);'
right="$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_STRIPED(4096));
CCHASH_SYNC_DEFINE(m5, m4, CCHASH_COARSE);
static inline int use(m *x, m5 *y) { return m_fetch_add(x, 1, 2, NULL) + m5_fetch_add(y, \"a\", 2, NULL); }"
pattern='the number of shards must be a power of two, 1 to 4096'
for shards in 0 -4 3 65 4095 8192 100000; do
    row "CCHASH_STRIPED($shards)" both "$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_STRIPED($shards));" "$right"
    row "CCHASH_STRIPED_RW($shards)" both "$sync
CCHASH_SYNC_DEFINE_STR(m, m4, CCHASH_STRIPED_RW($shards));" ""
done
pattern='CCHASH_GRANULAR is a lock in each bucket of a chaining map'
for map in m2 m3; do
    row "CCHASH_GRANULAR over $map" both "$sync
CCHASH_SYNC_DEFINE(m, $map, CCHASH_GRANULAR);" "$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_GRANULAR);"
done
row "CCHASH_GRANULAR over strings in another layout" both "$sync
CCHASH_SYNC_DEFINE_STR(m, m4, CCHASH_GRANULAR(8));" "$sync
CCHASH_CHAIN_DEFINE_STR(m5, int);
CCHASH_SYNC_DEFINE_STR(m, m5, CCHASH_GRANULAR(8));"
pattern='the number of shards must be a power of two, 1 to 4096'
row "CCHASH_GRANULAR(3)" both "$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_GRANULAR(3));" "$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_GRANULAR(4));"
pattern='the pattern is CCHASH_COARSE, CCHASH_STRIPED'
for word in CCHASH_STRIPPED 'CCHASH_STRIPE(4)' striped 64 ''; do
    row "a pattern that there is not: $word" both "$sync
CCHASH_SYNC_DEFINE(m, m1, $word);" ""
done
pattern='CCHASH_COARSE has no number of shards'
row "CCHASH_COARSE with a number" both "$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_COARSE(4));" "$sync
CCHASH_SYNC_DEFINE(m, m1, CCHASH_COARSE);"
pattern='for maps and sets of owned strings'
row "a macro with _STR over numbers" both "$sync
CCHASH_SYNC_DEFINE_STR(m, m1, CCHASH_STRIPED);" "$sync
CCHASH_SYNC_DEFINE_STR(m, m4, CCHASH_STRIPED);"
pattern='a concurrent map holds plain (keys|values)'
for trait in 'CCHASH_KEY_FREE(text_free)' 'CCHASH_VALUE_COPY(int_copy)' 'CCHASH_VALUE_FREE(int_free)' CCHASH_CSTR_KEYS; do
    row "a concurrent map with $trait" both "#include \"cchash_sync.h\"
CCHASH_CONCURRENT_DEFINE_EX(m, char *, int, $cstr, ($trait));" "#include \"cchash_sync.h\"
CCHASH_CONCURRENT_DEFINE_EX(m, char *, int, cchash_hash_ptr, cchash_eq_ptr, (CCHASH_GOOD_HASH));"
done
pattern=''

# ---- What must go without a warning: every kind of integer, with the ready-made functions ----
for type in int long 'long long' 'unsigned char' char short bool 'enum colour' 'signed char' unsigned 'unsigned long' size_t intptr_t wchar_t; do
    code="#include <stddef.h>
enum colour { red, green };
typedef $type key_type;
CCHASH_DEFINE(m1, key_type, int, $u64);
CCHASH_OA_DEFINE_SET(m2, key_type, $u64);
CCHASH_CHAIN_DEFINE(m3, key_type, int, $u64);
CCHASH_DECLARE(m4, $type, int);
CCHASH_IMPLEMENT(m4, $type, int, $u64);"
    case $type in
    long | 'long long' | 'unsigned long' | size_t | intptr_t) ;;
    *) code="$code
CCHASH_DEFINE(m5, key_type, int, $u32);
CCHASH_OA_DEFINE(m6, $type, int, $u32);
CCHASH_CHAIN_DEFINE_SET(m7, key_type, $u32);" ;;
    esac
    row "keys of type $type, without a warning" both "" "$code
static inline bool use(void) { m1 x; m1_init(&x); return m1_contains(&x, (key_type)1); }"
done
must "integers as keys" both "enum colour { red, green, blue };
CCHASH_DEFINE(ints, int, int, $u64);
CCHASH_OA_DEFINE(chars, signed char, int, $u32);
CCHASH_CHAIN_DEFINE(colours, enum colour, int, $u32);
int main(void) {
    ints x; chars y; colours z;
    ints_init(&x); chars_init(&y); colours_init(&z);
    ints_put(&x, -5, 1); chars_put(&y, -5, 2); colours_put(&z, blue, 3);
    int bad = ints_get_or(&x, -5, 0) != 1 || chars_get_or(&y, -5, 0) != 2 || colours_get_or(&z, blue, 0) != 3 || ints_contains(&x, 5);
    bad |= !ints_verify(&x) || !chars_verify(&y) || !colours_verify(&z);
    ints_free(&x); chars_free(&y); colours_free(&z);
    return bad;
}"
finish_rows

# ---- fetch_add of what is no integer: gcc and clang say so where the call would be ----
for value in double 'char *' point; do
    cat >"$tmp/add.c" <<END
#include "cchash.h"
#include "cchash_sync.h"
typedef struct point { int x, y; } point;
typedef $value value;
CCHASH_DEFINE(plain, uint64_t, value, cchash_hash_u64, cchash_eq_u64);
CCHASH_SYNC_DEFINE(shared, plain, CCHASH_STRIPED);
int use(shared *map, value delta);
int use(shared *map, value delta) {
#ifdef ADDS
    return shared_fetch_add(map, 1, delta, NULL);
#else
    return shared_put(map, 1, delta);
#endif
}
END
    adds_is_refused() {
        ! "$@" -w -O1 -DADDS -I. -c "$tmp/add.c" -o "$tmp/add.o" 2>"$tmp/add.errors" &&
            grep -q "cchash: name_fetch_add is for maps whose values are integers" "$tmp/add.errors"
    }
    for cc in "gcc -std=gnu11" "clang++ -x c++ -std=c++17"; do
        check "refused: name_fetch_add, V is $value: $cc" adds_is_refused $cc
        check "accepted beside: name_put, V is $value: $cc" $cc $strict -O1 -I. -c "$tmp/add.c" -o "$tmp/add.o"
    done
done

# ---- "Changing one word changes the layout": all from cchash.h alone ----
for layout in "" $layout_words; do
    cat >"$tmp/word.c" <<END
#include "cchash.h"
CCHASH${layout}_DEFINE(ages, const char *, int, cchash_hash_cstr, cchash_eq_cstr);
CCHASH${layout}_DEFINE_SET(marks, uint64_t, cchash_hash_u64, cchash_eq_u64);
CCHASH${layout}_DEFINE_EX(others, uint64_t, int, cchash_hash_u64, cchash_eq_u64, (CCHASH_CACHED_HASH));
CCHASH${layout}_DEFINE_STR(words, int);
CCHASH${layout}_DEFINE_STR_SET(names);
CCHASH${layout}_DEFINE_STR_ARENA(texts, int);
CCHASH${layout}_DECLARE(apart, uint64_t, int);
CCHASH${layout}_IMPLEMENT(apart, uint64_t, int, cchash_hash_u64, cchash_eq_u64);
int main(void) {
    ages a; marks b; others c; words d; names e; texts f; apart g;
    ages_init(&a); marks_init(&b); others_init(&c); words_init(&d); names_init(&e); texts_init(&f); apart_init(&g);
    int sum = ages_put(&a, "x", 1) + marks_add(&b, 1) + others_put(&c, 1, 1) + words_put(&d, "x", 1) + names_add(&e, "x") +
        texts_put(&f, "x", 1) + apart_put(&g, 1, 1);
    ages_free(&a); marks_free(&b); others_free(&c); words_free(&d); names_free(&e); texts_free(&f); apart_free(&g);
    return sum != 7;
}
END
    for cc in "gcc -std=gnu11" "clang++ -x c++ -std=c++17" ${FULL:+"clang -std=c99" "g++ -x c++ -std=c++11"}; do
        check "cchash.h alone has CCHASH${layout}_DEFINE: $cc" $cc -Wall -Wextra -Werror -I. "$tmp/word.c" -o "$tmp/word"
        check "cchash.h alone, CCHASH${layout}_DEFINE runs: $cc" "$tmp/word"
    done
done
finish
