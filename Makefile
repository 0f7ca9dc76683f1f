# Two commands do everything: `make site` and `make test`. `make` alone lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help site test serve check benchmark benchmark-book search-words search-quality pictures lock clean

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

site: $(VENV)/.site ## Set everything up and build site/ in both languages, with the PDFs
	@$(BIN)/cookbook build

test: $(VENV)/.test ## Set up what tests need besides and run them all
	@$(BIN)/python -m pytest $(PYTEST)

serve: $(VENV)/.site ## Show the site on this machine and follow edits
	@$(BIN)/cookbook serve

check: $(VENV)/.site ## Check all content without building
	@$(BIN)/cookbook check

benchmark: $(VENV)/.test ## Compare the build with a bare MkDocs build, at 45, 500 and 2 000 entries
	@$(BIN)/python -m tests.benchmark $(ENTRIES)

benchmark-book: $(VENV)/.test ## Compare the PDFs with mkdocs-with-pdf and WeasyPrint, at 45 and 500 entries
	@rivals=$$(mktemp -d) && trap 'rm -rf "$$rivals"' EXIT && \
	  { sh .ci/venv $(PYTHON) $$rivals && $$rivals/bin/python -m pip --disable-pip-version-check --quiet install \
	    --require-hashes --requirement requirements/rivals.txt || echo "The others could not be installed."; } && \
	  $(BIN)/python -m tests.benchmark_book --rivals $$rivals/bin/python $(ENTRIES)

search-words: $(VENV)/.site ## Write vocabulary/search/ anew: what the analyser says of the words, and the rules
	@$(BIN)/python -m generator.search.record

search-quality: $(VENV)/.test ## Measure the search in Chromium, beside Material's own and Pagefind
	@$(BIN)/python -m tests.search_quality

pictures: $(VENV)/.test ## Take the pictures of the guides in docs/ anew, from the real screens
	@$(BIN)/python -m tests.pictures

lock: $(VENV)/.site ## Write requirements/ anew from pyproject.toml
	@$(PIP) install pip-tools==7.6.2
	@for set in site test; do \
	  extra=$$( [ $$set = test ] && echo --extra test ); \
	  CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras \
	    --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	    --build-deps-for editable $$extra --output-file requirements/$$set.txt pyproject.toml; \
	done
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements/rivals.txt \
	  requirements/rivals.in

clean: ## Remove what was built and installed
	@rm -rf site build $(VENV) *.egg-info

$(VENV)/bin/python:
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.11."; exit 2; }
	@sh .ci/venv $(PYTHON) $(VENV)

$(VENV)/.site: requirements/site.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what building needs …"
	@$(PIP) install --require-hashes --requirement requirements/site.txt
	@$(PIP) install --no-build-isolation --no-deps --editable .
	@$(BIN)/python -m compileall -q generator
	@touch $@

$(VENV)/.test: requirements/test.txt $(VENV)/.site
	@echo "Installing what the tests need besides …"
	@$(PIP) install --require-hashes --requirement requirements/test.txt
	@sh .ci/browser
	@sh .ci/java
	@touch $@
