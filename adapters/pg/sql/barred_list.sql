-- SPDX-License-Identifier: Apache-2.0
-- Parties of whom no profile is drawn, behind ($1, $2). A deliberate scatter read.
select b.party, b.at, b.account, b.login, b.reference, b.until
from credit_barred b
where b.lifted_at is null and (b.bucket, b.party) > ($1::integer, $2::bytea)
order by b.bucket, b.party
limit $3::bigint
