-- SPDX-License-Identifier: Apache-2.0
-- Fields of credit_read that are sealed under another key than $2.
select p.bucket, p.read_id, 0::bigint, 0, encode(p.party, 'hex'), v.field, v.sealed
from credit_read p
cross join lateral (values (0::smallint, p.purpose)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
