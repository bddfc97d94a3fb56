# `make` alone lists what there is.

# What may stand on the command line; a misspelt name would have no effect.
VARIABLES = CC CXX OPT CFLAGS CXXFLAGS LDFLAGS N ROUNDS FULL JOBS WITHOUT W K O KEYS T TABLES IN REPORT_OUT SOAK TESTS ROWS SCRIPTS TEST_JOBS
INNER_VARIABLES = B HASHES C_PEERS CXX_PEERS PKG_CONFIG PROFILE_OPT PROFILE_BUILD COUNTED LAYOUTS LAYOUT_TABLES SHARED_TABLES TEST_% MAKE% GNUMAKEFLAGS
given := $(foreach name,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(name)))),$(name)))
unknown := $(filter-out $(VARIABLES) $(INNER_VARIABLES) -*-command-variables-*-,$(given))
$(if $(unknown),$(error no variable '$(unknown)'; there are: $(VARIABLES)))

OPT ?= -O3 -march=native
WARNINGS := $(shell . tests/support/flags.sh && echo $$warnings)
B = build
JOBS := $(shell nproc 2>/dev/null || echo 1)

help:
	@sed -n 's/^## //p' bench/bench.mk examples/examples.mk $(wildcard tests/tests.mk)
	@echo 'make format           clang-format over all sources'
	@echo 'make names            cchash/macros_*.h, from the names in the headers'
	@echo 'make single           single/cchash.h, all headers in one file'
	@echo 'make man              build/cchash.3, the manual page, from docs/cchash.3.md'
	@echo 'make lint             are sources formatted and scripts sound, do cppcheck and clang-tidy agree'
	@echo 'make clean            remove build/'

# ---- The house ----

SOURCES = $(wildcard *.h cchash/*.h bench/*.[ch] bench/*.cpp tests/*/*.[ch] examples/*.[ch] examples/peers/* docs/*.h)
SCRIPT_FILES = .ci/run $(wildcard single/*.sh bench/*.sh examples/*.sh tests/*/*.sh)

format:
	clang-format -i $(SOURCES)

# The macros of a program that the headers put aside.
names:
	sh tests/support/names.sh write

single: names
	sh single/make.sh >single/cchash.h

# Read it with: man -l build/cchash.3
man:
	@mkdir -p $(B)
	@if command -v pandoc >/dev/null; then \
	    pandoc --standalone --from markdown --to man docs/cchash.3.md --output $(B)/cchash.3 && echo '$(B)/cchash.3'; \
	else echo 'skipping the manual page: pandoc is absent; Debian package pandoc brings it'; fi

# The headers under CCHASH_DEBUG, whose preconditions an analyser can use. cppcheck's own preprocessor does not see through
# the macros: it gets what gcc has made of them.
LINT_FLAGS = -std=c11 -DCCHASH_DEBUG -I. -Itests/support
LINT_EXPAND = gcc $(LINT_FLAGS) -DCCHASH_NO_SIMD -E
lint:
	clang-format --dry-run -Werror $(SOURCES)
	for script in $(SCRIPT_FILES); do sh -n $$script || exit; done
	@if command -v shellcheck >/dev/null; then shellcheck -x -S warning $(SCRIPT_FILES); \
	else echo 'shellcheck is absent: Debian package shellcheck brings it'; fi
	@if command -v node >/dev/null; then for script in bench/report/*.mjs; do node --check $$script || exit; done; fi
	@if command -v cppcheck >/dev/null; then \
	    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
	        -DBENCH_LINKED= $(filter-out bench/table_% bench/hash_speed.c,$(wildcard bench/*.c)) && \
	    mkdir -p $(B) && $(LINT_EXPAND) tests/checks/warnings.c -o $(B)/lint.c && \
	    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 $(B)/lint.c; \
	else echo 'cppcheck is absent: Debian package cppcheck brings it'; fi
	@if command -v clang-tidy >/dev/null; then clang-tidy --quiet tests/checks/lint.c -- $(LINT_FLAGS) 2>/dev/null; \
	else echo 'clang-tidy is absent: Debian package clang-tidy brings it'; fi

clean:
	rm -rf $(B)

include bench/bench.mk
include examples/examples.mk
-include tests/tests.mk

# What is no target: make's own words would not say what is one.
.DEFAULT:
	@echo "no target '$@'; there are:" >&2
	@$(MAKE) --no-print-directory help >&2
	@exit 2

.PHONY: help format names single man lint clean
.DELETE_ON_ERROR:
