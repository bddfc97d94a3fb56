# `make` alone lists what there is.

# What may stand on the command line; a misspelt name would have no effect.
VARIABLES = CC CXX OPT CFLAGS CXXFLAGS LDFLAGS N ROUNDS FULL JOBS WITHOUT W K O KEYS T TABLES IN REPORT_OUT SOAK TESTS ROWS SCRIPTS TEST_JOBS
INNER_VARIABLES = B HASHES C_PEERS CXX_PEERS PKG_CONFIG PROFILE_OPT PROFILE_BUILD COUNTED LAYOUTS LAYOUT_TABLES TEST_% MAKE% GNUMAKEFLAGS
given := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
unknown := $(filter-out $(VARIABLES) $(INNER_VARIABLES) -*-command-variables-*-,$(given))
$(if $(unknown),$(error no variable '$(unknown)'; there are: $(VARIABLES)))

OPT ?= -O3 -march=native
ROUNDS ?= 3
WARNINGS = -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wcast-qual -Wcast-align -Wundef
B = build
BENCH = $(B)/cchash-bench

# What the bench can do without: other tables, a hash, a JSON reader, Valgrind's header, a C++ compiler.
# WITHOUT="cjson glib" builds as on a machine that lacks them.
OPTIONAL = cjson valgrind stb xxhash uthash khash glib boost absl hopscotch cxx
WITHOUT ?=
unknown := $(filter-out $(OPTIONAL),$(WITHOUT))
$(if $(unknown),$(error WITHOUT has no '$(unknown)'; there are: $(OPTIONAL)))

# make's own defaults are cc and g++; a C++ compiler is only needed for the C++ peers.
HAVE_CXX := $(if $(filter cxx,$(WITHOUT)),,$(shell command -v $(CXX) 2>/dev/null))
JOBS := $(shell nproc 2>/dev/null || echo 1)

help:
	@echo 'make bench            the study'"'"'s workloads on the layouts and stb_ds, about 4 minutes; FULL=1: its sizes'
	@echo 'make bench-peers      single operations beside all packaged tables; N=1000,100000,1000000'
	@echo 'make strace-growth    system calls beside each doubling of a growing table'
	@echo 'make build/hash-speed     hash functions by themselves beside XXH3; then: build/hash-speed'
	@echo 'make build/cchash-bench   the bench alone; then: build/cchash-bench --help'
	@echo 'make profile          counters, flame graphs, growth, latency, memory: W=load_factor K= O= KEYS= T=u64 N=1M'
	@echo 'make report-data      measures what a full report shows, 10 to 25 minutes; N=100k: less'
	@echo 'make report           build/report/index.html and report.md, of the JSON in build/ or IN="FILE FOLDER"'
	@sed -n 's/^## //p' $(wildcard tests/tests.mk) /dev/null
	@echo 'make format           clang-format over all sources'
	@echo 'make names            cchash/macros_off.h and macros_on.h, from the names in the headers'
	@echo 'make lint             are the sources formatted, do the scripts parse, does cppcheck agree'
	@echo 'make clean            remove build/'

# ---- The bench: one object per table, and per hash for those that can swap theirs ----

LAYOUT_TABLES = chain chain_malloc oa compact
HASHES = fold bytes siphash13 fnv1a identity
C_PEERS = stb_ds khash uthash glib
CXX_PEERS = boost absl hopscotch std
BENCH_OBJECTS = $(addprefix $(B)/bench/,bench.o report.o compare.o workloads.o counters.o heap.o \
	$(foreach table,$(LAYOUT_TABLES),table_$(table).o $(foreach hash,$(HASHES),table_$(table)-$(hash).o)) \
	$(foreach table,$(C_PEERS) $(if $(HAVE_CXX),$(CXX_PEERS)),table_$(table).o))

PKG_CONFIG = $(shell command -v pkg-config 2>/dev/null || echo false)
package = $(if $(filter $(1),$(WITHOUT)),,$(shell $(PKG_CONFIG) $(2) 2>/dev/null))
GLIB_CFLAGS := $(patsubst -I%,-isystem %,$(call package,glib,--cflags glib-2.0))
GLIB_LIBS := $(call package,glib,--libs glib-2.0)
ABSL_LIBS := $(call package,absl,--libs absl_flat_hash_map)

# has_header NAME,HEADER: by the compiler itself, so that its flags count and no shell has to print a `#`.
has_header = $(if $(filter $(1),$(WITHOUT)),,$(shell $(CC) $(CFLAGS) -E -x c -include $(2) /dev/null >/dev/null 2>&1 && echo yes))

# With cJSON there is --compare, with Valgrind's header the simulated counters are those of the measured region.
CJSON_LIBS := $(if $(call has_header,cjson,cjson/cJSON.h),-lcjson)
HAVE_VALGRIND := $(call has_header,valgrind,valgrind/callgrind.h)
# The sources look for headers themselves, except for what is left out here. Without pkg-config a library's headers may be
# there, and nothing to link them with.
BENCH_WITHOUT := $(sort $(WITHOUT) $(if $(CJSON_LIBS),,cjson) $(if $(HAVE_VALGRIND),,valgrind) \
	$(if $(GLIB_LIBS),,glib) $(if $(ABSL_LIBS),,absl))
OPTIONAL_FLAGS := $(addprefix -DBENCH_WITHOUT_,$(BENCH_WITHOUT))

BENCH_CFLAGS = -std=gnu11 $(OPT) -g $(WARNINGS) $(OPTIONAL_FLAGS) $(CFLAGS)
BENCH_CXXFLAGS = -std=c++20 $(OPT) -g -Wall -Wextra -Wshadow \
	-Wno-uninitialized \
	$(if $(findstring clang,$(CXX_VERSION)),,-Wno-maybe-uninitialized) $(OPTIONAL_FLAGS) $(CXXFLAGS)
BENCH_LINK = $(if $(HAVE_CXX),$(CXX),$(CC))
BENCH_FLAGS_TEXT = $(strip $(OPT) $(CFLAGS))
CXX_VERSION := $(if $(HAVE_CXX),$(shell $(CXX) --version | head -n 1))

# Other flags, other objects: the stamp changes when they do.
STAMP := $(B)/bench/flags
STAMP_TEXT = $(CC) $(CXX) $(BENCH_CFLAGS) | $(BENCH_CXXFLAGS) | $(BENCH_OBJECTS) | $(LDFLAGS) $(ABSL_LIBS) $(GLIB_LIBS) $(CJSON_LIBS)
$(shell mkdir -p $(B)/bench; echo '$(STAMP_TEXT)' | cmp -s - $(STAMP) || echo '$(STAMP_TEXT)' > $(STAMP))

$(BENCH): $(BENCH_OBJECTS)
	@echo '  link $@'
	@$(BENCH_LINK) $(OPT) $(LDFLAGS) -o $@ $^ $(if $(HAVE_CXX),$(ABSL_LIBS)) $(GLIB_LIBS) $(CJSON_LIBS) -lm

$(B)/bench/%.o: bench/%.c $(STAMP)
	@echo '  compile $<'
	@$(CC) $(BENCH_CFLAGS) $(if $(findstring glib,$*),$(GLIB_CFLAGS)) -MMD -MP -c -o $@ $<

$(B)/bench/bench.o: BENCH_CFLAGS += $(if $(HAVE_CXX),-DBENCH_HAS_CXX)
$(B)/bench/report.o: BENCH_CFLAGS += -DBENCH_FLAGS='"$(BENCH_FLAGS_TEXT)"' -DBENCH_CXX_VERSION='"$(CXX_VERSION)"'

$(B)/bench/%.o: bench/%.cpp $(STAMP)
	@echo '  compile $<'
	@$(CXX) $(BENCH_CXXFLAGS) -MMD -MP -c -o $@ $<

define swapped_hash
$(B)/bench/table_%-$(1).o: bench/table_%.c $(STAMP)
	@echo '  compile $$< with $(1)'
	@$$(CC) $$(BENCH_CFLAGS) -DBENCH_HASH=$(1) -MMD -MP -c -o $$@ $$<
endef
$(foreach hash,$(HASHES),$(eval $(call swapped_hash,$(hash))))

$(B)/hash-speed: bench/hash_speed.c $(STAMP)
	@$(CC) $(BENCH_CFLAGS) -MMD -MP -MF $(B)/bench/hash_speed.d -o $@ $<

-include $(wildcard $(B)/bench/*.d)

# A real text: the dictionary, the licences, and the descriptions of all packages that apt knows.
$(B)/words.txt:
	@mkdir -p $(B)
	@{ cat /usr/share/dict/american-english /usr/share/common-licenses/*; apt-cache dumpavail; } > $@.tmp 2>/dev/null; \
	 if test -s $@.tmp; then mv $@.tmp $@; else rm -f $@.tmp; cat README.md cchash*.h docs/* > $@; fi

export CCHASH_COMMIT := $(shell git rev-parse --short HEAD 2>/dev/null)
RUN_BENCH = $(BENCH) --sizes -w load_factor,key_distribution,operation_mix,words -t u64,string \
	--rounds $(ROUNDS) --json $(B)/bench.json $(if $(FULL),,-n $(if $(N),$(N),1M))

bench:
	@$(MAKE) --no-print-directory -j$(JOBS) $(BENCH) $(B)/words.txt
	$(RUN_BENCH)
	@echo; echo 'all rounds: $(B)/bench.json'

bench-peers:
	@$(MAKE) --no-print-directory -j$(JOBS) $(BENCH)
	$(BENCH) -w micro -i peers -t u64,cstr -n $(if $(N),$(N),1000,100000,1000000) --rounds $(ROUNDS) \
	    --against peers --summary --json $(B)/bench-peers.json
	@echo; echo 'all rounds: $(B)/bench-peers.json'

# MALLOC_MMAP_THRESHOLD_ keeps glibc from moving its threshold, so that each large array is one mapping.
strace-growth:
	@command -v strace >/dev/null || { echo 'strace is absent: Debian package strace brings it'; exit 0; }; \
	$(MAKE) --no-print-directory -j$(JOBS) $(BENCH) && sh bench/strace-growth.sh $(BENCH) $(if $(N),$(N),2M)

# One binary is timed, counted, simulated and sampled: without -march=native, whose newest instructions Valgrind may not
# know, and without the tables that nobody profiles.
PROFILE_OPT ?= -O3
PROFILE_BUILD = $(B)/profile-build
profile_name = $(W)$(addprefix -,$(K) $(O) $(KEYS))-$(or $(T),u64)-$(or $(N),1M)
empty :=
space := $(empty) $(empty)
PROFILE_FOLDER = $(B)/profile/$(subst $(space),,$(profile_name))

profile-program:
	@$(MAKE) --no-print-directory -s -j$(JOBS) B=$(PROFILE_BUILD) OPT="$(PROFILE_OPT)" HASHES= C_PEERS=stb_ds CXX_PEERS= \
	    $(PROFILE_BUILD)/cchash-bench

profile: W ?= load_factor
profile: profile-program
	@sh bench/profile.sh $(PROFILE_BUILD)/cchash-bench '$(PROFILE_FOLDER)' '$(W)' \
	    '$(or $(K)$(O)$(KEYS),-)' '$(or $(T),u64)' '$(or $(N),1M)' $(TABLES)

# Counts that tests/checks/profile.sh compares with: after a change that is meant to cost more.
COUNTED = load_factor operation_mix
counts-baseline: profile-program
	@for workload in $(COUNTED); do \
	    PARTS=laptop SIM_ROUNDS=3 sh bench/profile.sh $(PROFILE_BUILD)/cchash-bench $(B)/profile-counts $$workload - u64 100k >/dev/null && \
	    sed '/^  "command": /d; /^  "date": /d; /^  "commit": /d' $(B)/profile-counts/counts.json >tests/expected/counts-$$workload.json || exit; \
	done

# All JSON that lies in build/, or what IN names, as one page and one text.
REPORT_TOOLS = $(B)/report-tools
REPORT_OUT ?= $(B)/report
IN ?= $(shell ls $(B)/bench.json $(B)/bench-*.json 2>/dev/null; ls $(B)/profile/*/times.json 2>/dev/null | sed 's|/times.json$$||')

$(REPORT_TOOLS)/.installed: bench/report/package.json bench/report/package-lock.json
	@command -v npm >/dev/null || { echo 'npm is absent: Debian packages nodejs and npm bring it'; exit 2; }
	@mkdir -p $(REPORT_TOOLS) && cp bench/report/package.json bench/report/package-lock.json $(REPORT_TOOLS)
	@cd $(REPORT_TOOLS) && npm ci --silent --no-audit --no-fund && touch .installed

report: $(REPORT_TOOLS)/.installed
	@node bench/report/make-report.mjs $(REPORT_TOOLS) $(REPORT_OUT) $(IN)

# The report that is kept in docs/: its text, its charts as SVG, a flame graph of each layout. Wants the packages of
# `sh bench/setup.sh test`.
BASELINE = docs/baseline
baseline: report
	@cd $(REPORT_TOOLS) && npm ci --silent --no-audit --no-fund
	@rm -rf $(BASELINE) && mkdir -p $(BASELINE)
	@node bench/report/export.mjs $(REPORT_TOOLS) $$(command -v chromium || command -v chromium-browser) $(REPORT_OUT)/index.html $(BASELINE)
	@for layout in chaining open_addressing open_addressing_compact; do \
	    cp $(B)/profile/load_factor-u64-1M/flame-$$layout.svg $(BASELINE)/ || exit; done
	@{ cat $(REPORT_OUT)/report.md; echo; echo '## Charts'; \
	    for chart in $(BASELINE)/*.svg; do echo; echo "![$$(basename $$chart .svg)]($$(basename $$chart))"; done; } > $(BASELINE)/report.md

# What a full report shows: eleven minutes of processor time; N=100k makes it short.
REPORT_N = $(or $(N),1M)
report-data:
	@$(MAKE) --no-print-directory bench
	@$(MAKE) --no-print-directory -j$(JOBS) $(BENCH)
	$(BENCH) -w micro -i peers -n $(if $(N),$(N),1k,10k,100k,1M) --rounds $(ROUNDS) --against peers --json $(B)/bench-peers.json
	@for hash in default $(HASHES); do \
	    $(BENCH) -w micro -i open_addressing_compact,open_addressing,chaining --ops grow,hit,miss -n $(if $(N),$(N),100k) \
	        --rounds $(ROUNDS) --hash $$hash --json $(B)/bench-hash-$$hash.json || exit; done
	@$(MAKE) --no-print-directory profile W=load_factor N=$(REPORT_N)
	@$(MAKE) --no-print-directory profile W=load_factor T=string N=$(REPORT_N)

# ---- The house ----

SOURCES = $(wildcard *.h bench/*.[ch] bench/*.cpp tests/*.[ch] tests/*.cpp examples/*.[ch] docs/*.h)

format:
	clang-format -i $(SOURCES)

# The macros of a program that the headers put aside.
names:
	sh tests/support/names.sh write

lint:
	clang-format --dry-run -Werror $(SOURCES)
	for script in .ci/run bench/*.sh tests/*.sh; do sh -n $$script || exit; done
	@if command -v shellcheck >/dev/null; then shellcheck -x -S warning .ci/run bench/*.sh tests/*.sh; \
	else echo 'shellcheck is absent: Debian package shellcheck brings it'; fi
	@if command -v node >/dev/null; then for script in bench/report/*.mjs; do node --check $$script || exit; done; fi
	@if command -v cppcheck >/dev/null; then \
	    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
	        bench/bench.c bench/report.c bench/compare.c bench/workloads.c bench/counters.c bench/heap.c; \
	else echo 'cppcheck is absent: Debian package cppcheck brings it'; fi

clean:
	rm -rf $(B)

-include tests/tests.mk

# What is no target: make's own words would not say what is one.
.DEFAULT:
	@echo "no target '$@'; there are:" >&2
	@$(MAKE) --no-print-directory help >&2
	@exit 2

.PHONY: help bench bench-peers strace-growth profile-program profile counts-baseline report baseline report-data format names lint clean
.DELETE_ON_ERROR:
