-- SPDX-License-Identifier: Apache-2.0
-- Who is told of what happens, and what is on its way to them. Both tables belong to subscriptions,
-- which are few, and not to disputes: on a sharded database they stay whole on the coordinator.

-- One endpoint outside. Its place in the feed moves with every slice that is fanned out, so that no
-- column that changes stands in an index; half of each page is room for the next version.
create table subscription (
    subscription_id bigint      not null primary key, -- random, made by the program
    url             text        not null,
    label           text        not null,             -- what it is for, as lists show it
    topics          integer     not null,             -- set of enum ym_topic
    region          bigint      not null,             -- padded code of a subtree; 0: any
    body_id         bigint      not null,             -- body that owns the dispute; 0: any
    secret          bytea       not null,             -- sealed; signs each message
    secret_before   bytea,                            -- sealed; signs as well while one is replaced
    before_until    timestamptz,                      -- when secret_before stops signing
    is_active       boolean     not null,
    stopped         smallint    not null,             -- enum app_stop: why it is not active
    stopped_at      timestamptz,
    created_at      timestamptz not null,
    made_by         bytea       not null,             -- digest of actor and Idempotency-Key
    fingerprint     bytea       not null,             -- digest of the body of that request
    rotated_by      bytea,                            -- as made_by, of the last rotation
    cursor_xid      xid8        not null,             -- place in outbox: fanned out up to here
    cursor_dispute  bigint      not null,
    cursor_seq      integer     not null,
    check (subscription_id > 0),
    check (is_active = (stopped = 0)),
    check ((secret_before is null) = (before_until is null)),
    check (octet_length(made_by) = 16),
    check (octet_length(fingerprint) = 16)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200);
create unique index subscription_made_by on subscription (made_by);

-- One event on its way to one endpoint: inserted by the fan-out, deleted when it has arrived. Of
-- those of one dispute only the first has a next_at (or is dead); the others wait behind it without
-- standing in the index of what is due. What the message says is taken down here, so that each
-- attempt sends the same bytes.
create table delivery (
    subscription_id bigint      not null,
    dispute_id      bigint      not null,
    seq             integer     not null,
    at              timestamptz not null,     -- of the event
    rule            smallint    not null,
    kind            smallint    not null,     -- enum ym_cmd
    procedure       smallint    not null,     -- number of the version after the event
    colour          smallint    not null,
    stage           smallint    not null,
    type            smallint    not null,
    region          bigint      not null,
    body_id         bigint      not null,
    topics          integer     not null,     -- set of enum ym_topic
    created_at      timestamptz not null,
    next_at         timestamptz,              -- when it is due; null: it waits, or is dead
    leased_until    timestamptz,              -- a program is sending it; null: none is
    lease           bigint      not null default 0, -- the fence: grows with each claim and verdict
    attempts        smallint    not null default 0, -- that failed
    is_dead         boolean     not null default false,
    tried_at        timestamptz,              -- the last verdict
    status          smallint    not null default 0, -- HTTP status of the last answer; 0: none came
    error           text        not null default '',
    primary key (subscription_id, dispute_id, seq),
    check (not is_dead or next_at is null)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0);
create index delivery_due on delivery (subscription_id, next_at) where next_at is not null;
create index delivery_dead on delivery (subscription_id, dispute_id, seq) where is_dead;
