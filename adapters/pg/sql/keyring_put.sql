-- SPDX-License-Identifier: Apache-2.0
-- The first keys that come to this database are its keys.
insert into keyring_check (hash) values ($1::bytea)
on conflict do nothing
