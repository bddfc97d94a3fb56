# The examples: built, run, and compared with the same programs for other tables (examples/peers). The root Makefile
# includes this, after bench/bench.mk.

## make examples         the programs of examples/ beside the packaged tables: time and memory, about 5 minutes; ROUNDS=3

EXAMPLE_NAMES := $(basename $(notdir $(wildcard examples/*.c)))
EXAMPLE_FLAGS = -O2 -g -I. -DEXAMPLE_HEAP
EXAMPLE_BUILD = $(B)/examples

# The tables that are there; std comes with the C++ compiler that all peers need.
has_cxx_header = $(if $(filter $(1),$(WITHOUT)),,$(shell $(CXX) -std=c++20 -E -x c++ -include $(2) /dev/null >/dev/null 2>&1 && echo yes))
EXAMPLE_TABLES = khash uthash stb_ds glib std boost
EXAMPLE_PEERS = $(if $(HAVE_CXX),std \
	$(if $(call has_header,khash,htslib/khash.h),khash) $(if $(call has_header,uthash,uthash.h),uthash) \
	$(if $(call has_header,stb,stb/stb_ds.h),stb_ds) $(if $(GLIB_LIBS),glib) \
	$(if $(call has_cxx_header,boost,boost/unordered/unordered_flat_map.hpp),boost))
peers = $(eval peers := $(EXAMPLE_PEERS))$(peers)
peer_package = $(shell sed -n 's|^[A-Z_]*.$(1), .*\.package = "\([^"]*\)".*|\1|p' bench/names.def)

# Which peers do an example, stands in the first line of its file.
example_peers = $(shell sed -n '1s|// peers:||p' examples/peers/$(1).cpp)
EXAMPLE_PROGRAMS = $(foreach name,$(EXAMPLE_NAMES),$(EXAMPLE_BUILD)/$(name) $(EXAMPLE_BUILD)/$(name).memory \
	$(addprefix $(EXAMPLE_BUILD)/$(name)-,$(filter $(peers),$(call example_peers,$(name)))))

$(EXAMPLE_BUILD)/heap.o: bench/heap.c bench/heap.h
	@mkdir -p $(@D)
	@$(CC) -O2 -c -o $@ $<

$(addprefix $(EXAMPLE_BUILD)/,$(EXAMPLE_NAMES)): $(EXAMPLE_BUILD)/%: examples/%.c $(EXAMPLE_BUILD)/heap.o
	@echo '  compile $<'
	@$(CC) $(EXAMPLE_FLAGS) $(CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(EXAMPLE_BUILD)/heap.o

# To count bytes: a block that is aligned to huge pages has a tail that is counted, but never touched.
$(EXAMPLE_BUILD)/%.memory: examples/%.c $(EXAMPLE_BUILD)/heap.o
	@$(CC) $(EXAMPLE_FLAGS) $(CFLAGS) -DCCHASH_NO_HUGE_PAGES -MMD -MP -MF $@.d -o $@ $< $(EXAMPLE_BUILD)/heap.o

define example_peer
$(EXAMPLE_BUILD)/%-$(1): examples/peers/%.cpp $(EXAMPLE_BUILD)/heap.o
	@echo '  compile $$< with $(1)'
	@$$(CXX) -std=c++20 $$(EXAMPLE_FLAGS) -DNDEBUG -w -DPEER_$(1) $$(CXXFLAGS) $$(if $$(filter glib,$(1)),$$(GLIB_CFLAGS)) \
	    -MMD -MP -MF $$@.d -o $$@ $$< $(EXAMPLE_BUILD)/heap.o $$(if $$(filter glib,$(1)),$$(GLIB_LIBS))
endef
$(foreach peer,$(EXAMPLE_TABLES),$(eval $(call example_peer,$(peer))))

-include $(wildcard $(EXAMPLE_BUILD)/*.d)

examples:
	@$(foreach peer,$(filter-out $(peers),$(EXAMPLE_TABLES)),\
	    echo '$(peer) is absent: Debian package $(call peer_package,$(peer)) brings it';)
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(EXAMPLE_PROGRAMS)
	@sh examples/compare.sh $(EXAMPLE_BUILD) $(ROUNDS) $(filter $(peers),$(EXAMPLE_TABLES))

.PHONY: examples
