# Recipes of the house: `make` alone lists them.
SHELL := /bin/sh
.DEFAULT_GOAL := help

PYTHONS := python3.14 python3.13 python3.12 python3.11 python3
PYTHON := $(shell for name in $(PYTHONS); do \
	"$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo "$$name" && break; done)
UV := $(or $(shell command -v uv),.tools/bin/uv)
BIN := .venv/bin
ARGS :=

# macOS drops this variable whenever a program of the system starts another, so each recipe sets it anew.
LIBRARIES := $(if $(filter Darwin,$(shell uname -s)),DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/opt/local/lib,)

# Each test has files of its own, and on a disk its database waits for that disk at every commit: they are kept in memory
# where Linux has room for them there.
MEMORY := $(shell [ "$$(df -Pk /dev/shm 2>/dev/null | awk 'NR == 2 {print $$4}')" -gt 4000000 ] 2>/dev/null && \
	! grep -q ' /dev/shm .*noexec' /proc/mounts && echo PYTEST_DEBUG_TEMPROOT=/dev/shm)

# Where this is set, every process of a test (a worker, a server, a PDF) compiles all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

CATALOGUES := $(shell find assessment -name '*.po' 2>/dev/null)
SOURCES := assessment questionnaires reports tests checks hatch_build.py

.PHONY: help setup system browser demo test repeat visits wide trust trust-repeat check bench screenshots pack assets migration format lint types contracts spelling sizes audit lock

help: ## List the recipes.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: system .venv/.complete ## Install everything that the other recipes need.

demo: setup ## Build an example organisation and serve it; ARGS=--no-serve only builds it.
	@$(LIBRARIES) $(BIN)/assessment demo $(ARGS)

test: setup browser ## Run all tests but the long ones; ARGS are passed on to pytest.
	$(LIBRARIES) $(MEMORY) $(BIN)/pytest -n 2 --dist worksteal $(ARGS)

repeat: setup browser ## Run the tests that need a database once more, on PostgreSQL.
	$(LIBRARIES) $(MEMORY) $(BIN)/pytest -n 2 --dist worksteal -m "repeat and not trust and not visit" $(ARGS)

visits: setup browser ## Run the visits with a browser, from the first start to what everybody reads.
	$(LIBRARIES) $(MEMORY) $(BIN)/pytest -n 2 --dist worksteal -m "visit and not trust" $(ARGS)

wide: setup browser ## Run the tests that look at all there is: every variant of a report, every address as everybody.
	$(LIBRARIES) $(MEMORY) $(BIN)/pytest -n 2 --dist worksteal -m "wide and not trust and not repeat" $(ARGS)

# Many of these wait for what they have killed: four at a time keep two cores at work, the longest first.
LONG := -n 4 --dist load --maxschedchunk 1 --durations=0

trust: setup browser ## Run the long tests of anonymity and reliability (up to 40 minutes).
	$(LIBRARIES) $(MEMORY) $(BIN)/pytest $(LONG) -m "trust and not repeat" $(ARGS)

trust-repeat: setup browser ## Run the long tests that need a database once more, on PostgreSQL (up to 40 minutes).
	$(LIBRARIES) $(MEMORY) $(BIN)/pytest $(LONG) -m "trust and repeat" $(ARGS)

check: setup lint types contracts spelling sizes lock audit ## Check style, types, import directions, spelling, sizes, dependencies.
	@echo "All checks passed."

bench: setup ## Measure speed and memory and print the figures.
	$(LIBRARIES) $(BIN)/python -m tests.bench $(ARGS)

screenshots: setup browser ## Make the pictures of the README and of the sample report anew.
	$(LIBRARIES) $(BIN)/python -m checks.screenshots $(ARGS)

pack: setup ## Write the pages for works councils in docs/works-council anew.
	$(BIN)/python -m checks.pack

migration: setup ## Write the next migration; ARGS is what it does, in a few words.
	$(BIN)/python -m checks.migration $(ARGS)

assets: setup ## Build style sheets, script, fonts and message catalogues by hand.
	$(BIN)/python hatch_build.py

format: setup ## Put the code into the house's layout.
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

lint:
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/ruff format --check $(SOURCES)

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

spelling:
	$(BIN)/codespell -D - -D checks/british.txt

sizes:
	$(BIN)/python -m checks.sizes

lock:
	$(UV) lock --check

# Needs the advisory service; says so where that cannot be reached. AUDIT=required makes that a failure as well.
audit:
	$(UV) export --quiet --locked --no-emit-project --no-hashes --output-file .venv/requirements.txt
	$(BIN)/python -m checks.audit .venv/requirements.txt $(AUDIT)

system:
	@sh checks/system.sh pango

browser: setup
	@sh checks/system.sh browser

.venv/.complete: pyproject.toml uv.lock hatch_build.py package-lock.json $(CATALOGUES) | $(UV)
	$(UV) sync --locked $(if $(PYTHON),--python $(PYTHON),)
	@touch $@

.tools/bin/uv:
	@if [ -z "$(PYTHON)" ]; then echo "Python 3.11 to 3.14 is needed: apt install python3 python3-venv, or brew install python"; exit 1; fi
	@$(PYTHON) -m venv .tools || { rm -rf .tools; echo "Python's venv is missing: apt install python3-venv"; exit 1; }
	@.tools/bin/pip install --quiet uv
