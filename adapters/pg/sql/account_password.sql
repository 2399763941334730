-- SPDX-License-Identifier: Apache-2.0
-- A new password in place of the one that was.
update account set password = $3::text, changed_at = $4::timestamptz
where account_id = $1::bigint and password = $2::text
