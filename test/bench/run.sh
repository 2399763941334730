#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# How fast is it, against bare SQL on the same machine in the same run? README.md has the targets.
#
#   test/bench/run.sh [OPTION]... MEASUREMENT...
#
#   commands   targets a, b, d: single and bulk commands over HTTP, naive and tuned SQL; and WAL
#   open       target c: an open loop over HTTP, and one of set-based SQL, in turn
#   size       target e: commands and pages on a small and on a large database
#   import     target f: `yima import`, and COPY of the same rows
#   all        these four
#
#   --quick        a minute or two each, to see that it runs; its ratios mean little
#   --rounds N     of commands, size and import (5)
#   --seconds N    of each measurement of commands and size (5), of each slice of open (30)
#   --slices N     of open, on each side (10: five minutes)
#   --rate N       commands a second of open (3000)
#   --disputes N   of commands and open, on each side (100000); rows of import (50000)
#   --mix NAME     mediation or reassign (mediation); see cases.h
#   --small DIR    databases of size, made by grow.sh, else grown here and removed again:
#   --large DIR    100,000 disputes, and 10,000,000 (35 GB, half an hour)
#   --keep DIR     leave results and logs in DIR
#
# Built below build/bench, or where YIMA_BENCH_BUILD says; not at all when YIMA_BENCH_BUILT is set.
# Every measurement has a private PostgreSQL of its own, with fsync and synchronous_commit on, that
# holds both sides; client, program and PostgreSQL share the machine. Sides take turns, round by
# round. Prints Markdown; the exit status is 0 when everything ran and every command was accepted,
# whatever the ratios.
# shellcheck disable=SC2034,SC2154  # the sides of size are picked by name, with eval
set -eu

rounds=5 seconds='' slices=10 rate=3000 disputes='' mix=mediation small='' large='' keep=''
quick='' wanted=''
root=$(cd "$(dirname "$0")/../.." && pwd)
here=$root/test/bench
. "$here/lib.sh"

usage() {
    sed -n '3,28s/^# \{0,1\}//p' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
    --rounds | --seconds | --slices | --rate | --disputes)
        number "$1" "${2-}"
        eval "${1#--}=\$2"
        shift
        ;;
    --small | --large | --keep)
        case ${2-} in '') usage >&2 && exit 2 ;; /*) path=$2 ;; *) path=$PWD/$2 ;; esac
        eval "${1#--}=\$path"
        shift
        ;;
    --mix)
        case ${2-} in mediation | reassign) mix=$2 ;; *) usage >&2 && exit 2 ;; esac
        shift
        ;;
    --quick) quick=yes ;;
    commands | open | size | import) wanted="$wanted $1" ;;
    all) wanted="$wanted commands open size import" ;;
    -h | --help)
        usage
        exit 0
        ;;
    *)
        usage >&2
        exit 2
        ;;
    esac
    shift
done
[ -n "$wanted" ] || { usage >&2 && exit 2; }
full=yes
if [ -n "$quick" ]; then
    full=''
    rounds=2 slices=3 disputes=${disputes:-10000} seconds=${seconds:-3}
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/yima-bench-XXXXXX")
chmod 755 "$dir" # PostgreSQL may run as another user
other=''         # pid of a second service

clean_up() {
    trap - EXIT INT TERM
    stop_service
    [ -z "$other" ] || { kill -TERM "$other" 2>/dev/null && wait "$other"; } || true
    if [ -n "$keep" ]; then
        mkdir -p "$keep"
        for name in commands open size import; do
            [ ! -d "$dir/$name" ] || cp -r "$dir/$name" "$keep/"
        done
        cp "$dir"/*.log "$keep/" 2>/dev/null || true
    fi
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

token() {
    "$yima" token create --data "$1" --role body_manager --body 1013 2>/dev/null
}

# around RESULTS SIDE OPTION... -- COMMAND...: of the service and server that run now.
around() {
    results=$1
    side=$2
    shift 2
    "$here/around.py" "$results" "$side" "$service" "$postmaster" "$conninfo" "$@"
}

machine() {
    awk -F': ' '/^model name/ { name = $2; n++ } END { printf "%s, %d cores", name, n }' /proc/cpuinfo
    awk '/^MemTotal/ { printf ", %.0f GB", $2 / 1e6 }' /proc/meminfo
    printf '; %s; %s; Linux %s\n' "$(. /etc/os-release && echo "$PRETTY_NAME")" \
        "$("$(pg_config --bindir)/postgres" --version)" "$(uname -r)"
    "$yima" version | head -n 1
    printf 'revision %s, load before %s\n' \
        "$(cd "$root" && git rev-parse --short HEAD 2>/dev/null || echo unknown)" \
        "$(cut -d ' ' -f 1-3 /proc/loadavg)"
}

# ---- commands: targets a, b and d ----

# A service with both sides' disputes; a checkpoint falls in only where one is asked for.
prepare_sides() {
    quietly "$dir/prepare.log" prepare_data "$2/data" 'max_connections = 120' \
        'max_wal_size = 16GB' 'checkpoint_timeout = 1h'
    YIMA_TOKEN=$(token "$2/data")
    export YIMA_TOKEN
    start_service "$2/data" "$dir/serve.log"
    bare="host=$2/data user=yima dbname=postgres"
    "$bench/bench_naive" "$bare" prepare "$1"
    "$bench/bench_bare" "$bare" prepare "$1"
    "$bench/bench_load" "$port" register "$1" "$2/list"
    sql -c 'vacuum analyze'
}

commands() {
    here_dir=$dir/commands
    results=$here_dir/results
    mkdir -p "$here_dir"
    n=${disputes:-100000} s=${seconds:-5}
    say "commands: $n disputes on each side"
    prepare_sides "$n" "$here_dir"
    log="--waldump $here_dir/data/pg/pg_wal"
    for round in $(seq "$rounds"); do
        say "round $round of $rounds"
        sql -c checkpoint
        # shellcheck disable=SC2086  # $log is two words
        {
            around "$results" naive $log -- "$bench/bench_naive" "$bare" run "$n" 64 "$s" "$round"
            around "$results" single $log -- "$bench/bench_load" "$port" single 64 "$s" \
                "$here_dir/list" "$mix"
            around "$results" bulk $log -- "$bench/bench_load" "$port" bulk 4 "$s" \
                "$here_dir/list" "$mix"
            for size in 64 256; do
                around "$results" "tuned-$size" $log -- "$bench/bench_bare" "$bare" closed tuned \
                    "$size" "$s" "$round"
            done
            around "$results" plain-64 $log -- "$bench/bench_bare" "$bare" closed plain 64 "$s" \
                "$round"
        }
    done
    stop_service
    rm -rf "$here_dir/data"
    printf '\n## Commands: targets a, b, d\n\n%d disputes on each side, mix %s, %d rounds of %d s.\n' \
        "$n" "$mix" "$rounds" "$s"
    "$here/report.py" commands "$here_dir"
}

# ---- open: target c ----

open_loop() {
    here_dir=$dir/open
    mkdir -p "$here_dir"
    n=${disputes:-100000} s=${seconds:-30}
    say "open: $n disputes on each side"
    prepare_sides "$n" "$here_dir"
    sql -c 'select pg_stat_reset()' >/dev/null
    "$here/watch.sh" "$service" "$conninfo" 0 >>"$here_dir/watch"
    for slice in $(seq "$slices"); do
        say "slice $slice of $slices"
        around "$here_dir/results" plain -- "$bench/bench_bare" "$bare" open plain "$rate" "$s" \
            "$slice"
        around "$here_dir/results" tuned -- "$bench/bench_bare" "$bare" open tuned "$rate" "$s" \
            "$slice"
        around "$here_dir/results" yima -- "$bench/bench_open" "$port" "$rate" 64 "$s" \
            "$here_dir/list" "$mix"
        "$here/watch.sh" "$service" "$conninfo" $((slice * s)) >>"$here_dir/watch"
    done
    stop_service
    rm -rf "$here_dir/data"
    printf '\n## Open loop: target c\n\n%d commands a second, %d slices of %d s on each side.\n' \
        "$rate" "$slices" "$s"
    "$here/report.py" open "$here_dir"
}

# ---- size: target e ----

# grown NAME DISPUTES: sets $NAME to a grown database; one grown here lies in $dir.
grown() {
    eval "given=\$$1"
    [ -z "$given" ] || return 0
    "$here/grow.sh" --data "$dir/$1" --disputes "$2" 2>>"$dir/grow.log"
    eval "$1=\$dir/$1"
}

# questions: for browse, of the database that $conninfo names.
questions() {
    sql <<'EOF'
select 'newest disputes'
union all select 'open disputes?open=true'
union all select 'overdue disputes?overdue=true'
union all select 'colour disputes?colour=' || c
    from unnest(array['yellow', 'orange', 'blue', 'green', 'red']) c
union all select 'stage disputes?stage=' || s
    from unnest(array['intake', 'first', 'second', 'court_filed', 'agreed', 'withdrawn']) s
union all select 'type disputes?type=' || t
    from unnest(array['marriage', 'neighbour', 'medical', 'traffic', 'labour', 'other']) t
union all select 'body disputes?body=' || body_id from body where body_id > 1010
union all select 'body+colour disputes?colour=yellow&body=' || body_id from body where body_id > 1010
union all select 'mediator disputes?mediator=' || staff_id from staff
union all select 'court disputes?court=' || b from generate_series(1008, 1010) b
union all select 'region disputes?region=' || code from region where code / 1000000 = 330108
union all select 'region+open disputes?open=true&region=' || code
    from region where code / 1000000 = 330108
union all select 'word disputes?q=' || q
    from unnest(array['%E7%BA%A0%E7%BA%B7', '%E8%B5%94%E5%81%BF', '%E6%BC%8F%E6%B0%B4',
                      '%E5%80%9F%E6%AC%BE']) q;
select 'name disputes?q=' || regexp_replace(upper(encode(convert_to(name, 'UTF8'), 'hex')), '(..)',
                                            '%\1', 'g')
from party tablesample system (0.1) limit 200
EOF
}

# use small|large: make it the service and database of around, load and sql.
use() {
    eval "base=\$$1 port=\$port_$1 conninfo=\$conninfo_$1 postmaster=\$postmaster_$1"
    [ "$1" = small ] && service=$service_small || service=$other
}

# commands_on small|large RESULTS PREFIX: of the database in use.
commands_on() {
    YIMA_TOKEN=$(sed -n 's/^manager=//p' "$base/bench/tokens")
    export YIMA_TOKEN
    around "$2" "$3single-$1" -- "$bench/bench_load" "$port" single 64 "$s" "$here_dir/list-$1" "$mix"
    around "$2" "$3bulk-$1" -- "$bench/bench_load" "$port" bulk 4 "$s" "$here_dir/list-$1" "$mix"
}

# pages_on small|large: all kinds mixed, and each kind by itself.
pages_on() {
    YIMA_TOKEN=$(sed -n 's/^auditor=//p' "$base/bench/tokens")
    export YIMA_TOKEN
    "$bench/bench_browse" "$port" 8 "$((s * 4))" "$here_dir/questions-$1" >"$here_dir/pages-$1" ||
        say "some answers were no pages"
    cut -d ' ' -f 1 "$here_dir/questions-$1" | uniq | while read -r kind; do
        awk -v kind="$kind" '$1 == kind' "$here_dir/questions-$1" >"$here_dir/kind"
        "$bench/bench_browse" "$port" 8 "$(((s + 1) / 2))" "$here_dir/kind" | grep -v class=all ||
            say "$kind: some answers were no pages"
    done >"$here_dir/pages-$1-alone"
}

size() {
    here_dir=$dir/size
    mkdir -p "$here_dir"
    s=${seconds:-5}
    grown small "${quick:+20000}${full:+100000}"
    grown large "${quick:+100000}${full:+10000000}"
    chmod 755 "$here_dir"
    start_service "$large" "$dir/serve-large.log"
    other=$service port_large=$port conninfo_large=$conninfo postmaster_large=$postmaster
    start_service "$small" "$dir/serve-small.log"
    port_small=$port conninfo_small=$conninfo postmaster_small=$postmaster service_small=$service
    for which in small large; do
        use "$which"
        cp "$base/bench/list" "$here_dir/list-$which"
        questions >"$here_dir/questions-$which"
        eval "n_$which=$(sql -c 'select count(*) from dispute')"
    done
    # First cold: after a start every page has to be read, and after a checkpoint written whole into
    # the log. Then every listed dispute is visited, so that what is measured is the size alone.
    for which in small large; do
        use "$which"
        sql -c checkpoint
        say "size: the $which database, cold"
        commands_on "$which" "$here_dir/results" cold-
        around /dev/null "warming" -- "$bench/bench_load" "$port" bulk 4 \
            "$(($(wc -l <"$here_dir/list-$which") / 4000 + 5))" "$here_dir/list-$which" "$mix"
    done
    for round in $(seq "$rounds"); do
        say "size: round $round of $rounds"
        for which in small large; do
            use "$which"
            commands_on "$which" "$here_dir/results" ''
        done
    done
    for which in small large; do
        use "$which"
        say "size: pages of the $which database"
        pages_on "$which"
        eval "base=\$$which"
        cp "$here_dir/list-$which" "$base/bench/list" # versions moved on
    done
    service=$service_small
    stop_service
    service=$other
    other=''
    stop_service
    printf '\n## Size: target e\n\n%d disputes, and %d; 8 connections look at pages.\n' \
        "$n_small" "$n_large"
    "$here/report.py" size "$here_dir"
}

# ---- import: target f ----

# The tables that an import fills, parents first.
filled='dispute dispute_detail party docket event deadline outbox request_key code'

all_came() {
    [ "$(sql -c 'select count(*) from dispute')" = "$n" ] || {
        say "not all of the rows came in"
        return 1
    }
}

imports() {
    here_dir=$dir/import
    mkdir -p "$here_dir"
    n=${disputes:-50000}
    say "import: $n disputes"
    quietly "$dir/prepare.log" prepare_data "$here_dir/data" 'max_connections = 60' \
        'max_wal_size = 16GB' 'checkpoint_timeout = 1h'
    start_service "$here_dir/data" "$dir/serve.log"
    for name in $filled; do
        printf '%s\n' "\\copy $name from '$here_dir/$name.copy'"
    done >"$here_dir/copy.sql"
    for round in $(seq "$rounds"); do
        say "round $round of $rounds"
        "$here/rows.py" "$n" "$round" >"$here_dir/rows.jsonl"
        sql -c "truncate $(echo "$filled" | tr ' ' ',') cascade" -c checkpoint
        around "$here_dir/results" import -- "$here/timed.sh" "$n" "$yima" import --quiet \
            --db "$conninfo" --keys "$here_dir/data/yima.keys" --as disputes "$here_dir/rows.jsonl"
        all_came
        for name in $filled; do
            sql -c "\\copy (select * from $name) to '$here_dir/$name.copy'"
        done
        sql -c "truncate $(echo "$filled" | tr ' ' ',') cascade" -c checkpoint
        around "$here_dir/results" copy -- "$here/timed.sh" "$n" psql -Xq -v ON_ERROR_STOP=1 \
            -d "$conninfo" -f "$here_dir/copy.sql"
        all_came
    done
    stop_service
    rm -rf "$here_dir/data"
    printf '\n## Import: target f\n\n%d disputes, %d rounds; WAL and CPU are for each of them.\n' \
        "$n" "$rounds"
    "$here/report.py" import "$here_dir"
}

began=$(date +%s)
say "building"
[ -n "${YIMA_BENCH_BUILT-}" ] || quietly "$dir/build.log" build_all
export YIMA_BENCH_BUILT=yes # grow.sh need not
machine
for one in $wanted; do
    case $one in
    commands) commands ;;
    open) open_loop ;;
    size) size ;;
    import) imports ;;
    esac
done
say "took $(($(date +%s) - began)) s"
