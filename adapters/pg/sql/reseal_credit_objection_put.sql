-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update credit_objection x
set reason = case when i.field = 0 and x.reason = i.old then i.sealed
         else x.reason end,
    answer = case when i.field = 1 and x.answer = i.old then i.sealed
         else x.answer end
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where x.bucket = $1::integer
  and x.party = decode(i.t, 'hex') and x.objection_id = i.a
