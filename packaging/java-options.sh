# Options of the operator's Java VM; the AOT cache is valid for these only. Sourced by build-runtime.sh and checked against the
# Containerfile by a test.
#
# One thread collects a small heap, the first compiler is enough, and a process without memory ends rather than limps.
# shellcheck shell=sh disable=SC2034
java_options="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx96m -Xmn16m -Xss512k -XX:ReservedCodeCacheSize=32m -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError"
