-- SPDX-License-Identifier: Apache-2.0
-- Whom disputes have left.
delete from docket t
using unnest($1::integer[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bigint[])
    as i(bucket, dispute_id, head, kind, holder)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where t.kind = i.kind and t.holder = i.holder and t.dispute_id = i.dispute_id
  and t.bucket = i.bucket
  and d.bucket = any($1::integer[]) and t.bucket = any($1::integer[]) -- sharded
