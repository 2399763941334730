-- SPDX-License-Identifier: Apache-2.0
-- The dispute: one narrow row that changes with every command, apart from the wide words that
-- hardly ever do. bucket leads every key: it is the low ten bits of the id (engine, yima/id.h).

-- No index but the key, so that every update is a heap-only tuple on the same page.
create table dispute (
    bucket     integer     not null,
    dispute_id bigint      not null,
    version    integer     not null,      -- number of events
    state      bytea       not null,      -- the aggregate: ym_dispute_pack()
    head       bytea       not null,      -- hash of the last event
    colour     smallint    not null,      -- enum ym_colour; derived by the procedure
    stage      smallint    not null,      -- enum ym_stage; derived likewise
    is_open    boolean     not null,
    due_at     timestamptz,               -- the deadline that passes first
    updated_at timestamptz not null,
    primary key (bucket, dispute_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (version > 0),
    check (octet_length(head) = 32)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05,
        autovacuum_analyze_scale_factor = 0.05);

-- The packed state is short and always wanted whole: never compress it, never move it out of line.
alter table dispute alter column state set storage plain, alter column head set storage plain;

create table dispute_detail (
    bucket       integer     not null,
    dispute_id   bigint      not null,
    type         smallint    not null,    -- enum ym_type
    channel      smallint    not null,    -- enum ym_channel
    source       smallint    not null,    -- enum ym_source
    region       bigint      not null,    -- padded code
    procedure    smallint    not null,    -- number in procedure_version
    received_at  timestamptz not null,
    external_ref text,                    -- its number in another system
    amount_fen   bigint,                  -- null: none named
    title        text        not null,
    description  text        not null,
    terms        text[]      not null,    -- bigrams of title and names, for search
    primary key (bucket, dispute_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (amount_fen >= 0)
);
create index dispute_detail_terms on dispute_detail using gin (terms) with (fastupdate = on);
create index dispute_detail_external on dispute_detail (external_ref, bucket)
    where external_ref is not null;

-- Parties. Numbers, phones and addresses are sealed by the program: the database cannot read them.
create table party (
    bucket        integer  not null,
    dispute_id    bigint   not null,
    seat          smallint not null,
    side          smallint not null,      -- enum ym_side
    kind          smallint not null,      -- enum ym_party_kind
    name          text     not null,
    identity      bytea,                  -- sealed
    identity_hash bytea,                  -- keyed hash of the normalised number
    phone         bytea,                  -- sealed
    address       bytea,                  -- sealed
    agent         text,
    agent_phone   bytea,                  -- sealed
    primary key (bucket, dispute_id, seat),
    check (bucket = (dispute_id & 1023)::integer),
    check (seat between 0 and 31),
    check (octet_length(identity_hash) = 32)
);
create index party_identity on party (identity_hash, bucket) where identity_hash is not null;

-- What lists show and filter by. A projection of its own, because an index on a changing column of
-- `dispute` would cost half the throughput: written only when one of these columns changes. colour,
-- stage, is_open and due_at are in no index, so that their changes stay heap-only.
create table worklist (
    bucket     integer     not null,
    dispute_id bigint      not null,
    colour     smallint    not null,
    stage      smallint    not null,
    type       smallint    not null,
    is_open    boolean     not null,
    body       bigint      not null,      -- body that owns the dispute
    mediator   bigint      not null,      -- 0: none
    court      bigint      not null,      -- 0: none
    region     bigint      not null,
    due_at     timestamptz,
    primary key (bucket, dispute_id),
    check (bucket = (dispute_id & 1023)::integer)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05);
create index worklist_newest on worklist (dispute_id);
create index worklist_body on worklist (body, dispute_id);
create index worklist_region on worklist (region, dispute_id);
create index worklist_mediator on worklist (mediator, dispute_id) where mediator <> 0;
create index worklist_court on worklist (court, dispute_id) where court <> 0;
