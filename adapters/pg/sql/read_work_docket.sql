-- SPDX-License-Identifier: Apache-2.0
-- The worklist as in read_work, found in the docket $19 (its kind) of $20.
-- part shown
from (select w.*
      from (select p.bucket, p.dispute_id from docket p
            where p.kind = $19::smallint and p.holder = $20::bigint and p.dispute_id > $2::bigint
            order by p.dispute_id) o
      cross join lateral (select * from dispute d
                          where d.bucket = o.bucket and d.dispute_id = o.dispute_id
                          limit 1) w
      where true
-- part work
      order by o.dispute_id
      limit $3::bigint) w
-- part names
order by w.dispute_id
