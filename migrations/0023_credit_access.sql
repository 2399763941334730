-- SPDX-License-Identifier: Apache-2.0
-- Who sees credit profiles, and what the people concerned say to them: looks and refused attempts,
-- objections, a party's own words, disputes that no profile may tell of. The profiles themselves are
-- made of runs (0022). A party is known by the keyed hash of its identity number alone, and rows
-- about it lie in a bucket of that hash. What people wrote is sealed.

-- Who looked at a credit profile, or tried to: written before the answer leaves, kept ten years
-- (浙江省公共信用信息条例 20). A refused attempt whose party is not known has an empty one, and lies
-- in a bucket of the reader.
create table credit_read (
    bucket     integer     not null,
    party      bytea       not null,          -- keyed hash; empty: not known
    read_id    bigint      not null,          -- ascends with time
    at         timestamptz not null,
    reader     text        not null,          -- public name of the caller
    role       smallint    not null,          -- enum ym_role
    staff_id   bigint      not null,
    body_id    bigint      not null,
    reader_seat smallint,                     -- of a party or agent; null: neither
    dispute_id bigint      not null,          -- within which it was asked; 0: none
    seat       smallint,                      -- whose profile; null: not known
    region     bigint      not null,          -- of that dispute; 0: not known
    what       smallint    not null,          -- enum app_credit_sight
    verdict    smallint    not null,          -- enum app_credit_verdict: answered, or why not
    month      date,                          -- of the profile that was told; null: none was
    run        smallint,
    purpose    bytea,                         -- sealed; null: none was given
    primary key (bucket, party, read_id),
    check (bucket between 0 and 1023),
    check (octet_length(party) in (0, 32)),
    check (seat between 0 and 31),
    check (reader_seat between 0 and 31)
);
-- For who watches over all of them, and for the sweep.
create index credit_read_time on credit_read (read_id);

-- What a party objects to: one item of one month. The item counts for nothing while the objection
-- is open, and never again once it is upheld.
create table credit_objection (
    bucket       integer     not null,
    party        bytea       not null,
    objection_id bigint      not null,        -- ascends with time
    month        date        not null,        -- of the profile in which the item was read
    run          smallint    not null,
    item_dispute bigint      not null,        -- where the item was recorded ...
    item_seq     integer     not null,        -- ... by which event
    item_kind    smallint    not null,        -- enum ym_credit_kind
    item_no      smallint    not null,        -- obligation, from 0; of other kinds 0
    region       bigint      not null,        -- of that dispute: who decides
    dispute_id   bigint      not null,        -- through which the party came
    seat         smallint    not null,
    at           timestamptz not null,
    by           text        not null,        -- public name of the caller
    reason       bytea       not null,        -- sealed
    due_on       date        not null,        -- last day of the answer, by the calendar
    latest_on    date        not null,        -- last day that an extension may reach
    extended_at  timestamptz,                 -- null: due_on stands
    state        smallint    not null,        -- enum app_objection_state
    decided_at   timestamptz,
    decided_by   text,                        -- public name of the caller
    decided_role smallint,                    -- enum ym_role
    answer       bytea,                       -- sealed
    request_key  bytea       not null,
    fingerprint  bytea       not null,
    primary key (bucket, party, objection_id),
    check (bucket = get_byte(party, 0) * 4 + (get_byte(party, 1) >> 6)),
    check (octet_length(party) = 32),
    check (octet_length(request_key) = 16),
    check (octet_length(fingerprint) = 16),
    check (latest_on >= due_on),
    check ((state = 0) = (decided_at is null))
) with (fillfactor = 70);
create unique index credit_objection_request on credit_objection (bucket, party, request_key);
-- One at a time about an item, and none after it was upheld.
create unique index credit_objection_item
    on credit_objection (bucket, party, item_dispute, item_seq, item_kind, item_no)
    where state in (0, 1);
create index credit_objection_id on credit_objection (objection_id);
-- The desk: what waits, by when it is due.
create index credit_objection_desk on credit_objection (state, due_on, objection_id);

-- A party's own words to its profile (征信业管理条例 25): one text, shown with it.
create table credit_statement (
    bucket integer     not null,
    party  bytea       not null,
    text   bytea       not null,              -- sealed
    at     timestamptz not null,
    primary key (bucket, party),
    check (bucket = get_byte(party, 0) * 4 + (get_byte(party, 1) >> 6)),
    check (octet_length(party) = 32)
);

-- Disputes of which no profile tells. Rows are added, never changed: the last one of a kind counts.
create table dispute_protection (
    bucket        integer     not null,
    dispute_id    bigint      not null,
    protection_id bigint      not null,       -- ascends with time
    kind          smallint    not null,       -- enum app_protection_kind
    is_set        boolean     not null,       -- false: a supervisor lifted it ...
    lifts_report  boolean     not null,       -- ... who knew that the police had been told
    at            timestamptz not null,
    by            text        not null,       -- public name of the caller
    role          smallint    not null,       -- enum ym_role
    staff_id      bigint      not null,
    reason        bytea       not null,       -- sealed
    primary key (bucket, dispute_id, protection_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (not (is_set and lifts_report))
);

-- Certificates of voluntary performance that were made, so that the sweep reaches their sealed
-- bytes when their time is over.
create table credit_certificate (
    bucket     integer     not null,
    dispute_id bigint      not null,          -- of the sealed document; its bucket
    code       text        not null,          -- of sealed_document
    party      bytea       not null,
    month      date        not null,
    run        smallint    not null,
    made_at    timestamptz not null,
    expires_on date        not null,
    primary key (bucket, code),
    check (bucket = (dispute_id & 1023)::integer),
    check (octet_length(party) = 32)
);
create index credit_certificate_expiry on credit_certificate (expires_on);
-- Who gets another hash takes its certificates along.
create index credit_certificate_party on credit_certificate (party);
-- Items that are past their time are found by it.
create index credit_source_oldest on credit_source (oldest);

select app_distribute(t, 'bucket', 'dispute')
from unnest(array['credit_read', 'credit_objection', 'credit_statement', 'dispute_protection',
                  'credit_certificate']::regclass[]) t;
