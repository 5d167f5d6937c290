#!/bin/sh
# probe.sh ready|alive: a server that loads its data is alive, but not ready.
set -u
client=$(command -v redis-cli || command -v valkey-cli)
answer=$(REDISCLI_AUTH=$(cat /run/carestack/auth/password) timeout 4 "$client" -h 127.0.0.1 ping 2>&1)
case $1:$answer in
*PONG*) exit 0 ;;
alive:*LOADING* | alive:*BUSY* | alive:*MASTERDOWN* | alive:*MISCONF* | alive:*OOM* | alive:*NOAUTH* | alive:*WRONGPASS*) exit 0 ;;
esac
exit 1
