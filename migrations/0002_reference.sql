-- SPDX-License-Identifier: Apache-2.0
-- Reference data: what changes rarely and every node wants at hand.

create table region (
    code   bigint   not null primary key, -- padded to 12 digits: a subtree is one range
    name   text     not null,
    parent bigint   not null,             -- 0: the whole country
    level  smallint not null,             -- 1 province … 5 community or village
    check (level between 1 and 5)
);

create table body (
    body_id   bigint   not null primary key,
    kind      smallint not null,          -- enum ym_body_kind
    region    bigint   not null,
    name      text     not null,
    phone     text     not null default '',
    address   text     not null default '',
    is_active boolean  not null default true,
    check (body_id > 0)
);

create table staff (
    staff_id  bigint  not null primary key,
    body_id   bigint  not null,
    roles     integer not null,           -- set of enum ym_role
    name      text    not null,
    phone     text    not null default '',
    is_active boolean not null default true,
    check (staff_id > 0)
);

-- A procedure version never changes once it has a number: disputes are pinned to it.
create table procedure_version (
    number       smallint    not null primary key,
    procedure_id text        not null,
    version      text        not null,
    sha256       bytea       not null,    -- of document
    document     text        not null,    -- the JSON as given
    valid_from   date        not null,
    valid_until  date,                    -- last day; null: open
    imported_at  timestamptz not null,
    unique (procedure_id, version),
    check (number between 1 and 64),
    check (octet_length(sha256) = 32)
);

-- The secret itself is stored nowhere: hash is of id and secret together.
create table api_token (
    token_id   text        not null primary key,
    hash       bytea       not null,
    label      text        not null,
    role       smallint    not null,      -- enum ym_role
    staff_id   bigint      not null default 0,
    body_id    bigint      not null default 0,
    region     bigint      not null default 0,
    dispute_id bigint      not null default 0, -- a party's or agent's token: this dispute alone
    seat       smallint    not null default 255,
    issued_at  timestamptz not null,
    expires_at timestamptz not null,
    revoked_at timestamptz,
    check (octet_length(hash) = 32),
    check (expires_at > issued_at)
);

-- Days that are not what their weekday says: public holidays and adjusted workdays.
create table calendar_day (
    day        date    not null primary key,
    is_working boolean not null,
    name       text    not null default '',
    source     text    not null default ''
);

-- Grows by one whenever bodies, staff, tokens or the calendar change, so that every node can see
-- with one cheap read that what it holds in memory is old.
create table reference_revision (
    id       boolean not null primary key default true,
    revision bigint  not null,
    check (id)
);
insert into reference_revision (revision) values (1);

-- What the keys that seal this database answer to a fixed question: a program with other keys
-- notices before it seals or shows anything.
create table keyring_check (
    id   boolean not null primary key default true,
    hash bytea   not null,
    check (id),
    check (octet_length(hash) = 32)
);
