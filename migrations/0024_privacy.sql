-- SPDX-License-Identifier: Apache-2.0
-- What was removed from disputes whose retention is over, and which keys the programs use.

-- One row each time the words of a dispute were removed: what the program saw before it did, signed
-- under the key that seals documents (app/privacy.h has the statement). The events keep their
-- hashes; those whose payload was redacted no longer hash to them, and this row answers for them.
create table anonymised (
    bucket     integer     not null,
    dispute_id bigint      not null,
    round      smallint    not null,           -- 1 for the first; later ones for what came after
    from_seq   integer     not null,           -- it tells of the events behind this one ...
    version    integer     not null,           -- ... up to this one
    redacted   integer     not null,           -- so many of them lost words
    head       bytea       not null,           -- hash of the event `version`
    digest     bytea       not null,           -- of number, hash and new payload of those redacted
    at         timestamptz not null,
    login      text        not null,           -- of the account that had it done
    rule       text        not null,           -- of the retention table: "id/version rule"
    removed    text        not null,           -- how many rows of what: "note 3,party 2"
    key_number integer     not null,           -- of seal_key
    signature  bytea       not null,           -- Ed25519, of the statement
    primary key (bucket, dispute_id, round),
    check (bucket = (dispute_id & 1023)::integer),
    check (round > 0),
    check (from_seq >= 0 and from_seq < version),
    check (redacted >= 0),
    check (octet_length(head) = 32),
    check (octet_length(digest) = 32),
    check (octet_length(signature) = 64)
);
select app_distribute('anonymised', 'bucket', 'dispute');
alter table anonymised add constraint anonymised_fk
    foreign key (bucket, dispute_id) references dispute;

-- Telephone hashes of a dispute are found when they have to go.
create index outside_phone_dispute on outside_phone (dispute_id);

-- Which keys each running program seals and matches under, so that nobody takes a key away that is
-- in use. The programs are those of node_lease; a row whose program is gone says nothing. Few rows,
-- on the coordinator.
create table keyring_program (
    instance bytea       not null primary key, -- as in node_lease
    rings    text        not null,             -- ym_keyring_describe(): numbers, no keys
    at       timestamptz not null,
    check (octet_length(instance) = 16)
);
