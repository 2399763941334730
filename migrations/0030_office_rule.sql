-- SPDX-License-Identifier: Apache-2.0
-- Numbers that an office may change, dated, with their sources (yima/office.h). Rows are added and
-- never changed: what held on a day held on it for ever. Those in the program hold where none of
-- these does.
create table office_rule (
    key         text        not null,     -- a code of YM_OFFICE_KEYS
    valid_from  date        not null,
    value       text        not null,     -- a number, or codes with commas between them
    unit        text        not null,     -- a code of YM_OFFICE_UNITS
    source      text        not null,     -- law and article, or "local: …"
    imported_at timestamptz not null,
    primary key (key, valid_from),
    check (key <> ''),
    check (value <> ''),
    check (source <> '')
);
select app_distribute('office_rule', null);
