-- SPDX-License-Identifier: Apache-2.0
-- How old the oldest item of a profile is.
update credit_profile p
set oldest = $5::date
where p.bucket = $1::integer and p.month = $2::date and p.run = $3::smallint and p.party = $4::bytea
  and p.oldest is null
