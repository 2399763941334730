-- SPDX-License-Identifier: Apache-2.0
-- Runs whose profiles are to be deleted: withdrawn ones of which a slice is left, and approved ones
-- of months before $1, whose time is over.
select r.month, r.run, r.state
from credit_run r
where (r.state = 4
       and r.run in (select s.run from credit_slice s where s.month = r.month))
   or (r.state = 3 and r.month < $1::date and r.swept_at is null)
order by r.month, r.run
