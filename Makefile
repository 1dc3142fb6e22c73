# pm: what there is to make. `make` alone lists it.
.DEFAULT_GOAL := help
.PHONY: help build debug client test program library torture year record demo bench format lint install clean setup

SWIFT ?= swift
PREFIX ?= /usr/local
# A static binary starts in a third of the time and runs where no Swift is installed.
# `make build STATIC=` links dynamically.
STATIC ?= --static-swift-stdlib -Xswiftc -static-executable -Xlinker -s
# That no variable is changed while it is read is checked in the debug program, which the tests run
# too; checking it at each access of an object costs an import 6 %.
UNCHECKED := -Xswiftc -enforce-exclusivity=unchecked
# Without debug information, of which a stripped program has none, both builds take a fifth less.
PLAIN := -debug-info-format none
RELEASE := -c release --product pm $(STATIC) $(UNCHECKED) $(PLAIN)
BINARY := .build/release/pm
# The tests have a folder of their own, so that both builds can go on at once.
CHECKS := .build/checks
DEBUG := --scratch-path $(CHECKS)
# What tests write is in memory where there is room, so that they need not wait for a disk.
ROOMY := $(shell [ "$$(df --output=avail /dev/shm 2>/dev/null | tail -1)" -gt 4000000 ] 2>/dev/null && echo /dev/shm)
TESTS := $(if $(ROOMY),env TMPDIR=$(ROOMY) )$(SWIFT) test $(DEBUG) --skip-build --disable-xctest
# Those that start the program itself.
OF_PROGRAM := '^Transcripts\.'
SOURCES := Package.swift Sources Tests

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | \
	  awk -F'|' '{ printf "make %-8s %s\n", $$1, $$2 }'

setup: ## install what the system lacks (libsqlite3-dev, and witnesses for the tests)
	@Scripts/bootstrap

build: setup ## build the static release program .build/release/pm
	@Scripts/build $(SWIFT) build $(RELEASE)

debug: setup ## build the debug program and the tests
	@$(SWIFT) build $(DEBUG) --build-tests $(PLAIN)

demo: build ## run a month on Samples/ and show its bills, arrears and KPIs
	@PM=$(BINARY) Scripts/demo out/demo

test: lint ## run everything that CI runs: layout, unit tests, transcripts, example, tidy
	@$(MAKE) --no-print-directory --jobs 2 program library
	PM_BINARY=$(BINARY) $(TESTS) --filter $(OF_PROGRAM)

# Both halves go on at once: the program that is released, and what the tests have in them.
program: build
	@PM=$(BINARY) Scripts/demo --quiet out/test
	@PM=$(BINARY) Scripts/torture --short

library: debug client
	$(TESTS) --skip $(OF_PROGRAM)

torture: build debug ## kill it, crowd it, fill its disk, feed it a million hostile inputs (ONLY="crash backup" for some)
	@PM=$(BINARY) Scripts/torture --test "$(TESTS)" $(ONLY)

SEEDS ?= 31
year: build debug ## play a year of 400 rooms against every law, hledger and beancount (minutes; SEEDS=31-33)
	PM_BINARY=$(BINARY) PM_SEEDS=$(SEEDS) $(TESTS) --filter 'RandomYearLawTests/large'

client: debug ## use PMKit from a program outside the package, which sees only what is public
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	  $(SWIFT)c -swift-version 6 -I $(CHECKS)/debug/Modules \
	    -Xcc -fmodule-map-file=Sources/CSQLite/module.modulemap -o "$$scratch/client" Tests/Client/main.swift \
	    $(foreach module,Core Format Store Commands Kit,$(CHECKS)/debug/PM$(module).build/*.o) -lsqlite3 && \
	  "$$scratch/client" "$$scratch"

record: build debug ## write down what the transcripts and the schema now are, to be read as a diff
	PM_RECORD=1 PM_BINARY=$(BINARY) $(TESTS) --filter 'Transcripts|SchemaFixtureTests'

bench: build ## measure pm against its peers, each row beside its bar (an hour; SHORT=1: a fifth of the sizes, minutes)
	@PM=$(BINARY) Scripts/bench $(if $(SHORT),--short)

format: ## lay out the sources by .swift-format
	$(SWIFT) format --in-place --recursive $(SOURCES)

lint: ## refuse sources that are not laid out as .swift-format says
	@$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)

install: build ## install pm and its completions under PREFIX (/usr/local)
	install -D -s -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/pm
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -d $(DESTDIR)$(PREFIX)/share/zsh/site-functions
	install -d $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d
	$(BINARY) completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/pm
	$(BINARY) completion zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_pm
	$(BINARY) completion fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/pm.fish

clean: ## remove what was built
	rm -rf .build out
