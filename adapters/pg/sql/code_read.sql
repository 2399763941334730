-- SPDX-License-Identifier: Apache-2.0
-- The codes of a dispute's seats.
select c.seat, c.issue, c.hash, c.issued_at, c.expires_at, c.locked_at, c.used_at, c.issued_role,
       c.failures, c.request_key, c.issued_by
from access_code c
where c.bucket = $1::integer and c.dispute_id = $2::bigint
order by c.seat
