-- SPDX-License-Identifier: Apache-2.0
-- Fields of note that are sealed under another key than $2.
select p.bucket, p.dispute_id, p.note_id, 0, p.staff_id::text, v.field, v.sealed
from note p
cross join lateral (values (0::smallint, p.body)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
