-- SPDX-License-Identifier: Apache-2.0
-- The parties of some disputes. Whether a personal number is there is told, the number itself not.
select p.dispute_id, p.seat, p.side, p.kind, p.name, p.identity is not null, p.phone is not null,
       p.agent
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join party p on p.bucket = i.bucket and p.dispute_id = i.dispute_id
where p.bucket = any($1::integer[])
order by p.dispute_id, p.seat
