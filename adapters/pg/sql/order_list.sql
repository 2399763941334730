-- SPDX-License-Identifier: Apache-2.0
-- Orders with something open, the oldest first.
select o.order_id, o.revision, o.channel, o.state, o.type, o.wants_status, o.tasks, o.region,
       o.received_at, o.dispute_id, o.digest, o.partner, o.reference, o.external_type,
       o.cause_list, o.cause, o.likely, o.done_at, o.done_by, o.done_note, null::bytea as payload
from outside_order o
where o.tasks <> 0 and o.tasks & $3::integer <> 0
  and o.region between $1::bigint and $2::bigint
  and ($4::text = '' or o.partner = $4::text)
  and o.order_id > $5::bigint
order by o.order_id
limit $6::bigint
