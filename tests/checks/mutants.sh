#!/bin/sh
# Do the tests of concurrent maps, and of locks in buckets, find faults? Each mutant is cchash/lines.h, or another header,
# with one line made wrong; the programs that check linearizability and the contract must fail with it. Run from the top
# of the tree. Faults of order, which x86 hides, must be reported by ThreadSanitizer.
# shellcheck disable=SC2317,SC2086 # `check` calls functions; lists of programs and flags are lists
. tests/support/lib.sh

operations=${TEST_OPERATIONS:-3000000}
cp -r cchash cchash*.h "$tmp/"

# run PROGRAM...: 0: one fails, or with ThreadSanitizer reports a race; 1: none does; 2: one does not compile.
run() {
    for program; do
        $compiler -w -DTEST_SHIM -DROW=CCHASH_CHAIN -DROW_HEADER='"cchash_chain.h"' -I "$tmp" -I tests/support "tests/programs/$program.c" -o "$tmp/$program" -lm \
            -pthread || return 2
        TEST_OPERATIONS=$operations TSAN_OPTIONS=halt_on_error=1 timeout 20 "$tmp/$program" >"$tmp/out" 2>&1 && continue
        case $compiler in
        *thread*) grep -q 'WARNING: ThreadSanitizer: data race' "$tmp/out" && return 0 ;;
        *) return 0 ;;
        esac
    done
    return 1
}

# caught 's/what is right/what is wrong/' header [programs]: some test fails.
caught() {
    cp cchash/*.h "$tmp/cchash/"
    sed -e "$1" "cchash/$2" >"$tmp/cchash/$2"
    if cmp -s "cchash/$2" "$tmp/cchash/$2"; then
        echo "the expression changes nothing: $1"
        return 1
    fi
    programs='interleave linearizable concurrent'
    [ "$2" != granular.h ] || programs='locked linearizable'
    run ${3:-$programs} && return 0
    echo "no test fails, or one does not compile"
    return 1
}
# Without a fault none is found, and in time: otherwise the rest would say nothing.
faultless() {
    cp cchash/*.h "$tmp/cchash/"
    run interleave linearizable concurrent locked
    [ $? = 1 ]
}
plain='gcc -std=c99 -O1' tsan='clang -std=c11 -O1 -fsanitize=thread -DTEST_SANITIZED -DCCHASH_NO_FORCE_INLINE'
compiler=$plain
check "nothing is found where nothing is wrong" faultless
compiler=$tsan
check "nothing is found where nothing is wrong, with ThreadSanitizer" faultless
mutant() {
    compiler=$plain
    check "a fault that tests find: $1" caught "$2" "${3:-lines.h}"
}
tsan_mutant() { # what, expression, header, programs
    compiler=$tsan
    check "a fault that ThreadSanitizer finds: $1" caught "$2" "$3" "$4"
}

mutant "a reader does not look at the head again" 's/return (cchash_priv_word_load(&line->head) ^ head) <= CCHASH_PRIV_LINE_LOCK;/return true;/'
mutant "a reader does not wait for a dirty line" 's/if (head & CCHASH_PRIV_LINE_DIRTY) {/if (0) {/; s/!(head & (CCHASH_PRIV_LINE_DIRTY | CCHASH_PRIV_LINE_MOVED))/!(head \& CCHASH_PRIV_LINE_MOVED)/'
mutant "a writer does not make a line dirty" '/^CCHASH_PRIV_INLINE void cchash_priv_line_dirty/,/^}/s/cchash_priv_word_store(.*/(void)held;/'
mutant "the version stays when a line changes" 's/{ held->head += CCHASH_PRIV_LINE_STEP; }/{ (void)held; }/'
mutant "a line is locked without compare-and-swap" '/^CCHASH_PRIV_INLINE cchash_priv_held cchash_priv_lines_lock/,/^}/s/cchash_priv_word_cas(&held.line->head, &held.head, held.head | CCHASH_PRIV_LINE_LOCK)/(cchash_priv_word_store(\&held.line->head, held.head | CCHASH_PRIV_LINE_LOCK), true)/'
mutant "a line is moved without a lock" '/^CCHASH_PRIV_COLD int cchash_priv_line_move/,/^}/s/if (cchash_priv_word_cas(&line->head, &head, head | CCHASH_PRIV_LINE_LOCK)) break;/break;/'
mutant "a line says MOVED before its elements are there" '/^CCHASH_PRIV_COLD int cchash_priv_line_move/,/^}/s/bool crowded = false, enough = true;/bool crowded = false, enough = true; cchash_priv_word_store_release(\&line->head, head | CCHASH_PRIV_LINE_MOVED);/'
mutant "a moved line does not say so" 's/enough ? moved | CCHASH_PRIV_LINE_MOVED : head/head/'
mutant "a writer goes to the next array and leaves its line behind" 's/const int moved = cchash_priv_line_move(map, type, array, index, true);/const int moved = CCHASH_PRIV_MOVED_BEFORE;/'
mutant "a reader does not follow MOVED" '/^CCHASH_PRIV_INLINE bool cchash_priv_lines_get_slow/,/^}/s/if (cchash_priv_line_left(.*/if (0) {/'
mutant "a child is linked before its element is there" 's/    \*to_link = line;/    *to_link = line; cchash_priv_word_store(\&place.line->head, cchash_priv_word_load(\&place.line->head) | cchash_priv_line_bit(0)); cchash_priv_word_store_release(\&line->next, (cchash_priv_word)place.line);/'
mutant "the last element of a chain is moved under readers" '/last element of the chain takes its place/,/^}/s/cchash_priv_line_dirty(held);//'
mutant "a child is given back and stays linked" 's/    cchash_priv_word_store_release(&before->next, 0);//'
mutant "a child is taken by two" '/^CCHASH_PRIV_STATIC cchash_priv_line \*cchash_priv_slab_take/,/^}/s/if (!cchash_priv_word_cas(&slab->free, &free, free & (free - 1))) continue;/cchash_priv_word_store(\&slab->free, free \& (free - 1));/'
mutant "a page given back is taken for an empty line" '/^CCHASH_PRIV_COLD int cchash_priv_line_move/,/^}/s/if (!head && cchash_priv_word_load_acquire(&header->done)) {/if (0) {/'
mutant "a late writer's lock hides that a page has gone back" 's/head > CCHASH_PRIV_LINE_LOCK \&\& !cchash_priv_word/head \&\& !cchash_priv_word/'
mutant "a thread adds to a stripe that is another's" 's/if (CCHASH_PRIV_LIKELY(holder == me) || .*/if (holder || cchash_priv_word_cas(owner, \&holder, me)) {/'
mutant "memory fails and half a line has moved" 's/if (enough) { \/\* a head that is not 0.*/if (1) {/'
mutant "the count is another one than that of the elements" '/^    CCHASH_PRIV_INLINE int name_##_priv_finish_insert/,/return CCHASH_INSERTED/s/cchash_priv_lines_count(cchash_lines_, 1);/if (cchash_held_->index) cchash_priv_lines_count(cchash_lines_, 2);/' concurrent.h
mutant "readers wait for a function of the user's" '/^    CCHASH_PRIV_STATIC int name_##_upsert/,/CCHASH_PRIV_UNDER_LOCK/s/CCHASH_PRIV_UNDER_LOCK(/cchash_priv_line_dirty(\&cchash_held_); &/' concurrent.h
mutant "a function runs before the line is locked" '/^    CCHASH_PRIV_STATIC int name_##_compute_if_absent/,/cchash_held_ = /s/cchash_priv_held cchash_held_ = /(void)cchash_make_(\&cchash_key_, \&cchash_value_, cchash_context_); &/' concurrent.h
mutant "for_each shows one line too many where a line has moved" '/^CCHASH_PRIV_STATIC bool cchash_priv_lines_show/,/^}/s/at < (index + 1) \* ratio/at < (index + 1) * ratio + (index == 3)/' lines_whole.h
mutant "for_each forgets the second half of a line that has moved" '/^CCHASH_PRIV_STATIC bool cchash_priv_lines_show/,/^}/s/at < (index + 1) \* ratio/at < index * ratio + 1/' lines_whole.h
mutant "for_each misses an element that moves to another slot behind it" '/^CCHASH_PRIV_STATIC bool cchash_priv_snapshot_take/,/^}/s/if (!cchash_priv_line_same/if (part \&\& !cchash_priv_line_same/' lines_whole.h
mutant "for_each does not look at the head again" '/^CCHASH_PRIV_STATIC bool cchash_priv_snapshot_take/,/^}/s/if (!cchash_priv_line_same(line, head)) return false;//' lines_whole.h
mutant "a bucket is locked without compare-and-swap" 's/cchash_priv_word_cas(&bucket->word, &word, word | CCHASH_PRIV_BUCKET_LOCKED)/(cchash_priv_word_store(\&bucket->word, word | CCHASH_PRIV_BUCKET_LOCKED), true)/' granular.h
mutant "a locked bucket is taken for a free one" 's/if (CCHASH_PRIV_UNLIKELY(word & CCHASH_PRIV_BUCKET_LOCKED)) {/if (0) {/' granular.h
mutant "an insertion does not lock a bucket whose filter lacks its key" '/void name_##_priv_open_need/,/^    }/s/cchash_priv_team_open(/cchash_priv_team_open_found(/' granular.h
mutant "a lookup trusts the filter of another hash" '/^CCHASH_PRIV_INLINE void cchash_priv_team_open_found/,/^}/s/cchash_priv_chain_filter_bit(team->table, mixed)/cchash_priv_chain_filter_bit(team->table, mixed + 1)/' granular.h
mutant "growth locks one team" '/^CCHASH_PRIV_STATIC void cchash_priv_teams_lock/,/^}/s/team = team->next/team = NULL/; /^CCHASH_PRIV_STATIC void cchash_priv_teams_unlock/,/^}/s/if (team != but)/if (team != but \&\& team == first)/' granular.h
mutant "nodes change teams and are counted twice" 's/    from->nodes -= taken;//' granular.h
mutant "two teams have the same unused nodes" 's/        give->unused = cchash_priv_chain_link(last) & ~CCHASH_PRIV_LINK_UNUSED;//' granular.h
mutant "nodes never change teams" '/^CCHASH_PRIV_INLINE void cchash_priv_team_provide/,/^}/s/if (spare < 2 \* CCHASH_PRIV_TEAM_CHUNK && /if (/' granular.h
mutant "growth leaves the rest of a chain behind" '/^CCHASH_PRIV_INLINE void cchash_priv_team_relink/,/^}/s/while (link) {/if (link) {/' granular.h
mutant "a walk forgets a bucket where it lets others in" '/^CCHASH_PRIV_INLINE bool cchash_priv_team_advance/,/^}/s/    walk->left = CCHASH_PRIV_TEAM_PIECE;/    walk->left = CCHASH_PRIV_TEAM_PIECE, walk->mixed += UINT64_C(1) << team->shift;/' granular.h
mutant "a walk keeps the shift of the buckets that were" '/^CCHASH_PRIV_INLINE bool cchash_priv_team_next/,/^}/s/team->buckets\[walk->mixed >> team->shift\]/team->buckets[walk->mixed >> 56]/' granular.h

tsan_mutant "values are stored by plain writes" '/^CCHASH_PRIV_INLINE void cchash_priv_data_store/,/^}/s/cchash_priv_store64((uint64_t \*)(void \*)(out + at), unit);/*(uint64_t *)(void *)(out + at) = unit;/' lines.h linearizable
tsan_mutant "keys and values are read by plain reads" '/^CCHASH_PRIV_INLINE void cchash_priv_data_load/,/^}/s/cchash_priv_load64((const uint64_t \*)(const void \*)(in + at));/*(const uint64_t *)(const void *)(in + at);/' lines.h linearizable
tsan_mutant "an array is published without a release" '/^CCHASH_PRIV_INLINE bool cchash_priv_word_cas/,/^}/s/false, __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE/false, __ATOMIC_ACQUIRE, __ATOMIC_ACQUIRE/' atomics.h "linearizable concurrent"
tsan_mutant "an array is read without an acquire" '/^CCHASH_PRIV_INLINE cchash_priv_word cchash_priv_word_load_acquire/,/^}/s/__ATOMIC_ACQUIRE/__ATOMIC_RELAXED/' atomics.h "linearizable concurrent"
tsan_mutant "a count is written by plain writes" 's/cchash_priv_word_store(own, cchash_priv_word_load(own) + by);/*own += by;/' lines.h concurrent
tsan_mutant "a lock is left without a release" '/^CCHASH_PRIV_INLINE void cchash_priv_lock_wru/,/^}/s/__ATOMIC_RELEASE/__ATOMIC_RELAXED/' lock.h locked
tsan_mutant "a lock is taken without an acquire" 's/false, __ATOMIC_ACQUIRE,$/false, __ATOMIC_RELAXED,/' lock.h locked
tsan_mutant "a bucket is left without a release" '/cchash_priv_bucket_unlock/,/^}/s/cchash_priv_word_store_release(&bucket->word/cchash_priv_word_store(\&bucket->word/' granular.h locked
finish
