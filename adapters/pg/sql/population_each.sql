-- SPDX-License-Identifier: Apache-2.0
-- The newest population of each region that tells of a year from $1 to $2.
select distinct on (p.region) p.region, p.year, p.residents, p.floating, p.source
from population p
where p.year between $1::smallint and $2::smallint
order by p.region, p.year desc
