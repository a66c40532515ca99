# `make demo`, `make serve` and `make test` need Debian (or any Linux) with Python 3.11+; every other thing they make themselves.

SHELL := /bin/bash
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
# Two workers of one thread each are faster than one of two, and quieter on a shared machine.
export OMP_NUM_THREADS ?= 1
# Where it is set, every command that a test starts would compile all modules anew: a quarter of the tests' time.
unexport PYTHONDONTWRITEBYTECODE
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Not compiled when it is installed: what is imported is compiled then and kept, and two thirds of the packages' modules never are.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --no-deps --no-compile
JOBS ?= auto

.PHONY: help setup demo serve test fuzz lint types imports packs samples bench lock clean

help: ## show the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(VENV)/.anze ## make .venv with the command in .venv/bin/anze

# Status 1 is right here: five of the sample filings have something wrong on purpose.
demo: $(VENV)/.anze ## check the filings in samples/ and say what does not hold
	@$(BIN)/anze check samples --progress; status=$$?; \
	  echo; echo "命令在 $(BIN)/anze；再试：$(BIN)/anze check samples/suzhou-low-fee --format jsonl"; \
	  test $$status -eq 1

serve: $(VENV)/.anze ## the service on http://127.0.0.1:8000, with its data in anze-data/
	@$(BIN)/anze serve

test: $(VENV)/.dev $(VENV)/.system ## run the tests
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder -m "not corpus"

# FUZZ_SEED and FUZZ_INPUTS may be given; a seed not given is the day's dice, and is printed.
fuzz: $(VENV)/.dev ## five thousand damaged papers, each read or refused; what fails is kept in out/fuzz
	@FUZZ_SEED=$${FUZZ_SEED:-$$(date +%s)} FUZZ_INPUTS=$${FUZZ_INPUTS:-5000} FUZZ_KEEP=out/fuzz \
	  $(BIN)/python -m pytest -q -s tests/test_fuzz_reading.py

lint: $(VENV)/.dev ## ruff, style and formatting faults
	@$(BIN)/ruff check .

types: $(VENV)/.dev ## mypy --strict
	@$(BIN)/mypy

imports: $(VENV)/.dev ## the import contracts
	@$(BIN)/lint-imports

packs: $(VENV)/.dev ## lint every pack and run the cases of every rule
	@$(BIN)/anze rules lint
	@$(BIN)/python -m pytest -q tests -k "pack"

samples: $(VENV)/.dev ## write samples/ anew from their generator
	@$(BIN)/python -m tests.samples.make

bench: $(VENV)/.dev ## CPU time per page beside plain pypdfium2 and pdfplumber
	@$(BIN)/python bench/check.py

lock: ## resolve the dependencies anew (needs uv); hashes are those of the public files
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 \
	  --upgrade pyproject.toml --group build -o requirements.lock
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 \
	  --upgrade pyproject.toml --group build --group dev --group samples --group data -c requirements.lock -o requirements-dev.lock
	uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --no-annotate --python-version 3.11 \
	  --extra s3 pyproject.toml -c requirements-dev.lock | $(BIN)/python deploy/beyond.py requirements.lock > requirements-s3.lock

clean: ## remove the environment and every cache
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache out

# A Debian without python3-venv makes an environment without pip: root installs the package, anyone else is told the command.
$(VENV)/bin/pip:
	@python=$$(command -v python3.11 || command -v python3 || true); \
	  if [ -z "$$python" ] || ! "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then \
	    echo "anze needs Python 3.11 or newer: sudo apt-get install -y python3 python3-venv" >&2; exit 1; fi; \
	  if ! "$$python" -c 'import ensurepip, venv' 2>/dev/null; then \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	      echo "installing python3-venv…" >&2; \
	      apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3-venv >/dev/null || exit 1; \
	    else echo "Python has no venv module here: sudo apt-get install -y python3-venv" >&2; exit 1; fi; fi; \
	  "$$python" -m venv --clear $(VENV)

# Asked for by .ci/run alone: with it what is locked is installed in a fifth of the time, and without it by pip.
$(VENV)/.uv: requirements-dev.lock | $(VENV)/bin/pip
	@$(BIN)/python deploy/beyond.py --only uv < requirements-dev.lock > $(VENV)/uv.lock
	@$(PIP_INSTALL) --require-hashes -r $(VENV)/uv.lock
	@touch $@

# --no-deps: the lock is the whole list (rapidocr's wish for opencv-python is overridden there).
$(VENV)/.locked: requirements.lock | $(VENV)/bin/pip
	@echo "installing locked packages into $(VENV)…" >&2
	@$(BIN)/python deploy/locked.py requirements.lock
	@touch $@

$(VENV)/.anze: pyproject.toml $(VENV)/.locked
	@$(PIP_INSTALL) --no-build-isolation --editable .
	@touch $@

# What the development lock adds to the other (it holds it whole, a test asks): two passes that have no package in common may run at once.
$(VENV)/.beyond: requirements-dev.lock requirements.lock | $(VENV)/bin/pip
	@echo "installing development packages into $(VENV)…" >&2
	@$(BIN)/python deploy/beyond.py requirements.lock < requirements-dev.lock > $(VENV)/beyond.lock
	@$(BIN)/python deploy/locked.py $(VENV)/beyond.lock
	@touch $@

$(VENV)/.dev: $(VENV)/.anze $(VENV)/.beyond
	@touch $@

# The tests run against a real PostgreSQL, drive a real browser, lay out Word files and look at pages of Chinese. Root gets what is missing,
# anyone else is told the command. (postgresql-common would start a server of its own; ours needs only the programs.)
$(VENV)/.system: | $(VENV)/bin/pip
	@missing=""; \
	  ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || missing="$$missing postgresql"; \
	  command -v chromium >/dev/null || missing="$$missing chromium"; \
	  command -v soffice >/dev/null || missing="$$missing libreoffice-writer-nogui"; \
	  fc-list :lang=zh 2>/dev/null | grep -q . || missing="$$missing fontconfig fonts-noto-cjk"; \
	  if [ -n "$$missing" ]; then \
	    if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	      echo "installing$$missing…" >&2; \
	      apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $$missing >/dev/null || exit 1; \
	    else echo "the tests need more of Debian: sudo apt-get install -y --no-install-recommends$$missing" >&2; exit 1; fi; fi
	@touch $@
