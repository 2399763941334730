-- SPDX-License-Identifier: Apache-2.0
-- What profiles hold is deleted when its time is over, and who is never drawn.

-- How many days the formula of a run keeps an item, so that a row need not be opened to be swept.
alter table credit_run add column expiry_days smallint;
update credit_run
set expiry_days = coalesce((convert_from(formula_json, 'UTF8')::json ->> 'expiry_days')::smallint,
                           1826);
alter table credit_run alter column expiry_days set not null;
alter table credit_run add check (expiry_days between 1 and 1826);

-- The day that the oldest item of a profile is of, be it listed or summed alone: the profile goes
-- when that item's time is over. Null: drawn before this column was there; the next run measures it.
alter table credit_profile add column oldest date;
create index credit_profile_oldest on credit_profile (month, run, oldest);

-- Parties of whom no profile is drawn, by order of who answers for personal data. A row that was
-- lifted, or whose time is over, says nothing.
create table credit_barred (
    bucket    integer     not null,
    party     bytea       not null,
    at        timestamptz not null,
    account   bigint      not null,           -- that had it done
    login     text        not null,
    reference text        not null,           -- number of the file that says why
    until     date,                           -- its last day; null: until it is lifted
    lifted_at timestamptz,                    -- null: it stands
    lifted_by text,                           -- login
    primary key (bucket, party),
    check (bucket = get_byte(party, 0) * 4 + (get_byte(party, 1) >> 6)),
    check (octet_length(party) = 32),
    check ((lifted_at is null) = (lifted_by is null))
);

select app_distribute('credit_barred', 'bucket', 'dispute');

-- What finished messages still say beside a payload that is gone goes with the next night: an empty
-- one says that there is something to take away.
update exchange_message set payload = ''::bytea
where state in (2, 4, 5) and payload is null
  and (note is not null or error <> '' or reason_zh <> '' or reason_en <> '');
