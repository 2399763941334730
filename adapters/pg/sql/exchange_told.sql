-- SPDX-License-Identifier: Apache-2.0
-- The newest revision of what a partner was told of an event, and what it says.
-- part message_columns
       , m.payload, m.note
from exchange_message m
where m.bucket = $1::integer and m.dispute_id = $4::bigint and m.partner_id = $2::bigint
  and m.is_out = $3::boolean and m.seq = $5::integer
order by m.revision desc
limit 1
