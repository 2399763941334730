-- SPDX-License-Identifier: Apache-2.0
-- A list, newest first. Sent unprepared, so that each set of wishes is planned for itself. The page
-- is cut before anything is joined: the planner does not know that a bucket follows from an id, and
-- would else join everything first.
-- part shown
from (select w.* from dispute w
      where true
-- part wishes
      order by w.dispute_id desc
      limit $12::bigint) w
-- part names
order by w.dispute_id desc
