-- SPDX-License-Identifier: Apache-2.0
-- A certificate that was sealed, for the sweep; and until when it may be shown, as it was said first.
insert into credit_certificate as c
       (bucket, dispute_id, code, party, month, run, made_at, expires_on)
values ($1::integer, $2::bigint, $3::text, $4::bytea, $5::date, $6::smallint,
        $7::timestamptz, $8::date)
on conflict (bucket, code) do update set expires_on = c.expires_on
returning c.expires_on
