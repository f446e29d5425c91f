# Two commands do everything: `make ingest` and `make test`. `make check` is the one gate.
.DELETE_ON_ERROR:
.PHONY: ingest test lint check bench docs samples lock clean

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.raingan-installed
UV := $(shell command -v uv 2>/dev/null)
# The first Python that is new enough, by its own word.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$p; break; }; done)

ingest: $(STAMP)
	$(BIN)/raingan ingest raw --output output

test: $(STAMP)
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: lint test

bench: $(STAMP)
	$(BIN)/python -m bench $(BENCH_ARGS)

docs: $(STAMP)
	$(BIN)/python -m etl.documents

samples: $(STAMP)
	$(BIN)/python tests/build_samples.py

# The lock and the pinned requirements; needs uv.
lock:
	uv lock
	uv export --quiet --frozen --group dev --no-emit-project --no-header --output-file requirements.txt >/dev/null

$(STAMP): pyproject.toml requirements.txt uv.lock
ifneq ($(UV),)
	$(UV) sync --quiet --frozen --group dev
else
	@test -n "$(PYTHON)" || { echo "raingan needs Python 3.11 or later; install it (Debian: apt-get install python3 python3-venv)."; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo "Python's venv module is missing (Debian: apt-get install python3-venv)."; exit 1; }
	"$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endif
	@touch $@

clean:
	rm -rf $(VENV) output/datasets output/validation output/quarantine output/datapackage.json output/compact \
		output/.compact-* output/.manifest.sqlite* output/.lock output/.staging
