#!/usr/bin/env python3
"""What Tandem promises when things go wrong, tried on the built program; `make test` runs it after the Swift tests.

Usage: run.py [--tandem PATH] [--postgres URL] [--moments N] [--seed N] [names …]
The PostgreSQL server is that of TANDEM_TEST_POSTGRES unless --postgres says otherwise; without one, its tests are
skipped.
"""
import argparse
import os
import subprocess
import sys
import time

import callbacks
import kill
import metrics
import scripts
import stop
import sync
import sync_postgres
from house import Failed, find_tandem


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--tandem")
    parser.add_argument("--postgres", default=os.environ.get("TANDEM_TEST_POSTGRES") or None)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    tandem, postgres = find_tandem(given.tandem), given.postgres
    tests = {
        "kill-sqlite": lambda: kill.kill_one(tandem, None, given.moments, given.seed),
        "sync": lambda: sync.synced(tandem),
        "stop-sqlite": lambda: stop.terminate(tandem, None),
        "callbacks": lambda: callbacks.private(tandem, None),
        "scripts": lambda: scripts.stored(tandem, None),
        "metrics-sqlite": lambda: metrics.metrics(tandem, None),
    }
    if postgres:
        tests["kill-postgres"] = lambda: kill.kill_one(tandem, postgres, given.moments, given.seed + 1)
        tests["kill-of-two"] = lambda: kill.kill_of_two(tandem, postgres, max(2, given.moments // 3), given.seed + 2)
        tests["sync-postgres"] = lambda: sync_postgres.synced(tandem, postgres)
        tests["stop-postgres"] = lambda: stop.terminate(tandem, postgres)
        tests["metrics-postgres"] = lambda: metrics.metrics(tandem, postgres)
    else:
        print("reliability: PostgreSQL skipped, TANDEM_TEST_POSTGRES is not set")
    if unknown := set(given.names) - set(tests):
        sys.exit(f"reliability: no test called {', '.join(sorted(unknown))}; there are {', '.join(tests)}")
    failures = 0
    for name, test in tests.items():
        if given.names and name not in given.names:
            continue
        began = time.monotonic()
        try:
            print(f"reliability: {name}: {test()} ({time.monotonic() - began:.1f} s)", flush=True)
        except (Failed, OSError, subprocess.SubprocessError) as error:
            failures += 1
            print(f"reliability: {name} FAILED (seed {given.seed}): {type(error).__name__}: {error}", flush=True)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
