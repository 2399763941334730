-- SPDX-License-Identifier: Apache-2.0
-- Fields of assess_objection that are sealed under another key than $2.
select p.bucket, p.objection_id, p.subject, 0, '', v.field, v.sealed
from assess_objection p
cross join lateral (values (0::smallint, p.reason),
                            (1::smallint, p.answer)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
