#!/bin/sh
# Readiness: whether the server accepts connections on its socket.
set -u
. "${0%/*}/lib.sh"
exec pg_isready -q -h "$state" -t 2
