-- SPDX-License-Identifier: Apache-2.0
-- A month is worked out, or worked out anew.
insert into assess_month as m (month, revision, at, by, sums)
values (date '1970-01-01' + $1::integer, $2::smallint, $3::timestamptz, $4::text, $5::bytea)
on conflict (month) do update
    set revision = excluded.revision, at = excluded.at, by = excluded.by, sums = excluded.sums
