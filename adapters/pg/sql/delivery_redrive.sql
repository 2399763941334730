-- SPDX-License-Identifier: Apache-2.0
-- Dead ones begin anew. null: of any dispute, any topic, dead since any time.
update delivery d
set is_dead = false, attempts = 0, next_at = $5::timestamptz, lease = d.lease + 1
where d.subscription_id = $1::bigint and d.is_dead
  and ($2::bigint is null or d.dispute_id = $2::bigint)
  and ($3::integer is null or (d.topics & $3::integer) <> 0)
  and ($4::timestamptz is null or d.tried_at >= $4::timestamptz)
