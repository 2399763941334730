-- SPDX-License-Identifier: Apache-2.0
-- What belongs to a dispute's file and is no event of it: codes on paper for its parties, notes,
-- appointments, and who looked at personal data. None of it is hashed into the chain, told to the
-- outside or exported; what people wrote is sealed. Ids are made by the program: milliseconds since
-- 2020 above random bits, so they ascend with time.

-- The code on paper of a party, one for each seat: issuing one again replaces it. The code itself is
-- nowhere; its keyed hash is.
create table access_code (
    bucket      integer     not null,
    dispute_id  bigint      not null,
    seat        smallint    not null,
    issue       integer     not null,         -- 1 for the first one of this seat
    hash        bytea       not null,
    issued_at   timestamptz not null,
    issued_by   text        not null,         -- public name of the caller
    issued_role smallint    not null,         -- enum ym_role
    expires_at  timestamptz not null,
    failures    integer     not null default 0, -- wrong tries since the last right one
    locked_at   timestamptz,                  -- too many of them; null: it works
    used_at     timestamptz,                  -- when it last opened the file
    request_key bytea       not null,         -- digest of actor and Idempotency-Key
    primary key (bucket, dispute_id, seat),
    check (bucket = (dispute_id & 1023)::integer),
    check (seat between 0 and 31),
    check (octet_length(hash) = 32),
    check (octet_length(request_key) = 16),
    check (issue > 0),
    check (failures >= 0)
) with (fillfactor = 70);

-- Notes are written once. A correction is another note that names the one it corrects.
create table note (
    bucket      integer     not null,
    dispute_id  bigint      not null,
    note_id     bigint      not null,
    kind        smallint    not null,         -- enum app_note_kind
    seat        smallint,                     -- whom it concerns; null: nobody in particular
    at          timestamptz not null,
    staff_id    bigint      not null,         -- the author
    author      text        not null,         -- public name of the credential
    role        smallint    not null,         -- enum ym_role in which it was written
    corrects    bigint,                       -- note_id of the one that it corrects; null: none
    body        bytea       not null,         -- sealed
    request_key bytea       not null,
    fingerprint bytea       not null,         -- digest of the body of that request
    primary key (bucket, dispute_id, note_id),
    check (bucket = (dispute_id & 1023)::integer),
    check (seat between 0 and 31),
    check (octet_length(request_key) = 16),
    check (octet_length(fingerprint) = 16)
);
create unique index note_request on note (bucket, dispute_id, request_key);

-- Appointments: each change is another revision; the last one counts.
create table appointment (
    bucket         integer     not null,
    dispute_id     bigint      not null,
    appointment_id bigint      not null,
    revision       integer     not null,      -- 0 for the first; SEQUENCE of the calendar file
    changed_at     timestamptz not null,
    changed_by     text        not null,
    role           smallint    not null,      -- enum ym_role
    starts_at      timestamptz not null,
    minutes        smallint    not null,
    seats          bigint      not null,      -- set of seats that are asked to come
    is_cancelled   boolean     not null,
    place          bytea       not null,      -- sealed
    note           bytea,                     -- sealed; null: none
    reason         bytea,                     -- sealed: why it was changed; null for revision 0
    request_key    bytea       not null,
    fingerprint    bytea       not null,
    primary key (bucket, dispute_id, appointment_id, revision),
    check (bucket = (dispute_id & 1023)::integer),
    check (revision >= 0),
    check (octet_length(request_key) = 16),
    check (octet_length(fingerprint) = 16)
);
create unique index appointment_request on appointment (bucket, dispute_id, request_key);

-- Who looked at personal data: written before the answer leaves. A list that spans disputes stands
-- under dispute 0, in a bucket of its reader.
create table person_access (
    bucket     integer     not null,
    dispute_id bigint      not null,
    access_id  bigint      not null,
    at         timestamptz not null,
    reader     text        not null,          -- public name of the caller
    role       smallint    not null,          -- enum ym_role
    staff_id   bigint      not null,
    body_id    bigint      not null,
    seat       smallint,                      -- of a party or agent; null: neither
    purpose    smallint    not null,          -- enum app_purpose
    what       smallint    not null,          -- enum app_sight
    primary key (bucket, dispute_id, access_id),
    check (bucket between 0 and 1023),
    check (dispute_id = 0 or bucket = (dispute_id & 1023)::integer)
);

select app_distribute(t, 'bucket', 'dispute')
from unnest(array['access_code', 'note', 'appointment', 'person_access']::regclass[]) t;
