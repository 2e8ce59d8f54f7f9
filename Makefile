# `make run` serves the dashboard with demonstration data; `make test` is the gate.
# Both set themselves up and may be repeated.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
export PYTHONUNBUFFERED := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

APT = $$( [ "$$(id -u)" = 0 ] || echo sudo ) apt-get

.PHONY: setup run test bench format screenshots constraints wheel clean

setup: $(VENV)/.run-ready

$(BIN)/python:
	@echo "· creating the virtual environment in $(VENV)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(PYTHON) -m venv $(VENV) 2>/dev/null || { rm -rf $(VENV); $(APT) update -q && $(APT) install -y -q python3-venv && $(PYTHON) -m venv $(VENV); }

$(VENV)/.run-ready: constraints/run.txt pyproject.toml | $(BIN)/python
	@echo "· installing the pinned dependencies"
	@$(BIN)/python -m pip install --quiet --progress-bar on --require-hashes -r constraints/run.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev-ready: constraints/dev.txt $(VENV)/.run-ready
	@echo "· installing the pinned test tools"
	@$(BIN)/python -m pip install --quiet --progress-bar on --require-hashes -r constraints/dev.txt
	@command -v chromium >/dev/null && fc-list 2>/dev/null | grep -q "Noto Sans CJK" || { \
		echo "· installing Chromium and fonts for the browser tests"; \
		$(APT) update -q && $(APT) install -y -q --no-install-recommends chromium fonts-noto-cjk fontconfig; }
	@touch $@

# The back-test, which bands rest on, is made beside the server: the pages show them as soon as it is there.
run: $(VENV)/.run-ready
	@$(BIN)/talent demo --if-absent
	@$(BIN)/talent backtest --if-absent >/dev/null & exec $(BIN)/talent serve --port $(PORT)

test: $(VENV)/.dev-ready
	@echo "· format, lint, types, layers"
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/basedpyright
	@$(BIN)/lint-imports
	@echo "· tests"
	@$(BIN)/pytest -n 2 --dist loadfile --cov --cov-report=term

bench: $(VENV)/.dev-ready
	@$(BIN)/python -m tests.benchmarks

screenshots: $(VENV)/.dev-ready
	@$(BIN)/python -m tests.browser.screenshots

format: $(VENV)/.dev-ready
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

wheel: $(VENV)/.dev-ready
	@$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

constraints: $(VENV)/.dev-ready
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		constraints/run.in --output-file constraints/run.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		constraints/dev.in --output-file constraints/dev.txt

clean:
	rm -rf $(VENV) build dist
