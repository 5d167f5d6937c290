#!/bin/sh
# preStop: fast shutdown, which ends sessions and sends what was written to the replicas. The entrypoint waits for its end.
set -u
. "${0%/*}/lib.sh"
touch "$state/stopping"
pid=$(head -n 1 "$PGDATA/postmaster.pid" 2>/dev/null) || exit 0
kill -INT "$pid" 2>/dev/null || true
