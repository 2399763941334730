-- SPDX-License-Identifier: Apache-2.0
-- What was credited, by staff, body and month. Parameters as in points_proposals; $7 how many.
select e.staff_id, e.body_id, e.month, sum(e.points), sum(e.fen)::bigint, count(*)
from points_entry e
where ($1::bigint = 0 or e.staff_id = $1::bigint)
  and ($2::bigint = 0 or e.body_id = $2::bigint)
  and ($4::bigint = 0 or exists (select 1 from body b where b.body_id = e.body_id
                                 and b.region between $3::bigint and $4::bigint))
  and e.month between date '1970-01-01' + $5::integer and date '1970-01-01' + $6::integer
group by e.staff_id, e.body_id, e.month
order by e.staff_id, e.body_id, e.month
limit $7::bigint
