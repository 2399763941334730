-- SPDX-License-Identifier: Apache-2.0
-- The answer of a seat on an occasion: the first, or the change of the one of the revision before.
-- No row comes back when somebody was first.
insert into visit_answer as a (bucket, dispute_id, seat, occasion, score, at, changed_at, revision,
                               role, staff_id, by)
select d.bucket, d.dispute_id, $3::smallint, $4::integer, $5::smallint, $6::timestamptz,
       $6::timestamptz, $7::integer, $8::smallint, $9::bigint, $10::text
from dispute d
where d.bucket = $1::integer and d.dispute_id = $2::bigint
  and ($7::integer = 0
       or exists (select 1 from visit_answer o
                  where o.bucket = $1::integer and o.dispute_id = $2::bigint
                    and o.seat = $3::smallint and o.occasion = $4::integer))
on conflict (bucket, dispute_id, seat, occasion) do update
    set score = excluded.score, changed_at = excluded.changed_at, revision = excluded.revision,
        role = excluded.role, staff_id = excluded.staff_id, by = excluded.by
    where a.revision = excluded.revision - 1
returning a.seat, a.occasion, a.score, a.role, a.revision, a.staff_id, a.at, a.changed_at
