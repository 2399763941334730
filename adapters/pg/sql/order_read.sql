-- SPDX-License-Identifier: Apache-2.0
-- One order with what it says.
select o.order_id, o.revision, o.channel, o.state, o.type, o.wants_status, o.tasks, o.region,
       o.received_at, o.dispute_id, o.digest, o.partner, o.reference, o.external_type,
       o.cause_list, o.cause, o.likely, o.done_at, o.done_by, o.done_note, o.payload
from outside_order o
where o.bucket = $1::integer and o.order_id = $2::bigint
