-- SPDX-License-Identifier: Apache-2.0
-- The list as in read_list, of what is overdue ($5): a dispute is when one of its clocks has passed.
-- Those clocks are few and lie at the front of each bucket; among all disputes they would have to be
-- searched for. offset 0: each bucket is looked into by itself.
-- part shown
from (select w.*
      from (select distinct t.bucket, t.dispute_id
            from generate_series(0, 1023) b
            cross join lateral (select t.bucket, t.dispute_id from deadline t
                                where t.bucket = b and t.due_at <= $5::timestamptz
                                offset 0) t) o
      cross join lateral (select * from dispute d
                          where d.bucket = o.bucket and d.dispute_id = o.dispute_id
                          limit 1) w
      where true
-- part wishes
      order by w.dispute_id desc
      limit $12::bigint) w
-- part names
order by w.dispute_id desc
