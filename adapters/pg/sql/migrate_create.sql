-- SPDX-License-Identifier: Apache-2.0
-- What was applied, and the SHA-256 of its bytes. Ahead of every migration, and again each time.
create table if not exists schema_migration (
    version int primary key,
    name text not null,
    sha256 bytea not null,
    applied_at timestamptz not null default now(),
    app text not null default ''
)
