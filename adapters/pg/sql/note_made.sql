-- SPDX-License-Identifier: Apache-2.0
-- The note that a request of this author made.
select n.note_id, n.kind, n.seat, n.role, n.staff_id, n.corrects, n.at, n.author, n.body,
       n.fingerprint
from note n
where n.bucket = $1::integer and n.dispute_id = $2::bigint and n.request_key = $3::bytea
  and n.staff_id = $4::bigint and n.role = $5::smallint
