-- SPDX-License-Identifier: Apache-2.0
-- All that is stored of some disputes but their events, parties and clocks. They are neighbours in
-- the order of ids: the range keeps a chunk from reading the whole of its buckets.
select d.dispute_id, d.version, d.state, d.head, d.colour, d.stage, d.is_open, d.due_at,
       d.updated_at,
       d.type, d.body, d.mediator, d.court, d.region,
       exists (select from docket o where o.kind = 1 and o.holder = d.body
                 and o.dispute_id = d.dispute_id and o.bucket = d.bucket)::integer
       + exists (select from docket o where o.kind = 2 and o.holder = d.mediator
                 and o.dispute_id = d.dispute_id and o.bucket = d.bucket)::integer
       + exists (select from docket o where o.kind = 3 and o.holder = d.court
                 and o.dispute_id = d.dispute_id and o.bucket = d.bucket)::integer,
       t.dispute_id is not null, t.type, t.channel, t.source, t.region, t.procedure, t.received_at,
       t.external_ref, t.amount_fen, t.title, t.description,
       (select count(*) from party p
        where p.bucket = d.bucket and p.dispute_id = d.dispute_id),
       (select count(*) from code c
        where c.bucket = d.bucket and c.dispute_id = d.dispute_id and c.revoked_at is null),
       (select coalesce(max(e.seq), 0) from event e
        where e.bucket = d.bucket and e.dispute_id = d.dispute_id),
       exists (select from anonymised a
               where a.bucket = d.bucket and a.dispute_id = d.dispute_id)
from unnest($1::integer[], $2::bigint[]) as i(bucket, dispute_id)
join dispute d on d.bucket = i.bucket and d.dispute_id = i.dispute_id
left join dispute_detail t on t.bucket = i.bucket and t.dispute_id = i.dispute_id
where d.bucket = any($1::integer[])
  and d.dispute_id between (select min(id) from unnest($2::bigint[]) as id)
                         and (select max(id) from unnest($2::bigint[]) as id)
order by d.dispute_id
