-- SPDX-License-Identifier: Apache-2.0
-- What waited while the partner was paused goes back on its lanes: the first of each dispute is due,
-- unless an earlier one is still on its way. Of the open messages (0, 1, 3: they have an index) those
-- that nobody has received (0).
insert into delivery (subscription_id, dispute_id, seq, at, rule, kind, procedure, colour, stage,
                      type, region, body_id, topics, created_at, next_at)
select m.partner_id, m.dispute_id, m.seq, m.event_at, m.event_rule, m.event_kind, m.procedure,
       m.colour, m.stage, m.type, m.region, m.body_id, m.topics, $2::timestamptz,
       case when m.is_first and not exists (
                select 1 from delivery d
                where d.subscription_id = m.partner_id and d.dispute_id = m.dispute_id)
            then $2::timestamptz end
from (select o.*, row_number() over (partition by o.dispute_id order by o.seq) = 1 as is_first
      from exchange_message o
      where o.partner_id = $1::bigint and o.state in (0, 1, 3) and o.state = 0 and o.is_out) m
on conflict do nothing
