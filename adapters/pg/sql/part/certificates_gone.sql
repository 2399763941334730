-- SPDX-License-Identifier: Apache-2.0
-- Deletes the certificates old (bucket, code), with what was sealed.
), parts as (
    delete from sealed_part p using old o
    where p.bucket = o.bucket and p.code = o.code
), documents as (
    delete from sealed_document d using old o
    where d.bucket = o.bucket and d.code = o.code
)
delete from credit_certificate c using old o
where c.bucket = o.bucket and c.code = o.code
