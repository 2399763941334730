-- SPDX-License-Identifier: Apache-2.0
-- Side tables: rows are inserted and deleted, never updated, and they stay small. That a row's bucket
-- is its dispute's is checked on the dispute and on what is written once; here, where every command
-- writes, `yima verify` proves it: a row in another bucket belongs to no dispute.

-- One row for each clock that runs; it goes in the transaction of the transition that it causes.
-- The key begins with what is asked for: which are due in my buckets?
create table deadline (
    bucket     integer     not null,
    due_at     timestamptz not null,
    dispute_id bigint      not null,
    kind       smallint    not null,      -- index of the deadline in the dispute's procedure
    primary key (bucket, due_at, dispute_id, kind)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0);

-- The feed: what the outside may be told of, a pointer to the event instead of a second copy of it.
-- xid orders it: a reader that stops before the oldest transaction still running
-- (pg_snapshot_xmin) and goes on from there later misses nothing and sees nothing twice. Each row
-- lands at the right end of the key, so it costs no search. Read rows go in slices, by age.
create table outbox (
    bucket     integer not null,
    xid        xid8    not null default pg_current_xact_id(),
    dispute_id bigint  not null,
    seq        integer not null,
    primary key (xid, dispute_id, seq, bucket)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 1000,
        autovacuum_vacuum_cost_delay = 0);

-- Which request made which event: the same key never acts twice. The digests are 16 bytes, which uuid
-- holds and compares cheapest: every command searches this key.
create table request_key (
    bucket      integer     not null,
    key         uuid        not null,     -- digest of actor and Idempotency-Key
    dispute_id  bigint      not null,
    seq         integer     not null,
    fingerprint uuid        not null,     -- digest of the body
    at          timestamptz not null,
    primary key (bucket, key)
);

-- Codes. The token carries its bucket, so a scan asks one shard. At most one code of a dispute is in
-- force: the one that is not revoked.
create table code (
    bucket     integer     not null,
    token      text        not null,
    dispute_id bigint      not null,
    issued_at  timestamptz not null,
    revoked_at timestamptz,
    primary key (bucket, token),
    check (bucket = (dispute_id & 1023)::integer),
    check (length(token) = 28)
);
-- One code in force for each dispute.
create unique index code_dispute on code (bucket, dispute_id) where revoked_at is null;
