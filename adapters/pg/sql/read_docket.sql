-- SPDX-License-Identifier: Apache-2.0
-- The list of the docket $19 (its kind) of $20: read backwards, newest first. The docket is that of
-- the narrowest of the wishes, which are all looked at as in read_list.
-- part shown
from (select w.*
      from docket o
      join dispute w on w.bucket = o.bucket and w.dispute_id = o.dispute_id
      where o.kind = $19::smallint and o.holder = $20::bigint
        and ($11::bigint is null or o.dispute_id < $11)
-- part wishes
      order by o.dispute_id desc
      limit $12::bigint) w
-- part names
order by w.dispute_id desc
