-- SPDX-License-Identifier: Apache-2.0
-- Who keeps dead rows from being cleared away: a transaction, one that was prepared, or a slot of
-- replication. The times of other people's transactions show to superusers and pg_read_all_stats
-- alone; how many transactions were begun since shows to everybody.
with held as (
    select a.xact_start as since, greatest(age(a.backend_xid), age(a.backend_xmin)) as xids
    from pg_stat_activity a
    where a.pid <> pg_backend_pid() and a.backend_type <> 'autovacuum worker'
      and coalesce(a.datname, current_database()) = current_database()
    union all
    select p.prepared, age(p.transaction)
    from pg_prepared_xacts p
    where p.database = current_database()
    union all
    select null, age(s.xmin) from pg_replication_slots s
)
select clock_timestamp(), oldest.since, coalesce(oldest.xids, 0)::bigint
from (values (1)) as one
left join (select held.since, held.xids from held where held.xids is not null
           order by held.xids desc, held.since limit 1) as oldest on true
