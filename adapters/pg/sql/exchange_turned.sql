-- SPDX-License-Identifier: Apache-2.0
-- The comparison is over.
update exchange_turn t set ran_at = $2::timestamptz, until = $2::timestamptz
where t.partner_id = $1::bigint
