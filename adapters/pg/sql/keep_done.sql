-- SPDX-License-Identifier: Apache-2.0
-- How far the round has come; $4: the turn is over ahead of its time.
update keep_turn
set keys_bucket = $2::integer, keys_at = $3::timestamptz,
    until = case when $4::boolean then now() else until end
where instance = $1::bytea
