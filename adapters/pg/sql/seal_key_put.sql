-- SPDX-License-Identifier: Apache-2.0
-- A key of seals, unless there is one of this number.
insert into seal_key (number, ring, public_key, valid_from)
values ($1::integer, $2::smallint, $3::bytea, $4::timestamptz)
on conflict do nothing
