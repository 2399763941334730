-- SPDX-License-Identifier: Apache-2.0
-- New rules of the office ($1 keys, $2 days, $3 values, $4 units, $5 sources); those that are there
-- stay as they are.
insert into office_rule (key, valid_from, value, unit, source, imported_at)
select i.key, i.valid_from, i.value, i.unit, i.source, $6::timestamptz
from unnest($1::text[], $2::date[], $3::text[], $4::text[], $5::text[])
     as i(key, valid_from, value, unit, source)
on conflict (key, valid_from) do nothing
