-- SPDX-License-Identifier: Apache-2.0
-- Which of these disputes ($1: ids, a comma between two) are protected now (app_protection_of): the
-- last row of a kind sets it, or the police were told ($3) of what was a family dispute ($2) then or
-- became one, and nobody who knew it has lifted that ($4 is family violence). A type is said by the
-- registration ($5) and by corrections ($6) that carry that field ($7); the one that a dispute has now
-- counts for nothing here.
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
   or (case when exists (select from event r
                         where r.bucket = d.bucket and r.dispute_id = d.dispute_id
                           and r.kind = $3::smallint)
            then exists (select
                         from (select e.kind, said.type,
                                      lead(e.kind) over (order by e.seq) as next_kind,
                                      bool_or(e.kind = $3::smallint)
                                          over (order by e.seq) as is_reported
                               from event e
                               cross join lateral (
                                   select convert_from(e.payload, 'UTF8')::jsonb as j) p
                               cross join lateral (
                                   select case e.kind
                                              when $5::smallint then (p.j #>> '{reg,type}')::smallint
                                              when $6::smallint
                                              then coalesce((p.j ->> 'code')::smallint, 0::smallint)
                                          end as type) said
                               where e.bucket = d.bucket and e.dispute_id = d.dispute_id
                                 and (e.kind in ($3::smallint, $5::smallint)
                                      or (e.kind = $6::smallint
                                          and (p.j ->> 'fields')::bigint & $7::bigint <> 0))) t
                         where t.type = $2::smallint
                           and (t.is_reported or t.next_kind = $3::smallint))
            else false
       end
       and not exists (select from dispute_protection l
                       where l.bucket = d.bucket and l.dispute_id = d.dispute_id
                         and l.kind = $4::smallint and l.lifts_report))
