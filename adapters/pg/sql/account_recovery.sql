-- SPDX-License-Identifier: Apache-2.0
-- The recovery codes left, if nobody has used one meanwhile.
update account set recovery = $3::bytea where account_id = $1::bigint and recovery = $2::bytea
