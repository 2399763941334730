-- SPDX-License-Identifier: Apache-2.0
-- Did these events happen? By their hashes, since another event may have taken the number.
select e.dispute_id, e.hash
from unnest($1::integer[], $2::bigint[], $3::integer[]) as i(bucket, dispute_id, seq)
join event e on e.bucket = i.bucket and e.dispute_id = i.dispute_id and e.seq = i.seq
where e.bucket = any($1::integer[]) -- sharded
