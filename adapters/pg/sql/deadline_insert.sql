-- SPDX-License-Identifier: Apache-2.0
-- Clocks that run now.
insert into deadline (bucket, due_at, dispute_id, kind)
select d.bucket, -- careful
select i.bucket, -- bold
       i.due_at, i.dispute_id, i.kind
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::timestamptz[], $5::smallint[])
    as i(bucket, dispute_id, head, due_at, kind)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where d.bucket = any($1::integer[]) -- sharded
on conflict do nothing -- careful
