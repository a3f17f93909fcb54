#!/usr/bin/env bash
# Runs every test on SQLite and on a PostgreSQL started for this run, then the newcomer's visit in a browser. Usage: scripts/test.sh [swift flags]
set -euo pipefail
cd "$(dirname "$0")/.."

bash scripts/check-selftest.sh
if [ -x scripts/postgres-test.sh ]; then
    TANDEM_TEST_POSTGRES=$(bash scripts/postgres-test.sh start)
    export TANDEM_TEST_POSTGRES
    trap 'bash scripts/postgres-test.sh stop' EXIT
fi
swift test "$@"
swift build "$@" --product tandem
bash scripts/browser/run.sh "$(swift build "$@" --show-bin-path)/tandem"
