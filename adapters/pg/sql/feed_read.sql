-- SPDX-License-Identifier: Apache-2.0
-- A slice of the outbox behind a place, up to the oldest transaction that still runs: whatever
-- commits later has a higher number. One row at least, for what holds without any change: which
-- database this is (its own number, its timeline, which a restore from a backup changes, and the
-- number of the database in it), that bound, and whether what is behind the place is still whole:
-- old rows go from the oldest on, so it is as long as the place or anything before it is left.
-- Row by row (limit 1): a slice is short, and the tables are not.
with b as materialized (
    select pg_snapshot_xmin(pg_current_snapshot()) as xmin)
select hashtextextended(concat_ws('/', s.system_identifier,
                                  left(pg_walfile_name(pg_current_wal_lsn()), 8), p.oid), 0),
       b.xmin::text::bigint,
       exists (select from (select k.xid from outbox k
                            where (k.xid, k.dispute_id, k.seq)
                                  <= ($1::bigint::text::xid8, $2::bigint, $3::integer)
                            order by k.xid desc, k.dispute_id desc, k.seq desc
                            limit 1) k),
       c.xid::text::bigint, c.dispute_id, c.seq, c.at, c.kind, c.colour, c.stage, c.type, c.is_open,
       c.body, c.mediator, c.court, c.region, c.due_at
from b
cross join pg_control_system() s
join pg_database p on p.datname = current_database()
left join (select o.xid, o.dispute_id, o.seq, e.at, e.kind, d.colour, d.stage, d.type, d.is_open,
                  d.body, d.mediator, d.court, d.region, d.due_at
           from (select * from outbox o
                 where (o.xid, o.dispute_id, o.seq)
                       > ($1::bigint::text::xid8, $2::bigint, $3::integer)
                   and o.xid < (select xmin from b)
                 order by o.xid, o.dispute_id, o.seq
                 limit $4::bigint) o
           left join lateral (
               select * from event a
               where a.bucket = o.bucket and a.dispute_id = o.dispute_id and a.seq = o.seq
               limit 1) e on true
           left join lateral (
               select * from dispute a
               where a.bucket = o.bucket and a.dispute_id = o.dispute_id
               limit 1) d on true) c on true
order by c.xid, c.dispute_id, c.seq
