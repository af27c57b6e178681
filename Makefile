# tinso: the commands of every day. `make` alone lists them.
.DEFAULT_GOAL := help
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help
help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tinso needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,attachments,browse,render]'
	@touch $@

COMPILED := $(VENV)/.compiled
$(COMPILED): $(READY) $(shell find crawler/parser -name '*.py')
	@$(BIN)/python -m crawler.compiling
	@touch $@

.PHONY: install
install: $(COMPILED) ## create .venv with the pinned versions, and compile the parser

.PHONY: crawl
crawl: $(COMPILED) ## crawl the sample portals into ./data and search them; PORTAL=slug or URL=https://... for a real one
	@$(BIN)/python -m crawler.quickstart $(if $(PORTAL),--portal '$(PORTAL)') $(if $(URL),--url '$(URL)')

.PHONY: crawl-site
crawl-site: $(COMPILED) ## crawl the saved portal in ../shared/site into ./data the same way
	@$(BIN)/python -m crawler.quickstart --site ../shared/site

.PHONY: test
test: $(COMPILED) ## run the whole test suite
	$(BIN)/python -m pytest -n 2

.PHONY: check
check: $(READY) ## ruff, ruff format, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: bench
bench: $(COMPILED) ## measure the parser on ../shared/pages; names the readers that are not installed to compare with
	$(BIN)/python ../shared/bench/extract.py ../shared/pages --ours crawler.parser:read --fails

PEERS := .venv-peers
$(PEERS)/.ready: pyproject.toml constraints.txt tests/benchmarks/peers.txt
	$(PYTHON) -m venv $(PEERS)
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e . mypy setuptools
	$(PEERS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -r tests/benchmarks/peers.txt
	@touch $@

$(PEERS)/.compiled: $(PEERS)/.ready $(shell find crawler/parser -name '*.py')
	@$(PEERS)/bin/python -m crawler.compiling
	@touch $@

.PHONY: bench-peers
bench-peers: $(PEERS)/.compiled ## the same table with other readers, installed in .venv-peers, in one run
	$(PEERS)/bin/python ../shared/bench/extract.py ../shared/pages --ours crawler.parser:read

.PHONY: bench-reading
bench-reading: $(COMPILED) ## what is kept and missed of the saved portal and the saved pages, and how often each rule won
	$(BIN)/python -m tests.benchmarks.bench_reading --rules

.PHONY: bench-manners
bench-manners: $(COMPILED) ## read 2,000 pages put together at random; which manners are read worst
	$(BIN)/python -m tests.benchmarks.bench_manners --pages 2000

.PHONY: bench-first-sight
bench-first-sight: $(READY) ## each batch of test pages read by the parser as it was before it saw them
	$(BIN)/python -m tests.benchmarks.bench_first_sight

.PHONY: bench-english
bench-english: $(COMPILED) ## the body of English news pages, the test pages of another reader that pip fetches for it
	$(BIN)/python -m tests.benchmarks.bench_english

.PHONY: fuzz
fuzz: $(COMPILED) ## test pages mutated at random, read for ten minutes: no exception, none of more than two seconds
	$(BIN)/python -m tests.benchmarks.fuzz_pages --seconds 600

.PHONY: faults
faults: $(COMPILED) ## every fault, for real: kill -9, full disk, misbehaving servers; prints a table
	$(BIN)/python -m tests.faults --kills 100 --articles 2200

.PHONY: bench-health
bench-health: $(COMPILED) ## the alarms' simulation: breakage, when it was found, false alarms in quiet nights
	$(BIN)/python -m tests.benchmarks.alarm_simulation

.PHONY: bench-registry
bench-registry: $(COMPILED) ## what loading the country's registry costs, beside tomllib alone
	$(BIN)/python -m tests.benchmarks.bench_registry

.PHONY: bench-site
bench-site: $(COMPILED) ## crawl the saved portal of ../shared/site twice: articles found, wrong rows, requests, seconds
	$(BIN)/python -m tests.benchmarks.bench_site

.PHONY: bench-pipeline
bench-pipeline: $(COMPILED) ## the whole pipeline beside Scrapy's own spiders: pages per CPU second, memory
	$(BIN)/python -m tests.benchmarks.bench_pipeline --rounds 2

.PHONY: bench-reread
bench-reread: $(COMPILED) ## pages a second of re-reading beside the crawl that fetched them
	$(BIN)/python -m tests.benchmarks.bench_reread $(if $(wildcard ../shared/site/serve.py),--site ../shared/site)

.PHONY: week
week: $(COMPILED) ## seven nights of the changing sample portals: each night's report, exit code and health
	$(BIN)/python -m tests.benchmarks.week

.PHONY: bench-nightly
bench-nightly: $(COMPILED) ## a nightly run over 10,000 archived articles: requests and seconds for 0, 10 and 100 new ones
	$(BIN)/python -m tests.benchmarks.bench_nightly

.PHONY: bench-keeping
bench-keeping: $(COMPILED) ## the saved portal's archive backed up, restored, read again, merged, a page removed: seconds, digests
	$(BIN)/python -m tests.benchmarks.bench_keeping
