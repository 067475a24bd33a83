# From a fresh clone: `make ask` answers a question, `make test` runs every check.
# The first use makes a virtual environment and installs into it; the next ones start at once.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV ?= .venv
Q ?= What sets recent large language models apart?
ARGS ?=

PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
# A virtual environment that was moved or lost its Python is made anew.
WORKS := $(shell "$(PY)" -c "" 2>/dev/null && echo yes)
PYTHONS := python3 python3.13 python3.12 python3.14 python3.11 python
FIT := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# The question reaches the shell as it was typed, with its quotes and dollars.
export MAKE_QUESTION := $(value Q)

.PHONY: help install ask test lint clean FORCE

help:
	@echo 'make ask Q="…"   answer a question (the first use installs everything)'
	@echo 'make test        run every check and test; ARGS="-k name" runs some'
	@echo 'make lint        ruff and mypy alone'
	@echo 'make clean       remove what was installed and built here'

install: $(STAMP)

# Not answered is no failure of make; wrong use is.
ask: $(STAMP)
	@"$(PY)" -m assistant ask -- "$$MAKE_QUESTION" || { code=$$?; [ $$code -eq 1 ] || exit $$code; }

test: $(STAMP)
	@"$(PY)" -m pytest $(ARGS)

lint: $(STAMP)
	@"$(PY)" -m ruff check .
	@"$(PY)" -m mypy

clean:
	rm -rf "$(VENV)" build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(STAMP): pyproject.toml constraints.txt $(if $(WORKS),,FORCE)
	@if ! "$(PY)" -c "" 2>/dev/null; then \
	  for python in $(PYTHONS); do \
	    if "$$python" -c "$(FIT)" 2>/dev/null; then found="$$python"; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo "make: no Python 3.11 or newer with venv was found; install one (Debian: apt-get install python3 python3-venv)." >&2; \
	    exit 2; \
	  fi; \
	  echo "Making $(VENV) with $$("$$found" --version) …"; \
	  "$$found" -m venv --clear "$(VENV)"; \
	fi
	@"$(PY)" -m pip install --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch "$(STAMP)"
