-- SPDX-License-Identifier: Apache-2.0
-- The last return visit ($3: its kind of event) and the last answer of each seat. One row at least.
select v.seq, v.at, a.seat, a.occasion, a.score, a.role, a.revision, a.staff_id, a.at, a.changed_at
from (select max(e.seq) as seq, max(e.at) as at from event e
      where e.bucket = $1::integer and e.dispute_id = $2::bigint and e.kind = $3::smallint) v
left join (select distinct on (o.seat) o.seat, o.occasion, o.score, o.role, o.revision, o.staff_id,
                  o.at, o.changed_at
           from visit_answer o
           where o.bucket = $1::integer and o.dispute_id = $2::bigint
           order by o.seat, o.occasion desc) a on true
order by a.seat
limit $4::bigint
