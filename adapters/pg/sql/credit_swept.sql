-- SPDX-License-Identifier: Apache-2.0
-- The profiles of an approved run were deleted, their time being over.
update credit_run set swept_at = $3::timestamptz
where month = $1::date and run = $2::smallint and state = 3 and swept_at is null
