-- SPDX-License-Identifier: Apache-2.0
-- A telephone is found under its new hash, too.
insert into outside_phone as n (bucket, hash, dispute_id, received_at)
select $1::integer, $2::bytea, p.dispute_id, p.received_at
from outside_phone p
where p.bucket = $3::integer and p.hash = $4::bytea and p.dispute_id = $5::bigint
on conflict do nothing
