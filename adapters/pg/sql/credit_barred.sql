-- SPDX-License-Identifier: Apache-2.0
-- Parties of one bucket of whom no profile of the month $2 is drawn.
select b.party
from credit_barred b
where b.bucket = $1::integer and b.lifted_at is null and (b.until is null or b.until >= $2::date)
order by b.party
limit $3::bigint
