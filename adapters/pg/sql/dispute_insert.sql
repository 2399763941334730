-- SPDX-License-Identifier: Apache-2.0
-- Registered disputes (expected version 0), unless the request key was used before.
insert into dispute as d (bucket, dispute_id, version, state, head, colour, stage, is_open, due_at,
                          updated_at)
select i.bucket, i.dispute_id, 1, i.state, i.head, i.colour, i.stage, i.is_open, i.due_at, i.at
from unnest($1::integer[], $2::bigint[], $3::integer[], $4::bytea[], $5::bytea[], $6::smallint[],
            $7::smallint[], $8::boolean[], $9::timestamptz[], $10::timestamptz[], $11::bytea[])
    as i(bucket, dispute_id, version, state, head, colour, stage, is_open, due_at, at, key)
where i.version = 0
  and not exists (select from request_key k
                  where k.bucket = i.bucket and k.key = i.key
                    and k.bucket = any($1::integer[]) -- sharded
                 )
on conflict do nothing
