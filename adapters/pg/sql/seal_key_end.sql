-- SPDX-License-Identifier: Apache-2.0
-- A key no longer signs; what was sealed under it stays verifiable.
update seal_key
set valid_until = $2::timestamptz
where number = $1::integer and valid_until is null and valid_from < $2::timestamptz
