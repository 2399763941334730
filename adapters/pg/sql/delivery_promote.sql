-- SPDX-License-Identifier: Apache-2.0
-- The next of each dispute is due, when nothing stands before it any more.
update delivery d
set next_at = $3::timestamptz
from (select distinct i.subscription_id, i.dispute_id
      from unnest($1::bigint[], $2::bigint[]) as i(subscription_id, dispute_id)) i
where d.subscription_id = i.subscription_id and d.dispute_id = i.dispute_id
  and d.next_at is null and not d.is_dead
  and d.seq = (select min(m.seq) from delivery m
               where m.subscription_id = i.subscription_id and m.dispute_id = i.dispute_id)
