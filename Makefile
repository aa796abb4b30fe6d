# Everything a newcomer needs: `make demo`, `make test`. Python 3.11 or later and make are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN := $(VENV)/.run
DEV := $(VENV)/.dev
OUTPUT ?= output

.PHONY: help demo test check lint types layers coverage bench docs requirements clean

help: ## Say what there is.
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: $(RUN) ## Set up, then crawl eight played portals and publish their feeds, without the internet.
	$(BIN)/diemtin demo --output $(OUTPUT)

test: $(DEV) ## Set up, then run the tests.
	$(BIN)/pytest

check: lint types layers coverage ## What CI runs: ruff, mypy strict, import-linter, all tests with coverage.

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

layers: $(DEV)
	$(BIN)/lint-imports

coverage: $(DEV)
	$(BIN)/pytest --cov --cov-report=term -m "slow or not slow"

bench: $(DEV) ## Measure: the crawl, dates, reading a page, publishing, serving.
	$(BIN)/python benchmarks/crawl.py
	$(BIN)/python benchmarks/dates.py
	$(BIN)/python benchmarks/extraction.py
	$(BIN)/python benchmarks/publish.py
	$(BIN)/python benchmarks/serving.py
	$(BIN)/python benchmarks/soak.py

docs: $(RUN) ## Write the pages of docs/ that are told from the code.
	$(BIN)/python docs/generate.py

PIN = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --no-emit-index-url \
	--no-annotate --custom-compile-command "make requirements"

requirements: $(DEV) ## Pin the dependencies again, with hashes.
	$(PIN) pyproject.toml -o requirements.txt
	$(PIN) pyproject.toml --group dev -o requirements-dev.txt
	$(PIN) deploy/build-requirements.in -o deploy/build-requirements.txt

clean: ## Remove the virtual environment, the demo and what was published.
	rm -rf $(VENV) demo dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage*
	find output -mindepth 1 ! -name .gitignore -delete

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip  # old ones hang on some resolutions

$(RUN): requirements.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

$(DEV): requirements-dev.txt $(RUN)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	@touch $@
