-- SPDX-License-Identifier: Apache-2.0
-- The facts of one month of a mediator ($1 = 0) or a body: those of every mediator, and those
-- without one.
select p.body_id, p.mediator, p.facts
from assess_part p
where p.month = date '1970-01-01' + $3::integer and p.mediator >= 0
  and case when $1::smallint = 0 then p.mediator else p.body_id end = $2::bigint
  and ($4::bigint = 0 or p.body_id = $4::bigint)
  and ($6::bigint = 0 or p.region between $5::bigint and $6::bigint)
order by p.body_id, p.mediator
