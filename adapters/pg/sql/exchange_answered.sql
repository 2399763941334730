-- SPDX-License-Identifier: Apache-2.0
-- A message of theirs answers ours.
update exchange_message m
set state = $4::smallint, answered_at = $5::timestamptz, due_at = null, error = '',
    reason_code = $6::text, reason_zh = $7::text, reason_en = $8::text
where m.bucket = $1::integer and m.partner_id = $2::bigint and m.is_out and m.name = $3::text
  and m.state in (0, 1)
