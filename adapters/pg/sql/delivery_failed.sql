-- SPDX-License-Identifier: Apache-2.0
-- What has not arrived is tried again later, or dead, if it is still ours. error null: it was not
-- tried at all.
update delivery d
set attempts = d.attempts + i.counts::integer, next_at = i.next_at, is_dead = i.is_dead,
    leased_until = null, lease = d.lease + 1,
    tried_at = case when i.error is null then d.tried_at else $1::timestamptz end,
    status = coalesce(i.status, d.status), error = coalesce(i.error, d.error)
from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::bigint[], $6::boolean[],
            $7::timestamptz[], $8::boolean[], $9::smallint[], $10::text[])
    as i(subscription_id, dispute_id, seq, lease, counts, next_at, is_dead, status, error)
where d.subscription_id = i.subscription_id and d.dispute_id = i.dispute_id and d.seq = i.seq
  and d.lease = i.lease
