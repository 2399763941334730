-- SPDX-License-Identifier: Apache-2.0
-- A secret of one-time passwords that waits for its first code.
update account set totp_next = $2::bytea where account_id = $1::bigint
