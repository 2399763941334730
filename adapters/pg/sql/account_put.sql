-- SPDX-License-Identifier: Apache-2.0
-- A new account, unless its login is taken or its request made one before.
insert into account (account_id, login, name, password, created_at, changed_at, made_by, fingerprint)
values ($1::bigint, $2::text, $3::text, $4::text, $5::timestamptz,
        case when $4::text is null then null else $5::timestamptz end, $6::bytea, $7::bytea)
on conflict do nothing
