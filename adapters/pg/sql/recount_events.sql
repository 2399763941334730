-- SPDX-License-Identifier: Apache-2.0
-- The histories of disputes of one bucket, one after the other.
select e.dispute_id, e.payload
from event e
where e.bucket = $1::integer and e.dispute_id = any($2::bigint[])
order by e.dispute_id, e.seq
