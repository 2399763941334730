-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update subscription x
set secret = case when i.field = 0 and x.secret = i.old then i.sealed
         else x.secret end,
    secret_before = case when i.field = 1 and x.secret_before = i.old then i.sealed
         else x.secret_before end
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where $1::integer = 0
  and x.subscription_id = i.a
