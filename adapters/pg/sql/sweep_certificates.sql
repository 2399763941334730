-- SPDX-License-Identifier: Apache-2.0
-- Certificates that are valid no more at $1, at most $2, with what was sealed.
with old as (
    select c.bucket, c.code from credit_certificate c
    where c.expires_on < ($1::timestamptz at time zone 'Asia/Shanghai')::date
    limit $2::bigint
), parts as (
    delete from sealed_part p using old o
    where p.bucket = o.bucket and p.code = o.code
), documents as (
    delete from sealed_document d using old o
    where d.bucket = o.bucket and d.code = o.code
)
delete from credit_certificate c using old o
where c.bucket = o.bucket and c.code = o.code
