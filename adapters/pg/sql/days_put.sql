-- SPDX-License-Identifier: Apache-2.0
insert into calendar_day as t (day, is_working, name, source)
select i.day, i.is_working, i.name, i.source
from unnest($1::date[], $2::boolean[], $3::text[], $4::text[]) as i(day, is_working, name, source)
on conflict (day) do update
set is_working = excluded.is_working, name = excluded.name, source = excluded.source
where (t.is_working, t.name, t.source) is distinct from
      (excluded.is_working, excluded.name, excluded.source)
