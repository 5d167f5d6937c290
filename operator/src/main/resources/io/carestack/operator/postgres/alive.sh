#!/bin/sh
# Liveness: whether the watchdog ticked within the last thirty seconds. The load of the database is no reason to restart it.
set -u
. "${0%/*}/lib.sh"
seen=$(stat -c %Y "$state/alive" 2>/dev/null) || exit 1
[ $(($(date +%s) - seen)) -lt 30 ]
