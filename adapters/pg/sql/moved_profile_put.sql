-- SPDX-License-Identifier: Apache-2.0
-- A profile under the party's new hash.
insert into credit_profile (bucket, month, run, party, kind, sha256, body, oldest)
values ($1::integer, $2::date, $3::smallint, $4::bytea, $5::smallint, $6::bytea, $7::bytea,
        $8::date)
on conflict do nothing
