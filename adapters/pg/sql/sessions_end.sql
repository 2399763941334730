-- SPDX-License-Identifier: Apache-2.0
-- The sessions of an account but one.
delete from session
where account_id = $1::bigint and account_id <> 0 and hash is distinct from $2::bytea
