-- SPDX-License-Identifier: Apache-2.0
-- Open disputes of a division that break a limit by $6 or have done so, the earliest first.
-- part radar_row
from (select w.* from dispute w
      where
-- part board_cut
        and w.due_at <= $6::timestamptz
      order by w.due_at, w.dispute_id
      limit $7::bigint) w
-- part names
order by w.due_at, w.dispute_id
