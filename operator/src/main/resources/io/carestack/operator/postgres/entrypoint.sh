#!/bin/sh
# First process of a PostgreSQL container: fills an empty data directory once, starts the server read-only, passes signals on and ends when the
# server ends. Only the operator makes a primary. Why each rule is there: docs/postgres.md.
set -eu
. "${0%/*}/lib.sh"

# A directory appears under its name only when it is whole, so an interrupted initdb or clone is never taken for data.
fresh=$PGDATA.new

# Orders of the operator are files beside the data directory, because pg_rewind removes what its source does not have.
orders=${PGDATA%/*}/carestack

server=
watchdog=
child=
ending=
# shellcheck disable=SC2317 # called by trap
pass_on() {
	ending=yes
	if [ -n "$server" ]; then
		kill -INT "$server" 2>/dev/null || true
		# a server that has only just begun to start ignores the signal, and would never hear of it again
		(for pause in 1 2 3 5 8; do sleep "$pause" && kill -INT "$server" 2>/dev/null || exit 0; done) 9>&- &
	else
		# shellcheck disable=SC2086 # empty or a number
		kill $child $watchdog 2>/dev/null || true
		exit 143
	fi
}
trap pass_on TERM INT

# Two containers on one volume would ruin it. The server inherits the lock and holds it until its last process is gone.
lock_volume() {
	exec 9>"${PGDATA%/*}/carestack.lock"
	until flock -n 9; do
		log "another container still uses this volume; waiting"
		sleep 1
	done
}

initialise() {
	log "initdb, as the operator ordered for $POD_NAME"
	rm -rf "$fresh"
	initdb -D "$fresh" -U postgres --pwfile="$carestack/superuser/password" --auth-local=peer --auth-host=scram-sha-256 \
		-E UTF8 --locale=C.UTF-8 --data-checksums >&2
	set_auto carestack.term 1 "$fresh"
	keep_fresh
}

clone() {
	log "cloning $1"
	rm -rf "$fresh"
	PGPASSFILE=$passfile pg_basebackup -w -D "$fresh" -X stream -c fast \
		-d "host=$1 port=5432 user=$replication_user application_name=${POD_NAME}_clone connect_timeout=5$(tls_options)" >&2 &
	# in the background, because a shell handles no signal while it waits for a command in front
	child=$!
	wait "$child" || return 1
	child=
	answer=$(ask "$1") || return 1
	# the copy brought the settings of its source along
	follow_from "$1" "${answer%%|*}" "$fresh"
	keep_fresh
}

keep_fresh() {
	new_incarnation "$fresh"
	set_auto synchronous_standby_names "$nobody" "$fresh"
	touch "$fresh/standby.signal"
	sync
	# What is left of a directory that lost its PG_VERSION is no database any more; a person may want to look at it.
	if [ -e "$PGDATA" ]; then
		rm -rf "$PGDATA.broken"
		mv "$PGDATA" "$PGDATA.broken"
	fi
	mv "$fresh" "$PGDATA"
}

# Waits for a source, or for the order to be the first instance. A primary that exists wins over the order, which may be out of date.
fill() {
	said=
	while [ ! -s "$PGDATA/PG_VERSION" ]; do
		if source=$(find_source 1); then
			clone "$source" || log "the clone of $source failed; trying again"
		elif [ "$(cat "$config/initialize" 2>/dev/null)" = "$POD_NAME" ]; then
			initialise
		elif [ -z "$said" ]; then
			said=yes
			log "the data directory is empty and no primary can be reached; waiting for one"
		fi
		[ -s "$PGDATA/PG_VERSION" ] || sleep 1
	done
}

own_timeline() {
	printf '%d\n' "0x$(find "$PGDATA/pg_wal" -maxdepth 1 -type f | sed -n 's|.*/\([0-9A-F]\{8\}\)[0-9A-F]\{16\}$|\1|p' | sort | tail -n 1)"
}

# A promotion that skips terms needs placeholders for their history. One that was interrupted leaves them behind, and no server starts with them.
forget_skipped() {
	for history in "$PGDATA"/pg_wal/*.history; do
		grep -qs 'skipped$' "$history" || continue
		number=$(basename "$history" .history)
		[ "$(printf '%d' "0x$number")" -le "$(own_timeline)" ] || rm -f "$history"
	done
}

# follow_from HOST TIMELINE DIRECTORY: settings of a directory that came from HOST. It streams as _t0: no commit waits for it before the operator counts it.
follow_from() {
	term=$(auto_setting carestack.term "$3")
	[ "${term:-0}" -ge "$2" ] || term=$2
	set_auto carestack.term "$term" "$3"
	set_auto primary_conninfo "host=$1 port=5432 user=$replication_user passfile=$passfile application_name=${POD_NAME}_t0 connect_timeout=2 keepalives_idle=5 keepalives_interval=2 keepalives_count=3 tcp_user_timeout=5000$(tls_options)" "$3"
	set_auto primary_slot_name '' "$3"
	set_auto synchronous_standby_names "$nobody" "$3"
	touch "$3/standby.signal"
}

discard() {
	rm -rf "$PGDATA.discarded"
	[ ! -e "$PGDATA" ] || mv "$PGDATA" "$PGDATA.discarded"
	rm -rf "$PGDATA.discarded"
	rm -f "$orders.discard" "$orders.rewind" "$orders.rewinding"
}

# Undoes what the primary's history does not contain. The directory is still the same one, so it keeps its incarnation; pg_rewind brings the source's
# settings along, and does not say how far it came when it fails.
rewind() {
	least=$(auto_setting carestack.term)
	timeline=$(own_timeline)
	[ "${least:-0}" -ge "$timeline" ] || least=$timeline
	source=
	for _ in 1 2 3 4 5; do
		if source=$(find_source "$least"); then break; fi
		sleep 1
	done
	if [ -z "$source" ] || ! answer=$(ask "$source"); then
		log "no primary can be reached to rewind to; starting as it is"
		return
	fi
	incarnation=$(cat "$PGDATA/carestack.incarnation")
	log "rewinding to $source"
	mv "$orders.rewind" "$orders.rewinding"
	PGPASSFILE=$passfile pg_rewind -D "$PGDATA" --source-server "host=$source port=5432 user=$replication_user dbname=postgres connect_timeout=5$(tls_options)" >&2 &
	child=$!
	if wait "$child"; then
		child=
		printf '%s' "$incarnation" >"$PGDATA/carestack.incarnation"
		set_auto carestack.term "$least" "$PGDATA"
		follow_from "$source" "${answer%%|*}" "$PGDATA"
		sync
		rm -f "$orders.rewinding"
		if is_astray; then
			log "pg_rewind found nothing to do, and the server would not start; the data directory is filled anew"
			discard
		fi
	else
		child=
		log "pg_rewind failed; the data directory is filled anew"
		discard
	fi
}

# ordered WHAT: whether the operator ordered it in the term that this directory is still in. In a later one somebody may count on its data.
ordered() {
	[ -e "$orders.$1" ] || return 1
	[ "$(cat "$orders.$1")" = "$(auto_setting carestack.term)" ] && return
	log "the order to $1 is of another term; forgotten"
	rm -f "$orders.$1"
	return 1
}

# What the operator ordered for the time when the server does not run.
obey_orders() {
	rm -rf "$PGDATA.discarded"
	if [ -e "$orders.rewinding" ]; then
		log "a rewind was interrupted; the data directory is filled anew"
		discard
	elif ordered discard; then
		log "the operator ordered this data directory to be filled anew"
		discard
	elif [ -s "$PGDATA/PG_VERSION" ] && ordered rewind; then
		rewind
		rm -f "$orders.rewind"
	fi
}

# Whether the primary that this instance followed still is one, in no lower term than this instance knows.
may_follow() {
	host=$(printf '%s\n' "$1" | sed -n 's/.*host=\([^ ]*\).*/\1/p')
	[ -n "$host" ] || return 1
	least=$(auto_setting carestack.term)
	timeline=$(own_timeline)
	[ "${least:-0}" -ge "$timeline" ] || least=$timeline
	identifier=$(LC_ALL=C pg_controldata -D "$PGDATA" | sed -n 's/^Database system identifier: *//p')
	for _ in 1 2 3; do
		if answer=$(ask "$host"); then
			[ "${answer%%|*}" -ge "$least" ] && [ "${answer#*|}" = "$identifier" ]
			return
		fi
		sleep 1
	done
	return 1
}

prepare() {
	chmod 0700 "$PGDATA"
	rm -f "$PGDATA/postmaster.pid" "$PGDATA/recovery.signal"
	[ -s "$PGDATA/carestack.incarnation" ] || new_incarnation "$PGDATA"
	{
		printf "include '%s'\n" "$config/postgresql.conf"
		printf "carestack.incarnation = '%s'\n" "$(cat "$PGDATA/carestack.incarnation")"
	} >"$PGDATA/postgresql.conf"
	refresh_tls || true
	printf 'carestack %s postgres\n' "$(id -un)" >"$state/pg_ident.conf"
	touch "$PGDATA/standby.signal"
	forget_skipped
	# An empty list would let the first commit after a promotion through while the checkpointer is busy.
	set_auto synchronous_standby_names "$nobody"
	conninfo=$(auto_setting primary_conninfo)
	if [ -n "$conninfo" ] && ! may_follow "$conninfo"; then
		log "the primary that this instance followed cannot be confirmed; starting without one until the operator names it"
		set_auto primary_conninfo ''
	fi
}

# A standby refuses to start with less than its primary had. So these never shrink; the control file says what the primary had.
settings_to_keep() {
	LC_ALL=C pg_controldata -D "$PGDATA" | sed -n 's/^\(max_[a-z_]*\) setting: *\([0-9]*\)$/\1 \2/p' | while read -r name had; do
		case $name in
		max_prepared_xacts) name=max_prepared_transactions ;;
		max_locks_per_xact) name=max_locks_per_transaction ;;
		esac
		wanted=$(postgres -D "$PGDATA" -C "$name" 2>/dev/null) || continue
		[ "$wanted" -ge "$had" ] || printf ' -c %s=%s' "$name" "$had"
	done
}

# Less than two WAL segments are left on the volume.
full() {
	# shellcheck disable=SC2046 # the words of a line
	set -- $(df -Pk "${PGDATA%/*}" | tail -n 1)
	[ "$4" -lt 32768 ]
}

# A server that starts on a full volume only fails again, and the kubelet would wait longer and longer. So the container waits, as long as the kubelet
# needs to forget how often it failed, for a volume that grows under it.
wait_for_space() {
	tries=0
	while [ "$tries" -lt 600 ] && full; do
		[ "$tries" -gt 0 ] || log "the volume is full; waiting for it to grow"
		tries=$((tries + 1))
		sleep 1
	done
}

umask 077
mkdir -p "$state"
refresh_passfile
lock_volume
sh "${0%/*}/watchdog.sh" 9>&- &
watchdog=$!
rm -f "$state/stopping"
# A server that was stopped on purpose starts again here, read-only and after what was ordered, and not after the kubelet's growing pauses.
# One that crashed takes the container along, so that everybody sees it.
while :; do
	wait_for_space
	if [ -s "$PGDATA/PG_VERSION" ]; then
		forget_skipped
		if is_astray; then
			log "the newest history does not go through what was replayed; rewinding"
			auto_setting carestack.term >"$orders.rewind"
		fi
	fi
	obey_orders
	fill
	prepare
	log "starting read-only in term $(auto_setting carestack.term) on timeline $(own_timeline)"
	kept=$(settings_to_keep)
	[ -z "$kept" ] || log "these are lower in the configuration than what the data directory needs, and stay:$kept"
	# shellcheck disable=SC2086 # a list of options without blanks in them
	postgres -D "$PGDATA" $kept &
	server=$!
	code=0
	while :; do
		code=0
		wait "$server" || code=$?
		# wait also ends when a signal arrives
		kill -0 "$server" 2>/dev/null || break
	done
	server=
	log "the server ended with code $code"
	if [ "$code" -ne 0 ] || [ -n "$ending" ] || [ -e "$state/stopping" ]; then break; fi
done
kill "$watchdog" 2>/dev/null || true
# The operator reads from this code why the server ended, and lets nobody take over whose volume is as full.
if [ "$code" -ne 0 ] && full; then code=28; fi
exit "$code"
