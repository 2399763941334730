-- SPDX-License-Identifier: Apache-2.0
-- The message with this name, and what it says.
-- part message_columns
       , m.payload, m.note
from exchange_message m
where m.bucket = $1::integer and m.partner_id = $2::bigint and m.is_out = $3::boolean
  and m.name = $4::text
