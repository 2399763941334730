-- SPDX-License-Identifier: Apache-2.0
-- The first of these new rules ($1 keys, $2 days) that would have held in a month of which a report or
-- profiles were drawn, and the last such month.
select i.key, i.valid_from, m.last
from unnest($1::text[], $2::date[]) as i(key, valid_from)
cross join (select max(d.month) as last
            from (select month from month union all select month from credit_run) d) m
where i.valid_from < (m.last + interval '1 month')::date
  and not exists (select 1 from office_rule t
                  where t.key = i.key and t.valid_from = i.valid_from)
order by i.key, i.valid_from
limit 1
