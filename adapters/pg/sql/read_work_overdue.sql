-- SPDX-License-Identifier: Apache-2.0
-- What is overdue at $19, oldest first: a clock has passed, which the programs fire within moments
-- (or one of the clocks $21 runs, as $1 elsewhere; $20 as $19 in read_work: none as a rule).
-- offset 0: each bucket is looked into by itself.
-- part shown
from (select distinct on (o.dispute_id) w.*
      from (select c.bucket, c.dispute_id
            from (select t.bucket, t.dispute_id
                  from generate_series(0, 1023) b
                  cross join lateral (select t.bucket, t.dispute_id from deadline t
                                      where t.bucket = b and t.due_at <= $19::timestamptz
                                      offset 0) t
                  union
                  select e.bucket, e.dispute_id from deadline e
                  where e.kind = any($20::text::smallint[])
                    and exists (select from dispute_detail t
                                where t.bucket = e.bucket and t.dispute_id = e.dispute_id
                                  and (t.procedure::integer << 8 | e.kind) = any($21::integer[]))) c
            where c.dispute_id > $2::bigint
            order by c.dispute_id) o
      cross join lateral (select * from dispute d
                          where d.bucket = o.bucket and d.dispute_id = o.dispute_id
                          limit 1) w
      where w.is_open
-- part work
      order by o.dispute_id
      limit $3::bigint) w
-- part names
order by w.dispute_id
