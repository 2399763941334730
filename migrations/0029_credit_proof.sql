-- SPDX-License-Identifier: Apache-2.0
-- What proves the items of histories, runs, approvals and sealed months. Rows from before have null,
-- and what they lack is never made up for them: items are made anew, runs and months stay as they
-- were sealed.

-- Of which history the items are, and that this program made them (crypto/proof.h).
alter table credit_source
    add column head  bytea,                   -- of the dispute at that version
    add column proof bytea,                   -- over all of the row, by a key of the key file
    add check (octet_length(head) = 32),
    add check (octet_length(proof) = 33);

-- What a run was drawn by besides its formula, so that it is never gone on with by anything else; who
-- the people behind the accounts are; and the statement of the approval (app/credit.h).
alter table credit_run
    add column edition         smallint,      -- of the rules by which items are read from a history
    add column procedures      bytea,         -- digest of the procedure versions
    add column runner_staff    bigint,        -- member of staff; 0: none, null: not known
    add column approver_staff  bigint,        -- likewise, of who approved
    add column approval_sha256 bytea,         -- hash of the statement; null: none was made
    add check (octet_length(procedures) = 32),
    add check (octet_length(approval_sha256) = 32),
    add check (approval_sha256 is null or state = 3),
    add check (state <> 3 or runner_staff = 0 or approver_staff <> runner_staff);

-- By which form a month is sealed (cli/report_seal.h).
alter table month add column seal smallint not null default 1;
