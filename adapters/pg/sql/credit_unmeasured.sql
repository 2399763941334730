-- SPDX-License-Identifier: Apache-2.0
-- Runs with a profile of which nobody knows how old its oldest item is.
select r.month, r.run, r.state
from credit_run r
where r.state <> 4 and r.swept_at is null
  and exists (select from credit_profile p
              where p.month = r.month and p.run = r.run and p.oldest is null)
order by r.month, r.run
