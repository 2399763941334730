-- SPDX-License-Identifier: Apache-2.0
-- What credit keeps under a party's hash: each profile, and whether there is anything else.
select p.month, p.run, false as is_other
from credit_profile p
where p.bucket = $1::integer and p.party = $2::bytea
union all
select null, null, true
where exists (select from credit_read l where l.bucket = $1::integer and l.party = $2::bytea)
   or exists (select from credit_objection o where o.bucket = $1::integer and o.party = $2::bytea)
   or exists (select from credit_statement s where s.bucket = $1::integer and s.party = $2::bytea)
   or exists (select from credit_certificate c where c.party = $2::bytea)
   or exists (select from credit_barred b where b.bucket = $1::integer and b.party = $2::bytea)
order by 1, 2
limit $3::bigint
