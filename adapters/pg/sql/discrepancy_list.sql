-- SPDX-License-Identifier: Apache-2.0
-- Differences, the oldest first: of a partner, of the partners that are one body, or (0) all.
select d.bucket, d.dispute_id, d.partner_id, d.kind, d.what, d.ref, d.ours, d.theirs, d.message_no,
       d.since, d.settled_at, d.settled_by
from exchange_discrepancy d
where ($1::bigint = 0 or d.partner_id = $1::bigint)
  and ($2::bigint = 0 or d.partner_id in (
        select p.partner_id from partner p where p.body_id = $2::bigint))
  and ($3::boolean or d.settled_at is null)
order by d.since, d.dispute_id, d.kind, d.what, d.ref
limit $4::bigint
