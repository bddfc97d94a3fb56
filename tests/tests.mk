# The tests. `make test` is counted in its last line; `make test-quick` is one compiler while you work; `make soak` runs the
# same for much longer. CONTRIBUTING.md says what to add for a test, and where.
#
#   program               asks                                                        configurations
#   contract/
#     contract            does every map and set do what docs/api.h says?             all
#     contract_more       and with every kind of key, hash and trait?                 lean, asan, m32
#     strings             and with owned strings?                                     lean, asan, debug, m32
#     oom                 and when any allocation fails?                              lean, asan, m32
#   programs/
#     exhaustive          every sequence of operations on a small table               lean, asan, nosimd
#     edge_cases          packed entries, load limits at both ends, nested maps       lean, asan, m32
#     ownership           who destroys what, and once?                                lean, asan, clang-cxx
#     unwind              callbacks that leave by longjmp or an exception             lean, asan, cxx, debug
#     bad_callbacks       inconsistent hash and equality: memory stays safe           lean, asan
#     churn               do inserts and removals leave a table fast and small?       lean, asan, clang, nosimd, m32
#     recovery            after floods of equal hashes, is a table as new?            lean, asan, m32
#     scans               is each element seen once by a scan in pieces?              lean, asan, m32
#     memory              does a growing table take little more than its new array?   lean
#     concurrent_reads    do functions of a const map write nothing?                  lean, asan, tsan, m32
#     concurrent          does a concurrent map do what docs/sync.md says?            lean, asan, tsan, m32, clang-cxx, debug
#     linearizable        can an order explain what threads saw, also in growth?      lean, asan, tsan, m32
#     retire              do old arrays of concurrent maps go to the program's own hook?  asan, tsan
#     interleave          the same for a few operations, in all orders of their accesses  lean, asan, m32
#     locked              do maps behind locks do what they say, alone and with threads?  gcc, asan, tsan, m32, debug
#     debug               does CCHASH_DEBUG stop misuse with a sentence?              debug
#     verify              does name_verify see each invariant broken?                 lean, asan
#     hashes              the ready-made hash functions and equalities                lean, asan, cxx, tsan, m32
#     hash_quality        how well do hashes spread?                                  gcc
#     siphash             maps keyed with SipHash                                     lean, asan, cxx
#
#   check                 asks
#     docs                are README's and api.h's promises true?
#     compile_errors      is misuse refused, with a sentence first?
#     linking             headers alone, in any order, in several translation units
#     warnings            is the user's translation unit free of warnings?
#     macro_clash         may a program have macros with the headers' inner names?
#     build_modes         compilers, levels of optimisation, sanitizers, other machines
#     same_everywhere     results and order do not depend on how a program is built
#     single              is single/cchash.h up to date, and the same?
#     bench_builds        the bench without each of its optional packages
#     profile             make profile, make report, --compare
#     fresh               README's commands on an empty machine (run by .ci/run)
#     mutants             do tests find faults in concurrent maps? (make test-mutants)
#     model               is the protocol of concurrent maps right, as a model for Spin? (make test-model)
#
# A run takes about 16 minutes of processor time: somewhat more than half for the programs, the rest for the checks, of which
# profile, build_modes and bench_builds take more than a minute each. `make test-times` says what took how long. FULL=1: also
# what nearly repeats others.

from_flags = $(shell . tests/support/flags.sh; $(1))
LAYOUTS := $(call from_flags,echo $$layouts)
# Rows of the contract: every layout, chains with an allocation per node, and tight compact tables.
ROWS := $(LAYOUTS) chain+nodes compact+tight

TEST_BUILD := build/tests
TEST_HEADERS := $(wildcard cchash*.h cchash/*.h tests/support/*.h tests/contract/*.h)
TEST_INCLUDES := -I. -Itests/support -Itests/contract
CHECK_LIBS := -lcheck -lsubunit -lrt -lm -pthread
upper = $(shell echo $(1) | tr '[:lower:]' '[:upper:]')
layout_of = $(firstword $(subst +, ,$(1)))
row_flags = -DROW=CCHASH_$(call upper,$(call layout_of,$(1))) -DROW_HEADER='"cchash_$(call layout_of,$(1)).h"' \
	$(if $(findstring +nodes,$(1)),-DROW_MALLOC_NODES) $(if $(findstring +tight,$(1)),-DROW_TIGHT)

# Configurations: how a test is compiled. Those with TEST_SHIM need no library, which is there for native C only. Forcing
# the engine into every typed function is what takes a compiler's time, so that most do without.
TEST_WARNINGS := $(call from_flags,echo $$few)
LEAN := -DCCHASH_NO_FORCE_INLINE
# Batches and lookups as in a table that no cache holds, and growth that gives pages back as in a large one.
PIPELINE := -DCCHASH_PRIV_BATCH_MIN=1 -DCCHASH_PRIV_COMPACT_BIG=3 -DCCHASH_PRIV_COPIED_MIN=1 -DCCHASH_PRIV_COPIED_STEP=4096u
SANITIZE := -gline-tables-only -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DTEST_SANITIZED $(LEAN)
BUILD_gcc := gcc -std=c99 -O2 -DTEST_OPTIMISED
BUILD_clang := clang -std=c99 -O2 -DTEST_OPTIMISED $(PIPELINE)
BUILD_clang-lean := $(BUILD_clang) $(LEAN)
BUILD_lean := gcc -std=c99 -O2 $(LEAN)
BUILD_asan := clang -std=c11 -O1 $(SANITIZE) $(PIPELINE)
BUILD_gcc-asan := gcc -std=c99 -O1 $(subst -gline-tables-only,-g1,$(SANITIZE))
BUILD_tsan := clang -std=c11 -O1 -gline-tables-only -fsanitize=thread -DTEST_SANITIZED -DTEST_SHIM $(LEAN)
BUILD_cxx := g++ -x c++ -std=c++11 -O1 -DTEST_SHIM $(LEAN)
BUILD_clang-cxx := clang++ -x c++ -std=c++11 -O1 -DTEST_SHIM $(LEAN)
BUILD_O0 := gcc -std=c11 -O0 $(PIPELINE)
BUILD_nosimd := gcc -std=c99 -O1 -DCCHASH_NO_SIMD $(LEAN)
BUILD_debug := gcc -std=c99 -Og -DCCHASH_DEBUG $(LEAN)
M32 := $(call from_flags,echo $$m32)
BUILD_m32 := gcc $(M32) -std=c99 -O1 -DTEST_SHIM $(LEAN)
HAVE_M32 := $(call from_flags,mkdir -p $(TEST_BUILD); runs_m32 gcc $(TEST_BUILD)/m32.probe && echo yes $$m32_runner)
RUNNER_m32 := $(filter-out yes,$(HAVE_M32))

# Rows that compare many tags at once, with SIMD or without: chains have none.
TAGGED := $(filter-out chain%,$(ROWS))
# Rows in which a sanitizer sees every node: a pool hides them, and with nodes chains do all else that they do with a pool.
UNPOOLED := $(filter-out chain,$(ROWS))

# What runs where: program:configuration, for every row, or program:configuration:row. Each layout has the contract and what
# looks at memory under clang's sanitizers, and the programs that find most with gcc -O2; other configurations have one or
# two layouts, not the same ones in all programs. Most of the time goes into compiling. The engine forced into each typed
# function doubles it: one layout has it from each compiler in the contract, and chains from clang in churn.
# TESTS="bad_callbacks:asan churn:clang:oa" SCRIPTS= runs those.
FORCED_gcc := compact
FORCED_clang := oa
at = $(foreach row,$(3),$(1):$(2):$(row))
TESTS := contract:gcc:$(FORCED_gcc) contract:clang:$(FORCED_clang) $(call at,contract,lean,$(filter-out $(FORCED_gcc),$(LAYOUTS))) \
	$(call at,contract,asan,$(UNPOOLED)) contract:gcc-asan:oa contract:O0:compact contract:debug:oa \
	contract:cxx:compact contract:clang-cxx:oa contract:m32:oa \
	$(call at,contract,nosimd,$(TAGGED)) churn:nosimd:oa exhaustive:nosimd:compact \
	$(call at,contract_more,lean,$(LAYOUTS)) $(call at,contract_more,asan,$(TAGGED)) contract_more:m32:chain \
	strings:lean:compact $(call at,strings,asan,$(UNPOOLED)) strings:m32:chain strings:debug:chain \
	$(foreach test,oom exhaustive unwind churn recovery scans,$(call at,$(test),lean,$(LAYOUTS) compact+tight)) $(call at,oom,asan,$(UNPOOLED)) oom:m32:compact \
	contract:lean:compact+tight contract:cxx:compact+tight contract:m32:compact+tight scans:m32:compact+tight \
	$(foreach test,exhaustive unwind,$(call at,$(test),asan,$(UNPOOLED))) \
	$(foreach test,churn recovery scans,$(call at,$(test),asan,$(LAYOUTS) compact+tight)) \
	unwind:cxx:compact unwind:debug:compact \
	churn:clang:chain churn:m32:chain recovery:m32:compact scans:m32:chain \
	memory:lean bad_callbacks:lean:compact edge_cases:lean:compact \
	$(foreach test,bad_callbacks edge_cases ownership locked concurrent_reads,$(call at,$(test),asan,$(UNPOOLED))) \
	edge_cases:m32:compact \
	ownership:lean:compact ownership:clang-cxx:chain+nodes \
	concurrent_reads:lean:compact $(call at,concurrent_reads,tsan,$(LAYOUTS)) concurrent_reads:m32:oa \
	locked:gcc:compact locked:tsan:chain locked:m32:chain locked:debug:chain \
	$(addprefix concurrent:,lean asan tsan m32 clang-cxx debug) $(addprefix linearizable:,lean asan tsan m32) \
	$(addprefix interleave:,lean asan m32) $(addprefix retire:,asan tsan) \
	debug:debug verify:lean verify:asan hashes:lean hashes:asan hashes:cxx hashes:tsan hashes:m32 hash_quality:gcc \
	siphash:lean siphash:asan siphash:cxx
# What nearly repeats others. The engine forced into each function in all rows, and in strings, SipHash, hashes and verify.
# Pools under sanitizers where nodes are, nodes where pools are (an allocation for each node makes long runs slow), and nodes
# at -O2. -O2 of gcc and clang, gcc's sanitizers, threads, 32 bits, C++ and debug builds in the layouts that have them in
# other programs.
rest = $(call at,$(1),$(2),$(filter-out $(3),$(ROWS)))
ifneq ($(FULL),)
TESTS += $(call rest,contract,gcc,$(FORCED_gcc)) $(call rest,contract,clang,$(FORCED_clang)) \
	contract:lean:$(FORCED_gcc) contract:lean:chain+nodes contract:asan:chain contract:clang-lean $(call rest,contract,gcc-asan,oa) $(call rest,contract,O0,compact) \
	$(call rest,contract,debug,oa) $(call rest,contract,cxx,compact compact+tight) $(call rest,contract,clang-cxx,oa) \
	$(call rest,contract,m32,oa compact+tight) contract_more:lean:chain+nodes $(call rest,contract_more,asan,$(TAGGED)) \
	$(call rest,contract_more,m32,chain) \
	strings:gcc:compact strings:lean:oa strings:lean:chain strings:m32:compact strings:m32:oa strings:debug:compact \
	strings:debug:oa strings:clang-cxx \
	$(foreach test,oom exhaustive unwind churn recovery scans,$(test):lean:chain+nodes) \
	$(foreach test,strings oom exhaustive unwind bad_callbacks edge_cases ownership locked concurrent_reads,$(test):asan:chain) \
	$(foreach test,churn recovery scans,$(test):asan:chain+nodes) concurrent_reads:tsan:chain+nodes verify:gcc hashes:gcc \
	$(call rest,oom,m32,compact) $(call rest,recovery,m32,compact) $(call rest,churn,m32,chain) \
	churn:gcc $(call rest,churn,clang,chain) $(call rest,unwind,cxx,compact) $(call rest,unwind,debug,compact) \
	churn:nosimd:compact exhaustive:nosimd:oa \
	$(foreach test,bad_callbacks edge_cases ownership concurrent_reads,$(call rest,$(test),lean,compact)) locked:lean \
	$(call rest,ownership,clang-cxx,chain+nodes) $(call rest,locked,tsan,chain) $(call rest,locked,m32,chain) locked:clang-cxx:chain \
	$(call rest,edge_cases,m32,compact) $(call rest,concurrent_reads,m32,oa) \
	siphash:gcc hash_quality:asan
endif
# Programs that run for so short a time that optimising them takes longer than it saves. What an optimiser does to them is
# seen in lean.
AT_O0 := siphash.asan siphash.cxx $(foreach test,ownership edge_cases bad_callbacks concurrent_reads locked,$(addprefix $(test).,asan tsan clang-cxx)) \
	edge_cases.m32 locked.m32 debug.debug strings.debug hashes.tsan
level_of = $(if $(filter $(1).$(2),$(AT_O0)),-O0)
# The half of its kinds of maps that the contract has, where it has not both; a row is named where rows differ. contract_more,
# in each layout: under the sanitizers and in 32 bits what changes where entries lie in memory, without them what changes in
# which order they come.
HALF_contract.gcc := 1
HALF_contract.clang := 2
HALF_contract_more.asan := 1
HALF_contract_more.m32 := 1
HALF_contract_more.lean := 2
HALF_strings.asan.compact := 1
HALF_strings.asan.oa := 2
HALF_strings.asan.chain+nodes := 1
half_of = $(if $(FULL),,$(addprefix -DHALF=,$(or $(HALF_$(1).$(2)),$(HALF_$(1).$(2).$(3)))))
# Rows of programs that some will do for. Strings do not see how chains get their nodes; the sanitizers look all the same.
ROWS_memory := compact oa compact+tight
ROWS_strings := $(filter $(LAYOUTS),$(ROWS))
ROWS_verify := compact
ROWS_hashes := compact
ROWS_siphash := compact
ROWS_hash_quality := compact
ROWS_concurrent := compact
ROWS_linearizable := compact
ROWS_retire := compact
ROWS_interleave := compact
# A script is one more word here: tests/checks/<word>.sh, which says "N passed, N failed" last.
SCRIPTS := profile build_modes compile_errors linking macro_clash warnings single same_everywhere docs bench_builds
# Called by .ci/run, by hand, or by other scripts and make.
OTHER_SCRIPTS := checks/fresh checks/model checks/mutants support/lib support/flags support/names support/run support/sum support/times
# What the scripts compile.
CHECK_SOURCES := build_modes build_modes_sync same_everywhere warnings macro_clash prototypes incomplete packed link_main link_other counters_mock lint

# A file that none of these lists names would never run.
source_of = $(firstword $(wildcard tests/contract/$(1).c tests/programs/$(1).c))
listed := $(foreach test,$(TESTS),$(call source_of,$(firstword $(subst :, ,$(test))))) \
	$(CHECK_SOURCES:%=tests/checks/%.c) $(SCRIPTS:%=tests/checks/%.sh) $(OTHER_SCRIPTS:%=tests/%.sh)
forgotten := $(filter-out $(listed),$(wildcard tests/*.c tests/*/*.c tests/*.sh tests/*/*.sh))
# Nor may one be missing from the table at the top.
in_table := $(call from_flags,sed -n 's/^\#     \([a-z_]*\) .*/\1/p' tests/tests.mk)
untold := $(sort $(filter-out $(in_table),$(SCRIPTS) $(foreach test,$(TESTS),$(firstword $(subst :, ,$(test))))))
ifeq ($(origin TESTS)$(origin SCRIPTS),filefile)
$(if $(strip $(untold)),$(error the table at the top of tests/tests.mk does not say what $(strip $(untold)) asks))
$(if $(strip $(forgotten)),$(error no list in tests/tests.mk names $(strip $(forgotten)): a program stands in TESTS, a script in SCRIPTS or OTHER_SCRIPTS, what scripts compile in CHECK_SOURCES))
endif

part = $(word $(1),$(subst :, ,$(2)))
rows_of = $(if $(call part,3,$(1)),$(call part,3,$(1)),$(or $(ROWS_$(call part,1,$(1))),$(ROWS)))
is_test = $(and $(call source_of,$(call part,1,$(1))),$(BUILD_$(call part,2,$(1))),$(filter $(ROWS),$(call rows_of,$(1))))
RUN := $(if $(HAVE_M32),$(TESTS),$(foreach test,$(TESTS),$(if $(filter m32,$(call part,2,$(test))),,$(test))))
$(foreach test,$(TESTS),$(if $(call is_test,$(test)),,$(error TESTS has no '$(test)'; there are PROGRAM:CONFIGURATION or \
	PROGRAM:CONFIGURATION:ROW, such as contract:asan:compact; rows: $(ROWS); programs: \
	$(notdir $(basename $(wildcard tests/contract/*.c tests/programs/*.c))))))
$(foreach script,$(SCRIPTS),$(if $(wildcard tests/checks/$(script).sh),,$(error SCRIPTS has no '$(script)': no file \
	tests/checks/$(script).sh)))

# One rule for each program, row and configuration. A test that does not compile is a failure like any other.
program_name = $(TEST_BUILD)/$(1).$(2).$(3)
define test_rule
$(call program_name,$(1),$(2),$(3)): $(call source_of,$(1)) $$(TEST_HEADERS) tests/tests.mk $(if $(HALF_$(1).$(3))$(HALF_$(1).$(3).$(2)),$(TEST_BUILD)/full)
	@mkdir -p $(TEST_BUILD)
	@rm -f $$@
	-@$$(BUILD_$(3)) $(call level_of,$(1),$(3)) $(call half_of,$(1),$(3),$(2)) $$(TEST_WARNINGS) $$(TEST_CFLAGS) $$(TEST_INCLUDES) $(call row_flags,$(2)) $$< -o $$@ \
		$$(if $$(findstring TEST_SHIM,$$(BUILD_$(3))),-pthread,$$(CHECK_LIBS)) >$$@.build 2>&1 || \
		{ echo "$(1) ($(2), $(3)) does not compile:"; head -n 12 $$@.build; }; \
		times >$$@.build.time
$(call program_name,$(1),$(2),$(3)).result: $(call program_name,$(1),$(2),$(3)) always
	@$$(ENV_$(3)) sh tests/support/run.sh $$@ "$(1) $(2) $(3)" $$(RUNNER_$(3)) $$<
TEST_RESULTS += $(call program_name,$(1),$(2),$(3)).result
endef
$(foreach test,$(RUN),$(foreach row,$(call rows_of,$(test)),$(eval $(call test_rule,$(call part,1,$(test)),$(row),$(call part,2,$(test))))))

# What has one half without FULL is built anew when FULL changes.
$(TEST_BUILD)/full: always
	@mkdir -p $(TEST_BUILD)
	@echo '$(FULL)' | cmp -s - $@ || echo '$(FULL)' >$@

# A child process per test is slow under a sanitizer, and leaks show at the end all the same. Shorter runs for slow
# configurations, and for those that differ from lean in the compiler only: what is measured there, in probes and bits, is the
# same as in the others, and lean has every size and every point at which a callback jumps or memory ends.
SHORT := TEST_LENGTH=$${TEST_LENGTH:-3} TEST_SUBSET=$${TEST_SUBSET:-7} TEST_LAPS=$${TEST_LAPS:-20} \
	TEST_FLOOD=$${TEST_FLOOD:-1500} TEST_MERGES=$${TEST_MERGES:-2} TEST_GROUPS=$${TEST_GROUPS:-20000} TEST_OPS=$${TEST_OPS:-600} \
	TEST_SAMPLES=$${TEST_SAMPLES:-300} TEST_SEEDS=$${TEST_SEEDS:-20} TEST_STRIDE=$${TEST_STRIDE:-3} TEST_JUMPS=$${TEST_JUMPS:-110} \
	TEST_OPERATIONS=$${TEST_OPERATIONS:-100000} TEST_PREEMPTIONS=$${TEST_PREEMPTIONS:--1} \
	TEST_SCENARIOS=$${TEST_SCENARIOS:-3}
ENV_lean := TEST_GROUPS=$${TEST_GROUPS:-20000} TEST_OPERATIONS=$${TEST_OPERATIONS:-1000000}
ENV_gcc := TEST_SAMPLES=$${TEST_SAMPLES:-200}
ENV_asan := CK_FORK=no $(SHORT)
ENV_gcc-asan := CK_FORK=no $(SHORT)
ENV_clang := $(SHORT)
ENV_clang-lean := $(SHORT)
ENV_cxx := $(SHORT)
ENV_clang-cxx := $(SHORT)
ENV_m32 := $(SHORT) TEST_EMULATOR='$(RUNNER_m32)'
ENV_tsan := $(SHORT)
ENV_nosimd := $(SHORT)
ENV_debug := $(SHORT)
ENV_O0 := $(SHORT)
$(TEST_BUILD)/%.script.result: tests/checks/%.sh always
	@mkdir -p $(TEST_BUILD)
	@sh tests/support/run.sh $@ "$*" sh $<
SCRIPT_RESULTS := $(SCRIPTS:%=$(TEST_BUILD)/%.script.result)

.PHONY: test test-quick test-times test-model test-mutants soak test-cross always
always:

# The slow scripts go first, so that two processors stay busy to the end.
## make test             all tests: gcc and clang, sanitizers, C++, 32 bits; about 8 minutes on two processors
test:
	@rm -f $(TEST_BUILD)/*.result $(TEST_BUILD)/*.result.time
	@$(MAKE) --no-print-directory -j $(or $(TEST_JOBS),2) $(SCRIPT_RESULTS) $(TEST_RESULTS)
	@$(if $(HAVE_M32),,echo "$(call from_flags,echo $$without_m32)")
	@sh tests/support/sum.sh $(TEST_BUILD)/*.result

QUICK_RESULTS := $(filter %.gcc.result %.lean.result,$(TEST_RESULTS))
## make test-quick       one compiler, no scripts: while you work
test-quick:
	@rm -f $(TEST_BUILD)/*.result $(TEST_BUILD)/*.result.time
	@$(MAKE) --no-print-directory -j $(or $(TEST_JOBS),2) $(QUICK_RESULTS)
	@sh tests/support/sum.sh $(QUICK_RESULTS)

## make test-times       where the time of the last make test went
test-times:
	@sh tests/support/times.sh $(TEST_BUILD)

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
soak: export TEST_GROUPS ?= $(shell echo $$((400000 * $(or $(SOAK),1))))
soak: export TEST_LIES ?= $(shell echo $$((500000 * $(or $(SOAK),1))))
soak: export TEST_TIMEOUT ?= 36000
soak: export TEST_SAMPLES ?= 100000
soak: export TEST_OPERATIONS ?= 100000000
soak: export TEST_STRIDE ?= 1
soak: export TEST_PREEMPTIONS ?= 1
soak: export TEST_SCENARIOS ?= $(shell echo $$((2000 * $(or $(SOAK),1))))
soak: export TEST_JUMPS ?= 5
soak: export FULL ?= 1
## make soak             the tests for hours; SOAK=10 for ten times as long
soak:
	@echo "seed $$TEST_SEED"
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-model
	@$(MAKE) --no-print-directory test-mutants
	@$(MAKE) --no-print-directory test-cross

## make test-model       is the protocol of concurrent maps right, in all states of a model? (Debian package spin)
test-model:
	@sh tests/checks/model.sh

## make test-mutants     do tests find faults that are planted in concurrent maps?
test-mutants:
	@sh tests/checks/mutants.sh

## make test-cross       one layout everywhere, and concurrent maps: s390x and aarch64, under qemu
test-cross:
	@sh tests/checks/same_everywhere.sh cross
