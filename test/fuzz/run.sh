#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzz every parser that meets outside bytes, as many targets at once as there are processors.
#
#   test/fuzz/run.sh [SECONDS [TARGET...]]   each target for so long (YM_FUZZ_SECONDS, else 60)
#   test/fuzz/run.sh --merge [TARGET...]     add to the corpora in the tree what was found and reaches
#                                            code that nothing there does
#
# Needs clang-14. What is found besides the corpus in the tree is kept below build/fuzz/found, and so
# are the logs; an input that breaks something stands beside them, and the exit status is 1 then.
set -eu

usage() {
    sed -n '5,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
}

root=$(cd "$(dirname "$0")/../.." && pwd)
build=${YM_FUZZ_BUILD:-$root/build/fuzz}
merge=no
if [ "${1:-}" = --merge ]; then
    merge=yes
    shift
    seconds=0
else
    seconds=${1:-${YM_FUZZ_SECONDS:-60}}
    [ $# -eq 0 ] || shift
fi
case $seconds in '' | *[!0-9]*) usage ;; esac
cd "$root"
[ -e "$build/build.ninja" ] || cmake --preset fuzz -B "$build" >/dev/null

# Those that are wished for; configuring wrote down which there are.
: >"$build/fuzz-wanted.txt"
while read -r name rest; do
    case " ${*:-$name} " in *" $name "*) echo "$name $rest" >>"$build/fuzz-wanted.txt" ;; esac
done <"$build/fuzz-targets.txt"
if [ ! -s "$build/fuzz-wanted.txt" ]; then
    echo "no target $*: there are $(cut -d' ' -f1 "$build/fuzz-targets.txt" | tr '\n' ' ')" >&2
    exit 2
fi
# shellcheck disable=SC2086  # names are words
cmake --build "$build" --target ${*:-fuzz_all} -j "$(nproc)" >"$build/fuzz-build.log" 2>&1 || {
    tail -n 40 "$build/fuzz-build.log" >&2
    exit 1
}
mkdir -p "$build/found"
# What fontconfig keeps is not ours.
export LSAN_OPTIONS="suppressions=$root/test/qr/lsan.supp:print_suppressions=0"

# one NAME PROGRAM CORPUS DICTIONARY BYTES: a line that says what came of it; 1 when it broke.
one() {
    found=$build/found/$1
    log=$found.log
    dict=
    [ "$4" = - ] || dict=-dict=$4
    mkdir -p "$found"
    if [ "$merge" = yes ]; then
        # Counters aside: an input comes in for an edge that none of the tree reaches, not for
        # going round once more.
        "$2" -merge=1 -use_counters=0 -max_len="$5" "$3" "$found" >"$log" 2>&1 || return 1
        printf '%-24s%s inputs\n' "$1" "$(find "$3" -type f | wc -l)"
        return 0
    fi
    # shellcheck disable=SC2086  # dict may be nothing
    if "$2" -max_total_time="$seconds" -timeout=25 -rss_limit_mb=2560 -max_len="$5" $dict \
        -artifact_prefix="$found-" "$found" "$3" >"$log" 2>&1; then
        printf '%-24s%s\n' "$1" \
            "$(sed -n 's/^#\([0-9]*\)[[:space:]]*DONE *cov: \([0-9]*\).*/\1 inputs, \2 edges/p' "$log")"
    else
        printf '%-24sbroken: see %s\n' "$1" "$log"
        return 1
    fi
}

# Each processor works through the list with its own loop: line k is for processor k modulo their
# number. The last loop's status says whether a target broke.
work() {
    k=0
    status=0
    while read -r name program corpus dictionary bytes; do
        k=$((k + 1))
        [ $((k % jobs)) -eq "$1" ] || continue
        one "$name" "$program" "$corpus" "$dictionary" "$bytes" || status=1
    done <"$build/fuzz-wanted.txt"
    return "$status"
}

jobs=$(nproc)
pids=
j=0
while [ "$j" -lt "$jobs" ]; do
    work "$j" &
    pids="$pids $!"
    j=$((j + 1))
done
broken=0
for pid in $pids; do
    wait "$pid" || broken=1
done
exit "$broken"
