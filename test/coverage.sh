#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Branch and line coverage of the engine; fails under 100 %.
#
#   test/coverage.sh BUILD-DIR
#
# An assertion's failing side is no branch of ours. A line that cannot be reached is marked
# "GCOVR_EXCL_LINE unreachable: why" (or _BR_LINE, _START and _STOP); lint demands the reason.
set -eu
build=${1:?usage: test/coverage.sh BUILD-DIR}
cd "$(dirname "$0")/.."
exec gcovr --root . --filter 'engine/src/' --object-directory "$build" "$build" \
    --exclude-unreachable-branches --exclude-throw-branches \
    --exclude-branches-by-pattern '^\s*assert\(.*' \
    --branches --print-summary \
    --fail-under-branch 100 --fail-under-line 100
