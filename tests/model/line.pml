/* The protocol of cchash/lines.h, for Spin: an old line that splits into two new ones, while two threads write, one
 * helps with growth, and one reads. tests/checks/model.sh runs it: it says which variants are explored, and which of the
 * faults below must be found. By hand:
 *     spin -a -DCHAIN tests/model/line.pml && cc -O2 -DSAFETY -o pan pan.c && ./pan -m100000
 *
 * Key k goes to new line k. A value is the number of the operation that stored it, twice, in `lo` and `hi`, so that a
 * torn copy shows. An old line has two slots. Variants, which may be combined:
 *     CHAIN     the old line has one slot, and a child with another
 *     EMPTY     the old line has never been written, so that its head is 0
 *     WORD      values have one word, and an overwrite makes nothing dirty
 *     SHORT     memory fails when a line is first moved
 *     FUNCTION  a function of the user's runs under LOCK
 *     READS=n   the reader reads its key n times, instead of once
 *
 * Checked: what a reader gets is whole, is the value of a moment between its begin and its end, and never goes back; no
 * reader waits for a user's function; at the end each key is where it belongs, once; nobody is stuck.
 * Not covered: memory order (Spin's is sequential consistency; the fences are argued in lines.h), arrays with several
 * lines, growth during growth, slabs of children, children taken again, counts, versions that wrap, for_each and retain.
 *
 * `begun` and `ended` are what the check needs, not the map. They change together with the first and the last access of
 * an operation. That leaves fewer states, and makes the check stricter: an operation seems shorter than it is. Atomic
 * sequences have one access to what others may change, and otherwise only what is this thread's own: its variables, and
 * the slots of a line that it has locked, which nobody else changes. */
#define LOCK 1
#define DIRTY 2
#define MOVED 4
#define SLOT0 8
#define SLOT1 16
#define STEP 32

/* Line 0 is the old one. Slot s of line l is at l * 2 + s. */
byte head[3], key[6], lo[6], hi[6];
bool linked, child; /* CHAIN: has the old line a child, and does this have an element? */
bool grown, done, current;
byte begun[3], ended[3]; /* operations on a key */
#ifdef SHORT
bool failed;
#endif
#ifdef FUNCTION
bool function[3]; /* one is running */
#endif

/* Where a key is: slot 2 for nowhere. Who asks holds LOCK. */
#ifdef CHAIN
#define HAS1(l, h) ((l) == 0 -> (linked && child) : ((h) & SLOT1) != 0)
#else
#define HAS1(l, h) (((h) & SLOT1) != 0)
#endif
#define IN0(l, h, k) (((h) & SLOT0) && key[(l) * 2] == (k))
#define IN1(l, h, k) (HAS1(l, h) && key[(l) * 2 + 1] == (k))
#define SEEK(l, h, k) (IN0(l, h, k) -> 0 : (IN1(l, h, k) -> 1 : 2))

/* What operation n on a key leaves: key 1 is overwritten and removed, or, EMPTY, inserted and removed; key 2 is
 * overwritten or inserted. Operation 0 is what was there before. */
#ifdef EMPTY
#define IS_ABSENT(k, n) ((n) == 0 || ((k) == 1 && (n) == 2))
#else
#define IS_ABSENT(k, n) ((k) == 1 && (n) == 2)
#endif
#define OPERATIONS(k) (3 - (k))
#define V(k, n) ((n) + 4 * ((k) - 1)) /* its value: different for each key */

#ifdef NO_VERSION
#define CHANGED(h) (h)
#else
#define CHANGED(h) ((((h) + STEP) & 255))
#endif
#ifdef NO_DIRTY
#define MAKE_DIRTY(l, h) skip
#else
#define MAKE_DIRTY(l, h) head[l] = (h) | LOCK | DIRTY
#endif
#ifdef NO_DONE_CHECK
#define CHECKS_DONE(h) false
#else
#define CHECKS_DONE(h) ((h) == 0)
#endif
/* Locks a line if its head is still h: cchash_priv_word_cas. */
#ifdef LOCK_WITHOUT_CAS
#define CAS(l, h) head[l] = (h) | LOCK
#else
#define CAS(l, h) (head[l] == (h)) -> head[l] = (h) | LOCK
#endif

/* Is the old line no longer the one to ask? cchash_priv_line_left. Only where h is 0 or LOCK does that look at `done`. */
#if defined(ZERO_IS_EMPTY)
#define MAY_BE_GONE(h) false
#elif defined(LOCKED_ZERO_IS_EMPTY)
#define MAY_BE_GONE(h) ((h) == 0)
#else
#define MAY_BE_GONE(h) ((h) <= LOCK)
#endif

/* The page of the old line goes back. A child lies elsewhere. */
#ifdef CHAIN
#define GIVE_BACK d_step { head[0] = 0; linked = false; key[0] = 0; lo[0] = 0; hi[0] = 0 }
#else
#define GIVE_BACK d_step { head[0] = 0; key[0] = 0; lo[0] = 0; hi[0] = 0; key[1] = 0; lo[1] = 0; hi[1] = 0 }
#endif

/* The new line of element e of the old line; nobody looks there yet. */
#define COPY(e) j = key[e]; key[j * 2] = j; lo[j * 2] = lo[e]; hi[j * 2] = hi[e]; head[j] = head[j] | SLOT0

/* Under LOCK, `h` is the head that was there: copies the line, says MOVED, and so on as in cchash_priv_line_move and
 * cchash_priv_array_done. Leaves j: has it been moved? Copying reads what nobody else changes, and writes what nobody
 * reads before MOVED is stored, so that it takes no time here; with some of the faults it does. */
inline move_locked() {
#ifdef EARLY_MOVED
    head[0] = MOVED;
#endif
#if defined(EARLY_MOVED) || defined(MOVE_WITHOUT_LOCK) || defined(HELPS_WITH_LOCKED) || defined(LOCK_WITHOUT_CAS)
    if :: h & SLOT0 -> COPY(0) :: else fi;
#else
    d_step { if :: h & SLOT0 -> COPY(0) :: else fi }
#endif
    j = 1;
#ifdef SHORT
    if
    :: !failed -> /* what has been copied is dropped again */
        d_step { failed = true; head[1] = 0; head[2] = 0; j = 0 };
#ifdef FAILED_SAYS_MOVED
        head[0] = h | MOVED
#else
        head[0] = h
#endif
    :: else
    fi;
#endif
    if
    :: j == 1 ->
#ifndef CHILD_FORGOTTEN
#if defined(EARLY_MOVED) || defined(MOVE_WITHOUT_LOCK) || defined(HELPS_WITH_LOCKED) || defined(LOCK_WITHOUT_CAS)
        if :: HAS1(0, h) -> COPY(1) :: else fi;
#else
        d_step { if :: HAS1(0, h) -> COPY(1) :: else fi };
#endif
#endif
        d_step { head[1] = CHANGED(head[1]); head[2] = CHANGED(head[2]) };
#ifdef NO_MOVED
        head[0] = CHANGED(h);
#else
        head[0] = CHANGED(h) | MOVED;
#endif
#ifdef EARLY_PAGE
        GIVE_BACK;
#endif
        done = true;
        current = true;
#ifndef EARLY_PAGE
        GIVE_BACK;
#endif
        j = 1
    :: else
    fi
}

proctype writer(byte k) {
    byte l, h, j, s, n = 1;
    bool g;
    do
    :: n <= OPERATIONS(k) ->
        d_step { begun[k] = n; l = (current -> k : 0) };
again:
        g = (l == 0 && grown);
look:
        atomic {
            h = head[l];
            if
            :: (h & MOVED) && l == 0 -> l = k; goto again
            :: (h & LOCK) && !(h & MOVED) -> (head[l] != h); goto look
            :: else
            fi
        }
        atomic {
            if
            :: CAS(l, h)
#ifndef LOCK_WITHOUT_CAS
            :: else -> goto look
#endif
            fi
        }
        if
        :: CHECKS_DONE(h) && l == 0 ->
            if
            :: done -> head[0] = MOVED; l = k; goto again
            :: else
            fi
        :: else
        fi;
        if
        :: g -> /* its own line, if memory suffices; if not, this stays the line to write to */
#ifdef LEAVES_ITS_LINE
            j = 1; head[0] = h;
#else
            move_locked();
#endif
            atomic {
                g = false;
                if
                :: j == 1 -> l = k; j = 0; goto again
                :: else -> goto look
                fi
            }
        :: else
        fi;
#ifdef FUNCTION
#ifdef FUNCTION_DIRTY
        d_step { function[l] = true; MAKE_DIRTY(l, h) };
#else
        function[l] = true;
#endif
        function[l] = false;
#endif
        s = SEEK(l, h, k);
        if
        :: IS_ABSENT(k, n) ->
            assert(s < 2);
#ifdef CHAIN
            if
            :: l == 0 && linked -> /* the last element takes its place */
#ifndef CHAIN_NOT_DIRTY
                MAKE_DIRTY(l, h);
#endif
                if
                :: s == 0 -> key[0] = key[1]; lo[0] = lo[1]; hi[0] = hi[1]
                :: else
                fi;
                child = false;
                linked = false
            :: else -> h = h & (255 - SLOT0)
            fi;
#else
            h = h & (255 - (s == 0 -> SLOT0 : SLOT1));
#endif
            h = CHANGED(h)
        :: !IS_ABSENT(k, n) && s < 2 ->
#ifdef WORD
            d_step { lo[l * 2 + s] = V(k, n); hi[l * 2 + s] = V(k, n) }
#else
            MAKE_DIRTY(l, h);
            lo[l * 2 + s] = V(k, n);
            h = CHANGED(h);
#ifdef EARLY_UNLOCK
            head[l] = h;
#endif
            hi[l * 2 + s] = V(k, n);
#ifdef EARLY_UNLOCK
            s = 9;
#endif
#endif
        :: !IS_ABSENT(k, n) && s == 2 -> /* a slot that nobody looks at */
            s = (h & SLOT0 -> 1 : 0);
#ifdef EARLY_SLOT
            head[l] = h | LOCK | (s == 0 -> SLOT0 : SLOT1);
#endif
            key[l * 2 + s] = k;
            lo[l * 2 + s] = V(k, n);
            hi[l * 2 + s] = V(k, n);
#ifdef CHAIN
            if
            :: l == 0 && s == 1 -> child = true; linked = true
            :: else -> h = h | SLOT0
            fi;
#else
            h = h | (s == 0 -> SLOT0 : SLOT1);
#endif
            h = CHANGED(h)
        fi;
        d_step {
#ifdef EARLY_UNLOCK
            if :: s != 9 -> head[l] = h :: else fi;
#else
            head[l] = h;
#endif
            ended[k] = n; n++; l = 0; h = 0; s = 0
        }
    :: else -> break
    od
}

/* Growth begins at any time; then one thread that has come to help. */
proctype helper() {
    byte h, j;
    grown = true;
again:
    atomic {
        h = head[0];
        if
        :: h & MOVED -> goto end
#ifndef HELPS_WITH_LOCKED
        :: (h & LOCK) && !(h & MOVED) -> goto end /* not helped with */
#endif
        :: else
        fi
    }
#ifndef MOVE_WITHOUT_LOCK
    atomic {
        if
        :: CAS(0, h)
#ifndef LOCK_WITHOUT_CAS
        :: else -> goto again
#endif
        fi
    }
#endif
    if
    :: CHECKS_DONE(h) ->
        if
        :: done -> head[0] = MOVED; goto end
        :: else
        fi
    :: else
    fi;
    move_locked();
end: skip
}

#ifndef READS
#define READS 1
#endif
proctype reader(byte k) {
    byte l, h, s, a, b, from, upto, last, n;
    do
    :: n < READS ->
        d_step { from = (ended[k] > last -> ended[k] : last); l = (current -> k : 0) };
again:
        atomic {
            h = head[l]; s = 2; a = 0; b = 0;
#ifndef NO_WAIT
            if
            :: h & DIRTY ->
#ifdef FUNCTION
                assert(!function[l]);
#endif
                (head[l] != h); goto again
            :: else
            fi;
#endif
            if
            :: l == 0 && (h & MOVED) -> l = k; goto again
            :: else
            fi
        }
        if
        :: l == 0 && MAY_BE_GONE(h) ->
            if
            :: done -> l = k; goto again
            :: else
            fi
        :: else
        fi;
        if
        :: IN0(l, h, k) -> s = 0
        :: else ->
#ifdef CHAIN
            if
            :: l == 0 ->
                if
                :: linked ->
                    if
                    :: (head[l] ^ h) > LOCK -> goto again
                    :: else
                    fi;
                    if
                    :: child ->
                        if
                        :: key[1] == k -> s = 1
                        :: else
                        fi
                    :: else
                    fi
                :: else
                fi
            :: else
            fi
#else
            if
            :: IN1(l, h, k) -> s = 1
            :: else
            fi
#endif
        fi;
        if
        :: s < 2 -> a = lo[l * 2 + s]; b = hi[l * 2 + s]
        :: else
        fi;
        atomic {
#ifdef COMPARES_LOCK
            if
            :: head[l] != h ->
#ifdef FUNCTION
                assert(!function[l]);
#endif
                goto again
            :: else
            fi;
#elif !defined(NO_SECOND_LOOK)
            if
            :: (head[l] ^ h) > LOCK -> goto again
            :: else
            fi;
#endif
            d_step {
                upto = begun[k];
                if
                :: s == 2 -> /* absent at some moment */
                    do
                    :: from <= upto && !IS_ABSENT(k, from) -> from++
                    :: else -> break
                    od;
                    assert(from <= upto);
                    last = from
                :: else ->
#ifndef WORD
                    assert(a == b);
#endif
                    a = a - V(k, 0);
                    assert(a >= from && a <= upto && !IS_ABSENT(k, a));
                    last = a
                fi;
                s = 0; a = 0; b = 0; from = 0; upto = 0; h = 0; l = 0; n++
            }
        }
    :: else -> break
    od
}

/* What is left when all have ended. */
#define COUNT(l, k) (IN0(l, head[l], k) + IN1(l, head[l], k))
#define VALUE(l, k) (IN0(l, head[l], k) -> lo[(l) * 2] : lo[(l) * 2 + 1])

init {
    byte l;
    atomic {
#ifndef EMPTY
        key[0] = 1; key[1] = 2; lo[1] = V(2, 0); hi[1] = V(2, 0);
#ifdef CHAIN
        head[0] = STEP | SLOT0; linked = true; child = true;
#else
        head[0] = STEP | SLOT0 | SLOT1;
#endif
#endif
        run writer(1); run writer(2); run helper();
        if :: run reader(1) :: run reader(2) fi
    }
    _nr_pr == 1;
    d_step {
        assert(!((head[0] | head[1] | head[2]) & (LOCK | DIRTY)));
        l = (done -> 1 : 0);
        assert(COUNT(l, 1) == 0);
        l = (done -> 2 : 0);
        assert(COUNT(l, 2) == 1 && VALUE(l, 2) == V(2, 1))
    }
}
