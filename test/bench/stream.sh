#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What do many viewers of the live stream cost, and how soon does a change reach them?
#
#   test/bench/stream.sh [--viewers N] [--seconds N] [--disputes N] [--connections N]
#
#   --viewers      streams held open on 127.0.0.1 (10000)
#   --seconds      of the measurement under load (15)
#   --disputes     registered before, and moved by the load (5000)
#   --connections  that send commands meanwhile, each the next when the last is answered (16)
#
# One private PostgreSQL and one `yima serve`, release preset. Prints the memory of yima (not of
# PostgreSQL) before, with the viewers, and after; how old changes are when they arrive, first while
# the load runs and one viewer in eighty sees all of it and the others nothing, then while a change
# comes every 250 ms and everybody sees it, then while the load runs and everybody would see it all,
# which is more than the machine can carry: the viewers are told to load afresh, and commands go on.
set -eu

viewers=10000 seconds=15 disputes=5000 connections=16

usage() {
    sed -n '3,16s/^# \{0,1\}//p' "$0"
}

while [ $# -gt 0 ]; do
    case $1 in
    --viewers | --seconds | --disputes | --connections)
        case ${2-} in '' | *[!0-9]*) usage >&2 && exit 2 ;; esac
        eval "${1#--}=\$2"
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
server='' crowd=''
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS

say() {
    printf '%s\n' "$*" >&2
}

clean_up() {
    trap - EXIT INT TERM
    for process in $crowd $server; do
        kill -TERM "$process" 2>/dev/null || true
        wait "$process" || true
    done
    rm -rf "$dir"
}
trap clean_up EXIT
trap 'exit 1' INT TERM

token() {
    "$yima" token create --data "$dir/data" "$@" 2>/dev/null
}

# In `some`, one token in eighty sees what the load does; in `all`, every one does. Each is good for
# as many streams as a token may hold.
make_tokens() {
    needed=$((viewers / 60 + 1))
    grep -v ',1013,' "$root/examples/data/staff.csv" | awk -F, '$3 == "mediator" { print $1 }' \
        >"$dir/mediators"
    for i in $(seq "$needed"); do
        if [ $((i % 80)) = 1 ]; then
            token --role body_manager --body 1013 >>"$dir/some"
        else
            n=$((i % $(wc -l <"$dir/mediators") + 1))
            token --role mediator --staff "$(sed -n "${n}p" "$dir/mediators")" >>"$dir/some"
        fi
        token --role body_manager --body 1013 >>"$dir/all"
    done
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

memory() {
    awk -v when="$1" '/^VmRSS|^VmHWM|^RssAnon/ { v[$1] = $2 / 1024 }
        END { printf "| %s | %.1f | %.1f | %.1f |\n", when, v["VmRSS:"], v["RssAnon:"], v["VmHWM:"] }
        ' "/proc/$server/status" >>"$dir/memory"
}

# crowd TOKENS SECONDS: viewers that count, in the background, once all of them are in.
crowd() {
    : >"$dir/crowd"
    "$build/test/bench/bench_stream" "$port" "$dir/$1" "$viewers" "$2" >"$dir/crowd" &
    crowd=$!
    for _ in $(seq 1200); do
        grep -q '^open' "$dir/crowd" && return 0
        sleep 0.1
    done
    return 1
}

crowd_ends() {
    wait "$crowd"
    crowd=''
    printf '%s: %s\n' "$1" "$(tr '\n' ' ' <"$dir/crowd")" >>"$dir/ages"
}

load() {
    "$build/test/bench/bench_load" "$port" single "$connections" "$seconds" "$dir/list" mediation
}

cd "$root"
say "building"
{
    cmake --preset release -B "$build" -DYM_TESTS=ON
    cmake --build "$build" --target yima bench_load bench_stream
} >"$dir/build.log" 2>&1 || {
    tail -n 40 "$dir/build.log" >&2
    exit 1
}
say "preparing"
"$yima" migrate --data "$dir/data" >"$dir/prepare.log" 2>&1
for file in regions-hangzhou bodies staff; do
    "$yima" import --data "$dir/data" --quiet "$root/examples/data/$file.csv"
done
start_service
YIMA_TOKEN=$(token --role body_manager --body 1013)
export YIMA_TOKEN
make_tokens
memory "started"
"$build/test/bench/bench_load" "$port" register "$disputes" "$dir/list"
printf 'alone: %s\n' "$(load)" >>"$dir/ages"
memory "after a load without viewers"

say "one in eighty sees the load"
crowd some "$((seconds + 3))"
memory "$viewers viewers"
printf 'load beside viewers: %s\n' "$(load)" >>"$dir/ages"
crowd_ends "one in eighty"
memory "after the load"

say "everybody sees a change every 250 ms"
crowd all "$seconds"
for _ in $(seq $((seconds * 3))); do
    "$build/test/bench/bench_load" "$port" register 1 "$dir/one"
    sleep 0.25
done
crowd_ends "everybody, 4 a second"
memory "after that"

say "everybody sees the load"
crowd all "$((seconds + 3))"
printf 'load beside viewers of it all: %s\n' "$(load)" >>"$dir/ages"
crowd_ends "everybody, all of it"
memory "after that"
echo "| | RSS MiB | of it anonymous | peak RSS |"
echo "|---|---|---|---|"
cat "$dir/memory"
cat "$dir/ages"
