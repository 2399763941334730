-- SPDX-License-Identifier: Apache-2.0
-- What never reached an endpoint outside.
delete from delivery d
where d.dispute_id = $1::bigint
  and d.subscription_id in (select s.subscription_id from subscription s)
