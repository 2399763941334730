-- SPDX-License-Identifier: Apache-2.0
-- Fields of exchange_message that are sealed under another key than $2.
select p.bucket, p.message_no, p.partner_id, 0, p.name, v.field, v.sealed
from exchange_message p
cross join lateral (values (0::smallint, p.payload),
                            (1::smallint, p.note)) as v(field, sealed)
where p.bucket = $1::integer and v.sealed is not null and octet_length(v.sealed) > 0
  and get_byte(v.sealed, 0) <> $2::integer
limit $3::bigint
