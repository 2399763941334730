-- SPDX-License-Identifier: Apache-2.0
-- Fields of subscription that are sealed under another key than $2.
select 0, p.subscription_id, 0::bigint, 0, '', v.field, v.sealed
from subscription p
cross join lateral (values (0::smallint, p.secret),
                            (1::smallint, p.secret_before)) as v(field, sealed)
where $1::integer = 0 and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
