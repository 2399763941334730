-- SPDX-License-Identifier: Apache-2.0
-- The place moves in the transaction that made the deliveries, and only from where it was.
update subscription s
set cursor_xid = $5::bigint::text::xid8, cursor_dispute = $6::bigint, cursor_seq = $7::integer
where s.subscription_id = $1::bigint and s.is_active
  and s.cursor_xid = $2::bigint::text::xid8 and s.cursor_dispute = $3::bigint
  and s.cursor_seq = $4::integer
