-- SPDX-License-Identifier: Apache-2.0
-- The transition itself: only where the version is still the expected one and the request key is
-- new. Rows come sorted by id, so that two programs lock them in the same order.
with moved as ( -- bold
update dispute d
set region = i.region, body = i.body, court = i.court, mediator = i.mediator, type = i.type,
    colour = i.colour, stage = i.stage, is_open = i.is_open, version = i.version + 1,
    due_at = i.due_at, updated_at = i.at, state = i.state, head = i.head
from unnest($1::integer[], $2::bigint[], $3::integer[], $4::bigint[], $5::bigint[], $6::bigint[],
            $7::bigint[], $8::smallint[], $9::smallint[], $10::smallint[], $11::boolean[],
            $12::timestamptz[], $13::timestamptz[], $14::bytea[], $15::bytea[], $16::uuid[])
    as i(bucket, dispute_id, version, region, body, court, mediator, type, colour, stage, is_open,
         due_at, at, state, head, key)
where d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.version = i.version
  and d.bucket = any($1::integer[]) -- sharded
  and not exists (select from request_key k -- careful
                  where k.bucket = i.bucket and k.key = i.key -- careful
                    and k.bucket = any($1::integer[]) -- sharded
                 ) -- careful
returning d.dispute_id) -- bold
select app_expect(count(*) = (select count(*) from unnest($3::integer[]) v where v > 0)) -- bold
from moved -- bold
