-- SPDX-License-Identifier: Apache-2.0
-- The lane of a message that a person settled goes on: whoever claims it finds nothing left to send.
update delivery d
set is_dead = false, attempts = 0, next_at = $3::timestamptz, lease = d.lease + 1
from exchange_message m
where m.bucket = $1::integer and m.message_no = $2::bigint and m.is_out
  and d.subscription_id = m.partner_id and d.dispute_id = m.dispute_id and d.seq = m.seq
  and d.is_dead
