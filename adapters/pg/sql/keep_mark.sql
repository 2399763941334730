-- SPDX-License-Identifier: Apache-2.0
-- Every transaction before this one's oldest neighbour is over now ($1). Not more often than every
-- $2 milliseconds.
insert into feed_mark as m (xid, at)
select pg_snapshot_xmin(pg_current_snapshot()), $1::timestamptz
where not exists (select from feed_mark
                  where at > $1::timestamptz - $2::bigint * interval '1 millisecond')
on conflict do nothing
