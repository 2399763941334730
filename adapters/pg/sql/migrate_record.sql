-- SPDX-License-Identifier: Apache-2.0
-- A migration was applied, by this version of the program.
insert into schema_migration (version, name, sha256, app)
values ($1::int, $2::text, $3::bytea, $4::text)
