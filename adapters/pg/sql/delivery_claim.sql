-- SPDX-License-Identifier: Apache-2.0
-- Take what is due, for as long as the lease lasts. When the program dies, it is due again then.
with due as materialized (
    select d.dispute_id, d.seq
    from delivery d
    where d.subscription_id = $1::bigint and d.next_at <= $2::timestamptz
    order by d.next_at
    limit $4::bigint
    for update skip locked)
update delivery d
set next_at = $3::timestamptz, leased_until = $3::timestamptz, lease = d.lease + 1
from due
where d.subscription_id = $1::bigint and d.dispute_id = due.dispute_id and d.seq = due.seq
returning d.subscription_id, d.dispute_id, d.seq, d.at, d.rule, d.kind, d.procedure, d.colour,
          d.stage, d.type, d.region, d.body_id, d.topics, d.lease, d.attempts, d.created_at
