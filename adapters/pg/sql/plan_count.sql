-- SPDX-License-Identifier: Apache-2.0
-- What came of a slice.
update procedure_migration
set moved = moved + $2::bigint, stayed = stayed + $3::bigint, changed_at = $4::timestamptz
where plan = $1::integer
