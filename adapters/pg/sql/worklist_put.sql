-- SPDX-License-Identifier: Apache-2.0
-- The projection, for those changes that touched one of its columns.
insert into worklist as w (bucket, dispute_id, colour, stage, type, is_open, body, mediator, court,
                           region, due_at)
select d.bucket, d.dispute_id, i.colour, i.stage, i.type, i.is_open, i.body, i.mediator, i.court,
       i.region, i.due_at
from unnest($1::integer[], $2::bigint[], $3::bytea[], $4::smallint[], $5::smallint[],
            $6::smallint[], $7::boolean[], $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[],
            $12::timestamptz[])
    as i(bucket, dispute_id, head, colour, stage, type, is_open, body, mediator, court, region,
         due_at)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id and d.head = i.head
where d.bucket = any($1::integer[]) -- sharded
on conflict (bucket, dispute_id) do update
set colour = excluded.colour, stage = excluded.stage, type = excluded.type,
    is_open = excluded.is_open, body = excluded.body, mediator = excluded.mediator,
    court = excluded.court, region = excluded.region, due_at = excluded.due_at
