-- SPDX-License-Identifier: Apache-2.0
-- One subscription, or (null) all; or the one that this request made. Counted each by an index
-- alone: an endpoint that is away for days has millions of deliveries before it.
select s.subscription_id, s.url, s.label, s.topics, s.region, s.body_id, s.secret, s.secret_before,
       s.before_until, s.is_active, s.stopped, s.stopped_at, s.created_at, s.fingerprint,
       s.rotated_by, h.held - n.dead, n.dead
from subscription s
cross join lateral (
    select count(*) as held from delivery d where d.subscription_id = s.subscription_id) h
cross join lateral (
    select count(*) as dead from delivery d
    where d.subscription_id = s.subscription_id and d.is_dead) n
where ($1::bigint is null or s.subscription_id = $1::bigint)
  and ($2::bytea is null or s.made_by = $2::bytea)
  and s.partner_kind = 0
order by s.created_at, s.subscription_id
limit $3::bigint
