-- SPDX-License-Identifier: Apache-2.0
-- The bare statement beside `yima report`: the key figures of a month for the whole, each region,
-- body, type and mediator, from the columns of events, with no hash checked and nothing stored.
-- Variables: since, until (instants of the month).
\set ON_ERROR_STOP on
set jit = off;
set work_mem = '256MB';
with step as (
    select e.bucket, e.dispute_id, e.seq, e.at, r.stage, r.settled
    from event e
    join bare.leads r on r.rule = e.rule
    where e.at < :'until'
), per as (
    select bucket, dispute_id,
           (array_agg(stage order by seq desc) filter (where at < :'since'))[1] as before,
           (array_agg(stage order by seq desc))[1] as after,
           count(*) filter (where stage in (2, 3, 4, 5) and at >= :'since') as accepted,
           count(*) filter (where settled = 1 and at >= :'since') as settled,
           count(*) filter (where stage in (7, 8) and at >= :'since') as failed,
           count(*) filter (where stage in (9, 10, 11) and at >= :'since') as ended,
           max(at) filter (where settled = 1 or stage in (7, 8, 9, 10, 11))
             - min(at) filter (where stage in (2, 3, 4, 5)) as took
    from step
    group by bucket, dispute_id
), happened as (
    select bucket, dispute_id,
           count(*) filter (where kind = 12) as sessions,
           count(*) filter (where kind = 50) as performed,
           count(*) filter (where kind = 41) as applied
    from event
    where at >= :'since' and at < :'until'
    group by bucket, dispute_id
)
select grouping(d.region, d.body, d.type, d.mediator), d.region, d.body, d.type, d.mediator,
       count(*) filter (where p.before in (2, 3, 4, 5)) as carried,
       sum(p.accepted) as accepted, sum(p.settled) as settled, sum(p.failed) as failed,
       sum(p.ended) as ended, count(*) filter (where p.after in (2, 3, 4, 5)) as open,
       sum(h.sessions) as sessions, sum(h.performed) as performed, sum(h.applied) as applied,
       avg(p.took) as mean,
       percentile_cont(array[0.5, 0.9]) within group (order by p.took) as quantiles
from per p
join dispute d using (bucket, dispute_id)
left join happened h using (bucket, dispute_id)
group by grouping sets ((), (d.region), (d.body), (d.type), (d.mediator));
