-- SPDX-License-Identifier: Apache-2.0
-- What is kept of the histories of some disputes for credit. The range keeps a chunk from reading the
-- whole of its buckets.
select s.dispute_id, s.version, s.edition, s.since, s.oldest, s.head, s.proof, s.items
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join credit_source s on s.bucket = i.bucket and s.dispute_id = i.dispute_id
where s.bucket = any($1::integer[])
  and s.dispute_id between (select min(id) from unnest($2::bigint[]) as id)
                       and (select max(id) from unnest($2::bigint[]) as id)
order by s.dispute_id
