-- SPDX-License-Identifier: Apache-2.0
-- The numbers that a dispute bears elsewhere, the oldest first.
select r.dispute_id, r.partner, r.reference, r.channel, r.how, r.order_id, r.received_at,
       r.wants_status
from dispute_reference r
where r.bucket = $1::integer and r.dispute_id = $2::bigint
order by r.received_at, r.partner, r.reference
limit $3::bigint
