-- SPDX-License-Identifier: Apache-2.0
-- Events that the outside is to be told of. It runs before event_insert: an event that is there
-- already, byte for byte, is another program's, which told of it.
insert into outbox (bucket, dispute_id, seq)
select d.bucket, -- careful
select i.bucket, -- bold
       i.dispute_id, i.seq
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::integer[], $5::boolean[])
    as i(bucket, dispute_id, head, seq, tell)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head -- careful
where i.tell
  and d.bucket = any($1::integer[]) -- sharded
  and not exists (select from event e -- careful
                  where e.bucket = i.bucket and e.dispute_id = i.dispute_id -- careful
                    and e.seq = i.seq -- careful
                    and e.bucket = any($1::integer[]) -- sharded
                 ) -- careful
