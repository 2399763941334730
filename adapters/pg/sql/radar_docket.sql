-- SPDX-License-Identifier: Apache-2.0
-- The same as radar_open for the docket $8 (its kind) of $9.
-- part radar_row
from (select w.*
      from docket o
      join dispute w on w.bucket = o.bucket and w.dispute_id = o.dispute_id
      where o.kind = $8::smallint and o.holder = $9::bigint and
-- part board_cut
        and w.due_at <= $6::timestamptz
      order by w.due_at, w.dispute_id
      limit $7::bigint) w
-- part names
order by w.due_at, w.dispute_id
