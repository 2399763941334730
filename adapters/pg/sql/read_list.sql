-- SPDX-License-Identifier: Apache-2.0
-- A list, newest first. Sent unprepared, so that each set of wishes is planned for itself.
--
-- How all lists are read: in the order of ids, from $11 backwards, as long as the page wants rows,
-- but no more than $19 disputes are looked at. When the page did not fill, far is the last one
-- looked at, and the next page goes on behind it; far is null when there is nothing behind. So no
-- wish takes longer than $19 looks, however rare what it asks for. The page is cut before anything
-- is joined: the planner does not know that a bucket follows from an id, and would else join
-- everything first.
with page as materialized (
    select w.*
    from (
-- part narrow
          where ($11::bigint is null or w.dispute_id < $11)
            and ($18::bigint is null or w.dispute_id = $18)
          order by w.dispute_id desc
          limit $19::bigint) w
-- part wishes
    order by w.dispute_id desc
    limit $12::bigint)
-- part shown
       , case when (select count(*) from page) < $12 then
           (select w.dispute_id
            from dispute w
            where ($11::bigint is null or w.dispute_id < $11)
              and ($18::bigint is null or w.dispute_id = $18)
            order by w.dispute_id desc
            offset $19 - 1
            limit 1) end as far
from (values (1)) one
-- part paged
