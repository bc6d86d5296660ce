# SPDX-License-Identifier: GPL-3.0-or-later
#
# How is Arendt built, run and tested? `make` alone lists the targets.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help prerequisites build run test test-all test-slurm gallery instructions format lint man test-prerequisites

WORLD ?= Worlds/ministry.world
ARGS ?=
# Set to `-Xswiftc -warnings-as-errors` by .ci/run: a newer compiler's new warnings must not stop a user's build.
STRICT ?=

SWIFT_NEEDED := 6.1
PACKAGES := libgsl-dev libnetcdf-dev libsqlite3-dev libssl-dev pkg-config
# What the tests draw, browse and read exported files with, besides the Python packages of READERS.
TEST_PACKAGES := chromium fonts-dejavu-core gnuplot-nox python3-venv
READERS := Tests/FiguresTests/Readers/requirements.txt
PROGRAM = $$(swift build -c release --show-bin-path)/arendt
SOURCES := Sources Tests Package.swift

help: ## Lists the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-19s %s\n", $$1, $$2 }' Makefile
	@echo "  Variables: WORLD=$(WORLD) ARGS='--set conformity=0' for make run."

prerequisites: ## Checks Swift and installs the libraries that are missing (apt).
	@if ! command -v swift > /dev/null; then \
	  echo "Arendt needs Swift $(SWIFT_NEEDED) or newer, and there is no 'swift' in PATH." >&2; \
	  echo "Install it from https://www.swift.org/install/linux and try again." >&2; exit 1; \
	fi; \
	found=$$(swift --version 2> /dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1); \
	if [ "$$(printf '%s\n' "$(SWIFT_NEEDED)" "$${found:-0}" | sort -V | head -n 1)" != "$(SWIFT_NEEDED)" ]; then \
	  echo "Arendt needs Swift $(SWIFT_NEEDED) or newer; this is Swift $${found:-of unknown version}." >&2; \
	  echo "Install it from https://www.swift.org/install/linux and try again." >&2; exit 1; \
	fi
	@missing=; \
	for name in $(PACKAGES); do \
	  if ! dpkg-query -W -f '$${Status}' "$$name" 2> /dev/null | grep -q 'ok installed'; then missing="$$missing $$name"; fi; \
	done; \
	if [ -n "$$missing" ] && ! pkg-config --exists gsl libcrypto netcdf sqlite3 2> /dev/null; then \
	  if ! command -v apt-get > /dev/null; then \
	    echo "Arendt needs the GNU Scientific Library, NetCDF, OpenSSL, SQLite and pkg-config; install them and try again." >&2; exit 1; \
	  fi; \
	  root=; if [ "$$(id -u)" != 0 ]; then root=sudo; fi; \
	  echo "Installing$$missing." >&2; \
	  $$root apt-get update -q; \
	  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
	fi

test-prerequisites: prerequisites .venv/installed ## Installs what the tests of figures and pages need (apt, and pip into .venv).

.venv/installed: $(READERS)
	@missing=; \
	for name in $(TEST_PACKAGES); do \
	  if ! dpkg-query -W -f '$${Status}' "$$name" 2> /dev/null | grep -q 'ok installed'; then missing="$$missing $$name"; fi; \
	done; \
	if [ -n "$$missing" ] && command -v apt-get > /dev/null; then \
	  root=; if [ "$$(id -u)" != 0 ]; then root=sudo; fi; \
	  echo "Installing$$missing." >&2; \
	  $$root apt-get update -q; \
	  $$root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $$missing; \
	fi
	@python3 -m venv .venv
	@.venv/bin/pip install --quiet --disable-pip-version-check -r $(READERS)
	@touch $@

build: prerequisites ## Builds the release.
	@swift build -c release --product arendt $(STRICT)

run: build ## Runs WORLD together, unlinked and alone, and prints the verdict.
	@"$(PROGRAM)" run $(WORLD) $(ARGS)

test: test-prerequisites ## Installs what is missing and passes every quick test.
	@swift build --build-tests $(STRICT)
	@mkdir -p .build; swift test --skip-build $(STRICT) 2>&1 | tee .build/test.log \
	  || { echo "What failed:"; grep -a '✘' .build/test.log | cut -c 1-1000; exit 1; }
	@Tests/Fuzz/run.sh
	@Tests/Kill/run.sh
	@grep -a 'Test run with' .build/test.log | tail -n 1

test-slurm: build ## Sweeps on a real Slurm of two nodes on this machine; skipped where Slurm is not installed.
	@ARENDT="$(PROGRAM)" Tests/Slurm/run.sh

test-all: test ## Adds the sanitizers, the slow tests, the million mutated worlds and the fifty kills.
	@ARENDT_SLOW_TESTS=1 swift test
	@# The leaks that would be reported are those of XCTest's own objects at exit.
	@SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0 swift test --sanitize=address --scratch-path .build/address
	@SWIFT_BACKTRACE=enable=no swift test --sanitize=thread --scratch-path .build/thread
	@Tests/Fuzz/run.sh 1000000
	@Tests/Kill/run.sh 50

gallery: build ## Measures the claim of every world and writes Analysis/gallery (needs gnuplot and python3).
	@python3 Analysis/gallery/make.py "$(PROGRAM)"

instructions: build ## Compares instruction counts with those on record (needs valgrind).
	@Analysis/benchmarks/instructions.sh

format: ## Rewrites all Swift files in the house style.
	@swift format -i -p -r $(SOURCES)

lint: ## Tells whether all Swift files are in the house style, and the C files free of warnings.
	@swift format lint --strict -p -r $(SOURCES)
	@clang -std=c17 -Wall -Wextra -Werror -fsyntax-only -I Sources/CKernels/include -I Tests/TestKernels/include $$(find Sources/CKernels Tests/TestKernels -name '*.c')

man: prerequisites ## Writes the manual pages to .build/plugins/GenerateManual/outputs.
	@swift package --allow-writing-to-package-directory generate-manual --multi-page
	@find .build/plugins/GenerateManual/outputs -name '*.1'
