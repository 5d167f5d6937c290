#!/bin/sh
# As the official image: options alone mean redis-server, root steps down to the redis user, and the default for
# protected-mode is no.
set -eu
case "${1:-}" in -* | *.conf) set -- redis-server "$@" ;; esac
if [ "${1:-}" = redis-server ] && [ "$(id -u)" = 0 ]; then
  find . \! -user redis -exec chown redis '{}' +
  exec setpriv --reuid=redis --regid=redis --init-groups "$0" "$@"
fi
if [ "${1:-}" = redis-server ]; then
  case "$*" in
    *protected-mode*) ;;
    *) if ! { [ -f "${2:-}" ] && grep -q '^ *protected-mode' "$2"; }; then set -- "$@" --protected-mode no; fi ;;
  esac
fi
exec "$@"
