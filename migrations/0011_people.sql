-- SPDX-License-Identifier: Apache-2.0
-- People who log in: their accounts, what each may act as, and the sessions that they and parties
-- with an access code have open. Few rows, read by key: on a sharded database they stay whole on
-- the coordinator. No secret stands here as it is: passwords as argon2id, tokens of sessions and
-- one-time links as hashes, secrets of one-time passwords sealed.

create table account (
    account_id  bigint      not null primary key, -- random, made by the program
    login       text        not null unique,      -- in lower case
    name        text        not null,
    password    text,                             -- argon2id with its parameters; null: none yet
    is_active   boolean     not null default true,
    totp        bytea,                            -- sealed secret of one-time passwords; null: off
    totp_next   bytea,                            -- sealed; waits for its first code
    totp_step   bigint      not null default 0,   -- the last step that was used: never again
    recovery    bytea       not null default '',  -- keyed hashes of codes not used yet, 16 bytes each
    created_at  timestamptz not null,
    changed_at  timestamptz,                      -- when the password was set; null: never
    made_by     bytea,                            -- digest of actor and Idempotency-Key
    fingerprint bytea,                            -- digest of the body of that request
    check (account_id > 0),
    check (octet_length(made_by) = 16),
    check (octet_length(fingerprint) = 16),
    check (octet_length(recovery) % 16 = 0)
) with (fillfactor = 70);
create unique index account_made_by on account (made_by) where made_by is not null;

-- What an account may act as: a role each, bound to staff, body and region.
create table account_grant (
    account_id bigint   not null,
    role       smallint not null,                 -- enum ym_role
    staff_id   bigint   not null default 0,
    body_id    bigint   not null default 0,
    region     bigint   not null default 0,       -- padded code of a subtree
    primary key (account_id, role),
    check (role between 0 and 31)
);

-- Somebody who is logged in. Of an account it holds which of the grants it acts in: what that
-- grant says counts at each moment. Of a party it holds dispute and seat.
create table session (
    hash       bytea       not null primary key,  -- of the token in the cookie
    account_id bigint      not null default 0,    -- 0: a party
    role       smallint    not null,
    dispute_id bigint      not null default 0,
    seat       smallint    not null default 255,
    opened_at  timestamptz not null,
    seen_at    timestamptz not null,              -- some minutes old at most
    expires_at timestamptz not null,
    check (octet_length(hash) = 32),
    check ((account_id = 0) <> (dispute_id = 0)),
    check (expires_at > opened_at)
) with (fillfactor = 70);
create index session_account on session (account_id, opened_at) where account_id <> 0;
create index session_dispute on session (dispute_id) where dispute_id <> 0;
create index session_expires on session (expires_at);

-- A link with which an account sets its password, once.
create table one_time_link (
    hash       bytea       not null primary key,
    account_id bigint      not null,
    made_at    timestamptz not null,
    expires_at timestamptz not null,
    used_at    timestamptz,
    used_by    bytea,                             -- digest of the request that used it
    check (octet_length(hash) = 32)
);
create index one_time_link_account on one_time_link (account_id);
