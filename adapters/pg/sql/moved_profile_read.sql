-- SPDX-License-Identifier: Apache-2.0
-- One profile of a party, as it is stored.
select p.kind, p.sha256, p.body, p.oldest
from credit_profile p
where p.bucket = $1::integer and p.month = $2::date and p.run = $3::smallint and p.party = $4::bytea
