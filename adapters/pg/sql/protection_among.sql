-- SPDX-License-Identifier: Apache-2.0
-- Which of these disputes ($1: ids, a comma between two) are protected now (app_protection_of): the
-- last row of a kind sets it, or a family dispute ($2) was reported to the police ($3) and nobody who
-- knew it has lifted that ($4 is family violence).
with asked as (
    select (i.id & 1023)::integer as bucket, i.id
    from unnest(string_to_array($1::text, ',')::bigint[]) as i(id)
)
select d.dispute_id
from asked i
join dispute d on d.bucket = i.bucket and d.dispute_id = i.id
where exists (select from dispute_protection p
              where p.bucket = d.bucket and p.dispute_id = d.dispute_id and p.is_set
                and not exists (select from dispute_protection l
                                where l.bucket = p.bucket and l.dispute_id = p.dispute_id
                                  and l.kind = p.kind and l.protection_id > p.protection_id
                                  and not l.is_set))
   or (d.type = $2::smallint
       and exists (select from event e
                   where e.bucket = d.bucket and e.dispute_id = d.dispute_id
                     and e.kind = $3::smallint)
       and not exists (select from dispute_protection l
                       where l.bucket = d.bucket and l.dispute_id = d.dispute_id
                         and l.kind = $4::smallint and l.lifts_report))
