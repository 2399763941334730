-- SPDX-License-Identifier: Apache-2.0
-- What was said about a dispute to and by partners; that it was said stays.
update exchange_message m
set payload = null, note = null, error = '', reason_code = '', reason_zh = '', reason_en = ''
where m.bucket = $1::integer and m.dispute_id = $2::bigint
