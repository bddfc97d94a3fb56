#!/bin/sh
# The names that the headers use inside: variables, parameters, fields. A program may have macros with these names, which
# cchash/macros_off.h puts aside while a header is read, and cchash/macros_sync_off.h those of the headers for threads only.
# `sh tests/support/names.sh` prints them, `sh tests/support/names.sh write` (make names) writes the lists. Run from the top
# of the tree.
headers=$(printf "%s\n" cchash*.h cchash/*.h | grep -v cchash/macros_)
sync_headers=$(grep -l '"macros_sync_off.h"' cchash/*.h)
plain_headers=$(echo "$headers" | grep -vxF "$sync_headers")
tmp=$(mktemp -d "${TMPDIR:-/tmp}/cchash-names.XXXXXX") || exit 2
trap 'rm -rf "$tmp"' EXIT

keywords="
    auto break case char const continue default do double else enum extern float for goto if inline int long register
    restrict return short signed sizeof static struct switch typedef union unsigned void volatile while _Bool _Complex
    _Alignas _Alignof _Atomic _Generic _Noreturn _Static_assert _Thread_local _Pragma alignas alignof and and_eq asm
    bitand bitor bool catch class compl concept constexpr const_cast decltype delete dynamic_cast explicit export false
    friend mutable namespace new noexcept not not_eq nullptr operator or or_eq private protected public
    reinterpret_cast requires static_assert static_cast template this thread_local throw true try typeid typename using
    virtual wchar_t xor xor_eq override final import module main
    define undef ifdef ifndef elif endif defined error warning include include_next pragma once push_macro pop_macro
    line GCC clang diagnostic push pop ignored system_header poison region endregion detect_mismatch"

# Names of the system's that the headers use: macros of the standard headers, and these.
system="
    abort calloc clock errno fprintf free malloc memcmp memcpy memset qsort rand_s stderr strcmp strlen time
    atomic_load_explicit atomic_store_explicit atomic_fetch_add_explicit atomic_exchange_explicit
    atomic_compare_exchange_strong_explicit atomic_thread_fence memory_order_relaxed memory_order_acquire
    memory_order_release memory_order_acq_rel
    ptrdiff_t size_t int64_t uint8_t uint16_t uint32_t uint64_t uintptr_t uint8x16_t"
printf '#include <%s.h>\n' errno inttypes limits stdbool stddef stdint stdio stdlib string time >"$tmp/standard.h"
words() { grep -oE '[A-Za-z_][A-Za-z0-9_]*' | sort -u; }
{
    for cc in "gcc -x c" "gcc -x c++" "clang -x c"; do
        # shellcheck disable=SC2086
        $cc -dM -E "$tmp/standard.h" 2>/dev/null
    done | awk '{ sub(/\(.*/, "", $2); print $2 }'
    echo "$system" | tr ' ' '\n'
} | sort -u >"$tmp/standard"
echo "$keywords" | tr ' ' '\n' | sort -u >"$tmp/keywords"

# gcc takes the comments out; what is left of numbers and of the headers that are included is no name. Names that begin
# with an underscore no program may have as macros.
names_in() {
    for header in $1; do
        gcc -fpreprocessed -dD -E -P -x c "$header" 2>/dev/null
    done | sed -e 's/^ *# *include .*//' -e 's/"[^"]*"//g' -e "s/'[^']*'//g" -e 's/\b0[xX][0-9A-Fa-f]*//g' -e 's/\b[0-9][0-9A-Za-z]*//g' |
        words | comm -23 - "$tmp/standard" | comm -23 - "$tmp/keywords" |
        grep -vE '^(cchash_.*|CCHASH_.*|_.+|.*_|v[a-z0-9]*_u8)$'
}
names_in "$plain_headers" >"$tmp/names"
names_in "$sync_headers" | comm -23 - "$tmp/names" >"$tmp/sync_names"

if [ "$1" != write ]; then
    sort "$tmp/names" "$tmp/sync_names"
    exit
fi
write_list() { # file, names, what is done with each
    {
        sed '/^#if/,$d' "cchash/$1"
        echo '#if defined(__GNUC__) || defined(__clang__) || defined(_MSC_VER) || defined(__TINYC__)'
        sed "$3" "$2"
        echo '#endif'
    } >"$tmp/$1"
    cp "$tmp/$1" cchash/
}
off='s/.*/#pragma push_macro("&")\n#undef &/' on='s/.*/#pragma pop_macro("&")/'
write_list macros_off.h "$tmp/names" "$off"
write_list macros_on.h "$tmp/names" "$on"
write_list macros_sync_off.h "$tmp/sync_names" "$off"
write_list macros_sync_on.h "$tmp/sync_names" "$on"
