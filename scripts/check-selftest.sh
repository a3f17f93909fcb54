#!/usr/bin/env bash
# Makes each rule of check.sh fail once on a small made-up tree, so that none can rot into an early `exit 0`.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
passed=0; failed=0
try() { # name, path, content
    tree=$(mktemp -d)
    mkdir -p "$tree/Sources/TandemWork" "$tree/Tests" "$tree/scripts" "$tree/$(dirname "$2")"
    cp "$here/layers.py" "$tree/scripts/"; cp "$here/../Package.swift" "$tree/"
    (cd "$tree" && git init -q)
    [ "$3" = - ] || printf '%b\n' "$3" > "$tree/$2"
    (cd "$tree" && git add -A)
    out=$(SKIP_FORMAT=1 bash "$here/check.sh" "$tree" 2>&1); code=$?
    if { [ "$1" = "nothing wrong" ] && [ $code = 0 ]; } || { [ "$1" != "nothing wrong" ] && [ $code != 0 ] && printf '%s' "$out" | grep -q "check: $1"; }
    then passed=$((passed + 1)); else failed=$((failed + 1)); printf 'selftest: "%s" was not found: %s\n' "$1" "$out"; fi
    rm -rf "$tree"
}
try "nothing wrong" Sources/TandemWork/A.swift 'struct A {}'
try "platform clock" Sources/TandemWork/A.swift 'let now = Date()'
try "a trap" Sources/TandemWork/A.swift 'let a = try! b()'
try "@unchecked" Sources/TandemWork/A.swift 'final class A: @unchecked Sendable {}'
try "a driver is imported" Sources/TandemWork/A.swift 'import TandemSQLite'
try "the web stack" Sources/TandemWork/A.swift 'import Hummingbird'
try "layers" Sources/TandemWork/A.swift 'import TandemWeb'
try "a drawer" Sources/TandemWork/Utils/A.swift 'struct A {}'
try "a machine's path" Sources/TandemWork/A.swift "let path = \"/wo""rk/main\""
try "unescaped text" Sources/TandemWeb/Templates/a.mustache '{{{name}}}'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
