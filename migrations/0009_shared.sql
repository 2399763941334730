-- SPDX-License-Identifier: Apache-2.0
-- What the programs on one database share so that they can run side by side without being told of
-- each other. Plain tables: on a cluster they lie on the coordinator, which every program talks to.
-- Not reference tables, since every write to one of those is a commit in two phases on all nodes.

-- The numbers that make ids unique (engine, yima/id.h): whoever holds one may make ids of the
-- milliseconds up to range_ms, and whoever takes it next begins behind them. So no id is made twice,
-- even when a holder sleeps through the end of its lease. until only decides when a number may be
-- taken away; it is written and compared with the server's clock alone.
create table node_lease (
    node     smallint    not null primary key,
    instance bytea,                             -- of the run of the program that holds or held it
    label    text        not null default '',   -- its machine and process, for people
    until    timestamptz not null default '-infinity',
    range_ms bigint      not null,              -- since the epoch of the ids
    check (node between 0 and 31),
    check (octet_length(instance) = 16)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100);

-- In a database of before, nothing that any program has made so far is made again: none is further
-- ahead of its clock than this.
insert into node_lease (node, range_ms)
select n, case when exists (select from dispute)
               then ((extract(epoch from now()) - 1577836800 + 4) * 1000)::bigint else 0 end
from generate_series(0, 31) as n;

-- Whose turn it is to clean up, and how far the round has come, so that the next one goes on there.
create table keep_turn (
    id           boolean     not null primary key default true,
    instance     bytea,
    until        timestamptz not null default '-infinity', -- of the turn; the server's clock
    keys_bucket  integer     not null default 0,           -- the round of request_key: next bucket
    keys_at      timestamptz not null default '-infinity', -- when the last round ended
    check (id),
    check (keys_bucket between 0 and 1023)
) with (fillfactor = 50);
insert into keep_turn default values;

-- Which transactions were over at which time: outbox rows know their transaction only.
create table feed_mark (
    xid xid8        not null primary key,       -- every transaction before it was over
    at  timestamptz not null                    -- at this time
);

-- The cluster whose transaction numbers stand in outbox and in the cursors over it. Restored into
-- another one, they mean nothing there and are given anew (pg/restored.h). 0: not known yet.
create table cluster_mark (
    id     boolean not null primary key default true,
    system bigint  not null,
    check (id)
);
insert into cluster_mark (system) select system_identifier from pg_control_system();
