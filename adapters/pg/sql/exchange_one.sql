-- SPDX-License-Identifier: Apache-2.0
-- One message, and what it says.
-- part message_columns
       , m.payload, m.note
from exchange_message m
where m.bucket = $1::integer and m.message_no = $2::bigint
