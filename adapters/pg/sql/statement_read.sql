-- SPDX-License-Identifier: Apache-2.0
-- A party's own words to its profile.
select s.text, s.at from credit_statement s
where s.bucket = $1::integer and s.party = $2::bytea
