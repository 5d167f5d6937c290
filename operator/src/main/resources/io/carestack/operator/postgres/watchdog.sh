#!/bin/sh
# Child of the entrypoint. Every two seconds it says that it lives, takes over a changed replication password or certificate, and stops a primary that has
# neither a streaming member of its term nor heard of the operator for seventeen seconds: somebody else may be the primary by then. With a tick and the
# stop itself that is within twenty seconds of being cut off.
set -u
. "${0%/*}/lib.sh"

tick=2
limit=17
# A member that is cut off counts as streaming until wal_sender_timeout: to see one stream says that it was there this long ago.
stale=5
last=$(date +%s)

# "<in recovery>|<streaming members>", empty when the server does not answer. No answer is no evidence: a busy server must not be stopped for it.
look() {
	PGCONNECT_TIMEOUT=2 PGOPTIONS='-c statement_timeout=3000' timeout 6 psql -XAtqw -d postgres -c "
		SELECT pg_is_in_recovery() || '|' || (SELECT count(*) FROM pg_stat_replication
			WHERE state = 'streaming' AND application_name LIKE '%\_t' || (SELECT max(setting::bigint) FROM pg_file_settings WHERE name = 'carestack.term'))" 2>/dev/null
}

while :; do
	touch "$state/alive"
	refresh_passfile
	if refresh_tls && [ -s "$PGDATA/postmaster.pid" ]; then
		log "the certificate or the use of it has changed; telling the server"
		pg_ctl -D "$PGDATA" reload >&2 || true
	fi
	now=$(date +%s)
	if [ "$(cat "$config/self-fence" 2>/dev/null)" = on ] && [ -s "$PGDATA/postmaster.pid" ]; then
		heard=$(stat -c %Y "$state/heartbeat" 2>/dev/null || echo 0)
		[ "$heard" -le "$last" ] || last=$heard
		case $(look) in
		'false|0')
			if [ $((now - last)) -ge "$limit" ]; then
				log "no member of this term streams and the operator was not heard of for $limit s; stopping at once"
				pg_ctl -D "$PGDATA" -m immediate -W stop >&2
				last=$now
			fi
			;;
		'') ;;
		*) [ $((now - stale)) -le "$last" ] || last=$((now - stale)) ;;
		esac
	else
		last=$now
	fi
	sleep "$tick"
done
