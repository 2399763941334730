-- SPDX-License-Identifier: Apache-2.0
-- To whom disputes have come.
insert into docket (kind, holder, dispute_id, bucket)
select i.kind, i.holder, i.dispute_id,
       d.bucket -- careful
       i.bucket -- bold
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::smallint[], $5::bigint[])
    as i(bucket, dispute_id, head, kind, holder)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where d.bucket = any($1::integer[]) -- sharded
on conflict do nothing -- careful
