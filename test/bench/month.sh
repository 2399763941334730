#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# How fast is a month beside the bare SQL that answers the same questions, and do commands notice?
#
#   test/bench/month.sh --data DIR [--until YYYY-MM-DD] [--disputes N] [--rounds N] [--rate N]
#                       [--seconds N] [--seed N]
#
#   --data      the database; where there is none it is grown first (grow.sh --until)
#   --until     the day that the clock shows; the month before it is drawn (2026-11-02)
#   --disputes  of a database that is grown (500,000: a million parties, some 5.5 million events)
#   --rounds    of each side, in turn (3)
#   --rate      commands a second beside the drawing (1000)
#   --seconds   of each slice of the load (10)
#
# report: `yima report` of the month from nothing, against month/report.sql. credit: `yima credit run`
# from nothing (no history was ever read), and again when no history changed, against
# month/credit.sql. Then the load alone, beside the bare statements, beside report and credit run
# without rests, alone, beside both with rests, beside both from nothing, and alone again.
# Client, program and PostgreSQL share the machine; fsync and synchronous_commit are on. Prints
# Markdown. The database is used up by it: its open disputes go on.
set -eu

target='' until=2026-11-02 disputes=500000 rounds=3 rate=1000 seconds=10 seed=1
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/test/bench
. "$here/lib.sh"

usage() {
    sed -n '3,21s/^# \{0,1\}//p' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
    --data) case ${2-} in /*) target=$2 ;; *) target=$PWD/${2-} ;; esac ;;
    --until) until=${2-} ;;
    --disputes | --rounds | --rate | --seconds | --seed)
        number "$1" "${2-}"
        eval "${1#--}=\$2"
        ;;
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
[ -n "$target" ] || { usage >&2 && exit 2; }
group=''
clean_up() {
    trap - EXIT INT TERM
    stop_service
    as_before
}
trap clean_up EXIT
trap 'exit 1' INT TERM
umask 077

[ -n "${YIMA_BENCH_BUILT-}" ] || quietly /dev/null build_all
[ -e "$target" ] ||
    YIMA_BENCH_BUILT=yes "$here/grow.sh" --data "$target" --disputes "$disputes" --seed "$seed" --until "$until"
kept=$target/bench
month=$(date -d "$until - 1 month" +%Y-%m)
since="$month-01T00:00+08" over="$(date -d "$month-01 + 1 month" +%Y-%m)-01T00:00+08"

# The clock stands at ten in Shanghai of that day, and goes on from there.
clock() {
    YIMA_TEST_CLOCK_OFFSET_S=$(($(date -d "${until}T02:00:00Z" +%s) - $(date +%s)))
    export YIMA_TEST_CLOCK_OFFSET_S
}

# CPU ticks so far: PostgreSQL with all processes that it has or had, and what this script waited for.
ticks() {
    # shellcheck disable=SC2046  # numbers of processes are words
    set -- $(cat "/proc/$postmaster/task/$postmaster/children")
    awk -v own="/proc/$$/stat" -v root="/proc/$postmaster/stat" '
        FILENAME != own { n += $14 + $15 }
        FILENAME == own || FILENAME == root { n += $16 + $17 }
        END { print n }' "/proc/$$/stat" "/proc/$postmaster/stat" $(printf '/proc/%s/stat ' "$@")
}

# taken FILE COMMAND...: its seconds go to FILE.s, those of the CPU to FILE.cpu, as one line more.
taken() {
    file=$1
    shift
    spent=$(ticks)
    began=$(date +%s%N)
    quietly "$kept/last.log" "$@"
    echo "$(($(date +%s%N) - began))" | awk '{ printf "%.1f\n", $1 / 1e9 }' >>"$file.s"
    sleep 1 # until backends whose client has gone have ended
    echo "$(($(ticks) - spent)) $(getconf CLK_TCK)" |
        awk '{ printf "%.1f\n", $1 / $2 }' >>"$file.cpu"
}

bare_report() {
    sql -v since="$since" -v until="$over" -f "$here/month/report.sql" >"$kept/report.rows"
}
bare_credit() {
    sql -v until="$over" -f "$here/month/credit.sql" >"$kept/credit.rows"
}
yima_report() {
    "$yima" report "$month" --data "$target" --population "$kept/population.csv" --format json \
        --out "$kept/report.json" --summary "$kept/report.summary" --quiet ${pace:+--pace "$pace"}
}
yima_credit() {
    "$yima" credit run "$month" --by runner --data "$target" --summary "$kept/credit.summary" --quiet \
        ${pace:+--pace "$pace"}
}
forget_report() {
    sql -c 'truncate month, month_slice, month_report'
}
forget_run() {
    sql -c 'truncate credit_run, credit_profile, credit_slice, credit_gone'
}

prepare() {
    cat >"$kept/population.csv" <<EOF
region,year,residents,floating,source
330100,${month%-*},12500000,2100000,bench
330108,${month%-*},550000,60000,bench
EOF
    echo 'Correct-Horse-Battery-77' | quietly /dev/null "$yima" account add --data "$target" \
        --login runner --name 测试 --role supervisor --staff 5001 --password-stdin || true
    sql -c 'create schema if not exists bare' -c 'drop table if exists bare.leads' \
        -c 'create table bare.leads (rule smallint primary key, stage smallint, settled smallint)'
    "$here/month/stages.py" "$root/engine/procedures/zhejiang-2025.json" |
        sql -c "copy bare.leads from stdin with (delimiter ' ')"
    sql -c 'analyze bare.leads'
}

# load SECONDS FILE: its report; the p99 in milliseconds is a line of it.
load() {
    YIMA_TOKEN=$(sed -n 's/^manager=//p' "$kept/tokens") "$bench/bench_open" "$port" "$rate" 64 \
        "$1" "$kept/list" reassign >"$2" 2>&1
}

median() {
    sort -n "$1" | awk '{ v[NR] = $1 } END { print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2) }'
}
range() {
    sort -n "$1" | awk 'NR == 1 { low = $1 } { high = $1 } END { print low "–" high }'
}
of_bare() {
    awk "BEGIN { printf \"%.2f\", $(median "$kept/$2") / $(median "$kept/$1") }"
}
row() {
    printf '| %s ' "$1"
    for kind in s cpu; do
        for side in "$2" "$3"; do
            printf '| %s (%s) ' "$(median "$kept/$side.$kind")" "$(range "$kept/$side.$kind")"
        done
        printf '| %s ' "$(of_bare "$2.$kind" "$3.$kind")"
    done
    echo '|'
}

clock
as_a_unit
start_service "$target" "$kept/serve.log"
prepare
rm -f "$kept"/*.s "$kept"/*.cpu "$kept"/load.*
pace=100 # nobody works beside it
for round in $(seq "$rounds"); do
    say "round $round"
    taken "$kept/bare_report" bare_report
    forget_report && taken "$kept/report" yima_report
    taken "$kept/bare_credit" bare_credit
    forget_run && sql -c 'truncate credit_source' && taken "$kept/credit" yima_credit
    forget_run && taken "$kept/again" yima_credit
done
cat <<EOF
| | yima, s | bare SQL, s | speed of bare | yima, CPU s | bare SQL, CPU s | of bare |
|---|---|---|---|---|---|---|
$(row 'report from nothing' report bare_report)
$(row 'credit run from nothing' credit bare_credit)
$(row 'credit run, no history changed' again bare_credit)

$(sql -c "select (select count(*) from dispute) || ' disputes, ' || (select count(*) from event)
          || ' events, ' || (select count(distinct identity_hash) from party) || ' parties'")

EOF
[ "$seconds" -gt 0 ] || exit 0

# part NAME FIELD: that field of each slice of a load, one a line.
part() {
    sed -n "s/.*$2=\([0-9.]*\).*/\1/p" "$kept/load.$1".* >"$kept/part"
}

# load_row NAME TEXT: what the slices of one load say, and how long the work beside it took.
load_row() {
    printf '| %s ' "$2"
    for field in p50 p99 p999; do
        part "$1" $field
        printf '| %s (%s) ' "$(median "$kept/part")" "$(range "$kept/part")"
    done
    if [ -e "$kept/$1.beside" ]; then
        printf '| %s |\n' "$(cat "$kept/$1.beside")"
    else
        echo '| |'
    fi
}

# beside NAME COMMAND...: slices of the load for as long as the command runs, without the last one,
# of which it was over for a part.
beside() {
    name=$1
    shift
    rm -f "$kept/over"
    began=$(date +%s%N)
    (
        "$@" && echo "$(($(date +%s%N) - began))" | awk '{ printf "%.1f\n", $1 / 1e9 }' >"$kept/$name.beside"
        touch "$kept/over"
    ) &
    working=$!
    n=0
    while [ ! -e "$kept/over" ]; do
        n=$((n + 1))
        load "$seconds" "$kept/load.$name.$n"
    done
    wait "$working"
    [ -e "$kept/$name.beside" ] || exit 1
    [ "$n" -eq 1 ] || rm "$kept/load.$name.$n"
}

bare_month() {
    bare_report && bare_credit
}
yima_month() {
    yima_report && yima_credit
}
alone() {
    for n in 1 2 3; do
        load "$seconds" "$kept/load.$1.$n"
    done
}

rm -f "$kept"/*.beside
say "the load alone, beside the month, and alone again"
forget_report && forget_run && sql -c checkpoint
load "$seconds" "$kept/load.warm"
alone before
beside bare bare_month
beside month yima_month
alone between
forget_report && forget_run
pace='' # what a monthly job has when nothing is said
beside rests yima_month
forget_report && forget_run && sql -c 'truncate credit_source'
pace=100
beside first yima_month
alone after
cat <<EOF
| $rate commands a second, 64 connections, slices of $seconds s | p50 ms | p99 ms | p99.9 ms | it took, s |
|---|---|---|---|---|
$(load_row before 'alone, before')
$(load_row bare 'beside the bare SQL, report and credit')
$(load_row month 'beside report and credit run, --pace 100')
$(load_row between 'alone, between')
$(load_row rests 'beside report and credit run, resting as they do when nothing is said')
$(load_row first 'beside report and credit run from nothing, --pace 100')
$(load_row after 'alone, after')
EOF
