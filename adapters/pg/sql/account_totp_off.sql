-- SPDX-License-Identifier: Apache-2.0
update account set totp = null, totp_next = null, recovery = ''::bytea where account_id = $1::bigint
