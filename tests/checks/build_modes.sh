#!/bin/sh
# Everyday ways to build, each compiled, linked and run: levels of optimisation, sanitizers, profilers, options that
# change the language, other processors, what MSVC would see. FULL=1: every option with every compiler and all of
# tests/checks/build_modes.c; otherwise each option with one compiler, every layout and a third of it, or one layout where
# other tests build all of them nearly so; and the engine forced into each function only where the option may stand in its
# way: it takes a compiler twice to five times as long. Run from the top of the tree.
# shellcheck disable=SC2086,SC2046,SC2317 # the lists of flags are lists; `later` calls functions
. tests/support/lib.sh

for cc in gcc g++ clang clang++; do
    have "$cc" || { echo "no $cc"; exit 1; }
done

layout_flags() { # layout: macros that choose it
    echo "-DMODES_LAYOUT=_$(echo "$1" | tr '[:lower:]' '[:upper:]') -DMODES_HEADER=\"cchash_$1.h\""
}

# build_and_run NAME RUNNER command...: RUNNER is empty for this machine's own programs
build_and_run() {
    program=$tmp/$1 runner=$2
    shift 2
    if ! "$@" -o "$program" 2>"$program.errors"; then
        echo "$*"
        grep -E 'error|undefined|multiple' "$program.errors" | head -n 4
        return 1
    fi
    (cd "$tmp" && LLVM_PROFILE_FILE=/dev/null timeout 120 $runner "$program")
    status=$?
    rm -f "$program" "$program.errors"
    [ $status -eq 0 ] || { echo "$*"; echo "the program's status is $status"; return 1; }
}

# mode COMPILER PARTS flags...: PARTS is "all" (all layouts), "each" (all, in programs of their own), "some" (a third of each
# layout), or "one" (a third of one layout). FULL=1: each.
turn=0 ones=0
mode() {
    compiler=$1 parts=$2
    shift 2
    list=$layouts
    case $FULL$parts in
    all | each | some) ;;
    one) # in nine turns, each third of each of three layouts
        count=$(echo $layouts | wc -w)
        list=$(echo $layouts | cut -d ' ' -f $((ones % count + 1)))
        third=$(((ones / count + ones) % 3 + 1))
        ones=$((ones + 1))
        ;;
    *some | *one) parts=each ;;
    esac
    for layout in $list; do
        turn=$((turn + 1))
        case $parts in
        all) thirds=0 ;;
        each) thirds="1 2 3" ;;
        some) thirds=$((turn % 3 + 1)) ;;
        one) thirds=$third ;;
        esac
        for part in $thirds; do
            flags=$(layout_flags $layout)
            [ $part = 0 ] || flags="$flags -DMODES_PART=$part"
            later "mode: $compiler $* ($layout, part $part)" build_and_run "mode.$turn.$part" "$runner" \
                $compiler "$@" $few $flags -I. $language tests/checks/build_modes.c
        done
        [ $turn -lt 1000 ] || turn=0
    done
    turn=$((turn + 1)) # another part for this layout next time
}

# The same for cchash_sync.h: sync COMPILER flags...
syncs=0
sync() {
    syncs=$((syncs + 1))
    later "cchash_sync.h: $*" build_and_run "sync.$syncs" "$runner" "$@" $few -I. tests/checks/build_modes_sync.c
}

runner=''
language=''
c() { language="" && mode "$@"; }
cxx() { language="-x c++" && mode "$@"; }

if [ -z "$FULL" ]; then
    lean=-DCCHASH_NO_FORCE_INLINE
    # Without $lean where a compiler may refuse to inline: -Og once compiled no map.
    c gcc some -std=gnu11 -Og
    c gcc one -std=c99 -O1 $lean
    c clang one -std=gnu11 -O2 $lean
    c gcc one -std=gnu11 -Os $lean
    c clang one -std=gnu11 -Oz
    c gcc one -std=gnu11 -O2 -flto
    c gcc one -std=gnu11 -O2 -fno-inline
    c gcc one -std=gnu11 -O2 -finstrument-functions -DMODES_HOOKS
    c gcc one -std=gnu11 -O0 --coverage
    c gcc one -std=gnu11 -O1 -pg
    c clang one -std=gnu11 -O1 -fsanitize=address $lean
    c gcc one -std=gnu11 -O1 -fsanitize=undefined -fno-sanitize-recover=all $lean
    c clang one -std=gnu11 -O1 -fsanitize=thread $lean
    c clang some -std=gnu11 -O0 -g -fsanitize=memory
    c gcc one -std=gnu11 -O2 -fno-strict-aliasing $lean
    c gcc one -std=gnu11 -O1 -funsigned-char -fshort-enums -fPIC -fno-common $lean
    c gcc one -std=gnu11 -O3 -march=native -ffast-math $lean
    c gcc some -std=c2x -O0
    c clang some -std=c2x -O0
    cxx g++ all -std=c++11 -O0
    cxx g++ one -std=c++14 -Og $lean
    cxx clang++ one -std=c++17 -O1
    cxx clang++ all -std=c++20 -O0
    cxx g++ some -std=c++20 -O0
else
    for flags in -O0 -Og -O1 -O2 -O3 -Os -Oz "-O2 -flto" "-O2 -fno-inline" "-O2 -finstrument-functions -DMODES_HOOKS" \
        "-O2 -pg" "-O1 -fsanitize=address" "-O1 -fsanitize=undefined -fno-sanitize-recover=all" \
        "-O1 -fsanitize=thread" "-O2 -fno-strict-aliasing" "-O2 -funsigned-char -fshort-enums" \
        "-O3 -march=native -ffast-math" "-O1 -DCCHASH_NO_SIMD" "-O2 -fPIC -fno-common" "-Og -fsanitize=address,undefined"; do
        c gcc some -std=gnu11 $flags
        c clang some -std=c99 $flags
        cxx g++ some -std=c++11 $flags
        cxx clang++ some -std=c++17 $flags
    done
    c gcc some -std=gnu11 -O2 --coverage
    cxx g++ some -std=c++11 -O2 --coverage
    c clang some -std=gnu11 -O2 -fprofile-instr-generate -fcoverage-mapping
    for flags in -O0 -O1 -O2; do
        c clang some -std=gnu11 $flags -fsanitize=memory
        c gcc some -std=c2x $flags
        c clang some -std=c2x $flags
        cxx g++ some -std=c++20 $flags
        cxx clang++ some -std=c++20 $flags
    done
fi

# Another system, which has but pthread_mutex_t, and another compiler, which has but C11's atomics.
sync gcc -std=c99 -O1 -pthread -U__linux__
sync gcc -std=c11 -O1 -DCCHASH_PRIV_C11_ATOMICS

# Other C libraries and compilers, and 32 bits.
if have musl-gcc; then
    sync musl-gcc -std=c99 -O0
    c musl-gcc all -std=c99 -O0
    [ -z "$FULL" ] || c musl-gcc some -std=c99 -O1
else
    echo "skipping musl-gcc: musl-tools is not installed"
fi
if have tcc; then
    c tcc all -std=c99 -Wall
else
    echo "skipping tcc: tcc is not installed"
fi
if runs_m32 gcc "$tmp/m32"; then
    runner=$m32_runner
    c gcc one -std=gnu11 -O1 $m32 $lean
    runner=''
else
    echo "$without_m32"
fi

# Inside `#pragma pack(push, 1)`.
for cc in "gcc -O0" "gcc -O1 -DCCHASH_NO_FORCE_INLINE" "clang -O0" "g++ -x c++ -O0" ${FULL:+"gcc -O1" "gcc -O3" "clang -O2"}; do
    later "packed entries: $cc" build_and_run "packed.$(echo "$cc" | tr -dc '[:alnum:]')" "" $cc $few -I. -Itests/support \
        -Wno-address-of-packed-member tests/checks/packed.c
done

# Other processors.
cross() { # target, qemu's name for it, package of its C library, anything: also with optimisation
    compiler=$1-gcc
    if ! have "$compiler" || ! echo 'int main(void) { return 0; }' | "$compiler" -static -x c - -o "$tmp/probe" 2>/dev/null; then
        echo "skipping $1: needs gcc-$1 and $3"
        return
    fi
    runner=qemu-$2
    if ! have "$runner"; then
        echo "compiling for $1 only: qemu-user is not installed"
        runner=true
    fi
    [ -n "$FULL$4" ] && c "$compiler" one -std=c99 -O1 -static
    c "$compiler" all -std=gnu11 -O0 -static
    sync "$compiler" -std=c99 -O1 -static
    runner=''
}
cross aarch64-linux-gnu aarch64 libc6-dev-arm64-cross
cross arm-linux-gnueabihf arm libc6-dev-armhf-cross
cross riscv64-linux-gnu riscv64 libc6-dev-riscv64-cross optimised
cross s390x-linux-gnu s390x libc6-dev-s390x-cross optimised
mingw=x86_64-w64-mingw32-gcc
if have $mingw; then
    runner=wine
    if have wine; then
        export WINEDEBUG=-all
        # the first run makes wine's folder, which takes a while
        echo 'int main(void) { return 0; }' | $mingw -x c - -o "$tmp/probe.exe" && wine "$tmp/probe.exe" >/dev/null 2>&1
    else
        echo "compiling for Windows only: wine64 is not installed"
        runner=true
    fi
    [ -n "$FULL" ] && c $mingw some -std=c99 -O1
    c $mingw all -std=gnu11 -O0
    sync $mingw -std=gnu11 -O1
    runner=''
else
    echo "skipping Windows: gcc-mingw-w64-x86-64 is not installed"
fi

# Projects that have words of their own for attributes: all of these are macros, and the headers spell __noinline__.
{
    printf '#include <%s.h>\n' errno inttypes limits stdbool stddef stdint stdio stdlib string
    printf '#ifdef __SSE2__\n#include <emmintrin.h>\n#endif\n'
    for word in noinline always_inline unused used cold hot weak constructor destructor pure packed aligned artificial \
        flatten gnu_inline noclone nonnull returns_nonnull warn_unused_result may_alias deprecated visibility section \
        target optimize fallthrough nothrow leaf alias cleanup no_sanitize no_sanitize_address no_instrument_function \
        noipa nodebug alloc_size alloc_align assume_aligned transparent_union vector_size mode warning error \
        forceinline force_inline inline_always never_inline likely unlikely INLINE FORCE_INLINE ALWAYS_INLINE NOINLINE \
        NO_INLINE UNUSED COLD HOT PURE WEAK PACKED ALIGNED RESTRICT; do
        echo "#define $word @ this must never be expanded @"
    done
} >"$tmp/attributes.h"
attributes() { # command...
    for layout in $layouts; do
        "$@" $few $(layout_flags $layout) -include "$tmp/attributes.h" -I. -fsyntax-only tests/checks/build_modes.c || return 1
    done
}
for mode in "" -DCCHASH_DEBUG; do
    for cc in "gcc -std=gnu11" "clang -std=c99" "g++ -x c++ -std=c++11" "clang++ -x c++ -std=c++17"; do
        case $FULL$mode$cc in -DCCHASH_DEBUGclang* | *DEBUGg++*) continue ;; esac # one of each maker and language will do
        later "attributes are spelt __so__: $cc -O1 $mode" attributes $cc -O1 $mode
    done
done

# What MSVC would see: clang for Windows, with its own names undefined and stubs for the system's headers. Syntax only.
stubs=$tmp/stubs
mkdir -p "$stubs"
stub() { # header; text from standard input
    { echo '#pragma once'; echo '#include <stddef.h>'
      printf '#ifdef __cplusplus\nextern "C" {\n#endif\n'; cat; printf '#ifdef __cplusplus\n}\n#endif\n'; } >"$stubs/$1"
}
stub errno.h <<'END'
int *_errno(void);
#define errno (*_errno())
typedef int errno_t;
#define ENOMEM 12
#define EINVAL 22
END
stub stdlib.h <<'END'
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);
void abort(void);
int rand_s(unsigned *number);
char *getenv(const char *name);
END
stub malloc.h <<'END'
void *_aligned_malloc(size_t size, size_t align);
void _aligned_free(void *block);
END
stub string.h <<'END'
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *left, const void *right, size_t size);
void *memchr(const void *at, int byte, size_t size);
size_t strlen(const char *text);
int strcmp(const char *left, const char *right);
END
stub stdio.h <<'END'
typedef struct FILE FILE;
FILE *__acrt_iob_func(unsigned number);
#define stderr (__acrt_iob_func(2))
int printf(const char *format, ...);
int fprintf(FILE *to, const char *format, ...);
int fputs(const char *text, FILE *to);
int snprintf(char *to, size_t room, const char *format, ...);
END
stub assert.h <<'END'
#define assert(condition) ((void)0)
END
stub time.h <<'END'
typedef long long time_t;
typedef long clock_t;
time_t time(time_t *to);
clock_t clock(void);
END
stub emmintrin.h <<'END'
typedef struct __m128i { long long halves[2]; } __m128i;
typedef struct __m128 { float parts[4]; } __m128;
__m128 _mm_castsi128_ps(__m128i from);
int _mm_movemask_ps(__m128 from);
__m128i _mm_unpacklo_epi32(__m128i left, __m128i right);
__m128i _mm_unpacklo_epi64(__m128i left, __m128i right);
__m128i _mm_set_epi32(int word3, int word2, int word1, int word0);
#define _MM_HINT_T0 1
#define _MM_HINT_T1 2
#define _MM_HINT_T2 3
#define _MM_HINT_NTA 0
void _mm_prefetch(const char *at, int hint);
void _mm_pause(void);
void _mm_sfence(void);
__m128i _mm_setzero_si128(void);
__m128i _mm_set1_epi8(char byte);
__m128i _mm_set1_epi16(short half);
__m128i _mm_set1_epi32(int word);
__m128i _mm_set1_epi64x(long long word);
__m128i _mm_set_epi64x(long long high, long long low);
__m128i _mm_load_si128(const __m128i *from);
__m128i _mm_loadu_si128(const __m128i *from);
__m128i _mm_loadl_epi64(const __m128i *from);
void _mm_store_si128(__m128i *to, __m128i from);
void _mm_storeu_si128(__m128i *to, __m128i from);
void _mm_storel_epi64(__m128i *to, __m128i from);
void _mm_stream_si128(__m128i *to, __m128i from);
void _mm_stream_si64(long long *to, long long from);
void _mm_stream_si32(int *to, int from);
__m128i _mm_cmpeq_epi8(__m128i left, __m128i right);
__m128i _mm_cmpeq_epi16(__m128i left, __m128i right);
__m128i _mm_cmpeq_epi32(__m128i left, __m128i right);
__m128i _mm_cmpgt_epi8(__m128i left, __m128i right);
__m128i _mm_cmplt_epi8(__m128i left, __m128i right);
__m128i _mm_cmpgt_epi32(__m128i left, __m128i right);
__m128i _mm_and_si128(__m128i left, __m128i right);
__m128i _mm_andnot_si128(__m128i left, __m128i right);
__m128i _mm_or_si128(__m128i left, __m128i right);
__m128i _mm_xor_si128(__m128i left, __m128i right);
__m128i _mm_packs_epi16(__m128i left, __m128i right);
__m128i _mm_packs_epi32(__m128i left, __m128i right);
__m128i _mm_slli_epi64(__m128i words, int bits);
__m128i _mm_srli_epi64(__m128i words, int bits);
int _mm_movemask_epi8(__m128i bytes);
int _mm_cvtsi128_si32(__m128i from);
long long _mm_cvtsi128_si64(__m128i from);
__m128i _mm_cvtsi64_si128(long long from);
__m128i _mm_cvtsi32_si128(int from);
END
stub intrin.h <<'END'
#include <emmintrin.h>
unsigned char _BitScanForward(unsigned long *at, unsigned long word);
unsigned char _BitScanForward64(unsigned long *at, unsigned long long word);
unsigned char _BitScanReverse(unsigned long *at, unsigned long word);
unsigned char _BitScanReverse64(unsigned long *at, unsigned long long word);
unsigned long long _umul128(unsigned long long left, unsigned long long right, unsigned long long *high);
unsigned long long __umulh(unsigned long long left, unsigned long long right);
unsigned long long _byteswap_uint64(unsigned long long word);
unsigned long _byteswap_ulong(unsigned long word);
unsigned long long _rotl64(unsigned long long word, int bits);
unsigned long long __popcnt64(unsigned long long word);
unsigned int __popcnt(unsigned int word);
long _InterlockedIncrement(volatile long *at);
long _InterlockedExchangeAdd(volatile long *at, long add);
long _InterlockedCompareExchange(volatile long *at, long to, long from);
long _InterlockedExchange(volatile long *at, long to);
long long _InterlockedIncrement64(volatile long long *at);
long long _InterlockedExchangeAdd64(volatile long long *at, long long add);
long long _InterlockedCompareExchange64(volatile long long *at, long long to, long long from);
long long _InterlockedExchange64(volatile long long *at, long long to);
void *_InterlockedCompareExchangePointer(void *volatile *at, void *to, void *from);
void *_InterlockedExchangePointer(void *volatile *at, void *to);
void _ReadWriteBarrier(void);
void __faststorefence(void);
void *_ReturnAddress(void);
unsigned long long __rdtsc(void);
void __cpuid(int registers[4], int which);
END
for header in immintrin xmmintrin nmmintrin; do cp "$stubs/emmintrin.h" "$stubs/$header.h"; done

msvc="clang --target=x86_64-pc-windows-msvc -ffreestanding -fms-compatibility -fms-extensions -isystem $stubs -I. -w
    -Werror=implicit-function-declaration -U__clang__ -U__GNUC__ -U__GNUC_MINOR__ -U__GNUC_PATCHLEVEL__ -U__SSE2__
    -U__SIZEOF_INT128__ -U__BYTE_ORDER__ -U__ORDER_BIG_ENDIAN__ -U__ORDER_LITTLE_ENDIAN__ -U__OPTIMIZE__"
msvc_syntax() { # layout, flags...
    layout=$1
    shift
    $msvc -D_MSVC_TRADITIONAL=0 "$@" $(layout_flags "$layout") -fsyntax-only tests/checks/build_modes.c
}
# Only the text of our own files counts, and not what offsetof of clang's own header makes of it.
msvc_words() { # layout, flags...
    layout=$1
    shift
    $msvc -D_MSVC_TRADITIONAL=0 "$@" $(layout_flags "$layout") -E tests/checks/build_modes.c >"$tmp/msvc.$layout.i" || return 1
    awk '/^# [0-9]+ "/ { ours = $3 ~ /(cchash|tests)[^"]*"/ && $3 !~ /stubs/; next } ours' "$tmp/msvc.$layout.i" |
        sed 's/__builtin_offsetof/offsetof/g' >"$tmp/msvc.$layout.text"
    ! grep -oE '.{0,40}(__attribute__|__builtin_|__asm__|__typeof__|__extension__|__int128).{0,30}' "$tmp/msvc.$layout.text" |
        cut -c1-120 | sort | uniq -c | sort -rn | grep .
}
msvc_sync() { # flags...
    $msvc -D_MSVC_TRADITIONAL=0 "$@" -fsyntax-only tests/checks/build_modes_sync.c
}
for debug in "" -DCCHASH_DEBUG; do
    for language in "-x c -std=c11" "-x c++ -std=c++14"; do
        later "MSVC's syntax, cchash_sync.h: $language $debug" msvc_sync $language $debug
        for layout in $layouts; do
            later "MSVC's syntax: $language $debug ($layout)" msvc_syntax $layout $language $debug
        done
    done
    [ -n "$FULL" ] || [ -z "$debug" ] || continue
    for layout in $layouts; do
        later "no GNU keyword is left for MSVC: $debug ($layout)" msvc_words $layout -x c -std=c11 $debug
        collect # the files are named after the layout alone
    done
done
# Its old preprocessor can't expand the macros: one error, which names the switch for the new one.
msvc_traditional() { # flags...
    $msvc "$@" $(layout_flags compact) -fsyntax-only tests/checks/build_modes.c >"$tmp/traditional" 2>&1 && { echo "it compiles"; return 1; }
    grep error: "$tmp/traditional" | head -n 3
    [ "$(grep -c error: "$tmp/traditional")" = 1 ] && grep -q 'error: .*/Zc:preprocessor' "$tmp/traditional"
}
check "MSVC's old preprocessor is refused, C" msvc_traditional -x c -std=c11 -D_MSVC_TRADITIONAL=1
check "MSVC's old preprocessor is refused, C++" msvc_traditional -x c++ -std=c++14 -D_MSVC_TRADITIONAL=1

# macOS, whose headers are not there: their names, as far as they are needed.
stub stdlib.h <<'END'
void *malloc(size_t size);
void *calloc(size_t count, size_t size);
void *realloc(void *block, size_t size);
void free(void *block);
void abort(void);
void arc4random_buf(void *to, size_t size);
END
stub errno.h <<'END'
int *__error(void);
#define errno (*__error())
END
mkdir -p "$stubs/os"
stub os/lock.h <<'END'
typedef struct os_unfair_lock_s { unsigned opaque; } os_unfair_lock, *os_unfair_lock_t;
typedef struct os_unfair_lock_s os_unfair_lock_s;
void os_unfair_lock_lock(os_unfair_lock_t lock);
void os_unfair_lock_unlock(os_unfair_lock_t lock);
END
macos_sync() { # target, flags...
    target=$1
    shift
    clang --target="$target" -ffreestanding -isystem "$stubs" -I. -Wall -Wextra -Werror -Wno-stdlibcxx-not-found \
        "$@" -fsyntax-only tests/checks/build_modes_sync.c
}
for target in arm64-apple-macos11 x86_64-apple-macos11; do
    check "macOS's syntax, cchash_sync.h: $target, C" macos_sync $target -x c -std=c99
    check "macOS's syntax, cchash_sync.h: $target, C++" macos_sync $target -x c++ -std=c++11
done

finish
