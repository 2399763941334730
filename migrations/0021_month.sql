-- SPDX-License-Identifier: Apache-2.0
-- The months: what each dispute gave to each month, the reports made from it, and who is drawing.

-- One revision of one month. Frozen, nothing of it changes any more.
create table month (
    month           date        not null,     -- its first day
    revision        smallint    not null,     -- from 1; above: amendments
    state           smallint    not null,     -- enum app_month_state: 1 drawing, 2 frozen
    begun_at        timestamptz not null,
    frozen_at       timestamptz,
    known           timestamptz not null,     -- corrections recorded up to here are in it
    disputes        bigint      not null default 0, -- whose history was read
    events          bigint      not null default 0, -- of them
    facts           bigint      not null default 0, -- disputes that contribute
    procedures      bytea       not null,     -- digest of the procedure versions that it was drawn by
    calendar        bytea       not null,     -- digest of the calendar
    sha256          bytea,                    -- over all below it and the one before
    previous_sha256 bytea,                    -- of what was frozen before it; null: nothing was
    reason          text        not null default '', -- of an amendment
    made_by         text        not null,     -- public name of who had it drawn
    primary key (month, revision),
    check (month = date_trunc('month', month::timestamp)::date),
    check (revision > 0),
    check (state between 1 and 2),
    check ((state = 2) = (sha256 is not null and frozen_at is not null)),
    check ((revision > 1) = (reason <> '')),
    check (octet_length(procedures) = 32),
    check (octet_length(calendar) = 32),
    check (octet_length(sha256) = 32),
    check (octet_length(previous_sha256) = 32)
);

-- What the disputes of a range of ids gave to a month: facts (yima/fact.h), one behind the other in
-- the order of ids. One slice is one transaction: a drawing that was killed goes on behind the last.
create table month_slice (
    slice    integer  not null,               -- from 0
    month    date     not null,
    revision smallint not null,
    until_id bigint   not null,               -- all disputes below it are done
    disputes bigint   not null,
    events   bigint   not null,
    nfacts   integer  not null,
    facts    bytea    not null,
    sha256   bytea    not null,               -- of facts
    primary key (slice, month, revision),
    check (octet_length(sha256) = 32)
);
alter table month_slice alter column facts set storage external;

-- The reports as they were frozen: canonical JSON.
create table month_report (
    month    date     not null,
    revision smallint not null,
    scope    smallint not null,               -- enum app_month_scope
    of_id    bigint   not null,               -- padded code or body's id; 0: the whole
    bytes    bytea    not null,
    sha256   bytea    not null,
    primary key (month, revision, scope, of_id),
    check (scope between 0 and 2),
    check (octet_length(sha256) = 32)
);

-- How many people lived somewhere in a year, as it was published.
create table population (
    region     bigint   not null,             -- padded code
    year       smallint not null,             -- that it tells of
    residents  bigint   not null,
    floating   bigint   not null default 0,   -- registered floating population; 0: not told
    source     text     not null,             -- publication and date
    primary key (region, year),
    check (year between 1949 and 2200),
    check (residents > 0 and floating >= 0)
);

-- Jobs of which one runner at a time may be at work. Held for a while and held on to: a runner that
-- was killed keeps nobody out for longer than that.
create table job_lock (
    job      text        not null primary key,
    instance bytea       not null,            -- of the run that holds or held it
    label    text        not null,            -- its machine and process, for people
    until    timestamptz not null,            -- the server's clock
    check (octet_length(instance) = 16)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100);

select app_distribute(t, null)
from unnest(array['month', 'month_report', 'population', 'job_lock']::regclass[]) t;
select app_distribute('month_slice', 'slice', 'none');
