-- SPDX-License-Identifier: Apache-2.0
-- Who issued which code, and what a session by code may do.

-- Every code that was ever issued, written once, in the statement that puts it in the place of the
-- one before. It goes with the words of its dispute.
create table access_code_issue (
    bucket     integer     not null,
    dispute_id bigint      not null,
    seat       smallint    not null,
    issue      integer     not null,
    at         timestamptz not null,
    staff_id   bigint,                        -- 0: not staff; null: not known
    role       smallint    not null,          -- enum ym_role in which it was issued
    body_id    bigint,                        -- that the issuer worked for; 0: none; null: not known
    name       text        not null,          -- public name of the caller
    primary key (bucket, dispute_id, seat, issue),
    check (bucket = (dispute_id & 1023)::integer),
    check (seat between 0 and 31),
    check (issue > 0)
);
select app_distribute('access_code_issue', 'bucket', 'dispute');

-- Of codes before this table the one in force is known.
insert into access_code_issue (bucket, dispute_id, seat, issue, at, staff_id, role, body_id, name)
select bucket, dispute_id, seat, issue, issued_at, issued_staff, issued_role, null, issued_by
from access_code;

-- Why the code by which a party came does not speak for it (enum app_code_bar; 0: it does).
alter table session add column code_bar smallint not null default 0;
