-- SPDX-License-Identifier: Apache-2.0
-- A certificate that was sealed, for the sweep; and until when it may be shown, as it was said first.
with fresh as (
    insert into credit_certificate
           (bucket, dispute_id, code, party, month, run, made_at, expires_on)
    values ($1::integer, $2::bigint, $3::text, $4::bytea, $5::date, $6::smallint,
            $7::timestamptz, $8::date)
    on conflict do nothing
    returning expires_on)
select f.expires_on from fresh f
union all
select c.expires_on from credit_certificate c
where c.bucket = $1::integer and c.code = $3::text
limit 1
