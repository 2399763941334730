-- SPDX-License-Identifier: Apache-2.0
-- No profile is drawn of a party; what was decided of it before is over.
insert into credit_barred as b (bucket, party, at, account, login, reference, until)
values ($1::integer, $2::bytea, $3::timestamptz, $4::bigint, $5::text, $6::text, $7::date)
on conflict (bucket, party) do update
set at = excluded.at, account = excluded.account, login = excluded.login,
    reference = excluded.reference, until = excluded.until, lifted_at = null, lifted_by = null
