-- SPDX-License-Identifier: Apache-2.0
-- Events of the disputes ($1 buckets, $2 ids), none behind the version that each had ($3), and of
-- them those behind event $6 alone. $4 and $5 are the first and the last id, so that partitions can
-- be left out. Their order is the caller's: disputes by id, events by number.
select e.dispute_id, e.seq, e.at, e.rule, e.kind, e.hash, e.payload
from unnest($1::integer[], $2::bigint[], $3::integer[]) as i(bucket, dispute_id, version)
join event e on e.bucket = i.bucket and e.dispute_id = i.dispute_id
where e.bucket = any($1::integer[]) -- sharded
  and e.dispute_id between $4::bigint and $5::bigint
  and e.seq > $6::integer and e.seq <= i.version
order by e.dispute_id, e.seq
limit $7::bigint
