-- SPDX-License-Identifier: Apache-2.0
-- The profile of a party in that month, or in the newest one ($3 null): approved ones alone.
select p.month, p.run, p.party, p.kind, p.sha256, p.body, p.oldest, r.expiry_days
from credit_profile p
join credit_run r on r.month = p.month and r.run = p.run
where p.bucket = $1::integer and p.party = $2::bytea and r.state = 3
  and ($3::date is null or p.month = $3::date)
order by p.month desc
limit 1
