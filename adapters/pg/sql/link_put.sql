-- SPDX-License-Identifier: Apache-2.0
insert into one_time_link (hash, account_id, made_at, expires_at)
select $1::bytea, $2::bigint, $3::timestamptz, $4::timestamptz
where exists (select from account where account_id = $2::bigint and is_active)
