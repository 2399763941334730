#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Grow a database of many disputes, in the real schema, with believable rows.
#
#   test/bench/grow.sh --data DIR --disputes N [--seed N] [--months N] [--jobs N]
#
#   --data      the private database to make; DIR must not exist
#   --disputes  how many (10,000 to 100,000,000); ten million take some 35 GB and half an hour
#   --seed      another seed gives other disputes (1)
#   --months    they are spread over the ids of so many months up to now (24)
#   --jobs      slices that are grown at once (2)
#   --until     YYYY-MM-DD: whole histories of the thirteen months before that day instead, about ten
#               events each, up to a million parties; use it with the clock at that day (month.sh)
#
# A few hundred templates are registered through the program (grow/templates.py) and copied, set
# after set, under ids, names, buckets and times of their own (grow/slice.sql). The program takes
# commands on every one of them, and `yima verify` finds their chains whole; their codes cannot be
# scanned, and their terms run from the day of growing: use the database within a day or two.
# Leaves DIR/bench/tokens (NAME=TOKEN) and DIR/bench/list ("id version" of up to 200,000 open
# disputes of body 1013, for bench_load), and no server.
set -eu

usage() {
    sed -n '3,20s/^# \{0,1\}//p' "$0"
}

target='' total='' seed=1 months=24 jobs=2 until='' histories=false
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/test/bench
. "$here/lib.sh"

while [ $# -gt 0 ]; do
    case $1 in
    --data) target=${2-} ;;
    --disputes) number "$1" "${2-}" && total=$2 ;;
    --seed) number "$1" "${2-}" && seed=$2 ;;
    --months) number "$1" "${2-}" && months=$2 ;;
    --jobs) number "$1" "${2-}" && jobs=$2 ;;
    --until) until=${2-} histories=true ;;
    -h | --help)
        usage
        exit 0
        ;;
    *)
        usage >&2
        exit 2
        ;;
    esac
    [ $# -ge 2 ] || { usage >&2 && exit 2; }
    shift 2
done
if [ -z "$target" ] || [ -e "$target" ] || [ "${total:-0}" -lt 10000 ] ||
    [ "$total" -gt 100000000 ] || [ "$months" -lt 1 ] || [ "$months" -gt 60 ]; then
    usage >&2
    exit 2
fi
case $target in /*) ;; *) target=$PWD/$target ;; esac
server=''

stop_server() {
    [ -n "$server" ] || return 0
    kill -INT "$server" 2>/dev/null || true
    wait "$server" || true
    server=''
}

clean_up() {
    trap - EXIT INT TERM
    stop_service
    stop_server
}
trap clean_up EXIT
trap 'exit 1' INT TERM

# Growing may lose everything in a crash: who crashes grows again.
start_server() {
    [ "$(id -u)" != 0 ] || set -- setpriv --reuid=postgres --regid=postgres --clear-groups
    "$@" "$(pg_config --bindir)/postgres" -D "$target/pg" -k "$target" -c listen_addresses= \
        -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c wal_level=minimal \
        -c max_wal_senders=0 -c max_wal_size=8GB -c min_wal_size=80MB -c wal_recycle=off -c checkpoint_timeout=1h -c autovacuum=off \
        -c maintenance_work_mem=1GB -c max_parallel_maintenance_workers=1 \
        >"$target/bench/postgres.log" 2>&1 &
    server=$!
    conninfo="host=$target user=yima dbname=yima"
    for _ in $(seq 300); do
        ! sql -c 'select 1' >/dev/null 2>&1 || return 0
        sleep 0.2
    done
    cat "$target/bench/postgres.log" >&2
    return 1
}

make_templates() {
    prepare_data "$target" 'max_connections = 100' 'max_wal_size = 16GB' 'checkpoint_timeout = 1h'
    mkdir "$target/bench"
    play=$here/grow/templates.py
    [ -z "$until" ] || play=$here/grow/histories.py
    "$play" tokens | while read -r name options; do
        # shellcheck disable=SC2086  # options are words
        echo "$name=$("$yima" token create --data "$target" $options)"
    done >"$target/bench/tokens"
    if [ -z "$until" ]; then
        start_service "$target" "$target/bench/serve.log"
        "$play" run "$port" "$target/bench/tokens" "$target/bench/shapes"
    else
        export YIMA_TEST_CLOCK_FILE="$target/bench/clock"
        echo 0 >"$YIMA_TEST_CLOCK_FILE"
        start_service "$target" "$target/bench/serve.log"
        "$play" run "$port" "$target/bench/tokens" "$target/bench/shapes" \
            "$YIMA_TEST_CLOCK_FILE" "$target/bench/serve.log" "$seed" "$until"
        unset YIMA_TEST_CLOCK_FILE
    fi
    stop_service
}

# each STEP: what begin.sql dropped, so many statements at once.
each() {
    sql -c "select making from grow.ddl where step = $1 order by making" |
        xargs -d '\n' -P "$jobs" -I '{}' psql -XAtq -v ON_ERROR_STOP=1 -d "$conninfo" -c '{}'
}

# Every party becomes somebody, up to a million, and then they come again: a sealed number opens at its
# own seat alone, so that copies of one would not.
people() {
    sql -c "copy (select bucket, dispute_id, seat, kind,
                         row_number() over (order by dispute_id, seat) % 1000000 from party)
            to stdout with (delimiter ' ')" |
        "$bench/bench_people" "$target/yima.keys" |
        sql -c 'create unlogged table grow.people (bucket integer, dispute_id bigint,
                seat smallint, identity bytea, identity_hash bytea)' -c 'copy grow.people from stdin'
    sql -c 'analyze grow.people' -c 'update party p
            set identity = x.identity, identity_hash = x.identity_hash from grow.people x
            where (p.bucket, p.dispute_id, p.seat) = (x.bucket, x.dispute_id, x.seat)'
}

slices() {
    seq 1 100000 "$total" | while read -r first; do
        last=$((first + 99999))
        echo "$first" "$((last < total ? last : total))"
    done
}

umask 077
began=$(date +%s)
say "building" && [ -n "${YIMA_BENCH_BUILT-}" ] || quietly /dev/null build_all
say "templates" && make_templates >/dev/null
start_server
say "growing $total disputes in slices of 100,000"
sql -v total="$total" -v seed="$seed" -v months="$months" -v histories="$histories" \
    -f "$here/grow/begin.sql" <"$target/bench/shapes" >/dev/null
slices | xargs -P "$jobs" -L 1 sh -c 'exec psql -XAtq -d "$0" -v first="$2" -v last="$3" -f "$1"' \
    "$conninfo" "$here/grow/slice.sql"
[ -z "$until" ] || people
say "grown after $(($(date +%s) - began)) s; keys and indexes"
each 1
each 2
each 3
say "indexed after $(($(date +%s) - began)) s; vacuum"
sql -c 'drop schema grow cascade' 2>/dev/null
vacuumdb --quiet --freeze --analyze --jobs "$jobs" -h "$target" -U yima yima
sql -c "select d.dispute_id || ' ' || d.version
        from dispute d
        where d.body = 1013 and d.is_open and d.version in (2, 3) and d.colour = 1 and d.court = 0
        order by hashint8(d.dispute_id) limit 200000" >"$target/bench/list"
sql -c checkpoint
stop_server
say "done after $(($(date +%s) - began)) s:" \
    "$(du -sm "$target" | cut -f 1) MB, $(wc -l <"$target/bench/list") for a load"
