-- SPDX-License-Identifier: Apache-2.0
-- A worklist, oldest first, found by the clocks that run: open disputes alone have any. $19: the
-- numbers that the clocks of $1 bear under any version, a text, so that the planner sees which they
-- are. Sent unprepared, so that each question is planned for itself. limit 1: one dispute each.
-- part shown
from (select distinct on (o.dispute_id) w.*
      from (select e.bucket, e.dispute_id from deadline e
            where e.dispute_id > $2::bigint
              and ($19::text is null or e.kind = any($19::text::smallint[]))
            order by e.dispute_id) o
      cross join lateral (select * from dispute d
                          where d.bucket = o.bucket and d.dispute_id = o.dispute_id
                          limit 1) w
      where true
-- part work
      order by o.dispute_id
      limit $3::bigint) w
-- part names
order by w.dispute_id
