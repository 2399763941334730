-- SPDX-License-Identifier: Apache-2.0
-- The next profiles of one bucket and run, in the order of parties, behind $4.
select p.month, p.run, p.party, p.kind, p.sha256, p.body, p.oldest, r.expiry_days
from credit_profile p
join credit_run r on r.month = p.month and r.run = p.run
where p.bucket = $1::integer and p.month = $2::date and p.run = $3::smallint
  and p.party > $4::bytea
order by p.party
limit $5::bigint
