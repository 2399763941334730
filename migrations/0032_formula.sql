-- SPDX-License-Identifier: Apache-2.0
-- Credit formulas of an office, dated: of those that are valid on the last day of a month the one that
-- begins last is drawn by. Those in the program hold where none of these does. Rows are added and
-- never changed.
create table credit_formula (
    formula_id  text        not null,
    version     text        not null,
    valid_from  date        not null,
    valid_until date,                         -- last day; null: open
    sha256      bytea       not null,         -- of document
    document    text        not null,         -- the JSON as given
    imported_at timestamptz not null,
    imported_by text        not null,
    primary key (formula_id, version),
    unique (valid_from),                      -- so that one of them is always the one
    check (valid_until >= valid_from),
    check (octet_length(sha256) = 32)
);
select app_distribute('credit_formula', null);
