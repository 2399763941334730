-- SPDX-License-Identifier: Apache-2.0
-- Fields of credit_profile that are sealed under another key than $2.
select p.bucket, (p.month - date '1970-01-01')::bigint, 0::bigint, p.run::integer,
       encode(p.party, 'hex'), v.field, v.sealed
from credit_profile p
cross join lateral (values (0::smallint, p.body)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
