-- SPDX-License-Identifier: Apache-2.0
-- What happened: append-only. Partitioned by ranges of the id, whose high bits are the month in
-- which the dispute was registered, so that a dispute's events lie in one partition and an old
-- month can be detached whole. The partitions are made by the program (ym_partitions_ensure), ahead of time.

create table event (
    bucket     integer     not null,
    dispute_id bigint      not null,
    seq        integer     not null,      -- from 1; = version of the dispute after it
    at         timestamptz not null,
    rule       smallint    not null,      -- rule of the procedure that made it
    kind       smallint    not null,      -- enum ym_cmd
    hash       bytea       not null,      -- SHA-256(hash of the event before || payload)
    payload    bytea       not null,      -- canonical bytes, exactly as they were hashed
    primary key (bucket, dispute_id, seq)
) partition by range (dispute_id);

-- For people with psql: the same events, readable.
create view event_text as
select dispute_id, seq, at at time zone 'Asia/Shanghai' as shanghai, rule, kind,
       convert_from(payload, 'UTF8')::jsonb as event, encode(hash, 'hex') as hash, bucket
from event;
