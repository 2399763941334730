-- SPDX-License-Identifier: Apache-2.0
-- The hot rows of some disputes.
select d.dispute_id, d.version, d.state, d.head, d.updated_at
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id
where d.bucket = any($1::integer[]) -- sharded
