-- SPDX-License-Identifier: Apache-2.0
-- The parts of a page of subjects: $1 their kind (0 mediators, 1 bodies), $2 one alone, $3 of this
-- body, $4 and $5 of these regions (0: any), $6 and $7 months, $8 behind this subject, $9 how many
-- subjects.
with page as materialized (
    select distinct case when $1::smallint = 0 then p.mediator else p.body_id end as subject
    from assess_part p
    where case when $1::smallint = 0 then p.mediator > 0 else p.mediator = -1 end
      and ($2::bigint = 0
           or case when $1::smallint = 0 then p.mediator else p.body_id end = $2::bigint)
      and ($3::bigint = 0 or p.body_id = $3::bigint)
      and ($5::bigint = 0 or p.region between $4::bigint and $5::bigint)
      and p.month between date '1970-01-01' + $6::integer and date '1970-01-01' + $7::integer
      and case when $1::smallint = 0 then p.mediator else p.body_id end > $8::bigint
    order by 1
    limit $9::bigint
)
select g.subject, p.body_id, p.month, p.sums
from page g
join assess_part p on case when $1::smallint = 0 then p.mediator else p.body_id end = g.subject
where case when $1::smallint = 0 then p.mediator > 0 else p.mediator = -1 end
  and ($3::bigint = 0 or p.body_id = $3::bigint)
  and ($5::bigint = 0 or p.region between $4::bigint and $5::bigint)
  and p.month between date '1970-01-01' + $6::integer and date '1970-01-01' + $7::integer
order by g.subject, p.month, p.body_id
