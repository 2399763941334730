#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What does a command cost over HTTP, and what would the bare record cost in SQL?
#
#   test/bench/run.sh [--disputes N] [--seconds N] [--rounds N] [--threads N] [--batches N]
#                     [--mix mediation|reassign]
#
#   --disputes  preloaded on both sides (100000)
#   --seconds   of each measurement (5)
#   --rounds    naive, single, bulk, and again (5)
#   --threads   connections of naive and of single (64)
#   --batches   connections of bulk, each with 256 commands under way (4)
#   --mix       what the commands are (mediation); see load.c
#
# One private PostgreSQL, the one that `yima serve` starts, holds both: the naive record in its
# database postgres, yima's in its own; fsync and synchronous_commit are on. Client and server share
# the machine. Prints each round, medians and ratios; exit status 0 when everything ran and every
# command was accepted, whatever the ratios.
set -eu

disputes=100000 seconds=5 rounds=5 threads=64 batches=4 mix=mediation

usage() {
    sed -n '3,19s/^# \{0,1\}//p' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
    --disputes | --seconds | --rounds | --threads | --batches)
        case ${2-} in '' | *[!0-9]*) usage >&2 && exit 2 ;; esac
        eval "${1#--}=\$2"
        shift 2
        ;;
    --mix)
        case ${2-} in mediation | reassign) ;; *) usage >&2 && exit 2 ;; esac
        mix=$2
        shift 2
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
done

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${YIMA_BENCH_BUILD:-$root/build/bench}
dir=$(mktemp -d /tmp/yima-bench-XXXXXX)
chmod 755 "$dir" # PostgreSQL may run as another user
yima=$build/yima
server=''
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS

say() {
    printf '%s\n' "$*" >&2
}

clean_up() {
    trap - EXIT INT TERM
    if [ -n "$server" ]; then
        kill -TERM "$server" 2>/dev/null || true
        wait "$server" || true
    fi
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

build_all() {
    cd "$root"
    cmake --preset release -B "$build" -DYM_TESTS=ON
    cmake --build "$build" --target yima bench_naive bench_load
}

# What the service knows before its first dispute, and room for the threads of naive.
prepare_data() {
    "$yima" migrate --data "$dir/data"
    echo "max_connections = $((threads + 30))" >"$dir/data/pg/local.conf"
    chmod 644 "$dir/data/pg/local.conf"
    for file in regions-hangzhou bodies staff; do
        "$yima" import --data "$dir/data" --quiet "$root/examples/data/$file.csv"
    done
    YIMA_TOKEN=$("$yima" token create --data "$dir/data" --role body_manager --body 1013)
    export YIMA_TOKEN
}

start_service() {
    "$yima" serve --data "$dir/data" --listen 127.0.0.1:0 2>"$dir/serve.log" &
    server=$!
    port=''
    for _ in $(seq 300); do
        port=$(sed -n 's/.* listens on 127\.0\.0\.1:\([0-9]*\).*/\1/p' "$dir/serve.log")
        [ -z "$port" ] || return 0
        kill -0 "$server" 2>/dev/null || break
        sleep 0.1
    done
    cat "$dir/serve.log" >&2
    return 1
}

# CPU ticks so far: of the service, and of PostgreSQL with all its processes.
ticks_of_service() {
    sed 's/.*) //' "/proc/$server/stat" | awk '{ print $12 + $13 }'
}

ticks_of_postgres() {
    {
        cat "/proc/$postmaster/stat"
        tr ' ' '\n' <"/proc/$postmaster/task/$postmaster/children" | while read -r child; do
            cat "/proc/$child/stat" 2>/dev/null || true
        done
    } | sed 's/.*) //' | awk '
        NR == 1 { sum = $12 + $13 + $14 + $15 }
        NR > 1 { sum += $12 + $13 }
        END { print sum }'
}

# measured NAME COMMAND...: run it, and add what the servers spent to what it printed.
measured() {
    name=$1
    shift
    lsn=$("$build/test/bench/bench_naive" "$conninfo" lsn)
    service=$(ticks_of_service)
    postgres=$(ticks_of_postgres)
    line=$("$@") || return 1
    lsn=$(($("$build/test/bench/bench_naive" "$conninfo" lsn) - lsn))
    service=$(($(ticks_of_service) - service))
    postgres=$(($(ticks_of_postgres) - postgres))
    printf '%s %s lsn=%d service=%d postgres=%d\n' "$name" "$line" "$lsn" "$service" "$postgres" |
        tee -a "$dir/results" | awk "$reader"'
            { printf "  %-7s %8d/s  p50 %7.2f ms  p99 %7.2f ms\n", $1, v["rate"], v["p50"], v["p99"] }'
}

# shellcheck disable=SC2016  # for awk
reader='{ for (i = 2; i <= NF; i++) { split($i, pair, "="); v[pair[1]] = pair[2] } }'

table() {
    awk -v hz="$(getconf CLK_TCK)" -v threads="$threads" -v batches="$batches" "$reader"'
    {
        n = ++rounds[$1]
        value[$1, "rate", n] = v["rate"]
        value[$1, "p50", n] = v["p50"]
        value[$1, "p99", n] = v["p99"]
        value[$1, "wal", n] = v["lsn"] / v["n"]
        value[$1, "service", n] = v["service"] / hz * 1e6 / v["n"]
        value[$1, "postgres", n] = v["postgres"] / hz * 1e6 / v["n"]
        value[$1, "client", n] = v["client_us"]
        delete v
    }
    function median(name, what,    n, i, j, t, a) {
        n = rounds[name]
        for (i = 1; i <= n; i++) {
            t = value[name, what, i] + 0
            for (j = i; j > 1 && a[j - 1] > t; j--)
                a[j] = a[j - 1]
            a[j] = t
        }
        return n % 2 ? a[(n + 1) / 2] : (a[n / 2] + a[n / 2 + 1]) / 2
    }
    function row(name, label) {
        printf "| %s | %.0f | %.1f / %.1f | %.0f | %.0f | %.0f | %.0f | %.2f |\n", label,
            median(name, "rate"), median(name, "p50"), median(name, "p99"), median(name, "wal"),
            median(name, "postgres"), median(name, "service"), median(name, "client"),
            median(name, "rate") / median("naive", "rate")
    }
    END {
        print "| medians | per second | p50 / p99 ms | WAL bytes | PostgreSQL µs | yima µs |" \
            " client µs | of naive |"
        print "|---|---|---|---|---|---|---|---|"
        row("naive", "naive, " threads " connections")
        row("single", "single commands, " threads " connections")
        row("bulk", "bulk commands, " batches " connections of 256")
    }' "$dir/results"
}

began=$(date +%s)
say "building"
build_all >"$dir/build.log" 2>&1 || {
    tail -n 40 "$dir/build.log" >&2
    exit 1
}
say "preparing $disputes disputes on each side"
prepare_data >"$dir/prepare.log" 2>&1 || {
    cat "$dir/prepare.log" >&2
    exit 1
}
start_service
conninfo="host=$dir/data user=yima dbname=postgres"
postmaster=$(head -n 1 "$dir/data/pg/postmaster.pid")
"$build/test/bench/bench_naive" "$conninfo" prepare "$disputes"
"$build/test/bench/bench_load" "$port" register "$disputes" "$dir/list"
for round in $(seq "$rounds"); do
    say "round $round of $rounds"
    measured naive "$build/test/bench/bench_naive" "$conninfo" run "$disputes" "$threads" \
        "$seconds" "$round" >&2
    measured single "$build/test/bench/bench_load" "$port" single "$threads" "$seconds" \
        "$dir/list" "$mix" >&2
    measured bulk "$build/test/bench/bench_load" "$port" bulk "$batches" "$seconds" \
        "$dir/list" "$mix" >&2
done
table
say "took $(($(date +%s) - began)) s"
