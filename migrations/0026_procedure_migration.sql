-- SPDX-License-Identifier: Apache-2.0
-- Plans by which disputes move to another version of their procedure. Few rows, on the coordinator.
-- What moved is told by the events (each names its plan); only who stayed, and why, is kept here.
create table procedure_migration (
    plan         integer     not null primary key, -- from 1
    state        smallint    not null,             -- enum app_migration_state
    from_version smallint    not null,             -- numbers of procedure_version
    to_version   smallint    not null,
    map          text        not null,             -- JSON: names that are others in the new version
    reason       text        not null,             -- as every event keeps it
    login        text        not null,             -- of the account that began it; '': the command line
    only_open    boolean     not null,             -- disputes that are over stay out of it
    dispute_id   bigint      not null,             -- that one alone; 0: all
    rate         integer     not null,             -- disputes in a second at most
    until        bigint      not null,             -- last id that there was when it was begun
    at           bigint      not null,             -- last id that was looked at
    looked       bigint      not null,             -- disputes that were
    moved        bigint      not null,
    stayed       bigint      not null,
    begun_at     timestamptz not null,
    changed_at   timestamptz not null,
    ended_at     timestamptz,
    made_by      bytea unique,                     -- key of the request that began it
    fingerprint  bytea,                            -- and what it asked for
    check (plan > 0),
    check (state between 1 and 4),
    check (from_version <> to_version),
    check (rate > 0),
    check (octet_length(made_by) = 16),
    check (octet_length(fingerprint) = 16),
    check ((ended_at is not null) = (state in (3, 4)))
);

-- Disputes of a slice that are about to move, and those that stayed.
create table procedure_migration_item (
    plan       integer     not null,
    dispute_id bigint      not null,
    state      smallint    not null,               -- 0 about to move, 1 stayed
    why        text        not null,               -- a word of YM_REFUSALS, or a sentence
    at         timestamptz not null,
    primary key (plan, dispute_id),
    check (state between 0 and 1)
);
create index procedure_migration_item_open on procedure_migration_item (plan, dispute_id)
    where state = 0;

select app_distribute(t, null)
from unnest(array['procedure_migration', 'procedure_migration_item']::regclass[]) t;
