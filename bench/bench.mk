# The bench: how it is built, what it measures, and the report. The root Makefile includes this.
# Tables and hashes come from the rows of bench/names.def; a new one needs nothing here, unless it has to be linked with a
# library (as GLIB_LIBS and ABSL_LIBS).

## make bench            the study's workloads on the layouts and stb_ds, about 4 minutes; FULL=1: its sizes
## make bench-peers      single operations beside all packaged tables; N=1000,100000,1000000
## make strace-growth    system calls beside each doubling of a growing table
## make build/hash-speed     hash functions by themselves beside XXH3; then: build/hash-speed
## make build/cchash-bench   the bench alone; then: build/cchash-bench --help
## make profile          counters, flame graphs, growth, latency, memory: W=load_factor K= O= KEYS= T=u64 N=1M
## make report-data      measures what a full report shows, 10 to 25 minutes; N=100k: less
## make report           build/report/index.html and report.md, of the JSON in build/ or IN="FILE FOLDER"

ROUNDS ?= 3
BENCH = $(B)/cchash-bench
empty :=
space := $(empty) $(empty)
comma := ,

# ---- Rows ----

rows = $(shell sh bench/rows.sh $(1))
LAYOUT_FILES := $(call rows,file LAYOUT)
VARIANT_FILES := $(call rows,file VARIANT)
SHARED_FILES := $(call rows,file SHARED)
BASELINE_FILES := $(call rows,file BASELINE)
C_PEER_FILES := $(call rows,file C_PEER)
CXX_PEER_FILES := $(call rows,file CXX_PEER)
LAYOUT_NAMES := $(call rows,name LAYOUT)

# What is built; each of these may be given on the command line, to build less.
LAYOUT_TABLES = $(LAYOUT_FILES) $(VARIANT_FILES)
SHARED_TABLES = $(SHARED_FILES)
HASHES := $(filter-out default,$(call rows,file HASH))
C_PEERS = $(BASELINE_FILES) $(C_PEER_FILES)
CXX_PEERS = $(CXX_PEER_FILES)

row_sources := $(patsubst %,bench/table_%.c,$(LAYOUT_FILES) $(VARIANT_FILES) $(SHARED_FILES) $(BASELINE_FILES) \
	$(C_PEER_FILES)) 	$(CXX_PEER_FILES:%=bench/table_%.cpp)
table_sources := $(wildcard bench/table_*.c bench/table_*.cpp)
extra := $(filter-out $(row_sources),$(table_sources))
$(if $(extra),$(error bench/names.def has no row for $(extra)))
extra := $(filter-out $(table_sources),$(row_sources))
$(if $(extra),$(error bench/names.def has a row for a file that does not exist: $(extra)))
peer_count := $(words $(BASELINE_FILES) $(C_PEER_FILES) $(CXX_PEER_FILES))
$(if $(filter $(peer_count),$(shell sh bench/rows.sh package BASELINE C_PEER CXX_PEER | wc -l)),,$(error \
	bench/names.def: a peer's row has no .package, or not on its first line))

# ---- What may be missing ----

# What the bench can do without: a JSON reader, Valgrind's header, a hash, a C++ compiler, the other tables (the package
# stb brings stb_ds, the C++ compiler std). A peer's word is what stands before the first "_" of its name. WITHOUT="cjson glib" builds as on a machine that lacks them.
unique = $(if $(1),$(firstword $(1)) $(call unique,$(filter-out $(firstword $(1)),$(1))))
OPTIONAL = cjson valgrind xxhash cxx $(filter-out std,$(call unique,$(foreach peer, \
	$(BASELINE_FILES) $(C_PEER_FILES) $(CXX_PEER_FILES),$(firstword $(subst _, ,$(peer))))))
WITHOUT ?=
unknown := $(filter-out $(OPTIONAL),$(WITHOUT))
$(if $(unknown),$(error WITHOUT has no '$(unknown)'; there are: $(OPTIONAL)))

# make's own defaults are cc and g++; a C++ compiler is only needed for the C++ peers.
HAVE_CXX := $(if $(filter cxx,$(WITHOUT)),,$(shell command -v $(CXX) 2>/dev/null))

PKG_CONFIG = $(shell command -v pkg-config 2>/dev/null || echo false)
package = $(if $(filter $(1),$(WITHOUT)),,$(shell $(PKG_CONFIG) $(2) 2>/dev/null))
GLIB_CFLAGS := $(patsubst -I%,-isystem %,$(call package,glib,--cflags glib-2.0))
GLIB_LIBS := $(call package,glib,--libs glib-2.0)
ABSL_LIBS := $(call package,absl,--libs absl_flat_hash_map)
TBB_LIBS := $(call package,tbb,--libs tbb)

# has_header NAME,HEADER: asks the compiler, which knows its flags.
has_header = $(if $(filter $(1),$(WITHOUT)),,$(shell $(CC) $(CFLAGS) -E -x c -include $(2) /dev/null >/dev/null 2>&1 && echo yes))

# With cJSON there is --compare, with Valgrind's header the simulated counters are those of the measured region.
CJSON_LIBS := $(if $(call has_header,cjson,cjson/cJSON.h),-lcjson)
URCU_LIBS := $(if $(call has_header,urcu,urcu/rculfhash.h),-lurcu-qsbr -lurcu-memb -lurcu-cds)
HAVE_VALGRIND := $(call has_header,valgrind,valgrind/callgrind.h)
# The sources look for headers with __has_include, except for those that are left out here. Without pkg-config, a library's
# headers may be found, but not its flags for linking.
BENCH_WITHOUT := $(sort $(WITHOUT) $(if $(CJSON_LIBS),,cjson) $(if $(HAVE_VALGRIND),,valgrind) \
	$(if $(GLIB_LIBS),,glib) $(if $(ABSL_LIBS),,absl) \
	$(if $(TBB_LIBS),,tbb) $(if $(URCU_LIBS),,urcu))
OPTIONAL_FLAGS := $(addprefix -DBENCH_WITHOUT_,$(BENCH_WITHOUT))

# ---- Objects: one for each part, one for each table, and for layouts one for each hash ----

PARTS = bench options tables names keys workloads threads counters heap report json machine compare util
BENCH_OBJECTS = $(addprefix $(B)/bench/,$(addsuffix .o,$(PARTS) \
	$(foreach table,$(LAYOUT_TABLES),table_$(table) $(foreach hash,$(HASHES),table_$(table)-$(hash))) \
	$(foreach table,$(SHARED_TABLES) $(C_PEERS) $(if $(HAVE_CXX),$(CXX_PEERS)),table_$(table))))
# The same tables for tables.c.
BENCH_LINKED = $(foreach table,$(LAYOUT_TABLES),$(foreach hash,default $(HASHES),X($(table),$(hash)))) \
	$(foreach table,$(SHARED_TABLES) $(C_PEERS) $(if $(HAVE_CXX),$(CXX_PEERS)),X($(table),default))

# With NDEBUG, as some of the peers have assertions in their lookups.
BENCH_CFLAGS = -std=gnu11 $(OPT) -DNDEBUG -g $(WARNINGS) -Werror=switch $(OPTIONAL_FLAGS) $(CFLAGS)
BENCH_CXXFLAGS = -std=c++20 $(OPT) -DNDEBUG -g -Wall -Wextra -Wshadow \
	-Wno-uninitialized \
	$(if $(findstring clang,$(CXX_VERSION)),,-Wno-maybe-uninitialized) $(OPTIONAL_FLAGS) $(CXXFLAGS)
BENCH_LINK = $(if $(HAVE_CXX),$(CXX),$(CC))
BENCH_LIBS = $(if $(HAVE_CXX),$(ABSL_LIBS) $(TBB_LIBS)) $(GLIB_LIBS) $(URCU_LIBS) $(CJSON_LIBS) -pthread
BENCH_FLAGS_TEXT = $(strip $(OPT) $(CFLAGS))
CXX_VERSION := $(if $(HAVE_CXX),$(shell $(CXX) --version | head -n 1))

# All objects depend on this file, which changes when the flags do.
STAMP := $(B)/bench/flags
STAMP_TEXT = $(CC) $(CXX) $(BENCH_CFLAGS) | $(BENCH_CXXFLAGS) | $(BENCH_OBJECTS) | $(LDFLAGS) $(BENCH_LIBS)
$(shell mkdir -p $(B)/bench; echo '$(STAMP_TEXT)' | cmp -s - $(STAMP) || echo '$(STAMP_TEXT)' > $(STAMP))

$(BENCH): $(BENCH_OBJECTS)
	@echo '  link $@'
	@$(BENCH_LINK) $(OPT) $(LDFLAGS) -o $@ $^ $(BENCH_LIBS) -lm

$(B)/bench/%.o: bench/%.c $(STAMP)
	@echo '  compile $<'
	@$(CC) $(BENCH_CFLAGS) $(if $(findstring glib,$*),$(GLIB_CFLAGS)) -MMD -MP -c -o $@ $<

$(B)/bench/tables.o: BENCH_CFLAGS += -DBENCH_LINKED='$(BENCH_LINKED)' $(if $(HAVE_CXX),-DBENCH_HAS_CXX)
$(B)/bench/machine.o: BENCH_CFLAGS += -DBENCH_FLAGS='"$(BENCH_FLAGS_TEXT)"' -DBENCH_CXX_VERSION='"$(CXX_VERSION)"'

$(B)/bench/%.o: bench/%.cpp $(STAMP)
	@echo '  compile $<'
	@$(CXX) $(BENCH_CXXFLAGS) -MMD -MP -c -o $@ $<

define swapped_hash
$(B)/bench/table_%-$(1).o: bench/table_%.c $(STAMP)
	@echo '  compile $$< with $(1)'
	@$$(CC) $$(BENCH_CFLAGS) -DBENCH_HASH=$(1) -MMD -MP -c -o $$@ $$<
endef
$(foreach hash,$(HASHES),$(eval $(call swapped_hash,$(hash))))

$(B)/hash-speed: bench/hash_speed.c $(B)/bench/util.o $(STAMP)
	@$(CC) $(BENCH_CFLAGS) -MMD -MP -MF $(B)/bench/hash_speed.d -o $@ $< $(B)/bench/util.o

-include $(wildcard $(B)/bench/*.d)

# ---- What is run ----

# The text of the workload words: the dictionary, the licences, and the descriptions of all packages that apt knows.
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

strace-growth:
	@command -v strace >/dev/null || { echo 'strace is absent: Debian package strace brings it'; exit 0; }; \
	$(MAKE) --no-print-directory -j$(JOBS) $(BENCH) && sh bench/strace-growth.sh $(BENCH) $(if $(N),$(N),2M)

# One program for all parts of a profile: without -march=native, since Valgrind may not know the newest instructions, and
# without the peers but the baseline; without the tables for many threads, which no part of a profile measures.
PROFILE_OPT ?= -O3
PROFILE_BUILD = $(B)/profile-build
profile_name = $(W)$(addprefix -,$(K) $(O) $(KEYS))-$(or $(T),u64)-$(or $(N),1M)
PROFILE_FOLDER = $(B)/profile/$(subst $(space),,$(profile_name))

profile-program:
	@$(MAKE) --no-print-directory -s -j$(JOBS) B=$(PROFILE_BUILD) SHARED_TABLES= OPT="$(PROFILE_OPT)" HASHES= C_PEERS="$(BASELINE_FILES)" CXX_PEERS= \
	    $(PROFILE_BUILD)/cchash-bench

profile: W ?= load_factor
profile: profile-program
	@sh bench/profile.sh $(PROFILE_BUILD)/cchash-bench '$(PROFILE_FOLDER)' '$(W)' \
	    '$(or $(K)$(O)$(KEYS),-)' '$(or $(T),u64)' '$(or $(N),1M)' $(TABLES)

# Rewrites the counts that tests/checks/profile.sh compares with, after a change that is meant to cost more.
COUNTED = load_factor operation_mix
counts-baseline: profile-program
	@for workload in $(COUNTED); do \
	    PARTS=laptop SIM_ROUNDS=3 sh bench/profile.sh $(PROFILE_BUILD)/cchash-bench $(B)/profile-counts $$workload - u64 100k >/dev/null && \
	    sed '/^  "command": /d; /^  "date": /d; /^  "commit": /d' $(B)/profile-counts/counts.json >tests/expected/counts-$$workload.json || exit; \
	done

# ---- The report ----

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

# The report that is kept in docs/: its text, its charts as SVG, a flame graph of each layout. Needs the packages of
# `sh bench/setup.sh test`.
BASELINE = docs/baseline
baseline: report
	@cd $(REPORT_TOOLS) && npm ci --silent --no-audit --no-fund
	@rm -rf $(BASELINE) && mkdir -p $(BASELINE)
	@node bench/report/export.mjs $(REPORT_TOOLS) $$(command -v chromium || command -v chromium-browser) $(REPORT_OUT)/index.html $(BASELINE)
	@for layout in $(LAYOUT_NAMES); do \
	    cp $(B)/profile/load_factor-u64-1M/flame-$$layout.svg $(BASELINE)/ || exit; done
	@{ cat $(REPORT_OUT)/report.md; echo; echo '## Charts'; \
	    for chart in $(BASELINE)/*.svg; do echo; echo "![$$(basename $$chart .svg)]($$(basename $$chart))"; done; } > $(BASELINE)/report.md

# Measures what a full report shows: eleven minutes of processor time; fewer with N=100k.
REPORT_N = $(or $(N),1M)
report-data:
	@$(MAKE) --no-print-directory bench
	@$(MAKE) --no-print-directory -j$(JOBS) $(BENCH)
	$(BENCH) -w micro -i peers -n $(if $(N),$(N),1k,10k,100k,1M) --rounds $(ROUNDS) --against peers --json $(B)/bench-peers.json
	$(BENCH) -w threads -n $(if $(N),$(N),10k,1M) --rounds $(ROUNDS) --json $(B)/bench-threads.json
	@for hash in default $(HASHES); do \
	    $(BENCH) -w micro -i $(subst $(space),$(comma),$(LAYOUT_NAMES)) --ops grow,hit,miss -n $(if $(N),$(N),100k) \
	        --rounds $(ROUNDS) --hash $$hash --json $(B)/bench-hash-$$hash.json || exit; done
	@$(MAKE) --no-print-directory profile W=load_factor N=$(REPORT_N)
	@$(MAKE) --no-print-directory profile W=load_factor T=string N=$(REPORT_N)

.PHONY: bench bench-peers strace-growth profile-program profile counts-baseline report baseline report-data
