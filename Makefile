# Makes the environment from the lock files and runs the project's commands in it. `make` alone lists them.
# Needs GNU Make 3.81 or later, and Python 3.11 or later with its venv module.

# The Pythons to try for .venv, in this order. Another one: make PYTHON=/path/to/python3 ...
PYTHON ?= python3.11 python3 python3.12 python3.13 python3.14
# Further arguments for pytest: make test ARGS="-k archive"
ARGS ?=
# What resolves the lock files. Where .venv cannot be made because a lock file is broken: make lock UV=uv
UV ?= ./.venv/bin/uv

export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1

# All tests on all cores; some of them, named by ARGS, on one: every worker would read the recorded pages anew.
pytest = ./.venv/bin/python -m pytest $(or $(ARGS),-n auto --maxprocesses 8 --dist worksteal)

# The user's settings and proxies are for the user's own catalog; the samples are the same for everyone.
without_settings = env $(shell env | sed -nE 's/^((CARDKEEP|PREFECT|HF)_[A-Za-z0-9_]+|[A-Za-z]+_(proxy|PROXY))=.*/-u \1/p')

runtime := .venv/runtime.stamp
development := .venv/development.stamp

# An environment is good only at the path where it was made, and while its Python is there. Else it is made again.
usable := test -x ./.venv/bin/python && test "$$(cat ./.venv/place 2>/dev/null)" = "$(CURDIR)"
ifneq ($(shell $(usable) && echo yes),yes)
$(runtime) $(development): again
endif

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help refresh test check scripts env lock again

help: ## list these commands
	@sed -nE 's/^([a-z]+):.*## (.*)/\1:\2/p' ./Makefile \
	    | while IFS=: read -r name text; do printf '  make %-8s %s\n' "$$name" "$$text"; done

refresh: $(runtime) ## run the whole job, crawl to alert, on the embedded sample pages
	$(without_settings) ./.venv/bin/cardkeep refresh --samples

test: $(development) ## run the tests on all cores, long suites left out (one kind only, say: make test ARGS="-m slow")
	$(pytest)

check: $(development) ## run the linters, the format check, the type checker and the tests, and print how readable the code is
	./.venv/bin/ruff check .
	./.venv/bin/ruff format --check .
	./.venv/bin/pyright
	./.venv/bin/sqlfluff lint --processes 0 warehouse tests
	./.venv/bin/python -m tests.project.readability
	$(pytest)

scripts: ## check the types of the site's scripts, and build the one that is made of packages (needs node and npm)
	cd tests/support/tools/typescript && npm ci --no-audit --no-fund && node_modules/.bin/tsc --project .
	cd tests/support/tools/duckdb_wasm && npm ci --no-audit --no-fund && npm run build

env: $(development) ## make the development environment in .venv, or bring it up to date

lock: $(if $(filter ./.venv/%,$(UV)),$(development)) ## resolve requirements*.in into the lock files (to newest versions: make lock UPGRADE=1)
	$(call resolve,requirements)
	$(call resolve,requirements-dev)

again: ;

$(runtime): requirements.lock pyproject.toml
	@$(make_venv)
	@$(call install,requirements.lock)
	@touch ./$@

# The development lock holds the runtime lock's packages at the same versions, so one installation serves both.
$(development): requirements-dev.lock requirements.lock pyproject.toml
	@$(make_venv)
	@$(call install,requirements-dev.lock)
	@touch ./$(runtime) ./$@

define make_venv
if $(usable); then exit 0; fi; \
for python in $(PYTHON); do \
    $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
    recent="$$python"; \
    $$python -c 'import ensurepip, venv' >/dev/null 2>&1 || continue; \
    $$python -m venv --clear ./.venv || exit 1; \
    printf '%s\n' "$(CURDIR)" > ./.venv/place; \
    exit 0; \
done; \
if [ -n "$$recent" ]; then \
    echo "$$recent has no venv module to make .venv with. On Debian and Ubuntu: apt-get install python3-venv" >&2; \
else \
    echo "cardkeep needs Python 3.11 or later; none found among: $(PYTHON) (python3 here is: $$(python3 --version 2>&1))." \
        "If it stands elsewhere: make PYTHON=/path/to/python3" >&2; \
fi; \
exit 1
endef

# $(1) is the lock file. Where only pyproject.toml has changed, the project alone is installed again.
define install
if [ -n "$(filter %.lock again,$?)" ]; then \
    echo "Installing $(1) into .venv: about a minute the first time, seconds later on." >&2; \
    ./.venv/bin/python -m pip install --quiet --require-hashes -r ./$(1) || exit 1; \
fi; \
./.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
endef

define resolve
$(UV) pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
    $(if $(UPGRADE),--upgrade) ./$(1).in -o ./$(1).lock
endef
