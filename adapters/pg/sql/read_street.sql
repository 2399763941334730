-- SPDX-License-Identifier: Apache-2.0
-- The list of the street $23, a code of nine digits, as in read_list. Pairs are compared and put in
-- order, which only the index of streets can do: for an equality the planner might walk all
-- disputes.
with page as materialized (
    select w.*
    from (
-- part narrow
          where (w.region / 1000, w.dispute_id) >= ($23::bigint, 0)
            and (w.region / 1000, w.dispute_id) < ($23, coalesce($11::bigint, 9223372036854775807))
          order by w.region / 1000 desc, w.dispute_id desc
          limit $19::bigint) w
-- part wishes
    order by w.region / 1000 desc, w.dispute_id desc
    limit $12::bigint)
-- part shown
       , case when (select count(*) from page) < $12 then
           (select w.dispute_id
            from dispute w
            where (w.region / 1000, w.dispute_id) >= ($23, 0)
              and (w.region / 1000, w.dispute_id) < ($23, coalesce($11, 9223372036854775807))
            order by w.region / 1000 desc, w.dispute_id desc
            offset $19 - 1
            limit 1) end as far
from (values (1)) one
-- part paged
