-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update account x
set totp = case when i.field = 0 and x.totp = i.old then i.sealed
         else x.totp end,
    totp_next = case when i.field = 1 and x.totp_next = i.old then i.sealed
         else x.totp_next end
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where $1::integer = 0
  and x.account_id = i.a
