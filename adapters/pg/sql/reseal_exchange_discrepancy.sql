-- SPDX-License-Identifier: Apache-2.0
-- Fields of exchange_discrepancy that are sealed under another key than $2.
select p.bucket, p.dispute_id, p.partner_id, p.kind * 1000 + p.what, p.ref, v.field, v.sealed
from exchange_discrepancy p
cross join lateral (values (0::smallint, p.note)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
