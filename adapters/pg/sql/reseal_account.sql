-- SPDX-License-Identifier: Apache-2.0
-- Fields of account that are sealed under another key than $2.
select 0, p.account_id, 0::bigint, 0, '', v.field, v.sealed
from account p
cross join lateral (values (0::smallint, p.totp),
                            (1::smallint, p.totp_next)) as v(field, sealed)
where $1::integer = 0 and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
