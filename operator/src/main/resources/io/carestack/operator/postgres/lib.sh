# Shared by the scripts of a PostgreSQL container. POSIX sh; sourced, never run.
# shellcheck shell=sh disable=SC2034

carestack=/run/carestack
config=$carestack/config
state=$carestack/state
passfile=$state/pgpass
replication_user=carestack_replication

# Commits under these names wait for ever: nobody streams as carestack_none.
nobody='ANY 1 (carestack_none)'

log() {
	printf '%s carestack: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*" >&2
}

# Takes over the replication password from the mounted Secret, also after it was changed. libpq ignores a file that others can read.
refresh_passfile() {
	secret=$(sed 's/[\\:]/\\&/g' "$carestack/replication/password") || return 0
	line="*:*:*:$replication_user:$secret"
	[ "$(cat "$passfile" 2>/dev/null)" = "$line" ] && return 0
	(
		umask 077
		printf '%s\n' "$line" >"$passfile.new"
	)
	mv "$passfile.new" "$passfile"
}

# Takes over certificate and key from the mounted Secret; succeeds when the server has to read its configuration again. Each version gets a directory
# of its own, so that no start and no reload ever reads halves of two.
refresh_tls() {
	mode=$(cat "$config/tls" 2>/dev/null) || mode=off
	# the kubelet puts each version of a Secret into a directory of another name
	source=$(readlink "$carestack/tls/..data") || source=
	[ "$mode $source" != "${tls_seen:-}" ] || return 1
	text=
	version=
	fresh_tls=$state/tls.new.$$
	rm -rf "$fresh_tls"
	if [ "$mode" != off ] && [ -s "$carestack/tls/$source/tls.key" ]; then
		(
			umask 077
			mkdir "$fresh_tls"
			cd "$carestack/tls/$source"
			cp tls.crt tls.key ca.crt "$fresh_tls/"
		) 2>/dev/null || return 1
		version=$(cat "$fresh_tls"/* | sha256sum | cut -c1-16)
		text="ssl = on
ssl_cert_file = '$state/tls.$version/tls.crt'
ssl_key_file = '$state/tls.$version/tls.key'
ssl_ca_file = '$state/tls.$version/ca.crt'"
	fi
	tls_seen="$mode $source"
	if [ "$(cat "$state/tls.conf" 2>/dev/null)" = "$text" ]; then
		rm -rf "$fresh_tls"
		return 1
	fi
	used=$(sed -n "s|^ssl_key_file = '\(.*\)/tls.key'\$|\1|p" "$state/tls.conf" 2>/dev/null) || used=
	for old in "$state"/tls.????????????????; do
		[ "$old" = "$used" ] || rm -rf "$old"
	done
	[ -z "$version" ] || mv "$fresh_tls" "$state/tls.$version"
	printf '%s\n' "$text" >"$state/tls.conf.$$"
	mv "$state/tls.conf.$$" "$state/tls.conf"
}

# What every connection to another instance says about encryption. The primary must be the one that its certificate names.
tls_options() {
	if [ "$(cat "$config/tls" 2>/dev/null)" = demanded ]; then
		printf ' sslmode=verify-full sslrootcert=%s/tls/ca.crt' "$carestack"
	fi
}

# auto_setting NAME [DIRECTORY]: value in postgresql.auto.conf, empty when it is not set.
auto_setting() {
	sed -n "s/^$1 = '\(.*\)'\$/\1/p" "${2:-$PGDATA}/postgresql.auto.conf" 2>/dev/null | tail -n 1
}

# set_auto NAME VALUE [DIRECTORY]: as ALTER SYSTEM does it, on a stopped server.
set_auto() {
	file=${3:-$PGDATA}/postgresql.auto.conf
	{
		grep -v "^$1 = " "$file" 2>/dev/null || true
		printf "%s = '%s'\n" "$1" "$2"
	} >"$file.new"
	mv "$file.new" "$file"
}

# ask HOST: "<timeline>|<system identifier>" of a peer that takes writes; fails for every other peer.
# The timeline is the term in which the peer was promoted. What it has only heard of is no reason to follow it.
ask() {
	answer=$(PGPASSFILE=$passfile PGCONNECT_TIMEOUT=2 PGOPTIONS='-c statement_timeout=3000' timeout 6 \
		psql -XAtqw "host=$1 port=5432 user=$replication_user dbname=postgres$(tls_options)" -c "
		SELECT CASE WHEN pg_is_in_recovery() THEN 0
			ELSE ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int END
			|| '|' || system_identifier FROM pg_control_system()" 2>/dev/null) || return 1
	case $answer in
	0\|* | '') return 1 ;;
	esac
	printf '%s\n' "$answer"
}

# find_source TERM: host of the peer that was promoted last, in TERM or later; fails when there is none.
find_source() {
	best=0
	best_host=
	while read -r host; do
		case $host in
		"$POD_NAME".*) continue ;;
		esac
		answer=$(ask "$host") || continue
		timeline=${answer%%|*}
		if [ "$timeline" -ge "$1" ] && [ "$timeline" -gt "$best" ]; then
			best=$timeline
			best_host=$host
		fi
	done <"$config/peers"
	[ -n "$best_host" ] && printf '%s\n' "$best_host"
}

new_incarnation() {
	od -An -N8 -tx1 /dev/urandom | tr -d ' \n' >"$1/carestack.incarnation"
}

# position LSN: as a number.
position() {
	printf '%d\n' "$((0x${1%%/*} * 4294967296 + 0x${1##*/}))"
}

# Whether the server would refuse to start for ever: the newest history that it has does not go through the point up to which it has to replay. pg_rewind
# needs nothing there when that point was read before the fork, from a segment of the abandoned timeline that begins with a copy of what came before.
is_astray() {
	control=$(LC_ALL=C pg_controldata -D "$PGDATA") || return 1
	minimum=$(printf '%s\n' "$control" | sed -n 's/^Minimum recovery ending location: *//p')
	timeline=$(printf '%s\n' "$control" | sed -n "s/^Min recovery ending loc's timeline: *//p")
	newest=$(printf '%s\n' "$control" | sed -n "s/^Latest checkpoint's TimeLineID: *//p")
	case $minimum in
	'' | 0/0) return 1 ;;
	esac
	[ "$newest" -ge "$timeline" ] || newest=$timeline
	while [ -e "$PGDATA/pg_wal/$(printf '%08X' $((newest + 1))).history" ]; do newest=$((newest + 1)); done
	[ "$newest" -gt "$timeline" ] || return 1
	minimum=$(position "$minimum")
	through=$newest
	while read -r number end _; do
		case $number in
		'' | *[!0-9]*) continue ;;
		esac
		if [ "$minimum" -le "$(position "$end")" ]; then
			through=$number
			break
		fi
	done <"$PGDATA/pg_wal/$(printf '%08X' "$newest").history"
	[ "$through" != "$timeline" ]
}
