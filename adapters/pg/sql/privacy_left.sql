-- SPDX-License-Identifier: Apache-2.0
-- What a dispute still holds that should be gone, by name; nothing when all is.
select l.what, l.n
from (select 'party' as what, count(*) as n from party p
      where p.bucket = $1::integer and p.dispute_id = $2::bigint
        and (p.name <> $3::text or p.agent <> $3::text or p.identity is not null
             or p.identity_hash is not null or p.phone is not null or p.address is not null
             or p.agent_phone is not null)
      union all
      select 'dispute_detail', count(*) from dispute_detail t
      where t.bucket = $1::integer and t.dispute_id = $2::bigint
        and (t.title <> $3::text or t.description <> '' or t.terms <> '{}'
             or t.external_ref is not null)
      union all
      select 'note', count(*) from note n
      where n.bucket = $1::integer and n.dispute_id = $2::bigint
      union all
      select 'appointment', count(*) from appointment a
      where a.bucket = $1::integer and a.dispute_id = $2::bigint
      union all
      select 'attachment', count(*) from attachment a
      where a.bucket = $1::integer and a.dispute_id = $2::bigint
      union all
      select 'attachment_part', count(*) from attachment_part a
      where a.bucket = $1::integer and a.dispute_id = $2::bigint
      union all
      select 'sealed_part', count(*) from sealed_document s
      join sealed_part b on b.bucket = s.bucket and b.code = s.code
      where s.bucket = $1::integer and s.dispute_id = $2::bigint
      union all
      select 'access_code', count(*) from access_code c
      where c.bucket = $1::integer and c.dispute_id = $2::bigint
      union all
      select 'access_code_issue', count(*) from access_code_issue i
      where i.bucket = $1::integer and i.dispute_id = $2::bigint
      union all
      select 'exchange_message', count(*) from exchange_message m
      where m.bucket = $1::integer and m.dispute_id = $2::bigint
        and (m.payload is not null or m.note is not null)
      union all
      select 'dispute_reference', count(*) from dispute_reference r
      where r.bucket = $1::integer and r.dispute_id = $2::bigint) as l(what, n)
where l.n > 0
order by l.what
