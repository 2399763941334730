-- SPDX-License-Identifier: Apache-2.0
-- Use a step up, once.
update account set totp_step = $2::bigint where account_id = $1::bigint and totp_step < $2::bigint
