-- SPDX-License-Identifier: Apache-2.0
-- Disputes whose parties have this phone, the newest first.
select p.dispute_id
from outside_phone p
where p.bucket = $1::integer and p.hash = $2::bytea and p.received_at >= $3::timestamptz
order by p.dispute_id desc
limit $4::bigint
