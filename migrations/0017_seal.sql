-- SPDX-License-Identifier: Apache-2.0
-- Sealed documents: a PDF as it was made, once and for all, its hash, and a signature over what it
-- states (app/seal.h). The bytes are sealed like other personal data; hash and signature lie beside
-- them, so that a seal can be checked without opening anything.

-- The server's signing keys. Their secret parts derive from the key file and lie nowhere; public
-- keys stay for ever, so that what was sealed under them stays verifiable.
create table seal_key (
    number      integer     not null primary key,  -- 1 for the first; the last one signs
    ring        smallint    not null,              -- the key of the key file that it derives from
    public_key  bytea       not null,              -- Ed25519
    valid_from  timestamptz not null,
    valid_until timestamptz,                       -- null: it signs
    check (number > 0),
    check (ring between 1 and 255),
    check (octet_length(public_key) = 32),
    check (valid_until > valid_from)
);
select app_distribute('seal_key', null);

create table sealed_document (
    bucket       integer     not null,
    dispute_id   bigint      not null,
    code         text        not null,             -- yima/seal_code.h; its bucket is the dispute's
    document     smallint    not null,             -- enum ym_document
    version      integer     not null,             -- seq of the event up to which it tells
    subject      text        not null,             -- which of its kind; '': there is one alone
    made_at      timestamptz not null,
    made_by      text        not null,             -- public name of the caller
    key_number   integer     not null,             -- of seal_key
    size         integer     not null,             -- bytes of the PDF
    sha256       bytea       not null,             -- of the PDF
    terms_sha256 bytea,                            -- of the structured terms; null: there are none
    signature    bytea       not null,             -- Ed25519, of the statement
    primary key (bucket, code),
    check (bucket = (dispute_id & 1023)::integer),
    check (length(code) = 20),
    check (version > 0),
    check (size > 0),
    check (octet_length(sha256) = 32),
    check (octet_length(terms_sha256) = 32),
    check (octet_length(signature) = 64)
);
-- What makes the first sealing the only one.
create unique index sealed_document_subject
    on sealed_document (bucket, dispute_id, document, version, subject);
-- For who holds a file and no code.
create index sealed_document_hash on sealed_document (sha256);

-- The PDF, sealed in parts.
create table sealed_part (
    bucket integer  not null,
    code   text     not null,
    part   smallint not null,                      -- from 0
    body   bytea    not null,
    primary key (bucket, code, part)
);
alter table sealed_part alter column body set storage external;

-- Wrong digits of identity numbers, by which parties prove themselves before they sign.
create table signer_proof (
    bucket     integer     not null,
    dispute_id bigint      not null,
    seat       smallint    not null,
    issue      integer     not null,               -- of the access code under which they were tried:
                                                   -- a new one unlocks; 0: there was none
    failures   integer     not null,               -- since the last right ones
    tried_at   timestamptz not null,
    locked_at  timestamptz,
    primary key (bucket, dispute_id, seat),
    check (bucket = (dispute_id & 1023)::integer),
    check (seat between 0 and 31),
    check (failures >= 0)
) with (fillfactor = 70);

select app_distribute(t, 'bucket', 'dispute')
from unnest(array['sealed_document', 'sealed_part', 'signer_proof']::regclass[]) t;
