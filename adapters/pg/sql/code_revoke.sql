-- SPDX-License-Identifier: Apache-2.0
-- Codes in force of these disputes are no longer.
update code c
set revoked_at = i.at
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::timestamptz[])
    as i(bucket, dispute_id, head, at)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where c.bucket = i.bucket and c.dispute_id = i.dispute_id
  and d.bucket = any($1::integer[]) and c.bucket = any($1::integer[]) -- sharded
  and c.revoked_at is null
