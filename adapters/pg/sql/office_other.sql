-- SPDX-License-Identifier: Apache-2.0
-- The first of these rules that says otherwise than what is there ($1 keys, $2 days, $3 values,
-- $4 units, $5 sources).
select t.key, t.valid_from, t.value, t.unit, t.source
from office_rule t
join unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[])
     as i(key, valid_from, value, unit, source)
  on i.key = t.key and i.valid_from = t.valid_from
where (t.value, t.unit, t.source) is distinct from (i.value, i.unit, i.source)
order by t.key, t.valid_from
limit 1
