-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update exchange_discrepancy x
set note = i.sealed
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where x.bucket = $1::integer
  and x.dispute_id = i.a and x.partner_id = i.b and x.kind * 1000 + x.what = i.c
  and x.ref = i.t
  and x.note = i.old
