-- SPDX-License-Identifier: Apache-2.0
-- What happened on each day from $8 on, in a division ($9 to $10), of a body ($11), mediator ($12) and
-- court ($13; null: any): what is added up already, by kind $14 of holder $15, and the events since
-- then, which are younger than $7. One row at least: up to where it is added up.
select m.upto, x.day, x.what, x.n
from tally_mark m
left join lateral (
    select y.day, y.what, sum(y.n)::bigint as n
    from (select d.day, d.what::integer as what, d.n
          from day_tally d
          where d.kind = $14::smallint and d.holder = $15::bigint and d.day >= $8::date
            and d.region between $9::bigint and $10::bigint
            and ($11::bigint is null or d.body = $11)
          union all
          select (h.at at time zone 'Asia/Shanghai')::date, h.what, 1
          from (select e.at, w.region, w.body, w.mediator, w.court,
-- part happened
                  and e.at >= m.upto) h
          where h.region between $9 and $10
            and ($11 is null or h.body = $11)
            and ($12::bigint is null or h.mediator = $12)
            and ($13::bigint is null or h.court = $13)) y
    where y.day >= $8
    group by y.day, y.what) x on true
