-- SPDX-License-Identifier: Apache-2.0
-- One subscription, or (null) all; or the one that this request made.
select s.subscription_id, s.url, s.label, s.topics, s.region, s.body_id, s.secret, s.secret_before,
       s.before_until, s.is_active, s.stopped, s.stopped_at, s.created_at, s.fingerprint,
       s.rotated_by, n.pending, n.dead
from subscription s
cross join lateral (
    select count(*) filter (where not d.is_dead) as pending,
           count(*) filter (where d.is_dead) as dead
    from delivery d where d.subscription_id = s.subscription_id) n
where ($1::bigint is null or s.subscription_id = $1::bigint)
  and ($2::bytea is null or s.made_by = $2::bytea)
order by s.created_at, s.subscription_id
limit $3::bigint
