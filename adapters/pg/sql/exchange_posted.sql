-- SPDX-License-Identifier: Apache-2.0
-- A post has ended. What was answered or settled meanwhile stays so.
update exchange_message m
set state = $3::smallint, tried_at = $4::timestamptz, due_at = $5::timestamptz,
    attempts = least(m.attempts + 1, 32767)::smallint, status = $6::smallint, error = $7::text,
    reason_code = $8::text, reason_zh = $9::text, reason_en = $10::text,
    answered_at = case when $3::smallint in (2, 3) then $4::timestamptz end
where m.bucket = $1::integer and m.message_no = $2::bigint and m.state in (0, 1)
