# Two commands set everything up, each from a fresh clone:
#   make deck   build the sample deck from seeds/ into decks/
#   make test   lint, types and all tests

PYTHON ?= python3
BIN := .venv/bin

.PHONY: deck test lint types unit bench fuzz clean

deck: .venv/run.stamp
	$(BIN)/flashcards build seeds -o decks

test: lint types unit

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/mypy

unit: .venv/dev.stamp
	$(BIN)/pytest -n auto

bench: .venv/dev.stamp
	$(BIN)/python benchmarks/build.py

fuzz: .venv/dev.stamp
	$(BIN)/python benchmarks/fuzz.py

clean:
	rm -rf .venv

# What is installed: the package and exactly the versions in constraints.txt.
.venv/run.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/dev.stamp: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@
