-- SPDX-License-Identifier: Apache-2.0
-- Send again: what was refused is replaced, what is not answered stays as it is.
update exchange_message m
set state = case when m.state = 3 then 5 else 0 end, due_at = $3::timestamptz
where m.bucket = $1::integer and m.message_no = $2::bigint and m.is_out and m.state in (0, 1, 3)
