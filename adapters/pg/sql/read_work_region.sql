-- SPDX-License-Identifier: Apache-2.0
-- The worklist as in read_work, found in a small region by its index.
-- part shown
from (select w.*
      from (select * from dispute d
            where d.region between $13::bigint and $14::bigint and d.dispute_id > $2::bigint
            order by d.dispute_id) w
      where true
-- part work
      order by w.dispute_id
      limit $3::bigint) w
-- part names
order by w.dispute_id
