-- SPDX-License-Identifier: Apache-2.0
-- The transition itself: only where the version is still the expected one and the request key is
-- new. Rows come sorted by id, so that two programs lock them in the same order.
update dispute d
set version = i.version + 1, state = i.state, head = i.head, colour = i.colour, stage = i.stage,
    is_open = i.is_open, due_at = i.due_at, updated_at = i.at
from unnest($1::integer[], $2::bigint[], $3::integer[], $4::bytea[], $5::bytea[], $6::smallint[],
            $7::smallint[], $8::boolean[], $9::timestamptz[], $10::timestamptz[], $11::bytea[])
    as i(bucket, dispute_id, version, state, head, colour, stage, is_open, due_at, at, key)
where d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.version = i.version
  and d.bucket = any($1::integer[]) -- sharded
  and not exists (select from request_key k
                  where k.bucket = i.bucket and k.key = i.key
                    and k.bucket = any($1::integer[]) -- sharded
                 )
