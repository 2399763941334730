-- SPDX-License-Identifier: Apache-2.0
-- The dispute: one narrow row that changes with every command, apart from the wide words that
-- hardly ever do. bucket leads the key: it is the low ten bits of the id (engine, yima/id.h).

-- What seldom changes stands first, so that the log of an update begins behind it. No index on a
-- column that changes in the course of a case (a region is only ever corrected), so that an update
-- is a heap-only tuple on the same page. Whose case it is lies in docket.
create table dispute (
    bucket     integer     not null,
    dispute_id bigint      not null,
    region     bigint      not null,      -- padded code
    body       bigint      not null,      -- body that owns the dispute
    court      bigint      not null,      -- 0: none
    mediator   bigint      not null,      -- 0: none
    type       smallint    not null,      -- enum ym_type
    colour     smallint    not null,      -- enum ym_colour; derived by the procedure
    stage      smallint    not null,      -- enum ym_stage; derived likewise
    is_open    boolean     not null,
    version    integer     not null,      -- number of events
    due_at     timestamptz,               -- the deadline that passes first
    updated_at timestamptz not null,
    state      bytea       not null,      -- the aggregate: ym_dispute_pack()
    head       bytea       not null,      -- hash of the last event
    primary key (bucket, dispute_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (version > 0),
    check (octet_length(head) = 32)
) with (fillfactor = 75, autovacuum_vacuum_scale_factor = 0.05,
        autovacuum_analyze_scale_factor = 0.05);
create index dispute_newest on dispute (dispute_id);
create index dispute_region on dispute (region, dispute_id);

-- The packed state is short and always wanted whole: never compress it, never move it out of line.
alter table dispute alter column state set storage plain, alter column head set storage plain;

-- Undoes a batch that was sent in the belief that nobody else had changed any of its disputes. A
-- plain PostgreSQL alone is sent such batches (adapters/pg, sql.h).
create function app_expect(ok boolean) returns void language plpgsql as $$
begin
    if not ok then
        raise exception 'another program changed a dispute of this batch first: it is sent again'
            using errcode = 'serialization_failure';
    end if;
end
$$;

-- Whose disputes these are: rows are inserted and deleted, never updated, when a dispute comes to a
-- body, mediator or court or leaves it. A list reads them backwards, newest first.
create table docket (
    kind       smallint not null,         -- 1 body, 2 mediator, 3 court
    holder     bigint   not null,         -- the body's, mediator's or court's id
    dispute_id bigint   not null,
    bucket     integer  not null,
    primary key (kind, holder, dispute_id, bucket),
    check (kind between 1 and 3)
);

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
