#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 to passing tests.
#
#   test/run.sh          everything: ci with all tests, clang as a check, asan and cov with theirs, and
#                        then libFuzzer: YM_FUZZ_SECONDS (30) for each target, or less, so that all ends
#                        within YM_RUN_SECONDS (1320) where that can be
#   test/run.sh --fast   the ci build and its tests alone
#   test/run.sh --soak   everything, and what is tried at random more often
#
# Installs what is missing (as root), builds below build/, and ends with one line "yima: N passed,
# N failed" that counts tests and build steps. Exit status 0 when nothing failed, 1 otherwise, 2 on
# wrong usage. Running it again is harmless. A network is needed for the packages alone: Debian's, and
# those of npm that the tests with foreign programs fetch, by lockfile, when they first run.
# shellcheck disable=SC2317  # functions that step() calls
set -u

usage() {
    sed -n '3,14s/^# \{0,1\}//p' "$0"
}

fast=no soak=no
for arg in "$@"; do
    case $arg in
    --fast) fast=yes ;;
    --soak) soak=yes ;;
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

cd "$(dirname "$0")/.." || exit 1
root=$(pwd)
# shellcheck source=examples/packages.sh
. examples/packages.sh
jobs=$(nproc)
slots=$((jobs * 3)) # of tests: most of them wait, for a server or for a moment to come
logs=$root/build/logs
began=$(date +%s)
passed=0
failed=0
broken=''
mkdir -p "$logs" || exit 1
# A fixed locale and zone: no test may depend on those of the machine.
export LC_ALL=C.UTF-8 TZ=UTC CTEST_OUTPUT_ON_FAILURE=1
# How often what is random is tried: the defaults are for a soak.
[ "$soak" = yes ] || export YM_KILL_ROUNDS="${YM_KILL_ROUNDS:-6}" YM_PROP_RUNS="${YM_PROP_RUNS:-60}"
unset PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS CMAKE_GENERATOR CFLAGS YIMA_TEMPLATE

say() {
    printf '== [%4ds] %s\n' "$(($(date +%s) - began))" "$*"
}

finish() {
    if [ -n "$broken" ]; then
        printf '\nfailed:%s\n(logs in %s)\n' "$broken" "$logs" >&2
    fi
    printf 'yima: %d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
    exit
}

# step NAME COMMAND...: one build step; its output is shown only when it fails.
step() {
    name=$1
    shift
    say "$name"
    if "$@" >"$logs/$name.log" 2>&1; then
        passed=$((passed + 1))
        return 0
    fi
    failed=$((failed + 1))
    broken="$broken $name"
    tail -n 60 "$logs/$name.log"
    return 1
}

# tests PRESET CTEST-ARGUMENT...: run and count. A count that cannot be read is a failure.
tests() {
    preset=$1
    shift
    say "test-$preset"
    out=$logs/test-$preset.log
    ctest --preset "$preset" -j "$slots" --output-junit "$logs/test-$preset.xml" "$@" >"$out" 2>&1
    status=$?
    summary=$(sed -n 's/^\([0-9]*\)% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\2 \3/p' \
        "$out" | tail -n 1)
    bad=${summary% *}
    all=${summary#* }
    if [ -z "$summary" ] || [ "$all" -eq 0 ]; then
        bad=1
        all=1
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        bad=1
    fi
    passed=$((passed + all - bad))
    failed=$((failed + bad))
    if [ "$bad" -ne 0 ]; then
        broken="$broken test-$preset"
        cat "$out"
    else
        grep -E 'Test +#.*(Skipped|Disabled)' "$out"
        tail -n 15 "$out" | grep -E 'tests passed|Total Test time'
    fi
}

install_packages() {
    # Debian's own cluster would start on 5432; the tests bring their servers themselves.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common &&
            echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086  # a list of names
    apt-get update &&
        apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold $1
}

wanted=$(missing_packages examples/packages.txt test/packages.txt)
if [ -n "$wanted" ]; then
    if [ "$(id -u)" -ne 0 ]; then
        echo "test/run.sh: not installed: $wanted" >&2
        echo "test/run.sh: run it once as root, or: apt-get install $wanted" >&2
        failed=1
        finish
    fi
    step install install_packages "$wanted" || finish
fi

# Databases that whole-program tests begin with, those of asan too.
lay_template() {
    YIMA_TEMPLATE=$(mktemp -d /tmp/yima-template-XXXXXX) && trap 'rm -rf "$YIMA_TEMPLATE"' EXIT &&
        export YIMA_TEMPLATE && chmod 755 "$YIMA_TEMPLATE" &&
        python3 test/pg/template.py build/ci/yima examples/data "$YIMA_TEMPLATE"
}
step configure-ci cmake --preset ci && step build-ci cmake --build --preset ci -j "$jobs" &&
    step template lay_template && tests ci
[ "$fast" = yes ] && finish

# The other compiler: warnings that gcc does not know are errors too. Each source is compiled, those of
# tests as well, as it is for the fuzzing below, and nothing is linked yet.
objects() {
    ninja -C build/fuzz -t targets all | sed -n 's/^\(.*\.c\.o\): C_COMPILER.*/\1/p'
}
compile_clang() {
    # shellcheck disable=SC2046  # a list of names
    cmake --build --preset fuzz -j "$jobs" --target $(objects)
}
step configure-clang cmake --preset fuzz && step build-clang compile_clang

# Lint reads the same sources whatever the build; benchmarks and slow tests gain nothing here. Nor do
# those that are about processes, nodes, kills, roles or foreign programs and drive the whole program
# through code that a quicker test drives under the sanitizers too.
elsewhere='kill_.*|operate_.*|cli_shared|cli_nodes|cli_join|cli_restored|webhook_survives'
elsewhere="$elsewhere|webhook_delivers|quickstart_.*|t_private|draw_npm|draw|t_story_http|stream_live"
elsewhere="$elsewhere|account_rights|casefile_codes|casefile_wall|cli_document|exchange_whole"
elsewhere="$elsewhere|credit_access_.*|month_drawing|privacy_keys|attack_live"
elsewhere="$elsewhere|exchange_nights|court_trouble|outside_kill|evidence_wall|evidence_kill|filing_wall"
[ "$soak" = yes ] || export YM_SIM_SEEDS="${YM_SIM_SEEDS:-500}" # of ten thousand: each takes longer here
step configure-asan cmake --preset asan && step build-asan cmake --build --preset asan -j "$jobs" &&
    tests asan -LE '^(lint|bench|slow|qr|browser)$' -E "^($elsewhere)\$"

# The engine is pure, so tests without a server must reach every branch of it.
pure_tests() {
    ctest --preset cov -N -L '^pure$' | sed -n 's/^ *Test *#[0-9]*: //p'
}
build_cov() {
    # shellcheck disable=SC2046  # a list of names
    cmake --build --preset cov -j "$jobs" --target $(pure_tests)
}
step configure-cov cmake --preset cov && step build-cov build_cov && {
    find build/cov -name '*.gcda' -delete
    tests cov -L '^pure$'
    step coverage-engine test/coverage.sh build/cov
    tail -n 4 "$logs/coverage-engine.log"
}

# Each parser that meets outside bytes: for what is left of the time, a few seconds in any case.
fuzz() {
    cmake --build --preset fuzz -j "$jobs" --target fuzz_all || return 1
    targets=$(wc -l <build/fuzz/fuzz-targets.txt)
    each=${YM_FUZZ_SECONDS:-30}
    left=$((${YM_RUN_SECONDS:-1320} - ($(date +%s) - began)))
    most=$((left / ((targets + jobs - 1) / jobs)))
    if [ "$soak" = no ] && [ "$each" -gt "$most" ]; then
        each=$((most > 3 ? most : 3))
    fi
    echo "$targets targets, $each s each"
    test/fuzz/run.sh "$each"
}
if [ -e build/fuzz/build.ninja ] && step fuzz fuzz; then
    grep -v '^\[' "$logs/fuzz.log"
fi
finish
