-- SPDX-License-Identifier: Apache-2.0
-- Looks at a party's profile go with its hash.
update credit_read l
set bucket = $3::integer, party = $4::bytea
where l.bucket = $1::integer and l.party = $2::bytea
