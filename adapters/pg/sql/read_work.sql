-- SPDX-License-Identifier: Apache-2.0
-- A worklist, oldest first, found by the clocks that run: open disputes alone have any. Sent
-- unprepared, so that each question is planned for itself. limit 1: one dispute each.
-- part shown
from (select distinct on (o.dispute_id) w.*
      from (select e.bucket, e.dispute_id from deadline e
            where e.dispute_id > $2::bigint
              and ($1::integer[] is null
                   or e.kind = any(array(select (v & 255)::smallint from unnest($1::integer[]) v)))
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
