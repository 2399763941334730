-- SPDX-License-Identifier: Apache-2.0
-- A page of a dispute's events.
select e.seq, e.at, e.rule, e.kind, e.hash, e.payload
from event e
where e.bucket = $1::integer and e.dispute_id = $2::bigint and e.seq > $3::integer
order by e.seq
limit $4::bigint
