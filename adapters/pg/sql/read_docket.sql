-- SPDX-License-Identifier: Apache-2.0
-- The list of the docket $19 (its kind) of $20: read backwards, newest first. The docket is that of
-- the narrowest of the wishes, which are all looked at as in read_list. limit 1: one dispute each, in
-- the docket's order; the planner takes bucket and id for independent and would expect none.
-- part shown
from (select w.*
      from docket o
      cross join lateral (select * from dispute d
                          where d.bucket = o.bucket and d.dispute_id = o.dispute_id
                          limit 1) w
      where o.kind = $19::smallint and o.holder = $20::bigint
        and ($11::bigint is null or o.dispute_id < $11)
-- part wishes
      order by o.dispute_id desc
      limit $12::bigint) w
-- part names
order by w.dispute_id desc
