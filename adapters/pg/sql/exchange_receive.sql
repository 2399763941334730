-- SPDX-License-Identifier: Apache-2.0
-- Keep the receipt of a message, if none is kept.
update exchange_receipt r
set receipt = $4::bytea
where r.bucket = $1::integer and r.partner_id = $2::bigint and r.name = $3::text
  and r.receipt is null
