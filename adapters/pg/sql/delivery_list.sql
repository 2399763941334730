-- SPDX-License-Identifier: Apache-2.0
-- What is on its way to an endpoint, or dead. null: either.
select d.subscription_id, d.dispute_id, d.seq, d.at, d.rule, d.kind, d.procedure, d.colour, d.stage,
       d.type, d.region, d.body_id, d.topics, d.lease, d.attempts, d.created_at,
       d.next_at, d.leased_until, d.is_dead, d.tried_at, d.status, d.error
from delivery d
where d.subscription_id = $1::bigint and (d.dispute_id, d.seq) > ($2::bigint, $3::integer)
  and ($4::boolean is null or d.is_dead = $4::boolean)
order by d.dispute_id, d.seq
limit $5::bigint
