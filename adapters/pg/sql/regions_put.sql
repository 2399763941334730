-- SPDX-License-Identifier: Apache-2.0
insert into region as t (code, parent, level, name)
select i.code, i.parent, i.level, i.name
from unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::text[]) as i(code, parent, level, name)
on conflict (code) do update
set parent = excluded.parent, level = excluded.level, name = excluded.name
where (t.parent, t.level, t.name) is distinct from (excluded.parent, excluded.level, excluded.name)
