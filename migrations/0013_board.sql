-- SPDX-License-Identifier: Apache-2.0
-- What the board and the radar read, so that neither ever reads what is long over.

-- The open disputes of a division. Its columns never change in the course of a case, and whether a
-- dispute is open changes at its ends only: every command between them still updates its row in
-- place. Colour, stage, body and deadline are read from the row.
create index dispute_open on dispute (region, dispute_id) where is_open;

-- Events are appended and never changed, so that those of an hour lie side by side: a few bytes for
-- every 256 kB of them find the place, and an insert hardly ever touches those.
create index event_at on event using brin (at) with (pages_per_range = 32, autosummarize = on);

-- What happened on each day in Asia/Shanghai: added up hour by hour when the hour is over
-- (adapters/pg, tally.c), and never read from the events again. The holder is none (kind 0), the
-- mediator (2) or the court (3) of that hour, as in docket; body and region are those of that hour.
create table day_tally (
    day    date     not null,
    kind   smallint not null,                   -- 0 all, 2 by mediator, 3 by court
    holder bigint   not null,                   -- the mediator's or court's id; 0 of kind 0
    region bigint   not null,                   -- padded code
    body   bigint   not null,
    what   smallint not null,                   -- 1 registered, 2 settled, 3 failed, 4 closed
    n      bigint   not null,
    primary key (kind, holder, day, region, body, what),
    check (kind in (0, 2, 3)),
    check (what between 1 and 4),
    check (n > 0)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- How far that has come: each hour before this one is in day_tally, once. It moves in the transaction
-- that adds the hour.
create table tally_mark (
    id   boolean     not null primary key default true,
    upto timestamptz not null,
    check (id)
) with (fillfactor = 50);
insert into tally_mark (upto) select date_trunc('hour', now()) - interval '45 days';
