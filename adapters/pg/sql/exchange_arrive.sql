-- SPDX-License-Identifier: Apache-2.0
-- A message has come in: note that it has.
insert into exchange_receipt (bucket, partner_id, name, print, at)
values ($1::integer, $2::bigint, $3::text, $4::bytea, $5::timestamptz)
on conflict (bucket, partner_id, name) do nothing
