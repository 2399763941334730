-- SPDX-License-Identifier: Apache-2.0
-- The same as radar_open for the whole country: the clocks that pass first are found by their own key,
-- bucket by bucket, before any dispute is looked at.
-- part radar_row
from (select w.*
      from (select t.bucket, t.dispute_id, min(t.due_at) as due_at
            from generate_series(0, 1023) b
            cross join lateral (select t.bucket, t.dispute_id, t.due_at from deadline t
                                where t.bucket = b and t.due_at <= $6::timestamptz
                                order by t.due_at
                                limit $7::bigint) t
            group by t.bucket, t.dispute_id
            order by 3, 2
            limit $7::bigint) o
      cross join lateral (select * from dispute d
                          where d.bucket = o.bucket and d.dispute_id = o.dispute_id
                          limit 1) w
      where
-- part board_cut
      ) w
-- part names
order by w.due_at, w.dispute_id
