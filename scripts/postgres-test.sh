#!/usr/bin/env bash
# A throw-away PostgreSQL server for tests.
#   scripts/postgres-test.sh start   starts one (or finds the one that runs) and prints its URL
#   scripts/postgres-test.sh stop    stops it and removes its files
# Durable as a real one (fsync on); listens on 127.0.0.1 and a random port, with a random password.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
state=$root/.build/postgres-test
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || bin=$(pg_config --bindir)

# PostgreSQL refuses to run as root.
as_owner() { if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi; }

running() { [ -f "$state" ] && . "$state" && as_owner "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; }

start() {
    if running; then echo "$url"; return; fi
    folder=$(as_owner mktemp -d "${TMPDIR:-/tmp}/tandem-postgres-XXXXXX")
    password=$(od -An -N12 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" | as_owner tee "$folder/password" >/dev/null
    as_owner "$bin/initdb" -D "$folder/data" -U tandem --encoding=UTF8 --locale=C --auth-local=trust \
        --auth-host=scram-sha-256 --pwfile="$folder/password" >/dev/null
    for attempt in 1 2 3 4 5; do
        port=$((20000 + RANDOM % 10000))
        if as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 start -o "-p $port -k $folder \
            -c listen_addresses=127.0.0.1 -c fsync=on -c max_connections=300 -c shared_buffers=64MB" >/dev/null; then
            url="postgres://tandem:$password@127.0.0.1:$port/postgres"
            mkdir -p "$(dirname "$state")"
            printf 'folder=%q\nurl=%q\n' "$folder" "$url" >"$state"
            chmod 600 "$state"
            echo "$url"
            return
        fi
    done
    cat "$folder/log" >&2
    exit 1
}

stop() {
    [ -f "$state" ] || return 0
    . "$state"
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1 || true
    case "$folder" in */tandem-postgres-*) rm -rf "$folder" ;; esac
    rm -f "$state"
}

case "${1:-}" in
    start) start ;;
    stop) stop ;;
    *) echo "usage: $0 start|stop" >&2; exit 2 ;;
esac
