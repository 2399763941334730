-- SPDX-License-Identifier: Apache-2.0
-- Work orders of a bucket that became no dispute and of which nothing is left to do. Their ids begin
-- with the time.
delete from outside_order o
where o.bucket = $1::integer and o.dispute_id = 0 and o.tasks = 0
  and o.received_at < $2::timestamptz
