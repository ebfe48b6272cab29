PYTHON ?=
ARGS ?=
export PYTHON

bin := .venv/bin
runtime := .venv/.runtime
develop := .venv/.develop
vendor := sheetflow/web/static/vendor/.complete

.DEFAULT_GOAL := help
.PHONY: help setup run test check format lock bench soak

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' Makefile

setup: $(runtime) $(vendor) ## prepare .venv and the web assets (make setup PYTHON=/path/to/python3 picks the Python)

run: setup ## set up and serve on http://127.0.0.1:8000
	@$(bin)/python run.py

test: $(develop) $(vendor) ## set up and pass every test (make test ARGS="tests/rules -x" passes some)
	$(bin)/python -m pytest -n logical --maxprocesses 8 --dist worksteal $(ARGS)

check: $(develop) ## format, lint, types, and the number of exceptions to them
	$(bin)/ruff format --check
	$(bin)/ruff check
	$(bin)/mypy
	$(bin)/python scripts/suppressions.py

format: $(develop) ## format, and mend what the linter can mend
	$(bin)/ruff format
	$(bin)/ruff check --fix

lock: $(develop) ## lock the newest packages that pyproject.toml and package.json allow
	scripts/lock.sh

bench: $(develop) $(vendor) ## measure what the README says about speed
	@for bench in $(wildcard bench/[!_]*.py); do echo "== $$bench"; $(bin)/python $$bench || exit 1; done

soak: $(develop) $(vendor) ## pass the long proofs
	$(bin)/python -m pytest -m soak $(ARGS)

# The stamps: each is newer than the lock it was made from, so a repeat does nothing.
$(runtime): requirements.txt pyproject.toml scripts/setup.sh
	@scripts/setup.sh packages requirements.txt
	@touch $@

$(develop): $(runtime) requirements-dev.txt
	@scripts/setup.sh packages requirements-dev.txt
	@touch $@

$(vendor): package-lock.json requirements-node.txt scripts/setup.sh
	@scripts/setup.sh web
	@touch $@
