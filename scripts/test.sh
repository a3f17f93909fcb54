#!/usr/bin/env bash
# Runs every test on SQLite and on a PostgreSQL started for this run: the Swift tests, then what is tried on the built
# program from outside, the newcomer's visit in a browser last. Usage: scripts/test.sh [swift flags]
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/check-selftest.sh
if [ -x scripts/postgres-test.sh ]; then
    TANDEM_TEST_POSTGRES=$(bash scripts/postgres-test.sh start)
    export TANDEM_TEST_POSTGRES
    trap 'bash scripts/postgres-test.sh stop' EXIT
fi
# Built apart from being run: what `swift test` builds by itself, `swift build` would compile once more.
swift build "$@" --build-tests
swift test "$@" --skip-build
swift build "$@" --product tandem
python3 scripts/reliability/run.py
# A bounded part of `make schemathesis`: few examples, the roles that may do most.
python3 scripts/schemathesis/run.py --optional --examples 2 --only administrator,annotator
bash scripts/browser/run.sh "$(swift build "$@" --show-bin-path)/tandem"
