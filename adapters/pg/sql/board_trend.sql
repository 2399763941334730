-- SPDX-License-Identifier: Apache-2.0
-- What happened on each day from $6 on, in a division ($7 to $8), of a body ($9), mediator ($10) and
-- court ($11; null: any): what is added up already, by kind $12 of holder $13, and the events since
-- then, which are younger than $5. One row at least: up to where it is added up.
select m.upto, x.day, x.what, x.n
from tally_mark m
left join lateral (
    select y.day, y.what, sum(y.n)::bigint as n
    from (select d.day, d.what::integer as what, d.n
          from day_tally d
          where d.kind = $12::smallint and d.holder = $13::bigint and d.day >= $6::date
            and d.region between $7::bigint and $8::bigint
            and ($9::bigint is null or d.body = $9)
          union all
          select (h.at at time zone 'Asia/Shanghai')::date, h.what, 1
          from (select e.at, w.region, w.body, w.mediator, w.court,
-- part happened
                  and e.at >= m.upto) h
          where h.region between $7 and $8
            and ($9 is null or h.body = $9)
            and ($10::bigint is null or h.mediator = $10)
            and ($11::bigint is null or h.court = $11)) y
    where y.day >= $6
    group by y.day, y.what) x on true
