-- SPDX-License-Identifier: Apache-2.0
-- The events of those changes whose head the dispute now has: what comes back has happened.
insert into event as e (bucket, dispute_id, seq, at, rule, kind, hash, payload)
select d.bucket, -- careful
select i.bucket, -- bold
       i.dispute_id, i.seq, i.at, i.rule, i.kind, i.head, i.payload
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::integer[], $5::timestamptz[],
            $6::smallint[], $7::smallint[], $8::bytea[])
    as i(bucket, dispute_id, head, seq, at, rule, kind, payload)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where d.bucket = any($1::integer[]) -- sharded
on conflict do nothing -- careful
returning e.dispute_id -- careful
