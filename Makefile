# `make` alone lists what can be done here.

PYTHON ?= python3
BIN := .venv/bin

# Everything pip installs comes from a lock and must match a hash in it.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# `make lock` asks the public package index only, so that a lock names no other.
COMPILE := $(BIN)/uv pip compile pyproject.toml --extra fast --quiet --universal --python-version 3.11 \
	--upgrade --generate-hashes --no-config --no-header --no-emit-index-url --no-emit-find-links

# Material prints a page of news about itself at every build.
export NO_MKDOCS_2_WARNING := 1

# What the site is made of. It is out of date when one of these is newer than it, when one is
# gone (its folder is then newer), or when it was built before today, for what is overdue
# depends on the day. Python writes into the folders of generator/, so only its files count.
MANIFEST := build/site/manifest.json
SOURCES := mkdocs.yml plans $(wildcard links.json) schema site generator
CHANGED := $(shell find $(SOURCES) -newer $(MANIFEST) \
	! -name '*.pyc' ! '(' -path 'generator*' -type d ')' 2>/dev/null | head -n 1)
BEFORE_TODAY := $(shell find $(MANIFEST) ! -newermt "$$(date +%Y-%m-%d)" 2>/dev/null)

# The sentences of pages, in every language: which functions say one, and where it is written.
LOCALE := generator/equity_plans/locale
SAID := --keyword marked --keyword nmarked:1,2 --keyword pmarked:1c,2 --keyword later

.PHONY: help site demo serve check test html-validate lint bench lock audit sbom fuzz words clean FORCE

help: ## List what `make` can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-13s  %s\n", $$1, $$2 }' Makefile

site: $(MANIFEST) ## Build the public site into build/site
	@echo "build/site is up to date."

demo: .venv/site.stamp ## Build a made-up jurisdiction, which shows everything, into build/demo
	$(BIN)/equity-plans build --root demo

serve: .venv/site.stamp ## Show the site on this computer, redrawn while you write
	$(BIN)/equity-plans serve

check: .venv/site.stamp ## Check every plan, as a pull request is checked
	$(BIN)/equity-plans check

test: lint html-validate ## Run every test of the software and of the plans
	$(BIN)/python -m pytest

# The tests ask this checker of HTML where npm is; they say what is missing where it is not.
html-validate: ## Install the checker of HTML that the tests ask, where npm is
	@if command -v npm >/dev/null; then \
		$(MAKE) --no-print-directory build/html-validate/stamp || \
		echo "html-validate could not be installed; the test of HTML says what to do."; \
	fi

build/html-validate/stamp: tests/html-validate/package.json tests/html-validate/package-lock.json
	@mkdir -p $(@D)
	@cp tests/html-validate/package.json tests/html-validate/package-lock.json tests/html-validate/.npmrc $(@D)
	cd $(@D) && npm ci --silent
	@touch $@

lint: .venv/test.stamp ## Look at style, types, the order of imports and the workflows
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/zizmor --quiet --offline --persona pedantic .github action.yml

bench: .venv/site.stamp ## Time everything at the size of a country, beside others
	@mkdir -p build
	$(BIN)/python bench/run.py --write

bench-quick: .venv/site.stamp
	@mkdir -p build
	$(BIN)/python bench/run.py --quick

lock: .venv/test.stamp ## Renew the locked versions in requirements/
	$(COMPILE) --group build --output-file requirements/site.txt
	$(COMPILE) --group build --group test --constraints requirements/site.txt \
		--output-file requirements/test.txt

words: .venv/test.stamp ## Put new sentences of pages into the catalogs of translations
	@mkdir -p build
	$(BIN)/pybabel --quiet extract $(SAID) --mapping-file pyproject.toml --add-location file \
		--output-file build/messages.pot .
	$(BIN)/pybabel --quiet update --input-file build/messages.pot --output-dir $(LOCALE) \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --width 100

audit: .venv/test.stamp ## Ask whether a locked package is known to be vulnerable
	@mkdir -p build && rm -f build/audit-*.json
	@for lock in site test; do $(BIN)/pip-audit --require-hashes --disable-pip \
		--requirement requirements/$$lock.txt --progress-spinner off --format json \
		--output build/audit-$$lock.json 2>/dev/null || true; done
	@$(BIN)/python .ci/audit build/audit-site.json build/audit-test.json

sbom: .venv/test.stamp ## Write build/sbom.json: everything the software is made of (CycloneDX)
	@mkdir -p build
	@PYTHONWARNINGS=ignore::UserWarning $(BIN)/cyclonedx-py requirements requirements/site.txt \
		--pyproject pyproject.toml --mc-type application --spec-version 1.6 \
		--output-reproducible --output-format JSON --output-file build/sbom.json --validate
	@echo "build/sbom.json is written."

# How many seconds to look for something that breaks.
SECONDS ?= 60

fuzz: .venv/test.stamp ## Look for texts that break something, for SECONDS (60)
	$(BIN)/python -m tests.fuzz --seconds $(SECONDS)

clean: ## Remove everything `make` has made
	rm -rf .venv build

# A site is as old as the moment its building began: what is edited meanwhile is built next time.
$(MANIFEST): .venv/site.stamp $(if $(CHANGED)$(BEFORE_TODAY),FORCE)
	@mkdir -p build && touch build/begun
	$(BIN)/equity-plans build
	@touch -r build/begun $@

# Three stamps, each cheaper than the one before: a new lock makes a new environment, a new
# pyproject.toml only installs the command again, and the tools for tests come on top.
.venv/packages.stamp: requirements/site.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed. Say where it is: make PYTHON=python3.12"; \
		exit 1; }
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(INSTALL) --require-hashes --requirement requirements/site.txt
	@touch $@

.venv/site.stamp: .venv/packages.stamp pyproject.toml
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q generator  # many containers have Python keep nothing by itself
	@touch $@

.venv/test.stamp: .venv/site.stamp requirements/test.txt
	$(INSTALL) --require-hashes --requirement requirements/test.txt
	@touch $@
