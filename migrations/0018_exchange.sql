-- SPDX-License-Identifier: Apache-2.0
-- Exchange with courts, centres and channels.

-- Who they are. Few rows, read by key, written by administrators: on a sharded database they stay
-- whole on the coordinator, beside the subscription of the same id, whose lanes bring events to
-- them. Our own keys are derived (our_ring, our_number), theirs are public: nothing here is secret.
create table partner (
    partner_id    bigint      not null primary key, -- random, made by the program
    kind          smallint    not null,             -- enum app_partner_kind
    code          text        not null unique,      -- in addresses
    zh            text        not null,             -- its name
    body_id       bigint      not null default 0,   -- which of our bodies it is; 0: none
    url           text        not null default '',  -- where it listens; '': it only sends
    is_active     boolean     not null default true,
    stopped_at    timestamptz,
    our_ring      smallint    not null,             -- which key of the ring ours is derived from
    our_number    integer     not null,             -- of our key for this partner, from 1
    before_ring   smallint    not null default 0,
    before_number integer     not null default 0,   -- signs as well while it is replaced; 0: none
    before_until  timestamptz,
    cert_file     text        not null default '',  -- paths of our client certificate and its key
    cert_key_file text        not null default '',
    ca_file       text        not null default '',  -- whom to trust alone; '': the system's
    kinds         integer     not null,             -- set of enum app_exchange_kind that it takes
    bytes_max     integer     not null,             -- of one message that it takes
    answer_hours  smallint    not null,             -- silence after so many hours is named
    policy_at     timestamptz,                      -- when it last told what it takes
    created_at    timestamptz not null,
    made_by       bytea       not null unique,      -- digest of actor and Idempotency-Key
    fingerprint   bytea       not null,             -- digest of the body of that request
    check (partner_id > 0),
    check (is_active = (stopped_at is null)),
    check (octet_length(made_by) = 16),
    check (octet_length(fingerprint) = 16)
);

-- Their public keys. Two count at once while one replaces the other.
create table partner_key (
    partner_id  bigint      not null references partner,
    open        bytea       not null,               -- Ed25519
    valid_from  timestamptz not null,
    valid_until timestamptz,                        -- null: no end
    primary key (partner_id, open),
    check (octet_length(open) = 32),
    check (valid_until is null or valid_until > valid_from)
);

-- A subscription whose messages the exchange makes: 0: none, else enum app_partner_kind.
alter table subscription add column partner_kind smallint not null default 0;

-- The conversation: one row for each message, either way. dispute_id 0: it names no dispute that we
-- know, and lies in a bucket of its partner. The columns from event_at on say of which event an
-- outgoing one tells, so that it can be put on its lane again.
create table exchange_message (
    bucket      integer     not null,
    message_no  bigint      not null,               -- random, made by the program
    dispute_id  bigint      not null,
    partner_id  bigint      not null,
    is_out      boolean     not null,
    verb        smallint    not null,               -- enum exchange_verb
    kind        smallint    not null,               -- enum app_exchange_kind
    state       smallint    not null,               -- enum app_message_state
    name        text        not null,               -- its id, given by its sender
    reply_to    text        not null default '',    -- of the message that it answers
    seq         integer     not null default 0,     -- version of the dispute after the event
    revision    smallint    not null default 1,
    made_at     timestamptz not null,
    due_at      timestamptz,                        -- silence counts from then on
    tried_at    timestamptz,                        -- last post
    answered_at timestamptz,
    attempts    smallint    not null default 0,
    status      smallint    not null default 0,     -- HTTP status of the last answer; 0: none
    error       text        not null default '',    -- why the last post brought no receipt
    reason_code text        not null default '',
    reason_zh   text        not null default '',
    reason_en   text        not null default '',
    payload     bytea,                              -- sealed; null: its time is over
    settled_at  timestamptz,
    settled_by  text        not null default '',
    is_paper    boolean     not null default false,
    note        bytea,                              -- sealed
    event_at    timestamptz,
    event_rule  smallint    not null default 0,
    event_kind  smallint    not null default 0,
    procedure   smallint    not null default 0,
    colour      smallint    not null default 0,
    stage       smallint    not null default 0,
    type        smallint    not null default 0,
    region      bigint      not null default 0,
    body_id     bigint      not null default 0,
    topics      integer     not null default 0,
    primary key (bucket, message_no),
    check (bucket between 0 and 1023),
    check (dispute_id = 0 or bucket = (dispute_id & 1023)::integer)
) with (fillfactor = 80);

-- What has come, for as long as a repetition is recognised, with the receipt byte for byte. Its
-- bucket is that of partner and name.
create table exchange_receipt (
    bucket     integer     not null,
    partner_id bigint      not null,
    name       text        not null,
    print      bytea       not null,                -- SHA-256 of the body
    at         timestamptz not null,
    receipt    bytea,                               -- null: not finished
    primary key (bucket, partner_id, name),
    check (bucket between 0 and 1023),
    check (octet_length(print) = 32)
) with (fillfactor = 80);

-- Where our record and a partner's differ, until a person settles it or a later comparison finds it
-- gone. ref is their id of what has no dispute of ours.
create table exchange_discrepancy (
    bucket       integer     not null,
    dispute_id   bigint      not null,
    partner_id   bigint      not null,
    kind         smallint    not null,              -- enum app_exchange_kind
    what         smallint    not null,              -- enum app_discrepancy_kind
    ref          text        not null,
    ours         text        not null,
    theirs       text        not null,
    message_no   bigint      not null default 0,    -- of the same bucket; 0: none
    since        timestamptz not null,
    run_at       timestamptz not null,              -- of the comparison that saw it last
    settled_at   timestamptz,
    settled_by   text        not null default '',
    note         bytea,                             -- sealed
    primary key (bucket, dispute_id, partner_id, kind, what, ref),
    check (bucket between 0 and 1023)
) with (fillfactor = 80);

-- Whose turn it is to compare with a partner.
create table exchange_turn (
    partner_id bigint      not null primary key references partner,
    instance   bytea       not null,
    until      timestamptz not null,
    ran_at     timestamptz                          -- end of the last comparison
);

select app_distribute('exchange_message', 'bucket', 'dispute');
select app_distribute('exchange_receipt', 'bucket', 'dispute');
select app_distribute('exchange_discrepancy', 'bucket', 'dispute');

create unique index exchange_message_name
    on exchange_message (bucket, partner_id, is_out, name);
create index exchange_message_dispute on exchange_message (bucket, dispute_id, made_at);
-- The list that people work off: READY, PENDING, REFUSED. A row leaves it when it is finished.
create index exchange_message_open
    on exchange_message (partner_id, made_at, message_no) where state in (0, 1, 3);
create index exchange_message_age on exchange_message (made_at, message_no);
create index exchange_receipt_age on exchange_receipt (at);
