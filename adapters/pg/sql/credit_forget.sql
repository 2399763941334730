-- SPDX-License-Identifier: Apache-2.0
-- Delete every profile of a party.
delete from credit_profile p
where p.bucket = $1::integer and p.party = $2::bytea
