-- SPDX-License-Identifier: Apache-2.0
-- Events of some disputes behind a place. The range of ids lets partitions be left out.
select e.dispute_id, e.seq, e.at, e.rule, e.kind, e.hash, e.payload
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join event e on e.bucket = i.bucket and e.dispute_id = i.dispute_id
where e.bucket = any($1::integer[])
  and e.dispute_id between $3::bigint and $4::bigint
  and (e.dispute_id, e.seq) > ($5::bigint, $6::integer)
order by e.dispute_id, e.seq
limit 1000
