-- SPDX-License-Identifier: Apache-2.0
-- A running program says which keys it uses.
insert into keyring_program as k (instance, rings, at)
values ($1::bytea, $2::text, $3::timestamptz)
on conflict (instance) do update set rings = excluded.rings, at = excluded.at
