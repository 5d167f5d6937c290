#!/bin/sh
# Prints the home of a JDK 25, or says what to install.
set -eu
is_25() {
    [ -x "$1/bin/javac" ] && grep -qs '^JAVA_VERSION="25' "$1/release"
}
for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if [ -n "$home" ] && is_25 "$home"; then
        echo "$home"
        exit 0
    fi
done
java=$(command -v javac || true)
if [ -n "$java" ]; then
    home=$(dirname "$(dirname "$(readlink -f "$java")")")
    if is_25 "$home"; then
        echo "$home"
        exit 0
    fi
fi
echo "no JDK 25 here; install openjdk-25-jdk-headless, or Temurin 25 below /usr/lib/jvm, or set JAVA_HOME" >&2
exit 1
