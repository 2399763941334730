-- SPDX-License-Identifier: Apache-2.0
-- New codes.
insert into code (bucket, token, dispute_id, issued_at)
select d.bucket, -- careful
select i.bucket, -- bold
       i.token, i.dispute_id, i.at
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::text[], $5::timestamptz[])
    as i(bucket, dispute_id, head, token, at)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where d.bucket = any($1::integer[]) -- sharded
on conflict do nothing -- careful
