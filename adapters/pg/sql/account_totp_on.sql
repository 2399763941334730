-- SPDX-License-Identifier: Apache-2.0
-- The secret that waited is in force from its first code ($4) on.
update account set totp = totp_next, totp_next = null, recovery = $3::bytea,
                   totp_step = greatest(totp_step, $4::bigint)
where account_id = $1::bigint and totp_next = $2::bytea
