-- SPDX-License-Identifier: Apache-2.0
-- A slice becomes deliveries, if the subscription still stands where the slice was read from. The
-- first of a dispute is due at once, unless an earlier one is still on its way.
insert into delivery (subscription_id, dispute_id, seq, at, rule, kind, procedure, colour, stage,
                      type, region, body_id, topics, created_at, next_at)
select s.subscription_id, i.dispute_id, i.seq, i.at, i.rule, i.kind, i.procedure, i.colour, i.stage,
       i.type, i.region, i.body_id, i.topics, $5::timestamptz,
       case when i.is_first and not exists (
                select 1 from delivery d
                where d.subscription_id = s.subscription_id and d.dispute_id = i.dispute_id)
            then $5::timestamptz end
from subscription s
cross join unnest($6::bigint[], $7::integer[], $8::timestamptz[], $9::smallint[], $10::smallint[],
                  $11::smallint[], $12::smallint[], $13::smallint[], $14::smallint[], $15::bigint[],
                  $16::bigint[], $17::integer[], $18::boolean[])
    as i(dispute_id, seq, at, rule, kind, procedure, colour, stage, type, region, body_id, topics,
         is_first)
where s.subscription_id = $1::bigint and s.is_active
  and s.cursor_xid = $2::bigint::text::xid8 and s.cursor_dispute = $3::bigint
  and s.cursor_seq = $4::integer
on conflict do nothing
