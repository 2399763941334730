-- SPDX-License-Identifier: Apache-2.0
-- Add what happened from $5 to before $6 to the day $7 that holds it.
with h as materialized (
    select w.region, w.body, w.mediator, w.court,
-- part happened
      and e.at < $6::timestamptz
)
insert into day_tally as d (day, kind, holder, region, body, what, n)
select $7::date, k.kind, k.holder, h.region, h.body, h.what, count(*)
from h
cross join lateral (values (0, 0::bigint), (2, h.mediator), (3, h.court)) as k(kind, holder)
where k.kind = 0 or k.holder <> 0
group by k.kind, k.holder, h.region, h.body, h.what
on conflict (kind, holder, day, region, body, what) do update set n = d.n + excluded.n
