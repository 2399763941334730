-- SPDX-License-Identifier: Apache-2.0
-- What has arrived is gone, if it is still ours.
delete from delivery d
using unnest($1::bigint[], $2::bigint[], $3::integer[], $4::bigint[])
    as i(subscription_id, dispute_id, seq, lease)
where d.subscription_id = i.subscription_id and d.dispute_id = i.dispute_id and d.seq = i.seq
  and d.lease = i.lease
