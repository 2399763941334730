-- SPDX-License-Identifier: Apache-2.0
-- Grow the disputes first..last of total. Each is a copy of a template under an id, a bucket
-- and names of its own; its events are chained anew, so that its history can be proved.
\set ON_ERROR_STOP on
\set QUIET on
set synchronous_commit = off;
set max_parallel_workers_per_gather = 0;
set work_mem = '256MB';

-- A copy of a history begins within ten minutes after its template did.
create temp table made as
select x.id, (x.id & 1023)::integer as bucket, s.n, i,
       grow.name(h.r1) as name0, grow.name(h.r2) as name1, h.r2 as r
from grow.setting g,
     generate_series(:first::bigint, :last::bigint) as i,
     lateral (select hashint8extended(i, g.seed) as r1,
                     hashint8extended(i, g.seed + 1) as r2) as h,
     grow.slot s,
     lateral (select case when g.histories then s.ms + i % 600000
                     else (grow.id_floor(g.since)
                           + ((grow.id_floor(g.until) - grow.id_floor(g.since)) / g.total) * i)
                          >> 22 end as ms) as at,
     lateral (select (at.ms << 22) + (3 << 17) + ((i & 127) << 10) + (h.r1 & 1023) as id) as x
where s.slot = ((h.r1 >> 10) & 2147483647) % g.slots;
analyze made;

-- One pass for each event of the longest template; the hash of one is the next one's beginning.
create temp table chain_0 as
select id, bucket, n, decode(repeat('00', 32), 'hex') as hash from made;
select format($$create temp table chain_%1$s as
                select m.id, m.bucket, m.n, x.payload, e.seq, e.at, e.rule, e.kind,
                       sha256(m.hash || x.payload) as hash
                from chain_%2$s m
                join grow.event e on e.n = m.n and e.seq = %1$s
                cross join lateral (select e.head || m.id::text::bytea || e.tail) as x(payload)$$,
              seq, seq - 1)
from generate_series(1, (select max(seq) from grow.event)) as seq
\gexec
select 'create temp view chain as '
       || string_agg('select * from chain_' || seq, ' union all ' order by seq)
from generate_series(1, (select max(seq) from grow.event)) as seq
\gexec

insert into event (bucket, dispute_id, seq, at, rule, kind, hash, payload)
select bucket, id, seq, at, rule, kind, hash, payload from chain;

create temp table heads as
select c.* from chain c join grow.template t using (n) where c.seq = t.version;
analyze heads;
select statement from grow.copying
\gexec

insert into outbox (bucket, dispute_id, seq)
select c.bucket, c.id, c.seq from chain c
where hashint8(c.id) % 1000 = 0;
