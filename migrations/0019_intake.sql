-- SPDX-License-Identifier: Apache-2.0
-- Work orders of others: what 110, 12345, grids, courts and departments sent, which dispute each
-- became, and what a person has still to look at. Nothing that came is overwritten: another content
-- under the same number is another revision of it.

-- Every order that was taken down, before anything is done with it. bucket is the hash of partner
-- and reference, and the low bits of order_id, so that two programs that are sent the same order
-- meet here.
create table outside_order (
    bucket        integer     not null,
    order_id      bigint      not null,
    partner       text        not null,       -- code of who sent it
    reference     text        not null,       -- its number there
    revision      integer     not null,       -- 0 for the first content under this number
    channel       smallint    not null,       -- enum ym_channel
    region        bigint      not null,       -- padded code: who works it off
    received_at   timestamptz not null,
    digest        bytea       not null,       -- of what it says, whatever its form
    payload       bytea       not null,       -- sealed: the bytes as they came
    wants_status  boolean     not null,       -- its sender wants to be told how it goes on
    state         smallint    not null,       -- enum app_order_state
    dispute_id    bigint      not null default 0,  -- what it became or belongs to; 0: nothing yet
    type          smallint    not null default 0,  -- enum ym_type that was chosen
    external_type text        not null default '', -- the sender's code of its kind
    cause_list    text        not null default '', -- suggested cause of action: version of the list
    cause         text        not null default '', -- and the code in it
    tasks         integer     not null default 0,  -- set of enum app_order_task: what is open
    likely        text        not null default '', -- disputes that it may be a double of, and why
    done_at       timestamptz,                     -- the last task that a person ended
    done_by       text        not null default '', -- public name of that person's credential
    done_note     bytea,                           -- sealed
    primary key (bucket, order_id),
    unique (bucket, partner, reference, revision),
    check (bucket = (order_id & 1023)::integer),
    check (revision >= 0),
    check (octet_length(digest) = 16)
);
-- The worklist: what is open, by whose it is.
create index outside_order_open on outside_order (region, order_id, bucket) where tasks <> 0;

-- The numbers that a dispute bears elsewhere: the one that it was registered under, those attached
-- to it later, and those of disputes that were merged into it.
create table dispute_reference (
    bucket       integer     not null,
    dispute_id   bigint      not null,
    partner      text        not null,
    reference    text        not null,
    channel      smallint    not null,        -- enum ym_channel
    order_id     bigint      not null,        -- of outside_order
    how          smallint    not null,        -- enum app_reference_how
    received_at  timestamptz not null,
    wants_status boolean     not null,
    primary key (bucket, dispute_id, partner, reference),
    check (bucket = (dispute_id & 1023)::integer)
);
create index dispute_reference_number on dispute_reference (reference, dispute_id);

-- Telephone numbers of parties of such orders, as keyed hashes: 12345 seldom knows more of a caller.
create table outside_phone (
    bucket      integer     not null,         -- low bits of the hash
    hash        bytea       not null,
    dispute_id  bigint      not null,
    received_at timestamptz not null,
    primary key (bucket, hash, dispute_id),
    check (octet_length(hash) = 32)
);

select app_distribute(t, 'bucket', 'dispute')
from unnest(array['outside_order', 'dispute_reference', 'outside_phone']::regclass[]) t;

-- What a channel's own classes mean here, as data of the using body: dated, with its source. Small:
-- plain tables, as in 0009.
create table outside_map (
    partner     text        not null primary key, -- code
    name        text        not null,
    version     text        not null,
    channel     smallint    not null,         -- enum ym_channel of all that this partner sends
    body_id     bigint      not null,         -- who receives what it sends
    is_example  boolean     not null,         -- shipped to show the form: to be replaced
    source      text        not null,         -- where the classes come from
    days        smallint    not null,         -- a double may be so many days apart
    imported_at timestamptz not null,
    check (days between 1 and 365)
);

create table outside_class (
    partner     text     not null,
    code        text     not null,            -- the partner's class
    valid_from  date     not null,
    valid_until date,                         -- last day; null: open
    name        text     not null,            -- as the partner calls it
    type        smallint not null,            -- enum ym_type
    cause_list  text     not null default '', -- suggested cause of action: version of the list
    cause       text     not null default '', -- and the code in it
    primary key (partner, code, valid_from)
);
