# Each target sets up what it needs in .venv/; nothing but Python 3.11+ and make has to be there.

.DEFAULT_GOAL := run
.PHONY: run test lint bench chaos lock test-venv test-packages installations core other-rooms second-engine
MAKEFLAGS += --no-print-directory

python := .venv/bin/python

# Where a shell forbids compiled files each process compiles the whole project anew, and pytest each test file.
unexport PYTHONDONTWRITEBYTECODE

# exec: a SIGTERM that make passes on reaches the program, not a shell around it.
run:
	@.ci/venv requirements.txt
	@exec $(python) manage.py up

test:
	@$(MAKE) -j2 test-venv test-packages
	@$(MAKE) -j4 --output-sync=target installations core other-rooms second-engine

test-venv:
	@.ci/venv requirements-dev.txt
test-packages:
	@.ci/system-packages chromium bwrap

# What `make test` runs side by side; each tells its result when it ends. Whole installations wait for their
# processes and the second engine for its server: the others, which only calculate, fill the time between.
core := tests/api tests/orchestration tests/outcomes
later := exec nice -n 8

installations:
	@exec $(python) -m pytest -n 2 tests/acceptance
core:
	@$(later) $(python) -m pytest $(core)
other-rooms:
	@$(later) $(python) -m pytest $(addprefix --ignore=,tests/acceptance $(core))
second-engine:
	@TEST_ENGINE=postgres exec $(python) -m pytest $(core) \
		--ignore=tests/outcomes/test_marking.py  # which asks no database

bench:
	@.ci/venv requirements-dev.txt
	@exec $(python) -m tests.bench

# The usual 200 faults on each engine take an hour; ARGS="--faults 6" takes a minute.
chaos:
	@.ci/venv requirements-dev.txt
	@.ci/system-packages postgres redis-server
	@exec $(python) -m tests.chaos $(ARGS)

lint:
	@.ci/venv requirements-dev.txt
	$(python) -m ruff check
	$(python) -m ruff format --check
	$(python) -m mypy
	$(python) manage.py makemigrations --check --dry-run

# New versions within pyproject.toml's bounds, for every platform, with the hashes of every file.
compile := .venv-lock/bin/uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --upgrade --quiet --custom-compile-command "make lock"
lock:
	@.ci/venv requirements-dev.txt
	@test -x .venv-lock/bin/uv || { $(python) -m venv .venv-lock && .venv-lock/bin/python -m pip install --quiet uv 2>/dev/null; }
	$(compile) --output-file requirements.txt
	$(compile) --group dev --constraint requirements.txt --output-file requirements-dev.txt
