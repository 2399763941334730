-- SPDX-License-Identifier: Apache-2.0
-- Runs of which everything is to be deleted: withdrawn ones of which a slice is left, and approved
-- ones of which no item can be in its time any more at $1: what a month holds was recorded in it at
-- the latest.
select r.month, r.run, r.state
from credit_run r
where (r.state = 4
       and r.run in (select s.run from credit_slice s where s.month = r.month))
   or (r.state = 3 and r.swept_at is null
       and (r.month + interval '1 month')::date + r.expiry_days
           <= ($1::timestamptz at time zone 'Asia/Shanghai')::date)
order by r.month, r.run
