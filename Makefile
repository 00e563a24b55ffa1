# make demo   install, run the nightly DAG on the invented newsroom, show an analyst's answer
# make test   install, lint and run every test
# make test-distributed   a night on two Celery workers, as docker-compose.yml has them; needs postgresql and redis-server
# make up     start Airflow on loopback, ready to trigger; make down stops it
# make new-publisher ARGS='ID --domain D --feed URL'   add an outlet to publishers.toml and ask it what it lists
# make help   show this
# make install   only the virtual environment in .venv, which every other target makes where it is missing
# make lint   ruff, mypy, import contracts, derived pages, schema of the compose file
# make golden write the files that are derived from others: table reference, DDL, gold claims
# make bench  measure every goal of speed, in minutes; SIZE=full takes hours, STOCK names a spaCy pipeline to compare
# make lock   resolve the dependencies anew into requirements.lock
# make clean  remove .venv and caches; the ledger in .newsledger stays
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION := 0.13.9
UV := $(BIN)/uv
SIZE := small
# the tests in parts that can run side by side; what no part names is in the rest
PARTS := nights quality airflow pages language rest
airflow := tests/dags tests/distributed
pages := tests/docs tests/sql tests/web
nights := tests/integration tests/properties
quality := tests/quality tests/benchmarks
language := tests/nlp tests/newsroom tests/training

.PHONY: help new-publisher demo test $(addprefix test-,$(PARTS)) test-distributed lint up down golden bench lock install clean

demo: install
	$(BIN)/python -m ops.demo

# two at once, since what starts an Airflow or a server waits much and leaves a core idle
test: install lint
	@$(MAKE) --no-print-directory --jobs 2 --keep-going $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) \
	  $(addprefix test-,$(PARTS))

test-rest:
	$(BIN)/pytest $(foreach part,$(PARTS),$(addprefix --ignore=,$($(part))))

$(addprefix test-,$(filter-out rest,$(PARTS))): test-%:
	$(BIN)/pytest $($*)

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/newsledger reference --check
	$(BIN)/check-jsonschema --quiet --builtin-schema vendor.compose-spec docker-compose.yml

test-distributed: install
	$(BIN)/pytest tests/distributed

up: install
	@$(BIN)/python -m ops.airflow_local up

down:
	@$(BIN)/python -m ops.airflow_local down

golden: install
	$(BIN)/newsledger reference
	$(BIN)/python -m examples.newsroom gold

bench: install
	$(BIN)/python -m benchmarks --size $(SIZE) $(if $(STOCK),--stock $(STOCK))

help:
	@sed -n 's/^# make/make/p' Makefile

new-publisher: install
	$(BIN)/newsledger publishers add $(ARGS)
	$(BIN)/newsledger publishers check --publisher $(firstword $(ARGS))

install: $(VENV)/installed

# uv reads the hashed lock, which the pip that comes with Python 3.11 cannot
$(VENV)/installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(UV) pip sync --quiet --require-hashes --compile-bytecode --python $(BIN)/python requirements.lock
	$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	touch $@

lock: install
	$(UV) pip compile pyproject.toml --quiet --extra dev --extra distributed --extra search --constraint constraints.txt \
	  --universal --python-version 3.11 --generate-hashes --no-strip-extras --no-header --no-annotate \
	  --output-file requirements.lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
