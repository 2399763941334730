-- SPDX-License-Identifier: Apache-2.0
-- Approved months of which a party has a profile, newest first.
select p.month
from credit_profile p
join credit_run r on r.month = p.month and r.run = p.run
where p.bucket = $1::integer and p.party = $2::bytea and r.state = 3
order by p.month desc
limit $3::bigint
