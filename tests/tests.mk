# The tests. `make test` is the quick lane, counted in its last line; `make soak` runs the same for much longer.
# A new layout is one more word in LAYOUTS, and cchash_<word>.h with macros CCHASH_<WORD>_...
LAYOUTS := chain oa compact
# Rows of the contract: every layout, and chains with an allocation per node.
ROWS := $(LAYOUTS) chain+nodes

TEST_BUILD := build/tests
TEST_HEADERS := $(wildcard cchash*.h) $(wildcard tests/*.h)
CHECK_LIBS := -lcheck -lsubunit -lrt -lm -pthread
upper = $(shell echo $(1) | tr '[:lower:]' '[:upper:]')
layout_of = $(firstword $(subst +, ,$(1)))
row_flags = -DROW=CCHASH_$(call upper,$(call layout_of,$(1))) -DROW_HEADER='"cchash_$(call layout_of,$(1)).h"' \
	$(if $(findstring +nodes,$(1)),-DROW_MALLOC_NODES)

# Configurations: how a test is compiled. Those with TEST_SHIM need no library, which is there for native C only. Forcing
# the engine into every typed function is what takes a compiler's time, so that most do without.
TEST_WARNINGS := -Wall -Wextra -Werror -Wno-psabi
LEAN := -DCCHASH_NO_FORCE_INLINE
# Batches and lookups as in a table that no cache holds.
PIPELINE := -DCCHASH_PRIV_BATCH_MIN=1 -DCCHASH_PRIV_COMPACT_BIG=3
SANITIZE := -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DTEST_SANITIZED $(LEAN)
BUILD_gcc := gcc -std=c99 -O2
BUILD_clang := clang -std=c99 -O2 $(PIPELINE)
BUILD_lean := gcc -std=c99 -O2 $(LEAN)
BUILD_asan := clang -std=c11 -O1 $(SANITIZE) $(PIPELINE)
BUILD_gcc-asan := gcc -std=c99 -O1 $(SANITIZE)
BUILD_tsan := clang -std=c11 -O1 -g -fsanitize=thread -DTEST_SANITIZED -DTEST_SHIM $(LEAN)
BUILD_cxx := g++ -x c++ -std=c++11 -O1 -DTEST_SHIM $(LEAN)
BUILD_clang-cxx := clang++ -x c++ -std=c++11 -O1 -DTEST_SHIM $(LEAN)
BUILD_O0 := gcc -std=c11 -O0 $(PIPELINE)
BUILD_nosimd := gcc -std=c99 -O1 -DCCHASH_NO_SIMD $(LEAN)
BUILD_debug := gcc -std=c99 -O0 -DCCHASH_DEBUG
# The kernel's headers lie where only 64-bit programs look, unless the whole of gcc-multilib is there.
M32 := -m32 -idirafter /usr/include/x86_64-linux-gnu
BUILD_m32 := gcc $(M32) -std=c99 -O1 -DTEST_SHIM $(LEAN)
HAVE_M32 := $(shell mkdir -p $(TEST_BUILD); printf '\043include <errno.h>\nint main(void) { return errno; }\n' | \
	gcc $(M32) -x c - -o $(TEST_BUILD)/m32.probe 2>/dev/null && echo yes)

# What runs where: program:configuration, for every row, or program:configuration:row. Everything under gcc -O2 and clang's
# sanitizers, the core of the contract everywhere. TESTS="lies:asan rot:gcc:oa" SCRIPTS= runs those.
PROGRAMS := contract oom owning strings jump exhaustive rot wear corners lies readonly
TESTS := $(PROGRAMS:%=%:gcc) contract_more:lean contract:clang rot:clang \
	$(PROGRAMS:%=%:asan) strings:asan:chain+nodes contract_more:asan contract:gcc-asan readonly:tsan \
	contract:cxx jump:cxx contract:clang-cxx owning:clang-cxx strings:clang-cxx \
	contract:O0 contract:nosimd rot:nosimd exhaustive:nosimd contract:debug debug:debug jump:debug strings:debug \
	verify:gcc verify:asan hashes:gcc hashes:asan hashes:cxx hashes:tsan siphash:gcc siphash:asan siphash:cxx quality:gcc quality:asan \
	contract:m32 contract_more:m32 oom:m32 rot:m32 wear:m32 corners:m32 readonly:m32 strings:m32 hashes:m32
# Rows of programs that some will do for. Strings do not see how chains get their nodes; the sanitizers look all the same.
ROWS_strings := $(filter $(LAYOUTS),$(ROWS))
ROWS_verify := compact
ROWS_hashes := compact
ROWS_siphash := compact
ROWS_quality := compact
# A script is one more word here: tests/<word>.sh, which says "N passed, N failed" last.
SCRIPTS := profile modes refused builds hostile warnings trace pages bench_builds

part = $(word $(1),$(subst :, ,$(2)))
rows_of = $(if $(call part,3,$(1)),$(call part,3,$(1)),$(or $(ROWS_$(call part,1,$(1))),$(ROWS)))
is_test = $(and $(wildcard tests/$(call part,1,$(1)).c),$(BUILD_$(call part,2,$(1))),$(filter $(ROWS),$(call rows_of,$(1))))
RUN := $(if $(HAVE_M32),$(TESTS),$(foreach test,$(TESTS),$(if $(filter m32,$(call part,2,$(test))),,$(test))))
$(foreach test,$(TESTS),$(if $(call is_test,$(test)),,$(error TESTS has no '$(test)'; there are PROGRAM:CONFIGURATION or \
	PROGRAM:CONFIGURATION:ROW, such as contract:asan:compact; rows: $(ROWS))))
$(foreach script,$(SCRIPTS),$(if $(wildcard tests/$(script).sh),,$(error SCRIPTS has no '$(script)': no file tests/$(script).sh)))

# One rule for each program, row and configuration. A test that does not compile is a failure like any other.
program_name = $(TEST_BUILD)/$(1).$(2).$(3)
define test_rule
$(call program_name,$(1),$(2),$(3)): tests/$(1).c $$(TEST_HEADERS) tests/tests.mk
	@mkdir -p $(TEST_BUILD)
	@rm -f $$@
	-@$$(BUILD_$(3)) $$(TEST_WARNINGS) $$(TEST_CFLAGS) -I. -Itests $(call row_flags,$(2)) $$< -o $$@ \
		$$(if $$(findstring TEST_SHIM,$$(BUILD_$(3))),-pthread,$$(CHECK_LIBS)) >$$@.build 2>&1 || \
		{ echo "$(1) ($(2), $(3)) does not compile:"; head -n 12 $$@.build; }
$(call program_name,$(1),$(2),$(3)).result: $(call program_name,$(1),$(2),$(3)) always
	@$$(ENV_$(3)) sh tests/run.sh $$@ "$(1) $(2) $(3)" $$<
TEST_RESULTS += $(call program_name,$(1),$(2),$(3)).result
endef
$(foreach test,$(RUN),$(foreach row,$(call rows_of,$(test)),$(eval $(call test_rule,$(call part,1,$(test)),$(row),$(call part,2,$(test))))))

# A child process per test is slow under a sanitizer, and leaks show at the end all the same.
# Less of what is only long.
SHORT := TEST_LENGTH=$${TEST_LENGTH:-3} TEST_SUBSET=$${TEST_SUBSET:-7} TEST_LAPS=$${TEST_LAPS:-20} \
	TEST_FLOOD=$${TEST_FLOOD:-1500} TEST_MERGES=$${TEST_MERGES:-3} TEST_GROUPS=$${TEST_GROUPS:-60000} TEST_OPS=$${TEST_OPS:-600} \
	TEST_SAMPLES=$${TEST_SAMPLES:-300}
ENV_asan := CK_FORK=no $(SHORT)
ENV_gcc-asan := CK_FORK=no $(SHORT)
ENV_m32 := $(SHORT)
ENV_nosimd := $(SHORT)
ENV_debug := $(SHORT)
$(TEST_BUILD)/%.script.result: tests/%.sh always
	@mkdir -p $(TEST_BUILD)
	@sh tests/run.sh $@ "$*" sh $<
SCRIPT_RESULTS := $(SCRIPTS:%=$(TEST_BUILD)/%.script.result)

.PHONY: test test-quick soak test-cross always
always:

# The slow scripts go first, so that two processors stay busy to the end.
## make test             all tests: gcc and clang, sanitizers, C++, 32 bits; about 10 minutes on two processors
test:
	@rm -f $(TEST_BUILD)/*.result
	@$(MAKE) --no-print-directory -j $(or $(TEST_JOBS),2) $(SCRIPT_RESULTS) $(TEST_RESULTS)
	@$(if $(HAVE_M32),,echo "skipping 32-bit programs: Debian package gcc-multilib is not installed")
	@sh tests/sum.sh $(TEST_BUILD)/*.result

QUICK_RESULTS := $(filter %.gcc.result %.lean.result,$(TEST_RESULTS))
## make test-quick       one compiler, no scripts: while you work
test-quick:
	@rm -f $(TEST_BUILD)/*.result
	@$(MAKE) --no-print-directory -j $(or $(TEST_JOBS),2) $(QUICK_RESULTS)
	@sh tests/sum.sh $(QUICK_RESULTS)

# Longer and other random runs, all sequences of length 6, the full flood of 100,000 equal hashes. SOAK=10: ten times
# as long; TEST_SEED=n: other runs (by default the day's).
soak: export TEST_SEED ?= $(shell date +%Y%m%d)
soak: export TEST_OPS ?= $(shell echo $$((50000 * $(or $(SOAK),1))))
soak: export TEST_RUNS ?= 20
soak: export TEST_LENGTH ?= 6
soak: export TEST_SUBSET ?= 11
soak: export TEST_LAPS ?= $(shell echo $$((3000 * $(or $(SOAK),1))))
soak: export TEST_FLOOD ?= 100000
soak: export TEST_MERGES ?= 200
soak: export TEST_LIES ?= $(shell echo $$((500000 * $(or $(SOAK),1))))
soak: export TEST_TIMEOUT ?= 36000
soak: export TEST_SAMPLES ?= 100000
soak: export FULL ?= 1
## make soak             the tests for hours; SOAK=10 for ten times as long
soak:
	@echo "seed $$TEST_SEED"
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-cross

## make test-cross       one layout everywhere: s390x and aarch64, under qemu
test-cross:
	@sh tests/trace.sh cross
