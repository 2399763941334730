-- SPDX-License-Identifier: Apache-2.0
-- Hold on to a number and to the milliseconds up to $4. No row: somebody else has taken it.
update node_lease
set until = now() + $3::bigint * interval '1 millisecond',
    range_ms = greatest(range_ms, $4::bigint)
where node = $1::smallint and instance = $2::bytea
returning range_ms
