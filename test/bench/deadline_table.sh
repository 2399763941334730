#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What does the deadline side table cost, against keeping the due time in the hot row alone?
#
#   deadline_table.sh [DISPUTES [SECONDS [RUNS]]]      (PGHOST, PGUSER … as usual; makes a database)
# Set max_wal_size and checkpoint_timeout so that no checkpoint falls into the runs.
#
# Both sides run the same set-based batches of 64 transitions over two connections, one commit each:
# update the hot row (which carries due_at either way), insert the event and the outbox row. The
# side with the table also deletes the old deadline and inserts the new one, as every transition
# that moves a clock does. Then both are asked what a restart asks: which deadlines are due?
set -eu
disputes=${1:-500000} seconds=${2:-10} runs=${3:-5}
db=yima_bench_deadline
migrations=$(dirname "$0")/../../migrations
work=$(mktemp -d)
trap 'rm -rf "$work"; dropdb --if-exists --force $db' EXIT

dropdb --if-exists --force $db
createdb $db
sql() { psql -qXAt -v ON_ERROR_STOP=1 -d $db "$@"; }
for file in "$migrations"/0*.sql; do sql -f "$file" >/dev/null; done
sql <<EOF
create table event_all partition of event for values from (0) to (9223372036854775807);
create table made as select ((i::bigint << 22) | (i & 1023)) as id from generate_series(1, $disputes) i;
insert into dispute (bucket, dispute_id, version, state, head, colour, stage, is_open, due_at,
                     updated_at, region, body, court, mediator, type)
    select (id & 1023)::int, id, 1, decode(repeat('5a', 150), 'hex'), decode(repeat('00', 32), 'hex'),
           1, 1, true, '2030-01-01'::timestamptz + id % 86400 * interval '1 s', now(), 0, 0, 0, 0, 0
    from made;
insert into deadline select bucket, due_at, dispute_id, 1 from dispute;
vacuum analyze;
checkpoint;
EOF

# The 64 disputes of a batch: spread, and none twice.
picked="(select (n::bigint << 22 | (n & 1023)) as id, (n & 1023)::int as bucket from (select (:start + k * 7919) % $disputes + 1 as n from generate_series(0, 63) as k) x order by 1) i"
batch() {
    printf '%s\n' "\\set start random(0, $((disputes - 1)))"
    printf '%s\n' '\startpipeline'
    echo 'begin;'
    [ "$1" = row ] || echo "delete from deadline t using $picked, dispute d where d.bucket = i.bucket and d.dispute_id = i.id and t.bucket = d.bucket and t.due_at = d.due_at and t.dispute_id = d.dispute_id and t.kind = 1;"
    echo "update dispute d set version = version + 1, due_at = due_at + interval '1 day', updated_at = now(), state = decode(repeat('5b', 150), 'hex') from $picked where d.bucket = i.bucket and d.dispute_id = i.id;"
    echo "insert into event (bucket, dispute_id, seq, at, rule, kind, hash, payload) select d.bucket, d.dispute_id, d.version, d.updated_at, 1, 1, d.head, decode(repeat('7b', 300), 'hex') from $picked join dispute d on d.bucket = i.bucket and d.dispute_id = i.id on conflict do nothing;"
    [ "$1" = row ] || echo "insert into deadline select d.bucket, d.due_at, d.dispute_id, 1 from $picked join dispute d on d.bucket = i.bucket and d.dispute_id = i.id on conflict do nothing;"
    echo "insert into outbox (bucket, dispute_id, seq) select d.bucket, d.dispute_id, d.version from $picked join dispute d on d.bucket = i.bucket and d.dispute_id = i.id on conflict do nothing;"
    echo 'end;'
    printf '%s\n' '\endpipeline'
}
batch row >"$work/row"
batch table >"$work/table"

once() {
    before=$(sql -c 'select pg_current_wal_lsn()')
    tps=$(pgbench -n -M prepared -c 2 -j 1 -T "$seconds" -f "$work/$1" $db 2>"$work/err" |
        awk '/^tps/ { t = $3 } /transactions actually/ { n = $NF } END { print t, n }')
    [ ! -s "$work/err" ] || cat "$work/err" >&2
    bytes=$(sql -c "select pg_current_wal_lsn() - '$before'::pg_lsn")
    echo "$tps" "$bytes" | awk -v side="$1" '{ printf "%-6s %08d transitions/s %6.0f WAL bytes each\n", side, $1 * 64, $3 / ($2 * 64) }'
}
# The first run of each side writes whole pages, since it is the first after a checkpoint: not shown.
once row >/dev/null
once table >/dev/null
for run in $(seq "$runs"); do
    once row
    once table
    sql -c 'vacuum dispute, deadline, outbox'
done | sort | awk '{ rate[$1, ++n[$1]] = $2; wal[$1, n[$1]] = $4; print }
    END { for (side in n) { m = int((n[side] + 1) / 2); w = 0
        for (i = 1; i <= n[side]; i++) w += wal[side, i]
        printf "%s: median %d transitions/s, %d WAL bytes each\n", side, rate[side, m], w / n[side] } }'

echo 'which are due? half of all buckets, none due:'
buckets='array(select generate_series(0, 1022, 2))'
ask() { sql -c 'set jit = off' -c "explain (analyze, timing off) $1" | tail -1; }
echo "table  $(ask "select * from deadline where bucket = any($buckets) and due_at <= '2000-01-01' order by bucket, due_at, dispute_id, kind limit 64")"
echo "row    $(ask "select * from dispute where bucket = any($buckets) and due_at <= '2000-01-01' order by bucket, due_at, dispute_id limit 64")"
