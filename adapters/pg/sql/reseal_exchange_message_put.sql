-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update exchange_message x
set payload = case when i.field = 0 and x.payload = i.old then i.sealed
         else x.payload end,
    note = case when i.field = 1 and x.note = i.old then i.sealed
         else x.note end
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where x.bucket = $1::integer
  and x.message_no = i.a
