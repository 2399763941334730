#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The PostgreSQL that the tests with label pg share.
#
#   fixture.sh start DIR   make a fresh cluster and start it
#   fixture.sh stop DIR    stop it and remove it
#
# DIR is a symbolic link that start makes, to a fresh directory under /tmp: a socket's path may hold
# 107 bytes, and the server, which is not root, must be able to reach it. Connect with
# "host=DIR user=yima dbname=postgres". Nothing is durable here: fsync is off.
set -eu

dir=$2
PATH=/usr/sbin:/usr/bin:/sbin:/bin

# The binaries are not on the PATH of Debian; pg_config needs a -dev package.
bin=$(pg_config --bindir 2>/dev/null || true)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL is missing: apt-get install postgresql-15" >&2; exit 1; }

as() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid=postgres --regid=postgres --init-groups -- "$@"
    else
        "$@"
    fi
}

clean() {
    as env -i PATH="$PATH" LC_ALL=C.UTF-8 TZ=UTC "$@"
}

stop() {
    [ -L "$dir" ] || return 0
    real=$(readlink "$dir")
    case $real in /tmp/yima-test-*) ;; *) echo "$dir does not lead to a test cluster" >&2; exit 1 ;; esac
    if [ -f "$real/data/postmaster.pid" ]; then
        (cd / && clean "$bin/pg_ctl" -D "$real/data" -s -w -m immediate stop) || true
    fi
    rm -rf "$real"
    rm -f "$dir"
}

start() {
    stop
    real=$(mktemp -d /tmp/yima-test-XXXXXX)
    [ "$(id -u)" != 0 ] || chown postgres:postgres "$real"
    mkdir -p "$(dirname "$dir")"
    ln -s "$real" "$dir"
    cd /
    clean "$bin/initdb" -D "$real/data" -U yima -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        --no-instructions >/dev/null
    clean "$bin/pg_ctl" -D "$real/data" -s -w -t 60 -l "$real/pg.log" -o "-c listen_addresses='' \
        -c unix_socket_directories='$real' -c unix_socket_permissions=0777 -c fsync=off \
        -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60 \
        -c autovacuum=off -c dynamic_shared_memory_type=mmap" start
    # The socket must be reachable by whoever runs the tests.
    chmod 0755 "$real"
}

case $1 in
start) start ;;
stop) stop ;;
*) echo "usage: fixture.sh start|stop DIR" >&2; exit 2 ;;
esac
