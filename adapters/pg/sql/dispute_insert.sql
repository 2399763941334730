-- SPDX-License-Identifier: Apache-2.0
-- Registered disputes (expected version 0), unless the request key was used before.
insert into dispute as d (bucket, dispute_id, version, region, body, court, mediator, type, colour,
                          stage, is_open, due_at, updated_at, state, head)
select i.bucket, i.dispute_id, 1, i.region, i.body, i.court, i.mediator, i.type, i.colour,
       i.stage, i.is_open, i.due_at, i.at, i.state, i.head
from unnest($1::integer[], $2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[],
            $7::bigint[], $8::smallint[], $9::smallint[], $10::smallint[], $11::boolean[],
            $12::timestamptz[], $13::timestamptz[], $14::bytea[], $15::bytea[], $16::uuid[])
    as i(bucket, dispute_id, version, region, body, court, mediator, type, colour, stage, is_open,
         due_at, at, state, head, key)
where i.version = 0
  and not exists (select from request_key k -- careful
                  where k.bucket = i.bucket and k.key = i.key -- careful
                    and k.bucket = any($1::integer[]) -- sharded
                 ) -- careful
on conflict do nothing -- careful
