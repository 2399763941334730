# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh disable=SC2034  # who reads this uses what is set here
# What the measurements share: read by `. lib.sh`, after root, the checkout, is set.
build=${YIMA_BENCH_BUILD:-$root/build/bench}
yima=$build/yima
bench=$build/test/bench
data=$root/examples/data
service='' # pid of `yima serve`
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1

say() {
    printf '%s %s\n' "$(date +%T)" "$*" >&2
}

# number NAME VALUE: ends the script unless VALUE is a whole number.
number() {
    case $2 in
    '' | *[!0-9]*)
        echo "$1 takes a whole number" >&2
        exit 2
        ;;
    esac
}

# quietly LOG COMMAND...: its output is shown only when it fails.
quietly() {
    log=$1
    shift
    "$@" >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        return 1
    }
}

build_all() {
    (cd "$root" && cmake --preset release -B "$build" -DYM_TESTS=ON &&
        cmake --build "$build" --target yima bench_naive bench_bare bench_load \
            bench_open bench_browse bench_people)
}

# prepare_data DIR SETTINGS...: a private database with the regions, bodies and staff of the samples.
prepare_data() {
    "$yima" migrate --data "$1"
    where=$1
    shift
    printf '%s\n' "$@" >"$where/pg/local.conf"
    chmod 644 "$where/pg/local.conf"
    for file in regions-hangzhou bodies staff; do
        "$yima" import --data "$where" --quiet "$data/$file.csv"
    done
}

# start_service DIR LOG OPTION...: sets service, port, conninfo and postmaster.
start_service() {
    where=$1
    said=$2
    shift 2
    "$yima" serve --data "$where" --listen 127.0.0.1:0 "$@" 2>"$said" &
    service=$!
    port=''
    for _ in $(seq 600); do
        port=$(sed -n 's/.* listens on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$said")
        [ -z "$port" ] || break
        kill -0 "$service" 2>/dev/null || break
        sleep 0.1
    done
    if [ -z "$port" ]; then
        cat "$said" >&2
        return 1
    fi
    conninfo="host=$where user=yima dbname=yima"
    postmaster=$(head -n 1 "$where/pg/postmaster.pid")
}

stop_service() {
    [ -n "$service" ] || return 0
    kill -TERM "$service" 2>/dev/null || true
    wait "$service" || true
    service=''
}

sql() {
    psql -XAtq -v ON_ERROR_STOP=1 -d "$conninfo" "$@"
}

# as_a_unit: this script and what it starts go into a group of processes of their own, as a unit of
# systemd does. Else newer kernels weigh sessions against each other (autogroup), each process of
# PostgreSQL is one, and what a job gives up of its own weight nobody gets.
as_a_unit() {
    group=$(mktemp -d /sys/fs/cgroup/cpu/yima-bench-XXXXXX 2>/dev/null) ||
        { echo +cpu >/sys/fs/cgroup/cgroup.subtree_control &&
            group=$(mktemp -d /sys/fs/cgroup/yima-bench-XXXXXX); } 2>/dev/null || group=''
    if [ -z "$group" ] || ! echo $$ >"$group/cgroup.procs"; then
        say "no group of processes could be made: run as root, or under systemd-run"
    fi
}

# as_before: out of the group again, when all that it started have ended.
as_before() {
    [ -n "$group" ] || return 0
    echo $$ >"$(dirname "$group")/cgroup.procs"
    rmdir "$group" 2>/dev/null || true # something of it still ends: it is empty soon
    group=''
}
