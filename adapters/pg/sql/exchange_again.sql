-- SPDX-License-Identifier: Apache-2.0
-- Put the event of a message on its lane again, due at once. One that waits there behind another
-- keeps its place.
insert into delivery as d (subscription_id, dispute_id, seq, at, rule, kind, procedure, colour,
                           stage, type, region, body_id, topics, created_at, next_at)
select m.partner_id, m.dispute_id, m.seq, m.event_at, m.event_rule, m.event_kind, m.procedure,
       m.colour, m.stage, m.type, m.region, m.body_id, m.topics, $3::timestamptz, $3::timestamptz
from exchange_message m
where m.bucket = $1::integer and m.message_no = $2::bigint and m.is_out
on conflict (subscription_id, dispute_id, seq)
    do update set is_dead = false, attempts = 0, next_at = excluded.next_at, lease = d.lease + 1
    where d.is_dead or d.next_at is not null
