# The short way to everything; meson and ninja do the work. `make help` lists the targets.
RELEASE = build
CHECKED = build-test
FUZZED = build-fuzz
FUZZ_SECONDS ?= 60

# meson tells its story only when it failed.
configure = [ -f $(1)/build.ninja ] || meson setup $(1) $(2) >$(1).log 2>&1 || { cat $(1).log; rm -rf $(1); exit 1; }

.PHONY: help demo build test bench fuzz lint format docs pictures clean
.DEFAULT_GOAL := help

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile

demo: build ## build, post a half year of sample work, write the summary, verify, serve it
	@$(RELEASE)/jinguo demo

build: ## the program, at build/jinguo
	@tools/prepare build
	@$(call configure,$(RELEASE),--buildtype=release -Db_sanitize=none -Db_pie=true)
	@ninja -C $(RELEASE) --quiet src/jinguo
	@ln -sf src/jinguo $(RELEASE)/jinguo

test: build ## every test, under address and undefined sanitizers; ends in "N passed, N failed"
	@tools/prepare test
	@$(call configure,$(CHECKED))
	@ninja -C $(CHECKED) --quiet
	@python3 tests/run.py --checked $(CHECKED) --release $(RELEASE)

bench: build ## speed beside its limits, one line each
	@ninja -C $(RELEASE) --quiet $(patsubst %.c,%,$(wildcard bench/*_bench.c))
	@python3 bench/run.py $(RELEASE)

fuzz: ## each parser for FUZZ_SECONDS (60)
	@tools/prepare build fuzz
	@export CC=clang; $(call configure,$(FUZZED),-Dfuzz=true -Db_sanitize=none)
	@ninja -C $(FUZZED) --quiet
	@python3 tests/fuzz/run.py $(FUZZED) $(FUZZ_SECONDS)

lint: ## clang-tidy, the static analyser of gcc, the format
	@tools/prepare build lint
	@tools/lint

format: ## clang-format over every C file
	@tools/prepare lint
	@git ls-files '*.c' '*.h' | xargs clang-format -i

docs: build ## docs/ERRORS.md, from the code
	@$(RELEASE)/jinguo errors -o docs/ERRORS.md

pictures: build ## the pictures of README and docs, from a running demo
	@tools/prepare pictures
	@node tools/pictures.mjs $(RELEASE)/jinguo

clean: ## remove everything that was built
	@rm -rf $(RELEASE) $(CHECKED) $(FUZZED) build*.log out demo
