-- SPDX-License-Identifier: Apache-2.0
-- The same fields, sealed anew; what was changed meanwhile is left alone.
update credit_read x
set purpose = i.sealed
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[], $6::smallint[], $7::bytea[],
            $8::bytea[]) as i(a, b, c, t, field, old, sealed)
where x.bucket = $1::integer
  and x.party = decode(i.t, 'hex') and x.read_id = i.a
  and x.purpose = i.old
