-- SPDX-License-Identifier: Apache-2.0
-- A number that nobody holds, if possible one whose ids all lie in the past; $4: that one or none.
-- $5: now, $6: how far the new range reaches, both in milliseconds since the epoch of the ids.
with free as (
    select node, range_ms from node_lease
    where until <= now() and ($4::smallint is null or node = $4::smallint)
    order by range_ms > $5::bigint, node
    limit 1
    for update skip locked
)
update node_lease l
set instance = $1::bytea, label = $2::text, until = now() + $3::bigint * interval '1 millisecond',
    range_ms = greatest(l.range_ms, $5::bigint) + $6::bigint
from free
where l.node = free.node
returning l.node, free.range_ms, l.range_ms
