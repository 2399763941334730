-- SPDX-License-Identifier: Apache-2.0
-- Clocks that no longer run as they did.
delete from deadline t
using unnest($1::integer[], $2::bigint[], $3::bytea[], $4::timestamptz[], $5::smallint[])
    as i(bucket, dispute_id, head, due_at, kind)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where t.bucket = i.bucket and t.due_at = i.due_at and t.dispute_id = i.dispute_id
  and t.kind = i.kind
  and d.bucket = any($1::integer[]) and t.bucket = any($1::integer[]) -- sharded
