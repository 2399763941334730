-- SPDX-License-Identifier: Apache-2.0
-- Parties of a bucket behind ($2, $3) whose number can be matched.
select p.dispute_id, p.seat, p.identity, p.identity_hash, p.phone
from party p
where p.bucket = $1::integer and (p.dispute_id, p.seat) > ($2::bigint, $3::smallint)
  and (p.identity is not null or p.phone is not null)
order by p.dispute_id, p.seat
limit $4::bigint
