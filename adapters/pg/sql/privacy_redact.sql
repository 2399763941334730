-- SPDX-License-Identifier: Apache-2.0
-- Payloads of events of one dispute without their words; their hashes stay.
update event e
set payload = i.payload
from unnest($3::integer[], $4::bytea[]) as i(seq, payload)
where e.bucket = $1::integer and e.dispute_id = $2::bigint and e.seq = i.seq
