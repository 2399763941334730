-- SPDX-License-Identifier: Apache-2.0
-- Population, new or as published anew: ($1 regions, $2 years, $3 residents, $4 floating, $5 sources).
insert into population as p (region, year, residents, floating, source)
select i.region, i.year, i.residents, i.floating, i.source
from unnest($1::bigint[], $2::smallint[], $3::bigint[], $4::bigint[], $5::text[])
     as i(region, year, residents, floating, source)
on conflict (region, year) do update
    set residents = excluded.residents, floating = excluded.floating, source = excluded.source
    where (p.residents, p.floating, p.source)
          is distinct from (excluded.residents, excluded.floating, excluded.source)
