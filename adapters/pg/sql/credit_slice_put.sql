-- SPDX-License-Identifier: Apache-2.0
-- A slice of a run is finished.
insert into credit_slice as s (bucket, month, run, tally)
values ($1::integer, $2::date, $3::smallint, string_to_array($4::text, ' ')::bigint[])
