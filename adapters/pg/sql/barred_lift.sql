-- SPDX-License-Identifier: Apache-2.0
-- Profiles of a party are drawn again.
update credit_barred b
set lifted_at = $3::timestamptz, lifted_by = $4::text
where b.bucket = $1::integer and b.party = $2::bytea and b.lifted_at is null
