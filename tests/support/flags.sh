# What more than one place needs to know: warnings, 32 bits, the layouts, the headers. Read by the make files and by lib.sh.
# shellcheck shell=sh disable=SC2034 # used where this is read
warnings="-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wcast-align -Wundef"
strict="$warnings -Werror -Wmissing-declarations"
# Without those of conversions, which some systems' headers cause; and for the tests' own code.
basic="-Wall -Wextra -Wpedantic -Werror"
few="-Wall -Wextra -Werror -Wno-psabi"

# The kernel's headers lie where only 64-bit programs look, unless the whole of gcc-multilib is installed.
m32="-m32 -idirafter /usr/include/x86_64-linux-gnu"
has_m32() { # compiler, file to write
    printf '#include <errno.h>\nint main(void) { return errno; }\n' >"$2.c"
    # shellcheck disable=SC2086
    $1 $m32 "$2.c" -o "$2" 2>/dev/null
}
# Some kernels run 64-bit programs only. There m32_runner is an emulator; without one, as without the compiler, false.
runs_m32() { # compiler, file to write
    has_m32 "$1" "$2" || return 1
    m32_runner=
    "$2" 2>/dev/null && return
    m32_runner=qemu-i386
    qemu-i386 "$2" 2>/dev/null
}
without_m32="skipping 32-bit programs: they need Debian package gcc-multilib, and qemu-user if the kernel does not run them"

layouts=$(sed -n 's/^ *X([A-Z_0-9]*, \([a-z_0-9]*\)).*/\1/p' tests/support/layouts.h | tr '\n' ' ')
# As macros name them: _CHAIN, …
layout_words=$(echo "$layouts" | tr '[:lower:]' '[:upper:]' | sed 's/\([A-Z_0-9][A-Z_0-9]*\)/_\1/g')

# What a user includes: a layout's header alone, strings alone, or all.
map_headers=cchash.h
for layout in $layouts; do map_headers="$map_headers cchash_$layout.h"; done
public_headers="$map_headers cchash_str.h cchash_sync.h"
