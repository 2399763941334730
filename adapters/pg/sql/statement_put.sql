-- SPDX-License-Identifier: Apache-2.0
-- A party's own words in place of those before.
insert into credit_statement as s (bucket, party, text, at)
values ($1::integer, $2::bytea, $3::bytea, $4::timestamptz)
on conflict (bucket, party) do update set text = excluded.text, at = excluded.at
