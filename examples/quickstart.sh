#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# From a bare Debian 12 to a running Yima with a month of sample disputes.
#
#   examples/quickstart.sh                 build, start in the background, load, drive, show
#   examples/quickstart.sh --foreground    the same, then stay until ^C
#   examples/quickstart.sh --stop          stop the server that runs in the background
#
#   --port N    where to listen on 127.0.0.1 (8080, or the port of the last run); a court to play
#               with listens on the port behind it (examples/court-sandbox)
#   --data DIR  directory of the private PostgreSQL (./yima-data, or that of the last run; as root
#               /var/lib/yima-data when user postgres cannot enter this folder, such as below /root)
#
# At its end it draws the report of this month, and prints logins for those who try the pages and the
# code of a party.
#
# As root it installs the packages of examples/packages.txt that are missing; as anybody else it
# needs them installed. That and the first build, which fetches from npm what builds the pages, need
# a network. Data lie in ./yima-data; tokens, process id and log in ./yima-quickstart. Running it
# again is harmless: it takes up where it was stopped. To begin anew: --stop, then remove both
# directories. Exit: 0 done, 1 failed, 2 called wrongly.
set -eu

usage() {
    sed -n '3,21s/^# \{0,1\}//p' "$0"
}

wrong() {
    echo "quickstart.sh: $*; see --help" >&2
    exit 2
}

mode=background
port=''
data=''
while [ $# -gt 0 ]; do
    case $1 in
    --foreground) mode=foreground ;;
    --stop) mode=stop ;;
    --port | --data)
        [ $# -ge 2 ] || wrong "$1 needs a value"
        case $1 in
        --port) port=$2 ;;
        --data) data=$2 ;;
        esac
        shift
        ;;
    -h | --help)
        usage
        exit 0
        ;;
    *) wrong "no option $1" ;;
    esac
    shift
done
case $port in
*[!0-9]*) wrong "--port takes a number" ;;
esac
if [ ${#port} -gt 5 ] || [ "${port:-1}" -lt 1 ] || [ "${port:-1}" -gt 65535 ]; then
    wrong "--port takes 1 to 65535"
fi
case $data in
'' | /*) ;;
*) data=$PWD/$data ;;
esac

cd "$(dirname "$0")/.."
root=$PWD
. examples/packages.sh
state=$root/yima-quickstart
log=$state/yima.log
tokens=$state/tokens
logins=$state/logins
court=$state/court
partner=bj-court
build=$root/build/release
yima=$build/yima
began=$(date +%s)
# A fixed locale; no settings of another server or build may leak in.
export LC_ALL=C.UTF-8 PYTHONDONTWRITEBYTECODE=1
unset PGHOST PGHOSTADDR PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS
unset CMAKE_GENERATOR CFLAGS
unset http_proxy HTTP_PROXY all_proxy ALL_PROXY

say() {
    printf '== [%3ds] %s\n' "$(($(date +%s) - began))" "$*"
}

fail() {
    echo "quickstart.sh: $*" >&2
    exit 1
}

# remember NAME VALUE / recall NAME: small facts of the last run.
remember() {
    echo "$2" >"$state/$1"
}

recall() {
    if [ -f "$state/$1" ]; then cat "$state/$1"; fi
}

# ---- Packages and program ----

install_packages() {
    wanted=$(missing_packages examples/packages.txt)
    [ -n "$wanted" ] || return 0
    [ "$(id -u)" -eq 0 ] ||
        fail "not installed: $wanted
run it once as root, or: apt-get install $wanted"
    say "installing $wanted"
    # Debian's own cluster would start on 5432; Yima brings a private one.
    if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
        mkdir -p /etc/postgresql-common
        echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.conf
    fi
    # shellcheck disable=SC2086  # a list of names
    quietly install sh -c 'export DEBIAN_FRONTEND=noninteractive; apt-get update &&
        apt-get install -y --no-install-recommends -o Dpkg::Options::=--force-confold "$@"' \
        sh $wanted
}

# quietly NAME COMMAND...: output goes to a log, which is shown when the command fails.
quietly() {
    name=$1
    shift
    "$@" >"$state/$name.log" 2>&1 || {
        tail -n 40 "$state/$name.log" >&2
        fail "$name failed; all of it is in $state/$name.log"
    }
}

build_program() {
    say "building $yima (a few minutes the first time; its log is $state/build.log)"
    quietly configure cmake --preset release
    quietly build cmake --build --preset release --target yima -j "$(nproc)"
}

# ---- Server ----

# The process of the last run, if it still is that one. A replaced program counts as well.
server_pid() {
    pid=$(recall pid)
    [ -n "$pid" ] || return 1
    case $(readlink "/proc/$pid/exe") in
    "$yima" | "$yima (deleted)") echo "$pid" ;;
    *) return 1 ;;
    esac
}

stop_server() {
    pid=$(server_pid) || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in $(seq 300); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    if kill -0 "$pid" 2>/dev/null; then
        fail "process $pid does not stop; look into $log"
    fi
    rm -f "$state/pid"
}

# Ours listens, and it is ready: another program may answer on the port that ours could not take.
is_ready() {
    grep -q ' listens on ' "$log" && server_pid >/dev/null && curl -fs -o /dev/null --max-time 5 "http://127.0.0.1:$port/readyz"
}

# A running server of an older build or on another port gives way.
check_running() {
    pid=$(server_pid) || return 1
    case $(readlink "/proc/$pid/exe") in
    *' (deleted)') ;;
    *)
        if [ "$(recall port)" = "$port" ] && [ "$(recall data)" = "$data" ]; then
            return 0
        fi
        ;;
    esac
    say "stopping process $pid, which runs another build, port or directory"
    stop_server
    return 1
}

start_server() {
    say "starting yima serve on 127.0.0.1:$port, data in $data"
    if [ -f "$log" ]; then mv "$log" "$log.before"; fi
    nohup "$yima" serve --data "$data" --listen "127.0.0.1:$port" \
        --public-url "HTTP://127.0.0.1:$port" --webhook-allow 127.0.0.1 \
        </dev/null >"$log" 2>&1 9>&- &
    remember pid $!
    # The shell that forked and nohup have this number first.
    while readlink "/proc/$!/exe" >/dev/null && ! server_pid >/dev/null; do sleep 0.05; done
}

# ---- A court to play with ----

# Its process of the last run, if it still is that one.
court_pid() {
    pid=$(recall court.pid)
    [ -n "$pid" ] || return 1
    case $(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null) in
    *examples/court-sandbox/court.mjs*"$court"*) echo "$pid" ;;
    *) return 1 ;;
    esac
}

stop_court() {
    pid=$(court_pid) || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in $(seq 100); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    rm -f "$state/court.pid"
}

court_port() {
    if [ "$port" -lt 65535 ]; then echo $((port + 1)); else echo 65534; fi
}

# court KEY: where Yima is and by which key it signs; it keeps its filings over every restart.
start_court() {
    stop_court
    nohup node examples/court-sandbox/court.mjs --state "$court" --partner "$partner" \
        --listen "127.0.0.1:$(court_port)" --yima "http://127.0.0.1:$port/api/v1/exchange/$partner" \
        --yima-key "$1" </dev/null >"$court.log" 2>&1 9>&- &
    remember court.pid $!
    for _ in $(seq 300); do
        if grep -q 'listens on' "$court.log"; then return 0; fi
        readlink "/proc/$!/exe" >/dev/null || break
        sleep 0.1
    done
    cat "$court.log" >&2
    fail "the sandbox court does not start; its port is $(court_port), another one: --port N"
}

# After the month was driven: of what happened before, a new partner is not told.
join_court() {
    say "a court to play with on 127.0.0.1:$(court_port), partner $partner"
    (umask 077 && mkdir -p "$court")
    key=$(node examples/court-sandbox/court.mjs --state "$court" --key) || fail 'no key for the court'
    "$yima" partner --quiet --data "$data" list >"$state/partners"
    tab=$(printf '\t')
    if ! grep -q "^$partner$tab" "$state/partners"; then
        quietly partner "$yima" partner --quiet --data "$data" add "$partner" --kind court --body 1009 \
            --zh 杭州市滨江区人民法院（沙箱） --url "http://127.0.0.1:$(court_port)/"
        quietly partner "$yima" partner --quiet --data "$data" key "$partner" --open "$key"
        "$yima" partner --quiet --data "$data" list >"$state/partners"
    elif ! grep -q "^$partner$tab.*${tab}http://127.0.0.1:$(court_port)/$tab" "$state/partners"; then
        quietly partner "$yima" partner --quiet --data "$data" change "$partner" \
            --url "http://127.0.0.1:$(court_port)/"
    fi
    ours=$(sed -n "/^$partner$tab/s/.*${tab}our_key=\([^$tab]*\).*/\1/p" "$state/partners")
    [ -n "$ours" ] || fail "yima partner list shows no key for $partner"
    start_court "$ours"
    say 'leading a case to the court and an agreement to its confirmation'
    examples/to_court.py "http://127.0.0.1:$port" "$tokens" "$state/to-court" >"$state/led" ||
        fail "the court was not reached; its log is $court.log"
}

# The month that is under way, as it stands: a preview, since only a month that is over is frozen.
draw_month() {
    this=$(TZ=Asia/Shanghai date +%Y-%m)
    say "drawing the report of $this"
    for format in html pdf; do
        quietly report "$yima" report --quiet --data "$data" "$this" --preview --population none \
            --format "$format" --out "$state/month.$format"
    done
    remember month "$this"
}

wait_ready() {
    for _ in $(seq 900); do
        if ! server_pid >/dev/null; then
            tail -n 5 "$log" >&2
            fail "yima serve ended; all it said is in $log; another port: --port N"
        fi
        if is_ready; then
            remember port "$port"
            remember data "$data"
            return 0
        fi
        sleep 0.1
    done
    fail "yima serve does not become ready; look into $log"
}

# ---- Data ----

# PostgreSQL does not run as root, so its user must be able to enter the folder.
default_data() {
    if [ "$(id -u)" -eq 0 ] &&
        ! setpriv --reuid postgres --regid postgres --clear-groups test -x "$root"; then
        echo /var/lib/yima-data
    else
        echo "$root/yima-data"
    fi
}

load_reference() {
    say 'loading regions, bodies and staff'
    for kind in regions-hangzhou:regions bodies:bodies staff:staff; do
        "$yima" import --quiet --data "$data" --as "${kind#*:}" --rejects "$state/rejects.csv" \
            "examples/data/${kind%:*}.csv" || fail "import of ${kind#*:} failed"
    done
}

# A token is shown once; it is written down the moment it is made. Those that are there are kept.
make_tokens() {
    (umask 077 && touch "$tokens")
    chmod 600 "$tokens"
    examples/drive.py tokens | while read -r name options; do
        if grep -q "^$name=" "$tokens"; then continue; fi
        # shellcheck disable=SC2086  # a list of options
        token=$("$yima" token create --data "$data" --label "quickstart $name" $options \
            2>"$state/token.log" </dev/null) || {
            cat "$state/token.log" >&2
            exit 1
        }
        echo "$name=$token" >>"$tokens"
    done || fail 'a token could not be made'
    say "tokens of $(grep -c = "$tokens") roles in $tokens"
}

# LOGIN ROLE STAFF NAME: those who try the pages. Staff are those of the sample data.
accounts() {
    cat <<EOF
clerk window_clerk 5008 综窗试用
dispatcher dispatcher 5007 分流试用
mediator mediator 5028 调解试用
manager body_manager 5027 调委会试用
court court_clerk 5021 诉服试用
judge confirming_judge 5022 确认法官试用
filing filing_judge 5023 立案法官试用
EOF
}

# A password is random, and written down before the account is made with it.
make_logins() {
    (umask 077 && touch "$logins")
    chmod 600 "$logins"
    accounts | while read -r login role staff name; do
        if grep -q "^$login=" "$logins.done" 2>/dev/null; then continue; fi
        if ! grep -q "^$login=" "$logins"; then
            echo "$login=$(od -An -N10 -tx1 /dev/urandom | tr -d ' \n')" >>"$logins"
        fi
        sed -n "s/^$login=//p" "$logins" |
            "$yima" account add --data "$data" --login "$login" --name "$name" --role "$role" \
                --staff "$staff" --password-stdin >"$state/login.log" 2>&1 ||
            grep -q 'already' "$state/login.log" || {
            cat "$state/login.log" >&2
            exit 1
        }
        echo "$login=" >>"$logins.done"
    done || fail 'a login could not be made'
    say "logins of $(grep -c = "$logins") people in $logins"
}

# ---- What to do next ----

show_live() {
    url=http://127.0.0.1:$port
    short=${yima#"$root"/}
    where=''
    if [ "$data" != "$root/yima-data" ]; then where=" --data $data"; fi
    if ! examples/drive.py live "$url" "$tokens" >"$state/live"; then
        say 'no case is open any more: their deadlines have passed, or somebody has closed them'
        number=NUMBER
    else
        { read -r number && read -r code && read -r title && read -r standing && read -r next &&
            read -r due; } <"$state/live"
        printf '\nA live case / 一件正在调解的纠纷\n\n'
        "$yima" code --quiet --data "$data" --public-url "HTTP://127.0.0.1:$port" "$number" </dev/null
        printf '\n  %s  %s\n  %s\n  next / 下一步: %s\n  due / 期限: %s\n' \
            "$number" "$title" "$standing" "$next" "$due"
        party=$(examples/drive.py party "$url" "$tokens" "$number") || party=''
    fi
    cat <<EOF

Log in at $url/app/login / 登录:

$(accounts | while read -r login role _ name; do
    printf '  %-11s %s  %s %s\n' "$login" "$(sed -n "s/^$login=//p" "$logins")" "$name" "$role"
done)
EOF
    if [ -s "$state/led" ]; then
        printf '\nThrough the sandbox court / 经法院沙箱:\n\n'
        sed 's/^/  /' "$state/led"
    fi
    if [ -n "${party:-}" ]; then
        cat <<EOF

A party opens ${code:-$url/m/TOKEN} and enters / 当事人通行码:  $party
EOF
    fi
    cat <<EOF

Next, from $root:

  what a scan shows            ${code:-$url/m/TOKEN}
  why it has its colour        $short explain$where $number
  all about it                 $short show$where $number
  what may be done next        curl -H "Authorization: Bearer \$(sed -n s/^dispatcher=//p yima-quickstart/tokens)" $url/api/v1/disputes/$number/commands
  what was said to the court   $short exchange$where list --state accepted; the page $url/app/exchange
  the court's own list         curl http://127.0.0.1:$(court_port)/control/state
  the whole interface          $url/openapi.json
  the report of this month     yima-quickstart/month.html (in a browser), yima-quickstart/month.pdf
  freeze a month that is over  $short report$where YYYY-MM --population none --out month.html
  prove every history          $short verify$where
  stop                         examples/quickstart.sh --stop

EOF
}

stay() {
    pid=$(server_pid) || fail "yima serve has ended; look into $log"
    trap 'echo; stop_court; stop_server; exit 0' INT TERM
    say "yima serve is process $pid; stop with ^C"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.5; done
    fail "yima serve has ended; look into $log"
}

# ---- All of it ----

mkdir -p "$state"
chmod 700 "$state"
if [ "$mode" = stop ]; then
    stop_court
    pid=$(server_pid) || { echo 'nothing runs'; exit 0; }
    stop_server
    echo "stopped process $pid"
    exit 0
fi
exec 9>"$state/lock"
flock -n 9 || fail 'another quickstart.sh is at work here'
: "${port:=$(recall port)}" "${data:=$(recall data)}"
: "${port:=8080}"

install_packages
: "${data:=$(default_data)}"
build_program
if ! check_running; then
    load_reference
    start_server
fi
wait_ready
make_tokens
make_logins
say 'driving a month of disputes through the interface'
examples/drive.py run "http://127.0.0.1:$port" "$tokens"
join_court
draw_month
show_live
if [ "$mode" = foreground ]; then stay; fi
say "done; yima serve is process $(server_pid), its log is $log"
