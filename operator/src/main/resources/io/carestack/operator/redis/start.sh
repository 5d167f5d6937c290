#!/bin/sh
# Writes the configuration with the password's hash into memory and becomes the server. The password is never an argument or a variable of it.
set -eu
home=/run/carestack
umask 077
hash=$(sha256sum "$home/auth/password" | cut -d ' ' -f 1)
sed "s/%HASH%/$hash/" "$home/config/redis.conf" >"$home/state/redis.conf"
server=$(command -v redis-server || command -v valkey-server)
exec "$server" "$home/state/redis.conf"
