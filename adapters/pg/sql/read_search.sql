-- SPDX-License-Identifier: Apache-2.0
-- The worklist as in read_list, of those disputes whose words hold all of the terms $19.
select w.dispute_id, d.version, w.colour, w.stage, w.type, w.is_open, w.region, w.due_at,
       w.received_at, d.updated_at, w.title,
       w.body, b.name, b.phone, w.mediator, s.name, s.phone, w.court, k.name, k.phone
from (select w.*, t.received_at, t.title
      from dispute_detail t
      join worklist w on w.bucket = t.bucket and w.dispute_id = t.dispute_id
      where t.terms @> $19::text[]
        and ($1::smallint is null or w.colour = $1)
        and ($2::smallint is null or w.stage = $2)
        and ($3::smallint is null or w.type = $3)
        and ($4::boolean is null or w.is_open = $4)
        and ($5::timestamptz is null or w.is_open and w.due_at <= $5)
        and ($6::bigint is null or w.region between $6 and $7::bigint)
        and ($8::bigint is null or w.body = $8)
        and ($9::bigint is null or w.mediator = $9 and w.mediator <> 0)
        and ($10::bigint is null or w.court = $10 and w.court <> 0)
        and ($11::bigint is null or w.dispute_id < $11)
        and ($13::bigint is null or w.region between $13 and $14::bigint)
        and ($15::bigint is null or w.body = $15)
        and ($16::bigint is null or w.mediator = $16 and w.mediator <> 0)
        and ($17::bigint is null or w.court = $17 and w.court <> 0)
        and ($18::bigint is null or w.dispute_id = $18)
      order by w.dispute_id desc
      limit $12::bigint) w
join dispute d on d.bucket = w.bucket and d.dispute_id = w.dispute_id
left join body b on b.body_id = w.body
left join staff s on s.staff_id = w.mediator
left join body k on k.body_id = w.court
order by w.dispute_id desc
