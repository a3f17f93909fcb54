# What a newcomer types: `make demo`, `make test`. The rest is for those who stay.
FLAGS = -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
TANDEM = .build/release/tandem
.DEFAULT_GOAL = help

.PHONY: help setup build demo test test-science reliability schemathesis check format bench bench-peers bench-files clean

help: ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: ## installs what is missing (Debian's packages, pinned data and assets)
	@bash scripts/setup.sh

build: setup ## builds the one program
	swift build $(FLAGS) --product tandem

demo: build ## starts the fraud case on real data at http://127.0.0.1:8080
	@$(TANDEM) demo fraud

test: ## every test, on SQLite and on a PostgreSQL it starts itself
	@bash scripts/setup.sh test
	@bash scripts/test.sh $(FLAGS)

test-science: ## the science floor alone, in seconds
	TANDEM_FLOOR=science swift test $(FLAGS)

reliability: build ## kill -9, two servers, syncs, signals, callbacks: the built program from outside
	@python3 scripts/reliability/run.py

schemathesis: build ## schemathesis over /openapi.json with all checks, as each role
	@python3 scripts/schemathesis/run.py --examples 20

check: ## format lint, layers, no clock or randomness outside drivers, sizes
	@bash scripts/check.sh

format: ## formats the sources in place
	swift format --in-place --recursive --parallel Sources Tests Package.swift

bench: build ## figures of this machine, in some minutes (BENCH=--quick for a short run)
	swift build $(FLAGS) --product tandem-bench
	@python3 scripts/bench/run.py --tandem $(TANDEM) --client .build/release/tandem-bench $(BENCH)

bench-peers: build ## Label Studio by the same client, then the rivals of the file commands; installed outside the repository
	swift build $(FLAGS) --product tandem-bench
	@python3 scripts/bench/peers.py --tandem $(TANDEM) --client .build/release/tandem-bench $(BENCH)
	@python3 Benchmarks/run.py --tandem $(TANDEM)

bench-files: build ## crowd-kit, snorkel, cleanlab, scikit-learn, Fairlearn and Tandem's commands on the same files
	@python3 Benchmarks/run.py --tandem $(TANDEM) $(BENCH)

clean: ## removes what was built
	rm -rf .build
