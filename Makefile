# What one does here. `make help` lists it.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python

.PHONY: help setup demo test bench newcomer fixtures lock format

help: ## What there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## System libraries, .venv, .env (quick when nothing is missing)
	@.ci/setup

demo: setup ## Three real committees on http://127.0.0.1:8000/ (PORT=8001 for another port)
	@.ci/demo

test: setup ## Everything: style, types, contracts, SQLite, browser, PostgreSQL
	@.ci/test

bench: setup ## How far from the floor we are; writes build/bench.json
	@$(PYTHON) -m tests.bench

newcomer: ## Prove `make demo` and `make test` on a bare Debian in a chroot
	@.ci/newcomer

fixtures: setup ## Make the fixtures again from their sources
	@for fit in fixtures/*/fit.py; do \
		$(PYTHON) -m "$$(echo "$${fit%.py}" | tr / .)" || exit 1; done

format: setup ## Set the code as `make test` wants it
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .

lock: setup ## Pin the newest allowed versions in requirements.lock
	@.venv/bin/uv pip compile pyproject.toml --group dev --generate-hashes --upgrade \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate \
		--python-version 3.11 --output-file requirements.lock --quiet
