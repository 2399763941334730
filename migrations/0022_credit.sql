-- SPDX-License-Identifier: Apache-2.0
-- Credit: what the histories of disputes say of their parties, the runs that draw profiles from it,
-- and the profiles. The rules are told in adapters/app/include/app/credit.h.

-- The items of a dispute's history, made anew only where the dispute has changed. Everything here can
-- be made again from the events.
create table credit_source (
    bucket     integer  not null,
    dispute_id bigint   not null,
    version    integer  not null,             -- that the dispute had when they were made
    edition    smallint not null,             -- of the rules by which items are read from a history
    since      date     not null,             -- items of days before it are left out
    oldest     date,                          -- day of the oldest one; null: there is none
    items      bytea    not null,             -- ym_credit_items_pack()
    primary key (bucket, dispute_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (version > 0)
);

-- The runs. A few rows a month, wanted wherever a profile is read.
create table credit_run (
    month           date        not null,     -- its first day
    run             smallint    not null,     -- from 1
    state           smallint    not null,     -- enum app_credit_state
    formula         text        not null,     -- "id/version"
    formula_sha256  bytea       not null,
    formula_json    bytea       not null,     -- the formula itself, as it was
    previous_sha256 bytea       not null,     -- hash of the statement of the approved month before
    profiles_sha256 bytea,                    -- the digest; null while it is being drawn
    sha256          bytea,                    -- hash of the statement; likewise
    tally           bigint[],                 -- by enum app_credit_count; likewise
    runner          bigint      not null,     -- account
    runner_login    text        not null,
    approver        bigint,                   -- account that approved or withdrew it
    approver_login  text,
    begun_at        timestamptz not null,
    drawn_at        timestamptz,
    decided_at      timestamptz,
    swept_at        timestamptz,              -- when its profiles were deleted, their time being over
    reason          text,                     -- why it was withdrawn
    primary key (month, run),
    check (month = date_trunc('month', month::timestamp)::date),
    check (run > 0),
    check (state between 1 and 4),
    check (octet_length(formula_sha256) = 32),
    check (octet_length(previous_sha256) = 32),
    check (octet_length(profiles_sha256) = 32),
    check (octet_length(sha256) = 32),
    check (state not in (2, 3) or (sha256 is not null and profiles_sha256 is not null
                                   and tally is not null and drawn_at is not null)),
    check (state not in (3, 4) or (approver is not null and decided_at is not null)),
    check (state <> 3 or approver <> runner)
);
-- A month has one run that counts.
create unique index credit_run_alive on credit_run (month) where state <> 4;

-- Profiles. The bucket is the first ten bits of the party's keyed hash. Month and run lead within
-- it, so that a run is read and deleted slice by slice.
create table credit_profile (
    bucket integer  not null,
    month  date     not null,
    run    smallint not null,
    party  bytea    not null,                 -- party.identity_hash
    kind   smallint not null,                 -- enum ym_party_kind
    sha256 bytea    not null,                 -- of the plain bytes
    body   bytea    not null,                 -- sealed canonical JSON
    primary key (bucket, month, run, party),
    check (bucket = get_byte(party, 0) * 4 + (get_byte(party, 1) >> 6)),
    check (octet_length(party) = 32),
    check (octet_length(sha256) = 32)
);
-- What is sealed does not shrink: do not try.
alter table credit_profile alter column body set storage external;

-- A profile that was deleted before the others of its run leaves this, so that the digest of the run
-- can still be computed.
create table credit_gone (
    bucket integer     not null,              -- in which the profile lay
    month  date        not null,
    run    smallint    not null,
    sha256 bytea       not null,
    at     timestamptz not null,
    primary key (bucket, month, run, sha256),
    check (octet_length(sha256) = 32)
);

-- Slices of a run that are finished: a bucket each.
create table credit_slice (
    bucket integer  not null,
    month  date     not null,
    run    smallint not null,
    tally  bigint[] not null,                 -- by enum app_credit_count
    primary key (bucket, month, run),
    check (bucket between 0 and 1023)
);

select app_distribute('credit_run', null);
select app_distribute(t, 'bucket', 'dispute')
from unnest(array['credit_source', 'credit_profile', 'credit_gone', 'credit_slice']::regclass[]) t;
