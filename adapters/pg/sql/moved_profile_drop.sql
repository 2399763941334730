-- SPDX-License-Identifier: Apache-2.0
-- The profiles under the party's old hash.
delete from credit_profile p
where p.bucket = $1::integer and p.party = $2::bytea
