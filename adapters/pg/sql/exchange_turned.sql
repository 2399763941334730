-- SPDX-License-Identifier: Apache-2.0
-- The turn is over; the comparison was whole ($3), or will be made again.
update exchange_turn t
set ran_at = case when $3::boolean then $2::timestamptz else t.ran_at end, until = $2::timestamptz
where t.partner_id = $1::bigint
