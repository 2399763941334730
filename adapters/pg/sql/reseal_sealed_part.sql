-- SPDX-License-Identifier: Apache-2.0
-- Fields of sealed_part that are sealed under another key than $2.
select p.bucket, 0::bigint, 0::bigint, p.part::integer, p.code, v.field, v.sealed
from sealed_part p
cross join lateral (values (0::smallint, p.body)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
