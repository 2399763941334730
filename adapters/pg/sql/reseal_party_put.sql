-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update party x
set identity = case when i.field = 0 and x.identity = i.old then i.sealed
         else x.identity end,
    phone = case when i.field = 1 and x.phone = i.old then i.sealed
         else x.phone end,
    address = case when i.field = 2 and x.address = i.old then i.sealed
         else x.address end,
    agent_phone = case when i.field = 3 and x.agent_phone = i.old then i.sealed
         else x.agent_phone end
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where x.bucket = $1::integer
  and x.dispute_id = i.a and x.seat = i.c
