-- SPDX-License-Identifier: Apache-2.0
-- Deadlines of these buckets that are due by then. The order is that of the key, so that a backlog
-- of any size costs no sort; the caller begins at another bucket each time.
select t.dispute_id, t.kind, t.due_at
from deadline t
where t.bucket = any($1::integer[]) and t.due_at <= $2::timestamptz
order by t.bucket, t.due_at, t.dispute_id, t.kind
limit $3::bigint
