-- SPDX-License-Identifier: Apache-2.0
-- A slice of the feed beyond a place, in the order of transactions, up to the oldest that still
-- runs. Rules and states are numbers of a procedure version: the one before the event is that of the
-- last register ($5) or migrate ($6) before it, the one after it stands in such an event itself.
-- Row by row (limit 1): a slice is short, and the tables are not.
select o.xid::text::bigint, o.dispute_id, o.seq, e.at, e.rule, e.kind,
       (j.v #>> '{to,0}')::smallint, (j.v #>> '{to,1}')::smallint, (j.v #>> '{to,2}')::smallint,
       coalesce(p.number, 0::smallint), coalesce((j.v #>> '{reg,procedure}')::smallint, 0::smallint),
       d.type, d.region, d.body
from (select o.xid, o.bucket, o.dispute_id, o.seq
      from outbox o
      where (o.xid, o.dispute_id, o.seq) > ($1::bigint::text::xid8, $2::bigint, $3::integer)
        and o.xid < pg_snapshot_xmin(pg_current_snapshot())
      order by o.xid, o.dispute_id, o.seq
      limit $4::bigint) o
left join lateral (
    select * from event a
    where a.bucket = o.bucket and a.dispute_id = o.dispute_id and a.seq = o.seq
    limit 1) e on true
left join lateral (select convert_from(e.payload, 'UTF8')::jsonb as v) j on true
left join lateral (
    select (convert_from(b.payload, 'UTF8')::jsonb #>> '{reg,procedure}')::smallint as number
    from event b
    where b.bucket = o.bucket and b.dispute_id = o.dispute_id and b.seq < o.seq
      and b.kind in ($5::smallint, $6::smallint)
    order by b.seq desc
    limit 1) p on true
left join lateral (
    select * from dispute c
    where c.bucket = o.bucket and c.dispute_id = o.dispute_id
    limit 1) d on true
order by o.xid, o.dispute_id, o.seq
