#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fuzz every parser that meets outside bytes, one target after the other.
#
#   test/fuzz/run.sh [SECONDS [TARGET...]]
#
# SECONDS for each target (60). Needs clang-14. What was found besides the corpus in the tree is kept
# below build/fuzz/found, and the input that breaks something beside it; exit status 1 then.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$root/build/fuzz
seconds=${1:-60}
[ $# -eq 0 ] || shift
case $seconds in '' | *[!0-9]*) sed -n '5,9p' "$0" >&2 && exit 2 ;; esac
cd "$root"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz
broken=0
for source in test/fuzz/*/fuzz_*.c; do
    subject=$(basename "$(dirname "$source")")
    target=$(basename "$source" .c)
    corpus=test/fuzz/$subject/corpus
    if [ "$subject" = json ]; then
        corpus=$corpus/${target#fuzz_}
        target=fuzz_json_${target#fuzz_}
    fi
    case " ${*:-$target} " in *" $target "*) ;; *) continue ;; esac
    found=$build/found/$target
    mkdir -p "$found"
    printf '%-24s' "$target"
    if "$build/test/fuzz/$subject/$target" -max_total_time="$seconds" -timeout=20 \
        -rss_limit_mb=2048 -artifact_prefix="$found-" "$found" "$corpus" >"$found.log" 2>&1; then
        sed -n 's/^#\([0-9]*\)[[:space:]]*DONE *cov: \([0-9]*\).*/\1 inputs, \2 edges/p' "$found.log"
    else
        broken=1
        echo "broken: see $found.log"
    fi
done
exit "$broken"
