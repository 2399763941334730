-- SPDX-License-Identifier: Apache-2.0
-- Rows that belong to no dispute, pointers to no event, places in the docket of another, numbers
-- elsewhere that stand in one of their two tables alone; by table.
select t, dispute_id, n from (
    select 'event', e.dispute_id, count(*) from event e
    where not exists (select from dispute d
                      where d.bucket = e.bucket and d.dispute_id = e.dispute_id)
    group by e.dispute_id
    union all
    select 'deadline', e.dispute_id, count(*) from deadline e
    where not exists (select from dispute d
                      where d.bucket = e.bucket and d.dispute_id = e.dispute_id)
    group by e.dispute_id
    union all
    select 'outbox', e.dispute_id, count(*) from outbox e
    where not exists (select from event v
                      where v.bucket = e.bucket and v.dispute_id = e.dispute_id
                        and v.seq = e.seq)
    group by e.dispute_id
    union all
    select 'docket', e.dispute_id, count(*) from docket e
    where not exists (select from dispute d
                      where d.bucket = e.bucket and d.dispute_id = e.dispute_id
                        and e.holder = (array[d.body, d.mediator, d.court])[e.kind])
    group by e.dispute_id
    union all
    select 'code', e.dispute_id, count(*) from code e
    where not exists (select from dispute d
                      where d.bucket = e.bucket and d.dispute_id = e.dispute_id)
    group by e.dispute_id
    union all
    select 'request_key', e.dispute_id, count(*) from request_key e
    where not exists (select from event v
                      where v.bucket = e.bucket and v.dispute_id = e.dispute_id
                        and v.seq = e.seq)
    group by e.dispute_id
    union all
    select 'external_ref', e.dispute_id, count(*) from external_ref e
    where not exists (select from dispute_detail t
                      where t.bucket = (e.dispute_id & 1023)::integer
                        and t.dispute_id = e.dispute_id and t.channel = e.channel
                        and t.external_ref = e.reference)
    group by e.dispute_id
    union all
    select 'dispute_detail', t.dispute_id, count(*) from dispute_detail t
    where t.external_ref is not null
      and not exists (select from external_ref e
                      where e.channel = t.channel and e.reference = t.external_ref)
    group by t.dispute_id
) as strays(t, dispute_id, n)
order by dispute_id, t
limit 1000
