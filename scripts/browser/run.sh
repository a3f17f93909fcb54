#!/usr/bin/env bash
# Plays the newcomer's visit in headless Chromium against a program that is built.
# Usage: scripts/browser/run.sh path/to/tandem [visit.py's flags]
# The driver lives in a virtual environment in the cache folder, named after its pinned requirements; nothing lands in
# the repository. What is missing is an error: a test that did not run must not look like one that passed.
set -euo pipefail
cd "$(dirname "$0")/../.."
fail() { echo "browser test: $*" >&2; exit 69; }

tandem=${1:?usage: scripts/browser/run.sh path/to/tandem}
shift
[ -x "$tandem" ] || fail "$tandem is not there: build it first"
[ -f vendor/phishing.csv ] || fail "the demo's data are not there: run 'make setup'"
chromium=$(command -v chromium || command -v chromium-browser || true)
[ -n "$chromium" ] || fail "Chromium is not there: run 'bash scripts/setup.sh test'"

requirements=scripts/browser/requirements.txt
name=$(sha256sum "$requirements" | cut -c1-12)
cache=${XDG_CACHE_HOME:-$HOME/.cache}/tandem/browser-$name
if [ ! -f "$cache/ready" ]; then
    echo "browser test: installing its driver into $cache"
    rm -rf "$cache"
    python3 -m venv "$cache" || fail "no virtual environment could be made: run 'bash scripts/setup.sh test'"
    "$cache/bin/pip" install --quiet --disable-pip-version-check --only-binary=:all: --require-hashes \
        --requirement "$requirements" || fail "the pinned packages of $requirements could not be installed"
    touch "$cache/ready"
fi
exec "$cache/bin/python" -B scripts/browser/visit.py --tandem "$tandem" --chromium "$chromium" "$@"
