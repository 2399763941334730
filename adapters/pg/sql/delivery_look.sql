-- SPDX-License-Identifier: Apache-2.0
-- The active subscriptions: where each stands in the feed, whether there is more, and when the next
-- delivery is due. In order and one alone: so the index is asked, however much the feed holds.
select s.subscription_id, s.url, s.topics, s.region, s.body_id, s.secret, s.secret_before,
       s.before_until, s.cursor_xid::text::bigint, s.cursor_dispute, s.cursor_seq,
       (select o.xid from outbox o
        where (o.xid, o.dispute_id, o.seq) > (s.cursor_xid, s.cursor_dispute, s.cursor_seq)
          and o.xid < pg_snapshot_xmin(pg_current_snapshot())
        order by o.xid, o.dispute_id, o.seq
        limit 1) is not null,
       (select min(d.next_at) from delivery d
        where d.subscription_id = s.subscription_id and d.next_at is not null),
       s.partner_kind
from subscription s
where s.is_active
order by s.subscription_id
limit $1::bigint
