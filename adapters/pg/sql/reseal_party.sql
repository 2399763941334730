-- SPDX-License-Identifier: Apache-2.0
-- Fields of party that are sealed under another key than $2.
select p.bucket, p.dispute_id, 0::bigint, p.seat::integer, '', v.field, v.sealed
from party p
cross join lateral (values (0::smallint, p.identity),
                            (1::smallint, p.phone),
                            (2::smallint, p.address),
                            (3::smallint, p.agent_phone)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
