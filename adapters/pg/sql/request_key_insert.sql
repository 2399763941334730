-- SPDX-License-Identifier: Apache-2.0
-- Which request made which event. No ON CONFLICT: a key that another transaction used meanwhile
-- must undo this one, which then sees it. What is there already, as it should be, is left alone; and
-- an event that is there already, though it looks the same, was made by somebody else's request.
insert into request_key (bucket, key, dispute_id, seq, fingerprint, at)
select d.bucket, -- careful
select i.bucket, -- bold
       i.key, i.dispute_id, i.seq, i.fingerprint, i.at
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::integer[], $5::timestamptz[],
            $6::uuid[], $7::uuid[])
    as i(bucket, dispute_id, head, seq, at, key, fingerprint)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where i.key is not null
  and d.bucket = any($1::integer[]) -- sharded
  and not exists (select from request_key k -- careful
                  where k.bucket = i.bucket and k.key = i.key -- careful
                    and k.dispute_id = i.dispute_id and k.seq = i.seq -- careful
                    and k.bucket = any($1::integer[]) -- sharded
                 ) -- careful
  and not exists (select from event e -- careful
                  where e.bucket = i.bucket and e.dispute_id = i.dispute_id -- careful
                    and e.seq = i.seq -- careful
                    and e.bucket = any($1::integer[]) -- sharded
                 ) -- careful
