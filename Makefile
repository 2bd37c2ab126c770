# Two commands do all the set-up on a fresh machine: `make run` and `make test`.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PROMTOOL := .build/promtool/usr/bin/promtool
VENV := .venv
PYTHON := $(VENV)/bin/python
BUILD := swift build --explicit-target-dependency-import-check error
SOURCES := Package.swift Sources Tests Benchmarks
CYCLES ?= 300
SEED ?=
WITH ?= retries,cancels,pools,pipelines
DAYS ?= 2000
RACES ?= 200
INPUTS ?= 1000000
CASES ?= 20000
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: help run test release bench bench-rivals chaos chaos-disk starts broken-builds bench-recurrence zones fuzz fuzz-http siege simulate docs format lint clean deps test-deps

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

run: deps ## build, and start the daemon in the foreground
	@$(BUILD) --product upbeat
	@exec .build/debug/upbeat run

test: test-deps lint ## all that CI checks: format, build, tests, interop
	@$(BUILD) --build-tests
	@set -o pipefail; swift test --skip-build --no-parallel 2>&1 | tee .build/test.log || \
		{ echo; echo "What failed:"; grep -a '✘' .build/test.log; exit 1; }
	@$(PYTHON) -m pytest -q Tests/Interop

release: deps ## the optimised binary, with the Swift runtime inside: .build/release/upbeat
	@swift build -c release --product upbeat --static-swift-stdlib -Xlinker -s
	@ls -l .build/release/upbeat

bench: deps ## benchmarks, as ratios against the bare limit of the same run (ROWS="store http", JSON=--json)
	@command -v wrk >/dev/null && command -v strace >/dev/null || { $(SUDO) apt-get update -q && $(SUDO) apt-get install -yq wrk strace; }
	@for product in upbeat upbeat-hello upbeat-bench; do \
		UPBEAT_BENCHMARKS=1 swift build -c release --scratch-path .build/bench --product $$product || exit 1; done
	@.build/bench/release/upbeat-bench $(JSON) $(ROWS)

bench-recurrence: test-deps ## the schedule language, beside cronsim and croniter in the same run
	@$(PYTHON) -m pip install -q --disable-pip-version-check -r Benchmarks/Recurrence/requirements.txt
	@UPBEAT_BENCHMARKS=1 swift build -c release --scratch-path .build/bench --product upbeat-recurrence-bench
	@$(PYTHON) -B Benchmarks/Recurrence/run.py --bench .build/bench/release/upbeat-recurrence-bench

chaos: deps ## the kill harness, 300 cycles of kill -9, TERM, STOP/CONT and a clock that is set (CYCLES=n, SEED=n, WITH="pools,cancels")
	@$(BUILD) --build-tests
	@UPBEAT_KILL_CYCLES=$(CYCLES) UPBEAT_KILL_SEED=$(SEED) UPBEAT_KILL_WITH=$(WITH) UPBEAT_KILL_BLOWS=kill,early,term,stop,clock \
		swift test --skip-build --no-parallel --filter 'KillTests/.*nothing acknowledged'

chaos-disk: deps ## power cut, failing I/O and full disk, with controls that must fail (SEED=n)
	@$(BUILD) --product upbeat
	@python3 -B Tests/Chaos/chaos_disk.py --binary .build/debug/upbeat --skip memory --controls $(if $(SEED),--seed $(SEED))

starts: deps ## kill -9 and TERM at every step of a start, and two daemons that start at once (RACES=200)
	@$(BUILD) --build-tests
	@UPBEAT_START_STEPS=all UPBEAT_START_RACES=$(RACES) swift test --skip-build --no-parallel --filter 'StartStepTests|StartRaceTests'

broken-builds: deps ## builds broken on purpose, each of which the checks above must see (NAMES="normal no-guard")
	@python3 -B Tests/Chaos/broken_builds.py $(NAMES)

zones: deps ## every time zone of the system against Foundation and Python's zoneinfo
	@$(BUILD) --build-tests
	@python3 -B Tests/Interop/zone_transitions.py > .build/zone-transitions.txt
	@UPBEAT_ZONES=all UPBEAT_ZONE_TRANSITIONS=$(CURDIR)/.build/zone-transitions.txt \
		swift test --skip-build --no-parallel --filter ZoneAgreementTests

simulate: deps ## simulated life of the engine with faults, and the checker over it (DAYS=2000, SEED=n)
	@$(BUILD) --build-tests
	@UPBEAT_SIMULATE_DAYS=$(DAYS) UPBEAT_SIMULATE_SEED=$(SEED) swift test --skip-build --no-parallel --filter SimulationTests

fuzz-http: test-deps ## the HTTP door against its description, by schemathesis: every operation, corners, links (CASES=n, SEED=n)
	@$(BUILD) --product upbeat
	@$(PYTHON) -B Tests/Interop/http_fuzz.py $(CASES) $(SEED)

siege: test-deps release ## 1,000 dribbling connections, 10 GB in chunks, 100,000 POSTs, 64 open files: the schedule keeps time
	@UPBEAT_SIEGE=full UPBEAT_BINARY=$(CURDIR)/.build/release/upbeat $(PYTHON) -B -m pytest -q -s Tests/Interop/test_siege.py

fuzz: deps ## a million inputs into everything that reads a schedule or a time (INPUTS=n)
	@$(BUILD) --build-tests
	@UPBEAT_FUZZ=$(INPUTS) swift test --skip-build --no-parallel --filter FuzzTests

bench-rivals: ## side by side with what a user would pick instead; installs the rivals in a venv of their own
	@python3 -B Benchmarks/rivals/run.py --upbeat .build/release/upbeat

docs: ## the documentation of the Recurrence library, where a warning is an error: .build/docs/Recurrence.doccarchive
	@rm -rf .build/docs && mkdir -p .build/docs/symbols
	@swiftc -emit-module -emit-module-path .build/docs/Recurrence.swiftmodule -module-name Recurrence -package-name upbeat \
		-swift-version 6 -enable-upcoming-feature ExistentialAny -enable-upcoming-feature InternalImportsByDefault \
		-enable-upcoming-feature MemberImportVisibility -emit-symbol-graph -emit-symbol-graph-dir .build/docs/symbols \
		Sources/Recurrence/*.swift
	@docc convert Sources/Recurrence/Recurrence.docc --additional-symbol-graph-dir .build/docs/symbols \
		--fallback-display-name Recurrence --fallback-bundle-identifier upbeat.Recurrence --warnings-as-errors \
		--output-path .build/docs/Recurrence.doccarchive

format: ## write all sources the one way
	@swift format -i -r -p $(SOURCES)

lint:
	@swift format lint -s -r -p $(SOURCES)

clean: ## remove what was built
	@rm -rf .build $(VENV)

# The system's SQLite with its header, and time zone data; Debian's packages where they are missing.
deps:
	@command -v swift >/dev/null || { echo "Swift 6.2 or later is needed: see https://www.swift.org/install"; exit 1; }
	@[ -e /usr/include/sqlite3.h ] && [ -e /usr/share/zoneinfo/UTC ] || [ "$$(uname)" = Darwin ] || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -yq libsqlite3-dev tzdata; }

test-deps: deps
	@command -v cc >/dev/null && command -v python3 >/dev/null && python3 -c 'import ensurepip' 2>/dev/null || [ "$$(uname)" = Darwin ] || \
		{ $(SUDO) apt-get update -q && $(SUDO) apt-get install -yq gcc libc6-dev python3 python3-venv; }
	@[ -x $(PYTHON) ] || python3 -m venv $(VENV)
	@$(PYTHON) -m pip install -q --disable-pip-version-check -r Tests/Interop/requirements.txt
	@command -v promtool >/dev/null || [ -x $(PROMTOOL) ] || [ "$$(uname)" = Darwin ] || { mkdir -p .build/promtool && cd .build/promtool && \
		{ apt-get download -q prometheus || { $(SUDO) apt-get update -q && apt-get download -q prometheus; } } && \
		dpkg -x prometheus_*.deb . && rm prometheus_*.deb; }
