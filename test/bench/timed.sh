#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# timed.sh N COMMAND...: run it, its output on stderr, and print "n=N rate=R", N things a second.
set -eu
case ${1-} in
'' | *[!0-9]*)
    sed -n '3s/^# //p' "$0" >&2
    exit 2
    ;;
esac
n=$1
shift
before=$(date +%s.%N)
"$@" >&2
echo "$before $(date +%s.%N) $n" | awk '{ printf "n=%d rate=%.1f\n", $3, $3 / ($2 - $1) }'
