#!/bin/sh
# Lays out the operator's part of the image: a Java runtime of the modules that are used, the dependencies, an AOT cache that
# was recorded in a start and a first pass against a stand-in API server, and the operator itself.
#
#   packaging/build-runtime.sh <operator/target> <directory> [--with-libc]
#
# --with-libc adds the C library of this machine, so that the directory is a root file system by itself.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$1" && pwd)
mkdir -p "$2"
root=$(cd "$2" && pwd)
jdk=$("$here/jdk.sh")
home=$root/opt/carestack
# shellcheck source=packaging/java-options.sh
. "$here/java-options.sh"

modules=java.base,java.logging,java.management,java.naming,java.net.http,java.sql,java.xml,jdk.httpserver,jdk.management,jdk.net,jdk.unsupported
# used by libraries only for what the operator never does: beans, Kerberos, annotation processors, agents, scripts
optional='java.compiler|java.desktop|java.instrument|java.prefs|java.scripting|java.security.jgss|java.security.sasl|java.transaction.xa|jdk.compiler|java.rmi'

echo "==> checking the list of modules"
used=$("$jdk/bin/jdeps" --multi-release 25 --ignore-missing-deps --print-module-deps \
    --class-path "$target/lib/*" "$target/carestack-operator.jar" "$target"/lib/*.jar |
    grep -v '^Warning' | tail -n 1)
for module in $(echo "$used" | tr ',' ' '); do
    if ! echo ",$modules," | grep -q ",$module," && ! echo "$module" | grep -qxE "$optional"; then
        echo "build-runtime: $module is used but not in the runtime; add it to the list" >&2
        exit 1
    fi
done

echo "==> linking the Java runtime"
rm -rf "$root/opt"
mkdir -p "$home/lib" "$root/tmp" "$root/etc"
"$jdk/bin/jlink" --add-modules "$modules" --output "$root/opt/java" \
    --strip-debug --no-header-files --no-man-pages --compress zip-6
cp -p "$target"/lib/*.jar "$home/lib/"
cp -p "$target/carestack-operator.jar" "$home/"
echo 'carestack:x:10001:10001::/tmp:/sbin/nologin' > "$root/etc/passwd"
echo 'carestack:x:10001:' > "$root/etc/group"

echo "==> recording the AOT cache"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$jdk/bin/java" "$here/TrainingServer.java" "$work/port" "$here/training-stack.json" &
server=$!
while [ ! -s "$work/port" ]; do
    kill -0 "$server" || exit 1
    sleep 0.2
done
cat > "$work/kubeconfig" <<EOF
apiVersion: v1
kind: Config
clusters: [{name: training, cluster: {server: "http://127.0.0.1:$(cat "$work/port")"}}]
users: [{name: training, user: {}}]
contexts: [{name: training, context: {cluster: training, user: training, namespace: training}}]
current-context: training
EOF
# shellcheck disable=SC2086
KUBECONFIG=$work/kubeconfig CARESTACK_HTTP_PORT=0 CARESTACK_LEADER_ELECTION=false CARESTACK_LOG_LEVEL=WARN \
    "$root/opt/java/bin/java" $java_options -XX:AOTCacheOutput="$home/carestack-operator.aot" \
    -jar "$home/carestack-operator.jar" > "$work/log" 2>&1 &
operator=$!
( sleep 60; kill "$server" ) 2>/dev/null &
watchdog=$!
if ! wait "$server"; then
    cat "$work/log" >&2
    kill "$operator" || true
    echo "build-runtime: the operator wrote no status within a minute of training" >&2
    exit 1
fi
kill "$watchdog" 2>/dev/null || true
kill -TERM "$operator"
wait "$operator" || true
if [ ! -s "$home/carestack-operator.aot" ]; then
    cat "$work/log" >&2
    echo "build-runtime: no AOT cache was written" >&2
    exit 1
fi

if [ "${3:-}" = --with-libc ]; then
    echo "==> adding the C library"
    find "$root/opt/java" -type f \( -name '*.so' -o -path '*/bin/*' \) -exec ldd {} + 2>/dev/null |
        sed -nE 's/.*=> (\/[^ ]+) .*/\1/p; s/^[[:space:]]*(\/lib[^ ]*ld-[^ ]+) .*/\1/p' | sort -u |
        while read -r library; do
            case $library in
                "$root"/*) ;;
                *)
                    mkdir -p "$root$(dirname "$library")"
                    cp -L "$library" "$root$library"
                    ;;
            esac
        done
    echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
fi
chmod -R u=rwX,go=rX "$root/opt"
chmod 1777 "$root/tmp"
echo "==> $(du -sm "$root/opt/java" | cut -f1) MB runtime, $(du -sm "$home/lib" | cut -f1) MB dependencies," \
    "$(du -sm "$home/carestack-operator.aot" | cut -f1) MB AOT cache," \
    "$(du -sk "$home/carestack-operator.jar" | cut -f1) kB operator"
