-- SPDX-License-Identifier: Apache-2.0
-- The oldest $3 rows of the feed before $1. $2 is where the last slice ended: what it deleted is
-- still in the index until a vacuum, and is not searched again.
with b as (
    select xid, dispute_id, seq
    from (select xid, dispute_id, seq from outbox
          where xid >= $2::bigint::text::xid8 and xid < $1::bigint::text::xid8
          order by xid, dispute_id, seq
          limit $3::bigint) s
    order by xid desc, dispute_id desc, seq desc
    limit 1
), d as (
    delete from outbox o using b
    where o.xid >= $2::bigint::text::xid8 and o.xid < $1::bigint::text::xid8
      and (o.xid, o.dispute_id, o.seq) <= (b.xid, b.dispute_id, b.seq)
    returning o.xid
)
select count(*), max(xid)::text::bigint from d
