-- SPDX-License-Identifier: Apache-2.0
-- The same disputes added up five times: by age, division, body, type and due time, each by colour,
-- with how many of them are overdue and at risk. Divisions beyond the first $14, and bodies beyond the
-- first $11, are added up under 0.
tops as (
    select t.body from cells t group by t.body order by sum(t.n) desc, t.body limit $11::bigint
), largest as (
    select t.region from cells t group by t.region order by sum(t.n) desc, t.region
    limit $14::bigint
), sums as (
    select 0 as dim, c.age::bigint as key, c.colour, sum(c.n) as n,
           sum(c.n) filter (where c.due = 0) as overdue, sum(c.n) filter (where c.due = 1) as soon
    from cells c group by 2, 3
    union all
    select 1, coalesce(l.region, 0), c.colour, sum(c.n), sum(c.n) filter (where c.due = 0),
           sum(c.n) filter (where c.due = 1)
    from cells c left join largest l on l.region = c.region group by 2, 3
    union all
    select 2, coalesce(p.body, 0), c.colour, sum(c.n), sum(c.n) filter (where c.due = 0),
           sum(c.n) filter (where c.due = 1)
    from cells c left join tops p on p.body = c.body group by 2, 3
    union all
    select 3, c.type, c.colour, sum(c.n), sum(c.n) filter (where c.due = 0),
           sum(c.n) filter (where c.due = 1)
    from cells c group by 2, 3
    union all
    select 4, c.due, c.colour, sum(c.n), sum(c.n) filter (where c.due = 0),
           sum(c.n) filter (where c.due = 1)
    from cells c group by 2, 3
)
select s.dim, s.key, s.colour, s.n::bigint, coalesce(s.overdue, 0)::bigint,
       coalesce(s.soon, 0)::bigint,
       case s.dim when 1 then (select r.name from region r where r.code = s.key)
                  when 2 then (select b.name from body b where b.body_id = s.key) end
from sums s
order by s.dim, s.key, s.colour
