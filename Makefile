# Each target sets up what it needs in .venv/; nothing but Python 3.11+ and make has to be there.

.DEFAULT_GOAL := run
.PHONY: run test lint bench lock
MAKEFLAGS += --no-print-directory

python := .venv/bin/python

# exec: a SIGTERM that make passes on reaches the program, not a shell around it.
run:
	@.ci/venv requirements.txt
	@exec $(python) manage.py up

test:
	@.ci/venv requirements-dev.txt
	@.ci/system-packages chromium bwrap
	@exec $(python) -m pytest -n 3 --dist loadgroup

bench:
	@.ci/venv requirements-dev.txt
	@exec $(python) -m tests.bench

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
