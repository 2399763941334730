-- SPDX-License-Identifier: Apache-2.0
-- How many messages are open, by state, and past their due time; when the oldest that waits was
-- made; how many differences nobody has settled. Counted up to $2.
select count(*) filter (where o.state = 0), count(*) filter (where o.state = 1),
       count(*) filter (where o.state = 3),
       count(*) filter (where o.state in (0, 1) and o.due_at < $1::timestamptz),
       min(o.made_at) filter (where o.state in (0, 1)),
       (select count(*) from (select 1 from exchange_discrepancy d where d.settled_at is null
                              limit $2::bigint) l)
from (select m.state, m.due_at, m.made_at from exchange_message m where m.state in (0, 1, 3)
      limit $2::bigint) o
