-- SPDX-License-Identifier: Apache-2.0
-- The list as in read_list, of what is overdue ($5): a dispute is when one of its clocks has
-- passed. While those clocks are few, no more than $19, all are looked at: they lie at the front of
-- each bucket. Else not a row comes back, and a walk is to be asked: it will not have to go far.
with late as materialized (
    select t.bucket, t.dispute_id
    from deadline t
    where t.bucket = any(array(select generate_series(0, 1023))) and t.due_at <= $5::timestamptz
    order by t.bucket, t.due_at, t.dispute_id, t.kind
    limit $19::bigint + 1),
few as materialized (
    select count(*) <= $19 as is_so from late),
page as materialized (
    select w.*
    from (select distinct t.dispute_id, t.bucket
          from late t
          where (select is_so from few) and ($11::bigint is null or t.dispute_id < $11)
          order by t.dispute_id desc) o
    cross join lateral (
-- part narrow
                        where w.bucket = o.bucket and w.dispute_id = o.dispute_id
                        limit 1) w
-- part wishes
    order by o.dispute_id desc
    limit $12::bigint)
-- part shown
       , null::bigint as far
from (select where (select is_so from few)) one
-- part paged
