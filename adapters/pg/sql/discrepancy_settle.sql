-- SPDX-License-Identifier: Apache-2.0
-- A person saw to a difference.
update exchange_discrepancy d
set settled_at = $7::timestamptz, settled_by = $8::text, note = $9::bytea
where d.bucket = $1::integer and d.dispute_id = $2::bigint and d.partner_id = $3::bigint
  and d.kind = $4::smallint and d.what = $5::smallint and d.ref = $6::text and d.settled_at is null
