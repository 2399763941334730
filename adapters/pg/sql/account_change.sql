-- SPDX-License-Identifier: Apache-2.0
update account
set name = coalesce($2::text, name), is_active = coalesce($3::boolean, is_active),
    totp = case when $4::boolean then null else totp end,
    totp_next = case when $4::boolean then null else totp_next end,
    recovery = case when $4::boolean then ''::bytea else recovery end
where account_id = $1::bigint
