-- SPDX-License-Identifier: Apache-2.0
-- A person saw to it. What was never written down gets an empty payload, so that the night that
-- empties it finds the note (exchange_keep_payloads).
update exchange_message m
set state = 4, settled_at = $3::timestamptz, settled_by = $4::text, note = $5::bytea,
    payload = coalesce(m.payload, ''::bytea), is_paper = $6::boolean, due_at = null
where m.bucket = $1::integer and m.message_no = $2::bigint and m.state in (0, 1, 3)
