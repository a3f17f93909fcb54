#!/usr/bin/env bash
# Installs what is missing on a bare Debian 12: libraries from Debian's packages, then data and front-end assets
# (scripts/setup.py). Does nothing the second time. Usage: scripts/setup.sh [test]
set -euo pipefail
cd "$(dirname "$0")/.."

command -v swift >/dev/null || { echo "setup: Swift 6.3 is needed: see swift.org/install" >&2; exit 69; }
packages="libsqlite3-dev libpq-dev libxgboost-dev pkg-config python3 python3-pip unzip"
[ "${1:-}" = test ] && packages="$packages postgresql chromium strace python3-venv prometheus"
missing=""
for package in $packages; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "setup: installing$missing"
    sudo=""
    [ "$(id -u)" = 0 ] || sudo=sudo
    export DEBIAN_FRONTEND=noninteractive
    $sudo apt-get update -qq
    # shellcheck disable=SC2086 — a list of names
    $sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
python3 -c 'import pip' 2>/dev/null || { echo "setup: python3 has no pip: install python3-pip" >&2; exit 69; }
python3 scripts/setup.py vendor
