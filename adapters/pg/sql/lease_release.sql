-- SPDX-License-Identifier: Apache-2.0
-- Give a number back at once. The milliseconds behind $3 were not used and are free for the next.
update node_lease
set until = now(), range_ms = $3::bigint
where node = $1::smallint and instance = $2::bytea
