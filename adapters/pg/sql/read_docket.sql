-- SPDX-License-Identifier: Apache-2.0
-- The list of the docket $24 (its kind) of $23, as in read_list. The docket is that of the
-- narrowest of the wishes, which are all looked at. limit 1: one dispute each, in the docket's
-- order; the planner takes bucket and id for independent and would expect none.
with page as materialized (
    select w.*
    from (select o.bucket, o.dispute_id
          from docket o
          where o.kind = $24::smallint and o.holder = $23::bigint
            and ($11::bigint is null or o.dispute_id < $11)
          order by o.dispute_id desc
          limit $19::bigint) o
    cross join lateral (
-- part narrow
                        where w.bucket = o.bucket and w.dispute_id = o.dispute_id
                        limit 1) w
-- part wishes
    order by o.dispute_id desc
    limit $12::bigint)
-- part shown
       , case when (select count(*) from page) < $12 then
           (select o.dispute_id
            from docket o
            where o.kind = $24 and o.holder = $23 and ($11 is null or o.dispute_id < $11)
            order by o.dispute_id desc
            offset $19 - 1
            limit 1) end as far
from (values (1)) one
-- part paged
