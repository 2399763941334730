-- SPDX-License-Identifier: Apache-2.0
-- Whose a seat is, as far as hashes tell.
select p.identity_hash, p.kind
from party p
where p.bucket = $1::integer and p.dispute_id = $2::bigint and p.seat = $3::smallint
