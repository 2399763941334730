-- SPDX-License-Identifier: Apache-2.0
-- The parties of some disputes. Whether a personal number is there is told, the number itself not.
-- The range keeps a chunk from reading the whole of its buckets.
select p.dispute_id, p.seat, p.side, p.kind, p.name, p.identity is not null, p.phone is not null,
       p.agent
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join party p on p.bucket = i.bucket and p.dispute_id = i.dispute_id
where p.bucket = any($1::integer[])
  and p.dispute_id between (select min(id) from unnest($2::bigint[]) as id)
                         and (select max(id) from unnest($2::bigint[]) as id)
order by p.dispute_id, p.seat
