-- SPDX-License-Identifier: Apache-2.0
-- Hashes of personal numbers under the generation that is written now.
update party p
set identity_hash = i.hash
from unnest($2::bigint[], $3::smallint[], $4::bytea[], $5::bytea[]) as i(dispute_id, seat, old, hash)
where p.bucket = $1::integer and p.dispute_id = i.dispute_id and p.seat = i.seat
  and p.identity_hash = i.old
