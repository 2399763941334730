-- SPDX-License-Identifier: Apache-2.0
-- The bare statement beside `yima credit run`: for each party the disputes by role and type, what it
-- was told and answered, how it came to sessions and what became of what it owed, with the same
-- linear decay; no hash is checked, nothing is sealed or explained, and rights are not looked at.
-- Variables: until (instant at which the month is over).
\set ON_ERROR_STOP on
set jit = off;
set work_mem = '256MB';
create temp table profile as
with said as (
    select e.bucket, e.dispute_id, e.seq, e.at, e.kind,
           convert_from(e.payload, 'UTF8')::jsonb as j
    from event e
    where e.at < :'until' and e.kind in (9, 10, 11, 12, 24, 25, 50)
), came as (
    select bucket, dispute_id, (a ->> 'seat')::smallint as seat, at, a ->> 'status' as how
    from said, jsonb_array_elements(j #> '{detail,attendance}') a
    where kind = 12
), owes as (
    select bucket, dispute_id, (o.n - 1)::integer as item, (o.v ->> 'payer')::smallint as seat
    from said, jsonb_array_elements(j #> '{detail,obligations}') with ordinality o(v, n)
    where kind in (24, 25)
), kept as (
    select distinct on (bucket, dispute_id, item) bucket, dispute_id, item, at, how
    from (select bucket, dispute_id, (j #>> '{detail,obligation}')::integer as item, seq, at,
                 j #>> '{detail,result}' as how
          from said where kind = 50) x
    order by bucket, dispute_id, item, seq desc
), item as (
    select bucket, dispute_id, seat, at,
           case how when 'attended' then 1 when 'excused' then 2 else 3 end as kind
    from came
    union all
    select bucket, dispute_id, o.seat, k.at,
           case k.how when 'fulfilled' then 4 when 'late' then 5 when 'partial' then 6 else 7 end
    from kept k join owes o using (bucket, dispute_id, item)
)
select p.identity_hash, count(distinct (p.bucket, p.dispute_id)) as disputes,
       array_agg(distinct p.side * 100 + d.type) as habits,
       count(*) filter (where i.kind = 1) as attended, count(*) filter (where i.kind = 2) as away,
       count(*) filter (where i.kind = 3) as absent, count(*) filter (where i.kind = 4) as on_time,
       count(*) filter (where i.kind = 5) as late, count(*) filter (where i.kind = 6) as partial,
       count(*) filter (where i.kind = 7) as breached,
       sum(w * case i.kind when 1 then 1000 when 3 then 0 end) / nullif(sum(w) filter (where i.kind in (1, 3)), 0) as taking_part,
       sum(w * case i.kind when 4 then 1000 when 5 then 700 when 6 then 300 when 7 then 0 end)
         / nullif(sum(w) filter (where i.kind >= 4), 0) as performance
from party p
join dispute d using (bucket, dispute_id)
left join item i using (bucket, dispute_id, seat)
cross join lateral (select greatest(0, least(1000, 1000 * (1826 - extract(day from :'until'::timestamptz - i.at)) / 1461))::bigint as w) as weight
where p.identity_hash is not null
group by p.identity_hash;
select count(*), sum(disputes), sum(attended), sum(on_time) from profile;
