-- SPDX-License-Identifier: Apache-2.0
-- Attachments: files that people put into the file of a dispute. Name and content are sealed, and so
-- are the digests that would tell a content to who guesses it; what the history says of one is a
-- salted commitment. The rules are told in adapters/app/include/app/evidence.h.

create table attachment (
    bucket        integer     not null,
    dispute_id    bigint      not null,
    attachment_id bigint      not null,       -- milliseconds since 2020 above random bits
    state         smallint    not null,       -- enum app_paper_state
    kind          smallint    not null,       -- enum app_note_kind
    purpose       smallint    not null,       -- enum app_paper_purpose
    media         smallint,                   -- enum app_media; null: not looked at yet
    shown         smallint    not null,       -- to whom besides: 1 parties, 2 court (with them)
    seat          smallint,                   -- whom it concerns; null: nobody in particular
    role          smallint    not null,       -- enum ym_role of who put it in
    author_seat   smallint,                   -- of a party or agent; null: staff
    staff_id      bigint      not null,       -- 0: not staff
    confidant     bigint      not null,       -- mediator to whom a caucus paper is given; else 0
    at            timestamptz not null,       -- begun
    attached_at   timestamptz,                -- when its event happened; null: it has not
    ended_at      timestamptz,                -- when it was given up; null: it was not
    seq           integer,                    -- of its event
    bytes         integer     not null,       -- of the content
    commitment    bytea,                      -- SHA-256(salt || content); null: not looked at yet
    author        text        not null,       -- public name of the credential
    head          bytea       not null,       -- sealed: name, SHA-256 of the content, salt
    request_key   bytea       not null,
    fingerprint   bytea       not null,
    primary key (bucket, dispute_id, attachment_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (state between 0 and 3),
    check (state not in (1, 2) or (media is not null and commitment is not null)),
    check (state <> 2 or (seq is not null and attached_at is not null)),
    check (shown in (0, 1, 3)),
    check (seat between 0 and 31),
    check (author_seat between 0 and 31),
    check (bytes > 0),
    check (octet_length(commitment) = 32),
    check (octet_length(request_key) = 16),
    check (octet_length(fingerprint) = 16)
) with (fillfactor = 80);
create unique index attachment_request on attachment (bucket, dispute_id, request_key);
-- What the sweeper looks at: next to nothing, since most are finished.
create index attachment_unfinished on attachment (bucket, dispute_id, attachment_id) where state <> 2;

-- The content in sealed pieces, each stored once and never replaced.
create table attachment_part (
    bucket        integer  not null,
    dispute_id    bigint   not null,
    attachment_id bigint   not null,
    part          smallint not null,          -- from 0
    print         bytea    not null,          -- keyed digest of the piece: the same one again is known
    body          bytea    not null,          -- sealed
    primary key (bucket, dispute_id, attachment_id, part),
    check (bucket = (dispute_id & 1023)::integer),
    check (part >= 0),
    check (octet_length(print) = 16)
);
-- What is sealed does not shrink: do not try.
alter table attachment_part alter column body set storage external;

select app_distribute(t, 'bucket', 'dispute')
from unnest(array['attachment', 'attachment_part']::regclass[]) t;
