-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update appointment x
set place = case when i.field = 0 and x.place = i.old then i.sealed
         else x.place end,
    note = case when i.field = 1 and x.note = i.old then i.sealed
         else x.note end,
    reason = case when i.field = 2 and x.reason = i.old then i.sealed
         else x.reason end
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where x.bucket = $1::integer
  and x.dispute_id = i.a and x.appointment_id = i.b and x.revision = i.c
