#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# What a run leaves behind: one line "at=S rss_kb=N TABLE:dead=N TABLE:hot=N TABLE:updates=N …".
#
#   watch.sh SERVICE CONNINFO SECONDS      SECONDS is only printed, as `at`
#
# rss_kb is that of process SERVICE. For every table that was updated or deleted from: its dead
# tuples, and the share of its updates that were heap-only (HOT), since statistics began.
set -eu
if [ $# -ne 3 ]; then
    sed -n '3,8s/^# \{0,1\}//p' "$0"
    [ "${1-}" = --help ] && exit 0 || exit 2
fi
rss=$(awk '/^VmRSS:/ { print $2 }' "/proc/$1/status")
tables=$(psql -XAtq -v ON_ERROR_STOP=1 -d "$2" <<'EOF'
select string_agg(format('%1$s:dead=%2$s %1$s:updates=%3$s %1$s:hot=%4$s', relname, n_dead_tup,
                         n_tup_upd, round(n_tup_hot_upd::numeric / greatest(n_tup_upd, 1), 3)),
                  ' ' order by relname)
from pg_stat_user_tables
where n_tup_upd + n_tup_del > 0 and schemaname = 'public'
EOF
)
echo "at=$3 rss_kb=$rss $tables"
