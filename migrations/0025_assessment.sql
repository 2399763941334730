-- SPDX-License-Identifier: Apache-2.0
-- How mediators and bodies did, what they are credited with, and what parties say of the mediation.
-- Apart from the credit of parties: no table, code or word is shared.

-- What a party answers when it is asked whether it is content: once for each occasion, which is a
-- return visit (the number of its event) or the end of the mediation (0).
create table visit_answer (
    bucket     integer     not null,
    dispute_id bigint      not null,
    seat       smallint    not null,
    occasion   integer     not null,
    score      smallint    not null,          -- 1 not content at all … 5 very content
    at         timestamptz not null,          -- first given: it counts for this month, for ever
    changed_at timestamptz not null,
    revision   integer     not null,          -- 0 for the first; how often it was changed
    role       smallint    not null,          -- enum ym_role of who put it in
    staff_id   bigint      not null,          -- 0: the party itself, or its agent
    by         text        not null,          -- public name of the caller
    primary key (bucket, dispute_id, seat, occasion),
    check (bucket = (dispute_id & 1023)::integer),
    check (seat between 0 and 31),
    check (occasion >= 0),
    check (score between 1 and 5),
    check (revision >= 0)
) with (fillfactor = 80);

-- For what points and subsidies are given: tables of a county or street, each with its time. The
-- program's own table holds where none of these does.
create table points_rules (
    rules_id    text        not null,
    version     text        not null,
    valid_from  date        not null,
    valid_until date,                         -- last day; null: open
    sha256      bytea       not null,         -- of document
    document    text        not null,         -- the JSON as given
    imported_at timestamptz not null,
    imported_by text        not null,
    primary key (rules_id, version),
    check (octet_length(sha256) = 32)
);

-- What somebody might be credited with: worked out from the facts of a frozen month, or put forward
-- by a person with a note. Whether it was confirmed is said by points_entry alone.
create table points_proposal (
    bucket      integer     not null,         -- of the dispute; without one, of the staff
    proposal_id bigint      not null,
    staff_id    bigint      not null,         -- whom it benefits
    body_id     bigint      not null,         -- of the dispute, or of the staff
    month       date        not null,         -- its first day
    day         date        not null,         -- what it is for happened then; its last for a month
    dispute_id  bigint      not null,         -- 0: none
    rule_group  smallint    not null,         -- of a group a dispute is credited with one rule
    rule        smallint    not null,
    rules       text        not null,         -- "id/version" of the table
    words       text        not null,         -- code, zh, en and source of the rule: JSON
    points      integer     not null,
    fen         bigint      not null,
    note        bytea,                        -- sealed; null: worked out from facts
    revision    smallint    not null,         -- of the month's facts; -1: put forward by a person
    state       smallint    not null,         -- 0 open, 1 declined, 2 the facts no longer bear it
    made_at     timestamptz not null,
    made_by     text        not null,         -- public name
    decided_at  timestamptz,                  -- declined then
    decided_by  text        not null default '',
    reason      bytea,                        -- sealed: why it was declined
    request_key bytea,                        -- of the request that put it forward
    fingerprint bytea,
    primary key (bucket, proposal_id),
    check (bucket = (case when dispute_id <> 0 then dispute_id else staff_id end & 1023)::integer),
    check (state between 0 and 2),
    check (extract(day from month) = 1)
);

-- The ledger: append-only. What was wrong is reversed by another entry, never taken out.
create table points_entry (
    bucket      integer     not null,         -- of its proposal
    entry_id    bigint      not null,
    proposal_id bigint      not null,
    round       smallint    not null,         -- 1, and one more after each reversal
    staff_id    bigint      not null,
    body_id     bigint      not null,
    month       date        not null,
    day         date        not null,
    dispute_id  bigint      not null,
    rule_group  smallint    not null,
    rule        smallint    not null,
    rules       text        not null,
    words       text        not null,
    points      integer     not null,         -- a reversal has the opposite
    fen         bigint      not null,         -- likewise
    at          timestamptz not null,
    by          text        not null,         -- public name of who confirmed or reversed it
    by_staff    bigint      not null,         -- 0: none
    reversal_of bigint,                       -- entry_id; null: it is none
    reason      bytea,                        -- sealed: why it was reversed
    primary key (bucket, entry_id),
    check (round > 0)
);

-- What a frozen month says of one mediator of one body: sums to be read, and the facts they are
-- sums of, so that each figure leads to its disputes. Mediator 0: disputes without one; -1: all of
-- the body, sums alone.
create table assess_part (
    bucket    integer  not null,              -- body_id & 1023
    body_id   bigint   not null,
    month     date     not null,
    mediator  bigint   not null,
    revision  smallint not null,              -- of the month
    region    bigint   not null,              -- of the body, padded
    body_kind smallint not null,              -- enum ym_body_kind
    sums      bytea    not null,
    facts     bytea    not null,
    primary key (bucket, body_id, month, mediator),
    check (bucket = (body_id & 1023)::integer)
);

-- Which months were worked out, with the sums over everybody: what the share of each type is
-- compared with.
create table assess_month (
    month    date        not null primary key,
    revision smallint    not null,
    at       timestamptz not null,
    by       text        not null,
    sums     bytea       not null,
    check (extract(day from month) = 1)
);

-- An objection against what an assessment says of somebody, and the answer.
create table assess_objection (
    bucket       integer     not null,        -- subject & 1023
    objection_id bigint      not null,
    kind         smallint    not null,        -- 0 mediator, 1 body
    subject      bigint      not null,        -- staff or body
    body_id      bigint      not null,        -- of the mediator; the body itself
    region       bigint      not null,        -- of that body, padded
    month        date        not null,
    measure      smallint    not null,        -- enum app_measure
    dispute_id   bigint      not null,        -- 0: no one dispute
    reason       bytea       not null,        -- sealed
    at           timestamptz not null,
    by           text        not null,
    by_staff     bigint      not null,
    due          date        not null,        -- to be answered by the end of this day
    verdict      smallint    not null,        -- 0 open, 1 upheld, 2 dismissed
    answer       bytea,                       -- sealed
    answered_at  timestamptz,
    answered_by  text        not null default '',
    request_key  bytea       not null,
    fingerprint  bytea       not null,
    primary key (bucket, objection_id),
    check (kind between 0 and 1),
    check (verdict between 0 and 2),
    check ((verdict = 0) = (answer is null)),
    check (octet_length(request_key) = 16),
    check (octet_length(fingerprint) = 16)
);

select app_distribute(t, 'bucket', 'dispute')
from unnest(array['visit_answer', 'points_proposal', 'points_entry', 'assess_part',
                  'assess_objection']::regclass[]) t;
select app_distribute('points_rules', null);
select app_distribute('assess_month', null);

create index visit_answer_at on visit_answer (at);
-- A month worked out again proposes each thing once.
create unique index points_proposal_once
    on points_proposal (bucket, dispute_id, rule_group, month) where revision >= 0;
create unique index points_proposal_request
    on points_proposal (bucket, request_key) where request_key is not null;
create index points_proposal_body on points_proposal (body_id, month, proposal_id);
create index points_proposal_staff on points_proposal (staff_id, month, proposal_id);
create index points_proposal_month on points_proposal (month) where revision >= 0;
create unique index points_entry_round
    on points_entry (bucket, proposal_id, round) where reversal_of is null;
create unique index points_entry_reversal
    on points_entry (bucket, reversal_of) where reversal_of is not null;
create unique index points_entry_dispute
    on points_entry (bucket, dispute_id, rule_group, round)
    where dispute_id <> 0 and reversal_of is null;
create index points_entry_body on points_entry (body_id, month, entry_id);
create index points_entry_staff on points_entry (staff_id, month, entry_id);
create index assess_part_mediator on assess_part (mediator, month);
create index assess_part_region on assess_part (month, region);
create unique index assess_objection_request on assess_objection (bucket, request_key);
create index assess_objection_region on assess_objection (region, objection_id);
create index assess_objection_subject on assess_objection (kind, subject, objection_id);
