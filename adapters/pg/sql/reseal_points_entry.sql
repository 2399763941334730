-- SPDX-License-Identifier: Apache-2.0
-- Fields of points_entry that are sealed under another key than $2.
select p.bucket, p.proposal_id, p.entry_id, 0, '', v.field, v.sealed
from points_entry p
cross join lateral (values (0::smallint, p.reason)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
