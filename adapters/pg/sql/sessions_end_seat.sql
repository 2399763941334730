-- SPDX-License-Identifier: Apache-2.0
-- The sessions of a party.
delete from session
where dispute_id = $1::bigint and dispute_id <> 0 and seat = $2::smallint
  and hash is distinct from $3::bytea
