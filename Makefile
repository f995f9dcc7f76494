# Everything below works on a bare machine with Python 3.11 or newer and make.
.DEFAULT_GOAL := help
.PHONY: help setup browser postgres demo test lint types bench evaluate lock clean

PORT ?= 8000
BIN := .venv/bin
STAMP := .venv/.setup-stamp
DEMO := build/demo

help: ## what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: $(STAMP) ## an environment in .venv with the locked packages and Huoshui itself

$(STAMP): requirements.lock pyproject.toml tools/setup.sh
	sh tools/setup.sh
	@touch $@

browser: ## a browser and Chinese fonts for the page tests, where they can be installed
	sh tools/browser.sh

postgres: setup ## the programs of a PostgreSQL server for the tests, where they can be installed
	sh tools/postgres.sh

demo: setup ## reads the bundled samples and a made-up family of funds, and serves them; make demo PORT=8080
	@mkdir -p $(DEMO) && rm -f $(DEMO)/huoshui.db*
	@$(BIN)/huoshui --database sqlite:///$(DEMO)/huoshui.db ingest samples
	@$(BIN)/huoshui --database sqlite:///$(DEMO)/huoshui.db portfolio sample --author huoshui
	@$(BIN)/huoshui --database sqlite:///$(DEMO)/huoshui.db serve --port $(PORT)

test: setup browser postgres lint types ## every check and every test
	$(BIN)/python -m pytest -n 2 --dist worksteal -q

lint: setup ## style, formatting and the floors of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: setup ## the types, strictly
	$(BIN)/mypy

bench: setup ## speed and memory, as ratios
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/resolution.py
	$(BIN)/python bench/api.py
	$(BIN)/python bench/portfolio.py
	$(BIN)/python bench/lookthrough.py
	$(BIN)/python bench/performance.py
	$(BIN)/python bench/policy.py
	$(BIN)/python bench/workbook.py

evaluate: setup ## scores against the hand-made gold, where it lies beside the checkout
	$(BIN)/python bench/evaluate.py

lock: setup ## requirements.lock anew from pyproject.toml; needs uv
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --upgrade --output-file requirements.lock

clean: ## removes what was made, the environment too
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
