#!/usr/bin/env bash
# What a reviewer should not have to look for. Each rule has a line in scripts/check-selftest.sh that makes it fail.
# Usage: scripts/check.sh [ROOT]
set -uo pipefail
root=${1:-$(cd "$(dirname "$0")/.." && pwd)}
cd "$root" || exit 66
failed=0
fail() { printf 'check: %s\n' "$1"; [ -n "${2:-}" ] && printf '%s\n' "$2" | sed 's/^/    /' | head -20; failed=1; }

# 1. Format and documentation.
if [ -z "${SKIP_FORMAT:-}" ]; then
    out=$(swift format lint --strict --recursive --parallel Sources Tests Package.swift 2>&1) || fail "swift format lint" "$(printf '%s' "$out" | tail -n 20)"
fi

# 2. Time, ids and randomness are passed in: only drivers and the composition root touch the machine.
found=$(grep -rnE '\bDate\(\)|Date\.now|\bUUID\(\)|\.random\(|SystemRandomNumberGenerator|clock_gettime|gettimeofday|DispatchTime\.now' Sources --include='*.swift' \
    | grep -vE '^Sources/(tandem|TandemSQLite|TandemPostgres)/' | grep -vE ':[0-9]+:\s*//' || true)
[ -n "$found" ] && fail "platform clock or randomness outside drivers and composition root" "$found"

# 3. Traps and unproven claims.
found=$(grep -rnE 'try!|\bas!|fatalError\(' Sources --include='*.swift' | grep -vE ':[0-9]+:\s*//' || true)
[ -n "$found" ] && fail "a trap" "$found"
found=$(grep -rnE '@unchecked Sendable|nonisolated\(unsafe\)' Sources --include='*.swift' -B6 | awk '
    /^--$/ { seen = 0; next } /because/ { seen = 1 } /@unchecked Sendable|nonisolated\(unsafe\)/ { if (!seen) print }' || true)
[ -n "$found" ] && fail "@unchecked Sendable or nonisolated(unsafe) without '// because …'" "$found"

# 4. Drivers are named by the composition root and the tests alone.
found=$(grep -rnE '^import (TandemSQLite|TandemPostgres|GRDB|CLibPQ|CSQLiteSetup)' Sources --include='*.swift' | grep -vE '^Sources/(tandem|TandemSQLite|TandemPostgres)/' || true)
[ -n "$found" ] && fail "a driver is imported outside the composition root" "$found"
found=$(grep -rnE '^import (Hummingbird|Mustache|NIO|AsyncHTTPClient)' Sources --include='*.swift' | grep -vE '^Sources/(tandem|TandemWeb)/' || true)
[ -n "$found" ] && fail "the web stack is imported below TandemWeb" "$found"

# 5. Arrows point down: a fresh look at import lines against Package.swift's layers.
found=$(python3 scripts/layers.py . 2>&1) || fail "layers" "$found"

# 6. Folders are named after ideas.
found=$(find Sources Tests -type d \( -iname utils -o -iname util -o -iname helpers -o -iname common -o -iname misc \) || true)
[ -n "$found" ] && fail "a drawer instead of an idea" "$found"

# 7. No machine's path or registry's host in what is committed.
found=$(git grep -nE '/(work|farm)/[a-z]|deb\.debian|pypi\.org|files\.pythonhosted' -- . ':!scripts/check*.sh' 2>/dev/null || true)
[ -n "$found" ] && fail "a machine's path or a registry's host" "$found"

# 8. Templates never print unescaped text.
found=$(grep -rnE '\{\{\{|\{\{&' Sources/TandemWeb/Templates 2>/dev/null | grep -v 'trusted' || true)
[ -n "$found" ] && fail "unescaped text in a template (mark trusted HTML with a comment 'trusted' on the line)" "$found"

[ "$failed" = 0 ] && echo "check: all good"
exit "$failed"
