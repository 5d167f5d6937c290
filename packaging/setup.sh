#!/bin/sh
# Checks that everything is there that the build and its tests start, and installs what is missing on Debian as root.
# With everything in place it takes no time and changes nothing.
set -eu
directory=$(cd "$(dirname "$0")" && pwd)
PATH=$PATH:/usr/sbin:/sbin
missing=""

need() { # <package> <program or file>...
    package=$1
    shift
    for program in "$@"; do
        case $program in
            /*) [ -e "$program" ] && return ;;
            *) command -v "$program" >/dev/null 2>&1 && return ;;
        esac
    done
    missing="$missing $package"
}

postgres=$(find /usr/lib/postgresql -path '*/bin/initdb' 2>/dev/null | head -n 1)
need maven mvn
need postgresql "${postgres:-/usr/lib/postgresql/none/bin/initdb}"
need redis-server redis-server valkey-server
need pgbouncer pgbouncer
need prometheus-postgres-exporter prometheus-postgres-exporter
need prometheus prometheus
need iproute2 ip
need iptables iptables
need util-linux unshare
need shellcheck shellcheck
need busybox busybox
jdk=yes
"$directory/jdk.sh" >/dev/null 2>&1 || jdk=no

if [ -z "$missing" ] && [ "$jdk" = yes ]; then
    exit 0
fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" != 0 ]; then
    [ "$jdk" = yes ] || missing="$missing openjdk-25-jdk-headless"
    echo "setup: missing:$missing; install them, for example with: sudo apt-get install$missing" >&2
    exit 1
fi

echo "==> installing$missing$([ "$jdk" = yes ] || echo ' JDK 25')"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
if [ "$jdk" = no ]; then
    if apt-cache show openjdk-25-jdk-headless >/dev/null 2>&1; then
        missing="$missing openjdk-25-jdk-headless"
    else
        echo "setup: this Debian has no openjdk-25-jdk-headless; unpack Temurin 25 below /usr/lib/jvm" >&2
        exit 1
    fi
fi
# the tests start their own processes: with run level 1 the packages start no services of theirs
# shellcheck disable=SC2086
RUNLEVEL=1 apt-get install -y -qq --no-install-recommends $missing >/dev/null
"$directory/jdk.sh" >/dev/null
