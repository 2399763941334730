-- SPDX-License-Identifier: Apache-2.0
-- The codes of a dispute's seats, and the event by which it was registered.
select c.seat, c.issue, c.hash, c.issued_at, c.expires_at, c.locked_at, c.used_at, c.issued_role,
       c.failures, c.request_key, c.issued_by, c.issued_staff, e.payload
from access_code c
left join event e on e.bucket = c.bucket and e.dispute_id = c.dispute_id and e.seq = 1
where c.bucket = $1::integer and c.dispute_id = $2::bigint
order by c.seat
