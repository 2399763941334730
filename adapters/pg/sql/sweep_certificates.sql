-- SPDX-License-Identifier: Apache-2.0
-- Certificates that are valid no more at $1, at most $2, with what was sealed.
with old as (
    select c.bucket, c.code from credit_certificate c
    where c.expires_on < ($1::timestamptz at time zone 'Asia/Shanghai')::date
    limit $2::bigint
-- part certificates_gone
